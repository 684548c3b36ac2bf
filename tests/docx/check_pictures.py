#!/usr/bin/env python3
"""Papers as LibreOffice sets them: check_pictures.py WRITE_PAPERS PICTURE_FOLDER, or
check_pictures.py year OUT PICTURE_FOLDER for papers that the main job left in OUT.

Skips where LibreOffice or poppler-utils is absent. Fonts that
offices have are stood in for by Fandol, else Noto, or the pictures would mean nothing. The pictures are for people.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

STAND_INS = {"仿宋_GB2312": ("Noto Serif CJK SC", "regular"), "楷体_GB2312": ("Noto Serif CJK SC", "regular"),
             "宋体": ("Noto Serif CJK SC", "regular"), "黑体": ("Noto Sans CJK SC", "regular"),
             "方正小标宋简体": ("Noto Serif CJK SC", "bold"), "Times New Roman": ("Liberation Serif", "regular")}
FANDOL = pathlib.Path(__file__).resolve().parents[2] / "var/fonts"
if (FANDOL / "FandolFang-Regular.otf").exists():
    STAND_INS |= {"仿宋_GB2312": ("FandolFang", "regular"), "楷体_GB2312": ("FandolKai", "regular"), "宋体": ("FandolSong", "regular"),
                  "黑体": ("FandolHei", "regular")}
PAGES = {"full": 4, "hostile": None, "many_rows": None, "approval": 2, "empty": 1}


def fonts_conf(path):
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{stand_in}</string></edit>'
        f'<edit name="weight" mode="assign" binding="strong"><const>{weight}</const></edit></match>\n'
        for name, (stand_in, weight) in STAND_INS.items())
    path.write_text('<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
                    f'<include>/etc/fonts/fonts.conf</include>\n<dir>{FANDOL}</dir>\n{rules}</fontconfig>\n', encoding="utf-8")


def pages_of(papers, pictures, pictured):
    """{name: [text of each page]} of docx files; those pictured are kept as PNG as well."""
    with tempfile.TemporaryDirectory() as scratch:
        fonts_conf(pathlib.Path(scratch) / "fonts.conf")
        subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{scratch}/profile", "--convert-to", "pdf",
                        "--outdir", scratch, *papers],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=240,
                       env={**os.environ, "FONTCONFIG_FILE": f"{scratch}/fonts.conf"})
        pages = {}
        for name in (p.stem for p in papers):
            text = subprocess.run(["pdftotext", "-layout", f"{scratch}/{name}.pdf", "-"],
                                  check=True, capture_output=True, encoding="utf-8").stdout
            pages[name] = text.split("\f")[:-1]
            if name in pictured:
                subprocess.run(["pdftoppm", "-r", "60", "-png", f"{scratch}/{name}.pdf", str(pictures / f"docx-{name}")], check=True)
    return pages


def bare(text):
    return re.sub(r"\s", "", text)


def written(name, pages):
    """Faults of a paper of write_papers."""
    faults = []
    if PAGES[name] and len(pages) != PAGES[name]:
        faults.append(f"{len(pages)} pages, expected {PAGES[name]}")
    if name in ("full", "approval"):
        faults += [f"page {n} has no mark" for n, page in enumerate(pages, 1) if "样稿·示例数据" not in page]
    if name == "many_rows":
        faults += [f"page {n} has no table head" for n, page in enumerate(pages, 1) if "序号" not in page]
    if name == "approval":
        faults += [f"{word} is not on the last page" for word in ("末段。", "市活动办", "审核", "审批", "不加盖印章") if word not in bare(pages[-1])]
    return faults


YEAR = {"2021-06-circular": ("示例市人民政府办公室", "示政办通报〔2021〕3号", "2021年6月考评情况的通报", "一、总体情况", "附件：", "2021年7月19日",
                             "附件1", "京津冀协同发展专班", "优化基层治理专班", "附件2", "甲区", "壬新区", "附件3", "市教育局", "抄送："),
        "2021-07-correction-notice": ("〔2022〕号", "关于更正", "更正后", "戊县", "88.62", "87.73", "（印发日期）"),
        "2021-07-c07": ("关于对庚自治县进行约谈的建议", "领导小组：", "二、规则及出处", "2021年6月80.92", "2021年8月18日", "审核", "审批")}


def of_year(name, pages):
    """What must stand on the pages, in this order; the mark on every page."""
    faults, at = [f"page {n} has no mark" for n, page in enumerate(pages, 1) if "样稿·示例数据" not in page], 0
    text = bare("".join(pages))
    for word in YEAR[name]:
        found = text.find(word, at)
        if found < 0:
            faults.append(f"{word} is not there, or not in its place")
        at = max(at, found)
    return faults


def main():
    missing = [p for p in ("soffice", "pdftotext", "pdftoppm") if not shutil.which(p)]
    if missing:
        print(f"[  SKIPPED ] docx__is_set_by_libreoffice: {', '.join(missing)} not installed")
        print("0 passed, 0 failed, 1 skipped")
        sys.exit(77)
    pictures = pathlib.Path(sys.argv[-1])
    pictures.mkdir(parents=True, exist_ok=True)
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        if sys.argv[1] == "year":
            papers, look = [next(pathlib.Path(sys.argv[2]).rglob(f"{name}.docx")) for name in YEAR], of_year
        else:
            subprocess.run([sys.argv[1], scratch], check=True)
            papers, look = [pathlib.Path(scratch) / f"{name}.docx" for name in PAGES], written
        read = pages_of(papers, pictures, {"full", "approval", *YEAR})
    for name, pages in read.items():
        faults = look(name, pages) + [f"page {n} has no number" for n, page in enumerate(pages, 1) if f"—{n}—" not in bare(page)]
        failed += bool(faults)
        print(f"[{'  FAILED  ' if faults else '       OK '}] docx__is_set_by_libreoffice: {name}" +
              (": " + "; ".join(faults[:5]) if faults else f", {len(pages)} pages"), flush=True)
    print(f"{len(read) - failed} passed, {failed} failed, 0 skipped")
    sys.exit(failed > 0)


main()

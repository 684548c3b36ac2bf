#!/usr/bin/env python3
"""Papers as LibreOffice sets them: check_pictures.py WRITE_PAPERS PICTURE_FOLDER

Skips where LibreOffice or poppler-utils is absent: they are not among the packages of ./dev. Fonts that
offices have are stood in for by Noto, or the pictures would mean nothing. The pictures are for people.
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
PAGES = {"full": 4, "hostile": None, "many_rows": None, "empty": 1}


def fonts_conf(path):
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{stand_in}</string></edit>'
        f'<edit name="weight" mode="assign" binding="strong"><const>{weight}</const></edit></match>\n'
        for name, (stand_in, weight) in STAND_INS.items())
    path.write_text('<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
                    f'<include>/etc/fonts/fonts.conf</include>\n{rules}</fontconfig>\n', encoding="utf-8")


def main():
    missing = [p for p in ("soffice", "pdftotext", "pdftoppm") if not shutil.which(p)]
    if missing:
        print(f"[  SKIPPED ] docx__is_set_by_libreoffice: {', '.join(missing)} not installed")
        print("0 passed, 0 failed, 1 skipped")
        sys.exit(77)
    pictures = pathlib.Path(sys.argv[2])
    pictures.mkdir(parents=True, exist_ok=True)
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        fonts_conf(folder / "fonts.conf")
        subprocess.run([sys.argv[1], scratch], check=True)
        subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{scratch}/profile", "--convert-to", "pdf",
                        "--outdir", scratch, *(f"{scratch}/{name}.docx" for name in PAGES)],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=240,
                       env={**os.environ, "FONTCONFIG_FILE": f"{scratch}/fonts.conf"})
        for name, expected in PAGES.items():
            text = subprocess.run(["pdftotext", "-layout", f"{scratch}/{name}.pdf", "-"],
                                  check=True, capture_output=True, encoding="utf-8").stdout
            pages = text.split("\f")[:-1]
            faults = []
            if expected and len(pages) != expected:
                faults.append(f"{len(pages)} pages, expected {expected}")
            faults += [f"page {n} has no number" for n, page in enumerate(pages, 1) if f"—{n}—" not in re.sub(r"\s", "", page)]
            if name == "full":
                faults += [f"page {n} has no mark" for n, page in enumerate(pages, 1) if "样稿·示例数据" not in page]
                subprocess.run(["pdftoppm", "-r", "60", "-png", f"{scratch}/{name}.pdf", str(pictures / f"docx-{name}")], check=True)
            if name == "many_rows":
                faults += [f"page {n} has no table head" for n, page in enumerate(pages, 1) if "序号" not in page]
            failed += bool(faults)
            print(f"[{'  FAILED  ' if faults else '       OK '}] docx__is_set_by_libreoffice: {name}" +
                  (": " + "; ".join(faults[:5]) if faults else f", {len(pages)} pages"), flush=True)
    print(f"{len(PAGES) - failed} passed, {failed} failed, 0 skipped")
    sys.exit(failed > 0)


main()

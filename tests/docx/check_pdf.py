#!/usr/bin/env python3
"""The pdf of papers, measured by poppler-utils: check_pdf.py WRITE_PAPERS DUBAN FONTS

Geometry against GB/T 9704-2012 within half a millimetre, words against the plain text, fonts, bytes, and what
happens when a paper is odd, a font is missing or the process that makes it dies. Skips where poppler-utils or a
font of the 仿宋 kind is absent.
"""
import html
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

PT = 72 / 25.4
LEFT, TOP, WIDTH, HEIGHT = 28 * PT, 37 * PT, 156 * PT, 225 * PT
BODY, NEAR = 15.75, 0.5 * PT
AT = "1629216000000"  # 2021-08-18 at +08:00
RULE = re.compile(r"^[-= ]+$", re.M)


def run(*command, **more):
    return subprocess.run([str(c) for c in command], capture_output=True, timeout=120, **more)


def text_of(path, *options):
    return run("pdftotext", *options, path, "-", check=True).stdout.decode()


def words_of(path):
    """[page: [(x0, y0, x1, y1, word)]]"""
    pages = []
    for page in re.split(r"<page ", text_of(path, "-bbox"))[1:]:
        pages.append([(*map(float, m.groups()[:4]), html.unescape(m.group(5))) for m in
                      re.finditer(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>', page)])
    return pages


def paths_of(path):
    """Rules of each page: (x0, y0, x1, y1, width, is it red), y from above; the picture is scaled as a whole, its paths are not."""
    svg = pathlib.Path(str(path) + ".svg")
    pages = []
    count = int(re.search(r"Pages:\s+(\d+)", run("pdfinfo", path, check=True).stdout.decode()).group(1))
    for n in range(1, count + 1):
        run("pdftocairo", "-svg", "-f", n, "-l", n, path, svg, check=True)
        found = []
        for tag in re.findall(r"<path [^>]*stroke-width[^>]*>", svg.read_text()):
            d = re.search(r'\bd="M ([\d.-]+) ([\d.-]+) L ([\d.-]+) ([\d.-]+)', tag)
            if not d:
                continue
            x0, y0, x1, y1 = map(float, d.groups())
            width = float(re.search(r"stroke-width[:=]\"?([\d.]+)", tag).group(1))
            red = bool(re.search(r"stroke[:=]\"?rgb\((9|8)", tag))
            found.append((x0, y0, x1, y1, width, red))
        pages.append(found)
    return pages


def near(found, expected, what, within=NEAR):
    assert abs(found - expected) <= within, f"{what}: {found / PT:.2f} mm for {expected / PT:.2f} mm"


def bare(text):
    return re.sub(r"\s", "", text)


class Papers:
    def __init__(self, duban, fonts, folder):
        self.duban, self.fonts, self.folder = duban, fonts, folder

    def render(self, paper, fonts=None, **more):
        return run(self.duban, "render", "--paper", "--at", AT, "--fonts", self.fonts if fonts is None else fonts,
                   input=json.dumps(paper).encode(), **more)

    def made(self, name, paper):
        done = self.render(paper)
        assert done.returncode == 0, done.stdout[:300] + done.stderr[-300:]
        path = self.folder / f"{name}.pdf"
        path.write_bytes(done.stdout)
        return path


def paper(**parts):
    made = {"format": 2, "marks": [], "issuer": "", "number": "", "signer": "", "title": "", "addressees": "", "body": [],
            "annex_label": "", "annex_names": [], "signature": "", "date": "", "after": [], "copies": "",
            "printed_by": "", "printed_on": "", "foot": [], "annexes": []}
    assert set(parts) <= set(made)
    return {**made, **parts}


def paragraph(text):
    return {"kind": "paragraph", "text": text}


def table(columns, rows):
    return {"kind": "table", "row_lines": 0, "columns": [{"head": h, "align": "left"} for h in columns],
            "cells": [c for row in rows for c in row]}


# ---- the papers of write_papers ----

def pdf__has_the_words_of_the_text(papers):
    for name in ("full", "approval", "empty"):
        found = text_of(papers.folder / f"{name}.pdf", "-raw")
        text = RULE.sub("", (papers.folder / f"{name}.txt").read_text())
        marks = "样稿·示例数据" if name != "empty" else ""
        pages = [bare(p) for p in found.split("\f")[:-1]]
        for n, page in enumerate(pages):
            assert page.startswith(marks) and page.endswith(f"—{n + 1}—"), f"{name}: page {n + 1}: {page[:20]} {page[-9:]}"
            pages[n] = page[len(marks):-len(f"—{n + 1}—")]
        found, expected = marks + "".join(pages), bare(text)
        if name == "full":
            found = found.replace(marks + "示例市人民政府办公室", marks, 1)  # the mark in red
        at = next((i for i, (a, b) in enumerate(zip(found, expected)) if a != b), min(len(found), len(expected)))
        assert found == expected, f"{name}: {found[at - 9:at + 15]!r} for {expected[at - 9:at + 15]!r}"


def pdf__embeds_its_fonts(papers):
    fonts = run("pdffonts", papers.folder / "full.pdf", check=True).stdout.decode().split("\n")[2:-1]
    names = " ".join(fonts)
    for kind in ("Fang", "Kai", "Hei", "LiberationSerif", "NotoSerifCJK"):
        assert kind in names, f"{kind} is not among\n" + "\n".join(fonts)
    for line in fonts:
        assert re.search(r"\byes yes yes\b", line), f"not embedded, or without its letters: {line}"
    info = run("pdfinfo", papers.folder / "full.pdf", check=True, env={**os.environ, "TZ": "UTC"}).stdout.decode()
    assert "595.276 x 841.89 pts (A4)" in info and "Aug 17 16:00:00 2021" in info, info


def pdf__is_laid_out_as_the_standard_says(papers):
    first = words_of(papers.folder / "full.pdf")[0]
    of = {w[4]: w for w in first}
    mark = next(w for w in first if w[4] == "示例市人民政府办公室" and w[3] - w[1] > 40)
    size = (mark[2] - mark[0]) / 10
    near(mark[0] + mark[2], 2 * LEFT + WIDTH, "mark in the middle", 2 * NEAR)
    picture = ink(papers.folder / "full.pdf", 1)
    near(picture("red")[0], TOP + 35 * PT, "upper edge of the mark")
    number = next(w for w in first if "示政办通报" in w[4])
    rule = next(r for r in paths_of(papers.folder / "full.pdf")[0] if r[5])
    near(rule[0], LEFT, "red rule begins"), near(rule[2] - rule[0], WIDTH, "red rule")
    baseline = number[1] + (number[3] - number[1]) / 2
    near(rule[1] - rule[4] / 2 - (baseline + BODY / 2), 4 * PT, "rule below the number", 1.2 * PT)
    near(number[0] + number[2], 2 * LEFT + WIDTH, "number in the middle", 2 * NEAR)
    assert size > 35, f"mark of {size} pt"
    near(of["各县区人民政府，市直有关部门："][0], LEFT, "addressees")
    near(of["现将7月考评情况通报如下。"][0], LEFT + WIDTH * 2 / 28, "indent of a paragraph")


def pdf__numbers_its_pages(papers):
    for n, page in enumerate(words_of(papers.folder / "full.pdf"), 1):
        dashes = [w for w in page if w[4] == "—" and w[1] > TOP + HEIGHT]
        assert len(dashes) == 2, page
        if n % 2:
            near(max(d[2] for d in dashes), LEFT + WIDTH - 14, f"page number {n}")
        else:
            near(min(d[0] for d in dashes), LEFT + 14, f"page number {n}")
        edge = ink(papers.folder / "full.pdf", n)("foot", dashes[0][0] + 1, dashes[0][2] - 1)[0]
        near(edge, TOP + HEIGHT + 7 * PT, f"dash of page {n}")


def pdf__has_its_imprint_at_the_foot_of_the_last_page(papers):
    pages = paths_of(papers.folder / "full.pdf")
    wide = sorted((r for r in pages[-1] if r[2] - r[0] > WIDTH - 1 and r[4] > 0.6), key=lambda r: r[1])
    assert [round(r[4] / PT, 2) for r in wide] == [0.35, 0.25, 0.35], wide
    near(wide[-1][1] + wide[-1][4] / 2, TOP + HEIGHT, "last rule")
    for page in pages[:-1]:
        assert not [r for r in page if not r[5] and r[4] > 0.6], "rules of the imprint on another page"


def pdf__puts_date_and_name_where_they_belong(papers):
    words = [w for page in words_of(papers.folder / "full.pdf") for w in page]
    name = [w for w in words if w[4] == "示例市人民政府办公室" and w[3] - w[1] < 30][-2]
    date = next(w for w in words if w[4] == "2021年8月18日")
    pitch = WIDTH / 28
    near(name[2], LEFT + WIDTH - 2 * pitch, "name")
    near(date[0], name[0] + 2 * pitch, "date")


def pdf__cuts_no_row_and_repeats_the_head(papers):
    for name, rows in (("many_rows", 1200), ("full", 0)):
        for n, (page, rules) in enumerate(zip(words_of(papers.folder / f"{name}.pdf"), paths_of(papers.folder / f"{name}.pdf")), 1):
            flat = sorted({round(r[1], 1) for r in rules if abs(r[1] - r[3]) < 0.1})
            if rows:
                assert any(w[4] == "序号" for w in page), f"page {n} has no head"
                assert flat[-1] <= TOP + HEIGHT + 0.5, f"page {n} ends at {flat[-1]}"
            for r in rules:
                if abs(r[0] - r[2]) < 0.1:  # an upright one ends at flat ones
                    assert any(abs(r[1] - f) < 0.2 for f in flat) and any(abs(r[3] - f) < 0.2 for f in flat), (n, r)
    rows = [w[4] for page in words_of(papers.folder / "many_rows.pdf") for w in page
            if w[0] < LEFT + WIDTH / 4 and w[3] < TOP + HEIGHT + 1 and w[4].isdigit()]
    assert rows == [str(i + 1) for i in range(1200)], "rows are missing or twice"


def ink(path, page):
    """Where ink of a kind begins and ends on a page, in points from above: by its picture."""
    stem = str(path) + f"-{page}"
    run("pdftoppm", "-r", 144, "-f", page, "-l", page, "-singlefile", path, stem, check=True)
    data = pathlib.Path(stem + ".ppm").read_bytes()
    width, height = map(int, data.split(b"\n", 3)[1].split())
    pixels = data[-width * height * 3:]

    def of(kind, x0=0.0, x1=600.0):
        begin = int((TOP + HEIGHT + 1) * 2) if kind == "foot" else 0
        rows = []
        for y in range(begin, height):
            row = pixels[(y * width + int(x0 * 2)) * 3:(y * width + min(int(x1 * 2), width)) * 3]
            if kind == "red":
                r, g = row[0::3], row[1::3]
                if any(a > 200 and b < 120 for a, b in zip(r, g)):
                    rows.append(y)
            elif any(v < 160 for v in row[0::3]):
                rows.append(y)
        return rows[0] / 2, rows[-1] / 2
    return of


def pdf__draws_what_the_numbers_say(papers):
    rules = paths_of(papers.folder / "drawn.pdf")[0]
    thick = [r for r in rules if abs(r[1] - r[3]) < 0.01 and r[4] > 0.6]
    zone, line, bar, dot = thick[:4]
    place = (zone[2] - zone[0]) / 3
    left = zone[2] - 9 * place
    near(line[0], left, "the line begins at the first place", place)
    near(line[2], zone[2], "and ends at the last", place)
    near((bar[0] + bar[2]) / 2, left + 4 * place, "the bar stands over 2 to 7", 1)
    near(dot[0], left + 2.5 * place, "the dot at the third", 1)
    assert dot[0] == dot[2] and len(thick) == 5, thick  # of the second row the shade alone


# ---- papers of this test ----

def pdf__fills_22_lines_of_28_characters(papers):
    path = papers.made("plain", paper(body=[paragraph("督" * 28 * 60)]))
    pages = words_of(path)
    lines = {}
    for x0, y0, x1, y1, word in pages[1]:
        if y1 < TOP + HEIGHT + 10:
            lines.setdefault(round(y0), []).append((x0, x1, word))
    assert len(lines) == 22, f"{len(lines)} lines"
    for words in lines.values():
        assert sum(len(w[2]) for w in words) == 28, words
        near(min(w[0] for w in words), LEFT, "line begins"), near(max(w[1] for w in words), LEFT + WIDTH, "line ends")
    tops = sorted(lines)
    pitches = [b - a for a, b in zip(tops, tops[1:])]
    assert max(pitches) - min(pitches) <= 1, pitches
    upper, lower = ink(path, 2)("all")[0], TOP + HEIGHT
    assert TOP - 1 < upper < TOP + 0.2 * BODY, upper / PT
    last = max(y1 for x0, y0, x1, y1, w in pages[1] if "督" in w)
    near((last + max(y0 for x0, y0, x1, y1, w in pages[1] if "督" in w)) / 2 + BODY / 2, lower, "last line", 2 * PT)


def pdf__breaks_lines_as_offices_do(papers):
    words = "示例市（甲区）得分93.51分，第1,234名；同比增长12.5%，面积1234.56㎡，完成3.5亿元“样板”——《办法》第12条。Excellent"
    path = papers.made("breaks", paper(body=[paragraph((words * 9)[i:]) for i in range(40) if words[i] in "示例市甲区得同比面积完"]))
    lines = [line for line in text_of(path, "-layout").split("\n") if line.strip() and "—" != line.strip()[0]]
    for a, b in zip(lines, lines[1:]):
        a, b = a.strip(), b.strip()
        assert b[0] not in "，。；：）》”、%㎡,", f"begins a line: {b}"
        assert a[-1] not in "（《“第", f"ends a line: {a}"
        for cut in (r"[\d.,]$", r"^[\d.,%㎡]"), (r"\d$", "^[分名年月条]"), ("亿$", "^元"), ("[A-Za-z]$", "^[a-z]"):
            assert not (re.search(cut[0], a) and re.search(cut[1], b)) or a.endswith("，"), f"{a} | {b}"


def pdf__bears_odd_papers(papers):
    assert len(words_of(papers.made("nothing", paper()))) == 1
    empty = paper(body=[paragraph(""), {"kind": "heading", "level": 1, "text": ""}, table([""], [[""]])], foot=[""], annex_names=[""],
                  annexes=[{"label": "", "title": "", "body": []}], marks=[""])
    assert len(words_of(papers.made("blank", empty))) == 2
    long = papers.made("long", paper(title="题" * 300, number="号" * 90, issuer="市" * 60, body=[paragraph("字" * 10000), paragraph("x" * 3000)]))
    assert text_of(long).count("字") == 10000 and text_of(long).count("x") == 3000
    cell = papers.made("cell", paper(body=[table(["甲", "乙"], [["丙", "丁" * 3000], ["戊", "己"]])]))
    assert text_of(cell).count("丁") == 3000 and len(words_of(cell)) == 2
    wide = papers.made("columns", paper(body=[table([f"第{i}列" for i in range(16)], [[f"{i}.{i}5" for i in range(16)]] * 40)]))
    assert bare(text_of(wide)).count("15.155") == 40
    refused = papers.render(paper(body=[table([str(i) for i in range(30)], [])]))
    assert refused.returncode and json.loads(refused.stdout)["error"]["code"] in ("PAPER_JSON", "LIMIT"), refused.stdout


def pdf__says_what_it_cannot_print(papers):
    done = papers.render(paper(body=[paragraph("甲\U0010FFFD乙")]))
    assert done.returncode and json.loads(done.stdout)["error"]["code"] == "PDF_GLYPH", done.stdout
    names = papers.made("names", paper(body=[paragraph("洺州 鄚州 朱镕 喆 堃 昇 玥 犇 燚 100㎡")]))
    assert bare(text_of(names)).startswith("洺州鄚州朱镕喆堃昇玥犇燚100㎡")


def pdf__says_which_font_is_missing(papers):
    conf = papers.folder / "fonts.conf"
    (papers.folder / "nofonts").mkdir()
    conf.write_text(f'<?xml version="1.0"?><fontconfig><dir>{papers.folder}/nofonts</dir></fontconfig>')
    if pathlib.Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol").exists():
        return
    done = papers.render(paper(), fonts=papers.folder / "nofonts", env={**os.environ, "FONTCONFIG_FILE": str(conf), "LANG": "zh"})
    error = json.loads(done.stdout)["error"]
    assert done.returncode == 4 and error["code"] == "PDF_FONT" and error["args"]["font"] == "仿宋", error
    assert "DUBAN_FONTS".encode() in done.stderr, done.stderr


def pdf__same_paper_same_bytes(papers):
    p = paper(title="题", issuer="示例市", body=[paragraph("一段English。"), table(["甲"], [["1"]] * 50)])
    first, second = papers.render(p).stdout, papers.render(p).stdout
    assert first.startswith(b"%PDF") and first == second
    later = run(papers.duban, "render", "--paper", "--at", "1629302400000", "--fonts", papers.fonts, input=json.dumps(p).encode()).stdout
    assert later != first


def pdf__of_200_pages_stays_small(papers):
    if b"__asan_init" in pathlib.Path(papers.duban).read_bytes():
        print("skipped: a sanitized program reserves more memory than the bound")
        return
    p = json.dumps(paper(body=[paragraph("全市督查督办考评情况的通报12.5%" * 500)] * 15 + [table(["甲", "乙"], [["1", "2"]] * 400)])).encode()
    began = time.monotonic()
    done = run("/usr/bin/env", "bash", "-c", 'ulimit -d 262144; exec "$0" "$@"', papers.duban, "render", "--paper", "--at", AT,
               "--fonts", papers.fonts, input=p)
    took = time.monotonic() - began
    assert done.returncode == 0, done.stdout[:200] + done.stderr[-200:]
    path = papers.folder / "long200.pdf"
    path.write_bytes(done.stdout)
    pages = int(re.search(r"Pages:\s+(\d+)", run("pdfinfo", path).stdout.decode()).group(1))
    assert pages >= 200, pages
    print(f"{pages} pages in {took:.2f} s, {len(done.stdout) // 1024} KiB, within 256 MiB of data")


def main():
    write_papers, duban, fonts = sys.argv[1], str(pathlib.Path(sys.argv[2]).resolve()), pathlib.Path(sys.argv[3])
    fonts = fonts.resolve() if fonts.is_dir() else pathlib.Path("/nonexistent")
    if not shutil.which("pdftotext"):
        print("skipped: no poppler-utils"), sys.exit(77)
    with tempfile.TemporaryDirectory() as scratch:
        papers = Papers(duban, fonts, pathlib.Path(scratch))
        probe = papers.render(paper())
        if probe.returncode and b"PDF_FONT" in probe.stdout:
            print("skipped: no font for 仿宋 (packaging/packages.txt says which; ./dev test fetches it)"), sys.exit(77)
        made = run(write_papers, scratch, fonts)
        assert made.returncode == 0, made
        for name, test in list(globals().items()):
            if name.startswith("pdf__"):
                test(papers)
                print(f"ok {name}")


main()

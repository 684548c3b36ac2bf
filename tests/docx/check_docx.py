#!/usr/bin/env python3
"""The docx of papers, read by other programs: check_docx.py WRITE_PAPERS, or check_docx.py words FOLDER

The first form writes papers and looks at their XML (Python's own zip and XML readers), at what python-docx
makes of them, and at a digest of all parts (digest.txt; GOLDEN_UPDATE=1 rewrites it). The second holds
every FOLDER/*.docx against the .txt beside it: the same words in the same order.
"""
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile
import zlib

try:
    import docx
except ImportError:  # Debian's module belongs to Debian's Python
    if os.path.exists("/usr/bin/python3") and "DOCX_AGAIN" not in os.environ:
        os.execve("/usr/bin/python3", ["/usr/bin/python3", "-B", *sys.argv], {**os.environ, "DOCX_AGAIN": "1"})
    docx = None

HERE = pathlib.Path(__file__).parent
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RULE = re.compile(r"^[-= ]+$", re.M)
SPAN = re.compile(r"(?<!\S)[-=.O]{5,24}(?!\S)")  # ..--==O=---: a drawn cell, in the docx a picture


def parts(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {i.filename: archive.read(i) for i in archive.infolist()}


def words(path):
    """The header's text, then the body's, without white space; the red mark is not in the .txt."""
    out, read = "", parts(path)
    for name in ("word/header1.xml", "word/document.xml"):
        for p in ET.fromstring(read[name]).iter(W + "p"):
            style = p.find(f"{W}pPr/{W}pStyle")
            if style is None or style.get(W + "val") != "IssuerMark":
                out += "".join(t.text or "" for t in p.iter(W + "t"))
    return re.sub(r"\s", "", out)


def printed(path):
    return re.sub(r"\s", "", SPAN.sub("", RULE.sub("", path.read_text(encoding="utf-8"))))


def check_same_words(path):
    found, expected = words(path), printed(path.with_suffix(".txt"))
    at = next((i for i, (a, b) in enumerate(zip(found, expected)) if a != b), min(len(found), len(expected)))
    assert found == expected, f"{path.name}: {found[at - 10:at + 20]!r} for {expected[at - 10:at + 20]!r}"


def docx__has_the_words_of_the_text(folder):
    for name in ("full", "many_rows", "approval", "empty"):
        check_same_words(folder / f"{name}.docx")


def docx__is_well_formed_whatever_the_words(folder):
    for path in sorted(folder.glob("*.docx")):
        for name, text in parts(path).items():
            if name.endswith(".png"):
                continue
            ET.fromstring(text)
            assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text), name
    text = words(folder / "hostile.docx")
    nasty = "]]></w:t>&amp;<w:pw:x=\"1\"/><!--&<>\"'-->\U0001F600洺鄚镕喆\ufffd"
    assert text.count(nasty) == 68, text.count(nasty)


def docx__names_every_part(folder):
    read = parts(folder / "full.docx")
    assert list(read)[0] == "[Content_Types].xml"
    types = ET.fromstring(read["[Content_Types].xml"])
    named = {e.get("PartName").lstrip("/") for e in types if e.get("PartName")}
    assert named == {n for n in read if not n.endswith(".rels") and not n.startswith("[")}, named
    targets = {"word/" + e.get("Target") for e in ET.fromstring(read["word/_rels/document.xml.rels"])}
    assert targets <= named, targets
    styles = {e.get(W + "styleId") for e in ET.fromstring(read["word/styles.xml"]).iter(W + "style")}
    used = {e.get(W + "val") for n in read if n.startswith("word/") and n.endswith(".xml")
            for kind in ("pStyle", "tblStyle", "basedOn", "next") for e in ET.fromstring(read[n]).iter(W + kind)}
    assert used <= styles, used - styles


def grey_rows(png):
    """The rows of a png of two bits a pixel as greys; its sums are checked."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n"), png[:8]
    at, found = 8, {}
    while at < len(png):
        size, kind = int.from_bytes(png[at:at + 4], "big"), png[at + 4:at + 8]
        body, crc = png[at + 8:at + 8 + size], int.from_bytes(png[at + 8 + size:at + 12 + size], "big")
        assert zlib.crc32(kind + body) == crc, kind
        found[kind] = body
        at += 12 + size
    width, height = (int.from_bytes(found[b"IHDR"][i:i + 4], "big") for i in (0, 4))
    data, stride, greys = zlib.decompress(found[b"IDAT"]), 1 + (width + 3) // 4, found[b"PLTE"][::3]
    return [[greys[data[y * stride + 1 + x // 4] >> 6 - 2 * (x % 4) & 3] for x in range(width)] for y in range(height)]


def docx__draws_what_the_numbers_say(folder):
    read = parts(folder / "drawn.docx")
    names = [n for n in read if n.startswith("word/media/")]
    assert names == ["word/media/1.png", "word/media/2.png"], names
    targets = {e.get("Id"): "word/" + e.get("Target") for e in ET.fromstring(read["word/_rels/document.xml.rels"])}
    blips = re.findall(r'r:embed="(\w+)"', read["word/document.xml"].decode())
    assert [targets[b] for b in blips] == names, blips
    assert '<Default Extension="png" ContentType="image/png"/>' in read["[Content_Types].xml"].decode()
    rows = grey_rows(read[names[0]])
    middle, top = rows[len(rows) // 2], rows[1]
    at = [int(len(middle) * (r - 0.5) / 9) for r in range(1, 10)]
    white, zone, bar, ink = 255, 222, 150, 0
    assert middle[at[2]] == ink and rows[len(rows) // 2 + len(rows) // 9][at[2]] == ink, "the dot stands at the third"
    near = rows[len(rows) // 2 + len(rows) // 8]  # below the thin line, inside the bar
    assert [near[x] for x in at] == [white, bar, ink, bar, bar, bar, bar, zone, zone], [near[x] for x in at]
    assert middle[at[0]] == middle[at[8]] == ink, "the line goes from the best to the worst"
    assert [top[x] for x in at] == [white] * 6 + [zone] * 3, [top[x] for x in at]
    assert {v for row in grey_rows(read[names[1]]) for v in row} == {white, zone}, "nothing is drawn of who has no rank"


def docx__is_laid_out_as_the_standard_says(folder):
    read = parts(folder / "full.docx")
    body = ET.fromstring(read["word/document.xml"])
    size, margins, grid = (body.find(f".//{W}{n}").attrib for n in ("pgSz", "pgMar", "docGrid"))
    assert (size[W + "w"], size[W + "h"]) == ("11906", "16838")
    assert [margins[W + n] for n in ("top", "bottom", "left", "right")] == ["2098", "1984", "1587", "1474"]
    assert (grid[W + "type"], grid[W + "linePitch"]) == ("linesAndChars", "579")
    styles = read["word/styles.xml"].decode()
    for font in ("仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"):
        assert f'w:eastAsia="{font}"' in styles, font
    assert b"evenAndOddHeaders" in read["word/settings.xml"]
    tables = body.findall(f".//{W}tbl")
    for table in tables[:-1]:
        rows = table.findall(f"{W}tr")
        assert [r.find(f".//{W}tblHeader") is not None for r in rows] == [True] + [False] * (len(rows) - 1)
        widths = [int(c.get(W + "w")) for c in table.iter(W + "gridCol")]
        assert sum(widths) == 11906 - 1587 - 1474, widths
    assert tables[-1].find(f".//{W}tblpPr").get(W + "tblpYSpec") == "bottom"
    children = list(body.find(W + "body"))
    assert not any(a.tag == b.tag == W + "tbl" for a, b in zip(children, children[1:])), "tables grow together"


def docx__keeps_together_what_belongs_together(folder):
    """Short tables and what stands under them; the last paragraph, signature, date and block for approval."""
    body = ET.fromstring(parts(folder / "approval.docx")["word/document.xml"]).find(W + "body")
    paragraphs = [p for p in body.iter(W + "p")]
    kept = ["".join(t.text or "" for t in p.iter(W + "t")) for p in paragraphs if p.find(f"{W}pPr/{W}keepNext") is not None]
    assert kept[0] == "末段。" and "2021年8月18日" in kept and {"审核", "审批", "组长"} <= set(kept), kept
    heights = [h.get(W + "val") for h in body.iter(W + "trHeight")]
    assert heights == ["425", "1158", "1158"], heights
    widths = [int(c.get(W + "w")) for c in body.iter(W + "gridCol")]
    assert widths[2] >= 2000, f"no room for an opinion: {widths}"


def docx__dates_its_entries_as_told(folder):
    with zipfile.ZipFile(folder / "full.docx") as archive:
        assert {i.date_time for i in archive.infolist()} == {(2021, 8, 18, 0, 0, 0)}
    assert b"2021-08-17T16:00:00Z" in parts(folder / "full.docx")["docProps/core.xml"]


def docx__is_the_same_bytes_again(folder):
    for zone in ("UTC", "America/New_York", "Asia/Shanghai"):
        with tempfile.TemporaryDirectory() as again:
            subprocess.run([sys.argv[1], again], check=True, env={**os.environ, "TZ": zone})
            for path in folder.glob("*.docx"):
                assert path.read_bytes() == (pathlib.Path(again) / path.name).read_bytes(), (zone, path.name)
    digest = hashlib.sha256()
    for name, text in parts(folder / "full.docx").items():
        digest.update(name.encode() + b"\0" + text + b"\0")
    golden = HERE / "digest.txt"
    if os.environ.get("GOLDEN_UPDATE"):
        golden.write_text(digest.hexdigest() + "\n")
    assert golden.read_text().strip() == digest.hexdigest(), f"digest of full.docx is now {digest.hexdigest()}"


def docx__is_read_by_python_docx(folder):
    if not docx:
        return "python3-docx is not installed"
    paper = docx.Document(str(folder / "full.docx"))
    headings = [(p.style.name, p.text) for p in paper.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [("Heading 1", "一、总体情况"), ("Heading 2", "（一）县区"), ("Heading 3", "1. 得分")], headings
    title = next(p.text for p in paper.paragraphs if p.style.name == "Title")
    assert title.split("\n") == ["示例市人民政府办公室", "关于“三重四创五优化”活动", "2021年7月考评情况的通报"], title
    tables = [[c.text for c in t.rows[0].cells] + [c.text for c in t.rows[1].cells] for t in paper.tables]
    assert tables[:-1] == [["序号", "单位", "得分", "1", "洺州区", "80.00"]] * 4, tables
    section = paper.sections[0]
    assert section.header.paragraphs[0].text == section.even_page_header.paragraphs[0].text == "样稿·示例数据"
    assert (section.footer.paragraphs[0].text, section.even_page_footer.paragraphs[0].text) == ("— 1 —", "— 2 —")
    assert paper.settings.odd_and_even_pages_header_footer
    assert paper.core_properties.title == "示例市人民政府办公室关于“三重四创五优化”活动2021年7月考评情况的通报"
    assert len(docx.Document(str(folder / "many_rows.docx")).tables[0]._tbl.tr_lst) == 1201
    docx.Document(str(folder / "hostile.docx"))
    return None


def circulars__have_the_words_of_their_text(folder):
    paths = sorted(folder.glob("*.docx"))
    assert paths, f"no docx in {folder}"
    for path in paths:
        check_same_words(path)


def main():
    if sys.argv[1] == "words":
        tests, folder = [circulars__have_the_words_of_their_text], pathlib.Path(sys.argv[2])
    else:
        tests, scratch = [f for n, f in globals().items() if n.startswith("docx__")], tempfile.TemporaryDirectory()
        folder = pathlib.Path(scratch.name)
        subprocess.run([sys.argv[1], str(folder)], check=True)
    counts = {"       OK ": 0, "  FAILED  ": 0, "  SKIPPED ": 0}
    for test in tests:
        try:
            why = test(folder)
            word = "  SKIPPED " if why else "       OK "
        except Exception as error:  # a reader that stumbles is a failure like any other
            word, why = "  FAILED  ", f"{type(error).__name__}: {error}"
        counts[word] += 1
        print(f"[{word}] {test.__name__}" + (f": {why}" if why else ""), flush=True)
    good, bad, left = counts.values()
    print(f"{good} passed, {bad} failed, {left} skipped")
    sys.exit(bad > 0)


main()

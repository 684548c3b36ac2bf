#!/usr/bin/env python3
"""A circular that was edited outside comes back in: check_back.py DUBAN ROOT [write].

The sample year is played up to a circular that is drafted. Its docx as it was handed out, and as LibreOffice writes it after
opening it (where it is installed), tells no difference at all; one that was edited tells what back_expected.txt has.
"""
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile

DUBAN, ROOT = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
EXPECTED = pathlib.Path(__file__).resolve().parent / "back_expected.txt"
SAMPLE = ROOT / "data/samples/shifanshi-2021"
PERIOD = "2021-06"
TYPED = ["{得分:无名}", "83.40", "14", "30", "95.00"]
faults = []


def check(holds, what):
    if not holds:
        faults.append(what)


def run(db, *words, account="clerk1", at="2021-07-19T09:15:00+08:00", lang="zh"):
    done = subprocess.run([DUBAN, "--db", db, "--as", account, "--now", at, "--seed", "7", "--lang", lang, "circular", "--period", PERIOD, *words],
                          capture_output=True, encoding="utf-8")
    return done.returncode, done.stdout + done.stderr


def play(work):
    subprocess.run(["/usr/bin/python3", "-B", ROOT / "tools/make_sample.py", SAMPLE, work / "files"], check=True)
    lines = (SAMPLE / "year.txt").read_text(encoding="utf-8").splitlines()
    until = next(i for i, line in enumerate(lines, 1) if f"circular sign --step checked --period {PERIOD}" in line)
    db = f"sqlite:{work / 'year.db'}"
    subprocess.run(["sh", ROOT / "tools/run_year.sh", DUBAN, SAMPLE, work / "files", db], check=True,
                   env={**os.environ, "UNTIL": str(until)})
    return db


# ---- how people and their programs edit

def rewritten(source, target, edits, parts=None):
    """The document with each (old, new) of its xml put once, and more parts."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                text = data.decode("utf-8")
                for before, after in edits:
                    if before not in text:
                        raise SystemExit(f"the sample's circular does not say {before!r} any more")
                    text = text.replace(before, after, 1)
                data = text.encode("utf-8")
            if name == "word/_rels/document.xml.rels" and parts:
                more = "".join(f'<Relationship Id="rx{i}" Type="http://x/{kind}" Target="{kind}.xml"/>' for i, kind in enumerate(parts))
                data = data.replace(b"</Relationships>", more.encode() + b"</Relationships>")
            new.writestr(name, data)
        for kind, text in (parts or {}).items():
            new.writestr(f"word/{kind}.xml", text)


def runs(*texts):
    return "".join(f'<w:r><w:t xml:space="preserve">{t}</w:t></w:r><w:proofErr w:type="gramEnd"/>' for t in texts)


def cut(before, *texts):
    """In the middle of a run: ends it, puts runs, begins another."""
    return before, "</w:t></w:r>" + runs(*texts) + '<w:r><w:t xml:space="preserve">'


EDITED = [
    cut("乙区84.27分", "乙区8", "4.", "72分"),                                # a figure, split over runs
    ("不另行报送材料", "并报送专题整改报告"),                                   # words
    ("得分比5月提高最多的是丁区，由78.50分提高到86.61分，由第9名变为第5名。", ""),  # a sentence and its figures
    ("做到真实、准确、完整", "并在30日内做到真实、准确、完整"),                    # a number of nobody's
    ("2021年8月6日前", "2021年8月10日前"),                                     # a date that the paper fills
    ("己县连续两期", "乙区连续三期"),                                          # a name, and a figure in words
    ("辛开发区（92.21分）、戊县（90.09分）", "戊县（90.09分）、辛开发区（92.21分）"),  # figures with their names in another place
    ("平安建设专班83.40分", "创新驱动发展专班83.40分"),                           # a figure behind another's name
    ("经核实确需更正的，", "经核实确需更正的，甲区得95.00分的，"),                  # what looks like a figure
    ("各单位均按时报送月报。", "各单位</w:t><w:br/><w:t>均按时报送月报{得分:无名}。"),
    (">93.59<", ">94.59<"),                                                  # a cell
    ("（印发日期）", "2021年7月20日"),
    ("示政办通报〔2021〕　号", "示政办通报〔2021〕3号"),
]


def with_review():
    """Tracked changes, a comment, and a chapter whose number the program of the writer makes."""
    head = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>' + runs("有关说明") + "</w:p>"
    body = "<w:p>" + runs("专班要  举一反三，", "第三名以后的要说明。") + "</w:p>"
    return [("位于后三位的单位要对照失分指标查找原因", '</w:t></w:r><w:del w:id="1" w:author="示例领导"><w:r><w:delText>位于后三位的</w:delText></w:r></w:del>'
             '<w:ins w:id="2" w:author="示例领导"><w:r><w:t>有关</w:t></w:r></w:ins><w:commentRangeStart w:id="5"/><w:r><w:t>单位要对照失分指标查找原因'),
            ("</w:t></w:r></w:p>\n<w:p><w:pPr><w:pStyle w:val=\"AnnexList\"/>", "</w:t></w:r></w:p>" + head + body + "<w:p><w:pPr><w:pStyle w:val=\"AnnexList\"/>")]


PARTS = {"comments": '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="5" w:author="示例领导">'
                     "<w:p><w:r><w:t>请再核实</w:t></w:r></w:p></w:comment></w:comments>",
         "numbering": '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="0">'
                      '<w:lvl w:ilvl="0"><w:start w:val="5"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
                      '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'}


def office(work, path):
    """The same document, opened and saved again."""
    out = work / "office"
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{work}/profile", "--convert-to", "docx:MS Word 2007 XML",
                    "--outdir", out, path], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=240)
    return out / path.name


def told(db, path, **more):
    status, text = run(db, "--back", str(path), **more)
    return f"{status}\n{text.replace(str(path), path.name)}"


def main():
    nothing = "0\n没有发现任何不同。\n"
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        db = play(work)
        sent, edited, plain, unnamed = (work / f"{n}.docx" for n in ("sent", "edited", "plain", "unnamed"))
        status, text = run(db, "--format", "docx", "--out", str(sent))
        if status:
            raise SystemExit(f"the circular of the sample cannot be written: {text}")
        check(told(db, sent) == nothing, "as it was handed out: " + told(db, sent))
        rewritten(sent, edited, EDITED + with_review(), PARTS)
        parts = [told(db, edited), told(db, edited, lang="en")]
        if shutil.which("soffice"):
            back = office(work, sent)
            check(told(db, back) == nothing, "as LibreOffice writes it: " + told(db, back))
            rewritten(sent, plain, EDITED)
            once, twice = told(db, plain), told(db, office(work, plain))
            check(once == twice and "84.72" in once, f"edited, as LibreOffice writes it:\n{once}\n{twice}")
        else:
            print("LibreOffice is not installed: left out")
        # without its property it is laid beside the newest; of another circular it is refused
        with zipfile.ZipFile(sent) as old, zipfile.ZipFile(unnamed, "w") as new:
            for part in old.namelist():
                if part != "docProps/custom.xml":
                    new.writestr(part, old.read(part))
        check('"named": false' in run(db, "--back", str(unnamed), "--format", "json")[1], "a file without its property names none")
        check(told(db, unnamed) == nothing, "a file without its property: " + told(db, unnamed))
        other = work / "other.docx"
        with zipfile.ZipFile(sent) as old, zipfile.ZipFile(other, "w") as new:
            for part in old.namelist():
                new.writestr(part, old.read(part).replace(b"/2021-06/1/", b"/2021-05/1/"))
        parts.append(told(db, other))
        too_much(db, work, sent)
        taken(db, edited, parts)
        text = "----\n".join(parts)
        if len(sys.argv) > 3:
            EXPECTED.write_text(text, encoding="utf-8")
        elif text != EXPECTED.read_text(encoding="utf-8"):
            (pathlib.Path.cwd() / "back_found.txt").write_text(text, encoding="utf-8")
            faults.append(f"the differences are not those of {EXPECTED.name}; found:\n{text}")
    for fault in faults:
        print(fault)
    return bool(faults)


def taken(db, edited, parts):
    """Nothing is written before --take; the revision that was shown must still stand; what is taken over is told once."""
    signed = '"step": "drafted"'
    before = run(db, "--format", "json")[1]
    check(signed in before and '"next": "checked"' in before, "it is signed before")
    parts.append(told(db, edited, account="u_c01"))
    status, text = run(db, "--back", str(edited), "--take", "0")
    check(status == 4 and "第1稿" in text, f"another revision than the one that stands: {status} {text}")
    status, text = run(db, "--back", str(edited), "--take", "x")
    check(status == 2, f"no revision: {status} {text}")
    check(run(db, "--format", "json")[1] == before, "nothing is written before it is taken over")
    status, text = run(db, "--back", str(edited), "--take", "1")
    check(status == 0, f"taken over: {status} {text}")
    after = run(db, "--format", "json")[1]
    check('"next": "drafted"' in after, "signatures fall")
    rows = sqlite3.connect(db.removeprefix("sqlite:")).execute("SELECT revision, source FROM circular_draft WHERE period = ? ORDER BY revision", (PERIOD,))
    check(list(rows)[-1] == (2, "docx"), "one revision, from a docx")
    words = re.sub(r"\s", "", run(db)[1])
    for phrase in ["并报送专题整改报告", "乙区84.27分", "2021年8月6日前", "有关单位要对照", "五、有关说明", "专班要举一反三", "辛开发区（92.21分）"]:
        check(phrase in words, f"the new paper has {phrase}")
    for phrase in ["84.72", "不另行报送材料", "94.59", "位于后三位的单位要对照"]:
        check(phrase not in words, f"the new paper has no {phrase}")
    status, text = run(db, "--back", str(edited), "--take", "1")
    check(status == 4, f"taken over twice: {status} {text}")
    # a figure is its reference as before, also in a paragraph that changed; what was typed is typed
    typed = [row.split(",")[1] for row in run(db, "--format", "trace")[1].splitlines() if ",typed," in row]
    check(typed == TYPED, f"numbers that are typed now: {typed}")
    # laid beside the revision that it names, what was taken over is nothing new
    parts.append(told(db, edited))
    # what was done on the desk since it was handed out stays where the file left it alone, and is named where it did not
    for passage, text in (("closing", "特此通报。"), ("overall", "一、总体情况")):
        status, text = run(db, "draft", "--passage", passage, "--text", text)
        check(status == 0, f"the desk goes on: {text}")
    found = json.loads(run(db, "--back", str(edited), "--format", "json")[1])
    check(found["text"]["closing"] == "特此通报。", "a passage that the file left alone is the desk's")
    check(found["changed_on_the_desk_too"] == ["overall"] and found["seen"] == 4 and found["revision"] == 1, f"changed in both places: {found['changed_on_the_desk_too']}")


def too_much(db, work, sent):
    """Each limit says its name in words."""
    much = work / "much.docx"
    for edit, words in ((("<w:p>" + runs("整改") + "</w:p>") * 1001, "交回的通报的段落数"), ("<w:p>" + runs("整改" * 50001) + "</w:p>", "交回的通报的字数"),
                        ("<w:p>" + runs("1个" * 2001) + "</w:p>", "交回的通报中要看的条数"), ("<w:p>" + runs("整改" * 5000) + "</w:p>", "通报一段文字的字数"),
                        ("<w:p/>" * 100000, "文档的段落和单元格个数")):
        rewritten(sent, much, [('<w:p><w:pPr><w:pStyle w:val="AnnexList"/>', edit + '<w:p><w:pPr><w:pStyle w:val="AnnexList"/>')])
        status, text = run(db, "--back", str(much))
        check(status == 6 and words in text, f"too much: {status} {text[:200]}")
    strange = work / "strange.docx"
    with zipfile.ZipFile(strange, "w") as new:
        new.writestr("word/document.xml", "<x><p><t>会议纪要</t></p></x>")
    check("没有一段是这份通报" in run(db, "--back", str(strange))[1], "another document")
    check("不是docx文档" in run(db, "--back", str(EXPECTED))[1], "no document")


sys.exit(main())

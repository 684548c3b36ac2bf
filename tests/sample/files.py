#!/usr/bin/env python3
"""Files of evidence and the authorised purge, on the command line: files.py DUBAN PROJECT_ROOT

What may be kept and what is refused, with documents made by other programs; a virus scanner that is real; a store changed
behind the program's back; a purge end to end, after which the bytes are in no file."""
import io
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path

import docx
import openpyxl
from office import open_office, run, write

AT = "2021-06-01T09:00:00"
SECRET = "绝不能留下的一句话"  # looked for, byte by byte, after the purge


def paper(folder, name, *paragraphs, header=None):
    document = docx.Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for piece in runs.split("|"):  # as a program cuts a word into runs
            paragraph.add_run(piece)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    document.save(folder / name)
    return folder / name


def book(folder, name, *cells):
    made = openpyxl.Workbook()
    for cell in cells:
        made.active.append([cell])
    made.save(folder / name)
    return folder / name


def repacked(path, name, **parts):
    """A copy of an archive with further or other parts."""
    to = path.with_name(name)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part not in parts:
                new.writestr(part, old.read(part))
        for part, data in parts.items():
            new.writestr(part, data)
    return to


def pdf(path, text="示例", extra=b""):
    """One page with a line of ASCII text."""
    stream = b"BT /F1 24 Tf 72 700 Td (" + text.encode("ascii", "replace") + b") Tj ET"
    parts = [b"<</Type/Catalog/Pages 2 0 R" + extra + b">>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
             b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
             b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, part in enumerate(parts, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj" % number + part + b"endobj\n")
    start = out.tell()
    out.write(b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in places))
    out.write(b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start)
    return write(path, out.getvalue())


def png(path, width=8, height=8):
    head = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    return write(path, head + b"\0\0\0\0" * 8)


def add(office, path, account="clerk1", task="1.1.1", env=None, name=None):
    words = ["file", "add", path, "--task", task] + (["--name", name] if name else [])
    done = subprocess.run(office.command(AT, account, *words, lang="en"), capture_output=True, text=True, check=False,
                          env={**os.environ, **(env or {})})
    return done.returncode, done.stdout + done.stderr


def taken(office, path, **more):
    status, text = add(office, path, **more)
    assert status == 0, f"{path.name}: {status} {text}"
    return text.split(" added as ")[1].split(",")[0]


def refused(office, path, word, status=2, **more):
    found, text = add(office, path, **more)
    assert found == status and word in text, f"{path.name}: {found} {text}"


def store(office):
    return [p for p in (office.path.parent / "data/files").glob("**/*") if p.is_file()]


def documents_of_other_programs_are_kept(folder):
    office = open_office(folder)
    for path in (paper(folder, "a.docx", "示例：开工情况"), book(folder, "a.xlsx", "示例", 3), pdf(folder / "a.pdf"),
                 png(folder / "a.PNG"), write(folder / "a.txt", "示例：台账"), write(folder / "b.csv", "单位,值\n示例,1\n", "gb18030"),
                 write(folder / "quoted.txt", "按规定，绝密、机密、秘密三级的文件由机要渠道传递。国家秘密的保密期限由定密责任人确定。商业机密与此无关。")):
        taken(office, path)
    assert len(store(office)) == 7, store(office)
    assert all(p.stat().st_mode & 0o222 == 0 for p in store(office))
    status, out, err = office.ask(AT, "clerk1", "file", "list", "--format", "json")
    listed = {f["name"]: f for f in json.loads(out)["files"]}
    assert set(listed) == {"a.docx", "a.xlsx", "a.pdf", "a.PNG", "a.txt", "b.csv", "quoted.txt"}, err
    got = folder / "back.docx"
    office.do(AT, "leader1", "file", "get", listed["a.docx"]["id"], "--out", got)
    assert got.read_bytes() == (folder / "a.docx").read_bytes()
    assert office.verify()[0] == 0, office.verify()


def what_is_not_what_it_says_is_refused(folder):
    office = open_office(folder)
    good = paper(folder, "good.docx", "示例")
    sheet = book(folder, "sheet.xlsx", "示例")
    refused(office, write(folder / "program.txt", b"MZ\x90\0" + b"\0" * 200), "content")
    refused(office, write(folder / "page.txt", "<!DOCTYPE html><html><script>alert(1)</script></html>"), "content")
    refused(office, write(folder / "page.html", "<html>"), "type")
    refused(office, write(folder / "run.sh", "#!/bin/sh\n"), "type")
    refused(office, write(folder / "script.txt", "#!/bin/sh\nrm -rf x\n"), "content")
    refused(office, write(folder / "all.zip", good.read_bytes()), "type")
    refused(office, write(folder / "text.pdf", "not a pdf"), "content")
    refused(office, write(folder / "late.pdf", b"GIF89a" + pdf(folder / "x.pdf").read_bytes()), "content")
    refused(office, write(folder / "sheet.docx", sheet.read_bytes()), "content")
    refused(office, write(folder / "zip.docx", repacked(good, "z", **{"[Content_Types].xml": "<Types/>"}).read_bytes()), "damaged")
    refused(office, repacked(good, "macro.docx", **{"word/vbaProject.bin": b"x"}), "macros")
    refused(office, repacked(good, "inner.docx", **{"word/embeddings/oleObject1.bin": b"x"}), "inside")
    refused(office, repacked(good, "program.docx", **{"word/embeddings/run.exe": b"MZ"}), "inside")
    for part in ("customXml/run.exe", "customXml/item1.bin", "word/notes.txt", "word/printerSettings/run.exe", "signs/run.sh", "word/data.json"):
        refused(office, repacked(good, "part.docx", **{part: b"MZ"}), "inside")
    taken(office, repacked(good, "printed.docx", **{"word/printerSettings/printerSettings1.bin": b"x", "customXml/item1.xml": b"<a/>"}))
    refused(office, repacked(good, "bomb.docx", **{"word/media/a.txt": b"0" * (300 << 20)}), "damaged")
    refused(office, repacked(good, "entity.docx", **{"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "word/document.xml")
    refused(office, repacked(good, "up.docx", **{"../up.xml": b"<a/>"}), "../up.xml")
    refused(office, pdf(folder / "script.pdf", extra=b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"), "JavaScript")
    refused(office, pdf(folder / "locked.pdf", extra=b"/Encrypt 9 0 R"), "encrypted")
    refused(office, png(folder / "huge.png", 60000, 60000), "million", status=6)
    refused(office, write(folder / "cut.png", b"\x89PNG\r\n\x1a\n"), "content")
    taken(office, repacked(good, "chart.docx", **{"word/embeddings/Microsoft_Excel_Sheet.xlsx": sheet.read_bytes()}))
    marked = book(folder, "marked.xlsx", "机密★三年")
    refused(office, repacked(good, "deep.docx", **{"word/embeddings/Microsoft_Excel_Sheet.xlsx": marked.read_bytes()}), "mark")
    assert len(store(office)) == 2, store(office)


def marks_are_refused_and_leave_nothing(folder):
    office = open_office(folder)
    body = "示例：与标志同在的正文"
    for path in (paper(folder, "runs.docx", "机|密★|1年", body), paper(folder, "head.docx", body, header="秘密 ★ 长期"),
                 paper(folder, "alone.docx", "机密", body), book(folder, "cell.xlsx", body, "内部资料，注意保存"),
                 write(folder / "term.txt", f"{body}\n保密期限：10年\n"), write(folder / "gb.csv", f"{body},绝密★\n", "gb18030"),
                 write(folder / "spaced.txt", f"绝　密 ☆ 三十年\n{body}\n"), write(folder / "（机密）方案.txt", body),
                 write(folder / "old.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + b"\0" * 504 + old_entry("WordDocument") +
                       "机密★5年\r".encode("utf-16-le") + body.encode("utf-16-le") + b"\0" * 512)):
        refused(office, path, "mark")
    assert store(office) == []
    for path in office.path.parent.glob("**/*"):
        if path.is_file() and path.parent != folder and not path.match("*.files/*"):
            assert body.encode() not in path.read_bytes(), path
    rows = office.rows("SELECT object, detail FROM audit WHERE action = 'file.add' AND result = 'refused'")
    assert len(rows) == 9 and all(json.loads(d)["reason"] == "mark" and "正文" not in d and "方案" not in d for _, d in rows), rows
    assert office.verify()[0] == 0


def old_entry(name):
    text = (name + "\0").encode("utf-16-le")
    return text.ljust(64, b"\0") + len(text).to_bytes(2, "little") + b"\x02" + b"\0" * 61


def a_store_changed_behind_its_back_is_found(folder):
    office = open_office(folder)
    ids = [taken(office, write(folder / f"{n}.txt", f"示例{n}")) for n in range(2)]
    digest = {i: office.rows("SELECT digest FROM attachment WHERE id = ?", i)[0][0] for i in ids}
    path = {i: office.path.parent / "data/files" / d[:2] / d for i, d in digest.items()}

    def finds(*words):
        status, text = office.verify("en")
        assert status == 4 and all(w in text for w in words), (status, text)
    kept = {i: p.read_bytes() for i, p in path.items()}

    def put(i, data):
        path[i].unlink(missing_ok=True)
        path[i].write_bytes(data)
    assert office.verify()[0] == 0
    put(ids[0], b"other")
    finds("file_bytes", digest[ids[0]], "task 1.1.1")
    put(ids[0], kept[ids[1]])
    put(ids[1], kept[ids[0]])  # swapped
    finds("file_bytes", digest[ids[0]], digest[ids[1]])
    put(ids[0], kept[ids[0]])
    path[ids[1]].unlink()
    finds("file_missing", digest[ids[1]])
    status, _, err = office.ask(AT, "clerk1", "file", "get", ids[1], lang="en")
    assert status == 8 and "not in the store" in err, err
    put(ids[1], kept[ids[1]])
    stranger = path[ids[0]].parent / "stranger"
    stranger.write_bytes(b"x")
    finds("file_orphan", "stranger")
    stranger.unlink()
    assert office.verify()[0] == 0
    with closing(sqlite3.connect(office.path)) as db, db:
        db.execute("UPDATE attachment SET name = 'other.txt' WHERE id = ?", (ids[0],))
    finds("record", ids[0])


def files_with(folder, word):
    found = []
    for path in folder.glob("**/*"):
        if path.is_file() and word in path.read_bytes():
            found.append(path)
    return found


def the_purge_drill(folder):
    office = open_office(folder)
    place = office.path.parent
    secret = SECRET.encode()
    evidence = write(folder / "outside" / f"{SECRET}.txt", f"示例 {SECRET} 示例\n")
    kept = taken(office, write(folder / "outside/kept.txt", "示例：可以留下的"))
    first = taken(office, evidence, account="u_m1")
    second = taken(office, evidence)  # the office has it too
    office.do(AT, "u_m1", "progress", "--task", "1.1.1", "--state", "at_risk", "--text", f"示例 {SECRET}")
    digest = office.rows("SELECT digest FROM attachment WHERE id = ?", first)[0][0]
    (note,) = office.rows("SELECT id FROM progress_note")[0]
    shutil.rmtree(folder / "outside")
    holders = files_with(place, secret)
    assert any("data/files" in str(p) for p in holders) and any(p.suffix == ".db" or "wal" in p.name for p in holders), holders

    def ask(account, target, *more):
        return office.ask(AT, account, "purge", "ask", target, "--cause", "secret", "--authority", *(more or ("示例保密工作机构通知",)), lang="en")

    def number(text):
        return text.split("Purge ")[1].split(" ")[0]
    assert ask("u_m1", f"file {digest}")[0] == 5 and ask("sysadmin", f"file {digest}")[0] == 5
    assert ask("clerk1", "file " + "0" * 64)[0] == 3 and ask("clerk1", "attachment 1")[0] == 2
    status, out, err = ask("director1", f"file {digest}")
    assert status == 0, err
    assert ask("clerk1", f"file {digest}")[0] == 4  # waits already
    one = number(out)

    def decide(account, which, *more):
        return office.ask("2021-06-01T10:00:00", account, "purge", "decide", which, *(more or ("--approve",)), "--reason", "示例：属实", lang="en")
    assert decide("director1", one)[0] == 5 and decide("clerk1", one)[0] == 5  # who asked; who may not
    assert files_with(place, secret) == holders
    # what is not as the log says is not vouched for anew
    with closing(sqlite3.connect(office.path)) as db, db:
        db.execute("UPDATE attachment SET added_by = 'clerk2' WHERE id = ?", (first,))
    assert decide("secadmin", one)[0] == 4
    with closing(sqlite3.connect(office.path)) as db, db:
        db.execute("UPDATE attachment SET added_by = 'u_m1' WHERE id = ?", (first,))
    status, out, err = decide("secadmin", one)
    assert status == 0, err
    assert decide("secadmin", one)[0] == 4
    status, out, err = ask("clerk1", f"progress {note}")
    assert status == 0 and decide("director1", number(out))[0] == 0, err
    assert files_with(place, secret) == [], files_with(place, secret)
    status, text = office.verify()
    assert status == 0, text
    # what is left: the tombstone, and everything else
    assert office.rows("SELECT name FROM attachment WHERE digest = ?", digest) == [("",), ("",)]
    assert "purged" in office.ask(AT, "clerk1", "progress", "--task", "1.1.1", lang="en")[1]
    assert office.ask(AT, "clerk1", "file", "get", second)[0] == 4
    assert "可以留下的" in office.do(AT, "clerk1", "file", "get", kept)
    status, text = add(office, write(folder / "again.txt", f"示例 {SECRET} 示例\n"))
    assert status == 4 and "purged" in text, (status, text)
    (folder / "again.txt").unlink()
    # the detail of an audit row
    (seq,) = office.rows("SELECT max(seq) FROM audit WHERE action = 'progress.note' OR (action = 'purge.decide' AND object LIKE 'progress%')")[0]
    status, out, err = ask("secadmin", f"audit merge {seq}")
    if status == 3:
        campaign = office.rows("SELECT code FROM campaign")[0][0]
        status, out, err = ask("secadmin", f"audit {campaign} {seq}")
    assert status == 0 and decide("director1", number(out))[0] == 0, err
    assert office.verify()[0] == 0, office.verify()
    assert office.rows("SELECT detail, salt FROM audit WHERE seq = ? AND chain <> ''", seq) == [(None, "")]
    # a detail that was emptied without a purge is still found
    with closing(sqlite3.connect(office.path)) as db, db:
        db.execute("UPDATE audit SET detail = NULL WHERE seq = 1 AND chain <> ''")
    assert office.verify()[0] == 4


def a_real_scanner_is_asked_and_must_answer(folder):
    office = open_office(folder)
    clamd = shutil.which("clamd") or "/usr/sbin/clamd"
    nobody = {"DUBAN_CLAMD": f"unix:{folder}/nobody.sock"}
    refused(office, write(folder / "a.txt", "示例"), "scanner", status=7, env=nobody)
    with socket.socket(socket.AF_UNIX) as deaf:  # takes the call and says nonsense
        deaf.bind(str(folder / "deaf.sock"))
        deaf.listen()
        child = subprocess.Popen([sys.executable, "-c", TALK, str(deaf.fileno())], pass_fds=[deaf.fileno()])
        refused(office, folder / "a.txt", "scanner", status=7, env={"DUBAN_CLAMD": f"unix:{folder}/deaf.sock"})
        child.wait()
    assert store(office) == []
    if not Path(clamd).exists():
        print("[  SKIPPED ] a_real_scanner: clamd is not installed", flush=True)
        return
    database = folder / "signatures"
    write(database / "own.ndb", "Duban.Test.Word:0:*:" + "示例病毒标志串".encode().hex() + "\n")
    conf = write(folder / "clamd.conf", f"LocalSocket {folder}/clamd.sock\nDatabaseDirectory {database}\nForeground yes\n"
                 f"StreamMaxLength 1M\nLogFile {folder}/clamd.log\nTemporaryDirectory {folder}\n")
    server = subprocess.Popen([clamd, "-c", conf], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            if (folder / "clamd.sock").exists():
                break
            assert server.poll() is None, (folder / "clamd.log").read_text()
            time.sleep(0.05)
        env = {"DUBAN_CLAMD": f"unix:{folder}/clamd.sock"}
        taken(office, folder / "a.txt", env=env)
        refused(office, write(folder / "b.txt", "示例 示例病毒标志串"), "Duban.Test.Word", env=env)
        refused(office, write(folder / "c.txt", "示例\n" * 300_000), "scanner", status=7, env=env)  # too large for it: no clean bill
    finally:
        server.terminate()
        server.wait()
    assert office.rows("SELECT scan FROM stored_file") == [("clean",)]
    refused(office, write(folder / "d.txt", "示例d"), "scanner", status=7, env=env)


TALK = """
import socket, sys
with socket.socket(fileno=int(sys.argv[1])) as door:
    call, _ = door.accept()
    call.recv(1 << 16)
    call.sendall(b"hello\\0")
    call.close()
"""

if __name__ == "__main__":
    run([documents_of_other_programs_are_kept, what_is_not_what_it_says_is_refused, marks_are_refused_and_leave_nothing,
         a_store_changed_behind_its_back_is_found, the_purge_drill, a_real_scanner_is_asked_and_must_answer])

#!/usr/bin/env python3
"""Exports: a campaign as one workbook is imported as an equal campaign, also after LibreOffice and openpyxl
have saved it, and its faults are told with sheet and cell; every reported value comes out in official
order, on both databases the same bytes, in bounded memory.

usage: test_export.py DUBAN ROOT [--memory] [--rows N]    (inside with_pg.sh: PostgreSQL too)"""
import csv
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile

import runs

SAMPLES = {"shifanshi-2021": "director1", "qinhuangdao-2021": "office"}
MEMORY_MB = 32


def ask(duban, db, *words, account="director1", lang="zh"):
    done = subprocess.run([duban, "--db", db, "--as", account, "--now", "2021-01-11T09:00:00+08:00", "--seed", "1",
                           "--lang", lang, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return done.returncode, done.stdout + done.stderr


def do(duban, db, *words, **options):
    status, said = ask(duban, db, *words, **options)
    if status:
        runs.fail(f"duban {' '.join(words)}: status {status}\n{said}")
    return said


def digest(path):
    with sqlite3.connect(path) as db:
        return db.execute("SELECT digest FROM campaign").fetchone()[0]


# ---- the campaign ----

def same_campaign(duban, folder, db, digest_wanted, book, what):
    """Into the database it came from: nothing to do. Into a new one: equal."""
    runs.must(f"{what}: known", "未变" in do(duban, db, "import", "campaign", book))
    new = os.path.join(folder, "new.db")
    if os.path.exists(new):
        os.remove(new)
    do(duban, f"sqlite:{new}", "init")
    do(duban, f"sqlite:{new}", "import", book)
    runs.same(f"{what}: digest in a new database", digest(new), digest_wanted)


def save_by_libreoffice(folder, book):
    """Where it was saved to; None with a word when this machine has no LibreOffice."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        return None
    target = os.path.join(folder, "saved")
    subprocess.run([office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
                    "xlsx:Calc MS Excel 2007 XML", "--outdir", target, book], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    made = os.path.join(target, os.path.basename(book))
    return made if os.path.exists(made) else None


def campaigns(duban, root, folder, openpyxl):
    skipped = set()
    for sample in SAMPLES:
        db = os.path.join(folder, sample + ".db")
        do(duban, f"sqlite:{db}", "init")
        do(duban, f"sqlite:{db}", "import", "campaign", os.path.join(root, "data/samples", sample))
        for lang in "zh", "en":
            book = os.path.join(folder, f"{sample}-{lang}.xlsx")
            do(duban, f"sqlite:{db}", "export", "campaign", "--out", book, lang=lang)
            same_campaign(duban, folder, f"sqlite:{db}", digest(db), book, f"{sample} in {lang}")
            saved = save_by_libreoffice(folder, book)
            if saved:
                same_campaign(duban, folder, f"sqlite:{db}", digest(db), saved, f"{sample} in {lang} by LibreOffice")
            else:
                skipped.add("LibreOffice with Calc is not installed")
            if openpyxl:
                again = os.path.join(folder, "again.xlsx")
                openpyxl.load_workbook(book).save(again)
                same_campaign(duban, folder, f"sqlite:{db}", digest(db), again, f"{sample} in {lang} by openpyxl")
    for why in skipped:
        print(f"SKIPPED: saved by LibreOffice: {why}")


def change(sheet, row, column, value):
    return lambda book: book[sheet].cell(row, column, value)


def copy_sheet(name, target):
    def act(book):
        book.copy_worksheet(book[name]).title = target
    return act


FAULTS = [  # what a clerk does to the workbook in Chinese, place and word of what is told
    (change("单位", 3, 4, "县"), "#单位:3:4", "县"), (change("活动", 2, 1, "暗号"), "#活动:2:1", "暗号"),
    (change("活动", 4, 1, "编码"), "#活动:4:1", "编码"), (change("活动", 2, 2, "duban-campaign/9"), "#活动:2:2", "duban-campaign/9"),
    (change("活动", 6, 2, "二〇二一"), "#活动:6:2", "二〇二一"), (change("活动", 7, 2, "也许"), "#活动:7:2", "也许"),
    (change("阶段", 2, 2, "昨天"), "#阶段:2:2", "昨天"), (change("所属期", 3, 3, "2021-03-02"), "#所属期:3:", "2021-03"),
    (change("组别", 2, 3, "许多"), "#组别:2:3", "许多"), (change("调度", 2, 2, "偶尔"), "#调度:2:2", "偶尔"),
    (change("亮灯", 2, 2, "500"), "#亮灯:2:2", "500"), (change("考评办法", 5, 2, 9), "#考评办法:5:2", "9"),
    (change("考评办法", 2, 1, "../x.yaml"), "#考评办法:", "x.yaml"), (change("考评办法", 3, 3, "vesion: 1"), "schemes/county-v1.yaml", "vesion"),
    (lambda book: book.remove(book["组别"]), "campaign.xlsx", "#groups"), (lambda book: book.remove(book["活动"]), "campaign.xlsx", "#campaign"),
    (lambda book: book.remove(book["单位"]), "units.csv", "units.csv"), (copy_sheet("单位", "units"), "#units", "单位"),
    (change("目标", 1, 5, "价值"), "#目标:1:5", "价值"), (copy_sheet("单位", "闲表"), "#闲表", "没有读取"),
]


def faults(duban, root, folder, openpyxl):
    if not openpyxl:
        print("SKIPPED: faulty workbooks: python3-openpyxl is not installed")
        return
    good, bad = os.path.join(folder, "shifanshi-2021-zh.xlsx"), os.path.join(folder, "campaign.xlsx")
    db = f"sqlite:{folder}/shifanshi-2021.db"
    for act, place, word in FAULTS:
        book = openpyxl.load_workbook(good)
        act(book)
        book.save(bad)
        status, said = ask(duban, db, "import", "campaign", bad)
        idle = "闲表" in place
        runs.must(f"{place} {word}: status {status}\n{said}", status == (0 if idle else 2) and place in said and word in said)
    book = openpyxl.load_workbook(good)
    book["单位"].cell(2, 2, "改了名的专班")
    book.save(bad)
    status, said = ask(duban, db, "import", "campaign", bad)
    runs.must(f"other content: {status} {said}", status == 4)
    both = os.path.join(folder, "both")
    shutil.copytree(os.path.join(root, "data/samples/shifanshi-2021"), both)
    shutil.copy(good, os.path.join(both, "campaign.xlsx"))
    status, said = ask(duban, db, "import", "campaign", both)
    runs.must(f"twice: {status} {said}", status == 2 and "campaign.yaml" in said and "units.csv" in said)
    for name in os.listdir(both):
        if name != "campaign.xlsx":
            path = os.path.join(both, name)
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
    runs.must("the workbook alone in a folder", "未变" in do(duban, db, "import", "campaign", both))


# ---- the reports ----

# Text of both databases: n versions of every unit's report in every period.
FILL = [
    """INSERT INTO submission (id, campaign, seq, kind, period, party, version, received_at, claimed_at, received_on, late_days,
  entered_by, sender, file, digest, head, reason, body_digest)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {versions})
SELECT 's' || n.i || '-' || p.position || '-' || u.position, u.campaign, n.i * 1000000 + p.position * 1000 + u.position, 'report',
  p.code, u.code, n.i, 1620000000000 + n.i * 1000, '2021-05-03T08:00:00+08:00', '2021-05-03', n.i % 3, 'clerk1', '', u.code || '.csv',
  'digest', '', '', '' FROM n, period p, unit u WHERE u.peer_group <> ''""",
    """INSERT INTO submission_value (submission, unit, indicator, object, value, na, month, last_year, note, position)
SELECT s.id, s.party, i.code, 'reported', CASE WHEN i.position % 5 = 0 THEN '' ELSE s.version || '.' || i.position || '0' END,
  i.position % 5 = 0, '', '-0.5', CASE WHEN i.position % 7 = 0 THEN '=说明,"其余" ' ELSE '' END, i.position
FROM submission s, indicator i WHERE s.kind = 'report'""",
]


def fill(db, versions):
    texts = [text.format(versions=versions) for text in FILL]
    if db.startswith("sqlite:"):
        with sqlite3.connect(db.removeprefix("sqlite:")) as base:
            for text in texts:
                base.execute(text)
        return
    for text in texts:
        subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", db, "-c", text], check=True)


ORDER = """SELECT s.period, v.unit, v.indicator, s.version, CASE WHEN v.na THEN 'NA' ELSE v.value END
FROM submission s JOIN submission_value v ON v.submission = s.id JOIN period p ON p.code = s.period
JOIN unit u ON u.code = v.unit JOIN indicator i ON i.code = v.indicator
WHERE s.kind = 'report' AND NOT u.restricted ORDER BY p.position, u.position, i.position, s.seq"""


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def reports(duban, root, folder, openpyxl, rows, memory):
    path = os.path.join(folder, "reports.db")
    opens = {"sqlite": f"sqlite:{path}"}
    if os.environ.get("DUBAN_TEST_PG"):
        subprocess.run(["psql", "-q", "-d", "postgres", "-c", "CREATE DATABASE bulk_export TEMPLATE template0 ENCODING 'UTF8' "
                        "LC_COLLATE 'C' LC_CTYPE 'C'"], check=True)
        opens["postgres"] = "postgresql:///bulk_export"
    versions = max(1, rows // 14000)
    outs = {}
    for engine, db in opens.items():
        do(duban, db, "init")
        do(duban, db, "import", "campaign", os.path.join(root, "data/samples/shifanshi-2021"))
        fill(db, versions)
        for form in "csv", "xlsx":
            outs[engine, form] = out = os.path.join(folder, f"{engine}.{form}")
            run = runs.Run(duban, "--db", db, "--as", "clerk1", "--now", "2021-06-01T09:00:00+08:00", "export", "reports", "--format",
                           form, "--out", out).check(f"{engine} {form}")
            runs.check_progress(f"{engine} {form}", run.said, run.seconds)
            print(f"{engine} {form}: {len(rows_of(outs[engine, 'csv'])) - 1} rows, {os.path.getsize(out)} bytes, {run.seconds:.1f} s, "
                  f"{run.peak_mb:.1f} MB")
            if memory:
                runs.must(f"{engine} {form} in {MEMORY_MB} MB", run.peak_mb < MEMORY_MB)
    if "postgres" in opens:
        runs.same("both databases", subprocess.run(["cmp", outs["sqlite", "csv"], outs["postgres", "csv"]]).returncode, 0)
    found = [(row[0], row[2], row[4], int(row[14]), row[8]) for row in rows_of(outs["sqlite", "csv"])[1:]]
    with sqlite3.connect(path) as base:
        runs.must("official order, nothing of a restricted unit", found == base.execute(ORDER).fetchall())
        runs.same("on record", base.execute("SELECT account, action, object, result FROM audit WHERE action = 'export'").fetchall(),
                  [("clerk1", "export", "reports", "ok")] * 2)
    runs.same("the workbook has the same rows", subprocess.run([duban, "convert", outs["sqlite", "xlsx"], os.path.join(folder, "x.csv")],
                                                               stderr=subprocess.DEVNULL).returncode, 0)
    runs.same("row by row", rows_of(os.path.join(folder, "x.csv")), rows_of(outs["sqlite", "csv"]))
    if openpyxl:
        book = openpyxl.load_workbook(outs["sqlite", "xlsx"], read_only=True)
        with zipfile.ZipFile(outs["sqlite", "xlsx"]) as parts, parts.open("xl/worksheets/sheet1.xml") as sheet:
            header = re.search(rb"<oddHeader>(.*?)</oddHeader>", sheet.read())  # openpyxl would make an object of every cell to tell
        runs.must("the sample is marked", header and b"SAMPLE" in header[1])
        runs.same("name of the sheet", book.sheetnames, ["Reports"])
    return opens["sqlite"]


def rights_and_refusals(duban, folder, db):
    own = os.path.join(folder, "own.csv")
    do(duban, db, "export", "reports", "--format", "csv", "--out", own, account="u_c05")
    rows = rows_of(own)
    runs.same("a unit sees its own reports", ({row[2] for row in rows[1:]}, {row[13] for row in rows[1:]}), ({"c05"}, {"报送"}))
    before = sorted(os.listdir(folder))
    for words, account, status, part in [
            (["export", "reports", "--out", own], "leader1", 5, "leader1"), (["export", "campaign", "--out", own], "u_c05", 5, "u_c05"),
            (["export", "campaign", "--format", "csv", "--out", own], "clerk1", 2, "xlsx"), (["export", "circular", "--out", own], "clerk1", 2, "ledger"),
            (["export", "reports"], "clerk1", 2, "--out"), (["export", "reports", "--format", "docx", "--out", own], "clerk1", 2, "docx"),
            (["export", "reports", "--out", folder], "clerk1", 2, folder), (["export"], "clerk1", 2, "ledger|reports|campaign"),
            (["export", "reports", "--out", "/dev/null/x.xlsx"], "clerk1", 3, "/dev/null")]:
        found, said = ask(duban, db, *words, account=account)
        runs.must(f"{words} as {account}: {found} {said}", found == status and part in said)
    runs.same("nothing is left", sorted(os.listdir(folder)), before)
    with sqlite3.connect(db.removeprefix("sqlite:")) as base:
        runs.same("refusals are on record", base.execute("SELECT account, object FROM audit WHERE action = 'export' AND result = 'denied'").fetchall(),
                  [("leader1", "reports"), ("u_c05", "campaign")])


# As many values of one submission as a sheet has rows, and one more.
TOO_MANY = """INSERT INTO submission_value (submission, unit, indicator, object, value, na, month, last_year, note, position)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
SELECT (SELECT min(id) FROM submission), (SELECT min(party) FROM submission), 'x' || n.i, 'reported', '1', FALSE, '', '', '', n.i FROM n"""


def too_many(duban, folder, db):
    """More rows than a sheet takes are refused before anything is written; CSV takes them."""
    with sqlite3.connect(db.removeprefix("sqlite:")) as base:
        there = base.execute("SELECT count(*) FROM submission_value").fetchone()[0]
        base.execute(TOO_MANY.format(rows=1048576 - there))
        open_rows = base.execute("SELECT count(*) FROM submission_value v JOIN unit u ON u.code = v.unit WHERE NOT u.restricted").fetchone()[0]
    before, out = sorted(os.listdir(folder)), os.path.join(folder, "many.csv")
    status, said = ask(duban, db, "export", "reports", "--out", os.path.join(folder, "many.xlsx"), account="clerk1")
    runs.must(f"a sheet has rows for one less: {status} {said}", status == 6 and "1048576" in said and "csv" in said)
    runs.same("nothing is left", sorted(os.listdir(folder)), before)
    run = runs.Run(duban, "--db", db, "--as", "clerk1", "export", "reports", "--format", "csv", "--out", out).check("CSV")
    print(f"{open_rows} of 1048576 rows: {os.path.getsize(out)} bytes, {run.seconds:.1f} s, {run.peak_mb:.1f} MB")
    with open(out, "rb") as file:
        runs.same("rows", sum(1 for _ in file), open_rows + 1)  # restricted units are in no export
    runs.must(f"in {MEMORY_MB} MB", run.peak_mb < MEMORY_MB)


def main():
    duban, root = (os.path.abspath(path) for path in sys.argv[1:3])
    openpyxl = runs.find_openpyxl()
    rows = int(sys.argv[sys.argv.index("--rows") + 1]) if "--rows" in sys.argv else 60000
    with tempfile.TemporaryDirectory(prefix="duban-bulk-") as folder:
        campaigns(duban, root, folder, openpyxl)
        faults(duban, root, folder, openpyxl)
        db = reports(duban, root, folder, openpyxl, rows, "--memory" in sys.argv)
        rights_and_refusals(duban, folder, db)
        if "--memory" in sys.argv:
            too_many(duban, folder, db)
    print("exports are what they should be")


if __name__ == "__main__":
    main()

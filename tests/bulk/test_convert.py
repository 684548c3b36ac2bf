#!/usr/bin/env python3
"""A long table from CSV into a workbook and back is the same, byte for byte, in bounded memory and with
progress; cells have the kind that their text says.

usage: test_convert.py DUBAN ROOT [--memory] [--rows N]    --memory: hold the peaks too (not under a sanitizer)
DUBAN_BULK_ROWS (else N, else 30000) makes the table as long as wanted: 570000 is what DESIGN asks."""
import os
import subprocess
import sys
import tempfile

import runs

COLUMNS = 45
MEMORY_OUT_MB, MEMORY_IN_MB = 32, 64


def round_trip(duban, root, folder, rows, memory):
    table, book, back = (os.path.join(folder, name) for name in ("长表.csv", "长表.xlsx", "回.csv"))
    subprocess.run([sys.executable, os.path.join(root, "tools/make_long_csv.py"), str(rows), str(COLUMNS), table], check=True)
    out = runs.Run(duban, "convert", table, book).check("to xlsx")
    runs.check_progress("to xlsx", out.said, out.seconds)
    again = runs.Run(duban, "convert", book, back).check("to csv")
    runs.check_progress("to csv", again.said, again.seconds)
    runs.same("compared", subprocess.run(["cmp", table, back]).returncode, 0)
    print(f"{rows} x {COLUMNS}: csv {os.path.getsize(table)} bytes, xlsx {os.path.getsize(book)} bytes; "
          f"out {out.seconds:.1f} s, {out.peak_mb:.1f} MB; in {again.seconds:.1f} s, {again.peak_mb:.1f} MB")
    runs.same("nothing is left beside", sorted(os.listdir(folder)), sorted(["长表.csv", "长表.xlsx", "回.csv"]))
    if memory:
        runs.must(f"out in {MEMORY_OUT_MB} MB", out.peak_mb < MEMORY_OUT_MB)
        runs.must(f"in in {MEMORY_IN_MB} MB", again.peak_mb < MEMORY_IN_MB)


ROWS = [  # text of the cell, its type in the workbook, number format
    ("007", "s", "@"), ("1.10", "n", "0.00"), ("-5", "n", "0"), ("0", "n", "0"), ("-0", "s", "@"), ("0.50", "n", "0.00"),
    ("00.5", "s", "@"), ("+5", "s", "@"), ("1e5", "s", "@"), ("110101199003070011", "s", "@"), ("123456789012345", "n", "0"),
    ("1234567890123456", "s", "@"), ("2021-05-10", "d", "yyyy-mm-dd"), ("2021-5-10", "s", "@"), ("2021-13-01", "s", "@"),
    ("1900-01-05", "s", "@"), ("=1+1", "s", "@"), ("-x", "s", "@"), ("'a", "s", "@"), ("TRUE", "s", "@"), (" a ", "s", "@"),
    ("甲\n乙", "s", "@"), ("\"", "s", "@"), ("_x0041_", "s", "@"), ("5%", "s", "@"), ("1,234", "s", "@"), (".5", "s", "@"),
]


def kinds(duban, folder):
    openpyxl = runs.find_openpyxl()
    if not openpyxl:
        print("SKIPPED: kinds of cells: python3-openpyxl is not installed")
        return
    def cell(text):
        text = "'" + text if text[0] in "=+" or text == "-x" else text
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in '",\n') or text.strip() != text else text
    table, book, back = (os.path.join(folder, name) for name in ("k.csv", "k.xlsx", "k2.csv"))
    whole = "\ufeffa,b,c\n" + "".join(cell(text) + ",x,\n" for text, _, _ in ROWS) + "\n1,2,3,4\n"
    with open(table, "w", encoding="utf-8", newline="") as file:
        file.write(whole)
    runs.Run(duban, "convert", table, book).check("kinds")
    sheet = openpyxl.load_workbook(book).active
    runs.same("name of the sheet", sheet.title, "k")
    for row, (text, kind, form) in enumerate(ROWS, 2):
        found = sheet.cell(row, 1)
        runs.same(f"kind of {text!r}", (found.data_type, found.number_format), (kind, form))
    runs.Run(duban, "convert", book, back).check("kinds back")
    with open(back, encoding="utf-8", newline="") as file:
        runs.same("kinds come back, rows filled", file.read(), whole.replace("\n\n", "\n,,\n"))


def forms(duban, folder):
    """What is read and written is told by bytes and name; the rest is refused with what is right."""
    def path(name, data=None):
        if data is not None:
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        return os.path.join(folder, name)
    text = "编码,值\n001,甲\n"
    for encoding in "gb18030", "utf-8":
        runs.Run(duban, "convert", path("in.csv", text.encode(encoding)), path("out.csv")).check(encoding)
        with open(path("out.csv"), encoding="utf-8") as file:
            runs.same(f"{encoding} to UTF-8", file.read(), "\ufeff" + text)
    runs.Run(duban, "convert", path("in.csv"), path("a.xlsx")).check("one sheet")
    runs.Run(duban, "convert", path("a.xlsx"), path("b.xlsx"), "--sheet", "in").check("by name of the sheet")
    os.mkfifo(path("pipe.csv"))
    refused = [
        (["convert", path("in.csv"), path("out.pdf")], 2, ".csv · .xlsx"), (["convert", path("none.csv"), path("o.csv")], 3, "none.csv"),
        (["convert", path("pipe.csv"), path("o.csv")], 2, "pipe"), (["convert", folder, path("o.csv")], 2, "folder"),
        (["convert", path("in.csv"), path("o.csv"), "--sheet", "x"], 2, "no workbook"), (["convert", path("in.csv"), path("pipe.csv")], 2, "pipe"),
        (["convert", path("a.xlsx"), path("o.csv"), "--sheet", "x"], 2, '"x"'), (["convert", path("e.csv", b""), path("o.csv")], 2, "empty"),
        (["convert", path("bad.csv", b'a,b\n1,"2\n'), path("o.xlsx")], 2, ".csv:2:"), (["convert", path("in.csv"), folder + "/x.csv/"], 2, "x.csv/"),
        (["convert", path("bad.xlsx", b"PK\x03\x04"), path("o.csv")], 2, "bad.xlsx"), (["convert", path("in.csv")], 2, "IN OUT"),
        (["convert", path("in.csv"), path("o.csv"), "--out", path("o2.csv")], 2, "--out"),
        (["convert", path("long.csv", b"a\n" + b"x" * 32768 + b"\n"), path("o.xlsx")], 6, ".xlsx:2:1"),
    ]
    before = sorted(os.listdir(folder))
    for words, status, part in refused:
        done = runs.Run(duban, *words)
        runs.must(f"{words}: {done.status} {done.said}", done.status == status and part in done.said)
        runs.same(f"{words} leaves nothing", sorted(os.listdir(folder)), before)


def main():
    duban, root = (os.path.abspath(path) for path in sys.argv[1:3])
    for check in kinds, forms:
        with tempfile.TemporaryDirectory(prefix="duban-bulk-") as folder:
            check(duban, folder)
    with tempfile.TemporaryDirectory(prefix="duban-bulk-") as folder:
        rows = sys.argv[sys.argv.index("--rows") + 1] if "--rows" in sys.argv else "30000"
        round_trip(duban, root, folder, int(os.environ.get("DUBAN_BULK_ROWS", rows)), "--memory" in sys.argv)


main()

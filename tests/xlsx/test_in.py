#!/usr/bin/env python3
"""Workbooks in: what was exported comes back as the same rows, also after openpyxl has saved it; cells
are what the clerk typed; a month and a campaign sent as workbooks are the same as sent as CSV; hostile
workbooks are refused with file, sheet and cell.

usage: test_in.py DUBAN ROOT SHEET_ROWS"""
import csv
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile

import books
import hostile


def read(reader, path, *sheet):
    """(rows with their numbers, fault or None) of a workbook."""
    done = subprocess.run([reader, path, *sheet], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode not in (0, 2) or done.stderr:
        sys.exit(f"{path}: status {done.returncode}\n{done.stderr}")
    return (lines[:-1], lines[-1]) if done.returncode else (lines, None)


def texts(rows):
    """Rows without their numbers and without empty cells at the end."""
    found = []
    for row in rows:
        cells = row[1:]
        while cells and cells[-1] == "":
            cells.pop()
        found.append(cells)
    return found


def write(folder, name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(data)
    return path


def check_hostile(check, reader, folder):
    for what, data, code, place in hostile.cases():
        rows, fault = read(reader, write(folder, "坏.xlsx", data))
        check.true(f"{what} is refused", fault)
        check.true(f"{what}: {fault} begins with {code}", fault["code"].startswith(code))
        check.true(f"{what} names the file", fault["file"].split("#")[0] == "坏.xlsx")
        if place:
            check.true(f"{what}: {fault} at {place}", f"{fault['row']}:{fault['col']}".startswith(place))
            check.same(f"{what} names the sheet", fault["file"], "坏.xlsx#表")


VALUES = [  # cell without its place, what is read
    ('t="s"><v>0</v>', "甲区"), ('t="s"><v>1</v>', "富文本 "), ('t="s"><v>2</v>', "两\r行_x0041_"),
    ('t="inlineStr"><is><t>直接</t></is>', "直接"), ('t="str"><f>A1</f><v>结果</v>', "结果"),
    ('t="str"><f>A1</f><v></v>', ""), ('t="b"><v>1</v>', "true"), ('t="b"><v>0</v>', "false"),
    ('><v>1.1</v>', "1.1"), ('><v>1.1000000000000001</v>', "1.1"), ('><v>8.4100000000000001</v>', "8.41"),
    ('><v>8.699999999999999</v>', "8.7"), ('><f>0.1+0.2</f><v>0.30000000000000004</v>', "0.3"),
    ('><v>-0.05</v>', "-0.05"), ('><v>1E-3</v>', "0.001"), ('><v>1.5E+3</v>', "1500"), ('><v>0</v>', "0"),
    ('><v>123456789012345678</v>', "123456789012345678"), ('><v>13800000000</v>', "13800000000"),
    ('s="7"><v>84.2</v>', "84.20"), ('s="7"><v>84.236</v>', "84.236"), ('s="7"><v>12</v>', "12.00"),
    ('s="5"><v>1234.5</v>', "1234.500"), ('s="6"><v>0.953</v>', "95.30%"), ('s="6"><v>0.07</v>', "7.00%"),
    ('s="4"><v>1500</v>', "1500"), ('s="8"><v>007</v>', "7"), ('t="str" s="8"><v>007</v>', "007"),
    ('s="1"><v>44326</v>', "2021-05-10"), ('s="2"><v>44287</v>', "2021-04"),
    ('s="3"><v>44326.638888888891</v>', "2021-05-10 15:20:00"), ('s="9"><v>0.5</v>', "12:00:00"),
    ('s="1"><v>59</v>', "1900-02-28"), ('s="1"><v>61</v>', "1900-03-01"),
    ('t="d"><v>2021-05-10T00:00:00</v>', "2021-05-10"), ('s="99"><v>3</v>', "3"), ('s="3"/', ""),
    ('t="str"><v>=1+1</v>', "=1+1"), ("t=\"str\"><v>'-5</v>", "'-5"),
    ('t="str"><v>&lt;!DOCTYPE&gt;&amp;</v>', "<!DOCTYPE>&"), ('t="str"><v><![CDATA[a<b]]>c</v>', "a<bc"),
]


def check_values(check, reader, folder):
    cells = "".join(f'<row r="{i}"><c r="A{i}" {cell}{">" if cell.endswith("/") else "</c>"}</row>'
                    for i, (cell, _) in enumerate(VALUES, 1))
    rows, fault = read(reader, write(folder, "值.xlsx", hostile.book(cells)))
    check.same("no fault", fault, None)
    for row, (cell, expected) in zip(rows, VALUES):
        check.same(cell, row[1], expected)
    gaps = '<row><c><v>1</v></c><c r="D1"><v>4</v></c></row><row r="9"><c r="B9"><v>2</v></c></row><row/>'
    rows, fault = read(reader, write(folder, "空.xlsx", hostile.book(gaps)))
    check.same("gaps", rows, [[1, "1", "", "", "4"], [2, ""], [9, "", "2"], [10, ""]])
    late = hostile.parts()
    late["xl/workbook.xml"] = hostile.BOOK.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    late["xl/worksheets/sheet1.xml"] = '<worksheet><sheetData><row><c s="1"><v>42864</v></c></row></sheetData></worksheet>'
    check.same("dates from 1904", read(reader, write(folder, "1904.xlsx", hostile.pack(late)))[0], [[1, "2021-05-10"]])
    check.same("a sheet by name", read(reader, os.path.join(folder, "空.xlsx"), "表")[0][0][1], "1")
    check.same("no such sheet", read(reader, os.path.join(folder, "空.xlsx"), "表二")[1]["code"], "XLSX_NO_SHEET")


def check_round_trip(check, openpyxl, reader, duban, opens, folder):
    book = os.path.join(folder, "out.xlsx")
    for words in (["ledger"], ["rank", "--period", "2021-02", "--group", "county"],
                  ["read", *sorted(glob.glob("data/documents/*.txt"))]):
        books.run(duban, *opens, *words, "--format", "xlsx", "--out", book)
        expected = texts([0, *row] for row in books.csv_rows(books.run(duban, *opens, *words, "--format", "csv")))
        rows, fault = read(reader, book)
        check.same("no fault", fault, None)
        check.same(f"{words[0]} comes back", texts(rows), expected)
        openpyxl.load_workbook(book).save(book)
        check.same(f"{words[0]} comes back from openpyxl", texts(read(reader, book)[0]), expected)


def to_sheet(sheet, path):
    """The rows of a CSV file as a clerk has them in a spreadsheet: numbers are numbers."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            sheet.append([float(cell) if cell.replace(".", "", 1).isdigit() and not cell.startswith("0")
                          else cell for cell in row])
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, float):
                cell.number_format = "General"


def folder_as_workbooks(openpyxl, source, target):
    os.makedirs(target)
    for path in sorted(glob.glob(os.path.join(source, "*.csv"))):
        try:
            open(path, encoding="utf-8").read()
        except UnicodeDecodeError:
            shutil.copy(path, target)  # GB 18030: stays CSV, the two are read side by side
            continue
        book = openpyxl.Workbook()
        to_sheet(book.active, path)
        book.save(os.path.join(target, os.path.basename(path)[:-4] + ".xlsx"))
    for path in glob.glob(os.path.join(source, "*.json")):
        shutil.copy(path, target)


def first_line(root, word):
    with open(os.path.join(root, "data/samples/shifanshi-2021/year.txt"), encoding="utf-8") as file:
        return next(number for number, line in enumerate(file, 1) if word in line)


def values_of(db):
    import sqlite3
    with sqlite3.connect(db) as base:
        return sorted(base.execute("select unit, indicator, object, value, na, month, last_year, note from submission_value"))


def check_month(check, openpyxl, duban, root, folder):
    """The first month's reports and sheets as workbooks: the same values on record."""
    until = first_line(root, "import events")
    one, two = os.path.join(folder, "csv"), os.path.join(folder, "xlsx")
    books.play(duban, root, one, until)
    opens = books.play(duban, root, two, first_line(root, "import reports"))
    for kind in "reports", "confirmed":
        target = os.path.join(two, kind)
        folder_as_workbooks(openpyxl, os.path.join(two, "files", kind, "2021-02"), target)
        check.true("there are workbooks", glob.glob(os.path.join(target, "*.xlsx")))
        write(target, "~$open.xlsx", b"")
        books.run(duban, *opens, "import", kind, target, "--period", "2021-02")
    found, expected = (values_of(os.path.join(at, "data/duban.db")) for at in (two, one))
    check.true("values", len(expected) > 100)
    check.same("values on record", strip_zeros(found), strip_zeros(expected))
    bad = os.path.join(folder, "坏.xlsx")
    book = openpyxl.load_workbook(glob.glob(os.path.join(two, "reports", "*.xlsx"))[0])
    book.active.title = "月报"
    book.active["B1"] = "没有的单位"
    book.save(bad)
    said = books.run(duban, *opens, "import", "reports", bad, "--period", "2021-02", fails=True)
    check.true(f"the place is told: {said}", "坏.xlsx#月报" in said and "没有的单位" in said)
    write(folder, "坏.xlsx", hostile.with_part("xl/vbaProject.bin", b"x"))
    said = books.run(duban, *opens, "import", "reports", bad, "--period", "2021-02", fails=True)
    check.true(f"macros are refused: {said}", "宏" in said and "坏.xlsx" in said)


def strip_zeros(rows):
    """A spreadsheet does not keep the zeros that were typed without a format: 5.40 is 5.4."""
    def plain(value):
        return value.rstrip("0").rstrip(".") if isinstance(value, str) and "." in value else value
    return [tuple(plain(value) for value in row) for row in rows]


def check_campaign(check, openpyxl, duban, root, folder):
    """The tables of the campaign as sheets of one workbook: the same ledger."""
    sample, copy = os.path.join(root, "data/samples/shifanshi-2021"), os.path.join(folder, "campaign")
    shutil.copytree(sample, copy)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for path in sorted(glob.glob(os.path.join(copy, "*.csv"))):
        sheet = book.create_sheet(os.path.basename(path)[:-4])
        with open(path, encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                sheet.append(row)
        os.remove(path)
    book.save(os.path.join(copy, "campaign.xlsx"))
    ledgers = []
    for name, source in ("one", sample), ("two", copy):
        opens = ["--db", f"sqlite:{folder}/{name}.db", "--now", "2021-01-11T09:00:00+08:00", "--seed", "1"]
        books.run(duban, *opens, "--as", "director1", "init")
        books.run(duban, *opens, "--as", "director1", "import", "campaign", source)
        ledgers.append(books.run(duban, *opens, "--as", "clerk1", "ledger", "--format", "csv"))
    check.same("ledger of the workbook", ledgers[1], ledgers[0])
    shutil.copy(os.path.join(sample, "units.csv"), copy)
    book.create_sheet("闲表")
    book.save(os.path.join(copy, "campaign.xlsx"))
    said = books.run(duban, *opens, "--as", "director1", "import", "campaign", copy, fails=True)
    check.true(f"one table twice: {said}", "campaign.xlsx#units" in said and "units.csv" in said)
    check.true(f"an idle sheet is told: {said}", "campaign.xlsx#闲表" in said)


def main():
    openpyxl, check = books.need_openpyxl(), books.Checks()
    duban, root, reader = (os.path.abspath(path) for path in sys.argv[1:4])
    os.chdir(root)
    with tempfile.TemporaryDirectory() as folder:
        check_hostile(check, reader, folder)
        check_values(check, reader, folder)
        opens = books.play(duban, root, os.path.join(folder, "year"), first_line(root, "evaluate") + 1)
        check_round_trip(check, openpyxl, reader, duban, opens, folder)
        check_month(check, openpyxl, duban, root, folder)
        check_campaign(check, openpyxl, duban, root, folder)
    print(f"{check.count} checks")


main()

#!/usr/bin/env python3
"""Workbooks as others read them: openpyxl finds the rows of the CSV, with types, decimals, a frozen and
repeated title row, widths, print set-up and the mark of a sample; nothing left behind.

usage: test_out.py DUBAN ROOT"""
import datetime
import glob
import os
import re
import sys
import tempfile

import books

NUMBER = re.compile(r"-?\d+(\.\d+)?$")


def check_cell(check, where, cell, text, numeric):
    if text == "":
        check.same(f"{where} empty", cell.value, None)
    elif isinstance(cell.value, datetime.datetime):
        check.same(f"{where} date", cell.value.strftime("%Y-%m-%d"), text)
        check.same(f"{where} format", cell.number_format, "yyyy-mm-dd")
    elif numeric and NUMBER.match(text) and len(re.sub(r"\D", "", text)) <= 15:
        decimals = len(text.partition(".")[2])
        check.same(f"{where} type", cell.data_type, "n")
        check.same(f"{where} value", f"{cell.value:.{decimals}f}", text)
        check.same(f"{where} format", cell.number_format, "0." + "0" * decimals if decimals else "0")
    else:
        check.same(f"{where} text", (cell.data_type, cell.value, cell.number_format), ("s", text, "@"))


def check_sheet(check, sheet, rows, numeric):
    """numeric: titles of the columns that hold numbers."""
    check.same("rows", sheet.max_row, len(rows))
    check.same("titles", [cell.value for cell in sheet[1]], rows[0])
    check.true("titles are bold on a ground", all(c.font.b and c.fill.fill_type for c in sheet[1]))
    for r, row in enumerate(rows[1:], 2):
        for c, text in enumerate(row, 1):
            check_cell(check, f"{sheet.title}!{r}:{c}", sheet.cell(r, c), text, rows[0][c - 1] in numeric)
    check.same("frozen", sheet.freeze_panes, "A2")
    check.same("repeated", sheet.print_title_rows, "$1:$1")
    check.same("paper", (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)), ("landscape", 9))
    check.same("width of the print", (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight), (None, 0))
    check.true("filter", sheet.auto_filter.ref.startswith("A1:"))
    for letter, column in sheet.column_dimensions.items():
        check.true(f"width of {letter}", 6 <= column.width <= 61)


def check_readings(check, openpyxl, duban, root, folder):
    documents = sorted(glob.glob(os.path.join(root, "data/documents/*.txt")))
    check.true("documents", documents)
    words = ["read", *documents, "--now", "2022-01-31T09:00:00+08:00", "--db", f"sqlite:{folder}/none.db"]
    book, again = os.path.join(folder, "read.xlsx"), os.path.join(folder, "again.xlsx")
    for path in book, again:
        books.run(duban, *words, "--format", "xlsx", "--out", path)
    with open(book, "rb") as one, open(again, "rb") as two:
        check.true("the same bytes twice", one.read() == two.read())
    read = openpyxl.load_workbook(book)
    check.same("created", read.properties.created, datetime.datetime(2022, 1, 31, 1, 0))
    check_sheet(check, read.active, books.csv_rows(books.run(duban, *words, "--format", "csv")),
                ("序号", "原文起", "原文止"))
    check.true("a date is a date", any(isinstance(c.value, datetime.datetime) for c in read.active["J"]))
    check.same("no mark on a reading", read.active.oddHeader.center.text, None)


def check_campaign(check, openpyxl, duban, root, folder):
    opens = books.play(duban, root, folder, 17)
    ledger, ranks = os.path.join(folder, "out/ledger.xlsx"), os.path.join(folder, "out/rank.xlsx")
    books.run(duban, *opens, "ledger", "--format", "xlsx", "--out", ledger)
    sheet = openpyxl.load_workbook(ledger).active
    rows = books.csv_rows(books.run(duban, *opens, "ledger", "--format", "csv"))
    numeric = [rows[0][c] for c in (0, 12, 23, 24, 25, 26, 27, 28, 30, 31, 32, 33, 34)]
    check_sheet(check, sheet, rows, numeric)
    check.same("mark", sheet.oddHeader.center.text, "样稿·示例数据")
    books.run(duban, *opens, "rank", "--period", "2021-02", "--format", "xlsx", "--out", ranks)
    book = openpyxl.load_workbook(ranks)
    groups = ("taskforce", "county", "department")
    check.same("a sheet a group", len(book.worksheets), len(groups))
    for sheet, group in zip(book.worksheets, groups):
        rows = books.csv_rows(books.run(duban, *opens, "rank", "--period", "2021-02", "--group", group,
                                        "--format", "csv"))
        check.same("name", sheet.title, rows[1][1])
        check_sheet(check, sheet, rows, [rows[0][c] for c in (4, 5, 6, 7, 9, 10)])
    check.same("nothing beside the results", sorted(os.listdir(os.path.join(folder, "out"))),
               ["ledger.xlsx", "rank.xlsx"])
    check.true("--out is asked for", "--out" in books.run(duban, *opens, "ledger", "--format", "xlsx", fails=True))


def main():
    openpyxl, check = books.need_openpyxl(), books.Checks()
    duban, root = os.path.abspath(sys.argv[1]), sys.argv[2]
    os.chdir(root)
    with tempfile.TemporaryDirectory() as folder:
        check_readings(check, openpyxl, duban, root, folder)
        check_campaign(check, openpyxl, duban, root, folder)
    print(f"{check.count} checks")


main()

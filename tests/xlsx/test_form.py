#!/usr/bin/env python3
"""The form of a monthly report as a workbook: read back unchanged, with one cell changed; in parts and added up
again. (Saved again by LibreOffice: test_books.py.)

usage: test_form.py DUBAN ROOT"""
import json
import os
import subprocess
import sys
import tempfile

import books
import hostile

openpyxl = books.need_openpyxl()


def read(duban, opens, path):
    return json.loads(books.run(duban, *opens, "form", "read", path))


def cell_of(sheet, code, head):
    """The cell of 表一 in the row of that code, under that head."""
    heads = next(row for row in sheet.iter_rows() if any(c.value == "指标编码" for c in row))
    column = next(c.column for c in heads if c.value == head)
    at = next(c.column for c in heads if c.value == "指标编码")
    row = next(r[0].row for r in sheet.iter_rows(min_row=heads[0].row) if sheet.cell(r[0].row, at).value == code)
    return sheet.cell(row, column)


def save(opened, path):
    """openpyxl keeps no result of a formula, as an office program does: the grey cells that follow from others go."""
    for sheet in opened.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.value = None
    opened.save(path)


def differences(a, b):
    one = {row["code"]: row for row in a.pop("indicators")}
    two = {row["code"]: row for row in b.pop("indicators")}
    return a == b, [(code, key) for code in one for key in one[code] if one[code][key] != two[code][key]]


def round_trip(check, duban, opens, folder):
    book, edited = os.path.join(folder, "c05.xlsx"), os.path.join(folder, "edited.xlsx")
    books.run(duban, *opens, "form", "export", "--unit", "c05", "--period", "2021-03", "--out", book)
    plain = read(duban, opens, book)
    check.same("unit", (plain["unit"], plain["period"]), ("c05", "2021-03"))
    check.true("lines", len(plain["indicators"]) > 15)
    opened = openpyxl.load_workbook(book)
    sheet = opened.worksheets[0]
    check.same("paper", (sheet.page_setup.orientation, sheet.page_setup.paperSize), ("landscape", 9))
    check.true("grey", cell_of(sheet, "invest", "年度目标").fill.fgColor.rgb.endswith("EDEDED"))
    check.true("white", not str(cell_of(sheet, "invest", "累计完成").fill.fgColor.rgb).endswith("EDEDED"))
    cell_of(sheet, "invest", "累计完成").value = 5.25
    save(opened, edited)
    check.same("one cell", differences(read(duban, opens, edited), read(duban, opens, book)), (True, [("invest", "cumulative")]))
    blank = os.path.join(folder, "blank.csv")
    books.run(duban, *opens, "form", "export", "--unit", "c05", "--period", "2021-03", "--format", "csv", "--blank", "--out", blank)
    check.same("csv", differences(read(duban, opens, blank), read(duban, opens, book)), (True, []))


def in_parts(check, duban, opens, folder):
    book = os.path.join(folder, "parts.xlsx")
    where = ["--unit", "c05", "--period", "2021-03"]
    books.run(duban, *opens, "form", "split", *where, "--parts", "甲街道;乙镇;丙局", "--out", book)
    opened = openpyxl.load_workbook(book)
    check.same("sheets", opened.sheetnames, ["甲街道", "乙镇", "丙局"])
    for name, invest, rate, weight in (("甲街道", 1.25, 90, 10), ("乙镇", 2.5, 80.5, 30)):
        cell_of(opened[name], "invest", "累计完成").value = invest
        cell_of(opened[name], "prov20", "本月完成").value = rate
        cell_of(opened[name], "prov20", "权数").value = weight
    cell_of(opened["甲街道"], "law", "本月完成").value = 90  # without its weight
    del opened["丙局"]
    save(opened, book)
    merged = json.loads(books.run(duban, *opens, "form", "merge", book, *where, "--take"))
    check.same("absent", merged["absent"], ["丙局"])
    rows = {row["code"]: row for row in merged["rows"]}
    check.same("sum", (rows["invest"]["cumulative"], rows["invest"]["change"]), ("3.75", "1.51"))
    check.same("mean", rows["prov20"]["month"], "82.9")  # (90*10 + 80.5*30) / 40 = 82.875
    check.same("no weight", (rows["law"]["month"], rows["law"]["no_weights"]), ("", 1))
    draft = os.path.join(folder, "draft.xlsx")
    books.run(duban, *opens, "form", "export", *where, "--out", draft)
    taken = {row["code"]: row for row in read(duban, opens, draft)["indicators"]}
    check.same("draft", (taken["invest"]["cumulative"], taken["prov20"]["month"]), ("3.75", "82.9"))
    cell_of(opened["乙镇"], "invest", "累计完成").value = "约2.5"
    save(opened, book)
    for what, part, code, column, value, says in (("month and total exchanged", "乙镇", "invest", "本月完成", 9.5, "2.5"), ("a fraction for per cent", "乙镇", "prov20", "本月完成", 0.805, "80.5")):
        changed = openpyxl.load_workbook(book)
        cell_of(changed[part], "invest", "累计完成").value = 2.5
        cell_of(changed[part], code, column).value = value
        save(changed, os.path.join(folder, "slip.xlsx"))
        check.true(what, says in books.run(duban, *opens, "form", "merge", os.path.join(folder, "slip.xlsx"), *where, fails=True))
    changed = openpyxl.load_workbook(book)
    cell_of(changed["乙镇"], "invest", "累计完成").value = 2.5
    changed.create_sheet("说明")["A1"] = "请于5日前报"
    save(changed, os.path.join(folder, "remark.xlsx"))
    check.same("a sheet of remarks", json.loads(books.run(duban, *opens, "form", "merge", os.path.join(folder, "remark.xlsx"), *where))["absent"], ["丙局"])
    at = cell_of(changed["乙镇"], "reserve", "指标编码")
    at.value = "invest"
    save(changed, os.path.join(folder, "twice.xlsx"))
    check.true("an indicator twice", "invest" in books.run(duban, *opens, "form", "merge", os.path.join(folder, "twice.xlsx"), *where, fails=True))
    check.true("a fault at its cell", "乙镇" in books.run(duban, *opens, "form", "merge", book, *where, fails=True))


def many_sheets(check, duban, opens, folder):
    """150 sheets and 6 MB of shared texts: read once, not once for each sheet, or a unit's 1 MB would be 3 GB of the server."""
    n, kind = 150, hostile.RELATIONS
    made = {"[Content_Types].xml": hostile.TYPES, "_rels/.rels": hostile.TOP,
            "xl/workbook.xml": f'<workbook xmlns:r="{kind}"><sheets>' + "".join(f'<sheet name="s{i}" sheetId="{i}" r:id="r{i}"/>' for i in range(1, n + 1)) + "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": "<Relationships>" + f'<Relationship Id="t" Type="{kind}/sharedStrings" Target="sharedStrings.xml"/>' +
            "".join(f'<Relationship Id="r{i}" Type="{kind}/worksheet" Target="worksheets/s{i}.xml"/>' for i in range(1, n + 1)) + "</Relationships>",
            "xl/sharedStrings.xml": "<sst>" + "".join(f"<si><t>{i * 7919:060}</t></si>" for i in range(100_000)) + "</sst>"}
    for i in range(1, n + 1):
        made[f"xl/worksheets/s{i}.xml"] = f'<worksheet><sheetData><row r="1"><c r="A1"><v>{i}</v></c></row></sheetData></worksheet>'
    path = os.path.join(folder, "many.xlsx")
    with open(path, "wb") as file:
        file.write(hostile.pack(made))
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        running = subprocess.Popen([duban, *opens, "form", "merge", path, "--unit", "c05", "--period", "2021-03"], stdout=nowhere, stderr=nowhere)
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    check.same("many sheets of remarks", running.returncode, 0)
    check.true(f"many sheets take {used.ru_maxrss // 1024} MB", used.ru_maxrss < 400 * 1024)
    print(f"150 sheets: {used.ru_maxrss // 1024} MB")


def main():
    duban, root = (os.path.abspath(path) for path in sys.argv[1:3])
    check = books.Checks()
    os.chdir(root)
    with tempfile.TemporaryDirectory() as folder:
        opens = books.play(duban, root, folder, 17)
        os.makedirs(os.path.join(folder, "data/data"))
        opens[opens.index("--now") + 1] = "2021-04-02T09:00:00+08:00"
        round_trip(check, duban, opens, folder)
        in_parts(check, duban, opens, folder)
        many_sheets(check, duban, opens, folder)
    print(f"{check.count} checks")


main()

#!/usr/bin/env python3
"""Every workbook duban gives out, saved again by an office program: nothing differs; with one cell edited, exactly that cell
does. What duban reads back (form, confirmed sheet, campaign, scheme) is read back, too, and one edited cell is one change.

usage: test_books.py DUBAN TABLES ROOT SHEET_ROWS

LibreOffice starts once for all books. A route or a command that gives a workbook and is not here is told."""
import json
import os
import shutil
import subprocess
import sys
import urllib.parse
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import books

openpyxl = books.need_openpyxl()
sys.path.insert(0, os.path.join(os.path.abspath(sys.argv[3]), "tests/rights"))
from house import House, tables  # noqa: E402  (reads its own arguments)
from planted import sure  # noqa: E402

READER = os.path.abspath(sys.argv[4])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PERIOD, UNIT, BODY = "2021-05", "c09", "fgw"
MARK, FIGURE = "改动一格", 1234.5
# What was made before and waits; an archive of all forms.
NO_BOOK = {"/exports/{id}/file", "/report/{period}/file"}
# Nothing has happened yet in this house that they would list.
NO_ROWS = {"/system/accounts/file", "cli accounts", "/appeal/file", "/screening/{period}/file"}
SERVED = {
    "/system/accounts/file": ("sysadmin", "/system/accounts/file"),
    "/confirm/{period}/file": ("o_fgw", f"/confirm/{PERIOD}/file"),
    "/rankings/{period}/{group}/file": ("clerk1", "/rankings/2021-04/county/file"),
    "/rankings/{period}/{group}/leaves/file": ("clerk1", "/rankings/2021-04/county/leaves/file"),
    "/rankings/{period}/{group}/stability/file": ("clerk1", "/rankings/2021-04/county/stability/file"),
    "/reports/{period}/{unit}/file": ("u_c09", f"/reports/{PERIOD}/{UNIT}/file"),
    "/reports/{period}/{unit}/parts/file": ("u_c09", f"/reports/{PERIOD}/{UNIT}/parts/file?names=" + urllib.parse.quote("甲街道\n乙镇")),
    "/appeal/file": ("clerk1", "/appeal/file?format=xlsx"),
    "/screening/{period}/file": ("clerk1", "/screening/2021-09/file?format=xlsx"),
    "/calls/file": ("clerk1", "/calls/file?period=2021-06"),
    "/ready-schemes/{name}/file": ("clerk1", "/ready-schemes/efficacy/file?format=xlsx"),
    "/schemes/{group}/file": ("clerk1", "/schemes/county/file?version=2&format=xlsx"),
    "/sandbox/{id}/file": ("clerk1", "/sandbox/{trial}/file"),
    "/target-list": ("clerk1", "/target-list"),
    "/targets/{target}/file": ("clerk1", "/targets/T01/file"),
    "/ledger/file": ("clerk1", "/ledger/file"),
    "/folder/{id}/file": ("clerk1", "/folder/{folder}/file?format=xlsx"),
    "/highlight/file": ("clerk1", "/highlight/file?format=xlsx"),
    "/burden/file": ("clerk1", f"/burden/file?format=xlsx&period={PERIOD}"),
    "/permissions/file": ("auditadmin", "/permissions/file"),
    "/audit/file": ("auditadmin", "/audit/file?format=xlsx"),
    "/review/{period}/file": ("clerk1", f"/review/{PERIOD}/file"),
}
COMMANDS = {
    "cli ledger": ("clerk1", "ledger", "--format", "xlsx"),
    "cli ledger export": ("clerk1", "export", "ledger"),
    "cli reports": ("clerk1", "export", "reports"),
    "cli campaign": ("director1", "export", "campaign"),
    "cli confirm": ("clerk1", "export", "confirm", "--period", PERIOD, "--body", BODY),
    "cli rank": ("clerk1", "rank", "--period", "2021-04", "--format", "xlsx"),
    "cli target": ("clerk1", "target", "list", "--format", "xlsx"),
    "cli form": ("u_c09", "form", "export", "--unit", UNIT, "--period", PERIOD),
    "cli accounts": ("sysadmin", "account", "template"),
}


def rows_of(path):
    """{sheet: {row: cells}}, without what stands empty at the end."""
    with zipfile.ZipFile(path) as book:
        tree = ElementTree.fromstring(book.read("xl/workbook.xml"))
    names = [e.get("name") for e in tree.iter() if e.tag.endswith("}sheet")]
    found = {}
    for name in names:
        said = subprocess.run([READER, path, name], stdout=subprocess.PIPE, text=True, check=False)
        assert said.returncode == 0, (str(path), name, said.stdout[-400:])
        rows = {}
        for line in said.stdout.splitlines():
            number, *cells = json.loads(line)
            while cells and cells[-1] == "":
                cells.pop()
            if cells:
                rows[number] = cells
        found[name] = rows
    return found


def differences(a, b):
    """(sheet, row, column) of every cell that is not the same in both."""
    out = [(name, 0, 0) for name in a.keys() ^ b.keys()]
    for name in a.keys() & b.keys():
        for row in sorted(a[name].keys() | b[name].keys()):
            one, two = a[name].get(row, []), b[name].get(row, [])
            width = max(len(one), len(two))
            one, two = one + [""] * (width - len(one)), two + [""] * (width - len(two))
            out += [(name, row, column + 1) for column in range(width) if one[column] != two[column]]
    return out


def under(sheet, head, row_of=None):
    """The cells below a heading, those of the row in which row_of stands when that is given."""
    at = next(c for row in sheet.iter_rows() for c in row if str(c.value or "").split("\n")[0] == head)
    for row in sheet.iter_rows(min_row=at.row + 1):
        if row_of is None or any(c.value == row_of for c in row):
            yield row[at.column - 1]


def form_cell(book):
    return next(under(book.worksheets[0], "累计完成", "invest"))


def confirm_cell(book):
    """The value of the first unit under the first indicator that has one."""
    return next(c for row in book.worksheets[0].iter_rows(min_col=3) for c in row if isinstance(c.value, (int, float)) and not is_grey(c))


def is_grey(cell):
    return str(cell.fill.fgColor.rgb).endswith("EDEDED")


def scheme_cell(book):
    return next(under(book["指标"], "名称", "starts"))


def campaign_cell(book):
    return next(row[1] for row in book["campaign"].iter_rows() if row[0].value == "name")


def middle_cell(book):
    """Of the longest sheet the one in the middle."""
    sheet = max(book.worksheets, key=lambda s: s.max_row)
    cells = [c for row in sheet.iter_rows(min_row=2) for c in row if c.value is not None and c.data_type != "f"]
    return cells[len(cells) // 2] if cells else sheet["A1"]


CELL = {"/reports/{period}/{unit}/file": form_cell, "cli form": form_cell, "/confirm/{period}/file": confirm_cell,
        "cli scheme": scheme_cell, "cli campaign": campaign_cell}


def edited(what, source, target):
    """A copy with one cell changed: (sheet, row, column), and which cells are computed from others."""
    opened = openpyxl.load_workbook(source)
    cell = CELL.get(what, middle_cell)(opened)
    follows = {(s.title, c.row, c.column) for s in opened.worksheets for row in s.iter_rows() for c in row if c.data_type == "f"}
    cell.value = FIGURE if isinstance(cell.value, (int, float)) or what in CELL and "form" in CELL[what].__name__ else MARK
    opened.save(target)
    return (cell.parent.title, cell.row, cell.column), follows


def saved_by_libreoffice(folder, paths):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    saved = folder / "saved"
    subprocess.run([office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
                    "--outdir", saved, *paths], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return saved


def fetch(house, folder):
    """{what: path} of all books."""
    made = {}
    box = sure(house.post_file("/folder", "clerk1", "files", "示例.pdf", b"%PDF-1.4\n%%EOF\n", {"period": PERIOD})).header("Location")
    house.post_json("/api/v1/highlights", "u_c09", {"task": "1.2", "title": "示例", "text": "示例：每周会办一次。", "indicator": "invest", "period": "2021-04"})
    trial = json.loads(house.duban("clerk1", "sandbox", "run", "--group", "county", "--weights", "rectify=2", "--format", "json").stdout)["id"]
    for pattern, (account, path) in SERVED.items():
        answer = sure(house.ask("GET", path.format(folder=box.rpartition("/")[2], trial=trial), account))
        if pattern not in NO_BOOK and answer.header("Content-Type") == XLSX:
            made[pattern] = folder / f"book{len(made):02}.xlsx"
            made[pattern].write_bytes(answer.body)
    for what, (account, *words) in COMMANDS.items():
        made[what] = folder / f"book{len(made):02}.xlsx"
        done = house.duban(account, "--out", made[what], *words, check=False)
        assert done.returncode == 0, (words, done.stderr)
    made["cli scheme"] = folder / f"book{len(made):02}.xlsx"
    scheme = next((Path(sys.argv[3]) / "data/samples/shifanshi-2021/schemes").glob("county*.yaml"))
    done = house.run("--out", made["cli scheme"], "scheme", "show", scheme)
    assert done.returncode == 0, done.stderr
    return made


def nothing_is_forgotten(check):
    """A route that can give a workbook is tried here: it says so by its choices, or gives one file and does not say of which kind."""
    gives = {r["pattern"] for r in tables()["routes"] if r["method"] == "GET" and (
        any("xlsx" in (p.get("choices") or "") for p in r["params"]) or
        r["pattern"].endswith("/file") and all(p["name"] != "format" for p in r["params"]))}
    check.same("workbooks that are not tried", sorted(gives - NO_BOOK - SERVED.keys()), [])


def form_is_read(check, house, plain, saved, other):
    def read(path):
        answer = json.loads(house.duban("u_c09", "form", "read", path).stdout)
        return {(row["code"], key): value for row in answer["indicators"] for key, value in row.items()}, answer
    (a, _), (b, whole), (c, _) = read(plain), read(saved), read(other)
    check.same("form: saved again", b, a)
    check.true("form: lines", len(whole["indicators"]) > 15)
    check.same("form: one cell", {k: float(c[k]) for k in c if c[k] != a[k]}, {("invest", "cumulative"): FIGURE})


def sheet_is_read(check, house, plain, saved, other):
    def look(path):
        answer = house.post_file(f"/api/v1/confirm/{PERIOD}/file", "o_fgw", "file", "核定.xlsx", path.read_bytes(), {})
        return sure(answer).json()
    a, b, c = look(plain), look(saved), look(other)
    check.same("confirmed sheet: nothing changed", (a["changes"], b["changes"]), ([], []))
    check.true("confirmed sheet: cells", a["same"] > 5 and b["same"] == a["same"])
    check.same("confirmed sheet: one cell", ([float(x["value"]) for x in c["changes"]], c["same"]), ([FIGURE], a["same"] - 1))


def scheme_is_read(check, house, plain, saved, other):
    def differs(path):
        return house.run("--lang", "en", "scheme", "diff", plain, path, "--format", "json").stdout
    check.same("scheme: saved again", json.loads(differs(saved))["changes"], [])
    check.same("scheme: one cell", len(json.loads(differs(other))["changes"]), 1)


def campaign_is_read(check, house, plain, saved, other):
    def imported(path):
        base = house.folder / f"of-{path.parent.name}-{path.stem}"
        url, book = f"sqlite:{base}.db", base.with_suffix(".xlsx")
        for words in (("--as", "director1", "init"), ("--as", "director1", "import", "campaign", path),
                      ("--as", "director1", "--out", book, "export", "campaign")):
            done = house.run("--db", url, "--data", base, "--lang", "en", *words)
            assert done.returncode == 0, (words, done.stderr)
        return rows_of(book)
    whole = rows_of(plain)
    check.same("campaign: imported again", differences(imported(saved), whole), [])
    found = differences(imported(other), whole)
    check.same("campaign: one cell", [(name, c) for name, _, c in found], [("campaign", 2)])


READ = {"/reports/{period}/{unit}/file": form_is_read, "/confirm/{period}/file": sheet_is_read, "cli scheme": scheme_is_read,
        "cli campaign": campaign_is_read}


def main():
    if not (shutil.which("soffice") or shutil.which("libreoffice")):
        print("SKIPPED: LibreOffice is not installed")
        sys.exit(77)
    check = books.Checks()
    nothing_is_forgotten(check)
    with House(until=f" freeze --period {PERIOD}") as house:
        folder = house.folder
        made = fetch(house, folder)
        changed, paths = {}, []
        for what, path in made.items():
            other = path.with_name("edit-" + path.name)
            changed[what] = edited(what, path, other)
            paths += [path, other]
        saved = saved_by_libreoffice(folder, paths)
        if not saved.exists():
            print("SKIPPED: LibreOffice is installed without Calc")
            sys.exit(77)
        for what, path in made.items():
            whole, again, other = rows_of(path), saved / path.name, saved / ("edit-" + path.name)
            check.true(f"{what}: has rows", sum(map(len, whole.values())) > 1 or what in NO_ROWS)
            check.same(f"{what}: saved again", differences(rows_of(again), whole), [])
            cell, follows = changed[what]
            check.same(f"{what}: one cell", [d for d in differences(rows_of(other), whole) if d not in follows], [cell])
            if what in READ:
                READ[what](check, house, path, again, other)
    print(f"{len(made)} workbooks, {check.count} checks")


if __name__ == "__main__":
    main()

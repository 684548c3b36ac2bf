"""test_parallel_book.py DUBAN ROOT: score sheets of all shapes in the parallel run, what it says of those that cannot be
told, hostile ones, and the parallel run inside a campaign, by command and over HTTP."""
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile

import hostile
import score_books
from books import Checks, need_openpyxl, play, run
from score_books import FIX, INVEST, STARTS, UNITS, Book, cut, points, ranks

openpyxl = need_openpyxl()
duban, root = sys.argv[1:3]
checks = Checks()
work = tempfile.TemporaryDirectory()


def at(name):
    return os.path.join(work.name, name)


def write(name, content):
    with open(at(name), "w" if isinstance(content, str) else "wb") as f:
        f.write(content)
    return at(name)


def words(*more, scheme="s.yaml", name="b.xlsx"):
    return ["parallel-run", "--scheme", at(scheme), "--workbook", at(name), *more]


def report(*more, **where):
    return json.loads(run(duban, *words("--format", "json", *more, **where)))


def refused(what, *more, said=(), **where):
    text = run(duban, "--lang", "en", *words(*more, **where), fails=True)
    for word in said:
        checks.true(f"{what}: {word} in {text!r}", word in text)


# ---- shapes ----

def values_file():
    rows = ["period,unit,group,indicator,value"]
    for i, unit in enumerate(UNITS):
        for indicator, values in (("invest", INVEST), ("starts", STARTS), ("fix", FIX)):
            rows.append(f"2021-06,u{i},county,{indicator},{values[i]}")
    return write("v.csv", "\n".join(rows) + "\n")


MAP = "format: duban-map/1\nunits: {" + ", ".join(f"{unit}: u{i}" for i, unit in enumerate(UNITS)) + "}\n"


def with_values():
    """Values of a file: value cells are compared too; units by the map."""
    values_file()
    write("m.yaml", MAP)
    book = Book(openpyxl)
    book.save(at("b.xlsx"))
    found = report("--values", at("v.csv"), "--map", at("m.yaml"))
    checks.same("values: none", found["differences"], [])
    checks.same("values: cells", found["cells"], 8 * 8)
    checks.same("values: period", found["period"], "2021-06")
    book.number("C5", "22.7", "General")
    book.save(at("b.xlsx"))
    found = report("--values", at("v.csv"), "--map", at("m.yaml"))
    checks.same("values: one", [(d["kind"], d["cell"], d["office"], d["duban"], d["unit"], d["causes"])
                                for d in found["differences"] if d["kind"] == "value"],
                [("value", "C5", "22.7", "21.7", "u0", [])])
    checks.same("values: its points are stale then", [d["causes"] for d in found["differences"]], [[]])
    refused("units that cannot be told", "--values", at("v.csv"), said=("示例一县", "#表一", "u0"))


def flat():
    """One row of headings, no merged cells, numbers as text, subtotal rows, a second sheet that is none."""
    wb = openpyxl.Workbook()
    ws = wb.active
    ws.title = "得分"
    ws.append(["单位", "重点项目完成投资 完成值", "重点项目完成投资 得分", "新开工率完成", "新开工率得分", "督查问题整改", "总分", "名次"])
    totals = [cut(sum(points(i))) for i in range(8)]
    for i in range(8):
        a, b, c = points(i)
        ws.append([UNITS[i], INVEST[i], float(cut(a)), STARTS[i], str(cut(b)), float(c), str(totals[i]), ranks(totals)[i]])
        if i == 3:
            ws.append(["小计", None, None, None, None, None, 300, None])
    ws.append(["注：以上数据截至6月底", None, None, None, None, None, None, None])
    other = wb.create_sheet("填表说明")
    other.append(["请按时报送"])
    wb.save(at("b.xlsx"))
    found = report()
    checks.same("flat", found["differences"], [])
    checks.same("flat: units and cells", (found["units"], found["cells"]), (8, 8 * 5))
    checks.true("flat: the other sheet", ("sheet_left_out", "填表说明") in [(n["kind"], n["sheet"]) for n in found["notes"]])


def unmerged():
    """Two rows of headings without merged cells; values on one sheet, points on another; a code column."""
    wb = openpyxl.Workbook()
    ws = wb.active
    ws.title = "完成情况"
    ws.append(["单位代码", "单位", "重点项目完成投资", "新开工率"])
    for i in range(8):
        ws.append([f"u{i}", UNITS[i], float(INVEST[i]), float(STARTS[i])])
    points_sheet = wb.create_sheet("得分")
    points_sheet.append(["单位", "三重", None, "督查问题整改", "总分", "排名"])
    points_sheet.append([None, "重点项目完成投资", "新开工率", None, None, None])
    totals = [cut(sum(points(i))) for i in range(8)]
    for i in range(8):
        a, b, c = points(i)
        points_sheet.append([UNITS[i].replace("示例", "示例 "), float(cut(a)), float(cut(b)), float(c), float(totals[i]), ranks(totals)[i]])
        for col in "BCDE":
            points_sheet[f"{col}{i + 3}"].number_format = "0.00"
    wb.save(at("b.xlsx"))
    found = report()
    checks.same("unmerged", found["differences"], [])
    checks.same("unmerged: sheets and cells", (found["sheets"], found["cells"]), (2, 8 * 5))


def bonuses():
    score_books.scheme(at("bonus.yaml"), bonus="bonus: {cap: 1, rules: [{id: B1, name: 省级采用, points: 1}]}")
    wb = openpyxl.Workbook()
    ws = wb.active
    ws.append(["单位", "重点项目完成投资完成", "新开工率完成", "督查问题整改", "得分", "加分", "总分"])
    for i in range(8):
        bare = cut(sum(points(i)))
        ws.append([UNITS[i], float(INVEST[i]), float(STARTS[i]), float(FIX[i]), float(bare), 2 if i == 0 else 0,
                   float(cut(sum(points(i)) + (2 if i == 0 else 0)))])
        ws[f"E{i + 2}"].number_format = ws[f"G{i + 2}"].number_format = "0.00"
    wb.save(at("b.xlsx"))
    found = report(scheme="bonus.yaml")
    checks.same("bonus beyond its cap", [(d["cell"], d["causes"], d["difference"]) for d in found["differences"]],
                [("G2", ["cap_not_applied"], "1.00")])


def shared_formula():
    """A formula that a spreadsheet keeps once for a column; the copies say only that they share it."""
    rows = ('<row r="1"><c r="A1" t="inlineStr"><is><t>单位</t></is></c><c r="B1" t="inlineStr"><is><t>督查问题整改得分</t></is></c>'
            '<c r="C1" t="inlineStr"><is><t>总分</t></is></c></row>')
    for r, (value, total) in enumerate(((30, 31), (20, 21), (10, 99)), 2):
        f = f'<f t="shared" ref="C2:C4" si="0">B{r}+1</f>' if r == 2 else '<f t="shared" si="0"/>'
        rows += (f'<row r="{r}"><c r="A{r}" t="inlineStr"><is><t>县{r}</t></is></c><c r="B{r}"><v>{value}</v></c>'
                 f'<c r="C{r}">{f}<v>{total}</v></c></row>')
    write("b.xlsx", hostile.book(rows))
    write("one.yaml", "format: duban-scheme/1\ncode: c\ngroup: c\nversion: 1\neffective: 2021-01\ntree:\n"
                      "  - {code: fix, name: 督查问题整改, weight: 100, rule: points}\n")
    found = report(scheme="one.yaml")
    checks.same("shared formula", [(d["cell"], d["office"], d["duban"], d["causes"]) for d in found["differences"]],
                [("C2", "31", "30", []), ("C3", "21", "20", []), ("C4", "99", "10", ["stale_result"])])


def outputs():
    book = Book(openpyxl)
    book.cached["I6"] = 90
    book.save(at("b.xlsx"))
    run(duban, *words(), "--out", at("o.xlsx"))
    rows = list(openpyxl.load_workbook(at("o.xlsx")).active.iter_rows(values_only=True))
    text = run(duban, *words("--format", "csv"))
    checks.same("as a workbook", [str(c) for c in rows[1][:2]], ["表一", "I6"])
    checks.same("as CSV", text.splitlines()[1].split(",")[:7], ["表一", "I6", "示例二县", "总分", "", "90.00", f"{book.totals()[1]:.2f}"])
    checks.same("in words", run(duban, *words()).splitlines(), [
        f"{at('b.xlsx')}：方案“县区考评办法”第1版，期次 —，8 个单位，比对 48 格",
        "1 处差异（只列差异和可能的原因，不判断谁对谁错）：",
        f"表一!I6  示例二县  总分：表中 90.00，计算 {book.totals()[1]:.2f}，相差 {90 - book.totals()[1]:.2f}  "
        "[表中存的结果与按公式重算现有数据的结果不同（可能没有重新计算）]",
        "表一!G4：表中没有“督查问题整改”的数值，其得分按表中的数计入，没有核对"])


# ---- what cannot be told ----

def untold():
    book = Book(openpyxl)
    book.sheet["C3"] = "重点项日完成投资"
    book.save(at("b.xlsx"))
    refused("a heading with a slip", said=("重点项目完成投资", "#表一:4:3"))
    write("m.yaml", "format: duban-map/1\ncolumns:\n  - {column: C, is: value, node: invest}\n  - {sheet: 表一, column: D, is: score, node: invest}\n")
    checks.same("with a map", report("--map", at("m.yaml"))["differences"], [])
    write("m.yaml", "format: duban-map/1\ncolumns:\n  - {column: 7, is: value, node: inwest}\n  - {column: C, is: valve}\n")
    refused("a map with faults", "--map", at("m.yaml"), said=("inwest", "7", "valve", "m.yaml"))
    book = Book(openpyxl)
    book.sheet["B6"] = UNITS[0]
    book.save(at("b.xlsx"))
    refused("a unit twice", said=(UNITS[0], "B5", "#表一:6:2"))
    book = Book(openpyxl)
    book.sheet["C6"] = "约25"
    book.save(at("b.xlsx"))
    refused("a value that is none", said=("约25", "#表一:6:3"))
    book = Book(openpyxl)
    for cell in ("E3", "E4", "F4"):
        book.sheet[cell] = None
    book.save(at("b.xlsx"))
    refused("no values of a leaf", said=("新开工率", "starts"))
    refused("a sheet that is not there", "--sheet", "表九", said=("表九",))


# ---- hostile ----

def hostile_books():
    def bad(what, content, *said):
        write("b.xlsx", content)
        refused(what, said=("b.xlsx", *said))
    bad("no workbook", b"PK\x03\x04nonsense")
    bad("macros", hostile.with_part("xl/vbaProject.bin", "x"))
    bad("no score sheet", hostile.book('<row r="1"><c r="A1"><v>1</v></c></row>'))
    bad("too many places", hostile.book('<row r="1"><c r="A1"><v>1</v></c><c r="ZZ1"><v>1</v></c></row>'
                                        '<row r="1000000"><c r="A1000000"><v>1</v></c></row>'))
    Book(openpyxl).save(at("b.xlsx"))
    wb = openpyxl.load_workbook(at("b.xlsx"))
    for i in range(45):
        wb.create_sheet(f"又{i}")
    wb.save(at("b.xlsx"))
    refused("too many sheets", said=("the number of sheets of the workbook compared", "40"))
    write("b.xlsx", b"\0" * (16 * 1024 * 1024 + 1))
    refused("too large", said=("16777216",))
    # formulas that would not end, areas of everything, merged cells over one another: answered at once
    cells = hostile.parts()
    rows = ('<row r="1"><c r="A1" t="inlineStr"><is><t>单位</t></is></c><c r="B1" t="inlineStr"><is><t>督查问题整改得分</t></is></c>'
            '<c r="C1" t="inlineStr"><is><t>总分</t></is></c><c r="D1" t="inlineStr"><is><t>名次</t></is></c></row>')
    formulas = ["(" * 3000 + "1" + ")" * 3000, "SUM(A1:XFD1048576)", "RANK(C4,", "IF(" * 200, "-" * 8000 + "1", "C5:C1+C5",
                "SUMPRODUCT(A1:C9,A1:B2)", "1&amp;" * 500 + "1", "ROUND(1E308*10,2)", "Sheet9!A1", "$", "RANK(C2,B1:C1048576)"]
    for r, formula in enumerate(formulas, 2):
        rows += (f'<row r="{r}"><c r="A{r}" t="inlineStr"><is><t>县{r}</t></is></c><c r="B{r}"><v>{r}</v></c>'
                 f'<c r="C{r}"><f>{formula}</f><v>77</v></c><c r="D{r}"><f>{formula}</f><v>3</v></c></row>')
    merged = "".join('<mergeCell ref="A1:D2000"/><mergeCell ref="X"/><mergeCell ref="B2:A1"/>' for _ in range(2000))
    cells["xl/worksheets/sheet1.xml"] = (f"<worksheet><cols><col min='1' max='99999' hidden='1'/></cols><sheetData>{rows}</sheetData>"
                                         f"<mergeCells>{merged}</mergeCells></worksheet>")
    write("b.xlsx", hostile.pack(cells))
    run_any = subprocess.run([duban, *words(scheme="one.yaml")], capture_output=True, timeout=20)
    checks.same("headings everywhere", run_any.returncode, 2)
    cells["xl/worksheets/sheet1.xml"] = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    write("b.xlsx", hostile.pack(cells))
    found = report(scheme="one.yaml")
    checks.same("formulas without an end", (found["units"], found["count"] > len(formulas)), (len(formulas), True))


# ---- in a campaign ----

class Http:
    def __init__(self, options):
        self.server = subprocess.Popen([duban, *options[:2], *options[4:6], "serve", "--listen", "127.0.0.1:0"], stderr=subprocess.PIPE, text=True)
        self.port = int(re.search(r":(\d+)/", self.server.stderr.readline())[1])
        self.options, self.cookie, self.token = options, "", ""

    def ask(self, method, path, body=None, kind="application/json"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        head = {"Content-Type": kind, "Cookie": self.cookie, "X-CSRF-Token": self.token}
        connection.request(method, path, body, head)
        answer = connection.getresponse()
        text = answer.read().decode()
        self.cookie = (answer.getheader("Set-Cookie") or self.cookie).split(";")[0]
        return answer.status, text

    def sign_in(self, account):
        password = run(duban, *self.options[:2], "--as", account, *self.options[4:6], "passwd", "--generate").split()[-1]
        self.cookie = self.token = ""
        status, text = self.ask("POST", "/api/v1/sign-in", json.dumps({"account": account, "password": password}))
        checks.same(f"{account} signs in", status, 200)
        page = self.ask("GET", "/me")[1]
        self.token = re.search(r'name="csrf" value="([^"]+)"', page)[1]

    def send(self, path, content, token=True):
        kept, self.token = self.token, self.token if token else ""
        body = (b'--b\r\nContent-Disposition: form-data; name="file"; filename="b.xlsx"\r\nContent-Type: application/octet-stream\r\n\r\n'
                + content + b"\r\n--b--\r\n")
        answer = self.ask("POST", path, body, "multipart/form-data; boundary=b")
        self.token = kept
        return answer


def campaign():
    folder = at("year")
    os.makedirs(folder)
    with open(os.path.join(root, "data/samples/shifanshi-2021/year.txt"), encoding="utf-8") as file:
        until = next(number for number, line in enumerate(file, 1) if "result open --period 2021-04" in line)
    options = play(duban, root, folder, until)
    options[5] = "2021-05-17T10:00:00+08:00"
    period = json.loads(run(duban, *options, "rank", "--period", "2021-04", "--group", "county", "--format", "json"))
    wb = openpyxl.Workbook()
    ws = wb.active
    ws.title = "县区"
    ws.append(["县（市、区）", "总分", "位次"])
    for unit in period["units"]:
        ws.append([unit["name"], float(unit["score"]), int(unit["rank"])])
        ws[f"B{ws.max_row}"].number_format = "0.00"
    wb.save(at("b.xlsx"))
    ask = ["parallel-run", "--period", period["period"], "--group", "county", "--workbook", at("b.xlsx"), "--format", "json"]
    found = json.loads(run(duban, *options, *ask))
    checks.same("campaign", found["differences"], [])
    checks.same("campaign: cells", found["cells"], 2 * len(period["units"]))
    ws["B2"] = 12.34
    wb.save(at("b.xlsx"))
    found = json.loads(run(duban, *options, *ask))
    checks.same("campaign: one", [(d["cell"], d["office"], d["causes"]) for d in found["differences"]], [("B2", "12.34", [])])
    said = run(duban, *options[:2], "--as", "auditadmin", *options[4:], "audit", "list", "--action", "parallel.run")
    checks.same("campaign: on record", said.count("2021-04 county"), 2)
    with open(at("b.xlsx"), "rb") as f:
        content = f.read()
    site = Http(options)
    try:
        path = f"/api/v1/parallel-run/{period['period']}/county"
        site.sign_in("clerk1")
        status, text = site.send(path, content)
        checks.same("over HTTP", (status, json.loads(text)["count"]), (200, 1))
        checks.same("without its token", site.send(path, content, token=False)[0], 403)
        checks.same("another file", site.send(path, b"%PDF-1.4")[0], 400)
        site.sign_in("u_c01")
        checks.same("a unit", site.send(path, content)[0], 403)
    finally:
        site.server.terminate()
        site.server.wait(30)


def main():
    score_books.scheme(at("s.yaml"))
    for case in (with_values, flat, unmerged, bonuses, shared_formula, outputs, untold, hostile_books, campaign):
        case()
    print(f"{checks.count} checks")


main()

"""Score sheets as offices keep them, for test_parallel.py: openpyxl writes them, the stored results of formulas are put
in afterwards, as a spreadsheet that recalculates would have stored them, or has not."""
import re
import zipfile
from decimal import Decimal, ROUND_HALF_UP

SCHEME = """format: duban-scheme/1
code: county
name: 县区考评办法
group: county
version: 1
effective: 2021-01
full: 100
{rank}
{bonus}
tree:
  - name: 三重
    weight: 60
    children:
      - {{code: invest, name: 重点项目完成投资, weight: 40, rule: completion, measure: cumulative, target: 30, cap: {cap}}}
      - {{code: starts, name: 新开工率, weight: 20, rule: completion, measure: rate, target: 90}}
  - {{code: fix, name: 督查问题整改, weight: 40, rule: points, missing: zero}}
"""
UNITS = ["示例一县", "示例二县", "示例三县", "示例四县", "示例五县", "示例六县", "示例七县", "示例八县"]
INVEST = ["21.7", "25.13", "18.4", "29.9", "33.6", "21.7", "12.01", "27.77"]
STARTS = ["80", "71.5", "66.615", "90", "95", "80", "33.3", "88.8"]
FIX = ["36.5", "38.25", "31", "40", "39.75", "36.5", "22.4", "35"]


def scheme(path, cap="1", rank="rank: {round: 2}", bonus=""):
    with open(path, "w", encoding="utf-8") as f:
        f.write(SCHEME.format(cap=cap, rank=rank, bonus=bonus))
    return path


def cut(x, decimals=2):
    return x.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def points(i, cap=True):
    """Points of the three leaves, exact."""
    def share(value, target):
        r = Decimal(value) / Decimal(target)
        return min(r, Decimal(1)) if cap else r
    return [40 * share(INVEST[i], 30), 20 * share(STARTS[i], 90), Decimal(FIX[i])]


def ranks(totals, policy="competition"):
    better = [sorted(set(t for t in totals if t > own)) for own in totals]
    if policy == "dense":
        return [len(b) + 1 for b in better]
    return [1 + sum(t > own for t in totals) for own in totals]


class Book:
    """The plain sheet: title, two rows of headings with merged cells, a row for each unit, an average, a note."""
    FIRST = 5

    def __init__(self, openpyxl, units=None, name="表一", hidden=(), order=None):
        self.book = openpyxl.Workbook()
        self.sheet = self.book.active
        self.sheet.title = name
        self.cached, self.raw = {}, {}
        self.units = UNITS if units is None else units
        self.hidden = hidden
        self.head()
        self.rows()

    def head(self):
        ws = self.sheet
        ws["A1"] = "示例市2021年6月县区考评得分表"
        ws.merge_cells("A1:K1")
        ws["A2"] = "单位：亿元、%、分"
        for cell, text in {"A3": "序号", "B3": "县（市、区）", "C3": "重点项目\n完成投资（40分）", "E3": "新开工率（20分）",
                           "G3": "督查问题整改（40分）", "H3": "三重", "I3": "总分", "J3": "位次", "K3": "备注",
                           "C4": "完成", "D4": "得分", "E4": "完成", "F4": "得分", "G4": "得分", "H4": "小计"}.items():
            ws[cell] = text
        for area in ("A3:A4", "B3:B4", "C3:D3", "E3:F3", "I3:I4", "J3:J4", "K3:K4"):
            ws.merge_cells(area)

    def number(self, cell, value, form="0.00"):
        self.sheet[cell] = float(value)
        self.sheet[cell].number_format = form

    def formula(self, cell, text, value, form="0.00"):
        self.sheet[cell] = "=" + text
        self.sheet[cell].number_format = form
        self.cached[cell] = value

    def totals(self):
        return [cut(sum(points(i))) for i in range(len(self.units))]

    def rows(self):
        n, last = len(self.units), self.FIRST + len(self.units) - 1
        totals = self.totals()
        places = ranks(totals)
        for i, unit in enumerate(self.units):
            r = self.FIRST + i
            a, b, c = points(i)
            self.sheet[f"A{r}"] = i + 1
            self.sheet[f"B{r}"] = unit
            self.number(f"C{r}", INVEST[i], "General")
            self.formula(f"D{r}", f"MIN(C{r}/30,1)*40", a)
            self.number(f"E{r}", STARTS[i], "0.0")
            self.formula(f"F{r}", f"MIN(E{r}/90,1)*20", b)
            self.number(f"G{r}", c)
            self.formula(f"H{r}", f"D{r}+F{r}", a + b)
            self.formula(f"I{r}", f"ROUND(SUM(D{r},F{r},G{r}),2)", totals[i])
            self.formula(f"J{r}", f"RANK(I{r},$I${self.FIRST}:$I${last})", places[i], "0")
            if i in self.hidden:
                self.sheet.row_dimensions[r].hidden = True
        r = last + 1
        self.sheet[f"B{r}"] = "平均"
        self.formula(f"I{r}", f"AVERAGE(I{self.FIRST}:I{last})", sum(totals) / n)
        self.sheet[f"B{r + 1}"] = "注：督查问题整改由活动办赋分。"

    def save(self, path):
        self.book.save(path + ".plain")
        with zipfile.ZipFile(path + ".plain") as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for item in old.namelist():
                data = old.read(item)
                if item == "xl/worksheets/sheet1.xml":
                    text = data.decode("utf-8")
                    for cell, value in self.cached.items():
                        text, found = re.subn(rf'(<c r="{cell}"[^>]*>)(<f>.*?</f>)<v ?/?>(</v>)?',
                                              rf"\g<1>\g<2><v>{float(value)!r}</v>", text)
                        assert found == 1, cell
                    data = text.encode("utf-8")
                new.writestr(item, data)
        return path

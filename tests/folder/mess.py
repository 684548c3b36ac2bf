"""The true reports of a month of the sample year, as 42 workbooks such as offices send (docs/folder.md lists the kinds).

    mess.py REPORTS_DIR OUT_DIR [--seed 1]

Deterministic by seed: every unit gets a layout and some of the kinds of mess. Nothing here knows how duban reads.
`make` returns what was done: {file: [kinds]} and which values are gone (待定, error cells) and so must be empty.
"""
import argparse
import csv
import random
import zipfile
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

FIGURES = ("month", "cumulative", "last_year")


class Report:
    """One of the CSV files that tools/make_sample.py writes."""

    def __init__(self, path):
        self.head, self.rows, self.tasks, self.requests = {}, [], [], []
        part = None
        for row in csv.reader(open(path, encoding="utf-8", newline="")):
            if not row:
                continue
            if row[0].startswith("表"):
                part, skip = row[0][:2], True
            elif part is None:
                self.head[row[0]] = row[1]
            elif skip:
                skip = False
            elif part == "表一":
                self.rows.append(dict(zip(("code", "name", "unit", *FIGURES, "note"), row)))
            else:
                (self.tasks if part == "表二" else self.requests).append(row)
        self.unit, self.period = self.head["填报单位"], self.head["所属期"]


HEADINGS = {
    "code": ["指标编码", "指标代码", "编码"],
    "name": ["指标", "指标名称", "考核指标", "主要指标", "指 标 名 称", "项目"],
    "unit": ["计量单位", "单位", "计 量\n单 位"],
    "month": ["本月完成", "本月完成数", "当月完成", "{m}月份完成", "本月\n完成", "{m}月完成数", "本期完成"],
    "cumulative": ["累计完成", "累计", "1-{m}月累计完成", "1—{m}月完成", "本年累计", "截至{m}月底累计", "年初至今累计完成"],
    "last_year": ["上年同期", "去年同期", "上年同期数", "{ly}年1-{m}月", "去年同期累计"],
    "note": ["备注", "说明", "备 注"],
    "seq": ["序号"], "target": ["年度目标", "全年目标任务"], "rate": ["完成率(%)", "完成比例"], "growth": ["同比增长%", "同比"],
}
TITLES = ["{u}{y}年{m}月工作进展月报表", "{y}年{m}月“三重四创五优化”活动月报（{u}）", "重点工作月调度报表（1—{m}月）", "{u}活动进展情况月报表"]


class Sheet:
    """What a clerk does with one report. `kinds` collects what was done."""

    def __init__(self, report, rng, kinds):
        self.r, self.rng, self.kinds = report, rng, kinds
        y, m = report.period.split("-")
        self.y, self.m = int(y), int(m)
        self.gone = set()      # (code, figure): not to be read
        self.book = Workbook()
        self.ws = self.book.active
        self.ws.title = "月报"

    def word(self, column):
        text = self.rng.choice(HEADINGS[column]) if "headings" in self.kinds else HEADINGS[column][0]
        return text.format(m=self.m, ly=self.y - 1)

    # ---- values ----
    def shown(self, row, figure):
        """The cell of one value, as it is typed."""
        value, rng = row[figure], self.rng
        if value == "NA":
            return rng.choice(["不涉及", "/", "—", "无", "NA", "不适用"]) if "words" in self.kinds else "不涉及"
        if value == "":
            return rng.choice([None, None, "/", "—"]) if "words" in self.kinds else None
        number = Decimal(value)
        if "units" in self.kinds and row.get("as"):
            number = number * 10000 if row["as"] == "万元" else number / 10000
            number = number.normalize() if number else number
        text = f"{number:f}"
        pick = rng.random()
        if "pending" in self.kinds and figure == "last_year" and pick < 0.1:
            self.gone.add((row["code"], figure))
            return rng.choice(["待定", "暂无", "尚未统计"])
        if "texts" in self.kinds and pick < 0.5:
            return rng.choice([self.full(text), self.comma(text), " " + text + " ", "'" * 0 + text + "\u200b", "\u00a0" + text])
        if "about" in self.kinds and row["unit"] == "亿元" and not row.get("as") and pick < 0.7:
            return rng.choice([f"约{text}亿", f"{text}亿元", f"{text} 亿元"])
        if row["unit"] == "%" and "percent" in self.kinds:
            return rng.choice([text + "%", text + "％", ("%", number)])
        return float(number) if "." in text else int(text)

    @staticmethod
    def full(text):
        return "".join(chr(ord(c) + 0xFEE0) if c.isdigit() or c in ".-" else c for c in text)

    @staticmethod
    def comma(text):
        whole, _, part = text.partition(".")
        return f"{int(whole):,}" + ("." + part if part else "")

    def put(self, at, value):
        cell = self.ws.cell(*at)
        if isinstance(value, tuple):
            places = max(0, -value[1].as_tuple().exponent)
            cell.value = float(value[1] / 100)
            cell.number_format = "0." + "0" * places + "%" if places else "0%"
        else:
            cell.value = value
            if isinstance(value, float):
                cell.number_format = "General"
        return cell

    # ---- the table ----
    def columns(self):
        order = ["seq", "code", "name", "unit", "month", "cumulative", "last_year", "note"]
        if "moved" in self.kinds:
            order = self.rng.choice([["seq", "name", "unit", "cumulative", "month", "last_year", "note", "code"],
                                     ["seq", "code", "name", "last_year", "month", "cumulative", "unit", "note"],
                                     ["name", "note", "unit", "month", "cumulative", "last_year", "code"]])
        if "no_code" in self.kinds:
            order = [c for c in order if c != "code"]
        if "added" in self.kinds:
            at = order.index("month")
            order = order[:at] + ["target"] + order[at:]
            order.insert(order.index("cumulative") + 1, "rate")
            order.insert(order.index("last_year") + 1, "growth")
        return order

    def name_of(self, row):
        name = row["name"]
        if "names" in self.kinds:
            name = self.rng.choice([name, f"{self.rng.randint(1, 20)}.{name}", name.replace("率", "率 ").strip(),
                                    " ".join(name), name + f"（{row['unit']}）", name.replace("节点", "节点工作")])
        return name

    def head_rows(self, at):
        """Title and head; the row behind them."""
        ws, r = self.ws, self.r
        width = len(self.order)
        title = self.rng.choice(TITLES).format(u=r.unit, y=self.y, m=self.m) if "titles" in self.kinds else f"{r.unit}工作进展月报表"
        self.put((at, 1), title)
        ws.merge_cells(start_row=at, end_row=at, start_column=1, end_column=width)
        ws.cell(at, 1).font = Font(size=18, bold=True)
        ws.cell(at, 1).alignment = Alignment(horizontal="center")
        period = self.rng.choice([f"{self.y}年{self.m}月", f"{self.y}-{self.m:02d}", f"{self.y}.{self.m}", f"{self.m}月份"]) if "titles" in self.kinds else r.period
        sent = r.head["报送时间"]
        day = sent[:10]
        if "dates" in self.kinds:
            y, m, d = (int(x) for x in day.split("-"))
            sent = self.rng.choice([f"{y}年{m}月{d}日", f"{y}/{m}/{d}", f"{y}.{m}.{d}", day])
        if self.rng.random() < 0.5 and "titles" in self.kinds:
            self.put((at + 1, 1), f"填报单位（盖章）：{r.unit}".replace("（盖章）", self.rng.choice(["", "", ""])))
            self.put((at + 1, 4), f"所属期：{period}")
            self.put((at + 2, 1), f"报送时间：{sent}")
            return at + 3
        for i, (key, value) in enumerate((("填报单位", r.unit), ("所属期", period), ("报送时间", sent))):
            self.put((at + 1 + i, 1), key)
            self.put((at + 1 + i, 2), value)
        return at + 4

    def heads(self, at):
        ws = self.ws
        if "two_rows" in self.kinds:
            first = self.order.index("month") + 1
            last = self.order.index("cumulative") + 1
            lo, hi = min(first, last), max(first, last)
            for i, column in enumerate(self.order, 1):
                text = self.word(column)
                if lo <= i <= hi and column in ("month", "cumulative"):
                    self.put((at + 1, i), {"month": "本月", "cumulative": "累计"}[column])
                elif lo <= i <= hi:
                    self.put((at + 1, i), text)
                else:
                    self.put((at, i), text)
                    ws.merge_cells(start_row=at, end_row=at + 1, start_column=i, end_column=i)
            self.put((at, lo), "完成情况")
            if hi > lo:
                ws.merge_cells(start_row=at, end_row=at, start_column=lo, end_column=hi)
            return at + 2
        for i, column in enumerate(self.order, 1):
            cell = self.put((at, i), self.word(column))
            cell.font, cell.border = Font(bold=True), Border(*[Side("thin")] * 4)
        return at + 1

    def value_rows(self, at):
        ws = self.ws
        groups = "groups" in self.kinds
        for n, row in enumerate(self.r.rows, 1):
            if groups and n % 7 == 1:
                self.put((at, 1), f"{'一二三四五'[n // 7]}、重点工作")
                ws.merge_cells(start_row=at, end_row=at, start_column=1, end_column=len(self.order))
                at += 1
            row["as"] = ""
            if "units" in self.kinds and row["unit"] in ("亿元", "户") and row["cumulative"] not in ("", "NA"):
                row["as"] = {"亿元": "万元", "户": "万户"}[row["unit"]]
            for i, column in enumerate(self.order, 1):
                value = {"seq": n, "code": row["code"], "name": self.name_of(row), "unit": row["as"] or row["unit"], "note": row["note"] or None,
                         "target": self.rng.choice([None, 100, 310]), "rate": self.rng.choice([None, 51.2]), "growth": self.rng.choice([None, 12.1])}.get(column)
                if column in FIGURES:
                    value = self.shown(row, column)
                self.put((at, i), value)
            if "hidden_rows" in self.kinds and n % 5 == 0:
                at += 1
                for i, column in enumerate(self.order, 1):
                    self.put((at, i), {"code": row["code"], "name": row["name"], "unit": row["unit"]}.get(column, 1 if column in FIGURES else None))
                ws.row_dimensions[at].hidden = True
            at += 1
        if "sums" in self.kinds:
            self.put((at, self.order.index("name") + 1), "合  计")
            for figure in FIGURES:
                if figure in self.order:
                    self.put((at, self.order.index(figure) + 1), 4321.5)
            at += 1
        return at

    def foot(self, at):
        h = self.r.head
        if "foot" in self.kinds:
            self.put((at + 1, 1), f"填报人：{h['填报人']}    审核人：{h['审核人']}    签发人：{h['签发人']}    联系电话：0335-1234567")
            self.put((at + 2, 1), "填表说明：本月数为当月实际完成数，累计数为1月至报告期累计。")
        return at + 3

    def other_tables(self, at):
        ws = self.ws
        if "tasks_sheet" in self.kinds:
            ws, at = self.book.create_sheet("任务进展"), 0
        for title, heads, rows in (("表二 任务", "任务编号 进展 是否按期 问题 原因 下步措施 完成时限".split(), self.r.tasks),
                                   ("表三 需协调事项", "事项 已做工作 建议 提请层级".split(), self.r.requests)):
            at += 2
            ws.cell(at - 1, 1, title)
            for i, text in enumerate(heads, 1):
                ws.cell(at, i, text)
            for row in rows:
                at += 1
                for i, text in enumerate(row, 1):
                    ws.cell(at, i, text or None)
        return at

    def sheets(self):
        if "cover" in self.kinds:
            cover = self.book.create_sheet("封面", 0)
            cover["B5"] = "“三重四创五优化”活动"
            cover["B7"] = "填报说明：请各单位于次月5个工作日内报送。"
        if "renamed" in self.kinds:
            self.ws.title = self.rng.choice(["Sheet1", f"{self.m}月", "表1", "汇总表"])
        if "months" in self.kinds:
            old = self.book.create_sheet(f"{self.m - 1}月")
            for row in self.ws.iter_rows(min_row=self.table_at):
                for cell in row:
                    if cell.value is not None:
                        old.cell(cell.row, cell.column, cell.value if not isinstance(cell.value, (int, float)) else 7)
            self.ws.title = f"{self.m}月"
        if "hidden_sheet" in self.kinds:
            hidden = self.book.create_sheet("备份")
            for row in self.ws.iter_rows():
                for cell in row:
                    if cell.value is not None:
                        hidden.cell(cell.row, cell.column, cell.value if not isinstance(cell.value, (int, float)) else 9)
            hidden.sheet_state = "hidden"
        self.book.active = self.book.index(self.ws)

    def build(self):
        at = self.rng.choice([1, 2, 3]) if "moved" in self.kinds else 1
        self.order = self.columns()
        at = self.head_rows(at) + (1 if "blank" in self.kinds else 0)
        self.table_at = at
        at = self.value_rows(self.heads(at))
        at = self.foot(at)
        self.other_tables(at)
        self.sheets()
        return self.book


# Kinds that a seed draws from: each unit gets two to six of them. None of them needs a question.
KINDS = ["headings", "two_rows", "moved", "added", "no_code", "names", "titles", "dates", "texts", "words", "about", "percent", "units", "groups",
         "hidden_rows", "sums", "foot", "tasks_sheet", "cover", "renamed", "months", "hidden_sheet", "blank", "pending"]


def file_name(rng, seat, r, m):
    return rng.choice([f"{seat}-{r.unit}.xlsx", f"{r.unit}{m}月月报.xlsx", f"{m}月份 {r.unit}.xlsx", f"附件：{r.unit}月报表（2021年{m}月）.xlsx",
                       f"{r.unit}-2021{m:02d}.xlsx", f"{r.unit}报活动办0705.xlsx", f"{r.unit}月报表.xlsx"])


def save(book, path):
    book.save(path)


def make(reports, out, seed=1, kinds=None, few=2, many=6, only=""):
    """Every report of the folder as a workbook. Returns {unit name: (file, kinds, gone)}."""
    rng = random.Random(f"mess/{seed}")
    out.mkdir(parents=True, exist_ok=True)
    done = {}
    for path in sorted(reports.glob("*.csv")):
        r = Report(path)
        if not r.unit.endswith(only or r.unit):
            continue
        chosen = kinds if kinds is not None else rng.sample(KINDS, rng.randint(few, many))
        sheet = Sheet(r, rng, set(chosen))
        book = sheet.build()
        name = file_name(rng, path.name[:2], r, sheet.m)
        book.save(out / name)
        done[r.unit] = (name, sorted(chosen), sheet.gone)
    return done


def stamp(out, unit, month):
    """A scan beside the workbook."""
    (out / f"{unit}{month}月月报（盖章）.pdf").write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")


def corrupt(path):
    with zipfile.ZipFile(path) as z:
        data = {n: z.read(n) for n in z.namelist()}
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])
    return data


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    a = parser.parse_args()
    for unit, (name, kinds, _) in make(a.reports, a.out, a.seed).items():
        print(unit, name, " ".join(kinds), sep="\t")

"""A month's true reports as forty-two real offices would send them, each in a shape and with a slip of its own.

Written from the CSV of tools/make_sample.py and from what offices send, before its author had seen the reader or its words (its
page in docs he had read). A slip may be read, asked about or left empty; it must not give a wrong value. `make` returns
{unit: (file, slip, {(code, figure) that need not be read}, blank)}; with `blank` nothing at all may be read.
"""
import csv
import io
import random
import zipfile
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

FIGURES = ("month", "cumulative", "last_year")
WIDE = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
HEADS = {
    "month": ["本月数", "{m}月当月完成数", "本月实际完成", "当月数", "{m}月份完成情况", "{y}年{m}月完成数", "本月实绩", "本月\n完成数", "本月发生数"],
    "cumulative": ["1-{m}月累计", "截至{m}月底", "1—{m}月累计完成数", "截至{m}月末累计完成", "全年累计", "年初以来累计", "本年累计数", "1～{m}月", "今年以来累计完成"],
    "last_year": ["去年同期", "上年同期数", "{ly}年同期", "去年1-{m}月", "{ly}年1-{m}月累计", "上年同期累计", "去年同期数"],
    "name": ["指标名称", "工作任务", "项目名称", "指标项", "指 标", "工作指标", "指标内容"],
    "unit": ["单位", "计量单位", "计算单位", "单 位"],
    "note": ["备注", "情况说明", "备 注"],
}
NUMBERS = [lambda i: f"{i}、", lambda i: f"（{'一二三四五六七八九十'[i - 1] if i <= 10 else '十' + '一二三四五六七八九十'[i - 11]}）", lambda i: f"{i}.", lambda i: f"({i})",
           lambda i: chr(0x2460 + i - 1), lambda i: f"1.{i} "]
PARTS = {"invest": ("其中：省重点项目", "市重点项目"), "hitech": ("其中：新认定高新技术企业（规上）",), "market": ("其中：企业", "      个体工商户"),
         "loan": ("其中：个人创业担保贷款发放",), "reserve": ("其中:亿元以上项目", "—十亿元以上项目"), "launched": ("其中：工业项目",)}
TWINS = {"invest": [("重点项目计划完成投资", "亿元"), ("重点项目完成投资增速", "%")], "reserve": [("谋划储备项目总投资", "亿元")], "hitech": [("拟认定高新技术企业", "家")],
         "market": [("新登记市场主体增速", "%"), ("注销市场主体", "户")], "loan": [("创业担保贷款余额", "万元")], "launched": [("投产项目总投资", "亿元")],
         "sewer": [("雨污分流改造投资完成率", "%")], "t_goal": [("专班季度目标完成率", "%")], "d_tasks": [("承担任务完成率（上月）", "%")]}


def plain(text):
    return text if text in ("", "NA") else float(text)


def moved(text, power):
    """The figure of another unit of measure, exactly."""
    return text if text in ("", "NA") else format((Decimal(text).scaleb(power)).normalize(), "f")


class Office:
    """One report and how this office writes: `say` a heading, `number` a cell; slips change the fields before `book`."""

    def __init__(self, now, before, rng):
        self.r, self.before, self.rng = now, before, rng
        self.y, self.m = map(int, now.period.split("-"))
        self.columns = ["name", "unit", "month", "cumulative", "last_year", "note"]
        self.heads = {k: rng.choice(v) for k, v in HEADS.items()}
        self.title = rng.choice(["{u}{y}年{m}月重点工作完成情况统计表", "{y}年1-{m}月重点指标完成情况表", "{u}重点工作进展情况调度表（{m}月）", "{y}年{m}月份工作进展情况"])
        self.extra, self.seen_unit, self.measure = {}, now.unit, ""
        self.joined = self.parts = self.twins = False
        self.numbered, self.two, self.category, self.upper = None, False, False, []
        self.cell = lambda row, figure, text: plain(text)
        self.as_unit = lambda row: (row["unit"], 0)  # (what is written, power of ten of the figures)
        self.open, self.blank, self.hidden, self.corner = set(), False, [], ""
        self.sheet_name = rng.choice(["Sheet1", f"{self.m}月", "月报表", "完成情况"])
        self.file = rng.choice(["{u}{m}月报表.xlsx", "{u}.xlsx", "关于报送{y}年{m}月工作进展的报表（{u}）.xlsx", "{m}月调度表-{u}.xlsx", "附件：{u}月报 定稿.xlsx"])
        self.notes = ["注：1.本月数为{m}月1日至月底数据；2.累计数以统计部门核定为准，约有3%误差。", "填表人：综合科   联系电话：0335-3900001   填报日期：{y}年{n}月3日"]
        self.more, self.show_unit, self.data = [], True, None

    def words(self, text):
        return text.format(u=self.seen_unit, y=self.y, m=self.m, ly=self.y - 1, n=self.m + 1, p=self.m - 1)

    def all(self, figures=FIGURES):
        return {(row["code"], f) for row in self.r.rows for f in figures}

    def head_of(self, column):
        if column in self.extra:
            return self.words(self.extra[column][0])
        return self.words(self.heads[column])

    def cells(self, row, label, i):
        unit, power = self.as_unit(row)
        out = []
        for c in self.columns:
            if c == "name":
                out.append(label)
            elif c == "unit":
                out.append(unit)
            elif c == "seq":
                out.append(i)
            elif c == "code":
                out.append(row["code"])
            elif c == "note":
                out.append(row.get("note", "") or None)
            elif c in FIGURES:
                out.append(self.cell(row, c, moved(row[c], power)))
            else:
                out.append(self.extra[c][1](row, power))
        return out

    def lines(self):
        rows, fmt = self.data or self.r.rows, []
        for i, row in enumerate(rows, 1):
            unit = self.as_unit(row)[0]
            name = (self.numbered(i) if self.numbered else "") + row["name"]
            if self.joined:
                name += self.joined.format(unit)
            if self.twins and self.rng.random() < 0.5:
                fmt += [self.twin(t) for t in TWINS.get(row["code"], [])]
            fmt.append(self.cells(row, name, i))
            if self.twins:
                fmt += [self.twin(t) for t in TWINS.get(row["code"], [])]
            for part in PARTS.get(row["code"], ()) if self.parts else ():
                fmt.append(self.cells({**row, **{f: moved(row[f], 0) and str(round(float(row[f]) * 0.4, 1)) if row[f] not in ("", "NA") else "" for f in FIGURES}}, part, None))
        return fmt

    def twin(self, twin):
        return self.cells({"code": "", "name": twin[0], "unit": twin[1], "month": "7.7", "cumulative": "77.7", "last_year": "66.6"}, twin[0], None)

    def sheet(self, book, name=None):
        ws = book.create_sheet(name or self.sheet_name)
        ws.append(["附件2"])
        ws.append([self.words(self.title)])
        ws.merge_cells(start_row=2, end_row=2, start_column=1, end_column=len(self.columns))
        ws["A2"].font, ws["A2"].alignment = Font(bold=True, size=16), Alignment(horizontal="center")
        line = [f"填报单位：{self.seen_unit}" if self.show_unit else None] + [None] * (len(self.columns) - 1)
        line[-1] = self.measure or None
        ws.append(line)
        if self.corner:
            ws.cell(1, len(self.columns), self.corner)
        if self.upper:  # [(heading, columns covered)]
            self.put_two(ws)
        else:
            ws.append([self.head_of(c) for c in self.columns])
        for line in self.lines():
            ws.append([v[0] if isinstance(v, tuple) else v for v in line])
            for c, v in enumerate(line, 1):
                if isinstance(v, tuple):
                    ws.cell(ws.max_row, c).number_format = v[1]
        for c in self.hidden:
            ws.column_dimensions[ws.cell(1, self.columns.index(c) + 1).column_letter].hidden = True
        ws.append([])
        for text in self.notes:
            ws.append([self.words(text)])
        return ws

    def put_two(self, ws):
        top, c = ws.max_row + 1, 1
        covered = {k: (g, n) for g, ks in self.upper for n, k in enumerate(ks)}
        for column in self.columns:
            if column not in covered:
                ws.cell(top, c, self.head_of(column))
                ws.merge_cells(start_row=top, end_row=top + 1, start_column=c, end_column=c)
            else:
                ws.cell(top + 1, c, self.head_of(column))
                if covered[column][1] == 0:
                    ws.cell(top, c, self.words(covered[column][0]))
                    ws.merge_cells(start_row=top, end_row=top, start_column=c, end_column=c + len(next(ks for g, ks in self.upper if ks[0] == column)) - 1)
            c += 1

    def save(self, out):
        book = Workbook()
        book.remove(book.active)
        ws = self.sheet(book)
        for act in self.more:
            act(self, book, ws)
        name = self.words(self.file)
        book.save(out / name)
        return name


# The slips: each takes an Office and changes what it writes.
def title_measure(o):
    """单位：万元 in a title row, no column of units; money in 万元, the rest as it is."""
    o.measure, o.columns = "单位：万元", ["seq", "name", "month", "cumulative", "last_year", "note"]
    o.heads["seq"] = "序号"
    o.as_unit = lambda row: ("万元", 4) if row["unit"] == "亿元" else (row["unit"], 0)


def joined(o):
    o.joined = o.rng.choice(["（{}）", "({})", "/{}", "，{}", " {}"])
    o.columns.remove("unit")


def amount_head(o):
    """完成额(万元) as heading over money in 万元; the unit is in the head alone."""
    o.heads["month"], o.heads["cumulative"], o.heads["last_year"] = "本月完成额(万元)", "1-{m}月累计完成额(万元)", "去年同期(万元)"
    o.columns.remove("unit")
    title_scale = {"亿元": ("万元", 4)}
    o.as_unit = lambda row: title_scale.get(row["unit"], (row["unit"], 0))


def two_rows(o):
    o.upper = [("{y}年{m}月完成情况", ["month", "cumulative"]), ("上年情况", ["last_year", "growth"])]
    o.extra = {"growth": ("同比增减%", lambda row, p: 8.8)}
    o.columns = ["seq", "name", "unit", "month", "cumulative", "last_year", "growth"]
    o.heads.update(seq="序号", month="当月", cumulative="累计", last_year="同期数")


def plan_and_actual(o):
    o.upper = [("目标", ["year_goal", "sched"]), ("实际", ["month", "cumulative"])]
    o.extra = {"year_goal": ("全年", lambda row, p: 100), "sched": ("1-{m}月", lambda row, p: 83.3)}
    o.columns = ["name", "unit", "year_goal", "sched", "month", "cumulative", "last_year"]
    o.heads.update(month="{m}月", cumulative="1-{m}月")


def target_beside(o):
    o.extra = {"goal": ("{m}月目标", lambda row, p: 99), "plan": ("1-{m}月计划数", lambda row, p: 999), "rate": ("完成比例", lambda row, p: (0.91, "0.0%")), "year": ("年度任务数", lambda row, p: 1000)}
    o.columns = ["name", "unit", "year", "goal", "month", "plan", "cumulative", "rate", "last_year", "note"]


def side_by_side(o):
    """Last month's columns beside this month's, in one row of headings."""
    old = {row["code"]: row for row in o.before.rows}
    value = lambda f: lambda row, p: plain(moved(old.get(row["code"], {}).get(f, ""), p)) if row["code"] else 5
    o.extra = {"old_m": ("{p}月完成", value("month")), "old_c": ("1-{p}月累计", value("cumulative"))}
    o.heads.update(month="{m}月完成", cumulative="1-{m}月累计")
    o.columns = ["name", "unit", "old_m", "old_c", "month", "cumulative", "last_year"]


def months_grouped(o):
    """{p}月 [当月 累计] {m}月 [当月 累计], merged."""
    side_by_side(o)
    o.extra["old_m"], o.extra["old_c"] = ("当月", o.extra["old_m"][1]), ("累计", o.extra["old_c"][1])
    o.heads.update(month="当月", cumulative="累计")
    o.upper = [("{p}月", ["old_m", "old_c"]), ("{m}月", ["month", "cumulative"])]


def bare_months(o):
    """Columns headed by the bare months."""
    side_by_side(o)
    o.extra = {"older": ("{p}月", o.extra["old_m"][1])}
    o.heads.update(month="{m}月", cumulative="累计")
    o.columns = ["name", "unit", "older", "month", "cumulative", "last_year"]


def order(o):
    """Cumulative before the month; the heads say so."""
    o.columns = ["name", "unit", "last_year", "cumulative", "month", "note"]


def swapped(o):
    """The figures of month and cumulative under each other's heads: nobody can read that right; not every row shows it."""
    o.cell = lambda row, f, text: plain(row[{"month": "cumulative", "cumulative": "month"}.get(f, f)] if row["month"] and row["cumulative"] else text)
    o.open = o.all()


def sub_rows(o):
    o.parts, o.numbered = True, o.rng.choice(NUMBERS)


def near_twins(o):
    o.twins = True


def near_twins_numbered(o):
    o.twins, o.parts, o.numbered = True, True, o.rng.choice(NUMBERS)


def with_words(o):
    """12.6亿元, 约8.6, 86.6%, 329户 in the cells."""
    def cell(row, f, text):
        if text in ("", "NA"):
            return text or None
        return o.rng.choice(["{t}{u}", "约{t}", "{t}", "约{t}{u}", "{t} {u}", "完成{t}{u}", "{t}{u}左右"]).format(t=text, u=row["unit"])
    o.cell = cell
    o.open = o.all()


def as_text(o):
    def cell(row, f, text):
        if text in ("", "NA"):
            return text or None
        return o.rng.choice([" {t}", "{w}", "{t}\u3000", "’{t}", "'{t}", "\u00a0{t}", "{c}", "{t}\n"]).format(t=text, w=text.translate(WIDE), c=f"{Decimal(text):,}")
    o.cell = cell


def fractions(o):
    """0.866 shown as 86.6 %."""
    o.cell = lambda row, f, text: (float(Decimal(text) / 100), "0.0%") if row["unit"] == "%" and text not in ("", "NA") else plain(text)


def bare_fractions(o):
    """0.866 without the format: must be asked or left."""
    o.cell = lambda row, f, text: float(Decimal(text) / 100) if row["unit"] == "%" and text not in ("", "NA") else plain(text)
    o.open = o.all()


def cover(o):
    def act(o, book, ws):
        ws = book.create_sheet("封面", 0)
        ws["B4"], ws["B6"], ws["B8"] = o.words("{y}年{m}月份重点工作月报"), f"报送单位：{o.seen_unit}", o.words("{y}年{n}月")
        book.active = 0
    o.more.append(act)


def last_month_left(o, this="{m}月", that="{p}月", title=True):
    """Last month's sheet in the book beside this month's."""
    def act(o, book, ws):
        old = Office(o.before, o.before, o.rng)
        old.heads, old.columns, old.title, old.seen_unit = dict(o.heads), list(o.columns), o.title, o.seen_unit
        if not title:
            old.title = o.title
        old.sheet(book, o.words(that))
        book.move_sheet(o.words(that), -1 if o.rng.random() < 0.5 else 0)
        book.active = o.rng.randrange(2)
    o.sheet_name = o.words(this)
    o.more.append(act)


def last_month_bare(o):
    """Both sheets without a month in the title, called Sheet1 and Sheet2: what is meant is nowhere said."""
    o.title, o.notes = "{u}重点工作完成情况", []
    o.heads.update(month="本月数", cumulative="累计完成", last_year="去年同期")
    last_month_left(o, "Sheet1", "Sheet2")
    old = o.more.pop()

    def act(o, book, ws):
        was = o.before.period
        o.before.period = o.r.period
        old(o, book, ws)
        o.before.period = was
    o.more.append(act)
    o.open = o.all()


def last_month_same_name(o):
    """完成情况 and 完成情况 (2): the title alone tells the month."""
    o.title = "{u}{y}年{m}月完成情况"
    last_month_left(o, "完成情况 (2)", "完成情况")


def hidden_old(o):
    old = {row["code"]: row for row in o.before.rows}
    o.extra = {"hid_m": (o.heads["month"], lambda row, p: plain(old.get(row["code"], {}).get("month", ""))), "hid_c": (o.heads["cumulative"], lambda row, p: plain(old.get(row["code"], {}).get("cumulative", "")))}
    o.columns = ["name", "unit", "hid_m", "month", "hid_c", "cumulative", "last_year"]
    o.hidden = ["hid_m", "hid_c"]


def wrong_period(o):
    """Head of last month over this month's figures; the file name is right."""
    o.title, o.file, o.sheet_name, o.notes = "{u}{y}年{p}月重点工作完成情况", "{u}{y}年{m}月报表.xlsx", "Sheet1", []
    o.heads.update(month="本月数", cumulative="年初以来累计", last_year="去年同期")
    o.open = o.all()


def wrong_year(o):
    o.title, o.file, o.notes = "{u}{ly}年{m}月重点工作完成情况", "{u}{m}月报表.xlsx", []
    o.open = o.all()


def no_period(o):
    o.title, o.file, o.sheet_name, o.notes = "{u}重点工作完成情况", "{u}.xlsx", "Sheet1", []
    o.heads.update(month="本月数", cumulative="累计数", last_year="去年同期")
    o.open = o.all()


def others_corner(o):
    """Made on another unit's file: its name is left in a corner."""
    o.corner = "市发展和改革委员会制" if o.r.unit != "市发展和改革委员会" else ""


def others_name(o):
    """Title and line of the unit still name the neighbour; the file name is the sender's."""
    o.file, o.open = "{u}{m}月报表.xlsx", o.all()
    real = o.seen_unit
    o.file = o.file.replace("{u}", real)
    o.title, o.seen_unit = "{u}{y}年{m}月完成情况", "乙区" if real != "乙区" else "丙区"


def others_foot(o):
    o.notes = ["填表人：综合科 （" + ("乙区" if o.r.unit != "乙区" else "丙区") + "人民政府办公室模板）"]


def empty_form(o):
    o.cell, o.blank, o.notes = (lambda row, f, text: None), True, []


def category(o):
    """A merged column of kinds before the names, sums between."""
    o.extra = {"kind": ("类别", lambda row, p: "经济")}
    o.columns = ["kind", *o.columns]

    def act(o, book, ws):
        first = next(r for r in range(1, ws.max_row) if ws.cell(r, 1).value == "经济")
        n = len(o.r.rows)
        if n > 3:
            ws.merge_cells(start_row=first, end_row=first + n - 1, start_column=1, end_column=1)
    o.more.append(act)


def totals(o):
    """合计 first, then the rows; a row of column numbers (甲 乙 1 2 3) below the heads."""
    old = o.lines

    def lines():
        first = {"name": "甲", "unit": "乙", "month": 1, "cumulative": 2, "last_year": 3, "note": 4}
        total = {"name": "合  计", "unit": None, "month": 4321, "cumulative": 54321, "last_year": 54000, "note": None}
        return [[first[c] for c in o.columns], [total[c] for c in o.columns], *old()]
    o.lines = lines


def gb_csv(o):
    o.open = set()

    def save(out):
        book = Workbook()
        book.remove(book.active)
        ws, text = o.sheet(book), io.StringIO()
        csv.writer(text).writerows([[c if c is not None else "" for c in row] for row in ws.iter_rows(values_only=True)])
        name = o.words("{u}{m}月报表.csv")
        (out / name).write_bytes(text.getvalue().encode("gb18030"))
        return name
    o.save = save


def mixed_measure(o):
    """单位：万元 above, 亿元 in the rows; the figures are in 亿元 as the rows say. One of the two is wrong: to be asked."""
    o.measure = "单位：万元"
    o.open = {(row["code"], f) for row in o.r.rows for f in FIGURES if row["unit"] == "亿元"}


def thousand_slip(o):
    """亿元 stands in the column, 万元 was typed."""
    o.cell = lambda row, f, text: plain(moved(text, 4) if row["unit"] == "亿元" else text)
    o.open = {(row["code"], f) for row in o.r.rows for f in FIGURES if row["unit"] == "亿元"}


def rank_columns(o):
    o.extra = {"rank": ("全市排名", lambda row, p: 3), "last_rank": ("上月排名", lambda row, p: 4), "gap": ("较上月增减", lambda row, p: -1.5), "up": ("比去年同期±%", lambda row, p: 6.1)}
    o.columns = ["name", "unit", "month", "gap", "cumulative", "rank", "last_rank", "last_year", "up"]


def no_unit_word(o):
    """Neither column nor words of measure; the plan's own is meant."""
    o.columns.remove("unit")


def cumulative_only(o):
    """本月数 is not asked in this office's form, 上月累计 is."""
    old = {row["code"]: row for row in o.before.rows}
    o.extra = {"was": ("上月累计", lambda row, p: plain(old.get(row["code"], {}).get("cumulative", "")))}
    o.columns = ["name", "unit", "was", "cumulative", "last_year"]
    o.open = o.all(("month",))


def last_year_month(o):
    """上年同期 of the month beside that of the year."""
    o.extra = {"lym": ("去年{m}月", lambda row, p: 2.2), "lyt": ("去年全年", lambda row, p: 222)}
    o.heads["last_year"] = "去年1-{m}月"
    o.columns = ["name", "unit", "month", "lym", "cumulative", "last_year", "lyt"]


def in_tens(o):
    """万户 and 亿元 for 户 and 万元, said in the row."""
    o.as_unit = lambda row: {"户": ("万户", -4), "万元": ("亿元", -4), "亿元": ("万元", 4)}.get(row["unit"], (row["unit"], 0))


SLIPS = [title_measure, joined, two_rows, plan_and_actual, target_beside, side_by_side, months_grouped, bare_months, order, sub_rows, near_twins, with_words, as_text, fractions, cover,
         last_month_left, last_month_same_name, hidden_old, others_corner, others_foot, category, totals, gb_csv, rank_columns, no_unit_word, cumulative_only, last_year_month, in_tens, amount_head,
         near_twins_numbered]
TRAPS = [swapped, bare_fractions, last_month_bare, wrong_period, wrong_year, no_period, others_name, empty_form, mixed_measure, thousand_slip]
HARMLESS = [cover, as_text, sub_rows, near_twins, totals, others_corner, category]


def make(reports, before, out, seed, slips=None):
    """A file for every unit: one slip each in turn, a harmless one more for a third of them."""
    rng, done, slips = random.Random(f"offices/{seed}"), {}, slips or SLIPS + TRAPS
    for i, r in enumerate(reports):
        office = Office(r, before[r.unit], rng)
        slip = slips[(i * 7 + seed) % len(slips)]
        slip(office)
        if len(slips) > 1 and rng.random() < 0.33 and slip not in HARMLESS and "kind" not in office.columns and slip in SLIPS:
            also = rng.choice([h for h in HARMLESS if h not in (totals, category, as_text)])
            also(office)
        name = office.save(out)
        done[r.unit] = (name, slip.__name__, office.open, office.blank)
    return done


def two_units(a, b):
    """Two units in one book, a sheet each."""
    book = Workbook()
    book.remove(book.active)
    for r in (a, b):
        o = Office(r, r, random.Random(r.unit))
        o.title, o.heads["month"], o.heads["cumulative"], o.heads["last_year"] = "{u}{y}年{m}月完成情况", "本月数", "年初以来累计", "去年同期"
        o.sheet(book, r.unit[:20])
    return book


def hostile(out):
    """Files that must be refused with a word each, and harm nobody."""
    (out / "旧格式.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2048)
    (out / "加密.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"EncryptedPackage" + b"\0" * 2048)
    (out / "坏的.xlsx").write_bytes(b"PK\x03\x04" + bytes(range(256)) * 4)
    (out / "空.xlsx").write_bytes(b"")
    (out / "说明.docx").write_bytes(b"PK\x03\x04docx")
    with zipfile.ZipFile(out / "炸弹.xlsx", "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", "<Types/>")
        z.writestr("xl/workbook.xml", b"\0" * (40 << 20))
    with zipfile.ZipFile(out / "逃逸.xlsx", "w") as z:
        z.writestr("../../etc/passwd", "x")
        z.writestr("[Content_Types].xml", "<Types/>")
    book = Workbook()  # a small file that would be cut into gigabytes: so many columns of units
    book.remove(book.active)
    for i in range(6):
        sheet = book.create_sheet(f"表{i}")
        sheet.append(["指标", *["甲区", "乙区"] * 125])
        sheet.cell(235, 251, 1)
    book.save(out / "许多列.xlsx")
    book = Workbook()  # and so many rows of units, each with all that stands above them
    for _ in range(9000):
        book.active.append(["", "填"])
    book.active.append(["单位", "重点项目投资"])
    for _ in range(9000):
        book.active.append(["甲区", 1])
    book.save(out / "许多行.xlsx")
    return 9

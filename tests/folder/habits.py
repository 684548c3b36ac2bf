"""What offices do that no form foresees: figures in the wrong column, columns copied, units named in a stamp alone.

The third set of messy files (docs/folder.md). Each of HABITS writes the files of one true report and returns what need not be
read: a set of (code, figure), or ALL. What is returned so may be asked or left empty; nothing may be read wrong.
"""
import io
import random
import re
import zipfile

import old_books
from openpyxl import Workbook

FIGURES = ("month", "cumulative", "last_year")
ALL = None
HEADS = ["序号", "指标名称", "计量单位", "本月完成", "本年累计完成", "去年同期累计", "备注"]
SHORT = {"invest": "重点项目投资", "reserve": "储备项目", "launched": "投产项目数", "prov20": "省20项民生工程", "city20": "市20项民生实事",
         "market": "新登记市场主体数", "loan": "创业担保贷款", "civil": "文明点位整改", "sewer": "雨污分流改造", "noapply": "免申即享兑现"}


def figure(text):
    return None if text == "" else "不涉及" if text == "NA" else float(text)


def filled(text):
    return text not in ("", "NA")


def lines(report, cell=lambda row, f: figure(row[f]), name=lambda row: row["name"], unit=lambda row: row["unit"], named=True):
    """The sheet as rows: title, unit, heads, values, foot."""
    year, month = map(int, report.period.split("-"))
    return [[f"{report.unit if named else ''}{year}年{month}月重点工作指标完成情况表"], [f"填报单位：{report.unit}" if named else None], HEADS,
            *([i, name(row), unit(row), *(cell(row, f) for f in FIGURES), row["note"] or None] for i, row in enumerate(report.rows, 1)),
            ["填表人：王某", None, "审核人：李某"]]


def book(rows, path, sheet="Sheet1", merges=()):
    wb = Workbook()
    wb.active.title = sheet
    for row in rows:
        wb.active.append(row)
    for top, left, bottom, right in merges:
        wb.active.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    path.parent.mkdir(parents=True, exist_ok=True)
    wb.save(path)


def shifted(change):
    """A slip of columns; `change` gets (row, last month's row) with month and total, and returns the three figures."""
    def write(report, before, folder):
        old = {row["code"]: row for row in before.rows}

        def cell(row, f):
            if not filled(row["month"]) or not filled(row["cumulative"]):
                return figure(row[f])
            return figure(dict(zip(FIGURES, change(row, old.get(row["code"], row))))[f])
        book(lines(report, cell), folder / f"{report.unit}6月报表.xlsx")
        return ALL
    return write


def stamp_alone(report, before, folder):
    """The unit is named in the stamp line below the table and nowhere else."""
    rows = lines(report, named=False)[:-1] + [[], [None, None, None, None, report.unit + ("人民政府办公室" if report.unit[-1] in "区县" else "") + "（盖章）"]]
    book(rows, folder / f"附件2-{sum(map(ord, report.unit)) % 89 + 10}.xlsx")
    return set()


def stamp_key(report, before, folder):
    rows = lines(report, named=False)[:-1] + [[], [f"单位（公章）：{report.unit}", None, None, "日期：2021.7.5"]]
    book(rows, folder / f"附件第{sum(map(ord, report.unit)) % 89 + 10}号.xlsx")
    return set()


def short_names(report, before, folder):
    book(lines(report, name=lambda row: SHORT.get(row["code"], row["name"])), folder / f"{report.unit}6月.xlsx")
    return set()


def same_as_above(report, before, folder):
    """同上 under 计量单位; the second figure in money is in 万元 because the first is."""
    seen = [None]

    def unit(row):
        word = "万元" if row["unit"] == "亿元" else row["unit"]
        word, seen[0] = ("同上" if word == seen[0] else word), word
        return word

    def cell(row, f):
        return figure(row[f]) if row["unit"] != "亿元" or not filled(row[f]) else round(float(row[f]) * 10000, 2)
    book(lines(report, cell, unit=unit), folder / f"{report.unit}6月.xlsx")
    return set()


def stops(report, before, folder):
    """Figures as text with a mark behind them."""
    rng = random.Random(report.unit)
    book(lines(report, lambda row, f: row[f] + rng.choice("。、；,") if filled(row[f]) else figure(row[f])), folder / f"{report.unit}6月.xlsx")
    return set()


def old_xls(report, before, folder):
    """.xls, also where it is called .xlsx or .et; last month's sheet is hidden in it."""
    ending = ("xls", "xlsx", "et")[len(report.rows) % 3]
    (folder / f"{report.unit}6月报表.{ending}").write_bytes(old_books.xls(lines(report), [("旧", lines(before))]))
    return set()


def in_text(report, before, folder):
    """The table in a Word document, below a sentence or two."""
    rows = [["" if v is None else v for v in row] for row in lines(report)[2:-1]]
    (folder / f"{report.unit}6月.docx").write_bytes(old_books.docx([f"{report.unit}2021年6月工作进展情况", "一、总体情况。本月各项工作按计划推进，较5月明显加快，重点项目完成投资12.3亿元，下一步将继续抓紧。"], rows))
    return set()


def with_tabs(report, before, folder):
    """Saved as text, as Excel calls it Unicode or the other one."""
    rows = lines(report)
    rows[3][6] = '说明："含续建"'
    text = "\r\n".join("\t".join("" if v is None else '"' + v.replace('"', '""') + '"' if '"' in str(v) else str(v) for v in row) for row in rows) + "\r\n"
    (folder / f"{report.unit}6月.txt").write_bytes(text.encode("utf-16" if len(report.unit) % 2 else "gb18030"))
    return set()


def nested(report, before, folder):
    """The unit is the name of a folder; the files are all called alike."""
    book(lines(report, named=False), folder / "各单位报送" / report.unit / "附件1.xlsx")
    (folder / "各单位报送" / report.unit / "~$附件1.xlsx").write_bytes(b"lock")
    return set()


def zipped(report, before, folder):
    """A zip whose program says nothing of the encoding of names, as those of Windows in Chinese."""
    book(lines(report, named=False), folder / "x.xlsx")
    name = f"{report.unit}6月.xlsx".encode("gb18030")
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as z:
        z.writestr("x" * len(name), (folder / "x.xlsx").read_bytes())
    (folder / "x.xlsx").unlink()
    (folder / f"附件第{sum(map(ord, report.unit)) % 89 + 10}号.zip").write_bytes(data.getvalue().replace(b"x" * len(name), name))
    return set()


def responsible(report, before, folder):
    """A column of who is responsible names other units that report: it is no table of many units."""
    rows = lines(report)
    rows[2] = ["序号", "指标名称", "责任单位", *HEADS[2:]]
    rows[3:-1] = [[row[0], row[1], ("市教育局", "市公安局", "市财政局")[i % 3], *row[2:]] for i, row in enumerate(rows[3:-1])]
    book(rows, folder / f"{report.unit}6月.xlsx")
    return set()


def neighbours(report, before, folder):
    """Others' figures beside the unit's own."""
    rows = lines(report)
    rows[2] = [*HEADS[:6], "乙区", "丙区"]
    rows[3:-1] = [[*row[:6], 7.7, 6.6] for row in rows[3:-1]]
    book(rows, folder / f"{report.unit}6月.xlsx")
    return set()


def towns(report, before, folder):
    """The unit's sum and then its towns, all rows called alike: which is which is not certain."""
    rows = lines(report)[:-1]
    rows[2] = ["乡镇", *HEADS[1:]]
    own = rows[3:]
    rows[3:] = [["全区合计", *row[1:]] for row in own] + [[town, row[1], row[2], 0.5, 1.5, 1.1, None] for town in ("东街道", "西镇") for row in own]
    book(rows, folder / f"{report.unit}6月.xlsx")
    return ALL


def below(report, before, folder):
    """Last month's form on the same sheet, above or below; then a table of next month's plans."""
    both = [lines(report), lines(before)]
    plans = [["7月计划"], ["序号", "指标名称", "计量单位", "7月计划", "全年目标"], *([i, row["name"], row["unit"], 5.5, 55] for i, row in enumerate(report.rows, 1))]
    first, second = both if len(report.unit) % 2 else both[::-1]
    book(first + [[]] + second + [[]] + plans, folder / f"{report.unit}6月.xlsx")
    return set()


def in_parts(report, before, folder):
    """Half of the rows in each of two files."""
    rows, half = lines(report), 3 + (len(report.rows) + 1) // 2
    book(rows[:half], folder / f"{report.unit}6月（经济）.xlsx")
    book(rows[:3] + rows[half:], folder / f"{report.unit}6月（民生）.xlsx")
    return set()


def struck(report, before, folder):
    """An older figure is struck through in the cell, the new one written behind it."""
    path = folder / f"{report.unit}6月.xlsx"
    book(lines(report, lambda row, f: f"§{row[f]}" if filled(row[f]) else figure(row[f])), path)
    with zipfile.ZipFile(path) as z:
        parts = {n: z.read(n) for n in z.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    texts = re.sub(r"<is><t>(?:§|&#167;)([^<]*)</t></is>", r"<is><r><rPr><strike/></rPr><t>9</t></r><r><t>\1</t></r></is>", parts[sheet].decode())
    parts[sheet] = texts.encode()
    with zipfile.ZipFile(path, "w") as z:
        for name, data in parts.items():
            z.writestr(name, data)
    return set()


# ---- all units in one table: each takes the reports and writes one file ----

def values_of(report, row_of=lambda report, i, row: [row["name"], row["unit"], *(figure(row[f]) for f in FIGURES)]):
    return [row_of(report, i, row) for i, row in enumerate(report.rows, 1)]


TITLE = "2021年6月各单位重点指标完成情况汇总表"


def collected_rows(reports, folder):
    rows = [[TITLE], ["单位", "指标名称", "计量单位", "本月完成", "累计完成", "上年同期"]]
    for r in reports:
        rows += [[r.unit if i == 0 else None, *row] for i, row in enumerate(values_of(r))]
    book(rows, folder / "汇总.xlsx")


def collected_blocks(reports, folder):
    rows = [[TITLE], ["指标名称", "计量单位", "本月完成", "累计完成", "上年同期"]]
    for r in reports:
        rows += [[r.unit], *values_of(r)]
    book(rows, folder / "汇总.xlsx")


def collected_wide(reports, folder):
    """A row a unit, the indicators across, and 合计 below."""
    heads = reports[0].rows
    rows = [[TITLE], ["序号", "县区", *(v for h in heads for v in (f"{h['name']}（{h['unit']}）", None, None))], [None, None, *["本月", "累计", "上年同期"] * len(heads)]]
    for i, r in enumerate(reports, 1):
        have = {row["code"]: row for row in r.rows}
        rows.append([i, r.unit, *(figure(have[h["code"]][f]) if h["code"] in have else None for h in heads for f in FIGURES)])
    rows.append([None, "合计", *[999] * (3 * len(heads))])
    book(rows, folder / "汇总.xlsx", merges=[(2, 3 + 3 * i, 2, 5 + 3 * i) for i in range(len(heads))])


def collected_across(reports, folder):
    """Three columns a unit."""
    rows = [[TITLE], ["指标名称", "计量单位", *(v for r in reports for v in (r.unit, None, None))], [None, None, *["本月", "累计", "上年同期"] * len(reports)]]
    for head in reports[0].rows:
        have = [{row["code"]: row for row in r.rows}.get(head["code"]) for r in reports]
        rows.append([head["name"], head["unit"], *(figure(row[f]) if row else None for row in have for f in FIGURES)])
    book(rows, folder / "汇总.xlsx", merges=[(2, 1, 3, 1), (2, 2, 3, 2), *((2, 3 + 3 * i, 2, 5 + 3 * i) for i in range(len(reports)))])


COLLECTED = {"collected_rows": collected_rows, "collected_blocks": collected_blocks, "collected_wide": collected_wide, "collected_across": collected_across}
HABITS = {
    "swapped": shifted(lambda row, old: (row["cumulative"], row["month"], row["last_year"])),
    "month_in_total": shifted(lambda row, old: ("", row["month"], row["last_year"])),
    "total_in_month": shifted(lambda row, old: (row["cumulative"], "", row["last_year"])),
    "both_total": shifted(lambda row, old: (row["cumulative"], row["cumulative"], row["last_year"])),
    "both_month": shifted(lambda row, old: (row["month"], row["month"], row["last_year"])),
    "total_not_moved": shifted(lambda row, old: (row["month"], old["cumulative"] or row["cumulative"], row["last_year"])),
    "last_is_this": shifted(lambda row, old: (row["month"], row["cumulative"], row["last_year"] and row["cumulative"])),
    "last_is_before": shifted(lambda row, old: (row["month"], row["cumulative"], row["last_year"] and old["cumulative"])),
    "stamp_alone": stamp_alone, "stamp_key": stamp_key, "short_names": short_names, "same_as_above": same_as_above, "stops": stops,
    "old_xls": old_xls, "in_text": in_text, "with_tabs": with_tabs, "nested": nested, "zipped": zipped,
    "responsible": responsible, "neighbours": neighbours, "towns": towns, "in_parts": in_parts, "below": below, "struck": struck,
}
ASKS = {"swapped": ["figures"], "month_in_total": ["figures"], "total_in_month": ["figures"], "both_total": ["figures"], "both_month": ["figures"]}

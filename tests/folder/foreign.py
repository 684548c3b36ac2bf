"""Other people's workbooks: the same true reports in shapes that nobody agreed on with anybody.

Written apart from mess.py and without a look at the reader: other headings, other layouts, traps. Some can be read, some must
be asked about or refused; none may give a wrong value. `make` returns {file: unit or None}."""
import random
import zipfile
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

FIGURES = ("month", "cumulative", "last_year")


def number(text):
    return text if text in ("", "NA") else float(text)


def transposed(r, rng):
    """Indicators across, figures down."""
    book = Workbook()
    ws = book.active
    ws["A1"] = f"{r.unit} 2021年6月工作月报"
    ws["A3"] = "指标名称"
    for i, label in enumerate(("本月完成", "累计完成", "上年同期")):
        ws.cell(4 + i, 1, label)
    for c, row in enumerate(r.rows, 2):
        ws.cell(3, c, f"{row['name']}（{row['unit']}）")
        for i, figure in enumerate(FIGURES):
            ws.cell(4 + i, c, number(row[figure]) or None)
    return book


def blocks(r, rng):
    """One indicator after the other, a line a figure."""
    book = Workbook()
    ws = book.active
    ws.append(["填报单位", r.unit])
    ws.append(["所属期", "2021年6月"])
    for row in r.rows:
        ws.append([])
        ws.append(["指标名称", row["name"]])
        ws.append(["计量单位", row["unit"]])
        for label, figure in (("本月完成", "month"), ("累计完成", "cumulative"), ("上年同期", "last_year")):
            ws.append([label, number(row[figure])])
    return book


def wide(r, rng):
    """Twelve months side by side; only June is asked for."""
    book = Workbook()
    ws = book.active
    ws.title = "2021"
    ws.append([f"{r.unit}2021年度指标台账"])
    ws.append(["指标名称", "单位"] + [f"{m}月" for m in range(1, 13)] + ["全年累计"])
    for row in r.rows:
        months = [3.5 if m < 6 else None for m in range(1, 13)]
        months[5] = number(row["month"]) if row["month"] != "" else None
        ws.append([row["name"], row["unit"], *months, None])
    return book


def halves(r, rng):
    """Two tables side by side."""
    book = Workbook()
    ws = book.active
    ws.append([f"{r.unit}工作进展月报表（6月）"])
    ws.append(["指标", "计量单位", "本月", "累计", "去年同期", None, "指标", "计量单位", "本月", "累计", "去年同期"])
    half = (len(r.rows) + 1) // 2
    for i in range(half):
        for k, row in ((0, r.rows[i]), (6, r.rows[half + i] if half + i < len(r.rows) else None)):
            if row:
                for c, value in enumerate((row["name"], row["unit"], *(number(row[f]) for f in FIGURES)), 1):
                    ws.cell(3 + i, k + c, value if value != "" else None)
    return book


def plan_first(r, rng):
    """A plan beside what was done, the same words under both."""
    book = Workbook()
    ws = book.active
    ws["A1"], ws["A2"] = f"填报单位：{r.unit}", "报告期：2021年6月"
    for c, (top, low) in enumerate((("指标名称", ""), ("计量单位", ""), ("年度计划", "本月"), ("年度计划", "累计"), ("实际完成", "本月"), ("实际完成", "累计"), ("上年同期", "累计")), 1):
        ws.cell(4, c, top)
        ws.cell(5, c, low or None)
    for i, row in enumerate(r.rows, 6):
        for c, value in enumerate((row["name"], row["unit"], 11.11, 99.99, *(number(row[f]) for f in FIGURES)), 1):
            ws.cell(i, c, value if value != "" else None)
    return book


def formulas(r, rng):
    """Totals as formulas that no program has worked out."""
    book = Workbook()
    ws = book.active
    ws.append(["填报单位", r.unit])
    ws.append(["所属期", "2021-06"])
    ws.append(["指标名称", "计量单位", "上月累计", "本月完成", "累计完成"])
    for i, row in enumerate(r.rows, 4):
        month = number(row["month"])
        total = f"=C{i}+D{i}" if row["cumulative"] not in ("", "NA") else None
        ws.append([row["name"], row["unit"], 1.0, month if month != "" else None, total])
    return book


def shifted(r, rng):
    """Codes were sorted, names were not."""
    book = Workbook()
    ws = book.active
    ws.append(["填报单位", r.unit])
    ws.append(["所属期", "2021-06"])
    ws.append(["指标编码", "指标", "计量单位", "本月完成", "累计完成", "上年同期"])
    codes = sorted(row["code"] for row in r.rows)
    for code, row in zip(codes, r.rows):
        ws.append([code, row["name"], row["unit"], *(number(row[f]) if row[f] != "" else None for f in FIGURES)])
    return book


def wrong_unit(r, rng):
    """亿元 stands there, 万元 was typed."""
    book = Workbook()
    ws = book.active
    ws.append(["填报单位", r.unit])
    ws.append(["所属期", "2021-06"])
    ws.append(["指标名称", "计量单位", "本月完成", "累计完成", "上年同期"])
    for row in r.rows:
        times = 10000 if row["unit"] == "亿元" else 1
        ws.append([row["name"], row["unit"], *((float(Decimal(row[f]) * times) if row[f] not in ("", "NA") else row[f] or None) for f in FIGURES)])
    return book


def fractions(r, rng):
    """0.953 for 95.3 %."""
    book = Workbook()
    ws = book.active
    ws.append(["填报单位", r.unit])
    ws.append(["所属期", "2021-06"])
    ws.append(["指标名称", "单位", "本月完成", "累计完成"])
    for row in r.rows:
        per = 100 if row["unit"] == "%" else 1
        ws.append([row["name"], row["unit"], *((float(Decimal(row[f]) / per) if row[f] not in ("", "NA") else row[f] or None) for f in FIGURES[:2])])
    return book


def merged_down(r, rng):
    """One figure merged over three rows."""
    book = Workbook()
    ws = book.active
    ws.append(["填报单位", r.unit])
    ws.append(["所属期", "2021-06"])
    ws.append(["指标名称", "单位", "本月完成", "累计完成"])
    for row in r.rows:
        ws.append([row["name"], row["unit"], *((number(row[f]) if row[f] != "" else None) for f in FIGURES[:2])])
    last = min(6, 3 + len(r.rows))
    ws.merge_cells(start_row=4, end_row=last, start_column=3, end_column=3)
    return book, {row["code"] for row in r.rows[: last - 3]}


def swapped_heads(r, rng):
    """完成数 without saying which."""
    book = Workbook()
    ws = book.active
    ws.append(["填报单位", r.unit])
    ws.append(["所属期", "2021-06"])
    ws.append(["指标名称", "单位", "完成数", "去年同期"])
    for row in r.rows:
        ws.append([row["name"], row["unit"], number(row["cumulative"] or row["month"]) or None, number(row["last_year"]) or None])
    return book


def noisy(r, rng):
    """Notes, invisible characters, numbers with words around them."""
    book = Workbook()
    ws = book.active
    ws.append([f"填 报 单 位：{r.unit}", None, None, "月份：6月"])
    ws.append(["指  标", "计量单位", "本月完成", "累计完成", "备注"])
    for row in r.rows:
        cells = []
        for f in FIGURES[:2]:
            v = row[f]
            cells.append(None if v == "" else v if v == "NA" else rng.choice([v, f"\ufeff{v}", f"{v}（快报数）", f"超{v}", f"{v}-", f"{v}/{v}", f"{v}\u200b"]))
        ws.append([row["name"], row["unit"], *cells, None])
    ws["C3"].comment = Comment("请核实", "x")
    return book


def other_month(r, rng):
    """Last month's file once more."""
    book = Workbook()
    ws = book.active
    ws.append([f"{r.unit}2021年5月工作月报表"])
    ws.append(["填报单位", r.unit])
    ws.append(["所属期", "2021-05"])
    ws.append(["指标名称", "单位", "本月完成", "累计完成"])
    for row in r.rows:
        ws.append([row["name"], row["unit"], 1, 2])
    return book


SHAPES = [transposed, blocks, wide, halves, plan_first, formulas, shifted, wrong_unit, fractions, merged_down, swapped_heads, noisy, other_month]


def two_units(a, b):
    book = Workbook()
    for ws, r in ((book.active, a), (book.create_sheet(), b)):
        ws.title = r.unit[:20]
        ws.append([f"填报单位：{r.unit}"])
        ws.append(["所属期：2021年6月"])
        ws.append(["指标", "计量单位", "本月完成", "累计完成", "上年同期"])
        for row in r.rows:
            ws.append([row["name"], row["unit"], *(number(row[f]) if row[f] != "" else None for f in FIGURES)])
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
    return 7


def bold(book):
    book.active["A1"].font = Font(bold=True)
    return book


def make(reports, out, seed):
    """A shape for every unit. {unit: (file, shape, codes that cannot be known)}"""
    rng = random.Random(f"foreign/{seed}")
    done = {}
    for i, r in enumerate(reports):
        shape = SHAPES[(i + seed) % len(SHAPES)]
        made = shape(r, rng)
        book, unknown = made if isinstance(made, tuple) else (made, set())
        name = f"{i + 1:02d} {r.unit}.xlsx"
        bold(book).save(out / name)
        done[r.unit] = (name, shape.__name__, unknown)
    return done

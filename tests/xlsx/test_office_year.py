"""test_office_year.py DUBAN ROOT: an office's workbooks of two months of the sample city beside the engine.

The workbook is another implementation of the scheme (office_year.py): formulas that LibreOffice works out, in the ways offices write
them. Where it is right nothing may differ; where a fault is planted, cell and cause must be told, and nothing else but what follows."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from books import Checks, need_openpyxl, run

openpyxl = need_openpyxl()
from office_year import FIRST, Month, OfficeBook, cut, recalculated, restored  # noqa: E402

duban, root = sys.argv[1:3]
checks = Checks()
office = shutil.which("soffice") or shutil.which("libreoffice")
FOLLOWS = (["parts_differ"], ["totals_differ"])
CLEAN, PLANTED = {}, {}  # name: function(month) -> book, or (book, expected, after)


def clean(fn):
    CLEAN[fn.__name__] = fn
    return fn


def planted(fn):
    PLANTED[fn.__name__] = fn
    return fn


def book(month, **choices):
    return OfficeBook(openpyxl, month, **choices)


def pasted(month, decimals=None, **choices):
    """Points, totals and ranks as numbers: what is left when formulas were pasted as values."""
    b = book(month, **choices)
    places = month.ranks()
    for i in b.order:
        for leaf in month.leaves:
            points = month.points(i, leaf)
            if points is not None:
                b.set(leaf.code, i, float(points if decimals is None else cut(points, decimals)))
        for parent in month.parents:
            b.set(parent, i, float(month.component(i, parent)))
        b.set("total", i, float(month.total(i)))
        b.set("rank", i, places[i])
    return b


def tied(month):
    """壬新区's neighbour gets the figures of 甲区, all of them."""
    for leaf in month.leaves:
        for table in (month.values, month.goals):
            if (0, leaf.code) in table:
                table[4, leaf.code] = table[0, leaf.code]
    for row in (month.losses, month.bonus, month.deduct):
        row[4] = row[0]
    return month


# ---- right ones ----

@clean
def vlookup(m):
    return book(m)


@clean
def whole_columns(m):
    b = book(m)
    for row in b.score.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and "VLOOKUP" in cell.value:
                cell.value = cell.value.replace("完成情况!$A$5:$", "完成情况!$A:$").replace("$99,", ",")
    return b


@clean
def index_match(m):
    return book(m, take="index", rank="COUNTIF")


@clean
def plain_cells(m):
    return book(m, take="cell", rank="SUMPRODUCT")


@clean
def defined_names(m):
    return book(m, take="name", rank="RANK.EQ")


@clean
def sumif_dense(m):
    return book(m, take="sumif", rank="DENSE")


@clean
def sorted_by_rank(m):
    places = m.ranks()
    return book(m, take="index", order=sorted(range(len(m.units)), key=lambda i: places[i]))


@clean
def hidden_row_and_column(m):
    b = book(m, take="cell")
    b.score.row_dimensions[FIRST + 3].hidden = True
    b.score.column_dimensions["C"].hidden = True
    return b


@clean
def hidden_parameters(m):
    b = book(m)
    b.book["参数"].sheet_state = "hidden"
    return b


@clean
def short_names(m):
    return book(m, names=m.shorts)


@clean
def spaced_names(m):
    return book(m, take="cell", names=[" ".join(n) for n in m.units])


@clean
def subtotals_and_notes(m):
    b = book(m, take="cell")
    r = b.last + 1
    for k, (name, how) in enumerate((("平均", "AVERAGE"), ("最高分", "MAX"), ("合计", "SUM"))):
        b.score[f"A{r + k}"] = name
        b.put("total", r + k, f"={how}({b.of('total', FIRST)}:{b.of('total', b.last)})")
    b.score[f"A{r + 3}"] = "注：反馈报告由督查室扣分；数据截至月末。"
    b.score[f"A{r + 4}"] = "制表：督查室"
    return b


@clean
def numbers_as_text(m):
    b = book(m, take="cell")
    for i in range(len(m.units)):
        cell = b.value_cell("rectify", i)
        cell.value, cell.number_format = str(cell.value), "@"
    return b


@clean
def full_width(m):
    """Typed by an input method left at full width; results pasted as text."""
    b = pasted(m, 2)
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    for i in range(len(m.units)):
        for leaf in ("invest", "starts"):
            b.value_cell(leaf, i).value = str(m.values[i, leaf]).translate(wide)
        b.set("total", i, str(m.total(i)).translate(wide))
    return b


@clean
def units_in_cells(m):
    b, places = pasted(m, 2), m.ranks()
    for i in range(len(m.units)):
        b.value_cell("invest", i).value = f"{m.values[i, 'invest']}亿元"
        b.value_cell("hitech", i).value = f"{m.values[i, 'hitech']} 家"
        b.set("total", i, f"{m.total(i)}分")
        b.set("rank", i, f"第{places[i]}名")
    return b


@clean
def percents(m):
    """85.3% shown, 0.853 kept."""
    b = book(m, take="cell")
    for i in range(len(m.units)):
        for leaf in ("rectify", "civil", "grass"):
            cell = b.value_cell(leaf, i)
            cell.value, cell.number_format = float(m.values[i, leaf] / 100), "0.00%"
            target = b.score[b.cell(leaf, i)]
            target.value = target.value.replace("/100)", "/100%)").replace("/100,", "/1,").replace("/100%", "/1")
    return b


@clean
def no_rounding_at_all(m):
    return book(m, take="cell", final="{}")


@clean
def half_a_cent(m):
    """2.675 and its like: shown as 2.68, whatever the binary number says."""
    b = pasted(m)
    for i in range(len(m.units)):
        b.set("total", i, float(m.total(i)) - 1e-13)
    return b


@clean
def error_beside(m):
    b = book(m, take="cell")
    for k in range(len(m.units)):
        b.score[f"AZ{FIRST + k}"] = "=1/0"
    b.score["AZ4"] = "同比"
    return b


@clean
def wrapped_in_iferror(m):
    b = book(m)
    for i in b.order:
        cell = b.score[b.cell("invest", i)]
        cell.value = f"=IFERROR({cell.value[1:]},0)"
    return b


@clean
def average_ranks(m):
    return book(m, take="cell", rank="RANK.AVG")


@clean
def tied_ranks(m):
    return book(tied(m), take="cell")


# ---- planted ones: what is told of the cells that are wrong themselves ----

@planted
def typed_over(m):
    b = book(m, take="cell")
    b.set("invest", 2, 9.99)
    return b, {b.cell("invest", 2): ["typed_over"]}


@planted
def hidden_column_left_out(m):
    """督查反馈 sums without its last leaf, whose column is hidden."""
    b = book(m, take="cell")
    b.score.column_dimensions[b.of("feedback", 1)[:-1]].hidden = True
    for i in b.order:
        b.set("督查反馈", i, f"=SUM({b.cell('rectify', i)}:{b.cell('agreed', i)})")
    return b, {b.cell("督查反馈", i): ["part_left_out", "反馈报告"] for i in b.order}


@planted
def component_left_out(m):
    """One row's total leaves 基层治理 out."""
    b = book(m, take="cell")
    cell = b.score[b.cell("total", 5)]
    cell.value = cell.value.replace("+" + b.cell("基层治理", 5), "")
    return b, {cell.coordinate: ["formula_differs", "part_left_out"]}


@planted
def bonus_left_out(m):
    b = book(m, take="cell")
    cell = b.score[b.cell("total", 0)]
    cell.value = cell.value.replace("+" + b.cell("bonus", 0), "")
    return b, {cell.coordinate: ["formula_differs", "part_left_out", "加分"]}


@planted
def wrong_weight(m):
    b = book(m)
    b.book["参数"][f"B{b.at['rectify']}"] = 8
    return b, {b.cell("rectify", i): ["other_weight", "8"] for i in b.order}


@planted
def wrong_weight_of_one(m):
    b = book(m, take="vlookup")
    cell = b.score[b.cell("civil", 3)]
    cell.value = cell.value.replace(f"参数!$B${b.at['civil']}", "3")
    return b, {cell.coordinate: ["formula_differs"]}


@planted
def stale_across_sheets(m):
    b = book(m, take="index")
    cell = b.cell("agreed", 1)
    return b, {cell: ["stale_result"]}, lambda path: restored(path, 3, cell, 1.25)


@planted
def stale_by_name(m):
    b = book(m, take="name")
    cell = b.cell("loan", 4)
    return b, {cell: ["stale_result"]}, lambda path: restored(path, 3, cell, 2.5)


@planted
def stale_rank(m):
    b = book(m, take="cell", rank="DENSE")
    cell = b.cell("rank", 4)
    return b, {cell: ["stale_result"]}, lambda path: restored(path, 3, cell, 9)


@planted
def one_without_result(m):
    b = book(m, take="cell")
    cell = b.cell("loan", 4)
    return b, {cell: ["no_stored_result"]}, lambda path: restored(path, 3, cell, None)


@planted
def rank_range_short(m):
    """RANK over all rows but the last, 壬新区's row excluded: its own rank is an error, those behind it move up."""
    b = book(m, take="cell")
    places, last = m.ranks(), b.order[-1]
    for i in b.order:
        cell = b.score[b.cell("rank", i)]
        cell.value = cell.value.replace(f"${b.last}", f"${b.last - 1}")
    told = {b.cell("rank", i): ["range_misses_rows"] for i in b.order if i != last and places[i] > places[last]}
    return b, {**told, b.cell("rank", last): ["no_number"]}


@planted
def rank_range_of_one(m):
    b = book(m, take="cell")
    first, places = m.ranks().index(1), m.ranks()
    i = next(i for i in b.order if places[i] == 5)
    cell, r = b.score[b.cell("rank", i)], FIRST + b.order.index(first)
    cell.value = cell.value.replace(f"${FIRST}:", f"${r + 1}:") if i > first else cell.value.replace(f"${b.last}", f"${r - 1}")
    return b, {cell.coordinate: ["formula_differs", "range_misses_rows"]}


@planted
def rate_rounded(m):
    """The share of the target rounded to two decimals before it is multiplied."""
    b, told = book(m, take="cell"), {}
    for i in b.order:
        value = f"完成情况!{b.value_cell('rectify', i).coordinate}"
        b.set("rectify", i, f"=ROUND(MIN(MAX({value}/100,0),1),2)*参数!$B${b.at['rectify']}*{b.cell('spread', i)}")
        leaf = next(leaf for leaf in m.leaves if leaf.code == "rectify")
        if cut(cut(m.fraction(i, leaf)) * leaf.weight * m.spread(i)) != cut(m.points(i, leaf)):
            told[b.cell("rectify", i)] = ["rounded_on_the_way"]
    assert told
    return b, told


@planted
def points_rounded_to_one(m):
    b, told = book(m, take="cell"), {}
    leaf = next(leaf for leaf in m.leaves if leaf.code == "invest")
    for i in b.order:
        cell = b.score[b.cell("invest", i)]
        cell.value = f"=ROUND({cell.value[1:]},1)"
        if cut(m.points(i, leaf)) != cut(cut(m.points(i, leaf), 1)):
            told[cell.coordinate] = ["rounded_on_the_way"]
    assert told
    return b, told


@planted
def parts_rounded(m):
    """Components rounded as shown, then summed."""
    b, told = book(m, take="cell"), {}
    for i in b.order:
        cell, wrong = b.score[b.cell("total", i)], sum(cut(m.component(i, p)) for p in m.parents)
        for parent in m.parents:
            cell.value = cell.value.replace(b.cell(parent, i), f"ROUND({b.cell(parent, i)},2)")
        if wrong + m.bonus[i] - m.deduct[i] != m.total(i):
            told[cell.coordinate] = ["rounded_before_sum"]
    assert told
    return b, told


@planted
def cap_taken_away(m):
    m.values[7, "hitech"] = m.goals[7, "hitech"] + 1  # beyond its target
    b, leaf = book(m, take="cell"), next(leaf for leaf in m.leaves if leaf.code == "hitech")
    for i in b.order:
        cell = b.score[b.cell("hitech", i)]
        cell.value = cell.value.replace("MIN(MAX(", "MAX(").replace(f",{b.parameter(leaf, 'B')})*{b.cell('spread', i)}", f"*{b.cell('spread', i)}")
    over = [i for i in b.order if m.values[i, "hitech"] > m.goals[i, "hitech"] * m.plans["hitech"]]
    assert 7 in over
    return b, {b.cell("hitech", i): ["cap_not_applied"] for i in over}


@planted
def cut_off(m):
    b, told = book(m, take="cell", final="ROUNDDOWN({},2)"), {}
    for i in b.order:
        tree = sum(m.points(i, leaf) or 0 for leaf in m.leaves) + m.bonus[i] - m.deduct[i]
        if int(tree * 100) != m.total(i) * 100:
            told[b.cell("total", i)] = ["cut_off"]
    assert told
    return b, told


@planted
def dense(m):
    b = book(tied(m), take="cell", rank="DENSE")
    places = m.ranks()
    twins = places[0]
    return b, {b.cell("rank", i): ["ties"] for i in b.order if places[i] > twins}


@planted
def averaged(m):
    b = book(tied(m), take="cell", rank="RANK.AVG")
    for i in b.order:
        b.score[b.cell("rank", i)].number_format = "0.0"
    return b, {b.cell("rank", i): ["ties"] for i in (0, 4)}


@planted
def ranks_by_hand(m):
    """Third and fourth changed places in a sheet without formulas."""
    b, places = pasted(m), m.ranks()
    third, fourth = places.index(3), places.index(4)
    b.set("rank", third, 4)
    b.set("rank", fourth, 3)
    return b, {b.cell("rank", i): ["not_by_own_totals"] for i in (third, fourth)}


@planted
def hidden_row_not_ranked(m):
    b, places = pasted(m), m.ranks()
    third = places.index(3)
    b.score.row_dimensions[FIRST + b.order.index(third)].hidden = True
    b.set("rank", third, None)
    for i in b.order:
        if places[i] > 3:
            b.set("rank", i, places[i] - 1)
    return b, {b.cell("rank", i): ["no_number"] if i == third else ["hidden_row"] for i in b.order if places[i] >= 3}


@planted
def not_spread(m):
    """The points of what does not apply are given to nothing."""
    b = book(m, take="cell")
    i = next(i for i in b.order if m.spread(i) != 1)
    b.set("spread", i, 1)
    leaves = [leaf.code for leaf in m.leaves if m.applies(i, leaf)]
    return b, {b.cell(what, i): ["not_spread"] for what in leaves}


@planted
def name_not_found(m):
    """A name with a letter too many: #N/A in every cell that looks it up."""
    b = book(m)
    b.data["A7"] = m.units[2] + "　"
    for i in range(len(m.units)):
        b.data[f"BZ{5 + i}"] = None
    b.data["A7"] = "丙　区"
    cells = [leaf.code for leaf in m.leaves if leaf.rule != "deduct"]
    told = {b.cell(c, 2): ["no_number"] for c in cells}
    told.update({b.cell(p, 2): ["no_number"] for p in m.parents})
    told.update({b.cell(c, i): ["no_number"] for i in b.order for c in ("rank",)})
    return b, {**told, b.cell("total", 2): ["no_number"]}


@planted
def text_not_summed(m):
    b = book(m, take="cell")
    leaf = next(leaf for leaf in m.leaves if leaf.code == "rectify")
    b.score[b.cell("rectify", 6)].value = str(cut(m.points(6, leaf)))
    b.score[b.cell("rectify", 6)].number_format = "@"
    return b, {b.cell("督查反馈", 6): ["number_as_text"]}


# ---- the run ----

def report(month, path, *words):
    text = run(duban, "parallel-run", "--scheme", str(month.file), "--period", month.period, "--workbook", str(path), "--format", "json", *words)
    return json.loads(text)


def ours(month, b, cell):
    """The engine's number of a cell by decimals: the other implementation's."""
    i = b.order[int("".join(c for c in cell if c.isdigit())) - FIRST]
    what = next(k for k, col in b.col.items() if b.of(k, 1)[:-1] == "".join(c for c in cell if c.isalpha()))
    if what in ("total", "rank"):
        return str(month.total(i) if what == "total" else month.ranks()[i])
    leaf = next((leaf for leaf in month.leaves if leaf.code == what), None)
    return str(cut(month.points(i, leaf) if leaf else month.component(i, what)))


def look_at(name, month, made, path):
    b, expected = made[:2]
    found = {d["cell"]: d for d in report(month, path)["differences"]}
    for cell, causes in expected.items():
        checks.true(f"{name}: {cell} is told in {sorted(found)}", cell in found)
        said = found[cell]["causes"]
        about = [w for w in causes if w == found[cell]["about"]]
        checks.same(f"{name}: {cell}", sorted(said + about), sorted(causes))
    for cell, d in found.items():
        if cell not in expected:
            checks.true(f"{name}: {cell} follows, and says {d}", d["causes"] in FOLLOWS)
        if name != "averaged":
            checks.same(f"{name}: computed {cell}", d["duban"], ours(month, b, cell))
        checks.same(f"{name}: sheet of {cell}", d["sheet"], "得分")


def main():
    if not office:
        print("SKIPPED: LibreOffice is not installed, which works out the formulas")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as work:
        folder, made = Path(work), {}
        for name, fn in CLEAN.items():
            for scheme, period in (("county-v2.yaml", "2021-09"), ("county-v1.yaml", "2021-05")):
                month = Month(root, scheme, period)
                made[f"{name}-{period}"] = month, fn(month)
        for name, fn in PLANTED.items():
            month = Month(root, "county-v2.yaml", "2021-09")
            made[name] = month, fn(month)
        for name, (_, b) in made.items():
            (b[0] if isinstance(b, tuple) else b).book.save(folder / f"{name}.xlsx")
        saved = recalculated(office, folder)
        for name, (month, b) in made.items():
            path = saved / f"{name}.xlsx"
            if not isinstance(b, tuple):
                answer = report(month, path)
                checks.same(f"{name}: nothing differs", [(d["cell"], d["office"], d["duban"], d["causes"]) for d in answer["differences"]], [])
                checks.true(f"{name}: all is compared", answer["cells"] >= 9 * 31)
                continue
            if len(b) > 2:
                b[2](path)
            look_at(name, month, b, path)
        # the old formats of Excel and WPS, and a workbook as another program leaves it: without results
        old = folder / "old"
        old.mkdir()
        month = Month(root, "county-v2.yaml", "2021-09")
        shutil.copy(saved / "sumif_dense-2021-09.xlsx", old / "a.xlsx")  # LibreOffice keeps no text as the result of a formula in an .xls
        shutil.copy(recalculated(office, old, "xls:MS Excel 97", "xls") / "a.xls", old / "得分.et")
        for path in (old / "saved-xls" / "a.xls", old / "得分.et"):
            checks.same(f"{path.name}: nothing differs", report(month, path)["differences"], [])
        said = run(duban, "--lang", "en", "parallel-run", "--scheme", str(month.file), "--period", month.period, "--workbook",
                   str(folder / "vlookup-2021-09.xlsx"), fails=True)
        for word in ("saved without their results", "#得分:6:2"):
            checks.true(f"without results: {word} in {said!r}", word in said)
    print(f"{checks.count} checks, {len(CLEAN)} right and {len(PLANTED)} planted workbooks")


main()

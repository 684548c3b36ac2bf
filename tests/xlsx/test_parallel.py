"""test_parallel.py DUBAN ROOT: the office's score sheet beside the engine (duban parallel-run).

One sheet without a difference, one for each cause, sheets as people keep them, hostile ones. What is expected
is worked out here in decimals, or is what a person would say of the sheet."""
import json
import os
import subprocess
import sys
import tempfile

from books import Checks, need_openpyxl, run
import score_books
from score_books import FIX, UNITS, Book, cut, points, ranks

openpyxl = need_openpyxl()
duban, root = sys.argv[1:3]
checks = Checks()
work = tempfile.TemporaryDirectory()


def at(name):
    return os.path.join(work.name, name)


def report(book, *words, scheme="s.yaml", name="b.xlsx"):
    book.save(at(name))
    return json.loads(run(duban, "parallel-run", "--scheme", at(scheme), "--workbook", at(name), "--format", "json", *words))


def told(result):
    """cell → (office, duban, causes)"""
    return {d["cell"]: (d["office"], d["duban"], d["causes"]) for d in result["differences"]}


def exact():
    result = report(Book(openpyxl))
    checks.same("exact: differences", result["differences"], [])
    checks.same("exact: cells", result["cells"], 8 * 6)
    checks.same("exact: notes", [(n["kind"], n["what"]) for n in result["notes"]], [("taken_as_given", "督查问题整改")])


def rounded_parts():
    """Points rounded to the decimals of their cells, then summed."""
    book = Book(openpyxl)
    expected, totals = {}, []
    for i in range(8):
        r = book.FIRST + i
        total = sum(cut(p) for p in points(i))
        totals.append(total)
        book.formula(f"I{r}", f"ROUND(D{r},2)+ROUND(F{r},2)+G{r}", total)
        if total != cut(sum(points(i))):
            expected[f"I{r}"] = (f"{total:.2f}", f"{cut(sum(points(i))):.2f}", ["rounded_before_sum"])
    found = told(report(book))
    checks.true("rounded before summing: there are some", expected)
    checks.same("rounded before summing", {k: v for k, v in found.items() if k[0] == "I"}, expected)


def stale():
    book = Book(openpyxl)
    book.cached["I6"] = 90
    checks.same("stale", told(report(book)),
                {"I6": ("90.00", f"{book.totals()[1]:.2f}", ["stale_result"])})


def percent():
    """A cell that shows per cent is kept as a fraction; its formula is not stale for that."""
    book = Book(openpyxl)
    book.formula("H6", "0.5*0.5", 0.25, "0.0%")
    checks.same("per cent", told(report(book))["H6"][::2], ("25.0", ["formula_differs"]))


def typed():
    book = Book(openpyxl)
    del book.cached["D7"]
    book.number("D7", 24)
    found = told(report(book))
    checks.same("typed over", found["D7"], ("24.00", "24.53", ["typed_over"]))


def text():
    """A number kept as text, which SUM leaves out."""
    book = Book(openpyxl)
    book.sheet["G6"] = FIX[1]
    book.sheet["G6"].number_format = "@"
    book.formula("I6", "ROUND(SUM(D6,F6,G6),2)", cut(sum(points(1)[:2])))
    found = told(report(book))
    checks.same("number as text", found["I6"][2], ["number_as_text"])


def caps():
    book = Book(openpyxl)
    for i in (4,):
        r = book.FIRST + i
        a, b, c = points(i, cap=False)
        book.formula(f"D{r}", f"C{r}/30*40", a)
        book.formula(f"H{r}", f"D{r}+F{r}", a + points(i)[1])
        book.formula(f"I{r}", f"ROUND(SUM(D{r},F{r},G{r}),2)", cut(a + points(i)[1] + c))
    found = told(report(book))
    checks.same("cap", {k: v[2] for k, v in found.items()},
                {"D9": ["cap_not_applied", "formula_differs"], "H9": ["parts_differ"], "I9": ["parts_differ"]})


def cut_off():
    book = Book(openpyxl)
    for i in range(8):
        r = book.FIRST + i
        a = int(points(i)[0] * 100) / 100
        book.formula(f"D{r}", f"ROUNDDOWN(MIN(C{r}/30,1)*40,2)", a)
    found = told(report(book))
    checks.same("cut off", {tuple(v[2]) for k, v in found.items() if k[0] == "D"}, {("cut_off",)})


def ties():
    book = Book(openpyxl)
    for i, place in enumerate(ranks(book.totals(), "dense")):
        book.formula(f"J{book.FIRST + i}", "1+1", place, "0")
        del book.cached[f"J{book.FIRST + i}"]
        book.number(f"J{book.FIRST + i}", place, "0")
    found = told(report(book))
    checks.true("dense: there are some", found)
    checks.same("dense", {tuple(v[2]) for v in found.values()}, {("ties",)})


def ranked_unrounded():
    """The scheme ranks by two decimals, the sheet by all."""
    score_books.scheme(at("round0.yaml"), rank="rank: {round: 0}")
    book = Book(openpyxl)
    totals = [sum(points(i)) for i in range(8)]
    for i in range(8):
        r = book.FIRST + i
        book.formula(f"I{r}", f"SUM(D{r},F{r},G{r})", totals[i], "0")
        book.formula(f"J{r}", f"RANK(I{r},$I$5:$I$12)", ranks(totals)[i], "0")
    found = told(report(book, scheme="round0.yaml"))
    rounded = ranks([cut(t, 0) for t in totals])
    expected = {f"J{5 + i}" for i in range(8) if rounded[i] != ranks(totals)[i]}
    checks.true("unrounded: there are some", expected)
    checks.same("unrounded", {k for k in found}, expected)
    checks.true("unrounded: cause", all("rank_rounding" in v[2] for v in found.values()))


def hidden():
    book = Book(openpyxl, hidden=(3,))
    totals = book.totals()
    for i in range(8):
        r = book.FIRST + i
        seen = [t for k, t in enumerate(totals) if k != 3]
        place = 1 + sum(t > totals[i] for t in seen)
        del book.cached[f"J{r}"]
        if i == 3:
            book.sheet[f"J{r}"] = None
        else:
            book.number(f"J{r}", place, "0")
    found = told(report(book))
    checks.same("hidden row", {tuple(v[2]) for k, v in found.items() if k != "J8"}, {("hidden_row",)})
    checks.same("hidden row: itself", found["J8"][2], ["no_number"])


def missed_rows():
    """RANK(I5,I5:I$12) filled down without the first $: each row leaves out those above it."""
    book = Book(openpyxl)
    totals = book.totals()
    for i in range(8):
        r = book.FIRST + i
        book.formula(f"J{r}", f"RANK(I{r},I{r}:I$12)", 1 + sum(t > totals[i] for t in totals[i:]), "0")
    found = told(report(book))
    checks.true("missed rows: there are some", found)
    checks.same("missed rows", {tuple(v[2]) for v in found.values()}, {("range_misses_rows",)})


def totals_differ():
    book = Book(openpyxl)
    totals = book.totals()
    totals[2] = totals[2] + 40
    book.number("I7", totals[2])
    del book.cached["I7"]
    for i in range(8):
        book.cached[f"J{5 + i}"] = ranks(totals)[i]
    found = told(report(book))
    checks.same("totals", found["I7"][2], ["typed_over"])
    checks.same("ranks of totals that differ", {tuple(v[2]) for k, v in found.items() if k[0] == "J"}, {("totals_differ",)})


def not_explained():
    book = Book(openpyxl)
    for i in range(8):
        r = book.FIRST + i
        del book.cached[f"I{r}"]
        book.number(f"I{r}", float(book.totals()[i]) + (1.23 if i == 0 else 0))
    found = told(report(book))
    checks.same("not explained", found["I5"][2], [])
    said = run(duban, "parallel-run", "--scheme", at("s.yaml"), "--workbook", at("b.xlsx"))
    checks.true("not explained, in words", "未找到原因" in said)


def main():
    score_books.scheme(at("s.yaml"))
    for case in (exact, rounded_parts, stale, percent, typed, text, caps, cut_off, ties, ranked_unrounded, hidden, missed_rows,
                 totals_differ, not_explained):
        case()
    print(f"{checks.count} checks")


main()

#!/usr/bin/env python3
"""Ranks under hundreds of weight sets against exact fractions; draws by any number of threads: stability_files.py DUBAN

What is computed here knows nothing of duban but docs/formats/values.md and docs/scoring.md."""
import csv
import io
import json
import random
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

DUBAN = Path(sys.argv[1]).resolve()
TREE = {"p": (60, {"a": 10, "b": 20, "c": 5}), "q": (40, {"d": 10, "e": 20, "f": 30, "g": 1})}
LEAVES = [leaf for _, leaves in TREE.values() for leaf in leaves]
CODES = list(TREE) + LEAVES
GROUPS = {"g1": 9, "g2": 24, "g3": 4}
SCHEME = """format: duban-scheme/1
code: s
group: g
version: 1
effective: 2021-01
full: 100
rank: {round: 2, ties: competition}
streak: {bottom: 3, consecutive: 2, source: x, min_group: 7, reset_after_talk: yes,
         gap: {not_held: bridge, exempt: bridge, own_missing: bottom}}
ladder: [{at: 2, step: talk}]
missing: renormalise
not_applicable: spread
tree:
"""


def scheme():
    text = SCHEME
    for component, (weight, leaves) in TREE.items():
        text += f"  - code: {component}\n    name: {component}\n    weight: {weight}\n    children:\n"
        text += "".join(f"      - {{code: {c}, name: {c}, weight: {w}, rule: min-max, source: report}}\n" for c, w in leaves.items())
    return text


def half_away(x):
    return (2 * x.numerator + x.denominator) // (2 * x.denominator)  # no score is below zero


def score(fractions, weights):
    """Hundredths: what is missing is dropped with its weight, a component with all of them missing too."""
    total = among = Fraction(0)
    for component, (_, leaves) in TREE.items():
        there = [leaf for leaf in leaves if fractions[leaf] is not None]
        among_leaves = sum(weights[leaf] for leaf in there)
        if among_leaves:
            total += weights[component] * sum(weights[leaf] * fractions[leaf] for leaf in there) / among_leaves
            among += weights[component]
    return (half_away(100 * total / among * 10**10) + 10**8 // 2) // 10**8


def ranks_of(values, weights):
    found = {}
    for group in GROUPS:
        scores = {u: score(f, weights) for (g, u), f in values.items() if g == group}
        for u, own in scores.items():
            bottom = GROUPS[group] >= 7 and sum(s < own for s in scores.values()) < 3
            found[u] = (1 + sum(s > own for s in scores.values()), bottom)
    return found


def quantile(ranks, percent):
    return min(r for r in ranks if 100 * sum(x <= r for x in ranks) >= percent * len(ranks))


def make(folder):
    random.seed(8)
    values, lines = {}, ["period,unit,group,indicator,value"]
    for group, n in GROUPS.items():
        raw = {f"{group}u{i}": {leaf: None if random.random() < 0.06 else random.randint(0, 40) for leaf in LEAVES} for i in range(n)}
        for leaf in LEAVES:
            given = [r[leaf] for r in raw.values() if r[leaf] is not None]
            low, high = min(given), max(given)
            for u, r in raw.items():
                lines.append(f"2021-06,{u},{group},{leaf},{'' if r[leaf] is None else r[leaf]}")
                values.setdefault((group, u), {})[leaf] = None if r[leaf] is None else Fraction(r[leaf] - low, high - low)
    sets = [{c: random.randint(1, 100) for c in CODES} for _ in range(300)]
    (folder / "s.yaml").write_text(scheme(), encoding="utf-8")
    (folder / "v.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    head = ["set"] + CODES
    (folder / "sets.csv").write_text("\n".join([",".join(head)] + [",".join([f"w{i}"] + [str(s[c]) for c in CODES]) for i, s in enumerate(sets)]) + "\n",
                                     encoding="utf-8")
    return values, sets


def duban(folder, *words):
    done = subprocess.run([DUBAN, "score", "--scheme", "s.yaml", "--values", "v.csv", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def check_sets(folder, values, sets):
    given = {c: w for component, (weight, leaves) in TREE.items() for c, w in ((component, weight), *leaves.items())}
    published = ranks_of(values, given)
    drawn = [ranks_of(values, s) for s in sets]
    rows = list(csv.DictReader(io.StringIO(duban(folder, "--weight-sets", "sets.csv", "--bands", "1,5"))))
    assert len(rows) == sum(GROUPS.values())
    for row in rows:
        unit, ranks = row["unit"], [d[row["unit"]][0] for d in drawn]
        share = lambda n: str(Fraction(half_away(Fraction(n, len(sets)) * 10000), 10000).limit_denominator(10000))
        expected = {
            "rank": published[unit][0], "in_bottom": int(published[unit][1]), "min": min(ranks), "max": max(ranks),
            "p5": quantile(ranks, 5), "median": quantile(ranks, 50), "p95": quantile(ranks, 95)}
        for key, value in expected.items():
            assert int(row[key]) == value, (unit, key, row[key], value)
        assert abs(float(row["mean"]) - sum(ranks) / len(ranks)) <= 0.00005, (unit, row["mean"])
        shares = {
            "p_same": sum(r == published[unit][0] for r in ranks), "p_bottom": sum(d[unit][1] for d in drawn), "p_ranked": len(sets),
            "p_1": sum(r == 1 for r in ranks), "p_2-5": sum(1 < r <= 5 for r in ranks), "p_6-": sum(r > 5 for r in ranks)}
        for key, count in shares.items():
            assert str(Fraction(row[key])) == share(count), (unit, key, row[key], count)


def check_threads(folder):
    for words in (("--stability", "3000"), ("--stability", "500", "--vary", "weights:50,rounding"), ("--sobol", "--samples", "64", "--format", "json")):
        one = duban(folder, *words, "--threads", "1")
        assert one == duban(folder, *words, "--threads", "2") == duban(folder, *words, "--threads", "8"), words
        assert one != duban(folder, *words, "--seed", "9"), words
    units = json.loads(duban(folder, "--stability", "100", "--format", "json"))[0]["units"]
    assert all(abs(sum(map(float, u["p_bands"].values())) - 1) < 0.001 for u in units)


with tempfile.TemporaryDirectory() as name:
    work = Path(name)
    check_sets(work, *make(work))
    check_threads(work)

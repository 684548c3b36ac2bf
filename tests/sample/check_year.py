#!/usr/bin/env python3
"""Plays the sample year and the merge with duban and compares every score, rank and proposal.

    check_year.py DUBAN PROJECT_ROOT

expected.csv was computed outside duban, from the files of the year and docs/formats/scheme.md alone, in
exact fractions. Circulars are another test's business: their lines are left out here.
"""
import csv
import io
import json
import shlex
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

DUBAN, ROOT = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
HERE = ROOT / "tests/sample"
SAMPLE = ROOT / "data/samples/shifanshi-2021"
MERGE = ROOT / "tests/fixtures/merge"
PROPOSED = [("2021-05", "c04"), ("2021-06", "c06"), ("2021-07", "c07"), ("2021-07", "c09"), ("2021-12", "c09")]
JULY_AGAIN = {"c01": 2, "c02": 4, "c03": 8, "c04": 3, "c05": 7, "c06": 5, "c07": 6, "c08": 1, "c09": 9}
faults = []


def check(ok, what):
    if not ok:
        faults.append(what)


class Office:
    def __init__(self, db):
        self.db = f"sqlite:{db}"

    def run(self, instant, account, *words):
        done = subprocess.run([DUBAN, "--db", self.db, "--as", account, "--now", instant, "--seed", "2021", *words],
                              capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{instant} {account}: duban {shlex.join(map(str, words))}\n{done.stdout}{done.stderr}")
        return done.stdout

    def ranks(self, period, group, *options):
        """{unit: (score, rank, in the bottom, streak)}"""
        text = self.run("2022-02-01T09:00:00+08:00", "clerk1", "rank", "--period", period, "--group", group,
                        "--format", "csv", *options)
        table = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
        return {r["单位编码"]: (r["得分"], int(r["名次"] or 0), r["后三"] == "是", int(r["连续后三"] or 0)) for r in table}

    def proposals(self):
        talks = json.loads(self.run("2022-02-01T09:00:00+08:00", "clerk1", "talks", "--format", "json"))
        talks = talks["talks"] if isinstance(talks, dict) else talks
        return sorted((t["period"], t["unit"]) for t in talks)


def table(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def compare(office, groups, expected, what):
    for period in sorted({r["period"] for r in expected}):
        got = {unit: row for group in groups for unit, row in office.ranks(period, group).items()}
        want = {r["unit"]: (r["score"], int(r["rank"]), r["in_bottom"] == "yes") for r in expected if r["period"] == period}
        check(set(got) == set(want), f"{what} {period}: units {sorted(set(got) ^ set(want))}")
        for unit in set(got) & set(want):
            check(got[unit][:3] == want[unit], f"{what} {period} {unit}: {got[unit][:3]}, not {want[unit]}")
        for row in expected:
            if row["period"] == period and "streak" in row and row["unit"] in got:
                streak = got[row["unit"]][3]
                check(streak == int(row["streak"]), f"{what} {period} {row['unit']}: streak {streak}")


def play_year(folder):
    out = folder / "out"
    subprocess.run([sys.executable, ROOT / "tools/make_sample.py", SAMPLE, out], check=True)
    office = Office(folder / "year.db")
    for line in (SAMPLE / "year.txt").read_text(encoding="utf-8").splitlines():
        words = shlex.split(line, comments=True)
        if not words or words[2] == "circular":
            continue
        office.run(*(w.replace("$SAMPLE", str(SAMPLE)).replace("$OUT", str(out)) for w in words))
        if words[2:] == ["evaluate", "--period", "2021-10"] and words[0].startswith("2021-11-11"):
            check(office.ranks("2021-10", "taskforce")["t14"][1] == 13, "2021-10: 营商环境专班 is 13th before its appeal")
    with closing(sqlite3.connect(folder / "year.db")) as db:
        kept = db.execute("SELECT a.unit, a.kind, r.ruling, r.rank_before, r.rank_after FROM appeal a JOIN appeal_ruling r ON r.appeal = a.id "
                          "WHERE a.period = '2021-10'").fetchall()
    check(kept == [("t14", "event", "upheld", 13, 12)], f"2021-10: what the ruling for 营商环境专班 moved is kept with it: {kept}")
    compare(office, ("taskforce", "county", "department"), table(HERE / "expected.csv"), "year")
    check(office.proposals() == PROPOSED, f"proposals {office.proposals()}")
    june = json.loads(office.run("2022-02-01T09:00:00+08:00", "clerk1", "stability", "--period", "2021-06", "--group", "county", "--format", "json"))
    share = {u["unit"]: float(u["p_bottom"]) for u in june["units"]}
    check(0.4 < share["c06"] < 0.6 and 0.4 < share["c02"] < 0.6, f"June: the two that tie are as likely to be out of the bottom: {share}")
    check(share["c07"] == share["c09"] == 1 and sum(v > 0 for v in share.values()) == 4, f"June: the others do not move: {share}")
    again = {u: r[1] for u, r in office.ranks("2021-07", "county", "--rerun").items()}
    check(again == JULY_AGAIN, f"July with the correction: {again}")
    again = {u: r[1] for u, r in office.ranks("2021-09", "county", "--rerun").items()}
    check((again.get("c01"), again.get("c08")) == (1, 2), f"September with the correction: {again}")


def play_merge(folder):
    office = Office(folder / "merge.db")
    office.run("2021-05-20T09:00:00+08:00", "director1", "init")
    office.run("2021-05-20T09:30:00+08:00", "director1", "import", "campaign", str(MERGE / "campaign"))
    for period, days in (("2021-05", ("06-07", "06-17", "06-18")), ("2021-06", ("07-07", "07-16", "07-19"))):
        due, freeze, publish = (f"2021-{day}T15:00:00+08:00" for day in days)
        office.run(due, "clerk1", "import", "reports", str(MERGE / "reports" / period), "--period", period)
        office.run(due, "clerk1", "evaluate", "--period", period)
        office.run(due, "clerk1", "result", "open", "--period", period)
        office.run(freeze, "clerk1", "result", "confirm", "--period", period)
        office.run(freeze, "director1", "freeze", "--period", period)
        office.run(publish, "director1", "publish", "--period", period)
    compare(office, ("department",), table(MERGE / "expected.csv"), "merge")
    check(office.proposals() == [("2021-06", "m5")], f"merge: proposals {office.proposals()}")


with tempfile.TemporaryDirectory() as name:
    play_year(Path(name))
    play_merge(Path(name))
for fault in faults:
    print(fault)
print(f"sample year and merge: {len(faults)} faults")
sys.exit(1 if faults else 0)

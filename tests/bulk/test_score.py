#!/usr/bin/env python3
"""`duban score` on plain files: the same bytes from long and wide, one and many threads; the words of faults; an
end by a signal, a kill or a full disk leaves no half of a file; memory stays below twice the data.

usage: test_score.py DUBAN ROOT [--memory]"""
import csv
import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

import runs

SCHEME = """format: duban-scheme/1
code: t
group: g
version: 1
effective: 2021-01
rank: {round: 2}
missing: renormalise
bonus: {cap: 3, rules: [{id: B1, name: b, points: 1}]}
deduct: {cap: 10, rules: [{id: D1, name: d, points: 2}]}
streak: {bottom: 1, consecutive: 2, source: x, min_group: 3, gap: {not_held: bridge, exempt: bridge, own_missing: bottom},
  reset_after_talk: yes}
ladder: [{at: 2, step: talk}]
tree:
"""


def scheme(indicators):
    lines = [f"  - {{code: i{i:03d}, name: n{i}, weight: {1 + i % 3}, rule: min-max, measure: month, unit: '%'}}"
             for i in range(indicators)]
    return SCHEME + "\n".join(lines) + "\n"


def write(folder, name, text, encoding="utf-8"):
    path = os.path.join(folder, name)
    with open(path, "w", encoding=encoding, newline="") as file:
        file.write(text)
    return path


def tables(units, indicators, months, seed=1):
    """The same values long and wide, with cells that are missing and not applicable."""
    dice = random.Random(seed)
    long, wide = io.StringIO(), io.StringIO()
    long.write("period,unit,group,indicator,value\n")
    wide.write("period,unit,group," + ",".join(f"i{i:03d}" for i in range(indicators)) + "\n")
    for month in range(1, months + 1):
        for unit in range(units):
            head = f"2021-{month:02d},u{unit},g{unit * 7 // units}"
            cells = []
            for i in range(indicators):
                pick = dice.random()
                cells.append("" if pick < .02 else "NA" if pick < .03 else f"{dice.randrange(-99, 99999) / 100}")
                long.write(f"{head},i{i:03d},{cells[-1]}\n")
            wide.write(f"{head},{','.join(cells)}\n")
    return long.getvalue(), wide.getvalue()


def score(duban, *words, status=0, lang="en"):
    done = subprocess.run([duban, "--lang", lang, "score", *words], capture_output=True, text=True)
    runs.same(f"status of {' '.join(words)}\n{done.stderr}", done.returncode, status)
    return done.stdout if status == 0 else done.stderr


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def alike(duban, folder):
    """Bytes do not depend on the form of the file, its order, the threads or what else is asked for."""
    long, wide = tables(140, 12, 5)
    plan = write(folder, "s.yaml", scheme(12))
    values = write(folder, "long.csv", long)
    first = score(duban, "--scheme", plan, "--values", values, "--threads", "1")
    for threads in "2", "8":
        runs.same(f"{threads} threads", score(duban, "--scheme", plan, "--values", values, "--threads", threads), first)
    runs.same("wide", score(duban, "--scheme", plan, "--values", write(folder, "wide.csv", wide), "--wide"), first)
    lines = long.splitlines()
    by_unit = [lines[0]] + lines[1:13 * 12] + sorted(lines[13 * 12:], key=lambda line: line.split(",")[3])
    found = rows(score(duban, "--scheme", plan, "--values", write(folder, "other.csv", "\r\n".join(by_unit))))
    runs.same("another order", sorted(r["unit"] + r["period"] + r["score"] + r["rank"] for r in found),
              sorted(r["unit"] + r["period"] + r["score"] + r["rank"] for r in rows(first)))
    document = json.loads(score(duban, "--scheme", plan, "--values", values, "--format", "json"))
    for a, b in zip(document["rows"], rows(first)):
        runs.same("JSON", (a["unit"], a["score"] or "", a["rank"] or "", a["nodes"]["i003"] or ""),
                  (b["unit"], b["score"], b["rank"], b["node.i003"]))
    less = rows(score(duban, "--scheme", plan, "--values", values, "--nodes", "none", "--period", "2021-03"))
    runs.same("one period", [(r["unit"], r["shown"], r["improvement"]) for r in less],
              [(r["unit"], r["shown"], r["improvement"]) for r in rows(first) if r["period"] == "2021-03"])
    runs.must("no nodes", not any(name.startswith("node.") for name in less[0]))
    return plan, values


def history(duban, folder):
    """A year cut in two, the first half handed on as history, gives the second half as the whole did."""
    long, _ = tables(30, 4, 6, seed=2)
    lines = long.splitlines(keepends=True)
    plan = write(folder, "h.yaml", scheme(4))
    whole = rows(score(duban, "--scheme", plan, "--values", write(folder, "whole.csv", long)))
    first = write(folder, "first.csv", "".join(lines[:1] + [x for x in lines if x[:7] <= "2021-03"]))
    second = write(folder, "second.csv", "".join(lines[:1] + [x for x in lines[1:] if x[:7] > "2021-03"]))
    past = write(folder, "past.csv", score(duban, "--scheme", plan, "--values", first))
    found = rows(score(duban, "--scheme", plan, "--values", second, "--history", past))
    runs.same("with history", found, [r for r in whole if r["period"] > "2021-03"])
    runs.must("somebody is in the bottom twice running", any(int(r["run"]) > 1 for r in found))
    said = score(duban, "--scheme", plan, "--values", second, "--history",
                 write(folder, "late.csv", "period,unit,in_bottom\n2021-05,u1,1\n2021-01,u1,maybe\n2021-02,u1,1\n2021-02,u1,0\n"),
                 status=2)
    runs.must(said, "late.csv:2:1: " in said and "late.csv:3:3: " in said)


def events(duban, folder):
    values = write(folder, "e.csv", "period,unit,group,indicator,value\n" +
                   "".join(f"2021-01,u{i},g,i000,{i}\n" for i in range(4)))
    plan = write(folder, "e.yaml", scheme(1))
    listed = write(folder, "events.csv", "period,unit,rule,points\n2021-01,u3,D1,\n2021-01,u1,B1,0.5\n2021-01,u1,B1,\n")
    found = {r["unit"]: r["shown"] for r in rows(score(duban, "--scheme", plan, "--values", values, "--events", listed))}
    runs.same("events", found, {"u0": "0.00", "u1": "34.83", "u2": "66.67", "u3": "98.00"})
    bad = write(folder, "bad.csv", "period,unit,rule,points\n2021-01,u9,D1,\n2021-01,u1,D9,\n2021-01,u1,D1,-1\n")
    said = score(duban, "--scheme", plan, "--values", values, "--events", bad, status=2)
    runs.same("every fault", [line.split(": ")[0].split("/")[-1] for line in said.splitlines()],
              ["bad.csv:2:2", "bad.csv:3:3", "bad.csv:4:4"])
    text = score(duban, "--scheme", plan, "--values", values, "--events", listed, "--explain", "u3")
    runs.must(text, "value 3 (row 5)" in text and "98.00" in text and "deductions cost 2.0000" in text and
              "next above" not in text and "next below: u2, 31.3300 points less" in text)
    chinese = score(duban, "--scheme", plan, "--values", values, "--explain", "u3", lang="zh")
    runs.must(chinese, "数值 3（第5行）" in chinese and "value " not in chinese)
    told = json.loads(score(duban, "--scheme", plan, "--values", values, "--explain", "u1", "--explain-format", "json"))
    runs.same("JSON", (told["rank"], told["above"]["unit"], told["nodes"][1]["inputs"]["value"]),
              ("3", "u2", {"text": "1", "row": 3}))


def together(duban, folder, plan):
    """Options that answer different questions are refused, not one of them dropped; so are those that act on nothing."""
    values = write(folder, "t.csv", "period,unit,group,indicator,value\n2021-01,u0,g,i000,1\n")
    parts = write(folder, "parts.csv", "part,unit,points\n")
    for words in (("--year", "--stability", "10"), ("--year", "--explain", "u0"), ("--year", "--weight-sets", "x"), ("--stability", "10", "--explain", "u0"),
                  ("--sobol", "--explain", "u0"), ("--year-parts", parts, "--explain", "u0")):
        said = score(duban, "--scheme", plan, "--values", values, *words, status=2)
        named = [word for word in words if word.startswith("--")]
        runs.must(said, all(name in said for name in named) and "do not go together" in said)
    for words, lacking in ((("--year-parts", parts), "--year"), (("--explain-format", "json"), "--explain")):
        said = score(duban, "--scheme", plan, "--values", values, *words, status=2)
        runs.must(said, said.rstrip().endswith(f"lacks {lacking}"))
    made = os.path.join(folder, "not", "there", "yet.csv")  # as --out of every command
    score(duban, "--scheme", write(folder, "t.yaml", scheme(1)), "--values", values, "--out", made)
    runs.must("folders of --out are made", os.path.exists(made))


def faults(duban, folder, plan):
    target = os.path.join(folder, "out.csv")
    long, _ = tables(20, 12, 1)
    values = write(folder, "faulty.csv", long.replace("u3,g1,i004,", "u3,g1,i004,x", 1) + "2021-01,u1,g0,i000,1\n")
    said = score(duban, "--scheme", plan, "--values", values, "--out", target, status=2)
    runs.must(said, said.startswith(f"{values}:42:5: ") or "faulty.csv:" in said)
    runs.must("nothing is written", not os.path.exists(target))
    wide = write(folder, "w.csv", "period,unit,group,i000\n2021,u,g,1\n")
    runs.must("a wide file is told", "--wide" in score(duban, "--scheme", plan, "--values", wide, status=2))
    score(duban, "--scheme", plan, "--values", os.path.join(folder, "none.csv"), status=3)


def ended(duban, folder):
    """Signals, kill -9 and a full disk."""
    place = os.path.join(folder, "place")
    os.mkdir(place)
    target = os.path.join(place, "scores.csv")
    plan = write(folder, "k.yaml", scheme(6))
    values = write(folder, "k.csv", tables(6000, 6, 6)[0])
    words = ("score", "--scheme", plan, "--values", values, "--out", target)
    runs.must("no room", runs.Run(duban, *words, limit=200000).status not in (0, -signal.SIGXFSZ))
    runs.same("left without room", os.listdir(place), [])
    for number in signal.SIGTERM, signal.SIGKILL:
        child = runs.start(duban, *words)
        if runs.wait_for("a temporary", lambda: runs.temporaries(place), child):
            child.send_signal(number)
        child.communicate()
        runs.must(f"a whole file or none after {number.name}",
                  not os.path.exists(target) or open(target, encoding="utf-8").read().endswith("\n"))
    runs.Run(duban, *words).check("after that")
    runs.same("left", os.listdir(place), ["scores.csv"])


def memory(duban, folder):
    """Below twice 8 bytes a value, and not above what is said about lines of progress."""
    units, indicators, months = 8000, 50, 6
    path = os.path.join(folder, "long.csv")
    with open(path, "w", encoding="ascii") as file:
        file.write("period,unit,group,indicator,value\n")
        for month in range(1, months + 1):
            for unit in range(units):
                head = f"2021-{month:02d},u{unit},g{unit % 31},i0"
                file.write("".join(f"{head}{i:02d},{unit % 97}.{i}\n" for i in range(indicators)))
    data_mb = units * indicators * months * 8 / 1e6
    began = time.monotonic()
    done = runs.Run(duban, "score", "--scheme", write(folder, "m.yaml", scheme(indicators)), "--values", path,
                    "--nodes", "components", "--out", os.path.join(folder, "m.out")).check("memory")
    print(f"{data_mb:.0f} MB of values: peak {done.peak_mb:.0f} MiB, {time.monotonic() - began:.1f} s")
    base_mb = 24  # the program itself and its windows
    runs.must(f"peak of {done.peak_mb:.0f} MiB", done.peak_mb <= 2 * data_mb + base_mb)


def main():
    duban = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        plan, _ = alike(duban, folder)
        history(duban, folder)
        events(duban, folder)
        together(duban, folder, plan)
        faults(duban, folder, plan)
        ended(duban, folder)
        if "--memory" in sys.argv:
            memory(duban, folder)


main()

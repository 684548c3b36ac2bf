#!/usr/bin/env python3
"""Reading: values from CSV into columns in memory, duban beside data.table, pandas and DuckDB; then all in one command.

usage: read.py BUILD OUT.json
The reference load as a long file (3.4 million rows) and as a wide one, both in the page cache; first the cells must be the same.
Then `duban score` on 41,000 units x 50 indicators x 12 months, start and exit of the program included."""
import csv
import os
import sys
import tempfile
import time
from subprocess import DEVNULL, PIPE, Popen

import turns

PEERS = ["data.table", "pandas", "DuckDB"]
LEAST = {"long": 3, "wide": 2}
LARGE = (41000, 50, 12, 31)
MEMORY, SLOPE = 2, 2.2
CELL_ERROR = 1e-15  # of a peer: pandas' and fread's quick parsers are not exact in the last bit


def check(duban, peers, folder, rows, kind):
    source = turns.numbers(f"{folder}/columns.f64", "d")
    for program in (duban, *peers):
        program.times(kind, 1)
        program.ask("keep-values", f"{folder}/kept")
        turns.same(program.name, f"cells of the {kind} file", source, turns.numbers(f"{folder}/kept", "d"),
                   0 if program is duban else CELL_ERROR)
    print(f"  {len(source)} cells of the {kind} file are the same in duban (bit by bit) and "
          f"{', '.join(p.name for p in peers) or 'no peer'}", flush=True)


def against_peers(build, folder, report):
    turns.make(build, folder, turns.REFERENCE, "columns", "long", "wide")
    duban = turns.ours(build, folder, turns.REFERENCE)
    duban.ask("load")
    peers, report.notes = turns.present(PEERS, folder, turns.REFERENCE)
    rows = turns.REFERENCE[0] * turns.REFERENCE[2]
    for kind, least in LEAST.items():
        check(duban, peers, folder, rows, kind)
        megabytes = os.path.getsize(f"{folder}/{kind}.csv") / 1e6
        for peer in peers:
            pairs = turns.take_turns(lambda: duban.times(kind, 3), lambda: peer.times(kind, 1))
            report.pairs(f"reading the {kind} file, {megabytes:.0f} MB", pairs, peer.name, least)
    duban.times("score", 1)
    duban.ask("keep-scores", f"{folder}/kept")
    command_agrees(build, folder, turns.numbers(f"{folder}/kept", "d", rows), turns.numbers(f"{folder}/kept", "i", rows, rows * 8))
    for program in (duban, *peers):
        program.stop()
    return (duban, *peers)


def command_agrees(build, folder, scores, ranks):
    """The rows of the command against the engine's in memory, which bench/score.py holds against the peers'."""
    command(build, folder)
    with open(f"{folder}/out.csv", encoding="utf-8", newline="") as file:
        rows = [(float(row["score"]), int(row["rank"])) for row in csv.DictReader(file)]
    turns.same("duban score", "scores", scores, [score for score, _ in rows], 1e-9)
    turns.same("duban score", "ranks", list(ranks), [rank for _, rank in rows])


def command(build, folder, *more):
    """milliseconds, peak of memory in bytes, lines of progress, milliseconds of processors."""
    began = time.monotonic()
    child = Popen([f"{build}/duban", "score", "--scheme", f"{folder}/scheme.yaml", "--values", f"{folder}/long.csv", "--out",
                   f"{folder}/out.csv", *more], stdout=DEVNULL, stderr=PIPE, text=True)
    said = child.stderr.read()
    child.stderr.close()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"bench: duban score: {said}")
    return (time.monotonic() - began) * 1000, used.ru_maxrss * 1024, sum("%" in line for line in said.split("\n")), \
        (used.ru_utime + used.ru_stime) * 1000


def one_command(build, folder, report):
    units, indicators, months, groups = LARGE
    half = f"{folder}/half"
    os.mkdir(half)
    turns.make(build, folder, LARGE, "long")
    turns.make(build, half, (units // 2, *LARGE[1:]), "long")
    data = 8 * units * indicators * months
    for words, more in (("all nodes written", ()), ("scores and ranks written", ("--nodes", "none"))):
        pairs, seen = [], []
        for _ in range(max(1, turns.ROUNDS // 3)):
            seen.append(command(build, folder, *more))
            pairs.append([(one[0], one[0], one[3]) for one in (seen[-1], command(build, half, *more))])
        peak, progress = max(one[1] for one in seen), min(one[2] for one in seen)
        load = f"{units * indicators * months / 1e6:.1f} M values"
        report.row(f"duban score: {load}, {words}: peak", "MB", round(peak / 1e6, 1), round(data / 1e6, 1), "the data, 8 bytes a value",
                   round(peak / data, 3), MEMORY, False, len(seen), {}, lines_of_progress=progress)
        report.pairs(f"duban score: {load}, {words}", pairs, "half the units", SLOPE, False, lines_of_progress=progress,
                     bound="the disk that is written to counts, too")
        if progress == 0 and seen[0][0] > 1000:
            sys.exit("bench: duban score: no progress was told")
        with open(f"{folder}/out.csv", encoding="utf-8") as file:
            rows = sum(1 for _ in file) - 1
        if rows != units * months:
            sys.exit(f"bench: duban score: {rows} rows instead of {units * months}")


def main():
    build, out = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    os.makedirs(os.path.dirname(out), exist_ok=True)
    report = turns.Report("read")
    with tempfile.TemporaryDirectory(dir=os.path.dirname(out)) as folder:
        programs = against_peers(build, folder, report)
    with tempfile.TemporaryDirectory(dir=os.path.dirname(out)) as folder:
        one_command(build, folder, report)
    report.write(out, programs)


if __name__ == "__main__":
    main()

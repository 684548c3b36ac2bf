#!/usr/bin/env python3
"""Computing: scores and ranks of the reference load, duban beside numpy, pandas, DuckDB and data.table.

usage: score.py BUILD OUT.json
2,843 units x 100 indicators x 12 months in 31 groups, min-max in the group, weighted mean, competition rank. First all must
agree row by row; docs/bench.md says how to read the table."""
import os
import sys
import tempfile

import turns

WORKS = {"numpy": [("score", "numpy, whole arrays"), ("score-groups", "numpy, a group at a time, all cores")],
         "pandas": [("score", "pandas")], "DuckDB": [("score", "DuckDB")], "data.table": [("score", "data.table")]}
BOUND = ("each value is fetched from memory once, and half of the time is that fetch, with finding least and greatest on the way, a fifth the "
         "division and the sum; a peer that keeps a group in the cache is bound by the same memory")
FASTER, MEMCPY, MEMORY, SLOPE = 10, 3, 2, 2.2


def check(duban, peers, folder, rows):
    def kept(program, work):
        path = f"{folder}/kept"
        program.times(work, 1)
        program.ask("keep-scores", path)
        return turns.numbers(path, "d", rows), turns.numbers(path, "i", rows, rows * 8)

    scores, ranks = kept(duban, "score")
    for peer in peers:
        for work, name in WORKS[peer.name]:
            their_scores, their_ranks = kept(peer, work)
            turns.same(name, "scores", scores, their_scores, 1e-9)
            turns.same(name, "ranks", ranks, their_ranks)
    print(f"  {rows} scores and ranks are the same in duban and {', '.join(p.name for p in peers) or 'no peer'}", flush=True)


def memory_and_slope(build, folder, report):
    """One program each, which has done nothing else; both loads take turns."""
    units, *rest = turns.REFERENCE
    one = turns.ours(build, folder, turns.REFERENCE)
    one.ask("load")
    one.times("score", 3)
    data, peak = 8 * units * rest[0] * rest[1], one.peak_bytes()
    report.row("peak of memory, program and all", "MB", round(peak / 1e6, 1), round(data / 1e6, 1), "the data, 8 bytes a value",
               round(peak / data, 3), MEMORY, False, 1, {})
    with tempfile.TemporaryDirectory(dir=os.path.dirname(folder)) as larger:
        double = (2 * units, *rest)
        turns.make(build, larger, double, "columns")
        two = turns.ours(build, larger, double)
        two.ask("load")
        report.pairs("twice the units", turns.take_turns(lambda: two.times("score", 15), lambda: one.times("score", 15)),
                     "once the units, same program", SLOPE, False)
        two.stop()
    one.stop()


def main():
    build, out = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    os.makedirs(os.path.dirname(out), exist_ok=True)
    report = turns.Report("score")
    with tempfile.TemporaryDirectory(dir=os.path.dirname(out)) as folder:
        turns.make(build, folder, turns.REFERENCE, "columns", "wide")
        duban = turns.ours(build, folder, turns.REFERENCE)
        peers, report.notes = turns.present(WORKS, folder, turns.REFERENCE)
        for program in (duban, *peers):
            program.ask("load")
        check(duban, peers, folder, turns.REFERENCE[0] * turns.REFERENCE[2])
        for peer in peers:
            for work, name in WORKS[peer.name]:
                pairs = turns.take_turns(lambda: duban.times("score", 15), lambda: peer.times(work, 3))
                report.pairs("scores and ranks, all cores", pairs, name, FASTER, bound=BOUND)
        report.pairs("scores and ranks, all cores", turns.take_turns(lambda: duban.times("score", 15), lambda: duban.times("copy", 15)),
                     "memcpy of the columns, one thread", MEMCPY, False, bound=BOUND)
        duban.ask("threads", 1)
        report.pairs("scores and ranks, one thread", turns.take_turns(lambda: duban.times("score", 15), lambda: duban.times("copy", 15)),
                     "memcpy of the columns, one thread", None, False)
        memory_and_slope(build, folder, report)
        report.write(out, (duban, *peers))
        for program in (duban, *peers):
            program.stop()


if __name__ == "__main__":
    main()

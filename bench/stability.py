#!/usr/bin/env python3
"""How much a rank can be trusted: draws of weights of one month of the reference load, duban beside numpy with OpenBLAS.

usage: stability.py BUILD OUT.json
2,843 units x 100 indicators in 31 groups; a draw takes each weight times 1 ± 25 %, scores and ranks all units; quantiles of the
ranks, mean and times in the bottom three come out. First both must agree on given weight sets."""
import os
import random
import sys
import tempfile
from array import array

import turns

FASTER, DRAWS = 5, 1000
WORKS = [("draw", "numpy + OpenBLAS, argsort"), ("draw-packed", "numpy + OpenBLAS, sorted with the place packed in")]
BOUND = ("a third of a draw is the product of weights and fractions, as in the peer, but added in order without fused instructions, so that all "
         "machines give the same bits; a third is comparing and counting")
COLUMNS = 6  # what keep-ranks writes of a unit


def check(duban, peers, folder):
    """The same sets of weights to both."""
    generator, indicators = random.Random(1), turns.REFERENCE[1]
    sets = array("d", ((i % 7 + 1) * generator.uniform(0.75, 1.25) for _ in range(DRAWS) for i in range(indicators)))
    with open(f"{folder}/sets", "wb") as file:
        sets.tofile(file)

    def kept(program, work):
        program.times(work, 1, DRAWS, f"{folder}/sets")
        program.ask("keep-ranks", f"{folder}/kept")
        return turns.numbers(f"{folder}/kept", "i")

    mine = kept(duban, "draw")
    if len(mine) != COLUMNS * turns.REFERENCE[0]:
        sys.exit("bench: duban: not all units are there")
    for peer in peers:
        for work, name in WORKS:
            turns.same(name, "min, p5, median, p95, max, times in the bottom of the units", mine, kept(peer, work))
    print(f"  {DRAWS} given weight sets: quantiles of {turns.REFERENCE[0]} ranks are the same", flush=True)


def main():
    build, out = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    os.makedirs(os.path.dirname(out), exist_ok=True)
    report = turns.Report("stability")
    with tempfile.TemporaryDirectory(dir=os.path.dirname(out)) as folder:
        turns.make(build, folder, turns.REFERENCE, "columns")
        duban = turns.ours(build, folder, turns.REFERENCE)
        peers, report.notes = turns.present(["numpy"], folder, turns.REFERENCE)
        for program in (duban, *peers):
            program.ask("load")
        check(duban, peers, folder)
        for cores in (0, 1):
            if cores:
                duban.ask("threads", cores)
            for peer in peers:
                for work, name in WORKS:
                    def drawn(program, of):
                        return [(took / DRAWS, busy / DRAWS) for took, busy in program.times(of, 3, DRAWS)]
                    report.pairs(f"a draw of one month, {'one thread' if cores else 'all cores'}",
                                 turns.take_turns(lambda: drawn(duban, "draw"), lambda: drawn(peer, work)),
                                 f"{name}, all cores", None if cores else FASTER, bound=BOUND)
        few = turns.take_turns(lambda: duban.times("draw", 3, 10 * DRAWS), lambda: duban.times("draw", 3, 5 * DRAWS))
        report.pairs(f"{10 * DRAWS:,} draws, one thread", few, f"{5 * DRAWS:,} draws", 2.2, False)
        report.write(out, (duban, *peers))
        for program in (duban, *peers):
            program.stop()


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Counts the tests of one meson log, or of one script's output, as "passed failed skipped".

usage: count_tests.py build/meson-logs/testlog.json | count_tests.py output.log
cmocka's lines and a closing "N passed, N failed, N skipped" are understood; a test that prints
neither counts as one; one that ended badly without saying which failed counts as one failure."""
import json
import re
import sys

CLOSING = re.compile(r"^(\d+) passed, (\d+) failed, (\d+) skipped$", re.M)
CMOCKA = ("[       OK ]", "[  FAILED  ]", "[  SKIPPED ]")


def count(output):
    closing = CLOSING.findall(output)
    if closing:
        return [int(n) for n in closing[-1]]
    lines = output.split("\n")
    return [sum(line.startswith(mark) for line in lines) for mark in CMOCKA]


def count_meson(lines):
    total = [0, 0, 0]
    for line in lines:
        test = json.loads(line)
        counts = count(test.get("stdout") or "")
        good = test["result"] in ("OK", "EXPECTEDFAIL")
        if test["result"] == "SKIP" and not any(counts):
            counts = [0, 0, 1]
        elif good and not any(counts):
            counts = [1, 0, 0]
        elif not good and test["result"] != "SKIP" and counts[1] == 0:
            counts[1] = 1
        total = [a + b for a, b in zip(total, counts)]
    return total


def main():
    with open(sys.argv[1], encoding="utf-8", errors="replace") as file:
        text = file.read()
    counts = count_meson(text.splitlines()) if sys.argv[1].endswith(".json") else count(text)
    print(*counts)


main()

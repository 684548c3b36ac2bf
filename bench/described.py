#!/usr/bin/env python3
"""Gives what a program of the bench wrote the shape of docs/bench.md: with machine, version and rows.

usage: described.py DUBAN FILE.json..."""
import json
import os
import subprocess
import sys

import turns


def row(case):
    """Of bench.c: numbers as text, ns an operation."""
    fastest, slowest = float(case["fastest"]), float(case["slowest"])
    return {"work": case["name"], "metric": "ns", "ours": float(case["ns_per_op"]), "peer": None, "peer_name": "", "ratio": None, "runs": 11,
            "spread": {"ours": [fastest, slowest]}, "bytes": case["bytes"]}


said = subprocess.run([os.path.abspath(sys.argv[1]), "version"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        result = json.load(file)
    if "cases" in result:
        result["rows"] = [row(case) for case in result.pop("cases")]
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"machine": turns.machine(), "versions": {"duban": said}, **result}, file, ensure_ascii=False, indent=1)
        file.write("\n")

#!/usr/bin/env python3
"""The circulars of the sample year, three groups each, as docx and as pdf by one command, beside the same as docx alone.

usage: papers.py BUILD OUT.json
BUILD is a release build. The year is played once (not measured). Both commands take turns, from start to exit; what the pdf adds is
told for each page, too. Without a font for 仿宋 it says so and is skipped."""
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

import turns

ROOT = pathlib.Path(__file__).resolve().parents[1]
NOW = "2022-01-31T09:00:00+08:00"
TARGET_MS = 2000


def play(duban, folder):
    subprocess.run([sys.executable, ROOT / "tools/make_sample.py", ROOT / "data/samples/shifanshi-2021", folder / "files"], check=True)
    subprocess.run(["sh", ROOT / "tools/run_year.sh", duban, ROOT / "data/samples/shifanshi-2021", folder / "files", f"sqlite:{folder}/year.db"],
                   check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


def ms(duban, folder, *more):
    began = time.monotonic()
    done = subprocess.run([duban, "--db", f"sqlite:{folder}/year.db", "--as", "clerk1", "--now", NOW, "circular", "--all", *more,
                           "--out", folder / "out"], capture_output=True, check=False, env={"DUBAN_FONTS": str(ROOT / "var/fonts"), **os.environ})
    if done.returncode == 8 and "仿宋" in done.stderr.decode():
        print("papers: skipped, no font for 仿宋 (packaging/packages.txt)")
        sys.exit(0)
    done.check_returncode()
    return (time.monotonic() - began) * 1000


def row(work, metric, ours, spread, target=None):
    return {"work": work, "metric": metric, "ours": round(ours, 2), "peer": None, "peer_name": "", "ratio": None, "runs": len(spread),
            "spread": {"ours": [round(min(spread), 2), round(max(spread), 2)]}, "fastest": {"ours": round(min(spread), 2)},
            **({"target": f"<= {target}", "reached": ours <= target} if target else {})}


def main():
    duban = os.path.abspath(f"{sys.argv[1]}/duban")
    rounds = int(os.environ.get("DUBAN_BENCH_ROUNDS", "9"))
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        play(duban, folder)
        ms(duban, folder)
        both, docx = [], []
        for _ in range(rounds):
            both.append(ms(duban, folder))
            docx.append(ms(duban, folder, "--format", "docx"))
        files = sorted(folder.glob("out/*.pdf"))
        pages = sum(int(re.search(r"Pages:\s+(\d+)", subprocess.run(["pdfinfo", f], capture_output=True, text=True, check=True).stdout)[1]) for f in files)
    assert len(files) == 9, files
    added = [b - d for b, d in zip(both, docx)]
    result = {"machine": turns.machine(), "versions": {"duban": subprocess.run([duban, "version"], check=True, capture_output=True, text=True).stdout.strip()},
              "notes": [f"{len(files)} circulars, {pages} pages of pdf, one process"],
              "rows": [row("circulars of the year, docx and pdf", "ms", statistics.median(both), both, TARGET_MS),
                       row("circulars of the year, docx", "ms", statistics.median(docx), docx),
                       row("a page of pdf", "ms", statistics.median(added) / pages, [a / pages for a in added])]}
    pathlib.Path(sys.argv[2]).write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for r in result["rows"]:
        print(f"{r['work']}: {r['ours']} {r['metric']}" + (f" (target {r['target']}: {'reached' if r['reached'] else 'NOT reached'})" if "target" in r else ""))


main()

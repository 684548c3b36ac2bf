"""Screening of a file of values: a copied report, a falling total, a city's figure that is off, each found and nothing else."""
import csv
import io
import random
import subprocess
import sys
import tempfile
from pathlib import Path

DUBAN = Path(sys.argv[1]).resolve()
UNITS, INDICATORS, MONTHS = [f"u{i}" for i in range(6)], 8, 6


def values(path):
    rng, totals = random.Random(3), {}
    with open(path, "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["period", "unit", "group", "indicator", "value"])
        for month in range(1, MONTHS + 1):
            last, sums = month == MONTHS, [0] * INDICATORS
            for unit in UNITS:
                for i in range(INDICATORS):
                    value = totals[unit, i] = totals.get((unit, i), 200) + rng.randint(20, 60)
                    if last and unit == "u2":
                        value = totals["u1", i]
                    if last and unit == "u3" and i == 0:
                        value = 150
                    sums[i] += value
                    rows.writerow([f"2021-{month:02d}", unit, "g", f"x{i}", f"{value / 10:.1f}"])
            for i in range(INDICATORS):
                rows.writerow([f"2021-{month:02d}", "city", "all", f"x{i}", f"{sums[i] / 10 + 5 * (last and i == 3):.1f}"])


def run(*args):
    return subprocess.run([DUBAN, "screening", *args], capture_output=True, text=True, check=False)


def main():
    with tempfile.TemporaryDirectory() as folder:
        file, scheme = Path(folder, "v.csv"), Path(folder, "s.yaml")
        values(file)
        leaves = "".join(f"  - {{code: x{i}, name: x{i}, weight: 1, rule: min-max, measure: cumulative, additive: yes}}\n"
                         for i in range(INDICATORS))
        scheme.write_text(f"format: duban-scheme/1\ncode: e\ngroup: g\nversion: 1\neffective: 2021-01\ntree:\n{leaves}", encoding="utf-8")
        answer = run("--values", file, "--scheme", scheme, "--total", "city", "--format", "csv")
        assert answer.returncode == 0, answer.stderr
        found = [(r["kind"], r["unit"], r["indicator"]) for r in csv.DictReader(io.StringIO(answer.stdout.lstrip("\ufeff")))]
        assert ("shared", "u1", "") in found and ("shared", "u2", "") in found, found
        assert ("falling", "u3", "x0") in found and ("city_sum", "", "x3") in found, found
        assert all(kind in ("shared", "falling", "city_sum") and (kind != "falling" or unit in ("u2", "u3")) for kind, unit, _ in found), found
        for args, status in ((["--total", "x"], 2), ([], 2), (["--values", file, "--total", "nobody"], 3),
                             (["2030-01", "--values", file], 2), (["--values", Path(folder, "none.csv")], 3)):
            answer = run(*args)
            assert answer.returncode == status and not answer.stdout, (args, answer.returncode, answer.stderr)
    print("[  PASSED  ] screening of files")


main()

#!/usr/bin/env python3
"""Checks the sample campaigns and the files that tools/make_sample.py writes for them.

    check_design.py PROJECT_ROOT

Sums, totals that never fall, who reports and who does not, corrections that name the value on
record, the same bytes for the same seed, and that the generator knows nothing of ranks.
"""
import csv
import filecmp
import re
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

ROOT = Path(sys.argv[1])
SAMPLES = ROOT / "data/samples"
CAMPAIGN = SAMPLES / "shifanshi-2021"
GENERATOR = [ROOT / "tools/make_sample.py", ROOT / "tools/sample_design.py"]
faults = []


def check(ok, what):
    if not ok:
        faults.append(what)


def table(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.reader(f))


def year(out):
    """What the generated folder says: reported and confirmed {(period, unit, indicator): text}, reports."""
    names = {u["name"]: u["code"] for u in table(CAMPAIGN / "units.csv")}
    reported, confirmed, reports = {}, {}, {}
    for path in sorted(out.glob("reports*/*/*.csv")):
        form = rows(path)
        period, unit = form[1][1], names[form[0][1]]
        check(period == path.parent.name, f"{path}: period {period}")
        check((period, unit) not in reports, f"{path}: a second report")
        reports[period, unit] = path
        at = form.index(["表一 指标"]) + 2
        for row in form[at:form.index([], at)]:
            reported[period, unit, row[0]] = row[4] or row[3]
    for path in sorted(out.glob("confirmed/*/*.csv")):
        sheet = rows(path)
        for row in sheet[5:]:
            check((sheet[1][1], row[0], row[2]) not in confirmed, f"{path}: {row[:3]} twice")
            confirmed[sheet[1][1], row[0], row[2]] = row[3]
    return reported, confirmed, reports


def check_reports(reports, periods):
    seats = {u["code"]: u["successor"] or u["code"] for u in table(CAMPAIGN / "units.csv") if u["ranked"] == "yes"}
    check(len(set(seats.values())) == 42, f"{len(set(seats.values()))} seats, not 42")
    absent = {(r["period"], r["unit"]): r["sent"] for r in table(CAMPAIGN / "design/absent.csv")}
    for period in periods:
        here = {seats[u]: path for (p, u), path in reports.items() if p == period}
        for seat in set(seats.values()):
            sent = absent.get((period, seat), "in time")
            check((seat in here) == bool(sent), f"{period} {seat}: report {'missing' if sent else 'not expected'}")
            if seat in here:
                late = "reports-late" in here[seat].parts
                check(late == (sent not in ("", "in time")), f"{here[seat]}: late or not")
    check(len(reports) == 42 * 11 - 1, f"{len(reports)} reports")


def check_totals(values, indicators, what):
    """Cumulative figures and stocks never fall; a renamed unit goes on where it was."""
    last = {}
    for (period, unit, indicator), text in sorted(values.items()):
        if indicators[indicator]["measure"] in ("cumulative", "stock") and text not in ("NA", ""):
            key, now = (unit.removesuffix("n"), indicator), Decimal(text)
            check(last.get(key, now) <= now, f"{what} {period} {unit} {indicator}: {now} after {last.get(key)}")
            last[key] = now


def check_investment(confirmed, periods):
    """Units and 市直 sum to the city's figure; July as first confirmed is 2.00 above it."""
    city = {r["period"]: Decimal(r["invest"]) for r in table(CAMPAIGN / "design/city.csv")}
    for i, period in enumerate(periods):
        total = sum(Decimal(v) for (p, _, ind), v in confirmed.items() if (p, ind) == (period, "invest"))
        if (period, "c09", "invest") not in confirmed:  # no report: the city counts it as a month ago
            total += Decimal(confirmed[periods[i - 1], "c09", "invest"])
        typed = Decimal("2.00") if period == "2021-07" else 0
        check(total == city[period] + typed, f"{period}: investment sums to {total}, city {city[period]}")


def check_corrections(out, confirmed):
    for path in sorted(out.glob("corrections/*.csv")):
        for row in table(path):
            key = row["所属期"], row["单位编码"], row["指标编码"]
            check(confirmed.get(key) == row["原值"], f"{path.name}: {key} is {confirmed.get(key)}, not {row['原值']}")
            ratio = Decimal(row["更正值"]) / Decimal(row["原值"])
            check(row["单位编码"] != "c08" or abs(ratio - Decimal("0.93")) < Decimal("0.005"), f"{key}: {ratio}")


def check_too_good(confirmed):
    plans = {(p["indicator"], p["period"]): Decimal(p["percent"]) for p in table(CAMPAIGN / "plans.csv")}
    named = {t["code"]: t["indicator"] for t in table(CAMPAIGN / "targets.csv")}
    targets = {named[a["target"]]: Decimal(a["value"]) for a in table(CAMPAIGN / "allotments.csv") if a["unit"] == "c08"}
    near = 0
    for (indicator, period), percent in plans.items():
        value = confirmed.get((period, "c08", indicator)) if period == "2021-09" else None
        if value:
            reached = Decimal(value) * 100 / (targets.get(indicator, Decimal(100)) * percent)
            near += 1 <= reached <= Decimal("1.004")
    check(near == 9, f"辛开发区 in September: {near} indicators at 100.0-100.4 % of schedule, not 9")


def check_allotments():
    sums = {}
    for a in table(CAMPAIGN / "allotments.csv"):
        sums[a["target"]] = sums.get(a["target"], 0) + Decimal(a["value"])
    for t in table(CAMPAIGN / "targets.csv"):
        if t["code"] in sums:
            over = 40 if t["code"] == "T02" else 0
            check(sums[t["code"]] == Decimal(t["value"]) + over, f"{t['code']}: allotted {sums[t['code']]} of {t['value']}")


def check_plans():
    """The plans of the schemes are those of plans.csv."""
    plans = {(p["indicator"], int(p["period"][5:])): p["percent"] for p in table(CAMPAIGN / "plans.csv")}
    for path in sorted((CAMPAIGN / "schemes").glob("*.yaml")):
        for name, body in re.findall(r"^  (\w+): \{(2: .*)\}$", path.read_text(encoding="utf-8"), re.M):
            for month, percent in re.findall(r"(\d+): (\d+)", body):
                check(plans.get((name, int(month))) == percent, f"{path.name}: plan {name}, month {month}: {percent}")


def check_document_only():
    """qinhuangdao-2021 holds nothing but what the document states or what follows from it."""
    folder = SAMPLES / "qinhuangdao-2021"
    for path in sorted(folder.glob("*.csv")):
        for n, row in enumerate(table(path), 2):
            check(row["source"] in ("001", "derived"), f"{path.name}:{n}: source {row['source']}")
    for name in ("allotments.csv", "plans.csv", "indicators.csv", "schemes", "design"):
        check(not (folder / name).exists(), f"qinhuangdao-2021/{name} must not be there")
    groups = [u["group"] for u in table(folder / "units.csv")]
    check([groups.count(g) for g in ("taskforce", "county", "department")] == [15, 9, 0], f"qinhuangdao-2021: units {groups}")
    areas = [t["parent"] for t in table(folder / "tasks.csv") if t["level"] == "area"]
    check([areas.count(n) for n in "123"] == [3, 4, 5], f"qinhuangdao-2021: areas {areas}")


def same_tree(a, b):
    compared = filecmp.dircmp(a, b)
    return not (compared.left_only or compared.right_only or compared.diff_files or compared.funny_files) and all(
        same_tree(a / name, b / name) for name in compared.common_dirs)


def main():
    indicators = {i["code"]: i for i in table(CAMPAIGN / "indicators.csv")}
    periods = [r["period"] for r in table(CAMPAIGN / "design/days.csv")]
    with tempfile.TemporaryDirectory() as folder:
        first, again, other = (Path(folder) / name for name in ("a", "b", "c"))
        for out, seed in ((first, "2021"), (again, "2021"), (other, "7")):
            subprocess.run([sys.executable, GENERATOR[0], CAMPAIGN, out, "--seed", seed], check=True)
        check(same_tree(first, again), "the same seed gave other bytes")
        check(not same_tree(first, other), "another seed gave the same bytes")
        reported, confirmed, reports = year(first)
        check((reported, confirmed) == year(other)[:2], "the seed moved a value")
        check_reports(reports, periods)
        check_totals(reported, indicators, "reported")
        check_totals(confirmed, indicators, "confirmed")
        check_investment(confirmed, periods)
        check_corrections(first, confirmed)
        check_too_good(confirmed)
    check_allotments()
    check_plans()
    check_document_only()
    source = "\n".join(path.read_text(encoding="utf-8") for path in GENERATOR)
    for word in re.findall(r"\b(?:rank\w*|scor(?:e_|ing)\w*|bottom|weight\w*|streak)\b|名次|排名|得分", source, re.I):
        check(False, f"the generator speaks of {word}")
    for fault in faults:
        print(fault)
    print(f"sample: {len(reports)} reports, {len(confirmed)} confirmed values, {len(faults)} faults")
    return 1 if faults else 0


sys.exit(main())

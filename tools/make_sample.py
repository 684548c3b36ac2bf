#!/usr/bin/env python3
"""Writes the year of the sample campaign as the files that units and data owners would send.

    make_sample.py data/samples/shifanshi-2021 OUT_DIR [--seed 2021]

All numbers come from the tables in <campaign>/design (docs/sample.md). The seed moves only what no
score reads: narratives, the hour of sending, last year's figures. Same tables and seed: same bytes.
"""
import argparse
import csv
import random
import shutil
from decimal import Decimal
from pathlib import Path

from sample_design import Design

TABLE_1 = "指标编码 指标 计量单位 本月完成 累计完成 上年同期 备注".split()
TABLE_2 = "任务编号 进展 是否按期 问题 原因 下步措施 完成时限".split()
TABLE_3 = "事项 已做工作 建议 提请层级".split()
SIGNED = "单位编码 单位 签收人 送回人".split()
SHEET = "单位编码 单位 指标编码 核定值 备注".split()


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows(rows)


def indicator_rows(d, seat, unit, period, rng):
    earlier = d.periods[:d.periods.index(period)][::-1]
    for form in d.forms:
        code, ind = form["indicator"], d.indicators[form["indicator"]]
        if form["group"] != unit["group"] or ind["reporter"] != "unit":
            continue
        now, note = d.cell(seat, unit, period, form, "reported")
        row = [now, "NA" if now == "NA" else "", ""]
        if now != "NA" and ind["measure"] in ("cumulative", "stock"):
            told = (d.cell(seat, unit, p, form, "reported")[0] for p in earlier)
            row = [now - next((v for v in told if v is not None), Decimal(0)), now, ""]
            if ind["unit"] != "%":
                row[2] = d.rounded(code, now * rng.randint(86, 99) / Decimal(100))
        yield [code, ind["name"], ind["unit"], *row, note]


def task_rows(d, unit, period, rng):
    numbers = d.task_list.get(unit["code"], [])
    post, end = d.heads[unit["kind"]]["reviewer"], f"{period[:4]}-12-31"
    for no in sorted(rng.sample(numbers, min(len(numbers), 4))):
        if "yes" in (d.tasks[no]["restricted"], unit["restricted"]):  # no free text here
            yield [no, "按节点推进", "是", "", "", "", end]
            continue
        say = {part: rng.choice(d.texts[part]) for part in ("progress", "problem", "cause", "next")}
        late = rng.random() < 0.2
        text = say["progress"].format(post=post, title=d.tasks[no]["title"], n=rng.randint(2, 9), month=int(period[5:]))
        yield [no, text, "否" if late else "是", say["problem"] * late, say["cause"] * late, say["next"].format(post=post), end]


def report(d, seat, unit, period, out, seed):
    rng = random.Random(f"{seed}/{period}/{unit['code']}")
    day, head = d.days[period], d.heads[unit["kind"]]
    sent = f"{rng.choice((day['first'], day['due'], day['due']))}T{rng.randint(9, 16):02d}:{rng.randrange(0, 60, 5):02d}:00+08:00"
    late = d.absent.get((period, unit["code"]))
    names = "填报单位 所属期 性质 填报人 审核人 签发人 报送时间".split()
    values = [unit["name"], period, "工作进展", head["filler"], head["reviewer"], head["signer"], late or sent]
    rows = [*zip(names, values), [], ["表一 指标"], TABLE_1, *indicator_rows(d, seat, unit, period, rng)]
    rows += [[], ["表二 任务"], TABLE_2, *task_rows(d, unit, period, rng), [], ["表三 需协调事项"], TABLE_3]
    rows += [rng.choice(d.texts["request"]).split("|")] if rng.random() < 0.25 else []
    write(out / ("reports-late" if late else "reports") / period / f"{seat:02d}-{unit['name']}.csv", rows)


def confirmed(d, period, out):
    """One sheet a data owner; it has nothing to confirm for a unit that sent nothing."""
    sheets = {"fgw": [["sz", "市直", "invest", d.municipal(period), "不分解到县区的部分"]]}
    for seat, unit in d.members(period):
        for form in d.forms:
            ind = d.indicators[form["indicator"]]
            if form["group"] == unit["group"] and (ind["reporter"] != "unit" or d.absent.get((period, unit["code"]), "sent")):
                row = [unit["code"], unit["name"], ind["code"], *d.cell(seat, unit, period, form, "confirmed")]
                sheets.setdefault(ind["assessor"], []).append(row)
    order = list(d.indicators)
    for body, rows in sheets.items():
        head = [["核定部门", body], ["所属期", period], ["核定时间", d.days[period]["confirm"] + "T10:00:00+08:00"], []]
        write(out / "confirmed" / period / f"{body}.csv", [*head, SHEET, *sorted(rows, key=lambda r: order.index(r[2]))])


SEATS = {"district": "政府", "county": "政府", "autonomous_county": "政府", "zone": "管委会"}


def receipts(d, period, out):
    """The sheet on which units signed for the month's circular on paper; who is in design/receipts.csv came later, or has not."""
    rows = [[unit["code"], unit["name"], unit["name"].removesuffix("办公室") + SEATS.get(unit["kind"], "") + "办公室主任", "机要通信员"] for _, unit in d.members(period)
            if (period, unit["code"]) not in d.unsigned]
    write(out / "receipts" / f"{period}.csv", [SIGNED, *rows])


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("campaign", type=Path)
    args.add_argument("out", type=Path)
    args.add_argument("--seed", type=int, default=2021)
    a = args.parse_args()
    d = Design(a.campaign)
    for period in d.periods:
        for seat, unit in d.members(period):
            if d.absent.get((period, unit["code"]), "sent"):
                report(d, seat, unit, period, a.out, a.seed)
        confirmed(d, period, a.out)
        receipts(d, period, a.out)
    for folder in ("events", "corrections"):
        shutil.copytree(a.campaign / "design" / folder, a.out / folder, dirs_exist_ok=True)


if __name__ == "__main__":
    main()

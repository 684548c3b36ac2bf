#!/usr/bin/env python3
"""The sample campaign with as many tasks as a city has: same units, indicators and months, so that the
sample's reports fit it; every fifth new task has a target of its own.

usage: large_campaign.py SAMPLE OUT TASKS"""
import csv
import os
import shutil
import sys

VERBS = "推进 完成 建设 落实 提升 开展 巩固 优化".split()
THINGS = "老旧小区改造 农村公路养护 河道综合整治 企业上市培育 政务事项集成 职业技能培训 园区污水处理 社区养老服务".split()
LEADERS = "常务副市长 副市长(工业科技) 秘书长".split()


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return rows[0], rows[1:]


def write(folder, name, head, rows):
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])


def grown(tasks, units, wanted):
    """Further rows of the tables, task by task, each area in turn; the order of the numbers is kept."""
    areas = [row[0] for row in tasks if row[1] == "area" and row[7] == "no"]
    below = {area: [row for row in tasks if row[2] == area] for area in areas}
    new_tasks, duties, targets = {area: [] for area in areas}, [], []
    for i in range(wanted - len(tasks)):
        area = areas[i % len(areas)]
        number = len(below[area]) + len(new_tasks[area]) + 1
        no = f"{area}.{number}"
        title = f"{VERBS[i % len(VERBS)]}{THINGS[i // 8 % len(THINGS)]}第{i + 1}项"
        new_tasks[area].append([no, "task", area, title, f"{title}，按月报送进度，年底前完成并通过验收", f"2021-{6 + i % 7:02}-28",
                                f"{6 + i % 7}月底前", "no", "illustrative"])
        duties += [[no, "lead_leader", LEADERS[i % 3], "illustrative"], [no, "lead", units[i % len(units)], "illustrative"]]
        duties += [[no, "supporting", units[(i + k) % len(units)], "illustrative"] for k in (1, 2)]
        if i % 5 == 0:
            targets.append([f"L{i:05}", no, "", title, str(10 + i % 90), "项", "complete", "must", "city", "2021", "illustrative"])
    return new_tasks, duties, targets


def main():
    source, out, wanted = sys.argv[1], sys.argv[2], int(sys.argv[3])
    shutil.copytree(source, out, dirs_exist_ok=True)
    head, tasks = read(out, "tasks.csv")
    _, unit_rows = read(out, "units.csv")
    units = [row[0] for row in unit_rows if row[3] in ("taskforce", "department") and not row[8] and row[11] == "no"]
    new_tasks, duties, targets = grown(tasks, units, wanted)
    rows = []
    for at, row in enumerate(tasks):
        rows.append(row)
        area = next((a for a in new_tasks if row[0] == a or row[0].startswith(a + ".")), None)
        following = tasks[at + 1][0] if at + 1 < len(tasks) else ""
        if area and not following.startswith(area + "."):
            rows += new_tasks[area]
    write(out, "tasks.csv", head, rows)
    for name, more in (("responsibilities.csv", duties), ("targets.csv", targets)):
        head, old = read(out, name)
        write(out, name, head, old + more)


main()

#!/usr/bin/env python3
"""make_long_csv.py ROWS COLUMNS FILE: a long table as duban writes CSV, the same every time. The first
column is a code (0000007), then texts, dates and numbers by turns; rows repeat after some thousand,
so that a file of gigabytes is made in seconds."""
import random
import sys

WORDS = "重点项目 完成投资 新登记市场主体 空气质量 问题整改 县区 专班 市直部门 按时报送 逾期 已办结 办理中".split()
DIFFERENT = 2000


def cell(column, chance):
    kind = column % 9
    if kind in (0, 3, 6):
        return "".join(chance.choice(WORDS) for _ in range(chance.randint(1, 5)))
    if kind == 1:
        return f"2021-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    if kind == 4:
        return f"\"{chance.choice(WORDS)},{chance.choice(WORDS)}\"" if chance.random() < 0.5 else ""
    return f"{chance.randint(-99999, 9999999) / 100:.2f}" if kind % 2 else str(chance.randint(-500, 10**8))


def main():
    rows, columns = int(sys.argv[1]), int(sys.argv[2])
    chance = random.Random(20210601)
    lines = [",".join(cell(c, chance) for c in range(columns - 2)) for _ in range(min(rows, DIFFERENT))]
    with open(sys.argv[3], "w", encoding="utf-8", newline="") as file:
        file.write("\ufeff编码," + ",".join(f"第{c}列" for c in range(1, columns - 1)) + ",末列\n")
        for row in range(rows):
            file.write(f"{row:07},{lines[row % len(lines)]},末\n")


main()

#!/usr/bin/env python3
"""Every command of the month as every role: commands.py DUBAN PROJECT_ROOT TABLES

tests/rights/commands.tsv says who may; everybody else gets exit status 5, one audit row and no change. Each cell is
tried on a copy of the same database, at a moment where the command would succeed."""
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "sample"))
from office import MERGE, ROOT, Office, events_csv, month_of_june, month_of_may, open_office, run, write  # noqa: E402

ROLES = ("clerk1", "director1", "u_m4", "owner1", "leader1", "inspector1", "sysadmin", "secadmin", "auditadmin", "mallory")
STATUS = {"y": 0, "-": 5, "0": 3, "c": 4, "v": 2}
MAY, JUNE = ("--period", "2021-05"), ("--period", "2021-06")
E2 = events_csv(("m2", "示例二局", "deduct", "D2", "1", "示例", "1"))
CORRECTION = "所属期,单位编码,指标编码,对象,原值,更正值,原因,依据\n2021-05,m5,work,reported,40,39,示例,示例\n"
SHEET = "核定部门,{body}\n所属期,2021-05\n核定时间,2021-06-08T09:00:00+08:00\n\n单位编码,单位,指标编码,核定值,备注\nm1,示例一局,nodes,90.0,\n"


def read_table(folder):
    rows = []
    for number, line in enumerate((ROOT / "tests/rights/commands.tsv").read_text(encoding="utf-8").split("\n"), 1):
        cells = line.split("\t")
        if line.startswith("#") or cells == ["at", "who", "command"] or not line:
            continue
        assert len(cells) == 3, f"commands.tsv:{number}: expected at, who and command"
        who = cells[1].replace(" ", "")
        assert len(who) == len(ROLES) and set(who) <= set(STATUS), f"commands.tsv:{number}: expected {len(ROLES)} letters of {''.join(STATUS)}"
        rows.append((number, cells[0], who, shlex.split(cells[2].format(folder=folder, merge=MERGE, own="{own}"))))
    return rows


def no_command_is_without_its_row(folder):
    """Nor a word of its arguments, where they are words: [campaign|reports|…]."""
    commands = json.loads(subprocess.run([sys.argv[3]], check=True, capture_output=True, text=True).stdout)["commands"]
    rows = [words for _, _, _, words in read_table(folder)]
    for command in commands:
        name = command["name"]
        assert any(words[0] == name for words in rows), f"commands.tsv has no row for {name}"
        for choice in re.findall(r"[a-z-]+(?:\|[a-z-]+)+", command["arguments"]):
            for word in choice.split("|"):
                assert any(words[:2] == [name, word] for words in rows), f"commands.tsv has no row for {name} {word}"
    gone = {words[0] for words in rows} - {command["name"] for command in commands}
    assert not gone, f"commands.tsv has rows for {gone}, which are no commands"


def states(folder):
    """A database for each state: the campaign alone, then after each step."""
    (folder / "e.csv").write_text(E2, encoding="utf-8")
    (folder / "m5.csv").write_text(CORRECTION, encoding="utf-8")
    (folder / "m4.csv").write_text(CORRECTION.replace("m5,work,reported,40,39", "m4,work,reported,45,20"), encoding="utf-8")
    write(folder / "accounts.csv", "account,role,unit\nu_new,unit,示例四局\n")
    write(folder / "form.json", '{"indicators": [{"code": "work", "cumulative": "40"}], "phone": "12345"}')
    write(folder / "office.csv", SHEET.format(body="office"))
    write(folder / "calendar.csv", "日期,性质,名称,来源\n2021-08-02,休,示例,示例\n")
    write(folder / "two.yaml", (MERGE / "campaign/schemes/department-v1.yaml").read_text(encoding="utf-8").replace("weight: 60", "weight: 70")
          .replace("effective: 2021-05", "effective: 2021-06"))
    write(folder / "policy.txt", "一、总体要求\n（一）压实责任。示例一局年底前完成示例事项10项。\n")
    made = {"campaign": folder / "x.db"}
    open_office(folder, "x.db")
    for step in ("reports", "evaluate", "open", "file", "appeal", "again", "confirm", "freeze", "publish"):
        office = open_office(folder, f"{step}.db")
        month_of_may(office, folder, until=step)
        made[step] = office.path
    office = open_office(folder, "june.db")
    month_of_may(office, folder)
    month_of_june(office, folder)
    made["june"] = office.path
    made["drafted"] = folder / "drafted.db"
    shutil.copy(office.path, made["drafted"])
    Office(made["drafted"]).do("2021-07-24T09:00:00", "clerk1", "province-report", "make", *JUNE)
    return made


def cell(folder, database, at, place, account, may, words):
    """One command as one account on a copy of its own; what is wrong with it."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        path = Path(own) / "try.db"
        shutil.copy(database, path)
        office = Office(path)
        before = office.dump("audit", "audit_head") if may == "-" else None
        count = office.rows("SELECT count(*) FROM audit")[0][0]
        status, out, err = office.ask(at, account, *(word.format(own=own) for word in words))
        if status != STATUS[may]:
            yield f"{place}: exit status {status}, expected {STATUS[may]}: {out[:80]}{err}"
        if may == "-":
            if out or office.dump("audit", "audit_head") != before:
                yield f"{place}: something was printed or changed: {out[:80]}"
            new = office.rows("SELECT account, result FROM audit ORDER BY rowid")[count:]
            if new != [(account, "denied")]:
                yield f"{place}: audit rows {new}"


def every_command_as_every_role(folder):
    made, cells = states(folder), []
    for number, state, who, words in read_table(folder):
        at = {"june": "2021-07-25T09:00:00", "drafted": "2021-07-25T09:00:00", "again": "2021-06-16T08:30:00"}.get(state, "2021-06-10T10:00:00")
        for account, may in zip(ROLES, who):
            cells.append((folder, made[state], at, f"commands.tsv:{number}: {' '.join(words)} as {account}", account, may, words))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        wrong = [fault for faults in pool.map(lambda args: list(cell(*args)), cells) for fault in faults]
    assert not wrong, "\n".join(wrong)


def a_unit_sees_its_own_only(folder):
    office = open_office(folder)
    month_of_may(office, folder)
    month_of_june(office, folder)
    at = "2021-07-25T09:00:00"
    assert "示例五局" not in office.do(at, "u_m4", "talks") and "示例五局" in office.do(at, "u_m5", "talks")
    for account in ROLES[6:9]:
        for words in (("talks",), ("rank", *MAY), ("ledger",), ("circular", *JUNE), ("explain", "--unit", "m1", *MAY)):
            status, out, _ = office.ask(at, account, *words)
            assert status == 5 and not out, f"{account} reads {words}"
    owner = write(folder / "own.csv", SHEET.format(body="b1"))
    status, _, err = office.ask("2021-06-08T09:00:00", "owner1", "import", "confirmed", owner, *MAY)
    assert status == 2 and "office" in err, "nodes is confirmed by the office, not by b1"


def no_way_around_the_table(folder):
    """init makes no second director, and a campaign gives no account of the installation another role."""
    office = open_office(folder)
    before = office.dump()
    status, out, err = office.ask("2021-05-21T09:00:00", "mallory", "init")
    assert status == 3 and not out and "mallory" in err, out + err
    assert office.dump() == before
    again = Office(folder / "again.db")
    again.do("2021-05-20T09:00:00", "clerk1", "init")
    before = again.dump()
    status, out, err = again.ask("2021-05-20T09:30:00", "clerk1", "import", "campaign", folder / "small.db.files/campaign")
    assert status == 4 and not out and "clerk1" in err, out + err
    assert again.dump() == before


if __name__ == "__main__":
    if os.access("/dev/shm", os.W_OK):  # copies by the hundred, none of which need outlive the test
        tempfile.tempdir = "/dev/shm"
    run([no_command_is_without_its_row, every_command_as_every_role, no_way_around_the_table, a_unit_sees_its_own_only])

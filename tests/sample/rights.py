#!/usr/bin/env python3
"""Every command of the month as every role: rights.py DUBAN PROJECT_ROOT

The table says who may; everybody else gets exit status 5, one audit row and no change. Each cell is
tried on a copy of the same database, at a moment where the command would succeed.
"""
import shutil

from office import MERGE, Office, events_csv, month_of_june, month_of_may, open_office, run, write

ROLES = ("clerk1", "director1", "u_m4", "owner1", "leader1", "inspector1", "sysadmin", "secadmin", "auditadmin")
MAY, JUNE = ("--period", "2021-05"), ("--period", "2021-06")
REPORT = MERGE / "reports/2021-05/04-示例四局.csv"
E2 = events_csv(("m2", "示例二局", "deduct", "D2", "1", "示例", "1"))
CORRECTION = "所属期,单位编码,指标编码,对象,原值,更正值,原因,依据\n2021-05,m5,work,reported,40,39,示例,示例\n"
SHEET = "核定部门,{body}\n所属期,2021-05\n核定时间,2021-06-08T09:00:00+08:00\n\n单位编码,单位,指标编码,核定值,备注\nm1,示例一局,nodes,90.0,\n"

# State, what is done, who may: clerk, director, unit m4, owner b1, leader, inspector, three administrators.
# x = may, - = exit status 5.
TABLE = (
    ("campaign", "xx- --- ---", ("import", "campaign", "{folder}/x.db.files/campaign")),
    ("campaign", "xxx --- ---", ("import", "reports", REPORT, *MAY)),
    ("campaign", "xx- --- ---", ("import", "reports", MERGE / "reports/2021-05", *MAY)),
    ("campaign", "xx- --- ---", ("import", "events", "{folder}/e.csv", *MAY)),
    ("reports", "xx- --- ---", ("import", "confirmed", "{folder}/office.csv", *MAY)),
    ("reports", "xx- --- ---", ("evaluate", *MAY)),
    ("evaluate", "xxx --- ---", ("appeal", "file", "--unit", "m4", "--rule", "D2", "--reason", "示例", *MAY)),
    ("evaluate", "xx- --- ---", ("appeal", "file", "--unit", "m1", "--rule", "D1", "--reason", "示例", *MAY)),
    ("file", "-x- --- ---", ("appeal", "uphold", "--unit", "m4", "--reason", "示例", *MAY)),
    ("file", "-x- --- ---", ("appeal", "reject", "--unit", "m4", "--reason", "示例", *MAY)),
    ("appeal", "-x- --- ---", ("freeze", *MAY)),
    ("freeze", "-x- --- ---", ("publish", *MAY)),
    ("evaluate", "xx- --- ---", ("rank", "--group", "department", *MAY)),
    ("evaluate", "xx- --- ---", ("rank", *MAY)),
    ("evaluate", "xxx --- ---", ("explain", "--unit", "m4", *MAY)),
    ("evaluate", "xx- --- ---", ("explain", "--unit", "m1", *MAY)),
    ("freeze", "xx- --- ---", ("rank", *MAY)),
    ("publish", "xxx -xx ---", ("rank", "--group", "department", *MAY)),
    ("publish", "xxx -xx ---", ("rank", *MAY)),
    ("publish", "xxx -xx ---", ("explain", "--unit", "m4", *MAY)),
    ("publish", "xx- -xx ---", ("explain", "--unit", "m1", *MAY)),
    ("publish", "xx- --- ---", ("import", "corrections", "{folder}/c.csv")),
    ("june", "xxx -xx ---", ("talks",)),
    ("june", "-x- -x- ---", ("talks", "hold", "--unit", "m5", *JUNE)),
    ("june", "-x- -x- ---", ("talks", "withdraw", "--unit", "m5", "--reason", "示例", *JUNE)),
    ("june", "xx- --- ---", ("replay",)),
    ("june", "xx- --- ---", ("rank", "--rerun", "--group", "department", *MAY)),
    ("publish", "xx- --- ---", ("circular", *MAY)),
    ("publish", "-x- --- ---", ("circular", *MAY, "--issue", "2")),
    ("june", "xxx xxx ---", ("circular", *JUNE)),
    ("june", "xxx xxx ---", ("ledger",)),
    ("june", "xxx xxx ---", ("export", "ledger", "--out", "{folder}/try.db.xlsx")),
    ("june", "xxx --- ---", ("export", "reports", "--out", "{folder}/try.db.xlsx")),
    ("june", "xx- --- ---", ("export", "campaign", "--out", "{folder}/try.db.xlsx")),
    ("june", "xxx xxx xxx", ("passwd", "--generate")),
    ("june", "-xx --- x--", ("passwd", "--account", "u_m4", "--generate")),
    ("june", "--- --- x-x", ("passwd", "--account", "auditadmin", "--generate")),
    ("june", "xxx xxx ---", ("progress", "--task", "1.1.1")),
    ("june", "xxx --- ---", ("progress", "--task", "1.1.1", "--state", "on_track")),
    ("june", "xx- --- ---", ("progress", "--task", "1.1.2", "--state", "on_track")),
)


def states(folder):
    """A database for each state: the campaign alone, then after each step."""
    (folder / "e.csv").write_text(E2, encoding="utf-8")
    (folder / "c.csv").write_text(CORRECTION, encoding="utf-8")
    write(folder / "office.csv", SHEET.format(body="office"))
    made = {"campaign": folder / "x.db"}
    open_office(folder, "x.db")
    for step in ("reports", "evaluate", "file", "appeal", "freeze", "publish"):
        office = open_office(folder, f"{step}.db")
        month_of_may(office, folder, until=step)
        made[step] = office.path
    office = open_office(folder, "june.db")
    month_of_may(office, folder)
    month_of_june(office, folder)
    made["june"] = office.path
    return made


def every_command_as_every_role(folder):
    made, wrong = states(folder), []
    for state, who, words in TABLE:
        words = [str(w).replace("{folder}", str(folder)) for w in words]
        for account, may in zip(ROLES, who.replace(" ", "")):
            path = folder / "try.db"
            for old in folder.glob("try.db*"):
                old.unlink()
            shutil.copy(made[state], path)
            office = Office(path)
            before = office.dump("audit", "audit_head")
            count = office.rows("SELECT count(*) FROM audit")[0][0]
            at = "2021-07-25T09:00:00" if state == "june" else "2021-06-10T10:00:00"
            status, out, err = office.ask(at, account, *words)
            if status != (0 if may == "x" else 5):
                wrong.append(f"{state}: {account} {' '.join(words)}: exit {status}, {out[:80]}{err}")
            if may == "-":
                if out or office.dump("audit", "audit_head") != before:
                    wrong.append(f"{state}: {account} {' '.join(words)}: something was printed or changed: {out[:80]}")
                new = office.rows("SELECT account, result FROM audit ORDER BY rowid")[count:]
                if new != [(account, "denied")]:
                    wrong.append(f"{state}: {account} {' '.join(words)}: audit rows {new}")
    assert not wrong, "\n".join(wrong)


def a_unit_sees_its_own_only(folder):
    office = open_office(folder)
    month_of_may(office, folder)
    month_of_june(office, folder)
    at = "2021-07-25T09:00:00"
    assert "示例五局" not in office.do(at, "u_m4", "talks") and "示例五局" in office.do(at, "u_m5", "talks")
    for account in ROLES[6:]:
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
    run([every_command_as_every_role, no_way_around_the_table, a_unit_sees_its_own_only])

#!/usr/bin/env python3
"""Appeals of the three kinds from filing to what they move, and every one that must be refused: appeal_flow.py DUBAN PROJECT_ROOT"""
import json
import sqlite3
from contextlib import closing

from office import D1_M1, D2_M4, MERGE, events_csv, opened, run, small_campaign, write

CONFLICT, DENIED, ABSENT, INVALID, TOO_LARGE = 4, 5, 3, 2, 6
MAY = ("--period", "2021-05")
OPENED, FILED, RULED = "2021-06-09T10:00:00", "2021-06-10T09:00:00", "2021-06-15T09:00:00"
ACCOUNTS = "director2,office_director,,office,活动办副主任乙\n"
TIMELY = "  - {code: timely, name: 反馈报告, weight: 10, rule: deduct, per_event: 1, source: timeliness}\n"
OWN = ("--unit", "m4", *MAY)


def campaign(folder):
    """The small one with a leaf for lateness and a second director."""
    path = small_campaign(folder)
    scheme = path / "schemes/department-v1.yaml"
    scheme.write_text(scheme.read_text(encoding="utf-8").replace("weight: 40", "weight: 30") + TIMELY, encoding="utf-8")
    with open(path / "accounts.csv", "a", encoding="utf-8") as file:
        file.write(ACCOUNTS)
    return path


def month(folder, until="open", late=False, director="clerk1"):
    """May up to the opening: m4's report comes two workdays late, and two deductions are entered."""
    office = opened(folder / "small.db", campaign(folder / "files"))
    reports = sorted((MERGE / "reports/2021-05").iterdir())
    for report in reports:
        day = "2021-06-09T08:00:00" if late and report.name.startswith("04") else "2021-06-07T15:00:00"
        office.do(day, "clerk1", "import", "reports", report, *MAY)
    if late:
        office.do("2021-06-09T08:10:00", "clerk1", "import", "events", write(folder / "may.csv", events_csv(D1_M1)), *MAY)
    else:
        office.do("2021-06-08T09:00:00", director, "import", "events", write(folder / "may.csv", events_csv(D2_M4, D1_M1)), *MAY)
    if until == "reports":
        return office
    office.do("2021-06-09T09:00:00", "clerk1", "evaluate", *MAY)
    if until == "open":
        office.do(OPENED, "clerk1", "result", "open", *MAY)
    return office


def file(office, *more, at=FILED, account="u_m4", own=OWN, reason="示例：有误"):
    return office.ask(at, account, "appeal", "file", *own, "--reason", reason, *more)


def filed(office, *more, **options):
    before = {i for (i,) in office.rows("SELECT id FROM appeal")}
    status, _, err = file(office, *more, **options)
    assert status == 0, f"{more} {options}: {status} {err}"
    (new,) = {i for (i,) in office.rows("SELECT id FROM appeal")} - before
    return new


def no(expected, office, *more, says="", **options):
    before = office.rows("SELECT count(*) FROM appeal")
    status, out, err = file(office, *more, **options)
    assert status == expected and not out and says in err, f"{more} {options}: {status} {out}{err}"
    assert office.rows("SELECT count(*) FROM appeal") == before, f"{more} was refused and left an appeal"


def rule(office, which, ruling, *more, at=RULED, account="director2", reason="示例：经核实"):
    return office.ask(at, account, "appeal", ruling, "--id", which, "--reason", reason, *more)


def ruled(office, which, ruling, *more, **options):
    status, out, err = rule(office, which, ruling, *more, **options)
    assert status == 0, f"{ruling} {more} {options}: {status} {err}"
    return out


def left(office):
    """What a ruling leaves, and a refusal does not."""
    return [office.rows(f"SELECT count(*) FROM {table}") for table in ("appeal_ruling", "submission", "submission_value", "correction_ask", "event")]


def not_ruled(expected, office, which, ruling, *more, says="", **options):
    before = left(office)
    status, out, err = rule(office, which, ruling, *more, **options)
    assert status == expected and not out and says in err, f"{ruling} {more} {options}: {status} {out}{err}"
    assert left(office) == before, f"{ruling} {more} was refused and left something"


def scores(office, at="2021-06-15T10:00:00"):
    """What a trial run gives now: score and rank of each unit."""
    office.do(at, "clerk1", "evaluate", *MAY)
    number = "(SELECT max(number) FROM run WHERE kind = 'trial' AND period = '2021-05')"
    return {u: (s, r) for u, s, r in office.rows(
        f"SELECT unit, score_shown, rank FROM run_unit WHERE run = (SELECT id FROM run WHERE kind = 'trial' AND period = '2021-05' AND number = {number})")}


def kept(office, which):
    """What the ruling says it moves."""
    return office.rows("SELECT score_before, score_after, rank_before, rank_after, peers, scores_moved, ranks_moved, stands FROM appeal_ruling WHERE appeal = ?", which)[0]


def holds(office, which, before, unit="m4"):
    """The ruling told beforehand what the trial run after it gives."""
    after = scores(office)
    others = [u for u in after if u != unit]
    told = kept(office, which)
    assert told[:4] == (before[unit][0], after[unit][0], before[unit][1], after[unit][1]), (told, before, after)
    assert told[4:7] == (len(others), sum(before[u][0] != after[u][0] for u in others), sum(before[u][1] != after[u][1] for u in others)), (told, before, after)
    return after


def verified(office):
    office.do("2021-08-01T09:00:00", "sysadmin", "verify")


def a_value_upheld_is_a_correction(folder):
    """m5 reported 40 and meant 50: it passes m4, which falls by one rank."""
    office = month(folder)
    before = scores(office, "2021-06-09T11:00:00")
    which = filed(office, "--leaf", "work", "--value", "50", account="u_m5", own=("--unit", "m5", *MAY))
    row = office.rows("SELECT kind, node, indicator, value_period, object, found, wished FROM appeal")[0]
    assert row == ("value", "work", "work", "2021-05", "reported", "40", "50"), row
    ruled(office, which, "uphold")
    after = holds(office, which, before, "m5")
    assert after["m5"][1] == before["m5"][1] - 1 and kept(office, which)[6] == 1, (before, after)
    correction = office.rows("SELECT id, filled_by, approved_by, entered_by FROM submission WHERE kind = 'correction'")
    assert [c[1:] for c in correction] == [("u_m5", "director2", "director2")], correction
    assert office.rows("SELECT submission FROM appeal_ruling") == [(correction[0][0],)]
    ask = office.rows("SELECT a.asked_by, a.unit, r.state, r.by_account FROM correction_ask a JOIN correction_ruling r ON r.ask = a.id")
    assert ask == [("u_m5", "m5", "approved", "director2")], ask
    verified(office)


def half_of_it_is_upheld(folder):
    office = month(folder)
    before = scores(office, "2021-06-09T11:00:00")
    which = filed(office, "--leaf", "work", "--value", "51")
    not_ruled(INVALID, office, which, "part", says="应当采用的数值")  # which value?
    for value in ("51", "51.0", "NA"):
        not_ruled(INVALID, office, which, "part", "--value", value)
    not_ruled(INVALID, office, which, "part", "--value", "45")
    ruled(office, which, "part", "--value", "47")
    assert kept(office, which)[7] == "47", kept(office, which)
    holds(office, which, before)
    not_ruled(CONFLICT, office, which, "reject")  # it has its ruling
    verified(office)


def a_deduction_upheld_is_struck(folder):
    office = month(folder)
    before = scores(office, "2021-06-09T11:00:00")
    which = filed(office, "--rule", "D2")
    not_ruled(INVALID, office, which, "part", "--value", "0.5", says="扣分")
    ruled(office, which, "uphold")
    after = holds(office, which, before)
    assert float(after["m4"][0]) - float(before["m4"][0]) == 1, (before, after)
    no(ABSENT, office, "--rule", "D2")  # there is nothing left to contest
    verified(office)


def what_is_rejected_moves_nothing(folder):
    office = month(folder)
    before = scores(office, "2021-06-09T11:00:00")
    for words in (("--rule", "D2"), ("--leaf", "work", "--value", "51"), ("--leaf", "nodes", "--about", "na")):
        which = filed(office, *words)
        ruled(office, which, "reject")
        assert kept(office, which)[0] == kept(office, which)[1] and kept(office, which)[5:] == (0, 0, ""), kept(office, which)
        no(CONFLICT, office, *words)  # once
    assert scores(office) == before and not office.rows("SELECT 1 FROM submission WHERE kind = 'correction'")
    verified(office)


def what_does_not_apply_leaves_the_score(folder):
    office = month(folder)
    before = scores(office, "2021-06-09T11:00:00")
    which = filed(office, "--leaf", "nodes", "--about", "na")
    not_ruled(INVALID, office, which, "part", "--value", "50")
    ruled(office, which, "uphold")
    holds(office, which, before)
    run_id = office.rows("SELECT id FROM run WHERE kind = 'trial' AND period = '2021-05' ORDER BY number DESC LIMIT 1")[0][0]
    assert office.rows("SELECT status FROM run_node WHERE run = ? AND unit = 'm4' AND node = 'nodes'", run_id) == [("spread",)]
    verified(office)


def days_late_are_replaced(folder):
    office = month(folder, late=True)
    before = scores(office, "2021-06-09T11:00:00")
    for days in ("2", "3", "-1", "1.5", "x"):
        no(INVALID, office, "--leaf", "timely", "--value", days, says="迟报天数")
    no(INVALID, office, "--leaf", "timely", "--about", "value", "--value", "1")
    no(INVALID, office, "--leaf", "work", "--about", "late")
    which = filed(office, "--leaf", "timely", "--value", "0")
    not_ruled(INVALID, office, which, "part", "--value", "0")
    ruled(office, which, "part", "--value", "1")
    after = holds(office, which, before)
    assert float(after["m4"][0]) - float(before["m4"][0]) == 1, (before, after)
    assert office.rows("SELECT late_days FROM submission WHERE party = 'm4' AND kind = 'report'") == [(2,)], "what arrived late arrived late"
    verified(office)


def frozen_with_rulings_it_is_computed_again(folder):
    """What rulings changed is part of the month for good: verify computes the frozen run again."""
    office = month(folder, late=True)
    for words in (("--leaf", "timely", "--value", "0"), ("--leaf", "work", "--value", "51")):
        ruled(office, filed(office, *words), "uphold")
    office.do("2021-06-15T11:00:00", "clerk1", "evaluate", *MAY)
    office.do("2021-06-16T09:00:00", "clerk1", "result", "confirm", *MAY)
    office.do("2021-06-16T10:00:00", "director1", "freeze", *MAY)
    no(CONFLICT, office, "--leaf", "nodes", "--value", "99", at="2021-06-16T11:00:00", says="冻结")
    office.do("2021-06-16T12:00:00", "director1", "publish", *MAY)
    no(CONFLICT, office, "--leaf", "nodes", "--value", "99", at="2021-06-16T13:00:00", says="更正")
    no(CONFLICT, office, "--leaf", "nodes", "--value", "99", "--late-reason", "示例", at="2021-06-16T13:00:00", account="clerk1", says="更正")
    verified(office)
    status, out = office.verify()
    assert status == 0, out


def the_days_to_appeal(folder):
    """Not before the opening; the last day is in time, the day after it is not; later only by the office, which says why."""
    office = month(folder, until="trial")
    no(CONFLICT, office, "--rule", "D2", says="开放后才能申诉")
    no(CONFLICT, office, "--rule", "D2", account="clerk1", says="开放后才能申诉")
    office.do(OPENED, "clerk1", "result", "open", *MAY)
    ((last,),) = office.rows("SELECT until_on FROM result_opening")
    assert last == "2021-06-15", last  # the tenth workday of June 2021, which has a holiday on the 14th
    filed(office, "--rule", "D2", at=f"{last}T23:59:00")
    no(CONFLICT, office, "--leaf", "work", "--value", "51", at="2021-06-16T00:01:00", says=last)
    no(CONFLICT, office, "--leaf", "work", "--value", "51", "--late-reason", "示例", at="2021-06-16T00:01:00", says=last)
    no(CONFLICT, office, "--leaf", "work", "--value", "51", at="2021-06-16T09:00:00", account="clerk1", says=last)
    which = filed(office, "--leaf", "work", "--value", "51", "--late-reason", "示例：系统停机", at="2021-06-16T09:00:00", account="clerk1")
    assert office.rows("SELECT late_reason, filed_by FROM appeal WHERE id = ?", which) == [("示例：系统停机", "clerk1")]
    # in time nobody needs to say why, and nothing is kept
    early = filed(office, "--rule", "D1", "--late-reason", "示例", at=FILED, own=("--unit", "m1", *MAY), account="clerk1")
    assert office.rows("SELECT late_reason FROM appeal WHERE id = ?", early) == [("",)]


def nothing_is_confirmed_while_one_waits(folder):
    office = month(folder)
    which = filed(office, "--rule", "D2")
    status, _, err = office.ask("2021-06-16T09:00:00", "clerk1", "result", "confirm", *MAY)
    assert status == CONFLICT and "申诉" in err, (status, err)
    office.do("2021-06-16T09:10:00", "u_m4", "appeal", "withdraw", "--id", which, "--reason", "示例：已说明")
    not_ruled(CONFLICT, office, which, "uphold", at="2021-06-16T09:20:00")
    office.do("2021-06-16T09:30:00", "clerk1", "result", "confirm", *MAY)
    # what was taken back may be filed again by who still may; what waits then stops the freeze
    filed(office, "--rule", "D2", "--late-reason", "示例", at="2021-06-16T09:40:00", account="clerk1")
    status, _, err = office.ask("2021-06-16T09:50:00", "director1", "freeze", *MAY)
    assert status == CONFLICT and "申诉" in err, (status, err)
    verified(office)


def nobody_rules_on_his_own(folder):
    """Who entered, confirmed, approved or filed it; and who acts for him, or for whom he acted."""
    office = month(folder, director="director2")  # the deductions are director2's
    event = filed(office, "--rule", "D2")
    not_ruled(DENIED, office, event, "uphold", says="不能由本人裁定")
    with closing(sqlite3.connect(office.path)) as db:
        db.execute("INSERT INTO delegation VALUES ('0000000000003', 'director2', 'director1', '2021-06-01', '2021-06-30', '示例：出差', 1, 'director2', 0, '')")
        db.commit()
    status, _, err = office.ask(RULED, "director1", "--for", "director2", "appeal", "uphold", "--id", event, "--reason", "示例")
    assert status == DENIED and "不能由本人裁定" in err, (status, err)
    ruled(office, event, "reject", account="director1")
    # filed by the office on behalf of the unit
    value = filed(office, "--leaf", "work", "--value", "51", account="director1")
    not_ruled(DENIED, office, value, "uphold", account="director1", says="不能由本人裁定")
    status, shown, _ = office.ask(RULED, "director1", "appeal", "show", "--id", value, "--format", "json")
    assert status == 0 and json.loads(shown)["may_rule"] is False
    ruled(office, value, "uphold")
    # director2 approved the correction that it became: he rules on nothing more of that value
    office.do(RULED, "clerk1", "evaluate", *MAY)
    office.do(RULED, "clerk1", "result", "open", *MAY)
    assert office.rows("SELECT approved_by FROM submission WHERE kind = 'correction'") == [("director2",)]


def a_hand_by_delegation_is_a_hand(folder):
    """director1 enters the deductions for director2: neither of them rules on it."""
    office = opened(folder / "small.db", campaign(folder / "files"))
    with closing(sqlite3.connect(office.path)) as db:
        db.execute("INSERT INTO delegation VALUES ('0000000000003', 'director2', 'director1', '2021-06-01', '2021-06-30', '示例：出差', 1, 'director2', 0, '')")
        db.commit()
    office.do("2021-06-07T15:00:00", "clerk1", "import", "reports", MERGE / "reports/2021-05", *MAY)
    status, _, err = office.ask("2021-06-08T09:00:00", "director1", "--for", "director2", "import", "events",
                                write(folder / "may.csv", events_csv(D2_M4, D1_M1)), *MAY)
    assert status == 0, err
    office.do("2021-06-09T09:00:00", "clerk1", "evaluate", *MAY)
    office.do(OPENED, "clerk1", "result", "open", *MAY)
    which = filed(office, "--rule", "D2")
    for account in ("director1", "director2"):
        not_ruled(DENIED, office, which, "uphold", account=account, says="不能由本人裁定")


def who_accepted_the_report_approved_it(folder):
    office = month(folder, until="reports")
    office.do("2021-06-08T10:00:00", "director2", "review", "accept", "m4", *MAY)
    office.do("2021-06-09T09:00:00", "clerk1", "evaluate", *MAY)
    office.do(OPENED, "clerk1", "result", "open", *MAY)
    which = filed(office, "--leaf", "work", "--value", "51")
    not_ruled(DENIED, office, which, "uphold", says="不能由本人裁定")
    ruled(office, which, "uphold", account="director1")
    verified(office)


def a_unit_reaches_its_own_only(folder):
    office = month(folder)
    which = filed(office, "--rule", "D2")
    other = office.ask(RULED, "u_m1", "appeal", "show", "--id", which)
    nothing = office.ask(RULED, "u_m1", "appeal", "show", "--id", "0000000000000")
    assert other[0] == nothing[0] == ABSENT and not other[1], (other, nothing)
    assert other[2].replace(which, "") == nothing[2].replace("0000000000000", ""), "not even that there is one"
    for words in (("withdraw", "--id", which), ("uphold", "--id", which, "--reason", "示例"), ("show", *OWN)):
        status, out, _ = office.ask(RULED, "u_m1", "appeal", *words)
        assert status in (DENIED, ABSENT) and not out, (words, status, out)
    no(DENIED, office, "--rule", "D2", account="u_m1")
    assert which not in office.do(RULED, "u_m1", "appeal", "list")
    for account in ("u_m4", "clerk1", "director1", "inspector1", "leader1"):
        assert which in office.do(RULED, account, "appeal", "list"), account
    for account in ("owner1", "sysadmin", "secadmin", "auditadmin"):
        status, out, _ = office.ask(RULED, account, "appeal", "list")
        assert status == DENIED and not out, (account, status, out)
    for account in ("u_m4", "clerk1", "inspector1", "leader1"):
        not_ruled(DENIED, office, which, "uphold", account=account)
    refused = office.rows("SELECT count(*) FROM audit WHERE action = 'appeal.read' AND result = 'denied' AND account = 'u_m1'")
    assert refused[0][0] > 0, "refusals were not recorded"
    assert "示例：有误" not in str(office.rows("SELECT detail FROM audit")), "the audit log holds what was said"


def a_unit_sees_no_rank_before_publication(folder):
    office = month(folder)
    which = filed(office, "--rule", "D2")
    ruled(office, which, "uphold")
    own = json.loads(office.do(RULED, "u_m4", "appeal", "show", "--id", which, "--format", "json"))
    assert own["ruling"]["moved"].keys() == {"score_before", "score_after"}, own
    assert "名次" not in office.do(RULED, "u_m4", "appeal", "show", "--id", which)
    office_sees = json.loads(office.do(RULED, "clerk1", "appeal", "show", "--id", which, "--format", "json"))
    assert office_sees["ruling"]["moved"]["units"] == 5, office_sees
    office.do("2021-06-16T08:00:00", "clerk1", "evaluate", *MAY)
    office.do("2021-06-16T09:00:00", "clerk1", "result", "confirm", *MAY)
    office.do("2021-06-16T10:00:00", "director1", "freeze", *MAY)
    office.do("2021-06-16T11:00:00", "director1", "publish", *MAY)
    own = json.loads(office.do("2021-06-16T12:00:00", "u_m4", "appeal", "show", "--id", which, "--format", "json"))
    assert "rank_after" in own["ruling"]["moved"], own


def the_ruling_is_a_paper(folder):
    office = month(folder)
    which = filed(office, "--leaf", "work", "--value", "51", reason="示例：漏报六项")
    status, out, _ = office.ask(RULED, "u_m4", "appeal", "show", "--id", which, "--format", "txt")
    assert status == ABSENT and not out, "there is no ruling yet"
    ruled(office, which, "part", "--value", "47", reason="示例：核实两项")
    text = office.do(RULED, "u_m4", "appeal", "show", "--id", which, "--format", "txt")
    for words in ("处理意见", "示例四局", "2021年6月10日", "示例：漏报六项", "部分支持", "示例：核实两项", "采用47", *kept(office, which)[:2]):
        assert words in text.replace("\n", "").replace(" ", ""), (words, text)
    assert "名次" not in text, "ranks come with the circular"
    status, out, _ = office.ask(RULED, "u_m1", "appeal", "show", "--id", which, "--format", "txt")
    assert status == ABSENT and not out


def what_cannot_be_contested(folder):
    office = month(folder)
    for words, expected, says in (
            (("--rule", "D1"), ABSENT, "D1"), (("--rule", "D9"), ABSENT, "D9"), (("--leaf", "nothing", "--value", "1"), ABSENT, "nothing"),
            (("--leaf", "work"), INVALID, "应当采用的数值"), (("--leaf", "work", "--value", "x"), INVALID, "x"),
            (("--leaf", "work", "--value", "-3"), INVALID, "-3"), (("--leaf", "work", "--value", "45"), INVALID, "45"),
            (("--leaf", "work", "--value", "NA"), INVALID, "不适用"), (("--leaf", "timely", "--value", "0"), INVALID, "没有这样计分"),
            (("--leaf", "work", "--about", "missing", "--value", "51"), INVALID, "missing"),
            (("--leaf", "work", "--about", "exempt"), INVALID, "考评办法"), (("--leaf", "work", "--about", "conversion"), INVALID, "考评办法"),
            (("--leaf", "work", "--about", "luck"), INVALID, "luck")):
        no(expected, office, *words, says=says)
    no(INVALID, office, "--rule", "D2", reason="　")
    no(TOO_LARGE, office, "--rule", "D2", reason="字" * 1001, says="1001")
    no(INVALID, office, "--rule", "D2", own=("--unit", "m4", "--period", "2021-07"))
    no(CONFLICT, office, "--rule", "D2", own=("--unit", "m4", "--period", "2021-06"), says="开放")
    which = filed(office, "--rule", "D2")
    no(CONFLICT, office, "--rule", "D2", says="已经提出过申诉")
    not_ruled(INVALID, office, which, "uphold", reason=" ")
    not_ruled(ABSENT, office, "0000000000000", "uphold")


def without_a_report_nothing_is_put_right(folder):
    office = opened(folder / "small.db", campaign(folder / "files"))
    for report in sorted((MERGE / "reports/2021-05").iterdir()):
        if not report.name.startswith("04"):
            office.do("2021-06-07T15:00:00", "clerk1", "import", "reports", report, *MAY)
    office.do("2021-06-09T09:00:00", "clerk1", "evaluate", *MAY)
    office.do(OPENED, "clerk1", "result", "open", *MAY)
    no(CONFLICT, office, "--leaf", "work", "--value", "51", says="解锁")


def a_value_that_was_left_out(folder):
    """The report came without the value, which counts as missing: what should have stood there is put in."""
    office = opened(folder / "small.db", campaign(folder / "files"))
    for report in sorted((MERGE / "reports/2021-05").iterdir()):
        text = report.read_text(encoding="utf-8")
        if report.name.startswith("04"):
            text = text.replace("work,完成事项,项,45,45,,", "work,完成事项,项,,,,")
        office.do("2021-06-07T15:00:00", "clerk1", "import", "reports", write(folder / report.name, text), *MAY)
    office.do("2021-06-09T09:00:00", "clerk1", "evaluate", *MAY)
    office.do(OPENED, "clerk1", "result", "open", *MAY)
    before = scores(office, "2021-06-09T11:00:00")
    which = filed(office, "--leaf", "work", "--value", "45")
    assert office.rows("SELECT kind, rule, found, wished FROM appeal") == [("rule", "missing", "", "45")]
    ruled(office, which, "uphold")
    after = holds(office, which, before)
    assert float(after["m4"][0]) > float(before["m4"][0])
    verified(office)


def what_moved_meanwhile_is_told(folder):
    """Two appeals at once: what the second ruling tells rests on the first."""
    office = month(folder)
    before = scores(office, "2021-06-09T11:00:00")
    first, second = filed(office, "--rule", "D2"), filed(office, "--leaf", "nodes", "--value", "99.5")
    ruled(office, first, "uphold")
    between = holds(office, first, before)
    ruled(office, second, "uphold")
    holds(office, second, between)
    verified(office)


if __name__ == "__main__":
    run([a_value_upheld_is_a_correction, half_of_it_is_upheld, a_deduction_upheld_is_struck, what_is_rejected_moves_nothing,
         what_does_not_apply_leaves_the_score, days_late_are_replaced, frozen_with_rulings_it_is_computed_again, the_days_to_appeal,
         nothing_is_confirmed_while_one_waits, nobody_rules_on_his_own, a_hand_by_delegation_is_a_hand, who_accepted_the_report_approved_it,
         a_unit_reaches_its_own_only, a_unit_sees_no_rank_before_publication, what_cannot_be_contested, without_a_report_nothing_is_put_right,
         a_value_that_was_left_out, what_moved_meanwhile_is_told, the_ruling_is_a_paper])

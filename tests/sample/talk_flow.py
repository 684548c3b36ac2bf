#!/usr/bin/env python3
"""A formal talk from the proposal to its closing, and every step that must be refused: talk_flow.py DUBAN PROJECT_ROOT

On PostgreSQL (DUBAN_TEST_ENGINE=postgres, inside tests/store/with_pg.sh) the parts whose statements differ from one state to the next."""
import http.client
import json
import os
import re
import subprocess
import urllib.parse
from contextlib import closing

from office import APPLY, APPROVE, HOLD, NOTIFY, REPORT, TALK, month_of_june, month_of_may, open_office, opened, run, small_campaign

CONFLICT, DENIED, ABSENT, INVALID = 4, 5, 3, 2
RECEIVE = ("--signer", "示例五局办公室主任")
VERIFY = ("--result", "pass", "--opinion", "示例：属实")
DAY = {"apply": 19, "approve": 20, "notify": 20, "receive": 21, "hold": 22, "commit": 26, "report": 27, "verify": 28, "close": 29}
WORDS = {"apply": ("clerk1", APPLY), "approve": ("leader1", APPROVE), "notify": ("director1", NOTIFY), "receive": ("u_m5", RECEIVE),
         "hold": ("director1", HOLD), "report": ("u_m5", REPORT), "verify": ("inspector1", VERIFY), "close": ("leader1", ())}
STATE = {"apply": "applied", "approve": "approved", "notify": "notified", "receive": "received", "hold": "held", "report": "reported",
         "verify": "verified", "close": "closed"}


def proposed(folder):
    """June is published: one proposal, nothing decided."""
    office = open_office(folder)
    month_of_may(office, folder)
    month_of_june(office, folder, decide=False)
    return office


def act(office, verb, *more, account=None, words=None, day=None):
    who, usual = WORDS[verb]
    at = f"2021-07-{day or DAY[verb]}T18:00:00"
    return office.ask(at, account or who, "talks", verb, *TALK, *(usual if words is None else words), *more)


def ok(office, verb, **options):
    status, _, err = act(office, verb, **options)
    assert status == 0, f"{verb}: {status} {err}"


def no(expected, office, verb, *more, says="", **options):
    before = office.rows("SELECT count(*) FROM talk_step")
    status, out, err = act(office, verb, *more, **options)
    assert status == expected and err and says in err, f"{verb} {more} {options}: {status} {out}{err}"
    assert office.rows("SELECT count(*) FROM talk_step") == before, f"{verb} was refused and left a step"


def commit(office, position, account="u_m5"):
    office.do("2021-07-26T18:00:00", account, "talks", "commit", *TALK, "--position", position, "--on", "2021-07-26", "--text", "示例：已完成",
              "--evidence", "示例材料")


def until(office, verb):
    """All steps up to and with this one."""
    for step in STATE:
        if step == "report":
            commit(office, 1)
            commit(office, 2)
        ok(office, step)
        if step == verb:
            return


def states(office):
    return [s for (s,) in office.rows("SELECT state FROM talk_step ORDER BY number")]


def verified(office):
    office.do("2021-08-01T09:00:00", "sysadmin", "verify")


def the_whole_way(folder):
    office = proposed(folder)
    until(office, "close")
    assert states(office) == ["proposed", *STATE.values()], states(office)
    rows = office.rows("SELECT position, workdays, due_on, done_on, revision FROM talk_commitment ORDER BY position, revision")
    assert rows[0][:3] == (1, 10, "2021-08-05") and rows[2][:3] == (2, 5, "2021-07-29"), rows
    assert [r[3:] for r in rows] == [("", 1), ("2021-07-26", 2)] * 2, rows
    minutes = json.loads(office.rows("SELECT body FROM talk_record WHERE act = 'hold'")[0][0])
    assert minutes["report_due"] == "2021-08-23", minutes["report_due"]  # 30 days from 22 July is a Saturday
    assert minutes["problems"][0] == {"text": "示例：进度落后", "task": "1.1.1"}, minutes["problems"]
    verified(office)


def no_step_out_of_turn(folder):
    """In every state each act that does not come next is refused, and nothing is left of it."""
    office = proposed(folder)
    order = list(STATE)
    for done in range(len(order) + 1):
        for other in order:
            next_one = done < len(order) and other == order[done]
            again = other == "apply" and done == 1  # an application may be written once more
            if not next_one and not again:
                no(CONFLICT, office, other)
        if done < len(order):
            if order[done] == "report":
                commit(office, 1)
                commit(office, 2)
            ok(office, order[done])
    no(CONFLICT, office, "close", says="closed")
    for verb in ("waive", "exempt", "withdraw"):
        status, _, err = office.ask("2021-07-30T09:00:00", "leader1", "talks", verb, *TALK, "--reason", "示例", "--basis", "示例")
        assert status == CONFLICT, f"{verb} after it was closed: {status} {err}"
    verified(office)


def nobody_approves_his_own(folder):
    office = proposed(folder)
    ok(office, "apply", account="director1")
    no(DENIED, office, "approve", account="director1")
    # nor does who acts for him, nor he for another
    office.put("INSERT INTO delegation VALUES ('0000000000002', 'director1', 'leader1', '2021-07-19', '2021-07-31', '示例：出差', 1, 'director1', 0, '')")
    status, _, err = office.ask("2021-07-20T18:00:00", "leader1", "--for", "director1", "talks", "approve", *TALK, *APPROVE)
    assert status == DENIED and "审批" in err, (status, err)
    ok(office, "approve")


def who_held_or_reported_does_not_verify(folder):
    office = proposed(folder)
    until(office, "receive")
    ok(office, "hold", account="leader1")
    commit(office, 1, "clerk1")
    commit(office, 2)
    ok(office, "report", account="director1", words=(*REPORT, "--sender", "示例五局"))
    for account in ("leader1", "clerk1", "director1"):  # held; reported one requirement; reported
        no(DENIED, office, "verify", account=account)
    no(DENIED, office, "verify", account="u_m5")
    ok(office, "verify")


def what_is_not_said_is_asked_for(folder):
    office = proposed(folder)
    for left_out in range(0, len(APPLY), 2):
        if APPLY[left_out] != "--at":
            no(INVALID, office, "apply", words=(*APPLY[:left_out], *APPLY[left_out + 2:]))
    for verb in ("waive", "withdraw"):
        status, _, err = office.ask("2021-07-20T09:00:00", "leader1", "talks", verb, *TALK)
        assert status == INVALID and "理由" in err, (verb, status, err)
    status, _, _ = office.ask("2021-07-20T09:00:00", "leader1", "talks", "exempt", *TALK, "--reason", "示例")
    assert status == INVALID
    past = APPLY.index("--on") + 1
    no(INVALID, office, "apply", words=(*APPLY[:past], "2021-07-18", *APPLY[past + 1:]), says="不得早于今天")
    ok(office, "apply")
    no(INVALID, office, "approve", words=(), says="三个区分开来")
    no(INVALID, office, "approve", words=APPROVE[:2], says="三个区分开来")
    no(INVALID, office, "approve", words=("--tolerance", "perhaps", *APPROVE[2:]))
    ok(office, "approve")
    past = NOTIFY.index("--on") + 1
    no(INVALID, office, "notify", words=(*NOTIFY[:past], "2021-07-19", *NOTIFY[past + 1:]), says="不得早于今天")
    ok(office, "notify")
    ok(office, "receive")
    def changed(option, value):
        at = HOLD.index(option)
        return (*HOLD[:at + 1], value, *HOLD[at + 2:])
    for option, value in (("--requirements", "示例|局长"), ("--requirements", "示例|局长|0"), ("--requirements", "示例||5"), ("--requirements", "示例|局长|5|1.1.1|x"),
                          ("--days", "0"), ("--days", "366"), ("--on", "2021-07-23"), ("--on", "2021-07-19"), ("--on", "明天"), ("--open", "maybe"),
                          ("--problems", "|1.1.1"), ("--problems", "示例|1.1.1|x"), ("--requirements", "\\n".join(["示例|局长|5"] * 31))):
        no(INVALID, office, "hold", words=changed(option, value))
    no(ABSENT, office, "hold", words=changed("--problems", "示例|9.9.9"))
    no(INVALID, office, "hold", words=HOLD[:-4], says="期限")  # this campaign states none
    ok(office, "hold")
    no(CONFLICT, office, "verify")
    for words in ((), ("--text", "示例", "--on", "2021-07-26"), ("--on", "2021-07-27", "--text", "示例", "--evidence", "示例")):
        status, _, _ = office.ask("2021-07-26T18:00:00", "u_m5", "talks", "commit", *TALK, "--position", "1", *words)
        assert status == INVALID, words
    status, _, _ = office.ask("2021-07-26T18:00:00", "u_m5", "talks", "commit", *TALK, "--position", "3", "--text", "示例")
    assert status == ABSENT


def nothing_passes_before_all_is_done(folder):
    office = proposed(folder)
    until(office, "hold")
    commit(office, 1)
    ok(office, "report")
    no(CONFLICT, office, "verify", says="1项")
    ok(office, "verify", words=("--result", "fail", "--opinion", "示例：第2项未完成"))
    assert states(office)[-1] == "held"
    commit(office, 2)
    ok(office, "report", day=30)
    ok(office, "verify", day=30)
    ok(office, "close", day=31)
    verified(office)


def an_exempt_unit_is_not_talked_to(folder):
    office = proposed(folder)
    office.do("2021-07-20T09:00:00", "leader1", "talks", "exempt", *TALK, "--reason", "示例：不可抗力", "--basis", "示例〔2021〕8号")
    no(CONFLICT, office, "apply", says="exempted")
    verified(office)


def one_talk_for_one_cause(folder):
    """A second proposal of the same lead body: applied for within a month it is refused, withdrawn it is free again."""
    office = proposed(folder)
    office.put("INSERT INTO talk SELECT '0000000000001', campaign, period, 'm4', peer_group, step, run, months, evidence, bodies FROM talk",
               "INSERT INTO talk_step SELECT '0000000000001', number, state, at, on_date, by_account, reason FROM talk_step")
    ok(office, "apply")
    other = ("--id", "0000000000001")
    status, _, err = office.ask("2021-07-20T09:00:00", "clerk1", "talks", "apply", *other, *APPLY)
    assert status == CONFLICT and "一个月内只约谈一次" in err, (status, err)
    office.do("2021-07-20T10:00:00", "leader1", "talks", "withdraw", *TALK, "--reason", "示例：合并")
    office.do("2021-07-20T11:00:00", "clerk1", "talks", "apply", *other, *APPLY)


def a_unit_never_reaches_anothers(folder):
    office = proposed(folder)
    until(office, "hold")
    ((talk,),) = office.rows("SELECT id FROM talk")
    for words in (("show",), ("show", "--minutes"), ("receive", *RECEIVE), ("report", *REPORT), ("commit", "--position", "1", "--text", "示例")):
        for which in (("--id", talk), TALK):
            status, out, err = office.ask("2021-07-26T09:00:00", "u_m4", "talks", *words, *which)
            assert status == ABSENT and not out, (words, which, status, out, err)
    nothing = office.ask("2021-07-26T09:00:00", "u_m4", "talks", "show", "--id", "0000000000000")
    there = office.ask("2021-07-26T09:00:00", "u_m4", "talks", "show", "--id", talk)
    assert nothing[0] == there[0] and nothing[2].replace("0000000000000", "") == there[2].replace(talk, ""), (nothing, there)
    nobodys = office.ask("2021-07-26T09:00:00", "u_m4", "talks", "show", "--period", "2021-05", "--unit", "m1")
    theirs = office.ask("2021-07-26T09:00:00", "u_m4", "talks", "show", *TALK)
    assert nobodys[0] == theirs[0] and "没有约谈建议" in nobodys[2] and "没有约谈建议" in theirs[2], (nobodys, theirs)
    refused = office.rows("SELECT count(*) FROM audit WHERE action = 'talk.read' AND result = 'denied' AND account = 'u_m4'")
    assert refused[0][0] > 0, "refusals were not recorded"


def minutes_are_for_whom_they_are_meant(folder):
    office = proposed(folder)
    until(office, "hold")
    def show(account, *more):
        return office.ask("2021-07-26T09:00:00", account, "talks", "show", *TALK, "--format", "json", *more)
    reads = "SELECT count(*) FROM audit WHERE action = 'talk.minutes.read' AND result = 'ok'"
    for account in ("clerk1", "inspector1", "director1", "u_m5"):
        status, out, err = show(account)
        assert status == 0 and "示例原因" not in out, (account, status, err)
    assert office.rows(reads) == [(0,)], "without --minutes nothing is read"
    for account, expected in (("clerk1", DENIED), ("inspector1", DENIED), ("director1", 0), ("leader1", 0), ("u_m5", 0)):
        status, out, err = show(account, "--minutes")
        assert status == expected and ("示例原因" in out) == (expected == 0), (account, status, err)
    assert office.rows(reads) == [(3,)], office.rows(reads)
    own = show("u_m5", "--minutes")[1]
    assert "示例：不属于容错情形" not in own and "连续两期靠后" not in own, "a unit reads no application and no opinion"
    assert "stability" not in own, "a unit does not read how stable its rank is"
    for words in (("talks",), ("talks", "--format", "json")):
        listed = office.do("2021-07-26T09:00:00", "u_m5", *words)
        assert "clerk1" not in listed and "leader1" not in listed and "director1" not in listed, "a unit is told what was decided, not by which account"
    assert "示例原因" not in str(office.rows("SELECT detail FROM audit")), "the audit log holds what the minutes say"


def a_unit_reads_no_opinion_on_its_closing(folder):
    office = proposed(folder)
    until(office, "verify")
    ok(office, "close", words=("--opinion", "示例：内部意见"))
    def own(account):
        return office.do("2021-07-31T09:00:00", account, "talks", "show", *TALK, "--format", "json", "--minutes")
    assert "内部意见" in own("leader1") and "内部意见" not in own("u_m5")


def the_papers_say_all_that_was_kept(folder):
    office = proposed(folder)
    until(office, "hold")
    def paper(kind, account="director1"):
        return re.sub(r"\s", "", office.do("2021-07-26T09:00:00", account, "talks", "show", *TALK, "--paper", kind, "--format", "txt"))
    application, notice, minutes = paper("application"), paper("notice", "u_m5"), paper("minutes")
    months = ("2021年5月80.78425", "2021年6月80.00324", "连续2期位于本组后2名的", "《合并测试考评办法》第1版")  # score, rank, from the bottom, units
    for words in (*months, "四、申请事项事由：示例：连续两期靠后", "依据：示例考评办法", "时间：2021年7月22日15:00", "地点：示例会议室", "约谈人：领导小组副组长", "被约谈人：示例五局局长",
                  "约谈要求：示例：说明原因", "申请人（职务）：活动办科员", "容错情形研究结论：不属于容错情形", "研究意见和理由：示例：不属于容错情形", "批准人（职务）：常务副市长",
                  "附件：2021年6月市直责任部门名次稳定性", "示例一局1O...10.0%", "示例五局3..O.3100.0%"):
        assert words in application, f"{words} is not in {application}"
    for words in (*months, "一、约谈事由", "按“三个区分开来”研究，不属于容错情形。", "二、时间、地点和参加人员", "附件：2021年6月市直责任部门名次稳定性", "示例五局3..O.3100.0%"):
        assert words in notice, f"{words} is not in {notice}"
    for words in ("示例一局", "示例四局", "连续两期靠后", "示例：不属于容错情形"):  # others' ranks, the application, the opinion
        assert words not in notice, f"{words} is in {notice}"
    assert "是否公开：不公开" in minutes, minutes


def typed_into_a_table(folder):
    """Minutes as the page sends them without script: rows of a table, some of them empty; a wrong row is told and shown again."""
    office = proposed(folder)
    until(office, "receive")
    ((talk,),) = office.rows("SELECT id FROM talk")
    at, account, password = "2021-07-22T18:00:00", "director1", "Quittung-7-Apfel-Wolke"
    subprocess.run(office.command(at, account, "passwd"), input=password + "\n", text=True, check=True, capture_output=True)
    server = subprocess.Popen(office.command(at, account, "serve", "--listen", "127.0.0.1:0", "--data", folder / "data", lang="en"),
                              stderr=subprocess.PIPE, text=True)
    port, head = int(re.search(r":(\d+)/", server.stderr.readline())[1]), {"Content-Type": "application/x-www-form-urlencoded"}
    def post(path, fields):
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as link:
            link.request("POST", path, urllib.parse.urlencode(fields), head)
            answer = link.getresponse()
            return answer.status, answer.headers, answer.read().decode("utf-8")
    try:
        _, headers, body = post("/api/v1/sign-in", {"account": account, "password": password})
        head["Cookie"] = headers["Set-Cookie"].split(";")[0]
        fields = {name[2:].replace("-", "_"): value for name, value in zip(HOLD[::2], HOLD[1::2]) if name not in ("--problems", "--requirements")}
        fields |= {"csrf": json.loads(body)["csrf"], "problems.text.1": "示例：进度落后", "problems.task.1": "1.1.1", "problems.text.2": " ",
                   "requirements.what.2": "示例：补齐进度", "requirements.owner.2": "局长", "requirements.workdays.2": "十",
                   "requirements.what.30": "示例：完成整改\r\n并报告", "requirements.owner.30": "副局长", "requirements.workdays.30": "5", "requirements.task.30": "1.1.1"}
        status, _, page = post(f"/talks/{talk}/hold", fields)
        assert status == 400 and 'value="十"' in page and 'name="requirements.workdays.30"' in page and "第2行" in page, (status, page)
        for bar in ({"requirements.what.2": "示例|局长"}, {"requirements.owner.30": ""}, {"problems.task.1": "9.9.9"}):
            assert post(f"/talks/{talk}/hold", {**fields, "requirements.workdays.2": "10", **bar})[0] in (400, 404), bar
        assert states(office)[-1] == "received"
        status, _, page = post(f"/talks/{talk}/hold", {**fields, "requirements.workdays.2": "10"})
        assert status == 303, (status, page)
    finally:
        server.terminate()
        server.communicate(timeout=60)
    rows = office.rows("SELECT what, owner, workdays, task FROM talk_commitment ORDER BY position")
    assert rows == [("示例：补齐进度", "局长", 10, ""), ("示例：完成整改 并报告", "副局长", 5, "1.1.1")], rows
    assert json.loads(office.rows("SELECT body FROM talk_record WHERE act = 'hold'")[0][0])["problems"] == [{"text": "示例：进度落后", "task": "1.1.1"}]
    verified(office)


def two_seats_of_one_leader_are_one_talk(folder):
    """A department that also leads a task force, both among the last twice: one talk, and the second waits for the first to be taken back."""
    campaign = small_campaign(folder)
    for file, old, new in (("schemes/department-v1.yaml", "bottom: 2", "bottom: 3"), ("units.csv", "m4,示例四局,四局,department,department,b4", "m4,示例四局,四局,department,taskforce,b5;b4")):
        text = (campaign / file).read_text(encoding="utf-8")
        assert old in text, (file, old)
        (campaign / file).write_text(text.replace(old, new), encoding="utf-8")
    office = opened(folder / "seats.db", campaign)
    month_of_may(office, folder)
    month_of_june(office, folder, decide=False)
    assert {u for (u,) in office.rows("SELECT unit FROM talk")} >= {"m4", "m5"}
    seats = {unit: ("--id", office.rows(f"SELECT id FROM talk WHERE unit = '{unit}'")[0][0]) for unit in ("m4", "m5")}
    told = json.loads(office.do("2021-07-19T10:00:00", "clerk1", "talks", "show", *seats["m5"], "--format", "json"))
    assert told["one_talk_with"] == seats["m4"][1], told
    office.do("2021-07-19T15:00:00", "clerk1", "talks", "apply", *seats["m4"], *APPLY)
    status, _, err = office.ask("2021-07-19T16:00:00", "clerk1", "talks", "apply", *seats["m5"], *APPLY)
    assert status == CONFLICT and "示例四局" in err, (status, err)
    office.do("2021-07-20T09:00:00", "leader1", "talks", "approve", *seats["m4"], *APPROVE)
    status, _, err = office.ask("2021-07-20T10:00:00", "clerk1", "talks", "apply", *seats["m5"], *APPLY)
    assert status == CONFLICT, (status, err)
    office.do("2021-07-20T11:00:00", "leader1", "talks", "withdraw", *seats["m4"], "--reason", "示例：由部门一并约谈")
    office.do("2021-07-20T12:00:00", "clerk1", "talks", "apply", *seats["m5"], *APPLY)
    verified(office)


def the_evidence_is_kept(folder):
    office = proposed(folder)
    evidence = json.loads(office.rows("SELECT evidence FROM talk")[0][0])
    shares = evidence["stability"]
    assert shares["draws"] == 1000 and 0 <= shares["in_bottom"] <= 1000, shares
    kept = {n["node"]: n["points"] for n in evidence["explain"]}
    run_rows = office.rows("SELECT node, points FROM run_node WHERE unit = 'm5' AND run = (SELECT run FROM talk)")
    assert kept == dict(run_rows) and len(kept) > 2, kept


if __name__ == "__main__":
    if os.environ.get("DUBAN_TEST_ENGINE") == "postgres":
        run([the_whole_way, nothing_passes_before_all_is_done, one_talk_for_one_cause])
    run([the_whole_way, no_step_out_of_turn, nobody_approves_his_own, who_held_or_reported_does_not_verify, what_is_not_said_is_asked_for,
         nothing_passes_before_all_is_done, an_exempt_unit_is_not_talked_to, one_talk_for_one_cause, a_unit_never_reaches_anothers,
         minutes_are_for_whom_they_are_meant, a_unit_reads_no_opinion_on_its_closing, the_papers_say_all_that_was_kept, typed_into_a_table,
         two_seats_of_one_leader_are_one_talk, the_evidence_is_kept])

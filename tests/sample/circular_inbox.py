#!/usr/bin/env python3
"""Circulars in inboxes and on the call list, from the first draft to the last receipt: circular_inbox.py DUBAN PROJECT_ROOT"""
import json

from office import BASIS, month_of_may, number, opened, run, small_campaign

CONFLICT = 4
MAY = ("--period", "2021-05")
SIGNED = "2021-06-18T10:00:00"  # a Friday; two workdays later is Tuesday
IN_TIME, LATE = "2021-06-22T09:00:00", "2021-06-23T09:00:00"


def published(folder):
    campaign = small_campaign(folder / "files")
    path = campaign / "campaign.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("escalate: 2}", "escalate: 2, receipt: 2}"), encoding="utf-8")
    office = opened(folder / "small.db", campaign)
    month_of_may(office, folder)
    return office


def inbox(office, account, at=SIGNED, lang=None):
    status, out, err = office.ask(at, account, "inbox", "--format", "json", lang=lang)
    assert status == 0, err
    return json.loads(out)["items"]


def turns(office, at=SIGNED):
    """Who has a circular to sign or to issue, and with which words."""
    return {account: [i["what"] for i in inbox(office, account, at) if i["kind"] in ("draft", "issue")]
            for account in ("clerk1", "director1", "leader1", "owner1", "inspector1", "u_m1")}


def of_receipts(office, account, at):
    return [(i["kind"], i["what"], i["due"], i["late"], i["detail"]) for i in inbox(office, account, at) if i["kind"].startswith("receipt")]


def sign(office, account, step, *words):
    office.do(SIGNED, account, "circular", "sign", "--step", step, *MAY, *words)


def signed_and_issued(office, *words, serial=1):
    for account, step, *more in (("clerk1", "drafted", *BASIS), ("director1", "checked"), ("leader1", "approved")):
        sign(office, account, step, *more, *words)
    office.do(SIGNED, "director1", "circular", "issue", *MAY, *number(serial), *words)


def each_signature_is_next_in_the_inbox_of_who_may_give_it(folder):
    office = published(folder)
    done = {account: [] for account in turns(office)}
    nobody = {**done, "director1": ["印发5月通报"]}  # its day is over, whoever has the draft
    assert turns(office) == nobody, turns(office)
    office.do(SIGNED, "clerk1", "circular", "draft", *MAY, *BASIS, "--countersign", "owner1")
    assert turns(office) == {**nobody, "clerk1": ["5月通报待拟稿人签名"], "director1": ["5月通报待拟稿人签名"]}, turns(office)
    sign(office, "clerk1", "drafted")
    assert turns(office) == {**nobody, "director1": ["核稿：5月通报"]}, turns(office)
    sign(office, "director1", "checked")
    assert turns(office) == {**nobody, "owner1": ["会签：5月通报"]}, turns(office)
    sign(office, "owner1", "countersigned")
    assert turns(office) == {**nobody, "leader1": ["签发：5月通报"]}, turns(office)
    sign(office, "leader1", "approved")
    assert turns(office) == {**nobody, "director1": ["编号印发：5月通报"]}, turns(office)
    office.do(SIGNED, "director1", "circular", "issue", *MAY, *number(1))
    assert turns(office) == done, turns(office)


def a_later_paper_too(folder):
    office = published(folder)
    signed_and_issued(office)
    office.do(SIGNED, "clerk1", "circular", "draft", "--withdraw", "--reason", "示例：依据有误", *MAY, *BASIS)
    sign(office, "clerk1", "drafted", "--withdraw")
    assert turns(office)["director1"] == ["核稿：5月撤回通知"], turns(office)
    assert [i["what"] for i in inbox(office, "director1", lang="en") if i["kind"] == "draft"] == ["Check the withdrawal of 5月"]


def a_unit_has_what_it_has_not_signed_for(folder):
    office = published(folder)
    assert not of_receipts(office, "u_m1", SIGNED), "nothing is issued"
    signed_and_issued(office)
    item = [("receipt", "签收5月通报（示政办通报〔2021〕1号）", "2021-06-22", False, "")]
    for account in ("u_m1", "u_m2", "u_m4", "u_m5"):
        assert of_receipts(office, account, IN_TIME) == item, of_receipts(office, account, IN_TIME)
    assert not of_receipts(office, "u_m3", IN_TIME), "m3 goes on as m2, which signs for both"
    assert not of_receipts(office, "clerk1", IN_TIME), "its day is not over"
    office.do(IN_TIME, "u_m1", "circular", "receive", *MAY)
    office.do(IN_TIME, "u_m2", "circular", "receive", *MAY)
    assert not of_receipts(office, "u_m1", IN_TIME)
    assert of_receipts(office, "u_m2", IN_TIME) == item, "for m3"
    office.do(IN_TIME, "u_m2", "circular", "receive", *MAY)
    assert not of_receipts(office, "u_m2", IN_TIME)


def who_is_late_is_on_the_call_list(folder):
    office = published(folder)
    signed_and_issued(office)
    status, _, err = office.ask(IN_TIME, "clerk1", "remind", "--calls")
    assert status == CONFLICT and "不收月报" in err, (status, err)
    for account in ("u_m1", "u_m4"):
        office.do(IN_TIME, account, "circular", "receive", *MAY)
    late = [("receipts", "催签收：1份通报逾期，2个单位未签收", "2021-06-22", True, "示例二局、示例五局")]
    assert of_receipts(office, "clerk1", LATE) == late, of_receipts(office, "clerk1", LATE)
    assert of_receipts(office, "director1", LATE)[0][:2] == late[0][:2]
    assert of_receipts(office, "u_m5", LATE) == [("receipt", "签收5月通报（示政办通报〔2021〕1号）", "2021-06-22", True, "")]
    calls = json.loads(office.do(LATE, "clerk1", "remind", "--calls", "--format", "json"))
    group = calls["groups"][-1]
    assert group["group"] == "通报逾期未签收" and calls["unsigned"] == 2, calls
    assert [(l["unit"], l["state"]) for l in group["lines"]] == [("m2", "示政办通报〔2021〕1号"), ("m5", "示政办通报〔2021〕1号")], group
    for account in ("u_m2", "u_m2", "u_m5"):
        office.do(LATE, account, "circular", "receive", *MAY)
    assert not of_receipts(office, "clerk1", LATE)


def nobody_signs_for_what_is_withdrawn(folder):
    office = published(folder)
    signed_and_issued(office)
    office.do(SIGNED, "clerk1", "circular", "draft", "--withdraw", "--reason", "示例：依据有误", *MAY, *BASIS)
    signed_and_issued(office, "--withdraw", serial=2)
    assert of_receipts(office, "u_m1", IN_TIME) == [("receipt", "签收5月撤回通知（示政办通报〔2021〕2号）", "2021-06-22", False, "")], of_receipts(office, "u_m1", IN_TIME)
    assert of_receipts(office, "clerk1", LATE)[0][1] == "催签收：1份通报逾期，4个单位未签收", of_receipts(office, "clerk1", LATE)


run([each_signature_is_next_in_the_inbox_of_who_may_give_it, a_later_paper_too, a_unit_has_what_it_has_not_signed_for,
     who_is_late_is_on_the_call_list, nobody_signs_for_what_is_withdrawn])

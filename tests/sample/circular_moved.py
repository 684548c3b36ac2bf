#!/usr/bin/env python3
"""Drafts of circulars on the page of what corrections would change: circular_moved.py DUBAN PROJECT_ROOT"""
from office import BASIS, CORRECTION, correct, issue_circular, month_of_may, open_office, run, write
from served import Served

MAY = ("--period", "2021-05")
NOW = "2021-07-02T09:00:00"


def served(office, folder, *asks):
    server = Served(office, folder, NOW)
    try:
        return [server.page(account, path) if path.startswith("/evaluation") else server.ask(account, path[1:]) for account, path in asks]
    finally:
        server.process.terminate()
        server.process.communicate()


def corrected(folder, *drafts, issue=False):
    office = open_office(folder)
    month_of_may(office, folder)
    if issue:
        issue_circular(office, "2021-06-18T10:00:00", "2021-05", 1)
    for words in drafts:
        office.do("2021-06-18T10:00:00", "clerk1", "circular", "draft", *MAY, *BASIS, *words)
    correct(office, "2021-07-01T09:00:00", write(folder / "c.csv", CORRECTION))
    return office


API, PAGE = "//evaluation/2021-05/consequences", "/evaluation/2021-05/consequences"


def a_draft_states_what_would_change(folder):
    office = corrected(folder, ())
    before = office.dump("audit", "audit_head", "session", "sign_in_attempt", "account", "job")
    answer, page = served(office, folder, ("clerk1", API), ("clerk1", PAGE))
    (draft,) = answer["drafts"]
    assert (draft["period"], draft["kind"], draft["moved"]) == ("2021-05", "circular", False), draft
    stated = [(c["unit"], c["kind"], c["before"], c["after"]) for c in draft["changes"]]
    every = [(c["unit"], c["kind"], c["before"], c["after"]) for c in answer["changes"] if c["kind"] in ("score", "rank")]
    assert stated == every and ("m4", "score") in {c[:2] for c in stated}, (stated, every)
    assert "未印发：5月通报草稿" in page and '<a href="/circulars/2021-05">打开草稿</a>' in page, page
    after = office.dump("audit", "audit_head", "session", "sign_in_attempt", "account", "job")
    assert all(after[t] == before[t] for t in after if t.startswith("circular")), "nothing acts by itself"


def without_a_draft_none_is_listed(folder):
    answer, page = served(corrected(folder), folder, ("clerk1", API), ("clerk1", PAGE))
    assert answer["drafts"] == [] and answer["changes"] and "未印发" not in page, answer


def a_draft_of_a_notice_that_has_lost_its_reason(folder):
    office = corrected(folder, issue=True)
    office.do("2021-07-01T10:00:00", "clerk1", "circular", "draft", "--notice", *MAY, *BASIS)
    back = CORRECTION.replace(",45,20,", ",20,45,")
    assert back != CORRECTION
    (still,) = served(office, folder, ("director1", API))
    assert still["drafts"] == [], still["drafts"]
    correct(office, "2021-07-01T15:00:00", write(folder / "back.csv", back))
    answer, page = served(office, folder, ("director1", API), ("director1", PAGE))
    assert [(d["kind"], d["moved"], d["gone"], d["changes"]) for d in answer["drafts"]] == [("notice", False, True, [])], answer
    assert "未印发：5月更正通知草稿" in page and "没有可更正的内容" in page and "?later=notice" in page, page


def the_desk_offers_issuers_and_posts(folder):
    office = open_office(folder)
    month_of_may(office, folder)
    office.do("2021-06-18T10:00:00", "clerk1", "circular", "draft", *MAY, *BASIS, "--countersign", "owner1")
    server = Served(office, folder, "2021-06-18T10:00:00")
    try:
        page = server.page("clerk1", "/circulars/2021-05")
    finally:
        server.process.terminate()
        server.process.communicate()
    assert '<datalist id="l-issuer"><option value="示例市人民政府办公室"></option></datalist>' in page and 'list="l-issuer"' in page
    assert '<option value="示例核定人">' in page and '<option value="常务副市长">' in page and 'list="l-countersign_add"' in page
    assert 'name="countersign" type="text" value="示例核定人"' in page and '<option value="活动办科员">' not in page and "owner1" not in page


run([the_desk_offers_issuers_and_posts, a_draft_states_what_would_change, without_a_draft_none_is_listed, a_draft_of_a_notice_that_has_lost_its_reason])

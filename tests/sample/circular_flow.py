#!/usr/bin/env python3
"""A circular from its draft to the last receipt, and every step that must be refused: circular_flow.py DUBAN PROJECT_ROOT"""
import json
import sqlite3
from contextlib import closing

from office import BASIS, issue_circular, month_of_may, number, open_office, run, sign_circular, write

INVALID, ABSENT, CONFLICT, DENIED = 2, 3, 4, 5
MAY = ("--period", "2021-05")
AT = "2021-06-18T10:00:00"
TABLES = "circular_draft", "circular_sign", "circular", "circular_issue", "circular_receipt"


def published(folder):
    office = open_office(folder)
    month_of_may(office, folder)
    return office


def ask(office, account, *words, at=AT, options=()):
    return office.ask(at, *([account, *options]), "circular", *words, *MAY)


def ok(office, account, *words, **options):
    status, out, err = ask(office, account, *words, **options)
    assert status == 0, f"{account} {words}: {status} {err}"
    return out


def no(expected, office, account, *words, says="", **options):
    before = [office.rows(f"SELECT count(*) FROM {t}") for t in TABLES]
    status, out, err = ask(office, account, *words, **options)
    assert status == expected and err and says in err, f"{account} {words}: {status} {out}{err}"
    assert [office.rows(f"SELECT count(*) FROM {t}") for t in TABLES] == before, f"{words} was refused and left a row"


def desk(office, account="clerk1", *words, at=AT):
    status, out, err = ask(office, account, *words, "--format", "json", at=at)
    assert status == 0, err
    return json.loads(out)


def draft(office, passage, text, account="clerk1", **options):
    return ok(office, account, "draft", "--passage", passage, "--text", text, **options)


def verified(office):
    status, text = office.verify()
    assert status == 0, text


def the_whole_way(folder):
    """A clerk types nothing but the basis; three sign, one issues, five receive."""
    office = published(folder)
    before = desk(office)
    assert before["revision"] == 0 and before["next"] == "drafted" and not before["faults"], before["faults"]
    assert all("{" not in before[k] for k in ("text", "number")) and "{得分:" in before["passages"]["ahead"], before["passages"]
    sign_circular(office, AT, "2021-05")
    signed = desk(office, "leader1")
    assert signed["next"] == "issue" and [s["step"] for s in signed["signs"]] == ["drafted", "checked", "approved"], signed["signs"]
    assert signed["number_offered"] == "示政办通报〔2021〕1号"
    no(DENIED, office, "clerk1", "issue")
    ok(office, "director1", "issue")
    issued = desk(office, "u_m1")
    assert issued["state"] == "issued" and issued["number"] == "示政办通报〔2021〕1号" and issued["issued_on"] == "2021-06-18", issued
    assert issued["text"].replace("示政办通报〔2021〕1号", "").count("分") == before["text"].count("分"), "figures of draft and paper"
    no(CONFLICT, office, "director1", "issue", says="1号")
    no(CONFLICT, office, "clerk1", "draft", "--basis", "x", says="1号")
    assert issued["addressed"] == 5 and [r["unit"] for r in issued["receipts"]] == ["m1"], issued["receipts"]
    for account in ("u_m1", "u_m2", "u_m2", "u_m4", "u_m5"):  # m3 goes on as m2, which signs for both
        ok(office, account, "receive", "--signer", "示例办公室主任")
    no(CONFLICT, office, "u_m1", "receive", says="签收")
    assert desk(office)["received"] == 5
    verified(office)


def each_step_is_another_person_s(folder):
    office = published(folder)
    ok(office, "director1", "sign", "--step", "drafted", *BASIS)
    no(DENIED, office, "director1", "sign", "--step", "checked")
    no(DENIED, office, "leader1", "sign", "--step", "checked")
    no(CONFLICT, office, "leader1", "sign", "--step", "approved", says="checked")
    with closing(sqlite3.connect(office.path)) as db:  # nor does who acts for him, nor he for another
        db.execute("INSERT INTO delegation VALUES ('0000000000002', 'director1', 'clerk1', '2021-06-01', '2021-07-31', '示例：出差', 1, 'director1', 0, '')")
        db.commit()
    no(DENIED, office, "clerk1", "sign", "--step", "checked", options=("--for", "director1"))
    ok(office, "clerk1", "sign", "--step", "checked")
    no(DENIED, office, "director1", "sign", "--step", "approved")
    no(DENIED, office, "u_m1", "sign", "--step", "approved")
    no(CONFLICT, office, "director1", "issue", says="approved")
    ok(office, "leader1", "sign", "--step", "approved", "--opinion", "同意印发")
    no(CONFLICT, office, "leader1", "sign", "--step", "approved")
    ok(office, "director1", "issue")


def a_changed_text_is_signed_anew(folder):
    office = published(folder)
    sign_circular(office, AT, "2021-05")
    draft(office, "closing", "特此通报。")
    after = desk(office)
    assert after["next"] == "drafted" and not any(s["holds"] for s in after["signs"]) and len(after["signs"]) == 3, after["signs"]
    no(CONFLICT, office, "director1", "issue", says="drafted")
    no(CONFLICT, office, "leader1", "sign", "--step", "approved")
    ok(office, "clerk1", "draft", "--basis", "另一依据")
    assert desk(office)["revision"] == 3
    ok(office, "clerk1", "draft", "--basis", "另一依据")
    assert desk(office)["revision"] == 3, "the same text makes no revision"
    sign_circular(office, AT, "2021-05")
    ok(office, "director1", "issue")
    assert "特此通报。" in desk(office, "u_m1")["text"]
    verified(office)


def returned_with_a_reason(folder):
    office = published(folder)
    no(CONFLICT, office, "director1", "sign", "--step", "returned", "--opinion", "示例")
    ok(office, "clerk1", "sign", "--step", "drafted", *BASIS)
    no(INVALID, office, "director1", "sign", "--step", "returned", says="原因")
    ok(office, "director1", "sign", "--step", "returned", "--opinion", "示例：表扬部分过长")
    back = desk(office)
    assert back["next"] == "drafted" and back["signs"][-1]["opinion"] == "示例：表扬部分过长", back["signs"]
    sign_circular(office, AT, "2021-05")
    ok(office, "director1", "issue")


def who_is_named_countersigns(folder):
    office = published(folder)
    for wrong in ("nobody1", "clerk1", "u_m1"):
        no(INVALID, office, "clerk1", "draft", "--countersign", wrong, says=wrong)
    for wrong in ("核定", "没有的职务"):
        no(INVALID, office, "clerk1", "draft", "--countersign", wrong, says="示例核定人")
    office.put("UPDATE account SET post = '常务副市长' WHERE name = 'owner1'")
    no(INVALID, office, "clerk1", "draft", "--countersign", "常务副市长", says="常务副市长（leader1）；常务副市长（owner1）")
    ok(office, "clerk1", "draft", "--countersign", "常务副市长（owner1）；leader1;owner1", *BASIS)
    assert office.rows("SELECT countersign FROM circular_draft ORDER BY revision DESC")[0] == ("owner1;leader1",)
    office.put("UPDATE account SET post = '示例核定人' WHERE name = 'owner1'")
    ok(office, "clerk1", "sign", "--step", "drafted", "--countersign", "示例核定人；常务副市长", *BASIS)
    ok(office, "director1", "sign", "--step", "checked")
    no(CONFLICT, office, "leader1", "sign", "--step", "approved", says="countersigned")
    with closing(sqlite3.connect(office.path)) as db: # made on a page, which no command does
        db.execute("INSERT INTO delegation VALUES ('0000000000009', 'leader1', 'owner1', '2021-01-01', '2021-12-31', '示例：出差', 1, 'leader1', 0, '')")
        db.commit()
    no(DENIED, office, "owner1", "sign", "--step", "countersigned", "--for", "leader1", says="本人会签")
    with closing(sqlite3.connect(office.path)) as db:
        db.execute("DELETE FROM delegation")
        db.commit()
    ok(office, "owner1", "sign", "--step", "countersigned", "--opinion", "无意见")
    no(DENIED, office, "owner1", "sign", "--step", "countersigned")
    ok(office, "leader1", "sign", "--step", "countersigned")
    no(DENIED, office, "leader1", "sign", "--step", "approved")
    no(DENIED, office, "director1", "sign", "--step", "approved")


def only_an_issuer_that_may(folder):
    office = published(folder)
    name = office.rows("SELECT name FROM body WHERE kind = 'office'")[0][0]
    ok(office, "clerk1", "draft", "--issuer", name, *BASIS)
    no(CONFLICT, office, "clerk1", "sign", "--step", "drafted", says="示例市人民政府办公室")
    ok(office, "clerk1", "sign", "--step", "drafted", "--issuer", "示例市人民政府办公室")
    office = published(folder / "second")
    status, _, err = ask(office, "clerk1", "sign", "--step", "drafted")
    assert status == INVALID and "依据" in err, (status, err)


def figures_are_references(folder):
    office = published(folder)
    unit, score, rank = office.rows("SELECT u.name, x.score_shown, x.rank FROM run_unit x JOIN unit u ON u.code = x.unit WHERE u.code = 'm3'")[0]
    draft(office, "closing", f"{unit}{{得分:{unit}}}分，列第{{名次：m3}}名，{{score:m3}}。")
    state = desk(office)
    assert f"{unit}{score}分，列第{rank}名，{score}。" in state["text"].replace("\n", ""), state["text"]
    assert not state["faults"], state["faults"]
    figures = [f for f in state["figures"] if f["unit"] == "m3" and f["text"] == score and f["kind"] == "score"]
    assert len(figures) >= 2 and figures[0]["run"] > 0, figures
    draft(office, "closing", f"{unit}{score}分，列第{rank}名，位居第三名。须在7月30日前完成3项整改，用时20分钟。")
    typed = [(f["kind"], f["found"], f["offer"]) for f in desk(office)["faults"]]
    assert typed == [("typed", f"{score}分", f"{{得分:{unit}}}"), ("typed", f"第{rank}名", f"{{名次:{unit}}}"), ("typed", "第三名", "")], typed
    draft(office, "closing", "{得分:没有的单位}和{什么}和{得分}和{名次:m3:work}和{得分")
    assert [f["kind"] for f in desk(office)["faults"]] == ["unknown"] * 5, desk(office)["faults"]
    status, _, err = ask(office, "clerk1", "sign", "--step", "drafted", *BASIS)
    assert status == CONFLICT and "没有的单位" in err, (status, err)


def drafts_are_not_for_everybody(folder):
    office = published(folder)
    ok(office, "clerk1", "draft", *BASIS)
    for account in ("u_m1", "owner1", "inspector1"):
        no(DENIED, office, account)
    assert desk(office, "leader1")["state"] == "draft"
    ok(office, "clerk1", "draft", "--countersign", "owner1")
    assert desk(office, "owner1")["state"] == "draft"
    for account in ("u_m1", "owner1", "leader1", "inspector1", "sysadmin"):
        no(DENIED, office, account, "draft", *BASIS)


def receipts(folder):
    office = published(folder)
    no(CONFLICT, office, "clerk1", "receive", "--unit", "m1", "--signer", "x", "--sender", "y", says="没有印发")
    issue_circular(office, AT, "2021-05", 1)
    no(DENIED, office, "u_m1", "receive", "--unit", "m2", "--signer", "x")
    no(INVALID, office, "clerk1", "receive", "--unit", "m1", "--signer", "x", says="回执")
    ok(office, "clerk1", "receive", "--unit", "m1", "--signer", "示例一局局长", "--sender", "示例一局通讯员")
    ok(office, "u_m2", "receive")
    assert office.rows("SELECT unit, signer, sender FROM circular_receipt ORDER BY unit") == [("m1", "示例一局局长", "示例一局通讯员"), ("m2", "示例局填报人", "")]
    verified(office)


SHEET_HEAD = "单位编码,单位,签收人,送回人\n"


def receipts_on_paper(folder):
    """A sheet is entered whole or not at all; who has signed already stays as they did."""
    office = published(folder)

    def sheet(text, encoding="utf-8"):
        return "--sheet", write(folder / "sheet.csv", text, encoding)
    no(CONFLICT, office, "clerk1", "receive", *sheet(SHEET_HEAD + "m1,示例一局,主任,通信员\n"), says="没有印发")
    issue_circular(office, AT, "2021-05", 1)
    ok(office, "u_m2", "receive")
    for text, says in (("", ""), (SHEET_HEAD + "m1,,主任,\n", "送回人"), (SHEET_HEAD + "m1,,,通信员\n", "签收人"), (SHEET_HEAD + "m9,,主任,通信员\n", "m9"),
                       (SHEET_HEAD + "m1,,主任,通信员\nm4,,主任,通信员\nm1,,主任,通信员\n", "m1"), (SHEET_HEAD + f"m1,,{'长' * 2000},通信员\n", "2000"),
                       ("单位编码,签收人\nm1,主任\n", "送回人"), (SHEET_HEAD + "m1,," + "主" * (1 << 20), "")):
        status, _, err = ask(office, "clerk1", "receive", *sheet(text))
        assert status in (INVALID, ABSENT, 6) and says in err, (text[:60], status, err)
    assert len(office.rows("SELECT unit FROM circular_receipt")) == 1
    for account in ("u_m1", "owner1", "leader1"):
        no(DENIED, office, account, "receive", *sheet(SHEET_HEAD + "m1,,主任,通信员\n"))
    status, _, err = ask(office, "clerk1", "receive", *sheet(SHEET_HEAD + "m1,示例一局,示例一局主任,通信员\nm2,,示例二局主任,通信员\nm3,,示例三局主任,通信员\n", "gb18030"))
    assert status == 0 and "登记签收2个单位，此前已签收1个" in err, (status, err)
    assert office.rows("SELECT unit, signer, sender FROM circular_receipt ORDER BY unit") == [
        ("m1", "示例一局主任", "通信员"), ("m2", "示例局填报人", ""), ("m3", "示例三局主任", "通信员")]
    verified(office)


def withdrawn_by_a_later_paper(folder):
    office = published(folder)
    no(CONFLICT, office, "clerk1", "draft", "--withdraw", "--reason", "x", says="没有印发")
    first = issue_circular(office, AT, "2021-05", 1)
    ok(office, "clerk1", "draft", "--withdraw", *BASIS)
    no(INVALID, office, "clerk1", "sign", "--withdraw", "--step", "drafted", says="原因")
    sign_words = ("--reason", "示例：依据有误")
    ok(office, "clerk1", "sign", "--withdraw", "--step", "drafted", *sign_words)
    ok(office, "director1", "sign", "--withdraw", "--step", "checked")
    no(DENIED, office, "clerk1", "sign", "--withdraw", "--step", "approved")
    ok(office, "leader1", "sign", "--withdraw", "--step", "approved")
    assert desk(office, "u_m1")["state"] == "issued", "not before it is issued"
    ok(office, "director1", "issue", "--withdraw", *number(2))
    state = desk(office, "u_m1")
    assert state["state"] == "withdrawn" and state["later"] == "示政办通报〔2021〕2号", state
    assert ask(office, "u_m1")[1] == first, "what was issued stays readable"
    later = desk(office, "u_m1", "--withdraw")
    assert later["kind"] == "withdrawal" and later["reason"] == "示例：依据有误" and "示政办通报〔2021〕1号文件" in later["text"].replace("\n", ""), later
    for words in (("draft", "--withdraw"), ("draft", "--notice"), ("issue", "--withdraw", *number(3))):
        no(CONFLICT, office, "director1", *words, says="撤回")
    verified(office)


run([the_whole_way, each_step_is_another_person_s, a_changed_text_is_signed_anew, returned_with_a_reason, who_is_named_countersigns,
     only_an_issuer_that_may, figures_are_references, drafts_are_not_for_everybody, receipts, receipts_on_paper, withdrawn_by_a_later_paper])

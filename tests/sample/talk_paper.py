#!/usr/bin/env python3
"""A talk proposal as a paper for approval, as text and docx: talk_paper.py DUBAN PROJECT_ROOT"""
import re
import zipfile

import office as small
from office import CORRECTION, MERGE, Office, correct, month_of_may, run, small_campaign, write

JUNE = ("--period", "2021-06")
AT = "2021-07-20T15:00:00"


def june(office):
    for words in (
        ("2021-07-07T15:00:00", "clerk1", "import", "reports", MERGE / "reports/2021-06", *JUNE),
        ("2021-07-09T09:00:00", "clerk1", "evaluate", *JUNE),
        ("2021-07-09T10:00:00", "clerk1", "result", "open", *JUNE),
        ("2021-07-16T08:00:00", "clerk1", "result", "confirm", *JUNE),
        ("2021-07-16T09:00:00", "director1", "freeze", *JUNE),
        ("2021-07-19T09:00:00", "director1", "publish", *JUNE),
    ):
        office.do(*words)


def proposed(folder, *changes):
    """Proposals in June, of a campaign with changes [(file, old, new)]."""
    office = Office(folder / "talks.db")
    campaign = small_campaign(folder)
    for file, old, new in changes:
        text = (campaign / file).read_text(encoding="utf-8")
        assert old in text, (file, old)
        (campaign / file).write_text(text.replace(old, new), encoding="utf-8")
    office.do("2021-05-20T09:00:00", "director1", "init")
    office.do("2021-05-20T09:30:00", "director1", "import", "campaign", campaign)
    month_of_may(office, folder)
    june(office)
    return office


def ask(office, unit, account="clerk1", *words, **options):
    return office.ask(AT, account, "talks", *JUNE, "--unit", unit, "--format", "txt", *words, **options)


def paper(office, unit, **options):
    status, text, err = ask(office, unit, **options)
    assert status == 0, err
    return re.sub(r"\s", "", text)


def talk__is_told_with_rule_facts_and_chance(folder):
    office = proposed(folder)
    text = paper(office, "m5")
    for words in ("关于对示例五局进行约谈的建议", "《合并测试考评办法》第1版（示督考计划〔2021〕9号(示例)）", "连续2期位于本组后2名的",
                  "期数和名次的出处：示例设定(illustrative)", "示例五局连续2期位于本组后2名", "2021年5月", "2021年6月80.00324",
                  "平均每期也会出现1个左右的建议", "把各项权重在上下25%内随机变动、重算1000次，2021年6月有", "%的次数仍在本组后2名", "截至2021年7月20日，没有更正会改变", "没有提过这类建议", "2021年7月19日提出；尚待审批",
                  "由审批人决定", "市活动办主任", "会签常务副市长"):
        assert words in text, f"{words} is not in {text}"
    for words in ("clerk1", "director1", "leader1", "应达", "争取", "期望"):
        assert words not in text, words
    assert paper(office, "示例五局") == text and paper(office, "m5", lang="en") == text


def talk__numbers_are_those_of_the_published_results(folder):
    office = proposed(folder)
    lines = [line.split() for line in ask(office, "m5")[1].splitlines() if re.match(r" *2021年\d+月  ", line)]
    assert len(lines) == 2, lines
    for period, line in zip(("2021-05", "2021-06"), lines):
        score, rank, bottom = office.rows("SELECT u.score_shown, u.rank, u.rank_bottom FROM run_unit u JOIN run r ON r.id = u.run "
                                          "WHERE r.kind = 'frozen' AND r.period = ? AND u.unit = 'm5'", period)[0]
        units = office.rows("SELECT count(*) FROM run_unit u JOIN run r ON r.id = u.run WHERE r.kind = 'frozen' AND r.period = ?", period)[0][0]
        assert line[1:] == [score, str(rank), str(bottom), str(units)], (period, line)


def talk__decisions_and_corrections_since(folder):
    office = proposed(folder)
    office.do("2021-07-20T09:00:00", "leader1", "talks", "waive", *JUNE, "--unit", "m5", "--reason", "示例：差距只有0.5分")
    text = paper(office, "m5")
    assert "2021年7月20日不约谈（理由：示例：差距只有0.5分）" in text and "尚待审批" not in text and "leader1" not in text, text
    correct(office, "2021-07-20T10:00:00", write(folder / "c.csv", CORRECTION))
    text = paper(office, "m5")
    changes = office.rows("SELECT period, kind, before, after FROM consequence WHERE unit = 'm5' AND kind IN ('score', 'rank')")
    assert changes, "the correction changes nothing of m5"
    for _, kind, before, after in changes:
        words = f"得分由{before}变为{after}" if kind == "score" else f"名次由第{before}名变为第{after}名"
        assert words in text, f"{words} is not in {text}"
    vanished = office.rows("SELECT 1 FROM consequence WHERE unit = 'm5' AND kind = 'talk_vanishes'")
    assert bool(vanished) == ("依据已不成立" in text), text


def talk__seats_of_one_body_are_one_talk(folder):
    office = proposed(folder, ("schemes/department-v1.yaml", "bottom: 2", "bottom: 3"), ("units.csv", "department,b4,", "department,b5;b4,"))
    assert "示例四局与该单位的牵头部门相同、事由相同，宜合并为一次约谈" in paper(office, "m5")
    assert "示例五局与该单位的牵头部门相同" in paper(office, "m4")
    (folder / "alone").mkdir()
    alone = proposed(folder / "alone", ("schemes/department-v1.yaml", "bottom: 2", "bottom: 3"))
    assert "合并为一次" not in paper(alone, "m5")


def talk__names_of_the_ladder_are_used(folder):
    office = proposed(folder, ("schemes/department-v1.yaml", "{at: 2, step: talk}", "{at: 2, step: talk, name: 提醒约谈, basis: 示例办法第3条}"))
    text = paper(office, "m5")
    assert "关于对示例五局进行提醒约谈的建议" in text and "本项措施的依据：示例办法第3条。" in text, text


def talk__as_docx(folder):
    office = proposed(folder)
    for name in ("a.docx", "b.docx"):
        office.do(AT, "clerk1", "talks", *JUNE, "--unit", "m5", "--format", "docx", "--out", folder / name)
    assert (folder / "a.docx").read_bytes() == (folder / "b.docx").read_bytes()
    read = zipfile.ZipFile(folder / "a.docx")
    document = read.read("word/document.xml").decode("utf-8")
    assert "IssuerMark" not in document and "DocumentNumber" not in document, "an internal paper has neither mark nor number"
    assert "呈批件" in read.read("word/header1.xml").decode("utf-8") and document.count("<w:tbl>") == 3
    drawn = [name for name in read.namelist() if name.startswith("word/media/")]
    assert len(drawn) == document.count("<w:drawing>") == 4, drawn  # an interval for each unit of the group


def talk__who_may_read_it_and_what_is_not_there(folder):
    office = proposed(folder)
    for account, expected in (("u_m5", 5), ("u_m1", 5), ("owner1", 5), ("sysadmin", 5), ("secadmin", 5), ("auditadmin", 5),
                              ("leader1", 0), ("director1", 0), ("inspector1", 0)):
        assert ask(office, "m5", account)[0] == expected, account
    for words, expected in ((("--unit", "m1", *JUNE), 3), (("--unit", "m9", *JUNE), 3), (("--unit", "m5", "--period", "2021-05"), 3),
                            (("--unit", "m5", "--period", "2021-13"), 2), (JUNE, 2), (("--unit", "m5"), 2)):
        status, out, err = office.ask(AT, "clerk1", "talks", "--format", "docx", *words)
        assert status == expected and not out and err, (words, status, err)


def talk__evidence_that_cannot_be_read(folder):
    office = proposed(folder)
    for evidence in ("", "[]", "{}", '{"rule":{},"months":{}}', '{"rule":1,"months":[]'):
        with small.closing(small.sqlite3.connect(office.path)) as db:
            db.execute("UPDATE talk SET evidence = ?", (evidence,))
            db.commit()
        status, out, err = ask(office, "m5")
        assert status == 4 and not out and "示例五局" in err, (evidence, status, err)
        assert office.verify()[0] == 4
    with small.closing(small.sqlite3.connect(office.path)) as db:
        db.execute("""UPDATE talk SET evidence = '{"rule":{},"months":[1,{},{"period":"2031-01"}]}'""")
        db.commit()
    status, _, err = ask(office, "m5")
    assert status in (0, 4), err


run([talk__is_told_with_rule_facts_and_chance, talk__numbers_are_those_of_the_published_results, talk__decisions_and_corrections_since,
     talk__seats_of_one_body_are_one_talk, talk__names_of_the_ladder_are_used, talk__as_docx,
     talk__who_may_read_it_and_what_is_not_there, talk__evidence_that_cannot_be_read])

#!/usr/bin/env python3
"""What a clerk, a bad file or a wrong moment can do: bad_input.py DUBAN PROJECT_ROOT

Every refusal has its exit status, its place in the file, what was found and what was expected, in
both languages, and leaves the database as it was (but for the audit row of a denied right).
"""
import datetime
import itertools
import re
import shutil
import sqlite3
from contextlib import closing

from office import D1_M1, D2_M4, MERGE, Office, correct, events_csv, month_of_may, open_and_freeze, open_office, run, small_campaign, write

INVALID, ABSENT, CONFLICT, DENIED, LARGE = 2, 3, 4, 5, 6
MAY = (MERGE / "reports/2021-05/01-示例一局.csv").read_text(encoding="utf-8")
JUNE = (MERGE / "reports/2021-06/01-示例一局.csv").read_text(encoding="utf-8")
WORK = "work,完成事项,项,50,50,,"


def refused(office, status, place, needles, instant, account, *words):
    """`place` is what the line starts with; needles stand in both languages, pairs one in each."""
    before, lines = office.dump(), []
    for at, lang in enumerate(("zh", "en")):
        got, out, err = office.ask(instant, account, *words, lang=lang)
        what = f"{' '.join(map(str, words))} ({lang}): exit {got}\n{out}{err}"
        assert got == status, f"expected {status}: {what}"
        assert not out, f"a refusal prints no result: {what}"
        assert any(line.startswith(place) for line in err.splitlines()), f"no place {place!r}: {what}"
        for needle in needles:
            needle = needle if isinstance(needle, str) else needle[at]
            assert needle in err, f"no {needle!r}: {what}"
        assert not re.search(r"\{[a-z_]+\}", err), f"an argument is missing: {what}"
        assert bool(re.search("[\u4e00-\u9fff]", err)) or lang == "en", f"not Chinese: {what}"
        assert not re.search("[，。；：]", re.sub('"[^"]*"', "", err)) or lang == "zh", f"not English: {what}"
        lines.append(err)
    assert lines[0] != lines[1]
    same(office, before)
    return lines


def same(office, before):
    now = office.dump()
    for table in sorted(set(before) | set(now)):
        assert before[table] == now[table], f"{table} changed:\n{set(now[table]) ^ set(before[table])}"


def report(office, folder, text, status, place, needles, period="2021-05", account="clerk1", name="a.csv"):
    path = write(folder / name, text)
    instant = "2021-06-07T15:00:00" if period == "2021-05" else "2021-07-07T15:00:00"
    return refused(office, status, f"{path}{place}", needles, instant, account, "import", "reports", path, "--period", period)


# ---- a campaign's files ----

def campaign_with(folder, file, old, new):
    shutil.rmtree(folder / "bad", ignore_errors=True)
    (folder / "bad").mkdir()
    campaign = small_campaign(folder / "bad")
    text = (campaign / file).read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r}"
    (campaign / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return campaign


def fresh(folder):
    office = Office(folder / "new.db")
    office.do("2021-05-20T09:00:00", "director1", "init")
    return office


def campaign_yaml_is_refused_by_line_and_column(folder):
    office = fresh(folder)
    for old, new, place, needles in (
        ("city: 示例市", "citty: 示例市", ":5:1:", ["citty", "city"]),
        ("city: 示例市", "name: 又一个", ":5:1:", ["name"]),
        ("city: 示例市", "city: &a 示例市", ":5:", ["a"]),
        ("city: 示例市", "city: *a", ":5:", ["a"]),
        ("city: 示例市", "city: !!str 示例市", ":5:", ["str"]),
        ("year: 2021", "year: [2021", ":", []),
        ("year: 2021", "year: soon", ":6:7:", ["soon"]),
        ("{code: 2021-06, name: 6月, from: 2021-06-01", "{code: 2021-06, name: 6月, from: 2021-06-02", ":", []),
        ("due: 5", "due: 9", ":", []),
        ("year: 2021", "year: 1821", ":6:7:", ["1821"]),
    ):
        campaign = campaign_with(folder, "campaign.yaml", old, new)
        refused(office, INVALID, f"campaign.yaml{place}", needles, "2021-05-20T09:30:00", "director1", "import", "campaign", campaign)


def campaign_tables_are_refused_by_row_and_column(folder):
    office = fresh(folder)
    for file, old, new, place, needles in (
        ("units.csv", "m2,示例二局,二局,department", "m2,示例二局,二局,departmant", "units.csv:3:4:", ["departmant", "department"]),
        ("units.csv", "m2,示例二局", "m1,示例二局", "units.csv:3:1:", ["m1"]),
        ("units.csv", "2021-06-14,m2", "2021-06-14,m9", "units.csv:4:10:", ["m9"]),
        ("units.csv", "code,name", "code,nmae", "units.csv:1:2:", ["nmae"]),
        ("units.csv", "yes,no,illustrative\n", "yes,no,illustrative,extra\n", "units.csv:2:14:", ["extra"]),
        ("units.csv", "m4,示例四局", 'm4,"示例四局', "units.csv:5:2:", []),
        ("units.csv", "m4,示例四局", "m4,示例\0四局", "units.csv:5:2:", []),
        ("targets.csv", "600,项", "600,亿元", "targets.csv:2:6:", ["亿元", "项"]),
        ("targets.csv", "600,项", "6oo,项", "targets.csv:2:5:", ["6oo"]),
        ("allotments.csv", "T1,m3", "T1,m33", "allotments.csv:4:2:", ["m33", "m3"]),
        ("accounts.csv", "leader1,leader", "leader1,lead", "accounts.csv:10:2:", ["lead", "leader"]),
        ("accounts.csv", "u_m2,unit,m2", "u_m2,unit,", "accounts.csv:5:3:", ["unit"]),
        ("tasks.csv", "1.1,area,1", "1.1,area,1.1.1", "tasks.csv:3:", []),
    ):
        campaign = campaign_with(folder, file, old, new)
        refused(office, INVALID, place, needles, "2021-05-20T09:30:00", "director1", "import", "campaign", campaign)


def schemes_are_refused_by_line_and_column(folder):
    office, scheme = fresh(folder), "schemes/department-v1.yaml"
    for old, new, place, needles in (
        ("  consecutive: 2\n", "", f"{scheme}:11:3:", ["consecutive"]),
        ("  source: 示例设定(illustrative)\n", "", f"{scheme}:11:3:", ["source"]),
        ("weight: 60", "wieght: 60", f"{scheme}:", ["wieght", "weight"]),
        ("rule: completion, against: plan", "rule: complete, against: plan", f"{scheme}:", ["complete"]),
        ("code: nodes", "code: work", f"{scheme}:", ["work"]),
        ("code: nodes", "code: node", f"{scheme}:", ["node"]),
        ("unit: 项", "unit: 亿元", f"{scheme}:", ["亿元", "项"]),
    ):
        campaign = campaign_with(folder, scheme, old, new)
        refused(office, INVALID, place, needles, "2021-05-20T09:30:00", "director1", "import", "campaign", campaign)


def a_file_of_the_campaign_is_missing(folder):
    office = fresh(folder)
    campaign = small_campaign(folder / "bad")
    (campaign / "units.csv").unlink()
    refused(office, INVALID, "units.csv", ["units.csv"], "2021-05-20T09:30:00", "director1", "import", "campaign", campaign)
    (campaign / "campaign.yaml").unlink()
    refused(office, INVALID, "campaign.yaml", [], "2021-05-20T09:30:00", "director1", "import", "campaign", campaign)


def a_campaign_twice_and_another_under_its_code(folder):
    office = open_office(folder)
    before = office.dump()
    out = office.do("2021-05-21T09:30:00", "director1", "import", "campaign", folder / "small.db.files/campaign")
    assert "不再导入" in out, out
    same(office, before)
    campaign = campaign_with(folder, "units.csv", "示例五局,五局", "示例五局,伍局")
    refused(office, CONFLICT, "", ["merge"], "2021-05-21T09:30:00", "director1", "import", "campaign", campaign)


# ---- a month's files ----

def reports_are_refused_by_row_and_column(folder):
    office = open_office(folder)
    for new, place, needles in (
        (MAY.replace("示例一局", '"示例一局', 1), ":1:2:", []),
        (MAY.replace("50,50", "5\0,50"), ":11:4:", []),
        (MAY.replace(WORK, WORK + ",more"), ":11:8:", ["more"]),
        (MAY.replace("填报单位,示例一局", "填报单位,示例壹局"), ":1:2:", ["示例壹局"]),
        (MAY.replace("填报单位,示例一局", "填报单位,m9"), ":1:2:", ["m9"]),
        (MAY.replace("work,完成事项", "wrok,完成事项"), ":11:1:", ["wrok", "work"]),
        (MAY.replace("所属期,2021-05", "所属期,2022-05"), ":2:2:", ["2022-05", "2021-05 2021-06"]),
        (MAY.replace("所属期,2021-05", "所属期,2021-06"), ":2:2:", ["2021-06", "2021-05"]),
        (MAY.replace("所属期,2021-05", "所属期,五月"), ":2:2:", ["五月"]),
        (MAY.replace("项,50,50", "亿元,50,50"), ":11:3:", ["亿元", "项"]),
        (MAY.replace("项,50,50", "项,50,50%"), ":11:5:", ["50%", "项"]),
        (MAY.replace("项,50,50", "项,50,-50"), ":11:5:", ["-50"]),
        (MAY.replace("项,50,50", "项,-5,50"), ":11:4:", ["-5"]),
        (MAY.replace("项,50,50", "项,50,五十"), ":11:5:", ["五十"]),
        (MAY.replace("项,50,50", "项,50,1e3"), ":11:5:", ["1e3"]),
        (MAY.replace("项,50,50", "项,50," + "9" * 35), ":11:5:", ["999"]),
        (MAY.replace("项,50,50", "项,50,0." + "1" * 19), ":11:5:", ["0.111"]),
        (MAY.replace("work,完成事项", "work,节点按期率"), ":11:2:", ["节点按期率", "完成事项"]),
        (MAY.replace(WORK, f"{WORK}\n{WORK}"), ":12:1:", ["work", "11"]),
        (MAY.replace("报送时间,2021-06-04T10:00:00+08:00", "报送时间,昨天"), ":7:2:", ["昨天"]),
        (MAY.replace("填报单位,示例一局\n", ""), ":", ["填报单位"]),
        (MAY.replace("表一 指标", "表九"), ":", ["表"]),
        (MAY.replace("指标编码,指标,", "指标编码,指票,"), ":10:2:", ["指票"]),
        ("", ":", []),
        (b"\xff\xfe" + "填报单位".encode("utf-16-le"), ":", ["UTF-16"]),
        (MAY.encode("utf-8").replace("填报人".encode(), b"\xff\xff\x81"), ":4:1:", []),
    ):
        report(office, folder, new, INVALID, place, needles)


def a_negative_month_and_a_falling_total_need_a_reason(folder):
    office = open_office(folder)
    good = write(folder / "b.csv", MAY.replace("项,50,50,,", "项,-5,50,,冲回重复计数"))
    office.do("2021-06-07T15:00:00", "clerk1", "import", "reports", good, "--period", "2021-05")
    assert office.rows("SELECT month, note FROM submission_value WHERE indicator = 'work'") == [("-5", "冲回重复计数")]
    report(office, folder, JUNE.replace("项,10,60,,", "项,10,49,,"), INVALID, ":11:5:", ["49", "50"], period="2021-06")
    good = write(folder / "c.csv", JUNE.replace("项,10,60,,", "项,-1,49,,核减一项"))
    office.do("2021-07-07T15:00:00", "clerk1", "import", "reports", good, "--period", "2021-06")


def one_bad_file_of_a_folder_keeps_all_of_it_out(folder):
    office = open_office(folder)
    shutil.copytree(MERGE / "reports/2021-05", folder / "r")
    bad = write(folder / "r/05-示例五局.csv", (folder / "r/05-示例五局.csv").read_text(encoding="utf-8").replace(",40,40,", ",40,4o,"))
    also = write(folder / "r/02-示例二局.csv", (folder / "r/02-示例二局.csv").read_text(encoding="utf-8").replace(",48,48,", ",48,-48,"))
    lines = refused(office, INVALID, f"{bad}:11:5:", ["4o"], "2021-06-07T15:00:00", "clerk1", "import", "reports", folder / "r", "--period", "2021-05")
    assert f"{also}:11:5:" in lines[0], "every fault of a batch is told at once"


def a_period_twice_changes_nothing_and_says_so(folder):
    office = open_office(folder)
    words = ("clerk1", "import", "reports", MERGE / "reports/2021-05", "--period", "2021-05")
    office.do("2021-06-07T15:00:00", *words)
    events = ("clerk1", "import", "events", write(folder / "e.csv", events_csv(D2_M4)), "--period", "2021-05")
    office.do("2021-06-08T15:00:00", *events)
    before = office.dump()
    for again, count in ((words, 5), (events, 1)):
        for lang, word in (("zh", f"未再收的{count}份"), ("en", f"{count} were on record already")):
            status, out, err = office.ask("2021-06-09T15:00:00", *again, lang=lang)
            assert status == 0 and word in out, out + err
    same(office, before)
    more = write(folder / "f.csv", events_csv(D2_M4, D1_M1))
    office.do("2021-06-09T15:00:00", "clerk1", "import", "events", more, "--period", "2021-05")
    assert office.rows("SELECT count(*) FROM event") == [(2,)]
    month_of_may_goes_on(office)
    before = office.dump()
    office.do("2021-06-19T15:00:00", *words)
    same(office, before)


def month_of_may_goes_on(office):
    open_and_freeze(office, "2021-06-10T09:00:00", "2021-06-17T09:00:00", "2021-05")
    office.do("2021-06-18T09:00:00", "director1", "publish", "--period", "2021-05")


def gb18030_is_read_as_it_is(folder):
    """A campaign and a report saved by an office program in GB 18030, with a character of 2022."""
    office = fresh(folder)
    campaign = small_campaign(folder / "gb")
    for path in campaign.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        if path.name == "units.csv":
            text = text.replace("示例四局", "示例四镕局")
        path.write_bytes(text.encode("gb18030"))
    office.do("2021-05-20T09:30:00", "director1", "import", "campaign", campaign)
    assert office.rows("SELECT name FROM unit WHERE code = 'm4'") == [("示例四镕局",)]
    path = write(folder / "r.csv", MAY.replace("办公室", "洺办公室"), encoding="gb18030")
    office.do("2021-06-07T15:00:00", "clerk1", "import", "reports", path, "--period", "2021-05")
    assert "洺办公室" in office.rows("SELECT head FROM submission")[0][0]
    lines = report(office, folder, MAY.replace(",50,50,", ",50,五十,").encode("gb18030"), INVALID, ":11:5:", ["五十"])
    assert "五十" in lines[1]
    report(office, folder, MAY.encode("gb18030").replace("填报人".encode("gb18030"), b"\x81\x20"), INVALID, ":4:1:", [])


def a_file_over_its_limit(folder):
    office = open_office(folder)
    big = folder / "big.csv"
    with open(big, "wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)
    refused(office, LARGE, "", ["big.csv", "67108864", "67108865"], "2021-06-07T15:00:00", "clerk1", "import", "reports", big, "--period", "2021-05")
    wide = write(folder / "wide.csv", MAY.replace("50,50", "50,50" + "," * 600))
    refused(office, LARGE, str(wide), ["512"], "2021-06-07T15:00:00", "clerk1", "import", "reports", wide, "--period", "2021-05")
    cell = write(folder / "cell.csv", MAY.replace(WORK, WORK + "长" * 30000))
    refused(office, LARGE, str(cell), ["65536"], "2021-06-07T15:00:00", "clerk1", "import", "reports", cell, "--period", "2021-05")
    campaign = small_campaign(folder / "big")
    (campaign / "campaign.yaml").write_bytes(b"#" * (4 * 1024 * 1024 + 1))
    refused(office, LARGE, "", ["4194304"], "2021-06-07T15:00:00", "director1", "import", "campaign", campaign)


def files_that_are_none(folder):
    office = open_office(folder)

    def reports(path, status, *needles):
        refused(office, status, "", needles, "2021-06-07T15:00:00", "clerk1", "import", "reports", path, "--period", "2021-05")

    (folder / "empty").mkdir()
    reports(folder / "empty", INVALID, "empty")
    reports(folder / "absent.csv", ABSENT, "absent.csv")
    (folder / "gone.csv").symlink_to(folder / "nowhere")
    reports(folder / "gone.csv", ABSENT, "gone.csv")
    refused(office, INVALID, "", ["empty"], "2021-06-08T15:00:00", "clerk1", "import", "events", folder / "empty", "--period", "2021-05")
    for what in ("report", "", "campaigns"):
        refused(office, INVALID, "", ["campaign | reports"], "2021-06-08T15:00:00", "clerk1", "import", what, folder, "--period", "2021-05")
    for period, status in (("", INVALID), ("2021-13", INVALID), ("x" * 5000, INVALID), ("2021-05\n", INVALID), ("'; DROP TABLE run", INVALID)):
        refused(office, status, "", [], "2021-06-08T15:00:00", "clerk1", "evaluate", "--period", period)
    refused(office, INVALID, "", ["--period"], "2021-06-08T15:00:00", "clerk1", "evaluate")
    (folder / "link.csv").symlink_to(MERGE / "reports/2021-05/01-示例一局.csv")
    office.do("2021-06-07T15:00:00", "clerk1", "import", "reports", folder / "link.csv", "--period", "2021-05")


# ---- events, corrections, appeals ----

def events_are_refused_by_row_and_column(folder):
    office = open_office(folder)
    for rows, place, needles in (
        ([("m4", "示例四局", "deduct", "D9", "1", "示例", "1")], ":2:4:", ["D9"]),
        ([("m4", "示例四局", "bonus", "D2", "1", "示例", "1")], ":2:4:", ["D2"]),
        ([("m9", "示例九局", "deduct", "D2", "1", "示例", "1")], ":2:1:", ["m9"]),
        ([("m4", "示例五局", "deduct", "D2", "1", "示例", "1")], ":2:2:", ["示例五局", "示例四局"]),
        ([("m4", "示例四局", "扣", "D2", "1", "示例", "1")], ":2:3:", ["扣"]),
        ([("m4", "示例四局", "deduct", "D2", "-1", "示例", "1")], ":2:5:", ["-1"]),
        ([("m4", "示例四局", "deduct", "D2", "1", "", "1")], ":2:6:", []),
        ([D2_M4, D2_M4], ":3:4:", ["D2"]),
    ):
        path = write(folder / "e.csv", events_csv(*rows))
        refused(office, INVALID, f"{path}{place}", needles, "2021-06-08T15:00:00", "clerk1", "import", "events", path, "--period", "2021-05")


def corrections_are_refused_by_row_and_column(folder):
    office = open_office(folder)
    month_of_may(office, folder)
    head = "所属期,单位编码,指标编码,对象,原值,更正值,原因,依据\n"
    good = "2021-05,m4,work,reported,45,20,示例：重复,示例说明\n"
    for old, new, status, place, needles in (
        ("45,20", "44,20", CONFLICT, ":2:5:", ["44", "45"]),
        ("45,20", "45,45.0", INVALID, ":2:6:", ["45.0"]),
        ("45,20", "45,-1", INVALID, ":2:6:", ["-1"]),
        ("45,20", "45,", INVALID, ":2:6:", []),
        ("reported", "confirmed", CONFLICT, ":2:5:", ["45"]),
        ("reported", "reprted", INVALID, ":2:4:", ["reprted"]),
        ("2021-05,m4", "2021-07,m4", INVALID, ":2:1:", ["2021-07", "2021-05"]),
        ("m4,work", "m9,work", INVALID, ":2:2:", ["m9"]),
        ("示例：重复", "", INVALID, ":2:7:", []),
        ("示例说明\n", "示例说明\n" + good, INVALID, ":3:3:", ["work"]),
    ):
        path = write(folder / "c.csv", head + good.replace(old, new))
        refused(office, status, f"{path}{place}", needles, "2021-07-01T15:00:00", "clerk1", "import", "corrections", path)
    path = write(folder / "c.csv", head + good)
    correct(office, "2021-07-01T15:00:00", path)
    before = office.dump()
    out = office.do("2021-07-02T15:00:00", "clerk1", "import", "corrections", path)
    assert "未再收的1份" in out, out
    same(office, before)


def steps_out_of_order(folder):
    office = open_office(folder)

    def no(status, instant, account, *words, needles=("2021-05",)):
        refused(office, status, "", needles, instant, account, *words)

    may, june = ("--period", "2021-05"), ("--period", "2021-06")
    no(CONFLICT, "2021-06-09T09:00:00", "clerk1", "evaluate", *may)
    no(CONFLICT, "2021-06-09T09:00:00", "director1", "freeze", *may)
    no(CONFLICT, "2021-06-09T09:00:00", "director1", "publish", *may)
    no(ABSENT, "2021-06-09T09:00:00", "clerk1", "rank", *may)
    no(ABSENT, "2021-06-09T09:00:00", "clerk1", "explain", "--unit", "m1", *may)
    month_of_may(office, folder, until="file")
    no(CONFLICT, "2021-06-17T09:00:00", "director1", "freeze", *may)
    no(CONFLICT, "2021-06-10T10:00:00", "u_m4", "appeal", "file", "--unit", "m4", "--rule", "D2", "--reason", "再次", *may)
    no(INVALID, "2021-06-10T10:00:00", "u_m1", "appeal", "file", "--unit", "m1", "--rule", "D1", "--reason", "　", *may, needles=("--reason",))
    no(ABSENT, "2021-06-10T10:00:00", "u_m4", "appeal", "file", "--unit", "m4", "--rule", "D1", "--reason", "无", *may)
    no(CONFLICT, "2021-06-30T10:00:00", "u_m1", "appeal", "file", "--unit", "m1", "--rule", "D1", "--reason", "迟", *may)
    no(ABSENT, "2021-06-15T10:00:00", "director1", "appeal", "reject", "--unit", "m1", "--reason", "无", *may)
    no(INVALID, "2021-06-15T10:00:00", "director1", "appeal", "reject", "--unit", "m4", *may, needles=("--reason",))
    no(INVALID, "2021-06-15T10:00:00", "director1", "appeal", "reject", "--unit", "m4", "--reason", " ", *may, needles=("--reason",))
    office.do("2021-06-15T09:00:00", "director1", "appeal", "reject", "--unit", "m4", "--reason", "示例", *may)
    no(ABSENT, "2021-06-15T10:00:00", "director1", "appeal", "uphold", "--unit", "m4", "--reason", "二", *may)
    office.do("2021-07-07T15:00:00", "clerk1", "import", "reports", MERGE / "reports/2021-06", *june)
    no(CONFLICT, "2021-07-16T09:00:00", "director1", "freeze", *june)
    no(CONFLICT, "2021-06-16T09:00:00", "director1", "freeze", *may)
    office.do("2021-07-16T09:05:00", "clerk1", "result", "confirm", *may)
    ((digest,),) = office.rows("SELECT digest FROM result_confirmation")
    no(CONFLICT, "2021-07-16T09:10:00", "director1", "freeze", *may, "--seen", "0" * 64)  # of a page that is not what stands there
    office.do("2021-07-16T09:10:00", "director1", "freeze", *may, "--seen", digest)
    no(CONFLICT, "2021-07-16T09:20:00", "director1", "freeze", *may)
    no(CONFLICT, "2021-07-16T09:20:00", "clerk1", "evaluate", *may)
    no(CONFLICT, "2021-06-10T09:20:00", "u_m4", "appeal", "file", "--unit", "m4", "--rule", "D2", "--reason", "晚", *may)
    no(CONFLICT, "2021-07-16T09:20:00", "clerk1", "review", "accept", "m2", *may)
    late = write(folder / "late.csv", MAY.replace("50,50", "51,51"))
    no(CONFLICT, "2021-07-16T09:20:00", "clerk1", "import", "reports", late, *may)
    path = write(folder / "late-events.csv", events_csv(("m2", "示例二局", "deduct", "D2", "1", "示例", "1")))
    no(CONFLICT, "2021-07-16T09:20:00", "clerk1", "import", "events", path, *may)
    no(CONFLICT, "2021-07-16T09:30:00", "director1", "freeze", *june)
    office.do("2021-07-16T09:40:00", "director1", "publish", *may)
    no(CONFLICT, "2021-07-16T09:50:00", "director1", "publish", *may)
    no(ABSENT, "2021-07-16T09:50:00", "director1", "talks", "approve", "--unit", "m1", *may)


def two_people_confirm_what_units_have_seen(folder):
    """Opened, the appeal days over, confirmed by one and frozen by another, neither of them acting for the other; and exactly these results."""
    office = open_office(folder)
    may = ("--period", "2021-05")

    def no(instant, account, *words, needles=("2021-05",)):
        refused(office, CONFLICT, "", needles, instant, account, *words, *may)

    no("2021-06-09T09:00:00", "clerk1", "result", "open", needles=("duban evaluate",))
    no("2021-06-16T09:00:00", "clerk1", "result", "confirm", needles=("duban evaluate",))
    month_of_may(office, folder, until="evaluate")
    no("2021-06-16T09:00:00", "clerk1", "result", "confirm", needles=(("开放", "opened"),))
    no("2021-06-16T09:00:00", "director1", "freeze", needles=("duban result confirm",))
    status, out, _ = office.ask("2021-06-10T09:00:00", "u_m1", "explain", "--unit", "m1", *may)
    assert status == 5 and not out, "a unit sees nothing of a trial before it is opened"
    assert "2021-06-15" in office.do("2021-06-09T10:00:00", "clerk1", "result", "open", *may)
    no("2021-06-09T11:00:00", "clerk1", "result", "open", needles=("2021-06-09 10:00",))
    seen = office.do("2021-06-10T09:00:00", "u_m1", "explain", "--unit", "m1", *may)
    no("2021-06-15T17:00:00", "clerk1", "result", "confirm", needles=("2021-06-15",))
    month_of_may_goes_on_to_confirm(office)
    at = "2021-06-17T09:00:00"
    no(at, "clerk1", "result", "confirm", needles=("2021-06-16 08:30", "clerk1"))
    events = write(folder / "e.csv", events_csv(("m1", "示例一局", "deduct", "D2", "1", "示例", "9")))
    office.do(at, "clerk1", "import", "events", events, *may)
    no(at, "director1", "freeze", needles=(("变动", "changed"),))
    no(at, "clerk1", "result", "confirm", needles=(("变动", "changed"),))
    office.do(at, "clerk1", "evaluate", *may)
    assert office.do(at, "u_m1", "explain", "--unit", "m1", *may) == seen, "units see what was opened, not each trial after it"
    office.do(at, "director1", "result", "confirm", *may)
    no(at, "director1", "freeze", needles=("director1",))
    assert office.verify()[0] == 0
    with closing(sqlite3.connect(office.path)) as db, db:
        columns = {"id": "0000000000001", "principal": "director1", "delegate": "clerk1", "from_on": "2021-06-01", "to_on": "2021-06-30"}
        names = [name for _, name, *_ in db.execute("PRAGMA table_info(delegation)")]
        db.execute(f"INSERT INTO delegation ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
                   [columns.get(name, 0 if name.endswith("_at") else "") for name in names])
    no(at, "clerk1", "freeze", "--for", "director1", needles=("director1",))
    office.do(at, "clerk1", "result", "confirm", *may)
    no(at, "clerk1", "freeze", "--for", "director1", needles=("clerk1",))
    assert not office.rows("SELECT 1 FROM run WHERE kind = 'frozen'")
    office.do(at, "director1", "freeze", *may)
    assert office.do(at, "u_m1", "explain", "--unit", "m1", *may) != seen
    rows = office.rows("SELECT detail FROM audit WHERE action = 'freeze' AND object = '2021-05'")
    assert len(rows) == 1 and "confirmation" in rows[0][0], rows


def month_of_may_goes_on_to_confirm(office):
    office.do("2021-06-16T08:00:00", "clerk1", "evaluate", "--period", "2021-05")
    office.do("2021-06-16T08:30:00", "clerk1", "result", "confirm", "--period", "2021-05")


def a_scheme_without_its_approval_is_never_published(folder):
    office = fresh(folder)
    campaign = campaign_with(folder, "schemes/department-v1.yaml", "plan_no: 示督考计划〔2021〕9号(示例)\n", "")
    office.do("2021-05-20T09:30:00", "director1", "import", "campaign", campaign)
    month_of_may(office, folder, until="confirm")
    refused(office, CONFLICT, "", ["department", "duban scheme approve"], "2021-06-17T09:00:00", "director1", "freeze", "--period", "2021-05")
    refused(office, CONFLICT, "", ["2021-05"], "2021-06-18T09:00:00", "director1", "publish", "--period", "2021-05")


# ---- rights ----

MINUTES = itertools.count()


def denied(office, instant, account, *words):
    """Exit status 5 in both languages; only audit rows are new, and they say who and what."""
    before, rows = office.dump("audit", "audit_head"), office.rows("SELECT count(*) FROM audit")[0][0]
    for lang in ("zh", "en"):  # a minute apart each: closer ones of one account are counted, not written again
        when = datetime.datetime.fromisoformat(instant) + datetime.timedelta(minutes=2 * next(MINUTES))
        status, out, err = office.ask(when.isoformat(), account, *words, lang=lang)
        assert status == DENIED and not out and account in err, f"{account} {words}: {status} {out}{err}"
    now = office.dump("audit", "audit_head")
    assert now == before, "a refused command changed something"
    new = office.rows("SELECT account, result FROM audit WHERE seq > 0 ORDER BY at DESC, seq DESC")
    assert office.rows("SELECT count(*) FROM audit")[0][0] == rows + 2 and (account, "denied") in new, new[:3]
    assert office.verify()[0] == 0


def rights(folder):
    office = open_office(folder)
    month_of_may(office, folder, until="evaluate")
    may = ("--period", "2021-05")
    at = "2021-06-10T09:00:00"
    denied(office, at, "u_m1", "explain", "--unit", "m2", *may)
    denied(office, at, "u_m1", "rank", "--group", "department", *may)
    denied(office, at, "leader1", "rank", "--group", "department", *may)
    denied(office, at, "leader1", "explain", "--unit", "m2", *may)
    denied(office, at, "u_m1", "import", "reports", MERGE / "reports/2021-05/02-示例二局.csv", *may)
    denied(office, at, "u_m1", "evaluate", *may)
    denied(office, at, "clerk1", "freeze", *may)
    denied(office, at, "clerk1", "publish", *may)
    denied(office, at, "u_m1", "appeal", "file", "--unit", "m4", "--rule", "D2", "--reason", "替人", *may)
    denied(office, at, "u_m4", "appeal", "uphold", "--unit", "m4", "--reason", "自己", *may)
    denied(office, at, "sysadmin", "talks")
    denied(office, at, "u_m4", "explain", "--unit", "m4", *may)
    denied(office, at, "u_m4", "explain", "--unit", "m4", "--period", "2021-06")  # the same of a month that nobody has tried
    early = ("appeal", "file", "--unit", "m4", "--rule", "D2", "--reason", "示例", *may)
    refused(office, CONFLICT, "", ["2021-05"], "2021-06-09T09:20:00", "u_m4", *early)
    office.do("2021-06-09T09:30:00", "clerk1", "result", "open", *may)
    office.do("2021-06-09T09:40:00", "u_m4", *early)
    own = office.do(at, "u_m4", "explain", "--unit", "m4", *may)
    assert "名" not in own.splitlines()[1].replace("未排名", "") and "示例五局" not in own, own
    other = write(folder / "other.csv", MAY.replace("50,50", "51,51"))
    denied(office, at, "u_m2", "import", "reports", other, *may)
    office.do(at, "u_m1", "import", "reports", other, *may)
    refused(office, ABSENT, "", ["nobody"], at, "nobody", "rank", *may)


if __name__ == "__main__":
    run([value for name, value in list(globals().items())
         if callable(value) and getattr(value, "__code__", None) and value.__code__.co_varnames[:1] == ("folder",)
         and value.__code__.co_argcount == 1 and value.__module__ == "__main__" and name != "fresh"])

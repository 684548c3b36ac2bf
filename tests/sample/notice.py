#!/usr/bin/env python3
"""The correction notice: draft, issue, reading, a second one; as text and as docx: notice.py DUBAN PROJECT_ROOT"""
import zipfile

from office import CORRECTION, correct, issue_circular, month_of_may, number, open_office, run, sign_circular, write

MAY = ("--period", "2021-05")


def notice(office, account, *words, at="2021-07-02T09:00:00"):
    return office.ask(at, account, "circular", "--notice", *MAY, *words)


def issue(office, account, serial, at="2021-07-02T09:00:00"):
    return office.ask(at, account, "circular", "issue", "--notice", *MAY, *number(serial), "--format", "txt")


def issued_and_corrected(folder):
    office = open_office(folder)
    month_of_may(office, folder)
    issue_circular(office, "2021-06-18T10:00:00", "2021-05", 1)
    assert notice(office, "clerk1")[0] == 3, "nothing to correct"
    correct(office, "2021-07-01T09:00:00", write(folder / "c.csv", CORRECTION))
    return office


def a_notice_is_issued_once_and_kept(folder):
    office = issued_and_corrected(folder)
    status, draft, _ = notice(office, "clerk1")
    assert status == 0 and "草稿，未印发" in draft and "〕　号" in draft and "更正" in draft, draft
    assert notice(office, "u_m1")[0] == 5, "units see no draft"
    status, _, err = issue(office, "director1", 2)
    assert status == 4 and "签发" in err, f"not signed yet: {err}"
    sign_circular(office, "2021-07-02T09:00:00", "2021-05", "--notice")
    assert issue(office, "clerk1", 2)[0] == 5, "a clerk issues nothing"
    status, _, err = issue(office, "director1", 1)
    assert status == 4 and "1号" in err, f"a number is given once: {err}"
    status, issued, err = issue(office, "director1", 2)
    assert status == 0 and "〔2021〕2号" in issued and "草稿" not in issued and "2021年7月2日" in issued, issued + err
    status, _, err = issue(office, "director1", 3)
    assert status == 4 and "2号" in err, f"the same corrections twice: {err}"
    for account in ("u_m1", "clerk1"):
        assert notice(office, account, at="2021-08-01T09:00:00")[:2] == (0, issued), account
    assert office.rows("SELECT version FROM circular ORDER BY version") == [(1,), (2,)]
    circular = office.do("2021-08-01T09:00:00", "u_m1", "circular", *MAY)
    assert "〔2021〕1号" in circular and "更正" in circular and "关于更正" not in circular, "the circular itself stays"
    status, text = office.verify()
    assert status == 0 and "印发文件2份" in text, text


def more_corrections_make_another_notice(folder):
    office = issued_and_corrected(folder)
    first = issue_circular(office, "2021-07-02T09:00:00", "2021-05", 2, "--notice")
    again = CORRECTION.replace(",45,20,", ",20,31,")
    assert again != CORRECTION
    correct(office, "2021-07-05T09:00:00", write(folder / "d.csv", again))
    assert notice(office, "u_m1")[1] == first, "units read what is issued"
    status, draft, _ = notice(office, "clerk1")
    assert status == 0 and "草稿" in draft, draft
    second = issue_circular(office, "2021-07-06T09:00:00", "2021-05", 3, "--notice")
    assert second != first and "〔2021〕3号" in second
    assert notice(office, "u_m1")[1] == second
    assert office.verify()[0] == 0


def a_notice_as_docx_and_its_figures(folder):
    office = issued_and_corrected(folder)
    issue_circular(office, "2021-07-02T09:00:00", "2021-05", 2, "--notice")
    for name in "a.docx", "b.docx":
        status, _, err = notice(office, "u_m1", "--format", "docx", "--out", folder / name)
        assert status == 0, err
    assert (folder / "a.docx").read_bytes() == (folder / "b.docx").read_bytes()
    document = zipfile.ZipFile(folder / "a.docx").read("word/document.xml").decode("utf-8")
    assert "关于更正" in document and "IssuerMark" in document and "IssueDate" in document
    status, trace, _ = notice(office, "u_m1", "--format", "trace")
    assert status == 0 and ",score,2021-05," in trace and ",number," in trace, trace


run([a_notice_is_issued_once_and_kept, more_corrections_make_another_notice, a_notice_as_docx_and_its_figures])

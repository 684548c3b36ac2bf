#!/usr/bin/env python3
"""The circular as docx through the program: circular_docx.py DUBAN PROJECT_ROOT"""
import re
import zipfile

import office as small
from office import Office, issue_circular, month_of_may, open_office, run, small_campaign

NOW = "2021-06-18T10:00:00"


def document(path):
    return zipfile.ZipFile(path).read("word/document.xml").decode("utf-8")


def circular(office, account, folder, *words):
    status, _, err = office.ask(NOW, account, "circular", "--period", "2021-05", "--format", "docx",
                                "--out", folder / "c.docx", *words)
    return status, err


def docx__draft_and_issued(folder):
    office = open_office(folder)
    month_of_may(office, folder)
    assert circular(office, "clerk1", folder) == (0, "")
    assert "IssuerMark" in document(folder / "c.docx")
    assert "草稿" in zipfile.ZipFile(folder / "c.docx").read("word/header1.xml").decode("utf-8")
    issue_circular(office, NOW, "2021-05", 1)
    assert circular(office, "clerk1", folder) == (0, "")
    issued = (folder / "c.docx").read_bytes()
    assert "草稿" not in zipfile.ZipFile(folder / "c.docx").read("word/header1.xml").decode("utf-8")
    assert circular(office, "clerk1", folder) == (0, "")
    assert (folder / "c.docx").read_bytes() == issued, "the same circular, other bytes"


def docx__a_draft_of_a_coordinating_body_has_no_red_mark(folder):
    office = Office(folder / "o.db")
    campaign = small_campaign(folder)
    bodies = (campaign / "bodies.csv").read_text(encoding="utf-8")
    name = next(row.split(",")[1] for row in bodies.splitlines() if row.split(",")[2] == "office")
    text = (campaign / "campaign.yaml").read_text(encoding="utf-8")
    changed = re.sub(r"issuer: \{name: [^,]*,", f"issuer: {{name: {name},", text)
    assert changed != text
    (campaign / "campaign.yaml").write_text(changed, encoding="utf-8")
    office.do("2021-05-20T09:00:00", "director1", "init")
    office.do("2021-05-20T09:30:00", "director1", "import", "campaign", campaign)
    month_of_may(office, folder)
    assert circular(office, "clerk1", folder) == (0, "")
    assert "IssuerMark" not in document(folder / "c.docx")
    status, _, err = office.ask(NOW, "clerk1", "circular", "sign", "--step", "drafted", "--period", "2021-05", "--basis", "示例")
    assert status == 4 and "议事协调机构" in err, (status, err)


def change(office, *statements):
    with small.closing(small.sqlite3.connect(office.path)) as db:
        for sql in statements:
            db.execute(sql)
        db.commit()


def trace(office):
    return office.do(NOW, "clerk1", "circular", "--period", "2021-05", "--format", "trace")


def docx__is_made_from_the_paper_that_was_issued(folder):
    """Other words of the program, later, do not reach it: here the kept paper stands for the words of then."""
    office = open_office(folder)
    month_of_may(office, folder)
    issue_circular(office, NOW, "2021-05", 1)
    assert circular(office, "clerk1", folder) == (0, "")
    change(office, "UPDATE circular_paper SET body = replace(body, '存在的问题', '那时的说法'), figures = replace(figures, '存在的问题', '那时的说法')")
    assert circular(office, "clerk1", folder) == (0, "")
    assert "那时的说法" in document(folder / "c.docx") and "存在的问题" not in document(folder / "c.docx")
    assert "那时的说法" in trace(office)
    status, text = office.verify()
    assert status == 4 and "circular " in text, text
    (folder / "c.docx").unlink()
    for damaged in ("", "{}", "[", '{"format":1}'):
        change(office, f"UPDATE circular_paper SET body = '{damaged}'")
        status, err = circular(office, "clerk1", folder)
        assert status in (2, 4) and err and not (folder / "c.docx").exists(), (damaged, status, err)
        assert office.verify()[0] == 4


def docx__of_a_circular_from_before_papers_were_kept(folder):
    office = open_office(folder)
    month_of_may(office, folder)
    issue_circular(office, NOW, "2021-05", 1)
    assert circular(office, "clerk1", folder) == (0, "")
    issued, figures = (folder / "c.docx").read_bytes(), trace(office)
    change(office, "DELETE FROM circular_paper")
    assert circular(office, "clerk1", folder) == (0, "")
    assert (folder / "c.docx").read_bytes() == issued and trace(office) == figures


def docx__from_before_is_refused_where_it_would_say_other_words(folder):
    office = open_office(folder)
    month_of_may(office, folder)
    issue_circular(office, NOW, "2021-05", 1)
    assert circular(office, "clerk1", folder) == (0, "")
    (folder / "c.docx").unlink()
    change(office, "DELETE FROM circular_paper", "UPDATE circular SET body_text = replace(body_text, '存在的问题', '存在的不足')")
    status, err = circular(office, "clerk1", folder)
    assert status == 4 and "存在的问题" in err and "存在的不足" in err, (status, err)
    assert not (folder / "c.docx").exists()


run([docx__draft_and_issued, docx__a_draft_of_a_coordinating_body_has_no_red_mark,
     docx__is_made_from_the_paper_that_was_issued, docx__of_a_circular_from_before_papers_were_kept,
     docx__from_before_is_refused_where_it_would_say_other_words])

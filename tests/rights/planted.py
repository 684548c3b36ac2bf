"""What the tests of this folder plant in the year: one thing of every kind, the unit's own (u_c09, o_fgw) and another's,
and the holes {name} by which routes.tsv names them.

CANARIES are words that stand in what belongs to others and that a unit or a data owner must never be answered."""
import re

from house import ROOT

RUNNING = ("audit", "audit_head", "audit_withheld", "session", "sign_in_attempt", "job")  # what a refused request may change
OPEN = "2021-12"  # is not frozen yet (house.UNTIL): takes reports
TODAY = "2022-01-31"  # of house.NOW
PDF = (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
       b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")


def sure(answer, *statuses):
    assert answer.status in (statuses or (200, 303)), f"{answer.status}: {answer.text[:600]}"
    return answer


def plant(house):
    holes = house.holes
    holes["asset"] = re.search(r"/assets/([^\"]+\.css)", house.ask("GET", "/sign-in").text)[1]
    submission = "SELECT max(id) FROM submission WHERE kind = 'report' AND party = ? AND period = '2021-10'"
    holes.update(sub_own=house.one(submission, "c09"), sub_other=house.one(submission, "c01"),
                 sub_restricted=house.one(submission, "t09"))
    holes["notes"] = str(house.one("SELECT count(*) FROM progress_note WHERE task = '1.1.1'"))
    sure(house.post("/audit/checkpoints", "auditadmin", {}))
    for key, account, task in (("file_own", "u_c09", "1.2.1"), ("file_other", "u_c01", "1.1.1")):
        sure(house.post_file(f"/tasks/{task}/files", account, "file", "证明.txt", f"示例 {key}".encode(), {}))
        holes[key] = house.one("SELECT max(id) FROM attachment")
    holes["digest"] = house.one("SELECT digest FROM attachment WHERE id = ?", holes["file_own"])
    other = house.one("SELECT digest FROM attachment WHERE id = ?", holes["file_other"])
    sure(house.post("/purges", "clerk2", {"target": f"file {other}", "cause": "secret", "authority": "示例通知"}))
    holes["purge"] = house.one("SELECT max(id) FROM purge")
    sure(house.post("/sandbox", "clerk1", {"group": "county", "weights": "rectify=2"}))
    sure(house.post_json("/api/v1/province/2021-10", "clerk2", {"seen": 0}))  # approved by somebody else than its writer
    holes["trial"] = house.one("SELECT max(id) FROM sandbox_run")
    asked = {"period": "2021-10", "unit": "c09", "indicator": "market", "new": "1", "reason": "示例", "basis": "示例说明"}
    asked["old"] = house.one("SELECT value FROM submission_value WHERE submission = ? AND indicator = 'market'", holes["sub_own"])
    holes["ask_own"] = sure(house.post_json("/api/v1/corrections", "u_c09", asked)).json()["id"]
    holes["ask_done"] = house.one("SELECT min(ask) FROM correction_ruling")
    sent = {"task": "1.2", "title": "示例", "text": "示例：每周会办一次，问题当场交办。", "indicator": "invest", "period": "2021-10"}
    for key, account in (("highlight_own", "u_c09"), ("highlight_returned", "u_c09"), ("highlight_other", "u_c01"), ("highlight_taken", "u_c01")):
        holes[key] = sure(house.post_json("/api/v1/highlights", account, sent)).json()["id"]
    sure(house.post(f"/highlights/{holes['highlight_taken']}/take", "clerk1", {}))
    sure(house.post(f"/highlights/{holes['highlight_returned']}/return", "clerk1", {"cause": "incomplete"}))
    box = {"period": "2021-11"}
    for key, account in (("folder_own", "clerk1"), ("folder_other", "clerk2")):
        name = "CANARY_folder.pdf" if key == "folder_other" else "示例.pdf"
        where = sure(house.post_file("/folder", account, "files", name, PDF, box)).header("Location")
        holes[key] = where.rpartition("/")[2]
    # a month that is open: a draft of each, and another's report that came back
    cell = "cell.invest.note"
    for unit, note in (("c09", "示例"), ("c01", "CANARY_draft")):
        sure(house.post(f"/reports/{OPEN}/{unit}", f"u_{unit}", {"act": "save", "seen": "0", cell: note}))
    version = house.one("SELECT max(version) FROM submission WHERE kind = 'report' AND party = 'c01' AND period = ?", OPEN)
    sent_back = {"version": str(version), "step": "0", "cause.sum": "1", "place.invest": "1", "note": "CANARY_returned"}
    sure(house.post(f"/review/{OPEN}/units/c01/return", "clerk1", sent_back))
    # findings of the screening, by rules that find something everywhere
    rules = (ROOT / "data/screening.yaml").read_text(encoding="utf-8")
    for exact, lax in (("alpha: 0.02", "alpha: 0.5"), ("within: 0.01, around: 0.1, fair: 0.55", "within: 0.05, around: 0.5, fair: 0.5"),
                       ("history: 4, z: 4, alone: 40, chance: 0.02", "history: 3, z: 1, alone: 1, chance: 0.0001")):
        assert exact in rules, exact
        rules = rules.replace(exact, lax)
    (house.data / "screening.yaml").write_text(rules, encoding="utf-8")
    for key, unit in (("finding_own", "c09"), ("finding_other", "c01")):
        holes[key] = house.ask("GET", f"/api/v1/screening/{OPEN}?unit={unit}", "clerk1").json()["findings"][0]["id"]
    for key, account, words in (("finding_own", "u_c09", "示例"), ("finding_other", "clerk2", "CANARY_finding")):
        sure(house.post(f"/screening/{OPEN}/findings/{holes[key]}/answer", account, {"how": "explained", "words": words}))
    talk = "SELECT max(id) FROM talk WHERE unit = ? AND period = '2021-07'"
    holes.update(talk_own=house.one(talk, "c09"), talk_other=house.one(talk, "c07"))
    # no month is open for appeals any more: one as it was left there
    holes.update(appeal_own="0000000000009", appeal_other=house.one("SELECT max(id) FROM appeal WHERE unit <> 'c09'"))
    campaign = house.one("SELECT code FROM campaign")
    with house.db() as db:
        db.execute("INSERT INTO appeal VALUES (?, ?, '2021-10', 'c09', '', '示例', 'u_c09', '2021-11-11', 'rule', 'timely', 'late', '', '', '', '', '2', '0', '', '', 1, '')",
                   (holes["appeal_own"], campaign))
    holes["checkpoint"] = house.one("SELECT max(id) FROM checkpoint")
    for key, account, to in (("delegation_own", "u_c09", "u_c02"), ("delegation_other", "u_c01", "u_c02")):
        sure(house.post_json("/api/v1/me/delegations", account, {"delegate": to, "from": TODAY, "to": TODAY, "reason": "出差"}))
        holes[key] = house.one("SELECT max(id) FROM delegation")
    for key, account in (("export_own", "u_c09"), ("export_other", "u_c01")):
        holes[key] = sure(house.post_json("/api/v1/exports", account, {"what": "reports", "format": "csv"})).json()["id"]


# ---- words in what belongs to others ----

# What an attacker may see after all: nothing yet.
MAY_SEE = {}
PLANTED = (  # table, column, which rows, the word
    ("submission_task", "cells", "submission IN (SELECT id FROM submission WHERE party IN ('c01', 't01', 'd01'))", '["CANARY_narrative","","",""]'),
    ("submission_value", "note", "submission IN (SELECT id FROM submission WHERE party = 'c01')", "CANARY_value_note"),
    ("submission", "sender", "party = 'c01'", "CANARY_sender"),
    ("submission", "file", "party = 'c01'", "CANARY_submitted_file.xlsx"),
    ("event", "basis", "unit NOT IN ('c09')", "CANARY_event"),
    ("event", "evidence", "unit NOT IN ('c09')", "CANARY_evidence"),
    ("appeal", "reason", "unit != 'c09'", "CANARY_appeal"),
    ("appeal", "late_reason", "unit != 'c09'", "CANARY_appeal_late"),
    ("appeal_ruling", "reason", "appeal NOT IN (SELECT id FROM appeal WHERE unit = 'c09')", "CANARY_ruling"),
    ("talk_step", "reason", "talk IN (SELECT id FROM talk WHERE unit != 'c09')", "CANARY_talk"),
    ("talk_record", "body", "talk IN (SELECT id FROM talk WHERE unit != 'c09')", '{"reason":"CANARY_talk_record"}'),
    ("talk_commitment", "what", "talk IN (SELECT id FROM talk WHERE unit != 'c09')", "CANARY_talk_commitment"),
    ("task", "body_text", "restricted AND no NOT IN (SELECT task FROM responsibility WHERE party IN ('c09', 'fgw'))", "CANARY_restricted"),
    ("progress_note", "note_text", "task IN (SELECT no FROM task WHERE restricted)", "CANARY_restricted_note"),
    ("highlight", "body_text", "unit = 'c01' AND id NOT IN (SELECT highlight FROM highlight_step WHERE state = 'taken')", "CANARY_highlight"),
    ("highlight", "title", "unit = 'c01' AND id NOT IN (SELECT highlight FROM highlight_step WHERE state = 'taken')", "CANARY_highlight_title"),
    ("highlight", "effect", "unit = 'c01' AND id NOT IN (SELECT highlight FROM highlight_step WHERE state = 'taken')", "CANARY_highlight_effect"),
    ("highlight_step", "reason", "highlight IN (SELECT id FROM highlight WHERE unit = 'c01') AND highlight NOT IN (SELECT highlight FROM highlight_step WHERE state = 'taken')", "CANARY_highlight_step"),
    ("correction_ask", "file", "unit != 'c09'", "CANARY_ask.csv"),
    ("correction_ruling", "reason", "ask NOT IN (SELECT id FROM correction_ask WHERE unit = 'c09')", "CANARY_ask_ruling"),
    ("session", "agent", "account NOT IN ('u_c09', 'o_fgw')", "CANARY_agent"),
    ("audit", "origin", "account NOT IN ('u_c09', 'o_fgw')", "CANARY_origin"),
    ("audit", "detail", "account NOT IN ('u_c09', 'o_fgw')", '{"x":"CANARY_detail"}'),
    ("account_grant", "phone", "account NOT IN ('u_c09', 'o_fgw')", "CANARY_phone"),
    ("delegation", "reason", "principal NOT IN ('u_c09', 'o_fgw') AND delegate NOT IN ('u_c09', 'o_fgw')", "CANARY_delegation"),
    ("purge", "authority", "true", "CANARY_purge"),
    ("inbox_digest", "body", "account NOT IN ('u_c09', 'o_fgw')", '{"x":"CANARY_digest"}'),
    ("backup", "folder", "true", "CANARY_backup"),
    ("attachment", "name", "unit NOT IN ('c09', 'fgw')", "CANARY_file.pdf"),
    ("job", "body", "account NOT IN ('u_c09', 'o_fgw') AND state IN ('done', 'failed', 'dropped')", '{"x":"CANARY_job"}'),
)


def canaries(house):
    with house.db() as db:
        for table, column, where, word in PLANTED:
            db.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (word,))


def is_planted(table, value):
    """Rows that are worth asking for: everything of the small tables."""
    return table in {row[0] for row in PLANTED} and bool(value)


def seen_by_owner(house):
    """Words that should be there for who may: a search that finds nothing must not be for want of looking."""
    asked = ((f"/submissions/{house.holes['sub_other']}", "clerk1"), ("/units/c01?period=2021-10", "clerk1"), (f"/reports/{OPEN}/c01", "u_c01"),
             (f"/folder/{house.holes['folder_other']}", "clerk2"))
    text = "".join(house.ask("GET", path, account).text for path, account in asked)
    return [word for word in ("CANARY_narrative", "CANARY_value_note", "CANARY_draft", "CANARY_returned", "CANARY_folder") if word not in text]

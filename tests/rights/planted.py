"""What the tests of this folder plant in the year: one thing of every kind, the unit's own (u_c09, o_fgw) and another's,
and the holes {name} by which routes.tsv names them.

CANARIES are words that stand in what belongs to others and that a unit or a data owner must never be answered."""
import re

RUNNING = ("audit", "audit_head", "session", "sign_in_attempt", "job")  # what a refused request may change
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def sure(answer, *statuses):
    assert answer.status in (statuses or (200, 303)), f"{answer.status}: {answer.text[:600]}"
    return answer


def plant(house):
    holes = house.holes
    holes["asset"] = re.search(r"/assets/([^\"]+\.css)", house.ask("GET", "/sign-in").text)[1]
    submission = "SELECT max(id) FROM submission WHERE kind = 'report' AND party = ? AND period = '2021-10'"
    holes.update(sub_own=house.one(submission, "c09"), sub_other=house.one(submission, "c01"))
    holes["notes"] = str(house.one("SELECT count(*) FROM progress_note WHERE task = '1.1.1'"))
    for key, account in (("export_own", "u_c09"), ("export_other", "u_c01")):
        holes[key] = sure(house.post_json("/api/v1/exports", account, {"what": "reports", "format": "csv"})).json()["id"]

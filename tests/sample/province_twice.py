#!/usr/bin/env python3
"""The report to the province after a correction: version 2 says what changed, version 1 stays as it was approved, and what is
no version is refused. usage: province_twice.py DUBAN TABLES PROJECT_ROOT"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.abspath(sys.argv[3]), "tests/rights"))
from house import House, Wrong  # noqa: E402  (reads its own arguments)
from planted import sure  # noqa: E402

PERIOD, UNIT, CODE = "2021-04", "c09", "market"
AT = f"/api/v1/province/{PERIOD}"


def approve(house, who, seen, number, *statuses):
    return sure(house.post_json(f"{AT}/approve", who, {"seen": seen, "number": number, "signer": "常务副组长"}), *statuses)


def corrected(house):
    """A confirmed value is 100 more than it was, by two people; the values before and after."""
    old = house.one("SELECT v.value FROM submission s JOIN submission_value v ON v.submission = s.id WHERE s.period = ? AND s.kind = 'confirmation' "
                    "AND v.unit = ? AND v.indicator = ? ORDER BY s.seq DESC", PERIOD, UNIT, CODE)
    asked = {"period": PERIOD, "unit": UNIT, "indicator": CODE, "object": "confirmed", "old": old, "new": str(int(old) + 100), "reason": "示例：漏计",
             "basis": "示例说明"}
    ask = sure(house.post_json("/api/v1/corrections", "clerk1", asked)).json()["id"]
    sure(house.post_json(f"/api/v1/corrections/{ask}/approve", "clerk1", {"reason": "属实"}), 403)
    sure(house.post_json(f"/api/v1/corrections/{ask}/approve", "director1", {"reason": "属实"}))


def plain(text):
    return text.replace("\n", "")


def first_version(house, wrong):
    draft = sure(house.ask("GET", AT, "clerk1")).json()
    if draft["versions"] != 0 or draft["state"] != "draft":
        wrong(f"before: {draft['state']}, {draft['versions']} versions")
    made = sure(house.post_json(AT, "clerk1", {"seen": 0})).json()
    sure(house.post_json(AT, "clerk1", {"seen": 0}), 409)  # another has made it meanwhile
    approve(house, "clerk1", made["revision"], "示督〔2021〕1号", 403)
    approve(house, "director1", made["revision"] + 1, "示督〔2021〕1号", 409)
    one = approve(house, "director1", made["revision"], "示督〔2021〕1号").json()
    if (one["version"], one["state"]) != (1, "approved"):
        wrong(f"version 1 is {one['version']}, {one['state']}")
    return one


def second_version(house, wrong, one):
    corrected(house)
    kept = sure(house.ask("GET", f"{AT}?version=1", "clerk1")).json()
    if (kept["text"], kept["digest"]) != (one["text"], one["digest"]):
        wrong("version 1 changed by a correction")
    draft = sure(house.ask("GET", f"{AT}?draft=1", "clerk1")).json()
    if not draft["changes"]:
        wrong("the draft does not say what a correction has changed")
    made = sure(house.post_json(AT, "clerk1", {"seen": draft["revision"]})).json()
    two = approve(house, "director1", made["revision"], "示督〔2021〕2号").json()
    if (two["version"], two["versions"], two["state"]) != (2, 2, "approved"):
        wrong(f"version 2 is {two['version']} of {two['versions']}, {two['state']}")
    if two["digest"] == one["digest"] or plain(two["text"]) == plain(one["text"]) or not two["changes"]:
        wrong("version 2 says what version 1 said")
    for version, whole in ((1, one), (2, two), (0, two)):
        again = sure(house.ask("GET", f"{AT}?version={version}" if version else AT, "clerk1")).json()
        if (again["text"], again["digest"]) != (whole["text"], whole["digest"]):
            wrong(f"version {version or 'newest'} is not as it was approved")
        for kind in ("docx", "txt", "csv", "trace"):
            file = sure(house.ask("GET", f"{AT}/file?format={kind}" + (f"&version={version}" if version else ""), "clerk1"))
            if len(file.body) < 200:
                wrong(f"{kind} of version {version} has {len(file.body)} bytes")
    sure(house.ask("GET", f"{AT}?version=3", "clerk1"), 404)


def words_of_its_own(house, wrong):
    """Sentences have their length, and no figure that is not in the facts."""
    draft = sure(house.ask("GET", f"{AT}?draft=1", "clerk1")).json()
    field = next(iter(draft["edits"]["text"] if isinstance(draft["edits"].get("text"), dict) else {"problems": ""}), "problems")
    for text, statuses in (("字" * 20000, (400, 413)), ("a\x07b", (400,))):
        answer = house.post_json(AT, "clerk1", {"seen": draft["revision"], "text": {field: text}})
        if answer.status not in statuses:
            wrong(f"{text[:5]!r} × {len(text)} as {field}: {answer.status} {answer.text[:200]}")
    sure(house.post_json(AT, "clerk1", {"seen": draft["revision"], "text": {"nothing": "x"}}), 400)
    for seen in (-1, 10**7, "１", "1e3", ""):
        sure(house.post_json(AT, "clerk1", {"seen": seen}), 400)


def main():
    wrong = Wrong()
    with House(until=" result open --period 2021-05") as house:
        one = first_version(house, wrong)
        second_version(house, wrong, one)
        words_of_its_own(house, wrong)
        said = house.duban("clerk1", "verify", check=False)
        for line in said.stderr.splitlines():  # passwords and sessions are planted
            if line.startswith("Verification (") and "password" not in line and "grant" not in line:
                wrong(line)
    return wrong.done("the report to the province twice", 24)


sys.exit(main())

#!/usr/bin/env python3
"""What duban never does, as far as this code could do it: nevers.py DUBAN TABLES PROJECT_ROOT

Every page, JSON and file that anybody is answered is read through once for what must stand in none; then the nevers that
are about what can be done are tried. docs/security.md says which test holds which never."""
import csv
import json
import re
import shutil
import sys
import urllib.parse

import planted
from house import ROLES, SAMPLE, House, Wrong, tables
from walk import read_rows

# Use of the program by persons is counted and shown nowhere but in the security log and to the person.
USE = re.compile(r"登录次数|登录总数|上次登录|最近登录|最后登录|活跃度|使用率|在线时长|last_login|login_count|logins|last_seen|last_sign_in|active_days", re.I)
OWN_OR_LOG = ("/audit", "/me", "/security", "/sign-in", "/styleguide", "/api/v1/audit", "/api/v1/me")
# A person has no score, no rank and no points.
PERSON = re.compile(r"(个人|本人|责任人|填报人)(得分|排名|名次|考评|积分)|\"(person|account|user)_(score|rank|points)\"|(score|rank)_of_(person|account)", re.I)
# What an indicator would have to be is told to nobody before the month is locked.
WANTED = re.compile(r"(还需|尚需|需再|应再|至少还要)(报|完成|达到|增加)?\s*\d|(要|应|须)报到\s*\d|脱离后三(还)?(需|要)|\"(needed|wanted|required_value|to_leave_bottom)\"")
DUTY = re.compile(r"phone|mobile|photo|camera|selfie|location|gps|latitude|longitude|geo", re.I)


def answers(house):
    """Everything that the roles are answered, as pages, JSON and files."""
    routes = {(r["method"], r["pattern"]): r for r in tables()["routes"]}
    for row in read_rows():
        route = routes.get(row.route)
        if not route or route["method"] != "GET" or route["pattern"].startswith("/assets"):
            continue
        path, query = route["pattern"], {}
        for name, value in row.values.items():
            value = value.format_map(house.holes)
            if "{" + name + "}" in path:
                path = path.replace("{" + name + "}", urllib.parse.quote(value, safe=""))
            else:
                query[name] = value
        path += "?" + urllib.parse.urlencode(query) if query else ""
        for role, may in row.who.items():
            for prefix in ("", "/api/v1") if route["api"] else ("",):
                if may == "y" and (not prefix or True in row.forms) and role not in ("granted", "clerk"):
                    yield prefix + path, role, house.ask("GET", prefix + path, ROLES[role])


def words(house, wrong):
    """Nothing that anybody is answered counts log-ins, scores a person, or tells a wanted value."""
    count = 0
    for path, role, answer in answers(house):
        count += 1
        text = re.sub(r"<[^>]+>", " ", answer.text) if "html" in answer.header("Content-Type") else answer.text
        for name, never in (("counts the use of persons", USE), ("scores a person", PERSON), ("tells a wanted value", WANTED)):
            found = never.search(text)
            if found and not (never is USE and path.startswith(OWN_OR_LOG)):
                wrong(f"{path} as {role}: {name}: {found[0]}")
    return count


def results_are_of_units(house, wrong):
    """Scores and ranks are kept of units only; persons stand beside them as who made, froze, published."""
    units = {code for (code,) in house.rows("SELECT code FROM unit")}
    accounts = {name for (name,) in house.rows("SELECT name FROM account")}
    ranked = {unit for (unit,) in house.rows("SELECT DISTINCT unit FROM run_unit")}
    if not ranked <= units or ranked & accounts:
        wrong(f"ranked, and no units: {ranked - units}")
    with house.db() as db:
        for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'run%'").fetchall():
            columns = {row[1] for row in db.execute(f"PRAGMA table_info({table})")}
            if columns & {"account", "person", "post", "phone"}:
                wrong(f"{table} has a column of persons")
    return len(ranked)


def proposals_only(house, wrong):
    """What publishing makes is a proposal; every decision has an account whose role may decide."""
    deciders = {name for (name,) in house.rows("SELECT name FROM account WHERE role IN ('office_director', 'leader')")}
    rows = house.rows("SELECT talk, number, state, by_account FROM talk_step ORDER BY talk, number")
    for talk, number, state, by in rows:
        if number == 1 and state != "proposed":
            wrong(f"talk {talk} began as {state}")
        if state in ("approved", "waived", "exempted", "closed", "withdrawn") and by not in deciders:
            wrong(f"talk {talk} was {state} by {by}")
        if state == "approved" and by in {b for t, _, s, b in rows if t == talk and s == "applied"}:
            wrong(f"talk {talk} was applied for and approved by {by}")
    if not any(state == "approved" for _, _, state, _ in rows):
        wrong("no talk of the year was approved: nothing was looked at")
    return len(rows)


def no_duty_of_phone_photo_or_place(house, wrong):
    """No parameter that a route asks for is a phone, a photo or a place, and the pages' script asks the browser for none."""
    count = 0
    for route in tables()["routes"]:
        for param in route["params"]:
            count += 1
            if param["required"] and DUTY.search(param["name"]):
                wrong(f"{route['pattern']} asks for {param['name']}")
    page = house.ask("GET", "/ledger", "u_c09").text
    for asset in re.findall(r'(?:src|href)="(/assets/[^"]+)"', page):
        count += 1
        text = house.ask("GET", asset).text
        if re.search(r"geolocation|getUserMedia|mediaDevices|DeviceMotion|navigator\.sendBeacon", text):
            wrong(f"{asset} asks for a place, a camera or tells home")
    if re.search(r'capture=|<input[^>]+type="tel"[^>]+required', page):
        wrong("the page asks for a photo or a phone")
    return count


def changed_campaign(house, name, change):
    """Whether the sample with one change is taken, by an installation of its own."""
    folder = house.folder / name
    shutil.copytree(SAMPLE, folder)
    change(folder)
    path = f"sqlite:{house.folder}/{name}.db"
    command = ["--db", path, "--as", "director1", "--now", "2021-01-11T09:00:00+08:00"]
    house.run(*command, "init")
    return house.run(*command, "import", "campaign", folder)


def rewrite(path, change):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    change(rows)
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def nothing_below_the_county(house, wrong):
    """No unit is a township, a village or an enterprise, so no figure can be handed down to one."""
    kinds = ("township", "乡镇", "village", "村", "enterprise", "企业", "park", "园区", "subdistrict")
    for number, kind in enumerate(kinds):
        def change(folder, kind=kind):
            def to_kind(rows):
                rows[1][rows[0].index("kind")] = kind
            rewrite(folder / "units.csv", to_kind)
        done = changed_campaign(house, f"below{number}", change)
        if done.returncode != 2 or "units.csv" not in done.stderr:
            wrong(f"a unit of the kind {kind}: exit status {done.returncode}: {done.stderr[-200:]}")
    return len(kinds)


def no_body_issues_that_may_not(house, wrong):
    """A circular is not issued in the name of a leading group, its office or a task force."""
    text = (SAMPLE / "campaign.yaml").read_text(encoding="utf-8")
    issuer = re.search(r"^issuer: \{name: ([^,]+),", text, re.M)[1]
    bodies = [row["name"] for row in csv.DictReader(open(SAMPLE / "bodies.csv", encoding="utf-8")) if row["kind"] in ("leading_group", "team")]
    for body in (*bodies[:3], ""):
        with house.db() as db:
            db.execute("UPDATE campaign SET issuer = ?", (body,))
        done = house.duban("clerk1", "circular", "sign", "--step", "drafted", "--basis", "示例", "--period", "2021-10", check=False)
        if done.returncode != 4:
            wrong(f"issued in the name of {body!r}: exit status {done.returncode} {done.stderr[-200:]}")
    with house.db() as db:
        db.execute("UPDATE campaign SET issuer = ?", (issuer,))
    return 4


def open_month_says_nothing_ahead(house, wrong):
    """Before a period is published a unit sees neither its rank nor anybody's, nor points to win."""
    period, count = "2021-12", 0
    assert house.one("SELECT count(*) FROM run WHERE period = ? AND kind = 'frozen' AND published_on = ''", period) == 3
    for path in ("/", "/rankings", f"/rankings/{period}/county", f"/rankings/{period}/county/file", f"/circulars/{period}", "/circulars", "/ledger",
                 f"/units/c09?period={period}", f"/units/c09?period={period}&lang=zh"):
        for prefix in ("", "/api/v1"):
            answer = house.ask("GET", prefix + path, "u_c09")
            count += 1
            if WANTED.search(answer.text):
                wrong(f"{prefix + path} tells a wanted value: {WANTED.search(answer.text)[0]}")
            if answer.status == 200 and (f"/{period}/" in path or path.endswith(f"/{period}")):
                wrong(f"{prefix + path} is answered before it is published")
            if prefix and path == "/rankings" and f"\"{period}\"" in answer.text:
                wrong(f"{prefix + path} knows of {period}")
            if prefix and path.startswith("/units/") and answer.status == 200 and any(
                    month.get("rank") for month in answer.json().get("months", []) if month.get("period") == period):
                wrong(f"{prefix + path} shows the rank of {period}")
    return count


def done(check, house):
    wrong = Wrong()
    return wrong.done("never: " + check.__doc__.rstrip(".").lower(), check(house, wrong))


def main():
    status = False
    with House(plant=planted.plant) as house:
        for check in (words, results_are_of_units, proposals_only, no_duty_of_phone_photo_or_place, nothing_below_the_county,
                      no_body_issues_that_may_not):
            status = done(check, house) or status
    with House(until=" publish --period 2021-12") as house:
        status = done(open_month_says_nothing_ahead, house) or status
    return status


if __name__ == "__main__":
    sys.exit(main())

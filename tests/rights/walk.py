#!/usr/bin/env python3
"""Every route × every role × own, other and no object, as a page and under /api/v1, against routes.tsv.

    walk.py DUBAN TABLES PROJECT_ROOT [PATTERN]

The expectations are written by hand, from what each role is for: they are the second opinion on permissions.tsv and are
made from nothing. With a PATTERN only the rows of routes that hold it are walked."""
import collections
import shlex
import sys
import time
import urllib.parse

import planted
from house import HOST, ROLES, ROOT, House, Wrong, tables

HEAD = ["route", "object", "with", "who"]
# What may stand in a cell, and the statuses that it means on a page and as JSON.
LETTERS = {"y": "answered", "s": "must sign in", "-": "refused", "0": "nothing there", "c": "conflict", "v": "not valid", "l": "too much asked"}


Row = collections.namedtuple("Row", "place route kind values forms who")


def read_rows():
    rows = []
    with open(ROOT / "tests/rights/routes.tsv", encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            cells = line.rstrip("\n").split("\t")
            if line.startswith("#") or cells == HEAD or not line.strip():
                continue
            place = f"routes.tsv:{number}"
            assert len(cells) == 4, f"{place}: expected route, object, with and who, found {len(cells)} cells"
            who = cells[3].replace(" ", "")
            assert len(who) == len(ROLES) and set(who) <= set(LETTERS), f"{place}: expected {len(ROLES)} letters of {''.join(LETTERS)}"
            words = shlex.split(cells[2])
            values = dict(word.split("=", 1) for word in words if not word.startswith("@"))
            forms = [False] if "@page" in words else [True] if "@api" in words else [False, True]
            rows.append(Row(place, tuple(cells[0].split(" ")), cells[1], values, forms, dict(zip(ROLES, who))))
    return rows


def lacking(routes, rows):
    """What the file leaves out, or has that is not there."""
    kinds = {}
    for row in rows:
        kinds.setdefault(row.route, set()).add(row.kind)
    for key, route in routes.items():
        has = kinds.pop(key, set())
        holes = [p for p in route["params"] if p["place"] == "path"]
        if not has:
            yield f"{' '.join(key)}: routes.tsv has no row"
        elif holes and not ({"own", "other", "none"} <= has or {"any", "none"} <= has):
            yield f"{' '.join(key)}: routes.tsv must say it for own, other and none (or any and none), has {', '.join(sorted(has))}"
    for key in kinds:
        yield f"{' '.join(key)}: routes.def has no such route"


def letter(answer, route, account, api):
    status = answer.status
    leads = status == 303 and not api and answer.header("Location").startswith("/sign-in")
    if status == 401 or (leads and not (account and route["pattern"] == "/sign-out")):
        return "s"
    return {403: "-", 404: "0", 409: "c", 400: "v", 429: "l", 503: "l"}.get(status, "y" if status < 400 else str(status))


def ask(house, route, values, account, api):
    """One request of the row, in one of its two forms."""
    fields = {"query": {}, "form": {}}
    path = route["pattern"]
    for name, value in values.items():
        value = value.format_map(house.holes)
        param = next((p for p in route["params"] if p["name"] in (name, name.partition(".")[0])), None)  # "pick.c09": of a table that is typed into
        assert param, f"{route['pattern']} has no parameter {name}"
        if param["place"] == "path":
            path = path.replace("{" + name + "}", urllib.parse.quote(value, safe=""))
        else:
            fields[param["place"]][name] = value
    path = ("/api/v1" if api else "") + path
    if fields["query"]:
        path += "?" + urllib.parse.urlencode(fields["query"])
    if route["method"] == "GET":
        return house.ask("GET", path, account)
    files = [p["name"] for p in route["params"] if p["kind"] == "files"]
    if files:
        return house.post_file(path, account, files[0], "示例.pdf", planted.PDF, fields["form"])
    origin = (f"Origin: http://{HOST}",)
    return house.post_json(path, account, fields["form"], headers=origin) if api else house.post(path, account, fields["form"], headers=origin)


def walk(house, routes, rows, wrong):
    house.remember()
    before = house.dump(*planted.RUNNING)
    cells = [(row, role, api) for row in rows for role in ROLES for api in row.forms if routes[row.route]["api"] or not api]
    writes = [cell for cell in cells if cell[0].route[0] == "POST" and cell[0].who[cell[1]] == "y"]
    found_wrong = {}
    for row, role, api in [cell for cell in cells if cell not in writes] + writes:
        route, wanted = routes[row.route], row.who[role]
        for _ in range(200):
            answer = ask(house, route, row.values, ROLES[role], api)
            found = letter(answer, route, ROLES[role], api)
            if found != "l" or wanted == "l":
                break
            time.sleep(0.05)  # as many exports as may run at once are running
        if found != wanted:
            found_wrong.setdefault((row.place, found, wanted), [row]).append((role + (" (JSON)" if api else ""), answer))
        secret = any(param["kind"] == "secret" for param in route["params"])  # wrong ones are counted
        if route["method"] == "POST" and ("y" in (found, wanted) or route["access"] == "public" or secret):
            house.restore()
    for (_, found, wanted), (row, *cases) in found_wrong.items():
        wrong(f"{row.place}: {' '.join(row.route)}, {row.kind}: found {LETTERS.get(found, found)}, expected {LETTERS[wanted]}, as "
              f"{', '.join(role for role, _ in cases)}; {cases[0][1].status} {sentence(cases[0][1])}")
    after = house.dump(*planted.RUNNING)
    for name in before:
        if before[name] != after[name]:
            wrong(f"something that was refused has changed the table {name}: {set(after[name]) ^ set(before[name])}"[:600])
    return len(cells)


def sentence(answer):
    text = answer.text
    at = max(text.find('class="notice error"'), text.find('"message"'))
    return " ".join(text[at:at + 160].split()) if at >= 0 else answer.header("Location")


def main():
    only = sys.argv[4] if len(sys.argv) > 4 else ""
    wrong = Wrong()
    routes = {(r["method"], r["pattern"]): r for r in tables()["routes"]}
    rows = read_rows()
    for fault in lacking(routes, rows):
        wrong(fault)
    rows = [row for row in rows if row.route in routes and only in " ".join(row.route)]
    with House(plant=planted.plant) as house:
        count = walk(house, routes, rows, wrong)
        if house.process.poll() is not None:
            wrong("the server ended meanwhile: " + house.said()[-2000:])
    return wrong.done("every route as every role", count)


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""An attacker with a unit's account, then one with a data owner's: reads and changes nothing of anybody else.

    attacker.py DUBAN TABLES PROJECT_ROOT

Words are planted in what belongs to others (planted.canaries). The attacker knows every id of the database, asks every
route with each of them, as page, JSON, file and HEAD, with every header, cookie and parameter that might move a border,
and no answer may hold a planted word. Then it writes: every route that writes, with everybody else's ids and whatever
member might be taken; afterwards every table is as it was."""
import json
import re
import sys
import urllib.parse

import planted
from house import HOST, NOW_MS, House, Wrong, digest, tables, token_of
from walk import read_rows

ATTACKERS = {"u_c09": "unit", "o_fgw": "owner"}
# What might make somebody else of the attacker, or turn a refusal into an answer.
HEADERS = ("X-Forwarded-For: 127.0.0.1", "X-Forwarded-User: director1", "X-Remote-User: director1", "Remote-User: director1", "X-User: director1",
           "X-Account: director1", "X-Acting-For: u_c01", "Acting-For: u_c01", "X-Original-URL: /units/c01", "X-Rewrite-URL: /units/c01",
           "X-HTTP-Method-Override: GET", "X-HTTP-Method: PUT", "X-Method-Override: DELETE", "X-Forwarded-Host: evil.example",
           "X-Forwarded-Proto: https", "Forwarded: for=127.0.0.1;host=duban.example", "Authorization: Basic ZGlyZWN0b3IxOng=",
           "Authorization: Bearer director1", "HX-Request: true", "Range: bytes=0-", "If-None-Match: *", "Accept: application/json",
           "X-CSRF: 1", "X-Real-IP: 127.0.0.1", "Via: 1.1 localhost", "Sec-Fetch-Site: none")
QUERIES = ("account=director1", "as=director1", "for=u_c01", "acting_for=u_c01", "unit=c01", "role=office_director", "own=0", "campaign=shifanshi-2021",
           "debug=1", "admin=1", "_method=POST", "format=json", "lang=en", "token=x")
MEMBERS = {"acting_for": "u_c01", "for": "u_c01", "unit": "c01", "account": "director1", "role": "office_director", "by": "director1", "restricted": "1"}


class Attack:
    def __init__(self, house, wrong, routes, account):
        self.house, self.wrong, self.routes, self.account = house, wrong, routes, account
        self.count, self.answered = 0, 0
        self.rows = [row for row in read_rows() if row.route in routes]
        self.mine = {value.format_map(house.holes) for row in self.rows if row.kind == "own" for value in row.values.values()}

    def look(self, answer, what):
        self.count += 1
        self.answered += answer.status < 300
        for text in (answer.text, str(answer.headers)):
            for found in set(re.findall(r"CANARY_\w+", urllib.parse.unquote(text))):
                if found not in planted.MAY_SEE.get(self.account, ()):
                    self.wrong(f"{self.account}: {what}: {answer.status}: holds {found}")
        if answer.status >= 500:
            self.wrong(f"{self.account}: {what}: {answer.status}")
        return answer

    def get(self, path, method="GET", **how):
        return self.look(self.house.ask(method, path, self.account, **how), f"{method} {path} {' '.join(how.get('headers', ()))}")

    # ---- what it knows ----

    def known(self):
        """Every id, code and name there is, by the word that a route calls it; others' first."""
        house, ids = self.house, []
        with house.db() as db:
            for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
                columns = [row[1] for row in db.execute(f"PRAGMA table_info({name})")]
                for column in ("id", "digest", "name", "seq", "token_digest", "code"):
                    if column in columns and name not in ("duban_migration",):
                        every = [str(value) for (value,) in db.execute(f"SELECT DISTINCT {column} FROM {name} ORDER BY rowid DESC LIMIT 400")]
                        every = [value for value in every if "CANARY" not in str(value)]  # an answer may repeat what it was asked
                        ids += every[:3] + [value for value in every[3:] if planted.is_planted(name, value)][:4]
            codes = [value for (value,) in db.execute("SELECT code FROM unit ORDER BY position")]
            accounts = [value for (value,) in db.execute("SELECT name FROM account")]
            tasks = [value for (value,) in db.execute("SELECT no FROM task WHERE level = 'task'")]
        ids += list(house.holes.values()) + ["1", "0", "latest", "*"]
        self.tasks = tasks
        every = list(dict.fromkeys(ids + codes[:6] + accounts[:4] + ["sysadmin", "auditadmin"]))
        named = {"unit": codes, "task": tasks, "account": accounts, "name": accounts, "period": ["2021-10", "2021-12", "2021-03"],
                 "group": ["taskforce", "county", "department"]}
        return lambda param: named.get(param["name"], every)

    def paths(self, route, known):
        """The route with each thing it might be asked for; the first hole runs, the others are right."""
        holes = [p for p in route["params"] if p["place"] == "path"]
        if not holes:
            return [route["pattern"]]
        found = []
        for hole in holes:
            for value in known(hole):
                path = route["pattern"]
                for other in holes:
                    value_of = value if other is hole else known(other)[0]
                    path = path.replace("{" + other["name"] + "}", urllib.parse.quote(str(value_of), safe=""))
                found.append(path)
        return list(dict.fromkeys(found))

    # ---- reading ----

    def read(self):
        known = self.known()
        for route in self.routes.values():
            if route["method"] != "GET" or route["pattern"].startswith("/assets"):
                continue
            for number, path in enumerate(self.paths(route, known)):
                self.get(path)
                if route["api"]:
                    self.get("/api/v1" + path)
                if number < 2:
                    self.get(path, "HEAD")
            for param in route["params"]:
                if param["place"] == "query":
                    self.queries(route, param, known)

    def queries(self, route, param, known):
        path = self.paths(route, known)[0]
        values = param["choices"].split("|") if param["choices"] else ["1"] if param["kind"] in ("flag", "int") else known(param)[:12] + ["c01", "u_c01"]
        for value in values:
            for prefix in ("/api/v1", "") if route["api"] else ("",):
                self.get(f"{prefix}{path}?{param['name']}={urllib.parse.quote(str(value))}")

    def borders(self):
        """The same refused things, with what might move the border."""
        refused = ["/units/c01", "/api/v1/units/c01", f"/submissions/{self.house.holes['sub_other']}", f"/exports/{self.house.holes['export_other']}/file",
                   "/api/v1/rankings/2021-10/department"]
        for row in self.rows:
            if row.kind == "other" and row.route[0] == "GET" and row.who[ATTACKERS[self.account]] in "-0":
                path = row.route[1]
                for name, value in row.values.items():
                    value = urllib.parse.quote(value.format_map(self.house.holes), safe="")
                    if "{" + name + "}" in path:
                        path = path.replace("{" + name + "}", value)
                    else:
                        path += ("&" if "?" in path else "?") + f"{name}={value}"
                refused.append(path)
        refused = list(dict.fromkeys(refused))
        for path in refused:
            for header in HEADERS if path in refused[:5] else HEADERS[::6]:
                self.refused(self.get(path, headers=(header,)), f"{path} with {header}")
            for query in QUERIES if path in refused[:5] else QUERIES[::5]:
                asked = path + ("&" if "?" in path else "?") + query
                self.refused(self.get(asked), asked)
        for path in ("/units/c09/../c01", "/units/c09/..%2fc01", "/units/%2e%2e/units/c01", "//units/c01", "/units//c01", "/units/c01/", "/UNITS/c01",
                     "/units/c01;x", "/units/c01%00", "/units/c01.json", "/units/C01", "/api/v1//units/c01", "/api/v1/api/v1/units/c01",
                     "/api/v2/units/c01", "/api/units/c01", "/units/c09%2Fc01", "/units/c01#c09", "http://duban.example/units/c01", "/./units/c01"):
            self.refused(self.get(path), path)
        for host in ("evil.example", "localhost", "duban.example:80", "", "duban.example, evil.example"):
            self.refused(self.get("/units/c01", host=host), f"Host: {host}")

    def refused(self, answer, what):
        if answer.status < 300:
            self.wrong(f"{self.account}: {what}: answered {answer.status}")

    def cookies(self):
        """Tokens that are not the attacker's own, or no longer anybody's."""
        house = self.house
        own, other = token_of(self.account), token_of("director1")
        with house.db() as db:
            ended = "ab" * 32
            house.session(db, 90, "director1", ended)
            db.execute("UPDATE session SET ended_at = ? WHERE token_digest = ?", (NOW_MS - 5, digest("session", ended)))
            old = "cd" * 32
            house.session(db, 91, "director1", old)
            db.execute("UPDATE session SET created_at = 1, seen_at = 1 WHERE token_digest = ?", (digest("session", old),))
        for token in (ended, old, other[:-1], other + "0", other.upper(), other[:32], "0" * 64, digest("session", other), digest("form", other), own[::-1],
                      "director1", "%00", "' OR 1=1 --", "\" duban=" + own[:5]):
            for path in ("/units/c01", "/api/v1/units/c01", "/api/v1/ledger"):
                answer = house.ask("GET", path, token=token)
                self.look(answer, f"{path} with the cookie {token[:20]}")
                if answer.status < 300:
                    self.wrong(f"{path} is answered to the cookie {token[:20]}")
        # a chosen token is not taken over by signing in (fixation)
        body = urllib.parse.urlencode({"account": self.account, "password": "Quittung-7-Apfel-Wolke"}).encode()
        answer = house.ask("POST", "/sign-in", token="ef" * 32, body=body, headers=(f"Origin: http://{HOST}",))
        if "ef" * 32 in answer.header("Set-Cookie") or house.ask("GET", "/ledger", token="ef" * 32).status < 300:
            self.wrong("a token chosen before signing in holds afterwards")

    # ---- writing ----

    def write(self):
        """Every route that writes, with what is others'. Own things are left alone, so nothing may have changed."""
        house, known = self.house, self.known()
        before = house.dump(*planted.RUNNING)
        with house.db() as db:
            own_tasks = {no for (no,) in db.execute("SELECT task FROM responsibility WHERE party IN ('c09', 'fgw')")}
        for row in self.rows:
            route = self.routes[row.route]
            allowed = row.who[ATTACKERS[self.account]] in "yc" or self.granted(row)
            if route["method"] != "POST" or route["access"] == "public" or route["pattern"] == "/sign-out":
                continue
            form = {name: value.format_map(house.holes) for name, value in row.values.items()
                    if any(p["name"] in (name, name.partition(".")[0]) and p["place"] == "form" for p in route["params"])}
            holes = [p for p in route["params"] if p["place"] == "path"]
            if not holes and allowed:
                self.more_members(route, route["pattern"], form)
                continue
            for path in self.paths(route, known) if holes else [route["pattern"]]:
                words = set(urllib.parse.unquote(path).split("/"))
                if words & self.mine or words & own_tasks or {self.account, "c09", "fgw"} & words:
                    continue
                for api in (False, True) if route["api"] else (False,):
                    self.send(route, ("/api/v1" if api else "") + path, form, api)
        after = house.dump(*planted.RUNNING)
        for name in before:
            if before[name] != after[name]:
                self.wrong(f"{self.account} has changed the table {name}: {sorted(set(after[name]) ^ set(before[name]))[:3]}"[:700])

    def granted(self, row):
        """Another row of the route lets the attacker in: what it may do there is the walk's to say."""
        return any(r.route == row.route and not any(p["place"] == "path" for p in self.routes[r.route]["params"])
                   and r.who[ATTACKERS[self.account]] in "yc" for r in self.rows)

    def send(self, route, path, form, api):
        house, origin = self.house, f"Origin: http://{HOST}"
        files = [p["name"] for p in route["params"] if p["kind"] == "files"]
        if files:
            answer = house.post_file(path, self.account, files[0], "angriff.pdf", planted.PDF, form, headers=(origin,))
        elif api:
            answer = house.post_json(path, self.account, form, headers=(origin,))
        else:
            answer = house.post(path, self.account, form, headers=(origin, "X-Acting-For: u_c01"))
        self.look(answer, f"POST {path} {form}")
        if answer.status < 300 or (answer.status == 303 and not answer.header("Location").startswith("/sign-in")):
            self.wrong(f"{self.account}: POST {path} {json.dumps(form, ensure_ascii=False)}: answered {answer.status}")

    def more_members(self, route, path, form):
        """What it may write, with a member more that would make it another's."""
        declared = {p["name"] for p in route["params"]}
        for name, value in MEMBERS.items():
            if name not in declared:
                self.send(route, path, {**form, name: value}, False)
                if route["api"]:
                    self.send(route, "/api/v1" + path, {**form, name: value}, True)


def main():
    status = False
    routes = {(r["method"], r["pattern"]): r for r in tables()["routes"]}
    with House(plant=planted.plant) as house:
        planted.canaries(house)
        house.remember()
        for account in ATTACKERS:
            wrong = Wrong()
            attack = Attack(house, wrong, routes, account)
            for part in (attack.read, attack.borders, attack.write, attack.cookies):
                part()
            house.restore()
            for canary in planted.seen_by_owner(house):
                wrong(f"{canary} is nowhere to be seen by its owner: the attacker looked for nothing")
            status = wrong.done(f"an attacker signed in as {account} ({attack.answered} answered)", attack.count) or status
        if house.process.poll() is not None:
            print("the server ended meanwhile: " + house.said()[-2000:])
            status = True
    return status


if __name__ == "__main__":
    sys.exit(main())

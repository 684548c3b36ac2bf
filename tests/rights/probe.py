#!/usr/bin/env python3
"""Every parameter of every route with what does not belong there, generated from routes.def's own table.

    probe.py DUBAN TABLES PROJECT_ROOT [PATTERN]

Each route is asked as somebody who may (routes.tsv says who), whole but for the one thing that is wrong. Never a status of
500, never a word of SQL, of a path or of the program in an answer, never markup that came from outside, always a sentence
and the field it is about. In CI every fourth question of each kind is asked; DUBAN_PROBE=full asks all."""
import json
import os
import re
import sys
import time
import urllib.parse

import planted
from house import HOST, ROLES, House, Wrong, tables
from walk import read_rows

FULL = os.environ.get("DUBAN_PROBE") == "full"
CANARY = "dbcanary"
XSS = (f"<{CANARY} onx=1>", f"\"><{CANARY}>", f"'><{CANARY}>", f"</textarea><{CANARY}>", f"{{{{7*7}}}}<{CANARY}>", f"javascript:{CANARY}//")
FOREIGN = (
    "' OR '1'='1", "'; DROP TABLE audit; --", "1 UNION SELECT hash FROM account_password", "%' --", "$1", "\\",
    "../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "....//etc/passwd", "/etc/passwd", "C:\\boot.ini", "file:///etc/passwd",
    "x\r\nX-Injected: yes", "x\nINJECTED line", "x%0d%0aX-Injected:%20yes", "\x1b[31mred", "%00", "%n%s%s%s", "${jndi:ldap://x}", "$(id)", "`id`",
    "\u202eabc\u202c", "\ufeffx", "\u200b", "\U0001f600" * 3, "\uff07 OR 1=1", "é" * 40, " ", "\t", "-1", "0", "00", "1e9", "1.5", "NaN", "9" * 30,
    "-9223372036854775809", "9223372036854775808", "0x10", "+1", "true", "null", "[]", "{}", "2021-13", "2021-00", "9999-12", "0000-00", "2021-6", "=1+1")
BYTES = (b"%FF%FE", b"%C0%AF", b"%ED%A0%80", b"a%00b", b"%F4%90%80%80", b"%E4%B8", b"%", b"%zz", b"%e2%80%ae")
TELLS = re.compile(r"SELECT \w|INSERT INTO|UPDATE \w+ SET|(?i:sqlite)|PRAGMA|libpq|\.c:\d+|Traceback|/src/|0x[0-9a-f]{8}|no such (table|column)|syntax error")
MEMBERS = ("role", "account", "unit", "body", "id", "campaign", "acting_for", "for", "behalf", "restricted", "granted", "authorised_at",
           "authorised_by", "made_by", "by", "at", "admin", "is_admin", "state", "digest", "active", "__proto__", "constructor", "csrf2", "_method")


class Probe:
    def __init__(self, house, wrong, routes):
        self.house, self.wrong, self.routes = house, wrong, routes
        self.count, self.slowest, self.turn = 0, 0, 0
        self.folder = str(house.folder)

    def skip(self):
        """In CI three of four are left to the full run, always the same ones."""
        self.turn += 1
        return not FULL and self.turn % 4 != 0

    def send(self, route, account, path, query=b"", body=None, kind="application/x-www-form-urlencoded", headers=(), method=None):
        target = path + ("?" + query.decode("latin-1") if query else "")
        began = time.monotonic()
        answer = self.house.ask(method or route["method"], target, account, body=body, kind=kind, headers=headers)
        self.slowest = max(self.slowest, time.monotonic() - began)
        self.count += 1
        return answer

    def look(self, answer, place, field=None, refused=False, files=()):
        """What holds of every answer; `field` must be named where it is refused."""
        def wrong(what):
            self.wrong(f"{place}: {answer.status}: {what}")
        text = answer.text
        busy = answer.status == 503 and "/exports" in place  # as many as may run at once are running: said in a sentence
        if answer.status >= 500 and not busy:
            wrong(f"an answer of the 500s: {' '.join(text[-300:].split())}")
        if refused and answer.status < 400:
            wrong("taken, and should be refused")
        markup = answer.header("Content-Type").startswith("text/html")
        if markup and (f"<{CANARY}" in text or re.search(f'(href|src|action)="javascript:{CANARY}', text)):
            wrong("markup from outside stands in the page")
        if any(name.lower().startswith(("x-injected", "injected")) for name, _ in answer.headers):
            wrong("a header from outside")
        shown = urllib.parse.unquote(text)
        found = [m[0] for m in TELLS.finditer(shown) if m[0] not in place]
        if answer.status >= 400 and found and not any(word in place for word in ("UNION", "DROP")):
            wrong(f"tells of its inside: {found[0]}")
        if self.folder in shown:
            wrong("tells the path of its data")
        if answer.status >= 400 and answer.status not in (401,):
            if markup:
                if 'class="notice error"' not in text and "aria-invalid" not in text:
                    wrong("no sentence for the person")
            elif answer.header("Content-Type").startswith("application/json"):
                error = json.loads(text)["error"]
                if not error.get("message") or error["code"] in ("INTERNAL", ""):
                    wrong(f"no sentence: {text[:200]}")
                if field and answer.status == 400 and error["code"].startswith("PARAM_") and error.get("field") not in (field, *files):
                    wrong(f"names {error.get('field')!r}, not {field!r}")
            else:
                wrong(f"no sentence: {answer.header('Content-Type')}")


def declared(route, name):
    """The parameter of a name; "pick.c09" is of a table that is typed into."""
    return next(p for p in route["params"] if p["name"] in (name, name.partition(".")[0]))


def filled(house, route, values):
    """The parts of a right request: path, query, form."""
    path, fields = route["pattern"], {"query": {}, "form": {}}
    for name, value in values.items():
        param = declared(route, name)
        value = value.format_map(house.holes)
        if param["place"] == "path":
            path = path.replace("{" + name + "}", urllib.parse.quote(value, safe=""))
        else:
            fields[param["place"]][name] = value
    return path, fields


def encode(pairs):
    return "&".join(f"{urllib.parse.quote_plus(k)}={v if isinstance(v, str) and v.startswith(RAW) else urllib.parse.quote_plus(v)}"
                    for k, v in pairs).replace(RAW, "").encode("latin-1")


RAW = "\x00raw"  # marks a value that is sent as it is


def out_of_bounds(param):
    """Values one step beyond each bound, which must be refused."""
    if param["kind"] == "int":
        return (str(param["max"] + 1), str(param["min"] - 1), "x", "1.0", "９")
    if param["kind"] in ("text", "fields"):
        return (("字" if param["max"] < 1000 or param["place"] == "form" else "a") * (param["max"] + 1), "a\x07b", "a\x7f")
    if param["kind"] == "code":
        return ("a" * 65, "a b", 'a"b', "a;b", "a\\b", "a\u200bb", "a\u202eb") if param["place"] != "path" else ("a" * 65, "a b", 'a"b')
    if param["kind"] == "secret":
        return ("a" * (param["max"] + 1),)
    if param["kind"] == "pairs":
        return ("x", "a=", "=1", "a=b", "a=-1", "a=1 a=2", "a" * (param["max"] + 1))
    if param["kind"] == "choice":
        return ("dbother", param["choices"].split("|")[0].upper() + "x")
    if param["kind"] == "flag":
        return ("0", "2", "true")
    if param["kind"] == "period":
        return ("2021-13", "2021-1", "21-01", "2021/01")
    return ()


def one_parameter(probe, row, route, account, api):
    """The right request but for one parameter."""
    house = probe.house
    path, fields = filled(house, route, row.values)
    csrf = [("csrf", house.csrf(account))] if route["method"] == "POST" else []
    for param in route["params"]:
        name, place = param["name"], param["place"]
        if param["kind"] == "files":
            continue
        if param["kind"] == "fields":
            name = next((n for n in fields[place] if n.partition(".")[0] == name), f"{name}.x")
        values = [(v, False) for v in FOREIGN + XSS] + [(RAW + v.decode(), False) for v in BYTES] + [(v, True) for v in out_of_bounds(param)]
        for value, refused in values:
            if probe.skip() and not refused:
                continue
            asked, query, form = path, dict(fields["query"]), dict(fields["form"])
            if place == "path":
                hole = value[len(RAW):] if value.startswith(RAW) else urllib.parse.quote(value, safe="")
                if not hole.strip("."):
                    continue
                whole = {**row.values, name: "HOLE"}
                asked = filled(house, route, whole)[0].replace("HOLE", hole)
            else:
                (query if place == "query" else form)[name] = value
            body = encode([*form.items(), *csrf]) if route["method"] == "POST" else None
            answer = probe.send(route, account, ("/api/v1" if api else "") + asked, encode(query.items()), body,
                                headers=(f"Origin: http://{HOST}", "Accept-Language: en"))
            spot = f"{row.place} {' '.join(row.route)}{' (JSON)' if api else ''} {name}={value[:60]!r}"
            probe.look(answer, spot, name, refused, [p["name"] for p in route["params"] if p["kind"] == "files"])
            restore_after(probe, route, answer)


def restore_after(probe, route, answer):
    if route["method"] == "POST" and answer.status < 400:
        probe.house.restore()


def whole_request(probe, row, route, account, api):
    """Faults of the request as a whole: twice, unknown, too long, too deep, not what it says."""
    house = probe.house
    path, fields = filled(house, route, row.values)
    path = ("/api/v1" if api else "") + path
    spot = f"{row.place} {' '.join(row.route)}{' (JSON)' if api else ''}"
    query = list(fields["query"].items())
    origin = (f"Origin: http://{HOST}",)
    for extra, why in (([("zz", "1")], "an unknown query parameter"), ([(n, "x") for n, _ in query[:1]], "a query parameter twice"),
                       ([("a" * 70000, "1")], "a name of 70,000 bytes"), ([(f"p{i}", "1") for i in range(1200)], "1,200 parameters")):
        if not extra or (probe.skip() and why[:2] != "an" and why[:3] != "a q"):
            continue
        if sum(len(k) + len(v) + 2 for k, v in extra) > 15000:
            continue  # longer than a request line may be: the adapter's own tests hold that
        body = encode([*fields["form"].items(), ("csrf", house.csrf(account))]) if route["method"] == "POST" else None
        answer = probe.send(route, account, path, encode(query + extra), body, headers=origin)
        probe.look(answer, f"{spot}: {why}", None, True)
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        if probe.skip():
            continue
        answer = probe.send(route, account, path, b"", None, method=method, headers=origin)
        if answer.status not in (405, 501, 400):
            probe.wrong(f"{spot}: {method} is answered {answer.status}")
    if route["method"] == "POST":
        write_faults(probe, row, route, account, path, fields["form"], spot, api)
    elif not probe.skip():
        answer = probe.send(route, account, path, b"", b"x=1", method="POST", headers=(*origin, f"X-CSRF-Token: {house.csrf(account)}"))
        if answer.status < 400 and ("POST", route["pattern"]) not in probe.routes:
            probe.wrong(f"{spot}: POST to a route that is read is answered {answer.status}")


def write_faults(probe, row, route, account, path, form, spot, api):
    house = probe.house
    origin, right = f"Origin: http://{HOST}", house.csrf(account)
    token = f"X-CSRF-Token: {right}"
    plain = encode(form.items())

    def refused(what, body, kind="application/x-www-form-urlencoded", headers=(origin, token), statuses=(400, 403, 405, 409, 413, 415)):
        answer = probe.send(route, account, path, b"", body, kind, headers)
        probe.look(answer, f"{spot}: {what}", None, True)
        if answer.status not in statuses:
            probe.wrong(f"{spot}: {what}: {answer.status}, expected one of {statuses}")
        restore_after(probe, route, answer)

    denied = (403, 401, 303) if not route["csrf"] else (403,)
    if route["csrf"]:
        refused("no token", plain, headers=(origin,), statuses=denied)
        refused("a wrong token", plain, headers=(origin, "X-CSRF-Token: " + "0" * 64), statuses=denied)
        refused("another session's token", plain, headers=(origin, f"X-CSRF-Token: {house.csrf('clerk2')}"), statuses=denied)
        refused("the token cut by a character", plain, headers=(origin, token[:-1]), statuses=denied)
        refused("a token in the query", plain + b"", headers=(origin, "X-CSRF: " + right), statuses=denied)
    refused("from another site", plain, headers=("Origin: https://evil.example", token), statuses=denied)
    refused("from origin null", plain, headers=("Origin: null", token), statuses=denied)
    refused("from a sister site", plain, headers=("Sec-Fetch-Site: same-site", token), statuses=denied)
    refused("from a host with ours in its name", plain, headers=(f"Origin: http://{HOST}.evil.example", token), statuses=denied)
    refused("JSON as text/plain", json.dumps(form).encode(), "text/plain", (origin, token))
    refused("a body of no kind", b"x", "", (origin, token))
    refused("XML", b"<a/>", "application/xml", (origin, token))
    for member in MEMBERS:
        if member in {p["name"] for p in route["params"]} or (probe.skip() and member not in ("role", "acting_for")):
            continue
        refused(f"a member {member} more", encode([*form.items(), (member, "1")]), statuses=(400,))
        if api:
            refused(f"a JSON member {member} more", json.dumps({**form, member: True}).encode(), "application/json", statuses=(400,))
    for name in list(form)[:2]:
        refused(f"{name} twice", plain + b"&" + encode([(name, form[name])]), statuses=(400,))
    too_long = b"a=" + b"a" * route["body_bytes_max"]
    if len(too_long) < 200000:
        refused("a body beyond its bound", too_long, statuses=(413,))
    if api:
        for what, body in (("an array", b"[]"), ("a number", b"7"), ("nothing but a brace", b"{"), ("a deep tree", b'{"a":' * 3000 + b"1" + b"}" * 3000),
                           ("a deep list", b"[" * 3000), ("a list as a member", b'{"text":["a"]}'), ("a member twice", b'{"a":"1","a":"2"}'),
                           ("bytes that are no UTF-8", b'{"text":"\xff\xfe"}'), ("a NUL", b'{"text":"a\\u0000b"}'), ("half a surrogate", b'{"text":"\\ud800"}'),
                           ("a huge number", b'{"seen":1e999}'), ("no JSON", b"state=on_track")):
            if not probe.skip():
                refused(what, body, "application/json", statuses=(400, 413))
    else:
        for what, body in (("a multipart without its boundary", b"--x\r\n"), ("a multipart cut off", b"--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx")):
            refused(what, body, "multipart/form-data" + ("" if "without" in what else "; boundary=b"), statuses=(400,))


def stored(probe, rows):
    """What may hold any text is given markup, and every page is read afterwards."""
    house = probe.house
    for row, route, account in rows:
        if route["method"] != "POST":
            continue
        path, fields = filled(house, route, row.values)
        form = dict(fields["form"])
        for param in route["params"]:
            if param["kind"] == "text" and param["place"] == "form" and param["name"] not in ("next",):
                form[param["name"]] = XSS[1][:param["max"]]
        answer = probe.send(route, account, path, b"", encode([*form.items(), ("csrf", house.csrf(account))]), headers=(f"Origin: http://{HOST}",))
        probe.look(answer, f"{row.place} stored {' '.join(row.route)}")
    for row, route, _ in rows:
        if route["method"] != "GET":
            continue
        for role, may in row.who.items():
            if may == "y" and ROLES[role]:
                path, fields = filled(house, route, row.values)
                answer = probe.send(route, ROLES[role], path, encode(fields["query"].items()))
                probe.look(answer, f"{row.place} read again {' '.join(row.route)} as {role}")
    house.restore()


def chosen(routes, rows, only):
    """For each route the row that is answered, and somebody to whom it is."""
    for key, route in routes.items():
        if only not in " ".join(key):
            continue
        for row in rows:
            may = [role for role in ("director", "unit", "clerk", "owner", "leader", "system", "security", "audit", "anonymous")
                   if row.route == key and row.who[role] in "yc"]
            if may or (row.route == key and route["access"] == "public"):
                yield row, route, ROLES[may[0]] if may else None
                break


def log_is_sound(probe):
    """Nothing from outside begins a line of the log, and no row of the audit log is longer than a line."""
    for line in probe.house.said().split("\n"):
        if line.startswith(("INJECTED", "X-Injected")) or "\x1b" in line:
            probe.wrong(f"the log holds what came from outside: {line[:100]!r}")
    longest = probe.house.one("SELECT max(length(account) + length(object) + length(detail) + length(origin)) FROM audit")
    if int(longest or 0) > 16 * 1024:
        probe.wrong(f"a row of the audit log has {longest} characters")


def main():
    only = sys.argv[4] if len(sys.argv) > 4 else ""
    wrong, routes = Wrong(), {(r["method"], r["pattern"]): r for r in tables()["routes"]}
    with House(plant=planted.plant) as house:
        house.remember()
        probe = Probe(house, wrong, routes)
        rows = list(chosen(routes, read_rows(), only))
        audit = house.one("SELECT count(*) FROM audit")
        for row, route, account in rows:
            for api in (False, True) if route["api"] and len(row.forms) == 2 else row.forms[:1]:
                one_parameter(probe, row, route, account, api)
                whole_request(probe, row, route, account, api)
            if route["access"] == "public":
                house.restore()
        stored(probe, rows)
        if house.one("SELECT count(*) FROM audit") - audit > 2 * probe.count:
            wrong("more rows in the audit log than requests")
        log_is_sound(probe)
        if probe.slowest > 5:
            wrong(f"one answer took {probe.slowest:.1f} s")
        if house.process.poll() is not None:
            wrong("the server ended meanwhile: " + house.said()[-2000:])
    return wrong.done(f"every parameter probed{' (all)' if FULL else ''}, slowest {probe.slowest * 1000:.0f} ms", probe.count)


if __name__ == "__main__":
    sys.exit(main())

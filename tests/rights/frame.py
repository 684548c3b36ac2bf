#!/usr/bin/env python3
"""What holds of every route behind https: its headers; from where administrators come in; that the door tells nobody apart.

    frame.py DUBAN TABLES PROJECT_ROOT"""
import statistics
import sys
import urllib.parse
from pathlib import Path

from house import HOST, PASSWORD, House, Wrong, tables

HTTPS = f"Origin: https://{HOST}"
INSIDE, OUTSIDE = "10.1.2.3", "10.2.0.1"
ADMINS = ("sysadmin", "secadmin", "auditadmin")
ALWAYS = {
    "Strict-Transport-Security": "max-age=31536000",
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = ("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")


def forwarded(address):
    return f"X-Forwarded-For: {address}"


def headers(house, wrong):
    """Every route, found and not found, allowed and refused, as page and JSON: nothing private is kept, nothing is framed."""
    count = 0
    asked = [(r["method"], r["pattern"].replace("{", "").replace("}", "")) for r in tables()["routes"]]
    asked += [("GET", "/api/v1" + path) for _, path in asked] + [("POST", "/nothing"), ("GET", "/a%zz"), ("OPTIONS", "/"), ("PUT", "/ledger")]
    asked += [("GET", "/units/c09"), ("GET", "/tasks/1.2.1"), ("HEAD", "/ledger"), ("GET", "/circulars/2021-10/file?format=docx")]
    for method, path in asked:
        for account in (None, "u_c09"):
            answer = house.ask(method, path, account, body=b"" if method == "POST" else None, headers=(HTTPS, forwarded(INSIDE)))
            place = f"{method} {path} as {account} ({answer.status})"
            count += 1
            names = [name.lower() for name, _ in answer.headers]
            for name, value in ALWAYS.items():
                if not answer.header(name).startswith(value) or names.count(name.lower()) != 1:
                    wrong(f"{place}: {name} is {answer.header(name)!r}")
            if not all(part in answer.header("Content-Security-Policy") for part in POLICY) or "unsafe" in answer.header("Content-Security-Policy"):
                wrong(f"{place}: the policy is {answer.header('Content-Security-Policy')!r}")
            kept = path.startswith("/assets/") and answer.status == 200
            if answer.header("Cache-Control") != "no-store" and not kept and answer.status != 304:
                wrong(f"{place}: Cache-Control is {answer.header('Cache-Control')!r}")
            for name in ("Server", "X-Powered-By", "Access-Control-Allow-Origin"):
                if answer.header(name):
                    wrong(f"{place}: says {name}: {answer.header(name)}")
    return count


def work_of(house):
    """Seconds that the server's threads have worked: what the clock on the wall would tell on an idle machine."""
    return sum(int(path.read_text().split()[0]) for path in Path(f"/proc/{house.process.pid}/task").glob("*/schedstat")) / 1e9


def sign_in(house, account, password, address):
    body = urllib.parse.urlencode({"account": account, "password": password}).encode()
    began = work_of(house)
    answer = house.ask("POST", "/sign-in", body=body, headers=(HTTPS, forwarded(address)))
    return answer, work_of(house) - began


def administrators(house, wrong):
    """--admin-from: the right password from elsewhere is a wrong one, a session from elsewhere does nothing."""
    for number, account in enumerate(ADMINS):
        inside, _ = sign_in(house, account, PASSWORD, INSIDE)
        right, _ = sign_in(house, account, PASSWORD, f"198.51.100.{number}")
        bad, _ = sign_in(house, account, "wrong-password-1", f"198.51.101.{number}")
        if inside.status != 303 or right.status != 401 or right.body != bad.body or right.header("Set-Cookie"):
            wrong(f"{account}: from inside {inside.status}, from outside {right.status}, wrong password {bad.status}")
        for address, expected in ((INSIDE, (200, 303)), (OUTSIDE, (403,)), ("junk", (403,)), (f"{INSIDE}, {OUTSIDE}", (403,))):
            found = house.ask("GET", "/permissions", account, headers=(forwarded(address),))
            if found.status not in expected:
                wrong(f"{account} from {address}: {found.status}")
        if house.ask("POST", "/sign-out", account, body=f"csrf={house.csrf(account)}".encode(),
                     headers=(HTTPS, forwarded(OUTSIDE))).status != 303:
            wrong(f"{account} cannot leave from outside")
    if house.ask("GET", "/ledger", "clerk1", headers=(forwarded(OUTSIDE),)).status != 200:
        wrong("a clerk is kept out by --admin-from")
    denied = house.one("SELECT count(*) FROM audit WHERE result = 'denied' AND account IN ('sysadmin', 'secadmin', 'auditadmin')")
    if denied < len(ADMINS):  # the rest of a minute is counted, not written one by one
        wrong(f"{denied} refusals of administrators from outside are in the audit log")
    return 8 * len(ADMINS) + 2


def door(house, wrong):
    """Who there is cannot be told by the words or the time of the answer to a wrong password."""
    with house.db() as db:
        db.execute("UPDATE account SET active = false WHERE name = 'clerk2'")
        db.execute("DELETE FROM account_password WHERE account = 'leader2'")
    kinds = {"there": "director1", "nobody": "no-such-account", "switched off": "clerk2", "without a password": "leader2",
             "an administrator": "sysadmin", "no name at all": "\x01", "with spaces around": "   no-such-one  ", "very long": "a" * 60}
    bodies, times, count = {}, {kind: [] for kind in kinds}, 0
    for turn in range(6):
        with house.db() as db:
            db.execute("DELETE FROM sign_in_attempt")  # who fails often waits; here only one failure is looked at
        for number, (kind, account) in enumerate(kinds.items()):
            answer, seconds = sign_in(house, account, "Falsch-9-Birne-Nebel", f"203.0.{number}.{turn}")
            count += 1
            bodies[kind] = answer.text.replace(account.strip(), "NAME")
            times[kind].append(seconds)
            if answer.status not in (401, 400):
                wrong(f"{kind}: {answer.status}")
    for kind in kinds:
        if kind != "no name at all" and bodies[kind] != bodies["there"]:
            wrong(f"{kind} is answered otherwise than one that is there")
    wanted = statistics.median(times["there"])
    for kind in kinds:
        found = statistics.median(times[kind])
        if kind != "no name at all" and not 0.8 * wanted < found < 1.25 * wanted:
            wrong(f"{kind} takes {found * 1000:.1f} ms of work, one that is there {wanted * 1000:.1f} ms")
    return count


def main():
    status = False
    with House("--behind-proxy", "--admin-from", "10.1.0.0/16") as house:
        for name, check in (("headers of every route", headers), ("administrators come in from their networks only", administrators),
                            ("the door tells nobody apart", door)):
            wrong = Wrong()
            status = wrong.done(name, check(house, wrong)) or status
    return status


if __name__ == "__main__":
    sys.exit(main())

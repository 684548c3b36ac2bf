#!/usr/bin/env python3
"""Every score of the sample year, asked for over HTTP: its leaves, bonus and deductions make up the score that is
printed, every value leads to a submission that holds it, and nobody sees what is not theirs.

    scores_served.py DUBAN PROJECT_ROOT"""
import csv
import http.client
import json
import re
import subprocess
import sys
import tempfile
import urllib.parse
from decimal import Decimal
from pathlib import Path

from papers_served import check_papers
from restricted import check_restricted

DUBAN, ROOT = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
SAMPLE = ROOT / "data/samples/shifanshi-2021"
NOW = "2022-01-31T09:00:00+08:00"
passed, failed = 0, 0


def check(ok, what):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print("not so:", what)


class Server:
    def __init__(self, db, folder):
        self.db = db
        self.process = subprocess.Popen([DUBAN, "--db", db, "--now", NOW, "--lang", "en", "serve", "--listen", "127.0.0.1:0",
                                         "--data", folder / "data"], stderr=subprocess.PIPE, text=True)
        line = self.process.stderr.readline()
        self.port = int(re.search(r":(\d+)/", line)[1])

    def stop(self):
        self.process.terminate()
        return self.process.wait(30)


class Person:
    def __init__(self, server, account):
        self.http = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        password = subprocess.run([DUBAN, "--db", server.db, "--as", account, "--now", NOW, "passwd", "--generate"], check=True, capture_output=True, text=True).stdout.split()[-1]
        self.cookie = ""
        status, head, body = self.ask("POST", "/sign-in", {"account": account, "password": password})
        check(status == 200, f"{account} signs in: {status} {body}")
        self.cookie = head["Set-Cookie"].split(";")[0]

    def answer(self, method, path, body, head):
        """A machine so slow that the server has ended the silent connection: once more, on a new one."""
        for left in (1, 0):
            try:
                self.http.request(method, path, body, head)
                return self.http.getresponse()
            except (http.client.RemoteDisconnected, ConnectionError):
                self.http.close()
                if not left:
                    raise

    def ask(self, method, path, fields=None):
        body = urllib.parse.urlencode(fields or {})
        head = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        answer = self.answer(method, "/api/v1" + path, body if fields else None, head)
        text = answer.read().decode("utf-8")
        return answer.status, answer.headers, json.loads(text)


def final_points(nodes):
    root = json.loads(nodes[0]["detail"] or "{}")
    leaves = [n for n in nodes if n["rule"] != "sum"]
    total = sum(Decimal(n["points"]) for n in leaves)
    return total + Decimal(root.get("bonus", "0")) - Decimal(root.get("deduct", "0")), leaves


def check_unit(clerk, unit, period, sheets):
    status, _, page = clerk.ask("GET", f"/units/{unit}?period={period}")
    where = f"{unit} {period}"
    check(status == 200 and page["explanation"], f"{where}: {status}")
    explained = page["explanation"]
    total, leaves = final_points(explained["nodes"])
    exact, shown = Decimal(explained["score_exact"]), Decimal(explained["score"])
    check(abs(total - exact) <= Decimal("0.00000001"), f"{where}: leaves make {total}, the score is {exact}")
    check(abs(exact - shown) <= Decimal("0.005"), f"{where}: {exact} printed as {shown}")
    for leaf in leaves:
        sheet = leaf.get("submission")
        if not sheet:
            continue
        if sheet["id"] not in sheets:
            status, _, sheets[sheet["id"]] = clerk.ask("GET", f"/submissions/{sheet['id']}")
            check(status == 200, f"{where}: submission {sheet['id']}: {status}")
        held = [v["value"] for v in sheets[sheet["id"]]["values"] if v["unit"] in (unit, page["explanation"]["unit"])]
        check(leaf["value"] in held, f"{where} {leaf['code']}: {leaf['value']} is not in {sheet['file']} ({held})")


def check_year(server):
    clerk = Person(server, "clerk1")
    _, _, circulars = clerk.ask("GET", "/circulars")
    periods = sorted({c["period"] for c in circulars["circulars"]})
    check(len(periods) == 9, f"periods: {periods}")
    _, _, listed = clerk.ask("GET", "/rankings")
    units = [u["code"] for ranking in listed["rankings"] for u in ranking["units"]]
    check(len(units) == 42, f"{len(units)} units")
    with open(SAMPLE / "units.csv", encoding="utf-8-sig", newline="") as file:
        closed = {row["code"] for row in csv.DictReader(file) if row["restricted"] == "yes"}
    check(closed == {"t09", "t11"}, f"restricted units: {closed}")
    sheets = {}
    for unit in units:
        reader = Person(server, f"u_{unit}") if unit in closed else clerk
        for period in periods:
            check_unit(reader, unit, period, {} if unit in closed else sheets)


def check_rights(server):
    unit = Person(server, "u_c04")
    check(unit.ask("GET", "/units/c04?period=2021-05")[0] == 200, "a unit reads its own score")
    check(unit.ask("GET", "/units/c05?period=2021-05")[0] == 403, "a unit reads another's score")
    _, _, page = unit.ask("GET", "/units/c04?period=2021-05")
    for node in page["explanation"]["nodes"]:
        sheet = node.get("submission")
        if sheet and sheet["kind"] == "confirmation":
            status, _, seen = unit.ask("GET", f"/submissions/{sheet['id']}")
            check(status == 200 and {v["unit"] for v in seen["values"]} == {"c04"} and seen["only_own"],
                  f"of {sheet['file']} a unit sees its own rows: {status}")
    seen = {r["group"]: [u["code"] for u in r["units"]] for r in unit.ask("GET", "/rankings")[2]["rankings"]}
    check(list(seen) == ["county"] and len(seen["county"]) == 9, f"a unit sees the ranking of its own group: {seen}")
    clerk = Person(server, "clerk1")
    other = clerk.ask("GET", "/units/c05?period=2021-05")[2]["reports"][0]["id"]
    check(unit.ask("GET", f"/submissions/{other}")[0] == 403, "a unit reads another's report")
    check(unit.ask("GET", "/submissions/0000000000000")[0] == 404, "a submission that is not there")
    for account in ("sysadmin", "secadmin", "auditadmin"):
        admin = Person(server, account)
        for path in ("/units/c04", "/circulars", "/rankings", f"/submissions/{other}"):
            check(admin.ask("GET", path)[0] == 403, f"{account} sees {path}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        db = f"sqlite:{folder}/year.db"
        subprocess.run([sys.executable, ROOT / "tools/make_sample.py", SAMPLE, folder / "files"], check=True)
        subprocess.run(["sh", ROOT / "tools/run_year.sh", DUBAN, SAMPLE, folder / "files", db], check=True, cwd=ROOT)
        server = Server(db, folder)
        try:
            check_year(server)
            check_rights(server)
            check_papers(check, DUBAN, server, NOW, lambda account: Person(server, account))
            check_restricted(check, DUBAN, db, NOW, folder, lambda account: Person(server, account))
        finally:
            check(server.stop() == 0, "the server ends with status 0 on SIGTERM")
        done = subprocess.run([DUBAN, "--db", db, "--as", "auditadmin", "verify"], capture_output=True, text=True, check=False)
        check(done.returncode == 0, f"verify after it all: {done.stderr}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()

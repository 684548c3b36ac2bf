#!/usr/bin/env python3
"""A server whose database is taken away, replaced, locked or broken while it serves, and an account that has no campaign.

    served_badly.py DUBAN PROJECT_ROOT"""
import http.client
import json
import re
import shutil
import sqlite3
import subprocess
import time
import urllib.parse
from contextlib import closing

from office import ROOT, Office, run

BEGIN, NOW = "2021-01-11T09:00:00", "2021-01-11T10:00:00"
PASSWORD = "Quittung-7-Apfel-Wolke"
PAGES = ("/healthz", "/", "/units/c01", "/api/v1/overview", "/api/v1/units/c01")


class Served:
    """A server over a copy of the sample campaign, and an office director who is signed in."""

    def __init__(self, folder, *more):
        self.db = folder / "duban.db"
        office = Office(self.db)
        office.do(BEGIN, "boss", "init")
        for campaign in ("shifanshi-2021", *more):
            office.do(BEGIN, "boss", "import", "campaign", ROOT / "data/samples" / campaign)
        subprocess.run(office.command(BEGIN, "boss", "passwd"), input=PASSWORD + "\n", text=True, check=True,
                       capture_output=True)
        self.process = subprocess.Popen(office.command(NOW, "boss", "serve", "--listen", "127.0.0.1:0", "--data",
                                                       self.db.with_name("data"), lang="en"), stderr=subprocess.PIPE, text=True)
        self.port = int(re.search(r":(\d+)/", self.process.stderr.readline())[1])
        self.cookie = ""
        status, head, body = self.sign_in()
        assert status == 200, body
        self.cookie, self.csrf = head["Set-Cookie"].split(";")[0], json.loads(body)["csrf"]

    def __enter__(self):
        return self

    def __exit__(self, *why):
        self.process.terminate()
        self.log = self.process.communicate(timeout=60)[1]

    def ask(self, path, method="GET", fields=None):
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            head = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request(method, path, urllib.parse.urlencode(fields) if fields else None, head)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode("utf-8")

    def sign_in(self):
        return self.ask("/api/v1/sign-in", "POST", {"account": "boss", "password": PASSWORD})

    def all_are(self, status):
        for page in PAGES:
            found, _, body = self.ask(page)
            assert found == status, f"{page}: {found}, not {status}: {body[-300:]}"
            for secret in (str(self.db), "duban.db", "audit_head", "SELECT"):
                assert secret not in body, f"{page} tells of {secret}"


def database__taken_away_is_told_and_healed(folder):
    with Served(folder) as served:
        served.all_are(200)
        served.db.rename(served.db.with_name("away"))
        served.all_are(500)
        assert served.sign_in()[0] == 500, "a session began where nobody will find it"
        served.db.with_name("away").rename(served.db)
        served.all_are(200)
        assert served.sign_in()[0] == 200
    assert "Cannot open database" in served.log and "duban.db" in served.log


def database__put_back_from_a_copy_is_the_one_served(folder):
    with Served(folder) as served:
        with closing(sqlite3.connect(served.db)) as db, closing(sqlite3.connect(served.db.with_name("copy"))) as copy:
            db.backup(copy)
        for end in ("", "-wal", "-shm"):
            served.db.with_name(f"duban.db{end}").unlink(missing_ok=True)
        shutil.copy(served.db.with_name("copy"), served.db)
        served.all_are(200)
        assert served.sign_in()[0] == 200
        with closing(sqlite3.connect(served.db)) as db:
            assert db.execute("SELECT count(*) FROM session").fetchone() == (2,), "written to the file that is gone"


def database__that_misses_a_table_is_told_without_its_name(folder):
    with Served(folder) as served, closing(sqlite3.connect(served.db)) as db:
        db.execute("ALTER TABLE audit_head RENAME TO elsewhere")
        for page in PAGES[1:]:
            status, _, body = served.ask(page)
            assert status == 500 and "duban.db" not in body and "audit_head" not in body, f"{page}: {status} {body[-300:]}"
        db.execute("ALTER TABLE elsewhere RENAME TO audit_head")
        served.all_are(200)
    assert "not set up" in served.log


def database__locked_by_a_stranger_is_read_on(folder):
    with Served(folder) as served, closing(sqlite3.connect(served.db, isolation_level=None)) as db:
        db.execute("UPDATE session SET seen_at = seen_at - 120000")  # last-seen is to be stored with each page
        db.execute("BEGIN IMMEDIATE")
        before = time.monotonic()
        served.all_are(200)
        assert time.monotonic() - before < 8, "pages waited for the lock"
        db.execute("ROLLBACK")


def account__without_a_campaign_can_leave(folder):
    with Served(folder, "qinhuangdao-2021") as served:
        status, head, _ = served.ask("/")
        assert status == 303 and head["Location"].startswith("/campaigns"), (status, head["Location"])
        status, _, body = served.ask(head["Location"])
        assert status == 200 and "qinhuangdao-2021" in body, (status, body[-300:])
        style = re.search(r'href="(/assets/app[^"]*css)"', body)[1]
        assert served.ask(style)[0] == 200 and served.ask("/healthz")[0] == 200
        status, head, body = served.ask("/sign-out", "POST", {"csrf": served.csrf})
        assert status == 303 and head["Location"] == "/sign-in", f"{status} {body[-300:]}"
        assert served.ask("/")[0] == 303


run([database__taken_away_is_told_and_healed, database__put_back_from_a_copy_is_the_one_served,
     database__that_misses_a_table_is_told_without_its_name, database__locked_by_a_stranger_is_read_on,
     account__without_a_campaign_can_leave])

#!/usr/bin/env python3
"""duban verify finds what was changed behind the program's back: tamper.py DUBAN PROJECT_ROOT

A month and its correction are played once, and a server is asked for what no command does, so that every table has rows, and each test has a copy of
it; then one cell, row or pair of rows is changed by SQL, and verify must refuse. Each change is made to
the database as it was played.
"""
import base64
import hmac
import http.client
import json
import re
import shutil
import sqlite3
import struct
import subprocess
import tempfile
import urllib.parse
from contextlib import closing
from pathlib import Path
import sys

import office as small
from office import CORRECTION, HOLD, MERGE, ROOT, TALK, Office, month_of_june, month_of_may, open_office, run, talk_received, write

SERVED = "2021-05-20T12:00:00"

# What stands outside the chain, and why; src/store/anchor.h holds the same list.
NOT_VOUCHED = {
    "duban_migration": "checked by its digests whenever migrations run",
    "duban_meta": "which digest there is: another one and no chain holds; other keys: settings_changed",
    "session": "changes every minute; its begin and end are audit rows of their own",
    "inbox_digest": "a person's own copy of what the other tables say; it can be made again",
    "inbox_seen": "how far a person has read; opens nothing",
    "sign_in_attempt": "counts what failed; each failure is an audit row of its own",
    "job": "counts on while it runs; what it does is audited by itself, as is who asked for it",
    "audit_withheld": "counts refusals until a row of the chain tells of them",
}

EMPTY = set()  # tables that this play leaves empty: there are none


PLAYED = tempfile.TemporaryDirectory(prefix="duban-played-")


def played(folder):
    """An office whose database is a copy of the one that was played; the first caller plays it."""
    if not (Path(PLAYED.name) / "small.db").exists():
        play(Path(PLAYED.name))
    shutil.copytree(PLAYED.name, folder, dirs_exist_ok=True)
    return Office(folder / "small.db")


class Page:
    """A person at the server."""

    def __init__(self, office, port, account):
        self.port, self.cookie = port, ""
        password = office.do(SERVED, account, "passwd", "--generate").split()[-1]
        head, answer = self.post("/sign-in", account=account, password=password)
        self.cookie, self.csrf = head["Set-Cookie"].split(";")[0], answer["csrf"]

    def post(self, path, **fields):
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as link:
            body = urllib.parse.urlencode({**fields, **({"csrf": self.csrf} if self.cookie else {})})
            link.request("POST", "/api/v1" + path, body, {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie})
            answer = link.getresponse()
            text = answer.read().decode("utf-8")
            assert answer.status == 200, (path, answer.status, text)
            return answer.headers, json.loads(text)


def code_of(secret):
    """RFC 6238 at the instant of the server's clock."""
    at = 1621483200  # 2021-05-20T12:00:00+08:00
    mac = hmac.digest(base64.b32decode(secret.replace(" ", "").upper() + "=" * (-len(secret.replace(" ", "")) % 8)), struct.pack(">Q", at // 30), "sha1")
    return f"{(struct.unpack('>I', mac[mac[-1] & 15:][:4])[0] & 0x7fffffff) % 1_000_000:06d}"


def asked_of_a_server(office, folder):
    """Authorisations to act, a second factor and the notice of privacy are things of pages."""
    office.do(SERVED, "secadmin", "policy", "set", "notice=yes")
    server = subprocess.Popen(office.command(SERVED, "clerk1", "serve", "--listen", "127.0.0.1:0", "--data", folder / "served"), stderr=subprocess.PIPE, text=True)
    try:
        port = int(re.search(r":(\d+)/", server.stderr.readline())[1])
        for account in ("clerk1", "director1"):
            page = Page(office, port, account)
            page.post("/notice")
            page.post("/me/delegations", delegate="inspector1", **{"from": "2021-05-20", "to": "2021-06-20"}, reason="示例：出差")
            secret = page.post("/me/second-factor/begin")[1]["secret"]
            page.post("/me/second-factor/prove", code=code_of(secret))
    finally:
        server.terminate()
        server.communicate(timeout=60)


def seen_by_the_leader(office):
    for day, words in ((20, ("clerk1", "leader", "--post", "常务副市长", "--handed")), (21, ("clerk1", "leader", "--post", "常务副市长", "--handed"))):
        office.do(f"2021-07-{day}T08:00:00", *words)


def play(folder):
    small.MORE["responsibilities.csv"] += "1.1.1,lead_leader,常务副市长,illustrative\n"
    office = open_office(folder)
    asked_of_a_server(office, folder)
    office.do("2021-05-21T09:00:00", "clerk1", "scheme", "propose", MERGE / "campaign/schemes/department-v1.yaml", "--effective", "2021-06", "--reason", "示例")
    office.do("2021-05-21T10:00:00", "clerk1", "scheme", "withdraw", "--group", "department", "--version", "2", "--reason", "示例")
    form = write(folder / "form.json", '{"phone": "12345", "indicators": [{"code": "work", "cumulative": "40"}]}')
    for unit in ("m4", "m5"):
        office.do("2021-06-01T09:00:00", f"u_{unit}", "report", "save", form, "--period", "2021-05")
        office.do("2021-06-01T09:10:00", f"u_{unit}", "report", "fill", "--period", "2021-05")
    returned_and_locked(office)
    month_of_may(office, folder)
    for unit, value in (("m4", "100"), ("m5", "140")):
        office.do("2021-06-19T09:00:00", "clerk1", "target", "change", "T1", "--unit", unit, "--from", "2021-06", "--value", value,
                  "--reason", "示例：分工调整", "--document", "示例〔2021〕1号")
    month_of_june(office, folder)
    for unit in ("m1", "m4"):
        office.do("2021-07-20T10:30:00", f"u_{unit}", "circular", "receive", "--period", "2021-06")
    seen_by_the_leader(office)
    talk_received(office)
    office.do("2021-07-22T18:00:00", "director1", "talks", "hold", *TALK, *HOLD)
    office.do("2021-07-26T18:00:00", "u_m5", "talks", "commit", *TALK, "--position", "2", "--on", "2021-07-26", "--text", "示例", "--evidence", "示例1号")
    for account in ("clerk1", "sysadmin"):
        office.do("2021-06-20T09:00:00", account, "passwd", "--generate")
    for day in (21, 22):
        office.do(f"2021-06-{day}T09:00:00", "clerk1", "passwd", "--generate")
    office.do("2021-06-21T09:00:00", "secadmin", "policy", "set", "idle_minutes=20")
    office.do("2021-06-21T09:10:00", "secadmin", "policy", "set", "idle_minutes=25", "factor=all")
    calendar = Path(folder) / "calendar.csv"
    calendar.write_text("日期,名称,性质,来源\n2027-01-01,元旦,休,示例\n2027-01-02,元旦,班,示例\n", encoding="utf-8")
    office.do("2021-06-20T09:30:00", "clerk1", "calendar", "load", calendar)
    office.do("2021-06-20T10:00:00", "sysadmin", "backup")
    for name in ("kept", "purged"):
        office.do("2021-07-20T11:00:00", "u_m1", "file", "add", write(folder / f"{name}.txt", f"示例：{name}"), "--task", "1.1.1")
    (digest,) = office.rows("SELECT digest FROM attachment WHERE name = 'purged.txt'")[0]
    office.do("2021-07-20T12:00:00", "clerk1", "purge", "ask", f"file {digest}", "--cause", "personal", "--authority", "示例通知")
    office.do("2021-07-20T13:00:00", "director1", "purge", "decide", office.rows("SELECT id FROM purge")[0][0], "--approve", "--reason", "属实")
    office.do("2021-06-20T10:00:00", "sysadmin", "account", "add", "u_late", "--role", "unit", "--unit", "m2", "--phone", "1234567")
    office.do("2021-06-20T10:10:00", "secadmin", "account", "grant", "clerk1")
    office.do("2021-06-20T10:20:00", "secadmin", "account", "off", "u_late", "--reason", "示例：人员调整")
    office.do("2021-06-20T10:30:00", "auditadmin", "audit", "checkpoint")
    for unit in ("m1", "m4"):
        office.do("2021-07-20T15:00:00", f"u_{unit}", "highlight", "send", "--task", "1.1", "--title", "示例", "--text", f"示例：{unit}的做法",
                  "--indicator", "work", "--period", "2021-06")
    for ((highlight,)) in office.rows("SELECT id FROM highlight"):
        office.do("2021-07-20T16:00:00", "clerk1", "highlight", "take", highlight)
        office.do("2021-07-20T17:00:00", "clerk1", "highlight", "adopt", highlight, "--by", "示例省办", "--number", "示例1号", "--on", "2021-07-20")
    for day, revision in ((21, 0), (22, 1)):
        office.do(f"2021-07-{day}T15:00:00", "clerk1", "province-report", "make", "--period", "2021-06", "--revision", revision,
                  "--set", f"text.overall=示例：{'甲' * revision}")
        office.do(f"2021-07-{day}T16:00:00", "director1", "province-report", "approve", "--period", "2021-06", "--revision", revision + 1,
                  "--number", f"示例〔2021〕{revision + 1}号", "--signer", "示例秘书长")
    for weight in (10, 20):
        office.do("2021-07-20T14:00:00", "clerk1", "sandbox", "run", "--group", "department", "--weights", f"work={weight}")
    answered(office)
    office.do("2021-07-22T10:00:00", "u_m4", "correction", "ask", write(folder / "d.csv", CORRECTION.replace("45,20", "20,25")))
    office.do("2021-07-22T11:00:00", "director1", "correction", "refuse", office.rows("SELECT max(id) FROM correction_ask")[0][0], "--reason", "示例")
    return office


def answered(office):
    """Two findings of the screening, by a rule that looks at what this campaign has, and what their units say to them."""
    rules = (ROOT / "data/screening.yaml").read_text(encoding="utf-8").replace("margin: 0.25", "margin: 0.01")
    rules = rules.replace("pairs: []", "pairs: [{money: work, physical: nodes}]")
    write(office.path.parent / "data/screening.yaml", rules)
    for unit in ("m1", "m4"):
        when = ("2021-07-21T17:00:00", f"u_{unit}", "screening", "2021-06")
        (finding,) = json.loads(office.do(*when, "--format", "json"))["findings"]
        office.do(*when, "--finding", finding["id"], "--say", "explained", "--words", f"示例：{unit}")


def returned_and_locked(office):
    """A report that goes back, two that are accepted, a period that is locked too early."""
    for file in ("01-示例一局.csv", "04-示例四局.csv"):
        office.do("2021-06-04T15:00:00", "clerk1", "import", "reports", MERGE / "reports/2021-05" / file, "--period", "2021-05")
    office.do("2021-06-04T16:00:00", "clerk1", "review", "return", "m1", "--period", "2021-05", "--cause", "narrative,sum", "--place", "work",
              "--note", "示例：进展说明与数值不一致")
    office.do("2021-06-04T16:30:00", "clerk1", "review", "accept", "--period", "2021-05", "m1", "m4")
    office.do("2021-06-04T17:00:00", "clerk1", "review", "lock", "--period", "2021-05")
    office.do("2021-06-04T17:30:00", "director1", "review", "unlock", "--period", "2021-05", "--reason", "示例：尚未收齐")


def open_rw(path):
    db = sqlite3.connect(path)
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("PRAGMA synchronous = OFF")  # nobody pulls a plug here
    return closing(db)


def tables(db):
    names = [n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return [n for n in names if n not in NOT_VOUCHED]


def columns(db, table):
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]


def other(value):
    """A plausible forgery: a number moves by one, a text gets another last character."""
    if value is None:
        return "x"
    if isinstance(value, int):
        return 1 - value if value in (0, 1) else value + 1
    return value[:-1] + ("1" if value[-1:] != "1" else "2") if value else "1"


class Tamper:
    """.true is a copy that nobody changes: what to try is read from it."""

    def __init__(self, office):
        self.office, self.missed, self.tried = office, [], 0
        self.true = Path(shutil.copy(office.path, office.path.with_suffix(".true")))

    def open_true(self):
        return closing(sqlite3.connect(f"file:{self.true}?mode=ro&immutable=1", uri=True))

    def restore(self):
        for end in ("-wal", "-shm"):
            Path(f"{self.office.path}{end}").unlink(missing_ok=True)
        shutil.copyfile(self.true, self.office.path)

    def check(self, what, *statements):
        self.restore()
        with open_rw(self.office.path) as db:
            try:
                for sql, args in statements:
                    db.execute(sql, args)
            except sqlite3.IntegrityError:
                return
            db.commit()
        self.tried += 1
        status, text = self.office.verify()
        if status != 4:
            self.missed.append(f"{what}: exit {status} {text.strip()[:200]}")

    def good_again(self):
        self.restore()
        return self.office.verify()[0] == 0


def every_cell(folder):
    """Each column of each table, in the first and the last row that allow it."""
    office = played(folder)
    assert office.verify()[0] == 0
    tamper = Tamper(office)
    with tamper.open_true() as db:
        for table in tables(db):
            rowids = [r for (r,) in db.execute(f"SELECT rowid FROM {table} ORDER BY rowid")]
            assert bool(rowids) != (table in EMPTY), f"{table}: {len(rowids)} rows; EMPTY says otherwise"
            if not rowids:
                continue
            for column in columns(db, table):
                for rowid in {rowids[0], rowids[-1]}:
                    (value,) = db.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (rowid,)).fetchone()
                    tamper.check(f"{table}.{column} = {value!r}",
                                 (f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (other(value), rowid)))
        for (rowid,) in db.execute("SELECT rowid FROM audit WHERE detail IS NOT NULL").fetchall():
            tamper.check(f"audit.detail of {rowid} emptied",
                         ("UPDATE audit SET detail = NULL WHERE rowid = ?", (rowid,)))
    assert not tamper.missed, "\n".join(tamper.missed)
    assert tamper.tried > 300, tamper.tried
    assert tamper.good_again()


def settings_changed(folder):
    """How the installation is kept is a record like others."""
    office = played(folder)
    tamper = Tamper(office)
    for what, sql in (("changed", "UPDATE duban_meta SET value = 'three' WHERE key = 'separation'"),
                      ("gone", "DELETE FROM duban_meta WHERE key = 'separation'"),
                      ("added", "INSERT INTO duban_meta VALUES ('separation2', 'sample')")):
        tamper.check(f"separation {what}", (sql, ()))
        assert not tamper.missed, "\n".join(tamper.missed)
    assert tamper.tried == 3 and tamper.good_again()


def rows_deleted_added_swapped(folder):
    office = played(folder)
    tamper = Tamper(office)
    with tamper.open_true() as db:
        for table in tables(db):
            rowids = [r for (r,) in db.execute(f"SELECT rowid FROM {table} ORDER BY rowid")]
            if not rowids:
                continue
            names = columns(db, table)
            for rowid in {rowids[0], rowids[-1]}:
                tamper.check(f"{table}: row deleted", (f"DELETE FROM {table} WHERE rowid = ?", (rowid,)))
            tamper.check(f"{table}: emptied", (f"DELETE FROM {table}", ()))
            row = list(db.execute(f"SELECT {', '.join(names)} FROM {table} WHERE rowid = ?", (rowids[-1],)).fetchone())
            for at, value in enumerate(row):
                added = row[:at] + [other(value)] + row[at + 1:]
                tamper.check(f"{table}: row added with another {names[at]}",
                             (f"INSERT INTO {table} ({', '.join(names)}) VALUES ({','.join('?' * len(names))})", added))
            if len(rowids) < 2:
                continue
            a, b = (db.execute(f"SELECT {', '.join(names)} FROM {table} WHERE rowid = ?", (r,)).fetchone()
                    for r in (rowids[0], rowids[-1]))
            for name, x, y in zip(names, a, b):
                if x != y:
                    tamper.check(f"{table}.{name} swapped",
                                 (f"UPDATE {table} SET {name} = ? WHERE rowid = ?", (f"~{y}", rowids[0])),
                                 (f"UPDATE {table} SET {name} = ? WHERE rowid = ?", (x, rowids[-1])),
                                 (f"UPDATE {table} SET {name} = ? WHERE rowid = ?", (y, rowids[0])))
    assert not tamper.missed, "\n".join(tamper.missed)
    assert tamper.tried > 200, tamper.tried


def chain_cut_off_or_gone(folder):
    """The end of a chain, or all of it, goes together with its head. Where the last row vouches for no
    record, nothing inside the database can tell: then the head that verify prints is another one."""
    office = played(folder)
    tamper = Tamper(office)
    with tamper.open_true() as db:
        for (chain, last) in db.execute("SELECT chain, seq FROM audit_head").fetchall():
            head = db.execute("SELECT hash FROM audit WHERE chain = ? AND seq = ?", (chain, last - 1)).fetchone()
            (detail,) = db.execute("SELECT detail FROM audit WHERE chain = ? AND seq = ?", (chain, last)).fetchone()
            if head and '"rows"' not in detail:
                (shown,) = db.execute("SELECT hash FROM audit_head WHERE chain = ?", (chain,)).fetchone()
                tamper.restore()
                assert shown in office.verify()[1]
            elif head:
                tamper.check(f"chain {chain!r}: last row and head",
                             ("DELETE FROM audit WHERE chain = ? AND seq = ?", (chain, last)),
                             ("UPDATE audit_head SET seq = ?, hash = ? WHERE chain = ?", (last - 1, head[0], chain)))
            tamper.check(f"chain {chain!r}: all of it", ("DELETE FROM audit WHERE chain = ?", (chain,)),
                         ("DELETE FROM audit_head WHERE chain = ?", (chain,)))
    assert not tamper.missed, "\n".join(tamper.missed)


def says_what_in_both_languages(folder):
    office = played(folder)
    with open_rw(office.path) as db:
        db.execute("UPDATE run_unit SET score_shown = '99.99' WHERE unit = 'm5'")
        db.commit()
    for lang, word in (("zh", "核验不符"), ("en", "Verification")):
        status, text = office.verify(lang)
        assert status == 4 and word in text and "2021-05" in text, text


if __name__ == "__main__":
    run([every_cell, settings_changed, rows_deleted_added_swapped, chain_cut_off_or_gone, says_what_in_both_languages])

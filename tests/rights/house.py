"""One office in the middle of its year, served: a database with the whole sample year, things planted in it, a person of
each role signed in, and a client that says what it likes.

    from house import House, ROLES
    with House() as house: house.ask("GET", "/ledger", "u_c09")

Called by the tests of this folder as NAME.py DUBAN TABLES PROJECT_ROOT."""
import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import urllib.parse
from pathlib import Path

DUBAN, TABLES, ROOT = (Path(word).resolve() for word in sys.argv[1:4])
SAMPLE = ROOT / "data/samples/shifanshi-2021"
NOW = "2022-01-31T09:30:00+08:00"
NOW_MS = 1643592600000
UNTIL = " freeze --period 2021-12"  # a month behind a frozen one takes no report: December is the open one
# The columns of the files of expectations: who asks. granted is a clerk who may read restricted areas.
ROLES = {"anonymous": None, "clerk": "clerk1", "director": "director1", "unit": "u_c09", "owner": "o_fgw", "leader": "leader1",
         "inspector": "inspector1", "system": "sysadmin", "security": "secadmin", "audit": "auditadmin", "granted": "clerk3"}
OTHERS = ("u_c01", "director2", "clerk2", "leader2", "o_kjj")  # signed in too
PASSWORD = "Quittung-7-Apfel-Wolke"
HOST = "duban.example"


def tables():
    """Every route and every command, from the program's own tables."""
    return json.loads(subprocess.run([TABLES], check=True, capture_output=True, text=True).stdout)


def digest(purpose, token):
    return hashlib.sha256(f"duban {purpose} {token}".encode()).hexdigest()


def token_of(account):
    return hashlib.sha256(f"walk {account}".encode()).hexdigest()


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.body)

    def header(self, name):
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


class Line:
    """One connection that is kept; bytes go out as they are given."""

    def __init__(self, port):
        self.port, self.socket, self.file = port, None, None

    def close(self):
        if self.socket:
            self.file.close()
            self.socket.close()
        self.socket = None

    def send(self, head, body=b"", method="GET"):
        for _ in range(2):  # a kept connection may have been closed meanwhile
            if not self.socket:
                self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
                self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.file = self.socket.makefile("rb")
                fresh = True
            else:
                fresh = False
            try:
                self.socket.sendall(head + body)
                return self.answer(method)
            except (ConnectionError, BrokenPipeError):
                self.close()
                if fresh:
                    raise
        raise ConnectionError("closed twice")

    def answer(self, method):
        first = self.file.readline()
        if not first:
            raise ConnectionError("closed without an answer")
        headers = []
        while (line := self.file.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode("latin-1").partition(":")
            headers.append((name, value.strip()))
        answer = Answer(int(first.split()[1]), headers, b"")
        if method != "HEAD" and answer.status not in (204, 304):
            answer.body = self.file.read(int(answer.header("Content-Length") or 0))
        if answer.header("Connection").lower() == "close":
            self.close()
        return answer


class House:
    def __init__(self, *options, plant=None, keep=False, until=UNTIL):
        self.folder = Path(tempfile.mkdtemp(prefix="duban-rights-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None))
        self.path, self.data = self.folder / "duban.db", self.folder / "data"
        self.options, self.plant, self.process, self.line = options, plant, None, None
        self.holes, self.keep, self.until = {}, keep, until
        self.cookie = "__Host-duban" if "--behind-proxy" in options else "duban"

    # ---- making it ----

    def duban(self, account, *words, now=NOW, check=True, text=None, data=None):
        return subprocess.run([DUBAN, "--db", f"sqlite:{self.path}", "--data", data or self.data, "--as", account, "--now", now, "--lang", "en",
                               *map(str, words)], input=text, text=True, check=check, capture_output=True)

    @staticmethod
    def run(*words):
        """duban as it stands, on whatever database the words say."""
        return subprocess.run([DUBAN, *map(str, words)], text=True, check=False, capture_output=True)

    def make(self):
        files = self.folder / "files"
        subprocess.run([sys.executable, "-B", ROOT / "tools/make_sample.py", SAMPLE, files], check=True)
        lines = (SAMPLE / "year.txt").read_text(encoding="utf-8").split("\n")
        until = next(number for number, line in enumerate(lines, 1) if self.until in line) if self.until else 0
        subprocess.run(["sh", ROOT / "tools/run_year.sh", DUBAN, SAMPLE, files, f"sqlite:{self.path}"], check=True,
                       env={**os.environ, "UNTIL": str(until)})
        self.data.mkdir()
        self.duban("director1", "passwd", text=PASSWORD + "\n")
        with self.db() as db:
            db.execute("INSERT INTO account_password SELECT a.name, p.hash, p.set_at, a.name, false FROM account a, account_password p "
                       "WHERE p.account = 'director1' AND a.name != 'director1'")
            db.execute("INSERT INTO account_grant (account, made_at, made_by, authorised_at, authorised_by, restricted, phone, off_at, off_by, "
                       "off_reason, expires_on) VALUES (?, 1, 'director1', 1, 'secadmin', true, '', 0, '', '', '') "
                       "ON CONFLICT (account) DO UPDATE SET restricted = true", (ROLES["granted"],))
            wanted = [name for name in (*ROLES.values(), *OTHERS) if name]
            there = {name for (name,) in db.execute("SELECT name FROM account")}
            for number, name in enumerate(sorted(set(wanted) & there)):
                self.session(db, number, name, token_of(name))

    def session(self, db, number, account, token):
        columns = [row[1] for row in db.execute("PRAGMA table_info(session)")]
        row = {"id": f"{number + 1:013d}", "token_digest": digest("session", token), "account": account, "created_at": NOW_MS - 60000,
               "seen_at": NOW_MS - 1000, "ended_at": 0, "address": "192.0.2.1", "factor_at": NOW_MS - 60000, "proved_at": NOW_MS - 1000}
        row = {name: value for name, value in row.items() if name in columns}
        db.execute(f"INSERT INTO session ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))

    @contextlib.contextmanager
    def db(self):
        db = sqlite3.connect(self.path, timeout=30)
        with contextlib.closing(db), db:
            yield db

    def rows(self, sql, *values):
        with self.db() as db:
            return db.execute(sql, values).fetchall()

    def one(self, sql, *values):
        rows = self.rows(sql, *values)
        return rows[0][0] if rows else ""

    # ---- serving it ----

    def serve(self):
        self.process = subprocess.Popen([DUBAN, "--db", f"sqlite:{self.path}", "--data", self.data, "--now", NOW, "--lang", "en", "serve",
                                         "--listen", "127.0.0.1:0", "--workers", "2", *self.options], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.PIPE, text=True)
        said = self.process.stderr.readline()
        found = re.search(r":(\d+)/", said)
        assert found, said + self.process.stderr.read()
        self.port = int(found[1])
        self.log = open(self.folder / "log", "w+", encoding="utf-8")
        self.reader = subprocess.Popen(["cat"], stdin=self.process.stderr, stdout=self.log)
        self.line = Line(self.port)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        if self.process:
            self.status = self.process.wait(60)
            self.reader.wait(60)
            self.process = None
        if self.line:
            self.line.close()

    def said(self):
        self.log.flush()
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def __enter__(self):
        try:
            self.make()
            self.serve()
            if self.plant:
                self.plant(self)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        if not self.keep:
            shutil.rmtree(self.folder, ignore_errors=True)

    # ---- putting it back ----

    def remember(self):
        """What restore() goes back to."""
        with self.db() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.memory = sqlite3.connect(":memory:")
        with self.db() as db:
            db.backup(self.memory)

    def restore(self):
        with contextlib.closing(sqlite3.connect(self.path, timeout=30)) as db:
            db.execute("PRAGMA synchronous = OFF")
            self.memory.backup(db)

    def dump(self, *without):
        """Every row of every table but those named."""
        with self.db() as db:
            names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
            return {name: sorted(map(repr, db.execute(f"SELECT * FROM {name}"))) for name in names if name not in without}

    # ---- asking ----

    def request(self, method, path, account=None, *, body=None, headers=(), kind="application/x-www-form-urlencoded", token=None, host=HOST):
        lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
        token = token if token is not None else token_of(account) if account else ""
        if token:
            lines.append(f"Cookie: {self.cookie}={token}")
        if body is not None:
            lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"] if kind else [f"Content-Length: {len(body)}"]
        return ("\r\n".join([*lines, *headers]) + "\r\n\r\n").encode("utf-8", "surrogateescape"), body or b""

    def ask(self, method, path, account=None, **how):
        return self.line.send(*self.request(method, path, account, **how), method=method)

    def csrf(self, account):
        return digest("form", token_of(account)) if account else ""

    def post(self, path, account, fields, **how):
        fields = {"csrf": self.csrf(account), **fields}
        return self.ask("POST", path, account, body=urllib.parse.urlencode(fields).encode(), **how)

    def post_json(self, path, account, fields, **how):
        headers = (f"X-CSRF-Token: {self.csrf(account)}", *how.pop("headers", ()))
        return self.ask("POST", path, account, body=json.dumps(fields).encode(), kind="application/json", headers=headers, **how)

    def post_file(self, path, account, field, name, content, fields, headers=()):
        """A form with one file in it."""
        parts = [f'--b\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode() for key, value in fields.items()]
        parts.append(f'--b\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'.encode()
                     + content + b"\r\n")
        return self.ask("POST", path, account, body=b"".join(parts) + b"--b--\r\n", kind="multipart/form-data; boundary=b",
                        headers=(f"X-CSRF-Token: {self.csrf(account)}", *headers))


class Wrong(list):
    """Faults with their place; done() says how many things were looked at."""

    def __call__(self, text):
        self.append(text)
        if len(self) <= 60:
            print("  " + text)

    def done(self, name, count):
        """One line as cmocka writes it; the exit status."""
        print(f"[{'  FAILED  ' if self else '       OK '}] {name}: {count} looked at, {len(self)} wrong")
        return bool(self)

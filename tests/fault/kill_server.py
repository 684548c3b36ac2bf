#!/usr/bin/env python3
"""kill -9 of the server at random moments while clients write notes and send files and count what was acknowledged; a
disk that is full; a clock set back an hour; a restored backup put under a running server; a file changed in the store.
Nothing acknowledged is lost, and `duban verify` tells the truth each time.

usage: kill_server.py DUBAN SOURCE_ROOT [CLOCK_SHIM]     DUBAN_KILLS=200: so many kills (default 20)"""
import http.client
import json
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from contextlib import closing

DUBAN, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
SHIM = os.path.abspath(sys.argv[3]) if len(sys.argv) > 3 else ""
KILLS = int(os.environ.get("DUBAN_KILLS", "20"))
PASSWORD = "Quittung-7-Apfel-Wolke"
TASKS = ("1.1.1", "1.1.2", "1.2.1")
NEVER = (ConnectionError, http.client.HTTPException, OSError, TimeoutError)


def must(what, holds):
    if not holds:
        sys.exit(f"FAILED: {what}")


class Office:
    def __init__(self, folder):
        self.folder, self.db, self.data = folder, os.path.join(folder, "duban.db"), os.path.join(folder, "data")
        self.do("init")
        self.do("import", "campaign", os.path.join(ROOT, "data/samples/shifanshi-2021"))
        self.do("passwd", text=PASSWORD + "\n")
        self.cookie = self.csrf = ""
        self.orphans = 0
        self.notes, self.files, self.lock = [], [], threading.Lock()  # acknowledged

    def command(self, *words, account="director1"):
        return [DUBAN, "--db", f"sqlite:{self.db}", "--data", self.data, "--lang", "en", "--as", account, *words]

    def do(self, *words, text=None, account="director1"):
        done = subprocess.run(self.command(*words, account=account), input=text, capture_output=True, text=True, check=False)
        must(f"{words}: {done.stderr}", done.returncode == 0)
        return done.stdout

    def verify(self):
        return subprocess.run(self.command("verify"), capture_output=True, text=True, check=False)

    def rows(self, sql):
        with closing(sqlite3.connect(f"file:{self.db}?mode=ro", uri=True)) as db:
            return db.execute(sql).fetchall()

    def serve(self, limit=None, **more):
        def small():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        self.process = subprocess.Popen(self.command("serve", "--listen", "127.0.0.1:0"), stderr=subprocess.PIPE, text=True,
                                        preexec_fn=small if limit else None, env=dict(os.environ, **more))
        self.port = int(re.search(r":(\d+)/", self.process.stderr.readline())[1])
        if not self.cookie:
            self.sign_in()

    def sign_in(self):
        status, head, body = self.ask("/api/v1/sign-in", fields={"account": "director1", "password": PASSWORD})
        must(f"signed in: {body}", status == 200)
        self.cookie, self.csrf = head["Set-Cookie"].split(";")[0], json.loads(body)["csrf"]

    def stop(self, with_signal=signal.SIGTERM):
        self.process.send_signal(with_signal)
        self.process.communicate(timeout=60)

    def ask(self, path, fields=None, body=None, kind="application/x-www-form-urlencoded"):
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
            head = {"Cookie": self.cookie, "X-CSRF-Token": self.csrf, "Content-Type": kind}
            body = urllib.parse.urlencode(fields) if fields else body
            line.request("POST" if body else "GET", path, body, head)
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read().decode("utf-8")

    def note(self, task, text):
        status, _, body = self.ask(f"/api/v1/tasks/{task}/progress", {"state": "on_track", "text": text})
        if status == 200:
            with self.lock:
                self.notes.append(text)
        return status, body

    def file(self, task, text):
        form = (f'--b\r\nContent-Disposition: form-data; name="file"; filename="{text}.txt"\r\n'
                f"Content-Type: text/plain\r\n\r\n{text}\r\n--b--\r\n")
        status, _, body = self.ask(f"/api/v1/tasks/{task}/files", body=form.encode(), kind="multipart/form-data; boundary=b")
        if status == 200:
            with self.lock:
                self.files.append(text)
        return status, body

    def nothing_is_lost(self, when):
        there = {text for (text,) in self.rows("SELECT note_text FROM progress_note")}
        must(f"{when}: notes {set(self.notes) - there}", there >= set(self.notes))
        names = {name for (name,) in self.rows("SELECT name FROM attachment")}
        must(f"{when}: files {set(self.files) - names}", names >= {f"{text}.txt" for text in self.files})
        proof = self.verify()
        # Bytes whose row never came are no loss: verify says so until the nightly sweep takes them away.
        orphans = re.findall(r"^Verification \(file_orphan\): (\w{64})", proof.stderr, re.M)
        problems = re.findall(r"^Verification \(", proof.stderr, re.M)
        must(f"{when}: {proof.stdout}{proof.stderr}", (proof.returncode == 0) == (not orphans) and len(problems) == len(orphans))
        for digest in orphans:
            os.remove(os.path.join(self.data, "files", digest[:2], digest))
        self.orphans += len(orphans)


def write_until_it_dies(office, run, number):
    for i in range(10000):
        try:
            text = f"r{run}w{number}n{i}"
            if number == 0:
                office.file(TASKS[i % len(TASKS)], text)
            else:
                office.note(TASKS[number % len(TASKS)], text)
        except NEVER:
            return


def kills(office, seed):
    chance = random.Random(seed)
    for run in range(KILLS):
        office.serve()
        writers = [threading.Thread(target=write_until_it_dies, args=(office, run, n)) for n in range(4)]
        for writer in writers:
            writer.start()
        time.sleep(chance.uniform(0.005, 0.2))
        office.stop(signal.SIGKILL)
        for writer in writers:
            writer.join()
        office.nothing_is_lost(f"kill {run} of seed {seed}")
    must(f"{len(office.notes)} notes and {len(office.files)} files", len(office.notes) > KILLS and office.files)
    print(f"{KILLS} kills (seed {seed}): {len(office.notes)} notes and {len(office.files)} files acknowledged, none lost, "
          f"{office.orphans} files without a row")


def full_disk(office):
    wal = office.db + "-wal"
    office.serve(limit=os.path.getsize(office.db) + 300 * 1024)
    refused = 0
    for i in range(400):
        status, body = office.note(TASKS[0], f"full{i}" + "x" * 150)
        refused += status != 200
        must(f"{status}: {body}", status in (200, 500, 507) and "/duban.db" not in body)
        if refused > 3:
            break
    must("the disk was full", refused > 0)
    must("pages are read", office.ask("/api/v1/overview")[0] == 200)
    office.stop()
    office.nothing_is_lost("full disk")
    office.serve()
    must("later writes succeed", office.note(TASKS[0], "roomy")[0] == 200)
    office.stop()
    print(f"full disk: {refused} refused, nothing lost, log {os.path.getsize(wal) if os.path.exists(wal) else 0} bytes")


def clock_back(office):
    if not SHIM:
        print("SKIPPED: clock set back: no shim for this build")
        return
    off = os.path.join(office.folder, "off")
    with open(off, "w", encoding="ascii") as file:
        file.write("0")
    office.cookie = ""
    office.serve(LD_PRELOAD=SHIM, CLOCK_OFF_FILE=off)
    must("before", office.note(TASKS[1], "before the clock was set back")[0] == 200)
    ids = [i for (i,) in office.rows("SELECT id FROM progress_note ORDER BY id DESC LIMIT 1")]
    with open(off, "w", encoding="ascii") as file:
        file.write("-3600")
    # A session that was last seen an hour from now is no longer trusted: people sign in again, and go on.
    must("who was signed in is asked again", office.note(TASKS[1], "not written")[0] == 401)
    office.cookie = ""
    office.sign_in()
    status, body = office.note(TASKS[1], "after the clock was set back")
    must(f"after: {status} {body}", status == 200)
    (last, text) = office.rows("SELECT id, note_text FROM progress_note ORDER BY id DESC LIMIT 1")[0]
    must("what is later has the greater id", last > ids[0] and text.startswith("after"))
    must("pages", office.ask("/api/v1/overview")[0] == 200 and office.ask("/api/v1/tasks/" + TASKS[1])[0] == 200)
    office.stop()
    office.nothing_is_lost("clock set back an hour")
    print("clock set back an hour while serving: order of ids kept, nothing lost")


def restored_under_it(office):
    office.cookie = ""
    office.serve()
    office.do("backup", account="sysadmin")
    (name,) = office.rows("SELECT id FROM backup ORDER BY at DESC, id DESC LIMIT 1")[0]
    folder = os.path.join(office.data, "backups", name)
    must("a note after the backup", office.note(TASKS[2], "after the backup")[0] == 200)
    refused = subprocess.run(office.command("restore", folder, "--replace"), capture_output=True, text=True, check=False)
    must(f"refused while it serves: {refused.stderr}", refused.returncode == 4 and "stop the server" in refused.stderr)
    office.nothing_is_lost("refused restore")
    # somebody does it by hand: the server goes on with what is there now, and says the truth of it
    copy = office.db + ".copy"
    shutil.copy(os.path.join(folder, "duban.db"), copy)
    for end in ("-wal", "-shm"):
        if os.path.exists(office.db + end):
            os.remove(office.db + end)
    os.replace(copy, office.db)
    status, body = office.note(TASKS[2], "on the restored one")
    must(f"it goes on: {body}", status == 200)
    office.notes.remove("after the backup")
    office.nothing_is_lost("restored under it")
    must("what the backup did not have is not there",
         not office.rows("SELECT 1 FROM progress_note WHERE note_text = 'after the backup'"))
    office.stop()
    print("restored backup under a running server: refused by restore; swapped by hand it goes on and verifies")


def changed_file(office):
    (digest,) = office.rows("SELECT digest FROM stored_file ORDER BY digest LIMIT 1")[0]
    path = os.path.join(office.data, "files", digest[:2], digest)
    kept = open(path, "rb").read()
    os.chmod(path, 0o644)
    for change in (kept + b"x", None):
        os.remove(path)
        if change is not None:
            with open(path, "wb") as file:
                file.write(change)
        proof = office.verify()
        must(f"found: {proof.stdout}{proof.stderr}", proof.returncode != 0 and digest[:16] in proof.stdout + proof.stderr)
        with open(path, "wb") as file:
            file.write(kept)
    must("and healed", office.verify().returncode == 0)
    print("a file changed or taken out of the store: found each time")


def main():
    seed = int(os.environ.get("DUBAN_SEED", time.time_ns() % 1000000))
    with tempfile.TemporaryDirectory(prefix="duban-kill-server-") as folder:
        office = Office(folder)
        try:
            kills(office, seed)
            full_disk(office)
            clock_back(office)
            restored_under_it(office)
            changed_file(office)
        finally:
            office.process.kill()  # fine when it has ended


main()

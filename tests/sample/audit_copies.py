#!/usr/bin/env python3
"""Copies of the audit log elsewhere: by command from where the last one ended, beside the server through its end and a
cut line; and a checkpoint that finds a chain whose end was rewritten with its head: audit_copies.py DUBAN PROJECT_ROOT"""
import json
import re
import sqlite3
import subprocess
import time

from office import DUBAN, month_of_may, open_office, run

NOW = "2021-06-20T09:00:00"


def lines_of(text):
    return [json.loads(line) for line in text.splitlines()]


def in_the_database(office):
    return set(office.rows("SELECT chain, CAST(seq AS TEXT), hash FROM audit"))


def keys_of(lines):
    return [(row["chain"], row["seq"], row["hash"]) for row in lines]


def by_command(folder):
    office = open_office(folder)
    status, out, err = office.ask(NOW, "auditadmin", "audit", "export", "--format", "jsonl")
    first = lines_of(out)
    since = re.search(r"--since (\S+)", err)[1]
    assert status == 0 and first, err
    month_of_may(office, folder)
    _, out, err = office.ask(NOW, "auditadmin", "audit", "export", "--format", "jsonl", "--since", since)
    second = lines_of(out)
    copied = keys_of(first + second)
    assert len(copied) == len(set(copied)), "no row twice"
    assert set(copied) == in_the_database(office), "and none left out"
    for chain in {row["chain"] for row in first + second}:
        rows = [row for row in first + second if row["chain"] == chain]
        assert all(b["previous_hash"] == a["hash"] for a, b in zip(rows, rows[1:])), "the links can be followed in the copy"
    for account in ("clerk1", "director1", "sysadmin", "secadmin", "u_m1"):
        status, out, _ = office.ask(NOW, account, "audit", "export", "--format", "jsonl")
        assert status == 5 and not out, account
    status, _, err = office.ask(NOW, "auditadmin", "audit", "export", "--format", "jsonl", "--since", "nonsense")
    assert status == 2 and "CHAIN:SEQ" in err, err
    book = folder / "log.xlsx"
    office.do(NOW, "auditadmin", "--out", book, "audit", "export", "--format", "xlsx", "--result", "denied")
    assert book.read_bytes()[:2] == b"PK"


class Serving:
    def __init__(self, office, folder, copy):
        self.process = subprocess.Popen([DUBAN, "--db", f"sqlite:{office.path}", "--now", f"{NOW}+08:00", "--lang", "en", "serve",
                                         "--listen", "127.0.0.1:0", "--data", folder / "data", "--audit-copy", copy],
                                        stderr=subprocess.PIPE, text=True)
        self.said = ""
        while "http" not in self.said:
            line = self.process.stderr.readline()
            assert line, self.said
            self.said += line

    def stop(self):
        self.process.terminate()
        assert self.process.wait(30) == 0


def copied_until(office, copy, seconds=10):
    for _ in range(seconds * 20):
        whole = copy.read_text("utf-8").rpartition("\n")[0]
        if set(keys_of(lines_of(whole))) == in_the_database(office):
            return lines_of(whole)
        time.sleep(0.05)
    raise AssertionError("the copy does not come after")


def beside_the_server(folder):
    office = open_office(folder)
    copy = folder / "copy.jsonl"
    serving = Serving(office, folder, copy)
    copied_until(office, copy)
    month_of_may(office, folder)
    copied_until(office, copy)
    second = subprocess.run([DUBAN, "--db", f"sqlite:{office.path}", "--lang", "en", "serve", "--listen", "127.0.0.1:0", "--data",
                             folder / "data", "--audit-copy", copy], capture_output=True, text=True, check=False)
    assert second.returncode == 4 and "another program" in second.stderr, second.stderr
    serving.process.kill()
    serving.process.wait()
    with open(copy, "a", encoding="utf-8") as file:
        file.write('{"chain":"","seq":"99')  # as if it had been killed while it wrote
    office.do(NOW, "clerk1", "passwd", "--generate")
    serving = Serving(office, folder, copy)
    rows = copied_until(office, copy)
    serving.stop()
    assert len(keys_of(rows)) == len(set(keys_of(rows))), "no row twice"
    assert copy.read_text("utf-8").endswith("\n")
    assert copy.stat().st_mode & 0o777 == 0o600


def a_database_set_back(folder):
    office = open_office(folder)
    copy, aside = folder / "copy.jsonl", folder / "aside.jsonl"
    before = office.path.read_bytes()
    month_of_may(office, folder)
    serving = Serving(office, folder, copy)
    copied_until(office, copy)
    serving.stop()
    kept = copy.read_bytes()
    for later in (0, 1):  # with fewer rows than the file has, then with more, but others
        for end in ("-wal", "-shm"):
            office.path.with_name(office.path.name + end).unlink(missing_ok=True)
        office.path.write_bytes(before)
        with sqlite3.connect(office.path) as db:
            for _ in range(150 * later):
                db.execute("INSERT INTO audit (chain, seq, at, account, action, object, result, detail, salt, detail_digest, previous_hash,"
                           " hash, behalf, origin) SELECT chain, max(seq) + 1, 1, '', 'x', 'x', 'ok', '{}', '', '', '', '', '', '' FROM audit"
                           " GROUP BY chain")
            db.execute("UPDATE audit_head SET seq = (SELECT max(seq) FROM audit WHERE audit.chain = audit_head.chain)")
        db.close()
        serving = Serving(office, folder, copy)
        time.sleep(0.7)
        assert copy.read_bytes() == kept, "nothing is appended to another past"
        if later:
            copy.rename(aside)
            for _ in range(100):
                time.sleep(0 if copy.exists() else 0.05)
            copied_until(office, copy)
        serving.stop()
        said = serving.said + serving.process.stderr.read()
        assert said.count("Put the file aside") == 1 and ("goes on" in said) == bool(later), said


def a_rewritten_end(folder):
    office = open_office(folder)
    month_of_may(office, folder)
    kept = folder / "checkpoint.json"
    office.do(NOW, "auditadmin", "--out", kept, "audit", "checkpoint")
    assert office.ask(NOW, "auditadmin", "audit", "check", kept)[0] == 0
    assert office.ask(NOW, "auditadmin", "audit", "check", kept, "--key", json.loads(kept.read_text("utf-8"))["public_key"])[0] == 0
    assert office.ask(NOW, "auditadmin", "audit", "check", kept, "--key", "0" * 64)[0] == 4
    with sqlite3.connect(office.path) as db:  # the last rows and the head, as if they had never been
        (chain, seq), = db.execute("SELECT chain, max(seq) FROM audit WHERE chain <> ''").fetchall()
        db.execute("DELETE FROM audit WHERE chain = ? AND seq = ?", (chain, seq))
        db.execute("UPDATE audit_head SET seq = seq - 1, hash = (SELECT hash FROM audit WHERE chain = ? AND seq = ?) WHERE chain = ?",
                   (chain, seq - 1, chain))
    db.close()
    status, _, err = office.ask(NOW, "auditadmin", "audit", "check", kept, lang="en")
    assert status == 4 and "cut off or rewritten" in err, err
    said = json.loads(kept.read_text("utf-8"))
    said["body"] = said["body"].replace('"seq":"', '"seq":"1')
    kept.write_text(json.dumps(said), encoding="utf-8")
    status, _, err = office.ask(NOW, "auditadmin", "audit", "check", kept, lang="en")
    assert status == 4 and "signature" in err, err
    status, _, err = office.ask(NOW, "auditadmin", "audit", "check", folder / "nothing.json")
    assert status == 3, err


run([by_command, beside_the_server, a_database_set_back, a_rewritten_end])

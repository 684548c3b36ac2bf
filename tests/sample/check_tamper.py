#!/usr/bin/env python3
"""Changes one value at a time behind the program's back; `duban verify` must find every single one.

    check_tamper.py DUBAN PROJECT_ROOT [SEED]

Plays the sample year, then changes or removes random rows of every table that holds what was reported,
published, decided or logged, runs verify, and puts the row back."""
import concurrent.futures
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

DUBAN, ROOT = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 2021
SAMPLE = ROOT / "data/samples/shifanshi-2021"
# table: how many changes
CHANGES = {"run_unit": 15, "run_node": 15, "submission_value": 15, "submission": 15, "audit": 15, "circular": 15, "circular_paper": 10,
           "event": 15, "submission_task": 10, "run": 12, "talk": 8, "talk_step": 8, "appeal": 8, "progress_note": 8, "light_rule": 4}
WORKERS = 2


def other(value, kind):
    if kind == "BOOLEAN" or (isinstance(value, int) and value in (0, 1) and kind == "INTEGER"):
        return 1 - int(value)
    if isinstance(value, int):
        return value + 1
    if value and value[-1].isdigit():
        return value[:-1] + str((int(value[-1]) + 1) % 10)
    return (value or "") + "x"


def draw(db, rng):
    """(table, rowid, column or None to remove, new value)"""
    for table, wanted in CHANGES.items():
        columns = [(r[1], r[2]) for r in db.execute(f"PRAGMA table_info({table})")]
        where = "WHERE run IN (SELECT id FROM run WHERE published_on <> '')" if table in ("run_unit", "run_node") else ""
        rows = [r[0] for r in db.execute(f"SELECT rowid FROM {table} {where} ORDER BY rowid")]
        for _ in range(wanted):
            row, (column, kind) = rng.choice(rows), rng.choice(columns)
            value = db.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (row,)).fetchone()[0]
            yield table, row, column, other(value, kind)
        for _ in range(2):
            yield table, rng.choice(rows), None, None


def try_one(path, change):
    table, row, column, value = change
    with sqlite3.connect(path, isolation_level=None) as db:
        names = [r[1] for r in db.execute(f"PRAGMA table_info({table})")]
        kept = db.execute(f"SELECT {', '.join(names)} FROM {table} WHERE rowid = ?", (row,)).fetchone()
        try:
            if column:
                db.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (value, row))
            else:
                db.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))
        except sqlite3.IntegrityError:
            return True, "the database itself refuses"
        done = subprocess.run([DUBAN, "--db", f"sqlite:{path}", "verify"], capture_output=True, text=True, check=False)
        db.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))
        marks = ", ".join("?" * (len(names) + 1))
        db.execute(f"INSERT INTO {table} (rowid, {', '.join(names)}) VALUES ({marks})", (row, *kept))
    return done.returncode > 0 and bool(done.stderr.strip()), done.stderr.strip()


def work(path, changes):
    return [(c, *try_one(path, c)) for c in changes]


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([sys.executable, ROOT / "tools/make_sample.py", SAMPLE, folder / "files"], check=True)
        subprocess.run(["sh", ROOT / "tools/run_year.sh", DUBAN, SAMPLE, folder / "files", f"sqlite:{folder}/0.db"], check=True)
        for worker in range(1, WORKERS):
            shutil.copy(folder / "0.db", folder / f"{worker}.db")
        with sqlite3.connect(folder / "0.db") as db:
            changes = list(draw(db, random.Random(SEED)))
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            parts = pool.map(work, [folder / f"{w}.db" for w in range(WORKERS)], [changes[w::WORKERS] for w in range(WORKERS)])
            results = [r for part in parts for r in part]
        clean = subprocess.run([DUBAN, "--db", f"sqlite:{folder}/0.db", "verify"], capture_output=True, text=True, check=False)
    missed = [(c, said) for c, found, said in results if not found]
    for (table, row, column, value), said in missed:
        print(f"not found: {table} row {row} {column or '(removed)'} = {value!r}: {said}")
    if clean.returncode:
        print(f"put back, and verify still complains: {clean.stderr}")
    failed = len(missed) + (clean.returncode != 0)
    print(f"{len(results) + 1 - failed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


sys.exit(main())

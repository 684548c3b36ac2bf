#!/usr/bin/env python3
"""duban render: one job in, JSON lines out; the rights are those of the job's account; it dies with who
started it and leaves nothing when it is ended. And the jobs of the server (app/upkeep/jobs) with the real program.

usage: test_render.py DUBAN ROOT JOBS_RUN"""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../xlsx"))
import books
import runs
from test_export import do, fill

NOW = 1640912400000


def start(duban, job, **options):
    child = subprocess.Popen([duban, "render"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
    child.stdin.write(job if isinstance(job, str) else json.dumps(job))
    child.stdin.close()
    return child


def render(duban, job):
    """(status, progress lines, last line)"""
    child = start(duban, job)
    lines = [json.loads(line) for line in child.stdout.read().splitlines()]
    child.stderr.read()
    runs.must("there is a last line", lines)
    return child.wait(), lines[:-1], lines[-1]


def kinds(duban, job, folder):
    for kind, form, start_of_file, name in [
            ("export-ledger", "xlsx", b"PK", "任务台账2021-12-31.xlsx"), ("export-ledger", "csv", b"\xef\xbb\xbf", "任务台账2021-12-31.csv"),
            ("export-reports", "csv", b"\xef\xbb\xbf", "报送数据2021-12-31.csv"), ("export-campaign", "xlsx", b"PK", "2021-12-31.xlsx"),
            ("circular-docx", "docx", b"PK", "通报2021-04.docx")]:
        out = os.path.join(folder, f"out.{form}")
        status, progress, last = render(duban, dict(job, kind=kind, format=form, out=out, period="2021-04"))
        runs.same(f"{kind} {form}: {last}", status, 0)
        runs.same(f"{kind}: result and bytes", (last["result"], last["bytes"]), (out, os.path.getsize(out)))
        runs.must(f"{kind}: {last['name']}", last["name"].endswith(name) and "/" not in last["name"])
        with open(out, "rb") as file:
            runs.must(f"{kind}: form", file.read(3).startswith(start_of_file))
        for line in progress:
            runs.must(f"{kind}: {line}", line["done"] <= line["total"])
        os.remove(out)
    runs.same("nothing is left", os.listdir(folder), [])


def refusals(duban, job, folder):
    good = dict(job, kind="export-reports", format="csv", out=os.path.join(folder, "o.csv"))
    cases = [(dict(good, account="leader1"), 5, "DENIED"), (dict(good, account="nobody"), 3, "ACCOUNT_UNKNOWN"),
             (dict(good, kind="export-all"), 2, "TREE_WORD"), (dict(good, kind="export-campaign"), 2, "EXPORT_FORMAT"),
             (dict(good, kind="circular-docx", format="docx"), 2, "TREE_MISSING"), (dict(good, colour="red"), 2, "TREE_KEY"),
             (dict(good, now_ms=-1), 2, "TREE_VALUE"), (dict(good, db="sqlite:/nowhere/x.db"), 3, "DB_NOT_INIT"), ("{", 2, "JSON_SYNTAX"),
             ("", 2, "JSON_SYNTAX"), ("[]", 2, "TREE_KIND"), ('{"kind":"export-ledger","kind":"export-ledger"}', 2, "JSON_TWICE"),
             (" " * 70000, 6, "FILE_TOO_LARGE"), (dict(good, out="/dev/null"), 2, "FILE_SPECIAL")]
    for order, status, code in cases:
        found, _, last = render(duban, order)
        runs.must(f"{order}: {found} {last}", found == status and last["error"]["code"].startswith(code))
        runs.must("arguments are texts", all(isinstance(value, str) for value in last["error"]["args"].values()))
    runs.same("nothing is left", os.listdir(folder), [])


def endings(duban, job, folder):
    long = dict(job, kind="export-reports", format="xlsx", out=os.path.join(folder, "o.xlsx"), tmp=folder)
    status, progress, last = render(duban, long)
    runs.same(f"the long one: {last}", status, 0)
    runs.must(f"progress is told: {progress}", progress and progress[-1]["rows"] <= last["rows"])
    os.remove(long["out"])
    child = start(duban, long)
    runs.must("it runs", runs.wait_for("temporary", lambda: runs.temporaries(folder), child))
    child.send_signal(signal.SIGTERM)
    runs.same("ended by SIGTERM", child.wait(), -signal.SIGTERM)
    runs.same("left after SIGTERM", os.listdir(folder), [])
    parent = subprocess.Popen([sys.executable, "-c", "import subprocess, sys, time\n"
                               "child = subprocess.Popen([sys.argv[1], 'render'], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)\n"
                               "child.stdin.write(sys.argv[2].encode())\nchild.stdin.close()\nprint(child.pid, flush=True)\ntime.sleep(600)",
                               duban, json.dumps(long)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    pid = int(parent.stdout.readline())
    runs.must("it runs", runs.wait_for("temporary", lambda: runs.temporaries(folder), parent))
    parent.kill()
    parent.wait()
    until = time.monotonic() + 30
    while os.path.exists(f"/proc/{pid}") and "zombie" not in open(f"/proc/{pid}/status", encoding="ascii").read():
        runs.must("the child dies with its parent", time.monotonic() < until)
        time.sleep(0.01)
    runs.same("left after the parent's death", os.listdir(folder), [])


def jobs(duban, jobs_run, job, folder):
    """The server's registry with the real program: done, cancelled, and swept after kill -9."""
    exports = os.path.join(folder, "exports")
    def run(*words):
        return subprocess.run([jobs_run, duban, job["db"], folder, *words], stdout=subprocess.PIPE, text=True)
    for what, form in ("ledger", "xlsx"), ("campaign", "xlsx"), ("reports", "csv"), ("reports", "xlsx"):
        done = run("take", "clerk1", what, form)
        runs.same(f"{what} {form}: {done.stdout}", done.returncode, 0)
    runs.must(f"percent and rows were heard: {done.stdout}", "rows 0" not in done.stdout)
    done = run("take", "leader1", "reports", "csv")
    runs.must(f"refused as it is to the person: {done.stdout}", done.returncode == 1 and "leader1" in done.stdout)
    done = run("drop", "clerk1", "reports", "xlsx")
    runs.same(f"cancelled: {done.stdout}", done.returncode, 0)
    runs.same("nothing is left of it", os.listdir(exports), [])
    child = subprocess.Popen([jobs_run, duban, job["db"], folder, "drop-never", "clerk1", "reports", "xlsx"], stdout=subprocess.PIPE)
    runs.must("it runs", runs.wait_for("temporary", lambda: any(".duban-" in name for name in os.listdir(exports)), child))
    child.kill()
    child.wait()
    until = time.monotonic() + 30
    while os.listdir(exports):
        runs.must(f"gone with the server: {os.listdir(exports)}", time.monotonic() < until)
        time.sleep(0.01)


def main():
    duban, root, jobs_run = (os.path.abspath(path) for path in sys.argv[1:4])
    with tempfile.TemporaryDirectory(prefix="duban-bulk-") as top:
        db = f"sqlite:{top}/r.db"
        do(duban, db, "init")
        do(duban, db, "import", "campaign", os.path.join(root, "data/samples/shifanshi-2021"))
        job = {"account": "clerk1", "db": db, "now_ms": NOW, "lang": "zh"}
        os.mkdir(os.path.join(top, "kinds"))
        kinds(duban, dict(job, db=played(duban, root, top)), os.path.join(top, "kinds"))
        for name, check, versions in (("refusals", refusals, 1), ("endings", endings, 12)):
            place = os.path.join(top, name)
            os.mkdir(place)
            with_fill(db, versions)
            check(duban, job, place)
        os.mkdir(os.path.join(top, "data"))
        jobs(duban, jobs_run, job, os.path.join(top, "data"))
    print("renders and jobs are what they should be")


def played(duban, root, top):
    """The sample year until the first circular can be drafted."""
    with open(os.path.join(root, "data/samples/shifanshi-2021/year.txt"), encoding="utf-8") as file:
        until = next(number for number, line in enumerate(file, 1) if "publish --period 2021-04" in line)
    return books.play(duban, root, os.path.join(top, "year"), until + 1)[1]


def with_fill(db, versions):
    """More versions than before: those there are go first."""
    import sqlite3
    with sqlite3.connect(db.removeprefix("sqlite:")) as base:
        base.execute("DELETE FROM submission_value")
        base.execute("DELETE FROM submission")
    fill(db, versions)


main()

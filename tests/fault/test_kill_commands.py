#!/usr/bin/env python3
"""kill -9 at 100 random moments of the real commands: import of a month, forty reports accepted
together, evaluation, freeze, import of a campaign. After each the database verifies and holds all or nothing of that step.

usage: test_kill_commands.py DUBAN SOURCE_ROOT [RUNS]   (RUNS: all together, default 100)
       test_kill_commands.py --check DB KIND            (used by the run itself)"""
import os
import shlex
import sqlite3
import subprocess
import sys
import tempfile

# what a step adds: a query whose answer must be one of two numbers
STEPS = {
    "reports": ("SELECT count(*) FROM submission WHERE period = '2021-04' AND kind = 'report'", (0, 42)),
    "accept": ("SELECT (SELECT count(*) FROM report_step WHERE state = 'accepted') * 1000 + "
               "(SELECT count(DISTINCT submission) FROM report_step)", (0, 40040)),
    "evaluate": ("SELECT count(*) FROM run WHERE period = '2021-04' AND kind = 'trial'", (0, 3)),
    "freeze": ("SELECT count(*) FROM run WHERE period = '2021-04' AND kind = 'frozen'", (0, 3)),
    "campaign": ("SELECT (SELECT count(*) FROM campaign) * 1000 + (SELECT count(*) FROM unit)", (0, 1044)),
}


def check(path, kind):
    query, allowed = STEPS[kind]
    with sqlite3.connect(path) as db:
        found = db.execute(query).fetchone()[0]
        runs = db.execute("SELECT count(*) FROM run r WHERE NOT EXISTS (SELECT 1 FROM run_unit u WHERE u.run = r.id)")
        half = runs.fetchone()[0]
    if found not in allowed or half:
        sys.exit(f"{kind}: found {found}, expected one of {allowed}; runs without units: {half}")


def main():
    if sys.argv[1] == "--check":
        check(sys.argv[2], sys.argv[3])
        return
    duban, root = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    here = os.path.dirname(os.path.abspath(__file__))
    sample = os.path.join(root, "data/samples/shifanshi-2021")
    with tempfile.TemporaryDirectory(prefix="duban-kill-") as top:
        out = os.path.join(top, "out")
        subprocess.run([sys.executable, os.path.join(root, "tools/make_sample.py"), sample, out], check=True,
                       stdout=subprocess.DEVNULL)
        with open(os.path.join(sample, "year.txt"), encoding="utf-8") as file:
            lines = file.read().split("\n")

        def base_before(text):
            """The office's year up to the line that holds text, as a database; and that line."""
            at = next(i for i, line in enumerate(lines) if text in line and not line.startswith("#"))
            path = os.path.join(top, text.replace(" ", "-").replace("/", "-").replace("$", "") + ".db")
            if not os.path.exists(path):  # two kinds begin at the same moment
                subprocess.run([os.path.join(root, "tools/run_year.sh"), duban, sample, out, "sqlite:" + path],
                               check=True, env=dict(os.environ, UNTIL=str(at + 1)))
            with sqlite3.connect(path) as db:
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            instant, account, *command = shlex.split(lines[at].replace("$OUT", out).replace("$SAMPLE", sample))
            return path, [duban, "--as", account, "--now", instant, "--db", "sqlite:{dir}/k.db"] + command

        def accept_before(text):
            """The same moment, and forty reports that a clerk may see accepted with one order."""
            path, _ = base_before(text)
            with sqlite3.connect(path) as db:
                units = [unit for (unit,) in db.execute(
                    "SELECT s.party FROM submission s JOIN unit u ON u.campaign = s.campaign AND u.code = s.party "
                    "WHERE s.period = '2021-04' AND s.kind = 'report' AND NOT u.restricted ORDER BY u.position LIMIT 40")]
            if len(units) != 40:
                sys.exit(f"accept: {len(units)} reports are there to be accepted, expected 40")
            instant = shlex.split(next(line for line in lines if text in line and not line.startswith("#")))[0]
            return path, [duban, "--as", "clerk1", "--now", instant, "--db", "sqlite:{dir}/k.db", "review", "accept",
                          "--period", "2021-04", "--together"] + units

        for kind, text in (("reports", "import reports $OUT/reports/2021-04"), ("accept", "evaluate --period 2021-04"),
                           ("evaluate", "evaluate --period 2021-04"),
                           ("freeze", "freeze --period 2021-04"), ("campaign", "import campaign $SAMPLE")):
            base, victim = (accept_before if kind == "accept" else base_before)(text)
            checks = (f"{shlex.quote(duban)} --db sqlite:{{dir}}/k.db verify && {shlex.quote(sys.executable)} "
                      f"{shlex.quote(os.path.abspath(__file__))} --check {{dir}}/k.db {kind}")
            subprocess.run([sys.executable, os.path.join(here, "kill_at_random.py"), "--runs", str(max(1, runs // len(STEPS))),
                            "--seed", str(ord(kind[0])), "--setup", f"cp {shlex.quote(base)} {{dir}}/k.db",
                            "--victim", shlex.join(victim).replace("'sqlite:{dir}/k.db'", "sqlite:{dir}/k.db"),
                            "--check", checks], check=True)
            print(f"[       OK ] kill -9 at {max(1, runs // len(STEPS))} moments of {kind}")


main()

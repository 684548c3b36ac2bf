#!/usr/bin/env python3
"""kill -9 at 100 random moments of the real commands: import of a month, forty reports accepted
together, evaluation, opening, confirmation, freeze, publication with its proposals, a circular signed, issued and received, minutes of a talk and
what was done of them, a ruling on an appeal, a scheme proposed and approved, import of a campaign, a folder that is kept. After each the database verifies and holds all or
nothing of that step; of a folder all or nothing of each unit, and the same folder once more has the rest.

usage: test_kill_commands.py DUBAN SOURCE_ROOT [RUNS]   (RUNS: all together, default 100)
       test_kill_commands.py --check DB KIND            (used by the run itself)
       test_kill_commands.py --check-folder FOLDER COMMAND…"""
import os
import re
import shlex
import shutil
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
# the same of the evaluation month: the answer before, or that of a run which nobody stops
MONTH = {
    "open": "SELECT count(*) FROM result_opening",
    "confirm": "SELECT count(*) FROM result_confirmation",
    "publish": "SELECT (SELECT count(*) FROM run WHERE published_on <> '') * 10000 + (SELECT count(*) FROM talk) * 100 + (SELECT count(*) FROM talk_step)",
    "circular": "SELECT (SELECT count(*) FROM circular) * 1000000 + (SELECT count(*) FROM circular_issue) * 1000 + (SELECT count(*) FROM circular_paper)",
    "talk": "SELECT (SELECT count(*) FROM talk_step) * 10000 + (SELECT count(*) FROM talk_record) * 100 + (SELECT count(*) FROM talk_commitment)",
    "sign": "SELECT count(*) FROM circular_sign",
    "receive": "SELECT count(*) FROM circular_receipt",
    "commit": "SELECT count(*) FROM talk_commitment",
    "propose": "SELECT count(*) FROM scheme_version",
    "approve": "SELECT (SELECT count(*) FROM scheme_version) * 100 + (SELECT count(*) FROM scheme_decision)",
    "ruling": "SELECT (SELECT count(*) FROM appeal_ruling) * 10000 + (SELECT count(*) FROM submission)",
}


def check(path, kind, *may):
    query, allowed = (MONTH[kind], [int(one) for one in may]) if kind in MONTH else STEPS[kind]
    with sqlite3.connect(path) as db:
        found = db.execute(query).fetchone()[0]
        runs = db.execute("SELECT count(*) FROM run r WHERE NOT EXISTS (SELECT 1 FROM run_unit u WHERE u.run = r.id)")
        half = runs.fetchone()[0]
    if found not in allowed or half:
        sys.exit(f"{kind}: found {found}, expected one of {allowed}; runs without units: {half}")


KEPT = 8  # reports of the folder


def check_folder(folder, keep, verify):
    """A report has its values, its original and the place of it, or is not there; what a kill left is no obstacle."""
    def whole():
        with sqlite3.connect(os.path.join(folder, "k.db")) as db:
            reports = db.execute("SELECT id, party FROM submission WHERE period = '2021-04' AND kind = 'report'").fetchall()
            for report, unit in reports:
                values, = db.execute("SELECT count(*) FROM submission_value WHERE submission = ?", (report,)).fetchone()
                named = db.execute("SELECT count(*) FROM submission_task t JOIN attachment a ON instr(t.cells, a.digest) > 0 "
                                   "WHERE t.submission = ? AND t.kind = 'evidence' AND a.object = 'report 2021-04 ' || ?", (report, unit)).fetchone()[0]
                if not values or named != 1:
                    sys.exit(f"folder: the report of {unit} has {values} values and {named} originals")
            if len({unit for _, unit in reports}) != len(reports):
                sys.exit(f"folder: a unit was kept twice: {reports}")
        said = subprocess.run(verify, capture_output=True, text=True, check=False)
        # bytes whose row never came are no loss: the nightly sweep takes them away
        told = re.findall(r"^Verification \((\w+)\)", said.stderr, re.M)
        if set(told) - {"file_orphan"} or (said.returncode != 0) != bool(told):
            sys.exit(f"folder: {said.stdout}{said.stderr}")
        return len(reports)
    before = whole()
    again = subprocess.run(keep, capture_output=True, text=True, check=False)
    if again.returncode or whole() != KEPT:
        sys.exit(f"folder: of {KEPT} {before} were kept, and after it once more {whole()}: {again.stdout[-2000:]}{again.stderr[-500:]}")
    print(before > 0, before == KEPT)


def main():
    if sys.argv[1] == "--check-folder":
        at = sys.argv.index("--and")
        check_folder(sys.argv[2], sys.argv[3:at], sys.argv[at + 1:])
        return
    if sys.argv[1] == "--check":
        check(*sys.argv[2:])
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

        def folder_before(text):
            """A month nobody has reported, and the forms of eight units as they would drop them."""
            path, victim = base_before(text)
            drop = os.path.join(top, "drop")
            os.makedirs(drop, exist_ok=True)
            forms = sorted(os.listdir(os.path.join(out, "reports/2021-04")))
            for name in forms[-KEPT:]:
                shutil.copy(os.path.join(out, "reports/2021-04", name), drop)
            now = victim[victim.index("--now") + 1]
            return path, [duban, "--as", "clerk1", "--now", now, "--lang", "en", "--db", "sqlite:{dir}/k.db", "--data", "{dir}/data",
                          "import", "folder", drop, "--period", "2021-04"]

        def words(instant, account, *command, db="{dir}/k.db"):
            return [duban, "--as", account, "--now", instant, "--db", "sqlite:" + db, *command]

        def after(text, name, *commands):
            """The moment after the line that holds text and these commands: (instant, account, words…)."""
            base, victim = base_before(text)
            path = os.path.join(top, f"{name}.db")
            shutil.copy(base, path)
            for command in (victim, *(words(*one) for one in commands)):
                subprocess.run([word.replace("{dir}/k.db", path) for word in command], check=True, stdout=subprocess.DEVNULL)
            with sqlite3.connect(path) as db:
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return path

        def receive_after(text):
            return after(text, "receive"), words("2021-05-24T09:00:00+08:00", "u_c04", "circular", "receive", "--period", "2021-04", "--signer", "示例：办公室主任")

        def commit_after(text):
            return after(text, "commit"), words("2021-06-30T16:00:00+08:00", "u_c04", "talks", "commit", "--period", "2021-05", "--unit", "c04", "--position", "2",
                                                "--on", "2021-06-30", "--text", "示例：已整改", "--evidence", "示例：整改台账")

        scheme = ("scheme", "propose", os.path.join(sample, "schemes/county-v1.yaml"), "--effective", "2021-12", "--reason", "示例：沿用原办法")

        def propose_after(text):
            return after(text, "propose"), words("2021-05-24T09:00:00+08:00", "clerk1", *scheme)

        def approve_after(text):
            return (after(text, "approve", ("2021-05-24T09:00:00+08:00", "clerk1", *scheme)),
                    words("2021-05-24T10:00:00+08:00", "director1", "scheme", "approve", "--group", "county", "--version", "3", "--authority", "示例市委",
                          "--document", "示例〔2021〕9号", "--dated", "2021-05-20"))

        def before_and_after(kind, base, victim):
            copy = os.path.join(top, "k.db")
            shutil.copy(base, copy)
            found = []
            for stop in (False, True):
                with sqlite3.connect(copy) as db:
                    found.append(str(db.execute(MONTH[kind]).fetchone()[0]))
                if not stop:
                    subprocess.run([word.replace("{dir}", top) for word in victim], check=True, stdout=subprocess.DEVNULL)
            if found[0] == found[1]:
                sys.exit(f"{kind}: the command adds nothing that is counted: {found}")
            for one in (copy, copy + "-wal", copy + "-shm"):
                if os.path.exists(one):
                    os.remove(one)
            return found

        kinds = (("folder", "import reports $OUT/reports/2021-04"), ("reports", "import reports $OUT/reports/2021-04"), ("accept", "evaluate --period 2021-04"),
                 ("evaluate", "evaluate --period 2021-04"),
                 ("freeze", "freeze --period 2021-04"), ("campaign", "import campaign $SAMPLE"),
                 ("open", "result open --period 2021-04"), ("confirm", "result confirm --period 2021-04"), ("publish", "publish --period 2021-05"),
                 ("circular", "circular issue --period 2021-04"), ("talk", "talks hold --period 2021-05"), ("ruling", "appeal uphold --period 2021-10"),
                 ("sign", "circular sign --step approved --period 2021-04"), ("receive", "circular issue --period 2021-04"), ("commit", "talks hold --period 2021-05"),
                 ("propose", "circular issue --period 2021-04"), ("approve", "circular issue --period 2021-04"))
        made = {"accept": accept_before, "folder": folder_before, "receive": receive_after, "commit": commit_after, "propose": propose_after, "approve": approve_after}
        each = max(1, runs // len(kinds))
        for kind, text in kinds:
            base, victim = made.get(kind, base_before)(text)
            checks = (f"{shlex.quote(duban)} --db sqlite:{{dir}}/k.db verify && {shlex.quote(sys.executable)} "
                      f"{shlex.quote(os.path.abspath(__file__))} --check {{dir}}/k.db {kind}{''.join(' ' + one for one in (before_and_after(kind, base, victim) if kind in MONTH else ()))}")
            if kind == "folder":
                verify = [duban, "--lang", "en", "--db", "sqlite:{dir}/k.db", "--data", "{dir}/data", "verify"]
                checks = shlex.join([sys.executable, os.path.abspath(__file__), "--check-folder", "{dir}", *victim, "--and", *verify])
            subprocess.run([sys.executable, os.path.join(here, "kill_at_random.py"), "--runs", str(each),
                            "--seed", str(ord(kind[0])), "--setup", f"cp {shlex.quote(base)} {{dir}}/k.db",
                            "--victim", shlex.join(victim),
                            "--check", checks], check=True)
            print(f"[       OK ] kill -9 at {each} moments of {kind}")


main()

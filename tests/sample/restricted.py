"""What stands in a restricted area is seen by whose it is and by whom the right was granted, and by nobody else: on
page, API, command and export. scores_served.py plays it on the sample year."""
import csv
import io
import sqlite3
import subprocess
import urllib.parse

UNIT, TASK, TASK_TEXT = "t09", "2.4.1", "安全隐患按期整改"
WITHOUT = ("clerk1", "director1", "leader1", "inspector1", "u_t01", "u_c09", "u_d01", "o_fgw")
GRANT = "INSERT INTO account_grant VALUES (?, 1, 'test', 1, 'test', 1, '', 0, '', '', '')"


def raw(person, path):
    """(status, text) of an address as it is, page or JSON."""
    answer = person.answer("GET", urllib.parse.quote(path, safe="/?=&"), None, {"Cookie": person.cookie})
    return answer.status, answer.read().decode("utf-8", "replace")


def addresses(period, ids):
    plain = ["/", "/ledger", f"/tasks/{TASK}", "/tasks/3.1", "/rankings", f"/rankings/{period}/taskforce",
             f"/units/{UNIT}", f"/units/{UNIT}?period={period}", "/units/t11", "/circulars", f"/circulars/{period}",
             "/inbox", "/remind", "/calls", "/files"]
    files = ["/ledger/file", f"/rankings/{period}/taskforce/file", f"/circulars/{period}/file?format=csv"]
    pages = plain + [f"/submissions/{i}" for i in ids]
    return pages + files + ["/api/v1/overview"] + ["/api/v1" + p for p in pages[1:] + files]


class Walk:
    def __init__(self, check, duban, db, now):
        self.check, self.duban, self.db, self.now = check, duban, db, now

    def command(self, account, *words):
        done = subprocess.run([self.duban, "--db", self.db, "--as", account, "--now", self.now, *words], check=False,
                              capture_output=True)
        return done.returncode, done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")

    def rows(self, sql, *args):
        with sqlite3.connect(self.db[len("sqlite:"):]) as db:
            return db.execute(sql, args).fetchall()

    def hidden(self, what, text, marks):
        found = [m for m in marks if m in text]
        self.check(not found, f"{what} shows {found[:3]}")

    def without(self, person, account, period, ids, marks):
        for path in addresses(period, ids):
            status, text = raw(person, path)
            self.check(status in (200, 403, 409), f"{account} {path}: {status}")  # 409: no month is open to be reminded of
            # the numbers of what was handed in stand in the address itself
            self.hidden(f"{account} {path}", text, [m for m in marks if m not in path])
            if "/submissions/" in path:
                self.check(status == 403, f"{account} opens {path}: {status}")
        for words in (("ledger",), ("ledger", "--format", "json"), ("rank", "--period", period, "--group", "taskforce"),
                      ("talks",), ("progress", "--task", TASK), ("circular", "--period", period)):
            self.hidden(f"{account} {' '.join(words)}", self.command(account, *words)[1], marks)
        status, text = self.command(account, "explain", "--period", period, "--unit", UNIT)
        self.check(status == 5, f"{account} explain: {status} {text[:100]}")

    def closed_page(self, clerk):
        _, _, view = clerk.ask("GET", f"/units/{UNIT}")
        published = [m for m in view["months"] if m.get("rank")]
        self.check(len(published) == 1 and published[0]["rank"] > 0, f"its last rank stands: {view['months']}")
        self.check(not view["reports"] and not view["tasks"] and not view.get("explanation"), "and nothing of how it came")
        _, _, ranking = clerk.ask("GET", "/rankings/2021-10/taskforce")
        row = next(u for u in ranking["units"] if u["code"] == UNIT)
        self.check(row["rank"] and row["score"] and row["change"] is None and not any(row["ranks"][:-1]), f"of its past: {row}")

    def exported(self, account, folder, own):
        out = folder / f"reports-{account}.csv"
        status, text = self.command(account, "--out", str(out), "export", "reports", "--format", "csv")
        if status != 0:
            self.check(status == 5 and not own, f"{account} export: {status} {text}")
            return
        units = {row["单位编码"] for row in csv.DictReader(io.StringIO(out.read_text("utf-8-sig")))}
        self.check(bool(units) and ({UNIT, "t11"} & units == ({UNIT} if own else set())), f"{account} export: {units}")

    def granted(self, person, account, period, ids):
        _, _, view = person.ask("GET", f"/units/{UNIT}?period={period}")
        self.check(len(view["explanation"]["nodes"]) > 1 and view["reports"], f"{account} reads how it came about")
        self.check(raw(person, f"/submissions/{ids[0]}")[0] == 200, f"{account} opens what was handed in")
        status, text = self.command(account, "explain", "--period", period, "--unit", UNIT)
        self.check(status == 0, f"{account} explain: {status} {text[:100]}")
        for name in (f"score {UNIT} {period}", f"submission {ids[0]}"):
            found = self.rows("SELECT count(*) FROM audit WHERE account = ? AND action = 'restricted.read' AND object = ? AND "
                              "result = 'ok'", account, name)[0][0]
            self.check(found >= 1, f"that {account} read {name} is on record")
            if found:
                raw(person, f"/units/{UNIT}?period={period}")


def check_restricted(check, duban, db, now, folder, person_of):
    walk = Walk(check, duban, db, now)
    period = "2021-10"
    own = person_of(f"u_{UNIT}")
    ids = [r["id"] for r in own.ask("GET", f"/units/{UNIT}?period={period}")[2]["reports"]]
    marks = ids + [f"{TASK_TEXT}"]
    marks += [r[0] for r in walk.rows("SELECT digest FROM submission WHERE kind = 'report' AND party = ?", UNIT)]
    marks += [r[0] for r in walk.rows("SELECT basis FROM event WHERE unit = ? UNION SELECT evidence FROM event WHERE unit = ?",
                                      UNIT, UNIT) if len(r[0]) > 3]
    check(len(ids) >= 10 and len(marks) > 20, f"what must not be seen: {len(marks)}")
    for account in WITHOUT:
        person = person_of(account)
        mine = [m for m in marks if not (m == TASK_TEXT and account in ("u_c09",))]  # responsible for that task
        walk.without(person, account, period, ids[:2], mine)
    walk.closed_page(person_of("clerk1"))
    for account in ("clerk1", "u_t01", f"u_{UNIT}"):
        walk.exported(account, folder, account == f"u_{UNIT}")
    walk.granted(own, f"u_{UNIT}", period, ids)
    with sqlite3.connect(db[len("sqlite:"):]) as connection:
        for account in ("clerk2", "leader1"):
            connection.execute(GRANT, (account,))
    for account in ("clerk2", "leader1"):
        walk.granted(person_of(account), account, period, ids)
    walk.exported("clerk2", folder, False)
    status, text = raw(person_of("clerk2"), f"/tasks/{TASK}")
    check(status == 200 and TASK_TEXT in text and "<textarea" not in text, "who has the right reads the task, and notes a state only")
    check(walk.command("clerk2", "progress", "--task", TASK, "--state", "on_track", "--text", "字")[0] == 4, "no text there")
    check(walk.command("clerk2", "progress", "--task", TASK, "--state", "stuck")[0] == 0, "a state is noted")
    check(walk.command("clerk1", "progress", "--task", TASK, "--state", "stuck")[0] == 5, "by nobody else")
    with sqlite3.connect(db[len("sqlite:"):]) as connection:
        connection.execute("DELETE FROM account_grant WHERE account IN ('clerk2', 'leader1')")  # no audit row vouches for it

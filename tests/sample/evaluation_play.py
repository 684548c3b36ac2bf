#!/usr/bin/env python3
"""Two months evaluated by random people in random order, with corrections, appeals, talks, authorisations, kills and clocks:
evaluation_play.py DUBAN PROJECT_ROOT [SEED...]

Whatever is asked, by whom and for whom: no figure is published without two people who are not one by authorisation, none that is published
changes, a missing report breaks no streak, nobody rules on what he had a hand in, no talk starts without an approver or by one who asked for
it, a unit reads nothing that is not opened, and after every step the results are what a recomputation gives (duban verify). What must hold is
read from the tables here and known from nowhere else.
"""
import datetime
import json
import random
import sqlite3
import sys
import time
from contextlib import closing
from subprocess import DEVNULL, Popen

from office import APPLY, APPROVE, HOLD, MERGE, NOTIFY, REPORT, events_csv, open_office, run, write
import office as small

SEEDS, STEPS, MORE_STEPS = [int(s) for s in sys.argv[3:]] or [3, 5, 13, 29], 60, 45
# who may act for whom, of each play one
AUTHORISED = (("director2", "director1"), ("director1", "clerk1"), ("clerk2", "director1"), ("leader1", "director2"))
TALKS = {"apply": APPLY, "approve": APPROVE, "waive": ("--reason", "示例：不约谈"), "notify": NOTIFY, "receive": ("--signer", "示例局办公室主任"), "hold": HOLD,
         "report": REPORT, "verify": ("--result", "pass", "--opinion", "示例"), "close": (), "withdraw": ("--reason", "示例：撤回")}
STARTED = ("approved", "notified", "received", "held", "reported", "verified", "closed")
MONTHS = {"2021-05": "2021-06-07T10:00:00", "2021-06": "2021-07-07T10:00:00"}
PEOPLE = ("clerk1", "clerk2", "director1", "director2", "u_m1", "leader1", "owner1")
MORE = "clerk2,office_clerk,,office,活动办科员二\ndirector2,office_director,,office,活动办副主任二\n"
CORRECTION = "所属期,单位编码,指标编码,对象,原值,更正值,原因,依据\n{period},{unit},work,reported,{old},{new},示例：重复计数,示例说明\n"
STATUS = {0, 2, 3, 4, 5, 7}  # answered, not valid, not there, refused at this moment, denied, busy: never a defect


class Play:
    def __init__(self, folder, seed):
        self.folder, self.dice, self.n = folder, random.Random(seed), 0
        self.office = open_office(folder, f"play{seed}.db")
        self.principal, self.delegate = AUTHORISED[seed % len(AUTHORISED)]
        self.rulings = self.talks = 0
        self.eager = False # the second month is evaluated without detours, so that something is out while it is published
        with closing(sqlite3.connect(self.office.path)) as db: # made on a page, which no command does
            db.execute("INSERT INTO delegation VALUES ('0000000000003', ?, ?, '2021-06-01', '2021-12-31', '示例：出差', 1, ?, 0, '')", (self.principal, self.delegate, self.principal))
            db.commit()
        self.published, self.reports = {}, {}
        self.now = datetime.datetime.fromisoformat(MONTHS["2021-05"])
        self.month, self.trace = "2021-05", []

    # ---- what may be asked ----

    def step_of(self):
        """What an office would do next, if the dice say so; else anything."""
        row = dict(self.office.rows("SELECT kind, count(*) FROM run WHERE period = ? GROUP BY kind", self.month))
        opened = self.office.rows("SELECT max(until_on) FROM result_opening WHERE period = ?", self.month)[0][0]
        confirmed = self.office.rows("SELECT count(*) FROM result_confirmation WHERE period = ?", self.month)[0][0]
        if not self.office.rows("SELECT 1 FROM submission WHERE kind = 'report' AND period = ? LIMIT 1", self.month):
            return "reports"
        if not opened and not self.eager and self.dice.random() < 0.4:
            return "events"
        if row.get("frozen"):
            return "publish"
        if not row.get("trial"):
            return "evaluate"
        if not opened:
            return "open"
        if self.office.rows("SELECT 1 FROM appeal WHERE period = ? AND id NOT IN (SELECT appeal FROM appeal_ruling)", self.month):
            return self.dice.choice(("ruling", "ruling", "evaluate"))
        if self.now.date().isoformat() <= opened:
            if not self.eager and self.dice.random() < 0.7:
                return "file"
            self.now = datetime.datetime.fromisoformat(f"{opened}T09:00:00") + datetime.timedelta(days=1)
        if self.eager: # data that moved are tried again, and confirmed again
            return self.dice.choice(("evaluate", "confirm", "freeze", "freeze") if confirmed else ("evaluate", "confirm"))
        return "freeze" if confirmed else "confirm"

    def words(self, step):
        month, dice = ("--period", self.month), self.dice
        if step == "reports":
            files = sorted((MERGE / "reports" / self.month).glob("*.csv"))
            return [("import", "reports", path, *month) for path in files if dice.random() < 0.8 or path is files[0]]
        if step == "events":
            row = (f"m{dice.randrange(1, 6)}", "", "deduct", dice.choice(("D1", "D2")), "1", "示例", str(dice.randrange(99)))
            row = (row[0], f"示例{'一二三四五'[int(row[0][1]) - 1]}局", *row[2:])
            return [("import", "events", write(self.folder / f"e{self.n}.csv", events_csv(row)), *month)]
        if step == "correct":
            seen = self.office.rows("SELECT v.unit, v.value FROM submission s JOIN submission_value v ON v.submission = s.id "
                                    "WHERE s.period = ? AND v.indicator = 'work' ORDER BY s.seq DESC LIMIT 5", self.month)
            if not seen:
                return []
            unit, old = dice.choice(seen)
            sheet = CORRECTION.format(period=self.month, unit=unit, old=old, new=dice.choice((5, 20, 60, 90)))
            return [("import", "corrections", write(self.folder / f"c{self.n}.csv", sheet))]
        if step == "rule":
            return [("correction", "approve", "all")]
        if step in ("appeal", "file", "ruling"):
            waiting = self.office.rows("SELECT id FROM appeal WHERE id NOT IN (SELECT appeal FROM appeal_ruling)")
            if step != "file" and waiting and (step == "ruling" or dice.random() < 0.7):
                act = dice.choice(("uphold", "uphold", "part", "reject", "withdraw"))
                self.act = "ruling"
                return [("appeal", act, "--id", dice.choice(waiting)[0], "--reason", "示例", *(("--value", "47") if act == "part" else ()))]
            entered = self.office.rows("SELECT unit, rule FROM event WHERE period = ?", self.month)
            self.unit, which = dice.choice(entered) if entered and dice.random() < 0.6 else (f"m{dice.randrange(1, 6)}", "")
            what = ("--rule", which) if which else dice.choice((("--leaf", "work", "--value", str(dice.randrange(30, 60))), ("--leaf", "nodes", "--about", "na")))
            self.act = "file"
            return [("appeal", "file", *month, "--unit", self.unit, *what, "--reason", "示例")]
        if step == "talk":
            talks = self.office.rows("SELECT t.period, t.unit, s.state FROM talk t JOIN talk_step s ON s.talk = t.id "
                                     "WHERE s.number = (SELECT max(number) FROM talk_step WHERE talk = t.id)")
            if not talks:
                return []
            period, unit, state = dice.choice(talks)
            after = {"proposed": "apply", "applied": "approve", "approved": "notify", "notified": "receive", "received": "hold", "held": "report", "reported": "verify"}
            act = after.get(state, "close") if dice.random() < 0.8 else dice.choice(list(TALKS))
            self.unit, self.act = unit, act
            return [("talks", act, "--period", period, "--unit", unit, *self.days_of(TALKS[act]))]
        if step in ("open", "confirm"):
            return [("result", step, *month)]
        return [(step, *month)]

    def days_of(self, words):
        """A talk's days as they may be on this day."""
        today = self.now.date() + datetime.timedelta(days=2)
        return tuple(today.isoformat() if w == "2021-07-22" else w for w in words)

    def who(self, step):
        if step in ("appeal", "file", "ruling") and self.act == "ruling":
            return self.dice.choice(("director1", "director2", "director1", "director2", "clerk1", "u_m4"))
        if step in ("appeal", "file", "ruling"):
            return self.dice.choice((f"u_{self.unit}", f"u_{self.unit}", "clerk1", "director1"))
        if step == "talk":
            right = {"apply": ("clerk1", "director1", "director1"), "approve": ("leader1", "director1"), "notify": ("director1",), "receive": (f"u_{self.unit}",), "hold": ("director1", "director2"),
                     "report": (f"u_{self.unit}",), "verify": ("inspector1", "director1")}.get(self.act, ("leader1",))
            return self.dice.choice(right) if self.dice.random() < 0.75 else self.dice.choice(("clerk1", "clerk2", "director1", "director2", "leader1", "inspector1", "u_m1", "u_m2", "u_m3", "u_m4", "u_m5"))
        right = {"events": ("director1", "director2"), "reports": ("clerk1", "clerk2"), "correct": ("clerk1", "clerk2"), "rule": ("director1", "director2"),
                 "freeze": ("director1", "director2"), "publish": ("director1", "director2"),
                 "confirm": ("clerk1", "clerk2", "director1", "director2")}.get(step, ("clerk1", "director1"))
        return self.dice.choice(right if self.dice.random() < 0.8 else PEOPLE)

    def ask(self, who, words):
        at = self.now.isoformat()
        if who == self.delegate and self.dice.random() < 0.4:
            words = (*words, "--for", self.principal)
        if self.dice.random() < 0.12:  # the machine stops in the middle, and starts again
            running = Popen(self.office.command(at, who, *words, seed=str(self.n)), stdout=DEVNULL, stderr=DEVNULL)
            time.sleep(self.dice.random() * 0.03)
            running.kill()
            running.wait()
            return
        status, _, err = self.office.ask(at, who, *words, seed=str(self.n))
        assert status in STATUS, (who, words, status, err)

    def step(self):
        self.n += 1
        self.now += datetime.timedelta(hours=self.dice.choice((0, 1, 5, 30, -2)))
        step = self.step_of() if self.eager or self.dice.random() < 0.7 else self.dice.choice(
            ("evaluate", "open", "confirm", "freeze", "publish", "events", "events", "correct", "rule", "appeal", "appeal", "appeal", "talk", "talk"))
        if not self.eager and self.office.rows("SELECT 1 FROM talk LIMIT 1") and self.dice.random() < 0.4:
            step = "talk"
        if self.month == "2021-05" and "2021-05" in self.published and step == "publish":
            self.month, self.now = "2021-06", max(self.now, datetime.datetime.fromisoformat(MONTHS["2021-06"]))
            step = "reports"
        for words in self.words(step):
            who = self.who(step)
            self.trace.append((who, *words))
            self.ask(who, words)
        self.look()

    # ---- what must hold after each ----

    def look(self):
        self.look_at_freezes()
        self.look_at_rulings()
        self.look_at_talks()
        for run_id, period in self.office.rows("SELECT id, period FROM run WHERE published_on <> ''"):
            rows = (self.office.rows("SELECT * FROM run WHERE id = ?", run_id), self.office.rows("SELECT * FROM run_unit WHERE run = ? ORDER BY unit", run_id),
                    self.office.rows("SELECT * FROM run_node WHERE run = ? ORDER BY unit, node", run_id))
            assert self.published.setdefault(period, rows) == rows, f"{period} was published and has changed"
        self.look_at_streaks()
        self.look_at_appeals()
        opened = self.office.rows("SELECT 1 FROM result_opening WHERE period = ?", self.month)
        frozen = self.office.rows("SELECT 1 FROM run WHERE kind = 'frozen' AND period = ?", self.month)
        if not opened and not frozen:
            status, out, _ = self.office.ask(self.now.isoformat(), "u_m1", "explain", "--unit", "m1", "--period", self.month)
            assert status in (3, 5) and not out, f"a unit reads what is not opened: {out}"
        status, text = self.office.verify()
        assert status == 0 or ("问题1处" in text and "delegation 0000000000003" in text), text

    def one(self, *people):
        """Who did it, and for whom."""
        return set(people) - {""}

    def behalf(self, action, account, object_="%"):
        return [b for (b,) in self.office.rows("SELECT behalf FROM audit WHERE result = 'ok' AND action = ? AND account = ? AND object LIKE ?", action, account, object_)]

    def look_at_freezes(self):
        """Of each frozen period somebody else had confirmed exactly these results before."""
        results = {(p, g, n): d for p, g, n, d in self.office.rows("SELECT period, peer_group, number, result_digest FROM run")}
        for period, by, group, digest in self.office.rows("SELECT period, frozen_by, peer_group, result_digest FROM run WHERE kind = 'frozen'"):
            freezer = self.one(by, *self.behalf("freeze", by))
            found = self.office.rows("SELECT by_account, behalf, runs FROM result_confirmation WHERE period = ?", period)
            same = [(who, behalf) for who, behalf, runs in found if results.get((period, group, json.loads(runs)[group])) == digest]
            assert any(not freezer & {who, behalf} for who, behalf in same), f"{period} is frozen by {by} alone: {found}"
        for period, by in self.office.rows("SELECT period, published_by FROM run WHERE published_on <> '' AND kind <> 'frozen'"):
            raise AssertionError(f"{period} is published by {by} and was not frozen")

    def look_at_rulings(self):
        """Nobody rules on what he entered, confirmed, approved or filed, nor for nor by another."""
        self.rulings = 0
        for appeal, unit, event, filed, filed_for, indicator, month, ruler, ruled_for, at in self.office.rows(
                "SELECT a.id, value_unit, event, filed_by, filed_behalf, indicator, value_period, by_account, r.behalf, r.at FROM appeal a JOIN appeal_ruling r ON r.appeal = a.id "
                "WHERE ruling <> 'withdrawn'"):
            self.rulings += 1
            hands = {filed, filed_for}
            for (who,) in self.office.rows("SELECT entered_by FROM event WHERE id = ?", event):
                hands |= {who, *self.behalf("event.enter", who, f"%{event}%")}
            for entered, approved, submission in self.office.rows(
                    "SELECT entered_by, approved_by, s.id FROM submission s JOIN submission_value v ON v.submission = s.id "
                    "WHERE v.unit = ? AND v.indicator = ? AND s.period = ? AND s.received_at < ?", unit, indicator, month, at):
                hands |= {entered, approved, *(b for (b,) in self.office.rows("SELECT behalf FROM audit WHERE object LIKE ?", f"%{submission}%"))}
            both = self.one(ruler, ruled_for) & (hands - {""})
            assert not both, f"{ruler} for {ruled_for or 'himself'} ruled on appeal {appeal}, in which {both} had a hand: {hands}"

    def look_at_talks(self):
        """None starts but by an approval, of another than who applied; who verifies neither held it nor reported."""
        self.talks = 0
        for (talk,) in self.office.rows("SELECT id FROM talk"):
            steps = self.office.rows("SELECT s.state, s.by_account, coalesce(r.behalf, ''), coalesce(r.act, '') FROM talk_step s LEFT JOIN talk_record r "
                                     "ON r.talk = s.talk AND r.number = s.number WHERE s.talk = ? ORDER BY s.number", talk)
            people = {}
            for state, by, behalf, act in steps:
                people.setdefault(act or state, set()).update({by, behalf})
                if state in STARTED:
                    self.talks += 1
                    assert "approve" in people and "apply" in people, f"talk {talk} is {state} without an approver: {steps}"
                    assert not self.one(*people["apply"]) & people["approve"], f"talk {talk} is approved by who applied: {steps}"
            hands = people.get("hold", set()) | people.get("report", set())
            assert not self.one(*hands) & people.get("verify", set()), f"talk {talk} is verified by who held or reported it: {steps}"

    def look_at_appeals(self):
        """No ruling by who filed it or had a hand in it; a value that was upheld is one correction by the two; nothing is ruled on that was not open."""
        for appeal, filed, ruled, ruling, kind, event, submission, run_id, at in self.office.rows(
                "SELECT a.id, a.filed_by, r.by_account, r.ruling, a.kind, a.event, r.submission, a.run, r.at FROM appeal a JOIN appeal_ruling r ON r.appeal = a.id"):
            assert self.office.rows("SELECT 1 FROM run WHERE id = ?", run_id), f"{appeal} contests a run that is not there"
            if ruling == "withdrawn":
                assert not submission
                continue
            assert filed != ruled, f"{ruled} ruled on an appeal that he filed"
            entered = self.office.rows("SELECT entered_by FROM event WHERE id = ?", event)
            assert (ruled,) not in entered, f"{ruled} ruled on a deduction that he entered"
            moves = ruling in ("upheld", "part") and kind != "event"
            by = self.office.rows("SELECT filled_by, approved_by FROM submission WHERE id = ? AND kind = 'correction'", submission)
            assert by == ([(filed, ruled)] if moves else []), (appeal, ruling, kind, by)
            frozen = self.office.rows("SELECT min(r.made_at) FROM run r JOIN appeal a ON a.period = r.period WHERE a.id = ? AND r.kind = 'frozen'", appeal)[0][0]
            assert frozen is None or self.order("appeal " + appeal) < self.order_of_freeze(appeal), f"{appeal} was ruled on after the freeze"

    def order(self, thing):
        return self.office.rows("SELECT max(rowid) FROM audit WHERE object = ? AND result = 'ok'", thing)[0][0]

    def order_of_freeze(self, appeal):
        return self.office.rows("SELECT max(u.rowid) FROM audit u JOIN appeal a ON u.object = a.period WHERE a.id = ? AND u.action = 'freeze' AND u.result = 'ok'", appeal)[0][0]

    def look_at_streaks(self):
        rows = {(p, u): (status, bottom, streak) for p, u, status, bottom, streak in self.office.rows(
            "SELECT period, unit, r.status, in_bottom, streak FROM run_unit r JOIN run ON run.id = run WHERE published_on <> ''")}
        self.look_at_missing(rows)
        for (period, unit), (status, bottom, streak) in rows.items():
            assert streak == 0 or bottom or status == "own_missing", (period, unit, status, bottom, streak)
            if status != "own_missing":
                continue
            before = rows.get(("2021-05", unit)) if period == "2021-06" else None
            if period == "2021-06" and self.talked_in_may(unit):
                before = None
            assert streak == 1 + (before[2] if before else 0), f"a missing report broke the streak of {unit}: {before} {streak}"


    def talked_in_may(self, unit):
        """And approved before June was computed: that starts the run anew, as the scheme says."""
        return self.office.rows("SELECT 1 FROM talk t JOIN talk_record r ON r.talk = t.id JOIN talk_step s ON s.talk = t.id AND s.number = r.number WHERE t.period = '2021-05' "
                                "AND t.unit = ? AND r.act = 'approve' AND s.at <= (SELECT made_at FROM run WHERE period = '2021-06' AND published_on <> '')", unit)

    def look_at_missing(self, rows):
        """Who sent nothing until the run is missing there, and among the last."""
        for period, seq in self.office.rows("SELECT period, input_seq FROM run WHERE published_on <> ''"):
            sent = {u for (u,) in self.office.rows("SELECT party FROM submission WHERE kind IN ('report', 'correction') AND period = ? AND seq <= ?", period, seq)}
            sent |= {u for (u,) in self.office.rows("SELECT v.unit FROM submission s JOIN submission_value v ON v.submission = s.id WHERE s.period = ? AND s.seq <= ?", period, seq)}
            for (at, unit), (status, _, streak) in rows.items():
                if at == period and unit not in sent:
                    assert status == "own_missing" and streak >= 1, f"{unit} sent nothing in {period} and is {status}, {streak} in a row"

def published_by(folder, seed):
    play = Play(folder, seed)
    try:
        for _ in range(STEPS):
            play.step()
        play.eager = len(play.published) == 1
        for _ in range(MORE_STEPS if play.eager else 0):
            if len(play.published) < len(MONTHS):
                play.step()
    except Exception:
        for words in play.trace:
            print("  ", *words)
        raise
    return len(play.published), play.rulings, play.talks


def no_sequence_publishes_alone_or_changes_what_is_out(folder):
    small.ACCOUNTS += MORE
    small.MORE["accounts.csv"] += MORE
    scheme = small.small_campaign
    def of_one_month(path): # the first month in the bottom is a talk already, so that there are some
        campaign = scheme(path)
        file = campaign / "schemes/department-v1.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace("consecutive: 2", "consecutive: 1").replace("{at: 2, step", "{at: 1, step"), encoding="utf-8")
        return campaign
    small.small_campaign = of_one_month
    found = [published_by(folder, seed) for seed in SEEDS]
    sums = [sum(one) for one in zip(*found)]
    print(f"published, ruled, talks started: {found}")
    if SEEDS == [3, 5, 13, 29]:
        assert all(one >= least for one, least in zip(sums, (3, 1, 3))), f"the plays do too little to say anything: {found}"


if __name__ == "__main__":
    run([no_sequence_publishes_alone_or_changes_what_is_out])

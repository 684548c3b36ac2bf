#!/usr/bin/env python3
"""Two months evaluated by random people in random order, with corrections, appeals, kills and clocks: evaluation_play.py DUBAN PROJECT_ROOT

Whatever is asked, and by whom: no figure is published without two people, none that is published changes, a missing report breaks
no streak, a unit reads nothing that is not opened, and after every step the results are what a recomputation gives (duban verify).
"""
import datetime
import random
import time
from subprocess import DEVNULL, Popen

from office import MERGE, events_csv, open_office, run, write
import office as small

SEEDS, STEPS = (3, 11, 29), 26
MONTHS = {"2021-05": "2021-06-07T10:00:00", "2021-06": "2021-07-07T10:00:00"}
PEOPLE = ("clerk1", "clerk2", "director1", "director2", "u_m1", "leader1", "owner1")
MORE = "clerk2,office_clerk,,office,活动办科员二\ndirector2,office_director,,office,活动办副主任二\n"
CORRECTION = "所属期,单位编码,指标编码,对象,原值,更正值,原因,依据\n{period},{unit},work,reported,{old},{new},示例：重复计数,示例说明\n"
STATUS = {0, 2, 3, 4, 5, 7}  # answered, not valid, not there, refused at this moment, denied, busy: never a defect


class Play:
    def __init__(self, folder, seed):
        self.folder, self.dice, self.n = folder, random.Random(seed), 0
        self.office = open_office(folder, f"play{seed}.db")
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
        if row.get("frozen"):
            return "publish"
        if not row.get("trial"):
            return "evaluate"
        if not opened:
            return "open"
        if self.now.date().isoformat() <= opened:
            self.now = datetime.datetime.fromisoformat(f"{opened}T09:00:00") + datetime.timedelta(days=1)
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
        if step == "appeal":
            unit, verb = dice.choice(("m1", "m4")), dice.choice(("file", "file", "uphold", "uphold", "part", "reject", "withdraw"))
            about = dice.choice((("--rule", "D1"), ("--leaf", "work", "--value", str(dice.randrange(90))), ("--leaf", "nodes", "--about", "na")))
            more = about if verb == "file" else ("--value", str(dice.randrange(90))) if verb == "part" else ()
            return [("appeal", verb, *month, "--unit", unit, "--reason", "示例", *more)]
        if step in ("open", "confirm"):
            return [("result", step, *month)]
        return [(step, *month)]

    def who(self, step):
        right = {"reports": ("clerk1", "clerk2"), "correct": ("clerk1", "clerk2"), "rule": ("director1", "director2"),
                 "freeze": ("director1", "director2"), "publish": ("director1", "director2"),
                 "confirm": ("clerk1", "clerk2", "director1", "director2")}.get(step, ("clerk1", "director1"))
        return self.dice.choice(right if self.dice.random() < 0.8 else PEOPLE)

    def ask(self, who, words):
        at = self.now.isoformat()
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
        step = self.step_of() if self.dice.random() < 0.7 else self.dice.choice(
            ("evaluate", "open", "confirm", "freeze", "publish", "events", "correct", "rule", "appeal", "appeal"))
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
        for period, by in self.office.rows("SELECT DISTINCT period, frozen_by FROM run WHERE kind = 'frozen'"):
            others = self.office.rows("SELECT 1 FROM result_confirmation WHERE period = ? AND by_account <> ?", period, by)
            assert others, f"{period} is frozen by {by} alone"
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
        assert status == 0, text

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
        for (period, unit), (status, bottom, streak) in rows.items():
            assert streak == 0 or bottom or status == "own_missing", (period, unit, status, bottom, streak)
            if status != "own_missing":
                continue
            before = rows.get(("2021-05", unit)) if period == "2021-06" else None
            assert streak == 1 + (before[2] if before else 0), f"a missing report broke the streak of {unit}: {before} {streak}"


def published_by(folder, seed):
    play = Play(folder, seed)
    try:
        for _ in range(STEPS):
            play.step()
    except Exception:
        for words in play.trace:
            print("  ", *words)
        raise
    return len(play.published)


def no_sequence_publishes_alone_or_changes_what_is_out(folder):
    small.ACCOUNTS += MORE
    small.MORE["accounts.csv"] += MORE
    months = [published_by(folder, seed) for seed in SEEDS]
    assert sum(months) >= 3, f"the plays publish too little to say anything: {months}"


if __name__ == "__main__":
    run([no_sequence_publishes_alone_or_changes_what_is_out])

#!/usr/bin/env python3
"""Random sequences of what happens to the reports of two months, against a plain model: month_play.py DUBAN PROJECT_ROOT

Reports in several versions, the same file again, two people on one draft, returns, acceptances of many, locks, unlocks, freezes,
target changes and people who may not, in any order, over a campaign in which m3 is merged into m2 and m5 goes on as m5n in the
middle of June. After each step every unit's state and version, every value and sum on record, the drafts and what is owed are
what the model says. DUBAN_PLAY_S: seconds (default 8); DUBAN_SEED: the first seed.
"""
import json
import os
import random
import time

from office import open_and_freeze, opened, reorganised_campaign, run, write

MONTHS = ("2021-05", "2021-06")
NAMES = {"m1": "示例一局", "m2": "示例二局", "m3": "示例三局", "m4": "示例四局", "m5": "示例五局", "m5n": "示例新局"}
MEMBERS = {"2021-05": ("m1", "m2", "m3", "m4", "m5"), "2021-06": ("m1", "m2", "m4", "m5n")}
STEPS, SECONDS = 24, float(os.environ.get("DUBAN_PLAY_S", "8"))
DAY = 86400
FORM = """填报单位,{name}
所属期,{month}
性质,工作进展
填报人,办公室
审核人,分管副局长
签发人,局长
报送时间,2021-07-05T10:00:00+08:00

表一 指标
指标编码,指标,计量单位,本月完成,累计完成,上年同期,备注
work,完成事项,项,,{value},,{note}
nodes,节点按期率,%,95.0,,,
"""


class Model:
    def __init__(self):
        self.reports = {}  # (month, unit): [value of each version]
        self.step = {}  # (month, unit): what happened to the newest version
        self.files, self.drafts = set(), {}  # (month, text); (month, unit): (revision, text)
        self.locked, self.frozen, self.evaluated = set(), set(), set()
        self.owed, self.changes = dict.fromkeys(("m1", "m2", "m4"), 120), 0

    def closed(self, month):
        return month in self.locked | self.frozen or any(later > month for later in self.frozen)

    def state(self, month, unit):
        versions = len(self.reports.get((month, unit), ()))
        if self.closed(month):
            return "locked", versions
        if versions:
            return self.step.get((month, unit)) or ("received" if versions == 1 else "corrected"), versions
        return "draft" if (month, unit) in self.drafts else "open", 0


class Play:
    def __init__(self, folder, seed):
        self.folder, self.dice, self.model, self.office = folder, random.Random(seed), Model(), opened(folder / "m.db", reorganised_campaign(folder))
        self.now = time.mktime((2021, 7, 5, 9, 0, 0, 0, 0, 0))
        self.done = {}

    def at(self, seconds=60):
        self.now += seconds
        return time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(self.now))

    def ask(self, who, *words, status=0):
        """status: the one expected, or several."""
        found, out, err = self.office.ask(self.at(), who, *words)
        wanted = status if isinstance(status, tuple) else (status,)
        assert found in wanted, f"{who} {words}: {found}, expected {wanted}\n{err}"
        return out

    # ---- what may happen ----

    def report(self):
        """A form of anybody for any month; now and then one that was sent before."""
        m, month, unit = self.model, self.dice.choice(MONTHS), self.dice.choice(tuple(NAMES))
        value = self.dice.randrange(10, 40) + (50 if month == MONTHS[1] else 0)
        text = FORM.format(name=NAMES[unit], month=month, value=value, note=self.dice.choice(("", "第二次核对")))
        again = [f for f in sorted(m.files) if f[0] == month]
        if again and self.dice.random() < 0.2:
            text = self.dice.choice(again)[1]
        who = self.dice.choice(("clerk1", f"u_{unit}")) if unit != "m5n" else "clerk1"
        path = write(self.folder / "form.csv", text)
        words = ("import", "reports", path, "--period", month)
        if (month, text) in m.files:
            self.ask("clerk1", *words)  # the same bytes change nothing, also of a closed month
        elif unit not in MEMBERS[month]:
            self.ask(who, *words, status=2)
        elif m.closed(month):
            self.ask(who, *words, status=4)
        else:
            self.ask(who, *words)
            m.files.add((month, text))
            m.reports.setdefault((month, unit), []).append(value)
            m.step.pop((month, unit), None)

    def draft(self):
        """Two people on one row: the second, who has not seen what the first saved, is told."""
        m, month, unit = self.model, self.dice.choice(MONTHS), self.dice.choice(("m1", "m2"))
        revision, body = m.drafts.get((month, unit), (0, None))
        for who in self.dice.sample(("clerk1", f"u_{unit}"), 2):
            new = self.dice.choice(("一", "二", "三"))
            path = write(self.folder / "draft.json", json.dumps({"phone": new}))
            now, there = m.drafts.get((month, unit), (0, None))
            moved = now != revision and new != there  # who types the same agrees
            status = 4 if m.closed(month) or moved else 0
            self.ask(who, "report", "save", path, "--period", month, "--unit", unit, "--seen", revision, status=status)
            if status == 0 and new != there:
                m.drafts[month, unit] = now + 1, new

    def returned(self):
        m, month, unit = self.model, self.dice.choice(MONTHS), self.dice.choice(tuple(NAMES))
        there = (month, unit) in m.reports
        status = 0 if there and not m.closed(month) else (2, 3, 4)
        self.ask("clerk1", "review", "return", unit, "--period", month, "--cause", "sum", "--place", "work", status=status)
        if status == 0:
            m.step[month, unit] = "returned"

    def accepted(self):
        """All together or each for itself."""
        m, month = self.model, self.dice.choice(MONTHS)
        units = self.dice.sample(MEMBERS[month], self.dice.randrange(1, 4))
        there = [u for u in units if (month, u) in m.reports]
        together = self.dice.random() < 0.5
        whole = len(there) == len(units)
        self.ask(self.dice.choice(("clerk1", "director1")), "review", "accept", *units, "--period", month, *(["--together"] if together else []),
                 status=4 if m.closed(month) else 0 if whole else (0, 2, 3, 4))
        for unit in there if not m.closed(month) and (whole or not together) else ():
            m.step[month, unit] = "accepted"

    def lock(self):
        m, month = self.model, self.dice.choice(MONTHS)
        held = m.closed(month) and month not in m.locked
        if month in m.locked:
            self.ask("clerk1", "review", "unlock", "--period", month, "--reason", "示例：漏收", status=5)
            passed = any(later >= month for later in m.frozen)
            self.ask("director1", "review", "unlock", "--period", month, "--reason", "示例：漏收", status=4 if passed else 0)
            m.locked -= set() if passed else {month}
        else:
            self.ask("clerk1", "review", "lock", "--period", month, status=4 if held else 0)
            m.locked |= set() if held else {month}

    def freeze(self):
        """A month is frozen by two people days after it was opened; June may be without May, which is closed by that."""
        m, month = self.model, self.dice.choice(MONTHS)
        if not any(key[0] == month for key in m.reports) or m.frozen or m.evaluated - {month}:
            return False
        m.evaluated.add(month)
        opened_at = self.at()
        open_and_freeze(self.office, opened_at, self.at(12 * DAY), month)
        m.frozen.add(month)
        return True

    def target(self):
        m, unit, value = self.model, self.dice.choice(("m1", "m2", "m4")), self.dice.choice((90, 120, 130))
        status = 4 if MONTHS[1] in m.frozen else 2 if m.owed[unit] == value else 0
        if MONTHS[1] in m.frozen and m.owed[unit] == value:
            status = (2, 4)
        self.ask("clerk1", "target", "change", "T1", "--unit", unit, "--from", MONTHS[1], "--value", value, "--seen", m.changes,
                 "--reason", "示例：任务调整", "--document", "示例〔2021〕1号", status=status)
        if status == 0:
            m.owed[unit], m.changes = value, m.changes + 1

    def intruder(self):
        """Who has no part in it, and leaves nothing behind."""
        month, body = self.dice.choice(MONTHS), write(self.folder / "other.json", json.dumps({"phone": "9"}))
        form = write(self.folder / "other.csv", FORM.format(name=NAMES["m2"], month=month, value=1, note="他人"))
        who, *words = self.dice.choice((
            ("u_m1", "report", "save", body, "--period", month, "--unit", "m2", "--seen", 0),
            ("u_m1", "import", "reports", form, "--period", month), ("owner1", "import", "reports", form, "--period", month),
            ("u_m1", "review", "accept", "m1", "--period", month), ("inspector1", "review", "lock", "--period", month),
            ("clerk1", "review", "unlock", "--period", month, "--reason", "x"), ("leader1", "report", "save", body, "--period", month, "--unit", "m1", "--seen", 0)))
        self.ask(who, *words, status=5)

    # ---- what must be so ----

    def look(self):
        m = self.model
        for month in MONTHS:
            shown = json.loads(self.ask("clerk1", "report", "show", "--period", month, "--format", "json"))
            found = {row["unit"]: (row["state"], row["version"]) for row in shown}
            assert found == {u: m.state(month, u) for u in MEMBERS[month]}, (month, found, {u: m.state(month, u) for u in MEMBERS[month]})
        rows = self.office.rows("SELECT s.period, s.party, s.version, v.value FROM submission s JOIN submission_value v ON v.submission = s.id "
                                "WHERE s.kind = 'report' AND v.indicator = 'work' ORDER BY s.period, s.party, s.version")
        wanted = [(*key, n + 1, str(value)) for key in sorted(m.reports) for n, value in enumerate(m.reports[key])]
        assert rows == wanted, (rows, wanted)
        newest = {(p, u): int(v) for p, u, _, v in rows}
        for month in MONTHS:
            total = sum(v for (p, _), v in newest.items() if p == month)
            assert total == sum(m.reports[k][-1] for k in m.reports if k[0] == month), (month, total)
        drafts = {(p, u): (r, json.loads(b)["phone"]) for p, u, r, b in self.office.rows("SELECT period, unit, revision, body FROM report_draft")}
        assert drafts == m.drafts, (drafts, m.drafts)

    def owed(self):
        view = json.loads(self.ask("clerk1", "target", "show", "T1", "--format", "json"))
        found = {row["unit"]: int(row["owed"]) for row in view["units"] if row["unit"] in self.model.owed and row["period"] == MONTHS[1] and row["owed"]}
        assert all(self.model.owed[unit] == value for unit, value in found.items()), (found, self.model.owed)
        assert len(view["history"]) == self.model.changes

    def run(self):
        acts = (self.report,) * 9 + (self.draft,) * 3 + (self.returned,) * 3 + (self.accepted,) * 3 + (self.lock,) * 2 + (self.target, self.intruder)
        freeze_at = self.dice.randrange(8, STEPS)
        for step in range(STEPS):
            act = self.freeze if step == freeze_at else self.dice.choice(acts)
            if act() is not False:
                self.done[act.__name__] = self.done.get(act.__name__, 0) + 1
            self.look()
        self.owed()
        assert self.office.verify()[0] == 0
        return self.done


def months_are_what_the_model_says(folder):
    began, seed, done = time.monotonic(), int(os.environ.get("DUBAN_SEED", "1")), {}
    plays = 0
    while plays < 2 or time.monotonic() - began < SECONDS:
        place = folder / str(seed)
        place.mkdir()
        try:
            for name, count in Play(place, seed).run().items():
                done[name] = done.get(name, 0) + count
        except BaseException:
            print(f"seed {seed}")
            raise
        seed, plays = seed + 1, plays + 1
    print(f"{plays} plays: {done}")
    assert set(done) >= {"report", "draft", "returned", "accepted"}, done


run([months_are_what_the_model_says])

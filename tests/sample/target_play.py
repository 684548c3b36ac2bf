#!/usr/bin/env python3
"""Random sequences of what happens to targets, against a plain model: target_play.py DUBAN PROJECT_ROOT

Two targets' changes, reports and freezes in any order, over a campaign in which m3 is merged into m2 and m5 goes on as m5n in
the middle of June. After each step what every unit owes in each month, the sum, who is owed by nobody, the history and what
is refused are what the model says.
"""
import json
import random

from office import MERGE, Office, open_and_freeze, opened, reorganised_campaign, run, small_campaign

MONTHS = ("2021-05", "2021-06")
UNITS = ("m1", "m2", "m3", "m4", "m5", "m5n")
SEAT_BEFORE = {"m5n": "m5"}
STEPS, SEEDS = 14, (1, 2, 3)
WHY = ("--reason", "示例：任务调整", "--document", "示例〔2021〕1号")


class Model:
    """What was stated, every change in order, and the months that are frozen."""

    def __init__(self):
        self.stated = dict.fromkeys(("m1", "m2", "m3", "m4", "m5"), 120)
        self.city, self.changes, self.frozen = 600, [], set()

    def owed(self, unit, month):
        chain = [unit] + ([SEAT_BEFORE[unit]] if unit in SEAT_BEFORE else [])
        held = [c for c in self.changes if c[0] in chain and c[1] <= month]
        return held[-1][2] if held else next((self.stated[u] for u in chain if u in self.stated), None)

    def whole(self, month):
        held = [c for c in self.changes if c[0] == "" and c[1] <= month]
        return held[-1][2] if held else self.city

    @staticmethod
    def members(month):
        return ("m1", "m2", "m3", "m4", "m5") if month == "2021-05" else ("m1", "m2", "m4", "m5n")

    def total(self):
        """As it stands in the last month: the part of a unit that was merged is owed by nobody."""
        return sum(self.owed(u, MONTHS[-1]) for u in self.members(MONTHS[-1]))

    def refused(self, unit, month, value):
        if (self.owed(unit, month) if unit else self.whole(month)) == value:
            return 2
        if month in self.frozen:
            return 4
        gone = unit == "m3" and month == "2021-06"
        if unit and unit not in self.members(month) and not gone and not (unit == "m5" and month == "2021-06"):
            return None
        return 0


def look(office, model):
    view = json.loads(office.do("2021-08-01T09:00:00", "clerk1", "target", "show", "T1", "--format", "json"))
    assert int(view["allotted"]) == model.total(), (view["allotted"], model.total(), model.changes)
    orphans = [f["unit"] for f in view["findings"] if f["finding"] == "orphan"]
    assert orphans == (["m3"] if model.owed("m3", MONTHS[-1]) else []), (orphans, model.changes)
    away = model.total() - model.whole(MONTHS[-1])
    found = [f["finding"] for f in view["findings"] if f["unit"] == ""]
    assert found == (["over"] if away > 0 else ["under"] if away < 0 else []), (found, away)
    history = [(c["unit"], c["from"], int(c["after"])) for c in reversed(view["history"])]
    assert history == model.changes, (history, model.changes)
    for row in view["units"]:
        if row["period"] and row["owed"]:
            assert int(row["owed"]) == model.owed(row["unit"], row["period"]), (row, model.changes)
    own = json.loads(office.do("2021-08-01T09:00:00", "u_m1", "target", "show", "T1", "--format", "json"))
    assert [u["unit"] for u in own["units"]] == ["m1"] and own["allotted"] == view["allotted"], own["units"]
    assert all(c["unit"] in ("", "m1") for c in own["history"] + own["findings"]), own


def change(office, model, dice, at):
    unit, month, value = dice.choice(("", *UNITS)), dice.choice(MONTHS), dice.choice((90, 120, 130, 600, 640))
    expected = model.refused(unit, month, value)
    seen = len(model.changes) - (dice.random() < 0.2)
    who = dice.choice(("clerk1", "clerk1", "director1", "u_m1", "owner1"))
    words = ["target", "change", "T1", "--from", month, "--value", value, "--seen", max(seen, 0), *WHY]
    status, _, err = office.ask(at, who, *words, *(("--unit", unit) if unit else ()))
    if who in ("u_m1", "owner1"):
        assert status == 5, (status, err)
    elif expected is None:
        assert status == 2 or status == 4 or status == 3, (unit, month, status, err)
    elif expected == 2:
        assert status == 2, (unit, month, value, status, err)
    elif max(seen, 0) != len(model.changes) or expected == 4:
        assert status == 4, (unit, month, status, err)
    else:
        assert status == 0, (unit, month, value, status, err)
        model.changes.append((unit, month, value))


def played(folder, seed):
    dice, model = random.Random(seed), Model()
    office = opened(folder / "t.db", reorganised_campaign(folder))
    freeze_at = dice.randrange(4, STEPS)
    for step in range(STEPS):
        day = f"2021-06-{18 + step // 2}T{9 + step % 2:02d}:00:00"
        if step == 2:
            office.do(day, "clerk1", "import", "reports", MERGE / "reports/2021-05", "--period", "2021-05")
        elif step == freeze_at:
            open_and_freeze(office, "2021-06-16T08:00:00", day, "2021-05")
            model.frozen.add("2021-05")
        else:
            change(office, model, dice, day)
        look(office, model)
    assert office.verify()[0] == 0
    return len(model.changes)


def sequences_are_what_the_model_says(folder):
    made = 0
    for seed in SEEDS:
        place = folder / str(seed)
        place.mkdir()
        made += played(place, seed)
    assert made >= 6, f"{made} changes took effect: the play is too tame"


def stated(folder, name):
    """A campaign that states every new column."""
    campaign = small_campaign(folder)
    for file, text in (
        ("targets.csv", "code,task,indicator,what,value,unit,relation,modality,scope,period,source,split,numerator,denominator\n"
                        "T1,1.1.1,work,年度事项,120,项,ge,must,city,2021,illustrative,weighted,work,nodes\n"),
        ("allotments.csv", "target,unit,value,source,weight\nT1,m1,110,illustrative,1\nT1,m2,130,illustrative,2.50\n"),
        ("plans.csv", "indicator,period,percent,unit\nwork,2021-05,41,\nwork,2021-05,38.5,m4\n"),
    ):
        (campaign / file).write_text(text, encoding="utf-8")
    office = Office(folder / f"{name}.db")
    office.do("2021-05-20T09:00:00", "director1", "init")
    office.do("2021-05-20T09:30:00", "director1", "import", "campaign", campaign)
    return office


def new_columns_survive_a_workbook(folder):
    for lang in ("zh", "en"):
        place = folder / lang
        place.mkdir()
        office, book = stated(place, "a"), place / "campaign.xlsx"
        status, _, err = office.ask("2021-05-21T09:00:00", "director1", "--out", book, "export", "campaign", lang=lang)
        assert status == 0, err
        other = Office(place / "b.db")
        other.do("2021-05-20T09:00:00", "director1", "init")
        other.do("2021-05-20T09:30:00", "director1", "import", "campaign", book)
        for sql in ("SELECT code, split, numerator, denominator FROM target ORDER BY code",
                    "SELECT target, unit, value, weight FROM allotment ORDER BY position",
                    "SELECT indicator, unit, period, percent_text, position FROM unit_plan ORDER BY position",
                    "SELECT code, digest FROM campaign"):
            assert office.rows(sql) == other.rows(sql) and office.rows(sql), (sql, office.rows(sql), other.rows(sql))
        assert office.rows("SELECT weight FROM allotment ORDER BY position") == [("1",), ("2.50",)]
        assert other.rows("SELECT month_rule FROM campaign") == [("25,5,7,8,9,10,11,12,13,2,3,1",)]  # who is reminded travels along
        assert other.verify()[0] == 0


def the_red_line_holds(folder):
    campaign = small_campaign(folder)
    path = campaign / "indicators.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    head = lines[0].split(",")
    row = next(i for i, line in enumerate(lines) if line.startswith("work,"))
    cells = lines[row].split(",")
    cells[head.index("basis")] = "statistics"
    lines[row] = ",".join(cells)
    path.write_text("\n".join(lines), encoding="utf-8")
    office = Office(folder / "r.db")
    office.do("2021-05-20T09:00:00", "director1", "init")
    status, _, err = office.ask("2021-05-20T09:30:00", "director1", "import", "campaign", campaign)
    assert status == 2 and "统计法》第七条" in err and "统计法》第二十六、二十七条" in err, err
    assert "allotments.csv" in err and "indicators.csv" in err, err


run([sequences_are_what_the_model_says, new_columns_survive_a_workbook, the_red_line_holds])

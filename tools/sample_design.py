"""The design tables of the sample campaign, and the value that they give to one cell of a form.

value = annual target x scheduled share x designed level of unit and month + the indicator's own offset;
`fixed.csv` holds the cells that are told one by one (a typing error, a unit whose figures look too good).
Read by make_sample.py; nothing here scores or compares units.
"""
import csv
from decimal import ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)


def table(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def wide(path, key):
    """A table with one column a period: {(row key, period): Decimal}, empty cells left out."""
    return {(row[key], p): Decimal(v) for row in table(path) for p, v in row.items() if p != key and v}


class Design:
    def __init__(self, campaign):
        d = campaign / "design"
        self.units = [u for u in table(campaign / "units.csv") if u["kind"] != "municipal"]
        self.indicators = {i["code"]: i for i in table(campaign / "indicators.csv")}
        self.tasks = {t["no"]: t for t in table(campaign / "tasks.csv")}
        self.plans = {(p["indicator"], p["period"]): Decimal(p["percent"]) for p in table(campaign / "plans.csv")}
        named = {t["code"]: t["indicator"] for t in table(campaign / "targets.csv")}
        self.targets = {(named[a["target"]], a["unit"]): Decimal(a["value"]) for a in table(campaign / "allotments.csv")}
        self.task_list = {}
        for r in table(campaign / "responsibilities.csv"):
            if r["role"] in ("lead", "responsible"):
                self.task_list.setdefault(r["party"], []).append(r["task"])
        self.days = {row["period"]: row for row in table(d / "days.csv")}
        self.periods = list(self.days)
        self.forms = table(d / "forms.csv")
        self.levels = {n: wide(d / f"{n}.csv", "unit") for n in ("invest", "progress", "rates")}
        self.air = wide(d / "air.csv", "indicator")
        self.city = {row["period"]: Decimal(row["invest"]) for row in table(d / "city.csv")}
        self.offsets = {o["indicator"]: (int(o["turn"]), [Decimal(x) for x in o["ring"].split(";")])
                        for o in table(d / "offsets.csv")}
        self.fixed = {(f["period"], f["unit"], f["indicator"], side): f for f in table(d / "fixed.csv")
                      for side in ("reported", "confirmed") if f["side"] in (side, "both")}
        self.not_applicable = {(n["unit"], n["indicator"]): n["note"] for n in table(d / "not_applicable.csv")}
        self.heads = {h["kind"]: h for h in table(d / "heads.csv")}
        self.absent = {(r["period"], r["unit"]): r["sent"] for r in table(d / "absent.csv")}
        self.unsigned = {(r["period"], r["unit"]) for r in table(d / "receipts.csv")}
        self.texts = {}
        for t in table(d / "texts.csv"):
            self.texts.setdefault(t["part"], []).append(t["text"])

    def members(self, period):
        """(seat, unit) of a period, in official order by group; a renamed unit keeps its seat."""
        seats = {}
        for u in self.units:
            if u["from"][:7] <= period and (not u["to"] or u["to"][:7] > period):
                seats[u["group"]] = seats.get(u["group"], 0) + 1
                yield seats[u["group"]], u

    def rounded(self, indicator, value):
        return value.quantize(Decimal(1).scaleb(-int(self.indicators[indicator]["decimals"])), ROUND_HALF_UP)

    def designed(self, seat, unit, period, form):
        """The value by the tables of levels; None where they have none for this unit and period."""
        indicator = form["indicator"]
        if (unit["code"], indicator) in self.not_applicable:
            return "NA"
        turn, ring = self.offsets.get(indicator, (0, [Decimal(0)]))
        offset = ring[(seat + turn * self.periods.index(period)) % len(ring)]
        if form["level"] == "air":
            return self.rounded(indicator, self.air[indicator, period] + offset)
        level = self.levels[form["level"]].get((unit["code"], period))
        if level is None:
            return None
        if form["level"] == "rates":
            return self.rounded(indicator, max(Decimal(0), min(HUNDRED, level + offset)))
        value = self.targets.get((indicator, unit["code"]), HUNDRED) * self.plans[indicator, period]
        value *= (level + offset) / (HUNDRED * HUNDRED)
        return self.rounded(indicator, min(HUNDRED, value) if self.indicators[indicator]["unit"] == "%" else value)

    def cell(self, seat, unit, period, form, side):
        """Value and note of one cell; side: reported or confirmed."""
        indicator = form["indicator"]
        told = self.fixed.get((period, unit["code"], indicator, side))
        if told:
            return Decimal(told["value"]), told["note"]
        return self.designed(seat, unit, period, form), self.not_applicable.get((unit["code"], indicator), "")

    def municipal(self, period):
        """市直: what the city's figure has beyond the units'; a unit without a report stands as a month ago."""
        form = next(f for f in self.forms if f["indicator"] == "invest")
        before = self.periods[self.periods.index(period) - 1]
        values = ((self.designed(s, u, period, form), self.designed(s, u, before, form))
                  for s, u in self.members(period) if u["group"] == form["group"])
        return self.city[period] - sum(last if now is None else now for now, last in values)

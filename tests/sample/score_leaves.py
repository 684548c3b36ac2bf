"""Values, fractions of leaves: what docs/scoring.md says, read a second time. Used by score_model.py."""
import math
from fractions import Fraction

from score_draw import COMPARES, leaves_of

HELD_BACK = {"completion", "pace", "deduct", "bonus", "rank_points", "points", "growth", "judge"}  # 0 … 1 where no bound is stated
OK, MISSING, APART, WAITS = "ok", "missing", "not applicable", "does not count"


# ---- what the pages say

def units_of(value):
    """Integer of 1e-10, half away from zero."""
    exact = Fraction(value) * 10**10
    whole = abs(exact) + Fraction(1, 2)
    return (whole.numerator // whole.denominator) * (1 if exact >= 0 else -1)


class Leaves:
    def __init__(self, scheme, panel):
        self.s = scheme
        _, self.members, self.cells, self.events = panel
        self.periods = sorted({t for t, _ in self.members})
        self.root = {"code": "", "children": scheme["tree"], **{k: scheme[k] for k in ("weights", "aggregate", "available") if k in scheme}}
        self.rows = list(self.members)
        self.full(self.root, float(scheme.get("full", 100)))
        self.memo, self.older = {}, set()  # older: scored with an earlier value, which is none of this period
        self.f, self.state = {}, {}
        for leaf in leaves_of(scheme["tree"]):
            self.leaf(leaf)

    # full points
    def full(self, node, points):
        node["P"] = points
        children = node.get("children")
        if not children:
            return
        w = self.fixed(node)
        for child, share in zip(children, w):
            self.full(child, points * share)

    def fixed(self, node):
        """Weights that need no data; those from data count as equal shares."""
        ways, n = node.get("weights", "given"), len(node["children"])
        if isinstance(ways, dict) and ways["method"] == "ahp":
            return self.ahp(ways["matrix"])
        if ways == "given":
            w = [float(c["weight"]) for c in node["children"]]
            return [x / sum(w) for x in w]
        even = [1 / n] * n
        parts = ways.get("parts", {}) if isinstance(ways, dict) else {}
        given = self.fixed({**node, "weights": "given"}) if "given" in parts else even
        return [sum(float(p) * (given if way == "given" else even)[i] for way, p in parts.items()) for i in range(n)] if parts else even

    @staticmethod
    def ahp(matrix):
        m = [[float(Fraction(str(x))) for x in row] for row in matrix]
        v = [1 / len(m)] * len(m)
        for _ in range(500):
            v = [sum(a * b for a, b in zip(row, v)) for row in m]
            v = [x / sum(v) for x in v]
        return v

    # what a cell gives
    def cell(self, t, u, indicator, leaf):
        """(state, exact value, cell) of a leaf's indicator, lag applied."""
        at = t - int(leaf.get("lag", 0))
        if ("applies_to" in leaf and u not in leaf["applies_to"]) or u in leaf.get("except", ()):
            return APART, None, {}
        if (at, u) not in self.members:
            return (WAITS if leaf.get("lag") else MISSING), None, {}
        state, x, _ = self.given(at, u, indicator, leaf.get("source"))
        return state, x, self.cells.get((t, u, indicator), {})

    def given(self, t, u, indicator, source=None):
        cell = self.cells.get((t, u, indicator), {})
        text = cell.get("value", "")
        if text == "NA":
            return APART, None, cell
        if source != "report":
            text = cell.get("confirmed") or text
        return (OK, Fraction(text), cell) if text else (MISSING, None, cell)

    def policy(self, leaf):
        return leaf.get("missing", self.s["missing"])

    def inputs(self, leaf):
        if leaf["rule"] == "formula":
            return [v for v in ("v0", "v1", "v2") if v in leaf["formula"]]
        return [v["indicator"] for v in leaf["voters"]] if "voters" in leaf else [leaf["indicator"]]

    def share(self, leaf, t, cell):
        if cell.get("share"):
            return Fraction(cell["share"])
        named = self.s["plans"].get(leaf.get("plan"))
        if named:
            if t not in named:
                return None
            before = [m for m in named if m < t]
            if leaf.get("measure") == "month":
                return None if t > 1 and t - 1 not in named else Fraction(named[t] - (named[t - 1] if t > 1 else 0), 100)
            return Fraction(named[t], 100)
        return Fraction(1, 12) if leaf.get("measure") == "month" else Fraction(t, 12)

    def completion(self, leaf, t, x, cell, plan):
        """Completion as an exact fraction, or met/not met, or None where the leaf does not count."""
        target = cell.get("target") or leaf.get("target")
        if target is None:
            return None
        goal = Fraction(str(target))
        if plan:
            share = self.share(leaf, t, cell)
            if share is None:
                return None
            goal *= share
        lower = leaf.get("direction") == "lower"
        if goal <= 0:
            return Fraction(1 if (x <= goal if lower else x >= goal) else 0)
        return 2 - x / goal if lower else x / goal

    # leaves
    def leaf(self, leaf):
        code, rule = leaf["code"], leaf["rule"]
        state, value, cells = {}, {}, {}
        for t, u in self.rows:
            state[t, u], value[t, u], cells[t, u] = self.leaf_cell(leaf, t, u)
        f = {}
        compare = rule in COMPARES or rule == "rank_points" or (rule == "efficacy" and "bad" not in leaf)
        if compare:
            self.compared(leaf, state, value, cells, f)
        else:
            for t, u in self.rows:
                if state[t, u] == OK:
                    found = self.alone(leaf, t, u, value[t, u], cells[t, u])
                    if found in (MISSING, WAITS):
                        state[t, u] = found
                    else:
                        f[t, u] = float(found)
        low = leaf.get("floor", 0 if rule in HELD_BACK else "none")
        high = leaf.get("cap", 1 if rule in HELD_BACK else "none")
        for at in f:
            f[at] = max(f[at], -1e6 if low == "none" else float(low))
            f[at] = min(f[at], 1e6 if high == "none" else float(high))
        self.state[code], self.f[code] = state, f
        self.made(leaf, state, f)

    def leaf_cell(self, leaf, t, u):
        if leaf.get("source") == "events":
            found = self.cell(t, u, leaf["indicator"], leaf)
            return (OK, Fraction(0), {}) if found[0] in (MISSING, OK) else found
        if leaf["rule"] == "formula" or "voters" in leaf:
            found = [self.cell(t, u, name, leaf) for name in self.inputs(leaf)]
            if found[0][0] == WAITS:
                return WAITS, None, {}
            if ("applies_to" in leaf and u not in leaf["applies_to"]) or u in leaf.get("except", ()):
                return APART, None, {}
            return OK, [x[1] for x in found], {}
        found = self.cell(t, u, leaf["indicator"], leaf)
        if found[0] == MISSING and self.policy(leaf) == "last" and leaf["rule"] != "growth":
            last = self.last(leaf, t, u, leaf["indicator"])
            if last[0] == OK:
                self.older.add((leaf["code"], t, u))
                return OK, last[1], found[2]
        return found

    def owes(self, leaf, t, u):
        if leaf.get("source") == "events" or "voters" in leaf or ("applies_to" in leaf and u not in leaf["applies_to"]) or u in leaf.get("except", ()):
            return False
        return any(self.given(t, u, name, leaf.get("source"))[0] == MISSING for name in self.inputs(leaf))

    def last(self, leaf, t, u, name):
        for before in reversed([p for p in self.periods if p < t - int(leaf.get("lag", 0))]):
            found = self.given(before, u, name, leaf.get("source"))
            if found[0] == OK:
                return found
        return MISSING, None, {}

    def alone(self, leaf, t, u, x, cell):
        rule, P = leaf["rule"], leaf["P"]
        return getattr(self, "rule_" + rule.replace("-", "_"))(leaf, t, u, x, cell, P)

    def rule_completion(self, leaf, t, u, x, cell, P):
        ratio = self.completion(leaf, t, x, cell, leaf.get("against") == "plan")
        if ratio is None:
            return WAITS
        if "step" not in leaf or ratio >= 1:
            return ratio
        each, points = leaf["step"].split(":")
        short = Fraction(units_of((1 - ratio) * 100), 10**10) / Fraction(each[:-1])
        return 1 - float(points) * (float((1 - ratio) * 100 / Fraction(each[:-1])) if leaf.get("linear") else short.numerator // short.denominator) / P

    def gap(self, leaf, t, x, cell):
        target = cell.get("target") or leaf.get("target")
        share = self.share(leaf, t, cell)
        if target is None or share is None:
            return None
        target = Fraction(str(target))
        if target <= 0:
            met = x <= target if leaf.get("direction") == "lower" else x >= target
            return "met" if met else "not met"
        sign = -1 if leaf.get("direction") == "lower" else 1
        return sign * (x / target - share) * 100

    def rule_pace(self, leaf, t, u, x, cell, P):
        gap = self.gap(leaf, t, x, cell)
        if gap is None:
            return WAITS
        if isinstance(gap, str):
            return 1 if gap == "met" else 0
        per = float(leaf["per_point"] if gap < 0 else leaf.get("over_per_point", 0))
        return 1 + float(gap) * per / P

    def rule_band(self, leaf, t, u, x, cell, P):
        if leaf["of"] == "completion":
            x = self.completion(leaf, t, x, cell, False)
            x = None if x is None else x * 100
        elif leaf["of"] == "pace":
            x = self.gap(leaf, t, x, cell)
            x = x if not isinstance(x, str) else Fraction(0 if x == "met" else -100)
        if x is None:
            return WAITS
        key, bands = units_of(x), leaf["bands"]
        bound = [(b.get("from", b.get("above")), "from" in b, str(b["points"])) for b in bands]
        points = [float(p[:-1]) / 100 if p.endswith("%") else float(p) / P for _, _, p in bound]
        at = -1
        for i, (b, closed, _) in enumerate(bound):
            if key > b * 10**10 or (closed and key == b * 10**10):
                at = i
        if at < 0:
            return 0
        if leaf["linear"] and at + 1 < len(bound):
            low, high = bound[at][0], bound[at + 1][0]
            return points[at] + (points[at + 1] - points[at]) * float(x - low) / (high - low)
        return points[at]

    def rule_efficacy(self, leaf, t, u, x, cell, P):
        base, gain = float(leaf.get("base", 60)) / 100, float(leaf.get("gain", 40)) / 100
        part = float((x - leaf["bad"]) / (leaf["good"] - leaf["bad"]))
        return base + gain * (min(max(part, 0), 1) if leaf.get("clamp") else part)

    def rule_goalposts(self, leaf, t, u, x, cell, P):
        part = float((x - leaf["low"]) / (leaf["high"] - leaf["low"]))
        part = 1 - part if leaf["direction"] == "lower" else part
        part = min(max(part, 0), 1) if leaf.get("clamp") else part
        low, high = leaf.get("range", (0, 100))
        return (low + (high - low) * part) / 100

    def rule_growth(self, leaf, t, u, x, cell, P):
        cell = self.cells.get((t - int(leaf.get("lag", 0)), u, leaf["indicator"]), {})
        base = Fraction(cell["baseline"]) if cell.get("baseline") else None
        if base is None:
            at = t - int(leaf.get("lag", 0)) - leaf["ago"]
            base = self.given(at, u, leaf["indicator"], leaf.get("source"))[1] if (at, u) in self.members else None
        if base is None or (leaf["as"] == "percent" and (base == 0 or base * x < 0)):
            return MISSING
        growth = x - base if leaf["as"] == "difference" else (x - base) / abs(base) * 100
        growth = -growth if leaf["direction"] == "lower" else growth
        return float(leaf["base"]) / 100 + float(leaf["per_point"]) * float(growth) / P

    def rule_judge(self, leaf, t, u, x, cell, P):
        out_of = float(leaf.get("out_of", 100))
        if "voters" not in leaf:
            return float(x) / out_of
        heard = sorted((v, float(w.get("weight", 1))) for v, w in zip(x, leaf["voters"]) if v is not None)
        trim = leaf.get("trim", 0)
        heard = heard[trim:len(heard) - trim]
        if not heard:
            return MISSING
        return sum(float(v) * w for v, w in heard) / sum(w for _, w in heard) / out_of

    def rule_points(self, leaf, t, u, x, cell, P):
        return float(x) / P

    def event_points(self, leaf, t, u):
        return sum(float(p or leaf["per_event"]) for at, unit, rule, p in self.events if (at, unit, rule) == (t, u, leaf["code"]))

    def rule_deduct(self, leaf, t, u, x, cell, P):
        return 1 - (float(leaf["per_event"]) * float(x) + self.event_points(leaf, t, u)) / P

    def rule_bonus(self, leaf, t, u, x, cell, P):
        return (float(leaf["per_event"]) * float(x) + self.event_points(leaf, t, u)) / P

    def rule_formula(self, leaf, t, u, x, cell, P):
        names = dict(zip(self.inputs(leaf), x))
        text = leaf["formula"]
        if any(v is None for v in names.values()) and not text.startswith("if("):
            return MISSING
        try:
            result = formula(text, {k: None if v is None else float(v) for k, v in names.items()})
        except (ZeroDivisionError, ValueError, TypeError, OverflowError):
            return MISSING
        return result / P

    # rules that compare
    def scope(self, leaf, at):
        scope = leaf.get("scope", "group")
        t, group = at[0], self.members[at]
        return (t, group) if scope == "group" else t if scope == "period" else None

    def compared(self, leaf, state, value, cells, f):
        bags = {}
        of_completion = leaf["rule"] == "rank_points" and leaf.get("of") == "completion"
        for at in self.rows:
            if state[at] == OK:
                if of_completion:
                    value[at] = self.completion(leaf, at[0], value[at], cells[at], False)
                    if value[at] is None:
                        state[at] = WAITS
                        continue
                bags.setdefault(self.scope(leaf, at), []).append(at)
        for bag in bags.values():
            xs = [value[at] for at in bag]
            ys = xs if of_completion else [self.goodness(leaf, x) for x in xs]
            for at, result in zip(bag, self.fractions(leaf, xs, ys, [cells[at] for at in bag])):
                f[at] = float(result)

    @staticmethod
    def goodness(leaf, x):
        way = leaf.get("direction", "higher")
        if way == "lower":
            return -x
        if way == "middle":
            return -abs(x - leaf["middle"])
        if way == "interval":
            return -max(leaf["low"] - x, x - leaf["high"], 0)
        return x

    def fractions(self, leaf, xs, ys, cells):
        rule, n = leaf["rule"], len(xs)
        lower = leaf.get("direction") == "lower"
        best, worst = max(ys), min(ys)
        if rule in ("min-max", "efficacy"):
            part = [(y - worst) / (best - worst) if best > worst else Fraction(1) for y in ys]
            if rule == "min-max":
                low, high = leaf.get("range", (0, 100))
                return [(low + (high - low) * p) / 100 for p in part]
            return [(Fraction(leaf.get("base", 60)) + leaf.get("gain", 40) * p) / 100 for p in part]
        if rule == "z-score":
            mean, sd = float(leaf.get("mean", 50)) / 100, float(leaf.get("sd", 10)) / 100
            middle = sum(ys) / n
            s = math.sqrt(float(sum((y - middle)**2 for y in ys)) / (n - 1)) if n > 1 else 0
            return [mean + sd * float(y - middle) / s if s else mean for y in ys]
        if rule == "percentile":
            return [Fraction(sum(z < y for z in ys), n - 1) if best > worst else 1 for y in ys]
        if rule == "borda":
            return [(sum(z < y for z in ys) + Fraction(sum(z == y for z in ys) - 1, 2)) / (n - 1) if n > 1 else 1 for y in ys]
        if rule == "best":
            top = min(xs) if lower else max(xs)
            if top <= 0:
                return [1 if x == top else 0 for x in xs]
            return [top / x if lower else x / top for x in xs]
        if rule == "distance":
            if leaf["to"] == "best":
                return [1 - (best - y) / (best - worst) if best > worst else 1 for y in ys]
            goals = [self.goodness(leaf, Fraction(c.get("target") or leaf["target"])) for c in cells]
            return [1 if y >= goal else (y - worst) / (goal - worst) for y, goal in zip(ys, goals)]
        if rule in ("vector", "share"):
            whole = math.sqrt(float(sum(x * x for x in xs))) if rule == "vector" else float(sum(xs))
            if whole <= 0:
                return [0 if not lower else 1 for _ in xs]
            return [1 - float(x) / whole if lower else float(x) / whole for x in xs]
        step = str(leaf["step"])
        each = float(step[:-1]) / 100 if step.endswith("%") else float(step) / leaf["P"]
        return [1 - each * sum(z > y for z in ys) for y in ys]

    # what stands for a fraction that is not there
    def made(self, leaf, state, f):
        code, how, apart = leaf["code"], self.policy(leaf), self.s["not_applicable"]
        means = {}
        for at in f:
            if (code, *at) not in self.older:
                means.setdefault((at[0], self.members[at]), []).append(f[at])
        own = dict(f)
        use = {}
        for t, u in sorted(self.rows):
            at = (t, u)
            mean = means.get((t, self.members[at]))
            mean = sum(mean) / len(mean) if mean else None
            if state[at] == OK:
                use[at] = own[at]
            elif state[at] == APART and apart == "group-mean" and mean is not None:
                use[at] = mean
            elif state[at] == MISSING and how == "carry":
                use[at] = use.get((self.periods[self.periods.index(t) - 1] if t > self.periods[0] else 0, u), 0.0)
                use[at] = 0.0 if use[at] is None else use[at]
            elif state[at] == MISSING and how == "group-mean":
                use[at] = mean if mean is not None else 0.0
            elif state[at] == MISSING and how != "renormalise":
                use[at] = 0.0
            else:
                use[at] = None
        self.f[code] = use
        self.own = getattr(self, "own", {})
        self.own[code] = own


def formula(text, names):
    """The expressions that pick_rule draws, by Python's own parser. A name that is not given raises TypeError where it is used."""
    key = lambda x: units_of(x)
    text = text.replace("if(", "If(")
    special = {
        "If(v0 >= v1, 10, v0 / v1)": lambda v0, v1, v2=None: 10 if key(v0) >= key(v1) else v0 / v1,
        "If(v0 > 50 and not (v1 <= 20) or v2 = 3, v0 / 10, v1 / v1)":
            lambda v0, v1, v2: v0 / 10 if (key(v0) > key(50) and not key(v1) <= key(20)) or key(v2) == key(3) else v1 / v1,
    }
    if text in special:
        if any(v is None for v in names.values()):
            raise TypeError
        return special[text](**names)
    tools = {"clip": lambda x, a, b: min(max(x, a), b), "sqrt": math.sqrt, "ln": math.log, "exp": math.exp, "max": max, "min": min, "abs": abs, "pow": math.pow,
             "round": lambda x, n: math.floor(Fraction(x) * 10**int(n) + Fraction(1, 2)) / 10**int(n)}
    return eval(text, {"__builtins__": {}}, {**tools, **names})  # texts of this file alone

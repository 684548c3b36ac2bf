"""From leaves to scores: weights, aggregates, steps after the tree. Used by score_differential.py."""
import math

from score_draw import leaves_of
from score_leaves import APART, MISSING, OK, Leaves, units_of


class Model(Leaves):
    # components
    def counts(self, leaf, at):
        """Whether a leaf keeps its weight: what is not applicable is spread, what is missing is dropped inside its parent."""
        state = self.state[leaf["code"]][at]
        return state == MISSING or self.f[leaf["code"]][at] is not None or (state == APART and self.s["not_applicable"] == "parent")

    def component(self, node):
        """{row: (v or None, mass)} of a node."""
        if "children" not in node:
            code = node["code"]
            return {at: (self.f[code][at], node["P"] if self.counts(node, at) else 0.0) for at in self.rows}
        parts = [self.component(c) for c in node["children"]]
        for c, part in zip(node["children"], parts):
            self.memo[c["code"]] = part
        kids = {at: [p[at][0] for p in parts] for at in self.rows}
        weights = self.weights(node, kids)
        out = {}
        for at in self.rows:
            w = list(weights[at])
            for i, c in enumerate(node["children"]):
                w[i] *= parts[i][at][1] / c["P"]
                if kids[at][i] is None:
                    w[i] = 0.0
            total_mass = node["P"] * sum(x * (p[at][1] / c["P"]) for x, p, c in zip(weights[at], parts, node["children"]))
            out[at] = [None, total_mass, w]
        self.aggregate(node, kids, out, weights)
        return {at: (v, mass) for at, (v, mass, _) in out.items()}

    def aggregate(self, node, kids, out, weights):
        how = node.get("aggregate", "sum")
        live = {at: [x / sum(w) for x in w] for at, (_, _, w) in out.items() if sum(w) > 0}
        plain = {at: [x / sum(weights[at]) for x in weights[at]] for at, (_, _, w) in out.items() if sum(w) > 0}  # the group's, not the unit's
        if how in ("topsis", "copeland"):
            bags = {}
            for at in live:
                bags.setdefault((at[0], self.members[at]), []).append(at)
            for bag in bags.values():
                (self.topsis if how == "topsis" else self.copeland)(node, bag, kids, plain, out)
            return
        for at, w in live.items():
            pairs = [(x, v) for x, v in zip(w, kids[at]) if x > 0]
            if how == "sum":
                out[at][0] = sum(x * v for x, v in pairs)
            elif any(v <= 0 for _, v in pairs):
                out[at][0] = 0.0
            elif how == "geometric":
                out[at][0] = math.exp(sum(x * math.log(v) for x, v in pairs))
            else:
                out[at][0] = 1 / sum(x / v for x, v in pairs)

    @staticmethod
    def topsis(node, bag, kids, live, out):
        n = len(node["children"])
        scale = []
        for i, c in enumerate(node["children"]):
            length = math.sqrt(sum(kids[at][i]**2 for at in bag if kids[at][i] is not None))
            scale.append(1.0 if c.get("rule") == "vector" else (1 / length if length else 0.0))
        grid = {at: [None if kids[at][i] is None else kids[at][i] * scale[i] for i in range(n)] for at in bag}
        best = [max((g[i] for g in grid.values() if g[i] is not None), default=0) for i in range(n)]
        worst = [min((g[i] for g in grid.values() if g[i] is not None), default=0) for i in range(n)]
        for at in bag:
            near = math.sqrt(sum((w * (b - g))**2 for w, b, g in zip(live[at], best, grid[at]) if g is not None))
            far = math.sqrt(sum((w * (g - b))**2 for w, b, g in zip(live[at], worst, grid[at]) if g is not None))
            out[at][0] = far / (near + far) if near + far > 0 else 1.0

    @staticmethod
    def copeland(node, bag, kids, live, out):
        n = len(bag)
        for a in bag:
            net = 0
            for b in bag:
                if a == b:
                    continue
                more = less = 0.0
                for i in range(len(node["children"])):
                    x, y = kids[a][i], kids[b][i]
                    if x is None or y is None:
                        continue
                    w = live[a][i] + live[b][i]
                    more += w * (units_of(x) > units_of(y))
                    less += w * (units_of(x) < units_of(y))
                net += (units_of(more) > units_of(less)) - (units_of(more) < units_of(less))
            out[a][0] = (net + n - 1) / (2 * (n - 1)) if n > 1 else 1.0

    def weights(self, node, kids):
        ways = node.get("weights", "given")
        parts = {ways: 1} if isinstance(ways, str) else {ways["method"]: 1} if ways["method"] != "combined" else ways["parts"]
        scope = ways.get("scope", "group") if isinstance(ways, dict) else "group"
        total = {at: [0.0] * len(node["children"]) for at in self.rows}
        for way, part in parts.items():
            if way in ("given", "equal", "ahp"):
                base = [float(c["weight"]) for c in node["children"]] if way == "given" else self.fixed({**node, "weights": ways if way == "ahp" else "equal"})
                found = {at: base for at in self.rows}
            else:
                found = self.data_weights(node, way, scope, kids)
            for at in self.rows:
                for i, x in enumerate(found[at]):
                    total[at][i] += float(part) * x / sum(found[at])
        return total

    def data_weights(self, node, way, scope, kids):
        bags, out = {}, {}
        for at in self.rows:
            bags.setdefault(self.scope({"scope": scope}, at), []).append(at)
        for bag in bags.values():
            rows = [kids[at] for at in bag if all(v is not None for v in kids[at])]
            w = getattr(self, way)(list(zip(*rows))) if rows else [1.0] * len(node["children"])
            w = w if sum(w) > 0 else [1.0] * len(w)
            for at in bag:
                out[at] = w
        return out

    @staticmethod
    def varies(column):
        return max(column) - min(column) > 1e-13 * max(1, abs(max(column)))

    @classmethod
    def entropy(cls, columns):
        out = []
        for column in columns:
            c = [max(v, 0.0) for v in column]
            if not cls.varies(c) or len(c) < 2 or sum(c) <= 0:
                out.append(0.0)
                continue
            p = [v / sum(c) for v in c]
            out.append(max(0.0, 1 + sum(x * math.log(x) for x in p if x > 0) / math.log(len(c))))
        return out

    @classmethod
    def cv(cls, columns):
        out = []
        for c in columns:
            mean = sum(c) / len(c)
            s = math.sqrt(sum((v - mean)**2 for v in c) / (len(c) - 1)) if len(c) > 1 and cls.varies(c) else 0.0
            out.append(s / abs(mean) if mean else 0.0)
        return out

    @classmethod
    def critic(cls, columns):
        n = len(columns[0])
        centred, s = [], []
        for c in columns:
            mean = sum(c) / n
            live = n > 1 and cls.varies(c)
            centred.append([v - mean if live else 0.0 for v in c])
            s.append(math.sqrt(sum(v * v for v in centred[-1]) / (n - 1)) if live else 0.0)
        out = []
        for j, cj in enumerate(centred):
            total = 0.0
            for k, ck in enumerate(centred):
                if j != k and s[j] > 0 and s[k] > 0:
                    total += 1 - sum(a * b for a, b in zip(cj, ck)) / (n - 1) / s[j] / s[k]
            out.append(s[j] * total)
        if sum(x > 0 for x in s) and sum(out) <= 1e-12:
            return [1.0 if x > 0 else 0.0 for x in s]
        return out

    # scores
    def statuses(self):
        top = self.component(self.root)
        self.memo[""] = top
        out = {}
        for at in self.rows:
            out[at] = self.one(at, top[at][0])
        return out

    def one(self, at, v):
        leaves = list(leaves_of(self.s["tree"]))
        if v is None:
            return "none", None
        score = float(self.s.get("full", 100)) * v
        mine = [e for e in self.events if e[:2] == at]
        for step in self.s.get("order", ["bonus", "deduct", "floor"]):
            if step in ("bonus", "deduct") and step in self.s:
                rules = {r["id"]: r["points"] for r in self.s[step]["rules"]}
                points = sum(float(p or rules[rule]) for _, _, rule, p in mine if rule in rules)
                points = min(points, float(self.s[step].get("cap", "inf")))
                score += points if step == "bonus" else -points
            elif step == "ceiling":
                score = min(score, float(self.s["ceiling"]))
            elif step == "floor":
                score = max(score, float(self.s.get("floor", 0)))
        status = "ranked"
        for veto in self.s.get("veto", []):
            if any(rule == veto["id"] for _, _, rule, _ in mine):
                status = "vetoed"
                score = 0.0 if veto["effect"] == "zero" else min(score, float(veto["effect"]))
        if not all(self.enough(node, at) for node in self.parents(self.root)):
            status = "too_little"
        elif any(self.state[leaf["code"]][at] == MISSING and self.policy(leaf) == "exclude" for leaf in leaves):
            status = "excluded"
        return status, score

    def parents(self, node):
        if "children" in node:
            yield node
            for child in node["children"]:
                yield from self.parents(child)

    def parts(self, node, whole=1.0):
        """Leaves below with their parts of the whole; weights from data are equal shares."""
        ways = str(node.get("weights"))
        data = any(way in ways for way in ("entropy", "critic", "cv"))
        for child, w in zip(node["children"], [1 / len(node["children"])] * len(node["children"]) if data else self.fixed(node)):
            if "children" in child:
                yield from self.parts(child, whole * w)
            else:
                yield child, whole * w

    def enough(self, node, at):
        if "available" not in node:
            return True
        owed = given = 0.0
        for leaf, part in self.parts(node):
            state = self.state[leaf["code"]][at]
            owed += part if state in (OK, MISSING) else 0
            given += part if state == OK and (leaf["code"], *at) not in self.older else 0
        return units_of(given) >= units_of(owed * float(node["available"]))

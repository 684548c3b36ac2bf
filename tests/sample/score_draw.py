"""Random schemes and panels for score_differential.py."""
import itertools

COMPARES = ["min-max", "z-score", "percentile", "borda", "best", "vector", "share", "distance"]


# ---- a random scheme: nested dicts, written as JSON (which is YAML) with decimals as strings where they are not whole

def pick_rule(rng, leaf, full):
    rule = rng.choice(["completion", "completion", "pace", "band", "efficacy", "goalposts", "growth", "judge", "points", "deduct", "formula",
                       "rank_points"] + COMPARES)
    leaf["rule"] = rule
    either = lambda *words: rng.choice(words)
    if rule in COMPARES:
        leaf["scope"] = either("group", "group", "period", "all")
        leaf["direction"] = either("higher", "lower")
    if rule in ("min-max", "z-score", "percentile", "borda") or (rule == "distance" and rng.random() < .5):
        if rng.random() < .4:
            leaf["direction"] = either("middle", "interval")
            leaf.update({"middle": 50} if leaf["direction"] == "middle" else {"low": 40, "high": 60})
    if rule == "distance":
        leaf["to"] = "best" if leaf["direction"] in ("middle", "interval") else either("best", "target")
        if leaf["to"] == "target":
            leaf["target"] = either(30, 60)
    if rule == "min-max" and rng.random() < .3:
        leaf["range"] = [1, 100]
    if rule == "z-score" and rng.random() < .3:
        leaf.update(mean=60, sd=5)
    if rule in ("completion", "pace"):
        leaf["target"] = either(40, 60, 0)
        if rng.random() < .6:
            leaf["target"] = 60
        leaf["direction"] = either("higher", "higher", "lower")
        if rule == "completion" and rng.random() < .4:
            leaf["step"] = either("2%:1", "5%:0.5")
            if rng.random() < .5:
                leaf["linear"] = True
        if rule == "completion" and rng.random() < .4:
            leaf["against"] = "plan"
        if rule == "pace" or "against" in leaf:
            leaf["plan"] = either("straight", "p")
            if rng.random() < .3:
                leaf["measure"] = "month"
        if rule == "pace":
            leaf["per_point"] = "0.1"
            if rng.random() < .5:
                leaf.update(over_per_point="0.05", cap="1.1")
        elif rng.random() < .5:
            leaf["cap"] = either("1.2", "none")
    if rule == "band":
        bounds = sorted(rng.sample(range(0, 100, 10), rng.randint(2, 4)))
        points = sorted(rng.sample(range(0, 101, 5), len(bounds)))
        percent = rng.random() < .5
        leaf["bands"] = [{either("from", "above"): b, "points": f"{p}%" if percent else p} for b, p in zip(bounds, points)]
        leaf["linear"] = rng.random() < .5
        leaf["of"] = either("value", "value", "completion", "pace")
        if leaf["of"] != "value":
            leaf["target"] = 60
        if leaf["of"] == "pace":
            leaf["plan"] = "straight"
    if rule == "efficacy":
        if rng.random() < .5:
            leaf.update(bad=6, good=60)
            if rng.random() < .3:
                leaf.update(bad=60, good=6)
        else:
            leaf.update(scope=either("group", "period", "all"), direction=either("higher", "lower"))
        if rng.random() < .5:
            leaf["clamp"] = True
        if rng.random() < .3:
            leaf.update(base=50, gain=50)
    if rule == "goalposts":
        leaf.update(low=20, high=85, direction=either("higher", "lower"))
        if rng.random() < .5:
            leaf["clamp"] = True
        if rng.random() < .3:
            leaf["range"] = [1, 100]
    if rule == "growth":
        leaf.update(ago=either(1, 1, 2), base=60, per_point=either("0.1", 2), direction=either("higher", "lower"))
        leaf["as"] = either("percent", "percent", "difference")
    if rule == "judge" and rng.random() < .6:
        leaf.pop("indicator", None)
        leaf["trim"] = either(0, 1)
        leaf["voters"] = [{"indicator": f"v{i}", "weight": either(1, "0.5")} for i in range(rng.randint(3, 5))]
        leaf["out_of"] = either(100, 120)
        if not leaf["trim"]:
            del leaf["trim"]
        else:
            for voter in leaf["voters"]:
                del voter["weight"]
    if rule == "deduct":
        leaf["rule"] = either("deduct", "bonus")
        leaf["per_event"] = either("0.5", 1)
        leaf["source"] = either("events", "confirmed")
    if rule == "formula":
        leaf.pop("indicator", None)
        leaf["formula"] = either("v0 + v1 * 0.1", "if(v0 >= v1, 10, v0 / v1)", "clip(sqrt(v0) * 2, 1, 15)", "round(v1 / v2, 1)",
                                 "max(v0, v1, v2) - min(v0, v1, v2)", "ln(v1) + exp(v0 / 100)", "pow(abs(v1) + 1, 0.3)",
                                 "if(v0 > 50 and not (v1 <= 20) or v2 = 3, v0 / 10, v1 / v1)", "-v0 / -2 - 3 * (v1 - 2)")
    if rule == "rank_points":
        leaf["step"] = either("0.5", 1, "5%")
        leaf["direction"] = either("higher", "lower")
        if rng.random() < .3:
            leaf.update(of="completion", target=60)
        else:
            leaf["scope"] = either("group", "period", "all")
            leaf.pop("scope")
    if rng.random() < .25 and "cap" not in leaf:
        leaf["cap"] = either("0.9", "1.5", "none")
    if rng.random() < .2:
        leaf["floor"] = either("0.1", "-0.5", "none", 0)
    if "voters" not in leaf and rule != "formula" and rng.random() < .1:
        leaf["source"] = "report" if leaf["rule"] not in ("deduct", "bonus") else leaf["source"]


def grow(rng, depth, serial, units, tricky):
    """A list of children and the keys of the component that holds them."""
    children, keys = [], {}
    given = True
    draw = rng.random()
    if tricky and draw < .45:
        keys["weights"] = rng.choice(["equal", "entropy", "critic", "cv", {"method": "entropy", "scope": "all"},
                                      {"method": "combined", "parts": {"cv": "0.5", "equal": "0.5"}},
                                      {"method": "combined", "parts": {"critic": "0.25", "given": "0.75"}}, "ahp"])
        given = isinstance(keys["weights"], dict) and "given" in keys["weights"].get("parts", {})
    if tricky and rng.random() < .35:
        keys["aggregate"] = rng.choice(["geometric", "harmonic", "topsis", "copeland"])
    if rng.random() < .1:
        keys["available"] = "0.6"
    for _ in range(rng.randint(2, 4)):
        node = {"name": "x"}
        if given:
            node["weight"] = rng.choice([1, 1, 2, 10, "2.5", 60])
        if depth > 1 and rng.random() < .4:
            node["code"] = f"c{next(serial)}"
            node["children"], more = grow(rng, depth - 1, serial, units, tricky)
            node.update(more)
        else:
            node["code"] = f"l{next(serial)}"
            node["indicator"] = rng.choice(["v0", "v1", "v2", "v3", "v4", "flat"])
            pick_rule(rng, node, 100)
            if rng.random() < .3:
                node["missing"] = rng.choice(["zero", "renormalise", "exclude", "last", "group-mean", "carry"])
            if rng.random() < .1:
                node[rng.choice(["applies_to", "except"])] = rng.sample(units, min(2, len(units)))
            if rng.random() < .08:
                node["lag"] = rng.choice([1, 1, 2])
        children.append(node)
    if keys.get("weights") == "ahp":
        truth = [rng.choice([1, 2, 3]) for _ in children]
        keys["weights"] = {"method": "ahp", "matrix": [[f"{a}/{b}" if b != 1 else a for b in truth] for a in truth]}
    signed = ("z-score", "formula", "goalposts", "efficacy", "growth", "band", "distance", "best", "share", "vector")
    if keys.get("aggregate") in ("geometric", "harmonic") or "entropy" in str(keys.get("weights")):
        for node in leaves_of(children):
            if node["rule"] in signed or "floor" in node:
                node["floor"] = 0
    return children, keys


def leaves_of(nodes):
    for node in nodes:
        if "children" in node:
            yield from leaves_of(node["children"])
        else:
            yield node


def make_scheme(rng, units, streaks):
    scheme = {"format": "duban-scheme/1", "code": "d", "group": "g", "version": 1, "effective": "2021-01"}
    if rng.random() < .3:
        scheme["full"] = rng.choice([200, 10])
    scheme["plans"] = {"p": {1: 5, 3: 20, 4: 30, 6: 45, 12: 100}}
    scheme["tree"], keys = grow(rng, rng.randint(1, 4), itertools.count(1), units, rng.random() < .5)
    scheme.update(keys)
    scheme["missing"] = rng.choice(["zero", "renormalise", "exclude", "last", "group-mean", "carry"])
    scheme["not_applicable"] = rng.choice(["spread", "spread", "parent", "group-mean"])
    rank = {}
    if rng.random() < .6:
        rank["round"] = rng.randint(0, 4)
    if rng.random() < .5:
        rank["ties"] = rng.choice(["competition", "dense", "modified", "fractional"])
    if rank:
        scheme["rank"] = rank
    if rng.random() < .5:
        scheme["bonus"] = {"cap": 3, "rules": [{"id": "B1", "name": "b", "points": 2}]}
    if rng.random() < .5:
        scheme["deduct"] = {"rules": [{"id": "D1", "name": "d", "points": "1.5"}]}
    if rng.random() < .4:
        scheme["veto"] = [{"id": "V1", "name": "v", "effect": "zero", "authority": authority()}, {"id": "V2", "name": "w", "effect": 30, "authority": authority()}]
    steps = [s for s in ("bonus", "deduct") if s in scheme] + ["floor"]
    if rng.random() < .4:
        scheme["ceiling"] = rng.choice([40, 60])
        steps.append("ceiling")
    if rng.random() < .2:
        scheme["floor"] = rng.choice([0, 20])
    if "ceiling" in scheme or rng.random() < .3:
        rng.shuffle(steps)
        scheme["order"] = steps
    if streaks:
        scheme["streak"] = {"bottom": rng.choice([1, 2, 3]), "consecutive": 2, "source": "s", "reset_after_talk": True,
                            "gap": {"not_held": rng.choice(["break", "bridge"]), "exempt": rng.choice(["break", "bridge"]), "own_missing": "bottom"}}
        scheme["streak"]["min_group"] = scheme["streak"]["bottom"] + rng.choice([1, 2, 3])
        if rng.random() < .4:
            scheme["streak"].update(cumulative=3, window=rng.choice(["calendar-year", "rolling-12", "campaign", "half-year", "quarter", "rolling-6", "rolling-3"]))
        if rng.random() < .4:
            scheme["streak"]["exempt"] = [{"unit": rng.choice(units), "from": "2021-03", "to": "2021-04", "approved_by": "x"}]
        scheme["ladder"] = [{"at": 2, "step": "talk"}, {"at": 3, "step": "criticism"}]
        if "cumulative" in scheme["streak"]:
            scheme["ladder"][1]["cumulative"] = 3
            if rng.random() < .3: # a rule that only counts
                del scheme["streak"]["consecutive"]
                scheme["ladder"] = [{"cumulative": 3, "step": "criticism"}, {"cumulative": 4, "step": "talk"}]
        least = scheme["streak"]["min_group"] - 1
        if rng.random() < .4 and "consecutive" in scheme["streak"]:
            scheme["ladder"].append({"at": 2, "bottom": rng.randint(1, least), "step": "accountability"})
            if scheme["ladder"][-1]["bottom"] == scheme["streak"]["bottom"]:
                scheme["ladder"].pop()
        if rng.random() < .4:
            scheme["ladder"].append({"at": rng.randint(2, 3), "top": rng.randint(1, least), "step": "praise"})
            if "consecutive" not in scheme["streak"]:
                scheme["ladder"][-1]["cumulative"] = scheme["ladder"][-1].pop("at")
    return scheme


def authority():
    return {"document": "d", "issuer": "i", "valid_from": "2021-01-01", "valid_to": "2029-12-31"}


def written(value):
    """JSON with yes and no for the scheme reader."""
    if value is True or value is False:
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return f"'{value}'" if isinstance(value, str) and not value.replace(".", "").isalnum() else str(value)


# ---- a random panel

def make_panel(rng, scheme, units):
    periods = sorted(rng.sample(range(1, 8), rng.randint(1, 5)))
    groups = {u: rng.choice(["g", "g", "g", "h"]) for u in units}
    columns = ["v0", "v1", "v2", "v3", "v4", "flat"]
    clean = rng.random() < .35
    cells, members = {}, {}
    for t in periods:
        for u in units:
            if not clean and rng.random() < .08:
                continue
            members[t, u] = groups[u]
            for c in columns:
                draw, cell = rng.random(), {}
                if c == "flat":
                    text = "7"
                elif rng.random() < .1:
                    text = rng.choice(["0", "60", "50", "20", "100", "0.5", "40"])
                else:
                    text = f"{rng.uniform(1, 120):.{rng.randint(0, 3)}f}"
                if not clean and draw < .05:
                    text = "-" + text
                elif not clean and draw < .12:
                    text = ""
                elif not clean and draw < .16 and c not in ("v0", "v1", "v2"):
                    text = "NA"
                cell["value"] = text
                if not clean and text != "NA" and rng.random() < .08:
                    cell["confirmed"] = f"{rng.uniform(1, 120):.1f}"
                if rng.random() < .1:
                    cell["target"] = rng.choice(["50", "80", "0", "-5"])
                if rng.random() < .1 and c == "v1":
                    cell["baseline"] = rng.choice(["40", "0", "-7"])
                if rng.random() < .05:
                    cell["share"] = rng.choice(["0.4", "0.25"])
                cells[t, u, c] = cell
    events = []
    rules = [r["id"] for k in ("bonus", "deduct") for r in scheme.get(k, {}).get("rules", [])] + [v["id"] for v in scheme.get("veto", [])]
    rules += [leaf["code"] for leaf in leaves_of(scheme["tree"]) if leaf["rule"] in ("deduct", "bonus")]
    for t, u in members:
        if rules and rng.random() < .3:
            rule = rng.choice(rules)
            events.append((t, u, rule, "" if rule[0] == "V" or rng.random() < .5 else rng.choice(["0.5", "2", "7"])))
    return periods, members, cells, events

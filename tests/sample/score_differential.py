"""duban score against a second implementation of docs/scoring.md and docs/formats/*.md, written from those pages alone.

Random schemes (all rules, directions, scopes, policies, weights, aggregates, steps after the tree, ties, streaks) times random panels (gaps, NA,
constant columns, groups of one, missing periods). Scores and points are compared to 1e-9; ranks, bottom flags, runs and changes exactly, from the
integers of 1e-10 that were printed. score_differential.py DUBAN ROOT [FIRST [COUNT]]: seeds FIRST … FIRST+COUNT−1.
"""
import csv
import io
import os
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

from score_draw import leaves_of, make_panel, make_scheme, written
from score_leaves import MISSING, units_of
from score_model import Model

DUBAN = Path(sys.argv[1]).resolve()
FIRST = int(sys.argv[3]) if len(sys.argv) > 3 else 1
COUNT = int(sys.argv[4]) if len(sys.argv) > 4 else 120


# ---- ranks, runs and changes, from the integers that were printed

def shown_of(score, scheme):
    n = scheme.get("rank", {}).get("round")
    if n is None:
        return score
    unit = 10**(10 - n)
    return (2 * score + unit) // (2 * unit) * unit


def places(keys, ties):
    out = []
    for k in keys:
        better, same = sum(o > k for o in keys), sum(o == k for o in keys)
        out.append({"competition": better + 1, "dense": len({o for o in keys if o > k}) + 1, "modified": better + same,
                    "fractional": Fraction(2 * better + same + 1, 2)}[ties])
    return out


def rank_all(model, rows, scheme):
    """{row: expected rank, from_bottom, in_bottom, changes}."""
    streak, ties = scheme.get("streak"), scheme.get("rank", {}).get("ties", "competition")
    shown = {at: shown_of(r["int"], scheme) for at, r in rows.items() if r["status"] in ("ranked", "vetoed")}
    want = {at: {"shown": shown.get(at)} for at in rows}
    bags, earlier = {}, dict(zip(model.periods[1:], model.periods))
    for at in shown:
        bags.setdefault((at[0], model.members[at]), []).append(at)
    held = {}
    for key, bag in bags.items():
        keys = [shown[at] for at in bag]
        bottom = streak and len(bag) >= streak["min_group"]
        held[key] = bool(bottom)
        for at, place in zip(bag, places(keys, ties)):
            below = sum(o < shown[at] for o in keys)
            want[at].update(rank=place, from_bottom=below + 1, in_bottom=int(bool(bottom) and min(keys) < max(keys) and below < streak["bottom"]))
            want[at]["place"] = sum(o > shown[at] for o in keys) + 1
        before = lambda at: (earlier.get(at[0]), at[1])
        changes = {at: shown[at] - shown[before(at)] for at in bag if before(at) in shown and model.members[before(at)] == model.members[at]}
        for at, place in zip(changes, places(list(changes.values()), "competition")):
            want[at].update(score_change=changes[at], improvement=place)
    for at, w in want.items():
        if "improvement" in w:
            w["rank_change"] = want[earlier[at[0]], at[1]]["place"] - w["place"]
    return want, held


def window_start(streak, t):
    """The first month of the window that ends with month t of the year."""
    return {"rolling-6": t - 5, "rolling-3": t - 2, "quarter": (t - 1) // 3 * 3 + 1, "half-year": (t - 1) // 6 * 6 + 1}.get(streak.get("window"), 1)


def is_counted(step, row, kind, streak):
    """Whether a period counts for a step: by its own places where it has some."""
    if kind != "ranked":
        return kind == "own_missing" and "top" not in step
    if "top" in step or "bottom" in step:
        if row["place"] == row["from_bottom"] == 1: # all are equal
            return False
        return row["rank"] <= step["top"] if "top" in step else row["from_bottom"] <= step["bottom"]
    return bool(row["in_bottom"])


def runs(model, rows, want, held, scheme, step):
    """{(month, unit): (run, number in the window, counted, kind)} of one step of the ladder; {}: of the rule itself."""
    streak, out = scheme["streak"], {}
    first, last = model.periods[0], model.periods[-1]
    for u in {u for _, u in model.members}:
        mine = [t for t in model.periods if (t, u) in model.members]
        run, marks = 0, []
        for t in range(first, last + 1):
            at = (t, u)
            kind = "not_held"
            exempt = any(e["unit"] == u and int(e["from"][5:]) <= t <= int(e["to"][5:]) for e in streak.get("exempt", []))
            if exempt and t in model.periods:
                kind = "exempt"
            elif at in rows:
                owed = any(model.owes(leaf, t, u) for leaf in leaves_of(scheme["tree"]))
                ranked = rows[at]["status"] in ("ranked", "vetoed")
                here = held.get((t, model.members[at]), False)
                kind = "not_held" if not here else "ranked" if ranked else "own_missing" if owed else "not_held"
            elif t in model.periods:
                if not mine[0] < t < mine[-1]:
                    kind = "no member"
                else:
                    group = model.members[max(p for p in mine if p < t), u]
                    kind = "own_missing" if held.get((t, group)) else "not_held"
            bottom = is_counted(step, want.get(at), kind, streak)
            if bottom:
                run += 1
                marks.append(t)
            elif kind == "ranked" or kind == "no member" or streak["gap"].get(kind) == "break":
                run = 0
            out[at] = (run, sum(m >= window_start(streak, t) for m in marks), bottom, kind)
    return out


# ---- one seed

def played(seed, folder):
    rng = random.Random(seed)
    units = [f"u{i}" for i in range(rng.choice([1, 2, 4, 7, 9]))]
    streaks = rng.random() < .5
    scheme = make_scheme(rng, units, streaks)
    panel = make_panel(rng, scheme, units)
    if not panel[1]:
        return None
    name = lambda t: f"2021-{t:02}"
    (folder / "s.yaml").write_text("\n".join(f"{k}: {written(v)}" for k, v in scheme.items()) + "\n", encoding="utf-8")
    with open(folder / "v.csv", "w", encoding="utf-8") as out:
        print("period,unit,group,indicator,value,confirmed,target,baseline,share", file=out)
        order = list(panel[2].items())
        rng.shuffle(order)
        for (t, u, c), cell in order:
            print(name(t), u, panel[1][t, u], c, cell["value"], *(cell.get(k, "") for k in ("confirmed", "target", "baseline", "share")), sep=",", file=out)
    words = [DUBAN, "--lang", "en", "score", "--scheme", folder / "s.yaml", "--values", folder / "v.csv", "--threads", str(rng.choice([1, 2, 5]))]
    if panel[3]:
        (folder / "e.csv").write_text("period,unit,rule,points\n" + "".join(f"{name(t)},{u},{r},{p}\n" for t, u, r, p in panel[3]), encoding="utf-8")
        words += ["--events", folder / "e.csv"]
    done = subprocess.run(words, capture_output=True, check=False)
    return scheme, panel, done


def near(a, b):
    return abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))


def differences(scheme, panel, out):
    model = Model(scheme, panel)
    want = model.statuses()
    rows = {(int(r["period"][5:]), r["unit"]): r for r in csv.DictReader(io.StringIO(out))}
    if set(rows) != set(model.rows):
        yield f"rows {sorted(set(rows) ^ set(model.rows))}"
        return
    for leaf in leaves_of(scheme["tree"]):
        for at, r in rows.items():
            f, text = model.f[leaf["code"]][at], r["node." + leaf["code"]]
            if (f is None) != (text == "") or (text and not near(float(text), f * leaf["P"])):
                yield f"{at} {leaf['code']} {leaf['rule']}: {text!r}, expected {None if f is None else f * leaf['P']} ({model.state[leaf['code']][at]}) {leaf}"
    for node in model.parents(model.root):
        for at, r in rows.items():
            if node["code"]:
                v, text = model.memo[node["code"]][at][0], r["node." + node["code"]]
                if (v is None) != (text == "") or (text and not near(float(text), v * node["P"])):
                    yield f"{at} component {node['code']}: {text!r}, expected {None if v is None else v * node['P']}"
    for at, r in rows.items():
        status, score = want[at]
        if r["status"] != status:
            yield f"{at} status {r['status']}, expected {status}"
        if (score is None) != (r["score"] == "") or (score is not None and not near(float(r["score"]), score)):
            yield f"{at} score {r['score']!r}, expected {score}"
        r["int"] = units_of(r["score"]) if r["score"] else None
    ranks, held = rank_all(model, rows, scheme)
    for at, r in rows.items():
        for column in ("rank", "from_bottom", "in_bottom", "rank_change", "improvement"):
            text, expected = r[column], ranks[at].get(column)
            if column == "in_bottom" and not ranks[at].get("rank") and text in ("", "0"):
                continue
            if column == "from_bottom" and "streak" not in scheme and not text:
                continue
            if (expected is None) != (text == "") or (text and Fraction(text) != expected):
                yield f"{at} {column} {text!r}, expected {expected}"
        for column in ("shown", "score_change"):
            text, expected = r[column], ranks[at].get(column)
            if column == "shown" and expected is None:
                continue
            if (expected is None) != (text == "") or (text and units_of(text) != expected):
                yield f"{at} {column} {text!r}, expected {expected}"
    if "streak" in scheme:
        of_steps = [(step, runs(model, rows, ranks, held, scheme, step)) for step in scheme["ladder"]]
        for at, (run, count, _, kind) in runs(model, rows, ranks, held, scheme, {}).items():
            if at not in rows:
                continue
            reached, due = "", ""
            for step, by_unit in of_steps:
                length, number, counted, _ = by_unit[at]
                by_run, by_count = step.get("at", 99), step.get("cumulative", 99)
                reached = step["step"] if length >= by_run or number >= by_count else reached
                due = step["step"] if counted and (length == by_run or number == by_count) else due
            wanted = (str(run), str(count), due or reached, str(int(bool(due))))
            came = tuple(rows[at][k] for k in ("run", "cumulative", "step", "due"))
            if came != wanted:
                yield f"{at} run, cumulative, step, due {came}, expected {wanted} ({kind})"


def one(seed):
    with tempfile.TemporaryDirectory() as name:
        found = played(seed, Path(name))
        if found is None:
            return "none", []
        scheme, panel, done = found
        if done.returncode:
            return "refused", [done.stderr.decode()]
        return "ran", list(differences(scheme, panel, done.stdout.decode()))


def main():
    counts, bad = {"ran": 0, "refused": 0, "none": 0}, 0
    with ThreadPoolExecutor(2) as pool:
        for seed, (kind, faults) in zip(range(FIRST, FIRST + COUNT), pool.map(one, range(FIRST, FIRST + COUNT))):
            counts[kind] += 1
            if faults and (kind == "ran" or os.environ.get("SHOW_REFUSED")):
                bad += kind == "ran"
                for fault in faults[:3]:
                    print(f"seed {seed}: {fault}")
    print(f"{counts}, {bad} with differences")
    if bad or counts["ran"] < COUNT * 2 // 3:
        sys.exit(1)


main()

"""Every example of docs/scoring.md, taken out of the page and run: scheme and values in, scores compared.

An example is a run of fenced blocks: `scheme`, then `values` (`values wide`), `events`, `history`, `parts` (of the year), and `scores` (with options of the command after
the word) or `refused`. One without values uses those above it. Columns that the page shows are compared, numbers to the decimals it shows.
"""
import csv
import io
import re
import subprocess
import sys
import tempfile
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

DUBAN, ROOT = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
PAGE = ROOT / "docs/scoring.md"
HEAD = "format: duban-scheme/1\ncode: example\ngroup: g\nversion: 1\neffective: 2021-01\n"
FENCE = re.compile(r"^```([a-z]+)( .*?)?\n(.*?)^```$", re.M | re.S)
EXAMPLES_LEAST = 65  # a page that has lost its examples must not pass


def examples(text):
    """(line, {block: text}, wide) in order."""
    found, kept = [], {}
    for match in FENCE.finditer(text):
        kind, more, body = match.group(1), (match.group(2) or "").split(), match.group(3)
        line = text.count("\n", 0, match.start()) + 1
        if kind == "scheme":
            kept = {k: v for k, v in kept.items() if k in ("values", "wide")}
            kept.update(scheme=body, line=line)
        elif kind == "values":
            kept.update(values=body, wide=more == ["wide"])
            kept.pop("events", None)
            kept.pop("history", None)
            kept.pop("parts", None)
        elif kind in ("events", "history", "sets", "parts"):
            kept[kind] = body
        elif kind in ("scores", "refused"):
            found.append(dict(kept, more=more, **{kind: body}))
            kept.pop("sets", None)
    return found


def run(example, folder):
    files = {"scheme.yaml": HEAD + example["scheme"], "values.csv": example["values"], "events.csv": example.get("events"),
             "history.csv": example.get("history"), "weight-sets.csv": example.get("sets"),
             "year-parts.csv": example.get("parts")}
    for name, text in files.items():
        if text is not None:
            (folder / name).write_text(text, encoding="utf-8")
    words = [DUBAN, "--lang", "en", "score", "--scheme", folder / "scheme.yaml", "--values", folder / "values.csv"]
    words += ["--wide"] if example["wide"] else []
    for name, option in (("events", "events"), ("history", "history"), ("sets", "weight-sets"), ("parts", "year-parts")):
        words += [f"--{option}", folder / f"{option}.csv"] if name in example else []
    words += example["more"]
    done = subprocess.run(words, capture_output=True, check=False)
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def same(shown, found):
    if shown == found:
        return True
    try:
        places = Decimal(shown).as_tuple().exponent
        return Decimal(found).quantize(Decimal(1).scaleb(places), ROUND_HALF_UP) == Decimal(shown)
    except InvalidOperation:
        return False


def check_scores(example, out):
    shown = list(csv.DictReader(io.StringIO(example["scores"])))
    rows = list(csv.DictReader(io.StringIO(out)))
    key = (lambda row: (row["period"], row["unit"])) if "period" in shown[0] else (lambda row: row["unit"])
    found = {key(row): row for row in rows}
    faults = [] if len(found) == len(rows) == len(shown) else [f"{len(rows)} rows came out, the page shows {len(shown)}"]
    for row in shown:
        if key(row) not in found:
            faults.append(f"{key(row)} did not come out")
            continue
        for name, value in row.items():
            came = found[key(row)].get(name, found[key(row)].get(f"node.{name}", "(no such column)"))
            if not same(value, came):
                faults.append(f"{key(row)} {name}: {came}, the page says {value}")
    return faults


def check(example):
    with tempfile.TemporaryDirectory() as folder:
        status, out, err = run(example, Path(folder))
    if "refused" in example:
        return [] if status == 2 and example["refused"].strip() in err else [f"not refused as the page says: {status} {err}"]
    return check_scores(example, out) if status == 0 else [f"status {status}: {err.strip()}"]


def main():
    found, bad = examples(PAGE.read_text(encoding="utf-8")), 0
    for example in found:
        for fault in check(example):
            print(f"docs/scoring.md:{example['line']}: {fault}")
            bad += 1
    if len(found) < EXAMPLES_LEAST:
        print(f"only {len(found)} examples were found")
        bad += 1
    print(f"{len(found)} examples, {bad} faults")
    sys.exit(1 if bad else 0)


main()

"""test_folder.py DUBAN ROOT: a folder of 42 messy workbooks against the truth (docs/folder.md).

0 wrong values, at most 3 questions, nearly nothing left empty; each kind of mess alone, mixed by several seeds, the folder's own
mess (versions, scans, other months, swapped names), other people's shapes, hostile files, answers, keeping, the same again."""
import base64
import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from decimal import Decimal
from pathlib import Path

try:
    import openpyxl  # noqa: F401
except ImportError:
    print("[  SKIPPED ] folder: there is no openpyxl\n0 passed, 0 failed, 1 skipped")
    sys.exit(77)

import foreign
import habits
import mess

DUBAN, ROOT = sys.argv[1], Path(sys.argv[2])
SAMPLE = ROOT / "data/samples/shifanshi-2021"
PERIOD, BEFORE, NOW, LATER = "2021-06", "2021-05", "2021-07-07T17:30:00+08:00", "2021-07-07T18:30:00+08:00"
work = Path(tempfile.mkdtemp(prefix="duban-folder-"))
passed, failed = 0, []


def that(ok, what, *more):
    global passed
    if ok:
        passed += 1
    else:
        failed.append(" ".join([what, *(repr(m)[:300] for m in more)]))


def office():
    """The sample year up to the day before the reports of June are taken."""
    subprocess.run([sys.executable, "-B", ROOT / "tools/make_sample.py", SAMPLE, work / "out"], check=True, stdout=subprocess.DEVNULL)
    lines = (SAMPLE / "year.txt").read_text(encoding="utf-8").split("\n")
    until = next(i for i, line in enumerate(lines, 1) if f"import reports $OUT/reports/{PERIOD}" in line)
    subprocess.run(["sh", ROOT / "tools/run_year.sh", DUBAN, SAMPLE, work / "out", f"sqlite:{work}/d.db"], check=True,
                   env={"UNTIL": str(until), "PATH": "/usr/bin:/bin", "YEARS": os.environ.get("YEARS", "")})


def duban(*words, account="clerk1", now=NOW, check=True, base=""):
    return subprocess.run([DUBAN, "--db", f"sqlite:{work}/{base}d.db", "--data", str(work / f"{base}data"), "--as", account, "--now", now, "--seed", "7", *map(str, words)],
                          capture_output=True, text=True, check=check)


def read(folder, *words):
    return json.loads(duban("import", "folder", folder, "--period", PERIOD, "--dry-run", "--format", "json", *words).stdout)


REPORTS = {}


def truths():
    for path in sorted((work / "out/reports" / PERIOD).glob("*.csv")):
        r = mess.Report(path)
        REPORTS[r.unit] = r
    for unit in ("平安建设专班", "优化政治生态专班"):  # restricted: clerk1 has no right
        REPORTS.pop(unit)


def compare(what, result, gone=lambda unit: set(), units=None):
    """Every value against the truth. Returns how many were left empty that need not be."""
    empty = 0
    by_name = {u["name"]: u for u in result["units"]}
    for unit, r in REPORTS.items():
        if units is not None and unit not in units:
            continue
        got = {v["indicator"]: v for v in by_name[unit]["values"]}
        for row in r.rows:
            for figure in mess.FIGURES:
                want, cell = row[figure], got.get(row["code"], {}).get(figure, {"state": "absent", "value": ""})
                have = cell["value"] if cell["state"] == "value" else "NA" if cell["state"] == "na" else ""
                if have == "":
                    empty += want not in ("", "NA") and (row["code"], figure) not in gone(unit)
                    continue
                same = want == have if "NA" in (want, have) or want == "" else Decimal(want) == Decimal(have)
                that(same, f"{what}: {unit} {row['code']} {figure}: {want} read as {have}", cell)
        extra = set(got) - {row["code"] for row in r.rows}
        that(not extra, f"{what}: {unit} has values of {extra}")
    return empty


def fresh(name):
    shutil.rmtree(work / name, ignore_errors=True)
    (work / name).mkdir()
    return work / name


def each_kind():
    for kind in mess.KINDS:
        units = [u for u in REPORTS if u[-1] in "区县" or u.startswith("创")]
        folder = fresh("kind")
        done = mess.make(work / "out/reports" / PERIOD, folder, seed=f"kind {kind}", kinds=[kind], only=tuple(units))
        result = read(folder)
        empty = compare(kind, result, lambda unit: done[unit][2], units)
        that(empty == 0, f"{kind}: left empty", empty)
        that(not result["questions"], f"{kind}: asks", result["questions"])
        that(result["ready"] == len(units), f"{kind}: ready", result["ready"])


def mixed():
    for seed in range(100, 103):
        folder = fresh("mixed")
        done = mess.make(work / "out/reports" / PERIOD, folder, seed=seed, few=3, many=9)
        result = read(folder)
        empty = compare(f"seed {seed}", result, lambda unit: done[unit][2])
        that(len(result["questions"]) <= 3, f"seed {seed}: questions", [q["text"] for q in result["questions"]])
        that(empty <= 12, f"seed {seed}: left empty", empty)


def one(folder, unit, name, change=None, kinds=()):
    path = next(p for p in (work / "out/reports" / PERIOD).glob("*.csv") if p.stem.endswith(unit))
    r = mess.Report(path)
    if change:
        change(r)
    mess.Sheet(r, random.Random(unit), set(kinds)).build().save(folder / name)


def times(power):
    def change(r):
        for row in r.rows:
            if row["unit"] == "亿元":
                for f in mess.FIGURES:
                    row[f] = f"{Decimal(row[f]) * power:f}" if row[f] not in ("", "NA") else row[f]
    return change


def other(value, sent):
    def change(r):
        r.rows[0]["cumulative"] = value
        r.head["报送时间"] = sent
    return change


def the_folder():
    """What happens to a folder as a whole; its questions are answered, it is kept, and comes again."""
    folder = fresh("whole")
    done = mess.make(work / "out/reports" / PERIOD, folder, seed=9)
    for unit in ("甲区", "乙区", "丙区", "戊县", "己县", "市教育局", "市公安局", "市财政局"):
        (folder / done[unit][0]).unlink()
    for unit in ("甲区", "戊县"):  # 万元 typed where 亿元 stands
        one(folder, unit, f"{unit}6月.xlsx", times(10000))
    one(folder, "乙区", "乙区6月月报.xlsx", other("99.9", "2021-07-01"))  # an older version, and the newer by its date
    one(folder, "乙区", "乙区6月月报(1).xlsx", kinds=["dates"])
    one(folder, "丙区", "丙区6月月报.xlsx", other("98.7", ""))  # two versions, not certain
    one(folder, "丙区", "丙区6月月报最终版.xlsx", other(REPORTS["丙区"].rows[0]["cumulative"], ""))
    one(folder, "市教育局", "市公安局6月.xlsx")  # names swapped
    one(folder, "市公安局", "市教育局6月.xlsx")
    one(folder, "市财政局", "市财政局6月.xlsx")
    shutil.copy(folder / "市财政局6月.xlsx", folder / "市财政局6月 - 副本.xlsx")
    one(folder, "己县", "己县5月.xlsx", lambda r: setattr(r, "period", "2021-05"))
    mess.stamp(folder, "丁区", 6)  # of no use as a picture: it stops nobody and is no signature
    (folder / "庚自治县6月（盖章）.png").write_bytes(base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="))
    (folder / "~$丁区6月.xlsx").write_bytes(b"lock")
    foreign.hostile(folder)
    result = read(folder)
    that(len(result["questions"]) <= 3, "folder: questions", [q["text"] for q in result["questions"]])
    kinds = sorted(q["id"].split("-")[0] for q in result["questions"])
    that(kinds == ["scale", "unit", "version"], "folder: what is asked", kinds)
    that([len(q["items"]) for q in result["questions"] if q["id"].startswith("unit")] == [2], "folder: swapped names are one question")
    that(all(q['id'].split('-')[0] in ('scale', 'unit', 'version') for q in result['questions']), 'folder: other questions', result['questions'])
    compare("folder, before answers", result)
    states = {f["name"]: f["state"] for f in result["files"]}
    that(states["己县5月.xlsx"] == "period" and states["乙区6月月报.xlsx"] == "older", "folder: older ones", states)
    that(sorted(v for k, v in states.items() if k.startswith("市财政局6月")) == ["same", "taken"], "folder: a copy", states)
    that("~$丁区6月.xlsx" not in states, "folder: a lock file is nothing")
    for name in ("旧格式.xls", "加密.xlsx", "坏的.xlsx", "空.xlsx", "炸弹.xlsx", "逃逸.xlsx", "许多列.xlsx", "许多行.xlsx"):
        line = next(f for f in result["files"] if f["name"] == name)
        that(line["state"] == "refused" and line["reason"], f"folder: {name}", line)
    answers = work / "answers.csv"
    choice = {"scale": "convert", "version": "later", "unit": "head"}
    answers.write_text("".join(f"{q['id']},{choice.get(q['id'].split('-')[0], 'none')}\n" for q in result["questions"]), encoding="utf-8")
    again = read(folder, "--answers", answers)
    that(not again["questions"], "folder: what was answered is not asked again", again["questions"])
    that(compare("folder, answered", again, lambda unit: done[unit][2]) <= len(REPORTS["己县"].rows) * 3, "folder: left empty")
    ready = again["ready"]
    that(ready == 39, "folder: ready", ready)
    keep_it(folder, answers, ready)


def keep_it(folder, answers, ready):
    before = read(folder, "--answers", answers)["ready"]
    that(before == ready, "keep: a dry run keeps nothing", before)
    kept = json.loads(duban("import", "folder", folder, "--period", PERIOD, "--answers", answers, "--format", "json", "--out", work / "l.json").stdout or (work / "l.json").read_text())
    that(kept["kept"] == ready, "keep: kept", kept["kept"], [u["faults"] for u in kept["units"] if u["state"] == "faulty"])
    twice = read(folder, "--answers", answers)
    that((twice["ready"], twice["same"]) == (0, ready), "keep: the same again", twice["ready"], twice["same"])
    that("核验通过" in duban("verify", now=LATER).stdout, "keep: verified")
    listed = duban("file", "list", "--unit", "c04").stdout
    that(listed.count("report 2021-06 c04") >= 1, "keep: the original is kept", listed)
    with closing(sqlite3.connect(work / "d.db")) as db:
        rows = dict(db.execute("SELECT party, approved_by FROM submission WHERE channel = 'folder' AND period = ?", (PERIOD,)))
        that(rows.pop("c07") == "scan", "keep: a stamped picture beside the workbook is the second signature", rows)
        that(len(rows) == ready - 1 and set(rows.values()) == {""}, "keep: a workbook is no signature", set(rows.values()))
        told = db.execute("SELECT detail FROM audit WHERE object = ?", (f"folder {PERIOD}",)).fetchall()
        files = json.loads(told[0][0])["files"] if told else []
        want = {f["name"]: f["digest"] for f in kept["files"]}
        that(len(told) == 1 and {f["name"]: f["digest"] for f in files} == want, "keep: one audit row has every file's digest", len(told), sorted(set(want) ^ {f["name"] for f in files}), [f["name"] for f in files if f["digest"] != want.get(f["name"])])
    shown = duban("report", "show", "--unit", "c04", "--period", PERIOD, check=False)
    that("folder" not in shown.stdout, "report show: the channel in people's words", shown.stdout[:300], shown.stderr)


def alone(change, unit="甲区"):
    """One office's file with a change made to how it writes."""
    load = lambda period: next(mess.Report(p) for p in sorted((work / "out/reports" / period).glob("*.csv")) if p.stem.endswith(unit))
    folder, office = fresh("alone"), foreign.Office(load(PERIOD), load(BEFORE), random.Random(1))
    change(office)
    office.save(folder)
    return read(folder), office


def told():
    """约 in the note, no month, last month's file once more, a slip where last month is not known."""
    result, _ = alone(lambda o: setattr(o, "cell", lambda row, f, text: f"约{text}" if text not in ("", "NA") and row["code"] == "invest" and f == "month" else foreign.plain(text)))
    unit = next(u for u in result["units"] if u["name"] == "甲区")
    invest = next(v for v in unit["values"] if v["indicator"] == "invest")
    that(invest["month"]["state"] == "value", "约: read", invest)
    result, _ = alone(foreign.no_period)
    changes = [c["kind"] for u in result["units"] for c in u["changes"]]
    that("no_period" in changes and not result["questions"], "no month is told of", changes)

    def again(o):
        foreign.no_period(o)
        o.r = o.before
    result, _ = alone(again)
    that([q["id"].split("-")[0] for q in result["questions"]] == ["period"] and result["ready"] == 0, "last month's file without a month is asked about", result["questions"])


def offices():
    """Forty-two offices, each with a slip of its own, over seeds; then each slip that leaves no doubt at all units at once."""
    load = lambda period: [mess.Report(p) for p in sorted((work / "out/reports" / period).glob("*.csv"))]
    now, before = load(PERIOD), {r.unit: r for r in load(BEFORE)}
    for r in now:
        before.setdefault(r.unit, r)

    def tried(what, seed, slips=None):
        folder = fresh("foreign")
        done = foreign.make(now, before, folder, seed, slips)
        result = read(folder)
        blank = {u for u in REPORTS if done[u][3]}
        for u in result["units"]:
            cells = [v[f]["state"] for v in u["values"] for f in mess.FIGURES]
            that(u["name"] not in blank or "value" not in cells, f"{what}: values out of an empty form", u["name"])
        empty = compare(what, result, lambda unit: done[unit][2], set(REPORTS) - blank)
        that(empty == 0, f"{what}: left empty", empty)
        return result

    for seed in range(2):
        tried(f"offices {seed}", seed)
        result = tried(f"offices {seed}, the usual", seed, foreign.SLIPS)
        that(len(result["questions"]) <= 3, f"offices {seed}: questions", [q["text"] for q in result["questions"]])
    for slip in (foreign.near_twins_numbered, foreign.swapped, foreign.last_month_same_name, foreign.hidden_old, foreign.in_tens, foreign.title_measure):
        tried(slip.__name__, 1, [slip])
    wrong = tried("wrong period", 1, [foreign.wrong_period])
    that([q["id"].split("-")[0] for q in wrong["questions"]] == ["period"], "wrong period: asked once", wrong["questions"])
    folder = fresh("two")
    foreign.two_units(REPORTS["甲区"], REPORTS["乙区"]).save(folder / "两个区.xlsx")
    that(compare("two units in one workbook", read(folder), units=("甲区", "乙区")) == 0, "two units in one workbook")


def other_habits():
    load = lambda period: {r.unit: r for p in (work / "out/reports" / period).glob("*.csv") for r in [mess.Report(p)]}
    now, before = load(PERIOD), load(BEFORE)
    units = ("甲区", "戊县", "壬新区", "创新驱动发展专班", "市教育局")
    for name, write in habits.HABITS.items():
        folder = fresh("habit")
        free = {u: write(now[u], before[u], folder) for u in units}
        result = read(folder)
        every = {(row["code"], f) for u in units for row in now[u].rows for f in mess.FIGURES}
        empty = compare(f"habit {name}", result, lambda unit: every if free[unit] is habits.ALL else free[unit], units)
        that(empty == 0, f"habit {name}: left empty", empty)
        that([q["id"].split("-")[0] for q in result["questions"]] == habits.ASKS.get(name, []), f"habit {name}: questions", [q["text"] for q in result["questions"]])
        if name == "swapped":
            answers = work / "swapped.csv"
            answers.write_text(f"{result['questions'][0]['id']},put_right\n", encoding="utf-8")
            that(compare("swapped, put right", read(folder, "--answers", answers), units=units) == 0, "swapped: put right")


def collected():
    counties = [REPORTS[u] for u in REPORTS if u[-1] in "区县"]
    for name, write in habits.COLLECTED.items():
        folder = fresh("collected")
        some = counties if name in ("collected_wide", "collected_across") else list(REPORTS.values())
        write(some, folder)
        result = read(folder)
        that(compare(name, result, units={r.unit for r in some}) == 0, f"{name}: left empty")
        that(not result["questions"] and result["ready"] == len(some), f"{name}: ready", result["ready"], result["questions"])


def collected_kept():
    """A workbook of several units is the office's: none of them reads the others' figures in it. Beside it one unit's own."""
    with closing(sqlite3.connect(work / "d.db")) as db:
        db.execute("VACUUM INTO ?", (str(work / "kept-d.db"),))
    (work / "kept-data").mkdir()

    def run(*words, account="clerk1", check=True, now=NOW):
        return duban(*words, account=account, check=check, now=now, base="kept-")

    def files(account, *words):
        return json.loads(run("file", "list", "--format", "json", *words, account=account).stdout)["files"]

    folder = fresh("kept")
    several = [r for r in REPORTS.values() if r.unit in ("乙区", "丁区", "戊县")]
    habits.collected_rows(several, folder)
    one(folder, "甲区", "甲区6月.xlsx")
    kept = json.loads(run("import", "folder", folder, "--period", PERIOD, "--format", "json").stdout)
    that(kept["kept"] == 4, "collected, kept", kept["kept"], kept["questions"])
    bytes_of = (folder / "汇总.xlsx").read_bytes()
    digest = hashlib.sha256(bytes_of).hexdigest()
    codes = [u["unit"] for u in kept["units"] if u["state"] == "kept"]
    whole = [f for f in files("clerk1") if f["digest"] == digest]
    that(sorted(f["object"] for f in whole) == [f"report {PERIOD} {c}" for c in codes if c != "c01"], "collected: the office has it at each report", whole, codes)
    for f in whole:
        code = f["object"].split()[-1]
        got = run("file", "get", f["id"], "--out", work / f"got-{code}.xlsx", check=False)
        that(got.returncode == 0 and (work / f"got-{code}.xlsx").read_bytes() == bytes_of, "collected: the office reads it", got.stderr)
        that(not [x for x in files(f"u_{code}") if x["digest"] == digest], f"collected: {code} lists it")
        for account in [f"u_{c}" for c in codes] + [f"u_{code}_s"]:
            got = run("file", "get", f["id"], "--out", work / "never.xlsx", account=account, check=False)
            that(got.returncode == 5 and not (work / "never.xlsx").exists(), f"collected: {account} reads the original of {code}", got.returncode, got.stderr)
        that(run("file", "withdraw", f["id"], account=f"u_{code}", check=False).returncode == 5, f"collected: {code} withdraws it")
    own = files("u_c01")
    that([f["object"] for f in own] == [f"report {PERIOD} c01"] and run("file", "get", own[0]["id"], "--out", work / "own.xlsx", account="u_c01", check=False).returncode == 0,
         "a workbook of one unit stays that unit's", own)
    with closing(sqlite3.connect(work / "kept-d.db")) as db:
        named = [c for c, in db.execute("SELECT s.party FROM submission s JOIN submission_task t ON t.submission = s.id WHERE s.channel = 'folder' AND t.kind = 'evidence' AND "
                                        "instr(t.cells, ?) > 0 ORDER BY 1", (digest,))]
    that(named == [c for c in codes if c != "c01"], "collected: each report on record names it", named)
    that("核验通过" in run("verify", now=LATER).stdout, "collected: verified")


def rights():
    folder = fresh("rights")
    one(folder, "甲区", "甲区6月.xlsx")
    own = json.loads(duban("import", "folder", folder, "--period", PERIOD, "--dry-run", "--format", "json", account="u_c01").stdout)
    that(len(own["units"]) == 1 and own["ready"] == 1 and compare("a unit's own workbook", own, units=("甲区",)) == 0, "a unit looks at its own workbook")
    alien = json.loads(duban("import", "folder", folder, "--period", PERIOD, "--dry-run", "--format", "json", account="u_c02").stdout)
    that(alien["files"][0]["state"] == "no_unit" and not alien["units"][0]["values"], "another unit's workbook is not read as one's own", alien["files"])
    that(duban("import", "folder", folder, "--period", PERIOD, account="u_c01", check=False).returncode == 5, "a unit keeps nothing by a folder")
    for account in ("leader1", "sysadmin"):
        answer = duban("import", "folder", folder, "--period", PERIOD, "--dry-run", account=account, check=False)
        that(answer.returncode == 5, f"rights: {account}", answer.returncode, answer.stderr)
    many = fresh("many")
    for i in range(201):
        (many / f"{i}.csv").write_bytes(b"x")
    that(duban("import", "folder", many, "--period", PERIOD, "--dry-run", check=False).returncode == 6, "201 files are refused")


office()
truths()
each_kind()
mixed()
offices()
told()
other_habits()
collected()
collected_kept()
rights()
the_folder()
shutil.rmtree(work, ignore_errors=True)
for line in failed:
    print(f"[  FAILED  ] {line}")
print(f"{passed} passed, {len(failed)} failed, 0 skipped")
sys.exit(1 if failed else 0)

#!/usr/bin/env python3
"""Circulars, the origin of their figures, correction notices and the ledger of the sample year.

    check_papers.py DUBAN PROJECT_ROOT"""
import collections
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

DUBAN, ROOT = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
SAMPLE = ROOT / "data/samples/shifanshi-2021"
MONTHS = [f"2021-{m:02d}" for m in range(4, 13)]
GROUPS = ("taskforce", "county", "department")
RESTRICTED = ("平安建设专班", "优化政治生态专班")
MARK = "样稿·示例数据"
passed, failed = 0, 0


def check(ok, what):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print("not so:", what)


class Office:
    def __init__(self, db, sample):
        self.db, self.sample = f"sqlite:{db}", sample

    def play(self, files, until=0):
        subprocess.run(["sh", ROOT / "tools/run_year.sh", DUBAN, self.sample, files, self.db], check=True,
                       env={"PATH": "/usr/bin:/bin", "UNTIL": str(until), "YEARS": os.environ.get("YEARS", "")})

    def try_run(self, *words, account="clerk1", now="2022-02-01T09:00:00+08:00"):
        return subprocess.run([DUBAN, "--db", self.db, "--as", account, "--now", now, "--seed", "7", *words],
                              capture_output=True, text=True, check=False)

    def run(self, *words, **options):
        done = self.try_run(*words, **options)
        check(done.returncode == 0, f"duban {' '.join(words)}: {done.stderr}")
        return done.stdout

    def table(self, *words):
        return list(csv.DictReader(io.StringIO(self.run(*words).removeprefix("\ufeff"))))


def columns(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def numbers(text):
    return collections.Counter(re.findall(r"\d+(?:\.\d+)*", text))


def check_layout(month, text):
    lines = text.rstrip("\n").split("\n")
    check(lines[0] == MARK and lines[-1].startswith(MARK), f"{month}: the sample mark at head and foot")
    check(all(columns(line) <= 60 for line in lines), f"{month}: a line is too wide")
    check(all(line == line.rstrip() for line in lines), f"{month}: spaces at a line's end")
    check("约谈" not in text and "表扬" not in text and "批评" not in text, f"{month}: no proposals, praise or criticism")
    heads = [re.match(r"    ([一二三四])、", line).group(1) for line in lines if re.match(r"    [一二三四]、", line)]
    check(heads == ["一", "二", "三", "四"], f"{month}: headings {heads}")
    body = text.replace("\n", "")
    for name in RESTRICTED:  # rank and score only: no leaf, no change, no remark
        check(not re.search(name + r"[\d.]+分，(?:并)?列第\d+名，失分", body), f"{month}: {name} with more than rank and score")
        row = next(line for line in lines if re.match(rf" +\d+  {name} ", line))
        check(row.split()[-1] == "—", f"{month}: {row}")


def check_figures(office, month, text):
    trace = office.table("circular", "--period", month, "--format", "trace")
    check(numbers(text) == sum((numbers(r["数字"]) for r in trace), collections.Counter()),
          f"{month}: numbers without origin or printed otherwise")
    ranks = {}
    for row in trace:
        if row["数字类别"] not in ("score", "rank"):
            continue
        key = row["期次"], row["组别"]
        if key not in ranks:
            ranks[key] = {r["单位编码"]: r for r in office.table("rank", "--period", key[0], "--group", key[1], "--format", "csv")}
        column = "得分" if row["数字类别"] == "score" else "名次"
        check(ranks[key][row["单位编码"]][column] == row["数字"], f"{month}: {row}")
    points = [r for r in trace if r["数字类别"] == "points"]
    check(points and all(r["指标"] and r["单位编码"] and r["第几次考评"] for r in points), f"{month}: points lead to unit, node and run")


def check_tables(office, month, text):
    """Each annex holds its group in official order, with score and rank of the published results."""
    annexes = text.split("\n附件")[1:]
    check(len(annexes) == 3, f"{month}: {len(annexes)} annexes")
    for annex, group in zip(annexes, GROUPS):
        rows = [line.split()[1:4] for line in annex.split("\n") if re.match(r" +\d+  ", line)]
        want = [[r["单位"], r["得分"], r["名次"]] for r in office.table("rank", "--period", month, "--group", group, "--format", "csv")]
        check(rows == want, f"{month} {group}: {rows} is not {want}")


def check_circulars(office):
    for serial, month in enumerate(MONTHS, 1):
        text = office.run("circular", "--period", month)
        number = f"示政办通报〔2021〕{serial}号" if month < "2021-12" else "示政办通报〔2022〕1号"
        check(number in text, f"{month}: {number}")
        check(text == office.run("--lang", "en", "circular", "--period", month), f"{month}: the paper is Chinese in English too")
        check(text == office.run("circular", "--period", month, account="u_c01"), f"{month}: units read what is issued")
        check_layout(month, text)
        check_figures(office, month, text)
        check_tables(office, month, text)
        again = office.try_run("circular", "issue", "--period", month, account="director1")
        check(again.returncode == 4 and number in again.stderr, f"{month}: issued twice: {again.stderr}")
        check(office.run("circular", "--period", month) == text, f"{month}: the issued text stays")


def check_stories(office):
    text = {m: office.run("circular", "--period", m).replace("\n", "") for m in MONTHS}
    check("县区（因得分并列，共四个单位）：乙区84.27分，并列第6名" in text["2021-06"], "June: a tie, four units in the bottom")
    check("己县连续两期位于后三位" in text["2021-06"], "June: 己县 twice")
    check("未报送月报的单位：壬新区。" in text["2021-07"] and "市水务局（迟报2个工作日）" in text["2021-07"], "July: missing and late")
    check("庚自治县、壬新区连续两期位于后三位" in text["2021-07"], "July: two streaks")
    check("市乡村振兴局" in text["2021-06"] and "市扶贫开发办公室" not in text["2021-06"], "June: the new name")
    notice = office.run("circular", "--period", "2021-07", "--notice")
    check(re.search(r"戊县\s+得分\s+88\.62\s+87\.73", notice) and "草稿" in notice and MARK in notice, "July: correction notice")
    none = office.try_run("circular", "--period", "2021-06", "--notice")
    check(none.returncode == 3 and not none.stdout, "June: nothing to correct")


def check_drafts(folder, files):
    """Before it is issued: drafts for the office only; who may issue; which body may issue."""
    sample = folder / "sample"
    shutil.copytree(SAMPLE, sample)
    lines = (sample / "year.txt").read_text(encoding="utf-8").split("\n")
    issue = next(i for i, line in enumerate(lines, 1) if "circular sign --step drafted --period 2021-04" in line)
    office = Office(folder / "draft.db", sample)
    office.play(files, until=issue)
    draft = office.run("circular", "--period", "2021-04")
    check("草稿，未印发" in draft and "〕　号" in draft and "印发日期" in draft, "a draft says so and has no number")
    unit = office.try_run("circular", "--period", "2021-04", account="u_c01")
    check(unit.returncode == 5 and not unit.stdout, "a unit sees no draft")
    clerk = office.try_run("circular", "issue", "--period", "2021-04")
    check(clerk.returncode == 5, "a clerk does not issue")
    early = office.try_run("circular", "--period", "2021-05")
    check(early.returncode == 4, "no circular before the results are frozen")
    trial = office.try_run("circular", "--period", "2021-03")
    check(trial.returncode == 4, "no circular of a trial period")
    now = "2021-05-21T11:00:00+08:00"
    for account, *words in (("clerk1", "drafted", "--basis", "示例：分管领导审定"), ("director1", "checked"), ("leader1", "approved")):
        office.run("circular", "sign", "--period", "2021-04", "--step", *words, account=account, now=now)
    for wrong in ("示政办通报〔2021〕0号", "示政办通报[2021]8号", "示政办通报〔2021〕08号", "示政办通报〔2021〕第8号", "示政办通报〔2020〕8号", "示政办发〔2021〕8号", "示政办通报〔2021〕8"):
        check(office.try_run("circular", "issue", "--period", "2021-04", "--number", wrong, account="director1", now=now).returncode == 2, f"number {wrong}")
    office.run("circular", "issue", "--period", "2021-04", "--number", "示政办通报〔2021〕8号", account="director1", now=now)
    check("〔2021〕8号" in office.run("circular", "--period", "2021-04"), "issued under its number")
    for issuer, mark in (("示例市领导小组办公室", "示活动办"), ("领导小组办公室(市活动办)", "示活动办")):
        name = folder / mark
        shutil.rmtree(name, ignore_errors=True)
        shutil.copytree(SAMPLE, name)
        yaml = (name / "campaign.yaml").read_text(encoding="utf-8")
        yaml = yaml.replace("{name: 示例市人民政府办公室, number: 示政办通报", f"{{name: {issuer}, number: {mark}")
        (name / "campaign.yaml").write_text(yaml, encoding="utf-8")
        db = folder / "office.db"
        db.unlink(missing_ok=True)
        other = Office(db, name)
        other.play(files, until=issue)
        refused = other.try_run("circular", "sign", "--step", "drafted", "--basis", "示例", "--period", "2021-04")
        check(refused.returncode == 4 and issuer in refused.stderr, f"{issuer} issues nothing: {refused.stderr}")
        check(other.run("circular", "--period", "2021-04"), f"{issuer}: a draft can be printed")


def check_ledger(office):
    rows = office.table("ledger", "--format", "csv")
    check([r["序号"] for r in rows] == [str(i) for i in range(1, len(rows) + 1)], "ledger: running numbers")
    reserve = next(r for r in rows if r["目标编号"] == "T02")
    check((reserve["目标值"], reserve["分解合计"], reserve["分解与目标差"]) == ("800", "840", "40"), f"reserve over by 40: {reserve}")
    invest = next(r for r in rows if r["目标编号"] == "T01")
    check((invest["有数单位完成合计"], invest["完成率%"], invest["与序时差（百分点）"]) == ("314.60", "101.48", "1.48"), f"invest: {invest}")
    check((invest["其中市直"], invest["分解与目标差"], invest["关系"], invest["力争或确保"]) == ("8", "0", "不低于", "确保"), f"invest: {invest}")
    forest = next(r for r in rows if r["目标编号"] == "T07")
    check(forest["力争或确保"] == "力争" and forest["责任领导"] == "副市长(农业)", f"forest: {forest}")
    hidden = [r for r in rows if r["限制内容"] == "是"]
    check({r["任务编号"] for r in hidden} == {"2.4.1", "3.1"}, f"restricted: {[r['任务编号'] for r in hidden]}")
    shown = {"序号", "任务编号", "层级", "主题", "领域", "任务名称", "来源", "限制内容", "示例标记"}
    check(all(not v for r in hidden for k, v in r.items() if k not in shown), "restricted rows show number and title only")
    tree = json.loads(office.run("ledger", "--format", "json"))
    check(len(tree["rows"]) == len(rows) and tree["sample"] is True, "ledger: json has the same rows")
    text = office.run("ledger")
    check("多40项（层层加码）" in text and text.startswith(MARK), "ledger: text")
    check(office.try_run("ledger", account="auditadmin").returncode == 5, "an audit administrator sees no ledger")


def check_twice(office, files):
    again = office.run("import", "reports", str(files / "reports/2021-06"), "--period", "2021-06")
    check("已收0份" in again and "42份" in again, f"a month imported twice: {again}")


with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    subprocess.run([sys.executable, ROOT / "tools/make_sample.py", SAMPLE, folder / "files"], check=True)
    year = Office(folder / "year.db", SAMPLE)
    year.play(folder / "files")
    check_circulars(year)
    check_stories(year)
    check_ledger(year)
    check_twice(year, folder / "files")
    check(year.try_run("verify").returncode == 0, "verify")
    check_drafts(folder, folder / "files")
print(f"{passed} passed, {failed} failed, 0 skipped")
sys.exit(1 if failed else 0)

#!/usr/bin/env python3
"""The overview as people get it, against the files of the campaign: overview.py DUBAN PROJECT_ROOT

The sample year is played up to some moments and the pages are asked there as every role, over HTTP. What is expected
is counted here from the campaign's CSV files, from the confirmed sheets, and from expected.csv, which was computed outside duban.
"""
import csv
import json
import re
import shutil
import subprocess
import urllib.error
import urllib.request
from decimal import Decimal

from office import DUBAN, MERGE, ROOT, Office, open_and_freeze, run, small_campaign

SAMPLE = ROOT / "data/samples/shifanshi-2021"
LIGHTS = ("green", "yellow", "red", "none")
MISSING = {"t08": "08-巩固国家森林城市专班.csv", "c09": "09-壬新区.csv", "d06": "06-市住房和城乡建设局.csv", "d11n": "11-市乡村振兴局.csv"}
GROUPS = {"t": "taskforce", "c": "county", "d": "department"}


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class Site:
    """The pages of an office at an instant."""

    def __init__(self, office, instant):
        self.office, self.instant, self.sessions = office, instant, {}

    def __enter__(self):
        self.server = subprocess.Popen(self.office.command(self.instant, "director1", "serve", "--listen", "127.0.0.1:0",
                                                           "--data", str(self.office.path) + ".data"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for line in self.server.stderr:
            found = re.search(r"http://[0-9.]+:\d+", line)
            if found:
                self.address = found[0]
                return self
        raise AssertionError("the server did not start")

    def __exit__(self, *_):
        self.server.terminate()
        self.server.communicate(timeout=60)

    def ask(self, account, path):
        """(status, text)"""
        if account not in self.sessions:
            password = self.office.do(self.instant, account, "passwd", "--generate").split("\n")[-2]
            sent = urllib.request.Request(self.address + "/api/v1/sign-in", json.dumps({"account": account, "password": password}).encode(),
                                          {"Content-Type": "application/json", "Origin": self.address})
            with urllib.request.urlopen(sent, timeout=60) as answer:
                self.sessions[account] = answer.headers["Set-Cookie"].split(";")[0]
        try:
            with urllib.request.urlopen(urllib.request.Request(self.address + path, headers={"Cookie": self.sessions[account]}), timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")  # a paper is no text
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode("utf-8")

    def overview(self, account):
        status, text = self.ask(account, "/api/v1/overview")
        assert status == 200, f"{account}: {status} {text}"
        return json.loads(text)


class Year:
    """The sample year, played as far as somebody wants to look."""

    def __init__(self, folder):
        self.files, self.line = folder / "files", 0
        subprocess.run(["/usr/bin/python3", ROOT / "tools/make_sample.py", SAMPLE, self.files], check=True, capture_output=True, cwd=ROOT)
        self.office = Office(folder / "year.db")
        self.lines = (SAMPLE / "year.txt").read_text(encoding="utf-8").split("\n")

    def until(self, start):
        """Up to the first line that begins so, without it."""
        line = next(i for i, text in enumerate(self.lines, 1) if text.startswith(start)) if start else len(self.lines) + 1
        subprocess.run(["sh", "tools/run_year.sh", DUBAN, SAMPLE, self.files, f"sqlite:{self.office.path}"], check=True, cwd=ROOT,
                       env={"PATH": "/usr/bin:/bin", "FROM": str(self.line), "UNTIL": str(line)})
        self.line = line
        return self.office


# ---- what is expected ----

def restricted_of(tasks):
    def under(no):
        task = tasks[no]
        return task["restricted"] == "yes" or (task["parent"] and under(task["parent"]))
    return {no for no in tasks if under(no)}


def sums_of(files, period, indicator):
    """Value by unit: what was confirmed in the period, all units reported in time."""
    values = {}
    for path in sorted((files / "confirmed" / period).glob("*.csv")):
        rows = path.read_text(encoding="utf-8-sig").split("\n")
        at = next(i for i, row in enumerate(rows) if row.startswith("单位编码"))
        for row in csv.DictReader(rows[at:]):
            if row["指标编码"] == indicator and re.fullmatch(r"[0-9.]+", row["核定值"] or ""):
                values[row["单位编码"]] = Decimal(row["核定值"])
    return values


def light_of(target, files, period):
    """By the rule of campaign.yaml: yellow from 1 point behind, red above 3; against what those with a value were given."""
    plan = [p["percent"] for p in table(SAMPLE / "plans.csv") if (p["indicator"], p["period"]) == (target["indicator"], period)]
    if target["scope"] != "city" or target["relation"] in ("le", "eq") or not target["indicator"] or not plan:
        return "none"
    values = sums_of(files, period, target["indicator"])
    parts = {a["unit"]: Decimal(a["value"]) for a in table(SAMPLE / "allotments.csv") if a["target"] == target["code"] and a["value"]}
    given = sum(parts[u] for u in values if u in parts)
    goal = Decimal(target["value"]) if given == sum(parts.values()) else given
    behind = Decimal(plan[0]) - 100 * sum(values.values()) / goal
    return "red" if round(behind, 2) > 3 else "yellow" if round(behind, 2) >= 1 else "green"


def lines_expected(files, period, now, claimed=()):
    """{no of a theme or area: counts}, None where it is restricted."""
    tasks = {t["no"]: t for t in table(SAMPLE / "tasks.csv")}
    hidden, lines = restricted_of(tasks), {}
    for no, task in tasks.items():
        if task["level"] in ("theme", "area"):
            lines[no] = None if no in hidden else dict.fromkeys(("tasks", "targets", "due_soon", "overdue", *LIGHTS), 0)
    for no, task in tasks.items():
        lit = [light_of(t, files, period) for t in table(SAMPLE / "targets.csv") if t["task"] == no]
        leaf = task["level"] in ("task", "measure") and no not in hidden
        late = leaf and task["deadline"] and no not in claimed and task["deadline"] < now
        soon = leaf and task["deadline"] and no not in claimed and now <= task["deadline"]
        above = no
        while above and leaf:
            if above in lines:
                one = lines[above]
                one["tasks"] += 1
                one["targets"] += len(lit)
                one["due_soon"] += bool(soon)
                one["overdue"] += bool(late)
                for light in lit:
                    one[light] += 1
            above = tasks[above]["parent"]
    return lines


def ranks_expected():
    """{(period, unit): (score, rank, in the bottom)} of the ranked periods; a seat under its present code."""
    return {(r["period"], "d11n" if r["unit"] == "d11" else r["unit"]): (r["score"], int(r["rank"]), r["in_bottom"] == "yes")
            for r in table(ROOT / "tests/sample/expected.csv") if int(r["rank"])}


def check_lines(view, expected):
    found = {line["no"]: line for line in view["lines"]}
    assert list(found) == list(expected), list(found)
    for no, counts in expected.items():
        line = found[no]
        assert line["restricted"] == (counts is None), line
        if counts is None:
            assert "tasks" not in line and "lights" not in line, line
            continue
        flat = {**{k: line[k] for k in ("tasks", "targets", "due_soon", "overdue")}, **line["lights"]}
        assert flat == counts, f"{no}: {flat}, expected {counts}"


def check_rankings(view, period, groups):
    ranks = ranks_expected()
    periods = sorted({p for p, _ in ranks if p <= period})
    assert [g["group"] for g in view["rankings"]] == groups, view["rankings"]
    closed = {u["code"] for u in table(SAMPLE / "units.csv") if u["restricted"] == "yes"}
    for group in view["rankings"]:
        assert (group["period"], group["periods"]) == (period, periods), group
        for unit in group["units"]:
            score, rank, bottom = ranks[period, unit["code"]]
            line = [ranks[p, unit["code"]][1] for p in periods]
            change = line[-2] - line[-1] if len(line) > 1 else None
            if unit["code"] in closed:  # its past is for whom the right was granted
                line, change = [None] * (len(periods) - 1) + line[-1:], None
            found = (unit["score"], unit["rank"], unit["in_bottom"], unit["ranks"], unit["change"])
            assert found == (score, rank, bottom, line, change), f"{unit['code']}: {found}, expected {(score, rank, bottom, line, change)}"
        order = [u["code"] for u in table(SAMPLE / "units.csv") if (u["code"] in {x["code"] for x in group["units"]})]
        assert [u["code"] for u in group["units"]] == order, "official order"


# ---- the year ----

def in_the_middle_of_november(year, folder):
    office = year.until("2021-12-07T17:30")
    reports = folder / "some"
    shutil.copytree(year.files / "reports/2021-11", reports)
    for name in MISSING.values():
        (reports / name).unlink()
    office.do("2021-12-06T16:20:00", "clerk1", "import", "reports", reports, "--period", "2021-11")
    lines = lines_expected(year.files, "2021-10", "2021-12-07", claimed=("2.3.3.1",))
    with Site(office, "2021-12-07T09:30:00") as site:
        clerk = site.overview("clerk1")
        check_lines(clerk, lines)
        check_rankings(clerk, "2021-10", list(GROUPS.values()))
        month = clerk["month"]
        assert (month["period"], month["open"], month["next"]) == ("2021-11", True, "due"), month
        days = [(d["day"], d["on"], d["workdays_left"], d["state"]) for d in month["days"]]
        assert days == [("opens", "2021-11-25", -8, "past"), ("due", "2021-12-07", 0, "today"), ("confirm", "2021-12-09", 2, "ahead"),
                        ("lock", "2021-12-10", 3, "ahead"), ("trial_run", "2021-12-13", 4, "ahead"), ("appeal", "2021-12-14", 5, "ahead"),
                        ("ruling", "2021-12-15", 6, "ahead"), ("freeze", "2021-12-16", 7, "ahead"), ("issue", "2021-12-17", 8, "ahead")], days
        assert (month["reports_owed"], month["reports_received"], month["missing"]) == (42, 38, list(MISSING)), month
        assert month["confirmations_owed"] == len({i["assessor"] for i in table(SAMPLE / "indicators.csv")}), month
        assert month["confirmations_received"] == 0 and len(month["unconfirmed"]) == month["confirmations_owed"], month
        assert (clerk["due_soon_count"], clerk["overdue_count"], [d["on"] for d in clerk["due_soon"]]) == (19, 0, ["2021-12-31"]), clerk
        assert (clerk["due_soon"][0]["workdays_left"], [s["no"] for s in clerk["stuck"]], clerk["talks_to_decide"]) == (18, ["3.4.1"], []), clerk
        assert site.overview("director1") == clerk, "the office sees the same"
        who_sees_what(site, lines)
        rankings_pages(site)
        every_link_leads_somewhere(site)
        office.do("2021-12-07T09:40:00", "u_t08", "progress", "--task", "2.3.3.1", "--state", "at_risk", "--text", "示例：有一片未成活", "--seen", "1")
        late = site.overview("clerk1")["overdue"]
        assert [(t["no"], t["on"], t["workdays_left"]) for t in late] == [("2.3.3.1", "2021-11-30", -5)], late
    # 30 days ahead is near, 31 is not; what is due today is not overdue
    for instant, near, overdue in (("2021-11-30", 1, 0), ("2021-12-01", 19, 1), ("2021-12-31", 19, 1), ("2022-01-01", 0, 20)):
        with Site(office, f"{instant}T08:00:00") as site:
            view = site.overview("clerk1")
            assert (view["due_soon_count"], view["overdue_count"]) == (near, overdue), f"{instant}: {view['due_soon_count']}, {view['overdue_count']}"


def who_sees_what(site, lines):
    for account in ("leader1", "inspector1"):
        view = site.overview(account)
        check_lines(view, lines)
        check_rankings(view, "2021-10", list(GROUPS.values()))
        assert view["month"]["reports_received"] == 38 and "missing" not in view["month"], f"{account}: numbers, no names"
        assert "own_report" not in view["month"] and not view["own_tasks"]
    view = site.overview("u_c06")
    check_lines(view, lines)
    check_rankings(view, "2021-10", ["county"])
    assert view["month"]["own_report"] == {"received": True, "received_on": "2021-12-06", "version": 1, "late_workdays": 0}, view["month"]
    assert not {"missing", "reports_received", "unconfirmed", "confirmations_received"} & set(view["month"]), "others' reports"
    assert site.overview("u_c09")["month"]["own_report"] == {"received": False}
    assert view["own_tasks"] and site.overview("u_t08")["due_soon_count"] == 1, "2.3.3 alone is its own"
    owner = site.overview("o_fgw")
    check_lines(owner, lines)
    assert "rankings" not in owner and owner["month"]["own_confirmation"] == {"received": False}, owner
    assert not {"missing", "reports_received", "confirmations_received"} & set(owner["month"]), owner["month"]
    for account in ("sysadmin", "secadmin", "auditadmin"):
        assert set(site.overview(account)) == {"campaign", "name", "sample", "may_ledger", "may_results"}, account
        status, page = site.ask(account, "/")
        assert status == 200 and "管理账号不接触活动内容" in page and not re.search(r"/units/|/ledger|/rankings", page), account


def every_link_leads_somewhere(site):
    """Nobody is offered what is refused; the ledger behind a number has that many targets."""
    for account in ("clerk1", "leader1", "inspector1", "u_c06", "u_t08", "o_fgw", "auditadmin"):
        for start in ("/", "/?order=official", "/rankings/2021-10/county"):
            status, page = site.ask(account, start)
            for href in sorted(set(re.findall(r'<a [^>]*href="(/[^"]*)"', page))) if status == 200 else ():
                found, text = site.ask(account, href.replace("&amp;", "&"))
                assert found == 200, f"{account} on {start}: {href} answers {found} {text[:200]}"
    for line in site.overview("clerk1")["lines"]:
        for light in LIGHTS if not line["restricted"] else ():
            rows = json.loads(site.ask("clerk1", f"/api/v1/ledger?{line['level']}={line['no']}&light={light}")[1])
            assert rows["total"]["targets"] == line["lights"][light], f"{line['no']} {light}: {rows['total']}"


def rankings_pages(site):
    for account, group, status in (("clerk1", "county", 200), ("leader1", "taskforce", 200), ("u_c06", "county", 200), ("u_c06", "department", 403),
                                   ("o_fgw", "county", 403), ("sysadmin", "county", 403), ("clerk1", "nobody", 400), ("clerk1", "a%22", 400)):
        for ending in ("", "/file"):
            found, text = site.ask(account, f"/api/v1/rankings/2021-10/{group}{ending}")
            assert found == status, f"{account} {group}{ending}: {found} {text}"
    first = json.loads(site.ask("clerk1", "/api/v1/rankings/2021-10/county")[1])["units"]
    assert [u["rank"] for u in first] == list(range(1, 10)), "by rank"
    for order, key in (("score", lambda u: -Decimal(u["score_exact"])), ("change", lambda u: -u["change"]), ("streak", lambda u: -u["streak"]),
                       ("official", lambda u: u["code"])):
        units = json.loads(site.ask("clerk1", f"/api/v1/rankings/2021-10/county?order={order}")[1])["units"]
        assert units == sorted(sorted(first, key=lambda u: u["code"]), key=key), order
        turned = json.loads(site.ask("clerk1", f"/api/v1/rankings/2021-10/county?order={order}&turned=1")[1])["units"]
        assert [key(u) for u in turned] == sorted(map(key, first), reverse=True), order
    july = json.loads(site.ask("clerk1", "/api/v1/rankings/2021-07/county")[1])
    assert july["periods"] == ["2021-04", "2021-05", "2021-06", "2021-07"] and july["change_against"] == "2021-06", "a line ends where it is shown"
    sheet = list(csv.DictReader(site.ask("clerk1", "/rankings/2021-10/county/file")[1].removeprefix("\ufeff").splitlines()))
    assert [r["单位编码"] for r in sheet] == [f"c0{i}" for i in range(1, 10)], sheet


def from_november_to_the_end(year):
    office = year.until("2021-12-10T10:00")
    with Site(office, "2021-12-10T09:00:00") as site:
        month = site.overview("clerk1")["month"]
        assert (month["missing"], month["unconfirmed"], month["next"], month["days"][1]["state"]) == ([], [], "lock", "past"), month
        assert site.overview("o_fgw")["month"]["own_confirmation"]["received"]
    year.until("2021-12-16T09:00")
    with Site(office, "2021-12-20T09:00:00") as site:
        month = site.overview("leader1")["month"]
        assert [d["state"] for d in month["days"]] == ["past"] * 4 + ["done", "past", "past", "late", "late"] and month["next"] == "", month
        assert month["days"][7]["workdays_left"] == -2, month
        for account, status in (("clerk1", 200), ("leader1", 403), ("u_c06", 403)):
            found, text = site.ask(account, "/api/v1/rankings/2021-11/county")
            assert found == status, f"{account}: {found}"
            assert status != 200 or json.loads(text)["published"] is False
        assert site.overview("clerk1")["rankings"][1]["period"] == "2021-10", "only what is published"
    with Site(office, "2021-12-27T09:00:00") as site:
        view = site.overview("clerk1")
        assert (view["month"]["period"], view["unfinished_periods"]) == ("2021-12", ["2021-11"]), view["month"]
        assert len(view["month"]["missing"]) == 42
    year.until("2021-12-17T10:00")
    with Site(office, "2021-12-17T09:30:00") as site:
        view = site.overview("clerk1")
        assert (view["month"]["period"], view["month"]["next"]) == ("2021-11", "issue"), "published, not issued"
        check_rankings(view, "2021-11", list(GROUPS.values()))
    year.until("2022-01-10T17:30")
    with Site(office, "2021-12-17T11:00:00") as site:
        view = site.overview("clerk1")
        month = view["month"]
        assert (month["period"], month["open"], month["next"], view["unfinished_periods"]) == ("2021-12", False, "opens", []), month
        assert "missing" not in month and not view["month"].get("reports_owed"), "nobody owes yet"
        check_lines(view, lines_expected(year.files, "2021-11", "2021-12-17"))
    year.until("2022-01-24T10:00")
    with Site(office, "2022-01-21T09:00:00") as site:
        for account, units in (("clerk1", ["c09"]), ("leader1", ["c09"]), ("u_c09", ["c09"]), ("u_c01", []), ("o_fgw", [])):
            found = [t["unit"] for t in site.overview(account)["talks_to_decide"]]
            assert found == units, f"{account}: {found}"
        view = site.overview("clerk1")
        assert view["month"] is None and view["unfinished_periods"] == [], "all is done"
        check_rankings(view, "2021-12", list(GROUPS.values()))
        assert "各期均已办结" in site.ask("clerk1", "/")[1]


def the_year(folder):
    year = Year(folder)
    in_the_middle_of_november(year, folder)
    from_november_to_the_end(year)


# ---- where little is there ----

def a_campaign_without_results(folder):
    office = Office(folder / "empty.db")
    office.do("2021-01-11T09:00:00", "director1", "init")
    with Site(office, "2021-01-11T09:30:00") as site:
        status, page = site.ask("director1", "/")
        assert status == 200 and "duban import campaign" in page, page
        assert site.ask("director1", "/api/v1/overview")[0] == 404
    office.do("2021-01-11T10:00:00", "director1", "import", "campaign", ROOT / "data/samples/qinhuangdao-2021")
    with Site(office, "2021-03-01T09:00:00") as site:
        view = site.overview("director1")
        tasks = table(ROOT / "data/samples/qinhuangdao-2021/tasks.csv")
        assert [x["no"] for x in view["lines"]] == [t["no"] for t in tasks if t["level"] in ("theme", "area")], view["lines"]
        assert (view["month"], view["rankings"], view["has_lights"], view["all"]["lights"]["red"]) == (None, [], False, 0), view
        page = site.ask("director1", "/")[1]
        for words in ("本活动没有设定报送期", "本活动没有亮灯规则", "campaign.yaml", "还没有发布的名次", "30天内没有到期"):
            assert words in page, words


def a_line_has_a_gap_where_there_was_no_seat(folder):
    campaign = small_campaign(folder)
    with open(campaign / "units.csv", "a", encoding="utf-8") as file:
        file.write("m6,示例六局,六局,department,department,b1,常务副市长,2021-06-01,,,yes,no,illustrative\n")
    office = Office(folder / "gap.db")
    office.do("2021-05-20T09:00:00", "director1", "init")
    office.do("2021-05-20T09:30:00", "director1", "import", "campaign", campaign)
    for period, days in (("2021-05", ("06-07", "06-17", "06-18")), ("2021-06", ("07-07", "07-16", "07-19"))):
        due, freeze, publish = (f"2021-{day}T15:00:00" for day in days)
        office.do(due, "director1", "import", "reports", MERGE / "reports" / period, "--period", period)
        open_and_freeze(office, due, freeze, period)
        office.do(publish, "director1", "publish", "--period", period)
    with Site(office, "2021-07-20T09:00:00") as site:
        units = {u["code"]: u for u in site.overview("leader1")["rankings"][0]["units"]}
        assert units["m6"]["ranks"][0] is None and units["m6"]["ranks"][1] == units["m6"]["rank"] > 0, units["m6"]
        assert units["m6"]["change"] is None, "nothing to compare with"
        assert "m3" not in units, "merged into m2 on 15 June"
        page = site.ask("leader1", "/")[1]
        assert "5月无名次" in page and "不作比较" in page


if __name__ == "__main__":
    run([a_campaign_without_results, a_line_has_a_gap_where_there_was_no_seat, the_year])

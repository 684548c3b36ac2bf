#!/usr/bin/env python3
"""One truth about targets: no page has another light, rate or gap than the others. one_light.py DUBAN PROJECT_ROOT

A month is published in a campaign without monthly plans, and in one in which a single unit has a plan of its own; its targets
are of every kind of decomposition. The ledger, the overview, /targets, each target's page, each unit's page, the page of the
task, the form, the review and the report to the province are asked; figures worked out by hand stand beside them.
"""
import json
from decimal import ROUND_HALF_UP, Decimal

from office import MERGE, Office, month_of_may, run, small_campaign, write
from served import Served

NOW = "2021-06-20T09:00:00"
UNITS = ("m1", "m2", "m3", "m4", "m5")
DONE = {"m1": 50, "m2": 48, "m3": 35, "m4": 45, "m5": 40}
RATE = {"m1": "95.0", "m2": "90.0", "m3": "60.0", "m4": "85.0", "m5": "80.0"}
TARGETS = """code,task,indicator,what,value,unit,relation,modality,scope,period,source,split,numerator,denominator
T1,1.1.1,work,年度事项,600,项,ge,must,city,2021,illustrative,,,
T2,1.1.1,nodes,节点按期率,95,%,ge,must,city,2021,illustrative,weighted,,
T3,1.1.1,nodes,节点按期率,95,%,ge,must,city,2021,illustrative,ratio,,
T4,1.1.1,work,各单位完成事项,30,项,all_of,must,units,2021,illustrative,,,
T5,1.1.1,nodes,节点办结率,50,%,ge,must,city,2021,illustrative,ratio,nodes,work
T6,1.1.1,work,省定事项,600,项,ge,must,city,2021,illustrative,set_by_province,,
T7,1.1.1,work,不超过事项,700,项,le,must,city,2021,illustrative,,,
"""
WEIGHTS = {"m1": 1, "m2": 2, "m3": 1, "m4": 1, "m5": 5}


def points(value):
    return str(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def light_of(gap):
    behind = -Decimal(gap)
    return "red" if behind > 3 else "yellow" if behind >= 1 else "green"


def opened(folder, plans):
    campaign = small_campaign(folder)
    (campaign / "plans.csv").write_text("indicator,period,percent,unit\n" + plans, encoding="utf-8")
    (campaign / "targets.csv").write_text(TARGETS, encoding="utf-8")
    rows = [f"{t},{u},{v},illustrative,{w}\n" for t, v in (("T1", 120), ("T2", 95), ("T6", 120), ("T7", 140)) for u in UNITS
            for w in (WEIGHTS[u] if t == "T2" else "",)]
    (campaign / "allotments.csv").write_text("target,unit,value,source,weight\n" + "".join(rows), encoding="utf-8")
    office = Office(folder / "l.db")
    office.do("2021-05-20T09:00:00", "director1", "init")
    office.do("2021-05-20T09:30:00", "director1", "import", "campaign", campaign)
    month_of_may(office, folder)
    return office


def same(what, *figures):
    for other in figures[1:]:
        assert other == figures[0], f"{what}: {figures}"


def city(figures):
    """target, as the ledger writes it and as /targets does."""
    keys = ("actual", "percent", "plan", "gap", "light", "no_light")
    return tuple(figures.get(k, "") for k in keys)


def look(office, folder, shares):
    """shares: scheduled per cent of the amounts in May, by unit and of the city, exact."""
    served = Served(office, folder, NOW)
    try:
        pages(served, shares)
    finally:
        served.process.terminate()
        served.process.wait(30)


def expected_city(whole, share):
    rate = Decimal(whole) * 100 / 600
    return points(rate), points(rate - share)


def pages(served, shares):
    ledger = {r["target"]["code"]: r["target"] for r in served.ask("director1", "/ledger")["rows"] if "target" in r}
    listed = {t["target"]: t for t in served.ask("director1", "/targets")["targets"]}
    shown = {t: served.ask("director1", f"/targets/{t}") for t in listed}
    leader = {t["target"]: t for t in served.ask("leader1", "/targets")["targets"]}
    units = {u: {t["target"]: t for t in served.ask("director1", f"/units/{u}")["tasks"] if not t["whole"]} for u in UNITS}
    assert set(ledger) == set(listed) == {f"T{i}" for i in range(1, 8)}, (set(ledger), set(listed))
    for code, t in ledger.items():
        same(code, city(t), city(listed[code]["city"]), city(shown[code]["city"]), city(leader[code]["city"]))
        for row in shown[code]["units"]:
            own = units[row["unit"]].get(code)
            if own:
                same((code, row["unit"]), [own[k] for k in ("actual", "percent", "gap", "light")],
                     [row[k] for k in ("actual", "percent", "gap", "light")])
    by_hand(ledger, shown, units, shares)
    lights = [t["light"] for t in ledger.values()]
    counts = served.ask("director1", "/overview")["all"]["lights"]
    assert {k: counts[k] for k in ("green", "yellow", "red")} == {k: lights.count(k) for k in ("green", "yellow", "red")}, counts
    for unit in UNITS:
        lines = {l["indicator"]: l for l in served.ask("clerk1", f"/review/2021-05/units/{unit}")["lines"]}
        assert (lines["work"]["gap"], lines["work"]["light"]) == (units[unit]["T1"]["gap"], units[unit]["T1"]["light"]), lines["work"]


def by_hand(ledger, shown, units, shares):
    total = sum(DONE.values())
    assert city(ledger["T1"])[:2] == (str(total), expected_city(total, shares["city"])[0]), ledger["T1"]
    assert ledger["T1"]["gap"] == expected_city(total, shares["city"])[1] and ledger["T1"]["light"] == light_of(ledger["T1"]["gap"])
    mean = sum(WEIGHTS[u] * Decimal(RATE[u]) for u in UNITS) / sum(WEIGHTS.values())
    assert Decimal(ledger["T2"]["actual"]) == mean.quantize(Decimal("0.1"), ROUND_HALF_UP), (ledger["T2"], mean)
    assert ledger["T2"]["allotted"] == "95" and "municipal" not in ledger["T2"], ledger["T2"]
    assert ledger["T3"]["actual"] == "" and ledger["T3"]["no_light"] == "no_sum", ledger["T3"]
    assert (ledger["T3"]["met"], ledger["T3"]["units"]) == (1, 5) and "allotted" not in ledger["T3"], ledger["T3"]
    assert ledger["T4"]["actual"] == "" and ledger["T4"]["no_light"] == "each_unit" and ledger["T4"]["met"] == 5, ledger["T4"]
    rate = sum(map(Decimal, RATE.values())) * 100 / total
    assert Decimal(ledger["T5"]["actual"]) == rate.quantize(Decimal("0.1"), ROUND_HALF_UP), ledger["T5"]
    assert ledger["T6"]["actual"] == str(total) and ledger["T7"]["no_light"] == "ceiling", (ledger["T6"], ledger["T7"])
    for u in UNITS:
        percent = Decimal(DONE[u]) * 100 / 120
        t = units[u]["T1"]
        assert (t["percent"], t["gap"]) == (points(percent), points(percent - shares[u])), (u, t)
        assert t["light"] == light_of(t["gap"]), (u, t)
    assert shown["T1"]["city"]["trajectory"] == shares["kind"], shown["T1"]["city"]


def without_plans_months_count(folder):
    share = Decimal(500) / 12
    look(opened(folder, ""), folder, {"kind": "straight", "city": share, **dict.fromkeys(UNITS, share)})


def a_unit_has_its_own_plan(folder):
    share = Decimal(500) / 12
    office = opened(folder, "work,2021-05,36,m4\nwork,2021-06,50,m4\n")
    look(office, folder, {"kind": "straight", "city": share, **dict.fromkeys(UNITS, share), "m4": Decimal(36)})


def the_ledger_says_in_words_that_there_is_no_sum(folder):
    office = opened(folder, "")
    text = office.do(NOW, "leader1", "ledger")
    assert "得不出全市数" in text and "加权平均95%" in text and "市直0%" not in text, text
    text = office.do(NOW, "leader1", "ledger", "--format", "csv")
    assert "各单位数值不能相加" in text, text


def an_unpublished_month_is_asked_for(folder):
    """Who may see trial results asks for the newest month; nobody else gets it, and both are told which month it is."""
    office = opened(folder, "")
    office.do("2021-07-07T15:00:00", "clerk1", "import", "reports", MERGE / "reports/2021-06", "--period", "2021-06")
    def at(account, *words):
        view = json.loads(office.do("2021-07-08T09:00:00", account, "target", "show", "T1", "--format", "json", *words))
        return view["as_of"], view["unpublished"], view["city"]["period"]
    assert at("clerk1") == at("leader1") == at("leader1", "--newest") == ("2021-05", False, "2021-05"), at("leader1", "--newest")
    assert at("clerk1", "--newest") == ("2021-06", True, "2021-06"), at("clerk1", "--newest")


def an_explanation_says_that_the_target_was_changed(folder):
    office = opened(folder, "")
    view = json.loads(office.do("2021-06-19T09:00:00", "clerk1", "target", "show", "T1", "--format", "json"))
    office.do("2021-06-21T09:00:00", "clerk1", "target", "change", "T1", "--unit", "m1", "--from", "2021-06", "--value", "130",
              "--seen", view["changes"], "--reason", "示例：任务增加", "--document", "示政办〔2021〕9号")
    office.do("2021-07-07T15:00:00", "clerk1", "import", "reports", MERGE / "reports/2021-06", "--period", "2021-06")
    office.do("2021-07-09T09:00:00", "clerk1", "evaluate", "--period", "2021-06")

    def leaf(unit, month):
        words = ["explain", "--period", month, "--unit", unit]
        tree = json.loads(office.do("2021-07-10T09:00:00", "clerk1", *words, "--format", "json"))
        text = office.do("2021-07-10T09:00:00", "clerk1", *words)
        return next(n for n in tree["nodes"] if n["code"] == "work"), text
    node, text = leaf("m1", "2021-06")
    assert node["target"] == "130" and node["target_change"] == {
        "from": "2021-06", "before": "120", "after": "130", "document": "示政办〔2021〕9号", "reason": "示例：任务增加"}, node
    assert "目标自6月起由120项调整为130项，依据示政办〔2021〕9号，原因：示例：任务增加" in text, text
    for unit, month in (("m1", "2021-05"), ("m2", "2021-06")):
        node, text = leaf(unit, month)
        assert "target_change" not in node and "调整为" not in text, (unit, month, node)


def a_statistic_stands_with_its_release(folder):
    campaign = small_campaign(folder)
    with open(campaign / "indicators.csv", "a", encoding="utf-8") as file:
        file.write("gdp,示例增加值,亿元,cumulative,statistics,higher,b1,assessor,0,1,illustrative\n")
    with open(campaign / "targets.csv", "a", encoding="utf-8") as file:
        file.write("T8,1.1.1,gdp,示例增加值,100,亿元,ge,expected,city,2021,illustrative\n".replace("expected", "must"))
    office = Office(folder / "s.db")
    office.do("2021-05-20T09:00:00", "director1", "init")
    office.do("2021-05-20T09:30:00", "director1", "import", "campaign", campaign)
    sheet = write(folder / "confirmed/b1.csv", "核定部门,b1\n所属期,2021-05\n发布机关,示例统计局\n发布文件,5月月报\n发布日期,2021-06-04\n\n"
                  "单位编码,单位,指标编码,核定值,备注\nm1,示例一局,gdp,41.5,\n")
    office.do("2021-06-04T15:00:00", "owner1", "import", "confirmed", sheet, "--period", "2021-05")
    month_of_may(office, folder)
    rows = json.loads(office.do(NOW, "leader1", "ledger", "--format", "json"))["rows"]
    t = {r["target"]["code"]: r["target"] for r in rows if "target" in r}
    found = [t["T8"][k] for k in ("actual", "basis", "release_body", "release_document", "release_on")]
    assert found == ["41.5", "statistics", "示例统计局", "5月月报", "2021-06-04"], t["T8"]
    assert t["T1"]["basis"] == "work" and t["T1"]["release_on"] == "", t["T1"]
    text = office.do(NOW, "leader1", "ledger")
    assert text.count("口径：") == 1 and "示例统计局" in text and "2021-06-04" in text, text
    served = Served(office, folder, NOW)
    try:
        page = served.page("leader1", "/ledger")
        assert page.count("2021-06-04") == 1 and "示例统计局" in page, page
        page = served.page("leader1", "/tasks/1.1.1")
        assert "2021-06-04" in page, page
    finally:
        served.process.terminate()
        served.process.wait(30)


run([without_plans_months_count, a_unit_has_its_own_plan, the_ledger_says_in_words_that_there_is_no_sum,
     an_unpublished_month_is_asked_for, an_explanation_says_that_the_target_was_changed, a_statistic_stands_with_its_release])

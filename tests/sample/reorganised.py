#!/usr/bin/env python3
"""Units merged and renamed on 15 June keep their history: reorganised.py DUBAN PROJECT_ROOT

示例三局 (m3) is merged into 示例二局 (m2); 示例五局 (m5) goes on as 示例新局 (m5n).
"""
import json
import shutil

from office import MERGE, open_and_freeze, opened, reorganised_campaign, run, write

MAY, JUNE = ("--period", "2021-05"), ("--period", "2021-06")
AT = "2021-08-01T09:00:00"


def played(folder, allotments=("T1,m5,", "T1,m5,")):
    campaign = reorganised_campaign(folder)
    for file, old, new in (
        ("allotments.csv", *allotments),
        ("accounts.csv", "u_m5,unit,m5,", "u_m5n,unit,m5n,,示例新局填报人\nu_m5,unit,m5,"),
    ):
        path = campaign / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    office = opened(folder / "r.db", campaign)
    june = folder / "june"
    shutil.copytree(MERGE / "reports/2021-06", june)
    last = june / "05-示例五局.csv"
    old = write(folder / "old-name.csv", last.read_text(encoding="utf-8"))
    last.write_text(last.read_text(encoding="utf-8").replace("示例五局", "示例新局"), encoding="utf-8")
    for period, reports, days in ((MAY, MERGE / "reports/2021-05", ("06-07", "06-17", "06-18")), (JUNE, june, ("07-07", "07-16", "07-19"))):
        due, freeze, publish = (f"2021-{day}T15:00:00" for day in days)
        if period == JUNE:
            status, out, err = office.ask(due, "clerk1", "import", "reports", old, *period)
            assert status == 2 and not out and "示例新局" in err, f"the old name reports no more: {err}"
        office.do(due, "clerk1", "import", "reports", reports, *period)
        open_and_freeze(office, due, freeze, period[1])
        office.do(publish, "director1", "publish", *period)
    return office


def explained(office, unit, period, account="clerk1"):
    return json.loads(office.do(AT, account, "explain", "--unit", unit, *period, "--format", "json"))


def a_renamed_unit_keeps_its_seat(folder):
    office = played(folder)
    may, june = explained(office, "示例五局", MAY), explained(office, "示例新局", JUNE)
    assert (may["unit"], may["name"], may["score"], may["rank"], may["streak"]) == ("m5", "示例五局", "80.00", 4, 1), may
    assert (june["unit"], june["name"], june["score"], june["rank"], june["streak"]) == ("m5n", "示例新局", "80.00", 3, 2), june
    assert all(n["submission"]["party"] == "m5" for n in may["nodes"] if n.get("submission"))
    for unit, period in (("示例五局", JUNE), ("m5", JUNE), ("示例新局", MAY), ("m5n", MAY)):
        status, out, err = office.ask(AT, "clerk1", "explain", "--unit", unit, *period)
        assert status == 3 and not out and period[1] in err, f"{unit} {period}: {status} {err}"
    talks = json.loads(office.do(AT, "clerk1", "talks", "--format", "json"))
    talks = talks["talks"] if isinstance(talks, dict) else talks
    assert [(t["period"], t["unit"]) for t in talks] == [("2021-06", "m5n")], talks
    assert office.rows("SELECT gain_rank > 0 FROM run_unit JOIN run ON run.id = run WHERE unit = 'm5n' AND kind = 'frozen'") == [(1,)], "its improvement is against its seat's May"
    assert office.verify()[0] == 0


def its_account_reads_its_past_and_no_other(folder):
    office = played(folder)
    assert explained(office, "示例五局", MAY, "u_m5n")["score"] == "80.00"
    assert explained(office, "m5n", JUNE, "u_m5n")["rank"] == 3
    for account, unit, period in (("u_m5n", "m4", MAY), ("u_m5", "m5n", JUNE), ("u_m2", "m3", MAY), ("u_m3", "m2", JUNE)):
        status, out, _ = office.ask(AT, account, "explain", "--unit", unit, *period)
        assert status == 5 and not out, f"{account} reads {unit}"


def a_merged_unit_keeps_its_score_and_hands_on_no_streak(folder):
    office = played(folder)
    may = explained(office, "示例三局", MAY)
    assert (may["score"], may["rank"], may["streak"]) == ("66.00", 5, 1), may
    june = explained(office, "示例二局", JUNE)
    assert (june["score"], june["rank"], june["streak"]) == ("76.00", 4, 1), june
    assert office.ask(AT, "clerk1", "explain", "--unit", "m3", *JUNE)[0] == 3
    assert office.rows("SELECT count(*) FROM run_unit u JOIN run r ON r.id = u.run WHERE r.kind = 'frozen' AND r.period = '2021-06'") == [(4,)]
    gains = dict(office.rows("SELECT u.unit, u.gain_rank FROM run_unit u JOIN run r ON r.id = u.run WHERE r.period = '2021-06' AND r.kind = 'frozen'"))
    assert gains["m2"] == 4, "m2 fell from its own 93.60, not from m3's 66.00"
    assert office.verify()[0] == 0


def a_target_goes_with_a_rename_and_not_with_a_merge(folder):
    office = played(folder, ("T1,m2,120,illustrative\n", ""))
    targets = {unit: next(n["target"] for n in explained(office, unit, JUNE)["nodes"] if n["code"] == "work") for unit in ("m5n", "m2")}
    assert targets == {"m5n": "120", "m2": ""}, targets


if __name__ == "__main__":
    run([a_renamed_unit_keeps_its_seat, its_account_reads_its_past_and_no_other, a_merged_unit_keeps_its_score_and_hands_on_no_streak,
         a_target_goes_with_a_rename_and_not_with_a_merge])

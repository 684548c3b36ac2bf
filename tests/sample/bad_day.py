#!/usr/bin/env python3
"""Clocks set back, two people at once, full disks, odd files: bad_day.py DUBAN PROJECT_ROOT"""
import os
import resource
import shutil
import subprocess

from office import (CORRECTION, D1_M1, D2_M4, DUBAN, HOLD, MERGE, NOTIFY, TALK, Office, correct, events_csv, month_of_june, month_of_may,
                    open_and_freeze, open_office, run, small_campaign, talk_approved, talk_received, write)

MAY, JUNE = ("--period", "2021-05"), ("--period", "2021-06")
REPORTS = sorted((MERGE / "reports/2021-05").glob("*.csv"))


def together(office, commands, **options):
    """All at once; [(exit status, out, err)] in the same order."""
    running = [subprocess.Popen(office.command(*c), stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options) for c in commands]
    done = [(p, *p.communicate()) for p in running]
    return [(p.returncode, out.decode(), err.decode()) for p, out, err in done]


def verified(office):
    status, text = office.verify()
    assert status == 0, text


# ---- several at once ----

def imports_at_once(folder):
    """Five files, each by three people: each is on record once, and all are told that it is."""
    office = open_office(folder)
    got = together(office, [("2021-06-07T15:00:00", "clerk1", "import", "reports", path, *MAY) for path in REPORTS for _ in range(3)])
    assert all(status == 0 for status, _, _ in got), got
    assert sum("已收1份" in out for _, out, _ in got) == 5 and sum("未再收的1份" in out for _, out, _ in got) == 10, got
    assert office.rows("SELECT count(*), count(DISTINCT party), max(version), max(seq) FROM submission") == [(5, 5, 1, 5)]
    verified(office)


def freezes_and_publishes_at_once(folder):
    office = open_office(folder)
    month_of_may(office, folder, until="confirm")
    got = together(office, [("2021-06-17T09:00:00", "director1", "freeze", *MAY)] * 6)
    assert sorted(s for s, _, _ in got) == [0] + [4] * 5, got
    assert all("2021-05" in err for s, _, err in got if s), got
    assert office.rows("SELECT count(*) FROM run WHERE kind = 'frozen'") == [(1,)]
    got = together(office, [("2021-06-18T09:00:00", "director1", "publish", *MAY)] * 6)
    assert sorted(s for s, _, _ in got) == [0] + [4] * 5, got
    verified(office)


def everything_at_once(folder):
    """Evaluations, imports and the freeze in a heap: whatever came first, the frozen run rests on what is on record."""
    office = open_office(folder)
    month_of_may(office, folder, until="confirm")
    more = [write(folder / f"more{i}.csv", p.read_text(encoding="utf-8").replace("性质,工作进展", f"性质,工作进展{i}")) for i, p in enumerate(REPORTS)]
    events = write(folder / "more-events.csv", events_csv(("m2", "示例二局", "deduct", "D2", "1", "示例", "9")))
    commands = [("2021-06-16T09:00:00", "clerk1", "evaluate", *MAY)] * 4 + [("2021-06-16T09:00:00", "director1", "freeze", *MAY)] * 2
    commands += [("2021-06-16T09:00:00", "clerk1", "import", "reports", path, *MAY) for path in more]
    commands += [("2021-06-16T09:00:00", "clerk1", "import", "events", events, *MAY)]
    for status, _, err in together(office, commands):
        assert status in (0, 4, 7), err
    if not office.rows("SELECT 1 FROM run WHERE kind = 'frozen'"):
        office.do("2021-06-16T09:50:00", "clerk1", "evaluate", *MAY)
        office.do("2021-06-16T09:55:00", "clerk1", "result", "confirm", *MAY)
        office.do("2021-06-16T10:00:00", "director1", "freeze", *MAY)
    verified(office)
    assert "性质" not in office.do("2021-06-16T10:00:00", "clerk1", "rank", *MAY)


def decisions_at_once(folder):
    office = open_office(folder)
    month_of_may(office, folder, until="open")
    file = ("2021-06-10T09:00:00", "u_m4", "appeal", "file", *MAY, "--unit", "m4", "--rule", "D2", "--reason", "示例")
    got = together(office, [file] * 4)
    assert sorted(s for s, _, _ in got) == [0, 4, 4, 4], got
    rule = ("2021-06-15T09:00:00", "director1", "appeal", "reject", *MAY, "--unit", "m4", "--reason", "示例")
    got = together(office, [rule] * 4)
    assert [s for s, _, _ in got].count(0) == 1 and all(s in (0, 3, 4) for s, _, _ in got), got
    office.do("2021-06-17T08:00:00", "clerk1", "result", "confirm", *MAY)
    office.do("2021-06-17T09:00:00", "director1", "freeze", *MAY)
    office.do("2021-06-18T09:00:00", "director1", "publish", *MAY)
    month_of_june(office, folder)
    talk_received(office)
    hold = ("2021-07-22T18:00:00", "director1", "talks", "hold", *TALK, *HOLD)
    got = together(office, [hold] * 4)
    assert sorted(s for s, _, _ in got) == [0, 4, 4, 4], got
    verified(office)


def corrections_at_once(folder):
    """Four ask to correct one value: one ask waits. It is approved four times at once: one correction, and one ruling."""
    office = open_office(folder)
    month_of_may(office, folder)
    paths = [write(folder / f"c{i}.csv", CORRECTION.replace(",20,", f",2{i},")) for i in range(4)]
    got = together(office, [("2021-06-21T09:00:00", "clerk1", "import", "corrections", p) for p in paths])
    assert sorted(s for s, _, _ in got) == [0, 4, 4, 4], got
    assert office.rows("SELECT count(*) FROM submission WHERE kind = 'correction'") == [(0,)]
    [(ask,)] = office.rows("SELECT id FROM correction_ask")
    got = together(office, [("2021-06-21T10:00:00", "director1", "correction", "approve", ask)] * 4)
    assert 0 in [s for s, _, _ in got] and all(s in (0, 4) for s, _, _ in got), got
    assert office.rows("SELECT count(*) FROM submission WHERE kind = 'correction'") == [(1,)]
    assert office.rows("SELECT state, by_account FROM correction_ruling") == [("approved", "director1")]
    verified(office)


# ---- clocks and random numbers ----

def the_same_seed_and_instant_again(folder):
    """Ids come from clock and random numbers; both may repeat."""
    office = open_office(folder)
    for path in REPORTS:
        office.do("2021-06-07T15:00:00", "clerk1", "import", "reports", path, *MAY)
    ids = [i for (i,) in office.rows("SELECT id FROM submission ORDER BY seq")]
    assert ids == sorted(set(ids)), ids
    verified(office)


def a_clock_that_goes_back(folder):
    """Years back between any two steps: order is by the work done, and what was frozen stays provable."""
    office = open_office(folder)
    month_of_may(office, folder)
    office.do("2021-07-07T15:00:00", "clerk1", "import", "reports", MERGE / "reports/2021-06", *JUNE)
    open_and_freeze(office, "2021-07-09T09:00:00", "2031-07-16T09:00:00", "2021-06")
    office.do("2021-07-19T09:00:00", "director1", "publish", *JUNE)
    talk_approved(office)
    verified(office)
    office.do("2011-07-21T09:00:00", "director1", "talks", "notify", *TALK, *NOTIFY)
    verified(office)
    correct(office, "2001-07-21T09:00:00", write(folder / "c.csv", CORRECTION))
    verified(office)
    steps = office.rows("SELECT state FROM talk_step ORDER BY at")
    assert steps == [("proposed",), ("applied",), ("approved",), ("notified",)], steps
    made = [i for (i,) in office.rows("SELECT id FROM submission ORDER BY seq")]
    assert made == sorted(made), made


def instants_out_of_reason(folder):
    office = open_office(folder)
    for instant in ("1969-12-31T23:59:59", "0000-01-01T00:00:00", "9999-12-31T23:59:59", "2021-02-30T00:00:00"):
        status, _, err = office.ask(instant, "clerk1", "import", "reports", REPORTS[0], *MAY)
        assert status in (0, 2), f"{instant}: {status} {err}"
        verified(office)


# ---- disk and files ----

def a_database_that_cannot_be_written(folder):
    office = open_office(folder)
    before = office.dump()
    if os.getuid() == 0:
        print("(root writes everything: read-only files are tried by a user of no rights)")
    os.chmod(office.path, 0o444)
    os.chmod(folder, 0o555)
    try:
        extra = {"user": 65534} if os.getuid() == 0 else {}
        got = together(office, [("2021-06-07T15:00:00", "clerk1", "import", "reports", REPORTS[0], *MAY)], **extra)
        assert got[0][0] in (5, 8) and not got[0][1] and got[0][2], got
    finally:
        os.chmod(folder, 0o755)
        os.chmod(office.path, 0o644)
    assert office.dump() == before
    verified(office)


def a_disk_that_fills_up(folder):
    """A limit on the size of files at ever larger sizes: nothing or all of it, and always a message."""
    seen = set()
    for kb in (0, 8, 64, 256, 400, 600, 800, 1200, 4000):
        path = folder / f"full{kb}.db"
        if not (folder / "base.db").exists():
            open_office(folder, "base.db")
        shutil.copy(folder / "base.db", path)
        office = Office(path)
        before = office.dump()

        def limit(kb=kb):
            resource.setrlimit(resource.RLIMIT_FSIZE, (kb * 1024, kb * 1024))

        got = together(office, [("2021-06-07T15:00:00", "clerk1", "import", "reports", MERGE / "reports/2021-05", *MAY)], preexec_fn=limit)
        status, out, err = got[0]
        seen.add(status)
        assert (status == 0) == bool(out) and (status == 0) != bool(err.strip() and "缺报" not in err), got
        assert status in (0, 8), got
        if status:
            assert office.dump() == before, kb
        verified(office)
    assert seen == {0, 8}, seen


def odd_but_good_files(folder):
    """CRLF, a byte order mark, spaces, full-width digits and thousands marks are read as what they mean."""
    text = REPORTS[0].read_text(encoding="utf-8")
    for at, odd in enumerate((
        text.replace("\n", "\r\n"), "\ufeff" + text, "\ufeff" + text.replace("\n", "\r\n"), text.replace("\n", "\r"),
        text.replace("work,完成事项,项,50,50", " work ,完成事项, 项 , 50 ,５０"), text.rstrip("\n"), text + "\n\n\n,,,,\n",
        text.replace("填报人,办公室", "填报人,😀办公室" + "长" * 3000),
    )):
        office = open_office(folder, f"odd{at}.db")
        office.do("2021-06-07T15:00:00", "clerk1", "import", "reports", write(folder / f"odd{at}.csv", odd), *MAY)
        got = office.rows("SELECT value FROM submission_value ORDER BY indicator")
        assert [v for (v,) in got] == ["95.0", "50"], f"{odd[:40]!r}: {got}"
        verified(office)


def files_without_permission(folder):
    office = open_office(folder)
    before = office.dump()
    secret = write(folder / "secret.csv", "x")
    os.chmod(secret, 0)
    for path, statuses in ((secret, (2, 5, 8)), (folder / "deep" / ("n" * 300), (3, 8)), (folder / "\udcff.csv", (2, 3))):
        status, out, err = office.ask("2021-06-07T15:00:00", "clerk1", "import", "reports", path, *MAY)
        assert status in statuses and not out and err, f"{path}: {status} {out}{err}"
    assert office.dump() == before


def results_that_cannot_be_written(folder):
    """--out to a full device or a folder: told, and the command that changes nothing has changed nothing."""
    office = open_office(folder)
    month_of_may(office, folder)
    write(folder / "x.db", "a file, not a folder")
    for target, word in (("/dev/full", ""), (folder, str(folder)), (folder / "x.db" / "such", "x.db")):
        status, out, err = office.ask("2021-06-19T09:00:00", "clerk1", "--out", target, "rank", *MAY)
        assert status != 0 and not out and word in err, f"{target}: {status} {err}"


# ---- numbers and groups ----

def numbers_of_33_digits(folder):
    office = open_office(folder)
    big = "9" * 15 + "." + "123456789012345678"
    text = REPORTS[0].read_text(encoding="utf-8").replace("项,50,50", f"项,{big},{big}")
    office.do("2021-06-07T15:00:00", "clerk1", "import", "reports", write(folder / "big.csv", text), *MAY)
    assert office.rows("SELECT value FROM submission_value WHERE indicator = 'work'") == [(big,)]
    status, out, err = office.ask("2021-06-09T09:00:00", "clerk1", "evaluate", *MAY)
    assert status == 0 and big in office.do("2021-06-09T09:00:00", "clerk1", "explain", "--unit", "m1", *MAY), err
    small = "0." + "0" * 17 + "1"
    text = text.replace(big, small)
    office.do("2021-06-08T15:00:00", "clerk1", "import", "reports", write(folder / "small.csv", text), *MAY)
    office.do("2021-06-09T09:00:00", "clerk1", "evaluate", *MAY)
    assert small in office.do("2021-06-09T09:00:00", "clerk1", "explain", "--unit", "m1", "--format", "json", *MAY)
    open_and_freeze(office, "2021-06-09T09:00:00", "2021-06-17T09:00:00", "2021-05")
    verified(office)


def changed_campaign(folder, name, *changes):
    (folder / name).mkdir()
    campaign = small_campaign(folder / name)
    for file, old, new in changes:
        path = campaign / file
        text = path.read_text(encoding="utf-8")
        assert old in text, (file, old)
        path.write_text(text.replace(old, new), encoding="utf-8")
    office = Office(folder / f"{name}.db")
    office.do("2021-05-20T09:00:00", "director1", "init")
    office.do("2021-05-20T09:30:00", "director1", "import", "campaign", campaign)
    return office


def targets_of_zero(folder):
    office = changed_campaign(folder, "zero", ("allotments.csv", ",120,", ",0,"), ("targets.csv", ",600,", ",0,"))
    month_of_may(office, folder)
    verified(office)


def a_group_of_one(folder):
    office = changed_campaign(
        folder, "one", ("units.csv", "m2,示例二局,二局,department,department", "m2,示例二局,二局,solo,department"),
        ("units.csv", "2021-06-14,m2", "2021-06-14,"),
        ("campaign.yaml", "size: 5, source: illustrative}\n", "size: 4, source: illustrative}\n  - {code: solo, name: 单独, size: 1, source: illustrative}\n"))
    month_of_may(office, folder, until="evaluate")
    verified(office)


def nobody_reports(folder):
    """All units are missing: nothing to evaluate, whatever else has arrived."""
    office = open_office(folder)
    office.do("2021-06-08T09:00:00", "clerk1", "import", "events", write(folder / "e.csv", events_csv(D2_M4, D1_M1)), *MAY)
    status, out, err = office.ask("2021-06-09T09:00:00", "clerk1", "evaluate", *MAY)
    assert status == 4 and not out and "2021-05" in err
    office.do("2021-06-07T15:00:00", "clerk1", "import", "reports", REPORTS[0], *MAY)
    out = office.do("2021-06-09T09:00:00", "clerk1", "evaluate", *MAY)
    assert "示例五局" in out
    open_and_freeze(office, "2021-06-09T09:00:00", "2021-06-17T09:00:00", "2021-05")
    office.do("2021-06-18T09:00:00", "director1", "publish", *MAY)
    verified(office)


def very_long_names(folder):
    name = "示例" + "很长的单位名称" * 200
    office = changed_campaign(folder, "long", ("units.csv", "示例四局,四局", f"{name},四局"))
    path = write(folder / "long.csv", (MERGE / "reports/2021-05/04-示例四局.csv").read_text(encoding="utf-8").replace("示例四局", name))
    office.do("2021-06-07T15:00:00", "clerk1", "import", "reports", path, *MAY)
    out = office.do("2021-06-09T09:00:00", "clerk1", "evaluate", *MAY)
    assert name in out
    status, _, err = office.ask("2021-06-09T09:00:00", "clerk1", "explain", "--unit", name + "x", *MAY)
    assert status == 3 and len(err.encode()) < 2000 and "\ufffd" not in err, err
    verified(office)


def no_such_command_line(folder):
    office = open_office(folder)
    before = office.dump()
    for words in (("rank",), ("rank", "--period"), ("frobnicate",), ("rank", *MAY, "--format", "xml"), ("rank", *MAY, *MAY),
                  ("import", "reports"), ("appeal", "files", *MAY), ("talks", "kill", *MAY, "--unit", "m1"), ("explain", *MAY)):
        status, out, err = office.ask("2021-06-09T09:00:00", "clerk1", *words)
        assert status == 2 and not out and err, f"{words}: {status} {out}{err}"
    done = subprocess.run([DUBAN, "--db", f"sqlite:{folder}/absent.db", "--as", "clerk1", "rank", *MAY], capture_output=True, text=True, check=False)
    assert done.returncode in (3, 8) and not (folder / "absent.db").exists(), done
    write(folder / "text.db", "this is no database " * 100)
    done = subprocess.run([DUBAN, "--db", f"sqlite:{folder}/text.db", "--as", "clerk1", "init"], capture_output=True, text=True, check=False)
    assert done.returncode in (4, 8) and (folder / "text.db").read_text().startswith("this is no"), done
    assert office.dump() == before


if __name__ == "__main__":
    run([imports_at_once, freezes_and_publishes_at_once, everything_at_once, decisions_at_once, corrections_at_once,
         the_same_seed_and_instant_again, a_clock_that_goes_back, instants_out_of_reason, a_database_that_cannot_be_written,
         a_disk_that_fills_up, odd_but_good_files, files_without_permission, results_that_cannot_be_written,
         numbers_of_33_digits, targets_of_zero, a_group_of_one, nobody_reports, very_long_names, no_such_command_line])

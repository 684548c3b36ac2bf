#!/usr/bin/env python3
"""Backups, restores, upgrades, jobs and calendars on the command line: what is restored is what was backed up, to any
snapshot that is kept; what was changed in a backup is found; a database made by schema 8 becomes one of today.

    backup.py DUBAN PROJECT_ROOT"""
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from office import DUBAN, ROOT, Office, month_of_june, month_of_may, open_office, run, write

AT = "2021-06-20T10:%02d:00"
# what a backup and a restore write themselves
OWN = ("audit", "audit_head", "backup")


def restored_from(office, folder, snapshot, name, *options, status=0):
    new = Office(folder / name / "new.db")
    found, out, err = new.ask(AT % 50, "director1", "--data", folder / name / "data", "restore", snapshot, *options)
    assert found == status, f"{found}: {out}{err}"
    return new, out + err


def made(office, minute, *options):
    office.do(AT % minute, "sysadmin", "backup", *options)
    (name,) = office.rows("SELECT id FROM backup ORDER BY at DESC, id DESC LIMIT 1")[0]
    return str(office.path.parent / "data/backups" / name)


def every_snapshot_can_be_restored(folder):
    office = open_office(folder)
    states = []
    for minute in (1, 2, 3):
        office.do(AT % minute, "clerk1", "progress", "--task", "1.1.1", "--state", "on_track", "--text", f"示例{minute}")
        states.append((office.dump(*OWN), made(office, minute)))
    for number, (state, snapshot) in enumerate(states):
        subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=snapshot, check=True)
        new, _ = restored_from(office, folder, snapshot, f"r{number}")
        found = new.dump(*OWN)
        assert found == state, {t: (len(found[t]), len(state[t])) for t in state if found[t] != state[t]}
        assert new.verify()[0] == 0
        assert new.rows("SELECT count(*) FROM audit WHERE object LIKE 'restore %'") == [(1,)]
    # what is there is not written over; with --replace it is put aside
    snapshot = states[0][1]
    _, said = restored_from(office, folder, snapshot, "r2", status=4)
    assert "--replace" in said
    new, _ = restored_from(office, folder, snapshot, "r2", "--replace")
    assert new.dump(*OWN) == states[0][0]
    (aside,) = [p for p in new.path.parent.iterdir() if ".before-" in p.name and not p.name.endswith(("-wal", "-shm"))]
    assert Office(aside).dump(*OWN) == states[2][0]


def what_is_changed_in_a_backup_is_found(folder):
    office = open_office(folder)
    snapshot = made(office, 1)
    status, _, err = office.ask(AT % 2, "clerk1", "backup")
    assert status == 5, err
    assert office.ask(AT % 3, "sysadmin", "backup", "check")[0] == 0
    assert "恢复演练通过" in office.do(AT % 4, "sysadmin", "backup", "list")
    database = os.path.join(snapshot, "duban.db")
    kept = open(database, "rb").read()
    with open(database, "r+b") as file:
        file.seek(5000)
        file.write(b"x")
    assert office.ask(AT % 5, "sysadmin", "backup", "check")[0] != 0
    assert "核对不符" in office.do(AT % 6, "sysadmin", "backup", "list")
    restored_from(office, folder, snapshot, "bad", status=4)
    assert not (folder / "bad/new.db").exists()
    with open(database, "wb") as file:
        file.write(kept)
    # a database put together by somebody with a fitting list: the row knows the manifest
    manifest = json.load(open(os.path.join(snapshot, "manifest.json"), encoding="utf-8"))
    manifest["by"] = "somebody"
    write(os.path.join(snapshot, "manifest.json"), json.dumps(manifest))
    assert office.ask(AT % 7, "sysadmin", "backup", "check")[0] != 0
    # a name that leads out of the folder, or a list that was changed, is no backup
    sums = os.path.join(snapshot, "SHA256SUMS")
    write(sums, open(sums, encoding="utf-8").read().replace("duban.db", "../x"))
    restored_from(office, folder, snapshot, "worse", status=2)
    (name,) = office.rows("SELECT id FROM backup")[0]
    office.do(AT % 8, "sysadmin", "backup", "drop", name)
    assert not os.path.exists(snapshot) and office.ask(AT % 9, "sysadmin", "backup", "drop", name)[0] == 3
    assert office.verify()[0] == 0


def files_and_keys_come_along(folder):
    office = open_office(folder)
    data = folder / "data"
    digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    write(data / "files/9f" / digest, "test")
    write(data / "files/00" / ("0" * 64), "nobody names it")
    write(data / "files/11" / ("1" * 64), "purged")
    with closing(sqlite3.connect(office.path)) as db, db:
        db.executemany("INSERT INTO stored_file (digest, bytes, type, scan, stored_at, purged_at) VALUES (?, 4, 'text/plain', '', 1, ?)",
                       [(digest, 0), ("1" * 64, 2)])
    write(data / "keys/seal", "0" * 64)
    os.chmod(data / "keys", 0o700)
    os.chmod(data / "keys/seal", 0o600)
    plain, whole = made(office, 1), made(office, 2, "--with-keys")
    assert not os.path.exists(os.path.join(plain, "keys")) and os.path.exists(os.path.join(whole, "keys/seal"))
    assert os.stat(data / "files/9f" / digest).st_ino == os.stat(os.path.join(plain, "files/9f", digest)).st_ino
    assert [p.name for p in (Path(whole) / "files").iterdir()] == ["9f"]
    new = Office(folder / "new/new.db")
    write(folder / "new/new.db-wal", "of a database that is gone")
    write(folder / "new/data/keys/seal", "1" * 64)
    os.chmod(folder / "new/data/keys", 0o700)
    status, out, err = new.ask(AT % 5, "director1", "restore", whole)
    (stale,), (key,) = (folder / "new").glob("new.db.before-*-wal"), (folder / "new/data/keys").glob("seal.before-*")
    assert stale.read_text() == "of a database that is gone" and key.read_text() == "1" * 64
    found = folder / "new/data"
    assert (found / "files/9f" / digest).read_text() == "test", out + err
    assert (found / "keys/seal").stat().st_mode & 0o777 == 0o600
    assert status != 0 and digest[:12] in out + err  # nobody has recorded that file: the proof says so


def outdated_ones_go_by_themselves(folder):
    office = open_office(folder)
    for instant in ("17T10", "17T11", "18T10", *(f"{20 + hour // 24}T{hour % 24:02d}" for hour in range(26))):
        office.do(f"2021-06-{instant}:06:00", "sysadmin", "job", "run", "backup")
    kept = office.rows("SELECT at FROM backup WHERE gone_at = 0 ORDER BY at")
    names = sorted(path.name[:13] for path in (folder / "data/backups").glob("2021*"))
    assert names[:3] == ["20210617-1106", "20210618-1006", "20210620-0206"], names  # of other days the newest
    assert len(kept) == len(names) == 26, names  # and the last 24 hours
    assert office.verify()[0] == 0
    assert "没有" in office.ask(AT % 1, "sysadmin", "job", "run", "nothing")[2]
    # however many are gone, those that are kept are seen
    with closing(sqlite3.connect(office.path)) as db, db:
        db.executemany("INSERT INTO backup SELECT ?, at + ?, by_account, kind, folder, digest, files, bytes, heads, '', 0, '', 1, 'x' "
                       "FROM (SELECT * FROM backup ORDER BY at DESC LIMIT 1)", [(f"gone{n:03d}", n) for n in range(300)])
    assert "恢复演练通过" in office.do("2021-06-21T09:00:00", "sysadmin", "job", "run", "drill")
    listed = office.do("2021-06-21T09:01:00", "sysadmin", "backup", "list")
    assert all(path.name in listed for path in (folder / "data/backups").glob("2021*")), listed


def a_copy_elsewhere_leaves_the_backups_of_the_first(folder):
    (folder / "here").mkdir()
    office = open_office(folder / "here")
    first = made(office, 1)
    shutil.copytree(folder / "here", folder / "elsewhere")
    copy = Office(folder / "elsewhere" / office.path.name)
    name = os.path.basename(first)
    copy.do(AT % 2, "sysadmin", "backup", "check", name)
    copy.do(AT % 3, "sysadmin", "backup", "drop", name)
    assert os.path.exists(os.path.join(first, "duban.db")) and not (copy.path.parent / "data/backups" / name).exists()
    other = folder / "other disk"
    office.do(AT % 4, "sysadmin", "backup", "--to", other)
    (name,) = office.rows("SELECT id FROM backup ORDER BY at DESC LIMIT 1")[0]
    office.do(AT % 5, "sysadmin", "backup", "drop", name)
    assert not (other / name).exists()


def one_elsewhere_is_found_from_any_working_folder(folder):
    office = open_office(folder)
    here = os.getcwd()
    try:
        os.chdir(folder)
        office.do(AT % 1, "sysadmin", "backup", "--to", "other disk")
        office.do(AT % 2, "sysadmin", "backup", "--to", "data/backups")
    finally:
        os.chdir(here)
    (name, place), (own, no_place) = office.rows("SELECT id, folder FROM backup ORDER BY at")
    assert place == str((folder / "other disk" / name).resolve()) and no_place == "", (place, no_place)
    assert (folder / "data/backups" / own).is_dir()
    office.do(AT % 3, "sysadmin", "backup", "check", name)
    # the disk is not there: nobody says that its backup is gone
    (folder / "other disk").rename(folder / "put away")
    status, _, said = office.ask(AT % 4, "sysadmin", "backup", "drop", name)
    assert status != 0 and place[:-len(name) - 1] in said, said
    (folder / "put away").rename(folder / "other disk")
    # a program that was killed when it had taken half of it away
    half = folder / f"other disk/.part-{name}"
    (folder / "other disk" / name).rename(half)
    (half / "manifest.json").unlink()
    office.do(AT % 5, "sysadmin", "backup", "drop", name)
    assert not half.exists() and office.verify()[0] == 0


def one_that_cannot_go_keeps_no_other(folder):
    office = open_office(folder)
    for hour in (10, 11, 12):
        office.do(f"2021-06-17T{hour}:06:00", "sysadmin", "job", "run", "backup")
    stuck = next((folder / "data/backups").glob("20210617-11*")).name
    write(folder / f"data/backups/.part-{stuck}", "in the way")
    with closing(sqlite3.connect(office.path)) as db, db:  # later ones: of that day the newest is kept
        db.executemany("INSERT INTO backup SELECT ?, at + ?, by_account, kind, '/nowhere/' || ?, digest, files, bytes, heads, '', 0, '', 0, '' "
                       "FROM (SELECT * FROM backup ORDER BY at LIMIT 1)",
                       [(f"later{n:02d}", (14 + n) * 3600000, f"later{n:02d}") for n in range(23)])
    assert office.ask("2021-06-19T10:06:00", "sysadmin", "job", "run", "backup")[0] != 0
    assert sorted(path.name[:11] for path in (folder / "data/backups").glob("20210617*")) == ["20210617-11", "20210617-12"]


def one_without_a_row_does_not_stay(folder):
    office = open_office(folder)
    with closing(sqlite3.connect(office.path)) as db, db:
        db.execute("CREATE TRIGGER no_row BEFORE INSERT ON backup BEGIN SELECT raise(FAIL, 'no room'); END")
    assert office.ask(AT % 1, "sysadmin", "backup")[0] != 0
    assert not list((folder / "data/backups").glob("2021*"))


def schema_8_becomes_one_of_today(folder):
    office = Office(folder / "old.db")
    with closing(sqlite3.connect(office.path)) as db:
        db.executescript((ROOT / "tests/fixtures/schema8.sql").read_text(encoding="utf-8"))
    status, _, err = office.ask(AT % 1, "clerk1", "ledger")
    assert status == 4 and "duban upgrade" in err, err
    said = office.do(AT % 2, "director1", "upgrade")
    assert "第8步" in said, said
    assert office.verify()[0] == 0
    (backup,) = (folder / "data/backups").glob("2021*")
    assert office.rows("SELECT kind FROM backup") == [("upgrade",)]
    assert "示例" in office.do(AT % 3, "clerk1", "ledger")
    assert office.do(AT % 3, "clerk1", "rank", "--period", "2021-05", "--group", "department")
    office.do(AT % 4, "clerk1", "progress", "--task", "1.1.1", "--state", "on_track")
    assert "无须升级" in office.do(AT % 5, "director1", "upgrade")
    # the backup from before is of schema 8, and is restored as what it was, and upgraded
    new, _ = restored_from(office, folder, backup, "again")
    assert new.verify()[0] == 0 and "示例" in new.do(AT % 6, "clerk1", "ledger")


run([every_snapshot_can_be_restored, what_is_changed_in_a_backup_is_found, files_and_keys_come_along,
     outdated_ones_go_by_themselves, a_copy_elsewhere_leaves_the_backups_of_the_first,
     one_elsewhere_is_found_from_any_working_folder, one_that_cannot_go_keeps_no_other, one_without_a_row_does_not_stay, schema_8_becomes_one_of_today])

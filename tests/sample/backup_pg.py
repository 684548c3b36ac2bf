#!/usr/bin/env python3
"""A backup of PostgreSQL by pg_dump, checked, restored into an empty database and proved; run it inside tests/store/with_pg.sh.

    backup_pg.py DUBAN PROJECT_ROOT"""
import os
import subprocess
from pathlib import Path

from office import Office, new_database, run, small_campaign, sql_of, write

AT = "2021-06-20T10:%02d:00"
# @ and : and \ stand for themselves once they are out of the address
ROLE, PASSWORD, IN_ADDRESS = "backup_role", "p@ss:w\\rd", "p%40ss%3Aw%5Crd"


class OfficeOfBackup(Office):
    """One database of the cluster, and a data folder."""

    def __init__(self, name, data, url=None):
        super().__init__(data)
        self.name, self.url = name, url or f"postgresql:///{name}"

    def command(self, instant, account, *words, lang=None, seed=None):
        return super().command(instant, account, "--data", self.path, *words, lang=lang, seed=seed)

    def rows(self, sql, *args):
        out = sql_of(self.name, sql)
        return [tuple(line.split("|")) for line in out.splitlines()]


def opened(folder, database, url=None):
    office = OfficeOfBackup(database, folder / "data", url)
    office.do("2021-05-20T09:00:00", "director1", "init")
    office.do("2021-05-20T09:30:00", "director1", "import", "campaign", small_campaign(folder / "files"))
    return office


def state_of(office):
    names = [n for (n,) in office.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")]
    return {n: office.rows(f"SELECT t::text FROM {n} t ORDER BY 1") for n in names if n not in ("audit", "audit_head", "backup")}


def made(office, minute):
    office.do(AT % minute, "sysadmin", "backup")
    ((name,),) = office.rows("SELECT id FROM backup ORDER BY at DESC LIMIT 1")
    return office.path / "backups" / name


def what_is_restored_is_what_was_backed_up(folder):
    office = opened(folder, new_database("backup_a"))
    office.do(AT % 1, "clerk1", "progress", "--task", "1.1.1", "--state", "on_track", "--text", "示例")
    state, snapshot = state_of(office), made(office, 2)
    assert sorted(p.name for p in snapshot.iterdir()) == ["SHA256SUMS", "duban.dump", "manifest.json"]
    office.do(AT % 3, "sysadmin", "backup", "check")
    office.do(AT % 4, "clerk1", "progress", "--task", "1.1.1", "--state", "stuck", "--text", "其后")
    new = OfficeOfBackup(new_database("backup_b"), folder / "other")
    said = new.do(AT % 5, "director1", "restore", snapshot)
    assert "审计" in said and state_of(new) == state
    status, _, err = new.ask(AT % 6, "director1", "restore", snapshot)
    assert status == 4, err  # not over what is there
    write(snapshot / "duban.dump", (snapshot / "duban.dump").read_bytes() + b"x")
    assert office.ask(AT % 7, "sysadmin", "backup", "check")[0] != 0


def a_password_stays_out_of_the_arguments(folder):
    quoted = PASSWORD.replace("'", "''")
    sql_of("postgres", f"CREATE ROLE {ROLE} LOGIN PASSWORD '{quoted}'")
    url = f"postgresql://{ROLE}:{IN_ADDRESS}@localhost:{os.environ['PGPORT']}/{new_database('backup_c', ROLE)}"
    office = opened(folder, "backup_c", url)
    snapshot = made(office, 1)
    assert sorted(p.name for p in snapshot.iterdir()) == ["SHA256SUMS", "duban.dump", "manifest.json"]
    sql_of("postgres", f"ALTER ROLE {ROLE} PASSWORD 'another'")
    status, _, err = office.ask(AT % 2, "sysadmin", "backup")
    assert status != 0 and not list(Path(office.path / "backups").glob(".part-*")), err


run([what_is_restored_is_what_was_backed_up, a_password_stays_out_of_the_arguments])

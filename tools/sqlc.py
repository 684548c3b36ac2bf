#!/usr/bin/env python3
"""store/sql/*.sql and store/migrations/*.sql -> store/sql_gen.h and .c.

usage: sqlc.py STORE_FOLDER OUT_H OUT_C DEPFILE
A query file holds blocks `-- name: period_by_code` … up to the next; each becomes SQL_period_by_code
and a row of sql_all[]. A migration is NNNN_name.sql, or the pair NNNN_name.sqlite.sql and
NNNN_name.postgres.sql; its digest is the SHA-256 of the file (of both, SQLite first). The depfile
names files and folders, so a new file is seen without touching meson.build."""
import hashlib
import os
import re
import sys

ENGINES = ("sqlite", "postgres")


def fail(path, line, text):
    sys.exit(f"{path}:{line}: {text}")


def c_string(text):
    for char, escape in (("\\", "\\\\"), ('"', '\\"'), ("?", "\\?"), ("\t", "\\t")):
        text = text.replace(char, escape)
    return '    "' + text.replace("\n", '\\n"\n    "') + '"'


def read_queries(path, seen):
    queries = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            header = re.match(r"--\s*name:\s*(.*)$", line)
            if header:
                name = header.group(1).strip()
                if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
                    fail(path, number, f"query name {name!r}: expected small letters, digits and _")
                if seen.setdefault(name, path) != path or name in [q[0] for q in queries]:
                    fail(path, number, f"query {name} stands already in {seen[name]}")
                queries.append((name, number, []))
            elif queries:
                queries[-1][2].append(line.rstrip())
            elif line.strip() and not line.startswith("--"):
                fail(path, number, "SQL before the first `-- name:`")
    for index, (name, number, lines) in enumerate(queries):
        sql = "\n".join(l for l in lines if l and not l.lstrip().startswith("--")).rstrip("; \n")
        if not sql:
            fail(path, number, f"query {name} is empty")
        queries[index] = (name, sql)
    return queries


def read_migrations(folder):
    found = {}
    for name in sorted(os.listdir(folder)):
        match = re.fullmatch(r"(\d{4}_[a-z0-9_]+)(?:\.(sqlite|postgres))?\.sql", name)
        if not match:
            fail(os.path.join(folder, name), 1, "expected NNNN_name[.sqlite|.postgres].sql")
        with open(os.path.join(folder, name), "rb") as file:
            found.setdefault(match.group(1), {})[match.group(2)] = file.read()
    for number, (name, texts) in enumerate(sorted(found.items()), 1):
        if int(name[:4]) != number:
            fail(os.path.join(folder, name), 1, f"expected number {number:04d}: no gap, no repeat")
        if set(texts) not in ({None}, set(ENGINES)):
            fail(os.path.join(folder, name), 1, "expected one shared text or both .sqlite and .postgres")
    return sorted(found.items())


def migration_row(name, texts):
    digest = hashlib.sha256(b"".join(texts[key] for key in (None, *ENGINES) if key in texts)).hexdigest()
    row = [f'     .name = "{name}",', f'     .digest = "{digest}",']
    for key, field in ((None, "sql"), ("sqlite", "sql_sqlite"), ("postgres", "sql_postgres")):
        if key in texts:
            row.append(f"     .{field} =\n{c_string(texts[key].decode('utf-8'))},")
    return "    {\n" + "\n".join(row) + "\n    },\n"


def main():
    store, out_h, out_c, depfile = sys.argv[1:5]
    sql, steps = os.path.join(store, "sql"), os.path.join(store, "migrations")
    seen, queries = {}, []
    for name in sorted(os.listdir(sql)):
        if name.endswith(".sql"):
            queries += read_queries(os.path.join(sql, name), seen)
    migrations = read_migrations(steps)
    with open(out_h, "w", encoding="utf-8") as file:
        file.write('#pragma once\n#include "db/db.h"\n\ntypedef struct SqlText {\n')
        file.write("    const char *name;\n    const char *sql;\n} SqlText;\n")
        file.write(f"enum {{ SQL_COUNT = {len(queries)}, MIGRATION_COUNT = {len(migrations)} }};\n")
        file.write("extern const SqlText sql_all[SQL_COUNT + 1]; /* ends with a NULL name */\n")
        file.write("extern const DbMigration migrations_all[MIGRATION_COUNT + 1];\n\n")
        file.writelines(f"extern const char SQL_{name}[];\n" for name, _ in queries)
    with open(out_c, "w", encoding="utf-8") as file:
        file.write('#include "store/sql_gen.h"\n\n#pragma GCC diagnostic ignored "-Woverlength-strings"\n')
        file.writelines(f"\nconst char SQL_{name}[] =\n{c_string(text)};\n" for name, text in queries)
        file.write("\nconst SqlText sql_all[SQL_COUNT + 1] = {\n")
        file.writelines(f'    {{"{name}", SQL_{name}}},\n' for name, _ in queries)
        file.write("    {0},\n};\n\nconst DbMigration migrations_all[MIGRATION_COUNT + 1] = {\n")
        file.writelines(migration_row(name, texts) for name, texts in migrations)
        file.write("    {0},\n};\n")
    inputs = [sql, steps] + [os.path.join(d, n) for d in (sql, steps) for n in os.listdir(d)]
    with open(depfile, "w", encoding="utf-8") as file:
        file.write(f"{out_h} {out_c}: " + " ".join(p.replace(" ", "\\ ") for p in inputs) + "\n")


main()

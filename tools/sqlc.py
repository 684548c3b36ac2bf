#!/usr/bin/env python3
"""store/sql/*.sql, store/migrations/*.sql -> sql_gen.h, .c: sqlc.py STORE_FOLDER OUT_H OUT_C DEPFILE

Blocks `-- name: period_by_code` become SQL_period_by_code and rows of sql_all[]. A migration is
NNNN_name.sql or the pair NNNN_name.sqlite.sql, NNNN_name.postgres.sql; its digest is the SHA-256 of
both. The depfile names the folders too: a new file is seen without touching meson.build."""
import hashlib
import os
import re
import sys
from pathlib import Path

ENGINES = ("sqlite", "postgres")


def fail(path, line, text):
    sys.exit(f"{path}:{line}: {text}")


def c_string(text):
    for char, escape in (("\\", "\\\\"), ('"', '\\"'), ("?", "\\?"), ("\t", "\\t")):
        text = text.replace(char, escape)
    return '    "' + text.replace("\n", '\\n"\n    "') + '"'


def read_queries(path, seen):
    queries = []
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("-- name:"):
            name = line[8:].strip()
            if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
                fail(path, number, f"query {name!r}: expected small letters, digits and _")
            if seen.setdefault(name, path) != path or name in [q[0] for q in queries]:
                fail(path, number, f"query {name} stands already in {seen[name]}")
            queries.append((name, number, []))
        elif queries:
            queries[-1][2].append(line.rstrip())
        elif line.strip() and not line.startswith("--"):
            fail(path, number, "SQL before the first `-- name:`")
    for at, (name, number, lines) in enumerate(queries):
        sql = "\n".join(l for l in lines if l and not l.lstrip().startswith("--")).rstrip("; \n")
        if not sql:
            fail(path, number, f"query {name} is empty")
        queries[at] = (name, sql)
    return queries


def read_migrations(folder):
    found = {}
    for name in sorted(n for n in os.listdir(folder) if n.endswith(".sql")):
        match = re.fullmatch(r"(\d{4}_[a-z0-9_]+)(?:\.(sqlite|postgres))?\.sql", name)
        if not match:
            fail(os.path.join(folder, name), 1, "expected NNNN_name[.sqlite|.postgres].sql")
        found.setdefault(match[1], {})[match[2]] = Path(folder, name).read_bytes()
    for number, (name, texts) in enumerate(sorted(found.items()), 1):
        if int(name[:4]) != number:
            fail(os.path.join(folder, name), 1, f"expected number {number:04d}: no gap, no repeat")
        if set(texts) not in ({None}, set(ENGINES)):
            fail(os.path.join(folder, name), 1, "expected one text or both .sqlite and .postgres")
    return sorted(found.items())


def migration_row(name, texts):
    keys = [key for key in (None, *ENGINES) if key in texts]
    digest = hashlib.sha256(b"".join(texts[key] for key in keys)).hexdigest()
    row = f'    {{.name = "{name}",\n     .digest = "{digest}",\n'
    for key in keys:
        row += f"     .sql{'_' + key if key else ''} =\n{c_string(texts[key].decode('utf-8'))},\n"
    return row + "    },\n"


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
    inputs = " ".join(path.replace(" ", "\\ ") for path in inputs)
    Path(depfile).write_text(f"{out_h} {out_c}: {inputs}\n", encoding="utf-8")


main()

/* tests/store/fixture.h - a fresh, migrated database for a test, on the engine of this run.
 *
 * The same test binary runs twice: DUBAN_TEST_ENGINE=sqlite (files in a folder of its own under
 * TMPDIR, removed at the end) and =postgres, inside with_pg.sh (a database of its own for each
 * fixture). A test that belongs to one engine asks fix_engine() and calls skip(). */
#pragma once
#include "check.h"
#include "db/db.h"

typedef struct Fix {
    Arena arena;
    Str url;
    DbHub *hub;
    Db *db;
} Fix;

DbEngine fix_engine(void);
/* The address of a database that is new: empty on PostgreSQL, not yet there on SQLite. */
Str fix_url(Arena *arena);
/* PostgreSQL: the address of a new database, made with these two options of createdb. */
Str fix_database(Arena *arena, const char *option, const char *option2);
/* The path of a file that is not there, in the folder of this run. */
Str fix_path(Arena *arena, const char *suffix);
/* A new database with all migrations, and one connection. */
Fix fix_open(DbOptions options);
void fix_done(Fix *fix);
void fix_exec(Db *db, const char *sql); /* one write without arguments; it must succeed */
/* All rows of a query as text: cells between |, a line each, NULL as ~. */
Str fix_rows(Arena *arena, Db *db, const char *sql);
int fix_run(int (*tests)(void)); /* main of a test: sets up the folder, runs, removes it */

/* The contract of db.h, the same on both engines. */
#include "fixture.h"

#include "store/sql_gen.h"

#include <string.h>
#include <unistd.h>

static const char awkward_sql[] = "CREATE TABLE awkward (id BIGINT NOT NULL PRIMARY KEY, number "
                                  "BIGINT, words TEXT UNIQUE, yes BOOLEAN)";

static bool expect_row(Db *tx, int64_t id, DbVal number, DbVal words, DbVal yes, Err *err)
{
    return db_exec(tx, "INSERT INTO awkward (words, number, yes, id) VALUES ($3, $2, $4, $1)",
                   DB_ARGS(V(id), number, words, yes), NULL, err);
}

/* --- long answers --- */

static int64_t long_sum(Db *db, int64_t up_to, Err *err)
{
    AUTO_ROWS *rows =
        db_query_long(db,
                      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                      "WHERE i < $1) SELECT i, 'row ' || i, i = $1 FROM n",
                      DB_ARGS(V(up_to)), err);
    int64_t sum = 0, count = 0;
    while (rows && db_next(rows, err)) {
        char expected[32];
        sum += db_i64(rows, 0);
        (void)snprintf(expected, sizeof expected, "row %lld", (long long)++count);
        CHECK_STR(db_text(rows, 1), str_from_z(expected));
        CHECK(db_bool(rows, 2) == (count == up_to));
        CHECK_I64(db_columns(rows), 3);
    }
    CHECK(rows && !db_next(rows, err));
    return sum;
}

static bool sum_twice(Db *db, void *ctx, Err *err)
{
    *(int64_t *)ctx = long_sum(db, 100, err) + long_sum(db, 10, err);
    return err->code == ERR_NONE;
}

static void query_long__gives_one_row_at_a_time(void **state)
{
    (void)state;
    Fix fix = fix_open((DbOptions){0});
    Err err = {0};
    int64_t sum = 0;
    CHECK_I64(long_sum(fix.db, 50000, &err), INT64_C(50000) * 50001 / 2);
    CHECK_OK(db_read(fix.db, sum_twice, &sum, &err), &err);
    CHECK_I64(sum, 5050 + 55);
    DbRows *rows = db_query_long(fix.db, "SELECT code FROM campaign", NULL, 0, &err);
    CHECK(rows && !db_next(rows, &err));
    db_rows_done(rows);
    CHECK_ERR(&err, ERR_NONE);
    fix_done(&fix);
}

static void query_long__stands_alone_and_may_be_given_up(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Fix fix = fix_open((DbOptions){0});
    Err err = {0};
    DbRows *rows = db_query_long(fix.db,
                                 "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                                 "WHERE i < 10000000) SELECT i FROM n",
                                 NULL, 0, &err);
    CHECK(rows && db_next(rows, &err));
    CHECK(!db_query(fix.db, "SELECT 1", NULL, 0, &err));
    CHECK_ERR(&err, ERR_INTERNAL);
    err = (Err){0};
    CHECK(!db_query_long(fix.db, "SELECT 1", NULL, 0, &err));
    CHECK(!db_read(fix.db, sum_twice, NULL, &err));
    CHECK(!db_prepare_check(fix.db, "SELECT 1", &err));
    err = (Err){0};
    CHECK(db_next(rows, &err));
    CHECK_I64(db_i64(rows, 0), 2);
    db_rows_done(rows);
    CHECK_STR(fix_rows(&arena, fix.db, "SELECT 7"), S("7\n"));
    rows = db_query_long(fix.db, "SELECT nothing FROM nowhere", NULL, 0, &err);
    CHECK(!rows || !db_next(rows, &err));
    CHECK_ERR(&err, ERR_DB_SQL);
    db_rows_done(rows);
    CHECK_STR(fix_rows(&arena, fix.db, "SELECT 7"), S("7\n"));
    fix_done(&fix);
}

/* --- migrations --- */

static void migrate__runs_each_step_once(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Err err = {0};
    DbHub *hub;
    Db *db;
    int applied = -1, version = -1;
    CHECK_OK(db_hub_open(fix_url(&arena), (DbOptions){.create = true}, &hub, &err), &err);
    CHECK_OK(db_connect(hub, &db, &err), &err);
    CHECK(!db_schema_version(db, &version, &err));
    CHECK_ERR(&err, ERR_DB_NOT_INIT);
    CHECK_OK(db_migrate(db, migrations_all, 1, &applied, &err), &err);
    CHECK_I64(applied, 1);
    CHECK_OK(db_migrate(db, migrations_all, MIGRATION_COUNT, &applied, &err), &err);
    CHECK_I64(applied, MIGRATION_COUNT - 1);
    CHECK_OK(db_migrate(db, migrations_all, MIGRATION_COUNT, &applied, &err), &err);
    CHECK_I64(applied, 0);
    CHECK_OK(db_schema_version(db, &version, &err), &err);
    CHECK_I64(version, MIGRATION_COUNT);
    db_close(db);
    db_hub_close(hub);
}

static void migrate__refuses_newer_and_changed(void **state)
{
    (void)state;
    Fix fix = fix_open((DbOptions){0});
    Err err = {0};
    CHECK(!db_migrate(fix.db, migrations_all, MIGRATION_COUNT - 1, NULL, &err));
    CHECK_ERR(&err, ERR_DB_NEWER);
    DbMigration changed[MIGRATION_COUNT];
    memcpy(changed, migrations_all, sizeof changed);
    changed[0].digest = "00";
    CHECK(!db_migrate(fix.db, changed, MIGRATION_COUNT, NULL, &err));
    CHECK_ERR(&err, ERR_DB_MIGRATION_CHANGED);
    CHECK_STR(err_arg(&err, "name"), S("0001_start"));
    fix_done(&fix);
}

static void migrate__undoes_a_failing_step(void **state)
{
    (void)state;
    Fix fix = fix_open((DbOptions){0});
    Err err = {0};
    DbMigration more[MIGRATION_COUNT + 1];
    memcpy(more, migrations_all, MIGRATION_COUNT * sizeof *more);
    more[MIGRATION_COUNT] =
        (DbMigration){.name = "9999_bad",
                      .digest = "ff",
                      .sql = "CREATE TABLE half (a BIGINT); CREATE TABEL other (b BIGINT)"};
    CHECK(!db_migrate(fix.db, more, MIGRATION_COUNT + 1, NULL, &err));
    CHECK_ERR(&err, ERR_DB_SQL);
    CHECK_STR(str_from_z(err.file), S("9999_bad"));
    CHECK(db_query(fix.db, "SELECT a FROM half", NULL, 0, &err) == NULL);
    CHECK_OK(db_migrate(fix.db, migrations_all, MIGRATION_COUNT, NULL, &err), &err);
    fix_done(&fix);
}

static void migrate__refuses_a_database_of_others(void **state)
{
    (void)state;
    Fix fix = fix_open((DbOptions){0});
    Err err = {0};
    fix_exec(fix.db, "DROP TABLE duban_migration");
    CHECK(!db_migrate(fix.db, migrations_all, MIGRATION_COUNT, NULL, &err));
    CHECK_ERR(&err, ERR_DB_NOT_DUBAN);
    CHECK_STR(err_arg(&err, "found"), fix.url);
    int version;
    CHECK(!db_schema_version(fix.db, &version, &err));
    CHECK_ERR(&err, ERR_DB_NOT_DUBAN);
    fix_done(&fix);
}

static void statements__prepare_on_this_engine(void **state)
{
    (void)state;
    Fix fix = fix_open((DbOptions){0});
    for (const SqlText *text = sql_all; text->name; text++) {
        Err err = {0};
        if (!db_prepare_check(fix.db, text->sql, &err))
            fail_msg("%s: %s (%.*s)", text->name, err_code_name(err.code), (int)err.text_used,
                     err.text);
    }
    fix_done(&fix);
}

static void schema__primary_keys_are_not_null(void **state)
{
    (void)state;
    if (fix_engine() != DB_SQLITE)
        skip(); /* PostgreSQL implies it, SQLite does not */
    AUTO_ARENA arena = {0};
    Fix fix = fix_open((DbOptions){0});
    CHECK_STR(fix_rows(&arena, fix.db,
                       "SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p "
                       "WHERE m.type = 'table' AND p.pk > 0 AND p.\"notnull\" = 0"),
              S(""));
    fix_done(&fix);
}

/* --- values --- */

static bool awkward_fill(Db *tx, void *ctx, Err *err)
{
    AUTO_ARENA arena = {0};
    char *text = arena_alloc(&arena, 100000, 1);
    memset(text, 'x', 100000);
    (void)ctx;
    return expect_row(tx, 1, V((int64_t)INT64_MIN), V(S("")), V((bool)true), err) &&
           expect_row(tx, 2, V((int64_t)INT64_MAX), (DbVal){0}, V((bool)false), err) &&
           expect_row(tx, 3, (DbVal){0}, V(S("督办 𠮷 — é")), (DbVal){0}, err) &&
           expect_row(tx, 4, V(0), V(S("it's \"quoted\" \\ %_ ; --")), V(true), err) &&
           expect_row(tx, 5, V(-1), V(S("line\nand\ttab\r|")), V(false), err) &&
           expect_row(tx, 6, V(1), V(S("0012.50")), V((bool)true), err) &&
           expect_row(tx, 7, V(1), V(S("$1 ?1 :a")), V((bool)true), err) &&
           expect_row(tx, 8, V(1), V(((Str){text, 100000})), V((bool)true), err);
}

static void values__come_back_byte_for_byte(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Fix fix = fix_open((DbOptions){0});
    Err err = {0};
    fix_exec(fix.db, awkward_sql);
    CHECK_OK(db_write(fix.db, S("c"), awkward_fill, NULL, &err), &err);
    CHECK_STR(fix_rows(&arena, fix.db,
                       "SELECT id, number, words, yes FROM awkward WHERE id < 8 ORDER BY id"),
              S("1|-9223372036854775808||1\n"
                "2|9223372036854775807|~|0\n"
                "3|~|督办 𠮷 — é|~\n"
                "4|0|it's \"quoted\" \\ %_ ; --|1\n"
                "5|-1|line\nand\ttab\r||0\n"
                "6|1|0012.50|1\n"
                "7|1|$1 ?1 :a|1\n"));
    AUTO_ROWS *rows =
        db_query(fix.db, "SELECT number, yes, words FROM awkward ORDER BY id", NULL, 0, &err);
    CHECK(db_next(rows, &err));
    CHECK(db_i64(rows, 0) == INT64_MIN && db_bool(rows, 1) && !db_is_null(rows, 2));
    CHECK(db_next(rows, &err));
    CHECK(db_i64(rows, 0) == INT64_MAX && !db_bool(rows, 1) && db_is_null(rows, 2));
    CHECK(db_next(rows, &err));
    CHECK(db_i64(rows, 0) == 0 && !db_bool(rows, 1) && db_is_null(rows, 0) && db_is_null(rows, 1));
    db_rows_done(rows);
    rows = db_query(fix.db, "SELECT id FROM awkward WHERE yes = $1 AND length(words) = $2",
                    DB_ARGS(V((bool)true), V(100000)), &err);
    CHECK(db_next(rows, &err));
    CHECK_I64(db_i64(rows, 0), 8);
    CHECK(!db_next(rows, &err));
    CHECK_I64(err.code, ERR_NONE);
    db_rows_done(rows);
    rows = NULL;
    fix_done(&fix);
}

static void text__sorts_by_bytes_and_like_minds_case(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Fix fix = fix_open((DbOptions){0});
    fix_exec(fix.db, "CREATE TABLE t (k TEXT NOT NULL PRIMARY KEY)");
    fix_exec(fix.db, "INSERT INTO t (k) VALUES ('b'), ('B'), ('a'), ('-a'), ('中'), ('一'), ('é'), "
                     "('z'), ('𠮷'), ('，'), ('a b'), ('ab'), ('')");
    CHECK_STR(fix_rows(&arena, fix.db, "SELECT k FROM t ORDER BY k"),
              S("\n-a\nB\na\na b\nab\nb\nz\né\n一\n中\n，\n𠮷\n"));
    CHECK_STR(fix_rows(&arena, fix.db, "SELECT k FROM t WHERE k LIKE 'A%' OR k LIKE 'B%'"),
              S("B\n"));
    fix_done(&fix);
}

static void text__without_utf8_is_refused(void **state)
{
    (void)state;
    Fix fix = fix_open((DbOptions){0});
    Err err = {0};
    static const char sql[] = "SELECT value FROM duban_meta WHERE key = $1";
    CHECK(!db_query(fix.db, sql, DB_ARGS(V(S("a\0b"))), &err));
    CHECK_ERR(&err, ERR_DB_TEXT);
    CHECK(!db_query(fix.db, sql, DB_ARGS(V(S("\xff"))), &err));
    CHECK_ERR(&err, ERR_DB_TEXT);
    fix_done(&fix);
}

/* --- statements --- */

static void statement__parameters_are_counted(void **state)
{
    (void)state;
    Fix fix = fix_open((DbOptions){0});
    Err err = {0};
    CHECK(!db_query(fix.db, "SELECT value FROM duban_meta WHERE key = $1", NULL, 0, &err));
    CHECK_ERR(&err, ERR_DB_SQL);
    CHECK(!db_query(fix.db, "SELECT value FROM duban_meta WHERE key = $1",
                    DB_ARGS(V(S("a")), V(S("b"))), &err));
    CHECK_ERR(&err, ERR_DB_SQL);
    CHECK(!db_prepare_check(fix.db, "SELECT value FROM duban_meta WHERE key = $2", &err));
    CHECK(!db_prepare_check(fix.db, "SELECT 1; SELECT 2", &err));
    CHECK(!db_prepare_check(fix.db, "SELECT \"no such column\" FROM duban_meta", &err));
    CHECK_ERR(&err, ERR_DB_SQL);
    CHECK(str_has(err_arg(&err, "sql"), S("no such column")));
    fix_done(&fix);
}

static void statement__runs_inside_itself(void **state)
{
    (void)state;
    Fix fix = fix_open((DbOptions){0});
    Err err = {0};
    static const char sql[] = "SELECT name FROM duban_migration ORDER BY name";
    int count = 0;
    AUTO_ROWS *outer = db_query(fix.db, sql, NULL, 0, &err);
    while (db_next(outer, &err)) {
        AUTO_ROWS *inner = db_query(fix.db, sql, NULL, 0, &err);
        while (db_next(inner, &err))
            count++;
    }
    CHECK_I64(count, MIGRATION_COUNT * MIGRATION_COUNT);
    db_rows_done(outer);
    outer = NULL;
    fix_done(&fix);
}

static void statement__more_than_are_kept(void **state)
{
    (void)state;
    Fix fix = fix_open((DbOptions){0});
    Err err = {0};
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 400; i++) {
            AUTO_ARENA arena = {0};
            Str sql = arena_fmt(&arena, "SELECT %d FROM duban_migration", i);
            AUTO_ROWS *rows = db_query(fix.db, sql.ptr, NULL, 0, &err);
            CHECK(db_next(rows, &err));
            CHECK_I64(db_i64(rows, 0), i);
        }
    fix_done(&fix);
}

static bool changed_counts(Db *tx, void *ctx, Err *err)
{
    (void)ctx;
    int64_t n = -1;
    bool ok = db_exec(tx, "INSERT INTO duban_meta (key, value) VALUES ('a', '1'), ('b', '2')", NULL,
                      0, &n, err) &&
              n == 2;
    ok = ok &&
         db_exec(tx, "UPDATE duban_meta SET value = '3' WHERE key >= $1", DB_ARGS(V(S("a"))), &n,
                 err) &&
         n == 2;
    ok = ok &&
         db_exec(tx, "INSERT INTO duban_meta (key, value) VALUES ('a', '1') ON CONFLICT DO NOTHING",
                 NULL, 0, &n, err) &&
         n == 0;
    ok = ok && db_exec(tx, "SELECT key FROM duban_meta", NULL, 0, &n, err) && n == 0;
    ok = ok &&
         db_exec(tx, "DELETE FROM duban_meta WHERE key = 'b' RETURNING key", NULL, 0, &n, err) &&
         n == 1;
    return ok && db_exec(tx, SQL_meta_set, DB_ARGS(V(S("a")), V(S("z"))), &n, err) && n == 1;
}

static void exec__tells_how_many_changed(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Fix fix = fix_open((DbOptions){0});
    Err err = {0};
    CHECK_OK(db_write(fix.db, S(""), changed_counts, NULL, &err), &err);
    CHECK_STR(fix_rows(&arena, fix.db, "SELECT key, value FROM duban_meta"), S("a|z\n"));
    fix_done(&fix);
}

/* --- reading and addresses --- */

static bool reads_twice(Db *db, void *ctx, Err *err)
{
    Fix *other = ctx;
    AUTO_ARENA arena = {0};
    (void)err;
    CHECK_STR(fix_rows(&arena, db, "SELECT count(*) FROM duban_meta"), S("0\n"));
    fix_exec(other->db, "INSERT INTO duban_meta (key, value) VALUES ('k', 'v')");
    CHECK_STR(fix_rows(&arena, db, "SELECT count(*) FROM duban_meta"), S("0\n"));
    return true;
}

static void read__sees_one_state(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Fix fix = fix_open((DbOptions){0});
    Err err = {0};
    Db *reader;
    CHECK_OK(db_connect(fix.hub, &reader, &err), &err);
    CHECK_OK(db_read(reader, reads_twice, &fix, &err), &err);
    CHECK_STR(fix_rows(&arena, reader, "SELECT count(*) FROM duban_meta"), S("1\n"));
    db_close(reader);
    fix_done(&fix);
}

static void url__says_what_is_wrong(void **state)
{
    (void)state;
    Err err = {0};
    DbHub *hub;
    CHECK(!db_hub_open(S("mysql://x"), (DbOptions){0}, &hub, &err));
    CHECK_ERR(&err, ERR_DB_URL);
    CHECK(!db_hub_open(S("sqlite:"), (DbOptions){0}, &hub, &err));
    CHECK_ERR(&err, ERR_DB_URL);
    CHECK(!db_hub_open(S("postgresql://u:secret@h/d?nonsense=1"), (DbOptions){0}, &hub, &err));
    CHECK_ERR(&err, ERR_DB_URL);
    CHECK_STR(err_arg(&err, "found"), S("postgresql://u:***@h/d?nonsense=1"));
    CHECK(!hub);
}

static void open__names_the_absent(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Err err = {0};
    DbHub *hub;
    Db *db = NULL;
    if (fix_engine() == DB_SQLITE) {
        CHECK(!db_hub_open(fix_url(&arena), (DbOptions){0}, &hub, &err));
        CHECK_ERR(&err, ERR_DB_NOT_INIT);
        return;
    }
    CHECK_OK(db_hub_open(S("postgresql://u:secret@/no_such_db?host=localhost"), (DbOptions){0},
                         &hub, &err),
             &err);
    CHECK(!db_connect(hub, &db, &err));
    CHECK_ERR(&err, ERR_DB_OPEN);
    CHECK_STR(err_arg(&err, "found"), S("postgresql://u:***@/no_such_db?host=localhost"));
    CHECK(!db);
    db_hub_close(hub);
}

static int tests(void)
{
    const struct CMUnitTest list[] = {
        cmocka_unit_test(query_long__gives_one_row_at_a_time),
        cmocka_unit_test(query_long__stands_alone_and_may_be_given_up),
        cmocka_unit_test(migrate__runs_each_step_once),
        cmocka_unit_test(migrate__refuses_newer_and_changed),
        cmocka_unit_test(migrate__undoes_a_failing_step),
        cmocka_unit_test(migrate__refuses_a_database_of_others),
        cmocka_unit_test(statements__prepare_on_this_engine),
        cmocka_unit_test(schema__primary_keys_are_not_null),
        cmocka_unit_test(values__come_back_byte_for_byte),
        cmocka_unit_test(text__sorts_by_bytes_and_like_minds_case),
        cmocka_unit_test(text__without_utf8_is_refused),
        cmocka_unit_test(statement__parameters_are_counted),
        cmocka_unit_test(statement__runs_inside_itself),
        cmocka_unit_test(statement__more_than_are_kept),
        cmocka_unit_test(exec__tells_how_many_changed),
        cmocka_unit_test(read__sees_one_state),
        cmocka_unit_test(url__says_what_is_wrong),
        cmocka_unit_test(open__names_the_absent),
    };
    return cmocka_run_group_tests(list, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}

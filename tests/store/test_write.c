/* db_write on both engines: all or nothing, one at a time, a bounded wait, clean faults. */
#include "fixture.h"

#include "base/out.h"

#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char put_sql[] = "INSERT INTO duban_meta (key, value) VALUES ($1, $2)";

static bool put(Db *tx, const char *key, Err *err)
{
    return db_exec(tx, put_sql, DB_ARGS(V(str_from_z(key)), V(S("v"))), NULL, err);
}

static void check_keys(Fix *fix, const char *expected)
{
    AUTO_ARENA arena = {0};
    CHECK_STR(fix_rows(&arena, fix->db, "SELECT key FROM duban_meta ORDER BY key"),
              str_from_z(expected));
}

static void sleep_ms(int ms)
{
    struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};
    (void)nanosleep(&time, NULL);
}

/* --- all or nothing --- */

static bool puts_then_fails(Db *tx, void *ctx, Err *err)
{
    (void)ctx;
    return put(tx, "a", err) && err_set(err, ERR_LIMIT, {"name", S("rows")});
}

static bool fails_without_error(Db *tx, void *ctx, Err *err)
{
    (void)ctx;
    (void)put(tx, "a", err);
    return false;
}

static bool ignores_a_failure(Db *tx, void *ctx, Err *err)
{
    (void)ctx;
    (void)err;
    (void)put(tx, "a", NULL);
    (void)put(tx, "a", NULL); /* not unique: the write is lost from here on */
    (void)put(tx, "b", NULL);
    return true;
}

static bool puts_two(Db *tx, void *ctx, Err *err)
{
    (void)ctx;
    return put(tx, "a", err) && put(tx, "b", err);
}

static void write__keeps_all_or_nothing(void **state)
{
    (void)state;
    for (int thread = 0; thread < 2; thread++) {
        Fix fix = fix_open((DbOptions){.writer_thread = thread == 1});
        Err err = {0};
        CHECK(!db_write(fix.db, S(""), puts_then_fails, NULL, &err));
        CHECK_ERR(&err, ERR_LIMIT);
        check_keys(&fix, "");
        CHECK(!db_write(fix.db, S(""), fails_without_error, NULL, &err));
        CHECK_ERR(&err, ERR_INTERNAL);
        CHECK(!db_write(fix.db, S(""), ignores_a_failure, NULL, &err));
        CHECK_ERR(&err, ERR_DB_CONFLICT);
        check_keys(&fix, "");
        CHECK(!db_write(fix.db, S(""), puts_then_fails, NULL, NULL));
        CHECK_OK(db_write(fix.db, S(""), puts_two, NULL, &err), &err);
        check_keys(&fix, "a\nb\n");
        fix_done(&fix);
    }
}

static bool breaks_a_key(Db *tx, void *ctx, Err *err)
{
    return db_exec(tx, ctx, NULL, 0, NULL, err);
}

static void write__tells_conflict_from_other_faults(void **state)
{
    (void)state;
    Fix fix = fix_open((DbOptions){0});
    Err err = {0};
    fix_exec(fix.db, "CREATE TABLE p (id BIGINT NOT NULL PRIMARY KEY, u TEXT UNIQUE)");
    fix_exec(fix.db,
             "CREATE TABLE c (p BIGINT NOT NULL REFERENCES p (id), n BIGINT CHECK (n > 0))");
    fix_exec(fix.db, "CREATE TABLE d (p BIGINT REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED)");
    fix_exec(fix.db, "INSERT INTO p (id, u) VALUES (1, 'x')");
    static const struct {
        const char *sql;
        ErrCode code;
    } cases[] = {
        {"INSERT INTO p (id) VALUES (1)", ERR_DB_CONFLICT},
        {"INSERT INTO p (id, u) VALUES (2, 'x')", ERR_DB_CONFLICT},
        {"INSERT INTO c (p, n) VALUES (9, 1)", ERR_DB_SQL},
        {"INSERT INTO c (p, n) VALUES (1, 0)", ERR_DB_SQL},
        {"INSERT INTO c (p, n) VALUES (NULL, 1)", ERR_DB_SQL},
        {"INSERT INTO d (p) VALUES (9)", ERR_DB_SQL},
        {"DELETE FROM nowhere", ERR_DB_SQL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK(!db_write(fix.db, S(""), breaks_a_key, (void *)(uintptr_t)cases[i].sql, &err));
        CHECK_ERR(&err, cases[i].code);
        CHECK(err_arg(&err, "reason").len > 0);
    }
    CHECK(str_starts(err_arg(&err, "sql"), S("DELETE FROM nowhere")));
    fix_done(&fix);
}

static void write__is_refused_outside_its_function(void **state)
{
    (void)state;
    Fix fix = fix_open((DbOptions){0});
    Err err = {0};
    CHECK(!db_exec(fix.db, put_sql, DB_ARGS(V(S("a")), V(S("b"))), NULL, &err));
    CHECK_ERR(&err, ERR_DB_READ_ONLY);
    CHECK(!db_exec(fix.db, "CREATE TABLE x (a BIGINT)", NULL, 0, NULL, &err));
    CHECK_ERR(&err, ERR_DB_READ_ONLY);
    CHECK(!db_read(fix.db, puts_two, NULL, &err));
    CHECK_ERR(&err, ERR_DB_READ_ONLY);
    check_keys(&fix, "");
    fix_done(&fix);
}

static bool nests(Db *tx, void *ctx, Err *err)
{
    Fix *fix = ctx;
    Err inner = {0};
    CHECK(!db_write(tx, S(""), puts_two, NULL, &inner));
    CHECK_ERR(&inner, ERR_INTERNAL);
    CHECK(!db_write(fix->db, S(""), puts_two, NULL, &inner));
    CHECK_ERR(&inner, ERR_INTERNAL);
    CHECK(!db_query(fix->db, "SELECT 1", NULL, 0, &inner));
    CHECK_ERR(&inner, ERR_INTERNAL);
    return put(tx, "a", err);
}

static bool writes_in_a_read(Db *db, void *ctx, Err *err)
{
    (void)ctx;
    return db_write(db, S(""), puts_two, NULL, err);
}

static void write__is_never_nested(void **state)
{
    (void)state;
    Fix fix = fix_open((DbOptions){0});
    Err err = {0};
    CHECK_OK(db_write(fix.db, S(""), nests, &fix, &err), &err);
    check_keys(&fix, "a\n");
    CHECK(!db_read(fix.db, writes_in_a_read, NULL, &err));
    CHECK_ERR(&err, ERR_INTERNAL);
    fix_done(&fix);
}

static void write__needs_migrations_and_leaves_a_head(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Fix fix = fix_open((DbOptions){0});
    Err err = {0};
    CHECK_OK(db_write(fix.db, S("shifanshi-2021"), puts_two, NULL, &err), &err);
    CHECK_STR(fix_rows(&arena, fix.db, "SELECT chain, seq, hash FROM audit_head"),
              S("shifanshi-2021|0|\n"));
    fix_done(&fix);
    DbHub *hub;
    Db *db;
    CHECK_OK(db_hub_open(fix_url(&arena), (DbOptions){.create = true}, &hub, &err), &err);
    CHECK_OK(db_connect(hub, &db, &err), &err);
    CHECK(!db_write(db, S(""), puts_two, NULL, &err));
    CHECK_ERR(&err, ERR_DB_NOT_INIT);
    db_close(db);
    db_hub_close(hub);
}

/* --- many at once: each reads the head of a chain in its transaction and appends --- */

typedef struct Worker {
    pthread_t thread;
    Fix *fix;
    int writes;
    bool fail_odd;
    int refused;
    Err err;
    bool odd;
} Worker;

static bool append(Db *tx, void *ctx, Err *err)
{
    Worker *worker = ctx;
    int64_t head = 0;
    {
        AUTO_ROWS *rows =
            db_query(tx, "SELECT seq FROM audit_head WHERE chain = 'c'", NULL, 0, err);
        if (!db_next(rows, err))
            return false;
        head = db_i64(rows, 0);
    }
    bool ok = db_exec(tx, "INSERT INTO links (seq, previous) VALUES ($1, $2)",
                      DB_ARGS(V(head + 1), V(head)), NULL, err) &&
              db_exec(tx, "UPDATE audit_head SET seq = $1 WHERE chain = 'c'", DB_ARGS(V(head + 1)),
                      NULL, err);
    return ok && (!worker->odd || err_set(err, ERR_LIMIT));
}

static void *work(void *arg)
{
    Worker *worker = arg;
    Db *db;
    if (!db_connect(worker->fix->hub, &db, &worker->err))
        return NULL;
    for (int i = 0; i < worker->writes; i++) {
        Err err = {0};
        worker->odd = worker->fail_odd && i % 2 == 1;
        bool ok = db_write(db, S("c"), append, worker, &err);
        worker->refused += !ok;
        if (ok == worker->odd || (!ok && err.code != ERR_LIMIT))
            worker->err = err;
    }
    db_close(db);
    return NULL;
}

enum { WORKERS = 8, WRITES = 30 };

static void one_chain(bool writer_thread)
{
    AUTO_ARENA arena = {0};
    Fix fix = fix_open((DbOptions){.writer_thread = writer_thread});
    Worker workers[WORKERS] = {0};
    fix_exec(fix.db,
             "CREATE TABLE links (seq BIGINT NOT NULL PRIMARY KEY, previous BIGINT NOT NULL)");
    for (int i = 0; i < WORKERS; i++) {
        workers[i] = (Worker){.fix = &fix, .writes = WRITES, .fail_odd = i % 2 == 1};
        CHECK_I64(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < WORKERS; i++) {
        CHECK_I64(pthread_join(workers[i].thread, NULL), 0);
        if (workers[i].err.code)
            fail_msg("%s %.*s", err_code_name(workers[i].err.code), (int)workers[i].err.text_used,
                     workers[i].err.text);
        CHECK_I64(workers[i].refused, i % 2 ? WRITES / 2 : 0);
    }
    enum { KEPT = WORKERS / 2 * WRITES + WORKERS / 2 * (WRITES / 2) };
    Str expected = arena_fmt(&arena, "%d|%d|%d\n", KEPT, 1, KEPT);
    CHECK_STR(fix_rows(&arena, fix.db, "SELECT count(*), min(seq), max(seq) FROM links"), expected);
    CHECK_STR(fix_rows(&arena, fix.db, "SELECT seq FROM links WHERE previous <> seq - 1"), S(""));
    fix_done(&fix);
}

static void write__of_many_threads_leaves_one_chain(void **state)
{
    (void)state;
    one_chain(false);
}

static void write__by_the_writer_thread_leaves_one_chain(void **state)
{
    (void)state;
    one_chain(true);
}

/* --- the bounded wait --- */

typedef struct Holder {
    Fix *fix;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool inside, leave;
    Err err;
} Holder;

static bool hold(Db *tx, void *ctx, Err *err)
{
    Holder *holder = ctx;
    (void)tx;
    (void)err;
    (void)pthread_mutex_lock(&holder->mutex);
    holder->inside = true;
    (void)pthread_cond_broadcast(&holder->changed);
    while (!holder->leave)
        (void)pthread_cond_wait(&holder->changed, &holder->mutex);
    (void)pthread_mutex_unlock(&holder->mutex);
    return true;
}

static void *hold_main(void *arg)
{
    Holder *holder = arg;
    (void)db_write(holder->fix->db, S("c"), hold, holder, &holder->err);
    return NULL;
}

static void busy(bool writer_thread)
{
    Fix fix = fix_open((DbOptions){0});
    Holder holder = {
        .fix = &fix, .mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
    pthread_t thread;
    Err err = {0};
    DbHub *hub;
    Db *db;
    CHECK_OK(db_hub_open(fix.url, (DbOptions){.write_wait_ms = 120, .writer_thread = writer_thread},
                         &hub, &err),
             &err);
    CHECK_OK(db_connect(hub, &db, &err), &err);
    CHECK_I64(pthread_create(&thread, NULL, hold_main, &holder), 0);
    (void)pthread_mutex_lock(&holder.mutex);
    while (!holder.inside)
        (void)pthread_cond_wait(&holder.changed, &holder.mutex);
    (void)pthread_mutex_unlock(&holder.mutex);
    CHECK(!db_write(db, S("c"), puts_two, NULL, &err));
    CHECK_ERR(&err, ERR_DB_BUSY);
    int64_t waited = 0;
    CHECK(str_to_i64(err_arg(&err, "waited_ms"), &waited));
    CHECK(waited >= 115 && waited < 2000);
    CHECK_STR(err_arg(&err, "limit"), S("120"));
    if (fix_engine() == DB_POSTGRES) /* campaigns do not wait for one another */
        CHECK_OK(db_write(db, S("another"), puts_two, NULL, &err), &err);
    (void)pthread_mutex_lock(&holder.mutex);
    holder.leave = true;
    (void)pthread_cond_broadcast(&holder.changed);
    (void)pthread_mutex_unlock(&holder.mutex);
    CHECK_I64(pthread_join(thread, NULL), 0);
    CHECK_I64(holder.err.code, ERR_NONE);
    if (fix_engine() == DB_SQLITE)
        CHECK_OK(db_write(db, S("c"), puts_two, NULL, &err), &err);
    check_keys(&fix, "a\nb\n");
    db_close(db);
    db_hub_close(hub);
    fix_done(&fix);
}

static void write__waits_only_so_long(void **state)
{
    (void)state;
    busy(false);
    busy(true);
}

/* --- faults of one engine --- */

static void kill_server_of(Db *db, Fix *fix)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    Db *killer;
    Str pid = fix_rows(&arena, db, "SELECT pg_backend_pid()");
    CHECK_OK(db_connect(fix->hub, &killer, &err), &err);
    Str sql = arena_fmt(&arena, "SELECT pg_terminate_backend(%.*s)", STR_ARG(str_trim(pid)));
    CHECK_STR(fix_rows(&arena, killer, str_z(&arena, sql)), S("1\n"));
    db_close(killer);
    sleep_ms(100);
}

static bool killed_inside(Db *tx, void *ctx, Err *err)
{
    if (!put(tx, "lost", err))
        return false;
    kill_server_of(tx, ctx);
    return put(tx, "later", err);
}

static bool killed_before_commit(Db *tx, void *ctx, Err *err)
{
    if (!put(tx, "lost", err))
        return false;
    kill_server_of(tx, ctx);
    return true;
}

static bool killed_in_read(Db *db, void *ctx, Err *err)
{
    kill_server_of(db, ctx);
    AUTO_ROWS *rows = db_query(db, "SELECT 1", NULL, 0, err);
    return rows != NULL;
}

static void postgres__lost_connection_is_an_error_and_heals(void **state)
{
    (void)state;
    if (fix_engine() != DB_POSTGRES)
        skip();
    Fix fix = fix_open((DbOptions){0});
    Err err = {0};
    CHECK(!db_write(fix.db, S(""), killed_inside, &fix, &err));
    CHECK_ERR(&err, ERR_DB_OPEN);
    check_keys(&fix, "");
    CHECK(!db_write(fix.db, S(""), killed_before_commit, &fix, &err));
    CHECK_ERR(&err, ERR_DB_COMMIT_UNKNOWN);
    CHECK_OK(db_write(fix.db, S(""), puts_two, NULL, &err), &err);
    CHECK(!db_read(fix.db, killed_in_read, &fix, &err));
    CHECK_ERR(&err, ERR_DB_OPEN);
    check_keys(&fix, "a\nb\n");
    CHECK(db_is_current(fix.db));
    kill_server_of(fix.db, &fix);
    CHECK(!db_is_current(fix.db));
    check_keys(&fix, "a\nb\n"); /* seen beforehand, nobody is told of it */
    CHECK(db_is_current(fix.db));
    fix_done(&fix);
}

static void postgres__states_become_our_codes(void **state)
{
    (void)state;
    if (fix_engine() != DB_POSTGRES)
        skip();
    Fix fix = fix_open((DbOptions){0});
    static const struct {
        const char *state;
        ErrCode code;
    } cases[] = {{"40001", ERR_DB_BUSY},     {"40P01", ERR_DB_BUSY}, {"55P03", ERR_DB_BUSY},
                 {"57014", ERR_DB_BUSY},     {"53100", ERR_DB_FULL}, {"53300", ERR_DB_OPEN},
                 {"23505", ERR_DB_CONFLICT}, {"08P01", ERR_DB_SQL},  {"XX000", ERR_DB_SQL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        AUTO_ARENA arena = {0};
        Err err = {0};
        Str sql = arena_fmt(&arena, "DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '%s'; END $$",
                            cases[i].state);
        CHECK(!db_write(fix.db, S(""), breaks_a_key, (void *)(uintptr_t)sql.ptr, &err));
        CHECK_ERR(&err, cases[i].code);
    }
    check_keys(&fix, "");
    fix_done(&fix);
}

static void postgres__refuses_another_collation(void **state)
{
    (void)state;
    if (fix_engine() != DB_POSTGRES)
        skip();
    Fix fix = fix_open((DbOptions){0});
    AUTO_ARENA arena = {0};
    Err err = {0};
    Str name = fix_database(&arena, "--locale-provider=icu", "--icu-locale=zh-CN");
    DbHub *hub;
    Db *db;
    CHECK_OK(db_hub_open(name, (DbOptions){0}, &hub, &err), &err);
    CHECK(!db_connect(hub, &db, &err));
    CHECK_ERR(&err, ERR_DB_SETUP);
    CHECK_STR(err_arg(&err, "what"), S("UTF8, C, zh-CN"));
    db_hub_close(hub);
    fix_done(&fix);
}

static void sqlite__refuses_what_is_no_database(void **state)
{
    (void)state;
    if (fix_engine() != DB_SQLITE)
        skip();
    AUTO_ARENA arena = {0};
    Err err = {0};
    DbHub *hub;
    Db *db;
    Str path = fix_path(&arena, ".txt");
    FILE *file = fopen(str_z(&arena, path), "w");
    CHECK(file);
    for (int i = 0; i < 200; i++)
        (void)fputs("this is a letter, not a database\n", file);
    CHECK_I64(fclose(file), 0);
    CHECK_OK(
        db_hub_open(arena_fmt(&arena, "sqlite:%.*s", STR_ARG(path)), (DbOptions){0}, &hub, &err),
        &err);
    CHECK(!db_connect(hub, &db, &err));
    CHECK_ERR(&err, ERR_DB_NOT_DUBAN);
    db_hub_close(hub);
}

static void sqlite__leaves_a_strangers_file_alone(void **state)
{
    (void)state;
    if (fix_engine() != DB_SQLITE)
        skip();
    Err err = {0};
    Fix fix = fix_open((DbOptions){0});
    fix_exec(fix.db, "DROP TABLE duban_migration");
    DbHub *hub;
    Db *db;
    CHECK_OK(db_hub_open(fix.url, (DbOptions){0}, &hub, &err), &err);
    CHECK_OK(db_connect(hub, &db, &err), &err);
    CHECK(!db_write(db, S(""), puts_two, NULL, &err));
    CHECK_ERR(&err, ERR_DB_NOT_DUBAN);
    db_close(db);
    db_hub_close(hub);
    fix_done(&fix);
}

static void sqlite__settings_hold(void **state)
{
    (void)state;
    if (fix_engine() != DB_SQLITE)
        skip();
    AUTO_ARENA arena = {0};
    Fix fix = fix_open((DbOptions){0});
    check_keys(&fix, "");
    CHECK_STR(fix_rows(&arena, fix.db, "PRAGMA journal_mode"), S("wal\n"));
    CHECK_STR(fix_rows(&arena, fix.db, "PRAGMA synchronous"), S("2\n"));
    CHECK_STR(fix_rows(&arena, fix.db, "PRAGMA foreign_keys"), S("1\n"));
    CHECK_STR(fix_rows(&arena, fix.db, "PRAGMA trusted_schema"), S("0\n"));
    CHECK_STR(fix_rows(&arena, fix.db, "PRAGMA query_only"), S("1\n"));
    struct stat info;
    CHECK_I64(stat(str_z(&arena, str_sub(fix.url, 7, fix.url.len)), &info), 0);
    CHECK_I64(info.st_mode & 0027, 0);
    fix_done(&fix);
}

static void sqlite__makes_folders_only_when_asked(void **state)
{
    (void)state;
    if (fix_engine() != DB_SQLITE)
        skip();
    AUTO_ARENA arena = {0};
    Err err = {0};
    DbHub *hub;
    Str folder = fix_path(&arena, "");
    Str url = arena_fmt(&arena, "sqlite:%.*s/a/b.db", STR_ARG(folder));
    CHECK(!db_hub_open(url, (DbOptions){0}, &hub, &err));
    CHECK_ERR(&err, ERR_DB_NOT_INIT);
    CHECK_OK(db_hub_open(url, (DbOptions){.create = true}, &hub, &err), &err);
    db_hub_close(hub);
    CHECK_I64(unlink(arena_fmt(&arena, "%.*s/a/b.db", STR_ARG(folder)).ptr), 0);
    CHECK_I64(rmdir(arena_fmt(&arena, "%.*s/a", STR_ARG(folder)).ptr), 0);
    CHECK_I64(rmdir(folder.ptr), 0);
    /* below a file there is no folder */
    CHECK(!db_hub_open(S("sqlite:/dev/null/a/b.db"), (DbOptions){.create = true}, &hub, &err));
    CHECK_ERR(&err, ERR_FILE_OPEN);
}

static int tests(void)
{
    const struct CMUnitTest list[] = {
        cmocka_unit_test(write__keeps_all_or_nothing),
        cmocka_unit_test(write__tells_conflict_from_other_faults),
        cmocka_unit_test(write__is_refused_outside_its_function),
        cmocka_unit_test(write__is_never_nested),
        cmocka_unit_test(write__needs_migrations_and_leaves_a_head),
        cmocka_unit_test(write__of_many_threads_leaves_one_chain),
        cmocka_unit_test(write__by_the_writer_thread_leaves_one_chain),
        cmocka_unit_test(write__waits_only_so_long),
        cmocka_unit_test(postgres__lost_connection_is_an_error_and_heals),
        cmocka_unit_test(postgres__states_become_our_codes),
        cmocka_unit_test(postgres__refuses_another_collation),
        cmocka_unit_test(sqlite__refuses_what_is_no_database),
        cmocka_unit_test(sqlite__leaves_a_strangers_file_alone),
        cmocka_unit_test(sqlite__settings_hold),
        cmocka_unit_test(sqlite__makes_folders_only_when_asked),
    };
    return cmocka_run_group_tests(list, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}

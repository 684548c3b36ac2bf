#include "db/db_impl.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

/* A connection is for reading (default_transaction_read_only); db_write opens a transaction READ
 * WRITE on it and hands out `tx`, a second Db on the same connection. Results are fetched whole, so
 * queries may be nested. A lost connection fails the work that runs; the next one connects again. */

typedef struct Kept {
    char *sql; /* NULL = free */
    size_t cap;
    uint64_t hash;
    uint64_t used;
    unsigned serial; /* the server knows it as s<serial> */
} Kept;

typedef struct PgDb {
    Db db;
    Db tx;
    PGconn *conn;
    Arena scratch;
    int64_t write_start_ms; /* 0 = no write runs */
    unsigned serial;
    uint64_t clock;
    DbRows *free_rows;
    Kept kept[DB_STATEMENTS_KEPT];
} PgDb;

typedef struct PgRows {
    DbRows rows;
    PGresult *result;
    int row;       /* -1 = before the first */
    bool arriving; /* of a long query: the server has more to say */
} PgRows;

enum { PG_OID_BOOL = 16, NAME_BYTES = 24 };

static PgDb *of(Db *db)
{
    return db->is_tx ? (PgDb *)(void *)((char *)db - offsetof(PgDb, tx)) : (PgDb *)db;
}

/* --- errors --- */

static bool state_is(const char *state, const char *list)
{
    return state[0] && strstr(list, state);
}

static bool fail(Db *db, const PGresult *result, const char *sql, Err *err)
{
    PgDb *self = of(db);
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *primary = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    const char *detail = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL) : NULL;
    state = state ? state : "";
    primary = primary ? primary : PQerrorMessage(self->conn);
    AUTO_ARENA arena = {0};
    Str reason =
        str_trim(arena_fmt(&arena, "%s%s%s", primary, detail ? ": " : "", detail ? detail : ""));
    /* no connection, shutdown, starting up, no connection left, idle too long */
    if (PQstatus(self->conn) != CONNECTION_OK ||
        state_is(state, "08000 08001 08003 08004 08006 57P01 57P02 57P03 53300 25P03"))
        return db_err_open(err, db->hub, reason);
    if (state_is(state, "23505"))
        return err_set(err, ERR_DB_CONFLICT, {"reason", reason});
    if (state_is(state, "25006"))
        return err_set(err, ERR_DB_READ_ONLY);
    if (state_is(state, "53100"))
        return err_set(err, ERR_DB_FULL, {"reason", reason});
    if (state_is(state, "42P01") && str_has(reason, S("audit_head")))
        return err_set(err, ERR_DB_NOT_INIT, {"found", db->hub->shown});
    /* lock and statement time-outs, serialization failure, deadlock */
    if (state_is(state, "55P03 57014 40001 40P01")) {
        int64_t waited = self->write_start_ms ? db_now_ms() - self->write_start_ms : 0;
        return db_err_busy(err, waited, db->hub->options.write_wait_ms);
    }
    return db_err_sql(err, reason, sql);
}

static bool run_plain(Db *db, const char *sql, Err *err)
{
    PGresult *result = PQexec(of(db)->conn, sql);
    ExecStatusType status = PQresultStatus(result);
    bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (!ok)
        (void)fail(db, result, sql, err);
    PQclear(result);
    return ok;
}

/* --- connecting --- */

/* One round trip: read-only by default, durable commits, and what this database sorts by. */
static const char setup_sql[] =
    "SET default_transaction_read_only = on; SET client_min_messages = warning;"
    "SET standard_conforming_strings = on;"
    "SELECT pg_encoding_to_char(d.encoding), coalesce(to_jsonb(d) ->> 'datlocprovider', 'c'),"
    " d.datcollate, coalesce(to_jsonb(d) ->> 'daticulocale', to_jsonb(d) ->> 'datlocale', ''),"
    " CASE WHEN current_setting('synchronous_commit') = 'off'"
    " THEN set_config('synchronous_commit', 'on', false) END"
    " FROM pg_database d WHERE d.datname = current_database()";

static bool is_one_of(const char *found, const char *const *names)
{
    while (*names && strcmp(found, *names) != 0)
        names++;
    return *names != NULL;
}

/* TEXT must sort by bytes, as SQLite does: C, C.UTF-8, or the built-in provider of version 17. */
static bool setup_check(Db *db, const PGresult *result, Err *err)
{
    static const char *const by_bytes[] = {"C", "POSIX", "C.UTF-8", "C.utf8", "ucs_basic", NULL};
    const char *encoding = PQgetvalue(result, 0, 0), *provider = PQgetvalue(result, 0, 1);
    const char *collate = PQgetvalue(result, 0, 2), *locale = PQgetvalue(result, 0, 3);
    bool sorted =
        strcmp(provider, "b") == 0 || (strcmp(provider, "c") == 0 && is_one_of(collate, by_bytes));
    if (sorted && strcmp(encoding, "UTF8") == 0)
        return true;
    AUTO_ARENA arena = {0};
    Str what = arena_fmt(&arena, "%s, %s%s%s", encoding, collate, locale[0] ? ", " : "", locale);
    return err_set(err, ERR_DB_SETUP, {"found", db->hub->shown}, {"what", what});
}

static bool setup(Db *db, Err *err)
{
    PgDb *self = of(db);
    if (PQstatus(self->conn) != CONNECTION_OK)
        return db_err_open(err, db->hub, str_from_z(PQerrorMessage(self->conn)));
    PGresult *result = PQexec(self->conn, setup_sql);
    bool ok = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1;
    ok = ok ? setup_check(db, result, err) : fail(db, result, "SET", err);
    PQclear(result);
    return ok;
}

static void silent(void *ctx, const char *message)
{
    (void)ctx;
    (void)message;
}

static void db_free(Db *db)
{
    PgDb *self = of(db);
    PQfinish(self->conn);
    arena_done(&self->scratch);
    Arena arena = self->db.arena;
    arena_done(&arena);
}

static bool connect_one(DbHub *hub, Db **ret_db, Err *err)
{
    /* what the address says itself comes later and wins; the encoding is ours */
    static const char *const keys[] = {
        "connect_timeout",  "keepalives_idle", "keepalives_interval", "tcp_user_timeout",
        "application_name", "dbname",          "client_encoding",     NULL};
    const char *values[] = {"10", "30", "10", "60000", "duban", hub->address_z, "UTF8", NULL};
    Arena arena = {0};
    PgDb *self = arena_new(&arena, PgDb, 1);
    self->db = (Db){.hub = hub, .arena = arena};
    self->tx = (Db){.hub = hub, .is_tx = true};
    self->conn = PQconnectdbParams(keys, values, 1);
    if (self->conn)
        (void)PQsetNoticeProcessor(self->conn, silent, NULL);
    if (!setup(&self->db, err)) {
        db_free(&self->db);
        return false;
    }
    *ret_db = &self->db;
    return true;
}

/* Connects again after the server went away; never in the middle of a transaction. */
static bool alive(Db *db, Err *err)
{
    PgDb *self = of(db);
    if (PQstatus(self->conn) == CONNECTION_OK)
        return true;
    if (db->is_tx || db->in_read)
        return db_err_open(err, db->hub, str_from_z(PQerrorMessage(self->conn)));
    for (int i = 0; i < DB_STATEMENTS_KEPT; i++)
        self->kept[i].hash = self->kept[i].used = self->kept[i].serial = 0;
    PQreset(self->conn);
    return setup(db, err);
}

/* --- prepared statements --- */

static void kept_name(const Kept *kept, char *name)
{
    (void)snprintf(name, NAME_BYTES, "s%u", kept->serial);
}

static void kept_drop(PgDb *self, Kept *kept)
{
    char sql[NAME_BYTES + 16], name[NAME_BYTES];
    kept_name(kept, name);
    (void)snprintf(sql, sizeof sql, "DEALLOCATE %s", name);
    PQclear(PQexec(self->conn, sql));
    kept->serial = 0;
}

static Kept *kept_find(PgDb *self, uint64_t hash, const char *sql, size_t bytes)
{
    Kept *oldest = &self->kept[0];
    for (int i = 0; i < DB_STATEMENTS_KEPT; i++) {
        Kept *kept = &self->kept[i];
        if (kept->serial && kept->hash == hash && strcmp(kept->sql, sql) == 0)
            return kept;
        if (kept->used < oldest->used)
            oldest = kept;
    }
    if (oldest->serial)
        kept_drop(self, oldest);
    if (oldest->cap < bytes) {
        oldest->cap = bytes * 2;
        oldest->sql = arena_alloc(&self->db.arena, oldest->cap, 1);
    }
    memcpy(oldest->sql, sql, bytes);
    oldest->hash = hash;
    return oldest;
}

static bool prepare(Db *db, const char *name, const char *sql, Err *err)
{
    PGresult *result = PQprepare(of(db)->conn, name, sql, 0, NULL);
    bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!ok)
        (void)fail(db, result, sql, err);
    PQclear(result);
    return ok;
}

static Kept *statement_take(Db *db, const char *sql, Err *err)
{
    PgDb *self = of(db);
    Str text = str_from_z(sql);
    Kept *kept = kept_find(self, str_hash(text), sql, (size_t)text.len + 1);
    if (!kept->serial) {
        kept->serial = ++self->serial;
        char name[NAME_BYTES];
        kept_name(kept, name);
        if (!prepare(db, name, sql, err)) {
            kept->serial = 0;
            return NULL;
        }
    }
    kept->used = ++self->clock;
    return kept;
}

/* --- rows --- */

/* What the server still says of a long query. */
static void drain(PgRows *rows)
{
    PGresult *rest;
    rows->arriving = false;
    while ((rest = PQgetResult(of(rows->rows.db)->conn)))
        PQclear(rest);
}

/* Who stops early does not wait for millions of rows. */
static void give_up(PgRows *rows)
{
    char ignored[256];
    PGcancel *cancel = PQgetCancel(of(rows->rows.db)->conn);
    if (cancel)
        (void)PQcancel(cancel, ignored, sizeof ignored);
    PQfreeCancel(cancel);
    drain(rows);
}

static int64_t rows_done(DbRows *base)
{
    PgRows *rows = (PgRows *)base;
    int64_t changed = 0;
    if (rows->arriving)
        give_up(rows);
    if (rows->result && PQresultStatus(rows->result) == PGRES_COMMAND_OK)
        (void)str_to_i64(str_from_z(PQcmdTuples(rows->result)), &changed);
    else if (rows->result && strncmp(PQcmdStatus(rows->result), "SELECT", 6) != 0)
        changed = PQntuples(rows->result); /* RETURNING */
    PQclear(rows->result);
    rows->result = NULL;
    PgDb *self = of(base->db);
    base->next_free = self->free_rows;
    self->free_rows = base;
    return changed;
}

/* Arguments as text; valid until the scratch arena is reset. */
static void put_values(PgDb *self, const DbVal *args, int nargs, const char **values)
{
    for (int i = 0; i < nargs; i++) {
        values[i] = NULL;
        if (args[i].type == DB_TEXT)
            values[i] = str_z(&self->scratch, args[i].text);
        else if (args[i].type != DB_NULL) /* a boolean too: "1" suits BOOLEAN and BIGINT */
            values[i] = arena_fmt(&self->scratch, "%lld", (long long)args[i].i64).ptr;
    }
}

static PGresult *run_prepared(Db *db, const Kept *kept, const DbVal *args, int nargs)
{
    PgDb *self = of(db);
    const char *values[DB_ARGS_MAX];
    char name[NAME_BYTES];
    kept_name(kept, name);
    put_values(self, args, nargs, values);
    PGresult *result = PQexecPrepared(self->conn, name, nargs, values, NULL, NULL, 0);
    arena_reset(&self->scratch);
    return result;
}

static DbRows *rows_new(Db *db, PGresult *result, bool arriving)
{
    PgDb *self = of(db);
    PgRows *rows = (PgRows *)self->free_rows;
    if (rows)
        self->free_rows = rows->rows.next_free;
    else
        rows = arena_new(&self->db.arena, PgRows, 1);
    *rows = (PgRows){.rows.db = db, .result = result, .row = -1, .arriving = arriving};
    return &rows->rows;
}

static void statement_failed(Db *db, Kept *kept, const PGresult *result, const char *sql, Err *err)
{
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    (void)fail(db, result, sql, err);
    if (kept && state && state_is(state, "0A000 26000"))
        kept->serial = 0; /* the table changed under the plan: prepare anew next time */
}

static DbRows *query(Db *db, const char *sql, const DbVal *args, int nargs, Err *err)
{
    if (!alive(db, err))
        return NULL;
    Kept *kept = statement_take(db, sql, err);
    if (!kept)
        return NULL;
    PGresult *result = run_prepared(db, kept, args, nargs);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        statement_failed(db, kept, result, sql, err);
        PQclear(result);
        return NULL;
    }
    return rows_new(db, result, false);
}

/* Not prepared: it runs once, and a plan for these values is the better one. */
static DbRows *query_long(Db *db, const char *sql, const DbVal *args, int nargs, Err *err)
{
    PgDb *self = of(db);
    const char *values[DB_ARGS_MAX];
    if (!alive(db, err))
        return NULL;
    put_values(self, args, nargs, values);
    int sent = PQsendQueryParams(self->conn, sql, nargs, NULL, values, NULL, NULL, 0);
    arena_reset(&self->scratch);
    if (!sent || !PQsetSingleRowMode(self->conn)) {
        statement_failed(db, NULL, NULL, sql, err);
        return NULL;
    }
    return rows_new(db, NULL, true);
}

static bool next_arriving(PgRows *rows, Err *err)
{
    Db *db = rows->rows.db;
    PQclear(rows->result);
    rows->result = PQgetResult(of(db)->conn);
    rows->row = 0;
    ExecStatusType status = PQresultStatus(rows->result);
    if (status == PGRES_SINGLE_TUPLE)
        return true;
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        statement_failed(db, NULL, rows->result, "", err);
    drain(rows);
    return false;
}

static bool next(DbRows *base, Err *err)
{
    PgRows *rows = (PgRows *)base;
    if (base->is_long)
        return rows->arriving && next_arriving(rows, err);
    if (rows->row + 1 >= PQntuples(rows->result))
        return false;
    rows->row++;
    return true;
}

static int columns(const DbRows *base)
{
    return PQnfields(((const PgRows *)base)->result);
}

static bool is_null(const DbRows *base, int col)
{
    const PgRows *rows = (const PgRows *)base;
    return PQgetisnull(rows->result, rows->row, col) != 0;
}

static Str cell_text(const DbRows *base, int col)
{
    const PgRows *rows = (const PgRows *)base;
    const char *text = PQgetvalue(rows->result, rows->row, col);
    if (PQftype(rows->result, col) == PG_OID_BOOL && text[0])
        return text[0] == 't' ? S("1") : S("0");
    return (Str){text, PQgetlength(rows->result, rows->row, col)};
}

static int64_t cell_i64(const DbRows *base, int col)
{
    int64_t value = 0;
    return str_to_i64(cell_text(base, col), &value) ? value : 0;
}

static bool prepare_check(Db *db, const char *sql, Err *err)
{
    return alive(db, err) && prepare(db, "", sql, err);
}

/* --- transactions --- */

static bool read_begin(Db *db, Err *err)
{
    return alive(db, err) && run_plain(db, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", err);
}

static void read_end(Db *db)
{
    (void)run_plain(db, "ROLLBACK", NULL);
}

/* What the server said before it went away comes first, its end with the second look. */
static bool is_current(const Db *db)
{
    PGconn *conn = ((const PgDb *)db)->conn;
    return PQconsumeInput(conn) && PQconsumeInput(conn) && PQstatus(conn) == CONNECTION_OK;
}

/* READ COMMITTED: what is read after the lock is what the previous writer left. */
static bool write_begin(Db *tx, const DbWork *work, Err *err)
{
    char sql[160];
    (void)snprintf(sql, sizeof sql,
                   "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = %d%s",
                   db_work_wait_ms(tx->hub, work),
                   work->migrating ? "; SELECT pg_advisory_xact_lock(1685418337)" : "");
    return run_plain(tx, sql, err);
}

static bool commit(Db *tx, Err *err)
{
    PgDb *self = of(tx);
    PGresult *result = PQexec(self->conn, "COMMIT");
    bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!ok && PQstatus(self->conn) != CONNECTION_OK)
        (void)err_set(err, ERR_DB_COMMIT_UNKNOWN, {"found", tx->hub->shown},
                      {"reason", str_trim(str_from_z(PQerrorMessage(self->conn)))});
    else if (!ok)
        (void)fail(tx, result, "COMMIT", err);
    else if (strcmp(PQcmdStatus(result), "COMMIT") != 0)
        ok = db_err_sql(err, str_from_z(PQcmdStatus(result)), "COMMIT");
    PQclear(result);
    return ok;
}

static bool write_one(Db *db, const DbWork *work, Err *err)
{
    PgDb *self = of(db);
    if (!alive(db, err))
        return false;
    self->write_start_ms = db_now_ms();
    bool ok = write_begin(&self->tx, work, err) && db_work_run(&self->tx, work, err) &&
              commit(&self->tx, err);
    self->write_start_ms = 0;
    if (!ok && PQstatus(self->conn) == CONNECTION_OK &&
        PQtransactionStatus(self->conn) != PQTRANS_IDLE)
        (void)run_plain(db, "ROLLBACK", NULL);
    return ok;
}

/* --- hub --- */

static bool hub_open(DbHub *hub, Err *err)
{
    PQconninfoOption *options = PQconninfoParse(hub->address_z, NULL);
    if (!options)
        return err_set(err, ERR_DB_URL, {"found", hub->shown},
                       {"expected", S("postgresql://USER@HOST/NAME")});
    PQconninfoFree(options);
    return true;
}

static void hub_close(DbHub *hub)
{
    (void)hub;
}

/* VACUUM stands alone, outside of any transaction; FULL writes the rows to a new file and takes the old one away. */
static bool erase(Db *db, const char *const *tables, Err *err)
{
    char sql[160];
    if (!alive(db, err))
        return false;
    (void)snprintf(sql, sizeof sql,
                   "SET default_transaction_read_only = off; SET lock_timeout = %d",
                   db->hub->options.write_wait_ms);
    bool ok = run_plain(db, sql, err);
    for (int i = 0; ok && tables[i]; i++) {
        (void)snprintf(sql, sizeof sql, "VACUUM (FULL) %s", tables[i]);
        ok = run_plain(db, sql, err);
    }
    return run_plain(db, "SET default_transaction_read_only = on; RESET lock_timeout",
                     ok ? err : NULL) &&
           ok;
}

const DbOps db_ops_postgres = {
    .engine = DB_POSTGRES,
    .hub_bytes = sizeof(DbHub),
    .hub_open = hub_open,
    .hub_close = hub_close,
    .connect = connect_one,
    .close = db_free,
    .is_current = is_current,
    .query = query,
    .query_long = query_long,
    .next = next,
    .columns = columns,
    .is_null = is_null,
    .i64 = cell_i64,
    .text = cell_text,
    .rows_done = rows_done,
    .script = run_plain,
    .prepare_check = prepare_check,
    .read_begin = read_begin,
    .read_end = read_end,
    .write = write_one,
    .erase = erase,
    .tables_sql = "SELECT table_name FROM information_schema.tables"
                  " WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'",
};

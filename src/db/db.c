#include "db/db_impl.h"

#include "base/limits.h"
#include "base/out.h"
#include "base/utf8.h"

#include <string.h>
#include <time.h>

/* --- errors --- */

bool db_err_sql(Err *err, Str reason, const char *sql)
{
    return err_set(err, ERR_DB_SQL, {"reason", str_trim(reason)},
                   {"sql", utf8_prefix(str_from_z(sql), 120)});
}

static bool err_number(Err *err, ErrCode code, const char *key, int64_t number, const char *key2,
                       int64_t number2)
{
    AUTO_ARENA arena = {0};
    Str a = arena_fmt(&arena, "%lld", (long long)number);
    Str b = arena_fmt(&arena, "%lld", (long long)number2);
    return err_set(err, code, {key, a}, {key2, b});
}

bool db_err_busy(Err *err, int64_t waited_ms, int limit_ms)
{
    return err_number(err, ERR_DB_BUSY, "waited_ms", waited_ms, "limit", limit_ms);
}

bool db_err_open(Err *err, const DbHub *hub, Str reason)
{
    return err_set(err, ERR_DB_OPEN, {"found", hub->shown}, {"reason", str_trim(reason)});
}

int64_t db_now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Hands a fault to a caller who may not want it. */
static bool err_pass(Err *err, const Err *fault)
{
    if (err)
        *err = *fault;
    return false;
}

/* --- hub and connections --- */

/* The address with the password starred out, for messages. */
static Str url_shown(Arena *arena, Str url)
{
    ptrdiff_t start = str_find(url, S("://"), 0);
    ptrdiff_t end = url.len;
    if (start < 0)
        return url;
    for (ptrdiff_t i = start + 3; i < url.len && url.ptr[i] != '?'; i++)
        if (url.ptr[i] == '@')
            end = i;
    Str user = str_sub(url, start + 3, end);
    ptrdiff_t colon = str_find(user, S(":"), 0);
    Out out = out_new(arena, 4096);
    if (end < url.len && colon >= 0) {
        out_s(&out, str_sub(url, 0, start + 3 + colon));
        out_s(&out, S(":***"));
        url = str_sub(url, end, url.len);
    }
    ptrdiff_t secret = str_find(url, S("password="), 0);
    out_s(&out, secret < 0 ? url : str_sub(url, 0, secret));
    if (secret >= 0) {
        ptrdiff_t rest = str_find(url, S("&"), secret);
        out_s(&out, S("password=***"));
        out_s(&out, rest < 0 ? S("") : str_sub(url, rest, url.len));
    }
    return out_str(&out);
}

/* The hub lives in its own arena, which db_hub_close frees last. */
static DbHub *hub_new(Str url, const DbOps *ops, DbOptions options)
{
    Arena arena = {0};
    bool sqlite = ops->engine == DB_SQLITE;
    DbHub *hub = arena_alloc(&arena, 1, ops->hub_bytes);
    hub->ops = ops;
    hub->options = options;
    hub->shown = url_shown(&arena, arena_str(&arena, url));
    hub->address_z = str_z(&arena, sqlite ? str_sub(url, S("sqlite:").len, url.len) : url);
    hub->arena = arena;
    return hub;
}

bool db_hub_open(Str url, DbOptions options, DbHub **ret_hub, Err *err)
{
    *ret_hub = NULL;
    const DbOps *ops = NULL;
    if (str_starts(url, S("sqlite:")) && url.len > S("sqlite:").len &&
        !str_eq(url, S("sqlite::memory:")))
        ops = &db_ops_sqlite;
    else if (str_starts(url, S("postgresql://")) || str_starts(url, S("postgres://")))
        ops = &db_ops_postgres;
    if (!ops || !utf8_valid(url, NULL) || memchr(url.ptr, '\0', (size_t)url.len))
        return err_set(err, ERR_DB_URL, {"found", url},
                       {"expected", S("sqlite:PATH, postgresql://USER@HOST/NAME")});
    if (options.write_wait_ms <= 0)
        options.write_wait_ms = LIMIT_WRITE_WAIT_MS;
    DbHub *hub = hub_new(url, ops, options);
    if (!ops->hub_open(hub, err)) {
        Arena arena = hub->arena;
        arena_done(&arena);
        return false;
    }
    *ret_hub = hub;
    return true;
}

void db_hub_close(DbHub *hub)
{
    if (!hub)
        return;
    hub->ops->hub_close(hub);
    Arena arena = hub->arena;
    arena_done(&arena);
}

DbEngine db_hub_engine(const DbHub *hub)
{
    return hub->ops->engine;
}

bool db_connect(DbHub *hub, Db **ret_db, Err *err)
{
    *ret_db = NULL;
    return hub->ops->connect(hub, ret_db, err);
}

void db_close(Db *db)
{
    if (db)
        db->hub->ops->close(db);
}

bool db_is_current(const Db *db)
{
    return db->hub->ops->is_current(db);
}

bool db_copy(Db *db, Str path, Err *err)
{
    AUTO_ARENA arena = {0};
    if (!db->hub->ops->copy)
        return err_set(err, ERR_DB_NO_COPY);
    return db->hub->ops->copy(db, str_z(&arena, path), err);
}

DbEngine db_engine(const Db *db)
{
    return db->hub->ops->engine;
}

/* --- statements --- */

/* What both engines must refuse alike: PostgreSQL stores no NUL and no text that is not UTF-8. */
static bool args_check(const DbVal *args, int nargs, const char *sql, Err *err)
{
    if (nargs > DB_ARGS_MAX)
        return db_err_sql(err, S("too many arguments"), sql);
    for (int i = 0; i < nargs; i++)
        if (args[i].type == DB_TEXT && args[i].text.len > 0 &&
            (!utf8_valid(args[i].text, NULL) ||
             memchr(args[i].text.ptr, '\0', (size_t)args[i].text.len)))
            return err_set(err, ERR_DB_TEXT, {"found", utf8_prefix(args[i].text, 40)});
    return true;
}

static bool state_check(const Db *db, Err *err)
{
    if (db->in_write)
        return err_set(err, ERR_INTERNAL, {"what", S("a connection used while its db_write runs")});
    return !db->failed || err_pass(err, &db->first);
}

/* One failed statement is the end of a write on PostgreSQL; so it is on both. */
static bool statement_failed(Db *db, const Err *fault, Err *err)
{
    if ((db->is_tx || db->in_read) && !db->failed) {
        db->failed = true;
        db->first = *fault;
    }
    return err_pass(err, fault);
}

static bool long_check(const Db *db, Err *err)
{
    return !db->in_long || err_set(err, ERR_INTERNAL, {"what", S("a query beside a long one")});
}

static DbRows *query(Db *db, const char *sql, const DbVal *args, int nargs, bool is_long, Err *err)
{
    const DbOps *ops = db->hub->ops;
    Err fault = {0};
    if (!state_check(db, err) || !long_check(db, err))
        return NULL;
    DbRows *rows = NULL;
    if (args_check(args, nargs, sql, &fault))
        rows = (is_long ? ops->query_long : ops->query)(db, sql, args, nargs, &fault);
    if (!rows) {
        (void)statement_failed(db, &fault, err);
        return NULL;
    }
    rows->is_long = db->in_long = is_long;
    return rows;
}

DbRows *db_query(Db *db, const char *sql, const DbVal *args, int nargs, Err *err)
{
    return query(db, sql, args, nargs, false, err);
}

DbRows *db_query_long(Db *db, const char *sql, const DbVal *args, int nargs, Err *err)
{
    return query(db, sql, args, nargs, true, err);
}

bool db_next(DbRows *rows, Err *err)
{
    Err fault = {0};
    if (!rows || !state_check(rows->db, err))
        return false;
    bool found = rows->db->hub->ops->next(rows, &fault);
    if (!found && fault.code != ERR_NONE)
        (void)statement_failed(rows->db, &fault, err);
    return found;
}

int db_columns(const DbRows *rows)
{
    return rows->db->hub->ops->columns(rows);
}

bool db_is_null(const DbRows *rows, int col)
{
    return rows->db->hub->ops->is_null(rows, col);
}

int64_t db_i64(const DbRows *rows, int col)
{
    return rows->db->hub->ops->i64(rows, col);
}

bool db_bool(const DbRows *rows, int col)
{
    return rows->db->hub->ops->i64(rows, col) != 0;
}

Str db_text(const DbRows *rows, int col)
{
    return rows->db->hub->ops->text(rows, col);
}

void db_rows_done(DbRows *rows)
{
    if (!rows)
        return;
    if (rows->is_long)
        rows->db->in_long = false;
    (void)rows->db->hub->ops->rows_done(rows);
}

bool db_exec(Db *db, const char *sql, const DbVal *args, int nargs, int64_t *ret_changed, Err *err)
{
    Err fault = {0};
    DbRows *rows = db_query(db, sql, args, nargs, err);
    if (!rows)
        return false;
    while (db_next(rows, &fault))
        ;
    int64_t changed = db->hub->ops->rows_done(rows);
    if (fault.code != ERR_NONE)
        return err_pass(err, &fault);
    if (ret_changed)
        *ret_changed = changed;
    return true;
}

bool db_prepare_check(Db *db, const char *sql, Err *err)
{
    return state_check(db, err) && long_check(db, err) && db->hub->ops->prepare_check(db, sql, err);
}

/* --- transactions --- */

static bool nesting_check(const Db *db, Err *err)
{
    if (db->is_tx || db->in_read || db->in_write)
        return err_set(err, ERR_INTERNAL, {"what", S("a transaction inside a transaction")});
    return long_check(db, err);
}

/* The head row of the chain: there on both engines before fn runs, and locked on PostgreSQL, where
 * this is what puts the writers of one chain in line. A new chain has number 0 and no digest. */
static bool chain_enter(Db *tx, Str chain, Err *err)
{
    static const char lock[] = "UPDATE audit_head SET seq = seq WHERE chain = $1";
    static const char start[] = "INSERT INTO audit_head (chain, seq, hash) VALUES ($1, 0, '') "
                                "ON CONFLICT (chain) DO NOTHING";
    int64_t found = 0;
    if (tx->hub->ops->engine == DB_SQLITE)
        return db_exec(tx, start, DB_ARGS(V(chain)), NULL, err);
    return db_exec(tx, lock, DB_ARGS(V(chain)), &found, err) &&
           (found == 1 || (db_exec(tx, start, DB_ARGS(V(chain)), NULL, err) &&
                           db_exec(tx, lock, DB_ARGS(V(chain)), NULL, err)));
}

bool db_work_run(Db *tx, const DbWork *work, Err *err)
{
    Err fault = {0};
    tx->failed = false;
    bool ok = (!tx->is_tx || work->migrating || chain_enter(tx, work->chain, &fault)) &&
              work->fn(tx, work->ctx, &fault);
    if (tx->failed && (ok || fault.code == ERR_NONE))
        fault = tx->first;
    ok = ok && !tx->failed;
    tx->failed = false;
    if (!ok && fault.code == ERR_NONE)
        (void)err_set(&fault, ERR_INTERNAL, {"what", S("a function failed without an error")});
    return ok || err_pass(err, &fault);
}

bool db_read(Db *db, DbFn fn, void *ctx, Err *err)
{
    if (!nesting_check(db, err) || !db->hub->ops->read_begin(db, err))
        return false;
    db->in_read = true;
    bool ok = db_work_run(db, &(DbWork){.fn = fn, .ctx = ctx}, err);
    db->in_read = false;
    db->hub->ops->read_end(db);
    return ok;
}

static bool write_work(Db *db, const DbWork *work, Err *err)
{
    if (!nesting_check(db, err))
        return false;
    db->in_write = true;
    bool ok = db->hub->ops->write(db, work, err);
    db->in_write = false;
    return ok;
}

int db_work_wait_ms(const DbHub *hub, const DbWork *work)
{
    return work->wait_ms > 0 ? work->wait_ms : hub->options.write_wait_ms;
}

bool db_write_soon(Db *db, int wait_ms, Str chain, DbFn fn, void *ctx, Err *err)
{
    Err fault = {0};
    DbVal arg = db_val_text(chain);
    if (!args_check(&arg, 1, "", &fault))
        return err_pass(err, &fault);
    DbWork work = {.chain = chain, .fn = fn, .ctx = ctx, .wait_ms = wait_ms};
    return write_work(db, &work, err);
}

bool db_write(Db *db, Str chain, DbFn fn, void *ctx, Err *err)
{
    return db_write_soon(db, 0, chain, fn, ctx, err);
}

bool db_erase(Db *db, const char *const *tables, Err *err)
{
    if (!nesting_check(db, err))
        return false;
    db->in_write = true;
    bool ok = db->hub->ops->erase(db, tables, err);
    db->in_write = false;
    return ok;
}

/* --- migrations --- */

typedef struct Steps {
    const DbMigration *items;
    int count;
    int applied; /* by anybody */
    int made;    /* by this call */
} Steps;

/* Whether the database has our table of migrations, and whether it has tables at all. */
static bool look(Db *db, bool *ret_ours, bool *ret_any, Err *err)
{
    Err fault = {0};
    *ret_ours = *ret_any = false;
    AUTO_ROWS *rows = db_query(db, db->hub->ops->tables_sql, NULL, 0, &fault);
    while (db_next(rows, &fault)) {
        *ret_any = true;
        *ret_ours = *ret_ours || str_eq(db_text(rows, 0), S("duban_migration"));
    }
    if (fault.code != ERR_NONE)
        return err_pass(err, &fault);
    if (*ret_any && !*ret_ours)
        return err_set(err, ERR_DB_NOT_DUBAN, {"found", db->hub->shown});
    return true;
}

/* How many steps are applied already; the applied ones must be the first of ours, unchanged. */
static bool steps_compare(Db *db, Steps *steps, Err *err)
{
    bool ours, any;
    steps->applied = 0;
    if (!look(db, &ours, &any, err))
        return false;
    if (!ours)
        return true;
    Err fault = {0};
    AUTO_ROWS *rows =
        db_query(db, "SELECT name, digest FROM duban_migration ORDER BY name", NULL, 0, &fault);
    while (db_next(rows, &fault)) {
        int at = steps->applied++;
        if (at < steps->count && (!str_eq(db_text(rows, 0), str_from_z(steps->items[at].name)) ||
                                  !str_eq(db_text(rows, 1), str_from_z(steps->items[at].digest))))
            return err_set(err, ERR_DB_MIGRATION_CHANGED, {"name", db_text(rows, 0)});
    }
    if (fault.code != ERR_NONE)
        return err_pass(err, &fault);
    if (steps->applied > steps->count)
        return err_number(err, ERR_DB_NEWER, "found", steps->applied, "expected", steps->count);
    return true;
}

/* Applies the next step; somebody else may have done it while we stood in line. */
static bool step_apply(Db *tx, void *ctx, Err *err)
{
    Steps *steps = ctx;
    const DbOps *ops = tx->hub->ops;
    if (!steps_compare(tx, steps, err))
        return false;
    if (steps->applied == steps->count)
        return true;
    const DbMigration *step = &steps->items[steps->applied];
    const char *own = ops->engine == DB_SQLITE ? step->sql_sqlite : step->sql_postgres;
    static const char table[] = "CREATE TABLE IF NOT EXISTS duban_migration "
                                "(name TEXT NOT NULL PRIMARY KEY, digest TEXT NOT NULL)";
    if (!ops->script(tx, table, err) || !ops->script(tx, step->sql ? step->sql : own, err) ||
        !db_exec(tx, "INSERT INTO duban_migration (name, digest) VALUES ($1, $2)",
                 DB_ARGS(V(str_from_z(step->name)), V(str_from_z(step->digest))), NULL, err))
        return err_at_file(err, str_from_z(step->name));
    steps->applied++;
    steps->made++;
    return true;
}

bool db_migrate(Db *db, const DbMigration *migrations, int count, int *ret_applied, Err *err)
{
    Steps steps = {.items = migrations, .count = count};
    if (ret_applied)
        *ret_applied = 0;
    if (!nesting_check(db, err) || !steps_compare(db, &steps, err))
        return false;
    while (steps.applied < count)
        if (!write_work(db, &(DbWork){.fn = step_apply, .ctx = &steps, .migrating = true}, err))
            return false;
    if (ret_applied)
        *ret_applied = steps.made;
    return true;
}

bool db_schema_version(Db *db, int *ret_version, Err *err)
{
    bool ours, any;
    *ret_version = 0;
    if (!look(db, &ours, &any, err))
        return false;
    if (!ours)
        return err_set(err, ERR_DB_NOT_INIT, {"found", db->hub->shown});
    AUTO_ROWS *rows = db_query(db, "SELECT count(*) FROM duban_migration", NULL, 0, err);
    if (!db_next(rows, err))
        return false;
    *ret_version = (int)db_i64(rows, 0);
    return true;
}

#include "db/db_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Waits that are not for another writer: recovery, a checkpoint, the last connection closing. */
enum { BUSY_WAIT_MS = 10 * 1000 };

typedef struct Kept {
    sqlite3_stmt *stmt; /* NULL = free */
    uint64_t hash;
    uint64_t used; /* the clock of its last use */
    bool running;
} Kept;

typedef struct SqliteHub {
    DbHub hub;
    DbWriter *writer;
} SqliteHub;

typedef struct SqliteDb {
    Db db;
    sqlite3 *handle;
    bool ready; /* the writer has checked the file and is in WAL mode */
    uint64_t clock;
    DbRows *free_rows;
    Kept kept[DB_STATEMENTS_KEPT];
} SqliteDb;

typedef struct SqliteRows {
    DbRows rows;
    sqlite3_stmt *stmt;
    Kept *kept; /* NULL = a statement of its own */
    int first;  /* result of the first step, made by query; SQLITE_OK = handed out */
    int64_t total_before;
} SqliteRows;

static SqliteDb *of(Db *db)
{
    return (SqliteDb *)db;
}

/* --- errors --- */

/* SQLite says FULL for ENOSPC only; over quota and past a file limit is "cannot write". The errno is
 * gone by the time COMMIT has rolled back. */
static bool disk_is_full(int rc)
{
    return (rc & 0xff) == SQLITE_FULL || rc == SQLITE_IOERR_WRITE || rc == SQLITE_IOERR_SHMSIZE;
}

static bool fail(Db *db, int rc, const char *sql, Err *err)
{
    Str reason = str_from_z(sqlite3_errmsg(of(db)->handle));
    if (disk_is_full(rc))
        return err_set(err, ERR_DB_FULL, {"reason", reason});
    switch (rc) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return err_set(err, ERR_DB_CONFLICT, {"reason", reason});
    case SQLITE_ERROR:
        if (str_eq(reason, S("no such table: audit_head")))
            return err_set(err, ERR_DB_NOT_INIT, {"found", db->hub->shown});
        break;
    default:
        break;
    }
    switch (rc & 0xff) {
    case SQLITE_BUSY:
        return db_err_busy(err, BUSY_WAIT_MS, BUSY_WAIT_MS);
    case SQLITE_READONLY:
        if (!db->is_tx)
            return err_set(err, ERR_DB_READ_ONLY);
        return db_err_open(err, db->hub, reason);
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return db_err_open(err, db->hub, reason);
    case SQLITE_NOTADB:
        return err_set(err, ERR_DB_NOT_DUBAN, {"found", db->hub->shown});
    case SQLITE_CORRUPT:
        return err_set(err, ERR_DB_DAMAGED, {"found", db->hub->shown}, {"reason", reason});
    default:
        return db_err_sql(err, reason, sql);
    }
}

static bool run_plain(Db *db, const char *sql, Err *err)
{
    int rc = sqlite3_exec(of(db)->handle, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK || fail(db, rc, sql, err);
}

/* --- prepared statements --- */

/* $1..$n, each at least once and nothing else: what PostgreSQL asks for. */
static bool parameters_check(Db *db, sqlite3_stmt *stmt, int nargs, const char *sql, Err *err)
{
    int count = sqlite3_bind_parameter_count(stmt);
    char name[16];
    for (int i = 1; i <= count; i++) {
        (void)snprintf(name, sizeof name, "$%d", i);
        if (sqlite3_bind_parameter_index(stmt, name) == 0)
            return db_err_sql(err, S("parameters must be $1..$n without a gap"), sql);
    }
    (void)db;
    return nargs < 0 || nargs == count ||
           db_err_sql(err, S("another number of arguments than parameters"), sql);
}

static sqlite3_stmt *prepare(Db *db, const char *sql, Err *err)
{
    sqlite3_stmt *stmt = NULL;
    const char *tail = "";
    int rc = sqlite3_prepare_v3(of(db)->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, &tail);
    if (rc != SQLITE_OK) {
        (void)fail(db, rc, sql, err);
        return NULL;
    }
    if (!stmt || str_trim(str_from_z(tail)).len != 0) {
        (void)db_err_sql(err, S("expected exactly one statement"), sql);
        (void)sqlite3_finalize(stmt);
        return NULL;
    }
    return stmt;
}

/* A kept statement that nobody runs at the moment, or a place for a new one; NULL when all run. */
static Kept *kept_find(SqliteDb *self, uint64_t hash, const char *sql)
{
    Kept *oldest = NULL;
    for (int i = 0; i < DB_STATEMENTS_KEPT; i++) {
        Kept *kept = &self->kept[i];
        if (kept->running)
            continue;
        if (kept->stmt && kept->hash == hash && strcmp(sqlite3_sql(kept->stmt), sql) == 0)
            return kept;
        if (!oldest || kept->used < oldest->used)
            oldest = kept;
    }
    if (oldest && oldest->stmt) {
        (void)sqlite3_finalize(oldest->stmt);
        *oldest = (Kept){0};
    }
    return oldest;
}

static bool statement_take(SqliteDb *self, const char *sql, SqliteRows *rows, Err *err)
{
    uint64_t hash = str_hash(str_from_z(sql));
    Kept *kept = kept_find(self, hash, sql);
    rows->kept = kept;
    rows->stmt = kept && kept->stmt ? kept->stmt : prepare(&self->db, sql, err);
    if (!rows->stmt)
        return false;
    if (kept)
        *kept = (Kept){.stmt = rows->stmt, .hash = hash, .used = ++self->clock, .running = true};
    return true;
}

static void statement_give_back(SqliteRows *rows)
{
    if (!rows->kept) {
        (void)sqlite3_finalize(rows->stmt);
        return;
    }
    (void)sqlite3_reset(rows->stmt);
    (void)sqlite3_clear_bindings(rows->stmt);
    rows->kept->running = false;
}

static bool bind(Db *db, sqlite3_stmt *stmt, const DbVal *args, int nargs, const char *sql,
                 Err *err)
{
    if (!parameters_check(db, stmt, nargs, sql, err))
        return false;
    for (int i = 0; i < nargs; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "$%d", i + 1);
        /* SQLite numbers slots by first appearance in the text, so never bind by position. */
        int slot = sqlite3_bind_parameter_index(stmt, name);
        int rc = SQLITE_OK;
        if (args[i].type == DB_TEXT)
            rc = sqlite3_bind_text64(stmt, slot, args[i].text.len > 0 ? args[i].text.ptr : "",
                                     (sqlite3_uint64)args[i].text.len, SQLITE_TRANSIENT,
                                     SQLITE_UTF8);
        else if (args[i].type != DB_NULL)
            rc = sqlite3_bind_int64(stmt, slot, args[i].i64);
        if (rc != SQLITE_OK)
            return fail(db, rc, sql, err);
    }
    return true;
}

/* --- rows --- */

static int64_t rows_done(DbRows *base)
{
    SqliteRows *rows = (SqliteRows *)base;
    SqliteDb *self = of(base->db);
    int64_t changed = 0;
    if (sqlite3_total_changes64(self->handle) != rows->total_before)
        changed = sqlite3_changes64(self->handle);
    statement_give_back(rows);
    base->next_free = self->free_rows;
    self->free_rows = base;
    return changed;
}

static DbRows *query(Db *db, const char *sql, const DbVal *args, int nargs, Err *err)
{
    SqliteDb *self = of(db);
    SqliteRows *rows = (SqliteRows *)self->free_rows;
    if (rows)
        self->free_rows = rows->rows.next_free;
    else
        rows = arena_new(&db->arena, SqliteRows, 1);
    *rows = (SqliteRows){.rows.db = db, .total_before = sqlite3_total_changes64(self->handle)};
    if (!statement_take(self, sql, rows, err)) {
        rows->rows.next_free = self->free_rows;
        self->free_rows = &rows->rows;
        return NULL;
    }
    if (bind(db, rows->stmt, args, nargs, sql, err)) {
        rows->first = sqlite3_step(rows->stmt);
        if (rows->first == SQLITE_ROW || rows->first == SQLITE_DONE)
            return &rows->rows;
        (void)fail(db, rows->first, sql, err);
    }
    (void)rows_done(&rows->rows);
    return NULL;
}

static bool next(DbRows *base, Err *err)
{
    SqliteRows *rows = (SqliteRows *)base;
    int rc = rows->first;
    if (rc == SQLITE_DONE)
        return false;
    if (rc == SQLITE_OK)
        rc = sqlite3_step(rows->stmt);
    rows->first = rc == SQLITE_ROW ? SQLITE_OK : SQLITE_DONE;
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        (void)fail(base->db, rc, sqlite3_sql(rows->stmt), err);
    return rc == SQLITE_ROW;
}

static int columns(const DbRows *base)
{
    return sqlite3_column_count(((const SqliteRows *)base)->stmt);
}

static bool is_null(const DbRows *base, int col)
{
    return sqlite3_column_type(((const SqliteRows *)base)->stmt, col) == SQLITE_NULL;
}

static int64_t cell_i64(const DbRows *base, int col)
{
    return sqlite3_column_int64(((const SqliteRows *)base)->stmt, col);
}

static Str cell_text(const DbRows *base, int col)
{
    sqlite3_stmt *stmt = ((const SqliteRows *)base)->stmt;
    const unsigned char *text = sqlite3_column_text(stmt, col);
    if (!text)
        return S("");
    return (Str){(const char *)text, sqlite3_column_bytes(stmt, col)};
}

static bool prepare_check(Db *db, const char *sql, Err *err)
{
    sqlite3_stmt *stmt = prepare(db, sql, err);
    bool ok = stmt && parameters_check(db, stmt, -1, sql, err);
    (void)sqlite3_finalize(stmt);
    return ok;
}

/* --- connections --- */

static void db_free(Db *db)
{
    SqliteDb *self = of(db);
    for (int i = 0; i < DB_STATEMENTS_KEPT; i++)
        (void)sqlite3_finalize(self->kept[i].stmt);
    (void)sqlite3_close_v2(self->handle);
    Arena arena = db->arena;
    arena_done(&arena);
}

static bool is_current(const Db *db)
{
    int moved = 0;
    sqlite3 *handle = ((const SqliteDb *)db)->handle;
    return sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK ||
           !moved;
}

/* LIKE and "…" as PostgreSQL reads them; nothing of the schema is trusted with functions. */
static bool configure(Db *db, Err *err)
{
    sqlite3 *handle = of(db)->handle;
    (void)sqlite3_extended_result_codes(handle, 1);
    (void)sqlite3_busy_timeout(handle, BUSY_WAIT_MS);
    (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    return run_plain(db, "PRAGMA synchronous=FULL; PRAGMA case_sensitive_like=ON", err) &&
           run_plain(db, db->is_tx ? "PRAGMA secure_delete=ON" : "PRAGMA query_only=ON", err);
}

static bool open_connection(DbHub *hub, bool writer, Db **ret_db, Err *err)
{
    Arena arena = {0};
    SqliteDb *self = arena_new(&arena, SqliteDb, 1);
    self->db = (Db){.hub = hub, .arena = arena, .is_tx = writer};
    int rc = sqlite3_open_v2(hub->address_z, &self->handle,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    bool ok = rc == SQLITE_OK || fail(&self->db, rc, "", err);
    ok = ok && configure(&self->db, err);
    if (!ok) {
        db_free(&self->db);
        return false;
    }
    *ret_db = &self->db;
    return true;
}

static bool connect_reader(DbHub *hub, Db **ret_db, Err *err)
{
    return open_connection(hub, false, ret_db, err);
}

static bool read_begin(Db *db, Err *err)
{
    return run_plain(db, "BEGIN DEFERRED", err);
}

static void read_end(Db *db)
{
    (void)run_plain(db, "ROLLBACK", NULL);
}

/* --- what the writer needs --- */

bool db_sqlite_open_writer(DbHub *hub, Db **ret_tx, Err *err)
{
    return open_connection(hub, true, ret_tx, err);
}

static const char tables_sql[] = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT "
                                 "LIKE 'sqlite\\_%' ESCAPE '\\'";

static bool wal_set(Db *tx, Err *err)
{
    DbRows *rows = query(tx, "PRAGMA journal_mode=WAL", NULL, 0, err);
    if (!rows)
        return false;
    bool ok = next(rows, err) && str_eq(cell_text(rows, 0), S("wal"));
    (void)rows_done(rows);
    if (!ok && err->code == ERR_NONE)
        return db_err_open(err, tx->hub, S("this file system does not allow WAL mode"));
    return ok && run_plain(tx, "PRAGMA journal_size_limit=67108864", err);
}

/* WAL mode is written into the file, so a stranger's file is recognised before. */
static DbTurn writer_ready(Db *tx, Err *err)
{
    Err fault = {0};
    bool any = false, ours = false;
    DbRows *rows = query(tx, tables_sql, NULL, 0, &fault);
    while (rows && next(rows, &fault)) {
        any = true;
        ours = ours || str_eq(cell_text(rows, 0), S("duban_migration"));
    }
    if (rows)
        (void)rows_done(rows);
    if (fault.code == ERR_NONE && any && !ours)
        (void)err_set(&fault, ERR_DB_NOT_DUBAN, {"found", tx->hub->shown});
    if (fault.code == ERR_NONE)
        of(tx)->ready = wal_set(tx, &fault);
    if (fault.code == ERR_NONE)
        return TURN_MINE;
    if (fault.code == ERR_DB_BUSY)
        return TURN_WAIT;
    if (err)
        *err = fault;
    return TURN_ERROR;
}

DbTurn db_sqlite_begin(Db *tx, Err *err)
{
    sqlite3 *handle = of(tx)->handle;
    (void)sqlite3_busy_timeout(handle, 20); /* the caller asks again while it may wait */
    DbTurn turn = of(tx)->ready ? TURN_MINE : writer_ready(tx, err);
    if (turn == TURN_MINE) {
        int rc = sqlite3_exec(handle, "BEGIN IMMEDIATE", NULL, NULL, NULL);
        if ((rc & 0xff) == SQLITE_BUSY)
            turn = TURN_WAIT;
        else if (rc != SQLITE_OK)
            turn = fail(tx, rc, "BEGIN IMMEDIATE", err) ? TURN_MINE : TURN_ERROR;
    }
    (void)sqlite3_busy_timeout(handle, BUSY_WAIT_MS);
    return turn;
}

bool db_sqlite_in_tx(const Db *tx)
{
    return sqlite3_get_autocommit(((const SqliteDb *)tx)->handle) == 0;
}

/* A deferred foreign key that is still open would fail the commit of the whole batch. */
static bool deferred_check(Db *tx, Err *err)
{
    int open = 0, high = 0;
    (void)sqlite3_db_status(of(tx)->handle, SQLITE_DBSTATUS_DEFERRED_FKS, &open, &high, 0);
    return open == 0 || db_err_sql(err, S("FOREIGN KEY constraint failed"), "COMMIT");
}

bool db_sqlite_run(Db *tx, const DbWork *work, Err *err)
{
    if (!run_plain(tx, "SAVEPOINT work", err))
        return false;
    bool ok = db_work_run(tx, work, err) && deferred_check(tx, err);
    if (!db_sqlite_in_tx(tx)) {
        if (ok)
            (void)err_set(err, ERR_INTERNAL, {"what", S("a function ended its transaction")});
        return false;
    }
    if (!ok)
        (void)run_plain(tx, "ROLLBACK TO work", NULL);
    Err fault = {0};
    if (!run_plain(tx, "RELEASE work", &fault) && ok) {
        if (err)
            *err = fault;
        ok = false;
    }
    return ok;
}

void db_sqlite_rollback(Db *tx)
{
    if (db_sqlite_in_tx(tx))
        (void)run_plain(tx, "ROLLBACK", NULL);
}

bool db_sqlite_commit(Db *tx, Err *err)
{
    bool ok = run_plain(tx, "COMMIT", err);
    db_sqlite_rollback(tx);
    return ok;
}

/* --- hub --- */

/* A new name is only there after a power cut when its folder was synced too. */
static void folder_sync_of(const char *path)
{
    AUTO_ARENA arena = {0};
    const char *slash = strrchr(path, '/');
    Str parent = slash == path ? S("/") : (Str){path, slash ? slash - path : 0};
    int fd = open(parent.len ? str_z(&arena, parent) : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)fsync(fd);
    (void)close(fd);
}

static bool folders_make(char *path, Err *err)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, 0750) == 0)
            folder_sync_of(path);
        else if (access(path, F_OK) != 0)
            return err_set(err, ERR_FILE_OPEN, {"file", str_from_z(path)},
                           {"reason", str_from_z(strerror(errno))});
        *slash = '/';
    }
    return true;
}

/* Makes the empty file itself, so that it is not readable by everybody. O_EXCL: closing a file that
 * SQLite has open elsewhere in this process would drop SQLite's locks. */
static bool file_ensure(DbHub *hub, Err *err)
{
    AUTO_ARENA arena = {0};
    if (access(hub->address_z, F_OK) == 0)
        return true;
    if (!hub->options.create)
        return errno == ENOENT ? err_set(err, ERR_DB_NOT_INIT, {"found", hub->shown})
                               : db_err_open(err, hub, str_from_z(strerror(errno)));
    Str path = str_from_z(hub->address_z);
    char *copy = arena_alloc(&arena, (size_t)path.len + 1, 1);
    memcpy(copy, path.ptr, (size_t)path.len);
    if (!folders_make(copy, err))
        return false;
    int fd = open(hub->address_z, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (fd < 0 && errno != EEXIST)
        return db_err_open(err, hub, str_from_z(strerror(errno)));
    if (fd >= 0)
        (void)close(fd);
    folder_sync_of(hub->address_z);
    return true;
}

static bool hub_open(DbHub *hub, Err *err)
{
    /* "file:x" would be read as a URI */
    if (hub->address_z[0] != '/')
        hub->address_z = arena_fmt(&hub->arena, "./%s", hub->address_z).ptr;
    return file_ensure(hub, err) && db_writer_start(hub, &((SqliteHub *)hub)->writer, err);
}

static void hub_close(DbHub *hub)
{
    db_writer_stop(((SqliteHub *)hub)->writer);
}

static bool write_one(Db *db, const DbWork *work, Err *err)
{
    return db_writer_write(((SqliteHub *)db->hub)->writer, work, err);
}

/* In a transaction the pages come from its snapshot: writers go on, and the copy does not begin anew. */
static bool copy(Db *db, const char *path, Err *err)
{
    sqlite3 *to = NULL;
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (fd < 0)
        return err_set(err, errno == ENOSPC ? ERR_DB_FULL : ERR_FILE_WRITE,
                       {"file", str_from_z(path)}, {"reason", str_from_z(strerror(errno))});
    (void)close(fd);
    int rc = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    sqlite3_backup *run =
        rc == SQLITE_OK ? sqlite3_backup_init(to, "main", of(db)->handle, "main") : NULL;
    if (run) {
        rc = sqlite3_backup_step(run, -1);
        (void)sqlite3_backup_finish(run);
    } else if (rc == SQLITE_OK) {
        rc = SQLITE_ERROR;
    }
    Str reason = str_from_z(to ? sqlite3_errmsg(to) : "no memory");
    bool ok = rc == SQLITE_DONE;
    if (!ok && (disk_is_full(rc) || disk_is_full(to ? sqlite3_extended_errcode(to) : 0)))
        err_set(err, ERR_DB_FULL, {"reason", reason});
    else if (!ok)
        (void)db_err_sql(err, reason, "backup");
    (void)sqlite3_close_v2(to);
    return ok;
}

static bool erase(Db *db, const char *const *tables, Err *err)
{
    (void)tables; /* all of them are one file */
    return write_one(db, &(DbWork){.erasing = true}, err);
}

const DbOps db_ops_sqlite = {
    .engine = DB_SQLITE,
    .hub_bytes = sizeof(SqliteHub),
    .hub_open = hub_open,
    .hub_close = hub_close,
    .connect = connect_reader,
    .close = db_free,
    .is_current = is_current,
    .query = query,
    .query_long = query, /* steps row by row anyway */
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
    .copy = copy,
    .erase = erase,
    .tables_sql = tables_sql,
};

/* db/db.h - one small interface to two databases: SQLite (one file) and PostgreSQL.
 *
 * The same SQL text runs on both: placeholders $1..$n (bound by number on both), ON CONFLICT,
 * NULLS LAST, no ids, sums or rounding made by the database. Reading: db_query + db_next on a
 * connection, inside db_read where several statements must agree. Writing: only inside a function
 * given to db_write, which stands in line with every other writer (threads of this process, other
 * processes), runs it in one transaction, commits durably and only then returns. A write outside
 * db_write is ERR_DB_READ_ONLY. Callers: store/, and app/ for db_read/db_write. */
#pragma once
#include "base/err.h"

typedef struct DbHub DbHub;   /* one per database and process: address, writer, lock */
typedef struct Db Db;         /* one connection: used by one thread at a time */
typedef struct DbRows DbRows; /* a running query */

typedef enum DbEngine { DB_SQLITE, DB_POSTGRES } DbEngine;
typedef enum DbType { DB_NULL, DB_I64, DB_TEXT, DB_BOOL } DbType;

typedef struct DbVal {
    DbType type;
    int64_t i64; /* DB_I64, DB_BOOL */
    Str text;    /* DB_TEXT */
} DbVal;

static inline DbVal db_val_i64(int64_t v)
{
    return (DbVal){.type = DB_I64, .i64 = v};
}
static inline DbVal db_val_bool(bool v)
{
    return (DbVal){.type = DB_BOOL, .i64 = v};
}
static inline DbVal db_val_text(Str v)
{
    return (DbVal){.type = DB_TEXT, .text = v};
}
/* NULL instead of an empty string */
static inline DbVal db_val_text_or_null(Str v)
{
    return v.len ? db_val_text(v) : (DbVal){0};
}

/* Binds by C type: V(name), V(count), V(true). db_args(V(a), V(b)) gives both array and length. */
#define V(x)                                                                                       \
    _Generic((x), bool : db_val_bool, int : db_val_i64, int64_t : db_val_i64, Str : db_val_text)(x)
#define DB_ARGS(...)                                                                               \
    ((const DbVal[]){{0}, ##__VA_ARGS__} + 1),                                                     \
        ((int)(sizeof((const DbVal[]){{0}, ##__VA_ARGS__}) / sizeof(DbVal)) - 1)

typedef struct DbOptions {
    int write_wait_ms;  /* longest wait for the turn to write; 0 = LIMIT_WRITE_WAIT_MS */
    bool create;        /* make the SQLite file (and its folder) if absent */
    bool writer_thread; /* SQLite: start the one writer thread (server); otherwise the caller's
                           thread writes in its turn (CLI) */
} DbOptions;

/* "sqlite:PATH" or "postgresql://…". ERR_DB_URL, ERR_DB_OPEN. The hub outlives its connections. */
bool db_hub_open(Str url, DbOptions options, DbHub **ret_hub, Err *err);
void db_hub_close(DbHub *hub); /* waits for the writer; NULL is fine */
DbEngine db_hub_engine(const DbHub *hub);
/* A connection for reading (and for db_write). One per thread. ERR_DB_OPEN. */
bool db_connect(DbHub *hub, Db **ret_db, Err *err);
void db_close(Db *db);
/* False when the file is gone or another stands in its place (SQLite), or the server has closed the
 * connection (PostgreSQL): open a new one. Does not wait; outside db_read and db_write. */
bool db_is_current(const Db *db);
DbEngine db_engine(const Db *db);

/* Runs a query; NULL and *err on failure. ERR_DB_TEXT where an argument has a NUL or is not UTF-8.
 * Inside db_read and db_write the first failed statement ends the work: all later ones repeat its
 * error, and the write is undone even when fn returns true (PostgreSQL allows nothing else). Text
 * cells are views, valid until db_next or db_rows_done; a BOOLEAN reads as "1" or "0". */
DbRows *db_query(Db *db, const char *sql, const DbVal *args, int nargs, Err *err);
/* The same for an answer that need not fit memory: rows come one at a time on both engines. Until
 * db_rows_done nothing else may be asked on this connection (ERR_INTERNAL). */
DbRows *db_query_long(Db *db, const char *sql, const DbVal *args, int nargs, Err *err);
/* True on a row; false at the end or on an error (then err->code is set). */
bool db_next(DbRows *rows, Err *err);
int db_columns(const DbRows *rows);
bool db_is_null(const DbRows *rows, int col);
int64_t db_i64(const DbRows *rows, int col); /* 0 for NULL */
bool db_bool(const DbRows *rows, int col);
Str db_text(const DbRows *rows, int col); /* empty for NULL */
void db_rows_done(DbRows *rows);          /* NULL is fine */
static inline void db_rows_cleanup(DbRows **rows)
{
    db_rows_done(*rows);
}
#define AUTO_ROWS __attribute__((cleanup(db_rows_cleanup))) DbRows

/* A statement without rows; *ret_changed (may be NULL) = rows touched. Uniqueness broken:
 * ERR_DB_CONFLICT. */
bool db_exec(Db *db, const char *sql, const DbVal *args, int nargs, int64_t *ret_changed, Err *err);

/* Prepares a statement without running it: SQL of this engine, one statement, $1..$n without a gap. */
bool db_prepare_check(Db *db, const char *sql, Err *err);

typedef bool (*DbFn)(Db *tx, void *ctx, Err *err);
/* One deferred read transaction around fn: all its queries see one state. db_read and db_write are
 * never nested (ERR_INTERNAL); while a write runs, only the `tx` handed to fn may be used. */
bool db_read(Db *db, DbFn fn, void *ctx, Err *err);
/* The one way to write. `chain` names the audit chain that puts writers in line (a campaign's code,
 * or "" for the installation). fn runs once, on a connection handed to it, in one transaction (a
 * savepoint of a batch on SQLite with a writer thread); false rolls it back and nothing is left.
 * Returns after the commit is on disk. ERR_DB_BUSY after write_wait_ms. */
bool db_write(Db *db, Str chain, DbFn fn, void *ctx, Err *err);
/* The same for what may be left out: waits for its turn so long only. */
bool db_write_soon(Db *db, int wait_ms, Str chain, DbFn fn, void *ctx, Err *err);

/* SQLite: the database as this connection sees it, into a file that is not there yet, while others write. Inside
 * db_read it is the state of that transaction. ERR_DB_NO_COPY on PostgreSQL, which has its own tools. */
bool db_copy(Db *db, Str path, Err *err);

/* What was emptied or changed is in no file of the database any more: SQLite writes the file anew and empties the log
 * beside it; PostgreSQL writes the named tables anew (its own log goes when it is recycled: docs/files.md).
 * Stands in line with the writers. tables ends with NULL. ERR_DB_BUSY while a reader holds on to the past. */
bool db_erase(Db *db, const char *const *tables, Err *err);

/* Migrations: all files of store/migrations/, embedded at build. Applies what is missing, each in a
 * transaction, recorded with its digest. ERR_DB_NEWER, ERR_DB_MIGRATION_CHANGED, ERR_DB_NOT_DUBAN. */
typedef struct DbMigration {
    const char *name; /* "0001_start" */
    const char *sql;  /* NULL when the engine needs another text */
    const char *sql_sqlite, *sql_postgres;
    const char *digest; /* SHA-256 of the file(s), hex */
} DbMigration;
bool db_migrate(Db *db, const DbMigration *migrations, int count, int *ret_applied, Err *err);
/* The number of applied migrations; ERR_DB_NOT_INIT on an empty database. */
bool db_schema_version(Db *db, int *ret_version, Err *err);

/* db/db_impl.h - what db.c, the two engines and the writers' line share; nobody else includes it.
 *
 * An engine fills one DbOps table and embeds Db, DbHub and DbRows as the first member of its own
 * structs. db.c checks arguments and states before it calls an engine: an engine never sees text
 * that is not UTF-8, a statement after a failed one of the same write, or a nested db_write. */
#pragma once
#include "db/db.h"

enum {
    DB_ARGS_MAX = 99,
    DB_STATEMENTS_KEPT = 256, /* prepared statements kept by a connection */
    DB_BATCH_MAX = 256,       /* waiting writes that one commit of the writer thread takes */
};

typedef struct DbOps DbOps;

struct DbHub {
    const DbOps *ops;
    DbOptions options;
    Arena arena; /* holds the hub itself */
    Str shown;   /* the address without its password */
    const char *address_z;
};

struct Db {
    DbHub *hub;
    Arena arena; /* holds the connection itself; the tx of an engine shares its connection's */
    bool is_tx;  /* handed to a function of db_write */
    bool in_read, in_write;
    bool in_long; /* rows of db_query_long are open */
    bool failed;  /* a statement of the running write failed: nothing more is run */
    Err first;    /* … and this is how */
};

struct DbRows {
    Db *db;
    bool is_long;
    DbRows *next_free;
};

/* One function to run in a transaction of its own (or a savepoint of a batch). */
typedef struct DbWork {
    Str chain;
    DbFn fn;
    void *ctx;
    int wait_ms;    /* for its turn; 0 = as the hub says */
    bool migrating; /* the line of migrations: there may be no audit_head yet */
    bool erasing;   /* db_erase: no fn, no transaction */
} DbWork;

struct DbOps {
    DbEngine engine;
    size_t hub_bytes;
    bool (*hub_open)(DbHub *hub, Err *err);
    void (*hub_close)(DbHub *hub);
    bool (*connect)(DbHub *hub, Db **ret_db, Err *err);
    void (*close)(Db *db);
    bool (*is_current)(const Db *db);
    DbRows *(*query)(Db *db, const char *sql, const DbVal *args, int nargs, Err *err);
    DbRows *(*query_long)(Db *db, const char *sql, const DbVal *args, int nargs, Err *err);
    bool (*next)(DbRows *rows, Err *err);
    int (*columns)(const DbRows *rows);
    bool (*is_null)(const DbRows *rows, int col);
    int64_t (*i64)(const DbRows *rows, int col);
    Str (*text)(const DbRows *rows, int col);
    int64_t (*rows_done)(DbRows *rows); /* returns how many rows the statement touched */
    bool (*script)(Db *tx, const char *sql, Err *err); /* several statements, no arguments */
    bool (*prepare_check)(Db *db, const char *sql, Err *err);
    bool (*read_begin)(Db *db, Err *err);
    void (*read_end)(Db *db);
    bool (*write)(Db *db, const DbWork *work, Err *err);
    /* A whole copy of the database into an empty file; NULL where the engine has none. */
    bool (*copy)(Db *db, const char *path, Err *err);
    bool (*erase)(Db *db, const char *const *tables, Err *err);
    const char *tables_sql; /* names of all tables that are not the engine's own */
};

extern const DbOps db_ops_sqlite, db_ops_postgres;

/* Runs work->fn on tx: true when it succeeded and none of its statements failed. */
bool db_work_run(Db *tx, const DbWork *work, Err *err);
/* ERR_DB_SQL with the engine's reason and the beginning of the statement. */
bool db_err_sql(Err *err, Str reason, const char *sql);
bool db_err_busy(Err *err, int64_t waited_ms, int limit_ms);
bool db_err_open(Err *err, const DbHub *hub, Str reason);
int db_work_wait_ms(const DbHub *hub, const DbWork *work);
int64_t db_now_ms(void); /* monotonic */

/* --- the writers' line (db_line.c): a file beside the database. Processes enter it in the order of
 * a ticket; who dies or gives up leaves no gap, since the kernel drops its lock. --- */
typedef struct DbLine {
    int fd;
    const char *path;
    int64_t ticket;   /* -1 = not in line */
    int64_t serving;  /* whose turn it was when we looked last */
    int64_t pause_us; /* how long to wait before looking again; 0 = not known yet */
} DbLine;

typedef enum DbTurn { TURN_WAIT, TURN_MINE, TURN_ERROR } DbTurn;

bool db_line_open(DbLine *line, const char *path, Err *err);
void db_line_close(DbLine *line);
/* Enters the line when not in it yet; TURN_MINE when nobody stands before us. Does not block. */
DbTurn db_line_try(DbLine *line, Err *err);
void db_line_leave(DbLine *line);

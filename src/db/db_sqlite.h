/* db/db_sqlite.h - what the writer of SQLite (db_writer.c) needs of its connection (db_sqlite.c).
 *
 * The writer owns the queue, the line and the threads; the connection owns SQL. Only these two
 * files include this one. */
#pragma once
#include "db/db_impl.h"

typedef struct DbWriter DbWriter;

/* The writer of a hub; starts its thread when options.writer_thread. */
bool db_writer_start(DbHub *hub, DbWriter **ret_writer, Err *err);
void db_writer_stop(DbWriter *writer); /* after the last waiting write */
bool db_writer_write(DbWriter *writer, const DbWork *work, Err *err);

/* The one connection that may write. Refuses a file with tables that are not ours. */
bool db_sqlite_open_writer(DbHub *hub, Db **ret_tx, Err *err);
/* BEGIN IMMEDIATE, in WAL mode; TURN_WAIT when a stranger holds the database. */
DbTurn db_sqlite_begin(Db *tx, Err *err);
/* Runs the function in a savepoint and keeps or undoes it. */
bool db_sqlite_run(Db *tx, const DbWork *work, Err *err);
/* False when the engine has undone the whole transaction by itself (disk full, I/O error). */
bool db_sqlite_in_tx(const Db *tx);
bool db_sqlite_commit(Db *tx, Err *err); /* rolls back when it fails */
void db_sqlite_rollback(Db *tx);

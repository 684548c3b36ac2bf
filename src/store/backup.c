#include "store/backup.h"

#include "store/sql_gen.h"

bool backup_insert(Db *tx, const BackupRow *r, Err *err)
{
    return db_exec(tx, SQL_backup_insert,
                   DB_ARGS(V(r->id), V(r->at), V(r->by), V(r->kind), V(r->folder), V(r->digest),
                           V(r->files), V(r->bytes), V(r->heads)),
                   NULL, err);
}

bool backup_checked(Db *tx, Str id, int64_t at, Str said, Err *err)
{
    return db_exec(tx, SQL_backup_checked, DB_ARGS(V(id), V(at), V(said)), NULL, err);
}

bool backup_gone(Db *tx, Str id, int64_t at, Str by, bool *ret_changed, Err *err)
{
    int64_t changed;
    if (!db_exec(tx, SQL_backup_gone, DB_ARGS(V(id), V(at), V(by)), &changed, err))
        return false;
    *ret_changed = changed == 1;
    return true;
}

static Str cell(const DbRows *rows, Arena *arena, int col)
{
    return arena_str(arena, db_text(rows, col));
}

static BackupRow read_row(const DbRows *rows, Arena *arena)
{
    return (BackupRow){.id = cell(rows, arena, 0),
                       .at = db_i64(rows, 1),
                       .by = cell(rows, arena, 2),
                       .kind = cell(rows, arena, 3),
                       .folder = cell(rows, arena, 4),
                       .digest = cell(rows, arena, 5),
                       .files = db_i64(rows, 6),
                       .bytes = db_i64(rows, 7),
                       .heads = cell(rows, arena, 8),
                       .destroy_for = cell(rows, arena, 9),
                       .checked_at = db_i64(rows, 10),
                       .check_said = cell(rows, arena, 11),
                       .gone_at = db_i64(rows, 12),
                       .gone_by = cell(rows, arena, 13)};
}

bool backup_list(Db *db, Arena *arena, int limit, BackupRowList *ret_rows, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_backup_list, DB_ARGS(V(limit)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_rows) = read_row(rows, arena);
    return rows && err->code == ERR_NONE;
}

bool backup_find(Db *db, Arena *arena, Str id, bool *ret_found, BackupRow *ret_row, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_backup_find, DB_ARGS(V(id)), err);
    *ret_found = rows && db_next(rows, err);
    if (*ret_found)
        *ret_row = read_row(rows, arena);
    return rows && err->code == ERR_NONE;
}

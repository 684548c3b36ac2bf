#include "store/checkpoint.h"

#include "store/sql_gen.h"

bool checkpoint_save(Db *tx, const CheckpointRow *row, Err *err)
{
    return db_exec(tx, SQL_checkpoint_insert,
                   DB_ARGS(V(row->id), V(row->at), V(row->by), V(row->body), V(row->public_key),
                           V(row->signature)),
                   NULL, err);
}

static CheckpointRow read_row(const DbRows *rows, Arena *arena)
{
    return (CheckpointRow){.id = arena_str(arena, db_text(rows, 0)),
                           .at = db_i64(rows, 1),
                           .by = arena_str(arena, db_text(rows, 2)),
                           .body = arena_str(arena, db_text(rows, 3)),
                           .public_key = arena_str(arena, db_text(rows, 4)),
                           .signature = arena_str(arena, db_text(rows, 5))};
}

bool checkpoint_list(Db *db, Arena *arena, Str before, int max, CheckpointRows *ret_rows, Err *err)
{
    *err = (Err){0};
    Str end = before.len ? before : S("~"); /* after every id */
    AUTO_ROWS *rows = db_query(db, SQL_checkpoint_list, DB_ARGS(V(end), V(max)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_rows) = read_row(rows, arena);
    return rows && err->code == ERR_NONE;
}

bool checkpoint_get(Db *db, Arena *arena, Str id, CheckpointRow *ret_row, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_checkpoint_get, DB_ARGS(V(id)), err);
    if (rows && db_next(rows, err)) {
        *ret_row = read_row(rows, arena);
        return true;
    }
    return rows && err->code == ERR_NONE ? err_set(err, ERR_CHECKPOINT_UNKNOWN, {"found", id})
                                         : false;
}

bool checkpoint_heads(Db *db, Arena *arena, ChainHeads *ret_heads, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_checkpoint_heads, NULL, 0, err);
    while (rows && db_next(rows, err))
        if (db_i64(rows, 1) > 0)
            *arena_push(arena, ret_heads) =
                (ChainHead){arena_str(arena, db_text(rows, 0)), db_i64(rows, 1),
                            arena_str(arena, db_text(rows, 2))};
    return rows && err->code == ERR_NONE;
}

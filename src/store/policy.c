#include "store/policy.h"

#include "store/sql_gen.h"

bool policy_insert(Db *tx, const PolicyRow *row, Err *err)
{
    return db_exec(tx, SQL_policy_insert, DB_ARGS(V(row->id), V(row->at), V(row->by), V(row->body)),
                   NULL, err);
}

bool policy_rows(Db *db, Arena *arena, int limit, PolicyRows *ret_rows, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_policy_list, DB_ARGS(V(limit)), err);
    while (db_next(rows, err))
        *arena_push(arena, ret_rows) = (PolicyRow){.id = arena_str(arena, db_text(rows, 0)),
                                                   .at = db_i64(rows, 1),
                                                   .by = arena_str(arena, db_text(rows, 2)),
                                                   .body = arena_str(arena, db_text(rows, 3))};
    return err->code == ERR_NONE;
}

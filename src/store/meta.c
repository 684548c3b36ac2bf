#include "store/meta.h"

#include "store/sql_gen.h"

bool meta_get(Db *db, Arena *arena, Str key, Str *ret_value, Err *err)
{
    *err = (Err){0};
    *ret_value = S("");
    AUTO_ROWS *rows = db_query(db, SQL_meta_get, DB_ARGS(V(key)), err);
    if (rows && db_next(rows, err))
        *ret_value = arena_str(arena, db_text(rows, 0));
    return err->code == ERR_NONE;
}

bool meta_set(Db *tx, Str key, Str value, Err *err)
{
    return db_exec(tx, SQL_meta_set, DB_ARGS(V(key), V(value)), NULL, err);
}

bool meta_three(Db *db, Arena *arena, bool *ret_three, Err *err)
{
    Str mode;
    if (!meta_get(db, arena, S("separation"), &mode, err))
        return false;
    *ret_three = str_eq(mode, S("three"));
    return true;
}

#include "store/factor.h"

#include "store/sql_gen.h"

bool factor_find(Db *db, Arena *arena, Str account, FactorRow *ret_row, Err *err)
{
    *err = (Err){0};
    *ret_row = (FactorRow){.account = account};
    AUTO_ROWS *rows = db_query(db, SQL_factor_find, DB_ARGS(V(account)), err);
    if (db_next(rows, err)) {
        ret_row->sealed = arena_str(arena, db_text(rows, 0));
        ret_row->begun_at = db_i64(rows, 1);
        ret_row->proved_at = db_i64(rows, 2);
        ret_row->last_step = db_i64(rows, 3);
    }
    return err->code == ERR_NONE;
}

bool factor_save(Db *tx, const FactorRow *row, Err *err)
{
    return db_exec(tx, SQL_factor_save,
                   DB_ARGS(V(row->account), V(row->sealed), V(row->begun_at), V(row->proved_at),
                           V(row->last_step)),
                   NULL, err);
}

bool factor_count(Db *db, FactorCount *ret_count, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_factor_count, NULL, 0, err);
    if (!rows || !db_next(rows, err))
        return false;
    *ret_count = (FactorCount){db_i64(rows, 0), db_i64(rows, 1)};
    return true;
}

#include "store/delegation.h"

#include "store/sql_gen.h"

bool delegation_insert(Db *tx, const DelegationRow *row, Err *err)
{
    return db_exec(tx, SQL_delegation_insert,
                   DB_ARGS(V(row->id), V(row->principal), V(row->delegate), V(row->from_on),
                           V(row->to_on), V(row->reason), V(row->made_at), V(row->made_by)),
                   NULL, err);
}

static bool read_rows(DbRows *rows, Arena *arena, DelegationRows *ret_rows, Err *err)
{
    while (db_next(rows, err)) {
        Str text[6];
        for (int i = 0; i < 6; i++)
            text[i] = arena_str(arena, db_text(rows, i));
        *arena_push(arena, ret_rows) = (DelegationRow){text[0],
                                                       text[1],
                                                       text[2],
                                                       text[3],
                                                       text[4],
                                                       text[5],
                                                       db_i64(rows, 6),
                                                       arena_str(arena, db_text(rows, 7)),
                                                       db_i64(rows, 8),
                                                       arena_str(arena, db_text(rows, 9)),
                                                       arena_str(arena, db_text(rows, 10)),
                                                       arena_str(arena, db_text(rows, 11))};
    }
    return err->code == ERR_NONE;
}

bool delegation_find(Db *db, Arena *arena, Str id, bool *ret_found, DelegationRow *ret_row,
                     Err *err)
{
    *err = (Err){0};
    DelegationRows list = {0};
    AUTO_ROWS *rows = db_query(db, SQL_delegation_find, DB_ARGS(V(id)), err);
    if (!read_rows(rows, arena, &list, err))
        return false;
    *ret_found = list.count > 0;
    if (*ret_found)
        *ret_row = list.items[0];
    return true;
}

bool delegation_end(Db *tx, Str id, int64_t at, Str by, Err *err)
{
    return db_exec(tx, SQL_delegation_end, DB_ARGS(V(id), V(at), V(by)), NULL, err);
}

bool delegation_list(Db *db, Arena *arena, Str account, Str on_date, int limit,
                     DelegationRows *ret_rows, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_delegation_list, DB_ARGS(V(account), V(on_date), V(limit)), err);
    return read_rows(rows, arena, ret_rows, err);
}

bool delegation_overlaps(Db *db, const DelegationRow *row, bool *ret_found, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_delegation_overlaps,
                 DB_ARGS(V(row->principal), V(row->delegate), V(row->from_on), V(row->to_on)), err);
    *ret_found = db_next(rows, err);
    return err->code == ERR_NONE;
}

bool delegation_holds(Db *db, Str principal, Str delegate, Str on_date, bool *ret_found, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_delegation_holds, DB_ARGS(V(principal), V(delegate), V(on_date)), err);
    *ret_found = db_next(rows, err);
    return err->code == ERR_NONE;
}

bool delegation_principals(Db *db, Arena *arena, Str delegate, Str on_date,
                           DelegationRows *ret_rows, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_delegation_principals, DB_ARGS(V(delegate), V(on_date)), err);
    return read_rows(rows, arena, ret_rows, err);
}

#include "store/result.h"

#include "store/sql_gen.h"

bool result_opening_save(Db *tx, Str campaign, const ResultRow *r, Err *err)
{
    return db_exec(tx, SQL_result_opening_insert,
                   DB_ARGS(V(r->id), V(campaign), V(r->period), V(r->seq), V(r->runs), V(r->digest),
                           V(r->until), V(r->at), V(r->by), V(r->behalf)),
                   NULL, err);
}

bool result_confirmation_save(Db *tx, Str campaign, const ResultRow *r, Err *err)
{
    return db_exec(tx, SQL_result_confirmation_insert,
                   DB_ARGS(V(r->id), V(campaign), V(r->period), V(r->seq), V(r->runs), V(r->digest),
                           V(r->at), V(r->by), V(r->behalf)),
                   NULL, err);
}

static bool read_rows(Db *db, Arena *arena, const char *sql, Str campaign, Str period,
                      ResultRows *ret_rows, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, sql, DB_ARGS(V(campaign), V(period)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_rows) = (ResultRow){.id = arena_str(arena, db_text(rows, 0)),
                                                   .period = arena_str(arena, db_text(rows, 1)),
                                                   .seq = db_i64(rows, 2),
                                                   .runs = arena_str(arena, db_text(rows, 3)),
                                                   .digest = arena_str(arena, db_text(rows, 4)),
                                                   .until = arena_str(arena, db_text(rows, 5)),
                                                   .at = db_i64(rows, 6),
                                                   .by = arena_str(arena, db_text(rows, 7)),
                                                   .behalf = arena_str(arena, db_text(rows, 8))};
    return rows && err->code == ERR_NONE;
}

bool result_openings(Db *db, Arena *arena, Str campaign, Str period, ResultRows *ret_rows, Err *err)
{
    return read_rows(db, arena, SQL_result_openings, campaign, period, ret_rows, err);
}

bool result_confirmations(Db *db, Arena *arena, Str campaign, Str period, ResultRows *ret_rows,
                          Err *err)
{
    return read_rows(db, arena, SQL_result_confirmations, campaign, period, ret_rows, err);
}

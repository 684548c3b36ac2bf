#include "store/draft.h"

#include "store/sql_gen.h"

/* The first ten columns of a query; the body is the caller's. */
static DraftRow read_draft(const DbRows *rows, Arena *arena)
{
    return (DraftRow){.id = arena_str(arena, db_text(rows, 0)),
                      .period = arena_str(arena, db_text(rows, 1)),
                      .unit = arena_str(arena, db_text(rows, 2)),
                      .revision = db_i64(rows, 3),
                      .state = arena_str(arena, db_text(rows, 4)),
                      .saved_at = db_i64(rows, 5),
                      .saved_by = arena_str(arena, db_text(rows, 6)),
                      .filled_at = db_i64(rows, 7),
                      .filled_by = arena_str(arena, db_text(rows, 8)),
                      .submission = arena_str(arena, db_text(rows, 9))};
}

bool draft_find(Db *db, Arena *arena, Str campaign, Str period, Str unit, DraftRow *ret_draft,
                Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_draft_find, DB_ARGS(V(campaign), V(period), V(unit)), err);
    if (!rows || !db_next(rows, err)) {
        *ret_draft = (DraftRow){.period = period, .unit = unit};
        return err->code == ERR_NONE;
    }
    *ret_draft = read_draft(rows, arena);
    ret_draft->body = arena_str(arena, db_text(rows, 10));
    return true;
}

bool draft_list(Db *db, Arena *arena, Str campaign, Str period, DraftList *ret_list, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_draft_list, DB_ARGS(V(campaign), V(period)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_list) = read_draft(rows, arena);
    return err->code == ERR_NONE;
}

bool draft_save(Db *tx, Str campaign, const DraftRow *d, Err *err)
{
    return db_exec(tx, SQL_draft_save,
                   DB_ARGS(V(d->id), V(campaign), V(d->period), V(d->unit), V(d->revision),
                           V(d->state), V(d->body), V(d->saved_at), V(d->saved_by), V(d->filled_at),
                           V(d->filled_by), V(d->submission)),
                   NULL, err);
}

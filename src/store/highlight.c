#include "store/highlight.h"

#include "store/sql_gen.h"

bool highlight_save(Db *tx, Str campaign, const HighlightRow *r, Err *err)
{
    return db_exec(tx, SQL_highlight_insert,
                   DB_ARGS(V(r->id), V(campaign), V(r->unit), V(r->sender), V(r->task), V(r->title),
                           V(r->text), V(r->indicator), V(r->period), V(r->figure), V(r->object),
                           V(r->submission), V(r->version), V(r->effect), V(r->evidence),
                           V(r->same)),
                   NULL, err);
}

bool highlight_step_save(Db *tx, const HighlightStep *s, Err *err)
{
    return db_exec(tx, SQL_highlight_step_insert,
                   DB_ARGS(V(s->highlight), V(s->number), V(s->state), V(s->at), V(s->by),
                           V(s->behalf), V(s->cause), V(s->reason), V(s->adopter), V(s->document),
                           V(s->adopted_on)),
                   NULL, err);
}

static HighlightRow read_row(const DbRows *rows, Arena *arena)
{
    return (HighlightRow){.id = arena_str(arena, db_text(rows, 0)),
                          .unit = arena_str(arena, db_text(rows, 1)),
                          .sender = arena_str(arena, db_text(rows, 2)),
                          .task = arena_str(arena, db_text(rows, 3)),
                          .title = arena_str(arena, db_text(rows, 4)),
                          .text = arena_str(arena, db_text(rows, 5)),
                          .indicator = arena_str(arena, db_text(rows, 6)),
                          .period = arena_str(arena, db_text(rows, 7)),
                          .figure = arena_str(arena, db_text(rows, 8)),
                          .object = arena_str(arena, db_text(rows, 9)),
                          .submission = arena_str(arena, db_text(rows, 10)),
                          .version = (int)db_i64(rows, 11),
                          .effect = arena_str(arena, db_text(rows, 12)),
                          .evidence = arena_str(arena, db_text(rows, 13)),
                          .same = arena_str(arena, db_text(rows, 14))};
}

bool highlight_rows(Db *db, Arena *arena, Str campaign, Str before, int max,
                    HighlightRows *ret_rows, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_highlight_list, DB_ARGS(V(campaign), V(before), V(max)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_rows) = read_row(rows, arena);
    return rows && err->code == ERR_NONE;
}

bool highlight_find(Db *db, Arena *arena, Str campaign, Str id, bool *ret_found,
                    HighlightRow *ret_row, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_highlight_get, DB_ARGS(V(campaign), V(id)), err);
    *ret_found = rows && db_next(rows, err);
    if (*ret_found)
        *ret_row = read_row(rows, arena);
    return rows && err->code == ERR_NONE;
}

bool highlight_steps(Db *db, Arena *arena, Str campaign, Str id, HighlightSteps *ret_steps,
                     Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_highlight_step_list, DB_ARGS(V(campaign), V(id)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_steps) =
            (HighlightStep){.highlight = arena_str(arena, db_text(rows, 0)),
                            .number = (int)db_i64(rows, 1),
                            .state = arena_str(arena, db_text(rows, 2)),
                            .at = db_i64(rows, 3),
                            .by = arena_str(arena, db_text(rows, 4)),
                            .behalf = arena_str(arena, db_text(rows, 5)),
                            .cause = arena_str(arena, db_text(rows, 6)),
                            .reason = arena_str(arena, db_text(rows, 7)),
                            .adopter = arena_str(arena, db_text(rows, 8)),
                            .document = arena_str(arena, db_text(rows, 9)),
                            .adopted_on = arena_str(arena, db_text(rows, 10))};
    return rows && err->code == ERR_NONE;
}

bool narratives_each(Db *db, Str campaign, int max, NarrativeFn fn, void *ctx, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_highlight_narratives, DB_ARGS(V(campaign), V(max)), err);
    while (rows && db_next(rows, err))
        if (!fn(ctx, db_text(rows, 0), db_text(rows, 1), db_text(rows, 2), db_text(rows, 3), err))
            return false;
    return rows && err->code == ERR_NONE;
}

bool sourced_values(Db *db, Arena *arena, Str campaign, Str period, Str unit, Str indicator,
                    SourcedValues *ret_values, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_sourced_values,
                               DB_ARGS(V(campaign), V(period), V(unit), V(indicator)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_values) =
            (SourcedValue){.submission = arena_str(arena, db_text(rows, 0)),
                           .kind = arena_str(arena, db_text(rows, 1)),
                           .period = arena_str(arena, db_text(rows, 2)),
                           .party = arena_str(arena, db_text(rows, 3)),
                           .version = (int)db_i64(rows, 4),
                           .seq = db_i64(rows, 5),
                           .unit = arena_str(arena, db_text(rows, 6)),
                           .indicator = arena_str(arena, db_text(rows, 7)),
                           .object = arena_str(arena, db_text(rows, 8)),
                           .value = arena_str(arena, db_text(rows, 9)),
                           .na = db_bool(rows, 10),
                           .last_year = arena_str(arena, db_text(rows, 11))};
    return rows && err->code == ERR_NONE;
}

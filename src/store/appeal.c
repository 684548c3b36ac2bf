#include "store/appeal.h"

#include "store/sql_gen.h"

bool appeal_save(Db *tx, Str campaign, const AppealRow *a, Err *err)
{
    return db_exec(tx, SQL_appeal_insert,
                   DB_ARGS(V(a->id), V(campaign), V(a->period), V(a->unit), V(a->event),
                           V(a->reason), V(a->filed_by), V(a->filed_on), V(a->kind), V(a->node),
                           V(a->rule), V(a->indicator), V(a->value_period), V(a->value_unit),
                           V(a->object), V(a->found), V(a->wished), V(a->run), V(a->late_reason),
                           V(a->filed_at), V(a->filed_behalf)),
                   NULL, err);
}

bool appeal_ruling_save(Db *tx, const AppealRow *a, Err *err)
{
    const AppealMoved *m = &a->moved;
    return db_exec(tx, SQL_appeal_ruling_insert,
                   DB_ARGS(V(a->id), V(a->ruling), V(a->ruled_by), V(a->ruled_on),
                           V(a->ruling_reason), V(a->ruled_behalf), V(a->ruled_at), V(a->stands),
                           V(a->submission), V(m->score_before), V(m->score_after),
                           V(m->rank_before), V(m->rank_after), V(m->peers), V(m->scores_moved),
                           V(m->ranks_moved)),
                   NULL, err);
}

static void read_row(const DbRows *rows, Arena *arena, AppealRow *a)
{
    Str *const texts[] = {&a->id,
                          &a->period,
                          &a->unit,
                          &a->kind,
                          &a->event,
                          &a->node,
                          &a->rule,
                          &a->indicator,
                          &a->value_period,
                          &a->value_unit,
                          &a->object,
                          &a->found,
                          &a->wished,
                          &a->run,
                          &a->reason,
                          &a->late_reason,
                          &a->filed_by,
                          &a->filed_behalf,
                          &a->filed_on,
                          &a->ruling,
                          &a->ruled_by,
                          &a->ruled_behalf,
                          &a->ruled_on,
                          &a->ruling_reason,
                          &a->stands,
                          &a->submission,
                          &a->moved.score_before,
                          &a->moved.score_after};
    enum { TEXTS = sizeof texts / sizeof texts[0] };
    int *const numbers[] = {&a->moved.rank_before, &a->moved.rank_after, &a->moved.peers,
                            &a->moved.scores_moved, &a->moved.ranks_moved};
    for (int i = 0; i < TEXTS; i++)
        *texts[i] = arena_str(arena, db_text(rows, i));
    a->filed_at = db_i64(rows, TEXTS);
    a->ruled_at = db_i64(rows, TEXTS + 1);
    for (int i = 0; i < (int)(sizeof numbers / sizeof numbers[0]); i++)
        *numbers[i] = (int)db_i64(rows, TEXTS + 2 + i);
}

static bool read_list(Db *db, Arena *arena, Str campaign, Str period, Str id, AppealList *list,
                      Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_appeal_list, DB_ARGS(V(campaign), V(period), V(id)), err);
    while (rows && db_next(rows, err))
        read_row(rows, arena, arena_push(arena, list));
    return rows && err->code == ERR_NONE;
}

bool appeal_list(Db *db, Arena *arena, Str campaign, Str period, AppealList *ret_appeals, Err *err)
{
    return read_list(db, arena, campaign, period, S(""), ret_appeals, err);
}

bool appeal_find(Db *db, Arena *arena, Str campaign, Str id, bool *ret_found, AppealRow *ret_appeal,
                 Err *err)
{
    AppealList list = {0};
    *ret_found = false;
    if (id.len && !read_list(db, arena, campaign, S(""), id, &list, err))
        return false;
    *ret_found = list.count == 1;
    if (*ret_found)
        *ret_appeal = list.items[0];
    return true;
}

bool appeal_hands(Db *db, Arena *arena, Str campaign, Str object, AppealHands *ret_hands, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_appeal_hands, DB_ARGS(V(campaign), V(object)), err);
    while (rows && db_next(rows, err))
        for (int c = 0; c < 2; c++)
            if (db_text(rows, c).len)
                *arena_push(arena, ret_hands) = arena_str(arena, db_text(rows, c));
    return rows && err->code == ERR_NONE;
}

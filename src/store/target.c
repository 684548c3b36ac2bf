#include "store/target.h"

#include "store/sql_gen.h"

bool target_change_save(Db *tx, Str campaign, const TargetChange *c, Err *err)
{
    return db_exec(tx, SQL_target_change_insert,
                   DB_ARGS(V(c->id), V(campaign), V(c->target), V(c->unit), V(c->seq), V(c->from),
                           V(c->before), V(c->after), V(c->behind_period), V(c->behind_gap),
                           V(c->reason), V(c->document), V(c->at), V(c->by), V(c->behalf)),
                   NULL, err);
}

bool target_change_last_seq(Db *db, Str campaign, Str target, int64_t *ret_seq, Err *err)
{
    AUTO_ROWS *rows =
        db_query(db, SQL_target_change_last_seq, DB_ARGS(V(campaign), V(target)), err);
    if (!rows || !db_next(rows, err))
        return false;
    *ret_seq = db_i64(rows, 0);
    return true;
}

bool target_change_list(Db *db, Arena *arena, Str campaign, TargetChangeList *ret_changes, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_target_change_list, DB_ARGS(V(campaign)), err);
    while (db_next(rows, err)) {
        TargetChange *c = arena_push(arena, ret_changes);
        Str *const texts[] = {&c->id,         &c->target, &c->unit,     NULL,
                              &c->from,       &c->before, &c->after,    &c->behind_period,
                              &c->behind_gap, &c->reason, &c->document, NULL,
                              &c->by,         &c->behalf};
        for (int i = 0; i < (int)(sizeof texts / sizeof *texts); i++)
            if (texts[i])
                *texts[i] = arena_str(arena, db_text(rows, i));
        c->seq = db_i64(rows, 3);
        c->at = db_i64(rows, 11);
    }
    return err->code == ERR_NONE;
}

bool target_values_each(Db *db, Str campaign, TargetValueQuery query, TargetValueFn fn, void *ctx,
                        Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        query.indicator.len
            ? db_query(db, SQL_target_values, DB_ARGS(V(campaign), V(query.indicator)), err)
        : query.unit.len
            ? db_query(db, SQL_target_values_of_unit, DB_ARGS(V(campaign), V(query.unit)), err)
        : query.period.len
            ? db_query(db, SQL_target_values_of_period, DB_ARGS(V(campaign), V(query.period)), err)
            : db_query(db, SQL_target_values_all, DB_ARGS(V(campaign)), err);
    while (rows && db_next(rows, err)) {
        const TargetValue value = {.period = db_text(rows, 0),
                                   .unit = db_text(rows, 1),
                                   .is_confirmed = str_eq(db_text(rows, 2), S("confirmed")),
                                   .value = db_text(rows, 3),
                                   .na = db_bool(rows, 4),
                                   .last_year = db_text(rows, 5),
                                   .indicator = db_text(rows, 6)};
        if (!fn(ctx, &value, err))
            return false;
    }
    return err->code == ERR_NONE;
}

#include "store/review.h"

#include "store/sql_gen.h"

/* ---- steps ---- */

bool report_step_save(Db *tx, const ReportStep *s, Err *err)
{
    return db_exec(tx, SQL_report_step_insert,
                   DB_ARGS(V(s->id), V(s->submission), V(s->seq), V(s->state), V(s->causes),
                           V(s->places), V(s->note), V(s->at), V(s->by), V(s->behalf)),
                   NULL, err);
}

bool report_step_last_seq(Db *db, Str submission, int64_t *ret_seq, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_report_step_last_seq, DB_ARGS(V(submission)), err);
    if (!rows || !db_next(rows, err))
        return false;
    *ret_seq = db_i64(rows, 0);
    return true;
}

static bool read_steps(DbRows *rows, Arena *arena, ReportSteps *ret_steps, Err *err)
{
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_steps) =
            (ReportStep){.id = arena_str(arena, db_text(rows, 0)),
                         .submission = arena_str(arena, db_text(rows, 1)),
                         .seq = db_i64(rows, 2),
                         .state = arena_str(arena, db_text(rows, 3)),
                         .causes = arena_str(arena, db_text(rows, 4)),
                         .places = arena_str(arena, db_text(rows, 5)),
                         .note = arena_str(arena, db_text(rows, 6)),
                         .at = db_i64(rows, 7),
                         .by = arena_str(arena, db_text(rows, 8)),
                         .behalf = arena_str(arena, db_text(rows, 9)),
                         .party = arena_str(arena, db_text(rows, 10)),
                         .version = (int)db_i64(rows, 11)};
    return rows && err->code == ERR_NONE;
}

bool report_steps(Db *db, Arena *arena, Str campaign, Str period, Str unit, ReportSteps *ret_steps,
                  Err *err)
{
    *err = (Err){0};
    if (unit.len) {
        AUTO_ROWS *rows =
            db_query(db, SQL_report_steps_of_unit, DB_ARGS(V(campaign), V(period), V(unit)), err);
        return read_steps(rows, arena, ret_steps, err);
    }
    AUTO_ROWS *rows =
        db_query(db, SQL_report_steps_of_period, DB_ARGS(V(campaign), V(period)), err);
    return read_steps(rows, arena, ret_steps, err);
}

/* ---- locks ---- */

bool period_lock_save(Db *tx, Str campaign, const PeriodLock *l, Err *err)
{
    return db_exec(tx, SQL_period_lock_insert,
                   DB_ARGS(V(l->id), V(campaign), V(l->period), V(l->seq), V(l->state),
                           V(l->reason), V(l->at), V(l->by), V(l->behalf)),
                   NULL, err);
}

static PeriodLock read_lock(const DbRows *rows, Arena *arena)
{
    return (PeriodLock){.id = arena_str(arena, db_text(rows, 0)),
                        .period = arena_str(arena, db_text(rows, 1)),
                        .seq = db_i64(rows, 2),
                        .state = arena_str(arena, db_text(rows, 3)),
                        .reason = arena_str(arena, db_text(rows, 4)),
                        .at = db_i64(rows, 5),
                        .by = arena_str(arena, db_text(rows, 6)),
                        .behalf = arena_str(arena, db_text(rows, 7))};
}

bool period_locks(Db *db, Arena *arena, Str campaign, PeriodLocks *ret_locks, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_period_locks, DB_ARGS(V(campaign)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_locks) = read_lock(rows, arena);
    return rows && err->code == ERR_NONE;
}

bool period_lock_newest(Db *db, Arena *arena, Str campaign, Str period, bool *ret_found,
                        PeriodLock *ret_lock, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_period_lock_newest, DB_ARGS(V(campaign), V(period)), err);
    *ret_found = rows && db_next(rows, err);
    if (*ret_found)
        *ret_lock = read_lock(rows, arena);
    return rows && err->code == ERR_NONE;
}

/* ---- corrections asked for ---- */

bool correction_ask_save(Db *tx, Str campaign, const CorrectionAsk *a, Err *err)
{
    return db_exec(tx, SQL_correction_ask_insert,
                   DB_ARGS(V(a->id), V(campaign), V(a->unit), V(a->file), V(a->digest), V(a->body),
                           V(a->rows), V(a->periods), V(a->asked_at), V(a->asked_by),
                           V(a->asked_behalf)),
                   NULL, err);
}

bool correction_ruling_save(Db *tx, const CorrectionAsk *a, Err *err)
{
    return db_exec(tx, SQL_correction_ruling_insert,
                   DB_ARGS(V(a->id), V(a->state), V(a->reason), V(a->ruled_at), V(a->ruled_by),
                           V(a->ruled_behalf)),
                   NULL, err);
}

static CorrectionAsk read_ask(const DbRows *rows, Arena *arena)
{
    return (CorrectionAsk){.id = arena_str(arena, db_text(rows, 0)),
                           .unit = arena_str(arena, db_text(rows, 1)),
                           .file = arena_str(arena, db_text(rows, 2)),
                           .digest = arena_str(arena, db_text(rows, 3)),
                           .body = arena_str(arena, db_text(rows, 4)),
                           .rows = (int)db_i64(rows, 5),
                           .periods = arena_str(arena, db_text(rows, 6)),
                           .asked_at = db_i64(rows, 7),
                           .asked_by = arena_str(arena, db_text(rows, 8)),
                           .asked_behalf = arena_str(arena, db_text(rows, 9)),
                           .state = arena_str(arena, db_text(rows, 10)),
                           .reason = arena_str(arena, db_text(rows, 11)),
                           .ruled_at = db_i64(rows, 12),
                           .ruled_by = arena_str(arena, db_text(rows, 13)),
                           .ruled_behalf = arena_str(arena, db_text(rows, 14))};
}

bool correction_ask_find(Db *db, Arena *arena, Str campaign, Str id, bool *ret_found,
                         CorrectionAsk *ret_ask, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_correction_ask_get, DB_ARGS(V(campaign), V(id)), err);
    *ret_found = rows && db_next(rows, err);
    if (*ret_found)
        *ret_ask = read_ask(rows, arena);
    return rows && err->code == ERR_NONE;
}

static bool read_asks(DbRows *rows, Arena *arena, CorrectionAsks *ret_asks, Err *err)
{
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_asks) = read_ask(rows, arena);
    return rows && err->code == ERR_NONE;
}

bool correction_asks_waiting(Db *db, Arena *arena, Str campaign, CorrectionAsks *ret_asks, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_correction_ask_waits, DB_ARGS(V(campaign)), err);
    return read_asks(rows, arena, ret_asks, err);
}

bool correction_asks(Db *db, Arena *arena, Str campaign, Str unit, int max,
                     CorrectionAsks *ret_asks, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_correction_ask_list, DB_ARGS(V(campaign), V(unit), V(max)), err);
    return read_asks(rows, arena, ret_asks, err);
}

/* ---- what a desk counts ---- */

bool review_values_each(Db *db, Str campaign, Str period,
                        void (*fn)(void *ctx, const ReviewValue *value), void *ctx, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_review_values, DB_ARGS(V(campaign), V(period)), err);
    while (rows && db_next(rows, err)) {
        const ReviewValue value = {.unit = db_text(rows, 0),
                                   .indicator = db_text(rows, 1),
                                   .value = db_text(rows, 2),
                                   .na = db_bool(rows, 3),
                                   .state = db_text(rows, 4)};
        fn(ctx, &value);
    }
    return rows && err->code == ERR_NONE;
}

bool review_task_counts(Db *db, Arena *arena, Str campaign, Str period, ReviewCounts *ret_counts,
                        Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_review_task_counts, DB_ARGS(V(campaign), V(period)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_counts) =
            (ReviewCount){arena_str(arena, db_text(rows, 0)), arena_str(arena, db_text(rows, 1)),
                          (int)db_i64(rows, 2)};
    return rows && err->code == ERR_NONE;
}

bool review_corrected(Db *db, Arena *arena, Str campaign, Str period, ReviewCounts *ret_units,
                      Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_review_corrected, DB_ARGS(V(campaign), V(period)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_units) =
            (ReviewCount){.unit = arena_str(arena, db_text(rows, 0)), .kind = S(""), .count = 1};
    return rows && err->code == ERR_NONE;
}

bool review_unit_values(Db *db, Arena *arena, Str campaign, Str period, Str unit,
                        SaidValues *ret_values, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_review_unit_values, DB_ARGS(V(campaign), V(period), V(unit)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_values) =
            (SaidValue){.submission = arena_str(arena, db_text(rows, 0)),
                        .kind = arena_str(arena, db_text(rows, 1)),
                        .indicator = arena_str(arena, db_text(rows, 2)),
                        .object = arena_str(arena, db_text(rows, 3)),
                        .value = arena_str(arena, db_text(rows, 4)),
                        .na = db_bool(rows, 5),
                        .month = arena_str(arena, db_text(rows, 6)),
                        .last_year = arena_str(arena, db_text(rows, 7)),
                        .note = arena_str(arena, db_text(rows, 8)),
                        .state = arena_str(arena, db_text(rows, 9))};
    return rows && err->code == ERR_NONE;
}

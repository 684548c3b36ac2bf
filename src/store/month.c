#include "store/month.h"

#include "store/sql_gen.h"
#include "store/text.h"

bool submission_last_seq(Db *db, Str campaign, int64_t *ret_seq, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_submission_last_seq, DB_ARGS(V(campaign)), err);
    if (!rows || !db_next(rows, err))
        return false;
    *ret_seq = db_i64(rows, 0);
    return true;
}

static bool save_head(Db *tx, Str campaign, const Submission *s, Err *err)
{
    DateText on;
    return db_exec(tx, SQL_submission_insert,
                   DB_ARGS(V(s->id), V(campaign), V(s->seq), V(s->kind), V(s->period), V(s->party),
                           V(s->version), V(s->received_at), V(s->claimed_at),
                           V(text_of_date(&on, s->received_on)), V(s->late_days), V(s->entered_by),
                           V(s->sender), V(s->file), V(s->digest), V(s->head), V(s->reason),
                           V(s->body_digest), V(s->channel), V(s->filled_by), V(s->approved_by)),
                   NULL, err);
}

bool submission_save(Db *tx, Str campaign, const Submission *head,
                     const SubmissionValueList *values, const SubmissionTaskList *tasks, Err *err)
{
    if (!save_head(tx, campaign, head, err))
        return false;
    for (int i = 0; i < values->count; i++) {
        const SubmissionValue *v = &values->items[i];
        if (!db_exec(tx, SQL_submission_value_insert,
                     DB_ARGS(V(head->id), V(i), V(v->unit), V(v->indicator), V(v->object),
                             V(v->value), V(v->na), V(v->month), V(v->last_year), V(v->note),
                             V(v->tolerance), V(v->state)),
                     NULL, err))
            return false;
    }
    for (int i = 0; i < tasks->count; i++) {
        const SubmissionTask *t = &tasks->items[i];
        if (!db_exec(tx, SQL_submission_task_insert,
                     DB_ARGS(V(head->id), V(i), V(t->kind), V(t->cells)), NULL, err))
            return false;
    }
    return true;
}

/* Columns from seq on, the same in every query that gives a whole head. */
static void read_head(const DbRows *rows, int col, Arena *arena, Submission *s)
{
    s->seq = db_i64(rows, col);
    s->version = (int)db_i64(rows, col + 1);
    s->received_at = db_i64(rows, col + 2);
    s->claimed_at = arena_str(arena, db_text(rows, col + 3));
    s->received_on = date_of_text(db_text(rows, col + 4));
    s->late_days = (int)db_i64(rows, col + 5);
    s->entered_by = arena_str(arena, db_text(rows, col + 6));
    s->sender = arena_str(arena, db_text(rows, col + 7));
    s->file = arena_str(arena, db_text(rows, col + 8));
    s->digest = arena_str(arena, db_text(rows, col + 9));
    s->head = arena_str(arena, db_text(rows, col + 10));
    s->reason = arena_str(arena, db_text(rows, col + 11));
    s->body_digest = arena_str(arena, db_text(rows, col + 12));
    s->channel = arena_str(arena, db_text(rows, col + 13));
    s->filled_by = arena_str(arena, db_text(rows, col + 14));
    s->approved_by = arena_str(arena, db_text(rows, col + 15));
}

bool submission_latest(Db *db, Arena *arena, Str campaign, Str kind, Str period, Str party,
                       bool *ret_found, Submission *ret_head, Err *err)
{
    *err = (Err){0};
    *ret_found = false;
    AUTO_ROWS *rows = db_query(db, SQL_submission_latest,
                               DB_ARGS(V(campaign), V(kind), V(period), V(party)), err);
    if (!rows || !db_next(rows, err))
        return err->code == ERR_NONE;
    *ret_head = (Submission){
        .id = arena_str(arena, db_text(rows, 0)), .kind = kind, .period = period, .party = party};
    read_head(rows, 1, arena, ret_head);
    *ret_found = true;
    return true;
}

bool submission_is_known(Db *db, Str campaign, Str kind, Str period, Str digest, bool *ret_known,
                         Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_submission_by_digest,
                               DB_ARGS(V(campaign), V(kind), V(period), V(digest)), err);
    *ret_known = rows && db_next(rows, err);
    return err->code == ERR_NONE;
}

static void read_named_head(const DbRows *rows, int col, Arena *arena, Submission *s)
{
    s->kind = arena_str(arena, db_text(rows, col));
    s->period = arena_str(arena, db_text(rows, col + 1));
    s->party = arena_str(arena, db_text(rows, col + 2));
    read_head(rows, col + 3, arena, s);
}

bool submission_load(Db *db, Arena *arena, Str id, Submission *ret_head, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_submission_by_id, DB_ARGS(V(id)), err);
    if (!rows || !db_next(rows, err))
        return err->code == ERR_NONE ? err_set(err, ERR_SUBMISSION_UNKNOWN, {"found", id}) : false;
    *ret_head = (Submission){.id = arena_str(arena, id)};
    read_named_head(rows, 0, arena, ret_head);
    return true;
}

bool submission_find(Db *db, Arena *arena, Str campaign, Str id, Submission *ret_head, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_submission_find, DB_ARGS(V(campaign), V(id)), err);
    if (!rows || !db_next(rows, err))
        return err->code == ERR_NONE ? err_set(err, ERR_SUBMISSION_UNKNOWN, {"found", id}) : false;
    *ret_head = (Submission){.id = arena_str(arena, id)};
    read_named_head(rows, 0, arena, ret_head);
    return true;
}

bool submission_list_of(Db *db, Arena *arena, Str campaign, Str kind, Str party,
                        SubmissionList *ret_list, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_submission_list_of, DB_ARGS(V(campaign), V(kind), V(party)), err);
    while (rows && db_next(rows, err)) {
        Submission *s = arena_push(arena, ret_list);
        s->id = arena_str(arena, db_text(rows, 0));
        read_named_head(rows, 1, arena, s);
    }
    return err->code == ERR_NONE;
}

bool submission_versions(Db *db, Arena *arena, Str campaign, Str kind, Str period, Str party,
                         SubmissionList *ret_list, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_submission_versions,
                               DB_ARGS(V(campaign), V(kind), V(period), V(party)), err);
    while (rows && db_next(rows, err)) {
        Submission *s = arena_push(arena, ret_list);
        s->id = arena_str(arena, db_text(rows, 0));
        read_named_head(rows, 1, arena, s);
    }
    return err->code == ERR_NONE;
}

bool submission_list(Db *db, Arena *arena, Str campaign, SubmissionList *ret_list, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_submission_list, DB_ARGS(V(campaign)), err);
    while (rows && db_next(rows, err)) {
        Submission *s = arena_push(arena, ret_list);
        s->id = arena_str(arena, db_text(rows, 0));
        read_named_head(rows, 1, arena, s);
    }
    return err->code == ERR_NONE;
}

bool submission_values(Db *db, Arena *arena, Str id, SubmissionValueList *ret_values, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_submission_values, DB_ARGS(V(id)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_values) = (SubmissionValue){
            .unit = arena_str(arena, db_text(rows, 0)),
            .indicator = arena_str(arena, db_text(rows, 1)),
            .object = arena_str(arena, db_text(rows, 2)),
            .value = arena_str(arena, db_text(rows, 3)),
            .na = db_bool(rows, 4),
            .month = arena_str(arena, db_text(rows, 5)),
            .last_year = arena_str(arena, db_text(rows, 6)),
            .note = arena_str(arena, db_text(rows, 7)),
            .tolerance = arena_str(arena, db_text(rows, 8)),
            .state = arena_str(arena, db_text(rows, 9)),
        };
    return err->code == ERR_NONE;
}

bool submission_tasks(Db *db, Arena *arena, Str id, SubmissionTaskList *ret_tasks, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_submission_tasks, DB_ARGS(V(id)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_tasks) = (SubmissionTask){
            .kind = arena_str(arena, db_text(rows, 0)),
            .cells = arena_str(arena, db_text(rows, 1)),
        };
    return err->code == ERR_NONE;
}

bool period_values_each(Db *db, Str campaign, Str period, int64_t up_to_seq,
                        void (*fn)(void *ctx, const PeriodValue *value), void *ctx, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_value_of_period, DB_ARGS(V(campaign), V(period), V(up_to_seq)), err);
    while (rows && db_next(rows, err)) {
        const PeriodValue value = {
            .submission = db_text(rows, 0),
            .kind = db_text(rows, 1),
            .unit = db_text(rows, 2),
            .indicator = db_text(rows, 3),
            .object = db_text(rows, 4),
            .value = db_text(rows, 5),
            .na = db_bool(rows, 6),
            .month = db_text(rows, 7),
            .state = db_text(rows, 8),
        };
        fn(ctx, &value);
    }
    return err->code == ERR_NONE;
}

typedef struct ValueList {
    Arena *arena;
    PeriodValueList *list;
} ValueList;

static void list_value(void *ctx, const PeriodValue *v)
{
    ValueList *to = ctx;
    *arena_push(to->arena, to->list) = (PeriodValue){
        .submission = arena_str(to->arena, v->submission),
        .kind = arena_str(to->arena, v->kind),
        .unit = arena_str(to->arena, v->unit),
        .indicator = arena_str(to->arena, v->indicator),
        .object = arena_str(to->arena, v->object),
        .value = arena_str(to->arena, v->value),
        .na = v->na,
        .month = arena_str(to->arena, v->month),
        .state = arena_str(to->arena, v->state),
    };
}

bool period_values(Db *db, Arena *arena, Str campaign, Str period, int64_t up_to_seq,
                   PeriodValueList *ret_values, Err *err)
{
    ValueList to = {arena, ret_values};
    return period_values_each(db, campaign, period, up_to_seq, list_value, &to, err);
}

bool unit_records(Db *db, Arena *arena, Str campaign, Str period, Str unit,
                  UnitRecordList *ret_records, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_value_of_unit, DB_ARGS(V(campaign), V(period), V(unit)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_records) = (UnitRecord){
            .submission = arena_str(arena, db_text(rows, 2)),
            .kind = arena_str(arena, db_text(rows, 3)),
            .indicator = arena_str(arena, db_text(rows, 4)),
            .object = arena_str(arena, db_text(rows, 5)),
            .value = arena_str(arena, db_text(rows, 6)),
            .na = db_bool(rows, 7),
            .month = arena_str(arena, db_text(rows, 8)),
            .last_year = arena_str(arena, db_text(rows, 9)),
            .note = arena_str(arena, db_text(rows, 10)),
            .tolerance = arena_str(arena, db_text(rows, 11)),
            .state = arena_str(arena, db_text(rows, 12)),
            .party = arena_str(arena, db_text(rows, 13)),
            .version = (int)db_i64(rows, 14),
        };
    return err->code == ERR_NONE;
}

bool indicator_values(Db *db, Arena *arena, Str campaign, Str indicator,
                      IndicatorValueList *ret_values, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_value_of_indicator, DB_ARGS(V(campaign), V(indicator)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_values) = (IndicatorValue){
            .period = arena_str(arena, db_text(rows, 0)),
            .unit = arena_str(arena, db_text(rows, 1)),
            .object = arena_str(arena, db_text(rows, 2)),
            .value = arena_str(arena, db_text(rows, 3)),
            .na = db_bool(rows, 4),
        };
    return err->code == ERR_NONE;
}

bool period_submissions(Db *db, Arena *arena, Str campaign, Str period, int64_t up_to_seq,
                        SubmissionList *ret_list, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_submission_of_period, DB_ARGS(V(campaign), V(period), V(up_to_seq)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_list) = (Submission){
            .id = arena_str(arena, db_text(rows, 0)),
            .kind = arena_str(arena, db_text(rows, 1)),
            .period = period,
            .party = arena_str(arena, db_text(rows, 2)),
            .seq = db_i64(rows, 3),
            .version = (int)db_i64(rows, 4),
            .received_on = date_of_text(db_text(rows, 5)),
            .late_days = (int)db_i64(rows, 6),
            .sender = arena_str(arena, db_text(rows, 7)),
            .channel = arena_str(arena, db_text(rows, 8)),
            .received_at = db_i64(rows, 9),
        };
    return err->code == ERR_NONE;
}

bool report_rows(Db *db, Str campaign, Str unit, ReportRowFn fn, void *ctx, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query_long(db, SQL_report_rows, DB_ARGS(V(campaign), V(unit)), err);
    while (rows && db_next(rows, err)) {
        ReportRow row = {
            .period = db_text(rows, 0),
            .unit = db_text(rows, 1),
            .indicator = db_text(rows, 2),
            .object = db_text(rows, 3),
            .value = db_text(rows, 4),
            .na = db_bool(rows, 5),
            .month = db_text(rows, 6),
            .last_year = db_text(rows, 7),
            .note = db_text(rows, 8),
            .kind = db_text(rows, 9),
            .version = (int)db_i64(rows, 10),
            .party = db_text(rows, 11),
            .entered_by = db_text(rows, 12),
            .sender = db_text(rows, 13),
            .received_at = db_i64(rows, 14),
            .claimed_at = db_text(rows, 15),
            .late_days = (int)db_i64(rows, 16),
            .file = db_text(rows, 17),
            .digest = db_text(rows, 18),
            .reason = db_text(rows, 19),
            .state = db_text(rows, 20),
            .head = db_text(rows, 21),
        };
        if (!fn(ctx, &row, err))
            return false;
    }
    return err->code == ERR_NONE;
}

bool report_row_count(Db *db, Str campaign, Str unit, int64_t *ret_count, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_report_row_count, DB_ARGS(V(campaign), V(unit)), err);
    if (!rows || !db_next(rows, err))
        return false;
    *ret_count = db_i64(rows, 0);
    return true;
}

bool event_save(Db *tx, Str campaign, Str period, const EventRow *e, Err *err)
{
    return db_exec(tx, SQL_event_insert,
                   DB_ARGS(V(e->id), V(campaign), V(period), V(e->position), V(e->unit), V(e->kind),
                           V(e->rule), V(e->points), V(e->basis), V(e->evidence), V(e->entered_by)),
                   NULL, err);
}

bool event_list(Db *db, Arena *arena, Str campaign, Str period, EventList *ret_events, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_event_list, DB_ARGS(V(campaign), V(period)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_events) = (EventRow){
            .id = arena_str(arena, db_text(rows, 0)),
            .position = (int)db_i64(rows, 1),
            .unit = arena_str(arena, db_text(rows, 2)),
            .kind = arena_str(arena, db_text(rows, 3)),
            .rule = arena_str(arena, db_text(rows, 4)),
            .points = arena_str(arena, db_text(rows, 5)),
            .basis = arena_str(arena, db_text(rows, 6)),
            .evidence = arena_str(arena, db_text(rows, 7)),
            .entered_by = arena_str(arena, db_text(rows, 8)),
            .struck = db_bool(rows, 9),
        };
    return err->code == ERR_NONE;
}

bool late_days_ruled(Db *db, Arena *arena, Str campaign, Str period, LateRuledList *ret_list,
                     Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_late_days_ruled, DB_ARGS(V(campaign), V(period)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_list) = (LateRuled){.unit = arena_str(arena, db_text(rows, 0)),
                                                   .days = arena_str(arena, db_text(rows, 1))};
    return rows && err->code == ERR_NONE;
}

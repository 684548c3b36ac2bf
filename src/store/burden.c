#include "store/burden.h"

#include "store/sql_gen.h"

typedef struct Query {
    const char *sql;
    BurdenKind kind;
    int period, unit, count; /* columns; -1: none */
} Query;

static bool each(Db *db, Str campaign, const Query *q, BurdenFn fn, void *ctx, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, q->sql, DB_ARGS(V(campaign)), err);
    while (rows && db_next(rows, err)) {
        bool report = q->kind == BURDEN_REPORT;
        BurdenKind kind = q->kind;
        if (report && str_eq(db_text(rows, 2), S("correction")))
            kind = BURDEN_CORRECTION;
        if (!fn(ctx, kind, q->period < 0 ? S("") : db_text(rows, q->period),
                q->unit < 0 ? S("") : db_text(rows, q->unit), db_i64(rows, q->count),
                report ? db_i64(rows, 4) : 0, report ? db_i64(rows, 5) : 0))
            return false;
    }
    return rows && err->code == ERR_NONE;
}

bool burden_each(Db *db, Str campaign, BurdenFn fn, void *ctx, Err *err)
{
    static const Query queries[] = {{SQL_burden_submissions, BURDEN_REPORT, 0, 1, 3},
                                    {SQL_burden_returns, BURDEN_RETURN, 0, 1, 2},
                                    {SQL_burden_reminders, BURDEN_REMINDER, 0, 1, 2},
                                    {SQL_burden_circulars, BURDEN_CIRCULAR, 0, -1, 1},
                                    {SQL_burden_talks, BURDEN_TALK, 0, 1, 2},
                                    {SQL_burden_files, BURDEN_FILE, -1, 0, 1}};
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++)
        if (!each(db, campaign, &queries[i], fn, ctx, err))
            return false;
    return true;
}

#include "store/screening.h"

#include "store/sql_gen.h"

bool screening_answer_save(Db *tx, Str campaign, const ScreeningAnswer *a, Err *err)
{
    return db_exec(tx, SQL_screening_answer_insert,
                   DB_ARGS(V(a->id), V(campaign), V(a->finding), V(a->seq), V(a->period),
                           V(a->unit), V(a->kind), V(a->indicator), V(a->figures), V(a->step),
                           V(a->words), V(a->correction), V(a->at), V(a->by), V(a->behalf)),
                   NULL, err);
}

bool screening_answers(Db *db, Arena *arena, Str campaign, Str period, Str finding,
                       ScreeningAnswers *ret_answers, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_screening_answers, DB_ARGS(V(campaign), V(period), V(finding)), err);
    while (rows && db_next(rows, err)) {
        ScreeningAnswer *a = arena_push(arena, ret_answers);
        Str *const texts[] = {&a->id,         &a->finding,   NULL,        &a->period, &a->unit,
                              &a->kind,       &a->indicator, &a->figures, &a->step,   &a->words,
                              &a->correction, NULL,          &a->by,      &a->behalf};
        for (int i = 0; i < (int)(sizeof texts / sizeof texts[0]); i++)
            if (texts[i])
                *texts[i] = arena_str(arena, db_text(rows, i));
        a->seq = db_i64(rows, 2);
        a->at = db_i64(rows, 11);
    }
    return rows && err->code == ERR_NONE;
}

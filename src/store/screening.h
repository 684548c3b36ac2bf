/* store/screening.h - what was said of a finding of the screening, step by step; nothing of it is ever updated.
 *
 * Writing runs inside db_write. Callers: app/score/screening_answer, app/files. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct ScreeningAnswer {
    Str id, finding;
    int64_t seq; /* 1, 2, 3 … of the finding */
    Str period, unit, kind, indicator, figures;
    Str step; /* explained · correcting · asked · accepted */
    Str words, correction;
    int64_t at;
    Str by, behalf;
} ScreeningAnswer;
typedef LIST_OF(ScreeningAnswer) ScreeningAnswers;

/* ERR_DB_CONFLICT when somebody else has taken that step. */
bool screening_answer_save(Db *tx, Str campaign, const ScreeningAnswer *answer, Err *err);
/* By finding and seq; period, finding empty: any. */
bool screening_answers(Db *db, Arena *arena, Str campaign, Str period, Str finding,
                       ScreeningAnswers *ret_answers, Err *err);

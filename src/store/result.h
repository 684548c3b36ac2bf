/* store/result.h - results opened to units, and the first confirmation of them; nothing of it is ever updated.
 *
 * Of the rows of one period the newest holds. Writing runs inside db_write. Callers: app/result/result, app/upkeep/verify. */
#pragma once
#include "store/evaluation.h"

typedef struct ResultRow { /* an opening or a confirmation */
    Str id, period;
    int64_t seq; /* 1, 2, 3 … of the period */
    Str runs;    /* JSON object: number of the run of each group */
    Str digest;  /* over the results of all groups */
    Str until;   /* of an opening: last day to appeal, YYYY-MM-DD */
    int64_t at;
    Str by, behalf;
} ResultRow;
typedef LIST_OF(ResultRow) ResultRows;

bool result_opening_save(Db *tx, Str campaign, const ResultRow *row, Err *err);
bool result_confirmation_save(Db *tx, Str campaign, const ResultRow *row, Err *err);
/* By period and seq; period empty: of all. */
bool result_openings(Db *db, Arena *arena, Str campaign, Str period, ResultRows *ret_rows,
                     Err *err);
bool result_confirmations(Db *db, Arena *arena, Str campaign, Str period, ResultRows *ret_rows,
                          Err *err);

/* store/highlight.h - highlights (亮点) and the steps of each; values with the report they stand in.
 *
 * Both are appended and never changed; the newest step holds. Callers: app/ only; writing runs inside db_write. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct HighlightRow {
    Str id, unit, sender, task, title, text;
    Str indicator, period, figure, object,
        submission; /* indicator empty: effect stated with a file */
    int version;
    Str effect, evidence;
    Str same; /* JSON */
} HighlightRow;
typedef LIST_OF(HighlightRow) HighlightRows;

typedef struct HighlightStep {
    Str highlight;
    int number;
    Str state; /* sent · taken · returned · adopted · withdrawn */
    int64_t at;
    Str by, behalf, cause, reason, adopter, document, adopted_on;
} HighlightStep;
typedef LIST_OF(HighlightStep) HighlightSteps;

bool highlight_save(Db *tx, Str campaign, const HighlightRow *row, Err *err);
/* ERR_DB_CONFLICT when the highlight has a step of that number. */
bool highlight_step_save(Db *tx, const HighlightStep *step, Err *err);
/* Newest first, those before the id `before` (empty: from the newest), at most `max`. */
bool highlight_rows(Db *db, Arena *arena, Str campaign, Str before, int max,
                    HighlightRows *ret_rows, Err *err);
bool highlight_find(Db *db, Arena *arena, Str campaign, Str id, bool *ret_found,
                    HighlightRow *ret_row, Err *err);
/* Of one, or with an empty id of all, by highlight and number. */
bool highlight_steps(Db *db, Arena *arena, Str campaign, Str id, HighlightSteps *ret_steps,
                     Err *err);

/* Rows of 表二 of all reports, newest report first, at most `max`; views until the next one. */
typedef bool (*NarrativeFn)(void *ctx, Str submission, Str party, Str period, Str cells, Err *err);
bool narratives_each(Db *db, Str campaign, int max, NarrativeFn fn, void *ctx, Err *err);

/* Every value ever submitted with its submission, in order of arrival: later ones hold. Empty: any. */
typedef struct SourcedValue {
    Str submission, kind, period, party;
    int version;
    int64_t seq;
    Str unit, indicator, object, value, last_year;
    bool na;
} SourcedValue;
typedef LIST_OF(SourcedValue) SourcedValues;
bool sourced_values(Db *db, Arena *arena, Str campaign, Str period, Str unit, Str indicator,
                    SourcedValues *ret_values, Err *err);

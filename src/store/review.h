/* store/review.h - what happened to reports, periods and asked-for corrections; nothing of it is ever updated.
 *
 * Of the steps of one version, and of the locks of one period, the newest row holds. A correction that is asked for has
 * one ruling or none. Writing runs inside db_write. Callers: app/report/review*, app/report/correction*, app/report/report_state. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct ReportStep {
    Str id, submission;
    int64_t seq;        /* 1, 2, 3 … of the version */
    Str state;          /* returned · accepted */
    Str causes, places; /* JSON arrays */
    Str note;
    int64_t at;
    Str by, behalf;
    Str party; /* of the submission, as its version; filled when read */
    int version;
} ReportStep;
typedef LIST_OF(ReportStep) ReportSteps;

bool report_step_save(Db *tx, const ReportStep *step, Err *err);
bool report_step_last_seq(Db *db, Str submission, int64_t *ret_seq, Err *err);
/* Of all reports of a period, or of one unit's (unit empty: all), in order of arrival and seq. */
bool report_steps(Db *db, Arena *arena, Str campaign, Str period, Str unit, ReportSteps *ret_steps,
                  Err *err);

typedef struct PeriodLock {
    Str id, period;
    int64_t seq;
    Str state; /* locked · opened */
    Str reason;
    int64_t at;
    Str by, behalf;
} PeriodLock;
typedef LIST_OF(PeriodLock) PeriodLocks;

bool period_lock_save(Db *tx, Str campaign, const PeriodLock *lock, Err *err);
/* By period and seq. */
bool period_locks(Db *db, Arena *arena, Str campaign, PeriodLocks *ret_locks, Err *err);
bool period_lock_newest(Db *db, Arena *arena, Str campaign, Str period, bool *ret_found,
                        PeriodLock *ret_lock, Err *err);

typedef struct CorrectionAsk {
    Str id, unit, file, digest, body;
    int rows;
    Str periods; /* JSON array of codes */
    int64_t asked_at;
    Str asked_by, asked_behalf;
    Str state; /* empty: waits · approved · refused */
    Str reason;
    int64_t ruled_at;
    Str ruled_by, ruled_behalf;
} CorrectionAsk;
typedef LIST_OF(CorrectionAsk) CorrectionAsks;

bool correction_ask_save(Db *tx, Str campaign, const CorrectionAsk *ask, Err *err);
/* state, reason, ruled_*: ERR_DB_CONFLICT when there is a ruling already. */
bool correction_ruling_save(Db *tx, const CorrectionAsk *ask, Err *err);
bool correction_ask_find(Db *db, Arena *arena, Str campaign, Str id, bool *ret_found,
                         CorrectionAsk *ret_ask, Err *err);
/* Those without a ruling, oldest first. */
bool correction_asks_waiting(Db *db, Arena *arena, Str campaign, CorrectionAsks *ret_asks,
                             Err *err);
/* Newest first; unit empty: of all. */
bool correction_asks(Db *db, Arena *arena, Str campaign, Str unit, int max,
                     CorrectionAsks *ret_asks, Err *err);

/* ---- what a desk counts: of the newest version of each unit's report ---- */
typedef struct ReviewValue {
    Str unit, indicator, value, state;
    bool na;
} ReviewValue;
/* One by one, views until the next. */
bool review_values_each(Db *db, Str campaign, Str period,
                        void (*fn)(void *ctx, const ReviewValue *value), void *ctx, Err *err);
typedef struct ReviewCount {
    Str unit, kind; /* task · request · answer · evidence; of a correction empty */
    int count;
} ReviewCount;
typedef LIST_OF(ReviewCount) ReviewCounts;
bool review_task_counts(Db *db, Arena *arena, Str campaign, Str period, ReviewCounts *ret_counts,
                        Err *err);
/* Units of which a value was corrected after it came in. */
bool review_corrected(Db *db, Arena *arena, Str campaign, Str period, ReviewCounts *ret_units,
                      Err *err);
/* All that was ever said of a unit in a period, in order of arrival: later ones hold. */
typedef struct SaidValue {
    Str submission, kind, indicator, object, value, month, last_year, note, state;
    bool na;
} SaidValue;
typedef LIST_OF(SaidValue) SaidValues;
bool review_unit_values(Db *db, Arena *arena, Str campaign, Str period, Str unit,
                        SaidValues *ret_values, Err *err);

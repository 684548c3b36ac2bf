/* app/report/lock.h - a period that is locked (锁定): reports and confirmed values change by corrections only.
 *
 * The office locks a period, the director opens it again with a reason; both are rows that stay. A frozen period, and one
 * behind a frozen one, since nobody ranks it any more, is locked whatever the rows say, and is not opened any more. What
 * is locked changes by two people (app/report/correction.h).
 * Callers: app/report/import_month, app/report/report_form, app/report/confirm, app/report/review, app/report/correction, cli/, web/. */
#pragma once
#include "app/app.h"
#include "store/review.h"

typedef struct LockState {
    bool locked;
    bool frozen;   /* by its results: nobody opens it */
    Str passed_by; /* a later period that is frozen; empty: none */
    bool has_lock; /* `newest` is there */
    PeriodLock newest;
} LockState;

/* As it stands on this connection, also inside a write. */
bool lock_state(App *app, Db *db, Str period, LockState *ret_state, Err *err);
/* Why nothing but a correction is taken: ERR_PERIOD_FROZEN, ERR_PERIOD_PASSED {period, later}, ERR_PERIOD_LOCKED; ERR_NONE. */
Err lock_why(const LockState *state, Str period);
/* The same of a month that takes reports and confirmed values, in *ret_why. A period the campaign does not have: none. */
bool lock_closed(App *app, Db *db, Str period, Err *ret_why, Err *err);
/* ERR_PERIOD_UNKNOWN, ERR_DENIED, ERR_LOCK_ALREADY {period, by, at}, ERR_REPORT_NOT_OPEN {period, found} for one whose
 * reports nobody has been asked for, ERR_PERIOD_FROZEN, ERR_PERIOD_PASSED. reason may be empty. */
bool lock_period(App *app, Str period, Str reason, PeriodLock *ret_lock, Err *err);
/* The director alone, and says why: ERR_LOCK_REASON, ERR_LOCK_NOT {period}, ERR_PERIOD_FROZEN,
 * ERR_PERIOD_PASSED. */
bool lock_open(App *app, Str period, Str reason, PeriodLock *ret_lock, Err *err);
/* A line that a person writes beside an act: trimmed, one line, bounded. ERR_LIMIT, ERR_TEXT_ENCODING. */
bool lock_words(Arena *arena, Str text, Str *ret_text, Err *err);

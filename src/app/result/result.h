/* app/result/result.h - between the trial run and the freeze: opened to units, confirmed by a first person (0011).
 *
 * Before the opening a unit sees nothing of a trial; from then on what was opened, until the freeze replaces it. A
 * confirmation names exactly these results by one digest over all groups; the freeze is the second confirmation, by
 * somebody else, and refuses results that have moved. What was frozen before there were confirmations stays as it is.
 * Callers: app/result/month, app/score/explain, app/result/leaf_table, app/result/flow, app/appeal, cli/cmd_result, web/pages/evaluation. */
#pragma once
#include "app/result/evaluate.h"
#include "store/result.h"

typedef LIST_OF(Evaluation) EvaluationList;

/* A period's results on their way, as they stand on this connection. */
typedef struct ResultState {
    const CampaignPeriod *period;
    RunList trials;                /* the newest trial of each group that has one, official order */
    bool tried;                    /* there is one */
    Str digest;                    /* over them; empty: not tried */
    ResultRows openings;           /* oldest first; the last one holds */
    ResultRows confirmed;          /* likewise */
    const ResultRow *opening;      /* NULL: not opened */
    const ResultRow *confirmation; /* newest one of exactly these results; NULL: none */
    RunList frozen;                /* official order */
    bool is_frozen, is_published;
} ResultState;
bool result_state(App *app, Db *db, const CampaignPeriod *period, ResultState *ret_state, Err *err);

/* Opens the newest trial runs to the units. ERR_RESULT_NO_TRIAL, ERR_RESULT_MOVED when they would come out otherwise
 * now, ERR_RESULT_OPEN_SAME, ERR_RESULT_NO_WINDOW, ERR_PERIOD_FROZEN; a year without calendar: ERR_CALENDAR_YEAR. */
bool result_open(App *app, Str period, ResultRow *ret_opening, Err *err);
/* seen: the digest that the person has looked at; empty: whatever the newest trial is. ERR_RESULT_NO_TRIAL,
 * ERR_RESULT_NOT_OPENED, ERR_RESULT_WINDOW {until}, ERR_APPEAL_OPEN, ERR_RESULT_MOVED, ERR_RESULT_CONFIRMED by oneself
 * already, ERR_PERIOD_NOT_RANKED, ERR_PERIOD_FROZEN. */
bool result_confirm(App *app, Str period, Str seen, ResultRow *ret_confirmation, Err *err);

/* What the freeze stands on: a confirmation of these results by somebody else than who acts now, or acts for now. `seen`
 * as with result_confirm: the freeze is a confirmation too, of what the person has looked at.
 * ERR_RESULT_NOT_CONFIRMED, ERR_RESULT_MOVED, ERR_RESULT_SELF. In a write. */
bool result_need_confirmation(App *app, Db *tx, const EvaluationList *list, Str seen,
                              ResultRow *ret_row, Err *err);
/* For verify: what is frozen was confirmed as it is by another account. Months go in order, so one without a
 * confirmation before the first that has one was frozen by an earlier version of the program, and is right. */
bool result_frozen_rightly(App *app, const CampaignPeriod *period, bool *ret_right, Err *err);
Str result_digest_of_runs(App *app, const RunList *runs);
Str result_digest_of(App *app, const EvaluationList *list); /* the same of what was computed */

/* The run that units read of a period and group: frozen, else what was opened last. */
bool result_for_units(App *app, Str period, Str group, bool *ret_found, RunRow *ret_run, Err *err);
/* The same, and for who may read trials the newest there is. */
bool result_seen(App *app, Str period, Str group, bool *ret_found, RunRow *ret_run, Err *err);
/* It must be there: ERR_PERIOD_NO_RUN, ERR_PERIOD_HIDDEN. */
bool result_for_reader(App *app, Str period, Str group, RunRow *ret_run, Err *err);
/* What who may not read a trial is told of a period without published result, and false: ERR_PERIOD_NO_RUN, ERR_PERIOD_HIDDEN.
 * A unit is told the same of one that is tried and one that is not, since before the opening not even that is its business. */
bool result_hidden(App *app, bool tried, Str period, Str group, Err *err);
/* Last day to appeal; DATE_NONE: not opened. */
bool result_window(App *app, Db *db, Str period, Date *ret_until, Err *err);

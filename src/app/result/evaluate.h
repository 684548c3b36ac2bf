/* app/result/evaluate.h - one peer group in one period: inputs → scores → ranks → streaks → rows to keep.
 *
 * Computing writes nothing. A streak reads the *published* ranks of earlier periods and this
 * period's own; talks count as they stood at an instant, so that a frozen run can be computed again.
 * Callers: app/result/month (evaluate, freeze), app/result/replay, app/upkeep/verify, app/talk/talks. */
#pragma once
#include "app/score/leaf_spread.h"
#include "core/streak.h"
#include "store/evaluation.h"

/* Results of one earlier period, as published or as a replay computed them. */
typedef struct PastPeriod {
    bool held;
    RunRow run;
    RunUnitList units;
} PastPeriod;

/* What the campaign before this one published for a group of the same code, until the day before the instant of Past. */
typedef struct EarlierYear {
    CampaignDef def; /* without periods: there is none */
    PastPeriod *periods;
    TalkList talks;
} EarlierYear;

typedef struct Past {
    PastPeriod *periods; /* by period index */
    EarlierYear earlier;
    TalkList talks;
    int64_t at; /* talks as they stood at this instant */
} Past;

/* Published results of all periods of the group, and the talks as they stood at `at`. */
bool past_load(App *app, Str group, int64_t at, Past *ret_past, Err *err);

typedef struct Evaluation {
    const CampaignPeriod *period;
    Str group;
    GroupInputs in;
    ScoreResult result;
    const LeafSpread *spreads; /* [node] */
    RunUnitList units;         /* official order */
    RunNodeList *nodes;        /* [unit] scheme order */
    StreakRow *streaks;        /* [unit] of this period */
    Str result_digest;
    int64_t made_at; /* talks counted as they stood then */
} Evaluation;

bool evaluation_compute(App *app, const CampaignPeriod *period, Str group, int64_t up_to_seq,
                        const Past *past, Evaluation *ret_evaluation, Err *err);
/* The same under another scheme (NULL: the one that holds). */
bool evaluation_under(App *app, const CampaignPeriod *period, Str group, int64_t up_to_seq,
                      const Past *past, const SchemeInstead *instead, Evaluation *ret_evaluation,
                      Err *err);
/* Saves as a run of that kind, with its audit row; the next number of its period and group. In a
 * write. */
bool evaluation_save(App *app, Db *tx, const Evaluation *evaluation, Str kind, Action action,
                     RunRow *ret_run, Err *err);
/* Digest over rows as they would be kept: what a run's result_digest is made of. */
Str results_digest(App *app, const RunUnitList *units, const RunNodeList *nodes);
/* What the step that is due rests on (or, without one, the run): codes of its periods, ";"-separated, oldest first. */
Str evaluation_months(App *app, const Evaluation *evaluation, int unit, const Past *past);
StreakGrounds evaluation_grounds(App *app, const Evaluation *evaluation, int unit, const Past *past,
                                 Str *ret_months);
/* The ladder's step that is due, or NULL. */
const Ladder *evaluation_due(const Evaluation *evaluation, int unit);
/* The same in the campaign before, where units carry the same codes; *ret_seat NULL: it was not a member. */
const RunUnit *past_earlier(const Past *past, Str group, Str unit, int period_index,
                            const Unit **ret_seat);
/* The result of the seat in an earlier period; NULL when not held or not a member. */
const RunUnit *past_of(const App *app, const Past *past, const Unit *unit, int period_index);

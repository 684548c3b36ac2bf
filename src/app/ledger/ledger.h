/* app/ledger/ledger.h - the ledger of a campaign (台账): tasks, who and when, targets and how far they are.
 *
 * One row for each task or measure and target of it, in the order of the campaign; an area without
 * tasks has a row of its own. A restricted area or task shows its number and title and nothing else.
 * Progress is what the reports of the last published period say, the confirmed value where there is
 * one, later corrections included (app/target/target_figures.h, whom every page asks). The figure of the whole is
 * formed by the target's kind of decomposition and held against the target, or while units are missing
 * against the parts of those that have a value; where none can be formed, units that meet what they owe are
 * counted. A light says how far a target is behind its schedule, by the campaign's rule of that period. Callers: cli/, web/, app/snapshot, exports. */
#pragma once
#include "app/app.h"
#include "app/report/confirmed.h"
#include "app/target/target_figures.h"
#include "store/progress.h"

typedef struct LedgerProgress {
    bool known;
    Str period;   /* of the values */
    int units;    /* with a value */
    int met;      /* without a figure of the whole: of these, how many meet what they owe */
    Str target;   /* what the figure of the whole is held against */
    Str actual;   /* the figure of the whole, by the kind of decomposition; empty = there is none */
    Str percent;  /* actual / target, two decimals */
    Str plan;     /* scheduled share, per cent */
    Str gap;      /* percentage points, two decimals */
    bool reached; /* the whole target, by all who have a value */
} LedgerProgress;

typedef struct LedgerTarget {
    const Target *target;
    TargetSeries series;
    bool reconciled; /* what was handed on makes a sum or a mean, and there is a value */
    SplitCheck check;
    LedgerProgress progress;
    Light light;
    LightReason reason;
    Str basis; /* 口径 of the value shown: work · department · statistics; empty = no value */
    HeldRelease release; /* of statistics: by whom, in what and when it was published */
} LedgerTarget;

typedef struct LedgerRow {
    const Task *task;
    int task_index;                                 /* of the campaign */
    Str theme, area;                                /* titles */
    bool restricted;                                /* itself or above it */
    Str lead_leader, lead, responsible, supporting; /* names, 、-separated; inherited from above */
    const LedgerTarget *target;                     /* NULL: none */
} LedgerRow;

typedef struct Ledger {
    const CampaignIndex *index;
    LIST_OF(LedgerTarget) targets; /* of tasks that are not restricted, campaign order */
    LIST_OF(LedgerRow) rows;
    const ProgressNote *const *notes;  /* [task] the newest; NULL = none */
    int last;                          /* period that it stands at: the last published; -1 = none */
    const struct LedgerSearch *search; /* app/ledger/ledger_search.h; NULL = not made */
} Ledger;

/* In a server the one that all share (app/snapshot.h). */
bool ledger_read(App *app, Ledger *ret_ledger, Err *err);
/* Works it out anew but for the notes, asking nobody for permission. Callers: ledger_read,
 * app/snapshot. */
bool ledger_compute(App *app, const CampaignIndex *index, Ledger *ret_ledger, Err *err);
/* The oldest period that a value standing at `last` may come from, by the indicators' lags. */
int ledger_first_period(const CampaignDef *def, int last);
/* The figures of one unit (index of the campaign) in the period of the target's progress. */
bool ledger_unit_figures(Arena *arena, const Ledger *ledger, const LedgerTarget *target, int unit,
                         TargetFigures *ret_figures, Err *err);
/* How a city's target went over the periods (年度走势), by the rules of its progress. */
typedef struct LedgerMonth {
    const CampaignPeriod *period;
    LedgerProgress progress; /* known: there are values; `plan` stands in later periods as well */
} LedgerMonth;
typedef LIST_OF(LedgerMonth) LedgerYear;
/* Of all periods with a value or a schedule, values up to the newest that its progress counts. Nothing for a target without
 * a figure of the whole. Asks no permission: the ledger was read with it. */
bool ledger_year(App *app, const Ledger *ledger, const LedgerTarget *target, LedgerYear *ret_year,
                 Err *err);
/* The newest note of the row's task; NULL = none, or not for this row. */
const ProgressNote *ledger_note(const Ledger *ledger, const LedgerRow *row);

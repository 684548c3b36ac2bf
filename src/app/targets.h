/* app/targets.h - targets as people look at them (目标分解): how each is handed on, kept and likely to end.
 *
 * Read by whoever reads the ledger; figures of single units only by who may (ACT_TARGET_READ): a unit sees
 * its own and the whole. The office counts everything that has come in, everybody else what is of published
 * periods. Targets of restricted areas do not appear. Likelihood is never given for statistics, and nothing
 * here says what a value would have to be. Callers: cli/, web/. */
#pragma once
#include "app/target_series.h"
#include "core/forecast.h"
#include "core/light.h"

/* One figure against what is owed, of the city or of a unit. */
typedef struct TargetFigures {
    Owed owed;  /* in the period of the value; without one at present */
    int period; /* of the value; -1 = there is none */
    Str actual,
        reached_of; /* what the city's sum is held against while units are missing; else empty */
    bool is_confirmed;
    Str percent; /* completion, two decimals; empty = no rate: nothing is owed, or zero */
    Str plan;    /* scheduled share, per cent, two decimals */
    Str gap;     /* percentage points, two decimals */
    Light light;
    LightReason reason;
    bool has_growth;
    Yoy growth; /* year on year, one decimal */
    TrajectoryKind trajectory;
    Forecast forecast;
    int counted,
        met; /* of a city without a figure of the whole: units with a value, and of them those that meet it */
    bool is_met;
    bool is_behind; /* a gap below zero, or without one the target not met */
} TargetFigures;

typedef struct TargetUnitRow {
    int unit;
    Str weight;
    bool is_listed, is_municipal, is_orphan;
    TargetFigures figures;
    LIST_OF(SplitFinding) findings;
} TargetUnitRow;

typedef struct TargetMonth {
    const CampaignPeriod *period;
    Str plan, percent, actual; /* per cent of what is owed for the year; empty = none */
} TargetMonth;

/* A change, and what there is to say about it. */
typedef struct TargetChanged {
    const TargetChange *change;
    bool is_easier;    /* asks less than before */
    bool is_after_bad; /* easier, after a month in which it was behind (坏月之后调低) */
    bool is_held;      /* holds in the newest period of the campaign */
} TargetChanged;

typedef struct TargetView {
    const CampaignIndex *index;
    int target,
        period; /* period looked at: of the newest value that counts, else the first; -1: none */
    Split split;
    bool is_statistics;
    SplitCheck check; /* as it stands in the last period of the campaign */
    TargetFigures city;
    LIST_OF(TargetUnitRow) rows;    /* that the reader may see, in official order */
    bool only_own;                  /* rows of others were left out */
    LIST_OF(TargetChanged) changes; /* newest first */
    LIST_OF(TargetMonth) months;    /* of the city, else of the reader's own unit */
    int months_of;                  /* unit; -1: the city */
    int seen;                       /* changes there are */
    bool may_change;
} TargetView;
typedef LIST_OF(TargetView) TargetViews;

typedef struct TargetFilter {
    Str split;    /* additive … */
    Str finding;  /* over · under · other · any · fits; empty = all */
    Str words;    /* in code, what, task */
    bool changed; /* only those with a change after a bad month */
} TargetFilter;

/* All targets, those with findings over or under first, then in the order of the campaign. Rows, months and
 * likelihood of units are left out. ERR_DENIED. */
bool targets_read(App *app, const TargetFilter *filter, TargetViews *ret_views, Err *err);
/* ERR_TARGET_UNKNOWN, ERR_DENIED. */
bool target_read(App *app, Str code, TargetView *ret_view, Err *err);
/* The index of the target for this reader: none of a restricted area. ERR_TARGET_UNKNOWN. */
bool targets_find(App *app, Str code, int *ret_target, Err *err);
/* Of one unit (-1: the city) in the newest period up to `last` that has a value. */
bool target_figures(App *app, const TargetSeries *series, int unit, int last,
                    TargetFigures *ret_figures, Err *err);
/* Newest period that counts for the reader; -1 = none. */
bool targets_last_period(App *app, int *ret_period, Err *err);

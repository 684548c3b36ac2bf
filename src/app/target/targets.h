/* app/target/targets.h - targets as people look at them (目标分解): how each is handed on, kept and likely to end.
 *
 * Read by whoever reads the ledger; figures of single units only by who may (ACT_TARGET_READ): a unit sees
 * its own and the whole. Figures stand where the ledger stands, at the last published period, so that no light
 * differs from the ledger's; who may see trial results can ask for the newest month instead, and the page says
 * so. Targets of restricted areas do not appear. Likelihood is never given for statistics, and nothing
 * here says what a value would have to be. Callers: cli/, web/. */
#pragma once
#include "app/target/target_figures.h"

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
    int target;
    int last;   /* period that figures stand at; -1: nothing is published */
    int period; /* of the city's value; -1: none */
    Split split;
    bool is_statistics;
    SplitCheck check; /* as it stands in the last period of the campaign */
    TargetFigures city;
    LIST_OF(TargetUnitRow) rows;    /* that the reader may see, in official order */
    bool newest;                    /* counts what is not published */
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
    bool
        newest; /* as far as anything has come in, published or not; for who may see trial results */
} TargetFilter;

/* All targets, those with findings over or under first, then in the order of the campaign. Rows, months and
 * likelihood of units are left out. ERR_DENIED. */
bool targets_read(App *app, const TargetFilter *filter, TargetViews *ret_views, Err *err);
/* ERR_TARGET_UNKNOWN, ERR_DENIED. */
bool target_read(App *app, Str code, bool newest, TargetView *ret_view, Err *err);
/* The index of the target for this reader: none of a restricted area. ERR_TARGET_UNKNOWN. */
bool targets_find(App *app, Str code, int *ret_target, Err *err);
bool targets_may_newest(const App *app);
/* The last published period, as the ledger stands; -1 = none. */
bool targets_last_period(App *app, bool newest, int *ret_period, Err *err);

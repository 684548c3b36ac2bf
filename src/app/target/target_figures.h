/* app/target/target_figures.h - one figure of a target: what is owed, rate, gap, light, year on year, likelihood.
 *
 * The one function behind every page: of the city by its kind of decomposition, or of a unit. Likelihood is asked
 * for by itself, since it looks at the whole year. Callers: app/ledger/ledger, app/result/unit_view, app/target/targets,
 * app/target/target_change, app/paper/province_facts. */
#pragma once
#include "app/target/target_pace.h"
#include "core/forecast.h"

/* One figure against what is owed, of the city or of a unit. */
typedef struct TargetFigures {
    Owed owed;  /* in the period of the value; without one at present */
    int period; /* looked at, and of the value; -1 = there is none */
    Str actual,
        reached_of; /* what the city's sum is held against while units are missing; else empty */
    Str reported;   /* of a unit: what it handed in, where what counts is another number */
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
    bool
        is_met; /* what is owed, also while units are missing; of a list: by all who have a value */
    bool is_behind; /* a gap below zero, or without one the target not met */
} TargetFigures;

/* Of one unit (-1: the city) at `last`: in the newest period that has a value, no older than the indicator may lag. */
bool target_figures(Arena *arena, const TargetSeries *series, int unit, int last,
                    TargetFigures *ret_figures, Err *err);
/* Of the period itself (-1: none); what is owed without a value is what is owed at `last`. */
bool target_figures_at(Arena *arena, const TargetSeries *series, int unit, int period, int last,
                       TargetFigures *ret_figures, Err *err);
/* How likely the year's end is, and by which schedule. The series must hold the whole year. */
bool target_outlook(Arena *arena, const TargetSeries *series, int unit, TargetFigures *figures,
                    Err *err);

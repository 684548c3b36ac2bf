/* app/target_series.h - what is known of a target's indicator over the months, and its trajectory (序时).
 *
 * Values by period and seat: what was confirmed, else what was reported, the newest of each; of an
 * indicator counted by the month the months are added up. Last year's come from the campaign before
 * this one where it is in the database, else from what units report beside their values. The trajectory
 * is the unit's own plan, else the campaign's, else last year's months where the whole year is known,
 * else straight months; an indicator that does not grow over the year has none but a plan. Callers:
 * app/targets, app/target_change. */
#pragma once
#include "app/app.h"
#include "app/target_value.h"
#include "core/pace.h"

typedef struct SeriesValue {
    bool has, has_before;
    bool is_confirmed, before_is_kept; /* before: of the campaign before, not reported beside */
    Dec value, before;                 /* before: of the same month a year before */
} SeriesValue;

typedef enum TrajectoryKind {
    TRAJECTORY_OWN_PLAN,  /* the unit's own monthly plan */
    TRAJECTORY_PLAN,      /* the campaign's monthly plan */
    TRAJECTORY_KEPT_YEAR, /* last year's months, of the campaign before */
    TRAJECTORY_TOLD_YEAR, /* last year's months, as reported beside this year's */
    TRAJECTORY_STRAIGHT,  /* straight months */
    TRAJECTORY_NONE,
    TRAJECTORY_KINDS
} TrajectoryKind;
Str trajectory_word(TrajectoryKind kind); /* own_plan … */

typedef struct Trajectory {
    TrajectoryKind kind;
    bool *has;     /* [period] */
    Share *shares; /* [period] */
} Trajectory;

typedef struct TargetSeries {
    const CampaignIndex *index;
    int target, indicator; /* indicator -1: the target has none, and no values */
    Split split;
    SeriesValue *cells; /* [period * units + unit] */
    SeriesValue
        *city;    /* [period] by the target's kind; none where nothing can be said of the whole */
    int *counted; /* [period] units with a value */
    int last;     /* newest period with a value; -1 = none */
} TargetSeries;

bool target_series(App *app, int target, TargetSeries *ret_series, Err *err);
/* Of the unit's seat in the period; NULL = nothing is known. unit -1: the city. */
const SeriesValue *series_at(const TargetSeries *series, int unit, int period);
/* Whether every unit that has a part has a value in the period, and what those with one owe together. */
bool series_present(Arena *arena, const TargetSeries *series, int period, bool *ret_complete,
                    Dec *ret_owed, Err *err);
bool series_trajectory(Arena *arena, const TargetSeries *series, int unit,
                       Trajectory *ret_trajectory, Err *err);

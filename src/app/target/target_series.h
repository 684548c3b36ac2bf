/* app/target/target_series.h - what is known of a target over the months, and its trajectory (序时).
 *
 * Values are those of a book (app/target/target_book.h); the city's is formed by the target's kind of decomposition, and
 * not at all where the units' values make none. The trajectory is the unit's own plan, else the campaign's, else
 * last year's months where the whole year is known, else straight months; an indicator that does not grow over
 * the year has none but a plan. Callers: app/target/target_pace and whoever asks it. */
#pragma once
#include "app/app.h"
#include "app/target/target_book.h"
#include "app/target/target_value.h"
#include "core/pace.h"

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
    const TargetBook *book;
    int target, indicator; /* indicator -1: the target has none, and no values */
    Split split;
    /* [period - book->from] by the target's kind; none where nothing can be said of the whole */
    SeriesValue *city;
    int *counted; /* [period - book->from] units with a value */
    int last;     /* newest period with a value; -1 = none */
} TargetSeries;

/* The book must outlive the series. */
bool target_series(Arena *arena, const TargetBook *book, int target, TargetSeries *ret_series,
                   Err *err);
/* Of the unit's seat in the period; NULL = nothing is known. unit -1: the city. */
const SeriesValue *series_at(const TargetSeries *series, int unit, int period);
/* The same month a year before, of the unit's seat. */
bool series_before(const TargetSeries *series, int unit, int period, bool *ret_kept,
                   Dec *ret_value);
int series_counted(const TargetSeries *series, int period);
/* The period that a page looks at which stands at `last`: the newest with a value, no older than the indicator
 * may lag; -1 = none. */
int series_period(const TargetSeries *series, int last);
/* Whether every unit that has a part has a value in the period, and what those with one owe together. */
bool series_present(const TargetSeries *series, int period, bool *ret_complete, Dec *ret_owed,
                    Err *err);
/* Whether units' values make one of the whole: amounts do, means with weights, rates with weights or with numerator
 * and denominator. */
bool series_has_whole(const TargetSeries *series);
bool series_trajectory(Arena *arena, const TargetSeries *series, int unit,
                       Trajectory *ret_trajectory, Err *err);

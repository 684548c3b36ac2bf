/* app/target/target_pace.h - one figure against what is owed: completion, schedule, gap and light.
 *
 * Every page that shows one asks here: ledger, overview, unit page, /targets, the monthly form, the review, the
 * report to the province. The same for a city's figure and for one unit's part of it; what it is held against on
 * the way is the trajectory (app/target/target_series.h), the fallbacks among it. Callers: app/target/target_figures, the
 * monthly report, app/report/review_sheet. */
#pragma once
#include "app/target/target_series.h"
#include "core/light.h"

typedef struct TargetPace {
    Str percent; /* actual / owed, two decimals; empty = no rate: nothing is owed, or a ceiling */
    Str plan;    /* scheduled share, per cent, two decimals at most; empty = none */
    Str gap;     /* percentage points, two decimals; empty without a schedule */
    Light light;
    LightReason reason;
    TrajectoryKind trajectory;
} TargetPace;

/* Why a target can have no light whatever its figures are; LIGHT_HAS_ONE when it can. */
LightReason target_pace_reason(const Target *target);
/* unit -1: the city. owed NULL: nothing is stated. */
bool target_pace(Arena *arena, const TargetSeries *series, int unit, int period, Dec actual,
                 const Dec *owed, TargetPace *ret_pace, Err *err);
/* The share of the year that is scheduled by the period, as printed and exact; false = no schedule. */
bool target_scheduled(Arena *arena, const TargetSeries *series, int unit, int period,
                      TargetPace *ret_pace, Share *ret_share, bool *ret_has, Err *err);
/* Whether the value meets a target of that relation. */
bool target_meets(Str relation, Dec value, Dec target);

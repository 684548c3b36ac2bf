/* app/target_pace.h - one figure against what was given: completion, schedule, gap and light.
 *
 * The same for a city's sum and for one unit's part of it. Callers: app/ledger, app/unit_view. */
#pragma once
#include "app/campaign_index.h"
#include "core/light.h"

typedef struct TargetPace {
    Str percent; /* actual / given, two decimals; empty when nothing was given */
    Str plan;    /* scheduled share, per cent; empty = none */
    Str gap;     /* percentage points, two decimals; empty without a schedule */
    Light light;
    LightReason reason;
} TargetPace;

/* Why a target can have no light whatever its figures are; LIGHT_HAS_ONE when it can. */
LightReason target_pace_reason(const Target *target);
bool target_pace(Arena *arena, const CampaignIndex *index, const Target *target, Str period,
                 Dec actual, Dec given, TargetPace *ret_pace, Err *err);
/* Whether the value meets a target of that relation. */
bool target_meets(Str relation, Dec value, Dec target);

#include "app/target/target_pace.h"

#include "core/pace.h"

enum { SHOWN_DECIMALS = 2 };

bool target_meets(Str relation, Dec value, Dec target)
{
    int order = dec_cmp(value, target);
    if (str_eq(relation, S("le")))
        return order <= 0;
    return str_eq(relation, S("eq")) ? order == 0 : order >= 0;
}

LightReason target_pace_reason(const Target *target)
{
    if (str_eq(target->relation, S("le")) || str_eq(target->relation, S("eq")))
        return LIGHT_CEILING;
    return LIGHT_HAS_ONE;
}

bool target_scheduled(Arena *arena, const TargetSeries *s, int unit, int period,
                      TargetPace *ret_pace, Share *ret_share, bool *ret_has, Err *err)
{
    AUTO_ARENA scratch = {0};
    Trajectory t;
    Dec plan;
    if (!series_trajectory(&scratch, s, unit, &t, err))
        return false;
    ret_pace->trajectory = t.kind;
    *ret_has = period >= 0 && t.has && t.has[period];
    if (!*ret_has)
        return true;
    *ret_share = t.shares[period];
    if (!pace_share(*ret_share, SHOWN_DECIMALS, &plan, err))
        return false;
    bool planned = t.kind == TRAJECTORY_PLAN || t.kind == TRAJECTORY_OWN_PLAN;
    /* a plan as it was stated */
    ret_pace->plan =
        planned ? index_plan(s->index, s->indicator, unit, period, NULL) : dec_str(arena, plan);
    return true;
}

static bool light_for(const TargetSeries *s, int period, Dec gap, TargetPace *pace, Err *err)
{
    const CampaignDef *def = s->index->def;
    const LightRule *rule =
        light_rule(def->lights.items, def->lights.count, def->periods.items[period].code);
    if (pace->reason == LIGHT_CEILING)
        return true;
    pace->reason = rule ? LIGHT_HAS_ONE : LIGHT_NO_RULE;
    return !rule || light_of_gap(rule, gap, &pace->light, err);
}

bool target_pace(Arena *arena, const TargetSeries *s, int unit, int period, Dec actual,
                 const Dec *owed, TargetPace *ret_pace, Err *err)
{
    const Target *target = &s->index->def->targets.items[s->target];
    LightReason never = target_pace_reason(target);
    TargetPace pace = {.reason = never == LIGHT_HAS_ONE ? LIGHT_NO_VALUE : never};
    Dec percent, gap;
    Share share;
    bool has;
    if (!target_scheduled(arena, s, unit, period, &pace, &share, &has, err))
        return false;
    if (!owed || owed->coef == 0 ||
        target_is_ceiling(target)) { /* what is not to be exceeded is not "completed" */
        pace.plan = S("");
        *ret_pace = pace;
        return true;
    }
    if (!pace_completion(actual, *owed, SHOWN_DECIMALS, &percent, err))
        return false;
    pace.percent = dec_str(arena, percent);
    if (pace.reason != LIGHT_CEILING)
        pace.reason = LIGHT_NO_SCHEDULE;
    if (has && (!pace_gap_of(actual, *owed, share, SHOWN_DECIMALS, &gap, err) ||
                !light_for(s, period, gap, &pace, err)))
        return false;
    pace.gap = has ? dec_str(arena, gap) : S("");
    *ret_pace = pace;
    return true;
}

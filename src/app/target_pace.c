#include "app/target_pace.h"

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

static Str plan_of(const CampaignIndex *x, const Target *target, Str period)
{
    int indicator = map_get(&x->indicators, target->indicator);
    int at = map_get(&x->periods, period);
    return indicator < 0 || at < 0 ? S("") : x->plans[indicator * x->def->periods.count + at];
}

static bool light_of(const CampaignIndex *x, const Target *target, Str period, Dec gap,
                     TargetPace *pace, Err *err)
{
    const LightRule *rule = light_rule(x->def->lights.items, x->def->lights.count, period);
    pace->reason = target_pace_reason(target);
    if (pace->reason != LIGHT_HAS_ONE)
        return true;
    if (!rule) {
        pace->reason = LIGHT_NO_RULE;
        return true;
    }
    return light_of_gap(rule, gap, &pace->light, err);
}

bool target_pace(Arena *arena, const CampaignIndex *x, const Target *target, Str period, Dec actual,
                 Dec given, TargetPace *ret_pace, Err *err)
{
    TargetPace pace = {.reason = LIGHT_NO_VALUE};
    Dec percent, plan, gap;
    if (given.coef != 0) {
        if (!pace_completion(actual, given, SHOWN_DECIMALS, &percent, err))
            return false;
        pace.percent = dec_str(arena, percent);
        pace.plan = plan_of(x, target, period);
        pace.reason = LIGHT_NO_SCHEDULE;
    }
    if (pace.plan.len) {
        if (!dec_parse(pace.plan, &plan, err) ||
            !pace_gap(actual, given, plan, SHOWN_DECIMALS, &gap, err) ||
            !light_of(x, target, period, gap, &pace, err))
            return false;
        pace.gap = dec_str(arena, gap);
    }
    *ret_pace = pace;
    return true;
}

#include "core/light.h"

static const Str words[LIGHT_COUNT] = {
    [LIGHT_NONE] = SC("none"),
    [LIGHT_GREEN] = SC("green"),
    [LIGHT_YELLOW] = SC("yellow"),
    [LIGHT_RED] = SC("red"),
};

static const Str reasons[LIGHT_REASON_COUNT] = {
    [LIGHT_HAS_ONE] = SC(""),
    [LIGHT_NO_RULE] = SC("no_rule"),
    [LIGHT_NO_VALUE] = SC("no_value"),
    [LIGHT_NO_SCHEDULE] = SC("no_schedule"),
    [LIGHT_EACH_UNIT] = SC("each_unit"),
    [LIGHT_NO_SUM] = SC("no_sum"),
    [LIGHT_CEILING] = SC("ceiling"),
    [LIGHT_UNSEEN] = SC("unseen"),
};

const LightRule *light_rule(const LightRule *rules, int count, Str period)
{
    const LightRule *found = NULL;
    for (int i = 0; i < count && str_cmp(rules[i].effective, period) <= 0; i++)
        found = &rules[i];
    return found;
}

bool light_of_gap(const LightRule *rule, Dec gap, Light *ret_light, Err *err)
{
    Dec yellow, red, behind = {-gap.coef, gap.scale};
    if (!dec_parse(rule->yellow_from, &yellow, err) || !dec_parse(rule->red_above, &red, err))
        return false;
    *ret_light = dec_cmp(behind, red) > 0       ? LIGHT_RED
                 : dec_cmp(behind, yellow) >= 0 ? LIGHT_YELLOW
                                                : LIGHT_GREEN;
    return true;
}

Str light_word(Light light)
{
    return words[light];
}

bool light_parse(Str word, Light *ret_light)
{
    for (int i = 0; i < LIGHT_COUNT; i++)
        if (str_eq(word, words[i])) {
            *ret_light = (Light)i;
            return true;
        }
    return false;
}

Str light_reason_word(LightReason reason)
{
    return reasons[reason];
}

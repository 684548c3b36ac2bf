/* core/light.h - lights (亮灯): a colour for how far a target is behind its schedule, by a dated rule.
 *
 * A rule is data of the campaign and states from how many percentage points behind a light is yellow
 * and above how many it is red; all else is green. The gap is the one that is printed (core/pace), so
 * that nobody can dispute the colour with the figure beside it. Without a rule, a value or a schedule
 * there is no light, and the reason is a word. Callers: app/. */
#pragma once
#include "core/campaign.h"

typedef enum Light { LIGHT_NONE, LIGHT_GREEN, LIGHT_YELLOW, LIGHT_RED, LIGHT_COUNT } Light;

/* Why there is no light; LIGHT_HAS_ONE beside one. */
typedef enum LightReason {
    LIGHT_HAS_ONE,
    LIGHT_NO_RULE,     /* no rule of the campaign holds in the period */
    LIGHT_NO_VALUE,    /* nobody has reported yet, or the target itself is not known */
    LIGHT_NO_SCHEDULE, /* the indicator has no plan for the period */
    LIGHT_EACH_UNIT,   /* the target is one of each unit: its units have their own */
    LIGHT_NO_SUM, /* units' values make no figure of the whole: a mean without weights, a rate without its parts */
    LIGHT_CEILING, /* not to be exceeded, or to be met exactly: nothing to be behind of */
    LIGHT_UNSEEN,  /* red, and the leader in charge has not seen it yet (app/red_seen.h) */
    LIGHT_REASON_COUNT
} LightReason;

/* The newest rule that holds in the period; NULL when there is none. Rules stand in order of time. */
const LightRule *light_rule(const LightRule *rules, int count, Str period);
/* gap = completion - plan in percentage points, as printed. ERR_DEC_MALFORMED for a rule that is none. */
bool light_of_gap(const LightRule *rule, Dec gap, Light *ret_light, Err *err);
Str light_word(Light light); /* green … none */
bool light_parse(Str word, Light *ret_light);
Str light_reason_word(LightReason reason); /* empty beside a light */

/* Bunching just above the target: against as many steps below it, and against its neighbourhood. */
#include "core/screening_parts.h"

#include <math.h>

/* Where a value stands to its goal. The steps are those of the indicator's last decimal; of a lower-is-better indicator
 * everything is turned round, so that "above" is what meets the goal. */
typedef struct Place {
    bool near, above,
        below;   /* within `around`; in the steps that just meet it; in as many that just miss it */
    double even; /* share of those steps in the neighbourhood */
} Place;

static Place place_of(const Screen *s, int period, int unit, int indicator)
{
    const ScreeningIndicator *x = &s->in->indicators[indicator];
    size_t at = screening_at(s->in, period, unit, indicator);
    int64_t value = s->in->reported[at];
    double goal = s->in->goals[at];
    Place place = {0};
    if (value == SCREENING_NONE || !(goal >= 1) || goal > (double)SCREENING_VALUE_MAX)
        return place;
    double within = floor(goal * s->rule->goal.within);
    double around = floor(goal * s->rule->goal.around);
    double ceiling = 100.0 * (double)screen_one(s, indicator);
    within = within < 1 ? 1 : within;
    if (around < within || (x->percent && !x->lower && goal + around > ceiling))
        return place; /* too coarse; or there is no room above */
    double steps = x->lower ? floor(goal) - (double)value : (double)value - ceil(goal);
    place.near = steps >= -around && steps < around;
    place.above = steps >= 0 && steps < within;
    place.below = steps < 0 && steps >= -within;
    place.even = within / (2 * around);
    return place;
}

static Rates near_rates(Screen *s)
{
    Rates rates = rates_new(s);
    for (int t = s->from; t <= s->period; t++)
        for (int u = 0; u < s->in->nunits; u++)
            for (int i = 0; i < s->in->nindicators; i++) {
                Place place = place_of(s, t, u, i);
                if (place.near)
                    rates_add(&rates, u, i, place.above);
            }
    return rates;
}

/* Chance of so many just above in this period, by how the others stand in the neighbourhood. */
static double heaped(Screen *s, const Rates *rates, int unit, ScreeningFinding *f)
{
    double *q = arena_new(s->scratch, double, s->in->nindicators + 1);
    for (int i = 0; i < s->in->nindicators; i++) {
        Place place = place_of(s, s->period, unit, i);
        if (!place.near)
            continue;
        double even = place.even * s->rule->goal.slack, others = rates_of_others(rates, unit, i);
        double chance = even > others ? even : others;
        q[f->of++] = chance < 1 ? chance : 1;
        f->expected += q[f->of - 1];
        if (!place.above)
            continue;
        size_t at = screening_at(s->in, s->period, unit, i);
        f->count++;
        screen_cell(f, s->period, i, s->in->reported[at], llround(s->in->goals[at]));
    }
    return f->count < s->rule->goal.least ? 1 : screening_tail(s->scratch, q, f->of, f->count);
}

/* Of the two tests the one that says more, corrected for there being two. */
static ScreeningFinding better_of(ScreeningFinding a, ScreeningFinding b)
{
    ScreeningFinding f = b.p < a.p ? b : a;
    f.p = f.p * 2 < 1 ? f.p * 2 : 1;
    return f;
}

void screen_goals(Screen *s)
{
    Candidates found = {0};
    Rates rates = near_rates(s);
    for (int u = 0; u < s->in->nunits; u++) {
        ScreeningFinding month = screen_finding(s, SCREEN_GOAL, u), year = month;
        int fresh = 0;
        for (int t = s->period; t >= s->from; t--)
            for (int i = 0; i < s->in->nindicators; i++) {
                Place place = place_of(s, t, u, i);
                size_t at = screening_at(s->in, t, u, i);
                year.of += place.above || place.below;
                year.count += place.above;
                fresh += place.above && t == s->period;
                if (place.above)
                    screen_cell(&year, t, i, s->in->reported[at], llround(s->in->goals[at]));
            }
        month.p = heaped(s, &rates, u, &month);
        year.expected = year.of * s->rule->goal.fair;
        year.p = fresh && year.count >= s->rule->goal.least
                     ? screening_tail_even(s->scratch, s->rule->goal.fair, year.of, year.count)
                     : 1;
        if (month.of < s->rule->goal.least && year.of < s->rule->goal.least)
            continue;
        found.tests++;
        ScreeningFinding f = better_of(month, year);
        if (f.p <= s->rule->alpha)
            *arena_push(s->scratch, &found) = f;
    }
    screen_settle(s, SCREEN_GOAL, &found);
}

void screen_goal_indicators(Screen *s)
{
    Candidates found = {0};
    for (int i = 0; i < s->in->nindicators; i++) {
        ScreeningFinding f = screen_finding(s, SCREEN_GOAL_INDICATOR, -1);
        f.indicator = i;
        int fresh = 0;
        for (int t = s->from; t <= s->period; t++)
            for (int u = 0; u < s->in->nunits; u++) {
                Place place = place_of(s, t, u, i);
                f.of += place.above || place.below;
                f.count += place.above;
                fresh += place.above && t == s->period;
            }
        if (f.of < s->rule->goal.least)
            continue;
        found.tests++;
        f.expected = f.of * s->rule->goal.fair;
        f.p = fresh && f.count >= s->rule->goal.least
                  ? screening_tail_even(s->scratch, s->rule->goal.fair, f.of, f.count)
                  : 1;
        if (f.p <= s->rule->alpha)
            *arena_push(s->scratch, &found) = f;
    }
    screen_settle(s, SCREEN_GOAL_INDICATOR, &found);
}

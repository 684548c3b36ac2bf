/* What must add up: the units and the city's own figure, money and works. No chance in it. */
#include "core/screening_parts.h"

#include <math.h>

/* Sum of the units that make the city; false where one is not there. */
static bool sum_of(const Screen *s, int indicator, int64_t *ret_sum, int *ret_units)
{
    *ret_sum = 0;
    *ret_units = 0;
    for (int u = 0; u < s->in->nunits; u++) {
        if (s->in->in_city && !s->in->in_city[u])
            continue;
        int64_t value = screen_value(s, s->period, u, indicator);
        if (value == SCREENING_NONE || *ret_units >= 1 << 10)
            return false;
        *ret_sum += value;
        ++*ret_units;
    }
    return *ret_units > 0;
}

/* Each printed number may be half a step off. */
void screen_city(Screen *s)
{
    for (int i = 0; s->in->city && i < s->in->nindicators; i++) {
        int64_t own = s->in->city[(size_t)s->period * (size_t)s->in->nindicators + (size_t)i], sum;
        int units;
        if (own == SCREENING_NONE || !s->in->indicators[i].known ||
            !s->in->indicators[i].additive || !sum_of(s, i, &sum, &units))
            continue;
        s->result->tested[SCREEN_CITY_SUM]++;
        int64_t apart = sum > own ? sum - own : own - sum;
        if (2 * apart <= units + 1)
            continue;
        ScreeningFinding f = screen_finding(s, SCREEN_CITY_SUM, -1);
        f.indicator = i;
        f.count = f.of = units;
        f.expected = (units + 1) / 2.0 / (double)screen_one(s, i);
        f.measured = (double)(sum - own) / (double)screen_one(s, i);
        screen_cell(&f, s->period, i, sum, own);
        screen_keep(s, &f);
    }
}

static double share_done(const Screen *s, int unit, int indicator)
{
    int64_t value = screen_value(s, s->period, unit, indicator);
    double target = s->in->targets[unit * s->in->nindicators + indicator];
    return value == SCREENING_NONE || !(target > 0) ? NAN : (double)value / target;
}

void screen_money(Screen *s)
{
    for (int u = 0; u < s->in->nunits; u++)
        for (int k = 0; k < s->rule->npairs; k++) {
            const ScreeningPair *pair = &s->rule->pairs[k];
            double paid = share_done(s, u, pair->money), done = share_done(s, u, pair->physical);
            if (isnan(paid) || isnan(done))
                continue;
            s->result->tested[SCREEN_MONEY]++;
            if (fabs(paid - done) <= s->rule->money.margin)
                continue;
            ScreeningFinding f = screen_finding(s, SCREEN_MONEY, u);
            f.indicator = pair->money;
            f.count = f.of = 1;
            f.expected = s->rule->money.margin;
            f.measured = paid - done;
            for (int side = 0; side < 2; side++) {
                int i = side ? pair->physical : pair->money;
                screen_cell(&f, s->period, i, screen_value(s, s->period, u, i),
                            llround(s->in->targets[u * s->in->nindicators + i]));
            }
            screen_keep(s, &f);
        }
}

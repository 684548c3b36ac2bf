/* Last digits that people like, and reports that are better than what was confirmed. */
#include "core/screening_parts.h"

#include <math.h>
#include <stdlib.h>

/* ---- last digits 0 and 5 ---- */

/* A value that is new, with digits enough. */
static bool digit_counts(const Screen *s, int period, int unit, int indicator)
{
    int64_t now = screen_value(s, period, unit, indicator);
    return screen_tells(s, indicator, now, s->rule->digits.digits) &&
           now != screen_value(s, period - 1, unit, indicator);
}

static bool is_round(int64_t value)
{
    return llabs(value) % 5 == 0;
}

enum { EVENLY = 5 }; /* two of ten digits */

/* The unit's values that count, newest first: how likely each is round into q, the rest into f.
 * Returns how many are of the period itself. */
static int digits_of_unit(Screen *s, const Rates *rates, int u, double *q, ScreeningFinding *f)
{
    int fresh = 0;
    for (int t = s->period; t >= s->from; t--)
        for (int i = 0; i < s->in->nindicators; i++) {
            if (!digit_counts(s, t, u, i))
                continue;
            double others = rates_of_others(rates, u, i);
            others = (others > 1.0 / EVENLY ? others : 1.0 / EVENLY) * s->rule->digits.slack;
            q[f->of] = others < 1 ? others : 1;
            f->expected += q[f->of++];
            int64_t value = screen_value(s, t, u, i);
            f->count += is_round(value);
            fresh += t == s->period;
            if (is_round(value) && t == s->period)
                screen_cell(f, t, i, value, SCREENING_NONE);
        }
    return fresh;
}

void screen_digits(Screen *s)
{
    Candidates found = {0};
    Rates rates = rates_new(s);
    for (int t = s->from; t <= s->period; t++)
        for (int u = 0; u < s->in->nunits; u++)
            for (int i = 0; i < s->in->nindicators; i++)
                if (digit_counts(s, t, u, i))
                    rates_add(&rates, u, i, is_round(screen_value(s, t, u, i)));
    size_t cells = (size_t)(s->period - s->from + 1) * (size_t)s->in->nindicators;
    double *q = arena_new(s->scratch, double, cells + 1);
    for (int u = 0; u < s->in->nunits; u++) {
        ScreeningFinding f = screen_finding(s, SCREEN_DIGITS, u);
        int fresh = digits_of_unit(s, &rates, u, q, &f);
        if (f.of < s->rule->digits.values || !fresh)
            continue;
        found.tests++;
        f.p = screening_tail(s->scratch, q, f.of, f.count);
        if (f.p <= s->rule->alpha)
            *arena_push(s->scratch, &found) = f;
    }
    screen_settle(s, SCREEN_DIGITS, &found);
}

/* ---- reported and confirmed ---- */

/* 1: reported is better than confirmed; -1: worse; 0: the same, or one is not there. */
static int better(const Screen *s, int period, int unit, int indicator)
{
    size_t at = screening_at(s->in, period, unit, indicator);
    int64_t reported = s->in->reported[at], confirmed = s->in->confirmed[at];
    if (reported == SCREENING_NONE || confirmed == SCREENING_NONE || reported == confirmed)
        return 0;
    return (reported > confirmed) == s->in->indicators[indicator].lower ? -1 : 1;
}

static double share_of(const Screen *s, int period, int unit, int indicator)
{
    size_t at = screening_at(s->in, period, unit, indicator);
    double reported = (double)s->in->reported[at], confirmed = (double)s->in->confirmed[at];
    return confirmed < 0 || confirmed > 0 ? fabs(reported - confirmed) / fabs(confirmed) : 1;
}

/* How often the others' differences lean that way: at least evenly. */
static void lean_of_all(const Screen *s, int *ret_better, int *ret_of)
{
    for (int u = 0; u < s->in->nunits; u++) {
        ret_better[u] = ret_of[u] = 0;
        for (int t = s->from; t <= s->period; t++)
            for (int i = 0; i < s->in->nindicators; i++) {
                int sign = better(s, t, u, i);
                ret_of[u] += sign != 0;
                ret_better[u] += sign > 0;
            }
        ret_better[s->in->nunits] += ret_better[u];
        ret_of[s->in->nunits] += ret_of[u];
    }
}

static void checks_cells(Screen *s, int unit, ScreeningFinding *f)
{
    double *shares = arena_new(s->scratch, double, f->of + 1);
    int n = 0;
    for (int t = s->period; t >= s->from; t--)
        for (int i = 0; i < s->in->nindicators; i++) {
            size_t at = screening_at(s->in, t, unit, i);
            if (better(s, t, unit, i) <= 0)
                continue;
            shares[n++] = share_of(s, t, unit, i);
            screen_cell(f, t, i, s->in->reported[at], s->in->confirmed[at]);
        }
    f->measured = screening_median(shares, n);
}

void screen_checks(Screen *s)
{
    int all = s->in->nunits;
    int *better_of = arena_new(s->scratch, int, all + 1), *of = arena_new(s->scratch, int, all + 1);
    Candidates found = {0};
    lean_of_all(s, better_of, of);
    for (int u = 0; u < all; u++) {
        ScreeningFinding f = screen_finding(s, SCREEN_CHECKS, u);
        bool fresh = false;
        for (int i = 0; i < s->in->nindicators; i++)
            fresh = fresh || better(s, s->period, u, i) > 0;
        f.of = of[u];
        f.count = better_of[u];
        if (f.of < s->rule->checks.values)
            continue;
        double q = (better_of[all] - f.count + 1.0) / (of[all] - f.of + 2.0);
        q = q > 0.5 ? q : 0.5;
        found.tests++;
        f.expected = q * f.of;
        f.p = fresh ? screening_tail_even(s->scratch, q, f.of, f.count) : 1;
        if (f.p > s->rule->alpha)
            continue;
        checks_cells(s, u, &f);
        *arena_push(s->scratch, &found) = f;
    }
    screen_settle(s, SCREEN_CHECKS, &found);
}

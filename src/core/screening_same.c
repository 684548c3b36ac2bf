/* The same values to all digits: as the period before, as another unit. */
#include "core/screening_parts.h"

static bool comparable(const Screen *s, int indicator, int64_t a, int64_t b, int digits)
{
    return screen_tells(s, indicator, a, digits) && screen_tells(s, indicator, b, digits);
}

/* ---- as the period before ---- */

static Rates repeat_rates(Screen *s)
{
    Rates rates = rates_new(s);
    for (int t = 1; t <= s->period; t++)
        for (int u = 0; u < s->in->nunits; u++)
            for (int i = 0; i < s->in->nindicators; i++) {
                int64_t now = screen_value(s, t, u, i), before = screen_value(s, t - 1, u, i);
                if (comparable(s, i, now, before, s->rule->repeated.digits))
                    rates_add(&rates, u, i, now == before);
            }
    return rates;
}

static double chance_of(double others, double slack)
{
    double q = others * slack;
    return q < 1 ? q : 1;
}

void screen_repeated(Screen *s)
{
    Candidates found = {0};
    Rates rates = repeat_rates(s);
    double *q = arena_new(s->scratch, double, s->in->nindicators + 1);
    for (int u = 0; u < s->in->nunits; u++) {
        ScreeningFinding f = screen_finding(s, SCREEN_REPEATED, u);
        for (int i = 0; i < s->in->nindicators; i++) {
            int64_t now = screen_value(s, s->period, u, i),
                    before = screen_value(s, s->period - 1, u, i);
            if (!comparable(s, i, now, before, s->rule->repeated.digits))
                continue;
            q[f.of] = chance_of(rates_of_others(&rates, u, i), s->rule->repeated.slack);
            f.expected += q[f.of++];
            f.count += now == before;
            if (now == before)
                screen_cell(&f, s->period, i, now, before);
        }
        if (f.of < s->rule->repeated.least)
            continue;
        found.tests++;
        f.p = f.count >= s->rule->repeated.least ? screening_tail(s->scratch, q, f.of, f.count) : 1;
        if (f.p <= s->rule->alpha)
            *arena_push(s->scratch, &found) = f;
    }
    screen_settle(s, SCREEN_REPEATED, &found);
}

/* ---- as another unit ---- */

/* Pairs of a group that could be equal and that are, of each indicator and all periods up to this. */
typedef struct PairRates {
    int64_t *of, *equal; /* [indicator] */
} PairRates;

static bool are_peers(const Screen *s, int u, int v)
{
    return u != v && s->in->group_of[u] >= 0 && s->in->group_of[u] == s->in->group_of[v];
}

static PairRates pair_rates(Screen *s)
{
    PairRates r = {.of = arena_new(s->scratch, int64_t, s->in->nindicators),
                   .equal = arena_new(s->scratch, int64_t, s->in->nindicators)};
    for (int t = s->from; t <= s->period; t++)
        for (int u = 0; u < s->in->nunits; u++)
            for (int v = u + 1; v < s->in->nunits; v++)
                for (int i = 0; are_peers(s, u, v) && i < s->in->nindicators; i++) {
                    int64_t a = screen_value(s, t, u, i), b = screen_value(s, t, v, i);
                    if (!comparable(s, i, a, b, s->rule->shared.digits))
                        continue;
                    r.of[i]++;
                    r.equal[i] += a == b;
                }
    return r;
}

/* The two units in this period; what they share themselves is not part of what is usual. */
static ScreeningFinding pair_finding(Screen *s, const PairRates *r, int u, int v, double *q)
{
    ScreeningFinding f = screen_finding(s, SCREEN_SHARED, u);
    f.other = v;
    for (int i = 0; i < s->in->nindicators; i++) {
        int64_t a = screen_value(s, s->period, u, i), b = screen_value(s, s->period, v, i);
        if (!comparable(s, i, a, b, s->rule->shared.digits))
            continue;
        double others = (double)(r->equal[i] - (a == b) + 1) / (double)(r->of[i] + 1);
        q[f.of] = chance_of(others, s->rule->shared.slack);
        f.expected += q[f.of++];
        f.count += a == b;
        if (a == b)
            screen_cell(&f, s->period, i, a, b);
    }
    f.p = f.count >= s->rule->shared.least ? screening_tail(s->scratch, q, f.of, f.count) : 1;
    return f;
}

void screen_shared(Screen *s)
{
    Candidates found = {0};
    PairRates rates = pair_rates(s);
    double *q = arena_new(s->scratch, double, s->in->nindicators + 1);
    for (int u = 0; u < s->in->nunits; u++) {
        ScreeningFinding best = {.p = 1};
        int peers = 0;
        for (int v = 0; v < s->in->nunits; v++) {
            if (!are_peers(s, u, v))
                continue;
            ScreeningFinding f = pair_finding(s, &rates, u, v, q);
            peers += f.of >= s->rule->shared.least;
            if (f.p < best.p)
                best = f;
        }
        found.tests += peers > 0;
        best.p *= peers;
        if (peers && best.p <= s->rule->alpha)
            *arena_push(s->scratch, &found) = best;
    }
    screen_settle(s, SCREEN_SHARED, &found);
}

/* The same values to all digits: as the period before, as another unit. */
#include "core/screening_parts.h"

#include <stdlib.h>

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

typedef struct Telling {
    int64_t value;
    int group, unit;
} Telling;

static int by_group_and_value(const void *a, const void *b)
{
    const Telling *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return (x->value > y->value) - (x->value < y->value);
}

/* What units of a group reported of the indicator and what tells: equal values of a group stand side by side. */
static int telling_values(const Screen *s, int period, int indicator, Telling *values)
{
    int n = 0;
    for (int u = 0; u < s->in->nunits; u++) {
        int64_t value = screen_value(s, period, u, indicator);
        if (s->in->group_of[u] >= 0 && screen_tells(s, indicator, value, s->rule->shared.digits))
            values[n++] = (Telling){value, s->in->group_of[u], u};
    }
    qsort(values, (size_t)n, sizeof *values, by_group_and_value);
    return n;
}

/* How far what stands at `from` goes on: one value of a group, or with `whole` all of a group. */
static int run_end(const Telling *values, int n, int from, bool whole)
{
    int to = from + 1;
    while (to < n && values[to].group == values[from].group &&
           (whole || values[to].value == values[from].value))
        to++;
    return to;
}

static int64_t pairs_of(int64_t n)
{
    return n * (n - 1) / 2;
}

static PairRates pair_rates(Screen *s)
{
    PairRates r = {.of = arena_new(s->scratch, int64_t, s->in->nindicators),
                   .equal = arena_new(s->scratch, int64_t, s->in->nindicators)};
    Telling *values = arena_new(s->scratch, Telling, s->in->nunits + 1);
    for (int t = s->from; t <= s->period; t++)
        for (int i = 0; i < s->in->nindicators; i++) {
            int n = telling_values(s, t, i, values);
            for (int from = 0, to; from < n; from = to) {
                to = run_end(values, n, from, true);
                r.of[i] += pairs_of(to - from);
            }
            for (int from = 0, to; from < n; from = to) {
                to = run_end(values, n, from, false);
                r.equal[i] += pairs_of(to - from);
            }
        }
    return r;
}

/* What can be told of two units at once: which indicators tell (a bit each), and a mark of each value that another unit of the
 * group has too (0: none has). Equal values have one mark; that two marks are one says only that it is worth looking. */
typedef struct Marks {
    uint64_t *tells; /* [unit * nwords] */
    uint16_t *mark;  /* [unit * nindicators] */
    int nwords, nindicators;
} Marks;

enum { MARKS = UINT16_MAX };

static Marks marks_of(Screen *s)
{
    int ni = s->in->nindicators, words = (ni + 63) / 64;
    Marks m = {.tells = arena_new(s->scratch, uint64_t, (size_t)s->in->nunits * (size_t)words + 1),
               .mark = arena_new(s->scratch, uint16_t, (size_t)s->in->nunits * (size_t)ni + 1),
               .nwords = words,
               .nindicators = ni};
    Telling *values = arena_new(s->scratch, Telling, s->in->nunits + 1);
    for (int i = 0; i < ni; i++) {
        int n = telling_values(s, s->period, i, values);
        for (int from = 0, to, next = 0; from < n; from = to) {
            to = run_end(values, n, from, false);
            int mark = to - from > 1 ? next++ % MARKS + 1 : 0;
            for (int k = from; k < to; k++) {
                m.tells[(size_t)values[k].unit * (size_t)words + (size_t)(i / 64)] |= 1ULL
                                                                                      << (i % 64);
                m.mark[(size_t)values[k].unit * (size_t)ni + (size_t)i] = (uint16_t)mark;
            }
        }
    }
    return m;
}

/* Indicators that tell of both units. */
static int both_tell(const Marks *m, int u, int v)
{
    const uint64_t *a = m->tells + (size_t)u * (size_t)m->nwords,
                   *b = m->tells + (size_t)v * (size_t)m->nwords;
    int n = 0;
    for (int w = 0; w < m->nwords; w++)
        n += __builtin_popcountll(a[w] & b[w]);
    return n;
}

/* At most so many of them are equal. */
static int same_marks(const Marks *m, int u, int v)
{
    const uint16_t *a = m->mark + (size_t)u * (size_t)m->nindicators,
                   *b = m->mark + (size_t)v * (size_t)m->nindicators;
    int n = 0;
    for (int i = 0; i < m->nindicators; i++)
        n += (a[i] == b[i]) & (a[i] != 0);
    return n;
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
    Marks marks = marks_of(s);
    int least = s->rule->shared.least;
    double *q = arena_new(s->scratch, double, s->in->nindicators + 1);
    for (int u = 0; u < s->in->nunits; u++) {
        ScreeningFinding best = {.p = 1};
        int peers = 0;
        for (int v = 0; v < s->in->nunits; v++) {
            if (!are_peers(s, u, v) || both_tell(&marks, u, v) < least)
                continue;
            peers++;
            if (same_marks(&marks, u, v) < least)
                continue;
            ScreeningFinding f = pair_finding(s, &rates, u, v, q);
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

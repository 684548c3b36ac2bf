/* Changes from one period to the next: far beyond the unit's own past, and running totals that fall. */
#include "core/screening_parts.h"

#include <math.h>

/* A median absolute deviation of a normal distribution is 1/1.4826 of its standard deviation. */
static const double MAD_TO_SD = 1.4826;

/* The changes of one indicator, as shares of each unit's own size and less what its peers did. */
typedef struct Changes {
    double *cells;  /* [unit * periods + period]; NaN: none */
    double *sizes;  /* [unit] */
    double *scales; /* [unit] spread of the past; NaN: too little of it */
    double *sorted; /* for medians */
    double floor;   /* half the usual spread */
    int nperiods;
} Changes;

static double *change_at(const Changes *c, int unit, int period)
{
    return &c->cells[unit * c->nperiods + period];
}

/* The middle of the unit's values before this period: what a change is large or small beside. */
static void take_sizes(Screen *s, Changes *c, int indicator)
{
    for (int u = 0; u < s->in->nunits; u++) {
        int n = 0;
        for (int t = 0; t < s->period; t++) {
            int64_t value = screen_value(s, t, u, indicator);
            if (value != SCREENING_NONE)
                c->sorted[n++] = fabs((double)value);
        }
        double size = screening_median(c->sorted, n);
        c->sizes[u] = size > 0 ? size : NAN;
    }
}

static void take_changes(Screen *s, Changes *c, int indicator)
{
    double sign = s->in->indicators[indicator].lower ? -1 : 1;
    for (int u = 0; u < s->in->nunits; u++)
        for (int t = 0; t <= s->period; t++) {
            int64_t now = screen_value(s, t, u, indicator),
                    before = screen_value(s, t - 1, u, indicator);
            *change_at(c, u, t) = now == SCREENING_NONE || before == SCREENING_NONE
                                      ? NAN
                                      : sign * ((double)now - (double)before) / c->sizes[u];
        }
}

/* What moves all is no jump: the middle of the group goes, where the group has five and more. */
static void take_away_peers(Screen *s, Changes *c)
{
    enum { PEERS = 5 };
    int ngroups = 0;
    for (int u = 0; u < s->in->nunits; u++)
        ngroups = s->in->group_of[u] >= ngroups ? s->in->group_of[u] + 1 : ngroups;
    for (int g = 0; g < ngroups; g++)
        for (int t = 0; t <= s->period; t++) {
            int n = 0;
            for (int u = 0; u < s->in->nunits; u++)
                if (s->in->group_of[u] == g && !isnan(*change_at(c, u, t)))
                    c->sorted[n++] = *change_at(c, u, t);
            double middle = n >= PEERS ? screening_median(c->sorted, n) : 0;
            for (int u = 0; u < s->in->nunits; u++)
                if (s->in->group_of[u] == g)
                    *change_at(c, u, t) -= middle;
        }
}

/* Middle and spread of the unit's changes before the screened period, leaving out `but`. */
static double past_middle(const Screen *s, const Changes *c, int unit, int but, double *ret_spread)
{
    int n = 0;
    for (int t = 0; t < s->period; t++)
        if (t != but && !isnan(*change_at(c, unit, t)))
            c->sorted[n++] = *change_at(c, unit, t);
    *ret_spread = NAN;
    if (n < s->rule->jump.history)
        return NAN;
    double middle = screening_median(c->sorted, n);
    for (int i = 0; i < n; i++)
        c->sorted[i] = fabs(c->sorted[i] - middle);
    *ret_spread = MAD_TO_SD * screening_median(c->sorted, n);
    return middle;
}

static void take_floor(Screen *s, Changes *c)
{
    int n = 0;
    double *all = arena_new(s->scratch, double, s->in->nunits + 1);
    for (int u = 0; u < s->in->nunits; u++) {
        past_middle(s, c, u, -1, &c->scales[u]);
        if (!isnan(c->scales[u]))
            all[n++] = c->scales[u];
    }
    double usual = screening_median(all, n);
    c->floor = usual > 0 ? usual : 0;
}

static double z_of(const Screen *s, const Changes *c, int unit, int period)
{
    double spread, middle = past_middle(s, c, unit, period, &spread);
    double step = 1 / c->sizes[unit]; /* of the last decimal */
    spread = spread > c->floor ? spread : c->floor;
    spread = spread > step ? spread : step;
    return (*change_at(c, unit, period) - middle) / spread;
}

static Changes changes_of(Screen *s, int indicator)
{
    size_t cells = (size_t)s->in->nunits * (size_t)(s->period + 1);
    int longest = s->in->nunits > s->period + 1 ? s->in->nunits : s->period + 1;
    Changes c = {.cells = arena_new(s->scratch, double, cells),
                 .sizes = arena_new(s->scratch, double, s->in->nunits),
                 .scales = arena_new(s->scratch, double, s->in->nunits),
                 .sorted = arena_new(s->scratch, double, longest),
                 .nperiods = s->period + 1};
    take_sizes(s, &c, indicator);
    take_changes(s, &c, indicator);
    take_away_peers(s, &c);
    take_floor(s, &c);
    return c;
}

/* A jump of a level is twice as far as one of the level below, and a quarter as likely at least. */
enum { LEVELS = 3 };

static double level_z(const Screen *s, int level)
{
    return s->rule->jump.z * (double)(1 << level);
}

static double level_chance(const Screen *s, const Rates *rates, int level, int unit, int i)
{
    double least = s->rule->jump.chance / (double)(1 << 2 * level);
    double others = rates_of_others(&rates[level], unit, i);
    return others > least ? others : least;
}

/* z of this period for every unit and indicator, and how often the z of any period is a jump. */
static double *jumps_of(Screen *s, Rates *rates)
{
    int n = s->in->nindicators;
    double *z = arena_new(s->scratch, double, (size_t)s->in->nunits *(size_t)n);
    for (int i = 0; i < n; i++) {
        ArenaMark mark = arena_mark(s->scratch);
        Changes c = changes_of(s, i);
        for (int u = 0; u < s->in->nunits; u++) {
            z[u * n + i] = NAN;
            for (int t = 1; t <= s->period; t++) {
                double here = z_of(s, &c, u, t);
                if (t == s->period)
                    z[u * n + i] = here;
                for (int level = 0; level < LEVELS && !isnan(here); level++)
                    rates_add(&rates[level], u, i, here >= level_z(s, level));
            }
        }
        arena_rewind(s->scratch, mark);
    }
    return z;
}

/* So many jumps of that level in the unit's report. */
static ScreeningFinding jumps_of_level(Screen *s, const Rates *rates, const double *z, int unit,
                                       int level)
{
    int n = s->in->nindicators;
    double *q = arena_new(s->scratch, double, n + 1);
    ScreeningFinding f = screen_finding(s, SCREEN_JUMP, unit);
    for (int i = 0; i < n; i++) {
        double here = z[unit * n + i];
        if (isnan(here))
            continue;
        q[f.of] = level_chance(s, rates, level, unit, i);
        f.expected += q[f.of++];
        if (here < level_z(s, level))
            continue;
        f.count++;
        f.measured = here > f.measured ? here : f.measured;
        screen_cell(&f, s->period, i, screen_value(s, s->period, unit, i),
                    screen_value(s, s->period - 1, unit, i));
    }
    f.p = f.count >= s->rule->jump.least ? screening_tail(s->scratch, q, f.of, f.count) : 1;
    f.p = f.p * LEVELS < 1 ? f.p * LEVELS : 1;
    if (f.measured >= s->rule->jump.alone)
        f.p = 0;
    return f;
}

void screen_jumps(Screen *s)
{
    Candidates found = {0};
    Rates rates[LEVELS];
    for (int level = 0; level < LEVELS; level++)
        rates[level] = rates_new(s);
    const double *z = jumps_of(s, rates);
    for (int u = 0; u < s->in->nunits; u++) {
        ScreeningFinding best = jumps_of_level(s, rates, z, u, 0);
        for (int level = 1; level < LEVELS; level++) {
            ScreeningFinding f = jumps_of_level(s, rates, z, u, level);
            if (f.p < best.p)
                best = f;
        }
        found.tests += best.of > 0;
        if (best.of > 0 && best.p <= s->rule->alpha)
            *arena_push(s->scratch, &found) = best;
    }
    screen_settle(s, SCREEN_JUMP, &found);
}

/* Against the newest value before it, were it two periods ago. */
void screen_falling(Screen *s)
{
    for (int u = 0; u < s->in->nunits; u++)
        for (int i = 0; i < s->in->nindicators; i++) {
            const ScreeningIndicator *x = &s->in->indicators[i];
            int64_t now = screen_value(s, s->period, u, i), before = SCREENING_NONE;
            int t = s->period;
            while (t > 0 && before == SCREENING_NONE)
                before = screen_value(s, --t, u, i);
            if (!x->known || x->measure != MEASURE_CUMULATIVE || now == SCREENING_NONE ||
                before == SCREENING_NONE)
                continue;
            s->result->tested[SCREEN_FALLING]++;
            if (now >= before)
                continue;
            ScreeningFinding f = screen_finding(s, SCREEN_FALLING, u);
            f.indicator = i;
            f.count = f.of = 1;
            screen_cell(&f, t, i, now, before);
            f.cells[0].period = s->period;
            screen_keep(s, &f);
        }
}

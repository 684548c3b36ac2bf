/* Leaf rules that measure units against each other, over a group, a period or all periods. */
#include "core/engine_rules.h"

/* Lanes that are always eight, whatever the processor has, so that what they give is the same everywhere. */
enum { LANES = 8 };

typedef struct Extent {
    double low, high;
    int count;
} Extent;

static double at_least(double a, double b)
{
    return a < b ? a : b;
}

static double at_most(double a, double b)
{
    return a > b ? a : b;
}

/* x with the direction applied: higher is better. */
static const double *better(LeafRun *run)
{
    const Leaf *leaf = run->leaf;
    const double *x = run->x;
    double *y = run->y;
    switch (leaf->is->direction) {
    case DIR_HIGHER:
        return x;
    case DIR_LOWER:
        for (int u = 0; u < run->n; u++)
            y[u] = -x[u];
        return y;
    case DIR_MIDDLE:
        for (int u = 0; u < run->n; u++)
            y[u] = x[u] < leaf->middle ? x[u] - leaf->middle : leaf->middle - x[u];
        return y;
    default:
        for (int u = 0; u < run->n; u++)
            y[u] = x[u] < leaf->low    ? x[u] - leaf->low
                   : x[u] > leaf->high ? leaf->high - x[u]
                                       : 0 * x[u]; /* NaN stays one */
        return y;
    }
}

CLONES
static void extent_lanes(const double *y, int n, double *restrict low, double *restrict high)
{
    for (int i = 0; i < LANES; i++) {
        low[i] = __builtin_inf();
        high[i] = -__builtin_inf();
    }
    int u = 0;
    for (; u + LANES <= n; u += LANES)
        for (int i = 0; i < LANES; i++) {
            low[i] = y[u + i] < low[i] ? y[u + i] : low[i];
            high[i] = y[u + i] > high[i] ? y[u + i] : high[i];
        }
    for (int i = 0; u < n; u++, i++) {
        low[i] = y[u] < low[i] ? y[u] : low[i];
        high[i] = y[u] > high[i] ? y[u] : high[i];
    }
}

/* Least and greatest of what is given. */
static Extent extent_of(const LeafRun *run, const double *y)
{
    double low[LANES], high[LANES];
    Extent e = {.count = run->n};
    extent_lanes(y, run->n, low, high);
    e.low = low[0];
    e.high = high[0];
    for (int i = 1; i < LANES; i++) {
        e.low = at_least(low[i], e.low);
        e.high = at_most(high[i], e.high);
    }
    if (!run->plain) {
        e.count = 0;
        for (int u = 0; u < run->n; u++)
            e.count += y[u] == y[u];
    }
    return e;
}

CLONES
static void stretch(double *restrict f, const double *y, double low, double range, int n)
{
    for (int u = 0; u < n; u++)
        f[u] = (y[u] - low) / range;
}

CLONES
static void stretch_to(double *restrict f, const double *y, double low, double range, double base,
                       double gain, int n)
{
    for (int u = 0; u < n; u++)
        f[u] = base + gain * ((y[u] - low) / range);
}

CLONES
static void clamp_unit(double *restrict y, double low, double high, int n)
{
    for (int u = 0; u < n; u++) {
        double x = y[u] < low ? low : y[u];
        y[u] = x > high ? high : x;
    }
}

/* base + gain (y - low) / range */
static void place_between(LeafRun *run, const double *y, double low, double range)
{
    const Leaf *leaf = run->leaf;
    if (leaf->base == 0 && leaf->gain == 1)
        stretch(run->f, y, low, range, run->n);
    else
        stretch_to(run->f, y, low, range, leaf->base, leaf->gain, run->n);
}

/* Where nobody can be told from anybody all get what the best would. */
static void all_alike(LeafRun *run, const Extent *e, double f)
{
    for (int u = 0; u < run->n; u++)
        if (run->x[u] == run->x[u]) {
            run->f[u] = f;
            leaf_warn(run, u, e->count == 1 ? SCORE_WARN_SINGLE : SCORE_WARN_CONSTANT);
        }
}

void rule_min_max(LeafRun *run)
{
    const double *y = better(run);
    Extent e = extent_of(run, y);
    if (e.high > e.low)
        place_between(run, y, e.low, e.high - e.low);
    else
        all_alike(run, &e, run->leaf->base + run->leaf->gain);
}

/* Between two stated posts, or those of the data. With direction lower the good end is the lower post. */
void rule_goalposts(LeafRun *run)
{
    const Leaf *leaf = run->leaf;
    if (!leaf->is->has_good) {
        rule_min_max(run);
        return;
    }
    bool lower = leaf->is->direction == DIR_LOWER;
    double from = lower ? leaf->good : leaf->bad, to = lower ? leaf->bad : leaf->good;
    place_between(run, run->x, from, to - from);
    if (leaf->is->clamp)
        clamp_unit(run->f, leaf->base, leaf->base + leaf->gain, run->n);
}

/* Leaf rules that measure units against each other, over a group, a period or all periods. */
#include "core/engine_rules.h"

#include "core/num.h"

/* Lanes that are always eight, whatever the processor has, so that what they give is the same everywhere. */
enum { LANES = 8 };

typedef struct Extent {
    double low, high;
    int count;
} Extent;

CLONES
static void turn_round(double *restrict y, const double *restrict x, int n)
{
    for (int u = 0; u < n; u++)
        y[u] = -x[u];
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
        turn_round(y, x, run->n);
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
static int count_given(const double *y, int n)
{
    int64_t count = 0;
    for (int u = 0; u < n; u++)
        count += y[u] == y[u];
    return (int)count;
}

/* Least and greatest of what is given, and how many that are; y as better() or the values themselves. */
static Extent extent_of(const LeafRun *run, const double *y)
{
    bool turned = y != run->x && run->leaf->is->direction == DIR_LOWER;
    Scan scan = y == run->x || turned ? run->seen : engine_scan(y, run->n);
    Extent e = {scan.low, scan.high, run->n};
    if (turned)
        e = (Extent){-scan.high, -scan.low, run->n};
    if (!run->plain)
        e.count = count_given(y, run->n);
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
static void clamp_between(double *restrict y, double low, double high, int n)
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

/* Two posts at one place: there and beyond is all, else nothing. */
static void at_one_post(LeafRun *run, const double *x, double post, bool lower)
{
    const Leaf *leaf = run->leaf;
    for (int u = 0; u < run->n; u++)
        if (is_given(x[u])) {
            bool met = lower ? x[u] <= post : x[u] >= post;
            run->f[u] = met ? leaf->base + leaf->gain : leaf->base;
            leaf_warn(run, u, SCORE_WARN_ZERO_GOAL);
        }
}

/* Between stated posts, from the bad one to the good one; without them those of the data. */
static void between_posts(LeafRun *run, double bad, double good)
{
    const Leaf *leaf = run->leaf;
    const double *x = run->x;
    if (leaf->is->direction == DIR_MIDDLE || leaf->is->direction == DIR_INTERVAL) {
        (void)better(run);
        for (int u = 0; u < run->n; u++)
            run->y[u] = 0 - run->y[u]; /* the distance */
        x = run->y;
    }
    if (good == bad)
        at_one_post(run, x, good, leaf->is->direction != DIR_HIGHER);
    else
        place_between(run, x, bad, good - bad);
    if (leaf->is->clamp)
        clamp_between(run->f, leaf->base, leaf->base + leaf->gain, run->n);
}

void rule_efficacy(LeafRun *run)
{
    if (run->leaf->is->has_good)
        between_posts(run, run->leaf->bad, run->leaf->good);
    else
        rule_min_max(run);
}

/* Posts are lower and upper; with direction lower the lower is the good one. */
void rule_goalposts(LeafRun *run)
{
    const Leaf *leaf = run->leaf;
    if (!leaf->is->has_good)
        rule_min_max(run);
    else if (leaf->is->direction == DIR_LOWER)
        between_posts(run, leaf->good, leaf->bad);
    else
        between_posts(run, leaf->bad, leaf->good);
}

/* Sums in lanes that are always eight; rows that are not given are passed over. */
static double sum_of(const double *y, int n, double less, bool squared)
{
    double lane[LANES] = {0};
    for (int u = 0; u < n; u++)
        if (is_given(y[u])) {
            double off = y[u] - less;
            lane[u % LANES] += squared ? off * off : off;
        }
    return ((lane[0] + lane[1]) + (lane[2] + lane[3])) +
           ((lane[4] + lane[5]) + (lane[6] + lane[7]));
}

/* base + gain z, with the deviation of a sample (n - 1): mean 50 and sd 10 unless said otherwise. Where all
 * are alike z is 0. */
void rule_z_score(LeafRun *run)
{
    const Leaf *leaf = run->leaf;
    const double *y = better(run);
    Extent e = extent_of(run, y);
    double mean = sum_of(y, run->n, 0, false) / e.count;
    double sd = e.count > 1 ? num_sqrt(sum_of(y, run->n, mean, true) / (e.count - 1)) : 0;
    if (e.high > e.low && sd > 0)
        stretch_to(run->f, y, mean, sd, leaf->base, leaf->gain, run->n);
    else
        all_alike(run, &e, leaf->base);
}

/* Places in the run of those that are given, by y: run->ranks; returns how many. */
static int take_places(LeafRun *run, const double *y)
{
    const RankRoom *ranks = run->ranks;
    int count = 0;
    for (int u = 0; u < run->n; u++) {
        ranks->keys[count] = is_given(y[u]) ? rank_key_f64(y[u]) : 0;
        ranks->unit[count] = u;
        count += is_given(y[u]);
    }
    unsigned flags = rank_keys(ranks->keys, count, TIES_COMPETITION, ranks->sort, ranks->rank,
                               ranks->from_bottom, ranks->tied);
    unsigned warning = flags & RANK_WARN_SINGLE      ? SCORE_WARN_SINGLE
                       : flags & RANK_WARN_ALL_EQUAL ? SCORE_WARN_CONSTANT
                                                     : 0;
    for (int i = 0; i < count; i++) {
        run->rank[ranks->unit[i]] = ranks->rank[i];
        if (warning)
            leaf_warn(run, ranks->unit[i], warning);
    }
    return count;
}

/* The share of the others that are strictly worse; where all are alike, 1. */
void rule_percentile(LeafRun *run)
{
    int count = take_places(run, better(run));
    for (int i = 0; i < count; i++) {
        int worse = run->ranks->from_bottom[i] - 1, above = run->ranks->rank[i] - 1;
        run->f[run->ranks->unit[i]] = worse + above == 0 ? 1 : (double)worse / (count - 1);
    }
}

/* A point for each that is worse, half a one for each that is level, of those there are to be had; alone: 1. */
void rule_borda(LeafRun *run)
{
    int count = take_places(run, better(run));
    for (int i = 0; i < count; i++) {
        int worse = run->ranks->from_bottom[i] - 1, above = run->ranks->rank[i] - 1;
        int level = count - 1 - worse - above;
        run->f[run->ranks->unit[i]] = count > 1 ? (worse + 0.5 * level) / (count - 1) : 1;
    }
}

/* By the value, or by its completion in units of 1e-10 (beyond them all are level). */
void rule_rank_points(LeafRun *run)
{
    const Leaf *leaf = run->leaf;
    const double *y = run->z;
    if (leaf->is->of == RANK_OF_COMPLETION) {
        for (int u = 0; u < run->n; u++) {
            int64_t q = 0;
            run->z[u] = panel_nan(VALUE_MISSING);
            if (!is_given(run->x[u]) || !leaf_completed(run, u, &run->z[u]))
                run->z[u] = panel_nan(VALUE_MISSING);
            else if (score_quantise(run->z[u], &q))
                run->z[u] = (double)q / (double)SCORE_ONE;
        }
    } else {
        y = better(run);
    }
    int count = take_places(run, y);
    for (int i = 0; i < count; i++) {
        double lost = leaf->step * (run->ranks->rank[i] - 1);
        run->f[run->ranks->unit[i]] = 1 - (leaf->is->step_is_percent ? lost : lost / leaf->full);
    }
}

/* How far from where it should be, of the farthest: middle and interval know no ratio to the best. */
static void near_middle(LeafRun *run)
{
    const double *y = better(run);
    Extent e = extent_of(run, y);
    if (e.low < 0)
        for (int u = 0; u < run->n; u++)
            run->f[u] = 1 - y[u] / e.low;
    else
        all_alike(run, &e, 1);
}

static bool is_higher_or_lower(const LeafRun *run)
{
    return run->leaf->is->direction == DIR_HIGHER || run->leaf->is->direction == DIR_LOWER;
}

/* x / best; lower is better: best / x. A best (lower: any) of zero or below leaves no ratio: 1 for the best. */
void rule_best(LeafRun *run)
{
    if (!is_higher_or_lower(run)) {
        near_middle(run);
        return;
    }
    bool lower = run->leaf->is->direction == DIR_LOWER;
    Extent e = extent_of(run, run->x);
    double best = lower ? e.low : e.high;
    for (int u = 0; u < run->n; u++) {
        double x = run->x[u];
        if (!is_given(x))
            continue;
        if (best > 0) {
            run->f[u] = lower ? best / x : x / best;
        } else {
            run->f[u] = x == best ? 1 : 0;
            leaf_warn(run, u, SCORE_WARN_ZERO_GOAL);
        }
    }
}

/* To the best of the scope: 1 - (best - y) / (best - worst). To the target: the same with the target, and
 * 1 where it is met; the worst is the scope's. */
void rule_distance(LeafRun *run)
{
    const Leaf *leaf = run->leaf;
    const double *y = better(run);
    Extent e = extent_of(run, y);
    if (leaf->is->distance_to == DISTANCE_TO_BEST) {
        if (e.high > e.low)
            stretch(run->f, y, e.low, e.high - e.low, run->n);
        else
            all_alike(run, &e, 1);
        return;
    }
    for (int u = 0; u < run->n; u++) {
        double target;
        if (!is_given(y[u]))
            continue;
        if (!leaf_target(leaf, run->first + u, &target)) {
            leaf_fail(run, u, CELL_NOT_YET, SCORE_WARN_NO_TARGET);
            continue;
        }
        target = leaf->is->direction == DIR_LOWER ? -target : target;
        run->f[u] = y[u] >= target ? 1 : (y[u] - e.low) / (target - e.low);
    }
}

/* x / whole; lower is better: 1 - x / whole. A whole of zero or below: nobody has any. */
static void part_of(LeafRun *run, const double *x, double whole)
{
    bool higher = run->leaf->is->direction == DIR_HIGHER;
    for (int u = 0; u < run->n; u++) {
        if (!is_given(x[u]))
            continue;
        double part = whole > 0 ? x[u] / whole : 0;
        run->f[u] = higher ? part : 1 - part;
        if (!(whole > 0))
            leaf_warn(run, u, SCORE_WARN_ZERO_GOAL);
    }
}

/* The value, or how far it is from the middle or the interval. */
static const double *amounts(LeafRun *run)
{
    if (is_higher_or_lower(run))
        return run->x;
    (void)better(run);
    for (int u = 0; u < run->n; u++)
        run->y[u] = 0 - run->y[u];
    return run->y;
}

void rule_vector(LeafRun *run)
{
    const double *x = amounts(run);
    part_of(run, x, num_sqrt(sum_of(x, run->n, 0, true)));
}

void rule_share(LeafRun *run)
{
    const double *x = amounts(run);
    part_of(run, x, sum_of(x, run->n, 0, false));
}

/* The leaf rules: how a column becomes fractions of full points. A new rule is a kernel and a line of
 * the table; those that measure units against each other stand in engine_relative.c. */
#include "core/engine_rules.h"

/* Where a goal of zero or below leaves no ratio: met or not met. */
static double met_or_not(LeafRun *run, int u, double goal)
{
    leaf_warn(run, u, SCORE_WARN_ZERO_GOAL);
    bool met = run->leaf->is->direction == DIR_LOWER ? run->x[u] <= goal : run->x[u] >= goal;
    return met ? 1 : 0;
}

bool leaf_target(const Leaf *leaf, int64_t row, double *ret_target)
{
    double own = leaf->target ? leaf->target[row] : panel_nan(VALUE_MISSING);
    *ret_target = is_given(own) ? own : leaf->own_target;
    return is_given(own) || leaf->is->has_target;
}

static bool share_of_plan(const Leaf *leaf, int64_t row, int period, double *ret_share)
{
    double own = leaf->share ? leaf->share[row] : panel_nan(VALUE_MISSING);
    if (!is_given(own) && leaf->plan)
        own = leaf->plan[period];
    *ret_share = is_given(own) ? own : 0;
    return is_given(own);
}

static bool takes_share(const SchemeNode *leaf)
{
    return leaf->rule == RULE_PACE || leaf->against == AGAINST_PLAN ||
           (leaf->rule == RULE_BAND && leaf->band_of == BAND_OF_PACE);
}

void leaf_goal(const Leaf *leaf, int64_t row, int period, double *ret_goal, double *ret_share)
{
    bool by_target = leaf->is->rule == RULE_COMPLETION || leaf->is->rule == RULE_PACE ||
                     (leaf->is->rule == RULE_RANK_POINTS && leaf->is->of == RANK_OF_COMPLETION) ||
                     (leaf->is->rule == RULE_BAND && leaf->is->band_of != BAND_OF_VALUE);
    *ret_goal = *ret_share = 0;
    if (!by_target || !leaf_target(leaf, row, ret_goal))
        return;
    bool has_share = takes_share(leaf->is) && share_of_plan(leaf, row, period, ret_share);
    if (has_share && leaf->is->rule != RULE_PACE && leaf->is->against == AGAINST_PLAN)
        *ret_goal *= *ret_share;
}

static bool take_target(LeafRun *run, int u, double *ret_target)
{
    if (leaf_target(run->leaf, run->first + u, ret_target))
        return true;
    leaf_fail(run, u, CELL_NOT_YET, SCORE_WARN_NO_TARGET);
    return false;
}

static bool take_share(LeafRun *run, int u, double *ret_share)
{
    int64_t row = run->first + u;
    int period = run->period >= 0 ? run->period : engine_period_of(run->engine, row);
    if (share_of_plan(run->leaf, row, period, ret_share))
        return true;
    leaf_fail(run, u, CELL_NOT_YET, SCORE_WARN_NO_PLAN);
    return false;
}

bool leaf_completed(LeafRun *run, int u, double *ret_ratio)
{
    double goal, share;
    if (!take_target(run, u, &goal))
        return false;
    if (run->leaf->is->against == AGAINST_PLAN) {
        if (!take_share(run, u, &share))
            return false;
        goal *= share;
    }
    if (goal > 0) {
        double ratio = run->x[u] / goal;
        *ret_ratio = run->leaf->is->direction == DIR_LOWER ? 2 - ratio : ratio;
    } else {
        *ret_ratio = met_or_not(run, u, goal);
    }
    return true;
}

double leaf_gap(const Leaf *leaf, double x, double target, double share)
{
    double gap = target > 0 ? (x / target - share) * 100 : 0;
    return leaf->is->direction == DIR_LOWER ? -gap : gap;
}

/* Percentage points ahead of the plan; false: not to be said, *ret_met is all there is unless a target or
 * the plan is absent. */
static bool ahead_of_plan(LeafRun *run, int u, double *ret_gap, bool *ret_failed, double *ret_met)
{
    double target, share;
    *ret_failed = !take_target(run, u, &target) || !take_share(run, u, &share);
    if (*ret_failed)
        return false;
    if (target <= 0) {
        *ret_met = met_or_not(run, u, target);
        return false;
    }
    *ret_gap = leaf_gap(run->leaf, run->x[u], target, share);
    return true;
}

/* Integers of 1e-10 decide, where they can hold the number. */
static int held_against(double x, double bound)
{
    int64_t q, limit;
    if (score_quantise(x, &q) && score_quantise(bound, &limit))
        return (q > limit) - (q < limit);
    return (x > bound) - (x < bound);
}

/* Points lost for each (whole) step of per cents below the target. */
static double stepped(const Leaf *leaf, double ratio)
{
    double below = (1 - ratio) * 100;
    int64_t q, step, whole;
    if (!(below > 0))
        return ratio;
    double steps = below / leaf->step;
    if (!leaf->is->step_linear && score_quantise(below, &q) && score_quantise(leaf->step, &step)) {
        whole = q / step;
        steps = (double)whole;
    }
    return 1 - steps * leaf->step_points / leaf->full;
}

static void completion(LeafRun *run)
{
    const Leaf *leaf = run->leaf;
    for (int u = 0; u < run->n; u++)
        if (is_given(run->x[u]) && leaf_completed(run, u, &run->f[u]) && leaf->is->has_step)
            run->f[u] = stepped(leaf, run->f[u]);
}

static void pace(LeafRun *run)
{
    const Leaf *leaf = run->leaf;
    for (int u = 0; u < run->n; u++) {
        double gap;
        bool failed;
        if (!is_given(run->x[u]) || !ahead_of_plan(run, u, &gap, &failed, &run->f[u]))
            continue;
        run->f[u] = 1 + gap * (gap < 0 ? leaf->per_point : leaf->over_per_point) / leaf->full;
    }
}

static double points_of_events(const LeafRun *run, int u)
{
    return run->leaf->per_event * run->x[u] + (run->events ? run->events[u] : 0);
}

static void deduct(LeafRun *run)
{
    for (int u = 0; u < run->n; u++)
        run->f[u] = 1 - points_of_events(run, u) / run->leaf->full;
}

static void bonus(LeafRun *run)
{
    for (int u = 0; u < run->n; u++)
        run->f[u] = points_of_events(run, u) / run->leaf->full;
}

CLONES
static void over(double *restrict f, const double *restrict x, double by, int n)
{
    for (int u = 0; u < n; u++)
        f[u] = x[u] / by;
}

static void points(LeafRun *run)
{
    over(run->f, run->x, run->leaf->full, run->n);
}

static void judge(LeafRun *run)
{
    over(run->f, run->x, run->leaf->out_of, run->n);
}

/* x is the growth already. */
static void growth(LeafRun *run)
{
    for (int u = 0; u < run->n; u++)
        run->f[u] = run->leaf->base + run->leaf->per_point * run->x[u] / run->leaf->full;
}

static double on_bands(const Leaf *leaf, double v)
{
    const Step *bands = leaf->bands;
    int at = -1, n = leaf->is->nbands;
    while (at + 1 < n) {
        int side = held_against(v, bands[at + 1].at);
        if (side < 0 || (side == 0 && bands[at + 1].open))
            break;
        at++;
    }
    if (at < 0)
        return 0;
    bool between = leaf->is->bands_linear && at + 1 < n && bands[at + 1].at > bands[at].at;
    if (!between)
        return bands[at].fraction;
    double way = (v - bands[at].at) / (bands[at + 1].at - bands[at].at);
    return bands[at].fraction + (bands[at + 1].fraction - bands[at].fraction) * way;
}

/* The value as it is, completion in per cent, or percentage points ahead of the plan. */
static void band(LeafRun *run)
{
    const Leaf *leaf = run->leaf;
    for (int u = 0; u < run->n; u++) {
        double v = run->x[u], met;
        bool failed = false;
        if (!is_given(v))
            continue;
        if (leaf->is->band_of == BAND_OF_COMPLETION) {
            failed = !leaf_completed(run, u, &v);
            v *= 100;
        } else if (leaf->is->band_of == BAND_OF_PACE && !ahead_of_plan(run, u, &v, &failed, &met)) {
            v = 0; /* no plan to be ahead of: met is level with it, not met as far behind as can be */
            if (!failed && met == 0)
                v = -100;
        }
        if (!failed)
            run->f[u] = on_bands(leaf, v);
    }
}

static const LeafRule rules[RULE_COUNT] = {
    [RULE_COMPLETION] = {.apply = completion},
    [RULE_PACE] = {.apply = pace},
    [RULE_DEDUCT] = {.apply = deduct, .by_events = true},
    [RULE_BONUS] = {.apply = bonus, .by_events = true},
    [RULE_RANK_POINTS] = {.apply = rule_rank_points, .relative = true},
    [RULE_POINTS] = {.apply = points},
    [RULE_BAND] = {.apply = band},
    [RULE_EFFICACY] = {.apply = rule_efficacy, .relative = true},
    [RULE_MIN_MAX] = {.apply = rule_min_max, .relative = true},
    [RULE_Z_SCORE] = {.apply = rule_z_score, .relative = true},
    [RULE_PERCENTILE] = {.apply = rule_percentile, .relative = true},
    [RULE_BORDA] = {.apply = rule_borda, .relative = true},
    [RULE_BEST] = {.apply = rule_best, .relative = true},
    [RULE_DISTANCE] = {.apply = rule_distance, .relative = true},
    [RULE_GOALPOSTS] = {.apply = rule_goalposts, .relative = true},
    [RULE_VECTOR] = {.apply = rule_vector, .relative = true},
    [RULE_SHARE] = {.apply = rule_share, .relative = true},
    [RULE_GROWTH] = {.apply = growth, .derived = true},
    [RULE_JUDGE] = {.apply = judge, .derived = true},
    [RULE_FORMULA] = {.apply = points, .derived = true},
};

const LeafRule *engine_rule(Rule rule)
{
    return &rules[rule];
}

/* The leaf rules: how a column becomes fractions of full points. A new rule is a kernel and a line of
 * the table. */
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
    bool has = own == own;
    *ret_target = has ? own : leaf->own_target;
    return has || leaf->is->has_target;
}

bool leaf_share(const Leaf *leaf, int64_t row, int period, double *ret_share)
{
    double own = leaf->share ? leaf->share[row] : panel_nan(VALUE_MISSING);
    if (!(own == own) && leaf->plan && period >= 0)
        own = leaf->plan[period];
    bool has = own == own;
    *ret_share = has ? own : 0;
    return has;
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
    if (leaf_share(run->leaf, run->first + u, run->period, ret_share))
        return true;
    leaf_fail(run, u, CELL_NOT_YET, SCORE_WARN_NO_PLAN);
    return false;
}

bool leaf_completed(LeafRun *run, int u, double *ret_goal, double *ret_share, double *ret_ratio)
{
    *ret_share = 0;
    if (!take_target(run, u, ret_goal))
        return false;
    if (run->leaf->is->against == AGAINST_PLAN) {
        if (!take_share(run, u, ret_share))
            return false;
        *ret_goal *= *ret_share;
    }
    if (*ret_goal > 0) {
        double ratio = run->x[u] / *ret_goal;
        *ret_ratio = run->leaf->is->direction == DIR_LOWER ? 2 - ratio : ratio;
    } else {
        *ret_ratio = met_or_not(run, u, *ret_goal);
    }
    return true;
}

static void completion(LeafRun *run)
{
    double goal, share;
    for (int u = 0; u < run->n; u++)
        if (run->x[u] == run->x[u])
            (void)leaf_completed(run, u, &goal, &share, &run->f[u]);
}

CLONES
static void divide_by(double *restrict f, const double *restrict x, double by, int n)
{
    for (int u = 0; u < n; u++)
        f[u] = x[u] / by;
}

static void points(LeafRun *run)
{
    divide_by(run->f, run->x, run->leaf->full, run->n);
}

static const LeafRule rules[RULE_COUNT] = {
    [RULE_COMPLETION] = {.apply = completion},
    [RULE_POINTS] = {.apply = points},
    [RULE_MIN_MAX] = {.apply = rule_min_max, .relative = true},
    [RULE_GOALPOSTS] = {.apply = rule_goalposts, .relative = true},
};

const LeafRule *engine_rule(Rule rule)
{
    return &rules[rule];
}

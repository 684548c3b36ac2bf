/* Components that need all their children at once: weights out of the children's own numbers, TOPSIS,
 * Copeland. */
#include "core/engine_inner.h"
#include "core/num.h"
#include "core/weigh.h"

static bool is_by_data(WeightMethod method)
{
    return method == WEIGHT_ENTROPY || method == WEIGHT_CRITIC || method == WEIGHT_CV;
}

bool engine_gather_by_data(const Weights *weights)
{
    bool found = is_by_data(weights->method);
    for (int i = 0; weights->method == WEIGHT_COMBINED && i < weights->nparts; i++)
        found |= is_by_data(weights->parts[i]);
    return found;
}

static void given_weights(const SchemeNode *nodes, int node, double *ret)
{
    for (int k = node + 1; k < nodes[node].end; k = nodes[k].end)
        *ret++ = dec_to_f64(nodes[k].weight);
}

/* One method; true: nothing varies, so all weights are equal. */
static bool weigh_by(Arena *arena, const Engine *engine, int node, WeightMethod method,
                     const double *const *x, int nkids, int m, double *ret)
{
    const SchemeNode *nodes = engine->scheme->nodes;
    bool warned = false;
    Ahp ahp;
    for (int k = 0; k < nkids; k++)
        ret[k] = 1;
    switch (method) {
    case WEIGHT_GIVEN:
        given_weights(nodes, node, ret);
        break;
    case WEIGHT_ENTROPY:
        weigh_entropy(arena, x, nkids, m, ret, &warned);
        break;
    case WEIGHT_CRITIC:
        weigh_critic(arena, x, nkids, m, ret, &warned);
        break;
    case WEIGHT_CV:
        weigh_cv(arena, x, nkids, m, ret, &warned);
        break;
    case WEIGHT_AHP: /* the loader has refused what is no such matrix */
        (void)(nodes[node].weights.ahp &&
               weigh_ahp(arena, nodes[node].weights.ahp, nkids, ret, &ahp));
        break;
    default:
        break;
    }
    return warned;
}

/* Each part to the sum of 1 first, so that shares mean what they say. */
static void to_one(double *weights, int n)
{
    double sum = 0;
    for (int k = 0; k < n; k++)
        sum += weights[k];
    for (int k = 0; k < n && sum > 0; k++)
        weights[k] /= sum;
}

bool engine_gather_weights(const Engine *engine, int node, const double *const *x, int nkids, int m,
                           double *ret_weights)
{
    const Weights *is = &engine->scheme->nodes[node].weights;
    AUTO_ARENA arena = {0};
    if (is->method != WEIGHT_COMBINED)
        return weigh_by(&arena, engine, node, is->method, x, nkids, m, ret_weights);
    const double *parts[WEIGHT_METHODS_MAX];
    double shares[WEIGHT_METHODS_MAX];
    bool warned = false;
    for (int p = 0; p < is->nparts; p++) {
        double *part = arena_new(&arena, double, nkids);
        warned |= weigh_by(&arena, engine, node, is->parts[p], x, nkids, m, part);
        to_one(part, nkids);
        parts[p] = part;
        shares[p] = dec_to_f64(is->shares[p]);
    }
    weigh_combine(parts, shares, is->nparts, nkids, ret_weights);
    return warned;
}

/* A row's NaN is a child that does not count there. */
static void mark_absent(const Tree *tree, const Frame *frame)
{
    for (int k = 0; k < frame->nkids; k++)
        for (int u = 0; !frame->kids[k].even && u < tree->n; u++)
            if (!(frame->kids[k].c[u] > 0))
                frame->kids[k].v[u] = panel_nan(VALUE_MISSING);
}

static void weights_of(const Tree *tree, const Frame *frame, double *ret)
{
    const Weights *is = &tree->engine->scheme->nodes[frame->node].weights;
    bool by_data = engine_gather_by_data(is);
    if (!by_data || is->scope != OVER_GROUP) {
        for (int k = 0; k < frame->nkids; k++)
            ret[k] = (by_data ? tree->data : tree->weights)[frame->kids[k].node];
        return;
    }
    AUTO_ARENA arena = {0};
    const double **x = arena_new(&arena, const double *, frame->nkids);
    for (int k = 0; k < frame->nkids; k++)
        x[k] = frame->kids[k].v;
    if (engine_gather_weights(tree->engine, frame->node, x, frame->nkids, tree->n, ret) &&
        tree->warned)
        tree->warned[frame->node] |= NODE_WARN_EQUAL_WEIGHTS;
    for (int k = 0; tree->keeps_data && k < frame->nkids; k++)
        tree->data[frame->kids[k].node] = ret[k];
}

/* num, den and wm as a mean has them, then v over num: TOPSIS and Copeland keep c and m of the mean. */
static void add_kids(const Tree *tree, Frame *frame, const double *weights)
{
    frame->even = frame->empty = true;
    frame->sum = 0;
    for (int k = 0; k < frame->nkids; k++) {
        const Kid *kid = &frame->kids[k];
        fold_add(tree, frame, weights[k], kid->v, kid->even ? NULL : kid->c, kid->m);
    }
}

static bool counts(const Frame *frame, int u)
{
    return frame->even || frame->den[u] > 0;
}

/* Best, worst and length of a child's column. */
static void measure(const Kid *kid, int n, double *ret_best, double *ret_worst, double *ret_length)
{
    double squares = 0;
    *ret_best = -__builtin_inf();
    *ret_worst = __builtin_inf();
    for (int u = 0; u < n; u++) {
        double v = kid->v[u];
        if (!is_given(v))
            continue;
        *ret_best = v > *ret_best ? v : *ret_best;
        *ret_worst = v < *ret_worst ? v : *ret_worst;
        squares += v * v;
    }
    *ret_length = num_sqrt(squares);
}

/* Closeness to the ideal: d- / (d+ + d-), columns divided by their lengths and weighted; 1 where all units are
 * alike. near and far: room of n each, squares of the distances. */
static void topsis(const Tree *tree, const Frame *frame, const double *weights, double *near,
                   double *far)
{
    for (int u = 0; u < tree->n; u++)
        near[u] = far[u] = 0;
    for (int k = 0; k < frame->nkids; k++) {
        const Kid *kid = &frame->kids[k];
        double best, worst, length;
        measure(kid, tree->n, &best, &worst, &length);
        if (tree->engine->scheme->nodes[kid->node].rule == RULE_VECTOR)
            length =
                1; /* its rule has divided it, lower is better taken from 1: the distances are the same */
        double by = length > 0 ? weights[k] / length : 0;
        for (int u = 0; u < tree->n; u++) {
            if (!is_given(kid->v[u]))
                continue;
            double above = by * (best - kid->v[u]), below = by * (kid->v[u] - worst);
            near[u] += above * above;
            far[u] += below * below;
        }
    }
    for (int u = 0; u < tree->n; u++) {
        double to_best = num_sqrt(near[u]), to_worst = num_sqrt(far[u]);
        bool alike = !(to_best + to_worst > 0);
        frame->num[u] = alike ? 1 : to_worst / (to_best + to_worst);
        if (alike && counts(frame, u) && tree->warned)
            tree->warned[frame->node] |= NODE_WARN_ALIKE;
    }
}

/* +1 where i beats j by weight, -1 where j beats i: fractions are compared as integers of 1e-10. */
static int duel(const Frame *frame, const int64_t *q, const double *weights, int n, int i, int j)
{
    double balance = 0;
    int64_t whole = 0;
    for (int k = 0; k < frame->nkids; k++) {
        const int64_t *column = q + (ptrdiff_t)k * n;
        if (column[i] == INT64_MIN || column[j] == INT64_MIN)
            continue;
        balance += column[i] > column[j] ? weights[k] : column[i] < column[j] ? -weights[k] : 0;
    }
    if (!score_quantise(balance, &whole))
        whole = balance > 0 ? 1 : -1;
    return (whole > 0) - (whole < 0);
}

/* Duels won less duels lost, from 0 (all lost) to 1 (all won); alone: 1. */
static void copeland(const Tree *tree, const Frame *frame, const double *weights)
{
    AUTO_ARENA arena = {0};
    int n = tree->n, rivals = -1;
    int64_t *q = arena_new(&arena, int64_t, (size_t)frame->nkids * (size_t)n);
    int *balance = arena_new(&arena, int, n);
    for (int k = 0; k < frame->nkids; k++)
        for (int u = 0; u < n; u++) {
            double v = frame->kids[k].v[u];
            int64_t *to = &q[(ptrdiff_t)k * n + u];
            if (!is_given(v))
                *to = INT64_MIN;
            else if (!score_quantise(v, to))
                *to = v > 0 ? INT64_MAX : INT64_MIN + 1;
        }
    for (int i = 0; i < n; i++) {
        rivals += counts(frame, i);
        for (int j = i + 1; j < n; j++) {
            int won = counts(frame, i) && counts(frame, j) ? duel(frame, q, weights, n, i, j) : 0;
            balance[i] += won;
            balance[j] -= won;
        }
    }
    for (int i = 0; i < n; i++)
        frame->num[i] = rivals > 0 ? (double)(balance[i] + rivals) / (2.0 * rivals) : 1;
}

void engine_gather_finish(Tree *tree, Frame *frame)
{
    const SchemeNode *is = &tree->engine->scheme->nodes[frame->node];
    AUTO_ARENA arena = {0};
    mark_absent(tree, frame);
    if (tree->harvest == frame->node) {
        for (int k = 0; k < frame->nkids; k++)
            memcpy(tree->harvested[k] + tree->first, frame->kids[k].v,
                   (size_t)tree->n * sizeof(double));
        return;
    }
    double *weights = arena_new(&arena, double, frame->nkids);
    weights_of(tree, frame, weights);
    add_kids(tree, frame, weights);
    fold_finish(tree, frame);
    if (is->aggregate == AGGREGATE_TOPSIS)
        topsis(tree, frame, weights, tree->v, tree->c);
    else if (is->aggregate == AGGREGATE_COPELAND)
        copeland(tree, frame, weights);
}

/* A leaf of min-max over a batch, straight into its parent's sum: where all is given and nobody wants the fractions
 * themselves, they are made, weighed and added in registers. The bits are those of the kernels one after the other
 * (rule_min_max, fold_leaf). */
#include "core/engine_inner.h"

enum { LANES = 8, SPANS_MAX = 128, AHEAD = 1 };
typedef double Lanes __attribute__((vector_size(LANES * sizeof(double))));
typedef int64_t Mask __attribute__((vector_size(LANES * sizeof(int64_t))));

#define PICK(mask, a, b) ((Lanes)(((mask) & (Mask)(a)) | (~(mask) & (Mask)(b))))

#define FOLD(lanes, than, ...)                                                                     \
    do {                                                                                           \
        Lanes turned = __builtin_shufflevector(lanes, lanes, __VA_ARGS__);                         \
        lanes = PICK(turned than lanes, turned, lanes);                                            \
    } while (0)

typedef struct Span { /* of a block: where nothing and how far from there all is to be had */
    double from, range;
} Span;

typedef struct Shape { /* the same in all blocks */
    double weight, base, gain;
    bool lower; /* is better */
} Shape;

/* Least and greatest of a column's blocks. False: not so plain, a gap, a block of few or one without a range; else
 * whether any value is below zero is in *ret_below. Where lower is better all is counted back from the greatest.
 * Which of two zeros is met first does not show in a sum. */
CLONES
static bool take_spans(const double *column, const double *next, const PanelBlock *blocks,
                       int nblocks, bool lower, Span *ret, bool *ret_below)
{
    Lanes sums = {0}, zero = {0};
    double least = 0;
    for (int b = 0; b < nblocks; b++) {
        const double *x = column + blocks[b].first;
        int n = blocks[b].count;
        Lanes lows, highs, v;
        if (n < LANES)
            return false;
        memcpy(&v, x + n - LANES, sizeof v); /* the last eight; some of them come by twice */
        sums += v;
        lows = highs = v;
        const double *ahead = next + blocks[b].first;
        for (int u = 0; u + LANES < n; u += LANES) {
            __builtin_prefetch(ahead + u);
            memcpy(&v, x + u, sizeof v);
            sums += v;
            lows = PICK(v < lows, v, lows);
            highs = PICK(v > highs, v, highs);
        }
        FOLD(lows, <, 4, 5, 6, 7, 0, 1, 2, 3);
        FOLD(lows, <, 2, 3, 0, 1, 6, 7, 4, 5);
        FOLD(lows, <, 1, 0, 3, 2, 5, 4, 7, 6);
        FOLD(highs, >, 4, 5, 6, 7, 0, 1, 2, 3);
        FOLD(highs, >, 2, 3, 0, 1, 6, 7, 4, 5);
        FOLD(highs, >, 1, 0, 3, 2, 5, 4, 7, 6);
        double low = lows[0], high = highs[0];
        least = low < least ? low : least;
        ret[b] = (Span){lower ? high : low, lower ? low - high : high - low};
        double range = high - low;
        if (!(range > 0 && range < __builtin_inf()))
            return false;
    }
    Mask odd = sums - sums != zero; /* a NaN, or beyond all bounds */
    int64_t any = 0;
    for (int i = 0; i < LANES; i++)
        any |= odd[i];
    *ret_below = least < 0;
    return !any;
}

/* sum += weight (base + gain (x - from) / range), block by block. */
CLONES
static void add_spans(double *sum, const double *column, const PanelBlock *blocks, int nblocks,
                      const Span *spans, const Shape *shape)
{
    double weight = shape->weight, base = shape->base, gain = shape->gain;
    for (int b = 0; b < nblocks; b++) {
        const double *x = column + blocks[b].first;
        double *to = sum + (blocks[b].first - blocks[0].first);
        double from = spans[b].from, range = spans[b].range;
        int n = blocks[b].count;
        Lanes v, old, last;
        memcpy(&v, x + n - LANES, sizeof v);
        memcpy(&old, to + n - LANES, sizeof old);
        last = old + weight * (base + gain * ((v - from) / range));
        for (int u = 0; u + LANES < n; u += LANES) {
            memcpy(&v, x + u, sizeof v);
            memcpy(&old, to + u, sizeof old);
            old += weight * (base + gain * ((v - from) / range));
            memcpy(to + u, &old, sizeof old);
        }
        memcpy(to + n - LANES, &last, sizeof last);
    }
}

bool engine_is_fused(const Engine *engine, const Leaf *leaf)
{
    const SchemeNode *is = leaf->is;
    return is->rule == RULE_MIN_MAX && leaf->by_value && !leaf->prepared && !leaf->bound_low &&
           !leaf->bound_high && is->source != SOURCE_EVENTS && engine->nthresholds == 0 &&
           (is->direction == DIR_HIGHER || is->direction == DIR_LOWER);
}

bool engine_fused_leaf(const Run *run, Worker *worker, const Leaf *leaf, const Batch *batch)
{
    const EngineResult *r = run->result;
    const PanelBlock *blocks = run->engine->panel->blocks + batch->from;
    int nblocks = batch->end - batch->from;
    double *sum = fold_sum(&worker->tree, leaf->node);
    Span spans[SPANS_MAX];
    Shape shape = {.weight = run->weights[leaf->node],
                   .base = leaf->base,
                   .gain = leaf->gain,
                   .lower = leaf->is->direction == DIR_LOWER};
    const Leaf *end = run->engine->leaves + run->engine->nleaves;
    const Leaf *ahead = leaf + AHEAD < end ? leaf + AHEAD : leaf;
    const double *next = ahead->own.value ? ahead->own.value : leaf->own.value;
    bool below, kept = r->traces || (r->fractions && r->fractions[leaf->node]);
    if (!sum || kept || nblocks > SPANS_MAX ||
        !take_spans(leaf->own.value, next, blocks, nblocks, shape.lower, spans, &below))
        return false;
    add_spans(sum, leaf->own.value, blocks, nblocks, spans, &shape);
    if (below)
        worker->warned[leaf->node] |= SCORE_WARN_NEGATIVE;
    fold_summed(&worker->tree, leaf->node);
    return true;
}

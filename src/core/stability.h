/* core/stability.h - how much a rank can be trusted (稳定性): the same inputs, drawn many times.
 *
 * Draw d reads the numbers of (seed, d) (core/draw.h), so a draw is the same whoever computes it and however many there
 * are; statistics are counts of places, so their sums do not depend on order or on threads. A draw varies any of: weights,
 * each given weight of the tree times 1 + u, u uniform in ±weights (then shared anew inside its parent); a weight set out
 * of a given list; one indicator left out; the rounding of the score; each value inside its tolerance. One period at a time.
 * Where every component of a group is an arithmetic mean of given weights and every value counts, a draw's score is one
 * sum over the leaves (core/linear.h), else engine_fold's; which of the two depends on the data alone. Memory does not grow
 * with the draws. Sobol indices: core/stability_sobol.h. Callers: app/. */
#pragma once
#include "core/engine.h"

typedef struct StabilitySpec {
    int period; /* index in the panel */
    int64_t draws;
    uint64_t seed;
    double weights;     /* 0.25: ± 25 %; 0: weights stay; below 1 */
    const double *sets; /* [nsets * nnodes] given weight sets: draw d uses set d; draws == nsets */
    int nsets;
    bool leave_one_out; /* draws == leaves of the tree: draw d leaves leaf d out */
    bool values; /* within COLUMN_TOLERANCE; where that is silent, within |confirmed - reported| */
    bool rounding;    /* the score rounded to 0..rank.round decimals at random (without: 0..4) */
    int bottom;       /* N of "in the bottom N"; 0: the scheme's */
    const int *bands; /* [nbands] upper ranks of bands: {3, 10} = 1-3, 4-10, rest */
    int nbands;
    const EngineEvent *events; /* those of `base`; only values need them */
    int64_t nevents;
    int level; /* instructions: 0 the best there are, n > 0 at most linear level n - 1 (tests) */
} StabilitySpec;

typedef struct StabilityRow { /* one unit; ranks competition, from the top */
    int64_t row;
    int rank;    /* as published: no draw; 0: not ranked */
    bool bottom; /* as published */
    double mean; /* 0 where it was never ranked */
    int min, max, p5, median,
        p95; /* of ranks over draws: smallest rank with at least p % of draws at or below */
    int64_t in_bottom; /* draws */
    int64_t ranked;    /* draws in which it was ranked */
    int64_t same;      /* draws in which it had its published rank */
    int64_t *bands;    /* [nbands + 1] draws */
} StabilityRow;

typedef struct StabilityResult {
    int nrows; /* units of the period */
    StabilityRow *rows;
    int64_t draws;
    int bottom, nbands;
    double mean_shift; /* mean over draws and units of |rank - published rank| */
} StabilityResult;

/* Called with each chunk that is done; false stops: the result is of the draws until then. */
typedef bool (*StabilityProgressFn)(void *ctx, int64_t done, int64_t of);

/* base: a run of the same engine with ENGINE_LEAVES (values: the engine scores anew for each draw). ERR_STABILITY_* for what
 * does not fit, ERR_LIMIT where the counts of places would not fit the memory that they may have. */
bool stability_run(Arena *arena, const Engine *engine, const EngineResult *base,
                   const StabilitySpec *spec, const ParFor *par, StabilityProgressFn progress,
                   void *ctx, StabilityResult *ret_result, Err *err);

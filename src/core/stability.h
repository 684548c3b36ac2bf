/* core/stability.h - how much a rank can be trusted (稳定性): the same inputs, drawn many times.
 *
 * Draw d reads a counter-based stream of (seed, d), so a draw is the same whoever computes it and
 * however many there are; statistics are integer counts, so their sums do not depend on order. A draw varies any of: weights, each
 * given weight of the tree times 1 + u, u uniform in ±weights (then shared anew inside its parent); a
 * weight set out of a given list; one indicator left out; the rounding of the score; each value inside its tolerance. One period at a time. Sobol indices: core/sobol.h. Callers: app/. */
#pragma once
#include "core/engine.h"

typedef struct StabilitySpec {
    int period; /* index in the panel */
    int64_t draws;
    uint64_t seed;
    double weights;     /* 0.25: ± 25 %; 0: weights stay */
    const double *sets; /* [nsets * nnodes] given weight sets: draw d uses set d; draws == nsets */
    int nsets;
    bool leave_one_out; /* draws == counting leaves: draw d leaves leaf d out */
    bool values;        /* within COLUMN_TOLERANCE */
    bool rounding;      /* the score rounded to 0..rank.round decimals at random */
    int bottom;         /* N of "in the bottom N"; 0: the scheme's */
    const int *bands;   /* [nbands] upper ranks of bands: {3, 10} = 1-3, 4-10, rest */
    int nbands;
} StabilitySpec;

typedef struct StabilityRow { /* one unit; ranks competition, from the top */
    int64_t row;
    int rank; /* as published: no draw */
    double mean;
    int min, max, p5, median,
        p95; /* of ranks over draws: smallest rank with at least p % of draws at or below */
    int64_t in_bottom; /* draws */
    int64_t ranked;    /* draws in which it was ranked */
    int64_t *bands;    /* [nbands + 1] draws */
} StabilityRow;

typedef struct StabilityResult {
    int nrows; /* units of the period */
    StabilityRow *rows;
    int64_t draws;
    double mean_shift; /* mean over draws and units of |rank - published rank| */
} StabilityResult;

/* Called with each chunk that is done; false stops. */
typedef bool (*StabilityProgressFn)(void *ctx, int64_t done, int64_t of);

/* base: a run of the same engine with ENGINE_LEAVES (values: the engine scores anew for each draw).
 * ERR_STABILITY_* for what does not fit (no tolerance column, sets of another tree). */
bool stability_run(Arena *arena, const Engine *engine, const EngineResult *base,
                   const StabilitySpec *spec, const ParFor *par, StabilityProgressFn progress,
                   void *ctx, StabilityResult *ret_result, Err *err);

/* Uniform in [0, 1) number i of draw d: the counter-based stream. */
double stability_uniform(uint64_t seed, uint64_t d, uint64_t i);

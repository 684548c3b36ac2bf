/* core/stability_parts.h - what the files of core/stability share: the plan of a period, and a batch of
 * draws from weights to places.
 *
 * stability_batch.c makes places of draws, whatever they vary; stability.c says what a draw varies and counts places;
 * stability_values.c scores varied values anew; stability_sobol.c asks for the shift of each draw. Inner to core/stability. */
#pragma once
#include "core/linear.h"
#include "core/stability.h"

enum {
    STABILITY_SLAB = 4 * LINEAR_STEP, /* draws that one worker takes at a time */
    FACTORS_BESIDE_NODES = 2,         /* values, rounding */
};

typedef struct StabilityBlock {
    const PanelBlock *block;
    bool linear;
    LinearBlock fractions;
    int ngaps;            /* units with a value that does not count: folded by the engine */
    int *gap_units;       /* [ngaps] */
    int nunranked;        /* in any draw */
    int *unranked;        /* [nunranked] */
    EngineResult gaps;    /* their fractions side by side */
    double *given;        /* [nnodes] weights where some come from the data; NULL: the plan's */
    const uint8_t *flags; /* [count] of the base run */
    int64_t at;           /* first row, counted from the period's first */
} StabilityBlock;

/* What one draw varies. */
typedef struct StabilityDraw {
    double *weights; /* [nnodes] of the scheme when it is handed over */
    double *room;    /* [nnodes + FACTORS_BESIDE_NODES] */
    int decimals;    /* of rounding; below 0: none */
    double values;   /* values move by that share of their tolerance; 0: not at all */
    uint64_t number; /* of the draw, for values */
    bool counts;     /* some leaf has weight; set when the weights are shared */
} StabilityDraw;

/* What STABILITY_SLAB draws vary, and the weights that come of it. */
typedef struct StabilitySlab {
    StabilityDraw *draws;
    double *of_nodes, *uniforms; /* [draws][nnodes], with FACTORS_BESIDE_NODES more */
    double *of_leaves;           /* [draws][nleaves] */
} StabilitySlab;

typedef struct StabilityRoom { /* a worker's own memory */
    double *scores;            /* [STABILITY_SLAB][stride] */
    PlaceRoom *places;
    double *fold, *tree, *keys;
    int64_t *whole;
    uint16_t *of_block;             /* [STABILITY_SLAB][units of a group] */
    StabilitySlab slab;             /* of a group with weights of its own */
    struct StabilityValues *values; /* NULL: values stay */
} StabilityRoom;

typedef void (*StabilityDrawFn)(const void *ctx, int64_t d, StabilityDraw *draw);

/* Places of some draws of a group: [draws][its units]. */
typedef void (*StabilityPlacedFn)(void *ctx, const StabilityBlock *block, int draws,
                                  const uint16_t *places);

typedef struct StabilityPlan {
    const Engine *engine;
    const Engine *fold; /* the same, but that it takes all weights as they are handed over */
    const EngineResult *base;
    const StabilitySpec *spec;
    const Scheme *scheme;
    const ParFor *par;
    int level, nnodes, nleaves, nblocks, decimals;
    int *leaf_nodes; /* [nleaves] */
    double full;
    double *given; /* [nnodes] weights */
    StabilityBlock *blocks;
    int64_t first, nrows; /* rows of the period */
    PlaceRule rule;
    uint16_t *published;  /* [nrows] places without a draw */
    StabilityRoom *rooms; /* [workers] */
    /* a batch */
    int batch;                /* draws that it has room for, a multiple of STABILITY_SLAB */
    StabilityPlacedFn placed; /* NULL: into places */
    void *placed_ctx;
    StabilityDrawFn draw;
    const void *draw_ctx;
    int64_t from; /* first draw */
    int count;
    StabilitySlab slabs; /* of all draws of the batch */
    uint8_t *failed;     /* [batch][nblocks] */
    uint16_t *places;    /* [batch][nrows]; NULL where they are handed over */
} StabilityPlan;

/* Once for a plan; stability_plan_done gives back what workers hold. */
bool stability_plan(Arena *arena, const Engine *engine, const EngineResult *base,
                    const StabilitySpec *spec, const ParFor *par, StabilityPlan *ret_plan,
                    Err *err);
void stability_plan_done(StabilityPlan *plan);
/* Room for batches, after stability_plan. placed, if any: where there are groups enough that each worker keeps to one, it gets
 * their places at once, one worker a group; else plan->placed is NULL and they are in plan->places. */
void stability_rooms(Arena *arena, StabilityPlan *plan, StabilityPlacedFn placed, void *ctx);
/* Places of draws from..from + count - 1, count <= plan->batch. */
bool stability_batch(StabilityPlan *plan, StabilityDrawFn draw, const void *ctx, int64_t from,
                     int count, Err *err);
static inline const uint16_t *stability_places(const StabilityPlan *plan, int draw)
{
    return plan->places + draw * plan->nrows;
}
/* Keys of whole scores for place_units: themselves, or where doubles do not hold them their order. NaN stays for units that
 * are not ranked. */
void stability_keys(const int64_t *whole, int count, double *keys);

/* Weights of leaf_nodes out of weights of all nodes: full marks shared down the tree; what has no weight or nothing under
 * it that has is left out. False: nothing counts. room[nnodes]. */
bool stability_leaf_weights(const StabilityPlan *plan, const double *weights, double *room,
                            double *ret_leaf_weights);

/* --- values ------------------------------------------------------------------------------------ */
typedef struct StabilityValues StabilityValues;
/* A worker's copy of what varies. ERR_STABILITY_TOLERANCE: nothing says by how much. */
bool stability_values(Arena *arena, const StabilityPlan *plan, StabilityValues **ret_values,
                      Err *err);
/* Whole scores of the period's rows in that draw; ret_ranked likewise. */
bool stability_values_run(StabilityValues *values, const StabilityDraw *draw, int64_t *ret_whole,
                          bool **ret_ranked);
void stability_values_done(StabilityValues *values);

/* Numbers of a draw: weights from 0, one a node. */
enum { DRAW_ROUNDING = 1 << 20 };
#define DRAW_VALUES (UINT64_C(1) << 32)

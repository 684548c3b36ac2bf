/* core/engine.h - scores and ranks of a panel under a scheme: columns in, columns out.
 *
 * All periods and groups in one pass. Work is cut into blocks (a group in a period; with wider scopes
 * a period, or all), a block is done by one worker, and sums run over indicators in scheme order for
 * each unit, so the bits do not depend on threads, on SIMD or on the machine. Time is linear in cells.
 *
 * Every leaf gives a fraction f of its full points (1 = full marks). Beside it a node carries two
 * numbers: c, what of it counts in its parent's mean, and m, what of its weight it keeps when the
 * whole is shared anew. Scored: c = m = 1. Missing with `renormalise`: c = 0, m = 1. Not applicable,
 * spread: c = m = 0. An arithmetic component: v = Σ w c v / Σ w c, m = Σ w m / Σ w, c = m where any
 * child counts, else 0. The score of the tree is full * v(root). core/score.h is the same engine for
 * one group in one period with every number that an explanation needs.
 *
 * Edges, each with a warning in the trace and in node_warnings: all values of a comparison alike, or a group
 * of one: what the best would get (z-score: its mean; Borda: half, alone all); a goal, best, sum or length of
 * zero or below: met or not met, nobody has any; growth on a base of zero or of the other sign: missing; an
 * empty block: no ranks, RANK_WARN_EMPTY; all weights of a component 0: it counts as empty and is dropped
 * inside its parent; a fraction of zero or below in a geometric or harmonic mean: 0.
 * Weights in EngineInput may be 0, never negative. A fold gives the bits of a run with the same weights, but
 * where weights come from data beyond the group: they stay those of the run.
 * Callers: core/score, core/stability, app/. */
#pragma once
#include "base/panel.h"
#include "base/par.h"
#include "core/score.h"

typedef struct Engine
    Engine; /* a scheme bound to a panel's columns; immutable, shared by workers */

enum { /* what engine_run keeps beside the scores; all of it is NULL where it is not asked for */
       ENGINE_COMPONENTS = 1, /* fractions of components */
       ENGINE_LEAVES = 2,     /* fractions of leaves */
       ENGINE_TRACE = 4,      /* status, warnings, raw fraction, rank of every leaf */
};

/* One bonus, deduction or veto; kinds and points as ScoreEvent. In order of row. */
typedef struct EngineEvent {
    EventKind kind;
    int node;
    int64_t row;
    double points;
} EngineEvent;

typedef struct EngineInput {
    const Engine *engine;
    const EngineEvent *events;
    int64_t nevents;
    const double
        *weights;      /* [nnodes] in place of the scheme's (what-if, draws); NULL: the scheme's */
    const ParFor *par; /* NULL: one worker */
    bool (*progress)(void *ctx, int64_t done, int64_t of); /* false: stop; may be NULL. In blocks */
    void *progress_ctx;
} EngineInput;

enum { /* EngineResult.flags */
       UNIT_HAS_SCORE = 1,
       UNIT_RANKED = 2,
       UNIT_TIED = 4,
       UNIT_IN_BOTTOM = 8,
       UNIT_VETOED = 16,
       UNIT_TOO_LITTLE = 32, /* below the data-availability threshold: not ranked */
};

enum {                              /* EngineResult.node_warnings of components */
       NODE_WARN_NO_WEIGHT = 1,     /* all weights 0: counts as empty, dropped inside its parent */
       NODE_WARN_NOT_POSITIVE = 2,  /* geometric, harmonic: a fraction of 0 or below makes it 0 */
       NODE_WARN_ALIKE = 4,         /* TOPSIS: all units alike, 1 */
       NODE_WARN_EQUAL_WEIGHTS = 8, /* weights from data where nothing varies */
};

typedef struct EngineTrace {
    uint8_t *status;    /* CellStatus */
    uint16_t *warnings; /* SCORE_WARN_ flags */
    double *raw;        /* before floor and cap */
    int32_t *rank;      /* rules that go by place; NULL else */
} EngineTrace;

typedef struct EngineResult {
    int64_t nrows;
    double **
        fractions; /* [nnodes] -> [nrows] or NULL; NaN with a state where the node does not count */
    EngineTrace *traces;         /* [nnodes], leaves only */
    double *tree;                /* [nrows] full * v(root) */
    double *bonus, *deduct;      /* after their caps; NULL without events */
    double *exact;               /* before it becomes an integer */
    int64_t *score, *rounded;    /* 1e-10; rounded: after rank.round */
    int32_t *rank, *from_bottom; /* as RankRow */
    uint8_t *flags;
    double *weights;      /* [nnodes] that the run went by; 0 where they come from data */
    double *data_weights; /* [nblocks * nnodes] those; NULL where the scheme has no such method */
    double *veto;         /* lowest ceiling, INFINITY where none; NULL without vetoes */
    uint8_t *block_warnings; /* [nblocks] RANK_WARN_ flags */
    uint16_t *node_warnings; /* [nnodes] SCORE_WARN_ flags of any row; components: NODE_WARN_ */
} EngineResult;

/* Binds leaves to columns and compiles formulae and constants. ERR_ENGINE_COLUMN {indicator, key}: a
 * leaf has no column of that kind; scheme and panel must outlive the engine. */
bool engine_new(Arena *arena, const Scheme *scheme, const Panel *panel, Engine **ret_engine,
                Err *err);
/* The same columns under the same scheme with other weights, in time of the nodes alone. `scheme` is a copy of the
 * engine's own, prepared again (scheme_prepare); both and `engine` must outlive the new one. */
Engine *engine_reweigh(Arena *arena, const Engine *engine, const Scheme *scheme);
const Scheme *engine_scheme(const Engine *engine);
const Panel *engine_panel(const Engine *engine);
/* Given weights of all nodes as numbers: [nnodes] (methods from data: 0; equal: 1; AHP: its vector). */
void engine_weights(const Engine *engine, double *ret_weights);
bool engine_run(Arena *arena, const EngineInput *input, unsigned keep, EngineResult *ret_result,
                Err *err);

/* One more pass over rows that are scored already: the leaves' fractions stay, weights change. The
 * hot path of what-if and of draws. rows: [first, first + count) must be one block; ret_tree[count],
 * NaN where nothing counts. Room: engine_fold_room doubles. */
int64_t engine_fold_room(const Engine *engine, int count);
void engine_fold(const Engine *engine, const EngineResult *leaves, const PanelBlock *block,
                 const double *weights, double *room, double *ret_tree);
/* From the tree's points to the score of a row (bonus, deduct, ceiling, floor, veto in the scheme's order), and
 * to its integer. False: out of range. */
bool engine_finish(const Engine *engine, const EngineResult *result, int64_t row, double tree,
                   int64_t *ret_score, int64_t *ret_rounded);
/* Effective weight of every node for one row: its share of the full marks after spreading and dropping
 * (root 1), [nnodes]. Needs ENGINE_LEAVES. Arithmetic components only share; others pass theirs whole. */
void engine_effective(const Engine *engine, const EngineResult *result, int64_t row,
                      double *ret_weights);

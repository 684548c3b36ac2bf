/* core/engine_inner.h - what the files of the engine share: a leaf bound to its columns, a worker's
 * memory, the kernels' view of a run of rows, the frames of the tree.
 *
 * engine.c binds; engine_value.c makes the numbers of a leaf out of columns, engine_leaf.c turns them into
 * fractions by the rules of engine_rules.c; engine_tree.c folds fractions up the tree; engine_run.c does
 * blocks, engine_fused.c min-max without its fractions, engine_wide.c first what looks beyond a block. Inner to core/engine. */
#pragma once
#include "base/clones.h"
#include "core/engine.h"
#include "core/formula.h"

/* A fraction that does not count is a NaN with the state, and this bit where the node keeps its weight
 * (m = 1): missing with renormalise, not applicable inside the parent. */
enum { NAN_KEEPS_WEIGHT = 8 };
enum { FORMULA_ROWS = 256 }; /* of a formula at once */

typedef struct LeafRun LeafRun;
typedef struct LeafRule {
    void (*apply)(LeafRun *run);
    bool by_events; /* takes events of its own */
    bool relative;  /* measures units against each other: scope matters */
    bool derived;   /* its x is no column, but what engine_value.c makes */
} LeafRule;
const LeafRule *engine_rule(Rule rule);

typedef struct Column { /* of an indicator: the confirmed value comes before the reported */
    const double *value, *confirmed;
} Column;

typedef struct Step { /* of rule band */
    double at, fraction;
    bool open;
} Step;

/* A leaf, its columns and its numbers as doubles. */
typedef struct Leaf {
    int node;
    const SchemeNode *is;
    const LeafRule *rule;
    Column own;
    const double *target, *baseline, *share; /* columns or NULL */
    const double
        *earlier;   /* of score_group: what `last` and `carry` look for; NULL: in the panel */
    Column *others; /* judge: its voices; formula: its inputs */
    int nothers;
    double *voice_weights;
    Formula *formula;
    const double
        *plan; /* [nperiods] share of the scheme's own plan where the column is silent; NaN */
    const uint8_t *not_for; /* [nunits] the leaf is not for that unit; NULL: for all */
    bool by_value;          /* x is the column itself: nothing to merge, shift or make */
    bool fused;             /* engine_fused.c may add it up without its fractions */
    bool prepared;          /* looks beyond its block: scored by engine_wide.c before the blocks */
    bool bound_low, bound_high;
    double full, floor, cap, own_target, per_point, over_per_point, per_event, step, step_points;
    double middle, low, high, bad, good, base, gain, out_of;
    Step *bands;
} Leaf;

typedef struct
    Batch { /* neighbouring blocks that one worker does together: a column is read in longer runs */
    int from, end; /* blocks */
    int count;     /* rows */
    int64_t first;
} Batch;

struct Engine {
    const Scheme *scheme;
    const Panel *panel;
    bool alone; /* of score_group: lag and plans are the caller's business */
    int nleaves, nprepared, depth_max, block_max, rows_max, voices_max;
    int64_t formula_room; /* doubles, for FORMULA_ROWS rows and their inputs */
    Batch *batches;
    int nbatches, batch_max; /* rows */
    int nthresholds;         /* nodes with an availability threshold */
    bool by_data;
    int ngathered; /* children of gathered components */
    bool has_wide; /* weights from data beyond the group */
    Leaf *leaves;  /* in order of nodes */
    int *leaf_of;  /* [nnodes] index or -1 */
    int *
        gathered_at; /* [nnodes] first child's place in a tree's room; -1: the component is streamed */
    int *threshold_of; /* [nnodes] index or -1 */
    double *weights;   /* [nnodes] given */
    int32_t *row_at;   /* [nperiods * nunits] row or -1; NULL: nobody looks back */
    double full;
};

typedef struct RankRoom { /* of a worker, for n rows */
    int64_t *keys;
    int32_t *unit, *rank, *from_bottom;
    uint8_t *tied;
    void *sort;
} RankRoom;

typedef struct Scan {
    double low, high; /* of what is given */
    bool even;        /* all given */
} Scan;
Scan engine_scan(const double *x, int n);

/* One leaf over one run of rows. A kernel reads x (direction not applied), writes f before bounds, and
 * says with leaf_fail which units it cannot score. */
struct LeafRun {
    const Engine *engine;
    const Leaf *leaf;
    int64_t first;
    int n;
    int period;           /* of all rows, or -1 */
    const double *x;      /* [n] NaN where not given */
    bool plain;           /* all given, all scored */
    Scan seen;            /* of x */
    double *f;            /* [n] */
    double *raw;          /* [n] f before bounds, or NULL */
    uint8_t *status;      /* [n] CellStatus; only where not plain */
    uint16_t *warnings;   /* [n] */
    unsigned warned;      /* flags of any row */
    int32_t *rank;        /* [n] */
    const double *events; /* [n] points of events, or NULL */
    double *y, *z;        /* [n] room each */
    const RankRoom *ranks;
    double *voices;  /* room: 2 * engine->voices_max */
    double *formula; /* room: engine->formula_room */
};

typedef struct LeafRoom { /* of a worker, for engine->rows_max rows */
    double *x, *f, *y, *z, *events, *voices, *formula;
    uint8_t *status;
    uint16_t *warnings;
    int32_t *rank;
    RankRoom ranks;
} LeafRoom;

static inline uint64_t nan_bits(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline double nan_keeping(ValueState state)
{
    uint64_t bits = UINT64_C(0x7ff8000000000000) | NAN_KEEPS_WEIGHT | (uint64_t)state;
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static inline bool is_given(double x)
{
    return x == x;
}

static inline void leaf_warn(LeafRun *run, int u, unsigned flag)
{
    run->warnings[u] |= (uint16_t)flag;
    run->warned |= flag;
}

/* Binds without looking for columns: score_group fills the leaves itself. */
bool engine_bare(Arena *arena, const Scheme *scheme, const Panel *panel, Engine **ret_engine,
                 Err *err);
void engine_bound(Arena *arena, Engine *engine);
void leaf_bind_numbers(Arena *arena, Leaf *leaf);
int engine_period_of(const Engine *engine, int64_t row);
int engine_block_at(const Engine *engine, int64_t row);
/* Row of the unit in the period `ago` before (by months, so that gaps are seen), or -1. */
int64_t engine_row_before(const Engine *engine, int64_t row, int period, int ago);

RankRoom engine_rank_room(Arena *arena, int n);
LeafRoom leaf_room(Arena *arena, const Engine *engine);
/* The numbers of the leaf for the run: run->x, plain, status. */
void leaf_values(LeafRun *run, const LeafRoom *room);
/* The unit is not scored after all. */
void leaf_fail(LeafRun *run, int u, CellStatus status, unsigned flag);
CellStatus leaf_status_of_missing(const SchemeNode *leaf);
/* Scores a leaf over the run (engine, leaf, first, n, period, f, and status, warnings, rank, raw where
 * somebody wants them): f is NaN (with its bits) where the leaf does not count. */
void leaf_score(LeafRun *run, const LeafRoom *room);
/* What means and states are as fractions: of the part [from, from + n) of the run, one group. */
void leaf_fill(LeafRun *run, int from, int n);
/* actual / goal, mirrored where lower is better; false: the unit has no target or plan. */
bool leaf_completed(LeafRun *run, int u, double *ret_ratio);
/* The unit's own target, else the leaf's; false: none. */
bool leaf_target(const Leaf *leaf, int64_t row, double *ret_target);
/* Percentage points ahead of the plan; 0 where the target is not above zero. */
double leaf_gap(const Leaf *leaf, double x, double target, double share);
/* What a row is held against: goal (target, or target times share of the plan) and share; 0 where none. */
void leaf_goal(const Leaf *leaf, int64_t row, int period, double *ret_goal, double *ret_share);

/* --- the tree ---------------------------------------------------------------------------------- */

typedef struct Kid { /* a child of a gathered component */
    int node;
    bool even;         /* c = m = 1 in all rows */
    double *v, *c, *m; /* [n] */
} Kid;

typedef struct Frame { /* an open component */
    int node;
    bool even; /* all children so far count with c = m = 1 in all rows: den and wm are `sum` */
    bool empty;
    double sum; /* of the children's weights */
    double *num, *den, *wm;
    Kid *kids; /* of a gathered component */
    int nkids;
} Frame;

typedef struct Tree { /* a walk over one block */
    const Engine *engine;
    const double *weights;
    double *data;    /* [nnodes] weights from data of this block, as in EngineResult; or NULL */
    bool keeps_data; /* what is computed is put there */
    int64_t first;
    int n;
    Frame *frames;     /* [depth_max + 1] */
    Kid *kids;         /* [ngathered] */
    double *v, *c, *m; /* [n] of a leaf with special states */
    double *t;         /* [n] */
    double **keep;     /* [nnodes] columns that components are kept in, or NULL */
    uint16_t *warned;  /* [nnodes] or NULL */
    int harvest; /* a gathered component whose children are wanted and not their mean, or -1 */
    double *const *harvested; /* its children's columns */
} Tree;

/* In doubles, all that a tree over n rows wants. */
int64_t fold_room(const Engine *engine, int n);
void fold_open(Tree *tree, const Engine *engine, int n, double *room);
/* Nodes in order: a component begins, a leaf adds its column; whatever ends with it is closed. */
void fold_component(Tree *tree, int node);
void fold_leaf(Tree *tree, int node, const double *f, bool even);
/* What a leaf may add itself to straight away, w f: the sum of an arithmetic mean in which all has counted so far;
 * NULL: none. fold_summed: it has. */
double *fold_sum(Tree *tree, int node);
void fold_summed(Tree *tree, int node);
/* full * v(root), NaN where nothing counts. */
void fold_close(Tree *tree, double *ret_tree);
/* No NaN among x[n]. */
bool engine_even(const double *x, int n);

/* engine_gather.c: a component that needs its children all at once. Leaves v, c, m in num, den, wm. */
void engine_gather_finish(Tree *tree, Frame *frame);
/* The children's means by `weights`, one a child, as streamed components have them. */
void fold_add(const Tree *tree, Frame *frame, double w, const double *v, const double *c,
              const double *m);
void fold_finish(const Tree *tree, Frame *frame);
bool engine_gather_by_data(const Weights *weights);
/* ret[nkids] from the children's columns x[nkids][m]. True: nothing varies, all are equal. */
bool engine_gather_weights(const Engine *engine, int node, const double *const *x, int nkids, int m,
                           double *ret_weights);

/* --- a run over all blocks ------------------------------------------------------------------------ */

typedef struct Prepared { /* a leaf that is scored before the blocks; NULL where not */
    double *f;            /* [nrows] */
    uint8_t *status;      /* [nrows] */
} Prepared;

typedef struct Worker {
    LeafRoom leaf;
    Tree tree;
    double *room; /* of the tree */
    RankRoom ranks;
    uint8_t *excluded;    /* [batch_max] */
    double *given, *owed; /* [nthresholds * batch_max] weight of leaves */
    uint16_t *warned;     /* [nnodes] */
    int64_t bad_row;      /* first row that is out of range, or INT64_MAX */
} Worker;

typedef struct Run {
    const EngineInput *input;
    const Engine *engine;
    EngineResult *result;
    RankRule rank;
    const double *weights;
    Prepared *prepared; /* [nleaves] or NULL */
    Worker *workers;
    const ParFor *par;
    _Atomic int64_t done;
    _Atomic bool stopped;
} Run;

/* engine_effective with a root of `whole`. */
void engine_share_out(const Engine *engine, const EngineResult *result, int64_t row, double whole,
                      double *ret_shares);
/* engine_run.c: leaves and components under `node` of a batch, in order. */
void engine_score_nodes(const Run *run, Worker *worker, const Batch *batch, int node);
/* A leaf over a run of rows, with its traces where they are kept. */
void engine_score_leaf(const Run *run, Worker *worker, const Leaf *leaf, int64_t first, int n,
                       int period, double *ret_f, uint8_t *ret_status, LeafRun *ret_run);
/* engine_fused.c: whether a leaf's place and rule let it; adds it up over a batch, false: done nothing, go the long way. */
bool engine_is_fused(const Engine *engine, const Leaf *leaf);
bool engine_fused_leaf(const Run *run, Worker *worker, const Leaf *leaf, const Batch *batch);
/* engine_events.c: ERR_SCORE_EVENT; bonus, deduct and veto of all rows. */
bool engine_events_take(Arena *arena, const Run *run, Err *err);
/* Points of the leaf's own events in the rows: room[n], or NULL where there are none. */
const double *engine_events_of_leaf(const Run *run, int node, int64_t first, int n, double *room);
/* engine_wide.c: leaves that look beyond their block; weights from data beyond the group. */
void engine_wide_leaves(Arena *arena, Run *run);
void engine_wide_weights(Arena *arena, Run *run);

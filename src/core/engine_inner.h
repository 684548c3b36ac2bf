/* core/engine_inner.h - what the files of the engine share: a leaf bound to its columns, a worker's
 * memory, the kernels' view of a run of rows, the frames of the tree.
 *
 * engine.c binds, engine_leaf.c turns a column into fractions by the rules of engine_rules.c,
 * engine_tree.c folds fractions up the tree, engine_run.c does blocks. Inner to core/engine. */
#pragma once
#include "base/clones.h"
#include "core/engine.h"

/* What a worker takes for a fraction that does not count: a NaN with the state, and this bit where
 * the node keeps its weight (m = 1): missing with renormalise, not applicable inside the parent. */
enum { NAN_KEEPS_WEIGHT = 8 };

typedef struct LeafRun LeafRun;
typedef struct LeafRule {
    void (*apply)(LeafRun *run);
    bool by_events; /* takes events of its own */
    bool relative;  /* measures units against each other: scope matters */
} LeafRule;
const LeafRule *engine_rule(Rule rule);

/* A leaf, its columns and its numbers as doubles. */
typedef struct Leaf {
    int node;
    const SchemeNode *is;
    const LeafRule *rule;
    const double *value, *confirmed, *target, *baseline, *share; /* columns or NULL */
    const double
        *plan; /* [nperiods] share of the scheme's own plan where the column is silent; NaN */
    const uint8_t *not_for; /* [nunits] the leaf is not for that unit; NULL: for all */
    bool by_value;          /* x is the column itself: nothing to merge or shift */
    bool bound_low, bound_high;
    double full, floor, cap, own_target, per_point, over_per_point, per_event, step;
    double middle, low, high, bad, good, base, gain;
} Leaf;

struct Engine {
    const Scheme *scheme;
    const Panel *panel;
    int nleaves, depth_max, rows_max; /* rows of the longest run */
    Leaf *leaves;                     /* in order of nodes */
    int *leaf_of;                     /* [nnodes] index or -1 */
    double *weights;                  /* [nnodes] given */
    double full;
};

/* One leaf over one run of rows. A kernel reads x (direction not applied), writes f before bounds, and
 * says with leaf_fail which units it cannot score. */
struct LeafRun {
    const Engine *engine;
    const Leaf *leaf;
    int64_t first;
    int n;
    int period;           /* of all rows, or -1 */
    const double *x;      /* [n] NaN where not given */
    bool plain;           /* all given */
    bool negative;        /* some x < 0 */
    double *f;            /* [n] */
    uint8_t *status;      /* [n] CellStatus; only where not plain */
    uint16_t *warnings;   /* [n] of this run */
    unsigned warned;      /* flags of any row */
    int32_t *rank;        /* [n] */
    bool ranked;          /* rank is filled */
    const double *events; /* [n] points of events, or NULL */
    double *y, *z;        /* [n] room each */
};

/* A worker's own memory, of engine->rows_max rows. */
typedef struct LeafRoom {
    double *x, *f, *y, *z, *events;
    uint8_t *status;
    uint16_t *warnings;
    int32_t *rank;
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

static inline void leaf_warn(LeafRun *run, int u, unsigned flag)
{
    run->warnings[u] |= (uint16_t)flag;
    run->warned |= flag;
}

/* The unit is not scored after all. */
void leaf_fail(LeafRun *run, int u, CellStatus status, unsigned flag);
/* Room for a worker. */
LeafRoom leaf_room(Arena *arena, const Engine *engine);
/* Scores a leaf over rows [first, first + n); f is written to ret_f, NaN (with its bits) where the leaf
 * does not count. *run is left as the kernel and the policies left it. */
void leaf_score(const Engine *engine, const Leaf *leaf, int64_t first, int n, int period,
                const LeafRoom *room, const double *events, double *ret_f, LeafRun *run);
/* actual / goal, mirrored where lower is better; false: the unit has no target or plan. *ret_goal and
 * *ret_share are what it was held against. */
bool leaf_completed(LeafRun *run, int u, double *ret_goal, double *ret_share, double *ret_ratio);
bool leaf_target(const Leaf *leaf, int64_t row, double *ret_target);
bool leaf_share(const Leaf *leaf, int64_t row, int period, double *ret_share);

/* --- the tree ---------------------------------------------------------------------------------- */

typedef struct Frame { /* an open component */
    int node;
    bool plain; /* all children so far count with c = m = 1 in all rows: den and wm are `sum` */
    bool empty;
    double sum; /* of the children's weights */
    double *num, *den, *wm;
} Frame;

typedef struct Tree { /* a walk over one block */
    const Engine *engine;
    const double *weights;
    int64_t first;
    int n;
    Frame *frames;     /* [depth_max + 1] */
    double *v, *c, *m; /* [n] of a leaf with special states */
    double **keep;     /* [nnodes] columns that components are kept in, or NULL */
    uint16_t *warned;  /* [nnodes] or NULL */
} Tree;

int64_t tree_room(const Engine *engine, int n);
void tree_open(Tree *tree, const Engine *engine, int n, double *room, Frame *frames);
/* Nodes in order: a component begins, a leaf adds its column; whatever ends with it is closed. */
void tree_component(Tree *tree, int node);
void tree_leaf(Tree *tree, int node, const double *f, bool plain);
/* full * v(root), NaN where nothing counts. */
void tree_close(Tree *tree, double *ret_tree);
/* No NaN among x[n]; *ret_negative: any below zero. */
bool engine_plain(const double *x, int n, bool *ret_negative);

/* core/score.h - scores of one peer group in one period: arrays in, arrays out.
 *
 * The same bits on every machine: sums in scheme order, only + - * / on doubles. A score becomes an
 * integer in units of 1e-10 (half away from zero) before anything compares it. Formulae and edge
 * cases: docs/formats/scheme.md. It is the engine (core/engine.h) for one block with everything kept.
 * Everything that an explanation needs stands in the result. Callers: app/, later `duban score`. */
#pragma once
#include "base/panel.h"
#include "core/rank.h"

/* Units of a score: 84.27 is 842700000000. */
#define SCORE_ONE INT64_C(10000000000)
enum { SCORE_DECIMALS = 10 };

/* One unit at one leaf. */
typedef struct ScoreValue {
    ValueState state;
    double actual;
    bool has_target, has_share;
    double target; /* annual; without it the leaf's own target */
    double share;  /* scheduled share 0..1 (scheme_plan_share or the unit's own plan) */
    /* what other periods and indicators have to say, for the rules and policies that ask */
    bool has_base, has_earlier;
    double base;    /* growth: the value that it is measured against */
    double earlier; /* missing `last`: the last given value; `carry`: the fraction before */
    const double
        *other; /* judge: the voices in order of voters; formula: its inputs in formula_input's
                          * order; NaN where not given. NULL: none given */
} ScoreValue;

typedef enum EventKind { EVENT_LEAF, EVENT_BONUS, EVENT_DEDUCT, EVENT_VETO } EventKind;

/* A bonus, deduction or veto of a unit; points >= 0, the sign is the kind's. */
typedef struct ScoreEvent {
    EventKind kind;
    int unit;
    int node;      /* EVENT_LEAF: a leaf with rule deduct or bonus */
    double points; /* EVENT_VETO: the ceiling */
    int64_t ref;   /* the caller's own mark, passed through */
} ScoreEvent;

typedef struct ScoreInput {
    const Scheme *scheme;
    int nunits;
    const ScoreValue *values; /* [unit * nnodes + node]; components are not read */
    const ScoreEvent *events;
    int nevents;
} ScoreInput;

enum {                                 /* warnings of a cell */
       SCORE_WARN_ZERO_GOAL = 1 << 0,  /* goal zero or below: met 1, not met 0 */
       SCORE_WARN_NEGATIVE = 1 << 1,   /* negative actual */
       SCORE_WARN_NO_TARGET = 1 << 2,  /* does not count for this unit */
       SCORE_WARN_NO_PLAN = 1 << 3,    /* likewise */
       SCORE_WARN_NO_MEAN = 1 << 4,    /* no unit to take a mean of: spread; missing: zero */
       SCORE_WARN_CONSTANT = 1 << 5,   /* rules that compare units, where all values are equal */
       SCORE_WARN_SINGLE = 1 << 6,     /* rules that compare units, in a group of one */
       SCORE_WARN_NO_BASE = 1 << 7,    /* growth: base absent, zero or of the other sign: missing */
       SCORE_WARN_NO_EARLIER = 1 << 8, /* last, carry: there is nothing earlier: zero */
};

typedef enum CellStatus {
    CELL_SCORED,
    CELL_ZERO,      /* missing, zero */
    CELL_DROPPED,   /* missing, weight renormalised inside the parent */
    CELL_EXCLUDED,  /* missing, unit out of the ranking */
    CELL_SPREAD,    /* not applicable, weight spread */
    CELL_MEAN,      /* not applicable, mean of the group */
    CELL_NOT_YET,   /* not yet available, no target or no plan; weight spread */
    CELL_DATA_ONLY, /* data without rank; weight spread */
    CELL_EMPTY,     /* component without any leaf that counts */
    CELL_LAST,      /* missing, the last given value of an earlier period */
    CELL_CARRY,     /* missing, the fraction of the period before */
    CELL_GUESSED,   /* missing, mean of the group */
    CELL_PARENT,    /* not applicable, weight shared among its siblings */
} CellStatus;

/* One unit at one node: points and all that they came from. */
typedef struct ScoreCell {
    CellStatus status;
    unsigned warnings;
    double full;      /* P: full points as the scheme says */
    double effective; /* E: full points after spreading and dropping */
    double points;
    int64_t points_q; /* points in 1e-10 */
    /* leaves */
    double fraction;                 /* f after the bounds */
    double raw;                      /* f before them */
    double actual, goal, share, gap; /* gap in percentage points (pace) */
    double event_points;             /* sum of the leaf's events */
    int events;
    int rank; /* rank points */
} ScoreCell;

typedef struct ScoreUnit {
    bool has_score;       /* something counted */
    bool ranked;          /* has_score and not excluded */
    double tree;          /* points of the root */
    double bonus, deduct; /* after their caps */
    bool vetoed;
    double exact;    /* before it becomes an integer */
    int64_t score;   /* 1e-10, unrounded: what files carry */
    int64_t rounded; /* 1e-10, after rank.round: what is ranked and printed */
} ScoreUnit;

typedef struct ScoreResult {
    ScoreCell *cells; /* [unit * nnodes + node] */
    ScoreUnit *units; /* [unit] */
    RankRow *ranks;   /* [unit], by `rounded` */
    unsigned rank_warnings;
} ScoreResult;

/* What an event of the class bonus or deduct under that rule id is: kind, node and default points
 * (per_event of a leaf); *ret_has_points is false where the event must bring its own. False: the
 * scheme has no such rule in that class. A veto is found in either class. */
bool score_event_of(const Scheme *scheme, bool is_bonus, Str rule, ScoreEvent *ret_event,
                    bool *ret_has_points);
/* ERR_SCORE_RANGE {unit, node}: a result that does not fit; ERR_SCORE_EVENT: an event that names no
 * unit or leaf of its kind. */
bool score_group(Arena *arena, const ScoreInput *input, ScoreResult *ret_result, Err *err);

/* x in units of 1e-10, half away from zero; false when not finite or out of range. */
bool score_quantise(double x, int64_t *ret_q);
/* Rounds q to `decimals` (0..10), half up; stays in units of 1e-10. */
bool score_round(int64_t q, int decimals, int64_t *ret_q);
/* 842700000000 with 2 decimals: "84.27" (half up where it must be shortened). */
Str score_text(Arena *arena, int64_t q, int decimals);

/* core/score_rules.h - the leaf rules of core/score: how a value becomes a fraction of its points.
 *
 * Inner to core/score. A new rule is a function and one line of the table in score_rules.c. */
#pragma once
#include "core/score.h"

/* A leaf's numbers as doubles, made once for all units. */
typedef struct LeafConst {
    double full, floor, cap, target, per_point, over_per_point, per_event;
    double step; /* points a rank, or with step_is_share a share of full */
    bool step_is_share;
} LeafConst;

typedef struct LeafCase {
    const SchemeNode *leaf;
    const LeafConst *is;
    const ScoreValue *value;
} LeafCase;

typedef enum LeafOutcome { LEAF_SCORED, LEAF_NO_TARGET, LEAF_NO_PLAN } LeafOutcome;

typedef struct LeafRule {
    /* Sets cell->raw and the inputs it used; cell->event_points and cell->rank are there already. */
    LeafOutcome (*apply)(const LeafCase *c, ScoreCell *cell);
    bool by_rank;   /* wants cell->rank: the place in the group */
    bool by_events; /* takes events of its own */
} LeafRule;

LeafConst leaf_const(const SchemeNode *leaf);
const LeafRule *leaf_rule(Rule rule);
/* actual / goal, mirrored where lower is better; the goal as `against` says. Used by rank points
 * of: completion too. */
LeafOutcome leaf_ratio(const LeafCase *c, ScoreCell *cell, double *ret_ratio);

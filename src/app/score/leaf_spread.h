/* app/score/leaf_spread.h - what a unit's value is held against by the rules that compare units, for its explanation.
 *
 * Lowest and highest as typed; mean, deviation and sum with ten decimals. Callers: app/result/evaluate. */
#pragma once
#include "app/score/inputs.h"

typedef struct LeafSpread {
    Str low, high, mean, sd, sum; /* empty where the rule does not ask */
} LeafSpread;

/* [in->scheme.nnodes] */
LeafSpread *leaf_spreads(Arena *arena, const GroupInputs *in);

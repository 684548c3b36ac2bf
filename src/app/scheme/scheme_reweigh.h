/* app/scheme/scheme_reweigh.h - other weights in the text of a scheme: everything else stays as it was typed.
 *
 * Callers: app/score/sandbox, app/score/whatif. */
#pragma once
#include "base/err.h"
#include "core/campaign.h"

typedef struct NodeWeight {
    Str node;   /* its code, or its place ("n1.2") where it has none */
    Str weight; /* a decimal */
} NodeWeight;
typedef LIST_OF(NodeWeight) NodeWeights;

/* "invest=12 starts=3", separated by spaces, commas, semicolons or lines. ERR_WEIGHT_TEXT {found},
 * ERR_WEIGHT_TWICE {found}, ERR_LIMIT. */
bool node_weights_parse(Arena *arena, Str text, NodeWeights *ret_weights, Err *err);
/* ERR_WEIGHT_NODE {found}: the scheme has no such node with a weight of its own. The result is a scheme
 * file as any other and still has to be loaded. */
bool scheme_reweigh(Arena *arena, Str text, const NodeWeights *weights, Str *ret_text, Err *err);

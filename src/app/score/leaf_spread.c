#include "app/score/leaf_spread.h"

#include "core/num.h"

static bool compares(Rule rule)
{
    return rule == RULE_MIN_MAX || rule == RULE_EFFICACY || rule == RULE_Z_SCORE ||
           rule == RULE_BEST || rule == RULE_DISTANCE || rule == RULE_VECTOR || rule == RULE_SHARE;
}

static Str ten(Arena *arena, double x)
{
    int64_t q;
    return score_quantise(x, &q) ? score_text(arena, q, SCORE_DECIMALS) : S("");
}

static LeafSpread spread_of(Arena *arena, const GroupInputs *in, int node)
{
    double low = 0, high = 0, sum = 0, squares = 0;
    int n = 0;
    LeafSpread spread = {0};
    for (int u = 0; u < in->nunits; u++) {
        const ScoreValue *v = &in->values[u * in->scheme.nnodes + node];
        Str text = in->leaves[u * in->scheme.nnodes + node].value;
        if (v->state != VALUE_GIVEN)
            continue;
        if (n == 0 || v->actual < low) {
            low = v->actual;
            spread.low = text;
        }
        if (n == 0 || v->actual > high) {
            high = v->actual;
            spread.high = text;
        }
        n++;
        sum += v->actual;
        squares += v->actual * v->actual;
    }
    if (n == 0)
        return spread;
    double mean = sum / n, variance = squares / n - mean * mean;
    spread.mean = ten(arena, mean);
    spread.sd = ten(arena, num_sqrt(variance > 0 ? variance : 0));
    spread.sum = ten(arena, in->scheme.nodes[node].rule == RULE_VECTOR ? num_sqrt(squares) : sum);
    return spread;
}

LeafSpread *leaf_spreads(Arena *arena, const GroupInputs *in)
{
    LeafSpread *spreads = arena_new(arena, LeafSpread, in->scheme.nnodes);
    for (int i = 0; i < in->scheme.nnodes; i++)
        if (compares(in->scheme.nodes[i].rule))
            spreads[i] = spread_of(arena, in, i);
    return spreads;
}

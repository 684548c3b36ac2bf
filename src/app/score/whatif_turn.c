#include "app/score/whatif_turn.h"

static int children(const Scheme *scheme, int parent)
{
    int count = 0;
    for (int i = parent + 1; i < scheme->nnodes; i++)
        count += scheme->nodes[i].parent == parent;
    return count;
}

bool whatif_weighed(const Scheme *scheme, int node)
{
    const SchemeNode *n = &scheme->nodes[node];
    return node > 0 && n->weight.coef > 0 &&
           scheme->nodes[n->parent].weights.method == WEIGHT_GIVEN &&
           children(scheme, n->parent) > 1;
}

/* The scheme in force with one weight at so many per cent of what it is. */
static bool with_weight(Arena *arena, const Scheme *base, int node, int percent,
                        const Scheme **ret_scheme, Err *err)
{
    Dec hundredths;
    Scheme *scheme = arena_new(arena, Scheme, 1);
    *scheme = *base;
    scheme->nodes = arena_new(arena, SchemeNode, base->nnodes);
    memcpy(scheme->nodes, base->nodes, (size_t)base->nnodes * sizeof(SchemeNode));
    if (!dec_parse(arena_fmt(arena, "%d.%02d", percent / 100, percent % 100), &hundredths, err) ||
        !dec_mul(base->nodes[node].weight, hundredths, &scheme->nodes[node].weight, err))
        return false;
    scheme_prepare(scheme);
    *ret_scheme = scheme;
    return true;
}

typedef struct Turned {
    bool first, bottom;
    Str weight;
} Turned;

static bool run_with(Arena *arena, const WhatIfBase *base, int node, int percent, Turned *ret,
                     Err *err)
{
    const Scheme *scheme = NULL;
    EngineResult now;
    *ret = (Turned){0};
    if (!with_weight(arena, &base->scheme, node, percent, &scheme, err))
        return false;
    EngineInput input = {.engine = engine_reweigh(arena, base->engine, scheme),
                         .events = base->events,
                         .nevents = base->nevents};
    if (!engine_run(arena, &input, 0, &now, err))
        return err_set(err, ERR_SANDBOX_RANGE, {"node", scheme->nodes[node].code});
    for (int u = 0; u < base->nrows; u++) {
        ret->first |= (now.rank[u] == 1) != (base->result.rank[u] == 1);
        ret->bottom |= (now.flags[u] & UNIT_IN_BOTTOM) != (base->result.flags[u] & UNIT_IN_BOTTOM);
    }
    ret->weight = dec_str(arena, scheme->nodes[node].weight);
    return true;
}

static bool try_node(Arena *arena, Arena *scratch, const WhatIfBase *base, int node,
                     WhatIfTurn *turn, Err *err)
{
    for (int step = 1; step <= WHATIF_TURN_STEPS && !(turn->first.len && turn->bottom.len); step++)
        for (int sign = -1; sign <= 1; sign += 2) {
            Turned turned;
            int percent = 100 + sign * step * WHATIF_TURN_STEP_PERCENT;
            if (!run_with(scratch, base, node, percent, &turned, err))
                return false;
            if (turned.first && turn->first.len == 0)
                turn->first = arena_str(arena, turned.weight);
            if (turned.bottom && turn->bottom.len == 0)
                turn->bottom = arena_str(arena, turned.weight);
            arena_reset(scratch);
        }
    return true;
}

bool whatif_turns(Arena *arena, const WhatIf *what, WhatIfTurns *ret_turns, Err *err)
{
    AUTO_ARENA scratch = {0};
    const WhatIfBase *base = what->base;
    *ret_turns = (WhatIfTurns){0};
    for (int i = 1; i < base->scheme.nnodes && base->nrows <= WHATIF_TURN_ROWS; i++) {
        const SchemeNode *node = &base->scheme.nodes[i];
        WhatIfTurn turn = {.node = node, .before = dec_str(arena, node->weight)};
        if (!whatif_weighed(&base->scheme, i))
            continue;
        if (!try_node(arena, &scratch, base, i, &turn, err))
            return false;
        if (turn.first.len || turn.bottom.len)
            *arena_push(arena, ret_turns) = turn;
    }
    return true;
}

void whatif_turns_json(const WhatIfTurns *turns, Json *json)
{
    json_key(json, S("turns"));
    json_array(json);
    for (int i = 0; i < turns->count; i++) {
        const WhatIfTurn *t = &turns->items[i];
        json_object(json);
        json_kstr(json, S("node"), t->node->code);
        json_kstr(json, S("before"), t->before);
        json_kstr(json, S("first"), t->first);
        json_kstr(json, S("bottom"), t->bottom);
        json_object_end(json);
    }
    json_array_end(json);
}

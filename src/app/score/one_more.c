#include "app/score/one_more.h"

#include "app/score/gain.h"
#include "app/score/inputs.h"

static bool may(const App *app, const Explanation *ex)
{
    return app->actor.role == ROLE_UNIT && str_eq(ex->run.kind, S("frozen"));
}

static bool steep(const ExplainNode *n)
{
    return n->node->rule != RULE_SUM && n->node->basis == BASIS_WORK && !n->restricted &&
           n->node->source != SOURCE_EVENTS && n->node->source != SOURCE_TIMELINESS &&
           str_eq(n->row.status, S("scored")) && n->row.value.len > 0;
}

static int member_of(const GroupInputs *in, Str unit)
{
    for (int u = 0; u < in->nunits; u++)
        if (str_eq(in->units[u]->code, unit))
            return u;
    return -1;
}

static bool score_of(Arena *arena, const GroupInputs *in, int unit, double *ret_tree, Err *err)
{
    ScoreInput input = {.scheme = &in->scheme,
                        .nunits = in->nunits,
                        .values = in->values,
                        .events = in->events,
                        .nevents = in->nevents};
    ScoreResult result;
    if (!score_group(arena, &input, &result, err))
        return false;
    *ret_tree = result.units[unit].tree;
    return true;
}

static Str points_text(Arena *arena, double more)
{
    enum { DECIMALS = 4 };
    int64_t q;
    if (!score_quantise(more, &q) || !score_round(q, DECIMALS, &q))
        return S("");
    return q == 0 ? S("0") : gain_text(arena, score_text(arena, q, DECIMALS));
}

bool one_more_read(App *app, const Explanation *ex, OneMore **ret_more, Err *err)
{
    AUTO_ARENA scratch = {0};
    GroupInputs in;
    double before = 0;
    OneMore *more = arena_new(app->arena, OneMore, ex->nodes.count + 1);
    *ret_more = more;
    if (!may(app, ex))
        return true;
    if (!inputs_load(app, ex->period, ex->unit->group, ex->run.input_seq, NULL, &in, err))
        return false;
    int unit = member_of(&in, ex->unit->code);
    if (unit < 0)
        return true;
    if (!score_of(&scratch, &in, unit, &before, err))
        return false;
    for (int i = 0; i < ex->nodes.count; i++) {
        const ExplainNode *n = &ex->nodes.items[i];
        int node = scheme_find(&in.scheme, n->row.node);
        double after;
        if (!steep(n) || node < 0)
            continue;
        ScoreValue *value = &in.values[unit * in.scheme.nnodes + node];
        if (value->state != VALUE_GIVEN)
            continue;
        const double was = value->actual;
        value->actual = was + 1;
        bool ok = score_of(&scratch, &in, unit, &after, err);
        value->actual = was;
        if (!ok)
            return false;
        more[i] = (OneMore){true, points_text(app->arena, after - before)};
        arena_reset(&scratch);
    }
    return true;
}

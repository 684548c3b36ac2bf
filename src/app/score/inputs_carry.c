#include "app/score/inputs_carry.h"

static bool is_wanted(const GroupInputs *in, int unit, int node)
{
    const SchemeNode *leaf = &in->scheme.nodes[node];
    ValueState state = in->values[(ptrdiff_t)unit * in->scheme.nnodes + node].state;
    /* growth is missing where it has no base though the value is given; what is made of others is said to be missing */
    return leaf->rule != RULE_SUM && leaf->missing == MISSING_CARRY &&
           scheme_applies(leaf, in->units[unit]->code) &&
           (state == VALUE_MISSING || (leaf->rule == RULE_GROWTH && state == VALUE_GIVEN));
}

static bool any_wanted(const GroupInputs *in)
{
    for (int u = 0; u < in->nunits; u++)
        for (int n = 0; n < in->scheme.nnodes; n++)
            if (is_wanted(in, u, n))
                return true;
    return false;
}

/* Whether the leaf had a fraction of its own then, be it carried. */
static bool has_fraction(CellStatus status)
{
    switch (status) {
    case CELL_SCORED:
    case CELL_ZERO:
    case CELL_EXCLUDED:
    case CELL_MEAN:
    case CELL_LAST:
    case CELL_CARRY:
    case CELL_GUESSED:
        return true;
    default:
        return false;
    }
}

static int seat_index(const App *app, const CampaignPeriod *then, const GroupInputs *before,
                      const Unit *unit)
{
    const Unit *seat = seat_in_period(app, unit, then);
    for (int u = 0; seat && u < before->nunits; u++)
        if (before->units[u] == seat)
            return u;
    return -1;
}

bool inputs_carry(App *app, int period_index, GroupInputs *in, Err *err)
{
    if (period_index == 0 || !any_wanted(in))
        return true;
    const CampaignPeriod *then = &app->def.periods.items[period_index - 1];
    const SchemeInstead same = {&in->scheme, in->scheme_digest};
    GroupInputs before;
    ScoreResult scores;
    if (!inputs_load(app, then, in->group, in->seq, &same, &before, err))
        return false;
    ScoreInput input = {.scheme = &before.scheme,
                        .nunits = before.nunits,
                        .values = before.values,
                        .events = before.events,
                        .nevents = before.nevents};
    if (!score_group(app->arena, &input, &scores, err))
        return false;
    int nnodes = in->scheme.nnodes;
    for (int u = 0; u < in->nunits; u++) {
        int seat = seat_index(app, then, &before, in->units[u]);
        for (int n = 0; seat >= 0 && n < nnodes; n++) {
            const ScoreCell *cell = &scores.cells[(ptrdiff_t)seat * nnodes + n];
            ptrdiff_t at = (ptrdiff_t)u * nnodes + n;
            int64_t q;
            if (!is_wanted(in, u, n) || !has_fraction(cell->status))
                continue;
            in->values[at].has_earlier = true;
            in->values[at].earlier = cell->fraction;
            if (score_quantise(cell->fraction, &q))
                in->leaves[at].carried = score_text(app->arena, q, SCORE_DECIMALS);
        }
    }
    return true;
}

#include "app/score/group_panel.h"

#include "core/score_bind.h"

static ScoreValue *value_of(const GroupInputs *in, int unit, int node)
{
    return &in->values[(ptrdiff_t)unit * in->scheme.nnodes + node];
}

/* A copy whose leaves each name a column of their own: two leaves may see one indicator differently. */
static void copy_scheme(Arena *arena, const GroupInputs *in, Scheme *to)
{
    SchemeNode *nodes = arena_new(arena, SchemeNode, in->scheme.nnodes);
    *to = in->scheme;
    to->nodes = nodes;
    for (int i = 0; i < to->nnodes; i++) {
        nodes[i] = in->scheme.nodes[i];
        if (scheme_is_leaf(&nodes[i])) {
            nodes[i].indicator = nodes[i].code;
            nodes[i].lag = 0; /* inputs_load has looked back already */
        }
    }
}

/* A confirmed value beside a reported one: as far as they lie apart, so far the true one may lie off. */
static double tolerance_of(const LeafInput *leaf, const ScoreValue *value)
{
    Dec reported;
    if (value->state != VALUE_GIVEN || leaf->reported.len == 0 ||
        str_eq(leaf->reported, leaf->value) || !dec_parse(leaf->reported, &reported, NULL))
        return 0;
    double apart = value->actual - dec_to_f64(reported);
    return apart < 0 ? -apart : apart;
}

static double cell_of(const GroupInputs *in, int unit, int node, ColumnKind kind)
{
    const ScoreValue *v = value_of(in, unit, node);
    switch (kind) {
    case COLUMN_VALUE:
        return v->state == VALUE_GIVEN ? v->actual : panel_nan(v->state);
    case COLUMN_TARGET:
        return v->has_target ? v->target : panel_nan(VALUE_MISSING);
    case COLUMN_SHARE:
        return v->has_share ? v->share : panel_nan(VALUE_MISSING);
    default:
        return tolerance_of(&in->leaves[(ptrdiff_t)unit * in->scheme.nnodes + node], v);
    }
}

static void add_columns(Arena *arena, const GroupInputs *in, Panel *panel)
{
    static const ColumnKind kinds[] = {COLUMN_VALUE, COLUMN_TARGET, COLUMN_SHARE, COLUMN_TOLERANCE};
    enum { KINDS = sizeof kinds / sizeof kinds[0] };
    PanelColumn *columns = arena_new(arena, PanelColumn, in->scheme.nnodes * KINDS);
    for (int node = 0; node < in->scheme.nnodes; node++) {
        if (!scheme_is_leaf(&in->scheme.nodes[node]))
            continue;
        for (int k = 0; k < KINDS; k++) {
            double *cells = arena_new(arena, double, in->nunits), most = 0;
            for (int u = 0; u < in->nunits; u++) {
                cells[u] = cell_of(in, u, node, kinds[k]);
                most = cells[u] > most ? cells[u] : most;
            }
            if (kinds[k] != COLUMN_TOLERANCE || most > 0)
                columns[panel->ncolumns++] =
                    (PanelColumn){in->scheme.nodes[node].code, kinds[k], cells};
        }
    }
    panel->columns = columns;
}

static void make_panel(Arena *arena, const CampaignPeriod *period, const GroupInputs *in,
                       Panel *panel)
{
    Str *codes = arena_new(arena, Str, in->nunits + 2);
    int32_t *unit_of = arena_new(arena, int32_t, in->nunits + 1);
    PanelBlock *block = arena_new(arena, PanelBlock, 1);
    for (int u = 0; u < in->nunits; u++) {
        codes[u] = in->units[u]->code;
        unit_of[u] = u;
    }
    codes[in->nunits] = period->code;
    codes[in->nunits + 1] = in->scheme.group;
    MonthSpan months = month_span_of_dates(period->from, period->to);
    unit_of[in->nunits] = months.to;
    *block = (PanelBlock){.count = in->nunits};
    *panel = (Panel){.nrows = in->nunits,
                     .nunits = in->nunits,
                     .nperiods = 1,
                     .ngroups = 1,
                     .nblocks = 1,
                     .units = codes,
                     .periods = codes + in->nunits,
                     .groups = codes + in->nunits + 1,
                     .months = unit_of + in->nunits,
                     .step_months = months.to - months.from + 1,
                     .unit_of = unit_of,
                     .blocks = block};
    add_columns(arena, in, panel);
}

/* Numbers of other periods and indicators have no column of their own here. */
static bool reads_others(const Scheme *scheme)
{
    for (int i = 0; i < scheme->nnodes; i++)
        if (scheme_is_made(&scheme->nodes[i]) || scheme->nodes[i].rule == RULE_GROWTH ||
            scheme->nodes[i].missing == MISSING_LAST || scheme->nodes[i].missing == MISSING_CARRY)
            return true;
    return false;
}

static bool bind_as_scored(Arena *arena, const GroupInputs *in, GroupPanel *to, Err *err)
{
    ScoreInput input = {.scheme = &in->scheme,
                        .nunits = in->nunits,
                        .values = in->values,
                        .events = in->events,
                        .nevents = in->nevents};
    if (!score_bind(arena, &input, &to->engine, &to->events, err))
        return false;
    to->nevents = in->nevents;
    EngineInput run = {.engine = to->engine, .events = to->events, .nevents = to->nevents};
    return engine_run(arena, &run, ENGINE_LEAVES | ENGINE_COMPONENTS, &to->base, err);
}

bool group_panel(App *app, const CampaignPeriod *period, const GroupInputs *in,
                 GroupPanel *ret_panel, Err *err)
{
    GroupPanel *to = ret_panel;
    *to = (GroupPanel){0};
    if (reads_others(&in->scheme))
        return bind_as_scored(app->arena, in, to, err);
    copy_scheme(app->arena, in, &to->scheme);
    make_panel(app->arena, period, in, &to->panel);
    to->events = arena_new(app->arena, EngineEvent, in->nevents);
    for (int u = 0; u < in->nunits; u++)
        for (int i = 0; i < in->nevents; i++)
            if (in->events[i].unit == u)
                to->events[to->nevents++] = (EngineEvent){.kind = in->events[i].kind,
                                                          .node = in->events[i].node,
                                                          .row = u,
                                                          .points = in->events[i].points};
    EngineInput input;
    if (!engine_new(app->arena, &to->scheme, &to->panel, &to->engine, err))
        return false;
    input = (EngineInput){.engine = to->engine, .events = to->events, .nevents = to->nevents};
    return engine_run(app->arena, &input, ENGINE_LEAVES | ENGINE_COMPONENTS, &to->base, err);
}

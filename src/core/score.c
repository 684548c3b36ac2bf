#include "core/score.h"

#include "core/engine_inner.h"
#include "core/score_bind.h"

#define QUANTISE_MAX 9.2e18 /* below INT64_MAX, exact as a double */

bool score_quantise(double x, int64_t *ret_q)
{
    double scaled = x * (double)SCORE_ONE;
    if (!(scaled > -QUANTISE_MAX && scaled < QUANTISE_MAX))
        return false;
    int64_t whole = (int64_t)scaled; /* toward zero */
    double rest = scaled - (double)whole;
    *ret_q = whole + (rest >= 0.5) - (rest <= -0.5);
    return true;
}

static int64_t pow10_i64(int n)
{
    int64_t p = 1;
    while (n-- > 0)
        p *= 10;
    return p;
}

bool score_round(int64_t q, int decimals, int64_t *ret_q)
{
    int64_t unit = pow10_i64(SCORE_DECIMALS - decimals);
    int64_t raised, below;
    if (__builtin_add_overflow(q, unit / 2, &raised))
        return false;
    below = raised % unit;
    if (below < 0)
        below += unit; /* down, whatever the sign */
    return !__builtin_sub_overflow(raised, below, ret_q);
}

Str score_text(Arena *arena, int64_t q, int decimals)
{
    int64_t rounded = q;
    if (!score_round(q, decimals, &rounded))
        rounded = q;
    Out out = out_new(arena, 64);
    out_fixed(&out, rounded / pow10_i64(SCORE_DECIMALS - decimals), decimals);
    return out_str(&out);
}

bool score_event_of(const Scheme *scheme, bool is_bonus, Str rule, ScoreEvent *ret_event,
                    bool *ret_has_points)
{
    const Veto *veto = scheme_veto(scheme, rule);
    const EventRule *named = scheme_event_rule(is_bonus ? &scheme->bonus : &scheme->deduct, rule);
    int node = scheme_find(scheme, rule);
    ScoreEvent event = {.kind = is_bonus ? EVENT_BONUS : EVENT_DEDUCT};
    *ret_has_points = true;
    if (veto) {
        event.kind = EVENT_VETO;
        event.points = dec_to_f64(veto->ceiling);
    } else if (named) {
        *ret_has_points = named->has_points;
        event.points = dec_to_f64(named->points);
    } else if (node > 0 && scheme->nodes[node].rule == (is_bonus ? RULE_BONUS : RULE_DEDUCT)) {
        event.kind = EVENT_LEAF;
        event.node = node;
        event.points = dec_to_f64(scheme->nodes[node].per_event);
        *ret_has_points = scheme->nodes[node].has_per_event;
    } else {
        return false;
    }
    *ret_event = event;
    return true;
}

/* --- one group in one period on the engine --------------------------------------------------------- */

typedef struct Work {
    const ScoreInput *input;
    const Scheme *scheme;
    Arena *arena;
    Panel panel;
    PanelBlock block;
    int32_t *unit_of;
    Engine *engine;
    EngineResult out;
    ScoreCell *cells;
} Work;

static const ScoreValue *value_at(const Work *w, int unit, int node)
{
    return &w->input->values[(ptrdiff_t)unit * w->scheme->nnodes + node];
}

static bool place_error(Arena *arena, ErrCode code, int unit, int node, Err *err)
{
    return err_set(err, code, {"unit", arena_fmt(arena, "%d", unit + 1)},
                   {"node", arena_fmt(arena, "%d", node + 1)});
}

/* Columns of what other periods and indicators say. */
static void fill_others(const Work *w, Leaf *leaf)
{
    int n = w->input->nunits;
    double *bases = arena_new(w->arena, double, n), *earlier = arena_new(w->arena, double, n);
    for (int u = 0; u < n; u++) {
        const ScoreValue *v = value_at(w, u, leaf->node);
        bases[u] = v->has_base ? v->base : panel_nan(VALUE_MISSING);
        earlier[u] = v->has_earlier ? v->earlier : panel_nan(VALUE_MISSING);
    }
    leaf->baseline = bases;
    leaf->earlier = earlier;
    for (int i = 0; i < leaf->nothers; i++) {
        double *cells = arena_new(w->arena, double, n);
        for (int u = 0; u < n; u++) {
            const double *other = value_at(w, u, leaf->node)->other;
            cells[u] = other && is_given(other[i]) ? other[i] : panel_nan(VALUE_MISSING);
        }
        leaf->others[i].value = cells;
    }
}

/* The leaf's values, targets and shares as columns of its own: two leaves of one indicator may differ. */
static bool fill_leaf(const Work *w, Leaf *leaf, Err *err)
{
    int n = w->input->nunits;
    double *values = arena_new(w->arena, double, n), *targets = arena_new(w->arena, double, n);
    double *shares = arena_new(w->arena, double, n);
    for (int u = 0; u < n; u++) {
        const ScoreValue *v = value_at(w, u, leaf->node);
        if (v->state == VALUE_GIVEN && !is_given(v->actual))
            return place_error(w->arena, ERR_SCORE_RANGE, u, leaf->node, err);
        values[u] = v->state == VALUE_GIVEN ? v->actual : panel_nan(v->state);
        targets[u] = v->has_target ? v->target : panel_nan(VALUE_MISSING);
        shares[u] = v->has_share ? v->share : panel_nan(VALUE_MISSING);
    }
    leaf->own.value = values;
    leaf->target = targets;
    leaf->share = shares;
    fill_others(w, leaf);
    return true;
}

static bool bind_group(Work *w, Err *err)
{
    int n = w->input->nunits;
    w->block = (PanelBlock){.count = n};
    w->unit_of = arena_new(w->arena, int32_t, n);
    for (int u = 0; u < n; u++)
        w->unit_of[u] = u;
    w->panel = (Panel){.nrows = n,
                       .nunits = n,
                       .nperiods = 1,
                       .ngroups = 1,
                       .nblocks = 1,
                       .step_months = 1,
                       .months = arena_new(w->arena, int32_t, 1),
                       .unit_of = w->unit_of,
                       .blocks = &w->block};
    if (!engine_bare(w->arena, w->scheme, &w->panel, &w->engine, err))
        return false;
    w->engine->alone = true;
    for (int i = 0; i < w->engine->nleaves; i++)
        if (!fill_leaf(w, &w->engine->leaves[i], err))
            return false;
    engine_bound(w->arena, w->engine);
    return true;
}

/* In order of units, each unit's own in the order they came. */
static bool sort_events(const Work *w, EngineEvent **ret_events, Err *err)
{
    const ScoreInput *in = w->input;
    int *at = arena_new(w->arena, int, in->nunits + 1);
    *ret_events = arena_new(w->arena, EngineEvent, in->nevents);
    for (int i = 0; i < in->nevents; i++) {
        const ScoreEvent *e = &in->events[i];
        if (e->unit < 0 || e->unit >= in->nunits)
            return place_error(w->arena, ERR_SCORE_EVENT, e->unit, e->node, err);
        at[e->unit + 1]++;
    }
    for (int u = 0; u < in->nunits; u++)
        at[u + 1] += at[u];
    for (int i = 0; i < in->nevents; i++) {
        const ScoreEvent *e = &in->events[i];
        (*ret_events)[at[e->unit]++] = (EngineEvent){e->kind, e->node, e->unit, e->points};
    }
    return true;
}

bool score_bind(Arena *arena, const ScoreInput *input, Engine **ret_engine,
                EngineEvent **ret_events, Err *err)
{
    Work *w = arena_new(arena, Work, 1); /* the engine points to its panel */
    *w = (Work){.input = input, .scheme = input->scheme, .arena = arena};
    if (!bind_group(w, err) || !sort_events(w, ret_events, err))
        return false;
    *ret_engine = w->engine;
    return true;
}

/* --- what an explanation needs ---------------------------------------------------------------------- */

static ScoreCell *cell_at(const Work *w, int unit, int node)
{
    return &w->cells[(ptrdiff_t)unit * w->scheme->nnodes + node];
}

static void explain_leaf(const Work *w, int unit, int node, ScoreCell *cell)
{
    const Leaf *leaf = &w->engine->leaves[w->engine->leaf_of[node]];
    const EngineTrace *trace = &w->out.traces[node];
    const ScoreValue *value = value_at(w, unit, node);
    double share;
    cell->status = (CellStatus)trace->status[unit];
    cell->warnings = trace->warnings[unit];
    cell->raw = trace->raw[unit];
    cell->rank = trace->rank ? trace->rank[unit] : 0;
    if (value->state == VALUE_GIVEN || value->state == VALUE_DATA_ONLY)
        cell->actual = value->actual;
    if (cell->status == CELL_SCORED || value->state == VALUE_GIVEN) /* asked, though in vain */
        leaf_goal(leaf, unit, 0, &cell->goal, &cell->share);
    if (cell->status == CELL_SCORED && leaf->is->rule == RULE_PACE &&
        leaf_target(leaf, unit, &share))
        cell->gap = leaf_gap(leaf, cell->actual, cell->goal, cell->share);
}

/* Effective points of all nodes of a unit, and their points. */
static bool explain_points(const Work *w, int unit, double *points, Err *err)
{
    const SchemeNode *nodes = w->scheme->nodes;
    engine_share_out(w->engine, &w->out, unit, w->engine->full, points);
    for (int i = 0; i < w->scheme->nnodes; i++) {
        ScoreCell *cell = cell_at(w, unit, i);
        double fraction = w->out.fractions[i][unit];
        cell->full = nodes[i].full;
        cell->effective = points[i];
        cell->fraction = is_given(fraction) ? fraction : 0;
        cell->points =
            i == 0 && is_given(fraction) ? w->out.tree[unit] : cell->effective * cell->fraction;
        cell->status = is_given(fraction) ? CELL_SCORED : CELL_EMPTY;
        if (w->engine->leaf_of[i] >= 0)
            explain_leaf(w, unit, i, cell);
        if (!score_quantise(cell->points, &cell->points_q))
            return place_error(w->arena, ERR_SCORE_RANGE, unit, i, err);
    }
    return true;
}

static void take_unit(const EngineResult *out, int u, ScoreUnit *unit, RankRow *rank)
{
    uint8_t flags = out->flags[u];
    unit->has_score = flags & UNIT_HAS_SCORE;
    unit->ranked = flags & UNIT_RANKED;
    unit->vetoed = flags & UNIT_VETOED;
    unit->tree = unit->has_score ? out->tree[u] : 0;
    unit->exact = unit->has_score ? out->exact[u] : 0;
    unit->bonus = unit->has_score && out->bonus ? out->bonus[u] : 0;
    unit->deduct = unit->has_score && out->deduct ? out->deduct[u] : 0;
    unit->score = out->score[u];
    unit->rounded = out->rounded[u];
    *rank = (RankRow){.rank = out->rank[u],
                      .from_bottom = out->from_bottom[u],
                      .tied = flags & UNIT_TIED,
                      .in_bottom = flags & UNIT_IN_BOTTOM};
}

bool score_group(Arena *arena, const ScoreInput *input, ScoreResult *ret_result, Err *err)
{
    int n = input->nunits, nnodes = input->scheme->nnodes;
    Work w = {.input = input, .scheme = input->scheme, .arena = arena};
    EngineEvent *events;
    if (!bind_group(&w, err) || !sort_events(&w, &events, err))
        return false;
    EngineInput engine_input = {.engine = w.engine, .events = events, .nevents = input->nevents};
    if (!engine_run(arena, &engine_input, ENGINE_COMPONENTS | ENGINE_LEAVES | ENGINE_TRACE, &w.out,
                    err))
        return false;
    w.cells = arena_new(arena, ScoreCell, (size_t)n * (size_t)nnodes);
    ScoreUnit *units = arena_new(arena, ScoreUnit, n);
    RankRow *ranks = arena_new(arena, RankRow, n);
    double *weights = arena_new(arena, double, nnodes);
    for (int i = 0; i < input->nevents; i++)
        if (events[i].kind == EVENT_LEAF) {
            ScoreCell *cell = cell_at(&w, (int)events[i].row, events[i].node);
            cell->event_points += events[i].points;
            cell->events++;
        }
    for (int u = 0; u < n; u++) {
        if (!explain_points(&w, u, weights, err))
            return false;
        take_unit(&w.out, u, &units[u], &ranks[u]);
    }
    *ret_result = (ScoreResult){.cells = w.cells, .units = units, .ranks = ranks};
    ret_result->rank_warnings = w.out.block_warnings[0];
    return true;
}

/* Binding a scheme to the columns of a panel. */
#include "core/engine_inner.h"

#include "base/map.h"

static Str column_key(Arena *arena, Str indicator, ColumnKind kind)
{
    return arena_fmt(arena, "%d %.*s", (int)kind, STR_ARG(indicator));
}

static Map columns_by_name(Arena *arena, const Panel *panel)
{
    Map map = {0};
    for (int i = panel->ncolumns - 1; i >= 0; i--) /* of two alike the first stays */
        map_put(arena, &map, column_key(arena, panel->columns[i].indicator, panel->columns[i].kind),
                i);
    return map;
}

static const double *column_of(Arena *arena, const Panel *panel, const Map *map, Str indicator,
                               ColumnKind kind)
{
    ArenaMark mark = arena_mark(arena);
    int i = map_get(map, column_key(arena, indicator, kind));
    arena_rewind(arena, mark);
    return i < 0 ? NULL : panel->columns[i].cells;
}

static double share_of_percent(Dec percent)
{
    return dec_to_f64(percent) / 100;
}

static void take_numbers(const Engine *engine, Leaf *leaf)
{
    const SchemeNode *is = leaf->is;
    leaf->full = is->full;
    leaf->floor = dec_to_f64(is->floor);
    leaf->cap = dec_to_f64(is->cap);
    leaf->own_target = dec_to_f64(is->target);
    leaf->per_point = dec_to_f64(is->per_point);
    leaf->over_per_point = dec_to_f64(is->over_per_point);
    leaf->per_event = dec_to_f64(is->per_event);
    leaf->step = is->step_is_percent ? share_of_percent(is->step) : dec_to_f64(is->step);
    leaf->middle = dec_to_f64(is->middle);
    leaf->low = dec_to_f64(is->low);
    leaf->high = dec_to_f64(is->high);
    leaf->bad = dec_to_f64(is->bad);
    leaf->good = dec_to_f64(is->good);
    leaf->base = share_of_percent(is->base);
    leaf->gain = share_of_percent(is->gain);
    leaf->bound_low = leaf->bound_high = true;
    if (is->rule == RULE_MIN_MAX) { /* inside by itself */
        leaf->bound_low = leaf->floor > leaf->base;
        leaf->bound_high = leaf->cap < leaf->base + leaf->gain;
    }
    (void)engine;
}

static const uint8_t *not_for(Arena *arena, const SchemeNode *leaf, const Panel *panel)
{
    if (leaf->applies_to.count == 0 && leaf->except.count == 0)
        return NULL;
    uint8_t *flags = arena_new(arena, uint8_t, panel->nunits);
    for (int u = 0; u < panel->nunits; u++)
        flags[u] = !scheme_applies(leaf, panel->units[u]);
    return flags;
}

static const double *plan_shares(Arena *arena, const Scheme *scheme, const SchemeNode *leaf,
                                 const Panel *panel)
{
    double *shares = arena_new(arena, double, panel->nperiods);
    for (int p = 0; p < panel->nperiods; p++) {
        MonthSpan span = {panel->months[p] - panel->step_months + 1, panel->months[p]};
        if (!scheme_plan_share(scheme, leaf, span, &shares[p]))
            shares[p] = panel_nan(VALUE_MISSING);
    }
    return shares;
}

static bool wants_column(const SchemeNode *leaf)
{
    return leaf->source != SOURCE_EVENTS;
}

static bool bind_leaf(Arena *arena, const Engine *engine, const Map *columns, int node, Leaf *leaf,
                      Err *err)
{
    const Panel *panel = engine->panel;
    const SchemeNode *is = &engine->scheme->nodes[node];
    *leaf = (Leaf){.node = node, .is = is, .rule = engine_rule(is->rule)};
    leaf->value = column_of(arena, panel, columns, is->indicator, COLUMN_VALUE);
    if (is->source == SOURCE_CONFIRMED)
        leaf->confirmed = column_of(arena, panel, columns, is->indicator, COLUMN_CONFIRMED);
    leaf->target = column_of(arena, panel, columns, is->indicator, COLUMN_TARGET);
    leaf->baseline = column_of(arena, panel, columns, is->indicator, COLUMN_BASELINE);
    leaf->share = column_of(arena, panel, columns, is->indicator, COLUMN_SHARE);
    leaf->not_for = not_for(arena, is, panel);
    leaf->plan = plan_shares(arena, engine->scheme, is, panel);
    leaf->by_value = leaf->value && !leaf->confirmed && !leaf->not_for;
    take_numbers(engine, leaf);
    if (!leaf->rule->apply || (!leaf->value && !leaf->confirmed && wants_column(is)))
        return err_set(err, ERR_ENGINE_COLUMN, {"indicator", is->indicator}, {"key", is->code});
    return true;
}

static int longest_block(const Panel *panel)
{
    int n = 1;
    for (int b = 0; b < panel->nblocks; b++)
        n = panel->blocks[b].count > n ? panel->blocks[b].count : n;
    return n;
}

bool engine_new(Arena *arena, const Scheme *scheme, const Panel *panel, Engine **ret_engine,
                Err *err)
{
    Engine *engine = arena_new(arena, Engine, 1);
    Map columns = columns_by_name(arena, panel);
    engine->scheme = scheme;
    engine->panel = panel;
    engine->full = dec_to_f64(scheme->full);
    engine->rows_max = longest_block(panel);
    engine->weights = arena_new(arena, double, scheme->nnodes);
    engine->leaf_of = arena_new(arena, int, scheme->nnodes);
    engine->leaves = arena_new(arena, Leaf, scheme->nnodes);
    for (int i = 0; i < scheme->nnodes; i++) {
        const SchemeNode *node = &scheme->nodes[i];
        engine->weights[i] = dec_to_f64(node->weight);
        engine->depth_max = node->depth > engine->depth_max ? node->depth : engine->depth_max;
        engine->leaf_of[i] = scheme_is_leaf(node) ? engine->nleaves++ : -1;
        if (engine->leaf_of[i] >= 0 &&
            !bind_leaf(arena, engine, &columns, i, &engine->leaves[engine->leaf_of[i]], err))
            return false;
    }
    *ret_engine = engine;
    return true;
}

const Scheme *engine_scheme(const Engine *engine)
{
    return engine->scheme;
}

const Panel *engine_panel(const Engine *engine)
{
    return engine->panel;
}

void engine_weights(const Engine *engine, double *ret_weights)
{
    memcpy(ret_weights, engine->weights, (size_t)engine->scheme->nnodes * sizeof(double));
}

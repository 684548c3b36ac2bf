/* Binding a scheme to the columns of a panel. */
#include "core/engine_inner.h"

#include "base/map.h"

/* Rows that a worker does at once: columns of them stay near the processor. */
enum { BATCH_ROWS = 640 };

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

static void take_bands(Arena *arena, Leaf *leaf)
{
    const SchemeNode *is = leaf->is;
    leaf->bands = arena_new(arena, Step, is->nbands);
    for (int i = 0; i < is->nbands; i++) {
        double points = is->bands_percent ? share_of_percent(is->bands[i].points)
                                          : dec_to_f64(is->bands[i].points) / is->full;
        leaf->bands[i] = (Step){dec_to_f64(is->bands[i].at), points, is->bands[i].open};
    }
}

void leaf_bind_numbers(Arena *arena, Leaf *leaf)
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
    leaf->step_points = dec_to_f64(is->step_points);
    leaf->middle = dec_to_f64(is->middle);
    leaf->low = dec_to_f64(is->low);
    leaf->high = dec_to_f64(is->high);
    leaf->bad = dec_to_f64(is->bad);
    leaf->good = dec_to_f64(is->good);
    leaf->base = share_of_percent(is->base);
    leaf->gain = share_of_percent(is->gain);
    leaf->out_of = is->out_of.coef ? dec_to_f64(is->out_of) : 100;
    leaf->bound_low = leaf->bound_high = true;
    if (is->rule == RULE_MIN_MAX) { /* inside by itself */
        leaf->bound_low = leaf->floor > leaf->base;
        leaf->bound_high = leaf->cap < leaf->base + leaf->gain;
    }
    take_bands(arena, leaf);
}

/* Voices with their weights; the formula, compiled. */
static bool leaf_bind_others(Arena *arena, Leaf *leaf, Err *err)
{
    const SchemeNode *is = leaf->is;
    if (is->rule == RULE_FORMULA && !formula_compile(arena, is->formula, &leaf->formula, err))
        return false;
    leaf->nothers = leaf->formula ? formula_ninputs(leaf->formula) : is->nvoters;
    leaf->others = arena_new(arena, Column, leaf->nothers);
    leaf->voice_weights = arena_new(arena, double, is->nvoters);
    for (int i = 0; i < is->nvoters; i++)
        leaf->voice_weights[i] = dec_to_f64(is->voters[i].weight);
    return true;
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

static Column column_pair(Arena *arena, const Panel *panel, const Map *columns, Str indicator,
                          bool confirmed)
{
    Column column = {.value = column_of(arena, panel, columns, indicator, COLUMN_VALUE)};
    if (confirmed)
        column.confirmed = column_of(arena, panel, columns, indicator, COLUMN_CONFIRMED);
    return column;
}

static bool column_error(const SchemeNode *leaf, Str indicator, Err *err)
{
    return err_set(err, ERR_ENGINE_COLUMN, {"indicator", indicator}, {"key", leaf->code});
}

/* Voices and inputs of formulae. */
static bool bind_others(Arena *arena, const Panel *panel, const Map *columns, Leaf *leaf, Err *err)
{
    const SchemeNode *is = leaf->is;
    for (int i = 0; i < leaf->nothers; i++) {
        Str indicator = leaf->formula ? formula_input(leaf->formula, i) : is->voters[i].indicator;
        leaf->others[i] = column_pair(arena, panel, columns, indicator, true);
        if (!leaf->others[i].value && !leaf->others[i].confirmed)
            return column_error(is, indicator, err);
    }
    return true;
}

static bool bind_leaf(Arena *arena, const Engine *engine, const Map *columns, Leaf *leaf, Err *err)
{
    const Panel *panel = engine->panel;
    const SchemeNode *is = leaf->is;
    leaf->own = column_pair(arena, panel, columns, is->indicator, is->source == SOURCE_CONFIRMED);
    leaf->target = column_of(arena, panel, columns, is->indicator, COLUMN_TARGET);
    leaf->baseline = column_of(arena, panel, columns, is->indicator, COLUMN_BASELINE);
    leaf->share = column_of(arena, panel, columns, is->indicator, COLUMN_SHARE);
    leaf->not_for = not_for(arena, is, panel);
    leaf->plan = plan_shares(arena, engine->scheme, is, panel);
    if (leaf->nothers || leaf->formula)
        return bind_others(arena, panel, columns, leaf, err);
    bool has = leaf->own.value || leaf->own.confirmed;
    return has || is->source == SOURCE_EVENTS || column_error(is, is->indicator, err);
}

/* --- what the tree and the runs will want --------------------------------------------------------- */

static void index_rows(Arena *arena, Engine *engine)
{
    const Panel *panel = engine->panel;
    int64_t cells = (int64_t)panel->nperiods * panel->nunits;
    engine->row_at = arena_new(arena, int32_t, cells);
    memset(engine->row_at, 0xff, (size_t)cells * sizeof *engine->row_at); /* -1 */
    for (int b = 0; b < panel->nblocks; b++) {
        const PanelBlock *block = &panel->blocks[b];
        for (int64_t row = block->first; row < block->first + block->count; row++)
            engine->row_at[(int64_t)block->period * panel->nunits + panel->unit_of[row]] =
                (int32_t)row;
    }
}

static bool looks_back(const SchemeNode *leaf)
{
    return leaf->rule == RULE_GROWTH || leaf->lag > 0 || leaf->missing == MISSING_LAST ||
           leaf->missing == MISSING_CARRY;
}

/* Rows of the longest run that a leaf is scored over at once. */
static void measure_runs(Engine *engine)
{
    const Panel *panel = engine->panel;
    int64_t in_period = 0, rows = 1;
    DataScope widest = OVER_GROUP;
    for (int i = 0; i < engine->nleaves; i++) {
        const Leaf *leaf = &engine->leaves[i];
        if (leaf->prepared && leaf->rule->relative && leaf->is->scope > widest)
            widest = leaf->is->scope;
    }
    for (int b = 0; b < panel->nblocks; b++) {
        const PanelBlock *block = &panel->blocks[b];
        bool same = b > 0 && block->period == panel->blocks[b - 1].period;
        in_period = block->count + (same ? in_period : 0);
        engine->block_max = block->count > engine->block_max ? block->count : engine->block_max;
        rows = in_period > rows ? in_period : rows;
    }
    engine->rows_max = engine->block_max > 0 ? engine->block_max : 1;
    if (widest != OVER_GROUP)
        engine->rows_max = (int)(widest == OVER_ALL && panel->nrows > rows ? panel->nrows : rows);
}

/* Blocks side by side until they have rows enough; one by one where a component looks at its block's units. */
static void make_batches(Arena *arena, Engine *engine)
{
    const Panel *panel = engine->panel;
    engine->batches = arena_new(arena, Batch, panel->nblocks);
    for (int b = 0; b < panel->nblocks;) {
        Batch *batch = &engine->batches[engine->nbatches++];
        *batch = (Batch){.from = b, .first = panel->blocks[b].first};
        do
            batch->count += panel->blocks[b++].count;
        while (b < panel->nblocks && engine->ngathered == 0 &&
               batch->count + panel->blocks[b].count <= BATCH_ROWS);
        batch->end = b;
        engine->batch_max = batch->count > engine->batch_max ? batch->count : engine->batch_max;
    }
    engine->rows_max = engine->batch_max > engine->rows_max ? engine->batch_max : engine->rows_max;
}

static bool is_gathered(const SchemeNode *node)
{
    return node->aggregate == AGGREGATE_TOPSIS || node->aggregate == AGGREGATE_COPELAND ||
           engine_gather_by_data(&node->weights);
}

static int children_of(const SchemeNode *nodes, int node)
{
    int count = 0;
    for (int k = node + 1; k < nodes[node].end; k = nodes[k].end)
        count++;
    return count;
}

static void plan_nodes(Arena *arena, Engine *engine)
{
    const Scheme *scheme = engine->scheme;
    engine->gathered_at = arena_new(arena, int, scheme->nnodes);
    engine->threshold_of = arena_new(arena, int, scheme->nnodes);
    for (int i = 0; i < scheme->nnodes; i++) {
        const SchemeNode *node = &scheme->nodes[i];
        bool component = engine->leaf_of[i] < 0;
        engine->gathered_at[i] = -1;
        engine->threshold_of[i] = node->has_available ? engine->nthresholds++ : -1;
        if (!component || !is_gathered(node))
            continue;
        engine->gathered_at[i] = engine->ngathered;
        engine->ngathered += children_of(scheme->nodes, i);
        engine->by_data |= engine_gather_by_data(&node->weights);
        engine->has_wide |=
            engine_gather_by_data(&node->weights) && node->weights.scope != OVER_GROUP;
    }
}

/* Weights that the scheme's methods give without data. */
static void make_weights(Arena *arena, Engine *engine)
{
    const SchemeNode *nodes = engine->scheme->nodes;
    engine->weights = arena_new(arena, double, engine->scheme->nnodes);
    engine->weights[0] = 1;
    for (int i = 0; i < engine->scheme->nnodes; i++) {
        if (engine->leaf_of[i] >= 0 || engine_gather_by_data(&nodes[i].weights))
            continue;
        int nkids = children_of(nodes, i), at = 0;
        double *weights = arena_new(arena, double, nkids);
        (void)engine_gather_weights(engine, i, NULL, nkids, 0, weights);
        for (int k = i + 1; k < nodes[i].end; k = nodes[k].end)
            engine->weights[k] = weights[at++];
    }
}

bool engine_bare(Arena *arena, const Scheme *scheme, const Panel *panel, Engine **ret_engine,
                 Err *err)
{
    Engine *engine = arena_new(arena, Engine, 1);
    engine->scheme = scheme;
    engine->panel = panel;
    engine->full = dec_to_f64(scheme->full);
    engine->leaf_of = arena_new(arena, int, scheme->nnodes);
    engine->leaves = arena_new(arena, Leaf, scheme->nnodes);
    for (int i = 0; i < scheme->nnodes; i++) {
        const SchemeNode *node = &scheme->nodes[i];
        engine->depth_max = node->depth > engine->depth_max ? node->depth : engine->depth_max;
        engine->leaf_of[i] = -1;
        if (!scheme_is_leaf(node))
            continue;
        Leaf *leaf = &engine->leaves[engine->nleaves];
        *leaf = (Leaf){.node = i, .is = node, .rule = engine_rule(node->rule)};
        leaf_bind_numbers(arena, leaf);
        if (!leaf_bind_others(arena, leaf, err))
            return false;
        engine->leaf_of[i] = engine->nleaves++;
    }
    *ret_engine = engine;
    return true;
}

void engine_bound(Arena *arena, Engine *engine)
{
    bool back = false;
    for (int i = 0; i < engine->nleaves; i++) {
        Leaf *leaf = &engine->leaves[i];
        const SchemeNode *is = leaf->is;
        bool made = leaf->formula || is->rule == RULE_GROWTH || leaf->nothers;
        leaf->by_value = leaf->own.value && !leaf->own.confirmed && !leaf->not_for && !made &&
                         (is->lag == 0 || engine->alone);
        leaf->prepared =
            (leaf->rule->relative && is->scope != OVER_GROUP) || is->missing == MISSING_CARRY;
        engine->nprepared += leaf->prepared;
        engine->voices_max = is->nvoters > engine->voices_max ? is->nvoters : engine->voices_max;
        if (leaf->formula) {
            int64_t room = leaf->nothers + (int64_t)leaf->nothers * FORMULA_ROWS +
                           formula_room(leaf->formula, FORMULA_ROWS);
            engine->formula_room = room > engine->formula_room ? room : engine->formula_room;
        }
        back |= looks_back(is);
    }
    if (back)
        index_rows(arena, engine);
    measure_runs(engine);
    plan_nodes(arena, engine);
    for (int i = 0; i < engine->nleaves; i++)
        engine->leaves[i].fused = engine_is_fused(engine, &engine->leaves[i]);
    make_batches(arena, engine);
    make_weights(arena, engine);
}

bool engine_new(Arena *arena, const Scheme *scheme, const Panel *panel, Engine **ret_engine,
                Err *err)
{
    Engine *engine;
    if (!engine_bare(arena, scheme, panel, &engine, err))
        return false;
    Map columns = columns_by_name(arena, panel);
    for (int i = 0; i < engine->nleaves; i++)
        if (!bind_leaf(arena, engine, &columns, &engine->leaves[i], err))
            return false;
    engine_bound(arena, engine);
    *ret_engine = engine;
    return true;
}

/* Full points follow from weights, and what is told in points becomes fractions by them. */
Engine *engine_reweigh(Arena *arena, const Engine *engine, const Scheme *scheme)
{
    Engine *again = arena_new(arena, Engine, 1);
    *again = *engine;
    again->scheme = scheme;
    again->full = dec_to_f64(scheme->full);
    again->leaves = arena_new(arena, Leaf, engine->nleaves);
    for (int i = 0; i < engine->nleaves; i++) {
        Leaf *leaf = &again->leaves[i];
        *leaf = engine->leaves[i];
        leaf->is = &scheme->nodes[leaf->node];
        leaf_bind_numbers(arena, leaf);
    }
    make_weights(arena, again);
    return again;
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

/* What looks beyond its block, before the blocks: leaves measured over a period or all periods, leaves that
 * carry an earlier fraction, weights out of data of a period or of all. A run of rows is one item of work;
 * its sums run in order of rows, so threads change nothing. */
#include "core/engine_inner.h"

typedef struct Item { /* a prepared leaf over a run of blocks */
    int leaf, first_block, end_block;
} Item;

typedef struct Items {
    Run *run;
    Item *items;
    int count;
} Items;

static bool same_run(const Panel *panel, DataScope scope, int a, int b)
{
    if (scope == OVER_ALL)
        return true;
    return scope == OVER_PERIOD && panel->blocks[a].period == panel->blocks[b].period;
}

static void list_items(Arena *arena, const Engine *engine, Items *items)
{
    const Panel *panel = engine->panel;
    items->items = arena_new(arena, Item, (size_t)engine->nprepared * (size_t)panel->nblocks);
    for (int i = 0; i < engine->nleaves; i++) {
        const Leaf *leaf = &engine->leaves[i];
        DataScope scope = leaf->rule->relative ? leaf->is->scope : OVER_GROUP;
        for (int b = 0; leaf->prepared && b < panel->nblocks;) {
            int end = b + 1;
            while (end < panel->nblocks && same_run(panel, scope, b, end))
                end++;
            items->items[items->count++] = (Item){i, b, end};
            b = end;
        }
    }
}

static void do_item(void *ctx, int64_t at, int worker)
{
    const Items *items = ctx;
    Run *run = items->run;
    const Item *item = &items->items[at];
    const Panel *panel = run->engine->panel;
    const PanelBlock *from = &panel->blocks[item->first_block],
                     *last = &panel->blocks[item->end_block - 1];
    const Prepared *to = &run->prepared[item->leaf];
    int n = (int)(last->first + last->count - from->first);
    int period = from->period == last->period ? from->period : -1;
    LeafRun scored;
    if (n == 0 || run->stopped)
        return;
    engine_score_leaf(run, &run->workers[worker], &run->engine->leaves[item->leaf], from->first, n,
                      period, to->f + from->first, to->status + from->first, &scored);
    for (int b = item->first_block; !scored.plain && b < item->end_block; b++)
        leaf_fill(&scored, (int)(panel->blocks[b].first - from->first), panel->blocks[b].count);
    run->workers[worker].warned[run->engine->leaves[item->leaf].node] |= (uint16_t)scored.warned;
}

static double fraction_before(const Engine *engine, const Leaf *leaf, const Prepared *of,
                              int period, int64_t row)
{
    const Panel *panel = engine->panel;
    if (leaf->earlier)
        return leaf->earlier[row];
    int64_t back = -1;
    if (period > 0)
        back = engine->row_at[(int64_t)(period - 1) * panel->nunits + panel->unit_of[row]];
    return back < 0 ? panel_nan(VALUE_MISSING) : of->f[back];
}

/* Missing with `carry`: the fraction of the period before, which may be carried itself. */
static void carry(Run *run, const Leaf *leaf, const Prepared *to)
{
    const Engine *engine = run->engine;
    const Panel *panel = engine->panel;
    const EngineTrace *trace = run->result->traces ? &run->result->traces[leaf->node] : NULL;
    for (int b = 0; b < panel->nblocks; b++) {
        const PanelBlock *block = &panel->blocks[b];
        for (int64_t row = block->first; row < block->first + block->count; row++) {
            if (to->status[row] != CELL_CARRY)
                continue;
            double before = fraction_before(engine, leaf, to, block->period, row);
            bool has = is_given(before);
            to->f[row] = has ? before : 0;
            if (!has) {
                to->status[row] = CELL_ZERO;
                run->workers[0].warned[leaf->node] |= SCORE_WARN_NO_EARLIER;
            }
            if (trace) {
                trace->raw[row] = to->f[row];
                trace->status[row] = to->status[row];
                trace->warnings[row] |= has ? 0 : SCORE_WARN_NO_EARLIER;
            }
        }
    }
}

void engine_wide_leaves(Arena *arena, Run *run)
{
    const Engine *engine = run->engine;
    Items items = {.run = run};
    if (engine->nprepared == 0)
        return;
    run->prepared = arena_new(arena, Prepared, engine->nleaves);
    for (int i = 0; i < engine->nleaves; i++) {
        double **kept = run->result->fractions;
        int node = engine->leaves[i].node;
        if (!engine->leaves[i].prepared)
            continue;
        run->prepared[i].f =
            kept && kept[node] ? kept[node] : arena_new(arena, double, run->result->nrows);
        run->prepared[i].status = run->result->traces && run->result->traces[node].status
                                      ? run->result->traces[node].status
                                      : arena_new(arena, uint8_t, run->result->nrows);
    }
    list_items(arena, engine, &items);
    par_for(run->par, items.count, do_item, &items);
    for (int i = 0; i < engine->nleaves; i++)
        if (engine->leaves[i].is->missing == MISSING_CARRY)
            carry(run, &engine->leaves[i], &run->prepared[i]);
}

/* --- weights -------------------------------------------------------------------------------------- */

typedef struct Harvest {
    Run *run;
    int node;
    double **columns; /* [nkids] -> [nrows] */
} Harvest;

static void harvest_block(void *ctx, int64_t at, int worker)
{
    const Harvest *harvest = ctx;
    Run *run = harvest->run;
    Worker *w = &run->workers[worker];
    const PanelBlock *block = &run->engine->panel->blocks[at];
    if (block->count == 0 || run->stopped)
        return;
    w->tree.harvest = harvest->node;
    w->tree.harvested = harvest->columns;
    Batch batch = {(int)at, (int)at + 1, block->count, block->first};
    engine_score_nodes(run, w, &batch, harvest->node);
}

/* Weights of the component's children out of the rows of blocks [from, end), which all take them. */
static void weigh_rows(Arena *arena, Run *run, const Harvest *harvest, int nkids, int from, int end)
{
    const Engine *engine = run->engine;
    const SchemeNode *nodes = engine->scheme->nodes;
    const PanelBlock *blocks = engine->panel->blocks;
    int64_t first = blocks[from].first,
            rows = blocks[end - 1].first + blocks[end - 1].count - first;
    ArenaMark mark = arena_mark(arena);
    const double **x = arena_new(arena, const double *, nkids);
    double *weights = arena_new(arena, double, nkids);
    for (int k = 0; k < nkids; k++)
        x[k] = harvest->columns[k] + first;
    if (engine_gather_weights(engine, harvest->node, x, nkids, (int)rows, weights))
        run->workers[0].warned[harvest->node] |= NODE_WARN_EQUAL_WEIGHTS;
    for (int b = from; b < end; b++) {
        double *to = run->result->data_weights + (ptrdiff_t)b * engine->scheme->nnodes;
        int at = 0;
        for (int k = harvest->node + 1; k < nodes[harvest->node].end; k = nodes[k].end)
            to[k] = weights[at++];
    }
    arena_rewind(arena, mark);
}

static void weigh_component(Arena *arena, Run *run, int node)
{
    const Engine *engine = run->engine;
    const Panel *panel = engine->panel;
    const SchemeNode *nodes = engine->scheme->nodes;
    Harvest harvest = {.run = run, .node = node};
    ArenaMark mark = arena_mark(arena);
    int nkids = 0;
    for (int k = node + 1; k < nodes[node].end; k = nodes[k].end)
        nkids++;
    harvest.columns = arena_new(arena, double *, nkids);
    for (int k = 0; k < nkids; k++)
        harvest.columns[k] = arena_new(arena, double, panel->nrows);
    par_for(run->par, panel->nblocks, harvest_block, &harvest);
    for (int b = 0; b < panel->nblocks;) {
        int end = b + 1;
        while (end < panel->nblocks && same_run(panel, nodes[node].weights.scope, b, end))
            end++;
        weigh_rows(arena, run, &harvest, nkids, b, end);
        b = end;
    }
    arena_rewind(arena, mark);
}

void engine_wide_weights(Arena *arena, Run *run)
{
    const Engine *engine = run->engine;
    const Scheme *scheme = engine->scheme;
    if (!engine->has_wide)
        return;
    for (int i = scheme->nnodes - 1; i >= 0; i--) { /* what is below comes first */
        const Weights *weights = &scheme->nodes[i].weights;
        if (engine->leaf_of[i] < 0 && engine_gather_by_data(weights) &&
            weights->scope != OVER_GROUP)
            weigh_component(arena, run, i);
    }
    for (int w = 0; w < run->par->workers; w++)
        run->workers[w].tree.harvest = -1;
}

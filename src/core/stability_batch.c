/* From what draws vary to places: leaf weights, one product of matrices a group, settling, counting. */
#include "core/stability_parts.h"

#include "base/limits.h"

#include <string.h>

enum {
    BATCH_BYTES = 4 << 20, /* places and weights of a batch each stay below, if one slab does */
    BATCH_SLABS = 32,
};
#define EXACT_MAX INT64_C(9007199254740992) /* 2^53 */

/* --- plan */

static bool is_linear_scheme(const Scheme *scheme)
{
    for (int i = 0; i < scheme->nnodes; i++) {
        const SchemeNode *node = &scheme->nodes[i];
        if (scheme_is_leaf(node))
            continue;
        WeightMethod method = node->weights.method;
        if (node->aggregate != AGGREGATE_SUM ||
            (method != WEIGHT_GIVEN && method != WEIGHT_EQUAL && method != WEIGHT_AHP))
            return false;
    }
    return true;
}

static double size_of(double x)
{
    return x < 0 ? -x : x;
}

/* Copies the fractions of a group side by side. False: a state among them, a veto, or scores so large that doubles do not
 * hold them exactly. */
static bool gather(Arena *arena, const StabilityPlan *plan, StabilityBlock *block)
{
    const EngineResult *base = plan->base;
    int64_t first = block->block->first;
    double most = 0, steps = 0;
    LinearBlock *to = &block->fractions;
    *to = linear_block(arena, plan->scheme, block->block->count, plan->nleaves);
    if (base->bonus || base->deduct) {
        to->bonus = linear_doubles(arena, to->stride);
        to->deduct = linear_doubles(arena, to->stride);
    }
    for (int u = 0; u < to->count; u++) {
        if (base->flags[first + u] & UNIT_VETOED)
            return false;
        for (int leaf = 0; leaf < plan->nleaves; leaf++) {
            double f = base->fractions[plan->leaf_nodes[leaf]][first + u];
            if (!(f == f))
                return false;
            *linear_fraction(to, u, leaf) = f;
            most = size_of(f) > most ? size_of(f) : most;
        }
        if (to->bonus) {
            to->bonus[u] = base->bonus ? base->bonus[first + u] : 0;
            to->deduct[u] = base->deduct ? base->deduct[first + u] : 0;
            double moved = size_of(to->bonus[u]) + size_of(to->deduct[u]);
            steps = moved > steps ? moved : steps;
        }
    }
    return most * size_of(plan->full) + steps + size_of(to->floor) + size_of(to->ceiling) <
           LINEAR_BOUND;
}

static bool plan_blocks(Arena *arena, StabilityPlan *plan, Err *err)
{
    const Panel *panel = engine_panel(plan->engine);
    bool linear = is_linear_scheme(plan->scheme) && !plan->spec->values;
    plan->blocks = arena_new(arena, StabilityBlock, panel->nblocks);
    for (int b = 0; b < panel->nblocks; b++) {
        if (panel->blocks[b].period != plan->spec->period)
            continue;
        StabilityBlock *block = &plan->blocks[plan->nblocks++];
        block->block = &panel->blocks[b];
        block->at = plan->nrows;
        block->flags = plan->base->flags + block->block->first;
        if (plan->nblocks == 1)
            plan->first = block->block->first;
        plan->nrows += block->block->count;
        if (block->block->count > LIMIT_GROUP_UNITS)
            return err_set(err, ERR_LIMIT, {"name", S("LIMIT_GROUP_UNITS")},
                           {"limit", arena_fmt(arena, "%d", LIMIT_GROUP_UNITS)},
                           {"found", arena_fmt(arena, "%d", block->block->count)});
        ArenaMark mark = arena_mark(arena);
        block->linear = linear && gather(arena, plan, block);
        if (!block->linear)
            arena_rewind(arena, mark);
    }
    return plan->nrows > 0 ? true : err_set(err, ERR_STABILITY_EMPTY);
}

static int longest_group(const StabilityPlan *plan)
{
    int n = 1;
    for (int b = 0; b < plan->nblocks; b++)
        n = plan->blocks[b].block->count > n ? plan->blocks[b].block->count : n;
    return n;
}

static bool plan_rooms(Arena *arena, StabilityPlan *plan, Err *err)
{
    int n = longest_group(plan), wide = n + LINEAR_ROWS;
    plan->rooms = arena_new(arena, StabilityRoom, plan->par->workers);
    for (int w = 0; w < plan->par->workers; w++) {
        StabilityRoom *room = &plan->rooms[w];
        room->places = place_room(arena, n);
        room->keys = linear_doubles(arena, wide + PLACE_PAD);
        room->whole = arena_new(arena, int64_t, plan->nrows);
        if (plan->spec->values) {
            if (!stability_values(arena, plan, &room->values, err))
                return false;
            continue;
        }
        room->scores = linear_doubles(arena, (int64_t)STABILITY_SLAB * wide + PLACE_PAD);
        room->fold = linear_doubles(arena, engine_fold_room(plan->engine, n));
        room->tree = linear_doubles(arena, wide);
    }
    return true;
}

static void plan_batch(Arena *arena, StabilityPlan *plan)
{
    int64_t bytes = plan->nrows * 2;
    int64_t of_weights = (int64_t)plan->nnodes * 8;
    int64_t most = BATCH_BYTES / (bytes > of_weights ? bytes : of_weights) / STABILITY_SLAB;
    int slabs = most < 1 ? 1 : most > BATCH_SLABS ? BATCH_SLABS : (int)most;
    int64_t wanted = (plan->spec->draws + STABILITY_SLAB - 1) / STABILITY_SLAB;
    slabs = wanted > 0 && wanted < slabs ? (int)wanted : slabs;
    plan->batch = slabs * STABILITY_SLAB;
    plan->node_weights = arena_new(arena, double, (int64_t)plan->batch * plan->nnodes);
    plan->uniforms = arena_new(arena, double, (int64_t)plan->batch * plan->nnodes);
    plan->leaf_weights = linear_doubles(arena, (int64_t)plan->batch * plan->nleaves);
    plan->draws = arena_new(arena, StabilityDraw, plan->batch);
    plan->failed = arena_new(arena, uint8_t, (int64_t)plan->batch * plan->nblocks);
    plan->places = arena_new(arena, uint16_t, plan->batch * plan->nrows);
}

void stability_keys(const int64_t *whole, int count, double *keys)
{
    bool exact = true;
    for (int u = 0; u < count; u++)
        if (keys[u] == keys[u]) {
            exact &= whole[u] < EXACT_MAX && whole[u] > -EXACT_MAX;
            keys[u] = (double)whole[u];
        }
    for (int u = 0; u < count && !exact; u++) { /* scores in the millions: their order will do */
        if (!(keys[u] == keys[u]))
            continue;
        keys[u] = 0;
        for (int v = 0; v < count; v++)
            keys[u] += keys[v] == keys[v] && whole[v] < whole[u] ? 1 : 0;
    }
}

static void published_places(StabilityPlan *plan)
{
    StabilityRoom *room = &plan->rooms[0];
    for (int b = 0; b < plan->nblocks; b++) {
        const StabilityBlock *block = &plan->blocks[b];
        for (int u = 0; u < block->block->count; u++)
            room->keys[u] = block->flags[u] & UNIT_RANKED ? 0 : panel_nan(VALUE_MISSING);
        stability_keys(plan->base->rounded + block->block->first, block->block->count, room->keys);
        place_units(plan->level, room->keys, block->block->count, plan->rule, room->places,
                    plan->published + block->at);
    }
}

bool stability_plan(Arena *arena, const Engine *engine, const EngineResult *base,
                    const StabilitySpec *spec, const ParFor *par, StabilityPlan *ret_plan, Err *err)
{
    const Scheme *scheme = engine_scheme(engine);
    RankRule rule = rank_rule_of(scheme);
    StabilityPlan *plan = ret_plan; /* workers keep its address */
    *plan = (StabilityPlan){.engine = engine,
                            .base = base,
                            .spec = spec,
                            .scheme = scheme,
                            .par = par,
                            .level = linear_level(),
                            .nnodes = scheme->nnodes,
                            .decimals = scheme->rank_rounds ? scheme->rank_round : -1,
                            .full = dec_to_f64(scheme->full)};
    plan->rule = (PlaceRule){spec->bottom > 0 ? spec->bottom : rule.bottom, rule.min_group};
    if (spec->level > 0 && spec->level - 1 < plan->level)
        plan->level = spec->level - 1;
    plan->leaf_nodes = arena_new(arena, int, scheme->nnodes);
    plan->given = arena_new(arena, double, scheme->nnodes);
    engine_weights(engine, plan->given);
    for (int i = 0; i < scheme->nnodes; i++)
        if (scheme_is_leaf(&scheme->nodes[i]))
            plan->leaf_nodes[plan->nleaves++] = i;
    if (!plan_blocks(arena, plan, err) || !plan_rooms(arena, plan, err))
        return false;
    plan_batch(arena, plan);
    plan->published = arena_new(arena, uint16_t, plan->nrows);
    published_places(plan);
    return true;
}

void stability_plan_done(StabilityPlan *plan)
{
    for (int w = 0; w < plan->par->workers; w++)
        if (plan->rooms[w].values)
            stability_values_done(plan->rooms[w].values);
}

/* --- a batch */

bool stability_leaf_weights(const StabilityPlan *plan, const double *weights, double *room,
                            double *ret_leaf_weights)
{
    const SchemeNode *nodes = plan->scheme->nodes;
    double *sum = room; /* of the children that count, then what the node has of the whole */
    for (int i = plan->nnodes - 1; i >= 0; i--) {
        sum[i] = scheme_is_leaf(&nodes[i]) ? 1 : 0;
        for (int c = i + 1; c < nodes[i].end; c = nodes[c].end)
            sum[i] += sum[c] > 0 ? weights[c] : 0;
    }
    bool counts = sum[0] > 0;
    double whole = plan->full;
    for (int i = 0, leaf = 0; i < plan->nnodes; i++) {
        double has = i == 0 ? whole : sum[i] > 0 ? sum[nodes[i].parent] * weights[i] : 0;
        if (scheme_is_leaf(&nodes[i]))
            ret_leaf_weights[leaf++] = counts ? has : 0;
        else
            sum[i] = sum[i] > 0 ? has / sum[i] : 0; /* a point of weight below it is worth that */
    }
    return counts;
}

static void draw_slab(void *ctx, int64_t item, int worker)
{
    StabilityPlan *plan = ctx;
    (void)worker;
    for (int k = 0; k < STABILITY_SLAB; k++) {
        int64_t d = item * STABILITY_SLAB + k;
        double *of_leaves = plan->leaf_weights + d * plan->nleaves;
        StabilityDraw *draw = &plan->draws[d];
        *draw = (StabilityDraw){.weights = plan->node_weights + d * plan->nnodes,
                                .room = plan->uniforms + d * plan->nnodes,
                                .decimals = plan->decimals};
        if (d >= plan->count) { /* the product wants whole slabs */
            memset(of_leaves, 0, (size_t)plan->nleaves * sizeof *of_leaves);
            continue;
        }
        memcpy(draw->weights, plan->given, (size_t)plan->nnodes * sizeof *draw->weights);
        plan->draw(plan->draw_ctx, plan->from + d, draw);
        draw->counts = stability_leaf_weights(plan, draw->weights, draw->room, of_leaves);
    }
}

static void place_linear(StabilityPlan *plan, const StabilityBlock *block, int64_t slab,
                         StabilityRoom *room)
{
    const LinearBlock *of = &block->fractions;
    int draws = (int)(plan->count - slab * STABILITY_SLAB);
    draws = draws < STABILITY_SLAB ? draws : STABILITY_SLAB;
    linear_multiply(plan->level, of, plan->leaf_weights + slab * STABILITY_SLAB * plan->nleaves,
                    (draws + LINEAR_STEP - 1) / LINEAR_STEP * LINEAR_STEP, room->scores);
    for (int k = 0; k < draws; k++) {
        int64_t d = slab * STABILITY_SLAB + k;
        double *scores = room->scores + (int64_t)k * of->stride;
        uint16_t *places = plan->places + d * plan->nrows + block->at;
        if (!plan->draws[d].counts) {
            memset(places, 0, (size_t)of->count * sizeof *places);
            continue;
        }
        linear_settle(plan->level, of, plan->draws[d].decimals, scores);
        for (int u = 0; u < of->count; u++)
            if (!(block->flags[u] & UNIT_RANKED))
                scores[u] = panel_nan(VALUE_MISSING);
        place_units(plan->level, scores, of->count, plan->rule, room->places, places);
    }
}

/* One group in one draw by the engine itself. */
static bool place_folded(StabilityPlan *plan, const StabilityBlock *block, int64_t d,
                         StabilityRoom *room)
{
    const StabilityDraw *draw = &plan->draws[d];
    int n = block->block->count;
    engine_fold(plan->engine, plan->base, block->block, draw->weights, room->fold, room->tree);
    for (int u = 0; u < n; u++) {
        int64_t score = 0, rounded = 0;
        bool ranked = (block->flags[u] & UNIT_RANKED) && room->tree[u] == room->tree[u];
        bool ok = !ranked || engine_finish(plan->engine, plan->base, block->block->first + u,
                                           room->tree[u], &score, &rounded);
        if (ok && draw->decimals != plan->decimals)
            ok = score_round(score, draw->decimals, &rounded);
        if (!ok)
            return false;
        room->whole[u] = rounded;
        room->keys[u] = ranked ? 0 : panel_nan(VALUE_MISSING);
    }
    stability_keys(room->whole, n, room->keys);
    place_units(plan->level, room->keys, n, plan->rule, room->places,
                plan->places + d * plan->nrows + block->at);
    return true;
}

static void place_slab(void *ctx, int64_t item, int worker)
{
    StabilityPlan *plan = ctx;
    int64_t slab = item / plan->nblocks;
    const StabilityBlock *block = &plan->blocks[item % plan->nblocks];
    plan->failed[item] = 0;
    if (block->linear) {
        place_linear(plan, block, slab, &plan->rooms[worker]);
        return;
    }
    for (int64_t d = slab * STABILITY_SLAB; d < (slab + 1) * STABILITY_SLAB && d < plan->count; d++)
        if (!place_folded(plan, block, d, &plan->rooms[worker]))
            plan->failed[item] = 1;
}

/* One draw with values scored anew. */
static void place_values(void *ctx, int64_t d, int worker)
{
    StabilityPlan *plan = ctx;
    StabilityRoom *room = &plan->rooms[worker];
    bool *ranked;
    plan->failed[d] = 0;
    if (!stability_values_run(room->values, &plan->draws[d], room->whole, &ranked)) {
        plan->failed[d] = 1;
        return;
    }
    for (int b = 0; b < plan->nblocks; b++) {
        const StabilityBlock *block = &plan->blocks[b];
        for (int u = 0; u < block->block->count; u++)
            room->keys[u] = ranked[block->at + u] ? 0 : panel_nan(VALUE_MISSING);
        stability_keys(room->whole + block->at, block->block->count, room->keys);
        place_units(plan->level, room->keys, block->block->count, plan->rule, room->places,
                    plan->places + d * plan->nrows + block->at);
    }
}

bool stability_batch(StabilityPlan *plan, StabilityDrawFn draw, const void *ctx, int64_t from,
                     int count, Err *err)
{
    int64_t slabs = (count + STABILITY_SLAB - 1) / STABILITY_SLAB;
    int64_t items = plan->spec->values ? count : slabs * plan->nblocks;
    plan->draw = draw;
    plan->draw_ctx = ctx;
    plan->from = from;
    plan->count = count;
    par_for(plan->par, slabs, draw_slab, plan);
    par_for(plan->par, items, plan->spec->values ? place_values : place_slab, plan);
    for (int64_t i = 0; i < items; i++)
        if (plan->failed[i])
            return err_set(err, ERR_STABILITY_RANGE);
    return true;
}

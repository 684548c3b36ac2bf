/* From what draws vary to places: leaf weights, one product of matrices a group, settling, counting. */
#include "core/stability_parts.h"

#include "base/limits.h"

#include <string.h>

enum {
    BATCH_BYTES = 4 << 20, /* places and weights of a batch each stay below, if one slab does */
    WHOLE_BYTES = 1 << 20, /* weights, where places are handed over */
    BATCH_SLABS = 64,
    SHARE_GROUPS = 4, /* groups to a worker, at least, where each keeps to one */
};
#define EXACT_MAX INT64_C(9007199254740992) /* 2^53 */

/* --- plan */

static bool is_linear_scheme(const Scheme *scheme)
{
    for (int i = 0; i < scheme->nnodes; i++)
        if (!scheme_is_leaf(&scheme->nodes[i]) && scheme->nodes[i].aggregate != AGGREGATE_SUM)
            return false;
    return true;
}

static double size_of(double x)
{
    return x < 0 ? -x : x;
}

/* Units with gaps as a block of their own, for engine_fold. */
static void gather_gaps(Arena *arena, const StabilityPlan *plan, StabilityBlock *block)
{
    double **fractions = arena_new(arena, double *, plan->nnodes);
    for (int leaf = 0; leaf < plan->nleaves; leaf++) {
        int node = plan->leaf_nodes[leaf];
        fractions[node] = arena_new(arena, double, block->ngaps);
        for (int g = 0; g < block->ngaps; g++)
            fractions[node][g] =
                plan->base->fractions[node][block->block->first + block->gap_units[g]];
    }
    block->gaps = (EngineResult){.nrows = block->ngaps, .fractions = fractions};
}

static double *padded(Arena *arena, const double *column, const LinearBlock *to)
{
    return column ? linear_doubles(arena, to->stride) : NULL;
}

/* Room for what gather fills in. */
static void gather_room(Arena *arena, const StabilityPlan *plan, StabilityBlock *block)
{
    const EngineResult *base = plan->base;
    LinearBlock *to = &block->fractions;
    *to = linear_block(arena, plan->scheme, block->block->count, plan->nleaves);
    to->bonus = padded(arena, base->bonus, to);
    to->deduct = padded(arena, base->deduct, to);
    to->veto = padded(arena, base->veto, to);
    block->gap_units = arena_new(arena, int, to->count);
    block->unranked = arena_new(arena, int, to->count);
}

static void copy(double *to, const double *column, int64_t first, int count)
{
    if (to)
        memcpy(to, column + first, (size_t)count * sizeof *to);
}

/* Fractions side by side, 0 where a value does not count; returns the largest size of them. */
static double gather_fractions(const StabilityPlan *plan, StabilityBlock *block)
{
    const LinearBlock *to = &block->fractions;
    int *gaps = block->gap_units; /* by unit, then those that have one */
    double most = 0;
    memset(to->fractions, 0, (size_t)to->stride * (size_t)to->leaves * sizeof *to->fractions);
    for (int leaf = 0; leaf < plan->nleaves; leaf++) {
        const double *from = plan->base->fractions[plan->leaf_nodes[leaf]] + block->block->first;
        for (int u = 0; u < to->count; u++) {
            double f = from[u] == from[u] ? from[u] : 0;
            gaps[u] |= from[u] != from[u];
            *linear_fraction(to, u, leaf) = f;
            most = size_of(f) > most ? size_of(f) : most;
        }
    }
    for (int u = 0; u < to->count; u++)
        if (gaps[u])
            gaps[block->ngaps++] = u;
    return most;
}

/* One group; linear no more where scores are so large that doubles do not hold them exactly. */
static void gather(void *ctx, int64_t item, int worker)
{
    const StabilityPlan *plan = ctx;
    const EngineResult *base = plan->base;
    StabilityBlock *block = &plan->blocks[item];
    LinearBlock *to = &block->fractions;
    int64_t first = block->block->first;
    double steps = 0;
    (void)worker;
    if (!block->linear)
        return;
    copy(to->bonus, base->bonus, first, to->count);
    copy(to->deduct, base->deduct, first, to->count);
    copy(to->veto, base->veto, first, to->count);
    double most = gather_fractions(plan, block);
    for (int u = 0; u < to->count; u++) {
        if (!(block->flags[u] & UNIT_RANKED))
            block->unranked[block->nunranked++] = u;
        double moved =
            (to->bonus ? size_of(to->bonus[u]) : 0) + (to->deduct ? size_of(to->deduct[u]) : 0);
        steps = moved > steps ? moved : steps;
    }
    block->linear = most * size_of(plan->full) + steps + size_of(to->floor) + size_of(to->ceiling) <
                    LINEAR_BOUND;
}

/* Weights of a group: those given, and where they come from data, what the run made of them. */
static double *weights_of_block(Arena *arena, const StabilityPlan *plan, int64_t at)
{
    if (!plan->base->data_weights)
        return NULL;
    const double *data = plan->base->data_weights + at * plan->nnodes;
    double *weights = arena_new(arena, double, plan->nnodes);
    for (int i = 0; i < plan->nnodes; i++)
        weights[i] = data[i] > 0 ? data[i] : plan->given[i];
    return weights;
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
        block->given = weights_of_block(arena, plan, b);
        block->linear = linear;
        if (linear)
            gather_room(arena, plan, block);
    }
    par_for(plan->par, plan->nblocks, gather, plan);
    for (int b = 0; b < plan->nblocks; b++)
        if (plan->blocks[b].linear && plan->blocks[b].ngaps > 0)
            gather_gaps(arena, plan, &plan->blocks[b]);
    return plan->nrows > 0 ? true : err_set(err, ERR_STABILITY_EMPTY);
}

static int longest_group(const StabilityPlan *plan)
{
    int n = 1;
    for (int b = 0; b < plan->nblocks; b++)
        n = plan->blocks[b].block->count > n ? plan->blocks[b].block->count : n;
    return n;
}

/* A number for each node, and for each factor of core/stability_sobol. */
static int64_t draw_room(const StabilityPlan *plan)
{
    return plan->nnodes + FACTORS_BESIDE_NODES;
}

static StabilitySlab slab_new(Arena *arena, const StabilityPlan *plan, int draws)
{
    size_t of_nodes = (size_t)draws * (size_t)plan->nnodes;
    size_t uniforms = (size_t)draws * (size_t)draw_room(plan);
    return (StabilitySlab){.draws = arena_new(arena, StabilityDraw, draws),
                           .of_nodes = arena_raw(arena, of_nodes, sizeof(double)),
                           .uniforms = arena_raw(arena, uniforms, sizeof(double)),
                           .of_leaves = linear_doubles(arena, (int64_t)draws * plan->nleaves)};
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
        room->of_block = arena_new(arena, uint16_t, (int64_t)STABILITY_SLAB * n);
        if (plan->spec->values) {
            if (!stability_values(arena, plan, &room->values, err))
                return false;
            continue;
        }
        room->scores = linear_doubles(arena, (int64_t)STABILITY_SLAB * wide + PLACE_PAD);
        room->fold = linear_doubles(arena, engine_fold_room(plan->fold, n));
        room->tree = linear_doubles(arena, wide);
        if (plan->base->data_weights) {
            room->slab = slab_new(arena, plan, STABILITY_SLAB);
        }
    }
    return true;
}

void stability_rooms(Arena *arena, StabilityPlan *plan, StabilityPlacedFn placed, void *ctx)
{
    int64_t even = (int64_t)longest_group(plan) * plan->par->workers * SHARE_GROUPS;
    bool whole = placed && !plan->spec->values && (plan->par->workers == 1 || even <= plan->nrows);
    int64_t bytes = whole ? 0 : plan->nrows * 2;
    int64_t of_weights = (int64_t)plan->nnodes * 8;
    int64_t most = (whole ? WHOLE_BYTES : BATCH_BYTES) / (bytes > of_weights ? bytes : of_weights) /
                   STABILITY_SLAB;
    int slabs = most < 1 ? 1 : most > BATCH_SLABS ? BATCH_SLABS : (int)most;
    int64_t wanted = (plan->spec->draws + STABILITY_SLAB - 1) / STABILITY_SLAB;
    slabs = wanted > 0 && wanted < slabs ? (int)wanted : slabs;
    plan->placed = whole ? placed : NULL;
    plan->placed_ctx = ctx;
    plan->batch = slabs * STABILITY_SLAB;
    plan->slabs = slab_new(arena, plan, plan->batch);
    plan->failed = arena_new(arena, uint8_t, (int64_t)plan->batch * plan->nblocks);
    plan->places = whole ? NULL : arena_new(arena, uint16_t, plan->batch * plan->nrows);
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

/* An engine that makes no weights of the data: they are what the run made of them, and vary as given ones do. */
static bool plan_fold(Arena *arena, StabilityPlan *plan, Err *err)
{
    Scheme *scheme = arena_new(arena, Scheme, 1);
    SchemeNode *nodes = arena_new(arena, SchemeNode, plan->nnodes);
    Engine *engine;
    plan->fold = plan->engine;
    if (!plan->base->data_weights)
        return true;
    *scheme = *plan->scheme;
    scheme->nodes = nodes;
    for (int i = 0; i < plan->nnodes; i++) {
        nodes[i] = plan->scheme->nodes[i];
        nodes[i].weights.method = WEIGHT_GIVEN;
    }
    if (!engine_new(arena, scheme, engine_panel(plan->engine), &engine, err))
        return false;
    plan->fold = engine;
    return true;
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
    if (!plan_fold(arena, plan, err) || !plan_blocks(arena, plan, err) ||
        !plan_rooms(arena, plan, err))
        return false;
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

/* Draws first..first + STABILITY_SLAB - 1 of the batch, into slab from its place `at`. */
static void fill_slab(StabilityPlan *plan, const double *given, int64_t first,
                      const StabilitySlab *slab, int64_t at)
{
    for (int k = 0; k < STABILITY_SLAB; k++) {
        int64_t d = first + k, to = at + k;
        double *of_leaves = slab->of_leaves + to * plan->nleaves;
        StabilityDraw *draw = &slab->draws[to];
        *draw = (StabilityDraw){.weights = slab->of_nodes + to * plan->nnodes,
                                .room = slab->uniforms + to * draw_room(plan),
                                .decimals = plan->decimals};
        if (d >= plan->count) { /* the product wants whole slabs */
            memset(of_leaves, 0, (size_t)plan->nleaves * sizeof *of_leaves);
            continue;
        }
        memcpy(draw->weights, given, (size_t)plan->nnodes * sizeof *draw->weights);
        plan->draw(plan->draw_ctx, plan->from + d, draw);
        draw->counts = stability_leaf_weights(plan, draw->weights, draw->room, of_leaves);
    }
}

static void draw_slab(void *ctx, int64_t item, int worker)
{
    StabilityPlan *plan = ctx;
    (void)worker;
    fill_slab(plan, plan->given, item * STABILITY_SLAB, &plan->slabs, item * STABILITY_SLAB);
}

/* What the draws of a slab vary in that group. */
static StabilitySlab slab_of(StabilityPlan *plan, const StabilityBlock *block, int64_t first,
                             const StabilityRoom *room)
{
    if (block->given) {
        fill_slab(plan, block->given, first, &room->slab, 0);
        return room->slab;
    }
    return (StabilitySlab){.draws = plan->slabs.draws + first,
                           .of_leaves = plan->slabs.of_leaves + first * plan->nleaves};
}

/* Units with gaps take the engine's own sum. */
static void fold_gaps(const StabilityPlan *plan, const StabilityBlock *block,
                      const StabilityDraw *draw, StabilityRoom *room, double *scores)
{
    if (block->ngaps == 0)
        return;
    engine_fold(plan->fold, &block->gaps, &(PanelBlock){.count = block->ngaps}, draw->weights,
                room->fold, room->tree);
    for (int g = 0; g < block->ngaps; g++)
        scores[block->gap_units[g]] = room->tree[g];
}

/* Places of a slab's draws of one group, `stride` apart. */
typedef struct SlabPlaces {
    uint16_t *places;
    int64_t stride;
} SlabPlaces;

static void place_linear(StabilityPlan *plan, const StabilityBlock *block, int draws,
                         const StabilitySlab *slab, StabilityRoom *room, SlabPlaces to)
{
    const LinearBlock *of = &block->fractions;
    linear_multiply(plan->level, of, slab->of_leaves,
                    (draws + LINEAR_STEP - 1) / LINEAR_STEP * LINEAR_STEP, room->scores);
    for (int k = 0; k < draws; k++) {
        double *scores = room->scores + (int64_t)k * of->stride;
        fold_gaps(plan, block, &slab->draws[k], room, scores);
        linear_settle(plan->level, of, slab->draws[k].decimals, scores);
        for (int i = 0; i < block->nunranked; i++)
            scores[block->unranked[i]] = panel_nan(VALUE_MISSING);
    }
    for (int k = 0; k < draws;
         k++) { /* later: what was just written is slow to read in other widths */
        const double *scores = room->scores + (int64_t)k * of->stride;
        uint16_t *places = to.places + k * to.stride;
        if (slab->draws[k].counts)
            place_units(plan->level, scores, of->count, plan->rule, room->places, places);
        else
            memset(places, 0, (size_t)of->count * sizeof *places);
    }
}

/* One group in one draw by the engine itself. */
static bool place_folded(const StabilityPlan *plan, const StabilityBlock *block,
                         const StabilityDraw *draw, StabilityRoom *room, uint16_t *ret_places)
{
    int n = block->block->count;
    engine_fold(plan->fold, plan->base, block->block, draw->weights, room->fold, room->tree);
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
    place_units(plan->level, room->keys, n, plan->rule, room->places, ret_places);
    return true;
}

/* False: scores out of range. */
static bool place_draws(StabilityPlan *plan, const StabilityBlock *block, int64_t first, int draws,
                        StabilityRoom *room, SlabPlaces to)
{
    StabilitySlab slab = slab_of(plan, block, first, room);
    bool ok = true;
    if (block->linear)
        place_linear(plan, block, draws, &slab, room, to);
    for (int k = 0; k < draws && !block->linear; k++)
        ok &= place_folded(plan, block, &slab.draws[k], room, to.places + k * to.stride);
    return ok;
}

static int draws_from(const StabilityPlan *plan, int64_t first)
{
    return plan->count - first < STABILITY_SLAB ? (int)(plan->count - first) : STABILITY_SLAB;
}

/* A group after the other: its fractions stay near. */
static void place_slab(void *ctx, int64_t item, int worker)
{
    StabilityPlan *plan = ctx;
    int64_t slabs = (plan->count + STABILITY_SLAB - 1) / STABILITY_SLAB;
    const StabilityBlock *block = &plan->blocks[item / slabs];
    int64_t first = item % slabs * STABILITY_SLAB;
    SlabPlaces to = {plan->places + first * plan->nrows + block->at, plan->nrows};
    plan->failed[item] =
        !place_draws(plan, block, first, draws_from(plan, first), &plan->rooms[worker], to);
}

/* All draws of a group, handed over slab by slab. */
static void place_group(void *ctx, int64_t item, int worker)
{
    StabilityPlan *plan = ctx;
    StabilityRoom *room = &plan->rooms[worker];
    const StabilityBlock *block = &plan->blocks[item];
    SlabPlaces to = {room->of_block, block->block->count};
    plan->failed[item] = 0;
    for (int64_t first = 0; first < plan->count; first += STABILITY_SLAB) {
        int draws = draws_from(plan, first);
        if (place_draws(plan, block, first, draws, room, to))
            plan->placed(plan->placed_ctx, block, draws, to.places);
        else
            plan->failed[item] = 1;
    }
}

/* One draw with values scored anew. */
static void place_values(void *ctx, int64_t d, int worker)
{
    StabilityPlan *plan = ctx;
    StabilityRoom *room = &plan->rooms[worker];
    bool *ranked;
    plan->failed[d] = 0;
    if (!stability_values_run(room->values, &plan->slabs.draws[d], room->whole, &ranked)) {
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
    int64_t items = plan->spec->values ? count
                    : plan->placed     ? plan->nblocks
                                       : slabs * plan->nblocks;
    plan->draw = draw;
    plan->draw_ctx = ctx;
    plan->from = from;
    plan->count = count;
    par_for(plan->par, slabs, draw_slab, plan);
    par_for(plan->par, items,
            plan->spec->values ? place_values
            : plan->placed     ? place_group
                               : place_slab,
            plan);
    for (int64_t i = 0; i < items; i++)
        if (plan->failed[i])
            return err_set(err, ERR_STABILITY_RANGE);
    return true;
}

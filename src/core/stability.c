#include "core/stability.h"

#include "base/limits.h"
#include "core/draw.h"
#include "core/stability_parts.h"

#include <string.h>

enum { ROWS_SLAB = 64, ROUNDING_MOST = 4 };

typedef struct Counts { /* of places, a run of numbers for each unit: not ranked, first, second … */
    StabilityPlan *plan;
    uint32_t *places;    /* unit after unit, [count of its group + 1] */
    int64_t *places_at;  /* [nrows] */
    uint32_t *in_bottom; /* [nrows] */
} Counts;

static bool check_spec(Arena *arena, const Engine *engine, const StabilitySpec *spec, Err *err)
{
    const Scheme *scheme = engine_scheme(engine);
    int64_t wanted = spec->draws;
    int leaves = 0;
    for (int i = 0; i < scheme->nnodes; i++)
        leaves += scheme_is_leaf(&scheme->nodes[i]);
    wanted = spec->leave_one_out ? leaves : spec->nsets > 0 ? spec->nsets : wanted;
    if (spec->draws < 1 || spec->draws > LIMIT_STABILITY_DRAWS)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_STABILITY_DRAWS")},
                       {"limit", arena_fmt(arena, "%d", LIMIT_STABILITY_DRAWS)},
                       {"found", arena_fmt(arena, "%lld", (long long)spec->draws)});
    if (spec->draws != wanted)
        return err_set(err, ERR_STABILITY_DRAWS,
                       {"found", arena_fmt(arena, "%lld", (long long)spec->draws)},
                       {"expected", arena_fmt(arena, "%lld", (long long)wanted)});
    if (!(spec->weights >= 0 && spec->weights < 1))
        return err_set(err, ERR_STABILITY_WEIGHTS);
    return true;
}

/* What draw d of a run varies. */
static void draw_of_run(const void *ctx, int64_t d, StabilityDraw *draw)
{
    const StabilityPlan *plan = ctx;
    const StabilitySpec *spec = plan->spec;
    int n = plan->nnodes;
    if (spec->nsets > 0)
        memcpy(draw->weights, spec->sets + d * n, (size_t)n * sizeof *draw->weights);
    if (spec->weights > 0) {
        draw_uniforms(spec->seed, (uint64_t)d, 0, n, draw->room);
        for (int i = 0; i < n; i++)
            draw->weights[i] *= 1.0 + spec->weights * (2.0 * draw->room[i] - 1.0);
    }
    if (spec->leave_one_out)
        draw->weights[plan->leaf_nodes[d]] = 0;
    if (spec->rounding) {
        int most = plan->decimals < 0 ? ROUNDING_MOST : plan->decimals;
        draw->decimals =
            (int)draw_below(spec->seed, (uint64_t)d, DRAW_ROUNDING, (uint32_t)most + 1);
    }
    draw->values = spec->values ? 1 : 0;
    draw->number = (uint64_t)d;
}

/* In parallel, as is what follows: new memory costs its first touch. */
static void clear_group(void *ctx, int64_t item, int worker)
{
    Counts *counts = ctx;
    const StabilityBlock *block = &counts->plan->blocks[item];
    size_t n = (size_t)block->block->count;
    (void)worker;
    if (n > 0)
        memset(counts->places + counts->places_at[block->at], 0,
               n * (n + 1) * sizeof *counts->places);
}

static bool counts_new(Arena *arena, StabilityPlan *plan, Counts *ret_counts, Err *err)
{
    Counts counts = {.plan = plan, .places_at = arena_new(arena, int64_t, plan->nrows)};
    int64_t all = 0;
    for (int b = 0; b < plan->nblocks; b++) {
        int n = plan->blocks[b].block->count;
        for (int u = 0; u < n; u++, all += n + 1)
            counts.places_at[plan->blocks[b].at + u] = all;
    }
    if (all > LIMIT_STABILITY_PLACES)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_STABILITY_PLACES")},
                       {"limit", arena_fmt(arena, "%d", LIMIT_STABILITY_PLACES)},
                       {"found", arena_fmt(arena, "%lld", (long long)all)});
    counts.places = arena_raw(arena, (size_t)all, sizeof *counts.places);
    counts.in_bottom = arena_new(arena, uint32_t, plan->nrows);
    *ret_counts = counts;
    par_for(plan->par, plan->nblocks, clear_group, ret_counts);
    return true;
}

/* A run of units over all draws of the batch: nobody else writes their counts. */
static void count_rows(void *ctx, int64_t item, int worker)
{
    Counts *counts = ctx;
    const StabilityPlan *plan = counts->plan;
    int64_t first = item * ROWS_SLAB, end = first + ROWS_SLAB;
    end = end < plan->nrows ? end : plan->nrows;
    (void)worker;
    for (int d = 0; d < plan->count; d++) {
        const uint16_t *places = stability_places(plan, d);
        for (int64_t row = first; row < end; row++)
            counts->in_bottom[row] += places[row] >> 15;
        for (int64_t row = first; row < end; row++)
            counts->places[counts->places_at[row] + (places[row] & PLACE_MASK)]++;
    }
}

/* All draws of a slab of a group that one worker keeps to. */
static void count_group(void *ctx, const StabilityBlock *block, int draws, const uint16_t *places)
{
    Counts *counts = ctx;
    int n = block->block->count;
    uint32_t *in_bottom = counts->in_bottom + block->at;
    for (int d = 0; d < draws; d++, places += n) {
        uint32_t *of_unit = counts->places + counts->places_at[block->at];
        for (int u = 0; u < n; u++)
            in_bottom[u] += places[u] >> 15;
        for (int u = 0; u < n; u++, of_unit += n + 1)
            of_unit[places[u] & PLACE_MASK]++;
    }
}

static int band_of(const StabilitySpec *spec, int rank)
{
    int band = 0;
    while (band < spec->nbands && rank > spec->bands[band])
        band++;
    return band;
}

/* *ret_shift: Σ |rank - published| over the draws in which it was ranked; nothing where it is not published. */
static void summarise(const StabilitySpec *spec, const uint32_t *places, int n, StabilityRow *row,
                      int64_t *ret_shift)
{
    int64_t sum = 0, at_or_below = 0, shift = 0;
    for (int rank = 1; rank <= n; rank++)
        row->ranked += places[rank];
    for (int rank = 1; rank <= n; rank++) {
        int64_t draws = places[rank];
        if (draws == 0)
            continue;
        int64_t before = at_or_below;
        at_or_below += draws;
        sum += draws * rank;
        shift += draws * (rank > row->rank ? rank - row->rank : row->rank - rank);
        row->min = before == 0 ? rank : row->min;
        row->max = rank;
        row->p5 = before * 100 < row->ranked * 5 ? rank : row->p5;
        row->median = before * 100 < row->ranked * 50 ? rank : row->median;
        row->p95 = before * 100 < row->ranked * 95 ? rank : row->p95;
        row->same += rank == row->rank ? draws : 0;
        row->bands[band_of(spec, rank)] += draws;
    }
    row->mean = row->ranked > 0 ? (double)sum / (double)row->ranked : 0;
    *ret_shift = row->rank > 0 ? shift : 0;
}

typedef struct Summary {
    const Counts *counts;
    StabilityRow *rows;
    int64_t *shift, *ranked; /* [nblocks] */
} Summary;

static void summarise_group(void *ctx, int64_t item, int worker)
{
    Summary *summary = ctx;
    const Counts *counts = summary->counts;
    const StabilityPlan *plan = counts->plan;
    int n = plan->blocks[item].block->count;
    (void)worker;
    for (int u = 0; u < n; u++) {
        int64_t at = plan->blocks[item].at + u, moved;
        StabilityRow *row = &summary->rows[at];
        row->row = plan->first + at;
        row->rank = plan->published[at] & PLACE_MASK;
        row->bottom = plan->published[at] >> 15;
        row->in_bottom = counts->in_bottom[at];
        summarise(plan->spec, counts->places + counts->places_at[at], n, row, &moved);
        summary->shift[item] += moved;
        summary->ranked[item] += row->rank > 0 ? row->ranked : 0;
    }
}

static StabilityResult result_of(Arena *arena, const Counts *counts, int64_t draws)
{
    const StabilityPlan *plan = counts->plan;
    int nbands = plan->spec->nbands;
    StabilityResult result = {.nrows = (int)plan->nrows,
                              .rows = arena_new(arena, StabilityRow, plan->nrows),
                              .draws = draws,
                              .bottom = plan->rule.bottom,
                              .nbands = nbands};
    Summary summary = {counts, result.rows, arena_new(arena, int64_t, plan->nblocks),
                       arena_new(arena, int64_t, plan->nblocks)};
    int64_t *bands = arena_new(arena, int64_t, plan->nrows * (nbands + 1)), shift = 0, ranked = 0;
    for (int64_t at = 0; at < plan->nrows; at++)
        result.rows[at].bands = bands + at * (nbands + 1);
    par_for(plan->par, plan->nblocks, summarise_group, &summary);
    for (int b = 0; b < plan->nblocks; b++) {
        shift += summary.shift[b];
        ranked += summary.ranked[b];
    }
    result.mean_shift = ranked > 0 ? (double)shift / (double)ranked : 0;
    return result;
}

bool stability_run(Arena *arena, const Engine *engine, const EngineResult *base,
                   const StabilitySpec *spec, const ParFor *par, StabilityProgressFn progress,
                   void *ctx, StabilityResult *ret_result, Err *err)
{
    StabilityPlan plan;
    Counts counts;
    int64_t done = 0;
    if (!check_spec(arena, engine, spec, err) ||
        !stability_plan(arena, engine, base, spec, par, &plan, err))
        return false;
    stability_rooms(arena, &plan, count_group, &counts);
    bool ok = counts_new(arena, &plan, &counts, err), go = true;
    while (ok && go && done < spec->draws) {
        int64_t left = spec->draws - done;
        int count = left < plan.batch ? (int)left : plan.batch;
        ok = stability_batch(&plan, draw_of_run, &plan, done, count, err);
        if (ok && !plan.placed)
            par_for(par, (plan.nrows + ROWS_SLAB - 1) / ROWS_SLAB, count_rows, &counts);
        done += count;
        go = !progress || progress(ctx, done, spec->draws);
    }
    stability_plan_done(&plan);
    if (ok)
        *ret_result = result_of(arena, &counts, done);
    return ok;
}

#include "app/score/whatif.h"

#include "app/snapshot.h"
#include "base/limits.h"

#include <stdlib.h>

void whatif_done(WhatIf *what)
{
    whatif_release(&what->hold);
}

/* A copy of the scheme in force with the weights that were asked for. */
static bool change_weights(Arena *arena, const WhatIfAsk *ask, const Scheme *base,
                           const Scheme **ret_scheme, Err *err)
{
    Scheme *scheme = arena_new(arena, Scheme, 1);
    *scheme = *base;
    scheme->nodes = arena_new(arena, SchemeNode, base->nnodes);
    memcpy(scheme->nodes, base->nodes, (size_t)base->nnodes * sizeof(SchemeNode));
    for (int i = 0; i < ask->weights.count; i++) {
        const NodeWeight *w = &ask->weights.items[i];
        int at = scheme_find(base, w->node);
        if (at <= 0 || base->nodes[base->nodes[at].parent].weights.method != WEIGHT_GIVEN)
            return err_set(err, ERR_WEIGHT_NODE, {"found", w->node});
        if (!dec_parse(w->weight, &scheme->nodes[at].weight, err))
            return false;
    }
    scheme_prepare(scheme);
    *ret_scheme = scheme;
    return true;
}

static int by_score(const void *a, const void *b, void *scores)
{
    const int64_t *of = scores;
    int64_t x = of[*(const int *)a], y = of[*(const int *)b];
    return (x > y) - (x < y);
}

/* Points to the next score above and below, of units that are ranked; alike is no distance. */
static void measure_margins(Arena *arena, WhatIf *w)
{
    int n = w->base->nrows, count = 0;
    int *order = arena_new(arena, int, n);
    int64_t *scores = w->now.rounded;
    w->above = arena_new(arena, int64_t, n);
    w->below = arena_new(arena, int64_t, n);
    for (int u = 0; u < n; u++) {
        w->above[u] = w->below[u] = -1;
        if (w->now.flags[u] & UNIT_RANKED)
            order[count++] = u;
    }
    qsort_r(order, (size_t)count, sizeof *order, by_score, scores);
    for (int i = 1; i < count; i++) {
        int64_t gap = scores[order[i]] - scores[order[i - 1]];
        w->below[order[i]] = gap ? gap : w->below[order[i - 1]];
    }
    for (int i = count - 2; i >= 0; i--) {
        int64_t gap = scores[order[i + 1]] - scores[order[i]];
        w->above[order[i]] = gap ? gap : w->above[order[i + 1]];
    }
}

static void count_moves(WhatIf *w)
{
    const EngineResult *was = &w->base->result, *now = &w->now;
    for (int i = 0; i < w->base->nlisted; i++) {
        int u = w->base->listed[i];
        w->moved += was->rank[u] != now->rank[u];
        w->bottom += (was->flags[u] & UNIT_IN_BOTTOM) != (now->flags[u] & UNIT_IN_BOTTOM);
    }
}

static bool find_unit(WhatIf *w, Str label, Err *err)
{
    w->explained = -1;
    for (int i = 0; i < w->base->nlisted && label.len; i++)
        if (str_eq(w->base->labels[w->base->listed[i]], label))
            w->explained = w->base->listed[i];
    return label.len == 0 || w->explained >= 0 || err_set(err, ERR_WHATIF_UNIT, {"found", label});
}

static bool draw(Arena *arena, const WhatIfAsk *ask, WhatIf *w, Err *err)
{
    StabilitySpec spec = {.draws = ask->draws,
                          .seed = ask->seed,
                          .weights = WHATIF_VARY_PERCENT / 100.0,
                          .events = w->base->events,
                          .nevents = w->base->nevents};
    ParFor one = par_one();
    w->has_draws = true;
    return stability_run(arena, w->engine, &w->now, &spec, &one, NULL, NULL, &w->draws, err);
}

static bool compute(App *app, const WhatIfAsk *ask, WhatIf *w, Err *err)
{
    Arena *a = app->arena;
    unsigned keep = ask->draws > 0 || ask->unit.len ? ENGINE_LEAVES | ENGINE_COMPONENTS : 0;
    if (!change_weights(a, ask, &w->base->scheme, &w->scheme, err) || !find_unit(w, ask->unit, err))
        return false;
    w->engine = engine_reweigh(a, w->base->engine, w->scheme);
    EngineInput input = {
        .engine = w->engine, .events = w->base->events, .nevents = w->base->nevents};
    if (!engine_run(a, &input, keep, &w->now, err))
        return err_set(err, ERR_SANDBOX_RANGE, {"node", S("1")});
    if (w->base->frozen)
        measure_margins(a, w);
    count_moves(w);
    return ask->draws == 0 || draw(a, ask, w, err);
}

static bool make_cache(App *app, Arena *arena, void **ret_made, Err *err)
{
    (void)app;
    (void)arena;
    (void)err;
    *ret_made = whatif_cache_new();
    return true;
}

static void free_cache(void *made)
{
    whatif_cache_free(made);
}

/* The one that all share in a server; NULL: none. */
static WhatIfCache *shared_cache(App *app)
{
    void *cache = NULL;
    Err err = {0};
    const SnapshotMaker maker = {make_cache, free_cache};
    if (!app->snapshot || !snapshot_part(app->snapshot, SNAPSHOT_WHATIF, &maker, app, &cache, &err))
        return NULL;
    return cache;
}

bool whatif_try(App *app, const WhatIfAsk *ask, WhatIf *ret_what, Err *err)
{
    WhatIf w = {.ask = ask};
    Str object =
        arena_fmt(app->arena, "whatif %.*s %.*s", STR_ARG(ask->period), STR_ARG(ask->group));
    if (!app_need_campaign(app, err) || !app_permit(app, ACT_SANDBOX_RUN, S(""), object, err) ||
        !whatif_take(shared_cache(app), app, ask->period, ask->group, &w.hold, err))
        return false;
    w.base = w.hold.base;
    Str detail = arena_fmt(app->arena, "{\"scheme\":\"%.*s\"}", STR_ARG(w.base->scheme_digest));
    if (!compute(app, ask, &w, err) ||
        !app_record(app, ACT_SANDBOX_RUN, S(""), object, detail, err)) {
        whatif_release(&w.hold);
        return false;
    }
    *ret_what = w;
    return true;
}

bool whatif_periods(App *app, Str group, const bool **ret_has, Err *err)
{
    bool *has = arena_new(app->arena, bool, app->def.periods.count + 1);
    for (int i = 0; i < app->def.periods.count; i++) {
        RunRow run;
        if (!run_latest(app->db, app->arena, app->def.code, app->def.periods.items[i].code, group,
                        &has[i], &run, err))
            return false;
    }
    *ret_has = has;
    return true;
}

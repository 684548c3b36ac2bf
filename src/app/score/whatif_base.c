#include "app/score/whatif_base.h"

#include "app/result/ranking.h"
#include "base/limits.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

typedef struct Kept {
    Arena arena; /* holds itself */
    atomic_int holders;
    WhatIfBase base;
    int64_t bytes;
} Kept;

typedef struct Slot {
    Kept *kept;    /* NULL: free */
    uint64_t used; /* when it was last taken, in takes */
} Slot;

struct WhatIfCache {
    Arena arena;
    pthread_mutex_t lock; /* of the slots; never held while SQL runs */
    pthread_mutex_t make; /* one makes, the others wait for what it makes */
    Slot slots[LIMIT_WHATIF_BASES];
    uint64_t takes;
};

static void kept_release(Kept *kept)
{
    if (!kept || atomic_fetch_sub(&kept->holders, 1) != 1)
        return;
    Arena arena = kept->arena;
    arena_done(&arena);
}

void whatif_release(WhatIfHold *hold)
{
    kept_release(hold->kept);
    *hold = (WhatIfHold){0};
}

/* --- making one */

static int by_label(const void *a, const void *b, void *labels)
{
    const Str *of = labels;
    return str_cmp(of[*(const int *)a], of[*(const int *)b]);
}

static void list_rows(App *app, Arena *arena, const GroupInputs *in, WhatIfBase *base)
{
    mask_group(app, arena, base->group, &base->mask);
    base->nrows = in->nunits;
    base->labels = arena_new(arena, Str, in->nunits);
    base->listed = arena_new(arena, int, in->nunits);
    for (int u = 0; u < in->nunits; u++) {
        base->labels[u] = mask_of(app, &base->mask, in->units[u]->code);
        if (base->labels[u].len > 0)
            base->listed[base->nlisted++] = u;
    }
    qsort_r(base->listed, (size_t)base->nlisted, sizeof(int), by_label, base->labels);
}

static bool bind(App *app, Arena *arena, const CampaignPeriod *period, const RunRow *run,
                 WhatIfBase *base, Err *err)
{
    AUTO_ARENA scratch = {0};
    GroupInputs in;
    App reading = *app, lasting = *app;
    reading.arena = &scratch;
    lasting.arena = arena;
    base->frozen = str_eq(run->kind, S("frozen"));
    if (!scheme_for_period(&lasting, period, base->group, &base->scheme, &base->scheme_digest, err))
        return false;
    const SchemeInstead own = {&base->scheme, base->scheme_digest};
    if (!inputs_load(&reading, period, base->group, base->frozen ? run->input_seq : -1, &own, &in,
                     err))
        return false;
    ScoreInput input = {.scheme = &base->scheme,
                        .nunits = in.nunits,
                        .values = in.values,
                        .events = in.events,
                        .nevents = in.nevents};
    base->nevents = in.nevents;
    if (!score_bind(arena, &input, &base->engine, &base->events, err))
        return false;
    list_rows(app, arena, &in, base);
    EngineInput engine = {.engine = base->engine, .events = base->events, .nevents = base->nevents};
    return engine_run(arena, &engine, ENGINE_LEAVES | ENGINE_COMPONENTS, &base->result, err);
}

static bool make(App *app, Str period_code, Str group, Kept **ret_kept, Err *err)
{
    const CampaignPeriod *period;
    RunRow run;
    bool found;
    if (!app_period(app, period_code, &period, err) || !group_need(app, group, err) ||
        !run_latest(app->db, app->arena, app->def.code, period->code, group, &found, &run, err))
        return false;
    if (!found)
        return err_set(err, ERR_PERIOD_NO_RUN, {"period", period->code}, {"group", group});
    Arena arena = {0};
    Kept *kept = arena_new(&arena, Kept, 1);
    kept->base =
        (WhatIfBase){.period = arena_str(&arena, period->code), .group = arena_str(&arena, group)};
    bool ok = bind(app, &arena, period, &run, &kept->base, err);
    atomic_init(&kept->holders, 1);
    kept->bytes = (int64_t)arena.used_bytes;
    kept->arena = arena;
    if (ok)
        *ret_kept = kept;
    else
        kept_release(kept);
    return ok;
}

/* --- the slots */

WhatIfCache *whatif_cache_new(void)
{
    Arena arena = {0};
    WhatIfCache *cache = arena_new(&arena, WhatIfCache, 1);
    (void)pthread_mutex_init(&cache->lock, NULL);
    (void)pthread_mutex_init(&cache->make, NULL);
    cache->arena = arena;
    return cache;
}

void whatif_cache_free(WhatIfCache *cache)
{
    if (!cache)
        return;
    for (int i = 0; i < LIMIT_WHATIF_BASES; i++)
        kept_release(cache->slots[i].kept);
    (void)pthread_mutex_destroy(&cache->lock);
    (void)pthread_mutex_destroy(&cache->make);
    Arena arena = cache->arena;
    arena_done(&arena);
}

static Kept *slot_take(WhatIfCache *cache, Str period, Str group)
{
    Kept *found = NULL;
    (void)pthread_mutex_lock(&cache->lock);
    for (int i = 0; i < LIMIT_WHATIF_BASES && !found; i++) {
        Slot *slot = &cache->slots[i];
        if (!slot->kept || !str_eq(slot->kept->base.period, period) ||
            !str_eq(slot->kept->base.group, group))
            continue;
        found = slot->kept;
        (void)atomic_fetch_add(&found->holders, 1);
        slot->used = ++cache->takes;
    }
    (void)pthread_mutex_unlock(&cache->lock);
    return found;
}

static int64_t bytes_kept(const WhatIfCache *cache)
{
    int64_t bytes = 0;
    for (int i = 0; i < LIMIT_WHATIF_BASES; i++)
        bytes += cache->slots[i].kept ? cache->slots[i].kept->bytes : 0;
    return bytes;
}

/* A free one, else the one that nobody asked for longest. */
static Slot *oldest(WhatIfCache *cache, bool kept_only)
{
    Slot *found = NULL;
    for (int i = 0; i < LIMIT_WHATIF_BASES; i++) {
        Slot *slot = &cache->slots[i];
        if ((slot->kept || !kept_only) && (!found || slot->used < found->used))
            found = slot;
    }
    return found;
}

static void slot_empty(Slot *slot)
{
    kept_release(slot->kept);
    *slot = (Slot){0};
}

static void slot_put(WhatIfCache *cache, Kept *kept)
{
    if (kept->bytes > LIMIT_WHATIF_BYTES)
        return;
    (void)pthread_mutex_lock(&cache->lock);
    while (bytes_kept(cache) + kept->bytes > LIMIT_WHATIF_BYTES)
        slot_empty(oldest(cache, true));
    Slot *slot = oldest(cache, false);
    slot_empty(slot);
    (void)atomic_fetch_add(&kept->holders, 1);
    *slot = (Slot){kept, ++cache->takes};
    (void)pthread_mutex_unlock(&cache->lock);
}

bool whatif_take(WhatIfCache *cache, App *app, Str period, Str group, WhatIfHold *ret_hold,
                 Err *err)
{
    Kept *kept = cache ? slot_take(cache, period, group) : NULL;
    bool ok = true;
    if (!kept && cache) {
        (void)pthread_mutex_lock(&cache->make);
        kept = slot_take(cache, period, group);
        if (!kept) {
            ok = make(app, period, group, &kept, err);
            if (ok)
                slot_put(cache, kept);
        }
        (void)pthread_mutex_unlock(&cache->make);
    } else if (!kept) {
        ok = make(app, period, group, &kept, err);
    }
    if (ok)
        *ret_hold = (WhatIfHold){&kept->base, kept};
    return ok;
}

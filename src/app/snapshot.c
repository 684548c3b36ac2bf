#include "app/snapshot.h"

#include <pthread.h>
#include <stdatomic.h>

enum { CAMPAIGNS_MAX = 32 }; /* kept at once; the one not asked for longest makes room */

struct Snapshot {
    Arena arena; /* holds the snapshot itself */
    atomic_int holders;
    AuditHead head;
    CampaignDef def;
    pthread_mutex_t lock; /* of the ledger while it is made */
    bool has_ledger;
    Ledger ledger;
};

typedef struct Slot {
    Snapshot *snapshot; /* NULL: free */
    uint64_t used;      /* when it was last taken, in takes */
} Slot;

struct SnapshotCache {
    Arena arena;          /* holds the cache itself */
    pthread_mutex_t lock; /* of the slots; never held while SQL runs */
    pthread_mutex_t make; /* one makes, the others wait for what it makes */
    Slot slots[CAMPAIGNS_MAX];
    uint64_t takes;
};

SnapshotCache *snapshot_cache_new(void)
{
    Arena arena = {0};
    SnapshotCache *cache = arena_new(&arena, SnapshotCache, 1);
    (void)pthread_mutex_init(&cache->lock, NULL);
    (void)pthread_mutex_init(&cache->make, NULL);
    cache->arena = arena;
    return cache;
}

void snapshot_cache_free(SnapshotCache *cache)
{
    if (!cache)
        return;
    for (int i = 0; i < CAMPAIGNS_MAX; i++)
        snapshot_release(cache->slots[i].snapshot);
    (void)pthread_mutex_destroy(&cache->lock);
    (void)pthread_mutex_destroy(&cache->make);
    Arena arena = cache->arena;
    arena_done(&arena);
}

static Snapshot *snapshot_new(void)
{
    Arena arena = {0};
    Snapshot *snapshot = arena_new(&arena, Snapshot, 1);
    (void)pthread_mutex_init(&snapshot->lock, NULL);
    atomic_init(&snapshot->holders, 1);
    snapshot->arena = arena;
    return snapshot;
}

void snapshot_release(Snapshot *snapshot)
{
    if (!snapshot || atomic_fetch_sub(&snapshot->holders, 1) > 1)
        return;
    (void)pthread_mutex_destroy(&snapshot->lock);
    Arena arena = snapshot->arena;
    arena_done(&arena);
}

const CampaignDef *snapshot_def(const Snapshot *snapshot)
{
    return &snapshot->def;
}

int64_t snapshot_seq(const Snapshot *snapshot)
{
    return snapshot->head.seq;
}

/* --- the slots */

/* The campaign's newest, held for the caller; NULL when there is none. */
static Snapshot *slot_take(SnapshotCache *cache, Str campaign)
{
    Snapshot *found = NULL;
    (void)pthread_mutex_lock(&cache->lock);
    for (int i = 0; i < CAMPAIGNS_MAX && !found; i++) {
        Slot *slot = &cache->slots[i];
        if (!slot->snapshot || !str_eq(slot->snapshot->def.code, campaign))
            continue;
        found = slot->snapshot;
        slot->used = ++cache->takes;
        (void)atomic_fetch_add(&found->holders, 1);
    }
    (void)pthread_mutex_unlock(&cache->lock);
    return found;
}

/* Puts it where its campaign is, else where none is, else where nobody asked for longest. */
static void slot_put(SnapshotCache *cache, Snapshot *snapshot)
{
    (void)pthread_mutex_lock(&cache->lock);
    Slot *to = &cache->slots[0];
    for (int i = 0; i < CAMPAIGNS_MAX; i++) {
        Slot *slot = &cache->slots[i];
        if (slot->snapshot && str_eq(slot->snapshot->def.code, snapshot->def.code)) {
            to = slot;
            break;
        }
        if (slot->used < to->used)
            to = slot;
    }
    Snapshot *before = to->snapshot;
    (void)atomic_fetch_add(&snapshot->holders, 1);
    *to = (Slot){snapshot, ++cache->takes};
    (void)pthread_mutex_unlock(&cache->lock);
    snapshot_release(before);
}

/* --- making one */

static bool is_of(const Snapshot *snapshot, const AuditHead *head)
{
    return snapshot && snapshot->head.seq == head->seq && str_eq(snapshot->head.hash, head->hash);
}

typedef struct Making {
    Str campaign;
    Snapshot *present; /* the newest there is; given back when it still holds */
    Snapshot *made;    /* else this one */
} Making;

/* Head and campaign in one transaction, so that they agree. */
static bool make(Db *db, void *ctx, Err *err)
{
    Making *m = ctx;
    AUTO_ARENA arena = {0};
    AuditHead head;
    if (!audit_head(db, &arena, m->campaign, &head, err))
        return false;
    if (is_of(m->present, &head))
        return true;
    m->made = snapshot_new();
    m->made->head = (AuditHead){head.seq, arena_str(&m->made->arena, head.hash)};
    return campaign_load(db, &m->made->arena, m->campaign, &m->made->def, err);
}

static bool take_slowly(SnapshotCache *cache, Db *db, Str campaign, Snapshot **ret_snapshot,
                        Err *err)
{
    Making m = {.campaign = campaign};
    (void)pthread_mutex_lock(&cache->make);
    m.present = slot_take(cache, campaign);
    bool ok = db_read(db, make, &m, err);
    if (ok && m.made)
        slot_put(cache, m.made);
    (void)pthread_mutex_unlock(&cache->make);
    if (ok && !m.made) {
        *ret_snapshot = m.present;
        return true;
    }
    snapshot_release(m.present);
    if (ok)
        *ret_snapshot = m.made;
    else
        snapshot_release(m.made);
    return ok;
}

/* The snapshot is taken before the head is read, so that a head which differs is a newer one, or
 * one of a database that was put back: either way what was read no longer holds. */
bool snapshot_take(SnapshotCache *cache, Db *db, Str campaign, Snapshot **ret_snapshot, Err *err)
{
    AUTO_ARENA arena = {0};
    AuditHead head;
    Snapshot *snapshot = slot_take(cache, campaign);
    if (snapshot && audit_head(db, &arena, campaign, &head, err) && is_of(snapshot, &head)) {
        *ret_snapshot = snapshot;
        return true;
    }
    snapshot_release(snapshot);
    *err = (Err){0};
    return take_slowly(cache, db, campaign, ret_snapshot, err);
}

bool snapshot_ledger(Snapshot *snapshot, App *app, const Ledger **ret_ledger, Err *err)
{
    bool ok = true;
    (void)pthread_mutex_lock(&snapshot->lock);
    if (!snapshot->has_ledger) {
        App own = *app;
        own.arena = &snapshot->arena;
        own.def = snapshot->def;
        ok = ledger_compute(&own, &snapshot->ledger, err);
        snapshot->has_ledger = ok;
    }
    (void)pthread_mutex_unlock(&snapshot->lock);
    *ret_ledger = &snapshot->ledger;
    return ok;
}

#include "app/snapshot.h"

#include "app/permit.h"
#include "app/workdays.h"
#include "store/audit.h"
#include "store/calendar.h"
#include "store/campaign.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

enum {
    CAMPAIGNS_MAX = 32,    /* kept at once; the one not asked for longest makes room */
    AUDIT_ROWS_MAX = 1000, /* looked through; after more all is read anew */
    NOTES_LAYERS_MAX = 32, /* of notes upon older notes; then they are written together */
};

/* What a snapshot is made of. A part is shared by all snapshots for which it holds, lives in an arena
 * of its own and goes with the last who holds it. */
typedef struct Shared {
    Arena arena; /* holds the part itself */
    atomic_int holders;
} Shared;

typedef struct CampaignPart {
    Shared part;
    CampaignDef def;
    CampaignIndex index;
    Calendar calendar;
    int64_t calendar_version;
} CampaignPart;

/* The newest note of each task: those of `older` but where there is a newer one. */
typedef struct NotesPart {
    Shared part;
    struct NotesPart *older; /* holds the text of most of them; NULL = none */
    int layers;
    const ProgressNote **latest; /* [task] */
    Str last_id;
} NotesPart;

/* What a room computes when it is first asked for. */
typedef struct RoomPart {
    Shared part;
    pthread_mutex_t lock;
    void *made; /* NULL: not yet */
    void (*free_made)(void *made);
} RoomPart;

struct Snapshot {
    Shared part;
    AuditHead head;
    CampaignPart *campaign;
    NotesPart *notes;
    RoomPart *rooms[SNAPSHOT_PARTS];
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

/* --- parts */

static void *part_new(size_t size_bytes)
{
    Arena arena = {0};
    Shared *part = arena_alloc(&arena, 1, size_bytes);
    atomic_init(&part->holders, 1);
    part->arena = arena;
    return part;
}

static void *part_hold(void *part)
{
    (void)atomic_fetch_add(&((Shared *)part)->holders, 1);
    return part;
}

/* True for the last one, who has to free it. */
static bool part_is_last(void *part)
{
    return part && atomic_fetch_sub(&((Shared *)part)->holders, 1) == 1;
}

static void part_free(void *part)
{
    Arena arena = ((Shared *)part)->arena;
    arena_done(&arena);
}

static RoomPart *room_part_new(void)
{
    RoomPart *part = part_new(sizeof *part);
    (void)pthread_mutex_init(&part->lock, NULL);
    return part;
}

static void room_part_release(RoomPart *part)
{
    if (!part_is_last(part))
        return;
    if (part->free_made)
        part->free_made(part->made);
    (void)pthread_mutex_destroy(&part->lock);
    part_free(part);
}

static void notes_release(NotesPart *notes)
{
    while (part_is_last(notes)) {
        NotesPart *older = notes->older;
        part_free(notes);
        notes = older;
    }
}

void snapshot_release(Snapshot *s)
{
    if (!part_is_last(s))
        return;
    for (int i = 0; i < SNAPSHOT_PARTS; i++)
        room_part_release(s->rooms[i]);
    if (part_is_last(s->campaign))
        part_free(s->campaign);
    notes_release(s->notes);
    part_free(s);
}

const CampaignDef *snapshot_def(const Snapshot *snapshot)
{
    return &snapshot->campaign->def;
}

const CampaignIndex *snapshot_index(const Snapshot *snapshot)
{
    return &snapshot->campaign->index;
}

const Calendar *snapshot_calendar(const Snapshot *snapshot)
{
    return &snapshot->campaign->calendar;
}

int64_t snapshot_calendar_version(const Snapshot *snapshot)
{
    return snapshot->campaign->calendar_version;
}

int64_t snapshot_seq(const Snapshot *snapshot)
{
    return snapshot->head.seq;
}

/* --- the slots */

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

static bool slot_is_of(const Slot *slot, Str campaign)
{
    return slot->snapshot && str_eq(slot->snapshot->campaign->def.code, campaign);
}

/* The campaign's newest, held for the caller; NULL when there is none. */
static Snapshot *slot_take(SnapshotCache *cache, Str campaign)
{
    Snapshot *found = NULL;
    (void)pthread_mutex_lock(&cache->lock);
    for (int i = 0; i < CAMPAIGNS_MAX && !found; i++) {
        Slot *slot = &cache->slots[i];
        if (!slot_is_of(slot, campaign))
            continue;
        found = part_hold(slot->snapshot);
        slot->used = ++cache->takes;
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
        if (slot_is_of(slot, snapshot->campaign->def.code)) {
            to = slot;
            break;
        }
        if (slot->used < to->used)
            to = slot;
    }
    Snapshot *before = to->snapshot;
    *to = (Slot){part_hold(snapshot), ++cache->takes};
    (void)pthread_mutex_unlock(&cache->lock);
    snapshot_release(before);
}

/* --- what changed */

enum {
    CHANGED_LEDGER = 1 << SNAPSHOT_LEDGER,
    CHANGED_RESULTS = 1 << SNAPSHOT_RESULTS,
    CHANGED_SCORES = 1 << SNAPSHOT_WHATIF | 1 << SNAPSHOT_SCREENING,
    CHANGED_NOTES = 1 << SNAPSHOT_PARTS,
    CHANGED_CAMPAIGN = 2 << SNAPSHOT_PARTS,
    CHANGED_ALL = (4 << SNAPSHOT_PARTS) - 1,
};

/* Every action must say here what it leaves untouched; a missing one does not compile. */
static int changes_of(Action action)
{
    switch (action) {
    case ACT_CAMPAIGN_IMPORT:
    case ACT_TARGET_CHANGE: /* they stand in the definition */
    case ACT_SCHEME_PROPOSE:
    case ACT_SCHEME_APPROVE:
    case ACT_PURGE_DECIDE: /* nothing of what was purged stays in memory */
    case ACT_COUNT:
        return CHANGED_ALL;
    case ACT_PROGRESS_NOTE:
        return CHANGED_NOTES;
    case ACT_REPORT_SUBMIT:
    case ACT_CONFIRM_SUBMIT:
    case ACT_CORRECT:
        return CHANGED_LEDGER | CHANGED_SCORES;
    case ACT_PUBLISH:
        return CHANGED_LEDGER | CHANGED_RESULTS | CHANGED_SCORES;
    case ACT_EVENT_ENTER:
    case ACT_APPEAL_RULE:
    case ACT_EVALUATE:
    case ACT_FREEZE:
        return CHANGED_SCORES;
    default: /* nothing that a snapshot holds */
        return 0;
    }
}

static bool is_of(const Snapshot *snapshot, const AuditHead *head)
{
    return snapshot && snapshot->head.seq == head->seq && str_eq(snapshot->head.hash, head->hash);
}

typedef struct Changes {
    const Snapshot *since;
    bool same_chain; /* the row that the snapshot ended with is still there */
    int rows, changed;
} Changes;

static void note_change(void *ctx, const AuditRow *row)
{
    Changes *c = ctx;
    Action action;
    if (c->rows++ == 0) {
        c->same_chain = row->seq == c->since->head.seq && str_eq(row->hash, c->since->head.hash);
        return;
    }
    if (!str_eq(row->result, S("denied")))
        c->changed |= action_parse(row->action, &action) ? changes_of(action) : CHANGED_ALL;
}

static bool changes_since(Db *db, Str campaign, const Snapshot *since, int *ret_changed, Err *err)
{
    Changes c = {.since = since};
    *ret_changed = CHANGED_ALL;
    if (!since)
        return true;
    if (!audit_since(db, campaign, since->head.seq, AUDIT_ROWS_MAX, note_change, &c, err))
        return false;
    if (c.same_chain && c.rows < AUDIT_ROWS_MAX)
        *ret_changed = c.changed;
    return true;
}

/* --- making one */

static bool make_campaign(Db *db, Str code, CampaignPart **ret_part, Err *err)
{
    CampaignPart *part = *ret_part = part_new(sizeof *part);
    if (!campaign_load(db, &part->part.arena, code, &part->def, err) ||
        !calendar_merged(db, &part->part.arena, &part->calendar, &part->calendar_version, err))
        return false;
    campaign_index_make(&part->part.arena, &part->def, &part->index);
    return true;
}

static void take_notes(NotesPart *part, const CampaignIndex *x, const ProgressNoteList *notes)
{
    for (int i = 0; i < notes->count; i++) {
        const ProgressNote *note = &notes->items[i];
        int task = map_get(&x->tasks, note->task);
        if (task >= 0)
            part->latest[task] = note;
        if (str_cmp(note->id, part->last_id) > 0)
            part->last_id = note->id;
    }
}

static bool make_notes(Db *db, const CampaignIndex *x, NotesPart **ret_part, Err *err)
{
    NotesPart *part = *ret_part = part_new(sizeof *part);
    ProgressNoteList notes = {0};
    part->latest =
        arena_alloc(&part->part.arena, (size_t)x->def->tasks.count, sizeof *part->latest);
    if (!progress_latest(db, &part->part.arena, x->def->code, &notes, err))
        return false;
    take_notes(part, x, &notes);
    return true;
}

/* The notes before with those written since. Layer upon layer would keep every note ever written. */
static bool add_notes(Db *db, const CampaignIndex *x, NotesPart *before, NotesPart **ret_part,
                      Err *err)
{
    size_t n = (size_t)x->def->tasks.count;
    ProgressNoteList notes = {0};
    if (before->layers >= NOTES_LAYERS_MAX)
        return make_notes(db, x, ret_part, err);
    NotesPart *part = *ret_part = part_new(sizeof *part);
    part->older = part_hold(before);
    part->layers = before->layers + 1;
    part->last_id = before->last_id;
    part->latest = arena_alloc(&part->part.arena, n, sizeof *part->latest);
    if (n)
        memcpy(part->latest, before->latest, n * sizeof *part->latest);
    if (!progress_after(db, &part->part.arena, x->def->code, before->last_id, &notes, err))
        return false;
    take_notes(part, x, &notes);
    return true;
}

typedef struct Making {
    Str campaign;
    Snapshot *present; /* the newest there is; given back when it still holds */
    Snapshot *made;    /* else this one */
} Making;

static bool fill(Db *db, const Making *m, int changed, Err *err)
{
    Snapshot *s = m->made;
    const Snapshot *before = m->present;
    bool all = changed & CHANGED_CAMPAIGN;
    for (int i = 0; i < SNAPSHOT_PARTS; i++)
        s->rooms[i] = all || changed & 1 << i ? room_part_new() : part_hold(before->rooms[i]);
    if (all)
        return make_campaign(db, m->campaign, &s->campaign, err) &&
               make_notes(db, &s->campaign->index, &s->notes, err);
    s->campaign = part_hold(before->campaign);
    if (changed & CHANGED_NOTES)
        return add_notes(db, &s->campaign->index, before->notes, &s->notes, err);
    s->notes = part_hold(before->notes);
    return true;
}

/* Head and campaign in one transaction, so that they agree. */
static bool make(Db *db, void *ctx, Err *err)
{
    Making *m = ctx;
    AUTO_ARENA arena = {0};
    AuditHead head;
    int changed;
    if (!audit_head(db, &arena, m->campaign, &head, err))
        return false;
    if (is_of(m->present, &head))
        return true;
    if (!changes_since(db, m->campaign, m->present, &changed, err))
        return false;
    m->made = part_new(sizeof *m->made);
    m->made->head = (AuditHead){head.seq, arena_str(&m->made->part.arena, head.hash)};
    return fill(db, m, changed, err);
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

/* --- what is computed when first asked for */

bool snapshot_part(Snapshot *snapshot, SnapshotPart which, const SnapshotMaker *maker,
                   struct App *app, void **ret_made, Err *err)
{
    RoomPart *part = snapshot->rooms[which];
    (void)pthread_mutex_lock(&part->lock);
    if (!part->made && maker->make(app, &part->part.arena, &part->made, err))
        part->free_made = maker->free_made;
    *ret_made = part->made;
    (void)pthread_mutex_unlock(&part->lock);
    return *ret_made != NULL;
}

const ProgressNote *const *snapshot_notes(const Snapshot *snapshot)
{
    return snapshot->notes->latest;
}

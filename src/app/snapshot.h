/* app/snapshot.h - a campaign as it stands, read once and shared by all workers until something changes.
 *
 * Every write of a campaign appends to its audit chain, so the head of the chain tells whether what
 * was read still holds: a request reads the head (one row) and takes the snapshot of that head, or
 * makes it, once for all who wait. A new one shares with the one before it what the audit rows in
 * between say is untouched: a note on a task leaves the campaign and its figures alone. A snapshot is
 * never changed after it is made; it is freed when a newer one exists and nobody holds it. It holds
 * what is the same for every reader; rights are applied by who reads it. What the rooms compute of it is theirs: it is
 * kept here and made by them (snapshot_part). Callers: app/open, app/app, app/ledger/ledger, app/result/results,
 * app/score/whatif, app/score/screening_counts, web/. */
#pragma once
#include "app/campaign_index.h"
#include "core/workday.h"
#include "db/db.h"
#include "store/progress.h"

struct App;
typedef struct Snapshot Snapshot;
typedef struct SnapshotCache SnapshotCache;

SnapshotCache *snapshot_cache_new(void);
void snapshot_cache_free(SnapshotCache *cache); /* nobody may hold one any more; NULL is fine */

/* The snapshot of the campaign at its present head; give it back with snapshot_release. */
bool snapshot_take(SnapshotCache *cache, Db *db, Str campaign, Snapshot **ret_snapshot, Err *err);
void snapshot_release(Snapshot *snapshot); /* NULL is fine */
const CampaignDef *snapshot_def(const Snapshot *snapshot);
const CampaignIndex *snapshot_index(const Snapshot *snapshot);
/* The calendar as it was when the campaign was read, and the version of what was loaded then. */
const Calendar *snapshot_calendar(const Snapshot *snapshot);
int64_t snapshot_calendar_version(const Snapshot *snapshot);
/* The last audit row it has seen. With the campaign's code and a reader's rights it names what a page
 * of them looks like. */
int64_t snapshot_seq(const Snapshot *snapshot);
/* The newest note of each task of the campaign; NULL = none. */
const ProgressNote *const *snapshot_notes(const Snapshot *snapshot);

/* What a room computes when it is first asked for, once for all who share the snapshot, and what no audit row since has
 * touched passes to the next snapshot. */
typedef enum SnapshotPart {
    SNAPSHOT_LEDGER,  /* app/ledger/ledger */
    SNAPSHOT_RESULTS, /* app/result/results: what is published */
    SNAPSHOT_WHATIF,  /* app/score/whatif: groups bound to an engine for trials of other weights */
    SNAPSHOT_SCREENING, /* app/score/screening_counts: which findings there are */
    SNAPSHOT_PARTS
} SnapshotPart;

typedef struct SnapshotMaker {
    /* Memory of `arena` lives as long as what is made, never NULL; app is any App on this snapshot. */
    bool (*make)(struct App *app, Arena *arena, void **ret_made, Err *err);
    void (*free_made)(void *made); /* NULL: the arena is all there is to free */
} SnapshotMaker;

bool snapshot_part(Snapshot *snapshot, SnapshotPart which, const SnapshotMaker *maker,
                   struct App *app, void **ret_made, Err *err);

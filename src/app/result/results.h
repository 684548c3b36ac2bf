/* app/result/results.h - what was published, period by period: the same for every reader who may read it.
 *
 * Published results never change, so they are read once and kept until another period is published
 * (app/snapshot). Who may see which group is decided by who shows it. Callers: app/snapshot,
 * app/ledger/overview, app/result/unit_view. */
#pragma once
#include "app/app.h"
#include "app/campaign_index.h"
#include "store/evaluation.h"

typedef struct PublishedPeriod {
    int period; /* index of the campaign */
    RunRow run;
    RunUnitList units; /* official order */
    int *row_of;       /* [unit of the campaign] index of units; -1 = not in it */
} PublishedPeriod;

typedef struct GroupResults {
    const PeerGroup *group;
    LIST_OF(PublishedPeriod) periods; /* in order of time */
} GroupResults;

typedef struct Results {
    GroupResults *groups; /* official order */
    int ngroups;
} Results;

/* In a server those that all share (app/snapshot.h). */
bool results_read(App *app, Results *ret_results, Err *err);
/* Reads them anew. Callers: results_read, app/snapshot. */
bool results_load(App *app, const CampaignIndex *index, Results *ret_results, Err *err);
const GroupResults *results_of(const Results *results, Str group); /* NULL = no such group */
/* The result of the unit's seat; NULL when it had none in that period. */
const RunUnit *published_of(const App *app, const CampaignIndex *index,
                            const PublishedPeriod *published, const Unit *unit);

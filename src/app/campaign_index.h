/* app/campaign_index.h - a campaign's lists by code and by what they belong to, made once.
 *
 * A definition is plain lists in official order; whoever joins them for thousands of tasks or units
 * looks them up here instead of walking them. Nothing is copied: the definition must outlive it and
 * stay as it is. Callers: app/ledger/ledger, app/snapshot, views of app/. */
#pragma once
#include "base/map.h"
#include "core/campaign.h"

/* Items by group: those of group g are items[first[g]] … items[first[g + 1] - 1], in list order. */
typedef struct Groups {
    int *first;
    int *items;
} Groups;

typedef struct TaskParty {
    int party; /* index of CampaignIndex.parties */
    Str role;  /* lead_leader · lead · responsible · supporting */
} TaskParty;

typedef struct TaskPlace {
    int parent, theme, area; /* task indexes; theme and area may be the task itself; -1 = none */
    bool restricted;         /* itself or above it */
    /* Names, 、-separated, and who they are; of the nearest level that has any of the role. */
    Str lead_leader, lead, responsible, supporting;
    const TaskParty *parties;
    int nparties;
} TaskPlace;

typedef struct CampaignIndex {
    const CampaignDef *def;
    Map units, bodies, indicators, periods, tasks, targets; /* code → index of the list */
    Groups children;                                        /* [task] tasks */
    Groups roots;                                           /* [0] tasks without a parent */
    Groups targets_of;                                      /* [task] targets */
    Groups allotments_of;                                   /* [target] allotments */
    Groups allotted_to;                                     /* [unit] allotments */
    Groups changes_of;                                      /* [target] changes, oldest first */
    Map parties;                                            /* code or post → party */
    Str *party_codes;                                       /* [party] */
    int nparties;
    TaskPlace *places;           /* [task] */
    bool *restricted_indicators; /* [indicator] a target of a restricted task is measured by it */
    Str *plans;       /* [indicator * periods + period] scheduled share in per cent; empty = none */
    Map own_plans;    /* "indicator unit" → row of own_shares */
    Str *own_shares;  /* [row * periods + period] of units with a plan of their own */
    int *seat_before; /* [unit] the one unit that it continues without a gap; -1 = none */
} CampaignIndex;

void campaign_index_make(Arena *arena, const CampaignDef *def, CampaignIndex *ret_index);
static inline int group_count(const Groups *groups, int group)
{
    return groups->first[group + 1] - groups->first[group];
}
static inline const int *group_items(const Groups *groups, int group)
{
    return groups->items + groups->first[group];
}
/* The scheduled share of the unit (index; -1: of the city): its own plan or that of its seat, else the
 * campaign's; empty = the plan leaves the period out, or there is none. *ret_own (may be NULL): its own. */
Str index_plan(const CampaignIndex *index, int indicator, int unit, int period, bool *ret_own);
/* Whether there is a plan for it in any period. */
bool index_has_plan(const CampaignIndex *index, int indicator, int unit);
/* A code as people know it: unit, else body, else the word itself (a post). */
Str index_party_name(const CampaignIndex *index, Str party);

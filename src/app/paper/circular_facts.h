/* app/paper/circular_facts.h - what a circular states about a period: read from frozen, published results.
 *
 * Nothing is computed again and nothing is judged here: rows of the runs as they were kept, the row
 * of the same seat in the period before, and the leaves where a unit lost most. Callers:
 * app/paper/circular, app/paper/circular_paper. */
#pragma once
#include "app/result/evaluate.h"

typedef struct LostLeaf {
    int node; /* of the scheme */
    Dec points, full, lost;
} LostLeaf;

enum { LOST_LEAVES_SHOWN = 2 };

typedef struct CircularUnit {
    const Unit *unit;
    RunUnit row;
    const RunUnit *before; /* published result of its seat in the period before; NULL = none */
    int late_days;         /* workdays, of its report */
    bool corrected;        /* a value behind the result is a correction */
    int nlost;
    LostLeaf lost[LOST_LEAVES_SHOWN]; /* most first */
    LIST_OF(LostLeaf) leaves;         /* all that may be spoken of, scheme order */
} CircularUnit;

typedef struct CircularGroup {
    const PeerGroup *group;
    RunRow run;
    Scheme scheme;
    const CampaignPeriod *before; /* last period held before this one; NULL = none */
    int before_run;               /* its number */
    CircularUnit *units;          /* official order */
    int count;
} CircularGroup;

typedef struct CircularFacts {
    const CampaignPeriod *period;
    const CampaignPeriod *next; /* NULL = the last one */
    CircularGroup *groups;      /* those with results, official order */
    int count;
    int units, late, missing;
    Str earlier; /* of a later paper: the number of the one that it is about */
} CircularFacts;

/* What was corrected later is not known here: a circular prints what was frozen.
 * ERR_PERIOD_NOT_RANKED, ERR_PERIOD_NOT_FROZEN, ERR_PERIOD_NOT_PUBLISHED. */
bool circular_facts(App *app, const CampaignPeriod *period, CircularFacts *ret_facts, Err *err);

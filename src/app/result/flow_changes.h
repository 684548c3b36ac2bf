/* app/result/flow_changes.h - what changed since the last published month, and why: ranks, the leaves that moved most, margins.
 *
 * Level and improvement stand side by side. Reads what was kept with the runs and computes nothing but differences and, for who
 * may, how often the unit is in the bottom when weights vary. For the office while it decides; of a restricted unit
 * nothing of the past without the right. Callers: web/pages/evaluation. */
#pragma once
#include "app/result/result.h"
#include "app/score/gain.h"
#include "base/json.h"

enum { FLOW_MOVES_SHOWN = 2 };

typedef struct FlowMove {
    const SchemeNode *leaf;
    Str before, after, change; /* points; "-1.20" */
} FlowMove;

typedef struct FlowUnit {
    const Unit *unit;
    RunUnit now;
    bool hidden; /* restricted: nothing of the past */
    Gain gain;
    int rank_before; /* 0: none */
    int nmoves;
    FlowMove moves[FLOW_MOVES_SHOWN]; /* most first */
    Str to_above, to_below;           /* points to the next rank above and below; empty: none */
    int64_t in_bottom;                /* of FlowGroup.draws */
} FlowUnit;

typedef struct FlowGroup {
    const PeerGroup *group;
    RunRow run;
    Scheme scheme;
    const CampaignPeriod *before; /* last published one; NULL: none */
    bool other_scheme;            /* than the one before */
    int64_t draws;                /* 0: stability is not known */
    FlowUnit *units;              /* by rank, then official order */
    int count;
} FlowGroup;
typedef LIST_OF(FlowGroup) FlowGroups;

/* Of every group that has a run in the period: the frozen one, else the newest trial. With the right to read trials. */
bool flow_changes(App *app, Str period, FlowGroups *ret_groups, Err *err);
void flow_changes_json(const App *app, const FlowGroups *groups, Json *json);

/* app/explain.h - where a score comes from: unit → node → formula inputs → version of the report.
 *
 * Reads what was kept with the run (run_node), never computes again, so what is explained is what
 * was published. Callers: cli/, later web/. */
#pragma once
#include "app/evaluate.h"

typedef struct ExplainNode {
    const SchemeNode *node; /* of the scheme that the run used */
    RunNode row;
    bool has_submission;
    bool restricted;       /* what was measured is not for this reader */
    Submission submission; /* behind the value */
} ExplainNode;

typedef struct Explanation {
    const CampaignPeriod *period;
    const Unit *unit;
    RunRow run;
    Scheme scheme;
    RunUnit result;
    SubmissionList reports; /* versions of the unit's own report that the run saw, oldest first */
    int units;              /* in the group */
    RunUnit above, below;   /* neighbours by rank; empty unit = none */
    LIST_OF(ExplainNode) nodes; /* scheme order; the root first */
} Explanation;

/* A unit's account reads its own only, and before publication without rank and neighbours (zero,
 * empty); leaders and inspectors wait for publication: ERR_PERIOD_HIDDEN.
 * ERR_UNIT_UNKNOWN, ERR_UNIT_NOT_MEMBER, ERR_PERIOD_NO_RUN. */
bool explain_unit(App *app, Str period, Str unit, Explanation *ret_explanation, Err *err);

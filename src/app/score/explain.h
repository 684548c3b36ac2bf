/* app/score/explain.h - where a score comes from: unit → node → formula inputs → version of the report.
 *
 * Reads what was kept with the run (run_node), never computes again, so what is explained is what
 * was published. Callers: cli/, later web/. */
#pragma once
#include "app/result/evaluate.h"

typedef struct ExplainNode {
    const SchemeNode *node; /* of the scheme that the run used */
    RunNode row;
    bool has_submission;
    bool restricted; /* what was measured is not for this reader */
    const TargetChange
        *change;     /* that gave the target it was held against; NULL = it is as first stated */
    Str change_from; /* name of the period it holds from */
    Submission submission; /* behind the value */
} ExplainNode;

/* What cost points, told after the lock only and never as a wanted value. */
typedef struct ExplainCost {
    Str kind; /* events: deductions after their cap · deduct: of a leaf · late · missing: nothing was sent */
    const SchemeNode *node; /* NULL: events */
    Str points;
} ExplainCost;

typedef struct Explanation {
    const CampaignPeriod *period;
    const Unit *unit;
    RunRow run;
    Scheme scheme;
    RunUnit result;
    SubmissionList reports; /* versions of the unit's own report that the run saw, oldest first */
    int units;              /* in the group */
    RunUnit above, below;   /* neighbours by rank; empty unit = none */
    Str to_above, to_below; /* points to them, of a frozen run */
    LIST_OF(ExplainCost) costs; /* likewise; most first */
    LIST_OF(ExplainNode) nodes; /* scheme order; the root first */
} Explanation;

/* A unit's account reads its own only, and before publication without rank and neighbours (zero,
 * empty); leaders and inspectors wait for publication: ERR_PERIOD_HIDDEN.
 * ERR_UNIT_UNKNOWN, ERR_UNIT_NOT_MEMBER, ERR_PERIOD_NO_RUN. */
bool explain_unit(App *app, Str period, Str unit, Explanation *ret_explanation, Err *err);

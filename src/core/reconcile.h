/* core/reconcile.h - a city's target against what was handed on to its units.
 *
 * The sum of the allotments must be the target; the municipal seat (市直) carries the residual.
 * More than the target is 层层加码, less leaves a part that nobody owes. Exact decimals. Callers:
 * app/campaign/campaign_files (warnings), later the page of a target. */
#pragma once
#include "base/dec.h"

typedef struct Part {
    Dec value;
    bool is_municipal; /* 市直: the residual */
} Part;

typedef struct Reconciliation {
    Dec allotted;   /* sum of all parts */
    Dec units;      /* sum of the parts that are not municipal */
    Dec municipal;  /* sum of the municipal parts */
    Dec residual;   /* target - units: what the municipal seat has to carry */
    Dec difference; /* allotted - target: > 0 over-allotted, < 0 a part is owed by nobody */
} Reconciliation;

/* ERR_DEC_RANGE. */
bool reconcile(Dec target, const Part *parts, int count, Reconciliation *ret, Err *err);

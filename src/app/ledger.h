/* app/ledger.h - the ledger of a campaign (台账): tasks, who and when, targets and how far they are.
 *
 * One row for each task or measure and target of it, in the order of the campaign; an area without
 * tasks has a row of its own. A restricted area or task shows its number and title and nothing else.
 * Progress is what the reports of the last published period say, the confirmed value where there is
 * one, later corrections included. A city's sum is held against its target, or while units are
 * missing against the parts of those that have a value; a target of each unit is counted in units
 * that meet it. Callers: cli/, later web/ and exports. */
#pragma once
#include "app/app.h"
#include "core/reconcile.h"

typedef struct LedgerProgress {
    bool known;
    Str period;  /* of the values */
    int units;   /* with a value */
    int met;     /* scope units: of these, how many meet the target */
    Str target;  /* scope city: what the sum is held against */
    Str actual;  /* scope city: sum of their values */
    Str percent; /* actual / target, two decimals */
    Str plan;    /* scheduled share, per cent */
    Str gap;     /* percentage points, two decimals */
} LedgerProgress;

typedef struct LedgerTarget {
    const Target *target;
    bool reconciled; /* there are allotments and a value */
    Reconciliation parts;
    LedgerProgress progress;
} LedgerTarget;

typedef struct LedgerRow {
    const Task *task;
    Str theme, area;                                /* titles */
    bool restricted;                                /* itself or above it */
    Str lead_leader, lead, responsible, supporting; /* names, 、-separated; inherited from above */
    const LedgerTarget *target;                     /* NULL: none */
} LedgerRow;

typedef struct Ledger {
    LIST_OF(LedgerTarget) targets; /* of tasks that are not restricted, campaign order */
    LIST_OF(LedgerRow) rows;
} Ledger;

/* In a server the one that all share (app/snapshot.h). */
bool ledger_read(App *app, Ledger *ret_ledger, Err *err);
/* Works it out anew, asking nobody for permission. Callers: ledger_read, app/snapshot. */
bool ledger_compute(App *app, Ledger *ret_ledger, Err *err);

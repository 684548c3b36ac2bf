/* app/ledger/ledger_page.h - a part of the ledger: a page of rows, or the next level of its tree.
 *
 * A page is asked for by key (the number of the last task shown), so that any page costs the same; a
 * task's rows are never torn apart. Counts are of everything that matches. Everybody who may read the
 * ledger may read all of it; the own tasks of a unit are a convenience. Callers: web/, cli/. */
#pragma once
#include "app/ledger/ledger_search.h"

enum { LEDGER_PAGE_ROWS = 100 };

typedef struct LedgerPage {
    Ledger ledger;
    LIST_OF(const LedgerRow *) rows; /* up to the limit, the last task whole */
    LedgerCounts counts;             /* of all that match */
    Str next;                        /* `after` of the next page; empty = this was the last */
    bool filtered;
} LedgerPage;

typedef struct LedgerNode {
    const Task *task;
    int task_index;
    const TaskPlace *place;
    LedgerCounts counts;          /* of what matches, itself and below */
    int children;                 /* that would be listed under it */
    const LedgerRow *const *rows; /* its own rows that match */
    int nrows;
    const ProgressNote *note; /* NULL = none */
} LedgerNode;

typedef struct LedgerTree {
    Ledger ledger;
    LIST_OF(LedgerNode) nodes; /* those with something that matches, in order of the campaign */
    LedgerCounts counts;       /* of all that match, wherever they stand */
    bool filtered;
} LedgerTree;

/* ERR_TASK_UNKNOWN, ERR_LEDGER_FILTER, ERR_LIMIT. */
bool ledger_page(App *app, const LedgerQuery *query, LedgerPage *ret_page, Err *err);
/* The children of query->under with counts under the same filters; `after` and `limit` say nothing
 * here. */
bool ledger_tree(App *app, const LedgerQuery *query, LedgerTree *ret_tree, Err *err);

/* Who leads what the ledger shows: choices of a filter. */
bool ledger_leads(App *app, LedgerParties *ret_parties, Err *err);

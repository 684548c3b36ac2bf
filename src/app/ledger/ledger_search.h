/* app/ledger/ledger_search.h - which rows of a ledger a person asks for, without walking texts and codes.
 *
 * LedgerSearch is made once with the ledger: where the rows of each task stand, its words folded for
 * finding, the counts of everything below it. A LedgerFilter is made for one question. What is
 * restricted is found by number and title only. Callers: app/snapshot, app/ledger/ledger_page. */
#pragma once
#include "app/ledger/ledger.h"

typedef struct LedgerCounts {
    int tasks, rows, targets;
    int restricted;          /* of the tasks; what sums up work leaves them out */
    int lights[LIGHT_COUNT]; /* of targets */
} LedgerCounts;

/* Who leads what the ledger shows, in order of the campaign: choices of a filter. */
typedef struct LedgerParty {
    Str code, name;
    int tasks; /* with a row */
} LedgerParty;
typedef LIST_OF(LedgerParty) LedgerParties;
typedef struct LedgerSearch {
    int *first_row;        /* [task] the rows of a task: first_row[t] … first_row[t + 1] - 1 */
    Str *folded;           /* [task] number, title, text and targets; ASCII letters small */
    unsigned char *levels; /* [task] index of ledger_levels */
    LedgerCounts *counts;  /* [task] its own and all below it */
    LedgerCounts all;
    LedgerParties leads;
} LedgerSearch;

enum { LEDGER_LEVELS = 4, LEDGER_ROLES = 4 };
extern const Str ledger_levels[LEDGER_LEVELS]; /* theme · area · task · measure */
extern const Str ledger_roles[LEDGER_ROLES]; /* lead_leader · lead · responsible · supporting */

LedgerSearch *ledger_search_make(Arena *arena, const Ledger *ledger);
/* Adds a row's target to the counts; a task is counted with its first row. */
void ledger_count(LedgerCounts *counts, const LedgerRow *row, bool is_first_of_task);

/* What is asked for. Everything is optional. */
typedef struct LedgerQuery {
    Str theme, area; /* numbers of tasks */
    Str party;       /* code of a unit or body, or a post */
    Str role;        /* that the party, or the own one, has; empty = any */
    bool own;        /* of the reader's own unit or body */
    Str light;       /* green · yellow · red · none: rows of such targets */
    Str state;       /* of the newest note */
    Str level;
    Str q;     /* in number, title, text and targets; ASCII letters small or large */
    Str after; /* number of the last task shown */
    int limit; /* rows; 0 = LEDGER_PAGE_ROWS */
    Str under; /* for a tree: whose children; empty = the themes */
} LedgerQuery;

typedef struct LedgerFilter {
    const Ledger *ledger;
    const LedgerSearch *search;
    bool any;            /* something is asked for */
    int theme, area;     /* task indexes; -1 = any */
    const bool *parties; /* [party] wanted; NULL = any */
    int role, level;     /* -1 = any */
    int light;           /* -1 = any */
    Str state, folded;   /* empty = any */
} LedgerFilter;

/* ERR_TASK_UNKNOWN, ERR_LEDGER_FILTER {field, found, expected}, ERR_LIMIT. */
bool ledger_filter_make(App *app, const Ledger *ledger, const LedgerSearch *search,
                        const LedgerQuery *query, LedgerFilter *ret_filter, Err *err);
bool ledger_task_matches(const LedgerFilter *filter, int task);
/* Beside ledger_task_matches. */
bool ledger_row_matches(const LedgerFilter *filter, const LedgerRow *row);

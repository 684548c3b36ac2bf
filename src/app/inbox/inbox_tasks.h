/* app/inbox/inbox_tasks.h - tasks of the ledger that ask for something: due, stuck, red. Callers: app/inbox/inbox*. */
#pragma once
#include "app/inbox/inbox_parts.h"

typedef struct TaskDue {
    Date on;
    const LedgerRow *row;
} TaskDue;

typedef struct TaskFinds {
    LIST_OF(TaskDue) dues; /* late ones and those of the next OVERVIEW_NEAR_DAYS days, by day */
    LIST_OF(const LedgerRow *)
    stuck, red; /* ledger order, one row a task; red: its first red target */
    Ledger ledger;
} TaskFinds;

/* Of the tasks that `mine` takes (NULL: all) and the reader may see. */
bool inbox_find_tasks(InboxMaker *maker, bool (*mine)(const InboxMaker *maker, int task),
                      TaskFinds *ret_finds, Err *err);
/* A few of one day by name, many as a number with the first names. */
void inbox_add_dues(InboxMaker *maker, const TaskFinds *finds);
void inbox_add_stuck(InboxMaker *maker, const TaskFinds *finds);
/* Each task for itself in a leader's own field; of the whole campaign as one item. */
void inbox_add_red(InboxMaker *maker, const TaskFinds *finds, bool each);

/* app/inbox_parts.h - the parts that app/inbox is gathered from. Callers: app/inbox*. */
#pragma once
#include "app/inbox.h"
#include "app/overview_parts.h"
#include "store/inbox.h"

typedef struct InboxMaker {
    App *app;
    Inbox *inbox;
    OverviewMaker overview; /* index and calendar; its view is filled as far as it is needed */
    Overview view;
    OverviewFacts facts;
    InboxSeen seen;
    const InstallationFacts *installation;
} InboxMaker;

/* A new item with its day. */
InboxItem *inbox_add(InboxMaker *maker, InboxKind kind, Date due);
void inbox_name(InboxMaker *maker, InboxItem *item, Str name); /* counts it in n too */
/* Whether the reader may see that this unit is missing, late or red (a restricted one: who has that right). */
bool inbox_may_name(const InboxMaker *maker, const Unit *unit);
/* Periods that have opened and are not finished, newest last: calls fn with the month of each. */
typedef bool (*InboxMonthFn)(InboxMaker *maker, const OverviewMonth *month,
                             const PeriodFacts *facts, Err *err);
bool inbox_months(InboxMaker *maker, InboxMonthFn fn, Err *err);

bool inbox_office(InboxMaker *maker, Err *err); /* the campaign office: clerk and director */
bool inbox_own(InboxMaker *maker, Err *err);    /* a unit, a data owner */
bool inbox_field(InboxMaker *maker, Err *err);  /* a leader, an inspector */
bool inbox_talks(InboxMaker *maker, Err *err);  /* who decides, who is called */
bool inbox_admin(InboxMaker *maker, Err *err);  /* the three administrators, and purges */
bool inbox_happened_fill(InboxMaker *maker, Err *err);

/* ---- pure ---- */
/* Late, today, until Sunday, later; without a day: this week. */
InboxGroup inbox_group_of(Date today, Date due);
/* By group, day, kind, what is one's own first, official order. */
void inbox_sort(InboxItems *items);

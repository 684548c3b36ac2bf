/* app/inbox/inbox_parts.h - the parts that app/inbox/inbox is gathered from. Callers: app/inbox/inbox*. */
#pragma once
#include "app/inbox/inbox.h"
#include "app/ledger/overview_parts.h"
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

bool inbox_office(InboxMaker *maker, Err *err);  /* the campaign office: clerk and director */
bool inbox_own(InboxMaker *maker, Err *err);     /* a unit, a data owner */
bool inbox_field(InboxMaker *maker, Err *err);   /* a leader, an inspector */
bool inbox_schemes(InboxMaker *m, Err *err);     /* that wait for an approval */
bool inbox_rulings(InboxMaker *maker, Err *err); /* corrections that somebody else has asked for */
bool inbox_drafts(InboxMaker *maker, Err *err);  /* papers that the reader may sign next */
/* inbox_circular.c: what a unit has not signed for, who has not past the day, drafts that wait for the reader. After the role's
 * own items: the issue of a month becomes the step that it waits for. */
bool inbox_circulars(InboxMaker *maker, Err *err);
bool inbox_talks(InboxMaker *maker, Err *err); /* who decides, who is called */
bool inbox_admin(InboxMaker *maker, Err *err); /* the three administrators, and purges */
bool inbox_happened_fill(InboxMaker *maker, Err *err);

/* inbox_result.c: of a month with a trial run that is not frozen; what the office has to do, and a unit's open score.
 * *ret_until: last day to appeal; DATE_NONE: not opened. */
bool inbox_result_office(InboxMaker *maker, const OverviewMonth *month, bool director, Err *err);
bool inbox_result_unit(InboxMaker *maker, const OverviewMonth *month, Date *ret_until, Err *err);

/* Findings of the screening, once the reports are due: the unit's to answer, the office's to look at. */
bool inbox_screening(InboxMaker *maker, const OverviewMonth *month, Err *err);

/* inbox_steps.c: the step that a report still owed has reached; an unknown one (no calendar) is told by the item's days. */
void inbox_step(InboxMaker *maker, InboxItem *item, Date returned_on);
/* Units of the month whose reports are told to the reader: the director all, a leader those in charge of the post. */
bool inbox_escalated(InboxMaker *maker, const OverviewMonth *month, const PeriodFacts *facts,
                     Err *err);
/* For a digest: without reports whose step has begun on the day of the last digest or before it. */
void inbox_drop_told(Inbox *inbox, Date last_digest);

/* ---- pure ---- */
/* Late, today, until Sunday, later; without a day: this week. */
InboxGroup inbox_group_of(Date today, Date due);
/* By group, day, kind, what is one's own first, official order. */
void inbox_sort(InboxItems *items);

/* Circulars in an inbox: what a unit signs for, who has not past the day, and drafts that wait for the reader's signature. */
#include "app/inbox/inbox_parts.h"
#include "app/paper/circular_owed.h"

static Date parsed(Str text)
{
    Date on;
    return date_parse(text, &on, NULL) ? on : DATE_NONE;
}

static void of_period(InboxMaker *m, InboxItem *item, const CampaignPeriod *period)
{
    item->period = period;
    item->order = (int)(period - m->overview.index->def->periods.items);
}

static void own_receipt(InboxMaker *m, const CircularOwed *owed, Date due)
{
    const CampaignIndex *x = m->overview.index;
    InboxItem *item = inbox_add(m, INBOX_RECEIPT, due);
    of_period(m, item, &x->def->periods.items[map_get(&x->periods, owed->period)]);
    item->since = parsed(owed->issued_on);
    item->code = owed->number;
    item->note = owed->kind;
}

/* Several that are late are one item: their numbers say which. */
static bool own_receipts(InboxMaker *m, Err *err)
{
    CircularOwedList owed = {0};
    InboxItem *heap = NULL;
    int late = 0;
    if (!circular_owed_own(m->app, &owed, err))
        return false;
    for (int i = 0; i < owed.count; i++) {
        Date due = parsed(owed.items[i].receipt_due);
        late += due != DATE_NONE && due < m->app->today;
    }
    for (int i = 0; i < owed.count;
         i++) { /* the oldest, and so the first that was due, comes first */
        const CircularOwed *o = &owed.items[i];
        Date due = parsed(o->receipt_due);
        if (late < 2 || due == DATE_NONE || due >= m->app->today) {
            own_receipt(m, o, due);
            continue;
        }
        if (!heap)
            heap = inbox_add(m, INBOX_RECEIPT, due);
        inbox_name(m, heap, o->number);
    }
    return true;
}

/* One item for all: the call list has who and which. */
static bool missing_receipts(InboxMaker *m, Err *err)
{
    CircularLate late;
    if (!circular_late(m->app, &late, err))
        return false;
    if (late.units.count == 0)
        return true;
    InboxItem *item = inbox_add(m, INBOX_RECEIPTS, late.since);
    item->by_others = m->app->actor.role != ROLE_OFFICE_CLERK;
    item->whose = ROLE_OFFICE_CLERK;
    item->total = late.circulars;
    for (int i = 0; i < late.units.count; i++)
        if (inbox_may_name(m, late.units.items[i].unit))
            inbox_name(m, item, late.units.items[i].unit->name);
        else
            item->n++;
    return true;
}

/* The issue of a month that is asked for anyway: what it waits for is the reader's, and its day is the same. */
static InboxItem *issue_of(InboxMaker *m, const CircularTurn *turn)
{
    for (int i = 0; i < m->inbox->items.count; i++) {
        InboxItem *item = &m->inbox->items.items[i];
        if (turn->version == 1 && item->kind == INBOX_ISSUE && item->period == turn->period)
            return item;
    }
    return inbox_add(m, INBOX_DRAFT, turn->version == 1 ? turn->period->issue_on : DATE_NONE);
}

bool inbox_drafts(InboxMaker *m, Err *err)
{
    CircularTurns turns = {0};
    if (!circular_turns(m->app, &turns, err))
        return false;
    for (int i = 0; i < turns.count; i++) {
        const CircularTurn *turn = &turns.items[i];
        InboxItem *item = issue_of(m, turn);
        of_period(m, item, turn->period);
        item->kind = INBOX_DRAFT;
        item->by_others = false;
        item->code = circular_step_word(turn->step);
        item->note = circular_kind_word(turn->kind);
    }
    return true;
}

bool inbox_circulars(InboxMaker *m, Err *err)
{
    Scope scope = permit_scope(m->app->actor.role, ACT_CIRCULAR_RECEIVE);
    if (scope == SCOPE_OWN && !own_receipts(m, err))
        return false;
    return (scope != SCOPE_ALL || missing_receipts(m, err)) && inbox_drafts(m, err);
}

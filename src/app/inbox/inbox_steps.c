/* Reminders: a report's step on its item, the units that are told to leaders, and what a digest has told already. */
#include "app/inbox/due_words.h"
#include "app/inbox/inbox_parts.h"
#include "app/report/report_state.h"

void inbox_step(InboxMaker *m, InboxItem *item, Date returned_on)
{
    Err unknown = {0};
    Date due = item->period->due_on;
    if (due == DATE_NONE)
        return;
    item->stepped = remind_step_at(&m->overview.calendar, &m->app->def.month, due, returned_on,
                                   m->app->today, &item->step, &unknown);
    m->inbox->calendar_ends |= !item->stepped;
}

/* ---- escalated ---- */

/* What a report is missing in the eyes of a leader. */
static Msg word_of(const ReportStanding *s)
{
    return s->state == REPORT_RETURNED ? MSG_INBOX_STANDS_RETURNED
           : s->filled                 ? MSG_INBOX_STANDS_FILLED
           : s->drafting               ? MSG_INBOX_STANDS_DRAFT
                                       : MSG_INBOX_STANDS_MISSING;
}

/* Told to this reader, by the post of who is in charge or to the director. */
static bool is_told(const InboxMaker *m, const Unit *unit)
{
    const Actor *actor = &m->app->actor;
    if (actor->role == ROLE_LEADER)
        return unit->leader.len > 0 && str_eq(unit->leader, actor->post);
    return actor->role == ROLE_OFFICE_DIRECTOR;
}

static bool is_owed(const ReportStanding *s)
{
    return s->unit->ranked && (s->version == 0 || s->state == REPORT_RETURNED);
}

static InboxItem *add_escalated(InboxMaker *m, const OverviewMonth *month)
{
    InboxItem *item = inbox_add(m, INBOX_ESCALATED, month->days[DAY_DUE].day.on);
    item->period = month->period;
    item->order = (int)(month->period - m->overview.index->def->periods.items);
    item->by_others = true;
    item->whose = ROLE_UNIT;
    item->stepped = true;
    item->step.on = DATE_NONE;
    return item;
}

/* In the two languages of a digest: the name, and how the report stands. */
static void name_standing(InboxMaker *m, InboxItem *item, const ReportStanding *s)
{
    if (!inbox_may_name(m, s->unit)) {
        item->n++;
        return;
    }
    inbox_name(m, item, s->unit->name);
    if (item->n <= INBOX_NAMES_SHOWN)
        *arena_push(m->app->arena, &item->stands) = word_of(s);
}

bool inbox_escalated(InboxMaker *m, const OverviewMonth *month, const PeriodFacts *facts, Err *err)
{
    ReportStandingList list = {0};
    InboxItem *item = NULL;
    Date due = month->period->due_on;
    if (!m->app->def.month.escalate || facts->frozen || due == DATE_NONE || m->app->today <= due)
        return true;
    if (!report_states(m->app, month->period, &list, err))
        return false;
    for (int i = 0; i < list.count; i++) {
        const ReportStanding *s = &list.items[i];
        RemindStep step;
        Err unknown = {0};
        if (s->state == REPORT_LOCKED || !is_owed(s) || !is_told(m, s->unit))
            continue;
        if (!remind_step_at(&m->overview.calendar, &m->app->def.month, due, s->returned_on,
                            m->app->today, &step, &unknown)) {
            m->inbox->calendar_ends = true; /* whether it is time is not guessed */
            continue;
        }
        if (step.kind != REMIND_ESCALATED)
            continue;
        item = item ? item : add_escalated(m, month);
        if (step.on > item->step.on)
            item->step = step;
        name_standing(m, item, s);
    }
    return true;
}

/* ---- told once ---- */

static bool is_told_already(const InboxItem *item, Date last_digest)
{
    return item->stepped && (item->step.kind == REMIND_NONE || item->step.on <= last_digest);
}

void inbox_drop_told(Inbox *inbox, Date last_digest)
{
    int kept = 0;
    for (int i = 0; i < inbox->items.count; i++) {
        const InboxItem *item = &inbox->items.items[i];
        if (is_told_already(item, last_digest))
            inbox->counts[item->group]--;
        else
            inbox->items.items[kept++] = *item;
    }
    inbox->items.count = kept;
}

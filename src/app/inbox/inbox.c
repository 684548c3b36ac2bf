#include "app/inbox/inbox_parts.h"

#include "app/restricted.h"

#include <stdlib.h>

/* ---- pure ---- */

enum { SUNDAY = 6 };

InboxGroup inbox_group_of(Date today, Date due)
{
    if (due == DATE_NONE)
        return INBOX_WEEK;
    if (due <= today)
        return due < today ? INBOX_LATE : INBOX_TODAY;
    return due <= today + SUNDAY - date_weekday(today) ? INBOX_WEEK : INBOX_LATER;
}

/* A day that is not stated comes after those that are. */
static int by_day(Date a, Date b)
{
    if (a == b)
        return 0;
    if (a == DATE_NONE || b == DATE_NONE)
        return a == DATE_NONE ? 1 : -1;
    return a < b ? -1 : 1;
}

static int by_number(int a, int b)
{
    return a < b ? -1 : a > b;
}

static int by_urgency(const void *x, const void *y)
{
    const InboxItem *a = x, *b = y;
    int order = by_number((int)a->group, (int)b->group);
    order = order ? order : by_number(a->by_others, b->by_others);
    order = order ? order : by_day(a->day.on, b->day.on);
    order = order ? order : by_number((int)a->kind, (int)b->kind);
    order = order ? order : by_number((int)b->light, (int)a->light); /* red before yellow */
    return order ? order : by_number(a->order, b->order);
}

void inbox_sort(InboxItems *items)
{
    for (int i = 0; i < items->count; i++) /* equals stand as they were added */
        items->items[i].order = items->items[i].order * (items->count + 1) + i;
    if (items->count)
        qsort(items->items, (size_t)items->count, sizeof *items->items, by_urgency);
}

/* ---- gathering ---- */

InboxItem *inbox_add(InboxMaker *m, InboxKind kind, Date due)
{
    InboxItem *item = arena_push(m->app->arena, &m->inbox->items);
    *item = (InboxItem){.kind = kind,
                        .group = inbox_group_of(m->app->today, due),
                        .day = due_day(&m->overview, due),
                        .since = DATE_NONE};
    item->late = item->group == INBOX_LATE;
    m->inbox->calendar_ends |= due != DATE_NONE && !item->day.counted;
    return item;
}

void inbox_name(InboxMaker *m, InboxItem *item, Str name)
{
    if (item->n++ < INBOX_NAMES_SHOWN)
        *arena_push(m->app->arena, &item->names) = name;
}

bool inbox_may_name(const InboxMaker *m, const Unit *unit)
{
    return !unit->restricted || str_eq(unit->code, m->app->actor.unit) ||
           restricted_may(m->app, unit->code);
}

bool inbox_months(InboxMaker *m, InboxMonthFn fn, Err *err)
{
    const CampaignPeriod *first = m->overview.index->def->periods.items;
    for (int i = 0; i < m->view.unfinished.count; i++) {
        OverviewMonth month;
        int at = (int)(m->view.unfinished.items[i] - first);
        if (!overview_one_month(&m->overview, &m->facts, at, &month, err))
            return false;
        if (month.is_open && !fn(m, &month, &m->facts.periods[at], err))
            return false;
    }
    const OverviewMonth *now = &m->view.month;
    return !now->period || !now->is_open || fn(m, now, &m->facts.periods[now->period - first], err);
}

/* What is a campaign's: for who has anything to do with one. */
static bool gather_campaign(InboxMaker *m, Err *err)
{
    Role role = m->app->actor.role;
    if (permit_scope(role, ACT_LEDGER_READ) == SCOPE_NONE)
        return true;
    m->inbox->has_campaign = true;
    if (!overview_facts(&m->overview, &m->facts, err) ||
        !overview_month(&m->overview, &m->facts, err) || !inbox_talks(m, err) ||
        !inbox_schemes(m, err) || !inbox_happened_fill(m, err))
        return false;
    bool ok;
    switch (role) {
    case ROLE_OFFICE_CLERK:
    case ROLE_OFFICE_DIRECTOR:
        ok = inbox_office(m, err);
        break;
    case ROLE_UNIT:
    case ROLE_DATA_OWNER:
        ok = inbox_own(m, err);
        break;
    default:
        ok = inbox_field(m, err);
    }
    return ok && inbox_circulars(m, err);
}

bool inbox_read(App *app, Inbox *ret_inbox, Err *err)
{
    Inbox inbox = {.seat = actor_seat(&app->actor)};
    InboxMaker m = {.app = app, .inbox = &inbox};
    AuditHead head = {0};
    m.view.month.next = DAY_COUNT;
    m.overview = (OverviewMaker){.app = app, .view = &m.view};
    if (!app_permit(app, ACT_INBOX_READ, inbox.seat, S("inbox"), err) ||
        !app_workdays(app, &m.overview.calendar, err) ||
        !inbox_seen_find(app->db, inbox.seat, app->def.code, &m.seen, err) ||
        (app->def.code.len && !audit_head(app->db, app->arena, app->def.code, &head, err)))
        return false;
    inbox.seen_at = m.seen.at;
    inbox.head_seq = head.seq;
    if (app->def.code.len) {
        m.overview.index = app_index(app);
        if (!gather_campaign(&m, err))
            return false;
    }
    if (!inbox_admin(&m, err))
        return false;
    inbox_sort(&inbox.items);
    for (int i = 0; i < inbox.items.count; i++)
        inbox.counts[inbox.items.items[i].group]++;
    *ret_inbox = inbox;
    return true;
}

bool inbox_decisions(App *app, InboxItems *ret_items, Err *err)
{
    Inbox inbox = {.seat = actor_seat(&app->actor)};
    InboxMaker m = {.app = app, .inbox = &inbox};
    m.overview = (OverviewMaker){.app = app, .view = &m.view, .index = app_index(app)};
    bool rules = permit_scope(app->actor.role, ACT_CORRECTION_APPROVE) == SCOPE_ALL;
    if (!app_workdays(app, &m.overview.calendar, err) || !inbox_drafts(&m, err) ||
        !inbox_schemes(&m, err) || (rules && !inbox_rulings(&m, err)))
        return false;
    inbox_sort(&inbox.items);
    *ret_items = inbox.items;
    return true;
}

/* ---- what was read ---- */

typedef struct Mark {
    Str seat, campaign;
    InboxSeen seen;
} Mark;

static bool save_mark(Db *tx, void *ctx, Err *err)
{
    const Mark *mark = ctx;
    return inbox_seen_save(tx, mark->seat, mark->campaign, &mark->seen, err) &&
           inbox_digest_read(tx, mark->seat, mark->seen.at, err);
}

bool inbox_mark(App *app, int64_t seq, Err *err)
{
    App own = app_installation(app);
    AuditHead head = {0};
    if (app->def.code.len && !audit_head(app->db, app->arena, app->def.code, &head, err))
        return false;
    Mark mark = {
        actor_seat(&app->actor), app->def.code, {seq < head.seq ? seq : head.seq, app->now_ms}};
    AppWrite write = {.action = ACT_INBOX_READ,
                      .party = mark.seat,
                      .object = S("inbox"),
                      .fn = save_mark,
                      .ctx = &mark};
    bool ok = app_write(&own, &write, err);
    app->ids = own.ids;
    return ok;
}

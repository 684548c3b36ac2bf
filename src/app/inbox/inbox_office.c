/* The campaign office's inbox, who decides on talks, and what a leader or an inspector looks at. */
#include "app/inbox/inbox_tasks.h"
#include "app/report/correction.h"
#include "app/report/report_state.h"
#include "app/scheme/scheme_desk.h"
#include "app/talk/talk_case.h"
#include "store/appeal.h"
#include "store/month.h"

static bool decides(const InboxMaker *m)
{
    return permit_scope(m->app->actor.role, ACT_FREEZE) == SCOPE_ALL;
}

/* An item of somebody else's work that the reader sees to. */
static void of_others(InboxItem *item, bool others, Role whose)
{
    item->by_others = others;
    item->whose = whose;
}

static int period_order(const InboxMaker *m, const CampaignPeriod *period)
{
    return (int)(period - m->overview.index->def->periods.items);
}

static InboxItem *add_of(InboxMaker *m, InboxKind kind, const OverviewMonth *month, MonthDay day)
{
    InboxItem *item = inbox_add(m, kind, month->days[day].day.on);
    item->period = month->period;
    item->order = period_order(m, month->period);
    return item;
}

/* ---- the month ---- */

/* A director hears of the clerks' work when its day has come. */
static bool is_for_reader(const InboxMaker *m, const OverviewMonth *month, MonthDay day)
{
    Date on = month->days[day].day.on;
    return !decides(m) || on == DATE_NONE || on <= m->app->today;
}

static void missing_reports(InboxMaker *m, const OverviewMonth *month)
{
    if (month->missing.count == 0 || !is_for_reader(m, month, DAY_DUE))
        return;
    InboxItem *item = add_of(m, INBOX_REPORTS, month, DAY_DUE);
    of_others(item, decides(m), ROLE_OFFICE_CLERK);
    for (int i = 0; i < month->missing.count; i++)
        if (inbox_may_name(m, month->missing.items[i]))
            inbox_name(m, item, month->missing.items[i]->name);
    item->n = month->missing.count;
    item->total = month->owed;
}

/* What has come in and nobody has accepted or returned. */
static bool waiting_reports(InboxMaker *m, const OverviewMonth *month, Err *err)
{
    ReportStandingList list = {0};
    int n = 0;
    if (month->received == 0 || !is_for_reader(m, month, DAY_LOCK))
        return true;
    if (!report_states(m->app, month->period, &list, err))
        return false;
    for (int i = 0; i < list.count; i++)
        n += list.items[i].state == REPORT_RECEIVED || list.items[i].state == REPORT_CORRECTED;
    if (n == 0)
        return true;
    InboxItem *item = add_of(m, INBOX_REVIEW, month, DAY_LOCK);
    of_others(item, decides(m), ROLE_OFFICE_CLERK);
    item->n = n;
    return true;
}

bool inbox_rulings(InboxMaker *m, Err *err)
{
    CorrectionAsks asks = {0};
    int n = 0;
    if (!correction_asks_waiting(m->app->db, m->app->arena, m->app->def.code, &asks, err))
        return false;
    for (int i = 0; i < asks.count; i++)
        n += !app_is_self(m->app, asks.items[i].asked_by, asks.items[i].asked_behalf);
    if (n)
        inbox_add(m, INBOX_RULE, DATE_NONE)->n = n;
    return true;
}

static void missing_confirmations(InboxMaker *m, const OverviewMonth *month)
{
    if (month->unconfirmed.count == 0 || !is_for_reader(m, month, DAY_CONFIRM))
        return;
    InboxItem *item = add_of(m, INBOX_CONFIRMATIONS, month, DAY_CONFIRM);
    of_others(item, decides(m), ROLE_OFFICE_CLERK);
    for (int i = 0; i < month->unconfirmed.count; i++)
        inbox_name(m, item, month->unconfirmed.items[i]->name);
    item->total = month->confirm_owed;
}

/* ready: what it stands on is there, so that it can be done now. */
static void step(InboxMaker *m, const OverviewMonth *month, InboxKind kind, MonthDay day,
                 bool others, bool ready)
{
    Date on = month->days[day].day.on;
    if (others && (on == DATE_NONE || on >= m->app->today))
        return; /* somebody else's work is a worry when it is late */
    InboxItem *item = add_of(m, kind, month, day);
    item->n = ready;
    of_others(item, others, decides(m) ? ROLE_OFFICE_CLERK : ROLE_OFFICE_DIRECTOR);
}

/* The trial run is the clerks', what comes after it the director's; a trial period ends with its trial run. */
static bool steps(InboxMaker *m, const OverviewMonth *month, const PeriodFacts *facts, Err *err)
{
    bool director = decides(m);
    if (!facts->tried)
        step(m, month, INBOX_TRIAL_RUN, DAY_TRIAL_RUN, director, true);
    if (!month->period->ranked)
        return true;
    if (!facts->frozen && facts->tried) {
        if (!inbox_result_office(m, month, director, err))
            return false;
    } else if (!facts->frozen)
        step(m, month, INBOX_FREEZE, DAY_FREEZE, !director, false);
    else if (!facts->published)
        step(m, month, INBOX_PUBLISH, DAY_ISSUE, !director, true);
    if (m->app->def.issuer.len && (facts->published || !facts->frozen))
        step(m, month, INBOX_ISSUE, DAY_ISSUE, !director, facts->published);
    return true;
}

static bool appeals(InboxMaker *m, const OverviewMonth *month, Err *err)
{
    AppealList list = {0};
    InboxItem *item = NULL;
    if (!appeal_list(m->app->db, m->app->arena, m->app->def.code, month->period->code, &list, err))
        return false;
    for (int i = 0; i < list.count; i++) {
        const AppealRow *a = &list.items[i];
        int unit = map_get(&m->overview.index->units, a->unit);
        if (a->ruling.len || unit < 0)
            continue;
        if (!item) {
            item = add_of(m, INBOX_APPEALS, month, DAY_RULING);
            of_others(item, !decides(m), ROLE_OFFICE_DIRECTOR);
        }
        const Unit *u = &m->overview.index->def->units.items[unit];
        if (inbox_may_name(m, u))
            inbox_name(m, item, u->name);
        else
            item->n++;
    }
    return true;
}

static bool office_month(InboxMaker *m, const OverviewMonth *month, const PeriodFacts *facts,
                         Err *err)
{
    if (!facts->frozen) {
        missing_reports(m, month);
        missing_confirmations(m, month);
        if (!waiting_reports(m, month, err) || !inbox_screening(m, month, err))
            return false;
    }
    if (!inbox_escalated(m, month, facts, err))
        return false;
    if (!steps(m, month, facts, err))
        return false;
    return !facts->tried || facts->frozen || appeals(m, month, err);
}

/* Circulars that a correction would change: whether a notice follows is the director's to say. */
static bool corrections(InboxMaker *m, Err *err)
{
    const CampaignIndex *x = m->overview.index;
    CorrectedRows rows = {0};
    Str since = date_str(m->app->arena, m->app->today - INBOX_CORRECTION_DAYS);
    if (!inbox_corrections(m->app->db, m->app->arena, x->def->code, since, &rows, err))
        return false;
    for (int i = 0; i < rows.count; i++) {
        int period = map_get(&x->periods, rows.items[i].period);
        if (period < 0)
            continue;
        InboxItem *item = inbox_add(m, INBOX_CORRECTION, DATE_NONE);
        item->period = &x->def->periods.items[period];
        item->order = period;
        if (!date_parse(rows.items[i].received_on, &item->since, err))
            return false;
    }
    return true;
}

bool inbox_office(InboxMaker *m, Err *err)
{
    TaskFinds finds = {0};
    if (!inbox_months(m, office_month, err))
        return false;
    if (decides(m))
        return inbox_rulings(m, err) && corrections(m, err);
    if (!inbox_find_tasks(m, NULL, &finds, err))
        return false;
    inbox_add_dues(m, &finds);
    inbox_add_stuck(m, &finds);
    return true;
}

/* ---- talks ---- */

/* What a state of a talk asks for, and with which right. */
static const struct {
    InboxKind kind;
    Action action;
} asked[TALK_STATES] = {
    [TALK_PROPOSED] = {INBOX_TALK_APPLY, ACT_TALK_APPLY},
    [TALK_APPLIED] = {INBOX_TALK_DECIDE, ACT_TALK_DECIDE},
    [TALK_APPROVED] = {INBOX_TALK_NOTIFY, ACT_TALK_NOTIFY},
    [TALK_NOTIFIED] = {INBOX_TALK_NOTICE, ACT_TALK_RECEIVE},
    [TALK_RECEIVED] = {INBOX_TALK_HOLD, ACT_TALK_HOLD},
    [TALK_HELD] = {INBOX_TALK_REPORT, ACT_TALK_REPORT},
    [TALK_REPORTED] = {INBOX_TALK_VERIFY, ACT_TALK_VERIFY},
    [TALK_VERIFIED] = {INBOX_TALK_CLOSE, ACT_TALK_DECIDE},
};

/* Whether it is the reader's: what a unit does is in the unit's inbox alone, what an office does in the office's. */
static bool is_asked(const InboxMaker *m, const TalkCase *c)
{
    Role role = m->app->actor.role;
    if (c->state > TALK_VERIFIED || c->restricted)
        return false;
    bool units = c->state == TALK_NOTIFIED || c->state == TALK_HELD;
    Scope scope = permit_scope(role, asked[c->state].action);
    if (units)
        return c->own && scope == SCOPE_OWN;
    if (c->state == TALK_RECEIVED || c->state == TALK_APPROVED)
        return scope == SCOPE_ALL && role != ROLE_LEADER;
    return scope == SCOPE_ALL;
}

static void add_talk(InboxMaker *m, const TalkCase *c)
{
    Err ignored = {0};
    InboxItem *item = inbox_add(m, asked[c->state].kind, c->due);
    item->unit = c->unit;
    item->period = c->period;
    item->code = c->row.id;
    item->order = map_get(&m->overview.index->units, c->row.unit);
    if (!date_parse(c->row.steps.items[c->row.steps.count - 1].on_date, &item->since, &ignored))
        item->since = DATE_NONE;
}

/* The nearest of what was promised and is not done: its day comes before the report's. */
static void add_commitment(InboxMaker *m, const TalkCase *c)
{
    Date nearest = DATE_NONE;
    int open = 0;
    for (int i = 0; i < c->commitments.count; i++) {
        Date due;
        if (c->commitments.items[i].done_on.len ||
            !date_parse(c->commitments.items[i].due_on, &due, NULL))
            continue;
        open++;
        nearest = nearest == DATE_NONE || due < nearest ? due : nearest;
    }
    if (open == 0)
        return;
    InboxItem *item = inbox_add(m, INBOX_TALK_COMMITMENT, nearest);
    item->unit = c->unit;
    item->period = c->period;
    item->code = c->row.id;
    item->n = open;
}

bool inbox_schemes(InboxMaker *m, Err *err)
{
    SchemeEntries waiting = {0};
    if (permit_scope(m->app->actor.role, ACT_SCHEME_APPROVE) != SCOPE_ALL)
        return true;
    if (!scheme_waiting(m->app, &waiting, err))
        return false;
    if (waiting.count)
        inbox_add(m, INBOX_SCHEME, DATE_NONE)->n = waiting.count;
    return true;
}

bool inbox_talks(InboxMaker *m, Err *err)
{
    TalkCases cases = {0};
    if (permit_scope(m->app->actor.role, ACT_TALK_READ) == SCOPE_NONE)
        return true;
    if (!talk_cases(m->app, &cases, err))
        return false;
    for (int i = 0; i < cases.count; i++) {
        const TalkCase *c = &cases.items[i];
        if (!inbox_may_name(m, c->unit) || !is_asked(m, c))
            continue;
        add_talk(m, c);
        if (c->state == TALK_HELD)
            add_commitment(m, c);
    }
    return true;
}

/* ---- a leader's field, an inspector's city ---- */

/* Tasks under an area whose lead leader holds the reader's post; none: the whole campaign is looked at. */
static bool in_field(const InboxMaker *m, int task)
{
    const CampaignIndex *x = m->overview.index;
    const TaskPlace *place = &x->places[task];
    for (int i = 0; i < place->nparties; i++)
        if (str_eq(place->parties[i].role, S("lead_leader")) &&
            str_eq(x->party_codes[place->parties[i].party], m->app->actor.post))
            return true;
    return false;
}

static bool has_field(const InboxMaker *m)
{
    for (int i = 0; m->app->actor.post.len && i < m->overview.index->def->tasks.count; i++)
        if (in_field(m, i))
            return true;
    return false;
}

bool inbox_field(InboxMaker *m, Err *err)
{
    TaskFinds finds = {0};
    bool field = m->app->actor.role == ROLE_LEADER && has_field(m);
    if (!inbox_months(m, inbox_escalated, err) ||
        !inbox_find_tasks(m, field ? in_field : NULL, &finds, err))
        return false;
    inbox_add_dues(m, &finds);
    inbox_add_stuck(m, &finds);
    inbox_add_red(m, &finds, field);
    return true;
}

/* What a unit or a data owner owes: its report, its confirmation, its tasks, an appeal while it can. */
#include "app/inbox/inbox_tasks.h"
#include "app/report/report_state.h"
#include "app/result/unit_view.h"
#include "store/appeal.h"
#include "store/month.h"
#include "store/review.h"

/* ---- the month ---- */

static InboxItem *add_of(InboxMaker *m, InboxKind kind, const OverviewMonth *month, MonthDay day)
{
    const CampaignIndex *x = m->overview.index;
    InboxItem *item = inbox_add(m, kind, month->days[day].day.on);
    int unit = map_get(&x->units, m->app->actor.unit);
    item->period = month->period;
    item->unit = unit >= 0 ? &x->def->units.items[unit] : NULL;
    item->order = (int)(month->period - x->def->periods.items);
    return item;
}

static void owed_report(InboxMaker *m, const OverviewMonth *month, bool drafting)
{
    InboxItem *item = add_of(m, INBOX_REPORT, month, DAY_DUE);
    item->since = month->days[DAY_OPENS].day.on;
    item->code = drafting ? S("draft") : S("");
    inbox_step(m, item, DATE_NONE);
}

static void owed(InboxMaker *m, const OverviewMonth *month)
{
    const CampaignDef *def = m->overview.index->def;
    InboxItem *item = add_of(m, INBOX_CONFIRM, month, DAY_CONFIRM);
    item->total = month->owed - month->received; /* units that have not reported yet */
    for (int i = 0; i < def->indicators.count; i++)
        if (str_eq(def->indicators.items[i].assessor, m->app->actor.body))
            inbox_name(m, item, def->indicators.items[i].name);
}

static bool is_contested(const AppealList *appeals, Str event)
{
    for (int i = 0; i < appeals->count; i++)
        if (str_eq(appeals->items[i].event, event) &&
            !str_eq(appeals->items[i].ruling, S("withdrawn")))
            return true;
    return false;
}

/* The score is open and the appeal days are not over: each deduction that nobody has contested. */
static bool may_contest(InboxMaker *m, const OverviewMonth *month, Err *err)
{
    EventList events = {0};
    AppealList appeals = {0};
    Date last;
    Str code = m->app->def.code;
    if (!inbox_result_unit(m, month, &last, err))
        return false;
    if (last == DATE_NONE || last < m->app->today)
        return true;
    if (!event_list(m->app->db, m->app->arena, code, month->period->code, &events, err) ||
        !appeal_list(m->app->db, m->app->arena, code, month->period->code, &appeals, err))
        return false;
    for (int i = 0; i < events.count; i++) {
        const EventRow *e = &events.items[i];
        if (!str_eq(e->unit, m->app->actor.unit) || !str_eq(e->kind, S("deduct")) ||
            is_contested(&appeals, e->id))
            continue;
        InboxItem *item = inbox_add(m, INBOX_APPEAL, last);
        int unit = map_get(&m->overview.index->units, m->app->actor.unit);
        item->period = month->period;
        item->unit = unit >= 0 ? &m->overview.index->def->units.items[unit] : NULL;
        item->order = (int)(month->period - m->overview.index->def->periods.items);
        item->code = e->rule;
        item->note = e->basis;
        *arena_push(m->app->arena, &item->names) = e->points;
    }
    return true;
}

/* Sent back and not sent again: with the causes and the sentence of the office. */
static bool returned(InboxMaker *m, const OverviewMonth *month, Date on, Err *err)
{
    ReportSteps steps = {0};
    InboxItem *item = add_of(m, INBOX_RETURNED, month, DAY_DUE);
    inbox_step(m, item, on);
    if (!report_steps(m->app->db, m->app->arena, m->app->def.code, month->period->code,
                      m->app->actor.unit, &steps, err))
        return false;
    for (int i = 0; i < steps.count; i++) /* the newest holds */
        if (str_eq(steps.items[i].state, S("returned"))) {
            item->code = steps.items[i].causes;
            item->note = steps.items[i].note;
            item->since = instant_to_date(steps.items[i].at, OFFSET_MINUTES_CHINA);
        }
    return true;
}

/* Told apart: not sent, waits for the second signature, sent back. */
static bool own_report(InboxMaker *m, const OverviewMonth *month, Err *err)
{
    const Unit *unit = app_unit(m->app, m->app->actor.unit);
    ReportStanding standing;
    if (!unit || !report_state(m->app, month->period, unit, &standing, err))
        return !unit;
    if (standing.state == REPORT_RETURNED && !returned(m, month, standing.returned_on, err))
        return false;
    if (standing.state != REPORT_LOCKED && standing.filled)
        inbox_step(m, add_of(m, INBOX_SECOND, month, DAY_DUE), standing.returned_on);
    else if (!month->own_received)
        owed_report(m, month, standing.drafting);
    return true;
}

static bool own_month(InboxMaker *m, const OverviewMonth *month, const PeriodFacts *facts, Err *err)
{
    if (facts->frozen)
        return true;
    if (month->own_owed && month->own_is_report) {
        if (!own_report(m, month, err))
            return false;
    } else if (month->own_owed && !month->own_received) {
        owed(m, month);
    }
    if (!inbox_screening(m, month, err))
        return false;
    return !facts->tried || !month->period->ranked || m->app->actor.role != ROLE_UNIT ||
           may_contest(m, month, err);
}

/* ---- tasks of a unit, by its own figures ---- */

typedef struct OwnTask {
    const Task *task;
    Str role;
    int index;
    Light light; /* the worst of its targets */
    const UnitTask *worst;
    bool settled;
    bool listed; /* as due or late: one item a task is enough */
} OwnTask;
typedef LIST_OF(OwnTask) OwnTasks;

static bool is_for_good(const InboxMaker *m, const UnitTask *t)
{
    const CampaignIndex *x = m->overview.index;
    int indicator = t->target ? map_get(&x->indicators, t->target->target->indicator) : -1;
    return t->reached && t->pace.reason != LIGHT_CEILING && indicator >= 0 &&
           str_eq(x->def->indicators.items[indicator].measure, S("cumulative"));
}

static OwnTask own_task(const InboxMaker *m, const UnitTask *rows, int nrows)
{
    OwnTask own = {.task = rows->task,
                   .role = rows->role,
                   .index = map_get(&m->overview.index->tasks, rows->task->no),
                   .settled = true};
    for (int i = 0; i < nrows; i++) {
        own.settled &= is_for_good(m, &rows[i]);
        if (!own.worst || rows[i].pace.light > own.light) {
            own.light = rows[i].pace.light;
            own.worst = &rows[i];
        }
    }
    own.settled |= rows->note && str_eq(rows->note->state, S("done_claimed"));
    return own;
}

static bool unit_tasks(InboxMaker *m, const Unit *unit, OwnTasks *ret_tasks, Err *err)
{
    UnitView *view = arena_new(m->app->arena, UnitView, 1);
    view->unit = unit;
    if (!unit_view_tasks(m->app, view, err))
        return false;
    for (int i = 0, n; i < view->tasks.count; i += n) {
        const UnitTask *rows = &view->tasks.items[i];
        for (n = 1; i + n < view->tasks.count && rows[n].task == rows->task;)
            n++;
        *arena_push(m->app->arena, ret_tasks) = own_task(m, rows, n);
    }
    return true;
}

/* Deadlines of this week stand for themselves, later ones together by day. */
static void add_deadlines(InboxMaker *m, OwnTasks *tasks)
{
    InboxItem *by_day[OVERVIEW_NEAR_DAYS + 1] = {0}, *more_late = NULL;
    int named = 0;
    for (int i = 0; i < tasks->count; i++) {
        OwnTask *own = &tasks->items[i];
        Date on = own->task->deadline;
        int ahead = on == DATE_NONE ? OVERVIEW_NEAR_DAYS + 1 : on - m->app->today;
        if (own->settled || ahead > OVERVIEW_NEAR_DAYS)
            continue;
        own->listed = inbox_group_of(m->app->today, on) != INBOX_LATER;
        bool alone = own->listed && named < INBOX_TASKS_SHOWN;
        InboxItem **heap = ahead < 0 ? &more_late : &by_day[ahead];
        if (alone || !*heap) {
            InboxItem *item = inbox_add(m, alone ? INBOX_TASK : INBOX_TASKS, on);
            item->order = own->index;
            item->light = own->light >= LIGHT_YELLOW ? own->light : LIGHT_NONE;
            named += alone;
            if (alone) {
                item->task = own->task;
                continue;
            }
            *heap = item;
        }
        inbox_name(m, *heap, own->task->title);
    }
}

static bool says_done(const InboxStrs *noted, const OwnTask *own)
{
    for (int i = 0; i < noted->count; i++)
        if (str_eq(noted->items[i], own->task->no))
            return true;
    return false;
}

static void add_note(InboxMaker *m, const OwnTask *own, int shown, InboxItem **more)
{
    if (shown < INBOX_TASKS_SHOWN) {
        InboxItem *item = inbox_add(m, INBOX_NOTE, DATE_NONE);
        item->task = own->task;
        item->order = own->index;
        item->light = own->light;
        item->note = own->worst->target ? own->worst->target->target->what : S("");
        item->code = own->worst->pace.gap;
        return;
    }
    if (!*more) {
        *more = inbox_add(m, INBOX_NOTE, DATE_NONE);
        (*more)->order = own->index;
    }
    inbox_name(m, *more, own->task->title);
}

/* Behind its schedule by the unit's own figures, and nobody of the unit has noted why this month. */
static bool add_notes(InboxMaker *m, const OwnTasks *tasks, Err *err)
{
    int year, month, day, shown = 0;
    InboxStrs noted = {0};
    InboxItem *more = NULL;
    date_to_ymd(m->app->today, &year, &month, &day);
    int64_t since =
        (int64_t)(m->app->today - (day - 1)) * 86400000 - (int64_t)OFFSET_MINUTES_CHINA * 60000;
    if (!inbox_noted(m->app->db, m->app->arena, m->app->def.code, m->app->actor.unit, since, &noted,
                     err))
        return false;
    for (Light light = LIGHT_RED; light >= LIGHT_YELLOW; light--)
        for (int i = 0; i < tasks->count; i++) {
            const OwnTask *own = &tasks->items[i];
            if (own->light == light && !own->settled && !own->listed &&
                !str_eq(own->role, S("supporting")) && !says_done(&noted, own))
                add_note(m, own, shown++, &more);
        }
    return true;
}

/* A data owner's are those of its body. */
static bool of_body(const InboxMaker *m, int task)
{
    const CampaignIndex *x = m->overview.index;
    const TaskPlace *place = &x->places[task];
    for (int i = 0; i < place->nparties; i++)
        if (str_eq(x->party_codes[place->parties[i].party], m->app->actor.body))
            return true;
    return false;
}

/* For who signs for none. */
static void new_circulars(InboxMaker *m)
{
    for (int i = 0; i < m->inbox->happened.count; i++) {
        const Happened *h = &m->inbox->happened.items[i];
        if (h->kind != HAPPENED_ISSUED && h->kind != HAPPENED_NOTICE)
            continue;
        InboxItem *item = inbox_add(m, INBOX_CIRCULAR, DATE_NONE);
        item->period = h->period;
        item->code = h->word;
        item->since = instant_to_date(h->at, OFFSET_MINUTES_CHINA);
        item->order = -i;
    }
}

bool inbox_own(InboxMaker *m, Err *err)
{
    const CampaignIndex *x = m->overview.index;
    int unit = map_get(&x->units, m->app->actor.unit);
    if (!inbox_months(m, own_month, err))
        return false;
    if (unit < 0) {
        new_circulars(m);
        TaskFinds finds = {0};
        if (!inbox_find_tasks(m, of_body, &finds, err))
            return false;
        inbox_add_dues(m, &finds);
        return true;
    }
    OwnTasks tasks = {0};
    if (!unit_tasks(m, &x->def->units.items[unit], &tasks, err))
        return false;
    add_deadlines(m, &tasks);
    return add_notes(m, &tasks, err);
}

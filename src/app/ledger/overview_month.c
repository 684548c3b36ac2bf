/* The period in hand: its calendar, the reports and confirmations that have not come in. */
#include "app/ledger/overview_parts.h"

#include "store/month.h"

bool overview_facts(OverviewMaker *m, OverviewFacts *ret_facts, Err *err)
{
    App *app = m->app;
    const CampaignDef *def = m->index->def;
    RunList runs = {0};
    PeriodCodes issued = {0};
    OverviewFacts f = {.periods = arena_new(app->arena, PeriodFacts, def->periods.count),
                       .first = def->periods.count};
    if (!run_list(app->db, app->arena, def->code, &runs, err) ||
        !circular_periods(app->db, app->arena, def->code, &issued, err))
        return false;
    for (int i = 0; i < runs.count; i++) {
        int at = map_get(&m->index->periods, runs.items[i].period);
        if (at < 0)
            continue;
        f.first = at < f.first ? at : f.first;
        f.periods[at].tried = true;
        f.periods[at].frozen |= str_eq(runs.items[i].kind, S("frozen"));
        f.periods[at].published |= runs.items[i].published_on.len > 0;
    }
    for (int i = 0; i < issued.count; i++) {
        int at = map_get(&m->index->periods, issued.items[i]);
        if (at >= 0)
            f.periods[at].issued = true;
    }
    *ret_facts = f;
    return true;
}

bool overview_is_out(const CampaignDef *def, const PeriodFacts *facts)
{
    return def->issuer.len ? facts->issued : facts->published;
}

/* A trial period has no rank: its work ends with the trial run. */
static bool is_finished(const CampaignDef *def, const CampaignPeriod *period,
                        const PeriodFacts *facts)
{
    return period->ranked ? overview_is_out(def, facts) : facts->tried;
}

/* A campaign without a month's calendar opens a period with its first day. */
static bool has_opened(const CampaignPeriod *period, Date today)
{
    return (period->opens_on == DATE_NONE ? period->from : period->opens_on) <= today;
}

/* The last one that has opened, or the one after it where that one is finished; -1 = none. */
static int in_hand(const OverviewMaker *m, const OverviewFacts *facts)
{
    const CampaignDef *def = m->index->def;
    int at = -1;
    for (int i = 0; i < def->periods.count; i++)
        if (has_opened(&def->periods.items[i], m->app->today))
            at = i;
    if (at >= 0 && !is_finished(def, &def->periods.items[at], &facts->periods[at]))
        return at;
    return at + 1 < def->periods.count ? at + 1 : -1;
}

/* ---- days ---- */

Str month_day_word(MonthDay day)
{
    static const Str words[DAY_COUNT] = {
        [DAY_OPENS] = SC("opens"),         [DAY_DUE] = SC("due"),
        [DAY_CONFIRM] = SC("confirm"),     [DAY_LOCK] = SC("lock"),
        [DAY_TRIAL_RUN] = SC("trial_run"), [DAY_APPEAL] = SC("appeal"),
        [DAY_RULING] = SC("ruling"),       [DAY_FREEZE] = SC("freeze"),
        [DAY_ISSUE] = SC("issue"),
    };
    return words[day];
}

static void days_of(const CampaignPeriod *p, Date *ret_days)
{
    const Date days[DAY_COUNT] = {
        [DAY_OPENS] = p->opens_on,
        [DAY_DUE] = p->due_on,
        [DAY_CONFIRM] = p->confirm_on,
        [DAY_LOCK] = p->lock_on,
        [DAY_TRIAL_RUN] = p->trial_run_on,
        [DAY_APPEAL] = p->ranked ? p->appeal_on : DATE_NONE,
        [DAY_RULING] = p->ranked ? p->ruling_on : DATE_NONE,
        [DAY_FREEZE] = p->ranked ? p->freeze_on : DATE_NONE,
        [DAY_ISSUE] = p->ranked ? p->issue_on : DATE_NONE,
    };
    for (int i = 0; i < DAY_COUNT; i++)
        ret_days[i] = days[i];
}

/* Whether the work of that day is known to be done; *ret_known false where only the day itself says. */
static bool is_done(const CampaignDef *def, const PeriodFacts *facts, MonthDay day, bool *ret_known)
{
    *ret_known = day == DAY_TRIAL_RUN || day == DAY_FREEZE || day == DAY_ISSUE;
    switch (day) {
    case DAY_TRIAL_RUN:
        return facts->tried;
    case DAY_FREEZE:
        return facts->frozen;
    case DAY_ISSUE:
        return overview_is_out(def, facts);
    default:
        return false;
    }
}

static void fill_days(OverviewMaker *m, const PeriodFacts *facts, OverviewMonth *month)
{
    Date on[DAY_COUNT], today = m->app->today;
    days_of(month->period, on);
    month->next = DAY_COUNT;
    for (int i = 0; i < DAY_COUNT; i++) {
        OverviewDay *d = &month->days[i];
        bool known, done = is_done(m->index->def, facts, (MonthDay)i, &known);
        d->day = due_day(m, on[i]);
        if (on[i] == DATE_NONE)
            continue;
        d->state = done             ? DAY_DONE
                   : on[i] > today  ? DAY_AHEAD
                   : on[i] == today ? DAY_TODAY
                   : known          ? DAY_LATE
                                    : DAY_PAST;
        if ((d->state == DAY_AHEAD || d->state == DAY_TODAY) && month->next == DAY_COUNT)
            month->next = i;
    }
}

/* ---- what has come in ---- */

/* The first and the newest version of each party's submission of one kind. */
typedef struct Arrived {
    Map of; /* party → index of the two below */
    const Submission **first, **last;
    int count;
} Arrived;

static void arrived_of(Arena *arena, const SubmissionList *list, Str kind, Arrived *ret_arrived)
{
    Arrived a = {.first = arena_alloc(arena, (size_t)list->count, sizeof *a.first),
                 .last = arena_alloc(arena, (size_t)list->count, sizeof *a.last)};
    for (int i = 0; i < list->count; i++) {
        const Submission *s = &list->items[i];
        if (!str_eq(s->kind, kind))
            continue;
        int at = map_get(&a.of, s->party);
        if (at < 0) {
            at = a.count++;
            map_put(arena, &a.of, s->party, at);
            a.first[at] = s;
        }
        a.last[at] = s;
    }
    *ret_arrived = a;
}

static void own_state(OverviewMonth *month, bool is_report, const Arrived *arrived, int at)
{
    month->own_owed = true;
    month->own_is_report = is_report;
    month->own_received = at >= 0;
    if (at < 0)
        return;
    month->own_received_on = arrived->last[at]->received_on;
    month->own_version = arrived->last[at]->version;
    month->own_late_days = arrived->first[at]->late_days;
}

static void count_reports(OverviewMaker *m, const SubmissionList *list, OverviewMonth *month)
{
    const CampaignDef *def = m->index->def;
    Arrived arrived;
    arrived_of(m->app->arena, list, S("report"), &arrived);
    for (int i = 0; i < def->units.count; i++) {
        const Unit *unit = &def->units.items[i];
        if (!unit->ranked || !unit_is_member(def, unit, month->period))
            continue;
        int at = map_get(&arrived.of, unit->code);
        month->owed++;
        month->received += at >= 0;
        month->late += at >= 0 && arrived.first[at]->late_days > 0;
        if (at < 0 && month->may_names)
            *arena_push(m->app->arena, &month->missing) = unit;
        if (str_eq(unit->code, m->app->actor.unit))
            own_state(month, true, &arrived, at);
    }
}

static void count_confirmations(OverviewMaker *m, const SubmissionList *list, OverviewMonth *month)
{
    const CampaignDef *def = m->index->def;
    bool own = permit_scope(m->app->actor.role, ACT_CONFIRM_SUBMIT) == SCOPE_OWN;
    Arrived arrived;
    Map assessors = {0};
    arrived_of(m->app->arena, list, S("confirmation"), &arrived);
    for (int i = 0; i < def->indicators.count; i++)
        map_put(m->app->arena, &assessors, def->indicators.items[i].assessor, i);
    for (int i = 0; i < def->bodies.count; i++) {
        const Body *body = &def->bodies.items[i];
        if (map_get(&assessors, body->code) < 0)
            continue;
        int at = map_get(&arrived.of, body->code);
        month->confirm_owed++;
        month->confirm_received += at >= 0;
        if (at < 0 && month->may_names)
            *arena_push(m->app->arena, &month->unconfirmed) = body;
        if (own && str_eq(body->code, m->app->actor.body))
            own_state(month, false, &arrived, at);
    }
}

static bool fill_submissions(OverviewMaker *m, OverviewMonth *month, Err *err)
{
    App *app = m->app;
    SubmissionList list = {0};
    Role role = app->actor.role;
    bool all = permit_scope(role, ACT_RESULT_READ) == SCOPE_ALL;
    month->may_names = permit_scope(role, ACT_REPORT_SUBMIT) == SCOPE_ALL;
    month->may_reports = month->may_names || all;
    month->may_confirmations = permit_scope(role, ACT_CONFIRM_SUBMIT) == SCOPE_ALL || all;
    if (!period_submissions(app->db, app->arena, app->def.code, month->period->code, INT64_MAX,
                            &list, err))
        return false;
    count_reports(m, &list, month);
    count_confirmations(m, &list, month);
    return true;
}

static void find_unfinished(OverviewMaker *m, const OverviewFacts *facts, int until)
{
    const CampaignDef *def = m->index->def;
    for (int i = facts->first; i < until; i++) {
        const CampaignPeriod *p = &def->periods.items[i];
        if (p->ranked && !overview_is_out(def, &facts->periods[i]))
            *arena_push(m->app->arena, &m->view->unfinished) = p;
    }
}

bool overview_one_month(OverviewMaker *m, const OverviewFacts *facts, int period,
                        OverviewMonth *ret_month, Err *err)
{
    OverviewMonth month = {.period = &m->index->def->periods.items[period], .next = DAY_COUNT};
    month.is_open = has_opened(month.period, m->app->today);
    fill_days(m, &facts->periods[period], &month);
    if (month.is_open && !fill_submissions(m, &month, err))
        return false;
    *ret_month = month;
    return true;
}

bool overview_month(OverviewMaker *m, const OverviewFacts *facts, Err *err)
{
    const CampaignDef *def = m->index->def;
    m->view->month.next = DAY_COUNT;
    for (int i = 0; i < def->periods.count; i++)
        m->view->any_published |= facts->periods[i].published;
    int at = in_hand(m, facts);
    find_unfinished(m, facts, at < 0 ? def->periods.count : at);
    return at < 0 || overview_one_month(m, facts, at, &m->view->month, err);
}

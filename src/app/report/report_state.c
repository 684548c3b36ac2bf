#include "app/report/report_state.h"

#include "app/campaign_index.h"
#include "app/report/lock.h"
#include "store/draft.h"

Str report_state_word(ReportState state)
{
    static const Str words[REPORT_STATES] = {
        [REPORT_NOT_OPENED] = SC("not_opened"), [REPORT_OPEN] = SC("open"),
        [REPORT_DRAFT] = SC("draft"),           [REPORT_FILLED] = SC("filled"),
        [REPORT_RECEIVED] = SC("received"),     [REPORT_RETURNED] = SC("returned"),
        [REPORT_CORRECTED] = SC("corrected"),   [REPORT_ACCEPTED] = SC("accepted"),
        [REPORT_LOCKED] = SC("locked"),
    };
    return words[state];
}

/* What is the same for all units of a period. */
typedef struct Month {
    App *app;
    const CampaignPeriod *period;
    bool locked;
    int days_over; /* workdays since the last day; 0: not over, or the calendar does not know */
    bool over;
} Month;

static bool month_of(App *app, const CampaignPeriod *period, Month *ret_month, Err *err)
{
    Month m = {.app = app, .period = period};
    Calendar calendar;
    Err unknown = {0};
    LockState lock;
    m.over = period->due_on != DATE_NONE && app->today > period->due_on;
    if (!lock_state(app, app->db, period->code, &lock, err) ||
        (m.over && !app_workdays(app, &calendar, err)))
        return false;
    m.locked = lock.locked;
    if (m.over && !workday_count(&calendar, period->due_on, app->today, &m.days_over, &unknown))
        m.days_over = 0;
    *ret_month = m;
    return true;
}

/* Versions come in order of arrival: the first says how late, the newest how it stands. */
static void take_version(ReportStanding *s, const Submission *version)
{
    if (s->version == 0)
        s->late_days = version->late_days;
    s->version = version->version;
    s->submission = version->id;
    s->received_at = version->received_at;
    s->channel = version->channel;
    s->on_behalf = version->sender.len > 0;
    s->by_channel = version->channel.len > 0 && !str_eq(version->channel, S("web"));
}

/* Of the newest version the last step holds. */
static void take_step(ReportStanding *s, const ReportStep *step)
{
    if (!str_eq(step->submission, s->submission))
        return;
    bool accepted = str_eq(step->state, S("accepted"));
    s->state = accepted ? REPORT_ACCEPTED : REPORT_RETURNED;
    s->returned_on = accepted ? DATE_NONE : instant_to_date(step->at, OFFSET_MINUTES_CHINA);
}

static void take_draft(ReportStanding *s, const DraftRow *draft)
{
    s->drafting = draft->revision > 0 && !str_eq(draft->state, S("gone"));
    s->filled = s->drafting && str_eq(draft->state, S("filled"));
    if (s->drafting)
        s->state = str_eq(draft->state, S("filled")) ? REPORT_FILLED : REPORT_DRAFT;
}

static void settle(const Month *m, ReportStanding *s)
{
    Date opens = m->period->opens_on;
    if (s->state == REPORT_ACCEPTED || s->state == REPORT_RETURNED)
        ;
    else if (s->version > 0)
        s->state = s->version > 1 ? REPORT_CORRECTED : REPORT_RECEIVED;
    else if (!s->drafting)
        s->state = opens != DATE_NONE && m->app->today < opens ? REPORT_NOT_OPENED : REPORT_OPEN;
    s->missing = s->version == 0 && m->over;
    if (s->missing)
        s->late_days = m->days_over;
    s->late = s->missing || s->late_days > 0;
    s->beneath = s->state;
    if (m->locked)
        s->state = REPORT_LOCKED;
}

bool report_state(App *app, const CampaignPeriod *period, const Unit *unit,
                  ReportStanding *ret_standing, Err *err)
{
    Month m;
    DraftRow draft;
    SubmissionList list = {0};
    ReportSteps steps = {0};
    ReportStanding s = {.unit = unit, .returned_on = DATE_NONE};
    if (!month_of(app, period, &m, err) ||
        !draft_find(app->db, app->arena, app->def.code, period->code, unit->code, &draft, err) ||
        !submission_versions(app->db, app->arena, app->def.code, S("report"), period->code,
                             unit->code, &list, err))
        return false;
    take_draft(&s, &draft);
    for (int i = 0; i < list.count; i++)
        take_version(&s, &list.items[i]);
    if (!report_steps(app->db, app->arena, app->def.code, period->code, unit->code, &steps, err))
        return false;
    for (int i = 0; i < steps.count; i++)
        take_step(&s, &steps.items[i]);
    settle(&m, &s);
    *ret_standing = s;
    return true;
}

/* ---- of all ---- */

typedef struct States {
    Month month;
    int *at; /* [unit of the campaign] index of the list; -1 = not in it */
    ReportStandingList list;
} States;

static ReportStanding *standing_of(States *s, Str unit)
{
    int at = map_get(&app_index(s->month.app)->units, unit);
    return at < 0 || s->at[at] < 0 ? NULL : &s->list.items[s->at[at]];
}

bool report_reports(const App *app, const Unit *unit)
{
    return unit->ranked || app_group(app, unit->group) != NULL;
}

static void list_units(States *s)
{
    App *app = s->month.app;
    const CampaignDef *def = app_index(app)->def;
    s->at = arena_new(app->arena, int, def->units.count);
    for (int u = 0; u < def->units.count; u++) {
        const Unit *unit = &def->units.items[u];
        s->at[u] = -1;
        if (!unit_is_member(def, unit, s->month.period) || !report_reports(app, unit))
            continue;
        s->at[u] = s->list.count;
        *arena_push(app->arena, &s->list) =
            (ReportStanding){.unit = unit, .returned_on = DATE_NONE};
    }
}

bool report_states(App *app, const CampaignPeriod *period, ReportStandingList *ret_list, Err *err)
{
    States s = {0};
    DraftList drafts = {0};
    SubmissionList sent = {0};
    ReportSteps steps = {0};
    if (!month_of(app, period, &s.month, err) ||
        !draft_list(app->db, app->arena, app->def.code, period->code, &drafts, err) ||
        !period_submissions(app->db, app->arena, app->def.code, period->code, INT64_MAX, &sent,
                            err) ||
        !report_steps(app->db, app->arena, app->def.code, period->code, S(""), &steps, err))
        return false;
    list_units(&s);
    for (int i = 0; i < drafts.count; i++) {
        ReportStanding *one = standing_of(&s, drafts.items[i].unit);
        if (one)
            take_draft(one, &drafts.items[i]);
    }
    for (int i = 0; i < sent.count; i++) {
        ReportStanding *one =
            str_eq(sent.items[i].kind, S("report")) ? standing_of(&s, sent.items[i].party) : NULL;
        if (one)
            take_version(one, &sent.items[i]);
    }
    for (int i = 0; i < steps.count; i++) {
        ReportStanding *one = standing_of(&s, steps.items[i].party);
        if (one)
            take_step(one, &steps.items[i]);
    }
    for (int i = 0; i < s.list.count; i++)
        settle(&s.month, &s.list.items[i]);
    *ret_list = s.list;
    return true;
}

#include "app/ledger/overview_parts.h"

#include "app/talk/talks.h"

/* Tasks of a campaign share few deadlines: the last one counted is kept. */
DueDay due_day(OverviewMaker *m, Date on)
{
    Err beyond = {0};
    if (m->has_counted && m->counted.on == on)
        return m->counted;
    DueDay day = {.on = on};
    day.counted =
        on != DATE_NONE && workday_count(&m->calendar, m->app->today, on, &day.workdays, &beyond);
    m->has_counted = true;
    m->counted = day;
    return day;
}

/* Proposals that nobody has decided yet, of those the reader may see. */
static bool open_talks(OverviewMaker *m, Err *err)
{
    TalkList talks = {0};
    const CampaignDef *def = m->index->def;
    if (permit_scope(m->app->actor.role, ACT_TALK_READ) == SCOPE_NONE)
        return true;
    if (!talks_list(m->app, &talks, err))
        return false;
    for (int i = 0; i < talks.count; i++) {
        const TalkRow *t = &talks.items[i];
        int unit = map_get(&m->index->units, t->unit);
        int period = map_get(&m->index->periods, t->period);
        if (unit >= 0 && period >= 0 &&
            (str_eq(talk_state(t), S("proposed")) || str_eq(talk_state(t), S("applied"))))
            *arena_push(m->app->arena, &m->view->talks) = (OverviewTalk){
                &def->units.items[unit], &def->periods.items[period], t->step, t->months};
    }
    return true;
}

bool overview_read(App *app, Overview *ret_overview, Err *err)
{
    Role role = app->actor.role;
    Overview view = {.may_ledger = permit_scope(role, ACT_LEDGER_READ) != SCOPE_NONE,
                     .may_results = permit_scope(role, ACT_RESULT_READ) != SCOPE_NONE,
                     .month = {.next = DAY_COUNT}};
    Ledger ledger;
    OverviewFacts facts;
    if (!app_need_campaign(app, err))
        return false;
    OverviewMaker m = {.app = app, .index = app_index(app), .view = &view};
    if (view.may_ledger) {
        view.has_lights = m.index->def->lights.count > 0;
        if (!app_workdays(app, &m.calendar, err) || !ledger_read(app, &ledger, err) ||
            !overview_facts(&m, &facts, err) || !overview_month(&m, &facts, err) ||
            !open_talks(&m, err))
            return false;
        overview_tasks(&m, &ledger);
    }
    if (!standings_latest(app, &view.standings, err))
        return false;
    *ret_overview = view;
    return true;
}

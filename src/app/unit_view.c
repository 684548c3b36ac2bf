#include "app/unit_view.h"

#include "app/talks.h"

/* ---- the year ---- */

static bool add_months(App *app, const Past *past, UnitView *v)
{
    for (int i = 0; i < app->def.periods.count; i++) {
        const CampaignPeriod *period = &app->def.periods.items[i];
        const RunUnit *row = past_of(app, past, v->unit, i);
        UnitMonth *m = arena_push(app->arena, &v->months);
        *m = (UnitMonth){.period = period, .seat = seat_in_period(app, v->unit, period)};
        if (!row)
            continue;
        m->published = true;
        m->result = *row;
        m->units = past->periods[i].units.count;
        m->scheme_version = past->periods[i].run.scheme_version;
    }
    return true;
}

/* The newest month that this reader may open. */
static bool newest_month(App *app, const UnitView *v, int *ret_index, Err *err)
{
    bool trials = permit_scope(app->actor.role, ACT_RESULT_TRIAL_READ) == SCOPE_ALL ||
                  permit_scope(app->actor.role, ACT_EXPLAIN) == SCOPE_OWN;
    *ret_index = -1;
    for (int i = v->months.count - 1; i >= 0 && *ret_index < 0; i--) {
        const UnitMonth *m = &v->months.items[i];
        bool found = m->published;
        RunRow run;
        if (!found && trials && m->seat &&
            !run_latest(app->db, app->arena, app->def.code, m->period->code, m->seat->group, &found,
                        &run, err))
            return false;
        if (found)
            *ret_index = i;
    }
    return true;
}

/* What hides a month from this reader is part of the page, not its end. */
static bool is_a_reason(ErrCode code)
{
    return code == ERR_PERIOD_HIDDEN || code == ERR_PERIOD_NO_RUN || code == ERR_UNIT_NOT_MEMBER;
}

static bool open_month(App *app, Str period, UnitView *v, Err *err)
{
    int index = period.len ? app_period_index(app, period) : -1;
    const CampaignPeriod *known;
    if (period.len && !app_period(app, period, &known, err))
        return false;
    if (period.len == 0 && !newest_month(app, v, &index, err))
        return false;
    v->opened = -1;
    if (index < 0)
        return true;
    const UnitMonth *m = &v->months.items[index];
    const Unit *seat = m->seat ? m->seat : v->unit;
    if (explain_unit(app, m->period->code, seat->code, &v->explanation, err)) {
        v->opened = index;
        return true;
    }
    if (!is_a_reason(err->code))
        return false;
    v->hidden = *err;
    *err = (Err){0};
    return true;
}

/* ---- its work ---- */

static bool add_reports(App *app, UnitView *v, Err *err)
{
    const Unit *last = NULL;
    SubmissionList list = {0};
    for (int i = 0; i < v->months.count; i++) {
        const Unit *seat = v->months.items[i].seat;
        if (!seat || seat == last)
            continue;
        last = seat;
        if (!submission_list_of(app->db, app->arena, app->def.code, S("report"), seat->code, &list,
                                err))
            return false;
    }
    for (int i = list.count - 1; i >= 0; i--)
        *arena_push(app->arena, &v->reports) = list.items[i];
    return true;
}

static bool is_of_unit(const Unit *unit, Str party)
{
    Str bodies = unit->bodies;
    if (str_eq(party, unit->code))
        return true;
    while (bodies.len)
        if (str_eq(str_cut(&bodies, ';'), party))
            return true;
    return false;
}

static int add_shares(App *app, const Task *task, UnitView *v)
{
    int found = 0;
    for (int i = 0; i < app->def.targets.count; i++) {
        const Target *target = &app->def.targets.items[i];
        if (!str_eq(target->task, task->no))
            continue;
        for (int k = 0; k < app->def.allotments.count; k++) {
            const Allotment *a = &app->def.allotments.items[k];
            if (!str_eq(a->target, target->code) || !str_eq(a->unit, v->unit->code))
                continue;
            *arena_push(app->arena, &v->tasks) = (UnitTask){task, target, a->value};
            found++;
        }
    }
    return found;
}

static bool is_responsible(const App *app, const Task *task, const Unit *unit)
{
    for (int i = 0; i < app->def.responsibilities.count; i++) {
        const Responsibility *r = &app->def.responsibilities.items[i];
        if (str_eq(r->task, task->no) && !str_eq(r->role, S("lead_leader")) &&
            is_of_unit(unit, r->party))
            return true;
    }
    return false;
}

/* In the order of the ledger: its shares in targets, else the task itself. */
static void add_tasks(App *app, UnitView *v)
{
    for (int i = 0; i < app->def.tasks.count; i++) {
        const Task *task = &app->def.tasks.items[i];
        if (task->restricted || add_shares(app, task, v) > 0)
            continue;
        if (is_responsible(app, task, v->unit))
            *arena_push(app->arena, &v->tasks) = (UnitTask){.task = task};
    }
}

static bool add_talks(App *app, UnitView *v, Err *err)
{
    TalkList all = {0};
    if (permit_scope(app->actor.role, ACT_TALK_READ) == SCOPE_NONE)
        return true;
    if (!talks_list(app, &all, err))
        return false;
    for (int i = 0; i < all.count; i++)
        if (str_eq(all.items[i].unit, v->unit->code))
            *arena_push(app->arena, &v->talks) = all.items[i];
    return true;
}

bool unit_view_read(App *app, Str unit_code, Str period, UnitView *ret_view, Err *err)
{
    UnitView v = {0};
    Past past;
    if (!app_need_campaign(app, err))
        return false;
    v.unit = app_unit(app, unit_code);
    if (!v.unit)
        return err_set(err, ERR_UNIT_UNKNOWN, {"found", unit_code});
    if (!app_permit(app, ACT_EXPLAIN, v.unit->code, v.unit->code, err) ||
        !past_load(app, v.unit->group, app->now_ms, &past, err) || !add_months(app, &past, &v) ||
        !open_month(app, period, &v, err) || !add_reports(app, &v, err) || !add_talks(app, &v, err))
        return false;
    add_tasks(app, &v);
    *ret_view = v;
    return true;
}

/* ---- all units ---- */

static bool add_lines(App *app, const PeerGroup *group, UnitLines *lines, Err *err)
{
    Past past;
    bool all = permit_scope(app->actor.role, ACT_EXPLAIN) == SCOPE_ALL;
    if (!past_load(app, group->code, app->now_ms, &past, err))
        return false;
    for (int u = 0; u < app->def.units.count; u++) {
        const Unit *unit = &app->def.units.items[u];
        if (!str_eq(unit->group, group->code) || (!all && !str_eq(unit->code, app->actor.unit)))
            continue;
        if (unit->successor.len && unit->valid_to != DATE_NONE && unit->valid_to < app->today)
            continue; /* its successor has the seat and shows its past */
        UnitLine *line = arena_push(app->arena, lines);
        *line = (UnitLine){.unit = unit};
        for (int i = app->def.periods.count - 1; i >= 0 && !line->has_result; i--) {
            const RunUnit *row = past_of(app, &past, unit, i);
            if (row)
                *line = (UnitLine){unit, true, *row, app->def.periods.items[i].code};
        }
    }
    return true;
}

bool unit_lines(App *app, UnitLines *ret_lines, Err *err)
{
    UnitLines lines = {0};
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_EXPLAIN, app->actor.unit, S("units"), err))
        return false;
    for (int i = 0; i < app->def.groups.count; i++)
        if (!add_lines(app, &app->def.groups.items[i], &lines, err))
            return false;
    *ret_lines = lines;
    return true;
}

/* ---- what was handed in ---- */

static void keep_own(App *app, SubmissionView *v)
{
    SubmissionValueList own = {0};
    for (int i = 0; i < v->values.count; i++)
        if (str_eq(v->values.items[i].unit, app->actor.unit))
            *arena_push(app->arena, &own) = v->values.items[i];
    v->values = own;
    v->tasks = (SubmissionTaskList){0};
    v->only_own = true;
}

/* Whose it is, for the permission: of a unit that took over a seat also what its predecessor sent. */
static Str party_of(App *app, const Submission *head)
{
    const Unit *own = app->actor.unit.len ? app_unit(app, app->actor.unit) : NULL;
    const CampaignPeriod *period;
    Err ignored = {0};
    if (!own || !app_period(app, head->period, &period, &ignored))
        return head->party;
    const Unit *seat = seat_in_period(app, own, period);
    return seat && str_eq(seat->code, head->party) ? own->code : head->party;
}

bool submission_view(App *app, Str id, SubmissionView *ret_view, Err *err)
{
    SubmissionView v = {0};
    if (!app_need_campaign(app, err) ||
        !submission_find(app->db, app->arena, app->def.code, id, &v.head, err) ||
        !submission_values(app->db, app->arena, id, &v.values, err) ||
        !submission_tasks(app->db, app->arena, id, &v.tasks, err))
        return false;
    bool sheet = str_eq(v.head.kind, S("confirmation"));
    if (sheet && permit_scope(app->actor.role, ACT_CONFIRM_SUBMIT) == SCOPE_OWN &&
        str_eq(v.head.party, app->actor.body)) {
        *ret_view = v;
        return true;
    }
    if (sheet && permit_scope(app->actor.role, ACT_EXPLAIN) == SCOPE_OWN) {
        keep_own(app, &v);
        if (v.values.count == 0 && !app_permit(app, ACT_EXPLAIN, v.head.party, id, err))
            return false;
    } else if (!app_permit(app, ACT_EXPLAIN, party_of(app, &v.head), id, err)) {
        return false;
    }
    *ret_view = v;
    return true;
}

#include "app/result/unit_view.h"

#include "app/restricted.h"
#include "app/result/result.h"
#include "app/talk/talks.h"
#include "app/target/target_value.h"
#include "app/task_role.h"
#include "sys/json_in.h"

/* ---- the year ---- */

static void add_months(App *app, const Results *results, UnitView *v)
{
    const CampaignIndex *x = app_index(app);
    const GroupResults *group = results_of(results, v->unit->group);
    v->months.count = app->def.periods.count;
    v->months.items = arena_new(app->arena, UnitMonth, v->months.count);
    for (int i = 0; i < v->months.count; i++) {
        const CampaignPeriod *period = &app->def.periods.items[i];
        v->months.items[i] =
            (UnitMonth){.period = period, .seat = seat_in_period(app, v->unit, period)};
    }
    for (int i = 0; group && i < group->periods.count; i++) {
        const PublishedPeriod *p = &group->periods.items[i];
        const RunUnit *row = published_of(app, x, p, v->unit);
        UnitMonth *m = &v->months.items[p->period];
        if (!row)
            continue;
        m->published = true;
        m->result = *row;
        m->units = p->units.count;
        m->scheme_version = p->run.scheme_version;
    }
}

/* The newest month that this reader may open. */
static bool newest_month(App *app, const UnitView *v, int *ret_index, Err *err)
{
    bool trials = permit_scope(app->actor.role, ACT_RESULT_TRIAL_READ) == SCOPE_ALL;
    bool opened = permit_scope(app->actor.role, ACT_EXPLAIN) == SCOPE_OWN;
    *ret_index = -1;
    for (int i = v->months.count - 1; i >= 0 && *ret_index < 0; i--) {
        const UnitMonth *m = &v->months.items[i];
        bool found = m->published;
        RunRow run;
        if (!found && trials && m->seat &&
            !run_latest(app->db, app->arena, app->def.code, m->period->code, m->seat->group, &found,
                        &run, err))
            return false;
        if (!found && opened && m->seat &&
            !result_for_units(app, m->period->code, m->seat->group, &found, &run, err))
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

static void take_whole(UnitTask *own, const LedgerTarget *t)
{
    const LedgerProgress *p = &t->progress;
    own->whole = true;
    own->allotted = p->target.len ? p->target : t->target->value;
    own->period = p->known ? p->period : S("");
    own->actual = p->actual;
    own->pace = (TargetPace){.percent = p->percent,
                             .plan = p->plan,
                             .gap = p->gap,
                             .light = t->light,
                             .reason = t->reason};
    own->reached = p->reached;
}

static void take_own(const CampaignIndex *x, const TargetFigures *f, UnitTask *own)
{
    own->allotted = f->owed.value;
    own->pace = (TargetPace){.percent = f->percent,
                             .plan = f->plan,
                             .gap = f->gap,
                             .light = f->light,
                             .reason = f->reason};
    if (f->period < 0)
        return;
    own->period = x->def->periods.items[f->period].code;
    own->actual = f->actual;
    own->reported = f->reported;
    own->reached = f->is_met;
}

/* Adds the target where it concerns the unit; *ret_added tells. */
static bool add_target(App *app, const Ledger *ledger, const LedgerTarget *t, UnitTask own,
                       UnitView *v, bool *ret_added, Err *err)
{
    int unit = map_get(&ledger->index->units, v->unit->code);
    TargetFigures f;
    if (!ledger_unit_figures(app->arena, ledger, t, unit, &f, err))
        return false;
    bool of_each =
        f.owed.from == OWED_EACH || (f.owed.value.len == 0 && !str_eq(t->target->scope, S("city")));
    bool has_share = of_each ? f.period >= 0 : f.owed.value.len > 0;
    own.target = t;
    *ret_added = has_share || str_eq(own.role, S("lead"));
    if (!*ret_added)
        return true;
    if (has_share)
        take_own(ledger->index, &f, &own);
    else
        take_whole(&own, t);
    *arena_push(app->arena, &v->tasks) = own;
    return true;
}

/* The targets that concern it, else the task itself. */
bool unit_view_tasks(App *app, UnitView *v, Err *err)
{
    Ledger ledger;
    bool added = false;
    if (!ledger_read(app, &ledger, err))
        return false;
    for (int i = 0; i < ledger.rows.count; i++) {
        const LedgerRow *row = &ledger.rows.items[i];
        bool is_first = i == 0 || row[-1].task != row->task, one = false;
        bool is_last = i + 1 == ledger.rows.count || row[1].task != row->task;
        UnitTask own = {.task = row->task,
                        .role = task_role(ledger.index, row->task_index, v->unit, true),
                        .note = ledger_note(&ledger, row)};
        if (row->restricted)
            continue;
        added = added && !is_first;
        if (row->target && !add_target(app, &ledger, row->target, own, v, &one, err))
            return false;
        added |= one;
        if (is_last && !added && own.role.len)
            *arena_push(app->arena, &v->tasks) = own;
    }
    return true;
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

/* Of a restricted unit only its last published rank and score. */
static void close_view(App *app, UnitView *v)
{
    bool newest = true;
    for (int i = v->months.count - 1; i >= 0; i--) {
        UnitMonth *m = &v->months.items[i];
        if (m->published && newest)
            restricted_result(app, &m->result);
        else
            *m = (UnitMonth){.period = m->period, .seat = m->seat};
        newest = newest && !m->published;
    }
    v->opened = -1;
    v->closed = true;
    err_set(&v->hidden, ERR_RESTRICTED, {"unit", v->unit->name});
}

bool unit_view_read(App *app, Str unit_code, Str period, UnitView *ret_view, Err *err)
{
    UnitView v = {0};
    Results results;
    if (!app_need_campaign(app, err))
        return false;
    v.unit = app_unit(app, unit_code);
    if (!v.unit)
        return err_set(err, ERR_UNIT_UNKNOWN, {"found", unit_code});
    if (!app_permit(app, ACT_EXPLAIN, v.unit->code, v.unit->code, err) ||
        !results_read(app, &results, err))
        return false;
    add_months(app, &results, &v);
    if (v.unit->restricted && !restricted_may(app, v.unit->code)) {
        close_view(app, &v);
        *ret_view = v;
        return true;
    }
    if (!open_month(app, period, &v, err) || !add_reports(app, &v, err) ||
        !add_talks(app, &v, err) || !unit_view_tasks(app, &v, err))
        return false;
    *ret_view = v;
    return true;
}

/* ---- what was handed in ---- */

/* The first cell of a row of 表二 is the number of its task. */
static Str submission_task_no(Arena *arena, const SubmissionTask *task)
{
    Tree *cells;
    Err ignored = {0};
    if (!str_eq(task->kind, S("task")) || !json_parse(arena, task->cells, &cells, &ignored))
        return S("");
    return cells->first ? cells->first->text : S("");
}

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

/* Rows of restricted units and by restricted indicators, and texts on restricted tasks, for who has no right. */
static void close_rows(App *app, SubmissionView *v)
{
    SubmissionValueList values = {0};
    SubmissionTaskList tasks = {0};
    bool own = restricted_may(app, party_of(app, &v->head));
    for (int i = 0; i < v->values.count; i++) {
        const SubmissionValue *x = &v->values.items[i];
        bool closed = restricted_unit(app, x->unit) || restricted_indicator(app, x->indicator);
        if (!closed || own || restricted_may(app, x->unit))
            *arena_push(app->arena, &values) = *x;
    }
    for (int i = 0; i < v->tasks.count; i++)
        if (own || !restricted_task(app, submission_task_no(app->arena, &v->tasks.items[i])))
            *arena_push(app->arena, &tasks) = v->tasks.items[i];
    v->left_out = values.count < v->values.count || tasks.count < v->tasks.count;
    v->values = values;
    v->tasks = tasks;
}

/* A report or a correction of a restricted unit is read with the right or not at all. */
static bool check_restricted(App *app, SubmissionView *v, Str id, Err *err)
{
    bool sheet = str_eq(v->head.kind, S("confirmation"));
    if (!sheet && restricted_unit(app, v->head.party))
        return restricted_read(app, party_of(app, &v->head),
                               arena_fmt(app->arena, "submission %.*s", STR_ARG(id)), err);
    Str party = app->actor.unit.len ? app->actor.unit : party_of(app, &v->head);
    int before = v->values.count;
    bool some = false;
    for (int i = 0; i < before && !some; i++)
        some = restricted_unit(app, v->values.items[i].unit) ||
               restricted_indicator(app, v->values.items[i].indicator);
    close_rows(app, v);
    bool shown = some && v->values.count == before;
    return !shown ||
           restricted_read(app, party, arena_fmt(app->arena, "submission %.*s", STR_ARG(id)), err);
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
        close_rows(app, &v);
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
    if (!check_restricted(app, &v, id, err))
        return false;
    *ret_view = v;
    return true;
}

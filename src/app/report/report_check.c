#include "app/report/report_check.h"

#include "app/report/report_lines.h"
#include "app/report/report_parts.h"
#include "app/task_role.h"
#include "base/map.h"
#include "base/utf8.h"
#include "doc/typed.h"

typedef struct Gather {
    App *app;
    const CampaignIndex *x;
    const ReportForm *form;
    const ReportPartList *parts;
    int period;      /* index */
    SeatMonth *past; /* [period index] the months before */
    CheckLine *lines;
    CheckTask *tasks;
    CheckRequest *requests;
    Dec *sums;   /* [line] of the others' values, of those that ask for it */
    int *givers; /* [line] how many have a share; of them without a value */
    Map *values; /* [line] unit → index into `kept` */
    LIST_OF(Str) kept;
} Gather;

/* ---- lines ---- */

static Str canonical(Arena *arena, Str cell)
{
    TypedNumber number;
    Err none = {0};
    return cell.len && typed_number(arena, cell, &number, &none) ? number.text : S("");
}

static bool is_settled(Str cell, Str state)
{
    static const Str na[] = {SC("NA"), SC("N/A"), SC("不涉及"), SC("尚未取得"), SC("not_yet")};
    for (size_t i = 0; i < sizeof na / sizeof *na; i++)
        if (str_eq(cell, na[i]))
            return true;
    return state.len > 0;
}

static bool has_file(const ReportForm *f, Str indicator)
{
    for (int i = 0; i < f->files.count; i++) {
        Str place = S("");
        for (int p = 0; p < f->places.count; p++)
            if (str_eq(f->places.items[p].digest, f->files.items[i].digest))
                place = f->places.items[p].place;
        if (!f->files.items[i].purged_at && (place.len == 0 || str_eq(place, indicator)))
            return true;
    }
    return false;
}

static void past_values(const Gather *g, int indicator, CheckLine *line)
{
    Arena *a = g->app->arena;
    Str *values = arena_new(a, Str, g->period), *plans = arena_new(a, Str, g->period);
    int unit = map_get(&g->x->units, g->form->unit->code);
    for (int p = 0; p < g->period; p++) {
        values[p] = seat_month_value(&g->past[p], indicator);
        plans[p] = index_plan(g->x, indicator, unit, p, NULL);
    }
    line->past = values;
    line->plans = plans;
    line->npast = g->period;
}

/* The counties' values add up: parts of a city's target that is handed on by amounts or numbers. */
static bool is_additive(const Gather *g, const ReportLine *l)
{
    if (!l->target || !str_eq(l->target->scope, S("city")))
        return false;
    Split split = target_split_of(g->x, (int)(l->target - g->x->def->targets.items));
    return split == SPLIT_ADDITIVE || split == SPLIT_MILESTONE;
}

static CheckLine line_of(const Gather *g, const ReportLine *l)
{
    Arena *a = g->app->arena;
    Str value = l->cumulative ? l->cells.cumulative : l->cells.month;
    if (l->prefilled)
        value = S("");
    CheckLine line = {.indicator = l->indicator->code,
                      .name = l->indicator->name,
                      .unit = l->indicator->unit,
                      .owed = l->owed && l->typed,
                      .total = str_eq(l->indicator->measure, S("cumulative")),
                      .additive = is_additive(g, l),
                      .rate = str_eq(l->indicator->measure, S("rate")),
                      .settled = is_settled(value, l->cells.state),
                      .has_file = has_file(g->form, l->indicator->code),
                      .typed_month = l->cells.month,
                      .typed_value = value,
                      .month = canonical(a, l->cells.month),
                      .value = canonical(a, value),
                      .tolerance = canonical(a, l->cells.tolerance),
                      .note = l->cells.note,
                      .target = l->annual,
                      .plan = l->plan};
    past_values(g, map_get(&g->x->indicators, l->indicator->code), &line);
    for (int i = 0; g->parts && i < g->parts->count; i++)
        if (str_eq(g->parts->items[i].indicator, line.indicator))
            line.parts_sum = g->parts->items[i].sum;
    return line;
}

/* ---- the counties beside the city ---- */

static bool has_share(const Gather *g, const ReportLine *l, Str unit)
{
    int target = map_get(&g->x->targets, l->target->code);
    for (int i = 0; target >= 0 && i < group_count(&g->x->allotments_of, target); i++)
        if (str_eq(g->x->def->allotments.items[group_items(&g->x->allotments_of, target)[i]].unit,
                   unit))
            return true;
    return false;
}

static void take_other(void *ctx, const PeriodValue *v)
{
    Gather *g = ctx;
    if (v->na || v->value.len == 0 || str_eq(v->unit, g->form->unit->code))
        return;
    for (int i = 0; i < g->form->lines.count; i++) {
        const ReportLine *l = &g->form->lines.items[i];
        if (!g->lines[i].additive || !str_eq(l->indicator->code, v->indicator) ||
            !has_share(g, l, v->unit))
            continue;
        *arena_push(g->app->arena, &g->kept) = arena_str(g->app->arena, v->value);
        map_put(g->app->arena, &g->values[i], arena_str(g->app->arena, v->unit), g->kept.count - 1);
    }
}

static void sum_line(Gather *g, int i)
{
    const ReportLine *l = &g->form->lines.items[i];
    int target = map_get(&g->x->targets, l->target->code);
    Dec sum = dec_from_i64(0), value;
    int shares = target >= 0 ? group_count(&g->x->allotments_of, target) : 0, given = 0;
    for (int k = 0; k < shares; k++) {
        const Allotment *a =
            &g->x->def->allotments.items[group_items(&g->x->allotments_of, target)[k]];
        int at = str_eq(a->unit, g->form->unit->code) ? -1 : map_get(&g->values[i], a->unit);
        if (at >= 0 && dec_parse(g->kept.items[at], &value, NULL) &&
            dec_add(sum, value, &sum, NULL))
            given++;
    }
    g->lines[i].city_sum = given ? dec_str(g->app->arena, sum) : S("");
    g->lines[i].city_whole = given == shares;
}

/* Only for a form of who leads the city's target. */
static bool add_city(Gather *g, Err *err)
{
    bool any = false;
    for (int i = 0; i < g->form->lines.count; i++) {
        const ReportLine *l = &g->form->lines.items[i];
        g->lines[i].additive = g->lines[i].additive && g->lines[i].value.len &&
                               !has_share(g, l, g->form->unit->code) && l->annual.len;
        any |= g->lines[i].additive;
    }
    if (!any)
        return true;
    g->values = arena_new(g->app->arena, Map, g->form->lines.count);
    if (!period_values_each(g->app->db, g->app->def.code, g->form->period->code, INT64_MAX,
                            take_other, g, err))
        return false;
    for (int i = 0; i < g->form->lines.count; i++)
        if (g->lines[i].additive)
            sum_line(g, i);
    return true;
}

/* ---- narratives ---- */

/* Task number of a row as kept: ["1.2.1", … */
static Str task_of_cells(Str cells)
{
    ptrdiff_t end = str_starts(cells, S("[\"")) ? str_find(cells, S("\""), 2) : -1;
    return end < 0 ? S("") : str_sub(cells, 2, end);
}

typedef LIST_OF(CheckText) CheckTexts;

/* What the unit has sent last of these tasks. */
static bool texts_of_unit(const Gather *g, const Unit *other, const Map *by_task, CheckTexts *texts,
                          Err *err)
{
    App *app = g->app;
    Submission latest;
    bool found, names = permit_scope(app->actor.role, ACT_REPORT_FILL) == SCOPE_ALL;
    SubmissionTaskList rows = {0};
    if (!submission_latest(app->db, app->arena, app->def.code, S("report"), g->form->period->code,
                           other->code, &found, &latest, err) ||
        (found && !submission_tasks(app->db, app->arena, latest.id, &rows, err)))
        return false;
    for (int i = 0; i < rows.count; i++) {
        Str cells = rows.items[i].cells;
        int at =
            str_eq(rows.items[i].kind, S("task")) ? map_get(by_task, task_of_cells(cells)) : -1;
        if (at >= 0)
            *arena_push(app->arena, &texts[at]) =
                (CheckText){cells, names ? other->name : S(""), false};
    }
    return true;
}

/* Only texts that are long enough to be told as copied, and only of those who have that task, too: what it costs does not
 * grow with how many have reported. */
static bool gather_texts(Gather *g, Err *err)
{
    App *app = g->app;
    const ReportForm *f = g->form;
    CheckTexts *texts = arena_new(app->arena, CheckTexts, f->tasks.count);
    UnitIndexes units = {0};
    Map by_task = {0};
    for (int i = 0; i < f->tasks.count; i++) {
        const ReportTaskLine *t = &f->tasks.items[i];
        if (utf8_count(t->cells.progress) < COPIED_CHARACTERS)
            continue;
        map_put(app->arena, &by_task, t->task->no, i);
        task_units(app->arena, g->x, map_get(&g->x->tasks, t->task->no), COPIED_UNITS, &units);
        if (t->last.progress.len)
            *arena_push(app->arena, &texts[i]) =
                (CheckText){t->last.progress, g->x->def->periods.items[g->period - 1].name, true};
    }
    for (int i = 0; i < units.count; i++) {
        const Unit *other = &g->x->def->units.items[units.items[i]];
        if (!str_eq(other->code, f->unit->code) && !texts_of_unit(g, other, &by_task, texts, err))
            return false;
    }
    for (int i = 0; i < f->tasks.count; i++) {
        g->tasks[i].others = texts[i].items;
        g->tasks[i].nothers = texts[i].count;
    }
    return true;
}

static void take_tasks(Gather *g)
{
    const ReportForm *f = g->form;
    for (int i = 0; i < f->tasks.count; i++) {
        const ReportTask *t = &f->tasks.items[i].cells;
        g->tasks[i] = (CheckTask){.task = f->tasks.items[i].task->no,
                                  .progress = t->progress,
                                  .on_time = t->on_time,
                                  .problem = t->problem,
                                  .cause = t->cause,
                                  .next_step = t->next_step};
    }
    for (int i = 0; i < f->requests.count; i++)
        g->requests[i] = (CheckRequest){f->requests.items[i].matter, f->requests.items[i].level};
}

/* ---- together ---- */

static void take_answers(const ReportForm *f, ReportFindingList *findings)
{
    for (int i = 0; i < findings->count; i++)
        for (int k = 0; k < f->answers.count; k++)
            if (str_eq(f->answers.items[k].check, report_check_word(findings->items[i].check)) &&
                str_eq(f->answers.items[k].place, findings->items[i].place))
                findings->items[i].answer = f->answers.items[k].answer;
}

bool report_check_form(App *app, const ReportForm *form, const ReportPartList *parts,
                       ReportFindingList *ret_findings, Err *err)
{
    Arena *a = app->arena;
    Gather g = {.app = app, .x = app_index(app), .form = form, .parts = parts};
    g.period = map_get(&g.x->periods, form->period->code);
    g.past = arena_new(a, SeatMonth, g.period + 1);
    g.lines = arena_new(a, CheckLine, form->lines.count);
    g.tasks = arena_new(a, CheckTask, form->tasks.count);
    g.requests = arena_new(a, CheckRequest, form->requests.count);
    for (int p = 0; p < g.period; p++)
        if (!seat_month_load(app, form->unit, &g.x->def->periods.items[p], &g.past[p], err))
            return false;
    for (int i = 0; i < form->lines.count; i++)
        g.lines[i] = line_of(&g, &form->lines.items[i]);
    take_tasks(&g);
    if (!add_city(&g, err) || !gather_texts(&g, err))
        return false;
    const CheckForm check = {.lines = g.lines,
                             .nlines = form->lines.count,
                             .tasks = g.tasks,
                             .ntasks = form->tasks.count,
                             .requests = g.requests,
                             .nrequests = form->requests.count,
                             .levels = report_levels,
                             .nlevels = REPORT_LEVELS};
    report_check_run(a, &check, ret_findings);
    take_answers(form, ret_findings);
    return true;
}

static bool open_at(App *app, Str period, Str unit, ReportForm *f, Err *err)
{
    *f = (ReportForm){0};
    if (!report_find(app, ACT_REPORT_FILL, period, unit, &f->period, &f->unit, err))
        return false;
    return draft_find(app->db, app->arena, app->def.code, f->period->code, f->unit->code, &f->draft,
                      err) &&
           files_of(app, report_object(app->arena, f->period->code, f->unit->code), &f->files, err);
}

bool report_check(App *app, Str period, Str unit, Str body, ReportFindingList *ret_findings,
                  Err *err)
{
    ReportForm form;
    ReportDoc doc;
    return open_at(app, period, unit, &form, err) &&
           report_doc_parse(app->arena, body.len ? body : form.draft.body, &doc, err) &&
           report_form_fill(app, &doc, &form, err) &&
           report_check_form(app, &form, NULL, ret_findings, err);
}

bool report_check_fields(App *app, Str period, Str unit, const ReportField *fields, int count,
                         ReportFindingList *ret_findings, Err *err)
{
    ReportForm form;
    ReportDoc doc;
    return open_at(app, period, unit, &form, err) &&
           report_doc_parse(app->arena, form.draft.body, &doc, err) &&
           report_doc_fields(app->arena, fields, count, &doc, err) &&
           report_form_fill(app, &doc, &form, err) &&
           report_check_form(app, &form, NULL, ret_findings, err);
}

/* What was sent, as the document it came from. */
static bool doc_of(App *app, Str id, ReportDoc *doc, Err *err)
{
    SubmissionValueList values = {0};
    SubmissionTaskList rows = {0};
    if (!submission_values(app->db, app->arena, id, &values, err) ||
        !submission_tasks(app->db, app->arena, id, &rows, err))
        return false;
    for (int i = 0; i < values.count; i++) {
        const SubmissionValue *v = &values.items[i];
        const Indicator *indicator = app_indicator(app, v->indicator);
        bool total = indicator && indicator_is_cumulative(indicator);
        *arena_push(app->arena, &doc->values) = (ReportCells){.code = v->indicator,
                                                              .month = total ? v->month : v->value,
                                                              .cumulative = v->na   ? S("NA")
                                                                            : total ? v->value
                                                                                    : S(""),
                                                              .last_year = v->last_year,
                                                              .tolerance = v->tolerance,
                                                              .state = v->na ? S("na") : v->state,
                                                              .note = v->note};
    }
    for (int i = 0; i < rows.count; i++) {
        ReportTask task;
        ReportRequest request;
        ReportAnswer answer;
        Str cells = rows.items[i].cells, kind = rows.items[i].kind;
        if (str_eq(kind, S("task")) && report_task_of_cells(app->arena, cells, &task))
            *arena_push(app->arena, &doc->tasks) = task;
        else if (str_eq(kind, S("request")) && report_request_of_cells(app->arena, cells, &request))
            *arena_push(app->arena, &doc->requests) = request;
        else if (str_eq(kind, S("answer")) && report_answer_of_cells(app->arena, cells, &answer))
            *arena_push(app->arena, &doc->answers) = answer;
    }
    return true;
}

bool report_check_sent(App *app, Str submission, ReportFindingList *ret_findings, Err *err)
{
    Submission head;
    ReportForm form;
    ReportDoc doc = {0};
    if (!permit_any(&app->actor, ACT_REPORT_FILL))
        return app_permit(app, ACT_REPORT_FILL, S(""), submission, err);
    return app_need_campaign(app, err) &&
           submission_find(app->db, app->arena, app->def.code, submission, &head, err) &&
           (str_eq(head.kind, S("report")) ||
            err_set(err, ERR_SUBMISSION_UNKNOWN, {"found", submission})) &&
           open_at(app, head.period, head.party, &form, err) &&
           doc_of(app, submission, &doc, err) && report_form_fill(app, &doc, &form, err) &&
           report_check_form(app, &form, NULL, ret_findings, err);
}

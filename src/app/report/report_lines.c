/* 表一 and 表二 of a unit's form: which lines it owes, and what stands beside them. */
#include "app/report/report_lines.h"

#include "app/report/month_context.h"
#include "app/restricted.h"
#include "app/target/target_value.h"
#include "app/task_role.h"
#include "core/pace.h"
#include "doc/typed.h"
#include "sys/json_in.h"

enum { RATE_DECIMALS = 2, GROWTH_DECIMALS = 1 };

/* ---- what stands on record ---- */

bool seat_month_load(App *app, const Unit *unit, const CampaignPeriod *period, SeatMonth *ret_month,
                     Err *err)
{
    SeatMonth m = {.period = period};
    int n = app->def.indicators.count;
    m.seat = period ? seat_in_period(app, unit, period) : NULL;
    m.reported = arena_new(app->arena, const UnitRecord *, n);
    m.confirmed = arena_new(app->arena, const UnitRecord *, n);
    if (m.seat && !unit_records(app->db, app->arena, app->def.code, period->code, m.seat->code,
                                &m.records, err))
        return false;
    for (int i = 0; i < m.records.count; i++) {
        const UnitRecord *r = &m.records.items[i];
        int at = map_get(&app_index(app)->indicators, r->indicator);
        if (at >= 0)
            (str_eq(r->object, S("confirmed")) ? m.confirmed : m.reported)[at] = r;
    }
    *ret_month = m;
    return true;
}

Str seat_month_value(const SeatMonth *m, int indicator)
{
    const UnitRecord *confirmed = m->confirmed[indicator], *reported = m->reported[indicator];
    if (confirmed && confirmed->value.len)
        return confirmed->value;
    return reported ? reported->value : S("");
}

/* ---- what it owes ---- */

/* The unit's own part, stated for it or for its seat. */
static Str allotted(const LineMaker *m, const Target *target)
{
    Owed owed =
        target_owed(m->x, map_get(&m->x->targets, target->code), m->unit_index, m->period_index);
    return owed.from == OWED_ALLOTTED || owed.from == OWED_CHANGED ? owed.value : S("");
}

/* In the task or above it. */
static bool leads(const LineMaker *m, Str task_no)
{
    for (int at = map_get(&m->x->tasks, task_no); at >= 0; at = m->x->places[at].parent)
        if (str_eq(task_role(m->x, at, m->unit, false), S("lead")))
            return true;
    return false;
}

Str report_annual(const LineMaker *m, const Target *target, bool *ret_whole)
{
    Str share = target_value_at(m->x, target->code, m->unit->code, m->period->code);
    *ret_whole = false;
    if (share.len || !str_eq(target->scope, S("city")))
        return share;
    *ret_whole = leads(m, target->task);
    return *ret_whole ? target_value_at(m->x, target->code, S(""), m->period->code) : S("");
}

/* The target that the line is measured by: one with a share for the unit, else one of each unit, else one
 * whose task it leads, else any. */
static const Target *target_of(const LineMaker *m, Str indicator)
{
    const Target *best = NULL;
    int best_rank = 0;
    for (int i = 0; i < m->x->def->targets.count; i++) {
        const Target *t = &m->x->def->targets.items[i];
        bool whole;
        if (!str_eq(t->indicator, indicator))
            continue;
        Str annual = report_annual(m, t, &whole);
        int rank = annual.len == 0 ? 1 : whole ? 2 : str_eq(t->scope, S("city")) ? 4 : 3;
        if (rank > best_rank) {
            best = t;
            best_rank = rank;
        }
    }
    return best;
}

/* ---- one line ---- */

static bool number_of(Arena *arena, Str cell, Dec *ret_value)
{
    TypedNumber number;
    Err none = {0};
    return cell.len && typed_number(arena, cell, &number, &none) &&
           dec_parse(number.text, ret_value, &none);
}

/* What stands at the end of the month: an indicator counted by the month is held against the year as the sum so far. */
static bool year_to_date(const LineMaker *m, const TargetSeries *s, int unit, Dec *actual, Err *err)
{
    int indicator = s->indicator;
    if (indicator < 0 || !indicator_by_month(&m->x->def->indicators.items[indicator]))
        return true;
    for (int p = m->period_index - 1; p >= 0; p--) {
        const SeriesValue *before = series_at(s, unit, p);
        if (before)
            return dec_add(*actual, before->value, actual, err);
    }
    return true;
}

/* The whole city's schedule may follow the months of all units; a unit's own needs its own alone. */
static bool series_of(const LineMaker *m, const Target *target, bool whole,
                      TargetSeries *ret_series, Err *err)
{
    int at = (int)(target - m->x->def->targets.items);
    int indicator = map_get(&m->x->indicators, target->indicator);
    if (!whole || index_has_plan(m->x, indicator, -1))
        return target_series(m->app->arena, &m->book, at, ret_series, err);
    TargetBook *book = arena_new(m->app->arena, TargetBook, 1);
    return target_book_one(m->app, m->x, at, book, err) &&
           target_series(m->app->arena, book, at, ret_series, err);
}

/* Too many digits for a share of anything: who typed them has to see them to take them away. */
static bool is_slip(Err *err)
{
    if (err->code != ERR_DEC_RANGE)
        return false;
    *err = (Err){0};
    return true;
}

static bool compute_pace(const LineMaker *m, ReportLine *line, bool whole, const Dec *actual,
                         Err *err)
{
    TargetPace pace = {0};
    TargetSeries series;
    Dec annual, scheduled, reached;
    Share share;
    bool has, has_annual = dec_parse(line->annual, &annual, NULL);
    int unit = whole ? -1 : m->unit_index;
    if (!line->target)
        return true;
    if (!series_of(m, line->target, whole, &series, err) ||
        !target_scheduled(m->app->arena, &series, unit, m->period_index, &pace, &share, &has, err))
        return false;
    line->plan = pace.plan;
    if (has && has_annual && pace_due(annual, share, RATE_DECIMALS, &scheduled, NULL))
        line->scheduled = dec_str(m->app->arena, scheduled);
    if (!actual || !has_annual || target_pace_reason(line->target) != LIGHT_HAS_ONE)
        return true;
    reached = *actual;
    if (!year_to_date(m, &series, unit, &reached, err) ||
        !target_pace(m->app->arena, &series, unit, m->period_index, reached, &annual, &pace, err))
        return is_slip(err);
    line->percent = pace.percent;
    line->gap = pace.gap;
    line->light = pace.light;
    return true;
}

/* Against last year as every page prints it: per cent, of a rate percentage points. */
static void compute_growth(Arena *arena, ReportLine *line, Dec actual)
{
    Dec then;
    Yoy yoy;
    bool is_percent = str_eq(line->indicator->unit, S("%"));
    bool lower = str_eq(line->indicator->direction, S("lower"));
    Str base = line->cells.last_year.len ? line->cells.last_year : line->last_year;
    if (number_of(arena, base, &then) &&
        pace_yoy(actual, then, is_percent, lower, GROWTH_DECIMALS, &yoy, NULL) &&
        yoy_has_value(yoy.kind))
        line->growth = dec_str(arena, yoy.value);
}

static bool compute(const LineMaker *m, ReportLine *line, bool whole, Err *err)
{
    Dec actual;
    bool has = number_of(m->app->arena,
                         line->cumulative ? line->cells.cumulative : line->cells.month, &actual);
    if (has)
        compute_growth(m->app->arena, line, actual);
    return compute_pace(m, line, whole, has ? &actual : NULL, err);
}

static void fill_cells(const LineMaker *m, ReportLine *line)
{
    const ReportCells *typed = report_doc_cells(m->doc, line->indicator->code);
    line->cells = typed ? *typed : (ReportCells){.code = line->indicator->code};
    if (typed || !str_eq(line->indicator->measure, S("cumulative")) || !line->typed)
        return;
    line->cells.cumulative = line->last_month;
    line->prefilled = line->last_month.len > 0;
}

static bool make_line(const LineMaker *m, int index, Owes owes, ReportLine *line, Err *err)
{
    const Indicator *indicator = &m->x->def->indicators.items[index];
    const UnitRecord *confirmed = m->now.confirmed[index];
    bool whole = false;
    *line = (ReportLine){.indicator = indicator,
                         .target = target_of(m, indicator->code),
                         .cumulative = indicator_is_cumulative(indicator),
                         .owed = owes == OWES_MUST,
                         .typed = !str_eq(indicator->basis, S("statistics")),
                         .last_year = m->last_year ? m->last_year[index] : S(""),
                         .last_month = seat_month_value(&m->before, index),
                         .confirmed = confirmed ? confirmed->value : S(""),
                         .confirmed_state = confirmed ? confirmed->state : S("")};
    if (line->target)
        line->annual = report_annual(m, line->target, &whole);
    int body = map_get(&m->x->bodies, indicator->assessor);
    line->assessor = body < 0 ? indicator->assessor : m->x->def->bodies.items[body].name;
    fill_cells(m, line);
    return compute(m, line, whole, err);
}

/* ---- lines by who asks ---- */

/* The area that its target belongs to; of none, after all areas, the department that confirms it. */
static int asker_of(const LineMaker *m, const ReportLine *line)
{
    int tasks = m->x->def->tasks.count;
    int task = line->target ? map_get(&m->x->tasks, line->target->task) : -1;
    if (task >= 0 && m->x->places[task].area >= 0)
        return m->x->places[task].area;
    int body = map_get(&m->x->bodies, line->indicator->assessor);
    return tasks + (body < 0 ? m->x->def->bodies.count : body);
}

static ReportBlock block_of(const LineMaker *m, int asker, const ReportLine *line)
{
    int tasks = m->x->def->tasks.count;
    if (asker < tasks)
        return (ReportBlock){.code = m->x->def->tasks.items[asker].no,
                             .name = m->x->def->tasks.items[asker].title,
                             .lead = m->x->places[asker].lead};
    return (ReportBlock){.code = line->indicator->assessor, .name = line->assessor};
}

static void group_lines(const LineMaker *m, const ReportLineList *lines, ReportForm *form)
{
    Arena *a = m->app->arena;
    int *askers = arena_new(a, int, lines->count);
    for (int i = 0; i < lines->count; i++)
        askers[i] = asker_of(m, &lines->items[i]);
    for (int done = 0, asker = -1; done < lines->count;) {
        int next = INT32_MAX;
        for (int i = 0; i < lines->count; i++)
            if (askers[i] > asker && askers[i] < next)
                next = askers[i];
        asker = next;
        ReportBlock *block = NULL;
        for (int i = 0; i < lines->count; i++) {
            if (askers[i] != asker)
                continue;
            if (!block) {
                block = arena_push(a, &form->blocks);
                *block = block_of(m, asker, &lines->items[i]);
                block->first = form->lines.count;
            }
            *arena_push(a, &form->lines) = lines->items[i];
            block->count++;
            done++;
        }
    }
}

bool report_has_line(const LineMaker *m, int index, Owes *ret_owes)
{
    const Indicator *indicator = &m->x->def->indicators.items[index];
    *ret_owes = scheme_owes(m->has_scheme ? &m->scheme : NULL, indicator, m->unit->code);
    const Target *target = *ret_owes == OWES_MAY ? target_of(m, indicator->code) : NULL;
    if (m->x->restricted_indicators[index] && !restricted_may(m->app, m->unit->code))
        return false;
    return *ret_owes == OWES_MUST ||
           (*ret_owes == OWES_MAY && (m->before.reported[index] || m->now.reported[index] ||
                                      (target && allotted(m, target).len > 0)));
}

bool report_lines_make(LineMaker *m, ReportForm *form, Err *err)
{
    ReportLineList lines = {0};
    for (int i = 0; i < m->x->def->indicators.count; i++) {
        Owes owes;
        if (report_has_line(m, i, &owes) &&
            !make_line(m, i, owes, arena_push(m->app->arena, &lines), err))
            return false;
    }
    group_lines(m, &lines, form);
    return true;
}

/* ---- 表二 ---- */

/* What of the task is due in the month: steps below it, else itself; else in words of its deadline. */
static Str node_of(const LineMaker *m, int task)
{
    const Task *self = &m->x->def->tasks.items[task];
    Out out = out_new(m->app->arena, 64 * 1024);
    for (int i = 0; i < group_count(&m->x->children, task); i++) {
        const Task *step = &m->x->def->tasks.items[group_items(&m->x->children, task)[i]];
        if (step->deadline == DATE_NONE || step->deadline < m->period->from ||
            step->deadline > m->period->to)
            continue;
        out_s(&out, out.len ? S("；") : S(""));
        out_s(&out, step->title);
    }
    if (out.len)
        return out_str(&out);
    bool due = self->deadline != DATE_NONE && self->deadline >= m->period->from &&
               self->deadline <= m->period->to;
    return due ? (self->text.len ? self->text : self->title) : self->deadline_text;
}

/* Last month's rows of the table, by task. */
static bool last_rows(const LineMaker *m, ReportDoc *ret_doc, Err *err)
{
    Submission head;
    SubmissionTaskList rows = {0};
    bool found;
    App *app = m->app;
    *ret_doc = (ReportDoc){0};
    if (!m->before.seat)
        return true;
    if (!submission_latest(app->db, app->arena, app->def.code, S("report"), m->before.period->code,
                           m->before.seat->code, &found, &head, err) ||
        (found && !submission_tasks(app->db, app->arena, head.id, &rows, err)))
        return false;
    for (int i = 0; i < rows.count; i++) {
        ReportTask row;
        if (str_eq(rows.items[i].kind, S("task")) &&
            report_task_of_cells(app->arena, rows.items[i].cells, &row))
            *arena_push(app->arena, &ret_doc->tasks) = row;
    }
    return true;
}

Str report_role(const LineMaker *m, int at)
{
    Str role = task_role(m->x, at, m->unit, false);
    return role.len == 0 && leads(m, m->x->def->tasks.items[at].no) ? S("lead") : role;
}

/* Not what tasks stand below, nor steps. */
static bool has_row(const LineMaker *m, int at)
{
    Str level = m->x->def->tasks.items[at].level;
    return str_eq(level, S("task")) ||
           (str_eq(level, S("area")) && group_count(&m->x->children, at) == 0);
}

bool report_tasks_make(LineMaker *m, ReportForm *form, Err *err)
{
    ReportDoc before;
    if (!last_rows(m, &before, err))
        return false;
    for (int t = 0; t < m->x->def->tasks.count; t++) {
        const Task *task = &m->x->def->tasks.items[t];
        Str role = has_row(m, t) ? report_role(m, t) : S("");
        bool restricted = m->x->places[t].restricted;
        if (role.len == 0 || (restricted && !restricted_task_may(m->app, task->no) &&
                              !restricted_may(m->app, m->unit->code)))
            continue;
        const ReportTask *typed = report_doc_task(m->doc, task->no);
        const ReportTask *last = report_doc_task(&before, task->no);
        *arena_push(m->app->arena, &form->tasks) =
            (ReportTaskLine){.task = task,
                             .role = role,
                             .node = node_of(m, t),
                             .due = task->deadline,
                             .state_only = restricted,
                             .cells = typed ? *typed : (ReportTask){.task = task->no},
                             .last = last ? *last : (ReportTask){.task = task->no}};
    }
    return true;
}

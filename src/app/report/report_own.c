/* What may stand in a unit's form: what the form lists for it, and nothing else. Asked at saving and again at sending. */
#include "app/report/report_lines.h"
#include "app/report/report_parts.h"
#include "app/restricted.h"

/* A line that the reader has no right to is left as it was. */
static bool may_see(App *app, bool restricted, const Unit *unit)
{
    return !restricted || restricted_may(app, unit->code);
}

static bool may_see_task(App *app, Str no, const Unit *unit)
{
    return may_see(app, restricted_task(app, no), unit) || restricted_task_may(app, no);
}

static bool not_owed(const LineMaker *m, Str code, Str name, Err *err)
{
    return err_set(err, ERR_REPORT_NOT_OWED,
                   {"found", arena_fmt(m->app->arena, "%.*s %.*s", STR_ARG(code), STR_ARG(name))},
                   {"unit", m->unit->code});
}

static bool check_value(const LineMaker *m, const ReportCells *cells, Err *err)
{
    const Indicator *indicator = app_indicator(m->app, cells->code);
    if (!indicator || !may_see(m->app, restricted_indicator(m->app, cells->code), m->unit))
        return err_set(err, ERR_DRAFT_KEY, {"found", cells->code});
    if (str_eq(indicator->basis, S("statistics"))) {
        bool typed = cells->month.len + cells->cumulative.len + cells->last_year.len > 0;
        return !typed || err_set(err, ERR_REPORT_STATISTICS, {"indicator", indicator->name});
    }
    Owes owes;
    return report_has_line(m, map_get(&m->x->indicators, indicator->code), &owes) ||
           not_owed(m, indicator->code, indicator->name, err);
}

static bool check_task(const LineMaker *m, const ReportTask *task, Err *err)
{
    int at = map_get(&m->x->tasks, task->task);
    bool free_text =
        task->progress.len + task->problem.len + task->cause.len + task->next_step.len > 0;
    if (at < 0 || !may_see_task(m->app, task->task, m->unit))
        return err_set(err, ERR_DRAFT_KEY, {"found", task->task});
    if (report_role(m, at).len == 0)
        return not_owed(m, task->task, m->x->def->tasks.items[at].title, err);
    return !restricted_task(m->app, task->task) || !free_text ||
           err_set(err, ERR_PROGRESS_RESTRICTED, {"task", task->task});
}

/* Whether all texts of two rows are the same. */
static bool is_as_before(const void *row, const void *before, size_t texts)
{
    const Str *a = row, *b = before;
    for (size_t i = 0; before && i < texts; i++)
        if (!str_eq(a[i], b[i]))
            return false;
    return before != NULL;
}

/* A row that the form has no more and that was not touched goes; one that is typed there is refused. */
static bool check_values(const LineMaker *m, const ReportDoc *old, ReportDoc *doc, Err *err)
{
    int kept = 0;
    for (int i = 0; i < doc->values.count; i++) {
        const ReportCells *cells = &doc->values.items[i];
        if (check_value(m, cells, err))
            doc->values.items[kept++] = *cells;
        else if (is_as_before(cells, report_doc_cells(old, cells->code),
                              sizeof *cells / sizeof(Str)))
            *err = (Err){0};
        else
            return false;
    }
    doc->values.count = kept;
    return true;
}

static bool check_tasks(const LineMaker *m, const ReportDoc *old, ReportDoc *doc, Err *err)
{
    int kept = 0;
    for (int i = 0; i < doc->tasks.count; i++) {
        const ReportTask *task = &doc->tasks.items[i];
        if (check_task(m, task, err))
            doc->tasks.items[kept++] = *task;
        else if (is_as_before(task, report_doc_task(old, task->task),
                              offsetof(ReportTask, row) / sizeof(Str)))
            *err = (Err){0};
        else
            return false;
    }
    doc->tasks.count = kept;
    return true;
}

/* What stands there and the writer cannot see stays. */
static void keep_hidden(const LineMaker *m, const ReportDoc *old, ReportDoc *doc)
{
    App *app = m->app;
    for (int i = 0; i < old->values.count; i++) {
        Str code = old->values.items[i].code;
        if (!may_see(app, restricted_indicator(app, code), m->unit) && !report_doc_cells(doc, code))
            *arena_push(app->arena, &doc->values) = old->values.items[i];
    }
    for (int i = 0; i < old->tasks.count; i++) {
        Str no = old->tasks.items[i].task;
        if (!may_see_task(app, no, m->unit) && !report_doc_task(doc, no))
            *arena_push(app->arena, &doc->tasks) = old->tasks.items[i];
    }
}

void report_leave_hidden(App *app, const Unit *unit, ReportDoc *doc)
{
    int values = 0, tasks = 0;
    for (int i = 0; i < doc->values.count; i++)
        if (may_see(app, restricted_indicator(app, doc->values.items[i].code), unit))
            doc->values.items[values++] = doc->values.items[i];
    for (int i = 0; i < doc->tasks.count; i++)
        if (may_see_task(app, doc->tasks.items[i].task, unit))
            doc->tasks.items[tasks++] = doc->tasks.items[i];
    doc->values.count = values;
    doc->tasks.count = tasks;
}

bool report_own(App *app, const CampaignPeriod *period, const Unit *unit, Str before,
                ReportDoc *doc, Err *err)
{
    LineMaker m;
    ReportDoc old;
    if (doc->unit.len && !str_eq(doc->unit, unit->code) && !str_eq(doc->unit, unit->name))
        return err_set(err, ERR_DRAFT_KEY, {"found", doc->unit});
    if (doc->period.len && !str_eq(doc->period, period->code))
        return err_set(err, ERR_DRAFT_KEY, {"found", doc->period});
    if (!report_maker(app, period, unit, doc, &m, err) ||
        !report_doc_parse(app->arena, before, &old, err) || !check_values(&m, &old, doc, err) ||
        !check_tasks(&m, &old, doc, err))
        return false;
    keep_hidden(&m, &old, doc);
    return true;
}

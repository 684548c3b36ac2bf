/* Files of a form on their way back: into the draft, or as JSON. */
#include "app/report/form_file.h"
#include "app/report/report_parts.h"
#include "app/sheet_book.h"
#include "base/limits.h"
#include "i18n/msg.h"

typedef LIST_OF(ReportField) FieldList;

static void put(Arena *arena, FieldList *fields, const char *kind, Str of, const char *what,
                Str value)
{
    if (value.len)
        *arena_push(arena, fields) =
            (ReportField){arena_fmt(arena, "%s.%.*s.%s", kind, STR_ARG(of), what), value};
}

static Str shown(const ReportCell *cell)
{
    return cell->na ? S("NA") : cell->value;
}

static void value_fields(Arena *a, const ReportValue *v, FieldList *fields)
{
    put(a, fields, "cell", v->indicator, "month", shown(&v->month));
    put(a, fields, "cell", v->indicator, "cumulative", shown(&v->cumulative));
    put(a, fields, "cell", v->indicator, "last_year", shown(&v->last_year));
    put(a, fields, "cell", v->indicator, "tolerance", v->tolerance);
    put(a, fields, "cell", v->indicator, "state",
        v->cumulative.state.len ? v->cumulative.state : v->month.state);
    put(a, fields, "cell", v->indicator, "note", v->note);
}

static void report_fields(Arena *a, const MonthReport *r, FieldList *fields)
{
    const struct {
        const char *name;
        Str value;
    } head[] = {{"filler", r->filler},
                {"phone", r->phone},
                {"reviewer", r->reviewer},
                {"signer", r->signer}};
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
        if (head[i].value.len)
            *arena_push(a, fields) =
                (ReportField){arena_fmt(a, "head.%s", head[i].name), head[i].value};
    for (int i = 0; i < r->values.count; i++)
        value_fields(a, &r->values.items[i], fields);
    for (int i = 0; i < r->tasks.count; i++) {
        const ReportTask *t = &r->tasks.items[i];
        put(a, fields, "task", t->task, "progress", t->progress);
        put(a, fields, "task", t->task, "on_time", t->on_time);
        put(a, fields, "task", t->task, "problem", t->problem);
        put(a, fields, "task", t->task, "cause", t->cause);
        put(a, fields, "task", t->task, "next", t->next_step);
        put(a, fields, "task", t->task, "due", t->due);
    }
    for (int i = 0; i < r->requests.count; i++) {
        const ReportRequest *q = &r->requests.items[i];
        Str of = arena_fmt(a, "%d", i + 1);
        put(a, fields, "request", of, "matter", q->matter);
        put(a, fields, "request", of, "done", q->done);
        put(a, fields, "request", of, "proposal", q->proposal);
        put(a, fields, "request", of, "level", q->level);
    }
}

static bool into_draft(App *app, Str period, Str unit, int64_t seen, const FieldList *fields,
                       DraftRow *ret_draft, Err *err)
{
    ReportForm form;
    ReportDraftEntry entry = {.period = period, .unit = unit, .seen = seen};
    return report_form_open(app, period, unit, &form, err) &&
           report_cells_body(app, fields->items, fields->count, form.draft.body, &entry.body,
                             err) &&
           report_draft_save(app, &entry, ret_draft, err);
}

/* When a form goes into a draft it is not sent yet: the time of sending is not asked of it. */
static void drop_unsent(Faults *faults)
{
    int kept = 0;
    for (int i = 0; i < faults->count; i++) {
        const Err *fault = &faults->items[i];
        bool unsent =
            fault->code == ERR_HEAD_MISSING && str_eq(err_arg(fault, "column"), S("报送时间"));
        if (!unsent)
            faults->items[kept++] = *fault;
        else
            faults->total--;
    }
    faults->count = kept;
}

bool form_take_book(App *app, Str period, Str unit, int64_t seen, const MonthFile *file,
                    DraftRow *ret_draft, Faults *faults, Err *err)
{
    MonthContext context = {.def = &app->def};
    MonthReport report;
    FieldList fields = {0};
    Faults warnings = {.arena = app->arena};
    *err = (Err){0};
    (void)month_report_read(app->arena, &context, file, &report, faults, &warnings);
    drop_unsent(faults);
    if (faults->total == 0 && (!str_eq(report.unit, unit) || !str_eq(report.period, period))) {
        Err other = {0};
        err_set(&other, ERR_FORM_BOOK_OTHER, {"unit", unit_name(app, report.unit)},
                {"period", report.period});
        err_at_file(&other, file->name);
        faults_add(faults, &other);
    }
    if (faults->total)
        return false;
    report_fields(app->arena, &report, &fields);
    return into_draft(app, period, unit, seen, &fields, ret_draft, err);
}

bool form_take_merge(App *app, Str period, Str unit, int64_t seen, const FormSheet *sheet,
                     const FormMerge *merge, DraftRow *ret_draft, Err *err)
{
    Attachment kept;
    FieldList fields = {0};
    FileEntry entry = {.object = report_object(app->arena, period, unit),
                       .name =
                           msg_str(app->arena, LANG_ZH, MSG_FORM_MERGE_FILE, {"period", period})};
    for (int i = 0; i < merge->rows.count; i++) {
        const MergedRow *r = &merge->rows.items[i];
        put(app->arena, &fields, "cell", r->row->code, "month",
            r->month.na ? S("NA") : r->month.value);
        if (r->row->is_total)
            put(app->arena, &fields, "cell", r->row->code, "cumulative",
                r->total.na ? S("NA") : r->total.value);
    }
    if (!form_merge_book(app, sheet, merge, &entry.bytes, err) ||
        !into_draft(app, period, unit, seen, &fields, ret_draft, err))
        return false;
    if (file_add(app, &entry, &kept, err) || err->code == ERR_FILE_TWICE) {
        *err = (Err){0};
        return true;
    }
    return false;
}

/* ---- JSON ---- */

static void value_json(const ReportValue *v, Json *json)
{
    json_object(json);
    json_kstr(json, S("code"), v->indicator);
    json_kstr(json, S("month"), shown(&v->month));
    json_kstr(json, S("cumulative"), shown(&v->cumulative));
    json_kstr(json, S("last_year"), shown(&v->last_year));
    json_kstr(json, S("tolerance"), v->tolerance);
    json_kstr(json, S("state"), v->cumulative.state.len ? v->cumulative.state : v->month.state);
    json_kstr(json, S("note"), v->note);
    json_object_end(json);
}

static void rest_json(const MonthReport *r, Json *json)
{
    json_key(json, S("tasks"));
    json_array(json);
    for (int i = 0; i < r->tasks.count; i++) {
        const ReportTask *t = &r->tasks.items[i];
        json_object(json);
        json_kstr(json, S("task"), t->task);
        report_task_json(t, json);
        json_object_end(json);
    }
    json_array_end(json);
    report_requests_json(r->requests.items, r->requests.count, json);
}

bool form_read_json(App *app, const MonthFile *file, Json *json, Faults *faults, Err *err)
{
    MonthContext context = {.def = &app->def};
    MonthReport r;
    Faults warnings = {.arena = app->arena};
    *err = (Err){0};
    if (!app_permit(app, ACT_REPORT_FILL, app->actor.unit, S("form"), err))
        return false;
    (void)month_report_read(app->arena, &context, file, &r, faults, &warnings);
    drop_unsent(faults);
    if (faults->total)
        return false;
    json_object(json);
    json_kstr(json, S("unit"), r.unit);
    json_kstr(json, S("period"), r.period);
    json_kstr(json, S("nature"), r.nature);
    json_kstr(json, S("filler"), r.filler);
    json_kstr(json, S("phone"), r.phone);
    json_kstr(json, S("reviewer"), r.reviewer);
    json_kstr(json, S("signer"), r.signer);
    json_key(json, S("indicators"));
    json_array(json);
    for (int i = 0; i < r.values.count; i++)
        value_json(&r.values.items[i], json);
    json_array_end(json);
    rest_json(&r, json);
    json_object_end(json);
    return true;
}

#include "app/report/month_rows.h"

#include "app/report/month_files.h"
#include "base/json.h"

#include <inttypes.h>
#include <limits.h>

static const Indicator *indicator_by_code(const CampaignDef *def, Str code)
{
    for (int i = 0; i < def->indicators.count; i++)
        if (str_eq(def->indicators.items[i].code, code))
            return &def->indicators.items[i];
    return NULL;
}

static Str json_of(Arena *arena, const Str *pairs, int npairs)
{
    Out out = out_new(arena, 1 << 20);
    Json json = json_new(&out, false);
    json_object(&json);
    for (int i = 0; i < npairs; i++)
        json_kstr(&json, pairs[2 * i], pairs[2 * i + 1]);
    json_object_end(&json);
    return out_str(&out);
}

static Str json_cells(Arena *arena, const Str *cells, int count)
{
    Out out = out_new(arena, 1 << 20);
    Json json = json_new(&out, false);
    json_array(&json);
    for (int i = 0; i < count; i++)
        json_str(&json, cells[i]);
    json_array_end(&json);
    return out_str(&out);
}

static void add_tasks(Arena *arena, const MonthReport *report, SubmissionTaskList *tasks)
{
    for (int i = 0; i < report->tasks.count; i++) {
        const ReportTask *t = &report->tasks.items[i];
        const Str cells[] = {t->task,  t->progress,  t->on_time, t->problem,
                             t->cause, t->next_step, t->due};
        *arena_push(arena, tasks) = (SubmissionTask){S("task"), json_cells(arena, cells, 7)};
    }
    for (int i = 0; i < report->requests.count; i++) {
        const ReportRequest *r = &report->requests.items[i];
        const Str cells[] = {r->matter, r->done, r->proposal, r->level};
        *arena_push(arena, tasks) = (SubmissionTask){S("request"), json_cells(arena, cells, 4)};
    }
    for (int i = 0; i < report->answers.count; i++) {
        const ReportAnswer *a = &report->answers.items[i];
        const Str cells[] = {a->check, a->place, a->found, a->answer};
        *arena_push(arena, tasks) = (SubmissionTask){S("answer"), json_cells(arena, cells, 4)};
    }
    for (int i = 0; i < report->evidence.count; i++) {
        const ReportEvidence *e = &report->evidence.items[i];
        const Str cells[] = {e->digest, e->name, e->place};
        *arena_push(arena, tasks) = (SubmissionTask){S("evidence"), json_cells(arena, cells, 3)};
    }
}

void pending_of_report(Arena *arena, const CampaignDef *def, const MonthReport *report,
                       Pending *ret_pending)
{
    const Str head[] = {S("nature"), report->nature, S("filler"),   report->filler,
                        S("phone"),  report->phone,  S("reviewer"), report->reviewer,
                        S("signer"), report->signer};
    Pending p = {
        .head = {.period = report->period,
                 .party = report->unit,
                 .claimed_at = report->sent_at ? instant_str(arena, report->sent_at) : S(""),
                 .head = json_of(arena, head, 5)}};
    for (int i = 0; i < report->values.count; i++) {
        const ReportValue *v = &report->values.items[i];
        const Indicator *indicator = indicator_by_code(def, v->indicator);
        const ReportCell *scored =
            indicator && !indicator_is_cumulative(indicator) ? &v->month : &v->cumulative;
        *arena_push(arena, &p.values) = (SubmissionValue){.unit = report->unit,
                                                          .indicator = v->indicator,
                                                          .object = S("reported"),
                                                          .value = scored->value,
                                                          .na = scored->na,
                                                          .month = v->month.value,
                                                          .last_year = v->last_year.value,
                                                          .note = v->note,
                                                          .tolerance = v->tolerance,
                                                          .state = scored->state};
    }
    add_tasks(arena, report, &p.tasks);
    *ret_pending = p;
}

static Str sheet_head(Arena *arena, const ConfirmedSheet *sheet)
{
    const ConfirmedRelease *r = &sheet->release;
    const Str head[] = {S("officer"),          sheet->officer,
                        S("release_body"),     r->body,
                        S("release_document"), r->document,
                        S("release_on"),       r->on == DATE_NONE ? S("") : date_str(arena, r->on)};
    Str said[8];
    int n = 0;
    for (int i = 0; i < 8; i += 2)
        if (head[i + 1].len) {
            said[n++] = head[i];
            said[n++] = head[i + 1];
        }
    return n ? json_of(arena, said, n / 2) : S("{}");
}

static Pending *pending_of_month(Arena *arena, const ConfirmedSheet *sheet, Str period, int from,
                                 PendingList *list)
{
    for (int i = from; i < list->count; i++)
        if (str_eq(list->items[i].head.period, period))
            return &list->items[i];
    Pending *p = arena_push(arena, list);
    *p = (Pending){.head = {.period = period,
                            .party = sheet->body,
                            .claimed_at = sheet->confirmed_at
                                              ? instant_str(arena, sheet->confirmed_at)
                                              : S(""),
                            .head = sheet_head(arena, sheet)}};
    return p;
}

void pending_of_sheet(Arena *arena, const ConfirmedSheet *sheet, PendingList *list)
{
    int from = list->count;
    (void)pending_of_month(arena, sheet, sheet->period, from, list);
    for (int i = 0; i < sheet->values.count; i++) {
        const ConfirmedValue *v = &sheet->values.items[i];
        Pending *p = pending_of_month(arena, sheet, v->period, from, list);
        *arena_push(arena, &p->values) = (SubmissionValue){.unit = v->unit,
                                                           .indicator = v->indicator,
                                                           .object = S("confirmed"),
                                                           .value = v->value.value,
                                                           .na = v->value.na,
                                                           .note = v->note,
                                                           .state = v->value.state};
    }
}

Str pending_scored_in(const App *app, const Pending *p)
{
    int at = app_period_index(app, p->head.period), least = p->values.count ? INT_MAX : 0;
    if (at < 0 || !p->values.count || !str_eq(p->values.items[0].object, S("confirmed")))
        return p->head.period;
    for (int i = 0; i < p->values.count; i++) {
        const Indicator *indicator = app_indicator(app, p->values.items[i].indicator);
        int lag = indicator ? indicator->lag : 0;
        least = lag < least ? lag : least;
    }
    /* Beyond the campaign's last month there is nothing that could be frozen. */
    return at + least < app->def.periods.count ? app->def.periods.items[at + least].code : S("");
}

void pending_of_events(Arena *arena, const EventSheet *sheet, Pending *ret_pending)
{
    Pending p = {.head = {.period = sheet->period, .party = S("events"), .head = S("{}")}};
    for (int i = 0; i < sheet->events.count; i++) {
        const EventEntry *e = &sheet->events.items[i];
        const Str cells[] = {e->unit, e->kind, e->rule, e->points, e->basis, e->evidence};
        *arena_push(arena, &p.events) = (EventRow){.unit = e->unit,
                                                   .kind = e->kind,
                                                   .rule = e->rule,
                                                   .points = e->points,
                                                   .basis = e->basis,
                                                   .evidence = e->evidence};
        *arena_push(arena, &p.tasks) = (SubmissionTask){S("event"), json_cells(arena, cells, 6)};
    }
    *ret_pending = p;
}

void pending_of_correction(Arena *arena, const CorrectionEntry *entry, Str file,
                           Pending *ret_pending)
{
    const Str head[] = {S("basis"), entry->basis, S("old_value"), entry->old_value.value};
    Pending p = {.head = {.period = entry->period,
                          .party = entry->unit,
                          .file = file,
                          .reason = entry->reason,
                          .head = json_of(arena, head, 2)},
                 .row = entry->row,
                 .col = entry->old_value.col,
                 .old_value = entry->old_value.value};
    *arena_push(arena, &p.values) = (SubmissionValue){.unit = entry->unit,
                                                      .indicator = entry->indicator,
                                                      .object = entry->object,
                                                      .value = entry->new_value.value,
                                                      .na = entry->new_value.na,
                                                      .note = entry->reason};
    *ret_pending = p;
}

static bool same_number(Str a, Str b)
{
    Dec x, y;
    if (a.len == 0 || b.len == 0)
        return a.len == b.len;
    return dec_parse(a, &x, NULL) && dec_parse(b, &y, NULL) && dec_cmp(x, y) == 0;
}

bool check_correction(App *app, Db *db, const Pending *p, Faults *faults, Err *err)
{
    PeriodValueList values = {0};
    const SubmissionValue *wanted = &p->values.items[0];
    Str on_record = S("");
    if (!period_values(db, app->arena, app->def.code, p->head.period, INT64_MAX, &values, err))
        return false;
    for (int i = 0; i < values.count; i++) {
        const PeriodValue *v = &values.items[i];
        if (str_eq(v->unit, wanted->unit) && str_eq(v->indicator, wanted->indicator) &&
            str_eq(v->object, wanted->object))
            on_record = v->value;
    }
    if (same_number(on_record, p->old_value))
        return true;
    Err fault = {0};
    err_set(&fault, ERR_CORRECTION_OLD, {"unit", wanted->unit}, {"indicator", wanted->indicator},
            {"found", p->old_value}, {"expected", on_record});
    err_at_file(&fault, p->path);
    err_at_cell(&fault, p->row, p->col);
    faults_add(faults, &fault);
    return true;
}

static bool is_on_record(const EventList *known, const EventRow *e)
{
    for (int i = 0; i < known->count; i++) {
        const EventRow *k = &known->items[i];
        if (str_eq(k->unit, e->unit) && str_eq(k->kind, e->kind) && str_eq(k->rule, e->rule) &&
            same_number(k->points, e->points) && str_eq(k->basis, e->basis) &&
            str_eq(k->evidence, e->evidence))
            return true;
    }
    return false;
}

bool save_events(App *app, Db *tx, const Pending *p, Err *err)
{
    EventList known = {0};
    if (p->events.count == 0)
        return true;
    if (!event_list(tx, app->arena, app->def.code, p->head.period, &known, err))
        return false;
    int position = known.count;
    for (int i = 0; i < p->events.count; i++) {
        EventRow e = p->events.items[i];
        if (is_on_record(&known, &e))
            continue;
        e.id = app_id(app);
        e.position = ++position;
        e.entered_by = app->actor.name;
        Str object = arena_fmt(app->arena, "event %.*s", STR_ARG(e.id));
        if (!event_save(tx, app->def.code, p->head.period, &e, err) ||
            !app_audit(app, tx, ACT_EVENT_ENTER, object, S(""), err))
            return false;
    }
    return true;
}

/* ---- their digest ---- */

/* What came with schema 15, where it says anything: what was handed in before keeps its digest. */
static void digest_later_columns(Out *out, const Submission *head,
                                 const SubmissionValueList *values)
{
    if (head->channel.len + head->filled_by.len + head->approved_by.len > 0) {
        const Str more[] = {S("\1head"), head->channel, head->filled_by, head->approved_by};
        for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
            out_c(out, '\0');
            out_s(out, more[i]);
        }
    }
    for (int i = 0; i < values->count; i++) {
        const SubmissionValue *v = &values->items[i];
        if (v->tolerance.len + v->state.len == 0)
            continue;
        out_c(out, '\0');
        out_f(out, "\1%d", i);
        out_c(out, '\0');
        out_s(out, v->tolerance);
        out_c(out, '\0');
        out_s(out, v->state);
    }
}

Str submission_digest(App *app, const Submission *head, const SubmissionValueList *values,
                      const SubmissionTaskList *tasks)
{
    Out out = out_new(app->arena, SIZE_MAX / 4);
    const Str top[] = {head->kind,       head->period, head->party, head->claimed_at, head->sender,
                       head->entered_by, head->digest, head->head,  head->reason};
    for (size_t i = 0; i < sizeof top / sizeof top[0]; i++) {
        out_s(&out, top[i]);
        out_c(&out, '\0');
    }
    out_f(&out, "%d,%d,%" PRId64 ",%d", head->version, head->late_days, head->received_at,
          (int)head->received_on);
    for (int i = 0; i < values->count; i++) {
        const SubmissionValue *v = &values->items[i];
        const Str cells[] = {v->unit,  v->indicator, v->object, v->value, v->na ? S("NA") : S(""),
                             v->month, v->last_year, v->note};
        for (size_t k = 0; k < sizeof cells / sizeof cells[0]; k++) {
            out_c(&out, '\0');
            out_s(&out, cells[k]);
        }
    }
    for (int i = 0; i < tasks->count; i++) {
        out_c(&out, '\0');
        out_s(&out, tasks->items[i].kind);
        out_c(&out, '\0');
        out_s(&out, tasks->items[i].cells);
    }
    digest_later_columns(&out, head, values);
    return app->digest(app->arena, out_str(&out));
}

/* 填报月报: the month in hand, the form itself, what is done with it. */
#include "app/report/form_file.h"
#include "app/report/report_check.h"
#include "web/pages.h"
#include "web/report_view.h"

#include "base/limits.h"

typedef struct ListStep {
    Str text;
    bool now;
} ListStep;

typedef struct ReportListView {
    Str sub;
    struct {
        Str title, state, left, next, href, button;
        StateKind kind;
    } now;
    LIST_OF(ListStep) steps;
    Table past;
} ReportListView;
#include "web/templates/report_tasks.html.h"
#include "web/templates/report_values.html.h"

#include "web/templates/report.html.h"
#include "web/templates/report_list.html.h"

static Str link_to_report(const Ctx *c, Str period, Str unit)
{
    return link_to(c, "/reports/{period}/{unit}", {"period", period}, {"unit", unit});
}

/* ---- the form ---- */

static bool findings_of(Ctx *c, const ReportForm *form, ReportFindingList *ret_findings, Err *err)
{
    *ret_findings = (ReportFindingList){0};
    return form->draft.revision == 0 || report_check_form(&c->app, form, NULL, ret_findings, err);
}

static bool show(Ctx *c, ReportView *v, Err *err)
{
    (void)c;
    Out *out = page_begin(c, v->title, NAV_REPORT);
    report_html(out, c, v);
    return page_end(c, err);
}

static bool answer_json(Ctx *c, const ReportForm *form, const ReportFindingList *findings, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("form"));
    report_form_json(form, &c->app, &json);
    json_key(&json, S("findings"));
    report_findings_json(findings, c->arena, c->lang, &json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

static bool open_form(Ctx *c, ReportForm *form, ReportFindingList *findings, Err *err)
{
    return report_form_open(&c->app, ctx_text(c, "period"), ctx_text(c, "unit"), form, err) &&
           findings_of(c, form, findings, err);
}

bool report_page(Ctx *c, Err *err)
{
    ReportForm form;
    ReportFindingList findings;
    ReportView v;
    if (!open_form(c, &form, &findings, err))
        return false;
    if (c->json)
        return answer_json(c, &form, &findings, err);
    return report_view_fill(c, &form, &findings, NULL, &v, err) && show(c, &v, err);
}

/* ---- what is done with it ---- */

/* Whether something else was typed into the line of that cell. */
static bool has_neighbour(Ctx *c, Str line, Str cell)
{
    const HttpPairs *typed = &c->params.fields;
    for (int i = 0; i < typed->count; i++)
        if (str_starts(typed->items[i].name, line) && !str_eq(typed->items[i].name, cell) &&
            str_trim(typed->items[i].value).len > 0)
            return true;
    return false;
}

/* Last month's total that stands in its cell, in a line that was not touched: nobody has said that it holds until it is
 * signed. In a line where something was typed it is kept as it was seen. */
static bool is_prefilled(Ctx *c, const ReportForm *form, const HttpPair *field)
{
    for (int i = 0; i < form->lines.count; i++) {
        const ReportLine *line = &form->lines.items[i];
        Str cells = arena_fmt(c->arena, "cell.%.*s.", STR_ARG(line->indicator->code));
        Str cell = arena_fmt(c->arena, "%.*scumulative", STR_ARG(cells));
        if (line->prefilled && str_eq(field->value, line->cells.cumulative) &&
            str_eq(field->name, cell))
            return !has_neighbour(c, cells, cell);
    }
    return false;
}

/* A figure that is known already goes into the cell it was asked for. */
static bool take_offer(Ctx *c, const ReportForm *form, ReportField *field, Err *err)
{
    Str code = ctx_text(c, "take");
    for (int i = 0; i < form->offers.count; i++)
        if (str_eq(form->offers.items[i].indicator, code)) {
            *field = (ReportField){report_offer_cell(c->arena, form, code),
                                   form->offers.items[i].figure};
            return true;
        }
    return err_set(err, ERR_DRAFT_KEY, {"found", code});
}

static bool body_of(Ctx *c, Str *ret_body, Err *err)
{
    const HttpPairs *typed = &c->params.fields;
    ReportField *fields = arena_new(c->arena, ReportField, typed->count + 2);
    ReportForm form;
    if (!report_form_open(&c->app, ctx_text(c, "period"), ctx_text(c, "unit"), &form, err))
        return false;
    bool signs = str_eq(ctx_text(c, "act"), S("fill"));
    int count = 0;
    for (int i = 0; i < typed->count; i++)
        if (signs || !is_prefilled(c, &form, &typed->items[i]))
            fields[count++] = (ReportField){typed->items[i].name, typed->items[i].value};
    if (ctx_given(c, "take") && !take_offer(c, &form, &fields[count++], err))
        return false;
    return report_cells_body(&c->app, fields, count, form.draft.body, ret_body, err);
}

static bool save(Ctx *c, int64_t *seen, Err *err)
{
    DraftRow draft;
    ReportDraftEntry entry = {
        .period = ctx_text(c, "period"), .unit = ctx_text(c, "unit"), .seen = *seen};
    if (!body_of(c, &entry.body, err) || !report_draft_save(&c->app, &entry, &draft, err))
        return false;
    *seen = draft.revision;
    return true;
}

static bool act(Ctx *c, Str *ret_next, Faults *faults, Err *err)
{
    MonthImport import = {0};
    Faults warnings = {.arena = c->arena};
    DraftRow draft;
    Str what = ctx_text(c, "act"), period = ctx_text(c, "period"), unit = ctx_text(c, "unit");
    int64_t seen = ctx_i64(c, "seen", 0);
    bool sends = str_eq(what, S("send"));
    *ret_next = link_to_report(c, period, unit);
    if (ctx_given(c, "take"))
        *ret_next =
            arena_fmt(c->arena, "%.*s#i-%.*s", STR_ARG(*ret_next), STR_ARG(ctx_text(c, "take")));
    if (str_eq(what, S("unfill")))
        return report_unfill(&c->app, period, unit, seen, &draft, err);
    if (!sends && !save(c, &seen, err))
        return false;
    if (str_eq(what, S("fill")))
        return report_fill(&c->app, period, unit, seen, &draft, err);
    if (!sends)
        return true;
    const ReportSend order = {period, unit, seen, c->json ? S("api") : S("web")};
    if (!report_send(&c->app, &order, &import, faults, &warnings, err))
        return false;
    *ret_next = link_to(c, "/submissions/{id}/receipt", {"id", import.submission});
    return true;
}

static bool is_theirs(ErrCode code)
{
    ErrKind kind = err_kind(code);
    return kind == KIND_INVALID || kind == KIND_CONFLICT || kind == KIND_TOO_LARGE ||
           code == ERR_DRAFT_SAME_PERSON;
}

/* The page again, with what was typed and what stands in its way. */
static bool show_again(Ctx *c, const Err *refused, const Faults *faults, Err *err)
{
    ReportForm form;
    ReportFindingList findings;
    ReportView v;
    Out sentence = out_new(c->arena, LIMIT_LINE_BYTES);
    if (!open_form(c, &form, &findings, err) ||
        !report_view_fill(c, &form, &findings, &c->params.fields, &v, err))
        return false;
    v.faults = faults;
    c->response->status = faults->total ? 400 : http_status_of(err_kind(refused->code));
    if (refused->code == ERR_DRAFT_MOVED) {
        msg_err(&sentence, c->lang, refused);
        v.moved = out_str(&sentence);
        report_view_conflicts(c, &form, &c->params.fields, &v);
        if (v.conflicts.count == 0) /* the same was saved twice */
            v.saved = v.moved;
    } else if (refused->code) {
        msg_err(&sentence, c->lang, refused);
        v.error = out_str(&sentence);
    }
    return show(c, &v, err);
}

bool report_do(Ctx *c, Err *err)
{
    Faults faults = {.arena = c->arena};
    Str next;
    if (act(c, &next, &faults, err)) {
        if (!c->json)
            return redirect(c, next, err);
        return report_page(c, err);
    }
    if (c->json && faults.total) { /* the first of them; the page has all */
        *err = faults.items[0];
        return false;
    }
    if (c->json || (err->code && !is_theirs(err->code)))
        return false;
    Err refused = *err;
    *err = (Err){0};
    return show_again(c, &refused, &faults, err);
}

/* A scan of the signed form counts as the second signature, so it is said to be one. */
static bool add_file(Ctx *c, const FileEntry *entry, Attachment *ret_attachment, Err *err)
{
    ReportForm form;
    Str period = ctx_text(c, "period"), unit = ctx_text(c, "unit");
    if (!str_eq(ctx_text(c, "place"), S(REPORT_PLACE_SIGNED)))
        return file_add(&c->app, entry, ret_attachment, err);
    if (!report_form_open(&c->app, period, unit, &form, err))
        return false;
    if (form.closed.code) {
        *err = form.closed;
        return false;
    }
    return file_add(&c->app, entry, ret_attachment, err) &&
           report_file_place(&c->app, period, unit, ret_attachment->digest, S(REPORT_PLACE_SIGNED),
                             err);
}

bool report_file_add(Ctx *c, Err *err)
{
    Attachment attachment;
    Str period = ctx_text(c, "period"), unit = ctx_text(c, "unit");
    const MultipartPart *part = &c->params.files.items[0];
    const FileEntry entry = {.object = report_object(c->arena, period, unit),
                             .name = part->file_name,
                             .bytes = part->bytes};
    if (add_file(c, &entry, &attachment, err)) {
        if (!c->json)
            return redirect(
                c, arena_fmt(c->arena, "%.*s#upload", STR_ARG(link_to_report(c, period, unit))),
                err);
        Json json = json_begin(c);
        attachment_json(c->arena, &json, &attachment);
        return json_end(c, &json, err);
    }
    if (c->json || !(is_theirs(err->code) || err_kind(err->code) == KIND_BUSY))
        return false;
    ReportForm form;
    ReportFindingList findings;
    ReportView v;
    Err refused = *err;
    *err = (Err){0};
    if (!open_form(c, &form, &findings, err) ||
        !report_view_fill(c, &form, &findings, NULL, &v, err))
        return false;
    files_panel_refuse(c, &refused, &v.files);
    c->response->status = http_status_of(err_kind(refused.code));
    return show(c, &v, err);
}

/* ---- its files ---- */

static FormFormat format_of(const Ctx *c)
{
    Str word = ctx_text(c, "format");
    return str_eq(word, S("docx"))  ? FORM_DOCX
           : str_eq(word, S("csv")) ? FORM_CSV
           : str_eq(word, S("pdf")) ? FORM_PDF
                                    : FORM_XLSX;
}

static const Str types[FORM_FORMATS] = {
    SC("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    SC("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    SC("text/csv; charset=utf-8"), SC("application/pdf")};

bool report_form_file(Ctx *c, Err *err)
{
    FormFile file;
    FormFormat format = format_of(c);
    return form_file(&c->app, ctx_text(c, "period"), ctx_text(c, "unit"), format,
                     ctx_given(c, "blank"), &file, err) &&
           download(c, types[format], file.name, file.bytes, err);
}

bool report_form_files(Ctx *c, Err *err)
{
    FormFileList files;
    Str bytes, period = ctx_text(c, "period");
    return form_files_all(&c->app, period, format_of(c), ctx_given(c, "blank"), &files, err) &&
           form_files_zip(&c->app, &files, &bytes, err) &&
           download(c, S("application/zip"),
                    msg_str(c->arena, LANG_ZH, MSG_FORM_ALL_NAME, {"period", period}), bytes, err);
}

/* ---- the months of a unit ---- */

static void add_step(Ctx *c, Msg text, bool now, ReportListView *v)
{
    *arena_push(c->arena, &v->steps) = (ListStep){msg(c->lang, text), now};
}

static void fill_now(Ctx *c, const ReportForm *form, ReportListView *v)
{
    const ReportStanding *s = &form->standing;
    bool drafting = form->draft.revision > 0 && !str_eq(form->draft.state, S("gone"));
    v->now.title = msg_str(c->arena, c->lang, MSG_MONTHLY_HEADING, {"unit", form->unit->name},
                           {"period", form->period->name});
    v->now.state = report_state_text(c->lang, s);
    v->now.kind = report_state_kind(s);
    v->now.left = s->version && !drafting ? S("") : report_left_text(c, &form->days);
    v->now.next = report_next_text(c, form);
    v->now.href = link_to_report(c, form->period->code, form->unit->code);
    v->now.button =
        msg(c->lang, form->closed.code || (s->version && !drafting && s->state != REPORT_RETURNED)
                         ? MSG_MONTHLY_LOOK
                         : MSG_MONTHLY_FILL_IN);
    bool filled = drafting && form->draft.filled_at;
    bool sent = s->version && !drafting && s->state != REPORT_RETURNED;
    add_step(c, MSG_MONTHLY_STEP_FILL, !filled && !sent, v);
    add_step(c, MSG_MONTHLY_STEP_SIGN, filled, v);
    add_step(c, MSG_MONTHLY_STEP_RECEIPT,
             sent && s->state != REPORT_ACCEPTED && s->state != REPORT_LOCKED, v);
    add_step(c, MSG_MONTHLY_STEP_ACCEPT, s->state == REPORT_ACCEPTED || s->state == REPORT_LOCKED,
             v);
}

static void add_past(Ctx *c, const CampaignPeriod *period, const ReportStanding *s, Table *t)
{
    TableRow *row = table_add_row(c->arena, t);
    *row_add_cell(c->arena, row) =
        (Cell){.text = period->name, .href = link_to_report(c, period->code, s->unit->code)};
    *row_add_cell(c->arena, row) =
        (Cell){.text = report_state_text(c->lang, s), .state = report_state_kind(s)};
    Cell when = {.text = s->version ? instant_minute(c->arena, s->received_at) : S("")};
    if (s->late && s->late_days > 0)
        when.mark = msg_str(c->arena, c->lang, MSG_UNIT_LATE_DAYS,
                            {"days", arena_fmt(c->arena, "%d", s->late_days)});
    when.bad = s->late;
    *row_add_cell(c->arena, row) = when;
    *row_add_cell(c->arena, row) =
        (Cell){.text = s->version ? arena_fmt(c->arena, "%d", s->version) : S("")};
    *row_add_cell(c->arena, row) =
        s->version ? (Cell){.text = msg(c->lang, MSG_MONTHLY_RECEIPT_TITLE),
                            .href = link_to(c, "/submissions/{id}/receipt", {"id", s->submission})}
                   : (Cell){0};
}

/* The newest period that has opened by today. */
static int period_now(const App *app)
{
    int at = -1;
    for (int i = 0; i < app->def.periods.count; i++) {
        const CampaignPeriod *p = &app->def.periods.items[i];
        if (p->opens_on != DATE_NONE && p->opens_on <= app->today)
            at = i;
    }
    return at;
}

static bool list_json(Ctx *c, const ReportStandingList *list, const CampaignPeriod *const *periods,
                      Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("reports"));
    json_array(&json);
    for (int i = 0; i < list->count; i++) {
        json_object(&json);
        json_kstr(&json, S("period"), periods[i]->code);
        json_key(&json, S("standing"));
        report_standing_json(&list->items[i], c->arena, &json);
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool report_list_page(Ctx *c, Err *err)
{
    const CampaignDef *def = &c->app.def;
    const Unit *own = app_unit(&c->app, c->app.actor.unit);
    ReportStandingList list = {0};
    const CampaignPeriod **periods =
        arena_new(c->arena, const CampaignPeriod *, def->periods.count + 1);
    ReportListView v = {.past = {.empty = msg(c->lang, MSG_MONTHLY_NO_PAST),
                                 .caption = msg(c->lang, MSG_MONTHLY_PAST)}};
    static const Msg heads[] = {MSG_COL_PERIOD, MSG_MONTHLY_STATE, MSG_UNIT_RECEIVED,
                                MSG_MONTHLY_VERSION, MSG_MONTHLY_RECEIPT_TITLE};
    static const CellKind kinds[] = {CELL_HEAD, CELL_SHORT, CELL_SHORT, CELL_NUMBER, CELL_SHORT};
    if (!own)
        return err_set(err, ERR_REPORT_NO_UNIT);
    if (!app_permit(&c->app, ACT_REPORT_FILL, own->code, S("report"), err))
        return false;
    int now = period_now(&c->app);
    for (int i = now; i >= 0; i--) {
        const CampaignPeriod *period = &def->periods.items[i];
        const Unit *seat = seat_in_period(&c->app, own, period);
        if (!seat || !unit_is_member(def, seat, period))
            continue;
        periods[list.count] = period;
        if (!report_state(&c->app, period, seat, arena_push(c->arena, &list), err))
            return false;
    }
    if (c->json)
        return list_json(c, &list, periods, err);
    for (int i = 0; i < 5; i++)
        table_add_column(c->arena, &v.past, msg(c->lang, heads[i]), kinds[i]);
    v.sub = own->name;
    for (int i = 0; i < list.count; i++) {
        if (periods[i] != &def->periods.items[now]) {
            add_past(c, periods[i], &list.items[i], &v.past);
            continue;
        }
        ReportForm form;
        if (!report_form_open(&c->app, periods[i]->code, list.items[i].unit->code, &form, err))
            return false;
        fill_now(c, &form, &v);
    }
    report_list_html(page_begin(c, msg(c->lang, MSG_MONTHLY_TITLE), NAV_REPORT), c, &v);
    return page_end(c, err);
}

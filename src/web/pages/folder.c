/* A folder of what units have sent (收文件夹): drop, questions, ledger, kept. */
#include "app/folder/folder_box.h"
#include "app/folder/folder_out.h"
#include "app/report/report_check.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/pieces.h"
#include "web/slips.h"

typedef struct FolderQuestionView {
    Str id, text, name, label;
    Options choices;
    Table items;
} FolderQuestionView;

typedef struct FolderView {
    Options periods;
    Str error, help; /* of the form */
    Str sub, keep_action, answer_action, csv, xlsx, done, head;
    bool may_keep;
    Str keep_label;
    LIST_OF(FolderQuestionView) questions;
    Facts facts;
    Str missing;
    Table units, files, unclear, changed, changes, findings;
    bool has_unclear, has_changed, has_changes, has_findings;
} FolderView;
#include "web/templates/folder.html.h"
#include "web/templates/folder_new.html.h"

enum { FORMAT_CSV = 0, ROWS_SHOWN = 200 };

static Str number(const Ctx *c, int64_t value)
{
    return arena_fmt(c->arena, "%lld", (long long)value);
}

/* ---- dropping ---- */

static bool show_new(Ctx *c, const Err *fault, Err *err)
{
    FolderView v = {0};
    const CampaignDef *def = &c->app.def;
    if (!app_need_campaign(&c->app, err) ||
        !app_permit(&c->app, ACT_REPORT_SUBMIT, S(""), S("folder"), err))
        return false;
    bool chosen = false;
    for (int i = def->periods.count - 1; i >= 0; i--) {
        const CampaignPeriod *p = &def->periods.items[i];
        if (p->from > c->app.today)
            continue;
        bool newest = !chosen && p->to <= c->app.today;
        chosen = chosen || newest;
        *arena_push(c->arena, &v.periods) = (Option){p->code, p->name, newest};
    }
    v.help = msg_str(c->arena, c->lang, MSG_FOLDER_HELP, {"files", number(c, LIMIT_FOLDER_FILES)},
                     {"bytes", number(c, LIMIT_HTTP_BODY_BYTES >> 20)});
    if (fault) {
        Out sentence = out_new(c->arena, LIMIT_LINE_BYTES);
        msg_err(&sentence, c->lang, fault);
        v.error = out_str(&sentence);
        c->response->status = http_status_of(err_kind(fault->code));
    }
    folder_new_html(page_begin(c, msg(c->lang, MSG_FOLDER_TITLE), NAV_FOLDER), c, &v);
    return page_end(c, err);
}

bool folder_new_page(Ctx *c, Err *err)
{
    return show_new(c, NULL, err);
}

bool folder_new_do(Ctx *c, Err *err)
{
    FolderFileList files = {0};
    Str id;
    for (int i = 0; i < c->params.files.count; i++) {
        const MultipartPart *part = &c->params.files.items[i];
        *arena_push(c->arena, &files) = (FolderFile){part->file_name, part->bytes};
    }
    if (!folder_box_make(&c->app, ctx_text(c, "period"), &files, &id, err)) {
        ErrKind kind = err_kind(err->code);
        if (c->json || (kind != KIND_INVALID && kind != KIND_TOO_LARGE))
            return false;
        Err fault = *err;
        *err = (Err){0};
        return show_new(c, &fault, err);
    }
    return done(c, link_to(c, "/folder/{id}", {"id", id}), err);
}

/* ---- what was read ---- */

static const StateKind unit_kinds[FOLDER_UNIT_STATES] = {
    STATE_LATE, STATE_LATE, STATE_OPEN, STATE_DOING, STATE_LATE, STATE_DONE, STATE_DONE};
static const StateKind file_kinds[FOLDER_FILE_STATES] = {
    STATE_DONE, STATE_DONE, STATE_NONE, STATE_NONE, STATE_OPEN,
    STATE_NONE, STATE_NONE, STATE_LATE, STATE_LATE, STATE_LATE};

static void columns(Ctx *c, Table *t, const Msg *heads, int n)
{
    for (int i = 0; i < n; i++)
        table_add_column(c->arena, t, msg(c->lang, heads[i]), i ? CELL_TEXT : CELL_HEAD);
}
#define COLUMNS(c, t, ...)                                                                         \
    columns((c), (t), (const Msg[]){__VA_ARGS__},                                                  \
            (int)(sizeof((const Msg[]){__VA_ARGS__}) / sizeof(Msg)))

static void cell(Ctx *c, TableRow *row, Str text)
{
    *row_add_cell(c->arena, row) = (Cell){.text = text};
}

/* NULL: the table has as many as are shown; the workbook has all. */
static TableRow *next_row(Ctx *c, Table *t)
{
    t->foot.total++;
    return t->rows.count < ROWS_SHOWN ? table_add_row(c->arena, t) : NULL;
}

/* Whether it has any; how many are shown is said where they are not all. */
static bool rows_end(Table *t)
{
    t->foot.shown = t->rows.count;
    if (t->foot.shown == t->foot.total)
        t->foot.total = 0;
    return t->rows.count > 0;
}

static void fill_questions(Ctx *c, const FolderResult *r, FolderView *v)
{
    for (int i = 0; i < r->questions.count; i++) {
        const FolderQuestion *q = &r->questions.items[i];
        FolderQuestionView *view = arena_push(c->arena, &v->questions);
        *view = (FolderQuestionView){.id = q->id,
                                     .text = folder_question_text(&c->app, c->lang, r, q),
                                     .name = arena_fmt(c->arena, "q.%.*s", STR_ARG(q->id)),
                                     .label = msg(c->lang, MSG_FOLDER_ANSWER)};
        bool who = q->kind == FOLDER_ASK_WHO;
        for (int k = 0; k < q->choices.count; k++)
            *arena_push(c->arena, &view->choices) =
                (Option){q->choices.items[k],
                         folder_choice_text(&c->app, c->lang, q, q->choices.items[k]), false};
        for (int u = 0; who && u < r->units.count; u++) {
            const Unit *unit = &c->app.def.units.items[r->units.items[u].unit];
            if (r->units.items[u].file < 0 && q->items.count == 1)
                *arena_push(c->arena, &view->choices) = (Option){unit->code, unit->name, false};
        }
        COLUMNS(c, &view->items, MSG_FOLDER_HEAD_FOUND, MSG_FOLDER_HEAD_OTHER);
        for (int k = 0; k < q->items.count; k++) {
            TableRow *row = next_row(c, &view->items);
            if (!row)
                continue;
            *row_add_cell(c->arena, row) =
                (Cell){.text = q->items.items[k].found.len ? q->items.items[k].found
                                                           : q->items.items[k].place,
                       .note = q->items.items[k].place};
            cell(c, row, q->items.items[k].other);
        }
        (void)rows_end(&view->items);
    }
}

static void add_missing(Ctx *c, Out *out, const FolderUnit *u)
{
    out_s(out, out->len ? S("、") : S(""));
    out_s(out, c->app.def.units.items[u->unit].name);
}

/* Those that sent something as a table, the others by name. */
static void fill_units(Ctx *c, const FolderResult *r, FolderView *v)
{
    Out missing = out_new(c->arena, LIMIT_HTTP_FIELD_BYTES);
    COLUMNS(c, &v->units, MSG_FOLDER_HEAD_UNIT, MSG_FOLDER_HEAD_STATE, MSG_FOLDER_COL_FIGURES,
            MSG_FOLDER_HEAD_SIGNED);
    for (int i = 0; i < r->units.count; i++) {
        const FolderUnit *u = &r->units.items[i];
        int figures = 0;
        if (u->state == FOLDER_UNIT_MISSING) {
            add_missing(c, &missing, u);
            continue;
        }
        TableRow *row = table_add_row(c->arena, &v->units);
        for (int k = 0; k < u->values.count; k++)
            for (int f = 0; f < FOLDER_FIGURES; f++)
                figures += u->values.items[k].cells[f].state == FOLDER_CELL_VALUE;
        Out fault = out_new(c->arena, LIMIT_LINE_BYTES);
        if (u->faults.count)
            msg_err(&fault, c->lang, &u->faults.items[0]);
        *row_add_cell(c->arena, row) =
            (Cell){.text = c->app.def.units.items[u->unit].name,
                   .note = u->file < 0 ? S("") : r->files.items[u->file].name};
        *row_add_cell(c->arena, row) = (Cell){.text = folder_unit_text(c->lang, u->state),
                                              .state = unit_kinds[u->state],
                                              .note = out_str(&fault)};
        cell(c, row, figures ? number(c, figures) : S(""));
        cell(c, row, u->signed_copies.count ? number(c, u->signed_copies.count) : S(""));
    }
    v->missing = out_str(&missing);
}

static void fill_files(Ctx *c, const FolderResult *r, FolderView *v)
{
    COLUMNS(c, &v->files, MSG_FOLDER_HEAD_FILE, MSG_FOLDER_HEAD_STATE, MSG_FOLDER_HEAD_UNIT);
    for (int i = 0; i < r->files.count; i++) {
        const FolderFileLine *f = &r->files.items[i];
        TableRow *row = table_add_row(c->arena, &v->files);
        cell(c, row, f->name);
        *row_add_cell(c->arena, row) = (Cell){.text = folder_file_text(c->lang, f->state),
                                              .state = file_kinds[f->state],
                                              .note = folder_file_reason(&c->app, c->lang, f)};
        cell(c, row, f->unit.len ? unit_name(&c->app, f->unit) : S(""));
    }
}

static void cell_row(Ctx *c, const FolderUnit *u, const FolderValue *value, const FolderCell *from,
                     bool changed, Table *t)
{
    TableRow *row = next_row(c, t);
    if (!row)
        return;
    const Indicator *ind = &c->app.def.indicators.items[value->indicator];
    bool is_value = from->state == FOLDER_CELL_VALUE;
    *row_add_cell(c->arena, row) =
        (Cell){.text = ind->name, .note = c->app.def.units.items[u->unit].name};
    *row_add_cell(c->arena, row) = (Cell){.text = from->found, .note = from->place};
    if (changed)
        *row_add_cell(c->arena, row) =
            (Cell){.text = is_value ? from->value : folder_cell_text(c->lang, from->state),
                   .unit = is_value ? ind->unit : S("")};
    else
        cell(c, row,
             from->why ? folder_why_text(c->lang, from->why)
                       : folder_cell_text(c->lang, from->state));
}

/* Changes of one kind in one line: names of missing rows, "from → to" of what was renamed. */
static void change_row(Ctx *c, const FolderUnit *u, FolderChangeKind kind, Table *t)
{
    Out what = out_new(c->arena, LIMIT_HTTP_FIELD_BYTES);
    Str place = S("");
    for (int i = 0; i < u->changes.count; i++) {
        const FolderChange *change = &u->changes.items[i];
        if (change->kind != kind)
            continue;
        place = change->place;
        out_s(&what, what.len ? S("；") : S(""));
        out_s(&what, change->from);
        out_s(&what, change->from.len && change->to.len ? S(" → ") : S(""));
        out_s(&what, change->to);
    }
    TableRow *row = place.len ? next_row(c, t) : NULL;
    if (!row)
        return;
    *row_add_cell(c->arena, row) = (Cell){.text = folder_change_text(c->lang, kind),
                                          .note = c->app.def.units.items[u->unit].name};
    cell(c, row, out_str(&what));
}

static void fill_cells(Ctx *c, const FolderResult *r, FolderView *v)
{
    COLUMNS(c, &v->unclear, MSG_FOLDER_HEAD_INDICATOR, MSG_FOLDER_HEAD_FOUND, MSG_FOLDER_HEAD_WHY);
    COLUMNS(c, &v->changed, MSG_FOLDER_HEAD_INDICATOR, MSG_FOLDER_HEAD_FOUND,
            MSG_FOLDER_HEAD_VALUE);
    COLUMNS(c, &v->changes, MSG_FOLDER_HEAD_CHANGE, MSG_FOLDER_HEAD_WHAT);
    COLUMNS(c, &v->findings, MSG_FOLDER_HEAD_FINDING, MSG_FOLDER_HEAD_UNIT);
    for (int i = 0; i < r->units.count; i++) {
        const FolderUnit *u = &r->units.items[i];
        for (int k = 0; k < u->values.count; k++)
            for (int f = 0; f < FOLDER_FIGURES; f++) {
                const FolderCell *from = &u->values.items[k].cells[f];
                if (from->state == FOLDER_CELL_UNCLEAR || from->state == FOLDER_CELL_PENDING)
                    cell_row(c, u, &u->values.items[k], from, false, &v->unclear);
                else if (from->changed)
                    cell_row(c, u, &u->values.items[k], from, true, &v->changed);
            }
        for (int kind = 0; kind < FOLDER_CHANGES; kind++)
            change_row(c, u, (FolderChangeKind)kind, &v->changes);
        for (int k = 0; k < u->findings.count; k++) {
            if (u->findings.items[k].check == CHECK_MISSING)
                continue; /* stands among what is unclear, or among the rows that are missing */
            TableRow *row = next_row(c, &v->findings);
            if (!row)
                continue;
            cell(c, row, report_finding_text(c->arena, c->lang, &u->findings.items[k]));
            cell(c, row, c->app.def.units.items[u->unit].name);
        }
    }
    v->has_unclear = rows_end(&v->unclear);
    v->has_changed = rows_end(&v->changed);
    v->has_changes = rows_end(&v->changes);
    v->has_findings = rows_end(&v->findings);
}

static void fill_facts(Ctx *c, const FolderResult *r, FolderView *v)
{
    FolderCounts n = folder_counts(r);
    Arena *a = c->arena;
    fact_add(a, &v->facts, msg(c->lang, MSG_FOLDER_FACT_FILES), number(c, r->files.count));
    fact_add(a, &v->facts, msg(c->lang, MSG_FOLDER_UNIT_READY), number(c, n.ready));
    fact_add(a, &v->facts, msg(c->lang, MSG_FOLDER_UNIT_SAME), n.same ? number(c, n.same) : S(""));
    fact_add(a, &v->facts, msg(c->lang, MSG_FOLDER_UNIT_ASKED),
             n.asked ? number(c, n.asked) : S(""));
    fact_add(a, &v->facts, msg(c->lang, MSG_FOLDER_UNIT_MISSING), number(c, n.missing));
    fact_add(a, &v->facts, msg(c->lang, MSG_FOLDER_UNIT_FAULTY),
             n.faulty ? number(c, n.faulty) : S(""));
    fact_add(a, &v->facts, msg(c->lang, MSG_FOLDER_FACT_VALUES), number(c, r->values));
    fact_add(a, &v->facts, msg(c->lang, MSG_FOLDER_FACT_CHANGED), number(c, r->changed));
    fact_add(a, &v->facts, msg(c->lang, MSG_FOLDER_FACT_UNCLEAR), number(c, r->unclear));
    v->may_keep = n.ready > 0;
    v->keep_label = msg_str(a, c->lang, MSG_FOLDER_KEEP, {"count", number(c, n.ready)});
}

static bool read_box(Ctx *c, FolderBox *box, FolderResult *result, Err *err)
{
    return folder_box_open(&c->app, ctx_text(c, "id"), box, err) &&
           folder_read(&c->app, &box->files, box->period, &box->answers, (FolderTell){0}, result,
                       err);
}

static bool show(Ctx *c, const FolderBox *box, const FolderResult *result, Str kept, Err *err)
{
    FolderView v = {.done = kept};
    if (c->json) {
        Json json = json_begin(c);
        folder_result_json(&c->app, c->lang, result, &json);
        return json_end(c, &json, err);
    }
    fill_questions(c, result, &v);
    fill_units(c, result, &v);
    fill_files(c, result, &v);
    fill_cells(c, result, &v);
    fill_facts(c, result, &v);
    v.head = msg_str(c->arena, c->lang, MSG_FOLDER_RESULT_TITLE,
                     {"period", period_name(&c->app, box->period)});
    v.keep_action = link_to(c, "/folder/{id}/keep", {"id", box->id});
    v.answer_action = link_to(c, "/folder/{id}/answers", {"id", box->id});
    v.csv = link_to(c, "/folder/{id}/file", {"id", box->id}, {"format", S("csv")});
    v.xlsx = link_to(c, "/folder/{id}/file", {"id", box->id}, {"format", S("xlsx")});
    folder_html(page_begin(c, v.head, NAV_FOLDER), c, &v);
    return page_end(c, err);
}

bool folder_page(Ctx *c, Err *err)
{
    FolderBox box;
    FolderResult result;
    return read_box(c, &box, &result, err) && show(c, &box, &result, S(""), err);
}

bool folder_answers_do(Ctx *c, Err *err)
{
    FolderBox box;
    FolderAnswers answers = {0};
    if (!folder_box_open(&c->app, ctx_text(c, "id"), &box, err))
        return false;
    for (int i = 0; i < c->params.fields.count; i++) {
        Str id = c->params.fields.items[i].name, item = S("");
        id = str_sub(id, S("q.").len, id.len);
        ptrdiff_t colon = str_find(id, S(":"), 0);
        if (colon >= 0) {
            item = str_sub(id, colon + 1, id.len);
            id = str_sub(id, 0, colon);
        }
        if (c->params.fields.items[i].value.len)
            *arena_push(c->arena, &answers) =
                (FolderAnswer){id, item, c->params.fields.items[i].value};
    }
    return folder_box_answer(&c->app, &box, &answers, err) &&
           done(c, link_to(c, "/folder/{id}", {"id", box.id}), err);
}

bool folder_keep_do(Ctx *c, Err *err)
{
    FolderBox box;
    FolderResult result;
    FolderKept kept;
    if (!read_box(c, &box, &result, err) ||
        !folder_keep(&c->app, &box.files, ctx_text(c, "sender"), &result, &kept, err))
        return false;
    return show(c, &box, &result,
                msg_str(c->arena, c->lang, MSG_OUT_FOLDER_KEPT, {"count", number(c, kept.reports)},
                        {"signed", number(c, kept.signed_copies)}),
                err);
}

bool folder_file_answer(Ctx *c, Err *err)
{
    FolderBox box;
    FolderResult result;
    Sheet sheets[FOLDER_BOOK_SHEETS];
    if (!read_box(c, &box, &result, err))
        return false;
    Str name = msg_str(c->arena, c->lang, MSG_FOLDER_RESULT_TITLE,
                       {"period", period_name(&c->app, box.period)});
    if (ctx_i64(c, "format", 0) == FORMAT_CSV) {
        Sheet sheet = folder_ledger_sheet(&c->app, c->lang, &result);
        return download_csv(c, &sheet, name, err);
    }
    folder_sheets(&c->app, c->lang, &result, sheets);
    return download_book(c, sheets, FOLDER_BOOK_SHEETS, name, err);
}

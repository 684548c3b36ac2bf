/* The office's workbook beside the engine: a form and what differs, and JSON for programs. */
#include "app/score/parallel_run.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct ParallelView {
    Str error, head;
    const Faults *faults;
    bool shown;
    Options periods, groups, forms;
    Str sheet;
    Table diffs, notes;
} ParallelView;
#include "web/templates/parallel_run.html.h"

static bool run(Ctx *c, const ParallelAsk *ask, ParallelReport *report, Faults *faults, Err *err)
{
    if (parallel_campaign(&c->app, ctx_text(c, "period"), ctx_text(c, "group"), ask, report, faults,
                          err))
        return true;
    if (err->code == ERR_NONE && faults->total)
        *err = faults->items[0];
    return false;
}

bool parallel_run_do(Ctx *c, Err *err)
{
    Faults faults = {.arena = c->arena};
    ParallelReport report = {0};
    const MultipartPart *file = &c->params.files.items[0];
    ParallelAsk ask = {.file = file->file_name,
                       .bytes = file->bytes,
                       .sheet = ctx_text(c, "sheet"),
                       .map_file = S("map"),
                       .map_bytes = ctx_text(c, "map")};
    if (!run(c, &ask, &report, &faults, err))
        return false;
    Json json = json_begin(c);
    parallel_json(c->arena, c->lang, &report, &json);
    return json_end(c, &json, err);
}

/* ---- the page ---- */

static void fill_form(Ctx *c, Str period, Str group, bool as_xlsx, ParallelView *v)
{
    const CampaignDef *def = &c->app.def;
    for (int i = 0; i < def->periods.count; i++)
        *arena_push(c->arena, &v->periods) =
            (Option){def->periods.items[i].code, def->periods.items[i].name,
                     str_eq(def->periods.items[i].code, period)};
    for (int g = 0; g < def->groups.count; g++)
        *arena_push(c->arena, &v->groups) =
            (Option){def->groups.items[g].code, def->groups.items[g].name,
                     str_eq(def->groups.items[g].code, group)};
    *arena_push(c->arena, &v->forms) =
        (Option){S("page"), msg(c->lang, MSG_PARALLEL_AS_PAGE), !as_xlsx};
    *arena_push(c->arena, &v->forms) =
        (Option){S("xlsx"), msg(c->lang, MSG_PARALLEL_AS_XLSX), as_xlsx};
}

static Str what_of(Ctx *c, const ParallelDiff *d)
{
    static const Msg kinds[] = {
        [PARALLEL_VALUE] = MSG_PARALLEL_KIND_VALUE,
        [PARALLEL_TOTAL] = MSG_PARALLEL_KIND_TOTAL,
        [PARALLEL_RANK] = MSG_PARALLEL_KIND_RANK,
    };
    if (d->kind == PARALLEL_SCORE)
        return d->node_name;
    if (d->kind == PARALLEL_VALUE)
        return arena_fmt(c->arena, "%.*s %.*s", STR_ARG(d->node_name),
                         STR_ARG(msg(c->lang, kinds[d->kind])));
    return msg(c->lang, kinds[d->kind]);
}

static void fill_report(Ctx *c, const ParallelReport *report, ParallelView *v)
{
    static const Msg heads[] = {MSG_PARALLEL_COL_CELL, MSG_COL_UNIT,
                                MSG_PARALLEL_COL_WHAT, MSG_PARALLEL_COL_OFFICE,
                                MSG_PARALLEL_COL_OURS, MSG_PARALLEL_COL_DIFF,
                                MSG_PARALLEL_COL_CAUSE};
    static const CellKind kinds[] = {CELL_SHORT,  CELL_HEAD,   CELL_TEXT, CELL_NUMBER,
                                     CELL_NUMBER, CELL_NUMBER, CELL_TEXT};
    Arena *a = c->arena;
    v->shown = true;
    v->head =
        msg_str(a, c->lang, MSG_PARALLEL_HEAD, {"file", report->file}, {"scheme", report->scheme},
                {"version", arena_fmt(a, "%d", report->scheme_version)},
                {"period", period_name(&c->app, report->period)},
                {"units", arena_fmt(a, "%d", report->units)},
                {"cells", arena_fmt(a, "%lld", (long long)report->cells)});
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        table_add_column(a, &v->diffs, msg(c->lang, heads[i]), kinds[i]);
    v->diffs.empty = msg(c->lang, MSG_PARALLEL_NONE);
    for (int i = 0; i < report->diffs.count; i++) {
        const ParallelDiff *d = &report->diffs.items[i];
        TableRow *row = table_add_row(a, &v->diffs);
        row_add_cell(a, row)->text = arena_fmt(a, "%.*s!%.*s", STR_ARG(d->sheet), STR_ARG(d->cell));
        row_add_cell(a, row)->text = d->unit_name;
        row_add_cell(a, row)->text = what_of(c, d);
        row_add_cell(a, row)->text = d->office.len ? d->office : S("—");
        row_add_cell(a, row)->text = d->ours.len ? d->ours : S("—");
        *row_add_cell(a, row) = (Cell){.text = d->difference, .bad = true};
        row_add_cell(a, row)->text = parallel_causes_text(a, c->lang, d);
    }
    table_add_column(a, &v->notes, msg(c->lang, MSG_PARALLEL_NOTES), CELL_TEXT);
    for (int i = 0; i < report->notes.count; i++)
        row_add_cell(a, table_add_row(a, &v->notes))->text =
            parallel_note_text(a, c->lang, &report->notes.items[i]);
}

static bool show(Ctx *c, ParallelView *v, Err *err)
{
    parallel_run_html(page_begin(c, msg(c->lang, MSG_PARALLEL_TITLE), NAV_SCHEME), c, v);
    return page_end(c, err);
}

bool parallel_run_page(Ctx *c, Err *err)
{
    ParallelView v = {0};
    fill_form(c, S(""), S(""), false, &v);
    return show(c, &v, err);
}

bool parallel_run_form_do(Ctx *c, Err *err)
{
    ParallelView v = {0};
    Faults faults = {.arena = c->arena};
    ParallelReport report = {0};
    bool as_xlsx = ctx_i64(c, "as", 0) == 1;
    const MultipartPart *file = &c->params.files.items[0];
    ParallelAsk ask = {
        .file = file->file_name, .bytes = file->bytes, .sheet = ctx_text(c, "sheet")};
    fill_form(c, ctx_text(c, "period"), ctx_text(c, "group"), as_xlsx, &v);
    v.sheet = ask.sheet;
    if (!run(c, &ask, &report, &faults, err)) {
        ErrKind kind = err_kind(err->code);
        if (kind != KIND_INVALID && kind != KIND_CONFLICT && kind != KIND_TOO_LARGE)
            return false;
        Out out = out_new(c->arena, 1 << 14);
        msg_err(&out, c->lang, err);
        v.error = out_str(&out);
        c->response->status = http_status_of(err_kind(err->code));
        v.faults = faults.count > 1 ? &faults : NULL;
        *err = (Err){0};
        return show(c, &v, err);
    }
    if (as_xlsx) {
        Sheet sheet = parallel_sheet(c->arena, c->lang, &report);
        return download_book(c, &sheet, 1, msg(c->lang, MSG_PARALLEL_TITLE), err);
    }
    fill_report(c, &report, &v);
    return show(c, &v, err);
}

/* 分表和汇总: a form in parts for bureaus and townships, the parts added up; a filled-in workbook into the draft. */
#include "app/folder_source.h"
#include "app/report/form_file.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct PartsView {
    Str title, period, form, file, action, book, names, seen, error, says, absent;
    const Faults *faults;
    bool open, merged, taken;
    Table table;
} PartsView;
#include "web/templates/form_parts.html.h"

static bool open_form(Ctx *c, ReportForm *form, PartsView *v, Err *err)
{
    Str period = ctx_text(c, "period"), unit = ctx_text(c, "unit");
    if (!report_form_open(&c->app, period, unit, form, err))
        return false;
    *v = (PartsView){
        .title = msg_str(c->arena, c->lang, MSG_MONTHLY_HEADING, {"unit", form->unit->name},
                         {"period", form->period->name}),
        .period = form->period->name,
        .form = link_to(c, "/reports/{period}/{unit}", {"period", period}, {"unit", unit}),
        .file =
            link_to(c, "/reports/{period}/{unit}/parts/file", {"period", period}, {"unit", unit}),
        .action = link_to(c, "/reports/{period}/{unit}/parts", {"period", period}, {"unit", unit}),
        .book = link_to(c, "/reports/{period}/{unit}/book", {"period", period}, {"unit", unit}),
        .seen = arena_fmt(c->arena, "%lld", (long long)form->draft.revision),
        .open = form->may_fill && !form->closed.code && !str_eq(form->draft.state, S("filled"))};
    return true;
}

static bool show(Ctx *c, const PartsView *v, Err *err)
{
    form_parts_html(page_begin(c, msg(c->lang, MSG_MONTHLY_PARTS), NAV_REPORT), c, v);
    return page_end(c, err);
}

static bool refuse(Ctx *c, PartsView *v, const Faults *faults, Err *err)
{
    ErrKind kind = err_kind(err->code);
    bool theirs =
        faults->total || kind == KIND_INVALID || kind == KIND_CONFLICT || kind == KIND_TOO_LARGE;
    if (c->json && faults->total)
        *err = faults->items[0];
    if (c->json || !theirs)
        return false;
    Out sentence = out_new(c->arena, LIMIT_LINE_BYTES);
    if (err->code)
        msg_err(&sentence, c->lang, err);
    v->error = out_str(&sentence);
    v->faults = faults;
    c->response->status = faults->total ? 400 : http_status_of(kind);
    *err = (Err){0};
    return show(c, v, err);
}

bool report_parts_page(Ctx *c, Err *err)
{
    ReportForm form;
    PartsView v;
    return open_form(c, &form, &v, err) && show(c, &v, err);
}

bool report_parts_file(Ctx *c, Err *err)
{
    ReportForm form;
    PartsView v;
    FormSheet sheet;
    SubNames names;
    Str bytes;
    Faults none = {.arena = c->arena};
    bool separate = ctx_given(c, "separate");
    if (!open_form(c, &form, &v, err))
        return false;
    v.names = ctx_text(c, "names");
    form_sheet_of(&c->app, &form, &sheet);
    if (!sub_names_parse(c->arena, v.names, &names, err) ||
        !form_split(&c->app, &sheet, &names, separate, &bytes, err))
        return refuse(c, &v, &none, err);
    return download(c,
                    separate
                        ? S("application/zip")
                        : S("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                    msg_str(c->arena, LANG_ZH, MSG_MONTHLY_PARTS_NAME, {"period", sheet.period},
                            {"unit", sheet.unit}, {"ending", separate ? S("zip") : S("xlsx")}),
                    bytes, err);
}

/* ---- back again ---- */

static Str shown(const SubSum *sum)
{
    return sum->na ? S("NA") : sum->value;
}

static Str remark(Ctx *c, const MergedRow *r)
{
    const SubSum *sum = r->row->is_total ? &r->total : &r->month;
    if (r->way == SUB_SUM_NOT)
        return msg(c->lang, r->row->closed ? MSG_MONTHLY_PARTS_CLOSED : MSG_MONTHLY_PARTS_NOT);
    if (sum->no_weights)
        return msg_str(c->arena, c->lang, MSG_MONTHLY_PARTS_NO_WEIGHTS,
                       {"count", arena_fmt(c->arena, "%d", sum->no_weights)});
    if (sum->missing)
        return msg_str(c->arena, c->lang, MSG_MONTHLY_PARTS_MISSING,
                       {"count", arena_fmt(c->arena, "%d", sum->missing)});
    return msg(c->lang, r->way == SUB_SUM_WEIGH ? MSG_FORM_SPLIT_WEIGH : MSG_FORM_SPLIT_ADD);
}

static void fill_merge(Ctx *c, const FormMerge *merge, PartsView *v)
{
    static const Msg heads[] = {MSG_MONTHLY_INDICATOR, MSG_MONTHLY_MONTH,        MSG_MONTHLY_TOTAL,
                                MSG_MONTHLY_BEFORE,    MSG_MONTHLY_PARTS_CHANGE, MSG_MONTHLY_NOTE};
    static const CellKind kinds[] = {CELL_HEAD,   CELL_NUMBER, CELL_NUMBER,
                                     CELL_NUMBER, CELL_NUMBER, CELL_TEXT};
    for (int i = 0; i < 6; i++)
        table_add_column(c->arena, &v->table, msg(c->lang, heads[i]), kinds[i]);
    for (int i = 0; i < merge->rows.count; i++) {
        const MergedRow *r = &merge->rows.items[i];
        TableRow *row = table_add_row(c->arena, &v->table);
        *row_add_cell(c->arena, row) = (Cell){.text = r->row->name, .note = r->row->unit};
        row_add_cell(c->arena, row)->text = shown(&r->month);
        row_add_cell(c->arena, row)->text = r->row->is_total ? shown(&r->total) : S("");
        row_add_cell(c->arena, row)->text = r->row->before;
        row_add_cell(c->arena, row)->text = r->change;
        row_add_cell(c->arena, row)->text = remark(c, r);
    }
    Out names = out_new(c->arena, LIMIT_LINE_BYTES);
    for (int i = 0; i < merge->absent.count; i++)
        out_f(&names, "%s%.*s", i ? "、" : "", STR_ARG(merge->absent.items[i]));
    if (merge->absent.count)
        v->absent = msg_str(c->arena, c->lang, MSG_MONTHLY_PARTS_ABSENT,
                            {"count", arena_fmt(c->arena, "%d", merge->absent.count)},
                            {"names", out_str(&names)});
    v->merged = true;
    v->says =
        msg_str(c->arena, c->lang, v->taken ? MSG_MONTHLY_PARTS_TAKEN : MSG_MONTHLY_PARTS_SUMMED,
                {"parts", arena_fmt(c->arena, "%d", merge->names.count - merge->absent.count)},
                {"count", arena_fmt(c->arena, "%d", merge->figures)});
}

static MonthFile file_at(const Ctx *c, int i)
{
    const MultipartPart *part = &c->params.files.items[i];
    return (MonthFile){.name = part->file_name, .bytes = part->bytes, .convert = app_convert()};
}

bool report_parts_do(Ctx *c, Err *err)
{
    ReportForm form;
    PartsView v;
    FormSheet sheet;
    FormMerge merge;
    DraftRow draft;
    Faults faults = {.arena = c->arena};
    int count = c->params.files.count;
    MonthFile *files = arena_new(c->arena, MonthFile, count + 1);
    if (!open_form(c, &form, &v, err))
        return false;
    for (int i = 0; i < count; i++)
        files[i] = file_at(c, i);
    form_sheet_of(&c->app, &form, &sheet);
    v.taken = ctx_given(c, "take");
    if (!form_merge(&c->app, &sheet, files, count, &merge, &faults, err) ||
        (v.taken && !form_take_merge(&c->app, sheet.period, form.unit->code, ctx_i64(c, "seen", 0),
                                     &sheet, &merge, &draft, err)))
        return refuse(c, &v, &faults, err);
    if (v.taken)
        v.seen = arena_fmt(c->arena, "%lld", (long long)draft.revision);
    if (c->json) {
        Json json = json_begin(c);
        form_merge_json(&merge, &json);
        return json_end(c, &json, err);
    }
    fill_merge(c, &merge, &v);
    return show(c, &v, err);
}

bool report_book_do(Ctx *c, Err *err)
{
    ReportForm form;
    PartsView v;
    DraftRow draft;
    Faults faults = {.arena = c->arena};
    if (!open_form(c, &form, &v, err))
        return false;
    MonthFile file = file_at(c, 0);
    if (!form_take_book(&c->app, form.period->code, form.unit->code, ctx_i64(c, "seen", 0), &file,
                        &draft, &faults, err))
        return refuse(c, &v, &faults, err);
    return done(c, v.form, err);
}

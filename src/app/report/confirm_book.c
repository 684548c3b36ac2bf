#include "app/report/confirm_book.h"

#include "app/folder_source.h"
#include "app/report/confirm_parts.h"
#include "app/report/month_context.h"
#include "app/report/value_state.h"
#include "base/limits.h"
#include "doc/xlsx_out.h"
#include "sys/files.h"
#include "sys/spool.h"

enum {
    FIXED_COLUMNS = 2,
    EACH = 3,
    UNIT_WIDTH = 18,
    VALUE_WIDTH = 16,
    NOTE_WIDTH = 22,
    POINTS = 20,
    HEAD_POINTS = 64
};

typedef struct Book {
    App *app;
    Lang lang;
    const ConfirmSheet *sheet;
    XlsxOut *out;
} Book;

static bool head_row(Book *b, Str zh, Str en, Str value, Err *err)
{
    const XlsxFormCell cells[] = {{.text = b->lang == LANG_ZH ? zh : en, .look = XLSX_LABEL},
                                  {.text = value, .look = XLSX_INPUT}};
    return xlsx_out_cells(b->out, cells, 2, POINTS, err);
}

static bool head(Book *b, Err *err)
{
    const ConfirmSheet *s = b->sheet;
    const XlsxFormCell blank = {.text = S(""), .look = XLSX_PLAIN};
    if (!head_row(b, S("核定部门"), S("body"),
                  str_eq(s->body, S("office")) ? s->body : s->body_name, err) ||
        !head_row(b, S("所属期"), S("period"), s->period->code, err) ||
        !head_row(b, S("核定人"), S("officer"), s->officer, err))
        return false;
    if (s->statistics &&
        (!head_row(b, S("发布机关"), S("release_body"), s->release.body, err) ||
         !head_row(b, S("发布文件"), S("release_document"), s->release.document, err) ||
         !head_row(b, S("发布日期"), S("release_on"), s->release.on, err)))
        return false;
    return xlsx_out_cells(b->out, &blank, 1, POINTS, err);
}

static XlsxFormCell label(Str text)
{
    return (XlsxFormCell){.text = text, .look = XLSX_LABEL};
}

/* What app/report/month_confirmed reads: "投资（invest，2021-09）核定值". */
static Str title(Book *b, const ConfirmColumn *c, Str zh, Str en)
{
    const Arg args[] = {{"name", c->indicator->name},
                        {"code", c->indicator->code},
                        {"period", c->period->code},
                        {"what", b->lang == LANG_ZH ? zh : en}};
    return msg_str_args(b->app->arena, b->lang, MSG_CONFIRM_BOOK_COLUMN, args, 4);
}

static bool titles(Book *b, XlsxFormCell *cells, Err *err)
{
    int n = 0;
    cells[n++] = label(b->lang == LANG_ZH ? S("单位编码") : S("unit"));
    cells[n++] = label(b->lang == LANG_ZH ? S("单位") : S("name"));
    for (int c = 0; c < b->sheet->columns.count; c++) {
        const ConfirmColumn *column = &b->sheet->columns.items[c];
        cells[n++] = label(title(b, column, S("填报数"), S("reported")));
        cells[n++] = label(title(b, column, S("核定值"), S("confirmed")));
        cells[n++] = label(title(b, column, S("说明"), S("note")));
    }
    return xlsx_out_cells(b->out, cells, n, HEAD_POINTS, err);
}

static bool unit_row(Book *b, int unit, XlsxFormCell *cells, Err *err)
{
    const ConfirmSheet *s = b->sheet;
    int n = 0;
    cells[n++] = (XlsxFormCell){.text = s->units[unit]->code, .look = XLSX_GIVEN};
    cells[n++] = (XlsxFormCell){.text = s->units[unit]->name, .look = XLSX_GIVEN};
    for (int c = 0; c < s->columns.count; c++) {
        const ConfirmCell *cell = &s->cells[unit * s->columns.count + c];
        XlsxLook look = cell->applies && !s->frozen ? XLSX_INPUT : XLSX_GIVEN;
        Str reported = value_text(b->app->arena, b->lang, cell->reported.value, cell->reported.na,
                                  cell->reported.state);
        cells[n++] = (XlsxFormCell){
            .text = cell->applies ? reported : S("—"), .look = XLSX_GIVEN, .number = true};
        cells[n++] = (XlsxFormCell){
            .text = cell->applies ? cell->typed : S("—"), .look = look, .number = true};
        cells[n++] = (XlsxFormCell){.text = cell->typed_note,
                                    .look = look,
                                    .characters_max = LIMIT_CONFIRM_NOTE_CHARACTERS};
    }
    return xlsx_out_cells(b->out, cells, n, POINTS, err);
}

static bool write_sheet(Book *b, Err *err)
{
    Arena *a = b->app->arena;
    int n = FIXED_COLUMNS + EACH * b->sheet->columns.count;
    int *widths = arena_new(a, int, n);
    XlsxFormCell *cells = arena_new(a, XlsxFormCell, n);
    for (int c = 0; c < n; c++)
        widths[c] = c < FIXED_COLUMNS                ? UNIT_WIDTH
                    : (c - FIXED_COLUMNS) % EACH < 2 ? VALUE_WIDTH
                                                     : NOTE_WIDTH;
    const XlsxForm form = {.name = msg(b->lang, MSG_NAV_CONFIRM), .widths = widths, .ncolumns = n};
    if (!xlsx_out_form(b->out, &form, err) || !head(b, err) || !titles(b, cells, err))
        return false;
    for (int u = 0; u < b->sheet->nunits; u++)
        if (!unit_row(b, u, cells, err))
            return false;
    return true;
}

Str confirm_book_name(Arena *arena, const ConfirmSheet *s)
{
    return arena_fmt(arena, "%.*s-%.*s.xlsx", STR_ARG(s->period->code), STR_ARG(s->body));
}

bool confirm_book(App *app, Lang lang, const ConfirmSheet *sheet, Str tmp_folder, Str *ret_bytes,
                  Err *err)
{
    SpoolFolder folder = {0};
    AUTO_XLSX_OUT out = {0};
    Book b = {app, lang, sheet, &out};
    if (tmp_folder.len == 0)
        return err_set(err, ERR_DATA_FOLDER);
    if (!spool_folder_open(&folder, app->arena, tmp_folder, err))
        return false;
    XlsxOptions options = {.path = path_join(app->arena, folder.path, S("book.xlsx")),
                           .file = confirm_book_name(app->arena, sheet),
                           .tmp_folder = folder.path,
                           .created_ms = app->now_ms,
                           .mark = app->def.sample ? msg(lang, MSG_OUT_SAMPLE) : S("")};
    bool ok = xlsx_out_open(&out, app->arena, &options, err) && write_sheet(&b, err) &&
              xlsx_out_close(&out, err) &&
              file_read(app->arena, options.path, LIMIT_HTTP_ANSWER_BYTES, ret_bytes, err);
    spool_folder_drop(&folder);
    return ok;
}

/* ---- back ---- */

static void fault_at(const ConfirmedValue *v, Str file, Faults *faults, Err *fault)
{
    err_at_file(fault, file);
    err_at_cell(fault, v->value.row, v->value.col);
    faults_add(faults, fault);
}

static int find_cell(const ConfirmSheet *s, const ConfirmedValue *v)
{
    for (int u = 0; u < s->nunits; u++)
        for (int c = 0; c < s->columns.count && str_eq(s->units[u]->code, v->unit); c++)
            if (str_eq(s->columns.items[c].indicator->code, v->indicator))
                return u * s->columns.count + c;
    return -1;
}

static void compare(App *app, const ConfirmSheet *s, const ConfirmedValue *v, Str file,
                    ConfirmChanges *changes, Faults *faults)
{
    Err fault = {0};
    HeldValue before = {0},
              after = {.given = v->value.value.len || v->value.na || v->value.state.len,
                       .value = v->value.value,
                       .na = v->value.na,
                       .state = v->value.state};
    int at = find_cell(s, v), n = s->columns.count;
    if (at < 0 || !s->cells[at].applies) {
        if (!after.given)
            return;
        err_set(
            &fault, ERR_CONFIRM_CELL,
            {"found", arena_fmt(app->arena, "%.*s/%.*s", STR_ARG(v->unit), STR_ARG(v->indicator))},
            {"body", s->body_name});
        fault_at(v, file, faults, &fault);
        return;
    }
    const ConfirmColumn *column = &s->columns.items[at % n];
    if (!str_eq(v->period, column->period->code)) {
        err_set(&fault, ERR_CONFIRM_PERIOD, {"found", v->period},
                {"expected", column->period->code}, {"indicator", column->indicator->name});
        fault_at(v, file, faults, &fault);
        return;
    }
    const ConfirmCell *cell = &s->cells[at];
    bool same = confirm_typed(app->arena, cell->typed, &before) && held_equal(&before, &after);
    bool noted = v->note.len && !str_eq(v->note, cell->typed_note);
    changes->same += same && !noted;
    if (!same || noted)
        *arena_push(app->arena, &changes->list) = (ConfirmChange){
            .unit = at / n,
            .column = at % n,
            .value =
                same ? cell->typed : value_cell(app->arena, after.value, after.na, after.state),
            .note = noted ? v->note : cell->typed_note};
}

bool confirm_changes(App *app, const ConfirmSheet *s, Str name, Str bytes,
                     ConfirmChanges *ret_changes, Faults *faults, Err *err)
{
    ConfirmedSheet sheet = {0};
    Faults warnings = {.arena = app->arena};
    MonthContext context;
    MonthFile file = {
        .name = name, .bytes = bytes, .period = s->period->code, .convert = app_convert()};
    *ret_changes = (ConfirmChanges){0};
    if (!month_context(app, s->period, &context, err))
        return false;
    *err = (Err){0};
    if (!month_confirmed_read(app->arena, &context, &file, &sheet, faults, &warnings))
        return false;
    if (!str_eq(sheet.body, s->body))
        return err_set(err, ERR_CONFIRM_BODY, {"found", sheet.body}, {"expected", s->body});
    for (int i = 0; i < sheet.values.count; i++)
        compare(app, s, &sheet.values.items[i], name, ret_changes, faults);
    ret_changes->officer = sheet.officer;
    ret_changes->release = (HeldRelease){
        sheet.release.body, sheet.release.document,
        sheet.release.on == DATE_NONE ? S("") : date_str(app->arena, sheet.release.on)};
    return faults->total == 0;
}

/* A form in parts: the workbooks that go out, and the one that is kept when they are back. */
#include "app/report/form_split.h"

#include "app/sheet_book.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "doc/pack.h"
#include "doc/typed.h"
#include "i18n/msg.h"

enum {
    PART_COLUMNS = 9,
    PART_POINTS = 24,
    NAME_CHARACTERS_MAX = 28, /* a sheet has its name */
};

static const int part_widths[PART_COLUMNS] = {5, 11, 30, 9, 12, 12, 10, 16, 24};

/* ---- names ---- */

static bool is_separator(Str text, ptrdiff_t *at)
{
    static const Str marks[] = {SC("\n"), SC(";"), SC("；"), SC("、")};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(str_sub(text, *at, text.len), marks[i])) {
            *at += marks[i].len;
            return true;
        }
    return false;
}

static bool add_name(Arena *arena, Str name, SubNames *names, Err *err)
{
    name = typed_trim(name);
    if (name.len == 0)
        return true;
    int characters = 0;
    for (ptrdiff_t at = 0; at < name.len; characters++) {
        uint32_t cp = utf8_next(name, &at);
        if (cp < 0x20 || utf8_misleads(cp) || cp == '[' || cp == ']' || cp == ':' || cp == '*' ||
            cp == '?' || cp == '/' || cp == '\\' || cp == '\'')
            characters = NAME_CHARACTERS_MAX;
    }
    if (characters > NAME_CHARACTERS_MAX)
        return err_set(err, ERR_FORM_SUB_NAME, {"found", typed_shown(arena, name)});
    for (int i = 0; i < names->count; i++)
        if (str_eq(names->items[i], name))
            return err_set(err, ERR_FORM_SUB_TWICE, {"found", name});
    if (names->count == LIMIT_FORM_SUBS)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_FORM_SUBS")},
                       {"limit", arena_fmt(arena, "%d", LIMIT_FORM_SUBS)},
                       {"found", arena_fmt(arena, "%d", names->count + 1)});
    *arena_push(arena, names) = arena_str(arena, name);
    return true;
}

bool sub_names_parse(Arena *arena, Str text, SubNames *ret_names, Err *err)
{
    *ret_names = (SubNames){0};
    ptrdiff_t start = 0, at = 0;
    while (at < text.len) {
        ptrdiff_t end = at;
        if (is_separator(text, &at)) {
            if (!add_name(arena, str_sub(text, start, end), ret_names, err))
                return false;
            start = at;
        } else {
            at++;
        }
    }
    if (!add_name(arena, str_sub(text, start, text.len), ret_names, err))
        return false;
    return ret_names->count > 0 || err_set(err, ERR_FORM_SUBS_NONE);
}

static Str names_text(Arena *arena, const SubNames *names)
{
    Out out = out_new(arena, 16384);
    for (int i = 0; i < names->count; i++) {
        out_s(&out, i ? S("；") : S(""));
        out_s(&out, names->items[i]);
    }
    return out_str(&out);
}

/* ---- the parts ---- */

typedef struct Split {
    App *app;
    const FormSheet *form;
    const SubNames *names;
    int from, to; /* of the names: those that this workbook has a sheet for */
} Split;

static XlsxFormCell cell(Str text, XlsxLook look, int across)
{
    return (XlsxFormCell){.text = text, .look = look, .across = across};
}

static SubSumWay way_of(const App *app, const FormRow *row)
{
    const Indicator *indicator = app_indicator(app, row->code);
    return indicator ? sub_sum_way(indicator) : SUB_SUM_NOT;
}

static bool part_head(const Split *s, XlsxOut *out, Str name, Err *err)
{
    Arena *a = s->app->arena;
    Str title = msg_str(a, LANG_ZH, MSG_FORM_SPLIT_TITLE, {"unit", s->form->unit}, {"name", name});
    const XlsxFormCell lines[][4] = {
        {cell(S("表名"), XLSX_LABEL, 2), cell(title, XLSX_TITLE, 7)},
        {cell(S("填报单位"), XLSX_LABEL, 2), cell(s->form->unit, XLSX_GIVEN, 2),
         cell(S("所属期"), XLSX_LABEL, 1), cell(s->form->period, XLSX_GIVEN, 4)},
        {cell(S("分表单位"), XLSX_LABEL, 2), cell(name, XLSX_GIVEN, 2),
         cell(S("填报人"), XLSX_LABEL, 1), cell(S(""), XLSX_INPUT, 4)},
        {cell(S("全部分表"), XLSX_LABEL, 2), cell(names_text(a, s->names), XLSX_GIVEN, 7)},
        {cell(S("填表说明"), XLSX_LABEL, 2),
         cell(msg(LANG_ZH, MSG_FORM_SPLIT_HELP), XLSX_GIVEN, 7)},
    };
    static const int counts[] = {2, 4, 4, 2, 2}, points[] = {30, 22, 22, 34, 48};
    for (int i = 0; i < 5; i++)
        if (!xlsx_out_cells(out, lines[i], counts[i], points[i], err))
            return false;
    return true;
}

static bool part_row(const Split *s, XlsxOut *out, int number, const FormRow *row, Err *err)
{
    bool weigh = way_of(s->app, row) == SUB_SUM_WEIGH;
    const XlsxFormCell cells[PART_COLUMNS] = {
        cell(arena_fmt(s->app->arena, "%d", number), XLSX_GIVEN, 1),
        cell(row->code, XLSX_GIVEN, 1),
        cell(row->name, XLSX_GIVEN, 1),
        cell(row->unit, XLSX_GIVEN, 1),
        {.look = XLSX_INPUT, .number = true},
        {.look = row->is_total ? XLSX_INPUT : XLSX_GIVEN, .number = true},
        {.look = weigh ? XLSX_INPUT : XLSX_GIVEN, .number = true},
        cell(weigh ? msg(LANG_ZH, MSG_FORM_SPLIT_WEIGH) : msg(LANG_ZH, MSG_FORM_SPLIT_ADD),
             XLSX_GIVEN, 1),
        cell(S(""), XLSX_INPUT, 1),
    };
    return xlsx_out_cells(out, cells, PART_COLUMNS, PART_POINTS, err);
}

static bool part_sheet(const Split *s, XlsxOut *out, Str name, Err *err)
{
    const XlsxForm sheet = {.name = name, .widths = part_widths, .ncolumns = PART_COLUMNS};
    static const Str heads[PART_COLUMNS] = {SC("序号"),     SC("指标编码"), SC("指标"),
                                            SC("计量单位"), SC("本月完成"), SC("累计完成"),
                                            SC("权数"),     SC("汇总方式"), SC("备注")};
    XlsxFormCell cells[PART_COLUMNS];
    for (int c = 0; c < PART_COLUMNS; c++)
        cells[c] = cell(heads[c], XLSX_LABEL, 1);
    const XlsxFormCell mark = cell(S("分表 指标"), XLSX_PART, PART_COLUMNS);
    if (!xlsx_out_form(out, &sheet, err) || !part_head(s, out, name, err) ||
        !xlsx_out_cells(out, NULL, 0, 8, err) || !xlsx_out_cells(out, &mark, 1, 20, err) ||
        !xlsx_out_cells(out, cells, PART_COLUMNS, PART_POINTS, err))
        return false;
    int number = 0;
    for (int i = 0; i < s->form->rows.count; i++) {
        const FormRow *row = &s->form->rows.items[i];
        if (!row->closed && way_of(s->app, row) != SUB_SUM_NOT &&
            !part_row(s, out, ++number, row, err))
            return false;
    }
    return true;
}

static bool write_parts(void *ctx, XlsxOut *out, Err *err)
{
    const Split *s = ctx;
    for (int i = s->from; i < s->to; i++)
        if (!part_sheet(s, out, s->names->items[i], err))
            return false;
    return true;
}

bool form_split(App *app, const FormSheet *form, const SubNames *names, bool separate,
                Str *ret_bytes, Err *err)
{
    Split s = {app, form, names, 0, names->count};
    if (!separate)
        return laid_out_book(app, write_parts, &s, ret_bytes, err);
    PackEntry *entries = arena_new(app->arena, PackEntry, names->count);
    for (int i = 0; i < names->count; i++) {
        s.from = i;
        s.to = i + 1;
        entries[i].name = arena_fmt(app->arena, "%02d-%.*s.xlsx", i + 1, STR_ARG(names->items[i]));
        if (!laid_out_book(app, write_parts, &s, &entries[i].bytes, err))
            return false;
    }
    return pack_zip(app->arena, entries, names->count, app->now_ms, OFFSET_MINUTES_CHINA, ret_bytes,
                    err);
}

/* ---- what is kept ---- */

static Str shown(const SubFigure *f)
{
    return f->na ? S("NA") : f->value;
}

bool form_merge_book(App *app, const FormSheet *form, const FormMerge *merge, Str *ret_bytes,
                     Err *err)
{
    enum { FIRST = 3, EACH = 3 };
    Arena *a = app->arena;
    int ncolumns = FIRST + EACH * merge->names.count + 3;
    Sheet sheet = sheet_new(a, msg(LANG_ZH, MSG_FORM_MERGE_SHEET), ncolumns);
    static const Str first[] = {SC("指标编码"), SC("指标"), SC("计量单位")};
    static const Str last[] = {SC("本月完成"), SC("累计完成"), SC("比上月")};
    static const Str each[] = {SC("本月完成"), SC("累计完成"), SC("权数")};
    for (int c = 0; c < FIRST; c++)
        sheet.columns[c].title = first[c];
    for (int n = 0; n < merge->names.count; n++)
        for (int c = 0; c < EACH; c++)
            sheet.columns[FIRST + n * EACH + c] =
                (SheetColumn){.title = arena_fmt(a, "%.*s %.*s", STR_ARG(merge->names.items[n]),
                                                 STR_ARG(each[c])),
                              .kind = SHEET_NUMBER};
    for (int c = 0; c < 3; c++)
        sheet.columns[ncolumns - 3 + c] = (SheetColumn){.title = last[c], .kind = SHEET_NUMBER};
    (void)form;
    for (int i = 0; i < merge->rows.count; i++) {
        const MergedRow *r = &merge->rows.items[i];
        sheet_cell(&sheet, r->row->code);
        sheet_cell(&sheet, r->row->name);
        sheet_cell(&sheet, r->row->unit);
        for (int n = 0; n < merge->names.count; n++) {
            sheet_cell(&sheet, shown(&r->parts[n].month));
            sheet_cell(&sheet, shown(&r->parts[n].total));
            sheet_cell(&sheet, r->way == SUB_SUM_WEIGH ? r->parts[n].total.weight : S(""));
        }
        sheet_cell(&sheet, r->month.na ? S("NA") : r->month.value);
        sheet_cell(&sheet, r->total.na ? S("NA") : r->total.value);
        sheet_cell(&sheet, r->change);
    }
    return sheets_book(app, &sheet, 1, ret_bytes, err);
}

static Str way_word(SubSumWay way)
{
    static const Str words[] = {
        [SUB_SUM_ADD] = SC("add"), [SUB_SUM_WEIGH] = SC("weigh"), [SUB_SUM_NOT] = SC("left_out")};
    return words[way];
}

static void row_json(const MergedRow *r, const FormMerge *merge, Json *json)
{
    json_object(json);
    json_kstr(json, S("code"), r->row->code);
    json_kstr(json, S("way"), way_word(r->way));
    json_kstr(json, S("month"), r->month.na ? S("NA") : r->month.value);
    json_kstr(json, S("cumulative"), r->total.na ? S("NA") : r->total.value);
    json_kstr(json, S("change"), r->change);
    json_ki64(json, S("missing"), r->row->is_total ? r->total.missing : r->month.missing);
    json_ki64(json, S("no_weights"), r->row->is_total ? r->total.no_weights : r->month.no_weights);
    json_key(json, S("parts"));
    json_array(json);
    for (int i = 0; i < merge->names.count; i++) {
        const MergedPart *p = &r->parts[i];
        if (!p->given)
            continue;
        json_object(json);
        json_kstr(json, S("name"), p->name);
        json_kstr(json, S("month"), shown(&p->month));
        json_kstr(json, S("cumulative"), shown(&p->total));
        json_kstr(json, S("weight"), p->total.weight);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}

void form_merge_json(const FormMerge *merge, Json *json)
{
    json_object(json);
    json_key(json, S("parts"));
    json_array(json);
    for (int i = 0; i < merge->names.count; i++)
        json_str(json, merge->names.items[i]);
    json_array_end(json);
    json_key(json, S("absent"));
    json_array(json);
    for (int i = 0; i < merge->absent.count; i++)
        json_str(json, merge->absent.items[i]);
    json_array_end(json);
    json_key(json, S("rows"));
    json_array(json);
    for (int i = 0; i < merge->rows.count; i++)
        row_json(&merge->rows.items[i], merge, json);
    json_array_end(json);
    json_object_end(json);
}

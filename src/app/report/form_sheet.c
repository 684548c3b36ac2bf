/* The form as a workbook and as CSV. */
#include "app/report/form_sheet.h"

#include "app/sheet_book.h"
#include "base/limits.h"
#include "doc/csv.h"
#include "doc/xlsx_out.h"
#include "i18n/msg.h"

const Str form_levels[3] = {SC("分管领导"), SC("常务副组长"), SC("主要领导")};
static const Str yes_no[] = {SC("是"), SC("否")};
static const Str states[] = {SC("尚未取得"), SC("有数不排名")};

enum {
    COL_NO,
    COL_CODE,
    COL_NAME,
    COL_UNIT,
    COL_TARGET,
    COL_SCHEDULED,
    COL_BEFORE,
    COL_MONTH,
    COL_TOTAL,
    COL_COMPLETION,
    COL_GAP,
    COL_LAST_YEAR,
    COL_GROWTH,
    COL_TOLERANCE,
    COL_STATE,
    COL_CONFIRMED,
    COL_BASIS,
    COL_ASSESSOR,
    COL_NOTE,
    COLUMNS,
    REQUEST_ROWS = 4, /* to be filled in, at least */
    HEAD_POINTS = 30,
    TASK_POINTS = 54,
};

static const int widths[COLUMNS] = {5, 10, 22, 8, 9, 9, 9, 9, 9, 8, 8, 9, 8, 6, 9, 9, 6, 12, 18};
static const Str heads[COLUMNS] = {SC("序号"),     SC("指标编码"), SC("指标"),     SC("计量单位"),
                                   SC("年度目标"), SC("序时目标"), SC("上月累计"), SC("本月完成"),
                                   SC("累计完成"), SC("完成率"),   SC("与序时差"), SC("上年同期"),
                                   SC("同比"),     SC("误差"),     SC("状态"),     SC("核定值"),
                                   SC("口径"),     SC("数据来源"), SC("备注")};

void form_sheet_blank(FormSheet *form)
{
    for (int i = 0; i < form->rows.count; i++) {
        FormRow *r = &form->rows.items[i];
        r->month = r->total = r->last_year = r->completion = r->gap = r->growth = r->tolerance =
            r->state = S("");
        if (!r->closed)
            r->note = S("");
    }
    for (int i = 0; i < form->tasks.count; i++) {
        FormTask *t = &form->tasks.items[i];
        t->progress = t->on_time = t->problem = t->cause = t->next_step = t->due = S("");
    }
    form->requests.count = form->files.count = 0;
    form->filler = form->phone = form->reviewer = form->signer = form->sent = S("");
}

/* ---- the workbook ---- */

typedef struct Book {
    Arena *arena;
    XlsxOut *out;
    const FormSheet *form;
} Book;

static bool put(const Book *b, const XlsxFormCell *cells, int count, int points, Err *err)
{
    return xlsx_out_cells(b->out, cells, count, points, err);
}

static XlsxFormCell label(Str text, int across)
{
    return (XlsxFormCell){.text = text, .look = XLSX_LABEL, .across = across};
}

static XlsxFormCell input(Str text, int across)
{
    return (XlsxFormCell){.text = text, .look = XLSX_INPUT, .across = across};
}

static XlsxFormCell given(Str text, int across)
{
    return (XlsxFormCell){.text = text, .look = XLSX_GIVEN, .across = across};
}

static XlsxFormCell number(Str text, XlsxLook look)
{
    return (XlsxFormCell){.text = text, .look = look, .number = true};
}

static bool part(const Book *b, Str name, Err *err)
{
    const XlsxFormCell cell = {.text = name, .look = XLSX_PART, .across = COLUMNS};
    return put(b, NULL, 0, 8, err) && put(b, &cell, 1, 20, err);
}

static bool head(const Book *b, Err *err)
{
    const FormSheet *f = b->form;
    const XlsxFormCell title[] = {label(S("表名"), 2),
                                  {.text = f->title, .look = XLSX_TITLE, .across = COLUMNS - 2}};
    const XlsxFormCell what[] = {label(S("填报单位"), 2), given(f->unit, 1),
                                 label(S("所属期"), 1),   given(f->period, 3),
                                 label(S("性质"), 1),     given(f->nature, 3),
                                 label(S("表号"), 1),     given(f->form_number, 3),
                                 label(S("有效期"), 1),   given(f->valid_until, 3)};
    const XlsxFormCell maker[] = {label(S("制定机关"), 2), given(f->maker, 5),
                                  label(S("批准文号"), 1), given(f->approval, 3),
                                  label(S("表单编号"), 1), given(f->number, 7)};
    const XlsxFormCell people[] = {label(S("填报人"), 2),   input(f->filler, 1),
                                   label(S("联系电话"), 1), input(f->phone, 3),
                                   label(S("审核人"), 1),   input(f->reviewer, 3),
                                   label(S("签发人"), 1),   input(f->signer, 3),
                                   label(S("报送时间"), 1), input(f->sent, 3)};
    const XlsxFormCell help[] = {
        label(S("填表说明"), 2),
        {.text = msg(LANG_ZH, MSG_FORM_BOOK_HELP), .look = XLSX_GIVEN, .across = COLUMNS - 2}};
    return put(b, title, 2, 30, err) && put(b, what, 10, 22, err) && put(b, maker, 6, 22, err) &&
           put(b, people, 10, 22, err) && put(b, help, 2, 34, err);
}

/* =IF(both are numbers, what of them, "") */
static Str formula(const Book *b, const FormRow *r, char other, const char *what)
{
    int row = xlsx_out_row_number(b->out);
    char own = r->is_total ? 'I' : 'H';
    Out out = out_new(b->arena, 512);
    out_f(&out, "=IF(AND(ISNUMBER(%c%d),ISNUMBER(%c%d),%c%d<>0),", own, row, other, row, other,
          row);
    for (; *what; what++)
        if (*what >= 'A' && *what <= 'Z' && what[1] == '#') {
            out_f(&out, "%c%d", *what == 'V' ? own : *what, row);
            what++;
        } else {
            out_c(&out, *what);
        }
    out_s(&out, S(",\"\")"));
    return out_str(&out);
}

static bool value_row(const Book *b, int index, const FormRow *r, Err *err)
{
    XlsxLook look = r->closed ? XLSX_GIVEN : XLSX_INPUT;
    XlsxFormCell cells[COLUMNS] = {
        [COL_NO] = given(arena_fmt(b->arena, "%d", index + 1), 1),
        [COL_CODE] = given(r->code, 1),
        [COL_NAME] = given(r->name, 1),
        [COL_UNIT] = given(r->unit, 1),
        [COL_TARGET] = number(r->target, XLSX_GIVEN),
        [COL_SCHEDULED] = number(r->scheduled, XLSX_GIVEN),
        [COL_BEFORE] = number(r->before, XLSX_GIVEN),
        [COL_MONTH] = number(r->month, look),
        [COL_TOTAL] = number(r->total, look),
        [COL_COMPLETION] = number(r->completion, XLSX_GIVEN),
        [COL_GAP] = number(r->gap, XLSX_GIVEN),
        [COL_LAST_YEAR] = number(r->last_year, look),
        [COL_GROWTH] = number(r->growth, XLSX_GIVEN),
        [COL_TOLERANCE] = number(r->tolerance, look),
        [COL_STATE] = {.text = r->state, .look = look, .choices = states, .nchoices = 2},
        [COL_CONFIRMED] = number(r->confirmed, XLSX_GIVEN),
        [COL_BASIS] = given(r->basis, 1),
        [COL_ASSESSOR] = given(r->assessor, 1),
        [COL_NOTE] = {.text = r->note, .look = look},
    };
    if (!r->closed && r->target.len)
        cells[COL_COMPLETION].formula = formula(b, r, 'E', "ROUND(V#/E#*100,2)");
    if (!r->closed && r->target.len && r->scheduled.len)
        cells[COL_GAP].formula = formula(b, r, 'E', "ROUND((V#-F#)/E#*100,2)");
    if (!r->closed)
        cells[COL_GROWTH].formula = formula(b, r, 'L', "ROUND((V#/L#-1)*100,2)");
    return put(b, cells, COLUMNS, HEAD_POINTS, err);
}

static bool values(const Book *b, Err *err)
{
    XlsxFormCell cells[COLUMNS];
    for (int c = 0; c < COLUMNS; c++)
        cells[c] = label(heads[c], 1);
    if (!part(b, S("表一 指标"), err) || !put(b, cells, COLUMNS, HEAD_POINTS, err))
        return false;
    for (int i = 0; i < b->form->rows.count; i++)
        if (!value_row(b, i, &b->form->rows.items[i], err))
            return false;
    return true;
}

static bool tasks(const Book *b, Err *err)
{
    const XlsxFormCell names[] = {
        label(S("序号"), 1),     label(S("任务编号"), 1), label(S("任务"), 2),
        label(S("本期节点"), 2), label(S("进展"), 4),     label(S("是否按期"), 1),
        label(S("问题"), 2),     label(S("原因"), 2),     label(S("下步措施"), 2),
        label(S("完成时限"), 1), label(S("牵头专班"), 1)};
    if (!part(b, S("表二 任务"), err) || !put(b, names, 11, HEAD_POINTS, err))
        return false;
    for (int i = 0; i < b->form->tasks.count; i++) {
        const FormTask *t = &b->form->tasks.items[i];
        XlsxFormCell cells[] = {
            given(arena_fmt(b->arena, "%d", i + 1), 1),
            given(t->no, 1),
            given(t->title, 2),
            given(t->node, 2),
            input(t->progress, 4),
            {.text = t->on_time, .look = XLSX_INPUT, .choices = yes_no, .nchoices = 2},
            input(t->problem, 2),
            input(t->cause, 2),
            input(t->next_step, 2),
            input(t->due, 1),
            given(t->group, 1)};
        cells[4].characters_max = LIMIT_PROGRESS_CHARACTERS;
        if (!put(b, cells, 11, TASK_POINTS, err))
            return false;
    }
    return true;
}

static bool requests(const Book *b, Err *err)
{
    const XlsxFormCell names[] = {label(S("事项"), 4), label(S("已做工作"), 5), label(S("建议"), 6),
                                  label(S("提请层级"), 4)};
    if (!part(b, S("表三 需协调事项"), err) || !put(b, names, 4, 22, err))
        return false;
    for (int i = 0; i < b->form->requests.count || i < REQUEST_ROWS; i++) {
        const FormRequest none = {0};
        const FormRequest *r = i < b->form->requests.count ? &b->form->requests.items[i] : &none;
        const XlsxFormCell cells[] = {input(r->matter, 4),
                                      input(r->done, 5),
                                      input(r->proposal, 6),
                                      {.text = r->level,
                                       .look = XLSX_INPUT,
                                       .across = 4,
                                       .choices = form_levels,
                                       .nchoices = 3}};
        if (!put(b, cells, 4, HEAD_POINTS, err))
            return false;
    }
    return true;
}

static bool write_form(void *ctx, XlsxOut *out, Err *err)
{
    const Book *given_book = ctx;
    const XlsxForm sheet = {.name = S("月报"), .widths = widths, .ncolumns = COLUMNS};
    Book b = {given_book->arena, out, given_book->form};
    return xlsx_out_form(out, &sheet, err) && head(&b, err) && values(&b, err) && tasks(&b, err) &&
           requests(&b, err);
}

bool form_sheet_book(App *app, const FormSheet *form, Str *ret_bytes, Err *err)
{
    Book b = {app->arena, NULL, form};
    return laid_out_book(app, write_form, &b, ret_bytes, err);
}

/* ---- CSV ---- */

static void csv_line(CsvOut *csv, const Str *cells, int count)
{
    for (int i = 0; i < count; i++)
        csv_number(csv, cells[i]);
    csv_end_row(csv);
}

#define LINE(csv, ...)                                                                             \
    csv_line((csv), (const Str[]){__VA_ARGS__},                                                    \
             (int)(sizeof((const Str[]){__VA_ARGS__}) / sizeof(Str)))

bool form_sheet_csv(Arena *arena, const FormSheet *f, Str *ret_bytes, Err *err)
{
    Out out = out_new(arena, LIMIT_CSV_BYTES);
    CsvOut csv = csv_out_new(&out, true);
    LINE(&csv, S("表名"), f->title);
    LINE(&csv, S("填报单位"), f->unit);
    LINE(&csv, S("所属期"), f->period);
    LINE(&csv, S("性质"), f->nature);
    LINE(&csv, S("填报人"), f->filler);
    LINE(&csv, S("联系电话"), f->phone);
    LINE(&csv, S("审核人"), f->reviewer);
    LINE(&csv, S("签发人"), f->signer);
    LINE(&csv, S("报送时间"), f->sent);
    LINE(&csv, S(""));
    LINE(&csv, S("表一 指标"));
    csv_line(&csv, heads, COLUMNS);
    for (int i = 0; i < f->rows.count; i++) {
        const FormRow *r = &f->rows.items[i];
        LINE(&csv, arena_fmt(arena, "%d", i + 1), r->code, r->name, r->unit, r->target,
             r->scheduled, r->before, r->month, r->total, r->completion, r->gap, r->last_year,
             r->growth, r->tolerance, r->state, r->confirmed, r->basis, r->assessor, r->note);
    }
    LINE(&csv, S(""));
    LINE(&csv, S("表二 任务"));
    LINE(&csv, S("任务编号"), S("任务"), S("本期节点"), S("进展"), S("是否按期"), S("问题"),
         S("原因"), S("下步措施"), S("完成时限"), S("牵头专班"));
    for (int i = 0; i < f->tasks.count; i++) {
        const FormTask *t = &f->tasks.items[i];
        LINE(&csv, t->no, t->title, t->node, t->progress, t->on_time, t->problem, t->cause,
             t->next_step, t->due, t->group);
    }
    LINE(&csv, S(""));
    LINE(&csv, S("表三 需协调事项"));
    LINE(&csv, S("事项"), S("已做工作"), S("建议"), S("提请层级"));
    for (int i = 0; i < f->requests.count; i++) {
        const FormRequest *r = &f->requests.items[i];
        LINE(&csv, r->matter, r->done, r->proposal, r->level);
    }
    if (!out_ok(&out))
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_CSV_BYTES")},
                       {"limit", arena_fmt(arena, "%d", LIMIT_CSV_BYTES)}, {"found", S(">")});
    *ret_bytes = out_str(&out);
    return true;
}

/* The parts of a form as they come back: read, added up, held against the month before. */
#include "app/report/form_split.h"
#include "app/report/month_context.h"
#include "app/report/month_read.h"
#include "base/limits.h"

typedef struct PartRow {
    Str code, name, unit, month, total, weight, note;
} PartRow;

enum { PART_CODE, PART_NAME, PART_UNIT, PART_MONTH, PART_TOTAL, PART_WEIGHT, PART_NOTE };

static const TableColumn part_columns[] = {
    [PART_CODE] = COL(PartRow, code, "code", "指标编码", CELL_TEXT, NEED_VALUE),
    [PART_NAME] = COL(PartRow, name, "name", "指标", CELL_TEXT, NEED_NONE),
    [PART_UNIT] = COL(PartRow, unit, "unit", "计量单位", CELL_TEXT, NEED_NONE),
    [PART_MONTH] = COL(PartRow, month, "month", "本月完成", CELL_TEXT, NEED_COLUMN),
    [PART_TOTAL] = COL(PartRow, total, "cumulative", "累计完成", CELL_TEXT, NEED_COLUMN),
    [PART_WEIGHT] = COL(PartRow, weight, "weight", "权数", CELL_TEXT, NEED_NONE),
    [PART_NOTE] = COL(PartRow, note, "note", "备注", CELL_TEXT, NEED_NONE),
    {.name = SC("no"), .zh = SC("序号"), .type = CELL_IGNORED},
    {.name = SC("way"), .zh = SC("汇总方式"), .type = CELL_IGNORED},
};
static const TableSpec part_spec = SPEC(PartRow, part_columns);

enum {
    HEAD_UNIT,
    HEAD_PERIOD,
    HEAD_NAME,
    HEAD_ALL,
    HEAD_FILLER,
    HEAD_TITLE,
    HEAD_HELP,
    HEAD_COUNT
};
static const MonthHeadKey head_keys[HEAD_COUNT] = {
    [HEAD_UNIT] = {SC("填报单位"), SC("unit"), true},
    [HEAD_PERIOD] = {SC("所属期"), SC("period"), true},
    [HEAD_NAME] = {SC("分表单位"), SC("part"), true},
    [HEAD_ALL] = {SC("全部分表"), SC("parts"), false},
    [HEAD_FILLER] = {SC("填报人"), SC("filler"), false},
    [HEAD_TITLE] = {SC("表名"), SC("title"), false},
    [HEAD_HELP] = {SC("填表说明"), SC("help"), false},
};

typedef struct Merging {
    App *app;
    Arena *arena;
    const FormSheet *form;
    FormMerge *merge;
    MonthContext context;
    Faults *faults;
    Map names;          /* of merge->names */
    bool *seen;         /* [LIMIT_FORM_SUBS] a sheet of that name came */
    int files_of_all;   /* names have been taken from a sheet's list */
    size_t begin_bytes; /* of the arena */
} Merging;

static bool is_section(const CsvRow *row)
{
    return str_starts(typed_trim(row->cells[0]), S("分表 指标"));
}

static int name_index(Merging *m, Str name)
{
    int at = map_get(&m->names, name);
    if (at >= 0 || m->merge->names.count == LIMIT_FORM_SUBS)
        return at;
    at = m->merge->names.count;
    *arena_push(m->arena, &m->merge->names) = name;
    map_put(m->arena, &m->names, name, at);
    for (int i = 0; i < m->merge->rows.count; i++)
        m->merge->rows.items[i].parts[at].name = name;
    return at;
}

static MergedRow *row_of(Merging *m, Str code)
{
    for (int i = 0; i < m->merge->rows.count; i++)
        if (str_eq(m->merge->rows.items[i].row->code, code))
            return &m->merge->rows.items[i];
    return NULL;
}

static void take_figure(const MonthReader *reader, int64_t row, int64_t col, Str cell,
                        const MergedRow *merged, SubFigure *figure)
{
    ReportCell value;
    if (month_cell(reader, row, col, cell, merged->row->unit, &value)) {
        figure->value = value.value;
        figure->na = value.na;
    }
}

static void take_weight(const MonthReader *reader, int64_t row, int64_t col, Str cell,
                        const MergedRow *merged, MergedPart *part)
{
    ReportCell value;
    Dec weight;
    if (merged->way != SUB_SUM_WEIGH || cell.len == 0 ||
        !month_cell(reader, row, col, cell, S(""), &value))
        return;
    if (value.na || !dec_parse(value.value, &weight, NULL) || weight.coef <= 0) {
        month_fault(reader, row, col, ERR_FORM_WEIGHT, {"found", typed_shown(reader->arena, cell)});
        return;
    }
    part->month.weight = part->total.weight = value.value;
}

static int64_t first_row(const Table *table, Str code)
{
    for (int i = 0; i < table->count; i++)
        if (str_eq(((const PartRow *)table->items)[i].code, code))
            return table->rows.items[i];
    return 0;
}

static void take_row(Merging *m, const MonthReader *reader, const Table *table, int index, int part)
{
    const PartRow *raw = (const PartRow *)table->items + index;
    int64_t at = table->rows.items[index];
    MergedRow *merged = row_of(m, raw->code);
    if (!merged) {
        month_fault(reader, at, table->cols[PART_CODE], ERR_FORM_PART_INDICATOR,
                    {"found", typed_shown(reader->arena, raw->code)});
        return;
    }
    month_check_name(reader, at, table->cols[PART_NAME], S("指标"), raw->name, merged->row->name,
                     (Str){0}, merged->row->code);
    if (raw->unit.len && !str_eq(raw->unit, merged->row->unit))
        month_fault(
            reader, at, table->cols[PART_UNIT], ERR_MEASURE_UNIT, {"indicator", merged->row->name},
            {"found", typed_shown(reader->arena, raw->unit)}, {"expected", merged->row->unit});
    MergedPart *p = &merged->parts[part];
    if (p->given) { /* twice on one sheet: which of them holds is not said */
        month_fault(reader, at, table->cols[PART_CODE], ERR_CAMPAIGN_TWICE,
                    {"column", S("指标编码")}, {"found", raw->code},
                    {"first", arena_fmt(m->arena, "%lld", (long long)first_row(table, raw->code))});
        return;
    }
    p->given = true;
    p->bare = str_find(raw->month, S("%"), 0) < 0 && str_find(raw->total, S("%"), 0) < 0 &&
              str_find(raw->month, S("％"), 0) < 0 && str_find(raw->total, S("％"), 0) < 0;
    p->note = raw->note;
    take_figure(reader, at, table->cols[PART_MONTH], raw->month, merged, &p->month);
    take_figure(reader, at, table->cols[PART_TOTAL], raw->total, merged, &p->total);
    take_weight(reader, at, table->cols[PART_WEIGHT], raw->weight, merged, p);
    Dec month, total;
    if (merged->row->is_total && !p->month.na && !p->total.na &&
        dec_parse(p->month.value, &month, NULL) && dec_parse(p->total.value, &total, NULL) &&
        total.coef >= 0 && dec_cmp(month, total) > 0)
        month_fault(reader, at, table->cols[PART_MONTH], ERR_VALUES_BOUNDS,
                    {"found", p->month.value},
                    {"expected", arena_fmt(m->arena, "≤ %.*s", STR_ARG(p->total.value))});
}

/* What the sheet says it is must be what is being merged. */
static bool check_head(Merging *m, const MonthReader *reader, const MonthHeadValue *head)
{
    int64_t before = m->faults->total;
    const Unit *unit = app_unit(m->app, head[HEAD_UNIT].value);
    if (!unit || !str_eq(unit->name, m->form->unit))
        month_fault(reader, head[HEAD_UNIT].row, 0, ERR_FORM_PART_UNIT,
                    {"found", typed_shown(reader->arena, head[HEAD_UNIT].value)},
                    {"expected", m->form->unit});
    Str period = month_period(reader, head[HEAD_PERIOD].row, 0, head[HEAD_PERIOD].value);
    if (period.len && !str_eq(period, m->form->period))
        month_fault(reader, head[HEAD_PERIOD].row, 0, ERR_FORM_PART_PERIOD, {"found", period},
                    {"expected", m->form->period});
    return m->faults->total == before;
}

static void read_part(Merging *m, MonthReader *reader)
{
    MonthHeadValue head[HEAD_COUNT] = {0};
    CsvRow row = {0};
    Table table;
    SubNames all = {0};
    Err err = {0};
    if (!month_head(reader, head_keys, HEAD_COUNT, is_section, head, &row) ||
        !check_head(m, reader, head))
        return;
    while (row.count == 0 && rows_next(&reader->rows, &row, &err))
        if (!is_section(&row))
            row.count = 0;
    if (row.count == 0) {
        month_fault(reader, reader->rows.row, 0, ERR_REPORT_NO_TABLE, {"expected", S("分表 指标")});
        return;
    }
    if (head[HEAD_ALL].value.len && sub_names_parse(m->arena, head[HEAD_ALL].value, &all, &err))
        for (int i = 0; i < all.count; i++)
            (void)name_index(m, all.items[i]);
    bool listed = all.count == 0;
    for (int i = 0; i < all.count; i++)
        listed = listed || str_eq(all.items[i], head[HEAD_NAME].value);
    if (!listed) {
        month_fault(reader, head[HEAD_NAME].row, 0, ERR_FORM_PART_UNIT,
                    {"found", typed_shown(reader->arena, head[HEAD_NAME].value)},
                    {"expected", head[HEAD_ALL].value});
        return;
    }
    int part = name_index(m, head[HEAD_NAME].value);
    if (part < 0 || m->seen[part]) {
        month_fault(reader, head[HEAD_NAME].row, 0, ERR_FORM_SUB_TWICE,
                    {"found", head[HEAD_NAME].value});
        return;
    }
    m->seen[part] = true;
    if (!table_read(m->arena, &reader->rows, &part_spec, NULL, NULL, &table, m->faults))
        return;
    for (int i = 0; i < table.count; i++)
        take_row(m, reader, &table, i, part);
}

/* The sheet of a workbook, or the file where there is none. */
static void read_sheet(Merging *m, const MonthFile *file, XlsxBook *book, Str sheet)
{
    Faults warnings = {.arena = m->arena};
    Err err = {0};
    MonthReader reader = month_reader(m->arena, &m->context, file, m->faults, &warnings);
    bool ok = book
                  ? rows_open_of(&reader.rows, m->arena, book, sheet, &err)
                  : rows_open(&reader.rows, m->arena, file->bytes, file->name, file->convert, &err);
    if (!ok) {
        faults_add(m->faults, &err);
        return;
    }
    reader.place_file = reader.rows.file;
    read_part(m, &reader);
    rows_close(&reader.rows);
}

/* A sheet of remarks that somebody has added: none of what a part begins with stands in it. */
static bool is_remark(Merging *m, XlsxBook *book, Str sheet)
{
    enum { LOOK_ROWS = 12 };
    AUTO_TABLE_ROWS rows = {0};
    CsvRow row;
    Err ignored = {0};
    if (!rows_open_of(&rows, m->arena, book, sheet, &ignored))
        return false;
    for (int i = 0; i < LOOK_ROWS && rows_next(&rows, &row, &ignored); i++) {
        Str first = typed_trim(row.cells[0]);
        if (is_section(&row))
            return false;
        for (int k = 0; k < HEAD_COUNT; k++)
            if (str_eq(first, head_keys[k].key) || str_eq(first, S("指标编码")))
                return false;
    }
    return ignored.code == ERR_NONE;
}

static void read_book(Merging *m, const MonthFile *file, XlsxBook *book)
{
    int visible = 0;
    for (int i = 0; i < book->sheets.count; i++)
        visible += !book->sheets.items[i].hidden;
    for (int i = 0; i < book->sheets.count; i++) {
        const XlsxSheet *sheet = &book->sheets.items[i];
        if (!sheet->hidden && (visible == 1 || !is_remark(m, book, sheet->name)))
            read_sheet(m, file, book, sheet->name);
    }
}

/* What the files so far have taken. */
static bool has_room(Merging *m)
{
    Err err = {0};
    size_t found = m->arena->used_bytes - m->begin_bytes;
    if (found <= LIMIT_BOOK_BYTES)
        return true;
    err_set(&err, ERR_LIMIT, {"name", S("LIMIT_BOOK_BYTES")},
            {"limit", arena_fmt(m->arena, "%d", LIMIT_BOOK_BYTES)},
            {"found", arena_fmt(m->arena, "%zu", found)});
    faults_add(m->faults, &err);
    return false;
}

static bool read_file(Merging *m, const MonthFile *file)
{
    XlsxBook book;
    Err err = {0};
    if (!str_starts(file->bytes, S("PK"))) {
        read_sheet(m, file, NULL, S(""));
        return has_room(m);
    }
    const ZipFrom from = {.bytes = file->bytes};
    if (!xlsx_book_open(&book, m->arena, &from, file->name, &err)) {
        faults_add(m->faults, &err);
        return has_room(m);
    }
    read_book(m, file, &book);
    xlsx_book_close(&book);
    return has_room(m);
}

/* ---- adding up ---- */

static bool add_up(Merging *m, MergedRow *row, bool total, SubSum *ret_sum, Err *err)
{
    SubFigure *figures = arena_new(m->arena, SubFigure, m->merge->names.count);
    const Indicator *indicator = app_indicator(m->app, row->row->code);
    int count = 0;
    for (int i = 0; i < m->merge->names.count; i++)
        if (m->seen[i])
            figures[count++] = total ? row->parts[i].total : row->parts[i].month;
    return sub_sum(m->arena, row->way, figures, count, indicator ? indicator->decimals : 2, ret_sum,
                   err);
}

/* 0.953 beside 96.1: a fraction where per cent are asked would pull the mean down, and nobody would see it. */
static void check_fractions(Merging *m, const MergedRow *row)
{
    enum { FAR = 50 };
    Dec largest = {0}, value, times;
    for (int pass = 0; pass < 2 && str_eq(row->row->unit, S("%")); pass++)
        for (int i = 0; i < m->merge->names.count; i++) {
            const MergedPart *p = &row->parts[i];
            Str text = row->row->is_total && p->total.value.len ? p->total.value : p->month.value;
            if (!p->given || !dec_parse(text, &value, NULL))
                continue;
            if (!pass && dec_cmp(value, largest) > 0)
                largest = value;
            if (pass && p->bare && value.coef > 0 && dec_cmp(value, dec_from_i64(1)) <= 0 &&
                dec_mul(value, dec_from_i64(FAR), &times, NULL) && dec_cmp(times, largest) < 0) {
                Err err = {0};
                Dec percent = value;
                (void)dec_mul(value, dec_from_i64(100), &percent, NULL);
                err_set(
                    &err, ERR_VALUES_BOUNDS, {"found", text},
                    {"expected", arena_fmt(m->arena, "%.*s / %.*s%%",
                                           STR_ARG(dec_str(m->arena, percent)), STR_ARG(text))});
                err_at_file(&err, arena_fmt(m->arena, "%.*s, %.*s", STR_ARG(p->name),
                                            STR_ARG(row->row->name)));
                faults_add(m->faults, &err);
            }
        }
}

static bool finish_row(Merging *m, MergedRow *row, Err *err)
{
    Dec now, before, change;
    if (!add_up(m, row, false, &row->month, err) || !add_up(m, row, true, &row->total, err))
        return false;
    const SubSum *counts = row->row->is_total ? &row->total : &row->month;
    m->merge->figures += counts->value.len > 0;
    row->change = S("");
    if (counts->value.len && row->row->before.len && dec_parse(counts->value, &now, NULL) &&
        dec_parse(row->row->before, &before, NULL) && dec_sub(now, before, &change, NULL))
        row->change = dec_str(m->arena, change);
    return true;
}

bool form_merge(App *app, const FormSheet *form, const MonthFile *files, int nfiles,
                FormMerge *ret_merge, Faults *faults, Err *err)
{
    bool seen[LIMIT_FORM_SUBS] = {false};
    Merging m = {app,    app->arena, form, ret_merge, {.def = &app->def},
                 faults, {0},        seen, 0,         app->arena->used_bytes};
    *err = (Err){0};
    *ret_merge = (FormMerge){0};
    for (int i = 0; i < form->rows.count; i++) {
        const FormRow *row = &form->rows.items[i];
        const Indicator *indicator = app_indicator(app, row->code);
        MergedRow *merged = arena_push(app->arena, &ret_merge->rows);
        *merged =
            (MergedRow){.row = row,
                        .way = indicator && !row->closed ? sub_sum_way(indicator) : SUB_SUM_NOT,
                        .parts = arena_new(app->arena, MergedPart, LIMIT_FORM_SUBS)};
    }
    for (int i = 0; i < nfiles && read_file(&m, &files[i]); i++)
        ;
    for (int i = 0; i < ret_merge->rows.count && !faults->total; i++)
        check_fractions(&m, &ret_merge->rows.items[i]);
    if (faults->total)
        return false;
    for (int i = 0; i < ret_merge->names.count; i++)
        if (!seen[i])
            *arena_push(app->arena, &ret_merge->absent) = ret_merge->names.items[i];
    for (int i = 0; i < ret_merge->rows.count; i++)
        if (!finish_row(&m, &ret_merge->rows.items[i], err))
            return false;
    return true;
}

/* A data owner's sheet (核定): a list of values, units × indicators on one sheet, or JSON; the checks all go through. */
#include "app/report/month_json.h"

#define COUNT(array) (int)(sizeof(array) / sizeof *(array))

/* ---- the head ---- */

enum {
    HEAD_BODY,
    HEAD_PERIOD,
    HEAD_CONFIRMED,
    HEAD_OFFICER,
    HEAD_RELEASE_BODY,
    HEAD_RELEASE_DOCUMENT,
    HEAD_RELEASE_ON,
    HEAD_TITLE,
    HEAD_COUNT
};

static const MonthHeadKey head_keys[HEAD_COUNT] = {
    [HEAD_BODY] = {SC("核定部门"), SC("body"), true},
    [HEAD_PERIOD] = {SC("所属期"), SC("period"), true},
    [HEAD_CONFIRMED] = {SC("核定时间"), SC("confirmed"), false},
    [HEAD_OFFICER] = {SC("核定人"), SC("officer"), false},
    [HEAD_RELEASE_BODY] = {SC("发布机关"), SC("release_body"), false},
    [HEAD_RELEASE_DOCUMENT] = {SC("发布文件"), SC("release_document"), false},
    [HEAD_RELEASE_ON] = {SC("发布日期"), SC("release_on"), false},
    [HEAD_TITLE] = {SC("表名"), SC("title"), false},
};

static void take_release(const MonthReader *reader, ConfirmedSheet *sheet,
                         const MonthHeadValue *head, int64_t col)
{
    Err err = {0};
    const MonthHeadValue *on = &head[HEAD_RELEASE_ON];
    sheet->release = (ConfirmedRelease){.body = head[HEAD_RELEASE_BODY].value,
                                        .document = head[HEAD_RELEASE_DOCUMENT].value,
                                        .on = DATE_NONE};
    if (on->value.len == 0)
        return;
    if (!typed_date(reader->arena, on->value, &sheet->release.on, NULL, &err)) {
        sheet->release.on = DATE_NONE;
        month_fault(reader, on->row, col, err.code, {"found", err_arg(&err, "found")});
    } else if (reader->context->today && sheet->release.on > reader->context->today) {
        month_fault(reader, on->row, col, ERR_RELEASE_AHEAD,
                    {"found", date_str(reader->arena, sheet->release.on)},
                    {"today", date_str(reader->arena, reader->context->today)});
    }
}

static void take_head(const MonthReader *reader, ConfirmedSheet *sheet, const MonthHeadValue *head)
{
    Err err = {0};
    const MonthHeadValue *at = &head[HEAD_CONFIRMED];
    int64_t col = head[HEAD_BODY].row ? 2 : 0;
    if (str_eq(head[HEAD_BODY].value, S("office"))) {
        sheet->body = S("office");
    } else {
        int body = month_body(reader, head[HEAD_BODY].row, col, head_keys[HEAD_BODY].key,
                              head[HEAD_BODY].value);
        sheet->body = body < 0 ? S("") : reader->def->bodies.items[body].code;
    }
    sheet->period = month_period(reader, head[HEAD_PERIOD].row, col, head[HEAD_PERIOD].value);
    sheet->officer = head[HEAD_OFFICER].value;
    if (at->value.len && !typed_instant(reader->arena, at->value, OFFSET_MINUTES_CHINA,
                                        &sheet->confirmed_at, NULL, &err))
        month_fault(reader, at->row, col, err.code, {"found", err_arg(&err, "found")});
    take_release(reader, sheet, head, col);
}

/* ---- one value, however it came ---- */

typedef struct RawConfirmed {
    Str unit, name, indicator, period, value, note;
} RawConfirmed;

enum { CONF_UNIT, CONF_NAME, CONF_INDICATOR, CONF_PERIOD, CONF_VALUE, CONF_NOTE, CONF_COUNT };

/* Where it stands: the row, and of each of the above the column and what the file calls it. */
typedef struct ConfPlace {
    int64_t row;
    int cols[CONF_COUNT];
    Str names[CONF_COUNT];
} ConfPlace;

/* The sheet's own month, or of an indicator with a lag the month that many earlier. */
static bool check_period(const MonthReader *reader, const ConfirmedSheet *sheet,
                         const ConfPlace *at, const Indicator *indicator, Str found,
                         Str *ret_period)
{
    Err err = {0};
    Str code = sheet->period;
    *ret_period = code;
    if (found.len == 0 || code.len == 0)
        return true;
    if (!typed_period(reader->arena, found, &code, NULL, &err)) {
        month_fault(reader, at->row, at->cols[CONF_PERIOD], ERR_TYPED_PERIOD,
                    {"found", typed_shown(reader->arena, found)});
        return false;
    }
    int own = names_find(&reader->periods, sheet->period);
    Str earlier = own >= indicator->lag ? reader->def->periods.items[own - indicator->lag].code
                                        : sheet->period;
    *ret_period = code;
    if (str_eq(code, sheet->period) || str_eq(code, earlier))
        return true;
    month_fault(reader, at->row, at->cols[CONF_PERIOD], ERR_CONFIRM_PERIOD, {"found", code},
                {"expected", earlier}, {"indicator", indicator->name});
    return false;
}

static const CampaignPeriod *period_at(const MonthReader *reader, Str code)
{
    int at = names_find(&reader->periods, code);
    return at < 0 ? NULL : &reader->def->periods.items[at];
}

/* 统计法: what a statistics office publishes is taken as published, with the release that says it. */
static void check_release(const MonthReader *reader, const ConfirmedSheet *sheet,
                          const ConfPlace *at, const Indicator *indicator, Str period)
{
    const ConfirmedRelease *release = &sheet->release;
    const CampaignPeriod *of = period_at(reader, period);
    if (!release->body.len || !release->document.len || release->on == DATE_NONE)
        month_fault(reader, at->row, at->cols[CONF_VALUE], ERR_RELEASE_NEEDED,
                    {"indicator", indicator->name});
    else if (of && release->on < of->to)
        month_fault(reader, at->row, at->cols[CONF_VALUE], ERR_RELEASE_EARLY,
                    {"found", date_str(reader->arena, release->on)}, {"period", of->name},
                    {"indicator", indicator->name});
}

static void check_number(const MonthReader *reader, const ConfPlace *at, const Indicator *indicator,
                         const ConfirmedValue *value)
{
    const ReportCell *cell = &value->value;
    int col = at->cols[CONF_VALUE];
    if (cell->value.len == 0 && !cell->na && cell->state.len == 0)
        month_warn(reader, at->row, col, ERR_REPORT_MISSING, {"indicator", indicator->name},
                   {"found", indicator->code});
    if (indicator_is_cumulative(indicator) && month_is_negative(cell))
        month_fault(reader, at->row, col, ERR_REPORT_NEGATIVE, {"found", cell->value},
                    {"indicator", indicator->name});
    else if (month_is_negative(cell) && value->note.len == 0)
        month_fault(reader, at->row, col, ERR_REPORT_NEGATIVE_MONTH, {"found", cell->value},
                    {"indicator", indicator->name});
}

/* A fault when unit, indicator and month were seen in an earlier row. */
static bool is_new(const MonthReader *reader, const ConfPlace *at, Names *seen,
                   const ConfirmedValue *value)
{
    int first;
    Str key = arena_fmt(reader->arena, "%.*s %.*s %.*s", STR_ARG(value->unit),
                        STR_ARG(value->indicator), STR_ARG(value->period));
    if (names_add(seen, key, (int)at->row, &first))
        return true;
    month_fault(reader, at->row, at->cols[CONF_INDICATOR], ERR_CAMPAIGN_TWICE,
                {"column", at->names[CONF_INDICATOR]},
                {"found", str_sub(key, 0, value->unit.len + 1 + value->indicator.len)},
                {"first", arena_fmt(reader->arena, "%d", first)});
    return false;
}

static void take_value(const MonthReader *reader, ConfirmedSheet *sheet, const RawConfirmed *raw,
                       const ConfPlace *at, Names *seen)
{
    int unit = month_unit(reader, at->row, at->cols[CONF_UNIT], at->names[CONF_UNIT], raw->unit);
    int found = month_indicator(reader, at->row, at->cols[CONF_INDICATOR],
                                at->names[CONF_INDICATOR], raw->indicator);
    if (unit < 0 || found < 0) {
        month_check_member(reader, at->row, at->cols[CONF_UNIT], unit, sheet->period);
        return;
    }
    const Unit *of = &reader->def->units.items[unit];
    const Indicator *indicator = &reader->def->indicators.items[found];
    ConfirmedValue value = {.unit = of->code, .indicator = indicator->code, .note = raw->note};
    month_check_name(reader, at->row, at->cols[CONF_NAME], at->names[CONF_NAME], raw->name,
                     of->name, of->short_name, of->code);
    if (sheet->body.len && !str_eq(indicator->assessor, sheet->body))
        month_fault(reader, at->row, at->cols[CONF_INDICATOR], ERR_CONFIRM_ASSESSOR,
                    {"indicator", indicator->name}, {"found", sheet->body},
                    {"expected", indicator->assessor});
    if (!check_period(reader, sheet, at, indicator, raw->period, &value.period))
        return;
    month_check_member(reader, at->row, at->cols[CONF_UNIT], unit, value.period);
    if (!is_new(reader, at, seen, &value) || !month_cell(reader, at->row, at->cols[CONF_VALUE],
                                                         raw->value, indicator->unit, &value.value))
        return;
    check_number(reader, at, indicator, &value);
    if (str_eq(indicator->basis, S("statistics")) && value.value.value.len)
        check_release(reader, sheet, at, indicator, value.period);
    *arena_push(reader->arena, &sheet->values) = value;
}

/* ---- a list: a row a value ---- */

static const TableColumn list_columns[CONF_COUNT] = {
    [CONF_UNIT] = COL(RawConfirmed, unit, "unit", "单位编码", CELL_TEXT, NEED_VALUE),
    [CONF_NAME] = COL(RawConfirmed, name, "name", "单位", CELL_TEXT, NEED_NONE),
    [CONF_INDICATOR] = COL(RawConfirmed, indicator, "indicator", "指标编码", CELL_TEXT, NEED_VALUE),
    [CONF_PERIOD] = COL(RawConfirmed, period, "period", "所属期", CELL_TEXT, NEED_NONE),
    [CONF_VALUE] = COL(RawConfirmed, value, "value", "核定值", CELL_TEXT, NEED_COLUMN),
    [CONF_NOTE] = COL(RawConfirmed, note, "note", "备注", CELL_TEXT, NEED_NONE),
};
static const TableSpec list_spec = SPEC(RawConfirmed, list_columns);

static void read_list(MonthReader *reader, ConfirmedSheet *sheet)
{
    Table table;
    ConfPlace at = {0};
    Names seen = names_new(reader->arena);
    if (!table_read(reader->arena, &reader->rows, &list_spec, NULL, NULL, &table, reader->faults))
        return;
    for (int c = 0; c < CONF_COUNT; c++) {
        at.cols[c] = table.cols[c];
        at.names[c] = table_column_name(&table, c);
    }
    for (int i = 0; i < table.count; i++) {
        at.row = table.rows.items[i];
        take_value(reader, sheet, &((const RawConfirmed *)table.items)[i], &at, &seen);
    }
}

/* ---- units × indicators: "投资（invest，2021-09）核定值" names a column ---- */

typedef enum WideKind { WIDE_IGNORED, WIDE_UNIT, WIDE_NAME, WIDE_VALUE, WIDE_NOTE } WideKind;

typedef struct WideColumn {
    WideKind kind;
    Str title, indicator, period;
    int note; /* of a value: index of the column with its note; -1: none */
} WideColumn;

/* The byte after the last opening bracket of either kind; -1: none. */
static ptrdiff_t after_bracket(Str title)
{
    static const Str marks[] = {SC("("), SC("（")};
    ptrdiff_t last = -1;
    for (int m = 0; m < COUNT(marks); m++)
        for (ptrdiff_t at = 0; (at = str_find(title, marks[m], at)) >= 0; at += marks[m].len)
            last = at + marks[m].len > last ? at + marks[m].len : last;
    return last;
}

static Str cut_at(Str *rest, const Str *marks, int nmarks)
{
    ptrdiff_t at = -1;
    Str mark = {"", 0};
    for (int m = 0; m < nmarks; m++) {
        ptrdiff_t found = str_find(*rest, marks[m], 0);
        if (found >= 0 && (at < 0 || found < at)) {
            at = found;
            mark = marks[m];
        }
    }
    Str before = at < 0 ? *rest : str_sub(*rest, 0, at);
    *rest = at < 0 ? S("") : str_sub(*rest, at + mark.len, rest->len);
    return typed_trim(before);
}

static WideKind wide_kind(Str word)
{
    static const struct {
        Str word;
        WideKind kind;
    } words[] = {{SC("核定值"), WIDE_VALUE},    {SC("核定"), WIDE_VALUE},
                 {SC("confirmed"), WIDE_VALUE}, {SC("说明"), WIDE_NOTE},
                 {SC("备注"), WIDE_NOTE},       {SC("note"), WIDE_NOTE}};
    for (int i = 0; i < COUNT(words); i++)
        if (str_eq(word, words[i].word))
            return words[i].kind;
    return WIDE_IGNORED;
}

static bool wide_column(Str title, WideColumn *ret_column)
{
    static const Str closing[] = {SC(")"), SC("）")}, commas[] = {SC(","), SC("，")};
    ptrdiff_t from = after_bracket(title);
    *ret_column = (WideColumn){.title = title, .note = -1};
    if (str_eq(title, S("单位编码")) || str_eq(title, S("unit")))
        ret_column->kind = WIDE_UNIT;
    else if (str_eq(title, S("单位")) || str_eq(title, S("name")))
        ret_column->kind = WIDE_NAME;
    if (from < 0 || ret_column->kind != WIDE_IGNORED)
        return false;
    Str rest = str_sub(title, from, title.len);
    Str inside = cut_at(&rest, closing, COUNT(closing));
    ret_column->indicator = cut_at(&inside, commas, COUNT(commas));
    ret_column->period = cut_at(&inside, commas, COUNT(commas));
    ret_column->kind = wide_kind(typed_trim(rest));
    return ret_column->kind == WIDE_VALUE;
}

static int wide_columns(const MonthReader *reader, const CsvRow *head, WideColumn **ret_columns)
{
    int values = 0;
    WideColumn *columns = arena_new(reader->arena, WideColumn, head->count);
    for (int c = 0; c < head->count; c++)
        values += wide_column(arena_str(reader->arena, typed_trim(head->cells[c])), &columns[c]);
    for (int c = 0; c < head->count; c++)
        for (int n = 0; n < head->count && columns[c].kind == WIDE_VALUE; n++)
            if (columns[n].kind == WIDE_NOTE &&
                str_eq(columns[n].indicator, columns[c].indicator) &&
                str_eq(columns[n].period, columns[c].period))
                columns[c].note = n;
    *ret_columns = columns;
    return values;
}

/* A dash or a slash stands where the sheet asks for nothing. */
static bool is_dash(Str text)
{
    static const Str dashes[] = {SC("—"), SC("-"), SC("/"), SC("——")};
    for (int i = 0; i < COUNT(dashes); i++)
        if (str_eq(text, dashes[i]))
            return true;
    return false;
}

static int wide_of(const WideColumn *columns, int count, WideKind kind)
{
    for (int c = 0; c < count; c++)
        if (columns[c].kind == kind)
            return c;
    return -1;
}

static void wide_row(MonthReader *reader, ConfirmedSheet *sheet, const WideColumn *columns,
                     int count, const CsvRow *row, Names *seen)
{
    int unit = wide_of(columns, count, WIDE_UNIT), name = wide_of(columns, count, WIDE_NAME);
    RawConfirmed raw = {.name = name < 0 ? S("") : typed_trim(csv_cell(row, name))};
    raw.unit = unit < 0 ? raw.name : typed_trim(csv_cell(row, unit));
    ConfPlace at = {.row = row->row};
    at.cols[CONF_UNIT] = (unit < 0 ? name : unit) + 1;
    at.cols[CONF_NAME] = name + 1;
    at.names[CONF_UNIT] = columns[unit < 0 ? name : unit].title;
    at.names[CONF_NAME] = name < 0 ? S("") : columns[name].title;
    if (raw.unit.len == 0) {
        month_fault(reader, row->row, at.cols[CONF_UNIT], ERR_CELL_EMPTY,
                    {"column", at.names[CONF_UNIT]});
        return;
    }
    for (int c = 0; c < count; c++) {
        raw.value = typed_trim(csv_cell(row, c));
        if (columns[c].kind != WIDE_VALUE || is_dash(raw.value))
            continue;
        raw.indicator = columns[c].indicator;
        raw.period = columns[c].period;
        raw.note = columns[c].note < 0 ? S("") : typed_trim(csv_cell(row, columns[c].note));
        for (int k = CONF_INDICATOR; k < CONF_COUNT; k++) {
            at.cols[k] = k == CONF_NOTE ? columns[c].note + 1 : c + 1;
            at.names[k] = columns[c].title;
        }
        take_value(reader, sheet, &raw, &at, seen);
    }
}

static void read_wide(MonthReader *reader, ConfirmedSheet *sheet, const CsvRow *head)
{
    WideColumn *columns;
    CsvRow row;
    Err err = {0};
    int count = head->count;
    Names seen = names_new(reader->arena);
    wide_columns(reader, head, &columns);
    if (wide_of(columns, count, WIDE_UNIT) < 0 && wide_of(columns, count, WIDE_NAME) < 0) {
        month_fault(reader, head->row, 0, ERR_COLUMN_MISSING, {"column", S("单位编码")});
        return;
    }
    while (rows_next(&reader->rows, &row, &err))
        if (!csv_is_blank(&row))
            wide_row(reader, sheet, columns, count, &row, &seen);
    if (err.code)
        faults_add(reader->faults, &err);
}

/* The row with the names of columns, where it is of the wide kind; looked at with a reader of its own, since
 * the other kind is read from that row on. */
static bool is_wide(const MonthReader *reader)
{
    Faults scratch = {.arena = reader->arena};
    MonthReader probe = *reader;
    MonthHeadValue head[HEAD_COUNT] = {0};
    CsvRow row;
    WideColumn *columns;
    Err err = {0};
    bool wide = false;
    probe.faults = probe.warnings = &scratch;
    if (month_open(&probe) && month_head(&probe, head_keys, HEAD_COUNT, NULL, head, &row)) {
        bool more = rows_next(&probe.rows, &row, &err);
        while (more && csv_is_blank(&row))
            more = rows_next(&probe.rows, &row, &err);
        wide = more && wide_columns(&probe, &row, &columns) > 0;
    }
    rows_close(&probe.rows);
    return wide;
}

static void read_form(MonthReader *reader, ConfirmedSheet *sheet)
{
    MonthHeadValue head[HEAD_COUNT] = {0};
    CsvRow row;
    Err err = {0};
    bool wide = is_wide(reader);
    if (!month_open(reader) || !month_head(reader, head_keys, HEAD_COUNT, NULL, head, &row))
        return;
    take_head(reader, sheet, head);
    if (!wide) {
        read_list(reader, sheet);
        return;
    }
    do {
        if (!rows_next(&reader->rows, &row, &err))
            return;
    } while (csv_is_blank(&row));
    read_wide(reader, sheet, &row);
}

/* ---- JSON ---- */

static void json_release(const MonthReader *reader, const Tree *root, MonthHeadValue *head)
{
    static const Str known[] = {SC("body"), SC("document"), SC("on")};
    const Tree *release = tree_get(root, S("release"));
    if (!release || release->kind == TREE_NULL ||
        !month_json_is_map(reader, release, S("release"), 0))
        return;
    month_json_known(reader, release, known, COUNT(known), 0);
    for (int i = 0; i < COUNT(known); i++)
        head[HEAD_RELEASE_BODY + i].value = month_json_text(reader, release, known[i], 0);
}

static void json_values(MonthReader *reader, ConfirmedSheet *sheet, const Tree *root)
{
    static const Str known[CONF_COUNT] = {SC("unit"),   SC("name"),  SC("indicator"),
                                          SC("period"), SC("value"), SC("note")};
    Names seen = names_new(reader->arena);
    ConfPlace at = {0};
    for (int c = 0; c < CONF_COUNT; c++)
        at.names[c] = known[c];
    for (const Tree *item = month_json_list(reader, root, S("values")); item; item = item->next) {
        Str cells[CONF_COUNT];
        at.row++;
        if (!month_json_is_map(reader, item, S("values"), at.row))
            continue;
        month_json_known(reader, item, known, CONF_COUNT, at.row);
        for (int c = 0; c < CONF_COUNT; c++)
            cells[c] = month_json_text(reader, item, known[c], at.row);
        RawConfirmed raw = {cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]};
        for (int c = CONF_UNIT; c <= CONF_INDICATOR; c += CONF_INDICATOR - CONF_UNIT)
            if (cells[c].len == 0)
                month_fault(reader, at.row, 0, ERR_CELL_EMPTY, {"column", known[c]});
        take_value(reader, sheet, &raw, &at, &seen);
    }
    reader->place_file = reader->file->name;
}

static void read_json(MonthReader *reader, ConfirmedSheet *sheet)
{
    static const Str known[] = {SC("body"),    SC("period"), SC("confirmed"), SC("officer"),
                                SC("release"), SC("title"),  SC("values")};
    MonthHeadValue head[HEAD_COUNT] = {0};
    const Tree *root = month_json_root(reader);
    if (!root)
        return;
    month_json_known(reader, root, known, COUNT(known), 0);
    for (int i = 0; i < HEAD_COUNT; i++) {
        bool nested = i >= HEAD_RELEASE_BODY && i <= HEAD_RELEASE_ON;
        if (!nested)
            head[i].value = month_json_text(reader, root, head_keys[i].name, 0);
        if (head_keys[i].required && head[i].value.len == 0)
            month_fault(reader, 0, 0, ERR_HEAD_MISSING, {"column", head_keys[i].name});
    }
    json_release(reader, root, head);
    take_head(reader, sheet, head);
    json_values(reader, sheet, root);
}

bool month_confirmed_read(Arena *arena, const MonthContext *context, const MonthFile *file,
                          ConfirmedSheet *ret_sheet, Faults *faults, Faults *warnings)
{
    MonthReader reader = month_reader(arena, context, file, faults, warnings);
    int64_t before = faults->total;
    *ret_sheet = (ConfirmedSheet){.body = S(""), .period = S(""), .release = {.on = DATE_NONE}};
    if (str_ends(file->name, S(".json")))
        read_json(&reader, ret_sheet);
    else
        read_form(&reader, ret_sheet);
    rows_close(&reader.rows);
    return faults->total == before;
}

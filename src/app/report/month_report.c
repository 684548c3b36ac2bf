/* A unit's monthly report: the form in CSV, the same as JSON, and the checks both go through. */
#include "app/report/month_json.h"
#include "app/report/value_state.h"

/* 表一 as it stands, before anything is looked up. */
typedef struct RawValue {
    Str code, name, unit, month, cumulative, last_year, note, tolerance, state;
} RawValue;

enum {
    RAW_CODE,
    RAW_NAME,
    RAW_UNIT,
    RAW_MONTH,
    RAW_CUMULATIVE,
    RAW_LAST_YEAR,
    RAW_NOTE,
    RAW_TOLERANCE,
    RAW_STATE,
    RAW_COUNT
};

/* On our own form for people to see; read by nobody. */
#define GREY(name_, zh_)                                                                           \
    {                                                                                              \
        .name = SC(name_), .zh = SC(zh_), .type = CELL_IGNORED                                     \
    }

static const TableColumn value_columns[] = {
    [RAW_CODE] = COL(RawValue, code, "code", "指标编码", CELL_TEXT, NEED_VALUE),
    [RAW_NAME] = COL(RawValue, name, "name", "指标", CELL_TEXT, NEED_NONE),
    [RAW_UNIT] = COL(RawValue, unit, "unit", "计量单位", CELL_TEXT, NEED_VALUE),
    [RAW_MONTH] = COL(RawValue, month, "month", "本月完成", CELL_TEXT, NEED_COLUMN),
    [RAW_CUMULATIVE] = COL(RawValue, cumulative, "cumulative", "累计完成", CELL_TEXT, NEED_COLUMN),
    [RAW_LAST_YEAR] = COL(RawValue, last_year, "last_year", "上年同期", CELL_TEXT, NEED_NONE),
    [RAW_NOTE] = COL(RawValue, note, "note", "备注", CELL_TEXT, NEED_COLUMN),
    [RAW_TOLERANCE] = COL(RawValue, tolerance, "tolerance", "误差", CELL_TEXT, NEED_NONE),
    [RAW_STATE] = COL(RawValue, state, "state", "状态", CELL_TEXT, NEED_NONE),
    GREY("no", "序号"),
    GREY("target", "年度目标"),
    GREY("scheduled", "序时目标"),
    GREY("last_month", "上月累计"),
    GREY("completion", "完成率"),
    GREY("gap", "与序时差"),
    GREY("growth", "同比"),
    GREY("confirmed", "核定值"),
    GREY("basis", "口径"),
    GREY("assessor", "数据来源"),
};
static const TableColumn task_columns[] = {
    COL(ReportTask, task, "task", "任务编号", CELL_TEXT, NEED_VALUE),
    COL(ReportTask, progress, "progress", "进展", CELL_TEXT, NEED_NONE),
    COL(ReportTask, on_time, "on_time", "是否按期", CELL_TEXT, NEED_NONE),
    COL(ReportTask, problem, "problem", "问题", CELL_TEXT, NEED_NONE),
    COL(ReportTask, cause, "cause", "原因", CELL_TEXT, NEED_NONE),
    COL(ReportTask, next_step, "next", "下步措施", CELL_TEXT, NEED_NONE),
    COL(ReportTask, due, "due", "完成时限", CELL_TEXT, NEED_NONE),
    GREY("no", "序号"),
    GREY("title", "任务"),
    GREY("node", "本期节点"),
    GREY("taskforce", "牵头专班"),
};
static const TableColumn request_columns[] = {
    COL(ReportRequest, matter, "matter", "事项", CELL_TEXT, NEED_VALUE),
    COL(ReportRequest, done, "done", "已做工作", CELL_TEXT, NEED_NONE),
    COL(ReportRequest, proposal, "proposal", "建议", CELL_TEXT, NEED_NONE),
    COL(ReportRequest, level, "level", "提请层级", CELL_TEXT, NEED_NONE),
};

#define COUNT(array) (int)(sizeof(array) / sizeof *(array))

static const TableSpec value_spec = SPEC(RawValue, value_columns);
static const TableSpec task_spec = SPEC(ReportTask, task_columns);
static const TableSpec request_spec = SPEC(ReportRequest, request_columns);

/* Where the cells of one row of 表一 stand. */
typedef struct RowPlace {
    int64_t row;
    int64_t cols[RAW_COUNT];
    Str names[RAW_COUNT]; /* of the columns, for messages */
} RowPlace;

/* ---- one row of 表一 ---- */

/* A running total is never negative and falls only with a reason; a negative month needs one too. */
static void check_signs(const MonthReader *reader, const MonthReport *report,
                        const Indicator *indicator, const ReportValue *value)
{
    Dec now, then;
    if (month_is_negative(&value->cumulative))
        month_fault(reader, value->cumulative.row, value->cumulative.col, ERR_REPORT_NEGATIVE,
                    {"found", value->cumulative.value}, {"indicator", indicator->name});
    if (month_is_negative(&value->month) && value->note.len == 0)
        month_fault(reader, value->month.row, value->month.col, ERR_REPORT_NEGATIVE_MONTH,
                    {"found", value->month.value}, {"indicator", indicator->name});
    if (!reader->context->previous || !str_eq(indicator->measure, S("cumulative")) ||
        value->note.len || value->cumulative.value.len == 0)
        return;
    Str before = reader->context->previous(reader->context->ctx, report->unit, indicator->code,
                                           report->period);
    if (before.len && dec_parse(before, &then, NULL) &&
        dec_parse(value->cumulative.value, &now, NULL) && dec_cmp(now, then) < 0)
        month_fault(reader, value->cumulative.row, value->cumulative.col, ERR_REPORT_FALLS,
                    {"found", value->cumulative.value}, {"expected", before},
                    {"indicator", indicator->name});
}

/* 尚未取得 in the cell itself or beside it, 有数不排名 beside a value. */
static void check_state(const MonthReader *reader, const RawValue *raw, const RowPlace *at,
                        const Indicator *indicator, ReportCell *cell)
{
    Str word = raw->state, state = value_state_take(&word);
    if (raw->state.len == 0)
        return;
    bool not_yet = str_eq(state, S("not_yet")), no_rank = str_eq(state, S("no_rank"));
    if ((not_yet && cell->value.len) || (no_rank && cell->value.len == 0) || (not_yet && cell->na))
        month_fault(reader, at->row, at->cols[RAW_STATE], ERR_REPORT_STATE_VALUE,
                    {"found", raw->state}, {"indicator", indicator->name});
    else if (not_yet || no_rank)
        cell->state = state;
    else
        month_fault(reader, at->row, at->cols[RAW_STATE], ERR_REPORT_STATE,
                    {"found", typed_shown(reader->arena, raw->state)},
                    {"expected", S("尚未取得 · 有数不排名")});
}

static void check_tolerance(const MonthReader *reader, const RawValue *raw, const RowPlace *at,
                            const Indicator *indicator, Str *ret_tolerance)
{
    ReportCell cell;
    Str text = str_starts(raw->tolerance, S("±"))
                   ? str_sub(raw->tolerance, S("±").len, raw->tolerance.len)
                   : raw->tolerance;
    *ret_tolerance = S("");
    if (!month_cell(reader, at->row, at->cols[RAW_TOLERANCE], text, indicator->unit, &cell))
        return;
    if (cell.na || cell.state.len || month_is_negative(&cell))
        month_fault(reader, at->row, at->cols[RAW_TOLERANCE], ERR_REPORT_TOLERANCE,
                    {"found", typed_shown(reader->arena, raw->tolerance)},
                    {"indicator", indicator->name});
    else
        *ret_tolerance = cell.value;
}

/* 统计法: what a statistics office publishes is typed by nobody else. */
static void refuse_statistics(const MonthReader *reader, const Indicator *indicator,
                              const ReportValue *value)
{
    const ReportCell *cell = value->cumulative.value.len ? &value->cumulative : &value->month;
    if (cell->value.len)
        month_fault(reader, cell->row, cell->col, ERR_REPORT_STATISTICS,
                    {"indicator", indicator->name});
}

static void check_row(const MonthReader *reader, MonthReport *report, const RawValue *raw,
                      const RowPlace *at, Names *seen)
{
    int index =
        month_indicator(reader, at->row, at->cols[RAW_CODE], at->names[RAW_CODE], raw->code);
    int first;
    if (index < 0)
        return;
    const Indicator *indicator = &reader->def->indicators.items[index];
    if (!names_add(seen, indicator->code, (int)at->row, &first)) {
        month_fault(reader, at->row, at->cols[RAW_CODE], ERR_CAMPAIGN_TWICE,
                    {"column", at->names[RAW_CODE]}, {"found", indicator->code},
                    {"first", arena_fmt(reader->arena, "%d", first)});
        return;
    }
    month_check_name(reader, at->row, at->cols[RAW_NAME], at->names[RAW_NAME], raw->name,
                     indicator->name, (Str){0}, indicator->code);
    if (raw->unit.len && !str_eq(raw->unit, indicator->unit) &&
        !(str_eq(raw->unit, S("％")) && str_eq(indicator->unit, S("%"))))
        month_fault(
            reader, at->row, at->cols[RAW_UNIT], ERR_MEASURE_UNIT, {"indicator", indicator->name},
            {"found", typed_shown(reader->arena, raw->unit)}, {"expected", indicator->unit});
    ReportValue value = {.indicator = indicator->code, .note = raw->note};
    bool month_ok =
        month_cell(reader, at->row, at->cols[RAW_MONTH], raw->month, indicator->unit, &value.month);
    bool total_ok = month_cell(reader, at->row, at->cols[RAW_CUMULATIVE], raw->cumulative,
                               indicator->unit, &value.cumulative);
    month_cell(reader, at->row, at->cols[RAW_LAST_YEAR], raw->last_year, indicator->unit,
               &value.last_year);
    bool cumulative = indicator_is_cumulative(indicator);
    check_state(reader, raw, at, indicator, cumulative ? &value.cumulative : &value.month);
    check_tolerance(reader, raw, at, indicator, &value.tolerance);
    if (str_eq(indicator->basis, S("statistics")))
        refuse_statistics(reader, indicator, &value);
    else if (cumulative ? total_ok : month_ok)
        month_check_owed(reader, report->unit, indicator, report->period,
                         cumulative ? &value.cumulative : &value.month);
    if ((value.month.na && value.cumulative.value.len) ||
        (value.cumulative.na && value.month.value.len))
        month_fault(reader, at->row, value.month.na ? value.month.col : value.cumulative.col,
                    ERR_REPORT_NA_HALF, {"found", S("NA")}, {"indicator", indicator->name});
    check_signs(reader, report, indicator, &value);
    *arena_push(reader->arena, &report->values) = value;
}

/* What the unit owes and has no row for. */
static void tell_absent(const MonthReader *reader, const MonthReport *report, const Names *seen)
{
    const CampaignDef *def = reader->def;
    if (report->unit.len == 0 || report->period.len == 0)
        return;
    for (int i = 0; i < def->indicators.count; i++) {
        const Indicator *indicator = &def->indicators.items[i];
        if (names_find(seen, indicator->code) < 0 && reader->context->owes &&
            month_owes(reader, report->unit, indicator, report->period) == OWES_MUST)
            month_warn(reader, 0, 0, ERR_REPORT_MISSING, {"indicator", indicator->name},
                       {"found", indicator->code});
    }
}

static void check_tasks(const MonthReader *reader, const MonthReport *report, int64_t col)
{
    for (int i = 0; i < report->tasks.count; i++) {
        const ReportTask *task = &report->tasks.items[i];
        (void)month_task(reader, task->row, col, S("任务编号"), task->task);
    }
}

/* ---- the form ---- */

enum {
    HEAD_UNIT,
    HEAD_PERIOD,
    HEAD_NATURE,
    HEAD_FILLER,
    HEAD_PHONE,
    HEAD_REVIEWER,
    HEAD_SIGNER,
    HEAD_SENT,
    HEAD_TITLE,
    HEAD_FORM_NUMBER,
    HEAD_MAKER,
    HEAD_APPROVAL,
    HEAD_VALID,
    HEAD_NUMBER,
    HEAD_HELP,
    HEAD_COUNT
};

static const MonthHeadKey head_keys[HEAD_COUNT] = {
    [HEAD_UNIT] = {SC("填报单位"), SC("unit"), true},
    [HEAD_PERIOD] = {SC("所属期"), SC("period"), true},
    [HEAD_NATURE] = {SC("性质"), SC("nature"), false},
    [HEAD_FILLER] = {SC("填报人"), SC("filler"), false},
    [HEAD_PHONE] = {SC("联系电话"), SC("phone"), false},
    [HEAD_REVIEWER] = {SC("审核人"), SC("reviewer"), false},
    [HEAD_SIGNER] = {SC("签发人"), SC("signer"), false},
    [HEAD_SENT] = {SC("报送时间"), SC("sent"), true},
    [HEAD_TITLE] = {SC("表名"), SC("title"), false},
    [HEAD_FORM_NUMBER] = {SC("表号"), SC("form_number"), false},
    [HEAD_MAKER] = {SC("制定机关"), SC("maker"), false},
    [HEAD_APPROVAL] = {SC("批准文号"), SC("approval"), false},
    [HEAD_VALID] = {SC("有效期"), SC("valid_until"), false},
    [HEAD_NUMBER] = {SC("表单编号"), SC("number"), false},
    [HEAD_HELP] = {SC("填表说明"), SC("help"), false},
};

static void take_head(const MonthReader *reader, MonthReport *report, const MonthHeadValue *head)
{
    int64_t col = head[HEAD_UNIT].row ? 2 : 0;
    int unit = month_unit(reader, head[HEAD_UNIT].row, col, head_keys[HEAD_UNIT].key,
                          head[HEAD_UNIT].value);
    report->period = month_period(reader, head[HEAD_PERIOD].row, col, head[HEAD_PERIOD].value);
    if (unit >= 0)
        report->unit = reader->def->units.items[unit].code;
    month_check_member(reader, head[HEAD_UNIT].row, col, unit, report->period);
    report->nature = head[HEAD_NATURE].value;
    report->filler = head[HEAD_FILLER].value;
    report->phone = head[HEAD_PHONE].value;
    report->reviewer = head[HEAD_REVIEWER].value;
    report->signer = head[HEAD_SIGNER].value;
    Err err = {0};
    if (head[HEAD_SENT].value.len &&
        !typed_instant(reader->arena, head[HEAD_SENT].value, OFFSET_MINUTES_CHINA, &report->sent_at,
                       NULL, &err))
        month_fault(reader, head[HEAD_SENT].row, col, err.code, {"found", err_arg(&err, "found")});
}

static const Str section_marks[] = {SC("表一"), SC("表二"), SC("表三")};

static int section_of(const CsvRow *row)
{
    Str first = typed_trim(row->cells[0]);
    for (int i = 0; i < COUNT(section_marks); i++)
        if (str_starts(first, section_marks[i]))
            return i;
    return -1;
}

static bool is_section(const CsvRow *row)
{
    return section_of(row) >= 0;
}

static void take_values(const MonthReader *reader, MonthReport *report, const Table *table)
{
    const RawValue *raw = table->items;
    Names seen = names_new(reader->arena);
    RowPlace at;
    for (int c = 0; c < RAW_COUNT; c++) {
        at.cols[c] = table->cols[c];
        at.names[c] = table_column_name(table, c);
    }
    for (int i = 0; i < table->count; i++) {
        at.row = table->rows.items[i];
        check_row(reader, report, &raw[i], &at, &seen);
    }
    tell_absent(reader, report, &seen);
}

static void take_tasks(const MonthReader *reader, MonthReport *report, const Table *table)
{
    const ReportTask *tasks = table->items;
    for (int i = 0; i < table->count; i++) {
        ReportTask *task = arena_push(reader->arena, &report->tasks);
        *task = tasks[i];
        task->row = table->rows.items[i];
    }
    check_tasks(reader, report, table->cols[0]);
}

static void take_requests(const MonthReader *reader, MonthReport *report, const Table *table)
{
    const ReportRequest *requests = table->items;
    for (int i = 0; i < table->count; i++) {
        ReportRequest *request = arena_push(reader->arena, &report->requests);
        *request = requests[i];
        request->row = table->rows.items[i];
    }
}

/* Sections one after the other; `row` is the mark of the first. */
static void read_sections(MonthReader *reader, MonthReport *report, CsvRow row)
{
    static const TableSpec *const specs[] = {&value_spec, &task_spec, &request_spec};
    int64_t seen[COUNT(specs)] = {0};
    while (row.count) {
        int section = section_of(&row);
        if (seen[section]) {
            month_fault(reader, row.row, 1, ERR_CAMPAIGN_TWICE, {"column", section_marks[section]},
                        {"found", typed_shown(reader->arena, typed_trim(row.cells[0]))},
                        {"first", arena_fmt(reader->arena, "%lld", (long long)seen[section])});
            return;
        }
        seen[section] = row.row;
        Table table;
        row.count = 0;
        bool whole = table_read(reader->arena, &reader->rows, specs[section], is_section, &row,
                                &table, reader->faults);
        if (!whole)
            return; /* what follows would be read as something else */
        if (section == 0)
            take_values(reader, report, &table);
        else if (section == 1)
            take_tasks(reader, report, &table);
        else
            take_requests(reader, report, &table);
    }
    if (!seen[0])
        month_fault(reader, reader->rows.row, 0, ERR_REPORT_NO_TABLE, {"expected", S("表一 指标")});
}

/* Skips blank rows to the first section's mark; anything else there has no place. */
static bool to_section(MonthReader *reader, CsvRow *row)
{
    Err err = {0};
    while (row->count == 0) {
        CsvRow next;
        if (!rows_next(&reader->rows, &next, &err)) {
            if (err.code)
                faults_add(reader->faults, &err);
            return err.code == ERR_NONE;
        }
        if (csv_is_blank(&next))
            continue;
        if (is_section(&next)) {
            *row = next;
            return true;
        }
        month_fault(reader, next.row, 1, ERR_REPORT_NO_TABLE, {"expected", S("表一 指标")},
                    {"found", typed_shown(reader->arena, typed_trim(next.cells[0]))});
        return false;
    }
    return true;
}

static void read_form(MonthReader *reader, MonthReport *report)
{
    MonthHeadValue head[HEAD_COUNT] = {0};
    CsvRow row = {0};
    if (!month_open(reader))
        return;
    if (!month_head(reader, head_keys, HEAD_COUNT, is_section, head, &row))
        return;
    take_head(reader, report, head);
    if (to_section(reader, &row))
        read_sections(reader, report, row);
}

/* ---- JSON ---- */

static void json_values(MonthReader *reader, MonthReport *report, const Tree *root)
{
    static const Str known[] = {SC("code"),  SC("name"),       SC("unit"),
                                SC("month"), SC("cumulative"), SC("last_year"),
                                SC("note"),  SC("tolerance"),  SC("state")};
    Names seen = names_new(reader->arena);
    RowPlace at = {0};
    for (int c = 0; c < RAW_COUNT; c++)
        at.names[c] = known[c];
    if (!tree_get(root, S("indicators")))
        month_fault(reader, 0, 0, ERR_REPORT_NO_TABLE, {"expected", S("indicators")});
    for (const Tree *item = month_json_list(reader, root, S("indicators")); item;
         item = item->next) {
        at.row++;
        if (!month_json_is_map(reader, item, S("indicators"), at.row))
            continue;
        month_json_known(reader, item, known, COUNT(known), at.row);
        Str cells[RAW_COUNT];
        for (int c = 0; c < RAW_COUNT; c++)
            cells[c] = month_json_text(reader, item, known[c], at.row);
        RawValue raw = {cells[RAW_CODE],  cells[RAW_NAME],       cells[RAW_UNIT],
                        cells[RAW_MONTH], cells[RAW_CUMULATIVE], cells[RAW_LAST_YEAR],
                        cells[RAW_NOTE],  cells[RAW_TOLERANCE],  cells[RAW_STATE]};
        if (raw.code.len == 0)
            month_fault(reader, at.row, 0, ERR_CELL_EMPTY, {"column", S("code")});
        else
            check_row(reader, report, &raw, &at, &seen);
    }
    reader->place_file = reader->file->name;
    tell_absent(reader, report, &seen);
}

static void json_tasks(MonthReader *reader, MonthReport *report, const Tree *root)
{
    static const Str known[] = {SC("task"),  SC("progress"), SC("on_time"), SC("problem"),
                                SC("cause"), SC("next"),     SC("due")};
    int64_t row = 0;
    for (const Tree *item = month_json_list(reader, root, S("tasks")); item; item = item->next) {
        row++;
        if (!month_json_is_map(reader, item, S("tasks"), row))
            continue;
        month_json_known(reader, item, known, COUNT(known), row);
        Str c[COUNT(known)];
        for (int i = 0; i < COUNT(known); i++)
            c[i] = month_json_text(reader, item, known[i], row);
        if (c[0].len == 0)
            month_fault(reader, row, 0, ERR_CELL_EMPTY, {"column", S("task")});
        *arena_push(reader->arena, &report->tasks) =
            (ReportTask){c[0], c[1], c[2], c[3], c[4], c[5], c[6], row};
    }
    check_tasks(reader, report, 0);
}

static void json_requests(MonthReader *reader, MonthReport *report, const Tree *root)
{
    static const Str known[] = {SC("matter"), SC("done"), SC("proposal"), SC("level")};
    int64_t row = 0;
    for (const Tree *item = month_json_list(reader, root, S("requests")); item; item = item->next) {
        row++;
        if (!month_json_is_map(reader, item, S("requests"), row))
            continue;
        month_json_known(reader, item, known, COUNT(known), row);
        Str c[COUNT(known)];
        for (int i = 0; i < COUNT(known); i++)
            c[i] = month_json_text(reader, item, known[i], row);
        *arena_push(reader->arena, &report->requests) =
            (ReportRequest){c[0], c[1], c[2], c[3], row};
    }
}

/* Entries of texts: the cells of each, in the order of `known`. */
static bool json_entry(MonthReader *reader, const Tree *item, Str list, const Str *known, int n,
                       int64_t row, Str *ret_cells)
{
    if (!month_json_is_map(reader, item, list, row))
        return false;
    month_json_known(reader, item, known, n, row);
    for (int i = 0; i < n; i++)
        ret_cells[i] = month_json_text(reader, item, known[i], row);
    return true;
}

static void json_answers(MonthReader *reader, MonthReport *report, const Tree *root)
{
    static const Str known[] = {SC("check"), SC("place"), SC("found"), SC("answer")};
    int64_t row = 0;
    Str c[COUNT(known)];
    for (const Tree *item = month_json_list(reader, root, S("answers")); item; item = item->next)
        if (json_entry(reader, item, S("answers"), known, COUNT(known), ++row, c) && c[3].len)
            *arena_push(reader->arena, &report->answers) =
                (ReportAnswer){c[0], c[1], c[2], c[3], row};
}

static void json_evidence(MonthReader *reader, MonthReport *report, const Tree *root)
{
    static const Str known[] = {SC("digest"), SC("name"), SC("place")};
    int64_t row = 0;
    Str c[COUNT(known)];
    for (const Tree *item = month_json_list(reader, root, S("evidence")); item; item = item->next)
        if (json_entry(reader, item, S("evidence"), known, COUNT(known), ++row, c))
            *arena_push(reader->arena, &report->evidence) = (ReportEvidence){c[0], c[1], c[2], row};
}

static void read_json(MonthReader *reader, MonthReport *report)
{
    static const Str known[] = {SC("unit"),    SC("period"),     SC("nature"), SC("filler"),
                                SC("phone"),   SC("reviewer"),   SC("signer"), SC("sent"),
                                SC("title"),   SC("indicators"), SC("tasks"),  SC("requests"),
                                SC("answers"), SC("evidence")};
    MonthHeadValue head[HEAD_COUNT] = {0};
    const Tree *root = month_json_root(reader);
    if (!root)
        return;
    month_json_known(reader, root, known, COUNT(known), 0);
    for (int i = 0; i < HEAD_COUNT; i++) {
        head[i].value = month_json_text(reader, root, head_keys[i].name, 0);
        if (head_keys[i].required && head[i].value.len == 0)
            month_fault(reader, 0, 0, ERR_HEAD_MISSING, {"column", head_keys[i].name});
    }
    take_head(reader, report, head);
    json_values(reader, report, root);
    json_tasks(reader, report, root);
    reader->place_file = reader->file->name;
    json_requests(reader, report, root);
    json_answers(reader, report, root);
    json_evidence(reader, report, root);
    reader->place_file = reader->file->name;
}

bool month_report_read(Arena *arena, const MonthContext *context, const MonthFile *file,
                       MonthReport *ret_report, Faults *faults, Faults *warnings)
{
    MonthReader reader = month_reader(arena, context, file, faults, warnings);
    int64_t before = faults->total;
    *ret_report = (MonthReport){.unit = S(""), .period = S("")};
    if (str_ends(file->name, S(".json")))
        read_json(&reader, ret_report);
    else
        read_form(&reader, ret_report);
    rows_close(&reader.rows);
    return faults->total == before;
}

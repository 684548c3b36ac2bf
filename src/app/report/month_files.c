/* The lists of a month: deductions and bonuses, corrections. */
#include "app/report/month_files.h"

#include "app/report/month_read.h"

static int64_t row_of(const Table *table, int i)
{
    return table->rows.items[i];
}

/* A fault when the key was seen in an earlier row. */
static bool is_new(const MonthReader *reader, const Table *table, int i, int column, Names *seen,
                   Str key)
{
    int first;
    if (names_add(seen, key, i, &first))
        return true;
    month_fault(reader, row_of(table, i), table->cols[column], ERR_CAMPAIGN_TWICE,
                {"column", table_column_name(table, column)}, {"found", key},
                {"first", arena_fmt(reader->arena, "%lld", (long long)row_of(table, first))});
    return false;
}

/* ---- deductions and bonuses ---- */

typedef struct RawEvent {
    Str unit, name, kind, rule, points, basis, evidence;
} RawEvent;

enum { EV_UNIT, EV_NAME, EV_KIND, EV_RULE, EV_POINTS, EV_BASIS, EV_EVIDENCE, EV_COUNT };

static const CellWord event_kinds[] = {{SC("bonus"), SC("加分")}, {SC("deduct"), SC("扣分")}};
static const TableColumn event_columns[EV_COUNT] = {
    [EV_UNIT] = COL(RawEvent, unit, "unit", "单位编码", CELL_TEXT, NEED_VALUE),
    [EV_NAME] = COL(RawEvent, name, "name", "单位", CELL_TEXT, NEED_NONE),
    [EV_KIND] = COL(RawEvent, kind, "kind", "类别", CELL_WORD, NEED_VALUE, WORDS(event_kinds)),
    [EV_RULE] = COL(RawEvent, rule, "rule", "规则", CELL_CODE, NEED_VALUE),
    [EV_POINTS] = COL(RawEvent, points, "points", "分值", CELL_NUMBER, NEED_VALUE),
    [EV_BASIS] = COL(RawEvent, basis, "basis", "依据", CELL_TEXT, NEED_VALUE),
    [EV_EVIDENCE] = COL(RawEvent, evidence, "evidence", "证据", CELL_TEXT, NEED_VALUE),
};
static const TableSpec event_spec = SPEC(RawEvent, event_columns);

static void check_event(const MonthReader *reader, EventSheet *sheet, const Table *table, int i,
                        Names *seen)
{
    const RawEvent *raw = &((const RawEvent *)table->items)[i];
    int64_t row = row_of(table, i);
    int at =
        month_unit(reader, row, table->cols[EV_UNIT], table_column_name(table, EV_UNIT), raw->unit);
    month_check_member(reader, row, table->cols[EV_UNIT], at, sheet->period);
    Dec points;
    if (dec_parse(raw->points, &points, NULL) && points.coef <= 0)
        month_fault(reader, row, table->cols[EV_POINTS], ERR_CELL_RANGE, {"found", raw->points},
                    {"expected", S("> 0")});
    if (at < 0)
        return;
    const Unit *unit = &reader->def->units.items[at];
    month_check_name(reader, row, table->cols[EV_NAME], table_column_name(table, EV_NAME),
                     raw->name, unit->name, unit->short_name, unit->code);
    if (raw->kind.len && raw->rule.len && reader->context->has_rule &&
        !reader->context->has_rule(reader->context->ctx, unit->code, sheet->period, raw->kind,
                                   raw->rule))
        month_fault(reader, row, table->cols[EV_RULE], ERR_EVENT_RULE, {"found", raw->rule},
                    {"kind", raw->kind}, {"unit", unit->code});
    *arena_push(reader->arena, &sheet->events) =
        (EventEntry){unit->code, raw->kind, raw->rule, raw->points, raw->basis, raw->evidence, row};
    /* The same event twice would count twice; two of one rule differ in basis or evidence. */
    Str key = arena_fmt(reader->arena, "%.*s %.*s %.*s %.*s %.*s", STR_ARG(unit->code),
                        STR_ARG(raw->kind), STR_ARG(raw->rule), STR_ARG(raw->basis),
                        STR_ARG(raw->evidence));
    (void)is_new(reader, table, i, EV_RULE, seen, key);
}

bool month_events_read(Arena *arena, const MonthContext *context, const MonthFile *file,
                       EventSheet *ret_sheet, Faults *faults)
{
    MonthReader reader = month_reader(arena, context, file, faults, NULL);
    int64_t before = faults->total;
    Table table;
    *ret_sheet = (EventSheet){0};
    ret_sheet->period = month_period(&reader, 0, 0, file->period);
    if (month_open(&reader) &&
        table_read(arena, &reader.rows, &event_spec, NULL, NULL, &table, faults)) {
        Names seen = names_new(arena);
        for (int i = 0; i < table.count; i++)
            check_event(&reader, ret_sheet, &table, i, &seen);
    }
    return faults->total == before;
}

/* ---- corrections ---- */

typedef struct RawCorrection {
    Str period, unit, indicator, object, old_value, new_value, reason, basis;
} RawCorrection;

enum {
    COR_PERIOD,
    COR_UNIT,
    COR_INDICATOR,
    COR_OBJECT,
    COR_OLD,
    COR_NEW,
    COR_REASON,
    COR_BASIS,
    COR_COUNT
};

static const CellWord correction_objects[] = {{SC("reported"), SC("填报")},
                                              {SC("confirmed"), SC("核定")}};
static const TableColumn correction_columns[COR_COUNT] = {
    [COR_PERIOD] = COL(RawCorrection, period, "period", "所属期", CELL_TEXT, NEED_VALUE),
    [COR_UNIT] = COL(RawCorrection, unit, "unit", "单位编码", CELL_TEXT, NEED_VALUE),
    [COR_INDICATOR] = COL(RawCorrection, indicator, "indicator", "指标编码", CELL_TEXT, NEED_VALUE),
    [COR_OBJECT] = COL(RawCorrection, object, "object", "对象", CELL_WORD, NEED_VALUE,
                       WORDS(correction_objects)),
    [COR_OLD] = COL(RawCorrection, old_value, "old", "原值", CELL_TEXT, NEED_COLUMN),
    [COR_NEW] = COL(RawCorrection, new_value, "new", "更正值", CELL_TEXT, NEED_VALUE),
    [COR_REASON] = COL(RawCorrection, reason, "reason", "原因", CELL_TEXT, NEED_VALUE),
    [COR_BASIS] = COL(RawCorrection, basis, "basis", "依据", CELL_TEXT, NEED_VALUE),
};
static const TableSpec correction_spec = SPEC(RawCorrection, correction_columns);

static bool same_value(const ReportCell *a, const ReportCell *b)
{
    Dec x, y;
    if (a->na || b->na)
        return a->na && b->na;
    return dec_parse(a->value, &x, NULL) && dec_parse(b->value, &y, NULL) && dec_cmp(x, y) == 0;
}

static void check_correction(const MonthReader *reader, CorrectionSheet *sheet, const Table *table,
                             int i, Names *seen)
{
    const RawCorrection *raw = &((const RawCorrection *)table->items)[i];
    int64_t row = row_of(table, i);
    CorrectionEntry entry = {
        .object = raw->object, .reason = raw->reason, .basis = raw->basis, .row = row};
    entry.period = month_period(reader, row, table->cols[COR_PERIOD], raw->period);
    int unit = month_unit(reader, row, table->cols[COR_UNIT], table_column_name(table, COR_UNIT),
                          raw->unit);
    int at = month_indicator(reader, row, table->cols[COR_INDICATOR],
                             table_column_name(table, COR_INDICATOR), raw->indicator);
    month_check_member(reader, row, table->cols[COR_UNIT], unit, entry.period);
    if (unit < 0 || at < 0)
        return;
    const Indicator *indicator = &reader->def->indicators.items[at];
    entry.unit = reader->def->units.items[unit].code;
    entry.indicator = indicator->code;
    bool ok = month_cell(reader, row, table->cols[COR_OLD], raw->old_value, indicator->unit,
                         &entry.old_value);
    ok = month_cell(reader, row, table->cols[COR_NEW], raw->new_value, indicator->unit,
                    &entry.new_value) &&
         ok;
    if (ok && raw->new_value.len && same_value(&entry.old_value, &entry.new_value))
        month_fault(reader, row, table->cols[COR_NEW], ERR_CORRECTION_SAME,
                    {"found", typed_shown(reader->arena, raw->new_value)});
    if (indicator_is_cumulative(indicator) && month_is_negative(&entry.new_value))
        month_fault(reader, row, table->cols[COR_NEW], ERR_REPORT_NEGATIVE,
                    {"found", entry.new_value.value}, {"indicator", indicator->name});
    Str key = arena_fmt(reader->arena, "%.*s %.*s %.*s %.*s", STR_ARG(entry.period),
                        STR_ARG(entry.unit), STR_ARG(entry.indicator), STR_ARG(entry.object));
    if (is_new(reader, table, i, COR_INDICATOR, seen, key))
        *arena_push(reader->arena, &sheet->corrections) = entry;
}

bool month_corrections_read(Arena *arena, const MonthContext *context, const MonthFile *file,
                            CorrectionSheet *ret_sheet, Faults *faults)
{
    MonthReader reader = month_reader(arena, context, file, faults, NULL);
    int64_t before = faults->total;
    Table table;
    *ret_sheet = (CorrectionSheet){0};
    if (month_open(&reader) &&
        table_read(arena, &reader.rows, &correction_spec, NULL, NULL, &table, faults)) {
        Names seen = names_new(arena);
        for (int i = 0; i < table.count; i++)
            check_correction(&reader, ret_sheet, &table, i, &seen);
    }
    rows_close(&reader.rows);
    return faults->total == before;
}

#include "app/report/month_read.h"

#include "app/report/value_state.h"
#include "base/limits.h"

/* ---- faults and lookups ---- */

void month_fault_args(const MonthReader *reader, Faults *to, int64_t row, int64_t col, ErrCode code,
                      const Arg *args, int nargs)
{
    Err err = {0};
    err_set_args(&err, code, args, nargs);
    err_at_file(&err, reader->place_file);
    err_at_cell(&err, row, col);
    faults_add(to, &err);
}

MonthReader month_reader(Arena *arena, const MonthContext *context, const MonthFile *file,
                         Faults *faults, Faults *warnings)
{
    const CampaignDef *def = context->def;
    MonthReader r = {.arena = arena,
                     .context = context,
                     .def = def,
                     .file = file,
                     .place_file = file->name,
                     .faults = faults,
                     .warnings = warnings};
    Names *const all[] = {&r.units, &r.unit_names, &r.indicators, &r.indicator_names,
                          &r.tasks, &r.bodies,     &r.body_names, &r.periods};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        *all[i] = names_new(arena);
    for (int i = 0; i < def->units.count; i++) {
        names_add(&r.units, def->units.items[i].code, i, NULL);
        names_add(&r.unit_names, def->units.items[i].name, i, NULL);
    }
    for (int i = 0; i < def->units.count; i++)
        if (def->units.items[i].short_name.len)
            names_add(&r.unit_names, def->units.items[i].short_name, i, NULL);
    for (int i = 0; i < def->indicators.count; i++) {
        names_add(&r.indicators, def->indicators.items[i].code, i, NULL);
        names_add(&r.indicator_names, def->indicators.items[i].name, i, NULL);
    }
    for (int i = 0; i < def->tasks.count; i++)
        names_add(&r.tasks, def->tasks.items[i].no, i, NULL);
    for (int i = 0; i < def->bodies.count; i++) {
        names_add(&r.bodies, def->bodies.items[i].code, i, NULL);
        names_add(&r.body_names, def->bodies.items[i].name, i, NULL);
    }
    for (int i = 0; i < def->periods.count; i++)
        names_add(&r.periods, def->periods.items[i].code, i, NULL);
    return r;
}

bool month_open(MonthReader *reader)
{
    Err err = {0};
    if (!rows_open(&reader->rows, reader->arena, reader->file->bytes, reader->file->name,
                   reader->file->convert, &err)) {
        faults_add(reader->faults, &err);
        return false;
    }
    reader->place_file = reader->rows.file;
    return true;
}

static int unknown(const MonthReader *reader, int64_t row, int64_t col, Str column, Str found,
                   Str where, Str nearest)
{
    Str shown = typed_shown(reader->arena, found);
    if (nearest.len)
        month_fault(reader, row, col, ERR_CAMPAIGN_REFERENCE_NEAR, {"column", column},
                    {"found", shown}, {"where", where}, {"nearest", nearest});
    else
        month_fault(reader, row, col, ERR_CAMPAIGN_REFERENCE, {"column", column}, {"found", shown},
                    {"where", where});
    return -1;
}

/* By code or by name; `nearest` of both when neither knows it. */
static int lookup(const MonthReader *reader, const Names *codes, const Names *names, int64_t row,
                  int64_t col, Str column, Str found, Str where)
{
    if (found.len == 0)
        return -1;
    int at = names_find(codes, found);
    if (at < 0 && names)
        at = names_find(names, found);
    if (at >= 0)
        return at;
    Str nearest = {"", 0};
    if (reader->faults->count < FAULTS_KEPT_MAX) { /* the search is long, the message not kept */
        nearest = names_nearest(codes, found);
        if (nearest.len == 0 && names)
            nearest = names_nearest(names, found);
    }
    return unknown(reader, row, col, column, found, where, nearest);
}

int month_unit(const MonthReader *reader, int64_t row, int64_t col, Str column, Str found)
{
    return lookup(reader, &reader->units, &reader->unit_names, row, col, column, found,
                  S("units.csv"));
}

int month_indicator(const MonthReader *reader, int64_t row, int64_t col, Str column, Str found)
{
    return lookup(reader, &reader->indicators, NULL, row, col, column, found, S("indicators.csv"));
}

int month_task(const MonthReader *reader, int64_t row, int64_t col, Str column, Str found)
{
    return lookup(reader, &reader->tasks, NULL, row, col, column, found, S("tasks.csv"));
}

int month_body(const MonthReader *reader, int64_t row, int64_t col, Str column, Str found)
{
    return lookup(reader, &reader->bodies, &reader->body_names, row, col, column, found,
                  S("bodies.csv"));
}

static Str all_periods(const MonthReader *reader)
{
    const CampaignDef *def = reader->def;
    Out out = out_new(reader->arena, 1024);
    for (int i = 0; i < def->periods.count; i++) {
        out_s(&out, i ? S(" ") : S(""));
        out_s(&out, def->periods.items[i].code);
    }
    return out_str(&out);
}

Str month_period(const MonthReader *reader, int64_t row, int64_t col, Str found)
{
    Str code = {"", 0};
    Err err = {0};
    if (found.len == 0)
        return code;
    if (!typed_period(reader->arena, found, &code, NULL, &err)) {
        month_fault(reader, row, col, ERR_TYPED_PERIOD,
                    {"found", typed_shown(reader->arena, found)});
        return S("");
    }
    if (names_find(&reader->periods, code) < 0) {
        month_fault(reader, row, col, ERR_PERIOD_UNKNOWN, {"found", code},
                    {"expected", all_periods(reader)});
        return S("");
    }
    if (reader->file->period.len && !str_eq(code, reader->file->period)) {
        month_fault(reader, row, col, ERR_PERIOD_MISMATCH, {"found", code},
                    {"expected", reader->file->period});
        return S("");
    }
    return code;
}

void month_check_member(const MonthReader *reader, int64_t row, int64_t col, int unit, Str period)
{
    int at = names_find(&reader->periods, period);
    if (unit < 0 || at < 0)
        return;
    const Unit *of = &reader->def->units.items[unit];
    const CampaignPeriod *in = &reader->def->periods.items[at];
    if (of->valid_from != DATE_NONE && of->valid_from > in->to)
        month_fault(reader, row, col, ERR_UNIT_NOT_YET, {"found", of->name}, {"period", period},
                    {"from", date_str(reader->arena, of->valid_from)});
    bool ended = of->valid_to != DATE_NONE && of->valid_to < in->to;
    if (!ended)
        return;
    if (of->successor.len) {
        int next = names_find(&reader->units, of->successor);
        month_fault(reader, row, col, ERR_UNIT_CONTINUED, {"found", of->name},
                    {"to", date_str(reader->arena, of->valid_to)},
                    {"expected", next < 0 ? of->successor : reader->def->units.items[next].name});
    } else if (of->valid_to < in->from) {
        month_fault(reader, row, col, ERR_UNIT_ENDED, {"found", of->name}, {"period", period},
                    {"to", date_str(reader->arena, of->valid_to)});
    }
}

void month_check_name(const MonthReader *reader, int64_t row, int64_t col, Str column, Str found,
                      Str name, Str other_name, Str code)
{
    if (found.len && !str_eq(found, name) && !(other_name.len && str_eq(found, other_name)))
        month_fault(reader, row, col, ERR_NAME_MISMATCH, {"column", column},
                    {"found", typed_shown(reader->arena, found)}, {"expected", name},
                    {"code", code});
}

/* ---- values ---- */

bool indicator_is_cumulative(const Indicator *indicator)
{
    return str_eq(indicator->measure, S("cumulative")) || str_eq(indicator->measure, S("stock"));
}

/* A slip of the hand: sums of many units could not hold it, and every page that adds it up would be closed. */
static bool is_too_large(Dec value)
{
    Dec most = dec_from_i64(1);
    for (int i = 0; i < LIMIT_FIGURE_DIGITS; i++)
        most.coef *= 10;
    return dec_cmp(value, most) >= 0 || dec_cmp(value, (Dec){-most.coef, most.scale}) <= 0;
}

bool month_cell(const MonthReader *reader, int64_t row, int64_t col, Str cell, Str unit,
                ReportCell *ret_cell)
{
    Str text = typed_trim(cell), state = value_state_take(&text);
    TypedNumber number;
    Err err = {0};
    *ret_cell = (ReportCell){.value = S(""), .row = row, .col = col};
    ret_cell->na = str_eq(state, S("na"));
    ret_cell->state = ret_cell->na ? S("") : state;
    if (text.len == 0 && str_eq(state, S("no_rank"))) {
        month_fault(reader, row, col, ERR_VALUE_NO_RANK,
                    {"found", typed_shown(reader->arena, cell)});
        return false;
    }
    if (text.len == 0)
        return true;
    if (!typed_number(reader->arena, text, &number, &err)) {
        month_fault(reader, row, col, err.code, {"found", err_arg(&err, "found")});
        return false;
    }
    if ((number.changes & TYPED_PERCENT) && !str_eq(unit, S("%"))) {
        month_fault(reader, row, col, ERR_MEASURE_PERCENT,
                    {"found", typed_shown(reader->arena, text)}, {"expected", unit});
        return false;
    }
    if (is_too_large(number.value)) {
        month_fault(reader, row, col, ERR_FIGURE_LARGE, {"found", typed_shown(reader->arena, text)},
                    {"limit", arena_fmt(reader->arena, "%d", LIMIT_FIGURE_DIGITS)});
        return false;
    }
    ret_cell->value = number.text;
    ret_cell->changes = number.changes;
    return true;
}

bool month_is_negative(const ReportCell *cell)
{
    return cell->value.len && cell->value.ptr[0] == '-';
}

Owes month_owes(const MonthReader *reader, Str unit, const Indicator *indicator, Str period)
{
    if (reader->context->owes)
        return reader->context->owes(reader->context->ctx, unit, indicator->code, period);
    return str_eq(indicator->reporter, S("unit")) ? OWES_MAY : OWES_NOT;
}

void month_check_owed(const MonthReader *reader, Str unit, const Indicator *indicator, Str period,
                      const ReportCell *cell)
{
    Owes owes = month_owes(reader, unit, indicator, period);
    if (owes == OWES_NOT && cell->value.len)
        month_fault(reader, cell->row, cell->col, ERR_REPORT_NOT_OWED, {"found", indicator->name},
                    {"unit", unit});
    if (owes == OWES_MUST && cell->na)
        month_fault(reader, cell->row, cell->col, ERR_REPORT_NA, {"found", S("NA")},
                    {"indicator", indicator->name});
    if (owes == OWES_MUST && str_eq(cell->state, S("no_rank")))
        month_fault(reader, cell->row, cell->col, ERR_REPORT_NO_RANK,
                    {"indicator", indicator->name});
    if (owes == OWES_MUST && !cell->na && cell->value.len == 0 && cell->state.len == 0)
        month_warn(reader, cell->row, cell->col, ERR_REPORT_MISSING, {"indicator", indicator->name},
                   {"found", indicator->code});
}

/* ---- the head of a form ---- */

static int head_key(const MonthHeadKey *keys, int nkeys, Str found)
{
    for (int i = 0; i < nkeys; i++)
        if (str_eq(found, keys[i].key) || str_eq(found, keys[i].name))
            return i;
    return -1;
}

static void unknown_key(const MonthReader *reader, const MonthHeadKey *keys, int nkeys, int64_t row,
                        Str found)
{
    Names names = names_new(reader->arena);
    Out known = out_new(reader->arena, 1024);
    for (int i = 0; i < nkeys; i++) {
        names_add(&names, keys[i].key, i, NULL);
        names_add(&names, keys[i].name, i, NULL);
        out_s(&known, i ? S("、") : S(""));
        out_s(&known, keys[i].key);
    }
    Str nearest = names_nearest(&names, found), shown = typed_shown(reader->arena, found);
    if (nearest.len)
        month_fault(reader, row, 1, ERR_HEAD_UNKNOWN_NEAR, {"found", shown}, {"nearest", nearest});
    else
        month_fault(reader, row, 1, ERR_HEAD_UNKNOWN, {"found", shown},
                    {"expected", out_str(&known)});
}

/* What a key's value is: the cell beside it or, where cells are merged, the next one that holds something and is no key. */
static int value_at(const CsvRow *row, int at, const MonthHeadKey *keys, int nkeys)
{
    for (int i = at + 1; i < row->count; i++) {
        Str cell = typed_trim(row->cells[i]);
        if (cell.len)
            return i > at + 1 && head_key(keys, nkeys, cell) >= 0 ? at + 1 : i;
    }
    return at + 1;
}

static void take_key(MonthReader *reader, const CsvRow *row, int at, int key,
                     const MonthHeadKey *keys, int nkeys, MonthHeadValue *values)
{
    Str cell = csv_cell(row, value_at(row, at, keys, nkeys));
    if (values[key].row)
        month_fault(reader, row->row, at + 1, ERR_CAMPAIGN_TWICE,
                    {"column", typed_trim(row->cells[at])},
                    {"found", typed_shown(reader->arena, cell)},
                    {"first", arena_fmt(reader->arena, "%lld", (long long)values[key].row)});
    else
        values[key] = (MonthHeadValue){typed_trim(cell), row->row};
}

/* A form has several keys in a row, each with its value behind it; what is no key there is a remark. */
static void more_keys(MonthReader *reader, const CsvRow *row, const MonthHeadKey *keys, int nkeys,
                      MonthHeadValue *values)
{
    for (int at = value_at(row, 0, keys, nkeys) + 1; at < row->count; at++) {
        int key = head_key(keys, nkeys, typed_trim(row->cells[at]));
        if (key < 0)
            continue;
        take_key(reader, row, at, key, keys, nkeys, values);
        at = value_at(row, at, keys, nkeys);
    }
}

bool month_head(MonthReader *reader, const MonthHeadKey *keys, int nkeys,
                bool (*stop)(const CsvRow *), MonthHeadValue *ret_values, CsvRow *ret_next)
{
    CsvRow row;
    Err err = {0};
    bool any = false;
    ret_next->count = 0;
    while (rows_next(&reader->rows, &row, &err)) {
        bool blank = csv_is_blank(&row);
        if (blank && !any)
            continue;
        if (blank || (stop && stop(&row))) {
            if (!blank)
                *ret_next = row;
            break;
        }
        any = true;
        Str found = typed_trim(row.cells[0]);
        int key = head_key(keys, nkeys, found);
        if (key < 0)
            unknown_key(reader, keys, nkeys, row.row, found);
        else
            take_key(reader, &row, 0, key, keys, nkeys, ret_values);
        if (key >= 0)
            more_keys(reader, &row, keys, nkeys, ret_values);
    }
    if (err.code) {
        faults_add(reader->faults, &err);
        return false;
    }
    for (int i = 0; i < nkeys; i++)
        if (keys[i].required && ret_values[i].value.len == 0)
            month_fault(reader, ret_values[i].row, ret_values[i].row ? 2 : 0, ERR_HEAD_MISSING,
                        {"column", keys[i].key});
    return true;
}

/* What stands beside the values: events of the periods, and results of earlier ones. */
#include "app/folder_source.h"
#include "app/score/score_parts.h"
#include "base/limits.h"
#include "base/map.h"
#include "sys/files.h"

#include <stdlib.h>

enum { COLUMNS_MAX = 12 };

/* A small table by the names of its columns. */
typedef struct Table {
    Arena *arena; /* of the row at hand */
    Arena *keep;
    ArenaMark mark;
    Csv csv;
    int fd;
    Str file;
    const Str *names;
    int nnames;
    int at[COLUMNS_MAX]; /* column of each name, -1 where there is none */
    CsvRow row;
    Faults *faults;
} Table;

static void table_fault(Table *table, Err *err, int name)
{
    err_at_file(err, table->file);
    err_at_cell(err, table->row.row, name >= 0 && table->at[name] >= 0 ? table->at[name] + 1 : 1);
    faults_add(table->faults, err);
}

static Str cell(const Table *table, int name)
{
    return table->at[name] < 0 ? S("") : str_trim(csv_cell(&table->row, table->at[name]));
}

/* The first `needed` names must be there; others of the file are let be. */
static bool table_open(Table *table, Str path, int needed, Err *err)
{
    int before = table->faults->count;
    table->fd = -1;
    table->file = path;
    if (!file_open(path, &table->fd, err) ||
        !csv_open_fd(&table->csv, table->arena, table->fd, path, app_convert(), err))
        return false;
    if (!csv_next(&table->csv, &table->row, err) && err->code)
        return false;
    for (int i = 0; i < table->nnames; i++) {
        table->at[i] = -1;
        for (int c = table->row.count - 1; c >= 0; c--)
            if (str_eq(str_trim(table->row.cells[c]), table->names[i]))
                table->at[i] = c;
        if (table->at[i] >= 0 || i >= needed)
            continue;
        Err fault = {0};
        err_set(&fault, ERR_VALUES_COLUMN_MISSING, {"key", table->names[i]});
        table_fault(table, &fault, -1);
    }
    table->mark = arena_mark(table->arena);
    return table->faults->count == before;
}

static bool table_next(Table *table, Err *err)
{
    do {
        arena_rewind(table->arena, table->mark);
        if (!csv_next(&table->csv, &table->row, err))
            return false;
    } while (csv_is_blank(&table->row));
    return true;
}

static void table_close(Table *table)
{
    if (table->fd >= 0)
        fd_close(table->fd);
}
#define AUTO_TABLE __attribute__((cleanup(table_close))) Table

static Map units_by_code(Arena *arena, const Panel *panel)
{
    Map map = {0};
    for (int i = 0; i < panel->nunits; i++)
        map_put(arena, &map, panel->units[i], i);
    return map;
}

/* ---- history ---- */

enum {
    PAST_PERIOD,
    PAST_UNIT,
    PAST_IN_BOTTOM,
    PAST_GROUP,
    PAST_STATUS,
    PAST_SHOWN,
    PAST_RANK,
    PAST_TALK,
    PAST_PLAN,
    PAST_FROM_BOTTOM,
    PAST_NAMES
};
static const Str past_names[PAST_NAMES] = {
    [PAST_PERIOD] = SC("period"),       [PAST_UNIT] = SC("unit"),
    [PAST_IN_BOTTOM] = SC("in_bottom"), [PAST_GROUP] = SC("group"),
    [PAST_STATUS] = SC("status"),       [PAST_SHOWN] = SC("shown"),
    [PAST_RANK] = SC("rank"),           [PAST_TALK] = SC("talk"),
    [PAST_PLAN] = SC("plan_not_met"),   [PAST_FROM_BOTTOM] = SC("from_bottom"),
};

static bool is_yes(Str text)
{
    return str_eq(text, S("1")) || str_eq(text, S("yes")) || str_eq(text, S("是"));
}

static bool yes_or_no(Table *table, int name, bool *ret)
{
    Str text = cell(table, name);
    *ret = is_yes(text);
    if (*ret || text.len == 0 || str_eq(text, S("0")) || str_eq(text, S("no")) ||
        str_eq(text, S("否")))
        return true;
    Err err = {0};
    err_set(&err, ERR_VALUES_BOUNDS, {"found", text}, {"expected", S("0 | 1")});
    table_fault(table, &err, name);
    return false;
}

/* ranked, vetoed and nothing: ranked; own_missing: a missing report; exempt; the rest was no ranking. */
static bool past_state(Table *table, ScorePast *past)
{
    static const struct {
        Str word;
        StreakState state;
    } words[] = {{SC(""), STREAK_RANKED},
                 {SC("ranked"), STREAK_RANKED},
                 {SC("vetoed"), STREAK_RANKED},
                 {SC("own_missing"), STREAK_OWN_MISSING},
                 {SC("exempt"), STREAK_EXEMPT},
                 {SC("not_held"), STREAK_NOT_HELD},
                 {SC("excluded"), STREAK_NOT_HELD},
                 {SC("none"), STREAK_NOT_HELD},
                 {SC("too_little"), STREAK_NOT_HELD}};
    Str text = cell(table, PAST_STATUS);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(words[i].word, text)) {
            past->state = words[i].state;
            past->ranked = past->state == STREAK_RANKED;
            return true;
        }
    Err err = {0};
    err_set(&err, ERR_VALUES_BOUNDS, {"found", text},
            {"expected", S("ranked | vetoed | own_missing | exempt | not_held | excluded | none | "
                           "too_little")});
    table_fault(table, &err, PAST_STATUS);
    return false;
}

static bool past_score(Table *table, ScorePast *past)
{
    Dec value, whole;
    Err err = {0};
    Str text = cell(table, PAST_SHOWN);
    if (text.len == 0)
        return true;
    if (dec_parse(text, &value, &err) && dec_round(value, SCORE_DECIMALS, &whole, &err) &&
        whole.coef <= INT64_MAX && whole.coef >= INT64_MIN) {
        past->score = (int64_t)whole.coef;
        past->has_score = true;
        return true;
    }
    err_set(&err, ERR_VALUES_NUMBER, {"found", text});
    table_fault(table, &err, PAST_SHOWN);
    return false;
}

/* A place as it was printed: 2.5 is the third; empty: not told. */
static bool past_place(Table *table, int name, int32_t *ret_place)
{
    Dec value, whole;
    Err err = {0};
    Str text = cell(table, name);
    if (text.len == 0)
        return true;
    if (!dec_parse(text, &value, &err) || !dec_round(value, 1, &whole, &err) || whole.coef < 0 ||
        whole.coef > INT32_MAX) {
        err_set(&err, ERR_VALUES_NUMBER, {"found", text});
        table_fault(table, &err, name);
        return false;
    }
    *ret_place = (int32_t)((whole.coef + 9) / 10);
    return true;
}

static bool past_month(Table *table, const Panel *panel, ScorePast *past)
{
    Err err = {0};
    int step = 0;
    Str text = cell(table, PAST_PERIOD);
    if (!values_period(text, &past->month, &step))
        err_set(&err, ERR_VALUES_PERIOD, {"found", text});
    else if (step != panel->step_months)
        err_set(&err, ERR_VALUES_PERIOD_MIXED, {"found", text}, {"expected", panel->periods[0]});
    else if (past->month >= panel->months[0])
        err_set(&err, ERR_HISTORY_PERIOD, {"found", text}, {"expected", panel->periods[0]});
    else
        return true;
    table_fault(table, &err, PAST_PERIOD);
    return false;
}

static int by_unit_and_month(const void *a, const void *b)
{
    const ScorePast *x = a, *y = b;
    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    return (x->month > y->month) - (x->month < y->month);
}

static bool past_row(Table *table, const Panel *panel, const Map *units, ScorePasts *pasts)
{
    ScorePast past = {0};
    past.unit = map_get(units, cell(table, PAST_UNIT));
    bool ok = past_month(table, panel, &past);
    ok = past_state(table, &past) && ok;
    ok = past_score(table, &past) && ok;
    ok = past_place(table, PAST_RANK, &past.printed) && ok;
    ok = past_place(table, PAST_FROM_BOTTOM, &past.from_bottom) && ok;
    ok = yes_or_no(table, PAST_IN_BOTTOM, &past.in_bottom) && ok;
    ok = yes_or_no(table, PAST_TALK, &past.talk_held) && ok;
    ok = yes_or_no(table, PAST_PLAN, &past.plan_not_met) && ok;
    if (!ok || past.unit < 0) /* a unit that is no more */
        return ok;
    past.group = arena_str(table->keep, cell(table, PAST_GROUP));
    *arena_push(table->keep, pasts) = past;
    return true;
}

bool score_history(Arena *arena, Str path, const Panel *panel, ScorePasts *ret, Faults *faults,
                   Err *err)
{
    AUTO_ARENA reading = {0}, row = {0};
    AUTO_TABLE table = {.arena = &row,
                        .keep = &reading,
                        .names = past_names,
                        .nnames = PAST_NAMES,
                        .faults = faults};
    bool ok = table_open(&table, path, PAST_IN_BOTTOM + 1, err);
    if (!ok)
        return false;
    Map units = units_by_code(&reading, panel);
    ScorePasts pasts = {0};
    while (table_next(&table, err))
        ok = past_row(&table, panel, &units, &pasts) && ok;
    if (err->code || !ok)
        return false;
    if (pasts.count)
        qsort(pasts.items, (size_t)pasts.count, sizeof *pasts.items, by_unit_and_month);
    for (int i = 0; i < pasts.count; i++) {
        ScorePast *past = arena_push(arena, ret);
        *past = pasts.items[i];
        past->group = arena_str(arena, past->group);
        if (i == 0 || by_unit_and_month(past, &pasts.items[i - 1]) != 0)
            continue;
        Err fault = {0};
        err_set(&fault, ERR_HISTORY_TWICE, {"unit", panel->units[past->unit]},
                {"period", month_str(arena, past->month)});
        err_at_file(&fault, path);
        faults_add(faults, &fault);
        ok = false;
    }
    return ok;
}

/* ---- events ---- */

enum { EVENT_PERIOD, EVENT_UNIT, EVENT_RULE_ID, EVENT_POINTS, EVENT_KIND_NAME, EVENT_NAMES };
static const Str event_names[EVENT_NAMES] = {SC("period"), SC("unit"), SC("rule"), SC("points"),
                                             SC("kind")};

/* Rows of the panel by unit. */
typedef struct UnitRows {
    const Panel *panel;
    Map units;
    int64_t *starts; /* [units + 1] into rows */
    int64_t *rows;
    int32_t *period_of; /* [row] */
} UnitRows;

static UnitRows rows_by_unit(Arena *arena, const Panel *panel)
{
    UnitRows u = {.panel = panel, .units = units_by_code(arena, panel)};
    u.starts = arena_new(arena, int64_t, panel->nunits + 2);
    u.rows = arena_new(arena, int64_t, panel->nrows);
    u.period_of = arena_new(arena, int32_t, panel->nrows);
    for (int b = 0; b < panel->nblocks; b++)
        for (int i = 0; i < panel->blocks[b].count; i++)
            u.period_of[panel->blocks[b].first + i] = panel->blocks[b].period;
    for (int64_t row = 0; row < panel->nrows; row++)
        u.starts[panel->unit_of[row] + 2]++;
    for (int i = 0; i < panel->nunits; i++)
        u.starts[i + 2] += u.starts[i + 1];
    for (int64_t row = 0; row < panel->nrows; row++)
        u.rows[u.starts[panel->unit_of[row] + 1]++] = row;
    return u;
}

static int64_t row_of(const UnitRows *u, Str period, Str unit)
{
    int index = map_get(&u->units, unit);
    for (int64_t i = index < 0 ? 0 : u->starts[index]; index >= 0 && i < u->starts[index + 1]; i++)
        if (str_eq(u->panel->periods[u->period_of[u->rows[i]]], period))
            return u->rows[i];
    return -1;
}

/* The class: as the column says, else the one in which the rule is. */
static bool event_rule(Table *table, const Scheme *scheme, ScoreEvent *event, bool *has_points)
{
    Str kind = cell(table, EVENT_KIND_NAME), rule = cell(table, EVENT_RULE_ID);
    if (!str_eq(kind, S("bonus")) && score_event_of(scheme, false, rule, event, has_points))
        return true;
    return !str_eq(kind, S("deduct")) && score_event_of(scheme, true, rule, event, has_points);
}

static bool event_points(Table *table, ScoreEvent *event, bool has_points)
{
    Dec value;
    Err err = {0};
    Str text = cell(table, EVENT_POINTS);
    if (text.len == 0 && has_points)
        return true;
    if (event->kind == EVENT_VETO)
        err_set(&err, ERR_VALUES_BOUNDS, {"found", text}, {"expected", S("—")});
    else if (dec_parse(text, &value, &err) && value.coef >= 0) {
        event->points = dec_to_f64(value);
        return true;
    } else
        err_set(&err, ERR_VALUES_BOUNDS, {"found", text}, {"expected", S("≥ 0")});
    table_fault(table, &err, EVENT_POINTS);
    return false;
}

static bool event_row(Table *table, const Scheme *scheme, const UnitRows *rows, EngineEvent *ret)
{
    Err err = {0};
    ScoreEvent event = {0};
    bool has_points = false;
    int64_t row = row_of(rows, cell(table, EVENT_PERIOD), cell(table, EVENT_UNIT));
    if (row < 0)
        err_set(&err, ERR_EVENT_ROW, {"unit", cell(table, EVENT_UNIT)},
                {"period", cell(table, EVENT_PERIOD)});
    else if (!event_rule(table, scheme, &event, &has_points))
        err_set(&err, ERR_EVENT_NO_RULE, {"found", cell(table, EVENT_RULE_ID)});
    if (err.code) {
        table_fault(table, &err, row < 0 ? EVENT_UNIT : EVENT_RULE_ID);
        return false;
    }
    if (!event_points(table, &event, has_points))
        return false;
    *ret =
        (EngineEvent){.kind = event.kind, .node = event.node, .row = row, .points = event.points};
    return true;
}

typedef struct EventList {
    EngineEvent *items;
    int count;
    size_t cap;
} EventList;

/* By row; events of a row stay in the order of the file. */
static void sort_events(Arena *arena, EventList *list, int64_t nrows)
{
    int64_t *starts = arena_new(arena, int64_t, nrows + 1);
    EngineEvent *sorted = arena_new(arena, EngineEvent, list->count + 1);
    for (int i = 0; i < list->count; i++)
        starts[list->items[i].row + 1]++;
    for (int64_t r = 0; r < nrows; r++)
        starts[r + 1] += starts[r];
    for (int i = 0; i < list->count; i++)
        sorted[starts[list->items[i].row]++] = list->items[i];
    list->items = sorted;
}

bool score_events(Arena *arena, Str path, const Scheme *scheme, const Panel *panel,
                  EngineEvent **ret_events, int64_t *ret_count, Faults *faults, Err *err)
{
    AUTO_ARENA reading = {0}, row = {0};
    AUTO_TABLE table = {.arena = &row,
                        .keep = &reading,
                        .names = event_names,
                        .nnames = EVENT_NAMES,
                        .faults = faults};
    EventList list = {0};
    bool ok = table_open(&table, path, EVENT_POINTS + 1, err);
    if (!ok)
        return false;
    UnitRows rows = rows_by_unit(&reading, panel);
    while (table_next(&table, err)) {
        EngineEvent event;
        if (event_row(&table, scheme, &rows, &event))
            *arena_push(arena, &list) = event;
        else
            ok = false;
    }
    if (err->code || !ok)
        return false;
    sort_events(arena, &list, panel->nrows);
    *ret_events = list.items;
    *ret_count = list.count;
    return true;
}

/* ---- parts of the year ---- */

static bool part_cell(Table *table, int name, int64_t *ret)
{
    Dec value, whole;
    Err err = {0};
    Str text = cell(table, name);
    if (text.len == 0)
        return true;
    if (dec_parse(text, &value, &err) && dec_round(value, SCORE_DECIMALS, &whole, &err) &&
        whole.coef <= INT64_MAX && whole.coef > INT64_MIN + 1) {
        *ret = (int64_t)whole.coef;
        return true;
    }
    err = (Err){0};
    err_set(&err, ERR_VALUES_NUMBER, {"found", text});
    table_fault(table, &err, name);
    return false;
}

static bool part_columns(Table *table, const bool *wanted)
{
    bool ok = true;
    for (int p = 1; p < table->nnames; p++) {
        Err err = {0};
        if (!wanted[p - 1] || table->at[p] >= 0)
            continue;
        err_set(&err, ERR_VALUES_COLUMN_MISSING, {"key", table->names[p]});
        table_fault(table, &err, -1);
        ok = false;
    }
    return ok;
}

static bool parts_row(Table *table, const Map *units, bool *seen, int64_t **parts)
{
    Err err = {0};
    int unit = map_get(units, cell(table, 0));
    bool ok = true;
    if (unit < 0) /* a unit of another list */
        return true;
    if (seen[unit]) {
        err_set(&err, ERR_YEAR_TWICE, {"unit", cell(table, 0)});
        table_fault(table, &err, 0);
        return false;
    }
    seen[unit] = true;
    for (int p = 1; p < table->nnames; p++)
        ok = part_cell(table, p, &parts[p - 1][unit]) && ok;
    return ok;
}

bool score_year_parts(Arena *arena, Str path, const Panel *panel, const Str *words,
                      const bool *wanted, int nparts, int64_t **ret_parts, Faults *faults, Err *err)
{
    AUTO_ARENA reading = {0}, row = {0};
    Str *names = arena_new(&reading, Str, nparts + 1);
    bool *seen = arena_new(&reading, bool, panel->nunits), any = false;
    names[0] = S("unit");
    for (int p = 0; p < nparts; p++) {
        names[p + 1] = words[p];
        ret_parts[p] = arena_new(arena, int64_t, panel->nunits);
        for (int u = 0; u < panel->nunits; u++)
            ret_parts[p][u] = INT64_MIN;
        any = any || wanted[p];
    }
    AUTO_TABLE table = {
        .arena = &row, .keep = &reading, .names = names, .nnames = nparts + 1, .faults = faults};
    if (!table_open(&table, path, 1, err) || !part_columns(&table, wanted))
        return false;
    Map units = units_by_code(&reading, panel);
    bool ok = true;
    while (table_next(&table, err))
        ok = parts_row(&table, &units, seen, ret_parts) && ok;
    if (err->code)
        return false;
    for (int u = 0; u < panel->nunits && any; u++) {
        Err fault = {0};
        if (seen[u])
            continue;
        err_set(&fault, ERR_YEAR_UNIT, {"unit", panel->units[u]});
        err_at_file(&fault, path);
        faults_add(faults, &fault);
        ok = false;
    }
    return ok;
}

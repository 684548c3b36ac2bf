/* What was read becomes a Panel: rows in its order, codes in UTF-8, nothing given twice. */
#include "base/utf8.h"
#include "doc/csv_window.h"
#include "doc/values_parts.h"

#include <stdatomic.h>

/* ---- codes ---- */

static void bad_code(Reading *reading, const Code *code, ptrdiff_t at)
{
    Err err = {0};
    err_set(&err, ERR_CSV_ENCODING,
            {"found", arena_fmt(reading->arena, "%02X", (unsigned char)code->text.ptr[at])});
    err_at_file(&err, reading->source->file);
    err_at_cell(&err, code->row, code->col);
    faults_add(reading->faults, &err);
}

static bool is_utf8(Reading *reading)
{
    CsvLook look = {0};
    if (reading->head.has_bom || !reading->source->convert.fn)
        return true;
    for (int k = 0; k < CODE_KINDS; k++)
        for (int i = 0; i < reading->codes[k].count; i++)
            csv_look_at(&look, reading->codes[k].items[i].text);
    return csv_looks_like_utf8(&look);
}

static Str *texts(Reading *reading, CodeKind kind, bool utf8)
{
    const Codes *codes = &reading->codes[kind];
    const CsvConvert *convert = &reading->source->convert;
    Str *list = arena_new(reading->arena, Str, codes->count + 1);
    for (int i = 0; i < codes->count; i++) {
        const Code *code = &codes->items[i];
        ptrdiff_t bad = 0;
        list[i] = code->text;
        bool valid = utf8_valid(code->text, &bad);
        if (valid && (utf8 || utf8_count(code->text) == code->text.len))
            continue;
        if (utf8 || !convert->fn(convert->ctx, reading->arena, code->text, &list[i], &bad))
            bad_code(reading, code, bad);
    }
    return list;
}

/* ---- order of rows ---- */

/* Indices of periods in time order; *ret_ranks the place of each. */
static int32_t *order_periods(Reading *reading, int32_t **ret_ranks)
{
    int n = reading->codes[CODE_PERIOD].count;
    int32_t *order = arena_new(reading->arena, int32_t, n + 1);
    *ret_ranks = arena_new(reading->arena, int32_t, n + 1);
    for (int i = 0; i < n; i++) {
        int at = i;
        for (; at > 0 && reading->months[order[at - 1]] > reading->months[i]; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    for (int i = 0; i < n; i++) {
        (*ret_ranks)[order[i]] = i;
        int32_t month = reading->months[order[i]];
        if (i == 0 || month == 0 || month != reading->months[order[i - 1]])
            continue;
        Err err = {0};
        const Code *found = &reading->codes[CODE_PERIOD].items[order[i]];
        err_set(&err, ERR_VALUES_PERIOD_SAME, {"found", found->text},
                {"other", reading->codes[CODE_PERIOD].items[order[i - 1]].text});
        err_at_file(&err, reading->source->file);
        err_at_cell(&err, found->row, found->col);
        faults_add(reading->faults, &err);
    }
    return order;
}

typedef enum SortKey { BY_UNIT, BY_GROUP, BY_PERIOD } SortKey;

static int32_t key_of(const Place *place, SortKey key, const int32_t *ranks)
{
    return key == BY_UNIT ? place->unit : key == BY_GROUP ? place->group : ranks[place->period];
}

/* One stable counting pass. */
static void sort_pass(Arena *scratch, const Reading *reading, SortKey key, const int32_t *ranks,
                      const int32_t *from, int32_t *to)
{
    int nkeys =
        reading->codes[key == BY_UNIT    ? CODE_UNIT
                       : key == BY_GROUP ? CODE_GROUP
                                         : CODE_PERIOD]
            .count;
    int32_t *starts = arena_new(scratch, int32_t, nkeys + 1);
    for (int32_t i = 0; i < reading->nplaces; i++)
        starts[key_of(&reading->places[i], key, ranks) + 1]++;
    for (int k = 0; k < nkeys; k++)
        starts[k + 1] += starts[k];
    for (int32_t i = 0; i < reading->nplaces; i++)
        to[starts[key_of(&reading->places[from[i]], key, ranks)]++] = from[i];
}

/* order[row of the panel] = place; NULL where it is the order of the file. */
static int32_t *order_places(Arena *scratch, const Reading *reading, const int32_t *ranks)
{
    int32_t n = reading->nplaces;
    bool sorted = true;
    for (int32_t i = 1; i < n && sorted; i++) {
        const Place *a = &reading->places[i - 1], *b = &reading->places[i];
        int32_t pa = ranks[a->period], pb = ranks[b->period];
        sorted = pa < pb ||
                 (pa == pb && (a->group < b->group || (a->group == b->group && a->unit < b->unit)));
    }
    if (sorted)
        return NULL;
    int32_t *order = arena_raw_new(scratch, int32_t, n),
            *other = arena_raw_new(scratch, int32_t, n);
    for (int32_t i = 0; i < n; i++)
        other[i] = i;
    sort_pass(scratch, reading, BY_UNIT, ranks, other, order);
    sort_pass(scratch, reading, BY_GROUP, ranks, order, other);
    sort_pass(scratch, reading, BY_PERIOD, ranks, other, order);
    return order;
}

/* ---- cells ---- */

typedef struct Arrange {
    Reading *reading;
    const int32_t *order;
    double **room; /* [worker] a column */
    Arena *arenas; /* [worker] */
    _Atomic int64_t set, given;
} Arrange;

static void arrange_column(void *ctx, int64_t item, int worker)
{
    Arrange *arrange = ctx;
    const Reading *reading = arrange->reading;
    CellsColumn *column = &reading->columns[item];
    int32_t n = reading->nplaces;
    int64_t set = 0, given = 0;
    if (!column->wanted)
        return;
    for (int32_t i = 0; i < n && !reading->head.is_wide; i++) {
        set += !cell_is_unset(column->cells[i]);
        given += column->cells[i] == column->cells[i];
    }
    if (reading->kinds == 1 || reading->head.kinds[item % reading->kinds] == COLUMN_VALUE)
        atomic_fetch_add(&arrange->set, set);
    atomic_fetch_add(&arrange->given, given);
    if (!arrange->order)
        return;
    if (!arrange->room[worker])
        arrange->room[worker] = arena_raw_new(&arrange->arenas[worker], double, n);
    double *to = arrange->room[worker];
    for (int32_t i = 0; i < n; i++)
        to[i] = column->cells[arrange->order[i]];
    memcpy(column->cells, to, (size_t)n * sizeof *to);
}

/* ---- the panel ---- */

static void make_rows(Reading *reading, const int32_t *order, const int32_t *ranks, Panel *panel)
{
    Arena *arena = reading->arena;
    struct {
        PanelBlock *items;
        int count;
        size_t cap;
    } blocks = {0};
    int32_t *unit_of = arena_raw_new(arena, int32_t, reading->nplaces);
    for (int32_t row = 0; row < reading->nplaces; row++) {
        const Place *place = &reading->places[order ? order[row] : row];
        PanelBlock *block = blocks.count ? &blocks.items[blocks.count - 1] : NULL;
        int32_t period = ranks[place->period];
        unit_of[row] = place->unit;
        if (block && block->period == period && block->group == place->group)
            block->count++;
        else
            *arena_push(arena, &blocks) =
                (PanelBlock){.period = period, .group = place->group, .count = 1, .first = row};
    }
    panel->nrows = reading->nplaces;
    panel->unit_of = unit_of;
    panel->blocks = blocks.items;
    panel->nblocks = blocks.count;
}

static void make_columns(Reading *reading, const Str *indicators, Values *values)
{
    int count = 0;
    for (int i = 0; i < reading->ncolumns; i++)
        count += reading->columns[i].wanted;
    PanelColumn *columns = arena_new(reading->arena, PanelColumn, count + 1);
    values->arenas = arena_new(reading->arena, Arena, count + reading->slabs.count + 1);
    for (int i = 0; i < reading->ncolumns; i++) {
        CellsColumn *from = &reading->columns[i];
        if (!from->wanted)
            continue;
        columns[values->panel.ncolumns++] = (PanelColumn){
            .indicator = indicators[i / reading->kinds],
            .kind = reading->head.is_wide ? COLUMN_VALUE : reading->head.kinds[i % reading->kinds],
            .cells = from->cells};
        values->arenas[values->narenas++] = from->arena;
        from->arena = (Arena){0};
    }
    for (int i = 0; i < reading->slabs.count; i++)
        values->arenas[values->narenas++] = reading->slabs.items[i];
    reading->slabs.count = 0;
    values->panel.columns = columns;
}

static void make_codes(Reading *reading, Str *const *lists, const int32_t *periods, Panel *panel)
{
    int n = reading->codes[CODE_PERIOD].count;
    Str *codes = arena_new(reading->arena, Str, n + 1);
    int32_t *months = arena_new(reading->arena, int32_t, n + 1);
    for (int i = 0; i < n; i++) {
        codes[i] = lists[CODE_PERIOD][periods[i]];
        months[i] = reading->months[periods[i]];
    }
    panel->periods = codes;
    panel->months = months;
    panel->nperiods = n;
    panel->step_months = reading->step ? reading->step : 1;
    panel->units = lists[CODE_UNIT];
    panel->nunits = reading->codes[CODE_UNIT].count;
    panel->groups = lists[CODE_GROUP];
    panel->ngroups = reading->codes[CODE_GROUP].count;
}

static void decode_kept(Reading *reading, bool utf8)
{
    const CsvConvert *convert = &reading->source->convert;
    Values *values = reading->values;
    for (int i = 0; i < values->kept.count && !utf8; i++) {
        ValuesKept *kept = &values->kept.items[i];
        Str raw = kept->indicator;
        ptrdiff_t bad;
        if (!convert->fn(convert->ctx, reading->arena, raw, &kept->indicator, &bad))
            kept->indicator = raw;
    }
}

/* *ret_set: cells that a long file gives. Of a wide one both are known already. */
static void arrange(Reading *reading, const int32_t *order, int64_t *ret_set)
{
    AUTO_ARENA scratch = {0};
    int workers = reading->par->workers;
    Arrange work = {.reading = reading, .order = order};
    work.room = arena_new(&scratch, double *, workers);
    work.arenas = arena_new(&scratch, Arena, workers);
    par_for(reading->par, reading->ncolumns, arrange_column, &work);
    for (int i = 0; i < workers; i++)
        arena_done(&work.arenas[i]);
    *ret_set = atomic_load(&work.set);
    reading->given += atomic_load(&work.given);
}

bool values_finish(Reading *reading, Err *err)
{
    AUTO_ARENA scratch = {0};
    Values *values = reading->values;
    Str *lists[CODE_KINDS];
    int32_t *ranks;
    bool utf8 = is_utf8(reading);
    for (int k = 0; k < CODE_KINDS; k++)
        lists[k] = texts(reading, (CodeKind)k, utf8);
    int32_t *periods = order_periods(reading, &ranks);
    if (reading->nplaces == 0 && reading->faults->total == 0) {
        Err none = {0};
        err_set(&none, ERR_VALUES_NONE);
        err_at_file(&none, reading->source->file);
        faults_add(reading->faults, &none);
    }
    if (reading->faults->total > 0)
        return false;
    int64_t set = 0;
    int32_t *order = order_places(&scratch, reading, ranks);
    if (order || !reading->head.is_wide)
        arrange(reading, order, &set);
    values->given = reading->given;
    if (!reading->head.is_wide && set != reading->data_rows)
        return values_twice(reading, lists[CODE_UNIT], lists[CODE_INDICATOR], err) && false;
    decode_kept(reading, utf8);
    make_codes(reading, lists, periods, &values->panel);
    make_rows(reading, order, ranks, &values->panel);
    make_columns(reading, lists[CODE_INDICATOR], values);
    return true;
}

/* Chunks become one: their codes the file's, their places rows, their numbers cells of columns. */
#include "base/limits.h"
#include "doc/values_parts.h"

static void fault(Reading *reading, Err *err, int64_t row, int64_t col)
{
    err_at_file(err, reading->source->file);
    err_at_cell(err, row, col);
    faults_add(reading->faults, err);
}

static Str number_text(Arena *arena, int64_t value)
{
    return arena_fmt(arena, "%lld", (long long)value);
}

static bool over(const Reading *reading, Str name, int64_t limit, int64_t found, Err *err)
{
    AUTO_ARENA arena = {0};
    err_set(err, ERR_LIMIT, {"name", name}, {"limit", number_text(&arena, limit)},
            {"found", number_text(&arena, found)});
    return err_at_file(err, reading->source->file);
}

/* ---- codes ---- */

static void new_period(Reading *reading, const Code *code)
{
    Err err = {0};
    Codes *codes = &reading->codes[CODE_PERIOD];
    int id = codes->count - 1, step = 0;
    if ((size_t)id >= reading->periods_cap) {
        size_t cap = reading->periods_cap;
        reading->months =
            arena_grow(reading->arena, reading->months, (size_t)id, sizeof *reading->months, &cap);
        reading->places_of = arena_grow(reading->arena, reading->places_of, (size_t)id,
                                        sizeof *reading->places_of, &reading->periods_cap);
    }
    if (!values_period(code->text, &reading->months[id], &step)) {
        err_set(&err, ERR_VALUES_PERIOD,
                {"found", values_found(reading->source, reading->arena, code->text)});
    } else if (reading->step && reading->step != step) {
        err_set(&err, ERR_VALUES_PERIOD_MIXED, {"found", code->text},
                {"expected", codes->items[reading->step_of].text});
    }
    if (err.code)
        fault(reading, &err, code->row, code->col);
    else if (!reading->step)
        reading->step_of = id;
    if (!err.code)
        reading->step = step;
}

static void take_codes(Reading *reading, Chunk *chunk, CodeKind kind)
{
    Codes *all = &reading->codes[kind];
    const Codes *codes = &chunk->codes[kind];
    chunk->map[kind] = arena_new(&chunk->arena, int32_t, codes->count + 1);
    for (int i = 0; i < codes->count; i++) {
        const Code *code = &codes->items[i];
        int id = codes_find(all, code->text, code->hash);
        if (id < 0) {
            id = codes_add(all, code->text, code->hash, code->row + reading->rows, code->col);
            if (kind == CODE_PERIOD)
                new_period(reading, &all->items[id]);
        }
        chunk->map[kind][i] = id;
    }
}

/* ---- places ---- */

int32_t *values_place_slot(Reading *reading, int32_t period, int32_t unit)
{
    enum { PAGES = LIMIT_VALUES_UNITS / PLACE_PAGE + 1 };
    int32_t ***pages = &reading->places_of[period];
    if (!*pages)
        *pages = arena_new(reading->arena, int32_t *, PAGES);
    int32_t **page = &(*pages)[unit / PLACE_PAGE];
    if (!*page)
        *page = arena_new(reading->arena, int32_t, PLACE_PAGE);
    return *page + unit % PLACE_PAGE;
}

static void other_group(Reading *reading, const Place *place, const ChunkPlace *found,
                        int32_t group)
{
    Err err = {0};
    Codes *codes = reading->codes;
    err_set(&err, ERR_VALUES_GROUP,
            {"unit", values_found(reading->source, reading->arena,
                                  codes[CODE_UNIT].items[place->unit].text)},
            {"period", codes[CODE_PERIOD].items[place->period].text},
            {"found",
             values_found(reading->source, reading->arena, codes[CODE_GROUP].items[group].text)},
            {"expected", values_found(reading->source, reading->arena,
                                      codes[CODE_GROUP].items[place->group].text)},
            {"other", number_text(reading->arena, place->row)});
    fault(reading, &err, found->row + reading->rows, 1);
}

static void place_twice(Reading *reading, const Place *place, int64_t row)
{
    Err err = {0};
    Codes *codes = reading->codes;
    err_set(&err, ERR_VALUES_ROW_TWICE,
            {"unit", values_found(reading->source, reading->arena,
                                  codes[CODE_UNIT].items[place->unit].text)},
            {"period", codes[CODE_PERIOD].items[place->period].text},
            {"other", number_text(reading->arena, place->row)});
    fault(reading, &err, row, 1);
}

static void take_place(Reading *reading, Chunk *chunk, ChunkPlace *found)
{
    Place place = {.period = chunk->map[CODE_PERIOD][found->period],
                   .unit = chunk->map[CODE_UNIT][found->unit],
                   .group = chunk->map[CODE_GROUP][found->group],
                   .row = found->row + reading->rows};
    int32_t *slot = values_place_slot(reading, place.period, place.unit);
    found->row_of_panel = *slot - 1;
    if (*slot == 0) {
        if ((size_t)reading->nplaces == reading->places_cap) {
            Arena before = reading->places_arena;
            reading->places_arena = (Arena){0};
            reading->places =
                arena_grow(&reading->places_arena, reading->places, (size_t)reading->nplaces,
                           sizeof place, &reading->places_cap);
            arena_done(&before);
        }
        reading->places[reading->nplaces] = place;
        *slot = ++reading->nplaces;
        found->row_of_panel = *slot - 1;
        return;
    }
    const Place *first = &reading->places[*slot - 1];
    if (first->group != place.group)
        other_group(reading, first, found, place.group);
    else if (reading->head.is_wide)
        place_twice(reading, first, place.row);
}

/* ---- columns ---- */

static bool room_for_columns(Reading *reading, Err *err)
{
    int count = reading->codes[CODE_INDICATOR].count;
    int kinds = reading->head.is_wide ? 1 : reading->head.nnumbers;
    int64_t used = 0;
    if (count > LIMIT_VALUES_COLUMNS)
        return over(reading, S("LIMIT_VALUES_COLUMNS"), LIMIT_VALUES_COLUMNS, count, err);
    while (count > reading->columns_cap) {
        int cap = reading->columns_cap ? reading->columns_cap * 2 : 64;
        if (reading->head.is_wide)
            cap = count;
        CellsColumn *columns = arena_new(reading->arena, CellsColumn, cap * kinds);
        if (reading->columns_cap)
            memcpy(columns, reading->columns,
                   sizeof *columns * (size_t)(reading->columns_cap * kinds));
        reading->columns = columns;
        reading->columns_cap = cap;
    }
    reading->kinds = kinds;
    reading->ncolumns = count * kinds;
    for (int i = 0; i < reading->ncolumns; i++)
        used += reading->columns[i].wanted;
    if (used * reading->nplaces > LIMIT_VALUES_CELLS)
        return over(reading, S("LIMIT_VALUES_CELLS"), LIMIT_VALUES_CELLS, used * reading->nplaces,
                    err);
    return true;
}

static void note_wanted(Reading *reading, const Chunk *chunk)
{
    const Head *head = &reading->head;
    int count = head->is_wide ? head->nnumbers : chunk->codes[CODE_INDICATOR].count;
    for (int i = 0; i < count; i++) {
        int to = head->is_wide ? i : chunk->map[CODE_INDICATOR][i] * reading->kinds;
        for (int slot = 0; slot < reading->kinds; slot++)
            if (head->is_wide || head->kinds[slot] == COLUMN_VALUE ||
                ((size_t)i < chunk->used_cap && chunk->used[i] & 1U << slot))
                reading->columns[to + slot].wanted = true;
    }
}

/* How many rows the panel is going to have, by what the bytes so far have brought. */
static int64_t rows_ahead(const Reading *reading)
{
    double share = (double)reading->size / (double)(reading->done > 0 ? reading->done : 1);
    double rows = (double)reading->nplaces * share * 1.02 + 64;
    return rows > 4e6 ? 4000000 : (int64_t)rows;
}

/* Columns begin at different places of a page, so that a row's cells do not meet in one set of the cache. */
enum { SHIFTS = 61, SHIFT_CELLS = 8, SLAB_CELLS = 8 * 1024 * 1024 };

/* New columns in one piece of memory, as long as that is not much: what they outgrow stays. */
static void make_slab(Reading *reading)
{
    int64_t cap = rows_ahead(reading), count = 0;
    if (cap < reading->nplaces)
        cap = reading->nplaces;
    for (int i = 0; i < reading->ncolumns; i++)
        count += reading->columns[i].wanted && reading->columns[i].cap == 0;
    int64_t each = cap + SHIFTS * SHIFT_CELLS;
    if (count == 0 || count * each > SLAB_CELLS)
        return;
    Arena *slab = arena_push(reading->arena, &reading->slabs);
    double *cells = arena_raw_new(slab, double, count *each);
    for (int i = 0; i < reading->ncolumns; i++) {
        CellsColumn *column = &reading->columns[i];
        if (!column->wanted || column->cap)
            continue;
        column->cells = cells + i % SHIFTS * SHIFT_CELLS;
        column->cap = cap;
        cells += each;
    }
}

static void fill_column(void *ctx, int64_t item, int worker)
{
    Reading *reading = ctx;
    CellsColumn *column = &reading->columns[item];
    double unset = cell_unset();
    (void)worker;
    if (!column->wanted)
        return;
    if (column->cap < reading->nplaces) {
        CellsColumn grown = {.wanted = true, .filled = column->filled};
        grown.cap = rows_ahead(reading);
        if (grown.cap < reading->nplaces)
            grown.cap = reading->nplaces;
        if (column->cap && grown.cap < column->cap + column->cap / 2)
            grown.cap = column->cap + column->cap / 2;
        int64_t shift = item % SHIFTS * SHIFT_CELLS;
        grown.cells = arena_raw_new(&grown.arena, double, grown.cap + shift) + shift;
        if (column->filled)
            memcpy(grown.cells, column->cells, (size_t)column->filled * sizeof unset);
        arena_done(&column->arena);
        *column = grown;
    }
    for (int64_t i = column->filled; i < reading->nplaces && !reading->head.is_wide; i++)
        column->cells[i] = unset; /* a wide row gives all its cells */
    column->filled = reading->nplaces;
}

/* ---- cells ---- */

typedef struct Take {
    Reading *reading;
    Chunk *chunks;
} Take;

/* Two workers meet in a cell only where the file gives it twice, which is found afterwards. */
static void put_cell(double *cell, double x)
{
    __atomic_store(cell, &x, __ATOMIC_RELAXED);
}

/* In bits, which compilers do several at a time: a NaN without its sign is above infinity. */
static int64_t numbers_among(const double *values, int64_t count)
{
    const uint64_t infinity = UINT64_C(0x7ff0000000000000);
    uint64_t nans = 0, bits;
    for (int64_t i = 0; i < count; i++) {
        memcpy(&bits, &values[i], sizeof bits);
        nans += (infinity - (bits & (UINT64_MAX >> 1))) >> 63;
    }
    return count - (int64_t)nans;
}

/* Rows of the panel that follow each other, `count` of them from `row` on: a column gets whole lines of the cache. A
 * place that comes twice is at fault, so that no other worker writes here. Returns how many cells hold a number. */
static int64_t put_wide(const Reading *reading, int64_t row, int count, const double *values)
{
    int ncolumns = reading->ncolumns;
    int64_t given = numbers_among(values, (int64_t)count * ncolumns);
    for (int i = 0; i < ncolumns; i++) {
        double *cells = reading->columns[i].cells + row;
        for (int r = 0; r < count; r++)
            cells[r] = values[(int64_t)r * ncolumns + i];
    }
    return given;
}

/* Rows from run `from` on that follow each other in the panel, at most up to the end of a tile. */
static int rows_together(const Chunk *chunk, int from, int64_t row)
{
    enum { TILE_ROWS = 32 };
    int n = 1, max = TILE_ROWS - (int)(row % TILE_ROWS);
    while (n < max && from + n < chunk->runs.count &&
           chunk->places.items[chunk->runs.items[from + n].place].row_of_panel == row + n)
        n++;
    return n;
}

static void put_wide_chunk(void *ctx, int64_t item, int worker)
{
    const Take *take = ctx;
    const Chunk *chunk = &take->chunks[item];
    const double *values = chunk->values;
    int64_t given = 0;
    (void)worker;
    for (int i = 0, n; i < chunk->runs.count; i += n) {
        int64_t row = chunk->places.items[chunk->runs.items[i].place].row_of_panel;
        n = rows_together(chunk, i, row);
        given += put_wide(take->reading, row, n, values);
        values += (int64_t)n * take->reading->ncolumns;
    }
    take->chunks[item].given = given;
}

static void put_long(const Reading *reading, int64_t row, const int32_t *map, int count,
                     const double *values)
{
    int kinds = reading->kinds;
    for (int i = 0; i < count; i++)
        for (int slot = 0; slot < kinds; slot++, values++)
            if (kinds == 1 || !cell_is_unset(*values))
                put_cell(&reading->columns[map[i] * kinds + slot].cells[row], *values);
}

static void put_long_chunk(void *ctx, int64_t item, int worker)
{
    const Take *take = ctx;
    const Reading *reading = take->reading;
    const Chunk *chunk = &take->chunks[item];
    const double *values = chunk->values;
    (void)worker;
    for (int i = 0; i < chunk->runs.count; i++) {
        ChunkRun run = chunk->runs.items[i];
        int64_t row = chunk->places.items[run.place].row_of_panel;
        put_long(reading, row, chunk->map[CODE_INDICATOR] + run.first, run.count, values);
        values += (int64_t)run.count * reading->kinds;
    }
}

static void take_kept(Reading *reading, const Chunk *chunk)
{
    for (int i = 0; i < chunk->kept.count; i++) {
        ValuesKept kept = chunk->kept.items[i];
        kept.text = arena_str(reading->arena, kept.text);
        kept.row += reading->rows;
        kept.period = arena_str(reading->arena, kept.period);
        kept.indicator = arena_str(reading->arena, kept.indicator);
        *arena_push(reading->arena, &reading->values->kept) = kept;
    }
}

static void take_faults(Reading *reading, Chunk *chunk)
{
    for (int i = 0; i < chunk->faults.count; i++) {
        chunk->faults.items[i].row += reading->rows;
        faults_add(reading->faults, &chunk->faults.items[i]);
    }
    reading->faults->total += chunk->faults.total - chunk->faults.count;
}

static bool take_head(Reading *reading, Chunk *chunk, Err *err)
{
    take_faults(reading, chunk);
    for (int k = 0; k < CODE_KINDS; k++)
        take_codes(reading, chunk, (CodeKind)k);
    if (reading->codes[CODE_UNIT].count > LIMIT_VALUES_UNITS)
        return over(reading, S("LIMIT_VALUES_UNITS"), LIMIT_VALUES_UNITS,
                    reading->codes[CODE_UNIT].count, err);
    if (reading->codes[CODE_PERIOD].count > LIMIT_VALUES_PERIODS)
        return over(reading, S("LIMIT_VALUES_PERIODS"), LIMIT_VALUES_PERIODS,
                    reading->codes[CODE_PERIOD].count, err);
    for (int i = 0; i < chunk->places.count; i++)
        take_place(reading, chunk, &chunk->places.items[i]);
    if (reading->nplaces > LIMIT_VALUES_PLACES)
        return over(reading, S("LIMIT_VALUES_PLACES"), LIMIT_VALUES_PLACES, reading->nplaces, err);
    if (!room_for_columns(reading, err))
        return false;
    note_wanted(reading, chunk);
    if (!room_for_columns(reading, err))
        return false;
    take_kept(reading, chunk);
    reading->rows += chunk->rows;
    reading->data_rows += chunk->data_rows;
    return true;
}

bool values_take(Reading *reading, Chunk *chunks, int count, Err *err)
{
    Take take = {reading, chunks};
    for (int i = 0; i < count; i++)
        if (!take_head(reading, &chunks[i], err))
            return false;
    if (reading->faults->total > 0)
        return true; /* nothing will come of it: only faults are looked for */
    make_slab(reading);
    par_for(reading->par, reading->ncolumns, fill_column, reading);
    par_for(reading->par, count, reading->head.is_wide ? put_wide_chunk : put_long_chunk, &take);
    for (int i = 0; i < count && reading->head.is_wide; i++)
        reading->given += chunks[i].given;
    return true;
}

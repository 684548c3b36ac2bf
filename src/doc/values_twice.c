/* Which cells a file gives twice: it is read again, as often as it takes to name both rows. */
#include "doc/values_parts.h"

typedef struct Twice {
    int32_t place, indicator;
    int64_t first, second; /* rows of the file */
} Twice;

typedef struct Search {
    Reading reading; /* first, so that it is found by the callback */
    uint64_t *seen;  /* a bit for each place and indicator */
    Twice list[FAULTS_KEPT_MAX];
    int count;
    int64_t total;
    bool second_pass;
} Search;

static void meet_cell(Search *search, int32_t place, int32_t indicator, int64_t row)
{
    int64_t bit = (int64_t)place * search->reading.codes[CODE_INDICATOR].count + indicator;
    uint64_t mask = UINT64_C(1) << (bit & 63);
    if (search->second_pass) {
        for (int i = 0; i < search->count; i++)
            if (search->list[i].place == place && search->list[i].indicator == indicator &&
                search->list[i].first == 0)
                search->list[i].first = row;
        return;
    }
    if (search->seen[bit >> 6] & mask) {
        search->total++;
        if (search->count < FAULTS_KEPT_MAX)
            search->list[search->count++] =
                (Twice){.place = place, .indicator = indicator, .second = row};
    }
    search->seen[bit >> 6] |= mask;
}

static int32_t file_code(const Search *search, const Chunk *chunk, CodeKind kind, int32_t id)
{
    const Code *code = &chunk->codes[kind].items[id];
    return codes_find(&search->reading.codes[kind], code->text, code->hash);
}

static bool search_chunks(Reading *reading, Chunk *chunks, int count, Err *err)
{
    Search *search = (Search *)reading;
    (void)err;
    for (int c = 0; c < count; c++) {
        const Chunk *chunk = &chunks[c];
        for (int i = 0; i < chunk->runs.count; i++) {
            ChunkRun run = chunk->runs.items[i];
            const ChunkPlace *met = &chunk->places.items[run.place];
            int32_t period = file_code(search, chunk, CODE_PERIOD, met->period);
            int32_t unit = file_code(search, chunk, CODE_UNIT, met->unit);
            int32_t place = *values_place_slot(reading, period, unit) - 1;
            for (int j = 0; j < run.count; j++)
                meet_cell(search, place, file_code(search, chunk, CODE_INDICATOR, run.first + j),
                          reading->rows + run.row + j);
        }
        reading->rows += chunk->rows;
    }
    return true;
}

bool values_twice(Reading *reading, const Str *units, const Str *indicators, Err *err)
{
    AUTO_ARENA arena = {0};
    Search *search = arena_new(&arena, Search, 1);
    search->reading = *reading;
    int64_t bits = (int64_t)reading->nplaces * reading->codes[CODE_INDICATOR].count;
    search->seen = arena_new(&arena, uint64_t, bits / 64 + 1);
    bool ok = values_chunks(&search->reading, search_chunks, err);
    search->second_pass = true;
    ok = ok && values_chunks(&search->reading, search_chunks, err);
    for (int i = 0; ok && i < search->count; i++) {
        Err fault = {0};
        const Twice *t = &search->list[i];
        const Place *place = &reading->places[t->place];
        err_set(&fault, ERR_VALUES_TWICE, {"unit", units[place->unit]},
                {"period", reading->codes[CODE_PERIOD].items[place->period].text},
                {"indicator", indicators[t->indicator]},
                {"other", arena_fmt(&arena, "%lld", (long long)t->first)});
        err_at_file(&fault, reading->source->file);
        err_at_cell(&fault, t->second, 1);
        faults_add(reading->faults, &fault);
    }
    reading->faults->total += search->total - search->count;
    return ok;
}

#include "doc/values_in.h"

#include "base/limits.h"
#include "doc/values_parts.h"

#include <stdlib.h>
#include <sys/stat.h>

/* So that the numbers of a wave stay in a cache: a wide file has more of them in a byte. */
enum { CHUNK_BYTES = 512 * 1024, WIDE_CHUNK_BYTES = 256 * 1024, WAVE_CHUNKS = 16, WIDE_WAVE = 8 };

/* ---- the way through the file ---- */

typedef struct Wave {
    Reading *reading;
    Chunk *chunks;
    Window *windows;
    int64_t first;
} Wave;

static void read_chunk(void *ctx, int64_t item, int worker)
{
    Wave *wave = ctx;
    values_chunk(wave->reading, wave->first + item, &wave->windows[worker], &wave->chunks[item]);
}

static void tell(const Reading *reading)
{
    const ValuesSource *source = reading->source;
    if (source->progress)
        source->progress(source->progress_ctx, reading->done, reading->size);
}

/* From byte `at` to the end, where a cut may fall into a quoted cell. */
static bool chunks_by_one(Reading *reading, Wave *wave, int64_t at, ChunksFn take, Err *err)
{
    reading->by_one = true;
    while (at < reading->size) {
        Chunk *chunk = &wave->chunks[0];
        values_chunk_from(reading, at, &wave->windows[0], chunk);
        if (chunk->state == CHUNK_FAILED) {
            *err = chunk->err;
            return false;
        }
        reading->done = at + chunk->done;
        if (!take(reading, chunk, 1, err))
            return false;
        if (chunk->done <= 0)
            break; /* the file has become shorter */
        at += chunk->done;
        tell(reading);
    }
    return true;
}

static bool all_chunks(Reading *reading, Wave *wave, ChunksFn take, Err *err)
{
    int64_t bytes = reading->size - reading->head.start;
    int64_t nchunks = (bytes + reading->chunk_bytes - 1) / reading->chunk_bytes;
    if (reading->by_one)
        return chunks_by_one(reading, wave, reading->head.start, take, err);
    for (wave->first = 0; wave->first < nchunks; wave->first += reading->wave) {
        int64_t left = nchunks - wave->first;
        int count = left < reading->wave ? (int)left : reading->wave, good = 0;
        par_for(reading->par, count, read_chunk, wave);
        while (good < count && wave->chunks[good].state == CHUNK_READ)
            good++;
        reading->done = reading->head.start + (wave->first + good) * reading->chunk_bytes;
        if (reading->done > reading->size)
            reading->done = reading->size;
        if (!take(reading, wave->chunks, good, err))
            return false;
        if (good < count && wave->chunks[good].state == CHUNK_FAILED) {
            *err = wave->chunks[good].err;
            return false;
        }
        if (good < count)
            return chunks_by_one(reading, wave, wave->chunks[good].start, take, err);
        tell(reading);
    }
    return true;
}

bool values_chunks(Reading *reading, ChunksFn take, Err *err)
{
    AUTO_ARENA arena = {0};
    int workers = reading->par->workers;
    Wave wave = {.reading = reading,
                 .chunks = arena_new(&arena, Chunk, reading->wave),
                 .windows = arena_new(&arena, Window, workers)};
    reading->rows = reading->head.row;
    reading->data_rows = 0;
    reading->done = 0;
    bool ok = all_chunks(reading, &wave, take, err);
    for (int i = 0; i < reading->wave; i++) {
        arena_done(&wave.chunks[i].arena);
        arena_done(&wave.chunks[i].values_arena);
    }
    for (int i = 0; i < workers; i++) {
        arena_done(&wave.windows[i].arena);
        arena_done(&wave.windows[i].cells_arena);
    }
    return ok;
}

/* ---- the whole ---- */

static bool too_large(const ValuesSource *source, int64_t found, Err *err)
{
    AUTO_ARENA arena = {0};
    err_set(err, ERR_FILE_TOO_LARGE, {"file", source->file},
            {"limit", arena_fmt(&arena, "%lld", (long long)LIMIT_VALUES_FILE_BYTES)},
            {"found", arena_fmt(&arena, "%lld", (long long)found)});
    return err_at_file(err, source->file);
}

static void reading_done(Reading *reading)
{
    arena_done(&reading->places_arena);
    for (int i = 0; i < reading->columns_cap * reading->kinds; i++)
        arena_done(&reading->columns[i].arena);
    for (int i = 0; i < reading->slabs.count; i++)
        arena_done(&reading->slabs.items[i]);
}

static bool read_all(Reading *reading, Err *err)
{
    Values *values = reading->values;
    if (!values_head(reading, err))
        return false;
    if (reading->faults->total > 0)
        return false;
    bool ok = values_chunks(reading, values_take, err);
    values->rows = reading->rows;
    values->bytes = reading->size;
    return ok && values_finish(reading, err);
}

static int by_place(const void *a, const void *b)
{
    const Err *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    if (x->col != y->col)
        return x->col < y->col ? -1 : 1;
    return (x->code > y->code) - (x->code < y->code);
}

bool values_read(Arena *arena, const ValuesSource *source, Values *ret_values, Faults *faults,
                 Err *err)
{
    int before = faults->count;
    ParFor alone = par_one();
    Reading reading = {.source = source,
                       .par = source->par ? source->par : &alone,
                       .arena = arena,
                       .chunk_bytes = source->wide ? WIDE_CHUNK_BYTES : CHUNK_BYTES,
                       .wave = source->wide ? WIDE_WAVE : WAVE_CHUNKS,
                       .faults = faults,
                       .values = ret_values};
    struct stat info;
    *ret_values = (Values){0};
    if (source->chunk_bytes)
        reading.chunk_bytes = source->chunk_bytes;
    if (source->wave_chunks)
        reading.wave = source->wave_chunks;
    for (int k = 0; k < CODE_KINDS; k++)
        reading.codes[k].arena = arena;
    reading.size = fstat(source->fd, &info) == 0 ? info.st_size : 0;
    if (reading.size > LIMIT_VALUES_FILE_BYTES)
        return too_large(source, reading.size, err);
    bool ok = read_all(&reading, err);
    reading_done(&reading);
    if (faults->count > before)
        qsort(faults->items + before, (size_t)(faults->count - before), sizeof *faults->items,
              by_place);
    return ok;
}

void values_done(Values *values)
{
    for (int i = 0; i < values->narenas; i++)
        arena_done(&values->arenas[i]);
    *values = (Values){0};
}

/* ---- periods ---- */

static int digits(Str s)
{
    int value = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return -1;
        value = value * 10 + (s.ptr[i] - '0');
    }
    return value;
}

bool values_period(Str text, int32_t *ret_month, int *ret_step)
{
    int year = text.len >= 4 ? digits(str_sub(text, 0, 4)) : -1, month = 12;
    *ret_step = 12;
    if (year < 1)
        return false;
    if (text.len == 6 && text.ptr[4] == 'Q') {
        int quarter = text.ptr[5] - '0';
        if (quarter < 1 || quarter > 4)
            return false;
        month = quarter * 3;
        *ret_step = 3;
    } else if (text.len == 7 && text.ptr[4] == '-') {
        month = digits(str_sub(text, 5, 7));
        *ret_step = 1;
    } else if (text.len != 4) {
        return false;
    }
    if (month < 1 || month > 12)
        return false;
    *ret_month = year * 12 + month - 1;
    return true;
}

/* The part of the file that a chunk is made of: where its lines begin and end. */
#include "base/limits.h"
#include "doc/values_parts.h"

enum { AHEAD_BYTES = 4096 };

static void window_room(Window *window, const Head *head, int64_t bytes)
{
    if (!window->cells)
        window->cells = arena_new(&window->cells_arena, Str, head->row_cells + 2);
    if (bytes + WINDOW_PAD <= window->cap)
        return;
    arena_done(&window->arena);
    window->cap = bytes + WINDOW_PAD;
    window->room = arena_raw_new(&window->arena, char, window->cap);
}

static bool too_long(const Reading *reading, Chunk *chunk)
{
    err_set(&chunk->err, ERR_LIMIT, {"name", S("LIMIT_CSV_ROW_BYTES")},
            {"limit", arena_fmt(&chunk->arena, "%d", LIMIT_CSV_ROW_BYTES)},
            {"found", arena_fmt(&chunk->arena, ">%d", LIMIT_CSV_ROW_BYTES)});
    return err_at_file(&chunk->err, reading->source->file);
}

/* bytes of the file from `from`; at the end of the file a line end is added where there is none. */
static bool load(const Reading *reading, Window *window, Chunk *chunk, int64_t from, int64_t bytes,
                 int64_t *ret_len, bool *ret_at_end)
{
    int64_t len;
    window_room(window, &reading->head, bytes + 1);
    if (!values_pread(reading->source, window->room, bytes, from, &len, &chunk->err))
        return false;
    *ret_at_end = len < bytes || from + len >= reading->size;
    if (*ret_at_end && len > 0 && window->room[len - 1] != '\n')
        window->room[len++] = '\n';
    memset(window->room + len, 0, WINDOW_PAD - 1);
    *ret_len = len;
    return true;
}

/* The lines that begin in the chunk: the first behind its first line end, the last with all of it. */
static bool load_lines(const Reading *reading, int64_t index, Window *window, Chunk *chunk,
                       const char **ret_start, const char **ret_end)
{
    int64_t begin = reading->head.start + index * reading->chunk_bytes;
    int64_t from = index ? begin - 1 : begin, own = begin - from + reading->chunk_bytes, len;
    *ret_start = *ret_end = NULL;
    for (int64_t ahead = AHEAD_BYTES;; ahead *= 4) {
        bool at_end;
        if (!load(reading, window, chunk, from, own + ahead, &len, &at_end))
            return false;
        const char *room = window->room, *end = NULL;
        if (len >= own)
            end = memchr(room + own - 1, '\n', (size_t)(len - own + 1));
        if (!end && !at_end) {
            if (ahead > LIMIT_CSV_ROW_BYTES)
                return too_long(reading, chunk);
            continue;
        }
        const char *limit = end ? end + 1 : room + len;
        const char *first = room;
        if (index) {
            int64_t look = own - 1 < len ? own - 1 : len;
            first = look > 0 ? memchr(room, '\n', (size_t)look) : NULL;
            if (!first)
                return true;
            first++;
        }
        chunk->start = from + (first - room);
        *ret_start = first;
        *ret_end = limit;
        return true;
    }
}

static void clear(Chunk *chunk)
{
    Arena arena = chunk->arena, values_arena = chunk->values_arena;
    double *values = chunk->values;
    int64_t cap = chunk->values_cap;
    arena_reset(&arena);
    *chunk =
        (Chunk){.arena = arena, .values_arena = values_arena, .values = values, .values_cap = cap};
}

static Parse parse_new(const Reading *reading, Window *window, Chunk *chunk)
{
    chunk->faults.arena = &chunk->arena;
    for (int i = 0; i < CODE_KINDS; i++)
        chunk->codes[i].arena = &chunk->arena;
    return (Parse){.reading = reading,
                   .head = &reading->head,
                   .chunk = chunk,
                   .window = window,
                   .ids = {-1, -1, -1, -1}};
}

void values_chunk(const Reading *reading, int64_t index, Window *window, Chunk *chunk)
{
    clear(chunk);
    Parse x = parse_new(reading, window, chunk);
    if (!load_lines(reading, index, window, chunk, &x.p, &x.end)) {
        chunk->state = CHUNK_FAILED;
        return;
    }
    if (x.p)
        chunk->state = values_rows(&x);
}

static void never_ends(Parse *x)
{
    Err err = {0};
    const char *quote = memchr(x->p, '"', (size_t)(x->end - x->p));
    Str head = {quote ? quote + 1 : x->p, 0};
    head.len = x->end - head.ptr < 40 ? x->end - head.ptr : 40;
    err_set(&err, ERR_CSV_QUOTE,
            {"found", values_found(x->reading->source, &x->chunk->arena, head)});
    values_fault(x, &err, 1);
}

void values_chunk_from(const Reading *reading, int64_t at, Window *window, Chunk *chunk)
{
    for (int64_t bytes = reading->chunk_bytes;; bytes *= 4) {
        int64_t len;
        bool at_end;
        clear(chunk);
        Parse x = parse_new(reading, window, chunk);
        x.across = true;
        chunk->state = CHUNK_FAILED;
        if (!load(reading, window, chunk, at, bytes, &len, &at_end))
            return;
        const char *last =
            at_end ? window->room + len - 1 : memrchr(window->room, '\n', (size_t)len);
        x.p = window->room;
        x.end = last ? last + 1 : x.p;
        chunk->state = values_rows(&x);
        if (chunk->state == CHUNK_QUOTED_END && at_end) {
            never_ends(&x);
            x.p = x.end;
        }
        chunk->done = x.p - window->room;
        if (chunk->done > 0 || at_end) {
            chunk->state = CHUNK_READ;
            return;
        }
        if (bytes > LIMIT_CSV_ROW_BYTES) {
            chunk->state = CHUNK_FAILED;
            (void)too_long(reading, chunk);
            return;
        }
    }
}

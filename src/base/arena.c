#include "base/arena.h"

#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(ptr, n) __asan_poison_memory_region((ptr), (n))
#define UNPOISON(ptr, n) __asan_unpoison_memory_region((ptr), (n))
enum { RED_ZONE_BYTES = 16 };
#else
#define POISON(ptr, n) ((void)(ptr), (void)(n))
#define UNPOISON(ptr, n) ((void)(ptr), (void)(n))
enum { RED_ZONE_BYTES = 0 };
#endif

enum { HUGE_FROM_BYTES = 8 * 1024 * 1024, HUGE_PAGE_BYTES = 2 * 1024 * 1024 };
enum {
    ALIGN_BYTES = 16,
    CHUNK_BYTES_MIN = 64 * 1024,
    MMAP_BYTES = 1024 * 1024,
    TRIM_BYTES = 8 * MMAP_BYTES
};

struct ArenaChunk {
    ArenaChunk *older;
    size_t size_bytes; /* usable bytes in data */
    size_t used;
    _Alignas(16) char data[];
};

static void die_out_of_memory(size_t want)
{
    char line[64];
    int n = snprintf(line, sizeof line, "duban: out of memory (%zu bytes)\n", want);
    ssize_t written = write(STDERR_FILENO, line, (size_t)n);
    (void)written; /* nobody is left to tell */
    abort();
}

/* Large memory in large pages where the kernel has them: thousands of page faults fewer. */
static void take_large_pages(void *ptr, size_t bytes)
{
    uintptr_t from = ((uintptr_t)ptr + HUGE_PAGE_BYTES - 1) & ~(uintptr_t)(HUGE_PAGE_BYTES - 1);
    uintptr_t to = ((uintptr_t)ptr + bytes) & ~(uintptr_t)(HUGE_PAGE_BYTES - 1);
    if (bytes >= HUGE_FROM_BYTES && from < to)
        (void)madvise((void *)from, to - from, MADV_HUGEPAGE);
}

static ArenaChunk *chunk_new(ArenaChunk *older, size_t need)
{
    size_t size = older ? older->size_bytes * 2 : CHUNK_BYTES_MIN;
    if (size > (size_t)64 * 1024 * 1024)
        size = (size_t)64 * 1024 * 1024;
    if (size < need)
        size = need;
    ArenaChunk *chunk = malloc(sizeof *chunk + size);
    if (!chunk)
        die_out_of_memory(size);
    take_large_pages(chunk, sizeof *chunk + size);
    chunk->older = older;
    chunk->size_bytes = size;
    chunk->used = 0;
    POISON(chunk->data, size);
    return chunk;
}

static char *take(Arena *arena, size_t count, size_t size_bytes, size_t *ret_want)
{
    size_t want;
    if (__builtin_mul_overflow(count, size_bytes, &want) || want > SIZE_MAX / 2)
        die_out_of_memory(SIZE_MAX);
    size_t taken = (want + RED_ZONE_BYTES + ALIGN_BYTES - 1) & ~(size_t)(ALIGN_BYTES - 1);
    if (taken == 0)
        taken = ALIGN_BYTES; /* distinct addresses for empty arrays */
    if (!arena->chunk || arena->chunk->size_bytes - arena->chunk->used < taken)
        arena->chunk = chunk_new(arena->chunk, taken);
    char *ptr = arena->chunk->data + arena->chunk->used;
    arena->chunk->used += taken;
    arena->used_bytes += taken;
    if (arena->used_bytes > arena->peak_bytes)
        arena->peak_bytes = arena->used_bytes;
    UNPOISON(ptr, want);
    *ret_want = want;
    return ptr;
}

void *arena_alloc(Arena *arena, size_t count, size_t size_bytes)
{
    size_t want;
    char *ptr = take(arena, count, size_bytes, &want);
    memset(ptr, 0, want);
    return ptr;
}

void *arena_raw(Arena *arena, size_t count, size_t size_bytes)
{
    size_t want;
    return take(arena, count, size_bytes, &want);
}

Str arena_str(Arena *arena, Str s)
{
    if (s.len <= 0)
        return (Str){"", 0};
    char *copy = arena_alloc(arena, (size_t)s.len, 1);
    memcpy(copy, s.ptr, (size_t)s.len);
    return (Str){copy, s.len};
}

Str arena_fmt(Arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0) {
        va_end(again);
        return (Str){"", 0};
    }
    char *buffer = arena_alloc(arena, (size_t)n + 1, 1);
    (void)vsnprintf(buffer, (size_t)n + 1, format, again);
    va_end(again);
    return (Str){buffer, n};
}

const char *str_z(Arena *arena, Str s)
{
    char *copy = arena_alloc(arena, (size_t)(s.len > 0 ? s.len : 0) + 1, 1);
    if (s.len > 0)
        memcpy(copy, s.ptr, (size_t)s.len);
    return copy;
}

void *arena_grow(Arena *arena, void *items, size_t count, size_t size_bytes, size_t *cap)
{
    size_t new_cap = *cap ? *cap * 2 : 8;
    void *grown = arena_alloc(arena, new_cap, size_bytes);
    if (count)
        memcpy(grown, items, count * size_bytes);
    *cap = new_cap;
    return grown;
}

ArenaMark arena_mark(const Arena *arena)
{
    return (ArenaMark){arena->chunk, arena->chunk ? arena->chunk->used : 0, arena->used_bytes};
}

void arena_rewind(Arena *arena, ArenaMark mark)
{
    while (arena->chunk != mark.chunk) {
        ArenaChunk *older = arena->chunk->older;
        UNPOISON(arena->chunk->data, arena->chunk->size_bytes);
        free(arena->chunk);
        arena->chunk = older;
    }
    if (arena->chunk) {
        /* beyond what was used all is poisoned already; a chunk may be much larger than that */
        POISON(arena->chunk->data + mark.chunk_used, arena->chunk->used - mark.chunk_used);
        arena->chunk->used = mark.chunk_used;
    }
    arena->used_bytes = mark.used_bytes;
}

void arena_reset(Arena *arena)
{
    while (arena->chunk && arena->chunk->older) {
        ArenaChunk *older = arena->chunk->older;
        UNPOISON(arena->chunk->data, arena->chunk->size_bytes);
        free(arena->chunk);
        arena->chunk = older;
    }
    if (arena->chunk) {
        POISON(arena->chunk->data, arena->chunk->used);
        arena->chunk->used = 0;
    }
    arena->used_bytes = 0;
}

void arena_done(Arena *arena)
{
    arena_rewind(arena, (ArenaMark){0});
}

void arena_heaps_max(int count)
{
    (void)mallopt(M_ARENA_MAX, count);
    /* fixed: else glibc learns from each large chunk that is freed to keep the next one */
    (void)mallopt(M_MMAP_THRESHOLD, MMAP_BYTES);
    (void)mallopt(M_TRIM_THRESHOLD, TRIM_BYTES);
}

void arena_heaps_trim(void)
{
    (void)malloc_trim(0);
}

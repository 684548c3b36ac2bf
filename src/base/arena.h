/* base/arena.h - memory by lifetime: one Arena per request, command or test.
 *
 * Allocation is zeroed and cannot fail: real out-of-memory aborts, and everything a user can grow
 * is held against base/limits.h first. Who takes an `Arena *` returns memory that lives as long as
 * that arena; who takes none returns views of its inputs. Under AddressSanitizer blocks have a red
 * zone and arena_reset poisons everything, so an overrun or a use after reset is reported.
 * Callers: everything. */
#pragma once
#include "base/str.h"

typedef struct ArenaChunk ArenaChunk;
typedef struct Arena {
    ArenaChunk *chunk; /* newest chunk */
    size_t used_bytes; /* handed out since the last reset */
    size_t peak_bytes; /* largest used_bytes ever */
} Arena;

/* A point to return to: everything allocated after arena_mark is gone after arena_rewind. */
typedef struct ArenaMark {
    ArenaChunk *chunk;
    size_t chunk_used;
    size_t used_bytes;
} ArenaMark;

/* Zeroed memory, aligned for any type; count * size is checked for overflow. */
void *arena_alloc(Arena *arena, size_t count, size_t size_bytes);
#define arena_new(arena, Type, count) ((Type *)arena_alloc((arena), (size_t)(count), sizeof(Type)))
/* The same without the zeroes: for large arrays that are filled at once, whose pages are not to be
 * touched before. */
void *arena_raw(Arena *arena, size_t count, size_t size_bytes);
#define arena_raw_new(arena, Type, count)                                                          \
    ((Type *)arena_raw((arena), (size_t)(count), sizeof(Type)))
Str arena_str(Arena *arena, Str s); /* a copy */
Str arena_fmt(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *str_z(Arena *arena, Str s); /* a NUL-terminated copy */
/* A larger array with the old items copied; *ret_cap grows by doubling. */
void *arena_grow(Arena *arena, void *items, size_t count, size_t size_bytes, size_t *cap);
ArenaMark arena_mark(const Arena *arena);
void arena_rewind(Arena *arena, ArenaMark mark);
void arena_reset(Arena *arena); /* keeps one chunk for reuse */
void arena_done(Arena *arena);  /* frees all; the arena may be used again */

/* The heap under all arenas is kept in so many parts whatever the number of threads, so that what one
 * thread gives back serves another. To be called before the first thread. */
void arena_heaps_max(int count);
/* What is free in it goes back to the system: after work that took much and comes seldom. */
void arena_heaps_trim(void);

/* Appends one zeroed item to {items, count, cap} fields of a list struct and returns it. */
#define arena_push(arena, list)                                                                    \
    ((list)->items = ((size_t)(list)->count < (list)->cap)                                         \
                         ? (list)->items                                                           \
                         : arena_grow((arena), (list)->items, (size_t)(list)->count,               \
                                      sizeof *(list)->items, &(list)->cap),                        \
     &(list)->items[(list)->count++])

/* Arena released at the end of the scope: `AUTO_ARENA arena = {0};` */
#define AUTO_ARENA __attribute__((cleanup(arena_done))) Arena

/* base/id.h - ids made by the program: 42 bits of time (ms), 22 random bits, never smaller than the
 * last one. As text 13 characters whose byte order is the numeric order (base 32, Crockford).
 * Callers: store/ through app/, which hands in clock and randomness. */
#pragma once
#include "base/arena.h"

typedef struct IdSource {
    int64_t (*now_ms)(void *ctx);
    uint32_t (*random_u32)(void *ctx);
    void *ctx;
    uint64_t last;
} IdSource;

enum { ID_TIME_BITS = 42, ID_RANDOM_BITS = 22 };

uint64_t id_next(IdSource *source);
Str id_text(Arena *arena, uint64_t id);
/* False where the text is no id. */
bool id_parse(Str text, uint64_t *ret_id);

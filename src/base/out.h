/* base/out.h - text under construction: a growing buffer with a maximum and a sticky overflow.
 *
 * Chain any number of appends and ask once at the end (out_ok): after an append that would pass
 * max_bytes nothing more is written and `overflow` stays set. The bytes live in the arena.
 * Callers: every writer of text. */
#pragma once
#include "base/arena.h"

typedef struct Out {
    Arena *arena;
    char *ptr;
    size_t len;
    size_t cap;
    size_t max_bytes;
    bool overflow;
} Out;

Out out_new(Arena *arena, size_t max_bytes);
bool out_ok(const Out *out);
Str out_str(const Out *out); /* a view of what was written, valid until the next append */
void out_s(Out *out, Str s);
void out_c(Out *out, char c);
void out_i64(Out *out, int64_t value);
/* value / 10^scale with exactly `scale` decimals: out_fixed(o, 8427, 2) writes 84.27. */
void out_fixed(Out *out, int64_t value, int scale);
void out_f(Out *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* s followed by spaces up to `columns` terminal columns (East Asian wide = 2). */
void out_pad(Out *out, Str s, int columns);
void out_pad_left(Out *out, Str s, int columns);

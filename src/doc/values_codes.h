/* doc/values_codes.h - a list of codes that were met, in order, each found again by its bytes.
 *
 * Bytes as they stand in the file (unquoted, trimmed); made UTF-8 when all are known.
 * Callers: values_*. */
#pragma once
#include "base/arena.h"
#include "doc/values_number.h"

typedef struct Code {
    Str text;
    uint64_t head[2], mask[2]; /* the first 16 bytes, and which of them are of the code */
    uint64_t hash;
    int64_t row, col; /* where it was first met */
    bool bare;        /* may stand without quotes */
    bool kept;        /* ValuesSource.keep_unit */
} Code;

typedef struct Codes {
    Arena *arena;
    Code *items;
    int count;
    size_t cap;
    int32_t *slots; /* index + 1 */
    size_t nslots;  /* power of two, or 0 */
} Codes;

/* The index, or -1. */
int codes_find(const Codes *codes, Str text, uint64_t hash);
uint64_t code_hash(Str text);
/* A new one; its bytes are copied. */
int codes_add(Codes *codes, Str text, uint64_t hash, int64_t row, int64_t col);

/* Whether the text at p, which goes on for at least 16 bytes and for the code's length, begins with it. */
static inline bool code_begins(const Code *code, const char *p)
{
    if (code->text.len > 16)
        return memcmp(p, code->text.ptr, (size_t)code->text.len) == 0;
    return (((load_le(p) ^ code->head[0]) & code->mask[0]) |
            ((load_le(p + 8) ^ code->head[1]) & code->mask[1])) == 0;
}

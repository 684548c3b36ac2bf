/* doc/pack.h - files in memory into one zip in memory, the container of office files.
 *
 * The same entries and the same time give the same bytes on one version of libzip and zlib: entries
 * keep their order, every one carries the time that is given (as civil time at the offset, never the
 * machine's zone; zip knows 1980 to 2107 and even seconds). Callers: doc/docx. */
#pragma once
#include "base/err.h"

typedef struct PackEntry {
    Str name; /* with '/' between folders */
    Str bytes;
} PackEntry;

/* ERR_PACK with the entry and libzip's reason. */
bool pack_zip(Arena *arena, const PackEntry *entries, int count, int64_t at_utc_ms,
              int offset_minutes, Str *ret_bytes, Err *err);

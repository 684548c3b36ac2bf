/* http/faults.h - how the parsers of http/ speak about foreign bytes in an error.
 *
 * Callers: the .c files of http/ only. */
#pragma once
#include "base/err.h"

/* One line of UTF-8 for a message: control characters and bytes that are no UTF-8 as %XX, cut to
 * 60 characters with an ellipsis. */
Str http_shown(Arena *arena, Str bytes);
/* ERR_LIMIT; false. */
bool http_limit(Arena *arena, Str name, int64_t limit, int64_t found, Err *err);

/* text/read.h - a policy document in, a reading out: clean, outline, extract, rules of the machine.
 *
 * Pure: the bytes are decoded already, conversion of traditional text is handed in, all memory is
 * the arena's. Linear in the size of the text. Callers: app/campaign/read.c, fuzz/, tests. */
#pragma once
#include "text/outline.h"
#include "text/source.h"

/* What a --trace shows; valid as long as the arena. */
typedef struct ReadTrace {
    Source source;
    Outline outline;
} ReadTrace;

/* ERR_READ_NO_TEXT when nothing but furniture is left. ret_trace may be NULL. */
bool text_read(Arena *arena, Decoded decoded, const Simplify *simplify, Reading *ret_reading,
               ReadTrace *ret_trace, Err *err);

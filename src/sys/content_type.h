/* sys/content_type.h - what bytes are, by what is in them (libmagic). Callers: app/files/file_check. */
#pragma once
#include "base/err.h"

/* "application/pdf", "text/plain", "application/octet-stream" …; a hint of a library that guesses, so whoever asks
 * compares it with what else is known. ERR_FILE_DAMAGED when the library is of no use. */
bool content_type(Arena *arena, Str bytes, Str *ret_type, Err *err);

/* sys/terminal.h - one line from standard input that nobody is to see.
 *
 * Callers: cli/. */
#pragma once
#include "base/err.h"

bool terminal_asks(void); /* whether a person sits at standard input */
/* The first line without its end, without echo where a person types it. An end of input is an end of
 * line. ERR_FILE_READ, ERR_FILE_TOO_LARGE beyond max_bytes, ERR_INPUT_ENDED by ^C. */
bool line_read_hidden(Arena *arena, int max_bytes, Str *ret_line, Err *err);

/* sys/append.h - a file of lines that only grows: a copy of something that is kept elsewhere.
 *
 * One writer at a time (a lock that ends with it). A last line that was cut when its writer was killed is
 * taken away when the file is opened; what append_lines has acknowledged is on the disk. Callers: app/upkeep/audit_copy. */
#pragma once
#include "base/err.h"

typedef struct Append {
    int fd; /* -1: not open */
    Str path;
} Append;

/* Opens or makes it (mode 0600) and calls `line` for each line that is there, without its end; of a line only the
 * first APPEND_HEAD_BYTES. ERR_FILE_IN_USE where another writer has it, ERR_FILE_…. */
enum { APPEND_HEAD_BYTES = 512 };
bool append_open(Append *file, Str path, void (*line)(void *ctx, Str head), void *ctx, Err *err);
/* Whole lines, and onto the disk. */
bool append_lines(Append *file, Str lines, Err *err);
void append_close(Append *file);

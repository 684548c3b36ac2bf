/* tests/source.h - files of the source tree and of the folder beside it, for tests. */
#pragma once
#include "base/out.h"
#include "check.h"

#include <stdlib.h>

enum { SOURCE_FILE_MAX = 4 * 1024 * 1024 };

/* The place of a file named from the project root ("docs/…", "../shared/…"). */
static inline Str source_path(Arena *arena, const char *path)
{
    const char *root = getenv("DUBAN_SOURCE_ROOT");
    return arena_fmt(arena, "%s/%s", root ? root : ".", path);
}

/* The text of such a file; ptr NULL: not there. */
static inline Str source_file(Arena *arena, const char *path)
{
    FILE *file = fopen(str_z(arena, source_path(arena, path)), "rb");
    if (!file)
        return (Str){0};
    char *bytes = arena_alloc(arena, SOURCE_FILE_MAX, 1);
    size_t len = fread(bytes, 1, SOURCE_FILE_MAX, file);
    fclose(file);
    return (Str){bytes, (ptrdiff_t)len};
}

/* For a file that is not part of the project: says so and skips the test where it is absent. */
static inline Str source_file_or_skip(Arena *arena, const char *path)
{
    Str text = source_file(arena, path);
    if (!text.ptr) {
        print_message("SKIP: %s is not there\n", path);
        arena_done(arena); /* skip() comes back nowhere */
        skip();
    }
    return text;
}

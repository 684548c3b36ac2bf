#include "sys/content_type.h"

#include <magic.h>

enum { LOOKED_AT_BYTES = 1024 * 1024 };

bool content_type(Arena *arena, Str bytes, Str *ret_type, Err *err)
{
    magic_t magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF);
    const char *found = NULL;
    Str seen = str_sub(bytes, 0, LOOKED_AT_BYTES);
    if (magic && magic_load(magic, NULL) == 0)
        found = magic_buffer(magic, seen.ptr, (size_t)seen.len);
    if (found)
        *ret_type = arena_str(arena, str_from_z(found));
    else
        (void)err_set(err, ERR_FILE_DAMAGED, {"reason", S("libmagic")});
    if (magic)
        magic_close(magic);
    return found != NULL;
}

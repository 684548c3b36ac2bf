#include "http/faults.h"

#include "base/out.h"
#include "base/utf8.h"

Str http_shown(Arena *arena, Str bytes)
{
    enum { SHOWN_MAX = 60 };
    Out out = out_new(arena, 1024);
    int count = 0;
    for (ptrdiff_t at = 0; at < bytes.len; count++) {
        ptrdiff_t start = at;
        uint32_t cp = utf8_next(bytes, &at);
        if (count == SHOWN_MAX) {
            out_s(&out, S("…"));
            break;
        }
        if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == UTF8_BAD)
            for (ptrdiff_t i = start; i < at; i++)
                out_f(&out, "%%%02X", (unsigned char)bytes.ptr[i]);
        else
            out_s(&out, str_sub(bytes, start, at));
    }
    return out_str(&out);
}

bool http_limit(Arena *arena, Str name, int64_t limit, int64_t found, Err *err)
{
    return err_set(err, ERR_LIMIT, {"name", name},
                   {"limit", arena_fmt(arena, "%lld", (long long)limit)},
                   {"found", arena_fmt(arena, "%lld", (long long)found)});
}

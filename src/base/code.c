#include "base/code.h"

#include "base/utf8.h"

static bool is_invisible(uint32_t cp)
{
    return cp <= 0x20 || (cp >= 0x7F && cp <= 0xA0) || cp == 0xAD || cp == 0x1680 ||
           (cp >= 0x2000 && cp <= 0x200F) || (cp >= 0x2028 && cp <= 0x202F) ||
           (cp >= 0x205F && cp <= 0x206F) || cp == 0x3000 || cp == 0xFEFF;
}

bool code_is_valid(Str s)
{
    if (s.len == 0 || s.len > CODE_BYTES_MAX || str_eq(s, S(".")) || str_eq(s, S("..")))
        return false;
    for (ptrdiff_t at = 0; at < s.len;) {
        uint32_t cp = utf8_next(s, &at);
        if (cp == UTF8_BAD || is_invisible(cp) || cp == ';' || cp == '"' || cp == '/' || cp == '\\')
            return false;
    }
    return true;
}

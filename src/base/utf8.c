#include "base/utf8.h"

uint32_t utf8_next(Str s, ptrdiff_t *at)
{
    const unsigned char *p = (const unsigned char *)s.ptr + *at;
    ptrdiff_t left = s.len - *at;
    uint32_t c = p[0];
    (*at)++;
    if (c < 0x80)
        return c;
    int more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : 1;
    if (c < 0xC2 || c > 0xF4 || left <= more)
        return UTF8_BAD;
    uint32_t cp = c & (0x3Fu >> more);
    for (int i = 1; i <= more; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return UTF8_BAD;
        cp = cp << 6 | (p[i] & 0x3Fu);
    }
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    if (cp < least[more] || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        return UTF8_BAD;
    *at += more;
    return cp;
}

bool utf8_valid(Str s, ptrdiff_t *ret_bad_at)
{
    for (ptrdiff_t at = 0; at < s.len;) {
        ptrdiff_t start = at;
        if (utf8_next(s, &at) == UTF8_BAD) {
            if (ret_bad_at)
                *ret_bad_at = start;
            return false;
        }
    }
    return true;
}

int utf8_put(uint32_t cp, char *buf)
{
    if (cp < 0x80) {
        buf[0] = (char)cp;
        return 1;
    }
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        return 0;
    int more = cp < 0x800 ? 1 : cp < 0x10000 ? 2 : 3;
    static const uint32_t lead[] = {0, 0xC0, 0xE0, 0xF0};
    buf[0] = (char)(lead[more] | cp >> (6 * more));
    for (int i = 1; i <= more; i++)
        buf[i] = (char)(0x80 | (cp >> (6 * (more - i)) & 0x3F));
    return more + 1;
}

ptrdiff_t utf8_count(Str s)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return n;
}

static bool is_wide(uint32_t cp)
{
    return (cp >= 0x1100 && cp <= 0x115F) || (cp >= 0x2E80 && cp <= 0xA4CF) ||
           (cp >= 0xAC00 && cp <= 0xD7A3) || (cp >= 0xF900 && cp <= 0xFAFF) ||
           (cp >= 0xFE30 && cp <= 0xFE6F) || (cp >= 0xFF00 && cp <= 0xFF60) ||
           (cp >= 0xFFE0 && cp <= 0xFFE6) || (cp >= 0x1F300 && cp <= 0x1FAFF) ||
           (cp >= 0x20000 && cp <= 0x3FFFD) || cp == 0x2014 || cp == 0x2026 || cp == 0x201C ||
           cp == 0x201D || cp == 0x2018 || cp == 0x2019 || cp == 0x00D7;
}

int utf8_columns(Str s)
{
    int columns = 0;
    for (ptrdiff_t at = 0; at < s.len;)
        columns += is_wide(utf8_next(s, &at)) ? 2 : 1;
    return columns;
}

Str utf8_prefix(Str s, ptrdiff_t max_bytes)
{
    if (s.len <= max_bytes)
        return s;
    ptrdiff_t end = max_bytes;
    while (end > 0 && ((unsigned char)s.ptr[end] & 0xC0) == 0x80)
        end--;
    return str_sub(s, 0, end);
}

static bool is_blank(uint32_t cp)
{
    return cp == ' ' || cp == '\t' || cp == '\r' || cp == '\n' || cp == 0x3000 || cp == 0xA0 ||
           cp == 0x200B || cp == 0xFEFF || cp == 0x2009 || cp == 0x202F;
}

Str utf8_trim(Str s)
{
    ptrdiff_t first = -1, last = 0;
    for (ptrdiff_t at = 0; at < s.len;) {
        ptrdiff_t start = at;
        if (is_blank(utf8_next(s, &at)))
            continue;
        if (first < 0)
            first = start;
        last = at;
    }
    return first < 0 ? str_sub(s, 0, 0) : str_sub(s, first, last);
}

bool utf8_misleads(uint32_t cp)
{
    return cp == 0x061C || cp == 0x200E || cp == 0x200F || (cp >= 0x2028 && cp <= 0x202E) ||
           (cp >= 0x2066 && cp <= 0x206F) || (cp >= 0xFFF9 && cp <= 0xFFFB) ||
           (cp >= 0xE0000 && cp <= 0xE007F);
}

ptrdiff_t utf8_misleading(Str s)
{
    for (ptrdiff_t at = 0; at < s.len;) {
        ptrdiff_t start = at;
        if (utf8_misleads(utf8_next(s, &at)))
            return start;
    }
    return -1;
}

#include "base/str.h"

#include <string.h>

Str str_from_z(const char *z)
{
    return z ? (Str){z, (ptrdiff_t)strlen(z)} : (Str){0};
}

bool str_eq(Str a, Str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, (size_t)a.len) == 0);
}

int str_cmp(Str a, Str b)
{
    ptrdiff_t n = a.len < b.len ? a.len : b.len;
    int c = n ? memcmp(a.ptr, b.ptr, (size_t)n) : 0;
    if (c != 0)
        return c;
    return (a.len > b.len) - (a.len < b.len);
}

bool str_starts(Str s, Str prefix)
{
    return s.len >= prefix.len && str_eq(str_sub(s, 0, prefix.len), prefix);
}

bool str_ends(Str s, Str suffix)
{
    return s.len >= suffix.len && str_eq(str_sub(s, s.len - suffix.len, s.len), suffix);
}

ptrdiff_t str_find(Str s, Str needle, ptrdiff_t from)
{
    if (from < 0)
        from = 0;
    if (needle.len == 0)
        return from <= s.len ? from : -1;
    if (from >= s.len)
        return -1;
    const char *hit = memmem(s.ptr + from, (size_t)(s.len - from), needle.ptr, (size_t)needle.len);
    return hit ? hit - s.ptr : -1;
}

bool str_has(Str s, Str needle)
{
    return str_find(s, needle, 0) >= 0;
}

Str str_sub(Str s, ptrdiff_t from, ptrdiff_t to)
{
    if (from < 0)
        from = 0;
    if (to > s.len)
        to = s.len;
    if (from >= to)
        return (Str){s.ptr, 0};
    return (Str){s.ptr + from, to - from};
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

Str str_trim(Str s)
{
    const Str wide = S("\u3000");
    for (;;) {
        if (s.len > 0 && is_space(s.ptr[0]))
            s = str_sub(s, 1, s.len);
        else if (str_starts(s, wide))
            s = str_sub(s, wide.len, s.len);
        else
            break;
    }
    for (;;) {
        if (s.len > 0 && is_space(s.ptr[s.len - 1]))
            s.len--;
        else if (str_ends(s, wide))
            s.len -= wide.len;
        else
            return s;
    }
}

Str str_cut(Str *rest, char separator)
{
    Str s = *rest;
    const char *hit = s.len ? memchr(s.ptr, separator, (size_t)s.len) : NULL;
    if (!hit) {
        *rest = (Str){0};
        return s;
    }
    ptrdiff_t at = hit - s.ptr;
    *rest = (Str){hit + 1, s.len - at - 1};
    return (Str){s.ptr, at};
}

bool str_to_i64(Str s, int64_t *ret_value)
{
    ptrdiff_t i = 0;
    bool negative = false;
    if (s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+')) {
        negative = s.ptr[0] == '-';
        i = 1;
    }
    if (i == s.len)
        return false;
    int64_t value = 0;
    for (; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        int digit = s.ptr[i] - '0';
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, negative ? -digit : digit, &value))
            return false;
    }
    *ret_value = value;
    return true;
}

uint64_t str_hash(Str s)
{
    uint64_t h = 0xcbf29ce484222325u; /* FNV-1a; tables only, never a digest */
    for (ptrdiff_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.ptr[i]) * 0x100000001b3u;
    return h;
}

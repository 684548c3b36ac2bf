#include "base/out.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

Out out_new(Arena *arena, size_t max_bytes)
{
    return (Out){.arena = arena, .max_bytes = max_bytes};
}

bool out_ok(const Out *out)
{
    return !out->overflow;
}

Str out_str(const Out *out)
{
    return out->len ? (Str){out->ptr, (ptrdiff_t)out->len} : (Str){"", 0};
}

static bool reserve(Out *out, size_t more)
{
    if (out->overflow || more > out->max_bytes || out->len > out->max_bytes - more) {
        out->overflow = true;
        return false;
    }
    if (out->cap - out->len >= more)
        return true;
    size_t cap = out->cap ? out->cap * 2 : 256;
    while (cap - out->len < more)
        cap *= 2;
    char *grown = arena_raw(out->arena, cap, 1); /* what is read of it was written */
    if (out->len)
        memcpy(grown, out->ptr, out->len);
    out->ptr = grown;
    out->cap = cap;
    return true;
}

void out_s(Out *out, Str s)
{
    if (s.len <= 0 || !reserve(out, (size_t)s.len))
        return;
    memcpy(out->ptr + out->len, s.ptr, (size_t)s.len);
    out->len += (size_t)s.len;
}

void out_c(Out *out, char c)
{
    out_s(out, (Str){&c, 1});
}

void out_i64(Out *out, int64_t value)
{
    char text[20]; /* a minus and 19 digits */
    char *end = text + sizeof text, *from = end;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do
        *--from = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0)
        *--from = '-';
    out_s(out, (Str){from, end - from});
}

void out_fixed(Out *out, int64_t value, int scale)
{
    char digits[48];
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    int n = snprintf(digits, sizeof digits, "%0*llu", scale + 1, (unsigned long long)magnitude);
    if (value < 0)
        out_c(out, '-');
    out_s(out, (Str){digits, n - scale});
    if (scale > 0) {
        out_c(out, '.');
        out_s(out, (Str){digits + n - scale, scale});
    }
}

void out_f(Out *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n > 0 && reserve(out, (size_t)n + 1)) {
        (void)vsnprintf(out->ptr + out->len, (size_t)n + 1, format, again);
        out->len += (size_t)n;
    }
    va_end(again);
}

static void spaces(Out *out, int count)
{
    for (int i = 0; i < count; i++)
        out_c(out, ' ');
}

void out_pad(Out *out, Str s, int columns)
{
    out_s(out, s);
    spaces(out, columns - utf8_columns(s));
}

void out_pad_left(Out *out, Str s, int columns)
{
    spaces(out, columns - utf8_columns(s));
    out_s(out, s);
}

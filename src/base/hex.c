#include "base/hex.h"

Str hex_of(Arena *arena, const unsigned char *bytes, size_t count)
{
    static const char digits[] = "0123456789abcdef";
    char *hex = arena_alloc(arena, 2 * count + 1, 1);
    for (size_t i = 0; i < count; i++) {
        hex[2 * i] = digits[bytes[i] >> 4];
        hex[2 * i + 1] = digits[bytes[i] & 15];
    }
    return (Str){hex, (ptrdiff_t)(2 * count)};
}

static int nibble(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hex_parse(Str hex, unsigned char *bytes, size_t count)
{
    if ((size_t)hex.len != 2 * count)
        return false;
    for (size_t i = 0; i < count; i++) {
        int high = nibble(hex.ptr[2 * i]), low = nibble(hex.ptr[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

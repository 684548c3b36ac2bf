/* doc/values_number.h - a decimal at a place of a text to the nearest double, eight digits at a time.
 *
 * The text must go on for at least 16 bytes. Takes what it is sure of (at most 15 digits, so that both
 * operands of the one division are exact and the quotient is the nearest double); the rest is for base/dec.
 * Callers: values_chunk, values_numbers. */
#pragma once
#include "base/str.h"

#include <string.h>

static inline uint64_t load_le(const char *p)
{
    uint64_t w;
    memcpy(&w, p, sizeof w);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    w = __builtin_bswap64(w);
#endif
    return w;
}

/* The high bit of the first byte of w that is no digit is the lowest that is set; 0: all are digits. */
static inline uint64_t not_digits(uint64_t w)
{
    uint64_t t = w ^ UINT64_C(0x3030303030303030);
    return ((t + UINT64_C(0x7676767676767676)) | t) & UINT64_C(0x8080808080808080);
}

/* The number of the first n (1..8) digits of w. */
static inline uint64_t digits_of(uint64_t w, int n)
{
    uint64_t t = (w ^ UINT64_C(0x3030303030303030)) << (64 - 8 * n);
    t = (t * 2561) >> 8;
    t = ((t & UINT64_C(0x00ff00ff00ff00ff)) * 6553601) >> 16;
    return ((t & UINT64_C(0x0000ffff0000ffff)) * UINT64_C(42949672960001)) >> 32;
}

static const double number_tens[8] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};

/* A number of which the whole part or the decimals have more digits than fit into one load. */
static inline bool number_in_two(const char **at, double *ret_value)
{
    static const uint32_t tens[8] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
    const char *p = *at;
    bool negative = *p == '-';
    p += negative;
    uint64_t w = load_le(p), stop = not_digits(w);
    if (stop == 0 || (stop & 0x80))
        return false;
    int n = __builtin_ctzll(stop) >> 3;
    int64_t coef = (int64_t)digits_of(w, n);
    p += n;
    n = 0;
    if (*p == '.') {
        w = load_le(p + 1);
        stop = not_digits(w);
        if (stop == 0 || (stop & 0x80))
            return false;
        n = __builtin_ctzll(stop) >> 3;
        coef = coef * tens[n] + (int64_t)digits_of(w, n);
        p += 1 + n;
    }
    *ret_value = (double)(negative ? -coef : coef) / number_tens[n];
    *at = p;
    return true;
}

/* Moves *at behind the number. False: not sure, nothing is moved. */
static inline bool number_at(const char **at, double *ret_value)
{
    const char *p = *at;
    bool negative = *p == '-';
    p += negative;
    uint64_t w = load_le(p), stop = not_digits(w), rest = stop & (stop - 1);
    if (__builtin_expect(stop == 0 || (stop & 0x80), 0))
        return false;
    int point = __builtin_ctzll(stop) >> 3;
    if (p[point] != '.') {
        int64_t coef = (int64_t)digits_of(w, point);
        *ret_value = (double)(negative ? -coef : coef);
        *at = p + point;
        return true;
    }
    if (rest == 0)
        return number_in_two(at, ret_value);
    int end = __builtin_ctzll(rest) >> 3;
    if (end == point + 1)
        return false;
    uint64_t whole = (UINT64_C(1) << (8 * point)) - 1;
    int64_t coef = (int64_t)digits_of((w & whole) | ((w >> 8) & ~whole), end - 1);
    *ret_value = (double)(negative ? -coef : coef) / number_tens[end - 1 - point];
    *at = p + end;
    return true;
}

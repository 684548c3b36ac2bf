/* base/dec.h - exact decimals: what a unit reported is what is stored, shown and printed.
 *
 * A Dec is coef / 10^scale with at most DEC_DIGITS_MAX digits and scale 0..DEC_SCALE_MAX. The
 * scale is kept as typed (1.10 stays 1.10). No binary float takes part. Rounding, where it must
 * happen, is 四舍五入 as offices and spreadsheets do it: half away from zero.
 * Callers: store/, app/, core/ (inputs), doc/. */
#pragma once
#include "base/err.h"
#include "base/out.h"

enum { DEC_DIGITS_MAX = 34, DEC_SCALE_MAX = 18 };

__extension__ typedef __int128 I128;

typedef struct Dec {
    I128 coef;
    int scale; /* decimals */
} Dec;

/* Canonical input: [-+]digits[.digits], the whole of s, nothing else (no exponent, no thousands
 * mark). ERR_DEC_MALFORMED, ERR_DEC_RANGE. */
bool dec_parse(Str s, Dec *ret_value, Err *err);
/* Writes the canonical form: "-0.50" for {-50, 2}. Zero has no sign. */
void dec_out(Out *out, Dec value);
Str dec_str(Arena *arena, Dec value);
Dec dec_from_i64(int64_t value);
/* Numeric comparison, whatever the scales: <0, 0, >0. */
int dec_cmp(Dec a, Dec b);
bool dec_add(Dec a, Dec b, Dec *ret_sum, Err *err);
bool dec_sub(Dec a, Dec b, Dec *ret_difference, Err *err);
bool dec_mul(Dec a, Dec b, Dec *ret_product, Err *err);
/* a / b to `scale` decimals, rounded half away from zero. ERR_DEC_DIVIDE_BY_ZERO, ERR_DEC_RANGE. */
bool dec_div(Dec a, Dec b, int scale, Dec *ret_quotient, Err *err);
/* To `scale` decimals: half away from zero when shortened, zeros added when lengthened. */
bool dec_round(Dec value, int scale, Dec *ret_rounded, Err *err);
/* The nearest double, by one division of exact operands or, beyond 2^53, of integers: the same bits everywhere. */
double dec_to_f64(Dec value);

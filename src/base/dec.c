#include "base/dec.h"

static I128 pow10_i128(int n)
{
    I128 p = 1;
    while (n-- > 0)
        p *= 10;
    return p;
}

static bool in_range(Dec value)
{
    I128 limit = pow10_i128(DEC_DIGITS_MAX);
    return value.coef < limit && value.coef > -limit && value.scale >= 0 &&
           value.scale <= DEC_SCALE_MAX;
}

static bool range_error(Err *err)
{
    return err_set(err, ERR_DEC_RANGE, {"found", S("")});
}

bool dec_parse(Str s, Dec *ret_value, Err *err)
{
    ptrdiff_t i = 0;
    bool negative = false;
    if (s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+')) {
        negative = s.ptr[0] == '-';
        i = 1;
    }
    Dec value = {0};
    int digits = 0, whole = 0, point = 0;
    for (; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '.' && point == 0) {
            point = 1;
            whole = digits;
            continue;
        }
        if (c < '0' || c > '9')
            return err_set(err, ERR_DEC_MALFORMED, {"found", s});
        digits++;
        value.scale += point;
        if (value.coef >= pow10_i128(DEC_DIGITS_MAX - 1) || value.scale > DEC_SCALE_MAX)
            return err_set(err, ERR_DEC_RANGE, {"found", s});
        value.coef = value.coef * 10 + (c - '0');
    }
    if (digits == 0 || (point && (whole == 0 || value.scale == 0)))
        return err_set(err, ERR_DEC_MALFORMED, {"found", s});
    if (negative)
        value.coef = -value.coef;
    *ret_value = value;
    return true;
}

void dec_out(Out *out, Dec value)
{
    char digits[48];
    int n = 0;
    I128 rest = value.coef < 0 ? -value.coef : value.coef;
    while (rest > 0 || n <= value.scale) {
        digits[n++] = (char)('0' + (int)(rest % 10));
        rest /= 10;
    }
    if (value.coef < 0)
        out_c(out, '-');
    while (n > 0) {
        if (n == value.scale)
            out_c(out, '.');
        out_c(out, digits[--n]);
    }
}

Str dec_str(Arena *arena, Dec value)
{
    Out out = out_new(arena, 64);
    dec_out(&out, value);
    return out_str(&out);
}

Dec dec_from_i64(int64_t value)
{
    return (Dec){value, 0};
}

/* Long division digit by digit: r < b <= 10^34 so r * 10 always fits 128 bits. */
static bool divide(I128 a, I128 b, int extra_digits, I128 *ret_quotient)
{
    bool negative = (a < 0) != (b < 0);
    if (a < 0)
        a = -a;
    if (b < 0)
        b = -b;
    I128 q = a / b, r = a % b;
    for (int i = 0; i < extra_digits; i++) {
        r *= 10;
        if (q >= pow10_i128(DEC_DIGITS_MAX))
            return false;
        q = q * 10 + r / b;
        r %= b;
    }
    if (r >= b - r)
        q++;
    *ret_quotient = negative ? -q : q;
    return true;
}

bool dec_round(Dec value, int scale, Dec *ret_rounded, Err *err)
{
    Dec rounded = {value.coef, scale};
    if (scale < 0 || scale > DEC_SCALE_MAX)
        return range_error(err);
    if (scale < value.scale) {
        if (!divide(value.coef, pow10_i128(value.scale - scale), 0, &rounded.coef))
            return range_error(err);
    } else if (__builtin_mul_overflow(value.coef, pow10_i128(scale - value.scale), &rounded.coef)) {
        return range_error(err);
    }
    if (!in_range(rounded))
        return range_error(err);
    *ret_rounded = rounded;
    return true;
}

int dec_cmp(Dec a, Dec b)
{
    if (a.scale == b.scale)
        return (a.coef > b.coef) - (a.coef < b.coef);
    /* Compare whole parts first, then fractions brought to one scale: nothing can overflow. */
    I128 pa = pow10_i128(a.scale), pb = pow10_i128(b.scale);
    I128 wa = a.coef / pa, wb = b.coef / pb;
    if (wa != wb)
        return (wa > wb) - (wa < wb);
    int scale = a.scale > b.scale ? a.scale : b.scale;
    I128 fa = a.coef % pa * pow10_i128(scale - a.scale);
    I128 fb = b.coef % pb * pow10_i128(scale - b.scale);
    return (fa > fb) - (fa < fb);
}

bool dec_add(Dec a, Dec b, Dec *ret_sum, Err *err)
{
    int scale = a.scale > b.scale ? a.scale : b.scale;
    Dec x = {0}, y = {0};
    if (!dec_round(a, scale, &x, err) || !dec_round(b, scale, &y, err))
        return false;
    Dec sum = {x.coef + y.coef, scale};
    if (!in_range(sum))
        return range_error(err);
    *ret_sum = sum;
    return true;
}

bool dec_sub(Dec a, Dec b, Dec *ret_difference, Err *err)
{
    b.coef = -b.coef;
    return dec_add(a, b, ret_difference, err);
}

bool dec_mul(Dec a, Dec b, Dec *ret_product, Err *err)
{
    Dec product = {0, a.scale + b.scale};
    if (__builtin_mul_overflow(a.coef, b.coef, &product.coef) || !in_range(product))
        return range_error(err);
    *ret_product = product;
    return true;
}

bool dec_div(Dec a, Dec b, int scale, Dec *ret_quotient, Err *err)
{
    if (b.coef == 0)
        return err_set(err, ERR_DEC_DIVIDE_BY_ZERO);
    if (scale < 0 || scale > DEC_SCALE_MAX)
        return range_error(err);
    Dec quotient = {0, scale};
    int extra = scale + b.scale - a.scale;
    if (extra < 0) { /* the divisor grows instead, so that rounding happens once */
        if (__builtin_mul_overflow(b.coef, pow10_i128(-extra), &b.coef) ||
            b.coef > pow10_i128(37) || b.coef < -pow10_i128(37))
            return range_error(err);
        extra = 0;
    }
    if (!divide(a.coef, b.coef, extra, &quotient.coef) || !in_range(quotient))
        return range_error(err);
    *ret_quotient = quotient;
    return true;
}

__extension__ typedef unsigned __int128 U128;

static int bits_of(U128 x)
{
    uint64_t high = (uint64_t)(x >> 64), low = (uint64_t)x;
    return high ? 128 - __builtin_clzll(high) : low ? 64 - __builtin_clzll(low) : 0;
}

/* A quotient of more than 64 bits whose lowest bit also stands for all that is below it, so that the one
 * rounding to double is right; then a power of two, which is exact. */
static double divide_wide(U128 coef, U128 ten)
{
    int up = 127 - bits_of(coef);
    U128 q = (coef << up) / ten;
    bool rest = (coef << up) % ten != 0;
    int down = bits_of(q) - 62;
    rest = rest || (q & (((U128)1 << down) - 1)) != 0;
    double x = (double)((uint64_t)(q >> down) | (uint64_t)rest);
    for (; down > up; up++)
        x *= 2;
    for (; down < up; up--)
        x /= 2;
    return x;
}

double dec_to_f64(Dec value)
{
    const I128 exact = (I128)1 << 53;
    if (value.coef <= exact && value.coef >= -exact)
        return (double)(int64_t)value.coef / (double)pow10_i128(value.scale);
    U128 ten = (U128)pow10_i128(value.scale);
    return value.coef < 0 ? -divide_wide((U128)-value.coef, ten)
                          : divide_wide((U128)value.coef, ten);
}

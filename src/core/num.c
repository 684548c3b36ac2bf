#include "core/num.h"

#include "core/num_tables.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* A number in two doubles, high + low, |low| at most half a unit in the last place of high. */
typedef struct Two {
    double high, low;
} Two;

static const double INFINITE = (double)INFINITY;
static const int EXPONENT_BIAS = 1023;
static const uint64_t SIGN_BIT = UINT64_C(1) << 63;
static const uint64_t FRACTION_BITS = (UINT64_C(1) << 52) - 1;
/* Added and taken away again it leaves the nearest whole number (|x| < 2^51). */
static const double WHOLE = 6755399441055744.0;
static const double EXP_OVERFLOW = 709.782712893384, EXP_UNDERFLOW = -745.1332191019412;

static uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static double of_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* One NaN for all machines: the sign of the one that hardware makes differs. */
static double not_a_number(void)
{
    return of_bits(UINT64_C(0x7ff8) << 48);
}

/* 2^k for k in -1022..1023. */
static double power_of_two(int k)
{
    return of_bits((uint64_t)(k + EXPONENT_BIAS) << 52);
}

/* Exact a + b for |a| >= |b|. */
static Two two_sum(double a, double b)
{
    double sum = a + b;
    return (Two){sum, b - (sum - a)};
}

/* x without its lower 27 bits, which leaves two halves whose products are exact. */
static double upper_half(double x)
{
    return of_bits(bits_of(x) & ~((UINT64_C(1) << 27) - 1));
}

/* Exact a * b, as long as nothing of it underflows. */
static Two two_product(double a, double b)
{
    double product = a * b;
    double a1 = upper_half(a), a2 = a - a1, b1 = upper_half(b), b2 = b - b1;
    return (Two){product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2};
}

/* log of 0 < x < inf to about 2^-66: x = 2^k z, z close to c of the table, and log z = log c +
 * log(1 + r) with r = z / c - 1 exact in two parts. */
static Two log_two(double x)
{
    int k = 0;
    uint64_t bits = bits_of(x);
    if (bits >> 52 == 0) { /* subnormal */
        bits = bits_of(x * power_of_two(54));
        k = -54;
    }
    k += (int)(bits >> 52) - EXPONENT_BIAS;
    double z = of_bits((bits & FRACTION_BITS) | bits_of(1.0));
    if (z > 1.41) {
        z *= 0.5;
        k++;
    }
    int at = (int)(z * 128.0 + 0.5) - NUM_LOG_FIRST;
    double inverse = NUM_LOG[at].inverse;
    double z1 = of_bits(bits_of(z) & ~((UINT64_C(1) << 21) - 1));
    Two r = two_sum(z1 * inverse - 1.0, 0.0);
    double tail = (z - z1) * inverse;
    r = r.high == 0 ? (Two){tail, 0.0} : two_sum(r.high, tail);
    /* log(1 + r) = r - r^2 / 2 + r^3 (1/3 - r/4 + ...); |r| < 2^-7, so the series ends here */
    double q = r.high;
    double series =
        1.0 / 3 +
        q * (-1.0 / 4 +
             q * (1.0 / 5 +
                  q * (-1.0 / 6 + q * (1.0 / 7 + q * (-1.0 / 8 + q * (1.0 / 9 + q * -0.1))))));
    Two square = two_product(q, q);
    double small = q * square.high * series - 0.5 * square.low - q * r.low + r.low;
    Two sum = two_sum(q, -0.5 * square.high);
    small += sum.low;
    /* k ln 2 + log c: the high parts are multiples of 2^-42 and add without rounding */
    double whole = k * NUM_LN2_HIGH + NUM_LOG[at].high;
    small += k * NUM_LN2_LOW + NUM_LOG[at].low;
    Two high = whole == 0 ? (Two){sum.high, 0.0} : two_sum(whole, sum.high);
    return two_sum(high.high, high.low + small);
}

/* exp of x.high + x.low, |x.high| <= 746, times sign: 2^(k/128) from the table times exp(r), |r| <
 * 2^-8.5. The last step rounds once, also into subnormals. */
static double exp_two(Two x, double sign)
{
    double shifted = x.high * NUM_STEPS_A_UNIT + WHOLE;
    double steps = shifted - WHOLE;
    int k = (int)steps;
    int of = (int)((unsigned)k & 127U);
    int scale = (k - of) / 128;
    double r = (x.high - steps * NUM_STEP_HIGH) - steps * NUM_STEP_LOW + x.low;
    double p =
        r + r * r * (1.0 / 2 + r * (1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120 + r * (1.0 / 720)))));
    double y = NUM_EXP[of].high + (NUM_EXP[of].low + NUM_EXP[of].high * p);
    y *= sign;
    if (scale > 1000)
        return y * power_of_two(scale - 1) * 2.0;
    if (scale < -1000)
        return y * power_of_two(scale + 100) * power_of_two(-100);
    return y * power_of_two(scale);
}

double num_log(double x)
{
    if (x == 0)
        return -INFINITE;
    if (!(x > 0))
        return not_a_number();
    return x == INFINITE ? x : log_two(x).high;
}

double num_exp(double x)
{
    if (x != x)
        return not_a_number();
    if (x > EXP_OVERFLOW)
        return INFINITE;
    if (x < EXP_UNDERFLOW)
        return 0;
    return exp_two((Two){x, 0.0}, 1.0);
}

/* 0: not whole, 1: odd, 2: even. */
static int parity(double y)
{
    double size = y < 0 ? -y : y;
    if (size >= 9007199254740992.0) /* 2^53: from here on all are even */
        return 2;
    uint64_t whole = (uint64_t)size;
    if ((double)whole != size)
        return 0;
    return whole & 1 ? 1 : 2;
}

/* x^y where x is 0 or infinite: size is 0 or inf, raised to y != 0. */
static double pow_of_end(double size, double y, double sign)
{
    bool large = (size == INFINITE) == (y > 0);
    return large ? sign * INFINITE : sign * 0.0;
}

double num_pow(double x, double y)
{
    if (y == 0 || x == 1)
        return 1;
    if (x != x || y != y)
        return not_a_number();
    double size = of_bits(bits_of(x) & ~SIGN_BIT);
    bool negative = (bits_of(x) & SIGN_BIT) != 0;
    if (y == INFINITE || y == -INFINITE) {
        if (size == 1)
            return 1;
        return (size > 1) == (y > 0) ? INFINITE : 0;
    }
    int whole = parity(y);
    double sign = negative && whole == 1 ? -1.0 : 1.0;
    if (size == 0 || size == INFINITE)
        return pow_of_end(size, y, sign);
    if (negative && whole == 0)
        return not_a_number();
    Two log = log_two(size);
    double rough = y * log.high;
    if (rough > EXP_OVERFLOW + 1)
        return sign * INFINITE;
    if (rough < EXP_UNDERFLOW - 1)
        return sign * 0.0;
    if (rough < 0x1p-60 && rough > -0x1p-60)
        return sign;
    Two product = two_product(y, log.high);
    product = two_sum(product.high, product.low + y * log.low);
    if (product.high > EXP_OVERFLOW + 0.0001)
        return sign * INFINITE;
    return exp_two(product, sign);
}

double num_sqrt(double x)
{
    return x < 0 || x != x ? not_a_number() : sqrt(x);
}

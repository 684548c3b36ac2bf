#include "doc/values_numbers.h"

#include "doc/values_number.h"

#if defined(__x86_64__)
#include <immintrin.h>

enum { LANES = 4 };
#define WIDE_CODE __attribute__((target("avx2,bmi")))

/* The commas among the 64 bytes at p. */
WIDE_CODE static inline uint64_t commas_at(const char *p)
{
    const __m256i comma = _mm256_set1_epi8(',');
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)p);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));
    uint32_t first = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, comma));
    uint32_t second = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, comma));
    return (uint64_t)second << 32 | first;
}

/* Four integers of which each has eight digits, the first in the lowest byte. */
WIDE_CODE static inline __m256i integers_of(__m256i digits)
{
    __m256i pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(0x010a));
    __m256i fours = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00010064));
    return _mm256_add_epi64(_mm256_mul_epu32(fours, _mm256_set1_epi64x(10000)),
                            _mm256_srli_epi64(fours, 32));
}

/* Integers of less than 51 bits as doubles: they are added to the mantissa of 1.5 * 2^52. */
WIDE_CODE static inline __m256d doubles_of(__m256i integers)
{
    const __m256i magic = _mm256_set1_epi64x(INT64_C(0x4338000000000000));
    return _mm256_sub_pd(_mm256_castsi256_pd(_mm256_add_epi64(integers, magic)),
                         _mm256_castsi256_pd(magic));
}

/* 10 to the power of the lowest three bits; exact. */
WIDE_CODE static inline __m256d ten_to(__m256i powers)
{
    const __m256d one = _mm256_set1_pd(1);
    __m256d first = _mm256_castsi256_pd(_mm256_slli_epi64(powers, 63));
    __m256d second = _mm256_castsi256_pd(_mm256_slli_epi64(powers, 62));
    __m256d third = _mm256_castsi256_pd(_mm256_slli_epi64(powers, 61));
    __m256d low = _mm256_mul_pd(_mm256_blendv_pd(one, _mm256_set1_pd(1e1), first),
                                _mm256_blendv_pd(one, _mm256_set1_pd(1e2), second));
    return _mm256_mul_pd(low, _mm256_blendv_pd(one, _mm256_set1_pd(1e4), third));
}

/* Texts of `lens` bytes at the low end of `words`. Returns the lanes that are no plain number of 1..8 bytes: a minus or
 * none, digits, and perhaps a point with digits on both sides. */
WIDE_CODE static inline int four_numbers(__m256i words, __m256i lens, double *cells)
{
    const __m256i zero = _mm256_setzero_si256();
    __m256i x = _mm256_xor_si256(words, _mm256_set1_epi8('0'));
    __m256i point = _mm256_cmpeq_epi8(x, _mm256_set1_epi8('.' ^ '0'));
    __m256i minus = _mm256_and_si256(_mm256_cmpeq_epi8(x, _mm256_set1_epi8('-' ^ '0')),
                                     _mm256_set1_epi64x(0xff));
    x = _mm256_andnot_si256(minus, x); /* a minus becomes a leading 0 */

    /* in the highest bit: too short, too long, a point in front, behind the minus or at the end */
    __m256i shift = _mm256_sub_epi64(_mm256_set1_epi64x(64), _mm256_slli_epi64(lens, 3));
    __m256i spare = _mm256_sub_epi64(_mm256_set1_epi64x(56), shift);
    spare = _mm256_sub_epi64(spare, _mm256_and_si256(minus, _mm256_set1_epi64x(8)));
    __m256i bad = _mm256_or_si256(_mm256_or_si256(spare, shift), _mm256_slli_epi64(point, 56));
    bad = _mm256_or_si256(
        bad, _mm256_and_si256(_mm256_slli_epi64(point, 48), _mm256_slli_epi64(minus, 56)));
    x = _mm256_sllv_epi64(x, shift);
    point = _mm256_sllv_epi64(point, shift);
    bad = _mm256_or_si256(bad, point);

    /* the digits in front of the first point move into its place; a second one stays and is no digit */
    __m256i high = _mm256_and_si256(point, _mm256_set1_epi8((char)0x80));
    __m256i below = _mm256_xor_si256(high, _mm256_sub_epi64(high, _mm256_set1_epi64x(1)));
    below = _mm256_andnot_si256(_mm256_cmpeq_epi64(high, zero), below);
    x = _mm256_blendv_epi8(x, _mm256_slli_epi64(x, 8), below);
    __m256i others = _mm256_cmpeq_epi64(_mm256_subs_epu8(x, _mm256_set1_epi8(9)), zero);
    bad = _mm256_or_si256(bad, _mm256_xor_si256(others, _mm256_set1_epi64x(-1)));

    __m256i sign = _mm256_sub_epi64(zero, _mm256_and_si256(minus, _mm256_set1_epi64x(1)));
    __m256i coef = _mm256_sub_epi64(_mm256_xor_si256(integers_of(x), sign), sign);
    /* the digits in front of the point and it: 8 less the decimals; 0: no point */
    __m256i bytes = _mm256_sad_epu8(_mm256_and_si256(below, _mm256_set1_epi8(1)), zero);
    _mm256_storeu_pd(cells, _mm256_div_pd(doubles_of(coef), ten_to(_mm256_sub_epi64(zero, bytes))));
    return _mm256_movemask_pd(_mm256_castsi256_pd(bad));
}

WIDE_CODE static int numbers_wide(const char **at, double *cells, int count)
{
    const char *p = *at;
    int n = 0;
    while (count - n >= LANES) {
        uint64_t commas = commas_at(p);
        int64_t a = (int64_t)_tzcnt_u64(commas);
        commas = _blsr_u64(commas);
        int64_t b = (int64_t)_tzcnt_u64(commas);
        commas = _blsr_u64(commas);
        int64_t c = (int64_t)_tzcnt_u64(commas);
        commas = _blsr_u64(commas);
        int64_t d = (int64_t)_tzcnt_u64(commas);
        if (commas == 0)
            break;
        __m256i words = _mm256_set_epi64x((int64_t)load_le(p + c + 1), (int64_t)load_le(p + b + 1),
                                          (int64_t)load_le(p + a + 1), (int64_t)load_le(p));
        __m256i ends = _mm256_set_epi64x(d, c, b, a);
        __m256i starts = _mm256_set_epi64x(c + 1, b + 1, a + 1, 0);
        if (four_numbers(words, _mm256_sub_epi64(ends, starts), cells + n) != 0)
            break;
        n += LANES;
        p += d + 1;
    }
    *at = p;
    return n;
}

static bool can_wide(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
}
#else
enum { LANES = 1 };

static int numbers_wide(const char **at, double *cells, int count)
{
    (void)at, (void)cells, (void)count;
    return 0;
}

static bool can_wide(void)
{
    return false;
}
#endif

/* One by one. */
static int numbers_plain(const char **at, double *cells, int count)
{
    const char *p = *at;
    int n = 0;
    for (; n < count; n++) {
        const char *q = p;
        if (!number_at(&q, &cells[n]) || *q != ',')
            break;
        p = q + 1;
    }
    *at = p;
    return n;
}

int values_numbers(const char **at, double *cells, int count)
{
    enum { APART = 2 * LANES }; /* one by one after a number that is not for four at a time */
    if (!can_wide())
        return numbers_plain(at, cells, count);
    int n = 0;
    for (;;) {
        n += numbers_wide(at, cells + n, count - n);
        int part = count - n < APART ? count - n : APART;
        int found = numbers_plain(at, cells + n, part);
        n += found;
        if (found < part || n == count)
            return n;
    }
}

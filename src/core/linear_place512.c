/* Places of small groups by keys of sixteen bits, thirty-two at a time. */
#include "core/linear_parts.h"

#include <string.h>

#ifdef LINEAR_X86
#include <immintrin.h>

#define WIDE_CODE __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl")))
enum {
    LANES = 32,                    /* keys side by side */
    PASS = 4,                      /* vectors compared with each key */
    VECTORS = COUNTED_MAX / LANES, /* of the largest group */
    SHORT_MOST = 65535,            /* largest key */
};
_Static_assert(COUNTED_MAX % LANES == 0 && COUNTED_MAX * COUNTED_MAX / 2 < INT32_MAX, "sums fit");

/* Keys less the lowest, or a share of 65535 where they lie farther apart: never out of order, though near ones may become
 * equal. *ret_exact: none did that was not. False: some key is NaN. */
WIDE_CODE static bool shorten(const double *keys, int n, uint16_t *ret_short, bool *ret_exact)
{
    __m512d low = _mm512_set1_pd(keys[0]), high = low;
    unsigned odd = 0, lost = 0;
    for (int i = 0; i < n; i += 8) {
        __mmask8 real = (__mmask8)(n - i < 8 ? (1 << (n - i)) - 1 : 0xff);
        __m512d x = _mm512_mask_loadu_pd(low, real, keys + i);
        odd |= _mm512_cmp_pd_mask(x, x, _CMP_UNORD_Q);
        low = _mm512_min_pd(low, x);
        high = _mm512_max_pd(high, x);
    }
    if (odd)
        return false;
    double least = _mm512_reduce_min_pd(low), span = _mm512_reduce_max_pd(high) - least;
    __m512d from = _mm512_set1_pd(least);
    __m512d scale = _mm512_set1_pd(span > SHORT_MOST ? (SHORT_MOST - 1) / span : 1);
    for (int i = 0; i < n; i += 8) {
        __mmask8 real = (__mmask8)(n - i < 8 ? (1 << (n - i)) - 1 : 0xff);
        __m512d x = _mm512_sub_pd(_mm512_mask_loadu_pd(from, real, keys + i), from);
        __m512i whole = _mm512_cvttpd_epi64(_mm512_mul_pd(x, scale));
        lost |= _mm512_cmp_pd_mask(_mm512_cvtepi64_pd(whole), x, _CMP_NEQ_UQ);
        _mm_storeu_si128((__m128i *)(ret_short + i), _mm512_cvtepi64_epi16(whole));
    }
    *ret_exact = !lost;
    return true;
}

/* How many keys are above each of `wide` vectors of them. */
WIDE_CODE static inline __attribute__((always_inline)) void
count_pass(const uint16_t *keys, int n, const uint16_t *own, int wide, __m512i *ret_above)
{
    const __m512i one = _mm512_set1_epi16(1);
    __m512i mine[PASS], sum[PASS];
    for (int v = 0; v < wide; v++) {
        mine[v] = _mm512_loadu_si512(own + v * LANES);
        sum[v] = _mm512_setzero_si512();
    }
    for (int j = 0; j < n; j++) {
        __m512i other = _mm512_set1_epi16((short)keys[j]);
        _Pragma("GCC unroll 4") for (int v = 0; v < wide; v++)
        {
            __mmask32 above = _mm512_cmpgt_epu16_mask(other, mine[v]);
            sum[v] = _mm512_mask_add_epi16(sum[v], above, sum[v], one);
        }
    }
    for (int v = 0; v < wide; v++)
        ret_above[v] = sum[v];
}

WIDE_CODE static void count(const uint16_t *keys, int n, __m512i *ret_above)
{
    int vectors = (n + LANES - 1) / LANES, v = 0;
    for (; v + PASS <= vectors; v += PASS)
        count_pass(keys, n, keys + v * LANES, PASS, ret_above + v);
    if (vectors - v == 3)
        count_pass(keys, n, keys + v * LANES, 3, ret_above + v);
    else if (vectors - v == 2)
        count_pass(keys, n, keys + v * LANES, 2, ret_above + v);
    else if (vectors - v == 1)
        count_pass(keys, n, keys + v * LANES, 1, ret_above + v);
}

WIDE_CODE static __mmask32 lanes_of(int n, int vector)
{
    int left = n - vector * LANES;
    return left < LANES ? (1u << left) - 1 : UINT32_MAX;
}

/* All counts apart: they are 0..n-1 in some order and their sum says so. */
WIDE_CODE static bool all_apart(const __m512i *above, int n)
{
    __m512i sum = _mm512_setzero_si512();
    for (int v = 0; v * LANES < n; v++)
        sum = _mm512_add_epi32(sum,
                               _mm512_madd_epi16(_mm512_maskz_mov_epi16(lanes_of(n, v), above[v]),
                                                 _mm512_set1_epi16(1)));
    return _mm512_reduce_add_epi32(sum) == n * (n - 1) / 2;
}

/* The fewest that are above one of the bottom, n where there is no bottom (FINISH of linear_place.c). */
WIDE_CODE static int bottom_from(const __m512i *above, int n, int last)
{
    uint16_t counts[COUNTED_MAX];
    int worst = 0, from = 0;
    for (int v = 0; v * LANES < n; v++)
        _mm512_storeu_si512(counts + v * LANES, above[v]);
    for (int i = 0; i < n; i++) {
        int within = counts[i] <= last ? counts[i] : 0;
        worst = counts[i] > worst ? counts[i] : worst;
        from = within > from ? within : from;
    }
    return worst == 0 || last >= n ? n : from;
}

WIDE_CODE bool place_short(const double *keys, int n, int last, uint16_t *ret_places)
{
    uint16_t shorts[COUNTED_MAX] __attribute__((aligned(64)));
    __m512i above[VECTORS];
    bool exact;
    if (n < 2 || n > COUNTED_MAX)
        return false;
    memset(shorts + n / LANES * LANES, 0, n % LANES ? LANES * sizeof *shorts : 0);
    if (!shorten(keys, n, shorts, &exact))
        return false;
    count(shorts, n, above);
    bool apart = all_apart(above, n);
    if (!apart && !exact)
        return false;
    int from = !apart ? bottom_from(above, n, last) : last < 0 ? 0 : last < n ? last : n;
    __m512i first = _mm512_set1_epi16((short)from), one = _mm512_set1_epi16(1);
    __m512i flag = _mm512_set1_epi16((short)PLACE_IN_BOTTOM);
    for (int v = 0; v * LANES < n; v++) {
        __m512i place = _mm512_add_epi16(above[v], one);
        __mmask32 in_bottom = _mm512_cmpge_epu16_mask(above[v], first);
        place = _mm512_or_si512(place, _mm512_maskz_mov_epi16(in_bottom, flag));
        _mm512_mask_storeu_epi16(ret_places + v * LANES, lanes_of(n, v), place);
    }
    return true;
}
#endif

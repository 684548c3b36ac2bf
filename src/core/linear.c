#include "core/linear_parts.h"

#include <string.h>

/* Vectors of doubles that lie anywhere a double does. */
#define VECTOR(name, type, bytes)                                                                  \
    typedef type name __attribute__((vector_size(bytes), aligned(8), may_alias))
VECTOR(Two, double, 16);
VECTOR(TwoBits, int64_t, 16);
#ifdef LINEAR_X86
VECTOR(Four, double, 32);
VECTOR(FourBits, int64_t, 32);
VECTOR(Eight, double, 64);
VECTOR(EightBits, int64_t, 64);
#endif

static double *aligned(void *room)
{
    return (double *)(((uintptr_t)room + 63) / 64 * 64);
}

double *linear_doubles(Arena *arena, int64_t count)
{
    return aligned(arena_new(arena, double, count + 8));
}

LinearBlock linear_block(Arena *arena, const Scheme *scheme, int count, int leaves)
{
    int stride = (count + LINEAR_ROWS - 1) / LINEAR_ROWS * LINEAR_ROWS;
    size_t cells = (size_t)stride * (size_t)leaves;
    return (LinearBlock){.count = count,
                         .stride = stride,
                         .leaves = leaves,
                         .fractions = aligned(arena_raw(arena, cells + 8, sizeof(double))),
                         .scheme = scheme,
                         .floor = dec_to_f64(scheme->floor),
                         .ceiling = dec_to_f64(scheme->ceiling)};
}

int linear_level(void)
{
#ifdef LINEAR_X86
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        return 2;
    if (__builtin_cpu_supports("avx2"))
        return 1;
#endif
    return 0;
}

/* LINEAR_STEP draws and two vectors of units stay in registers while the leaves go by. */
#define MULTIPLY(name, Vector, attribute)                                                          \
    attribute static void name(const double *panel, int leaves, const double *weights, int draws,  \
                               double *scores, int64_t stride)                                     \
    {                                                                                              \
        enum { LANES = sizeof(Vector) / sizeof(double), WIDE = 2 };                                \
        for (int part = 0; part < LINEAR_ROWS; part += WIDE * LANES)                               \
            for (int d = 0; d < draws; d += LINEAR_STEP) {                                         \
                const double *w = weights + (int64_t)d * leaves;                                   \
                Vector sum[LINEAR_STEP][WIDE];                                                     \
                memset(sum, 0, sizeof sum);                                                        \
                for (int leaf = 0; leaf < leaves; leaf++) {                                        \
                    const double *f = panel + (int64_t)leaf * LINEAR_ROWS + part;                  \
                    Vector low = *(const Vector *)f, high = *(const Vector *)(f + LANES);          \
                    _Pragma("GCC unroll 8") for (int k = 0; k < LINEAR_STEP; k++)                  \
                    {                                                                              \
                        double e = w[(int64_t)k * leaves + leaf];                                  \
                        sum[k][0] += low * e;                                                      \
                        sum[k][1] += high * e;                                                     \
                    }                                                                              \
                }                                                                                  \
                _Pragma("GCC unroll 8") for (int k = 0; k < LINEAR_STEP; k++)                      \
                {                                                                                  \
                    double *to = scores + (d + k) * stride + part;                                 \
                    *(Vector *)to = sum[k][0];                                                     \
                    *(Vector *)(to + LANES) = sum[k][1];                                           \
                }                                                                                  \
            }                                                                                      \
    }
MULTIPLY(multiply_any, Two, )
#ifdef LINEAR_X86
MULTIPLY(multiply_avx2, Four, __attribute__((target("avx2"))))
MULTIPLY(multiply_avx512, Eight, __attribute__((target("avx512f"))))
#endif

void linear_multiply(int level, const LinearBlock *block, const double *weights, int draws,
                     double *scores)
{
    (void)level;
    for (int at = 0; at < block->stride; at += LINEAR_ROWS) {
        const double *panel = block->fractions + (int64_t)at * block->leaves;
#ifdef LINEAR_X86
        if (level == 2)
            multiply_avx512(panel, block->leaves, weights, draws, scores + at, block->stride);
        else if (level == 1)
            multiply_avx2(panel, block->leaves, weights, draws, scores + at, block->stride);
        else
#endif
            multiply_any(panel, block->leaves, weights, draws, scores + at, block->stride);
    }
}

/* The steps of a scheme and the rounding, a vector of units at a time. Vectors of comparisons are all ones or nothing.
 *
 * quantise: score_quantise, half away from zero. Adding 1.5 * 2^52 to a size below 2^51 leaves no bit below one: the nearest
 * whole number, halves to the even one; one more where a half went down. round: floor((q + unit / 2) / unit), what
 * score_round makes of q in units of its last decimal; the division may reach the next whole number, never pass it. */
#define SETTLE(name, Vector, Bits, attribute)                                                      \
    attribute static inline Vector name##_pick(Bits mask, Vector yes, Vector no)                   \
    {                                                                                              \
        return (Vector)(((Bits)yes & mask) | ((Bits)no & ~mask));                                  \
    }                                                                                              \
    attribute static void name(const LinearBlock *block, double unit, double *s)                   \
    {                                                                                              \
        enum { LANES = sizeof(Vector) / sizeof(double) };                                          \
        const Vector none = {0}, one = none + 1.0, shift = none + 0x1.8p52;                        \
        for (int u = 0; u < block->stride; u += LANES) {                                           \
            Vector x = *(const Vector *)(s + u);                                                   \
            for (int i = 0; i < block->scheme->norder; i++) {                                      \
                FinalStep step = block->scheme->order[i];                                          \
                if (step == FINAL_BONUS && block->bonus)                                           \
                    x += *(const Vector *)(block->bonus + u);                                      \
                else if (step == FINAL_DEDUCT && block->deduct)                                    \
                    x -= *(const Vector *)(block->deduct + u);                                     \
                else if (step == FINAL_CEILING)                                                    \
                    x = name##_pick(x > block->ceiling, none + block->ceiling, x);                 \
                else if (step == FINAL_FLOOR)                                                      \
                    x = name##_pick(x < block->floor, none + block->floor, x);                     \
            }                                                                                      \
            if (block->veto) {                                                                     \
                Vector most = *(const Vector *)(block->veto + u);                                  \
                x = name##_pick(x > most, most, x);                                                \
            }                                                                                      \
            Vector scaled = x * (double)SCORE_ONE;                                                 \
            Vector size = name##_pick(scaled < 0.0, -scaled, scaled);                              \
            Vector whole = (size + shift) - shift;                                                 \
            whole += (Vector)((Bits)one & (size - whole >= 0.5));                                  \
            Vector q = name##_pick(scaled < 0.0, -whole, whole) + 0.0;                             \
            if (unit > 1) {                                                                        \
                Vector raised = q + unit * 0.5;                                                    \
                q = (raised / unit + shift) - shift;                                               \
                q = q - (Vector)((Bits)one & (q * unit > raised)) + 0.0;                           \
            }                                                                                      \
            *(Vector *)(s + u) = q;                                                                \
        }                                                                                          \
    }
SETTLE(settle_any, Two, TwoBits, )
#ifdef LINEAR_X86
SETTLE(settle_avx2, Four, FourBits, __attribute__((target("avx2"))))
SETTLE(settle_avx512, Eight, EightBits, __attribute__((target("avx512f,avx512dq"))))
#endif

void linear_settle(int level, const LinearBlock *block, int decimals, double *scores)
{
    double unit = 1;
    (void)level;
    for (int i = decimals; i >= 0 && i < SCORE_DECIMALS; i++)
        unit *= 10;
#ifdef LINEAR_X86
    if (level == 2) {
        settle_avx512(block, unit, scores);
        return;
    }
    if (level == 1) {
        settle_avx2(block, unit, scores);
        return;
    }
#endif
    settle_any(block, unit, scores);
}

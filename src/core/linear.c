#include "core/linear.h"

#include <string.h>

#if defined __x86_64__
#define LINEAR_X86 1
#endif

/* Vectors of doubles that lie anywhere a double does. */
#define VECTOR(name, type, bytes)                                                                  \
    typedef type name __attribute__((vector_size(bytes), aligned(8), may_alias))
VECTOR(Two, double, 16);
#ifdef LINEAR_X86
VECTOR(Four, double, 32);
VECTOR(Eight, double, 64);
#endif

double *linear_doubles(Arena *arena, int64_t count)
{
    uintptr_t at = (uintptr_t)arena_new(arena, double, count + 8);
    return (double *)((at + 63) / 64 * 64);
}

LinearBlock linear_block(Arena *arena, const Scheme *scheme, int count, int leaves)
{
    int stride = (count + LINEAR_ROWS - 1) / LINEAR_ROWS * LINEAR_ROWS;
    return (LinearBlock){.count = count,
                         .stride = stride,
                         .leaves = leaves,
                         .fractions = linear_doubles(arena, (int64_t)stride * leaves),
                         .scheme = scheme,
                         .floor = dec_to_f64(scheme->floor),
                         .ceiling = dec_to_f64(scheme->ceiling)};
}

int linear_level(void)
{
#ifdef LINEAR_X86
    if (__builtin_cpu_supports("avx512f"))
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

#define INLINE static inline __attribute__((always_inline))

/* Nearest whole number, halves to even: adding 1.5 * 2^52 leaves no bit below one. |x| < 2^51. */
INLINE double whole_near(double x)
{
    const double shift = 0x1.8p52;
    return (x + shift) - shift;
}

/* score_quantise: half away from zero. Below LINEAR_BOUND x * 1e10 is below 2^51. */
INLINE double quantised(double x)
{
    double scaled = x * (double)SCORE_ONE;
    double size = scaled < 0 ? -scaled : scaled;
    double whole = whole_near(size);
    whole += size - whole >= 0.5 ? 1.0 : 0.0; /* a half that went down to the even one */
    return (scaled < 0 ? -whole : whole) + 0.0;
}

/* floor((q + unit / 2) / unit): what score_round makes of q, in units of its last decimal. */
INLINE double rounded(double q, double unit)
{
    double raised = q + unit * 0.5;
    double whole = whole_near(raised / unit);
    return whole - (whole * unit > raised ? 1.0 : 0.0) + 0.0;
}

INLINE void settle_rows(const LinearBlock *block, double unit, double *s)
{
    int n = block->stride;
    for (int i = 0; i < block->scheme->norder; i++) {
        switch (block->scheme->order[i]) {
        case FINAL_BONUS:
            for (int u = 0; block->bonus && u < n; u++)
                s[u] += block->bonus[u];
            break;
        case FINAL_DEDUCT:
            for (int u = 0; block->deduct && u < n; u++)
                s[u] -= block->deduct[u];
            break;
        case FINAL_CEILING:
            for (int u = 0; u < n; u++)
                s[u] = s[u] > block->ceiling ? block->ceiling : s[u];
            break;
        default:
            for (int u = 0; u < n; u++)
                s[u] = s[u] < block->floor ? block->floor : s[u];
            break;
        }
    }
    for (int u = 0; u < n; u++)
        s[u] = quantised(s[u]);
    for (int u = 0; unit > 1 && u < n; u++)
        s[u] = rounded(s[u], unit);
}

static void settle_any(const LinearBlock *block, double unit, double *s)
{
    settle_rows(block, unit, s);
}
#ifdef LINEAR_X86
__attribute__((target("avx2"))) static void settle_avx2(const LinearBlock *block, double unit,
                                                        double *s)
{
    settle_rows(block, unit, s);
}
#endif

void linear_settle(int level, const LinearBlock *block, int decimals, double *scores)
{
    double unit = 1;
    (void)level;
    for (int i = decimals; i >= 0 && i < SCORE_DECIMALS; i++)
        unit *= 10;
#ifdef LINEAR_X86
    if (level > 0) {
        settle_avx2(block, unit, scores);
        return;
    }
#endif
    settle_any(block, unit, scores);
}

#include "core/sobol.h"

#include "core/draw.h"

#include <stdlib.h>

enum { BITS = SOBOL_BITS, DEGREE_MAX = 7 };
/* Streams of a seed: the rows' numbers from 0, then the shifts, then the rows that are drawn again. */
#define SHIFT_DRAW (UINT64_C(1) << 62)
#define BOOT_DRAW (UINT64_C(1) << 63)

/* A primitive polynomial over GF(2) for each dimension from the second on (degree, inner coefficients as bits) and first
 * direction numbers, odd and below 2^i: the choice of S. Joe and F. Y. Kuo (2008). */
static const struct {
    uint8_t degree, inner, m[DEGREE_MAX];
} polynomials[SOBOL_DIMENSIONS - 1] = {
    {1, 0, {1}},
    {2, 1, {1, 3}},
    {3, 1, {1, 3, 1}},
    {3, 2, {1, 1, 1}},
    {4, 1, {1, 1, 3, 3}},
    {4, 4, {1, 3, 5, 13}},
    {5, 2, {1, 1, 5, 5, 17}},
    {5, 4, {1, 1, 5, 5, 5}},
    {5, 7, {1, 1, 7, 11, 19}},
    {5, 11, {1, 1, 5, 1, 1}},
    {5, 13, {1, 1, 1, 3, 11}},
    {5, 14, {1, 3, 5, 5, 31}},
    {6, 1, {1, 3, 3, 9, 7, 49}},
    {6, 13, {1, 1, 1, 15, 21, 21}},
    {6, 16, {1, 3, 1, 13, 27, 49}},
    {6, 19, {1, 1, 1, 15, 7, 5}},
    {6, 22, {1, 3, 1, 15, 13, 25}},
    {6, 25, {1, 1, 5, 5, 19, 61}},
    {7, 1, {1, 3, 7, 11, 23, 15, 103}},
    {7, 4, {1, 3, 7, 13, 13, 15, 69}},
};

/* Direction numbers of a dimension as binary fractions. */
static void direction_numbers(int dimension, uint32_t ret_v[BITS])
{
    if (dimension == 0) {
        for (int i = 0; i < BITS; i++)
            ret_v[i] = UINT32_C(1) << (BITS - 1 - i);
        return;
    }
    int s = polynomials[dimension - 1].degree;
    for (int i = 0; i < BITS; i++) {
        if (i < s) {
            ret_v[i] = (uint32_t)polynomials[dimension - 1].m[i] << (BITS - 1 - i);
            continue;
        }
        ret_v[i] = ret_v[i - s] ^ (ret_v[i - s] >> s);
        for (int k = 1; k < s; k++)
            if (polynomials[dimension - 1].inner >> (s - 1 - k) & 1)
                ret_v[i] ^= ret_v[i - k];
    }
}

SobolSample sobol_sample(int factors, int64_t rows, uint64_t seed)
{
    SobolSample sample = {.factors = factors, .rows = rows, .seed = seed};
    for (int i = 0; i < SOBOL_DIMENSIONS; i++) {
        sample.shifts[i] = draw_below(seed, SHIFT_DRAW, (uint64_t)i, UINT32_MAX);
        direction_numbers(i, sample.directions[i]);
    }
    return sample;
}

/* Number `dimension` of a row. */
static double number_at(const SobolSample *sample, int64_t row, int dimension)
{
    if (dimension >= SOBOL_DIMENSIONS)
        return draw_uniform(sample->seed, (uint64_t)row, (uint64_t)dimension);
    uint32_t x = sample->shifts[dimension];
    for (int bit = 0; bit < BITS && row >> bit; bit++)
        x ^= row >> bit & 1 ? sample->directions[dimension][bit] : 0;
    return ((double)x + 0.5) * 0x1p-32;
}

void sobol_point(const SobolSample *sample, int64_t p, double *ret_point)
{
    int k = sample->factors, j = (int)(p % (k + 2));
    int64_t row = p / (k + 2);
    int first = j == 1 ? k : 0, near = SOBOL_DIMENSIONS - first;
    near = near < 0 ? 0 : near > k ? k : near;
    for (int i = 0; i < near; i++)
        ret_point[i] = number_at(sample, row, first + i);
    uint64_t from = (uint64_t)first + (uint64_t)near;
    draw_uniforms(sample->seed, (uint64_t)row, from, k - near, ret_point + near);
    if (j >= 2)
        ret_point[j - 2] = number_at(sample, row, k + j - 2);
}

typedef struct Work {
    const SobolSample *sample;
    const double *f;         /* [rows][factors + 2] */
    double *firsts, *totals; /* [SOBOL_BOOTS][factors] */
    double *moments;         /* [SOBOL_BOOTS] variances */
} Work;

/* Indices of the rows that pick says (NULL: each once), in that order. */
static void indices_of(const Work *w, const uint32_t *pick, double *ret_mean, double *ret_variance,
                       double *ret_first, double *ret_total)
{
    int k = w->sample->factors;
    int64_t rows = w->sample->rows;
    double sum = 0, squares = 0;
    for (int64_t r = 0; r < rows; r++) {
        const double *f = w->f + (pick ? pick[r] : r) * (k + 2);
        sum += f[0] + f[1];
    }
    double mean = sum / (2.0 * (double)rows);
    for (int i = 0; i < k; i++)
        ret_first[i] = ret_total[i] = 0;
    for (int64_t r = 0; r < rows; r++) {
        const double *f = w->f + (pick ? pick[r] : r) * (k + 2);
        double a = f[0], from_mean = f[1] - mean;
        squares += (a - mean) * (a - mean) + from_mean * from_mean;
        for (int i = 0; i < k; i++) {
            double moved = f[2 + i] - a;
            ret_first[i] += from_mean * moved;
            ret_total[i] += moved * moved;
        }
    }
    double variance = squares / (2.0 * (double)rows);
    for (int i = 0; i < k; i++) {
        ret_first[i] = variance > 0 ? ret_first[i] / (double)rows / variance : 0;
        ret_total[i] = variance > 0 ? ret_total[i] / (2.0 * (double)rows) / variance : 0;
    }
    *ret_mean = mean;
    *ret_variance = variance;
}

typedef struct Boot {
    const Work *work;
    uint32_t *picks; /* [workers][rows] */
} Boot;

static void boot_once(void *ctx, int64_t item, int worker)
{
    const Boot *boot = ctx;
    const Work *w = boot->work;
    uint32_t *pick = boot->picks + worker * w->sample->rows;
    double mean, variance;
    for (int64_t r = 0; r < w->sample->rows; r++)
        pick[r] = draw_below(w->sample->seed, BOOT_DRAW + (uint64_t)item, (uint64_t)r,
                             (uint32_t)w->sample->rows);
    indices_of(w, pick, &mean, &variance, w->firsts + item * w->sample->factors,
               w->totals + item * w->sample->factors);
}

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The 5th and 95th of a hundred, of one factor over all that were drawn again. */
static void interval_of(const double *all, int factors, int i, SobolInterval *to)
{
    double one[SOBOL_BOOTS];
    for (int b = 0; b < SOBOL_BOOTS; b++)
        one[b] = all[b * factors + i];
    qsort(one, SOBOL_BOOTS, sizeof one[0], by_size);
    to->low = one[SOBOL_BOOTS * 5 / 100 - 1];
    to->high = one[SOBOL_BOOTS * 95 / 100 - 1];
}

static void estimate(Arena *arena, const SobolSample *sample, const double *f, const ParFor *par,
                     SobolResult *result)
{
    int k = sample->factors;
    Work work = {.sample = sample, .f = f};
    double *first = arena_new(arena, double, k), *total = arena_new(arena, double, k);
    Boot boot = {&work, arena_new(arena, uint32_t, par->workers * sample->rows)};
    work.firsts = arena_new(arena, double, SOBOL_BOOTS *k);
    work.totals = arena_new(arena, double, SOBOL_BOOTS *k);
    indices_of(&work, NULL, &result->mean, &result->variance, first, total);
    par_for(par, SOBOL_BOOTS, boot_once, &boot);
    result->first = arena_new(arena, SobolInterval, k);
    result->total = arena_new(arena, SobolInterval, k);
    for (int i = 0; i < k; i++) {
        result->first[i].is = first[i];
        result->total[i].is = total[i];
        interval_of(work.firsts, k, i, &result->first[i]);
        interval_of(work.totals, k, i, &result->total[i]);
    }
}

bool sobol_run(Arena *arena, const SobolSample *sample, int batch, SobolFn fn, void *fn_ctx,
               const ParFor *par, bool (*progress)(void *ctx, int64_t done, int64_t of),
               void *progress_ctx, SobolResult *ret_result, Err *err)
{
    int64_t points = sobol_points(sample);
    double *f = arena_new(arena, double, points);
    SobolResult result = {.points = points};
    for (int64_t done = 0; done < points;) {
        int count = points - done < batch ? (int)(points - done) : batch;
        if (!fn(fn_ctx, sample, done, count, f + done, err))
            return false;
        done += count;
        if (progress && !progress(progress_ctx, done, points) && done < points) {
            *ret_result = (SobolResult){.points = done, .stopped = true};
            return true;
        }
    }
    estimate(arena, sample, f, par, &result);
    *ret_result = result;
    return true;
}

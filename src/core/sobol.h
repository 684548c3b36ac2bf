/* core/sobol.h - how much of a result's variance each uncertain factor makes: Sobol' indices of first order and total.
 *
 * A function of k factors, each uniform in [0, 1), is evaluated at N * (k + 2) points: matrices A and B, and A with column i
 * of B (Saltelli et al. 2010). With f0 and V the mean and the variance of f(A) and f(B) together: first order Si = mean of
 * (f(B) - f0) (f(ABi) - f(A)) / V, total Ti = mean of (f(A) - f(ABi))^2 / 2V (Jansen). Taking f0 off changes no expectation
 * and takes away the error of functions far from zero. Intervals: rows drawn again with replacement, 5 and 95 per cent. The
 * first SOBOL_DIMENSIONS numbers of a row are Sobol's sequence with a random digital shift, the rest are Philox's
 * (core/draw.h). Sums run in order of rows: the same bits with any number of threads. Callers: core/stability, app/. */
#pragma once
#include "base/err.h"
#include "base/par.h"

enum { SOBOL_DIMENSIONS = 21, SOBOL_BOOTS = 200, SOBOL_BITS = 32 };

typedef struct SobolSample {
    int factors;
    int64_t rows; /* N, best a power of two; below 2^31 */
    uint64_t seed;
    uint32_t shifts[SOBOL_DIMENSIONS], directions[SOBOL_DIMENSIONS][SOBOL_BITS];
} SobolSample;
SobolSample sobol_sample(int factors, int64_t rows, uint64_t seed);

/* Values of points first..first + count - 1; sobol_point says where they lie. False with an error stops. */
typedef bool (*SobolFn)(void *ctx, const SobolSample *sample, int64_t first, int count,
                        double *ret_values, Err *err);

typedef struct SobolInterval {
    double is, low, high;
} SobolInterval;

typedef struct SobolResult {
    double mean, variance; /* variance 0: nothing moves, all indices are 0 */
    int64_t points;
    bool stopped;
    SobolInterval *first, *total; /* [factors] */
} SobolResult;

static inline int64_t sobol_points(const SobolSample *sample)
{
    return sample->rows * (sample->factors + 2);
}
/* Point p = row * (factors + 2) + j: j 0 of A, 1 of B, 2 + i of A with factor i of B. ret_point[factors]. */
void sobol_point(const SobolSample *sample, int64_t p, double *ret_point);
/* batch: points that fn is asked for at once. progress may be NULL; false stops. */
bool sobol_run(Arena *arena, const SobolSample *sample, int batch, SobolFn fn, void *fn_ctx,
               const ParFor *par, bool (*progress)(void *ctx, int64_t done, int64_t of),
               void *progress_ctx, SobolResult *ret_result, Err *err);

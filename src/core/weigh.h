/* core/weigh.h - weights from data or judgement: entropy (熵权), CRITIC, coefficient of variation
 * (变异系数), AHP (层次分析), and their combination.
 *
 * Columns are fractions (leaf results, direction applied), x[n columns][m rows]; rows with a NaN in
 * any column are left out. ret_weights[n] sum to 1. A constant column has weight 0; when nothing varies
 * all weights are equal and *ret_warned is true. Entropy: p = x / Σx, e = -Σ p ln p / ln m (0 ln 0 =
 * 0), w ~ 1 - e; negative x is refused by the scheme's check, here it counts as 0. CRITIC: sd (n-1) x Σ (1 -
 * r) over the columns that vary; where no two of them differ (r = 1 everywhere, or one alone) they weigh the
 * same and *ret_warned is true. CV: sd (n-1) / |mean|; a mean of 0 has none, weight 0. Sums run in row
 * order. docs/scoring.md has the formulae and sources. */
#pragma once
#include "base/arena.h"

void weigh_entropy(Arena *arena, const double *const *x, int n, int m, double *ret_weights,
                   bool *ret_warned);
void weigh_critic(Arena *arena, const double *const *x, int n, int m, double *ret_weights,
                  bool *ret_warned);
void weigh_cv(Arena *arena, const double *const *x, int n, int m, double *ret_weights,
              bool *ret_warned);

typedef struct Ahp {
    double lambda_max;
    double ci, ri, cr; /* consistency ratio; ri by Saaty's table up to n = 15; 0 for n <= 2 */
} Ahp;
/* Principal eigenvector of matrix[n * n] by the power method. False: not positive, a diagonal that is not
 * 1, or not reciprocal (a * b off 1 by more than 5 %: 1/7 may be typed as 0.14). Beyond n = 15 ri is that of
 * 15, which is strict. */
bool weigh_ahp(Arena *arena, const double *matrix, int n, double *ret_weights, Ahp *ret_ahp);
/* Weighted mean of k weight vectors, shares[k], normalised to sum 1 (all nothing: equal). */
void weigh_combine(const double *const *weights, const double *shares, int k, int n,
                   double *ret_weights);

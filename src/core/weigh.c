#include "core/weigh.h"

#include "core/num.h"

#include <string.h>

static const double SAME = 1e-12; /* correlations this close to 1 are 1: what is left is rounding */
static const double RECIPROCAL = 0.05; /* 1/7 may be typed as 0.14 */
static const double LARGEST = 1e300;
static const double SETTLED = 1e-15;
enum { ROUNDS_MAX = 1000, RANDOM_INDEX_MAX = 15 };
/* Mean consistency index of random matrices of that order (Saaty 1980). */
static const double RANDOM_INDEX[RANDOM_INDEX_MAX + 1] = {
    0, 0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59};

/* The rows without a gap, and of every column whether it varies, its mean and its deviations' squares. */
typedef struct Data {
    const double *const *x;
    int n, rows;
    int *row;     /* [rows] index in x */
    bool *varies; /* [n] */
    int nvarying;
    double *mean;  /* [n] */
    double *sigma; /* [n] standard deviation, divided by rows - 1 */
} Data;

static bool complete(const double *const *x, int n, int row)
{
    for (int j = 0; j < n; j++)
        if (x[j][row] != x[j][row])
            return false;
    return true;
}

static void measure(Data *data, int j)
{
    const double *x = data->x[j];
    double sum = 0, squares = 0;
    for (int i = 0; i < data->rows; i++) {
        sum += x[data->row[i]];
        data->varies[j] |= x[data->row[i]] != x[data->row[0]];
    }
    if (!data->varies[j])
        return;
    data->mean[j] = sum / data->rows;
    for (int i = 0; i < data->rows; i++) {
        double off = x[data->row[i]] - data->mean[j];
        squares += off * off;
    }
    data->sigma[j] = num_sqrt(squares / (data->rows - 1));
    data->varies[j] = data->sigma[j] > 0; /* less than squares can hold is nothing */
    data->nvarying += data->varies[j];
}

static Data data_of(Arena *arena, const double *const *x, int n, int m)
{
    Data data = {.x = x, .n = n};
    data.row = arena_new(arena, int, m);
    data.varies = arena_new(arena, bool, n);
    data.mean = arena_new(arena, double, n);
    data.sigma = arena_new(arena, double, n);
    for (int i = 0; i < m; i++)
        if (complete(x, n, i))
            data.row[data.rows++] = i;
    for (int j = 0; j < n; j++)
        measure(&data, j);
    return data;
}

/* Makes weights sum to 1. Where they say nothing, all that vary weigh the same (or all, if none does). */
static void settle(const Data *data, double *weights, bool *ret_warned)
{
    double sum = 0;
    for (int j = 0; j < data->n; j++)
        sum += weights[j];
    *ret_warned = !(sum > 0 && sum < LARGEST);
    if (*ret_warned) {
        sum = 0;
        for (int j = 0; j < data->n; j++) {
            weights[j] = data->nvarying == 0 || data->varies[j] ? 1 : 0;
            sum += weights[j];
        }
    }
    for (int j = 0; j < data->n; j++)
        weights[j] /= sum;
}

/* 1 - e of one column. */
static double information(const Data *data, int j)
{
    double sum = 0, entropy = 0;
    for (int i = 0; i < data->rows; i++) {
        double x = data->x[j][data->row[i]];
        sum += x > 0 ? x : 0;
    }
    if (!(sum > 0))
        return 0;
    for (int i = 0; i < data->rows; i++) {
        double p = data->x[j][data->row[i]] / sum;
        entropy -= p > 0 ? p * num_log(p) : 0;
    }
    double rest = 1 - entropy / num_log(data->rows);
    return rest > 0 ? rest : 0;
}

void weigh_entropy(Arena *arena, const double *const *x, int n, int m, double *ret_weights,
                   bool *ret_warned)
{
    ArenaMark mark = arena_mark(arena);
    Data data = data_of(arena, x, n, m);
    for (int j = 0; j < n; j++)
        ret_weights[j] = data.varies[j] ? information(&data, j) : 0;
    settle(&data, ret_weights, ret_warned);
    arena_rewind(arena, mark);
}

/* 1 - r of two columns that vary. */
static double conflict(const Data *data, int j, int k)
{
    double products = 0;
    for (int i = 0; i < data->rows; i++) {
        int row = data->row[i];
        products += (data->x[j][row] - data->mean[j]) * (data->x[k][row] - data->mean[k]);
    }
    double r = products / (data->rows - 1) / (data->sigma[j] * data->sigma[k]);
    return 1 - r < SAME ? 0 : 1 - r;
}

void weigh_critic(Arena *arena, const double *const *x, int n, int m, double *ret_weights,
                  bool *ret_warned)
{
    ArenaMark mark = arena_mark(arena);
    Data data = data_of(arena, x, n, m);
    double *sums = arena_new(arena, double, n);
    for (int j = 0; j < n; j++)
        for (int k = 0; k < j; k++)
            if (data.varies[j] && data.varies[k]) {
                double one = conflict(&data, j, k);
                sums[j] += one;
                sums[k] += one;
            }
    for (int j = 0; j < n; j++)
        ret_weights[j] = data.sigma[j] * sums[j];
    settle(&data, ret_weights, ret_warned);
    arena_rewind(arena, mark);
}

void weigh_cv(Arena *arena, const double *const *x, int n, int m, double *ret_weights,
              bool *ret_warned)
{
    ArenaMark mark = arena_mark(arena);
    Data data = data_of(arena, x, n, m);
    for (int j = 0; j < n; j++) {
        double mean = data.mean[j] < 0 ? -data.mean[j] : data.mean[j];
        ret_weights[j] = mean > data.sigma[j] * SAME ? data.sigma[j] / mean : 0;
    }
    settle(&data, ret_weights, ret_warned);
    arena_rewind(arena, mark);
}

static bool reciprocal(const double *matrix, int n)
{
    for (int i = 0; i < n; i++)
        for (int j = 0; j <= i; j++) {
            double there = matrix[i * n + j], back = matrix[j * n + i];
            if (!(there > 0) || !(back > 0))
                return false;
            double off = there * back - 1;
            if (i == j ? there != 1 : !(off <= RECIPROCAL && off >= -RECIPROCAL))
                return false;
        }
    return true;
}

/* next = matrix * weights, then weights = next with sum 1; returns the largest relative change. */
static double power_step(const double *matrix, int n, double *weights, double *next)
{
    double sum = 0, change = 0;
    for (int i = 0; i < n; i++) {
        next[i] = 0;
        for (int j = 0; j < n; j++)
            next[i] += matrix[i * n + j] * weights[j];
        sum += next[i];
    }
    for (int i = 0; i < n; i++) {
        double now = next[i] / sum, off = (now - weights[i]) / now;
        off = off < 0 ? -off : off;
        change = off > change ? off : change;
        weights[i] = now;
    }
    return change;
}

bool weigh_ahp(Arena *arena, const double *matrix, int n, double *ret_weights, Ahp *ret_ahp)
{
    *ret_ahp = (Ahp){0};
    if (n < 1 || !reciprocal(matrix, n))
        return false;
    ArenaMark mark = arena_mark(arena);
    double *next = arena_new(arena, double, n);
    for (int i = 0; i < n; i++)
        ret_weights[i] = 1.0 / n;
    for (int round = 0; round < ROUNDS_MAX; round++)
        if (power_step(matrix, n, ret_weights, next) <= SETTLED)
            break;
    double lambda = 0;
    for (int i = 0; i < n; i++) {
        next[i] = 0;
        for (int j = 0; j < n; j++)
            next[i] += matrix[i * n + j] * ret_weights[j];
        lambda += next[i] / ret_weights[i];
    }
    arena_rewind(arena, mark);
    if (!(lambda < LARGEST))
        return false;
    ret_ahp->lambda_max = lambda / n;
    if (n <= 2)
        return true;
    ret_ahp->ci = (ret_ahp->lambda_max - n) / (n - 1);
    if (ret_ahp->ci < SAME) /* of a consistent matrix only rounding is left */
        ret_ahp->ci = 0;
    ret_ahp->ri = RANDOM_INDEX[n < RANDOM_INDEX_MAX ? n : RANDOM_INDEX_MAX];
    ret_ahp->cr = ret_ahp->ci / ret_ahp->ri;
    return true;
}

void weigh_combine(const double *const *weights, const double *shares, int k, int n,
                   double *ret_weights)
{
    double sum = 0;
    for (int j = 0; j < n; j++) {
        ret_weights[j] = 0;
        for (int i = 0; i < k; i++)
            ret_weights[j] += shares[i] * weights[i][j];
        sum += ret_weights[j];
    }
    for (int j = 0; j < n; j++)
        ret_weights[j] = sum > 0 ? ret_weights[j] / sum : 1.0 / n;
}

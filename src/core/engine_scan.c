/* The first look at a column: whether every cell is given, the least and the greatest. Eight lanes side by side
 * whatever the processor has, so that what comes out is the same everywhere. */
#include "core/engine_inner.h"

enum { LANES = 8 };
typedef double Lanes __attribute__((vector_size(LANES * sizeof(double))));
typedef int64_t Mask __attribute__((vector_size(LANES * sizeof(int64_t))));

#define PICK(mask, a, b) ((Lanes)(((mask) & (Mask)(a)) | (~(mask) & (Mask)(b))))

/* A NaN is neither below nor above. */
static void scan_tail(const double *x, int n, double *low, double *high, int64_t *odd)
{
    for (int i = 0; i < n; i++) {
        low[i] = x[i] < low[i] ? x[i] : low[i];
        high[i] = x[i] > high[i] ? x[i] : high[i];
        odd[i] |= !(x[i] == x[i]);
    }
}

CLONES
static void scan_lanes(const double *x, int n, Scan *ret)
{
    double low[LANES], high[LANES];
    int64_t odd[LANES];
    Lanes lows, highs;
    Mask odds = {0};
    for (int i = 0; i < LANES; i++) {
        lows[i] = __builtin_inf();
        highs[i] = -__builtin_inf();
    }
    int u = 0;
    for (; u + LANES <= n; u += LANES) {
        Lanes v;
        memcpy(&v, x + u, sizeof v);
        lows = PICK(v < lows, v, lows);
        highs = PICK(v > highs, v, highs);
        odds |= v != v;
    }
    memcpy(low, &lows, sizeof low);
    memcpy(high, &highs, sizeof high);
    memcpy(odd, &odds, sizeof odd);
    scan_tail(x + u, n - u, low, high, odd);
    *ret = (Scan){.low = low[0], .high = high[0], .even = !odd[0]};
    for (int i = 1; i < LANES; i++) {
        ret->low = low[i] < ret->low ? low[i] : ret->low;
        ret->high = high[i] > ret->high ? high[i] : ret->high;
        ret->even = ret->even && !odd[i];
    }
}

Scan engine_scan(const double *x, int n)
{
    Scan scan;
    scan_lanes(x, n, &scan);
    return scan;
}

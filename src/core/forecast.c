#include "core/forecast.h"

#include "core/num.h"

enum { FRACTION_STEPS_MAX = 400 };

/* B(n/2, 1/2) by B(a+1, 1/2) = B(a, 1/2) a / (a + 1/2), from B(1/2, 1/2) = pi and B(1, 1/2) = 2. */
static double half_beta(int n)
{
    double b = n % 2 ? 3.14159265358979323846 : 2;
    for (double a = n % 2 ? 0.5 : 1; a < n / 2.0 - 0.25; a += 1)
        b *= a / (a + 0.5);
    return b;
}

static double whole_power(double x, int n)
{
    double p = 1;
    for (int i = 0; i < n; i++)
        p *= x;
    return p;
}

/* The continued fraction of the incomplete beta function (Abramowitz and Stegun 26.5.8), by Lentz. */
static double beta_fraction(double a, double b, double x)
{
    const double tiny = 1e-300;
    double c = 1, d = 1 - (a + b) * x / (a + 1), f;
    d = 1 / (d > -tiny && d < tiny ? tiny : d);
    f = d;
    for (int m = 1; m <= FRACTION_STEPS_MAX; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / (1 + even * d);
        c = 1 + even / c;
        f *= c * d;
        d = 1 / (1 + odd * d);
        c = 1 + odd / c;
        double step = c * d;
        f *= step;
        if (step - 1 < 1e-15 && 1 - step < 1e-15)
            break;
    }
    return f;
}

double student_below(double t, int degrees)
{
    double n = degrees, x = n / (n + t * t), a = n / 2, tail;
    double front = whole_power(num_sqrt(x), degrees) * num_sqrt(1 - x) / half_beta(degrees);
    if (x < (a + 1) / (a + 2.5))
        tail = front * beta_fraction(a, 0.5, x) / a / 2;
    else
        tail = 0.5 - front * beta_fraction(0.5, a, 1 - x);
    return t > 0 ? 1 - tail : tail;
}

static ForecastWord word_of(double likelihood)
{
    static const double from[FORECAST_WORDS] = {0.90, 0.66, 0.33, 0.10, -1};
    int word = 0;
    while (word < FORECAST_VERY_UNLIKELY && likelihood < from[word])
        word++;
    return (ForecastWord)word;
}

static double clamped(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

typedef struct Ratios {
    int count;
    double mean, sd;
} Ratios;

static Ratios ratios_of(const ForecastInput *in)
{
    Ratios r = {0};
    double sum = 0, squares = 0;
    for (int i = 0; i < in->seen; i++)
        if (in->planned[i] > 0) {
            sum += in->done[i] / in->planned[i];
            r.count++;
        }
    r.mean = r.count ? sum / r.count : 0;
    for (int i = 0; i < in->seen; i++)
        if (in->planned[i] > 0) {
            double away = in->done[i] / in->planned[i] - r.mean;
            squares += away * away;
        }
    r.sd = r.count > 1 ? num_sqrt(squares / (r.count - 1)) : 0;
    return r;
}

Forecast forecast(const ForecastInput *in)
{
    Ratios r = ratios_of(in);
    Forecast f = {.state = FORECAST_GIVEN, .months = r.count, .mean = r.mean, .sd = r.sd};
    double sum = 0, squares = 0;
    for (int i = 0; i < in->ahead; i++) {
        sum += in->to_come[i];
        squares += in->to_come[i] * in->to_come[i];
    }
    f.state = in->ahead == 0                  ? FORECAST_YEAR_OVER
              : r.count < FORECAST_MONTHS_MIN ? FORECAST_TOO_EARLY
              : r.count > FORECAST_MONTHS_MAX ? FORECAST_NO_PLAN
                                              : FORECAST_GIVEN;
    if (f.state != FORECAST_GIVEN)
        return f;
    f.final = in->stands + r.mean * sum;
    double error = r.sd * num_sqrt(squares + sum * sum / r.count);
    double above = f.final - in->target; /* the margin by which it would be met */
    above = in->is_ceiling ? -above : above;
    f.likelihood = error > 0 ? student_below(above / error, r.count - 1) : above >= 0 ? 1 : 0;
    f.percent = (int)clamped(f.likelihood * 100 + 0.5, 1, 99);
    f.word = word_of(f.likelihood);
    return f;
}

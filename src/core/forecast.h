/* core/forecast.h - how likely a target is met at the end of the year (完成可能性), from the months seen.
 *
 * Each month has a planned part of the year's amount and a part that was done; their quotient is the
 * month's realisation (兑现率). Months to come are taken to be realised like those seen: the sum still
 * planned, times the mean, is added to what stands. The spread of the quotients, the number of months
 * to come and that the mean itself is only an estimate give the standard error; the prediction follows
 * Student's t with one degree less than months. docs/targets.md has the formula, an example and its
 * source. Never for statistics, never before FORECAST_MONTHS_MIN months; it says how likely, never what
 * anybody's value would have to be. Pure. Callers: app/target/targets. */
#pragma once
#include <stdbool.h>

enum { FORECAST_MONTHS_MIN = 4, FORECAST_MONTHS_MAX = 240 };

typedef enum ForecastState {
    FORECAST_GIVEN,
    FORECAST_TOO_EARLY,  /* fewer months than FORECAST_MONTHS_MIN with a plan and a value */
    FORECAST_STATISTICS, /* 口径=统计 */
    FORECAST_NO_PLAN,    /* nothing that could be held against months */
    FORECAST_NO_AMOUNT,  /* a mean, a node, something to be met exactly: no parts that add up */
    FORECAST_YEAR_OVER,  /* the last month is in: it is met or it is not */
    FORECAST_STATES
} ForecastState;

/* In words, by the usual scale of likelihood: from 90 %, 66 %, 33 %, 10 %, below. */
typedef enum ForecastWord {
    FORECAST_VERY_LIKELY,
    FORECAST_LIKELY,
    FORECAST_EVEN,
    FORECAST_UNLIKELY,
    FORECAST_VERY_UNLIKELY,
    FORECAST_WORDS
} ForecastWord;

/* Parts in order of months; those seen first. A month without a planned part says nothing and is left out. */
typedef struct ForecastInput {
    const double *planned, *done; /* [seen] */
    int seen;
    const double *to_come; /* [ahead] planned parts of the months to come */
    int ahead;
    double stands, target;
    bool is_ceiling; /* met by what is not above it */
} ForecastInput;

typedef struct Forecast {
    ForecastState state;
    int months;        /* that were counted */
    double mean, sd;   /* of their realisation */
    double final;      /* expected at the end of the year */
    double likelihood; /* 0 … 1 */
    int percent;       /* rounded, and never 0 or 100: 1 … 99 */
    ForecastWord word;
} Forecast;

Forecast forecast(const ForecastInput *input);
/* P(T <= t) of Student's t with `degrees` of freedom, 1 … FORECAST_MONTHS_MAX. */
double student_below(double t, int degrees);

/* Exact weights come from 40-digit arithmetic (mpmath) on the same numbers; the published ones, with
 * their printed digits, stand beside them. */
#include "check.h"
#include "core/weigh.h"

#include <math.h>

static void check_weights(const double *found, const double *expected, int n, double off)
{
    double sum = 0;
    for (int i = 0; i < n; i++) {
        sum += found[i];
        if (!(fabs(found[i] - expected[i]) <= off))
            fail_msg("weight %d: %.17g instead of %.17g", i, found[i], expected[i]);
    }
    CHECK(fabs(sum - 1) < 1e-15);
}

/* Fills a reciprocal matrix from what stands above its diagonal. */
static void fill(const double *upper, int n, double *matrix)
{
    for (int i = 0; i < n; i++)
        for (int j = i; j < n; j++) {
            double x = i == j ? 1 : *upper++;
            matrix[i * n + j] = x;
            matrix[j * n + i] = 1 / x;
        }
}

static void check_ahp(const double *upper, int n, const double *exact, const double *printed,
                      double printed_off, double lambda, double cr)
{
    AUTO_ARENA a = {0};
    double matrix[64], weights[8];
    Ahp ahp;
    fill(upper, n, matrix);
    CHECK(weigh_ahp(&a, matrix, n, weights, &ahp));
    check_weights(weights, exact, n, 1e-14);
    check_weights(weights, printed, n, printed_off);
    CHECK(fabs(ahp.lambda_max - lambda) < 1e-13);
    CHECK(fabs(ahp.cr - cr) < 1e-13 && fabs(ahp.ci - (lambda - n) / (n - 1)) < 1e-13);
}

static void ahp__gives_the_eigenvectors_that_saaty_printed(void **state)
{
    (void)state;
    /* relative consumption of drinks: Saaty, Relative measurement and its generalization (2008) */
    const double t = 1.0 / 3, h = 0.5, ninth = 1.0 / 9;
    const double drinks[] = {9, 5,    2, 1,     1, h, t, ninth, ninth, ninth, ninth,
                             t, 0.25, t, ninth, h, 1, t, 2,     h,     t};
    check_ahp(drinks, 7,
              (const double[]){0.17745674744571682, 0.019149476024353582, 0.041831181662097909,
                               0.11641703173485864, 0.18957237532617614, 0.12878054853872255,
                               0.32679263926807435},
              (const double[]){.177, .019, .042, .116, .190, .129, .327}, 0.0005,
              7.1766290393303414, 0.022301646380093616);
    /* choice of a school: Saaty, The Analytic Hierarchy Process (1980); inconsistent as it is */
    const double school[] = {4, 3, 1, 3, 4, 7, 3, 0.2, 1, 0.2, 0.2, 1.0 / 6, 1, t, 3};
    check_ahp(school, 6,
              (const double[]){0.32077018326310674, 0.13950274542094129, 0.034768307699655662,
                               0.12848601846309245, 0.23738999474001614, 0.13908275041318773},
              (const double[]){.32, .14, .03, .13, .24, .14}, 0.005, 7.4198701019212649,
              0.22901130676149435);
    check_ahp((const double[]){2, 5, 3}, 3,
              (const double[]){0.58155206685161597, 0.3089956436328642, 0.10945228951551982},
              (const double[]){.582, .309, .109}, 0.0005, 3.0036945980636396,
              0.0031849983307237561);
}

static void ahp__has_its_edges(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    double w[20];
    Ahp ahp;
    CHECK(weigh_ahp(&a, (const double[]){1}, 1, w, &ahp) && w[0] == 1 && ahp.cr == 0);
    CHECK(weigh_ahp(&a, (const double[]){1, 3, 1.0 / 3, 1}, 2, w, &ahp) && ahp.cr == 0);
    check_weights(w, (const double[]){0.75, 0.25}, 2, 1e-15);
    /* consistent: a consistency ratio of exactly nothing */
    CHECK(weigh_ahp(&a, (const double[]){1, 2, 6, 0.5, 1, 3, 1.0 / 6, 1.0 / 3, 1}, 3, w, &ahp));
    check_weights(w, (const double[]){0.6, 0.3, 0.1}, 3, 1e-15);
    CHECK(ahp.ci == 0 && ahp.cr == 0 && ahp.ri == 0.58);
    /* typed with two decimals, taken as typed */
    CHECK(weigh_ahp(&a, (const double[]){1, 7, 9, 0.14, 1, 3, 0.11, 0.33, 1}, 3, w, &ahp));
    CHECK(!weigh_ahp(&a, (const double[]){1, 2, 2, 1}, 2, w, &ahp));
    CHECK(!weigh_ahp(&a, (const double[]){1, -2, -0.5, 1}, 2, w, &ahp));
    CHECK(!weigh_ahp(&a, (const double[]){1, 0, 0, 1}, 2, w, &ahp));
    CHECK(!weigh_ahp(&a, (const double[]){2, 1, 1, 2}, 2, w, &ahp));
    CHECK(!weigh_ahp(&a, (const double[]){1, NAN, NAN, 1}, 2, w, &ahp));
    CHECK(!weigh_ahp(&a, (const double[]){1, INFINITY, 0, 1}, 2, w, &ahp));
    double big[400];
    for (int i = 0; i < 400; i++)
        big[i] = 1;
    CHECK(weigh_ahp(&a, big, 20, w, &ahp) && w[19] == 0.05 && ahp.ri == 1.59 && ahp.cr == 0);
    /* as far from consistent as 1 to 9 can be: it ends, and says so */
    CHECK(weigh_ahp(&a, (const double[]){1, 9, 1.0 / 9, 1.0 / 9, 1, 9, 9, 1.0 / 9, 1}, 3, w, &ahp));
    CHECK(ahp.cr > 5 && fabs(w[0] - 1.0 / 3) < 1e-12);
}

/* Five machines by six criteria: Tuş, Aytaç Adalı, OPSEARCH 56 (2019). */
static const double MACHINES[6][5] = {{5000, 680, 2000, 600, 800},
                                      {3, 5, 3, 4, 2},
                                      {3, 3, 2, 3, 4},
                                      {4, 2, 3, 1, 3},
                                      {3, 2, 4, 2, 3},
                                      {2, 1, 3, 2, 4}};
/* Four alternatives by four criteria, of the same kind as in textbooks on entropy weights. */
static const double ROOMS[4][4] = {
    {3.0, 2.5, 1.8, 2.2}, {100, 80, 50, 70}, {10, 8, 20, 12}, {7, 5, 11, 9}};

static void critic__gives_the_published_weights(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    double x[6][5], w[6];
    const double *columns[6];
    bool warned = true;
    for (int j = 0; j < 6; j++) {
        double low = INFINITY, high = -INFINITY;
        for (int i = 0; i < 5; i++) {
            low = fmin(low, MACHINES[j][i]);
            high = fmax(high, MACHINES[j][i]);
        }
        for (int i = 0; i < 5; i++)
            x[j][i] = (MACHINES[j][i] - low) / (high - low);
        columns[j] = x[j];
    }
    weigh_critic(&a, columns, 6, 5, w, &warned);
    CHECK(!warned);
    check_weights(w, (const double[]){.157, .249, .168, .121, .154, .151}, 6, 0.0005);
    check_weights(w,
                  (const double[]){0.15700343204153302, 0.24948924316364141, 0.16767524919269678,
                                   0.12110022243022367, 0.15409929158594757, 0.15063256158595754},
                  6, 1e-15);
}

static void entropy_and_cv__give_exact_weights(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const double *columns[] = {ROOMS[0], ROOMS[1], ROOMS[2], ROOMS[3]};
    double w[4];
    bool warned;
    weigh_entropy(&a, columns, 4, 4, w, &warned);
    CHECK(!warned);
    check_weights(w,
                  (const double[]){0.11457544989508972, 0.19808197181903796, 0.41846124455960393,
                                   0.26888133372626839},
                  4, 1e-14);
    weigh_cv(&a, columns, 4, 4, w, &warned);
    CHECK(!warned);
    check_weights(w,
                  (const double[]){0.17257457754018993, 0.22491149562519332, 0.34098107371649702,
                                   0.26153285311811974},
                  4, 1e-15);
    weigh_critic(&a, columns, 4, 4, w, &warned);
    check_weights(w,
                  (const double[]){0.017105034212637578, 0.71001772285439478, 0.18523497697340745,
                                   0.087642265959560198},
                  4, 1e-14);
}

typedef void Weigh(Arena *, const double *const *, int, int, double *, bool *);

static void check_all(const double *const *x, int n, int m, const double *expected,
                      bool expected_warned)
{
    Weigh *const methods[] = {weigh_entropy, weigh_critic, weigh_cv};
    for (int i = 0; i < 3; i++) {
        AUTO_ARENA a = {0};
        double w[4];
        bool warned = !expected_warned;
        methods[i](&a, x, n, m, w, &warned);
        check_weights(w, expected, n, 1e-15);
        CHECK(warned == expected_warned);
    }
}

static void weights__of_columns_that_say_nothing(void **state)
{
    (void)state;
    const double same[] = {.3, .3, .3, .3}, none[4] = {0}, up[] = {.1, .2, .3, .4};
    const double down[] = {.4, .3, .2, .1}, gap[] = {.4, NAN, .2, .1},
                 gaps[] = {NAN, NAN, NAN, NAN};
    check_all((const double *[]){same, none}, 2, 4, (const double[]){.5, .5}, true);
    check_all((const double *[]){up, same, down}, 3, 4, (const double[]){.5, 0, .5}, false);
    check_all((const double *[]){up, down}, 2, 1, (const double[]){.5, .5}, true);
    check_all((const double *[]){up, down}, 2, 0, (const double[]){.5, .5}, true);
    check_all((const double *[]){up, gaps}, 2, 4, (const double[]){.5, .5}, true);
    /* rows with a gap are left out in all columns */
    double with[3], without[3];
    bool warned;
    AUTO_ARENA a = {0};
    const double up3[] = {.1, .3, .4}, odd[] = {.7, .1, .2, .9}, odd3[] = {.7, .2, .9},
                 gap3[] = {.4, .2, .1};
    Weigh *const methods[] = {weigh_entropy, weigh_critic, weigh_cv};
    for (int i = 0; i < 3; i++) {
        methods[i](&a, (const double *[]){up, gap, odd}, 3, 4, with, &warned);
        methods[i](&a, (const double *[]){up3, gap3, odd3}, 3, 3, without, &warned);
        check_weights(with, without, 3, 0);
    }
}

static void weights__of_one_column_that_varies(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const double same[] = {.3, .3, .3}, up[] = {.1, .2, .6}, twice[] = {.2, .4, 1.2};
    double w[3];
    bool warned;
    weigh_entropy(&a, (const double *[]){same, up}, 2, 3, w, &warned);
    CHECK(w[0] == 0 && w[1] == 1 && !warned);
    weigh_cv(&a, (const double *[]){same, up}, 2, 3, w, &warned);
    CHECK(w[0] == 0 && w[1] == 1 && !warned);
    weigh_critic(&a, (const double *[]){same, up}, 2, 3, w, &warned);
    CHECK(w[0] == 0 && w[1] == 1 && warned);
    /* in full agreement there is no conflict to weigh, whatever rounding leaves of 1 - r */
    weigh_critic(&a, (const double *[]){same, up, twice}, 3, 3, w, &warned);
    CHECK(w[0] == 0 && w[1] == 0.5 && w[2] == 0.5 && warned);
}

static void weights__of_zeros_and_negative_numbers(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const double zero[] = {0, 0, 1}, plain[] = {.2, .3, .5}, minus[] = {-.5, .2, .3},
                 about[] = {-1, 0, 1};
    double w[2];
    bool warned;
    /* 0 ln 0 = 0: all in one row is an entropy of nothing */
    weigh_entropy(&a, (const double *[]){zero, plain}, 2, 3, w, &warned);
    double e = -(.2 * log(.2) + .3 * log(.3) + .5 * log(.5)) / log(3);
    check_weights(w, (const double[]){1 / (2 - e), (1 - e) / (2 - e)}, 2, 1e-15);
    /* a negative number counts as 0 */
    weigh_entropy(&a, (const double *[]){minus, plain}, 2, 3, w, &warned);
    double d = -(.4 * log(.4) + .6 * log(.6)) / log(3);
    check_weights(w, (const double[]){(1 - d) / (2 - d - e), (1 - e) / (2 - d - e)}, 2, 1e-14);
    /* a mean of zero has no coefficient of variation */
    weigh_cv(&a, (const double *[]){about, plain}, 2, 3, w, &warned);
    CHECK(w[0] == 0 && w[1] == 1 && !warned);
    weigh_cv(&a, (const double *[]){about, about}, 2, 3, w, &warned);
    CHECK(w[0] == 0.5 && w[1] == 0.5 && warned);
    /* beyond what squares can hold */
    const double tiny[] = {1e-300, 2e-300, 3e-300}, huge[] = {1e300, -1e300, 1e300};
    weigh_critic(&a, (const double *[]){tiny, plain}, 2, 3, w, &warned);
    CHECK(w[0] == 0 && w[1] == 1 && warned);
    weigh_critic(&a, (const double *[]){huge, plain}, 2, 3, w, &warned);
    CHECK(w[0] == 0.5 && w[1] == 0.5 && warned);
    weigh_cv(&a, (const double *[]){huge, plain}, 2, 3, w, &warned);
    CHECK(w[0] == 0 && w[1] == 1 && !warned);
}

static void combination__is_the_weighted_mean(void **state)
{
    (void)state;
    const double a[] = {.2, .8}, b[] = {.6, .4};
    double w[2];
    weigh_combine((const double *[]){a, b}, (const double[]){1, 3}, 2, 2, w);
    check_weights(w, (const double[]){.5, .5}, 2, 1e-15);
    weigh_combine((const double *[]){a, b}, (const double[]){.5, .5}, 2, 2, w);
    check_weights(w, (const double[]){.4, .6}, 2, 1e-15);
    weigh_combine((const double *[]){a, b}, (const double[]){0, 0}, 2, 2, w);
    check_weights(w, (const double[]){.5, .5}, 2, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ahp__gives_the_eigenvectors_that_saaty_printed),
        cmocka_unit_test(ahp__has_its_edges),
        cmocka_unit_test(critic__gives_the_published_weights),
        cmocka_unit_test(entropy_and_cv__give_exact_weights),
        cmocka_unit_test(weights__of_columns_that_say_nothing),
        cmocka_unit_test(weights__of_one_column_that_varies),
        cmocka_unit_test(weights__of_zeros_and_negative_numbers),
        cmocka_unit_test(combination__is_the_weighted_mean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

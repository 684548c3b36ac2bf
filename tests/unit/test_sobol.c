#include "check.h"
#include "core/sobol.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846
#define TWICE(x) ((x) * (x))

typedef double (*Function)(const double *u, int k);

static double ishigami(const double *u, int k)
{
    double x[3];
    for (int i = 0; i < k; i++)
        x[i] = PI * (2 * u[i] - 1);
    return sin(x[0]) + 7 * TWICE(sin(x[1])) + 0.1 * TWICE(TWICE(x[2])) * sin(x[0]);
}

static const double g_a[] = {0, 1, 4.5, 9, 99, 99, 99, 99};

static double g_function(const double *u, int k)
{
    double product = 1;
    for (int i = 0; i < k; i++)
        product *= (fabs(4 * u[i] - 2) + g_a[i]) / (1 + g_a[i]);
    return product;
}

/* A function far from zero: the mean must not reach the indices. */
static double high_sum(const double *u, int k)
{
    double sum = 1e6;
    for (int i = 0; i < k; i++)
        sum += (i + 1) * u[i];
    return sum;
}

static double constant(const double *u, int k)
{
    (void)u;
    (void)k;
    return 4;
}

static bool evaluate(void *ctx, const SobolSample *sample, int64_t first, int count,
                     double *ret_values, Err *err)
{
    const Function *f = ctx;
    double point[40];
    (void)err;
    for (int i = 0; i < count; i++) {
        sobol_point(sample, first + i, point);
        ret_values[i] = (*f)(point, sample->factors);
    }
    return true;
}

static SobolResult indices(Arena *a, Function f, int factors, int64_t rows, int batch)
{
    SobolResult result;
    Err err;
    ParFor one = par_one();
    SobolSample sample = sobol_sample(factors, rows, 1);
    CHECK_OK(sobol_run(a, &sample, batch, evaluate, &f, &one, NULL, NULL, &result, &err), &err);
    return result;
}

static void check_index(SobolInterval found, double expected, double within)
{
    if (fabs(found.is - expected) > within || expected < found.low - within / 10 ||
        expected > found.high + within / 10)
        fail_msg("found %f (%f to %f), expected %f", found.is, found.low, found.high, expected);
}

static void sobol__finds_the_indices_of_ishigami(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    SobolResult r = indices(&a, ishigami, 3, 1 << 13, 1000);
    double b4 = 0.1 * pow(PI, 4), b8 = 0.01 * pow(PI, 8);
    double variance = 49.0 / 8 + b4 / 5 + b8 / 18 + 0.5;
    double first[] = {0.5 * TWICE(1 + b4 / 5) / variance, 49.0 / 8 / variance, 0};
    double both = 8 * b8 / 225 / variance;
    double total[] = {first[0] + both, first[1], both};
    CHECK(fabs(r.variance / variance - 1) < 0.01);
    CHECK(fabs(r.mean - 3.5) < 0.01);
    for (int i = 0; i < 3; i++) {
        check_index(r.first[i], first[i], 0.01);
        check_index(r.total[i], total[i], 0.01);
    }
}

static void sobol__finds_the_indices_of_the_g_function(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    SobolResult r = indices(&a, g_function, 8, 1 << 13, 777);
    double variance = 1;
    for (int i = 0; i < 8; i++)
        variance *= 1 + 1 / (3 * TWICE(1 + g_a[i]));
    for (int i = 0; i < 8; i++) {
        double own = 1 / (3 * TWICE(1 + g_a[i]));
        check_index(r.first[i], own / (variance - 1), 0.01);
        check_index(r.total[i], own / (1 + own) * variance / (variance - 1), 0.01);
    }
}

static void sobol__takes_the_mean_off(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    SobolResult r = indices(&a, high_sum, 4, 1 << 10, 4096);
    for (int i = 0; i < 4; i++) {
        check_index(r.first[i], TWICE(i + 1.0) / 30, 0.01);
        check_index(r.total[i], TWICE(i + 1.0) / 30, 0.01);
    }
    r = indices(&a, constant, 4, 64, 4096);
    CHECK(r.variance == 0 && r.first[2].is == 0 && r.total[3].high == 0);
}

/* More factors than the sequence has dimensions: the rest are random. */
static void sobol__goes_on_beyond_its_dimensions(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    SobolResult r = indices(&a, high_sum, 30, 1 << 12, 4096);
    double squares = 30.0 * 31 * 61 / 6;
    for (int i = 0; i < 30; i++) {
        CHECK(fabs(r.first[i].is - TWICE(i + 1.0) / squares) < 0.05);
        CHECK(fabs(r.total[i].is - TWICE(i + 1.0) / squares) < 0.01);
    }
}

static void run_backwards(void *self, int64_t items, ParBody body, void *ctx)
{
    (void)self;
    for (int64_t i = items - 1; i >= 0; i--)
        body(ctx, i, (int)(i % 3));
}

static void sobol__does_not_depend_on_who_does_what(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Function f = ishigami;
    SobolResult r;
    Err err;
    ParFor other = {.workers = 3, .run = run_backwards};
    SobolSample sample = sobol_sample(3, 500, 1);
    SobolResult one = indices(&a, ishigami, 3, 500, 4096);
    CHECK_OK(sobol_run(&a, &sample, 100, evaluate, &f, &other, NULL, NULL, &r, &err), &err);
    CHECK(memcmp(one.first, r.first, 3 * sizeof *r.first) == 0);
    CHECK(memcmp(one.total, r.total, 3 * sizeof *r.total) == 0);
}

/* Every dimension has one number in each interval of a power of two, whatever the shift. */
static void sobol__fills_every_interval_once(void **state)
{
    (void)state;
    SobolSample sample = sobol_sample(10, 64, 5);
    for (int i = 0; i < 10; i++)
        for (int half = 0; half < 2; half++) {
            bool seen[64] = {false};
            for (int64_t row = 0; row < 64; row++) {
                double point[10];
                sobol_point(&sample, row * 12 + half, point);
                CHECK(point[i] > 0 && point[i] < 1);
                seen[(int)(point[i] * 64)] = true;
            }
            for (int k = 0; k < 64; k++)
                CHECK(seen[k]);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sobol__finds_the_indices_of_ishigami),
        cmocka_unit_test(sobol__finds_the_indices_of_the_g_function),
        cmocka_unit_test(sobol__takes_the_mean_off),
        cmocka_unit_test(sobol__goes_on_beyond_its_dimensions),
        cmocka_unit_test(sobol__does_not_depend_on_who_does_what),
        cmocka_unit_test(sobol__fills_every_interval_once),
    };
    return cmocka_run_group_tests_name("sobol", tests, NULL, NULL);
}

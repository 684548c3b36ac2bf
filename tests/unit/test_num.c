#include "check.h"
#include "core/num.h"
#include "num_points.h"

#include <math.h>
#include <string.h>

static int64_t bits_of(double x)
{
    int64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static double found(char kind, double x, double y)
{
    return kind == 'l' ? num_log(x) : kind == 'e' ? num_exp(x) : num_pow(x, y);
}

static void num__is_as_close_to_the_exact_value_as_its_header_says(void **state)
{
    (void)state;
    double worst = 0;
    for (size_t i = 0; i < sizeof NUM_POINTS / sizeof *NUM_POINTS; i++) {
        double got = found(NUM_POINTS[i].kind, NUM_POINTS[i].x, NUM_POINTS[i].y);
        int64_t places = bits_of(fabs(got)) - bits_of(fabs(NUM_POINTS[i].near));
        double rest = NUM_POINTS[i].near < 0 ? -NUM_POINTS[i].rest : NUM_POINTS[i].rest;
        double off = fabs((double)places - rest);
        worst = off > worst ? off : worst;
        if (signbit(got) != signbit(NUM_POINTS[i].near) || off > 0.52)
            fail_msg("%c(%a, %a) = %a: %.3f units off", NUM_POINTS[i].kind, NUM_POINTS[i].x,
                     NUM_POINTS[i].y, got, off);
    }
    print_message("worst: %.4f units in the last place\n", worst);
}

/* A stream of bits that is the same everywhere. */
static double next(uint64_t *seed, double low, double high)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return low + (high - low) * ((double)(*seed >> 11) * 0x1p-53);
}

static uint64_t digest(uint64_t hash, double x)
{
    return (hash ^ (uint64_t)bits_of(x)) * UINT64_C(1099511628211);
}

/* What another compiler, option or processor must give too, to the bit. */
static void num__has_the_same_bits_everywhere(void **state)
{
    (void)state;
    uint64_t seed = 20210203, log = 1, exp = 1, pow = 1, root = 1;
    for (int i = 0; i < 100000; i++) {
        double x = next(&seed, 0, i % 2 ? 2 : 1e6), y = next(&seed, -30, 30);
        log = digest(log, num_log(x));
        exp = digest(exp, num_exp(y * (i % 3 ? 1 : 24)));
        pow = digest(pow, num_pow(x, y));
        root = digest(root, num_sqrt(x));
    }
    CHECK(log == UINT64_C(0x7d3c1b9e592a080b));
    CHECK(exp == UINT64_C(0x5746072f8ebb14a5));
    CHECK(pow == UINT64_C(0x1b1007bbad6a0cea));
    CHECK(root == UINT64_C(0x37b40c78347886a8));
}

static void num__goes_up_where_the_function_does(void **state)
{
    (void)state;
    /* across the seams of both tables, place by place */
    for (int j = 64; j < 260; j++) {
        double x = (j + 0.5) / 128, y = (j - 162) * 0.6931471805599453 / 256;
        for (int step = -50; step < 50; step++) {
            double at = x + step * 0x1p-52, next_at = at + 0x1p-52;
            CHECK(num_log(at) <= num_log(next_at));
            CHECK(num_exp(y + step * 0x1p-53) <= num_exp(y + (step + 1) * 0x1p-53));
        }
    }
}

static void num__is_exact_where_the_result_is(void **state)
{
    (void)state;
    CHECK(num_log(1) == 0 && !signbit(num_log(1)) && num_exp(0) == 1);
    for (int k = -1074; k < 1024; k++)
        CHECK(num_pow(2, k) == ldexp(1, k));
    double cube = 1;
    for (int n = 0; n < 22; n++, cube *= 10)
        CHECK(num_pow(10, n) == cube);
    for (int n = 0; n < 2000; n++) {
        CHECK(num_pow(n, 2) == (double)n * n && num_pow(n, 1) == n &&
              num_pow(n, 4) == (double)n * n * n * n);
        CHECK(num_pow((double)n * n, 0.5) == n && num_pow(-n, 3) == -(double)n * n * n);
    }
    CHECK(num_pow(0.5, 1074) == 5e-324 && num_pow(-2, -1073) == -1e-323);
}

static void check_nan(double x)
{
    CHECK(bits_of(x) == INT64_C(0x7ff8) << 48);
}

static void num__has_the_edges_of_c(void **state)
{
    (void)state;
    double inf = (double)INFINITY, nan = num_sqrt(-1);
    CHECK(num_log(0) == -inf && num_log(-0.0) == -inf && num_log(inf) == inf);
    check_nan(num_log(-1));
    check_nan(num_log(-inf));
    check_nan(num_log(-nan));
    CHECK(num_exp(inf) == inf && num_exp(-inf) == 0 && num_exp(709.79) == inf);
    CHECK(num_exp(-745.2) == 0 && num_exp(-745) == 5e-324);
    check_nan(num_exp(nan));
    check_nan(nan);
    CHECK(num_sqrt(2) == 0x1.6a09e667f3bcdp+0 && num_sqrt(inf) == inf && num_sqrt(0) == 0);
    CHECK(num_pow(nan, 0) == 1 && num_pow(1, nan) == 1 && num_pow(-1, inf) == 1);
    CHECK(num_pow(2, inf) == inf && num_pow(0.5, inf) == 0 && num_pow(0.5, -inf) == inf);
    CHECK(num_pow(0, 2) == 0 && num_pow(0, -2) == inf && num_pow(0, 0.5) == 0);
    CHECK(signbit(num_pow(-0.0, 3)) && num_pow(-0.0, -3) == -inf && !signbit(num_pow(-0.0, 2)));
    CHECK(num_pow(inf, -1) == 0 && num_pow(-inf, 3) == -inf && num_pow(-inf, 2) == inf);
    CHECK(signbit(num_pow(-inf, -3)) && num_pow(-8, 2) == 64 && num_pow(-2, 3) == -8);
    check_nan(num_pow(-8, 1.0 / 3));
    check_nan(num_pow(2, nan));
    CHECK(num_pow(10, 400) == inf && num_pow(10, -400) == 0 && num_pow(-10, 401) == -inf);
    CHECK(num_pow(2, 1024) == inf && num_pow(2, 1e300) == inf && num_pow(2, 5e-324) == 1);
    CHECK(num_pow(-1, 9007199254740993.0) == 1 && num_pow(1.7976931348623157e308, 1) < inf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(num__is_as_close_to_the_exact_value_as_its_header_says),
        cmocka_unit_test(num__has_the_same_bits_everywhere),
        cmocka_unit_test(num__goes_up_where_the_function_does),
        cmocka_unit_test(num__is_exact_where_the_result_is),
        cmocka_unit_test(num__has_the_edges_of_c),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

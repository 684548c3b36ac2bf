#include "check.h"
#include "core/draw.h"
#include "core/linear.h"

#include <string.h>

static double uniform(int i)
{
    return draw_uniform(11, 0, (uint64_t)i);
}

/* The definition: one sum after the other, leaf by leaf. */
static double plain_sum(const double *weights, const double *fractions, int leaves)
{
    double sum = 0;
    for (int leaf = 0; leaf < leaves; leaf++)
        sum += weights[leaf] * fractions[leaf];
    return sum;
}

static void linear__has_the_bits_of_the_plain_loop(void **state)
{
    (void)state;
    static const int sizes[][2] = {{1, 1}, {9, 25}, {16, 7}, {17, 100}, {92, 33}};
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
        AUTO_ARENA a = {0};
        Scheme scheme = {0};
        int n = sizes[s][0], leaves = sizes[s][1], draws = 2 * LINEAR_STEP;
        LinearBlock block = linear_block(&a, &scheme, n, leaves);
        double *weights = linear_doubles(&a, draws * leaves);
        double *rows = linear_doubles(&a, n * leaves);
        double *scores = linear_doubles(&a, draws * block.stride);
        for (int i = 0; i < draws * leaves; i++)
            weights[i] = uniform(i);
        for (int u = 0; u < n; u++)
            for (int leaf = 0; leaf < leaves; leaf++)
                *linear_fraction(&block, u, leaf) = rows[u * leaves + leaf] =
                    uniform(100000 + u * leaves + leaf);
        for (int level = 0; level <= linear_level(); level++) {
            linear_multiply(level, &block, weights, draws, scores);
            for (int d = 0; d < draws; d++)
                for (int u = 0; u < n; u++) {
                    double expected = plain_sum(&weights[d * leaves], &rows[u * leaves], leaves);
                    CHECK(memcmp(&expected, &scores[d * block.stride + u], sizeof expected) == 0);
                }
        }
    }
}

/* Scores where rounding may go wrong: halves of the last unit, of decimals, both signs. */
static double hard_score(int i)
{
    double base = (double)(int64_t)(uniform(i) * 4e6 - 2e6);
    switch (i % 6) {
    case 0:
        return base / 1000.0;
    case 1:
        return (base + 0.5) * 1e-10;
    case 2:
        return (uniform(i) - 0.5) * 200.0;
    case 3:
        return (base + 0.5) / 100.0;
    case 4:
        return (uniform(i) - 0.5) * 3.9e5;
    default:
        return (base + 0.5) * 0x1p-33;
    }
}

static void linear__rounds_as_a_score_is_rounded(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Scheme scheme = {0};
    int n = 6000;
    LinearBlock block = linear_block(&a, &scheme, n, 1);
    double *scores = linear_doubles(&a, block.stride);
    for (int level = 0; level <= linear_level(); level++)
        for (int decimals = -1; decimals <= 10; decimals++) {
            int64_t unit = 1;
            for (int i = decimals; i >= 0 && i < 10; i++)
                unit *= 10;
            for (int i = 0; i < n; i++)
                scores[i] = hard_score(i);
            linear_settle(level, &block, decimals, scores);
            for (int i = 0; i < n; i++) {
                int64_t q;
                CHECK(score_quantise(hard_score(i), &q));
                CHECK(decimals < 0 || score_round(q, decimals, &q));
                CHECK_I64((int64_t)scores[i], q / unit);
            }
        }
}

static void linear__takes_the_steps_of_the_scheme_in_its_order(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Scheme scheme = {.order = {FINAL_BONUS, FINAL_CEILING, FINAL_DEDUCT, FINAL_FLOOR}, .norder = 4};
    LinearBlock block = linear_block(&a, &scheme, 3, 1);
    block.ceiling = 100;
    block.floor = 10;
    double *bonus = linear_doubles(&a, block.stride), *deduct = linear_doubles(&a, block.stride);
    double *veto = linear_doubles(&a, block.stride);
    bonus[0] = 5;
    deduct[0] = 2;
    deduct[1] = 60;
    veto[1] = 1000;
    block.bonus = bonus;
    block.deduct = deduct;
    for (int level = 0; level <= linear_level(); level++) {
        double *s = linear_doubles(&a, block.stride);
        s[0] = 99;
        s[1] = 50;
        s[2] = 70;
        linear_settle(level, &block, -1, s);
        CHECK(s[0] == 98e10 && s[1] == 10e10 && s[2] == 70e10);
        LinearBlock vetoed = block;
        vetoed.veto = veto;
        s[0] = 99;
        s[1] = 90;
        linear_settle(level, &vetoed, -1, s);
        CHECK(s[0] == 0 && s[1] == 30e10);
    }
}

/* rank_units on the same keys. */
static void check_places(const double *keys, int n, PlaceRule rule)
{
    AUTO_ARENA a = {0};
    RankRow *rows = arena_new(&a, RankRow, n);
    int64_t *scores = arena_new(&a, int64_t, n);
    bool *ranked = arena_new(&a, bool, n);
    uint16_t *places = arena_new(&a, uint16_t, n);
    PlaceRoom *room = place_room(&a, n);
    for (int i = 0; i < n; i++) {
        ranked[i] = keys[i] == keys[i];
        scores[i] = ranked[i] ? (int64_t)keys[i] : 0;
    }
    rank_units(&a, scores, ranked, n, (RankRule){TIES_COMPETITION, rule.bottom, rule.min_group},
               rows);
    for (int level = 0; level <= linear_level(); level++) {
        place_units(level, keys, n, rule, room, places);
        for (int i = 0; i < n; i++) {
            CHECK_I64(places[i] & PLACE_MASK, rows[i].rank);
            CHECK_I64((places[i] & PLACE_IN_BOTTOM) != 0, rows[i].in_bottom);
        }
    }
}

static void place__is_the_rank_of_rank_units(void **state)
{
    (void)state;
    static const int sizes[] = {1, 2, 7, 9, 31, 92, 256, 257, 1000};
    static double keys[1000 + PLACE_PAD];
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++)
        for (int kind = 0; kind < 6; kind++) {
            int n = sizes[s];
            for (int i = 0; i < n; i++) {
                double u = uniform(i * 7 + kind);
                double wide = (double)(int64_t)(u * 1e12);
                keys[i] = kind == 0   ? wide
                          : kind == 1 ? (double)(int)(u * n / 2) /* many ties */
                          : kind == 2 ? 5                        /* all equal */
                          : kind == 3 ? wide - 5e11
                          : kind == 4 ? 8e11 + (double)(int)(u * 2 * n) /* equal as floats */
                                      : (u < 0.2 ? (double)__builtin_nan("") : wide);
            }
            check_places(keys, n, (PlaceRule){3, 7});
            check_places(keys, n, (PlaceRule){0, 0});
            check_places(keys, n, (PlaceRule){n, 0});
            check_places(keys, n, (PlaceRule){n + 5, 0});
        }
}

/* Around what sixteen bits hold. */
static void place__ranks_keys_near_and_far_apart(void **state)
{
    (void)state;
    static const double spans[] = {1, 40, 3000, 65535, 65536, 65537, 1e7, 1e15};
    static const int sizes[] = {1, 2, 31, 32, 33, 92, 97, 128, 255, 256, 257};
    double keys[300 + PLACE_PAD] = {0};
    for (size_t k = 0; k < sizeof spans / sizeof spans[0]; k++)
        for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++)
            for (int bottom = 0; bottom < 5; bottom += 2) {
                for (int i = 0; i < sizes[s]; i++)
                    keys[i] = (double)(int64_t)(uniform(1000 * (int)s + i) * spans[k]) -
                              (double)(int64_t)(spans[k] / 3);
                keys[sizes[s] - 1] = keys[0] + spans[k];
                check_places(keys, sizes[s], (PlaceRule){bottom, 0});
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(linear__has_the_bits_of_the_plain_loop),
        cmocka_unit_test(linear__rounds_as_a_score_is_rounded),
        cmocka_unit_test(linear__takes_the_steps_of_the_scheme_in_its_order),
        cmocka_unit_test(place__is_the_rank_of_rank_units),
        cmocka_unit_test(place__ranks_keys_near_and_far_apart),
    };
    return cmocka_run_group_tests_name("linear", tests, NULL, NULL);
}

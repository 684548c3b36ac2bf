/* The engine against numbers made by hand: rules that measure units against each other, scopes, aggregates,
 * weights, folds. */
#include "engine_case.h"

#include "core/num.h"

#define CELLS(...) ((const double[]){__VA_ARGS__})

static SchemeNode *one_leaf(EngineCase *c, Rule rule, const double *cells)
{
    case_open(c, 1, 1, 5);
    case_column(c, "a", COLUMN_VALUE, cells);
    SchemeNode *leaf = case_node(c, 0, "a", rule, 10);
    leaf->floor = dec_from_i64(-1000000);
    leaf->cap = dec_from_i64(1000000);
    leaf->missing = MISSING_RENORMALISE;
    return leaf;
}

static void check_fractions(EngineCase *c, const double *expected, unsigned warned)
{
    case_run(c);
    case_check(c, 1, expected);
    CHECK_I64(c->result.node_warnings[1], warned);
    arena_done(&c->arena);
    *c = (EngineCase){0};
}

static void engine__stretches_between_least_and_greatest(void **state)
{
    (void)state;
    EngineCase c = {0};
    one_leaf(&c, RULE_MIN_MAX, CELLS(1, 3, 2, 5, MISSING));
    check_fractions(&c, CELLS(0, 0.5, 0.25, 1, MISSING), 0);
    one_leaf(&c, RULE_MIN_MAX, CELLS(1, 3, 2, 5, NOT_APPLICABLE))->direction = DIR_LOWER;
    check_fractions(&c, CELLS(1, 0.5, 0.75, 0, NOT_APPLICABLE), 0);
    SchemeNode *leaf = one_leaf(&c, RULE_MIN_MAX, CELLS(1, 3, 2, 5, 4));
    leaf->base = dec_from_i64(1);
    leaf->gain = dec_from_i64(99);
    check_fractions(&c, CELLS(0.01, 0.505, 0.2575, 1, 0.7525), 0);
    leaf = one_leaf(&c, RULE_MIN_MAX, CELLS(1, 3, 2, 5, 4));
    leaf->floor = (Dec){2, 1};
    leaf->cap = (Dec){6, 1};
    check_fractions(&c, CELLS(0.2, 0.5, 0.25, 0.6, 0.6), 0);
    one_leaf(&c, RULE_MIN_MAX, CELLS(7, 7, 7, 7, MISSING));
    check_fractions(&c, CELLS(1, 1, 1, 1, MISSING), SCORE_WARN_CONSTANT);
    one_leaf(&c, RULE_MIN_MAX, CELLS(MISSING, 7, MISSING, MISSING, MISSING));
    check_fractions(&c, CELLS(MISSING, 1, MISSING, MISSING, MISSING), SCORE_WARN_SINGLE);
    one_leaf(&c, RULE_MIN_MAX, CELLS(MISSING, MISSING, MISSING, MISSING, MISSING));
    check_fractions(&c, CELLS(MISSING, MISSING, MISSING, MISSING, MISSING), 0);
}

static void engine__is_best_in_the_middle_or_an_interval(void **state)
{
    (void)state;
    EngineCase c = {0};
    SchemeNode *leaf = one_leaf(&c, RULE_MIN_MAX, CELLS(0, 10, 4, 6, 5));
    leaf->direction = DIR_MIDDLE;
    leaf->middle = dec_from_i64(5);
    check_fractions(&c, CELLS(0, 0, 0.8, 0.8, 1), 0);
    leaf = one_leaf(&c, RULE_DISTANCE, CELLS(0, 10, 4, 6, 7));
    leaf->direction = DIR_INTERVAL;
    leaf->low = dec_from_i64(4);
    leaf->high = dec_from_i64(6);
    check_fractions(&c, CELLS(0, 0, 1, 1, 0.75), 0);
}

static void engine__counts_deviations_of_a_sample(void **state)
{
    (void)state;
    EngineCase c = {0};
    SchemeNode *leaf =
        one_leaf(&c, RULE_Z_SCORE, CELLS(2, 4, 6, MISSING, MISSING)); /* mean 4, sd 2 */
    leaf->base = dec_from_i64(50);
    leaf->gain = dec_from_i64(10);
    check_fractions(&c, CELLS(0.4, 0.5, 0.6, MISSING, MISSING), 0);
    leaf = one_leaf(&c, RULE_Z_SCORE, CELLS(3, 3, 3, 3, 3));
    leaf->base = dec_from_i64(50);
    leaf->gain = dec_from_i64(10);
    check_fractions(&c, CELLS(0.5, 0.5, 0.5, 0.5, 0.5), SCORE_WARN_CONSTANT);
}

static void engine__counts_who_is_worse(void **state)
{
    (void)state;
    EngineCase c = {0};
    one_leaf(&c, RULE_PERCENTILE, CELLS(10, 30, 20, 20, 40));
    check_fractions(&c, CELLS(0, 0.75, 0.25, 0.25, 1), 0);
    one_leaf(&c, RULE_BORDA, CELLS(10, 30, 20, 20, 40))->direction = DIR_LOWER;
    check_fractions(&c, CELLS(1, 0.25, 0.625, 0.625, 0), 0);
    one_leaf(&c, RULE_PERCENTILE, CELLS(1, 1, 1, MISSING, MISSING));
    check_fractions(&c, CELLS(1, 1, 1, MISSING, MISSING), SCORE_WARN_CONSTANT);
    one_leaf(&c, RULE_BORDA, CELLS(1, 1, 1, MISSING, MISSING));
    check_fractions(&c, CELLS(0.5, 0.5, 0.5, MISSING, MISSING), SCORE_WARN_CONSTANT);
    one_leaf(&c, RULE_BORDA, CELLS(1, MISSING, MISSING, MISSING, MISSING));
    check_fractions(&c, CELLS(1, MISSING, MISSING, MISSING, MISSING), SCORE_WARN_SINGLE);
    SchemeNode *leaf = one_leaf(&c, RULE_RANK_POINTS, CELLS(0.1 + 0.2, 0.3, 0.6, 0.1, MISSING));
    leaf->of = RANK_OF_COMPLETION;
    leaf->step = dec_from_i64(20);
    leaf->has_target = true;
    leaf->target = dec_from_i64(1);
    case_run(&c);
    case_check(&c, 1, CELLS(0.8, 0.8, 1, 0.4, MISSING)); /* 0.1 + 0.2 and 0.3 tie */
    CHECK(c.result.traces[1].rank[0] == 2 && c.result.traces[1].rank[3] == 4);
    arena_done(&c.arena);
}

static void engine__compares_with_the_best_the_sum_and_the_length(void **state)
{
    (void)state;
    EngineCase c = {0};
    one_leaf(&c, RULE_BEST, CELLS(5, 10, 0, MISSING, -5));
    check_fractions(&c, CELLS(0.5, 1, 0, MISSING, -0.5), SCORE_WARN_NEGATIVE);
    one_leaf(&c, RULE_BEST, CELLS(5, 10, 20, MISSING, 4))->direction = DIR_LOWER;
    check_fractions(&c, CELLS(0.8, 0.4, 0.2, MISSING, 1), 0);
    one_leaf(&c, RULE_BEST, CELLS(5, 10, 0, MISSING, 4))->direction = DIR_LOWER;
    check_fractions(&c, CELLS(0, 0, 1, MISSING, 0), SCORE_WARN_ZERO_GOAL);
    one_leaf(&c, RULE_SHARE, CELLS(5, 10, 0, MISSING, 5));
    check_fractions(&c, CELLS(0.25, 0.5, 0, MISSING, 0.25), 0);
    one_leaf(&c, RULE_SHARE, CELLS(0, 0, 0, 0, 0))->direction = DIR_LOWER;
    check_fractions(&c, CELLS(1, 1, 1, 1, 1), SCORE_WARN_ZERO_GOAL);
    one_leaf(&c, RULE_VECTOR, CELLS(3, 4, 0, 0, MISSING));
    check_fractions(&c, CELLS(0.6, 0.8, 0, 0, MISSING), 0);
    one_leaf(&c, RULE_VECTOR, CELLS(3, 4, 0, 0, MISSING))->direction = DIR_LOWER;
    check_fractions(&c, CELLS(0.4, 0.2, 1, 1, MISSING), 0);
}

static void engine__measures_the_way_to_best_target_and_posts(void **state)
{
    (void)state;
    EngineCase c = {0};
    one_leaf(&c, RULE_DISTANCE, CELLS(1, 3, 2, 5, MISSING));
    check_fractions(&c, CELLS(0, 0.5, 0.25, 1, MISSING), 0);
    SchemeNode *leaf = one_leaf(&c, RULE_DISTANCE, CELLS(2, 4, 6, 12, 12));
    leaf->distance_to = DISTANCE_TO_TARGET;
    case_column(&c, "a", COLUMN_TARGET, CELLS(10, 10, 10, 10, MISSING));
    check_fractions(&c, CELLS(0, 0.25, 0.5, 1, NOT_YET), SCORE_WARN_NO_TARGET);
    leaf = one_leaf(&c, RULE_EFFICACY, CELLS(0, 50, 100, 120, MISSING));
    leaf->has_good = true;
    leaf->good = dec_from_i64(100);
    leaf->base = dec_from_i64(60);
    leaf->gain = dec_from_i64(40);
    check_fractions(&c, CELLS(0.6, 0.8, 1, 1.08, MISSING), 0);
    leaf = one_leaf(&c, RULE_EFFICACY, CELLS(1, 3, 2, 5, 9));
    leaf->base = dec_from_i64(60);
    leaf->gain = dec_from_i64(40);
    leaf->direction = DIR_LOWER;
    check_fractions(&c, CELLS(1, 0.9, 0.95, 0.8, 0.6), 0);
    leaf = one_leaf(&c, RULE_GOALPOSTS, CELLS(20, 85, 52.5, 100, 0)); /* life expectancy */
    leaf->has_good = leaf->clamp = true;
    leaf->bad = dec_from_i64(20);
    leaf->good = dec_from_i64(85);
    check_fractions(&c, CELLS(0, 1, 0.5, 1, 0), 0);
    leaf = one_leaf(&c, RULE_GOALPOSTS, CELLS(20, 85, 52.5, 100, 0));
    leaf->has_good = true;
    leaf->bad = dec_from_i64(20);
    leaf->good = dec_from_i64(85);
    leaf->direction = DIR_LOWER;
    check_fractions(&c, CELLS(1, 0, 0.5, -15.0 / 65, 85.0 / 65), 0);
    leaf = one_leaf(&c, RULE_GOALPOSTS, CELLS(20, 19, 21, 20, 0));
    leaf->has_good = true;
    leaf->bad = leaf->good = dec_from_i64(20);
    check_fractions(&c, CELLS(1, 0, 1, 1, 0), SCORE_WARN_ZERO_GOAL);
}

/* Two months of two groups of two. */
static void engine__measures_over_group_period_or_all(void **state)
{
    (void)state;
    static const double expected[][8] = {{0, 1, 0, 1, 0, 1, 1, 0},
                                         {0, 0.25, 0.5, 1, 0, 1.0 / 3, 1, 2.0 / 3},
                                         {0, 0.125, 0.25, 0.5, 0.25, 0.5, 1, 0.75}};
    for (int scope = OVER_GROUP; scope <= OVER_ALL; scope++) {
        EngineCase c = {0};
        case_open(&c, 2, 2, 2);
        case_node(&c, 0, "a", RULE_MIN_MAX, 10)->scope = (DataScope)scope;
        case_column(&c, "a", COLUMN_VALUE, CELLS(0, 1, 2, 4, 2, 4, 8, 6));
        case_run(&c);
        case_check(&c, 1, expected[scope]);
        arena_done(&c.arena);
    }
}

static void engine__takes_other_means_than_the_sum(void **state)
{
    (void)state;
    for (int aggregate = AGGREGATE_SUM; aggregate <= AGGREGATE_HARMONIC; aggregate++) {
        EngineCase c = {0};
        case_open(&c, 1, 1, 3);
        SchemeNode *part = case_node(&c, 0, "part", RULE_SUM, 10);
        part->aggregate = (Aggregate)aggregate;
        case_node(&c, 1, "a", RULE_POINTS, 10)->missing = MISSING_RENORMALISE;
        case_node(&c, 1, "b", RULE_POINTS, 30);
        case_column(&c, "a", COLUMN_VALUE, CELLS(25 * 0.2, 0, MISSING));
        case_column(&c, "b", COLUMN_VALUE, CELLS(75 * 0.8, 75, 75 * 0.5));
        case_run(&c);
        double first = aggregate == AGGREGATE_SUM ? 0.65
                       : aggregate == AGGREGATE_GEOMETRIC
                           ? num_exp((num_log(0.2) + 3 * num_log(0.8)) / 4)
                           : 4 / (1 / 0.2 + 3 / 0.8);
        case_check(&c, 1, CELLS(first, aggregate == AGGREGATE_SUM ? 0.75 : 0, 0.5));
        CHECK_I64(c.result.node_warnings[1],
                  aggregate == AGGREGATE_SUM ? 0 : NODE_WARN_NOT_POSITIVE);
        arena_done(&c.arena);
    }
}

/* Hand-made: columns (0.3, 0.4, 0) and (0, 0.8, 0.6), equal weights. */
static void engine__comes_close_to_the_ideal(void **state)
{
    (void)state;
    EngineCase c = {0};
    case_open(&c, 1, 1, 3);
    case_node(&c, 0, "part", RULE_SUM, 10)->aggregate = AGGREGATE_TOPSIS;
    case_node(&c, 1, "a", RULE_POINTS, 10);
    case_node(&c, 1, "b", RULE_POINTS, 10);
    case_column(&c, "a", COLUMN_VALUE, CELLS(15, 20, 0));
    case_column(&c, "b", COLUMN_VALUE, CELLS(0, 40, 30));
    case_run(&c);
    /* divided by 0.5 and 1: a 0.6 0.8 0, b 0 0.8 0.6; ideal 0.8 0.8, worst 0 0 */
    double d1 = num_sqrt(0.04 + 0.64), d3 = num_sqrt(0.64 + 0.04);
    case_check(&c, 1, CELLS(0.6 / (0.6 + d1), 1, 0.6 / (0.6 + d3)));
    arena_done(&c.arena);
    c = (EngineCase){0};
    case_open(&c, 1, 1, 4);
    case_node(&c, 0, "part", RULE_SUM, 10)->aggregate = AGGREGATE_COPELAND;
    case_node(&c, 1, "a", RULE_POINTS, 20);
    case_node(&c, 1, "b", RULE_POINTS, 30);
    case_column(&c, "a", COLUMN_VALUE, CELLS(3, 2, 1, 2));
    case_column(&c, "b", COLUMN_VALUE, CELLS(1, 2, 3, 2));
    case_run(&c);
    case_check(&c, 1, CELLS(0, 0.5, 1, 0.5)); /* b weighs more; the two in the middle are level */
    arena_done(&c.arena);
}

static void engine__weighs_by_the_data(void **state)
{
    (void)state;
    EngineCase c = {0};
    case_open(&c, 2, 1, 3);
    SchemeNode *part = case_node(&c, 0, "part", RULE_SUM, 10);
    case_node(&c, 1, "a", RULE_POINTS, 10);
    case_node(&c, 1, "b", RULE_POINTS, 10);
    part->weights.method = WEIGHT_CV;
    case_column(&c, "a", COLUMN_VALUE, CELLS(10, 20, 30, 5, 5, 5)); /* sd 10, mean 20: 0.5 */
    case_column(&c, "b", COLUMN_VALUE, CELLS(10, 11, 12, 7, 7, 7)); /* sd 1, mean 11: 1/11 */
    case_run(&c);
    double a = 0.5 / (0.5 + 1.0 / 11), shares[4];
    case_check(&c, 1,
               CELLS((10 * a + 10 * (1 - a)) / 50, (20 * a + 11 * (1 - a)) / 50,
                     (30 * a + 12 * (1 - a)) / 50, 0.12, 0.12, 0.12));
    CHECK_I64(c.result.node_warnings[1], NODE_WARN_EQUAL_WEIGHTS);
    engine_effective(c.engine, &c.result, 1, shares);
    CHECK(shares[2] - a < 1e-12 && a - shares[2] < 1e-12);
    engine_effective(c.engine, &c.result, 4, shares);
    CHECK(shares[2] == 0.5);
    part->weights.scope = OVER_ALL; /* one set of weights for both months */
    case_run(&c);
    engine_effective(c.engine, &c.result, 1, shares);
    double first = shares[2];
    engine_effective(c.engine, &c.result, 4, shares);
    CHECK(shares[2] == first && first > 0.5 && first < a);
    part->weights = (Weights){.method = WEIGHT_COMBINED, .scope = OVER_PERIOD, .nparts = 2};
    part->weights.parts[0] = WEIGHT_CV;
    part->weights.parts[1] = WEIGHT_GIVEN;
    part->weights.shares[0] = part->weights.shares[1] = (Dec){5, 1};
    case_run(&c);
    engine_effective(c.engine, &c.result, 1, shares);
    double half = (a + 0.5) / 2;
    CHECK(shares[2] - half < 1e-12 && half - shares[2] < 1e-12);
    arena_done(&c.arena);
}

static void engine__weighs_alike_or_by_judgement(void **state)
{
    (void)state;
    static double matrix[] = {1, 3, 1.0 / 3, 1};
    EngineCase c = {0};
    double weights[4];
    case_open(&c, 1, 1, 2);
    case_node(&c, 0, "part", RULE_SUM, 10)->weights.method = WEIGHT_EQUAL;
    case_node(&c, 1, "a", RULE_POINTS, 90);
    case_node(&c, 1, "b", RULE_POINTS, 10);
    case_column(&c, "a", COLUMN_VALUE, CELLS(50, 0)); /* of 50 points */
    case_column(&c, "b", COLUMN_VALUE, CELLS(0, 50));
    case_run(&c);
    case_check(&c, 1, CELLS(0.5, 0.5));
    c.nodes[1].weights = (Weights){.method = WEIGHT_AHP, .ahp = matrix};
    case_run(&c);
    case_check(&c, 1, CELLS(0.75, 0.25));
    engine_weights(c.engine, weights);
    CHECK(weights[2] - 0.75 < 1e-12 && 0.75 - weights[2] < 1e-12);
    arena_done(&c.arena);
}

static void engine__drops_a_component_without_weight(void **state)
{
    (void)state;
    EngineCase c = {0};
    static const double zero[] = {1, 5, 0, 0, 5}, none[] = {1, 0, 1, 1, 0};
    case_open(&c, 1, 1, 2);
    case_node(&c, 0, "part", RULE_SUM, 10);
    case_node(&c, 1, "a", RULE_POINTS, 10);
    case_node(&c, 1, "b", RULE_POINTS, 10);
    case_node(&c, 0, "d", RULE_POINTS, 20);
    case_column(&c, "a", COLUMN_VALUE, CELLS(1, 2));
    case_column(&c, "b", COLUMN_VALUE, CELLS(1, 2));
    case_column(&c, "d", COLUMN_VALUE, CELLS(20, 10));
    c.use_weights = zero;
    case_run(&c);
    case_check(&c, 1, CELLS(MISSING, MISSING));
    CHECK_I64(c.result.node_warnings[1], NODE_WARN_NO_WEIGHT);
    case_check(&c, 0, c.result.fractions[4]);
    c.use_weights = none;
    case_run(&c);
    CHECK(c.result.node_warnings[0] == NODE_WARN_NO_WEIGHT && c.result.flags[0] == 0);
    CHECK_I64(c.result.block_warnings[0], RANK_WARN_EMPTY);
    arena_done(&c.arena);
}

static void engine__adds_up_by_weight_and_ranks(void **state)
{
    (void)state;
    EngineCase c = {0};
    case_open(&c, 1, 1, 3);
    case_node(&c, 0, "part", RULE_SUM, 30);
    case_node(&c, 1, "a", RULE_POINTS, 10);
    case_node(&c, 1, "b", RULE_POINTS, 20);
    case_node(&c, 0, "d", RULE_POINTS, 10);
    case_column(&c, "a", COLUMN_VALUE, CELLS(25, 12.5, 0));
    case_column(&c, "b", COLUMN_VALUE, CELLS(0, 25, 50));
    case_column(&c, "d", COLUMN_VALUE, CELLS(25, 25, 0));
    case_run(&c);
    case_check(&c, 2, CELLS(1, 0.5, 0));
    case_check(&c, 1, CELLS(1.0 / 3, 0.5, 2.0 / 3));
    for (int u = 0; u < 3; u++)
        CHECK_I64(c.result.score[u], (u == 1 ? 625 : 500) * SCORE_ONE / 10);
    CHECK(c.result.rank[1] == 1 && c.result.rank[0] == 2 && c.result.rank[2] == 2);
    CHECK_I64(c.result.flags[2], UNIT_HAS_SCORE | UNIT_RANKED | UNIT_TIED);
    CHECK_I64(c.result.from_bottom[1], 3);
    arena_done(&c.arena);
}

static void engine__folds_anew_what_it_has_scored(void **state)
{
    (void)state;
    for (int aggregate = AGGREGATE_SUM; aggregate <= AGGREGATE_COPELAND; aggregate++) {
        EngineCase c = {0};
        double room[512], tree[5], weights[5] = {1, 3, 1, 2, 1};
        case_open(&c, 1, 1, 5);
        case_node(&c, 0, "part", RULE_SUM, 30)->aggregate = (Aggregate)aggregate;
        case_node(&c, 1, "a", RULE_MIN_MAX, 10)->missing = MISSING_RENORMALISE;
        case_node(&c, 1, "b", RULE_MIN_MAX, 20);
        case_node(&c, 0, "d", RULE_MIN_MAX, 10);
        case_column(&c, "a", COLUMN_VALUE, CELLS(1, 2, 3, 4, MISSING));
        case_column(&c, "b", COLUMN_VALUE, CELLS(1, 2, NOT_APPLICABLE, 4, 3));
        case_column(&c, "d", COLUMN_VALUE, CELLS(7, 2, NOT_APPLICABLE, 4, 3));
        case_run(&c);
        CHECK(engine_fold_room(c.engine, 5) <= 512);
        engine_fold(c.engine, &c.result, &c.blocks[0], weights, room, tree);
        CHECK(memcmp(tree, c.result.tree, sizeof tree) == 0);
        weights[1] = 1;
        weights[2] = 0;
        engine_fold(c.engine, &c.result, &c.blocks[0], weights, room, tree);
        c.use_weights = weights;
        case_run(&c);
        CHECK(memcmp(tree, c.result.tree, sizeof tree) == 0);
        arena_done(&c.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(engine__stretches_between_least_and_greatest),
        cmocka_unit_test(engine__is_best_in_the_middle_or_an_interval),
        cmocka_unit_test(engine__counts_deviations_of_a_sample),
        cmocka_unit_test(engine__counts_who_is_worse),
        cmocka_unit_test(engine__compares_with_the_best_the_sum_and_the_length),
        cmocka_unit_test(engine__measures_the_way_to_best_target_and_posts),
        cmocka_unit_test(engine__measures_over_group_period_or_all),
        cmocka_unit_test(engine__takes_other_means_than_the_sum),
        cmocka_unit_test(engine__comes_close_to_the_ideal),
        cmocka_unit_test(engine__weighs_by_the_data),
        cmocka_unit_test(engine__weighs_alike_or_by_judgement),
        cmocka_unit_test(engine__drops_a_component_without_weight),
        cmocka_unit_test(engine__adds_up_by_weight_and_ranks),
        cmocka_unit_test(engine__folds_anew_what_it_has_scored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

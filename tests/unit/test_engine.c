#include "engine_case.h"

#define CELLS(...) ((const double[]){__VA_ARGS__})

/* One leaf over five units; the column in, the fractions out. */
static EngineCase *one_leaf(EngineCase *c, Rule rule, const double *cells)
{
    case_open(c, 1, 1, 5);
    case_node(c, 0, "a", rule, 10);
    case_column(c, "a", COLUMN_VALUE, cells);
    return c;
}

static void check_fractions(EngineCase *c, const double *expected)
{
    case_run(c);
    case_check(c, 1, expected);
    arena_done(&c->arena);
    *c = (EngineCase){0};
}

static void engine__stretches_between_least_and_greatest(void **state)
{
    (void)state;
    EngineCase c = {0};
    one_leaf(&c, RULE_MIN_MAX, CELLS(1, 3, 2, 5, MISSING));
    check_fractions(&c, CELLS(0, 0.5, 0.25, 1, 0));
    one_leaf(&c, RULE_MIN_MAX, CELLS(1, 3, 2, 5, NOT_APPLICABLE));
    c.nodes[1].direction = DIR_LOWER;
    check_fractions(&c, CELLS(1, 0.5, 0.75, 0, NOT_APPLICABLE));
    one_leaf(&c, RULE_MIN_MAX, CELLS(1, 3, 2, 5, 4));
    c.nodes[1].base = dec_from_i64(1);
    c.nodes[1].gain = dec_from_i64(99);
    check_fractions(&c, CELLS(0.01, 0.505, 0.2575, 1, 0.7525));
    one_leaf(&c, RULE_MIN_MAX, CELLS(7, 7, 7, 7, 7));
    case_run(&c);
    case_check(&c, 1, CELLS(1, 1, 1, 1, 1));
    CHECK_I64(c.result.node_warnings[1], SCORE_WARN_CONSTANT);
    CHECK_I64(c.result.block_warnings[0], RANK_WARN_ALL_EQUAL);
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
    EngineCase c = {0};
    double room[256], tree[5], weights[5] = {1, 3, 1, 2, 1};
    case_open(&c, 1, 1, 5);
    case_node(&c, 0, "part", RULE_SUM, 30);
    case_node(&c, 1, "a", RULE_MIN_MAX, 10)->missing = MISSING_RENORMALISE;
    case_node(&c, 1, "b", RULE_MIN_MAX, 20);
    case_node(&c, 0, "d", RULE_MIN_MAX, 10);
    case_column(&c, "a", COLUMN_VALUE, CELLS(1, 2, 3, 4, MISSING));
    case_column(&c, "b", COLUMN_VALUE, CELLS(1, 2, NOT_APPLICABLE, 4, 3));
    case_column(&c, "d", COLUMN_VALUE, CELLS(7, 2, NOT_APPLICABLE, 4, 3));
    case_run(&c);
    CHECK(engine_fold_room(c.engine, 5) <= 256);
    engine_fold(c.engine, &c.result, &c.blocks[0], weights, room, tree);
    for (int u = 0; u < 5; u++)
        CHECK(tree[u] == c.result.tree[u]);
    weights[1] = 1;
    weights[2] = 0;
    engine_fold(c.engine, &c.result, &c.blocks[0], weights, room, tree);
    c.use_weights = weights;
    case_run(&c);
    for (int u = 0; u < 5; u++)
        CHECK(tree[u] == c.result.tree[u] || (tree[u] != tree[u] && u == 2));
    arena_done(&c.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(engine__stretches_between_least_and_greatest),
        cmocka_unit_test(engine__adds_up_by_weight_and_ranks),
        cmocka_unit_test(engine__folds_anew_what_it_has_scored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

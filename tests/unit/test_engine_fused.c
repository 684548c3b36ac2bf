/* The engine's short way (engine_fused.c) and its long one, which keeps every fraction, give the same bits: schemes and
 * data at random, gaps, negative values, blocks of few and blocks without a range among them. */
#include "engine_case.h"

enum { TRIALS = 600, LEAVES = 6 };

static uint64_t random_state = 7;

static int below(int n)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((random_state >> 33) % (uint64_t)n);
}

static double some_cell(int kind)
{
    switch (kind) {
    case 0: /* gaps here and there */
        return below(20) ? below(100000) / 7.0 : below(2) ? MISSING : NOT_APPLICABLE;
    case 1:
        return below(3) - 1;
    case 2: /* the range is beyond all bounds */
        return below(8) ? below(1000) : below(2) ? 1.7e308 : -9e299;
    case 3:
        return 5;
    default:
        return (below(2000000) - (kind > 5) * 1000000) / 13.0;
    }
}

static void make_leaf(EngineCase *c, int parent, const char *code)
{
    double cells[CASE_ROWS];
    int kind = below(12);
    for (int64_t row = 0; row < c->panel.nrows; row++)
        cells[row] = some_cell(kind);
    case_column(c, code, COLUMN_VALUE, cells);
    SchemeNode *leaf = case_node(c, parent, code, RULE_MIN_MAX, below(8) * 3);
    leaf->direction = (Direction)below(3);
    leaf->middle = dec_from_i64(40);
    leaf->missing = below(4) ? MISSING_RENORMALISE : MISSING_ZERO;
    leaf->base = dec_from_i64(below(2) * 20);
    leaf->gain = dec_from_i64(below(3) ? 80 : 90);
    if (below(6) == 0)
        leaf->floor = (Dec){3, 1};
}

static void make_case(EngineCase *c)
{
    static const char *const codes[LEAVES] = {"a", "b", "c", "d", "e", "f"};
    case_open(c, 2, 2, 5 + below(12));
    make_leaf(c, 0, codes[0]);
    make_leaf(c, 0, codes[1]);
    int part = c->scheme.nnodes;
    SchemeNode *node = case_node(c, 0, "part", RULE_SUM, 15);
    node->aggregate = below(4) ? AGGREGATE_SUM : AGGREGATE_GEOMETRIC;
    make_leaf(c, part, codes[2]);
    make_leaf(c, part, codes[3]);
    make_leaf(c, part, codes[4]);
    make_leaf(c, 0, codes[5]);
}

static void engine__short_way_has_the_bits_of_the_long_one(void **state)
{
    (void)state;
    for (int trial = 0; trial < TRIALS; trial++) {
        EngineCase c = {0};
        EngineResult brief;
        Err err = {0}, other = {0};
        make_case(&c);
        bool ok = case_try(&c, &err);
        EngineInput input = {.engine = c.engine};
        CHECK(engine_run(&c.arena, &input, 0, &brief, &other) == ok);
        size_t n = (size_t)c.panel.nrows;
        const EngineResult *r = &c.result;
        CHECK(memcmp(brief.tree, r->tree, n * sizeof *r->tree) == 0);
        CHECK(memcmp(brief.exact, r->exact, n * sizeof *r->exact) == 0);
        CHECK(memcmp(brief.score, r->score, n * sizeof *r->score) == 0);
        CHECK(memcmp(brief.rank, r->rank, n * sizeof *r->rank) == 0);
        CHECK(memcmp(brief.from_bottom, r->from_bottom, n * sizeof *r->from_bottom) == 0);
        CHECK(memcmp(brief.flags, r->flags, n) == 0);
        CHECK(memcmp(brief.node_warnings, r->node_warnings,
                     (size_t)c.scheme.nnodes * sizeof *r->node_warnings) == 0);
        arena_done(&c.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(engine__short_way_has_the_bits_of_the_long_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

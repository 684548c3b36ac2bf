#include "app/scheme/scheme_load.h"
#include "core/score.h"
#include "source.h"

#define HEAD "format: duban-scheme/1\ncode: c\ngroup: g\nversion: 1\neffective: 2021-01\n"
#define LEAF(text) HEAD "full: 10\ntree:\n  - {code: a, name: A, weight: 1, " text "}\n"

enum { UNITS_MAX = 6, NODES_MAX = 8 };

typedef struct Case {
    Arena arena;
    Scheme scheme;
    ScoreValue values[UNITS_MAX * NODES_MAX];
    ScoreEvent events[8];
    ScoreInput input;
    ScoreResult result;
} Case;

static void open_case(Case *c, const char *text, int nunits)
{
    Faults faults = {.arena = &c->arena};
    if (!scheme_load_text(&c->arena, S("s.yaml"), str_from_z(text), &c->scheme, &faults))
        fail_msg("scheme: %s at %d:%d", err_code_name(faults.items[0].code),
                 (int)faults.items[0].row, (int)faults.items[0].col);
    c->input = (ScoreInput){
        .scheme = &c->scheme, .nunits = nunits, .values = c->values, .events = c->events};
}

static ScoreValue *value(Case *c, int unit, int node)
{
    return &c->values[unit * c->scheme.nnodes + node];
}

static const ScoreCell *cell(const Case *c, int unit, int node)
{
    return &c->result.cells[unit * c->scheme.nnodes + node];
}

static void give(Case *c, int unit, int node, double actual)
{
    ScoreValue *v = value(c, unit, node);
    *v = (ScoreValue){.state = VALUE_GIVEN,
                      .actual = actual,
                      .has_target = true,
                      .target = 100,
                      .has_share = true,
                      .share = 1};
}

static void run_case(Case *c)
{
    Err err = {0};
    CHECK_OK(score_group(&c->arena, &c->input, &c->result, &err), &err);
}

static void check_score(const Case *c, int unit, const char *expected)
{
    AUTO_ARENA a = {0};
    CHECK_STR(score_text(&a, c->result.units[unit].score, 6), str_from_z(expected));
}

/* One leaf worth 10 points, target 100, share 1: the actual in, the points out. */
static void check_leaf(const char *text, double actual, const char *expected)
{
    Case c = {0};
    open_case(&c, text, 1);
    give(&c, 0, 1, actual);
    run_case(&c);
    check_score(&c, 0, expected);
    arena_done(&c.arena);
}

static void score__keeps_the_formula_of_each_rule(void **state)
{
    (void)state;
    check_leaf(LEAF("rule: completion"), 130, "10.000000");
    check_leaf(LEAF("rule: completion, cap: 2"), 130, "13.000000");
    check_leaf(LEAF("rule: completion"), -5, "0.000000");
    check_leaf(LEAF("rule: completion, floor: -1"), -5,
               "0.000000"); /* the score has its own floor */
    check_leaf(LEAF("rule: completion, floor: -1") "floor: -2\n", -5, "-0.500000");
    check_leaf(LEAF("rule: completion"), 93, "9.300000");
    check_leaf(LEAF("rule: completion, direction: lower, cap: 1.2"), 90, "11.000000");
    check_leaf(LEAF("rule: completion, direction: lower"), 107, "9.300000");
    check_leaf(LEAF("rule: pace, per_point: 0.5"), 93, "6.500000");
    check_leaf(LEAF("rule: pace, per_point: 0.5"), 120, "10.000000");
    check_leaf(LEAF("rule: pace, per_point: 0.5, over_per_point: 0.1, cap: 1.15"), 112,
               "11.200000");
    check_leaf(LEAF("rule: pace, per_point: 0.5, over_per_point: 0.1, cap: 1.15"), 130,
               "11.500000");
    check_leaf(LEAF("rule: pace, per_point: 0.5, direction: lower"), 107, "6.500000");
    check_leaf(LEAF("rule: deduct, per_event: 1.5, source: office"), 3, "5.500000");
    check_leaf(LEAF("rule: deduct, per_event: 5, source: office"), 3, "0.000000");
    check_leaf(LEAF("rule: bonus, per_event: 1.5, source: office"), 3, "4.500000");
    check_leaf(LEAF("rule: bonus, per_event: 5, source: office"), 3, "10.000000");
    check_leaf(LEAF("rule: points"), 8.25, "8.250000");
    check_leaf(LEAF("rule: points"), 12, "10.000000");
}

static void score__compares_with_the_schedule_where_told(void **state)
{
    (void)state;
    Case c = {0};
    open_case(&c, LEAF("rule: completion, against: plan"), 2);
    give(&c, 0, 1, 38);
    value(&c, 0, 1)->share = 0.4;
    give(&c, 1, 1, 38);
    value(&c, 1, 1)->has_share = false;
    run_case(&c);
    check_score(&c, 0, "9.500000");
    CHECK(cell(&c, 0, 1)->goal == 100 * 0.4);
    CHECK(!c.result.units[1].has_score && cell(&c, 1, 1)->status == CELL_NOT_YET);
    CHECK_I64(cell(&c, 1, 1)->warnings, SCORE_WARN_NO_PLAN);
    arena_done(&c.arena);
    Case p = {0};
    open_case(&p, LEAF("rule: pace, per_point: 0.5"), 1);
    give(&p, 0, 1, 38);
    value(&p, 0, 1)->share = 0.4;
    run_case(&p);
    check_score(&p, 0, "9.000000");
    arena_done(&p.arena);
}

static void score__gives_points_by_rank(void **state)
{
    (void)state;
    Case c = {0};
    open_case(&c,
              HEAD
              "full: 200\ntree:\n"
              "  - {code: a, name: A, weight: 1, rule: rank_points, step: 2%}\n"
              "  - {code: b, name: B, weight: 1, rule: rank_points, step: 30, direction: lower}\n",
              5);
    for (int u = 0; u < 5; u++) {
        give(&c, u, 1, 50 - u);
        give(&c, u, 2, u < 2 ? 1 : u);
    }
    value(&c, 4, 2)->state = VALUE_MISSING;
    run_case(&c);
    CHECK(cell(&c, 4, 1)->rank == 5 && cell(&c, 1, 2)->rank == 1 && cell(&c, 2, 2)->rank == 3);
    CHECK_I64(cell(&c, 4, 1)->points_q, 92 * SCORE_ONE);
    CHECK_I64(cell(&c, 3, 2)->points_q, 10 * SCORE_ONE);
    CHECK(cell(&c, 4, 2)->status == CELL_ZERO && cell(&c, 4, 2)->points == 0);
    for (int u = 0; u < 5; u++)
        give(&c, u, 1, 7);
    run_case(&c);
    CHECK(cell(&c, 3, 1)->rank == 1 && cell(&c, 3, 1)->warnings & SCORE_WARN_CONSTANT);
    c.input.nunits = 1;
    run_case(&c);
    CHECK(cell(&c, 0, 1)->warnings & SCORE_WARN_SINGLE);
    arena_done(&c.arena);
}

#define TWO_PARENTS                                                                                \
    "tree:\n  - {name: P, weight: 40, children: [{code: a, name: A, weight: 1, rule: points%s}, "  \
    "{code: b, name: B, weight: 3, rule: points}]}\n"                                              \
    "  - {name: Q, weight: 60, children: [{code: c, name: C, weight: 1, rule: points}]}\n"

/* Nodes: 0 total, 1 P, 2 a (10), 3 b (30), 4 Q, 5 c (60). */
static void score__spreads_what_does_not_apply_over_all_other_leaves(void **state)
{
    (void)state;
    static const ValueState states[] = {VALUE_NA, VALUE_NOT_YET, VALUE_DATA_ONLY};
    static const CellStatus told[] = {CELL_SPREAD, CELL_NOT_YET, CELL_DATA_ONLY};
    for (int i = 0; i < 3; i++) {
        Case c = {0};
        Str text = arena_fmt(&c.arena, HEAD TWO_PARENTS, "");
        open_case(&c, str_z(&c.arena, text), 1);
        give(&c, 0, 2, 5);
        give(&c, 0, 3, 30);
        give(&c, 0, 5, 30);
        value(&c, 0, 2)->state = states[i];
        run_case(&c);
        CHECK_I64(cell(&c, 0, 2)->status, told[i]);
        CHECK(cell(&c, 0, 2)->effective == 0 && cell(&c, 0, 2)->full == 10);
        CHECK(cell(&c, 0, 3)->effective == 30.0 * 100 / 90);
        CHECK(cell(&c, 0, 5)->effective == 60.0 * 100 / 90);
        check_score(&c, 0, "66.666667");
        arena_done(&c.arena);
    }
}

static void score__drops_what_is_missing_inside_its_parent(void **state)
{
    (void)state;
    Case c = {0};
    Str text = arena_fmt(&c.arena, HEAD TWO_PARENTS, ", missing: renormalise");
    open_case(&c, str_z(&c.arena, text), 2);
    for (int u = 0; u < 2; u++) {
        give(&c, u, 3, 30);
        give(&c, u, 5, 30);
    }
    value(&c, 1, 3)->state = VALUE_NA; /* nothing left under P: its weight goes to Q */
    run_case(&c);
    CHECK(cell(&c, 0, 2)->status == CELL_DROPPED && cell(&c, 0, 2)->effective == 0);
    CHECK(cell(&c, 0, 3)->effective == 40 && cell(&c, 0, 5)->effective == 60);
    check_score(&c, 0, "70.000000");
    CHECK(cell(&c, 1, 1)->status == CELL_EMPTY && cell(&c, 1, 5)->effective == 100);
    check_score(&c, 1, "50.000000");
    arena_done(&c.arena);
}

static void score__excludes_a_unit_from_the_ranking(void **state)
{
    (void)state;
    Case c = {0};
    Str text = arena_fmt(&c.arena, HEAD TWO_PARENTS, ", missing: exclude");
    open_case(&c, str_z(&c.arena, text), 2);
    for (int u = 0; u < 2; u++) {
        give(&c, u, 2, 1);
        give(&c, u, 3, 30);
        give(&c, u, 5, 60);
    }
    value(&c, 0, 2)->state = VALUE_MISSING;
    run_case(&c);
    check_score(&c, 0, "90.000000");
    CHECK(c.result.units[0].has_score && !c.result.units[0].ranked && c.result.ranks[0].rank == 0);
    CHECK_I64(c.result.ranks[1].rank, 1);
    CHECK_I64(c.result.rank_warnings, RANK_WARN_SINGLE);
    arena_done(&c.arena);
}

static void score__takes_the_mean_of_the_group_where_told(void **state)
{
    (void)state;
    Case c = {0};
    open_case(&c,
              HEAD "full: 10\nnot_applicable: group-mean\ntree:\n"
                   "  - {code: a, name: A, weight: 1, rule: completion}\n"
                   "  - {code: b, name: B, weight: 1, rule: completion}\n",
              3);
    for (int u = 0; u < 3; u++) {
        give(&c, u, 1, 20 + 40 * u);
        give(&c, u, 2, 100);
        value(&c, u, 2)->state = VALUE_NA;
    }
    value(&c, 1, 1)->state = VALUE_NA;
    run_case(&c);
    CHECK(cell(&c, 1, 1)->status == CELL_MEAN && cell(&c, 1, 1)->fraction == (0.2 + 1) / 2);
    CHECK(cell(&c, 0, 2)->status == CELL_SPREAD && cell(&c, 0, 2)->warnings == SCORE_WARN_NO_MEAN);
    check_score(&c, 1, "6.000000");
    arena_done(&c.arena);
}

static void score__has_an_answer_for_every_edge(void **state)
{
    (void)state;
    Case c = {0};
    open_case(&c, LEAF("rule: completion"), 5);
    for (int u = 0; u < 5; u++)
        give(&c, u, 1, u == 1 ? -3 : 0);
    value(&c, 0, 1)->target = 0;
    value(&c, 1, 1)->target = 0;
    value(&c, 2, 1)->has_target = false;
    value(&c, 3, 1)->state = VALUE_MISSING;
    give(&c, 4, 1, -5);
    run_case(&c);
    CHECK(cell(&c, 0, 1)->fraction == 1 && cell(&c, 0, 1)->warnings == SCORE_WARN_ZERO_GOAL);
    CHECK(cell(&c, 1, 1)->fraction == 0 &&
          cell(&c, 1, 1)->warnings == (SCORE_WARN_ZERO_GOAL | SCORE_WARN_NEGATIVE));
    CHECK(!c.result.units[2].has_score && cell(&c, 2, 1)->warnings == SCORE_WARN_NO_TARGET);
    CHECK(c.result.units[3].has_score && c.result.units[3].ranked);
    check_score(&c, 3, "0.000000");
    CHECK(cell(&c, 4, 1)->warnings == SCORE_WARN_NEGATIVE && cell(&c, 4, 1)->points == 0);
    c.input.nunits = 0;
    run_case(&c);
    CHECK_I64(c.result.rank_warnings, RANK_WARN_EMPTY);
    arena_done(&c.arena);
}

static void event(Case *c, EventKind kind, int node, double points)
{
    c->events[c->input.nevents++] =
        (ScoreEvent){.kind = kind, .unit = 0, .node = node, .points = points};
}

static void score__adds_events_in_the_order_of_the_scheme(void **state)
{
    (void)state;
#define PARTS                                                                                      \
    "bonus: {cap: 3, rules: [{id: B, name: b, points: 2}]}\ndeduct: {cap: 10, rules: [{id: D, "    \
    "name: d}]}\nceiling: 100\n"
#define AUTH                                                                                       \
    ", authority: {document: d, issuer: i, valid_from: 2021-01-01, valid_to: 2021-12-31}}]\n"
#define ONE "tree:\n  - {code: a, name: A, weight: 1, rule: deduct}\n"
    static const struct {
        const char *text, *expected;
    } rows[] = {
        {HEAD PARTS "order: [bonus, deduct, ceiling, floor]\n" ONE, "97.000000"},
        {HEAD PARTS "order: [bonus, ceiling, deduct]\n" ONE, "96.000000"},
        {HEAD PARTS "order: [deduct, ceiling, bonus]\n" ONE, "97.000000"},
    };
    for (int i = 0; i < 3; i++) {
        Case c = {0};
        open_case(&c, rows[i].text, 1);
        event(&c, EVENT_LEAF, 1, 0.5);
        event(&c, EVENT_LEAF, 1, 1.5);
        event(&c, EVENT_BONUS, 0, 2);
        event(&c, EVENT_BONUS, 0, 2);
        event(&c, EVENT_DEDUCT, 0, 4);
        run_case(&c);
        CHECK(cell(&c, 0, 1)->events == 2 && cell(&c, 0, 1)->points == 98);
        CHECK(c.result.units[0].bonus == 3 && c.result.units[0].deduct == 4);
        check_score(&c, 0, rows[i].expected);
        arena_done(&c.arena);
    }
    Case v = {0};
    open_case(&v, HEAD "veto: [{id: V, name: v, effect: 60" AUTH ONE, 1);
    event(&v, EVENT_VETO, 0, 60);
    run_case(&v);
    CHECK(v.result.units[0].vetoed);
    check_score(&v, 0, "60.000000");
    arena_done(&v.arena);
}

static void score__knows_what_an_event_is(void **state)
{
    (void)state;
    Case c = {0};
    open_case(&c,
              HEAD PARTS
              "order: [bonus, deduct, ceiling]\nveto: [{id: V, name: v, effect: zero" AUTH
              "tree:\n  - {code: a, name: A, weight: 1, rule: deduct, per_event: 2}\n",
              1);
    ScoreEvent e;
    bool has_points;
    CHECK(score_event_of(&c.scheme, true, S("B"), &e, &has_points));
    CHECK(e.kind == EVENT_BONUS && e.points == 2 && has_points);
    CHECK(score_event_of(&c.scheme, false, S("D"), &e, &has_points) && !has_points);
    CHECK(score_event_of(&c.scheme, false, S("a"), &e, &has_points));
    CHECK(e.kind == EVENT_LEAF && e.node == 1 && e.points == 2);
    CHECK(score_event_of(&c.scheme, false, S("V"), &e, &has_points) && e.kind == EVENT_VETO);
    CHECK(!score_event_of(&c.scheme, true, S("a"), &e, &has_points));
    CHECK(!score_event_of(&c.scheme, true, S("D"), &e, &has_points));
    Err err = {0};
    event(&c, EVENT_LEAF, 0, 1);
    CHECK(!score_group(&c.arena, &c.input, &c.result, &err));
    CHECK_ERR(&err, ERR_SCORE_EVENT);
    c.input.nevents = 0;
    event(&c, EVENT_BONUS, 0, -1);
    CHECK(!score_group(&c.arena, &c.input, &c.result, &err));
    arena_done(&c.arena);
}

static void score__ranks_what_is_rounded(void **state)
{
    (void)state;
    Case c = {0};
    open_case(&c,
              HEAD "full: 10\nrank: {round: 2}\n"
                   "tree:\n  - {code: a, name: A, weight: 1, rule: points}\n",
              4);
    give(&c, 0, 1, 8.424);
    give(&c, 1, 1, 8.4249999999);
    give(&c, 2, 1, 8.425);
    give(&c, 3, 1, 0.1 + 0.2);
    run_case(&c);
    CHECK(c.result.units[0].score != c.result.units[1].score);
    CHECK_I64(c.result.units[1].rounded, 84200000000);
    CHECK_I64(c.result.units[2].rounded, 84300000000);
    CHECK(c.result.ranks[0].rank == 2 && c.result.ranks[1].rank == 2 &&
          c.result.ranks[2].rank == 1);
    CHECK_I64(c.result.units[3].score, 3 * SCORE_ONE / 10);
    arena_done(&c.arena);
}

static void score__becomes_an_integer_before_anything_compares_it(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    int64_t x, y;
    CHECK(score_quantise(0.1 + 0.2, &x) && score_quantise(0.3, &y) && x == y);
    CHECK(score_quantise(-84.27, &x) && x == -842700000000);
    CHECK(score_quantise(5e-11, &x) && score_quantise(-5e-11, &y) && x == 1 && y == -1);
    CHECK(score_quantise(4.9e-11, &x) && x == 0);
    CHECK(!score_quantise(1e9, &x) && !score_quantise(-1e9, &x));
    CHECK(!score_quantise(__builtin_nan(""), &x) && !score_quantise(__builtin_inf(), &x));
    CHECK(score_round(842649999999, 2, &x) && x == 842600000000);
    CHECK(score_round(842650000000, 2, &x) && x == 842700000000);
    CHECK(score_round(-842650000000, 2, &x) && x == -842600000000); /* half up, not away */
    CHECK(score_round(-842650000001, 2, &x) && x == -842700000000);
    CHECK(score_round(12345, 10, &x) && x == 12345);
    CHECK(!score_round(INT64_MAX, 0, &x));
    CHECK_STR(score_text(&a, 842700000000, 2), S("84.27"));
    CHECK_STR(score_text(&a, -5000000000, 1), S("-0.5"));
    Case c = {0};
    open_case(&c, LEAF("rule: points, cap: 100"), 2);
    give(&c, 0, 1, 1);
    give(&c, 1, 1, __builtin_nan(""));
    Err err = {0};
    CHECK(!score_group(&c.arena, &c.input, &c.result, &err));
    CHECK_ERR(&err, ERR_SCORE_RANGE);
    CHECK_STR(err_arg(&err, "unit"), S("2"));
    arena_done(&c.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(score__keeps_the_formula_of_each_rule),
        cmocka_unit_test(score__compares_with_the_schedule_where_told),
        cmocka_unit_test(score__gives_points_by_rank),
        cmocka_unit_test(score__spreads_what_does_not_apply_over_all_other_leaves),
        cmocka_unit_test(score__drops_what_is_missing_inside_its_parent),
        cmocka_unit_test(score__excludes_a_unit_from_the_ranking),
        cmocka_unit_test(score__takes_the_mean_of_the_group_where_told),
        cmocka_unit_test(score__has_an_answer_for_every_edge),
        cmocka_unit_test(score__adds_events_in_the_order_of_the_scheme),
        cmocka_unit_test(score__knows_what_an_event_is),
        cmocka_unit_test(score__ranks_what_is_rounded),
        cmocka_unit_test(score__becomes_an_integer_before_anything_compares_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

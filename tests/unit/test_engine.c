/* The engine against numbers made by hand: rules that stand on a unit's own, states and policies, the steps
 * after the tree. Rules among units: test_engine_units.c. */
#include "engine_case.h"

#define CELLS(...) ((const double[]){__VA_ARGS__})

/* One leaf over five units; the column in, the fractions out. */
static SchemeNode *one_leaf(EngineCase *c, Rule rule, const double *cells)
{
    case_open(c, 1, 1, 5);
    case_column(c, "a", COLUMN_VALUE, cells);
    return case_node(c, 0, "a", rule, 10);
}

static void check_fractions(EngineCase *c, const double *expected)
{
    case_run(c);
    case_check(c, 1, expected);
    arena_done(&c->arena);
    *c = (EngineCase){0};
}

static void engine__completes_against_target_or_plan(void **state)
{
    (void)state;
    EngineCase c = {0};
    one_leaf(&c, RULE_COMPLETION, CELLS(50, 120, -10, 3, 0))->has_target = true;
    c.nodes[1].target = dec_from_i64(100);
    check_fractions(&c, CELLS(0.5, 1, 0, 0.03, 0));
    one_leaf(&c, RULE_COMPLETION, CELLS(50, 120, -10, 3, 0))->cap = dec_from_i64(2);
    case_column(&c, "a", COLUMN_TARGET, CELLS(100, 100, 0, 0, MISSING));
    case_run(&c);
    case_check(&c, 1, CELLS(0.5, 1.2, 0, 1, NOT_YET));
    const uint16_t *warned = c.result.traces[1].warnings;
    CHECK_I64(warned[2], SCORE_WARN_ZERO_GOAL | SCORE_WARN_NEGATIVE);
    CHECK(warned[3] == SCORE_WARN_ZERO_GOAL && warned[4] == SCORE_WARN_NO_TARGET);
    CHECK(c.result.traces[1].raw[2] == 0 && c.result.traces[1].status[4] == CELL_NOT_YET);
    CHECK((c.result.flags[4] & UNIT_HAS_SCORE) == 0 && c.result.rank[4] == 0);
    arena_done(&c.arena);
    c = (EngineCase){0};
    one_leaf(&c, RULE_COMPLETION, CELLS(10, 5, 20, 40, 12))->against = AGAINST_PLAN;
    c.nodes[1].direction = DIR_LOWER;
    c.nodes[1].cap = dec_from_i64(2);
    case_column(&c, "a", COLUMN_TARGET, CELLS(20, 20, 20, 20, 120));
    case_column(&c, "a", COLUMN_SHARE, CELLS(0.5, 0.5, 0.5, 0.5, MISSING)); /* January: 1/12 */
    check_fractions(&c, CELLS(1, 1.5, 0, 0, 0.8));
}

static void engine__loses_points_by_steps_below_the_target(void **state)
{
    (void)state;
    EngineCase c = {0};
    for (int linear = 0; linear < 2; linear++) {
        SchemeNode *leaf = one_leaf(&c, RULE_COMPLETION, CELLS(100, 96.1, 96, 98.5, 110));
        leaf->has_target = leaf->has_step = true;
        leaf->target = dec_from_i64(100);
        leaf->step = dec_from_i64(2);
        leaf->step_points = dec_from_i64(10); /* of 100 */
        leaf->step_linear = linear;
        check_fractions(&c, linear ? CELLS(1, 0.805, 0.8, 0.925, 1) : CELLS(1, 0.9, 0.8, 1, 1));
    }
}

static void engine__keeps_pace_with_the_plan(void **state)
{
    (void)state;
    EngineCase c = {0};
    SchemeNode *leaf = one_leaf(&c, RULE_PACE, CELLS(30, 40, 50, 40, -1));
    leaf->per_point = dec_from_i64(2);
    leaf->over_per_point = dec_from_i64(1);
    leaf->cap = dec_from_i64(2);
    leaf->plan = PLAN_TABLE;
    leaf->measure = MEASURE_STOCK; /* a twelfth of it means nothing */
    case_column(&c, "a", COLUMN_TARGET, CELLS(100, 100, 100, 100, 0));
    case_column(&c, "a", COLUMN_SHARE, CELLS(0.4, 0.4, 0.4, MISSING, 0.4));
    case_run(&c);
    case_check(&c, 1, CELLS(0.8, 1, 1.1, NOT_YET, 0));
    CHECK_I64(c.result.traces[1].warnings[3], SCORE_WARN_NO_PLAN);
    arena_done(&c.arena);
}

static void engine__places_values_on_bands(void **state)
{
    (void)state;
    static Band bands[] = {{{60, 0}, false, {40, 0}},
                           {{80, 0}, false, {80, 0}},
                           {{80, 0}, true, {90, 0}},
                           {{90, 0}, false, {100, 0}}};
    EngineCase c = {0};
    for (int linear = 0; linear < 2; linear++) {
        SchemeNode *leaf = one_leaf(&c, RULE_BAND, CELLS(59.9999999999, 70, 80, 85, 95));
        leaf->bands = bands;
        leaf->nbands = 4;
        leaf->bands_percent = true;
        leaf->bands_linear = linear;
        check_fractions(&c, linear ? CELLS(0, 0.6, 0.8, 0.95, 1) : CELLS(0, 0.4, 0.8, 0.9, 1));
    }
    SchemeNode *leaf = one_leaf(&c, RULE_BAND, CELLS(0.1 + 0.2, 0.3, 0.29, MISSING, 0.5));
    leaf->bands = bands;
    leaf->nbands = 2;
    leaf->band_of = BAND_OF_COMPLETION; /* per cent; points of 100 */
    case_column(&c, "a", COLUMN_TARGET, CELLS(0.5, 0.5, 0.5, 0.5, 0));
    check_fractions(&c, CELLS(0.4, 0.4, 0, 0,
                              0.8)); /* 60 %, whichever way 0.3 was made; zero goal: met, 100 % */
}

static void engine__measures_growth_against_an_earlier_period(void **state)
{
    (void)state;
    EngineCase c = {0};
    case_open(&c, 2, 1, 5);
    SchemeNode *leaf = case_node(&c, 0, "a", RULE_GROWTH, 10);
    leaf->ago = 1;
    leaf->base = dec_from_i64(50);
    leaf->per_point = dec_from_i64(2); /* of 100 */
    case_column(&c, "a", COLUMN_VALUE,
                CELLS(100, 0, -10, -10, MISSING, /* and a month later */
                      110, 5, -5, 5, 7));
    case_run(&c);
    case_check(&c, 1, CELLS(0, 0, 0, 0, 0, 0.7, 0, 1, 0, 0));
    for (int row = 0; row < 10; row++)
        CHECK_I64(c.result.traces[1].warnings[row],
                  row == 5 || row == 7 || row == 4 ? 0 : SCORE_WARN_NO_BASE);
    arena_done(&c.arena);
    c = (EngineCase){0};
    leaf = one_leaf(&c, RULE_GROWTH, CELLS(12, 8, 10, 10, -2));
    leaf->growth = GROWTH_DIFFERENCE;
    leaf->ago = 12;
    leaf->base = dec_from_i64(50);
    leaf->per_point = dec_from_i64(10);
    leaf->direction = DIR_LOWER;
    leaf->missing = MISSING_RENORMALISE;
    case_column(&c, "a", COLUMN_BASELINE, CELLS(10, 10, 0, MISSING, 2));
    check_fractions(&c, CELLS(0.3, 0.7, 0, MISSING, 0.9));
}

static void engine__sees_gaps_between_periods(void **state)
{
    (void)state;
    EngineCase c = {0};
    case_open(&c, 2, 1, 1);
    case_node(&c, 0, "a", RULE_GROWTH, 10)->ago = 1;
    c.nodes[1].per_point = dec_from_i64(1);
    c.months[1]++; /* January, March */
    case_column(&c, "a", COLUMN_VALUE, CELLS(100, 110));
    case_run(&c);
    CHECK_I64(c.result.traces[1].warnings[1], SCORE_WARN_NO_BASE);
    arena_done(&c.arena);
}

static void engine__takes_the_mean_of_voices(void **state)
{
    (void)state;
    static Voter voters[] = {
        {SC("v1"), {1, 0}}, {SC("v2"), {1, 0}}, {SC("v3"), {2, 0}}, {SC("v4"), {1, 0}}};
    EngineCase c = {0};
    SchemeNode *leaf = NULL;
    for (int trim = 0; trim < 2; trim++) {
        case_open(&c, 1, 1, 4);
        leaf = case_node(&c, 0, "a", RULE_JUDGE, 10);
        leaf->voters = voters;
        leaf->nvoters = 4;
        leaf->trim = trim;
        leaf->out_of = dec_from_i64(10);
        case_column(&c, "v1", COLUMN_VALUE, CELLS(10, 9, MISSING, MISSING));
        case_column(&c, "v2", COLUMN_VALUE, CELLS(2, 9, 4, MISSING));
        case_column(&c, "v3", COLUMN_VALUE, CELLS(6, 9, MISSING, MISSING));
        case_column(&c, "v4", COLUMN_VALUE, CELLS(8, 9, 5, MISSING));
        check_fractions(&c, trim ? CELLS(20.0 / 30, 0.9, 0, 0) : CELLS(0.64, 0.9, 0.45, 0));
    }
    case_open(&c, 1, 1, 1); /* without voters the leaf's own column is the voice */
    case_node(&c, 0, "a", RULE_JUDGE, 10);
    case_column(&c, "a", COLUMN_VALUE, CELLS(85));
    check_fractions(&c, CELLS(0.85));
}

static void engine__computes_formulae(void **state)
{
    (void)state;
    EngineCase c = {0};
    Err err = {0};
    case_open(&c, 1, 1, 4);
    case_node(&c, 0, "f", RULE_FORMULA, 10)->formula = S("min(a / b, 2) * 40");
    case_column(&c, "a", COLUMN_VALUE, CELLS(1, 5, 1, MISSING));
    CHECK(!case_try(&c, &err));
    CHECK_ERR(&err, ERR_ENGINE_COLUMN);
    CHECK_STR(err_arg(&err, "indicator"), S("b"));
    case_column(&c, "b", COLUMN_VALUE, CELLS(2, 1, 0, 1));
    c.nodes[1].missing = MISSING_RENORMALISE;
    check_fractions(&c, CELLS(0.2, 0.8, MISSING, MISSING));
}

static void engine__prefers_what_was_confirmed(void **state)
{
    (void)state;
    EngineCase c = {0};
    one_leaf(&c, RULE_POINTS, CELLS(10, 20, MISSING, 40, NOT_APPLICABLE));
    case_column(&c, "a", COLUMN_CONFIRMED, CELLS(15, MISSING, 30, MISSING, MISSING));
    check_fractions(&c, CELLS(0.15, 0.2, 0.3, 0.4, NOT_APPLICABLE));
    one_leaf(&c, RULE_POINTS, CELLS(10, 20, MISSING, 40, NOT_APPLICABLE))->source = SOURCE_REPORT;
    case_column(&c, "a", COLUMN_CONFIRMED, CELLS(15, MISSING, 30, MISSING, MISSING));
    check_fractions(&c, CELLS(0.1, 0.2, 0, 0.4, NOT_APPLICABLE));
}

/* Two months of three units; what is missing in February. */
static void check_missing(MissingPolicy policy, const double *expected, CellStatus third,
                          unsigned warned)
{
    EngineCase c = {0};
    case_open(&c, 2, 1, 3);
    case_node(&c, 0, "a", RULE_MIN_MAX, 10)->missing = policy;
    case_node(&c, 0, "b", RULE_POINTS, 30);
    case_column(&c, "a", COLUMN_VALUE, CELLS(2, 4, MISSING, 1, MISSING, MISSING));
    case_column(&c, "b", COLUMN_VALUE, CELLS(75, 75, 75, 75, 75, 75));
    case_run(&c);
    case_check(&c, 1, expected);
    CHECK_I64(c.result.traces[1].status[5], third);
    CHECK_I64(c.result.traces[1].warnings[5], warned);
    CHECK((c.result.flags[5] & UNIT_RANKED) == (policy == MISSING_EXCLUDE ? 0 : UNIT_RANKED));
    CHECK_I64(c.result.score[5], (policy == MISSING_RENORMALISE  ? 100
                                  : policy == MISSING_GROUP_MEAN ? 100
                                                                 : 75) *
                                     SCORE_ONE);
    arena_done(&c.arena);
}

static void engine__does_with_missing_values_as_told(void **state)
{
    (void)state;
    check_missing(MISSING_ZERO, CELLS(0, 1, 0, 1, 0, 0), CELL_ZERO, 0);
    check_missing(MISSING_RENORMALISE, CELLS(0, 1, MISSING, 1, MISSING, MISSING), CELL_DROPPED, 0);
    check_missing(MISSING_EXCLUDE, CELLS(0, 1, 0, 1, 0, 0), CELL_EXCLUDED, 0);
    check_missing(MISSING_LAST, CELLS(0, 1, 0, 0, 1, 0), CELL_ZERO, SCORE_WARN_NO_EARLIER);
    check_missing(MISSING_GROUP_MEAN, CELLS(0, 1, 0.5, 1, 1, 1), CELL_GUESSED, 0);
    check_missing(MISSING_CARRY, CELLS(0, 1, 0, 1, 1, 0), CELL_CARRY, 0); /* of January's zero */
}

static void engine__spreads_what_does_not_apply_as_told(void **state)
{
    (void)state;
    static const double v[] = {0.5, 0.4, 0.6};
    for (int na = NA_SPREAD; na <= NA_PARENT; na++) {
        EngineCase c = {0};
        case_open(&c, 1, 1, 3);
        c.scheme.na = (NaPolicy)na;
        case_node(&c, 0, "P", RULE_SUM, 40);
        case_node(&c, 1, "a", RULE_POINTS, 10); /* 10, 30, 60 points */
        case_node(&c, 1, "b", RULE_POINTS, 30);
        case_node(&c, 0, "d", RULE_POINTS, 60);
        case_column(&c, "a", COLUMN_VALUE, CELLS(NOT_APPLICABLE, 2, 10));
        case_column(&c, "b", COLUMN_VALUE, CELLS(30 * v[0], 0, 0));
        case_column(&c, "d", COLUMN_VALUE, CELLS(60 * v[1], NOT_YET, 0));
        case_run(&c);
        double spread = (30 * v[0] + 60 * v[1]) / 0.9, parent = 40 * v[0] + 60 * v[1];
        double mean = 10 * v[2] + 30 * v[0] + 60 * v[1];
        double want = na == NA_SPREAD ? spread : na == NA_PARENT ? parent : mean;
        CHECK(c.result.tree[0] - want < 1e-12 && want - c.result.tree[0] < 1e-12);
        CHECK(c.result.tree[1] - 5 < 1e-12 &&
              5 - c.result.tree[1] < 1e-12); /* not yet is spread whatever */
        double shares[5];
        engine_effective(c.engine, &c.result, 0, shares);
        double b = na == NA_SPREAD ? 30.0 / 90 : na == NA_PARENT ? 0.4 : 0.3;
        CHECK(shares[0] == 1 && shares[3] - b < 1e-15 && b - shares[3] < 1e-15);
        arena_done(&c.arena);
    }
}

static void engine__leaves_out_units_that_a_leaf_is_not_for(void **state)
{
    (void)state;
    static Str only[] = {SC("u1"), SC("u3")};
    EngineCase c = {0};
    one_leaf(&c, RULE_POINTS, CELLS(10, 20, 30, 40, 50))->applies_to = (StrList){only, 2, 2};
    check_fractions(&c, CELLS(0.1, NOT_APPLICABLE, 0.3, NOT_APPLICABLE, NOT_APPLICABLE));
    one_leaf(&c, RULE_POINTS, CELLS(10, 20, 30, 40, 50))->except = (StrList){only, 2, 2};
    check_fractions(&c, CELLS(NOT_APPLICABLE, 0.2, NOT_APPLICABLE, 0.4, 0.5));
}

static void engine__reads_what_lags_from_the_period_before(void **state)
{
    (void)state;
    EngineCase c = {0};
    case_open(&c, 3, 1, 1);
    case_node(&c, 0, "a", RULE_POINTS, 10)->lag = 1;
    case_column(&c, "a", COLUMN_VALUE, CELLS(10, 20, 30));
    check_fractions(&c, CELLS(NOT_YET, 0.1, 0.2));
}

static void engine__looks_back_from_the_period_that_a_lag_reads(void **state)
{
    (void)state;
    EngineCase c = {0};
    case_open(&c, 4, 1, 1);
    SchemeNode *leaf = case_node(&c, 0, "a", RULE_POINTS, 10);
    leaf->lag = 2;
    leaf->missing = MISSING_LAST;
    case_column(&c, "a", COLUMN_VALUE, CELLS(10, MISSING, 30, 40));
    check_fractions(&c, CELLS(NOT_YET, NOT_YET, 0.1, 0.1)); /* of March there is no word in April */
}

static void engine__holds_units_to_a_share_of_given_values(void **state)
{
    (void)state;
    EngineCase c = {0};
    case_open(&c, 1, 1, 4);
    c.nodes[0].has_available = true;
    c.nodes[0].available = (Dec){6, 1};
    case_node(&c, 0, "a", RULE_POINTS, 40);
    case_node(&c, 0, "b", RULE_POINTS, 60);
    case_column(&c, "a", COLUMN_VALUE, CELLS(1, MISSING, 1, MISSING));
    case_column(&c, "b", COLUMN_VALUE, CELLS(1, 1, MISSING, NOT_APPLICABLE));
    case_run(&c);
    CHECK_I64(c.result.flags[1] & UNIT_RANKED, UNIT_RANKED); /* 0.6 is enough */
    CHECK_I64(c.result.flags[2] & (UNIT_RANKED | UNIT_TOO_LITTLE), UNIT_TOO_LITTLE);
    CHECK_I64(c.result.flags[3] & (UNIT_RANKED | UNIT_TOO_LITTLE), UNIT_TOO_LITTLE);
    CHECK_I64(c.result.rank[2], 0);
    arena_done(&c.arena);
}

static EngineEvent event(EventKind kind, int node, int64_t row, double points)
{
    return (EngineEvent){kind, node, row, points};
}

static void engine__adds_events_and_ends_with_the_veto(void **state)
{
    (void)state;
    EngineCase c = {0};
    Err err = {0};
    case_open(&c, 1, 1, 4);
    case_node(&c, 0, "a", RULE_DEDUCT, 10)->source = SOURCE_EVENTS;
    c.scheme.bonus.has_limit = true;
    c.scheme.bonus.limit = dec_from_i64(3);
    c.scheme.order[2] = FINAL_CEILING;
    c.scheme.norder = 3;
    c.scheme.ceiling = dec_from_i64(100);
    const EngineEvent events[] = {event(EVENT_LEAF, 1, 0, 4),   event(EVENT_LEAF, 1, 0, 1),
                                  event(EVENT_BONUS, 0, 0, 2),  event(EVENT_BONUS, 0, 0, 2),
                                  event(EVENT_DEDUCT, 0, 1, 7), event(EVENT_BONUS, 0, 2, 1),
                                  event(EVENT_VETO, 0, 3, 60),  event(EVENT_VETO, 0, 3, 0)};
    memcpy(c.events, events, sizeof events);
    c.nevents = 8;
    case_run(&c);
    static const int expected[] = {98, 93, 100, 0};
    for (int u = 0; u < 4; u++)
        CHECK_I64(c.result.score[u], expected[u] * SCORE_ONE);
    CHECK(c.result.flags[3] & UNIT_VETOED && !(c.result.flags[0] & UNIT_VETOED));
    int64_t score, rounded;
    CHECK(engine_finish(c.engine, &c.result, 0, 50, &score, &rounded) && score == 53 * SCORE_ONE);
    CHECK(engine_finish(c.engine, &c.result, 3, 50, &score, &rounded) && score == 0);
    c.events[7].row = 2; /* out of order */
    CHECK(!case_try(&c, &err));
    CHECK_ERR(&err, ERR_SCORE_EVENT);
    c.nevents = 1;
    c.events[0].node = 0; /* no leaf that takes events */
    CHECK(!case_try(&c, &err));
    arena_done(&c.arena);
}

static void engine__refuses_a_score_that_does_not_fit(void **state)
{
    (void)state;
    EngineCase c = {0};
    Err err = {0};
    one_leaf(&c, RULE_POINTS, CELLS(1, 1, 1e12, 1, 1))->cap = dec_from_i64(INT64_C(10000000000));
    CHECK(!case_try(&c, &err));
    CHECK_ERR(&err, ERR_SCORE_RANGE);
    CHECK_STR(err_arg(&err, "unit"), S("3"));
    arena_done(&c.arena);
}

static bool stop(void *ctx, int64_t done, int64_t of)
{
    *(int64_t *)ctx = done * 1000 + of;
    return false;
}

static void engine__tells_how_far_it_is_and_stops(void **state)
{
    (void)state;
    EngineCase c = {0};
    Err err = {0};
    int64_t seen = 0;
    case_open(&c, 4, 1, 1);
    case_node(&c, 0, "a", RULE_POINTS, 10);
    case_column(&c, "a", COLUMN_VALUE, CELLS(1, 2, 3, 4));
    scheme_prepare(&c.scheme);
    CHECK_OK(engine_new(&c.arena, &c.scheme, &c.panel, &c.engine, &err), &err);
    EngineInput input = {.engine = c.engine, .progress = stop, .progress_ctx = &seen};
    CHECK(!engine_run(&c.arena, &input, 0, &c.result, &err));
    CHECK_ERR(&err, ERR_ENGINE_STOPPED);
    CHECK_I64(seen, 4004); /* small blocks are done together */
    arena_done(&c.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(engine__completes_against_target_or_plan),
        cmocka_unit_test(engine__loses_points_by_steps_below_the_target),
        cmocka_unit_test(engine__keeps_pace_with_the_plan),
        cmocka_unit_test(engine__places_values_on_bands),
        cmocka_unit_test(engine__measures_growth_against_an_earlier_period),
        cmocka_unit_test(engine__sees_gaps_between_periods),
        cmocka_unit_test(engine__takes_the_mean_of_voices),
        cmocka_unit_test(engine__computes_formulae),
        cmocka_unit_test(engine__prefers_what_was_confirmed),
        cmocka_unit_test(engine__does_with_missing_values_as_told),
        cmocka_unit_test(engine__spreads_what_does_not_apply_as_told),
        cmocka_unit_test(engine__leaves_out_units_that_a_leaf_is_not_for),
        cmocka_unit_test(engine__reads_what_lags_from_the_period_before),
        cmocka_unit_test(engine__looks_back_from_the_period_that_a_lag_reads),
        cmocka_unit_test(engine__holds_units_to_a_share_of_given_values),
        cmocka_unit_test(engine__adds_events_and_ends_with_the_veto),
        cmocka_unit_test(engine__refuses_a_score_that_does_not_fit),
        cmocka_unit_test(engine__tells_how_far_it_is_and_stops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "core/draw.h"
#include "core/linear.h"
#include "core/stability.h"
#include "core/stability_sobol.h"
#include "engine_case.h"

#include <math.h>

#define CELLS(...) ((const double[]){__VA_ARGS__})

/* Two components of two and three leaves; `groups` groups of nine units with numbers of their own. */
static void open_case(EngineCase *c, int groups)
{
    double cells[CASE_ROWS];
    case_open(c, 1, groups, 9);
    case_node(c, 0, "p", RULE_SUM, 60);
    case_node(c, 1, "a", RULE_MIN_MAX, 30);
    case_node(c, 1, "b", RULE_MIN_MAX, 20);
    case_node(c, 0, "q", RULE_SUM, 40);
    case_node(c, 4, "d", RULE_MIN_MAX, 10);
    case_node(c, 4, "e", RULE_MIN_MAX, 10);
    case_node(c, 4, "f", RULE_MIN_MAX, 25);
    static const char *names[] = {"a", "b", "d", "e", "f"};
    for (int k = 0; k < 5; k++) {
        for (int i = 0; i < groups * 9; i++)
            cells[i] = floor(draw_uniform(3, (uint64_t)k, (uint64_t)i) * 100);
        case_column(c, names[k], COLUMN_VALUE, cells);
    }
    c->scheme.streak = (StreakRule){.present = true, .bottom = 3, .min_group = 7};
}

static StabilityResult run(EngineCase *c, const StabilitySpec *spec)
{
    StabilityResult result;
    Err err = {0};
    ParFor one = par_one();
    CHECK_OK(stability_run(&c->arena, c->engine, &c->result, spec, c->par ? c->par : &one, NULL,
                           NULL, &result, &err),
             &err);
    return result;
}

/* The same by scoring every draw with the engine: counts of ranks [row][rank - 1]. */
static void slow_counts(EngineCase *c, const StabilitySpec *spec, int64_t (*ret_ranks)[CASE_ROWS],
                        int64_t *ret_bottom)
{
    int n = c->scheme.nnodes;
    double *weights = arena_new(&c->arena, double, n);
    for (int64_t d = 0; d < spec->draws; d++) {
        Err err = {0};
        EngineResult result;
        engine_weights(c->engine, weights);
        for (int i = 0; i < n; i++)
            weights[i] *=
                1 + spec->weights * (2 * draw_uniform(spec->seed, (uint64_t)d, (uint64_t)i) - 1);
        EngineInput input = {
            .engine = c->engine, .events = c->events, .nevents = c->nevents, .weights = weights};
        CHECK_OK(engine_run(&c->arena, &input, 0, &result, &err), &err);
        for (int64_t row = 0; row < c->panel.nrows; row++) {
            if (result.rank[row] > 0)
                ret_ranks[row][result.rank[row] - 1]++;
            ret_bottom[row] += (result.flags[row] & UNIT_IN_BOTTOM) != 0;
        }
    }
}

static void check_against_slow(EngineCase *c, double weights)
{
    int64_t ranks[CASE_ROWS][CASE_ROWS] = {{0}}, bottom[CASE_ROWS] = {0};
    const int bands[] = {1, 2, 3, 4, 5, 6, 7, 8};
    StabilitySpec spec = {.draws = 300, .seed = 7, .weights = weights, .bands = bands, .nbands = 8};
    case_run(c);
    StabilityResult r = run(c, &spec);
    slow_counts(c, &spec, ranks, bottom);
    double shift = 0, all = 0;
    for (int64_t row = 0; row < c->panel.nrows; row++) {
        double sum = 0;
        for (int k = 0; k < 9; k++) {
            CHECK_I64(r.rows[row].bands[k], ranks[row][k]);
            sum += (double)(ranks[row][k] * (k + 1));
            if (r.rows[row].rank > 0) {
                shift += (double)ranks[row][k] * fabs(k + 1.0 - c->result.rank[row]);
                all += (double)ranks[row][k];
            }
        }
        CHECK_I64(r.rows[row].rank, c->result.rank[row]);
        CHECK_I64(r.rows[row].in_bottom, bottom[row]);
        if (r.rows[row].ranked > 0)
            CHECK(fabs(r.rows[row].mean - sum / (double)r.rows[row].ranked) < 1e-12);
    }
    CHECK(all == 0 || fabs(r.mean_shift - shift / all) < 1e-12);
}

static void stability__counts_what_the_engine_ranks(void **state)
{
    (void)state;
    EngineCase c = {0};
    open_case(&c, 3);
    check_against_slow(&c, 0.25);
    check_against_slow(&c, 0.9);
    c.scheme.rank_rounds = true;
    c.scheme.rank_round = 0;
    check_against_slow(&c, 0.5);
    arena_done(&c.arena);
}

static void stability__goes_through_gaps_bonus_and_other_means(void **state)
{
    (void)state;
    EngineCase c = {0};
    open_case(&c, 2);
    for (int i = 1; i < c.scheme.nnodes; i++)
        c.nodes[i].missing = i % 2 ? MISSING_RENORMALISE : MISSING_EXCLUDE;
    c.columns[2].cells[1] = panel_nan(VALUE_MISSING);
    c.columns[0].cells[2] = panel_nan(VALUE_MISSING);
    c.columns[1].cells[3] = panel_nan(VALUE_NA);
    c.columns[4].cells[3] = panel_nan(VALUE_NOT_YET);
    for (int k = 0; k < 5; k++)
        c.columns[k].cells[5] = panel_nan(VALUE_NA); /* no score at all */
    check_against_slow(&c, 0.5);
    c.events[0] = (EngineEvent){.kind = EVENT_BONUS, .row = 4, .points = 20};
    c.events[1] = (EngineEvent){.kind = EVENT_DEDUCT, .row = 10, .points = 7.5};
    c.events[2] = (EngineEvent){.kind = EVENT_VETO, .row = 12, .points = 20};
    c.nevents = 3;
    check_against_slow(&c, 0.5);
    c.nodes[4].aggregate = AGGREGATE_GEOMETRIC;
    check_against_slow(&c, 0.5);
    c.nodes[4].aggregate = AGGREGATE_TOPSIS;
    check_against_slow(&c, 0.5);
    arena_done(&c.arena);
}

/* Weights from data: as the run made them, then varied as given ones are. */
static void stability__varies_weights_that_come_from_data(void **state)
{
    (void)state;
    EngineCase c = {0}, given = {0};
    open_case(&c, 1);
    open_case(&given, 1);
    c.nodes[0].weights.method = c.nodes[4].weights.method = WEIGHT_ENTROPY;
    case_run(&c);
    for (int gaps = 0; gaps < 2; gaps++) {
        /* the same numbers, given */
        case_run(&given);
        double sets[8];
        engine_weights(given.engine, sets);
        for (int i = 0; i < 8; i++)
            if (c.result.data_weights[i] > 0)
                sets[i] = c.result.data_weights[i];
        StabilitySpec by_data = {.draws = 1, .seed = 3, .weights = 0.9}, by_set = by_data;
        by_set.sets = sets;
        by_set.nsets = 1;
        int moved = 0;
        for (by_data.seed = 1; by_data.seed < 60; by_data.seed++) {
            by_set.seed = by_data.seed;
            StabilityResult x = run(&c, &by_data), y = run(&given, &by_set);
            for (int u = 0; u < 9; u++) {
                CHECK_I64(x.rows[u].max, y.rows[u].max);
                moved += x.rows[u].max != x.rows[u].rank;
            }
        }
        CHECK(moved > 0);
        /* once more by the engine's own sum: a unit with a gap */
        c.columns[0].cells[2] = given.columns[0].cells[2] = panel_nan(VALUE_NA);
        case_run(&c);
    }
    arena_done(&c.arena);
    arena_done(&given.arena);
}

static void stability__leaves_in_place_what_weights_cannot_move(void **state)
{
    (void)state;
    EngineCase c = {0};
    case_open(&c, 1, 1, 7);
    case_node(&c, 0, "a", RULE_MIN_MAX, 10);
    case_node(&c, 0, "b", RULE_MIN_MAX, 20);
    case_column(&c, "a", COLUMN_VALUE, CELLS(9, 8, 7, 6, 5, 5, 1));
    case_column(&c, "b", COLUMN_VALUE, CELLS(9, 7, 6, 5, 4, 4, 2));
    c.scheme.streak = (StreakRule){.present = true, .bottom = 2, .min_group = 7};
    case_run(&c);
    const int bands[] = {3};
    StabilitySpec spec = {.draws = 1000, .seed = 1, .weights = 0.5, .bands = bands, .nbands = 1};
    StabilityResult r = run(&c, &spec);
    static const int expected[] = {1, 2, 3, 4, 5, 5, 7};
    for (int u = 0; u < 7; u++) {
        const StabilityRow *row = &r.rows[u];
        CHECK_I64(row->rank, expected[u]);
        CHECK(row->min == row->rank && row->max == row->rank && row->median == row->rank);
        CHECK(row->p5 == row->rank && row->p95 == row->rank && row->mean == row->rank);
        CHECK_I64(row->same, 1000);
        CHECK_I64(row->bands[0], u < 3 ? 1000 : 0);
        /* two tie for last but one: three units in the bottom two, in every draw */
        CHECK_I64(row->in_bottom, u >= 4 ? 1000 : 0);
        CHECK_I64(row->bottom, u >= 4);
    }
    CHECK(r.mean_shift == 0);
    c.scheme.streak.min_group = 8;
    case_run(&c);
    r = run(&c, &spec);
    CHECK(r.rows[6].in_bottom == 0 && !r.rows[6].bottom);
    spec.bottom = 1; /* another N asks the same least group */
    CHECK(run(&c, &spec).rows[6].in_bottom == 0);
    c.scheme.streak.min_group = 0;
    case_run(&c);
    r = run(&c, &spec);
    CHECK(r.rows[6].in_bottom == 1000 && r.rows[5].in_bottom == 0);
    arena_done(&c.arena);
}

/* Two units are each better at one of two equal leaves: whose weight is drawn higher decides. */
static void stability__is_a_coin_where_two_units_mirror_each_other(void **state)
{
    (void)state;
    EngineCase c = {0};
    case_open(&c, 1, 1, 2);
    case_node(&c, 0, "a", RULE_MIN_MAX, 10);
    case_node(&c, 0, "b", RULE_MIN_MAX, 10);
    case_column(&c, "a", COLUMN_VALUE, CELLS(1, 0));
    case_column(&c, "b", COLUMN_VALUE, CELLS(0, 1));
    c.scheme.streak = (StreakRule){.present = true, .bottom = 1};
    case_run(&c);
    StabilityResult r = run(&c, &(StabilitySpec){.draws = 10000, .seed = 4, .weights = 0.1});
    CHECK(r.rows[0].rank == 1 && r.rows[1].rank == 1 && !r.rows[0].bottom);
    CHECK(r.rows[0].in_bottom > 4750 && r.rows[0].in_bottom < 5250);
    CHECK_I64(r.rows[0].in_bottom + r.rows[1].in_bottom, 10000);
    CHECK(r.rows[0].min == 1 && r.rows[0].max == 2);
    arena_done(&c.arena);
}

static void stability__leaves_each_indicator_out_once(void **state)
{
    (void)state;
    EngineCase c = {0};
    case_open(&c, 1, 1, 3);
    case_node(&c, 0, "a", RULE_MIN_MAX, 60);
    case_node(&c, 0, "b", RULE_MIN_MAX, 30);
    case_node(&c, 0, "d", RULE_MIN_MAX, 10);
    case_column(&c, "a", COLUMN_VALUE, CELLS(10, 5, 0));
    case_column(&c, "b", COLUMN_VALUE, CELLS(0, 5, 10));
    case_column(&c, "d", COLUMN_VALUE, CELLS(0, 10, 0));
    case_run(&c);
    StabilityResult r = run(&c, &(StabilitySpec){.draws = 3, .leave_one_out = true});
    /* scores 60 55 30; without a: 0 62.5 75; without b: 85.7 57.1 0; without d: 66.7 50 33.3 */
    CHECK(r.rows[0].rank == 1 && r.rows[1].rank == 2 && r.rows[2].rank == 3);
    CHECK(r.rows[0].min == 1 && r.rows[0].max == 3 && r.rows[0].same == 2);
    CHECK(r.rows[1].min == 2 && r.rows[1].max == 2);
    CHECK(r.rows[2].min == 1 && r.rows[2].max == 3);
    arena_done(&c.arena);
}

/* Without its only leaf a component is left out, and the others are the whole: a bonus weighs no more than before. */
static void stability__shares_anew_what_a_component_without_weight_had(void **state)
{
    (void)state;
    EngineCase c = {0};
    case_open(&c, 1, 1, 2);
    case_node(&c, 0, "p", RULE_SUM, 600);
    case_node(&c, 1, "a", RULE_POINTS, 600);
    case_node(&c, 0, "b", RULE_POINTS, 400);
    case_column(&c, "a", COLUMN_VALUE, CELLS(30, 30));
    case_column(&c, "b", COLUMN_VALUE, CELLS(40, 34));
    c.events[0] = (EngineEvent){.kind = EVENT_BONUS, .row = 1, .points = 10};
    c.nevents = 1;
    case_run(&c);
    StabilityResult r = run(&c, &(StabilitySpec){.draws = 2, .leave_one_out = true});
    /* 70 and 74; without a 100 and 95; without b 50 and 60 */
    CHECK(r.rows[0].rank == 2 && r.rows[0].min == 1 && r.rows[0].max == 2);
    CHECK(r.rows[1].rank == 1 && r.rows[1].min == 1 && r.rows[1].max == 2);
    arena_done(&c.arena);
}

static void stability__takes_given_sets_and_their_quantiles(void **state)
{
    (void)state;
    EngineCase c = {0};
    double sets[21][3];
    case_open(&c, 1, 1, 2);
    case_node(&c, 0, "a", RULE_MIN_MAX, 10);
    case_node(&c, 0, "b", RULE_MIN_MAX, 10);
    case_column(&c, "a", COLUMN_VALUE, CELLS(1, 0));
    case_column(&c, "b", COLUMN_VALUE, CELLS(0, 1));
    case_run(&c);
    for (int s = 0; s < 20; s++) { /* one of twenty puts the first unit second */
        sets[s][0] = 1;
        sets[s][1] = s == 7 ? 1 : 3;
        sets[s][2] = s == 7 ? 3 : 1;
    }
    StabilitySpec spec = {.draws = 20, .sets = sets[0], .nsets = 20};
    StabilityResult r = run(&c, &spec);
    CHECK(r.rows[0].same == 19 && r.rows[0].max == 2 && r.rows[0].p95 == 1);
    CHECK(r.rows[1].p5 == 1 && r.rows[1].median == 2 && r.rows[1].mean == 1.95);
    memcpy(sets[20], sets[7], sizeof sets[7]); /* 2 of 21: more than 5 % */
    spec.draws = spec.nsets = 21;
    r = run(&c, &spec);
    CHECK(r.rows[0].p95 == 2 && r.rows[1].p5 == 1 && r.rows[1].p95 == 2);
    arena_done(&c.arena);
}

static void stability__varies_rounding(void **state)
{
    (void)state;
    EngineCase c = {0};
    case_open(&c, 1, 1, 3);
    case_node(&c, 0, "a", RULE_POINTS, 1000);
    case_column(&c, "a", COLUMN_VALUE, CELLS(90.12, 90.14, 80));
    c.scheme.rank_rounds = true;
    c.scheme.rank_round = 2;
    case_run(&c);
    StabilityResult r = run(&c, &(StabilitySpec){.draws = 3000, .seed = 2, .rounding = true});
    CHECK(r.rows[1].same == 3000 && r.rows[2].same == 3000);
    CHECK(r.rows[0].rank == 2 && r.rows[0].same > 850 && r.rows[0].same < 1150);
    arena_done(&c.arena);
}

static void check_same(const StabilityResult *x, const StabilityResult *y)
{
    CHECK_I64(x->nrows, y->nrows);
    CHECK(memcmp(&x->mean_shift, &y->mean_shift, sizeof x->mean_shift) == 0);
    for (int i = 0; i < x->nrows; i++) {
        StabilityRow a = x->rows[i], b = y->rows[i];
        CHECK(a.mean == b.mean && a.p5 == b.p5 && a.median == b.median && a.p95 == b.p95);
        CHECK(a.min == b.min && a.max == b.max && a.same == b.same && a.in_bottom == b.in_bottom);
    }
}

static void stability__varies_values_within_their_tolerance(void **state)
{
    (void)state;
    EngineCase c = {0};
    case_open(&c, 2, 1, 4);
    case_node(&c, 0, "a", RULE_POINTS, 1000)->source = SOURCE_CONFIRMED;
    case_column(&c, "a", COLUMN_VALUE, CELLS(1, 2, 3, 4, 50, 40, 30, 21));
    case_column(&c, "a", COLUMN_CONFIRMED,
                CELLS(MISSING, MISSING, MISSING, MISSING, MISSING, MISSING, MISSING, 20));
    case_column(&c, "a", COLUMN_TOLERANCE, CELLS(9, 9, 9, 9, 8, 8, 0, MISSING));
    case_run(&c);
    StabilitySpec spec = {.period = 1, .draws = 4000, .seed = 2, .values = true};
    StabilityResult r = run(&c, &spec);
    CHECK_I64(r.nrows, 4);
    CHECK_I64(r.rows[0].row, 4);
    /* 50 ± 8 and 40 ± 8 change places with probability (6 / 16)^2 / 2 */
    CHECK(r.rows[0].bands[0] == 4000 && r.rows[0].max == 2);
    CHECK(r.rows[0].same > 4000 - 340 && r.rows[0].same < 4000 - 220);
    CHECK(r.rows[2].same == 4000 && r.rows[3].same == 4000);
    c.columns[2].cells[7] = 12; /* 20 ± 12 passes 30 with probability 1/12 */
    r = run(&c, &spec);
    CHECK(r.rows[3].same > 4000 - 430 && r.rows[3].same < 4000 - 240);
    /* looks at the periods before: all of them are scored anew, and nothing changes */
    c.nodes[1].missing = MISSING_LAST;
    case_run(&c);
    StabilityResult whole = run(&c, &spec);
    check_same(&r, &whole);
    arena_done(&c.arena);
}

static void run_in_turns(void *self, int64_t items, ParBody body, void *ctx)
{
    int workers = *(int *)self;
    for (int64_t i = items - 1; i >= 0; i--)
        body(ctx, i, (int)(i % workers));
}

static void stability__is_the_same_for_any_workers_and_instructions(void **state)
{
    (void)state;
    EngineCase c = {0};
    open_case(&c, 4);
    c.columns[0].cells[2] = panel_nan(VALUE_NA);
    case_run(&c);
    StabilitySpec spec = {.draws = 2000, .seed = 9, .weights = 0.3};
    StabilityResult one = run(&c, &spec);
    for (int workers = 2; workers <= 8; workers += 3) {
        ParFor turns = {.workers = workers, .self = &workers, .run = run_in_turns};
        c.par = &turns;
        StabilityResult many = run(&c, &spec);
        check_same(&one, &many);
    }
    c.par = NULL;
    for (spec.level = 1; spec.level <= 3; spec.level++) {
        StabilityResult level = run(&c, &spec);
        check_same(&one, &level);
    }
    arena_done(&c.arena);
}

static bool stop_at_once(void *ctx, int64_t done, int64_t of)
{
    (void)of;
    *(int64_t *)ctx = done;
    return false;
}

static void stability__stops_where_it_is_told(void **state)
{
    (void)state;
    EngineCase c = {0};
    StabilityResult r;
    Err err = {0};
    ParFor one = par_one();
    int64_t done = 0;
    open_case(&c, 1);
    case_run(&c);
    StabilitySpec spec = {.draws = 1000 * 1000, .seed = 9, .weights = 0.3};
    CHECK_OK(
        stability_run(&c.arena, c.engine, &c.result, &spec, &one, stop_at_once, &done, &r, &err),
        &err);
    CHECK(done > 0 && done < 10000 && r.draws == done && r.rows[0].ranked == done);
    arena_done(&c.arena);
}

static void check_refused(EngineCase *c, StabilitySpec spec, ErrCode expected)
{
    StabilityResult r;
    Err err = {0};
    ParFor one = par_one();
    CHECK(!stability_run(&c->arena, c->engine, &c->result, &spec, &one, NULL, NULL, &r, &err));
    CHECK_ERR(&err, expected);
}

static void stability__refuses_what_does_not_fit(void **state)
{
    (void)state;
    EngineCase c = {0};
    double set[8] = {1, 1, 1, 1, 1, 1, 1, 1};
    open_case(&c, 1);
    case_run(&c);
    check_refused(&c, (StabilitySpec){.draws = 0, .weights = 0.1}, ERR_LIMIT);
    check_refused(&c, (StabilitySpec){.draws = INT64_MAX, .weights = 0.1}, ERR_LIMIT);
    check_refused(&c, (StabilitySpec){.draws = 10, .weights = 1}, ERR_STABILITY_WEIGHTS);
    check_refused(&c, (StabilitySpec){.draws = 10, .weights = -0.1}, ERR_STABILITY_WEIGHTS);
    check_refused(&c, (StabilitySpec){.draws = 10, .weights = NAN}, ERR_STABILITY_WEIGHTS);
    check_refused(&c, (StabilitySpec){.draws = 4, .leave_one_out = true}, ERR_STABILITY_DRAWS);
    check_refused(&c, (StabilitySpec){.draws = 4, .sets = set, .nsets = 1}, ERR_STABILITY_DRAWS);
    check_refused(&c, (StabilitySpec){.draws = 10, .values = true}, ERR_STABILITY_TOLERANCE);
    check_refused(&c, (StabilitySpec){.draws = 10, .period = 3}, ERR_STABILITY_EMPTY);
    arena_done(&c.arena);
}

/* Of three weights only two are at odds over these units: the third moves nothing. */
static void sobol__says_which_weight_moves_ranks(void **state)
{
    (void)state;
    EngineCase c = {0};
    StabilitySobol s, again;
    Err err = {0};
    int workers = 3;
    ParFor one = par_one(), turns = {.workers = 3, .self = &workers, .run = run_in_turns};
    StabilitySpec spec = {.seed = 1, .weights = 0.5};
    case_open(&c, 1, 1, 4);
    case_node(&c, 0, "a", RULE_MIN_MAX, 30);
    case_node(&c, 0, "b", RULE_MIN_MAX, 28);
    case_node(&c, 0, "d", RULE_MIN_MAX, 1);
    case_column(&c, "a", COLUMN_VALUE, CELLS(10, 0, 5, 3));
    case_column(&c, "b", COLUMN_VALUE, CELLS(0, 10, 5, 3));
    case_column(&c, "d", COLUMN_VALUE, CELLS(4, 4, 4, 4));
    case_run(&c);
    CHECK_OK(stability_sobol(&c.arena, c.engine, &c.result, &spec, 1024, false, &one, NULL, NULL,
                             &s, &err),
             &err);
    CHECK_I64(s.count, 3);
    CHECK_I64(s.whole.points, 1024 * 5);
    CHECK(s.whole.variance > 0);
    CHECK(s.factors[0].node == 1 && s.factors[0].total.is > 0.3);
    CHECK(s.factors[1].total.is > 0.3);
    CHECK(s.factors[2].total.is < 0.01);
    CHECK_OK(stability_sobol(&c.arena, c.engine, &c.result, &spec, 1024, false, &turns, NULL, NULL,
                             &again, &err),
             &err);
    CHECK(memcmp(s.whole.total, again.whole.total, 3 * sizeof *s.whole.total) == 0);
    CHECK_OK(
        stability_sobol(&c.arena, c.engine, &c.result, &spec, 64, true, &one, NULL, NULL, &s, &err),
        &err);
    CHECK(s.count == 1 && s.factors[0].kind == FACTOR_COMPONENT && s.factors[0].node == 0);
    c.nodes[0].weights.method =
        WEIGHT_CV; /* the third does not vary: it gets no weight and is no factor */
    case_run(&c);
    CHECK_OK(stability_sobol(&c.arena, c.engine, &c.result, &spec, 64, false, &turns, NULL, NULL,
                             &s, &err),
             &err);
    CHECK(s.count == 2 && s.factors[1].node == 2);
    spec.weights = 0;
    CHECK(!stability_sobol(&c.arena, c.engine, &c.result, &spec, 64, true, &one, NULL, NULL, &s,
                           &err));
    CHECK_ERR(&err, ERR_STABILITY_FACTORS);
    arena_done(&c.arena);
}

/* Two that mirror each other tie for the first place; in each draw one of them loses it. Who is not ranked does not count. */
static void sobol__measures_the_shift_of_those_that_are_ranked(void **state)
{
    (void)state;
    EngineCase c = {0};
    StabilitySobol s;
    Err err = {0};
    ParFor one = par_one();
    case_open(&c, 1, 1, 3);
    case_node(&c, 0, "a", RULE_MIN_MAX, 10)->missing = MISSING_EXCLUDE;
    case_node(&c, 0, "b", RULE_MIN_MAX, 10);
    case_column(&c, "a", COLUMN_VALUE, CELLS(1, 0, MISSING));
    case_column(&c, "b", COLUMN_VALUE, CELLS(0, 1, 1));
    case_run(&c);
    CHECK_OK(stability_sobol(&c.arena, c.engine, &c.result,
                             &(StabilitySpec){.seed = 1, .weights = 0.5}, 128, false, &one, NULL,
                             NULL, &s, &err),
             &err);
    CHECK(s.whole.mean == 0.5 && s.whole.variance == 0 && s.factors[0].total.is == 0);
    arena_done(&c.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stability__counts_what_the_engine_ranks),
        cmocka_unit_test(stability__goes_through_gaps_bonus_and_other_means),
        cmocka_unit_test(stability__varies_weights_that_come_from_data),
        cmocka_unit_test(stability__leaves_in_place_what_weights_cannot_move),
        cmocka_unit_test(stability__is_a_coin_where_two_units_mirror_each_other),
        cmocka_unit_test(stability__leaves_each_indicator_out_once),
        cmocka_unit_test(stability__shares_anew_what_a_component_without_weight_had),
        cmocka_unit_test(stability__takes_given_sets_and_their_quantiles),
        cmocka_unit_test(stability__varies_rounding),
        cmocka_unit_test(stability__varies_values_within_their_tolerance),
        cmocka_unit_test(stability__is_the_same_for_any_workers_and_instructions),
        cmocka_unit_test(stability__stops_where_it_is_told),
        cmocka_unit_test(stability__refuses_what_does_not_fit),
        cmocka_unit_test(sobol__says_which_weight_moves_ranks),
        cmocka_unit_test(sobol__measures_the_shift_of_those_that_are_ranked),
    };
    return cmocka_run_group_tests_name("stability", tests, NULL, NULL);
}

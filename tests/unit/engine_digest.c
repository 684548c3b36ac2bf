/* Prints a digest of all that the engine gives for a scheme with every rule, aggregate and policy, with as many
 * threads as are told: the same line on every machine, compiler and level of optimisation
 * (tests/unit/check_digest.sh). The data are whole numbers divided once, the same everywhere. */
#include "core/stability_sobol.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { PERIODS = 5, GROUPS = 4, LEAVES = 23, COMPONENTS = 8, UNITS = 230 };

/* --- threads, without the pool of sys/ ------------------------------------------------------------- */

typedef struct Crew {
    int64_t items;
    ParBody body;
    void *ctx;
    atomic_llong next;
} Crew;

typedef struct Hand {
    Crew *crew;
    int worker;
} Hand;

static void *work(void *arg)
{
    Hand *hand = arg;
    for (;;) {
        int64_t item = atomic_fetch_add(&hand->crew->next, 1);
        if (item >= hand->crew->items)
            return NULL;
        hand->crew->body(hand->crew->ctx, item, hand->worker);
    }
}

static void run_crew(void *self, int64_t items, ParBody body, void *ctx)
{
    int workers = *(int *)self;
    Crew crew = {.items = items, .body = body, .ctx = ctx};
    pthread_t threads[16];
    Hand hands[16];
    for (int i = 0; i < workers; i++) {
        hands[i] = (Hand){&crew, i};
        if (pthread_create(&threads[i], NULL, work, &hands[i]) != 0)
            exit(2);
    }
    for (int i = 0; i < workers; i++)
        pthread_join(threads[i], NULL);
}

/* --- the case ----------------------------------------------------------------------------------------- */

typedef struct Case {
    Arena arena;
    Scheme scheme;
    SchemeNode nodes[LEAVES + COMPONENTS + 1];
    Panel panel;
    EngineEvent *events;
    int64_t nevents;
} Case;

static uint64_t random_state = 42;
static uint64_t next_random(void)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return random_state >> 33;
}

/* Mostly a number, now and then one of the states, an even one to tie, or a negative one. */
static double cell(bool special)
{
    uint64_t r = next_random() % 100;
    if (special && r < 12)
        return panel_nan(
            (ValueState[]){VALUE_MISSING, VALUE_NA, VALUE_NOT_YET, VALUE_DATA_ONLY}[r % 4]);
    if (r < 20)
        return 50;
    if (r < 22)
        return -3.25;
    return (double)(next_random() % 100000 + 1) / 700;
}

static void make_panel(Case *c)
{
    Arena *a = &c->arena;
    int64_t nrows = PERIODS * UNITS, row = 0;
    Str *units = arena_new(a, Str, UNITS);
    int32_t *unit_of = arena_new(a, int32_t, nrows), *months = arena_new(a, int32_t, PERIODS);
    PanelBlock *blocks = arena_new(a, PanelBlock, PERIODS * GROUPS);
    static const int sizes[GROUPS] = {1, 9, 170, 50};
    for (int p = 0; p < PERIODS; p++) {
        months[p] = month_from_ym(2021, 1) + p;
        for (int g = 0, unit = 0; g < GROUPS; g++) {
            blocks[p * GROUPS + g] = (PanelBlock){p, g, sizes[g], row};
            for (int u = 0; u < sizes[g]; u++)
                unit_of[row++] = unit++;
        }
    }
    for (int u = 0; u < UNITS; u++)
        units[u] = arena_fmt(a, "u%d", u);
    c->panel = (Panel){.nrows = nrows,
                       .nunits = UNITS,
                       .nperiods = PERIODS,
                       .ngroups = GROUPS,
                       .nblocks = PERIODS * GROUPS,
                       .units = units,
                       .months = months,
                       .step_months = 1,
                       .unit_of = unit_of,
                       .blocks = blocks};
}

static SchemeNode *add_node(Case *c, int parent, Rule rule)
{
    int i = c->scheme.nnodes++;
    Str code = arena_fmt(&c->arena, "i%d", i);
    c->nodes[i] = (SchemeNode){.code = code,
                               .indicator = code,
                               .parent = parent,
                               .weight = dec_from_i64(i % 5 + 1),
                               .rule = rule,
                               .plan = PLAN_STRAIGHT,
                               .cap = dec_from_i64(rule == RULE_BAND ? 1 : 2),
                               .gain = dec_from_i64(99),
                               .base = dec_from_i64(1),
                               .per_point = {1, 1},
                               .over_per_point = {1, 2},
                               .per_event = {5, 1},
                               .step = dec_from_i64(2),
                               .step_is_percent = rule == RULE_RANK_POINTS,
                               .ago = 1,
                               .trim = 1,
                               .middle = dec_from_i64(70),
                               .low = dec_from_i64(40),
                               .high = dec_from_i64(80),
                               .bad = dec_from_i64(10),
                               .good = dec_from_i64(120),
                               .direction = (Direction)(i % 2)};
    return &c->nodes[i];
}

static void special(Case *c, SchemeNode *leaf, int i)
{
    static Band bands[] = {
        {{20, 0}, false, {30, 0}}, {{60, 0}, true, {70, 0}}, {{100, 0}, false, {100, 0}}};
    static Voter voters[] = {
        {SC("i2"), {1, 0}}, {SC("i3"), {25, 1}}, {SC("i4"), {1, 0}}, {SC("i5"), {2, 0}}};
    leaf->missing = (MissingPolicy)(i % 6);
    leaf->scope = (DataScope)(i % 3);
    leaf->bands = bands;
    leaf->nbands = leaf->rule == RULE_BAND ? 3 : 0;
    leaf->bands_percent = true;
    leaf->bands_linear = i % 2;
    leaf->voters = voters;
    leaf->nvoters = leaf->rule == RULE_JUDGE ? 4 : 0;
    leaf->formula = S("min(i2 / i3, 3) * ln(i4 + 10) + sqrt(abs(i5))");
    leaf->has_good = i % 2;
    leaf->clamp = i % 4 == 0;
    leaf->distance_to = (DistanceTo)(i % 2);
    leaf->has_step = leaf->rule == RULE_COMPLETION && i > 12;
    leaf->step_points = dec_from_i64(1);
    leaf->has_target = true;
    leaf->target = dec_from_i64(90);
    if (i % 4 == 1 && (leaf->rule == RULE_MIN_MAX || leaf->rule == RULE_Z_SCORE))
        leaf->direction = i % 8 == 1 ? DIR_MIDDLE : DIR_INTERVAL;
    if (leaf->rule == RULE_DEDUCT || leaf->rule == RULE_BONUS)
        leaf->source = SOURCE_EVENTS;
    (void)c;
}

static void make_scheme(Case *c)
{
    c->scheme = (Scheme){.full = dec_from_i64(100), .nodes = c->nodes, .na = NA_PARENT};
    c->scheme.rank_rounds = true;
    c->scheme.rank_round = 3;
    c->scheme.streak = (StreakRule){.present = true, .bottom = 3, .min_group = 7};
    c->scheme.order[0] = FINAL_BONUS;
    c->scheme.order[1] = FINAL_CEILING;
    c->scheme.order[2] = FINAL_DEDUCT;
    c->scheme.norder = 3;
    c->scheme.ceiling = dec_from_i64(100);
    add_node(c, -1, RULE_SUM);
    for (int i = 0, rule = RULE_COMPLETION; i < COMPONENTS; i++) {
        int at = c->scheme.nnodes;
        SchemeNode *component = add_node(c, 0, RULE_SUM);
        component->aggregate = (Aggregate)(i % 5);
        component->weights.method = (WeightMethod)(i > 4 ? i - 5 + WEIGHT_ENTROPY : WEIGHT_GIVEN);
        component->weights.scope = (DataScope)(i % 3);
        for (int k = 0; k < 3 && c->scheme.nnodes < LEAVES + COMPONENTS + 1; k++) {
            SchemeNode *leaf = add_node(c, at, (Rule)rule);
            special(c, leaf, c->scheme.nnodes);
            rule = rule + 1 == RULE_COUNT ? RULE_COMPLETION : rule + 1;
        }
    }
    c->nodes[0].has_available = true;
    c->nodes[0].available = (Dec){7, 1};
    scheme_prepare(&c->scheme);
}

static void make_columns(Case *c)
{
    PanelColumn *columns = arena_new(&c->arena, PanelColumn, 2 * c->scheme.nnodes);
    for (int i = 1; i < c->scheme.nnodes; i++)
        for (int kind = COLUMN_VALUE; kind <= COLUMN_CONFIRMED; kind++) {
            double *cells = arena_new(&c->arena, double, c->panel.nrows);
            for (int64_t row = 0; row < c->panel.nrows; row++)
                cells[row] = kind == COLUMN_VALUE ? cell(i % 2 == 1 || i % 3 == 0)
                             : next_random() % 3  ? panel_nan(VALUE_MISSING)
                                                  : cell(false);
            if (kind == COLUMN_VALUE || i % 4 == 0)
                columns[c->panel.ncolumns++] = (PanelColumn){
                    .indicator = c->nodes[i].indicator, .kind = (ColumnKind)kind, .cells = cells};
        }
    c->panel.columns = columns;
    c->events = arena_new(&c->arena, EngineEvent, c->panel.nrows);
    for (int64_t row = 0; row < c->panel.nrows; row += 3)
        c->events[c->nevents++] = (EngineEvent){.kind = row % 2   ? EVENT_BONUS
                                                        : row % 5 ? EVENT_DEDUCT
                                                                  : EVENT_VETO,
                                                .row = row,
                                                .points = (double)(next_random() % 40) / 8};
}

/* --- the digest --------------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t hash, const void *data, size_t bytes)
{
    const unsigned char *at = data;
    for (size_t i = 0; i < bytes; i++)
        hash = (hash ^ at[i]) * UINT64_C(1099511628211);
    return hash;
}

static uint64_t digest_of(const Case *c, const EngineResult *r, double *shares)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    size_t n = (size_t)r->nrows;
    hash = mix(hash, r->tree, n * 8);
    hash = mix(hash, r->exact, n * 8);
    hash = mix(hash, r->score, n * 8);
    hash = mix(hash, r->rounded, n * 8);
    hash = mix(hash, r->rank, n * 4);
    hash = mix(hash, r->from_bottom, n * 4);
    hash = mix(hash, r->flags, n);
    hash = mix(hash, r->block_warnings, (size_t)c->panel.nblocks);
    hash = mix(hash, r->node_warnings, (size_t)c->scheme.nnodes * 2);
    for (int i = 0; i < c->scheme.nnodes; i++) {
        hash = mix(hash, r->fractions[i], n * 8);
        if (!scheme_is_leaf(&c->nodes[i]))
            continue;
        hash = mix(hash, r->traces[i].status, n);
        hash = mix(hash, r->traces[i].warnings, n * 2);
        if (r->traces[i].rank)
            hash = mix(hash, r->traces[i].rank, n * 4);
        for (size_t row = 0; row < n; row++) /* raw is arbitrary where no rule was asked */
            if (r->traces[i].status[row] == CELL_SCORED)
                hash = mix(hash, &r->traces[i].raw[row], 8);
    }
    return mix(hash, shares, (size_t)c->scheme.nnodes * 8);
}

/* Draws of period 1: counts of places, and Sobol' indices where asked for. */
static uint64_t draws_of(Case *c, const ParFor *par, bool sobol, uint64_t hash)
{
    Engine *engine;
    EngineResult base;
    StabilityResult r;
    StabilitySobol indices;
    Err err = {0};
    StabilitySpec spec = {.period = 1, .draws = 500, .seed = 7, .weights = 0.5, .rounding = !sobol};
    EngineInput input = {.events = c->events, .nevents = c->nevents};
    bool ok = engine_new(&c->arena, &c->scheme, &c->panel, &engine, &err);
    input.engine = engine;
    ok = ok && engine_run(&c->arena, &input, ENGINE_LEAVES, &base, &err) &&
         stability_run(&c->arena, engine, &base, &spec, par, NULL, NULL, &r, &err) &&
         (!sobol || stability_sobol(&c->arena, engine, &base, &spec, 32, false, par, NULL, NULL,
                                    &indices, &err));
    if (!ok) {
        printf("%s\n", err_code_name(err.code));
        exit(1);
    }
    for (int i = 0; i < r.nrows; i++) {
        const StabilityRow *row = &r.rows[i];
        const int ranks[] = {row->rank, row->min, row->max, row->p5, row->median, row->p95};
        hash = mix(hash, ranks, sizeof ranks);
        hash = mix(hash, &row->mean, sizeof row->mean);
        hash = mix(hash, &row->in_bottom, sizeof row->in_bottom);
        hash = mix(hash, &row->ranked, sizeof row->ranked);
    }
    for (int i = 0; sobol && i < indices.count; i++) {
        hash = mix(hash, &indices.factors[i].first, sizeof(SobolInterval));
        hash = mix(hash, &indices.factors[i].total, sizeof(SobolInterval));
    }
    return mix(hash, &r.mean_shift, sizeof r.mean_shift);
}

/* As the scheme is; with means alone, where gaps stand beside whole rows; without gaps. */
static uint64_t stability_digest(Case *c, const ParFor *par)
{
    uint64_t hash = draws_of(c, par, false, UINT64_C(14695981039346656037));
    for (int i = 0; i < c->scheme.nnodes; i++) {
        c->nodes[i].aggregate = AGGREGATE_SUM;
        c->nodes[i].has_available = false;
        if (scheme_is_leaf(&c->nodes[i])) {
            c->nodes[i].rule = RULE_MIN_MAX;
            c->nodes[i].source = SOURCE_CONFIRMED;
            c->nodes[i].missing = MISSING_RENORMALISE;
        }
    }
    hash = draws_of(c, par, true, hash);
    for (int i = 0; i < c->panel.ncolumns; i++)
        for (int64_t row = 0; row < c->panel.nrows; row++)
            if (c->panel.columns[i].cells[row] != c->panel.columns[i].cells[row])
                c->panel.columns[i].cells[row] = (double)(row * 7 % 31);
    return draws_of(c, par, true, hash);
}

int main(int argc, char **argv)
{
    static Case c;
    Engine *engine;
    EngineResult result;
    Err err = {0};
    int threads = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 1;
    threads = threads < 1 || threads > 16 ? 1 : threads;
    ParFor par = {.workers = threads, .self = &threads, .run = run_crew};
    make_panel(&c);
    make_scheme(&c);
    make_columns(&c);
    EngineInput input = {.events = c.events, .nevents = c.nevents, .par = &par};
    if (!engine_new(&c.arena, &c.scheme, &c.panel, &engine, &err) ||
        (input.engine = engine,
         !engine_run(&c.arena, &input, ENGINE_COMPONENTS | ENGINE_LEAVES | ENGINE_TRACE, &result,
                     &err))) {
        printf("%s\n", err_code_name(err.code));
        return 1;
    }
    double *shares = arena_new(&c.arena, double, c.scheme.nnodes);
    engine_effective(engine, &result, c.panel.nrows / 2, shares);
    int ranked = 0;
    for (int64_t row = 0; row < result.nrows; row++)
        ranked += (result.flags[row] & UNIT_RANKED) != 0;
    uint64_t of_scores = digest_of(&c, &result, shares), of_draws = stability_digest(&c, &par);
    printf("%016llx of %d ranked, draws %016llx\n", (unsigned long long)of_scores, ranked,
           (unsigned long long)of_draws);
    arena_done(&c.arena);
    return 0;
}

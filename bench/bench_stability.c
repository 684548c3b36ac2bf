/* Draws of ranks on one month of the reference load: 2,843 units, 100 indicators, 31 groups, min-max in the group, weighted
 * mean, ± 25 %; on all processors and on one. An operation is a thousand draws. */
#include "bench.h"

#include "core/draw.h"
#include "core/stability_sobol.h"
#include "sys/par.h"

#include <stdlib.h>

enum { UNITS = 2843, GROUPS = 31, COMPONENTS = 10, EACH = 10 };

typedef struct Load {
    Arena arena;
    SchemeNode nodes[1 + COMPONENTS * (EACH + 1)];
    Scheme scheme;
    PanelBlock blocks[GROUPS];
    PanelColumn columns[COMPONENTS * EACH];
    Str units[UNITS], groups[GROUPS], periods[1];
    int32_t months[1], unit_of[UNITS];
    Panel panel;
    Engine *engine;
    EngineResult base;
} Load;

static SchemeNode *add_node(Load *m, int parent, Rule rule, int64_t weight)
{
    int i = m->scheme.nnodes++;
    Str code = arena_fmt(&m->arena, "n%d", i);
    m->nodes[i] = (SchemeNode){.code = code,
                               .indicator = code,
                               .parent = parent,
                               .rule = rule,
                               .weight = dec_from_i64(weight),
                               .plan = PLAN_STRAIGHT,
                               .cap = dec_from_i64(1),
                               .gain = dec_from_i64(100)};
    return &m->nodes[i];
}

static void make_load(Load *m, bool rounds, bool gaps)
{
    Err err = {0};
    m->scheme = (Scheme){
        .full = dec_from_i64(100), .nodes = m->nodes, .rank_rounds = rounds, .rank_round = 2};
    m->scheme.streak = (StreakRule){.present = true, .bottom = 3, .min_group = 7};
    m->panel = (Panel){.nrows = UNITS,
                       .nunits = UNITS,
                       .nperiods = 1,
                       .ngroups = GROUPS,
                       .nblocks = GROUPS,
                       .units = m->units,
                       .periods = m->periods,
                       .groups = m->groups,
                       .months = m->months,
                       .step_months = 1,
                       .unit_of = m->unit_of,
                       .blocks = m->blocks,
                       .columns = m->columns};
    add_node(m, -1, RULE_SUM, 1);
    for (int c = 0; c < COMPONENTS; c++) {
        int parent = m->scheme.nnodes;
        add_node(m, 0, RULE_SUM, 5 + c);
        for (int i = 0; i < EACH; i++) {
            double *cells = arena_new(&m->arena, double, UNITS);
            for (int u = 0; u < UNITS; u++)
                cells[u] = draw_uniform(1, (uint64_t)m->panel.ncolumns, (uint64_t)u) * 1000;
            SchemeNode *leaf = add_node(m, parent, RULE_MIN_MAX, 3 + i % 4);
            if (gaps) {
                leaf->missing = MISSING_RENORMALISE;
                cells[m->panel.ncolumns] = panel_nan(VALUE_MISSING);
                for (int u = 0; u < UNITS; u += 50)
                    cells[u] = panel_nan(VALUE_MISSING);
            }
            m->columns[m->panel.ncolumns++] = (PanelColumn){leaf->indicator, COLUMN_VALUE, cells};
        }
    }
    for (int g = 0, first = 0; g < GROUPS; g++) {
        int n = UNITS / GROUPS + (g < UNITS % GROUPS);
        m->blocks[g] = (PanelBlock){0, g, n, first};
        first += n;
    }
    for (int u = 0; u < UNITS; u++)
        m->unit_of[u] = u;
    scheme_prepare(&m->scheme);
    if (!engine_new(&m->arena, &m->scheme, &m->panel, &m->engine, &err) ||
        !engine_run(&m->arena, &(EngineInput){.engine = m->engine}, ENGINE_LEAVES, &m->base, &err))
        abort();
}

typedef struct Work {
    Load *load;
    ParFor par;
    bool rounding;
} Work;

static uint64_t draws(void *ctx, int64_t count)
{
    const Work *w = ctx;
    AUTO_ARENA arena = {0};
    StabilityResult result;
    Err err = {0};
    StabilitySpec spec = {
        .draws = count * 1000, .seed = 1, .weights = 0.25, .rounding = w->rounding};
    if (!stability_run(&arena, w->load->engine, &w->load->base, &spec, &w->par, NULL, NULL, &result,
                       &err))
        abort();
    return (uint64_t)(result.rows[7].in_bottom + result.rows[9].median);
}

/* A thousand points of a plan for Sobol' indices, 110 factors. */
static uint64_t sobol_points_of(void *ctx, int64_t count)
{
    const Work *w = ctx;
    AUTO_ARENA arena = {0};
    StabilitySobol result;
    Err err = {0};
    StabilitySpec spec = {.seed = 1, .weights = 0.25};
    int64_t rows = count * 1000 / (2 + COMPONENTS * (EACH + 1));
    if (!stability_sobol(&arena, w->load->engine, &w->load->base, &spec, rows, false, &w->par, NULL,
                         NULL, &result, &err))
        abort();
    return (uint64_t)(result.whole.variance * 1e9);
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = {0};
    Bench *bench = bench_new(&arena, "stability", argc, argv);
    static Load plain, rounds, gaps;
    make_load(&plain, false, false);
    make_load(&rounds, true, false);
    make_load(&gaps, false, true);
    ParPool *pool = par_pool(&arena, 0);
    Work all = {.load = &plain, .par = par_on(pool)}, one = {.load = &plain, .par = par_one()};
    Work two = {.load = &rounds, .par = par_on(pool)}, fold = {.load = &gaps, .par = par_on(pool)};
    bench_case(bench, "1,000 draws, all processors", 0, draws, &all);
    bench_case(bench, "1,000 draws, one processor", 0, draws, &one);
    bench_case(bench, "1,000 draws, scores rounded to 2 decimals", 0, draws, &two);
    bench_case(bench, "1,000 draws, every group with missing values", 0, draws, &fold);
    bench_case(bench, "1,000 Sobol' points, 110 factors", 0, sobol_points_of, &all);
    par_end(pool);
    return bench_done(bench);
}

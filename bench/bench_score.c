/* The engine on the reference load: 2,843 units x 100 indicators x 12 months in 31 groups, min-max in group,
 * weighted mean, competition rank; ns a cell and how that stands to a one-thread memcpy of the columns. */
#include "bench.h"

#include "core/engine.h"
#include "sys/par.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { GROUPS = 31, INDICATORS = 100, MONTHS = 12, ROUNDS = 41 };

typedef struct Load {
    Arena arena;
    Scheme scheme;
    Panel panel;
    Engine *engine;
    ParFor par;
    double *copy;
} Load;

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static uint64_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

static void make_panel(Load *load, int units, int missing)
{
    Arena *a = &load->arena;
    int64_t nrows = (int64_t)units * MONTHS;
    Str *codes = arena_new(a, Str, units);
    int32_t *unit_of = arena_new(a, int32_t, nrows), *months = arena_new(a, int32_t, MONTHS);
    PanelBlock *blocks = arena_new(a, PanelBlock, GROUPS * MONTHS);
    PanelColumn *columns = arena_new(a, PanelColumn, INDICATORS);
    uint64_t seed = 1;
    int64_t row = 0;
    for (int m = 0; m < MONTHS; m++) {
        months[m] = month_from_ym(2021, m + 1);
        for (int g = 0, unit = 0; g < GROUPS; g++) {
            int count = units / GROUPS + (g < units % GROUPS);
            blocks[m * GROUPS + g] = (PanelBlock){m, g, count, row};
            for (int u = 0; u < count; u++)
                unit_of[row++] = unit++;
        }
    }
    for (int i = 0; i < INDICATORS; i++) {
        columns[i] = (PanelColumn){.indicator = arena_fmt(a, "i%d", i),
                                   .cells = arena_new(a, double, nrows)};
        for (int64_t r = 0; r < nrows; r++)
            columns[i].cells[r] = (int)(next_random(&seed) % 100) < missing
                                      ? panel_nan(VALUE_MISSING)
                                      : (double)(next_random(&seed) % 1000000) / 100;
    }
    for (int u = 0; u < units; u++)
        codes[u] = arena_fmt(a, "u%d", u);
    load->panel = (Panel){.nrows = nrows,
                          .nunits = units,
                          .nperiods = MONTHS,
                          .ngroups = GROUPS,
                          .ncolumns = INDICATORS,
                          .nblocks = GROUPS * MONTHS,
                          .units = codes,
                          .months = months,
                          .step_months = 1,
                          .unit_of = unit_of,
                          .blocks = blocks,
                          .columns = columns};
    load->copy = arena_new(a, double, nrows *INDICATORS);
}

static void make_scheme(Load *load)
{
    SchemeNode *nodes = arena_new(&load->arena, SchemeNode, INDICATORS + 1);
    nodes[0] = (SchemeNode){.code = S("root"), .parent = -1};
    for (int i = 0; i < INDICATORS; i++)
        nodes[i + 1] = (SchemeNode){.code = load->panel.columns[i].indicator,
                                    .indicator = load->panel.columns[i].indicator,
                                    .weight = dec_from_i64(i % 7 + 1),
                                    .rule = RULE_MIN_MAX,
                                    .missing = MISSING_RENORMALISE,
                                    .plan = PLAN_STRAIGHT,
                                    .cap = dec_from_i64(1),
                                    .gain = dec_from_i64(100)};
    load->scheme = (Scheme){.full = dec_from_i64(100), .nodes = nodes, .nnodes = INDICATORS + 1};
    scheme_prepare(&load->scheme);
}

static double run_once(Load *load, int *sum)
{
    Err err = {0};
    EngineResult result;
    EngineInput input = {.engine = load->engine, .par = &load->par};
    ArenaMark mark = arena_mark(&load->arena);
    double from = now_ms();
    if (!engine_run(&load->arena, &input, 0, &result, &err))
        exit(1);
    double took = now_ms() - from;
    *sum += result.rank[load->panel.nrows / 2];
    arena_rewind(&load->arena, mark);
    return took;
}

static double copy_once(Load *load, int *sum)
{
    size_t n = (size_t)load->panel.nrows;
    double from = now_ms();
    for (int i = 0; i < INDICATORS; i++)
        memcpy(load->copy + (size_t)i * n, load->panel.columns[i].cells, n * sizeof(double));
    double took = now_ms() - from;
    *sum += load->copy[n] > 50;
    return took;
}

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Median of alternating runs, so that what else the machine does meets both. */
static void report(Load *load, const char *what, FILE *json, bool last)
{
    double ours[ROUNDS], copies[ROUNDS];
    int sum = 0;
    for (int i = 0; i < ROUNDS; i++) {
        ours[i] = run_once(load, &sum);
        copies[i] = copy_once(load, &sum);
    }
    qsort(ours, ROUNDS, sizeof *ours, by_size);
    qsort(copies, ROUNDS, sizeof *copies, by_size);
    double ms = ours[ROUNDS / 2], copy = copies[ROUNDS / 2];
    double cells = (double)load->panel.nrows * INDICATORS;
    printf("%-24s %8.3f ms (fastest %.3f)  %6.3f ns a cell  memcpy %7.3f ms (%.3f)  ratio %5.2f "
           "(%.2f)%s\n",
           what, ms, ours[0], ms * 1e6 / cells, copy, copies[0], ms / copy, ours[0] / copies[0],
           sum ? "" : " ");
    if (json)
        fprintf(json,
                "  {\"work\": \"%s\", \"metric\": \"ms\", \"ours\": %.4f, \"peer\": %.4f, "
                "\"peer_name\": \"memcpy, one thread\", \"ratio\": %.3f, \"runs\": %d, "
                "\"spread\": %.4f, \"fastest\": %.4f, \"peer_fastest\": %.4f}%s\n",
                what, ms, copy, ms / copy, ROUNDS, ours[ROUNDS * 3 / 4] - ours[ROUNDS / 4], ours[0],
                copies[0], last ? "" : ",");
}

static void report_load(int units, int threads, int missing, const char *what, FILE *json,
                        bool last)
{
    Load load = {0};
    Err err = {0};
    make_panel(&load, units, missing);
    make_scheme(&load);
    ParPool *pool = par_pool(&load.arena, threads);
    load.par = par_on(pool);
    if (!engine_new(&load.arena, &load.scheme, &load.panel, &load.engine, &err))
        exit(1);
    report(&load, what, json, last);
    par_end(pool);
    arena_done(&load.arena);
}

int main(int argc, char **argv)
{
    FILE *json = argc > 1 ? fopen(argv[1], "w") : NULL;
    if (json)
        fprintf(json, "{\"rows\": [\n");
    report_load(2843, 1, 0, "score, one thread", json, false);
    report_load(2843, 0, 0, "score, all cores", json, false);
    report_load(2843, 1, 3, "score, 3 % missing", json, false);
    report_load(2 * 2843, 0, 0, "score, twice the units", json, true);
    if (json) {
        fprintf(json, "]}\n");
        fclose(json);
    }
    return 0;
}

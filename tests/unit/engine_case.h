/* tests/unit/engine_case.h - a small scheme and panel by hand, without files, for tests of core/engine. */
#pragma once
#include "check.h"
#include "core/engine.h"

enum { CASE_NODES = 40, CASE_COLUMNS = 40, CASE_ROWS = 64, CASE_BLOCKS = 16 };

typedef struct EngineCase {
    Arena arena;
    Scheme scheme;
    SchemeNode nodes[CASE_NODES];
    Panel panel;
    PanelColumn columns[CASE_COLUMNS];
    PanelBlock blocks[CASE_BLOCKS];
    Str units[CASE_ROWS], groups[CASE_BLOCKS], periods[CASE_BLOCKS];
    int32_t months[CASE_BLOCKS], unit_of[CASE_ROWS];
    Engine *engine;
    EngineResult result;
    double weights[CASE_NODES];
    const double *use_weights;
    EngineEvent events[CASE_ROWS];
    int64_t nevents;
    const ParFor *par;
} EngineCase;

static const double missing_cell = -1e300; /* in tables of values: a state instead of a number */
#define MISSING (missing_cell)
#define NOT_APPLICABLE (missing_cell - 1e299)
#define NOT_YET (missing_cell - 2e299)
#define DATA_ONLY (missing_cell - 3e299)

static inline double case_cell(double x)
{
    if (x == MISSING)
        return panel_nan(VALUE_MISSING);
    if (x == NOT_APPLICABLE)
        return panel_nan(VALUE_NA);
    if (x == NOT_YET)
        return panel_nan(VALUE_NOT_YET);
    return x == DATA_ONLY ? panel_nan(VALUE_DATA_ONLY) : x;
}

/* Periods monthly from 2021-01, groups of `units` units each, the same in all periods. */
static inline void case_open(EngineCase *c, int periods, int groups, int units)
{
    c->scheme = (Scheme){.code = S("c"), .full = dec_from_i64(100), .nodes = c->nodes, .nnodes = 1};
    c->scheme.order[0] = FINAL_BONUS;
    c->scheme.order[1] = FINAL_DEDUCT;
    c->scheme.norder = 2;
    c->nodes[0] = (SchemeNode){.code = S("root"), .parent = -1, .weight = dec_from_i64(1)};
    c->panel = (Panel){.nrows = (int64_t)periods * groups * units,
                       .nunits = groups * units,
                       .nperiods = periods,
                       .ngroups = groups,
                       .nblocks = periods * groups,
                       .units = c->units,
                       .periods = c->periods,
                       .groups = c->groups,
                       .months = c->months,
                       .step_months = 1,
                       .unit_of = c->unit_of,
                       .blocks = c->blocks,
                       .columns = c->columns};
    for (int p = 0; p < periods; p++) {
        c->months[p] = month_from_ym(2021, 1) + p;
        for (int g = 0; g < groups; g++) {
            int64_t first = ((int64_t)p * groups + g) * units;
            c->blocks[p * groups + g] = (PanelBlock){p, g, units, first};
            for (int u = 0; u < units; u++)
                c->unit_of[first + u] = g * units + u;
        }
    }
    for (int u = 0; u < groups * units; u++)
        c->units[u] = arena_fmt(&c->arena, "u%d", u + 1);
}

/* A leaf or (RULE_SUM) a component at the end of the tree; weight in tenths. */
static inline SchemeNode *case_node(EngineCase *c, int parent, const char *code, Rule rule,
                                    int tenths)
{
    SchemeNode *node = &c->nodes[c->scheme.nnodes++];
    *node = (SchemeNode){.code = str_from_z(code),
                         .indicator = str_from_z(code),
                         .parent = parent,
                         .weight = {tenths, 1},
                         .rule = rule,
                         .plan = PLAN_STRAIGHT,
                         .cap = dec_from_i64(1),
                         .gain = dec_from_i64(100)};
    return node;
}

static inline double *case_column(EngineCase *c, const char *indicator, ColumnKind kind,
                                  const double *cells)
{
    double *copy = arena_new(&c->arena, double, c->panel.nrows);
    for (int64_t i = 0; i < c->panel.nrows; i++)
        copy[i] = case_cell(cells[i]);
    c->columns[c->panel.ncolumns++] = (PanelColumn){str_from_z(indicator), kind, copy};
    return copy;
}

static inline bool case_try(EngineCase *c, Err *err)
{
    scheme_prepare(&c->scheme);
    if (!engine_new(&c->arena, &c->scheme, &c->panel, &c->engine, err))
        return false;
    EngineInput input = {.engine = c->engine,
                         .events = c->events,
                         .nevents = c->nevents,
                         .weights = c->use_weights,
                         .par = c->par};
    return engine_run(&c->arena, &input, ENGINE_COMPONENTS | ENGINE_LEAVES | ENGINE_TRACE,
                      &c->result, err);
}

static inline void case_run(EngineCase *c)
{
    Err err = {0};
    CHECK_OK(case_try(c, &err), &err);
}

/* Fractions of a node in all rows; 1e-12 absolute, states as in tables of values. */
static inline void case_check(const EngineCase *c, int node, const double *expected)
{
    for (int64_t row = 0; row < c->panel.nrows; row++) {
        double want = case_cell(expected[row]), found = c->result.fractions[node][row];
        double gap = found - want;
        bool same = want == want ? gap < 1e-12 && gap > -1e-12
                                 : !(found == found) && panel_state(found) == panel_state(want);
        if (!same)
            fail_msg("node %d row %d: found %.17g, expected %.17g", node, (int)row, found, want);
    }
}

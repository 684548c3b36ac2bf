/* Values inside their tolerance: a worker has its own copy of what varies and an engine on it. */
#include "core/draw.h"
#include "core/stability_parts.h"

#include <string.h>

typedef struct Varied {                 /* an indicator */
    const double *given[2], *tolerance; /* value and confirmed; the period's rows; NULL: none */
    double *cells[2];                   /* [nrows] of the copy's period */
} Varied;

struct StabilityValues {
    const StabilityPlan *plan;
    Engine *engine;
    Panel panel;
    EngineEvent *events;
    int64_t nevents;
    int64_t first; /* row of the period in the copy */
    Varied *varied;
    int nvaried;
    bool *ranked;
    Arena run; /* of one draw */
};

/* Whether some leaf looks beyond its period: then all periods are scored anew. */
static bool looks_beyond(const Scheme *scheme)
{
    for (int i = 0; i < scheme->nnodes; i++) {
        const SchemeNode *node = &scheme->nodes[i];
        bool beyond = scheme_is_leaf(node)
                          ? node->rule == RULE_GROWTH || node->scope == OVER_ALL ||
                                node->missing == MISSING_LAST || node->missing == MISSING_CARRY ||
                                node->rule == RULE_FORMULA
                          : node->weights.scope == OVER_ALL;
        if (beyond)
            return true;
    }
    return false;
}

static const double *cells_of(const Panel *panel, Str indicator, ColumnKind kind, int64_t first)
{
    const double *cells = panel_column(panel, indicator, kind);
    return cells ? cells + first : NULL;
}

static bool has_tolerance(const Panel *panel, Str indicator)
{
    return panel_column(panel, indicator, COLUMN_TOLERANCE) ||
           (panel_column(panel, indicator, COLUMN_VALUE) &&
            panel_column(panel, indicator, COLUMN_CONFIRMED));
}

/* The panel of one period, or all of it, with columns of its own where values vary. */
static void copy_panel(Arena *arena, const StabilityPlan *plan, bool whole, StabilityValues *to)
{
    const Panel *from = engine_panel(plan->engine);
    int64_t first = whole ? 0 : plan->first;
    PanelColumn *columns = arena_new(arena, PanelColumn, from->ncolumns);
    to->panel = *from;
    to->panel.columns = columns;
    to->first = plan->first - first;
    if (!whole) {
        PanelBlock *blocks = arena_new(arena, PanelBlock, plan->nblocks);
        to->panel.nrows = plan->nrows;
        to->panel.nperiods = 1;
        to->panel.periods += plan->spec->period;
        to->panel.months += plan->spec->period;
        to->panel.unit_of += first;
        to->panel.nblocks = plan->nblocks;
        to->panel.blocks = blocks;
        for (int b = 0; b < plan->nblocks; b++) {
            blocks[b] = *plan->blocks[b].block;
            blocks[b].period = 0;
            blocks[b].first -= first;
        }
    }
    for (int i = 0; i < from->ncolumns; i++) {
        columns[i] = from->columns[i];
        columns[i].cells += first;
        if ((columns[i].kind != COLUMN_VALUE && columns[i].kind != COLUMN_CONFIRMED) ||
            !has_tolerance(from, columns[i].indicator))
            continue;
        double *cells = arena_new(arena, double, to->panel.nrows);
        memcpy(cells, columns[i].cells, (size_t)to->panel.nrows * sizeof *cells);
        columns[i].cells = cells;
    }
}

static void list_varied(Arena *arena, const StabilityPlan *plan, StabilityValues *to)
{
    const Panel *from = engine_panel(plan->engine);
    to->varied = arena_new(arena, Varied, from->ncolumns);
    for (int i = 0; i < from->ncolumns; i++) {
        Str indicator = from->columns[i].indicator;
        bool only_confirmed = from->columns[i].kind == COLUMN_CONFIRMED &&
                              !panel_column(from, indicator, COLUMN_VALUE);
        if ((from->columns[i].kind != COLUMN_VALUE && !only_confirmed) ||
            from->columns[i].cells != panel_column(from, indicator, from->columns[i].kind) ||
            !has_tolerance(from, indicator))
            continue;
        Varied *v = &to->varied[to->nvaried++];
        v->tolerance = cells_of(from, indicator, COLUMN_TOLERANCE, plan->first);
        for (int k = 0; k < 2; k++) {
            ColumnKind kind = k == 0 ? COLUMN_VALUE : COLUMN_CONFIRMED;
            v->given[k] = cells_of(from, indicator, kind, plan->first);
            if (v->given[k])
                v->cells[k] = (double *)cells_of(&to->panel, indicator, kind, to->first);
        }
    }
}

static void copy_events(Arena *arena, const StabilityPlan *plan, bool whole, StabilityValues *to)
{
    const StabilitySpec *spec = plan->spec;
    int64_t first = whole ? 0 : plan->first;
    to->events = arena_new(arena, EngineEvent, spec->nevents);
    for (int64_t i = 0; i < spec->nevents; i++) {
        int64_t row = spec->events[i].row - first;
        if (row < 0 || row >= to->panel.nrows)
            continue;
        to->events[to->nevents] = spec->events[i];
        to->events[to->nevents++].row = row;
    }
}

bool stability_values(Arena *arena, const StabilityPlan *plan, StabilityValues **ret_values,
                      Err *err)
{
    StabilityValues *values = arena_new(arena, StabilityValues, 1);
    bool whole = looks_beyond(plan->scheme);
    values->plan = plan;
    copy_panel(arena, plan, whole, values);
    list_varied(arena, plan, values);
    copy_events(arena, plan, whole, values);
    values->ranked = arena_new(arena, bool, plan->nrows);
    if (values->nvaried == 0)
        return err_set(err, ERR_STABILITY_TOLERANCE);
    if (!engine_new(arena, plan->scheme, &values->panel, &values->engine, err))
        return false;
    *ret_values = values;
    return true;
}

void stability_values_done(StabilityValues *values)
{
    arena_done(&values->run);
}

/* Half the width of what the true value may be; 0: nothing is known of it. */
static double tolerance_at(const Varied *v, int64_t row)
{
    double stated = v->tolerance ? v->tolerance[row] : panel_nan(VALUE_MISSING);
    double apart = v->given[0] && v->given[1] ? v->given[1][row] - v->given[0][row] : 0;
    if (stated == stated)
        return stated < 0 ? -stated : stated;
    return apart == apart ? (apart < 0 ? -apart : apart) : 0;
}

static void vary(const StabilityValues *values, const StabilityDraw *draw)
{
    const StabilityPlan *plan = values->plan;
    uint64_t at = DRAW_VALUES;
    for (int i = 0; i < values->nvaried; i++) {
        const Varied *v = &values->varied[i];
        for (int64_t row = 0; row < plan->nrows; row++, at++) {
            double width = tolerance_at(v, row) * draw->values;
            if (!(width > 0))
                continue;
            double u = draw_uniform(plan->spec->seed, draw->number, at);
            double shift = width * (2.0 * u - 1.0);
            for (int k = 0; k < 2; k++) /* a NaN stays what it is: its sum is not taken */
                if (v->given[k] && v->given[k][row] == v->given[k][row])
                    v->cells[k][row] = v->given[k][row] + shift;
        }
    }
}

bool stability_values_run(StabilityValues *values, const StabilityDraw *draw, int64_t *ret_whole,
                          bool **ret_ranked)
{
    const StabilityPlan *plan = values->plan;
    EngineInput input = {.engine = values->engine,
                         .events = values->events,
                         .nevents = values->nevents,
                         .weights = draw->weights};
    EngineResult result;
    arena_reset(&values->run);
    vary(values, draw);
    if (!engine_run(&values->run, &input, 0, &result, NULL))
        return false;
    for (int64_t i = 0; i < plan->nrows; i++) {
        int64_t row = values->first + i;
        values->ranked[i] = result.flags[row] & UNIT_RANKED;
        ret_whole[i] = result.rounded[row];
        if (values->ranked[i] && draw->decimals != plan->decimals &&
            !score_round(result.score[row], draw->decimals, &ret_whole[i]))
            return false;
    }
    *ret_ranked = values->ranked;
    return true;
}

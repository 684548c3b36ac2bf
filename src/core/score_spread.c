#include "core/score_spread.h"

static bool is_spread(CellStatus status)
{
    return status == CELL_SPREAD || status == CELL_NOT_YET || status == CELL_DATA_ONLY;
}

static bool keeps_weight(CellStatus status)
{
    return status != CELL_EMPTY && status != CELL_DROPPED && !is_spread(status);
}

static double *field_of(ScoreCell *cell, bool points)
{
    return points ? &cell->points : &cell->effective;
}

/* Every component becomes the sum of its children, in the order of the file. */
static void sum_up(const Scheme *scheme, ScoreCell *cells, bool points)
{
    for (int i = scheme->nnodes - 1; i >= 0; i--) {
        if (scheme_is_leaf(&scheme->nodes[i]))
            continue;
        double sum = 0;
        for (int c = i + 1; c < scheme->nodes[i].end; c = scheme->nodes[c].end)
            sum += *field_of(&cells[c], points);
        *field_of(&cells[i], points) = sum;
    }
}

/* Spreads what does not count for this unit over its other leaves. */
static void spread_leaves(const Scheme *scheme, ScoreCell *cells, bool *ret_dropped)
{
    double all = 0, counting = 0;
    bool any = false;
    *ret_dropped = false;
    for (int i = 0; i < scheme->nnodes; i++) {
        cells[i].full = scheme->nodes[i].full;
        if (!scheme_is_leaf(&scheme->nodes[i]))
            continue;
        bool out = is_spread(cells[i].status);
        all += cells[i].full;
        counting += out ? 0 : cells[i].full;
        any |= out;
        *ret_dropped |= cells[i].status == CELL_DROPPED;
    }
    for (int i = 0; i < scheme->nnodes; i++) {
        if (!scheme_is_leaf(&scheme->nodes[i]))
            continue;
        if (is_spread(cells[i].status))
            cells[i].effective = 0;
        else
            cells[i].effective = any ? cells[i].full * all / counting : cells[i].full;
    }
}

/* A component counts when a leaf under it does. */
static void mark_components(const Scheme *scheme, ScoreCell *cells)
{
    for (int i = scheme->nnodes - 1; i >= 0; i--) {
        if (scheme_is_leaf(&scheme->nodes[i]))
            continue;
        cells[i].status = CELL_EMPTY;
        for (int c = i + 1; c < scheme->nodes[i].end; c = scheme->nodes[c].end)
            if (keeps_weight(cells[c].status))
                cells[i].status = CELL_SCORED;
    }
}

/* From the root down: what a node has is shared among the children that count. */
static void renormalise(Arena *arena, const Scheme *scheme, ScoreCell *cells)
{
    ArenaMark mark = arena_mark(arena);
    double *share = arena_new(arena, double, scheme->nnodes);
    for (int i = 0; i < scheme->nnodes; i++)
        share[i] = cells[i].effective;
    for (int i = 0; i < scheme->nnodes; i++) {
        if (scheme_is_leaf(&scheme->nodes[i]))
            continue;
        double living = 0;
        for (int c = i + 1; c < scheme->nodes[i].end; c = scheme->nodes[c].end)
            living += keeps_weight(cells[c].status) ? share[c] : 0;
        for (int c = i + 1; c < scheme->nodes[i].end; c = scheme->nodes[c].end)
            cells[c].effective = keeps_weight(cells[c].status) && living > 0
                                     ? cells[i].effective * share[c] / living
                                     : 0;
    }
    arena_rewind(arena, mark);
}

void spread_points(Arena *arena, const Scheme *scheme, ScoreCell *cells)
{
    bool dropped;
    spread_leaves(scheme, cells, &dropped);
    sum_up(scheme, cells, false);
    mark_components(scheme, cells);
    if (dropped)
        renormalise(arena, scheme, cells);
    for (int i = 0; i < scheme->nnodes; i++)
        if (scheme_is_leaf(&scheme->nodes[i]))
            cells[i].points = cells[i].effective * cells[i].fraction;
    sum_up(scheme, cells, true);
}

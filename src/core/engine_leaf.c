/* One leaf over a run of rows: its values gathered, its rule applied, its bounds held, and what missing
 * and not applicable mean. */
#include "core/engine_inner.h"

LeafRoom leaf_room(Arena *arena, const Engine *engine)
{
    size_t n = (size_t)engine->rows_max + 8;
    double *room = arena_new(arena, double, 5 * n);
    return (LeafRoom){.x = room,
                      .f = room + n,
                      .y = room + 2 * n,
                      .z = room + 3 * n,
                      .events = room + 4 * n,
                      .status = arena_new(arena, uint8_t, n),
                      .warnings = arena_new(arena, uint16_t, n),
                      .rank = arena_new(arena, int32_t, n)};
}

static void make_uneven(LeafRun *run)
{
    if (run->plain)
        memset(run->status, CELL_SCORED, (size_t)run->n);
    run->plain = false;
}

void leaf_fail(LeafRun *run, int u, CellStatus status, unsigned flag)
{
    make_uneven(run);
    run->status[u] = (uint8_t)status;
    leaf_warn(run, u, flag);
}

/* What the state of the value means, before any rule: CELL_SCORED means that the rule is asked. */
static CellStatus status_of(const Scheme *scheme, const SchemeNode *leaf, ValueState state)
{
    static const CellStatus of_missing[] = {
        [MISSING_ZERO] = CELL_ZERO,          [MISSING_RENORMALISE] = CELL_DROPPED,
        [MISSING_EXCLUDE] = CELL_EXCLUDED,   [MISSING_LAST] = CELL_LAST,
        [MISSING_GROUP_MEAN] = CELL_GUESSED, [MISSING_CARRY] = CELL_CARRY};
    static const CellStatus of_na[] = {
        [NA_SPREAD] = CELL_SPREAD, [NA_GROUP_MEAN] = CELL_MEAN, [NA_PARENT] = CELL_PARENT};
    switch (state) {
    case VALUE_NA:
        return of_na[scheme->na];
    case VALUE_NOT_YET:
        return CELL_NOT_YET;
    case VALUE_DATA_ONLY:
        return CELL_DATA_ONLY;
    case VALUE_GIVEN:
        return CELL_SCORED;
    default: /* no event is no deduction; a missing report is another matter */
        return leaf->source == SOURCE_EVENTS ? CELL_SCORED : of_missing[leaf->missing];
    }
}

/* The value of a row: confirmed before reported, not applicable where the leaf is not for the unit. */
static double value_at(const Engine *engine, const Leaf *leaf, int64_t row)
{
    if (leaf->not_for && leaf->not_for[engine->panel->unit_of[row]])
        return panel_nan(VALUE_NA);
    double x = leaf->confirmed ? leaf->confirmed[row] : panel_nan(VALUE_MISSING);
    if (x == x || !leaf->value)
        return x;
    return leaf->value[row];
}

static void gather(LeafRun *run, const LeafRoom *room)
{
    const Leaf *leaf = run->leaf;
    run->x = leaf->by_value ? leaf->value + run->first : room->x;
    if (!leaf->by_value)
        for (int u = 0; u < run->n; u++)
            room->x[u] = value_at(run->engine, leaf, run->first + u);
    run->plain = engine_plain(run->x, run->n, &run->negative);
    if (run->plain)
        return;
    for (int u = 0; u < run->n; u++)
        run->status[u] = (uint8_t)status_of(run->engine->scheme, leaf->is, panel_state(run->x[u]));
    if (leaf->is->source != SOURCE_EVENTS)
        return;
    for (int u = 0; u < run->n; u++)
        room->x[u] = run->x[u] == run->x[u] || run->status[u] != CELL_SCORED ? run->x[u] : 0;
    run->x = room->x;
}

CLONES
static void hold(double *restrict f, double floor, double cap, int n)
{
    for (int u = 0; u < n; u++) {
        double x = f[u] < floor ? floor : f[u];
        f[u] = x > cap ? cap : x;
    }
}

static void hold_bounds(const Leaf *leaf, double *f, int n)
{
    double endless = __builtin_inf();
    if (leaf->bound_low || leaf->bound_high)
        hold(f, leaf->bound_low ? leaf->floor : -endless, leaf->bound_high ? leaf->cap : endless,
             n);
}

/* Scored as the others on average: the mean fraction of those that have one. */
static void fill_means(LeafRun *run)
{
    double sum = 0;
    int count = 0;
    for (int u = 0; u < run->n; u++)
        if (run->status[u] == CELL_SCORED) {
            sum += run->f[u];
            count++;
        }
    for (int u = 0; u < run->n; u++) {
        bool wanted = run->status[u] == CELL_MEAN || run->status[u] == CELL_GUESSED;
        if (wanted && count > 0) {
            run->f[u] = sum / count;
        } else if (wanted) {
            run->status[u] = run->status[u] == CELL_MEAN ? CELL_SPREAD : CELL_ZERO;
            leaf_warn(run, u, SCORE_WARN_NO_MEAN);
        }
    }
}

/* What a status is as a fraction, for those that have none by rule or by mean. */
static void fill_states(LeafRun *run)
{
    for (int u = 0; u < run->n; u++)
        switch (run->status[u]) {
        case CELL_ZERO:
        case CELL_EXCLUDED:
            run->f[u] = 0;
            break;
        case CELL_DROPPED:
            run->f[u] = nan_keeping(VALUE_MISSING);
            break;
        case CELL_PARENT:
            run->f[u] = nan_keeping(VALUE_NA);
            break;
        case CELL_SPREAD:
            run->f[u] = panel_nan(VALUE_NA);
            break;
        case CELL_NOT_YET:
            run->f[u] = panel_nan(VALUE_NOT_YET);
            break;
        case CELL_DATA_ONLY:
            run->f[u] = panel_nan(VALUE_DATA_ONLY);
            break;
        default:
            break;
        }
}

void leaf_score(const Engine *engine, const Leaf *leaf, int64_t first, int n, int period,
                const LeafRoom *room, const double *events, double *ret_f, LeafRun *run)
{
    *run = (LeafRun){.engine = engine,
                     .leaf = leaf,
                     .first = first,
                     .n = n,
                     .period = period,
                     .f = ret_f,
                     .status = room->status,
                     .warnings = room->warnings,
                     .rank = room->rank,
                     .events = events,
                     .y = room->y,
                     .z = room->z};
    memset(room->warnings, 0, (size_t)n * sizeof *room->warnings);
    gather(run, room);
    leaf->rule->apply(run);
    hold_bounds(leaf, ret_f, n);
    if (run->plain)
        return;
    fill_means(run);
    fill_states(run);
}

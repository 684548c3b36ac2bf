/* One leaf over a run of rows: its values, its rule, its bounds, and what missing and not applicable come to. */
#include "core/engine_inner.h"

RankRoom engine_rank_room(Arena *arena, int n)
{
    size_t rows = (size_t)n + 1; /* a place more: compacting writes before it counts */
    return (RankRoom){.keys = arena_new(arena, int64_t, rows),
                      .unit = arena_new(arena, int32_t, rows),
                      .rank = arena_new(arena, int32_t, rows),
                      .from_bottom = arena_new(arena, int32_t, rows),
                      .tied = arena_new(arena, uint8_t, rows),
                      .sort = arena_alloc(arena, rank_room_bytes(n), 1)};
}

LeafRoom leaf_room(Arena *arena, const Engine *engine)
{
    size_t n = (size_t)engine->rows_max;
    double *room = arena_new(arena, double, 5 * n);
    return (LeafRoom){.x = room,
                      .f = room + n,
                      .y = room + 2 * n,
                      .z = room + 3 * n,
                      .events = room + 4 * n,
                      .voices = arena_new(arena, double, 2 * engine->voices_max),
                      .formula = arena_new(arena, double, engine->formula_room),
                      .status = arena_new(arena, uint8_t, n),
                      .warnings = arena_new(arena, uint16_t, n),
                      .rank = arena_new(arena, int32_t, n),
                      .ranks = engine_rank_room(arena, engine->rows_max)};
}

void leaf_fail(LeafRun *run, int u, CellStatus status, unsigned flag)
{
    if (run->plain)
        memset(run->status, CELL_SCORED, (size_t)run->n);
    run->plain = false;
    run->status[u] = (uint8_t)status;
    leaf_warn(run, u, flag);
}

CLONES
static void hold_between(double *restrict f, double floor, double cap, int n)
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
        hold_between(f, leaf->bound_low ? leaf->floor : -endless,
                     leaf->bound_high ? leaf->cap : endless, n);
}

/* Scored as the others on average: the mean fraction of those that have one. */
static void fill_means(LeafRun *run, int from, int end)
{
    double sum = 0;
    int count = 0;
    for (int u = from; u < end; u++)
        if (run->status[u] == CELL_SCORED) {
            sum += run->f[u];
            count++;
        }
    for (int u = from; u < end; u++) {
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
static double fraction_of(CellStatus status, double f)
{
    switch (status) {
    case CELL_ZERO:
    case CELL_EXCLUDED:
        return 0;
    case CELL_DROPPED:
    case CELL_CARRY: /* engine_wide.c looks for it */
        return nan_keeping(VALUE_MISSING);
    case CELL_PARENT:
        return nan_keeping(VALUE_NA);
    case CELL_SPREAD:
        return panel_nan(VALUE_NA);
    case CELL_NOT_YET:
        return panel_nan(VALUE_NOT_YET);
    case CELL_DATA_ONLY:
        return panel_nan(VALUE_DATA_ONLY);
    default:
        return f;
    }
}

void leaf_fill(LeafRun *run, int from, int n)
{
    if (run->leaf->is->missing == MISSING_GROUP_MEAN || run->engine->scheme->na == NA_GROUP_MEAN)
        fill_means(run, from, from + n);
    double of_status[CELL_PARENT + 1];
    bool stays[CELL_PARENT + 1];
    for (int status = 0; status <= CELL_PARENT; status++) {
        of_status[status] = fraction_of((CellStatus)status, 2);
        stays[status] = of_status[status] == 2;
    }
    const uint8_t *statuses = run->status + from;
    double *f = run->f + from;
    for (int u = 0; u < n; u++)
        f[u] = stays[statuses[u]] ? f[u] : of_status[statuses[u]];
    for (int u = from; run->raw && u < from + n; u++)
        if (run->status[u] != CELL_SCORED && run->status[u] != CELL_LAST)
            run->raw[u] = is_given(run->f[u]) ? run->f[u] : 0;
}

/* A negative actual is told of where it is a sum or a stock of something done. */
static void warn_negative(LeafRun *run)
{
    for (int u = 0; u < run->n; u++)
        if (run->x[u] < 0)
            leaf_warn(run, u, SCORE_WARN_NEGATIVE);
}

void leaf_score(LeafRun *run, const LeafRoom *room)
{
    const Leaf *leaf = run->leaf;
    size_t n = (size_t)run->n;
    run->status = run->status ? run->status : room->status;
    run->warnings = run->warnings ? run->warnings : room->warnings;
    run->rank = run->rank ? run->rank : room->rank;
    run->y = room->y;
    run->z = room->z;
    run->ranks = &room->ranks;
    run->voices = room->voices;
    run->formula = room->formula;
    memset(run->warnings, 0, n * sizeof *run->warnings);
    leaf_values(run, room);
    if (!leaf->rule->derived && run->seen.low < 0)
        warn_negative(run);
    leaf->rule->apply(run);
    if (run->raw)
        memcpy(run->raw, run->f, n * sizeof *run->raw);
    hold_bounds(leaf, run->f, run->n);
}

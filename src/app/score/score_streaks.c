/* What ranks of several periods say together: change since the period before, months in the bottom. */
#include "app/score/score_parts.h"
#include "core/formula.h"

/* ---- change ---- */

typedef struct Before {
    int32_t period; /* index; -1: of the history; -2: none */
    int32_t group;
    int32_t place; /* among all of the group then, competition; 0: not known */
    int64_t score;
    bool ranked;
} Before;

static void start_before(const ScoreFiles *files, const ScorePasts *pasts, Before *before)
{
    const Panel *panel = &files->values.panel;
    for (int u = 0; u < panel->nunits; u++)
        before[u].period = -2;
    for (int i = 0; i < pasts->count; i++) {
        const ScorePast *past = &pasts->items[i];
        if (past->month != panel->months[0] - panel->step_months)
            continue;
        before[past->unit] = (Before){.period = -1,
                                      .group = -1,
                                      .place = past->rank,
                                      .score = past->score,
                                      .ranked = past->ranked && past->has_score};
        for (int g = 0; g < panel->ngroups; g++)
            if (str_eq(past->group, panel->groups[g]))
                before[past->unit].group = g;
    }
}

static void change_of_block(Arena *arena, ScoreFiles *files, const PanelBlock *block,
                            const Before *before, int32_t *ret_places)
{
    const Panel *panel = &files->values.panel;
    const EngineResult *result = &files->result;
    int n = block->count;
    int64_t *then = arena_new(arena, int64_t, n);
    int32_t *places = arena_new(arena, int32_t, n);
    bool *ranked_then = arena_new(arena, bool, n), *ranked = arena_new(arena, bool, n);
    ImprovementRow *rows = arena_new(arena, ImprovementRow, n);
    for (int i = 0; i < n; i++) {
        const Before *b = &before[panel->unit_of[block->first + i]];
        then[i] = b->score;
        places[i] = b->place;
        ranked_then[i] = b->period == block->period - 1 && b->group == block->group && b->ranked;
        ranked[i] = result->flags[block->first + i] & UNIT_RANKED;
    }
    rank_improvement(arena, then, ranked_then, places, result->rounded + block->first, ranked, n,
                     rows);
    for (int i = 0; i < n; i++) {
        ret_places[block->first + i] = rows[i].place;
        files->changes[block->first + i] = (ScoreChange){.known = rows[i].known,
                                                         .score = rows[i].score_change,
                                                         .places = rows[i].rank_change,
                                                         .rank = rows[i].rank};
    }
}

void score_changes(Arena *arena, ScoreFiles *files, const ScorePasts *pasts)
{
    AUTO_ARENA scratch = {0};
    const Panel *panel = &files->values.panel;
    Before *before = arena_new(&scratch, Before, panel->nunits);
    int32_t *places = arena_new(&scratch, int32_t, panel->nrows);
    files->changes = arena_new(arena, ScoreChange, panel->nrows);
    start_before(files, pasts, before);
    for (int first = 0, next; first < panel->nblocks; first = next) {
        for (next = first;
             next < panel->nblocks && panel->blocks[next].period == panel->blocks[first].period;
             next++) {
            ArenaMark mark = arena_mark(&scratch);
            change_of_block(&scratch, files, &panel->blocks[next], before, places);
            arena_rewind(&scratch, mark);
        }
        for (int b = first; b < next; b++)
            for (int i = 0; i < panel->blocks[b].count; i++) {
                int64_t row = panel->blocks[b].first + i;
                before[panel->unit_of[row]] =
                    (Before){.period = panel->blocks[b].period,
                             .group = panel->blocks[b].group,
                             .place = places[row],
                             .score = files->result.rounded[row],
                             .ranked = files->result.flags[row] & UNIT_RANKED};
            }
    }
}

/* ---- streaks ---- */

/* A number that a unit owes: columns of a leaf's indicator or of a formula's input, or NULL. */
typedef struct Owed {
    const SchemeNode *leaf;
    const double *value, *confirmed;
} Owed;

typedef struct Streaks {
    ScoreFiles *files;
    const ScorePasts *pasts;
    int64_t *starts;   /* [unit + 1] into rows */
    int64_t *rows;     /* of each unit, in time order */
    int32_t *block_of; /* [row] */
    int *past_starts;  /* [unit + 1] */
    const Owed *owed;
    int nowed;
} Streaks;

static int block_at(const Panel *panel, int32_t period, int32_t group)
{
    int low = 0, high = panel->nblocks - 1;
    while (low <= high) {
        int mid = (low + high) / 2;
        const PanelBlock *b = &panel->blocks[mid];
        if (b->period == period && b->group == group)
            return mid;
        if (b->period < period || (b->period == period && b->group < group))
            low = mid + 1;
        else
            high = mid - 1;
    }
    return -1;
}

static bool is_held(const ScoreFiles *files, int block)
{
    return block >= 0 &&
           !(files->result.block_warnings[block] & (RANK_WARN_EMPTY | RANK_WARN_SMALL));
}

/* Whether something the unit owed is not there. */
static bool owes(const Streaks *s, int64_t row)
{
    const Panel *panel = &s->files->values.panel;
    Str unit = panel->units[panel->unit_of[row]];
    for (int i = 0; i < s->nowed; i++) {
        const Owed *o = &s->owed[i];
        bool given = (o->value && panel_state(o->value[row]) != VALUE_MISSING) ||
                     (o->confirmed && panel_state(o->confirmed[row]) != VALUE_MISSING);
        if ((o->value || o->confirmed) && !given && scheme_applies(o->leaf, unit))
            return true;
    }
    return false;
}

/* As app/result/evaluate has it for a campaign: a firm target stands behind its schedule. */
static bool plan_not_met(const ScoreFiles *files, int64_t row)
{
    const Scheme *scheme = &files->scheme;
    if (!scheme->streak.and_plan_not_met)
        return false;
    for (int n = 0; n < scheme->nnodes; n++) {
        const SchemeNode *leaf = &scheme->nodes[n];
        const EngineTrace *trace = &files->result.traces[n];
        bool scheduled = leaf->rule == RULE_PACE ||
                         (leaf->rule == RULE_COMPLETION && leaf->against == AGAINST_PLAN);
        if (!scheduled || leaf->modality != MODALITY_MUST)
            continue;
        if (trace->status[row] == CELL_ZERO ||
            (trace->status[row] == CELL_SCORED && trace->raw[row] < 1))
            return true;
    }
    return false;
}

/* With fractional ties 3 is 1.5, and 1.5 is not among the first 1. */
static int printed_rank(const ScoreFiles *files, int64_t row)
{
    int rank = files->result.rank[row];
    return files->scheme.ties == TIES_FRACTIONAL ? (rank + 1) / 2 : rank;
}

static StreakPeriod period_of_row(const Streaks *s, int64_t row, int32_t period)
{
    const ScoreFiles *files = s->files;
    const Panel *panel = &files->values.panel;
    StreakPeriod p = {
        .months = {panel->months[period] - panel->step_months + 1, panel->months[period]}};
    if (streak_is_exempt(&files->scheme.streak, panel->units[panel->unit_of[row]], p.months))
        p.state = STREAK_EXEMPT;
    else if (!is_held(files, s->block_of[row]))
        p.state = STREAK_NOT_HELD;
    else if (files->result.flags[row] & UNIT_RANKED)
        p.state = STREAK_RANKED;
    else
        p.state = owes(s, row) ? STREAK_OWN_MISSING : STREAK_NOT_HELD;
    p.in_bottom = files->result.flags[row] & UNIT_IN_BOTTOM;
    p.rank = printed_rank(files, row);
    p.from_bottom = files->result.from_bottom[row];
    p.plan_not_met = plan_not_met(files, row);
    return p;
}

/* A period of the panel in which the unit has no row, between two in which it has. */
static StreakPeriod period_without(const Streaks *s, int unit, int32_t period, int32_t group)
{
    const Panel *panel = &s->files->values.panel;
    StreakPeriod p = {
        .months = {panel->months[period] - panel->step_months + 1, panel->months[period]},
        .state = STREAK_NOT_HELD};
    if (streak_is_exempt(&s->files->scheme.streak, panel->units[unit], p.months))
        p.state = STREAK_EXEMPT;
    else if (is_held(s->files, block_at(panel, period, group)))
        p.state = STREAK_OWN_MISSING;
    return p;
}

static void streak_of_unit(Arena *arena, const Streaks *s, int unit)
{
    ScoreFiles *files = s->files;
    const Panel *panel = &files->values.panel;
    int64_t from = s->starts[unit], to = s->starts[unit + 1];
    int n = 0, npast = s->past_starts[unit + 1] - s->past_starts[unit];
    StreakPeriod *periods = arena_new(arena, StreakPeriod, npast + panel->nperiods);
    StreakRow *rows = arena_new(arena, StreakRow, npast + panel->nperiods);
    int64_t *row_at = arena_new(arena, int64_t, npast + panel->nperiods);
    for (int i = s->past_starts[unit]; i < s->past_starts[unit + 1]; i++, n++) {
        const ScorePast *past = &s->pasts->items[i];
        periods[n] = (StreakPeriod){.months = {past->month - panel->step_months + 1, past->month},
                                    .state = past->state,
                                    .in_bottom = past->in_bottom,
                                    .rank = past->printed,
                                    .from_bottom = past->from_bottom,
                                    .plan_not_met = past->plan_not_met,
                                    .talk_held = past->talk_held};
        row_at[n] = -1;
    }
    int32_t next = n > 0 ? 0 : INT32_MAX, group = -1;
    for (int64_t i = from; i < to; i++) {
        int64_t row = s->rows[i];
        const PanelBlock *block = &panel->blocks[s->block_of[row]];
        for (group = group < 0 ? block->group : group; next < block->period; next++) {
            row_at[n] = -1;
            periods[n++] = period_without(s, unit, next, group);
        }
        group = block->group;
        next = block->period + 1;
        row_at[n] = row;
        periods[n++] = period_of_row(s, row, block->period);
    }
    streak_run(&files->scheme.streak, files->scheme.ladder, files->scheme.nladder, periods, n,
               rows);
    for (int i = 0; i < n; i++)
        if (row_at[i] >= 0)
            files->streaks[row_at[i]] = (ScoreStreak){.run = rows[i].run,
                                                      .cumulative = rows[i].cumulative,
                                                      .step = rows[i].step,
                                                      .due = rows[i].due,
                                                      .counted = rows[i].counted};
}

/* Rows of each unit: one counting pass keeps them in time order. */
static void rows_of_units(Arena *arena, Streaks *s)
{
    const Panel *panel = &s->files->values.panel;
    s->starts = arena_new(arena, int64_t, panel->nunits + 2);
    s->rows = arena_new(arena, int64_t, panel->nrows);
    s->block_of = arena_new(arena, int32_t, panel->nrows);
    for (int b = 0; b < panel->nblocks; b++)
        for (int i = 0; i < panel->blocks[b].count; i++)
            s->block_of[panel->blocks[b].first + i] = b;
    for (int64_t row = 0; row < panel->nrows; row++)
        s->starts[panel->unit_of[row] + 2]++;
    for (int u = 0; u < panel->nunits; u++)
        s->starts[u + 2] += s->starts[u + 1];
    for (int64_t row = 0; row < panel->nrows; row++)
        s->rows[s->starts[panel->unit_of[row] + 1]++] = row;
    s->past_starts = arena_new(arena, int, panel->nunits + 1);
    for (int i = 0; i < s->pasts->count; i++)
        s->past_starts[s->pasts->items[i].unit + 1]++;
    for (int u = 0; u < panel->nunits; u++)
        s->past_starts[u + 1] += s->past_starts[u];
}

static Owed owed_of(const Panel *panel, const SchemeNode *leaf, Str indicator)
{
    bool confirmed = leaf->source != SOURCE_REPORT;
    return (Owed){.leaf = leaf,
                  .value = panel_column(panel, indicator, COLUMN_VALUE),
                  .confirmed = confirmed ? panel_column(panel, indicator, COLUMN_CONFIRMED) : NULL};
}

/* Voices are not the unit's to bring, and no event is no missing report. */
static void list_owed(Arena *arena, Streaks *s)
{
    const Scheme *scheme = &s->files->scheme;
    const Panel *panel = &s->files->values.panel;
    struct {
        Owed *items;
        int count;
        size_t cap;
    } owed = {0};
    for (int n = 0; n < scheme->nnodes; n++) {
        const SchemeNode *leaf = &scheme->nodes[n];
        Formula *formula;
        Err err = {0};
        if (!scheme_is_leaf(leaf) || leaf->source == SOURCE_EVENTS || leaf->nvoters > 0)
            continue;
        if (leaf->rule != RULE_FORMULA)
            *arena_push(arena, &owed) = owed_of(panel, leaf, leaf->indicator);
        else if (formula_compile(arena, leaf->formula, &formula, &err))
            for (int i = 0; i < formula_ninputs(formula); i++)
                *arena_push(arena, &owed) = owed_of(panel, leaf, formula_input(formula, i));
    }
    s->owed = owed.items;
    s->nowed = owed.count;
}

void score_streaks(Arena *arena, ScoreFiles *files, const ScorePasts *pasts)
{
    AUTO_ARENA scratch = {0};
    const Panel *panel = &files->values.panel;
    Streaks s = {.files = files, .pasts = pasts};
    files->streaks = arena_new(arena, ScoreStreak, panel->nrows);
    list_owed(&scratch, &s);
    rows_of_units(&scratch, &s);
    for (int u = 0; u < panel->nunits; u++) {
        ArenaMark mark = arena_mark(&scratch);
        streak_of_unit(&scratch, &s, u);
        arena_rewind(&scratch, mark);
    }
}

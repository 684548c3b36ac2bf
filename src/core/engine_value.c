/* The numbers of a leaf: merged out of reported and confirmed, shifted by its lag, taken from an earlier
 * period, or made (growth, voices, formula); and what the state of each means. */
#include "core/engine_inner.h"

int engine_block_at(const Engine *engine, int64_t row)
{
    const Panel *panel = engine->panel;
    int low = 0, high = panel->nblocks - 1;
    while (low < high) {
        int middle = (low + high + 1) / 2;
        if (panel->blocks[middle].first <= row)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

int engine_period_of(const Engine *engine, int64_t row)
{
    return engine->panel->blocks[engine_block_at(engine, row)].period;
}

static int period_before(const Panel *panel, int period, int ago)
{
    int month = panel->months[period] - ago * panel->step_months;
    for (int p = period - 1; p >= 0; p--)
        if (panel->months[p] <= month)
            return panel->months[p] == month ? p : -1;
    return -1;
}

int64_t engine_row_before(const Engine *engine, int64_t row, int period, int ago)
{
    int before = engine->row_at ? period_before(engine->panel, period, ago) : -1;
    if (before < 0)
        return -1;
    return engine->row_at[(int64_t)before * engine->panel->nunits + engine->panel->unit_of[row]];
}

/* What was confirmed holds, a state as well as a number; where nothing was, what was reported. */
static double merged(const Column *column, int64_t row)
{
    double x = column->confirmed ? column->confirmed[row] : panel_nan(VALUE_MISSING);
    if (panel_state(x) != VALUE_MISSING || !column->value)
        return x;
    return column->value[row];
}

static int period_of(const LeafRun *run, int64_t row)
{
    return run->period >= 0 ? run->period : engine_period_of(run->engine, row);
}

/* Growth against the value `ago` periods before, or the baseline that is given: per cent or difference.
 * Its sign is the direction's. */
static double growth_of(LeafRun *run, int64_t row, int u, double x)
{
    const Leaf *leaf = run->leaf;
    int64_t back = -1;
    double base = leaf->baseline ? leaf->baseline[row] : panel_nan(VALUE_MISSING);
    if (!is_given(base)) {
        int period = leaf->is->lag ? engine_period_of(run->engine, row) : period_of(run, row);
        back = engine_row_before(run->engine, row, period, leaf->is->ago);
        base = back < 0 ? base : merged(&leaf->own, back);
    }
    bool rate = leaf->is->growth == GROWTH_RATE;
    if (!is_given(base) || (rate && (base == 0 || (base < 0 && x > 0) || (base > 0 && x < 0)))) {
        leaf_warn(run, u, SCORE_WARN_NO_BASE);
        return panel_nan(VALUE_MISSING);
    }
    double growth = rate ? (x - base) / (base < 0 ? -base : base) * 100 : x - base;
    return leaf->is->direction == DIR_LOWER ? -growth : growth;
}

/* Weighted mean of the voices that are given, without the `trim` highest and lowest. */
static double mean_voice(LeafRun *run, int64_t row)
{
    const Leaf *leaf = run->leaf;
    double *voice = run->voices, *weight = run->voices + run->engine->voices_max;
    int count = 0, trim = leaf->is->trim;
    for (int i = 0; i < leaf->nothers; i++) {
        double x = merged(&leaf->others[i], row);
        int at = count;
        if (!is_given(x))
            continue;
        for (; at > 0 && voice[at - 1] > x; at--) {
            voice[at] = voice[at - 1];
            weight[at] = weight[at - 1];
        }
        voice[at] = x;
        weight[at] = leaf->voice_weights[i];
        count++;
    }
    double sum = 0, weights = 0;
    for (int i = trim; i < count - trim; i++) {
        sum += weight[i] * voice[i];
        weights += weight[i];
    }
    return weights > 0 ? sum / weights : panel_nan(VALUE_MISSING);
}

/* The row that the leaf reads for that one: of so many periods before as it lags; -1: there is none. */
static int64_t read_row(const LeafRun *run, int64_t row)
{
    if (run->leaf->is->lag == 0 || run->engine->alone)
        return row;
    return engine_row_before(run->engine, row, period_of(run, row), run->leaf->is->lag);
}

/* Why no number is to be made or taken for the unit: not for it, not there yet, or a state of its own column
 * other than given and missing. */
static bool is_out(const LeafRun *run, int64_t row, double *ret_state)
{
    const Leaf *leaf = run->leaf;
    int64_t from = read_row(run, row);
    if (leaf->not_for && leaf->not_for[run->engine->panel->unit_of[row]])
        *ret_state = panel_nan(VALUE_NA);
    else
        *ret_state = from < 0 ? panel_nan(VALUE_NOT_YET) : merged(&leaf->own, from);
    ValueState state = panel_state(*ret_state);
    return state != VALUE_GIVEN && state != VALUE_MISSING;
}

static double value_at(LeafRun *run, int u)
{
    const Leaf *leaf = run->leaf;
    int64_t row = read_row(run, run->first + u);
    double x;
    if (is_out(run, run->first + u, &x))
        return x;
    if (leaf->is->rule == RULE_JUDGE && leaf->nothers)
        return mean_voice(run, row);
    return leaf->is->rule == RULE_GROWTH && is_given(x) ? growth_of(run, row, u, x) : x;
}

/* The formula over rows [from, from + n) of the run; what it says of units that it is not for is put right. */
static void formula_rows(LeafRun *run, int from, int n, double *ret)
{
    const Leaf *leaf = run->leaf;
    const double **inputs = (const double **)(void *)run->formula;
    double *room = run->formula + leaf->nothers; /* a pointer takes no more than a double */
    for (int i = 0; i < leaf->nothers; i++) {
        for (int u = 0; u < n; u++) {
            int64_t row = read_row(run, run->first + from + u);
            room[u] = row < 0 ? panel_nan(VALUE_MISSING) : merged(&leaf->others[i], row);
        }
        inputs[i] = room;
        room += FORMULA_ROWS;
    }
    formula_run(leaf->formula, inputs, n, room, ret);
    for (int u = 0; u < n; u++) {
        double state;
        if (is_out(run, run->first + from + u, &state))
            ret[u] = state;
    }
}

/* Whether its x is no column's: growth, voices, a formula. */
static bool is_made(const Leaf *leaf)
{
    return leaf->rule->derived && (leaf->is->rule != RULE_JUDGE || leaf->nothers > 0);
}

/* The unit's last given value of a period before the one that the leaf reads (with a lag what came since is not
 * scored yet), of leaves whose x is a column's. */
static double last_given(const LeafRun *run, int64_t row)
{
    const Engine *engine = run->engine;
    int units = engine->panel->nunits, unit = engine->panel->unit_of[row];
    if (run->leaf->earlier)
        return run->leaf->earlier[row];
    if (!engine->row_at || is_made(run->leaf))
        return panel_nan(VALUE_MISSING);
    int read =
        run->leaf->is->lag ? engine_period_of(engine, read_row(run, row)) : period_of(run, row);
    for (int p = read - 1; p >= 0; p--) {
        int32_t back = engine->row_at[(int64_t)p * units + unit];
        double x = back < 0 ? panel_nan(VALUE_MISSING) : merged(&run->leaf->own, back);
        if (is_given(x))
            return x;
    }
    return panel_nan(VALUE_MISSING);
}

CellStatus leaf_status_of_missing(const SchemeNode *leaf)
{
    static const CellStatus of_missing[] = {
        [MISSING_ZERO] = CELL_ZERO,          [MISSING_RENORMALISE] = CELL_DROPPED,
        [MISSING_EXCLUDE] = CELL_EXCLUDED,   [MISSING_LAST] = CELL_LAST,
        [MISSING_GROUP_MEAN] = CELL_GUESSED, [MISSING_CARRY] = CELL_CARRY};
    return of_missing[leaf->missing];
}

/* What the state of the value means, before any rule: CELL_SCORED means that the rule is asked. */
static CellStatus status_of(const Scheme *scheme, const SchemeNode *leaf, ValueState state)
{
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
        return leaf->source == SOURCE_EVENTS ? CELL_SCORED : leaf_status_of_missing(leaf);
    }
}

/* Cells that are not given and are scored all the same. */
static double stand_in(LeafRun *run, int u, double x)
{
    if (is_given(x))
        return x;
    if (run->status[u] == CELL_SCORED)
        return 0; /* no events */
    if (run->status[u] != CELL_LAST)
        return x;
    x = last_given(run, run->first + u);
    if (!is_given(x)) {
        run->status[u] = CELL_ZERO;
        leaf_warn(run, u, SCORE_WARN_NO_EARLIER);
    }
    return x;
}

/* The sum of events alone: whatever number stands in the column is none of it. */
static void no_reports(LeafRun *run, double *room)
{
    for (int u = 0; u < run->n; u++)
        room[u] = is_given(run->x[u]) ? 0 : run->x[u];
    run->x = room;
}

void leaf_values(LeafRun *run, const LeafRoom *room)
{
    const Leaf *leaf = run->leaf;
    run->x = leaf->by_value ? leaf->own.value + run->first : room->x;
    for (int u = 0; leaf->formula && u < run->n; u += FORMULA_ROWS)
        formula_rows(run, u, run->n - u < FORMULA_ROWS ? run->n - u : FORMULA_ROWS, room->x + u);
    for (int u = 0; !leaf->formula && !leaf->by_value && u < run->n; u++)
        room->x[u] = value_at(run, u);
    if (leaf->is->source == SOURCE_EVENTS)
        no_reports(run, room->x);
    run->seen = engine_scan(run->x, run->n);
    run->plain = run->seen.even;
    if (run->plain)
        return;
    uint8_t of_state[8]; /* a table, for which cells have a state is nobody's guess */
    for (int state = 0; state < 8; state++)
        of_state[state] = (uint8_t)status_of(run->engine->scheme, leaf->is, (ValueState)state);
    const double *x = run->x;
    uint8_t *statuses = run->status;
    for (int u = 0, n = run->n; u < n; u++) {
        uint64_t given = (uint64_t)0 - is_given(x[u]); /* all ones or none */
        statuses[u] = of_state[(VALUE_GIVEN & given) | (nan_bits(x[u]) & 7 & ~given)];
    }
    if (leaf->is->source != SOURCE_EVENTS && leaf->is->missing != MISSING_LAST)
        return;
    for (int u = 0; u < run->n; u++)
        room->x[u] = stand_in(run, u, run->x[u]);
    run->x = room->x;
    run->seen = engine_scan(run->x, run->n);
}

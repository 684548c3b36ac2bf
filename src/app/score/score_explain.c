#include "app/score/score_explain.h"

#include "app/scheme/rule_text.h"
#include "core/formula.h"
#include "core/num.h"

#include <math.h>
#include <stdlib.h>

/* ---- numbers as people read them ---- */

static Str points_text(Arena *arena, double x)
{
    int64_t q;
    return score_quantise(x, &q) ? score_text(arena, q, 4) : S("");
}

/* The shortest decimal that is this double, so that a value shows as it was typed. */
static Str plain(Arena *arena, double x)
{
    for (int digits = 6; digits < 17; digits++) {
        Str text = arena_fmt(arena, "%.*g", digits, x);
        if (strtod(text.ptr, NULL) == x)
            return text;
    }
    return arena_fmt(arena, "%.17g", x);
}

/* ---- what a unit is measured against ---- */

typedef struct Spread {
    int64_t n;
    double low, high, sum, squares;
} Spread;

static double scored_value(const double *value, const double *confirmed, int64_t row)
{
    double x = confirmed ? confirmed[row] : panel_nan(VALUE_MISSING);
    return panel_state(x) != VALUE_MISSING || !value ? x : value[row];
}

static void spread_over(const ScoreFiles *files, const ScoreExplanation *ex, const SchemeNode *leaf,
                        Spread *ret)
{
    const Panel *panel = &files->values.panel;
    const double *value = panel_column(panel, leaf->indicator, COLUMN_VALUE);
    const double *confirmed = panel_column(panel, leaf->indicator, COLUMN_CONFIRMED);
    const PanelBlock *own = NULL;
    *ret = (Spread){0};
    for (int b = 0; b < panel->nblocks; b++)
        if (panel->blocks[b].first <= ex->row)
            own = &panel->blocks[b];
    for (int b = 0; own && (value || confirmed) && b < panel->nblocks; b++) {
        const PanelBlock *block = &panel->blocks[b];
        if ((leaf->scope == OVER_GROUP && block != own) ||
            (leaf->scope == OVER_PERIOD && block->period != own->period))
            continue;
        for (int64_t row = block->first; row < block->first + block->count; row++) {
            double x = scored_value(value, confirmed, row);
            if (x != x)
                continue;
            ret->low = ret->n == 0 || x < ret->low ? x : ret->low;
            ret->high = ret->n == 0 || x > ret->high ? x : ret->high;
            ret->n++;
            ret->sum += x;
            ret->squares += x * x;
        }
    }
}

/* ---- a node ---- */

static Str typed(const ScoreNode *node)
{
    const ValuesKept *kept = node->inputs[COLUMN_CONFIRMED] ? node->inputs[COLUMN_CONFIRMED]
                                                            : node->inputs[COLUMN_VALUE];
    return kept ? kept->text : S("");
}

static const ValuesKept *kept_at(const ScoreFiles *files, Str period, Str indicator,
                                 ColumnKind kind)
{
    for (int i = 0; i < files->values.kept.count; i++) {
        const ValuesKept *kept = &files->values.kept.items[i];
        if (kept->kind == kind && str_eq(kept->indicator, indicator) &&
            str_eq(kept->period, period))
            return kept;
    }
    return NULL;
}

static Str formula_text(Arena *arena, const ScoreFiles *files, Str period, Str text)
{
    Err err = {0};
    Formula *formula;
    Out out = out_new(arena, 1 << 16);
    if (text.len == 0 || !formula_compile(arena, text, &formula, &err))
        return text;
    Str *values = arena_new(arena, Str, formula_ninputs(formula) + 1);
    for (int i = 0; i < formula_ninputs(formula); i++) {
        const ValuesKept *kept = kept_at(files, period, formula_input(formula, i), COLUMN_VALUE);
        values[i] = kept ? kept->text : S("");
    }
    formula_words(&out, formula, values);
    return out_str(&out);
}

static void goal_of(Arena *arena, const ScoreFiles *files, const ScoreExplanation *ex,
                    const ScoreNode *n, RuleNumbers *numbers)
{
    const Panel *panel = &files->values.panel;
    const SchemeNode *leaf = n->node;
    const double *targets = panel_column(panel, leaf->indicator, COLUMN_TARGET);
    const double *shares = panel_column(panel, leaf->indicator, COLUMN_SHARE);
    int period = score_files_period(files, ex->period);
    MonthSpan span = {panel->months[period] - panel->step_months + 1, panel->months[period]};
    double target = targets ? targets[ex->row] : panel_nan(VALUE_MISSING), share;
    if (target != target)
        target = leaf->has_target ? dec_to_f64(leaf->target) : target;
    share = shares ? shares[ex->row] : panel_nan(VALUE_MISSING);
    if (share != share && !scheme_plan_share(&files->scheme, leaf, span, &share))
        share = panel_nan(VALUE_MISSING);
    double value = scored_value(panel_column(panel, leaf->indicator, COLUMN_VALUE),
                                panel_column(panel, leaf->indicator, COLUMN_CONFIRMED), ex->row);
    bool by_plan = leaf->against == AGAINST_PLAN && leaf->rule != RULE_PACE;
    double goal = by_plan ? target * share : target;
    double gap = target > 0 ? (value / target - share) * 100 : value - value;
    if (goal == goal)
        numbers->goal = plain(arena, goal);
    if (gap == gap)
        numbers->gap = points_text(arena, leaf->direction == DIR_LOWER ? -gap : gap);
}

static void words_of(Arena *arena, Lang lang, const ScoreFiles *files, const ScoreExplanation *ex,
                     ScoreNode *n)
{
    Spread spread;
    Out out = out_new(arena, 1 << 16);
    RuleNumbers numbers = {.value = typed(n), .raw = n->raw};
    spread_over(files, ex, n->node, &spread);
    goal_of(arena, files, ex, n, &numbers);
    numbers.rank = arena_fmt(arena, "%d", n->rank);
    if (spread.n > 0) {
        double mean = spread.sum / (double)spread.n;
        double variance = spread.squares / (double)spread.n - mean * mean;
        numbers.low = plain(arena, spread.low);
        numbers.high = plain(arena, spread.high);
        numbers.mean = points_text(arena, mean);
        numbers.sd = points_text(arena, num_sqrt(variance > 0 ? variance : 0));
        numbers.sum = n->node->rule == RULE_VECTOR ? points_text(arena, num_sqrt(spread.squares))
                                                   : plain(arena, spread.sum);
    }
    numbers.formula = formula_text(arena, files, ex->period, n->node->formula);
    if (n->status == CELL_SCORED || n->status == CELL_LAST) {
        rule_text(arena, lang, n->node, &numbers, &out);
        rule_result_text(lang, n->full, n->fraction, n->points, &out);
    }
    score_warnings_text(lang, n->warnings, &out);
    n->words = out_str(&out);
}

static void explain_node(Arena *arena, Lang lang, const ScoreFiles *files, ScoreExplanation *ex,
                         int index, double effective)
{
    const EngineResult *result = &files->result;
    ScoreNode *n = &ex->nodes[index];
    double fraction = result->fractions[index][ex->row];
    n->node = &files->scheme.nodes[index];
    n->weight = dec_str(arena, n->node->weight);
    n->effective = points_text(arena, effective * 100);
    n->full = points_text(arena, n->node->full);
    n->status = fraction == fraction ? CELL_SCORED : CELL_EMPTY;
    if (fraction == fraction) {
        n->fraction = points_text(arena, fraction);
        n->points = points_text(arena, fraction * n->node->full);
    }
    if (!scheme_is_leaf(n->node))
        return;
    const EngineTrace *trace = &result->traces[index];
    n->status = (CellStatus)trace->status[ex->row];
    n->warnings = trace->warnings[ex->row];
    n->raw = points_text(arena, trace->raw[ex->row]);
    n->rank = trace->rank ? trace->rank[ex->row] : 0;
    for (int k = 0; k < COLUMN_KINDS; k++)
        n->inputs[k] = kept_at(files, ex->period, n->node->indicator, (ColumnKind)k);
    words_of(arena, lang, files, ex, n);
}

/* ---- rank, neighbours, what was taken off ---- */

static Str rank_text(Arena *arena, const ScoreFiles *files, int64_t row)
{
    int rank = files->result.rank[row];
    if (files->scheme.ties != TIES_FRACTIONAL)
        return arena_fmt(arena, "%d", rank);
    return rank % 2 ? arena_fmt(arena, "%d.5", rank / 2) : arena_fmt(arena, "%d", rank / 2);
}

static void neighbours(Arena *arena, const ScoreFiles *files, const PanelBlock *block,
                       ScoreExplanation *ex)
{
    const EngineResult *r = &files->result;
    int64_t above = -1, below = -1;
    ex->above.unit = ex->below.unit = -1;
    for (int64_t row = block->first; row < block->first + block->count; row++) {
        if (!(r->flags[row] & UNIT_RANKED))
            continue;
        ex->ranked++;
        if (row == ex->row || !(r->flags[ex->row] & UNIT_RANKED))
            continue;
        bool is_above = r->rounded[row] > r->rounded[ex->row] ||
                        (r->rounded[row] == r->rounded[ex->row] && row < ex->row);
        if (is_above && (above < 0 || r->rounded[row] <= r->rounded[above]))
            above = row;
        if (!is_above && (below < 0 || r->rounded[row] > r->rounded[below]))
            below = row;
    }
    int64_t rows[] = {above, below};
    ScoreNeighbour *to[] = {&ex->above, &ex->below};
    for (int i = 0; i < 2; i++) {
        if (rows[i] < 0)
            continue;
        int64_t margin = r->rounded[rows[i]] - r->rounded[ex->row];
        to[i]->unit = files->values.panel.unit_of[rows[i]];
        to[i]->rank = r->rank[rows[i]];
        to[i]->margin = score_text(arena, margin < 0 ? -margin : margin, 4);
    }
}

static void taken_off(Arena *arena, const ScoreFiles *files, ScoreExplanation *ex)
{
    const EngineResult *r = &files->result;
    ex->tree = points_text(arena, r->tree[ex->row]);
    if (r->bonus) {
        int64_t without, rounded;
        EngineResult spared = *r;
        spared.deduct = arena_new(arena, double, r->nrows);
        ex->bonus = points_text(arena, r->bonus[ex->row]);
        ex->deduct = points_text(arena, r->deduct[ex->row]);
        if (r->deduct[ex->row] > 0 &&
            engine_finish(files->engine, &spared, ex->row, r->tree[ex->row], &without, &rounded))
            ex->cost = score_text(arena, without - r->score[ex->row], 4);
        else
            ex->cost = S("0.0000");
    }
    if (r->veto && r->veto[ex->row] < HUGE_VAL)
        ex->ceiling = plain(arena, r->veto[ex->row]);
}

static const PanelBlock *find_row(const ScoreFiles *files, Str unit, Str period,
                                  ScoreExplanation *ex)
{
    const Panel *panel = &files->values.panel;
    int u = score_files_unit(files, unit);
    const PanelBlock *found = NULL;
    for (int b = 0; u >= 0 && b < panel->nblocks; b++) {
        const PanelBlock *block = &panel->blocks[b];
        if (period.len && !str_eq(panel->periods[block->period], period))
            continue;
        for (int64_t row = block->first; row < block->first + block->count; row++)
            if (panel->unit_of[row] == u) {
                ex->row = row;
                found = block;
            }
    }
    return found;
}

bool score_explain(Arena *arena, Lang lang, const ScoreFiles *files, Str period,
                   ScoreExplanation *ex, Err *err)
{
    const Scheme *scheme = &files->scheme;
    const Panel *panel = &files->values.panel;
    *ex = (ScoreExplanation){.unit = files->job->explain};
    const PanelBlock *block = find_row(files, ex->unit, period, ex);
    if (!block)
        return err_set(err, ERR_SCORE_EXPLAIN, {"unit", ex->unit},
                       {"period", period.len ? period : panel->periods[panel->nperiods - 1]});
    ex->period = panel->periods[block->period];
    ex->group = panel->groups[block->group];
    unsigned flags = files->result.flags[ex->row];
    if (flags & UNIT_HAS_SCORE) {
        ex->score = score_text(arena, files->result.score[ex->row], SCORE_DECIMALS);
        ex->shown = score_text(arena, files->result.rounded[ex->row],
                               scheme->rank_rounds ? scheme->rank_round : SCORE_DECIMALS);
    }
    neighbours(arena, files, block, ex);
    ex->place = msg(lang, MSG_OUT_SCORE_NO_PLACE);
    if (flags & UNIT_RANKED) {
        ex->rank = rank_text(arena, files, ex->row);
        ex->place = msg_str(arena, lang, MSG_OUT_SCORE_PLACE, {"rank", ex->rank},
                            {"units", arena_fmt(arena, "%d", ex->ranked)},
                            {"bottom", arena_fmt(arena, "%d", files->result.from_bottom[ex->row])});
    }
    double *effective = arena_new(arena, double, scheme->nnodes);
    ex->nodes = arena_new(arena, ScoreNode, scheme->nnodes);
    engine_effective(files->engine, &files->result, ex->row, effective);
    for (int n = 0; n < scheme->nnodes; n++)
        explain_node(arena, lang, files, ex, n, effective[n]);
    taken_off(arena, files, ex);
    return true;
}

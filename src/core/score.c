#include "core/score.h"

#include "core/score_rules.h"
#include "core/score_spread.h"

#include <stdlib.h>

#define QUANTISE_MAX 9.2e18 /* below INT64_MAX, exact as a double */

bool score_quantise(double x, int64_t *ret_q)
{
    double scaled = x * (double)SCORE_ONE;
    if (!(scaled > -QUANTISE_MAX && scaled < QUANTISE_MAX))
        return false;
    int64_t whole = (int64_t)scaled; /* toward zero */
    double rest = scaled - (double)whole;
    *ret_q = whole + (rest >= 0.5) - (rest <= -0.5);
    return true;
}

static int64_t pow10_i64(int n)
{
    int64_t p = 1;
    while (n-- > 0)
        p *= 10;
    return p;
}

bool score_round(int64_t q, int decimals, int64_t *ret_q)
{
    int64_t unit = pow10_i64(SCORE_DECIMALS - decimals);
    int64_t raised, below;
    if (__builtin_add_overflow(q, unit / 2, &raised))
        return false;
    below = raised % unit;
    if (below < 0)
        below += unit; /* down, whatever the sign */
    return !__builtin_sub_overflow(raised, below, ret_q);
}

Str score_text(Arena *arena, int64_t q, int decimals)
{
    int64_t rounded = q;
    if (!score_round(q, decimals, &rounded))
        rounded = q;
    Out out = out_new(arena, 64);
    out_fixed(&out, rounded / pow10_i64(SCORE_DECIMALS - decimals), decimals);
    return out_str(&out);
}

typedef struct Work {
    const ScoreInput *input;
    const Scheme *scheme;
    ScoreCell *cells;
    Arena *arena;
} Work;

static ScoreCell *cell_at(const Work *w, int unit, int node)
{
    return &w->cells[(ptrdiff_t)unit * w->scheme->nnodes + node];
}

static const ScoreValue *value_at(const Work *w, int unit, int node)
{
    return &w->input->values[(ptrdiff_t)unit * w->scheme->nnodes + node];
}

static bool place_error(Arena *arena, ErrCode code, int unit, int node, Err *err)
{
    return err_set(err, code, {"unit", arena_fmt(arena, "%d", unit + 1)},
                   {"node", arena_fmt(arena, "%d", node + 1)});
}

/* Leaf events onto their cells; all events are checked. */
static bool take_events(const Work *w, Err *err)
{
    for (int i = 0; i < w->input->nevents; i++) {
        const ScoreEvent *e = &w->input->events[i];
        bool ok = e->unit >= 0 && e->unit < w->input->nunits && e->points >= 0;
        if (ok && e->kind == EVENT_LEAF)
            ok = e->node > 0 && e->node < w->scheme->nnodes &&
                 leaf_rule(w->scheme->nodes[e->node].rule)->by_events;
        if (!ok)
            return place_error(w->arena, ERR_SCORE_EVENT, e->unit, e->node, err);
        if (e->kind == EVENT_LEAF) {
            ScoreCell *cell = cell_at(w, e->unit, e->node);
            cell->event_points += e->points;
            cell->events++;
        }
    }
    return true;
}

/* What the state of the value means, before any rule: CELL_SCORED means that the rule is asked. */
static CellStatus status_of(const Scheme *scheme, const SchemeNode *leaf, ValueState state)
{
    static const CellStatus of_missing[] = {[MISSING_ZERO] = CELL_ZERO,
                                            [MISSING_RENORMALISE] = CELL_DROPPED,
                                            [MISSING_EXCLUDE] = CELL_EXCLUDED};
    switch (state) {
    case VALUE_NA:
        return scheme->na == NA_GROUP_MEAN ? CELL_MEAN : CELL_SPREAD;
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

/* Ranks of the units that have a value, for rules that go by place. */
static bool rank_leaf(const Work *w, int node, const LeafConst *is, Err *err)
{
    const SchemeNode *leaf = &w->scheme->nodes[node];
    int n = w->input->nunits;
    int64_t *keys = arena_new(w->arena, int64_t, n);
    bool *has = arena_new(w->arena, bool, n);
    RankRow *rows = arena_new(w->arena, RankRow, n);
    for (int u = 0; u < n; u++) {
        ScoreCell *cell = cell_at(w, u, node);
        LeafCase c = {leaf, is, value_at(w, u, node)};
        double ratio = 0;
        has[u] = cell->status == CELL_SCORED;
        if (!has[u])
            continue;
        if (leaf->of == RANK_OF_COMPLETION) {
            has[u] = leaf_ratio(&c, cell, &ratio) == LEAF_SCORED;
            if (has[u] && !score_quantise(ratio, &keys[u]))
                return place_error(w->arena, ERR_SCORE_RANGE, u, node, err);
        } else {
            keys[u] = rank_key_f64(leaf->direction == DIR_LOWER ? -cell->actual : cell->actual);
        }
        if (!has[u])
            cell->status = CELL_NOT_YET;
    }
    unsigned flags = rank_units(w->arena, keys, has, n, (RankRule){.ties = TIES_COMPETITION}, rows);
    for (int u = 0; u < n; u++) {
        ScoreCell *cell = cell_at(w, u, node);
        cell->rank = rows[u].rank;
        if (has[u] && (flags & RANK_WARN_ALL_EQUAL))
            cell->warnings |= SCORE_WARN_CONSTANT;
        if (has[u] && (flags & RANK_WARN_SINGLE))
            cell->warnings |= SCORE_WARN_SINGLE;
    }
    return true;
}

static void score_cell(const LeafRule *rule, const LeafCase *c, ScoreCell *cell)
{
    if (rule->apply(c, cell) != LEAF_SCORED) {
        cell->status = CELL_NOT_YET;
        return;
    }
    double f = cell->raw;
    if (f < c->is->floor)
        f = c->is->floor;
    if (f > c->is->cap)
        f = c->is->cap;
    cell->fraction = f;
}

/* Not applicable and scored as the others on average: the mean fraction of those that have one. */
static void fill_means(const Work *w, int node)
{
    double sum = 0;
    int count = 0;
    for (int u = 0; u < w->input->nunits; u++)
        if (cell_at(w, u, node)->status == CELL_SCORED) {
            sum += cell_at(w, u, node)->fraction;
            count++;
        }
    for (int u = 0; u < w->input->nunits; u++) {
        ScoreCell *cell = cell_at(w, u, node);
        if (cell->status != CELL_MEAN)
            continue;
        if (count > 0) {
            cell->fraction = cell->raw = sum / count;
        } else {
            cell->status = CELL_SPREAD;
            cell->warnings |= SCORE_WARN_NO_MEAN;
        }
    }
}

static bool score_leaf(const Work *w, int node, Err *err)
{
    const SchemeNode *leaf = &w->scheme->nodes[node];
    const LeafRule *rule = leaf_rule(leaf->rule);
    LeafConst is = leaf_const(leaf);
    for (int u = 0; u < w->input->nunits; u++) {
        const ScoreValue *value = value_at(w, u, node);
        ScoreCell *cell = cell_at(w, u, node);
        bool given = value->state == VALUE_GIVEN || value->state == VALUE_DATA_ONLY;
        cell->status = status_of(w->scheme, leaf, value->state);
        cell->actual = given ? value->actual : 0;
        cell->warnings |= cell->actual < 0 ? SCORE_WARN_NEGATIVE : 0;
    }
    ArenaMark mark = arena_mark(w->arena);
    if (rule->by_rank && !rank_leaf(w, node, &is, err))
        return false;
    arena_rewind(w->arena, mark);
    for (int u = 0; u < w->input->nunits; u++) {
        ScoreCell *cell = cell_at(w, u, node);
        LeafCase c = {leaf, &is, value_at(w, u, node)};
        if (cell->status == CELL_SCORED)
            score_cell(rule, &c, cell);
    }
    fill_means(w, node);
    return true;
}

static double at_most(double x, const EventRules *rules)
{
    double limit = rules->has_limit ? dec_to_f64(rules->limit) : x;
    return x > limit ? limit : x;
}

/* From the tree's points to the score: the scheme's steps in its order, then vetoes. */
static double final_score(const Work *w, int unit, ScoreUnit *total)
{
    double bonus = 0, deduct = 0, score = total->tree;
    for (int i = 0; i < w->input->nevents; i++) {
        const ScoreEvent *e = &w->input->events[i];
        if (e->unit != unit)
            continue;
        bonus += e->kind == EVENT_BONUS ? e->points : 0;
        deduct += e->kind == EVENT_DEDUCT ? e->points : 0;
    }
    total->bonus = at_most(bonus, &w->scheme->bonus);
    total->deduct = at_most(deduct, &w->scheme->deduct);
    for (int i = 0; i < w->scheme->norder; i++) {
        double floor = dec_to_f64(w->scheme->floor), ceiling = dec_to_f64(w->scheme->ceiling);
        switch (w->scheme->order[i]) {
        case FINAL_BONUS:
            score += total->bonus;
            break;
        case FINAL_DEDUCT:
            score -= total->deduct;
            break;
        case FINAL_CEILING:
            score = score > ceiling ? ceiling : score;
            break;
        default:
            score = score < floor ? floor : score;
            break;
        }
    }
    for (int i = 0; i < w->input->nevents; i++) {
        const ScoreEvent *e = &w->input->events[i];
        if (e->unit != unit || e->kind != EVENT_VETO)
            continue;
        total->vetoed = true;
        score = score > e->points ? e->points : score;
    }
    return score;
}

static bool score_unit(const Work *w, int unit, ScoreUnit *total, Err *err)
{
    const Scheme *scheme = w->scheme;
    ScoreCell *cells = cell_at(w, unit, 0);
    bool excluded = false;
    spread_points(w->arena, scheme, cells);
    for (int i = 0; i < scheme->nnodes; i++) {
        excluded |= scheme_is_leaf(&scheme->nodes[i]) && cells[i].status == CELL_EXCLUDED;
        if (!score_quantise(cells[i].points, &cells[i].points_q))
            return place_error(w->arena, ERR_SCORE_RANGE, unit, i, err);
    }
    total->has_score = cells[0].status != CELL_EMPTY;
    total->ranked = total->has_score && !excluded;
    total->tree = cells[0].points;
    if (!total->has_score)
        return true;
    total->exact = final_score(w, unit, total);
    bool ok = score_quantise(total->exact, &total->score);
    total->rounded = total->score;
    if (ok && scheme->rank_rounds)
        ok = score_round(total->score, scheme->rank_round, &total->rounded);
    return ok ? true : place_error(w->arena, ERR_SCORE_RANGE, unit, 0, err);
}

bool score_group(Arena *arena, const ScoreInput *input, ScoreResult *ret_result, Err *err)
{
    const Scheme *scheme = input->scheme;
    int n = input->nunits;
    Work w = {input, scheme,
              arena_alloc(arena, (size_t)n * (size_t)scheme->nnodes, sizeof(ScoreCell)), arena};
    ScoreUnit *units = arena_new(arena, ScoreUnit, n);
    RankRow *ranks = arena_new(arena, RankRow, n);
    int64_t *rounded = arena_new(arena, int64_t, n);
    bool *ranked = arena_new(arena, bool, n);
    if (!take_events(&w, err))
        return false;
    for (int i = 0; i < scheme->nnodes; i++)
        if (scheme_is_leaf(&scheme->nodes[i]) && !score_leaf(&w, i, err))
            return false;
    for (int u = 0; u < n; u++) {
        if (!score_unit(&w, u, &units[u], err))
            return false;
        rounded[u] = units[u].rounded;
        ranked[u] = units[u].ranked;
    }
    *ret_result = (ScoreResult){.cells = w.cells, .units = units, .ranks = ranks};
    ret_result->rank_warnings = rank_units(arena, rounded, ranked, n, rank_rule_of(scheme), ranks);
    return true;
}

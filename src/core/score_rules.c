#include "core/score_rules.h"

static double share_of_percent(Dec percent)
{
    return dec_to_f64(percent) / 100;
}

LeafConst leaf_const(const SchemeNode *leaf)
{
    return (LeafConst){
        .full = leaf->full,
        .floor = dec_to_f64(leaf->floor),
        .cap = dec_to_f64(leaf->cap),
        .target = dec_to_f64(leaf->target),
        .per_point = dec_to_f64(leaf->per_point),
        .over_per_point = dec_to_f64(leaf->over_per_point),
        .per_event = dec_to_f64(leaf->per_event),
        .step = leaf->step_is_percent ? share_of_percent(leaf->step) : dec_to_f64(leaf->step),
        .step_is_share = leaf->step_is_percent,
    };
}

/* Where a goal of zero or below leaves no ratio: met or not met. */
static double met_or_not(const LeafCase *c, ScoreCell *cell)
{
    cell->warnings |= SCORE_WARN_ZERO_GOAL;
    bool met =
        c->leaf->direction == DIR_LOWER ? cell->actual <= cell->goal : cell->actual >= cell->goal;
    return met ? 1 : 0;
}

static bool take_target(const LeafCase *c, ScoreCell *cell)
{
    bool has = c->value->has_target || c->leaf->has_target;
    cell->goal = c->value->has_target ? c->value->target : c->is->target;
    cell->warnings |= has ? 0 : SCORE_WARN_NO_TARGET;
    return has;
}

static bool take_share(const LeafCase *c, ScoreCell *cell)
{
    cell->share = c->value->share;
    cell->warnings |= c->value->has_share ? 0 : SCORE_WARN_NO_PLAN;
    return c->value->has_share;
}

LeafOutcome leaf_ratio(const LeafCase *c, ScoreCell *cell, double *ret_ratio)
{
    if (!take_target(c, cell))
        return LEAF_NO_TARGET;
    if (c->leaf->against == AGAINST_PLAN) {
        if (!take_share(c, cell))
            return LEAF_NO_PLAN;
        cell->goal *= cell->share;
    }
    if (cell->goal > 0) {
        double ratio = cell->actual / cell->goal;
        *ret_ratio = c->leaf->direction == DIR_LOWER ? 2 - ratio : ratio;
    } else {
        *ret_ratio = met_or_not(c, cell);
    }
    return LEAF_SCORED;
}

static LeafOutcome completion(const LeafCase *c, ScoreCell *cell)
{
    return leaf_ratio(c, cell, &cell->raw);
}

static LeafOutcome pace(const LeafCase *c, ScoreCell *cell)
{
    if (!take_target(c, cell))
        return LEAF_NO_TARGET;
    if (!take_share(c, cell))
        return LEAF_NO_PLAN;
    if (cell->goal <= 0) {
        cell->raw = met_or_not(c, cell);
        return LEAF_SCORED;
    }
    double gap = (cell->actual / cell->goal - cell->share) * 100;
    cell->gap = c->leaf->direction == DIR_LOWER ? -gap : gap;
    double per_point = cell->gap < 0 ? c->is->per_point : c->is->over_per_point;
    cell->raw = 1 + cell->gap * per_point / c->is->full;
    return LEAF_SCORED;
}

static double points_of_events(const LeafCase *c, const ScoreCell *cell)
{
    return c->is->per_event * cell->actual + cell->event_points;
}

static LeafOutcome deduct(const LeafCase *c, ScoreCell *cell)
{
    cell->raw = 1 - points_of_events(c, cell) / c->is->full;
    return LEAF_SCORED;
}

static LeafOutcome bonus(const LeafCase *c, ScoreCell *cell)
{
    cell->raw = points_of_events(c, cell) / c->is->full;
    return LEAF_SCORED;
}

static LeafOutcome rank_points(const LeafCase *c, ScoreCell *cell)
{
    double lost = c->is->step * (cell->rank - 1);
    cell->raw = c->is->step_is_share ? 1 - lost : 1 - lost / c->is->full;
    return LEAF_SCORED;
}

static LeafOutcome points(const LeafCase *c, ScoreCell *cell)
{
    cell->raw = cell->actual / c->is->full;
    return LEAF_SCORED;
}

static const LeafRule rules[RULE_COUNT] = {
    [RULE_COMPLETION] = {completion, false, false},  [RULE_PACE] = {pace, false, false},
    [RULE_DEDUCT] = {deduct, false, true},           [RULE_BONUS] = {bonus, false, true},
    [RULE_RANK_POINTS] = {rank_points, true, false}, [RULE_POINTS] = {points, false, false},
};

const LeafRule *leaf_rule(Rule rule)
{
    return &rules[rule];
}

bool score_event_of(const Scheme *scheme, bool is_bonus, Str rule, ScoreEvent *ret_event,
                    bool *ret_has_points)
{
    const Veto *veto = scheme_veto(scheme, rule);
    const EventRule *named = scheme_event_rule(is_bonus ? &scheme->bonus : &scheme->deduct, rule);
    int node = scheme_find(scheme, rule);
    ScoreEvent event = {.kind = is_bonus ? EVENT_BONUS : EVENT_DEDUCT};
    *ret_has_points = true;
    if (veto) {
        event.kind = EVENT_VETO;
        event.points = dec_to_f64(veto->ceiling);
    } else if (named) {
        *ret_has_points = named->has_points;
        event.points = dec_to_f64(named->points);
    } else if (node > 0 && scheme->nodes[node].rule == (is_bonus ? RULE_BONUS : RULE_DEDUCT)) {
        event.kind = EVENT_LEAF;
        event.node = node;
        event.points = dec_to_f64(scheme->nodes[node].per_event);
        *ret_has_points = scheme->nodes[node].has_per_event;
    } else {
        return false;
    }
    *ret_event = event;
    return true;
}

#include "core/scheme.h"

enum { PLAN_DECIMALS = 4 };

int scheme_find(const Scheme *scheme, Str code)
{
    for (int i = 0; i < scheme->nnodes; i++)
        if (str_eq(scheme->nodes[i].code, code))
            return i;
    return -1;
}

static bool listed(const StrList *list, Str item)
{
    for (int i = 0; i < list->count; i++)
        if (str_eq(list->items[i], item))
            return true;
    return false;
}

bool scheme_applies(const SchemeNode *leaf, Str unit)
{
    if (leaf->applies_to.count)
        return listed(&leaf->applies_to, unit);
    return !listed(&leaf->except, unit);
}

bool scheme_is_trial(const Scheme *scheme)
{
    return scheme->plan_no.len == 0;
}

bool scheme_is_leaf(const SchemeNode *node)
{
    return node->rule != RULE_SUM;
}

static double of_method(const SchemeNode *parent, const SchemeNode *node, WeightMethod method,
                        int place, int count)
{
    if (method == WEIGHT_GIVEN)
        return dec_to_f64(node->weight) / parent->weight_sum;
    return method == WEIGHT_AHP && parent->weights.ahp_weights ? parent->weights.ahp_weights[place]
                                                               : 1.0 / count;
}

/* Share of its parent; where only data tells, an equal one stands for it. */
static double share_of_parent(const SchemeNode *parent, const SchemeNode *node, int place,
                              int count)
{
    const Weights *w = &parent->weights;
    double share = 0;
    if (w->method != WEIGHT_COMBINED)
        return of_method(parent, node, w->method, place, count);
    for (int i = 0; i < w->nparts; i++)
        share += dec_to_f64(w->shares[i]) * of_method(parent, node, w->parts[i], place, count);
    return share;
}

static void full_points(SchemeNode *nodes, int parent)
{
    int count = 0, place = 0;
    for (int k = parent + 1; k < nodes[parent].end; k = nodes[k].end)
        count++;
    for (int k = parent + 1; k < nodes[parent].end; k = nodes[k].end, place++) {
        const SchemeNode *p = &nodes[parent];
        if (p->weights.method == WEIGHT_GIVEN)
            nodes[k].full = p->full * dec_to_f64(nodes[k].weight) / p->weight_sum;
        else
            nodes[k].full = p->full * share_of_parent(p, &nodes[k], place, count);
    }
}

void scheme_prepare(Scheme *scheme)
{
    SchemeNode *nodes = scheme->nodes;
    for (int i = 0; i < scheme->nnodes; i++) {
        nodes[i].weight_sum = 0;
        nodes[i].end = i + 1;
        nodes[i].depth = i == 0 ? 0 : nodes[nodes[i].parent].depth + 1;
        if (i > 0)
            nodes[nodes[i].parent].weight_sum += dec_to_f64(nodes[i].weight);
    }
    for (int i = scheme->nnodes - 1; i > 0; i--)
        if (nodes[nodes[i].parent].end < nodes[i].end)
            nodes[nodes[i].parent].end = nodes[i].end;
    nodes[0].full = dec_to_f64(scheme->full);
    for (int i = 0; i < scheme->nnodes; i++)
        full_points(nodes, i);
}

/* Months of the campaign year that the plan is about: from..to, 1-based. */
static void months_in_year(MonthSpan period, int *ret_from, int *ret_to)
{
    *ret_to = month_of_year(period.to);
    *ret_from = month_year(period.from) == month_year(period.to) ? month_of_year(period.from) : 1;
}

static bool named_percent(const Plan *plan, bool own_months, int from, int to, Dec *ret_percent)
{
    if (!plan->has[to - 1])
        return false;
    *ret_percent = plan->percent[to - 1];
    if (!own_months || from == 1)
        return true;
    return plan->has[from - 2] &&
           dec_sub(plan->percent[to - 1], plan->percent[from - 2], ret_percent, NULL);
}

/* Months that count where the plan is straight; 0: no plan. */
static int straight_months(const SchemeNode *leaf, int from, int to)
{
    if (leaf->measure == MEASURE_MONTH)
        return to - from + 1;
    return leaf->plan == PLAN_STRAIGHT || leaf->measure == MEASURE_CUMULATIVE ? to : 0;
}

bool scheme_plan_share(const Scheme *scheme, const SchemeNode *leaf, MonthSpan period,
                       double *ret_share)
{
    int from, to;
    months_in_year(period, &from, &to);
    if (leaf->plan >= 0) {
        Dec percent;
        if (!named_percent(&scheme->plans[leaf->plan], leaf->measure == MEASURE_MONTH, from, to,
                           &percent))
            return false;
        percent.scale += 2;
        *ret_share = dec_to_f64(percent);
        return true;
    }
    int months = straight_months(leaf, from, to);
    *ret_share = (double)months / 12;
    return months > 0;
}

bool scheme_plan_percent(const Scheme *scheme, const SchemeNode *leaf, MonthSpan period,
                         Dec *ret_percent)
{
    int from, to;
    months_in_year(period, &from, &to);
    if (leaf->plan >= 0)
        return named_percent(&scheme->plans[leaf->plan], leaf->measure == MEASURE_MONTH, from, to,
                             ret_percent);
    int months = straight_months(leaf, from, to);
    return months > 0 &&
           dec_div(dec_from_i64(months * 100), dec_from_i64(12), PLAN_DECIMALS, ret_percent, NULL);
}

const EventRule *scheme_event_rule(const EventRules *rules, Str id)
{
    for (int i = 0; i < rules->count; i++)
        if (str_eq(rules->items[i].id, id))
            return &rules->items[i];
    return NULL;
}

const Veto *scheme_veto(const Scheme *scheme, Str id)
{
    for (int i = 0; i < scheme->nvetoes; i++)
        if (str_eq(scheme->vetoes[i].id, id))
            return &scheme->vetoes[i];
    return NULL;
}

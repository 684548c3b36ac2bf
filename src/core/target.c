#include "core/target.h"

#include <stddef.h>

static const Str split_words[SPLIT_COUNT] = {
    [SPLIT_ADDITIVE] = SC("additive"), [SPLIT_WEIGHTED] = SC("weighted"),
    [SPLIT_RATIO] = SC("ratio"),       [SPLIT_MILESTONE] = SC("milestone"),
    [SPLIT_EACH] = SC("each"),         [SPLIT_PROVINCE] = SC("set_by_province"),
};

static const Str fault_words[SPLIT_FAULTS] = {
    [SPLIT_OVER] = SC("over"),           [SPLIT_UNDER] = SC("under"),
    [SPLIT_NO_WEIGHT] = SC("no_weight"), [SPLIT_NO_PART] = SC("no_part"),
    [SPLIT_NO_VALUE] = SC("no_value"),   [SPLIT_ORPHAN] = SC("orphan"),
};

Str split_word(Split split)
{
    return split_words[split];
}

Str split_fault_word(SplitFault fault)
{
    return fault_words[fault];
}

bool split_adds_up(Split split)
{
    return split == SPLIT_ADDITIVE || split == SPLIT_MILESTONE || split == SPLIT_PROVINCE;
}

bool split_parse(Str word, Split *ret_split)
{
    for (int i = 0; i < SPLIT_COUNT; i++)
        if (str_eq(word, split_words[i])) {
            *ret_split = (Split)i;
            return true;
        }
    return false;
}

bool target_is_ceiling(const Target *target)
{
    return str_eq(target->relation, S("le"));
}

bool indicator_is_statistics(const Indicator *indicator)
{
    return str_eq(indicator->basis, S("statistics"));
}

bool target_is_below_red_line(const Indicator *indicator, const Unit *unit)
{
    static const Str county_level[] = {SC("county"), SC("district"), SC("autonomous_county"),
                                       SC("zone"), SC("municipal")};
    bool is_county = false;
    for (size_t i = 0; i < sizeof county_level / sizeof *county_level; i++)
        is_county = is_county || str_eq(unit->kind, county_level[i]);
    return indicator_is_statistics(indicator) && !is_county;
}

Split target_split(const Target *t, const Indicator *indicator, bool has_weights)
{
    Split stated;
    if (split_parse(t->split, &stated))
        return stated;
    if (str_eq(t->relation, S("set_by_province")))
        return SPLIT_PROVINCE;
    if (str_eq(t->relation, S("all_of")) || str_eq(t->scope, S("units")))
        return SPLIT_EACH;
    if (indicator ? str_eq(indicator->measure, S("node")) : str_eq(t->relation, S("complete")))
        return SPLIT_MILESTONE;
    if (has_weights)
        return SPLIT_WEIGHTED;
    bool is_rate = indicator && str_eq(indicator->measure, S("rate"));
    return is_rate || str_eq(t->unit, S("%")) || t->denominator.len ? SPLIT_RATIO : SPLIT_ADDITIVE;
}

typedef struct Checker {
    Arena *arena;
    SplitCheck *check;
    bool is_lower;
    const Dec *target;
} Checker;

static void find(Checker *c, SplitFault fault, int unit)
{
    *arena_push(c->arena, &c->check->findings) = (SplitFinding){.fault = fault, .unit = unit};
}

/* Over or under by the sign of found - expected; nothing where they are equal. */
static bool compare(Checker *c, int unit, Dec found, Dec expected, Err *err)
{
    Dec away;
    if (!dec_sub(found, expected, &away, err))
        return false;
    if (away.coef == 0)
        return true;
    bool is_over = (away.coef > 0) != c->is_lower;
    away.coef = away.coef < 0 ? -away.coef : away.coef;
    *arena_push(c->arena, &c->check->findings) =
        (SplitFinding){is_over ? SPLIT_OVER : SPLIT_UNDER, unit, found, expected, away};
    return true;
}

static bool add_up(Checker *c, const SplitPart *parts, int count, bool is_judged, Err *err)
{
    SplitCheck *check = c->check;
    for (int i = 0; i < count; i++) {
        const SplitPart *p = &parts[i];
        Dec *sum = p->is_municipal ? &check->municipal : &check->units;
        if (!p->is_listed || !p->has_value || p->is_orphan)
            continue;
        check->has_total = true;
        if (!dec_add(*sum, p->value, sum, err))
            return false;
    }
    if (!check->has_total)
        return true;
    if (!dec_add(check->units, check->municipal, &check->total, err))
        return false;
    if (!c->target)
        return true;
    return dec_sub(*c->target, check->units, &check->residual, err) &&
           dec_sub(check->total, *c->target, &check->difference, err) &&
           (!is_judged || compare(c, -1, check->total, *c->target, err));
}

/* sum of weight * value / sum of weight; at the target's decimals, so that a mean equals as it is printed. */
static bool weigh(Checker *c, const SplitPart *parts, int count, Err *err)
{
    SplitCheck *check = c->check;
    Dec weights = {0}, products = {0}, product;
    bool all = true;
    int decimals = c->target ? c->target->scale : 0;
    for (int i = 0; i < count; i++) {
        const SplitPart *p = &parts[i];
        if (!p->is_listed || !p->has_value || p->is_orphan)
            continue;
        all = all && p->has_weight;
        decimals = !c->target && p->value.scale > decimals ? p->value.scale : decimals;
        if (p->has_weight && (!dec_mul(p->weight, p->value, &product, err) ||
                              !dec_add(products, product, &products, err) ||
                              !dec_add(weights, p->weight, &weights, err)))
            return false;
    }
    if (!all || weights.coef <= 0) /* which ones lack it is told with the units */
        return true;
    check->has_total = true;
    if (!dec_div(products, weights, decimals, &check->total, err))
        return false;
    return !c->target || (dec_sub(check->total, *c->target, &check->difference, err) &&
                          compare(c, -1, check->total, *c->target, err));
}

static bool look_at_units(Checker *c, const SplitPart *parts, int count, bool weighed, bool same,
                          Err *err)
{
    for (int i = 0; i < count; i++) {
        const SplitPart *p = &parts[i];
        if (!p->is_listed) {
            if (!same && !p->is_municipal)
                find(c, SPLIT_NO_PART, p->unit);
            continue;
        }
        if (p->is_orphan) {
            find(c, SPLIT_ORPHAN, p->unit);
            continue;
        }
        if (!p->has_value)
            find(c, SPLIT_NO_VALUE, p->unit);
        if (weighed && p->has_value && !p->has_weight)
            find(c, SPLIT_NO_WEIGHT, p->unit);
        if (same && c->target && p->has_value && !compare(c, p->unit, p->value, *c->target, err))
            return false;
    }
    return true;
}

bool target_reconcile(Arena *arena, Split split, bool is_lower, const Dec *target,
                      const SplitPart *parts, int count, SplitCheck *ret_check, Err *err)
{
    SplitCheck check = {.split = split};
    Checker c = {arena, &check, is_lower, target};
    int weights = 0, listed = 0;
    for (int i = 0; i < count; i++) {
        listed += parts[i].is_listed;
        weights += parts[i].is_listed && parts[i].has_weight;
    }
    bool weighed = split == SPLIT_WEIGHTED || (split == SPLIT_RATIO && weights > 0);
    bool same = split == SPLIT_EACH || (split == SPLIT_RATIO && !weighed);
    if (!target && split != SPLIT_EACH && split != SPLIT_MILESTONE) /* a list needs no number */
        find(&c, SPLIT_NO_VALUE, -1);
    if (!weighed && !same && !add_up(&c, parts, count, split != SPLIT_PROVINCE, err))
        return false;
    if (weighed && !weigh(&c, parts, count, err))
        return false;
    if (listed && !look_at_units(&c, parts, count, weighed, same, err))
        return false;
    *ret_check = check;
    return true;
}

#include "app/target/target_value.h"

/* The one made last of those that have begun; unit empty: of the target itself. */
static const TargetChange *change_at(const CampaignIndex *x, int target, Str unit, int period)
{
    const int *items = group_items(&x->changes_of, target);
    for (int i = group_count(&x->changes_of, target) - 1; i >= 0; i--) {
        const TargetChange *c = &x->def->changes.items[items[i]];
        int from = map_get(&x->periods, c->from);
        if (str_eq(c->unit, unit) && from >= 0 && from <= period)
            return c;
    }
    return NULL;
}

static const Allotment *allotment_of(const CampaignIndex *x, int target, int unit)
{
    for (int i = 0; i < group_count(&x->allotted_to, unit); i++) {
        const Allotment *a = &x->def->allotments.items[group_items(&x->allotted_to, unit)[i]];
        if (str_eq(a->target, x->def->targets.items[target].code))
            return a;
    }
    return NULL;
}

static Owed city_owed(const CampaignIndex *x, int target, int period)
{
    const TargetChange *c = change_at(x, target, S(""), period);
    Str stated = x->def->targets.items[target].value;
    return c ? (Owed){c->after, OWED_CHANGED, c, -1}
             : (Owed){stated, stated.len ? OWED_ALLOTTED : OWED_NOTHING, NULL, -1};
}

/* The newest change of anybody who held the seat, else the allotment of the latest who has one. */
static Owed seat_owed(const CampaignIndex *x, int target, int unit, int period)
{
    Owed owed = {.from = OWED_NOTHING, .holder = -1};
    const Allotment *allotted = NULL;
    for (int guard = 0; unit >= 0 && guard <= x->def->units.count; guard++) {
        const TargetChange *c = change_at(x, target, x->def->units.items[unit].code, period);
        if (c && (!owed.change || c->seq > owed.change->seq))
            owed = (Owed){c->after, OWED_CHANGED, c, unit};
        const Allotment *a = allotted ? NULL : allotment_of(x, target, unit);
        if (a) {
            allotted = a;
            if (!owed.change)
                owed = (Owed){a->value, OWED_ALLOTTED, NULL, unit};
        }
        unit = x->seat_before[unit];
    }
    return owed;
}

Owed target_owed(const CampaignIndex *x, int target, int unit, int period)
{
    if (unit < 0)
        return city_owed(x, target, period);
    Owed owed = seat_owed(x, target, unit, period);
    bool is_each = target_split_of(x, target) == SPLIT_EACH ||
                   str_eq(x->def->targets.items[target].scope, S("units"));
    if (owed.from == OWED_NOTHING && is_each) {
        Owed city = city_owed(x, target, period);
        owed = (Owed){city.value, city.value.len ? OWED_EACH : OWED_NOTHING, city.change, -1};
    }
    return owed;
}

bool target_owed_by_indicator(const CampaignIndex *x, Str indicator, int unit, int period,
                              Owed *ret_owed)
{
    for (int i = 0; i < x->def->targets.count; i++) {
        if (!str_eq(x->def->targets.items[i].indicator, indicator))
            continue;
        *ret_owed = target_owed(x, i, unit, period);
        if (ret_owed->value.len && ret_owed->from <= OWED_ALLOTTED)
            return true;
    }
    return false;
}

Str target_value_at(const CampaignIndex *x, Str target, Str unit, Str period)
{
    int t = map_get(&x->targets, target), p = map_get(&x->periods, period);
    int u = unit.len ? map_get(&x->units, unit) : -1;
    return t < 0 || (unit.len && u < 0) ? S("") : target_owed(x, t, u, p).value;
}

static bool has_weights(const CampaignIndex *x, int target)
{
    bool any = false;
    for (int i = 0; i < group_count(&x->allotments_of, target) && !any; i++)
        any = x->def->allotments.items[group_items(&x->allotments_of, target)[i]].weight.len > 0;
    return any;
}

Split target_split_of(const CampaignIndex *x, int target)
{
    const Target *t = &x->def->targets.items[target];
    int indicator = map_get(&x->indicators, t->indicator);
    return target_split(t, indicator < 0 ? NULL : &x->def->indicators.items[indicator],
                        has_weights(x, target));
}

bool index_is_member(const CampaignIndex *x, int unit, int period)
{
    const Unit *u = &x->def->units.items[unit];
    if (period < 0)
        return u->valid_from == DATE_NONE || x->seat_before[unit] < 0;
    const CampaignPeriod *p = &x->def->periods.items[period];
    bool begun = u->valid_from == DATE_NONE || u->valid_from <= p->to;
    bool ended = u->valid_to != DATE_NONE && u->valid_to < p->from;
    bool passed = u->valid_to != DATE_NONE && u->valid_to < p->to && u->successor.len > 0;
    return begun && !ended && !passed;
}

/* The unit that holds the seat in the period; -1: nobody. */
static int holder_in(const CampaignIndex *x, int unit, int period)
{
    for (int guard = 0; unit >= 0 && guard <= x->def->units.count; guard++) {
        if (index_is_member(x, unit, period))
            return unit;
        int next = map_get(&x->units, x->def->units.items[unit].successor);
        bool goes_on =
            x->def->units.items[unit].successor.len && next >= 0 && x->seat_before[next] == unit;
        unit = goes_on ? next : -1;
    }
    return -1;
}

static bool decimal(Str text, bool *ret_has, Dec *ret_value, Err *err)
{
    *ret_has = text.len > 0;
    return text.len == 0 || dec_parse(text, ret_value, err);
}

typedef struct Collector {
    const CampaignIndex *x;
    int target, period;
    bool *listed;  /* [unit] holds a part in the period */
    bool *orphans; /* [unit] ended, and nobody holds its seat */
} Collector;

static void collect(Collector *c, Str code)
{
    int unit = map_get(&c->x->units, code);
    if (unit < 0)
        return;
    int holder = holder_in(c->x, unit, c->period);
    if (holder >= 0)
        c->listed[holder] = true;
    else
        c->orphans[unit] = true;
}

static void collect_all(Collector *c)
{
    const CampaignIndex *x = c->x;
    for (int i = 0; i < group_count(&x->allotments_of, c->target); i++)
        collect(c, x->def->allotments.items[group_items(&x->allotments_of, c->target)[i]].unit);
    for (int i = 0; i < group_count(&x->changes_of, c->target); i++) {
        const TargetChange *change =
            &x->def->changes.items[group_items(&x->changes_of, c->target)[i]];
        int from = map_get(&x->periods, change->from);
        if (change->unit.len && from >= 0 && from <= c->period)
            collect(c, change->unit);
    }
}

/* Groups of which a ranked unit holds a part. */
static void groups_with_parts(Arena *arena, const Collector *c, Map *ret_groups)
{
    const CampaignDef *def = c->x->def;
    for (int i = 0; i < def->units.count; i++)
        if (c->listed[i] && def->units.items[i].group.len)
            map_put(arena, ret_groups, def->units.items[i].group, 1);
}

static Str weight_of(const CampaignIndex *x, int target, int unit)
{
    for (int guard = 0; unit >= 0 && guard <= x->def->units.count; guard++) {
        const Allotment *a = allotment_of(x, target, unit);
        if (a)
            return a->weight;
        unit = x->seat_before[unit];
    }
    return S("");
}

bool target_parts(Arena *arena, const CampaignIndex *x, int target, int period,
                  SplitPart **ret_parts, int *ret_count, Err *err)
{
    int n = x->def->units.count, count = 0;
    Collector c = {x, target, period, arena_new(arena, bool, n), arena_new(arena, bool, n)};
    SplitPart *parts = arena_new(arena, SplitPart, n);
    Map groups = {0};
    collect_all(&c);
    groups_with_parts(arena, &c, &groups);
    for (int u = 0; u < n; u++) {
        const Unit *unit = &x->def->units.items[u];
        bool has_peers = unit->ranked && map_get(&groups, unit->group) == 1;
        if (!c.listed[u] && !c.orphans[u] && !(has_peers && index_is_member(x, u, period)))
            continue;
        SplitPart *p = &parts[count++];
        *p = (SplitPart){.unit = u,
                         .is_municipal = str_eq(unit->kind, S("municipal")),
                         .is_listed = c.listed[u] || c.orphans[u],
                         .is_orphan = c.orphans[u] && !c.listed[u]};
        if (p->is_listed &&
            (!decimal(seat_owed(x, target, u, period).value, &p->has_value, &p->value, err) ||
             !decimal(weight_of(x, target, u), &p->has_weight, &p->weight, err)))
            return false;
        p->is_orphan = p->is_orphan && !(p->has_value && p->value.coef == 0);
    }
    *ret_parts = parts;
    *ret_count = count;
    return true;
}

bool target_check(Arena *arena, const CampaignIndex *x, int target, int period,
                  SplitCheck *ret_check, Err *err)
{
    SplitPart *parts;
    int count;
    bool has_value;
    Dec value = {0};
    if (!decimal(target_owed(x, target, -1, period).value, &has_value, &value, err) ||
        !target_parts(arena, x, target, period, &parts, &count, err))
        return false;
    return target_reconcile(arena, target_split_of(x, target),
                            target_is_ceiling(&x->def->targets.items[target]),
                            has_value ? &value : NULL, parts, count, ret_check, err);
}

#include "app/report/month_context.h"

#include "base/map.h"

struct MonthKnowledge {
    App *app;
    const CampaignPeriod *period, *before;
    Scheme *schemes; /* by group index; nnodes 0 = none */
    Map previous;    /* "unit indicator" → index */
    PeriodValueList values;
};

static const Scheme *scheme_of(const MonthKnowledge *k, const Unit *unit)
{
    for (int g = 0; g < k->app->def.groups.count; g++)
        if (str_eq(k->app->def.groups.items[g].code, unit->group))
            return k->schemes[g].nnodes ? &k->schemes[g] : NULL;
    return NULL;
}

Owes scheme_owes(const Scheme *scheme, const Indicator *indicator, Str unit)
{
    if (str_eq(indicator->reporter, S("assessor")) || str_eq(indicator->basis, S("statistics")))
        return OWES_NOT;
    for (int n = 0; scheme && n < scheme->nnodes; n++) {
        const SchemeNode *leaf = &scheme->nodes[n];
        if (leaf->rule == RULE_SUM || !str_eq(leaf->indicator, indicator->code))
            continue;
        return scheme_applies(leaf, unit) ? OWES_MUST : OWES_MAY;
    }
    return OWES_MAY; /* data without rank */
}

static Owes owes(void *ctx, Str unit_code, Str indicator, Str period)
{
    const MonthKnowledge *k = ctx;
    const Unit *unit = app_unit(k->app, unit_code);
    const Indicator *known = app_indicator(k->app, indicator);
    (void)period;
    return unit && known ? scheme_owes(scheme_of(k, unit), known, unit->code) : OWES_NOT;
}

static Str key_of(Arena *arena, Str unit, Str indicator)
{
    return arena_fmt(arena, "%.*s %.*s", STR_ARG(unit), STR_ARG(indicator));
}

static Str previous(void *ctx, Str unit_code, Str indicator, Str period)
{
    const MonthKnowledge *k = ctx;
    AUTO_ARENA arena = {0};
    const Unit *unit = app_unit(k->app, unit_code);
    const Unit *seat = unit && k->before ? seat_in_period(k->app, unit, k->before) : NULL;
    (void)period;
    if (!seat)
        return S("");
    int at = map_get(&k->previous, key_of(&arena, seat->code, indicator));
    return at < 0 ? S("") : k->values.items[at].value;
}

static bool has_rule(void *ctx, Str unit_code, Str period, Str kind, Str rule)
{
    const MonthKnowledge *k = ctx;
    const Unit *unit = app_unit(k->app, unit_code);
    const Scheme *scheme = unit ? scheme_of(k, unit) : NULL;
    (void)period;
    if (!scheme)
        return false;
    ScoreEvent event;
    bool has_points;
    return score_event_of(scheme, str_eq(kind, S("bonus")), rule, &event, &has_points);
}

static bool load_previous(MonthKnowledge *k, Err *err)
{
    int index = app_period_index(k->app, k->period->code);
    if (index <= 0)
        return true;
    k->before = &k->app->def.periods.items[index - 1];
    if (!period_values(k->app->db, k->app->arena, k->app->def.code, k->before->code, INT64_MAX,
                       &k->values, err))
        return false;
    for (int i = 0; i < k->values.count; i++) {
        const PeriodValue *v = &k->values.items[i];
        if (str_eq(v->object, S("reported")) && !v->na && v->value.len)
            map_put(k->app->arena, &k->previous, key_of(k->app->arena, v->unit, v->indicator), i);
    }
    return true;
}

bool month_context(App *app, const CampaignPeriod *period, MonthContext *ret_context, Err *err)
{
    *ret_context = (MonthContext){.def = &app->def, .today = app->today};
    if (!period)
        return true;
    MonthKnowledge *k = arena_new(app->arena, MonthKnowledge, 1);
    k->app = app;
    k->period = period;
    k->schemes = arena_new(app->arena, Scheme, app->def.groups.count);
    for (int g = 0; g < app->def.groups.count; g++) {
        Str digest;
        if (!scheme_for_period(app, period, app->def.groups.items[g].code, &k->schemes[g], &digest,
                               err)) {
            if (err->code != ERR_SCHEME_NONE)
                return false;
            k->schemes[g].nnodes = 0;
        }
    }
    *err = (Err){0};
    if (!load_previous(k, err))
        return false;
    ret_context->ctx = k;
    ret_context->owes = owes;
    ret_context->previous = previous;
    ret_context->has_rule = has_rule;
    return true;
}

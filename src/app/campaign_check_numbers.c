/* Targets, allotments and plans: references, units of measure, periods, sums. */
#include "app/campaign_read.h"
#include "core/reconcile.h"

#define TABLE(which) (&reader->tables[TABLE_##which])
#define FAULT(which, index, column, code, ...)                                                     \
    table_fault_set(TABLE(which), (index), (column), reader->faults, (code), ##__VA_ARGS__)

static const Str indicators_csv = SC("indicators.csv");

/* The campaign's year, or one of its periods (any month of the year when it lists none). */
static void check_target_period(CampaignReader *reader, int i)
{
    const CampaignDef *def = reader->def;
    Target *target = &reader->def->targets.items[i];
    Str year = arena_fmt(reader->arena, "%d", def->year), code = {0};
    if (target->period.len == 0 || def->year == 0 || str_eq(target->period, year))
        return;
    bool ok =
        typed_period(reader->arena, target->period, &code, NULL, NULL) &&
        (def->periods.count ? names_find(&reader->periods, code) >= 0 : str_starts(code, year));
    if (ok)
        target->period = code;
    else
        FAULT(TARGETS, i, TARGET_PERIOD, ERR_TARGET_PERIOD,
              {"found", typed_shown(reader->arena, target->period)}, {"expected", year});
}

static void check_targets(CampaignReader *reader)
{
    const CampaignDef *def = reader->def;
    for (int i = 0; i < def->targets.count; i++) {
        const Target *target = &def->targets.items[i];
        campaign_reference(reader, &reader->tasks, S("tasks.csv"), TABLE_TARGETS, i, TARGET_TASK,
                           target->task);
        check_target_period(reader, i);
        if (target->value.len && target->unit.len == 0)
            FAULT(TARGETS, i, TARGET_UNIT, ERR_CELL_EMPTY,
                  {"column", table_column_name(TABLE(TARGETS), TARGET_UNIT)});
        if (!campaign_reference(reader, &reader->indicators, indicators_csv, TABLE_TARGETS, i,
                                TARGET_INDICATOR, target->indicator))
            continue;
        const Indicator *indicator =
            &def->indicators.items[names_find(&reader->indicators, target->indicator)];
        if (target->unit.len && !str_eq(target->unit, indicator->unit))
            FAULT(TARGETS, i, TARGET_UNIT, ERR_MEASURE_UNIT, {"indicator", indicator->name},
                  {"found", typed_shown(reader->arena, target->unit)},
                  {"expected", indicator->unit});
    }
}

/* ---- allotments ---- */

static void tell_difference(CampaignReader *reader, int target, const Reconciliation *r)
{
    const Target *of = &reader->def->targets.items[target];
    Arena *arena = reader->arena;
    bool over = r->difference.coef > 0;
    Dec away = {over ? r->difference.coef : -r->difference.coef, r->difference.scale};
    if (r->difference.coef == 0)
        return;
    table_fault_set(TABLE(TARGETS), target, TARGET_VALUE, reader->warnings,
                    over ? ERR_ALLOTMENT_OVER : ERR_ALLOTMENT_UNDER,
                    {"target", typed_shown(arena, of->what.len ? of->what : of->code)},
                    {"expected", of->value}, {"found", dec_str(arena, r->allotted)},
                    {"difference", dec_str(arena, away)}, {"unit", of->unit});
}

static void reconcile_targets(CampaignReader *reader, const int *target_of)
{
    const CampaignDef *def = reader->def;
    int n = def->allotments.count;
    int *first = arena_new(reader->arena, int, def->targets.count + 1); /* allotment + 1 */
    int *next = arena_new(reader->arena, int, n + 1);
    Part *parts = arena_new(reader->arena, Part, n + 1);
    for (int i = n - 1; i >= 0; i--)
        if (target_of[i] >= 0) {
            next[i] = first[target_of[i]];
            first[target_of[i]] = i + 1;
        }
    for (int t = 0; t < def->targets.count; t++) {
        Dec value;
        int count = 0;
        for (int i = first[t]; i; i = next[i - 1]) {
            const Allotment *allotment = &def->allotments.items[i - 1];
            int unit = names_find(&reader->units, allotment->unit);
            if (dec_parse(allotment->value, &parts[count].value, NULL))
                parts[count++].is_municipal =
                    unit >= 0 && str_eq(def->units.items[unit].kind, S("municipal"));
        }
        Reconciliation r;
        Err err = {0};
        if (count == 0 || !dec_parse(def->targets.items[t].value, &value, NULL))
            continue;
        if (reconcile(value, parts, count, &r, &err))
            tell_difference(reader, t, &r);
        else
            table_fault(TABLE(TARGETS), t, TARGET_VALUE, reader->faults, &err);
    }
}

static void check_allotments(CampaignReader *reader)
{
    const CampaignDef *def = reader->def;
    Names seen = names_new(reader->arena);
    int *target_of = arena_new(reader->arena, int, def->allotments.count + 1);
    for (int i = 0; i < def->allotments.count; i++) {
        const Allotment *allotment = &def->allotments.items[i];
        int first;
        campaign_reference(reader, &reader->targets, S("targets.csv"), TABLE_ALLOTMENTS, i,
                           ALLOT_TARGET, allotment->target);
        campaign_reference(reader, &reader->units, S("units.csv"), TABLE_ALLOTMENTS, i, ALLOT_UNIT,
                           allotment->unit);
        target_of[i] = names_find(&reader->targets, allotment->target);
        Str key = arena_fmt(reader->arena, "%.*s %.*s", STR_ARG(allotment->target),
                            STR_ARG(allotment->unit));
        if (allotment->target.len && allotment->unit.len && !names_add(&seen, key, i, &first))
            FAULT(ALLOTMENTS, i, ALLOT_UNIT, ERR_CAMPAIGN_TWICE,
                  {"column", table_column_name(TABLE(ALLOTMENTS), ALLOT_UNIT)}, {"found", key},
                  {"first", arena_fmt(reader->arena, "%lld",
                                      (long long)TABLE(ALLOTMENTS)->rows.items[first])});
    }
    reconcile_targets(reader, target_of);
}

/* ---- plans ---- */

/* A cumulative share never falls, whatever the order of the rows. */
static void check_plan_falls(CampaignReader *reader, const int *by_period, int periods)
{
    const CampaignDef *def = reader->def;
    for (int i = 0; i < def->indicators.count; i++) {
        int before = -1;
        for (int p = 0; p < periods; p++) {
            int at = by_period[i * periods + p] - 1;
            Dec now, then;
            if (at < 0 || !dec_parse(def->plans.items[at].percent, &now, NULL))
                continue;
            if (before >= 0 && dec_parse(def->plans.items[before].percent, &then, NULL) &&
                dec_cmp(now, then) < 0)
                FAULT(PLANS, at, PLAN_PERCENT, ERR_PLAN_FALLS,
                      {"found", def->plans.items[at].percent},
                      {"expected", def->plans.items[before].percent},
                      {"period", def->plans.items[before].period});
            before = at;
        }
    }
}

static void check_plans(CampaignReader *reader)
{
    const CampaignDef *def = reader->def;
    int periods = def->periods.count;
    int *by_period =
        arena_new(reader->arena, int, (size_t)def->indicators.count *(size_t)periods + 1);
    for (int i = 0; i < def->plans.count; i++) {
        const PlanPoint *plan = &def->plans.items[i];
        bool known = campaign_reference(reader, &reader->indicators, indicators_csv, TABLE_PLANS, i,
                                        PLAN_INDICATOR, plan->indicator);
        known = campaign_reference(reader, &reader->periods, reader->periods_file, TABLE_PLANS, i,
                                   PLAN_PERIOD, plan->period) &&
                known;
        if (plan->percent.len && plan->percent.ptr[0] == '-')
            FAULT(PLANS, i, PLAN_PERCENT, ERR_CELL_RANGE, {"found", plan->percent},
                  {"expected", S("≥ 0")});
        if (!known)
            continue;
        int *slot = &by_period[names_find(&reader->indicators, plan->indicator) * periods +
                               names_find(&reader->periods, plan->period)];
        if (*slot)
            FAULT(PLANS, i, PLAN_PERIOD, ERR_CAMPAIGN_TWICE,
                  {"column", table_column_name(TABLE(PLANS), PLAN_PERIOD)},
                  {"found", arena_fmt(reader->arena, "%.*s %.*s", STR_ARG(plan->indicator),
                                      STR_ARG(plan->period))},
                  {"first", arena_fmt(reader->arena, "%lld",
                                      (long long)TABLE(PLANS)->rows.items[*slot - 1])});
        else
            *slot = i + 1;
    }
    check_plan_falls(reader, by_period, periods);
}

void campaign_check_numbers(CampaignReader *reader)
{
    check_targets(reader);
    check_allotments(reader);
    check_plans(reader);
}

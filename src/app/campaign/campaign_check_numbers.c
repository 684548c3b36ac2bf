/* Targets, allotments and plans: references, units of measure, periods, sums. */
#include "app/campaign/campaign_read.h"
#include "app/target/target_value.h"

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

/* Numerator and denominator of a rate: both or none. */
static void check_rate(CampaignReader *reader, int i)
{
    const Target *target = &reader->def->targets.items[i];
    campaign_reference(reader, &reader->indicators, indicators_csv, TABLE_TARGETS, i,
                       TARGET_NUMERATOR, target->numerator);
    campaign_reference(reader, &reader->indicators, indicators_csv, TABLE_TARGETS, i,
                       TARGET_DENOMINATOR, target->denominator);
    int missing = target->numerator.len ? TARGET_DENOMINATOR : TARGET_NUMERATOR;
    if ((target->numerator.len > 0) != (target->denominator.len > 0))
        FAULT(TARGETS, i, missing, ERR_CELL_EMPTY,
              {"column", table_column_name(TABLE(TARGETS), missing)});
}

static void check_targets(CampaignReader *reader)
{
    const CampaignDef *def = reader->def;
    for (int i = 0; i < def->targets.count; i++) {
        const Target *target = &def->targets.items[i];
        check_rate(reader, i);
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

static const ErrCode split_warnings[SPLIT_FAULTS] = {
    [SPLIT_OVER] = ERR_ALLOTMENT_OVER,
    [SPLIT_UNDER] = ERR_ALLOTMENT_UNDER,
    [SPLIT_NO_WEIGHT] = ERR_ALLOTMENT_WEIGHT,
};

/* A sum, a mean or one unit's part that asks more or less than the target; a ceiling has words of its own. */
static ErrCode warning_of(const SplitCheck *check, const SplitFinding *f, bool is_lower)
{
    if (f->fault == SPLIT_NO_WEIGHT)
        return ERR_ALLOTMENT_WEIGHT;
    if (f->fault != SPLIT_OVER && f->fault != SPLIT_UNDER)
        return ERR_NONE;
    bool is_sum =
        f->unit < 0 && (check->split == SPLIT_ADDITIVE || check->split == SPLIT_MILESTONE);
    if (is_sum && !is_lower)
        return split_warnings[f->fault];
    return f->fault == SPLIT_OVER ? ERR_ALLOTMENT_HARDER : ERR_ALLOTMENT_EASIER;
}

static void tell_finding(CampaignReader *reader, const CampaignIndex *x, int target,
                         const SplitCheck *check, const SplitFinding *f)
{
    const Target *of = &reader->def->targets.items[target];
    Arena *arena = reader->arena;
    ErrCode code = warning_of(check, f, target_is_ceiling(of));
    if (code == ERR_NONE)
        return;
    table_fault_set(TABLE(TARGETS), target, TARGET_VALUE, reader->warnings, code,
                    {"target", typed_shown(arena, of->what.len ? of->what : of->code)},
                    {"whose", f->unit < 0 ? of->code : x->def->units.items[f->unit].name},
                    {"expected", of->value}, {"found", dec_str(arena, f->found)},
                    {"difference", dec_str(arena, f->away)}, {"unit", of->unit});
}

static void reconcile_targets(CampaignReader *reader)
{
    const CampaignDef *def = reader->def;
    CampaignIndex index;
    campaign_index_make(reader->arena, def, &index);
    for (int t = 0; t < def->targets.count; t++) {
        SplitCheck check;
        Err err = {0};
        Dec value;
        if (group_count(&index.allotments_of, t) == 0 ||
            !dec_parse(def->targets.items[t].value, &value, NULL))
            continue;
        if (!target_check(reader->arena, &index, t, -1, &check, &err)) {
            table_fault(TABLE(TARGETS), t, TARGET_VALUE, reader->faults, &err);
            continue;
        }
        for (int i = 0; i < check.findings.count; i++)
            tell_finding(reader, &index, t, &check, &check.findings.items[i]);
    }
}

/* Statistics are handed on to counties and no further (docs/targets.md). */
static void check_red_line(CampaignReader *reader, int i)
{
    const CampaignDef *def = reader->def;
    const Allotment *allotment = &def->allotments.items[i];
    int target = names_find(&reader->targets, allotment->target);
    int unit = names_find(&reader->units, allotment->unit);
    if (target < 0 || unit < 0)
        return;
    int at = names_find(&reader->indicators, def->targets.items[target].indicator);
    if (at >= 0 && target_is_below_red_line(&def->indicators.items[at], &def->units.items[unit]))
        FAULT(ALLOTMENTS, i, ALLOT_UNIT, ERR_STATISTICS_BELOW,
              {"indicator", def->indicators.items[at].name}, {"unit", def->units.items[unit].name});
}

static void check_reporters(CampaignReader *reader)
{
    const CampaignDef *def = reader->def;
    for (int i = 0; i < def->indicators.count; i++) {
        const Indicator *indicator = &def->indicators.items[i];
        if (indicator_is_statistics(indicator) && str_eq(indicator->reporter, S("unit")))
            FAULT(INDICATORS, i, IND_REPORTER, ERR_STATISTICS_REPORTER,
                  {"indicator", indicator->name});
    }
}

static void check_allotments(CampaignReader *reader)
{
    const CampaignDef *def = reader->def;
    Names seen = names_new(reader->arena);
    for (int i = 0; i < def->allotments.count; i++) {
        const Allotment *allotment = &def->allotments.items[i];
        int first;
        campaign_reference(reader, &reader->targets, S("targets.csv"), TABLE_ALLOTMENTS, i,
                           ALLOT_TARGET, allotment->target);
        campaign_reference(reader, &reader->units, S("units.csv"), TABLE_ALLOTMENTS, i, ALLOT_UNIT,
                           allotment->unit);
        check_red_line(reader, i);
        if (allotment->weight.len && allotment->weight.ptr[0] == '-')
            FAULT(ALLOTMENTS, i, ALLOT_WEIGHT, ERR_CELL_RANGE, {"found", allotment->weight},
                  {"expected", S("≥ 0")});
        Str key = arena_fmt(reader->arena, "%.*s %.*s", STR_ARG(allotment->target),
                            STR_ARG(allotment->unit));
        if (allotment->target.len && allotment->unit.len && !names_add(&seen, key, i, &first))
            FAULT(ALLOTMENTS, i, ALLOT_UNIT, ERR_CAMPAIGN_TWICE,
                  {"column", table_column_name(TABLE(ALLOTMENTS), ALLOT_UNIT)}, {"found", key},
                  {"first", arena_fmt(reader->arena, "%lld",
                                      (long long)TABLE(ALLOTMENTS)->rows.items[first])});
    }
}

/* ---- plans ---- */

/* The points of one plan: of an indicator, or of a unit's own. */
typedef struct PlanRows {
    Names plans;    /* "indicator" or "indicator unit" → number of the plan */
    int *by_period; /* [plan * periods + period] row + 1; 0 = none */
    int count;
} PlanRows;

/* A cumulative share never falls, whatever the order of the rows. */
static void check_plan_falls(CampaignReader *reader, const PlanRows *rows, int periods)
{
    const CampaignDef *def = reader->def;
    for (int i = 0; i < rows->count; i++) {
        int before = -1;
        for (int p = 0; p < periods; p++) {
            int at = rows->by_period[i * periods + p] - 1;
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

static int plan_number(CampaignReader *reader, PlanRows *rows, const PlanPoint *plan)
{
    int first;
    Str key = plan->unit.len ? arena_fmt(reader->arena, "%.*s %.*s", STR_ARG(plan->indicator),
                                         STR_ARG(plan->unit))
                             : plan->indicator;
    return names_add(&rows->plans, key, rows->count, &first) ? rows->count++
                                                             : names_find(&rows->plans, key);
}

static void check_plan(CampaignReader *reader, int i, PlanRows *rows)
{
    const CampaignDef *def = reader->def;
    const PlanPoint *plan = &def->plans.items[i];
    bool known = campaign_reference(reader, &reader->indicators, indicators_csv, TABLE_PLANS, i,
                                    PLAN_INDICATOR, plan->indicator);
    known = campaign_reference(reader, &reader->periods, reader->periods_file, TABLE_PLANS, i,
                               PLAN_PERIOD, plan->period) &&
            known;
    bool unit_known =
        plan->unit.len == 0 || campaign_reference(reader, &reader->units, S("units.csv"),
                                                  TABLE_PLANS, i, PLAN_UNIT, plan->unit);
    if (plan->percent.len && plan->percent.ptr[0] == '-')
        FAULT(PLANS, i, PLAN_PERCENT, ERR_CELL_RANGE, {"found", plan->percent},
              {"expected", S("≥ 0")});
    if (!known || !unit_known)
        return;
    int *slot = &rows->by_period[plan_number(reader, rows, plan) * def->periods.count +
                                 names_find(&reader->periods, plan->period)];
    if (*slot)
        FAULT(PLANS, i, PLAN_PERIOD, ERR_CAMPAIGN_TWICE,
              {"column", table_column_name(TABLE(PLANS), PLAN_PERIOD)},
              {"found", arena_fmt(reader->arena, "%.*s %.*s", STR_ARG(plan->indicator),
                                  STR_ARG(plan->period))},
              {"first",
               arena_fmt(reader->arena, "%lld", (long long)TABLE(PLANS)->rows.items[*slot - 1])});
    else
        *slot = i + 1;
}

static void check_plans(CampaignReader *reader)
{
    const CampaignDef *def = reader->def;
    size_t plans = 0, own = 0;
    for (int i = 0; i < def->plans.count; i++)
        own += def->plans.items[i].unit.len > 0;
    plans = (size_t)def->indicators.count + own;
    PlanRows rows = {.plans = names_new(reader->arena),
                     .by_period =
                         arena_new(reader->arena, int, plans *(size_t)def->periods.count + 1)};
    for (int i = 0; i < def->plans.count; i++)
        check_plan(reader, i, &rows);
    check_plan_falls(reader, &rows, def->periods.count);
}

void campaign_check_numbers(CampaignReader *reader)
{
    check_reporters(reader);
    check_targets(reader);
    check_allotments(reader);
    check_plans(reader);
    reconcile_targets(reader);
}

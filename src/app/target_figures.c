/* One figure of a target: rate, gap, light, year on year, likelihood. */
#include "app/target_pace.h"
#include "app/targets.h"

enum { SHOWN_DECIMALS = 2, GROWTH_DECIMALS = 1 };

typedef struct Figure {
    App *app;
    const TargetSeries *series;
    const Target *target;
    const Indicator *indicator; /* NULL = none */
    int unit;
    Trajectory trajectory;
    TargetFigures *out;
} Figure;

static int newest_value(const TargetSeries *s, int unit, int last)
{
    int period = last < s->last ? last : s->last;
    while (period >= 0 && !series_at(s, unit, period))
        period--;
    return period;
}

static bool base_of(Figure *f, int period, bool *ret_has, Dec *ret_base, Err *err)
{
    bool complete, adds = split_adds_up(f->series->split);
    Dec present;
    *ret_has = f->out->owed.value.len > 0;
    if (*ret_has && !dec_parse(f->out->owed.value, ret_base, err))
        return false;
    if (f->unit >= 0 || !adds)
        return true;
    if (!series_present(f->app->arena, f->series, period, &complete, &present, err))
        return false;
    if (!complete && present.coef != 0) {
        *ret_has = true;
        *ret_base = present;
        f->out->reached_of = dec_str(f->app->arena, present);
    }
    return true;
}

static bool light_for(Figure *f, Dec gap, Err *err)
{
    const CampaignDef *def = f->series->index->def;
    const LightRule *rule =
        light_rule(def->lights.items, def->lights.count, def->periods.items[f->out->period].code);
    f->out->reason = target_pace_reason(f->target);
    if (f->out->reason == LIGHT_HAS_ONE && !rule)
        f->out->reason = LIGHT_NO_RULE;
    return f->out->reason != LIGHT_HAS_ONE || light_of_gap(rule, gap, &f->out->light, err);
}

static bool pace_for(Figure *f, Dec actual, Dec base, Err *err)
{
    TargetFigures *t = f->out;
    Dec percent, plan, gap;
    t->is_met = target_meets(f->target->relation, actual, base);
    t->is_behind = !t->is_met && t->period == f->series->index->def->periods.count - 1;
    t->reason = LIGHT_NO_SCHEDULE;
    if (target_is_ceiling(f->target))
        t->is_behind = !t->is_met;
    if (base.coef == 0 ||
        target_is_ceiling(f->target)) /* what is not to be exceeded is not "completed" */
        return true;
    if (!pace_completion(actual, base, SHOWN_DECIMALS, &percent, err))
        return false;
    t->percent = dec_str(f->app->arena, percent);
    if (!f->trajectory.has[t->period])
        return true;
    Share share = f->trajectory.shares[t->period];
    if (!pace_share(share, SHOWN_DECIMALS, &plan, err) ||
        !pace_gap_of(actual, base, share, SHOWN_DECIMALS, &gap, err) || !light_for(f, gap, err))
        return false;
    t->plan = dec_str(f->app->arena, plan);
    t->gap = dec_str(f->app->arena, gap);
    t->is_behind = gap.coef < 0;
    return true;
}

static bool growth_for(Figure *f, const SeriesValue *v, Err *err)
{
    bool is_percent = f->indicator && str_eq(f->indicator->unit, S("%"));
    bool lower = f->indicator && str_eq(f->indicator->direction, S("lower"));
    f->out->has_growth = v->has_before;
    return !v->has_before ||
           pace_yoy(v->value, v->before, is_percent, lower, GROWTH_DECIMALS, &f->out->growth, err);
}

/* ---- likelihood ---- */

static bool adds_up(const Figure *f)
{
    bool measured = f->indicator && (str_eq(f->indicator->measure, S("cumulative")) ||
                                     str_eq(f->indicator->measure, S("month")) ||
                                     str_eq(f->indicator->measure, S("stock")));
    return measured && !str_eq(f->target->relation, S("eq"));
}

static double share_number(const Trajectory *t, int period)
{
    return dec_to_f64(t->shares[period].part) / dec_to_f64(t->shares[period].whole);
}

/* A sum of which a unit is missing is no month seen: the next one holds what it did. */
static bool is_whole(const Figure *f, int period)
{
    bool complete;
    Dec present;
    Err err = {0};
    return f->unit >= 0 || !split_adds_up(f->series->split) ||
           (series_present(f->app->arena, f->series, period, &complete, &present, &err) &&
            complete);
}

/* Parts between neighbouring periods with a plan; those seen end with the period of the value. */
static void add_parts(const Figure *f, double owed, ForecastInput *in, double *planned,
                      double *done, double *to_come)
{
    double share = 0, value = 0;
    for (int p = 0; p < f->series->index->def->periods.count; p++) {
        const SeriesValue *v = p <= f->out->period ? series_at(f->series, f->unit, p) : NULL;
        if (!f->trajectory.has[p] || (p <= f->out->period && (!v || !is_whole(f, p))))
            continue;
        double now = share_number(&f->trajectory, p);
        if (p > f->out->period) {
            to_come[in->ahead++] = (now - share) * owed;
        } else {
            planned[in->seen] = (now - share) * owed;
            done[in->seen++] = dec_to_f64(v->value) - value;
            value = dec_to_f64(v->value);
        }
        share = now;
    }
    in->stands = value;
}

static void forecast_for(Figure *f, Dec base)
{
    size_t n = (size_t)f->series->index->def->periods.count;
    ForecastInput in = {.is_ceiling = target_is_ceiling(f->target), .target = dec_to_f64(base)};
    Forecast *out = &f->out->forecast;
    if (f->indicator && indicator_is_statistics(f->indicator))
        out->state = FORECAST_STATISTICS;
    else if (!adds_up(f) || base.coef <= 0)
        out->state = FORECAST_NO_AMOUNT;
    else if (f->trajectory.kind == TRAJECTORY_NONE)
        out->state = FORECAST_NO_PLAN;
    else if (f->out->reached_of.len || f->out->period < 0)
        out->state = FORECAST_TOO_EARLY;
    else {
        double *planned = arena_new(f->app->arena, double, n),
               *done = arena_new(f->app->arena, double, n),
               *to_come = arena_new(f->app->arena, double, n);
        add_parts(f, in.target, &in, planned, done, to_come);
        in.planned = planned;
        in.done = done;
        in.to_come = to_come;
        *out = forecast(&in);
    }
}

/* Of a target that each unit owes: how many meet what they owe. */
static bool count_units(Figure *f, int last, Err *err)
{
    const TargetSeries *s = f->series;
    int period = last < s->last ? last : s->last;
    for (int u = 0; period >= 0 && u < s->index->def->units.count; u++) {
        const SeriesValue *v =
            index_is_member(s->index, u, period) ? series_at(s, u, period) : NULL;
        Owed owed = target_owed(s->index, s->target, u, period);
        Dec base;
        if (!v || owed.value.len == 0)
            continue;
        if (!dec_parse(owed.value, &base, err))
            return false;
        f->out->counted++;
        f->out->met += target_meets(f->target->relation, v->value, base);
    }
    return true;
}

bool target_figures(App *app, const TargetSeries *s, int unit, int last, TargetFigures *ret_figures,
                    Err *err)
{
    TargetFigures t = {.period = newest_value(s, unit, last), .reason = LIGHT_NO_VALUE};
    Figure f = {.app = app,
                .series = s,
                .target = &s->index->def->targets.items[s->target],
                .indicator =
                    s->indicator < 0 ? NULL : &s->index->def->indicators.items[s->indicator],
                .unit = unit,
                .out = &t};
    bool has_base;
    Dec base = {0};
    int at = t.period >= 0 ? t.period : last >= 0 ? last : 0;
    t.owed = target_owed(s->index, s->target, unit, at);
    if (!series_trajectory(app->arena, s, unit, &f.trajectory, err) ||
        !base_of(&f, at, &has_base, &base, err))
        return false;
    t.trajectory = f.trajectory.kind;
    if (target_pace_reason(f.target) != LIGHT_HAS_ONE)
        t.reason = target_pace_reason(f.target);
    if (unit < 0 && t.period < 0 && !count_units(&f, last, err))
        return false;
    if (t.period >= 0) {
        const SeriesValue *v = series_at(s, unit, t.period);
        t.actual = dec_str(app->arena, v->value);
        t.is_confirmed = v->is_confirmed;
        if ((has_base && !pace_for(&f, v->value, base, err)) || !growth_for(&f, v, err))
            return false;
    }
    forecast_for(&f, base);
    *ret_figures = t;
    return true;
}

/* One figure of a target: rate, gap, light, year on year, likelihood. */
#include "app/target/target_figures.h"

enum { GROWTH_DECIMALS = 1 };

typedef struct Figure {
    Arena *arena;
    const TargetSeries *series;
    const Target *target;
    const Indicator *indicator; /* NULL = none */
    int unit;
    TargetFigures *out;
} Figure;

/* What the figure is held against: what is owed, or while units are missing what the others owe. */
static bool base_of(Figure *f, int period, bool *ret_has, Dec *ret_base, Err *err)
{
    bool complete, adds = split_adds_up(f->series->split);
    Dec present;
    *ret_has = f->out->owed.value.len > 0;
    if (*ret_has && !dec_parse(f->out->owed.value, ret_base, err))
        return false;
    if (f->unit >= 0 || !adds || period < 0)
        return true;
    if (!series_present(f->series, period, &complete, &present, err))
        return false;
    if (!complete && present.coef != 0) {
        *ret_has = true;
        *ret_base = present;
        f->out->reached_of = dec_str(f->arena, present);
    }
    return true;
}

static bool pace_for(Figure *f, Dec actual, const Dec *base, Err *err)
{
    TargetFigures *t = f->out;
    TargetPace pace;
    Dec owed;
    if (!target_pace(f->arena, f->series, f->unit, t->period, actual, base, &pace, err))
        return false;
    t->percent = pace.percent;
    t->plan = pace.plan;
    t->gap = pace.gap;
    t->light = pace.light;
    t->reason = pace.reason;
    if (!base)
        return true;
    /* the whole target, also while units are missing */
    bool has_owed = dec_parse(t->owed.value, &owed, NULL);
    t->is_met = has_owed && target_meets(f->target->relation, actual, owed);
    bool is_over = t->period == f->series->index->def->periods.count - 1;
    t->is_behind = !t->is_met && (is_over || target_is_ceiling(f->target));
    if (pace.gap.len)
        t->is_behind = pace.gap.ptr[0] == '-';
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
           (series_present(f->series, period, &complete, &present, &err) && complete);
}

/* Parts between neighbouring periods with a plan; those seen end with the period of the value. */
static void add_parts(const Figure *f, const Trajectory *t, double owed, ForecastInput *in,
                      double *planned, double *done, double *to_come)
{
    double share = 0, value = 0;
    for (int p = 0; p < f->series->index->def->periods.count; p++) {
        const SeriesValue *v = p <= f->out->period ? series_at(f->series, f->unit, p) : NULL;
        if (!t->has[p] || (p <= f->out->period && (!v || !is_whole(f, p))))
            continue;
        double now = share_number(t, p);
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

bool target_outlook(Arena *arena, const TargetSeries *s, int unit, TargetFigures *figures, Err *err)
{
    AUTO_ARENA scratch = {0};
    size_t n = (size_t)s->index->def->periods.count;
    Figure f = {arena, s, &s->index->def->targets.items[s->target], NULL, unit, figures};
    Trajectory t;
    Dec base = {0};
    Forecast *out = &figures->forecast;
    if (s->indicator >= 0)
        f.indicator = &s->index->def->indicators.items[s->indicator];
    if (!series_trajectory(&scratch, s, unit, &t, err))
        return false;
    figures->trajectory = t.kind;
    (void)dec_parse(figures->reached_of.len ? figures->reached_of : figures->owed.value, &base,
                    NULL);
    ForecastInput in = {.is_ceiling = target_is_ceiling(f.target), .target = dec_to_f64(base)};
    if (f.indicator && indicator_is_statistics(f.indicator))
        out->state = FORECAST_STATISTICS;
    else if (!adds_up(&f) || base.coef <= 0)
        out->state = FORECAST_NO_AMOUNT;
    else if (t.kind == TRAJECTORY_NONE)
        out->state = FORECAST_NO_PLAN;
    else if (figures->reached_of.len || figures->period < 0)
        out->state = FORECAST_TOO_EARLY;
    else {
        double *planned = arena_new(&scratch, double, n), *done = arena_new(&scratch, double, n),
               *to_come = arena_new(&scratch, double, n);
        add_parts(&f, &t, in.target, &in, planned, done, to_come);
        in.planned = planned;
        in.done = done;
        in.to_come = to_come;
        *out = forecast(&in);
    }
    return true;
}

/* Where units' values make no figure of the whole: how many meet what they owe. */
static bool count_units(Figure *f, Err *err)
{
    const TargetSeries *s = f->series;
    int period = f->out->period;
    for (int u = 0; u < s->index->def->units.count; u++) {
        const SeriesValue *v =
            index_is_member(s->index, u, period) ? series_at(s, u, period) : NULL;
        Owed owed = target_owed(s->index, s->target, u, period);
        Dec base;
        if (!v)
            continue;
        if (owed.value.len == 0)
            owed = target_owed(s->index, s->target, -1, period);
        f->out->counted++;
        if (owed.value.len == 0)
            continue;
        if (!dec_parse(owed.value, &base, err))
            return false;
        f->out->met += target_meets(f->target->relation, v->value, base);
    }
    f->out->is_met = f->out->counted > 0 && f->out->met == f->out->counted;
    return true;
}

static bool fill_value(Figure *f, const SeriesValue *v, Err *err)
{
    bool has_base;
    Dec base = {0};
    f->out->actual = dec_str(f->arena, v->value);
    f->out->is_confirmed = v->is_confirmed;
    bool by_month = f->indicator && indicator_by_month(f->indicator);
    if (f->unit >= 0 && v->has_reported && !by_month && dec_cmp(v->reported, v->value) != 0)
        f->out->reported = dec_str(f->arena, v->reported);
    return base_of(f, f->out->period, &has_base, &base, err) &&
           pace_for(f, v->value, has_base ? &base : NULL, err) && growth_for(f, v, err);
}

bool target_figures_at(Arena *arena, const TargetSeries *s, int unit, int period, int last,
                       TargetFigures *ret_figures, Err *err)
{
    const CampaignDef *def = s->index->def;
    TargetFigures t = {.period = period, .reason = LIGHT_NO_VALUE};
    Figure f = {arena, s, &def->targets.items[s->target], NULL, unit, &t};
    const SeriesValue *v = period < 0 ? NULL : series_at(s, unit, period);
    bool is_list = s->split == SPLIT_EACH;
    if (s->indicator >= 0)
        f.indicator = &def->indicators.items[s->indicator];
    if (!v && unit >= 0)
        t.period = -1;
    t.owed = target_owed(s->index, s->target, unit,
                         t.period >= 0 ? t.period
                         : last >= 0   ? last
                                       : 0);
    if (unit < 0)
        t.reason = is_list                                             ? LIGHT_EACH_UNIT
                   : series_counted(s, period) && !series_has_whole(s) ? LIGHT_NO_SUM
                                                                       : LIGHT_NO_VALUE;
    if (target_pace_reason(f.target) != LIGHT_HAS_ONE && t.reason != LIGHT_NO_SUM)
        t.reason = target_pace_reason(f.target);
    if (v && !fill_value(&f, v, err))
        return false;
    if (!v && unit < 0 && period >= 0 && !count_units(&f, err))
        return false;
    *ret_figures = t;
    return true;
}

bool target_figures(Arena *arena, const TargetSeries *s, int unit, int last,
                    TargetFigures *ret_figures, Err *err)
{
    return target_figures_at(arena, s, unit, series_period(s, last), last, ret_figures, err);
}

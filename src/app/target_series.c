#include "app/target_series.h"

#include "core/month.h"
#include "store/target.h"

static const Str trajectory_words[TRAJECTORY_KINDS] = {
    [TRAJECTORY_OWN_PLAN] = SC("own_plan"),   [TRAJECTORY_PLAN] = SC("plan"),
    [TRAJECTORY_KEPT_YEAR] = SC("kept_year"), [TRAJECTORY_TOLD_YEAR] = SC("told_year"),
    [TRAJECTORY_STRAIGHT] = SC("straight"),   [TRAJECTORY_NONE] = SC("none"),
};

Str trajectory_word(TrajectoryKind kind)
{
    return trajectory_words[kind];
}

/* ---- values ---- */

/* One indicator: [period * units + unit]. */
typedef struct Cells {
    SeriesValue *values;
    bool *confirmed_na;
} Cells;

static int cell_of(const CampaignIndex *x, Str period, Str unit)
{
    int p = map_get(&x->periods, period), u = map_get(&x->units, unit);
    return p < 0 || u < 0 ? -1 : p * x->def->units.count + u;
}

/* The newest confirmed value holds over any reported one. */
static bool take(const TargetValue *v, SeriesValue *cell, Err *err)
{
    Dec value;
    if (v->last_year.len && dec_parse(v->last_year, &value, NULL) && !cell->before_is_kept) {
        cell->has_before = true;
        cell->before = value;
    }
    if (cell->is_confirmed && !v->is_confirmed)
        return true;
    bool has = !v->na && v->value.len > 0;
    if (v->is_confirmed && !has && v->value.len == 0 && !v->na)
        return true;
    cell->is_confirmed = v->is_confirmed;
    cell->has = has;
    return !has || dec_parse(v->value, &cell->value, err);
}

/* "2021-06" → "2020-06" */
static Str year_before(Arena *arena, Str period)
{
    Month month;
    return month_parse(period, &month, NULL) ? month_str(arena, month - 12) : S("");
}

/* Units carry the same codes from year to year. */
static bool take_kept_year(App *app, const CampaignIndex *x, Str indicator, SeriesValue *cells,
                           Err *err)
{
    TargetValueList list = {0};
    const CampaignDef *def = x->def;
    if (def->predecessor.len == 0)
        return true;
    if (!target_values(app->db, app->arena, def->predecessor, indicator, &list, err))
        return false;
    size_t n = (size_t)def->periods.count * (size_t)def->units.count;
    SeriesValue *kept = arena_new(app->arena, SeriesValue, n);
    Map periods = {0};
    for (int p = 0; p < def->periods.count; p++)
        map_put(app->arena, &periods, year_before(app->arena, def->periods.items[p].code), p);
    for (int i = 0; i < list.count; i++) {
        int p = map_get(&periods, list.items[i].period), u = map_get(&x->units, list.items[i].unit);
        if (p >= 0 && u >= 0 && !take(&list.items[i], &kept[p * def->units.count + u], err))
            return false;
    }
    for (size_t i = 0; i < n; i++)
        if (kept[i].has && kept[i].is_confirmed) {
            cells[i].has_before = cells[i].before_is_kept = true;
            cells[i].before = kept[i].value;
        }
    return true;
}

/* An indicator counted by the month: what stands at the end of each is the sum up to it. */
static bool add_months(const CampaignIndex *x, SeriesValue *cells, Err *err)
{
    int nunits = x->def->units.count;
    for (int u = 0; u < nunits; u++) {
        Dec sum = {0}, before = {0};
        for (int p = 0; p < x->def->periods.count; p++) {
            SeriesValue *v = &cells[p * nunits + u];
            if ((v->has && !dec_add(sum, v->value, &sum, err)) ||
                (v->has_before && !dec_add(before, v->before, &before, err)))
                return false;
            v->value = sum;
            v->before = before;
        }
    }
    return true;
}

static bool cells_of(App *app, const CampaignIndex *x, Str indicator, SeriesValue **ret_cells,
                     Err *err)
{
    const CampaignDef *def = x->def;
    TargetValueList list = {0};
    int at = map_get(&x->indicators, indicator);
    SeriesValue *cells =
        arena_new(app->arena, SeriesValue, (size_t)def->periods.count * (size_t)def->units.count);
    *ret_cells = cells;
    if (at < 0)
        return true;
    if (!target_values(app->db, app->arena, def->code, indicator, &list, err))
        return false;
    for (int i = 0; i < list.count; i++) {
        int cell = cell_of(x, list.items[i].period, list.items[i].unit);
        if (cell >= 0 && !take(&list.items[i], &cells[cell], err))
            return false;
    }
    if (!take_kept_year(app, x, indicator, cells, err))
        return false;
    return !str_eq(def->indicators.items[at].measure, S("month")) || add_months(x, cells, err);
}

/* ---- the whole ---- */

typedef struct Whole {
    const CampaignIndex *x;
    Split split;
    const SeriesValue *cells, *above, *below; /* numerator and denominator; NULL = none */
    const SplitPart *parts;                   /* with weights */
    int nparts;
    int scale;
} Whole;

static bool sum_up(const Whole *w, int period, SeriesValue *city, int *ret_count, Err *err)
{
    int nunits = w->x->def->units.count, before = 0;
    const SeriesValue *row = &w->cells[period * nunits];
    for (int u = 0; u < nunits; u++) {
        if (!row[u].has)
            continue;
        (*ret_count)++;
        before += row[u].has_before;
        city->before_is_kept = row[u].before_is_kept;
        if (!dec_add(city->value, row[u].value, &city->value, err) ||
            (row[u].has_before && !dec_add(city->before, row[u].before, &city->before, err)))
            return false;
    }
    city->has = *ret_count > 0;
    city->has_before = before > 0 && before == *ret_count;
    return true;
}

static bool weigh(const Whole *w, int period, SeriesValue *city, Err *err)
{
    const SeriesValue *row = &w->cells[period * w->x->def->units.count];
    Dec products = {0}, weights = {0}, product;
    for (int i = 0; i < w->nparts; i++) {
        const SplitPart *p = &w->parts[i];
        if (!row[p->unit].has || !p->has_weight)
            continue;
        if (!dec_mul(p->weight, row[p->unit].value, &product, err) ||
            !dec_add(products, product, &products, err) ||
            !dec_add(weights, p->weight, &weights, err))
            return false;
    }
    city->has = weights.coef > 0;
    return !city->has || dec_div(products, weights, w->scale, &city->value, err);
}

static bool divide(const Whole *w, int period, SeriesValue *city, Err *err)
{
    int nunits = w->x->def->units.count;
    Dec above = {0}, below = {0};
    for (int u = 0; u < nunits; u++) {
        const SeriesValue *a = &w->above[period * nunits + u], *b = &w->below[period * nunits + u];
        if (!a->has || !b->has)
            continue;
        if (!dec_add(above, a->value, &above, err) || !dec_add(below, b->value, &below, err))
            return false;
    }
    city->has = below.coef > 0;
    return !city->has || (dec_mul(above, dec_from_i64(100), &above, err) &&
                          dec_div(above, below, w->scale, &city->value, err));
}

static bool whole_of(const Whole *w, int period, SeriesValue *city, int *ret_count, Err *err)
{
    SeriesValue sum = {0};
    bool adds = split_adds_up(w->split);
    if (!sum_up(w, period, &sum, ret_count, err))
        return false;
    if (adds)
        *city = sum;
    else if (w->above)
        return divide(w, period, city, err);
    else if (w->split == SPLIT_WEIGHTED || w->split == SPLIT_RATIO)
        return weigh(w, period, city, err);
    return true;
}

bool target_series(App *app, int target, TargetSeries *ret_series, Err *err)
{
    const CampaignIndex *x = app_index(app);
    const Target *t = &x->def->targets.items[target];
    int nperiods = x->def->periods.count, nparts;
    TargetSeries s = {.index = x, .target = target, .last = -1};
    SplitPart *parts;
    SeriesValue *above = NULL, *below = NULL;
    s.indicator = map_get(&x->indicators, t->indicator);
    s.split = target_split_of(x, target);
    s.city = arena_new(app->arena, SeriesValue, nperiods);
    s.counted = arena_new(app->arena, int, nperiods);
    if (!cells_of(app, x, t->indicator, &s.cells, err) ||
        (t->denominator.len && (!cells_of(app, x, t->numerator, &above, err) ||
                                !cells_of(app, x, t->denominator, &below, err))) ||
        !target_parts(app->arena, x, target, nperiods - 1, &parts, &nparts, err))
        return false;
    Whole w = {x, s.split, s.cells, above, below, parts, nparts, 2};
    if (s.indicator >= 0 && x->def->indicators.items[s.indicator].decimals)
        w.scale = x->def->indicators.items[s.indicator].decimals;
    for (int p = 0; p < nperiods; p++) {
        if (!whole_of(&w, p, &s.city[p], &s.counted[p], err))
            return false;
        s.last = s.counted[p] || s.city[p].has ? p : s.last;
    }
    *ret_series = s;
    return true;
}

const SeriesValue *series_at(const TargetSeries *s, int unit, int period)
{
    const CampaignIndex *x = s->index;
    if (unit < 0)
        return s->city[period].has ? &s->city[period] : NULL;
    for (int guard = 0; unit >= 0 && guard <= x->def->units.count; guard++) {
        const SeriesValue *v = &s->cells[period * x->def->units.count + unit];
        if (v->has)
            return v;
        unit = x->seat_before[unit];
    }
    return NULL;
}

/* ---- the trajectory ---- */

static bool from_plan(const TargetSeries *s, int unit, Trajectory *t, Err *err)
{
    const CampaignIndex *x = s->index;
    bool own = false;
    for (int p = 0; p < x->def->periods.count; p++) {
        Str percent = index_plan(x, s->indicator, unit, p, &own);
        Dec value;
        t->has[p] = percent.len > 0;
        if (!t->has[p])
            continue;
        if (!dec_parse(percent, &value, err))
            return false;
        t->shares[p] = share_of_percent(value);
    }
    t->kind = own ? TRAJECTORY_OWN_PLAN : TRAJECTORY_PLAN;
    return true;
}

/* Last year's value of every period, of the unit or of all units that have a part. */
static bool last_year(const TargetSeries *s, int unit, int period, bool *ret_kept, Dec *ret_value,
                      Err *err)
{
    const CampaignIndex *x = s->index;
    int nunits = x->def->units.count;
    const SeriesValue *row = &s->cells[period * nunits];
    *ret_kept = true;
    *ret_value = (Dec){0};
    if (unit >= 0) {
        *ret_value = row[unit].before;
        *ret_kept = row[unit].before_is_kept;
        return row[unit].has_before;
    }
    bool any = false;
    for (int u = 0; u < nunits; u++) {
        if (!row[u].has_before)
            continue;
        any = true;
        *ret_kept = *ret_kept && row[u].before_is_kept;
        if (!dec_add(*ret_value, row[u].before, ret_value, err))
            return false;
    }
    return any;
}

/* Needs the whole year before, and a year that ended above zero; a share that falls is no schedule. */
static bool from_last_year(const TargetSeries *s, int unit, Trajectory *t)
{
    int n = s->index->def->periods.count;
    Dec year, before = {0};
    bool kept, all_kept = true;
    if (n == 0 || !last_year(s, unit, n - 1, &kept, &year, NULL) || year.coef <= 0)
        return false;
    for (int p = 0; p < n; p++) {
        Dec value;
        if (!last_year(s, unit, p, &kept, &value, NULL) || dec_cmp(value, before) < 0)
            return false;
        all_kept = all_kept && kept;
        t->has[p] = true;
        t->shares[p] = (Share){value, year};
        before = value;
    }
    t->kind = all_kept ? TRAJECTORY_KEPT_YEAR : TRAJECTORY_TOLD_YEAR;
    return true;
}

/* Months of the year up to the period's end, of those up to the month the target is due. */
static void straight(const TargetSeries *s, Trajectory *t)
{
    const CampaignDef *def = s->index->def;
    Month due;
    int whole = 12;
    if (month_parse(def->targets.items[s->target].period, &due, NULL))
        whole = month_of_year(due);
    for (int p = 0; p < def->periods.count; p++) {
        int months = month_of_year(month_of_date(def->periods.items[p].to));
        t->has[p] = true;
        t->shares[p] = (Share){dec_from_i64(months < whole ? months : whole), dec_from_i64(whole)};
    }
    t->kind = TRAJECTORY_STRAIGHT;
}

bool series_trajectory(Arena *arena, const TargetSeries *s, int unit, Trajectory *ret_trajectory,
                       Err *err)
{
    const CampaignDef *def = s->index->def;
    size_t n = (size_t)def->periods.count;
    Trajectory t = {.kind = TRAJECTORY_NONE,
                    .has = arena_new(arena, bool, n),
                    .shares = arena_new(arena, Share, n)};
    *ret_trajectory = t;
    if (s->indicator < 0 || n == 0)
        return true;
    Str measure = def->indicators.items[s->indicator].measure;
    bool grows = str_eq(measure, S("cumulative")) || str_eq(measure, S("month"));
    if (index_has_plan(s->index, s->indicator, unit)) {
        if (!from_plan(s, unit, &t, err))
            return false;
    } else if (grows && !target_is_ceiling(&def->targets.items[s->target])) {
        if (!from_last_year(s, unit, &t))
            straight(s, &t);
    }
    *ret_trajectory = t;
    return true;
}

bool series_present(Arena *arena, const TargetSeries *s, int period, bool *ret_complete,
                    Dec *ret_owed, Err *err)
{
    SplitPart *parts;
    int count;
    *ret_complete = true;
    *ret_owed = (Dec){0};
    if (!target_parts(arena, s->index, s->target, period, &parts, &count, err))
        return false;
    for (int i = 0; i < count; i++) {
        if (!parts[i].is_listed || !parts[i].has_value || parts[i].is_orphan)
            continue;
        if (!series_at(s, parts[i].unit, period))
            *ret_complete = false;
        else if (!dec_add(*ret_owed, parts[i].value, ret_owed, err))
            return false;
    }
    return true;
}

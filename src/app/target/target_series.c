#include "app/target/target_series.h"

#include "core/month.h"

static const Str trajectory_words[TRAJECTORY_KINDS] = {
    [TRAJECTORY_OWN_PLAN] = SC("own_plan"),   [TRAJECTORY_PLAN] = SC("plan"),
    [TRAJECTORY_KEPT_YEAR] = SC("kept_year"), [TRAJECTORY_TOLD_YEAR] = SC("told_year"),
    [TRAJECTORY_STRAIGHT] = SC("straight"),   [TRAJECTORY_NONE] = SC("none"),
};

Str trajectory_word(TrajectoryKind kind)
{
    return trajectory_words[kind];
}

/* ---- the whole ---- */

typedef struct Whole {
    const TargetSeries *series;
    int above, below;       /* indicators: numerator and denominator; -1 = none */
    const SplitPart *parts; /* with weights */
    int nparts;
    int scale;
} Whole;

static bool sum_up(const Whole *w, int period, SeriesValue *city, int *ret_count, Err *err)
{
    const TargetSeries *s = w->series;
    int before = 0;
    for (int u = 0; u < s->index->def->units.count; u++) {
        const SeriesValue *v = book_cell(s->book, s->indicator, period, u);
        if (!v->has)
            continue;
        (*ret_count)++;
        before += v->has_before;
        city->before_is_kept = v->before_is_kept;
        if (!dec_add(city->value, v->value, &city->value, err) ||
            (v->has_before && !dec_add(city->before, v->before, &city->before, err)))
            return false;
    }
    city->has = *ret_count > 0;
    city->has_before = before > 0 && before == *ret_count;
    return true;
}

static bool weigh(const Whole *w, int period, SeriesValue *city, Err *err)
{
    const TargetSeries *s = w->series;
    Dec products = {0}, weights = {0}, product;
    for (int i = 0; i < w->nparts; i++) {
        const SplitPart *p = &w->parts[i];
        const SeriesValue *v = book_cell(s->book, s->indicator, period, p->unit);
        if (!v->has || !p->has_weight)
            continue;
        if (!dec_mul(p->weight, v->value, &product, err) ||
            !dec_add(products, product, &products, err) ||
            !dec_add(weights, p->weight, &weights, err))
            return false;
    }
    city->has = weights.coef > 0;
    return !city->has || dec_div(products, weights, w->scale, &city->value, err);
}

static bool divide(const Whole *w, int period, SeriesValue *city, Err *err)
{
    const TargetBook *book = w->series->book;
    Dec above = {0}, below = {0};
    for (int u = 0; u < book->index->def->units.count; u++) {
        const SeriesValue *a = book_cell(book, w->above, period, u),
                          *b = book_cell(book, w->below, period, u);
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
    Split split = w->series->split;
    if (!sum_up(w, period, &sum, ret_count, err))
        return false;
    if (split_adds_up(split))
        *city = sum;
    else if (w->below >= 0)
        return divide(w, period, city, err);
    else if (split == SPLIT_WEIGHTED || split == SPLIT_RATIO)
        return weigh(w, period, city, err);
    return true;
}

static int denominator_of(const TargetSeries *s)
{
    Str code = s->index->def->targets.items[s->target].denominator;
    return code.len ? map_get(&s->index->indicators, code) : -1;
}

bool series_has_whole(const TargetSeries *s)
{
    const CampaignIndex *x = s->index;
    if (split_adds_up(s->split) || denominator_of(s) >= 0)
        return true;
    bool weighed = s->split == SPLIT_WEIGHTED || s->split == SPLIT_RATIO, any = false;
    for (int i = 0; weighed && i < group_count(&x->allotments_of, s->target) && !any; i++)
        any = x->def->allotments.items[group_items(&x->allotments_of, s->target)[i]].weight.len > 0;
    return any;
}

bool target_series(Arena *arena, const TargetBook *book, int target, TargetSeries *ret_series,
                   Err *err)
{
    AUTO_ARENA scratch = {0};
    const CampaignIndex *x = book->index;
    const Target *t = &x->def->targets.items[target];
    int nparts = 0, periods = book->to < book->from ? 0 : book->to - book->from + 1;
    TargetSeries s = {.index = x, .book = book, .target = target, .last = -1};
    SplitPart *parts = NULL;
    s.indicator = map_get(&x->indicators, t->indicator);
    s.split = target_split_of(x, target);
    s.city = arena_new(arena, SeriesValue, periods);
    s.counted = arena_new(arena, int, periods);
    if (!split_adds_up(s.split) &&
        !target_parts(&scratch, x, target, x->def->periods.count - 1, &parts, &nparts, err))
        return false;
    Whole w = {&s, map_get(&x->indicators, t->numerator), denominator_of(&s), parts, nparts, 2};
    if (s.indicator >= 0 && x->def->indicators.items[s.indicator].decimals)
        w.scale = x->def->indicators.items[s.indicator].decimals;
    for (int i = 0; i < periods && book->only < 0; i++) {
        if (!whole_of(&w, book->from + i, &s.city[i], &s.counted[i], err))
            return false;
        s.last = s.counted[i] || s.city[i].has ? book->from + i : s.last;
    }
    *ret_series = s;
    return true;
}

const SeriesValue *series_at(const TargetSeries *s, int unit, int period)
{
    const CampaignIndex *x = s->index;
    if (period < s->book->from || period > s->book->to)
        return NULL;
    if (unit < 0) {
        const SeriesValue *city = &s->city[period - s->book->from];
        return city->has ? city : NULL;
    }
    for (int guard = 0; unit >= 0 && guard <= x->def->units.count; guard++) {
        const SeriesValue *v = book_cell(s->book, s->indicator, period, unit);
        if (v->has)
            return v;
        unit = x->seat_before[unit];
    }
    return NULL;
}

int series_counted(const TargetSeries *s, int period)
{
    bool is_read = period >= s->book->from && period <= s->book->to;
    return is_read ? s->counted[period - s->book->from] : 0;
}

int series_period(const TargetSeries *s, int last)
{
    int lag = s->indicator < 0 ? 0 : s->index->def->indicators.items[s->indicator].lag;
    for (int p = last; p >= 0 && p >= last - lag; p--)
        if (series_counted(s, p) || series_at(s, -1, p))
            return p;
    return -1;
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

bool series_before(const TargetSeries *s, int unit, int period, bool *ret_kept, Dec *ret_value)
{
    const CampaignIndex *x = s->index;
    for (int guard = 0; unit >= 0 && guard <= x->def->units.count; guard++) {
        const SeriesValue *v = book_cell(s->book, s->indicator, period, unit);
        if (v->has_before) {
            *ret_kept = v->before_is_kept;
            *ret_value = v->before;
            return true;
        }
        unit = x->seat_before[unit];
    }
    return false;
}

/* Last year's value of a period, of the unit or of all units. */
static bool last_year(const TargetSeries *s, int unit, int period, bool *ret_kept, Dec *ret_value,
                      Err *err)
{
    *ret_kept = true;
    *ret_value = (Dec){0};
    if (unit >= 0)
        return series_before(s, unit, period, ret_kept, ret_value);
    bool any = false;
    for (int u = 0; u < s->index->def->units.count; u++) {
        const SeriesValue *v = book_cell(s->book, s->indicator, period, u);
        if (!v->has_before)
            continue;
        any = true;
        *ret_kept = *ret_kept && v->before_is_kept;
        if (!dec_add(*ret_value, v->before, ret_value, err))
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
    bool grows = indicator_grows(&def->indicators.items[s->indicator]);
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

bool series_present(const TargetSeries *s, int period, bool *ret_complete, Dec *ret_owed, Err *err)
{
    AUTO_ARENA scratch = {0};
    SplitPart *parts;
    int count;
    *ret_complete = true;
    *ret_owed = (Dec){0};
    if (!target_parts(&scratch, s->index, s->target, period, &parts, &count, err))
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

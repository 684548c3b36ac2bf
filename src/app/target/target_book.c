#include "app/target/target_book.h"

#include "core/month.h"
#include "core/target.h"
#include "store/evaluation.h"
#include "store/target.h"

bool indicator_by_month(const Indicator *indicator)
{
    return str_eq(indicator->measure, S("month"));
}

bool indicator_grows(const Indicator *indicator)
{
    return str_eq(indicator->measure, S("cumulative")) || indicator_by_month(indicator);
}

/* ---- one value ---- */

typedef struct Reading {
    TargetBook *book;
    Map years; /* code of the same month a year before → period; reading the campaign before */
    SeriesValue **
        cells; /* as in the book: of the book itself, or of the campaign before, to be laid over it */
} Reading;

/* Row of the unit in the cells; -1: not of this book. */
static int place_of(const TargetBook *b, int period, int unit)
{
    const CampaignIndex *x = b->index;
    if (period < b->from || period > b->to || unit < 0)
        return -1;
    if (b->only < 0)
        return (period - b->from) * x->def->units.count + unit;
    int at = b->only;
    for (int guard = 0; at >= 0 && at != unit && guard <= x->def->units.count; guard++)
        at = x->seat_before[at];
    return at == unit ? period - b->from : -1;
}

/* The newest confirmed value holds over any reported one. */
static bool take(const TargetValue *v, SeriesValue *cell, Err *err)
{
    Dec value;
    if (v->last_year.len && dec_parse(v->last_year, &value, NULL) && !cell->before_is_kept) {
        cell->has_before = true;
        cell->before = value;
    }
    bool has = !v->na && v->value.len > 0;
    if (!v->is_confirmed) {
        cell->has_reported = has;
        if (has && !dec_parse(v->value, &cell->reported, err))
            return false;
    }
    if (cell->is_confirmed && !v->is_confirmed)
        return true;
    if (v->is_confirmed && !has && v->value.len == 0 && !v->na)
        return true;
    cell->is_confirmed = v->is_confirmed;
    cell->has = has;
    return !has || dec_parse(v->value, &cell->value, err);
}

static bool take_row(void *ctx, const TargetValue *v, Err *err)
{
    const Reading *r = ctx;
    const CampaignIndex *x = r->book->index;
    int indicator = map_get(&x->indicators, v->indicator);
    if (indicator < 0 || !r->cells[indicator])
        return true;
    int period = r->years.count ? map_get(&r->years, v->period) : map_get(&x->periods, v->period);
    int at = place_of(r->book, period, map_get(&x->units, v->unit));
    return at < 0 || take(v, &r->cells[indicator][at], err);
}

/* ---- all of them ---- */

static size_t cells_of(const TargetBook *b)
{
    if (b->to < b->from)
        return 0;
    size_t periods = (size_t)b->to - (size_t)b->from + 1;
    return b->only < 0 ? periods * (size_t)b->index->def->units.count : periods;
}

static bool is_whole_year(const TargetBook *b)
{
    return b->from == 0 && b->to == b->index->def->periods.count - 1;
}

/* "2021-06" → "2020-06" */
static Str year_before(Arena *arena, Str period)
{
    Month month;
    return month_parse(period, &month, NULL) ? month_str(arena, month - 12) : S("");
}

static bool read_each(App *app, Reading *r, Str campaign, bool is_before, Str indicator, Err *err)
{
    const CampaignIndex *x = r->book->index;
    const TargetBook *b = r->book;
    if (indicator.len)
        return target_values_each(app->db, campaign, (TargetValueQuery){.indicator = indicator},
                                  take_row, r, err);
    for (int u = b->only, guard = 0; u >= 0; u = x->seat_before[u]) {
        Str unit = x->def->units.items[u].code;
        if (!target_values_each(app->db, campaign, (TargetValueQuery){.unit = unit}, take_row, r,
                                err))
            return false;
        if (guard++ > x->def->units.count)
            break;
    }
    if (b->only >= 0)
        return true;
    if (is_whole_year(b))
        return target_values_each(app->db, campaign, (TargetValueQuery){0}, take_row, r, err);
    for (int p = b->from; p <= b->to; p++) {
        Str period = x->def->periods.items[p].code;
        if (is_before)
            period = year_before(app->arena, period);
        if (!target_values_each(app->db, campaign, (TargetValueQuery){.period = period}, take_row,
                                r, err))
            return false;
    }
    return true;
}

/* Units carry the same codes from year to year. */
static bool read_kept_year(App *app, TargetBook *b, Str indicator, Err *err)
{
    const CampaignDef *def = b->index->def;
    AUTO_ARENA scratch = {0};
    if (def->predecessor.len == 0)
        return true;
    Reading r = {.book = b};
    r.cells = arena_alloc(&scratch, (size_t)def->indicators.count, sizeof *r.cells);
    for (int i = 0; i < def->indicators.count; i++)
        if (b->cells[i])
            r.cells[i] = arena_new(&scratch, SeriesValue, cells_of(b));
    for (int p = 0; p < def->periods.count; p++)
        map_put(&scratch, &r.years, year_before(&scratch, def->periods.items[p].code), p);
    if (!read_each(app, &r, def->predecessor, true, indicator, err))
        return false;
    for (int i = 0; i < def->indicators.count; i++)
        for (size_t k = 0; b->cells[i] && k < cells_of(b); k++)
            if (r.cells[i][k].has && r.cells[i][k].is_confirmed) {
                b->cells[i][k].has_before = b->cells[i][k].before_is_kept = true;
                b->cells[i][k].before = r.cells[i][k].value;
            }
    return true;
}

/* What a seat has done from the beginning of the year: of the unit and of whose seat it holds. */
static bool add_seat(const TargetBook *b, const SeriesValue *raw, int unit, SeriesValue *to,
                     Err *err)
{
    const CampaignIndex *x = b->index;
    Dec sum = {0}, before = {0};
    int stride = b->only < 0 ? x->def->units.count : 1;
    for (int p = 0; p <= b->to - b->from; p++) {
        int u = unit;
        for (int guard = 0; u >= 0 && guard <= x->def->units.count; guard++) {
            const SeriesValue *v = &raw[p * stride + (b->only < 0 ? u : 0)];
            if ((v->has && !dec_add(sum, v->value, &sum, err)) ||
                (v->has_before && !dec_add(before, v->before, &before, err)))
                return false;
            u = b->only < 0 ? x->seat_before[u] : -1;
        }
        SeriesValue *cell = &to[p * stride + (b->only < 0 ? unit : 0)];
        cell->value = sum;
        cell->before = before;
    }
    return true;
}

/* An indicator counted by the month: what stands at the end of each is the sum up to it. */
static bool add_months(TargetBook *b, Err *err)
{
    const CampaignDef *def = b->index->def;
    for (int i = 0; i < def->indicators.count; i++) {
        if (!b->cells[i] || !indicator_by_month(&def->indicators.items[i]))
            continue;
        AUTO_ARENA scratch = {0};
        SeriesValue *raw = arena_new(&scratch, SeriesValue, cells_of(b));
        for (size_t k = 0; k < cells_of(b); k++)
            raw[k] = b->cells[i][k];
        int units = b->only < 0 ? def->units.count : 1;
        for (int u = 0; u < units; u++)
            if (!add_seat(b, raw, b->only < 0 ? u : b->only, b->cells[i], err))
                return false;
    }
    return true;
}

static void want(App *app, TargetBook *b, Str indicator)
{
    int at = map_get(&b->index->indicators, indicator);
    if (at >= 0 && !b->cells[at])
        b->cells[at] = arena_new(app->arena, SeriesValue, cells_of(b));
}

static TargetBook empty_book(App *app, const CampaignIndex *x, int from, int to, int only)
{
    TargetBook b = {.index = x, .from = from < 0 ? 0 : from, .to = to, .only = only};
    b.cells = arena_alloc(app->arena, (size_t)x->def->indicators.count + 1, sizeof *b.cells);
    return b;
}

static void want_all(App *app, TargetBook *b, int target)
{
    const Target *t = &b->index->def->targets.items[target];
    want(app, b, t->indicator);
    if (t->denominator.len) {
        want(app, b, t->numerator);
        want(app, b, t->denominator);
    }
}

static bool read_book(App *app, TargetBook *b, Str indicator, Err *err)
{
    Reading r = {.book = b, .cells = b->cells};
    return b->to < b->from || (read_each(app, &r, b->index->def->code, false, indicator, err) &&
                               read_kept_year(app, b, indicator, err));
}

/* ---- books ---- */

/* Whether the schedule of the target, or its sums, look at more than one period. */
static bool needs_year(const CampaignIndex *x, const Target *t, int unit)
{
    int at = map_get(&x->indicators, t->indicator);
    if (at < 0)
        return false;
    const Indicator *indicator = &x->def->indicators.items[at];
    return indicator_by_month(indicator) ||
           (indicator_grows(indicator) && !target_is_ceiling(t) && !index_has_plan(x, at, unit));
}

static bool any_needs_year(const CampaignIndex *x, int unit)
{
    for (int t = 0; t < x->def->targets.count; t++)
        if (needs_year(x, &x->def->targets.items[t], unit))
            return true;
    return false;
}

bool target_book(App *app, const CampaignIndex *x, int first, int last, TargetBook *ret_book,
                 Err *err)
{
    bool year = last >= 0 && any_needs_year(x, -1);
    TargetBook b =
        empty_book(app, x, year ? 0 : first, year ? x->def->periods.count - 1 : last, -1);
    for (int t = 0; t < x->def->targets.count; t++)
        want_all(app, &b, t);
    if (!read_book(app, &b, S(""), err) || !add_months(&b, err))
        return false;
    *ret_book = b;
    return true;
}

bool target_book_year(App *app, const CampaignIndex *x, TargetBook *ret_book, Err *err)
{
    TargetBook b = empty_book(app, x, 0, x->def->periods.count - 1, -1);
    for (int t = 0; t < x->def->targets.count; t++)
        want_all(app, &b, t);
    if (!read_book(app, &b, S(""), err) || !add_months(&b, err))
        return false;
    *ret_book = b;
    return true;
}

bool target_book_one(App *app, const CampaignIndex *x, int target, TargetBook *ret_book, Err *err)
{
    const Target *t = &x->def->targets.items[target];
    TargetBook b = empty_book(app, x, 0, x->def->periods.count - 1, -1);
    want_all(app, &b, target);
    const Str wanted[] = {t->indicator, t->denominator.len ? t->numerator : S(""), t->denominator};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        bool again = i && str_eq(wanted[i], wanted[0]);
        if (wanted[i].len && !again && map_get(&x->indicators, wanted[i]) >= 0 &&
            !read_book(app, &b, wanted[i], err))
            return false;
    }
    if (!add_months(&b, err))
        return false;
    *ret_book = b;
    return true;
}

bool target_book_unit(App *app, const CampaignIndex *x, int unit, TargetBook *ret_book, Err *err)
{
    bool year = any_needs_year(x, unit);
    TargetBook b = empty_book(app, x, 0, year ? x->def->periods.count - 1 : -1, unit);
    for (int t = 0; year && t < x->def->targets.count; t++)
        if (needs_year(x, &x->def->targets.items[t], unit))
            want(app, &b, x->def->targets.items[t].indicator);
    if (!read_book(app, &b, S(""), err) || !add_months(&b, err))
        return false;
    *ret_book = b;
    return true;
}

const SeriesValue *book_cell(const TargetBook *b, int indicator, int period, int unit)
{
    static const SeriesValue nothing = {0};
    int at = indicator < 0 || !b->cells[indicator] ? -1 : place_of(b, period, unit);
    return at < 0 ? &nothing : &b->cells[indicator][at];
}

bool period_last_published(App *app, const CampaignIndex *x, int *ret_period, Err *err)
{
    RunList runs = {0};
    *ret_period = -1;
    if (!run_list(app->db, app->arena, x->def->code, &runs, err))
        return false;
    for (int i = 0; i < runs.count; i++) {
        int at = map_get(&x->periods, runs.items[i].period);
        if (runs.items[i].published_on.len && at > *ret_period)
            *ret_period = at;
    }
    return true;
}

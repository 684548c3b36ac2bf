#include "app/standing.h"

#include "app/restricted.h"
#include "app/score/inputs.h"
#include "core/year.h"

#include <stdlib.h>

bool standing_may(const App *app, Str group)
{
    Scope scope = permit_scope(app->actor.role, ACT_RESULT_READ);
    return scope == SCOPE_ALL || (scope == SCOPE_OWN && str_eq(app->actor.group, group));
}

/* Published periods of the group before the period at hand. */
static int before_of(const GroupResults *results, int period_index)
{
    int n = 0;
    while (n < results->periods.count && results->periods.items[n].period < period_index)
        n++;
    return n;
}

/* "95.40" as 954000000000, or why it is not there: who was exempt or had no seat owes nothing. */
static int64_t points_of(const RunUnit *row)
{
    Dec value;
    if (!row || str_eq(row->status, S("exempt")))
        return YEAR_NOT_OWED;
    if (!dec_parse(row->score_shown, &value, NULL) || !dec_round(value, 10, &value, NULL))
        return YEAR_MISSING;
    return (int64_t)value.coef;
}

static void add_unit(App *app, const GroupResults *past, int npast, const RunUnit *row,
                     Standing *standing)
{
    const CampaignIndex *x = app_index(app);
    int at = map_get(&x->units, row->unit);
    Scope scope = permit_scope(app->actor.role, ACT_EXPLAIN);
    bool own = str_eq(row->unit, app->actor.unit);
    if (at < 0)
        return;
    StandingUnit *u = arena_push(app->arena, &standing->units);
    *u = (StandingUnit){.unit = &x->def->units.items[at],
                        .row = *row,
                        .own = own,
                        .may_open = scope == SCOPE_ALL || (scope == SCOPE_OWN && own),
                        .line = arena_new(app->arena, int, standing->nperiods),
                        .points = arena_new(app->arena, int64_t, standing->nperiods)};
    const RunUnit *then = NULL;
    bool closed = restricted_unit(app, row->unit) && !restricted_may(app, row->unit);
    restricted_result(app, &u->row);
    for (int i = 0; i < npast; i++) {
        const RunUnit *month = published_of(app, x, &past->periods.items[i], u->unit);
        u->points[i] = points_of(month);
        if (closed)
            continue;
        then = month;
        u->line[i] = then ? then->rank : 0;
    }
    u->line[npast] = row->rank;
    u->points[npast] = points_of(row);
    Gain gain = gain_between(app->arena, then, row);
    u->has_change = gain.known;
    u->change = gain.places;
    u->gained = gain.score;
}

static void make(App *app, const Results *results, const RunRow *run, const RunUnitList *rows,
                 Standing *ret_standing)
{
    const CampaignDef *def = app_index(app)->def;
    const GroupResults *past = results_of(results, run->group);
    int index = app_period_index(app, run->period);
    int npast = before_of(past, index);
    Standing s = {.group = past->group,
                  .period = &def->periods.items[index],
                  .run = *run,
                  .published = run->published_on.len > 0,
                  .periods = arena_new(app->arena, const CampaignPeriod *, npast + 1),
                  .nperiods = npast + 1};
    for (int i = 0; i < npast; i++)
        s.periods[i] = &def->periods.items[past->periods.items[i].period];
    s.periods[npast] = s.period;
    s.before = npast ? s.periods[npast - 1] : NULL;
    for (int i = 0; i < rows->count; i++)
        add_unit(app, past, npast, &rows->items[i], &s);
    *ret_standing = s;
}

bool standing_read(App *app, Str period, Str group, Standing *ret_standing, Err *err)
{
    RunRow run;
    RunUnitList rows = {0};
    Results results;
    if (!ranking_read(app, period, group, false, &run, &rows, err) ||
        !results_read(app, &results, err))
        return false;
    make(app, &results, &run, &rows, ret_standing);
    return true;
}

/* As a score of the scheme is shown; half away from zero where it does not round. */
static Str mean_shown(const App *app, const Scheme *scheme, int64_t mean)
{
    Dec value = {.coef = mean, .scale = 10};
    int decimals = scheme->rank_rounds ? scheme->rank_round : 2;
    return dec_round(value, decimals, &value, NULL) ? dec_str(app->arena, value) : S("");
}

bool standing_year(App *app, Standing *s, Err *err)
{
    Scheme scheme;
    Str digest;
    int n = s->units.count;
    if (n == 0 || !s->period->ranked) /* a trial period ranks nobody */
        return true;
    if (!scheme_for_period(app, s->period, s->group->code, &scheme, &digest, err))
        return false;
    bool zero = scheme.year.missing_month_is_zero;
    scheme.year = (YearRule){.monthly_mean = {.coef = 1}, .missing_month_is_zero = zero};
    int64_t *months = arena_new(app->arena, int64_t, n * s->nperiods);
    YearRow *rows = arena_new(app->arena, YearRow, n);
    for (int u = 0; u < n; u++)
        for (int i = 0; i < s->nperiods; i++)
            months[u * s->nperiods + i] = s->units.items[u].points[i];
    if (!year_scores(
            app->arena,
            &(YearInput){.scheme = &scheme, .nunits = n, .nmonths = s->nperiods, .months = months},
            rows, err))
        return false;
    for (int u = 0; u < n; u++) {
        StandingUnit *unit = &s->units.items[u];
        bool closed =
            restricted_unit(app, unit->unit->code) && !restricted_may(app, unit->unit->code);
        if (!rows[u].has_score || closed)
            continue;
        unit->mean = mean_shown(app, &scheme, rows[u].rounded);
        unit->mean_rank = rows[u].rank.rank;
        unit->mean_months = rows[u].months;
    }
    return true;
}

bool standings_latest(App *app, Standings *ret_standings, Err *err)
{
    Results results;
    if (!app_need_campaign(app, err))
        return false;
    if (permit_scope(app->actor.role, ACT_RESULT_READ) == SCOPE_NONE)
        return true;
    if (!results_read(app, &results, err))
        return false;
    for (int g = 0; g < results.ngroups; g++) {
        const GroupResults *group = &results.groups[g];
        int last = group->periods.count - 1;
        if (last >= 0 && standing_may(app, group->group->code))
            make(app, &results, &group->periods.items[last].run, &group->periods.items[last].units,
                 arena_push(app->arena, ret_standings));
    }
    return true;
}

/* ---- order ---- */

typedef struct SortKey {
    bool none;   /* has no place in this order: last */
    int64_t key; /* least first */
    int official;
    StandingUnit unit;
} SortKey;

/* Scores are decimals with ten places: "95.4004392956" as 954004392956. */
static int64_t score_key(Str score)
{
    Dec value;
    if (!dec_parse(score, &value, NULL) || !dec_round(value, 10, &value, NULL))
        return 0;
    return (int64_t)value.coef;
}

static SortKey key_of(const StandingUnit *u, StandingOrder order, int official)
{
    SortKey k = {.official = official, .unit = *u};
    switch (order) {
    case STANDING_OFFICIAL:
        k.key = official;
        break;
    case STANDING_BY_RANK:
        k.none = u->row.rank == 0;
        k.key = u->row.rank;
        break;
    case STANDING_BY_SCORE:
        k.none = u->row.score.len == 0;
        k.key = -score_key(u->row.score);
        break;
    case STANDING_BY_CHANGE:
        k.none = !u->has_change;
        k.key = -(int64_t)u->change;
        break;
    case STANDING_BY_STREAK:
        k.key = -(int64_t)u->row.streak;
        break;
    case STANDING_BY_GAIN:
        k.none = u->row.gain_rank == 0;
        k.key = u->row.gain_rank;
        break;
    case STANDING_BY_MEAN:
        k.none = u->mean_rank == 0;
        k.key = u->mean_rank;
        break;
    }
    return k;
}

static int compare(const void *a, const void *b)
{
    const SortKey *x = a, *y = b;
    if (x->none != y->none)
        return x->none ? 1 : -1;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->official < y->official ? -1 : x->official > y->official;
}

void standing_sort(Standing *standing, StandingOrder order, bool turned)
{
    AUTO_ARENA arena = {0};
    int n = standing->units.count;
    SortKey *keys = arena_new(&arena, SortKey, n);
    for (int i = 0; i < n; i++) {
        keys[i] = key_of(&standing->units.items[i], order, i);
        keys[i].key = turned ? -keys[i].key : keys[i].key;
    }
    if (n)
        qsort(keys, (size_t)n, sizeof *keys, compare);
    for (int i = 0; i < n; i++)
        standing->units.items[i] = keys[i].unit;
}

/* ---- the year as a sheet ---- */

/* 0 is "none": an empty cell, so that nobody sorts it before the first. */
static Str number_or_none(const App *app, int value)
{
    return value > 0 ? arena_fmt(app->arena, "%d", value) : S("");
}

Sheet standing_year_sheet(const App *app, Lang lang, const Standing *s)
{
    static const struct {
        Msg title;
        SheetKind kind;
    } heads[] = {{MSG_COL_GROUP, SHEET_TEXT},       {MSG_COL_UNIT_CODE, SHEET_TEXT},
                 {MSG_COL_UNIT, SHEET_TEXT},        {MSG_COL_MEAN, SHEET_NUMBER},
                 {MSG_COL_MEAN_RANK, SHEET_NUMBER}, {MSG_COL_MEAN_MONTHS, SHEET_NUMBER}};
    enum { BEFORE = sizeof heads / sizeof heads[0] };
    Sheet sheet = sheet_new(app->arena, msg(lang, MSG_RANKING_YEAR), BEFORE + s->nperiods + 1);
    for (int i = 0; i < BEFORE; i++)
        sheet.columns[i] = (SheetColumn){msg(lang, heads[i].title), heads[i].kind, 0};
    for (int i = 0; i < s->nperiods; i++)
        sheet.columns[BEFORE + i] = (SheetColumn){s->periods[i]->code, SHEET_NUMBER, 0};
    sheet.columns[BEFORE + s->nperiods] = (SheetColumn){msg(lang, MSG_COL_SAMPLE), SHEET_TEXT, 0};
    for (int u = 0; u < s->units.count; u++) {
        const StandingUnit *unit = &s->units.items[u];
        const Str before[] = {s->group->name,
                              unit->unit->code,
                              unit->unit->name,
                              unit->mean,
                              number_or_none(app, unit->mean_rank),
                              number_or_none(app, unit->mean_months)};
        for (int i = 0; i < BEFORE; i++)
            sheet_cell(&sheet, before[i]);
        for (int i = 0; i < s->nperiods; i++)
            sheet_cell(&sheet, number_or_none(app, unit->line[i]));
        sheet_cell(&sheet, app->def.sample ? msg(lang, MSG_OUT_SAMPLE) : S(""));
    }
    return sheet;
}

/* ---- JSON ---- */

static void unit_json(const Standing *s, const StandingUnit *u, Json *json)
{
    json_object(json);
    json_kstr(json, S("code"), u->unit->code);
    json_kstr(json, S("name"), u->unit->name);
    json_kstr(json, S("score"), u->row.score_shown);
    json_kstr(json, S("score_exact"), u->row.score);
    json_ki64(json, S("rank"), u->row.rank);
    json_ki64(json, S("rank_from_bottom"), u->row.rank_bottom);
    json_key(json, S("change"));
    if (u->has_change)
        json_i64(json, u->change);
    else
        json_null(json);
    json_key(json, S("score_change"));
    if (u->has_change)
        json_str(json, u->gained);
    else
        json_null(json);
    json_kbool(json, S("in_bottom"), u->row.in_bottom);
    json_ki64(json, S("streak"), u->row.streak);
    json_ki64(json, S("gain_rank"), u->row.gain_rank);
    if (u->mean_rank > 0) {
        json_kstr(json, S("mean"), u->mean);
        json_ki64(json, S("mean_rank"), u->mean_rank);
        json_ki64(json, S("mean_months"), u->mean_months);
    }
    json_kstr(json, S("status"), u->row.status);
    json_key(json, S("ranks"));
    json_array(json);
    for (int i = 0; i < s->nperiods; i++)
        if (u->line[i] > 0)
            json_i64(json, u->line[i]);
        else
            json_null(json);
    json_array_end(json);
    json_object_end(json);
}

void standing_json(const Standing *s, Json *json)
{
    json_object(json);
    json_kstr(json, S("period"), s->period->code);
    json_kstr(json, S("group"), s->group->code);
    json_kstr(json, S("group_name"), s->group->name);
    json_kstr(json, S("kind"), s->run.kind);
    json_kbool(json, S("published"), s->published);
    json_kstr(json, S("published_on"), s->run.published_on);
    json_ki64(json, S("scheme_version"), s->run.scheme_version);
    json_kstr(json, S("result_digest"), s->run.result_digest);
    json_kstr(json, S("change_against"), s->before ? s->before->code : S(""));
    json_key(json, S("periods"));
    json_array(json);
    for (int i = 0; i < s->nperiods; i++)
        json_str(json, s->periods[i]->code);
    json_array_end(json);
    json_key(json, S("units"));
    json_array(json);
    for (int i = 0; i < s->units.count; i++)
        unit_json(s, &s->units.items[i], json);
    json_array_end(json);
    json_object_end(json);
}

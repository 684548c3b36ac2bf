#include "app/standing.h"

#include "app/restricted.h"

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
                        .line = arena_new(app->arena, int, standing->nperiods)};
    const RunUnit *then = NULL;
    bool closed = restricted_unit(app, row->unit) && !restricted_may(app, row->unit);
    restricted_result(app, &u->row);
    for (int i = 0; i < npast && !closed; i++) {
        then = published_of(app, x, &past->periods.items[i], u->unit);
        u->line[i] = then ? then->rank : 0;
    }
    u->line[npast] = row->rank;
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

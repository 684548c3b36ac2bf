#include "app/result/results.h"

#include "app/score/inputs.h"
#include "app/snapshot.h"

static bool add_period(App *app, const CampaignIndex *x, GroupResults *g, const RunRow *run,
                       int period, Err *err)
{
    PublishedPeriod *p = arena_push(app->arena, &g->periods);
    *p = (PublishedPeriod){
        .period = period, .run = *run, .row_of = arena_new(app->arena, int, x->def->units.count)};
    if (!run_units(app->db, app->arena, run->id, &p->units, err))
        return false;
    for (int u = 0; u < x->def->units.count; u++)
        p->row_of[u] = -1;
    for (int i = 0; i < p->units.count; i++) {
        int unit = map_get(&x->units, p->units.items[i].unit);
        if (unit >= 0)
            p->row_of[unit] = i;
    }
    return true;
}

bool results_load(App *app, const CampaignIndex *x, Results *ret_results, Err *err)
{
    const CampaignDef *def = x->def;
    Results r = {.groups = arena_new(app->arena, GroupResults, def->groups.count),
                 .ngroups = def->groups.count};
    RunList runs = {0};
    if (!run_list(app->db, app->arena, def->code, &runs, err))
        return false;
    for (int g = 0; g < r.ngroups; g++)
        r.groups[g].group = &def->groups.items[g];
    /* by period index: a campaign's periods stand in order of time, their codes need not sort so */
    for (int period = 0; period < def->periods.count; period++)
        for (int i = 0; i < runs.count; i++) {
            const RunRow *run = &runs.items[i];
            if (!run->published_on.len || map_get(&x->periods, run->period) != period)
                continue;
            for (int g = 0; g < r.ngroups; g++)
                if (str_eq(r.groups[g].group->code, run->group) &&
                    !add_period(app, x, &r.groups[g], run, period, err))
                    return false;
        }
    *ret_results = r;
    return true;
}

static bool make_shared(App *app, Arena *arena, void **ret_made, Err *err)
{
    App own = *app;
    own.arena = arena;
    Results *results = arena_new(arena, Results, 1);
    if (!results_load(&own, app_index(&own), results, err))
        return false;
    *ret_made = results;
    return true;
}

bool results_read(App *app, Results *ret_results, Err *err)
{
    void *shared;
    if (!app->snapshot)
        return results_load(app, app_index(app), ret_results, err);
    if (!snapshot_part(app->snapshot, SNAPSHOT_RESULTS, &(SnapshotMaker){.make = make_shared}, app,
                       &shared, err))
        return false;
    *ret_results = *(const Results *)shared;
    return true;
}

const GroupResults *results_of(const Results *results, Str group)
{
    for (int g = 0; g < results->ngroups; g++)
        if (str_eq(results->groups[g].group->code, group))
            return &results->groups[g];
    return NULL;
}

const RunUnit *published_of(const App *app, const CampaignIndex *x,
                            const PublishedPeriod *published, const Unit *unit)
{
    const Unit *seat = seat_in_period(app, unit, &x->def->periods.items[published->period]);
    int at = seat ? map_get(&x->units, seat->code) : -1;
    return at < 0 || published->row_of[at] < 0 ? NULL
                                               : &published->units.items[published->row_of[at]];
}

#include "app/score/stability.h"

#include "app/result/ranking.h"

static bool compute(App *app, const StabilityAsk *ask, const ParFor *par, GroupStability *to,
                    Err *err)
{
    if (!inputs_load(app, to->period, to->run.group, to->run.input_seq, NULL, &to->in, err) ||
        !group_panel(app, to->period, &to->in, &to->panel, err))
        return false;
    to->ask = *ask;
    stability_settle(&to->in.scheme, &to->ask);
    to->ask.spec.events = to->panel.events;
    to->ask.spec.nevents = to->panel.nevents;
    const GroupPanel *panel = &to->panel;
    return stability_run(app->arena, panel->engine, &panel->base, &to->ask.spec, par, NULL, NULL,
                         &to->result, err) &&
           (!ask->sobol ||
            stability_sobol(app->arena, panel->engine, &panel->base, &to->ask.spec, ask->samples,
                            ask->by_component, par, NULL, NULL, &to->sobol, err));
}

static void list_units(App *app, GroupStability *to)
{
    to->units = arena_new(app->arena, StabilityUnit, to->result.nrows);
    for (int i = 0; i < to->result.nrows; i++) {
        const Unit *unit = to->in.units[to->result.rows[i].row];
        to->units[i] = (StabilityUnit){.period = to->run.period,
                                       .group = to->run.group,
                                       .code = unit->code,
                                       .name = unit->name,
                                       .row = &to->result.rows[i]};
    }
    to->view = (StabilityView){.ask = &to->ask,
                               .scheme = &to->in.scheme,
                               .result = &to->result,
                               .units = to->units,
                               .sobol = to->ask.sobol ? &to->sobol : NULL};
}

bool stability_read(App *app, Str period, Str group, const StabilityAsk *ask, const ParFor *par,
                    GroupStability *ret, Err *err)
{
    GroupStability *to = ret;
    RunUnitList units = {0};
    *to = (GroupStability){0};
    if (!app_need_campaign(app, err) || !app_permit(app, ACT_STABILITY_READ, S(""), group, err) ||
        !ranking_read(app, period, group, false, &to->run, &units, err) ||
        !app_period(app, to->run.period, &to->period, err) || !compute(app, ask, par, to, err))
        return false;
    list_units(app, to);
    return true;
}

bool stability_for_talk(App *app, const TalkRow *talk, bool *ret_found, GroupStability *ret,
                        Err *err)
{
    StabilityAsk ask = stability_ask();
    ParFor one = par_one();
    *ret = (GroupStability){0};
    if (!app_period(app, talk->period, &ret->period, err) ||
        !run_latest(app->db, app->arena, app->def.code, talk->period, talk->group, ret_found,
                    &ret->run, err))
        return false;
    if (!*ret_found)
        return true;
    if (!compute(app, &ask, &one, ret, err))
        return false;
    list_units(app, ret);
    return true;
}

bool stability_of_talk(App *app, const TalkRow *talk, int64_t *ret_in_bottom, int64_t *ret_draws,
                       Err *err)
{
    GroupStability *to = arena_new(app->arena, GroupStability, 1);
    bool found;
    *ret_in_bottom = *ret_draws = 0;
    if (permit_scope(app->actor.role, ACT_STABILITY_READ) != SCOPE_ALL)
        return true;
    if (!stability_for_talk(app, talk, &found, to, err))
        return false;
    for (int i = 0; found && i < to->result.nrows; i++) {
        const StabilityRow *row = &to->result.rows[i];
        if (!str_eq(to->in.units[row->row]->code, talk->unit) || row->rank == 0 ||
            to->result.bottom == 0)
            continue;
        *ret_in_bottom = row->in_bottom;
        *ret_draws = to->result.draws;
    }
    return true;
}

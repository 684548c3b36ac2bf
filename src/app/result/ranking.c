#include "app/result/ranking.h"

#include "app/restricted.h"
#include "app/result/result.h"

bool group_need(const App *app, Str group, Err *err)
{
    if (app_group(app, group))
        return true;
    AUTO_ARENA arena = {0};
    Out known = out_new(&arena, 400);
    for (int i = 0; i < app->def.groups.count; i++) {
        out_s(&known, i ? S(" ") : S(""));
        out_s(&known, app->def.groups.items[i].code);
    }
    return err_set(err, ERR_GROUP_UNKNOWN, {"found", group}, {"expected", out_str(&known)});
}

bool ranking_is_corrected(App *app, const RunRow *run, const RunUnitList *units, bool *ret_is,
                          Err *err)
{
    ConsequenceList list = {0};
    *ret_is = false;
    if (!run->published_on.len)
        return true;
    if (!consequence_list(app->db, app->arena, app->def.code, &list, err))
        return false;
    for (int i = 0; i < list.count && !*ret_is; i++)
        for (int u = 0; u < units->count && str_eq(list.items[i].period, run->period); u++)
            *ret_is |= str_eq(list.items[i].unit, units->items[u].unit);
    return true;
}

bool ranking_read(App *app, Str period_code, Str group, bool rerun, RunRow *ret_run,
                  RunUnitList *ret_units, Err *err)
{
    const CampaignPeriod *period;
    bool found;
    if (!app_need_campaign(app, err) || !app_period(app, period_code, &period, err))
        return false;
    if (!group_need(app, group, err) || !app_permit(app, ACT_RESULT_READ, group, period->code, err))
        return false;
    if (rerun ? !replay_run(app, app->db, period->code, group, &found, ret_run, err)
              : !run_latest(app->db, app->arena, app->def.code, period->code, group, &found,
                            ret_run, err))
        return false;
    bool trials = permit_scope(app->actor.role, ACT_RESULT_TRIAL_READ) == SCOPE_ALL;
    if (!found || (ret_run->published_on.len == 0 && !trials))
        return result_hidden(app, found, period->code, group, err);
    if (!run_units(app->db, app->arena, ret_run->id, ret_units, err))
        return false;
    for (int i = 0; i < ret_units->count; i++)
        restricted_result(app, &ret_units->items[i]);
    return true;
}

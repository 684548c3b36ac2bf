#include "app/result/month.h"

#include "app/talk/talks.h"
#include "base/json.h"
#include "store/appeal.h"

#include <string.h>

bool month_groups(App *app, const CampaignPeriod *period, GroupCodes *ret_groups, Err *err)
{
    for (int g = 0; g < app->def.groups.count; g++) {
        Str group = app->def.groups.items[g].code;
        Scheme scheme;
        Str digest;
        if (scheme_for_period(app, period, group, &scheme, &digest, err))
            *arena_push(app->arena, ret_groups) = group;
        else if (err->code != ERR_SCHEME_NONE)
            return false;
    }
    *err = (Err){0};
    return ret_groups->count > 0 ||
           err_set(err, ERR_SCHEME_NONE, {"group", S("*")}, {"period", period->code});
}

static bool any_report(const EvaluationList *list)
{
    for (int i = 0; i < list->count; i++)
        for (int u = 0; u < list->items[i].in.nunits; u++)
            if (!list->items[i].in.own_missing[u])
                return true;
    return false;
}

bool month_compute(App *app, const CampaignPeriod *period, EvaluationList *list, MonthStamp *stamp,
                   Err *err)
{
    GroupCodes groups = {0};
    int64_t at;
    if (!month_stamp(app->db, app->def.code, period->code, stamp, err) ||
        !app_instant(app, app->db, &at, err) || !month_groups(app, period, &groups, err))
        return false;
    for (int g = 0; g < groups.count; g++) {
        Past past;
        if (!past_load(app, groups.items[g], at, &past, err) ||
            !evaluation_compute(app, period, groups.items[g], stamp->submissions, &past,
                                arena_push(app->arena, list), err))
            return false;
    }
    return any_report(list) || err_set(err, ERR_PERIOD_EMPTY, {"period", period->code});
}

/* Any group frozen: *ret_frozen. */
static bool is_frozen(App *app, Db *db, Str period, bool *ret_frozen, bool *ret_published, Err *err)
{
    *ret_frozen = *ret_published = false;
    for (int g = 0; g < app->def.groups.count; g++) {
        RunRow run;
        bool found;
        if (!run_frozen(db, app->arena, app->def.code, period, app->def.groups.items[g].code,
                        &found, &run, err))
            return false;
        *ret_frozen |= found;
        *ret_published |= found && run.published_on.len > 0;
    }
    return true;
}

typedef struct SaveRuns {
    App *app;
    EvaluationList *list;
    MonthStamp stamp;
    Str kind;
    Action action;
    AppWrite write;
    Str seen;
} SaveRuns;

/* The row of the freeze names the confirmation that it stands on. */
static bool note_confirmation(SaveRuns *s, Db *tx, Err *err)
{
    ResultRow first;
    if (!result_need_confirmation(s->app, tx, s->list, s->seen, &first, err))
        return false;
    s->write.detail = arena_fmt(s->app->arena, "{\"confirmation\":\"%.*s\"}", STR_ARG(first.id));
    return true;
}

static bool save_runs(Db *tx, void *ctx, Err *err)
{
    SaveRuns *s = ctx;
    MonthStamp now;
    Str period = s->list->items[0].period->code;
    if (!month_stamp(tx, s->app->def.code, period, &now, err))
        return false;
    bool frozen, published;
    if (!is_frozen(s->app, tx, period, &frozen, &published, err))
        return false;
    if (frozen)
        return err_set(err, ERR_PERIOD_FROZEN, {"period", period});
    if (memcmp(&now, &s->stamp, sizeof now) != 0)
        return err_set(err, ERR_PERIOD_MOVED, {"period", period});
    if (s->action == ACT_FREEZE && !note_confirmation(s, tx, err))
        return false;
    for (int i = 0; i < s->list->count; i++) {
        RunRow run;
        if (!evaluation_save(s->app, tx, &s->list->items[i], s->kind, s->action, &run, err))
            return false;
    }
    return true;
}

/* Computed by a scheme that nobody has approved: a trial, whatever it gave. */
static bool are_approved(const EvaluationList *list, Err *err)
{
    for (int i = 0; i < list->count; i++)
        if (scheme_is_trial(&list->items[i].in.scheme))
            return err_set(err, ERR_SCHEME_TRIAL, {"group", list->items[i].group});
    return true;
}

static bool same_as_newest(App *app, const EvaluationList *list, bool *ret_same, Err *err)
{
    *ret_same = true;
    for (int i = 0; i < list->count; i++) {
        const Evaluation *ev = &list->items[i];
        RunRow run;
        bool found;
        if (!run_latest(app->db, app->arena, app->def.code, ev->period->code, ev->group, &found,
                        &run, err))
            return false;
        if (!found || !str_eq(run.result_digest, ev->result_digest) ||
            !str_eq(run.input_digest, ev->in.digest))
            *ret_same = false;
    }
    return true;
}

bool month_evaluate(App *app, Str period_code, EvaluationList *ret_evaluations, bool *ret_kept,
                    Err *err)
{
    const CampaignPeriod *period;
    SaveRuns save = {app, ret_evaluations, {0}, S("trial"), ACT_EVALUATE, {0}, S("")};
    bool frozen, published, same;
    if (!app_permit(app, ACT_EVALUATE, S(""), period_code, err) || !app_need_campaign(app, err) ||
        !app_period(app, period_code, &period, err) ||
        !is_frozen(app, app->db, period->code, &frozen, &published, err))
        return false;
    if (frozen)
        return err_set(err, ERR_PERIOD_FROZEN, {"period", period->code});
    if (!month_compute(app, period, ret_evaluations, &save.stamp, err) ||
        !same_as_newest(app, ret_evaluations, &same, err))
        return false;
    *ret_kept = !same;
    save.write =
        (AppWrite){.action = ACT_EVALUATE, .object = period->code, .fn = save_runs, .ctx = &save};
    return same || app_write(app, &save.write, err);
}

static bool check_order(App *app, const CampaignPeriod *period, Err *err)
{
    int index = app_period_index(app, period->code);
    for (int i = 0; i < app->def.periods.count; i++) {
        Str other = app->def.periods.items[i].code;
        bool frozen, published;
        if (!is_frozen(app, app->db, other, &frozen, &published, err))
            return false;
        if (i > index && frozen)
            return err_set(err, ERR_PERIOD_LATER_FROZEN, {"period", period->code},
                           {"later", other});
        bool started = false;
        for (int g = 0; g < app->def.groups.count && !started && i < index; g++) {
            RunRow run;
            if (!run_latest(app->db, app->arena, app->def.code, other,
                            app->def.groups.items[g].code, &started, &run, err))
                return false;
        }
        if (i < index && app->def.periods.items[i].ranked && started && !published)
            return err_set(err, ERR_PERIOD_EARLIER_OPEN, {"period", period->code},
                           {"earlier", other});
        if (i == index && frozen)
            return err_set(err, ERR_PERIOD_FROZEN, {"period", period->code});
    }
    return true;
}

bool month_appeals_ruled(App *app, Str period, Err *err)
{
    AppealList appeals = {0};
    if (!appeal_list(app->db, app->arena, app->def.code, period, &appeals, err))
        return false;
    for (int i = 0; i < appeals.count; i++)
        if (appeals.items[i].ruling.len == 0)
            return err_set(err, ERR_APPEAL_OPEN, {"unit", appeals.items[i].unit},
                           {"period", period});
    return true;
}

bool month_freeze(App *app, Str period_code, Str seen, EvaluationList *ret_evaluations, Err *err)
{
    const CampaignPeriod *period;
    SaveRuns save = {app, ret_evaluations, {0}, S("frozen"), ACT_FREEZE, {0}, seen};
    if (!app_permit(app, ACT_FREEZE, S(""), period_code, err) || !app_need_campaign(app, err) ||
        !app_period(app, period_code, &period, err))
        return false;
    if (!period->ranked)
        return err_set(err, ERR_PERIOD_NOT_RANKED, {"period", period->code});
    if (!check_order(app, period, err) || !month_appeals_ruled(app, period->code, err) ||
        !month_compute(app, period, ret_evaluations, &save.stamp, err) ||
        !are_approved(ret_evaluations, err))
        return false;
    save.write =
        (AppWrite){.action = ACT_FREEZE, .object = period->code, .fn = save_runs, .ctx = &save};
    return app_write(app, &save.write, err);
}

typedef struct Publish {
    App *app;
    const CampaignPeriod *period;
    GroupCodes groups, runs; /* side by side */
    TalkList *proposals;
} Publish;

static bool save_publish(Db *tx, void *ctx, Err *err)
{
    Publish *p = ctx;
    App *app = p->app;
    for (int g = 0; g < p->groups.count; g++) {
        int64_t changed;
        if (!run_publish(tx, app->def.code, p->period->code, p->groups.items[g], app_today(app),
                         app->actor.name, &changed, err))
            return false;
        if (changed != 1)
            return err_set(err, ERR_PERIOD_PUBLISHED, {"period", p->period->code});
        Str object = arena_fmt(app->arena, "run %.*s", STR_ARG(p->runs.items[g]));
        if (!app_audit(app, tx, ACT_PUBLISH, object, S(""), err))
            return false;
    }
    return talks_save_proposals(app, tx, p->proposals, err);
}

/* Every group frozen, none published, every scheme approved; the talks that follow. */
static bool prepare_publish(Publish *p, Err *err)
{
    App *app = p->app;
    for (int g = 0; g < p->groups.count; g++) {
        RunRow run;
        bool found;
        Scheme scheme;
        Str digest, group = p->groups.items[g];
        if (!run_frozen(app->db, app->arena, app->def.code, p->period->code, group, &found, &run,
                        err) ||
            !scheme_for_period(app, p->period, group, &scheme, &digest, err))
            return false;
        if (!found)
            return err_set(err, ERR_PERIOD_NOT_FROZEN, {"period", p->period->code});
        if (run.published_on.len)
            return err_set(err, ERR_PERIOD_PUBLISHED, {"period", p->period->code});
        if (scheme_is_trial(&scheme) || !str_eq(run.scheme_digest, digest))
            return err_set(err, ERR_SCHEME_TRIAL, {"group", group});
        *arena_push(app->arena, &p->runs) = run.id;
        if (!talks_propose(app, p->period, &run, p->proposals, err))
            return false;
    }
    return true;
}

bool month_publish(App *app, Str period_code, TalkList *ret_proposals, Replay *ret_replay, Err *err)
{
    Publish publish = {.app = app, .proposals = ret_proposals};
    if (!app_permit(app, ACT_PUBLISH, S(""), period_code, err) || !app_need_campaign(app, err) ||
        !app_period(app, period_code, &publish.period, err) ||
        !month_groups(app, publish.period, &publish.groups, err) || !prepare_publish(&publish, err))
        return false;
    AppWrite write = {
        .action = ACT_PUBLISH, .object = publish.period->code, .fn = save_publish, .ctx = &publish};
    return app_write(app, &write, err) && replay_refresh(app, ret_replay, err);
}

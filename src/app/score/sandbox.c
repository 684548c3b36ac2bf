#include "app/score/sandbox.h"

#include "app/result/ranking.h"
#include "app/scheme/scheme_canon.h"
#include "app/scheme/scheme_fed.h"
#include "app/scheme/scheme_library.h"
#include "app/scheme/scheme_load.h"
#include "app/scheme/scheme_version.h"
#include "app/score/sandbox_parts.h"
#include "base/limits.h"

typedef struct Trial {
    App *app;
    const SandboxAsk *ask;
    ReplayTrial replay;
    Scheme base, tried;
    Str base_text;
    SandboxRow row;
    AppWrite write;
} Trial;

/* --- which periods */

static bool is_published(App *app, int period, Str group, bool *ret_yes, Err *err)
{
    RunRow run;
    bool found;
    if (!run_frozen(app->db, app->arena, app->def.code, app->def.periods.items[period].code, group,
                    &found, &run, err))
        return false;
    *ret_yes = found && run.published_on.len > 0;
    return true;
}

static bool period_bound(Trial *t, Str code, int otherwise, int *ret_index, Err *err)
{
    const CampaignPeriod *period;
    *ret_index = otherwise;
    if (code.len == 0)
        return true;
    if (!app_period(t->app, code, &period, err))
        return false;
    *ret_index = app_period_index(t->app, code);
    return true;
}

/* The published ones between the bounds that were asked for. */
static bool find_periods(Trial *t, Err *err)
{
    const CampaignDef *def = &t->app->def;
    int from, to, first = -1, last = -1;
    if (!period_bound(t, t->ask->from, 0, &from, err) ||
        !period_bound(t, t->ask->to, def->periods.count - 1, &to, err))
        return false;
    for (int i = from; i <= to; i++) {
        bool held;
        if (!is_published(t->app, i, t->replay.group, &held, err))
            return false;
        first = held && first < 0 ? i : first;
        last = held ? i : last;
        t->row.periods += held;
    }
    if (first < 0)
        return err_set(err, ERR_SANDBOX_PERIODS, {"group", t->replay.group});
    t->replay.from = first;
    t->replay.to = last;
    t->row.from = def->periods.items[first].code;
    t->row.to = def->periods.items[last].code;
    return true;
}

/* The first period that has not begun and lies behind all that is frozen. */
static bool find_holds_from(Trial *t, Err *err)
{
    App *app = t->app;
    t->row.holds_from = S("");
    for (int i = app->def.periods.count - 1; i >= 0; i--) {
        const CampaignPeriod *p = &app->def.periods.items[i];
        RunRow run;
        bool frozen;
        if (!run_frozen(app->db, app->arena, app->def.code, p->code, t->replay.group, &frozen, &run,
                        err))
            return false;
        if (frozen || p->from <= app->today)
            return true;
        if (p->ranked)
            t->row.holds_from = p->code;
    }
    return true;
}

/* --- which scheme */

static bool load_tried(Trial *t, Faults *faults, Err *err)
{
    Faults own = {.arena = t->app->arena};
    Faults *found = faults ? faults : &own;
    if (scheme_load_text(t->app->arena, S("scheme"), t->row.text, &t->tried, found) &&
        scheme_fed(&t->tried, S("scheme"), found))
        return true;
    *err = found->items[0];
    return false;
}

/* The text of a version of the group's own, or of a ready scheme as one of the group's. */
static bool text_of_version(Trial *t, Err *err)
{
    App *app = t->app;
    Arena *a = app->arena;
    SchemeEntries entries = {0};
    Scheme own;
    Faults faults = {.arena = a};
    Str near = S("");
    if (!group_need(app, t->ask->group, err))
        return false;
    if (t->ask->version) {
        if (!scheme_entries(app, t->ask->group, &entries, err))
            return false;
        const SchemeEntry *e = scheme_entry_find(&entries, t->ask->version);
        if (!e || e->standing == SCHEME_WITHDRAWN)
            return err_set(err, ERR_SCHEME_VERSION, {"found", arena_fmt(a, "%d", t->ask->version)},
                           {"group", group_name(app, t->ask->group)});
        t->row.text = e->text;
        return true;
    }
    const ReadyScheme *ready = ready_scheme(t->ask->ready, &near);
    if (!ready)
        return err_set(err, ERR_SCHEME_READY, {"found", t->ask->ready}, {"nearest", near});
    if (!scheme_load_text(a, ready->name, *ready->text, &own, &faults)) {
        *err = faults.items[0];
        return false;
    }
    own.group = t->ask->group;
    Out out = out_new(a, LIMIT_YAML_BYTES);
    tree_yaml(&out, scheme_canon(a, &own));
    t->row.text = out_str(&out);
    return true;
}

/* A file says itself whose it is. */
static bool find_group(Trial *t, Faults *faults, Err *err)
{
    t->row.text = t->ask->scheme;
    t->row.group = t->ask->group;
    if ((t->ask->version || t->ask->ready.len) && !text_of_version(t, err))
        return false;
    if (t->row.text.len > 0) {
        if (!load_tried(t, faults, err))
            return false;
        if (t->row.group.len == 0)
            t->row.group = t->tried.group;
        if (!str_eq(t->tried.group, t->row.group))
            return err_set(err, ERR_SANDBOX_GROUP, {"found", t->tried.group},
                           {"expected", t->row.group});
    }
    t->replay.group = t->row.group;
    return group_need(t->app, t->row.group, err);
}

/* The scheme that is measured against: of the last period that has another than the one tried. */
static bool find_base(Trial *t, const SchemeEntries *entries, Err *err)
{
    for (int i = t->replay.to; i >= t->replay.from; i--) {
        const CampaignPeriod *p = &t->app->def.periods.items[i];
        const SchemeEntry *e = scheme_entry_holding(entries, p->code);
        if (!e || str_eq(e->digest, t->row.digest))
            continue;
        t->base_text = e->text;
        return scheme_for_period(t->app, p, t->row.group, &t->base, &t->row.base_digest, err);
    }
    return err_set(err, ERR_SANDBOX_SAME);
}

static bool find_schemes(Trial *t, Faults *faults, Err *err)
{
    App *app = t->app;
    const CampaignPeriod *last = &app->def.periods.items[t->replay.to];
    SchemeEntries entries = {0};
    if (!scheme_for_period(app, last, t->row.group, &t->base, &t->row.base_digest, err) ||
        !scheme_entries(app, t->row.group, &entries, err))
        return false;
    bool by_weights = t->row.text.len == 0;
    t->base_text = scheme_entry_holding(&entries, last->code)->text;
    if (by_weights &&
        (!scheme_reweigh(app->arena, t->base_text, &t->ask->weights, &t->row.text, err) ||
         !load_tried(t, faults, err)))
        return false;
    if (!scheme_bind(&t->tried, app->def.indicators.items, app->def.indicators.count, err))
        return false;
    t->row.digest = app->digest(app->arena, t->row.text);
    if (by_weights && str_eq(t->row.digest, t->row.base_digest))
        return err_set(err, ERR_SANDBOX_SAME);
    if (!by_weights && !find_base(t, &entries, err))
        return false;
    t->row.changes = sandbox_changes(app->arena, &t->base, t->base_text, &t->tried, t->row.text);
    t->replay.instead = (SchemeInstead){&t->tried, t->row.digest};
    return true;
}

/* --- the trial */

/* Faults of scoring name a unit; here they may not. */
static bool mask_fault(Arena *arena, Err *err)
{
    Str period = arena_str(arena, err_arg(err, "period"));
    Str found = arena_str(arena, err_arg(err, "found")),
        node = arena_str(arena, err_arg(err, "node"));
    if (err->code == ERR_EVENT_UNKNOWN)
        return err_set(err, ERR_SANDBOX_EVENT, {"period", period}, {"found", found});
    if (err->code == ERR_SCORE_RANGE || err->code == ERR_SCORE_EVENT)
        return err_set(err, ERR_SANDBOX_RANGE, {"node", node});
    return false;
}

static bool save(Db *tx, void *ctx, Err *err)
{
    Trial *t = ctx;
    App *app = t->app;
    t->row.id = app_id(app);
    t->write.object = arena_fmt(app->arena, "sandbox %.*s", STR_ARG(t->row.id));
    t->write.detail =
        arena_fmt(app->arena,
                  "{\"group\":\"%.*s\",\"base\":\"%.*s\",\"tried\":\"%.*s\","
                  "\"moved\":%d,\"result\":\"%.*s\"}",
                  STR_ARG(t->row.group), STR_ARG(t->row.base_digest), STR_ARG(t->row.digest),
                  t->row.moved, STR_ARG(t->row.result_digest));
    return sandbox_save(tx, app->def.code, &t->row, err);
}

static bool compute(Trial *t, Err *err)
{
    Replay replay;
    Mask mask;
    App *app = t->app;
    if (!replay_under(app, &t->replay, &replay, err))
        return mask_fault(app->arena, err);
    mask_group(app, app->arena, t->replay.group, &mask);
    return sandbox_result(app, &replay, &mask, &t->row, err);
}

bool sandbox_try(App *app, const SandboxAsk *ask, Faults *faults, SandboxRow *ret_row, Err *err)
{
    Trial t = {.app = app,
               .ask = ask,
               .row = {.at = app->now_ms, .by = app->actor.name, .behalf = app->actor.behalf}};
    t.write = (AppWrite){.action = ACT_SANDBOX_RUN, .object = S("sandbox"), .fn = save, .ctx = &t};
    if (!app_need_campaign(app, err) || !app_permit(app, ACT_SANDBOX_RUN, S(""), S("sandbox"), err))
        return false;
    int given = (ask->scheme.len > 0) + (ask->weights.count > 0) + (ask->version > 0) +
                (ask->ready.len > 0);
    if (given != 1)
        return err_set(err, ERR_SANDBOX_NOTHING);
    if (!find_group(&t, faults, err) || !find_periods(&t, err) || !find_holds_from(&t, err) ||
        !find_schemes(&t, faults, err) || !compute(&t, err) || !app_write(app, &t.write, err))
        return false;
    *ret_row = t.row;
    return true;
}

bool sandbox_published(App *app, Str group, const bool **ret_published, Err *err)
{
    bool *published = arena_new(app->arena, bool, app->def.periods.count + 1);
    for (int i = 0; i < app->def.periods.count; i++)
        if (!is_published(app, i, group, &published[i], err))
            return false;
    *ret_published = published;
    return true;
}

bool sandbox_runs(App *app, Str before, SandboxRows *ret_rows, Err *err)
{
    return app_need_campaign(app, err) &&
           app_permit(app, ACT_SANDBOX_READ, S(""), S("sandbox"), err) &&
           sandbox_list(app->db, app->arena, app->def.code, before, LIMIT_SANDBOX_PAGE_ROWS,
                        ret_rows, err);
}

bool sandbox_read(App *app, Str id, SandboxRow *ret_row, Err *err)
{
    bool found;
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_SANDBOX_READ, S(""),
                    arena_fmt(app->arena, "sandbox %.*s", STR_ARG(id)), err) ||
        !sandbox_find(app->db, app->arena, app->def.code, id, &found, ret_row, err))
        return false;
    return found || err_set(err, ERR_SANDBOX_UNKNOWN, {"found", id});
}

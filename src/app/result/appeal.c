#include "app/result/month.h"

#include "base/json.h"

typedef struct AppealWrite {
    App *app;
    AppealRow row;
    const Unit *unit;
    AppWrite write;
} AppealWrite;

static bool not_frozen(App *app, Db *db, Str period, const Unit *unit, Err *err)
{
    RunRow run;
    bool found;
    if (!run_frozen(db, app->arena, app->def.code, period, unit->group, &found, &run, err))
        return false;
    return !found || err_set(err, ERR_PERIOD_FROZEN, {"period", period});
}

static Str appeal_detail(App *app, const AppealRow *row)
{
    Out out = out_new(app->arena, 1 << 16);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("unit"), row->unit);
    json_kstr(&json, S("period"), row->period);
    json_kstr(&json, S("event"), row->event);
    json_kstr(&json, S("reason"), row->reason);
    json_kstr(&json, S("ruling"), row->ruling);
    json_kstr(&json, S("ruling_reason"), row->ruling_reason);
    json_object_end(&json);
    return out_str(&out);
}

static void name_record(AppealWrite *w)
{
    w->write.object = arena_fmt(w->app->arena, "appeal %.*s", STR_ARG(w->row.id));
    w->write.detail = appeal_detail(w->app, &w->row);
}

static bool save_appeal(Db *tx, void *ctx, Err *err)
{
    AppealWrite *w = ctx;
    if (!not_frozen(w->app, tx, w->row.period, w->unit, err))
        return false;
    w->row.id = app_id(w->app);
    name_record(w);
    if (appeal_save(tx, w->app->def.code, &w->row, err))
        return true;
    return err->code == ERR_DB_CONFLICT
               ? err_set(err, ERR_APPEAL_EXISTS, {"unit", w->row.unit}, {"period", w->row.period})
               : false;
}

static bool save_ruling(Db *tx, void *ctx, Err *err)
{
    AppealWrite *w = ctx;
    name_record(w);
    return not_frozen(w->app, tx, w->row.period, w->unit, err) &&
           appeal_set_ruling(tx, &w->row, err);
}

bool appeal_file(App *app, Str period_code, Str unit_code, Str rule, Str reason, Err *err)
{
    const CampaignPeriod *period;
    const Unit *unit = app_unit(app, unit_code);
    EventList events = {0};
    if (!unit)
        return err_set(err, ERR_UNIT_UNKNOWN, {"found", unit_code});
    if (str_trim(reason).len == 0)
        return err_set(err, ERR_APPEAL_REASON);
    if (!app_permit(app, ACT_APPEAL_FILE, unit->code, period_code, err) ||
        !app_period(app, period_code, &period, err) ||
        !not_frozen(app, app->db, period->code, unit, err) ||
        !event_list(app->db, app->arena, app->def.code, period->code, &events, err))
        return false;
    Date until;
    if (!result_window(app, app->db, period->code, &until, err))
        return false;
    if (until == DATE_NONE) /* nobody has seen what there is to contest */
        return err_set(err, ERR_APPEAL_EARLY, {"period", period->code});
    if (app->today > until)
        return err_set(err, ERR_APPEAL_LATE, {"period", period->code},
                       {"expected", date_str(app->arena, until)});
    AppealWrite w = {.app = app, .unit = unit};
    for (int i = 0; i < events.count; i++) {
        const EventRow *e = &events.items[i];
        if (!str_eq(e->unit, unit->code) || !str_eq(e->rule, rule) || e->ruling.len)
            continue;
        w.row = (AppealRow){.period = period->code,
                            .unit = unit->code,
                            .event = e->id,
                            .reason = reason,
                            .filed_by = app->actor.name,
                            .filed_on = app_today(app)};
        w.write = (AppWrite){
            .action = ACT_APPEAL_FILE, .party = unit->code, .fn = save_appeal, .ctx = &w};
        return app_write(app, &w.write, err);
    }
    return err_set(err, ERR_EVENT_UNKNOWN, {"unit", unit->name}, {"period", period->code},
                   {"found", rule});
}

bool appeal_decide(App *app, Str period_code, Str unit_code, bool upheld, Str reason, Err *err)
{
    const CampaignPeriod *period;
    const Unit *unit = app_unit(app, unit_code);
    AppealList appeals = {0};
    if (!unit)
        return err_set(err, ERR_UNIT_UNKNOWN, {"found", unit_code});
    if (str_trim(reason).len == 0)
        return err_set(err, ERR_APPEAL_REASON);
    if (!app_permit(app, ACT_APPEAL_RULE, S(""), period_code, err) ||
        !app_period(app, period_code, &period, err) ||
        !not_frozen(app, app->db, period->code, unit, err) ||
        !appeal_list(app->db, app->arena, app->def.code, &appeals, err))
        return false;
    for (int i = 0; i < appeals.count; i++) {
        AppealWrite w = {.app = app, .unit = unit, .row = appeals.items[i]};
        if (!str_eq(w.row.unit, unit->code) || !str_eq(w.row.period, period->code) ||
            w.row.ruling.len)
            continue;
        w.row.ruling = upheld ? S("upheld") : S("rejected");
        w.row.ruled_by = app->actor.name;
        w.row.ruled_on = app_today(app);
        w.row.ruling_reason = reason;
        w.write = (AppWrite){.action = ACT_APPEAL_RULE, .fn = save_ruling, .ctx = &w};
        return app_write(app, &w.write, err);
    }
    return err_set(err, ERR_APPEAL_UNKNOWN, {"unit", unit->name}, {"period", period->code});
}

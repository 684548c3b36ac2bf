#include "app/result/result.h"

#include "app/result/month.h"
#include "base/json.h"
#include "sys/json_in.h"

#include <string.h>

/* ---- digests ---- */

static void add_digest(Out *out, Str group, Str digest)
{
    out_s(out, group);
    out_c(out, '\0');
    out_s(out, digest);
    out_c(out, '\n');
}

Str result_digest_of_runs(App *app, const RunList *runs)
{
    Out out = out_new(app->arena, 1 << 16);
    for (int i = 0; i < runs->count; i++)
        add_digest(&out, runs->items[i].group, runs->items[i].result_digest);
    return app->digest(app->arena, out_str(&out));
}

Str result_digest_of(App *app, const EvaluationList *list)
{
    Out out = out_new(app->arena, 1 << 16);
    for (int i = 0; i < list->count; i++)
        add_digest(&out, list->items[i].group, list->items[i].result_digest);
    return app->digest(app->arena, out_str(&out));
}

/* {"county":3,"department":2} */
static Str numbers_of(App *app, const RunList *runs)
{
    Out out = out_new(app->arena, 1 << 16);
    Json json = json_new(&out, false);
    json_object(&json);
    for (int i = 0; i < runs->count; i++)
        json_ki64(&json, runs->items[i].group, runs->items[i].number);
    json_object_end(&json);
    return out_str(&out);
}

/* ---- state ---- */

static bool add_trial(App *app, Db *db, Str group, ResultState *s, Err *err)
{
    RunRow run;
    bool found;
    if (!run_trial_newest(db, app->arena, app->def.code, s->period->code, group, &found, &run, err))
        return false;
    if (found)
        *arena_push(app->arena, &s->trials) = run;
    return true;
}

static bool add_frozen(App *app, Db *db, Str group, ResultState *s, Err *err)
{
    RunRow run;
    bool found;
    if (!run_frozen(db, app->arena, app->def.code, s->period->code, group, &found, &run, err))
        return false;
    if (found) {
        *arena_push(app->arena, &s->frozen) = run;
        s->is_frozen = true;
        s->is_published |= run.published_on.len > 0;
    }
    return true;
}

bool result_state(App *app, Db *db, const CampaignPeriod *period, ResultState *ret_state, Err *err)
{
    ResultState s = {.period = period};
    for (int g = 0; g < app->def.groups.count; g++) {
        Str group = app->def.groups.items[g].code;
        if (!add_trial(app, db, group, &s, err) || !add_frozen(app, db, group, &s, err))
            return false;
    }
    s.tried = s.trials.count > 0;
    if (s.tried)
        s.digest = result_digest_of_runs(app, &s.trials);
    if (!result_openings(db, app->arena, app->def.code, period->code, &s.openings, err) ||
        !result_confirmations(db, app->arena, app->def.code, period->code, &s.confirmed, err))
        return false;
    if (s.openings.count)
        s.opening = &s.openings.items[s.openings.count - 1];
    Str holds = s.is_frozen ? result_digest_of_runs(app, &s.frozen) : s.digest;
    for (int i = 0; i < s.confirmed.count; i++)
        if (holds.len && str_eq(s.confirmed.items[i].digest, holds))
            s.confirmation = &s.confirmed.items[i];
    *ret_state = s;
    return true;
}

/* ---- writing ---- */

typedef struct ResultWrite {
    App *app;
    const CampaignPeriod *period;
    ResultRow row;
    MonthStamp stamp;
    bool opens;
    AppWrite write;
} ResultWrite;

static Str detail_of(App *app, const ResultWrite *w)
{
    Out out = out_new(app->arena, 1 << 16);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("period"), w->row.period);
    json_kstr(&json, S("runs"), w->row.runs);
    json_kstr(&json, S("result"), w->row.digest);
    if (w->opens)
        json_kstr(&json, S("until"), w->row.until);
    json_object_end(&json);
    return out_str(&out);
}

static bool refuse_twice(App *app, ErrCode code, const ResultRow *row, Err *err)
{
    return err_set(err, code, {"period", row->period}, {"by", row->by},
                   {"at", instant_minute(app->arena, row->at)});
}

/* What was there before the write is there still: the same rows, the same newest trial. */
static bool check_again(ResultWrite *w, Db *tx, ResultState *s, Err *err)
{
    MonthStamp now;
    if (!month_stamp(tx, w->app->def.code, w->period->code, &now, err) ||
        !result_state(w->app, tx, w->period, s, err))
        return false;
    if (s->is_frozen)
        return err_set(err, ERR_PERIOD_FROZEN, {"period", w->period->code});
    if (memcmp(&now, &w->stamp, sizeof now) != 0 || !str_eq(s->digest, w->row.digest))
        return err_set(err, ERR_PERIOD_MOVED, {"period", w->period->code});
    return true;
}

static bool save(Db *tx, void *ctx, Err *err)
{
    ResultWrite *w = ctx;
    App *app = w->app;
    ResultState s;
    if (!check_again(w, tx, &s, err))
        return false;
    if (w->opens && s.opening && str_eq(s.opening->digest, s.digest))
        return refuse_twice(app, ERR_RESULT_OPEN_SAME, s.opening, err);
    for (int i = 0; !w->opens && i < s.confirmed.count; i++) {
        const ResultRow *c = &s.confirmed.items[i];
        if (str_eq(c->digest, s.digest) && app_is_self(app, c->by, c->behalf))
            return refuse_twice(app, ERR_RESULT_CONFIRMED, c, err);
    }
    w->row.seq = (w->opens ? s.openings.count : s.confirmed.count) + 1;
    w->row.runs = numbers_of(app, &s.trials);
    w->row.id = app_id(app);
    w->write.object =
        arena_fmt(app->arena, w->opens ? "opening %.*s" : "confirmation %.*s", STR_ARG(w->row.id));
    w->write.detail = detail_of(app, w);
    return w->opens ? result_opening_save(tx, app->def.code, &w->row, err)
                    : result_confirmation_save(tx, app->def.code, &w->row, err);
}

/* The newest trial is what comes out now, and what the person has seen. */
static bool prepare(ResultWrite *w, const ResultState *s, Str seen, Err *err)
{
    App *app = w->app;
    EvaluationList list = {0};
    if (!month_compute(app, w->period, &list, &w->stamp, err))
        return false;
    w->row = (ResultRow){.period = w->period->code,
                         .digest = s->digest,
                         .at = app->now_ms,
                         .by = app->actor.name,
                         .behalf = app->actor.behalf};
    w->write =
        (AppWrite){.action = w->opens ? ACT_RESULT_OPEN : ACT_RESULT_CONFIRM, .fn = save, .ctx = w};
    return (str_eq(result_digest_of(app, &list), s->digest) &&
            (seen.len == 0 || str_eq(seen, s->digest))) ||
           err_set(err, ERR_RESULT_MOVED, {"period", w->period->code});
}

/* The days of the month rule between trial run and appeal, in workdays from the day it is opened. */
static bool last_day(App *app, const CampaignPeriod *period, Date *ret_until, Err *err)
{
    Calendar calendar;
    int days;
    Date until;
    if (period->trial_run_on == DATE_NONE || period->appeal_on == DATE_NONE)
        return err_set(err, ERR_RESULT_NO_WINDOW, {"period", period->code});
    if (!app_workdays(app, &calendar, err) ||
        !workday_count(&calendar, period->trial_run_on, period->appeal_on, &days, err) ||
        !workday_add(&calendar, app->today, days < 0 ? 0 : days, &until, err))
        return false;
    *ret_until = until > period->appeal_on ? until : period->appeal_on;
    return true;
}

static bool begin(App *app, Str period_code, Action action, ResultWrite *w, ResultState *s,
                  Err *err)
{
    if (!app_permit(app, action, S(""), period_code, err) || !app_need_campaign(app, err) ||
        !app_period(app, period_code, &w->period, err) ||
        !result_state(app, app->db, w->period, s, err))
        return false;
    if (s->is_frozen)
        return err_set(err, ERR_PERIOD_FROZEN, {"period", w->period->code});
    return s->tried || err_set(err, ERR_RESULT_NO_TRIAL, {"period", w->period->code});
}

bool result_open(App *app, Str period, ResultRow *ret_opening, Err *err)
{
    ResultWrite w = {.app = app, .opens = true};
    ResultState s;
    Date until;
    if (!begin(app, period, ACT_RESULT_OPEN, &w, &s, err))
        return false;
    if (s.opening && str_eq(s.opening->digest, s.digest))
        return refuse_twice(app, ERR_RESULT_OPEN_SAME, s.opening, err);
    if (!last_day(app, w.period, &until, err) || !prepare(&w, &s, S(""), err))
        return false;
    w.row.until = date_str(app->arena, until);
    if (!app_write(app, &w.write, err))
        return false;
    *ret_opening = w.row;
    return true;
}

bool result_confirm(App *app, Str period, Str seen, ResultRow *ret_confirmation, Err *err)
{
    ResultWrite w = {.app = app};
    ResultState s;
    Date until;
    if (!begin(app, period, ACT_RESULT_CONFIRM, &w, &s, err))
        return false;
    if (!w.period->ranked)
        return err_set(err, ERR_PERIOD_NOT_RANKED, {"period", w.period->code});
    if (!s.opening)
        return err_set(err, ERR_RESULT_NOT_OPENED, {"period", w.period->code});
    if (!month_appeals_ruled(app, w.period->code, err))
        return false;
    if (date_parse(s.opening->until, &until, NULL) && app->today <= until)
        return err_set(err, ERR_RESULT_WINDOW, {"period", w.period->code},
                       {"until", s.opening->until});
    if (!prepare(&w, &s, seen, err) || !app_write(app, &w.write, err))
        return false;
    *ret_confirmation = w.row;
    return true;
}

bool result_need_confirmation(App *app, Db *tx, const EvaluationList *list, Str seen,
                              ResultRow *ret_row, Err *err)
{
    Str period = list->items[0].period->code, digest = result_digest_of(app, list);
    ResultRows rows = {0};
    if (!result_confirmations(tx, app->arena, app->def.code, period, &rows, err))
        return false;
    const ResultRow *match = NULL, *other = NULL;
    for (int i = 0; i < rows.count; i++) {
        if (!str_eq(rows.items[i].digest, digest))
            continue;
        match = &rows.items[i];
        other = app_is_self(app, match->by, match->behalf) ? other : match;
    }
    if (rows.count == 0)
        return err_set(err, ERR_RESULT_NOT_CONFIRMED, {"period", period});
    if (!match || (seen.len && !str_eq(seen, digest)))
        return err_set(err, ERR_RESULT_MOVED, {"period", period});
    if (!other)
        return err_set(err, ERR_RESULT_SELF, {"period", period}, {"by", match->by});
    *ret_row = *other;
    return true;
}

bool result_frozen_rightly(App *app, const CampaignPeriod *period, bool *ret_right, Err *err)
{
    ResultState s;
    ResultRows all = {0};
    *ret_right = true;
    if (!result_state(app, app->db, period, &s, err) ||
        !result_confirmations(app->db, app->arena, app->def.code, S(""), &all, err))
        return false;
    if (!s.is_frozen)
        return true;
    bool earlier = false;
    for (int i = 0; i < all.count; i++)
        earlier |= app_period_index(app, all.items[i].period) < app_period_index(app, period->code);
    *ret_right = s.confirmed.count == 0 && !earlier;
    for (int i = 0; i < s.confirmed.count; i++)
        *ret_right |=
            str_eq(s.confirmed.items[i].digest, s.confirmation ? s.confirmation->digest : S("")) &&
            !str_eq(s.confirmed.items[i].by, s.frozen.items[0].frozen_by);
    return true;
}

/* ---- what units read ---- */

bool result_for_units(App *app, Str period, Str group, bool *ret_found, RunRow *ret_run, Err *err)
{
    ResultRows rows = {0};
    Tree *runs;
    if (!run_frozen(app->db, app->arena, app->def.code, period, group, ret_found, ret_run, err))
        return false;
    if (*ret_found)
        return true;
    if (!result_openings(app->db, app->arena, app->def.code, period, &rows, err))
        return false;
    if (rows.count == 0)
        return true;
    if (!json_parse(app->arena, rows.items[rows.count - 1].runs, &runs, err))
        return false;
    const Tree *number = tree_get(runs, group);
    int64_t n;
    if (!number || !str_to_i64(number->text, &n))
        return true;
    return run_numbered(app->db, app->arena, app->def.code, period, group, (int)n, ret_found,
                        ret_run, err);
}

bool result_seen(App *app, Str period, Str group, bool *ret_found, RunRow *ret_run, Err *err)
{
    return permit_scope(app->actor.role, ACT_RESULT_TRIAL_READ) == SCOPE_ALL
               ? run_latest(app->db, app->arena, app->def.code, period, group, ret_found, ret_run,
                            err)
               : result_for_units(app, period, group, ret_found, ret_run, err);
}

bool result_for_reader(App *app, Str period, Str group, RunRow *ret_run, Err *err)
{
    bool found;
    if (!result_seen(app, period, group, &found, ret_run, err))
        return false;
    if (found)
        return true;
    if (!run_latest(app->db, app->arena, app->def.code, period, group, &found, ret_run, err))
        return false;
    return result_hidden(app, found, period, group, err);
}

bool result_hidden(App *app, bool tried, Str period, Str group, Err *err)
{
    bool unit = permit_scope(app->actor.role, ACT_RESULT_READ) == SCOPE_OWN;
    if (!tried && !unit)
        return err_set(err, ERR_PERIOD_NO_RUN, {"period", period}, {"group", group});
    (void)app_permit(app, ACT_RESULT_TRIAL_READ, S(""), period, err);
    return err_set(err, ERR_PERIOD_HIDDEN, {"period", period}, {"account", app->actor.name});
}

bool result_window(App *app, Db *db, Str period, Date *ret_until, Err *err)
{
    ResultRows rows = {0};
    *ret_until = DATE_NONE;
    if (!result_openings(db, app->arena, app->def.code, period, &rows, err))
        return false;
    if (rows.count)
        (void)date_parse(rows.items[rows.count - 1].until, ret_until, NULL);
    return true;
}

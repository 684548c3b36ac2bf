#include "app/report/lock.h"

#include "app/clean_text.h"
#include "app/person.h"
#include "base/limits.h"
#include "store/evaluation.h"

#include <limits.h>

/* By any of its groups, and the first behind it that is. */
static bool add_frozen(App *app, Db *db, Str period, LockState *state, Err *err)
{
    PeriodCodes frozen = {0};
    int own = app_period_index(app, period), first = INT_MAX;
    if (!run_frozen_periods(db, app->arena, app->def.code, &frozen, err))
        return false;
    for (int i = 0; i < frozen.count; i++) {
        int at = app_period_index(app, frozen.items[i]);
        state->frozen |= str_eq(frozen.items[i], period);
        if (own >= 0 && at > own && at < first) {
            first = at;
            state->passed_by = app->def.periods.items[at].code;
        }
    }
    return true;
}

bool lock_state(App *app, Db *db, Str period, LockState *ret_state, Err *err)
{
    LockState s = {.passed_by = S("")};
    if (!period_lock_newest(db, app->arena, app->def.code, period, &s.has_lock, &s.newest, err) ||
        !add_frozen(app, db, period, &s, err))
        return false;
    s.locked = s.frozen || s.passed_by.len || (s.has_lock && str_eq(s.newest.state, S("locked")));
    *ret_state = s;
    return true;
}

Err lock_why(const LockState *state, Str period)
{
    Err why = {0};
    if (state->frozen)
        err_set(&why, ERR_PERIOD_FROZEN, {"period", period});
    else if (state->passed_by.len)
        err_set(&why, ERR_PERIOD_PASSED, {"period", period}, {"later", state->passed_by});
    else if (state->locked)
        err_set(&why, ERR_PERIOD_LOCKED, {"period", period});
    return why;
}

bool lock_closed(App *app, Db *db, Str period, Err *ret_why, Err *err)
{
    LockState state;
    *ret_why = (Err){0};
    if (app_period_index(app, period) < 0)
        return true;
    if (!lock_state(app, db, period, &state, err))
        return false;
    *ret_why = lock_why(&state, period);
    return true;
}

bool lock_words(Arena *arena, Str text, Str *ret_text, Err *err)
{
    static const CleanRule rule = {SC("LIMIT_REVIEW_CHARACTERS"), LIMIT_REVIEW_CHARACTERS, false};
    return clean_text(arena, &rule, text, ret_text, err);
}

typedef struct Locking {
    App *app;
    AppWrite write;
    PeriodLock lock;
} Locking;

/* Looked at in the write: of two who lock at once the second is told. */
static bool check(const Locking *w, const LockState *now, Err *err)
{
    bool locking = str_eq(w->lock.state, S("locked"));
    if (now->frozen || now->passed_by.len) {
        *err = lock_why(now, w->lock.period);
        return false;
    }
    if (locking && now->locked)
        return err_set(err, ERR_LOCK_ALREADY, {"period", w->lock.period},
                       {"by", person_post(w->app, now->newest.by)},
                       {"at", instant_minute(w->app->arena, now->newest.at)});
    return locking || now->locked || err_set(err, ERR_LOCK_NOT, {"period", w->lock.period});
}

static bool save(Db *tx, void *ctx, Err *err)
{
    Locking *w = ctx;
    LockState now;
    if (!lock_state(w->app, tx, w->lock.period, &now, err) || !check(w, &now, err))
        return false;
    w->lock.id = app_id(w->app);
    w->lock.seq = now.has_lock ? now.newest.seq + 1 : 1;
    w->write.object = arena_fmt(w->app->arena, "period_lock %.*s", STR_ARG(w->lock.id));
    w->write.detail = arena_fmt(w->app->arena, "{\"period\":\"%.*s\",\"state\":\"%.*s\"}",
                                STR_ARG(w->lock.period), STR_ARG(w->lock.state));
    return period_lock_save(tx, w->app->def.code, &w->lock, err);
}

static bool set(App *app, Action action, Str code, Str reason, Locking *w, Err *err)
{
    const CampaignPeriod *period;
    if (!app_need_campaign(app, err) || !app_permit(app, action, S(""), code, err) ||
        !app_period(app, code, &period, err) || !lock_words(app->arena, reason, &reason, err))
        return false;
    if (action == ACT_PERIOD_LOCK && period->opens_on != DATE_NONE && app->today < period->opens_on)
        return err_set(err, ERR_REPORT_NOT_OPEN, {"period", period->code},
                       {"found", date_str(app->arena, period->opens_on)});
    if (action == ACT_PERIOD_UNLOCK && reason.len == 0)
        return err_set(err, ERR_LOCK_REASON);
    w->app = app;
    w->lock.period = period->code;
    w->lock.reason = reason;
    w->lock.at = app->now_ms;
    w->lock.by = app->actor.name;
    w->lock.behalf = app->actor.behalf;
    w->write = (AppWrite){.action = action, .object = period->code, .fn = save, .ctx = w};
    return app_write(app, &w->write, err);
}

bool lock_period(App *app, Str period, Str reason, PeriodLock *ret_lock, Err *err)
{
    Locking w = {.lock = {.state = S("locked")}};
    if (!set(app, ACT_PERIOD_LOCK, period, reason, &w, err))
        return false;
    *ret_lock = w.lock;
    return true;
}

bool lock_open(App *app, Str period, Str reason, PeriodLock *ret_lock, Err *err)
{
    Locking w = {.lock = {.state = S("opened")}};
    if (!set(app, ACT_PERIOD_UNLOCK, period, reason, &w, err))
        return false;
    *ret_lock = w.lock;
    return true;
}

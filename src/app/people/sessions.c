#include "app/people/sessions.h"

#include "base/limits.h"

static Str object_of(App *app, Str account)
{
    return arena_fmt(app->arena, "sessions %.*s", STR_ARG(account));
}

bool sessions_read(App *app, Str account, SessionRows *ret_rows, Err *err)
{
    Policy policy;
    if (!app_permit(app, ACT_SESSION_END, account, object_of(app, account), err) ||
        !policy_read(app->db, app->arena, &policy, err))
        return false;
    int64_t most_ms = policy.value[POLICY_SESSION_HOURS] * SESSION_HOUR_MS,
            idle_ms = policy.value[POLICY_IDLE_MINUTES] * SESSION_MINUTE_MS;
    return session_list(app->db, app->arena, account, app->now_ms - most_ms, app->now_ms - idle_ms,
                        LIMIT_SESSIONS_SHOWN, ret_rows, err);
}

typedef struct EndCall {
    App *app;
    Str account, id, keep;
} EndCall;

static bool write_end(Db *tx, void *ctx, Err *err)
{
    EndCall *call = ctx;
    int64_t ended = 0;
    if (call->keep.len)
        return session_end_others(tx, call->account, call->keep, call->app->now_ms, &ended, err);
    if (!session_end_of_account(tx, call->account, call->id, call->app->now_ms, &ended, err))
        return false;
    return ended > 0 || call->id.len == 0 || err_set(err, ERR_SESSION_UNKNOWN);
}

static bool end(App *app, EndCall *call, Err *err)
{
    App office = app_installation(app);
    call->app = &office;
    AppWrite write = {.action = ACT_SESSION_END,
                      .party = call->account,
                      .object = call->id.len
                                    ? arena_fmt(app->arena, "session %.*s", STR_ARG(call->id))
                                    : object_of(app, call->account),
                      .fn = write_end,
                      .ctx = call};
    bool ok = app_write(&office, &write, err);
    app->ids = office.ids;
    return ok;
}

bool session_end_of(App *app, Str account, Str id, Err *err)
{
    return end(app, &(EndCall){.account = account, .id = id}, err);
}

bool session_end_mine_but(App *app, Str keep, Err *err)
{
    return end(app, &(EndCall){.account = app->actor.name, .keep = keep}, err);
}

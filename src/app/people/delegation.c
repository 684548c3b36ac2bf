#include "app/people/delegation.h"

#include "app/people/signin_parts.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "store/signin.h"

/* --- who may use whose rights today --- */

static bool is_admin(const AccountRow *account)
{
    Role role;
    return !role_parse(account->role, &role) || role_is_admin(role);
}

bool delegation_actor(App *app, const AccountRow *person, AccountRow *ret_principal, Err *err)
{
    AccountRow principal;
    bool holds = false;
    Str name = app->start.acting_for;
    Err why = {0};
    if (!delegation_holds(app->db, name, person->name, app_today(app), &holds, err) ||
        (holds && !account_find(app->db, app->arena, name, &principal, err)))
        return false;
    if (!holds || is_admin(person) || !account_may_act(&principal, app->today, &why) ||
        is_admin(&principal) || !str_eq(principal.campaign, person->campaign))
        return err_set(err, ERR_DELEGATION_NONE, {"found", name});
    *ret_principal = principal;
    return true;
}

bool delegation_is_on(const DelegationRow *row, Str on_date)
{
    return row->ended_at == 0 && str_cmp(row->from_on, on_date) <= 0 &&
           str_cmp(row->to_on, on_date) >= 0;
}

bool delegation_choices(App *app, DelegationRows *ret_rows, Err *err)
{
    return app_permit(app, ACT_DELEGATE, app->actor.name, S("delegation"), err) &&
           delegation_principals(app->db, app->arena, app->actor.name, app_today(app), ret_rows,
                                 err);
}

/* --- giving --- */

static bool own_row(App *app, AccountRow *ret_own, Err *err)
{
    return account_find(app->db, app->arena, app->actor.name, ret_own, err);
}

bool delegation_parties(App *app, PersonList *ret_people, Err *err)
{
    AccountRow own;
    PersonList all = {0};
    Err why = {0};
    if (!app_permit(app, ACT_DELEGATE, app->actor.name, S("delegation"), err) ||
        !own_row(app, &own, err) || !people_list(app->db, app->arena, own.campaign, &all, err))
        return false;
    for (int i = 0; i < all.count; i++) {
        const AccountRow *a = &all.items[i].account;
        if (str_eq(a->campaign, own.campaign) && !str_eq(a->name, own.name) && !is_admin(a) &&
            account_may_act(a, app->today, &why))
            *arena_push(app->arena, ret_people) = all.items[i];
    }
    return true;
}

static bool check_party(App *app, Str delegate, Err *err)
{
    AccountRow own, party;
    if (str_eq(delegate, app->actor.name))
        return err_set(err, ERR_DELEGATION_SELF);
    if (!own_row(app, &own, err) || !account_find(app->db, app->arena, delegate, &party, err))
        return false;
    if (is_admin(&party))
        return err_set(err, ERR_DELEGATION_ADMIN, {"found", delegate});
    if (!str_eq(own.campaign, party.campaign))
        return err_set(err, ERR_DELEGATION_PARTY, {"found", delegate});
    return account_may_act(&party, app->today, err);
}

static bool check_dates(App *app, const DelegationEntry *entry, Err *err)
{
    AUTO_ARENA arena = {0};
    Date from, to;
    if (!date_parse(entry->from_on, &from, err) || !date_parse(entry->to_on, &to, err))
        return false;
    if (from < app->today)
        return err_set(err, ERR_DELEGATION_DATES, {"found", entry->from_on},
                       {"expected", date_str(&arena, app->today)});
    if (to < from)
        return err_set(err, ERR_DELEGATION_DATES, {"found", entry->to_on},
                       {"expected", entry->from_on});
    if (to - from + 1 > LIMIT_DELEGATION_DAYS)
        return err_set(err, ERR_DELEGATION_LONG, {"found", arena_fmt(&arena, "%d", to - from + 1)},
                       {"limit", arena_fmt(&arena, "%d", LIMIT_DELEGATION_DAYS)});
    return true;
}

static bool check_reason(Str reason, Err *err)
{
    AUTO_ARENA arena = {0};
    int characters = 0;
    if (reason.len == 0 || !utf8_valid(reason, NULL))
        return err_set(err, ERR_DELEGATION_REASON);
    for (ptrdiff_t at = 0; at < reason.len; characters++)
        if (utf8_next(reason, &at) < 0x20)
            return err_set(err, ERR_DELEGATION_REASON);
    return characters <= LIMIT_DELEGATION_CHARACTERS ||
           err_set(err, ERR_LIMIT, {"name", S("LIMIT_DELEGATION_CHARACTERS")},
                   {"limit", arena_fmt(&arena, "%d", LIMIT_DELEGATION_CHARACTERS)},
                   {"found", arena_fmt(&arena, "%d", characters)});
}

typedef struct DelegationCall {
    App *app;
    DelegationRow row;
    AppWrite write;
} DelegationCall;

static Str detail_of(Arena *arena, const DelegationRow *row)
{
    Out out = out_new(arena, 8192);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("principal"), row->principal);
    json_kstr(&json, S("delegate"), row->delegate);
    json_kstr(&json, S("from"), row->from_on);
    json_kstr(&json, S("to"), row->to_on);
    json_object_end(&json);
    return out_str(&out);
}

static bool write_delegation(Db *tx, void *ctx, Err *err)
{
    DelegationCall *call = ctx;
    App *app = call->app;
    DelegationRow *new = &call->row;
    bool there;
    if (!delegation_overlaps(tx, new, &there, err))
        return false;
    if (there)
        return err_set(err, ERR_DELEGATION_THERE, {"found", new->delegate});
    new->id = app_id(app);
    call->write.object = arena_fmt(app->arena, "delegation %.*s", STR_ARG(new->id));
    call->write.detail = detail_of(app->arena, new);
    return delegation_insert(tx, new, err);
}

/* In the chain of the installation, whatever the campaign at hand. */
static bool write_it(App *app, DelegationCall *call, Err *err)
{
    App office = app_installation(app);
    call->app = &office;
    call->write.ctx = call;
    bool ok = app_write(&office, &call->write, err);
    app->ids = office.ids;
    return ok;
}

bool delegation_give(App *app, const DelegationEntry *entry, Str *ret_id, Err *err)
{
    Str own = app->actor.name, reason = str_trim(entry->reason);
    DelegationCall call = {.row = {.principal = own,
                                   .delegate = entry->delegate,
                                   .from_on = entry->from_on,
                                   .to_on = entry->to_on,
                                   .reason = reason,
                                   .made_at = app->now_ms,
                                   .made_by = own},
                           .write = {.action = ACT_DELEGATE,
                                     .party = own,
                                     .object = S("delegation"),
                                     .fn = write_delegation}};
    if (!app_permit(app, ACT_DELEGATE, own, S("delegation"), err) ||
        !check_party(app, entry->delegate, err) || !check_dates(app, entry, err) ||
        !check_reason(reason, err) || !write_it(app, &call, err))
        return false;
    *ret_id = call.row.id;
    return true;
}

/* --- ending --- */

/* As it is by now: of two who end it at once the second has nothing to end. */
static bool write_stop(Db *tx, void *ctx, Err *err)
{
    DelegationCall *call = ctx;
    App *app = call->app;
    Str id = call->row.id;
    bool found = false;
    if (!delegation_find(tx, app->arena, id, &found, &call->row, err))
        return false;
    if (!found || call->row.ended_at > 0)
        return err_set(err, ERR_DELEGATION_NONE, {"found", id});
    call->write.detail = detail_of(app->arena, &call->row);
    return delegation_end(tx, id, app->now_ms, app->actor.name, err);
}

bool delegation_stop(App *app, Str id, Err *err)
{
    bool found = false;
    DelegationCall call = {.row = {.id = id}};
    DelegationRow *row = &call.row;
    Str own = app->actor.name;
    if (!delegation_find(app->db, app->arena, id, &found, row, err))
        return false;
    bool mine = found && (str_eq(row->principal, own) || str_eq(row->delegate, own));
    call.write = (AppWrite){.action = mine ? ACT_DELEGATE : ACT_DELEGATION_END,
                            .party = mine ? own : S(""),
                            .object = arena_fmt(app->arena, "delegation %.*s", STR_ARG(id)),
                            .fn = write_stop};
    return write_it(app, &call, err);
}

bool delegations_read(App *app, DelegationRows *ret_rows, Err *err)
{
    bool all = permit_scope(app->actor.role, ACT_DELEGATION_END) == SCOPE_ALL;
    Str own = app->actor.name;
    return app_permit(app, all ? ACT_DELEGATION_END : ACT_DELEGATE, all ? S("") : own,
                      S("delegation"), err) &&
           delegation_list(app->db, app->arena, all ? S("") : own, app_today(app),
                           LIMIT_DELEGATIONS_SHOWN, ret_rows, err);
}

/* --- a session --- */

typedef struct ActCall {
    SignIn *s;
    const Session *session;
    Str principal, today;
} ActCall;

static bool write_act(Db *tx, void *ctx, Err *err)
{
    ActCall *call = ctx;
    SignIn *s = call->s;
    bool holds = call->principal.len == 0;
    if (!holds &&
        !delegation_holds(tx, call->principal, call->session->account, call->today, &holds, err))
        return false;
    if (!holds)
        return err_set(err, ERR_DELEGATION_NONE, {"found", call->principal});
    Out out = out_new(s->arena, 1024);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("for"), call->principal);
    json_object_end(&json);
    Str object = arena_fmt(s->arena, "session %.*s", STR_ARG(call->session->id));
    return session_acting(tx, call->session->id, call->principal, err) &&
           signin_audit(s, tx, call->session->account, S("signin.for"), object, S("ok"),
                        out_str(&out), err);
}

bool signin_act_for(SignIn *s, const Session *session, Str principal, Err *err)
{
    ActCall call = {s, session, principal,
                    date_str(s->arena, instant_to_date(s->now_ms, OFFSET_MINUTES_CHINA))};
    return db_write(s->db, S(""), write_act, &call, err);
}

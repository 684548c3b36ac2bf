#include "app/people/accounts.h"

#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "store/meta.h"
#include "store/signin.h"

bool accounts_are_three(App *app, bool *ret_three, Err *err)
{
    return meta_three(app->db, app->arena, ret_three, err);
}

bool accounts_list(App *app, Str campaign, PersonList *ret_people, Err *err)
{
    return app_permit(app, ACT_ACCOUNT_READ, S(""), S("accounts"), err) &&
           people_list(app->db, app->arena, campaign, ret_people, err);
}

bool account_read(App *app, Str name, PersonRow *ret_person, Err *err)
{
    PersonList all = {0};
    Str object = arena_fmt(app->arena, "account %.*s", STR_ARG(name));
    if (!app_permit(app, ACT_ACCOUNT_READ, name, object, err) ||
        !people_list(app->db, app->arena, S(""), &all, err))
        return false;
    for (int i = 0; i < all.count; i++)
        if (str_eq(all.items[i].account.name, name)) {
            *ret_person = all.items[i];
            return true;
        }
    return err_set(err, ERR_ACCOUNT_UNKNOWN, {"found", name});
}

bool campaigns_list(App *app, CampaignNames *ret_campaigns, Err *err)
{
    AccountRow own;
    CodeList codes = {0}, names = {0};
    Str seat = actor_seat(&app->actor);
    if (!account_find(app->db, app->arena, seat, &own, err) ||
        !campaign_names(app->db, app->arena, &codes, &names, err))
        return false;
    for (int i = 0; i < codes.count; i++)
        if (own.campaign.len == 0 || str_eq(own.campaign, codes.items[i]))
            *arena_push(app->arena, ret_campaigns) = (CampaignName){codes.items[i], names.items[i]};
    return true;
}

bool accounts_campaign(App *app, Str *ret_campaign, Err *err)
{
    CodeList codes = {0};
    if (!campaign_codes(app->db, app->arena, &codes, err))
        return false;
    if (codes.count > 1)
        return err_set(err, ERR_CAMPAIGN_WHICH, {"found", codes.items[0]},
                       {"other", codes.items[1]});
    *ret_campaign = codes.count ? codes.items[0] : S("");
    return true;
}

bool accounts_waiting(App *app, int64_t *ret_count, Err *err)
{
    return app_permit(app, ACT_ACCOUNT_READ, S(""), S("accounts"), err) &&
           people_waiting(app->db, ret_count, err);
}

/* ---- changes of what an account may do ---- */

typedef struct Change Change;
/* Changes the grant, or refuses; *ret_same where nothing is to be written. */
typedef bool (*ChangeFn)(Change *c, Db *tx, const AccountRow *account, GrantRow *grant,
                         bool *ret_same, Err *err);
struct Change {
    App *app; /* in the chain of the installation */
    Action action;
    const Str *names;
    int count;
    ChangeFn fn;
    int changed;
    /* what fn takes */
    bool on;
    Str text;
};

/* What holds of an account that nobody has said anything of yet. */
static GrantRow grant_of_old(const Change *c, const AccountRow *account)
{
    return (GrantRow){.account = account->name,
                      .authorised_at = account->authorised ? c->app->now_ms : 0,
                      .made_by = S(""),
                      .authorised_by = S("")};
}

/* {"off":true,"reason":"离岗"}: what of the grant is another than before. */
static Str detail_of(Arena *arena, const GrantRow *before, const GrantRow *after)
{
    Out out = out_new(arena, 8 * LIMIT_ACCOUNT_REASON_CHARACTERS + 256);
    Json json = json_new(&out, false);
    json_object(&json);
    if (before->authorised_at != after->authorised_at)
        json_kbool(&json, S("authorised"), after->authorised_at > 0);
    if (before->restricted != after->restricted)
        json_kbool(&json, S("restricted"), after->restricted);
    if (!str_eq(before->expires_on, after->expires_on))
        json_kstr(&json, S("until"), after->expires_on);
    if (before->off_at != after->off_at) {
        json_kbool(&json, S("off"), after->off_at > 0);
        if (after->off_reason.len)
            json_kstr(&json, S("reason"), after->off_reason);
    }
    json_object_end(&json);
    return out_str(&out);
}

static bool change_one(Change *c, Db *tx, Str name, Err *err)
{
    App *app = c->app;
    AccountRow account;
    GrantRow grant;
    bool found, same = false;
    if (!account_find(tx, app->arena, name, &account, err) ||
        !grant_find(tx, app->arena, name, &found, &grant, err))
        return false;
    if (!found)
        grant = grant_of_old(c, &account);
    GrantRow before = grant;
    if (!c->fn(c, tx, &account, &grant, &same, err))
        return false;
    if (same)
        return true;
    c->changed++;
    return grant_save(tx, &grant, err) &&
           app_audit(app, tx, c->action, arena_fmt(app->arena, "grant %.*s", STR_ARG(name)),
                     detail_of(app->arena, &before, &grant), err);
}

static bool write_changes(Db *tx, void *ctx, Err *err)
{
    Change *c = ctx;
    for (int i = 0; i < c->count; i++)
        if (!change_one(c, tx, c->names[i], err))
            return false;
    return true;
}

/* Each account that is changed has its row in the audit log, and the act has one that counts them. */
static bool change(App *app, Change *c, Err *err)
{
    App office = app_installation(app);
    c->app = &office;
    for (int i = 0; i < c->count; i++) {
        Str object = arena_fmt(app->arena, "accounts %.*s", STR_ARG(c->names[i]));
        if (!app_permit(&office, c->action, c->names[i], object, err))
            return false;
        if (str_eq(c->names[i], app->actor.name) || str_eq(c->names[i], app->actor.behalf)) {
            (void)app_refuse(&office, c->action, c->names[i], object, err);
            return err_set(err, ERR_ACCOUNT_SELF);
        }
    }
    AppWrite write = {.action = c->action,
                      .party = c->count == 1 ? c->names[0] : S(""),
                      .object = arena_fmt(app->arena, "accounts %d", c->count),
                      .fn = write_changes,
                      .ctx = c};
    bool ok = app_write(&office, &write, err);
    app->ids = office.ids;
    return ok;
}

static bool do_authorise(Change *c, Db *tx, const AccountRow *account, GrantRow *grant,
                         bool *ret_same, Err *err)
{
    (void)tx;
    (void)err;
    *ret_same = grant->authorised_at > 0 && grant->authorised_by.len > 0;
    *ret_same |= account->authorised && grant->authorised_at > 0;
    if (!*ret_same) {
        grant->authorised_at = c->app->now_ms;
        grant->authorised_by = c->app->actor.name;
    }
    return true;
}

bool accounts_authorise(App *app, const Str *names, int count, int *ret_count, Err *err)
{
    AUTO_ARENA arena = {0};
    Change c = {.action = ACT_ACCOUNT_GRANT,
                .names = names,
                .count = count,
                .fn = do_authorise,
                .on = true};
    if (count == 0)
        return err_set(err, ERR_ACCOUNT_NONE_CHOSEN);
    if (count > LIMIT_ACCOUNT_SHEET_ROWS)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_ACCOUNT_SHEET_ROWS")},
                       {"limit", arena_fmt(&arena, "%d", LIMIT_ACCOUNT_SHEET_ROWS)},
                       {"found", arena_fmt(&arena, "%d", count)});
    if (!change(app, &c, err))
        return false;
    *ret_count = c.changed;
    return true;
}

static bool do_restrict(Change *c, Db *tx, const AccountRow *account, GrantRow *grant,
                        bool *ret_same, Err *err)
{
    Role role;
    (void)tx;
    if (c->on && (!role_parse(account->role, &role) ||
                  permit_scope(role, ACT_RESTRICTED_READ) != SCOPE_GRANTED))
        return err_set(err, ERR_ACCOUNT_NO_GRANT, {"found", account->name});
    *ret_same = grant->restricted == c->on;
    grant->restricted = c->on;
    return true;
}

bool account_restrict(App *app, Str name, bool granted, Err *err)
{
    Change c = {
        .action = ACT_ACCOUNT_GRANT, .names = &name, .count = 1, .fn = do_restrict, .on = granted};
    return change(app, &c, err);
}

static bool do_expire(Change *c, Db *tx, const AccountRow *account, GrantRow *grant, bool *ret_same,
                      Err *err)
{
    (void)tx;
    (void)account;
    (void)err;
    *ret_same = str_eq(grant->expires_on, c->text);
    grant->expires_on = c->text;
    return true;
}

bool account_expire(App *app, Str name, Date last, Err *err)
{
    Str text = last == DATE_NONE ? S("") : date_str(app->arena, last);
    Change c = {
        .action = ACT_ACCOUNT_GRANT, .names = &name, .count = 1, .fn = do_expire, .text = text};
    if (last != DATE_NONE && last < app->today)
        return err_set(err, ERR_ACCOUNT_DATE, {"found", text}, {"today", app_today(app)});
    return change(app, &c, err);
}

/* Whom another of the same kind may not overrule. */
static bool may_switch_on(const Change *c, Db *tx, const GrantRow *grant, Err *err)
{
    AccountRow by;
    if (c->app->actor.role == ROLE_SECURITY_ADMIN)
        return true;
    if (!account_find(tx, c->app->arena, grant->off_by, &by, err))
        return false;
    return !str_eq(by.role, role_word(ROLE_SECURITY_ADMIN)) ||
           err_set(err, ERR_ACCOUNT_OFF_BY, {"found", grant->account});
}

static bool do_switch(Change *c, Db *tx, const AccountRow *account, GrantRow *grant, bool *ret_same,
                      Err *err)
{
    *ret_same = c->on == (grant->off_at == 0);
    if (*ret_same)
        return true;
    if (c->on) {
        if (!may_switch_on(c, tx, grant, err))
            return false;
        grant->off_at = 0;
        grant->off_by = grant->off_reason = S("");
        return true;
    }
    grant->off_at = c->app->now_ms;
    grant->off_by = c->app->actor.name;
    grant->off_reason = c->text;
    return session_end_all(tx, account->name, c->app->now_ms, err);
}

bool account_switch(App *app, Str name, bool on, Str reason, Err *err)
{
    AUTO_ARENA arena = {0};
    Str why = utf8_trim(reason);
    Change c = {.action = ACT_ACCOUNT_SWITCH,
                .names = &name,
                .count = 1,
                .fn = do_switch,
                .on = on,
                .text = why};
    if (!on && why.len == 0)
        return err_set(err, ERR_ACCOUNT_REASON);
    if (utf8_count(why) > LIMIT_ACCOUNT_REASON_CHARACTERS)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_ACCOUNT_REASON_CHARACTERS")},
                       {"limit", arena_fmt(&arena, "%d", LIMIT_ACCOUNT_REASON_CHARACTERS)},
                       {"found", arena_fmt(&arena, "%lld", (long long)utf8_count(why))});
    return change(app, &c, err);
}

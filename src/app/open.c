#include "app/open.h"

#include "app/people/delegation.h"
#include "app/snapshot.h"
#include "store/meta.h"
#include "store/sql_gen.h"

/* The rights of the one who has authorised the person; the name stays the person's, and of the restricted areas so do
 * the person's own rights. *account becomes the principal's. */
static bool act_for(App *app, AccountRow *account, Err *err)
{
    AccountRow principal;
    Role role = ROLE_UNIT;
    if (!delegation_actor(app, account, &principal, err) || !role_parse(principal.role, &role))
        return false;
    Actor *actor = &app->actor, *person = arena_new(app->arena, Actor, 1);
    *person = *actor;
    *actor = (Actor){.name = person->name,
                     .post = person->post,
                     .person = person,
                     .granted = principal.restricted,
                     .role = role,
                     .unit = principal.unit,
                     .body = principal.body,
                     .behalf = principal.name};
    *account = principal;
    return true;
}

static bool find_actor(App *app, AccountRow *ret_account, Err *err)
{
    if (app->start.account.len == 0)
        return err_set(err, ERR_ACCOUNT_NONE);
    if (str_eq(app->start.account, PROGRAM_ACCOUNT))
        return err_set(err, ERR_ACCOUNT_RESERVED, {"found", app->start.account});
    if (!account_find(app->db, app->arena, app->start.account, ret_account, err))
        return false;
    if (!account_may_act(ret_account, app->today, err))
        return false;
    Role role;
    if (!role_parse(ret_account->role, &role))
        return err_set(err, ERR_INTERNAL, {"what", S("role of an account")});
    app->actor = (Actor){.name = ret_account->name,
                         .role = role,
                         .unit = ret_account->unit,
                         .body = ret_account->body,
                         .post = ret_account->post,
                         .granted = ret_account->restricted};
    return app->start.acting_for.len == 0 || act_for(app, ret_account, err);
}

/* --campaign, else the account's, else the only one; several without a choice is an error. */
static bool find_campaign(App *app, const AccountRow *account, Err *err)
{
    Str code = app->start.campaign.len ? app->start.campaign : account->campaign;
    if (account->campaign.len && !str_eq(code, account->campaign))
        return err_set(err, ERR_DENIED, {"account", account->name}, {"action", S("campaign")},
                       {"party", code});
    if (code.len == 0) {
        CodeList codes = {0};
        if (!campaign_codes(app->db, app->arena, &codes, err))
            return false;
        if (codes.count == 0 || app->start.no_campaign)
            return true;
        if (codes.count > 1 && role_is_admin(app->actor.role)) /* of the installation, not of one */
            return true;
        if (codes.count > 1)
            return err_set(err, ERR_CAMPAIGN_WHICH, {"found", codes.items[0]},
                           {"other", codes.items[1]});
        code = codes.items[0];
    }
    if (!app->start.snapshots)
        return campaign_load(app->db, app->arena, code, &app->def, err);
    if (!snapshot_take(app->start.snapshots, app->db, code, &app->snapshot, err))
        return false;
    app->def = *snapshot_def(app->snapshot);
    return true;
}

bool app_schema_check(Db *db, Err *err)
{
    AUTO_ARENA arena = {0};
    int version;
    if (!db_schema_version(db, &version, err))
        return false;
    if (version == MIGRATION_COUNT)
        return true;
    return err_set(err, version < MIGRATION_COUNT ? ERR_DB_OLDER : ERR_DB_NEWER,
                   {"found", arena_fmt(&arena, "%d", version)},
                   {"expected", arena_fmt(&arena, "%d", MIGRATION_COUNT)});
}

/* A server's is open already, and what it stands on was checked when it began. */
static bool open_database(App *app, Err *err)
{
    if (app->start.hub) {
        app->hub = app->start.hub;
        app->db = app->start.db;
        return app_digest(app->db, app->arena, &app->digest, err);
    }
    return db_hub_open(app->start.db_url, (DbOptions){0}, &app->hub, err) &&
           db_connect(app->hub, &app->db, err) && app_schema_check(app->db, err) &&
           app_digest(app->db, app->arena, &app->digest, err);
}

static bool open_parts(App *app, Err *err)
{
    AccountRow account;
    if (!open_database(app, err) || !find_actor(app, &account, err) ||
        !find_campaign(app, &account, err))
        return false;
    const Unit *unit = app->actor.unit.len ? app_unit(app, app->actor.unit) : NULL;
    if (unit)
        app->actor.group = unit->group;
    return true;
}

static bool open_with(bool (*open)(App *, Err *), Arena *arena, const AppStart *start, App *ret_app,
                      Err *err)
{
    *ret_app = (App){.arena = arena,
                     .start = *start,
                     .now_ms = start->now_ms,
                     .today = instant_to_date(start->now_ms, OFFSET_MINUTES_CHINA),
                     .ids = start->ids};
    *err = (Err){0};
    if (open(ret_app, err))
        return true;
    app_close(ret_app);
    return false;
}

bool app_open(Arena *arena, const AppStart *start, App *ret_app, Err *err)
{
    return open_with(open_parts, arena, start, ret_app, err);
}

bool app_open_unnamed(Arena *arena, const AppStart *start, App *ret_app, Err *err)
{
    return open_with(open_database, arena, start, ret_app, err);
}

static bool open_program(App *app, Err *err)
{
    app->actor = (Actor){.name = PROGRAM_ACCOUNT, .role = ROLE_SYSTEM_ADMIN, .program = true};
    return open_database(app, err);
}

bool app_open_program(Arena *arena, const AppStart *start, App *ret_app, Err *err)
{
    return open_with(open_program, arena, start, ret_app, err);
}

typedef struct InitCall {
    App *app;
    bool is_new;
} InitCall;

static bool write_first_account(Db *tx, void *ctx, Err *err)
{
    InitCall *call = ctx;
    App *app = call->app;
    AccountRow row;
    if (account_find(tx, app->arena, app->start.account, &row, err))
        return true;
    int64_t others;
    if (err->code != ERR_ACCOUNT_UNKNOWN || !account_count(tx, &others, err))
        return false;
    if (others > 0) /* init makes the first account, never one more: that would be a back door */
        return err_set(err, ERR_ACCOUNT_UNKNOWN, {"found", app->start.account});
    *err = (Err){0};
    row = (AccountRow){
        .name = app->start.account, .role = role_word(ROLE_OFFICE_DIRECTOR), .active = true};
    call->is_new = true;
    app->actor = (Actor){.name = row.name, .role = ROLE_OFFICE_DIRECTOR};
    return account_save(tx, &row, err) && meta_set(tx, S("digest"), S("sm3"), err) &&
           meta_set(tx, S("separation"), S("sample"), err) &&
           app_audit(app, tx, ACT_CAMPAIGN_IMPORT, S("setting separation"), S(""), err) &&
           app_audit(app, tx, ACT_CAMPAIGN_IMPORT,
                     arena_fmt(app->arena, "account %.*s", STR_ARG(row.name)), S(""), err);
}

bool app_init(Arena *arena, const AppStart *start, int *ret_migrations, bool *ret_new, Err *err)
{
    AUTO_APP app = {.arena = arena, .start = *start, .now_ms = start->now_ms, .ids = start->ids};
    *err = (Err){0};
    if (start->account.len == 0)
        return err_set(err, ERR_ACCOUNT_NONE);
    if (str_eq(start->account, PROGRAM_ACCOUNT))
        return err_set(err, ERR_ACCOUNT_RESERVED, {"found", start->account});
    if (!db_hub_open(start->db_url, (DbOptions){.create = true}, &app.hub, err) ||
        !db_connect(app.hub, &app.db, err) ||
        !db_migrate(app.db, migrations_all, MIGRATION_COUNT, ret_migrations, err) ||
        !app_digest(app.db, arena, &app.digest, err))
        return false;
    InitCall call = {&app, false};
    if (!db_write(app.db, S(""), write_first_account, &call, err))
        return false;
    *ret_new = call.is_new;
    return true;
}

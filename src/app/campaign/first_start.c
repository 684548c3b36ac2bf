#include "app/campaign/first_start.h"

#include "app/open.h"
#include "app/people/accounts.h"
#include "app/people/signin.h"
#include "store/meta.h"
#include "store/signin.h"
#include "store/sql_gen.h"
#include "sys/password.h"
#include "sys/randomness.h"

Role administrator_role(Administrator which)
{
    static const Role roles[ADMINISTRATORS] = {ROLE_SYSTEM_ADMIN, ROLE_SECURITY_ADMIN,
                                               ROLE_AUDIT_ADMIN};
    return roles[which];
}

bool first_start_needed(Db *db, bool *ret_needed, Err *err)
{
    int64_t count;
    if (!account_count(db, &count, err))
        return false;
    *ret_needed = count == 0;
    return true;
}

bool first_start_prepare(Str db_url, Err *err)
{
    DbHub *hub = NULL;
    Db *db = NULL;
    int version, applied;
    *err = (Err){0};
    bool ok =
        db_hub_open(db_url, (DbOptions){.create = true}, &hub, err) && db_connect(hub, &db, err);
    if (ok && !db_schema_version(db, &version, err)) {
        ok = err->code == ERR_DB_NOT_INIT;
        if (ok) {
            *err = (Err){0};
            ok = db_migrate(db, migrations_all, MIGRATION_COUNT, &applied, err);
        }
    }
    db_close(db);
    db_hub_close(hub);
    return ok;
}

typedef struct Three {
    App *app;
    const Str *names;
    Str hashes[ADMINISTRATORS];
} Three;

static bool write_administrator(Three *t, Db *tx, Administrator which, Err *err)
{
    App *app = t->app;
    Str name = t->names[which];
    AccountRow row = {
        .name = name, .role = role_word(administrator_role(which)), .active = true, .position = -1};
    GrantRow grant = {.account = name,
                      .made_at = app->now_ms,
                      .made_by = app->actor.name,
                      .authorised_at = app->now_ms};
    PasswordRow password = {.account = name,
                            .hash = t->hashes[which],
                            .set_by = app->actor.name,
                            .set_at = app->now_ms,
                            .must_change = true};
    static const char *const kinds[] = {"account", "grant", "password"};
    if (!account_save(tx, &row, err) || !grant_save(tx, &grant, err) ||
        !password_save(tx, &password, err))
        return false;
    for (int k = 0; k < 3; k++)
        if (!app_audit(app, tx, ACT_ACCOUNT_MAKE,
                       arena_fmt(app->arena, "%s %.*s", kinds[k], STR_ARG(name)), S(""), err))
            return false;
    return true;
}

static bool write_three(Db *tx, void *ctx, Err *err)
{
    Three *t = ctx;
    bool needed;
    if (!first_start_needed(tx, &needed, err))
        return false;
    if (!needed)
        return err_set(err, ERR_FIRST_START_DONE);
    if (!meta_set(tx, S("digest"), S("sm3"), err) ||
        !meta_set(tx, S("separation"), S("three"), err) ||
        !app_digest(tx, t->app->arena, &t->app->digest, err) ||
        !app_audit(t->app, tx, ACT_ACCOUNT_MAKE, S("setting separation"), S(""), err))
        return false;
    for (int i = 0; i < ADMINISTRATORS; i++)
        if (!write_administrator(t, tx, (Administrator)i, err))
            return false;
    return true;
}

static bool check_names(const Str *names, Err *err)
{
    for (int i = 0; i < ADMINISTRATORS; i++) {
        if (!account_name_is_valid(names[i]))
            return err_set(err, ERR_ACCOUNT_NAME, {"found", names[i]});
        if (str_eq(names[i], PROGRAM_ACCOUNT))
            return err_set(err, ERR_ACCOUNT_RESERVED, {"found", names[i]});
        for (int k = 0; k < i; k++)
            if (str_eq(names[i], names[k]))
                return err_set(err, ERR_FIRST_START_SAME, {"found", names[i]});
    }
    return true;
}

static bool write_on(App *app, const Str *names, Str *passwords, Err *err)
{
    Three t = {.app = app, .names = names};
    for (int i = 0; i < ADMINISTRATORS; i++) {
        passwords[i] = password_make(app->arena, random_fill, NULL);
        if (!password_hash(app->arena, passwords[i], &t.hashes[i], err))
            return false;
    }
    return db_write(app->db, S(""), write_three, &t, err);
}

bool first_start_three(Arena *arena, const AppStart *start, const Str names[ADMINISTRATORS],
                       Str ret_passwords[ADMINISTRATORS], Err *err)
{
    Str passwords[ADMINISTRATORS] = {0};
    App app = {.arena = arena,
               .start = *start,
               .now_ms = start->now_ms,
               .ids = start->ids,
               .hub = start->hub,
               .db = start->db,
               .actor = {.name = names[ADMIN_SYSTEM], .role = ROLE_SYSTEM_ADMIN}};
    *err = (Err){0};
    if (!check_names(names, err) || (!start->hub && !first_start_prepare(start->db_url, err)))
        return false;
    bool ok = start->hub || (db_hub_open(start->db_url, (DbOptions){0}, &app.hub, err) &&
                             db_connect(app.hub, &app.db, err));
    ok = ok && app_schema_check(app.db, err) && write_on(&app, names, passwords, err);
    app_close(&app);
    for (int i = 0; ok && i < ADMINISTRATORS; i++)
        ret_passwords[i] = passwords[i];
    return ok;
}

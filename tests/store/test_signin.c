/* Signing in on both engines: who gets a session, when it ends, what slows attempts, what is stored. */
#include "fixture.h"

#include "app/signin.h"
#include "app/slow_down.h"
#include "base/limits.h"
#include "sys/randomness.h"

#include <string.h>

enum { MINUTE = 60 * 1000, HOUR = 60 * MINUTE };
#define NOON INT64_C(1625112000000)

static const Str right = SC("blauer Elefant tanzt"), other = SC("gelber Tiger schweigt");

/* An installation with the accounts office, sysadmin, auditadmin and, in a campaign, clerk and
 * unit1. The clock stands still until a test moves it. */
typedef struct Office {
    Fix fix;
    IdSource ids;
    int64_t now_ms;
    RandomSource random;
} Office;

static void bytes_of(void *ctx, void *bytes, size_t len)
{
    unsigned char *to = bytes;
    for (size_t i = 0; i < len; i++)
        to[i] = (unsigned char)random_u32(ctx);
}

static int64_t office_now(void *ctx)
{
    return ((Office *)ctx)->now_ms;
}

static uint32_t office_random(void *ctx)
{
    return random_u32(&((Office *)ctx)->random);
}

static void add_account(Office *o, const char *name, const char *campaign, const char *role)
{
    AUTO_ARENA arena = {0};
    Str sql = arena_fmt(&arena,
                        "INSERT INTO account (campaign, name, position, role, unit, body, post, "
                        "active) VALUES ('%s', '%s', 1, '%s', '', '', '', TRUE)",
                        campaign, name, role);
    fix_exec(o->fix.db, str_z(&arena, sql));
}

static AppStart start_as(Office *o, const char *account)
{
    return (AppStart){.db_url = o->fix.url,
                      .account = str_from_z(account),
                      .no_campaign = true,
                      .now_ms = o->now_ms,
                      .ids = o->ids,
                      .random_bytes = bytes_of,
                      .random_ctx = &o->random};
}

static bool set_as(Office *o, const char *actor, const char *account, Str password, Err *err)
{
    AUTO_ARENA arena = {0};
    AUTO_APP app = {0};
    AppStart start = start_as(o, actor);
    CHECK_OK(app_open(&arena, &start, &app, err), err);
    return password_set(&app, str_from_z(account), password, err);
}

static void office_open(Office *o)
{
    Err err = {0};
    int migrations;
    bool is_new;
    *o = (Office){.now_ms = NOON, .random = {.seeded = true, .seed = 7}};
    o->fix = fix_open((DbOptions){0});
    o->ids = (IdSource){office_now, office_random, o, 0};
    AppStart start = start_as(o, "office");
    CHECK_OK(app_init(&o->fix.arena, &start, &migrations, &is_new, &err), &err);
    add_account(o, "sysadmin", "", "system_admin");
    CHECK_OK(set_as(o, "office", "office", right, &err), &err);
}

static SignIn signin_of(Office *o)
{
    return (SignIn){.arena = &o->fix.arena,
                    .hub = o->fix.hub,
                    .db = o->fix.db,
                    .now_ms = o->now_ms,
                    .ids = &o->ids,
                    .random_bytes = bytes_of,
                    .random_ctx = &o->random};
}

static ErrCode try_in(Office *o, const char *account, Str password, const char *address,
                      Session *ret_session, Str *ret_token)
{
    Err err = {0};
    SignIn s = signin_of(o);
    return signin_begin(&s, str_from_z(account), password, str_from_z(address), ret_session,
                        ret_token, &err)
               ? ERR_NONE
               : err.code;
}

static bool holds(Office *o, Str token)
{
    Err err = {0};
    Session found = {0};
    bool is_found = false;
    SignIn s = signin_of(o);
    CHECK_OK(signin_find(&s, token, &is_found, &found, &err), &err);
    return is_found;
}

static void signin__gives_a_session_for_the_right_password(void **state)
{
    (void)state;
    Office o;
    Session begun, found;
    Str token;
    Err err = {0};
    bool is_found = false;
    office_open(&o);
    CHECK_I64(try_in(&o, "office", other, "10.0.0.1", &begun, &token), ERR_SIGNIN_WRONG);
    CHECK_I64(try_in(&o, "nobody", right, "10.0.0.1", &begun, &token), ERR_SIGNIN_WRONG);
    CHECK_I64(try_in(&o, "sysadmin", right, "10.0.0.1", &begun, &token), ERR_SIGNIN_WRONG);
    CHECK_I64(try_in(&o, "office", S(""), "10.0.0.1", &begun, &token), ERR_SIGNIN_WRONG);
    CHECK_I64(try_in(&o, " office ", right, "10.0.0.1", &begun, &token), ERR_NONE);
    CHECK_STR(begun.account, S("office"));
    CHECK_I64(token.len, 2 * SESSION_TOKEN_BYTES);
    SignIn s = signin_of(&o);
    CHECK_OK(signin_find(&s, token, &is_found, &found, &err), &err);
    CHECK(is_found);
    CHECK_STR(found.id, begun.id);
    CHECK_STR(found.account, S("office"));
    CHECK_STR(found.csrf, begun.csrf);
    CHECK(!str_eq(found.csrf, token));
    CHECK_OK(signin_end(&s, &found, &err), &err);
    CHECK(!holds(&o, token));
    fix_done(&o.fix);
}

static int tests(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(signin__gives_a_session_for_the_right_password),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}

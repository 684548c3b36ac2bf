/* What a session must do first, second factors, sessions of an account, the policy, acting for another; on both engines. */
#include "door.h"

#include "app/ledger/progress.h"
#include "app/people/delegation.h"
#include "app/people/factor.h"
#include "app/people/sessions.h"
#include "app/restricted.h"
#include "app/upkeep/verify.h"
#include "base/limits.h"
#include "sys/totp.h"

#include <stdlib.h>
#include <string.h>

enum { DAY = 24 * HOUR };

static Office *shared;
static Door at;
static char data_folder[] = "/tmp/duban-test-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    static Office office;
    office = office_open();
    shared = &office;
    at = door_open(shared, 9);
    CHECK(mkdtemp(data_folder) != NULL);
    static const char *const names[] = {"director1", "clerk1", "u_t01", "u_t02", "secadmin"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        CHECK_I64(door_set(shared, names[i], names[i], pass_right), ERR_NONE);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    static const char *const left[] = {"keys/seal.key", "keys", "."};
    for (size_t i = 0; i < 3; i++)
        (void)remove(arena_fmt(&at.arena, "%s/%s", data_folder, left[i]).ptr);
    door_done(&at);
    office_done(shared);
    return 0;
}

static App app_of(const char *account, const char *acting_for, ErrCode *ret_code)
{
    Err err = {0};
    App app = {0};
    AppStart start = office_start(shared, NULL, str_from_z(account));
    start.data_folder = str_from_z(data_folder);
    start.acting_for = str_from_z(acting_for);
    bool ok = app_open(&at.arena, &start, &app, &err);
    *ret_code = ok ? ERR_NONE : err.code;
    return app;
}

static SignIn signin(void)
{
    SignIn s = door_signin(&at);
    s.data_folder = str_from_z(data_folder);
    return s;
}

static Session session_of(Str token)
{
    Err err = {0};
    Session found = {0};
    bool is_found = false;
    SignIn s = signin();
    CHECK_OK(signin_find(&s, token, &is_found, &found, &err), &err);
    CHECK(is_found);
    return found;
}

static Str sign_in(const char *account, const char *address)
{
    Str token;
    CHECK_I64(door_try(&at, account, pass_right, address, &token), ERR_NONE);
    return token;
}

static ErrCode policy_change(const char *account, PolicyKey key, int value)
{
    Err err = {0};
    ErrCode code;
    Policy policy;
    AUTO_APP app = app_of(account, "", &code);
    CHECK_OK(policy_read(app.db, &at.arena, &policy, &err), &err);
    policy.value[key] = value;
    return policy_set(&app, &policy, &err) ? ERR_NONE : err.code;
}

/* ---- the policy ---- */

static void policy__is_set_by_one_and_bounded(void **state)
{
    (void)state;
    CHECK_I64(policy_change("director1", POLICY_IDLE_MINUTES, 20), ERR_DENIED);
    CHECK_I64(policy_change("secadmin", POLICY_IDLE_MINUTES, 30), ERR_POLICY_SAME);
    CHECK_I64(policy_change("secadmin", POLICY_IDLE_MINUTES, LIMIT_POLICY_IDLE_MINUTES_MIN - 1),
              ERR_POLICY_VALUE);
    CHECK_I64(policy_change("secadmin", POLICY_IDLE_MINUTES, LIMIT_POLICY_IDLE_MINUTES_MAX + 1),
              ERR_POLICY_VALUE);
    CHECK_I64(policy_change("secadmin", POLICY_PASSWORD, 2), ERR_POLICY_VALUE);
    CHECK_I64(policy_change("secadmin", POLICY_IDLE_MINUTES, 20), ERR_NONE);
    CHECK(str_has(fix_rows(&at.arena, at.db,
                           "SELECT detail FROM audit WHERE action = 'policy.set'"
                           " AND result = 'ok' ORDER BY seq DESC LIMIT 1"),
                  S("\"idle_minutes\":\"30 > 20\"")));
    Str token = sign_in("clerk1", "10.1.0.1");
    shared->now_ms += 20 * MINUTE - 1;
    CHECK(door_holds(&at, token));
    shared->now_ms += 20 * MINUTE;
    CHECK(!door_holds(&at, token));
    CHECK_I64(policy_change("secadmin", POLICY_IDLE_MINUTES, 30), ERR_NONE);
}

static void policy__body_that_is_odd_is_a_fault(void **state)
{
    (void)state;
    Policy policy;
    Err err = {0};
    CHECK_OK(policy_parse(&at.arena, S(""), true, &policy, &err), &err);
    CHECK_I64(policy.value[POLICY_FACTOR], FACTOR_ADMINISTRATORS);
    CHECK_OK(policy_parse(&at.arena, S("{\"factor\":\"all\"}"), false, &policy, &err), &err);
    CHECK(policy.value[POLICY_FACTOR] == FACTOR_ALL && policy.value[POLICY_IDLE_MINUTES] == 30);
    const Str odd[] = {S("{"), S("[]"), S("{\"x\":\"1\"}"), S("{\"idle_minutes\":\"0\"}")};
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        CHECK(!policy_parse(&at.arena, odd[i], false, &policy, &err));
        CHECK_ERR(&err, ERR_POLICY_BODY);
    }
}

/* ---- gates ---- */

static void gate__waits_for_what_the_policy_asks(void **state)
{
    (void)state;
    int64_t began = shared->now_ms;
    CHECK_I64(session_of(sign_in("u_t02", "10.2.0.1")).gate, GATE_NONE);
    CHECK_I64(policy_change("secadmin", POLICY_FACTOR, FACTOR_ALL), ERR_NONE);
    CHECK_I64(session_of(sign_in("u_t02", "10.2.0.1")).gate, GATE_FACTOR);
    CHECK_I64(policy_change("secadmin", POLICY_FACTOR, FACTOR_ADMINISTRATORS), ERR_NONE);
    CHECK_I64(session_of(sign_in("u_t02", "10.2.0.1")).gate, GATE_NONE);
    CHECK_I64(session_of(sign_in("secadmin", "10.2.0.1")).gate, GATE_FACTOR);
    CHECK_I64(policy_change("secadmin", POLICY_FACTOR, FACTOR_NONE), ERR_NONE);
    CHECK_I64(policy_change("secadmin", POLICY_NOTICE, 1), ERR_NONE);
    Str token = sign_in("u_t02", "10.2.0.1");
    Session session = session_of(token);
    CHECK_I64(session.gate, GATE_NOTICE);
    SignIn s = signin();
    Err err = {0};
    CHECK_OK(signin_notice(&s, &session, &err), &err);
    CHECK_I64(session_of(token).gate, GATE_NONE);
    CHECK_I64(policy_change("secadmin", POLICY_NOTICE, 0), ERR_NONE);
    shared->now_ms = began + (int64_t)PASSWORD_DAYS * DAY;
    CHECK_I64(session_of(sign_in("u_t02", "10.2.0.1")).gate, GATE_PASSWORD);
    CHECK_I64(policy_change("secadmin", POLICY_PASSWORD, PASSWORD_ASVS), ERR_NONE);
    CHECK_I64(session_of(sign_in("u_t02", "10.2.0.1")).gate, GATE_NONE);
    CHECK_I64(policy_change("secadmin", POLICY_PASSWORD, PASSWORD_DJCP3), ERR_NONE);
    shared->now_ms = began;
}

static void first__passwords_expire(void **state)
{
    (void)state;
    Str made;
    CHECK_I64(door_reset(shared, "director1", "leader1", &at.arena, &made), ERR_NONE);
    shared->now_ms += 7 * (int64_t)DAY;
    CHECK_I64(door_try(&at, "leader1", made, "10.2.1.1", NULL), ERR_NONE);
    shared->now_ms += 1;
    CHECK_I64(door_try(&at, "leader1", made, "10.2.1.1", NULL), ERR_SIGNIN_WRONG);
    shared->now_ms -= 7 * (int64_t)DAY + 1;
}

static void first__passwords_are_not_kept(void **state)
{
    (void)state;
    Str made;
    CHECK_I64(policy_change("secadmin", POLICY_PASSWORD, PASSWORD_ASVS), ERR_NONE);
    CHECK_I64(door_reset(shared, "director1", "leader1", &at.arena, &made), ERR_NONE);
    CHECK_I64(door_set(shared, "leader1", "leader1", made), ERR_PASSWORD_USED);
    CHECK_I64(door_set(shared, "leader1", "leader1", pass_other), ERR_NONE);
    CHECK_I64(door_set(shared, "leader1", "leader1", pass_right), ERR_NONE);
    CHECK_I64(door_set(shared, "leader1", "leader1", pass_other), ERR_NONE); /* no history */
    CHECK_I64(policy_change("secadmin", POLICY_PASSWORD, PASSWORD_DJCP3), ERR_NONE);
}

/* ---- the second factor ---- */

static Str secret_of(const char *account)
{
    Err err = {0};
    ErrCode code;
    FactorState state;
    AUTO_APP app = app_of(account, "", &code);
    CHECK_OK(factor_begin(&app, &err), &err);
    CHECK_OK(factor_read(&app, &state, &err), &err);
    CHECK(state.secret.len == 39 && state.qr.width >= 21);
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    char *bytes = arena_alloc(&at.arena, TOTP_SECRET_BYTES, 1);
    int bits = 0, value = 0, n = 0;
    for (ptrdiff_t i = 0; i < state.secret.len; i++) {
        const char *letter = strchr(letters, state.secret.ptr[i]);
        if (state.secret.ptr[i] == ' ' || !letter)
            continue;
        value = (value << 5 | (int)(letter - letters)) & 0xffff;
        for (bits += 5; bits >= 8; bits -= 8)
            bytes[n++] = (char)(value >> (bits - 8));
    }
    CHECK_I64(n, TOTP_SECRET_BYTES);
    return (Str){bytes, n};
}

static Str code_at(Str secret, int64_t ms)
{
    Err err = {0};
    char *code = arena_alloc(&at.arena, TOTP_DIGITS + 1, 1);
    CHECK_OK(totp_code(secret, ms / TOTP_STEP_MS, code, &err), &err);
    return (Str){code, TOTP_DIGITS};
}

static ErrCode prove(Str token, Str code, const char *address)
{
    Err err = {0};
    SignIn s = signin();
    Session session = session_of(token);
    return factor_prove(&s, &session, code, str_from_z(address), &err) ? ERR_NONE : err.code;
}

static void factor__is_set_up_asked_for_and_reset(void **state)
{
    (void)state;
    Err err = {0};
    ErrCode code;
    Str token = sign_in("u_t01", "10.3.0.1"), secret = secret_of("u_t01");
    Session session = session_of(token);
    CHECK_I64(session.gate, GATE_NONE); /* not before its first code */
    {
        AUTO_APP app = app_of("u_t01", "", &code);
        CHECK(!factor_enrol(&app, &session, S("12345"), &err));
        CHECK_ERR(&err, ERR_FACTOR_CODE);
        CHECK_OK(factor_enrol(&app, &session, code_at(secret, shared->now_ms), &err), &err);
        CHECK(!factor_begin(&app, &err));
        CHECK_ERR(&err, ERR_FACTOR_THERE);
    }
    CHECK_I64(session_of(token).gate, GATE_NONE); /* it has shown it */
    Str second = sign_in("u_t01", "10.3.0.1");
    CHECK_I64(session_of(second).gate, GATE_CODE);
    CHECK_I64(prove(second, code_at(secret, shared->now_ms), "10.3.0.1"),
              ERR_FACTOR_CODE); /* once */
    CHECK_I64(prove(second, code_at(secret, shared->now_ms + 2 * TOTP_STEP_MS), "10.3.0.1"),
              ERR_FACTOR_CODE);
    CHECK_I64(prove(second, code_at(secret, shared->now_ms + TOTP_STEP_MS), "10.3.0.1"), ERR_NONE);
    CHECK_I64(session_of(second).gate, GATE_NONE);
    session = session_of(second);
    SignIn s = signin();
    s.now_ms += MINUTE;
    CHECK_OK(signin_prove(&s, &session, pass_right, S("10.3.0.1"), &err), &err);
    CHECK_I64(session_of(second).proved_at, session.proved_at); /* the password is half of it */
    CHECK(!str_has(fix_rows(&at.arena, at.db, "SELECT * FROM account_totp"), secret));
    AUTO_APP unit = app_of("u_t02", "", &code), security = app_of("secadmin", "", &code);
    CHECK(!factor_reset(&unit, S("u_t01"), &err));
    CHECK_ERR(&err, ERR_DENIED);
    CHECK_OK(factor_reset(&security, S("u_t01"), &err), &err);
    CHECK(!door_holds(&at, token) && !door_holds(&at, second));
    CHECK(!factor_reset(&security, S("u_t01"), &err));
    CHECK_ERR(&err, ERR_FACTOR_NONE);
    CHECK_I64(session_of(sign_in("u_t01", "10.3.0.1")).gate, GATE_NONE);
}

static void factor__codes_are_slowed(void **state)
{
    (void)state;
    Err err = {0};
    ErrCode code;
    Str token = sign_in("clerk1", "10.3.1.1"), secret = secret_of("clerk1");
    Session session = session_of(token);
    {
        AUTO_APP app = app_of("clerk1", "", &code);
        CHECK_OK(factor_enrol(&app, &session, code_at(secret, shared->now_ms), &err), &err);
    }
    Str other = sign_in("clerk1", "10.3.1.2");
    int wrong = 0;
    while (prove(other, S("000000"), "10.3.1.2") == ERR_FACTOR_CODE && wrong < 50)
        wrong++;
    CHECK_I64(wrong, 5);
    /* who has the password and guesses codes elsewhere keeps nobody from the place where they work */
    CHECK_I64(prove(token, code_at(secret, shared->now_ms + TOTP_STEP_MS), "10.3.1.1"), ERR_NONE);
    AUTO_APP security = app_of("secadmin", "", &code);
    CHECK_OK(factor_reset(&security, S("clerk1"), &err), &err);
    shared->now_ms += 2 * HOUR;
}

/* ---- sessions ---- */

static void session__is_ended_by_its_person_and_by_administrators(void **state)
{
    (void)state;
    Err err = {0};
    ErrCode code;
    SessionRows rows = {0};
    Str one = sign_in("u_t02", "10.4.0.1"), two = sign_in("u_t02", "10.4.0.2"),
        three = sign_in("u_t02", "10.4.0.3"), foreign = sign_in("director1", "10.4.0.4");
    AUTO_APP own = app_of("u_t02", "", &code), other = app_of("u_t01", "", &code),
             security = app_of("secadmin", "", &code);
    CHECK_OK(sessions_read(&own, S("u_t02"), &rows, &err), &err);
    CHECK(rows.count >= 3);
    CHECK(!sessions_read(&other, S("u_t02"), &rows, &err));
    CHECK_ERR(&err, ERR_DENIED);
    CHECK(!session_end_of(&own, S("u_t02"), session_of(foreign).id, &err));
    CHECK_ERR(&err, ERR_SESSION_UNKNOWN);
    CHECK(!session_end_of(&other, S("u_t02"), session_of(one).id, &err));
    CHECK_ERR(&err, ERR_DENIED);
    CHECK_OK(session_end_of(&own, S("u_t02"), session_of(one).id, &err), &err);
    CHECK(!door_holds(&at, one) && door_holds(&at, two));
    CHECK_OK(session_end_mine_but(&own, session_of(three).id, &err), &err);
    CHECK(!door_holds(&at, two) && door_holds(&at, three) && door_holds(&at, foreign));
    CHECK_OK(session_end_of(&security, S("u_t02"), S(""), &err), &err);
    CHECK(!door_holds(&at, three) && door_holds(&at, foreign));
}

/* ---- acting for another ---- */

static Str day(int days)
{
    return date_str(&at.arena, instant_to_date(shared->now_ms, OFFSET_MINUTES_CHINA) + days);
}

static ErrCode give(const char *account, const char *acting, const char *to, Str from_on, Str to_on,
                    Str *ret_id)
{
    Err err = {0};
    ErrCode code;
    DelegationEntry entry = {str_from_z(to), from_on, to_on, S("外出")};
    AUTO_APP app = app_of(account, acting, &code);
    CHECK_I64(code, ERR_NONE);
    return delegation_give(&app, &entry, ret_id, &err) ? ERR_NONE : err.code;
}

static ErrCode opens(const char *account, const char *acting)
{
    ErrCode code;
    AUTO_APP app = app_of(account, acting, &code);
    (void)app;
    return code;
}

static void delegation__has_rules(void **state)
{
    (void)state;
    Str id;
    CHECK_I64(give("u_t01", "", "u_t01", day(0), day(1), &id), ERR_DELEGATION_SELF);
    CHECK_I64(give("u_t01", "", "sysadmin", day(0), day(1), &id), ERR_DELEGATION_ADMIN);
    CHECK_I64(give("secadmin", "", "u_t01", day(0), day(1), &id), ERR_DENIED);
    CHECK_I64(give("u_t01", "", "nobody", day(0), day(1), &id), ERR_ACCOUNT_UNKNOWN);
    CHECK_I64(give("u_t01", "", "u_t02", day(-1), day(1), &id), ERR_DELEGATION_DATES);
    CHECK_I64(give("u_t01", "", "u_t02", day(2), day(1), &id), ERR_DELEGATION_DATES);
    CHECK_I64(give("u_t01", "", "u_t02", S("soon"), day(1), &id), ERR_DATE_MALFORMED);
    CHECK_I64(give("u_t01", "", "u_t02", day(0), day(LIMIT_DELEGATION_DAYS), &id),
              ERR_DELEGATION_LONG);
    CHECK_I64(opens("u_t02", "u_t01"), ERR_DELEGATION_NONE);
    CHECK_I64(give("u_t01", "", "u_t02", day(1), day(LIMIT_DELEGATION_DAYS), &id), ERR_NONE);
    CHECK_I64(give("u_t01", "", "u_t02", day(3), day(4), &id), ERR_DELEGATION_THERE);
    CHECK_I64(opens("u_t02", "u_t01"), ERR_DELEGATION_NONE); /* from tomorrow on */
    shared->now_ms += DAY;
    CHECK_I64(opens("u_t02", "u_t01"), ERR_NONE);
    CHECK_I64(opens("u_t01", "u_t02"), ERR_DELEGATION_NONE); /* not the other way round */
    CHECK_I64(opens("secadmin", "u_t01"), ERR_DELEGATION_NONE);
    /* what was handed on is not handed on: who acts gives what is their own */
    CHECK_I64(give("u_t02", "u_t01", "u_t03", day(0), day(0), &id), ERR_NONE);
    CHECK_I64(opens("u_t03", "u_t01"), ERR_DELEGATION_NONE);
    CHECK_I64(opens("u_t03", "u_t02"), ERR_NONE);
}

static void delegation__gives_rights_and_keeps_the_name(void **state)
{
    (void)state;
    Err err = {0};
    ErrCode code;
    AUTO_APP app = app_of("u_t02", "u_t01", &code);
    CHECK_STR(app.actor.name, S("u_t02"));
    CHECK_STR(app.actor.behalf, S("u_t01"));
    CHECK_STR(app.actor.unit, S("t01"));
    CHECK(permit(&app.actor, ACT_REPORT_SUBMIT, S("t01"), &err));
    CHECK(!permit(&app.actor, ACT_REPORT_SUBMIT, S("t02"), &err));
    CHECK(!permit(&app.actor, ACT_ACCOUNT_PASSWORD, S("u_t01"), &err));
    CHECK(permit(&app.actor, ACT_ACCOUNT_PASSWORD, S("u_t02"), &err));
    CHECK(!app_permit(&app, ACT_FREEZE, S(""), S("acting"), &err));
    CHECK_STR(str_trim(fix_rows(&at.arena, at.db,
                                "SELECT account, behalf FROM audit WHERE object = 'acting'")),
              S("u_t02|u_t01"));
    /* whatever the role is of whom one acts for, accounts are nobody's but one's own */
    Actor deputy = {.name = S("x"), .role = ROLE_OFFICE_DIRECTOR, .behalf = S("director1")};
    CHECK(!permit(&deputy, ACT_ACCOUNT_PASSWORD, S("clerk1"), &err));
    CHECK(permit(&deputy, ACT_ACCOUNT_PASSWORD, S("x"), &err));
}

static void delegation__ends_for_the_session_too(void **state)
{
    (void)state;
    Err err = {0};
    ErrCode code;
    Str token = sign_in("u_t02", "10.5.0.1");
    Session before = session_of(token);
    CHECK(before.may_act_for);
    SignIn s = signin();
    CHECK(!signin_act_for(&s, &before, S("director1"), &err));
    CHECK_ERR(&err, ERR_DELEGATION_NONE);
    CHECK_OK(signin_act_for(&s, &before, S("u_t01"), &err), &err);
    Session acting = session_of(token);
    CHECK_STR(acting.acting_for, S("u_t01"));
    CHECK(!str_eq(acting.csrf, before.csrf)); /* a form of before is no form of the other */
    DelegationRows rows = {0};
    AUTO_APP principal = app_of("u_t01", "", &code), third = app_of("u_t03", "", &code),
             security = app_of("secadmin", "", &code);
    CHECK_OK(delegations_read(&principal, &rows, &err), &err);
    CHECK_I64(rows.count, 1);
    CHECK(!delegation_stop(&third, rows.items[0].id, &err));
    CHECK_ERR(&err, ERR_DENIED);
    CHECK_OK(delegation_stop(&principal, rows.items[0].id, &err), &err);
    CHECK_I64(opens("u_t02", "u_t01"), ERR_DELEGATION_NONE);
    rows = (DelegationRows){0};
    CHECK_OK(delegations_read(&security, &rows, &err), &err);
    CHECK(rows.count >= 2);
    CHECK_OK(delegation_stop(&security, rows.items[0].id, &err), &err);
    CHECK_I64(opens("u_t03", "u_t02"), ERR_DELEGATION_NONE);
}

/* As many as a list shows have run out since: what holds is neither hidden by them nor given once more. */
static void delegation__that_holds_is_found_among_many(void **state)
{
    (void)state;
    Err err = {0};
    ErrCode code;
    Str id, other;
    DelegationRows rows = {0};
    CHECK_I64(give("u_t03", "", "u_t01", day(0), day(5), &id), ERR_NONE);
    for (int i = 0; i < LIMIT_DELEGATIONS_SHOWN; i++)
        fix_exec(at.db,
                 str_z(&at.arena, arena_fmt(&at.arena,
                                            "INSERT INTO delegation VALUES ('ZZ%d', 'u_t03', "
                                            "'u_t01', '2020-01-01', '2020-01-02', 'x', 1, "
                                            "'u_t03', 0, '')",
                                            i)));
    AUTO_APP app = app_of("u_t03", "", &code);
    CHECK_OK(delegations_read(&app, &rows, &err), &err);
    CHECK_I64(rows.count, LIMIT_DELEGATIONS_SHOWN);
    CHECK_STR(rows.items[0].id, id);
    CHECK_I64(give("u_t03", "", "u_t01", day(5), day(6), &other), ERR_DELEGATION_THERE);
    CHECK_I64(give("u_t03", "", "u_t01", day(6), day(6), &other), ERR_NONE);
    fix_exec(at.db, "DELETE FROM delegation WHERE id LIKE 'ZZ%'");
    /* of two who end it at once the second is told, and leaves no row */
    CHECK_OK(delegation_stop(&app, id, &err), &err);
    CHECK(!delegation_stop(&app, id, &err));
    CHECK_ERR(&err, ERR_DELEGATION_NONE);
}

/* t09 is restricted: its account lets another unit do its work, not read what the other may not. */
static void delegation__opens_no_restricted_area(void **state)
{
    (void)state;
    Str id;
    ErrCode code;
    CHECK_I64(give("u_t09", "", "u_t02", day(0), day(0), &id), ERR_NONE);
    AUTO_APP own = app_of("u_t09", "", &code), acting = app_of("u_t02", "u_t09", &code);
    CHECK_I64(code, ERR_NONE);
    CHECK(restricted_may(&own, S("t09")));
    CHECK(!restricted_may(&acting, S("t09")));
    CHECK(permit(&acting.actor, ACT_REPORT_SUBMIT, S("t09"), NULL));
}

/* ---- what is vouched for ---- */

static bool verifies(void)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    VerifyCounts counts = {0};
    Faults faults = {.arena = &arena};
    AppStart start = office_start(shared, NULL, S(""));
    AUTO_APP app = {0};
    CHECK_OK(app_open_unnamed(&arena, &start, &app, &err), &err);
    return verify_all(&app, &counts, &faults, &err);
}

static void verify__finds_what_was_changed_at_the_door(void **state)
{
    (void)state;
    static const char *const changes[][2] = {
        {"UPDATE account_totp SET last_step = last_step - 5 WHERE account = 'clerk1'",
         "UPDATE account_totp SET last_step = last_step + 5 WHERE account = 'clerk1'"},
        {"UPDATE delegation SET ended_at = ended_at - 1",
         "UPDATE delegation SET ended_at = ended_at + 1"},
        {"UPDATE delegation SET to_on = to_on || '0'",
         "UPDATE delegation SET to_on = substr(to_on, 1, 10)"},
        {"UPDATE privacy_notice SET at = at + 1", "UPDATE privacy_notice SET at = at - 1"},
        {"UPDATE policy SET by_account = by_account || 'x'",
         "UPDATE policy SET by_account = substr(by_account, 1, length(by_account) - 1)"},
    };
    CHECK(verifies());
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        fix_exec(at.db, changes[i][0]);
        if (verifies())
            fail_msg("not found: %s", changes[i][0]);
        fix_exec(at.db, changes[i][1]);
    }
    CHECK(verifies());
}

static int tests(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(policy__is_set_by_one_and_bounded),
        cmocka_unit_test(policy__body_that_is_odd_is_a_fault),
        cmocka_unit_test(gate__waits_for_what_the_policy_asks),
        cmocka_unit_test(first__passwords_expire),
        cmocka_unit_test(first__passwords_are_not_kept),
        cmocka_unit_test(factor__is_set_up_asked_for_and_reset),
        cmocka_unit_test(factor__codes_are_slowed),
        cmocka_unit_test(session__is_ended_by_its_person_and_by_administrators),
        cmocka_unit_test(delegation__has_rules),
        cmocka_unit_test(delegation__gives_rights_and_keeps_the_name),
        cmocka_unit_test(delegation__ends_for_the_session_too),
        cmocka_unit_test(delegation__that_holds_is_found_among_many),
        cmocka_unit_test(delegation__opens_no_restricted_area),
        cmocka_unit_test(verify__finds_what_was_changed_at_the_door),
    };
    return cmocka_run_group_tests(all, set_up, tear_down);
}

int main(void)
{
    return fix_run(tests);
}

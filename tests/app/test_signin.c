/* Passwords and sessions on both engines: who gets a session, when it ends, who may set a password,
 * what is stored and what is logged. */
#include "door.h"

#include "app/upkeep/verify.h"
#include "base/limits.h"
#include "base/out.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { IDLE = 30 * MINUTE, MOST = 12 * HOUR }; /* as the policy has it where nobody set it */

static Office *shared; /* one for all tests; each uses addresses of its own */
static Door at;

static int set_up(void **state)
{
    (void)state;
    static Office office;
    office = office_open();
    shared = &office;
    at = door_open(shared, 3);
    CHECK_I64(door_set(shared, "director1", "director1", pass_right), ERR_NONE);
    CHECK_I64(door_set(shared, "clerk1", "clerk1", pass_right), ERR_NONE);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    door_done(&at);
    office_done(shared);
    return 0;
}

static Str sign_in(const char *account, const char *address)
{
    Str token;
    CHECK_I64(door_try(&at, account, pass_right, address, &token), ERR_NONE);
    return token;
}

static Str rows(const char *sql)
{
    return fix_rows(&at.arena, at.db, sql);
}

/* --- who gets one --- */

static void signin__gives_a_session_for_the_right_password(void **state)
{
    (void)state;
    Session begun = {0}, found = {0};
    Str token, second;
    bool is_found = false;
    Err err = {0};
    SignIn s = door_signin(&at);
    CHECK_OK(signin_begin(&s, S(" director1 "), pass_right, S("10.1.0.1"), &begun, &token, &err),
             &err);
    CHECK_STR(begun.account, S("director1"));
    CHECK_I64(token.len, 2 * SESSION_TOKEN_BYTES);
    CHECK_OK(signin_find(&s, token, &is_found, &found, &err), &err);
    CHECK(is_found);
    CHECK_STR(found.id, begun.id);
    CHECK_STR(found.account, S("director1"));
    CHECK_STR(found.csrf, begun.csrf);
    CHECK_I64(found.created_at, shared->now_ms);
    CHECK(!found.must_change);
    second = sign_in("director1", "10.1.0.1");
    CHECK(!str_eq(second, token));
    CHECK(door_holds(&at, token) && door_holds(&at, second));
}

static void signin__refuses_all_else_in_the_same_words(void **state)
{
    (void)state;
    static const char name_bytes[] = "director1\0x", broken[] = "director1\xff";
    Str names[] = {S("director1"),
                   S("Director1"),
                   S("nobody"),
                   S("sysadmin") /* has no password */,
                   S(""),
                   S("director1'--"),
                   {name_bytes, sizeof name_bytes - 1},
                   {broken, sizeof broken - 1},
                   {arena_alloc(&at.arena, 70000, 1), 70000}};
    Str longest = {arena_alloc(&at.arena, 300, 1), LIMIT_PASSWORD_BYTES + 1};
    memset((void *)(uintptr_t)longest.ptr, 'x', (size_t)longest.len);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        Str passwords[] = {pass_wrong, S(""), longest, {"\0\xff", 2}};
        for (size_t p = 0; p < 4; p++) {
            Session session = {0};
            Str token;
            Err err = {0};
            SignIn s = door_signin(&at);
            Str address = arena_fmt(&at.arena, "10.2.%zu.%zu", i, p);
            shared->now_ms += HOUR; /* none is slowed */
            s.now_ms = shared->now_ms;
            CHECK(!signin_begin(&s, names[i], passwords[p], address, &session, &token, &err));
            CHECK_ERR(&err, ERR_SIGNIN_WRONG);
            CHECK_I64(err.nargs, 0);
        }
    }
    Str odd[] = {S(""), {"\xff\0", 2}, {arena_alloc(&at.arena, 5000, 1), 5000}};
    for (size_t i = 0; i < 3; i++) {
        Session session = {0};
        Str token;
        Err err = {0};
        SignIn s = door_signin(&at);
        CHECK_OK(signin_begin(&s, S("director1"), pass_right, odd[i], &session, &token, &err),
                 &err);
    }
}

/* Median of several each, taken in turns, in time of the processor so that a busy machine does not matter: whatever is
 * wrong, one attempt costs what another does. The best of seven would hide what happens rarely; the mean shows the machine. */
enum { TURNS = 7 };

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int64_t attempt_ns(const char *account, Str password)
{
    struct timespec from, to;
    shared->now_ms += HOUR;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
    CHECK_I64(door_try(&at, account, password, "10.3.0.1", NULL), ERR_SIGNIN_WRONG);
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
    return (to.tv_sec - from.tv_sec) * 1000000000 + to.tv_nsec - from.tv_nsec;
}

/* Others of the sample, as they may stand: each is refused, and by none of it is one told from another. */
static void signin__takes_as_long_whatever_is_wrong(void **state)
{
    (void)state;
    Str first;
    int64_t began = shared->now_ms;
    static const char *const ready[] = {"u_t03", "u_t04", "u_t05", "u_t06"};
    for (size_t i = 0; i < sizeof ready / sizeof ready[0]; i++)
        CHECK_I64(door_set(shared, ready[i], ready[i], pass_right), ERR_NONE);
    CHECK_I64(door_reset(shared, "director1", "u_t07", &at.arena, &first), ERR_NONE);
    fix_exec(at.db, "UPDATE account SET active = FALSE WHERE name = 'u_t03'");
    fix_exec(at.db, "INSERT INTO account_grant (account, made_at, made_by, authorised_at, "
                    "authorised_by, restricted,"
                    " phone, off_at, off_by, off_reason, expires_on) VALUES"
                    " ('u_t04', 1, 'sysadmin', 0, '', FALSE, '', 0, '', '', ''),"
                    " ('u_t05', 1, 'sysadmin', 1, 'secadmin', FALSE, '', 0, '', '', '2021-01-01')");
    fix_exec(at.db, "INSERT INTO account_totp (account, sealed, begun_at, proved_at, last_step) "
                    "VALUES ('u_t06', '1:00', 1, 1, 1)");
    shared->now_ms += 8 * 24 * (int64_t)HOUR; /* the first password of u_t07 is too old */
    const struct {
        const char *what, *account;
        Str password;
    } cases[] = {
        {"wrong password", "director1", pass_wrong},    {"unknown", "nobody", pass_right},
        {"without a password", "sysadmin", pass_right}, {"switched off", "u_t03", pass_right},
        {"not authorised", "u_t04", pass_right},        {"past its day", "u_t05", pass_right},
        {"with a second factor", "u_t06", pass_wrong},  {"first password too old", "u_t07", first},
    };
    enum { CASES = sizeof cases / sizeof cases[0] };
    int64_t ns[CASES][TURNS];
    for (int turn = 0; turn < TURNS; turn++)
        for (int i = 0; i < CASES; i++)
            ns[i][turn] = attempt_ns(cases[i].account, cases[i].password);
    for (int i = 0; i < CASES; i++) {
        qsort(ns[i], TURNS, sizeof ns[i][0], by_size);
        int64_t median = ns[i][TURNS / 2], of = ns[0][TURNS / 2];
        if (median * 4 > of * 5 || median * 5 < of * 4) /* a quarter more or less */
            fail_msg("%s: %lld ns, wrong password %lld ns", cases[i].what, (long long)median,
                     (long long)of);
    }
    fix_exec(at.db, "DELETE FROM account_totp");
    fix_exec(at.db, "DELETE FROM account_grant");
    shared->now_ms = began;
}

static void find__knows_only_whole_tokens(void **state)
{
    (void)state;
    Str token = sign_in("clerk1", "10.4.0.1");
    char *upper = arena_alloc(&at.arena, (size_t)token.len, 1);
    for (ptrdiff_t i = 0; i < token.len; i++)
        upper[i] = (char)(token.ptr[i] >= 'a' ? token.ptr[i] - 32 : token.ptr[i]);
    Str longer = arena_fmt(&at.arena, "%.*s0", STR_ARG(token));
    CHECK(door_holds(&at, token));
    CHECK(!door_holds(&at, (Str){upper, token.len}));
    CHECK(!door_holds(&at, str_sub(token, 0, token.len - 1)));
    CHECK(!door_holds(&at, longer));
    CHECK(!door_holds(&at, S("")));
    CHECK(!door_holds(&at, (Str){0}));
    CHECK(!door_holds(&at, (Str){"\xff\0", 2}));
    CHECK(!door_holds(&at, S("0000000000000000000000000000000000000000000000000000000000000000")));
    Str stored = rows("SELECT token_digest FROM session ORDER BY id DESC LIMIT 1");
    CHECK(!door_holds(&at, str_trim(stored))); /* who has the database has no token */
}

/* --- when it ends --- */

static void session__ends_when_idle(void **state)
{
    (void)state;
    Str token = sign_in("clerk1", "10.5.0.1");
    for (int i = 0; i < 4; i++) {
        shared->now_ms += IDLE - 1;
        CHECK(door_holds(&at, token));
    }
    shared->now_ms += IDLE;
    CHECK(!door_holds(&at, token));
    shared->now_ms -= IDLE / 2; /* once ended it stays so, whatever the clock does */
    CHECK(!door_holds(&at, token));
    shared->now_ms += IDLE;
}

static void session__ends_in_any_case(void **state)
{
    (void)state;
    Str token = sign_in("clerk1", "10.5.0.2");
    int64_t begun = shared->now_ms;
    while (shared->now_ms + MINUTE < begun + MOST) {
        CHECK(door_holds(&at, token));
        shared->now_ms += 20 * MINUTE;
    }
    shared->now_ms = begun + MOST - 1;
    CHECK(door_holds(&at, token));
    shared->now_ms = begun + MOST;
    CHECK(!door_holds(&at, token));
}

static void session__does_not_hold_before_it_begins(void **state)
{
    (void)state;
    Str token = sign_in("clerk1", "10.5.0.3");
    shared->now_ms -= SESSION_SEEN_MS; /* two machines that do not quite agree */
    CHECK(door_holds(&at, token));
    shared->now_ms -= HOUR; /* a clock that was set back */
    CHECK(!door_holds(&at, token));
    Str early = sign_in("clerk1", "10.5.0.3"); /* and it goes on from there */
    CHECK(door_holds(&at, early));
    shared->now_ms += HOUR + SESSION_SEEN_MS;
    CHECK(!door_holds(&at, token));
}

static void session__stores_last_seen_once_a_minute(void **state)
{
    (void)state;
    static const char sql[] = "SELECT seen_at FROM session ORDER BY id DESC LIMIT 1";
    Str token = sign_in("clerk1", "10.5.0.4");
    Str first = rows(sql);
    shared->now_ms += SESSION_SEEN_MS - 1;
    CHECK(door_holds(&at, token));
    CHECK_STR(rows(sql), first);
    shared->now_ms += 1;
    CHECK(door_holds(&at, token));
    CHECK_STR(rows(sql), arena_fmt(&at.arena, "%lld\n", (long long)shared->now_ms));
}

static void session__ends_on_signing_out(void **state)
{
    (void)state;
    Session begun = {0};
    Str token, other = sign_in("clerk1", "10.6.0.1");
    Err err = {0};
    SignIn s = door_signin(&at);
    CHECK_OK(signin_begin(&s, S("clerk1"), pass_right, S("10.6.0.1"), &begun, &token, &err), &err);
    CHECK_OK(signin_end(&s, &begun, &err), &err);
    CHECK(!door_holds(&at, token) && door_holds(&at, other));
    CHECK_OK(signin_end(&s, &begun, &err), &err); /* again: nothing, and no second row */
    Str sql = arena_fmt(&at.arena,
                        "SELECT account, action, result FROM audit WHERE chain = '' AND object = "
                        "'session %.*s' ORDER BY seq",
                        STR_ARG(begun.id));
    CHECK_STR(rows(sql.ptr), S("clerk1|signin|ok\nclerk1|signout|ok\n"));
}

static void session__ends_on_a_new_password(void **state)
{
    (void)state;
    CHECK_I64(door_set(shared, "clerk2", "clerk2", pass_right), ERR_NONE);
    Str a = sign_in("clerk2", "10.6.0.2"), b = sign_in("clerk2", "10.6.0.3");
    Str director = sign_in("director1", "10.6.0.2");
    CHECK_I64(door_set(shared, "clerk2", "clerk2", S("short")), ERR_PASSWORD_SHORT);
    CHECK(door_holds(&at, a) && door_holds(&at, b));
    CHECK_I64(door_set(shared, "clerk2", "clerk2", pass_other), ERR_NONE);
    CHECK(!door_holds(&at, a) && !door_holds(&at, b) && door_holds(&at, director));
    CHECK_I64(door_try(&at, "clerk2", pass_right, "10.6.0.2", NULL), ERR_SIGNIN_WRONG);
    CHECK_I64(door_try(&at, "clerk2", pass_other, "10.6.0.2", NULL), ERR_NONE);
}

static void session__ends_with_its_account(void **state)
{
    (void)state;
    Str token = sign_in("clerk1", "10.6.0.4"), unseen = sign_in("clerk1", "10.6.0.4");
    fix_exec(at.db, "UPDATE account SET active = FALSE WHERE name = 'clerk1'");
    CHECK(!door_holds(&at, token));
    CHECK_I64(door_try(&at, "clerk1", pass_right, "10.6.0.4", NULL), ERR_SIGNIN_WRONG);
    fix_exec(at.db, "UPDATE account SET active = TRUE WHERE name = 'clerk1'");
    CHECK(!door_holds(&at, token)); /* what was seen off is over */
    CHECK(door_holds(&at, unseen));
    CHECK_I64(door_try(&at, "clerk1", pass_right, "10.6.0.4", NULL), ERR_NONE);
}

/* --- who sets a password --- */

static void password__is_set_by_whom_it_concerns(void **state)
{
    (void)state;
    fix_exec(at.db, "INSERT INTO account (campaign, name, position, role, unit, body, post, active)"
                    " VALUES ('', 'root1', 1, 'office_director', '', '', '', TRUE), ('elsewhere',"
                    " 'far1', 1, 'office_clerk', '', '', '', TRUE)");
    static const struct Case {
        const char *actor, *account;
        ErrCode code;
    } set[] = {
        {"clerk1", "clerk1", ERR_NONE},
        {"auditadmin", "auditadmin", ERR_NONE},
        {"u_t01", "u_t01", ERR_NONE},
        {"u_t01", "t01", ERR_DENIED}, /* its unit is no account of its own */
        {"u_t01", "u_t02", ERR_DENIED},
        {"clerk1", "clerk2", ERR_DENIED},
        {"leader1", "clerk1", ERR_DENIED},
        {"secadmin", "clerk1", ERR_DENIED},
        {"auditadmin", "sysadmin", ERR_DENIED},
        {"clerk1", "nobody", ERR_DENIED},
        {"director1", "clerk2", ERR_PASSWORD_CHOSEN}, /* never chosen for another */
        {"sysadmin", "clerk2", ERR_PASSWORD_CHOSEN},
    };
    for (size_t i = 0; i < sizeof set / sizeof set[0]; i++) {
        ErrCode code = door_set(shared, set[i].actor, set[i].account, pass_third);
        if (code != set[i].code)
            fail_msg("%s for %s: %s", set[i].actor, set[i].account, err_code_name(code));
    }
    static const struct Case made[] = {
        {"clerk2", "clerk2", ERR_NONE},
        {"clerk1", "clerk2", ERR_DENIED},
        {"director1", "clerk2", ERR_NONE},
        {"director1", "leader1", ERR_NONE},
        {"director1", "nobody", ERR_ACCOUNT_UNKNOWN},
        {"director1", "sysadmin", ERR_DENIED},
        {"director1", "auditadmin", ERR_DENIED},
        {"director1", "far1", ERR_DENIED},
        {"director1", "root1", ERR_DENIED},
        {"sysadmin", "far1", ERR_DENIED},
        {"root1", "far1", ERR_NONE},
        {"root1", "secadmin", ERR_DENIED},
        {"sysadmin", "secadmin", ERR_NONE},
        {"sysadmin", "director1", ERR_NONE},
    };
    for (size_t i = 0; i < sizeof made / sizeof made[0]; i++) {
        static const char denied[] = "SELECT count(*) FROM audit WHERE result = 'denied'";
        shared->now_ms += 2 * MINUTE; /* the same refusal within a minute has one row */
        Str before = rows(denied), password;
        shared->now_ms += 2 * MINUTE; /* the same refusal within a minute has one row */
        ErrCode code = door_reset(shared, made[i].actor, made[i].account, &at.arena, &password);
        if (code != made[i].code)
            fail_msg("%s for %s: %s", made[i].actor, made[i].account, err_code_name(code));
        CHECK_I64(str_eq(rows(denied), before), code != ERR_DENIED);
        if (code)
            continue;
        Session found = {0};
        bool is_found = false;
        Err err = {0};
        SignIn s = door_signin(&at);
        Str token;
        CHECK_I64(door_try(&at, made[i].account, password, "10.7.0.1", &token), ERR_NONE);
        CHECK_OK(signin_find(&s, token, &is_found, &found, &err), &err);
        bool other = strcmp(made[i].actor, made[i].account) != 0;
        CHECK_I64(found.must_change, other);
        CHECK_I64(found.gate, other ? GATE_PASSWORD : GATE_NONE);
    }
    fix_exec(at.db, "UPDATE account SET active = FALSE WHERE name IN ('root1', 'far1')");
}

static void password__has_limits(void **state)
{
    (void)state;
    char longest[LIMIT_PASSWORD_BYTES + 2] = "";
    for (int i = 0; i < LIMIT_PASSWORD_BYTES + 1; i++)
        longest[i] = (char)((i % 2 ? 'A' : 'a') + i * 7 % 26);
    longest[0] = '7';
    const struct {
        Str password;
        ErrCode code;
    } cases[] = {
        {S(""), ERR_PASSWORD_SHORT},
        {S("x7!mQz0pLw9"), ERR_PASSWORD_SHORT},
        {S("x7!mQz0pLw9#"), ERR_NONE},
        {S("春眠不觉晓处处闻啼"), ERR_PASSWORD_SHORT}, /* characters, not bytes */
        {S("春眠不觉晓处处闻啼鸟夜来"), ERR_PASSWORD_KINDS},
        {S("春眠不觉晓处处闻啼鸟夜来y8"), ERR_NONE},
        {S("春眠不觉晓处处闻啼鸟夜来8"), ERR_PASSWORD_KINDS},
        {S("qpwoeirutyalskdjfhg"), ERR_PASSWORD_KINDS},
        {S("qpwoeiruTYalskdjfhg"), ERR_PASSWORD_KINDS},
        {{longest, LIMIT_PASSWORD_BYTES}, ERR_NONE},
        {{longest, LIMIT_PASSWORD_BYTES + 1}, ERR_PASSWORD_LONG},
        {S("x7!mQz0pLw9\t#"), ERR_PASSWORD_TEXT},
        {{"x7!mQz0pLw9\0#4", 14}, ERR_PASSWORD_TEXT},
        {S("x7!mQz0pLw9\xff#4"), ERR_PASSWORD_TEXT},
        {S("x7!mQz0pLw9\xc2\x85#4"), ERR_PASSWORD_TEXT},
        {S("shifanshi2021"), ERR_PASSWORD_COMMON},
        {S("leader1-2021-X"), ERR_PASSWORD_COMMON},
        {S("Admin@123456"), ERR_PASSWORD_COMMON},
        {S("x7!mQz0pLw9#"), ERR_PASSWORD_USED},
        {S("x7!mQz0pLw9#2"), ERR_NONE},
        {S("x7!mQz0pLw9#3"), ERR_NONE},
        {S("x7!mQz0pLw9#4"), ERR_NONE}, /* six by now: the first one may come back */
        {S("x7!mQz0pLw9#"), ERR_NONE},
        {S("x7!mQz0pLw9#"), ERR_PASSWORD_USED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        shared->now_ms += SECOND; /* those that were are told apart by when they were set */
        ErrCode code = door_set(shared, "leader1", "leader1", cases[i].password);
        if (code != cases[i].code)
            fail_msg("%zu: %s", i, err_code_name(code));
        if (code == ERR_NONE)
            CHECK_I64(door_try(&at, "leader1", cases[i].password, "10.7.1.1", NULL), ERR_NONE);
    }
}

/* --- what is stored and logged --- */

/* The database file and what is not yet in it. */
static Str files_of_database(void)
{
    Out out = out_new(&at.arena, 64 << 20);
    Str path = str_sub(shared->fix.url, (ptrdiff_t)strlen("sqlite:"), shared->fix.url.len);
    for (int wal = 0; wal < 2; wal++) {
        FILE *file =
            fopen(arena_fmt(&at.arena, "%.*s%s", STR_ARG(path), wal ? "-wal" : "").ptr, "rb");
        char *bytes = arena_alloc(&at.arena, 32 << 20, 1);
        CHECK(file);
        out_s(&out, (Str){bytes, (ptrdiff_t)fread(bytes, 1, 32 << 20, file)});
        (void)fclose(file);
    }
    CHECK(out_ok(&out));
    return out_str(&out);
}

static void secrets__are_not_in_the_database(void **state)
{
    (void)state;
    Session begun = {0};
    Str token;
    Err err = {0};
    SignIn s = door_signin(&at);
    CHECK_OK(signin_begin(&s, S("clerk1"), pass_right, S("10.8.0.1"), &begun, &token, &err), &err);
    CHECK(door_holds(&at, token));
    CHECK_I64(door_try(&at, "clerk1", pass_wrong, "10.8.0.1", NULL), ERR_SIGNIN_WRONG);
    Str all = arena_fmt(
        &at.arena, "%.*s%.*s%.*s%.*s",
        STR_ARG(rows("SELECT id, token_digest, account, created_at, address FROM session")),
        STR_ARG(rows("SELECT * FROM audit")), STR_ARG(rows("SELECT * FROM account_password")),
        STR_ARG(rows("SELECT * FROM sign_in_attempt")));
    const Str secrets[] = {token, begun.csrf, pass_right, pass_wrong};
    if (fix_engine() == DB_SQLITE)
        all = files_of_database();
    CHECK(str_has(all, begun.id) && str_has(all, S("$argon2id$v=19$m=19456,t=2,p=1$")));
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++)
        CHECK(!str_has(all, secrets[i]));
}

static void log__says_who_came_and_who_was_refused(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Out typed = out_new(&arena, 4096);
    for (int i = 0; i < 100; i++)
        out_s(&typed, S("名\""));
    Str from = str_trim(rows("SELECT max(seq) FROM audit WHERE chain = ''"));
    sign_in("clerk1", "10.9.0.1");
    CHECK_I64(door_try(&at, "clerk1", pass_wrong, "2001:db8:1:2:3::4", NULL), ERR_SIGNIN_WRONG);
    CHECK_I64(door_try(&at, str_z(&arena, out_str(&typed)), pass_wrong, "10.9.0.2", NULL),
              ERR_SIGNIN_WRONG);
    CHECK_I64(door_set(shared, "clerk1", "clerk1", pass_other), ERR_NONE);
    Str sql = arena_fmt(&arena,
                        "SELECT account, action, result, detail FROM audit WHERE chain = '' AND "
                        "seq > %.*s ORDER BY seq",
                        STR_ARG(from));
    Str found = rows(sql.ptr), line = str_cut(&found, '\n');
    CHECK_STR(line, S("clerk1|signin|ok|{\"address\":\"10.9.0.1\"}"));
    line = str_cut(&found, '\n');
    CHECK_STR(line, S("|signin|denied|{\"typed\":\"clerk1\",\"address\":\"2001:db8:1:2:3::4\"}"));
    line = str_cut(&found, '\n');
    CHECK(str_starts(line, S("|signin|denied|{\"typed\":\"名\\\"名\\\"")));
    CHECK(str_ends(line, S("名\\\"\",\"address\":\"10.9.0.2\"}"))); /* cut on a character */
    CHECK(line.len < 4 * LIMIT_ACCOUNT_BYTES);
    line = str_cut(&found, '\n');
    CHECK(str_starts(line, S("clerk1|account.password|ok|{\"rows\":\"")));
    CHECK_I64(found.len, 0);
}

static void verify__vouches_for_passwords(void **state)
{
    (void)state;
    Office office = office_open();
    for (int broken = 0; broken < 2; broken++) {
        AUTO_ARENA arena = {0};
        Err err = {0};
        VerifyCounts counts = {0};
        Faults faults = {.arena = &arena};
        AppStart start = office_start(&office, NULL, S(""));
        AUTO_APP app = {0};
        CHECK_I64(door_set(&office, "clerk1", "clerk1", broken ? pass_other : pass_right),
                  ERR_NONE);
        if (broken) /* another's hash, so that another's password fits */
            fix_exec(office.fix.db, "UPDATE account_password SET hash = hash || 'x'");
        CHECK_OK(app_open_unnamed(&arena, &start, &app, &err), &err);
        CHECK_I64(verify_all(&app, &counts, &faults, &err), !broken);
    }
    office_done(&office);
}

static int tests(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(signin__gives_a_session_for_the_right_password),
        cmocka_unit_test(signin__refuses_all_else_in_the_same_words),
        cmocka_unit_test(signin__takes_as_long_whatever_is_wrong),
        cmocka_unit_test(find__knows_only_whole_tokens),
        cmocka_unit_test(session__ends_when_idle),
        cmocka_unit_test(session__ends_in_any_case),
        cmocka_unit_test(session__does_not_hold_before_it_begins),
        cmocka_unit_test(session__stores_last_seen_once_a_minute),
        cmocka_unit_test(session__ends_on_signing_out),
        cmocka_unit_test(session__ends_on_a_new_password),
        cmocka_unit_test(session__ends_with_its_account),
        cmocka_unit_test(secrets__are_not_in_the_database),
        cmocka_unit_test(log__says_who_came_and_who_was_refused),
        cmocka_unit_test(password__is_set_by_whom_it_concerns),
        cmocka_unit_test(password__has_limits),
        cmocka_unit_test(verify__vouches_for_passwords),
    };
    return cmocka_run_group_tests(all, set_up, tear_down);
}

int main(void)
{
    return fix_run(tests);
}

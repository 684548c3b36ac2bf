/* What wrong attempts do to the next ones: by account, by address, with many at once, in two processes. */
#include "door.h"

#include "app/people/slow_down.h"
#include "base/limits.h"

#include <pthread.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;
static Office *shared; /* one for all tests; each begins with nothing counted */
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

static int forget_all(void **state)
{
    (void)state;
    fix_exec(at.db, "DELETE FROM sign_in_attempt");
    fix_exec(at.db, "DELETE FROM session");
    return 0;
}

static void fail_times(int times, const char *account, const char *address_format, int from)
{
    for (int i = 0; i < times; i++) {
        Str address = arena_fmt(&at.arena, "%s%d", address_format, from + i);
        CHECK_I64(door_try(&at, account, pass_wrong, address.ptr, NULL), ERR_SIGNIN_WRONG);
    }
}

static void slow__doubles_up_to_minutes(void **state)
{
    (void)state;
    static const int seconds[] = {1, 2, 4, 8, 16, 32, 64, 120, 120};
    fail_times(SLOW_ACCOUNT_FREE, "clerk1", "10.1.0.", 1); /* each from another place */
    for (size_t i = 0; i < sizeof seconds / sizeof seconds[0]; i++) {
        CHECK_I64(door_wait(&at, "clerk1", "10.1.1.1"), seconds[i]);
        CHECK_I64(door_try(&at, "clerk1", pass_right, "10.1.1.1", NULL), ERR_SIGNIN_SLOW);
        shared->now_ms += seconds[i] * SECOND - 1;
        CHECK_I64(door_wait(&at, "clerk1", "10.1.1.1"), 1);
        shared->now_ms += 1;
        fail_times(1, "clerk1", "10.1.2.", (int)i);
    }
    CHECK_I64(door_try(&at, "director1", pass_right, "10.1.0.1", NULL),
              ERR_NONE);                   /* not this one */
    shared->now_ms += SLOW_ACCOUNT_MAX_MS; /* and never for good */
    CHECK_I64(door_try(&at, "clerk1", pass_right, "10.1.1.1", NULL), ERR_NONE);
}

static void slow__treats_an_unknown_account_alike(void **state)
{
    (void)state;
    static const char *const names[] = {"clerk1", "nobody", "sysadmin", ""};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        fail_times(SLOW_ACCOUNT_FREE, names[i], "10.2.1.", (int)i * 10);
        CHECK_I64(door_wait(&at, names[i], "10.2.2.1"), 1);
    }
}

static void slow__forgets_after_a_quiet_hour(void **state)
{
    (void)state;
    fail_times(SLOW_ACCOUNT_FREE - 1, "clerk1", "10.3.0.", 1);
    shared->now_ms += SLOW_FORGET_MS - 1;
    fail_times(1, "clerk1", "10.3.0.", 9);
    CHECK_I64(door_wait(&at, "clerk1", "10.3.1.1"), 1);
    shared->now_ms += SLOW_FORGET_MS;
    fail_times(SLOW_ACCOUNT_FREE, "clerk1", "10.3.2.", 1);
    CHECK_I64(door_wait(&at, "clerk1", "10.3.1.1"), 1);
}

static void slow__does_not_shut_out_who_was_here_before(void **state)
{
    (void)state;
    CHECK_I64(door_try(&at, "clerk1", pass_right, "10.4.0.1", NULL), ERR_NONE);
    fail_times(SLOW_ACCOUNT_FREE, "clerk1", "10.4.1.", 1); /* somebody else, elsewhere */
    for (int i = 0; i < SLOW_ADDRESS_FREE; i++) {          /* and somebody in the same office */
        Str name = arena_fmt(&at.arena, "guess%d", i);
        CHECK_I64(door_try(&at, name.ptr, pass_wrong, "10.4.0.1", NULL), ERR_SIGNIN_WRONG);
    }
    CHECK(door_wait(&at, "clerk1", "10.4.2.1") > 0 && door_wait(&at, "director1", "10.4.0.1") > 0);
    CHECK_I64(door_try(&at, "clerk1", pass_right, "10.4.0.1", NULL), ERR_NONE);
    for (int i = 0; i < SLOW_ACCOUNT_FREE; i++) /* their own failures from there do slow them */
        CHECK_I64(door_try(&at, "clerk1", pass_wrong, "10.4.0.1", NULL), ERR_SIGNIN_WRONG);
    CHECK_I64(door_try(&at, "clerk1", pass_right, "10.4.0.1", NULL), ERR_SIGNIN_SLOW);
    shared->now_ms += SECOND;
    CHECK_I64(door_try(&at, "clerk1", pass_right, "10.4.0.1", NULL), ERR_NONE);
    CHECK_I64(door_try(&at, "clerk1", pass_wrong, "10.4.0.1", NULL), ERR_SIGNIN_WRONG);
    CHECK_I64(door_try(&at, "clerk1", pass_right, "10.4.0.1", NULL), ERR_NONE); /* forgotten */
    shared->now_ms += SESSION_KNOWN_MS + 1; /* that was long ago */
    fail_times(SLOW_ACCOUNT_FREE, "clerk1", "10.4.1.", 1);
    CHECK_I64(door_try(&at, "clerk1", pass_right, "10.4.0.1", NULL), ERR_SIGNIN_SLOW);
}

static void slow__counts_an_address_over_all_accounts(void **state)
{
    (void)state;
    for (int i = 0; i < SLOW_ADDRESS_FREE; i++) {
        Str name = arena_fmt(&at.arena, "guess%d", i);
        CHECK_I64(door_try(&at, name.ptr, pass_wrong, "10.5.0.1", NULL), ERR_SIGNIN_WRONG);
        if (i == 10) /* one's own right password wins no more guesses */
            CHECK_I64(door_try(&at, "director1", pass_right, "10.5.0.1", NULL), ERR_NONE);
    }
    CHECK_I64(door_try(&at, "clerk1", pass_right, "10.5.0.1", NULL), ERR_SIGNIN_SLOW);
    CHECK_I64(door_try(&at, "clerk1", pass_right, "10.5.0.2", NULL), ERR_NONE);
    for (int wait = 1, told; wait < SLOW_ADDRESS_MAX_MS / SECOND; wait *= 2) {
        told = door_wait(&at, "guess", "10.5.0.1");
        CHECK_I64(told, wait);
        shared->now_ms += told * SECOND;
        CHECK_I64(
            door_try(&at, arena_fmt(&at.arena, "last%d", wait).ptr, pass_wrong, "10.5.0.1", NULL),
            ERR_SIGNIN_WRONG);
    }
    CHECK_I64(door_wait(&at, "guess", "10.5.0.1"), SLOW_ADDRESS_MAX_MS / SECOND);
}

static void slow__takes_a_network_of_ipv6_for_one(void **state)
{
    (void)state;
    for (int i = 0; i < SLOW_ADDRESS_FREE; i++) {
        Str name = arena_fmt(&at.arena, "guess%d", i);
        Str address = arena_fmt(&at.arena, "2001:db8:0:7::%x", 1000 + i);
        CHECK_I64(door_try(&at, name.ptr, pass_wrong, address.ptr, NULL), ERR_SIGNIN_WRONG);
    }
    CHECK_I64(door_wait(&at, "clerk1", "2001:db8:0:7:ffff:1:2:3"), 1);
    CHECK_I64(door_try(&at, "clerk1", pass_right, "2001:db8:0:8::1", NULL), ERR_NONE);
    static const char *const pairs[][2] = {{"10.6.0.1", "10.6.0.1"},
                                           {"::ffff:10.6.0.1", "10.6.0.1"},
                                           {"2001:db8::1", "2001:db8::/64"},
                                           {"2001:DB8:0:0:9::1", "2001:db8::/64"},
                                           {"::1", "::/64"},
                                           {"", "?"},
                                           {"10.6.0", "?"},
                                           {"[::1]", "?"},
                                           {"10.6.0.1'--", "?"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        CHECK_STR(network_of(&at.arena, str_from_z(pairs[i][0])), str_from_z(pairs[i][1]));
}

static void slow__waits_for_no_clock_that_was_set_back(void **state)
{
    (void)state;
    fail_times(SLOW_ACCOUNT_FREE, "clerk1", "10.7.0.", 1);
    CHECK_I64(door_wait(&at, "clerk1", "10.7.1.1"), 1);
    shared->now_ms -= 24 * HOUR;
    CHECK_I64(door_try(&at, "clerk1", pass_right, "10.7.1.1", NULL), ERR_NONE);
    fail_times(SLOW_ACCOUNT_FREE, "nobody", "10.7.2.", 1);
    CHECK_I64(door_wait(&at, "nobody", "10.7.1.1"), 1); /* and counting goes on from there */
    shared->now_ms += 24 * HOUR;
}

static Str counted(void)
{
    static const char sql[] = "SELECT (SELECT count(*) FROM audit), (SELECT sum(failures) FROM "
                              "sign_in_attempt), (SELECT max(last_at) FROM sign_in_attempt)";
    return fix_rows(&at.arena, at.db, sql);
}

static void slow__writes_nothing_for_who_comes_too_early(void **state)
{
    (void)state;
    fail_times(SLOW_ACCOUNT_FREE, "clerk1", "10.8.0.", 1);
    Str before = counted();
    for (int i = 0; i < 20; i++)
        CHECK_I64(door_wait(&at, "clerk1", "10.8.1.1"), 1);
    CHECK_STR(counted(), before);
}

/* --- many at once --- */

enum { CROWD = 24 };

typedef struct Person {
    pthread_t thread;
    pthread_barrier_t *start;
    Door door;
    Str account, address;
    ErrCode code;
} Person;

static void *knock(void *ctx)
{
    Person *p = ctx;
    (void)pthread_barrier_wait(p->start);
    p->code = door_try(&p->door, p->account.ptr, pass_wrong, p->address.ptr, NULL);
    return NULL;
}

/* Codes of a crowd that comes at once, each from another address; one account or one each. */
static void crowd(Person *people, const char *account, bool numbered)
{
    pthread_barrier_t start;
    CHECK_I64(pthread_barrier_init(&start, NULL, CROWD), 0);
    for (int i = 0; i < CROWD; i++) {
        people[i] = (Person){
            .start = &start,
            .door = door_open(shared, 100 + (uint64_t)i),
            .account = arena_fmt(&at.arena, "%s%.*d", account, numbered ? 1 : 0, numbered ? i : 0),
            .address = arena_fmt(&at.arena, "10.9.0.%d", i)};
        CHECK_I64(pthread_create(&people[i].thread, NULL, knock, &people[i]), 0);
    }
    for (int i = 0; i < CROWD; i++) {
        CHECK_I64(pthread_join(people[i].thread, NULL), 0);
        door_done(&people[i].door);
    }
    (void)pthread_barrier_destroy(&start);
}

static int count_of(const Person *people, ErrCode code)
{
    int count = 0;
    for (int i = 0; i < CROWD; i++)
        count += people[i].code == code;
    return count;
}

static void slow__gives_a_crowd_no_more_guesses(void **state)
{
    (void)state;
    Person people[CROWD] = {0};
    crowd(people, "clerk1", false);
    CHECK_I64(count_of(people, ERR_SIGNIN_WRONG), SLOW_ACCOUNT_FREE);
    CHECK_I64(count_of(people, ERR_SIGNIN_SLOW), CROWD - SLOW_ACCOUNT_FREE);
}

static void slow__does_not_count_who_found_no_place(void **state)
{
    (void)state;
    Person people[CROWD] = {0};
    crowd(people, "guess", true);
    int wrong = count_of(people, ERR_SIGNIN_WRONG), busy = count_of(people, ERR_PASSWORD_BUSY);
    CHECK_I64(wrong + busy, CROWD);
    CHECK(wrong > LIMIT_PASSWORD_WAITING);
    CHECK_STR(fix_rows(&at.arena, at.db,
                       "SELECT sum(failures) FROM sign_in_attempt WHERE kind = 'account'"),
              arena_fmt(&at.arena, "%d\n", wrong));
}

/* --- two processes --- */

enum { CHILD_TRIES = 4 };

/* Tries in vain, then signs director1 in; the exit status is the number of refusals in words. */
static int child(const char *url, const char *instant, const char *token_file)
{
    Err err = {0};
    Office office = {0};
    int wrong = 0;
    Str token;
    CHECK(str_to_i64(str_from_z(instant), &office.now_ms));
    CHECK_OK(db_hub_open(str_from_z(url), (DbOptions){0}, &office.fix.hub, &err), &err);
    Door door = door_open(&office, (uint64_t)getpid());
    for (int i = 0; i < CHILD_TRIES; i++)
        wrong += door_try(&door, "clerk1", pass_wrong, "10.10.0.1", NULL) == ERR_SIGNIN_WRONG;
    CHECK_I64(door_try(&door, "director1", pass_right, "10.10.0.2", &token), ERR_NONE);
    FILE *file = fopen(token_file, "w");
    CHECK(file && fwrite(token.ptr, 1, (size_t)token.len, file) == (size_t)token.len);
    CHECK_I64(fclose(file), 0);
    door_done(&door);
    db_hub_close(office.fix.hub);
    return wrong;
}

static pid_t child_start(Str token_file)
{
    pid_t pid;
    Str url = arena_fmt(&at.arena, "%.*s", STR_ARG(shared->fix.url));
    Str now = arena_fmt(&at.arena, "%lld", (long long)shared->now_ms);
    char *const argv[] = {(char *)(uintptr_t) "child", (char *)(uintptr_t)url.ptr,
                          (char *)(uintptr_t)now.ptr, (char *)(uintptr_t)token_file.ptr, NULL};
    CHECK_I64(posix_spawn(&pid, "/proc/self/exe", NULL, NULL, argv, environ), 0);
    return pid;
}

static void slow__counts_over_processes(void **state)
{
    (void)state;
    pid_t pids[2];
    Str files[2];
    int wrong = 0;
    for (int i = 0; i < 2; i++) {
        files[i] = fix_path(&at.arena, ".token");
        pids[i] = child_start(files[i]);
    }
    for (int i = 0; i < 2; i++) {
        int status;
        char token[100] = {0};
        CHECK_I64(waitpid(pids[i], &status, 0), pids[i]);
        CHECK(WIFEXITED(status));
        wrong += WEXITSTATUS(status);
        FILE *file = fopen(files[i].ptr, "r");
        CHECK(file && fread(token, 1, sizeof token - 1, file) == 2 * SESSION_TOKEN_BYTES);
        (void)fclose(file);
        CHECK(door_holds(&at, str_from_z(token)));
    }
    CHECK_I64(wrong, SLOW_ACCOUNT_FREE);
    CHECK_I64(door_wait(&at, "clerk1", "10.10.0.3"), 1);
}

static int tests(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test_setup(slow__doubles_up_to_minutes, forget_all),
        cmocka_unit_test_setup(slow__treats_an_unknown_account_alike, forget_all),
        cmocka_unit_test_setup(slow__forgets_after_a_quiet_hour, forget_all),
        cmocka_unit_test_setup(slow__does_not_shut_out_who_was_here_before, forget_all),
        cmocka_unit_test_setup(slow__counts_an_address_over_all_accounts, forget_all),
        cmocka_unit_test_setup(slow__takes_a_network_of_ipv6_for_one, forget_all),
        cmocka_unit_test_setup(slow__waits_for_no_clock_that_was_set_back, forget_all),
        cmocka_unit_test_setup(slow__writes_nothing_for_who_comes_too_early, forget_all),
        cmocka_unit_test_setup(slow__gives_a_crowd_no_more_guesses, forget_all),
        cmocka_unit_test_setup(slow__does_not_count_who_found_no_place, forget_all),
        cmocka_unit_test_setup(slow__counts_over_processes, forget_all),
    };
    return cmocka_run_group_tests(all, set_up, tear_down);
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[0], "child") == 0)
        return child(argv[1], argv[2], argv[3]);
    return fix_run(tests);
}

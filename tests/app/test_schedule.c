/* The scheduler: what is due runs once whoever looks, tries again, survives its process and a clock set back. */
#include "app/inbox/inbox.h"
#include "app/upkeep/export_rows.h"
#include "app/upkeep/schedule.h"
#include "app/upkeep/verify.h"
#include "office.h"
#include "sys/clock.h"

#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { MINUTE = 60 * 1000, HOUR = 60 * MINUTE };

static atomic_int hourly_runs, daily_runs, flaky_runs, long_state;

static bool count_hourly(App *app, Str body, JobSay *say, Err *err)
{
    (void)body, (void)err;
    job_say_number(say, "audit_rows", atomic_fetch_add(&hourly_runs, 1) + 1);
    job_say_text(say, "faults", app->actor.name);
    return true;
}

static bool count_daily(App *app, Str body, JobSay *say, Err *err)
{
    (void)app, (void)body, (void)say, (void)err;
    (void)atomic_fetch_add(&daily_runs, 1);
    return true;
}

static bool flaky(App *app, Str body, JobSay *say, Err *err)
{
    (void)app, (void)body, (void)say;
    return atomic_fetch_add(&flaky_runs, 1) > 0 || err_set(err, ERR_FILE_FULL, {"file", S("x")});
}

static bool always_fails(App *app, Str body, JobSay *say, Err *err)
{
    (void)app, (void)body, (void)say;
    return err_set(err, ERR_FILE_FULL, {"file", S("x")});
}

/* Runs until it is told to end. */
static bool endless(App *app, Str body, JobSay *say, Err *err)
{
    (void)app, (void)body;
    atomic_store(&long_state, 1);
    while (job_say(say, 40))
        (void)poll(NULL, 0, 5);
    atomic_store(&long_state, 2);
    return err_set(err, ERR_JOB_STOPPED);
}

/* What takes long hears that it is to end: asked only after it is, each says so at once. */
static bool deaf(App *app, Str body, JobSay *say, Err *err)
{
    (void)body;
    VerifyCounts counts;
    Faults faults = {.arena = app->arena};
    int64_t made;
    int heard = 0;
    atomic_store(&long_state, 3);
    while (job_say(say, 1))
        (void)poll(NULL, 0, 5);
    heard += !verify_all(app, &counts, &faults, err) && err->code == ERR_JOB_STOPPED;
    *err = (Err){0};
    heard += !inbox_digest_make(app, &made, err) && err->code == ERR_JOB_STOPPED;
    atomic_store(&long_state, 10 + heard);
    return err_set(err, ERR_JOB_STOPPED);
}

static const JobKind scheduled[] = {
    {SC("hourly"), JOB_HOURLY, 5, count_hourly, MSG_JOB_KIND_VERIFY, MSG_JOB_SAID_VERIFY},
    {SC("daily"), JOB_DAILY, 190, count_daily, MSG_JOB_KIND_VERIFY, MSG_JOB_SAID_VERIFY},
    {.word = {0}},
};
static const JobKind asked[] = {
    {SC("flaky"), JOB_ONLY_ASKED, 0, flaky, MSG_JOB_KIND_VERIFY, MSG_JOB_SAID_VERIFY},
    {SC("failing"), JOB_ONLY_ASKED, 0, always_fails, MSG_JOB_KIND_VERIFY, MSG_JOB_SAID_VERIFY},
    {SC("endless"), JOB_ONLY_ASKED, 0, endless, MSG_JOB_KIND_VERIFY, MSG_JOB_SAID_VERIFY},
    {SC("deaf"), JOB_ONLY_ASKED, 0, deaf, MSG_JOB_KIND_VERIFY, MSG_JOB_SAID_VERIFY},
    {.word = {0}},
};

static _Atomic int64_t wall;
static int64_t wall_now(void *ctx)
{
    (void)ctx;
    return atomic_load(&wall);
}

static Schedule *start(Office *office, const JobKind *kinds)
{
    Schedule *schedule;
    Err err = {0};
    ScheduleOptions options = {.db_url = office->fix.url,
                               .hub = office->fix.hub,
                               .kinds = kinds,
                               .now_ms = wall_now,
                               .silent_ms = 400,
                               .beat_ms = 40,
                               .first_ms = 1,
                               .back_off_ms = 1,
                               .tick_ms = 10};
    CHECK_OK(schedule_start(&options, &schedule, &err), &err);
    return schedule;
}

static Str rows(Office *office, Arena *arena, const char *sql)
{
    return fix_rows(arena, office->fix.db, sql);
}

static void wait_passing(Office *office, const char *sql, const char *expected, int64_t ms)
{
    for (int i = 0; i < 1500; i++, atomic_fetch_add(&wall, ms)) {
        AUTO_ARENA arena = {0};
        if (str_eq(rows(office, &arena, sql), str_from_z(expected)))
            return;
        (void)poll(NULL, 0, 10);
    }
    AUTO_ARENA arena = {0};
    CHECK_STR(rows(office, &arena, sql), str_from_z(expected));
}

static void wait_for(Office *office, const char *sql, const char *expected)
{
    wait_passing(office, sql, expected, 0);
}

/* The clock goes on meanwhile, for what is tried again later. */
static void wait_for_later(Office *office, const char *sql, const char *expected)
{
    wait_passing(office, sql, expected, 2);
}

static void put(Office *office, const char *kind, const char *state, const char *taken_by)
{
    AUTO_ARENA arena = {0};
    fix_exec(
        office->fix.db,
        arena_fmt(&arena,
                  "INSERT INTO job (id, kind, slot, account, asked_by, campaign, body, state, "
                  "asked_at, due_at, attempts, taken_by, beat, began_at, ended_at, percent, said) "
                  "VALUES ('%s', '%s', '%s', '', 'sysadmin', '', '{}', '%s', 1, 1, %d, '%s', 0, 0, "
                  "0, 0, '{}')%c",
                  kind, kind, kind, state, taken_by[0] ? 1 : 0, taken_by, 0)
            .ptr);
}

static int64_t at(const char *instant)
{
    int64_t ms;
    Err err = {0};
    CHECK_OK(instant_parse(str_from_z(instant), &ms, &err), &err);
    return ms;
}

static void instants__are_of_china(void **state)
{
    (void)state;
    CHECK_I64(job_next(&scheduled[0], at("2021-06-01T09:05:00+08:00")),
              at("2021-06-01T10:05:00+08:00"));
    CHECK_I64(job_next(&scheduled[0], at("2021-06-01T09:04:59+08:00")),
              at("2021-06-01T09:05:00+08:00"));
    CHECK_I64(job_next(&scheduled[1], at("2021-06-01T03:09:59+08:00")),
              at("2021-06-01T03:10:00+08:00"));
    CHECK_I64(job_next(&scheduled[1], at("2021-06-01T03:10:00+08:00")),
              at("2021-06-02T03:10:00+08:00"));
    CHECK_I64(job_back_off(1), JOB_BACK_OFF_MS);
    CHECK_I64(job_back_off(3), 4 * JOB_BACK_OFF_MS);
    CHECK_I64(job_back_off(99), JOB_BACK_OFF_MAX_MS);
}

#define COUNTS "SELECT kind, state, count(*) FROM job GROUP BY kind, state ORDER BY kind, state"

static void due__runs_once_whoever_looks(void **state)
{
    (void)state;
    Office office = office_open();
    atomic_store(&hourly_runs, 0);
    atomic_store(&daily_runs, 0);
    atomic_store(&wall, at("2021-06-01T09:20:00+08:00"));
    Schedule *one = start(&office, scheduled), *two = start(&office, scheduled);
    wait_for(&office, COUNTS, "daily|done|1\nhourly|done|1\n");
    atomic_store(&wall, at("2021-06-01T10:06:00+08:00"));
    wait_for(&office, COUNTS, "daily|done|1\nhourly|done|2\n");
    /* the clock is set back an hour: neither runs a second time */
    atomic_store(&wall, at("2021-06-01T09:06:00+08:00"));
    (void)poll(NULL, 0, 150);
    atomic_store(&wall, at("2021-06-01T10:07:00+08:00"));
    (void)poll(NULL, 0, 150);
    wait_for(&office, COUNTS, "daily|done|1\nhourly|done|2\n");
    /* a night without a server is made up for by one run, not by ten */
    atomic_store(&wall, at("2021-06-02T08:30:00+08:00"));
    wait_for(&office, COUNTS, "daily|done|2\nhourly|done|3\n");
    schedule_stop(one);
    schedule_stop(two);
    CHECK_I64(atomic_load(&hourly_runs), 3);
    CHECK_I64(atomic_load(&daily_runs), 2);
    AUTO_ARENA arena = {0};
    CHECK_STR(
        rows(&office, &arena, "SELECT said FROM job WHERE kind = 'hourly' ORDER BY due_at LIMIT 1"),
        S("{\"audit_rows\":\"1\",\"faults\":\"duban\"}\n"));
    office_done(&office);
}

static void failure__is_tried_again_so_many_times(void **state)
{
    (void)state;
    Office office = office_open();
    atomic_store(&wall, at("2021-06-01T09:20:00+08:00"));
    atomic_store(&flaky_runs, 0);
    put(&office, "flaky", "waiting", "");
    put(&office, "failing", "waiting", "");
    Schedule *schedule = start(&office, asked);
    for (int i = 0; i < 20; i++) { /* each pause is a millisecond of this clock */
        atomic_fetch_add(&wall, 2);
        (void)poll(NULL, 0, 10);
    }
    for (int i = 0; i < 500 && atomic_load(&flaky_runs) < 2; i++, atomic_fetch_add(&wall, 2))
        (void)poll(NULL, 0, 10);
    for (int i = 0; i < 500; i++, atomic_fetch_add(&wall, 2)) {
        AUTO_ARENA arena = {0};
        if (str_eq(rows(&office, &arena, "SELECT count(*) FROM job WHERE ended_at > 0"), S("2\n")))
            break;
        (void)poll(NULL, 0, 10);
    }
    schedule_stop(schedule);
    AUTO_ARENA arena = {0};
    CHECK_STR(rows(&office, &arena, "SELECT kind, state, attempts, said FROM job ORDER BY kind"),
              S("failing|failed|4|{\"error\":\"FILE_FULL\",\"args\":{\"file\":\"x\"}}\n"
                "flaky|done|2|{}\n"));
    office_done(&office);
}

static void process__that_died_or_stopped_loses_nothing(void **state)
{
    (void)state;
    Office office = office_open();
    atomic_store(&wall, at("2021-06-01T09:20:00+08:00"));
    atomic_store(&long_state, 0);
    put(&office, "endless", "running", "a process that is gone");
    Schedule *schedule = start(&office, asked);
    wait_for(&office, "SELECT state, attempts, percent FROM job", "running|2|40\n");
    CHECK_I64(atomic_load(&long_state), 1);
    schedule_stop(schedule); /* in good order: it waits, and has not had that attempt */
    wait_for(&office, "SELECT state, attempts FROM job", "waiting|1\n");
    schedule = start(&office, asked);
    wait_for(&office, "SELECT state, attempts FROM job", "running|2\n");
    fix_exec(office.fix.db, "UPDATE job SET state = 'dropped'");
    atomic_store(&long_state, 1);
    for (int i = 0; i < 500 && atomic_load(&long_state) != 2; i++)
        (void)poll(NULL, 0, 10);
    CHECK_I64(atomic_load(&long_state), 2); /* it heard of it */
    schedule_stop(schedule);
    wait_for(&office, "SELECT state, attempts FROM job", "dropped|2\n");
    fix_exec(office.fix.db, "UPDATE job SET state = 'running', attempts = 4, taken_by = 'gone'");
    schedule = start(&office, asked);
    wait_for(&office, "SELECT state, said FROM job",
             "failed|{\"error\":\"JOB_LOST\",\"args\":{}}\n");
    schedule_stop(schedule);
    office_done(&office);
}

static void end__that_was_not_written_is_made_up_for(void **state)
{
    (void)state;
    Office office = office_open();
    atomic_store(&wall, at("2021-06-01T09:20:00+08:00"));
    put(&office, "endless", "waiting", "");
    Schedule *schedule = start(&office, asked);
    wait_for(&office, "SELECT state, attempts FROM job", "running|1\n");
    put(&office, "flaky", "running", "x");
    fix_exec(office.fix.db, "UPDATE job SET taken_by = (SELECT taken_by FROM job WHERE kind = "
                            "'endless') WHERE kind = 'flaky'");
    wait_for(&office, "SELECT kind, state FROM job ORDER BY kind",
             "endless|running\nflaky|waiting\n");
    schedule_stop(schedule);
    office_done(&office);
}

/* No descriptor is left, or no place on the server of the database. */
static void worker__without_a_connection_tries_later(void **state)
{
    (void)state;
    struct rlimit usual, none;
    Office office = office_open();
    atomic_store(&wall, at("2021-06-01T09:20:00+08:00"));
    Schedule *schedule = start(&office, asked);
    put(&office, "failing", "waiting", "");
    wait_for_later(&office, "SELECT state, attempts FROM job", "failed|4\n");
    (void)poll(NULL, 0, 100); /* it closes the connection of that job */
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &usual), 0);
    none = (struct rlimit){3, usual.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    fix_exec(office.fix.db, "UPDATE job SET state = 'waiting', attempts = 2");
    wait_for(&office, "SELECT state, attempts FROM job", "running|3\n");
    (void)poll(NULL, 0, 100);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &usual), 0);
    wait_for_later(&office, "SELECT state, attempts FROM job", "failed|4\n");
    schedule_stop(schedule);
    office_done(&office);
}

static void stop__is_heard_by_what_takes_long(void **state)
{
    (void)state;
    Office office = office_open();
    atomic_store(&wall, at("2021-06-01T09:20:00+08:00"));
    atomic_store(&long_state, 0);
    put(&office, "deaf", "waiting", "");
    Schedule *schedule = start(&office, asked);
    for (int i = 0; i < 500 && atomic_load(&long_state) != 3; i++)
        (void)poll(NULL, 0, 10);
    schedule_stop(schedule);
    CHECK_I64(atomic_load(&long_state), 12);
    wait_for(&office, "SELECT state, attempts FROM job", "waiting|0\n");
    office_done(&office);
}

static void history__is_bounded(void **state)
{
    (void)state;
    Office office = office_open();
    AUTO_ARENA arena = {0};
    atomic_store(&wall, at("2021-06-01T09:20:00+08:00"));
    Schedule *schedule = start(&office, scheduled);
    const char *newest = "SELECT max(due_at) FROM job WHERE kind = 'hourly' AND state = 'done'";
    const char *all = "SELECT count(*) FROM job WHERE kind = 'hourly'";
    wait_for(&office, all, "1\n");
    wait_for(&office, "SELECT count(*) FROM job WHERE kind = 'hourly' AND state = 'done'", "1\n");
    int64_t due = strtoll(str_z(&arena, rows(&office, &arena, newest)), NULL, 10);
    for (int i = 1; i < JOB_HISTORY_KEPT + 5; i++) { /* one is done before the next is due */
        atomic_fetch_add(&wall, HOUR);
        due += HOUR;
        wait_for(&office, newest, str_z(&arena, arena_fmt(&arena, "%lld\n", (long long)due)));
        Str kept = arena_fmt(&arena, "%d\n", i + 1 < JOB_HISTORY_KEPT ? i + 1 : JOB_HISTORY_KEPT);
        wait_for(&office, all, str_z(&arena, kept));
    }
    schedule_stop(schedule);
    office_done(&office);
}

static void exports__outlive_the_server(void **state)
{
    (void)state;
    Office office = office_open();
    AUTO_ARENA a = {0};
    Err err = {0};
    Jobs *jobs;
    JobView view;
    char folder[] = "/tmp/duban-exports-XXXXXX";
    assert_non_null(mkdtemp(folder));
    Str id = S("0123456789abcdef0123456789abcdef");
    Str program = arena_fmt(&a, "%s/tests/app/fake_export.sh", getenv("DUBAN_SOURCE_ROOT"));
    JobOrder order = {.what = S("reports"),
                      .format = S("csv"),
                      .account = S("clerk1"),
                      .campaign = S("shifanshi-2021"),
                      .lang = S("zh"),
                      .db = office.fix.db};
    CHECK_OK(jobs_open(program, S("sqlite:x.db"), str_from_z(folder), &jobs, &err), &err);
    CHECK_OK(jobs_start(jobs, id, &order, 1000, &err), &err);
    jobs_tick(jobs, office.fix.db, 1000);
    CHECK_STR(rows(&office, &a, "SELECT kind, account, campaign, state, body FROM job"),
              S("export|clerk1|shifanshi-2021|running|{\"what\":\"reports\",\"format\":\"csv\","
                "\"lang\":\"zh\"}\n"));
    jobs_close(jobs); /* as a killed one would: its row says running */
    CHECK_OK(jobs_open(program, S("sqlite:x.db"), str_from_z(folder), &jobs, &err), &err);
    CHECK(!jobs_look(jobs, &a, id, S("clerk1"), 2000, &view, &err));
    err = (Err){0};
    CHECK_OK(jobs_resume(jobs, office.fix.db, 2000, &err), &err);
    CHECK_OK(jobs_look(jobs, &a, id, S("clerk1"), 2000, &view, &err), &err);
    CHECK_I64(view.state, JOB_RUNNING);
    CHECK_STR(view.what, S("reports"));
    CHECK_OK(jobs_drop(jobs, id, S("clerk1"), &err), &err);
    CHECK_OK(export_row_drop(office.fix.db, id, 3000, &err), &err);
    CHECK_STR(rows(&office, &a, "SELECT state FROM job"), S("dropped\n"));
    jobs_close(jobs);
    (void)rmdir(str_z(&a, arena_fmt(&a, "%s/exports", folder)));
    CHECK_I64(rmdir(folder), 0);
    office_done(&office);
}

static void people__read_ask_and_stop(void **state)
{
    (void)state;
    Office office = office_open();
    AUTO_ARENA arena = {0};
    Err err = {0};
    Str id;
    JobSeen seen;
    JobSeenList list = {0};
    JobKindViewList kinds = {0};
    AUTO_APP admin = office_app(&office, &arena, S("sysadmin"));
    AUTO_APP clerk = office_app(&office, &arena, S("clerk1"));
    CHECK(!job_ask(&clerk, S("verify"), &id, &err));
    CHECK_ERR(&err, ERR_DENIED);
    CHECK(!job_ask(&admin, S("nothing"), &id, &err));
    CHECK_ERR(&err, ERR_JOB_KIND);
    CHECK_OK(job_ask(&admin, S("verify"), &id, &err), &err);
    CHECK(!job_ask(&admin, S("verify"), &id, &err));
    CHECK_ERR(&err, ERR_JOB_ASKED);
    CHECK(!job_stop(&clerk, id, &err));
    CHECK_OK(job_stop(&admin, id, &err), &err);
    CHECK(!job_stop(&admin, id, &err));
    CHECK_ERR(&err, ERR_JOB_UNKNOWN);
    err = (Err){0};
    CHECK_OK(job_run_here(&admin, S("verify"), LANG_EN, &seen, &err), &err);
    CHECK_STR(seen.row.state, S("done"));
    CHECK(str_ends(seen.outcome, S("audit rows checked, 0 problems found")));
    CHECK_OK(job_list_read(&admin, LANG_ZH, 10, &list, &err), &err);
    CHECK_I64(list.count, 2);
    CHECK_STR(list.items[0].name, S("每日核验"));
    list.count = 0;
    CHECK_OK(job_list_read(&clerk, LANG_ZH, 10, &list, &err), &err);
    CHECK_I64(list.count, 0);
    CHECK_OK(job_kinds_read(&admin, LANG_ZH, &kinds, &err), &err);
    CHECK(!job_kinds_read(&clerk, LANG_ZH, &kinds, &err));
    /* nobody is the program */
    AppStart start = office_start(&office, NULL, S("duban"));
    App none;
    CHECK(!app_open(&arena, &start, &none, &err));
    CHECK_ERR(&err, ERR_ACCOUNT_RESERVED);
    office_done(&office);
}

static int tests(void)
{
    const struct CMUnitTest list[] = {
        cmocka_unit_test(instants__are_of_china),
        cmocka_unit_test(due__runs_once_whoever_looks),
        cmocka_unit_test(failure__is_tried_again_so_many_times),
        cmocka_unit_test(process__that_died_or_stopped_loses_nothing),
        cmocka_unit_test(end__that_was_not_written_is_made_up_for),
        cmocka_unit_test(worker__without_a_connection_tries_later),
        cmocka_unit_test(stop__is_heard_by_what_takes_long),
        cmocka_unit_test(history__is_bounded),
        cmocka_unit_test(exports__outlive_the_server),
        cmocka_unit_test(people__read_ask_and_stop),
    };
    return cmocka_run_group_tests(list, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}

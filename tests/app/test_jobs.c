#include "app/upkeep/jobs.h"
#include "base/utf8.h"
#include "check.h"
#include "sys/files.h"

#include <stdlib.h>
#include <unistd.h>

#define FIRST S("00000000000000000000000000000001")
#define SECOND S("00000000000000000000000000000002")
#define THIRD S("00000000000000000000000000000003")

typedef struct Bench {
    Arena arena;
    Str folder;
    Jobs *jobs;
} Bench;

static int set_up(void **state)
{
    static Bench bench;
    char folder[] = "/tmp/duban-jobs-XXXXXX";
    Err err = {0};
    bench = (Bench){0};
    if (!mkdtemp(folder))
        return 1;
    bench.folder = arena_str(&bench.arena, str_from_z(folder));
    Str program =
        arena_fmt(&bench.arena, "%s/tests/app/fake_export.sh", getenv("DUBAN_SOURCE_ROOT"));
    *state = &bench;
    return jobs_open(program, S("sqlite:x.db"), bench.folder, &bench.jobs, &err) ? 0 : 1;
}

static int tear_down(void **state)
{
    Bench *b = *state;
    jobs_close(b->jobs);
    Str exports = arena_fmt(&b->arena, "%.*s/exports", STR_ARG(b->folder));
    int left = rmdir(str_z(&b->arena, exports)); /* only when nothing is left in it */
    left |= rmdir(str_z(&b->arena, b->folder));
    arena_done(&b->arena);
    return left;
}

static JobOrder order(const char *what, const char *account)
{
    return (JobOrder){.what = str_from_z(what),
                      .format = S("csv"),
                      .account = str_from_z(account),
                      .lang = S("en")};
}

/* Looks until the job is in that state, or says more rows than that; a minute at most. */
static JobView wait_for(Bench *b, Str id, JobState state, int64_t rows)
{
    JobView view = {0};
    Err err = {0};
    for (int i = 0; i < 6000; i++) {
        CHECK_OK(jobs_look(b->jobs, &b->arena, id, S("clerk1"), 1000, &view, &err), &err);
        if (view.state == state && view.rows >= rows)
            return view;
        usleep(10 * 1000);
    }
    fail_msg("state %d, %lld rows", (int)view.state, (long long)view.rows);
    return view;
}

static void job__is_done_with_its_file(void **state)
{
    Bench *b = *state;
    Err err = {0};
    JobOrder wanted = order("ledger", "clerk1");
    JobView view;
    int file;
    char bytes[64];
    CHECK_OK(jobs_start(b->jobs, FIRST, &wanted, 1000, &err), &err);
    view = wait_for(b, FIRST, JOB_DONE, 5000);
    CHECK_I64(view.percent, 100);
    CHECK_STR(view.name, S("台账.csv"));
    CHECK_OK(jobs_take(b->jobs, &b->arena, FIRST, S("clerk1"), 1000, &file, &view, &err), &err);
    ssize_t n = read(file, bytes, sizeof bytes);
    (void)close(file);
    /* ordered in the name of the person who asked; the address of the database stands in no argument */
    CHECK_STR(((Str){bytes, n}), S("clerk1 sqlite:x.db"));
    CHECK_I64(view.bytes, n);
    CHECK(!jobs_look(b->jobs, &b->arena, FIRST, S("clerk2"), 1000, &view, &err));
    CHECK_ERR(&err, ERR_JOB_UNKNOWN);
    /* a clock that is set back takes nothing away, and the time begins anew */
    CHECK_OK(jobs_look(b->jobs, &b->arena, FIRST, S("clerk1"), 500, &view, &err), &err);
    CHECK_OK(jobs_look(b->jobs, &b->arena, FIRST, S("clerk1"), 500 + JOB_KEPT_MS, &view, &err),
             &err);
    CHECK(!jobs_look(b->jobs, &b->arena, FIRST, S("clerk1"), 501 + JOB_KEPT_MS, &view, &err));
    CHECK_ERR(&err, ERR_JOB_UNKNOWN);
}

static void job__tells_how_far_it_is_and_can_be_cancelled(void **state)
{
    Bench *b = *state;
    Err err = {0};
    JobOrder wanted = order("reports", "clerk1");
    CHECK_OK(jobs_start(b->jobs, FIRST, &wanted, 1000, &err), &err);
    JobView view = wait_for(b, FIRST, JOB_RUNNING, 3400);
    CHECK_I64(view.percent, 12);
    int file;
    CHECK(!jobs_take(b->jobs, &b->arena, FIRST, S("clerk1"), 1000, &file, &view, &err));
    CHECK_ERR(&err, ERR_JOB_RUNNING);
    CHECK(!jobs_drop(b->jobs, FIRST, S("clerk2"), &err));
    CHECK_OK(jobs_drop(b->jobs, FIRST, S("clerk1"), &err), &err);
    CHECK(!jobs_look(b->jobs, &b->arena, FIRST, S("clerk1"), 1000, &view, &err));
}

static void job__that_fails_says_why(void **state)
{
    Bench *b = *state;
    Err err = {0};
    JobOrder wanted = order("campaign", "clerk1");
    CHECK_OK(jobs_start(b->jobs, FIRST, &wanted, 1000, &err), &err);
    JobView view = wait_for(b, FIRST, JOB_FAILED, 0);
    CHECK_STR(view.said, S("the disk is full"));
}

static void job__that_fails_at_length_is_cut_on_a_character(void **state)
{
    Bench *b = *state;
    Err err = {0};
    JobOrder wanted = order("long", "clerk1");
    CHECK_OK(jobs_start(b->jobs, FIRST, &wanted, 1000, &err), &err);
    JobView view = wait_for(b, FIRST, JOB_FAILED, 0);
    CHECK(utf8_valid(view.said, NULL) && view.said.len > 900);
}

static void jobs__are_few_at_once(void **state)
{
    Bench *b = *state;
    Err err = {0};
    JobOrder wanted = order("reports", "clerk1");
    CHECK_OK(jobs_start(b->jobs, FIRST, &wanted, 1000, &err), &err);
    CHECK_OK(jobs_start(b->jobs, SECOND, &wanted, 1000, &err), &err);
    CHECK_OK(jobs_start(b->jobs, THIRD, &wanted, 1000, &err), &err); /* the third waits */
    JobView view;
    CHECK_OK(jobs_look(b->jobs, &b->arena, THIRD, S("clerk1"), 1000, &view, &err), &err);
    CHECK_I64(view.state, JOB_WAITING);
    CHECK_I64(view.place, 1);
    /* somebody else's does not wait for it */
    wanted = order("reports", "clerk2");
    CHECK_OK(jobs_start(b->jobs, S("00000000000000000000000000000004"), &wanted, 1000, &err), &err);
    CHECK_OK(jobs_look(b->jobs, &b->arena, S("00000000000000000000000000000004"), S("clerk2"), 1000,
                       &view, &err),
             &err);
    CHECK_I64(view.state, JOB_RUNNING);
    /* it has its turn when one of the two has ended, and can be dropped while it waits */
    CHECK_OK(jobs_drop(b->jobs, FIRST, S("clerk1"), &err), &err);
    CHECK_OK(jobs_look(b->jobs, &b->arena, THIRD, S("clerk1"), 1000, &view, &err), &err);
    CHECK_I64(view.state, JOB_RUNNING);
    wanted = order("reports", "clerk1");
    for (int i = 5; i < 5 + JOBS_ASKED - 2; i++)
        CHECK_OK(jobs_start(b->jobs, arena_fmt(&b->arena, "%032d", i), &wanted, 1000, &err), &err);
    CHECK(!jobs_start(b->jobs, arena_fmt(&b->arena, "%032d", 99), &wanted, 1000, &err));
    CHECK_ERR(&err, ERR_JOBS_BUSY);
    CHECK_OK(jobs_drop(b->jobs, arena_fmt(&b->arena, "%032d", 7), S("clerk1"), &err), &err);
    CHECK_OK(jobs_look(b->jobs, &b->arena, arena_fmt(&b->arena, "%032d", 8), S("clerk1"), 1000,
                       &view, &err),
             &err);
    CHECK_I64(view.place, 3);
}

static void jobs__sweep_what_a_killed_server_left(void **state)
{
    Bench *b = *state;
    Err err = {0};
    Str left = arena_fmt(&b->arena, "%.*s/exports/old.xlsx", STR_ARG(b->folder));
    CHECK_OK(file_write(left, S("x"), &err), &err);
    jobs_close(b->jobs);
    CHECK_OK(jobs_open(S("/bin/false"), S("sqlite:x.db"), b->folder, &b->jobs, &err), &err);
    CHECK(!file_exists(left));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(job__is_done_with_its_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(job__tells_how_far_it_is_and_can_be_cancelled, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(job__that_fails_says_why, set_up, tear_down),
        cmocka_unit_test_setup_teardown(job__that_fails_at_length_is_cut_on_a_character, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(jobs__are_few_at_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(jobs__sweep_what_a_killed_server_left, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Files that are checked at once: who waits, who is refused, what is left for pages. */
#include "app/file_turn.h"
#include "app/files/files.h"
#include "base/limits.h"
#include "office.h"

#include <string.h>
#include <unistd.h>

typedef struct Waiter {
    FileTurns *turns;
    ErrCode found;
    pthread_t thread;
} Waiter;

static void *take_turn(void *ctx)
{
    AUTO_ARENA arena = {0};
    Waiter *w = ctx;
    Err err = {0};
    w->found = file_turn_take(w->turns, &arena, &err) ? ERR_NONE : err.code;
    return NULL;
}

static void wait_until_waiting(FileTurns *turns, int wanted)
{
    for (int waiting = 0; waiting < wanted; (void)usleep(1000)) {
        (void)pthread_mutex_lock(&turns->mutex);
        waiting = turns->waiting;
        (void)pthread_mutex_unlock(&turns->mutex);
    }
}

static void turns__wait_a_while_and_leave_workers_for_pages(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    FileTurns turns;
    Waiter waiters[LIMIT_FILE_WAITING];
    file_turns_open(&turns, 8);
    turns.wait_ms = 3600 * 1000; /* only who leaves wakes who waits */
    for (int i = 0; i < LIMIT_FILE_CHECKS; i++)
        CHECK_OK(file_turn_take(&turns, &a, &err), &err);
    for (int i = 0; i < LIMIT_FILE_WAITING; i++) {
        waiters[i] = (Waiter){.turns = &turns};
        CHECK_I64(pthread_create(&waiters[i].thread, NULL, take_turn, &waiters[i]), 0);
    }
    wait_until_waiting(&turns, LIMIT_FILE_WAITING);
    CHECK(!file_turn_take(&turns, &a, &err)); /* at once: no more may wait */
    CHECK_ERR(&err, ERR_FILE_BUSY);
    for (int i = 0; i < LIMIT_FILE_WAITING; i++)
        file_turn_leave(&turns);
    for (int i = 0; i < LIMIT_FILE_WAITING; i++) {
        CHECK_I64(pthread_join(waiters[i].thread, NULL), 0);
        CHECK_I64(waiters[i].found, ERR_NONE);
    }
    turns.wait_ms = 30;
    CHECK(!file_turn_take(&turns, &a, &err)); /* waited in vain */
    CHECK_ERR(&err, ERR_FILE_BUSY);
    CHECK_I64(turns.waiting, 0);
    CHECK_I64(turns.checks, LIMIT_FILE_CHECKS);
    file_turns_close(&turns);
    for (int workers = 1; workers <= LIMIT_HTTP_WORKERS; workers++) {
        file_turns_open(&turns, workers);
        CHECK(turns.checks_max > 0 && turns.checks_max <= LIMIT_FILE_CHECKS);
        CHECK(workers == 1 || turns.checks_max + turns.waiting_max < workers);
        file_turns_close(&turns);
    }
}

static void file__that_finds_no_turn_is_not_taken(void **state)
{
    (void)state;
    enum { HEAVY_BYTES = 2 * 1024 * 1024 };
    AUTO_ARENA a = {0};
    Err err = {0};
    FileTurns turns;
    Office office = office_open();
    AppStart start = office_start(&office, NULL, S("u_c01"));
    Attachment attachment;
    App app;
    char *text = arena_new(&a, char, HEAVY_BYTES);
    memset(text, 'x', HEAVY_BYTES);
    const FileEntry heavy = {S("task 1.1.1"), S("大.txt"), {text, HEAVY_BYTES}},
                    light = {S("task 1.1.1"), S("小.txt"), S("甲")};
    file_turns_open(&turns, 1);
    turns.wait_ms = 1;
    start.data_folder = fix_path(&a, "-data");
    start.file_turns = &turns;
    CHECK_OK(app_open(&a, &start, &app, &err), &err);
    CHECK_OK(file_turn_take(&turns, &a, &err), &err);
    CHECK(!file_add(&app, &heavy, &attachment, &err));
    CHECK_ERR(&err, ERR_FILE_BUSY);
    CHECK_OK(file_add(&app, &light, &attachment, &err), &err);
    file_turn_leave(&turns);
    CHECK_OK(file_add(&app, &heavy, &attachment, &err), &err);
    CHECK_I64(turns.checks, 0);
    app_close(&app);
    file_turns_close(&turns);
    office_done(&office);
}

static int tests(void)
{
    const struct CMUnitTest list[] = {
        cmocka_unit_test(turns__wait_a_while_and_leave_workers_for_pages),
        cmocka_unit_test(file__that_finds_no_turn_is_not_taken),
    };
    return cmocka_run_group_tests(list, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}

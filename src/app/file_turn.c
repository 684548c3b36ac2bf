#include "app/file_turn.h"

#include "base/limits.h"

#include <time.h>

static int between(int low, int value, int high)
{
    return value < low ? low : value > high ? high : value;
}

/* A quarter of the workers, and one at least, is kept for pages. */
void file_turns_open(FileTurns *turns, int workers)
{
    pthread_condattr_t monotonic;
    int kept = between(1, workers / 4, workers);
    int checks = between(1, workers - kept, LIMIT_FILE_CHECKS);
    *turns = (FileTurns){.checks_max = checks,
                         .waiting_max = between(0, workers - kept - checks, LIMIT_FILE_WAITING),
                         .wait_ms = LIMIT_FILE_TURN_MS};
    (void)pthread_mutex_init(&turns->mutex, NULL);
    (void)pthread_condattr_init(&monotonic);
    (void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&turns->left, &monotonic);
    (void)pthread_condattr_destroy(&monotonic);
}

void file_turns_close(FileTurns *turns)
{
    (void)pthread_cond_destroy(&turns->left);
    (void)pthread_mutex_destroy(&turns->mutex);
}

static struct timespec in_ms(int ms)
{
    struct timespec at;
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += ms / 1000;
    at.tv_nsec += ms % 1000 * 1000000L;
    if (at.tv_nsec >= 1000000000L) {
        at.tv_nsec -= 1000000000L;
        at.tv_sec++;
    }
    return at;
}

/* The mutex is held. */
static void wait_for_one(FileTurns *turns)
{
    const struct timespec until = in_ms(turns->wait_ms);
    int fault = 0;
    turns->waiting++;
    while (turns->checks >= turns->checks_max && fault == 0)
        fault = pthread_cond_timedwait(&turns->left, &turns->mutex, &until);
    turns->waiting--;
}

bool file_turn_take(FileTurns *turns, Arena *arena, Err *err)
{
    (void)pthread_mutex_lock(&turns->mutex);
    if (turns->checks >= turns->checks_max && turns->waiting < turns->waiting_max)
        wait_for_one(turns);
    bool taken = turns->checks < turns->checks_max;
    turns->checks += taken;
    (void)pthread_mutex_unlock(&turns->mutex);
    return taken ||
           err_set(err, ERR_FILE_BUSY, {"limit", arena_fmt(arena, "%d", turns->checks_max)});
}

void file_turn_leave(FileTurns *turns)
{
    (void)pthread_mutex_lock(&turns->mutex);
    turns->checks--;
    (void)pthread_cond_signal(&turns->left);
    (void)pthread_mutex_unlock(&turns->mutex);
}

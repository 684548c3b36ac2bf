#include "cli/progress.h"

#include "base/json.h"
#include "base/limits.h"
#include "sys/clock.h"
#include "sys/files.h"

#include <signal.h>
#include <unistd.h>

enum { PAUSE_MS = 500 };

static void tell_json(const ExportStep *step, Str bytes)
{
    AUTO_ARENA arena = {0};
    Err ignored = {0};
    Out line = out_new(&arena, LIMIT_LINE_BYTES);
    Json json = json_new(&line, false);
    json_object(&json);
    json_ki64(&json, S("done"), step->done);
    json_ki64(&json, S("total"), step->total);
    json_ki64(&json, S("rows"), step->rows);
    if (step->packing)
        json_kstr(&json, S("packed"), bytes);
    json_object_end(&json);
    out_c(&line, '\n');
    (void)fd_write(STDOUT_FILENO, out_str(&line), S("stdout"), &ignored);
}

static void tell(const Progress *progress, const ExportStep *step)
{
    AUTO_ARENA arena = {0};
    int64_t bytes = step->packing ? file_size(step->temporary) : 0;
    Str size = arena_fmt(&arena, "%lld", (long long)bytes);
    if (progress->as_json) {
        tell_json(step, size);
    } else if (step->packing) {
        cli_note(progress->cli, MSG_OUT_PROGRESS_PACKING, {"bytes", size});
    } else {
        long long percent = step->total > 0 ? step->done * 100 / step->total : 0;
        cli_note(progress->cli, MSG_OUT_PROGRESS, {"percent", arena_fmt(&arena, "%lld", percent)},
                 {"rows", arena_fmt(&arena, "%lld", (long long)step->rows)});
    }
}

static struct timespec in_ms(int ms)
{
    struct timespec at;
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_nsec += (long)ms * 1000 * 1000;
    at.tv_sec += at.tv_nsec / (1000 * 1000 * 1000);
    at.tv_nsec %= 1000 * 1000 * 1000;
    return at;
}

static void *tick(void *ctx)
{
    Progress *progress = ctx;
    (void)pthread_mutex_lock(&progress->mutex);
    while (!progress->stop) {
        struct timespec until = in_ms(PAUSE_MS);
        if (pthread_cond_timedwait(&progress->wake, &progress->mutex, &until) != 0 &&
            !progress->stop)
            tell(progress, &progress->step);
    }
    (void)pthread_mutex_unlock(&progress->mutex);
    return NULL;
}

/* Signals stay with the thread that works. */
static void start_ticking(Progress *progress)
{
    sigset_t all, before;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    progress->ticking = pthread_create(&progress->ticker, NULL, tick, progress) == 0;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void told(void *ctx, const ExportStep *step)
{
    Progress *progress = ctx;
    if (progress->ticking)
        return;
    int64_t now_ns = clock_monotonic_ns();
    if (step->packing) {
        progress->step = *step;
        start_ticking(progress);
    } else if (now_ns - progress->told_ns >= (int64_t)PAUSE_MS * 1000 * 1000) {
        progress->told_ns = now_ns;
        tell(progress, step);
    }
}

void progress_start(Progress *progress, const Cli *cli, bool as_json)
{
    pthread_condattr_t monotonic;
    *progress = (Progress){.cli = cli, .as_json = as_json, .told_ns = clock_monotonic_ns()};
    (void)pthread_mutex_init(&progress->mutex, NULL);
    (void)pthread_condattr_init(&monotonic);
    (void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&progress->wake, &monotonic);
    (void)pthread_condattr_destroy(&monotonic);
}

ExportProgress progress_hook(Progress *progress)
{
    return (ExportProgress){.tell = told, .ctx = progress};
}

void progress_stop(Progress *progress)
{
    if (!progress->cli)
        return;
    (void)pthread_mutex_lock(&progress->mutex);
    progress->stop = true;
    (void)pthread_cond_signal(&progress->wake);
    (void)pthread_mutex_unlock(&progress->mutex);
    if (progress->ticking)
        (void)pthread_join(progress->ticker, NULL);
    progress->ticking = false;
    (void)pthread_cond_destroy(&progress->wake);
    (void)pthread_mutex_destroy(&progress->mutex);
    progress->cli = NULL;
}

#include "http/crew.h"

#include "base/limits.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef struct Worker {
    Crew *crew;
    int number;
    pthread_t thread;
} Worker;

struct Crew {
    HttpServerOptions options;
    CrewDone answered;
    pthread_mutex_t mutex; /* all below; never held while a handler runs */
    pthread_cond_t filled; /* a task waits, or the crew stops */
    pthread_cond_t moved;  /* a worker has started or failed; nothing is unfinished any more */
    CrewTask *first, **last;
    int waiting, working;
    int64_t unfinished; /* put and not yet crew_finished */
    bool stopping;
    int started, failed;
    Err fault; /* of the first worker that failed */
    Worker *workers;
    int nworkers; /* threads that exist */
};

static CrewTask *task_take(Crew *crew)
{
    CrewTask *task = crew->first;
    if (task) {
        crew->first = task->next;
        if (!crew->first)
            crew->last = &crew->first;
        task->next = NULL;
        crew->waiting--;
    }
    return task;
}

/* The worker's life between its start and its end. */
static void work(Crew *crew, void *own)
{
    const HttpServerOptions *options = &crew->options;
    (void)pthread_mutex_lock(&crew->mutex);
    while (!crew->stopping) {
        CrewTask *task = task_take(crew);
        if (!task) {
            (void)pthread_cond_wait(&crew->filled, &crew->mutex);
            continue;
        }
        crew->working++;
        (void)pthread_mutex_unlock(&crew->mutex);
        options->handle(options->ctx, own, &task->request, &task->response);
        (void)pthread_mutex_lock(&crew->mutex);
        crew->working--;
        (void)pthread_mutex_unlock(&crew->mutex);
        crew->answered(task, true); /* from here on it is not ours */
        (void)pthread_mutex_lock(&crew->mutex);
    }
    (void)pthread_mutex_unlock(&crew->mutex);
}

static void *worker_main(void *arg)
{
    Worker *worker = arg;
    Crew *crew = worker->crew;
    const HttpServerOptions *options = &crew->options;
    void *own = NULL;
    Err err = {0};
    bool ok =
        !options->worker_start || options->worker_start(options->ctx, worker->number, &own, &err);
    (void)pthread_mutex_lock(&crew->mutex);
    if (ok)
        crew->started++;
    else if (crew->failed++ == 0)
        crew->fault = err;
    (void)pthread_cond_broadcast(&crew->moved);
    (void)pthread_mutex_unlock(&crew->mutex);
    if (!ok)
        return NULL;
    work(crew, own);
    if (options->worker_stop)
        options->worker_stop(options->ctx, own);
    return NULL;
}

static int workers_wanted(int workers)
{
    if (workers > 0)
        return workers;
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors > 4 ? (int)processors * 2 : 8;
}

static void cond_init(pthread_cond_t *cond)
{
    pthread_condattr_t attributes;
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(cond, &attributes);
    (void)pthread_condattr_destroy(&attributes);
}

static struct timespec after_ms(int wait_ms)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    int64_t ns = time.tv_nsec + (int64_t)wait_ms % 1000 * 1000000;
    time.tv_sec += wait_ms / 1000 + ns / 1000000000;
    time.tv_nsec = ns % 1000000000;
    return time;
}

bool crew_start(Arena *arena, const HttpServerOptions *options, CrewDone done, Crew **ret_crew,
                Err *err)
{
    Crew *crew = arena_new(arena, Crew, 1);
    crew->options = *options;
    crew->answered = done;
    crew->last = &crew->first;
    (void)pthread_mutex_init(&crew->mutex, NULL);
    cond_init(&crew->filled);
    cond_init(&crew->moved);
    int wanted = workers_wanted(options->workers);
    crew->workers = arena_new(arena, Worker, wanted);
    int refused = 0; /* by the system */
    for (; crew->nworkers < wanted && !refused; crew->nworkers += !refused) {
        Worker *worker = &crew->workers[crew->nworkers];
        *worker = (Worker){.crew = crew, .number = crew->nworkers};
        refused = pthread_create(&worker->thread, NULL, worker_main, worker);
    }
    (void)pthread_mutex_lock(&crew->mutex);
    while (crew->started + crew->failed < crew->nworkers)
        (void)pthread_cond_wait(&crew->moved, &crew->mutex);
    bool ok = crew->failed == 0 && !refused;
    Err fault = crew->fault;
    bool own_fault = crew->failed > 0;
    (void)pthread_mutex_unlock(&crew->mutex);
    if (ok) {
        *ret_crew = crew;
        return true;
    }
    crew_stop(crew);
    if (!own_fault)
        return err_set(err, ERR_HTTP_WORKERS, {"reason", str_from_z(strerror(refused))});
    if (err)
        *err = fault;
    return false;
}

bool crew_put(Crew *crew, CrewTask *task)
{
    (void)pthread_mutex_lock(&crew->mutex);
    bool taken = !crew->stopping && crew->waiting < LIMIT_HTTP_CONNECTIONS;
    if (taken) {
        task->next = NULL;
        *crew->last = task;
        crew->last = &task->next;
        crew->waiting++;
        crew->unfinished++;
        (void)pthread_cond_signal(&crew->filled);
    }
    (void)pthread_mutex_unlock(&crew->mutex);
    return taken;
}

void crew_finished(Crew *crew)
{
    (void)pthread_mutex_lock(&crew->mutex);
    if (--crew->unfinished == 0)
        (void)pthread_cond_broadcast(&crew->moved);
    (void)pthread_mutex_unlock(&crew->mutex);
}

bool crew_drain(Crew *crew, int wait_ms)
{
    struct timespec until = after_ms(wait_ms > 0 ? wait_ms : 0);
    int late = 0;
    (void)pthread_mutex_lock(&crew->mutex);
    while (crew->unfinished > 0 && !late)
        late = pthread_cond_timedwait(&crew->moved, &crew->mutex, &until);
    bool all = crew->unfinished == 0;
    (void)pthread_mutex_unlock(&crew->mutex);
    return all;
}

void crew_stop(Crew *crew)
{
    (void)pthread_mutex_lock(&crew->mutex);
    crew->stopping = true;
    (void)pthread_cond_broadcast(&crew->filled);
    CrewTask *task;
    while ((task = task_take(crew)) != NULL) {
        (void)pthread_mutex_unlock(&crew->mutex);
        crew->answered(task, false);
        (void)pthread_mutex_lock(&crew->mutex);
    }
    (void)pthread_mutex_unlock(&crew->mutex);
    for (int i = 0; i < crew->nworkers; i++)
        (void)pthread_join(crew->workers[i].thread, NULL);
    crew->nworkers = 0;
}

void crew_stats(Crew *crew, HttpServerStats *ret_stats)
{
    (void)pthread_mutex_lock(&crew->mutex);
    ret_stats->in_queue = crew->waiting;
    ret_stats->in_work = crew->working;
    ret_stats->workers = crew->nworkers;
    (void)pthread_mutex_unlock(&crew->mutex);
}

#include "sys/par.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

typedef struct Helper {
    ParPool *pool;
    pthread_t thread;
    int worker;
} Helper;

struct ParPool {
    int workers; /* with the caller */
    Helper *helpers;
    atomic_flag busy;
    atomic_llong next;
    int64_t items;
    ParBody body;
    void *ctx;
    pthread_mutex_t mutex; /* of what is below */
    pthread_cond_t begins, done;
    unsigned long job; /* number of the work at hand */
    int at_work;
    bool ends;
};

static void do_items(ParPool *pool, int worker)
{
    for (;;) {
        int64_t item = atomic_fetch_add_explicit(&pool->next, 1, memory_order_relaxed);
        if (item >= pool->items)
            return;
        pool->body(pool->ctx, item, worker);
    }
}

static void *help(void *arg)
{
    Helper *me = arg;
    ParPool *pool = me->pool;
    unsigned long seen = 0;
    pthread_mutex_lock(&pool->mutex);
    for (;;) {
        while (!pool->ends && pool->job == seen)
            pthread_cond_wait(&pool->begins, &pool->mutex);
        if (pool->ends)
            break;
        seen = pool->job;
        pthread_mutex_unlock(&pool->mutex);
        do_items(pool, me->worker);
        pthread_mutex_lock(&pool->mutex);
        if (--pool->at_work == 0)
            pthread_cond_signal(&pool->done);
    }
    pthread_mutex_unlock(&pool->mutex);
    return NULL;
}

static void run_alone(int64_t items, ParBody body, void *ctx)
{
    for (int64_t i = 0; i < items; i++)
        body(ctx, i, 0);
}

static void run_on(void *self, int64_t items, ParBody body, void *ctx)
{
    ParPool *pool = self;
    if (pool->workers == 1 || items < 2 || atomic_flag_test_and_set(&pool->busy)) {
        run_alone(items, body, ctx);
        return;
    }
    pthread_mutex_lock(&pool->mutex);
    pool->items = items;
    pool->body = body;
    pool->ctx = ctx;
    atomic_store(&pool->next, 0);
    pool->at_work = pool->workers - 1;
    pool->job++;
    pthread_cond_broadcast(&pool->begins);
    pthread_mutex_unlock(&pool->mutex);
    do_items(pool, 0);
    pthread_mutex_lock(&pool->mutex);
    while (pool->at_work > 0)
        pthread_cond_wait(&pool->done, &pool->mutex);
    pthread_mutex_unlock(&pool->mutex);
    atomic_flag_clear(&pool->busy);
}

static int threads_wanted(int threads)
{
    cpu_set_t set;
    int64_t asked = threads;
    const char *env = getenv("DUBAN_THREADS");
    if (asked <= 0 && env && !str_to_i64(str_from_z(env), &asked))
        asked = 0;
    if (asked <= 0)
        asked = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return (int)(asked < 1 ? 1 : asked > PAR_THREADS_MAX ? PAR_THREADS_MAX : asked);
}

ParPool *par_pool(Arena *arena, int threads)
{
    ParPool *pool = arena_new(arena, ParPool, 1);
    int wanted = threads_wanted(threads);
    pool->helpers = arena_new(arena, Helper, wanted);
    pool->workers = 1;
    atomic_flag_clear(&pool->busy);
    pthread_mutex_init(&pool->mutex, NULL);
    pthread_cond_init(&pool->begins, NULL);
    pthread_cond_init(&pool->done, NULL);
    while (pool->workers < wanted) {
        Helper *helper = &pool->helpers[pool->workers - 1];
        *helper = (Helper){.pool = pool, .worker = pool->workers};
        if (pthread_create(&helper->thread, NULL, help, helper) != 0)
            break;
        pool->workers++;
    }
    return pool;
}

ParFor par_on(ParPool *pool)
{
    return (ParFor){.workers = pool->workers, .self = pool, .run = run_on};
}

void par_end(ParPool *pool)
{
    pthread_mutex_lock(&pool->mutex);
    pool->ends = true;
    pthread_cond_broadcast(&pool->begins);
    pthread_mutex_unlock(&pool->mutex);
    for (int i = 0; i < pool->workers - 1; i++)
        pthread_join(pool->helpers[i].thread, NULL);
    pthread_mutex_destroy(&pool->mutex);
    pthread_cond_destroy(&pool->begins);
    pthread_cond_destroy(&pool->done);
    pool->workers = 1;
}

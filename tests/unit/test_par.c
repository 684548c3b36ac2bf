#include "check.h"
#include "sys/par.h"

#include <stdlib.h>

enum { ITEMS = 10007, WORKERS = 8 };

typedef struct Sums {
    ParFor par;
    int64_t squares[ITEMS];
    int64_t by_worker[WORKERS];
    int64_t inner[ITEMS];
} Sums;

static void add_one(void *ctx, int64_t item, int worker)
{
    Sums *s = ctx;
    s->squares[item] += item * item;
    s->by_worker[worker]++; /* a worker's own: two calls with one worker never overlap */
}

static void inner_item(void *ctx, int64_t item, int worker)
{
    (void)worker;
    ((int64_t *)ctx)[item] += 1;
}

static void nested(void *ctx, int64_t item, int worker)
{
    Sums *s = ctx;
    (void)worker;
    par_for(&s->par, 3, inner_item, &s->inner[item * 3]);
}

static void par__does_each_item_once(void **state)
{
    (void)state;
    static Sums s;
    AUTO_ARENA arena = {0};
    for (int threads = 1; threads <= WORKERS; threads++) {
        ParPool *pool = par_pool(&arena, threads);
        s.par = par_on(pool);
        CHECK_I64(s.par.workers, threads);
        for (int round = 0; round < 20; round++) {
            int64_t done = 0;
            s = (Sums){.par = s.par};
            par_for(&s.par, ITEMS, add_one, &s);
            for (int i = 0; i < ITEMS; i++)
                CHECK(s.squares[i] == (int64_t)i * i);
            for (int w = 0; w < WORKERS; w++)
                done += s.by_worker[w];
            CHECK_I64(done, ITEMS);
        }
        par_end(pool);
    }
}

static void par__may_be_used_by_its_own_items(void **state)
{
    (void)state;
    static Sums s;
    AUTO_ARENA arena = {0};
    ParPool *pool = par_pool(&arena, 4);
    s.par = par_on(pool);
    par_for(&s.par, 1000, nested, &s);
    for (int i = 0; i < 3000; i++)
        CHECK_I64(s.inner[i], 1);
    par_end(pool);
}

static void par__takes_as_many_threads_as_it_is_told(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    setenv("DUBAN_THREADS", "3", 1);
    ParPool *pool = par_pool(&arena, 0);
    CHECK_I64(par_on(pool).workers, 3);
    par_end(pool);
    setenv("DUBAN_THREADS", "many", 1);
    pool = par_pool(&arena, 0);
    CHECK(par_on(pool).workers >= 1);
    par_end(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(par__does_each_item_once),
        cmocka_unit_test(par__may_be_used_by_its_own_items),
        cmocka_unit_test(par__takes_as_many_threads_as_it_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

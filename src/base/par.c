#include "base/par.h"

static void run_one(void *self, int64_t items, ParBody body, void *ctx)
{
    (void)self;
    for (int64_t i = 0; i < items; i++)
        body(ctx, i, 0);
}

ParFor par_one(void)
{
    return (ParFor){.workers = 1, .run = run_one};
}

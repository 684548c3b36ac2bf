/* base/par.h - work in parallel without knowing of threads: who calls core/ hands in a ParFor.
 *
 * The body is called once for each item 0..items-1, in any order, on any worker 0..workers-1; two
 * calls with the same worker never overlap, so a worker may keep memory of its own. What comes out must not
 * depend on who does what: a body writes to places that belong to its item alone. sys/par.h makes
 * one on threads; par_one runs all on the caller. */
#pragma once
#include "base/str.h"

typedef void (*ParBody)(void *ctx, int64_t item, int worker);

typedef struct ParFor {
    int workers; /* at least 1 */
    void *self;
    void (*run)(void *self, int64_t items, ParBody body, void *ctx);
} ParFor;

/* One worker: the caller. */
ParFor par_one(void);
static inline void par_for(const ParFor *par, int64_t items, ParBody body, void *ctx)
{
    par->run(par->self, items, body, ctx);
}

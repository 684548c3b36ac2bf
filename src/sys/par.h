/* sys/par.h - a pool of threads as a ParFor (base/par.h), for what core/ computes in parallel.
 *
 * Items are handed out one by one by an atomic counter; the caller is worker 0 and works too. A pool that is
 * busy with another caller's work lets this one do all of it alone, which changes nothing but the time: nobody
 * waits for a lock, and a body may use the pool again. Callers: cli/, app/, bench/. */
#pragma once
#include "base/arena.h"
#include "base/par.h"

enum { PAR_THREADS_MAX = 256 };

typedef struct ParPool ParPool;

/* threads 0: as DUBAN_THREADS says, else as many as there are processors for this process. Where a thread
 * cannot be made there are fewer. */
ParPool *par_pool(Arena *arena, int threads);
ParFor par_on(ParPool *pool);
/* Ends the threads; none may be at work. */
void par_end(ParPool *pool);

/* http/crew.h - the workers and the queue before them; knows nothing of sockets.
 *
 * A task is a request that is complete and the answer to it. crew_put hands it to the next free
 * worker, first come first served; the worker calls `handle` of the options and then `done`, both in
 * its own thread. Whoever sent the answer says crew_finished, so that a stop can wait for the last
 * one. At most LIMIT_HTTP_CONNECTIONS tasks wait. Callers: http/server.c. */
#pragma once
#include "http/server.h"

typedef struct Crew Crew;

/* The first field of a larger struct of the caller. */
typedef struct CrewTask {
    struct CrewTask *next;
    HttpRequest request;
    HttpResponse response;
} CrewTask;

/* handled = false: the crew stopped before anybody took it; the response is untouched. */
typedef void (*CrewDone)(CrewTask *task, bool handled);

/* Returns when every worker has started; on failure none is left. Memory is of the arena. */
bool crew_start(Arena *arena, const HttpServerOptions *options, CrewDone done, Crew **ret_crew,
                Err *err);
/* False when too many wait or the crew is stopping: the task is still the caller's. */
bool crew_put(Crew *crew, CrewTask *task);
/* An answer has left, or nobody is there to take it. */
void crew_finished(Crew *crew);
/* Waits until all that was put is finished; false when some is not after wait_ms. */
bool crew_drain(Crew *crew, int wait_ms);
/* Takes no more; what still waits is given back undone; returns when every worker has ended, so a
 * handler that runs is waited for. */
void crew_stop(Crew *crew);
/* Fills in_queue, in_work, workers. */
void crew_stats(Crew *crew, HttpServerStats *ret_stats);

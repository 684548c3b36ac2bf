/* app/file_turn.h - whose file is looked at now: a server checks a few at once, a few more wait for a while.
 *
 * Checking a document takes a worker for seconds, and so does waiting: together they never have all
 * workers, so that pages are read meanwhile. Callers: app/files/files, web/serve. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

#include <pthread.h>

typedef struct FileTurns {
    pthread_mutex_t mutex;
    pthread_cond_t left;         /* somebody has left */
    int checks_max, waiting_max; /* never together the workers there are, but of a single one */
    int checks, waiting, wait_ms;
} FileTurns;

void file_turns_open(FileTurns *turns, int workers);
void file_turns_close(FileTurns *turns);
/* Returns when it is one's turn, after LIMIT_FILE_TURN_MS at most. ERR_FILE_BUSY. */
bool file_turn_take(FileTurns *turns, Arena *arena, Err *err);
void file_turn_leave(FileTurns *turns);

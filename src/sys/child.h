/* sys/child.h - a child process that does long work and tells about it: started, read, ended.
 *
 * Its standard output and error come through one pipe that never blocks either side; what nobody reads
 * in time is lost, so it is for progress and a last word. It dies with the thread that started it.
 * What it is to do stands on its standard input: secrets too, never in an argument that others see. Callers: app/upkeep/jobs, cli/cmd_render. */
#pragma once
#include "base/err.h"

typedef struct Child {
    int pid;    /* 0: none */
    int output; /* descriptor, -1: closed */
} Child;

/* arguments end with NULL; of the environment the child has what libpq reads (PGHOST …), PGPASSWORD
 * only with_password: it would go before a file that has another one. input is all that it reads, at most
 * LIMIT_JOB_BYTES. ERR_CHILD {reason}. */
bool child_start(const char *program, char *const *arguments, bool with_password, Str input,
                 Child *ret_child, Err *err);
/* What a program is asked at once: input whole, the answer whole. */
typedef struct ChildQuestion {
    Str input;
    int wait_ms;          /* it is ended after that */
    int64_t memory_bytes; /* of its own; beyond it it has none */
    int64_t answer_bytes; /* a longer answer ends it */
} ChildQuestion;

typedef struct ChildAnswer {
    Str bytes;  /* its standard output */
    int status; /* of its exit, 128 + signal when it was killed */
    bool late;  /* it was ended after wait_ms */
} ChildAnswer;

/* Runs the program to its end and waits for it; its standard error is ours. Of the environment it has nothing. ERR_CHILD. */
bool child_ask(const char *program, char *const *arguments, const ChildQuestion *question,
               Arena *arena, ChildAnswer *ret_answer, Err *err);
/* What has come since, at most len bytes; 0 when there is nothing (yet). */
int child_read(const Child *child, char *buffer, int len);
/* True when it has ended; *ret_status is its exit status, 128 + signal when it was killed. Once. */
bool child_ended(Child *child, int *ret_status);
/* Asks it to end (SIGTERM), waits grace_ms, then ends it. Fine when there is none. */
void child_stop(Child *child, int grace_ms);
/* For a program that somebody started for one piece of work: SIGTERM when its starter dies, now or
 * before this was called. */
void child_end_with_parent(void);

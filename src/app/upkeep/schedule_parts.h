/* app/upkeep/schedule_parts.h - what schedule.c, job_said.c and the exports share; nobody else includes it. */
#pragma once
#include "app/upkeep/schedule.h"

#include <pthread.h>

enum { JOB_SAID_BYTES = 200 };

struct JobSay {
    pthread_mutex_t mutex;
    int percent;
    bool stop;
    int count;
    struct {
        const char *key;
        char value[JOB_SAID_BYTES];
    } items[JOB_SAID_MAX];
};

/* {"made":"12"} */
Str job_said_outcome(Arena *arena, JobSay *say);
/* {"error":"FILE_FULL","args":{…}} */
Str job_said_error(Arena *arena, const Err *err);
/* A sentence for the person; empty where nothing was said. kind: NULL when unknown. */
Str job_said_text(Arena *arena, Lang lang, const JobKind *kind, Str said);
/* 32 random hex digits. */
Str job_new_id(Arena *arena);

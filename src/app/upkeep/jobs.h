/* app/upkeep/jobs.h - exports that a person waits for: child processes with progress, files kept for a while.
 *
 * So many run at once; the others wait in the order they were asked for, with their place shown. Where a database is
 * given, each is a row of table job, too: a server that starts again begins those anew that had not ended, and
 * those whose files went with it.
 * A job is `duban render`, ordered in the name of the person who asked, so that it has their rights and nothing
 * more, and so that a long export takes neither a worker's time nor the server's memory. Its file
 * stands in <data>/exports under a random name until it is JOB_KEPT_MS old; what a killed server left there
 * goes at the next start. Only who started a job sees it. Threads may share one Jobs. Callers: web/. */
#pragma once
#include "base/err.h"

typedef struct Jobs Jobs;

enum {
    JOBS_KEPT = 64,   /* jobs known at once, finished ones included */
    JOBS_RUNNING = 4, /* at once; more wait */
    JOBS_OF_ONE = 2,  /* of these, of one account */
    JOBS_ASKED = 8,   /* waiting and running, of one account; more: ERR_JOBS_BUSY */
    JOB_KEPT_MS = 30 * 60 * 1000,
};

typedef enum JobState { JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_WAITING } JobState;

typedef struct JobOrder {
    Str what;   /* ledger · reports · campaign */
    Str format; /* xlsx · csv */
    Str account, campaign, lang;
    struct Db *db; /* where its row goes; NULL: it has none */
} JobOrder;

typedef struct JobView {
    JobState state;
    Str what, format;
    Str name; /* of the file, for the person; when done */
    int percent;
    int place;           /* in the queue, from 1; of one that waits */
    int64_t rows, bytes; /* bytes: of the file when done */
    Str said;            /* last words of one that failed, in the person's language */
} JobView;

/* program: path of duban. Empties <folder>/exports, which is made when it is absent. */
bool jobs_open(Str program, Str db_url, Str folder, Jobs **ret_jobs, Err *err);
/* Ends what still runs and takes its files away; NULL is fine. */
void jobs_close(Jobs *jobs);
/* id: 32 random hex digits. now_ms is the instant of the job, too. ERR_JOBS_BUSY {limit}, ERR_CHILD. */
bool jobs_start(Jobs *jobs, Str id, const JobOrder *order, int64_t now_ms, Err *err);
/* ERR_JOB_UNKNOWN: none, gone, or somebody else's. */
bool jobs_look(Jobs *jobs, Arena *arena, Str id, Str account, int64_t now_ms, JobView *ret_view,
               Err *err);
/* What a server that ended left unfinished waits again, and so does what it had finished of late. Once, after jobs_open. */
bool jobs_resume(Jobs *jobs, struct Db *db, int64_t now_ms, Err *err);
/* Starts what may start and writes what has changed into the rows; called every now and then by one thread, with
 * its own connection. */
void jobs_tick(Jobs *jobs, struct Db *db, int64_t now_ms);
/* The finished file, opened for reading. ERR_JOB_UNKNOWN, ERR_JOB_RUNNING. */
bool jobs_take(Jobs *jobs, Arena *arena, Str id, Str account, int64_t now_ms, int *ret_file,
               JobView *ret_view, Err *err);
/* Ends it and takes its file away. ERR_JOB_UNKNOWN. */
bool jobs_drop(Jobs *jobs, Str id, Str account, Err *err);

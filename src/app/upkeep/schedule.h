/* app/upkeep/schedule.h - work that happens by itself (后台任务): a table of kinds, a row for each time, one scheduler.
 *
 * `duban serve` starts one scheduler. It puts a row in table job when a kind is due, takes what is due (the row
 * says who took it, so several processes never run one twice), runs it in a thread of its own and tries again
 * with a growing pause what failed. A row whose beat stands still is of a process that was killed, or its end could not
 * be written: a scheduler takes it up again. Times of day are of +08:00. An instant of the schedule has one turn: a
 * clock that is set back gives it no second one, and until it has caught up work goes on by the time that passes.
 *
 * A kind is a plain function: `bool fn(App *app, Str body, JobSay *say, Err *err)`. The app acts as the program's
 * own account "duban", which nobody can sign in as and which may do what permit_program says; what it writes is
 * audited with the origin "job KIND". It has no campaign: who needs one loads it. Add a row to schedule_kinds.c, a
 * name and an outcome to messages.tsv. Callers: web/serve, cli/cmd_job, web/pages/jobs. */
#pragma once
#include "app/app.h"
#include "i18n/msg.h"
#include "store/job.h"

enum {
    JOB_ATTEMPTS_MAX = 4,
    JOB_BACK_OFF_MS = 60 * 1000, /* after the first failure; then twice as long, and again */
    JOB_BACK_OFF_MAX_MS = 15 * 60 * 1000, /* a longer wait than this is a clock that was set back */
    JOB_HISTORY_KEPT = 60,                /* ended ones of each kind */
    JOB_SILENT_MS = 20 * 1000,            /* a beat that stood still so long is of a dead process */
    JOB_BEAT_MS = 4 * 1000,
    JOB_FIRST_MS = 5 * 60 * 1000, /* after the start, what was never done before */
    JOB_SAID_MAX = 6,
};

/* What a function says while it works. */
typedef struct JobSay JobSay;
/* 0..100. False when the work is to end: it was dropped, or the server stops (ERR_JOB_STOPPED is then a good error). */
bool job_say(JobSay *say, int percent);
/* A hole of the kind's outcome: job_say_number(say, "made", 12) for {made}. At most JOB_SAID_MAX. */
void job_say_text(JobSay *say, const char *key, Str value);
void job_say_number(JobSay *say, const char *key, int64_t value);

/* For what may take long within a job, and outside of one: ERR_JOB_STOPPED when the work is to end; say: NULL is fine. */
bool job_goes_on(JobSay *say, Err *err);

typedef bool (*JobFn)(App *app, Str body, JobSay *say, Err *err);

typedef enum JobEvery { JOB_ONLY_ASKED, JOB_HOURLY, JOB_DAILY } JobEvery;

typedef struct JobKind {
    Str word; /* empty at the end of the table */
    JobEvery every;
    int minute; /* of the hour, or of the day at +08:00 */
    JobFn fn;
    Msg name, outcome; /* outcome: with the holes that the function fills */
} JobKind;
extern const JobKind job_kinds[];
const JobKind *job_kind(Str word); /* of job_kinds; NULL */

/* The first instant of the schedule after `after`. Pure. */
int64_t job_next(const JobKind *kind, int64_t after_ms);
/* Milliseconds until the next attempt, after so many. */
int64_t job_back_off(int64_t attempts);

typedef struct ScheduleOptions {
    Str db_url, data_folder;
    DbHub *hub;                      /* outlives the schedule */
    struct SnapshotCache *snapshots; /* of the server, and so do they; NULL: none are shared */
    const JobKind *kinds;            /* NULL: job_kinds */
    int64_t (*now_ms)(void *ctx);
    void *now_ctx;
    /* 0: the named ones; for tests */
    int silent_ms, beat_ms, first_ms, back_off_ms, tick_ms;
    Str only;             /* runs this row and nothing else; empty: what is due */
    struct Jobs *exports; /* run by this scheduler, too; NULL: none are */
} ScheduleOptions;

typedef struct Schedule Schedule;
bool schedule_start(const ScheduleOptions *options, Schedule **ret_schedule, Err *err);
/* Asks what runs to end and waits for it; its row waits for the next start. NULL is fine. */
void schedule_stop(Schedule *schedule);

/* Use-cases. */
typedef struct JobSeen {
    JobRow row;
    Str name;    /* of the kind, in the person's language */
    Str outcome; /* outcome or failure, in the person's language; empty while there is none */
} JobSeen;
typedef LIST_OF(JobSeen) JobSeenList;
/* One line a kind: when it is next due, and its newest row. */
typedef struct JobKindView {
    const JobKind *kind;
    Str name;
    int64_t next_ms; /* 0: only when asked for, or not known yet */
    bool any;
    JobSeen newest;
} JobKindView;
typedef LIST_OF(JobKindView) JobKindViewList;

/* Newest first; all accounts' where the person may read them (job.read), else the own. */
bool job_list_read(App *app, Lang lang, int limit, JobSeenList *ret_jobs, Err *err);
bool job_kinds_read(App *app, Lang lang, JobKindViewList *ret_kinds, Err *err);
/* Asks for one run of a kind now; the next scheduler runs it. ERR_JOB_KIND, ERR_JOB_ASKED where one waits or runs. */
bool job_ask(App *app, Str kind, Str *ret_id, Err *err);
/* Asked for and run in this process: for the command line. */
bool job_run_here(App *app, Str kind, Lang lang, JobSeen *ret_job, Err *err);
/* What waits or runs is to end. ERR_JOB_UNKNOWN. */
bool job_stop(App *app, Str id, Err *err);

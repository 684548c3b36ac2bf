/* The table of what the program does by itself. To add one: its function, a row here, job.kind.WORD and
 * job.said.WORD in messages.tsv. */
#include "app/files/files.h"
#include "app/inbox/inbox.h"
#include "app/upkeep/backup.h"
#include "app/upkeep/checkpoint.h"
#include "app/upkeep/purge.h"
#include "app/upkeep/verify.h"

/* Everything that counts is proved once a night; the sentence says what was found. */
static bool verify_job(App *app, Str body, JobSay *say, Err *err)
{
    (void)body;
    VerifyCounts counts;
    Faults faults = {.arena = app->arena};
    if (!app_permit(app, ACT_VERIFY, S(""), S("verify"), err))
        return false;
    bool ok = verify_all(app, &counts, &faults, err);
    if (!ok && (faults.total == 0 || err->code == ERR_JOB_STOPPED))
        return false;
    if (!verify_record(app, &counts, &faults, err))
        return false;
    job_say_number(say, "audit_rows", counts.audit_rows);
    job_say_number(say, "faults", faults.total);
    if (faults.count) {
        *err = faults.items[0];
        return false;
    }
    return true;
}

/* What everybody finds in the morning of a workday. */
static bool digest_job(App *app, Str body, JobSay *say, Err *err)
{
    (void)body;
    int64_t made;
    if (!inbox_digest_make(app, &made, err))
        return false;
    job_say_number(say, "made", made);
    return true;
}

/* Where the audit chains end, signed before the day does. */
static bool checkpoint_job(App *app, Str body, JobSay *say, Err *err)
{
    (void)body;
    Checkpoint made;
    bool is_made;
    if (!checkpoint_daily(app, &is_made, &made, err))
        return false;
    job_say_number(say, "made", is_made);
    return true;
}

/* Files that a write which failed or a killed program left in the store, and what a purge has not taken away yet. */
static bool sweep_job(App *app, Str body, JobSay *say, Err *err)
{
    (void)body;
    int64_t gone;
    if (!files_sweep(app, &gone, err) || !purge_sweep(app, err))
        return false;
    job_say_number(say, "gone", gone);
    return true;
}

const JobKind job_kinds[] = {
    {SC("digest"), JOB_DAILY, 7 * 60, digest_job, MSG_JOB_KIND_DIGEST, MSG_JOB_SAID_DIGEST},
    {SC("backup"), JOB_HOURLY, 5, backup_job, MSG_JOB_KIND_BACKUP, MSG_JOB_SAID_BACKUP},
    {SC("drill"), JOB_DAILY, 3 * 60 + 30, backup_check_job, MSG_JOB_KIND_DRILL, MSG_JOB_SAID_DRILL},
    {SC("sweep"), JOB_DAILY, 2 * 60 + 20, sweep_job, MSG_JOB_KIND_SWEEP, MSG_JOB_SAID_SWEEP},
    {SC("verify"), JOB_DAILY, 2 * 60 + 40, verify_job, MSG_JOB_KIND_VERIFY, MSG_JOB_SAID_VERIFY},
    {SC("checkpoint"), JOB_DAILY, 23 * 60 + 40, checkpoint_job, MSG_JOB_KIND_CHECKPOINT,
     MSG_JOB_SAID_CHECKPOINT},
    {.word = {0}},
};

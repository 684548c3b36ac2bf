/* app/upkeep/backup.h - backups while the server works (备份): made, kept by the hour, day and month, checked, destroyed.
 *
 * A backup is a folder (app/upkeep/backup_folder.h) and a row of table backup. The hourly job makes one and takes away
 * what no longer needs to be kept; a nightly job opens the newest in a place of its own and proves it. What a purge
 * ordered destroyed says so until it is. Callers: cli/, web/, the scheduler. */
#pragma once
#include "app/upkeep/backup_folder.h"
#include "store/backup.h"

enum {
    BACKUP_HOURLY_KEPT = 24,
    BACKUP_DAILY_KEPT = 30,
    BACKUP_MONTHLY_KEPT = 12,
    BACKUP_LISTED = 300,
};

/* make->to empty: <data folder>/backups. */
bool backup_make(App *app, const BackupMake *make, BackupMade *ret_made, Err *err);
/* The second half of it: the row of what backup_write has made. Purges approved since the copy order its destruction. */
bool backup_record(App *app, const BackupMake *make, const BackupMade *made, Err *err);
/* Those that are kept, newest first, then those that are gone. */
bool backup_list_read(App *app, BackupRowList *ret_rows, Err *err);
/* Everything in it against its manifest, the manifest against the row, and on SQLite the database opened and
 * proved; the row says when and what was found. False with faults, or with *err where it could not be done.
 * id empty: the newest that is kept. ERR_BACKUP_UNKNOWN. */
bool backup_check(App *app, Str id, Faults *faults, Err *err);
/* Takes it away for good. ERR_BACKUP_UNKNOWN; ERR_BACKUP_PLACE where the disk that holds it is not there. */
bool backup_drop(App *app, Str id, Err *err);
/* Which of them need to be kept; rows are as backup_list has them. Pure. */
void backup_keep(const BackupRowList *rows, bool *ret_keep);

/* For schedule_kinds.c. */
bool backup_job(App *app, Str body, JobSay *say, Err *err);
bool backup_check_job(App *app, Str body, JobSay *say, Err *err);

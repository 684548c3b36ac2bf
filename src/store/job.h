/* store/job.h - work that is asked for and outlives the process that does it, a row each.
 *
 * A row is taken by one process: the statement that takes it changes it only while it waits, inside the
 * writers' line. While it runs, that process counts `beat` up; a row whose beat stands still has lost its
 * process. Rows that have ended are history, and of each kind the oldest is used again for a new one, so the
 * table does not grow. Outside the audit chain (store/anchor.h). Callers: app/ only; writing runs inside db_write. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct JobRow {
    Str id, kind, slot, account, asked_by, campaign, body;
    Str state; /* waiting · running · done · failed · dropped */
    int64_t asked_at, due_at, attempts;
    Str taken_by;
    int64_t beat, began_at, ended_at, percent;
    Str said; /* JSON */
} JobRow;
typedef LIST_OF(JobRow) JobRowList;

/* A waiting row; *ret_new false where that slot is there already. kept: how many ended ones of the kind stay. */
bool job_insert(Db *tx, const JobRow *row, int kept, bool *ret_new, Err *err);
/* *ret_mine false where another took, dropped or ended it. */
bool job_take(Db *tx, Str id, Str taken_by, int64_t at, bool *ret_mine, Err *err);
bool job_beat(Db *tx, const JobRow *row, bool *ret_mine, Err *err); /* percent and said */
bool job_end(Db *tx, const JobRow *row, Err *err);  /* state, ended_at, percent, said */
bool job_wait(Db *tx, const JobRow *row, Err *err); /* due_at, said, attempts: it is tried again */
bool job_drop(Db *tx, Str id, int64_t at, bool *ret_dropped, Err *err);
/* The same of one that has ended: nobody is shown it again. */
bool job_forget(Db *tx, Str id, int64_t at, Err *err);
bool job_find(Db *db, Arena *arena, Str id, bool *ret_found, JobRow *ret_row, Err *err);
/* Exports (app/upkeep/export_rows): whose server has it; how it stands; what that server left. */
bool job_owner(Db *tx, Str id, Str owner, Err *err);
bool job_export_state(Db *tx, const JobRow *row, Err *err);
bool job_exports_left(Db *db, Arena *arena, Str owner, int64_t since, JobRowList *ret_rows,
                      Err *err);
/* What waits or runs, oldest first. */
bool job_open(Db *db, Arena *arena, JobRowList *ret_rows, Err *err);
/* Newest first, of one account (empty: the program's) or of all. */
bool job_list(Db *db, Arena *arena, Str account, bool all, int limit, JobRowList *ret_rows,
              Err *err);
/* The latest instant of the schedule there is of the kind; 0 and false when it never ran. */
bool job_newest(Db *db, Str kind, int64_t *ret_due_at, bool *ret_any, Err *err);

/* store/progress.h - notes on the progress of a task (进展登记): appended, never changed.
 *
 * seq counts the notes of one task; the last one holds. Two people who write to one task at once are
 * told apart by it: who has not seen the newest is refused. Callers: app/ only; writing runs inside
 * db_write. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct ProgressNote {
    Str id, task;
    int64_t seq;
    Str state; /* on_track · at_risk · stuck · done_claimed */
    Str text;
    bool purged; /* the text was taken away by order (app/upkeep/purge.h) */
    int64_t at;  /* UTC ms */
    Str by;      /* account */
} ProgressNote;
typedef LIST_OF(ProgressNote) ProgressNoteList;

/* What stands in place of a purged text: a character that no note can hold. */
#define PROGRESS_PURGED "\x1A"

/* The row of a query for id, task, seq, state, note_text, at, by_account. */
ProgressNote progress_row(const DbRows *rows, Arena *arena);
/* ERR_DB_CONFLICT when the task has a note of that seq. */
bool progress_save(Db *tx, Str campaign, const ProgressNote *note, Err *err);
/* 0 when there is none. */
bool progress_last_seq(Db *db, Str campaign, Str task, int64_t *ret_seq, Err *err);
/* All notes of a task, oldest first. */
bool progress_of_task(Db *db, Arena *arena, Str campaign, Str task, ProgressNoteList *ret_notes,
                      Err *err);
/* The newest note of each task that has any. */
bool progress_latest(Db *db, Arena *arena, Str campaign, ProgressNoteList *ret_notes, Err *err);
/* Appends all notes of the campaign with a greater id, in order of writing. */
bool progress_after(Db *db, Arena *arena, Str campaign, Str id, ProgressNoteList *ret_notes,
                    Err *err);

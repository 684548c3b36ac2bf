#include "store/progress.h"

#include "store/sql_gen.h"

bool progress_save(Db *tx, Str campaign, const ProgressNote *n, Err *err)
{
    return db_exec(tx, SQL_progress_insert,
                   DB_ARGS(V(n->id), V(campaign), V(n->task), V(n->seq), V(n->state), V(n->text),
                           V(n->at), V(n->by)),
                   NULL, err);
}

bool progress_last_seq(Db *db, Str campaign, Str task, int64_t *ret_seq, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_progress_last_seq, DB_ARGS(V(campaign), V(task)), err);
    if (!rows || !db_next(rows, err))
        return false;
    *ret_seq = db_i64(rows, 0);
    return true;
}

static ProgressNote read_note(const DbRows *rows, Arena *arena, Str task, int col)
{
    bool purged = str_eq(db_text(rows, col + 2), S(PROGRESS_PURGED));
    return (ProgressNote){.id = arena_str(arena, db_text(rows, 0)),
                          .task = task,
                          .seq = db_i64(rows, col),
                          .state = arena_str(arena, db_text(rows, col + 1)),
                          .text = purged ? S("") : arena_str(arena, db_text(rows, col + 2)),
                          .purged = purged,
                          .at = db_i64(rows, col + 3),
                          .by = arena_str(arena, db_text(rows, col + 4))};
}

bool progress_of_task(Db *db, Arena *arena, Str campaign, Str task, ProgressNoteList *ret_notes,
                      Err *err)
{
    *err = (Err){0};
    Str kept = arena_str(arena, task);
    AUTO_ROWS *rows = db_query(db, SQL_progress_of_task, DB_ARGS(V(campaign), V(task)), err);
    while (db_next(rows, err))
        *arena_push(arena, ret_notes) = read_note(rows, arena, kept, 1);
    return err->code == ERR_NONE;
}

ProgressNote progress_row(const DbRows *rows, Arena *arena)
{
    return read_note(rows, arena, arena_str(arena, db_text(rows, 1)), 2);
}

static bool read_notes(DbRows *rows, Arena *arena, ProgressNoteList *ret_notes, Err *err)
{
    while (db_next(rows, err))
        *arena_push(arena, ret_notes) = progress_row(rows, arena);
    return err->code == ERR_NONE;
}

bool progress_latest(Db *db, Arena *arena, Str campaign, ProgressNoteList *ret_notes, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_progress_latest, DB_ARGS(V(campaign)), err);
    return read_notes(rows, arena, ret_notes, err);
}

bool progress_after(Db *db, Arena *arena, Str campaign, Str id, ProgressNoteList *ret_notes,
                    Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_progress_after, DB_ARGS(V(campaign), V(id)), err);
    return read_notes(rows, arena, ret_notes, err);
}

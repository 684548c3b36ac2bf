#include "store/job.h"

#include "store/sql_gen.h"

/* The one to use again: beyond the newest `kept` that have ended. Empty when there are not so many. */
static bool find_spare(Db *tx, Arena *arena, Str kind, int kept, Str *ret_id, Err *err)
{
    *err = (Err){0};
    int count = 0;
    AUTO_ROWS *rows = db_query(tx, SQL_job_ended_of_kind, DB_ARGS(V(kind), V(kept)), err);
    while (rows && db_next(rows, err))
        if (++count == kept)
            *ret_id = arena_str(arena, db_text(rows, 0));
    return rows && err->code == ERR_NONE;
}

static bool has_slot(Db *tx, Str slot, bool *ret_has, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(tx, SQL_job_slot, DB_ARGS(V(slot)), err);
    *ret_has = rows && db_next(rows, err);
    return rows && err->code == ERR_NONE;
}

bool job_insert(Db *tx, const JobRow *r, int kept, bool *ret_new, Err *err)
{
    AUTO_ARENA arena = {0};
    Str spare = S("");
    bool has;
    if (!has_slot(tx, r->slot, &has, err))
        return false;
    *ret_new = !has;
    if (has)
        return true;
    if (!find_spare(tx, &arena, r->kind, kept, &spare, err))
        return false;
    if (spare.len == 0)
        return db_exec(tx, SQL_job_insert,
                       DB_ARGS(V(r->id), V(r->kind), V(r->slot), V(r->account), V(r->asked_by),
                               V(r->campaign), V(r->body), V(r->asked_at), V(r->due_at)),
                       NULL, err);
    return db_exec(tx, SQL_job_reuse,
                   DB_ARGS(V(r->id), V(r->kind), V(r->slot), V(r->account), V(r->asked_by),
                           V(r->campaign), V(r->body), V(r->asked_at), V(r->due_at), V(spare)),
                   NULL, err);
}

static bool changed_one(Db *tx, const char *sql, const DbVal *args, int nargs, bool *ret_changed,
                        Err *err)
{
    int64_t changed;
    if (!db_exec(tx, sql, args, nargs, &changed, err))
        return false;
    *ret_changed = changed == 1;
    return true;
}

bool job_take(Db *tx, Str id, Str taken_by, int64_t at, bool *ret_mine, Err *err)
{
    return changed_one(tx, SQL_job_take, DB_ARGS(V(id), V(taken_by), V(at)), ret_mine, err);
}

bool job_beat(Db *tx, const JobRow *r, bool *ret_mine, Err *err)
{
    return changed_one(tx, SQL_job_beat,
                       DB_ARGS(V(r->id), V(r->taken_by), V(r->percent), V(r->said)), ret_mine, err);
}

bool job_end(Db *tx, const JobRow *r, Err *err)
{
    return db_exec(
        tx, SQL_job_end,
        DB_ARGS(V(r->id), V(r->taken_by), V(r->state), V(r->ended_at), V(r->percent), V(r->said)),
        NULL, err);
}

bool job_wait(Db *tx, const JobRow *r, Err *err)
{
    return db_exec(tx, SQL_job_wait,
                   DB_ARGS(V(r->id), V(r->taken_by), V(r->due_at), V(r->said), V(r->attempts)),
                   NULL, err);
}

bool job_drop(Db *tx, Str id, int64_t at, bool *ret_dropped, Err *err)
{
    return changed_one(tx, SQL_job_drop, DB_ARGS(V(id), V(at)), ret_dropped, err);
}

bool job_forget(Db *tx, Str id, int64_t at, Err *err)
{
    return db_exec(tx, SQL_job_forget, DB_ARGS(V(id), V(at)), NULL, err);
}

static Str cell(const DbRows *rows, Arena *arena, int col)
{
    return arena_str(arena, db_text(rows, col));
}

static JobRow read_row(const DbRows *rows, Arena *arena)
{
    return (JobRow){.id = cell(rows, arena, 0),
                    .kind = cell(rows, arena, 1),
                    .slot = cell(rows, arena, 2),
                    .account = cell(rows, arena, 3),
                    .asked_by = cell(rows, arena, 4),
                    .campaign = cell(rows, arena, 5),
                    .body = cell(rows, arena, 6),
                    .state = cell(rows, arena, 7),
                    .asked_at = db_i64(rows, 8),
                    .due_at = db_i64(rows, 9),
                    .attempts = db_i64(rows, 10),
                    .taken_by = cell(rows, arena, 11),
                    .beat = db_i64(rows, 12),
                    .began_at = db_i64(rows, 13),
                    .ended_at = db_i64(rows, 14),
                    .percent = db_i64(rows, 15),
                    .said = cell(rows, arena, 16)};
}

bool job_find(Db *db, Arena *arena, Str id, bool *ret_found, JobRow *ret_row, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_job_find, DB_ARGS(V(id)), err);
    *ret_found = rows && db_next(rows, err);
    if (*ret_found)
        *ret_row = read_row(rows, arena);
    return rows && err->code == ERR_NONE;
}

static bool read_rows(DbRows *rows, Arena *arena, JobRowList *ret_rows, Err *err)
{
    *err = (Err){0};
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_rows) = read_row(rows, arena);
    return rows && err->code == ERR_NONE;
}

bool job_open(Db *db, Arena *arena, JobRowList *ret_rows, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_job_open, NULL, 0, err);
    return rows && read_rows(rows, arena, ret_rows, err);
}

bool job_list(Db *db, Arena *arena, Str account, bool all, int limit, JobRowList *ret_rows,
              Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_job_list, DB_ARGS(V(account), V((int)all), V(limit)), err);
    return rows && read_rows(rows, arena, ret_rows, err);
}

bool job_newest(Db *db, Str kind, int64_t *ret_due_at, bool *ret_any, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_job_newest, DB_ARGS(V(kind)), err);
    if (!rows || !db_next(rows, err))
        return false;
    *ret_due_at = db_i64(rows, 0);
    *ret_any = db_i64(rows, 1) > 0;
    return true;
}

bool job_owner(Db *tx, Str id, Str owner, Err *err)
{
    return db_exec(tx, SQL_job_owner, DB_ARGS(V(id), V(owner)), NULL, err);
}

bool job_export_state(Db *tx, const JobRow *r, Err *err)
{
    return db_exec(
        tx, SQL_job_export_state,
        DB_ARGS(V(r->id), V(r->state), V(r->began_at), V(r->ended_at), V(r->percent), V(r->said)),
        NULL, err);
}

bool job_exports_left(Db *db, Arena *arena, Str owner, int64_t since, JobRowList *ret_rows,
                      Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_job_exports_left, DB_ARGS(V(owner), V(since)), err);
    return rows && read_rows(rows, arena, ret_rows, err);
}

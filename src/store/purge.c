#include "store/purge.h"

#include "store/sql_gen.h"

bool purge_save(Db *tx, const Purge *p, Err *err)
{
    return db_exec(tx, SQL_purge_insert,
                   DB_ARGS(V(p->id), V(p->campaign), V(p->target), V(p->cause), V(p->authority),
                           V(p->asked_at), V(p->asked_by), V(p->asked_behalf)),
                   NULL, err);
}

bool purge_settle(Db *tx, const Purge *p, bool *ret_done, Err *err)
{
    int64_t changed = 0;
    if (!db_exec(tx, SQL_purge_decide,
                 DB_ARGS(V(p->id), V(p->state), V(p->decided_at), V(p->decided_by),
                         V(p->decided_behalf), V(p->decision), V(p->backups)),
                 &changed, err))
        return false;
    *ret_done = changed > 0;
    return true;
}

static Purge read_purge(const DbRows *rows, Arena *arena)
{
    return (Purge){.id = arena_str(arena, db_text(rows, 0)),
                   .campaign = arena_str(arena, db_text(rows, 1)),
                   .target = arena_str(arena, db_text(rows, 2)),
                   .cause = arena_str(arena, db_text(rows, 3)),
                   .authority = arena_str(arena, db_text(rows, 4)),
                   .asked_at = db_i64(rows, 5),
                   .asked_by = arena_str(arena, db_text(rows, 6)),
                   .asked_behalf = arena_str(arena, db_text(rows, 7)),
                   .state = arena_str(arena, db_text(rows, 8)),
                   .decided_at = db_i64(rows, 9),
                   .decided_by = arena_str(arena, db_text(rows, 10)),
                   .decided_behalf = arena_str(arena, db_text(rows, 11)),
                   .decision = arena_str(arena, db_text(rows, 12)),
                   .backups = arena_str(arena, db_text(rows, 13))};
}

static bool read_one(DbRows *rows, Arena *arena, bool *ret_found, Purge *ret_purge, Err *err)
{
    *ret_found = rows && db_next(rows, err);
    if (*ret_found)
        *ret_purge = read_purge(rows, arena);
    return rows && err->code == ERR_NONE;
}

bool purge_find(Db *db, Arena *arena, Str campaign, Str id, bool *ret_found, Purge *ret_purge,
                Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_purge_get, DB_ARGS(V(id), V(campaign)), err);
    return read_one(rows, arena, ret_found, ret_purge, err);
}

bool purge_of_id(Db *db, Arena *arena, Str id, bool *ret_found, Purge *ret_purge, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_purge_of_id, DB_ARGS(V(id)), err);
    return read_one(rows, arena, ret_found, ret_purge, err);
}

bool purge_list(Db *db, Arena *arena, Str campaign, int max, PurgeList *ret_list, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_purge_list, DB_ARGS(V(campaign), V(max)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_list) = read_purge(rows, arena);
    return rows && err->code == ERR_NONE;
}

bool purge_is_waiting(Db *db, Str target, bool *ret_waiting, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_purge_waiting, DB_ARGS(V(target)), err);
    *ret_waiting = rows && db_next(rows, err) && db_i64(rows, 0) > 0;
    return rows && err->code == ERR_NONE;
}

static bool read_ids(DbRows *rows, Arena *arena, PurgeIds *ret_ids, Err *err)
{
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_ids) = arena_str(arena, db_text(rows, 0));
    return rows && err->code == ERR_NONE;
}

bool purge_done_ids(Db *db, Arena *arena, PurgeIds *ret_ids, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_purge_done_ids, NULL, 0, err);
    return read_ids(rows, arena, ret_ids, err);
}

bool purge_note_find(Db *db, Arena *arena, Str campaign, Str id, bool *ret_found,
                     ProgressNote *ret_note, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_progress_get, DB_ARGS(V(id), V(campaign)), err);
    *ret_found = rows && db_next(rows, err);
    if (*ret_found)
        *ret_note = progress_row(rows, arena);
    return rows && err->code == ERR_NONE;
}

bool purge_note(Db *tx, Str id, Err *err)
{
    return db_exec(tx, SQL_progress_empty, DB_ARGS(V(id), V(S(PROGRESS_PURGED))), NULL, err);
}

bool purge_audit_find(Db *db, Arena *arena, Str chain, int64_t seq, bool *ret_found,
                      PurgeAuditRow *ret_row, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_audit_get, DB_ARGS(V(chain), V(seq)), err);
    *ret_found = rows && db_next(rows, err);
    if (*ret_found)
        *ret_row = (PurgeAuditRow){.seq = seq,
                                   .object = arena_str(arena, db_text(rows, 0)),
                                   .detail = arena_str(arena, db_text(rows, 1)),
                                   .has_detail = !db_is_null(rows, 1)};
    return rows && err->code == ERR_NONE;
}

bool purge_audit_of(Db *db, Arena *arena, Str chain, Str object, PurgeAuditRows *ret_rows, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_audit_of_object, DB_ARGS(V(chain), V(object)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_rows) = (PurgeAuditRow){.seq = db_i64(rows, 0),
                                                       .object = object,
                                                       .detail = arena_str(arena, db_text(rows, 1)),
                                                       .has_detail = true};
    return rows && err->code == ERR_NONE;
}

bool purge_audit_empty(Db *tx, Str chain, int64_t seq, Err *err)
{
    return db_exec(tx, SQL_audit_empty, DB_ARGS(V(chain), V(seq)), NULL, err);
}

bool purge_chain_hold(Db *tx, Str chain, Err *err)
{
    return db_exec(tx, SQL_audit_chain_hold, DB_ARGS(V(chain)), NULL, err);
}

bool purge_backups(Db *db, Arena *arena, PurgeIds *ret_ids, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_purge_backups, NULL, 0, err);
    return read_ids(rows, arena, ret_ids, err);
}

bool purge_backups_set(Db *tx, Str id, Str backups, Err *err)
{
    return db_exec(tx, SQL_purge_backups_set, DB_ARGS(V(id), V(backups)), NULL, err);
}

bool purge_backup_mark(Db *tx, Str backup, Str purge, Err *err)
{
    return db_exec(tx, SQL_purge_backup_mark, DB_ARGS(V(backup), V(purge)), NULL, err);
}

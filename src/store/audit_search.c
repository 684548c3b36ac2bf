#include "store/audit_search.h"

#include "store/sql_gen.h"

static Str kept(const DbRows *rows, Arena *arena, int col)
{
    return arena_str(arena, db_text(rows, col));
}

static AuditFull short_row(const DbRows *rows, Arena *arena)
{
    return (AuditFull){.entry = {.chain = kept(rows, arena, 0),
                                 .at = db_i64(rows, 2),
                                 .account = kept(rows, arena, 3),
                                 .behalf = kept(rows, arena, 4),
                                 .action = kept(rows, arena, 5),
                                 .object = kept(rows, arena, 6),
                                 .result = kept(rows, arena, 7),
                                 .origin = kept(rows, arena, 8),
                                 .detail = kept(rows, arena, 9)},
                       .seq = db_i64(rows, 1),
                       .purged = db_is_null(rows, 9)};
}

static AuditFull full_row(const DbRows *rows, Arena *arena)
{
    AuditFull row = short_row(rows, arena);
    row.entry.salt = kept(rows, arena, 10);
    row.detail_digest = kept(rows, arena, 11);
    row.previous_hash = kept(rows, arena, 12);
    row.hash = kept(rows, arena, 13);
    return row;
}

bool audit_page(Db *db, Arena *arena, const AuditQuery *q, const AuditKey *after, int max,
                AuditRows *ret_rows, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, q->account.len ? SQL_audit_page_of_account : SQL_audit_page,
                 DB_ARGS(V(q->from), V(q->to), V(q->account), V(q->behalf), V(q->action),
                         V(q->object), V(q->result), V(q->chain), V(q->origin), V(after->at),
                         V(after->chain), V(after->seq), V(max)),
                 err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_rows) = short_row(rows, arena);
    return rows && err->code == ERR_NONE;
}

bool audit_count(Db *db, const AuditQuery *q, int64_t max, int64_t *ret_count, Err *err)
{
    AUTO_ROWS *rows =
        db_query(db, SQL_audit_count,
                 DB_ARGS(V(q->from), V(q->to), V(q->account), V(q->behalf), V(q->action),
                         V(q->object), V(q->result), V(q->chain), V(q->origin), V(max)),
                 err);
    if (!rows || !db_next(rows, err))
        return false;
    *ret_count = db_i64(rows, 0);
    return true;
}

bool audit_one(Db *db, Arena *arena, Str chain, int64_t seq, AuditFull *ret_row, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_audit_one, DB_ARGS(V(chain), V(seq)), err);
    if (rows && db_next(rows, err)) {
        *ret_row = full_row(rows, arena);
        return true;
    }
    return rows && err->code == ERR_NONE
               ? err_set(err, ERR_AUDIT_ROW_UNKNOWN, {"chain", chain},
                         {"seq", arena_fmt(arena, "%lld", (long long)seq)})
               : false;
}

bool audit_rows_after(Db *db, Arena *arena, Str chain, int64_t seq, int max, AuditRows *ret_rows,
                      Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_audit_rows_after, DB_ARGS(V(chain), V(seq), V(max)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_rows) = full_row(rows, arena);
    return rows && err->code == ERR_NONE;
}

bool audit_days(Db *db, Arena *arena, int64_t from, int64_t to, AuditDays *ret_days, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_audit_days, DB_ARGS(V(from), V(to)), err);
    while (rows && db_next(rows, err)) {
        int64_t day = db_i64(rows, 0);
        if (ret_days->count == 0 || ret_days->items[ret_days->count - 1].day != day)
            *arena_push(arena, ret_days) = (AuditDay){.day = day};
        AuditDay *at = &ret_days->items[ret_days->count - 1];
        bool done = str_eq(db_text(rows, 1), S("ok"));
        *(!done ? &at->denied : &at->done) += db_i64(rows, 2);
    }
    return rows && err->code == ERR_NONE;
}

bool audit_denied(Db *db, Arena *arena, int64_t from, int64_t to, int max,
                  AuditDeniedList *ret_list, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_audit_denied_since, DB_ARGS(V(from), V(to), V(max)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_list) = (AuditDenied){.at = db_i64(rows, 0),
                                                     .account = kept(rows, arena, 1),
                                                     .action = kept(rows, arena, 2),
                                                     .origin = kept(rows, arena, 3),
                                                     .detail = kept(rows, arena, 4)};
    return rows && err->code == ERR_NONE;
}

bool audit_withheld(Db *db, Arena *arena, AuditWithheldList *ret_list, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_audit_withheld_list, NULL, 0, err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_list) =
            (AuditWithheld){kept(rows, arena, 0), db_i64(rows, 1), db_i64(rows, 2)};
    return rows && err->code == ERR_NONE;
}

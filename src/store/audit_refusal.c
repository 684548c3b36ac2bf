#include "store/audit.h"

#include "store/sql_gen.h"

bool audit_is_again(Db *db, const AuditEntry *entry, bool *ret_again, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_audit_same,
                               DB_ARGS(V(entry->account), V(entry->at - AUDIT_SAME_MS),
                                       V(entry->at), V(entry->action), V(entry->object),
                                       V(entry->result), V(entry->behalf), V(entry->detail)),
                               err);
    *ret_again = rows && db_next(rows, err);
    return rows && err->code == ERR_NONE;
}

static bool is_many(Db *tx, const AuditEntry *entry, bool *ret_many, Err *err)
{
    int max = entry->account.len ? AUDIT_REFUSALS_A_MINUTE : AUDIT_REFUSALS_UNNAMED_A_MINUTE;
    int found = 0;
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(
        tx, SQL_audit_refusals,
        DB_ARGS(V(entry->account), V(entry->at - AUDIT_SAME_MS), V(entry->at), V(max)), err);
    while (rows && db_next(rows, err))
        found++;
    *ret_many = found >= max;
    return rows && err->code == ERR_NONE;
}

static bool withheld(Db *tx, Str account, int64_t *ret_withheld, Err *err)
{
    *ret_withheld = 0;
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(tx, SQL_audit_withheld_get, DB_ARGS(V(account)), err);
    if (rows && db_next(rows, err))
        *ret_withheld = db_i64(rows, 0);
    return rows && err->code == ERR_NONE;
}

bool audit_refusal_due(Db *tx, const AuditEntry *entry, bool *ret_due, int64_t *ret_withheld,
                       Err *err)
{
    bool again = false, many;
    *ret_withheld = 0;
    /* Without an account it need not be the same person. */
    if ((entry->account.len && !audit_is_again(tx, entry, &again, err)) ||
        !is_many(tx, entry, &many, err))
        return false;
    *ret_due = !again && !many;
    if (!*ret_due)
        return db_exec(tx, SQL_audit_withheld_add, DB_ARGS(V(entry->account), V(entry->at)), NULL,
                       err);
    return withheld(tx, entry->account, ret_withheld, err) &&
           (*ret_withheld == 0 ||
            db_exec(tx, SQL_audit_withheld_told, DB_ARGS(V(entry->account)), NULL, err));
}

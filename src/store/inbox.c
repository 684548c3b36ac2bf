#include "store/inbox.h"

#include "store/sql_gen.h"

bool inbox_seen_find(Db *db, Str account, Str campaign, InboxSeen *ret_seen, Err *err)
{
    *err = (Err){0};
    InboxSeen seen = {0};
    AUTO_ROWS *rows = db_query(db, SQL_inbox_seen_find, DB_ARGS(V(account), V(campaign)), err);
    if (db_next(rows, err))
        seen = (InboxSeen){db_i64(rows, 0), db_i64(rows, 1)};
    *ret_seen = seen;
    return err->code == ERR_NONE;
}

bool inbox_seen_save(Db *tx, Str account, Str campaign, const InboxSeen *seen, Err *err)
{
    return db_exec(tx, SQL_inbox_seen_save,
                   DB_ARGS(V(account), V(campaign), V(seen->seq), V(seen->at)), NULL, err);
}

bool inbox_digest_save(Db *tx, const DigestRow *row, int64_t *ret_new, Err *err)
{
    return db_exec(tx, SQL_inbox_digest_save,
                   DB_ARGS(V(row->account), V(row->on_date), V(row->made_at), V(row->body)),
                   ret_new, err);
}

bool inbox_digest_read(Db *tx, Str account, int64_t at, Err *err)
{
    return db_exec(tx, SQL_inbox_digest_read, DB_ARGS(V(account), V(at)), NULL, err);
}

bool inbox_digest_empty(Db *tx, int64_t since, Err *err)
{
    return db_exec(tx, SQL_inbox_digest_empty, DB_ARGS(V(since)), NULL, err);
}

bool inbox_digest_find(Db *db, Arena *arena, Str account, Str on_date, bool *ret_found,
                       DigestRow *ret_row, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_inbox_digest_find, DB_ARGS(V(account), V(on_date)), err);
    *ret_found = db_next(rows, err);
    if (*ret_found)
        *ret_row = (DigestRow){.account = account,
                               .on_date = on_date,
                               .made_at = db_i64(rows, 0),
                               .body = arena_str(arena, db_text(rows, 1)),
                               .read_at = db_i64(rows, 2)};
    return err->code == ERR_NONE;
}

static bool read_strs(DbRows *rows, Arena *arena, InboxStrs *ret_list, Err *err)
{
    while (db_next(rows, err))
        *arena_push(arena, ret_list) = arena_str(arena, db_text(rows, 0));
    return err->code == ERR_NONE;
}

bool inbox_digest_days(Db *db, Arena *arena, Str account, int max, InboxStrs *ret_days, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_inbox_digest_days, DB_ARGS(V(account), V(max)), err);
    return read_strs(rows, arena, ret_days, err);
}

bool inbox_digest_owed(Db *db, Arena *arena, Str after, Str on_date, int max,
                       DigestOwedList *ret_list, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_inbox_digest_owed, DB_ARGS(V(after), V(on_date), V(max)), err);
    while (db_next(rows, err))
        *arena_push(arena, ret_list) =
            (DigestOwed){arena_str(arena, db_text(rows, 0)), arena_str(arena, db_text(rows, 1))};
    return err->code == ERR_NONE;
}

bool inbox_happened(Db *db, Arena *arena, Str chain, int64_t after_seq, int64_t since, int max,
                    HappenedRows *ret_rows, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_inbox_happened, DB_ARGS(V(chain), V(after_seq), V(since), V(max)), err);
    while (db_next(rows, err))
        *arena_push(arena, ret_rows) = (HappenedRow){
            .seq = db_i64(rows, 0),
            .at = db_i64(rows, 1),
            .account = arena_str(arena, db_text(rows, 2)),
            .action = arena_str(arena, db_text(rows, 3)),
            .object = arena_str(arena, db_text(rows, 4)),
            .detail = db_is_null(rows, 5) ? (Str){"", 0} : arena_str(arena, db_text(rows, 5))};
    return err->code == ERR_NONE;
}

bool inbox_delegations(Db *db, Arena *arena, Str account, int64_t after, Str today, int max,
                       DelegatedRows *ret_rows, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_inbox_delegations, DB_ARGS(V(account), V(after), V(today), V(max)), err);
    while (db_next(rows, err))
        *arena_push(arena, ret_rows) =
            (DelegatedRow){arena_str(arena, db_text(rows, 0)), arena_str(arena, db_text(rows, 1)),
                           arena_str(arena, db_text(rows, 2)), db_i64(rows, 3)};
    return err->code == ERR_NONE;
}

bool inbox_noted(Db *db, Arena *arena, Str campaign, Str unit, int64_t since, InboxStrs *ret_tasks,
                 Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_inbox_noted, DB_ARGS(V(campaign), V(unit), V(since)), err);
    return read_strs(rows, arena, ret_tasks, err);
}

bool inbox_corrections(Db *db, Arena *arena, Str campaign, Str since, CorrectedRows *ret_rows,
                       Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_inbox_corrections, DB_ARGS(V(campaign), V(since)), err);
    while (db_next(rows, err))
        *arena_push(arena, ret_rows) =
            (CorrectedRow){arena_str(arena, db_text(rows, 0)), arena_str(arena, db_text(rows, 1))};
    return err->code == ERR_NONE;
}

/* One row of one or two numbers. */
static bool numbers(Db *db, const char *sql, const DbVal *args, int nargs, CountSince *ret,
                    Err *err)
{
    AUTO_ROWS *rows = db_query(db, sql, args, nargs, err);
    if (!db_next(rows, err))
        return false;
    *ret = (CountSince){db_i64(rows, 0), db_columns(rows) > 1 ? db_i64(rows, 1) : 0};
    return true;
}

bool inbox_reminders(Db *db, Str campaign, Str object, int64_t since, int64_t *ret_count, Err *err)
{
    CountSince made;
    if (!numbers(db, SQL_inbox_reminders, DB_ARGS(V(campaign), V(since), V(object)), &made, err))
        return false;
    *ret_count = made.count;
    return true;
}

bool inbox_installation(Db *db, Str campaign, int64_t since, InstallationFacts *ret_facts, Err *err)
{
    InstallationFacts f = {0};
    CountSince first, backup, checkpoint, verified;
    if (!numbers(db, SQL_inbox_accounts_waiting, NULL, 0, &f.accounts_waiting, err) ||
        !numbers(db, SQL_inbox_purges_asked, DB_ARGS(V(campaign)), &f.purges_asked, err) ||
        !numbers(db, SQL_inbox_jobs_failed, DB_ARGS(V(since)), &f.jobs_failed, err) ||
        !numbers(db, SQL_inbox_first_row, NULL, 0, &first, err) ||
        !numbers(db, SQL_inbox_last_backup, NULL, 0, &backup, err) ||
        !numbers(db, SQL_inbox_last_checkpoint, NULL, 0, &checkpoint, err) ||
        !numbers(db, SQL_inbox_last_verify, DB_ARGS(V(since)), &verified, err))
        return false;
    f.first_at = first.count;
    f.backup_at = backup.count;
    f.checkpoint_at = checkpoint.count;
    f.verified_at = verified.count;
    *ret_facts = f;
    return true;
}

bool inbox_contacts(Db *db, Arena *arena, Str campaign, ContactRows *ret_rows, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_inbox_contacts, DB_ARGS(V(campaign)), err);
    while (db_next(rows, err))
        *arena_push(arena, ret_rows) =
            (ContactRow){arena_str(arena, db_text(rows, 0)), arena_str(arena, db_text(rows, 1)),
                         arena_str(arena, db_text(rows, 2)), arena_str(arena, db_text(rows, 3)),
                         arena_str(arena, db_text(rows, 4)), arena_str(arena, db_text(rows, 5))};
    return err->code == ERR_NONE;
}

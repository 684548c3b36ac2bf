#include "store/signin.h"

#include "store/sql_gen.h"

bool password_find(Db *db, Arena *arena, Str account, Str today, Str *ret_hash, Err *err)
{
    *err = (Err){0};
    *ret_hash = S("");
    AUTO_ROWS *rows = db_query(db, SQL_password_find, DB_ARGS(V(account), V(today)), err);
    if (db_next(rows, err) && db_bool(rows, 0))
        *ret_hash = arena_str(arena, db_text(rows, 1));
    return err->code == ERR_NONE;
}

bool password_words(Db *db, Arena *arena, WordList *words, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_password_words, NULL, 0, err);
    while (db_next(rows, err))
        for (int c = 0; c < db_columns(rows); c++)
            *arena_push(arena, words) = arena_str(arena, db_text(rows, c));
    return err->code == ERR_NONE;
}

bool password_save(Db *tx, const PasswordRow *row, Err *err)
{
    return db_exec(
        tx, SQL_password_save,
        DB_ARGS(V(row->account), V(row->hash), V(row->set_at), V(row->set_by), V(row->must_change)),
        NULL, err);
}

bool session_find(Db *db, Arena *arena, Str token_digest, Str today, bool *ret_found,
                  SessionRow *ret_row, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_session_find, DB_ARGS(V(token_digest), V(today)), err);
    *ret_found = db_next(rows, err);
    if (*ret_found)
        *ret_row = (SessionRow){.id = arena_str(arena, db_text(rows, 0)),
                                .account = arena_str(arena, db_text(rows, 1)),
                                .created_at = db_i64(rows, 2),
                                .seen_at = db_i64(rows, 3),
                                .ended_at = db_i64(rows, 4),
                                .active = db_bool(rows, 5),
                                .must_change = db_bool(rows, 6)};
    return err->code == ERR_NONE;
}

bool session_insert(Db *tx, const SessionRow *row, Err *err)
{
    return db_exec(tx, SQL_session_insert,
                   DB_ARGS(V(row->id), V(row->token_digest), V(row->account), V(row->created_at),
                           V(row->address)),
                   NULL, err);
}

bool session_newest(Db *db, Arena *arena, Str *ret_id, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_session_newest, NULL, 0, err);
    if (!rows || !db_next(rows, err))
        return false;
    *ret_id = arena_str(arena, db_text(rows, 0));
    return true;
}

bool session_seen(Db *tx, Str id, int64_t at, Err *err)
{
    return db_exec(tx, SQL_session_seen, DB_ARGS(V(id), V(at)), NULL, err);
}

bool session_end(Db *tx, Str id, int64_t at, bool *ret_ended, Err *err)
{
    int64_t changed = 0;
    if (!db_exec(tx, SQL_session_end, DB_ARGS(V(id), V(at)), &changed, err))
        return false;
    *ret_ended = changed > 0;
    return true;
}

bool session_end_all(Db *tx, Str account, int64_t at, Err *err)
{
    return db_exec(tx, SQL_session_end_all, DB_ARGS(V(account), V(at)), NULL, err);
}

bool session_known(Db *db, Str account, Str address, int64_t since, bool *ret_known, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_session_known, DB_ARGS(V(account), V(address), V(since)), err);
    *ret_known = db_next(rows, err);
    return err->code == ERR_NONE;
}

bool attempt_find(Db *db, AttemptRow *row, Err *err)
{
    *err = (Err){0};
    row->failures = row->last_at = 0;
    AUTO_ROWS *rows =
        db_query(db, SQL_attempt_find, DB_ARGS(V(row->kind), V(row->key_digest)), err);
    if (db_next(rows, err)) {
        row->failures = db_i64(rows, 0);
        row->last_at = db_i64(rows, 1);
    }
    return err->code == ERR_NONE;
}

bool attempt_save(Db *tx, const AttemptRow *row, Err *err)
{
    return db_exec(tx, SQL_attempt_save,
                   DB_ARGS(V(row->kind), V(row->key_digest), V(row->failures), V(row->last_at)),
                   NULL, err);
}

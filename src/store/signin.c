#include "store/signin.h"

#include "store/sql_gen.h"

bool password_find(Db *db, Arena *arena, Str account, Str today, PasswordRow *ret_row, Err *err)
{
    *err = (Err){0};
    *ret_row = (PasswordRow){.account = account};
    AUTO_ROWS *rows = db_query(db, SQL_password_find, DB_ARGS(V(account), V(today)), err);
    if (db_next(rows, err) && db_bool(rows, 0))
        *ret_row = (PasswordRow){.account = account,
                                 .hash = arena_str(arena, db_text(rows, 1)),
                                 .set_at = db_is_null(rows, 2) ? 0 : db_i64(rows, 2),
                                 .set_by = arena_str(arena, db_text(rows, 3)),
                                 .must_change = !db_is_null(rows, 4) && db_bool(rows, 4)};
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

bool password_keep(Db *tx, Str account, Err *err)
{
    return db_exec(tx, SQL_password_old_save, DB_ARGS(V(account)), NULL, err);
}

bool password_old(Db *db, Arena *arena, Str account, int limit, WordList *ret_hashes, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_password_old_list, DB_ARGS(V(account), V(limit)), err);
    while (db_next(rows, err))
        *arena_push(arena, ret_hashes) = arena_str(arena, db_text(rows, 0));
    return err->code == ERR_NONE;
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
                                .must_change = db_bool(rows, 6),
                                .password_at = db_i64(rows, 7),
                                .acting_for = arena_str(arena, db_text(rows, 8)),
                                .factor_at = db_i64(rows, 9),
                                .proved_at = db_i64(rows, 10),
                                .role = arena_str(arena, db_text(rows, 11)),
                                .enrolled_at = db_i64(rows, 12),
                                .noticed_at = db_i64(rows, 13),
                                .policy = arena_str(arena, db_text(rows, 14)),
                                .three = db_bool(rows, 15),
                                .may_act_for = db_bool(rows, 16)};
    return err->code == ERR_NONE;
}

bool session_insert(Db *tx, const SessionRow *row, Err *err)
{
    return db_exec(tx, SQL_session_insert,
                   DB_ARGS(V(row->id), V(row->token_digest), V(row->account), V(row->created_at),
                           V(row->address), V(row->agent)),
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

bool session_proved(Db *tx, Str id, int64_t at, bool factor, Err *err)
{
    return db_exec(tx, factor ? SQL_session_factor : SQL_session_proved, DB_ARGS(V(id), V(at)),
                   NULL, err);
}

bool session_acting(Db *tx, Str id, Str acting_for, Err *err)
{
    return db_exec(tx, SQL_session_acting, DB_ARGS(V(id), V(acting_for)), NULL, err);
}

bool session_list(Db *db, Arena *arena, Str account, int64_t created_after, int64_t seen_after,
                  int limit, SessionRows *ret_rows, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_session_list,
                               DB_ARGS(V(account), V(created_after), V(seen_after), V(limit)), err);
    while (db_next(rows, err))
        *arena_push(arena, ret_rows) =
            (SessionRow){.id = arena_str(arena, db_text(rows, 0)),
                         .account = account,
                         .created_at = db_i64(rows, 1),
                         .seen_at = db_i64(rows, 2),
                         .address = arena_str(arena, db_text(rows, 3)),
                         .agent = arena_str(arena, db_text(rows, 4)),
                         .acting_for = arena_str(arena, db_text(rows, 5))};
    return err->code == ERR_NONE;
}

bool session_end_of_account(Db *tx, Str account, Str id, int64_t at, int64_t *ret_ended, Err *err)
{
    if (id.len == 0)
        return db_exec(tx, SQL_session_end_all, DB_ARGS(V(account), V(at)), ret_ended, err);
    return db_exec(tx, SQL_session_end_one, DB_ARGS(V(id), V(account), V(at)), ret_ended, err);
}

bool session_end_others(Db *tx, Str account, Str but, int64_t at, int64_t *ret_ended, Err *err)
{
    return db_exec(tx, SQL_session_end_others, DB_ARGS(V(account), V(but), V(at)), ret_ended, err);
}

bool notice_save(Db *tx, Str account, int64_t at, Err *err)
{
    return db_exec(tx, SQL_notice_save, DB_ARGS(V(account), V(at)), NULL, err);
}

bool signin_failures(Db *db, Arena *arena, int64_t since, int limit, int64_t *ret_count,
                     FailureRows *ret_rows, Err *err)
{
    AUTO_ROWS *count = db_query(db, SQL_signin_failed, DB_ARGS(V(since)), err);
    if (!count || !db_next(count, err))
        return false;
    *ret_count = db_i64(count, 0);
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_signin_failures, DB_ARGS(V(since), V(limit)), err);
    while (db_next(rows, err))
        *arena_push(arena, ret_rows) = (FailureRow){
            .at = db_i64(rows, 0),
            .account = arena_str(arena, db_text(rows, 1)),
            .detail = arena_str(arena, db_is_null(rows, 2) ? S("") : db_text(rows, 2))};
    return err->code == ERR_NONE;
}

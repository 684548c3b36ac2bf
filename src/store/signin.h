/* store/signin.h - passwords, sessions and counted attempts, as rows.
 *
 * Nothing here knows what a password or a token is: hashes and digests come in. A session is never
 * deleted, it is ended; attempts are counters. Both are outside the audit chain (store/anchor.h says
 * why), a password is in it. Callers: app/signin, app/password. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct PasswordRow {
    Str account, hash, set_by;
    int64_t set_at;
    bool must_change;
} PasswordRow;

/* *ret_hash is empty where the account is unknown, may not act on that day (off, not authorised, run out) or is without a password. */
bool password_find(Db *db, Arena *arena, Str account, Str today, Str *ret_hash, Err *err);
/* What every campaign is called, which makes no password. */
typedef LIST_OF(Str) WordList;
bool password_words(Db *db, Arena *arena, WordList *words, Err *err);
bool password_save(Db *tx, const PasswordRow *row, Err *err);

typedef struct SessionRow {
    Str id, token_digest, account, address;
    int64_t created_at, seen_at, ended_at;
    bool active; /* its account may act today */
    bool must_change;
} SessionRow;

/* One statement, one row, by a unique key; without token_digest and address. */
bool session_find(Db *db, Arena *arena, Str token_digest, Str today, bool *ret_found,
                  SessionRow *ret_row, Err *err);
bool session_insert(Db *tx, const SessionRow *row, Err *err);
bool session_newest(Db *db, Arena *arena, Str *ret_id, Err *err); /* empty when there is none */
bool session_seen(Db *tx, Str id, int64_t at, Err *err);
/* *ret_ended false when it had ended before. */
bool session_end(Db *tx, Str id, int64_t at, bool *ret_ended, Err *err);
bool session_end_all(Db *tx, Str account, int64_t at, Err *err);
/* Whether the account has begun a session from this address since. */
bool session_known(Db *db, Str account, Str address, int64_t since, bool *ret_known, Err *err);

typedef struct AttemptRow {
    Str kind, key_digest;
    int64_t failures, last_at;
} AttemptRow;

/* By kind and key_digest; zeros when nothing is counted. */
bool attempt_find(Db *db, AttemptRow *row, Err *err);
bool attempt_save(Db *tx, const AttemptRow *row, Err *err);

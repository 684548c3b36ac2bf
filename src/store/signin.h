/* store/signin.h - passwords, sessions and counted attempts, as rows.
 *
 * Nothing here knows what a password or a token is: hashes and digests come in. A session is never
 * deleted, it is ended; attempts are counters. Both are outside the audit chain (store/anchor.h says
 * why), a password is in it. Callers: app/people/signin, app/people/password. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct PasswordRow {
    Str account, hash, set_by;
    int64_t set_at;
    bool must_change;
} PasswordRow;

/* ret_row->hash is empty where the account is unknown, may not act on that day (off, not authorised, run out) or is without a password. */
bool password_find(Db *db, Arena *arena, Str account, Str today, PasswordRow *ret_row, Err *err);
/* What every campaign is called, which makes no password. */
typedef LIST_OF(Str) WordList;
bool password_words(Db *db, Arena *arena, WordList *words, Err *err);
bool password_save(Db *tx, const PasswordRow *row, Err *err);
/* What holds now is kept among those that were; nothing where there is none. */
bool password_keep(Db *tx, Str account, Err *err);
/* The newest of those that were. */
bool password_old(Db *db, Arena *arena, Str account, int limit, WordList *ret_hashes, Err *err);

typedef struct SessionRow {
    Str id, token_digest, account, address;
    int64_t created_at, seen_at, ended_at;
    bool active; /* its account may act today */
    bool must_change;
    int64_t password_at;
    Str acting_for, agent;
    int64_t factor_at, proved_at;
    Str role;            /* of the account */
    int64_t enrolled_at; /* 0: it has no second factor that was proved */
    int64_t noticed_at;  /* 0: it has not confirmed the notice on personal data */
    Str policy;          /* body of the newest; empty: none was set */
    bool three;          /* the installation is kept by three administrators */
    bool may_act_for;    /* somebody has authorised the account today */
} SessionRow;

/* One statement, one row, by a unique key; without token_digest, address and agent. */
bool session_find(Db *db, Arena *arena, Str token_digest, Str today, bool *ret_found,
                  SessionRow *ret_row, Err *err);
bool session_insert(Db *tx, const SessionRow *row, Err *err);
bool session_newest(Db *db, Arena *arena, Str *ret_id, Err *err); /* empty when there is none */
bool session_seen(Db *tx, Str id, int64_t at, Err *err);
/* *ret_ended false when it had ended before. */
bool session_end(Db *tx, Str id, int64_t at, bool *ret_ended, Err *err);
/* proved: who it is was shown again; factor: by the code of the second one. */
bool session_proved(Db *tx, Str id, int64_t at, bool factor, Err *err);
bool session_acting(Db *tx, Str id, Str acting_for, Err *err);
typedef LIST_OF(SessionRow) SessionRows;
/* Those that have not ended, by when they were seen, the last one first. */
bool session_list(Db *db, Arena *arena, Str account, int64_t created_after, int64_t seen_after,
                  int limit, SessionRows *ret_rows, Err *err);
/* *ret_ended: how many. id empty: all of the account. */
bool session_end_of_account(Db *tx, Str account, Str id, int64_t at, int64_t *ret_ended, Err *err);
bool session_end_others(Db *tx, Str account, Str but, int64_t at, int64_t *ret_ended, Err *err);
bool notice_save(Db *tx, Str account, int64_t at, Err *err);
bool session_end_all(Db *tx, Str account, int64_t at, Err *err);
/* Whether the account has begun a session from this address since. */
bool session_known(Db *db, Str account, Str address, int64_t since, bool *ret_known, Err *err);

/* A refused attempt, from the audit log. */
typedef struct FailureRow {
    int64_t at;
    Str account, detail;
    Str address; /* for who reads the detail */
} FailureRow;
typedef LIST_OF(FailureRow) FailureRows;
/* How many since, and the last `limit` of them, the newest first. */
bool signin_failures(Db *db, Arena *arena, int64_t since, int limit, int64_t *ret_count,
                     FailureRows *ret_rows, Err *err);

typedef struct AttemptRow {
    Str kind, key_digest;
    int64_t failures, last_at;
} AttemptRow;

/* By kind and key_digest; zeros when nothing is counted. */
bool attempt_find(Db *db, AttemptRow *row, Err *err);
bool attempt_save(Db *tx, const AttemptRow *row, Err *err);

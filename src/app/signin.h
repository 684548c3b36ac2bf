/* app/signin.h - passwords and sessions: who is at the other end of a browser.
 *
 * A password is kept as Argon2id (19 MiB, 2 passes, computed one at a time so that a crowd of
 * attempts cannot take the memory). A session is a random token of 256 bits that only the browser
 * has; the database has its digest. Sessions end after SESSION_IDLE_MS without a request, after
 * SESSION_MAX_MS in any case, on sign-out, on a new password and when the account is switched off.
 * Wrong attempts are counted by account and by address and slow both down; they never lock a person
 * out for good (app/slow_down.h). The answer to an unknown account takes as long as that to a wrong password. Signing
 * in, out, refused attempts and new passwords are audited. Callers: web/, cli/cmd_passwd. */
#pragma once
#include "app/app.h"

enum {
    SESSION_IDLE_MS = 30 * 60 * 1000,     /* 30 minutes */
    SESSION_MAX_MS = 12 * 60 * 60 * 1000, /* 12 hours */
    SESSION_SEEN_MS = 60 * 1000,          /* last-seen is stored at most this often */
    SESSION_TOUCH_WAIT_MS = 50,           /* that long at most a page waits for it */
    SESSION_TOKEN_BYTES = 32,
};
/* From where an account has signed in so lately, failures of others do not slow it. */
#define SESSION_KNOWN_MS (INT64_C(90) * 24 * 60 * 60 * 1000)

typedef struct Session {
    Str id;      /* of the row */
    Str account; /* its name */
    Str csrf;    /* token that each write must bring back: a digest of the session's, not stored */
    int64_t created_at, seen_at;
    bool must_change; /* the password is one that somebody else has set (signin_find) */
} Session;

/* What signing in stands on; the worker's own connection. */
typedef struct SignIn {
    Arena *arena;
    DbHub *hub;
    Db *db;
    int64_t now_ms;
    IdSource *ids;
    void (*random_bytes)(void *ctx, void *bytes, size_t len);
    void *random_ctx;
    Str origin; /* for the audit log: the address as it came */
    bool
        admins_barred; /* from there the three administrators do not come in: as if the password were wrong */
} SignIn;

/* Checks the password and begins a session; *ret_token goes into the cookie and nowhere else.
 * ERR_SIGNIN_WRONG (whatever was wrong), ERR_SIGNIN_SLOW {seconds}, ERR_PASSWORD_BUSY (too many at
 * once). account, password and address may be any bytes. */
bool signin_begin(SignIn *s, Str account, Str password, Str address, Session *ret_session,
                  Str *ret_token, Err *err);
/* The session of a cookie's token: one statement, and last-seen stored where it is due. *ret_found
 * false when there is none that holds (unknown, ended, idle too long, too old, account off). It may
 * write: never inside db_read. */
bool signin_find(SignIn *s, Str token, bool *ret_found, Session *ret_session, Err *err);
bool signin_end(SignIn *s, const Session *session, Err *err);

/* Sets the password of an account and ends its sessions. The App acts (action ACCOUNT_PASSWORD):
 * anybody for themselves; an office director for all but the administrators, a system administrator
 * for all; both only within their campaign where they belong to one. What another has set is to be
 * changed. Audited in the chain of the installation. ERR_PASSWORD_SHORT, ERR_PASSWORD_LONG,
 * ERR_PASSWORD_TEXT, ERR_PASSWORD_COMMON, ERR_PASSWORD_BUSY, ERR_ACCOUNT_UNKNOWN, ERR_DENIED. */
bool password_set(App *app, Str account, Str password, Err *err);
/* A password nobody can guess, easy to type: 16 characters of an alphabet without look-alikes. */
Str password_make(Arena *arena, void (*random_bytes)(void *, void *, size_t), void *random_ctx);

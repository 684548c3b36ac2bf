/* app/people/signin.h - passwords and sessions: who is at the other end of a browser.
 *
 * A password is kept as Argon2id (19 MiB, 2 passes, computed one at a time so that a crowd of
 * attempts cannot take the memory). A session is a random token of 256 bits that only the browser
 * has; the database has its digest. Sessions end after the policy's minutes without a request, after its
 * hours in any case, on sign-out, on a new password and when the account is switched off. A session may
 * stand at a gate: there is something to do first (code, new password …) and nothing else may be done.
 * Wrong attempts are counted by account and by address and slow both down; they never lock a person
 * out for good (app/people/slow_down.h). The answer to an unknown account takes as long as that to a wrong password. Signing
 * in, out, refused attempts and new passwords are audited. Callers: web/, cli/cmd_passwd. */
#pragma once
#include "app/people/policy.h"

enum {
    SESSION_MINUTE_MS = 60 * 1000,
    SESSION_HOUR_MS = 60 * SESSION_MINUTE_MS,
    SESSION_SEEN_MS = 60 * 1000, /* last-seen is stored at most this often */
    SESSION_TOUCH_WAIT_MS = 50,  /* that long at most a page waits for it */
    SESSION_TOKEN_BYTES = 32,
};
/* From where an account has signed in so lately, failures of others do not slow it. */
#define SESSION_DAY_MS (INT64_C(24) * SESSION_HOUR_MS)
#define SESSION_KNOWN_MS (90 * SESSION_DAY_MS)

/* What a session waits for. */
typedef enum SessionGate {
    GATE_NONE,
    GATE_CODE,     /* the code of the second factor */
    GATE_PASSWORD, /* the password is one that somebody else has set, or too old */
    GATE_FACTOR,   /* the policy asks for a second factor and there is none */
    GATE_NOTICE,   /* the notice on personal data is not confirmed */
} SessionGate;

typedef struct Session {
    Str id;      /* of the row */
    Str account; /* its name */
    Str role;    /* its word (app/permit.h) */
    Str csrf;    /* token that each write must bring back: a digest of the session's, not stored */
    int64_t created_at, seen_at;
    int64_t proved_at; /* when the person last showed who they are */
    SessionGate gate;
    Str acting_for;   /* whom the person acts for; whether they may is for app_open */
    bool may_act_for; /* somebody has authorised the account today */
    bool has_factor;
    bool must_change; /* the password is one that somebody else has set */
    Policy policy;    /* as it holds now */
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
    Str data_folder; /* where the keys are */
    Str agent;       /* browser and system in a few words; may be empty */
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
/* The person shows again who they are, which is proof enough where they have no second factor; slowed like signing
 * in. ERR_PASSWORD_OLD, ERR_SIGNIN_SLOW, ERR_PASSWORD_BUSY. */
bool signin_prove(SignIn *s, const Session *session, Str password, Str address, Err *err);
/* The person confirms the notice on their personal data; once, audited. */
bool signin_notice(SignIn *s, const Session *session, Err *err);
/* Whether the policy asks for another password by now. */
bool password_is_old(const Policy *policy, int64_t set_at, int64_t now_ms);

/* Sets one's own password and ends all sessions of the account but `keep` (may be empty). What the policy asks for
 * holds (app/people/policy.h). Audited in the chain of the installation. ERR_PASSWORD_SHORT, _LONG, _TEXT, _COMMON,
 * _KINDS, _USED, _BUSY; ERR_PASSWORD_CHOSEN for another's account. */
bool password_set(App *app, Str account, Str password, Str keep, Err *err);
/* Makes one and ends all sessions: for oneself, or (action ACCOUNT_PASSWORD) for another, who must change it at once
 * and may use it for POLICY_FIRST_DAYS only. An office director may for all but the administrators, a system
 * administrator for all; both only within their campaign where they belong to one. Nobody chooses the password of
 * another; and where three keep the installation nobody has one made for an authorised administrator without a second
 * factor. ERR_ACCOUNT_UNKNOWN, ERR_DENIED, ERR_PASSWORD_OF_THREE, ERR_PASSWORD_BUSY. */
bool password_reset(App *app, Str account, Str *ret_password, Err *err);
/* One that nobody can guess, easy to type: four groups of an alphabet without look-alikes. */
Str password_make(Arena *arena, void (*fill)(void *, void *, size_t), void *fill_ctx);

/* app/people/sessions.h - the sessions of an account, and ending them: one's own, or as an administrator those of others.
 *
 * Callers: web/. */
#pragma once
#include "app/people/signin.h"
#include "store/signin.h"

/* Those that hold, the one seen last first; at most LIMIT_SESSIONS_SHOWN (action SESSION_END). */
bool sessions_read(App *app, Str account, SessionRows *ret_rows, Err *err);
/* Ends one (id), or all where id is empty. Audited. ERR_SESSION_UNKNOWN. */
bool session_end_of(App *app, Str account, Str id, Err *err);
/* Ends all of one's own but this one. */
bool session_end_mine_but(App *app, Str keep, Err *err);

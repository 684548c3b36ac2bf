/* app/people/signin_parts.h - what signing in and the second factor share. Callers: app/people/signin.c, app/people/factor.c. */
#pragma once
#include "app/people/signin.h"
#include "app/people/slow_down.h"

/* An audit row of the installation; account empty: nobody is known. */
bool signin_audit(SignIn *s, Db *tx, Str account, Str action, Str object, Str result, Str detail,
                  Err *err);
/* {"typed":…,"address":…}; typed may be empty. Both fit for the log. */
Str signin_detail(SignIn *s, Str typed, Str address);
Str signin_shown(Str bytes); /* of any bytes, what the log may hold */
/* ERR_SIGNIN_SLOW {seconds}; false. */
bool signin_too_early(int64_t wait_ms, Err *err);

/* web/frame.h - inside of the frame: who is there, is it really they, what went wrong.
 *
 * Callers: web/, and the pages at the door (sign_in, code, password, prove, notice, me); pages see web/web.h. */
#pragma once
#include "web/web.h"

/* ---- language and session (identity.c) ---- */
Lang choose_lang(const HttpRequest *request);
void set_lang_cookie(Ctx *c, Lang lang);
/* Finds the session of the cookie, when there is one. */
bool session_open(Ctx *c, Err *err);
void session_cookie_set(Ctx *c, Str token);
void session_cookie_clear(Ctx *c);
/* The campaign that an account of the installation works in, where there are several; checked at each request. */
void campaign_cookie_set(Ctx *c, Str code);
SignIn signin_of(Ctx *c);
/* The address that attempts are counted by. */
/* The request comes from where the three administrators do not come in. */
bool admins_barred(const Ctx *c);
Str client_address(const Ctx *c);
/* The App of the session's account. */
bool app_for(Ctx *c, Err *err);
/* A write was meant: the token of the session, or before one the origin. ERR_CSRF. */
bool csrf_check(const Ctx *c, const HttpPairs *form, Err *err);

/* ---- the first start (pages/setup.c) ---- */
/* No account yet: every page but those of the start itself leads to /setup. *ret_answered: this one was led there. */
bool setup_first(Ctx *c, bool *ret_answered, Err *err);

/* ---- gates (gate.c) ---- */
/* Nothing stands before this route: ERR_GATE_…. */
bool gate_pass(const Ctx *c, Err *err);
/* The page that a fault asks for, and back afterwards; *ret_is_gate false where it asks for none. */
bool gate_redirect(Ctx *c, ErrCode code, bool *ret_is_gate, Err *err);
Str gate_word(SessionGate gate); /* "password"; empty: none */

/* ---- answers (reply.c) ---- */
void security_headers(Ctx *c);
/* The page, or JSON, that says what went wrong. */
void answer_error(Ctx *c, const Err *err);
/* A fault of the server, not of what was asked: where it lies is for the log, not for the person. */
bool fault_is_ours(const Err *err);
/* Only a path of our own: "/" and more, never "//host". */
bool path_is_ours(Str path);

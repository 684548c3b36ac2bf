#include "web/ask.h"
#include "web/frame.h"
#include "web/pages.h"

#include "web/pieces.h"

typedef struct SignInView {
    Str account, error, next;
} SignInView;
#include "web/templates/sign_in.html.h"

static bool show(Ctx *c, const SignInView *view, Err *err)
{
    sign_in_html(page_begin(c, msg(c->lang, MSG_SIGN_IN_TITLE), NAV_NONE), c, view);
    return page_end(c, err);
}

bool sign_in_page(Ctx *c, Err *err)
{
    if (c->signed_in)
        return redirect(c, next_of(c), err);
    SignInView view = {.next = ctx_text(c, "next")};
    return show(c, &view, err);
}

static bool session_json(Ctx *c, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_kstr(&json, S("account"), c->session.account);
    json_kstr(&json, S("csrf"), c->session.csrf);
    json_kstr(&json, S("gate"),
              gate_word(c->session.gate)); /* what is to be done first; empty: nothing */
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool sign_in_do(Ctx *c, Err *err)
{
    SignIn s = signin_of(c);
    Str token;
    Str account = ctx_text(c, "account");
    if (signin_begin(&s, account, ctx_text(c, "password"), client_address(c), &c->session, &token,
                     err)) {
        session_cookie_set(c, token);
        return c->json ? session_json(c, err) : redirect(c, next_of(c), err);
    }
    if (c->json || (err->code != ERR_SIGNIN_WRONG && err->code != ERR_SIGNIN_SLOW))
        return false;
    Out sentence = out_new(c->arena, 1024);
    msg_err(&sentence, c->lang, err);
    c->response->status = err->code == ERR_SIGNIN_SLOW ? 429 : 401;
    SignInView view = {account, out_str(&sentence), ctx_text(c, "next")};
    return show(c, &view, err);
}

bool sign_out_do(Ctx *c, Err *err)
{
    SignIn s = signin_of(c);
    if (!signin_end(&s, &c->session, err))
        return false;
    session_cookie_clear(c);
    if (!c->json)
        return redirect(c, S("/sign-in"), err);
    Json json = json_begin(c);
    json_object(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool language_do(Ctx *c, Err *err)
{
    set_lang_cookie(c, ctx_i64(c, "lang", 0) == 1 ? LANG_EN : LANG_ZH);
    return redirect(c, next_of(c), err);
}

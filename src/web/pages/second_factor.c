#include "app/people/factor.h"
#include "web/ask.h"
#include "web/frame.h"
#include "web/pages.h"

typedef struct FactorView {
    Str why, since, secret, next, error;
    QrCode qr;
    Field code;
} FactorView;
#include "web/templates/second_factor.html.h"

static bool show(Ctx *c, Str error, Err *err)
{
    FactorState state;
    if (!factor_read(&c->app, &state, err))
        return false;
    FactorView v = {.secret = state.secret,
                    .qr = state.qr,
                    .next = ctx_text(c, "next"),
                    .error = error,
                    .code = code_field(c)};
    v.code.error = state.secret.len ? error : S("");
    if (c->session.gate == GATE_FACTOR)
        v.why = msg(c->lang, MSG_FACTOR_NEEDED);
    if (state.proved_at)
        v.since = instant_minute(c->arena, state.proved_at);
    second_factor_html(page_begin(c, msg(c->lang, MSG_FACTOR_TITLE), NAV_ME), c, &v);
    return page_end(c, err);
}

bool second_factor_page(Ctx *c, Err *err)
{
    return show(c, S(""), err);
}

/* The page comes back to itself with the way on. */
static Str here(Ctx *c)
{
    return link_to(c, "/me/second-factor", {"next", ctx_text(c, "next")});
}

/* Whoever finds a session open must not bind a device of their own to the account. */
bool second_factor_begin(Ctx *c, Err *err)
{
    FactorState state;
    if (!ctx_proved(c, err) || !factor_begin(&c->app, err))
        return false;
    if (!c->json)
        return redirect(c, here(c), err);
    if (!factor_read(&c->app, &state, err))
        return false;
    Json json = json_begin(c);
    json_object(&json);
    json_kstr(&json, S("secret"), state.secret);
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool second_factor_prove(Ctx *c, Err *err)
{
    if (factor_enrol(&c->app, &c->session, ctx_text(c, "code"), err))
        return done(c, ctx_text(c, "next").len ? next_of(c) : S("/me"), err);
    if (c->json || (err->code != ERR_FACTOR_CODE && err->code != ERR_FACTOR_NONE))
        return false;
    Out sentence = out_new(c->arena, 1024);
    msg_err(&sentence, c->lang, err);
    c->response->status = http_status_of(err_kind(err->code));
    *err = (Err){0};
    return show(c, out_str(&sentence), err);
}

/* By the security administrator, from the page of an account. */
bool second_factor_reset(Ctx *c, Err *err)
{
    Str account = ctx_text(c, "account");
    return ctx_proved(c, err) && factor_reset(&c->app, account, err) &&
           done(c, link_to(c, "/accounts/{account}", {"account", account}), err);
}

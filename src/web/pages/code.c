#include "app/people/factor.h"
#include "web/ask.h"
#include "web/frame.h"
#include "web/pages.h"

static AskView view_of(Ctx *c)
{
    AskView v = {.title = msg(c->lang, MSG_FACTOR_SIGN_IN),
                 .action = S("/sign-in/code"),
                 .next = ctx_text(c, "next"),
                 .button = msg(c->lang, MSG_SIGN_IN_TITLE),
                 .rules_title = msg(c->lang, MSG_FACTOR_LOST)};
    *arena_push(c->arena, &v.fields) = code_field(c);
    *arena_push(c->arena, &v.rules) = msg(c->lang, MSG_FACTOR_LOST_HELP);
    return v;
}

bool code_page(Ctx *c, Err *err)
{
    AskView v = view_of(c);
    return c->session.gate == GATE_CODE ? ask_page(c, &v, err) : redirect(c, next_of(c), err);
}

bool code_do(Ctx *c, Err *err)
{
    SignIn s = signin_of(c);
    if (factor_prove(&s, &c->session, ctx_text(c, "code"), client_address(c), err))
        return done(c, next_of(c), err);
    if (c->json || !proof_is_theirs(err->code))
        return false;
    AskView v = view_of(c);
    return ask_again(c, &v, "code", err);
}

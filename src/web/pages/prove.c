#include "app/people/factor.h"
#include "base/limits.h"
#include "web/ask.h"
#include "web/frame.h"
#include "web/pages.h"

Field code_field(const Ctx *c)
{
    return (Field){.name = S("code"),
                   .label = msg(c->lang, MSG_FACTOR_CODE),
                   .help = msg(c->lang, MSG_FACTOR_CODE_HELP),
                   .autocomplete = S("one-time-code"),
                   .characters_max = 6,
                   .required = true,
                   .focus = true};
}

static AskView view_of(Ctx *c)
{
    AskView v = {
        .title = msg(c->lang, MSG_PROVE_TITLE),
        .action = S("/prove"),
        .next = ctx_text(c, "next"),
        .button = msg(c->lang, MSG_PROVE_SEND),
        .why = msg_str(
            c->arena, c->lang, MSG_PROVE_WHY,
            {"minutes", arena_fmt(c->arena, "%d", c->session.policy.value[POLICY_PROVE_MINUTES])})};
    if (c->session.has_factor) {
        *arena_push(c->arena, &v.fields) = code_field(c);
        return v;
    }
    *arena_push(c->arena, &v.fields) = (Field){.name = S("password"),
                                               .label = msg(c->lang, MSG_PASSWORD_OLD),
                                               .type = S("password"),
                                               .autocomplete = S("current-password"),
                                               .characters_max = LIMIT_PASSWORD_BYTES,
                                               .required = true,
                                               .focus = true};
    return v;
}

bool prove_page(Ctx *c, Err *err)
{
    AskView v = view_of(c);
    return ask_page(c, &v, err);
}

bool proof_is_theirs(ErrCode code)
{
    return code == ERR_PASSWORD_OLD || code == ERR_FACTOR_CODE || code == ERR_SIGNIN_SLOW ||
           code == ERR_PASSWORD_BUSY;
}

/* Who has a second factor shows it; everybody else the password. */
static bool prove(Ctx *c, Err *err)
{
    SignIn s = signin_of(c);
    return c->session.has_factor
               ? factor_prove(&s, &c->session, ctx_text(c, "code"), client_address(c), err)
               : signin_prove(&s, &c->session, ctx_text(c, "password"), client_address(c), err);
}

bool prove_do(Ctx *c, Err *err)
{
    if (prove(c, err))
        return done(c, next_of(c), err);
    if (c->json || !proof_is_theirs(err->code))
        return false;
    AskView v = view_of(c);
    return ask_again(c, &v, c->session.has_factor ? "code" : "password", err);
}

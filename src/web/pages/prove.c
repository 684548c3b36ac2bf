#include "base/limits.h"
#include "web/ask.h"
#include "web/frame.h"
#include "web/pages.h"

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

bool prove_do(Ctx *c, Err *err)
{
    SignIn s = signin_of(c);
    if (signin_prove(&s, &c->session, ctx_text(c, "password"), client_address(c), err)) {
        if (!c->json)
            return redirect(c, next_of(c), err);
        Json json = json_begin(c);
        json_object(&json);
        json_object_end(&json);
        return json_end(c, &json, err);
    }
    if (c->json || (err->code != ERR_PASSWORD_OLD && err->code != ERR_SIGNIN_SLOW &&
                    err->code != ERR_PASSWORD_BUSY))
        return false;
    AskView v = view_of(c);
    return ask_again(c, &v, "password", err);
}

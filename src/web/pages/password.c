#include "base/limits.h"
#include "web/ask.h"
#include "web/frame.h"
#include "web/pages.h"

/* ---- the rules in words, as they hold ---- */

static void rules(Ctx *c, AskView *v)
{
    const Policy *policy = &c->session.policy;
    v->rules_title = msg(c->lang, MSG_PASSWORD_RULES);
    *arena_push(c->arena, &v->rules) =
        msg_str(c->arena, c->lang, MSG_PASSWORD_RULE_LONG,
                {"min", arena_fmt(c->arena, "%d", LIMIT_PASSWORD_CHARACTERS_MIN)});
    *arena_push(c->arena, &v->rules) = msg(c->lang, MSG_PASSWORD_RULE_COMMON);
    bool djcp3 = policy->value[POLICY_PASSWORD] == PASSWORD_DJCP3;
    *arena_push(c->arena, &v->rules) =
        msg_str(c->arena, c->lang, MSG_PASSWORD_RULE_USED,
                {"kept", arena_fmt(c->arena, "%d", djcp3 ? PASSWORD_KEPT : 1)});
    if (!djcp3)
        return;
    *arena_push(c->arena, &v->rules) =
        msg_str(c->arena, c->lang, MSG_PASSWORD_RULE_KINDS,
                {"kinds", arena_fmt(c->arena, "%d", PASSWORD_KINDS)});
    *arena_push(c->arena, &v->rules) = msg_str(c->arena, c->lang, MSG_PASSWORD_RULE_DAYS,
                                               {"days", arena_fmt(c->arena, "%d", PASSWORD_DAYS)});
}

static AskView view_of(Ctx *c)
{
    static const char *const names[] = {"old", "new", "again"};
    const Msg labels[] = {MSG_PASSWORD_OLD, MSG_PASSWORD_NEW, MSG_PASSWORD_AGAIN};
    AskView v = {.title = msg(c->lang, MSG_PASSWORD_TITLE),
                 .action = S("/password"),
                 .next = ctx_text(c, "next"),
                 .button = msg(c->lang, MSG_PASSWORD_SEND)};
    if (c->session.gate == GATE_PASSWORD)
        v.why = msg(c->lang, c->session.must_change ? MSG_PASSWORD_FIRST : MSG_PASSWORD_AGED);
    for (int i = 0; i < 3; i++)
        *arena_push(c->arena, &v.fields) =
            (Field){.name = str_from_z(names[i]),
                    .label = msg(c->lang, labels[i]),
                    .type = S("password"),
                    .autocomplete = i == 0 ? S("current-password") : S("new-password"),
                    .characters_max = LIMIT_PASSWORD_BYTES,
                    .required = true,
                    .focus = i == 0};
    rules(c, &v);
    return v;
}

bool password_page(Ctx *c, Err *err)
{
    AskView v = view_of(c);
    return ask_page(c, &v, err);
}

/* ---- setting one ---- */

static const char *field_of(ErrCode code)
{
    switch (code) {
    case ERR_PASSWORD_OLD:
    case ERR_SIGNIN_SLOW:
        return "old";
    case ERR_PASSWORD_TWICE:
        return "again";
    case ERR_PASSWORD_SHORT:
    case ERR_PASSWORD_LONG:
    case ERR_PASSWORD_TEXT:
    case ERR_PASSWORD_COMMON:
    case ERR_PASSWORD_KINDS:
    case ERR_PASSWORD_USED:
        return "new";
    default:
        return NULL;
    }
}

static bool change(Ctx *c, Err *err)
{
    Str new = ctx_text(c, "new");
    SignIn s = signin_of(c);
    if (!str_eq(new, ctx_text(c, "again")))
        return err_set(err, ERR_PASSWORD_TWICE);
    return signin_prove(&s, &c->session, ctx_text(c, "old"), client_address(c), err) &&
           password_set(&c->app, c->session.account, new, c->session.id, err);
}

bool password_do(Ctx *c, Err *err)
{
    if (change(c, err))
        return done(c, next_of(c), err);
    const char *field = field_of(err->code);
    if (c->json || (!field && err->code != ERR_PASSWORD_BUSY))
        return false;
    AskView v = view_of(c);
    return ask_again(c, &v, field, err);
}

/* The first start in the browser: three administrators, and then never again. */
#include "app/campaign/first_start.h"
#include "base/limits.h"
#include "sys/password.h"
#include "web/ask.h"
#include "web/frame.h"
#include "web/pages.h"
#include "web/slips.h"

/* What is open before there is anybody: the start itself and what its page is made of. */
static bool is_of_setup(const Ctx *c)
{
    static const Str open[] = {SC("/setup"), SC("/assets/{file}"), SC("/language"), SC("/healthz"),
                               SC("/metrics")};
    Str pattern = str_from_z(c->route->pattern);
    for (size_t i = 0; i < sizeof open / sizeof open[0]; i++)
        if (str_eq(pattern, open[i]))
            return true;
    return false;
}

bool setup_first(Ctx *c, bool *ret_answered, Err *err)
{
    bool needed;
    *ret_answered = false;
    if (is_of_setup(c))
        return true;
    /* Somebody may have begun on the command line meanwhile. */
    if (!first_start_needed(c->worker->db, &needed, err))
        return false;
    if (!needed) {
        atomic_store(&c->web->is_new, false);
        return true;
    }
    if (c->json)
        return err_set(err, ERR_FIRST_START_NEEDED);
    *ret_answered = true;
    return redirect(c, S("/setup"), err);
}

/* ERR_HTTP_NOT_FOUND once there is an account. */
static bool is_open(Ctx *c, Err *err)
{
    bool needed = false;
    if (atomic_load(&c->web->is_new) && !first_start_needed(c->worker->db, &needed, err))
        return false;
    return needed || err_set(err, ERR_HTTP_NOT_FOUND, {"found", c->request->path});
}

static AskView view_of(Ctx *c)
{
    AskView v = {.title = msg(c->lang, MSG_SETUP_TITLE),
                 .action = S("/setup"),
                 .button = msg(c->lang, MSG_SETUP_SEND),
                 .rules_title = msg(c->lang, MSG_SETUP_RULES)};
    const struct {
        Str name, value;
        Msg label;
    } fields[] = {{S("code"), S(""), MSG_SETUP_CODE},
                  {S("system"), S("sysadmin"), MSG_ROLE_SYSTEM_ADMIN},
                  {S("security"), S("secadmin"), MSG_ROLE_SECURITY_ADMIN},
                  {S("audit"), S("auditadmin"), MSG_ROLE_AUDIT_ADMIN}};
    for (int i = 0; i < 4; i++)
        *arena_push(c->arena, &v.fields) =
            (Field){.name = fields[i].name,
                    .label = msg(c->lang, fields[i].label),
                    .value = fields[i].value,
                    .help = i == 0 ? msg(c->lang, MSG_SETUP_CODE_HELP) : S(""),
                    .characters_max = 64,
                    .required = true,
                    .focus = i == 0};
    static const Msg rules[] = {MSG_SETUP_RULE_THREE, MSG_SETUP_RULE_SYSTEM,
                                MSG_SETUP_RULE_SECURITY, MSG_SETUP_RULE_AUDIT};
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        *arena_push(c->arena, &v.rules) = msg(c->lang, rules[i]);
    return v;
}

bool setup_page(Ctx *c, Err *err)
{
    if (!is_open(c, err))
        return false;
    AskView v = view_of(c);
    return ask_page(c, &v, err);
}

static bool make(Ctx *c, const Str *names, Err *err)
{
    Str passwords[ADMINISTRATORS];
    SignIn s = signin_of(c);
    AppStart start = {.now_ms = c->now_ms,
                      .ids = c->worker->ids,
                      .random_bytes = s.random_bytes,
                      .random_ctx = s.random_ctx,
                      .origin = s.origin,
                      .data_folder = c->web->data_folder,
                      .hub = c->web->hub,
                      .db = c->worker->db};
    if (!first_start_three(c->arena, &start, names, passwords, err))
        return false;
    atomic_store(&c->web->is_new, false);
    AccountSlip items[ADMINISTRATORS];
    for (int i = 0; i < ADMINISTRATORS; i++)
        items[i] = (AccountSlip){.account = names[i],
                                 .role = role_word(administrator_role((Administrator)i)),
                                 .password = passwords[i]};
    AccountSlips slips = {items, ADMINISTRATORS, ADMINISTRATORS};
    Policy policy;
    if (!policy_read(c->worker->db, c->arena, &policy, err))
        return false;
    SlipsPage page = {.slips = &slips,
                      .until = instant_to_date(c->now_ms, OFFSET_MINUTES_CHINA) +
                               policy.value[POLICY_FIRST_DAYS],
                      .title = msg(c->lang, MSG_SETUP_DONE),
                      .done = msg(c->lang, MSG_SETUP_NEXT),
                      .back = S("/sign-in"),
                      .nav = NAV_NONE};
    return slips_page(c, &page, err);
}

bool setup_do(Ctx *c, Err *err)
{
    const Str names[ADMINISTRATORS] = {ctx_text(c, "system"), ctx_text(c, "security"),
                                       ctx_text(c, "audit")};
    if (!is_open(c, err))
        return false;
    if (!secret_equal(ctx_text(c, "code"), c->web->setup_code))
        err_set(err, ERR_SETUP_CODE);
    else if (make(c, names, err))
        return true;
    if (c->json || (err->code != ERR_SETUP_CODE && err->code != ERR_FIRST_START_SAME &&
                    err->code != ERR_ACCOUNT_NAME && err->code != ERR_ACCOUNT_RESERVED))
        return false;
    AskView v = view_of(c);
    for (int i = 0; i < ADMINISTRATORS; i++)
        v.fields.items[i + 1].value = names[i];
    return ask_again(c, &v, err->code == ERR_SETUP_CODE ? "code" : NULL, err);
}

/* One account: what it is, and what the administrator who looks may do with it. */
#include "app/campaign_index.h"
#include "app/people/accounts.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/pieces.h"
#include "web/slips.h"

typedef struct AccountView {
    Str name, sub, list;
    Facts facts;
    StateKind state;
    Str state_word, error;
    bool waits, may_grant, may_restrict, restricted, off, may_switch, may_slip, may_end, may_reset,
        self;
    Str authorise, restrict_to, until, until_value, off_to, on_to, slip;
    Confirm off_act, slip_act, end_act, reset_act;
} AccountView;
#include "web/templates/account.html.h"

static void state_of(Ctx *c, const PersonRow *p, AccountView *v)
{
    Err why = {0};
    bool may = account_may_act(&p->account, c->app.today, &why);
    v->waits = why.code == ERR_ACCOUNT_WAITS;
    v->state = may ? STATE_DONE : v->waits ? STATE_LATE : STATE_STOPPED;
    v->state_word = msg(c->lang, may                               ? MSG_ACCOUNTS_STATE_IN_USE
                                 : v->waits                        ? MSG_ACCOUNTS_STATE_WAITS
                                 : why.code == ERR_ACCOUNT_EXPIRED ? MSG_ACCOUNTS_STATE_EXPIRED
                                                                   : MSG_ACCOUNTS_STATE_OFF);
}

static Str by_at(Ctx *c, Str by, int64_t at)
{
    if (at == 0)
        return S("");
    return arena_fmt(c->arena, "%.*s %.*s", STR_ARG(instant_minute(c->arena, at)), STR_ARG(by));
}

static void fill_facts(Ctx *c, const PersonRow *p, AccountView *v)
{
    const AccountRow *a = &p->account;
    const GrantRow *g = &p->grant;
    const struct {
        Msg label;
        Str value;
    } rows[] = {
        {MSG_ACCOUNTS_COL_ROLE, account_role_text(c->lang, a->role)},
        {MSG_ACCOUNTS_COL_CAMPAIGN, !a->campaign.len ? msg(c->lang, MSG_ACCOUNTS_INSTALLATION)
                                    : str_eq(a->campaign, c->app.def.code) ? c->app.def.name
                                                                           : a->campaign},
        {MSG_ACCOUNTS_COL_UNIT, a->unit.len ? unit_name(&c->app, a->unit) : S("")},
        {MSG_ACCOUNTS_COL_BODY, index_party_name(app_index(&c->app), a->body)},
        {MSG_ACCOUNTS_COL_POST, a->post},
        {MSG_ACCOUNTS_COL_PHONE, g->phone},
        {MSG_ACCOUNTS_COL_MADE, by_at(c, g->made_by, g->made_at)},
        {MSG_ACCOUNTS_COL_AUTHORISED, by_at(c, g->authorised_by, g->authorised_at)},
        {MSG_ACCOUNTS_COL_EXPIRES, a->expires_on},
        {MSG_ACCOUNTS_COL_RESTRICTED,
         msg(c->lang, a->restricted ? MSG_ACCOUNTS_YES : MSG_ACCOUNTS_NO)},
        {MSG_ACCOUNTS_COL_OFF, by_at(c, g->off_by, g->off_at)},
        {MSG_ACCOUNTS_COL_REASON, g->off_reason},
        {MSG_ACCOUNTS_COL_PASSWORD_AT, p->password_at ? instant_minute(c->arena, p->password_at)
                                                      : msg(c->lang, MSG_ACCOUNTS_NO_PASSWORD)},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].value.len)
            fact_add(c->arena, &v->facts, msg(c->lang, rows[i].label), rows[i].value);
}

static void fill_acts(Ctx *c, const PersonRow *p, AccountView *v)
{
    Role role;
    Str name = p->account.name;
    v->self = str_eq(name, c->app.actor.name);
    v->off = p->grant.off_at > 0;
    v->restricted = p->account.restricted;
    v->may_grant = !v->self && ctx_may(c, ACT_ACCOUNT_GRANT);
    v->may_switch = !v->self && ctx_may(c, ACT_ACCOUNT_SWITCH);
    v->may_slip = !v->self && ctx_may(c, ACT_ACCOUNT_MAKE);
    v->may_restrict = v->may_grant && role_parse(p->account.role, &role) &&
                      permit_scope(role, ACT_RESTRICTED_READ) == SCOPE_GRANTED;
    v->may_end = !v->self && ctx_may(c, ACT_ACCOUNT_SWITCH) && ctx_may(c, ACT_SESSION_END);
    v->may_reset = ctx_may(c, ACT_SECOND_FACTOR_RESET);
    v->end_act = (Confirm){.action = S("/sessions/end"),
                           .label = msg(c->lang, MSG_ACCOUNTS_END_SESSIONS),
                           .what = msg(c->lang, MSG_ACCOUNTS_END_SESSIONS_WHAT),
                           .name = S("account"),
                           .value = name};
    v->reset_act = (Confirm){.action = S("/second-factor/reset"),
                             .label = msg(c->lang, MSG_ACCOUNTS_RESET_FACTOR),
                             .what = msg(c->lang, MSG_ACCOUNTS_RESET_FACTOR_WHAT),
                             .name = S("account"),
                             .value = name};
    v->authorise = S("/security/accounts/authorise");
    v->restrict_to = link_to(c, "/accounts/{account}/restricted", {"account", name});
    v->until = link_to(c, "/accounts/{account}/until", {"account", name});
    v->until_value = p->account.expires_on;
    v->on_to = link_to(c, "/accounts/{account}/on", {"account", name});
    v->off_act = (Confirm){.action = link_to(c, "/accounts/{account}/off", {"account", name}),
                           .label = msg(c->lang, MSG_ACCOUNTS_SWITCH_OFF),
                           .what = msg(c->lang, MSG_ACCOUNTS_OFF_WHAT),
                           .reason = S("reason"),
                           .reason_max = LIMIT_ACCOUNT_REASON_CHARACTERS};
    v->slip_act = (Confirm){.action = link_to(c, "/accounts/{account}/slip", {"account", name}),
                            .label = msg(c->lang, MSG_ACCOUNTS_SLIP),
                            .what = msg(c->lang, MSG_ACCOUNTS_SLIP_WHAT)};
}

static bool account_json(Ctx *c, const PersonRow *p, const AccountView *v, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_kstr(&json, S("account"), p->account.name);
    json_kstr(&json, S("campaign"), p->account.campaign);
    json_kstr(&json, S("role"), p->account.role);
    json_kstr(&json, S("unit"), p->account.unit);
    json_kstr(&json, S("body"), p->account.body);
    json_kstr(&json, S("post"), p->account.post);
    json_kstr(&json, S("phone"), p->grant.phone);
    json_kbool(&json, S("active"), p->account.active);
    json_kbool(&json, S("authorised"), p->account.authorised);
    json_kbool(&json, S("restricted"), v->restricted);
    json_kstr(&json, S("expires_on"), p->account.expires_on);
    json_kstr(&json, S("off_by"), p->grant.off_by);
    json_kstr(&json, S("off_reason"), p->grant.off_reason);
    json_object_end(&json);
    return json_end(c, &json, err);
}

static bool show(Ctx *c, Str name, Str error, Err *err)
{
    PersonRow person;
    AccountView v = {.name = name, .error = error};
    if (!account_read(&c->app, name, &person, err))
        return false;
    state_of(c, &person, &v);
    fill_acts(c, &person, &v);
    if (c->json)
        return account_json(c, &person, &v, err);
    fill_facts(c, &person, &v);
    v.list = ctx_may(c, ACT_ACCOUNT_MAKE)    ? S("/system/accounts")
             : ctx_may(c, ACT_ACCOUNT_GRANT) ? S("/security/accounts")
                                             : S("");
    v.sub = person.account.post;
    account_html(page_begin(c, name, ctx_may(c, ACT_ACCOUNT_MAKE) ? NAV_SYSTEM : NAV_SECURITY), c,
                 &v);
    return page_end(c, err);
}

bool account_page(Ctx *c, Err *err)
{
    return show(c, ctx_text(c, "account"), S(""), err);
}

/* Back to the page of the account; what can be mended stands there. */
static bool after(Ctx *c, bool ok, Err *err)
{
    Str sentence, name = ctx_text(c, "account");
    if (ok)
        return done(c, link_to(c, "/accounts/{account}", {"account", name}), err);
    if (err->code == ERR_ACCOUNT_UNKNOWN || !mend_here(c, err, &sentence))
        return false;
    return show(c, name, sentence, err);
}

bool account_restricted_do(Ctx *c, Err *err)
{
    return ctx_proved(c, err) && after(c,
                                       account_restrict(&c->app, ctx_text(c, "account"),
                                                        ctx_i64(c, "right", 0) == 0, err),
                                       err);
}

bool account_until_do(Ctx *c, Err *err)
{
    Date last = DATE_NONE;
    Str day = ctx_text(c, "day");
    bool ok = (day.len == 0 || date_parse(day, &last, err)) &&
              account_expire(&c->app, ctx_text(c, "account"), last, err);
    return after(c, ok, err);
}

bool account_off_do(Ctx *c, Err *err)
{
    return after(
        c, account_switch(&c->app, ctx_text(c, "account"), false, ctx_text(c, "reason"), err), err);
}

bool account_on_do(Ctx *c, Err *err)
{
    return after(c, account_switch(&c->app, ctx_text(c, "account"), true, S(""), err), err);
}

bool account_slip_do(Ctx *c, Err *err)
{
    AccountSlip slip;
    SlipsPage page = {.title = msg(c->lang, MSG_SLIPS_TITLE),
                      .nav = NAV_SYSTEM,
                      .back =
                          link_to(c, "/accounts/{account}", {"account", ctx_text(c, "account")}),
                      .book = true};
    if (!ctx_proved(c, err) || !account_slip_until(&c->app, &page.until, err))
        return false;
    if (!account_slip(&c->app, ctx_text(c, "account"), &slip, err))
        return after(c, false, err);
    AccountSlips slips = {&slip, 1, 1};
    page.slips = &slips;
    return slips_page(c, &page, err);
}

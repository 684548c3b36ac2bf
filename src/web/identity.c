#include "app/open.h"
#include "app/people/delegation.h"
#include "base/code.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "web/frame.h"

#include "sys/password.h"
#include "sys/randomness.h"

static const Str cookie_secure = SC("__Host-duban");
static const Str cookie_plain =
    SC("duban"); /* loopback without TLS: browsers refuse __Host- there */
static const Str cookie_lang = SC("duban_lang");
static const Str cookie_campaign = SC("duban_campaign");

static Str cookie_name(const Ctx *c)
{
    return c->web->secure ? cookie_secure : cookie_plain;
}

Lang choose_lang(const HttpRequest *request)
{
    Lang lang = LANG_ZH;
    if (lang_parse(cookie_get(http_header(request, S("Cookie")), cookie_lang), &lang))
        return lang;
    Str wanted = http_header(request, S("Accept-Language"));
    while (wanted.len) {
        Str item = str_cut(&wanted, ',');
        Str tag = str_trim(str_cut(&item, ';'));
        if (lang_parse(tag, &lang))
            return lang;
    }
    return LANG_ZH;
}

static void set_cookie(Ctx *c, Str name, Str value, Str life, bool hidden)
{
    http_set(c->response, c->arena, S("Set-Cookie"),
             arena_fmt(c->arena, "%.*s=%.*s; Path=/; SameSite=Lax%.*s%s%s", STR_ARG(name),
                       STR_ARG(value), STR_ARG(life), hidden ? "; HttpOnly" : "",
                       c->web->secure ? "; Secure" : ""));
}

void set_lang_cookie(Ctx *c, Lang lang)
{
    set_cookie(c, cookie_lang, lang == LANG_EN ? S("en") : S("zh"), S("; Max-Age=31536000"), true);
}

void session_cookie_set(Ctx *c, Str token)
{
    set_cookie(c, cookie_name(c), token, S(""), true);
}

void session_cookie_clear(Ctx *c)
{
    set_cookie(c, cookie_name(c), S(""), S("; Max-Age=0"), true);
}

Str client_address(const Ctx *c)
{
    Str forwarded;
    if (!c->web->behind_proxy || !http_header_last(c->request, S("X-Forwarded-For"), &forwarded) ||
        forwarded.len == 0)
        return c->request->peer;
    /* The proxy's own word is the last one, be it at the end of the line or on a line of its own; those
     * before it are the client's. */
    Str last = S("");
    while (forwarded.len)
        last = str_trim(str_cut(&forwarded, ','));
    return last;
}

/* What the audit log says of where a request came from: text of a line at most. */
static Str origin_of(const Ctx *c)
{
    Str address = client_address(c);
    return utf8_valid(address, NULL) ? utf8_prefix(address, LIMIT_ACCOUNT_BYTES) : S("?");
}

bool admins_barred(const Ctx *c)
{
    const Networks *from = &c->web->admins_from;
    return from->count > 0 && !networks_have(from, client_address(c));
}

/* "Chrome 120 · Windows": enough to know one's own again, from what browsers say of themselves. */
static Str agent_of(const Ctx *c)
{
    static const struct {
        Str mark, name;
    } browsers[] = {{SC("Edg/"), SC("Edge")},        {SC("QQBrowser/"), SC("QQ")},
                    {SC("Firefox/"), SC("Firefox")}, {SC("Chrome/"), SC("Chrome")},
                    {SC("Version/"), SC("Safari")},  {SC("curl/"), SC("curl")}},
      systems[] = {{SC("Windows"), SC("Windows")},       {SC("Android"), SC("Android")},
                   {SC("iPhone"), SC("iPhone")},         {SC("iPad"), SC("iPad")},
                   {SC("Mac OS X"), SC("macOS")},        {SC("HarmonyOS"), SC("HarmonyOS")},
                   {SC("OpenHarmony"), SC("HarmonyOS")}, {SC("Linux"), SC("Linux")}};
    Str said = http_header(c->request, S("User-Agent")), version = S("");
    Str browser = S(""), system = S("");
    for (size_t i = 0; i < sizeof browsers / sizeof browsers[0] && browser.len == 0; i++) {
        ptrdiff_t at = str_find(said, browsers[i].mark, 0), end = at + browsers[i].mark.len;
        if (at < 0)
            continue;
        browser = browsers[i].name;
        ptrdiff_t from = end;
        while (end < said.len && said.ptr[end] >= '0' && said.ptr[end] <= '9' && end < from + 4)
            end++;
        version = str_sub(said, from, end);
    }
    for (size_t i = 0; i < sizeof systems / sizeof systems[0] && system.len == 0; i++)
        if (str_has(said, systems[i].mark))
            system = systems[i].name;
    return arena_fmt(c->arena, "%.*s%s%.*s%s%.*s", STR_ARG(browser), version.len ? " " : "",
                     STR_ARG(version), browser.len && system.len ? " · " : "", STR_ARG(system));
}

SignIn signin_of(Ctx *c)
{
    return (SignIn){.arena = c->arena,
                    .hub = c->web->hub,
                    .db = c->worker->db,
                    .now_ms = c->now_ms,
                    .ids = &c->worker->ids,
                    .random_bytes = random_fill,
                    .origin = origin_of(c),
                    .data_folder = c->web->data_folder,
                    .agent = agent_of(c),
                    .admins_barred = admins_barred(c)};
}

bool session_open(Ctx *c, Err *err)
{
    Str token = cookie_get(http_header(c->request, S("Cookie")), cookie_name(c));
    if (token.len == 0)
        return true;
    SignIn s = signin_of(c);
    return signin_find(&s, token, &c->signed_in, &c->session, err);
}

static bool open_app(Ctx *c, Err *err)
{
    AppStart start = {.db_url = c->web->db_url,
                      .data_folder = c->web->data_folder,
                      .scanner = c->web->scanner,
                      .fonts = c->web->fonts,
                      .renderer = S("/proc/self/exe"),
                      .file_turns = &c->web->file_turns,
                      .account = c->session.account,
                      .acting_for = c->session.acting_for,
                      .now_ms = c->now_ms,
                      .ids = c->worker->ids,
                      .random_bytes = random_fill,
                      .origin = origin_of(c),
                      .hub = c->web->hub,
                      .db = c->worker->db,
                      .snapshots = c->web->snapshots};
    /* What waits at a gate stands before the choice of a campaign, else each would send to the other. */
    start.no_campaign =
        (c->route && (c->route->flags & ROUTE_NO_CAMPAIGN)) || c->session.gate != GATE_NONE;
    if (app_open(c->arena, &start, &c->app, err))
        return true;
    /* Who belongs to none of several has chosen one: what the cookie says gives no right. */
    start.campaign = cookie_get(http_header(c->request, S("Cookie")), cookie_campaign);
    if (err->code != ERR_CAMPAIGN_WHICH || !code_is_valid(start.campaign))
        return false;
    Err which = *err;
    *err = (Err){0};
    if (app_open(c->arena, &start, &c->app, err))
        return true;
    if (err->code == ERR_CAMPAIGN_UNKNOWN)
        *err = which;
    return false;
}

void campaign_cookie_set(Ctx *c, Str code)
{
    set_cookie(c, cookie_campaign, code, S(""), true);
}

/* Where an authorisation to act has ended the person acts for themselves again: a page says so, and what was meant to be
 * done for the other is not done. */
bool app_for(Ctx *c, Err *err)
{
    Str principal = c->session.acting_for;
    if (open_app(c, err))
        return true;
    if (err->code != ERR_DELEGATION_NONE || principal.len == 0)
        return false;
    SignIn s = signin_of(c);
    *err = (Err){0};
    if (!signin_act_for(&s, &c->session, S(""), err) || !session_open(c, err) || !open_app(c, err))
        return false;
    c->acting_over = principal;
    bool reads = c->request->method == HTTP_GET || c->request->method == HTTP_HEAD;
    return (reads && !c->json) || err_set(err, ERR_DELEGATION_OVER, {"found", principal});
}

/* "https://duban.example" of the request itself; a browser sends it with every write. */
static bool origin_is_ours(const Ctx *c)
{
    Str site = http_header(c->request, S("Sec-Fetch-Site"));
    if (site.len && !str_eq(site, S("same-origin")) && !str_eq(site, S("none")))
        return false;
    Str origin = http_header(c->request, S("Origin"));
    if (origin.len == 0)
        return true;
    ptrdiff_t host = str_find(origin, S("://"), 0);
    if (host < 0 || (c->web->secure && !str_starts(origin, S("https://"))))
        return false;
    return str_eq(str_sub(origin, host + 3, origin.len), http_header(c->request, S("Host")));
}

bool csrf_check(const Ctx *c, const HttpPairs *form, Err *err)
{
    if (!origin_is_ours(c))
        return err_set(err, ERR_CSRF);
    if (c->route->flags & ROUTE_NO_CSRF)
        return true;
    Str sent = http_header(c->request, S("X-CSRF-Token"));
    if (sent.len == 0)
        sent = fields_get(form, S("csrf"));
    bool same = sent.len > 0 && secret_equal(sent, c->session.csrf);
    return same || err_set(err, ERR_CSRF);
}

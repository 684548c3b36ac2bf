/* The frame of every page: top bar, marks of a sample and of a moved clock, sections, account. */
#include "app/people/delegation.h"
#include "base/limits.h"
#include "web/frame.h"
#include "web/pieces.h"

typedef struct FrameItem {
    Str href;
    Msg word;
    bool current;
} FrameItem;

typedef struct FramePrincipal {
    Str account, name;
} FramePrincipal;

typedef struct FrameView {
    Str lang, title, csrf, campaign, who, account, here, other_lang, clock;
    bool sample;
    Str acting, over; /* whom the person acts for, or did until now */
    LIST_OF(FramePrincipal) principals;
    LIST_OF(FrameItem) items;
} FrameView;
#include "web/templates/frame_top.html.h"

/* The post of the account, else its unit, else its name. */
static Str who(const Ctx *c)
{
    if (c->app.actor.post.len)
        return c->app.actor.post;
    return c->app.actor.unit.len ? unit_name(&c->app, c->app.actor.unit) : c->session.account;
}

/* The sections of the bar (reference: the navigation of the office's terms), in the order they are shown. Who sees one:
 * whose letter stands there, by role: clerk director unit owner leader inspector system security audit. */
typedef struct Section {
    Nav nav;
    const char *href; /* "{unit}": the person's own */
    Msg word;
    char roles[ROLE_COUNT + 1];
    bool campaign; /* only where there is one */
} Section;

static const Section nav_sections[] = {
    {NAV_INBOX, "/inbox", MSG_NAV_INBOX, "xxxxxxxxx", false},
    {NAV_OVERVIEW, "/", MSG_NAV_OVERVIEW, "xxxxxx---", true},
    {NAV_LEDGER, "/ledger", MSG_NAV_LEDGER, "xx-xxx---", true},
    {NAV_LEDGER, "/ledger?own=1", MSG_NAV_TASKS, "--x------", true},
    {NAV_REPORT, "/report", MSG_NAV_REPORT, "--x------", true},
    {NAV_REVIEW, "/review", MSG_NAV_REVIEW, "xx-------", true},
    {NAV_EVALUATION, "/evaluation", MSG_NAV_EVALUATION, "xx-------", true},
    {NAV_RANKING, "/rankings", MSG_NAV_RANKING, "xxx-xx---", true},
    {NAV_UNIT, "/units/{unit}", MSG_NAV_UNIT, "--x------", true},
    {NAV_CONFIRM, "/confirm", MSG_NAV_CONFIRM, "xx-x-----", true},
    {NAV_FOLDER, "/folder", MSG_NAV_FOLDER, "xx-------", true},
    {NAV_CIRCULAR, "/circulars", MSG_NAV_CIRCULAR, "xxxxxx---", true},
    {NAV_TALK, "/talks", MSG_NAV_TALK, "xx--xx---", true},
    {NAV_TALK, "/talks", MSG_NAV_TALK_OWN, "--x------", true},
    {NAV_HIGHLIGHT, "/highlights", MSG_NAV_HIGHLIGHT, "xxxxxx---", true},
    {NAV_PROVINCE, "/province", MSG_NAV_PROVINCE, "xx-------", true},
    {NAV_BURDEN, "/burden", MSG_NAV_BURDEN, "xxx-xx---", true},
    {NAV_SYSTEM, "/system", MSG_NAV_SYSTEM, "------x--", false},
    {NAV_SECURITY, "/security", MSG_NAV_SECURITY, "-------x-", false},
    {NAV_AUDIT, "/audit", MSG_NAV_AUDIT, "--------x", false},
};

static bool has_page(Str path)
{
    Str pattern = str_cut(&path, '?');
    for (const Route *route = web_routes; route->pattern; route++)
        if (route->method == HTTP_GET && str_eq(str_from_z(route->pattern), pattern))
            return true;
    return false;
}

/* A section stands in the bar when it has a page and is for the person. */
static void sections(const Ctx *c, FrameView *v, Nav here)
{
    if (!c->signed_in || !c->app.db || c->session.gate != GATE_NONE)
        return;
    for (size_t i = 0; i < sizeof nav_sections / sizeof nav_sections[0]; i++) {
        const Section *s = &nav_sections[i];
        Str href = str_from_z(s->href), unit = c->app.actor.unit;
        bool own = str_find(href, S("{unit}"), 0) >= 0;
        if (s->roles[c->app.actor.role] != 'x' || !has_page(href) || (own && unit.len == 0) ||
            (s->campaign && c->app.def.code.len == 0))
            continue;
        if (own)
            href = link_args(c->arena, s->href, (const Arg[]){{"unit", unit}}, 1);
        *arena_push(c->arena, &v->items) = (FrameItem){href, s->word, here == s->nav};
    }
}

/* Whom the person acts for, or may act for today. */
static void principals(const Ctx *c, FrameView *v)
{
    DelegationRows rows = {0};
    Err ignored = {0};
    App app = c->app;
    v->over = c->acting_over;
    if (!c->signed_in || !app.db || c->session.gate != GATE_NONE || !c->session.may_act_for ||
        !delegation_choices(&app, &rows, &ignored))
        return;
    for (int i = 0; i < rows.count; i++) {
        const DelegationRow *r = &rows.items[i];
        Str name = r->principal_post.len ? r->principal_post : r->principal;
        bool same = i > 0 && str_eq(r->principal, rows.items[i - 1].principal);
        if (str_eq(r->principal, app.actor.behalf))
            v->acting = name;
        else if (!same)
            *arena_push(c->arena, &v->principals) = (FramePrincipal){r->principal, name};
    }
}

/* Where the person is, to come back to after choosing a language; empty where the address is no text or
 * too long. */
static Str here_of(const Ctx *c)
{
    if (!c->request || (c->request->method != HTTP_GET && c->request->method != HTTP_HEAD))
        return S("");
    Str here = c->request->path;
    if (c->request->query.len)
        here = arena_fmt(c->arena, "%.*s?%.*s", STR_ARG(here), STR_ARG(c->request->query));
    return path_is_ours(here) && here.len <= LIMIT_HTTP_NEXT_BYTES ? here : S("");
}

void frame_top(Out *out, const Ctx *c, Str title, Nav nav)
{
    FrameView v = {
        .lang = c->lang == LANG_EN ? S("en") : S("zh-CN"),
        .other_lang = c->lang == LANG_EN ? S("zh") : S("en"),
        .title = title,
        .csrf = c->signed_in ? c->session.csrf : S(""),
        .campaign = c->app.def.name,
        .sample = c->app.def.sample,
        .who = c->signed_in ? who(c) : S(""),
        .account = c->session.account,
        .here = here_of(c),
        .clock = c->web->clock_moved ? instant_minute(c->arena, c->now_ms) : S(""),
    };
    sections(c, &v, nav);
    principals(c, &v);
    frame_top_html(out, c, &v);
}

void frame_bottom(Out *out, const Ctx *c)
{
    (void)c;
    out_s(out, S("</main>\n</body>\n</html>\n"));
}

void crumbs_begin(Out *out, const Ctx *c)
{
    out_s(out, S("<nav class=\"crumbs\" aria-label=\""));
    html_text(out, msg(c->lang, MSG_FRAME_CRUMBS));
    out_s(out, S("\"><ol>\n"));
}

void crumbs_end(Out *out, const Ctx *c)
{
    (void)c;
    out_s(out, S("</ol></nav>\n"));
}

void csrf_field(Out *out, const Ctx *c)
{
    out_s(out, S("<input type=\"hidden\" name=\"csrf\" value=\""));
    html_text(out, c->session.csrf);
    out_s(out, S("\">"));
}

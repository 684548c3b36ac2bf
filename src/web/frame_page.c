/* The frame of every page: top bar, marks of a sample and of a moved clock, sections, account. */
#include "app/people/delegation.h"
#include "base/limits.h"
#include "web/frame.h"
#include "web/pieces.h"

typedef struct FramePrincipal {
    Str account, name;
} FramePrincipal;

typedef struct FrameView {
    Str lang, title, csrf, campaign, who, account, here, other_lang, clock;
    bool sample;
    Str acting, over; /* whom the person acts for, or did until now */
    LIST_OF(FramePrincipal) principals;
} FrameView;
#include "web/templates/frame_top.html.h"

typedef struct FrameItem {
    Str href;
    Msg word;
    bool current;
} FrameItem;

/* One place of the bar: a section by itself, or what opens to the sections of one kind of work. */
typedef struct FramePlace {
    Msg word;
    bool folded, current;
    LIST_OF(FrameItem) items;
} FramePlace;

typedef struct FrameNavView {
    LIST_OF(FramePlace) places;
    bool in_section;
    Msg here; /* where one is */
} FrameNavView;
#include "web/templates/frame_nav.html.h"

/* The post of the account, else its unit, else its name. */
static Str who(const Ctx *c)
{
    if (c->app.actor.post.len)
        return c->app.actor.post;
    return c->app.actor.unit.len ? unit_name(&c->app, c->app.actor.unit) : c->session.account;
}

/* Sections of one kind of work stand together; who has more than fit beside each other gets one place for each kind. */
typedef enum NavGroup {
    GROUP_NONE,
    GROUP_REPORTS,
    GROUP_RESULTS,
    GROUP_PAPERS,
    NAV_GROUPS
} NavGroup;
static const Msg group_words[NAV_GROUPS] = {0, MSG_NAV_GROUP_REPORTS, MSG_NAV_GROUP_RESULTS,
                                            MSG_NAV_GROUP_PAPERS};
enum {
    NAV_UNFOLDED_MAX = 12
}; /* sections, the longest English words beside each other at 1280 pixels */

/* The sections of the bar (reference: the navigation of the office's terms), in the order they are shown, those of a group
 * together. Who sees one: whose letter stands there, by role: clerk director unit owner leader inspector system security audit. */
typedef struct Section {
    Nav nav;
    NavGroup group;
    const char *href; /* "{unit}": the person's own */
    Msg word;
    char roles[ROLE_COUNT + 1];
    bool campaign; /* only where there is one */
} Section;

static const Section nav_sections[] = {
    {NAV_LEADER, GROUP_NONE, "/leader", MSG_NAV_LEADER, "----x----", true},
    {NAV_INBOX, GROUP_NONE, "/inbox", MSG_NAV_INBOX, "xxxxxxxxx", false},
    {NAV_OVERVIEW, GROUP_NONE, "/", MSG_NAV_OVERVIEW, "xxxxxx---", true},
    {NAV_LEDGER, GROUP_NONE, "/ledger", MSG_NAV_LEDGER, "xx-xxx---", true},
    {NAV_LEDGER, GROUP_NONE, "/ledger?own=1", MSG_NAV_TASKS, "--x------", true},
    {NAV_REPORT, GROUP_REPORTS, "/report", MSG_NAV_REPORT, "--x------", true},
    {NAV_REVIEW, GROUP_REPORTS, "/review", MSG_NAV_REVIEW, "xx-------", true},
    {NAV_FOLDER, GROUP_REPORTS, "/folder", MSG_NAV_FOLDER, "xx-------", true},
    {NAV_CONFIRM, GROUP_REPORTS, "/confirm", MSG_NAV_CONFIRM, "xx-x-----", true},
    {NAV_EVALUATION, GROUP_RESULTS, "/evaluation", MSG_NAV_EVALUATION, "xx-------", true},
    {NAV_RANKING, GROUP_RESULTS, "/rankings", MSG_NAV_RANKING, "xxx-xx---", true},
    {NAV_SCHEME, GROUP_RESULTS, "/schemes", MSG_NAV_SCHEME, "xxxxxx---", true},
    {NAV_UNIT, GROUP_RESULTS, "/units/{unit}", MSG_NAV_UNIT, "--x------", true},
    {NAV_CIRCULAR, GROUP_NONE, "/circulars", MSG_NAV_CIRCULAR, "xxxxxx---", true},
    {NAV_TALK, GROUP_NONE, "/talks", MSG_NAV_TALK, "xx--xx---", true},
    {NAV_TALK, GROUP_NONE, "/talks", MSG_NAV_TALK_OWN, "--x------", true},
    {NAV_HIGHLIGHT, GROUP_PAPERS, "/highlights", MSG_NAV_HIGHLIGHT, "xxxxxx---", true},
    {NAV_PROVINCE, GROUP_PAPERS, "/province", MSG_NAV_PROVINCE, "xx-------", true},
    {NAV_LEADER, GROUP_PAPERS, "/leader", MSG_NAV_LEADER, "xx-------", true},
    {NAV_BURDEN, GROUP_PAPERS, "/burden", MSG_NAV_BURDEN, "xxx-xx---", true},
    {NAV_SYSTEM, GROUP_NONE, "/system", MSG_NAV_SYSTEM, "------x--", false},
    {NAV_SECURITY, GROUP_NONE, "/security", MSG_NAV_SECURITY, "-------x-", false},
    {NAV_AUDIT, GROUP_NONE, "/audit", MSG_NAV_AUDIT, "--------x", false},
};
enum { NAV_SECTIONS = sizeof nav_sections / sizeof nav_sections[0] };

static bool has_page(Str path)
{
    Str pattern = str_cut(&path, '?');
    for (const Route *route = web_routes; route->pattern; route++)
        if (route->method == HTTP_GET && str_eq(str_from_z(route->pattern), pattern))
            return true;
    return false;
}

/* A section stands in the bar when it has a page and is for the person. */
static bool is_shown(const Ctx *c, const Section *s)
{
    Str href = str_from_z(s->href);
    bool own = str_find(href, S("{unit}"), 0) >= 0;
    return s->roles[c->app.actor.role] == 'x' && has_page(href) &&
           !(own && c->app.actor.unit.len == 0) && !(s->campaign && c->app.def.code.len == 0);
}

static FramePlace *place_of(const Ctx *c, FrameNavView *v, NavGroup last, const Section *s,
                            bool folds)
{
    if (folds && s->group != GROUP_NONE && s->group == last)
        return &v->places.items[v->places.count - 1];
    FramePlace *place = arena_push(c->arena, &v->places);
    *place = (FramePlace){.word = group_words[s->group]};
    return place;
}

static void sections(const Ctx *c, FrameNavView *v, Nav here)
{
    int shown = 0;
    NavGroup last = GROUP_NONE;
    for (int i = 0; i < NAV_SECTIONS; i++)
        shown += is_shown(c, &nav_sections[i]);
    for (int i = 0; i < NAV_SECTIONS; i++) {
        const Section *s = &nav_sections[i];
        if (!is_shown(c, s))
            continue;
        FramePlace *place = place_of(c, v, last, s, shown > NAV_UNFOLDED_MAX);
        Str href = str_from_z(s->href);
        if (str_find(href, S("{unit}"), 0) >= 0)
            href = link_args(c->arena, s->href, (const Arg[]){{"unit", c->app.actor.unit}}, 1);
        *arena_push(c->arena, &place->items) = (FrameItem){href, s->word, here == s->nav};
        place->current |= here == s->nav;
        if (here == s->nav) {
            v->in_section = true;
            v->here = s->word;
        }
        last = s->group;
    }
    for (int i = 0; i < v->places.count; i++) {
        FramePlace *place = &v->places.items[i];
        place->folded = place->items.count > 1;
    }
}

static void frame_nav(Out *out, const Ctx *c, Nav here)
{
    FrameNavView v = {0};
    if (c->signed_in && c->app.db && c->session.gate == GATE_NONE)
        sections(c, &v, here);
    frame_nav_html(out, c, &v);
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
    principals(c, &v);
    frame_top_html(out, c, &v);
    frame_nav(out, c, nav);
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

/* The frame of every page: top bar, marks of a sample and of a moved clock, sections, account. */
#include "base/limits.h"
#include "web/frame.h"
#include "web/pieces.h"

typedef struct FrameItem {
    Str href;
    Msg word;
    bool current;
} FrameItem;

typedef struct FrameView {
    Str lang, title, csrf, campaign, who, account, here, other_lang, clock;
    bool sample;
    LIST_OF(FrameItem) items;
} FrameView;
#include "web/templates/frame_top.html.h"

/* The post that the campaign's files give the account, else its unit, else its name. */
static Str who(const Ctx *c)
{
    const CampaignDef *def = &c->app.def;
    for (int i = 0; i < def->accounts.count; i++)
        if (str_eq(def->accounts.items[i].name, c->session.account) &&
            def->accounts.items[i].post.len)
            return def->accounts.items[i].post;
    return c->app.actor.unit.len ? unit_name(&c->app, c->app.actor.unit) : c->session.account;
}

static bool has_page(const char *pattern)
{
    for (const Route *route = web_routes; route->pattern; route++)
        if (route->method == HTTP_GET && str_eq(str_from_z(route->pattern), str_from_z(pattern)))
            return true;
    return false;
}

/* A section stands in the bar when it has a page and the person may read it. */
static void add(const Ctx *c, FrameView *v, const char *pattern, Action action, FrameItem item)
{
    if (has_page(pattern) && ctx_may(c, action))
        *arena_push(c->arena, &v->items) = item;
}

static void sections(const Ctx *c, FrameView *v, Nav here)
{
    if (!c->signed_in || c->app.def.code.len == 0)
        return;
    add(c, v, "/", ACT_LEDGER_READ, (FrameItem){S("/"), MSG_NAV_OVERVIEW, here == NAV_OVERVIEW});
    add(c, v, "/ledger", ACT_LEDGER_READ,
        (FrameItem){S("/ledger"), MSG_NAV_LEDGER, here == NAV_LEDGER});
    add(c, v, "/rankings", ACT_RESULT_READ,
        (FrameItem){S("/rankings"), MSG_NAV_RANKING, here == NAV_RANKING});
    Str unit = c->app.actor.unit;
    if (unit.len)
        add(c, v, "/units/{unit}", ACT_RESULT_READ,
            (FrameItem){link_to(c, "/units/{unit}", {"unit", unit}), MSG_NAV_UNIT,
                        here == NAV_UNIT});
    add(c, v, "/circulars", ACT_CIRCULAR_READ,
        (FrameItem){S("/circulars"), MSG_NAV_CIRCULAR, here == NAV_CIRCULAR});
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

Str minute_text(Arena *arena, int64_t instant_ms)
{
    Out out = out_new(arena, 64);
    instant_out(&out, instant_ms, OFFSET_MINUTES_CHINA);
    Str day = str_sub(out_str(&out), 0, 10);
    return arena_fmt(arena, "%.*s %.*s", STR_ARG(day), STR_ARG(str_sub(out_str(&out), 11, 16)));
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
        .clock = c->web->clock_moved ? minute_text(c->arena, c->now_ms) : S(""),
    };
    sections(c, &v, nav);
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

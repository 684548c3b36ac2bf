/* Texts that remind of missing reports, to be copied: for a group with numbers and a link only, for one unit its own. */
#include "app/inbox/remind.h"

#include "base/limits.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct RemindView {
    Str title, state, made, period, text, calls;
    bool missing;
    Options units;
} RemindView;
#include "web/templates/remind.html.h"

static Str number(const Ctx *c, int64_t n)
{
    return arena_fmt(c->arena, "%lld", (long long)n);
}

/* The address of the inbox as the browser asked for this page. */
static Str inbox_link(const Ctx *c)
{
    Str host = http_header(c->request, S("Host"));
    if (host.len == 0 || host.len > LIMIT_REMIND_LINK_BYTES)
        return S("");
    return arena_fmt(c->arena, "%s://%.*s/inbox", c->web->secure ? "https" : "http", STR_ARG(host));
}

static bool show(Ctx *c, Str period, Str unit, Str text, Err *err)
{
    Reminding r;
    if (!remind_read(&c->app, period, &r, err))
        return false;
    const OverviewMonth *month = &r.month;
    if (c->json) {
        Json json = json_begin(c);
        json_object(&json);
        json_kstr(&json, S("campaign"), c->app.def.code);
        json_kstr(&json, S("period"), month->period->code);
        json_ki64(&json, S("owed"), month->owed);
        json_ki64(&json, S("received"), month->received);
        json_ki64(&json, S("made"), r.made);
        if (text.len)
            json_kstr(&json, S("text"), text);
        json_object_end(&json);
        return json_end(c, &json, err);
    }
    RemindView v = {
        .title = msg(c->lang, MSG_REMIND_TITLE),
        .state = msg_str(c->arena, c->lang, MSG_REMIND_STATE, {"period", month->period->name},
                         {"owed", number(c, month->owed)}, {"received", number(c, month->received)},
                         {"missing", number(c, month->owed - month->received)}),
        .made = msg_str(c->arena, c->lang, MSG_REMIND_MADE, {"n", number(c, r.made)}),
        .period = month->period->code,
        .text = text,
        .calls = link_to(c, "/calls", {"period", month->period->code}),
        .missing = month->owed > month->received};
    for (int i = 0; i < r.units.count; i++)
        *arena_push(c->arena, &v.units) = (Option){r.units.items[i]->code, r.units.items[i]->name,
                                                   str_eq(r.units.items[i]->code, unit)};
    remind_html(page_begin(c, v.title, NAV_INBOX), c, &v);
    return page_end(c, err);
}

bool remind_page(Ctx *c, Err *err)
{
    return show(c, ctx_text(c, "period"), S(""), S(""), err);
}

bool remind_do(Ctx *c, Err *err)
{
    Str text, period = ctx_text(c, "period"), unit = ctx_text(c, "unit");
    return remind_make(&c->app, c->lang, period, unit, inbox_link(c), &text, err) &&
           show(c, period, unit, text, err);
}

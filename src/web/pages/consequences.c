/* What corrections would change of a month that is published: listed, in both directions; nothing acts by itself. */
#include "app/paper/circular.h"
#include "app/result/change_list.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct ChangeGroup {
    Str title;
    LIST_OF(Str) lines;
} ChangeGroup;

typedef struct ConsequencesView {
    Str title, back, docx, pdf, txt, ranking;
    bool has_changes, drafts;
    LIST_OF(ChangeGroup) groups;
} ConsequencesView;
#include "web/templates/consequences.html.h"

/* Those of a kind, of this period or (later) of the ones after it. */
static void add_group(Ctx *c, const Replay *replay, int period, bool later, const char *kinds,
                      Msg title, ConsequencesView *v)
{
    ChangeGroup group = {.title = msg(c->lang, title)};
    for (int i = 0; i < replay->changes.count; i++) {
        const Consequence *x = &replay->changes.items[i];
        int at = app_period_index(&c->app, x->period);
        if ((later ? at <= period : at != period) || !str_has(str_from_z(kinds), x->kind))
            continue;
        Out line = out_new(c->arena, 1 << 16);
        change_text(c->lang, &c->app, x, unit_name(&c->app, x->unit), &line);
        *arena_push(c->arena, &group.lines) = out_str(&line);
    }
    if (group.lines.count) {
        *arena_push(c->arena, &v->groups) = group;
        v->has_changes = true;
    }
}

static bool answer_json(Ctx *c, const CampaignPeriod *period, const Replay *replay, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_kbool(&json, S("sample"), c->app.def.sample);
    json_kstr(&json, S("period"), period->code);
    json_key(&json, S("changes"));
    json_array(&json);
    for (int i = 0; i < replay->changes.count; i++) {
        const Consequence *x = &replay->changes.items[i];
        if (app_period_index(&c->app, x->period) < app_period_index(&c->app, period->code))
            continue;
        json_object(&json);
        json_kstr(&json, S("period"), x->period);
        json_kstr(&json, S("unit"), x->unit);
        json_kstr(&json, S("kind"), x->kind);
        json_kstr(&json, S("before"), x->before);
        json_kstr(&json, S("after"), x->after);
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool consequences_page(Ctx *c, Err *err)
{
    App *app = &c->app;
    const CampaignPeriod *period;
    Replay replay = {0};
    if (!app_need_campaign(app, err) || !app_period(app, ctx_text(c, "period"), &period, err) ||
        !app_permit(app, ACT_RESULT_TRIAL_READ, S(""), period->code, err) ||
        !replay_compute(app, &replay, err))
        return false;
    if (c->json)
        return answer_json(c, period, &replay, err);
    ConsequencesView v = {
        .title = msg_str(c->arena, c->lang, MSG_CONSEQUENCES_TITLE, {"period", period->name}),
        .back = link_to(c, "/evaluation/{period}", {"period", period->code}),
        .docx = link_to(c, "/evaluation/{period}/notice/file", {"period", period->code}),
        .pdf = link_to(c, "/evaluation/{period}/notice/file", {"period", period->code},
                       {"format", S("pdf")}),
        .txt = link_to(c, "/evaluation/{period}/notice/file", {"period", period->code},
                       {"format", S("txt")})};
    int at = app_period_index(app, period->code);
    add_group(c, &replay, at, false, "rank bottom", MSG_CONSEQUENCES_RANKS, &v);
    add_group(c, &replay, at, false, "talk_vanishes talk_appears", MSG_CONSEQUENCES_TALKS, &v);
    add_group(c, &replay, at, false, "circular", MSG_CONSEQUENCES_CIRCULARS, &v);
    v.drafts = v.groups.count && str_eq(v.groups.items[v.groups.count - 1].title,
                                        msg(c->lang, MSG_CONSEQUENCES_CIRCULARS));
    add_group(c, &replay, at, false, "score", MSG_CONSEQUENCES_SCORES, &v);
    add_group(c, &replay, at, true, "rank bottom talk_vanishes talk_appears circular",
              MSG_CONSEQUENCES_LATER, &v);
    consequences_html(page_begin(c, v.title, NAV_EVALUATION), c, &v);
    return page_end(c, err);
}

/* The draft of the correction notice (更正通知): made of what would change, changed by nobody yet. */
bool consequences_notice(Ctx *c, Err *err)
{
    Circular circular = {0};
    Str bytes, period = ctx_text(c, "period");
    if (!app_permit(&c->app, ACT_RESULT_TRIAL_READ, S(""), period, err) ||
        !circular_notice(&c->app, period, &circular, err))
        return false;
    Str name = arena_fmt(c->arena, "%.*s %.*s", STR_ARG(period),
                         STR_ARG(paper_unbroken(c->arena, circular.paper.title)));
    if (ctx_i64(c, "format", 0) == 1)
        return download_txt(c, name, circular.text, err);
    if (ctx_i64(c, "format", 0) == 2)
        return circular_pdf(&c->app, &circular, &bytes, err) && download_pdf(c, name, bytes, err);
    return circular_docx(&c->app, &circular, &bytes, err) && download_docx(c, name, bytes, err);
}

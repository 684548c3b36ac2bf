/* What corrections would change of a month that is published: listed, in both directions; nothing acts by itself. */
#include "app/paper/circular_moved.h"
#include "app/result/change_list.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct ChangeGroup {
    Str title;
    Str href, link; /* where it is dealt with; may be empty */
    LIST_OF(Str) lines;
} ChangeGroup;

typedef struct ConsequencesView {
    Str title, back, docx, pdf, txt, ranking;
    bool has_changes, drafts;
    LIST_OF(ChangeGroup) groups;
} ConsequencesView;
#include "web/templates/consequences.html.h"

static Str change_line(Ctx *c, const Consequence *x)
{
    Out line = out_new(c->arena, 1 << 16);
    change_text(c->lang, &c->app, x, unit_name(&c->app, x->unit), &line);
    return out_str(&line);
}

/* app: only those of the period with this index and later ones. */
static void changes_json(const ConsequenceList *changes, const App *app, int from, Json *json)
{
    json_array(json);
    for (int i = 0; i < changes->count; i++) {
        const Consequence *x = &changes->items[i];
        if (app && app_period_index(app, x->period) < from)
            continue;
        json_object(json);
        json_kstr(json, S("period"), x->period);
        json_kstr(json, S("unit"), x->unit);
        json_kstr(json, S("kind"), x->kind);
        json_kstr(json, S("before"), x->before);
        json_kstr(json, S("after"), x->after);
        json_object_end(json);
    }
    json_array_end(json);
}

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
        *arena_push(c->arena, &group.lines) = change_line(c, x);
    }
    if (group.lines.count) {
        *arena_push(c->arena, &v->groups) = group;
        v->has_changes = true;
    }
}

static Str desk_link(const Ctx *c, const CircularMoved *m)
{
    return link_to(c, "/circulars/{period}", {"period", m->period->code},
                   {"later", m->kind == CIRCULAR_OF_MONTH ? S("") : circular_kind_word(m->kind)});
}

/* What a draft states today and would state otherwise. */
static void add_drafts(Ctx *c, const CircularMovedList *moved, ConsequencesView *v)
{
    static const Msg titles[CIRCULAR_KINDS] = {[CIRCULAR_OF_MONTH] = MSG_CONSEQUENCES_DRAFT_OF,
                                               [CIRCULAR_CORRECTS] = MSG_CONSEQUENCES_DRAFT_NOTICE,
                                               [CIRCULAR_WITHDRAWS] =
                                                   MSG_CONSEQUENCES_DRAFT_WITHDRAWAL};
    for (int i = 0; i < moved->count; i++) {
        const CircularMoved *m = &moved->items[i];
        ChangeGroup group = {
            .title = msg_str(c->arena, c->lang, titles[m->kind], {"period", m->period->name}),
            .href = desk_link(c, m),
            .link = msg(c->lang, MSG_CONSEQUENCES_DRAFT_OPEN)};
        if (m->moved)
            *arena_push(c->arena, &group.lines) = msg(c->lang, MSG_CONSEQUENCES_DRAFT_MOVED);
        if (m->gone)
            *arena_push(c->arena, &group.lines) = msg(c->lang, MSG_CONSEQUENCES_DRAFT_GONE);
        for (int k = 0; k < m->changes.count; k++)
            *arena_push(c->arena, &group.lines) = change_line(c, &m->changes.items[k]);
        *arena_push(c->arena, &v->groups) = group;
        v->has_changes = true;
    }
}

static void drafts_json(const CircularMovedList *moved, Json *json)
{
    json_key(json, S("drafts"));
    json_array(json);
    for (int i = 0; i < moved->count; i++) {
        const CircularMoved *m = &moved->items[i];
        json_object(json);
        json_kstr(json, S("period"), m->period->code);
        json_kstr(json, S("kind"), circular_kind_word(m->kind));
        json_kbool(json, S("moved"), m->moved);
        json_kbool(json, S("gone"), m->gone);
        json_key(json, S("changes"));
        changes_json(&m->changes, NULL, 0, json);
        json_object_end(json);
    }
    json_array_end(json);
}

static bool answer_json(Ctx *c, const CampaignPeriod *period, const Replay *replay,
                        const CircularMovedList *moved, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_kbool(&json, S("sample"), c->app.def.sample);
    json_kstr(&json, S("period"), period->code);
    json_key(&json, S("changes"));
    changes_json(&replay->changes, &c->app, app_period_index(&c->app, period->code), &json);
    drafts_json(moved, &json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool consequences_page(Ctx *c, Err *err)
{
    App *app = &c->app;
    const CampaignPeriod *period;
    Replay replay = {0};
    CircularMovedList moved = {0};
    if (!app_need_campaign(app, err) || !app_period(app, ctx_text(c, "period"), &period, err) ||
        !app_permit(app, ACT_RESULT_TRIAL_READ, S(""), period->code, err) ||
        !replay_compute(app, &replay, err) ||
        !circular_drafts_moved(app, period, &replay.changes, &moved, err))
        return false;
    if (c->json)
        return answer_json(c, period, &replay, &moved, err);
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
    add_drafts(c, &moved, &v);
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

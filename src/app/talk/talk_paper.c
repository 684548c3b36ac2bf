#include "app/talk/talk_paper.h"

#include "app/paper_file.h"
#include "app/restricted.h"
#include "app/score/stability.h"
#include "app/score/stability_annex.h"
#include "app/talk/talk_facts.h"
#include "app/talk/talk_parts.h"

typedef struct Talk {
    PaperWriter w;
    TalkFacts f;
    TalkCase c;
    TalkList all;
    ConsequenceList changes;
} Talk;

/* --- head */

static const Body *body_of_kind(const CampaignDef *def, Str kind)
{
    for (int i = 0; i < def->bodies.count; i++)
        if (str_eq(def->bodies.items[i].kind, kind))
            return &def->bodies.items[i];
    return NULL;
}

static void head(Talk *t)
{
    PaperWriter *w = &t->w;
    App *app = w->app;
    const Body *group = body_of_kind(&app->def, S("leading_group"));
    w->figures.place = msg(LANG_ZH, MSG_PAPER_PLACE_HEAD);
    writer_sample_mark(w);
    *arena_push(app->arena, &w->paper.marks) = msg(LANG_ZH, MSG_PAPER_TALK_MARK);
    w->paper.title =
        paper_say(app, MSG_PAPER_TALK_TITLE, {"unit", talk_name_of(&t->f, t->f.row->unit)},
                  {"step", figure_name(&w->figures, t->f.step)}, {"br", S(PAPER_BREAK)});
    if (group)
        w->paper.addressees =
            paper_say(app, MSG_PAPER_TO, {"list", figure_name(&w->figures, group->name)});
    writer_paragraph(
        w, paper_say(app, MSG_PAPER_TALK_OPENING, {"campaign", paper_campaign(app, &w->figures)},
                     {"period", talk_period_of(&t->f, t->f.row->period)},
                     {"unit", talk_name_of(&t->f, t->f.row->unit)},
                     {"group", figure_name(&w->figures, group_name(app, t->f.row->group))},
                     {"step", figure_name(&w->figures, t->f.step)}));
}

/* --- body */

static void proposal(Talk *t)
{
    PaperWriter *w = &t->w;
    writer_heading(w, 1, msg(LANG_ZH, MSG_PAPER_TALK_WHAT));
    Str unit = talk_name_of(&t->f, t->f.row->unit);
    Str step = figure_name(&w->figures, t->f.step), again = figure_name(&w->figures, t->f.step);
    writer_paragraph(w, paper_say(w->app, MSG_PAPER_TALK_PROPOSED, {"unit", unit}, {"step", step},
                                  {"again", again}));
}

/* What the office asks for, once it has been applied for. */
static void applied(Talk *t)
{
    PaperWriter *w = &t->w;
    const TalkEntry *e = talk_entry(&t->c, TALK_APPLY);
    if (!e)
        return;
    writer_heading(w, 1, msg(LANG_ZH, MSG_PAPER_TALK_APPLIED));
    talk_labelled(w, MSG_PAPER_TALK_REASON, talk_value(e, "reason"));
    talk_labelled(w, MSG_TALK_F_BASIS, talk_value(e, "basis"));
    talk_when_and_where(w, e);
    talk_labelled(w, MSG_PAPER_TALK_TALKERS, talk_value(e, "talkers"));
    talk_labelled(w, MSG_PAPER_TALK_TALKED, talk_value(e, "talked"));
    talk_labelled(w, MSG_TALK_F_DEMANDS, talk_value(e, "demands"));
    talk_labelled(w, MSG_PAPER_TALK_APPLICANT, talk_value(e, "post"));
}

/* --- what bears on the decision */

/* 1.000 → 1, 0.389 as it is. */
static Str short_number(Str text)
{
    while (str_has(text, S(".")) && (str_ends(text, S("0")) || str_ends(text, S("."))))
        text = str_sub(text, 0, text.len - 1);
    return text;
}

static void chance(Talk *t)
{
    const Tree *expected = tree_get(t->f.evidence, S("expected_by_chance_a_month"));
    if (!expected || expected->text.len == 0)
        return;
    Str number = figure(&t->w.figures, short_number(expected->text),
                        talk_origin(&t->f, S("expected_by_chance")));
    writer_paragraph(&t->w, paper_say(t->w.app, MSG_PAPER_TALK_CHANCE, {"expected", number}));
}

/* How often the unit stays among the last when the weights are a little other. */
static bool stability(Talk *t, Err *err)
{
    PaperWriter *w = &t->w;
    Figure from = talk_origin(&t->f, S("stability"));
    StabilityAsk ask = stability_ask();
    int64_t in_bottom, draws;
    if (tree_get(t->f.rule, S("top")))
        return true;
    if (!stability_of_talk(w->app, t->f.row, &in_bottom, &draws, err))
        return false;
    if (draws == 0)
        return true;
    Str bottom = t->f.same_scheme
                     ? writer_number(w, t->f.scheme.streak.bottom, talk_origin(&t->f, S("rule")))
                     : talk_told(&t->f, t->f.rule, S("bottom"), S("rule"));
    Str share = short_number(stability_percent(w->app->arena, in_bottom, draws));
    writer_paragraph(w, paper_say(w->app, MSG_PAPER_TALK_STABILITY,
                                  {"percent", figure(&w->figures, ask.percent, from)},
                                  {"draws", writer_number(w, (int)draws, from)},
                                  {"period", talk_period_of(&t->f, t->f.period->code)},
                                  {"share", figure(&w->figures, share, from)}, {"bottom", bottom}));
    return true;
}

static bool in_months(const Talk *t, Str period)
{
    for (const Tree *m = t->f.months->first; m; m = m->next) {
        const Tree *code = tree_get(m, S("period"));
        if (code && str_eq(code->text, period))
            return true;
    }
    return false;
}

static void corrections(Talk *t)
{
    PaperWriter *w = &t->w;
    Out list = writer_list(w);
    bool vanishes = false;
    for (int i = 0; i < t->changes.count; i++) {
        const Consequence *c = &t->changes.items[i];
        if (!str_eq(c->unit, t->f.row->unit) || !in_months(t, c->period))
            continue;
        vanishes |= str_eq(c->kind, S("talk_vanishes")) && str_eq(c->period, t->f.row->period);
        bool score = str_eq(c->kind, S("score"));
        if (!score && !str_eq(c->kind, S("rank")))
            continue;
        Figure from = {
            .kind = c->kind, .period = c->period, .group = t->f.row->group, .unit = c->unit};
        writer_item(&list, MSG_PAPER_AND,
                    paper_say(w->app, score ? MSG_PAPER_TALK_SCORE_IS : MSG_PAPER_TALK_RANK_IS,
                              {"period", talk_period_of(&t->f, c->period)},
                              {"before", figure(&w->figures, c->before, from)},
                              {"after", figure(&w->figures, c->after, from)}));
    }
    Str today = writer_date(w, w->app->today);
    Str text = list.len || vanishes
                   ? paper_say(w->app, MSG_PAPER_TALK_CHANGED, {"date", today},
                               {"list", list.len ? out_str(&list)
                                                 : msg(LANG_ZH, MSG_PAPER_TALK_OTHERS_CHANGED)})
                   : paper_say(w->app, MSG_PAPER_TALK_UNCHANGED, {"date", today});
    if (vanishes)
        text = paper_say(w->app, MSG_PAPER_TWO_SENTENCES, {"a", text},
                         {"b", msg(LANG_ZH, MSG_PAPER_TALK_VANISHES)});
    writer_paragraph(w, text);
}

/* One talk for one cause: the other seats of the same body. */
static void merged(Talk *t)
{
    PaperWriter *w = &t->w;
    int *first = arena_new(w->app->arena, int, t->all.count), own = 0;
    Out list = writer_list(w);
    talks_merge(w->app->arena, &t->all, first);
    for (int i = 0; i < t->all.count; i++)
        if (&t->all.items[i] == t->f.row)
            own = first[i];
    for (int i = 0; i < t->all.count; i++)
        if (first[i] == own && &t->all.items[i] != t->f.row)
            writer_item(&list, MSG_PAPER_AND, talk_name_of(&t->f, t->all.items[i].unit));
    if (list.len)
        writer_paragraph(w, paper_say(w->app, MSG_PAPER_TALK_MERGED, {"list", out_str(&list)},
                                      {"step", figure_name(&w->figures, t->f.step)}));
}

static void earlier(Talk *t)
{
    PaperWriter *w = &t->w;
    Out list = writer_list(w);
    for (int i = 0; i < t->all.count; i++) {
        const TalkRow *other = &t->all.items[i];
        if (!str_eq(other->unit, t->f.row->unit) || other == t->f.row ||
            app_period_index(w->app, other->period) > app_period_index(w->app, t->f.row->period))
            continue;
        writer_item(&list, MSG_PAPER_SEMICOLON,
                    paper_say(w->app, MSG_PAPER_TALK_WAS,
                              {"period", talk_period_of(&t->f, other->period)},
                              {"state", talk_state_name(LANG_ZH, talk_state(other))}));
    }
    writer_paragraph(w, list.len
                            ? paper_say(w->app, MSG_PAPER_TALK_EARLIER, {"list", out_str(&list)})
                            : msg(LANG_ZH, MSG_PAPER_TALK_FIRST));
}

/* Dates, states and reasons; never who entered them. */
static void decisions(Talk *t)
{
    PaperWriter *w = &t->w;
    Out list = writer_list(w);
    for (int i = 0; i < t->f.row->steps.count; i++) {
        const TalkStep *s = &t->f.row->steps.items[i];
        Date on;
        Str date = date_parse(s->on_date, &on, NULL) ? writer_date(w, on) : S("");
        Str state = i == 0 ? msg(LANG_ZH, MSG_PAPER_TALK_MADE) : talk_state_name(LANG_ZH, s->state);
        Str reason = str_trim(s->reason);
        writer_item(
            &list, MSG_PAPER_SEMICOLON,
            reason.len
                ? paper_say(w->app, MSG_PAPER_TALK_DECIDED_WHY, {"date", date}, {"state", state},
                            {"reason", figure_name(&w->figures, reason)})
                : paper_say(w->app, MSG_PAPER_TALK_DECIDED, {"date", date}, {"state", state}));
    }
    if (t->f.row->steps.count == 1)
        writer_item(&list, MSG_PAPER_SEMICOLON, msg(LANG_ZH, MSG_PAPER_TALK_WAITS));
    writer_paragraph(w, paper_say(w->app, MSG_PAPER_TALK_STATE, {"list", out_str(&list)}));
}

/* 三个区分开来: always considered before it is approved, and part of the paper from then on. */
static void tolerance(Talk *t)
{
    PaperWriter *w = &t->w;
    const TalkEntry *e = talk_entry(&t->c, TALK_APPROVE);
    if (!e)
        return;
    talk_labelled(w, MSG_PAPER_TALK_TOLERANCE, talk_tolerance_said(e));
    talk_labelled(w, MSG_TALK_F_TOLERANCE_WHY, talk_value(e, "tolerance_why"));
    talk_labelled(w, MSG_PAPER_TALK_OPINION, talk_value(e, "opinion"));
    talk_labelled(w, MSG_TALK_F_DOCUMENT, talk_value(e, "document"));
    talk_labelled(w, MSG_PAPER_TALK_APPROVER, talk_value(e, "post"));
}

/* --- approval and foot */

enum { APPROVAL_LINES = 2 };

static void approval_row(Talk *t, PaperTable *table, Msg what, Str post)
{
    Arena *a = t->w.app->arena;
    paper_cell(a, table, msg(LANG_ZH, what));
    paper_cell(a, table, figure_name(&t->w.figures, post));
    paper_cell(a, table, S(""));
    paper_cell(a, table, msg(LANG_ZH, MSG_PAPER_TALK_SIGN));
}

/* The first post of the body: 领导小组组长. */
static Str post_of(const Talk *t, const Body *body)
{
    const CampaignDef *def = &t->w.app->def;
    for (int i = 0; body && i < def->posts.count; i++)
        if (str_eq(def->posts.items[i].body, body->code))
            return paper_say(t->w.app, MSG_PAPER_TALK_POST, {"body", body->name},
                             {"post", def->posts.items[i].title});
    return body ? body->name : S("");
}

/* A leader in charge is a leader of the city over departments and task forces; of a county it is the
 * one who would be talked to. */
static bool has_leader_above(const Unit *unit)
{
    return unit->leader.len > 0 &&
           (str_eq(unit->kind, S("department")) || str_eq(unit->kind, S("taskforce")));
}

static void approval(Talk *t)
{
    static const Msg heads[] = {MSG_PAPER_TALK_COL_STEP, MSG_PAPER_TALK_COL_POST,
                                MSG_PAPER_TALK_COL_OPINION, MSG_PAPER_TALK_COL_SIGN};
    PaperWriter *w = &t->w;
    App *app = w->app;
    PaperColumn *columns = arena_new(app->arena, PaperColumn, 4);
    for (int i = 0; i < 4; i++)
        columns[i] = (PaperColumn){msg(LANG_ZH, heads[i]), PAPER_LEFT};
    w->figures.place = msg(LANG_ZH, MSG_PAPER_PLACE_FOOT);
    PaperTable *table = paper_table(app->arena, &w->paper.after, columns, 4);
    table->row_lines = APPROVAL_LINES;
    Str office = post_of(t, body_of_kind(&app->def, S("office")));
    Str group = post_of(t, body_of_kind(&app->def, S("leading_group")));
    if (office.len)
        approval_row(t, table, MSG_PAPER_TALK_CHECKED, office);
    if (has_leader_above(t->f.unit))
        approval_row(t, table, MSG_PAPER_TALK_CONSULTED, t->f.unit->leader);
    approval_row(t, table, MSG_PAPER_TALK_APPROVED, group);
}

static void foot(Talk *t)
{
    PaperWriter *w = &t->w;
    App *app = w->app;
    const Body *office = body_of_kind(&app->def, S("office"));
    Date on;
    w->figures.place = msg(LANG_ZH, MSG_PAPER_PLACE_FOOT);
    w->paper.signature = figure_name(&w->figures, office ? office->name : app->def.name);
    if (t->f.row->steps.count && date_parse(t->f.row->steps.items[0].on_date, &on, NULL))
        w->paper.date = writer_date(w, on);
    approval(t);
    if (app->def.sample)
        *arena_push(app->arena, &w->paper.foot) = msg(LANG_ZH, MSG_PAPER_SAMPLE_FOOT);
}

/* --- loading */

static const TalkRow *find(const TalkList *talks, Str period, Str unit)
{
    for (int i = 0; i < talks->count; i++)
        if (str_eq(talks->items[i].period, period) && str_eq(talks->items[i].unit, unit))
            return &talks->items[i];
    return NULL;
}

static bool load(Talk *t, Str period, Str unit, Err *err)
{
    App *app = t->w.app;
    const CampaignPeriod *at;
    const Unit *of = app_unit(app, unit);
    if (!app_period(app, period, &at, err))
        return false;
    if (!of)
        return err_set(err, ERR_UNIT_UNKNOWN, {"found", unit});
    if (!talk_list(app->db, app->arena, app->def.code, &t->all, err) ||
        !consequence_list(app->db, app->arena, app->def.code, &t->changes, err))
        return false;
    const TalkRow *row = find(&t->all, at->code, of->code);
    if (!row)
        return err_set(err, ERR_TALK_UNKNOWN, {"unit", of->name}, {"period", period});
    return talk_facts_load(&t->w, row, &t->f, err) && talk_fill(app, app->db, row, &t->c, err);
}

bool talk_paper(App *app, Str period, Str unit, TalkPaper *ret_paper, Err *err)
{
    Talk t = {.w = {.app = app, .figures.arena = app->arena}};
    TalkPaper p;
    if (!app_need_campaign(app, err) || !app_permit(app, ACT_TALK_READ, S(""), S("talks"), err) ||
        !load(&t, period, unit, err))
        return false;
    if (t.f.unit->restricted &&
        !restricted_read(app, t.f.unit->code,
                         arena_fmt(app->arena, "talk %.*s", STR_ARG(t.f.row->id)), err))
        return false;
    head(&t);
    proposal(&t);
    writer_heading(&t.w, 1, msg(LANG_ZH, MSG_PAPER_TALK_RULE));
    talk_rule_said(&t.f);
    writer_heading(&t.w, 1, msg(LANG_ZH, MSG_PAPER_TALK_FACTS));
    talk_months_said(&t.f);
    applied(&t);
    writer_heading(&t.w, 1, msg(LANG_ZH, MSG_PAPER_TALK_CONSIDER));
    chance(&t);
    if (!stability(&t, err))
        return false;
    corrections(&t);
    merged(&t);
    earlier(&t);
    decisions(&t);
    tolerance(&t);
    foot(&t);
    if (permit_scope(app->actor.role, ACT_STABILITY_READ) == SCOPE_ALL &&
        !stability_annex(&t.w, t.f.row, false, err))
        return false;
    if (!writer_done(&t.w, &p.figures, &p.paper, &p.text, err))
        return false;
    p.talk = *t.f.row;
    *ret_paper = p;
    return true;
}

bool talk_paper_docx(App *app, const TalkPaper *p, Str *ret_bytes, Err *err)
{
    return paper_file(app, &p->paper, PAPER_AS_DOCX, app->now_ms, ret_bytes, err);
}

bool talk_paper_pdf(App *app, const TalkPaper *p, Str *ret_bytes, Err *err)
{
    return paper_file(app, &p->paper, PAPER_AS_PDF, app->now_ms, ret_bytes, err);
}

#include "app/talk/talk_paper.h"

#include "app/paper_file.h"
#include "app/restricted.h"
#include "app/score/stability.h"
#include "app/score/stability_annex.h"
#include "base/limits.h"
#include "sys/json_in.h"

typedef struct Talk {
    PaperWriter w;
    const TalkRow *row;
    const Unit *unit;
    const CampaignPeriod *period;
    const Tree *evidence, *rule, *months;
    TalkList all;
    ConsequenceList changes;
    Scheme scheme;
    bool same_scheme; /* it is the version that the evidence names */
    Str step;         /* 约谈 */
} Talk;

static Figure origin(const Talk *t, Str kind)
{
    return (Figure){
        .kind = kind, .period = t->row->period, .group = t->row->group, .unit = t->row->unit};
}

/* A member of the evidence, remembered as a figure. */
static Str told(Talk *t, const Tree *map, Str key, Str kind)
{
    const Tree *member = tree_get(map, key);
    return member ? figure(&t->w.figures, member->text, origin(t, kind)) : S("");
}

static Str name_of(Talk *t, Str unit)
{
    return figure_name(&t->w.figures, unit_name(t->w.app, unit));
}

static Str period_of(Talk *t, Str code)
{
    int at = app_period_index(t->w.app, code);
    return at < 0 ? figure(&t->w.figures, code, (Figure){.kind = S("period"), .period = code})
                  : writer_period(&t->w, &t->w.app->def.periods.items[at]);
}

/* Two steps may have one word: the proposal names its own. */
static const Ladder *ladder_of(const Talk *t)
{
    const Tree *name = t->rule ? tree_get(t->rule, S("step_name")) : NULL;
    for (int i = 0; t->same_scheme && i < t->scheme.nladder; i++) {
        const Ladder *step = &t->scheme.ladder[i];
        if (str_eq(ladder_word(step->step), t->row->step) &&
            (!name || str_eq(step->name, name->text)))
            return step;
    }
    return NULL;
}

/* "连续2期" or "累计3次". */
static Str times(Talk *t, const Tree *of, Str run, Str count)
{
    bool by_count = tree_get(t->rule, S("cumulative")) != NULL;
    Str number = told(t, of, by_count ? count : run, S("rule"));
    return by_count ? paper_say(t->w.app, MSG_PAPER_TALK_TIMES_COUNT, {"n", number})
                    : paper_say(t->w.app, MSG_PAPER_TALK_TIMES_RUN, {"n", number});
}

/* "后3名" or "前20名". */
static Str places(Talk *t)
{
    bool top = tree_get(t->rule, S("top")) != NULL;
    Str number = told(t, t->rule, top ? S("top") : S("bottom"), S("rule"));
    return top ? paper_say(t->w.app, MSG_PAPER_TALK_PLACES_FIRST, {"n", number})
               : paper_say(t->w.app, MSG_PAPER_TALK_PLACES_LAST, {"n", number});
}

static Str step_name(const Talk *t)
{
    static const struct {
        Str word;
        Msg text;
    } words[] = {
        {SC("remind"), MSG_STEP_REMIND},
        {SC("self_criticism"), MSG_STEP_SELF_CRITICISM},
        {SC("talk"), MSG_STEP_TALK},
        {SC("criticism"), MSG_STEP_CRITICISM},
        {SC("admonition"), MSG_STEP_ADMONITION},
        {SC("accountability"), MSG_STEP_ACCOUNTABILITY},
        {SC("praise"), MSG_STEP_PRAISE},
    };
    const Ladder *step = ladder_of(t);
    if (step && step->name.len)
        return step->name;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq(words[i].word, t->row->step))
            return msg(LANG_ZH, words[i].text);
    return t->row->step;
}

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
    if (app->def.sample)
        *arena_push(app->arena, &w->paper.marks) = msg(LANG_ZH, MSG_OUT_SAMPLE);
    *arena_push(app->arena, &w->paper.marks) = msg(LANG_ZH, MSG_PAPER_TALK_MARK);
    w->paper.title = paper_say(app, MSG_PAPER_TALK_TITLE, {"unit", name_of(t, t->row->unit)},
                               {"step", figure_name(&w->figures, t->step)}, {"br", S(PAPER_BREAK)});
    if (group)
        w->paper.addressees =
            paper_say(app, MSG_PAPER_TO, {"list", figure_name(&w->figures, group->name)});
    writer_paragraph(
        w, paper_say(app, MSG_PAPER_TALK_OPENING, {"campaign", paper_campaign(app, &w->figures)},
                     {"period", period_of(t, t->row->period)}, {"unit", name_of(t, t->row->unit)},
                     {"group", figure_name(&w->figures, group_name(app, t->row->group))},
                     {"step", figure_name(&w->figures, t->step)}));
}

/* --- body */

static void proposal(Talk *t)
{
    PaperWriter *w = &t->w;
    writer_heading(w, 1, msg(LANG_ZH, MSG_PAPER_TALK_WHAT));
    Str unit = name_of(t, t->row->unit);
    Str step = figure_name(&w->figures, t->step), again = figure_name(&w->figures, t->step);
    writer_paragraph(w, paper_say(w->app, MSG_PAPER_TALK_PROPOSED, {"unit", unit}, {"step", step},
                                  {"again", again}));
}

static void rule(Talk *t)
{
    PaperWriter *w = &t->w;
    App *app = w->app;
    const Ladder *step = ladder_of(t);
    writer_heading(w, 1, msg(LANG_ZH, MSG_PAPER_TALK_RULE));
    Str version = told(t, t->rule, S("scheme_version"), S("scheme"));
    Str scheme =
        t->same_scheme
            ? paper_say(app, MSG_PAPER_TALK_SCHEME,
                        {"name", figure_name(&w->figures, t->scheme.name)}, {"version", version},
                        {"plan", figure(&w->figures, t->scheme.plan_no, origin(t, S("scheme")))})
            : paper_say(app, MSG_PAPER_TALK_SCHEME_OTHER, {"version", version});
    Str often = times(t, t->rule, S("consecutive"), S("cumulative"));
    writer_paragraph(w,
                     paper_say(app, MSG_PAPER_TALK_RULE_TEXT, {"scheme", scheme}, {"times", often},
                               {"places", places(t)}, {"step", figure_name(&w->figures, t->step)},
                               {"source", told(t, t->rule, S("source"), S("rule"))}));
    if (step && step->basis.len)
        writer_paragraph(
            w, paper_say(app, MSG_PAPER_TALK_BASIS,
                         {"basis", figure(&w->figures, step->basis, origin(t, S("rule")))}));
}

static void month_row(Talk *t, PaperTable *table, const Tree *month)
{
    static const struct {
        Str key, kind;
    } cells[] = {{SC("score"), SC("score")},
                 {SC("rank"), SC("rank")},
                 {SC("rank_from_bottom"), SC("rank")},
                 {SC("units"), SC("count")}};
    Arena *a = t->w.app->arena;
    const Tree *code = tree_get(month, S("period")), *status = tree_get(month, S("status"));
    paper_cell(a, table, period_of(t, code ? code->text : S("")));
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        Figure from = origin(t, cells[i].kind);
        const Tree *cell = tree_get(month, cells[i].key);
        from.period = code ? code->text : S("");
        paper_cell(a, table, cell ? figure(&t->w.figures, cell->text, from) : S(""));
    }
    bool missing = status && str_eq(status->text, S("own_missing"));
    paper_cell(a, table, missing ? msg(LANG_ZH, MSG_OUT_MISSING_MARK) : S(""));
}

static void facts(Talk *t)
{
    static const Msg heads[] = {MSG_COL_PERIOD,      MSG_COL_SCORE,    MSG_COL_RANK,
                                MSG_COL_RANK_BOTTOM, MSG_PAPER_COL_OF, MSG_COL_NOTE};
    enum { COLUMNS = sizeof heads / sizeof heads[0] };
    PaperWriter *w = &t->w;
    App *app = w->app;
    PaperColumn *columns = arena_new(app->arena, PaperColumn, COLUMNS);
    for (int i = 0; i < COLUMNS; i++)
        columns[i] = (PaperColumn){msg(LANG_ZH, heads[i]),
                                   i == 0 || i == COLUMNS - 1 ? PAPER_LEFT : PAPER_RIGHT};
    writer_heading(w, 1, msg(LANG_ZH, MSG_PAPER_TALK_FACTS));
    writer_paragraph(w, paper_say(app, MSG_PAPER_TALK_STREAK, {"unit", name_of(t, t->row->unit)},
                                  {"times", times(t, t->evidence, S("run"), S("count"))},
                                  {"places", places(t)}));
    PaperTable *table = paper_table(app->arena, &w->paper.body, columns, COLUMNS);
    for (const Tree *m = t->months->first; m; m = m->next)
        month_row(t, table, m);
    paper_note(app->arena, &w->paper.body, msg(LANG_ZH, MSG_PAPER_TALK_NOTE));
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
    const Tree *expected = tree_get(t->evidence, S("expected_by_chance_a_month"));
    if (!expected || expected->text.len == 0)
        return;
    Str number =
        figure(&t->w.figures, short_number(expected->text), origin(t, S("expected_by_chance")));
    writer_paragraph(&t->w, paper_say(t->w.app, MSG_PAPER_TALK_CHANCE, {"expected", number}));
}

/* How often the unit stays among the last when the weights are a little other. */
static bool stability(Talk *t, Err *err)
{
    PaperWriter *w = &t->w;
    Figure from = origin(t, S("stability"));
    StabilityAsk ask = stability_ask();
    int64_t in_bottom, draws;
    if (tree_get(t->rule, S("top")))
        return true;
    if (!stability_of_talk(w->app, t->row, &in_bottom, &draws, err))
        return false;
    if (draws == 0)
        return true;
    Str bottom = t->same_scheme ? writer_number(w, t->scheme.streak.bottom, origin(t, S("rule")))
                                : told(t, t->rule, S("bottom"), S("rule"));
    Str share = short_number(stability_percent(w->app->arena, in_bottom, draws));
    writer_paragraph(w, paper_say(w->app, MSG_PAPER_TALK_STABILITY,
                                  {"percent", figure(&w->figures, ask.percent, from)},
                                  {"draws", writer_number(w, (int)draws, from)},
                                  {"period", period_of(t, t->period->code)},
                                  {"share", figure(&w->figures, share, from)}, {"bottom", bottom}));
    return true;
}

static bool in_months(const Talk *t, Str period)
{
    for (const Tree *m = t->months->first; m; m = m->next) {
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
        if (!str_eq(c->unit, t->row->unit) || !in_months(t, c->period))
            continue;
        vanishes |= str_eq(c->kind, S("talk_vanishes")) && str_eq(c->period, t->row->period);
        bool score = str_eq(c->kind, S("score"));
        if (!score && !str_eq(c->kind, S("rank")))
            continue;
        Figure from = {
            .kind = c->kind, .period = c->period, .group = t->row->group, .unit = c->unit};
        writer_item(&list, MSG_PAPER_AND,
                    paper_say(w->app, score ? MSG_PAPER_TALK_SCORE_IS : MSG_PAPER_TALK_RANK_IS,
                              {"period", period_of(t, c->period)},
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
        if (&t->all.items[i] == t->row)
            own = first[i];
    for (int i = 0; i < t->all.count; i++)
        if (first[i] == own && &t->all.items[i] != t->row)
            writer_item(&list, MSG_PAPER_AND, name_of(t, t->all.items[i].unit));
    if (list.len)
        writer_paragraph(w, paper_say(w->app, MSG_PAPER_TALK_MERGED, {"list", out_str(&list)},
                                      {"step", figure_name(&w->figures, t->step)}));
}

static void earlier(Talk *t)
{
    PaperWriter *w = &t->w;
    Out list = writer_list(w);
    for (int i = 0; i < t->all.count; i++) {
        const TalkRow *other = &t->all.items[i];
        if (!str_eq(other->unit, t->row->unit) || other == t->row ||
            app_period_index(w->app, other->period) > app_period_index(w->app, t->row->period))
            continue;
        writer_item(&list, MSG_PAPER_SEMICOLON,
                    paper_say(w->app, MSG_PAPER_TALK_WAS, {"period", period_of(t, other->period)},
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
    for (int i = 0; i < t->row->steps.count; i++) {
        const TalkStep *s = &t->row->steps.items[i];
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
    if (t->row->steps.count == 1)
        writer_item(&list, MSG_PAPER_SEMICOLON, msg(LANG_ZH, MSG_PAPER_TALK_WAITS));
    writer_paragraph(w, paper_say(w->app, MSG_PAPER_TALK_STATE, {"list", out_str(&list)}));
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
    if (has_leader_above(t->unit))
        approval_row(t, table, MSG_PAPER_TALK_CONSULTED, t->unit->leader);
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
    if (t->row->steps.count && date_parse(t->row->steps.items[0].on_date, &on, NULL))
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

static bool read_evidence(Talk *t, Err *err)
{
    Tree *tree;
    Err fault = {0};
    if (json_parse(t->w.app->arena, t->row->evidence, &tree, &fault)) {
        t->evidence = tree;
        t->rule = tree_get(tree, S("rule"));
        t->months = tree_get(tree, S("months"));
    }
    return (t->rule && t->months && t->months->kind == TREE_LIST) ||
           err_set(err, ERR_TALK_EVIDENCE, {"unit", t->unit->name}, {"period", t->row->period});
}

static bool load(Talk *t, Str period, Str unit, Err *err)
{
    App *app = t->w.app;
    Str digest;
    t->unit = app_unit(app, unit);
    if (!app_period(app, period, &t->period, err))
        return false;
    if (!t->unit)
        return err_set(err, ERR_UNIT_UNKNOWN, {"found", unit});
    if (!talk_list(app->db, app->arena, app->def.code, &t->all, err) ||
        !consequence_list(app->db, app->arena, app->def.code, &t->changes, err))
        return false;
    t->row = find(&t->all, t->period->code, t->unit->code);
    if (!t->row)
        return err_set(err, ERR_TALK_UNKNOWN, {"unit", t->unit->name}, {"period", period});
    if (!read_evidence(t, err) ||
        !scheme_for_period(app, t->period, t->row->group, &t->scheme, &digest, err))
        return false;
    const Tree *kept = tree_get(t->rule, S("scheme_digest"));
    t->same_scheme = kept && str_eq(kept->text, digest);
    t->step = step_name(t);
    return true;
}

bool talk_paper(App *app, Str period, Str unit, TalkPaper *ret_paper, Err *err)
{
    Talk t = {.w = {.app = app, .figures.arena = app->arena}};
    TalkPaper p;
    if (!app_need_campaign(app, err) || !app_permit(app, ACT_TALK_READ, S(""), S("talks"), err) ||
        !load(&t, period, unit, err))
        return false;
    if (t.unit->restricted &&
        !restricted_read(app, t.unit->code, arena_fmt(app->arena, "talk %.*s", STR_ARG(t.row->id)),
                         err))
        return false;
    head(&t);
    proposal(&t);
    rule(&t);
    facts(&t);
    writer_heading(&t.w, 1, msg(LANG_ZH, MSG_PAPER_TALK_CONSIDER));
    chance(&t);
    if (!stability(&t, err))
        return false;
    corrections(&t);
    merged(&t);
    earlier(&t);
    decisions(&t);
    foot(&t);
    if (permit_scope(app->actor.role, ACT_STABILITY_READ) == SCOPE_ALL &&
        !stability_annex(&t.w, t.row, false, err))
        return false;
    if (!writer_done(&t.w, &p.figures, &p.paper, &p.text, err))
        return false;
    p.talk = *t.row;
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

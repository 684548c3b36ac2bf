/* What a proposal rests on, as parts of its papers; and how papers say what a person typed. */
#include "app/talk/talk_facts.h"

#include "base/utf8.h"
#include "sys/json_in.h"

Figure talk_origin(const TalkFacts *f, Str kind)
{
    return (Figure){
        .kind = kind, .period = f->row->period, .group = f->row->group, .unit = f->row->unit};
}

/* A member of the evidence, remembered as a figure. */
Str talk_told(const TalkFacts *f, const Tree *map, Str key, Str kind)
{
    const Tree *member = tree_get(map, key);
    return member ? figure(&f->w->figures, member->text, talk_origin(f, kind)) : S("");
}

Str talk_name_of(const TalkFacts *f, Str unit)
{
    return figure_name(&f->w->figures, unit_name(f->w->app, unit));
}

Str talk_period_of(const TalkFacts *f, Str code)
{
    int at = app_period_index(f->w->app, code);
    return at < 0 ? figure(&f->w->figures, code, (Figure){.kind = S("period"), .period = code})
                  : writer_period(f->w, &f->w->app->def.periods.items[at]);
}

/* Two steps may have one word: the proposal names its own. */
static const Ladder *ladder_of(const TalkFacts *f)
{
    const Tree *name = f->rule ? tree_get(f->rule, S("step_name")) : NULL;
    for (int i = 0; f->same_scheme && i < f->scheme.nladder; i++) {
        const Ladder *step = &f->scheme.ladder[i];
        if (str_eq(ladder_word(step->step), f->row->step) &&
            (!name || str_eq(step->name, name->text)))
            return step;
    }
    return NULL;
}

/* "连续2期" or "累计3次". */
static Str times(const TalkFacts *f, const Tree *of, Str run, Str count)
{
    bool by_count = tree_get(f->rule, S("cumulative")) != NULL;
    Str number = talk_told(f, of, by_count ? count : run, S("rule"));
    return by_count ? paper_say(f->w->app, MSG_PAPER_TALK_TIMES_COUNT, {"n", number})
                    : paper_say(f->w->app, MSG_PAPER_TALK_TIMES_RUN, {"n", number});
}

/* "后3名" or "前20名". */
static Str places(const TalkFacts *f)
{
    bool top = tree_get(f->rule, S("top")) != NULL;
    Str number = talk_told(f, f->rule, top ? S("top") : S("bottom"), S("rule"));
    return top ? paper_say(f->w->app, MSG_PAPER_TALK_PLACES_FIRST, {"n", number})
               : paper_say(f->w->app, MSG_PAPER_TALK_PLACES_LAST, {"n", number});
}

static Str step_name(const TalkFacts *f)
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
    const Ladder *step = ladder_of(f);
    if (step && step->name.len)
        return step->name;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq(words[i].word, f->row->step))
            return msg(LANG_ZH, words[i].text);
    return f->row->step;
}

void talk_rule_said(const TalkFacts *f)
{
    PaperWriter *w = f->w;
    App *app = w->app;
    const Ladder *step = ladder_of(f);
    Str version = talk_told(f, f->rule, S("scheme_version"), S("scheme"));
    Str scheme =
        f->same_scheme
            ? paper_say(
                  app, MSG_PAPER_TALK_SCHEME, {"name", figure_name(&w->figures, f->scheme.name)},
                  {"version", version},
                  {"plan", figure(&w->figures, f->scheme.plan_no, talk_origin(f, S("scheme")))})
            : paper_say(app, MSG_PAPER_TALK_SCHEME_OTHER, {"version", version});
    Str often = times(f, f->rule, S("consecutive"), S("cumulative"));
    writer_paragraph(w,
                     paper_say(app, MSG_PAPER_TALK_RULE_TEXT, {"scheme", scheme}, {"times", often},
                               {"places", places(f)}, {"step", figure_name(&w->figures, f->step)},
                               {"source", talk_told(f, f->rule, S("source"), S("rule"))}));
    if (step && step->basis.len)
        writer_paragraph(
            w, paper_say(app, MSG_PAPER_TALK_BASIS,
                         {"basis", figure(&w->figures, step->basis, talk_origin(f, S("rule")))}));
}

static void month_row(const TalkFacts *f, PaperTable *table, const Tree *month)
{
    static const struct {
        Str key, kind;
    } cells[] = {{SC("score"), SC("score")},
                 {SC("rank"), SC("rank")},
                 {SC("rank_from_bottom"), SC("rank")},
                 {SC("units"), SC("count")}};
    Arena *a = f->w->app->arena;
    const Tree *code = tree_get(month, S("period")), *status = tree_get(month, S("status"));
    paper_cell(a, table, talk_period_of(f, code ? code->text : S("")));
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        Figure from = talk_origin(f, cells[i].kind);
        const Tree *cell = tree_get(month, cells[i].key);
        from.period = code ? code->text : S("");
        paper_cell(a, table, cell ? figure(&f->w->figures, cell->text, from) : S(""));
    }
    bool missing = status && str_eq(status->text, S("own_missing"));
    paper_cell(a, table, missing ? msg(LANG_ZH, MSG_OUT_MISSING_MARK) : S(""));
}

void talk_months_said(const TalkFacts *f)
{
    static const Msg heads[] = {MSG_COL_PERIOD,      MSG_COL_SCORE,    MSG_COL_RANK,
                                MSG_COL_RANK_BOTTOM, MSG_PAPER_COL_OF, MSG_COL_NOTE};
    enum { COLUMNS = sizeof heads / sizeof heads[0] };
    PaperWriter *w = f->w;
    App *app = w->app;
    PaperColumn *columns = arena_new(app->arena, PaperColumn, COLUMNS);
    for (int i = 0; i < COLUMNS; i++)
        columns[i] = (PaperColumn){msg(LANG_ZH, heads[i]),
                                   i == 0 || i == COLUMNS - 1 ? PAPER_LEFT : PAPER_RIGHT};
    writer_paragraph(w,
                     paper_say(app, MSG_PAPER_TALK_STREAK, {"unit", talk_name_of(f, f->row->unit)},
                               {"times", times(f, f->evidence, S("run"), S("count"))},
                               {"places", places(f)}));
    PaperTable *table = paper_table(app->arena, &w->paper.body, columns, COLUMNS);
    for (const Tree *m = f->months->first; m; m = m->next)
        month_row(f, table, m);
    paper_note(app->arena, &w->paper.body, msg(LANG_ZH, MSG_PAPER_TALK_NOTE));
}

/* ---- what a person typed ---- */

void talk_labelled(PaperWriter *w, Msg label, Str text)
{
    Out line = writer_list(w);
    while (text.len) {
        Str part = utf8_trim(str_cut(&text, '\n'));
        if (part.len)
            writer_item(&line, MSG_PAPER_SEMICOLON, part);
    }
    if (line.len)
        writer_paragraph(w,
                         paper_say(w->app, MSG_PAPER_TALK_LABELLED, {"label", msg(LANG_ZH, label)},
                                   {"text", figure_name(&w->figures, out_str(&line))}));
}

Str talk_day_said(PaperWriter *w, Str iso)
{
    Date on;
    return date_parse(iso, &on, NULL) ? writer_date(w, on) : S("");
}

void talk_when_and_where(PaperWriter *w, const TalkEntry *e)
{
    Str at = talk_value(e, "at"), on = talk_day_said(w, talk_value(e, "on"));
    Str when = at.len ? paper_say(w->app, MSG_PAPER_TALK_DAY_AT, {"day", on},
                                  {"at", figure_name(&w->figures, at)})
                      : on;
    if (when.len)
        writer_paragraph(w,
                         paper_say(w->app, MSG_PAPER_TALK_LABELLED,
                                   {"label", msg(LANG_ZH, MSG_PAPER_TALK_WHEN)}, {"text", when}));
    talk_labelled(w, MSG_PAPER_TALK_WHERE, talk_value(e, "place"));
}

Str talk_tolerance_said(const TalkEntry *approval)
{
    Str word = talk_value(approval, "tolerance");
    return word.len == 0 ? S("")
                         : msg(LANG_ZH, str_eq(word, S("yes")) ? MSG_TALK_TOLERANCE_YES
                                                               : MSG_TALK_TOLERANCE_NO);
}

/* ---- loading ---- */

bool talk_facts_load(PaperWriter *w, const TalkRow *row, TalkFacts *ret_facts, Err *err)
{
    App *app = w->app;
    TalkFacts f = {.w = w, .row = row, .unit = app_unit(app, row->unit)};
    Tree *tree;
    Err fault = {0};
    Str digest;
    if (!app_period(app, row->period, &f.period, err) ||
        !scheme_for_period(app, f.period, row->group, &f.scheme, &digest, err))
        return false;
    if (json_parse(app->arena, row->evidence, &tree, &fault)) {
        f.evidence = tree;
        f.rule = tree_get(tree, S("rule"));
        f.months = tree_get(tree, S("months"));
    }
    if (!f.rule || !f.months || f.months->kind != TREE_LIST)
        return err_set(err, ERR_TALK_EVIDENCE, {"unit", unit_name(app, row->unit)},
                       {"period", row->period});
    const Tree *kept = tree_get(f.rule, S("scheme_digest"));
    f.same_scheme = kept && str_eq(kept->text, digest);
    f.step = step_name(&f);
    *ret_facts = f;
    return true;
}

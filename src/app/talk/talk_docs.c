#include "app/talk/talk_docs.h"

#include "app/score/stability_annex.h"
#include "app/talk/talk_facts.h"
#include "app/talk/talk_paper.h"
#include "app/talk/talk_parts.h"
#include "base/utf8.h"

typedef struct Doc {
    PaperWriter w;
    TalkCase c;
} Doc;

static Str of(Doc *d, const TalkEntry *e, const char *name)
{
    return writer_said(&d->w, talk_value(e, name));
}

static void marks(Doc *d, bool secret)
{
    PaperWriter *w = &d->w;
    w->figures.place = msg(LANG_ZH, MSG_PAPER_PLACE_HEAD);
    writer_sample_mark(w);
    if (secret)
        *arena_push(w->app->arena, &w->paper.marks) = msg(LANG_ZH, MSG_PAPER_TALK_SECRET);
}

/* ---- the notice ---- */

/* Why: the rule, the months with rank and size of the group, that tolerance was considered. Of the opinion no word. */
static void grounds(Doc *d, const TalkFacts *f)
{
    PaperWriter *w = &d->w;
    Str result = talk_tolerance_said(talk_entry(&d->c, TALK_APPROVE));
    writer_heading(w, 1, msg(LANG_ZH, MSG_PAPER_TALK_GROUNDS));
    talk_rule_said(f);
    talk_months_said(f);
    if (result.len)
        writer_paragraph(w, paper_say(w->app, MSG_PAPER_TALK_CONSIDERED, {"result", result}));
}

static bool notice(Doc *d, const TalkEntry *e, Err *err)
{
    PaperWriter *w = &d->w;
    App *app = w->app;
    const TalkEntry *application = talk_entry(&d->c, TALK_APPLY);
    TalkFacts f;
    Date sent;
    if (!talk_facts_load(w, &d->c.row, &f, err))
        return false;
    marks(d, false);
    w->paper.issuer = of(d, e, "issuer");
    w->paper.number = of(d, e, "number");
    w->paper.title = paper_say(app, MSG_PAPER_TALK_NOTICE_TITLE, {"br", S(PAPER_BREAK)},
                               {"unit", writer_said(&d->w, d->c.unit->name)});
    w->paper.addressees =
        paper_say(app, MSG_PAPER_TO, {"list", writer_said(&d->w, d->c.unit->name)});
    w->figures.place = msg(LANG_ZH, MSG_PAPER_TALK_BODY);
    writer_paragraph(w, paper_say(app, MSG_PAPER_TALK_NOTICE_OPENING,
                                  {"basis", of(d, application, "basis")},
                                  {"campaign", paper_campaign(app, &w->figures)},
                                  {"period", writer_period(w, d->c.period)}));
    grounds(d, &f);
    writer_heading(w, 1, msg(LANG_ZH, MSG_PAPER_TALK_ARRANGED));
    talk_when_and_where(&d->w, e);
    talk_labelled(&d->w, MSG_PAPER_TALK_TALKED, talk_value(e, "talked"));
    talk_labelled(&d->w, MSG_PAPER_TALK_TALKERS, talk_value(application, "talkers"));
    writer_heading(w, 1, msg(LANG_ZH, MSG_PAPER_TALK_MATTERS));
    writer_said_lines(&d->w, talk_value(e, "matters"));
    writer_heading(w, 1, msg(LANG_ZH, MSG_PAPER_TALK_PLEASE));
    writer_paragraph(w, msg(LANG_ZH, MSG_PAPER_TALK_PLEASE_TEXT));
    w->figures.place = msg(LANG_ZH, MSG_PAPER_PLACE_FOOT);
    w->paper.signature = of(d, e, "issuer");
    if (date_parse(e->step.on_date, &sent, NULL))
        w->paper.date = writer_date(w, sent);
    return tree_get(f.rule, S("top")) || stability_annex(w, &d->c.row, true, err);
}

/* ---- the list of requirements ---- */

/* Of the list what is done stands beside it; minutes say what was required on the day. */
static void requirements(Doc *d, PaperBlocks *blocks, bool done)
{
    static const Msg heads[] = {MSG_PAPER_TALK_COL_NO,    MSG_PAPER_TALK_COL_WHAT,
                                MSG_PAPER_TALK_COL_OWNER, MSG_PAPER_TALK_COL_DAYS,
                                MSG_PAPER_TALK_COL_DUE,   MSG_PAPER_TALK_COL_DONE};
    enum { COLUMNS = sizeof heads / sizeof heads[0] };
    Arena *a = d->w.app->arena;
    const Figure promised = {.kind = S("count"), .unit = d->c.row.unit};
    int ncolumns = done ? COLUMNS : COLUMNS - 1;
    PaperColumn *columns = arena_new(a, PaperColumn, COLUMNS);
    for (int i = 0; i < ncolumns; i++)
        columns[i] = (PaperColumn){msg(LANG_ZH, heads[i]), i == 3 ? PAPER_RIGHT : PAPER_LEFT};
    PaperTable *table = paper_table(a, blocks, columns, ncolumns);
    for (int i = 0; i < d->c.commitments.count; i++) {
        const TalkCommitment *k = &d->c.commitments.items[i];
        paper_cell(a, table, writer_layout(&d->w, k->position));
        paper_cell(a, table, writer_said(&d->w, k->what));
        paper_cell(a, table, writer_said(&d->w, k->owner));
        paper_cell(a, table, writer_number(&d->w, k->workdays, promised));
        paper_cell(a, table, talk_day_said(&d->w, k->due_on));
        if (done)
            paper_cell(a, table, k->done_on.len ? talk_day_said(&d->w, k->done_on) : S(""));
    }
}

static void list(Doc *d, const TalkEntry *minutes)
{
    PaperWriter *w = &d->w;
    App *app = w->app;
    marks(d, false);
    w->paper.title = paper_say(app, MSG_PAPER_TALK_LIST_TITLE, {"br", S(PAPER_BREAK)},
                               {"unit", writer_said(&d->w, d->c.unit->name)});
    w->figures.place = msg(LANG_ZH, MSG_PAPER_TALK_BODY);
    writer_paragraph(w,
                     paper_say(app, MSG_PAPER_TALK_LIST_OPENING,
                               {"day", talk_day_said(&d->w, talk_value(minutes, "on"))},
                               {"unit", writer_said(&d->w, d->c.unit->name)},
                               {"due", talk_day_said(&d->w, talk_value(minutes, "report_due"))}));
    requirements(d, &w->paper.body, true);
    paper_note(app->arena, &w->paper.body, msg(LANG_ZH, MSG_PAPER_TALK_LIST_NOTE));
}

/* ---- the minutes ---- */

static void minutes(Doc *d, const TalkEntry *e)
{
    PaperWriter *w = &d->w;
    App *app = w->app;
    int n = 0;
    marks(d, true);
    w->paper.issuer = msg(LANG_ZH, MSG_PAPER_TALK_MINUTES_MARK);
    w->paper.number = of(d, e, "number");
    w->paper.title = paper_say(app, MSG_PAPER_TALK_MINUTES_TITLE, {"br", S(PAPER_BREAK)},
                               {"unit", writer_said(&d->w, d->c.unit->name)});
    w->figures.place = msg(LANG_ZH, MSG_PAPER_TALK_BODY);
    talk_when_and_where(&d->w, e);
    talk_labelled(&d->w, MSG_PAPER_TALK_ATTENDEES, talk_value(e, "attendees"));
    talk_labelled(&d->w, MSG_PAPER_TALK_RECORDER, talk_value(e, "recorder"));
    talk_labelled(&d->w, MSG_TALK_F_OPEN,
                  msg(LANG_ZH, str_eq(talk_value(e, "open"), S("yes")) ? MSG_TALK_OPEN_YES
                                                                       : MSG_TALK_OPEN_NO));
    writer_heading(w, 1, msg(LANG_ZH, MSG_PAPER_TALK_PROBLEMS));
    const Tree *problems = e->body ? tree_get(e->body, S("problems")) : NULL;
    for (const Tree *p = problems ? problems->first : NULL; p; p = p->next) {
        const Tree *text = tree_get(p, S("text")), *task = tree_get(p, S("task"));
        bool linked = task && task->text.len > 0;
        Str number = writer_layout(w, ++n), what = writer_said(&d->w, text ? text->text : S(""));
        writer_paragraph(
            w, linked ? paper_say(app, MSG_PAPER_TALK_PROBLEM_OF, {"n", number}, {"text", what},
                                  {"task", writer_said(&d->w, task->text)})
                      : paper_say(app, MSG_PAPER_TALK_PROBLEM, {"n", number}, {"text", what}));
    }
    writer_heading(w, 1, msg(LANG_ZH, MSG_PAPER_TALK_EXPLANATION));
    writer_said_lines(&d->w, talk_value(e, "explanation"));
    writer_heading(w, 1, msg(LANG_ZH, MSG_PAPER_TALK_CAUSES));
    writer_said_lines(&d->w, talk_value(e, "causes"));
    writer_heading(w, 1, msg(LANG_ZH, MSG_PAPER_TALK_REQUIREMENTS));
    requirements(d, &w->paper.body, false);
    writer_paragraph(w, paper_say(app, MSG_PAPER_TALK_REPORT_BY,
                                  {"due", talk_day_said(&d->w, talk_value(e, "report_due"))}));
    writer_heading(w, 1, msg(LANG_ZH, MSG_PAPER_TALK_SIGNED));
    talk_labelled(&d->w, MSG_PAPER_TALK_SIGNED_OFFICE, talk_value(e, "signed_office"));
    talk_labelled(&d->w, MSG_PAPER_TALK_SIGNED_UNIT, talk_value(e, "signed_unit"));
}

/* ---- all of them ---- */

static bool missing(TalkDocKind kind, Err *err)
{
    static const Str words[] = {SC("application"), SC("notice"), SC("minutes"), SC("list")};
    return err_set(err, ERR_TALK_PAPER, {"found", words[kind]});
}

static bool application(App *app, const TalkCase *c, TalkDoc *ret_doc, Err *err)
{
    TalkPaper paper;
    if (!talk_paper(app, c->row.period, c->row.unit, &paper, err))
        return false;
    *ret_doc = (TalkDoc){.text = paper.text, .paper = paper.paper};
    return true;
}

bool talk_doc(App *app, Str id, TalkDocKind kind, TalkDoc *ret_doc, Err *err)
{
    Doc d = {.w = {.app = app, .figures.arena = app->arena}};
    Figures figures;
    if (!talk_read(app, id, kind == TALK_DOC_MINUTES, &d.c, err))
        return false;
    if (kind == TALK_DOC_APPLICATION)
        return application(app, &d.c, ret_doc, err);
    /* the case has no more than the reader may see: of the minutes the list needs day and limit alone */
    TalkCase whole = d.c;
    if (!d.c.restricted && !talk_fill(app, app->db, &d.c.row, &whole, err))
        return false;
    d.c = whole;
    const TalkEntry *e = talk_entry(&d.c, kind == TALK_DOC_NOTICE ? TALK_NOTIFY : TALK_HOLD);
    if (!e || d.c.restricted)
        return missing(kind, err);
    if (kind == TALK_DOC_NOTICE && !notice(&d, e, err))
        return false;
    if (kind == TALK_DOC_MINUTES)
        minutes(&d, e);
    if (kind == TALK_DOC_LIST)
        list(&d, e);
    if (app->def.sample)
        *arena_push(app->arena, &d.w.paper.foot) = msg(LANG_ZH, MSG_PAPER_SAMPLE_FOOT);
    return writer_done(&d.w, &figures, &ret_doc->paper, &ret_doc->text, err);
}

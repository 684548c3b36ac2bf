#include "app/appeal/appeal_doc.h"

#include "app/person.h"
#include "base/utf8.h"

typedef struct Doc {
    PaperWriter w;
    AppealCase c;
} Doc;

static Str day(Doc *d, Str on)
{
    Date date;
    return date_parse(on, &date, NULL) ? writer_date(&d->w, date) : S("");
}

static Str score(Doc *d, Str shown)
{
    return figure(&d->w.figures, shown,
                  (Figure){.kind = S("score"), .period = d->c.row.period, .unit = d->c.row.unit});
}

static void head(Doc *d)
{
    PaperWriter *w = &d->w;
    App *app = w->app;
    w->figures.place = msg(LANG_ZH, MSG_PAPER_PLACE_HEAD);
    writer_sample_mark(w);
    w->paper.title = paper_say(app, MSG_PAPER_APPEAL_TITLE, {"br", S(PAPER_BREAK)},
                               {"unit", writer_said(&d->w, d->c.unit->name)});
    w->paper.addressees =
        paper_say(app, MSG_PAPER_TO, {"list", writer_said(&d->w, d->c.unit->name)});
}

static void body(Doc *d)
{
    PaperWriter *w = &d->w;
    App *app = w->app;
    const AppealRow *a = &d->c.row;
    w->figures.place = msg(LANG_ZH, MSG_PAPER_APPEAL_BODY);
    writer_paragraph(w, paper_say(app, MSG_PAPER_APPEAL_OPENING, {"day", day(d, a->filed_on)},
                                  {"campaign", paper_campaign(app, &w->figures)},
                                  {"period", writer_period(w, d->c.period)}));
    writer_heading(w, 1, msg(LANG_ZH, MSG_APPEAL_MATTER));
    writer_paragraph(w, writer_said(&d->w, appeal_line(app, LANG_ZH, &d->c)));
    writer_said_lines(&d->w, a->reason);
    writer_heading(w, 1, msg(LANG_ZH, MSG_PAPER_APPEAL_OPINION));
    writer_paragraph(w, writer_said(&d->w, appeal_state_text(LANG_ZH, d->c.state)));
    writer_said_lines(&d->w, a->ruling_reason);
    if (a->stands.len)
        writer_paragraph(w, paper_say(app, MSG_PAPER_APPEAL_STANDS,
                                      {"name", writer_said(&d->w, d->c.name)},
                                      {"value", writer_said(&d->w, a->stands)}));
    if (a->moved.score_before.len)
        writer_paragraph(w, paper_say(app, MSG_PAPER_APPEAL_SCORE,
                                      {"before", score(d, a->moved.score_before)},
                                      {"after", score(d, a->moved.score_after)}));
    w->figures.place = msg(LANG_ZH, MSG_PAPER_PLACE_FOOT);
    w->paper.signature = writer_said(&d->w, person_post(app, a->ruled_by));
    w->paper.date = day(d, a->ruled_on);
}

bool appeal_doc(App *app, Str id, AppealDoc *ret_doc, Err *err)
{
    Doc d = {.w = {.app = app, .figures.arena = app->arena}};
    Figures figures;
    if (!appeal_read(app, id, &d.c, err))
        return false;
    if (d.c.state == APPEAL_OPEN || d.c.state == APPEAL_WITHDRAWN || d.c.closed)
        return err_set(err, ERR_APPEAL_UNRULED, {"unit", d.c.row.unit}, {"period", d.c.row.period});
    head(&d);
    body(&d);
    if (app->def.sample)
        *arena_push(app->arena, &d.w.paper.foot) = msg(LANG_ZH, MSG_PAPER_SAMPLE_FOOT);
    return writer_done(&d.w, &figures, &ret_doc->paper, &ret_doc->text, err);
}

#include "app/paper/circular_writer.h"

Figure writer_origin(Str kind, const CircularGroup *g, const CircularUnit *u)
{
    return (Figure){.kind = kind,
                    .period = g->run.period,
                    .group = g->run.group,
                    .unit = u ? u->row.unit : S(""),
                    .run = g->run.number};
}

bool writer_is_tied(const CircularGroup *g, const CircularUnit *u)
{
    for (int i = 0; i < g->count; i++)
        if (&g->units[i] != u && g->units[i].row.rank == u->row.rank && u->row.rank > 0)
            return true;
    return false;
}

static bool has_kind(const CampaignDef *def, Str a, Str b, Str c)
{
    for (int i = 0; i < def->units.count; i++) {
        Str kind = def->units.items[i].kind;
        if (str_eq(kind, a) || (b.len && str_eq(kind, b)) || (c.len && str_eq(kind, c)))
            return true;
    }
    return false;
}

static void addressees(PaperWriter *w)
{
    const CampaignDef *def = &w->app->def;
    Out out = writer_list(w);
    if (has_kind(def, S("county"), S("district"), S("autonomous_county")))
        writer_item(&out, MSG_PAPER_COMMA, msg(LANG_ZH, MSG_PAPER_TO_COUNTIES));
    if (has_kind(def, S("zone"), S(""), S("")))
        writer_item(&out, MSG_PAPER_COMMA, msg(LANG_ZH, MSG_PAPER_TO_ZONES));
    if (has_kind(def, S("department"), S(""), S("")))
        writer_item(&out, MSG_PAPER_COMMA, msg(LANG_ZH, MSG_PAPER_TO_DEPARTMENTS));
    if (has_kind(def, S("taskforce"), S(""), S("")))
        writer_item(&out, MSG_PAPER_COMMA, msg(LANG_ZH, MSG_PAPER_TO_TASKFORCES));
    if (out.len)
        w->paper.addressees = paper_say(w->app, MSG_PAPER_TO, {"list", out_str(&out)});
}

void writer_head(PaperWriter *w, const CircularHead *h)
{
    App *app = w->app;
    Paper *p = &w->paper;
    w->figures.place = msg(LANG_ZH, MSG_PAPER_PLACE_HEAD);
    writer_sample_mark(w);
    if (h->issued_on == DATE_NONE)
        *arena_push(app->arena, &p->marks) = msg(LANG_ZH, MSG_PAPER_DRAFT);
    p->issuer = h->issuer;
    p->number = figure(&w->figures, h->number, (Figure){.kind = S("number")});
    addressees(w);
}

void writer_foot(PaperWriter *w, const CircularHead *h)
{
    App *app = w->app;
    Paper *p = &w->paper;
    w->figures.place = msg(LANG_ZH, MSG_PAPER_PLACE_FOOT);
    p->signature = figure_name(&w->figures, h->issuer);
    if (h->issued_on == DATE_NONE) {
        p->date = msg(LANG_ZH, MSG_PAPER_DATE_BLANK);
    } else {
        p->date = writer_date(w, h->issued_on);
        p->printed_by = figure_name(&w->figures, h->issuer);
        p->printed_on = paper_say(app, MSG_PAPER_PRINTED, {"date", writer_date(w, h->issued_on)});
    }
    for (int i = 0; i < app->def.bodies.count && p->copies.len == 0; i++)
        if (str_eq(app->def.bodies.items[i].kind, S("leading_group")))
            p->copies =
                paper_say(app, MSG_PAPER_COPIES,
                          {"body", figure_name(&w->figures, app->def.bodies.items[i].name)});
    if (app->def.sample)
        *arena_push(app->arena, &p->foot) = msg(LANG_ZH, MSG_PAPER_SAMPLE_FOOT);
}

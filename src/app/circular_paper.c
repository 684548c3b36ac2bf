#include "app/circular_writer.h"

#include "base/limits.h"

Str paper_say_args(App *app, Msg id, const Arg *args, int nargs)
{
    Out out = out_new(app->arena, LIMIT_OUTPUT_BYTES);
    msg_out_args(&out, LANG_ZH, id, args, nargs);
    return out_str(&out);
}

Str paper_campaign(App *app, Figures *figures)
{
    Str name = app->def.name;
    if (app->def.city.len && str_starts(name, app->def.city))
        name = str_sub(name, app->def.city.len, name.len);
    return figure_name(figures, name);
}

Str writer_number(CircularWriter *w, int n, Figure origin)
{
    return figure(&w->figures, arena_fmt(w->app->arena, "%d", n), origin);
}

Str writer_layout(CircularWriter *w, int n)
{
    return writer_number(w, n, (Figure){.kind = S("layout")});
}

/* 2021年7月: the period, as papers name it. */
Str writer_period(CircularWriter *w, const CampaignPeriod *period)
{
    Str year = arena_fmt(w->app->arena, "%d", month_year(month_of_date(period->to)));
    Str text = paper_say(w->app, MSG_PAPER_PERIOD, {"year", year}, {"name", period->name});
    return figure(&w->figures, text, (Figure){.kind = S("period"), .period = period->code});
}

Figure writer_origin(Str kind, const CircularGroup *g, const CircularUnit *u)
{
    return (Figure){.kind = kind,
                    .period = g->run.period,
                    .group = g->run.group,
                    .unit = u ? u->row.unit : S(""),
                    .run = g->run.number};
}

void writer_heading(CircularWriter *w, int level, Str text)
{
    App *app = w->app;
    if (level == 1) {
        w->chapter++;
        w->section = 0;
    } else {
        w->section++;
    }
    Str no = paper_numeral(app->arena, level == 1 ? w->chapter : w->section);
    Str line = level == 1 ? paper_say(app, MSG_PAPER_HEAD_1, {"no", no}, {"text", text})
                          : paper_say(app, MSG_PAPER_HEAD_2, {"no", no}, {"text", text});
    if (level == 1)
        w->chapter_line = line;
    w->figures.place = level == 1 ? line
                                  : paper_say(app, MSG_PAPER_PLACE_SECTION,
                                              {"chapter", w->chapter_line}, {"section", line});
    paper_heading(app->arena, &w->paper.body, level, line);
}

void writer_paragraph(CircularWriter *w, Str text)
{
    paper_paragraph(w->app->arena, &w->paper.body, text);
}

/* Puts the separator between items: 甲、乙、丙 */
void writer_item(Out *list, Msg separator, Str item)
{
    if (list->len)
        out_s(list, msg(LANG_ZH, separator));
    out_s(list, item);
}

bool writer_is_tied(const CircularGroup *g, const CircularUnit *u)
{
    for (int i = 0; i < g->count; i++)
        if (&g->units[i] != u && g->units[i].row.rank == u->row.rank && u->row.rank > 0)
            return true;
    return false;
}

Out writer_list(CircularWriter *w)
{
    return out_new(w->app->arena, LIMIT_OUTPUT_BYTES);
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

static void addressees(CircularWriter *w)
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

void writer_head(CircularWriter *w, const CircularHead *h)
{
    App *app = w->app;
    Paper *p = &w->paper;
    w->figures.place = msg(LANG_ZH, MSG_PAPER_PLACE_HEAD);
    if (app->def.sample)
        *arena_push(app->arena, &p->marks) = msg(LANG_ZH, MSG_OUT_SAMPLE);
    if (h->issued_on == DATE_NONE)
        *arena_push(app->arena, &p->marks) = msg(LANG_ZH, MSG_PAPER_DRAFT);
    p->issuer = h->issuer;
    p->number = figure(&w->figures, h->number, (Figure){.kind = S("number")});
    addressees(w);
}

static void title(CircularWriter *w, const CircularHead *h)
{
    App *app = w->app;
    w->paper.title =
        paper_say(app, MSG_PAPER_TITLE, {"issuer", figure_name(&w->figures, h->issuer)},
                  {"campaign", paper_campaign(app, &w->figures)},
                  {"period", writer_period(w, w->facts->period)}, {"br", S(PAPER_BREAK)});
    writer_paragraph(w, paper_say(app, MSG_PAPER_OPENING,
                                  {"campaign", paper_campaign(app, &w->figures)},
                                  {"period", writer_period(w, w->facts->period)}));
}

void writer_foot(CircularWriter *w, const CircularHead *h)
{
    App *app = w->app;
    Paper *p = &w->paper;
    w->figures.place = msg(LANG_ZH, MSG_PAPER_PLACE_FOOT);
    p->signature = figure_name(&w->figures, h->issuer);
    if (h->issued_on == DATE_NONE) {
        p->date = msg(LANG_ZH, MSG_PAPER_DATE_BLANK);
    } else {
        Out date = out_new(app->arena, 64);
        date_out_cn(&date, h->issued_on);
        p->date = figure(&w->figures, out_str(&date), (Figure){.kind = S("date")});
        p->printed_by = figure_name(&w->figures, h->issuer);
        p->printed_on =
            paper_say(app, MSG_PAPER_PRINTED,
                      {"date", figure(&w->figures, out_str(&date), (Figure){.kind = S("date")})});
    }
    for (int i = 0; i < app->def.bodies.count && p->copies.len == 0; i++)
        if (str_eq(app->def.bodies.items[i].kind, S("leading_group")))
            p->copies =
                paper_say(app, MSG_PAPER_COPIES,
                          {"body", figure_name(&w->figures, app->def.bodies.items[i].name)});
    if (app->def.sample)
        *arena_push(app->arena, &p->foot) = msg(LANG_ZH, MSG_PAPER_SAMPLE_FOOT);
}

bool writer_done(CircularWriter *w, Figures *ret_figures, Paper *ret_paper, Str *ret_text, Err *err)
{
    Arena *arena = w->app->arena;
    Out out = out_new(arena, LIMIT_OUTPUT_BYTES);
    paper_txt(&w->paper, &out);
    if (!out_ok(&out))
        return err_set(err, ERR_LIMIT, {"name", msg(LANG_ZH, MSG_LIMIT_OUTPUT)},
                       {"limit", arena_fmt(arena, "%d", LIMIT_OUTPUT_BYTES)}, {"found", S(">")});
    *ret_figures = w->figures;
    *ret_paper = w->paper;
    *ret_text = out_str(&out);
    return figures_check(&w->figures, *ret_text, err);
}

bool circular_paper(App *app, const CircularFacts *facts, const CircularHead *h,
                    Figures *ret_figures, Paper *ret_paper, Str *ret_text, Err *err)
{
    CircularWriter w = {.app = app, .facts = facts, .figures.arena = app->arena};
    writer_head(&w, h);
    title(&w, h);
    circular_body(&w);
    circular_annexes(&w);
    writer_foot(&w, h);
    return writer_done(&w, ret_figures, ret_paper, ret_text, err);
}

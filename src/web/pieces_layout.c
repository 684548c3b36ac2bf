/* Pieces that hold others, and what is told in order: heads, boxes, tabs, facts, timelines, signatures. */
#include "web/pieces.h"

/* ---- the head of a page ---- */

static void title_and_sub(Out *out, Str title, Str sub)
{
    html_literal(out, "<div class=\"head\"><div>");
    html_element(out, "<h1>", title, "</h1>");
    if (sub.len)
        html_element(out, "<p class=\"sub\">", sub, "</p>");
    html_literal(out, "</div>\n");
}

void head_begin(Out *out, const Ctx *c, Str title, Str sub)
{
    (void)c;
    title_and_sub(out, title, sub);
    html_literal(out, "<div class=\"actions noprint\">\n");
}

void head_end(Out *out, const Ctx *c)
{
    (void)c;
    html_literal(out, "</div></div>\n");
}

void page_head(Out *out, const Ctx *c, Str title, Str sub)
{
    (void)c;
    title_and_sub(out, title, sub);
    html_literal(out, "</div>\n");
}

/* ---- boxes ---- */

static void box(Out *out, const char *open, Str title, Str aside)
{
    html_literal(out, open);
    if (title.len && aside.len) {
        html_element(out, "<div class=\"title\"><h2>", title, "</h2>");
        html_element(out, "<small>", aside, "</small></div>\n");
    } else if (title.len) {
        html_element(out, "<h2>", title, "</h2>\n");
    }
}

void panel_begin(Out *out, const Ctx *c, Str title, Str aside)
{
    (void)c;
    box(out, "<section class=\"panel\">\n", title, aside);
}

void panel_flush_begin(Out *out, const Ctx *c, Str title, Str aside)
{
    (void)c;
    box(out, "<section class=\"panel flush\">\n", title, aside);
}

void panel_end(Out *out, const Ctx *c)
{
    (void)c;
    html_literal(out, "</section>\n");
}

void split_begin(Out *out, const Ctx *c)
{
    (void)c;
    html_literal(out, "<div class=\"split\">\n<div>\n");
}

void split_next(Out *out, const Ctx *c)
{
    (void)c;
    html_literal(out, "</div>\n<div>\n");
}

void split_end(Out *out, const Ctx *c)
{
    (void)c;
    html_literal(out, "</div>\n</div>\n");
}

typedef struct TabsView {
    Str label;
    const Tabs *tabs;
} TabsView;
#include "web/templates/tabs.html.h"

void tabs(Out *out, const Ctx *c, Str label, const Tabs *tabs)
{
    tabs_html(out, c, &(TabsView){label, tabs});
}

/* ---- facts ---- */

void facts_begin(Out *out, const Ctx *c)
{
    (void)c;
    html_literal(out, "<dl class=\"facts\">\n");
}

void fact_unit(Out *out, const Ctx *c, Str label, Str value, Str unit)
{
    (void)c;
    if (!value.len)
        return;
    html_element(out, "<dt>", label, "</dt>");
    html_element(out, "<dd>", value, "");
    if (unit.len)
        html_element(out, "<span class=\"unit\">", unit, "</span>");
    html_literal(out, "</dd>\n");
}

void fact(Out *out, const Ctx *c, Str label, Str value)
{
    fact_unit(out, c, label, value, S(""));
}

void facts_end(Out *out, const Ctx *c)
{
    (void)c;
    html_literal(out, "</dl>\n");
}

void fact_add(Arena *arena, Facts *facts, Str label, Str value)
{
    if (value.len)
        *arena_push(arena, facts) = (Fact){.label = label, .value = value};
}

#include "web/templates/fact_list.html.h"

void fact_list(Out *out, const Ctx *c, const Facts *facts)
{
    if (facts->count)
        fact_list_html(out, c, facts);
}

/* ---- what happened ---- */

void timeline_begin(Out *out, const Ctx *c)
{
    (void)c;
    html_literal(out, "<ol class=\"timeline\">\n");
}

void moment(Out *out, const Ctx *c, const Moment *m)
{
    (void)c;
    html_literal(out, m->done  ? "<li class=\"done\">"
                      : m->now ? "<li aria-current=\"step\">"
                               : "<li>");
    html_element(out, "<time>", m->when, "</time>");
    if (m->title.len)
        html_element(out, "<b>", m->title, "</b>");
    if (m->who.len)
        html_element(out, " <span class=\"dim\">", m->who, "</span>");
    if (m->text.len)
        html_element(out, "<p class=\"body\">", m->text, "</p>");
    if (m->href.len) {
        html_element(out, "<p class=\"dim\"><a href=\"", m->href, "\">");
        html_element(out, "", m->link, "</a></p>");
    }
    html_literal(out, "</li>\n");
}

void timeline_end(Out *out, const Ctx *c)
{
    (void)c;
    html_literal(out, "</ol>\n");
}

void moment_list(Out *out, const Ctx *c, const Moments *moments, Str empty)
{
    if (moments->count == 0) {
        html_element(out, "<p class=\"dim\">", empty, "</p>\n");
        return;
    }
    timeline_begin(out, c);
    for (int i = 0; i < moments->count; i++)
        moment(out, c, &moments->items[i]);
    timeline_end(out, c);
}

/* ---- who signed ---- */

#include "web/templates/signatures.html.h"

void signatures(Out *out, const Ctx *c, const Signatures *list)
{
    if (list->count)
        signatures_html(out, c, list);
}

/* ---- charts ---- */

#include "web/templates/chart.html.h"

void chart(Out *out, const Ctx *c, const Chart *chart)
{
    chart_html(out, c, chart);
}

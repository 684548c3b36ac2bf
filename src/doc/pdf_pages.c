#include "doc/pdf_parts.h"

#define PAGE_WIDTH PDF_MM(210)
#define PAGE_HEIGHT PDF_MM(297)
#define MARK_SIZE 14.0 /* 四号 */
#define MARK_BASELINE 65.0
#define NUMBER_SIZE 14.0
#define NUMBER_BELOW PDF_MM(7) /* from the type area to the dash */
#define IMPRINT_SIZE 14.0
#define IMPRINT_PITCH 20.0
#define IMPRINT_MARGIN 1.5 /* between its rules and texts */
#define IMPRINT_ABOVE 3.0  /* and what stands over it */
#define RULE_OUTER PDF_MM(0.35)
#define RULE_INNER PDF_MM(0.25)

typedef struct Area {
    double left, top, width, height;
} Area;

static const Area areas[] = {{PDF_MM(28), PDF_MM(37), PDF_WIDTH, PDF_WIDE},
                             {PDF_MM(36), PDF_MM(28), PDF_WIDE, PDF_WIDTH}};

typedef struct Pager {
    PdfFlow *flow;
    Area area;
    int page;
    double y;      /* below what stands on the page */
    bool top;      /* nothing does */
    bool imprints; /* the imprint is still to come */
    double imprint;
    PdfFlow imprint_items;
    PdfText marks;
} Pager;

/* --- furniture */

static bool page_number(Pager *g, Err *err)
{
    PdfText number, dash;
    Str text = arena_fmt(g->flow->arena, "\xE2\x80\x94 %d \xE2\x80\x94", g->page); /* — 1 — */
    if (!pdf_word(g->flow, PDF_SONG, NUMBER_SIZE, text, &number, err) ||
        !pdf_word(g->flow, PDF_SONG, NUMBER_SIZE, S("\xE2\x80\x94"), &dash, err))
        return false;
    double x = g->page % 2 ? g->area.left + g->area.width - NUMBER_SIZE - number.width
                           : g->area.left + NUMBER_SIZE;
    pdf_canvas_text(g->flow->canvas, PDF_SONG, NUMBER_SIZE, false, x,
                    g->area.top + g->area.height + NUMBER_BELOW + dash.rise, number.text,
                    number.widths);
    return true;
}

static bool turn(Pager *g, bool wide, Err *err)
{
    if (g->page && !page_number(g, err))
        return false;
    g->page++;
    g->area = areas[wide];
    g->y = g->area.top;
    g->top = true;
    pdf_canvas_page(g->flow->canvas, wide ? PAGE_HEIGHT : PAGE_WIDTH,
                    wide ? PAGE_WIDTH : PAGE_HEIGHT);
    if (g->marks.count)
        pdf_canvas_text(g->flow->canvas, PDF_HEI, MARK_SIZE, false,
                        g->area.left + (g->area.width - g->marks.width) / 2, MARK_BASELINE,
                        g->marks.text, g->marks.widths);
    return true;
}

static void draw(Pager *g, const PdfItem *item, double y)
{
    for (int i = 0; i < item->spans.count; i++) {
        const PdfSpan *s = &item->spans.items[i];
        pdf_canvas_text(g->flow->canvas, s->face, s->size, s->red, g->area.left + s->x, y + s->dy,
                        s->text, s->widths);
    }
    for (int i = 0; i < item->rules.count; i++) {
        const PdfRule *r = &item->rules.items[i];
        pdf_canvas_rule(g->flow->canvas, g->area.left + r->x0, y + r->y0, g->area.left + r->x1,
                        y + r->y1, r->width, r->red, r->pale, r->round);
    }
}

/* --- imprint (版记) */

/* A text one character in, its later lines `hang` further. */
static bool imprint_text(PdfFlow *f, Str text, double hang, Err *err)
{
    PdfText t;
    PdfLines lines;
    if (!pdf_word(f, PDF_FANG, IMPRINT_SIZE, text, &t, err))
        return false;
    double room = f->width - 2 * IMPRINT_SIZE;
    pdf_wrap(f, &t, room, room - hang, &lines);
    for (int i = 0; i < lines.count; i++)
        pdf_span(f, pdf_item(f, IMPRINT_PITCH), &t, &lines.items[i], IMPRINT_SIZE + (i ? hang : 0),
                 (IMPRINT_PITCH - IMPRINT_SIZE) / 2 + PDF_ASCENT * IMPRINT_SIZE, 0);
    return true;
}

static void imprint_rule(PdfFlow *f, double width)
{
    PdfItem *item = pdf_item(f, width + IMPRINT_MARGIN);
    pdf_rule(f, item, (PdfRule){0, width / 2, f->width, width / 2, width, false});
}

/* Who printed it at the left, when at the right; below each other where they do not fit. */
static bool printed(PdfFlow *f, const Paper *p, Err *err)
{
    PdfText by, on;
    if (!pdf_word(f, PDF_FANG, IMPRINT_SIZE, p->printed_by, &by, err) ||
        !pdf_word(f, PDF_FANG, IMPRINT_SIZE, p->printed_on, &on, err) ||
        !imprint_text(f, p->printed_by, 0, err))
        return false;
    double x = f->width - IMPRINT_SIZE - on.width;
    PdfItem *item = &f->items[f->count - 1];
    if (by.width + 2 * IMPRINT_SIZE > x)
        item = pdf_item(f, IMPRINT_PITCH);
    pdf_span_all(f, item, &on, x > 0 ? x : 0,
                 (IMPRINT_PITCH - IMPRINT_SIZE) / 2 + PDF_ASCENT * IMPRINT_SIZE);
    return true;
}

/* 抄送 and who printed it when, between three rules; the last one ends the type area. */
static bool imprint_make(Pager *g, const Paper *p, Err *err)
{
    enum { COPIES_HANG = 3 }; /* 抄送： */
    PdfFlow *f = &g->imprint_items;
    *f = (PdfFlow){.arena = g->flow->arena, .canvas = g->flow->canvas, .width = PDF_WIDTH};
    g->imprints = p->copies.len || p->printed_by.len;
    if (!g->imprints)
        return true;
    imprint_rule(f, RULE_OUTER);
    if (p->copies.len && !imprint_text(f, p->copies, COPIES_HANG * IMPRINT_SIZE, err))
        return false;
    if (p->copies.len && p->printed_by.len)
        imprint_rule(f, RULE_INNER);
    if (p->printed_by.len && !printed(f, p, err))
        return false;
    PdfItem *last = &f->items[f->count - 1];
    last->height += IMPRINT_MARGIN + RULE_OUTER;
    double y = last->height - RULE_OUTER / 2;
    pdf_rule(f, last, (PdfRule){0, y, f->width, y, RULE_OUTER, false});
    for (int i = 0; i < f->count; i++)
        g->imprint += f->items[i].height;
    return true;
}

static void imprint_draw(Pager *g)
{
    double y = g->area.top + g->area.height - g->imprint;
    for (int i = 0; i < g->imprint_items.count; i++) {
        draw(g, &g->imprint_items.items[i], y);
        y += g->imprint_items.items[i].height;
    }
    g->imprints = false;
}

/* --- items onto pages */

/* Where the item would begin below y. */
static double begin(const Pager *g, const PdfItem *item, double y, bool top)
{
    y += item->lead + (top ? 0 : item->gap);
    if (top && item->head >= 0)
        y += g->flow->items[item->head].height;
    if (item->grid) {
        int line = (int)((y - g->area.top) / PDF_PITCH);
        while (g->area.top + line * PDF_PITCH < y - 0.01)
            line++;
        y = g->area.top + line * PDF_PITCH;
    }
    return y;
}

static double bottom(const Pager *g, const PdfItem *item)
{
    double room = item->tail && g->imprint > 0 ? g->imprint + IMPRINT_ABOVE : 0;
    return g->area.top + g->area.height - room + 0.05;
}

/* Whether items `from` to `to` stand on the page below y. */
static bool stands(const Pager *g, int from, int to, double y, bool top)
{
    for (int i = from; i <= to; i++) {
        const PdfItem *item = &g->flow->items[i];
        y = begin(g, item, y, top) + item->height;
        if (y > bottom(g, item))
            return false;
        top = false;
    }
    return true;
}

static bool place(Pager *g, int i, Err *err)
{
    const PdfItem *item = &g->flow->items[i];
    if (!g->top && !stands(g, i, i, g->y, false) && !turn(g, item->wide, err))
        return false;
    double y = begin(g, item, g->y, g->top);
    if (g->top && item->head >= 0)
        draw(g, &g->flow->items[item->head], y - g->flow->items[item->head].height);
    if (item->foot && g->imprints)
        imprint_draw(g);
    draw(g, item, y);
    g->y = y + item->height;
    g->top = false;
    return true;
}

bool pdf_pages(PdfFlow *flow, const Paper *p, Err *err)
{
    Pager g = {.flow = flow};
    Out marks = out_new(flow->arena, LIMIT_LINE_BYTES);
    for (int i = 0; i < p->marks.count; i++) {
        out_s(&marks, i ? S("\xE3\x80\x80") : S("")); /* U+3000 */
        out_s(&marks, p->marks.items[i]);
    }
    if (!pdf_word(flow, PDF_HEI, MARK_SIZE, out_str(&marks), &g.marks, err) ||
        !imprint_make(&g, p, err) || !turn(&g, flow->count && flow->items[0].wide, err))
        return false;
    for (int i = 0; i < flow->count;) {
        int last = i;
        while (last + 1 < flow->count && flow->items[last].keep && !flow->items[last + 1].fresh)
            last++;
        bool fresh = flow->items[i].fresh && !g.top;
        if (!fresh && !g.top && !stands(&g, i, last, g.y, false))
            fresh = stands(&g, i, last, areas[flow->items[i].wide].top, true);
        if (fresh && !turn(&g, flow->items[i].wide, err))
            return false;
        for (; i <= last; i++)
            if (!place(&g, i, err))
                return false;
    }
    if (g.imprints) {
        if (g.y > g.area.top + g.area.height - g.imprint - IMPRINT_ABOVE && !g.top &&
            !turn(&g, false, err))
            return false;
        imprint_draw(&g);
    }
    return page_number(&g, err);
}

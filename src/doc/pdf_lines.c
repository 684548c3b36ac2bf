#include "base/utf8.h"
#include "doc/paper_break.h"
#include "doc/pdf_parts.h"

PdfItem *pdf_item(PdfFlow *flow, double height)
{
    PdfItem *item = arena_push(flow->arena, flow);
    *item = (PdfItem){.height = height, .head = -1, .wide = flow->wide};
    return item;
}

void pdf_rule(PdfFlow *flow, PdfItem *item, PdfRule rule)
{
    *arena_push(flow->arena, &item->rules) = rule;
}

/* Valid text without controls and hints; every blank is a space, so that no font is asked for it. */
static Str clean(Arena *arena, Str text)
{
    enum { REPLACEMENT_BYTES = 3 };
    Out out = out_new(arena, (size_t)text.len * REPLACEMENT_BYTES + 1);
    for (ptrdiff_t at = 0; at < text.len;) {
        char letter[4];
        uint32_t cp = utf8_next(text, &at);
        if (cp == UTF8_BAD)
            out_s(&out, S("\xEF\xBF\xBD"));
        else if (cp == '\t' || cp == 0xA0)
            out_c(&out, ' ');
        else if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || (cp >= 0x200B && cp <= 0x200F) ||
                 cp == 0xFEFF || (cp & 0xFFFE) == 0xFFFE || utf8_misleads(cp))
            continue;
        else
            out_s(&out, (Str){letter, utf8_put(cp, letter)});
    }
    return out_str(&out);
}

bool pdf_text(PdfFlow *flow, PdfFace face, double size, Str text, PdfText *ret, Err *err)
{
    *ret = (PdfText){.text = clean(flow->arena, text), .face = face, .size = size};
    ret->count = (int)utf8_count(ret->text);
    ret->widths = arena_new(flow->arena, double, ret->count + 1);
    ret->starts = arena_new(flow->arena, ptrdiff_t, ret->count + 1);
    if (!pdf_canvas_measure(flow->canvas, face, size, ret->text, ret->widths, &ret->rise, err))
        return false;
    ptrdiff_t at = 0;
    for (int i = 0; i < ret->count; i++) {
        ret->starts[i] = at;
        (void)utf8_next(ret->text, &at);
        /* 28 full-width characters fill a line of body text */
        if (size == PDF_BODY && ret->widths[i] > size * 0.99 && ret->widths[i] < size * 1.01)
            ret->widths[i] = PDF_WIDTH / 28;
        ret->width += ret->widths[i];
    }
    ret->starts[ret->count] = at;
    return true;
}

static Str character(const PdfText *t, int i)
{
    return str_sub(t->text, t->starts[i], t->starts[i + 1]);
}

static bool is_blank(const PdfText *t, int i)
{
    return str_eq(character(t, i), S(" ")) || str_eq(character(t, i), S("\xE3\x80\x80"));
}

/* The first character after `from` that no longer belongs on a line of so much room. */
static int fit(const PdfText *t, int from, double room)
{
    double width = 0;
    int good = from;
    for (int i = from; i < t->count; i++) {
        if (i > from && paper_may_break_units(character(t, i - 1), character(t, i)))
            good = i;
        width += t->widths[i];
        if (width > room + 0.01 && !is_blank(t, i))
            return good > from ? good : i > from ? i : i + 1;
    }
    return t->count;
}

void pdf_wrap(PdfFlow *flow, const PdfText *t, double first, double rest, PdfLines *ret)
{
    *ret = (PdfLines){0};
    int from = 0;
    do {
        int next = fit(t, from, ret->count ? rest : first), to = next;
        while (to > from && next < t->count && is_blank(t, to - 1))
            to--;
        PdfLine *line = arena_push(flow->arena, ret);
        *line = (PdfLine){.from = from, .to = to};
        for (int i = from; i < to; i++)
            line->width += t->widths[i];
        while (next < t->count && is_blank(t, next))
            next++;
        line->last = next >= t->count;
        from = next;
    } while (from < t->count);
}

/* Between Latin letters nothing is spread, but between their words. */
static bool may_spread(const PdfText *t, int i)
{
    return t->starts[i + 1] - t->starts[i] > 1 || t->starts[i + 2] - t->starts[i + 1] > 1 ||
           is_blank(t, i);
}

/* What a line leaves empty at its right goes between its characters, unless it were torn apart. */
static void spread(const PdfText *t, const PdfLine *line, double *widths, double room)
{
    enum { APART_MAX = 3 }; /* parts of a character */
    int places = 0;
    for (int i = line->from; i + 1 < line->to; i++)
        places += may_spread(t, i);
    double more = places ? (room - line->width) / places : 0;
    if (more <= 0 || more > t->size / APART_MAX)
        return;
    for (int i = line->from; i + 1 < line->to; i++)
        if (may_spread(t, i))
            widths[i - line->from] += more;
}

void pdf_span(PdfFlow *flow, PdfItem *item, const PdfText *t, const PdfLine *line, double x,
              double dy, double room)
{
    if (line->to <= line->from)
        return;
    double *widths = t->widths + line->from;
    if (room > line->width) {
        widths = arena_new(flow->arena, double, line->to - line->from);
        for (int i = line->from; i < line->to; i++)
            widths[i - line->from] = t->widths[i];
        spread(t, line, widths, room);
    }
    *arena_push(flow->arena, &item->spans) =
        (PdfSpan){.text = str_sub(t->text, t->starts[line->from], t->starts[line->to]),
                  .widths = widths,
                  .x = x,
                  .dy = dy,
                  .size = t->size,
                  .face = t->face};
}

void pdf_span_all(PdfFlow *flow, PdfItem *item, const PdfText *t, double x, double dy)
{
    PdfLine all = {.to = t->count, .width = t->width};
    pdf_span(flow, item, t, &all, x, dy, 0);
}

bool pdf_paragraph(PdfFlow *flow, PdfFace face, Str text, double first, double rest, Err *err)
{
    for (bool again = true; again; again = text.len > 0) {
        PdfText t;
        PdfLines lines;
        if (!pdf_text(flow, face, PDF_BODY, str_cut(&text, '\n'), &t, err))
            return false;
        pdf_wrap(flow, &t, flow->width - first, flow->width - rest, &lines);
        for (int i = 0; i < lines.count; i++) {
            PdfItem *item = pdf_item(flow, PDF_BODY);
            double x = i ? rest : first;
            item->grid = true;
            pdf_span(flow, item, &t, &lines.items[i], x, PDF_ASCENT * PDF_BODY,
                     lines.items[i].last ? 0 : flow->width - x);
        }
    }
    return true;
}

bool pdf_small(PdfFlow *flow, double size, double pitch, Str text, Err *err)
{
    for (bool again = true; again; again = text.len > 0) {
        PdfText t;
        PdfLines lines;
        if (!pdf_text(flow, PDF_FANG, size, str_cut(&text, '\n'), &t, err))
            return false;
        pdf_wrap(flow, &t, flow->width, flow->width, &lines);
        for (int i = 0; i < lines.count; i++) {
            PdfItem *item = pdf_item(flow, pitch);
            pdf_span(flow, item, &t, &lines.items[i], 0, (pitch - size) / 2 + PDF_ASCENT * size,
                     lines.items[i].last ? 0 : flow->width);
        }
    }
    return true;
}

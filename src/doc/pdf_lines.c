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

bool pdf_word(PdfFlow *flow, PdfFace face, double size, Str text, PdfText *ret, Err *err)
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

#define SQUEEZE_MOST 0.45 /* of a character, of a mark whose half is empty */

static bool is_blank(const PdfText *t, int i)
{
    return str_eq(character(t, i), S(" ")) || str_eq(character(t, i), S("\xE3\x80\x80"));
}

/* How much narrower the mark may become; a line of body text alone is squeezed. */
static double squeeze(const PdfText *t, int from, int i)
{
    bool body = t->size == PDF_BODY;
    return body && (paper_closes(character(t, i)) || (i > from && paper_opens(character(t, i))))
               ? t->size * SQUEEZE_MOST
               : 0;
}

static bool may_end(const PdfText *t, int i)
{
    return i == t->count || paper_may_break_units(character(t, i - 1), character(t, i));
}

/* Where a line that would end at `good` and leave `slack` ends when its marks are squeezed; good when it
 * is better left as it is. */
static int squeezed(const PdfText *t, int from, int good, double room, double slack)
{
    double width = 0, less = 0;
    for (int i = from; i < t->count; i++) {
        width += t->widths[i];
        less += squeeze(t, from, i);
        if (width - less > room + t->size)
            break;
        if (i + 1 > good && may_end(t, i + 1) && width - less <= room && width - room < slack)
            return i + 1;
    }
    return good;
}

/* The first character after `from` that no longer belongs on a line of so much room. */
static int fit(const PdfText *t, int from, double room)
{
    double width = 0, of_good = 0;
    int good = from;
    for (int i = from; i < t->count; i++) {
        if (i > from && may_end(t, i)) {
            good = i;
            of_good = width;
        }
        width += t->widths[i];
        if (width > room + 0.01 && !is_blank(t, i))
            return good > from ? squeezed(t, from, good, room, room - of_good)
                   : i > from  ? i
                               : i + 1;
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

/* A mark that opens is drawn into its empty half: the character before it is that much narrower. */
static void squeeze_all(const PdfText *t, const PdfLine *line, double *widths, double room)
{
    double most = 0;
    for (int i = line->from; i < line->to; i++)
        most += squeeze(t, line->from, i);
    double part = most > 0 ? (line->width - room) / most : 0;
    for (int i = line->from; i < line->to; i++) {
        double less = squeeze(t, line->from, i) * part;
        widths[i - line->from - (less > 0 && paper_opens(character(t, i)))] -= less;
    }
}

void pdf_span(PdfFlow *flow, PdfItem *item, const PdfText *t, const PdfLine *line, double x,
              double dy, double room)
{
    if (line->to <= line->from)
        return;
    double *widths = t->widths + line->from;
    bool squeezes = room > 0 && line->width > room + 0.01;
    if (squeezes || (room > 0 && !line->last)) {
        widths = arena_new(flow->arena, double, line->to - line->from);
        for (int i = line->from; i < line->to; i++)
            widths[i - line->from] = t->widths[i];
        (squeezes ? squeeze_all : spread)(t, line, widths, room);
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
        if (!pdf_word(flow, face, PDF_BODY, str_cut(&text, '\n'), &t, err))
            return false;
        pdf_wrap(flow, &t, flow->width - first, flow->width - rest, &lines);
        for (int i = 0; i < lines.count; i++) {
            PdfItem *item = pdf_item(flow, PDF_BODY);
            double x = i ? rest : first;
            item->grid = true;
            pdf_span(flow, item, &t, &lines.items[i], x, PDF_ASCENT * PDF_BODY, flow->width - x);
        }
    }
    return true;
}

bool pdf_small(PdfFlow *flow, double size, double pitch, Str text, Err *err)
{
    for (bool again = true; again; again = text.len > 0) {
        PdfText t;
        PdfLines lines;
        if (!pdf_word(flow, PDF_FANG, size, str_cut(&text, '\n'), &t, err))
            return false;
        pdf_wrap(flow, &t, flow->width, flow->width, &lines);
        for (int i = 0; i < lines.count; i++) {
            PdfItem *item = pdf_item(flow, pitch);
            pdf_span(flow, item, &t, &lines.items[i], 0, (pitch - size) / 2 + PDF_ASCENT * size,
                     flow->width);
        }
    }
    return true;
}

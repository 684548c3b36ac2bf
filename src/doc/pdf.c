#include "doc/pdf.h"

#include "doc/paper_break.h"
#include "doc/pdf_parts.h"

#include <limits.h>

#define CHARACTER (PDF_WIDTH / 28)
#define INDENT (2 * CHARACTER)
#define MARK_SIZE_MAX 52.0 /* a short name does not fill the line */
#define TITLE_SIZE 22.0    /* 二号 */
#define TITLE_PITCH 35.0
#define NUMBER_ROOM PDF_MM(4) /* from the number to the red rule */
#define RED_RULE 1.5
#define NOTE_SIZE 10.5
#define NOTE_PITCH 17.0
#define TABLE_GAP 6.0

/* --- head */

static PdfItem *centred(PdfFlow *f, const PdfText *t, double height, double dy)
{
    PdfItem *item = pdf_item(f, height);
    pdf_span_all(f, item, t, (f->width - t->width) / 2, dy);
    item->keep = true;
    return item;
}

/* 发文机关标志: its upper edge 35 mm below that of the type area, as large as nine tenths of a line allow. */
static bool issuer_mark(PdfFlow *f, Str issuer, Err *err)
{
    PdfText t;
    if (!pdf_word(f, PDF_MARK, MARK_SIZE_MAX, issuer, &t, err))
        return false;
    double fits = MARK_SIZE_MAX * f->width * 9 / 10 / (t.width > 0 ? t.width : 1);
    if (fits < MARK_SIZE_MAX && !pdf_word(f, PDF_MARK, fits, issuer, &t, err))
        return false;
    PdfItem *item = centred(f, &t, t.size, t.rise);
    item->lead = PDF_MM(35);
    for (int i = 0; i < item->spans.count; i++)
        item->spans.items[i].red = true;
    return true;
}

/* 签发人：name, the name in 楷体; ends one character before the right edge. */
static bool signer(PdfFlow *f, PdfItem *item, Str text, Err *err)
{
    ptrdiff_t colon = str_find(text, S("："), 0);
    ptrdiff_t cut = colon < 0 ? 0 : colon + S("：").len;
    PdfText label, name;
    if (!pdf_word(f, PDF_FANG, PDF_BODY, str_sub(text, 0, cut), &label, err) ||
        !pdf_word(f, PDF_KAI, PDF_BODY, str_sub(text, cut, text.len), &name, err))
        return false;
    double x = f->width - CHARACTER - name.width;
    pdf_span_all(f, item, &label, x - label.width, PDF_ASCENT * PDF_BODY);
    pdf_span_all(f, item, &name, x, PDF_ASCENT * PDF_BODY);
    return true;
}

/* 发文字号 two lines below the mark, with the rule 4 mm below it. */
static bool document_number(PdfFlow *f, const Paper *p, Err *err)
{
    PdfText t;
    if (!pdf_word(f, PDF_FANG, PDF_BODY, p->number, &t, err))
        return false;
    PdfItem *item = pdf_item(f, PDF_BODY + NUMBER_ROOM + RED_RULE);
    item->lead = p->issuer.len ? 2 * PDF_PITCH : 0;
    item->keep = true;
    pdf_span_all(f, item, &t, p->signer.len ? CHARACTER : (f->width - t.width) / 2,
                 PDF_ASCENT * PDF_BODY);
    double y = PDF_BODY + NUMBER_ROOM + RED_RULE / 2;
    pdf_rule(f, item, (PdfRule){0, y, f->width, y, RED_RULE, true});
    return p->signer.len == 0 || signer(f, item, p->signer, err);
}

/* A title in lines of its own, and what is still too long in as many as it takes, of one length. */
static bool title(PdfFlow *f, Str text, double lead, Err *err)
{
    Str lines = paper_title_lines(f->arena, text);
    while (lines.len) {
        PdfText t;
        PdfLines wrapped;
        if (!pdf_word(f, PDF_MARK, TITLE_SIZE, str_cut(&lines, '\n'), &t, err))
            return false;
        int parts = (int)(t.width / f->width) + 1;
        double room = parts > 1 ? t.width / parts + TITLE_SIZE * 2 : f->width;
        pdf_wrap(f, &t, room < f->width ? room : f->width, room < f->width ? room : f->width,
                 &wrapped);
        for (int i = 0; i < wrapped.count; i++) {
            PdfItem *item = pdf_item(f, TITLE_PITCH);
            double dy = (TITLE_PITCH - TITLE_SIZE) / 2 + PDF_ASCENT * TITLE_SIZE;
            pdf_span(f, item, &t, &wrapped.items[i], (f->width - wrapped.items[i].width) / 2, dy,
                     0);
            item->keep = true;
            item->lead = lead;
            lead = 0;
        }
    }
    return true;
}

static bool head(PdfFlow *f, const Paper *p, Err *err)
{
    double blank = 2 * PDF_PITCH - (TITLE_PITCH - TITLE_SIZE) / 2;
    if ((p->issuer.len && !issuer_mark(f, p->issuer, err)) ||
        (p->number.len && !document_number(f, p, err)) ||
        !title(f, p->title, p->number.len || p->issuer.len ? blank : 0, err))
        return false;
    int before = f->count;
    if (p->addressees.len && !pdf_paragraph(f, PDF_FANG, p->addressees, 0, 0, err))
        return false;
    if (before < f->count)
        f->items[before].gap = before ? PDF_PITCH : 0;
    return true;
}

/* --- body */

static void keep_from(PdfFlow *f, int from)
{
    for (int i = from < 0 ? 0 : from; i < f->count; i++)
        f->items[i].keep = true;
}

static bool table_block(PdfFlow *f, const PaperBlocks *list, int i, int size_hp, bool keep,
                        Err *err)
{
    int before = f->count;
    keep |= i + 1 < list->count && list->items[i + 1].kind == PAPER_NOTE;
    if (!pdf_table(f, &list->items[i].table, size_hp, keep, err))
        return false;
    if (before < f->count)
        f->items[before].gap = TABLE_GAP;
    return true;
}

/* keep_last: the end stays on one page with what comes next. */
static bool blocks(PdfFlow *f, const PaperBlocks *list, int size_hp, bool keep_last, Err *err)
{
    enum { WHOLE_LINES = 6 }; /* a note of fewer is not cut */
    static const PdfFace headings[] = {PDF_HEI, PDF_KAI, PDF_FANG};
    double gap = f->count ? PDF_PITCH : 0; /* below a title without addressees */
    for (int i = 0; i < list->count; i++) {
        const PaperBlock *b = &list->items[i];
        int level = b->level < 1 ? 1 : b->level > 3 ? 3 : b->level, before = f->count;
        bool ok = true;
        switch (b->kind) {
        case PAPER_HEADING:
            ok = pdf_paragraph(f, headings[level - 1], b->text, INDENT, 0, err);
            keep_from(f, before);
            break;
        case PAPER_PARAGRAPH:
            ok = pdf_paragraph(f, PDF_FANG, b->text, INDENT, 0, err);
            break;
        case PAPER_NOTE:
            ok = pdf_small(f, NOTE_SIZE, NOTE_PITCH, b->text, err);
            if (f->count - before < WHOLE_LINES)
                for (int n = before; n + 1 < f->count; n++)
                    f->items[n].keep = true;
            if (before < f->count)
                f->items[before].gap = TABLE_GAP / 2;
            break;
        case PAPER_TABLE:
            ok = table_block(f, list, i, size_hp, keep_last && i + 1 == list->count, err);
            break;
        }
        if (!ok)
            return false;
        if (i == 0 && before > 0 && before < f->count && f->items[before - 1].height > PDF_BODY &&
            b->kind != PAPER_TABLE)
            f->items[before].gap = gap;
        if (b->kind != PAPER_TABLE && i > 0 && list->items[i - 1].kind == PAPER_TABLE &&
            before < f->count && f->items[before].gap < TABLE_GAP / 2)
            f->items[before].gap = TABLE_GAP;
    }
    if (keep_last)
        keep_from(f, f->count - 1);
    return true;
}

/* 附件：1.×× - one line below the body; later lines and names stand under the first character of the
 * name. The space after the number is the plain text's. */
static bool annex_names(PdfFlow *f, const Paper *p, Err *err)
{
    PdfText label;
    if (!pdf_word(f, PDF_FANG, PDF_BODY, p->annex_label, &label, err))
        return false;
    for (int i = 0; i < p->annex_names.count; i++) {
        Str name = p->annex_names.items[i];
        ptrdiff_t space = str_find(name, S(" "), 0);
        PdfText number;
        if (!pdf_word(f, PDF_FANG, PDF_BODY, space > 0 ? str_sub(name, 0, space) : S(""), &number,
                      err))
            return false;
        double hang = INDENT + label.width + number.width;
        int before = f->count;
        if (!pdf_paragraph(f, PDF_FANG, str_sub(name, space > 0 ? space + 1 : 0, name.len), hang,
                           hang, err))
            return false;
        PdfItem *item = &f->items[before];
        PdfItem words = *item;
        item->spans.items = NULL; /* label and number come first */
        item->spans.count = 0;
        item->spans.cap = 0;
        if (i == 0) {
            item->gap = PDF_PITCH;
            pdf_span_all(f, item, &label, INDENT, PDF_ASCENT * PDF_BODY);
        }
        pdf_span_all(f, item, &number, hang - number.width, PDF_ASCENT * PDF_BODY);
        for (int s = 0; s < words.spans.count; s++)
            *arena_push(f->arena, &item->spans) = words.spans.items[s];
    }
    return true;
}

/* Without a seal: the name two characters from the right, the date two to the right of its first
 * character; where the date is the longer one it stands at the right and the name moves. Never alone on
 * a page: the end of the text comes with them. */
static bool signature(PdfFlow *f, const Paper *p, int body, Err *err)
{
    enum { LINES_WITH_IT = 2 };
    PdfText name, date;
    if (p->signature.len == 0)
        return true;
    if (!pdf_word(f, PDF_FANG, PDF_BODY, p->signature, &name, err) ||
        !pdf_word(f, PDF_FANG, PDF_BODY, p->date, &date, err))
        return false;
    double name_at = f->width - INDENT - name.width, date_at = name_at + INDENT;
    double date_last = f->width - INDENT - date.width;
    if (date_at > date_last) {
        date_at = date_last;
        name_at = date_at - INDENT;
    }
    keep_from(f, body > f->count - LINES_WITH_IT ? body : f->count - LINES_WITH_IT);
    PdfItem *item = pdf_item(f, PDF_BODY);
    item->grid = true;
    item->gap = PDF_PITCH;
    pdf_span_all(f, item, &name, name_at > 0 ? name_at : 0, PDF_ASCENT * PDF_BODY);
    if (date.count == 0)
        return true;
    item->keep = true;
    item = pdf_item(f, PDF_BODY);
    item->grid = true;
    item->keep = p->after.count > 0;
    pdf_span_all(f, item, &date, date_at > 0 ? date_at : 0, PDF_ASCENT * PDF_BODY);
    return true;
}

/* Each on a page of its own: 附件1 in the first line, the title in the third. */
static bool annexes(PdfFlow *f, const Paper *p, int size_hp, Err *err)
{
    for (int i = 0; i < p->annexes.count; i++) {
        const PaperAnnex *annex = &p->annexes.items[i];
        int before = f->count;
        if (!pdf_paragraph(f, PDF_HEI, annex->label, 0, 0, err))
            return false;
        f->items[before].fresh = true;
        keep_from(f, before);
        double lead = 2 * PDF_PITCH - PDF_BODY - (TITLE_PITCH - TITLE_SIZE) / 2;
        if (!title(f, annex->title, lead, err) || !blocks(f, &annex->body, size_hp, false, err))
            return false;
    }
    return true;
}

static bool foot(PdfFlow *f, const Paper *p, Err *err)
{
    enum { LINES_WITH_IT = 2 };
    for (int i = f->count - LINES_WITH_IT; i < f->count; i++)
        if (i >= 0)
            f->items[i].tail = f->items[i].keep = true;
    for (int i = 0; i < p->foot.count; i++) {
        int before = f->count;
        if (!pdf_small(f, NOTE_SIZE, NOTE_PITCH, p->foot.items[i], err))
            return false;
        f->items[before].gap = i ? 0 : TABLE_GAP / 2;
        for (int n = before; n < f->count; n++)
            f->items[n].tail = f->items[n].foot = true;
    }
    return true;
}

static bool flow(PdfFlow *f, const Paper *p, Err *err)
{
    int width = (int)(PDF_WIDTH * 20 + 0.5);
    int size = paper_grid_smallest(&p->body, width, INT_MAX);
    for (int i = 0; i < p->annexes.count; i++)
        size = paper_grid_smallest(&p->annexes.items[i].body, width, size);
    if (!head(f, p, err))
        return false;
    int body = f->count;
    return blocks(f, &p->body, size, p->after.count > 0, err) && annex_names(f, p, err) &&
           signature(f, p, body, err) &&
           blocks(f, &p->after, paper_grid_smallest(&p->after, width, INT_MAX), p->foot.count > 0,
                  err) &&
           annexes(f, p, size, err) && foot(f, p, err);
}

bool pdf_write(Arena *arena, const Paper *p, int64_t at_utc_ms, int offset_minutes, Str font_folder,
               Str *ret_bytes, Err *err)
{
    AUTO_PDF_CANVAS *canvas = NULL;
    Str name = paper_unbroken(arena, p->title), first = str_cut(&name, '\n');
    Out whole = out_new(arena, LIMIT_OUTPUT_BYTES);
    for (out_s(&whole, first); name.len;)
        out_s(&whole, str_cut(&name, '\n'));
    PdfHead head = {.title = out_str(&whole),
                    .author = p->signature,
                    .at_utc_ms = at_utc_ms,
                    .offset_minutes = offset_minutes,
                    .font_folder = font_folder};
    if (!paper_grid_check(arena, p, err) || !pdf_canvas_open(arena, &head, &canvas, err))
        return false;
    PdfFlow f = {.arena = arena, .canvas = canvas, .width = PDF_WIDTH};
    return flow(&f, p, err) && pdf_pages(&f, p, err) && pdf_canvas_close(canvas, ret_bytes, err);
}

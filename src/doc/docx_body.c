#include "base/limits.h"
#include "base/utf8.h"
#include "doc/docx_parts.h"
#include "doc/paper_break.h"
#include "doc/paper_grid.h"
#include "doc/xml.h"

#include <limits.h>
#include <stdio.h>

/* hint: signs that both scripts have (“ ” — …) are set in the Chinese font, full width. */
void docx_run(Out *out, Str text, int size_hp)
{
    out_s(out, S("<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/>"));
    if (size_hp)
        out_f(out, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>", size_hp, size_hp);
    out_s(out, S("</w:rPr>"));
    for (bool first = true; text.len; first = false) {
        out_s(out, first ? S("") : S("<w:br/>"));
        out_s(out, S("<w:t xml:space=\"preserve\">"));
        xml_text(out, str_cut(&text, '\n'));
        out_s(out, S("</w:t>"));
    }
    out_s(out, S("</w:r>"));
}

void docx_open(Out *out, const char *style, const char *layout)
{
    out_f(out, "\n<w:p><w:pPr><w:pStyle w:val=\"%s\"/>", style);
    out_s(out, str_from_z(layout));
    out_s(out, S("</w:pPr>"));
}

void docx_paragraph(Out *out, const char *style, const char *layout, Str text)
{
    docx_open(out, style, layout);
    if (text.len)
        docx_run(out, text, 0);
    out_s(out, S("</w:p>"));
}

/* --- head */

enum {
    MARK_SIZE_MAX_HP = 104 /* 52 pt: a short name does not fill the line */
};

/* 发文机关标志: as large as nine tenths of a line allow. */
static void issuer_mark(Out *out, Str issuer)
{
    int columns = utf8_columns(issuer);
    int size = columns ? 2 * 2 * (TEXT_WIDTH / 20 * 9 / 10) / columns : 0;
    docx_open(out, "IssuerMark", "");
    docx_run(out, issuer, size < MARK_SIZE_MAX_HP ? size : MARK_SIZE_MAX_HP);
    out_s(out, S("</w:p>"));
}

static void title(Arena *arena, Out *out, const char *style, Str text)
{
    docx_paragraph(out, style, "", paper_title_lines(arena, text));
}

/* 发文字号 in the middle; of a paper that goes up at the left, with 签发人 at the right, each one character in. */
static void document_number(Out *out, const Paper *p)
{
    char layout[200];
    if (p->signer.len == 0) {
        docx_paragraph(out, "DocumentNumber", "", p->number);
        return;
    }
    (void)snprintf(layout, sizeof layout,
                   "<w:tabs><w:tab w:val=\"left\" w:pos=\"%d\"/>"
                   "<w:tab w:val=\"right\" w:pos=\"%d\"/></w:tabs><w:jc w:val=\"left\"/>",
                   CHAR_PITCH, TEXT_WIDTH - CHAR_PITCH);
    docx_open(out, "DocumentNumber", layout); /* no indent: the rule below is as wide as the text */
    out_s(out, S("<w:r><w:tab/></w:r>"));
    docx_run(out, p->number, 0);
    out_s(out, S("<w:r><w:tab/></w:r>"));
    docx_run(out, p->signer, 0);
    out_s(out, S("</w:p>"));
}

static void head(Arena *arena, Out *out, const Paper *p)
{
    if (p->issuer.len)
        issuer_mark(out, p->issuer);
    if (p->number.len)
        document_number(out, p);
    title(arena, out, "Title", p->title);
    if (p->addressees.len)
        docx_paragraph(out, "Addressees", "", p->addressees);
}

/* --- body */

/* keep_last: the end stays on one page with what comes next. */
static void blocks(Out *out, const PaperBlocks *list, int size_hp, bool keep_last,
                   DocxPictures *pictures)
{
    static const char *const headings[] = {"Heading1", "Heading2", "Heading3"};
    for (int i = 0; i < list->count; i++) {
        const PaperBlock *b = &list->items[i];
        bool keep = keep_last && i + 1 == list->count;
        int level = b->level < 1 ? 1 : b->level > 3 ? 3 : b->level;
        switch (b->kind) {
        case PAPER_HEADING:
            docx_paragraph(out, headings[level - 1], "", b->text);
            break;
        case PAPER_PARAGRAPH:
            docx_paragraph(out, "OfficialBody", keep ? "<w:keepNext/>" : "", b->text);
            break;
        case PAPER_NOTE:
            docx_paragraph(out, "TableNote", "", b->text);
            break;
        case PAPER_TABLE:
            if (i > 0 && list->items[i - 1].kind != PAPER_TABLE)
                docx_paragraph(out, "Separator",
                               list->items[i - 1].kind == PAPER_HEADING ? "<w:keepNext/>" : "",
                               S(""));
            keep |= i + 1 < list->count && list->items[i + 1].kind == PAPER_NOTE;
            docx_table(out, &b->table, size_hp, keep, pictures);
            /* or two tables grow together */
            docx_paragraph(out, "Separator", keep ? "<w:keepNext/>" : "", S(""));
            break;
        }
    }
}

/* 附件：1.×× - the names of later lines and annexes stand under the first character of the name.
 * The space after the number is the plain text's. */
static void annex_names(Arena *arena, Out *out, const Paper *p)
{
    int label = utf8_columns(p->annex_label) * CHAR_PITCH / 2;
    for (int i = 0; i < p->annex_names.count; i++) {
        Str name = p->annex_names.items[i];
        ptrdiff_t space = str_find(name, S(" "), 0);
        Str number = space > 0 ? str_sub(name, 0, space) : S("");
        Out line = out_new(arena, LIMIT_OUTPUT_BYTES);
        char indent[64];
        /* digits are half as wide as a character, the point a quarter */
        int hanging = number.len ? ((int)number.len * 2 - 1) * CHAR_PITCH / 4 : 0;
        snprintf(indent, sizeof indent, "<w:ind w:left=\"%d\" w:hanging=\"%d\"/>",
                 2 * CHAR_PITCH + label + hanging, i ? hanging : label + hanging);
        out_s(&line, i ? S("") : p->annex_label);
        out_s(&line, number);
        out_s(&line, str_sub(name, space > 0 ? space + 1 : 0, name.len));
        out->overflow |= line.overflow;
        docx_paragraph(out, i ? "AnnexListNext" : "AnnexList", indent, out_str(&line));
    }
}

/* Without a seal: the name two characters from the right, the date two to the right of its first
 * character; where the date is the longer one it stands at the right and the name moves. */
static void signature(Out *out, const Paper *p)
{
    enum { INDENT = 2 * CHAR_PITCH };
    char indent[64];
    if (p->signature.len == 0)
        return;
    int name_at = TEXT_WIDTH - INDENT - utf8_columns(p->signature) * CHAR_PITCH / 2;
    int date_at = name_at + INDENT;
    int date_last = TEXT_WIDTH - INDENT - utf8_columns(p->date) * CHAR_PITCH / 2;
    if (date_at > date_last) {
        date_at = date_last;
        name_at = date_at - INDENT;
    }
    snprintf(indent, sizeof indent, "<w:ind w:left=\"%d\"/>", name_at > 0 ? name_at : 0);
    docx_paragraph(out, "Signature", indent, p->signature);
    if (p->date.len) {
        snprintf(indent, sizeof indent, "%s<w:ind w:left=\"%d\"/>",
                 p->after.count ? "<w:keepNext/>" : "", date_at > 0 ? date_at : 0);
        docx_paragraph(out, "IssueDate", indent, p->date);
    }
}

/* One size for all tables of a paper; a block for approval has its own. */
static int table_size(const Paper *p)
{
    int size = paper_grid_smallest(&p->body, TEXT_WIDTH, INT_MAX);
    for (int i = 0; i < p->annexes.count; i++)
        size = paper_grid_smallest(&p->annexes.items[i].body, TEXT_WIDTH, size);
    return size;
}

static void section(Out *out)
{
    out_s(out, S("\n<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId4\"/>"
                 "<w:headerReference w:type=\"even\" r:id=\"rId5\"/>"
                 "<w:footerReference w:type=\"default\" r:id=\"rId6\"/>"
                 "<w:footerReference w:type=\"even\" r:id=\"rId7\"/>"));
    out_f(out,
          "<w:pgSz w:w=\"%d\" w:h=\"%d\"/><w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" "
          "w:left=\"%d\" w:header=\"1000\" w:footer=\"1389\" w:gutter=\"0\"/><w:cols/>",
          PAGE_WIDTH, PAGE_HEIGHT, MARGIN_TOP, MARGIN_RIGHT, MARGIN_BOTTOM, MARGIN_LEFT);
    out_f(out,
          "<w:docGrid w:type=\"linesAndChars\" w:linePitch=\"%d\" w:charSpace=\"%d\"/>"
          "</w:sectPr>",
          LINE_PITCH, CHAR_SPACE);
}

static bool any_drawn(const PaperBlocks *blocks)
{
    for (int i = 0; i < blocks->count; i++)
        if (blocks->items[i].kind == PAPER_TABLE && blocks->items[i].table.drawn.spans)
            return true;
    return false;
}

static bool has_pictures(const Paper *p)
{
    bool any = any_drawn(&p->body) || any_drawn(&p->after);
    for (int i = 0; i < p->annexes.count; i++)
        any |= any_drawn(&p->annexes.items[i].body);
    return any;
}

void docx_document(Out *out, const Paper *p, DocxPictures *pictures)
{
    Arena *arena = pictures->arena;
    out_s(out,
          S("<w:document "
            "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
            "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""));
    if (has_pictures(p))
        out_s(out, S(" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/"
                     "wordprocessingDrawing\""));
    out_s(out, S("><w:body>"));
    int size = table_size(p);
    head(arena, out, p);
    blocks(out, &p->body, size, p->after.count > 0, pictures);
    annex_names(arena, out, p);
    signature(out, p);
    if (p->after.count)
        docx_paragraph(out, "Separator", "<w:keepNext/>", S(""));
    blocks(out, &p->after, paper_grid_smallest(&p->after, TEXT_WIDTH, INT_MAX), p->foot.count > 0,
           pictures);
    for (int i = 0; i < p->annexes.count; i++) {
        const PaperAnnex *annex = &p->annexes.items[i];
        docx_paragraph(out, "AnnexLabel", "", annex->label);
        title(arena, out, "AnnexTitle", annex->title);
        blocks(out, &annex->body, size, false, pictures);
    }
    docx_imprint(out, p);
    for (int i = 0; i < p->foot.count; i++)
        docx_paragraph(out, "Closing", "", p->foot.items[i]);
    section(out);
    out_s(out, S("</w:body></w:document>\n"));
}

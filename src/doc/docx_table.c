#include "doc/docx_parts.h"
#include "doc/paper_grid.h"
#include "doc/span_png.h"
#include "doc/xml.h"

#include <stdio.h>

static int wider(int a, int b)
{
    return a > b ? a : b;
}

/* keep: on one page with what comes next. */
static void cell(Out *out, const PaperGrid *k, int c, const char *style, bool keep,
                 const char *indent, Str text)
{
    out_f(out,
          "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>",
          k->width[c]);
    out_f(out, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>%s%s</w:pPr>", style,
          keep ? "<w:keepNext/>" : "", indent);
    if (text.len)
        docx_run(out, text, k->size_hp);
    out_s(out, S("</w:p></w:tc>"));
}

/* The texts of a column stand under one another and in the middle of it: numbers by their last
 * digit, words by their first character. */
static void body_cell(Out *out, const PaperGrid *k, int c, PaperAlign align, bool keep, Str text)
{
    char indent[96];
    int side = (k->width[c] - 2 * PAPER_CELL_MARGIN - k->natural[c]) / 2;
    side = wider(side, 0);
    if (align == PAPER_RIGHT)
        snprintf(indent, sizeof indent, "<w:ind w:right=\"%d\"/><w:jc w:val=\"right\"/>",
                 side + k->size_hp * 5 / 2);
    else
        snprintf(indent, sizeof indent, "<w:ind w:left=\"%d\"/>", side + k->size_hp * 5 / 2);
    cell(out, k, c, "TableText", keep, indent, text);
}

/* A drawn cell: its picture, in the middle of the column. The numbers it shows stand in other columns. */
static void drawn_cell(Out *out, const PaperGrid *k, const PaperTable *t, int row, bool keep,
                       DocxPictures *pictures)
{
    enum { EMU = 635, DPI = 300, TWIPS_AN_INCH = 1440, HEIGHT = PAPER_ROW_HEIGHT * 4 / 5 };
    int c = t->drawn.column, width = k->width[c] - 2 * PAPER_CELL_MARGIN;
    *arena_push(pictures->arena, &pictures->files) =
        span_png(pictures->arena, &t->drawn, &t->drawn.spans[row], width * DPI / TWIPS_AN_INCH,
                 HEIGHT * DPI / TWIPS_AN_INCH);
    int n = pictures->files.count;
    out_f(out,
          "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>"
          "<w:p><w:pPr><w:pStyle w:val=\"TableText\"/>%s<w:jc w:val=\"center\"/></w:pPr><w:r>"
          "<w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">"
          "<wp:extent cx=\"%d\" cy=\"%d\"/><wp:docPr id=\"%d\" name=\"Picture %d\" descr=\"",
          k->width[c], keep ? "<w:keepNext/>" : "", width * EMU, HEIGHT * EMU, n, n);
    xml_text(out, t->columns[c].head);
    out_f(out,
          "\"/><a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">"
          "<a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">"
          "<pic:pic xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">"
          "<pic:nvPicPr><pic:cNvPr id=\"%d\" name=\"%d.png\"/><pic:cNvPicPr/></pic:nvPicPr>"
          "<pic:blipFill><a:blip r:embed=\"rIdPicture%d\"/><a:stretch><a:fillRect/></a:stretch>"
          "</pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"%d\" cy=\"%d\"/>"
          "</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>"
          "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p></w:tc>",
          n, n, n, width * EMU, HEIGHT * EMU);
}

static void row(Out *out, int height, const char *more)
{
    out_f(out,
          "\n<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"%d\" w:hRule=\"atLeast\"/>%s</w:trPr>",
          height, more);
}

void docx_table(Out *out, const PaperTable *t, int size_hp, bool keep_next, DocxPictures *pictures)
{
    PaperGrid k;
    if (t->ncolumns < 1 || t->ncolumns > LIMIT_PAPER_COLUMNS)
        return;
    paper_grid(t, size_hp, TEXT_WIDTH, &k);
    out_f(out,
          "\n<w:tbl><w:tblPr><w:tblStyle w:val=\"OfficialTable\"/>"
          "<w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>"
          "<w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>",
          TEXT_WIDTH);
    for (int c = 0; c < k.count; c++)
        out_f(out, "<w:gridCol w:w=\"%d\"/>", k.width[c]);
    out_s(out, S("</w:tblGrid>"));
    row(out, PAPER_ROW_HEIGHT, "<w:tblHeader/>");
    for (int c = 0; c < k.count; c++)
        cell(out, &k, c, "TableHead", false, "", t->columns[c].head);
    out_s(out, S("</w:tr>"));
    bool whole = t->cells.count <= PAPER_WHOLE_ROWS * k.count || t->row_lines > 0;
    for (int i = 0; i + k.count <= t->cells.count; i += k.count) {
        bool keep = i + 2 * k.count <= t->cells.count ? whole : keep_next;
        row(out, wider(PAPER_ROW_HEIGHT, t->row_lines * LINE_PITCH), "");
        for (int c = 0; c < k.count; c++)
            if (t->drawn.spans && c == t->drawn.column)
                drawn_cell(out, &k, t, i / k.count, keep, pictures);
            else
                body_cell(out, &k, c, t->columns[c].align, keep, t->cells.items[i + c]);
        out_s(out, S("</w:tr>"));
    }
    out_s(out, S("\n</w:tbl>"));
}

/* --- imprint */

enum { IMPRINT_LEFT = TEXT_WIDTH / 2 };

static void imprint_cell(Out *out, const char *style, int width, const char *more, Str text)
{
    out_f(out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>%s</w:tcPr>", width, more);
    docx_paragraph(out, style, "", text);
    out_s(out, S("</w:tc>"));
}

/* A floating table at the foot of the text area: rules of 0.35 mm above and below, 0.25 mm between.
 * Its left edge is told from the page: LibreOffice lets no table float that is as wide as what it is
 * told from. */
void docx_imprint(Out *out, const Paper *p)
{
    if (p->copies.len == 0 && p->printed_by.len == 0)
        return;
    out_f(out,
          "\n<w:tbl><w:tblPr><w:tblStyle w:val=\"ImprintTable\"/>"
          "<w:tblpPr w:vertAnchor=\"margin\" w:horzAnchor=\"page\" w:tblpX=\"%d\" "
          "w:tblpYSpec=\"bottom\"/><w:tblOverlap w:val=\"never\"/>"
          "<w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr>"
          "<w:tblGrid><w:gridCol w:w=\"%d\"/><w:gridCol w:w=\"%d\"/></w:tblGrid>",
          MARGIN_LEFT, TEXT_WIDTH, IMPRINT_LEFT, TEXT_WIDTH - IMPRINT_LEFT);
    if (p->copies.len) {
        out_s(out, S("\n<w:tr><w:trPr><w:cantSplit/></w:trPr>"));
        imprint_cell(out, "Copies", TEXT_WIDTH, "<w:gridSpan w:val=\"2\"/>", p->copies);
        out_s(out, S("</w:tr>"));
    }
    if (p->printed_by.len) {
        out_s(out, S("\n<w:tr><w:trPr><w:cantSplit/></w:trPr>"));
        imprint_cell(out, "PrintedBy", IMPRINT_LEFT, "", p->printed_by);
        imprint_cell(out, "PrintedOn", TEXT_WIDTH - IMPRINT_LEFT, "", p->printed_on);
        out_s(out, S("</w:tr>"));
    }
    out_s(out, S("\n</w:tbl>"));
    if (p->foot.count == 0)
        docx_paragraph(out, "Separator", "", S("")); /* the table hangs on the paragraph after it */
}

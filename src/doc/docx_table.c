#include "base/limits.h"
#include "base/utf8.h"
#include "doc/docx_parts.h"

#include <stdio.h>

enum {
    BLANK_COLUMNS = 20, /* room for ten characters by hand */
    CELL_MARGIN = 60,   /* on both sides, as styles.xml has it */
    ROW_HEIGHT = 425,   /* 7.5 mm at least */
    WHOLE_ROWS = 10,    /* a table of so many is not cut by the end of a page */
};

typedef struct Columns {
    int count;
    int size_hp;                      /* of the text, half points */
    int natural[LIMIT_PAPER_COLUMNS]; /* of the widest text of the column, at that size */
    int width[LIMIT_PAPER_COLUMNS];   /* with margins */
} Columns;

static int wider(int a, int b)
{
    return a > b ? a : b;
}

/* The widest line of the text in half characters. */
static int columns_of(Str text)
{
    int columns = 0;
    while (text.len)
        columns = wider(columns, utf8_columns(str_cut(&text, '\n')));
    return columns;
}

static int total(const int *widths, int count, int at_most)
{
    int sum = 0;
    for (int c = 0; c < count; c++)
        sum += widths[c] < at_most ? widths[c] : at_most;
    return sum;
}

/* No text in the column below its head: it is there to be written in. */
static bool is_blank(const PaperTable *t, int c)
{
    bool blank = t->row_lines > 0;
    for (int i = c; i < t->cells.count; i += t->ncolumns)
        blank = blank && t->cells.items[i].len == 0;
    return blank;
}

/* The widths that the texts ask for, with half a character on both sides. */
static void measure(const PaperTable *t, int size_hp, Columns *ret)
{
    *ret = (Columns){.count = t->ncolumns, .size_hp = size_hp};
    for (int c = 0; c < t->ncolumns; c++) {
        int half = columns_of(t->columns[c].head);
        for (int i = c; i < t->cells.count; i += t->ncolumns)
            half = wider(half, columns_of(t->cells.items[i]));
        if (is_blank(t, c))
            half = wider(half, BLANK_COLUMNS);
        int64_t width = ((int64_t)half + 2) * size_hp * 5;
        ret->natural[c] = width < TEXT_WIDTH ? (int)width : TEXT_WIDTH;
        ret->width[c] = ret->natural[c] + 2 * CELL_MARGIN;
    }
}

int docx_table_size(const PaperTable *t)
{
    static const int sizes[] = {28, 24, 21}; /* 四号, 小四, 五号 */
    Columns k;
    size_t s = 0;
    if (t->row_lines > 0)
        return sizes[1]; /* its rows are high enough for texts that wrap */
    for (; s + 1 < sizeof sizes / sizeof sizes[0]; s++) {
        measure(t, sizes[s], &k);
        if (total(k.width, k.count, TEXT_WIDTH) <= TEXT_WIDTH)
            break;
    }
    return sizes[s];
}

/* What does not fit wraps: the widest columns give way first, to one common width. What is left over
 * is shared out, so that every table is as wide as the text: among the columns that people write in,
 * else among all. */
static void lay_out(const PaperTable *t, int size_hp, Columns *ret)
{
    int at_most = TEXT_WIDTH;
    measure(t, size_hp, ret);
    while (total(ret->width, ret->count, at_most) > TEXT_WIDTH)
        at_most--;
    int spare = TEXT_WIDTH - total(ret->width, ret->count, at_most);
    int blank = 0, given = 0;
    for (int c = 0; c < ret->count; c++)
        blank += is_blank(t, c);
    int share = blank ? blank : ret->count;
    for (int c = 0; c < ret->count; c++) {
        ret->width[c] = ret->width[c] < at_most ? ret->width[c] : at_most;
        if (blank == 0 || is_blank(t, c))
            ret->width[c] += spare / share + (given++ < spare % share);
    }
}

/* keep: on one page with what comes next. */
static void cell(Out *out, const Columns *k, int c, const char *style, bool keep,
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
static void body_cell(Out *out, const Columns *k, int c, PaperAlign align, bool keep, Str text)
{
    char indent[96];
    int side = (k->width[c] - 2 * CELL_MARGIN - k->natural[c]) / 2;
    side = wider(side, 0);
    if (align == PAPER_RIGHT)
        snprintf(indent, sizeof indent, "<w:ind w:right=\"%d\"/><w:jc w:val=\"right\"/>",
                 side + k->size_hp * 5 / 2);
    else
        snprintf(indent, sizeof indent, "<w:ind w:left=\"%d\"/>", side + k->size_hp * 5 / 2);
    cell(out, k, c, "TableText", keep, indent, text);
}

static void row(Out *out, int height, const char *more)
{
    out_f(out,
          "\n<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"%d\" w:hRule=\"atLeast\"/>%s</w:trPr>",
          height, more);
}

void docx_table(Out *out, const PaperTable *t, int size_hp, bool keep_next)
{
    Columns k;
    if (t->ncolumns < 1 || t->ncolumns > LIMIT_PAPER_COLUMNS)
        return;
    lay_out(t, size_hp, &k);
    out_f(out,
          "\n<w:tbl><w:tblPr><w:tblStyle w:val=\"OfficialTable\"/>"
          "<w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>"
          "<w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>",
          TEXT_WIDTH);
    for (int c = 0; c < k.count; c++)
        out_f(out, "<w:gridCol w:w=\"%d\"/>", k.width[c]);
    out_s(out, S("</w:tblGrid>"));
    row(out, ROW_HEIGHT, "<w:tblHeader/>");
    for (int c = 0; c < k.count; c++)
        cell(out, &k, c, "TableHead", false, "", t->columns[c].head);
    out_s(out, S("</w:tr>"));
    bool whole = t->cells.count <= WHOLE_ROWS * k.count || t->row_lines > 0;
    for (int i = 0; i + k.count <= t->cells.count; i += k.count) {
        bool keep = i + 2 * k.count <= t->cells.count ? whole : keep_next;
        row(out, wider(ROW_HEIGHT, t->row_lines * LINE_PITCH), "");
        for (int c = 0; c < k.count; c++)
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

/* doc/pdf_parts.h - what the parts of the pdf writer share: texts broken into lines (pdf_lines.c),
 * tables (pdf_table.c), the paper as a flow of items (pdf.c), items onto pages (pdf_pages.c).
 *
 * Lengths are points. An item is what no end of a page cuts: a line of text, a row of a table. Its
 * spans and rules are told from the left edge of the type area and its own top. Items of body text
 * stand on the grid of their page: 22 lines from the upper edge of the type area, the last one's
 * characters end at the lower edge. Callers: doc/pdf*. */
#pragma once
#include "doc/paper.h"
#include "doc/paper_grid.h"
#include "doc/pdf_canvas.h"

#define PDF_MM(mm) ((mm)*72.0 / 25.4)
#define PDF_BODY 15.75 /* 三号: 28 of them stand in 156 mm */
#define PDF_PITCH ((PDF_MM(225) - PDF_BODY) / 21)
#define PDF_WIDTH PDF_MM(156)
#define PDF_WIDE PDF_MM(225) /* of a page on its side */
#define PDF_ASCENT 0.88      /* of a character above its baseline */

typedef struct PdfSpan {
    Str text;
    const double *widths;
    double x, dy; /* start, and baseline below the item's top */
    double size;
    PdfFace face;
    bool red;
} PdfSpan;

typedef struct PdfRule {
    double x0, y0, x1, y1, width;
    bool red;
    double pale; /* 0 black to 1 white */
    bool round;  /* at its ends */
} PdfRule;

typedef struct PdfItem {
    double lead; /* blank above it, at the top of a page too */
    double gap;  /* blank above it, not at the top of a page */
    double height;
    bool grid;  /* begins on a line of the grid */
    bool keep;  /* stays with the next item */
    bool fresh; /* begins a page */
    bool wide;  /* of a page on its side */
    bool tail;  /* leaves room for the imprint below it */
    bool foot;  /* after the imprint in reading order */
    int head;   /* the item that is repeated above it at the top of a page; -1: none */
    struct {
        PdfSpan *items;
        int count;
        size_t cap;
    } spans;
    struct {
        PdfRule *items;
        int count;
        size_t cap;
    } rules;
} PdfItem;

typedef struct PdfFlow {
    Arena *arena;
    PdfCanvas *canvas;
    double width; /* of the type area at hand */
    bool wide;
    PdfItem *items;
    int count;
    size_t cap;
} PdfFlow;

/* A new item at the end of the flow; valid until the next one. */
PdfItem *pdf_item(PdfFlow *flow, double height);

/* A text that was cleaned (no controls, no hints) and measured. */
typedef struct PdfText {
    Str text;
    double *widths;
    ptrdiff_t *starts; /* of each character, and the end */
    int count;
    double size, width, rise;
    PdfFace face;
} PdfText;

typedef struct PdfLine {
    int from, to; /* characters */
    double width;
    bool last; /* of its paragraph */
} PdfLine;

typedef struct PdfLines {
    PdfLine *items;
    int count;
    size_t cap;
} PdfLines;

bool pdf_word(PdfFlow *flow, PdfFace face, double size, Str text, PdfText *ret_text, Err *err);
/* At least one line; `first` and `rest` are the room of the first line and of the others. */
void pdf_wrap(PdfFlow *flow, const PdfText *text, double first, double rest, PdfLines *ret_lines);
/* The line as a span of the item; spread over `room` unless it is the last of its paragraph, squeezed into it
 * where it takes more; 0: left as it is. */
void pdf_span(PdfFlow *flow, PdfItem *item, const PdfText *text, const PdfLine *line, double x,
              double dy, double room);
/* The whole text in one span. */
void pdf_span_all(PdfFlow *flow, PdfItem *item, const PdfText *text, double x, double dy);
/* Paragraphs of body text on the grid, a line an item: indents of the first line and of the others. */
bool pdf_paragraph(PdfFlow *flow, PdfFace face, Str text, double first, double rest, Err *err);
/* The same in a small size off the grid, line by line of `pitch`. */
bool pdf_small(PdfFlow *flow, double size, double pitch, Str text, Err *err);
void pdf_rule(PdfFlow *flow, PdfItem *item, PdfRule rule);

/* keep_next: its last row stays on one page with what comes next. */
bool pdf_table(PdfFlow *flow, const PaperTable *table, int size_hp, bool keep_next, Err *err);

/* Items onto pages, with marks, page numbers and imprint. */
bool pdf_pages(PdfFlow *flow, const Paper *paper, Err *err);

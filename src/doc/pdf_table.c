#include "doc/pdf_parts.h"

#define RULE 0.5
#define CELL_LINE 1.35 /* of the size, from line to line */
#define TWIPS(n) ((double)(n) / 20)

/* The lines of one cell, each with the text it is of. */
typedef struct CellLine {
    const PdfText *text;
    PdfLine line;
} CellLine;

typedef struct Cell {
    CellLine *items;
    int count;
    size_t cap;
} Cell;

typedef struct Rows {
    PdfFlow *flow;
    const PaperTable *table;
    PaperGrid grid;
    double size, pitch, left[LIMIT_PAPER_COLUMNS + 1];
    int head; /* its item */
} Rows;

static bool cell_lines(Rows *r, PdfFace face, Str text, double room, Cell *ret, Err *err)
{
    *ret = (Cell){0};
    while (text.len) {
        PdfText *t = arena_new(r->flow->arena, PdfText, 1);
        PdfLines lines;
        if (!pdf_word(r->flow, face, r->size, str_cut(&text, '\n'), t, err))
            return false;
        pdf_wrap(r->flow, t, room, room, &lines);
        for (int i = 0; i < lines.count; i++)
            *arena_push(r->flow->arena, ret) = (CellLine){t, lines.items[i]};
    }
    return true;
}

/* Room on both sides of the texts of a column, so that they stand in its middle under one another. */
static double side(const Rows *r, int c)
{
    double spare = TWIPS(r->grid.width[c] - r->grid.natural[c]) / 2 - TWIPS(PAPER_CELL_MARGIN);
    return (spare > 0 ? spare : 0) + TWIPS(PAPER_CELL_MARGIN);
}

static double cell_room(const Rows *r, int c, bool head)
{
    double room = TWIPS(r->grid.width[c] - 2 * PAPER_CELL_MARGIN) - (head ? 0 : r->size / 2);
    return room > r->size ? room : r->size;
}

static double cell_x(const Rows *r, int c, bool head, const PdfLine *line)
{
    double width = r->left[c + 1] - r->left[c];
    if (head)
        return r->left[c] + (width - line->width) / 2;
    if (r->table->columns[c].align == PAPER_RIGHT)
        return r->left[c + 1] - side(r, c) - r->size / 2 - line->width;
    return r->left[c] + side(r, c) + r->size / 2;
}

#define SPAN_ZONE_PALE 0.88
#define SPAN_LINE_PALE 0.45
#define SPAN_BAR_PALE 0.62
#define SPAN_BAR 7.0
#define SPAN_DOT 4.6

/* The column that is drawn: shade, line, bar and dot, each over the one before. */
static void draw_span(Rows *r, PdfItem *item, const PaperSpan *s)
{
    const PaperDrawn *d = &r->table->drawn;
    double left = r->left[d->column] + TWIPS(PAPER_CELL_MARGIN);
    double place = (r->left[d->column + 1] - TWIPS(PAPER_CELL_MARGIN) - left) / d->scale;
    double y = item->height / 2, half = place / 2 < SPAN_BAR / 2 ? place / 2 : SPAN_BAR / 2;
#define MIDDLE(rank) (left + ((rank)-0.5) * place)
    if (d->zone > 0 && d->zone < d->scale)
        pdf_rule(r->flow, item,
                 (PdfRule){left + (d->scale - d->zone) * place, y, left + d->scale * place, y,
                           item->height - 2 * RULE, false, SPAN_ZONE_PALE, false});
    if (s->best > 0)
        pdf_rule(r->flow, item,
                 (PdfRule){MIDDLE(s->best) - half, y, MIDDLE(s->worst) + half, y, 1, false,
                           SPAN_LINE_PALE, false});
    if (s->low > 0)
        pdf_rule(r->flow, item,
                 (PdfRule){MIDDLE(s->low) - half, y, MIDDLE(s->high) + half, y, SPAN_BAR, false,
                           SPAN_BAR_PALE, false});
    if (s->at > 0)
        pdf_rule(r->flow, item,
                 (PdfRule){MIDDLE(s->at), y, MIDDLE(s->at), y, SPAN_DOT, false, 0, true});
#undef MIDDLE
}

/* Lines `from` to `to` of each cell as one item. */
static void row_item(Rows *r, const Cell *cells, const PaperSpan *span, bool head, int from, int to,
                     double least)
{
    double height = (to - from) * r->pitch + r->size / 3;
    PdfItem *item = pdf_item(r->flow, height > least ? height : least);
    int n = r->grid.count;
    item->head = head ? -1 : r->head;
    if (span)
        draw_span(r, item, span);
    for (int c = 0; c < n; c++) {
        int last = cells[c].count < to ? cells[c].count : to;
        double top = (item->height - (last - from) * r->pitch) / 2;
        for (int i = from; i < last; i++) {
            const CellLine *l = &cells[c].items[i];
            double dy = top + (i - from) * r->pitch + (r->pitch - r->size) / 2;
            pdf_span(r->flow, item, l->text, &l->line, cell_x(r, c, head, &l->line),
                     dy + PDF_ASCENT * r->size, 0);
        }
    }
    for (int c = 0; c <= n; c++)
        pdf_rule(r->flow, item, (PdfRule){r->left[c], 0, r->left[c], item->height, RULE, false});
    if (head)
        pdf_rule(r->flow, item, (PdfRule){-RULE / 2, 0, r->left[n] + RULE / 2, 0, RULE, false});
    pdf_rule(r->flow, item,
             (PdfRule){-RULE / 2, item->height, r->left[n] + RULE / 2, item->height, RULE, false});
}

/* A row is one item, unless it is higher than a page. */
static bool row(Rows *r, const Str *texts, const PaperSpan *span, bool head, double least, Err *err)
{
    Cell cells[LIMIT_PAPER_COLUMNS];
    int lines = 1;
    for (int c = 0; c < r->grid.count; c++) {
        if (!cell_lines(r, head ? PDF_HEI : PDF_FANG, texts[c], cell_room(r, c, head), &cells[c],
                        err))
            return false;
        lines = cells[c].count > lines ? cells[c].count : lines;
    }
    double room =
        r->flow->wide ? PDF_WIDTH : PDF_WIDE; /* the page is as high as the other is wide */
    if (!head)
        room -= r->flow->items[r->head].height;
    int most = (int)((room - r->size) / r->pitch);
    most = head ? most / 2 : most;
    most = most > 0 ? most : 1;
    for (int from = 0; from < lines; from += most) {
        row_item(r, cells, span, head, from, from + most < lines ? from + most : lines, least);
        if (head)
            break; /* a head of half a page has said enough */
    }
    return true;
}

bool pdf_table(PdfFlow *flow, const PaperTable *t, int size_hp, bool keep_next, Err *err)
{
    Str heads[LIMIT_PAPER_COLUMNS];
    if (t->ncolumns < 1 || t->ncolumns > LIMIT_PAPER_COLUMNS)
        return true;
    Rows r = {.flow = flow, .table = t, .size = size_hp / 2.0};
    r.pitch = r.size * CELL_LINE;
    paper_grid(t, size_hp, (int)(flow->width * 20 + 0.5), &r.grid);
    for (int c = 0; c < t->ncolumns; c++) {
        r.left[c + 1] = r.left[c] + TWIPS(r.grid.width[c]);
        heads[c] = t->columns[c].head;
    }
    r.head = flow->count;
    if (!row(&r, heads, NULL, true, TWIPS(PAPER_ROW_HEIGHT), err))
        return false;
    flow->items[r.head].keep = true;
    double least = t->row_lines * PDF_PITCH;
    least = least > TWIPS(PAPER_ROW_HEIGHT) ? least : TWIPS(PAPER_ROW_HEIGHT);
    bool whole = t->cells.count <= PAPER_WHOLE_ROWS * t->ncolumns || t->row_lines > 0;
    for (int i = 0; i + t->ncolumns <= t->cells.count; i += t->ncolumns) {
        int first = flow->count;
        const PaperSpan *span = t->drawn.spans ? &t->drawn.spans[i / t->ncolumns] : NULL;
        if (!row(&r, &t->cells.items[i], span, false, least, err))
            return false;
        bool keep = i + 2 * t->ncolumns <= t->cells.count ? whole : keep_next;
        for (; first < flow->count; first++)
            flow->items[first].keep = keep;
    }
    return true;
}

#include "base/limits.h"
#include "base/utf8.h"
#include "doc/paper_break.h"

enum { INDENT = 4, GAP = 2 };

static void spaces(Out *out, int columns)
{
    for (int i = 0; i < columns; i++)
        out_c(out, ' ');
}

static void rule(Out *out, char c, int columns)
{
    for (int i = 0; i < columns; i++)
        out_c(out, c);
    out_c(out, '\n');
}

/* The first line of s that fits in `columns`; at least one character. */
static ptrdiff_t fit(Str s, int columns)
{
    int width = 0;
    ptrdiff_t at = 0, good = 0;
    Str before = S("");
    while (at < s.len) {
        ptrdiff_t from = at;
        (void)utf8_next(s, &at);
        Str c = str_sub(s, from, at);
        if (before.len && paper_may_break(before, c))
            good = from;
        width += utf8_columns(c);
        if (width > columns)
            return good > 0 ? good : from > 0 ? from : at;
        before = c;
    }
    return s.len;
}

/* Writes s from column `first` on, later lines from column `rest` on. The cursor stands at the
 * start of a line when `at_start`, else at `first` already. */
static void wrap(Out *out, Str s, int first, int rest, bool at_start)
{
    int from = first;
    if (at_start)
        spaces(out, first);
    do {
        ptrdiff_t len = fit(s, PAPER_COLUMNS - from);
        out_s(out, str_sub(s, 0, len));
        out_c(out, '\n');
        s = str_trim(str_sub(s, len, s.len));
        from = rest;
        if (s.len)
            spaces(out, rest);
    } while (s.len);
}

static void centre(Out *out, Str s)
{
    int columns = utf8_columns(s);
    if (columns > PAPER_COLUMNS) {
        wrap(out, s, 0, 0, true);
        return;
    }
    spaces(out, (PAPER_COLUMNS - columns) / 2);
    out_s(out, s);
    out_c(out, '\n');
}

/* One at the left, one at the right, each a character in; below each other where they do not fit. */
static void both_ends(Out *out, Str left, Str right)
{
    int gap = PAPER_COLUMNS - 2 * GAP - utf8_columns(left) - utf8_columns(right);
    spaces(out, GAP);
    out_s(out, left);
    if (gap < 1) {
        out_c(out, '\n');
        spaces(out, GAP);
    } else {
        spaces(out, gap);
    }
    out_s(out, right);
    out_c(out, '\n');
}

static void centre_lines(Out *out, Str s)
{
    while (s.len)
        centre(out, paper_unbroken(out->arena, str_cut(&s, '\n')));
}

enum { SPAN_COLUMNS = 24 };

static int span_place(const PaperDrawn *d, int rank, int width)
{
    return (rank - 1) * width / d->scale;
}

/* ..--==O=---: the bar, what goes beyond it, the dot. */
static Str span_txt(Arena *arena, const PaperDrawn *d, const PaperSpan *s)
{
    static const struct {
        char mark;
        size_t from, to;
    } marks[] = {{'-', offsetof(PaperSpan, best), offsetof(PaperSpan, worst)},
                 {'=', offsetof(PaperSpan, low), offsetof(PaperSpan, high)},
                 {'O', offsetof(PaperSpan, at), offsetof(PaperSpan, at)}};
    int width = d->scale < SPAN_COLUMNS ? d->scale : SPAN_COLUMNS;
    Out out = out_new(arena, SPAN_COLUMNS + 1);
    for (int k = 0; k < width; k++) {
        char mark = '.';
        for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
            int from = *(const int *)((const char *)s + marks[m].from),
                to = *(const int *)((const char *)s + marks[m].to);
            if (from > 0 && to <= d->scale && k >= span_place(d, from, width) &&
                k <= span_place(d, to, width))
                mark = marks[m].mark;
        }
        out_c(&out, mark);
    }
    return out_str(&out);
}

/* What stands in cell `i`, counted over all rows. */
static Str cell_txt(Arena *arena, const PaperTable *t, int i)
{
    const PaperDrawn *d = &t->drawn;
    return d->spans && i % t->ncolumns == d->column ? span_txt(arena, d, &d->spans[i / t->ncolumns])
                                                    : t->cells.items[i];
}

static void cell(Out *out, Str text, int columns, PaperAlign align, bool last)
{
    if (align == PAPER_RIGHT)
        out_pad_left(out, text, columns);
    else if (last)
        out_s(out, text);
    else
        out_pad(out, text, columns);
}

/* A row without spaces at its end: what would only be padding is not written. */
static void table_row(Out *out, const PaperTable *t, const Str *cells, const int *widths, int left)
{
    int last = t->ncolumns - 1;
    while (last > 0 && cells[last].len == 0)
        last--;
    spaces(out, left);
    for (int c = 0; c <= last; c++) {
        spaces(out, c ? GAP : 0);
        cell(out, cells[c], widths[c], t->columns[c].align, c == last);
    }
    out_c(out, '\n');
}

static void table_row_high(Out *out, const PaperTable *t, const Str *cells, const int *widths,
                           int left)
{
    table_row(out, t, cells, widths, left);
    for (int i = 1; i < t->row_lines; i++)
        out_c(out, '\n');
}

static void table_txt(Out *out, const PaperTable *t)
{
    int widths[LIMIT_PAPER_COLUMNS] = {0}, total = 0;
    Str heads[LIMIT_PAPER_COLUMNS];
    for (int c = 0; c < t->ncolumns && c < LIMIT_PAPER_COLUMNS; c++) {
        heads[c] = t->columns[c].head;
        widths[c] = utf8_columns(heads[c]);
        for (int i = c; i < t->cells.count; i += t->ncolumns) {
            int columns = utf8_columns(cell_txt(out->arena, t, i));
            widths[c] = columns > widths[c] ? columns : widths[c];
        }
        total += widths[c] + (c ? GAP : 0);
    }
    int left = total < PAPER_COLUMNS ? (PAPER_COLUMNS - total) / 2 : 0;
    spaces(out, left);
    rule(out, '-', total);
    table_row(out, t, heads, widths, left);
    spaces(out, left);
    rule(out, '-', total);
    for (int i = 0; i + t->ncolumns <= t->cells.count; i += t->ncolumns) {
        Str cells[LIMIT_PAPER_COLUMNS];
        for (int c = 0; c < t->ncolumns && c < LIMIT_PAPER_COLUMNS; c++)
            cells[c] = cell_txt(out->arena, t, i + c);
        table_row_high(out, t, cells, widths, left);
    }
    spaces(out, left);
    rule(out, '-', total);
}

static void blocks_txt(Out *out, const PaperBlocks *blocks)
{
    for (int i = 0; i < blocks->count; i++) {
        const PaperBlock *b = &blocks->items[i];
        switch (b->kind) {
        case PAPER_HEADING:
        case PAPER_PARAGRAPH:
            wrap(out, b->text, INDENT, 0, true);
            break;
        case PAPER_NOTE:
            wrap(out, b->text, 0, 0, true);
            break;
        case PAPER_TABLE:
            table_txt(out, &b->table);
            break;
        }
    }
}

static void annex_names(Out *out, const Paper *p)
{
    int at = INDENT + utf8_columns(p->annex_label);
    for (int i = 0; i < p->annex_names.count; i++) {
        Str name = p->annex_names.items[i];
        ptrdiff_t text = str_find(name, S(" "), 0) + 1; /* later lines stand under the name */
        int hang = at + utf8_columns(str_sub(name, 0, text));
        if (i == 0) {
            out_c(out, '\n');
            spaces(out, INDENT);
            out_s(out, p->annex_label);
        }
        wrap(out, name, at, hang, i > 0);
    }
}

/* Without a seal: the name two characters from the right, the date two to the right of its first
 * character; where the date is the longer one it stands at the right and the name moves. */
static void signature(Out *out, const Paper *p)
{
    if (p->signature.len == 0)
        return;
    int name = utf8_columns(p->signature), date = utf8_columns(p->date);
    int name_at = PAPER_COLUMNS - INDENT - name, date_at = name_at + INDENT;
    if (date_at + date > PAPER_COLUMNS - INDENT) {
        date_at = PAPER_COLUMNS - INDENT - date;
        name_at = date_at - INDENT;
    }
    out_c(out, '\n');
    spaces(out, name_at);
    out_s(out, p->signature);
    out_c(out, '\n');
    if (p->date.len) {
        spaces(out, date_at);
        out_s(out, p->date);
        out_c(out, '\n');
    }
}

static void imprint(Out *out, const Paper *p)
{
    if (p->copies.len == 0 && p->printed_by.len == 0)
        return;
    out_c(out, '\n');
    rule(out, '-', PAPER_COLUMNS);
    if (p->copies.len) {
        wrap(out, p->copies, GAP, GAP + 6, true);
        rule(out, '-', PAPER_COLUMNS);
    }
    if (p->printed_by.len) {
        spaces(out, GAP);
        out_pad(out, p->printed_by, PAPER_COLUMNS - 2 * GAP - utf8_columns(p->printed_on));
        out_s(out, p->printed_on);
        out_c(out, '\n');
        rule(out, '-', PAPER_COLUMNS);
    }
}

static void annexes(Out *out, const Paper *p)
{
    for (int i = 0; i < p->annexes.count; i++) {
        const PaperAnnex *annex = &p->annexes.items[i];
        out_s(out, S("\n\n"));
        out_s(out, annex->label);
        out_s(out, S("\n\n"));
        centre_lines(out, annex->title);
        out_c(out, '\n');
        blocks_txt(out, &annex->body);
    }
}

void paper_txt(const Paper *p, Out *out)
{
    for (int i = 0; i < p->marks.count; i++) {
        out_s(out, p->marks.items[i]);
        out_c(out, '\n');
    }
    if (p->number.len) {
        out_c(out, '\n');
        if (p->signer.len)
            both_ends(out, p->number, p->signer);
        else
            centre(out, p->number);
        rule(out, '=', PAPER_COLUMNS);
    }
    out_c(out, '\n');
    centre_lines(out, p->title);
    out_c(out, '\n');
    if (p->addressees.len)
        wrap(out, p->addressees, 0, 0, true);
    blocks_txt(out, &p->body);
    annex_names(out, p);
    signature(out, p);
    if (p->after.count)
        out_c(out, '\n');
    blocks_txt(out, &p->after);
    annexes(out, p);
    imprint(out, p);
    for (int i = 0; i < p->foot.count; i++) {
        out_c(out, '\n');
        out_s(out, p->foot.items[i]);
        out_c(out, '\n');
    }
}

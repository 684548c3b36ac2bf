#include "doc/paper_grid.h"

#include "base/utf8.h"

enum {
    BLANK_COLUMNS = 20, /* room for ten characters by hand */
    DRAWN_COLUMNS = 28  /* of a picture, at least */
};

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

static bool is_drawn(const PaperTable *t, int c)
{
    return t->drawn.spans && c == t->drawn.column;
}

/* The widths that the texts ask for, with half a character on both sides. */
static void measure(const PaperTable *t, int size_hp, int text_width, PaperGrid *ret)
{
    *ret = (PaperGrid){.count = t->ncolumns, .size_hp = size_hp};
    for (int c = 0; c < t->ncolumns; c++) {
        int half = columns_of(t->columns[c].head);
        for (int i = c; i < t->cells.count; i += t->ncolumns)
            half = wider(half, columns_of(t->cells.items[i]));
        if (is_blank(t, c))
            half = wider(half, BLANK_COLUMNS);
        if (is_drawn(t, c))
            half = wider(half, DRAWN_COLUMNS);
        int64_t width = ((int64_t)half + 2) * size_hp * 5;
        ret->natural[c] = width < text_width ? (int)width : text_width;
        ret->width[c] = ret->natural[c] + 2 * PAPER_CELL_MARGIN;
    }
}

int paper_grid_size(const PaperTable *t, int width)
{
    static const int sizes[] = {28, 24, 21}; /* 四号, 小四, 五号 */
    PaperGrid k;
    size_t s = 0;
    if (t->row_lines > 0)
        return sizes[1]; /* its rows are high enough for texts that wrap */
    for (; s + 1 < sizeof sizes / sizeof sizes[0]; s++) {
        measure(t, sizes[s], width, &k);
        if (total(k.width, k.count, width) <= width)
            break;
    }
    return sizes[s];
}

/* What does not fit wraps: the widest columns give way first, to one common width. What is left over
 * is shared out, so that every table is as wide as the text: among the columns that people write in or that are drawn,
 * else among all. */
void paper_grid(const PaperTable *t, int size_hp, int width, PaperGrid *ret)
{
    int at_most = width;
    measure(t, size_hp, width, ret);
    while (total(ret->width, ret->count, at_most) > width)
        at_most--;
    int spare = width - total(ret->width, ret->count, at_most);
    int blank = 0, given = 0;
    for (int c = 0; c < ret->count; c++)
        blank += is_blank(t, c) || is_drawn(t, c);
    int share = blank ? blank : ret->count;
    for (int c = 0; c < ret->count; c++) {
        ret->width[c] = ret->width[c] < at_most ? ret->width[c] : at_most;
        if (blank == 0 || is_blank(t, c) || is_drawn(t, c))
            ret->width[c] += spare / share + (given++ < spare % share);
    }
}

int paper_grid_smallest(const PaperBlocks *list, int width, int size_hp)
{
    for (int i = 0; i < list->count; i++)
        if (list->items[i].kind == PAPER_TABLE) {
            int fits = paper_grid_size(&list->items[i].table, width);
            size_hp = fits < size_hp ? fits : size_hp;
        }
    return size_hp;
}

static bool check_tables(Arena *arena, const PaperBlocks *blocks, Err *err)
{
    for (int i = 0; i < blocks->count; i++) {
        const PaperBlock *b = &blocks->items[i];
        if (b->kind == PAPER_TABLE && b->table.ncolumns > LIMIT_PAPER_COLUMNS) {
            err_set(err, ERR_LIMIT, {"name", S("LIMIT_PAPER_COLUMNS")},
                    {"limit", arena_fmt(arena, "%d", LIMIT_PAPER_COLUMNS)},
                    {"found", arena_fmt(arena, "%d", b->table.ncolumns)});
            return err_at_cell(err, i + 1, LIMIT_PAPER_COLUMNS + 1);
        }
    }
    return true;
}

bool paper_grid_check(Arena *arena, const Paper *p, Err *err)
{
    if (!check_tables(arena, &p->body, err) || !check_tables(arena, &p->after, err))
        return false;
    for (int i = 0; i < p->annexes.count; i++)
        if (!check_tables(arena, &p->annexes.items[i].body, err))
            return false;
    return true;
}

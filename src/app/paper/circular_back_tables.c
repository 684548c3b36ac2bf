/* Cells of the tables that came back beside those that were handed out. A table is never taken over. */
#include "app/paper/circular_back_parts.h"

enum { PLACES_MAX = 4 * 1000 * 1000 };

typedef struct Rows {
    Str *cells; /* [row * cols + column], bare; the head is row 0 */
    Str *shown;
    int rows, cols;
} Rows;

static Rows rows_of_paper(Arena *a, const PaperTable *t)
{
    Rows r = {.cols = t->ncolumns, .rows = 1 + (t->ncolumns ? t->cells.count / t->ncolumns : 0)};
    r.cells = arena_new(a, Str, r.rows * r.cols + 1);
    r.shown = arena_new(a, Str, r.rows * r.cols + 1);
    for (int i = 0; i < r.rows * r.cols; i++) {
        r.shown[i] = i < r.cols ? t->columns[i].head : t->cells.items[i - r.cols];
        r.cells[i] = back_bare(a, r.shown[i]);
    }
    return r;
}

/* Columns that the paper does not have are left out. */
static Rows rows_of_file(Arena *a, const DocxBlock *b, int cols)
{
    Rows r = {.cols = cols, .rows = b->rows};
    r.cells = arena_new(a, Str, r.rows * r.cols + 1);
    r.shown = arena_new(a, Str, r.rows * r.cols + 1);
    for (int i = 0; i < b->cells.count; i++) {
        const DocxCell *c = &b->cells.items[i];
        if (c->col <= cols && c->row <= r.rows) {
            int at = (c->row - 1) * cols + c->col - 1;
            r.shown[at] = back_clean(a, c->text);
            r.cells[at] = back_bare(a, c->text);
        }
    }
    return r;
}

static int alike(const Rows *was, int w, const Rows *is, int i)
{
    int same = 0;
    for (int c = 0; c < was->cols; c++) {
        Str cell = was->cells[w * was->cols + c];
        same += cell.len && str_eq(cell, is->cells[i * is->cols + c]);
    }
    return same;
}

/* The row of the file for each of the paper, -1: none; those with most equal cells together, in order. */
static void match(Arena *a, const Rows *was, const Rows *is, int *mate)
{
    int64_t wide = is->rows + 1, high = was->rows + 1;
    bool many = wide * high > PLACES_MAX;
    int32_t *best = arena_new(a, int32_t, many ? 1 : wide * high);
    for (int w = 0; w < was->rows; w++)
        mate[w] = many && w < is->rows ? w : -1;
    for (int w = was->rows - 1; w >= 0 && !many; w--)
        for (int i = is->rows - 1; i >= 0; i--) {
            int32_t *at = &best[w * wide + i];
            int same = alike(was, w, is, i);
            *at = at[wide] > at[1] ? at[wide] : at[1];
            if (same && same + at[wide + 1] > *at)
                *at = same + at[wide + 1];
        }
    for (int w = 0, i = 0; w < was->rows && i < is->rows && !many;) {
        const int32_t *at = &best[w * wide + i];
        int same = alike(was, w, is, i);
        if (same && *at == same + at[wide + 1])
            mate[w++] = i++;
        else if (*at == at[wide])
            w++;
        else
            i++;
    }
}

/* 附件1 第3行 甲区 得分 */
static Str place_of(const BackWork *k, const BackWant *w, const Rows *was, int row, int col)
{
    Arena *a = k->app->arena;
    Str name = was->cols > 1 ? was->shown[row * was->cols + 1] : S("");
    return msg_str(a, k->lang, MSG_CIRCULAR_BACK_PLACE_CELL, {"table", w->place},
                   {"row", arena_fmt(a, "%d", row)}, {"unit", row ? name : S("")},
                   {"column", col < 0 ? S("") : was->shown[col]});
}

static Str row_text(const BackWork *k, const Rows *r, int row)
{
    Out out = out_new(k->app->arena, 2000);
    for (int c = 0; c < r->cols; c++) {
        out_s(&out, c ? S(" ") : S(""));
        out_s(&out, r->shown[row * r->cols + c]);
    }
    return out_str(&out);
}

static void compare(BackWork *k, const BackWant *w, const Rows *was, const Rows *is)
{
    Arena *a = k->app->arena;
    int *mate = arena_new(a, int, was->rows + 1);
    bool *met = arena_new(a, bool, is->rows + 1);
    match(a, was, is, mate);
    for (int row = 0; row < was->rows; row++) {
        if (mate[row] < 0) {
            back_point(k, POINT_CELL, place_of(k, w, was, row, -1), row_text(k, was, row), S(""));
            continue;
        }
        met[mate[row]] = true;
        for (int c = 0; c < was->cols; c++) {
            int x = row * was->cols + c, y = mate[row] * is->cols + c;
            if (!str_eq(was->cells[x], is->cells[y]))
                back_point(k, POINT_CELL, place_of(k, w, was, row, c), was->shown[x], is->shown[y]);
        }
    }
    for (int row = 0; row < is->rows; row++)
        if (!met[row])
            back_point(k, POINT_CELL, w->place, S(""), row_text(k, is, row));
}

void back_tables(BackWork *k)
{
    for (int i = 0; i < k->wants.count; i++) {
        const BackWant *w = &k->wants.items[i];
        if (w->kind != WANT_TABLE)
            continue;
        Rows was = rows_of_paper(k->app->arena, w->table);
        if (w->mate < 0) {
            back_point(k, POINT_CELL, w->place, msg(k->lang, MSG_CIRCULAR_BACK_TABLE), S(""));
            continue;
        }
        Rows is = rows_of_file(k->app->arena, k->haves.items[w->mate].block, was.cols);
        compare(k, w, &was, &is);
    }
}

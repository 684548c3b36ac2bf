#include "doc/xlsx_grid.h"

#include "base/limits.h"

#include <math.h>

/* ---- reading ---- */

typedef struct RowFlags {
    bool *items;
    int64_t count;
    size_t cap;
} RowFlags;

typedef struct Reading {
    Arena *arena; /* of the grid */
    XlsxIn in;
    XlsxFacts facts;
    RowFlags flags;
    size_t begin_bytes; /* of the arena */
    int64_t text_bytes;
    int cols;
    struct {
        XlsxCell *items;
        int count;
        size_t cap;
    } cells;
} Reading;

static bool too_large(const XlsxIn *in, Str name, int64_t limit, int64_t found, Err *err)
{
    AUTO_ARENA scratch = {0};
    err_set(err, ERR_LIMIT, {"name", name},
            {"limit", arena_fmt(&scratch, "%lld", (long long)limit)},
            {"found", arena_fmt(&scratch, "%lld", (long long)found)});
    err_at_file(err, in->file);
    return err_at_cell(err, in->row, 1);
}

/* The row's cells, with texts that outlive the reader's memory of the row. */
static void keep_cells(Reading *r)
{
    for (int i = 0; i < r->facts.cells.count; i++) {
        XlsxCell *cell = arena_push(r->arena, &r->cells);
        *cell = r->facts.cells.items[i];
        cell->text = arena_str(r->arena, cell->text);
        r->text_bytes += cell->text.len;
        if (cell->shared) {
            cell->formula = r->facts.shared.items[cell->shared - 1].formula;
        } else if (cell->formula.ptr) {
            cell->formula = arena_str(r->arena, cell->formula);
            r->text_bytes += cell->formula.len;
        }
    }
}

/* With so many bytes more. */
static bool has_room(const Reading *r, int64_t more, Err *err)
{
    int64_t found =
        r->in.book->grid_bytes + (int64_t)(r->arena->used_bytes - r->begin_bytes) + more;
    return found <= LIMIT_BOOK_BYTES ||
           too_large(&r->in, S("LIMIT_BOOK_BYTES"), LIMIT_BOOK_BYTES, found, err);
}

/* All rows. */
static bool read_rows(Reading *r, Err *err)
{
    CsvRow row;
    int64_t last = 0;
    r->cols = 1;
    for (;;) {
        ArenaMark mark = arena_mark(r->in.arena);
        r->facts.cells.items = NULL;
        r->facts.cells.count = 0;
        r->facts.cells.cap = 0;
        if (!xlsx_next(&r->in, &row, err))
            return err->code == ERR_NONE;
        bool is_blank = r->in.waiting > 0; /* row_hidden is already that of the row after it */
        r->cols = row.count > r->cols ? row.count : r->cols;
        if (row.count > 1 || row.cells[0].len)
            last = row.row;
        keep_cells(r);
        if (last * r->cols > LIMIT_GRID_PLACES)
            return too_large(&r->in, S("LIMIT_GRID_PLACES"), LIMIT_GRID_PLACES, last * r->cols,
                             err);
        if (r->text_bytes > LIMIT_GRID_TEXT_BYTES || r->cells.count > LIMIT_GRID_PLACES)
            return too_large(&r->in, S("LIMIT_GRID_TEXT_BYTES"), LIMIT_GRID_TEXT_BYTES,
                             r->text_bytes, err);
        if (!has_room(r, 0, err))
            return false;
        bool hidden = r->facts.row_hidden && !is_blank && row.row <= LIMIT_GRID_PLACES;
        while (hidden && r->flags.count < row.row)
            *arena_push(r->arena, &r->flags) = false;
        if (hidden)
            r->flags.items[row.row - 1] = true;
        arena_rewind(r->in.arena, mark);
    }
}

static void spread(XlsxGrid *grid, int32_t *merged, const XlsxArea *area)
{
    if (area->row > grid->rows || area->col > grid->cols)
        return;
    int32_t first = grid->at[(area->row - 1) * grid->cols + area->col - 1];
    for (int64_t row = area->row; row <= area->last_row && row <= grid->rows; row++)
        for (int col = area->col; col <= area->last_col && col <= grid->cols; col++)
            if (!merged[(row - 1) * grid->cols + col - 1])
                merged[(row - 1) * grid->cols + col - 1] = first;
}

/* Merged areas do not overlap in a workbook that a spreadsheet opens; where a file says so each place is gone
 * over at most so many times as a sheet has places. */
static void spread_all(XlsxGrid *grid, int32_t *merged, const XlsxFacts *facts)
{
    int64_t places = 0;
    for (int i = 0; i < facts->merged.count; i++) {
        const XlsxArea *a = &facts->merged.items[i];
        int64_t rows = (a->last_row < grid->rows ? a->last_row : grid->rows) - a->row + 1;
        int64_t cols = (a->last_col < grid->cols ? a->last_col : grid->cols) - a->col + 1;
        places += rows > 0 && cols > 0 ? rows * cols : 0;
        if (places > LIMIT_GRID_PLACES)
            return;
        spread(grid, merged, a);
    }
}

void grid_of_cells(Arena *arena, const XlsxCell *cells, int count, int64_t rows, int cols,
                   const XlsxFacts *facts, XlsxGrid *ret_grid)
{
    size_t places = (size_t)(rows * cols);
    int32_t *at = arena_new(arena, int32_t, places + 1),
            *merged = arena_new(arena, int32_t, places + 1);
    for (int i = 0; i < count; i++)
        at[(cells[i].row - 1) * cols + cells[i].col - 1] = i + 1;
    ret_grid->rows = rows;
    ret_grid->cols = cols;
    ret_grid->cells = cells;
    ret_grid->at = at;
    ret_grid->row_hidden = arena_new(arena, bool, rows + 1);
    ret_grid->col_hidden = arena_new(arena, bool, cols + 1);
    if (facts)
        spread_all(ret_grid, merged, facts);
    ret_grid->merged = merged;
}

static void fill(XlsxGrid *grid, const Reading *r)
{
    size_t places = (size_t)grid->rows * (size_t)grid->cols;
    int32_t *at = arena_new(r->arena, int32_t, places),
            *merged = arena_new(r->arena, int32_t, places);
    bool *row_hidden = arena_new(r->arena, bool, grid->rows);
    bool *col_hidden = arena_new(r->arena, bool, grid->cols);
    double *numbers = arena_new(r->arena, double, r->cells.count + 1);
    for (int64_t i = 0; i < grid->rows && i < r->flags.count; i++)
        row_hidden[i] = r->flags.items[i];
    for (int i = 0; i < r->facts.hidden_columns.count; i++) {
        const XlsxArea *a = &r->facts.hidden_columns.items[i];
        for (int col = a->col; col >= 1 && col <= a->last_col && col <= grid->cols; col++)
            col_hidden[col - 1] = true;
    }
    grid->cells = r->cells.items;
    for (int i = 0; i < r->cells.count; i++) {
        const XlsxCell *cell = &r->cells.items[i];
        Dec value;
        at[(cell->row - 1) * grid->cols + cell->col - 1] = i + 1;
        numbers[i] = grid_number(cell, &value) ? dec_to_f64(value) : (double)NAN;
    }
    grid->at = at;
    grid->numbers = numbers;
    grid->row_hidden = row_hidden;
    grid->col_hidden = col_hidden;
    spread_all(grid, merged, &r->facts);
    grid->merged = merged;
}

/* The last row and column that hold a cell: formulas without a result are cells and no text. */
static bool extent(XlsxGrid *grid, const Reading *r, Err *err)
{
    grid->rows = 1;
    grid->cols = r->cols;
    for (int i = 0; i < r->cells.count; i++) {
        const XlsxCell *cell = &r->cells.items[i];
        grid->rows = cell->row > grid->rows ? cell->row : grid->rows;
        grid->cols = cell->col > grid->cols ? cell->col : grid->cols;
    }
    int64_t places = grid->rows * grid->cols;
    if (places > LIMIT_GRID_PLACES)
        return too_large(&r->in, S("LIMIT_GRID_PLACES"), LIMIT_GRID_PLACES, places, err);
    return has_room(
        r, places * 2 * (int64_t)sizeof *grid->at + r->cells.count * (int64_t)sizeof *grid->numbers,
        err);
}

bool xlsx_grid(Arena *arena, XlsxBook *book, int sheet, XlsxGrid *ret_grid, Err *err)
{
    AUTO_ARENA scratch = {0};
    ArenaMark mark = arena_mark(arena);
    size_t begin_bytes = arena->used_bytes;
    Reading *r = arena_new(arena, Reading, 1);
    XlsxGrid grid = {0};
    r->arena = r->facts.arena = arena;
    r->begin_bytes = begin_bytes;
    bool ok = xlsx_open_sheet(&r->in, &scratch, book, sheet, err);
    if (ok) {
        r->in.facts = &r->facts;
        ok = read_rows(r, err) && extent(&grid, r, err);
        grid.file = arena_str(arena, r->in.file);
        xlsx_close(&r->in);
    }
    if (!ok) {
        arena_rewind(arena, mark);
        return false;
    }
    grid.name = str_sub(grid.file, book->zip.file.len + 1, grid.file.len);
    fill(&grid, r);
    book->grid_bytes += (int64_t)(arena->used_bytes - begin_bytes);
    *ret_grid = grid;
    return true;
}

/* ---- cells ---- */

static const XlsxCell *cell_in(const XlsxGrid *grid, const int32_t *table, int64_t row, int col)
{
    if (row < 1 || col < 1 || row > grid->rows || col > grid->cols)
        return NULL;
    int32_t i = table[(row - 1) * grid->cols + col - 1];
    return i ? &grid->cells[i - 1] : NULL;
}

const XlsxCell *grid_cell(const XlsxGrid *grid, int64_t row, int col)
{
    return cell_in(grid, grid->at, row, col);
}

Str grid_text(const XlsxGrid *grid, int64_t row, int col)
{
    const XlsxCell *cell = cell_in(grid, grid->merged, row, col);
    if (!cell)
        cell = grid_cell(grid, row, col);
    return cell ? str_trim(cell->text) : S("");
}

bool grid_number(const XlsxCell *cell, Dec *ret_value)
{
    char plain[64];
    ptrdiff_t n = 0;
    Err ignored = {0};
    if (!cell || cell->is_error || (!cell->is_text && cell->style.kind > STYLE_PERCENT))
        return false;
    Str text = str_trim(cell->text);
    if (str_ends(text, S("%")))
        text.len--;
    for (ptrdiff_t i = 0; i < text.len && n < (ptrdiff_t)sizeof plain; i++)
        if (text.ptr[i] != ',' || i == 0)
            plain[n++] = text.ptr[i];
    return n > 0 && n < (ptrdiff_t)sizeof plain && dec_parse((Str){plain, n}, ret_value, &ignored);
}

int grid_decimals(const XlsxCell *cell, Dec value)
{
    if (!cell->is_text && cell->style.rounds)
        return cell->style.most;
    while (value.scale > 0 && value.coef % 10 == 0) {
        value.coef /= 10;
        value.scale--;
    }
    return value.scale;
}

Str grid_column(Arena *arena, int col)
{
    char letters[8];
    int n = (int)sizeof letters;
    for (; col > 0 && n > 0; col = (col - 1) / 26)
        letters[--n] = (char)('A' + (col - 1) % 26);
    return arena_str(arena, (Str){letters + n, (ptrdiff_t)sizeof letters - n});
}

Str grid_address(Arena *arena, int64_t row, int col)
{
    return arena_fmt(arena, "%.*s%lld", STR_ARG(grid_column(arena, col)), (long long)row);
}

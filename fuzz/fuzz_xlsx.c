/* A workbook from any bytes: rows are numbered upwards, texts are UTF-8, a fault names the file, and its
 * row and column where it stands in the sheet. The same sheet as a grid, whose formulas are worked out; the same
 * bytes as a format code, as a stored number and as a formula. */
#include "fuzz.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "doc/rows.h"
#include "doc/xlsx_formula.h"

#include <assert.h>

static void check_rows(Arena *arena, Str bytes)
{
    AUTO_TABLE_ROWS rows = {0};
    Err err = {0};
    CsvRow row;
    int64_t last = 0;
    if (!rows_open_sheet(&rows, arena, bytes, S("in.xlsx"), S(""), &err)) {
        assert(err.code != ERR_NONE && err.file[0]);
        return;
    }
    while (rows_next(&rows, &row, &err)) {
        assert(row.row > last && row.row <= LIMIT_XLSX_ROWS);
        assert(row.count >= 1 && row.count <= LIMIT_CSV_COLUMNS);
        last = row.row;
        for (int i = 0; i < row.count; i++)
            assert(row.cells[i].len <= LIMIT_CSV_CELL_BYTES && utf8_valid(row.cells[i], NULL));
    }
    assert(err.code == ERR_NONE || (err.file[0] && err.row >= 1 && err.col >= 1));
}

static void work_out(const XlsxGrid *grid, const XlsxCell *cell)
{
    XlsxArea areas[4];
    double value;
    FormulaAsk ask = {.grid = grid, .cell = cell};
    if (formula_value(&ask, &value))
        assert(value == value);
    assert(formula_areas(&ask, areas, 4) <= 4);
}

static void look_at(const XlsxGrid *grid)
{
    for (int64_t row = 1; row <= grid->rows && row <= 200; row++)
        for (int col = 1; col <= grid->cols && col <= 20; col++) {
            const XlsxCell *cell = grid_cell(grid, row, col);
            assert(utf8_valid(grid_text(grid, row, col), NULL));
            assert(!cell || (cell->row == row && cell->col == col));
            if (cell && cell->formula.len)
                work_out(grid, cell);
        }
}

/* Every sheet, hidden ones too; one that cannot be read leaves nothing. */
static void check_grids(Arena *arena, Str bytes)
{
    AUTO_ARENA scratch = {0};
    Err err = {0};
    XlsxGrid grid;
    XlsxBook book;
    const ZipFrom from = {.bytes = bytes};
    if (!xlsx_book_open(&book, &scratch, &from, S("in.xlsx"), &err)) {
        assert(err.code != ERR_NONE && err.file[0]);
        return;
    }
    for (int i = 0; i < book.sheets.count; i++) {
        size_t used_bytes = arena->used_bytes;
        err = (Err){0};
        if (xlsx_grid(arena, &book, i, &grid, &err))
            look_at(&grid);
        else
            assert(err.code != ERR_NONE && err.file[0] && arena->used_bytes == used_bytes);
    }
    xlsx_book_close(&book);
}

/* Over a sheet of numbers. */
static void check_formula(Arena *arena, Str bytes)
{
    enum { SIDE = 6 };
    XlsxCell *cells = arena_new(arena, XlsxCell, SIDE * SIDE);
    double *numbers = arena_new(arena, double, SIDE *SIDE);
    int32_t *at = arena_new(arena, int32_t, SIDE * SIDE);
    for (int i = 0; i < SIDE * SIDE; i++) {
        cells[i] = (XlsxCell){.row = i / SIDE + 1, .col = i % SIDE + 1, .text = S("7")};
        numbers[i] = i;
        at[i] = i + 1;
    }
    XlsxGrid grid = {.rows = SIDE,
                     .cols = SIDE,
                     .cells = cells,
                     .numbers = numbers,
                     .at = at,
                     .merged = at,
                     .row_hidden = arena_new(arena, bool, SIDE)};
    cells[SIDE].formula = str_sub(bytes, 0, LIMIT_FORMULA_BYTES);
    cells[SIDE].from_row = 5;
    work_out(&grid, &cells[SIDE]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    CellStyle style = cell_style_of_code(fuzz_str(data, size));
    Str text;
    if (cell_number(&arena, fuzz_str(data, size), style, false, &text))
        assert(utf8_valid(text, NULL) && text.len > 0);
    check_rows(&arena, fuzz_str(data, size));
    check_grids(&arena, fuzz_str(data, size));
    check_formula(&arena, fuzz_str(data, size));
    return 0;
}

/* doc/xlsx_grid.h - a whole sheet in memory, each cell with how it came about.
 *
 * For who compares a workbook that an office has made by hand: formulas, printed decimals, hidden
 * rows and columns, merged cells. Rows and columns count from 1. A large sheet is refused; who only
 * reads rows takes doc/rows.h. Callers: app/folder, app/score/parallel_parts, doc/xls_in, doc/docx_in. */
#pragma once
#include "base/dec.h"
#include "doc/xlsx_in.h"

typedef struct XlsxGrid {
    Str file; /* with the sheet: "a.xlsx#表一" */
    Str name; /* of the sheet */
    int64_t rows;
    int cols;
    const XlsxCell *cells;
    const double *numbers;  /* of each of the cells; NAN: none */
    const int32_t *at;      /* [rows * cols] index of cells + 1; 0: empty */
    const bool *row_hidden; /* [rows] */
    const bool *col_hidden; /* [cols] */
    const int32_t *merged;  /* [rows * cols] as `at`: the cell whose merged area covers this one */
} XlsxGrid;

/* A sheet of a workbook that is open, which need not outlive the grid. ERR_LIMIT (LIMIT_GRID_PLACES, of all sheets of
 * the workbook LIMIT_BOOK_BYTES) and what xlsx_in.h names, but for formulas without a result and error values,
 * which are cells. Of a sheet that cannot be read nothing stays in the arena. */
bool xlsx_grid(Arena *arena, XlsxBook *book, int sheet, XlsxGrid *ret_grid, Err *err);
/* A grid of cells that another reader has; facts: merged areas, or NULL. No numbers, nothing hidden. */
void grid_of_cells(Arena *arena, const XlsxCell *cells, int count, int64_t rows, int cols,
                   const XlsxFacts *facts, XlsxGrid *ret_grid);
/* NULL: empty, or outside. */
const XlsxCell *grid_cell(const XlsxGrid *grid, int64_t row, int col);
/* The text that a person sees there: of a merged area that of its first cell. */
Str grid_text(const XlsxGrid *grid, int64_t row, int col);
/* The number of a cell as stored, also where it is stored as text (thousands marks, a percent sign).
 * False: none. */
bool grid_number(const XlsxCell *cell, Dec *ret_value);
/* Decimals that the cell shows of that number: by its format, else as many as the number has. */
int grid_decimals(const XlsxCell *cell, Dec value);
/* "F12". */
Str grid_address(Arena *arena, int64_t row, int col);
Str grid_column(Arena *arena, int col);

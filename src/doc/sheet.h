/* doc/sheet.h - a table about to be written: columns with titles and kinds, rows of text cells.
 *
 * A use-case fills it once; CSV and workbook are made of the same rows. Numbers are canonical
 * decimals (base/dec.h) and dates ISO text; an empty cell is empty, and what is no number or date
 * of its column is written as text. Cells come one after the other, row by row. Cells are views:
 * whoever made them keeps them alive. Callers: app/, cli/. */
#pragma once
#include "base/arena.h"
#include "base/out.h"

typedef enum SheetKind {
    SHEET_TEXT,
    SHEET_NUMBER,
    SHEET_DATE,
    SHEET_BY_LOOK /* each cell for itself: a canonical number (1.10, -5; not 007), an ISO date, or text */
} SheetKind;

typedef struct SheetColumn {
    Str title;
    SheetKind kind;
    int width; /* in columns of a terminal; 0: by what the cells hold */
} SheetColumn;

typedef struct Sheet {
    Arena *arena;
    Str name;
    SheetColumn *columns;
    int ncolumns;
    struct {
        Str *items;
        int count;
        size_t cap;
    } cells;
} Sheet;

/* The columns are zeroed: their titles and kinds are for the caller to fill. */
Sheet sheet_new(Arena *arena, Str name, int ncolumns);
void sheet_cell(Sheet *sheet, Str text);
void sheet_i64(Sheet *sheet, int64_t value);
int sheet_rows(const Sheet *sheet);
/* Cells of a row, from 0. */
const Str *sheet_row(const Sheet *sheet, int row);
/* What a cell of the column is written as: SHEET_TEXT, SHEET_NUMBER or SHEET_DATE. */
SheetKind sheet_kind_of(SheetKind column, Str cell);
/* The title row and all rows as CSV with the mark that Excel wants (doc/csv.h). */
void sheet_csv(const Sheet *sheet, Out *out);

/* doc/xlsx_in.h - the rows of one sheet of a workbook, as the CSV reader gives them (doc/csv.h).
 *
 * Cells are texts: numbers as the clerk typed them (doc/xlsx_value.h), dates as 2021-05-10, booleans
 * as true and false, the stored result of a formula. Rows are numbered as the spreadsheet numbers
 * them; for rows that are left out, however many, one blank row stands. The sheet is streamed: memory
 * does not grow with it but for the workbook's shared texts. Who reads a large sheet takes
 * arena_mark before xlsx_next and rewinds after the row. A fault ends the reading; it names file and
 * sheet ("a.xlsx#表一"), row and column. Callers: doc/rows. */
#pragma once
#include "doc/csv.h"
#include "doc/xlsx_book.h"

typedef struct XlsxArea {
    int64_t row, last_row;
    int col, last_col;
} XlsxArea;

/* A cell that holds something, for who asks how it came about (XlsxIn.facts). */
typedef struct XlsxCell {
    int64_t row;
    int col;     /* from 1 */
    Str text;    /* as the ordinary reader gives it; of a formula without a result empty */
    Str formula; /* without "="; a NULL pointer: none. Of a shared one that of its first cell … */
    int64_t from_row; /* … and where that stands, for references without $; else 0 */
    int from_col;
    int shared;    /* index of XlsxFacts.shared + 1; 0: a formula of its own */
    bool is_text;  /* stored as text */
    bool is_error; /* #DIV/0! and the like */
    CellStyle style;
} XlsxCell;

/* `cells` are of the row given last and in the reader's arena: the caller empties the list before the next
 * row. What is of the whole sheet is kept in `arena`. */
typedef struct XlsxFacts {
    Arena *arena;
    bool row_hidden;
    struct {
        XlsxCell *items;
        int count;
        size_t cap;
    } cells;
    struct {
        struct XlsxShared {
            int id, col;
            int64_t row;
            Str formula;
        } * items;
        int count;
        size_t cap;
    } shared; /* of the sheet so far */
    struct {
        XlsxArea *items;
        int count;
        size_t cap;
    } merged,
        hidden_columns; /* complete when the sheet has ended; hidden_columns: col … last_col */
} XlsxFacts;

typedef struct XlsxIn {
    Arena *arena;
    Str file;       /* with the sheet */
    XlsxBook *book; /* `own`, or one that is the caller's */
    XlsxBook own;
    XmlIn xml;
    int64_t row;     /* of the last one given */
    int64_t waiting; /* a row that has begun, kept for after the blank one; 0 = none */
    int64_t cells;   /* so far */
    bool is_open, in_data;
    /* NULL: nobody asks. Set after xlsx_open; then a formula without a result and an error are no faults */
    XlsxFacts *facts;
} XlsxIn;

/* The sheet of that name, or the first one that is not hidden when the name is empty. Not moved
 * after this. ERR_XLSX_NO_SHEET and what xlsx_book.h names. */
bool xlsx_open(XlsxIn *in, Arena *arena, const ZipFrom *from, Str file, Str sheet, Err *err);
/* A sheet of a workbook that is open, stays so and is the caller's. */
bool xlsx_open_sheet(XlsxIn *in, Arena *arena, XlsxBook *book, int sheet, Err *err);
/* The index of the sheet of that name, or of the first one that is not hidden when the name is empty; -1: none. */
int xlsx_find(const XlsxBook *book, Str name);
/* Bytes of the sheet, unpacked: read so far, and all. */
int64_t xlsx_done_bytes(const XlsxIn *in);
int64_t xlsx_size_bytes(const XlsxIn *in);
/* True on a row; false at the end or on a fault (then err->code is set). ERR_XLSX_CELL,
 * ERR_XLSX_CELL_ERROR, ERR_XLSX_FORMULA, ERR_LIMIT. */
bool xlsx_next(XlsxIn *in, CsvRow *ret_row, Err *err);
void xlsx_close(XlsxIn *in);

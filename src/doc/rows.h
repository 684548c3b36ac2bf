/* doc/rows.h - rows of text cells, from CSV or from a sheet of a workbook.
 *
 * Who reads a table does not ask what it was sent as: the bytes decide. Rows, their numbers and
 * their faults are those of doc/csv.h. Callers: app/. */
#pragma once
#include "doc/csv.h"
#include "doc/xlsx_in.h"

typedef struct Rows {
    Str file;    /* for messages; of a workbook with its sheet: "a.xlsx#表一" */
    int64_t row; /* of the last one given */
    bool is_book;
    bool owns_fd;
    int fd;
    Csv csv;
    XlsxIn book;
} Rows;

/* A workbook by its first bytes, or by a name that promises one; otherwise CSV. Of a workbook the
 * first sheet that is not hidden. bytes must outlive the rows; not moved after this. */
bool rows_open(Rows *rows, Arena *arena, Str bytes, Str file, CsvConvert convert, Err *err);
/* The sheet of a workbook by its name. */
bool rows_open_sheet(Rows *rows, Arena *arena, Str bytes, Str file, Str sheet, Err *err);
/* A sheet of a workbook that is open, stays so and is the caller's. ERR_XLSX_NO_SHEET. */
bool rows_open_of(Rows *rows, Arena *arena, XlsxBook *book, Str sheet, Err *err);
/* A plain file that is open for reading, row by row: memory grows with neither its rows nor its size (of
 * a workbook with the texts that its sheets share: LIMIT_XLSX_STRINGS_BYTES). The sheet is asked only of a
 * workbook; "" is the first one that is not hidden. rows_close closes fd, also after a fault here. Cells
 * of CSV are gone with the next row. ERR_ROWS_SHEET for a sheet of CSV. */
bool rows_open_fd(Rows *rows, Arena *arena, int fd, Str file, Str sheet, CsvConvert convert,
                  Err *err);
/* How much of the file was read: bytes, and how many there are; of a workbook those of the sheet,
 * unpacked. */
void rows_progress(const Rows *rows, int64_t *ret_done, int64_t *ret_size);
/* As csv_next. */
bool rows_next(Rows *rows, CsvRow *ret_row, Err *err);
/* May be called again, and after a fault. */
void rows_close(Rows *rows);
#define AUTO_TABLE_ROWS __attribute__((cleanup(rows_close))) Rows

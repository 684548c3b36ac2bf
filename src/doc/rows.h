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
    Csv csv;
    XlsxIn book;
} Rows;

/* A workbook by its first bytes, or by a name that promises one; otherwise CSV. Of a workbook the
 * first sheet that is not hidden. bytes must outlive the rows; not moved after this. */
bool rows_open(Rows *rows, Arena *arena, Str bytes, Str file, CsvConvert convert, Err *err);
/* The sheet of a workbook by its name. */
bool rows_open_sheet(Rows *rows, Arena *arena, Str bytes, Str file, Str sheet, Err *err);
/* As csv_next. */
bool rows_next(Rows *rows, CsvRow *ret_row, Err *err);
/* May be called again, and after a fault. */
void rows_close(Rows *rows);
#define AUTO_ROWS __attribute__((cleanup(rows_close))) Rows

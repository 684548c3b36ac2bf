/* app/campaign/convert.h - a table from one form into another: CSV and workbooks, both ways, however long.
 *
 * The input is what its bytes say, the output what its name says. The first row becomes the titles of
 * a workbook. Cells keep their text: a canonical number is a number with its decimals, an ISO date a date,
 * everything else (007, an identity number of 18 digits, =1+1) stays text. Rows are filled to the width
 * of the first one. Callers: cli/. */
#pragma once
#include "app/export_file.h"

typedef struct ConvertJob {
    Str in, out;
    Str sheet;      /* of a workbook; empty: the first one that is not hidden */
    Str tmp_folder; /* empty: the folder of out */
    int64_t now_ms;
    ExportProgress progress; /* done and total are bytes of the input */
} ConvertJob;

typedef struct ConvertDone {
    int64_t rows, bytes; /* rows with the first one; size of the file */
    int sheets_left;     /* further sheets of a workbook that are not hidden */
} ConvertDone;

/* ERR_CONVERT_FORM, ERR_TABLE_EMPTY, faults of reading with row and column, ERR_SPACE, ERR_FILE_*. */
bool convert_table(Arena *arena, const ConvertJob *job, ConvertDone *ret_done, Err *err);

/* doc/table_out.h - a table written row by row, as CSV or as a workbook; memory does not grow with it.
 *
 * The same columns and cells make either (doc/sheet.h). CSV has one sheet and begins with the mark that
 * Excel wants; a workbook is what doc/xlsx_out.h says. The file is written in place: hand in a
 * temporary (sys/spool.h). Callers: app/. */
#pragma once
#include "doc/xlsx_out.h"

typedef enum TableFormat { TABLE_CSV, TABLE_XLSX } TableFormat;

typedef struct TableOut {
    TableFormat format;
    XlsxOut book;
    int fd;
    Str file;
    Arena text_arena;
    Out text;
    const SheetColumn *columns;
    int ncolumns;
} TableOut;

/* fd: where CSV goes; a workbook goes to options->path. ERR_FILE_WRITE. */
bool table_out_open(TableOut *table, Arena *arena, TableFormat format, int fd,
                    const XlsxOptions *options, Err *err);
/* As xlsx_out_sheet. */
bool table_out_sheet(TableOut *table, Str name, const SheetColumn *columns, int ncolumns, Err *err);
/* As xlsx_out_row. */
bool table_out_row(TableOut *table, const Str *cells, int count, Err *err);
/* A whole sheet. */
bool table_out_whole(TableOut *table, const Sheet *sheet, Err *err);
/* ERR_FILE_WRITE, ERR_FILE_FULL. */
bool table_out_close(TableOut *table, Err *err);
/* Gives everything up that is still open; may be called after table_out_close. */
void table_out_drop(TableOut *table);

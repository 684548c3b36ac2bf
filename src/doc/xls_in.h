/* doc/xls_in.h - the sheets of a workbook of the old format (BIFF8: .xls of Excel 97 to 2003, .et of WPS) as grids.
 *
 * Read are the cells with what they show, stored results of formulas, hidden rows, columns and sheets, and merged
 * areas; nothing else, and nothing is run. Whatever a record claims is held against its own bytes, a cell that
 * stands outside the sheet is left out; a sheet without its end is no sheet. Older formats are refused. Callers: app/folder/folder_open. */
#pragma once
#include "doc/xlsx_grid.h"

typedef struct XlsSheet {
    Str name;
    bool hidden;
    XlsxGrid grid;
} XlsSheet;
typedef struct XlsSheets {
    XlsSheet *items;
    int count;
    size_t cap;
} XlsSheets;

/* ERR_XLSX_OLD (no such workbook, or an older one), ERR_XLSX_ENCRYPTED, each with the file; ERR_XLS_CUT with the sheet; ERR_LIMIT. */
bool xls_read(Arena *arena, Str bytes, Str file, XlsSheets *ret_sheets, Err *err);

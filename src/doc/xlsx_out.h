/* doc/xlsx_out.h - a workbook written row by row (libxlsxwriter, constant memory).
 *
 * Text is written as text cells in the format "text", so that a code 007 stays one when somebody
 * edits it, and nothing is ever a formula. A number is a number with the decimals it was typed with
 * (1.10 shows 1.10); one of more than 15 digits, which a spreadsheet would cut, stays text. Every
 * sheet has a styled title row that is frozen, filtered and repeated on each printed page, A4
 * landscape, one page wide, widths by content, the mark of a sample in the page header. Rows wait in
 * unlinked files of tmp_folder, which needs room for the sheet twice (unpacked). A workbook is never larger
 * than our reader takes, and it is looked at when it is written: a disk that was full in between
 * makes an error and no damaged workbook. The same rows and the same instant make the same bytes.
 * Callers: doc/table_out. */
#pragma once
#include "base/err.h"
#include "doc/sheet.h"

typedef struct XlsxOptions {
    Str path;           /* written at xlsx_out_close, in place: hand in a temporary name */
    Str file;           /* what messages call it */
    Str tmp_folder;     /* for the rows while they wait */
    int64_t created_ms; /* of the document's properties */
    Str mark;           /* in the header of each printed page; may be empty */
} XlsxOptions;

enum { XLSX_FORMATS = 24 };

typedef struct XlsxOut {
    Arena *arena;
    Str file;
    Str mark;
    struct lxw_workbook *book;
    struct lxw_worksheet *sheet;
    struct lxw_format *formats[XLSX_FORMATS]; /* made when first used */
    const SheetColumn *columns;
    int *widths; /* of the columns so far */
    int ncolumns;
    int row;                         /* of the next row, from 0 */
    int64_t cells;                   /* of all sheets */
    int64_t sheet_bytes, done_bytes; /* rows of this sheet and of those before it, as they wait */
    Str path;
    Arena scratch;
    struct {
        int64_t *items; /* sheet_bytes of each sheet */
        int count;
        size_t cap;
    } sheets;
} XlsxOut;

bool xlsx_out_open(XlsxOut *out, Arena *arena, const XlsxOptions *options, Err *err);
/* Begins a sheet with its title row; the one before it is finished. Names are brought to what a
 * spreadsheet allows. columns must live until the next sheet or the end. */
bool xlsx_out_sheet(XlsxOut *out, Str name, const SheetColumn *columns, int ncolumns, Err *err);
/* One cell a column, or more: the columns beyond are SHEET_BY_LOOK. ERR_XLSX_TEXT_LONG, ERR_XLSX_ROWS,
 * ERR_LIMIT (LIMIT_XLSX_CELLS, LIMIT_XLSX_BYTES) with row and column, ERR_FILE_FULL. */
bool xlsx_out_row(XlsxOut *out, const Str *cells, int count, Err *err);
/* Writes the file and looks whether all of it is there. ERR_FILE_WRITE, ERR_FILE_FULL. */
bool xlsx_out_close(XlsxOut *out, Err *err);
/* Gives everything up that is still open; may be called after xlsx_out_close. */
void xlsx_out_drop(XlsxOut *out);
#define AUTO_XLSX_OUT __attribute__((cleanup(xlsx_out_drop))) XlsxOut

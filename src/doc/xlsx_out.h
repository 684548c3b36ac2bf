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
    struct lxw_format *looks[XLSX_FORMATS];   /* of forms: look, and number or text */
    bool is_form;
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

/* ---- a form: a sheet that is laid out freely, for people to fill in ----
 * What is to be filled in is white; what is known or follows from the rest is grey, though nothing is locked, so that rows
 * can be added. A4 landscape, one page wide; every row as high as it is told to be. */
typedef enum XlsxLook {
    XLSX_PLAIN, /* without a frame */
    XLSX_TITLE, /* of the whole form */
    XLSX_PART,  /* the name of a part */
    XLSX_LABEL, /* names what stands beside it, or the column below */
    XLSX_INPUT,
    XLSX_GIVEN, /* grey */
    XLSX_LOOKS
} XlsxLook;
typedef struct XlsxFormCell {
    Str text;
    XlsxLook look;
    bool number; /* right-aligned; a canonical number is a number */
    int across;  /* columns; 1 when 0 */
    Str formula; /* of ours, over other cells of the row: `text` is its result until then; empty: none */
    const Str *choices; /* offered in a list; others may be typed too */
    int nchoices;
    int characters_max; /* told when more are typed; 0: not stated */
} XlsxFormCell;
typedef struct XlsxForm {
    Str name;
    const int *widths; /* of the columns */
    int ncolumns;
} XlsxForm;
bool xlsx_out_form(XlsxOut *out, const XlsxForm *form, Err *err);
/* One row; empty cells beside each other need not be told. ERR_XLSX_TEXT_LONG. */
bool xlsx_out_cells(XlsxOut *out, const XlsxFormCell *cells, int count, int height_points,
                    Err *err);
/* The row that the next xlsx_out_cells writes, as a spreadsheet counts. */
int xlsx_out_row_number(const XlsxOut *out);

/* Writes the file and looks whether all of it is there. ERR_FILE_WRITE, ERR_FILE_FULL. */
bool xlsx_out_close(XlsxOut *out, Err *err);
/* Gives everything up that is still open; may be called after xlsx_out_close. */
void xlsx_out_drop(XlsxOut *out);
#define AUTO_XLSX_OUT __attribute__((cleanup(xlsx_out_drop))) XlsxOut

/* doc/csv.h - CSV in and out, as spreadsheets write and read it (RFC 4180 and what people send).
 *
 * Reading: the bytes are split into cells first and converted after, so GB 18030 (no byte of a
 * character is ever a comma, quote or line end) needs no second copy of the file. A cell that needs
 * no change is a view of the bytes; what is made is in the arena and lives as long as it does: who
 * reads a large file takes arena_mark before csv_next and rewinds after the row. Rows are numbered
 * as a spreadsheet numbers them (an empty line counts, a line end inside quotes does not), columns
 * from 1. Rows keep the number of cells they have. A fault ends the reading.
 *
 * A file is read whole (csv_open) or through a window that moves along it (csv_open_fd): rows and
 * faults are the same, memory does not grow with the file, and the cells of a row are gone with the
 * next one.
 *
 * Writing: UTF-8; text cells that a spreadsheet would take for a formula (= + - @, tab, CR) get an
 * apostrophe in front, and the reader takes exactly that apostrophe away again; numbers are written
 * bare. Lines end with LF: Excel and WPS read it as well as CRLF, and so do diff, sort and awk.
 * With `bom` the file starts with the mark without which Excel takes UTF-8 for GBK; WPS and our
 * reader do not need it. Callers: app/, cli/. */
#pragma once
#include "base/err.h"
#include "base/out.h"

/* Brings bytes that are not UTF-8 to UTF-8 (sys/convert: GB 18030). False where they are malformed;
 * *ret_bad_at is then the offset of the first bad byte. */
typedef bool (*CsvConvertFn)(void *ctx, Arena *arena, Str bytes, Str *ret_text,
                             ptrdiff_t *ret_bad_at);
typedef struct CsvConvert {
    CsvConvertFn fn; /* NULL: only UTF-8 is read */
    void *ctx;
} CsvConvert;

typedef enum CsvEncoding { CSV_UTF8, CSV_CONVERTED } CsvEncoding;

typedef struct CsvRow {
    int64_t row; /* from 1 */
    int count;   /* cells, at least 1 */
    Str *cells;
} CsvRow;

typedef struct Csv {
    Arena *arena;
    Str file;
    Str bytes; /* all of the file, or what the window shows of it */
    CsvConvert convert;
    CsvEncoding encoding;
    bool checked; /* all of it is valid UTF-8 without NUL: cells need no check of their own */
    ptrdiff_t at;
    int64_t row;
    int64_t cells; /* so far */
    int columns_hint;
    struct {
        bool moves; /* csv_open_fd */
        bool at_end;
        int fd;
        char *room;
        size_t step_bytes;   /* read at once */
        int64_t base;        /* of bytes in the file */
        int64_t size_bytes;  /* of the file */
        int64_t cells_about; /* not fewer than it has */
    } window;
} Csv;

/* Looks at the encoding only: a BOM or valid UTF-8 is UTF-8; so is text that is UTF-8 but for a few
 * damaged places (reported where they stand); the rest goes through `convert`. bytes must outlive
 * the rows. ERR_FILE_TOO_LARGE, ERR_CSV_ENCODING (UTF-16). */
bool csv_open(Csv *csv, Arena *arena, Str bytes, Str file, CsvConvert convert, Err *err);
/* The same from a plain file that is open for reading, however long (LIMIT_CSV_FILE_BYTES): it is read
 * through twice, the first time for its encoding. fd stays the caller's. ERR_FILE_READ and what
 * csv_open names. */
bool csv_open_fd(Csv *csv, Arena *arena, int fd, Str file, CsvConvert convert, Err *err);
/* Bytes read of the file so far. */
int64_t csv_done_bytes(const Csv *csv);
/* True on a row; false at the end or on a fault (then err->code is set; clear it before the first
 * call). ERR_CSV_QUOTE, ERR_CSV_AFTER_QUOTE, ERR_CSV_NUL, ERR_CSV_ENCODING, ERR_LIMIT, each with
 * file, row and column. */
bool csv_next(Csv *csv, CsvRow *ret_row, Err *err);
/* Every cell is empty or spaces: an empty line, or ",,,," as spreadsheets save it. */
bool csv_is_blank(const CsvRow *row);
/* The cell, or an empty Str beyond the last. col from 0. */
Str csv_cell(const CsvRow *row, int col);
/* Without the apostrophe that our writer puts in front of a text that a spreadsheet would calculate. */
Str csv_undo_defusing(Str text);

typedef struct CsvOut {
    Out *out;
    bool in_row;
} CsvOut;

CsvOut csv_out_new(Out *out, bool bom);
void csv_text(CsvOut *csv, Str text);
/* A number in canonical form (base/dec.h); anything else is written as text. */
void csv_number(CsvOut *csv, Str number);
void csv_i64(CsvOut *csv, int64_t value);
void csv_end_row(CsvOut *csv);

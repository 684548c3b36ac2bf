/* doc/xlsx_book.h - what stands around the cells of a workbook: its sheets, styles and shared texts.
 * Callers: xlsx_in; of no use to others. */
#pragma once
#include "base/out.h"
#include "doc/xlsx_value.h"
#include "doc/xml_in.h"

typedef struct XlsxSheet {
    Str name;
    int part; /* in the archive */
    bool hidden;
} XlsxSheet;

/* A name that the workbook gives to a cell, an area or a number. */
typedef struct XlsxDefined {
    Str name, text;
} XlsxDefined;

typedef struct XlsxBook {
    Arena *arena;
    ZipIn zip;
    bool dates_1904;
    struct {
        XlsxSheet *items;
        int count;
        size_t cap;
    } sheets; /* worksheets in the order of their tabs */
    struct {
        XlsxDefined *items;
        int count;
        size_t cap;
    } defined; /* names of cells; more than LIMIT_XLSX_STYLES are not kept */
    struct {
        CellStyle *items;
        int count;
        size_t cap;
    } styles;
    struct {
        Str *items;
        int count;
        size_t cap;
    } strings;
    int64_t strings_bytes;
    int64_t grid_bytes; /* memory of its sheets that are kept whole (doc/xlsx_grid.h) */
} XlsxBook;

/* Reads all but the cells. What was sent (bytes, no open file) unpacks to no more than LIMIT_BOOK_UNPACKED_BYTES. Macros are refused: ERR_XLSX_MACRO; ERR_XLSX_PART, ERR_XLSX_XML,
 * ERR_LIMIT and the faults of archive and XML. */
bool xlsx_book_open(XlsxBook *book, Arena *arena, const ZipFrom *from, Str file, Err *err);
void xlsx_book_close(XlsxBook *book);
/* After a begin of si or is: its text to the end of the element, without phonetic signs and what is struck
 * through; more than
 * limit_bytes is cut there (then out_ok is false). */
bool xlsx_rich_text(XmlIn *xml, Str element, Out *out, Err *err);
/* The text of a cell in the file: _x000D_ stands for a character that XML cannot hold. */
Str xlsx_unescape(Arena *arena, Str text);
/* A whole number of an attribute in 0..max, or `otherwise`. */
int xlsx_number(Str text, int max, int otherwise);

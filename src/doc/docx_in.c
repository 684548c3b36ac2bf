#include "doc/docx_in.h"

#include "base/limits.h"
#include "base/out.h"
#include "base/utf8.h"
#include "doc/xml_in.h"

enum { LINE_LETTERS = 48, COLS_MAX = 96 };

typedef struct Reading {
    Arena *arena;
    XmlIn xml;
    struct {
        XlsxCell *items;
        int count;
        size_t cap;
    } cells;
    XlsxFacts facts; /* merged areas */
    Out text;
    int tables;              /* that are open, one in another */
    int64_t row;             /* of the last one begun */
    int col, cols;           /* the next column of the row, 0 outside one; of all rows */
    int span;                /* columns of the cell */
    bool goes_on, restarts;  /* w:vMerge */
    bool in_text, is_gone;   /* is_gone: struck out, or moved away */
    int gone;                /* elements of text that is not there any more, open */
    int above[COLS_MAX + 1]; /* index + 1 of the merged area that a cell of the column may go on */
    int64_t text_bytes;      /* of all paragraphs and cells */
} Reading;

static void put_cell(Reading *r, int col, Str text)
{
    if (text.len)
        *arena_push(r->arena, &r->cells) =
            (XlsxCell){.row = r->row, .col = col, .text = text, .is_text = true};
    r->cols = col > r->cols ? col : r->cols;
}

static void put_text(Reading *r, Str text)
{
    out_s(&r->text, utf8_prefix(text, LIMIT_CSV_CELL_BYTES - (ptrdiff_t)r->text.len));
}

static Str text_so_far(Reading *r)
{
    Str text = str_trim(arena_str(r->arena, out_str(&r->text)));
    r->text.len = 0;
    r->text_bytes += text.len;
    return text;
}

static void end_paragraph(Reading *r)
{
    if (r->tables) {
        if (r->text.len)
            put_text(r, S("\n"));
        return;
    }
    Str text = text_so_far(r);
    if (text.len == 0)
        return;
    r->row++;
    if (utf8_count(text) <= LINE_LETTERS)
        put_cell(r, 1, text);
}

/* Behind the last column that is read it stays where it is, however many more a file says. */
static void go_on(Reading *r, int cols)
{
    if (r->col)
        r->col = r->col + cols > COLS_MAX ? COLS_MAX + 1 : r->col + cols;
}

static void end_cell(Reading *r)
{
    Str text = text_so_far(r);
    int col = r->col, last = col + r->span - 1;
    go_on(r, r->span);
    if (col == 0 || last > COLS_MAX) /* a cell outside every row has no place */
        return;
    if (r->goes_on && r->above[col]) {
        r->facts.merged.items[r->above[col] - 1].last_row = r->row;
        return;
    }
    put_cell(r, col, text);
    r->above[col] = 0;
    if (r->span > 1 || r->restarts) {
        *arena_push(r->arena, &r->facts.merged) =
            (XlsxArea){.row = r->row, .last_row = r->row, .col = col, .last_col = last};
        r->above[col] = r->facts.merged.count;
    }
    r->cols = last > r->cols ? last : r->cols;
}

static int columns_said(Reading *r)
{
    AUTO_ARENA scratch = {0};
    int64_t n;
    Str text = xml_in_attr(&r->xml, &scratch, "val");
    return str_to_i64(text, &n) && n >= 1 && n <= COLS_MAX ? (int)n : 1;
}

static bool says(Reading *r, Str value)
{
    AUTO_ARENA scratch = {0};
    return str_eq(xml_in_attr(&r->xml, &scratch, "val"), value);
}

static void begin(Reading *r, Str name)
{
    if (str_eq(name, S("tbl"))) {
        if (r->tables++ == 0) {
            r->col = 0;
            for (int i = 0; i <= COLS_MAX; i++)
                r->above[i] = 0;
        }
    } else if (str_eq(name, S("tr")) && r->tables == 1) {
        r->row++;
        r->col = 1;
    } else if (str_eq(name, S("tc")) && r->tables == 1) {
        r->span = 1;
        r->goes_on = r->restarts = false;
        r->text.len = 0;
    } else if (str_eq(name, S("gridSpan")) && r->tables == 1) {
        r->span = columns_said(r);
    } else if (str_eq(name, S("gridBefore")) && r->tables == 1) {
        go_on(r, columns_said(r));
    } else if (str_eq(name, S("vMerge")) && r->tables == 1) {
        r->restarts = says(r, S("restart"));
        r->goes_on = !r->restarts;
    } else if (str_eq(name, S("moveFrom")) || str_eq(name, S("del"))) {
        r->gone++;
    } else if (str_eq(name, S("r"))) {
        r->is_gone = false;
    } else if (str_eq(name, S("strike")) || str_eq(name, S("dstrike"))) {
        r->is_gone = !says(r, S("0")) && !says(r, S("false"));
    } else if (str_eq(name, S("t"))) {
        r->in_text = true;
    } else if (str_eq(name, S("tab")) || str_eq(name, S("br"))) {
        put_text(r, S(" "));
    }
}

static void end(Reading *r, Str name)
{
    if (str_eq(name, S("tbl")))
        r->tables -= r->tables > 0;
    else if (str_eq(name, S("tc")) && r->tables == 1)
        end_cell(r);
    else if (str_eq(name, S("p")))
        end_paragraph(r);
    else if (str_eq(name, S("moveFrom")) || str_eq(name, S("del")))
        r->gone -= r->gone > 0;
    else if (str_eq(name, S("t")))
        r->in_text = false;
}

static bool too_large(Reading *r, Str name, int limit, int64_t found, Err *err)
{
    return err_set(err, ERR_LIMIT, {"name", name}, {"limit", arena_fmt(r->arena, "%d", limit)},
                   {"found", arena_fmt(r->arena, "%lld", (long long)found)});
}

static bool check_size(Reading *r, Err *err)
{
    int64_t places = r->row * COLS_MAX;
    if (places > LIMIT_GRID_PLACES)
        return too_large(r, S("LIMIT_GRID_PLACES"), LIMIT_GRID_PLACES, places, err);
    return r->text_bytes <= LIMIT_GRID_TEXT_BYTES ||
           too_large(r, S("LIMIT_GRID_TEXT_BYTES"), LIMIT_GRID_TEXT_BYTES, r->text_bytes, err);
}

static bool read_all(Reading *r, Str file, Err *err)
{
    while (xml_in_next(&r->xml, err)) {
        if (r->xml.event == XML_DONE)
            return true;
        if (r->xml.event == XML_BEGIN)
            begin(r, r->xml.name);
        else if (r->xml.event == XML_END)
            end(r, r->xml.name);
        else if (r->in_text && !r->is_gone && !r->gone)
            put_text(r, r->xml.text);
        if (!check_size(r, err))
            return err_at_file(err, file);
    }
    return false;
}

bool docx_grid(Arena *arena, Str bytes, Str file, XlsxGrid *ret_grid, Err *err)
{
    AUTO_ARENA scratch = {0};
    ZipIn zip;
    ZipFrom from = {.bytes = bytes};
    Reading *r = arena_new(arena, Reading, 1);
    r->arena = arena;
    r->text = out_new(arena, LIMIT_CSV_CELL_BYTES);
    if (!zip_in_open(&zip, &scratch, &from, file, err))
        return false;
    int part = zip_in_find(&zip, S("word/document.xml"));
    bool ok = zip.unpacked_bytes <= LIMIT_BOOK_UNPACKED_BYTES ||
              (too_large(r, S("LIMIT_BOOK_UNPACKED_BYTES"), LIMIT_BOOK_UNPACKED_BYTES,
                         zip.unpacked_bytes, err),
               err_at_file(err, file));
    ok = ok && (part >= 0 ||
                err_set(err, ERR_XLSX_PART, {"file", file}, {"part", S("word/document.xml")}));
    if (ok)
        ok = xml_in_open(&r->xml, &zip, part, err);
    if (ok) {
        ok = read_all(r, file, err);
        xml_in_close(&r->xml);
    }
    zip_in_close(&zip);
    if (!ok)
        return false;
    XlsxGrid grid = {.file = arena_str(arena, file), .name = S("")};
    grid_of_cells(arena, r->cells.items, r->cells.count, r->row > 0 ? r->row : 1,
                  r->cols > 0 ? r->cols : 1, &r->facts, &grid);
    *ret_grid = grid;
    return true;
}

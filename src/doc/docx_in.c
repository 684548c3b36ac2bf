#include "doc/docx_in.h"

#include "base/limits.h"
#include "base/out.h"
#include "base/utf8.h"
#include "doc/xml_in.h"

enum { LINE_LETTERS = 48, COLS_MAX = 96, TEXT_BYTES = 4096 };

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
    int col, cols;           /* the next column of the row; of all rows */
    int span;                /* columns of the cell */
    bool goes_on, restarts;  /* w:vMerge */
    bool in_text, is_gone;   /* is_gone: struck out, or moved away */
    int gone;                /* elements of text that is not there any more, open */
    int above[COLS_MAX + 1]; /* index + 1 of the merged area that a cell of the column may go on */
} Reading;

static void put_cell(Reading *r, int col, Str text)
{
    if (text.len)
        *arena_push(r->arena, &r->cells) =
            (XlsxCell){.row = r->row, .col = col, .text = text, .is_text = true};
    r->cols = col > r->cols ? col : r->cols;
}

static Str text_so_far(Reading *r)
{
    Str text = str_trim(arena_str(r->arena, out_str(&r->text)));
    r->text.len = 0;
    return text;
}

static void end_paragraph(Reading *r)
{
    if (r->tables) {
        if (r->text.len)
            out_c(&r->text, '\n');
        return;
    }
    Str text = text_so_far(r);
    if (text.len == 0)
        return;
    r->row++;
    if (utf8_count(text) <= LINE_LETTERS)
        put_cell(r, 1, text);
}

static void end_cell(Reading *r)
{
    Str text = text_so_far(r);
    int col = r->col, last = col + r->span - 1;
    r->col = last + 1;
    if (last > COLS_MAX)
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

static int number_of(Str text)
{
    int64_t n;
    return str_to_i64(text, &n) && n >= 1 && n <= COLS_MAX ? (int)n : 1;
}

static void begin(Reading *r, Str name)
{
    if (str_eq(name, S("tbl"))) {
        if (r->tables++ == 0)
            for (int i = 0; i <= COLS_MAX; i++)
                r->above[i] = 0;
    } else if (str_eq(name, S("tr")) && r->tables == 1) {
        r->row++;
        r->col = 1;
    } else if (str_eq(name, S("tc")) && r->tables == 1) {
        r->span = 1;
        r->goes_on = r->restarts = false;
        r->text.len = 0;
    } else if (str_eq(name, S("gridSpan")) && r->tables == 1) {
        r->span = number_of(xml_in_attr(&r->xml, r->arena, "val"));
    } else if (str_eq(name, S("gridBefore")) && r->tables == 1) {
        r->col += number_of(xml_in_attr(&r->xml, r->arena, "val"));
    } else if (str_eq(name, S("vMerge")) && r->tables == 1) {
        r->restarts = str_eq(xml_in_attr(&r->xml, r->arena, "val"), S("restart"));
        r->goes_on = !r->restarts;
    } else if (str_eq(name, S("moveFrom")) || str_eq(name, S("del"))) {
        r->gone++;
    } else if (str_eq(name, S("r"))) {
        r->is_gone = false;
    } else if (str_eq(name, S("strike")) || str_eq(name, S("dstrike"))) {
        Str value = xml_in_attr(&r->xml, r->arena, "val");
        r->is_gone = !str_eq(value, S("0")) && !str_eq(value, S("false"));
    } else if (str_eq(name, S("t"))) {
        r->in_text = true;
    } else if (str_eq(name, S("tab")) || str_eq(name, S("br"))) {
        out_c(&r->text, ' ');
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

static bool read_all(Reading *r, Str file, Err *err)
{
    while (xml_in_next(&r->xml, err)) {
        if (r->xml.event == XML_DONE)
            return true;
        if (r->xml.event == XML_BEGIN)
            begin(r, r->xml.name);
        else if (r->xml.event == XML_END)
            end(r, r->xml.name);
        else if (r->in_text && !r->is_gone && !r->gone && r->text.len < TEXT_BYTES)
            out_s(&r->text, str_sub(r->xml.text, 0, TEXT_BYTES));
        if (r->row * COLS_MAX > LIMIT_GRID_PLACES) {
            err_set(err, ERR_LIMIT, {"name", S("LIMIT_GRID_PLACES")},
                    {"limit", arena_fmt(r->arena, "%d", LIMIT_GRID_PLACES)},
                    {"found", arena_fmt(r->arena, "%lld", (long long)(r->row * COLS_MAX))});
            return err_at_file(err, file);
        }
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
    bool ok =
        part >= 0 || err_set(err, ERR_XLSX_PART, {"file", file}, {"part", S("word/document.xml")});
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

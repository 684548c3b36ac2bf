/* Bytes of a file into sheets, whatever it is called. */
#include "app/folder/folder_parts.h"
#include "app/folder_source.h"
#include "base/limits.h"
#include "doc/docx_in.h"
#include "doc/old_office.h"
#include "doc/rows.h"
#include "doc/xls_in.h"
#include "sys/convert.h"

Str folder_ending(Arena *arena, Str name)
{
    for (ptrdiff_t i = name.len; i > 0 && name.len - i < 8; i--)
        if (name.ptr[i - 1] == '.')
            return form_squeeze(arena, str_sub(name, i, name.len));
    return S("");
}

Str folder_place(Arena *arena, const FolderSheet *sheet, int64_t row, int col)
{
    if (sheet->origin && row <= sheet->grid.rows && col <= sheet->grid.cols) {
        int64_t from = sheet->origin[(row - 1) * sheet->grid.cols + col - 1];
        if (from) {
            row = (from - 1) / sheet->origin_cols + 1;
            col = (int)((from - 1) % sheet->origin_cols) + 1;
        }
    }
    Str at = sheet->turned ? grid_address(arena, col, (int)row) : grid_address(arena, row, col);
    return sheet->name.len ? arena_fmt(arena, "%.*s#%.*s!%.*s", STR_ARG(sheet->file),
                                       STR_ARG(sheet->name), STR_ARG(at))
                           : arena_fmt(arena, "%.*s!%.*s", STR_ARG(sheet->file), STR_ARG(at));
}

static bool has_more_tabs(Str bytes)
{
    int tabs = 0, commas = 0;
    for (ptrdiff_t i = 0; i < bytes.len && i < 8192; i++) {
        tabs += bytes.ptr[i] == '\t';
        commas += bytes.ptr[i] == ',';
    }
    return tabs > commas;
}

/* "Unicode 文本" of Excel, and what is copied out of a sheet: tabs between the cells. Else the bytes as they are. */
static Str tabs_as_commas(Arena *arena, Str bytes)
{
    if (!has_more_tabs(bytes))
        return bytes;
    Out out = out_new(arena, (size_t)bytes.len * 3 + 16);
    bool begins = true, quoted = false;
    for (ptrdiff_t i = 0; i < bytes.len; i++) {
        char c = bytes.ptr[i];
        bool ends = (c == '\t' || c == '\n' || c == '\r') && !quoted;
        if (begins && !ends)
            out_c(&out, '"');
        if (begins && c == '"') { /* in quotes already */
            quoted = true;
            begins = false;
            continue;
        }
        if (quoted && c == '"' && i + 1 < bytes.len && bytes.ptr[i + 1] != '"') {
            quoted = false;
            continue;
        }
        if (ends && !begins)
            out_c(&out, '"');
        if (c == '"' && !(quoted && i + 1 == bytes.len))
            out_s(&out, S("\"\""));
        else if (!(c == '"'))
            out_c(&out, ends && c == '\t' ? ',' : c);
        i += quoted && c == '"';
        begins = ends;
    }
    out_s(&out, begins ? S("") : S("\""));
    return out_str(&out);
}

static Str plain_text(Arena *arena, Str bytes)
{
    ConvertText text;
    Err ignored = {0};
    bool wide = str_starts(bytes, S("\xFF\xFE")) || str_starts(bytes, S("\xFE\xFF"));
    return tabs_as_commas(arena, wide && convert_decode(arena, bytes, &text, &ignored) ? text.text
                                                                                       : bytes);
}

static bool open_csv(Arena *arena, Str name, Str bytes, FolderSheets *sheets, Err *err)
{
    AUTO_TABLE_ROWS rows = {0};
    CsvRow row;
    struct {
        XlsxCell *items;
        int count;
        size_t cap;
    } cells = {0};
    int64_t last = 0;
    int cols = 1;
    if (!rows_open(&rows, arena, plain_text(arena, bytes), name, app_convert(), err))
        return false;
    while (rows_next(&rows, &row, err)) {
        cols = row.count > cols ? row.count : cols;
        last = row.row;
        if (last * cols > LIMIT_GRID_PLACES)
            return err_set(err, ERR_FOLDER_SHAPE, {"found", name});
        for (int i = 0; i < row.count; i++)
            if (row.cells[i].len)
                *arena_push(arena, &cells) =
                    (XlsxCell){.row = row.row, .col = i + 1, .text = row.cells[i], .is_text = true};
    }
    if (err->code)
        return false;
    FolderSheet *sheet = arena_push(arena, sheets);
    *sheet = (FolderSheet){.file = name, .name = S("")};
    grid_of_cells(arena, cells.items, cells.count, last > 0 ? last : 1, cols, NULL, &sheet->grid);
    return true;
}

static bool read_book(Arena *arena, Str name, XlsxBook *book, FolderSheets *sheets, Err *err)
{
    int64_t places = 0;
    if (book->sheets.count > FOLDER_SHEETS_MAX)
        return err_set(err, ERR_FOLDER_SHAPE, {"found", name});
    for (int i = 0; i < book->sheets.count; i++) {
        FolderSheet sheet = {.file = name,
                             .name = arena_str(arena, book->sheets.items[i].name),
                             .hidden = book->sheets.items[i].hidden};
        if (!xlsx_grid(arena, book, i, &sheet.grid, err)) {
            if (sheet.hidden) { /* what nobody sees keeps nobody from being read */
                *err = (Err){0};
                continue;
            }
            return false;
        }
        places += sheet.grid.rows * sheet.grid.cols;
        if (places > LIMIT_BOOK_PLACES)
            return err_set(err, ERR_FOLDER_SHAPE, {"found", name});
        *arena_push(arena, sheets) = sheet;
    }
    return true;
}

static bool open_book(Arena *arena, Str name, Str bytes, FolderSheets *sheets, Err *err)
{
    AUTO_ARENA scratch = {0};
    XlsxBook book;
    const ZipFrom from = {.bytes = bytes};
    if (!xlsx_book_open(&book, &scratch, &from, name, err))
        return false;
    bool ok = read_book(arena, name, &book, sheets, err);
    xlsx_book_close(&book);
    return ok;
}

/* .xls, .et: the format before the xml one, whatever the file is called. */
static bool open_old_book(Arena *arena, Str name, Str bytes, FolderSheets *sheets, Err *err)
{
    XlsSheets read = {0};
    if (!xls_read(arena, bytes, name, &read, err))
        return false;
    if (read.count > FOLDER_SHEETS_MAX)
        return err_set(err, ERR_FOLDER_SHAPE, {"found", name});
    for (int i = 0; i < read.count; i++)
        *arena_push(arena, sheets) = (FolderSheet){.file = name,
                                                   .name = read.items[i].name,
                                                   .hidden = read.items[i].hidden,
                                                   .grid = read.items[i].grid};
    return true;
}

static bool is_one_of(Str ending, const Str *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(ending, list[i]))
            return true;
    return false;
}

static bool open_docx(Arena *arena, Str name, Str bytes, FolderSheets *sheets, Err *err)
{
    FolderSheet sheet = {.file = name, .name = S("")};
    if (!docx_grid(arena, bytes, name, &sheet.grid, err))
        return false;
    *arena_push(arena, sheets) = sheet;
    return true;
}

/* What cannot be read, by what it is: each has its own way out. */
static bool refuse(Str name, Str ending, Err *err)
{
    static const Str packed[] = {SC("zip"), SC("rar"), SC("7z"), SC("gz"), SC("tar")};
    static const Str word[] = {SC("doc"), SC("wps"), SC("wpt"), SC("dot"), SC("rtf")};
    Str found = ending.len ? ending : folder_file_base(name);
    if (is_one_of(ending, packed, sizeof packed / sizeof *packed))
        return err_set(err, ERR_FOLDER_PACKED, {"found", found});
    if (is_one_of(ending, word, sizeof word / sizeof *word))
        return err_set(err, ERR_FOLDER_WORD, {"found", found});
    if (str_eq(ending, S("xlsx")))
        return err_set(err, ERR_XLSX_NOT_ZIP);
    return err_set(err, ERR_FOLDER_KIND, {"found", found});
}

bool folder_open(Arena *arena, Str name, Str bytes, FolderSheets *ret_sheets, Err *err)
{
    static const Str others[] = {SC("zip"), SC("ods"), SC("pptx"), SC("ofd")};
    Str ending = folder_ending(arena, name);
    bool is_pack = str_starts(bytes, S("PK\003\004"));
    if (bytes.len == 0)
        return err_set(err, ERR_FILE_EMPTY, {"found", name});
    OldOfficeLook look = old_office_look(bytes);
    if (look.encrypted)
        return err_set(err, ERR_XLSX_ENCRYPTED, {"file", name});
    if (look.kind == OLD_SHEET)
        return open_old_book(arena, name, bytes, ret_sheets, err);
    if (look.kind != OLD_NONE)
        return refuse(name, look.kind == OLD_WORD ? S("doc") : ending, err);
    if (is_pack && str_eq(ending, S("docx")))
        return open_docx(arena, name, bytes, ret_sheets, err);
    if (is_pack && !is_one_of(ending, others, sizeof others / sizeof *others))
        return open_book(arena, name, bytes, ret_sheets, err);
    if (!is_pack && (str_eq(ending, S("csv")) || str_eq(ending, S("txt"))))
        return open_csv(arena, name, bytes, ret_sheets, err);
    if (str_eq(ending, S("xlsm")) || str_eq(ending, S("xlsx")))
        return open_book(arena, name, bytes, ret_sheets, err);
    return refuse(name, ending, err);
}

void folder_turn(Arena *arena, const FolderSheet *sheet, FolderSheet *ret_sheet)
{
    const XlsxGrid *from = &sheet->grid;
    XlsxGrid *to = &ret_sheet->grid;
    *ret_sheet = *sheet;
    ret_sheet->turned = !sheet->turned;
    int64_t rows = from->cols;
    int cols = (int)from->rows;
    size_t places = (size_t)(rows * cols);
    int count = 0;
    for (size_t i = 0; i < places; i++)
        count = from->at[i] > count ? from->at[i] : count;
    XlsxCell *cells = arena_new(arena, XlsxCell, count + 1);
    int32_t *at = arena_new(arena, int32_t, places + 1),
            *merged = arena_new(arena, int32_t, places + 1);
    for (int i = 0; i < count; i++) {
        cells[i] = from->cells[i];
        cells[i].row = from->cells[i].col;
        cells[i].col = (int)from->cells[i].row;
    }
    for (int64_t r = 0; r < from->rows; r++)
        for (int c = 0; c < from->cols; c++) {
            at[(int64_t)c * cols + r] = from->at[r * from->cols + c];
            merged[(int64_t)c * cols + r] = from->merged[r * from->cols + c];
        }
    to->rows = rows;
    to->cols = cols;
    to->cells = cells;
    to->at = at;
    to->merged = merged;
    to->row_hidden = from->col_hidden;
    to->col_hidden = from->row_hidden;
    to->numbers = NULL;
}

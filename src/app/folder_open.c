/* Bytes of a file into sheets, whatever it is called. */
#include "app/folder_parts.h"
#include "app/folder_source.h"
#include "base/limits.h"
#include "doc/rows.h"

Str folder_ending(Arena *arena, Str name)
{
    for (ptrdiff_t i = name.len; i > 0 && name.len - i < 8; i--)
        if (name.ptr[i - 1] == '.')
            return form_squeeze(arena, str_sub(name, i, name.len));
    return S("");
}

Str folder_place(Arena *arena, const FolderSheet *sheet, int64_t row, int col)
{
    Str at = sheet->turned ? grid_address(arena, col, (int)row) : grid_address(arena, row, col);
    return sheet->name.len ? arena_fmt(arena, "%.*s#%.*s!%.*s", STR_ARG(sheet->file),
                                       STR_ARG(sheet->name), STR_ARG(at))
                           : arena_fmt(arena, "%.*s!%.*s", STR_ARG(sheet->file), STR_ARG(at));
}

/* A grid of cells that are given row by row. */
static void grid_of(Arena *arena, const XlsxCell *cells, int count, int64_t rows, int cols,
                    XlsxGrid *grid)
{
    size_t places = (size_t)(rows * cols);
    int32_t *at = arena_new(arena, int32_t, places + 1),
            *merged = arena_new(arena, int32_t, places + 1);
    for (int i = 0; i < count; i++)
        at[(cells[i].row - 1) * cols + cells[i].col - 1] = i + 1;
    grid->rows = rows;
    grid->cols = cols;
    grid->cells = cells;
    grid->at = at;
    grid->merged = merged;
    grid->row_hidden = arena_new(arena, bool, rows + 1);
    grid->col_hidden = arena_new(arena, bool, cols + 1);
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
    if (!rows_open(&rows, arena, bytes, name, app_convert(), err))
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
    grid_of(arena, cells.items, cells.count, last > 0 ? last : 1, cols, &sheet->grid);
    return true;
}

static bool open_book(Arena *arena, Str name, Str bytes, FolderSheets *sheets, Err *err)
{
    XlsxNames names = {0};
    if (!xlsx_names(arena, bytes, name, &names, err))
        return false;
    if (names.count > FOLDER_SHEETS_MAX)
        return err_set(err, ERR_FOLDER_SHAPE, {"found", name});
    for (int i = 0; i < names.count; i++) {
        FolderSheet sheet = {
            .file = name, .name = names.items[i].name, .hidden = names.items[i].hidden};
        if (!xlsx_grid(arena, bytes, name, sheet.name, &sheet.grid, err)) {
            if (sheet.hidden) { /* what nobody sees keeps nobody from being read */
                *err = (Err){0};
                continue;
            }
            return false;
        }
        *arena_push(arena, sheets) = sheet;
    }
    return true;
}

bool folder_open(Arena *arena, Str name, Str bytes, FolderSheets *ret_sheets, Err *err)
{
    static const Str old[] = {SC("xls"),  SC("et"),  SC("wps"),  SC("doc"), SC("ett"),
                              SC("xlsb"), SC("ods"), SC("docx"), SC("dot")};
    Str ending = folder_ending(arena, name);
    if (bytes.len == 0)
        return err_set(err, ERR_FILE_EMPTY, {"found", name});
    if (str_eq(ending, S("xlsx")) || str_starts(bytes, S("PK\003\004")))
        if (!str_eq(ending, S("docx")) && !str_eq(ending, S("ods")))
            return open_book(arena, name, bytes, ret_sheets, err);
    for (size_t i = 0; i < sizeof old / sizeof *old; i++)
        if (str_eq(ending, old[i]))
            return err_set(err, ERR_FOLDER_KIND, {"found", ending});
    if (str_eq(ending, S("csv")) || str_eq(ending, S("txt")))
        return open_csv(arena, name, bytes, ret_sheets, err);
    if (str_eq(ending, S("xlsm")) || str_eq(ending, S("xlsx")))
        return open_book(arena, name, bytes, ret_sheets, err);
    return err_set(err, ERR_FOLDER_KIND, {"found", ending.len ? ending : name});
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

#include "app/campaign/convert.h"

#include "app/folder_source.h"
#include "base/limits.h"
#include "doc/rows.h"
#include "sys/files.h"

/* The file's own name, without what tells its form. */
static Str title_of(Str path)
{
    ptrdiff_t at = path.len;
    while (at > 0 && path.ptr[at - 1] != '/')
        at--;
    Str name = str_sub(path, at, path.len);
    for (ptrdiff_t dot = name.len - 1; dot > 0; dot--)
        if (name.ptr[dot] == '.')
            return str_sub(name, 0, dot);
    return name;
}

static Str sheet_title(const Rows *rows, Str path)
{
    if (!rows->is_book)
        return title_of(path);
    ptrdiff_t mark = str_find(rows->file, S("#"), path.len);
    return str_sub(rows->file, mark + 1, rows->file.len);
}

static int sheets_left(const Rows *rows)
{
    int count = 0;
    for (int i = 0; rows->is_book && i < rows->book.book->sheets.count; i++)
        count += !rows->book.book->sheets.items[i].hidden;
    return count > 0 ? count - 1 : 0;
}

/* What the rows will take. Of a workbook only the size of the sheet is known, which stands around
 * every cell; text that is no UTF-8 grows by half. */
static void estimate(const Rows *rows, ExportTarget *target)
{
    int64_t done, size;
    rows_progress(rows, &done, &size);
    target->text_bytes = size + size / 2;
    if (rows->is_book)
        return;
    target->cells = rows->csv.window.cells_about;
    if (rows->csv.encoding == CSV_UTF8)
        target->text_bytes = size;
}

typedef struct Filled {
    int ncolumns;
    Str cells[LIMIT_CSV_COLUMNS];
} Filled;

static bool copy_row(ExportFile *file, const CsvRow *row, Filled *filled, Err *err)
{
    int count = row->count > filled->ncolumns ? row->count : filled->ncolumns;
    for (int c = 0; c < count; c++)
        filled->cells[c] = csv_cell(row, c);
    return export_file_row(file, filled->cells, count, err);
}

/* reading: holds nothing of the rows before. */
static bool copy_rows(Arena *reading, Rows *rows, ExportFile *file, Filled *filled, Err *err)
{
    CsvRow row;
    ArenaMark mark = arena_mark(reading);
    while (rows_next(rows, &row, err)) {
        rows_progress(rows, &file->step.done, &file->step.total);
        if (!copy_row(file, &row, filled, err))
            return false;
        arena_rewind(reading, mark);
    }
    return err->code == ERR_NONE;
}

/* The titles of the output, in the arena. */
static bool first_row(Arena *arena, Rows *rows, SheetColumn **ret_columns, Filled *filled, Err *err)
{
    CsvRow row;
    if (!rows_next(rows, &row, err)) {
        if (err->code)
            return false;
        err_set(err, ERR_TABLE_EMPTY);
        return err_at_file(err, rows->file);
    }
    *ret_columns = arena_new(arena, SheetColumn, row.count);
    for (int c = 0; c < row.count; c++)
        (*ret_columns)[c] =
            (SheetColumn){.title = arena_str(arena, row.cells[c]), .kind = SHEET_BY_LOOK};
    filled->ncolumns = row.count;
    return true;
}

static bool convert_rows(Arena *arena, Arena *reading, const ConvertJob *job, Rows *rows,
                         ExportTarget *target, ConvertDone *ret_done, Err *err)
{
    AUTO_EXPORT_FILE file = {0};
    SheetColumn *columns = NULL;
    Filled *filled = arena_new(arena, Filled, 1);
    estimate(rows, target);
    if (!first_row(arena, rows, &columns, filled, err) ||
        !export_file_open(&file, arena, target, err) ||
        !export_file_sheet(&file, sheet_title(rows, job->in), columns, filled->ncolumns, err) ||
        !copy_rows(reading, rows, &file, filled, err))
        return false;
    ConvertDone done = {.rows = file.step.rows + 1, .sheets_left = sheets_left(rows)};
    if (!export_file_finish(&file, &done.bytes, err) || !export_file_put(&file, err))
        return false;
    *ret_done = done;
    return true;
}

bool convert_table(Arena *arena, const ConvertJob *job, ConvertDone *ret_done, Err *err)
{
    AUTO_ARENA reading = {0};
    AUTO_TABLE_ROWS rows = {0};
    ExportTarget target = {.path = job->out,
                           .tmp_folder = job->tmp_folder,
                           .now_ms = job->now_ms,
                           .progress = job->progress};
    int fd;
    *err = (Err){0};
    if (!table_format_parse(job->out, &target.format))
        return err_set(err, ERR_CONVERT_FORM, {"found", job->out}, {"expected", S(".csv · .xlsx")});
    return file_open(job->in, &fd, err) &&
           rows_open_fd(&rows, &reading, fd, job->in, job->sheet, app_convert(), err) &&
           convert_rows(arena, &reading, job, &rows, &target, ret_done, err);
}

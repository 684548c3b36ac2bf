#include "doc/table_out.h"

#include "base/limits.h"
#include "doc/csv.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { WRITE_BYTES = 128 * 1024 }; /* of CSV at once */

bool table_out_open(TableOut *table, Arena *arena, TableFormat format, int fd,
                    const XlsxOptions *options, Err *err)
{
    *table = (TableOut){.format = format, .fd = fd, .file = options->file};
    table->text = out_new(&table->text_arena, SIZE_MAX / 4);
    return format == TABLE_CSV || xlsx_out_open(&table->book, arena, options, err);
}

/* ---- CSV ---- */

static bool write_text(TableOut *table, Err *err)
{
    Str rest = out_str(&table->text);
    while (rest.len > 0) {
        ssize_t n = write(table->fd, rest.ptr, (size_t)rest.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && (errno == ENOSPC || errno == EDQUOT || errno == EFBIG))
            return err_set(err, ERR_FILE_FULL, {"file", table->file});
        if (n < 0)
            return err_set(err, ERR_FILE_WRITE, {"file", table->file},
                           {"reason", str_from_z(strerror(errno))});
        rest = str_sub(rest, n, rest.len);
    }
    table->text.len = 0;
    return true;
}

static void csv_cell_of(CsvOut *csv, SheetKind kind, Str cell)
{
    if (kind == SHEET_TEXT || cell.len == 0)
        csv_text(csv, cell);
    else
        csv_number(csv, cell); /* writes what is no number as text */
}

static void csv_row(TableOut *table, const Str *cells, int count)
{
    CsvOut csv = {.out = &table->text};
    for (int c = 0; c < count; c++)
        csv_cell_of(&csv, c < table->ncolumns ? table->columns[c].kind : SHEET_BY_LOOK, cells[c]);
    csv_end_row(&csv);
}

static void csv_titles(TableOut *table)
{
    CsvOut csv = csv_out_new(&table->text, true);
    for (int c = 0; c < table->ncolumns; c++)
        csv_cell_of(&csv, table->columns[c].kind == SHEET_BY_LOOK ? SHEET_BY_LOOK : SHEET_TEXT,
                    table->columns[c].title);
    csv_end_row(&csv);
}

/* ---- either ---- */

bool table_out_sheet(TableOut *table, Str name, const SheetColumn *columns, int ncolumns, Err *err)
{
    table->columns = columns;
    table->ncolumns = ncolumns;
    if (table->format == TABLE_XLSX)
        return xlsx_out_sheet(&table->book, name, columns, ncolumns, err);
    csv_titles(table);
    return true;
}

bool table_out_row(TableOut *table, const Str *cells, int count, Err *err)
{
    if (table->format == TABLE_XLSX)
        return xlsx_out_row(&table->book, cells, count, err);
    csv_row(table, cells, count);
    return table->text.len < WRITE_BYTES || write_text(table, err);
}

bool table_out_whole(TableOut *table, const Sheet *sheet, Err *err)
{
    if (!table_out_sheet(table, sheet->name, sheet->columns, sheet->ncolumns, err))
        return false;
    for (int r = 0; r < sheet_rows(sheet); r++)
        if (!table_out_row(table, sheet_row(sheet, r), sheet->ncolumns, err))
            return false;
    return true;
}

bool table_out_close(TableOut *table, Err *err)
{
    return table->format == TABLE_XLSX ? xlsx_out_close(&table->book, err) : write_text(table, err);
}

void table_out_drop(TableOut *table)
{
    xlsx_out_drop(&table->book);
    arena_done(&table->text_arena);
}

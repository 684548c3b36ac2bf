#include "doc/rows.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static bool is_workbook(Str bytes, Str file)
{
    static const Str starts[] = {SC("PK\x03\x04"), SC("PK\x05\x06"),
                                 SC("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")};
    static const Str ends[] = {SC(".xlsx"), SC(".xlsm"), SC(".xlsb"), SC(".xls"), SC(".et")};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (str_starts(bytes, starts[i]))
            return true;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (str_ends(file, ends[i]))
            return true;
    return false;
}

static bool open_book(Rows *rows, Arena *arena, const ZipFrom *from, Str sheet, Err *err)
{
    rows->is_book = true;
    if (!xlsx_open(&rows->book, arena, from, rows->file, sheet, err))
        return false;
    rows->file = rows->book.file;
    return true;
}

bool rows_open_sheet(Rows *rows, Arena *arena, Str bytes, Str file, Str sheet, Err *err)
{
    ZipFrom from = {.bytes = bytes};
    *rows = (Rows){.file = file};
    return open_book(rows, arena, &from, sheet, err);
}

bool rows_open_of(Rows *rows, Arena *arena, XlsxBook *book, Str sheet, Err *err)
{
    int at = xlsx_find(book, sheet);
    *rows = (Rows){.file = book->zip.file, .is_book = true};
    if (at < 0) {
        err_set(err, ERR_XLSX_NO_SHEET, {"found", sheet});
        return err_at_file(err, rows->file);
    }
    if (!xlsx_open_sheet(&rows->book, arena, book, at, err))
        return false;
    rows->file = rows->book.file;
    return true;
}

bool rows_open(Rows *rows, Arena *arena, Str bytes, Str file, CsvConvert convert, Err *err)
{
    if (is_workbook(bytes, file))
        return rows_open_sheet(rows, arena, bytes, file, S(""), err);
    *rows = (Rows){.file = file};
    return csv_open(&rows->csv, arena, bytes, file, convert, err);
}

bool rows_open_fd(Rows *rows, Arena *arena, int fd, Str file, Str sheet, CsvConvert convert,
                  Err *err)
{
    enum { START_BYTES = 8 };
    char *start = arena_new(arena, char, START_BYTES);
    *rows = (Rows){.file = file, .owns_fd = true, .fd = fd};
    ssize_t n = pread(fd, start, START_BYTES, 0);
    if (n < 0) {
        err_set(err, ERR_FILE_READ, {"file", file}, {"reason", str_from_z(strerror(errno))});
        return err_at_file(err, file);
    }
    ZipFrom from = {.bytes = {start, n}, .is_file = true, .fd = fd};
    if (is_workbook(from.bytes, file))
        return open_book(rows, arena, &from, sheet, err);
    if (sheet.len) {
        err_set(err, ERR_ROWS_SHEET, {"found", sheet});
        return err_at_file(err, file);
    }
    return csv_open_fd(&rows->csv, arena, fd, file, convert, err);
}

void rows_progress(const Rows *rows, int64_t *ret_done, int64_t *ret_size)
{
    *ret_done = rows->is_book ? xlsx_done_bytes(&rows->book) : csv_done_bytes(&rows->csv);
    *ret_size = rows->is_book ? xlsx_size_bytes(&rows->book) : rows->csv.window.size_bytes;
}

bool rows_next(Rows *rows, CsvRow *ret_row, Err *err)
{
    bool more =
        rows->is_book ? xlsx_next(&rows->book, ret_row, err) : csv_next(&rows->csv, ret_row, err);
    if (more)
        rows->row = ret_row->row;
    return more;
}

void rows_close(Rows *rows)
{
    if (rows->is_book)
        xlsx_close(&rows->book);
    if (rows->owns_fd)
        (void)close(rows->fd);
    rows->owns_fd = false;
}

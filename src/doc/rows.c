#include "doc/rows.h"

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

bool rows_open_sheet(Rows *rows, Arena *arena, Str bytes, Str file, Str sheet, Err *err)
{
    *rows = (Rows){.file = file, .is_book = true};
    if (!xlsx_open(&rows->book, arena, bytes, file, sheet, err))
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
}

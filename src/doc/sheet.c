#include "doc/sheet.h"

#include "base/date.h"
#include "base/dec.h"
#include "doc/csv.h"

#include <string.h>

Sheet sheet_new(Arena *arena, Str name, int ncolumns)
{
    return (Sheet){.arena = arena,
                   .name = name,
                   .columns = arena_new(arena, SheetColumn, ncolumns),
                   .ncolumns = ncolumns};
}

void sheet_cell(Sheet *sheet, Str text)
{
    *arena_push(sheet->arena, &sheet->cells) = text;
}

void sheet_i64(Sheet *sheet, int64_t value)
{
    sheet_cell(sheet, arena_fmt(sheet->arena, "%lld", (long long)value));
}

int sheet_rows(const Sheet *sheet)
{
    return sheet->cells.count / sheet->ncolumns;
}

const Str *sheet_row(const Sheet *sheet, int row)
{
    return sheet->cells.items + (ptrdiff_t)row * sheet->ncolumns;
}

enum { DIGITS_EXACT = 15 }; /* that a spreadsheet keeps of a number */

static bool is_exact_number(Str cell)
{
    int digits = 0;
    for (ptrdiff_t i = 0; i < cell.len; i++)
        digits += cell.ptr[i] >= '0' && cell.ptr[i] <= '9';
    return digits <= DIGITS_EXACT && cell.ptr[0] != '+' && dec_parse(cell, &(Dec){0}, NULL);
}

/* Written back it is the same text: neither 007 nor -0, which are codes or slips of the pen. */
static bool is_canonical(Str cell)
{
    bool negative = cell.ptr[0] == '-';
    Str digits = str_sub(cell, negative, cell.len);
    if (digits.len > 1 && digits.ptr[0] == '0' && digits.ptr[1] != '.')
        return false;
    for (ptrdiff_t i = 0; negative && i < digits.len; i++)
        if (digits.ptr[i] >= '1' && digits.ptr[i] <= '9')
            return true;
    return !negative;
}

/* Days count from 1899-12-30; before 1900-03-01 spreadsheets do not agree on the day. */
static bool is_date(Str cell)
{
    Date date;
    return cell.len == 10 && date_parse(cell, &date, NULL) && date >= date_from_ymd(1900, 3, 1);
}

SheetKind sheet_kind_of(SheetKind column, Str cell)
{
    bool by_look = column == SHEET_BY_LOOK;
    /* most texts are known as such by their first byte */
    if (column == SHEET_TEXT || cell.len == 0 || !memchr("0123456789-", cell.ptr[0], 11))
        return SHEET_TEXT;
    if (column != SHEET_NUMBER && is_date(cell))
        return SHEET_DATE;
    if (column != SHEET_DATE && is_exact_number(cell) && (!by_look || is_canonical(cell)))
        return SHEET_NUMBER;
    return SHEET_TEXT;
}

void sheet_csv(const Sheet *sheet, Out *out)
{
    CsvOut csv = csv_out_new(out, true);
    for (int c = 0; c < sheet->ncolumns; c++)
        csv_text(&csv, sheet->columns[c].title);
    csv_end_row(&csv);
    for (int r = 0; r < sheet_rows(sheet); r++) {
        const Str *cells = sheet_row(sheet, r);
        for (int c = 0; c < sheet->ncolumns; c++) {
            if (sheet->columns[c].kind == SHEET_NUMBER && cells[c].len)
                csv_number(&csv, cells[c]);
            else
                csv_text(&csv, cells[c]);
        }
        csv_end_row(&csv);
    }
}

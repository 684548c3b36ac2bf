#include "doc/sheet.h"

#include "doc/csv.h"

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

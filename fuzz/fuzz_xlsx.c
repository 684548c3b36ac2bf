/* A workbook from any bytes: rows are numbered upwards, texts are UTF-8, a fault names the file, and its
 * row and column where it stands in the sheet. The same bytes as a format code and as a stored number. */
#include "fuzz.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "doc/rows.h"

#include <assert.h>

static void check_rows(Arena *arena, Str bytes)
{
    AUTO_TABLE_ROWS rows = {0};
    Err err = {0};
    CsvRow row;
    int64_t last = 0;
    if (!rows_open_sheet(&rows, arena, bytes, S("in.xlsx"), S(""), &err)) {
        assert(err.code != ERR_NONE && err.file[0]);
        return;
    }
    while (rows_next(&rows, &row, &err)) {
        assert(row.row > last && row.row <= LIMIT_XLSX_ROWS);
        assert(row.count >= 1 && row.count <= LIMIT_CSV_COLUMNS);
        last = row.row;
        for (int i = 0; i < row.count; i++)
            assert(row.cells[i].len <= LIMIT_CSV_CELL_BYTES && utf8_valid(row.cells[i], NULL));
    }
    assert(err.code == ERR_NONE || (err.file[0] && err.row >= 1 && err.col >= 1));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    CellStyle style = cell_style_of_code(fuzz_str(data, size));
    Str text;
    if (cell_number(&arena, fuzz_str(data, size), style, false, &text))
        assert(utf8_valid(text, NULL) && text.len > 0);
    check_rows(&arena, fuzz_str(data, size));
    return 0;
}

/* A workbook of the old format from any bytes, and as the stream inside its container: texts are UTF-8, cells stand
 * where they say, on a grid that has room for them. */
#include "fuzz.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "doc/xls_in.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    XlsSheets sheets = {0};
    Err err = {0};
    if (!xls_read(&arena, fuzz_str(data, size), S("in.xls"), &sheets, &err)) {
        assert(err.code != ERR_NONE);
        return 0;
    }
    for (int i = 0; i < sheets.count; i++) {
        const XlsxGrid *grid = &sheets.items[i].grid;
        assert(grid->rows * grid->cols <= LIMIT_GRID_PLACES &&
               utf8_valid(sheets.items[i].name, NULL));
        for (int64_t row = 1; row <= grid->rows && row <= 200; row++)
            for (int col = 1; col <= grid->cols && col <= 20; col++) {
                const XlsxCell *cell = grid_cell(grid, row, col);
                assert(utf8_valid(grid_text(grid, row, col), NULL));
                assert(!cell || (cell->row == row && cell->col == col));
            }
    }
    return 0;
}

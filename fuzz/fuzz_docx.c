/* A text document from any bytes, and as its part document.xml: cells stand where they say, on a grid that has room for
 * them, and texts are UTF-8. */
#include "fuzz.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "doc/docx_in.h"
#include "doc/pack.h"

#include <assert.h>

static Str packed(Arena *arena, Str document)
{
    const PackEntry part = {S("word/document.xml"), document};
    Err err = {0};
    Str bytes = S("");
    assert(pack_zip(arena, &part, 1, 0, 0, &bytes, &err));
    return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    Str bytes = fuzz_str(data, size);
    XlsxGrid grid;
    Err err = {0};
    if (size > 256 * 1024)
        return 0;
    if (!str_starts(bytes, S("PK")))
        bytes = packed(&arena, bytes);
    if (!docx_grid(&arena, bytes, S("in.docx"), &grid, &err)) {
        assert(err.code != ERR_NONE);
        return 0;
    }
    assert(grid.rows >= 1 && grid.cols >= 1 && grid.rows * grid.cols <= LIMIT_GRID_PLACES);
    int32_t found = 0, last = 0;
    for (int64_t row = 1; row <= grid.rows; row++)
        for (int col = 1; col <= grid.cols; col++) {
            const XlsxCell *cell = grid_cell(&grid, row, col);
            int32_t at = grid.at[(row - 1) * grid.cols + col - 1];
            found += at > 0;
            last = at > last ? at : last;
            assert(utf8_valid(grid_text(&grid, row, col), NULL));
            assert(!cell || (cell->row == row && cell->col == col && cell->text.len > 0));
        }
    assert(found == last); /* none of the cells stands beside the grid, none twice */
    return 0;
}

/* A form of a unit from any bytes: rows of cells (tabs and lines; ^ in front of a cell merges it with the one above, ! hides
 * its row), as the reader of a folder sees a sheet. What it takes as a value stands in the sheet, its tables
 * lie inside it, and a heading that is read knows no other month. The bytes as a figure, as a heading, as months. */
#include "fuzz.h"

#include "app/folder/folder_parts.h"
#include "base/utf8.h"

#include <assert.h>

enum { ROWS = 40, COLS = 24 };

static void check_figure(Arena *arena, Str bytes)
{
    Figure f;
    NamedMonth months[NAMED_MONTHS_MAX];
    Heading h;
    figure_read(arena, bytes, &f);
    Str folded = form_fold(arena, bytes);
    assert(utf8_valid(folded, NULL));
    if (f.kind == FIGURE_NUMBER) {
        Dec moved, back;
        assert(folded.len > 0);
        if (dec_shift(f.value, -4, 0, &moved) && dec_shift(moved, 4, 0, &back))
            assert(dec_cmp(f.value, back) == 0);
    }
    int n = months_named(arena, bytes, months);
    for (int i = 0; i < n; i++)
        assert(months[i].from >= 1 && months[i].to <= 12 && months[i].from <= months[i].to);
    heading_read(arena, bytes, (FormMonth){2021, 6, 6}, &h);
    assert(h.column < FORM_COLUMNS && (h.column != FORM_MONTH || !h.other_period));
}

static void make_grid(Arena *arena, Str bytes, XlsxGrid *grid)
{
    XlsxCell *cells = arena_new(arena, XlsxCell, ROWS * COLS + 1);
    int32_t *at = arena_new(arena, int32_t, ROWS * COLS),
            *merged = arena_new(arena, int32_t, ROWS * COLS);
    bool *hidden = arena_new(arena, bool, ROWS);
    int count = 0;
    for (int row = 1; row <= ROWS && bytes.len; row++) {
        Str line = str_cut(&bytes, '\n');
        for (int col = 1; col <= COLS && line.len; col++) {
            Str text = str_cut(&line, '\t');
            int here = (row - 1) * COLS + col - 1;
            if (str_starts(text, S("^")) && row > 1) {
                int32_t above = merged[here - COLS] ? merged[here - COLS] : at[here - COLS];
                merged[here] = merged[here - COLS] = above;
                continue;
            }
            hidden[row - 1] = hidden[row - 1] || str_starts(text, S("!"));
            if (text.len == 0)
                continue;
            cells[count] = (XlsxCell){.row = row, .col = col, .text = text, .is_text = true};
            at[here] = ++count;
        }
    }
    *grid = (XlsxGrid){.rows = ROWS,
                       .cols = COLS,
                       .cells = cells,
                       .at = at,
                       .merged = merged,
                       .row_hidden = hidden,
                       .col_hidden = arena_new(arena, bool, COLS)};
}

static void check_tables(Arena *arena, const FolderSheet *sheet)
{
    FolderTables tables = {0};
    folder_tables(arena, sheet, (FormMonth){2021, 6, 6}, &tables);
    for (int i = 0; i < tables.count; i++) {
        const FolderTable *t = &tables.items[i];
        assert(t->head_row >= 1 && t->first_row > t->head_row && t->last_row <= sheet->grid.rows);
        assert(t->first_col >= 1 && t->last_col <= sheet->grid.cols);
        for (int c = 0; c < FORM_COLUMNS; c++)
            assert(!t->columns[c] ||
                   (t->columns[c] >= t->first_col && t->columns[c] <= t->last_col));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    Str bytes = fuzz_str(data, size);
    if (size > 64 * 1024 || !utf8_valid(bytes, NULL))
        return 0;
    check_figure(&arena, str_sub(bytes, 0, 200));
    FolderSheet sheet = {.file = S("in.xlsx"), .name = S("1")}, turned;
    make_grid(&arena, bytes, &sheet.grid);
    check_tables(&arena, &sheet);
    folder_turn(&arena, &sheet, &turned);
    check_tables(&arena, &turned);
    return 0;
}

/* CSV from any bytes: what can be read is written and read again to the same cells. */
#include "fuzz.h"

#include "base/utf8.h"
#include "doc/csv.h"
#include "doc/typed.h"

#include <assert.h>

enum { ROWS_MAX = 2000 };

typedef struct Rows {
    CsvRow *items;
    int count;
    size_t cap;
} Rows;

static bool read_rows(Arena *arena, Str bytes, Rows *ret_rows, Err *err)
{
    Csv csv;
    CsvRow row;
    if (!csv_open(&csv, arena, bytes, S("a.csv"), (CsvConvert){0}, err))
        return false;
    int64_t last = 0;
    while (csv_next(&csv, &row, err)) {
        assert(row.count >= 1 && row.row > last);
        last = row.row;
        if (ret_rows->count < ROWS_MAX)
            *arena_push(arena, ret_rows) = row;
    }
    return err->code == ERR_NONE;
}

static void try_typed(Arena *arena, Str cell)
{
    Err err = {0};
    TypedNumber number;
    Date date;
    Str code;
    int changes;
    if (typed_number(arena, cell, &number, &err)) {
        TypedNumber again;
        assert(typed_number(arena, number.text, &again, &err));
        assert(str_eq(again.text, number.text));
    }
    if (typed_date(arena, cell, &date, &changes, &err))
        assert(typed_date(arena, date_str(arena, date), &date, &changes, &err));
    if (typed_period(arena, cell, &code, &changes, &err)) {
        Str again;
        assert(typed_period(arena, code, &again, &changes, &err) && str_eq(code, again));
    }
    assert(utf8_valid(typed_shown(arena, cell), NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    Rows rows = {0}, again = {0};
    if (!read_rows(&arena, fuzz_str(data, size), &rows, &err)) {
        assert(err.code != ERR_NONE);
        return 0;
    }
    Out out = out_new(&arena, 64 * 1024 * 1024);
    CsvOut csv = csv_out_new(&out, true);
    for (int i = 0; i < rows.count; i++) {
        for (int j = 0; j < rows.items[i].count; j++) {
            assert(utf8_valid(rows.items[i].cells[j], NULL));
            csv_text(&csv, rows.items[i].cells[j]);
            if (i < 8)
                try_typed(&arena, rows.items[i].cells[j]);
        }
        csv_end_row(&csv);
    }
    assert(read_rows(&arena, out_str(&out), &again, &err));
    assert(again.count == rows.count);
    for (int i = 0; i < rows.count; i++) {
        assert(again.items[i].count == rows.items[i].count);
        for (int j = 0; j < rows.items[i].count; j++)
            assert(str_eq(again.items[i].cells[j], rows.items[i].cells[j]));
    }
    return 0;
}

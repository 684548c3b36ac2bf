/* CSV from any bytes: a fault has its place, and what was read is read again after it was written. */
#include "fuzz.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "doc/csv.h"
#include "doc/typed.h"

#include <assert.h>
#include <sys/mman.h>
#include <unistd.h>

/* Stands for an encoding that is not UTF-8: 0x80 is malformed, other bytes above are one letter. */
static bool convert(void *ctx, Arena *arena, Str bytes, Str *ret_text, ptrdiff_t *ret_bad_at)
{
    (void)ctx;
    Out out = out_new(arena, LIMIT_CSV_BYTES);
    for (ptrdiff_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        if (c == 0x80) {
            *ret_bad_at = i;
            return false;
        }
        if (c < 0x80)
            out_c(&out, (char)c);
        else
            out_s(&out, S("é"));
    }
    *ret_text = out_str(&out);
    return true;
}

static void check_cell(Arena *arena, Str cell)
{
    TypedNumber number;
    Date date;
    Str period;
    int64_t instant;
    Err err = {0};
    assert(utf8_valid(cell, NULL));
    assert(utf8_valid(typed_shown(arena, cell), NULL));
    if (typed_number(arena, cell, &number, &err)) {
        TypedNumber again;
        assert(typed_number(arena, number.text, &again, &err) && again.changes == 0);
        assert(str_eq(again.text, number.text) && dec_cmp(again.value, number.value) == 0);
    }
    if (typed_date(arena, cell, &date, NULL, &err)) {
        Date again;
        assert(date_parse(date_str(arena, date), &again, &err) && again == date);
    }
    if (typed_period(arena, cell, &period, NULL, &err)) {
        Str again;
        int changes;
        assert(typed_period(arena, period, &again, &changes, &err) && changes == 0);
        assert(str_eq(again, period));
    }
    (void)typed_instant(arena, cell, OFFSET_MINUTES_CHINA, &instant, NULL, &err);
}

/* What was written is read again as the same cells. */
static void check_written(Arena *arena, const CsvRow *row)
{
    Out out = out_new(arena, (size_t)LIMIT_CSV_BYTES * 4);
    CsvOut written = csv_out_new(&out, row->row & 1);
    for (int i = 0; i < row->count; i++)
        csv_text(&written, row->cells[i]);
    csv_end_row(&written);
    Csv csv;
    CsvRow again;
    Err err = {0};
    if (!csv_open(&csv, arena, out_str(&out), S("again"), (CsvConvert){0}, &err) ||
        !csv_next(&csv, &again, &err)) {
        assert(err.code == ERR_LIMIT || err.code == ERR_FILE_TOO_LARGE);
        return;
    }
    assert(again.count == row->count);
    for (int i = 0; i < row->count; i++)
        assert(str_eq(again.cells[i], row->cells[i]));
    assert(!csv_next(&csv, &again, &err) && err.code == ERR_NONE);
}

/* Through a window that moves along a file: the same rows, cells and faults. */
static void check_windowed(Str bytes)
{
    AUTO_ARENA arena = {0};
    Csv whole, moving;
    CsvRow row, again;
    Err err = {0}, fault = {0};
    int fd = memfd_create("csv", 0);
    assert(fd >= 0 && write(fd, bytes.ptr, (size_t)bytes.len) == bytes.len);
    bool ok = csv_open(&whole, &arena, bytes, S("in.csv"), (CsvConvert){convert, NULL}, &err);
    assert(ok ==
           csv_open_fd(&moving, &arena, fd, S("in.csv"), (CsvConvert){convert, NULL}, &fault));
    moving.window.step_bytes = 1 + (size_t)bytes.len % 7;
    while (ok) {
        ok = csv_next(&whole, &row, &err);
        assert(ok == csv_next(&moving, &again, &fault));
        assert(!ok || (row.row == again.row && row.count == again.count));
        for (int i = 0; ok && i < row.count; i++)
            assert(str_eq(row.cells[i], again.cells[i]));
    }
    assert(err.code == fault.code && err.row == fault.row && err.col == fault.col &&
           err.byte == fault.byte);
    (void)close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    Csv csv;
    CsvRow row;
    Err err = {0};
    int64_t rows = 0;
    if (!csv_open(&csv, &arena, fuzz_str(data, size), S("in.csv"), (CsvConvert){convert, NULL},
                  &err)) {
        assert(err.code != ERR_NONE && err.file[0]);
        return 0;
    }
    check_windowed(fuzz_str(data, size));
    while (csv_next(&csv, &row, &err)) {
        assert(row.row == ++rows && row.count >= 1);
        ArenaMark mark = arena_mark(&arena);
        for (int i = 0; i < row.count; i++)
            check_cell(&arena, row.cells[i]);
        check_written(&arena, &row);
        arena_rewind(&arena, mark);
    }
    if (err.code != ERR_NONE)
        assert(err.row == rows + 1 && err.col >= 1 && err.byte >= 1 &&
               err.byte <= (int64_t)size + 1);
    return 0;
}

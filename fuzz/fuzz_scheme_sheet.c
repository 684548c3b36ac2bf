/* A scheme as CSV from any bytes: every fault has a place, and what loads is written and read back with the same digest. */
#include "fuzz.h"

#include "app/scheme/scheme_canon.h"
#include "app/scheme/scheme_file.h"
#include "app/scheme/scheme_sheet.h"

#include <assert.h>

static Str digest(Arena *arena, const Scheme *scheme)
{
    Str text = {0};
    Err err = {0};
    bool ok = scheme_digest(arena, scheme, &text, &err);
    assert(ok);
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    Scheme scheme, again;
    Faults faults = {.arena = &arena};
    bool loaded = scheme_file_load(&arena, S("fuzz.csv"), fuzz_str(data, size), &scheme, &faults);
    assert(loaded == (faults.total == 0));
    for (int i = 0; i < faults.count; i++)
        assert(faults.items[i].row > 0 || faults.items[i].byte > 0 ||
               str_starts(fuzz_str(data, size), S("PK")) ||
               str_starts(fuzz_str(data, size), S("\xd0\xcf\x11\xe0")) ||
               size == 0); /* books: the file */
    if (!loaded)
        return 0;
    Sheet sheet = scheme_sheet_whole(&arena, &scheme, size % 2 == 0);
    Out out = out_new(&arena, 64 * 1024 * 1024);
    sheet_csv(&sheet, &out);
    bool same = scheme_file_load(&arena, S("again.csv"), out_str(&out), &again, &faults);
    assert(same && str_eq(digest(&arena, &scheme), digest(&arena, &again)));
    return 0;
}

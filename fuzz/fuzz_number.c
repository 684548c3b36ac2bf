/* Decimals, dates and instants from any bytes: what is accepted prints back to an equal value. */
#include "fuzz.h"

#include "base/date.h"
#include "base/dec.h"
#include "base/utf8.h"

#include <assert.h>

static void check_decimal(Arena *arena, Str text)
{
    Err err = {0};
    Dec value, again, rounded;
    if (!dec_parse(text, &value, &err)) {
        assert(err.code != ERR_NONE);
        return;
    }
    assert(dec_parse(dec_str(arena, value), &again, &err));
    assert(dec_cmp(value, again) == 0 && value.scale == again.scale);
    if (dec_round(value, 2, &rounded, &err))
        assert(rounded.scale == 2);
    (void)dec_mul(value, value, &again, &err);
    if (dec_div(value, value, 6, &again, &err))
        assert(dec_cmp(again, dec_from_i64(1)) == 0);
}

static void check_date(Arena *arena, Str text)
{
    Err err = {0};
    Date date;
    int64_t instant;
    if (date_parse(text, &date, &err))
        assert(str_eq(date_str(arena, date), text));
    if (instant_parse(text, &instant, &err)) {
        int64_t again;
        Out out = out_new(arena, 64);
        instant_out(&out, instant - instant % 1000, OFFSET_MINUTES_CHINA);
        assert(instant_parse(out_str(&out), &again, &err));
        assert(again == instant - instant % 1000);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    Str text = fuzz_str(data, size);
    check_decimal(&arena, text);
    check_date(&arena, text);
    ptrdiff_t bad_at = -1;
    if (!utf8_valid(text, &bad_at))
        assert(bad_at >= 0 && bad_at < text.len);
    else
        assert(utf8_count(text) <= text.len && utf8_valid(utf8_prefix(text, 7), NULL));
    return 0;
}

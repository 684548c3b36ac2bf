/* An issued paper from any bytes, as JSON and its figures as CSV: what is read is written again the same, and can be
 * printed and set. */
#include "fuzz.h"

#include "app/figures.h"
#include "app/paper_json.h"
#include "base/limits.h"
#include "doc/docx.h"

#include <assert.h>

static void check_figures(Arena *arena, Str bytes)
{
    Figures figures, again;
    Err err = {0};
    if (!figures_of_csv(arena, bytes, &figures, &err)) {
        assert(err.code != ERR_NONE);
        return;
    }
    Out one = out_new(arena, SIZE_MAX / 4), two = out_new(arena, SIZE_MAX / 4);
    figures_out(&figures, &one);
    assert(figures_of_csv(arena, out_str(&one), &again, &err));
    figures_out(&again, &two);
    assert(str_eq(out_str(&one), out_str(&two)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    Paper paper, again;
    Err err = {0};
    Str docx;
    check_figures(&arena, fuzz_str(data, size));
    if (!paper_of_json(&arena, fuzz_str(data, size), &paper, &err)) {
        assert(err.code != ERR_NONE);
        return 0;
    }
    Str json = paper_to_json(&arena, &paper);
    assert(paper_of_json(&arena, json, &again, &err));
    assert(str_eq(paper_to_json(&arena, &again), json));
    Out text = out_new(&arena, LIMIT_OUTPUT_BYTES);
    paper_txt(&again, &text);
    assert(out_ok(&text));
    assert(docx_write(&arena, &again, 0, 0, &docx, &err) || err.code != ERR_NONE);
    return 0;
}

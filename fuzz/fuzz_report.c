/* The body of a report's draft from any bytes, and named fields put into it: what is kept is read as the same
 * again, within its limits. After a line "--" each line is a field, "cell.invest.month=12". */
#include "fuzz.h"

#include "app/report/report_doc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "core/report_check.h"

#include <assert.h>

static void check_again(Arena *arena, const ReportDoc *doc)
{
    Err err = {0};
    ReportDoc again;
    Str body = report_doc_body(arena, doc);
    assert(utf8_valid(body, NULL));
    if (body.len > LIMIT_REPORT_DRAFT_BYTES)
        return;
    assert(report_doc_parse(arena, body, &again, &err));
    assert(str_eq(report_doc_body(arena, &again), body));
    assert(again.values.count <= LIMIT_REPORT_ROWS && again.tasks.count <= LIMIT_REPORT_ROWS);
}

static void check_alike(Arena *arena, const ReportDoc *doc)
{
    for (int i = 0; i < doc->tasks.count && i < 8; i++) {
        Str passage, text = doc->tasks.items[i].progress;
        int percent = report_text_alike(arena, text, doc->tasks.items[0].progress, &passage);
        assert(percent >= 0 && percent <= 100 && utf8_valid(passage, NULL));
        assert(utf8_count(text) < COPIED_CHARACTERS ||
               report_text_alike(arena, text, text, &passage) == 100);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    ReportDoc doc;
    Str input = fuzz_str(data, size), rest = S("");
    ptrdiff_t cut = str_find(input, S("\n--\n"), 0);
    if (cut >= 0) {
        rest = str_sub(input, cut + 4, input.len);
        input = str_sub(input, 0, cut);
    }
    if (!report_doc_parse(&arena, input, &doc, &err)) {
        assert(err.code != ERR_NONE);
        return 0;
    }
    check_again(&arena, &doc);
    check_alike(&arena, &doc);
    while (rest.len) {
        Str value = str_cut(&rest, '\n'), name = str_cut(&value, '=');
        const ReportField field = {name, value};
        if (!utf8_valid(name, NULL) || !utf8_valid(value, NULL))
            continue; /* a form's fields are UTF-8 (http/fields) */
        if (!report_doc_fields(&arena, &field, 1, &doc, &err))
            return 0;
    }
    check_again(&arena, &doc);
    return 0;
}

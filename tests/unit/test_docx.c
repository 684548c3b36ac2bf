/* doc/docx and what stands under it; tests/docx/ has other programs read the files. */
#include "app/paper/circular.h"
#include "base/limits.h"
#include "check.h"
#include "doc/docx.h"
#include "doc/pack.h"
#include "doc/xml.h"

#include <string.h>

static void xml__escapes_and_drops(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    static const struct {
        Str text, expected;
    } cases[] = {
        {SC(""), SC("")},
        {SC("洺鄚😀—“”"), SC("洺鄚😀—“”")},
        {SC("a&b<c>d\"e'f"), SC("a&amp;b&lt;c&gt;d&quot;e'f")},
        {SC("]]>"), SC("]]&gt;")},
        {SC("a\tb\x01\x08\x0B\r\n\x1F\x7F"
            "c\xC2\x85"),
         SC("a bc")},
        {SC("\xEF\xBF\xBE\xEF\xBF\xBFx"), SC("x")},
        {SC("\xFFx\xE4\xBD"), SC("\xEF\xBF\xBDx\xEF\xBF\xBD\xEF\xBF\xBD")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Out out = out_new(&a, 4096);
        xml_text(&out, cases[i].text);
        CHECK_STR(out_str(&out), cases[i].expected);
    }
}

/* The time and date of the first local header. */
static uint32_t stamp(Arena *a, int64_t utc_ms, int offset_minutes)
{
    static const PackEntry entry = {SC("a/洺.txt"), SC("text")};
    Err err = {0};
    Str zip;
    uint32_t value;
    CHECK_OK(pack_zip(a, &entry, 1, utc_ms, offset_minutes, &zip, &err), &err);
    CHECK(str_starts(zip, S("PK\x03\x04")));
    memcpy(&value, zip.ptr + 10,
           sizeof value); /* little endian, as is every machine we build for */
    return value;
}

static void pack__keeps_to_the_years_of_zip(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const int64_t day = INT64_C(86400000);
    CHECK_I64(stamp(&a, 0, 480), 0x00210000);                              /* 1980-01-01 */
    CHECK_I64(stamp(&a, INT64_C(1629216000000), 480), 0x53120000);         /* 2021-08-18 */
    CHECK_I64(stamp(&a, INT64_C(1629216000000), 0), 0x53118000);           /* 17 th, 16:00 */
    CHECK_I64(stamp(&a, INT64_C(1629216000000) + 8399000, 0), 0x5311927D); /* 18:19:59 */
    CHECK_I64(stamp(&a, 60000 * day, 480), 0xFF9FBF7D);                    /* 2107-12-31 23:59:58 */
}

static void docx__same_input_same_bytes(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Paper p = {.title = S("题"), .issuer = S("示例市人民政府")};
    Str first, second, later;
    paper_paragraph(&a, &p.body, S("一段。"));
    CHECK_OK(docx_write(&a, &p, 1629216000000, 480, &first, &err), &err);
    CHECK_OK(docx_write(&a, &p, 1629216000000, 480, &second, &err), &err);
    CHECK_OK(docx_write(&a, &p, 1629302400000, 480, &later, &err), &err);
    CHECK_STR(first, second);
    CHECK(!str_eq(first, later));
}

static void docx__refuses_a_table_too_wide(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Str bytes;
    Paper p = {.title = S("题")};
    PaperColumn *columns = arena_new(&a, PaperColumn, LIMIT_PAPER_COLUMNS + 1);
    paper_paragraph(&a, &p.body, S("一段。"));
    paper_table(&a, &p.body, columns, LIMIT_PAPER_COLUMNS);
    CHECK_OK(docx_write(&a, &p, 0, 0, &bytes, &err), &err);
    paper_table(&a, &p.body, columns, LIMIT_PAPER_COLUMNS + 1);
    CHECK(!docx_write(&a, &p, 0, 0, &bytes, &err));
    CHECK_ERR(&err, ERR_LIMIT);
    CHECK_STR(err_arg(&err, "found"), S("17"));
    CHECK_I64(err.row, 3); /* the third block */
}

static void paper__title_without_its_hints(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    CHECK_STR(paper_unbroken(&a, S("")), S(""));
    CHECK_STR(paper_unbroken(&a, S("通报")), S("通报"));
    CHECK_STR(paper_unbroken(&a, S(PAPER_BREAK "关于" PAPER_BREAK PAPER_BREAK "通报" PAPER_BREAK)),
              S("关于通报"));
}

static void circular__docx_has_the_issued_words_or_is_refused(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Str bytes;
    App app = {.arena = &a};
    Circular c = {.issued = true, .row = {.period = S("2021-07"), .issued_on = S("2021-08-18")}};
    Out text = out_new(&a, 4096);
    c.paper.title = S("通报");
    paper_paragraph(&a, &c.paper.body, S("第一段。"));
    paper_txt(&c.paper, &text);
    c.text = out_str(&text);
    CHECK_OK(circular_docx(&app, &c, &bytes, &err), &err);
    paper_paragraph(&a, &c.paper.body, S("印发时没有的话。"));
    CHECK(!circular_docx(&app, &c, &bytes, &err));
    CHECK_ERR(&err, ERR_CIRCULAR_PAPER);
    CHECK_STR(err_arg(&err, "line"), S("5"));
    CHECK_STR(err_arg(&err, "found"), S("印发时没有的话。"));
    CHECK_STR(err_arg(&err, "expected"), S(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xml__escapes_and_drops),
        cmocka_unit_test(pack__keeps_to_the_years_of_zip),
        cmocka_unit_test(docx__same_input_same_bytes),
        cmocka_unit_test(docx__refuses_a_table_too_wide),
        cmocka_unit_test(paper__title_without_its_hints),
        cmocka_unit_test(circular__docx_has_the_issued_words_or_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

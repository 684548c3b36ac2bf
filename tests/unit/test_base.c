#include "base/date.h"
#include "base/dec.h"
#include "base/near.h"
#include "check.h"
#include "i18n/msg.h"

static Str dec_text(Arena *a, const char *text)
{
    Dec d;
    Err err = {0};
    CHECK_OK(dec_parse(str_from_z(text), &d, &err), &err);
    return dec_str(a, d);
}

static void dec__keeps_what_was_typed(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    CHECK_STR(dec_text(&a, "1.10"), S("1.10"));
    CHECK_STR(dec_text(&a, "-0.50"), S("-0.50"));
    CHECK_STR(dec_text(&a, "-0"), S("0"));
    CHECK_STR(dec_text(&a, "+007"), S("7"));
}

static void err__names_place_and_arguments(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    CHECK(!err_set(&err, ERR_LIMIT, {"name", S("rows")}, {"limit", S("5")}, {"found", S("6")}));
    err_at_file(&err, S("a.csv"));
    err_at_cell(&err, 3, 4);
    Out out = out_new(&a, 4096);
    msg_err(&out, LANG_EN, &err);
    CHECK_STR(out_str(&out), S("a.csv:3:4: rows is 6; the limit is 5"));
}

static Str limit_told(Arena *arena, Lang lang, Str name, Str found)
{
    Err err = {0};
    Out out = out_new(arena, 4096);
    err_set(&err, ERR_LIMIT, {"name", name}, {"limit", S("5")}, {"found", found});
    msg_err(&out, lang, &err);
    return out_str(&out);
}

static void err__tells_limits_in_words(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    CHECK_STR(limit_told(&a, LANG_ZH, S("LIMIT_SCHEME_DEPTH"), S("6")),
              S("方案的指标层数为6，超过上限5"));
    CHECK_STR(limit_told(&a, LANG_EN, S("LIMIT_SCHEME_DEPTH"), S("6")),
              S("the depth of the scheme is 6; the limit is 5"));
    CHECK_STR(
        limit_told(&a, LANG_EN, S("LIMIT_"), S("LIMIT_SCHEME_DEPTH")),
        S("LIMIT_ is LIMIT_SCHEME_DEPTH; the limit is 5")); /* what was found is not touched */
}

static Str nearest(const char *wanted)
{
    static const char *const known[] = {"import", "evaluate", "export", "甲区", "乙区", "壬新区"};
    Near near = near_new(str_from_z(wanted));
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        near_try(&near, str_from_z(known[i]));
    return near.best;
}

static void near__finds_what_was_meant(void **state)
{
    (void)state;
    CHECK_STR(nearest("improt"), S("import"));
    CHECK_STR(nearest("evalute"), S("evaluate"));
    CHECK_STR(nearest("壬區"), S(""));
    CHECK_STR(nearest("壬区"), S("乙区")); /* least bytes of two that differ in one character */
    CHECK_STR(nearest("expport"), S("export"));
    CHECK_STR(nearest("xyz"), S(""));
    CHECK_STR(nearest(""), S(""));
    CHECK_STR(nearest("evaluate evaluate evaluate evaluate evaluate evaluate"), S(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dec__keeps_what_was_typed),
        cmocka_unit_test(err__names_place_and_arguments),
        cmocka_unit_test(err__tells_limits_in_words),
        cmocka_unit_test(near__finds_what_was_meant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

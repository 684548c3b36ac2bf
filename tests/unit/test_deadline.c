/* When terms end, by the calendars of 2025 and 2026: workdays, days, months, hours; and the two check digits. */
#include "base/credit_code.h"
#include "source.h"
#include "text/term.h"

static Calendar china(Arena *a)
{
    Calendar calendar;
    Err err = {0};
    Str tsv = source_file(a, "data/calendars/cn-2020-2026.tsv");
    CHECK_OK(calendar_parse(a, tsv, &calendar, &err), &err);
    return calendar;
}

static int64_t instant(Str text)
{
    int64_t ms;
    Err err = {0};
    CHECK_OK(instant_parse(text, &ms, &err), &err);
    return ms;
}

static Str end_of(Arena *a, const Calendar *cn, const char *from, const char *text)
{
    Term term;
    DeadlineDay d;
    Err err = {0};
    CHECK_OK(term_parse(str_from_z(text), &term, &err), &err);
    if (!deadline_reckon(cn, instant(arena_fmt(a, "%sT10:30:00+08:00", from)), &term, &d, &err))
        return str_from_z(err_code_name(err.code));
    if (term.unit != TERM_HOUR)
        CHECK_I64(d.at_ms, instant_of_date(d.last + 1));
    return date_str(a, d.last);
}

static void terms__end_when_the_law_says(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Calendar cn = china(&a);
    static const struct {
        const char *from, *term, *expected;
    } rows[] = {
        {"2026-02-13", "1个工作日", "2026-02-14"}, /* a Saturday that is worked */
        {"2026-02-13", "5个工作日内", "2026-02-27"},
        {"2026-02-13", "6个工作日内", "2026-02-28"},
        {"2026-04-30", "1个工作日内", "2026-05-06"},
        {"2026-04-30", "三个工作日内", "2026-05-08"},
        {"2026-09-24", "五个工作日之内", "2026-10-09"},
        {"2026-09-30", "3个工作日内", "2026-10-10"},
        {"2025-09-26", "3个工作日内", "2025-09-30"},
        {"2025-12-31", "1个工作日内", "2026-01-04"},
        {"2026-12-31", "1个工作日内", "CALENDAR_YEAR"},
        {"2026-01-16", "30日内", "2026-02-24"},
        {"2026-01-20", "30日内", "2026-02-24"},
        {"2026-02-01", "十五日内", "2026-02-24"},
        {"2026-09-01", "30天内", "2026-10-08"},
        {"2026-09-10", "15日内", "2026-09-28"},
        {"2026-09-10", "15日内（不顺延）", "2026-09-25"},
        {"2026-09-10", "１５日内，不顺延", "2026-09-25"},
        /* 30 days and 30 workdays are two things */
        {"2026-03-02", "30日内", "2026-04-01"},
        {"2026-03-02", "30个工作日内", "2026-04-14"},
        /* ends of months, and the holidays behind them */
        {"2026-01-31", "一个月内", "2026-02-28"},
        {"2026-03-31", "1个月内", "2026-04-30"},
        {"2025-12-31", "两个月内（不顺延）", "2026-02-28"},
        {"2026-01-15", "一个月内", "2026-02-24"},
        {"2025-02-28", "一年内", "2026-02-28"},
        {"2026-06-20", "2周内", "2026-07-06"},
        {"2026-12-01", "一个月内", "CALENDAR_YEAR"},
        {"2026-12-01", "一个月内（不顺延）", "2027-01-01"},
        /* hours run through nights and holidays */
        {"2026-02-13", "24小时内", "2026-02-14"},
        {"2026-02-14", "48小时内", "2026-02-16"},
        /* the day itself is in time */
        {"2026-03-05", "每月5日前", "2026-03-05"},
        {"2026-03-06", "每月5日前", "2026-04-07"}, /* 5 April: 清明 up to the 6th */
        {"2026-03-06", "每月五号前（不顺延）", "2026-04-05"},
        {"2026-02-10", "每月31日前", "2026-02-28"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Str found = end_of(&a, &cn, rows[i].from, rows[i].term);
        if (!str_eq(found, str_from_z(rows[i].expected)))
            fail_msg("%s + %s: %.*s, not %s", rows[i].from, rows[i].term, STR_ARG(found),
                     rows[i].expected);
    }
}

static void hours__end_at_their_minute(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Calendar cn = china(&a);
    DeadlineDay d;
    Err err = {0};
    Term term = {.count = 24, .unit = TERM_HOUR};
    CHECK_OK(deadline_reckon(&cn, instant(S("2026-02-13T10:30:00+08:00")), &term, &d, &err), &err);
    CHECK_I64(d.at_ms, instant(S("2026-02-14T10:30:00+08:00")));
    term = (Term){.count = 1, .unit = TERM_DAY}; /* 23:30 in China is another day than in UTC */
    CHECK_OK(deadline_reckon(&cn, instant(S("2026-03-02T23:30:00+08:00")), &term, &d, &err), &err);
    CHECK_I64(d.at_ms, instant(S("2026-03-04T00:00:00+08:00")));
}

static void terms__that_are_none_are_refused(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Calendar cn = china(&a);
    static const char *const bad[] = {
        "",           "5",        "日内",         "5个",      "5个工作日内完成", "每月日前",
        "每月32日前", "每月5日",  "五六个工作日", "-5日内",   "5.5日内",         "0日内",
        "9999日内",   "\xff日内", "尽快",         "每周5日前"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Term term;
        Err err = {0};
        if (term_parse(str_from_z(bad[i]), &term, &err))
            fail_msg("%s is %d of unit %d", bad[i], term.count, (int)term.unit);
        CHECK(err.code == ERR_TERM_TEXT || err.code == ERR_TERM_COUNT);
    }
    Err err = {0};
    DeadlineDay d;
    CHECK(!deadline_reckon(&cn, 0, &(Term){.count = 0, .unit = TERM_DAY}, &d, &err));
    CHECK_ERR(&err, ERR_TERM_COUNT);
    CHECK(!deadline_reckon(&cn, 0, &(Term){.count = 32, .unit = TERM_MONTH_DAY}, &d, &err));
    CHECK_ERR(&err, ERR_TERM_COUNT);
}

static void credit_codes__have_two_check_digits(void **state)
{
    (void)state;
    /* made up for this test: no such organisation */
    CHECK(credit_code_is_valid(S("11130000000000000Y")));
    static const char *const bad[] = {"",
                                      "11130000000000000",
                                      "11130000000000000y",
                                      "11130000000000000X",
                                      "11130000000000000YY",
                                      "1113000000000001XY",
                                      "11130000000000001Y",
                                      "1113000000000000IY",
                                      "11030000000000000Y",
                                      " 1130000000000000Y"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (credit_code_is_valid(str_from_z(bad[i])))
            fail_msg("%s", bad[i]);
    /* every sign altered is found */
    char code[] = "11130000000000000Y";
    for (int i = 0; i < 18; i++) {
        char before = code[i];
        for (const char *c = "0123456789ABCDEFGHJKLMNPQRTUWXY"; *c; c++) {
            code[i] = *c;
            CHECK(credit_code_is_valid(str_from_z(code)) == (*c == before));
        }
        code[i] = before;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms__end_when_the_law_says),
        cmocka_unit_test(hours__end_at_their_minute),
        cmocka_unit_test(terms__that_are_none_are_refused),
        cmocka_unit_test(credit_codes__have_two_check_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

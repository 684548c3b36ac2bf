#include "core/pace.h"
#include "core/workday.h"
#include "source.h"

static Calendar china(Arena *a)
{
    Calendar calendar;
    Err err = {0};
    Str tsv = source_file(a, "data/calendars/cn-2020-2026.tsv");
    assert_non_null(tsv.ptr);
    CHECK_OK(calendar_parse(a, tsv, &calendar, &err), &err);
    return calendar;
}

static Date day(const char *text)
{
    Date date;
    Err err = {0};
    CHECK_OK(date_parse(str_from_z(text), &date, &err), &err);
    return date;
}

static void workday__counts_from_the_day_after(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Calendar cn = china(&a);
    static const struct {
        const char *start;
        int n;
        const char *expected;
    } rows[] = {
        {"2026-02-13", 1, "2026-02-14"}, {"2026-02-13", 5, "2026-02-27"},
        {"2026-02-13", 6, "2026-02-28"}, {"2026-04-30", 1, "2026-05-06"},
        {"2026-04-30", 3, "2026-05-08"}, {"2026-09-24", 5, "2026-10-09"},
        {"2026-09-30", 3, "2026-10-10"}, {"2025-09-26", 3, "2025-09-30"},
        {"2025-12-31", 1, "2026-01-04"}, {"2026-02-28", -6, "2026-02-13"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Date found;
        Err err = {0};
        CHECK_OK(workday_add(&cn, day(rows[i].start), rows[i].n, &found, &err), &err);
        CHECK_STR(date_str(&a, found), str_from_z(rows[i].expected));
        int count;
        CHECK_OK(workday_count(&cn, day(rows[i].start), found, &count, &err), &err);
        CHECK_I64(count, rows[i].n);
    }
}

static void workday__never_guesses_a_year_without_a_table(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Calendar cn = china(&a);
    Date found;
    Err err = {0};
    CHECK(!workday_add(&cn, day("2026-12-31"), 1, &found, &err));
    CHECK_ERR(&err, ERR_CALENDAR_YEAR);
    CHECK_STR(err_arg(&err, "found"), S("2027"));
    CHECK(!workday_roll(&cn, day("2019-12-31"), &found, &err));
    CHECK_STR(err_arg(&err, "found"), S("2019"));
    CHECK(!workday_add(&(Calendar){0}, day("2026-01-05"), 1, &found, &err));
    CHECK(calendar_has_year(&cn, 2020) && !calendar_has_year(&cn, 2027));
}

static void workday__rolls_the_last_day_of_a_holiday(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Calendar cn = china(&a);
    static const struct {
        const char *start;
        int days;
        const char *expected;
    } rows[] = {
        {"2026-01-16", 30, "2026-02-24"}, {"2026-01-20", 30, "2026-02-24"},
        {"2026-02-01", 15, "2026-02-24"}, {"2026-09-01", 30, "2026-10-08"},
        {"2026-09-10", 15, "2026-09-28"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Date found;
        Err err = {0};
        CHECK_OK(workday_add_days(&cn, day(rows[i].start), rows[i].days, &found, &err), &err);
        CHECK_STR(date_str(&a, found), str_from_z(rows[i].expected));
    }
}

static void workday__finds_the_days_of_the_month(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Calendar cn = china(&a);
    Date found;
    Err err = {0};
    int count;
    CHECK_OK(workday_of_month(&cn, 2021, 10, 5, &found, &err), &err);
    CHECK_STR(date_str(&a, found), S("2021-10-13"));
    CHECK_OK(workday_of_month(&cn, 2021, 9, 1, &found, &err), &err);
    CHECK_STR(date_str(&a, found), S("2021-09-01"));
    CHECK_OK(workday_count(&cn, day("2024-12-31"), day("2025-12-31"), &count, &err), &err);
    CHECK_I64(count, 248);
    CHECK_OK(workday_count(&cn, day("2025-12-31"), day("2026-12-31"), &count, &err), &err);
    CHECK_I64(count, 248);
}

static void calendar__names_the_bad_cell(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Calendar calendar;
    Err err = {0};
    CHECK(!calendar_parse(&a, S("date\tname\tkind\n2026-01-01\t元旦\t假\n"), &calendar, &err));
    CHECK_ERR(&err, ERR_CALENDAR_ROW);
    CHECK_I64(err.row, 2);
    CHECK_I64(err.col, 3);
    CHECK(!calendar_parse(&a, S("date\tname\tkind\n2026-13-01\t元旦\t休\n"), &calendar, &err));
    CHECK_I64(err.col, 1);
    CHECK(!calendar_parse(&a, S("2026-01-01\t元旦\t休\r\n2026-01-01\t元旦\t班\r\n"), &calendar,
                          &err));
    CHECK_ERR(&err, ERR_CALENDAR_TWICE);
}

static Dec dec(const char *text)
{
    Dec value;
    Err err = {0};
    CHECK_OK(dec_parse(str_from_z(text), &value, &err), &err);
    return value;
}

static void pace__rounds_once(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Dec found;
    Err err = {0};
    CHECK_OK(pace_completion(dec("126.5"), dec("310"), 1, &found, &err), &err);
    CHECK_STR(dec_str(&a, found), S("40.8"));
    CHECK_OK(pace_gap(dec("126.5"), dec("310"), dec("40"), 1, &found, &err), &err);
    CHECK_STR(dec_str(&a, found), S("0.8"));
    CHECK_OK(pace_gap(dec("17.4"), dec("310"), dec("6"), 1, &found, &err), &err);
    CHECK_STR(dec_str(&a, found), S("-0.4"));
    CHECK_OK(pace_scheduled(dec("310"), dec("40"), 2, &found, &err), &err);
    CHECK_STR(dec_str(&a, found), S("124.00"));
    /* 1/3 - 33.3333 = 0.0000333…: a completion rounded first would give 0 */
    CHECK_OK(pace_gap(dec("1"), dec("3"), dec("33.3333"), 5, &found, &err), &err);
    CHECK_STR(dec_str(&a, found), S("0.00003"));
    CHECK(!pace_completion(dec("1"), dec("0"), 1, &found, &err));
    CHECK_ERR(&err, ERR_DEC_DIVIDE_BY_ZERO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(workday__counts_from_the_day_after),
        cmocka_unit_test(workday__never_guesses_a_year_without_a_table),
        cmocka_unit_test(workday__rolls_the_last_day_of_a_holiday),
        cmocka_unit_test(workday__finds_the_days_of_the_month),
        cmocka_unit_test(calendar__names_the_bad_cell),
        cmocka_unit_test(pace__rounds_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

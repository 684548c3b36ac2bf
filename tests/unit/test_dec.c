/* Decimals and dates: what was typed is kept, rounding is half away from zero, ends are refused. */
#include "base/date.h"
#include "base/dec.h"
#include "check.h"

static Dec dec(const char *text)
{
    Dec value = {0};
    Err err = {0};
    CHECK_OK(dec_parse(str_from_z(text), &value, &err), &err);
    return value;
}

static void check_dec(Dec found, const char *expected)
{
    AUTO_ARENA a = {0};
    CHECK_STR(dec_str(&a, found), str_from_z(expected));
}

static void dec__refuses_what_is_no_canonical_number(void **state)
{
    (void)state;
    const char *bad[] = {"",   "-",  "+",   ".",    ".5",    "5.", "1e3", "1,000",
                         " 1", "1 ", "--1", "0x10", "1.2.3", "１", "nan", "-.5"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Dec value = {7, 0};
        Err err = {0};
        CHECK(!dec_parse(str_from_z(bad[i]), &value, &err));
        CHECK_ERR(&err, ERR_DEC_MALFORMED);
        CHECK_STR(err_arg(&err, "found"), str_from_z(bad[i]));
        CHECK(value.coef == 7); /* untouched */
    }
}

static void dec__holds_34_digits_and_18_decimals(void **state)
{
    (void)state;
    Err err = {0};
    Dec value = {0}, sum = {0};
    check_dec(dec("-9999999999999999999999999999999999"), "-9999999999999999999999999999999999");
    check_dec(dec("0.000000000000000001"), "0.000000000000000001");
    CHECK(!dec_parse(S("10000000000000000000000000000000000"), &value, &err));
    CHECK_ERR(&err, ERR_DEC_RANGE);
    CHECK(!dec_parse(S("0.0000000000000000001"), &value, &err));
    CHECK_ERR(&err, ERR_DEC_RANGE);
    CHECK(!dec_add(dec("9999999999999999999999999999999999"), dec("1"), &sum, &err));
    CHECK_ERR(&err, ERR_DEC_RANGE);
    CHECK(!dec_mul(dec("9999999999999999999999999999999999"),
                   dec("9999999999999999999999999999999999"), &sum, &err));
    CHECK_ERR(&err, ERR_DEC_RANGE);
}

static void dec__compares_by_value(void **state)
{
    (void)state;
    CHECK(dec_cmp(dec("1.10"), dec("1.1")) == 0);
    CHECK(dec_cmp(dec("-0.00"), dec("0")) == 0);
    CHECK(dec_cmp(dec("-2"), dec("-1.999999999999999999")) < 0);
    CHECK(dec_cmp(dec("9999999999999999999999999999999999"), dec("0.000000000000000001")) > 0);
}

static void dec__adds_exactly(void **state)
{
    (void)state;
    Err err = {0};
    Dec r = {0};
    CHECK_OK(dec_add(dec("0.1"), dec("0.2"), &r, &err), &err);
    check_dec(r, "0.3");
    CHECK_OK(dec_sub(dec("1"), dec("0.001"), &r, &err), &err);
    check_dec(r, "0.999");
    CHECK_OK(dec_mul(dec("-1.5"), dec("0.25"), &r, &err), &err);
    check_dec(r, "-0.375");
}

static void dec__rounds_half_away_from_zero(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        int scale;
        const char *rounded;
    } cases[] = {
        {"0.5", 0, "1"},     {"-0.5", 0, "-1"},      {"0.49", 0, "0"},
        {"-0.49", 0, "0"},   {"84.265", 2, "84.27"}, {"84.2649", 2, "84.26"},
        {"1.1", 3, "1.100"}, {"9.995", 2, "10.00"},  {"2.5", 0, "3"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Err err = {0};
        Dec r = {0};
        CHECK_OK(dec_round(dec(cases[i].value), cases[i].scale, &r, &err), &err);
        check_dec(r, cases[i].rounded);
    }
}

static void dec__divides_with_stated_rounding(void **state)
{
    (void)state;
    Err err = {0};
    Dec r = {0};
    CHECK_OK(dec_div(dec("1"), dec("3"), 4, &r, &err), &err);
    check_dec(r, "0.3333");
    CHECK_OK(dec_div(dec("-2"), dec("3"), 2, &r, &err), &err);
    check_dec(r, "-0.67");
    CHECK_OK(dec_div(dec("1"), dec("-8"), 2, &r, &err), &err);
    check_dec(r, "-0.13");
    CHECK_OK(dec_div(dec("0.000000000000000001"), dec("0.000000000000000002"), 1, &r, &err), &err);
    check_dec(r, "0.5");
    CHECK_OK(dec_div(dec("9999999999999999999999999999999999"), dec("1"), 0, &r, &err), &err);
    check_dec(r, "9999999999999999999999999999999999");
    CHECK(!dec_div(dec("1"), dec("0.00"), 2, &r, &err));
    CHECK_ERR(&err, ERR_DEC_DIVIDE_BY_ZERO);
}

static void dec__becomes_the_nearest_double(void **state)
{
    (void)state;
    CHECK(dec_to_f64(dec("0.1")) == 0.1);
    CHECK(dec_to_f64(dec("-310.25")) == -310.25);
    CHECK(dec_to_f64(dec("12345678.901234")) == 12345678.901234);
}

static void date__refuses_days_that_do_not_exist(void **state)
{
    (void)state;
    const char *bad[] = {"",           "2021-02-29", "2021-13-01", "2021-00-10",  "2021-06-31",
                         "2021-6-1",   "2021/06/01", "21-06-01",   "2021-06-01 ", "0000-01-01",
                         "1900-02-29", "10000-01-01"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Err err = {0};
        Date date;
        CHECK(!date_parse(str_from_z(bad[i]), &date, &err));
        CHECK_ERR(&err, ERR_DATE_MALFORMED);
    }
}

static void date__counts_days(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    CHECK_I64(date_from_ymd(1970, 1, 1), 0);
    CHECK_I64(date_from_ymd(2000, 3, 1) - date_from_ymd(2000, 2, 28), 2);
    CHECK_I64(date_from_ymd(1900, 3, 1) - date_from_ymd(1900, 2, 28), 1);
    CHECK_I64(date_weekday(date_from_ymd(2026, 2, 14)), 5); /* a Saturday, worked */
    CHECK_I64(date_weekday(date_from_ymd(1969, 12, 31)), 2);
    CHECK_I64(date_days_in_month(2024, 2), 29);
    CHECK_STR(date_str(&a, date_from_ymd(1, 1, 1)), S("0001-01-01"));
    for (Date d = date_from_ymd(1999, 12, 1); d < date_from_ymd(2001, 4, 1); d++) {
        Date again;
        Err err = {0};
        CHECK_OK(date_parse(date_str(&a, d), &again, &err), &err);
        CHECK_I64(again, d);
    }
}

static void date__official_form_has_no_leading_zeros(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Out out = out_new(&a, 64);
    date_out_cn(&out, date_from_ymd(2026, 1, 5));
    CHECK_STR(out_str(&out), S("2026年1月5日"));
}

static void instant__has_its_civil_date_at_the_offset(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    int64_t ms;
    CHECK_OK(instant_parse(S("2021-06-30T16:30:00Z"), &ms, &err), &err);
    CHECK_I64(instant_to_date(ms, OFFSET_MINUTES_CHINA), date_from_ymd(2021, 7, 1));
    CHECK_I64(instant_to_date(ms, 0), date_from_ymd(2021, 6, 30));
    Out out = out_new(&a, 64);
    instant_out(&out, ms, OFFSET_MINUTES_CHINA);
    CHECK_STR(out_str(&out), S("2021-07-01T00:30:00+08:00"));
    const char *bad[] = {"2021-06-30",        "2021-06-30T16:30",      "2021-06-30T24:00Z",
                         "2021-06-30T16:60Z", "2021-06-30T16:30:00+8", "2021-06-30 16:30:00Z"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CHECK(!instant_parse(str_from_z(bad[i]), &ms, &err));
        CHECK_ERR(&err, ERR_DATE_MALFORMED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dec__refuses_what_is_no_canonical_number),
        cmocka_unit_test(dec__holds_34_digits_and_18_decimals),
        cmocka_unit_test(dec__compares_by_value),
        cmocka_unit_test(dec__adds_exactly),
        cmocka_unit_test(dec__rounds_half_away_from_zero),
        cmocka_unit_test(dec__divides_with_stated_rounding),
        cmocka_unit_test(dec__becomes_the_nearest_double),
        cmocka_unit_test(date__refuses_days_that_do_not_exist),
        cmocka_unit_test(date__counts_days),
        cmocka_unit_test(date__official_form_has_no_leading_zeros),
        cmocka_unit_test(instant__has_its_civil_date_at_the_offset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

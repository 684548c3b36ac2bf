/* A county's figure out of those of its parts. */
#include "check.h"
#include "core/sub_sum.h"

static void way__follows_measure_and_basis(void **state)
{
    (void)state;
    CHECK_I64(sub_sum_way(
                  &(Indicator){.unit = S("亿元"), .measure = S("cumulative"), .basis = S("work")}),
              SUB_SUM_ADD);
    CHECK_I64(sub_sum_way(&(Indicator){.unit = S("项"), .measure = S("stock"), .basis = S("work")}),
              SUB_SUM_ADD);
    CHECK_I64(
        sub_sum_way(&(Indicator){.unit = S("%"), .measure = S("cumulative"), .basis = S("work")}),
        SUB_SUM_WEIGH);
    CHECK_I64(sub_sum_way(
                  &(Indicator){.unit = S("µg/m³"), .measure = S("rate"), .basis = S("department")}),
              SUB_SUM_WEIGH);
    CHECK_I64(sub_sum_way(&(Indicator){
                  .unit = S("亿元"), .measure = S("cumulative"), .basis = S("statistics")}),
              SUB_SUM_NOT);
}

static const struct {
    SubSumWay way;
    SubFigure figures[3];
    int count, decimals;
    Str value;
    bool na;
    int missing, no_weights;
} cases[] = {
    {SUB_SUM_ADD,
     {{SC("1.25"), false, SC("")}, {SC("2.5"), false, SC("")}},
     2,
     0,
     SC("3.75"),
     false,
     0,
     0},
    {SUB_SUM_ADD,
     {{SC("-1"), false, SC("")}, {SC("0.10"), false, SC("")}},
     2,
     0,
     SC("-0.90"),
     false,
     0,
     0},
    {SUB_SUM_ADD, {{SC("4"), false, SC("")}, {SC(""), false, SC("")}}, 2, 0, SC("4"), false, 1, 0},
    {SUB_SUM_ADD, {{SC("4"), false, SC("")}, {SC(""), true, SC("")}}, 2, 0, SC("4"), false, 0, 0},
    {SUB_SUM_ADD, {{SC(""), true, SC("")}, {SC(""), true, SC("")}}, 2, 0, SC(""), true, 0, 0},
    {SUB_SUM_WEIGH,
     {{SC("90"), false, SC("10")}, {SC("80.5"), false, SC("30")}},
     2,
     1,
     SC("82.9"),
     false,
     0,
     0},
    {SUB_SUM_WEIGH,
     {{SC("0.05"), false, SC("1")}, {SC("0"), false, SC("0.1")}},
     2,
     2,
     SC("0.05"),
     false,
     0,
     0},
    {SUB_SUM_WEIGH,
     {{SC("90"), false, SC("")}, {SC("80"), false, SC("3")}},
     2,
     1,
     SC(""),
     false,
     0,
     1},
    {SUB_SUM_WEIGH,
     {{SC(""), true, SC("")}, {SC("80"), false, SC("3")}},
     2,
     1,
     SC("80.0"),
     false,
     0,
     0},
    {SUB_SUM_NOT, {{SC("90"), false, SC("1")}}, 1, 1, SC(""), false, 0, 0},
    {SUB_SUM_ADD, {{SC(""), false, SC("")}}, 0, 1, SC(""), false, 0, 0},
};

static void sum__adds_weighs_and_says_what_is_missing(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        AUTO_ARENA arena = {0};
        Err err = {0};
        SubSum sum;
        CHECK(sub_sum(&arena, cases[i].way, cases[i].figures, cases[i].count, cases[i].decimals,
                      &sum, &err));
        CHECK_STR(sum.value, cases[i].value);
        CHECK_I64(sum.na, cases[i].na);
        CHECK_I64(sum.missing, cases[i].missing);
        CHECK_I64(sum.no_weights, cases[i].no_weights);
    }
}

static void sum__refuses_what_is_no_number(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Err err = {0};
    SubSum sum;
    const SubFigure figures[] = {{S("many"), false, S("")}};
    CHECK(!sub_sum(&arena, SUB_SUM_ADD, figures, 1, 0, &sum, &err));
    CHECK_I64(err.code, ERR_DEC_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(way__follows_measure_and_basis),
        cmocka_unit_test(sum__adds_weighs_and_says_what_is_missing),
        cmocka_unit_test(sum__refuses_what_is_no_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Lights: the colour of a gap by a dated rule, at and around each threshold. */
#include "check.h"
#include "core/light.h"

static const LightRule published = {SC("2021-02"), SC("10"), SC("30"), SC("a city")};
static const LightRule narrow = {SC("2021-05"), SC("1"), SC("2.5"), SC("illustrative")};

static void light__of_a_gap_is_as_the_rule_says(void **state)
{
    (void)state;
    static const struct {
        const LightRule *rule;
        const char *gap;
        Light light;
    } cases[] = {
        {&published, "12.5", LIGHT_GREEN},  {&published, "0", LIGHT_GREEN},
        {&published, "-9.99", LIGHT_GREEN}, {&published, "-10", LIGHT_YELLOW},
        {&published, "-30", LIGHT_YELLOW},  {&published, "-30.00", LIGHT_YELLOW},
        {&published, "-30.01", LIGHT_RED},  {&published, "-100", LIGHT_RED},
        {&narrow, "-0.99", LIGHT_GREEN},    {&narrow, "-1.00", LIGHT_YELLOW},
        {&narrow, "-2.50", LIGHT_YELLOW},   {&narrow, "-2.51", LIGHT_RED},
        {&narrow, "0.5", LIGHT_GREEN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Err err = {0};
        Dec gap;
        Light light;
        CHECK_OK(dec_parse(str_from_z(cases[i].gap), &gap, &err), &err);
        CHECK_OK(light_of_gap(cases[i].rule, gap, &light, &err), &err);
        if (light != cases[i].light)
            fail_msg("%s: %.*s", cases[i].gap, STR_ARG(light_word(light)));
    }
}

static void light__rule_is_the_newest_that_holds(void **state)
{
    (void)state;
    const LightRule rules[] = {published, narrow};
    CHECK(light_rule(rules, 2, S("2021-01")) == NULL);
    CHECK(light_rule(rules, 2, S("2021-02")) == &rules[0]);
    CHECK(light_rule(rules, 2, S("2021-04")) == &rules[0]);
    CHECK(light_rule(rules, 2, S("2021-05")) == &rules[1]);
    CHECK(light_rule(rules, 2, S("2022-12")) == &rules[1]);
    CHECK(light_rule(rules, 0, S("2021-05")) == NULL);
}

static void light__refuses_a_rule_that_is_none(void **state)
{
    (void)state;
    Err err = {0};
    Light light;
    const LightRule changed = {SC("2021-02"), SC("ten"), SC("30"), SC("")};
    CHECK(!light_of_gap(&changed, (Dec){0}, &light, &err));
    CHECK_ERR(&err, ERR_DEC_MALFORMED);
}

static void light__words_are_one_to_one(void **state)
{
    (void)state;
    Light light;
    for (int i = 0; i < LIGHT_COUNT; i++) {
        CHECK(light_parse(light_word((Light)i), &light));
        CHECK_I64(light, i);
    }
    CHECK(!light_parse(S(""), &light));
    CHECK(!light_parse(S("blue"), &light));
    CHECK_STR(light_reason_word(LIGHT_HAS_ONE), S(""));
    for (int i = 1; i < LIGHT_REASON_COUNT; i++)
        CHECK(light_reason_word((LightReason)i).len > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(light__of_a_gap_is_as_the_rule_says),
        cmocka_unit_test(light__rule_is_the_newest_that_holds),
        cmocka_unit_test(light__refuses_a_rule_that_is_none),
        cmocka_unit_test(light__words_are_one_to_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

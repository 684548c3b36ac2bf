/* Level and change side by side: what rose since the last published period, and in which order. */
#include "app/result/ranking.h"
#include "app/score/gain.h"
#include "app/standing.h"
#include "office.h"

static Office half(void)
{
    return office_of_year("DUBAN_HALF_DB", "2021-10-22T10:00:00+08:00");
}

static int row_of(const RunUnitList *units, const char *unit)
{
    for (int i = 0; i < units->count; i++)
        if (str_eq(units->items[i].unit, str_from_z(unit)))
            return i;
    fail_msg("no unit %s", unit);
    return -1;
}

/* July of the counties against June, from the two printed tables. */
static void gain__is_what_two_tables_say(void **state)
{
    (void)state;
    static const struct {
        const char *unit, *score;
        int places;
    } expected[] = {{"c01", "-1.89", -1}, {"c07", "7.00", 2}, {"c05", "-1.47", 0}};
    AUTO_ARENA arena = {0};
    Office office = half();
    App app = office_app(&office, &arena, S("clerk1"));
    RunRow run;
    RunUnitList units = {0};
    Gain *gains;
    Err err = {0};
    CHECK_OK(ranking_read(&app, S("2021-07"), S("county"), false, &run, &units, &err), &err);
    CHECK_OK(gains_read(&app, S("2021-07"), S("county"), &units, &gains, &err), &err);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        const Gain *gain = &gains[row_of(&units, expected[i].unit)];
        CHECK(gain->known);
        CHECK_STR(gain->score, str_from_z(expected[i].score));
        CHECK_I64(gain->places, expected[i].places);
    }
    for (int i = 0; i < units.count; i++) /* the rank of the change is in order of the change */
        for (int k = 0; k < units.count; k++) {
            Dec a, b;
            CHECK(dec_parse(gains[i].score, &a, NULL));
            CHECK(dec_parse(gains[k].score, &b, NULL));
            if (dec_cmp(a, b) > 0)
                CHECK(units.items[i].gain_rank < units.items[k].gain_rank);
        }
    Standing standing;
    CHECK_OK(standing_read(&app, S("2021-07"), S("county"), &standing, &err), &err);
    for (int i = 0; i < units.count; i++) {
        CHECK_STR(standing.units.items[i].gained, gains[i].score);
        CHECK_I64(standing.units.items[i].change, gains[i].places);
    }
    CHECK_STR(gain_text(&arena, S("7.00")), S("+7.00"));
    CHECK_STR(gain_text(&arena, S("-1.47")), S("-1.47"));
    CHECK_STR(gain_text(&arena, S("0.00")), S("0.00"));
    app_close(&app);
    office_done(&office);
}

/* The first ranked period has nothing before it; of a restricted unit nothing is told. */
static void gain__is_silent_where_there_is_none(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = half();
    App app = office_app(&office, &arena, S("clerk1"));
    RunRow run;
    RunUnitList units = {0}, others = {0};
    Gain *gains;
    Err err = {0};
    CHECK_OK(ranking_read(&app, S("2021-04"), S("county"), false, &run, &units, &err), &err);
    CHECK_OK(gains_read(&app, S("2021-04"), S("county"), &units, &gains, &err), &err);
    for (int i = 0; i < units.count; i++)
        CHECK(!gains[i].known && gains[i].score.len == 0);
    CHECK_OK(ranking_read(&app, S("2021-07"), S("taskforce"), false, &run, &others, &err), &err);
    CHECK_OK(gains_read(&app, S("2021-07"), S("taskforce"), &others, &gains, &err), &err);
    CHECK(!gains[row_of(&others, "t09")].known); /* restricted */
    CHECK(gains[row_of(&others, "t10")].known);
    app_close(&app);
    office_done(&office);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gain__is_what_two_tables_say),
        cmocka_unit_test(gain__is_silent_where_there_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

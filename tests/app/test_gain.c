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

/* The third ranking: the mean of the published months so far, added up by hand of the printed tables. */
static void gain__the_months_so_far_have_a_ranking(void **state)
{
    (void)state;
    static const struct {
        const char *unit, *mean;
        int rank;
    } expected[] = {{"c08", "92.08", 1},
                    {"c01", "92.05", 2},
                    {"c05", "89.23", 3},
                    {"c02", "86.59", 4},
                    {"c09", "64.44", 9}};
    AUTO_ARENA arena = {0};
    Office office = half();
    App app = office_app(&office, &arena, S("clerk1"));
    Standing s;
    Err err = {0};
    CHECK_OK(standing_read(&app, S("2021-07"), S("county"), &s, &err), &err);
    CHECK_OK(standing_year(&app, &s, &err), &err);
    standing_sort(&s, STANDING_BY_MEAN, false);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        const StandingUnit *u = &s.units.items[expected[i].rank - 1];
        CHECK_STR(u->unit->code, str_from_z(expected[i].unit));
        CHECK_STR(u->mean, str_from_z(expected[i].mean));
        CHECK_I64(u->mean_rank, expected[i].rank);
        CHECK_I64(u->mean_months, 4);
    }
    Sheet sheet = standing_year_sheet(&app, LANG_ZH, &s);
    CHECK_I64(sheet.ncolumns, 6 + 4 + 1);
    CHECK_OK(standing_read(&app, S("2021-07"), S("taskforce"), &s, &err), &err);
    CHECK_OK(standing_year(&app, &s, &err), &err);
    for (int i = 0; i < s.units.count; i++) /* of a restricted one nothing is told */
        CHECK((s.units.items[i].mean_rank > 0) == !s.units.items[i].unit->restricted);
    CHECK_OK(standing_read(&app, S("2021-03"), S("county"), &s, &err), &err);
    CHECK_OK(standing_year(&app, &s, &err), &err);
    CHECK(s.units.items[0].mean_rank == 0 &&
          s.units.items[0].mean.len == 0); /* a trial period ranks nobody */
    app_close(&app);
    office_done(&office);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gain__is_what_two_tables_say),
        cmocka_unit_test(gain__is_silent_where_there_is_none),
        cmocka_unit_test(gain__the_months_so_far_have_a_ranking),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

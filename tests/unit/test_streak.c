#include "core/rank.h"
#include "core/streak.h"
#include "source.h"

#include <math.h>

static const StreakRule bridging = {.present = true,
                                    .bottom = 3,
                                    .consecutive = 2,
                                    .not_held = GAP_BRIDGE,
                                    .exempt = GAP_BRIDGE,
                                    .reset_after_talk = true,
                                    .min_group = 7};
static const Ladder talk_at_two[] = {{.at = 2, .step = STEP_TALK}};

/* b bottom, . ranked above, n not held, e exempt, m own report missing, x not a member, t bottom
 * with a talk held, - nothing at all (no period). */
static int history_of(const char *text, StreakPeriod *ret_history)
{
    int n = 0;
    for (int i = 0; text[i]; i++) {
        Month month = month_from_ym(2021, 1) + i;
        StreakPeriod p = {.months = {month, month}, .state = STREAK_RANKED};
        switch (text[i]) {
        case '-':
            continue;
        case 'n':
            p.state = STREAK_NOT_HELD;
            break;
        case 'e':
            p.state = STREAK_EXEMPT;
            break;
        case 'm':
            p.state = STREAK_OWN_MISSING;
            break;
        case 'x':
            p.state = STREAK_NOT_MEMBER;
            break;
        case 't':
            p.talk_held = true;
            p.in_bottom = true;
            break;
        default:
            p.in_bottom = text[i] == 'b';
            break;
        }
        ret_history[n++] = p;
    }
    return n;
}

static void check_runs(const StreakRule *rule, const char *text, const char *runs,
                       const char *fires)
{
    StreakPeriod history[32];
    StreakRow rows[32];
    int n = history_of(text, history);
    streak_run(rule, talk_at_two, 1, history, n, rows);
    for (int i = 0; i < n; i++) {
        if (rows[i].run != runs[i] - '0' || (rows[i].due >= 0) != (fires[i] == 'F'))
            fail_msg("%s at %d: run %d fires %d", text, i, rows[i].run, rows[i].due >= 0);
    }
}

static void streak__counts_runs_and_fires_once(void **state)
{
    (void)state;
    check_runs(&bridging, "b.bbb.bb", "10123012", "...F...F");
    check_runs(&bridging, "", "", "");
}

static void streak__keeps_three_gaps_apart(void **state)
{
    (void)state;
    StreakRule breaking = bridging;
    breaking.not_held = breaking.exempt = GAP_BREAK;
    check_runs(&bridging, "bnb", "112", "..F");
    check_runs(&breaking, "bnb", "101", "...");
    check_runs(&bridging, "beb", "112", "..F");
    check_runs(&breaking, "beb", "101", "...");
    check_runs(&bridging, "b-b", "12", ".F");
    check_runs(&breaking, "b-b", "11", "..");
    check_runs(&breaking, "bmb", "123", ".F.");
    check_runs(&bridging, "bxb", "101", "...");
}

static void streak__starts_anew_after_a_talk(void **state)
{
    (void)state;
    StreakRule never = bridging;
    never.reset_after_talk = false;
    check_runs(&bridging, "btbb", "1212", ".F.F");
    check_runs(&never, "btbb", "1234", ".F..");
}

static void streak__counts_within_the_window(void **state)
{
    (void)state;
    StreakPeriod history[32];
    StreakRow rows[32];
    int n = history_of("b.b.b......b.", history); /* 2021-01 … 2022-01 */
    StreakRule rule = bridging;
    static const Ladder ladder[] = {{.at = 2, .cumulative = 3, .step = STEP_TALK},
                                    {.at = 3, .cumulative = 4, .step = STEP_CRITICISM}};
    streak_run(&rule, ladder, 2, history, n, rows);
    CHECK_I64(rows[4].cumulative, 3);
    CHECK(rows[4].run == 1 && rows[4].step == 0 && rows[4].due == 0);
    CHECK(rows[5].step == 0 && rows[5].due < 0);
    CHECK(rows[11].cumulative == 4 && rows[11].step == 1 && rows[11].due == 1);
    CHECK_I64(rows[12].cumulative, 0);
    rule.window = WINDOW_ROLLING_12;
    streak_run(&rule, ladder, 2, history, n, rows);
    CHECK_I64(rows[12].cumulative, 3); /* January 2021 is 12 months away */
    rule.window = WINDOW_CAMPAIGN;
    streak_run(&rule, ladder, 2, history, n, rows);
    CHECK_I64(rows[12].cumulative, 4);
}

/* The due step of each period: digits of the ladder, . none. */
static void check_due(const StreakRule *rule, const Ladder *ladder, int nladder,
                      const StreakPeriod *history, int n, const char *due)
{
    StreakRow rows[32];
    streak_run(rule, ladder, nladder, history, n, rows);
    for (int i = 0; i < n; i++)
        if (rows[i].due != (due[i] == '.' ? -1 : due[i] - '0'))
            fail_msg("at %d: due %d, not %c", i, rows[i].due, due[i]);
}

/* 西安 2016, counties: 2 in a row or 3 in a year talk, 3 or 4 criticism, 4 or 5 accountability. */
static const Ladder xian[] = {{.at = 1, .step = STEP_SELF_CRITICISM},
                              {.at = 2, .cumulative = 3, .step = STEP_TALK},
                              {.at = 3, .cumulative = 4, .step = STEP_CRITICISM},
                              {.at = 4, .cumulative = 5, .step = STEP_ACCOUNTABILITY}};

static void streak__climbs_by_run_and_by_number_together(void **state)
{
    (void)state;
    StreakPeriod history[32];
    StreakRule rule = bridging;
    rule.reset_after_talk = false;
    check_due(&rule, xian, 4, history, history_of("bbbbb", history), "01233");
    check_due(&rule, xian, 4, history, history_of("b.b.b.b.b.b", history), "0.0.1.2.3.0");
    /* beyond the last number a new run still has its own steps */
    check_due(&rule, xian, 4, history, history_of("b.b.b.b.b.bb", history), "0.0.1.2.3.01");
    /* a number reached by the fourth time is not hidden by a shorter run, nor a run by a number */
    check_due(&rule, xian, 4, history, history_of("bb.b.bb", history),
              "01.1.2"
              "3");
    check_due(&rule, xian, 4, history, history_of("bbb.b", history), "012.2");
}

static void streak__ends_runs_with_the_year_where_told(void **state)
{
    (void)state;
    StreakPeriod history[32];
    StreakRule rule = bridging;
    rule.reset_after_talk = false;
    int n = history_of("..........bbbb", history); /* 2021-11 … 2022-02 */
    check_due(&rule, xian, 4, history, n, "..........0123");
    rule.run_within = RUN_WITHIN_YEAR;
    check_due(&rule, xian, 4, history, n, "..........0101");
    rule.run_within = RUN_WITHIN_CAMPAIGN;
    check_due(&rule, xian, 4, history, n, "..........0123");
    for (int i = 0; i < 12; i++)
        history[i].earlier = true;
    check_due(&rule, xian, 4, history, n, "..........0101");
}

static void streak__knows_windows(void **state)
{
    (void)state;
    static const Ladder two[] = {{.cumulative = 2, .step = STEP_CRITICISM}};
    static const struct {
        StreakWindow window;
        const char *months, *due;
    } cases[] = {
        {WINDOW_QUARTER, "b.bb.b", "..0..0"},       {WINDOW_QUARTER, "..bb..", "......"},
        {WINDOW_HALF_YEAR, "b...bb.b", "....0..."}, {WINDOW_ROLLING_3, "b.b..b.b", "..0....0"},
        {WINDOW_ROLLING_3, "b..b", "...."},         {WINDOW_ROLLING_6, "b....b", ".....0"},
        {WINDOW_ROLLING_6, "b.....b", "......."}};
    for (int i = 0; i < (int)(sizeof cases / sizeof *cases); i++) {
        StreakPeriod history[32];
        StreakRule rule = {.present = true, .bottom = 3, .window = cases[i].window};
        check_due(&rule, two, 1, history, history_of(cases[i].months, history), cases[i].due);
    }
}

/* 2 in a row among the last 20: criticism; 3 among the last 10: talk; 3 among the first 20: praise. */
static void streak__counts_other_places_for_each_step(void **state)
{
    (void)state;
    static const Ladder henan[] = {{.at = 2, .step = STEP_CRITICISM},
                                   {.at = 3, .bottom = 10, .step = STEP_TALK},
                                   {.at = 3, .top = 20, .step = STEP_PRAISE}};
    static const struct {
        int from_bottom[4];
        const char *due;
    } cases[] = {{{15, 20, 21, 3}, ".0.."},   {{9, 10, 10, 9}, ".01."},
                 {{9, 11, 9, 9}, ".0.."},     {{11, 9, 10, 9}, ".0.1"},
                 {{86, 100, 85, 99}, "..2."}, {{86, 85, 84, 103}, "..2."},
                 {{84, 83, 85, 84}, "...."}};
    StreakRule rule = {.present = true, .bottom = 20, .consecutive = 2, .min_group = 41};
    for (int i = 0; i < (int)(sizeof cases / sizeof *cases); i++) {
        StreakPeriod history[4];
        history_of("....", history);
        for (int m = 0; m < 4; m++) {
            history[m].from_bottom = cases[i].from_bottom[m];
            history[m].rank = 104 - history[m].from_bottom;
            history[m].in_bottom = history[m].from_bottom <= 20;
        }
        check_due(&rule, henan, 3, history, 4, cases[i].due);
    }
    /* a missing report is among the last of any number, and among nobody's first */
    StreakPeriod history[4];
    check_due(&rule, henan, 3, history, history_of("mmmm", history), ".01.");
}

static void streak__proposes_by_a_new_rule_what_no_old_one_did(void **state)
{
    (void)state;
    StreakPeriod history[32];
    StreakRule rule = bridging;
    int n = history_of("bbb", history);
    check_due(&rule, talk_at_two, 1, history, n, ".0.");
    history[2].begins = true;
    check_due(&rule, talk_at_two, 1, history, n, ".00");
    history[1].proposed = 1u << STEP_CRITICISM;
    check_due(&rule, talk_at_two, 1, history, n, ".00");
    history[1].proposed |= 1u << STEP_TALK; /* waived or not: it was proposed */
    check_due(&rule, talk_at_two, 1, history, n, ".0.");
}

static void streak__tells_what_a_step_rests_on(void **state)
{
    (void)state;
    bool rests[32];
    StreakPeriod history[32];
    StreakRule rule = bridging;
    int n = history_of("b.bn.b", history);
    StreakGrounds g = streak_grounds(&rule, &xian[1], history, n, rests);
    CHECK(!g.by_run && g.run == 1 && g.count == 3 && g.held == 5);
    CHECK(rests[0] && !rests[1] && rests[2] && !rests[3] && !rests[4] && rests[5]);
    n = history_of("b.bnb", history);
    g = streak_grounds(&rule, &xian[1], history, n, rests);
    CHECK(g.by_run && g.run == 2 && !rests[0] && rests[2] && !rests[3] && rests[4]);
    g = streak_grounds(&rule, NULL, history, n, rests);
    CHECK(g.run == 2 && !rests[0] && rests[2] && rests[4]);
}

static void streak__asks_for_the_plan_too_where_told(void **state)
{
    (void)state;
    StreakRule rule = bridging;
    rule.and_plan_not_met = true;
    StreakPeriod history[3];
    StreakRow rows[3];
    history_of("bbb", history);
    history[0].plan_not_met = history[2].plan_not_met = true;
    streak_run(&rule, talk_at_two, 1, history, 3, rows);
    CHECK(rows[0].run == 1 && rows[1].run == 0 && rows[2].run == 1);
}

static void streak__knows_exemptions(void **state)
{
    (void)state;
    Month july = month_from_ym(2021, 7);
    StreakExempt exempt = {.unit = S("c01"), .from = july, .to = july + 1};
    StreakRule rule = {.exempts = &exempt, .nexempts = 1};
    CHECK(streak_is_exempt(&rule, S("c01"), (MonthSpan){july, july + 1}));
    CHECK(!streak_is_exempt(&rule, S("c01"), (MonthSpan){july + 1, july + 2}));
    CHECK(!streak_is_exempt(&rule, S("c02"), (MonthSpan){july, july}));
}

static void streak__tells_what_chance_alone_gives(void **state)
{
    (void)state;
    CHECK(streak_expected(9, 3, 2) == 9 * (3.0 / 9) * (3.0 / 9));
    CHECK(streak_expected(18, 3, 1) == 18 * (3.0 / 18));
    CHECK(streak_expected(3, 3, 5) == 3);
    CHECK(streak_expected(0, 3, 2) == 0);
    /* the third time in exactly the fifth period: 6 orders of the two before, (1/3)^3 (2/3)^2 each */
    CHECK(fabs(streak_expected_count(9, 3, 3, 5) - 9 * 6 * (4.0 / 243)) < 1e-12);
    CHECK(streak_expected_count(9, 3, 3, 2) == 0);
    CHECK(streak_expected_count(9, 3, 1, 1) == 3);
}

static void talks__are_one_for_a_body_and_a_cause(void **state)
{
    (void)state;
    const TalkSeat seats[] = {{S("fgw"), S("2021-08 taskforce")},
                              {S("swj"), S("2021-08")},
                              {S("fgw"), S("2021-08 taskforce")},
                              {S("fgw"), S("2021-09 taskforce")}};
    int talk[4];
    CHECK_I64(streak_merge_talks(seats, 4, talk), 3);
    CHECK(talk[0] == 0 && talk[1] == 1 && talk[2] == 0 && talk[3] == 2);
}

enum { CITIES = 18, MONTHS = 5 };
typedef struct Henan {
    Str months[MONTHS], cities[CITIES];
    int nmonths, ncities;
    int64_t scores[MONTHS][CITIES];
} Henan;

static int index_in(Str *list, int *count, Str item)
{
    for (int i = 0; i < *count; i++)
        if (str_eq(list[i], item))
            return i;
    list[*count] = item;
    return (*count)++;
}

static void read_henan(Str csv, Henan *ret)
{
    int64_t score = 0;
    str_cut(&csv, '\n');
    while (csv.len > 0) {
        Str line = str_trim(str_cut(&csv, '\n'));
        int month = index_in(ret->months, &ret->nmonths, str_cut(&line, ','));
        str_cut(&line, ',');
        int city = index_in(ret->cities, &ret->ncities, str_cut(&line, ','));
        score -= str_eq(line, S("0"));
        ret->scores[month][city] = score;
    }
}

static void henan_runs(Arena *a, const Henan *henan, Gap gap, StreakRow rows[CITIES][MONTHS])
{
    StreakRule rule = bridging;
    rule.not_held = gap;
    RankRow ranks[MONTHS][CITIES];
    for (int m = 0; m < MONTHS; m++)
        rank_units(a, henan->scores[m], NULL, CITIES, (RankRule){.bottom = 3, .min_group = 7},
                   ranks[m]);
    for (int c = 0; c < CITIES; c++) {
        StreakPeriod history[MONTHS];
        for (int m = 0; m < MONTHS; m++) {
            Month month;
            CHECK(month_parse(henan->months[m], &month, NULL));
            history[m] = (StreakPeriod){.months = {month, month},
                                        .state = STREAK_RANKED,
                                        .in_bottom = ranks[m][c].in_bottom};
        }
        streak_run(&rule, NULL, 0, history, MONTHS, rows[c]);
    }
}

static void streak__gives_the_runs_of_a_real_province(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Henan henan = {0};
    read_henan(source_file_or_skip(&a, "../shared/cases/published/henan_monthly_rank.csv"), &henan);
    Str csv = source_file_or_skip(&a, "../shared/cases/published/henan_expected_runs.csv");
    CHECK(henan.nmonths == MONTHS && henan.ncities == CITIES);
    StreakRow breaks[CITIES][MONTHS], bridged[CITIES][MONTHS];
    henan_runs(&a, &henan, GAP_BREAK, breaks);
    henan_runs(&a, &henan, GAP_BRIDGE, bridged);
    int listed = 0, counted = 0;
    str_cut(&csv, '\n');
    while (csv.len > 0) {
        Str line = str_trim(str_cut(&csv, '\n'));
        int64_t run_breaks = 0, run_bridged = 0;
        int month = index_in(henan.months, &henan.nmonths, str_cut(&line, ','));
        int city = index_in(henan.cities, &henan.ncities, str_cut(&line, ','));
        CHECK(str_to_i64(str_cut(&line, ','), &run_breaks) && str_to_i64(line, &run_bridged));
        CHECK_I64(breaks[city][month].run, run_breaks);
        CHECK_I64(bridged[city][month].run, run_bridged);
        listed++;
    }
    for (int c = 0; c < CITIES; c++)
        for (int m = 0; m < MONTHS; m++)
            counted += breaks[c][m].counted;
    CHECK_I64(counted, listed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streak__counts_runs_and_fires_once),
        cmocka_unit_test(streak__keeps_three_gaps_apart),
        cmocka_unit_test(streak__starts_anew_after_a_talk),
        cmocka_unit_test(streak__counts_within_the_window),
        cmocka_unit_test(streak__climbs_by_run_and_by_number_together),
        cmocka_unit_test(streak__ends_runs_with_the_year_where_told),
        cmocka_unit_test(streak__knows_windows),
        cmocka_unit_test(streak__counts_other_places_for_each_step),
        cmocka_unit_test(streak__proposes_by_a_new_rule_what_no_old_one_did),
        cmocka_unit_test(streak__tells_what_a_step_rests_on),
        cmocka_unit_test(streak__asks_for_the_plan_too_where_told),
        cmocka_unit_test(streak__knows_exemptions),
        cmocka_unit_test(streak__tells_what_chance_alone_gives),
        cmocka_unit_test(talks__are_one_for_a_body_and_a_cause),
        cmocka_unit_test(streak__gives_the_runs_of_a_real_province),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

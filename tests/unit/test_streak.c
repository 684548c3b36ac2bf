#include "core/rank.h"
#include "core/streak.h"
#include "source.h"

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
        if (rows[i].run != runs[i] - '0' || rows[i].fires != (fires[i] == 'F'))
            fail_msg("%s at %d: run %d fires %d", text, i, rows[i].run, rows[i].fires);
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
    CHECK(rows[4].run == 1 && rows[4].step == 0 && rows[4].fires);
    CHECK(rows[5].step == 0 && !rows[5].fires);
    CHECK(rows[11].cumulative == 4 && rows[11].step == 1 && rows[11].fires);
    CHECK_I64(rows[12].cumulative, 0);
    rule.window = WINDOW_ROLLING_12;
    streak_run(&rule, ladder, 2, history, n, rows);
    CHECK_I64(rows[12].cumulative, 3); /* January 2021 is 12 months away */
    rule.window = WINDOW_CAMPAIGN;
    streak_run(&rule, ladder, 2, history, n, rows);
    CHECK_I64(rows[12].cumulative, 4);
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
        cmocka_unit_test(streak__asks_for_the_plan_too_where_told),
        cmocka_unit_test(streak__knows_exemptions),
        cmocka_unit_test(streak__tells_what_chance_alone_gives),
        cmocka_unit_test(talks__are_one_for_a_body_and_a_cause),
        cmocka_unit_test(streak__gives_the_runs_of_a_real_province),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

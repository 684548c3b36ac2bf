/* How many talks chance alone makes: against every history there is, against years drawn at random, and known numbers. */
#include "check.h"
#include "core/draw.h"
#include "core/streak_chance.h"

#include <math.h>

enum { PERIODS_MAX = 12 };

static StreakRule rule_of(int bottom, bool reset)
{
    return (StreakRule){
        .present = true, .bottom = bottom, .reset_after_talk = reset, .min_group = 2};
}

/* One unit's year through core/streak itself, a talk held wherever one is proposed and the rule resets. */
static int proposals_of(const StreakRule *rule, const Ladder *ladder, int nladder, const bool *in,
                        int n)
{
    StreakPeriod history[PERIODS_MAX];
    StreakRow rows[PERIODS_MAX];
    int fired = 0;
    for (int i = 0; i < n; i++) {
        Month month = month_from_ym(2021, 1) + i;
        history[i] = (StreakPeriod){.months = {month, month},
                                    .state = STREAK_RANKED,
                                    .in_bottom = in[i],
                                    .from_bottom = in[i] ? 1 : 9,
                                    .rank = in[i] ? 9 : 1};
        streak_run(rule, ladder, nladder, history, i + 1, rows);
        history[i].talk_held = rows[i].due >= 0 && rule->reset_after_talk;
        fired += rows[i].due >= 0;
    }
    return fired;
}

/* Every history of one unit with its chance. */
static void by_hand(const StreakRule *rule, const Ladder *ladder, int nladder, int units, int n,
                    double *ret_proposals, double *ret_touched)
{
    double share = (double)rule->bottom / units;
    *ret_proposals = *ret_touched = 0;
    for (unsigned bits = 0; bits < 1u << n; bits++) {
        bool in[PERIODS_MAX];
        double chance = 1;
        for (int i = 0; i < n; i++) {
            in[i] = bits >> i & 1;
            chance *= in[i] ? share : 1 - share;
        }
        int fired = proposals_of(rule, ladder, nladder, in, n);
        *ret_proposals += units * chance * fired;
        *ret_touched += units * chance * (fired > 0);
    }
}

static const Ladder at_two[] = {{.at = 2, .step = STEP_TALK}};
static const Ladder rising[] = {{.at = 2, .step = STEP_REMIND},
                                {.at = 3, .cumulative = 4, .step = STEP_TALK}};

static void chance__is_that_of_every_history(void **state)
{
    (void)state;
    for (int reset = 0; reset < 2; reset++)
        for (int ladder = 0; ladder < 2; ladder++)
            for (int n = 0; n <= 10; n++) {
                StreakRule rule = rule_of(3, reset);
                const Ladder *steps = ladder ? rising : at_two;
                double proposals, touched;
                by_hand(&rule, steps, 1 + ladder, 9, n, &proposals, &touched);
                StreakChance found =
                    streak_chance(&rule, steps, 1 + ladder, 9, month_from_ym(2021, 1), n);
                CHECK(fabs(found.proposals - proposals) < 1e-12);
                CHECK(fabs(found.touched - touched) < 1e-12);
            }
}

/* 20,000 years of nine units ranked at random. */
static void chance__is_that_of_drawn_years(void **state)
{
    (void)state;
    enum { YEARS = 20000, UNITS = 9, MONTHS = 9 };
    StreakRule rule = rule_of(3, true);
    double sum = 0, squares = 0;
    for (int year = 0; year < YEARS; year++) {
        bool in[UNITS][PERIODS_MAX] = {0};
        for (int month = 0; month < MONTHS; month++) {
            int order[UNITS];
            for (int u = 0; u < UNITS; u++)
                order[u] = u;
            for (int u = UNITS - 1; u > 0; u--) {
                uint32_t k =
                    draw_below(7, (uint64_t)(year * MONTHS + month), (uint64_t)u, (uint32_t)u + 1);
                int kept = order[u];
                order[u] = order[k];
                order[k] = kept;
            }
            for (int u = 0; u < 3; u++)
                in[order[u]][month] = true;
        }
        int fired = 0;
        for (int u = 0; u < UNITS; u++)
            fired += proposals_of(&rule, at_two, 1, in[u], MONTHS);
        sum += fired;
        squares += (double)fired * fired;
    }
    double mean = sum / YEARS, error = sqrt((squares / YEARS - mean * mean) / YEARS);
    StreakChance found = streak_chance(&rule, at_two, 1, UNITS, month_from_ym(2021, 1), MONTHS);
    if (fabs(found.proposals - mean) > 4 * error)
        fail_msg("computed %f, drawn %f +- %f", found.proposals, mean, error);
}

/* The sample's counties: nine units, the last three, two months in a row, nine ranked months. */
static void chance__of_the_sample(void **state)
{
    (void)state;
    StreakRule rule = rule_of(3, true);
    StreakChance found = streak_chance(&rule, at_two, 1, 9, month_from_ym(2021, 1), 9);
    CHECK(fabs(found.proposals - 6.187471422039323) < 1e-9);
    CHECK(fabs(found.touched - 4.822588020118884) < 1e-9);
    rule.reset_after_talk = false;
    found = streak_chance(&rule, at_two, 1, 9, month_from_ym(2021, 1), 9);
    CHECK(fabs(found.proposals - 17 / 3.0) < 1e-12); /* a run is told of once, however long */
}

/* A ladder that counts other places, or in a window of a quarter, goes through every history. */
static void chance__of_unusual_ladders(void **state)
{
    (void)state;
    static const Ladder same[] = {{.at = 2, .bottom = 3, .step = STEP_TALK}};
    static const Ladder wider[] = {{.at = 2, .bottom = 4, .step = STEP_TALK}};
    static const Ladder both[] = {{.at = 3, .step = STEP_REMIND},
                                  {.at = 2, .bottom = 1, .step = STEP_TALK}};
    static const Ladder top[] = {{.at = 2, .top = 3, .step = STEP_REMIND}};
    static const Ladder often[] = {{.cumulative = 2, .step = STEP_TALK}};
    StreakRule three = rule_of(3, false), four = rule_of(4, false);
    Month january = month_from_ym(2021, 1);
    double usual = streak_chance(&four, at_two, 1, 9, january, 9).proposals;
    CHECK(streak_chance(&three, same, 1, 9, january, 9).proposals ==
          streak_chance(&three, at_two, 1, 9, january, 9).proposals);
    CHECK(fabs(streak_chance(&three, wider, 1, 9, january, 9).proposals - usual) < 1e-9);
    CHECK(streak_chance(&three, both, 2, 9, january, 9).known);
    CHECK(streak_chance(&three, top, 1, 9, january, 9).proposals == 0);
    /* two of the three months of a quarter: in the second month or the third, four quarters */
    three.window = WINDOW_QUARTER;
    double third = 1 / 3.0, twice = third * third + 2 * third * third * (1 - third);
    CHECK(fabs(streak_chance(&three, often, 1, 9, january, 9).proposals - 9 * 3 * twice) < 1e-9);
    CHECK(!streak_chance(&three, both, 2, 9, january, 24).known);
}

static void chance__of_groups_without_a_rule(void **state)
{
    (void)state;
    StreakRule rule = rule_of(3, true), none = {0};
    CHECK(streak_chance(&none, at_two, 1, 9, month_from_ym(2021, 1), 9).proposals == 0);
    CHECK(streak_chance(&rule, at_two, 0, 9, month_from_ym(2021, 1), 9).proposals == 0);
    CHECK(streak_chance(&rule, at_two, 1, 1, month_from_ym(2021, 1), 9).proposals ==
          0); /* below min_group */
    CHECK(streak_chance(&rule, at_two, 1, 9, month_from_ym(2021, 1), 1).proposals == 0);
    CHECK(streak_chance(&rule, at_two, 1, 3, month_from_ym(2021, 1), 2).proposals ==
          3); /* all are among the last */
    CHECK(streak_chance(&rule, at_two, 1, 9, month_from_ym(2021, 1), STREAK_CHANCE_PERIODS + 5)
              .proposals > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chance__is_that_of_every_history),
        cmocka_unit_test(chance__is_that_of_drawn_years),
        cmocka_unit_test(chance__of_the_sample),
        cmocka_unit_test(chance__of_unusual_ladders),
        cmocka_unit_test(chance__of_groups_without_a_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

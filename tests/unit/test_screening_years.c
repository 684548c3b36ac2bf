/* What screening says of made-up years, and the file of its rules. */
#include "check.h"
#include "screening_world.h"

#include "app/score/screening_rules.h"

/* ---- measured: bench/bench_screening.c has the long run, docs/screening.md its table ---- */

static void screening__honest_years_are_left_alone(void **state)
{
    (void)state;
    enum { SEEDS = 6, MAY = 2 };
    ScreeningRule rule = world_rule();
    int findings = 0, units = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
        AUTO_ARENA arena = {0};
        World world;
        world_make(&arena, (uint64_t)seed, &world);
        for (int t = 2; t < WORLD_PERIODS; t += 3) {
            ScreeningResult result;
            screening_period(&arena, &world.in, &rule, t, &result);
            units += WORLD_UNITS;
            for (int i = 0; i < result.count; i++)
                findings += result.items[i].kind != SCREEN_MONEY;
        }
    }
    CHECK_I64(units, 1008);
    if (findings >
        MAY) /* docs/screening.md: below 1 in 1,000 unit-months over all kinds of chance */
        fail_msg("%d findings in %d unit-months", findings, units);
}

static bool finds(const Plant *plant, int seed)
{
    enum { PERIOD = 8 };
    AUTO_ARENA arena = {0};
    ScreeningRule rule = world_rule();
    ScreeningResult result;
    World world;
    int unit, indicator;
    for (int k = 0; k < SCREENING_KINDS; k++)
        rule.off[k] = k != (int)plant->kind;
    world_make(&arena, 100000 + (uint64_t)seed, &world);
    world_plant(&world, plant, PERIOD, &unit, &indicator);
    screening_period(&arena, &world.in, &rule, PERIOD, &result);
    for (int i = 0; i < result.count; i++)
        if (result.items[i].unit == unit &&
            (indicator < 0 || result.items[i].indicator == indicator))
            return true;
    return false;
}

static void screening__planted_faults_are_found(void **state)
{
    (void)state;
    enum { SEEDS = 8, AT_LEAST = 6 };
    static const struct {
        ScreeningKind kind;
        int strength;
    } strong[] = {{SCREEN_GOAL, 60},     {SCREEN_GOAL_INDICATOR, 70}, {SCREEN_JUMP, 100},
                  {SCREEN_REPEATED, 40}, {SCREEN_SHARED, 40},         {SCREEN_TEXT, 100},
                  {SCREEN_DIGITS, 40},   {SCREEN_FALLING, 1},         {SCREEN_CITY_SUM, 1},
                  {SCREEN_MONEY, 40},    {SCREEN_CHECKS, 60}};
    CHECK_I64(sizeof strong / sizeof *strong, SCREENING_KINDS);
    for (size_t k = 0; k < sizeof strong / sizeof *strong; k++) {
        Plant plant = {strong[k].kind, strong[k].strength, ""};
        int found = 0;
        for (int seed = 1; seed <= SEEDS; seed++)
            found += finds(&plant, seed);
        if (found < AT_LEAST)
            fail_msg("%.*s: %d of %d", STR_ARG(screening_word(plant.kind)), found, SEEDS);
    }
}

/* ---- the rules ---- */

static bool rules_of(Arena *arena, Str text, ScreeningRules *ret, Faults *faults)
{
    *faults = (Faults){.arena = arena};
    return screening_rules_read(arena, S("r.yaml"), text, ret, faults);
}

static Str swapped(Arena *arena, Str text, Str old, Str new)
{
    ptrdiff_t at = str_find(text, old, 0);
    CHECK(at >= 0);
    Str before = str_sub(text, 0, at), after = str_sub(text, at + old.len, text.len);
    return arena_fmt(arena, "%.*s%.*s%.*s", STR_ARG(before), STR_ARG(new), STR_ARG(after));
}

static void screening__rules_are_dated(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    ScreeningRules rules;
    Faults faults = {.arena = &arena};
    CHECK(screening_rules_default(&arena, &rules, &faults));
    CHECK_I64(rules.list.count, 1);
    CHECK(screening_rule_of(&rules, month_from_ym(1999, 12)) == NULL);
    CHECK(screening_rule_of(&rules, month_from_ym(2000, 1)) == &rules.list.items[0]);
    Str two = arena_fmt(
        &arena, "%.*s%.*s", STR_ARG(rules.text),
        STR_ARG(str_sub(rules.text, str_find(rules.text, S("  - effective"), 0), rules.text.len)));
    CHECK(!rules_of(&arena, two, &rules, &faults)); /* the same month twice */
    ptrdiff_t last = str_find(two, S("2000-01"), str_find(two, S("2000-01"), 0) + 1);
    Str later = arena_fmt(&arena, "%.*s2021-07%.*s", STR_ARG(str_sub(two, 0, last)),
                          STR_ARG(str_sub(two, last + 7, two.len)));
    CHECK(rules_of(&arena, later, &rules, &faults));
    CHECK(screening_rule_of(&rules, month_from_ym(2021, 6)) == &rules.list.items[0]);
    CHECK(screening_rule_of(&rules, month_from_ym(2021, 7)) == &rules.list.items[1]);
}

static void screening__every_fault_of_the_rules_has_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *old, *new;
        int row;
    } bad[] = {{"alpha: 0.02", "alpha: 0.51", 10},      {"expires: 30", "expires: 0", 8},
               {"off: []", "off: [gaol]", 11},          {"values: 30", "value: 30", 17},
               {"within: 0.01", "within: x", 12},       {"-screening/1", "-screening/2", 4},
               {"pairs: []", "pairs: [{money: a}]", 20}};
    AUTO_ARENA arena = {0};
    ScreeningRules rules, read;
    Faults faults = {.arena = &arena};
    CHECK(screening_rules_default(&arena, &rules, &faults));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Str text = swapped(&arena, rules.text, str_from_z(bad[i].old), str_from_z(bad[i].new));
        CHECK(!rules_of(&arena, text, &read, &faults));
        CHECK(faults.total > 0);
        CHECK_I64(faults.items[0].row, bad[i].row);
    }
    CHECK(!rules_of(&arena, S("a: [1"), &read, &faults));
    CHECK(!rules_of(&arena, S(""), &read, &faults));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(screening__honest_years_are_left_alone),
        cmocka_unit_test(screening__planted_faults_are_found),
        cmocka_unit_test(screening__rules_are_dated),
        cmocka_unit_test(screening__every_fault_of_the_rules_has_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

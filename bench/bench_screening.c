/* What screening says of honest reports, and whether it sees what was planted: false findings for 1,000 unit-months and
 * the share of planted faults that are found, each kind at several strengths (tests/unit/screening_world.h). */
#include "base/json.h"
#include "sys/files.h"
#include "unit/screening_world.h"

#include <stdio.h>

enum { CLEAN = 150, PLANTED = 100, PERIOD = 8 };

typedef struct Clean {
    int64_t findings[SCREENING_KINDS], tests[SCREENING_KINDS], unit_months;
} Clean;

static void screen_clean(Clean *clean)
{
    ScreeningRule rule = world_rule();
    for (int seed = 1; seed <= CLEAN; seed++) {
        AUTO_ARENA arena = {0};
        World world;
        world_make(&arena, (uint64_t)seed, &world);
        for (int t = 0; t < WORLD_PERIODS; t++) {
            ScreeningResult result;
            screening_period(&arena, &world.in, &rule, t, &result);
            clean->unit_months += WORLD_UNITS;
            for (int i = 0; i < result.count; i++)
                clean->findings[result.items[i].kind]++;
            for (int k = 0; k < SCREENING_KINDS; k++)
                clean->tests[k] += result.tested[k];
        }
    }
}

static int found_of(const Plant *plant)
{
    ScreeningRule rule = world_rule();
    for (int k = 0; k < SCREENING_KINDS; k++)
        rule.off[k] = k != (int)plant->kind;
    int found = 0;
    for (int seed = 1; seed <= PLANTED; seed++) {
        AUTO_ARENA arena = {0};
        World world;
        ScreeningResult result;
        int unit, indicator;
        world_make(&arena, 100000 + (uint64_t)seed, &world);
        world_plant(&world, plant, PERIOD, &unit, &indicator);
        screening_period(&arena, &world.in, &rule, PERIOD, &result);
        for (int i = 0; i < result.count; i++) {
            const ScreeningFinding *f = &result.items[i];
            if (f->kind != plant->kind || f->unit != unit ||
                (indicator >= 0 && f->indicator != indicator))
                continue;
            found++;
            break;
        }
    }
    return found;
}

static void say(Json *json, Arena *arena, const char *work, const char *metric, double ours)
{
    json_object(json);
    json_kstr(json, S("work"), str_from_z(work));
    json_kstr(json, S("metric"), str_from_z(metric));
    json_kstr(json, S("ours"), arena_fmt(arena, "%.4f", ours));
    json_object_end(json);
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = {0};
    Out out = out_new(&arena, 1 << 20);
    Json json = json_new(&out, true);
    Clean clean = {0};
    screen_clean(&clean);
    json_object(&json);
    json_key(&json, S("rows"));
    json_array(&json);
    printf("screening: %d made-up years, %lld unit-months without a fault\n", CLEAN,
           (long long)clean.unit_months);
    printf("  %-16s %14s %16s\n", "kind", "looked at", "false per 1,000");
    for (int k = 0; k < SCREENING_KINDS; k++) {
        double rate = 1000.0 * (double)clean.findings[k] / (double)clean.unit_months;
        Str word = screening_word((ScreeningKind)k);
        printf("  %-16.*s %14lld %16.3f\n", STR_ARG(word), (long long)clean.tests[k], rate);
        say(&json, &arena, str_z(&arena, word), "false findings per 1,000 unit-months", rate);
    }
    printf("  faults planted in month %d of %d years each\n", PERIOD + 1, PLANTED);
    for (int i = 0; i < PLANTS && world_plants[i].what; i++) {
        const Plant *plant = &world_plants[i];
        double rate = (double)found_of(plant) / PLANTED;
        Str word = screening_word(plant->kind);
        printf("  %-16.*s %-62s %5.1f %%\n", STR_ARG(word), plant->what, 100 * rate);
        say(&json, &arena,
            str_z(&arena, arena_fmt(&arena, "%.*s %d", STR_ARG(word), plant->strength)),
            "share of planted faults found", rate);
    }
    json_array_end(&json);
    json_object_end(&json);
    out_c(&out, '\n');
    Err err = {0};
    return argc > 1 && !file_write(str_from_z(argv[1]), out_str(&out), &err);
}

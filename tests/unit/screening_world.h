/* tests/unit/screening_world.h - a year of honest reports, made up, and faults planted in it: what screening is measured on.
 *
 * 42 units in three groups, 30 indicators (amounts, counts, rates of few and of many, stocks, one that is better low),
 * 12 months of a seasonal plan; units and indicators differ, months move all together, increments are lumpy, values and
 * whole reports are missing, people round now and then, confirmed values differ a little and lean a little, texts share
 * stock phrases and a unit's own turns. All of it from a seed, the same on every machine. Callers: test_screening, bench. */
#pragma once
#include "core/screening.h"

enum { WORLD_UNITS = 42, WORLD_INDICATORS = 30, WORLD_PERIODS = 12 };

typedef struct World {
    Arena *arena;
    uint64_t seed, drawn;
    int group_of[WORLD_UNITS];
    ScreeningIndicator indicators[WORLD_INDICATORS];
    int64_t *reported, *confirmed, *city;
    double *goals, *targets;
    Str *texts;
    ScreeningInput in;
} World;

void world_make(Arena *arena, uint64_t seed, World *ret_world);

/* How strongly, in per cent of what the fault can touch; what that is, the table of docs/screening.md says. */
typedef struct Plant {
    ScreeningKind kind;
    int strength;
    const char *what;
} Plant;
enum { PLANTS = 32 };
extern const Plant world_plants[PLANTS];
/* Plants it in that period and says in which unit (-1: the city) or indicator. */
void world_plant(World *world, const Plant *plant, int period, int *ret_unit, int *ret_indicator);

/* The rule of data/screening.yaml, with the pair of the world. */
ScreeningRule world_rule(void);

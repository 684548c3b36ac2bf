/* app/score/gain.h - level and change side by side (改进): what a unit's score and rank are beside those of the period before.
 *
 * Against the last published period before; only where the unit, or the one whose seat it has, was ranked in
 * both. The rank of the change itself is in the result (RunUnit.gain_rank). Of a restricted unit nothing
 * without the right. Callers: app/standing, cli/, web/ (rankings). */
#pragma once
#include "app/result/results.h"

typedef struct Gain {
    bool known;
    int places; /* won; lost when negative */
    Str score;  /* "-1.20": now less before, as both are shown */
} Gain;

/* before may be NULL. */
Gain gain_between(Arena *arena, const RunUnit *before, const RunUnit *now);
/* Of the rows of a ranking, one each. */
bool gains_read(App *app, Str period, Str group, const RunUnitList *units, Gain **ret_gains,
                Err *err);
/* "+2", "-1.20", "0". */
Str gain_text(Arena *arena, Str number);

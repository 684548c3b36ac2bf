/* core/streak_chance.h - how many talks a streak rule proposes where nothing but chance makes the ranks.
 *
 * Every ranked month the places of all units are drawn anew, each order as likely as another; so a unit is among the last k
 * of n with the chance k / n, whatever the month before gave. What one unit's history leads to is then exact: a usual
 * ladder by going through run and number month by month, any other by going through every history with core/streak
 * itself. The units of the group add up. A rule that asks for a plan not met as well proposes this many at most. Callers: app/. */
#pragma once
#include "core/streak.h"

typedef struct StreakChance {
    bool known; /* false: too many histories to go through */
    int units, periods;
    double proposals; /* expected in the group over the months, all steps that count last places */
    double touched;   /* units expected to have one or more */
} StreakChance;

/* Of `periods` months from `first` on, none left out, no report missing, nobody exempt. Where the rule resets after a
 * talk, each proposal is taken as a talk that is held. All 0 without a rule, without a ladder, and in a group below
 * min_group. At most STREAK_CHANCE_PERIODS months count. */
enum { STREAK_CHANCE_PERIODS = 24, STREAK_CHANCE_HISTORIES = 100 * 1000 };
StreakChance streak_chance(const StreakRule *rule, const Ladder *ladder, int nladder, int units,
                           Month first, int periods);

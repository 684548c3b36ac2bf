/* core/streak.h - months in the bottom, in a row and in total, and the ladder step they reach.
 *
 * A unit's history is a sequence of periods in time order. Months between two periods that no
 * period covers count as not held. A period not held, an approved exemption and a missing report
 * are three different things: the first two break or bridge as the rule says, a missing report
 * counts as bottom. A unit that was not a member has no run. A step proposes; a person approves.
 * Callers: app/. */
#pragma once
#include "core/scheme.h"

typedef enum StreakState {
    STREAK_RANKED,
    STREAK_NOT_HELD, /* no ranking of the group: not held, trial, group below min_group */
    STREAK_EXEMPT,
    STREAK_OWN_MISSING, /* the unit's own report is missing: bottom */
    STREAK_NOT_MEMBER
} StreakState;

typedef struct StreakPeriod {
    MonthSpan months;
    StreakState state;
    bool in_bottom;    /* STREAK_RANKED: RankRow.in_bottom */
    bool plan_not_met; /* used with and: [plan_not_met] */
    bool talk_held;    /* a talk was held or approved in this period */
} StreakPeriod;

typedef struct StreakRow {
    bool counted;   /* this period counts as a bottom one */
    int run;        /* in a row, up to and with this period */
    int cumulative; /* in the window, up to and with this period */
    int step;       /* highest ladder step reached, -1: none */
    bool fires;     /* the step is reached in this very period: a proposal is due */
} StreakRow;

/* history[n] of one unit, in time order; ret_rows[n]. */
void streak_run(const StreakRule *rule, const Ladder *ladder, int nladder,
                const StreakPeriod *history, int n, StreakRow *ret_rows);
/* Whether the scheme exempts the unit in that period (all its months). */
bool streak_is_exempt(const StreakRule *rule, Str unit, MonthSpan period);
/* Talks a month to expect by chance alone in a group of n: n * (bottom / n)^consecutive. */
double streak_expected(int n, int bottom, int consecutive);

/* One proposal for each body and cause: a body with two seats is talked to once for one cause. */
typedef struct TalkSeat {
    Str body, cause;
} TalkSeat;
/* ret_talk[n]: number of the talk (0..) of each seat, in order of first appearance. Returns the
 * number of talks. */
int streak_merge_talks(const TalkSeat *seats, int n, int *ret_talk);

/* core/streak.h - months in the bottom, in a row and in total, and the ladder step they reach.
 *
 * A unit's history is a sequence of periods in time order. Months between two periods that no
 * period covers count as not held. A period not held, an approved exemption and a missing report
 * are three different things: the first two break or bridge as the rule says, a missing report
 * counts as bottom. A unit that was not a member has no run. A step may count other places than the
 * rule does (the last 10 of 100, the first 20); each step's own places make its own run. A step
 * proposes; a person approves.
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
    bool in_bottom;        /* STREAK_RANKED: RankRow.in_bottom */
    int rank, from_bottom; /* for steps that count other places; 0: not known, none of them */
    bool plan_not_met;     /* used with and: [plan_not_met] */
    bool talk_held;        /* a talk was held or approved in this period */
    bool earlier;          /* of the campaign before this one */
    bool begins;           /* the first period of this rule; what earlier ones proposed is told: */
    unsigned proposed;     /* 1 << LadderStep: proposed for this period, whatever became of it */
} StreakPeriod;

typedef struct StreakRow {
    bool counted;   /* this period counts as a bottom one */
    int run;        /* in a row, up to and with this period */
    int cumulative; /* in the window, up to and with this period */
    int step;       /* highest ladder step reached, -1: none */
    int due;        /* highest step reached in this very period: a proposal; -1: none */
} StreakRow;

/* history[n] of one unit, in time order; ret_rows[n]. */
void streak_run(const StreakRule *rule, const Ladder *ladder, int nladder,
                const StreakPeriod *history, int n, StreakRow *ret_rows);

/* What a step of the last period of history[n] rests on. */
typedef struct StreakGrounds {
    bool by_run;    /* else by its number in the window */
    int run, count; /* of the places that this step counts */
    int held;       /* by number: periods of the window in which there was a ranking */
} StreakGrounds;
/* ret_rests[n]: the periods on which it rests. step NULL: the run of the rule itself. */
StreakGrounds streak_grounds(const StreakRule *rule, const Ladder *step,
                             const StreakPeriod *history, int n, bool *ret_rests);

/* Whether the scheme exempts the unit in that period (all its months). */
bool streak_is_exempt(const StreakRule *rule, Str unit, MonthSpan period);
/* Talks a month to expect by chance alone in a group of n: n * (bottom / n)^consecutive. */
double streak_expected(int n, int bottom, int consecutive);
/* The same of a step that is due at the count-th time in `held` periods: in the last of them. */
double streak_expected_count(int n, int bottom, int count, int held);

/* One proposal for each body and cause: a body with two seats is talked to once for one cause. */
typedef struct TalkSeat {
    Str body, cause;
} TalkSeat;
/* ret_talk[n]: number of the talk (0..) of each seat, in order of first appearance. Returns the
 * number of talks. */
int streak_merge_talks(const TalkSeat *seats, int n, int *ret_talk);

#include "core/streak_chance.h"

#include <string.h>

enum { N = STREAK_CHANCE_PERIODS + 1, ZONES_MAX = 16, MONTHS_OF_YEAR = 12 };

/* ---- a usual ladder: all steps count the rule's own places, in a window that holds all months ---- */

static bool is_usual(const StreakRule *rule, const Ladder *ladder, int nladder, int periods)
{
    bool whole = rule->window == WINDOW_CAMPAIGN ||
                 (periods <= MONTHS_OF_YEAR &&
                  (rule->window == WINDOW_CALENDAR_YEAR || rule->window == WINDOW_ROLLING_12));
    for (int i = 0; i < nladder; i++)
        if (ladder[i].top || (ladder[i].bottom && ladder[i].bottom != rule->bottom) ||
            (ladder[i].cumulative && !whole))
            return false;
    return rule->run_within != RUN_WITHIN_YEAR || periods <= MONTHS_OF_YEAR;
}

/* Whether a month among the last, the run-th in a row and the count-th in all, reaches a step. */
static bool is_due(const Ladder *ladder, int nladder, int run, int count)
{
    for (int i = 0; i < nladder; i++)
        if ((ladder[i].at && run == ladder[i].at) ||
            (ladder[i].cumulative && count == ladder[i].cumulative))
            return true;
    return false;
}

/* Chance of each run and number: of all histories, and of those without a proposal so far. */
typedef struct Mass {
    double all[N][N], none[N][N];
} Mass;

static void month_on(const StreakRule *rule, const Ladder *ladder, int nladder, double in, int past,
                     const Mass *from, Mass *to, StreakChance *sum)
{
    memset(to, 0, sizeof *to);
    for (int run = 0; run <= past; run++)
        for (int count = run; count <= past; count++) {
            double all = from->all[run][count], none = from->none[run][count];
            bool due = is_due(ladder, nladder, run + 1, count + 1);
            int next = due && rule->reset_after_talk ? 0 : run + 1;
            to->all[0][count] += all * (1 - in);
            to->none[0][count] += none * (1 - in);
            to->all[next][count + 1] += all * in;
            to->none[next][count + 1] += due ? 0 : none * in;
            sum->proposals += due ? all * in : 0;
            sum->touched += due ? none * in : 0;
        }
}

static void by_state(const StreakRule *rule, const Ladder *ladder, int nladder, StreakChance *sum)
{
    double in = rule->bottom < sum->units ? (double)rule->bottom / sum->units : 1;
    Mass mass[2] = {{.all[0][0] = 1, .none[0][0] = 1}};
    for (int i = 0; i < sum->periods; i++)
        month_on(rule, ladder, nladder, in, i, &mass[i % 2], &mass[(i + 1) % 2], sum);
}

/* ---- any other: every history ---- */

/* Ranks that no step tells apart. */
typedef struct Zone {
    int rank; /* the first of them */
    double chance;
} Zone;

typedef struct Walk {
    const StreakRule *rule;
    const Ladder *ladder;
    int nladder;
    Month first;
    Zone zones[ZONES_MAX];
    int nzones;
    StreakPeriod history[N];
    StreakRow rows[N];
    StreakChance *sum;
} Walk;

/* The zone that begins at a rank; ranks rise. */
static bool begins(const StreakRule *rule, const Ladder *ladder, int nladder, int units, int rank)
{
    int from_bottom = units - rank + 1;
    if (rank == 1 || from_bottom == rule->bottom)
        return true;
    for (int i = 0; i < nladder; i++)
        if ((ladder[i].bottom && from_bottom == ladder[i].bottom) ||
            (ladder[i].top && rank == ladder[i].top + 1))
            return true;
    return false;
}

static bool find_zones(Walk *w, int units)
{
    for (int rank = 1; rank <= units; rank++) {
        if (begins(w->rule, w->ladder, w->nladder, units, rank)) {
            if (w->nzones == ZONES_MAX)
                return false;
            w->zones[w->nzones++] = (Zone){.rank = rank};
        }
        w->zones[w->nzones - 1].chance += 1.0 / units;
    }
    double histories = 1;
    for (int i = 0; i < w->sum->periods; i++)
        histories *= w->nzones;
    return histories <= STREAK_CHANCE_HISTORIES;
}

/* The months from `at` on, after a history of that chance. */
static void walk(Walk *w, int at, double chance, bool touched)
{
    if (at == w->sum->periods)
        return;
    Month month = w->first + at;
    for (int z = 0; z < w->nzones; z++) {
        int from_bottom = w->sum->units - w->zones[z].rank + 1;
        double here = chance * w->zones[z].chance;
        w->history[at] = (StreakPeriod){.months = {month, month},
                                        .state = STREAK_RANKED,
                                        .rank = w->zones[z].rank,
                                        .from_bottom = from_bottom,
                                        .in_bottom = from_bottom <= w->rule->bottom};
        streak_run(w->rule, w->ladder, w->nladder, w->history, at + 1, w->rows);
        int due = w->rows[at].due;
        bool proposes = due >= 0 && !w->ladder[due].top;
        w->history[at].talk_held = proposes;
        w->sum->proposals += proposes ? here : 0;
        w->sum->touched += proposes && !touched ? here : 0;
        walk(w, at + 1, here, touched || proposes);
    }
}

StreakChance streak_chance(const StreakRule *rule, const Ladder *ladder, int nladder, int units,
                           Month first, int periods)
{
    if (periods > STREAK_CHANCE_PERIODS)
        periods = STREAK_CHANCE_PERIODS;
    StreakChance sum = {.known = true, .units = units, .periods = periods};
    Walk w = {.rule = rule, .ladder = ladder, .nladder = nladder, .first = first, .sum = &sum};
    if (!rule->present || nladder == 0 || units <= 0 || units < rule->min_group)
        return sum;
    if (is_usual(rule, ladder, nladder, periods))
        by_state(rule, ladder, nladder, &sum);
    else if (find_zones(&w, units))
        walk(&w, 0, 1, false);
    else
        sum.known = false;
    sum.proposals *= units;
    sum.touched *= units;
    return sum;
}

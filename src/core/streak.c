#include "core/streak.h"

/* Months between two periods that no period covers. */
static bool has_hole(const StreakPeriod *before, const StreakPeriod *after)
{
    return after->months.from > before->months.to + 1;
}

static bool counts(const StreakRule *rule, const StreakPeriod *p)
{
    if (p->state == STREAK_OWN_MISSING)
        return true;
    return p->state == STREAK_RANKED && p->in_bottom &&
           (!rule->and_plan_not_met || p->plan_not_met);
}

/* The run with which the period p begins, after what lies between it and the one before. */
static int run_carried(const StreakRule *rule, const StreakPeriod *before, const StreakPeriod *p,
                       int run)
{
    if (before->talk_held && rule->reset_after_talk)
        return 0;
    return has_hole(before, p) && rule->not_held == GAP_BREAK ? 0 : run;
}

static int run_after(const StreakRule *rule, const StreakPeriod *p, bool counted, int run)
{
    switch (p->state) {
    case STREAK_NOT_HELD:
        return rule->not_held == GAP_BRIDGE ? run : 0;
    case STREAK_EXEMPT:
        return rule->exempt == GAP_BRIDGE ? run : 0;
    case STREAK_NOT_MEMBER:
        return 0;
    default:
        return counted ? run + 1 : 0;
    }
}

static bool in_window(StreakWindow window, Month then, Month now)
{
    if (window == WINDOW_CALENDAR_YEAR)
        return month_year(then) == month_year(now);
    return window == WINDOW_CAMPAIGN || then > now - 12;
}

static void climb(const Ladder *ladder, int nladder, StreakRow *row)
{
    row->step = -1;
    for (int i = 0; i < nladder; i++) {
        bool by_run = row->run >= ladder[i].at;
        bool by_count = ladder[i].cumulative > 0 && row->cumulative >= ladder[i].cumulative;
        if (!by_run && !by_count)
            continue;
        row->step = i;
        row->fires = row->counted && ((by_run && row->run == ladder[i].at) ||
                                      (by_count && row->cumulative == ladder[i].cumulative));
    }
}

void streak_run(const StreakRule *rule, const Ladder *ladder, int nladder,
                const StreakPeriod *history, int n, StreakRow *ret_rows)
{
    int run = 0;
    for (int i = 0; i < n; i++) {
        const StreakPeriod *p = &history[i];
        StreakRow *row = &ret_rows[i];
        *row = (StreakRow){.counted = counts(rule, p)};
        if (i > 0)
            run = run_carried(rule, &history[i - 1], p, run);
        run = run_after(rule, p, row->counted, run);
        row->run = run;
        for (int k = 0; k <= i; k++)
            row->cumulative +=
                ret_rows[k].counted && in_window(rule->window, history[k].months.to, p->months.to);
        climb(ladder, nladder, row);
    }
}

bool streak_is_exempt(const StreakRule *rule, Str unit, MonthSpan period)
{
    for (int i = 0; i < rule->nexempts; i++) {
        const StreakExempt *e = &rule->exempts[i];
        if (str_eq(e->unit, unit) && e->from <= period.from && period.to <= e->to)
            return true;
    }
    return false;
}

double streak_expected(int n, int bottom, int consecutive)
{
    if (n <= 0)
        return 0;
    double share = bottom < n ? (double)bottom / n : 1;
    double expected = n;
    for (int i = 0; i < consecutive; i++)
        expected *= share;
    return expected;
}

int streak_merge_talks(const TalkSeat *seats, int n, int *ret_talk)
{
    int talks = 0;
    for (int i = 0; i < n; i++) {
        ret_talk[i] = -1;
        for (int k = 0; k < i && ret_talk[i] < 0; k++)
            if (str_eq(seats[k].body, seats[i].body) && str_eq(seats[k].cause, seats[i].cause))
                ret_talk[i] = ret_talk[k];
        if (ret_talk[i] < 0)
            ret_talk[i] = talks++;
    }
    return talks;
}

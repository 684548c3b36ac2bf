#include "core/streak.h"

/* Months between two periods that no period covers. */
static bool has_hole(const StreakPeriod *before, const StreakPeriod *after)
{
    return after->months.from > before->months.to + 1;
}

/* Which places a step counts; the rule's own where it says nothing else. */
typedef struct Places {
    int bottom, top; /* both 0: StreakPeriod.in_bottom */
} Places;

static Places places_of(const StreakRule *rule, const Ladder *step)
{
    if (!step || (!step->top && (!step->bottom || step->bottom == rule->bottom)))
        return (Places){0};
    return step->top ? (Places){.top = step->top} : (Places){.bottom = step->bottom};
}

static bool is_own(Places places)
{
    return places.bottom == 0 && places.top == 0;
}

/* Nobody is first or last where all are equal. */
static bool all_equal(const StreakPeriod *p)
{
    return p->rank == 1 && p->from_bottom == 1;
}

static bool counts(const StreakRule *rule, Places places, const StreakPeriod *p)
{
    if (p->state == STREAK_OWN_MISSING)
        return places.top == 0;
    if (p->state != STREAK_RANKED)
        return false;
    if (places.top)
        return p->rank > 0 && p->rank <= places.top && !all_equal(p);
    if (rule->and_plan_not_met && !p->plan_not_met)
        return false;
    if (is_own(places))
        return p->in_bottom;
    return p->from_bottom > 0 && p->from_bottom <= places.bottom && !all_equal(p);
}

/* The run with which the period p begins, after what lies between it and the one before. */
static int run_carried(const StreakRule *rule, Places places, const StreakPeriod *before,
                       const StreakPeriod *p, int run)
{
    if (before->talk_held && rule->reset_after_talk && !places.top)
        return 0;
    if (rule->run_within == RUN_WITHIN_YEAR &&
        month_year(before->months.to) != month_year(p->months.to))
        return 0;
    if (rule->run_within == RUN_WITHIN_CAMPAIGN && before->earlier && !p->earlier)
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

/* Months of the part of the year that a month lies in, counted through the years. */
static int part_of(Month month, int months)
{
    return month_year(month) * (12 / months) + (month_of_year(month) - 1) / months;
}

static bool in_window(StreakWindow window, const StreakPeriod *then, const StreakPeriod *now)
{
    Month at = then->months.to, last = now->months.to;
    switch (window) {
    case WINDOW_CAMPAIGN:
        return then->earlier == now->earlier;
    case WINDOW_ROLLING_12:
        return at > last - 12;
    case WINDOW_ROLLING_6:
        return at > last - 6;
    case WINDOW_ROLLING_3:
        return at > last - 3;
    case WINDOW_HALF_YEAR:
        return part_of(at, 6) == part_of(last, 6);
    case WINDOW_QUARTER:
        return part_of(at, 3) == part_of(last, 3);
    case WINDOW_CALENDAR_YEAR:
        break;
    }
    return month_year(at) == month_year(last);
}

/* How often the places were taken in the window that ends with history[at]. */
static int count_at(const StreakRule *rule, Places places, const StreakPeriod *history, int at)
{
    int count = 0;
    for (int k = 0; k <= at; k++)
        count +=
            counts(rule, places, &history[k]) && in_window(rule->window, &history[k], &history[at]);
    return count;
}

static int run_at(const StreakRule *rule, Places places, const StreakPeriod *history, int at,
                  int before)
{
    int run = at > 0 ? run_carried(rule, places, &history[at - 1], &history[at], before) : 0;
    return run_after(rule, &history[at], counts(rule, places, &history[at]), run);
}

/* Words of a step and of the heavier ones after it. */
static unsigned words_from(const Ladder *ladder, int nladder, int index)
{
    unsigned words = 0;
    for (int k = index; k < nladder; k++)
        if ((ladder[k].top > 0) == (ladder[index].top > 0))
            words |= 1u << ladder[k].step;
    return words;
}

/* Whether one of those words was proposed in the periods on which the step would rest now. */
static bool was_proposed(const StreakRule *rule, const Ladder *step, unsigned words,
                         const StreakPeriod *history, int at, int run)
{
    Places places = places_of(rule, step);
    for (int k = at - 1, left = run - 1; k >= 0; k--) {
        bool counted = counts(rule, places, &history[k]);
        bool rests =
            counted && (left-- > 0 ||
                        (step->cumulative && in_window(rule->window, &history[k], &history[at])));
        if (rests && history[k].proposed & words)
            return true;
    }
    return false;
}

static void climb(const StreakRule *rule, const Ladder *ladder, int nladder, int index,
                  const StreakPeriod *history, int n, StreakRow *rows)
{
    const Ladder *step = &ladder[index];
    unsigned words = words_from(ladder, nladder, index);
    Places places = places_of(rule, step);
    for (int i = 0, run = 0; i < n; i++) {
        bool own = is_own(places);
        run = own ? rows[i].run : run_at(rule, places, history, i, run);
        int count = !step->cumulative ? 0
                    : own             ? rows[i].cumulative
                                      : count_at(rule, places, history, i);
        bool by_run = step->at && run >= step->at;
        bool by_count = step->cumulative && count >= step->cumulative;
        if (!by_run && !by_count)
            continue;
        rows[i].step = index;
        if (counts(rule, places, &history[i]) &&
            ((by_run && run == step->at) || (by_count && count == step->cumulative) ||
             (history[i].begins && !was_proposed(rule, step, words, history, i, run))))
            rows[i].due = index;
    }
}

void streak_run(const StreakRule *rule, const Ladder *ladder, int nladder,
                const StreakPeriod *history, int n, StreakRow *ret_rows)
{
    for (int i = 0; i < n; i++)
        ret_rows[i] =
            (StreakRow){.counted = counts(rule, (Places){0}, &history[i]),
                        .run = run_at(rule, (Places){0}, history, i, i ? ret_rows[i - 1].run : 0),
                        .cumulative = count_at(rule, (Places){0}, history, i),
                        .step = -1,
                        .due = -1};
    for (int k = 0; k < nladder; k++)
        climb(rule, ladder, nladder, k, history, n, ret_rows);
}

StreakGrounds streak_grounds(const StreakRule *rule, const Ladder *step,
                             const StreakPeriod *history, int n, bool *ret_rests)
{
    StreakGrounds g = {0};
    Places places = places_of(rule, step);
    for (int i = 0; i < n; i++)
        g.run = run_at(rule, places, history, i, g.run);
    g.count = n ? count_at(rule, places, history, n - 1) : 0;
    g.by_run = !step || (step->at && g.run >= step->at);
    for (int i = n - 1, left = g.run; i >= 0; i--) {
        bool inside = in_window(rule->window, &history[i], &history[n - 1]);
        ret_rests[i] = counts(rule, places, &history[i]) && (g.by_run ? left-- > 0 : inside);
        g.held +=
            inside && (history[i].state == STREAK_RANKED || history[i].state == STREAK_OWN_MISSING);
    }
    return g;
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

double streak_expected_count(int n, int bottom, int count, int held)
{
    if (n <= 0 || count <= 0 || held < count)
        return 0;
    double share = bottom < n ? (double)bottom / n : 1, expected = n;
    for (int i = 0; i < count; i++)
        expected *= share;
    for (int i = 0; i < held - count; i++)
        expected *= (1 - share) * (count + i) / (i + 1);
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

#include "screening_world.h"

#include "app/score/screening_rules.h"
#include "base/utf8.h"
#include "core/draw.h"
#include "core/num.h"

#include <math.h>
#include <stdlib.h>

/* ---- chance ---- */

static double even(World *w)
{
    return draw_uniform(w->seed, 7, w->drawn++);
}

static double normal(World *w)
{
    double sum = 0; /* of twelve: the tails end at six */
    for (int i = 0; i < 12; i++)
        sum += even(w);
    return sum - 6;
}

static int below(World *w, int n)
{
    return (int)(even(w) * n);
}

/* ---- values ---- */

enum { MONEY = 0, WORKS = 8, COUNTS = 10, RATES = 17, STOCKS = 24, LOW = 27 };

static const double plan[WORLD_PERIODS] = {3, 6, 12, 20, 29, 40, 50, 60, 71, 82, 92, 100};

static void make_indicators(World *w)
{
    for (int i = 0; i < WORLD_INDICATORS; i++) {
        ScreeningIndicator *x = &w->indicators[i];
        *x = (ScreeningIndicator){.known = true, .measure = MEASURE_CUMULATIVE};
        if (i < COUNTS) {
            x->decimals = i >= WORKS ? 1 : 2;
            x->percent = i >= WORKS;
            x->additive = i < WORKS;
        } else if (i < RATES) {
            x->additive = true;
        } else if (i < STOCKS || i >= LOW) {
            x->measure = MEASURE_RATE;
            x->decimals = i >= LOW ? 2 : 1;
            x->percent = i < STOCKS;
            x->lower = i >= LOW;
        } else {
            x->measure = MEASURE_STOCK;
        }
    }
}

/* Now and then a person gives a round figure. */
static int64_t typed(World *w, double value)
{
    int64_t v = llround(value);
    if (even(w) < 0.03)
        v = (v + 2) / 5 * 5;
    return v;
}

static void make_running(World *w, int u, int i, double size, double pace, const double *months)
{
    bool percent = i >= WORKS && i < COUNTS;
    double one = percent ? 1000 : i < COUNTS ? size * 2000 : size * (i % 3 ? 60 : 900);
    double target = floor(one) + (percent ? 0 : 5), done = 0;
    int64_t last = 0;
    if (i < WORKS)
        target = floor(target / 100) * 100 + 100;
    w->targets[u * WORLD_INDICATORS + i] = target;
    for (int t = 0; t < WORLD_PERIODS; t++) {
        size_t at = screening_at(&w->in, t, u, i);
        double due = (plan[t] - (t ? plan[t - 1] : 0)) / 100 * target;
        double lump = num_exp(0.3 * normal(w) - 0.045);
        done += even(w) < 0.03 ? 0 : due * pace * lump * months[t];
        if (w->indicators[i].percent && done > target)
            done = target;
        int64_t v = typed(w, done);
        last = v > last ? v : last;
        w->reported[at] = last;
        w->goals[at] = plan[t] / 100 * target;
    }
}

/* So many of so many, in per cent to a decimal; the few make it coarse. */
static void make_rate(World *w, int u, int i, double quality)
{
    int of = i % 2 ? 8 + below(w, 20) : 80 + below(w, 400);
    for (int t = 0; t < WORLD_PERIODS; t++) {
        size_t at = screening_at(&w->in, t, u, i);
        int all = of + below(w, 1 + of / 8);
        double share = 0.9 + 0.05 * (quality > 1.8 ? 1.8 : quality);
        int done = (int)floor(all * share + num_sqrt(all * share * (1 - share)) * normal(w) + 0.5);
        done = done > all ? all : done;
        w->reported[at] = llround(1000.0 * done / all);
        w->goals[at] = i % 3 ? 1000 : 900;
    }
    w->targets[u * WORLD_INDICATORS + i] = i % 3 ? 1000 : 900;
}

static void make_level(World *w, int u, int i, double size, double quality)
{
    double level = i >= LOW ? 4000 * (1 - 0.08 * quality) : size * 500,
           aim = i >= LOW ? 4000 : level * 1.02;
    for (int t = 0; t < WORLD_PERIODS; t++) {
        size_t at = screening_at(&w->in, t, u, i);
        level *= 1 + 0.03 * normal(w) + (i < LOW ? 0.01 : 0);
        w->reported[at] = typed(w, level);
        w->goals[at] = floor(aim);
    }
    w->targets[u * WORLD_INDICATORS + i] = floor(aim);
}

/* Works are the same projects as the money: seven tenths of their way is the same. */
static void tie_works(World *w, int u)
{
    double money = w->targets[u * WORLD_INDICATORS + MONEY];
    int64_t last = 0;
    for (int t = 0; t < WORLD_PERIODS; t++) {
        int64_t *works = &w->reported[screening_at(&w->in, t, u, WORKS)];
        double paid = (double)w->reported[screening_at(&w->in, t, u, MONEY)] / money;
        double share = 0.7 * paid + 0.3 * (double)*works / w->targets[u * WORLD_INDICATORS + WORKS];
        *works = llround(1000 * (share < 1 ? share : 1));
        last = *works > last ? *works : last;
        *works = last;
    }
}

static void make_values(World *w)
{
    double quality[WORLD_UNITS], size[WORLD_UNITS], months[WORLD_INDICATORS][WORLD_PERIODS];
    for (int u = 0; u < WORLD_UNITS; u++) {
        quality[u] = normal(w);
        size[u] = num_exp(0.8 * normal(w));
        w->group_of[u] = u < 9 ? 0 : u < 24 ? 1 : 2;
    }
    for (int i = 0; i < WORLD_INDICATORS; i++)
        for (int t = 0; t < WORLD_PERIODS; t++)
            months[i][t] = num_exp(0.15 * normal(w));
    for (int u = 0; u < WORLD_UNITS; u++)
        for (int i = 0; i < WORLD_INDICATORS; i++) {
            double pace = 1 + 0.03 * quality[u] + 0.05 * normal(w);
            if (i < RATES)
                make_running(w, u, i, size[u], pace, months[i]);
            else if (i < STOCKS)
                make_rate(w, u, i, quality[u]);
            else
                make_level(w, u, i, size[u], quality[u]);
        }
    for (int u = 0; u < WORLD_UNITS; u++)
        tie_works(w, u);
}

/* Data owners find small differences, a little more often that too much was reported. */
static void make_confirmed(World *w)
{
    for (size_t at = 0; at < (size_t)WORLD_PERIODS * WORLD_UNITS * WORLD_INDICATORS; at++) {
        int64_t v = w->reported[at], apart = (int64_t)(fabs((double)v) * 0.01 * even(w)) + 1;
        w->confirmed[at] = even(w) > 0.25 ? v : even(w) < 0.55 ? v - apart : v + apart;
    }
}

/* What the city has itself: the true sum, rounded once. */
static void make_city(World *w)
{
    for (int t = 0; t < WORLD_PERIODS; t++)
        for (int i = 0; i < WORLD_INDICATORS; i++) {
            int64_t sum = 0;
            for (int u = 0; u < WORLD_UNITS; u++)
                sum += w->reported[screening_at(&w->in, t, u, i)];
            w->city[t * WORLD_INDICATORS + i] = sum + below(w, WORLD_UNITS) - WORLD_UNITS / 2;
        }
}

static void make_missing(World *w)
{
    for (int t = 0; t < WORLD_PERIODS; t++)
        for (int u = 0; u < WORLD_UNITS; u++) {
            bool all = even(w) < 0.015;
            for (int i = 0; i < WORLD_INDICATORS; i++)
                if (all || even(w) < 0.02)
                    w->reported[screening_at(&w->in, t, u, i)] =
                        w->confirmed[screening_at(&w->in, t, u, i)] = SCREENING_NONE;
            if (all)
                w->texts[t * WORLD_UNITS + u] = S("");
        }
}

/* ---- texts ---- */

/* A phrase of a bank: always the same characters for the same number. */
static void phrase(Out *out, uint64_t bank, uint64_t number)
{
    int n = 9 + (int)draw_below(bank, number, 0, 12);
    for (int i = 1; i <= n; i++) {
        char buf[4];
        int len = utf8_put(0x4E00 + draw_below(bank, number, (uint64_t)i, 1500), buf);
        out_s(out, (Str){buf, len});
    }
    out_s(out, S("，"));
}

/* A third stock phrases, a third the unit's own turns, a third new. */
static void sentence(World *w, Out *out, int unit)
{
    int choice = below(w, 3);
    if (choice == 0)
        phrase(out, 1, (uint64_t)below(w, 60));
    else if (choice == 1)
        phrase(out, 100 + (uint64_t)unit, (uint64_t)below(w, 25));
    else
        phrase(out, 2, w->seed * 1000003 + w->drawn++);
    out_i64(out, below(w, 40));
    out_s(out, S("项。"));
}

static void make_texts(World *w)
{
    for (int t = 0; t < WORLD_PERIODS; t++)
        for (int u = 0; u < WORLD_UNITS; u++) {
            Out out = out_new(w->arena, 64 * 1024);
            int n = 5 + below(w, 6);
            for (int k = 0; k < n; k++)
                sentence(w, &out, u);
            w->texts[t * WORLD_UNITS + u] = out_str(&out);
        }
}

void world_make(Arena *arena, uint64_t seed, World *w)
{
    size_t cells = (size_t)WORLD_PERIODS * WORLD_UNITS * WORLD_INDICATORS;
    *w = (World){.arena = arena, .seed = seed};
    w->reported = arena_new(arena, int64_t, cells);
    w->confirmed = arena_new(arena, int64_t, cells);
    w->city = arena_new(arena, int64_t, WORLD_PERIODS * WORLD_INDICATORS);
    w->goals = arena_new(arena, double, cells);
    w->targets = arena_new(arena, double, WORLD_UNITS *WORLD_INDICATORS);
    w->texts = arena_new(arena, Str, WORLD_PERIODS * WORLD_UNITS);
    w->in = (ScreeningInput){.nperiods = WORLD_PERIODS,
                             .nunits = WORLD_UNITS,
                             .nindicators = WORLD_INDICATORS,
                             .group_of = w->group_of,
                             .indicators = w->indicators,
                             .reported = w->reported,
                             .confirmed = w->confirmed,
                             .goals = w->goals,
                             .targets = w->targets,
                             .city = w->city,
                             .texts = w->texts};
    make_indicators(w);
    make_values(w);
    make_confirmed(w);
    make_city(w);
    make_texts(w);
    make_missing(w);
}

/* ---- faults ---- */

const Plant world_plants[PLANTS] = {
    {SCREEN_GOAL, 20, "20 % of a report's values 0-0.8 % above target"},
    {SCREEN_GOAL, 40, "40 %"},
    {SCREEN_GOAL, 60, "60 %"},
    {SCREEN_GOAL_INDICATOR, 40, "40 % of the units above target in one indicator, all year"},
    {SCREEN_GOAL_INDICATOR, 70, "70 %"},
    {SCREEN_JUMP, 20, "a fifth of a report's values raised by 20 %"},
    {SCREEN_JUMP, 50, "raised by 50 %"},
    {SCREEN_JUMP, 100, "doubled"},
    {SCREEN_REPEATED, 20, "20 % of a report's values are last month's"},
    {SCREEN_REPEATED, 40, "40 %"},
    {SCREEN_REPEATED, 80, "80 %"},
    {SCREEN_SHARED, 10, "10 % of a report's values are another unit's"},
    {SCREEN_SHARED, 20, "20 %"},
    {SCREEN_SHARED, 40, "40 %"},
    {SCREEN_TEXT, 60, "60 % of the sentences are last month's"},
    {SCREEN_TEXT, 90, "90 %"},
    {SCREEN_TEXT, 100, "all, with new numbers"},
    {SCREEN_DIGITS, 20, "20 % of half a year's values made round"},
    {SCREEN_DIGITS, 40, "40 %"},
    {SCREEN_DIGITS, 80, "80 %"},
    {SCREEN_FALLING, 1, "one running total 1 % below last month's"},
    {SCREEN_FALLING, 10, "10 %"},
    {SCREEN_CITY_SUM, 1, "the city's own figure 1 % off"},
    {SCREEN_CITY_SUM, 5, "5 %"},
    {SCREEN_MONEY, 20, "money 20 points of the target ahead of works"},
    {SCREEN_MONEY, 40, "40 points"},
    {SCREEN_CHECKS, 60, "60 % of half a year's values reported 3 % above the confirmed"},
    {SCREEN_CHECKS, 10, "10 %"},
    {SCREEN_CHECKS, 20, "20 %"},
};

/* The values of a report that the fault takes, one by one. */
static int64_t *taken(World *w, const Plant *p, int period, int unit, int i)
{
    int64_t *v = &w->reported[screening_at(&w->in, period, unit, i)];
    return *v != SCREENING_NONE && even(w) * 100 < p->strength ? v : NULL;
}

static void plant_goal(World *w, const Plant *p, int t, int unit, int i)
{
    double goal = w->goals[screening_at(&w->in, t, unit, i)];
    int64_t *v = i >= RATES && i < STOCKS ? NULL : taken(w, p, t, unit, i);
    if (v)
        *v = w->indicators[i].lower ? (int64_t)floor(goal * (1 - 0.008 * even(w)))
                                    : (int64_t)ceil(goal * (1 + 0.008 * even(w)));
}

static void plant_jumps(World *w, const Plant *p, int t, int unit)
{
    for (int i = 0; i < RATES; i++) {
        int64_t *v = &w->reported[screening_at(&w->in, t, unit, i)];
        if (*v != SCREENING_NONE && i % 5 == 0)
            *v += *v * p->strength / 100;
    }
}

static void plant_same(World *w, const Plant *p, int t, int unit)
{
    int from = p->kind == SCREEN_SHARED ? w->group_of[unit] == 0 ? (unit + 1) % 9 : unit : unit;
    if (p->kind == SCREEN_SHARED && from == unit)
        from = unit == 9 || unit == 24 ? unit + 1 : unit - 1;
    for (int i = 0; i < WORLD_INDICATORS; i++) {
        int64_t *v = taken(w, p, t, unit, i);
        int64_t other = w->reported[screening_at(&w->in, from == unit ? t - 1 : t, from, i)];
        if (v && other != SCREENING_NONE)
            *v = other;
    }
}

static void plant_text(World *w, const Plant *p, int t, int unit)
{
    Str last = w->texts[(t - 1) * WORLD_UNITS + unit], *now = &w->texts[t * WORLD_UNITS + unit];
    Out out = out_new(w->arena, 64 * 1024);
    while (last.len) {
        ptrdiff_t end = str_find(last, S("。"), 0);
        Str words = str_sub(last, 0, end < 0 ? last.len : end + 3);
        last = str_sub(last, words.len, last.len);
        if (even(w) * 100 < p->strength)
            out_s(&out, words);
        else
            sentence(w, &out, unit);
    }
    *now = out_str(&out);
}

static void plant_half_year(World *w, const Plant *p, int t, int unit)
{
    for (int back = 0; back < 6 && back <= t; back++)
        for (int i = 0; i < WORLD_INDICATORS; i++) {
            int64_t *v = taken(w, p, t - back, unit, i);
            size_t at = screening_at(&w->in, t - back, unit, i);
            if (v && p->kind == SCREEN_DIGITS)
                *v = (*v + 2) / 5 * 5;
            else if (v && w->indicators[i].lower)
                w->confirmed[at] = *v + *v * 3 / 100 + 1;
            else if (v)
                w->confirmed[at] = *v - *v * 3 / 100 - 1;
        }
}

static void plant_sum(World *w, const Plant *p, int t, int unit, int *ret_unit, int *ret_indicator)
{
    int i = below(w, WORKS);
    for (int k = 0;
         k < WORKS && w->reported[screening_at(&w->in, t - 1, unit, i)] == SCREENING_NONE; k++)
        i = (i + 1) % WORKS;
    int64_t *now = &w->reported[screening_at(&w->in, t, unit, i)];
    int64_t before = w->reported[screening_at(&w->in, t - 1, unit, i)];
    *ret_indicator = i;
    if (p->kind == SCREEN_FALLING) {
        *now = before == SCREENING_NONE ? *now : before - before * p->strength / 100 - 1;
    } else if (p->kind == SCREEN_CITY_SUM) {
        *ret_unit = -1;
        for (int u = 0; u < WORLD_UNITS; u++) /* all must be there to be summed */
            if (w->reported[screening_at(&w->in, t, u, i)] == SCREENING_NONE)
                w->reported[screening_at(&w->in, t, u, i)] = 0;
        int64_t sum = 0;
        for (int u = 0; u < WORLD_UNITS; u++)
            sum += w->reported[screening_at(&w->in, t, u, i)];
        w->city[t * WORLD_INDICATORS + i] = sum + sum * p->strength / 100;
    } else {
        *ret_indicator = MONEY;
        double target = w->targets[unit * WORLD_INDICATORS + MONEY];
        double works = (double)w->reported[screening_at(&w->in, t, unit, WORKS)] /
                       w->targets[unit * WORLD_INDICATORS + WORKS];
        w->reported[screening_at(&w->in, t, unit, MONEY)] =
            llround(target * (works + p->strength / 100.0));
    }
}

void world_plant(World *w, const Plant *p, int t, int *ret_unit, int *ret_indicator)
{
    int unit = below(w, WORLD_UNITS);
    w->drawn += 1000 * 1000; /* what is planted does not move what was made */
    *ret_unit = unit;
    *ret_indicator = -1;
    switch (p->kind) {
    case SCREEN_GOAL:
        for (int i = 0; i < WORLD_INDICATORS; i++)
            plant_goal(w, p, t, unit, i);
        break;
    case SCREEN_GOAL_INDICATOR:
        *ret_unit = -1;
        *ret_indicator = below(w, WORKS);
        for (int k = 0; k <= t; k++)
            for (int u = 0; u < WORLD_UNITS; u++)
                plant_goal(w, p, k, u, *ret_indicator);
        break;
    case SCREEN_JUMP:
        plant_jumps(w, p, t, unit);
        break;
    case SCREEN_REPEATED:
    case SCREEN_SHARED:
        plant_same(w, p, t, unit);
        break;
    case SCREEN_TEXT:
        plant_text(w, p, t, unit);
        break;
    case SCREEN_DIGITS:
    case SCREEN_CHECKS:
        plant_half_year(w, p, t, unit);
        break;
    default:
        plant_sum(w, p, t, unit, ret_unit, ret_indicator);
        break;
    }
}

ScreeningRule world_rule(void)
{
    AUTO_ARENA arena = {0};
    ScreeningRules rules;
    Faults faults = {.arena = &arena};
    if (!screening_rules_default(&arena, &rules, &faults))
        abort();
    ScreeningRule rule = rules.list.items[rules.list.count - 1].rule;
    rule.pairs[rule.npairs++] = (ScreeningPair){MONEY, WORKS};
    return rule;
}

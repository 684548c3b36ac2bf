#include "core/screening_parts.h"

#include <math.h>
#include <stdlib.h>

Str screening_word(ScreeningKind kind)
{
    static const Str words[SCREENING_KINDS] = {
        [SCREEN_GOAL] = SC("goal"),         [SCREEN_GOAL_INDICATOR] = SC("goal_indicator"),
        [SCREEN_JUMP] = SC("jump"),         [SCREEN_REPEATED] = SC("repeated"),
        [SCREEN_SHARED] = SC("shared"),     [SCREEN_TEXT] = SC("text"),
        [SCREEN_DIGITS] = SC("digits"),     [SCREEN_FALLING] = SC("falling"),
        [SCREEN_CITY_SUM] = SC("city_sum"), [SCREEN_MONEY] = SC("money"),
        [SCREEN_CHECKS] = SC("checks"),
    };
    return words[kind];
}

/* ---- chance ---- */

double screening_tail(Arena *arena, const double *q, int n, int k)
{
    if (k <= 0)
        return 1;
    if (k > n)
        return 0;
    ArenaMark mark = arena_mark(arena);
    double *at = arena_new(arena, double, k + 1); /* at[k]: k and more */
    at[0] = 1;
    for (int i = 0; i < n; i++) {
        at[k] += at[k - 1] * q[i];
        for (int j = i + 1 < k - 1 ? i + 1 : k - 1; j > 0; j--)
            at[j] = at[j] * (1 - q[i]) + at[j - 1] * q[i];
        at[0] *= 1 - q[i];
    }
    double tail = at[k];
    arena_rewind(arena, mark);
    return tail < 1 ? tail : 1;
}

double screening_tail_even(Arena *arena, double q, int n, int k)
{
    ArenaMark mark = arena_mark(arena);
    double *all = arena_new(arena, double, n + 1);
    for (int i = 0; i < n; i++)
        all[i] = q;
    double tail = screening_tail(arena, all, n, k);
    arena_rewind(arena, mark);
    return tail;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double screening_median(double *x, int n)
{
    if (n == 0)
        return NAN;
    qsort(x, (size_t)n, sizeof *x, by_size);
    return n % 2 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
}

typedef struct Placed {
    double p;
    int at;
} Placed;

static int by_p(const void *a, const void *b)
{
    const Placed *x = a, *y = b;
    if (x->p < y->p || x->p > y->p)
        return x->p < y->p ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

void screening_holm(Arena *arena, double *p, int n, int tests)
{
    if (n == 0)
        return;
    ArenaMark mark = arena_mark(arena);
    Placed *order = arena_new(arena, Placed, n);
    double worst = 0;
    for (int i = 0; i < n; i++)
        order[i] = (Placed){p[i], i};
    qsort(order, (size_t)n, sizeof *order, by_p);
    for (int i = 0; i < n; i++) {
        double corrected = order[i].p * (tests - i);
        worst = corrected > worst ? corrected : worst;
        p[order[i].at] = worst < 1 ? worst : 1;
    }
    arena_rewind(arena, mark);
}

/* ---- what the kinds share ---- */

int64_t screen_one(const Screen *s, int indicator)
{
    int64_t one = 1;
    for (int i = 0; i < s->in->indicators[indicator].decimals; i++)
        one *= 10;
    return one;
}

bool screen_tells(const Screen *s, int indicator, int64_t value, int digits)
{
    int64_t least = 1;
    if (value == SCREENING_NONE)
        return false;
    for (int i = 1; i < digits; i++)
        least *= 10;
    return llabs(value) >= least &&
           !(s->in->indicators[indicator].percent && value >= 100 * screen_one(s, indicator));
}

ScreeningFinding screen_finding(const Screen *s, ScreeningKind kind, int unit)
{
    return (ScreeningFinding){
        .kind = kind, .period = s->period, .unit = unit, .indicator = -1, .other = -1, .p = NAN};
}

void screen_cell(ScreeningFinding *f, int period, int indicator, int64_t value, int64_t against)
{
    if (f->ncells < SCREENING_CELLS)
        f->cells[f->ncells++] = (ScreeningCell){period, indicator, value, against};
}

void screen_keep(Screen *s, const ScreeningFinding *finding)
{
    *arena_push(s->arena, s->result) = *finding;
}

void screen_settle(Screen *s, ScreeningKind kind, Candidates *c)
{
    double *p = arena_new(s->scratch, double, c->count + 1);
    s->result->tested[kind] = c->tests;
    for (int i = 0; i < c->count; i++)
        p[i] = c->items[i].p;
    screening_holm(s->scratch, p, c->count, c->tests);
    for (int i = 0; i < c->count; i++) {
        c->items[i].p = p[i];
        if (p[i] <= s->rule->alpha)
            screen_keep(s, &c->items[i]);
    }
}

Rates rates_new(Screen *s)
{
    size_t cells = (size_t)s->in->nunits * (size_t)s->in->nindicators;
    return (Rates){.hits = arena_new(s->scratch, int, s->in->nindicators),
                   .of = arena_new(s->scratch, int, s->in->nindicators),
                   .unit_hits = arena_new(s->scratch, int, cells),
                   .unit_of = arena_new(s->scratch, int, cells),
                   .nindicators = s->in->nindicators};
}

void rates_add(Rates *r, int unit, int indicator, bool hit)
{
    int at = unit * r->nindicators + indicator;
    r->hits[indicator] += hit;
    r->of[indicator]++;
    r->unit_hits[at] += hit;
    r->unit_of[at]++;
}

double rates_of_others(const Rates *r, int unit, int indicator)
{
    int at = unit * r->nindicators + indicator;
    return (r->hits[indicator] - r->unit_hits[at] + 1.0) /
           (r->of[indicator] - r->unit_of[at] + 2.0);
}

void screening_period(Arena *arena, const ScreeningInput *in, const ScreeningRule *rule, int period,
                      ScreeningResult *ret_result)
{
    static void (*const kinds[SCREENING_KINDS])(Screen *) = {
        [SCREEN_GOAL] = screen_goals,    [SCREEN_GOAL_INDICATOR] = screen_goal_indicators,
        [SCREEN_JUMP] = screen_jumps,    [SCREEN_REPEATED] = screen_repeated,
        [SCREEN_SHARED] = screen_shared, [SCREEN_TEXT] = screen_texts,
        [SCREEN_DIGITS] = screen_digits, [SCREEN_FALLING] = screen_falling,
        [SCREEN_CITY_SUM] = screen_city, [SCREEN_MONEY] = screen_money,
        [SCREEN_CHECKS] = screen_checks,
    };
    AUTO_ARENA scratch = {0};
    *ret_result = (ScreeningResult){0};
    Screen s = {.arena = arena,
                .scratch = &scratch,
                .in = in,
                .rule = rule,
                .period = period,
                .from = period - rule->window + 1,
                .result = ret_result};
    s.from = s.from < 0 ? 0 : s.from;
    for (int kind = 0; kind < SCREENING_KINDS; kind++) {
        if (!rule->off[kind])
            kinds[kind](&s);
        arena_reset(&scratch);
    }
}

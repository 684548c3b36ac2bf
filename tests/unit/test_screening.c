/* Screening: every kind by hand, its edges, and what it says of made-up years. */
#include "check.h"
#include "screening_world.h"

#include "base/utf8.h"

#include <math.h>

/* ---- a small input ---- */

enum { T_MAX = 10, U_MAX = 12, I_MAX = 10 };

typedef struct Small {
    Arena arena;
    ScreeningIndicator indicators[I_MAX];
    int groups[U_MAX];
    int64_t reported[T_MAX * U_MAX * I_MAX], confirmed[T_MAX * U_MAX * I_MAX], city[T_MAX * I_MAX];
    double goals[T_MAX * U_MAX * I_MAX], targets[U_MAX * I_MAX];
    Str texts[T_MAX * U_MAX];
    ScreeningInput in;
    ScreeningRule rule;
    ScreeningResult result;
} Small;

static Small small(int periods, int units, int indicators)
{
    Small s = {.rule = world_rule()};
    s.rule.npairs = 0;
    s.in = (ScreeningInput){.nperiods = periods, .nunits = units, .nindicators = indicators};
    for (int i = 0; i < T_MAX * U_MAX * I_MAX; i++) {
        s.reported[i] = s.confirmed[i] = SCREENING_NONE;
        s.goals[i] = NAN;
    }
    for (int i = 0; i < U_MAX * I_MAX; i++)
        s.targets[i] = NAN;
    for (int i = 0; i < T_MAX * I_MAX; i++)
        s.city[i] = SCREENING_NONE;
    for (int i = 0; i < I_MAX; i++)
        s.indicators[i] = (ScreeningIndicator){.known = true, .measure = MEASURE_CUMULATIVE};
    return s;
}

static void put(Small *s, int t, int u, int i, int64_t value)
{
    s->reported[screening_at(&s->in, t, u, i)] = value;
}

/* Findings of one kind in the last period. */
static int look(Small *s, ScreeningKind kind, const ScreeningFinding **ret_first)
{
    int n = 0;
    s->in.group_of = s->groups;
    s->in.indicators = s->indicators;
    s->in.reported = s->reported;
    s->in.confirmed = s->confirmed;
    s->in.goals = s->goals;
    s->in.targets = s->targets;
    s->in.city = s->city;
    s->in.texts = s->texts;
    *ret_first = NULL;
    screening_period(&s->arena, &s->in, &s->rule, s->in.nperiods - 1, &s->result);
    for (int i = 0; i < s->result.count; i++) {
        if (s->result.items[i].kind != kind)
            continue;
        n++;
        *ret_first = *ret_first ? *ret_first : &s->result.items[i];
    }
    return n;
}

static void near(double found, double wanted)
{
    if (!(fabs(found - wanted) <= 1e-12 * fabs(wanted) + 1e-300))
        fail_msg("%.17g is not %.17g", found, wanted);
}

/* ---- what it is made of ---- */

static void screening__tails_are_exact(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    near(screening_tail_even(&arena, 0.5, 4, 3), 5.0 / 16);
    near(screening_tail_even(&arena, 0.5, 10, 10), 1.0 / 1024);
    near(screening_tail(&arena, (const double[]){0.5, 0.2}, 2, 1), 0.6);
    near(screening_tail(&arena, (const double[]){0.5, 0.2}, 2, 2), 0.1);
    near(screening_tail(&arena, (const double[]){0.5, 0.2, 0.1}, 3, 2),
         0.5 * 0.2 * 0.9 + 0.5 * 0.8 * 0.1 + 0.5 * 0.2 * 0.1 + 0.5 * 0.2 * 0.1);
    near(screening_tail_even(&arena, 0.3, 5, 0), 1);
    near(screening_tail_even(&arena, 0.3, 5, 6), 0);
    near(screening_tail_even(&arena, 0.3, 0, 0), 1);
}

static void screening__holm_is_by_rank(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    double p[] = {0.01, 0.04, 0.03}, q[] = {0.01, 0.04, 0.03}, one[] = {0.7};
    screening_holm(&arena, p, 3, 3);
    near(p[0], 0.03);
    near(p[1], 0.06);
    near(p[2], 0.06);
    screening_holm(&arena, q, 3, 5);
    near(q[0], 0.05);
    near(q[1], 0.12);
    near(q[2], 0.12);
    screening_holm(&arena, one, 1, 2);
    near(one[0], 1);
    screening_holm(&arena, NULL, 0, 0);
}

static void screening__median_is_the_middle(void **state)
{
    (void)state;
    double odd[] = {3, 1, 2}, even[] = {4, 1, 3, 2};
    near(screening_median(odd, 3), 2);
    near(screening_median(even, 4), 2.5);
    CHECK(isnan(screening_median(NULL, 0)));
}

/* ---- targets ---- */

/* Unit 0 stands at 100.0-100.4 % in nine indicators, four others at 96 %. */
static Small heap(void)
{
    Small s = small(1, 5, 9);
    for (int u = 0; u < 5; u++)
        for (int i = 0; i < 9; i++) {
            put(&s, 0, u, i, u ? 960 : 1000 + i % 5);
            s.goals[screening_at(&s.in, 0, u, i)] = 1000;
        }
    return s;
}

static void screening__values_just_above_target_are_a_finding(void **state)
{
    (void)state;
    const ScreeningFinding *f;
    Small s = heap();
    CHECK_I64(look(&s, SCREEN_GOAL, &f), 1);
    CHECK_I64(f->unit, 0);
    CHECK_I64(f->count, 9);
    CHECK_I64(f->of, 9);
    CHECK_I64(f->ncells, 9);
    CHECK_I64(f->cells[4].value, 1004);
    CHECK_I64(f->cells[4].against, 1000);
    /* the four others are near and not above: one of six; two tests, five units */
    near(f->p, pow(1.0 / 6, 9) * 2 * 5);
    arena_done(&s.arena);
}

static void screening__values_on_both_sides_of_a_target_are_none(void **state)
{
    (void)state;
    const ScreeningFinding *f;
    Small s = heap();
    for (int i = 0; i < 9; i++)
        put(&s, 0, 0, i, 994 + i * 2);
    CHECK_I64(look(&s, SCREEN_GOAL, &f), 0);
    arena_done(&s.arena);
    s = heap(); /* all do so: the target is one that is easily met */
    for (int u = 1; u < 5; u++)
        for (int i = 0; i < 9; i++)
            put(&s, 0, u, i, 1003);
    CHECK_I64(look(&s, SCREEN_GOAL, &f), 0);
    arena_done(&s.arena);
    s = heap(); /* 100 per cent cannot be passed */
    for (int i = 0; i < 9; i++) {
        s.indicators[i].percent = true;
        s.indicators[i].decimals = 1;
    }
    CHECK_I64(look(&s, SCREEN_GOAL, &f), 0);
    CHECK_I64(s.result.tested[SCREEN_GOAL], 0);
    arena_done(&s.arena);
}

static void screening__lower_is_better_is_turned_round(void **state)
{
    (void)state;
    const ScreeningFinding *f;
    Small s = heap();
    for (int u = 0; u < 5; u++)
        for (int i = 0; i < 9; i++) {
            s.indicators[i].lower = true;
            put(&s, 0, u, i, u ? 1040 : 1000 - i % 5);
        }
    CHECK_I64(look(&s, SCREEN_GOAL, &f), 1);
    for (int i = 0; i < 9; i++)
        put(&s, 0, 0, i, 1000 + 1 + i % 5);
    CHECK_I64(look(&s, SCREEN_GOAL, &f), 0);
    arena_done(&s.arena);
}

static void screening__units_that_bunch_at_one_indicator(void **state)
{
    (void)state;
    const ScreeningFinding *f;
    Small s = small(1, 12, 1);
    for (int u = 0; u < 12; u++) {
        put(&s, 0, u, 0, 1000 + u % 4);
        s.goals[screening_at(&s.in, 0, u, 0)] = 1000;
    }
    CHECK_I64(look(&s, SCREEN_GOAL_INDICATOR, &f), 1);
    CHECK_I64(f->unit, -1);
    CHECK_I64(f->indicator, 0);
    near(f->p, pow(0.55, 12));
    put(&s, 0, 3, 0, 995);
    put(&s, 0, 4, 0, 996); /* ten of twelve: 0.0421 */
    CHECK_I64(look(&s, SCREEN_GOAL_INDICATOR, &f), 0);
    arena_done(&s.arena);
}

/* ---- changes ---- */

static void screening__a_jump_is_held_against_the_own_past(void **state)
{
    (void)state;
    static const int64_t past[] = {0, 10, 20, 31, 40, 51, 60, 70};
    const ScreeningFinding *f;
    Small s = small(9, 1, 1);
    for (int t = 0; t < 8; t++)
        put(&s, t, 0, 0, past[t]);
    put(&s, 8, 0, 0, 150);
    CHECK_I64(look(&s, SCREEN_JUMP, &f), 1);
    near(f->measured, (80 - 10) / 1.4826); /* changes of 10, deviations 0 0 0 1 1 1 1 */
    CHECK_I64(f->cells[0].value, 150);
    CHECK_I64(f->cells[0].against, 70);
    put(&s, 8, 0, 0, 120); /* 27 times: too little alone */
    CHECK_I64(look(&s, SCREEN_JUMP, &f), 0);
    CHECK_I64(s.result.tested[SCREEN_JUMP], 1);
    put(&s, 8, 0, 0, 82);
    CHECK_I64(look(&s, SCREEN_JUMP, &f), 0);
    s.rule.jump.history = 8; /* seven changes are not enough then */
    put(&s, 8, 0, 0, 150);
    CHECK_I64(look(&s, SCREEN_JUMP, &f), 0);
    CHECK_I64(s.result.tested[SCREEN_JUMP], 0);
    arena_done(&s.arena);
}

static void screening__what_moves_all_is_no_jump(void **state)
{
    (void)state;
    const ScreeningFinding *f;
    Small s = small(9, 6, 3);
    for (int t = 0; t < 9; t++)
        for (int u = 0; u < 6; u++)
            for (int i = 0; i < 3; i++)
                put(&s, t, u, i, 100 * (t + 1) + (u + t * i) % 3 + (t == 8 ? 900 : 0));
    CHECK_I64(look(&s, SCREEN_JUMP, &f), 0);
    for (int i = 0; i < 3; i++)
        put(&s, 8, 2, i, 5000);
    CHECK_I64(look(&s, SCREEN_JUMP, &f), 1);
    CHECK_I64(f->unit, 2);
    CHECK_I64(f->count, 3);
    arena_done(&s.arena);
}

static void screening__a_running_total_does_not_fall(void **state)
{
    (void)state;
    const ScreeningFinding *f;
    Small s = small(3, 1, 3);
    put(&s, 0, 0, 0, 100);
    put(&s, 2, 0, 0, 99); /* the month between is missing */
    put(&s, 1, 0, 1, 50);
    put(&s, 2, 0, 1, 50);
    s.indicators[2].measure = MEASURE_STOCK;
    put(&s, 1, 0, 2, 50);
    put(&s, 2, 0, 2, 10);
    CHECK_I64(look(&s, SCREEN_FALLING, &f), 1);
    CHECK_I64(f->indicator, 0);
    CHECK_I64(f->cells[0].value, 99);
    CHECK_I64(f->cells[0].against, 100);
    CHECK(isnan(f->p));
    CHECK_I64(s.result.tested[SCREEN_FALLING], 2);
    s.indicators[0].known = false;
    CHECK_I64(look(&s, SCREEN_FALLING, &f), 0);
    arena_done(&s.arena);
}

/* ---- the same again ---- */

static Small repeated(int indicators)
{
    Small s = small(2, 2, indicators);
    for (int i = 0; i < indicators; i++) {
        put(&s, 0, 0, i, 517 + i);
        put(&s, 1, 0, i, 517 + i);
        put(&s, 0, 1, i, 300 + i);
        put(&s, 1, 1, i, 400 + 3 * i);
    }
    return s;
}

static void screening__values_of_last_month_are_a_finding(void **state)
{
    (void)state;
    const ScreeningFinding *f;
    Small s = repeated(8);
    CHECK_I64(look(&s, SCREEN_REPEATED, &f), 1);
    CHECK_I64(f->unit, 0);
    CHECK_I64(f->count, 8);
    near(f->expected, 4);  /* the other's share (0 + 1) / (1 + 2), times 1.5 */
    near(f->p, 2.0 / 256); /* two units */
    put(&s, 1, 0, 0, 518); /* 7 of 8: 9/256, two units: 0.07 */
    CHECK_I64(look(&s, SCREEN_REPEATED, &f), 0);
    arena_done(&s.arena);
    s = repeated(6); /* 2/64 */
    CHECK_I64(look(&s, SCREEN_REPEATED, &f), 0);
    arena_done(&s.arena);
    s = repeated(8); /* one digit says nothing */
    for (int i = 0; i < 8; i++) {
        put(&s, 0, 0, i, 7);
        put(&s, 1, 0, i, 7);
    }
    CHECK_I64(look(&s, SCREEN_REPEATED, &f), 0);
    arena_done(&s.arena);
}

static void screening__values_of_another_are_a_finding_for_both(void **state)
{
    (void)state;
    const ScreeningFinding *f;
    Small s = small(1, 3, 6);
    for (int i = 0; i < 6; i++) {
        put(&s, 0, 0, i, 517 + i);
        put(&s, 0, 1, i, 517 + i);
        put(&s, 0, 2, i, 800 + i);
    }
    CHECK_I64(look(&s, SCREEN_SHARED, &f), 2);
    CHECK_I64(f->unit, 0);
    CHECK_I64(f->other, 1);
    CHECK_I64(f->count, 6);
    near(f->p, pow(0.375, 6) * 2 * 3); /* (0 + 1) / (3 + 1) times 1.5; two others; three units */
    s.groups[1] = 1;                   /* another group is no peer */
    CHECK_I64(look(&s, SCREEN_SHARED, &f), 0);
    s.groups[1] = 0;
    for (int i = 0; i < 6; i++) /* two digits */
        for (int u = 0; u < 3; u++)
            put(&s, 0, u, i, u == 2 ? 80 : 51);
    CHECK_I64(look(&s, SCREEN_SHARED, &f), 0);
    arena_done(&s.arena);
}

static void screening__round_digits_are_counted(void **state)
{
    (void)state;
    const ScreeningFinding *f;
    Small s = small(3, 1, 10);
    for (int t = 0; t < 3; t++)
        for (int i = 0; i < 10; i++)
            put(&s, t, 0, i, 100 + 5 * (t * 10 + i));
    CHECK_I64(look(&s, SCREEN_DIGITS, &f), 1);
    CHECK_I64(f->count, 30);
    near(f->p, pow(0.55, 30));      /* no others: (0 + 1) / (0 + 2), times 1.1 */
    put(&s, 2, 0, 9, 100 + 5 * 19); /* as the month before: nothing new, 29 */
    CHECK_I64(look(&s, SCREEN_DIGITS, &f), 0);
    CHECK_I64(s.result.tested[SCREEN_DIGITS], 0);
    arena_done(&s.arena);
}

static void screening__reported_above_confirmed_is_a_sign(void **state)
{
    (void)state;
    const ScreeningFinding *f;
    Small s = small(1, 1, 9);
    for (int i = 0; i < 8; i++) {
        put(&s, 0, 0, i, 103);
        s.confirmed[i] = 100;
    }
    put(&s, 0, 0, 8, 100); /* the same: no sign */
    s.confirmed[8] = 100;
    CHECK_I64(look(&s, SCREEN_CHECKS, &f), 1);
    CHECK_I64(f->of, 8);
    near(f->p, 1.0 / 256);
    near(f->measured, 0.03);
    for (int i = 0; i < 9; i++)
        s.indicators[i].lower = true; /* then more is worse */
    CHECK_I64(look(&s, SCREEN_CHECKS, &f), 0);
    s.indicators[0].lower = false;
    put(&s, 0, 0, 7, 100); /* seven */
    CHECK_I64(look(&s, SCREEN_CHECKS, &f), 0);
    CHECK_I64(s.result.tested[SCREEN_CHECKS], 0);
    arena_done(&s.arena);
}

/* ---- what must add up ---- */

static void screening__the_units_make_the_city(void **state)
{
    (void)state;
    const ScreeningFinding *f;
    Small s = small(1, 3, 1);
    s.indicators[0].additive = true;
    s.indicators[0].decimals = 1;
    for (int u = 0; u < 3; u++)
        put(&s, 0, u, 0, 100 * (u + 1));
    s.city[0] = 602; /* four printed numbers, half a step each */
    CHECK_I64(look(&s, SCREEN_CITY_SUM, &f), 0);
    CHECK_I64(s.result.tested[SCREEN_CITY_SUM], 1);
    s.city[0] = 603;
    CHECK_I64(look(&s, SCREEN_CITY_SUM, &f), 1);
    CHECK_I64(f->unit, -1);
    near(f->expected, 0.2);
    near(f->measured, -0.3);
    put(&s, 0, 1, 0, SCREENING_NONE); /* one is missing: nothing to compare */
    CHECK_I64(look(&s, SCREEN_CITY_SUM, &f), 0);
    const bool part[] = {true, false, true};
    s.in.in_city = part;
    CHECK_I64(look(&s, SCREEN_CITY_SUM, &f), 1);
    s.indicators[0].additive = false;
    CHECK_I64(look(&s, SCREEN_CITY_SUM, &f), 0);
    arena_done(&s.arena);
}

static void screening__money_and_works_go_together(void **state)
{
    (void)state;
    const ScreeningFinding *f;
    Small s = small(1, 1, 2);
    s.rule.pairs[s.rule.npairs++] = (ScreeningPair){0, 1};
    s.targets[0] = 200;
    s.targets[1] = 1000;
    put(&s, 0, 0, 0, 150);
    put(&s, 0, 0, 1, 500);
    CHECK_I64(look(&s, SCREEN_MONEY, &f), 0); /* 75 and 50 per cent: at the margin */
    put(&s, 0, 0, 1, 499);
    CHECK_I64(look(&s, SCREEN_MONEY, &f), 1);
    near(f->measured, 0.75 - 0.499);
    put(&s, 0, 0, 0, 40);
    CHECK_I64(look(&s, SCREEN_MONEY, &f), 1); /* the other way */
    s.targets[1] = NAN;
    CHECK_I64(look(&s, SCREEN_MONEY, &f), 0);
    CHECK_I64(s.result.tested[SCREEN_MONEY], 0);
    arena_done(&s.arena);
}

/* ---- words ---- */

/* 100 characters that are their own, for each number. */
static Str words(Arena *arena, int number)
{
    Out out = out_new(arena, 4096);
    for (int i = 0; i < 100; i++) {
        char buf[4];
        out_s(&out, (Str){buf, utf8_put(0x4E00 + (uint32_t)(number * 100 + i), buf)});
        if (i % 20 == 19)
            out_f(&out, " %d项，", i * number);
    }
    return out_str(&out);
}

static void screening__words_of_last_month_or_of_another(void **state)
{
    (void)state;
    const ScreeningFinding *f;
    Small s = small(2, 3, 1);
    for (int u = 0; u < 3; u++) {
        s.texts[u] = words(&s.arena, u);
        s.texts[3 + u] = words(&s.arena, 10 + u);
    }
    CHECK_I64(look(&s, SCREEN_TEXT, &f), 0);
    CHECK_I64(s.result.tested[SCREEN_TEXT], 3);
    s.texts[3] =
        arena_fmt(&s.arena, "1、%.*s99。", STR_ARG(s.texts[0])); /* marks and digits do not count */
    CHECK_I64(look(&s, SCREEN_TEXT, &f), 1);
    CHECK_I64(f->other, -1);
    near(f->measured, 1);
    s.texts[3] = s.texts[4];
    CHECK_I64(look(&s, SCREEN_TEXT, &f), 2);
    CHECK_I64(f->unit, 0);
    CHECK_I64(f->other, 1);
    s.texts[5] = s.texts[4]; /* what all write is nobody's */
    CHECK_I64(look(&s, SCREEN_TEXT, &f), 0);
    s.texts[5] = words(&s.arena, 12);
    s.texts[3] = s.texts[0] = S("按节点推进");
    CHECK_I64(look(&s, SCREEN_TEXT, &f), 0);
    arena_done(&s.arena);
}

static void screening__pieces_leave_out_marks_and_digits(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    uint64_t *a, *b;
    CHECK_I64(screening_pieces(&arena, S("本月完成3项，Ab"), 6, 5, &a), 3);
    CHECK_I64(screening_pieces(&arena, S(" 本月完成 12 项 ab。"), 6, 5, &b), 3);
    for (int i = 0; i < 3; i++)
        CHECK(a[i] == b[i]);
    CHECK_I64(screening_pieces(&arena, S("本月完成"), 5, 5, &a), 0);
    CHECK_I64(screening_pieces(&arena, S("\xFF\xFE"), 1, 1, &a), 0);
    CHECK_I64(screening_pieces(&arena, S(""), 1, 1, &a), 0);
}

/* ---- edges ---- */

static void screening__little_data_is_no_finding(void **state)
{
    (void)state;
    const ScreeningFinding *f;
    Small s = small(1, 1, 1); /* nothing at all */
    look(&s, SCREEN_GOAL, &f);
    CHECK_I64(s.result.count, 0);
    put(&s, 0, 0, 0, 1000); /* one unit, one period, one value */
    look(&s, SCREEN_GOAL, &f);
    CHECK_I64(s.result.count, 0);
    arena_done(&s.arena);
    s = small(10, 12, 10); /* all equal, always, no targets */
    for (int i = 0; i < T_MAX * U_MAX * I_MAX; i++)
        s.reported[i] = s.confirmed[i] = 1234;
    look(&s, SCREEN_GOAL, &f);
    CHECK_I64(s.result.count, 0);
    for (int i = 0; i < T_MAX * U_MAX * I_MAX; i++) { /* zeros, targets of zero */
        s.reported[i] = s.confirmed[i] = 0;
        s.goals[i] = 0;
    }
    look(&s, SCREEN_GOAL, &f);
    CHECK_I64(s.result.count, 0);
    arena_done(&s.arena);
}

static void screening__a_kind_that_is_off_is_not_looked_for(void **state)
{
    (void)state;
    const ScreeningFinding *f;
    Small s = heap();
    s.rule.off[SCREEN_GOAL] = true;
    CHECK_I64(look(&s, SCREEN_GOAL, &f), 0);
    CHECK_I64(s.result.tested[SCREEN_GOAL], 0);
    arena_done(&s.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(screening__tails_are_exact),
        cmocka_unit_test(screening__holm_is_by_rank),
        cmocka_unit_test(screening__median_is_the_middle),
        cmocka_unit_test(screening__values_just_above_target_are_a_finding),
        cmocka_unit_test(screening__values_on_both_sides_of_a_target_are_none),
        cmocka_unit_test(screening__lower_is_better_is_turned_round),
        cmocka_unit_test(screening__units_that_bunch_at_one_indicator),
        cmocka_unit_test(screening__a_jump_is_held_against_the_own_past),
        cmocka_unit_test(screening__what_moves_all_is_no_jump),
        cmocka_unit_test(screening__a_running_total_does_not_fall),
        cmocka_unit_test(screening__values_of_last_month_are_a_finding),
        cmocka_unit_test(screening__values_of_another_are_a_finding_for_both),
        cmocka_unit_test(screening__round_digits_are_counted),
        cmocka_unit_test(screening__reported_above_confirmed_is_a_sign),
        cmocka_unit_test(screening__the_units_make_the_city),
        cmocka_unit_test(screening__money_and_works_go_together),
        cmocka_unit_test(screening__words_of_last_month_or_of_another),
        cmocka_unit_test(screening__pieces_leave_out_marks_and_digits),
        cmocka_unit_test(screening__little_data_is_no_finding),
        cmocka_unit_test(screening__a_kind_that_is_off_is_not_looked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

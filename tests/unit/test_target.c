/* Targets: figures as cities print them, decompositions that fit or do not, the likelihood of the year's end. */
#include "check.h"
#include "core/forecast.h"
#include "core/light.h"
#include "core/pace.h"
#include "core/target.h"
#include "source.h"

#include <math.h>

static Dec dec(const char *text)
{
    Dec value = {0};
    Err err = {0};
    CHECK_OK(dec_parse(str_from_z(text), &value, &err), &err);
    return value;
}

static void check_dec(const char *what, Dec found, const char *expected)
{
    AUTO_ARENA a = {0};
    Str text = dec_str(&a, found);
    if (!str_eq(text, str_from_z(expected)))
        fail_msg("%s: %.*s, expected %s", what, STR_ARG(text), expected);
}

/* actual, target, months of 12 (or -1 and a plan in per cent), decimals → rate, gap in points. Each by hand. */
static const struct {
    const char *actual, *target;
    int months;
    const char *plan;
    int decimals;
    const char *rate, *gap;
} paces[] = {
    {"257.3", "310", 10, "", 1, "83.0", "-0.3"},   /* 83.000 - 83.333 */
    {"257.3", "310", 10, "", 2, "83.00", "-0.33"}, /* sample: table 6.7 */
    {"222.9", "310", 9, "", 1, "71.9", "-3.1"},    /* 71.903 - 75 = -3.097 */
    {"290.2", "310", 11, "", 1, "93.6", "1.9"},    /* 93.613 - 91.667 = 1.946: not 93.6 - 91.7 */
    {"17.4", "310", 2, "", 1, "5.6", "-11.1"},     /* 5.613 - 16.667 = -11.054 */
    {"59.2", "310", 4, "", 1, "19.1", "-14.2"},    /* 19.097 - 33.333 = -14.237 */
    {"314.6", "310", 12, "", 1, "101.5", "1.5"},   /* over: 101.484 - 100 */
    {"126.5", "310", -1, "40", 1, "40.8", "0.8"},  /* a plan */
    {"184.4", "310", -1, "60", 1, "59.5", "-0.5"}, /* 59.484 - 60 = -0.516 */
    {"1", "8", 1, "", 1, "12.5", "4.2"},           /* 12.5 - 8.333 = 4.167 */
    {"1", "3", 4, "", 2, "33.33", "0.00"},         /* a third of the year: exactly nothing */
    {"2", "3", 8, "", 1, "66.7", "0.0"},
    {"0.05", "1000", 0, "", 2, "0.01", "0.01"},    /* 0.005: half away from zero */
    {"-0.05", "1000", 0, "", 2, "-0.01", "-0.01"}, /* away from zero below it, too */
    {"0", "20", 6, "", 1, "0.0", "-50.0"},
    {"-5", "20", 3, "", 1, "-25.0", "-50.0"}, /* a negative amount */
};

static void figures__rate_and_gap_are_as_printed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof paces / sizeof *paces; i++) {
        Err err = {0};
        Dec rate, gap;
        Share share = paces[i].months < 0
                          ? share_of_percent(dec(paces[i].plan))
                          : (Share){dec_from_i64(paces[i].months), dec_from_i64(12)};
        Dec actual = dec(paces[i].actual), target = dec(paces[i].target);
        CHECK_OK(pace_completion(actual, target, paces[i].decimals, &rate, &err), &err);
        CHECK_OK(pace_gap_of(actual, target, share, paces[i].decimals, &gap, &err), &err);
        check_dec(paces[i].actual, rate, paces[i].rate);
        check_dec(paces[i].actual, gap, paces[i].gap);
    }
}

static void figures__a_target_of_zero_has_no_rate(void **state)
{
    (void)state;
    Err err = {0};
    Dec rate;
    CHECK(!pace_completion(dec("3"), dec("0"), 1, &rate, &err));
    CHECK_ERR(&err, ERR_DEC_DIVIDE_BY_ZERO);
}

static const struct {
    const char *now, *before;
    bool is_percent, lower;
    int decimals;
    YoyKind kind;
    const char *value;
    int better;
} growths[] = {
    {"110", "100", false, false, 1, YOY_PERCENT, "10.0", 1},
    {"90", "100", false, false, 1, YOY_PERCENT, "-10.0", -1},
    {"36", "40", false, true, 1, YOY_PERCENT, "-10.0", 1}, /* PM2.5 fell: better */
    {"44", "40", false, true, 1, YOY_PERCENT, "10.0", -1},
    {"83.6", "81.2", true, false, 1, YOY_POINTS, "2.4", 1}, /* points, not 3.0 % */
    {"0", "3.5", true, false, 1, YOY_POINTS, "-3.5", -1},
    {"3.5", "0", true, false, 1, YOY_POINTS, "3.5", 1}, /* points need no base */
    {"12", "0", false, false, 1, YOY_FROM_ZERO, "", 1},
    {"0", "0", false, false, 1, YOY_FROM_ZERO, "", 0},
    {"5", "-2", false, false, 1, YOY_TURNED_UP, "", 1},
    {"0", "-2", false, false, 1, YOY_TURNED_UP, "", 1},
    {"-1", "-2", false, false, 1, YOY_NARROWER, "", 1},
    {"-3", "-2", false, false, 1, YOY_WIDER, "", -1},
    {"-2.0", "-2", false, false, 1, YOY_SAME, "", 0},
    {"-2", "8", false, false, 1, YOY_TURNED_DOWN, "", -1},
    {"0", "8", false, false, 1, YOY_PERCENT, "-100.0", -1},
    {"100.05", "100", false, false, 1, YOY_PERCENT, "0.1", 1},  /* 0.05: away from zero */
    {"99.95", "100", false, false, 1, YOY_PERCENT, "-0.1", -1}, /* on both sides */
    {"100.04", "100", false, false, 1, YOY_PERCENT, "0.0", 1},
    {"1234.5", "987.6", false, false, 1, YOY_PERCENT, "25.0", 1}, /* 24.9999… */
    {"7", "3", false, false, 2, YOY_PERCENT, "133.33", 1},
    {"81.25", "81.2", true, false, 1, YOY_POINTS, "0.1", 1}, /* 0.05 */
};

static void figures__year_on_year_is_as_printed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof growths / sizeof *growths; i++) {
        Err err = {0};
        Yoy g;
        CHECK_OK(pace_yoy(dec(growths[i].now), dec(growths[i].before), growths[i].is_percent,
                          growths[i].lower, growths[i].decimals, &g, &err),
                 &err);
        if (g.kind != growths[i].kind || g.better != growths[i].better)
            fail_msg("%s of %s: %.*s %d", growths[i].now, growths[i].before,
                     STR_ARG(yoy_word(g.kind)), g.better);
        CHECK(yoy_has_value(g.kind) == (growths[i].value[0] != 0));
        if (yoy_has_value(g.kind))
            check_dec(growths[i].now, g.value, growths[i].value);
    }
}

/* ---- what cities printed: published_progress.tsv ---- */

static Str light_printed(const Str *cells)
{
    Err err = {0};
    Light light = LIGHT_NONE;
    Dec gap;
    LightRule rule = {.yellow_from = cells[2], .red_above = cells[3]};
    CHECK_OK(dec_parse(cells[1], &gap, &err), &err);
    CHECK_OK(light_of_gap(&rule, gap, &light, &err), &err);
    return light_word(light);
}

static Str figure_printed(Arena *arena, const Str *cells)
{
    Err err = {0};
    Dec first, second, result = {0};
    int64_t decimals;
    Yoy yoy = {0};
    CHECK(dec_parse(cells[1], &first, &err) && dec_parse(cells[2], &second, &err));
    CHECK(str_to_i64(cells[4], &decimals));
    if (str_eq(cells[0], S("rate"))) {
        CHECK_OK(pace_completion(first, second, (int)decimals, &result, &err), &err);
    } else if (str_eq(cells[0], S("gap"))) {
        Str whole = cells[3];
        Share share;
        CHECK(dec_parse(str_cut(&whole, '/'), &share.part, &err) &&
              dec_parse(whole, &share.whole, &err));
        CHECK_OK(pace_gap_of(first, second, share, (int)decimals, &result, &err), &err);
    } else {
        CHECK_STR(cells[0], S("yoy"));
        CHECK_OK(pace_yoy(first, second, false, false, (int)decimals, &yoy, &err), &err);
        result = yoy.value;
    }
    return dec_str(arena, result);
}

static void figures__equal_what_cities_printed(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Str text = source_file(&arena, "tests/unit/published_progress.tsv");
    int rows = 0;
    while (text.len) {
        Str line = str_cut(&text, '\n'), cells[7] = {0};
        if (line.len == 0 || line.ptr[0] == '#' || str_starts(line, S("kind\t")))
            continue;
        for (int i = 0; i < 7; i++)
            cells[i] = str_cut(&line, '\t');
        bool is_light = str_eq(cells[0], S("light"));
        Str found = is_light ? light_printed(cells) : figure_printed(&arena, cells);
        if (!str_eq(found, cells[5]))
            fail_msg("%.*s %.*s %.*s: %.*s, printed %.*s (%.*s)", STR_ARG(cells[0]),
                     STR_ARG(cells[1]), STR_ARG(cells[2]), STR_ARG(found), STR_ARG(cells[5]),
                     STR_ARG(cells[6]));
        rows++;
    }
    CHECK_I64(rows, 62);
}

/* ---- the examples of docs/targets.md ---- */

static void pace_line(Str line)
{
    AUTO_ARENA a = {0};
    Err err = {0};
    Dec v[3], rate, gap, part, whole;
    int64_t decimals;
    for (int i = 0; i < 2; i++)
        CHECK_OK(dec_parse(str_cut(&line, ' '), &v[i], &err), &err);
    Str share = str_cut(&line, ' ');
    CHECK_OK(dec_parse(str_cut(&share, '/'), &part, &err), &err);
    CHECK_OK(dec_parse(share, &whole, &err), &err);
    CHECK(str_to_i64(str_cut(&line, ' '), &decimals));
    CHECK_OK(pace_completion(v[0], v[1], (int)decimals, &rate, &err), &err);
    CHECK_OK(pace_gap_of(v[0], v[1], (Share){part, whole}, (int)decimals, &gap, &err), &err);
    CHECK_STR(dec_str(&a, rate), str_cut(&line, ' '));
    CHECK_STR(dec_str(&a, gap), line);
}

static void yoy_line(Str line)
{
    AUTO_ARENA a = {0};
    Err err = {0};
    Dec now, before;
    Yoy g;
    CHECK_OK(dec_parse(str_cut(&line, ' '), &now, &err), &err);
    CHECK_OK(dec_parse(str_cut(&line, ' '), &before, &err), &err);
    bool is_percent = str_eq(str_cut(&line, ' '), S("%"));
    bool lower = str_eq(str_cut(&line, ' '), S("lower"));
    CHECK_OK(pace_yoy(now, before, is_percent, lower, 1, &g, &err), &err);
    CHECK_STR(yoy_has_value(g.kind) ? dec_str(&a, g.value) : yoy_word(g.kind), line);
}

static int fenced(Str page, Str fence, void (*each)(Str line))
{
    ptrdiff_t at = str_find(page, fence, 0);
    CHECK(at >= 0);
    Str rest = str_sub(page, at + fence.len, page.len);
    int count = 0;
    for (Str line = str_cut(&rest, '\n'); !str_starts(line, S("```"));
         line = str_cut(&rest, '\n')) {
        each(line);
        count++;
    }
    return count;
}

static void figures__of_the_document_are_true(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Str page = source_file(&a, "docs/targets.md");
    CHECK(fenced(page, S("```pace\n"), pace_line) >= 5);
    CHECK(fenced(page, S("```yoy\n"), yoy_line) >= 8);
}

/* ---- decomposition ---- */

static SplitPart part(int unit, const char *value, const char *weight)
{
    SplitPart p = {.unit = unit, .is_listed = true, .has_value = *value, .has_weight = *weight};
    if (p.has_value)
        p.value = dec(value);
    if (p.has_weight)
        p.weight = dec(weight);
    return p;
}

static SplitCheck checked(Arena *a, Split split, bool is_lower, const char *target,
                          SplitPart *parts, int count)
{
    SplitCheck check;
    Err err = {0};
    Dec value = {0};
    if (*target)
        value = dec(target);
    CHECK_OK(
        target_reconcile(a, split, is_lower, *target ? &value : NULL, parts, count, &check, &err),
        &err);
    return check;
}

static void check_finding(const SplitCheck *check, int i, SplitFault fault, int unit,
                          const char *away)
{
    CHECK(i < check->findings.count);
    const SplitFinding *f = &check->findings.items[i];
    if (f->fault != fault || f->unit != unit)
        fail_msg("finding %d: %.*s of %d", i, STR_ARG(split_fault_word(f->fault)), f->unit);
    if (*away)
        check_dec("away", f->away, away);
}

static void split__amounts_add_up_with_the_residual(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    SplitPart parts[] = {part(0, "62.5", ""), part(1, "22", ""), part(2, "8.0", "")};
    parts[2].is_municipal = true;
    SplitCheck check = checked(&a, SPLIT_ADDITIVE, false, "92.5", parts, 3);
    CHECK_I64(check.findings.count, 0);
    check_dec("units", check.units, "84.5");
    check_dec("municipal", check.municipal, "8.0");
    check_dec("residual", check.residual, "8.0");
    check = checked(&a, SPLIT_ADDITIVE, false, "90", parts, 3);
    check_finding(&check, 0, SPLIT_OVER, -1, "2.5");
    check = checked(&a, SPLIT_ADDITIVE, false, "100.01", parts, 3);
    check_finding(&check, 0, SPLIT_UNDER, -1, "7.51");
    check = checked(&a, SPLIT_ADDITIVE, true, "100.01", parts, 3); /* a ceiling: less asks more */
    check_finding(&check, 0, SPLIT_OVER, -1, "7.51");
    check = checked(&a, SPLIT_PROVINCE, false, "90", parts, 3); /* not the city's to judge */
    CHECK_I64(check.findings.count, 0);
    check_dec("difference", check.difference, "2.5");
}

static void split__a_mean_is_weighed(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    SplitPart parts[] = {part(0, "6.5", "300"), part(1, "7.0", "100"), part(2, "5", "100")};
    SplitCheck check = checked(&a, SPLIT_WEIGHTED, false, "6.3", parts, 3); /* 3150 / 500 */
    CHECK_I64(check.findings.count, 0);
    check_dec("mean", check.total, "6.3");
    check = checked(&a, SPLIT_WEIGHTED, false, "6.2", parts, 3);
    check_finding(&check, 0, SPLIT_OVER, -1, "0.1");
    check = checked(&a, SPLIT_WEIGHTED, true, "6.2", parts, 3);
    check_finding(&check, 0, SPLIT_UNDER, -1, "0.1");
    parts[1].has_weight = false;
    check = checked(&a, SPLIT_WEIGHTED, false, "6.3", parts, 3);
    CHECK(!check.has_total);
    check_finding(&check, 0, SPLIT_NO_WEIGHT, 1, "");
}

static void split__a_rate_is_the_same_for_all(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    SplitPart parts[] = {part(0, "95", ""), part(1, "97", ""), part(2, "94.5", "")};
    SplitCheck check = checked(&a, SPLIT_RATIO, false, "95", parts, 3);
    CHECK_I64(check.findings.count, 2);
    check_finding(&check, 0, SPLIT_OVER, 1, "2");
    check_finding(&check, 1, SPLIT_UNDER, 2, "0.5");
    SplitPart one[] = {part(4, "41", "")};
    check = checked(&a, SPLIT_EACH, true, "40", one, 1);
    check_finding(&check, 0, SPLIT_UNDER, 4, "1");
}

static void split__what_is_missing_is_told(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    SplitPart parts[] = {part(0, "10", ""), part(1, "", ""), part(2, "5", ""), {.unit = 3}};
    parts[2].is_orphan = true;
    SplitCheck check = checked(&a, SPLIT_ADDITIVE, false, "15", parts, 4);
    check_finding(&check, 0, SPLIT_UNDER, -1, "5"); /* the orphan's part is owed by nobody */
    check_finding(&check, 1, SPLIT_NO_VALUE, 1, "");
    check_finding(&check, 2, SPLIT_ORPHAN, 2, "");
    check_finding(&check, 3, SPLIT_NO_PART, 3, "");
    check = checked(&a, SPLIT_ADDITIVE, false, "", parts, 1);
    check_finding(&check, 0, SPLIT_NO_VALUE, -1, "");
}

static void split__is_derived_where_nobody_states_it(void **state)
{
    (void)state;
    const Indicator rate = {.measure = SC("rate")}, node = {.measure = SC("node")},
                    sum = {.measure = SC("cumulative")};
    Target city = {.scope = SC("city"), .relation = SC("ge"), .unit = SC("亿元")};
    CHECK(target_split(&city, &sum, false) == SPLIT_ADDITIVE);
    CHECK(target_split(&city, &rate, false) == SPLIT_RATIO);
    CHECK(target_split(&city, &rate, true) == SPLIT_WEIGHTED);
    CHECK(target_split(&city, &node, false) == SPLIT_MILESTONE);
    Target each = {.scope = SC("units"), .relation = SC("ge")};
    CHECK(target_split(&each, &sum, false) == SPLIT_EACH);
    Target list = {.scope = SC("city"), .relation = SC("all_of")};
    CHECK(target_split(&list, NULL, false) == SPLIT_EACH);
    Target done = {.scope = SC("city"), .relation = SC("complete")};
    CHECK(target_split(&done, NULL, false) == SPLIT_MILESTONE);
    Target province = {.scope = SC("city"), .relation = SC("set_by_province")};
    CHECK(target_split(&province, &sum, false) == SPLIT_PROVINCE);
    city.split = S("each");
    CHECK(target_split(&city, &sum, true) == SPLIT_EACH);
}

static void split__statistics_stop_at_the_county(void **state)
{
    (void)state;
    const Indicator statistics = {.basis = SC("statistics")}, work = {.basis = SC("work")};
    static const struct {
        Str kind;
        bool below;
    } kinds[] = {
        {SC("county"), false},   {SC("district"), false},  {SC("autonomous_county"), false},
        {SC("zone"), false},     {SC("municipal"), false}, {SC("department"), true},
        {SC("taskforce"), true}, {SC("township"), true}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const Unit unit = {.kind = kinds[i].kind};
        CHECK(target_is_below_red_line(&statistics, &unit) == kinds[i].below);
        CHECK(!target_is_below_red_line(&work, &unit));
    }
}

/* ---- likelihood ---- */

/* Upper quantiles of Student's t as every table prints them. */
static const struct {
    int degrees;
    double p95, p975, p995;
} quantiles[] = {
    {1, 6.314, 12.706, 63.657}, {2, 2.920, 4.303, 9.925},  {3, 2.353, 3.182, 5.841},
    {4, 2.132, 2.776, 4.604},   {5, 2.015, 2.571, 4.032},  {6, 1.943, 2.447, 3.707},
    {7, 1.895, 2.365, 3.499},   {8, 1.860, 2.306, 3.355},  {9, 1.833, 2.262, 3.250},
    {10, 1.812, 2.228, 3.169},  {11, 1.796, 2.201, 3.106}, {15, 1.753, 2.131, 2.947},
    {20, 1.725, 2.086, 2.845},  {30, 1.697, 2.042, 2.750}, {60, 1.671, 2.000, 2.660},
    {120, 1.658, 1.980, 2.617},
};

static void check_below(double t, int degrees, double expected)
{
    double found = student_below(t, degrees), other = student_below(-t, degrees);
    /* A quantile has three decimals: the distribution moves by less than half its density there. */
    if (fabs(found - expected) > 0.0001 || fabs(other - (1 - expected)) > 0.0001)
        fail_msg("t %.3f, %d degrees: %.6f and %.6f", t, degrees, found, other);
}

static void student__is_the_published_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof quantiles / sizeof *quantiles; i++) {
        check_below(quantiles[i].p95, quantiles[i].degrees, 0.95);
        check_below(quantiles[i].p975, quantiles[i].degrees, 0.975);
        check_below(quantiles[i].p995, quantiles[i].degrees, 0.995);
    }
    CHECK(fabs(student_below(0, 5) - 0.5) < 1e-15);
    CHECK(fabs(student_below(1, 1) - 0.75) < 1e-14);                /* Cauchy: 1/2 + atan(1)/pi */
    CHECK(fabs(student_below(1, 2) - 0.78867513459481287) < 1e-14); /* 1/2 + 1/(2 sqrt 3) */
    CHECK(student_below(1e9, 3) > 1 - 1e-12 && student_below(-1e9, 3) < 1e-12);
}

/* Five months of 10 with 9, 11, 10, 8, 12: mean 1, sd of the quotients sqrt(0.1/4); 50 stands, 50 to come in
 * five parts: error = sd sqrt(500 + 2500/5). The example of docs/targets.md. */
static const double ten[] = {10, 10, 10, 10, 10}, done[] = {9, 11, 10, 8, 12};

static void forecast__is_the_example(void **state)
{
    (void)state;
    ForecastInput in = {ten, done, 5, ten, 5, 50, 100, false};
    Forecast f = forecast(&in);
    CHECK(f.state == FORECAST_GIVEN);
    CHECK_I64(f.months, 5);
    CHECK(fabs(f.mean - 1) < 1e-12 && fabs(f.sd - sqrt(0.025)) < 1e-12);
    CHECK(fabs(f.final - 100) < 1e-12 && fabs(f.likelihood - 0.5) < 1e-12);
    CHECK_I64(f.percent, 50);
    CHECK(f.word == FORECAST_EVEN);
    in.target = 95; /* a margin of 5, an error of 5: t = 1 with 4 degrees */
    f = forecast(&in);
    CHECK(fabs(f.likelihood - 0.81305) < 1e-5);
    CHECK_I64(f.percent, 81);
    CHECK(f.word == FORECAST_LIKELY);
    in.is_ceiling = true;
    CHECK_I64(forecast(&in).percent, 19);
    CHECK(forecast(&in).word == FORECAST_UNLIKELY);
}

static void forecast__says_when_it_says_nothing(void **state)
{
    (void)state;
    ForecastInput in = {ten, done, 3, ten, 5, 30, 100, false};
    CHECK(forecast(&in).state == FORECAST_TOO_EARLY);
    in.seen = 4;
    CHECK(forecast(&in).state == FORECAST_GIVEN);
    const double none[] = {10, 0, 10, 10, 10};
    in.planned = none; /* a month without a plan does not count */
    CHECK(forecast(&in).state == FORECAST_TOO_EARLY);
    in.planned = ten;
    in.ahead = 0;
    CHECK(forecast(&in).state == FORECAST_YEAR_OVER);
}

static void forecast__is_never_certain(void **state)
{
    (void)state;
    ForecastInput in = {ten, ten, 5, ten, 5, 50, 100, false};
    CHECK_I64(forecast(&in).percent, 99); /* no spread at all */
    in.target = 101;
    CHECK_I64(forecast(&in).percent, 1);
    CHECK(forecast(&in).word == FORECAST_VERY_UNLIKELY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures__rate_and_gap_are_as_printed),
        cmocka_unit_test(figures__a_target_of_zero_has_no_rate),
        cmocka_unit_test(figures__year_on_year_is_as_printed),
        cmocka_unit_test(figures__equal_what_cities_printed),
        cmocka_unit_test(figures__of_the_document_are_true),
        cmocka_unit_test(split__amounts_add_up_with_the_residual),
        cmocka_unit_test(split__a_mean_is_weighed),
        cmocka_unit_test(split__a_rate_is_the_same_for_all),
        cmocka_unit_test(split__what_is_missing_is_told),
        cmocka_unit_test(split__is_derived_where_nobody_states_it),
        cmocka_unit_test(split__statistics_stop_at_the_county),
        cmocka_unit_test(student__is_the_published_table),
        cmocka_unit_test(forecast__is_the_example),
        cmocka_unit_test(forecast__says_when_it_says_nothing),
        cmocka_unit_test(forecast__is_never_certain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "check.h"
#include "core/score.h"
#include "core/streak.h"
#include "core/year.h"
#include "source.h"

#include <math.h>

enum { UNITS = 10 };
#define POINTS(x) ((int64_t)((x)*10000 + 0.5) * (SCORE_ONE / 10000))

static Scheme scheme_of(const char *mean, const char *end, const char *leaders)
{
    Scheme scheme = {.rank_rounds = true, .rank_round = 2};
    Dec zero = {0};
    scheme.year = (YearRule){.present = true, .public_share = zero};
    CHECK(dec_parse(str_from_z(mean), &scheme.year.monthly_mean, NULL));
    CHECK(dec_parse(str_from_z(end), &scheme.year.year_end, NULL));
    CHECK(dec_parse(str_from_z(leaders), &scheme.year.leaders, NULL));
    return scheme;
}

static void year__is_the_weighted_mean_of_its_parts(void **state)
{
    (void)state;
    /* R09 of the published rules: quarters 80, 90, 85, 95 at 60 %, the rest 88 at 40 % */
    AUTO_ARENA a = {0};
    Scheme scheme = scheme_of("0.6", "0.4", "0");
    const int64_t quarters[] = {POINTS(80), POINTS(90), POINTS(85), POINTS(95)},
                  end[] = {POINTS(88)};
    YearInput input = {
        .scheme = &scheme, .nunits = 1, .nmonths = 4, .months = quarters, .parts = {end}};
    YearRow row;
    Err err = {0};
    CHECK_OK(year_scores(&a, &input, &row, &err), &err);
    CHECK(row.has_score && row.rank.rank == 1 && row.months == 4 && row.missing == 0);
    CHECK_I64(row.mean, POINTS(87.5));
    CHECK_I64(row.score, POINTS(87.7));
    CHECK_I64(row.rounded, POINTS(87.7));
    CHECK_I64(row.grade, -1);
    /* thirds are divided once: 0.60 * 250/3 + 0.3 * 70 + 0.1 * 0.005 = 71.0005 */
    scheme = scheme_of("0.60", "0.3", "0.1");
    const int64_t thirds[] = {POINTS(80), POINTS(80), POINTS(90)}, low[] = {POINTS(70)},
                  least[] = {SCORE_ONE / 200};
    input = (YearInput){
        .scheme = &scheme, .nunits = 1, .nmonths = 3, .months = thirds, .parts = {low, least}};
    CHECK_OK(year_scores(&a, &input, &row, &err), &err);
    CHECK_I64(row.mean, INT64_C(833333333333));
    CHECK_I64(row.score, POINTS(71) + SCORE_ONE / 2000);
    CHECK_I64(row.rounded, POINTS(71));
}

static YearRow one(const Scheme *scheme, const int64_t *months, int nmonths, int64_t end)
{
    AUTO_ARENA a = {0};
    YearRow row;
    Err err = {0};
    YearInput input = {
        .scheme = scheme, .nunits = 1, .nmonths = nmonths, .months = months, .parts = {&end}};
    CHECK_OK(year_scores(&a, &input, &row, &err), &err);
    return row;
}

static void year__treats_a_missing_month_as_the_scheme_says(void **state)
{
    (void)state;
    Scheme scheme = scheme_of("0.5", "0.5", "0");
    const int64_t months[] = {POINTS(80), YEAR_MISSING, YEAR_NOT_OWED, POINTS(90)};
    YearRow row = one(&scheme, months, 4, POINTS(95));
    CHECK(row.months == 2 && row.missing == 1);
    CHECK_I64(row.score, POINTS(90));
    scheme.year.missing_month_is_zero = true;
    row = one(&scheme, months, 4, POINTS(95));
    CHECK(row.months == 3 && row.missing == 1);
    CHECK_I64(row.mean, INT64_C(566666666667));
    CHECK_I64(row.score, INT64_C(758333333333));
    /* nothing is made up: no month, or no year-end part */
    scheme.year.missing_month_is_zero = false;
    row = one(&scheme, &months[1], 2, POINTS(95));
    CHECK(!row.has_score && row.rank.rank == 0 && row.missing == 1);
    row = one(&scheme, months, 4, YEAR_MISSING);
    CHECK(!row.has_score && row.mean == POINTS(85));
    row = one(&scheme, months, 0, POINTS(95));
    CHECK(!row.has_score);
    scheme = scheme_of("0", "1", "0");
    row = one(&scheme, months, 0, POINTS(95));
    CHECK(row.has_score && row.score == POINTS(95));
}

static void year__refuses_what_does_not_fit(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Scheme scheme = scheme_of("2.000000000000000000", "0.5", "0");
    const int64_t months[] = {INT64_MAX, INT64_MAX}, end[] = {0};
    YearInput input = {
        .scheme = &scheme, .nunits = 1, .nmonths = 2, .months = months, .parts = {end}};
    YearRow row;
    Err err = {0};
    CHECK(!year_scores(&a, &input, &row, &err));
    CHECK_ERR(&err, ERR_YEAR_RANGE);
    scheme = scheme_of("1.5", "0", "0");
    CHECK(!year_scores(&a, &input, &row, &err));
}

typedef struct Case {
    const double scores[UNITS];
    int n;
    int grades[UNITS];
} Case;

static void check_grades(const Scheme *scheme, const int *best, const Case *c)
{
    AUTO_ARENA a = {0};
    int64_t months[UNITS];
    YearRow rows[UNITS];
    Err err = {0};
    for (int i = 0; i < c->n; i++)
        months[i] = c->scores[i] < 0 ? YEAR_MISSING : POINTS(c->scores[i]);
    YearInput input = {
        .scheme = scheme, .nunits = c->n, .nmonths = 1, .months = months, .best_grade = best};
    CHECK_OK(year_scores(&a, &input, rows, &err), &err);
    for (int i = 0; i < c->n; i++)
        if (rows[i].grade != c->grades[i])
            fail_msg("unit %d with %g: grade %d, expected %d", i, c->scores[i], rows[i].grade,
                     c->grades[i]);
}

static Grade grade(int least, const char *quota)
{
    Grade made = {.has_least = least > 0, .least = dec_from_i64(least), .has_quota = quota != NULL};
    if (quota)
        CHECK(dec_parse(str_from_z(quota), &made.quota, NULL));
    return made;
}

static void grades__go_by_least_score_and_quota(void **state)
{
    (void)state;
    Scheme scheme = scheme_of("1", "0", "0");
    Grade by_score[] = {grade(90, NULL), grade(80, NULL), grade(60, NULL)};
    scheme.year.grades = by_score;
    scheme.year.ngrades = 3;
    check_grades(&scheme, NULL,
                 &(Case){{90, 89.99, 80, 60, 59.99, 95, -1}, 7, {0, 1, 1, 2, -1, 0, -1}});
    /* 30 % of nine are two: what remains after rounding down is not handed on */
    Grade by_quota[] = {grade(0, "0.3"), grade(0, "0.40"), grade(0, NULL)};
    scheme.year.grades = by_quota;
    check_grades(&scheme, NULL,
                 &(Case){{9, 8, 7, 6, 5, 4, 3, 2, 1}, 9, {0, 0, 1, 1, 1, 2, 2, 2, 2}});
    CHECK_I64(year_room(&by_quota[0], 10), 3);
    CHECK_I64(year_room(&by_quota[0], 3), 0);
    CHECK_I64(year_room(&by_quota[2], 9), 9);
    /* both: a quota that nobody good enough fills stays open */
    Grade both[] = {grade(90, "0.3"), grade(70, "0.3"), grade(0, NULL)};
    scheme.year.grades = both;
    check_grades(
        &scheme, NULL,
        &(Case){{95, 88, 87, 86, 85, 60, 50, 40, 30, 20}, 10, {0, 1, 1, 1, 2, 2, 2, 2, 2, 2}});
}

static void grades__are_not_given_by_a_tie_that_does_not_fit(void **state)
{
    (void)state;
    Scheme scheme = scheme_of("1", "0", "0");
    Grade grades[] = {grade(0, "0.2"), grade(0, "0.3"), grade(0, NULL)};
    scheme.year.grades = grades;
    scheme.year.ngrades = 3;
    /* two places: the tie of two fits … */
    check_grades(&scheme, NULL,
                 &(Case){{9, 9, 8, 7, 6, 5, 4, 3, 2, 1}, 10, {0, 0, 1, 1, 1, 2, 2, 2, 2, 2}});
    /* … three on two places do not, and nobody below is lifted over them */
    check_grades(&scheme, NULL,
                 &(Case){{9, 9, 9, 8, 7, 6, 5, 4, 3, 2}, 10, {1, 1, 1, 2, 2, 2, 2, 2, 2, 2}});
    check_grades(&scheme, NULL,
                 &(Case){{9, 8, 8, 7, 6, 5, 4, 3, 2, 1}, 10, {0, 1, 1, 1, 2, 2, 2, 2, 2, 2}});
    /* equal is what is equal as printed */
    check_grades(
        &scheme, NULL,
        &(Case){{9, 8.004, 8.001, 7, 6, 5, 4, 3, 2, 1}, 10, {0, 1, 1, 1, 2, 2, 2, 2, 2, 2}});
    /* all equal: the quota has room for none of the better grades */
    check_grades(&scheme, NULL,
                 &(Case){{5, 5, 5, 5, 5, 5, 5, 5, 5, 5}, 10, {2, 2, 2, 2, 2, 2, 2, 2, 2, 2}});
}

static void grades__are_lowered_by_a_veto_without_taking_a_place(void **state)
{
    (void)state;
    Scheme scheme = scheme_of("1", "0", "0");
    Grade grades[] = {grade(0, "0.4"), grade(0, "0.4"), grade(0, NULL)};
    scheme.year.grades = grades;
    scheme.year.ngrades = 3;
    const int best[] = {1, 0, 0, 0, 3};
    check_grades(&scheme, best, &(Case){{9, 8, 7, 6, 5}, 5, {1, 0, 0, 1, -1}});
}

/* --- the examples of docs/scoring.md -------------------------------------------------------- */

enum { FIELDS = 6, MONTHS = 4 };

/* The text of the next block of that kind after *at; false: no more. */
static bool next_block(Str page, Str fence, ptrdiff_t *at, Str *ret_block)
{
    ptrdiff_t from = str_find(page, fence, *at);
    if (from < 0)
        return false;
    from += fence.len;
    ptrdiff_t end = str_find(page, S("\n```"), from);
    CHECK(end > 0);
    *ret_block = str_sub(page, from, end);
    *at = end + 4;
    return true;
}

static int64_t points_of(Str text)
{
    Dec value;
    Err err = {0};
    CHECK_OK(dec_parse(text, &value, &err), &err);
    CHECK_OK(dec_round(value, SCORE_DECIMALS, &value, &err), &err);
    return (int64_t)value.coef;
}

/* "优秀 20% 85": name, and of quota and least score what there is. */
static Grade grade_of(Str text)
{
    Grade made = {0};
    Str rest = str_trim(text);
    made.name = str_cut(&rest, ' ');
    while (rest.len > 0) {
        Str word = str_cut(&rest, ' ');
        bool quota = str_ends(word, S("%"));
        CHECK(
            dec_parse(str_sub(word, 0, word.len - quota), quota ? &made.quota : &made.least, NULL));
        made.quota.scale += quota ? 2 : 0;
        made.has_quota |= quota;
        made.has_least |= !quota;
    }
    return made;
}

static void take_rule(Scheme *scheme, Str key, Str value)
{
    static Grade grades[8];
    YearRule *year = &scheme->year;
    Str rest = value;
    if (str_eq(key, S("monthly_mean")))
        CHECK(dec_parse(value, &year->monthly_mean, NULL));
    else if (str_eq(key, S("year_end")))
        CHECK(dec_parse(value, &year->year_end, NULL));
    else if (str_eq(key, S("missing_month")))
        year->missing_month_is_zero = str_eq(value, S("zero"));
    else if (str_eq(key, S("round")))
        scheme->rank_rounds = true, scheme->rank_round = value.ptr[0] - '0';
    else if (str_eq(key, S("grades")))
        for (year->grades = grades; rest.len > 0;)
            grades[year->ngrades++] = grade_of(str_cut(&rest, ','));
    else
        fail_msg("%.*s", STR_ARG(key));
}

static void check_year_row(const Scheme *scheme, const YearRow *row, const Str *fields)
{
    CHECK(row->has_score == (fields[3].len > 0));
    if (!row->has_score)
        return;
    CHECK_I64(row->rounded, points_of(fields[3]));
    CHECK_I64(row->rank.rank * SCORE_ONE, points_of(fields[4]));
    CHECK_STR(row->grade < 0 ? S("") : scheme->year.grades[row->grade].name, fields[5]);
}

static void check_year(Str block)
{
    AUTO_ARENA a = {0};
    Scheme scheme = {0};
    int64_t months[UNITS * MONTHS], ends[UNITS];
    Str fields[UNITS][FIELDS];
    int n = -1;
    for (int i = 0; i < UNITS * MONTHS; i++)
        months[i] = YEAR_NOT_OWED;
    for (Str rest = block; rest.len > 0;) {
        Str value = str_cut(&rest, '\n'), key = value;
        if (n < 0 && str_has(value, S(": "))) {
            key = str_cut(&value, ':');
            take_rule(&scheme, key, str_trim(value));
        } else if (n++ >= 0) {
            for (int f = 0; f < FIELDS; f++)
                fields[n - 1][f] = str_cut(&value, ',');
            Str list = fields[n - 1][1];
            for (int m = 0; list.len > 0; m++) {
                Str month = str_cut(&list, ' ');
                months[(n - 1) * MONTHS + m] =
                    str_eq(month, S("-")) ? YEAR_MISSING : points_of(month);
            }
            ends[n - 1] = fields[n - 1][2].len ? points_of(fields[n - 1][2]) : YEAR_MISSING;
        }
    }
    YearRow rows[UNITS];
    Err err = {0};
    YearInput input = {
        .scheme = &scheme, .nunits = n, .nmonths = MONTHS, .months = months, .parts = {ends}};
    CHECK_OK(year_scores(&a, &input, rows, &err), &err);
    for (int i = 0; i < n; i++)
        check_year_row(&scheme, &rows[i], fields[i]);
}

static void year__is_as_docs_scoring_md_says(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Str page = source_file(&a, "docs/scoring.md"), block;
    int years = 0, chances = 0;
    for (ptrdiff_t at = 0; next_block(page, S("```year\n"), &at, &block); years++)
        check_year(block);
    CHECK(years >= 2);
    for (ptrdiff_t at = 0;
         next_block(page, S("```chance\nunits,bottom,consecutive,expected\n"), &at, &block);)
        for (; block.len > 0; chances++) {
            Str line = str_cut(&block, '\n');
            int64_t number[3], expected;
            for (int i = 0; i < 3; i++)
                CHECK(str_to_i64(str_cut(&line, ','), &number[i]));
            expected = points_of(line);
            double found = streak_expected((int)number[0], (int)number[1], (int)number[2]);
            CHECK(fabs(found - (double)expected / (double)SCORE_ONE) < 5e-7);
        }
    CHECK(chances >= 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(year__is_the_weighted_mean_of_its_parts),
        cmocka_unit_test(year__treats_a_missing_month_as_the_scheme_says),
        cmocka_unit_test(year__refuses_what_does_not_fit),
        cmocka_unit_test(grades__go_by_least_score_and_quota),
        cmocka_unit_test(grades__are_not_given_by_a_tie_that_does_not_fit),
        cmocka_unit_test(grades__are_lowered_by_a_veto_without_taking_a_place),
        cmocka_unit_test(year__is_as_docs_scoring_md_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

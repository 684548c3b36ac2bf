#include "core/year.h"

#include "core/score.h"

static I128 pow10_i128(int n)
{
    I128 p = 1;
    while (n-- > 0)
        p *= 10;
    return p;
}

/* a / b to the nearest, half away from zero; b > 0. */
static bool divided(I128 a, I128 b, int64_t *ret_q)
{
    I128 half = a < 0 ? -(b / 2) : b / 2, raised, whole;
    if (__builtin_add_overflow(a, half, &raised))
        return false;
    whole = raised / b;
    /* the two marks at the lower end are no scores */
    if (whole > INT64_MAX || whole < -(I128)INT64_MAX + 1)
        return false;
    *ret_q = (int64_t)whole;
    return true;
}

/* *sum += share * points * times / 10^(share's scale), all brought to that scale. */
static bool add_part(I128 *sum, Dec share, int scale, I128 points, I128 times)
{
    I128 part;
    return !__builtin_mul_overflow(share.coef, pow10_i128(scale - share.scale), &part) &&
           !__builtin_mul_overflow(part, points, &part) &&
           !__builtin_mul_overflow(part, times, &part) && !__builtin_add_overflow(*sum, part, sum);
}

static void share_of(const YearRule *rule, Dec *ret_shares)
{
    ret_shares[YEAR_END] = rule->year_end;
    ret_shares[YEAR_LEADERS] = rule->leaders;
    ret_shares[YEAR_PUBLIC] = rule->public_share;
}

/* Sum of the unit's months; false where none counts. */
static bool sum_months(const YearInput *input, int unit, YearRow *row, I128 *ret_sum)
{
    bool zero = input->scheme->year.missing_month_is_zero;
    *ret_sum = 0;
    for (int m = 0; m < input->nmonths; m++) {
        int64_t points = input->months[(ptrdiff_t)unit * input->nmonths + m];
        bool missing = points == YEAR_MISSING;
        row->missing += missing;
        if (points == YEAR_NOT_OWED || (missing && !zero))
            continue;
        row->months++;
        *ret_sum += missing ? 0 : points;
    }
    return row->months > 0;
}

static bool score_unit(const YearInput *input, int unit, YearRow *row)
{
    const YearRule *rule = &input->scheme->year;
    Dec shares[YEAR_PARTS];
    I128 months, sum = 0, times = 1;
    int scale = rule->monthly_mean.scale;
    share_of(rule, shares);
    for (int p = 0; p < YEAR_PARTS; p++)
        scale = shares[p].scale > scale ? shares[p].scale : scale;
    row->has_score = sum_months(input, unit, row, &months) || rule->monthly_mean.coef == 0;
    if (row->months > 0) {
        times = row->months;
        if (!divided(months, times, &row->mean) ||
            !add_part(&sum, rule->monthly_mean, scale, months, 1))
            return false;
    }
    for (int p = 0; p < YEAR_PARTS; p++) {
        if (shares[p].coef == 0)
            continue;
        int64_t points = input->parts[p] ? input->parts[p][unit] : YEAR_MISSING;
        if (points == YEAR_MISSING)
            row->has_score = false;
        else if (!add_part(&sum, shares[p], scale, points, times))
            return false;
    }
    if (!row->has_score)
        return true;
    I128 divisor;
    if (__builtin_mul_overflow(pow10_i128(scale), times, &divisor) ||
        !divided(sum, divisor, &row->score))
        return false;
    row->rounded = row->score;
    return !input->scheme->rank_rounds ||
           score_round(row->score, input->scheme->rank_round, &row->rounded);
}

int year_room(const Grade *grade, int count)
{
    if (!grade->has_quota)
        return count;
    I128 units;
    if (__builtin_mul_overflow(grade->quota.coef, (I128)count, &units))
        return count;
    I128 whole = units / pow10_i128(grade->quota.scale);
    return whole > count ? count : (int)whole;
}

/* Lets units into one grade, best first, as long as all who tie fit. */
static void fill_grade(const YearInput *input, const int *order, int count, int g, YearRow *rows)
{
    const Grade *grade = &input->scheme->year.grades[g];
    int room = year_room(grade, count);
    Dec least_q;
    if (grade->has_least && (!dec_round(grade->least, SCORE_DECIMALS, &least_q, NULL) ||
                             least_q.coef > INT64_MAX || least_q.coef < INT64_MIN))
        return;
    int64_t least = grade->has_least ? (int64_t)least_q.coef : INT64_MIN;
    for (int first = 0; first < count;) {
        int64_t score = rows[order[first]].rounded;
        int last = first, tied = 0;
        for (; last < count && rows[order[last]].rounded == score; last++)
            tied += rows[order[last]].grade < 0 &&
                    !(input->best_grade && input->best_grade[order[last]] > g);
        if (score < least || tied > room)
            return;
        for (int i = first; i < last; i++)
            if (rows[order[i]].grade < 0 && !(input->best_grade && input->best_grade[order[i]] > g))
                rows[order[i]].grade = g;
        room -= tied;
        first = last;
    }
}

bool year_scores(Arena *arena, const YearInput *input, YearRow *ret_rows, Err *err)
{
    int n = input->nunits, count = 0;
    ArenaMark mark = arena_mark(arena);
    int64_t *rounded = arena_new(arena, int64_t, n);
    bool *ranked = arena_new(arena, bool, n);
    int *order = arena_new(arena, int, n);
    RankRow *ranks = arena_new(arena, RankRow, n);
    for (int u = 0; u < n; u++) {
        ret_rows[u] = (YearRow){.grade = -1};
        if (!score_unit(input, u, &ret_rows[u]))
            return err_set(err, ERR_YEAR_RANGE, {"unit", arena_fmt(arena, "%d", u + 1)});
        rounded[u] = ret_rows[u].rounded;
        ranked[u] = ret_rows[u].has_score;
        count += ranked[u];
    }
    rank_units(arena, rounded, ranked, n, (RankRule){.ties = input->scheme->ties}, ranks);
    rank_order(arena, rounded, ranked, n, order);
    for (int u = 0; u < n; u++)
        ret_rows[u].rank = ranks[u];
    for (int g = 0; g < input->scheme->year.ngrades; g++)
        fill_grade(input, order, count, g, ret_rows);
    arena_rewind(arena, mark);
    return true;
}

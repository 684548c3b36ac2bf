#include "core/rank.h"
#include "source.h"

static void check_ranks(Ties ties, const int64_t *scores, int n, const int *expected)
{
    AUTO_ARENA a = {0};
    RankRow rows[16];
    rank_units(&a, scores, NULL, n, (RankRule){.ties = ties}, rows);
    for (int i = 0; i < n; i++)
        CHECK_I64(rows[i].rank, expected[i]);
}

static void rank__keeps_each_policy_of_ties(void **state)
{
    (void)state;
    const int64_t scores[] = {70, 90, 90, 80};
    check_ranks(TIES_COMPETITION, scores, 4, (const int[]){4, 1, 1, 3});
    check_ranks(TIES_DENSE, scores, 4, (const int[]){3, 1, 1, 2});
    check_ranks(TIES_MODIFIED, scores, 4, (const int[]){4, 2, 2, 3});
    check_ranks(TIES_FRACTIONAL, scores, 4, (const int[]){8, 3, 3, 6});
}

static void rank__counts_the_bottom_from_the_bottom(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const int64_t scores[] = {99, 95, 90, 88, 86, 84, 84, 80, 70};
    RankRow rows[9];
    RankRule rule = {.bottom = 3, .min_group = 7};
    CHECK_I64(rank_units(&a, scores, NULL, 9, rule, rows), 0);
    int bottom = 0;
    for (int i = 0; i < 9; i++)
        bottom += rows[i].in_bottom;
    CHECK_I64(bottom, 4);
    CHECK(rows[5].in_bottom && rows[6].in_bottom && !rows[4].in_bottom);
    CHECK_I64(rows[5].rank, 6);
    CHECK_I64(rows[5].from_bottom, 3);
    /* a tie further down leaves three: 8=, 8= and 7 */
    const int64_t low[] = {9, 8, 7, 6, 5, 4, 3, 1, 1};
    rank_units(&a, low, NULL, 9, rule, rows);
    CHECK(rows[6].in_bottom && rows[7].in_bottom && rows[8].in_bottom && !rows[5].in_bottom);
    CHECK_I64(rows[8].from_bottom, 1);
}

static void rank__has_no_bottom_where_it_means_nothing(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    RankRow rows[9];
    RankRule rule = {.bottom = 3, .min_group = 7};
    const int64_t four[] = {4, 3, 2, 1};
    CHECK_I64(rank_units(&a, four, NULL, 4, rule, rows), RANK_WARN_SMALL);
    CHECK(!rows[3].in_bottom && rows[3].rank == 4);
    const int64_t equal[] = {5, 5, 5, 5, 5, 5, 5};
    CHECK_I64(rank_units(&a, equal, NULL, 7, rule, rows), RANK_WARN_ALL_EQUAL);
    CHECK(rows[0].rank == 1 && rows[6].rank == 1 && !rows[6].in_bottom);
    CHECK_I64(rank_units(&a, four, NULL, 1, (RankRule){0}, rows), RANK_WARN_SINGLE);
    CHECK_I64(rows[0].rank, 1);
    CHECK_I64(rank_units(&a, four, (const bool[]){false, false}, 2, (RankRule){0}, rows),
              RANK_WARN_EMPTY);
    CHECK_I64(rows[1].rank, 0);
    CHECK_I64(rank_units(&a, NULL, NULL, 0, (RankRule){0}, rows), RANK_WARN_EMPTY);
}

static void rank__leaves_out_who_is_not_ranked(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const int64_t scores[] = {10, 99, 30, 30};
    const bool ranked[] = {true, false, true, true};
    RankRow rows[4];
    int order[4];
    rank_units(&a, scores, ranked, 4, (RankRule){.bottom = 1}, rows);
    CHECK(rows[0].rank == 3 && rows[1].rank == 0 && rows[2].rank == 1 && rows[2].tied);
    CHECK(rows[0].in_bottom && !rows[1].in_bottom);
    rank_order(&a, scores, ranked, 4, order);
    const int expected[] = {2, 3, 0, 1};
    for (int i = 0; i < 4; i++)
        CHECK_I64(order[i], expected[i]);
}

static void rank__shows_improvement_beside_the_level(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const int64_t before[] = {90, 80, 70, 60}, now[] = {90, 85, 88, 0};
    const bool ranked[] = {true, true, true, false};
    ImprovementRow rows[4];
    rank_improvement(&a, before, NULL, NULL, now, ranked, 4, rows);
    CHECK(rows[2].rank == 1 && rows[2].rank_change == 1 && rows[2].score_change == 18);
    CHECK(rows[1].rank == 2 && rows[1].rank_change == -1 && rows[0].rank == 3);
    CHECK(!rows[3].known && rows[3].rank == 0);
    const int32_t places[] = {2, 3, 4, 5}; /* who was first then is not among these */
    rank_improvement(&a, before, NULL, places, now, ranked, 4, rows);
    CHECK(rows[0].rank_change == 1 && rows[0].place == 1 && rows[2].rank_change == 2 &&
          rows[2].rank == 1);
}

static void rank__orders_raw_values_without_rounding(void **state)
{
    (void)state;
    const double values[] = {-1e300, -2, -1.0000000000000002, -1, -0.0, 1e-300, 1, 2, 1e300};
    for (int i = 1; i < 9; i++)
        CHECK(rank_key_f64(values[i - 1]) < rank_key_f64(values[i]));
    CHECK_I64(rank_key_f64(-0.0), rank_key_f64(0.0));
}

/* A CSV cell, quoted or not. */
static Str cell(Str *rest)
{
    if (rest->len == 0 || rest->ptr[0] != '"')
        return str_cut(rest, ',');
    ptrdiff_t end = str_find(*rest, S("\""), 1);
    Str text = str_sub(*rest, 1, end);
    *rest = str_sub(*rest, end + 2, rest->len);
    return text;
}

/* The printed ranks of real bulletins: units with the same rank had the same value. */
static void rank__prints_ties_as_real_bulletins_do(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Str csv = source_file_or_skip(&a, "../shared/cases/published/ties.csv");
    int cases = 0;
    str_cut(&csv, '\n');
    while (csv.len > 0) {
        Str line = str_cut(&csv, '\n');
        for (int i = 0; i < 3; i++)
            cell(&line);
        Str printed = cell(&line);
        int64_t ranks[8];
        int n = 0;
        while (printed.len > 0 && n < 8 && str_to_i64(str_cut(&printed, ','), &ranks[n]))
            n++;
        if (n == 0)
            continue;
        int64_t scores[64];
        RankRow rows[64];
        int first = (int)ranks[0] - 1;
        for (int i = 0; i < first; i++)
            scores[i] = 1000 - i;
        for (int i = 0; i < n; i++)
            scores[first + i] = 900 - ranks[i];
        rank_units(&a, scores, NULL, first + n, (RankRule){.ties = TIES_COMPETITION}, rows);
        for (int i = 0; i < n; i++)
            CHECK_I64(rows[first + i].rank, ranks[i]);
        cases++;
    }
    CHECK_I64(cases, 3);
}

/* Few units are compared each with each, many are sorted: the same, held against the definition. */
static void rank__is_the_same_for_few_and_many(void **state)
{
    (void)state;
    static const int sizes[] = {1, 2, 159, 160, 161, 700};
    AUTO_ARENA a = {0};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
        for (int ties = TIES_COMPETITION; ties <= TIES_FRACTIONAL; ties++) {
            int n = sizes[s];
            int64_t *scores = arena_new(&a, int64_t, n);
            RankRow *rows = arena_new(&a, RankRow, n);
            for (int i = 0; i < n; i++) /* of both signs, near the ends, a fifth of them tied */
                scores[i] = (i % 5 ? i * INT64_C(7919) % 211 - 100 : 3) *
                            (i % 7 ? 1 : INT64_C(40000000000000000));
            rank_units(&a, scores, NULL, n, (RankRule){.ties = (Ties)ties, .bottom = 3}, rows);
            for (int i = 0; i < n; i++) {
                int above = 0, below = 0, better = 0;
                for (int j = 0; j < n; j++) {
                    bool first =
                        scores[j] > scores[i]; /* the first of its kind counts for dense ranks */
                    for (int k = 0; k < j && first; k++)
                        first = scores[k] != scores[j];
                    better += first;
                    above += scores[j] > scores[i];
                    below += scores[j] < scores[i];
                }
                const int expected[] = {above + 1, better + 1, n - below, above + n - below + 1};
                CHECK_I64(rows[i].rank, expected[ties]);
                CHECK_I64(rows[i].from_bottom, below + 1);
                CHECK(rows[i].tied == (above + below + 1 < n));
                CHECK(rows[i].in_bottom == (n > 1 && below < 3));
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rank__keeps_each_policy_of_ties),
        cmocka_unit_test(rank__counts_the_bottom_from_the_bottom),
        cmocka_unit_test(rank__has_no_bottom_where_it_means_nothing),
        cmocka_unit_test(rank__leaves_out_who_is_not_ranked),
        cmocka_unit_test(rank__shows_improvement_beside_the_level),
        cmocka_unit_test(rank__orders_raw_values_without_rounding),
        cmocka_unit_test(rank__prints_ties_as_real_bulletins_do),
        cmocka_unit_test(rank__is_the_same_for_few_and_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

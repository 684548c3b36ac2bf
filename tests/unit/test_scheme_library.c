/* The ready schemes give what the published rules say they give, and survive being a sheet. */
#include "app/scheme/scheme_canon.h"
#include "app/scheme/scheme_diff.h"
#include "app/scheme/scheme_fed.h"
#include "app/scheme/scheme_file.h"
#include "app/scheme/scheme_library.h"
#include "app/scheme/scheme_load.h"
#include "app/scheme/scheme_sheet.h"
#include "base/limits.h"
#include "core/score.h"
#include "core/streak.h"
#include "core/year.h"
#include "i18n/msg.h"
#include "source.h"

static Scheme loaded(Arena *a, Str file, Str text)
{
    Scheme scheme;
    Faults faults = {.arena = a};
    if (!scheme_file_load(a, file, text, &scheme, &faults)) {
        Out out = out_new(a, 64 * 1024);
        for (int i = 0; i < faults.count; i++) {
            msg_err(&out, LANG_EN, &faults.items[i]);
            out_c(&out, '\n');
        }
        fail_msg("%.*s", STR_ARG(out_str(&out)));
    }
    return scheme;
}

static Scheme ready(Arena *a, const char *name)
{
    Str near;
    const ReadyScheme *found = ready_scheme(str_from_z(name), &near);
    assert_non_null(found);
    return loaded(a, str_from_z(name), *found->text);
}

static Str digest(Arena *a, const Scheme *scheme)
{
    Str text;
    Err err = {0};
    CHECK_OK(scheme_digest(a, scheme, &text, &err), &err);
    return text;
}

static void ready__schemes_load_and_name_their_source(void **state)
{
    (void)state;
    for (int i = 0; i < ready_schemes_count; i++) {
        AUTO_ARENA a = {0};
        Str text = *ready_schemes[i].text;
        Scheme s = loaded(&a, ready_schemes[i].name, text);
        CHECK_STR(s.code, ready_schemes[i].name);
        CHECK(s.note.len > 0 && scheme_is_trial(&s));
        CHECK(str_has(text, S("来源：http")));
    }
    Str near;
    CHECK(!ready_scheme(S("stepps"), &near));
    CHECK_STR(near, S("steps"));
}

static void ready__schemes_read_back_from_csv(void **state)
{
    (void)state;
    for (int i = 0; i < ready_schemes_count; i++)
        for (int zh = 0; zh < 2; zh++) {
            AUTO_ARENA a = {0};
            Scheme s = loaded(&a, ready_schemes[i].name, *ready_schemes[i].text);
            Sheet sheet = scheme_sheet_whole(&a, &s, zh == 1);
            Out out = out_new(&a, 1 << 20);
            sheet_csv(&sheet, &out);
            Scheme again = loaded(&a, S("s.csv"), out_str(&out));
            CHECK_STR(digest(&a, &again), digest(&a, &s));
        }
}

/* Points of one leaf for units with these values (and targets), NAN: no target. */
static void leaf_points(Arena *a, const Scheme *s, const char *leaf, const double *values,
                        const double *targets, int n, const char *expected)
{
    int node = scheme_find(s, str_from_z(leaf));
    ScoreValue *cells = arena_new(a, ScoreValue, n * s->nnodes);
    for (int u = 0; u < n; u++)
        for (int k = 0; k < s->nnodes; k++)
            cells[u * s->nnodes + k] = (ScoreValue){.state = k == node ? VALUE_GIVEN : VALUE_NA,
                                                    .actual = values[u],
                                                    .has_target = targets != NULL,
                                                    .target = targets ? targets[u] : 0};
    ScoreInput input = {.scheme = s, .nunits = n, .values = cells};
    ScoreResult result;
    Err err = {0};
    CHECK(node > 0);
    CHECK_OK(score_group(a, &input, &result, &err), &err);
    Out out = out_new(a, 4096);
    for (int u = 0; u < n; u++) {
        int64_t q;
        const ScoreCell *cell = &result.cells[u * s->nnodes + node];
        CHECK(score_quantise(cell->full * cell->fraction, &q));
        out_s(&out, u ? S(" ") : S(""));
        out_s(&out, score_text(a, q, 2));
    }
    CHECK_STR(out_str(&out), str_from_z(expected));
}

#define POINTS(scheme, leaf, expected, targets, ...)                                               \
    leaf_points(&a, (scheme), (leaf), (const double[]){__VA_ARGS__}, (targets),                    \
                (int)(sizeof(const double[]){__VA_ARGS__} / sizeof(double)), (expected))

static void ready__schemes_give_the_published_values(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const double ten[] = {10, 10, 10}, hundred[] = {100, 100, 100};
    Scheme s = ready(&a, "efficacy"); /* R01 */
    POINTS(&s, "x", "58.73 60.00 100.00", NULL, 5.81, 6, 12);
    s = ready(&a, "completion"); /* R03 */
    POINTS(&s, "other", "10.00 10.00 0.00", ten, 13, 10, -0.5);
    POINTS(&s, "invest", "13.00 10.00 0.00", ten, 13, 10, -0.5);
    s = ready(&a, "rank-points"); /* R04 */
    POINTS(&s, "growth", "6.00 5.70 5.40 5.10", NULL, 9, 8, 7, 6);
    POINTS(&s, "target", "4.00 4.00 0.00", hundred, 130, 100, 99.99);
    s = ready(&a, "best-rank-votes"); /* R06 */
    POINTS(&s, "score", "600.00 480.00", NULL, 95, 76);
    POINTS(&s, "place", "200.00 196.00 192.00 188.00 184.00", NULL, 9, 8, 7, 6, 5);
    POINTS(&s, "votes", "190.00 200.00 180.00 160.00", NULL, 84, 90, 70, 59.99);
    s = ready(&a, "steps"); /* R07 by whole steps */
    POINTS(&s, "x", "27.00 30.00 0.00", hundred, 93, 100, 10);
    s = ready(&a, "steps-linear"); /* R07 pro rata */
    POINTS(&s, "x", "26.50 30.00 0.00", hundred, 93, 100, 10);
    s = ready(&a, "over-fulfilment"); /* R08 */
    POINTS(&s, "more", "120.00 93.00 0.00", hundred, 130, 93, -5);
    POINTS(&s, "less", "110.00 100.00 120.00", hundred, 90, 100, 60);
}

static void ready__year_is_the_published_one(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Scheme s = ready(&a, "year-quarters"); /* R09 */
    const int64_t quarters[] = {80 * SCORE_ONE, 90 * SCORE_ONE, 85 * SCORE_ONE, 95 * SCORE_ONE};
    const int64_t village[] = {88 * SCORE_ONE};
    YearInput input = {
        .scheme = &s, .nunits = 1, .nmonths = 4, .months = quarters, .parts = {village}};
    YearRow row;
    Err err = {0};
    CHECK_OK(year_scores(&a, &input, &row, &err), &err);
    CHECK_STR(score_text(&a, row.rounded, 2), S("87.70"));
}

static int step_after(Arena *a, const char *name, int months)
{
    Scheme s = ready(a, name);
    StreakPeriod history[12];
    StreakRow rows[12];
    for (int m = 0; m < months; m++) {
        Month month = month_from_ym(2018, m + 1);
        history[m] =
            (StreakPeriod){.months = {month, month}, .state = STREAK_RANKED, .in_bottom = true};
    }
    streak_run(&s.streak, s.ladder, s.nladder, history, months, rows);
    return rows[months - 1].step < 0 ? -1 : (int)s.ladder[rows[months - 1].step].step;
}

static void ready__streaks_lead_where_they_say(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    CHECK_I64(step_after(&a, "streak-last20", 1), -1); /* R11 */
    CHECK_I64(step_after(&a, "streak-last20", 2), STEP_CRITICISM);
    CHECK_I64(step_after(&a, "streak-last10", 2), -1);
    CHECK_I64(step_after(&a, "streak-last10", 3), STEP_TALK);
    CHECK_I64(step_after(&a, "quarter-accountability", 2), STEP_ACCOUNTABILITY); /* R14 */
}

static void ready__ties_are_standard_competition(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Scheme s = ready(&a, "ties"); /* R16 */
    const double pm25[] = {24, 23, 25, 23, 24};
    const int expected[] = {3, 1, 5, 1, 3};
    ScoreValue cells[2 * 5] = {0};
    for (int u = 0; u < 5; u++)
        cells[2 * u + 1] = (ScoreValue){.state = VALUE_GIVEN, .actual = pm25[u]};
    ScoreInput input = {.scheme = &s, .nunits = 5, .values = cells};
    ScoreResult result;
    Err err = {0};
    CHECK_OK(score_group(&a, &input, &result, &err), &err);
    for (int u = 0; u < 5; u++)
        CHECK_I64(result.ranks[u].rank, expected[u]);
}

/* Every fault of a sheet at its row and column. */
static void sheet__faults_stand_at_their_cells(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Scheme scheme;
    Faults faults = {.arena = &a};
    Str text = S("键,项目,内容,层级,编码,名称,权重,计分规则,分挡表\n"
                 "format,,duban-scheme/1\ncode,,c\ngroup,,g\nversion,,0\neffective,,2021-01\n"
                 ",,,1,a,甲,1,直接计分\n,,,3,b,乙,1,直接计分\n,,,1,c,丙,-1,直接计\n");
    CHECK(!scheme_file_load(&a, S("s.csv"), text, &scheme, &faults));
    CHECK_I64(faults.total, 2); /* the head and the level: the rest cannot be trusted yet */
    CHECK(faults.items[0].code == ERR_TREE_KEY && faults.items[0].row == 1 &&
          faults.items[0].col == 9);
    CHECK(faults.items[1].row == 8 && faults.items[1].col == 4);
    faults = (Faults){.arena = &a};
    text = S("键,内容,层级,编码,名称,权重,计分规则,分档表,适用单位\n"
             "format,duban-scheme/1\ncode,c\ngroup,g\nversion,0\neffective,2021-01\n"
             "streak.bottom,3\n"
             ",,1,a,甲,1,直接计分\n,,1,c,丙,-1,直接计\n"
             ",,1,d,丁,1,分档,\"[{from: 2, points: 3}, {from: 1, points: 4}]\"\n"
             ",,1,e,戊,1,直接计分,,u1、u2\n");
    CHECK(!scheme_file_load(&a, S("s.csv"), text, &scheme, &faults));
    const struct {
        ErrCode code;
        int row, col;
    } expected[] = {
        {ERR_TREE_VALUE, 5, 2},    {ERR_TREE_VALUE, 9, 6},    {ERR_TREE_WORD, 9, 7},
        {ERR_SCHEME_BANDS, 10, 8}, {ERR_SCHEME_MONTHS, 7, 1}, {ERR_TREE_MISSING, 7, 1},
        {ERR_TREE_MISSING, 7, 1},  {ERR_TREE_MISSING, 7, 1},
    };
    CHECK_I64(faults.total, 8);
    for (int i = 0; i < 8; i++) {
        CHECK_I64(faults.items[i].code, expected[i].code);
        CHECK_I64(faults.items[i].row, expected[i].row);
        CHECK_I64(faults.items[i].col, expected[i].col);
        CHECK_STR(str_from_z(faults.items[i].file), S("s.csv"));
    }
}

static void sheet__rows_have_a_limit(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Scheme scheme;
    Faults faults = {.arena = &a};
    Out out = out_new(&a, 4 * 1024 * 1024);
    out_s(&out, S("键,内容\n"));
    for (int i = 0; i < LIMIT_SCHEME_ROWS; i++)
        out_f(&out, "plans.p%d,{12: 100}\n", i);
    CHECK(!scheme_file_load(&a, S("s.csv"), out_str(&out), &scheme, &faults));
    CHECK(faults.total == 1 && faults.items[0].code == ERR_LIMIT);
    CHECK_I64(faults.items[0].row, LIMIT_SCHEME_ROWS + 1);
}

static void diff__tells_what_acts(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Scheme from = ready(&a, "best-rank-votes"), to = from;
    SchemeChanges changes;
    scheme_diff(&a, &from, &to, &changes);
    CHECK_I64(changes.count, 0);
    to.name = S("另一个名称");
    to.version = 2;
    scheme_diff(&a, &from, &to, &changes);
    CHECK(changes.count == 2 && !changes.acts);
    Str near;
    Str text = *ready_scheme(S("best-rank-votes"), &near)->text;
    ptrdiff_t at = str_find(text, S("{code: place"), 0);
    to = loaded(&a, S("b"),
                arena_fmt(&a, "%.*s{code: other, name: 新, weight: 1000, rule: best}\n  - %.*s",
                          (int)at, text.ptr, STR_ARG(str_sub(text, at, text.len))));
    scheme_diff(&a, &from, &to, &changes);
    CHECK(changes.acts);
    CHECK_I64(changes.count, 4); /* one added, three that share less */
    CHECK(changes.items[1].kind == SCHEME_ADDED);
    CHECK_STR(changes.items[1].share_to, S("50.00"));
    CHECK(changes.items[0].kind == SCHEME_SHIFTED);
    CHECK_STR(changes.items[0].share_from, S("60.00"));
    CHECK_STR(changes.items[0].share_to, S("30.00"));
}

static void campaign__refuses_what_it_cannot_feed(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Faults faults = {.arena = &a};
    Scheme s = ready(&a, "best-rank-votes");
    CHECK(scheme_fed(&s, S("s.yaml"), &faults));
    s.nodes[1].missing = MISSING_CARRY;
    CHECK(scheme_fed(&s, S("s.yaml"), &faults));
    s.nodes[0].weights.scope = OVER_PERIOD;
    s.nodes[2].scope = OVER_PERIOD;
    s.nodes[3].scope = OVER_ALL;
    CHECK(!scheme_fed(&s, S("s.yaml"), &faults));
    CHECK_I64(faults.total, 3);
    CHECK_ERR(&faults.items[1], ERR_SCHEME_NOT_FED);
    CHECK_STR(err_arg(&faults.items[1], "found"), S("place"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ready__schemes_load_and_name_their_source),
        cmocka_unit_test(ready__schemes_read_back_from_csv),
        cmocka_unit_test(ready__schemes_give_the_published_values),
        cmocka_unit_test(ready__year_is_the_published_one),
        cmocka_unit_test(ready__streaks_lead_where_they_say),
        cmocka_unit_test(ready__ties_are_standard_competition),
        cmocka_unit_test(sheet__faults_stand_at_their_cells),
        cmocka_unit_test(sheet__rows_have_a_limit),
        cmocka_unit_test(diff__tells_what_acts),
        cmocka_unit_test(campaign__refuses_what_it_cannot_feed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

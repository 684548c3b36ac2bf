#include "app/scheme_load.h"
#include "i18n/msg.h"
#include "source.h"

/* The ```yaml block of docs/formats/scheme.md: what the document shows must load. */
static Str example(Arena *a)
{
    Str doc = source_file(a, "docs/formats/scheme.md");
    assert_non_null(doc.ptr);
    ptrdiff_t from = str_find(doc, S("```yaml\n"), 0) + 8;
    return str_sub(doc, from, str_find(doc, S("```\n"), from));
}

static void fail_with(Arena *a, const Faults *faults)
{
    Out out = out_new(a, 64 * 1024);
    for (int i = 0; i < faults->count; i++) {
        msg_err(&out, LANG_EN, &faults->items[i]);
        out_c(&out, '\n');
    }
    fail_msg("%.*s", STR_ARG(out_str(&out)));
}

static Scheme good(Arena *a, Str text)
{
    Scheme scheme;
    Faults faults = {.arena = a};
    if (!scheme_load_text(a, S("s.yaml"), text, &scheme, &faults))
        fail_with(a, &faults);
    return scheme;
}

static void scheme__loads_the_documented_example(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Scheme s = good(&a, example(&a));
    CHECK_STR(s.code, S("county"));
    CHECK_I64(s.nnodes, 7);
    CHECK_STR(s.nodes[1].code, S("n1"));
    CHECK_I64(s.nodes[1].end, 4);
    CHECK_I64(scheme_find(&s, S("invest")), 2);
    const SchemeNode *invest = &s.nodes[2];
    CHECK(invest->rule == RULE_COMPLETION && invest->against == AGAINST_PLAN && invest->plan == 0);
    CHECK_STR(invest->unit, S("亿元"));
    CHECK(s.nodes[1].full == 100.0 * 24 / 34);
    CHECK(invest->full == s.nodes[1].full * 10 / 15);
    CHECK_I64(s.streak.consecutive, 2);
    CHECK(s.streak.not_held == GAP_BRIDGE && s.streak.reset_after_talk);
    CHECK_I64(s.ladder[0].step, STEP_TALK);
    CHECK(!scheme_is_trial(&s));
    CHECK_I64(s.norder, 3);
    CHECK(scheme_event_rule(&s.bonus, S("B1"))->has_points);
    CHECK(s.nodes[5].source == SOURCE_EVENTS && s.nodes[6].source == SOURCE_TIMELINESS);
}

static void scheme__knows_the_share_of_the_plan(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Scheme s = good(&a, example(&a));
    MonthSpan june = {month_from_ym(2021, 6), month_from_ym(2021, 6)};
    MonthSpan first = {month_from_ym(2021, 1), month_from_ym(2021, 2)};
    MonthSpan january = {month_from_ym(2021, 1), month_from_ym(2021, 1)};
    SchemeNode leaf = s.nodes[2];
    double share;
    CHECK(scheme_plan_share(&s, &leaf, june, &share) && share == 0.4);
    CHECK(scheme_plan_share(&s, &leaf, first, &share) && share == 0.06);
    CHECK(!scheme_plan_share(&s, &leaf, january, &share));
    leaf.measure = MEASURE_MONTH;
    CHECK(scheme_plan_share(&s, &leaf, june, &share) && share == 0.11);
    CHECK(scheme_plan_share(&s, &leaf, first, &share) && share == 0.06);
    leaf.measure = MEASURE_CUMULATIVE;
    leaf.plan = PLAN_TABLE;
    CHECK(scheme_plan_share(&s, &leaf, june, &share) && share == 0.5);
    Dec percent;
    CHECK(scheme_plan_percent(&s, &leaf, first, &percent));
    CHECK_STR(dec_str(&a, percent), S("16.6667"));
    leaf.measure = MEASURE_RATE;
    CHECK(!scheme_plan_share(&s, &leaf, june, &share));
    leaf.plan = PLAN_STRAIGHT;
    CHECK(scheme_plan_share(&s, &leaf, june, &share) && share == 0.5);
}

#define HEAD "format: duban-scheme/1\ncode: c\ngroup: g\nversion: 1\neffective: 2021-01\n"
#define TREE "tree:\n  - {code: a, name: A, weight: 1, rule: points}\n"

/* The one fault of a text: its code and place. */
static void refused(const char *text, ErrCode code, int row, int col)
{
    AUTO_ARENA a = {0};
    Scheme scheme;
    Faults faults = {.arena = &a};
    CHECK(!scheme_load_text(&a, S("s.yaml"), str_from_z(text), &scheme, &faults));
    if (faults.total != 1 || faults.items[0].code != code || faults.items[0].row != row ||
        faults.items[0].col != col)
        fail_with(&a, &faults);
    CHECK_STR(str_from_z(faults.items[0].file), S("s.yaml"));
}

static void scheme__refuses_a_streak_without_its_months(void **state)
{
    (void)state;
#define STREAK_END                                                                                 \
    ", gap: {not_held: break, exempt: bridge, own_missing: bottom}, reset_after_talk: yes, "       \
    "min_group: 7}\n"
    refused(HEAD "streak: {bottom: 3, source: x" STREAK_END TREE, ERR_SCHEME_MONTHS, 6, 9);
    refused(HEAD "streak: {bottom: 3, consecutive: 2" STREAK_END TREE, ERR_SCHEME_MONTHS, 6, 9);
    refused(HEAD "streak: {bottom: 7, consecutive: 2, source: x" STREAK_END TREE,
            ERR_SCHEME_MIN_GROUP, 6, 143);
    refused(HEAD "streak: {bottom: 3, consecutive: 2, cumulative: 3, source: x" STREAK_END TREE,
            ERR_SCHEME_WINDOW, 6, 49);
    refused(HEAD "ladder: [{at: 2, step: talk}]\n" TREE, ERR_SCHEME_KEY_IDLE, 6, 9);
    refused(HEAD "streak: {bottom: 3, consecutive: 2, source: x" STREAK_END
                 "ladder: [{at: 3, step: talk}]\n" TREE,
            ERR_SCHEME_LADDER, 7, 9);
    refused(HEAD "streak: {bottom: 3, consecutive: 2, source: x" STREAK_END
                 "ladder: [{at: 2, step: talk}, {at: 2, step: criticism}]\n" TREE,
            ERR_SCHEME_LADDER, 7, 36);
}

static void scheme__refuses_a_veto_without_authority(void **state)
{
    (void)state;
    refused(HEAD "veto: [{id: V, name: v, effect: zero}]\n" TREE, ERR_SCHEME_AUTHORITY, 6, 8);
    refused(HEAD
            "veto: [{id: V, name: v, effect: zero, authority: {document: d, issuer: i}}]\n" TREE,
            ERR_SCHEME_AUTHORITY, 6, 8);
    refused(HEAD "veto: [{id: V, name: v, effect: zero, authority: {document: d, issuer: i, "
                 "valid_from: 2021-12-31, valid_to: 2021-01-01}}]\n" TREE,
            ERR_SCHEME_AUTHORITY, 6, 8);
    AUTO_ARENA a = {0};
    Scheme s =
        good(&a, S(HEAD "veto: [{id: V, name: v, effect: 60, authority: {document: d, "
                        "issuer: i, valid_from: 2021-01-01, valid_to: 2021-12-31}}]\n" TREE));
    CHECK_STR(dec_str(&a, scheme_veto(&s, S("V"))->ceiling), S("60"));
}

static void scheme__refuses_weights_that_cannot_act(void **state)
{
    (void)state;
    refused(HEAD "tree:\n  - {code: a, name: A, weight: 0, rule: points}\n", ERR_SCHEME_NO_EFFECT,
            7, 32);
    refused(HEAD "tree:\n  - {code: a, name: A, weight: -1, rule: points}\n", ERR_TREE_VALUE, 7,
            32);
    refused(HEAD "tree:\n  - {code: a, name: A, weight: 1, rule: points, cap: 0}\n",
            ERR_SCHEME_NO_EFFECT, 7, 54);
    refused(HEAD "tree:\n  - {code: a, name: A, weight: 1, rule: pace, per_point: 0}\n",
            ERR_SCHEME_NO_EFFECT, 7, 58);
    refused(
        HEAD
        "tree:\n  - {code: a, name: A, weight: 1, rule: pace, per_point: 1, over_per_point: 1}\n",
        ERR_SCHEME_NO_EFFECT, 7, 77);
    refused(HEAD "tree:\n  - {code: a, name: A, weight: 1, rule: points, per_point: 1}\n",
            ERR_SCHEME_KEY_IDLE, 7, 49);
    refused(HEAD "tree:\n  - {code: a, name: A, weight: 1, rule: deduct, source: report}\n",
            ERR_SCHEME_PER_EVENT, 7, 5);
    refused(HEAD "bonus: {cap: 0}\n" TREE, ERR_SCHEME_NO_EFFECT, 6, 14);
    refused(HEAD "ceiling: 100\n" TREE, ERR_SCHEME_ORDER, 6, 10);
    refused(HEAD "ceiling: 100\norder: [bonus, ceiling]\n" TREE, ERR_SCHEME_ORDER, 7, 8);
}

static void scheme__names_the_nearest_key_and_what_comes_later(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    refused(HEAD TREE "  oops\n", ERR_YAML_SYNTAX, 9, 1);
    refused(HEAD "rnak: {round: 2}\n" TREE, ERR_TREE_KEY_NEAR, 6, 1);
    refused(HEAD "tree:\n  - {code: a, name: A, weight: 1, rule: band}\n", ERR_TREE_LATER, 7, 41);
    refused(HEAD "tree:\n  - {code: a, name: A, weight: 1, rule: bnad}\n", ERR_TREE_WORD, 7, 41);
    refused(HEAD "missing: last\n" TREE, ERR_TREE_LATER, 6, 10);
    refused(HEAD "tree:\n  - {code: a, name: A, weight: 1, rule: points}\n"
                 "  - {code: a, name: B, weight: 1, rule: points}\n",
            ERR_SCHEME_CODE_TWICE, 8, 12);
    refused(HEAD "tree:\n  - {code: a, name: A, weight: 1, rule: pace, per_point: 1, plan: p}\n",
            ERR_SCHEME_PLAN, 7, 67);
    refused(HEAD "plans: {p: {2: 6, 6: 4, 12: 100}}\n" TREE, ERR_SCHEME_PLAN_FALLS, 6, 12);
    refused(HEAD "plans: {p: {2: 6}}\n" TREE, ERR_SCHEME_PLAN_END, 6, 12);
    refused(HEAD "year: {monthly_mean: 0.6, year_end: 0.3}\n" TREE, ERR_SCHEME_SHARES, 6, 7);
    refused("- 1\n", ERR_SCHEME_FORMAT, 1, 1);
    refused(HEAD "version: 2\n" TREE, ERR_TREE_TWICE, 6, 1);
    Scheme scheme;
    Faults faults = {.arena = &a};
    CHECK(!scheme_load_text(&a, S("s.yaml"), S(HEAD "streek: {}\n" TREE), &scheme, &faults));
    CHECK_STR(err_arg(&faults.items[0], "nearest"), S("streak"));
}

static void scheme__reports_every_fault_at_once(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Scheme scheme;
    Faults faults = {.arena = &a};
    CHECK(!scheme_load_text(&a, S("s.yaml"),
                            S("format: duban-scheme/2\ncode: c\nversion: 0\neffective: 2021-13\n"
                              "tree:\n  - {name: A, weight: x, rule: points}\n"),
                            &scheme, &faults));
    CHECK_I64(faults.total, 6); /* format, group, version, effective, weight, code of the leaf */
}

static void scheme__takes_over_what_the_indicators_table_states(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Scheme s = good(&a, S(HEAD "tree:\n  - {code: pm25, name: PM, weight: 1, rule: completion}\n"
                               "  - {code: late, name: L, weight: 1, rule: deduct, per_event: 1, "
                               "source: timeliness}\n"));
    Indicator table[] = {{.code = S("pm25"),
                          .unit = S("µg/m³"),
                          .measure = S("rate"),
                          .direction = S("lower"),
                          .basis = S("statistics"),
                          .assessor = S("sthj"),
                          .lag = 1}};
    Err err = {0};
    CHECK_OK(scheme_bind(&s, table, 1, &err), &err);
    const SchemeNode *leaf = &s.nodes[1];
    CHECK(leaf->direction == DIR_LOWER && leaf->measure == MEASURE_RATE && leaf->lag == 1 &&
          leaf->basis == BASIS_STATISTICS);
    CHECK_STR(leaf->assessor, S("sthj"));
    CHECK(!scheme_bind(&s, table, 0, &err));
    CHECK_ERR(&err, ERR_SCHEME_NO_INDICATOR);
    s.nodes[1].stated = SAID_DIRECTION;
    s.nodes[1].direction = DIR_HIGHER;
    CHECK(!scheme_bind(&s, table, 1, &err));
    CHECK_ERR(&err, ERR_SCHEME_INDICATOR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scheme__loads_the_documented_example),
        cmocka_unit_test(scheme__knows_the_share_of_the_plan),
        cmocka_unit_test(scheme__refuses_a_streak_without_its_months),
        cmocka_unit_test(scheme__refuses_a_veto_without_authority),
        cmocka_unit_test(scheme__refuses_weights_that_cannot_act),
        cmocka_unit_test(scheme__names_the_nearest_key_and_what_comes_later),
        cmocka_unit_test(scheme__reports_every_fault_at_once),
        cmocka_unit_test(scheme__takes_over_what_the_indicators_table_states),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

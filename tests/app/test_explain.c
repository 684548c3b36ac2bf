/* Explanations of a campaign: points to the neighbours and what cost points, after the lock only; what the rules
 * that compare units compared with. */
#include "app/scheme/scheme_load.h"
#include "app/score/explain.h"
#include "app/score/explain_text.h"
#include "office.h"

static Office half(void)
{
    return office_of_year("DUBAN_HALF_DB", "2021-10-22T10:00:00+08:00");
}

static Explanation explained(App *app, const char *period, const char *unit)
{
    Explanation ex;
    Err err = {0};
    CHECK_OK(explain_unit(app, str_from_z(period), str_from_z(unit), &ex, &err), &err);
    return ex;
}

static void margins__are_of_frozen_results(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = half();
    App app = office_app(&office, &arena, S("clerk1"));
    Explanation ex = explained(&app, "2021-07", "c07");
    CHECK_STR(ex.to_above, S("0.17"));      /* 88.09 - 87.92 */
    CHECK_STR(ex.to_below, S("2.02"));      /* 87.92 - 85.90 */
    ex = explained(&app, "2021-07", "c08"); /* the first */
    CHECK_I64(ex.to_above.len, 0);
    ex = explained(&app, "2021-07", "c09"); /* sent nothing */
    CHECK_I64(ex.to_below.len, 0);
    CHECK(ex.costs.count > 5);
    Dec last = dec_from_i64(1000), points;
    for (int i = 0; i < ex.costs.count; i++) {
        CHECK(dec_parse(ex.costs.items[i].points, &points, NULL));
        CHECK(dec_cmp(points, last) <= 0);
        last = points;
    }
    CHECK_STR(ex.costs.items[0].kind, S("missing"));
    ex = explained(&app, "2021-03", "c07"); /* never frozen */
    CHECK(ex.to_above.len == 0 && ex.to_below.len == 0 && ex.costs.count == 0);
    app_close(&app);
    App unit = office_app(&office, &arena, S("u_c07")); /* September is frozen, not published */
    ex = explained(&unit, "2021-09", "c07");
    CHECK(ex.to_above.len == 0 && ex.to_below.len == 0);
    app_close(&unit);
    office_done(&office);
}

static const ExplainCost *cost(const Explanation *ex, const char *kind)
{
    for (int i = 0; i < ex->costs.count; i++)
        if (str_eq(ex->costs.items[i].kind, str_from_z(kind)))
            return &ex->costs.items[i];
    return NULL;
}

/* d09 was two workdays late in July (1 point each) and had one D2; c02 had one in August. */
static void costs__are_what_was_late_and_deducted(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = half();
    App app = office_app(&office, &arena, S("clerk1"));
    Explanation ex = explained(&app, "2021-07", "d09");
    CHECK(cost(&ex, "late") && cost(&ex, "events"));
    CHECK_STR(cost(&ex, "late")->points, S("2.0000000000"));
    CHECK_STR(cost(&ex, "late")->node->code, S("feedback"));
    CHECK_STR(cost(&ex, "events")->points, S("1.0000000000"));
    CHECK(ex.costs.items == cost(&ex, "late")); /* cost most */
    ex = explained(&app, "2021-08", "c02");
    CHECK(!cost(&ex, "late") && cost(&ex, "events"));
    app_close(&app);
    office_done(&office);
}

/* A leaf scored by least and most shows both, as they were sent. */
static void numbers__of_the_group_stand_in_the_detail(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = half();
    App app = office_app(&office, &arena, S("clerk1"));
    static const Str rule =
        SC("rule: completion, measure: rate, unit: '%', target: 100, assessor: szfb");
    Str text = S("");
    Scheme scheme;
    Past past;
    Evaluation ev;
    const CampaignPeriod *period;
    Err err = {0};
    Faults faults = {.arena = &arena};
    for (int i = 0; i < app.def.schemes.count; i++)
        if (str_eq(app.def.schemes.items[i].group, S("county")))
            text = app.def.schemes.items[i].text;
    ptrdiff_t at = str_find(text, rule, 0);
    CHECK(at > 0);
    text =
        arena_fmt(&arena, "%.*srule: min-max, measure: rate, unit: '%%', assessor: szfb%.*s",
                  STR_ARG(str_sub(text, 0, at)), STR_ARG(str_sub(text, at + rule.len, text.len)));
    CHECK(scheme_load_text(&arena, S("x"), text, &scheme, &faults));
    CHECK_OK(scheme_bind(&scheme, app.def.indicators.items, app.def.indicators.count, &err), &err);
    CHECK_OK(app_period(&app, S("2021-07"), &period, &err), &err);
    CHECK_OK(past_load(&app, S("county"), app.now_ms, &past, &err), &err);
    const SchemeInstead instead = {&scheme, S("x")};
    CHECK_OK(evaluation_under(&app, period, S("county"), -1, &past, &instead, &ev, &err), &err);
    int node = scheme_find(&scheme, S("prov20"));
    double low = 1e9, high = -1e9;
    Str lowest = S(""), highest = S("");
    for (int u = 0; u < ev.in.nunits; u++) {
        const ScoreValue *v = &ev.in.values[u * scheme.nnodes + node];
        if (v->state != VALUE_GIVEN)
            continue;
        lowest = v->actual < low ? ev.in.leaves[u * scheme.nnodes + node].value : lowest;
        highest = v->actual > high ? ev.in.leaves[u * scheme.nnodes + node].value : highest;
        low = v->actual < low ? v->actual : low;
        high = v->actual > high ? v->actual : high;
    }
    CHECK(lowest.len && highest.len && low < high);
    ExplainNode shown = {.node = &scheme.nodes[node], .row = ev.nodes[0].items[node]};
    CHECK(str_has(shown.row.detail, arena_fmt(&arena, "\"low\":\"%.*s\",\"high\":\"%.*s\"",
                                              STR_ARG(lowest), STR_ARG(highest))));
    Out out = out_new(&arena, 4096);
    explain_leaf_text(&arena, LANG_EN, &shown, &out);
    CHECK(str_has(out_str(&out), lowest) && str_has(out_str(&out), highest));
    app_close(&app);
    office_done(&office);
}

/* July of the counties with the rule of prov20 put in place of what stands there. */
static Evaluation with_rule(App *app, const char *rule, Scheme *ret_scheme)
{
    static const Str old =
        SC("rule: completion, measure: rate, unit: '%', target: 100, assessor: szfb");
    Str text = S("");
    Past past;
    Evaluation ev;
    const CampaignPeriod *period;
    Err err = {0};
    Faults faults = {.arena = app->arena};
    for (int i = 0; i < app->def.schemes.count; i++)
        if (str_eq(app->def.schemes.items[i].group, S("county")))
            text = app->def.schemes.items[i].text;
    ptrdiff_t at = str_find(text, old, 0);
    CHECK(at > 0);
    text = arena_fmt(app->arena, "%.*s%s%.*s", STR_ARG(str_sub(text, 0, at)), rule,
                     STR_ARG(str_sub(text, at + old.len, text.len)));
    CHECK(scheme_load_text(app->arena, S("x"), text, ret_scheme, &faults));
    CHECK_OK(scheme_bind(ret_scheme, app->def.indicators.items, app->def.indicators.count, &err),
             &err);
    CHECK_OK(app_period(app, S("2021-07"), &period, &err), &err);
    CHECK_OK(past_load(app, S("county"), app->now_ms, &past, &err), &err);
    const SchemeInstead instead = {ret_scheme, S("x")};
    CHECK_OK(evaluation_under(app, period, S("county"), -1, &past, &instead, &ev, &err), &err);
    return ev;
}

/* A formula that says what completion says gives the same scores; voices their weighted mean; growth names its base. */
static void rules__read_other_indicators_and_periods(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = half();
    App app = office_app(&office, &arena, S("clerk1"));
    Scheme scheme;
    Evaluation plain = with_rule(
        &app, "rule: completion, measure: rate, unit: '%', target: 100, assessor: szfb", &scheme);
    int node = scheme_find(&scheme, S("prov20")), city = scheme_find(&scheme, S("city20"));
    Evaluation ev = with_rule(&app, "rule: formula, formula: prov20 / 100 * 5", &scheme);
    for (int u = 0; u < ev.in.nunits; u++) {
        CHECK_I64(ev.result.units[u].rounded, plain.result.units[u].rounded);
        Str value = plain.in.leaves[u * scheme.nnodes + node].value;
        if (value.len)
            CHECK(str_has(ev.nodes[u].items[node].detail, value));
    }
    ev = with_rule(&app,
                   "rule: judge, out_of: 100, voters: [{indicator: prov20, weight: 1}, {indicator: "
                   "city20, weight: 3}]",
                   &scheme);
    for (int u = 0; u < ev.in.nunits; u++) {
        const ScoreValue *a = &plain.in.values[u * scheme.nnodes + node];
        const ScoreValue *b = &plain.in.values[u * scheme.nnodes + city];
        if (a->state != VALUE_GIVEN || b->state != VALUE_GIVEN)
            continue;
        double off =
            ev.result.cells[u * scheme.nnodes + node].fraction - (a->actual + 3 * b->actual) / 400;
        CHECK(off < 1e-12 && off > -1e-12);
    }
    ev = with_rule(
        &app,
        "rule: growth, ago: 1, as: difference, base: 60, per_point: 1, measure: rate, unit: '%', "
        "assessor: szfb",
        &scheme);
    int based = 0;
    for (int u = 0; u < ev.in.nunits; u++) {
        const LeafInput *in = &ev.in.leaves[u * scheme.nnodes + node];
        const ScoreValue *v = &ev.in.values[u * scheme.nnodes + node];
        if (v->state != VALUE_GIVEN)
            continue;
        CHECK(v->has_base && in->base.len > 0);
        CHECK(str_has(ev.nodes[u].items[node].detail,
                      arena_fmt(&arena, "\"base\":\"%.*s\"", STR_ARG(in->base))));
        based++;
    }
    CHECK(based > 5);
    app_close(&app);
    office_done(&office);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(margins__are_of_frozen_results),
        cmocka_unit_test(costs__are_what_was_late_and_deducted),
        cmocka_unit_test(numbers__of_the_group_stand_in_the_detail),
        cmocka_unit_test(rules__read_other_indicators_and_periods),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

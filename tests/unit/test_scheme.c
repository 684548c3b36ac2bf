#include "app/scheme/scheme_canon.h"
#include "app/scheme/scheme_load.h"
#include "base/limits.h"
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

static void scheme__names_the_nearest_key(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    refused(HEAD TREE "  oops\n", ERR_YAML_SYNTAX, 9, 1);
    refused(HEAD "rnak: {round: 2}\n" TREE, ERR_TREE_KEY_NEAR, 6, 1);
    refused(HEAD "tree:\n  - {code: a, name: A, weight: 1, rule: bnad}\n", ERR_TREE_WORD, 7, 41);
    refused(HEAD "missing: lest\n" TREE, ERR_TREE_WORD, 6, 10);
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

#define LEAF(rule) "tree:\n  - {code: a, name: A, weight: 1, rule: " rule "}\n"
#define PART(more) "tree:\n  - {name: P, weight: 1, " more

/* What the canonical tree says loads again, as JSON and as YAML, with the same digest. */
static void stays_the_same(Arena *a, const Scheme *scheme)
{
    Str first, again;
    Err err = {0};
    CHECK_OK(scheme_digest(a, scheme, &first, &err), &err);
    Tree *canon = scheme_canon(a, scheme);
    Scheme other = good(a, tree_flow_str(a, canon));
    CHECK_OK(scheme_digest(a, &other, &again, &err), &err);
    CHECK_STR(again, first);
    Out out = out_new(a, 1 << 20);
    Json json = json_new(&out, true);
    tree_json(&json, canon);
    other = good(a, out_str(&out));
    CHECK_OK(scheme_digest(a, &other, &again, &err), &err);
    CHECK_STR(again, first);
}

static void scheme__has_a_digest_of_what_it_says(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Str first, other;
    Err err = {0};
    Scheme s = good(&a, example(&a));
    stays_the_same(&a, &s);
    s = good(&a, S(HEAD "full: 100\n" TREE));
    CHECK_OK(scheme_digest(&a, &s, &first, &err), &err);
    s = good(&a, S("# 说明\neffective: 2021-01\nversion: 1\ngroup: g\ncode: c\nformat: "
                   "duban-scheme/1\ntree: [{rule: points, name: A, weight: 1.00, code: a}]\n"));
    CHECK_OK(scheme_digest(&a, &s, &other, &err), &err);
    CHECK_STR(other, first);
    s = good(&a, S(HEAD "tree:\n  - {code: a, name: A, weight: 1, rule: points, cap: 1.2}\n"));
    CHECK_OK(scheme_digest(&a, &s, &other, &err), &err);
    CHECK(!str_eq(other, first));
    s = good(&a, S(HEAD "missing: exclude\nnot_applicable: parent\nceiling: 110.50\nfloor: -5\n"
                        "order: [ceiling, bonus, deduct, floor]\nbonus: {}\ndeduct: {cap: 10, "
                        "rules: [{id: D, name: '失实: 5', points: 2, basis: \"a, b\"}]}\n"
                        "veto: [{id: V, name: v, effect: 60, authority: {document: d, issuer: i, "
                        "valid_from: 2021-01-01, valid_to: 2021-12-31}}]\n"
                        "year: {monthly_mean: 0.60, public: 0.4, missing_month: zero, grades: "
                        "[{name: 优, least: 90, quota: 20%}, {name: 良}]}\n"
                        "plans: {p: {2: 6, 12: 100}}\n"
                        "streak: {bottom: 3, consecutive: 2, cumulative: 3, window: campaign, and: "
                        "[plan_not_met], source: x, exempt: [{unit: u, from: 2021-01, to: 2021-02, "
                        "approved_by: y}], gap: {not_held: break, exempt: bridge, own_missing: "
                        "bottom}, reset_after_talk: no, min_group: 7}\n"
                        "ladder: [{at: 2, step: talk, cumulative: 3, name: n, basis: b}]\n"
                        "tree:\n  - {code: a, name: 'null', weight: 1, rule: completion, plan: p, "
                        "against: plan, except: [u1, '2'], modality: strive, lag: 1, measure: "
                        "rate, note: \"- x\\ty\"}\n"));
    stays_the_same(&a, &s);
}

static void scheme__reads_every_rule(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const char *leaves[] = {
        LEAF("completion, step: 2%:1"),
        LEAF("completion, step: '2.5%: 0.5', linear: yes"),
        LEAF("band, bands: [{from: 60, points: 70}, {from: 90, points: 100}, {above: 90, points: "
             "110}]"),
        LEAF("band, of: completion, plan: straight, linear: yes, bands: [{from: 0, points: 0%}, "
             "{from: 1, points: 100%}]"),
        LEAF("efficacy, bad: 6, good: 12, clamp: yes"),
        LEAF("efficacy, scope: period, base: 50, gain: 50"),
        LEAF("efficacy, direction: lower, bad: 12, good: 6"),
        LEAF("min-max, scope: all, range: [1, 100], direction: middle, middle: 5"),
        LEAF("z-score, mean: 500, sd: 100, direction: interval, low: 1, high: 2"),
        LEAF("percentile"),
        LEAF("borda"),
        LEAF("best, scope: period"),
        LEAF("distance, to: target, target: 5"),
        LEAF("distance"),
        LEAF("goalposts, low: 20, high: 85, clamp: yes"),
        LEAF("vector"),
        LEAF("share"),
        LEAF("growth, ago: 12, base: 60, per_point: 0.5, as: difference"),
        LEAF("judge, trim: 1, voters: [{indicator: x}, {indicator: y, weight: 2}, {indicator: z}]"),
        LEAF("judge, out_of: 10"),
        LEAF("formula, formula: 'min(x, 10) * 2'"),
    };
    for (size_t i = 0; i < sizeof leaves / sizeof *leaves; i++) {
        Scheme s = good(&a, arena_fmt(&a, "%s%s", HEAD, leaves[i]));
        CHECK_I64(s.nnodes, 2);
        stays_the_same(&a, &s);
    }
    Scheme s = good(&a, arena_fmt(&a, "%s%s", HEAD, leaves[2]));
    const SchemeNode *band = &s.nodes[1];
    CHECK(band->nbands == 3 && band->bands[2].open && !band->bands_percent);
    CHECK_I64(dec_cmp(band->cap, dec_from_i64(SCHEME_UNBOUND)), 0);
    s = good(&a, arena_fmt(&a, "%s%s", HEAD, leaves[7]));
    CHECK(s.nodes[1].scope == OVER_ALL && s.nodes[1].direction == DIR_MIDDLE);
    CHECK_I64(dec_cmp(s.nodes[1].gain, dec_from_i64(99)), 0);
    s = good(&a, arena_fmt(&a, "%s%s", HEAD, leaves[0]));
    CHECK(s.nodes[1].has_step && !s.nodes[1].step_linear);
    s = good(&a, arena_fmt(&a, "%s%s", HEAD, leaves[18]));
    CHECK(s.nodes[1].nvoters == 3 && s.nodes[1].trim == 1);
}

static void scheme__reads_weights_and_aggregates(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
#define TWO(more)                                                                                  \
    "children: [{code: a, name: A, rule: min-max" more "}, {code: b, name: B, rule: min-max" more  \
    "}]}\n"
    Scheme s = good(&a, S(HEAD "aggregate: topsis\nweights: critic\navailable: 0.6\ntree:\n  - "
                               "{code: a, name: A, rule: vector}\n"));
    CHECK(s.nodes[0].aggregate == AGGREGATE_TOPSIS && s.nodes[0].weights.method == WEIGHT_CRITIC);
    CHECK(s.nodes[0].has_available);
    s = good(&a, S(HEAD PART("weights: {method: ahp, matrix: [[1, 3], [1/3, 1]]}, ") TWO("")));
    CHECK(s.nodes[1].weights.ahp[1] == 3 && s.nodes[1].weights.ahp[2] == 1.0 / 3);
    CHECK_STR(s.nodes[1].weights.ahp_text[2], S("1/3"));
    CHECK(s.nodes[2].full == 75 && s.nodes[3].full == 25);
    s = good(&a, S(HEAD PART("aggregate: geometric, weights: {method: combined, scope: all, parts: "
                             "{entropy: 0.5, given: 0.5}}, ") TWO(", weight: 2")));
    stays_the_same(&a, &s);
    CHECK(s.nodes[1].weights.nparts == 2 && s.nodes[1].weights.scope == OVER_ALL);
    s = good(&a, S(HEAD "not_applicable: parent\nmissing: carry\nyear: {monthly_mean: 1, grades: "
                        "[{name: A, least: 90, quota: 20%}, {name: B}]}\n" TREE));
    stays_the_same(&a, &s);
    CHECK(s.na == NA_PARENT && s.nodes[1].missing == MISSING_CARRY && s.year.ngrades == 2);
    CHECK_STR(dec_str(&a, s.year.grades[0].quota), S("0.20"));
}

static void scheme__refuses_rules_that_contradict_themselves(void **state)
{
    (void)state;
    refused(HEAD LEAF("band, bands: [{from: 2, points: 1}, {from: 1, points: 2}]"),
            ERR_SCHEME_BANDS, 7, 84);
    refused(HEAD LEAF("band, bands: [{from: 2, points: 1}, {above: 3, points: 2%}]"),
            ERR_TREE_VALUE, 7, 96);
    refused(HEAD LEAF("band, bands: [{from: 2, points: 1}, {above: 3, points: 1}]"),
            ERR_SCHEME_NO_EFFECT, 7, 54);
    refused(HEAD LEAF("band"), ERR_TREE_MISSING, 7, 5);
    refused(HEAD LEAF("efficacy, bad: 6, good: 6"), ERR_SCHEME_BOUNDS, 7, 65);
    refused(HEAD LEAF("efficacy, bad: 6"), ERR_TREE_MISSING, 7, 5);
    refused(HEAD LEAF("efficacy, bad: 6, good: 9, direction: lower"), ERR_SCHEME_BOUNDS, 7, 65);
    refused(HEAD LEAF("goalposts, low: 6, high: 6"), ERR_SCHEME_BOUNDS, 7, 66);
    refused(HEAD LEAF("min-max, range: [9, 1]"), ERR_SCHEME_BOUNDS, 7, 61);
    refused(HEAD LEAF("min-max, direction: middle"), ERR_TREE_MISSING, 7, 5);
    refused(HEAD LEAF("min-max, middle: 5"), ERR_SCHEME_KEY_IDLE, 7, 50);
    refused(HEAD LEAF("vector, direction: middle"), ERR_SCHEME_DIRECTION, 7, 60);
    refused(HEAD LEAF("completion, linear: yes"), ERR_SCHEME_KEY_IDLE, 7, 53);
    refused(HEAD LEAF("completion, step: 2"), ERR_TREE_VALUE, 7, 59);
    refused(HEAD LEAF("growth, per_point: 1, base: 50"), ERR_TREE_MISSING, 7, 5);
    refused(HEAD LEAF("judge, trim: 1, voters: [{indicator: x}, {indicator: y}]"), ERR_TREE_VALUE,
            7, 54);
    refused(HEAD LEAF("judge, voters: [{indicator: x}, {indicator: x}]"), ERR_SCHEME_VOTER_TWICE, 7,
            73);
    refused(HEAD LEAF("judge, voters: [{indicator: ''}]"), ERR_TREE_VALUE, 7, 69);
    refused(HEAD LEAF("formula"), ERR_TREE_MISSING, 7, 5);
    refused(HEAD LEAF("formula, formula: x * (2 + )"), ERR_FORMULA_VALUE, 7, 68);
    refused(HEAD LEAF("formula, formula: 'x + nim(2)'"), ERR_FORMULA_FUNCTION, 7, 64);
    refused(HEAD LEAF("formula, formula: 2 + 2"), ERR_SCHEME_NO_EFFECT, 7, 59);
    refused(HEAD LEAF("points, applies_to: []"), ERR_SCHEME_NO_EFFECT, 7, 61);
    refused(HEAD "year: {monthly_mean: 1, grades: [{name: A}, {name: B, least: 60}]}\n" TREE,
            ERR_SCHEME_GRADE_REST, 6, 45);
    refused(HEAD "year: {monthly_mean: 1, grades: [{name: A, least: 60}, {name: B, least: "
                 "70}]}\n" TREE,
            ERR_SCHEME_BOUNDS, 6, 73);
}

static void scheme__refuses_weights_that_do_not_fit(void **state)
{
    (void)state;
    refused(HEAD "weights: equal\n" TREE, ERR_SCHEME_KEY_IDLE, 8, 24);
    refused(HEAD PART("weights: {method: ahp, matrix: [[1, 3]]}, ") TWO(""), ERR_SCHEME_MATRIX, 7,
            57);
    refused(HEAD PART("weights: {method: ahp, matrix: [[1, 3], [1/4, 1]]}, ") TWO(""),
            ERR_SCHEME_RECIPROCAL, 7, 67);
    refused(HEAD PART("weights: {method: ahp, matrix: [[1, 3], [x, 1]]}, ") TWO(""), ERR_TREE_VALUE,
            7, 67);
    refused(HEAD PART("weights: {method: combined, parts: {entropy: 0.5, critic: 0.4}}, ") TWO(""),
            ERR_SCHEME_SHARES, 7, 61);
    refused(HEAD PART("weights: {method: entropy, matrix: [[1]]}, ") TWO(""), ERR_SCHEME_KEY_IDLE,
            7, 53);
    refused(HEAD PART("weights: ahp, ") TWO(", weight: 1"), ERR_TREE_WORD, 7, 35);
#define THREE                                                                                      \
    "children: [{code: a, name: A, rule: best}, {code: b, name: B, rule: best}, {code: c, name: "  \
    "C, rule: best}]}\n"
#define JUDGED "matrix: [[1, 5, 0.2], [0.2, 1, 5], [5, 0.2, 1]]"
    refused(HEAD PART("weights: {method: ahp, " JUDGED "}, ") THREE, ERR_SCHEME_CONSISTENCY, 7, 57);
    refused(HEAD "aggregate: geometric\n" LEAF("z-score"), ERR_SCHEME_NEGATIVE, 8, 5);
    refused(HEAD "aggregate: harmonic\n" LEAF("goalposts, low: 1, high: 2"), ERR_SCHEME_NEGATIVE, 8,
            5);
    refused(HEAD "available: 0\n" TREE, ERR_SCHEME_NO_EFFECT, 6, 12);
    AUTO_ARENA a = {0};
    good(&a, S(HEAD "aggregate: geometric\n" LEAF("z-score, floor: 0")));
    Scheme s =
        good(&a, S(HEAD PART("weights: {method: ahp, override: 会议纪要3号, " JUDGED "}, ") THREE));
    CHECK(s.nodes[1].weights.consistency > 0.1);
    stays_the_same(&a, &s);
}

/* A scheme of 10,000 nodes and one nested beyond the limit are refused, quickly. */
static void scheme__limits_nodes_and_depth(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Out out = out_new(&a, 4 * 1024 * 1024);
    out_s(&out, S(HEAD "tree:\n"));
    for (int i = 0; i < 10000; i++)
        out_f(&out, "  - {code: a%d, name: A, weight: 1, rule: points}\n", i);
    Scheme scheme;
    Faults faults = {.arena = &a};
    CHECK(!scheme_load_text(&a, S("s.yaml"), out_str(&out), &scheme, &faults));
    CHECK_I64(faults.total, 1);
    CHECK_ERR(&faults.items[0], ERR_LIMIT);
    Out many = out_new(&a, 4 * 1024 * 1024);
    out_s(&many, S(HEAD "bonus:\n  rules:\n"));
    for (int i = 0; i <= LIMIT_SCHEME_EVENTS; i++)
        out_f(&many, "    - {id: B%d, name: x}\n", i);
    out_s(&many, S(TREE));
    Faults events = {.arena = &a};
    CHECK(!scheme_load_text(&a, S("s.yaml"), out_str(&many), &scheme, &events));
    CHECK(events.total == 1 && events.items[0].code == ERR_LIMIT);
    for (int depth = LIMIT_SCHEME_DEPTH - 1; depth <= LIMIT_SCHEME_DEPTH; depth++) {
        Out deep = out_new(&a, 64 * 1024);
        Faults none = {.arena = &a};
        out_s(&deep, S(HEAD "tree: ["));
        for (int i = 0; i < depth; i++)
            out_s(&deep, S("{name: P, weight: 1, children: ["));
        out_s(&deep, S("{code: a, name: A, weight: 1, rule: points}"));
        for (int i = 0; i < depth; i++)
            out_s(&deep, S("]}"));
        out_s(&deep, S("]\n"));
        bool fits = depth < LIMIT_SCHEME_DEPTH;
        CHECK(scheme_load_text(&a, S("s.yaml"), out_str(&deep), &scheme, &none) == fits);
        CHECK(fits || none.items[0].code == ERR_LIMIT);
    }
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
        cmocka_unit_test(scheme__names_the_nearest_key),
        cmocka_unit_test(scheme__reads_every_rule),
        cmocka_unit_test(scheme__has_a_digest_of_what_it_says),
        cmocka_unit_test(scheme__reads_weights_and_aggregates),
        cmocka_unit_test(scheme__refuses_rules_that_contradict_themselves),
        cmocka_unit_test(scheme__refuses_weights_that_do_not_fit),
        cmocka_unit_test(scheme__limits_nodes_and_depth),
        cmocka_unit_test(scheme__reports_every_fault_at_once),
        cmocka_unit_test(scheme__takes_over_what_the_indicators_table_states),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The rule of a leaf: which keys it reads, and their checks. */
#include "app/scheme/scheme_parts.h"

enum { MULTIPLE_MAX = 100, AGO_MAX = 120, PERCENT_MAX = 1000 };

#define BIT(rule) (1u << (rule))
#define AGAINST_DATA                                                                               \
    (BIT(RULE_EFFICACY) | BIT(RULE_MIN_MAX) | BIT(RULE_Z_SCORE) | BIT(RULE_PERCENTILE) |           \
     BIT(RULE_BORDA) | BIT(RULE_BEST) | BIT(RULE_DISTANCE) | BIT(RULE_VECTOR) | BIT(RULE_SHARE))
#define GOAL (BIT(RULE_COMPLETION) | BIT(RULE_PACE) | BIT(RULE_RANK_POINTS) | BIT(RULE_BAND))
/* Rules that hold values against each other alone, so that -|x - middle| can stand for x. */
#define COMPARES                                                                                   \
    (BIT(RULE_RANK_POINTS) | BIT(RULE_EFFICACY) | BIT(RULE_MIN_MAX) | BIT(RULE_Z_SCORE) |          \
     BIT(RULE_PERCENTILE) | BIT(RULE_BORDA) | BIT(RULE_DISTANCE))
/* Rules whose own formula is the bound; nothing is held back unless floor or cap is stated. */
#define UNBOUND (AGAINST_DATA | BIT(RULE_GOALPOSTS) | BIT(RULE_BAND) | BIT(RULE_FORMULA))

static const struct {
    Str key;
    unsigned rules;
} rule_keys[] = {
    {SC("per_point"), BIT(RULE_PACE) | BIT(RULE_GROWTH)},
    {SC("over_per_point"), BIT(RULE_PACE)},
    {SC("per_event"), BIT(RULE_DEDUCT) | BIT(RULE_BONUS)},
    {SC("step"), BIT(RULE_RANK_POINTS) | BIT(RULE_COMPLETION)},
    {SC("linear"), BIT(RULE_COMPLETION) | BIT(RULE_BAND)},
    {SC("of"), BIT(RULE_RANK_POINTS) | BIT(RULE_BAND)},
    {SC("against"), GOAL & ~BIT(RULE_PACE)},
    {SC("plan"), GOAL},
    {SC("target"), GOAL | BIT(RULE_DISTANCE)},
    {SC("direction"), GOAL | AGAINST_DATA | BIT(RULE_GOALPOSTS) | BIT(RULE_GROWTH)},
    {SC("middle"), COMPARES},
    {SC("low"), COMPARES | BIT(RULE_GOALPOSTS)},
    {SC("high"), COMPARES | BIT(RULE_GOALPOSTS)},
    {SC("scope"), AGAINST_DATA},
    {SC("bands"), BIT(RULE_BAND)},
    {SC("bad"), BIT(RULE_EFFICACY)},
    {SC("good"), BIT(RULE_EFFICACY)},
    {SC("base"), BIT(RULE_EFFICACY) | BIT(RULE_GROWTH)},
    {SC("gain"), BIT(RULE_EFFICACY)},
    {SC("clamp"), BIT(RULE_EFFICACY) | BIT(RULE_GOALPOSTS)},
    {SC("range"), BIT(RULE_MIN_MAX) | BIT(RULE_GOALPOSTS)},
    {SC("mean"), BIT(RULE_Z_SCORE)},
    {SC("sd"), BIT(RULE_Z_SCORE)},
    {SC("to"), BIT(RULE_DISTANCE)},
    {SC("ago"), BIT(RULE_GROWTH)},
    {SC("as"), BIT(RULE_GROWTH)},
    {SC("voters"), BIT(RULE_JUDGE)},
    {SC("trim"), BIT(RULE_JUDGE)},
    {SC("out_of"), BIT(RULE_JUDGE)},
    {SC("formula"), BIT(RULE_FORMULA)},
};

static bool bounds_fault(const SchemeLoad *load, const Tree *at, Str key, Str expected, Dec other)
{
    const Tree *place = tree_get(at, key);
    return tree_fault(&load->reader, place, ERR_SCHEME_BOUNDS, {"found", place->text},
                      {"expected", arena_fmt(load->arena, "%.*s %.*s", STR_ARG(expected),
                                             STR_ARG(dec_str(load->arena, other)))});
}

static void load_plan_name(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    Str name;
    leaf->plan = PLAN_TABLE;
    if (!tree_str(&load->reader, at, S("plan"), OPTIONAL, &name) || str_eq(name, S("table")))
        return;
    if (str_eq(name, S("straight"))) {
        leaf->plan = PLAN_STRAIGHT;
        return;
    }
    for (int i = 0; i < load->scheme->nplans; i++)
        if (str_eq(load->scheme->plans[i].name, name)) {
            leaf->plan = i;
            return;
        }
    tree_fault(&load->reader, tree_get(at, S("plan")), ERR_SCHEME_PLAN, {"found", name});
}

void scheme_usual_bounds(Rule rule, Dec *ret_floor, Dec *ret_cap)
{
    bool unbound = (UNBOUND & BIT(rule)) != 0;
    *ret_floor = dec_from_i64(unbound ? -SCHEME_UNBOUND : 0);
    *ret_cap = dec_from_i64(unbound ? SCHEME_UNBOUND : 1);
}

/* A multiple of full points, or `none`: 不封顶. */
static void load_bound(const SchemeLoad *load, const Tree *at, Str key, int64_t none, Dec *bound)
{
    const Tree *place = tree_get(at, key);
    if (place && place->kind == TREE_TEXT && str_eq(place->text, S("none")))
        *bound = dec_from_i64(none);
    else
        scheme_number(load, at, key, OPTIONAL, -MULTIPLE_MAX, MULTIPLE_MAX, bound);
}

static void load_bounds(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    scheme_usual_bounds(leaf->rule, &leaf->floor, &leaf->cap);
    load_bound(load, at, S("floor"), -SCHEME_UNBOUND, &leaf->floor);
    load_bound(load, at, S("cap"), SCHEME_UNBOUND, &leaf->cap);
    int order = dec_cmp(leaf->floor, leaf->cap);
    const Tree *place = tree_get(at, S("cap")) ? tree_get(at, S("cap")) : tree_get(at, S("floor"));
    if (order == 0)
        tree_fault(&load->reader, place, ERR_SCHEME_NO_EFFECT, {"key", S("floor = cap")},
                   {"found", dec_str(load->arena, leaf->cap)});
    else if (order > 0)
        tree_fault(&load->reader, place, ERR_SCHEME_BOUNDS,
                   {"found", dec_str(load->arena, leaf->cap)},
                   {"expected", arena_fmt(load->arena, "cap > floor (%.*s)",
                                          STR_ARG(dec_str(load->arena, leaf->floor)))});
}

static void load_pace(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    scheme_positive(load, at, S("per_point"), REQUIRED, &leaf->per_point);
    if (scheme_positive(load, at, S("over_per_point"), OPTIONAL, &leaf->over_per_point) &&
        dec_cmp(leaf->cap, dec_from_i64(1)) <= 0)
        scheme_no_effect(load, at, S("over_per_point"));
}

/* rank_points: "0.5" points a rank, or "5%" of full. */
static void load_rank_step(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    const Tree *step = tree_get(at, S("step"));
    if (!step)
        tree_fault(&load->reader, at, ERR_TREE_MISSING, {"key", S("step")});
    else if (scheme_percent(load, step, S("step"), S("0.5 · 5%"), &leaf->step,
                            &leaf->step_is_percent) &&
             leaf->step.coef == 0)
        scheme_no_effect(load, at, S("step"));
}

/* completion: "2%:1", one point for each two per cent below the target. */
static void load_completion_step(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    const Tree *step = tree_get(at, S("step"));
    if (!step) {
        scheme_idle(load, at, S("linear"), S("completion · step"));
        return;
    }
    Str points = step->text, percent = str_cut(&points, ':');
    Tree left = *step, right = *step;
    left.text = str_trim(percent);
    right.text = str_trim(points);
    bool is_percent = false, points_percent = false;
    const Str expected = S("2%:1");
    if (!scheme_percent(load, &left, S("step"), expected, &leaf->step, &is_percent) ||
        !scheme_percent(load, &right, S("step"), expected, &leaf->step_points, &points_percent))
        return;
    if (!is_percent || points_percent)
        tree_fault(&load->reader, step, ERR_TREE_VALUE, {"key", S("step")}, {"found", step->text},
                   {"expected", expected});
    else if (leaf->step.coef == 0 || leaf->step_points.coef == 0)
        scheme_no_effect(load, at, S("step"));
    leaf->has_step = true;
    tree_bool(&load->reader, at, S("linear"), OPTIONAL, &leaf->step_linear);
}

static void load_efficacy(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    leaf->base = dec_from_i64(60);
    leaf->gain = dec_from_i64(40);
    scheme_number(load, at, S("base"), OPTIONAL, -PERCENT_MAX, PERCENT_MAX, &leaf->base);
    scheme_positive(load, at, S("gain"), OPTIONAL, &leaf->gain);
    bool bad = tree_get(at, S("bad")) != NULL, good = tree_get(at, S("good")) != NULL;
    leaf->has_good = bad || good;
    tree_bool(&load->reader, at, S("clamp"), OPTIONAL, &leaf->clamp);
    if (!leaf->has_good)
        return;
    scheme_idle(load, at, S("scope"), S("efficacy · bad, good"));
    if (!scheme_amount(load, at, S("bad"), REQUIRED, &leaf->bad) ||
        !scheme_amount(load, at, S("good"), REQUIRED, &leaf->good))
        return;
    int order = dec_cmp(leaf->good, leaf->bad);
    bool stated = (leaf->stated & SAID_DIRECTION) != 0;
    if (order == 0)
        bounds_fault(load, at, S("good"), S("good ≠ bad"), leaf->bad);
    else if (stated && leaf->direction == DIR_HIGHER && order < 0)
        bounds_fault(load, at, S("good"), S("direction higher: good > bad"), leaf->bad);
    else if (stated && leaf->direction == DIR_LOWER && order > 0)
        bounds_fault(load, at, S("good"), S("direction lower: good < bad"), leaf->bad);
}

/* `range: [1, 100]`: what the worst and the best earn, per cent of full points. */
static void load_range(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    const Tree *list = tree_list(&load->reader, at, S("range"), OPTIONAL);
    leaf->base = dec_from_i64(0);
    leaf->gain = dec_from_i64(100);
    if (!list)
        return;
    Dec low, high;
    if (list->count != 2 || list->first->kind != TREE_TEXT || list->last->kind != TREE_TEXT ||
        !dec_parse(list->first->text, &low, NULL) || !dec_parse(list->last->text, &high, NULL) ||
        dec_cmp(low, dec_from_i64(-PERCENT_MAX)) < 0 ||
        dec_cmp(high, dec_from_i64(PERCENT_MAX)) > 0 || low.scale > 6 || high.scale > 6)
        tree_fault(&load->reader, list, ERR_TREE_KIND, {"key", S("range")},
                   {"expected", S("[1, 100]")});
    else if (dec_cmp(low, high) >= 0)
        tree_fault(&load->reader, list->last, ERR_SCHEME_BOUNDS, {"found", list->last->text},
                   {"expected", arena_fmt(load->arena, "> %.*s", STR_ARG(list->first->text))});
    else {
        leaf->base = low;
        dec_sub(high, low, &leaf->gain, NULL);
    }
}

static bool load_low_high(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    bool low = scheme_amount(load, at, S("low"), REQUIRED, &leaf->low);
    bool high = scheme_amount(load, at, S("high"), REQUIRED, &leaf->high);
    if (!low || !high)
        return false;
    return dec_cmp(leaf->low, leaf->high) < 0 ||
           bounds_fault(load, at, S("high"), S("high > low:"), leaf->low);
}

static void load_goalposts(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    load_range(load, at, leaf);
    leaf->has_good = load_low_high(load, at, leaf);
    leaf->bad = leaf->low;
    leaf->good = leaf->high;
    tree_bool(&load->reader, at, S("clamp"), OPTIONAL, &leaf->clamp);
}

static void load_z_score(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    leaf->base = dec_from_i64(50);
    leaf->gain = dec_from_i64(10);
    scheme_number(load, at, S("mean"), OPTIONAL, -PERCENT_MAX, PERCENT_MAX, &leaf->base);
    scheme_positive(load, at, S("sd"), OPTIONAL, &leaf->gain);
}

/* What no growth earns is a decision, so base has no default. */
static void load_growth(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    int64_t ago = 0;
    int as = GROWTH_RATE;
    tree_int(&load->reader, at, S("ago"), REQUIRED, 1, AGO_MAX, &ago);
    scheme_word(load, at, S("as"), OPTIONAL, growth_words, &as);
    scheme_number(load, at, S("base"), REQUIRED, -PERCENT_MAX, PERCENT_MAX, &leaf->base);
    scheme_positive(load, at, S("per_point"), REQUIRED, &leaf->per_point);
    leaf->ago = (int)ago;
    leaf->growth = (GrowthKind)as;
}

static void load_of_rule(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    int word = 0;
    switch (leaf->rule) {
    case RULE_COMPLETION:
        load_completion_step(load, at, leaf);
        break;
    case RULE_PACE:
        load_pace(load, at, leaf);
        break;
    case RULE_RANK_POINTS:
        scheme_word(load, at, S("of"), OPTIONAL, rank_of_words, &word);
        leaf->of = (RankOf)word;
        load_rank_step(load, at, leaf);
        break;
    case RULE_BAND:
        scheme_load_bands(load, at, leaf);
        break;
    case RULE_EFFICACY:
        load_efficacy(load, at, leaf);
        break;
    case RULE_MIN_MAX:
        load_range(load, at, leaf);
        break;
    case RULE_GOALPOSTS:
        load_goalposts(load, at, leaf);
        break;
    case RULE_Z_SCORE:
        load_z_score(load, at, leaf);
        break;
    case RULE_DISTANCE:
        scheme_word(load, at, S("to"), OPTIONAL, distance_words, &word);
        leaf->distance_to = (DistanceTo)word;
        if (word == DISTANCE_TO_BEST)
            scheme_idle(load, at, S("target"), S("distance · to: best"));
        break;
    case RULE_GROWTH:
        load_growth(load, at, leaf);
        break;
    case RULE_JUDGE:
        scheme_load_judge(load, at, leaf);
        break;
    case RULE_FORMULA:
        scheme_load_formula(load, at, leaf);
        break;
    default:
        break;
    }
}

/* middle m, interval a..b: only where values are held against each other. */
static void load_direction(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    bool posts = leaf->rule == RULE_GOALPOSTS;
    bool apart = leaf->direction == DIR_MIDDLE || leaf->direction == DIR_INTERVAL;
    Str word = arena_fmt(load->arena, "direction: %.*s", STR_ARG(direction_word(leaf->direction)));
    if (leaf->direction != DIR_MIDDLE)
        scheme_idle(load, at, S("middle"), word);
    if (leaf->direction != DIR_INTERVAL && !posts) {
        scheme_idle(load, at, S("low"), word);
        scheme_idle(load, at, S("high"), word);
    }
    if (!apart)
        return;
    bool of_goal = (leaf->rule == RULE_RANK_POINTS && leaf->of == RANK_OF_COMPLETION) ||
                   (leaf->rule == RULE_EFFICACY && leaf->has_good) ||
                   (leaf->rule == RULE_DISTANCE && leaf->distance_to == DISTANCE_TO_TARGET);
    if ((COMPARES & BIT(leaf->rule)) == 0 || of_goal)
        tree_fault(&load->reader, tree_get(at, S("direction")), ERR_SCHEME_DIRECTION,
                   {"found", direction_word(leaf->direction)}, {"rule", rule_word(leaf->rule)});
    else if (leaf->direction == DIR_MIDDLE)
        scheme_amount(load, at, S("middle"), REQUIRED, &leaf->middle);
    else
        load_low_high(load, at, leaf);
}

/* A goal is read by completion and pace, and by what is told to go by them. */
static void check_goal_keys(const SchemeLoad *load, const Tree *at, const SchemeNode *leaf)
{
    bool by_value = (leaf->rule == RULE_RANK_POINTS && leaf->of == RANK_OF_VALUE) ||
                    (leaf->rule == RULE_BAND && leaf->band_of == BAND_OF_VALUE);
    Str rule = arena_fmt(load->arena, "%.*s · of: value", STR_ARG(rule_word(leaf->rule)));
    if (by_value) {
        scheme_idle(load, at, S("against"), rule);
        scheme_idle(load, at, S("plan"), rule);
        scheme_idle(load, at, S("target"), rule);
    }
    if (leaf->rule == RULE_BAND && by_value)
        scheme_idle(load, at, S("direction"), rule);
    if (leaf->rule == RULE_BAND && leaf->band_of == BAND_OF_PACE)
        scheme_idle(load, at, S("against"), S("band · of: pace"));
}

void scheme_load_rule(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    int against = AGAINST_ANNUAL, scope = OVER_GROUP;
    unsigned bit = BIT(leaf->rule);
    for (int i = 0; i < COUNT(rule_keys); i++)
        if ((rule_keys[i].rules & bit) == 0)
            scheme_idle(load, at, rule_keys[i].key, rule_word(leaf->rule));
    load_bounds(load, at, leaf);
    load_plan_name(load, at, leaf);
    scheme_word(load, at, S("against"), OPTIONAL, against_words, &against);
    scheme_word(load, at, S("scope"), OPTIONAL, data_scope_words, &scope);
    leaf->against = (Against)against;
    leaf->scope = (DataScope)scope;
    leaf->has_target = scheme_amount(load, at, S("target"), OPTIONAL, &leaf->target);
    leaf->has_per_event = scheme_positive(load, at, S("per_event"), OPTIONAL, &leaf->per_event);
    bool by_event = leaf->rule == RULE_DEDUCT || leaf->rule == RULE_BONUS;
    if (by_event && !tree_get(at, S("per_event")) && leaf->source != SOURCE_EVENTS)
        tree_fault(&load->reader, at, ERR_SCHEME_PER_EVENT, {"found", leaf->code});
    load_of_rule(load, at, leaf);
    if ((GOAL | AGAINST_DATA | BIT(RULE_GOALPOSTS) | BIT(RULE_GROWTH)) & bit)
        load_direction(load, at, leaf);
    check_goal_keys(load, at, leaf);
}

/* The nodes of a scheme file: components, and leaves with their rules. */
#include "app/scheme_parts.h"
#include "base/limits.h"

enum { WEIGHT_MAX = 1000 * 1000, MULTIPLE_MAX = 100, LAG_MAX = 24 };

#define BIT(rule) (1u << (rule))

static const TreeWord rule_words[] = {
    {SC("completion"), RULE_COMPLETION, false},
    {SC("pace"), RULE_PACE, false},
    {SC("deduct"), RULE_DEDUCT, false},
    {SC("bonus"), RULE_BONUS, false},
    {SC("rank_points"), RULE_RANK_POINTS, false},
    {SC("points"), RULE_POINTS, false},
    {SC("band"), 0, true},
    {SC("efficacy"), 0, true},
    {SC("min-max"), 0, true},
    {SC("z-score"), 0, true},
    {SC("percentile"), 0, true},
    {SC("borda"), 0, true},
    {SC("best"), 0, true},
    {SC("growth"), 0, true},
    {SC("judge"), 0, true},
    {SC("formula"), 0, true},
};
static const TreeWord aggregate_words[] = {
    {SC("sum"), 0, false},   {SC("geometric"), 0, true}, {SC("harmonic"), 0, true},
    {SC("topsis"), 0, true}, {SC("copeland"), 0, true},
};
static const TreeWord direction_words[] = {
    {SC("higher"), DIR_HIGHER, false},
    {SC("lower"), DIR_LOWER, false},
    {SC("middle"), 0, true},
    {SC("interval"), 0, true},
};
static const TreeWord measure_words[] = {
    {SC("cumulative"), MEASURE_CUMULATIVE, false},
    {SC("month"), MEASURE_MONTH, false},
    {SC("stock"), MEASURE_STOCK, false},
    {SC("rate"), MEASURE_RATE, false},
    {SC("node"), MEASURE_NODE, false},
};
static const TreeWord source_words[] = {
    {SC("confirmed"), SOURCE_CONFIRMED, false},   {SC("report"), SOURCE_REPORT, false},
    {SC("office"), SOURCE_OFFICE, false},         {SC("events"), SOURCE_EVENTS, false},
    {SC("timeliness"), SOURCE_TIMELINESS, false},
};
static const TreeWord basis_words[] = {
    {SC("work"), BASIS_WORK, false},
    {SC("department"), BASIS_DEPARTMENT, false},
    {SC("statistics"), BASIS_STATISTICS, false},
};
static const TreeWord against_words[] = {
    {SC("annual"), AGAINST_ANNUAL, false},
    {SC("plan"), AGAINST_PLAN, false},
};
static const TreeWord of_words[] = {
    {SC("value"), RANK_OF_VALUE, false},
    {SC("completion"), RANK_OF_COMPLETION, false},
};
static const TreeWord modality_words[] = {
    {SC("must"), MODALITY_MUST, false},
    {SC("strive"), MODALITY_STRIVE, false},
};

/* Keys that only some rules read. */
static const struct {
    Str key;
    unsigned rules;
} rule_keys[] = {
    {SC("per_point"), BIT(RULE_PACE)},
    {SC("over_per_point"), BIT(RULE_PACE)},
    {SC("per_event"), BIT(RULE_DEDUCT) | BIT(RULE_BONUS)},
    {SC("step"), BIT(RULE_RANK_POINTS)},
    {SC("of"), BIT(RULE_RANK_POINTS)},
    {SC("against"), BIT(RULE_COMPLETION) | BIT(RULE_RANK_POINTS)},
    {SC("plan"), BIT(RULE_COMPLETION) | BIT(RULE_PACE) | BIT(RULE_RANK_POINTS)},
    {SC("target"), BIT(RULE_COMPLETION) | BIT(RULE_PACE) | BIT(RULE_RANK_POINTS)},
    {SC("direction"), BIT(RULE_COMPLETION) | BIT(RULE_PACE) | BIT(RULE_RANK_POINTS)},
};

static bool word(const SchemeLoad *load, const Tree *at, Str key, const TreeWord *words, int n,
                 int fallback, int *ret_value)
{
    *ret_value = fallback;
    return tree_word(&load->reader, at, key, OPTIONAL, words, n, ret_value);
}

static void load_units(const SchemeLoad *load, const Tree *at, Str key, StrList *ret_list)
{
    const Tree *list = tree_list(&load->reader, at, key, OPTIONAL);
    for (const Tree *item = list ? list->first : NULL; item; item = item->next) {
        if (item->kind == TREE_TEXT)
            *arena_push(load->arena, ret_list) = item->text;
        else
            tree_fault(&load->reader, item, ERR_TREE_KIND, {"key", key}, {"expected", S("text")});
    }
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

/* "0.5" points a rank, or "5%" of full. */
static void load_step(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    Str text;
    if (!tree_str(&load->reader, at, S("step"), REQUIRED, &text))
        return;
    const Tree *place = tree_get(at, S("step"));
    leaf->step_is_percent = str_ends(text, S("%"));
    Str digits = leaf->step_is_percent ? str_sub(text, 0, text.len - 1) : text;
    if (!dec_parse(digits, &leaf->step, NULL) || leaf->step.coef < 0 ||
        dec_cmp(leaf->step, dec_from_i64(WEIGHT_MAX)) > 0)
        tree_fault(&load->reader, place, ERR_TREE_VALUE, {"key", S("step")}, {"found", text},
                   {"expected", S("0.5 · 5%")});
    else if (leaf->step.coef == 0)
        tree_fault(&load->reader, place, ERR_SCHEME_NO_EFFECT, {"key", S("step")}, {"found", text});
}

static void load_bounds(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    leaf->floor = dec_from_i64(0);
    leaf->cap = dec_from_i64(1);
    scheme_number(load, at, S("floor"), OPTIONAL, -MULTIPLE_MAX, MULTIPLE_MAX, &leaf->floor);
    scheme_number(load, at, S("cap"), OPTIONAL, -MULTIPLE_MAX, MULTIPLE_MAX, &leaf->cap);
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
        tree_fault(&load->reader, tree_get(at, S("over_per_point")), ERR_SCHEME_NO_EFFECT,
                   {"key", S("over_per_point")},
                   {"found", tree_get(at, S("over_per_point"))->text});
}

static void load_rule_keys(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    int against, of;
    load_bounds(load, at, leaf);
    load_plan_name(load, at, leaf);
    word(load, at, S("against"), against_words, COUNT(against_words), AGAINST_ANNUAL, &against);
    word(load, at, S("of"), of_words, COUNT(of_words), RANK_OF_VALUE, &of);
    leaf->against = (Against)against;
    leaf->of = (RankOf)of;
    leaf->has_target = scheme_number(load, at, S("target"), OPTIONAL, -INT64_C(1000000000000),
                                     INT64_C(1000000000000), &leaf->target);
    leaf->has_per_event = scheme_positive(load, at, S("per_event"), OPTIONAL, &leaf->per_event);
    if (leaf->rule == RULE_PACE)
        load_pace(load, at, leaf);
    if (leaf->rule == RULE_RANK_POINTS)
        load_step(load, at, leaf);
    bool by_event = leaf->rule == RULE_DEDUCT || leaf->rule == RULE_BONUS;
    if (by_event && !tree_get(at, S("per_event")) && leaf->source != SOURCE_EVENTS)
        tree_fault(&load->reader, at, ERR_SCHEME_PER_EVENT, {"found", leaf->code});
    for (int i = 0; i < COUNT(rule_keys); i++) {
        const Tree *idle = tree_get(at, rule_keys[i].key);
        if (!idle || (rule_keys[i].rules & BIT(leaf->rule)))
            continue;
        Tree place = {.line = idle->key_line, .col = idle->key_col};
        tree_fault(&load->reader, &place, ERR_SCHEME_KEY_IDLE, {"key", rule_keys[i].key},
                   {"rule", rule_word(leaf->rule)});
    }
}

/* What the indicators table may state instead. */
static void load_facts(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    int measure, direction, basis;
    int64_t lag = 0;
    unsigned said = 0;
    said |= tree_str(&load->reader, at, S("unit"), OPTIONAL, &leaf->unit) ? SAID_UNIT : 0;
    said |=
        tree_str(&load->reader, at, S("assessor"), OPTIONAL, &leaf->assessor) ? SAID_ASSESSOR : 0;
    said |= word(load, at, S("measure"), measure_words, COUNT(measure_words), MEASURE_CUMULATIVE,
                 &measure)
                ? SAID_MEASURE
                : 0;
    said |= word(load, at, S("direction"), direction_words, COUNT(direction_words), DIR_HIGHER,
                 &direction)
                ? SAID_DIRECTION
                : 0;
    said |= word(load, at, S("basis"), basis_words, COUNT(basis_words), BASIS_WORK, &basis)
                ? SAID_BASIS
                : 0;
    said |= tree_int(&load->reader, at, S("lag"), OPTIONAL, 0, LAG_MAX, &lag) ? SAID_LAG : 0;
    leaf->measure = (Measure)measure;
    leaf->direction = (Direction)direction;
    leaf->basis = (Basis)basis;
    leaf->lag = (int)lag;
    leaf->stated = said;
}

static void load_leaf(SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    KNOWN(load, at, S("name"), S("code"), S("weight"), S("rule"), S("children"), S("indicator"),
          S("unit"), S("direction"), S("measure"), S("source"), S("assessor"), S("basis"),
          S("against"), S("plan"), S("target"), S("missing"), S("floor"), S("cap"), S("per_point"),
          S("over_per_point"), S("per_event"), S("step"), S("of"), S("applies_to"), S("except"),
          S("modality"), S("lag"), S("available_on"), S("additive"), S("note"));
    int rule = RULE_POINTS, source, missing, modality;
    bool has_rule =
        tree_word(&load->reader, at, S("rule"), REQUIRED, rule_words, COUNT(rule_words), &rule);
    leaf->rule = (Rule)rule;
    bool by_event = rule == RULE_DEDUCT || rule == RULE_BONUS;
    word(load, at, S("source"), source_words, COUNT(source_words),
         by_event ? SOURCE_EVENTS : SOURCE_CONFIRMED, &source);
    word(load, at, S("missing"), scheme_missing_words, COUNT(scheme_missing_words),
         (int)load->missing, &missing);
    word(load, at, S("modality"), modality_words, COUNT(modality_words), MODALITY_MUST, &modality);
    leaf->source = (ValueSource)source;
    leaf->missing = (MissingPolicy)missing;
    leaf->modality = (Modality)modality;
    if (leaf->code.len == 0)
        tree_fault(&load->reader, at, ERR_SCHEME_CODE_MISSING, {"found", leaf->name});
    leaf->indicator = leaf->code;
    tree_str(&load->reader, at, S("indicator"), OPTIONAL, &leaf->indicator);
    tree_str(&load->reader, at, S("available_on"), OPTIONAL, &leaf->available_on);
    tree_bool(&load->reader, at, S("additive"), OPTIONAL, &leaf->additive);
    load_facts(load, at, leaf);
    load_units(load, at, S("applies_to"), &leaf->applies_to);
    load_units(load, at, S("except"), &leaf->except);
    if (leaf->applies_to.count && leaf->except.count)
        tree_fault(&load->reader, tree_get(at, S("except")), ERR_SCHEME_BOTH,
                   {"key", S("applies_to")}, {"other", S("except")});
    if (has_rule)
        load_rule_keys(load, at, leaf);
}

static void check_code(const SchemeLoad *load, const Tree *at, Str code)
{
    for (int i = 0; i < load->nodes.count && code.len; i++)
        if (str_eq(load->nodes.items[i].code, code)) {
            const Tree *place = tree_get(at, S("code"));
            tree_fault(&load->reader, place ? place : at, ERR_SCHEME_CODE_TWICE, {"found", code});
            return;
        }
}

static void load_children(SchemeLoad *load, const Tree *list, int parent, Str prefix);

static void load_node(SchemeLoad *load, const Tree *at, int parent, Str place)
{
    if (!tree_is_map(&load->reader, at))
        return;
    int index = load->nodes.count;
    SchemeNode node = {.parent = parent, .line = at->line, .weight = dec_from_i64(1)};
    tree_str(&load->reader, at, S("name"), REQUIRED, &node.name);
    tree_str(&load->reader, at, S("code"), OPTIONAL, &node.code);
    tree_str(&load->reader, at, S("note"), OPTIONAL, &node.note);
    scheme_positive(load, at, S("weight"), REQUIRED, &node.weight);
    const Tree *children = tree_list(&load->reader, at, S("children"), OPTIONAL);
    if (!children)
        load_leaf(load, at, &node);
    else if (node.code.len == 0)
        node.code = place;
    check_code(load, at, node.code);
    *arena_push(load->arena, &load->nodes) = node;
    if (!children)
        return;
    int aggregate;
    KNOWN(load, at, S("name"), S("code"), S("weight"), S("aggregate"), S("children"), S("note"));
    word(load, at, S("aggregate"), aggregate_words, COUNT(aggregate_words), 0, &aggregate);
    load_children(load, children, index, place);
}

static void load_children(SchemeLoad *load, const Tree *list, int parent, Str prefix)
{
    int number = 0;
    if (list->count == 0)
        tree_fault(&load->reader, list, ERR_TREE_MISSING, {"key", S("children")});
    for (const Tree *item = list->first; item; item = item->next) {
        number++;
        if (load->nodes.count > LIMIT_SCHEME_NODES)
            return;
        Str place = parent == 0 ? arena_fmt(load->arena, "n%d", number)
                                : arena_fmt(load->arena, "%.*s.%d", STR_ARG(prefix), number);
        load_node(load, item, parent, place);
    }
}

void scheme_load_tree(SchemeLoad *load, const Tree *top)
{
    SchemeNode root = {.code = S("total"),
                       .name = load->scheme->name,
                       .parent = -1,
                       .line = 1,
                       .weight = dec_from_i64(1)};
    *arena_push(load->arena, &load->nodes) = root;
    const Tree *tree = tree_list(&load->reader, top, S("tree"), REQUIRED);
    if (tree)
        load_children(load, tree, 0, S(""));
    if (load->nodes.count > LIMIT_SCHEME_NODES)
        tree_fault(&load->reader, tree, ERR_LIMIT, {"name", S("scheme nodes")},
                   {"limit", arena_fmt(load->arena, "%d", LIMIT_SCHEME_NODES)},
                   {"found", arena_fmt(load->arena, "%d", load->nodes.count)});
    load->scheme->nodes = load->nodes.items;
    load->scheme->nnodes = load->nodes.count;
}

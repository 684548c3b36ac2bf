/* A leaf of a scheme file: what it measures, whom it is for, where its value comes from. */
#include "app/scheme/scheme_parts.h"

enum { LAG_MAX = 24 };

static void load_units(const SchemeLoad *load, const Tree *at, Str key, StrList *ret_list)
{
    const Tree *list = tree_list(&load->reader, at, key, OPTIONAL);
    if (list && list->count == 0)
        scheme_no_effect(load, at, key);
    for (const Tree *item = list ? list->first : NULL; item; item = item->next) {
        if (item->kind == TREE_TEXT)
            *arena_push(load->arena, ret_list) = item->text;
        else
            tree_fault(&load->reader, item, ERR_TREE_KIND, {"key", key}, {"expected", S("text")});
    }
}

/* What the indicators table may state instead. */
static void load_facts(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    int measure = MEASURE_CUMULATIVE, direction = DIR_HIGHER, basis = BASIS_WORK;
    int64_t lag = 0;
    unsigned said = 0;
    said |= tree_str(&load->reader, at, S("unit"), OPTIONAL, &leaf->unit) ? SAID_UNIT : 0;
    said |=
        tree_str(&load->reader, at, S("assessor"), OPTIONAL, &leaf->assessor) ? SAID_ASSESSOR : 0;
    said |=
        scheme_word(load, at, S("measure"), OPTIONAL, measure_words, &measure) ? SAID_MEASURE : 0;
    said |= scheme_word(load, at, S("direction"), OPTIONAL, direction_words, &direction)
                ? SAID_DIRECTION
                : 0;
    said |= scheme_word(load, at, S("basis"), OPTIONAL, basis_words, &basis) ? SAID_BASIS : 0;
    said |= tree_int(&load->reader, at, S("lag"), OPTIONAL, 0, LAG_MAX, &lag) ? SAID_LAG : 0;
    leaf->measure = (Measure)measure;
    leaf->direction = (Direction)direction;
    leaf->basis = (Basis)basis;
    leaf->lag = (int)lag;
    leaf->stated = said;
}

static void load_applies(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    load_units(load, at, S("applies_to"), &leaf->applies_to);
    load_units(load, at, S("except"), &leaf->except);
    if (leaf->applies_to.count && leaf->except.count)
        tree_fault(&load->reader, tree_get(at, S("except")), ERR_SCHEME_BOTH,
                   {"key", S("applies_to")}, {"other", S("except")});
}

static bool load_rule_word(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    const Words leaf_rules = {rule_words.items + 1, rule_words.count - 1};
    int rule = RULE_POINTS - 1;
    bool has = scheme_word(load, at, S("rule"), REQUIRED, leaf_rules, &rule);
    leaf->rule = (Rule)(rule + 1);
    return has;
}

static void known_keys(const SchemeLoad *load, const Tree *at)
{
    KNOWN(load, at, S("name"), S("code"), S("weight"), S("rule"), S("children"), S("indicator"),
          S("unit"), S("direction"), S("measure"), S("source"), S("assessor"), S("basis"),
          S("against"), S("plan"), S("target"), S("missing"), S("floor"), S("cap"), S("per_point"),
          S("over_per_point"), S("per_event"), S("step"), S("of"), S("applies_to"), S("except"),
          S("modality"), S("lag"), S("available_on"), S("additive"), S("note"), S("scope"),
          S("middle"), S("low"), S("high"), S("linear"), S("bands"), S("bad"), S("good"), S("base"),
          S("gain"), S("clamp"), S("range"), S("mean"), S("sd"), S("to"), S("ago"), S("as"),
          S("voters"), S("trim"), S("out_of"), S("formula"));
}

void scheme_load_leaf(const SchemeLoad *load, const Tree *at, SchemeNode *leaf)
{
    known_keys(load, at);
    bool has_rule = load_rule_word(load, at, leaf);
    bool by_event = leaf->rule == RULE_DEDUCT || leaf->rule == RULE_BONUS;
    int source = by_event ? SOURCE_EVENTS : SOURCE_CONFIRMED;
    int missing = (int)load->missing, modality = MODALITY_MUST;
    scheme_word(load, at, S("source"), OPTIONAL, source_words, &source);
    scheme_word(load, at, S("missing"), OPTIONAL, missing_words, &missing);
    scheme_word(load, at, S("modality"), OPTIONAL, modality_words, &modality);
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
    load_applies(load, at, leaf);
    if (has_rule)
        scheme_load_rule(load, at, leaf);
}

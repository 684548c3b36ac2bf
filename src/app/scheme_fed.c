#include "app/scheme_fed.h"

#include "core/scheme_words.h"

typedef struct Fed {
    const Scheme *scheme;
    Str file;
    Faults *faults;
} Fed;

static void not_fed(const Fed *fed, const SchemeNode *node, Str key, Str word)
{
    Err err = {0};
    err_set(&err, ERR_SCHEME_NOT_FED, {"found", node->code}, {"key", key}, {"rule", word});
    err_at_file(&err, fed->file);
    err_at_cell(&err, node->line, node->col);
    faults_add(fed->faults, &err);
}

static void check_component(const Fed *fed, const SchemeNode *node)
{
    if (node->aggregate != AGGREGATE_SUM)
        not_fed(fed, node, S("aggregate"), aggregate_words.items[node->aggregate]);
    if (node->weights.method != WEIGHT_GIVEN)
        not_fed(fed, node, S("weights"), weight_words.items[node->weights.method]);
}

static void check_leaf(const Fed *fed, const SchemeNode *leaf)
{
    if (leaf->rule > RULE_POINTS)
        not_fed(fed, leaf, S("rule"), rule_word(leaf->rule));
    if (leaf->missing > MISSING_EXCLUDE)
        not_fed(fed, leaf, S("missing"), missing_words.items[leaf->missing]);
    if (leaf->direction > DIR_LOWER)
        not_fed(fed, leaf, S("direction"), direction_word(leaf->direction));
    if (leaf->has_step)
        not_fed(fed, leaf, S("step"), rule_word(leaf->rule));
}

bool scheme_fed(const Scheme *scheme, Str file, Faults *faults)
{
    int64_t before = faults->total;
    Fed fed = {scheme, file, faults};
    if (scheme->na == NA_PARENT)
        not_fed(&fed, &scheme->nodes[0], S("not_applicable"), na_words.items[scheme->na]);
    for (int i = 0; i < scheme->nnodes; i++) {
        const SchemeNode *node = &scheme->nodes[i];
        if (node->has_available)
            not_fed(&fed, node, S("available"), dec_str(faults->arena, node->available));
        if (scheme_is_leaf(node))
            check_leaf(&fed, node);
        else
            check_component(&fed, node);
    }
    return faults->total == before;
}

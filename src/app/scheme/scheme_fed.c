#include "app/scheme/scheme_fed.h"

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

/* A campaign scores one group in one period: what other groups say is not at hand. */
static void check_component(const Fed *fed, const SchemeNode *node)
{
    if (node->weights.scope != OVER_GROUP)
        not_fed(fed, node, S("weights.scope"), data_scope_words.items[node->weights.scope]);
}

static void check_leaf(const Fed *fed, const SchemeNode *leaf)
{
    if (leaf->scope != OVER_GROUP)
        not_fed(fed, leaf, S("scope"), data_scope_words.items[leaf->scope]);
}

bool scheme_fed(const Scheme *scheme, Str file, Faults *faults)
{
    int64_t before = faults->total;
    Fed fed = {scheme, file, faults};
    for (int i = 0; i < scheme->nnodes; i++) {
        const SchemeNode *node = &scheme->nodes[i];
        if (scheme_is_leaf(node))
            check_leaf(&fed, node);
        else
            check_component(&fed, node);
    }
    return faults->total == before;
}

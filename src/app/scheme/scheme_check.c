/* What stands between the nodes of a scheme: a mean that a child's zero or negative would break. */
#include "app/scheme/scheme_parts.h"

/* The lowest fraction of a leaf as far as its rule says; -1: below zero, 0: zero, 1: above. */
static int lowest_of_rule(const SchemeNode *leaf)
{
    switch (leaf->rule) {
    case RULE_EFFICACY:
        return leaf->has_good && !leaf->clamp ? -1 : dec_cmp(leaf->base, dec_from_i64(0));
    case RULE_GOALPOSTS:
        return leaf->clamp ? dec_cmp(leaf->base, dec_from_i64(0)) : -1;
    case RULE_MIN_MAX:
        return dec_cmp(leaf->base, dec_from_i64(0));
    case RULE_Z_SCORE:
    case RULE_FORMULA:
    case RULE_GROWTH:
    case RULE_COMPLETION:
    case RULE_PACE:
    case RULE_DEDUCT:
    case RULE_RANK_POINTS:
    case RULE_POINTS:
        return -1;
    default: /* zero at the least for values from zero on */
        return 0;
    }
}

int scheme_lowest(const Scheme *scheme, int node)
{
    const SchemeNode *n = &scheme->nodes[node];
    if (scheme_is_leaf(n)) {
        int floor = dec_cmp(n->floor, dec_from_i64(0)), rule = lowest_of_rule(n);
        return floor > rule ? floor : rule;
    }
    if (n->aggregate == AGGREGATE_TOPSIS || n->aggregate == AGGREGATE_COPELAND)
        return 0;
    int lowest = 1;
    for (int k = node + 1; k < n->end; k = scheme->nodes[k].end) {
        int child = scheme_lowest(scheme, k);
        lowest = child < lowest ? child : lowest;
    }
    return lowest;
}

static bool looks_at_shares(const Weights *weights)
{
    bool entropy = weights->method == WEIGHT_ENTROPY;
    for (int i = 0; i < weights->nparts; i++)
        entropy |= weights->parts[i] == WEIGHT_ENTROPY;
    return entropy;
}

void scheme_check_nodes(const SchemeLoad *load)
{
    Scheme *s = load->scheme;
    scheme_prepare(s);
    for (int i = 0; i < s->nnodes; i++) {
        const SchemeNode *node = &s->nodes[i];
        bool product =
            node->aggregate == AGGREGATE_GEOMETRIC || node->aggregate == AGGREGATE_HARMONIC;
        bool entropy = looks_at_shares(&node->weights);
        if (scheme_is_leaf(node) || (!product && !entropy))
            continue;
        Str by = product ? aggregate_words.items[node->aggregate] : S("entropy");
        for (int k = i + 1; k < node->end; k = s->nodes[k].end) {
            Tree at = {.line = s->nodes[k].line, .col = s->nodes[k].col};
            if (scheme_lowest(s, k) < 0)
                tree_fault(&load->reader, &at, ERR_SCHEME_NEGATIVE, {"found", s->nodes[k].code},
                           {"rule", by});
        }
    }
}

/* The nodes of the canonical tree. */
#include "app/scheme/scheme_canon_parts.h"
#include "app/scheme/scheme_parts.h"

static void put_matrix(Arena *arena, Tree *map, const Weights *w, int children)
{
    Tree *matrix = canon_node(arena, map, TREE_LIST, S("matrix"));
    for (int i = 0; i < children; i++) {
        Tree *row = canon_node(arena, matrix, TREE_LIST, S(""));
        for (int k = 0; k < children; k++)
            canon_text(arena, row, S(""), w->ahp_text[i * children + k]);
    }
}

static void put_weights(Arena *arena, Tree *map, const Weights *w, int children)
{
    if (w->method == WEIGHT_GIVEN)
        return;
    bool parts = w->method == WEIGHT_COMBINED;
    if (!parts && !w->ahp && w->scope == OVER_GROUP) {
        canon_text(arena, map, S("weights"), weight_words.items[w->method]);
        return;
    }
    Tree *weights = canon_node(arena, map, TREE_MAP, S("weights"));
    canon_text(arena, weights, S("method"), weight_words.items[w->method]);
    if (parts) {
        Tree *list = canon_node(arena, weights, TREE_MAP, S("parts"));
        for (int i = 0; i < w->nparts; i++)
            canon_dec(arena, list, weight_words.items[w->parts[i]], w->shares[i]);
    }
    canon_word(arena, weights, S("scope"), data_scope_words, (int)w->scope, OVER_GROUP);
    if (w->ahp)
        put_matrix(arena, weights, w, children);
    canon_said(arena, weights, S("override"), w->override);
}

void canon_component(Arena *arena, Tree *map, const Scheme *s, int node)
{
    const SchemeNode *n = &s->nodes[node];
    int children = 0;
    for (int k = node + 1; k < n->end; k = s->nodes[k].end)
        children++;
    canon_word(arena, map, S("aggregate"), aggregate_words, (int)n->aggregate, AGGREGATE_SUM);
    put_weights(arena, map, &n->weights, children);
    if (n->has_available)
        canon_dec(arena, map, S("available"), n->available);
}

static void put_units(Arena *arena, Tree *map, Str key, const StrList *units)
{
    if (units->count == 0)
        return;
    Tree *list = canon_node(arena, map, TREE_LIST, key);
    for (int i = 0; i < units->count; i++)
        canon_text(arena, list, S(""), units->items[i]);
}

/* Stated, or left to the indicators table: both are kept apart. */
static void put_facts(Arena *arena, Tree *map, const SchemeNode *leaf)
{
    if (leaf->stated & SAID_UNIT)
        canon_text(arena, map, S("unit"), leaf->unit);
    if (leaf->stated & SAID_DIRECTION)
        canon_text(arena, map, S("direction"), direction_word(leaf->direction));
    if (leaf->stated & SAID_MEASURE)
        canon_text(arena, map, S("measure"), measure_word(leaf->measure));
    if (leaf->stated & SAID_ASSESSOR)
        canon_text(arena, map, S("assessor"), leaf->assessor);
    if (leaf->stated & SAID_BASIS)
        canon_text(arena, map, S("basis"), basis_word(leaf->basis));
    if (leaf->stated & SAID_LAG)
        canon_int(arena, map, S("lag"), leaf->lag);
}

static void put_leaf(Arena *arena, Tree *map, const Scheme *s, const SchemeNode *leaf)
{
    bool by_event = leaf->rule == RULE_DEDUCT || leaf->rule == RULE_BONUS;
    canon_text(arena, map, S("rule"), rule_word(leaf->rule));
    if (!str_eq(leaf->indicator, leaf->code))
        canon_text(arena, map, S("indicator"), leaf->indicator);
    put_facts(arena, map, leaf);
    canon_word(arena, map, S("source"), source_words, (int)leaf->source,
               by_event ? SOURCE_EVENTS : SOURCE_CONFIRMED);
    canon_rule(arena, map, s, leaf);
    canon_word(arena, map, S("missing"), missing_words, (int)leaf->missing, MISSING_ZERO);
    put_units(arena, map, S("applies_to"), &leaf->applies_to);
    put_units(arena, map, S("except"), &leaf->except);
    canon_word(arena, map, S("modality"), modality_words, (int)leaf->modality, MODALITY_MUST);
    canon_said(arena, map, S("available_on"), leaf->available_on);
    if (leaf->additive)
        canon_yes(arena, map, S("additive"), true);
}

void canon_children(Arena *arena, Tree *list, const Scheme *s, int node)
{
    const SchemeNode *parent = &s->nodes[node];
    for (int k = node + 1; k < parent->end; k = s->nodes[k].end) {
        const SchemeNode *n = &s->nodes[k];
        Tree *map = canon_node(arena, list, TREE_MAP, S(""));
        canon_text(arena, map, S("code"), n->code);
        canon_text(arena, map, S("name"), n->name);
        if (scheme_weights_given(&parent->weights))
            canon_dec(arena, map, S("weight"), n->weight);
        if (scheme_is_leaf(n))
            put_leaf(arena, map, s, n);
        else
            canon_component(arena, map, s, k);
        canon_said(arena, map, S("note"), n->note);
        if (!scheme_is_leaf(n))
            canon_children(arena, canon_node(arena, map, TREE_LIST, S("children")), s, k);
    }
}

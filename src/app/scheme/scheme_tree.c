/* The nodes of a scheme file: components and leaves. */
#include "app/scheme/scheme_parts.h"
#include "base/limits.h"
#include "base/map.h"

typedef struct TreeLoad {
    SchemeLoad *load;
    Map codes;
} TreeLoad;

static void take_code(TreeLoad *t, const Tree *at, Str code)
{
    if (code.len == 0)
        return;
    if (map_get(&t->codes, code) < 0) {
        map_put(t->load->arena, &t->codes, code, t->load->nodes.count);
        return;
    }
    const Tree *place = tree_get(at, S("code"));
    tree_fault(&t->load->reader, place ? place : at, ERR_SCHEME_CODE_TWICE, {"found", code});
}

/* Its own weight is asked for only where the parent reads it. */
static void load_weight(const SchemeLoad *load, const Tree *at, int parent, SchemeNode *node)
{
    const Weights *weights = &load->nodes.items[parent].weights;
    node->weight = dec_from_i64(1);
    if (scheme_weights_given(weights))
        scheme_positive(load, at, S("weight"), REQUIRED, &node->weight);
    else
        scheme_idle(load, at, S("weight"), weight_words.items[weights->method]);
}

/* The least share of a node's weight that must be given: above 0, at most 1. */
static void load_available(const SchemeLoad *load, const Tree *at, SchemeNode *node)
{
    node->has_available = scheme_number(load, at, S("available"), OPTIONAL, 0, 1, &node->available);
    if (node->has_available && node->available.coef == 0)
        scheme_no_effect(load, at, S("available"));
}

static void load_component(const SchemeLoad *load, const Tree *at, int children, SchemeNode *node)
{
    int aggregate = AGGREGATE_SUM;
    scheme_word(load, at, S("aggregate"), OPTIONAL, aggregate_words, &aggregate);
    node->aggregate = (Aggregate)aggregate;
    scheme_load_weights(load, at, children, node);
    load_available(load, at, node);
}

static void load_children(TreeLoad *t, const Tree *list, int parent, int depth, Str prefix);

static void load_node(TreeLoad *t, const Tree *at, int parent, int depth, Str place)
{
    SchemeLoad *load = t->load;
    if (!tree_is_map(&load->reader, at))
        return;
    int index = load->nodes.count;
    SchemeNode node = {.parent = parent, .line = at->line, .col = at->col};
    tree_str(&load->reader, at, S("name"), REQUIRED, &node.name);
    tree_str(&load->reader, at, S("code"), OPTIONAL, &node.code);
    tree_str(&load->reader, at, S("note"), OPTIONAL, &node.note);
    load_weight(load, at, parent, &node);
    const Tree *children = tree_list(&load->reader, at, S("children"), OPTIONAL);
    if (!children) {
        scheme_load_leaf(load, at, &node);
    } else {
        KNOWN(load, at, S("name"), S("code"), S("weight"), S("aggregate"), S("weights"),
              S("available"), S("children"), S("note"));
        if (node.code.len == 0)
            node.code = place;
        load_component(load, at, children->count, &node);
    }
    take_code(t, at, node.code);
    *arena_push(load->arena, &load->nodes) = node;
    if (children)
        load_children(t, children, index, depth + 1, place);
}

static void load_children(TreeLoad *t, const Tree *list, int parent, int depth, Str prefix)
{
    SchemeLoad *load = t->load;
    int number = 0;
    if (list->count == 0)
        tree_fault(&load->reader, list, ERR_TREE_MISSING, {"key", S("children")});
    if (depth > LIMIT_SCHEME_DEPTH) {
        tree_fault(&load->reader, list, ERR_LIMIT, {"name", S("LIMIT_SCHEME_DEPTH")},
                   {"limit", arena_fmt(load->arena, "%d", LIMIT_SCHEME_DEPTH)},
                   {"found", arena_fmt(load->arena, "%d", depth)});
        return;
    }
    for (const Tree *item = list->first; item; item = item->next) {
        number++;
        if (load->nodes.count > LIMIT_SCHEME_NODES)
            return;
        Str place = parent == 0 ? arena_fmt(load->arena, "n%d", number)
                                : arena_fmt(load->arena, "%.*s.%d", STR_ARG(prefix), number);
        load_node(t, item, parent, depth, place);
    }
}

void scheme_load_tree(SchemeLoad *load, const Tree *top)
{
    TreeLoad t = {.load = load};
    SchemeNode root = {.code = S("total"),
                       .name = load->scheme->name,
                       .parent = -1,
                       .line = 1,
                       .col = 1,
                       .weight = dec_from_i64(1)};
    const Tree *tree = tree_list(&load->reader, top, S("tree"), REQUIRED);
    load_component(load, top, tree ? tree->count : 0, &root);
    take_code(&t, top, root.code);
    *arena_push(load->arena, &load->nodes) = root;
    if (tree)
        load_children(&t, tree, 0, 1, S(""));
    if (load->nodes.count > LIMIT_SCHEME_NODES)
        tree_fault(&load->reader, tree, ERR_LIMIT, {"name", S("LIMIT_SCHEME_NODES")},
                   {"limit", arena_fmt(load->arena, "%d", LIMIT_SCHEME_NODES)},
                   {"found", arena_fmt(load->arena, "%d", load->nodes.count)});
    load->scheme->nodes = load->nodes.items;
    load->scheme->nnodes = load->nodes.count;
}

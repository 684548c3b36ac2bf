/* app/scheme/scheme_parts.h - inner to app/scheme/scheme_load: one part of the file a function.
 *
 * All of them add faults and go on; what they leave behind after a fault is never used. */
#pragma once
#include "app/tree_read.h"
#include "core/scheme_words.h"

typedef struct SchemeNodes {
    SchemeNode *items;
    int count;
    size_t cap;
} SchemeNodes;

typedef struct SchemeLoad {
    Arena *arena;
    TreeReader reader;
    Scheme *scheme;
    SchemeNodes nodes;
    MissingPolicy missing; /* of leaves that say nothing */
} SchemeLoad;

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))
#define KNOWN(load, map, ...)                                                                      \
    tree_known(&(load)->reader, (map), (const Str[]){__VA_ARGS__},                                 \
               (int)(sizeof((const Str[]){__VA_ARGS__}) / sizeof(Str)))

/* A number of a scheme: at most 6 decimals, from..to. */
bool scheme_number(const SchemeLoad *load, const Tree *map, Str key, Need need, int64_t from,
                   int64_t to, Dec *ret_value);
/* A number that must be above zero; zero is "can never act". */
bool scheme_positive(const SchemeLoad *load, const Tree *map, Str key, Need need, Dec *ret_value);
/* A number of the data's own size (a bound, a target), to a million millions either way. */
bool scheme_amount(const SchemeLoad *load, const Tree *map, Str key, Need need, Dec *ret_value);
/* "0.5" or "5%", 0..a million; *ret_percent tells which. `expected` shows both forms. */
bool scheme_percent(const SchemeLoad *load, const Tree *at, Str key, Str expected, Dec *ret_value,
                    bool *ret_percent);
/* One of the words; *ret_value keeps its own where the key is absent or faulty. */
bool scheme_word(const SchemeLoad *load, const Tree *map, Str key, Need need, Words words,
                 int *ret_value);
bool scheme_word_of(const SchemeLoad *load, const Tree *at, Str key, Words words, int *ret_value);
/* At most `limit` members. */
bool scheme_within(const SchemeLoad *load, const Tree *at, Str name, int limit);
/* "{key}: {text}" at its place can never act. */
bool scheme_no_effect(const SchemeLoad *load, const Tree *map, Str key);
/* The key is read by nobody under that rule. */
bool scheme_idle(const SchemeLoad *load, const Tree *map, Str key, Str rule);

void scheme_load_plans(SchemeLoad *load, const Tree *top);
void scheme_load_tree(SchemeLoad *load, const Tree *top);
/* A leaf: everything beside name, code, weight, available and note. */
void scheme_load_leaf(const SchemeLoad *load, const Tree *at, SchemeNode *leaf);
void scheme_load_rule(const SchemeLoad *load, const Tree *at, SchemeNode *leaf);
/* floor and cap where a leaf of that rule states none. */
void scheme_usual_bounds(Rule rule, Dec *ret_floor, Dec *ret_cap);
void scheme_load_bands(const SchemeLoad *load, const Tree *at, SchemeNode *leaf);
void scheme_load_judge(const SchemeLoad *load, const Tree *at, SchemeNode *leaf);
void scheme_load_formula(const SchemeLoad *load, const Tree *at, SchemeNode *leaf);
/* Key `weights` of a component with that many children. */
void scheme_load_weights(const SchemeLoad *load, const Tree *at, int children, SchemeNode *node);
/* Whether the children's own `weight` is read. */
bool scheme_weights_given(const Weights *weights);
void scheme_load_final(SchemeLoad *load, const Tree *top); /* bonus, deduct, veto, order */
void scheme_load_year(SchemeLoad *load, const Tree *top);
void scheme_load_streak(SchemeLoad *load, const Tree *top); /* streak and ladder */
/* What stands between the nodes: aggregates and weights against what their children can give. */
void scheme_check_nodes(const SchemeLoad *load);
/* Lowest fraction that a node can have as far as its rules say: below zero -1, zero 0, above 1. */
int scheme_lowest(const Scheme *scheme, int node);

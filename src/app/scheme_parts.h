/* app/scheme_parts.h - inner to app/scheme_load: one part of the file a function.
 *
 * All of them add faults and go on; what they leave behind after a fault is never used. */
#pragma once
#include "app/tree_read.h"
#include "core/scheme.h"

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
extern const TreeWord scheme_missing_words[6];

void scheme_load_plans(SchemeLoad *load, const Tree *top);
void scheme_load_tree(SchemeLoad *load, const Tree *top);
void scheme_load_final(SchemeLoad *load, const Tree *top);  /* bonus, deduct, veto, order, year */
void scheme_load_streak(SchemeLoad *load, const Tree *top); /* streak and ladder */

/* sys/tree.h - what a YAML or JSON file says: maps, lists and texts with their places.
 *
 * Scalars stay text as typed (numbers keep their form); the reader of a field decides what it must
 * be. Keys of a map are unique. Line and column are 1-based; JSON has none (0). Built by sys/yaml
 * and sys/json_in, read through app/tree_read. Callers: app/. */
#pragma once
#include "base/arena.h"

typedef enum TreeKind { TREE_NULL, TREE_TEXT, TREE_LIST, TREE_MAP } TreeKind;

typedef struct Tree Tree;
struct Tree {
    TreeKind kind;
    bool quoted; /* a text in quotes, a JSON string */
    int line, col;
    Str text; /* TREE_TEXT; also "~" or "null" as typed */
    Str key;  /* of a member of a map */
    int key_line, key_col;
    int count; /* children */
    Tree *first, *last, *next;
};

/* The member with that key, or NULL (also when map is not a map). */
const Tree *tree_get(const Tree *map, Str key);
void tree_append(Tree *parent, Tree *child);
/* A member whose key stands twice, or NULL; O(n log n). */
const Tree *tree_twice(Arena *arena, const Tree *map);

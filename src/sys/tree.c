#include "sys/tree.h"

#include <stdlib.h>

const Tree *tree_get(const Tree *map, Str key)
{
    if (!map || map->kind != TREE_MAP)
        return NULL;
    for (const Tree *member = map->first; member; member = member->next)
        if (str_eq(member->key, key))
            return member;
    return NULL;
}

void tree_append(Tree *parent, Tree *child)
{
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
    parent->count++;
}

static int by_key_then_place(const void *a, const void *b)
{
    const Tree *x = *(const Tree *const *)a, *y = *(const Tree *const *)b;
    int order = str_cmp(x->key, y->key);
    if (order == 0)
        order = (x->key_line > y->key_line) - (x->key_line < y->key_line);
    if (order == 0)
        order = (x->key_col > y->key_col) - (x->key_col < y->key_col);
    return order;
}

const Tree *tree_twice(Arena *arena, const Tree *map)
{
    if (map->kind != TREE_MAP || map->count < 2)
        return NULL;
    ArenaMark mark = arena_mark(arena);
    const Tree **members = arena_new(arena, const Tree *, map->count);
    int n = 0;
    for (const Tree *member = map->first; member; member = member->next)
        members[n++] = member;
    qsort(members, (size_t)n, sizeof *members, by_key_then_place);
    const Tree *twice = NULL;
    for (int i = 1; i < n && !twice; i++)
        if (str_eq(members[i - 1]->key, members[i]->key))
            twice = members[i];
    arena_rewind(arena, mark);
    return twice;
}

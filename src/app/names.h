/* app/names.h - a set of known names (codes) with their place in a list, and the nearest to a typo.
 *
 * Callers: readers of files, which look every reference up and offer the name that was meant. */
#pragma once
#include "base/map.h"

typedef struct Names {
    Arena *arena;
    Map map;
} Names;

Names names_new(Arena *arena);
/* Remembers name → index; false when it is known already (*ret_first is then its index). */
bool names_add(Names *names, Str name, int index, int *ret_first);
/* The index, or -1. */
int names_find(const Names *names, Str name);
/* The known name that differs least (at most a third of it), or an empty Str. The least name in
 * byte order wins a tie, so that the answer does not depend on the order of insertion. */
Str names_nearest(const Names *names, Str wanted);

/* base/map.h - Str to int, for looking codes up: open addressing in an arena, no removal.
 *
 * Keys are views; whoever puts them keeps their bytes alive. Order of iteration does not exist, so
 * nothing printed can depend on it. Callers: app/, core/. */
#pragma once
#include "base/arena.h"

typedef struct Map {
    struct MapSlot {
        Str key;
        int value;
        bool used;
    } * slots;
    size_t cap; /* power of two or 0 */
    size_t count;
} Map;

/* Puts or replaces. */
void map_put(Arena *arena, Map *map, Str key, int value);
/* The value, or -1 when absent. */
int map_get(const Map *map, Str key);

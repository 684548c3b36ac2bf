#include "base/map.h"

static struct MapSlot *slot_of(const Map *map, Str key)
{
    size_t at = str_hash(key) & (map->cap - 1);
    while (map->slots[at].used && !str_eq(map->slots[at].key, key))
        at = (at + 1) & (map->cap - 1);
    return &map->slots[at];
}

static void grow(Arena *arena, Map *map)
{
    Map larger = {.cap = map->cap ? map->cap * 2 : 64};
    larger.slots = arena_new(arena, struct MapSlot, larger.cap);
    for (size_t i = 0; i < map->cap; i++)
        if (map->slots[i].used)
            *slot_of(&larger, map->slots[i].key) = map->slots[i];
    larger.count = map->count;
    *map = larger;
}

void map_put(Arena *arena, Map *map, Str key, int value)
{
    if ((map->count + 1) * 2 > map->cap)
        grow(arena, map);
    struct MapSlot *slot = slot_of(map, key);
    map->count += !slot->used;
    *slot = (struct MapSlot){key, value, true};
}

int map_get(const Map *map, Str key)
{
    if (map->cap == 0)
        return -1;
    const struct MapSlot *slot = slot_of(map, key);
    return slot->used ? slot->value : -1;
}

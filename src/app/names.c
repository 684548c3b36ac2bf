#include "app/names.h"

#include "base/near.h"

enum { NEAREST_NAMES_MAX = 5000 };

Names names_new(Arena *arena)
{
    return (Names){.arena = arena};
}

bool names_add(Names *names, Str name, int index, int *ret_first)
{
    int first = map_get(&names->map, name);
    if (first >= 0) {
        if (ret_first)
            *ret_first = first;
        return false;
    }
    map_put(names->arena, &names->map, name, index);
    return true;
}

int names_find(const Names *names, Str name)
{
    return map_get(&names->map, name);
}

Str names_nearest(const Names *names, Str wanted)
{
    Near near = near_new(wanted);
    if (names->map.count > NEAREST_NAMES_MAX)
        return (Str){"", 0};
    for (size_t i = 0; i < names->map.cap; i++)
        if (names->map.slots[i].used)
            near_try(&near, names->map.slots[i].key);
    return near.best;
}

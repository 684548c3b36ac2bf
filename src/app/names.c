#include "app/names.h"

#include "base/near.h"

enum { SLOTS_MIN = 64, NEAREST_NAMES_MAX = 5000 };

Names names_new(Arena *arena)
{
    return (Names){.arena = arena};
}

static NameSlot *slot_of(const Names *names, Str name)
{
    size_t at = str_hash(name) & (names->nslots - 1);
    while (names->slots[at].index && !str_eq(names->slots[at].name, name))
        at = (at + 1) & (names->nslots - 1);
    return &names->slots[at];
}

static void grow(Names *names)
{
    Names larger = {.arena = names->arena,
                    .nslots = names->nslots ? names->nslots * 2 : SLOTS_MIN,
                    .count = names->count};
    larger.slots = arena_new(names->arena, NameSlot, larger.nslots);
    for (size_t i = 0; i < names->nslots; i++)
        if (names->slots[i].index)
            *slot_of(&larger, names->slots[i].name) = names->slots[i];
    *names = larger;
}

bool names_add(Names *names, Str name, int index, int *ret_first)
{
    if ((size_t)names->count * 2 >= names->nslots)
        grow(names);
    NameSlot *slot = slot_of(names, name);
    if (slot->index) {
        if (ret_first)
            *ret_first = slot->index - 1;
        return false;
    }
    *slot = (NameSlot){name, index + 1};
    names->count++;
    return true;
}

int names_find(const Names *names, Str name)
{
    return names->nslots ? slot_of(names, name)->index - 1 : -1;
}

Str names_nearest(const Names *names, Str wanted)
{
    Near near = near_new(wanted);
    if (names->count > NEAREST_NAMES_MAX)
        return (Str){"", 0};
    for (size_t i = 0; i < names->nslots; i++)
        if (names->slots[i].index)
            near_try(&near, names->slots[i].name);
    return near.best;
}

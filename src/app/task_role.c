#include "app/task_role.h"

bool unit_is_party(const Unit *unit, Str party)
{
    Str bodies = unit->bodies;
    if (str_eq(party, unit->code))
        return true;
    while (bodies.len)
        if (str_eq(str_cut(&bodies, ';'), party))
            return true;
    return false;
}

Str task_role(const CampaignIndex *x, int task, const Unit *unit, bool supporting)
{
    static const Str roles[] = {SC("lead"), SC("responsible"), SC("supporting")};
    const TaskPlace *place = &x->places[task];
    for (int r = 0; r < (supporting ? 3 : 2); r++)
        for (int i = 0; i < place->nparties; i++)
            if (str_eq(place->parties[i].role, roles[r]) &&
                unit_is_party(unit, x->party_codes[place->parties[i].party]))
                return roles[r];
    return S("");
}

static void add(Arena *arena, int unit, int most, UnitIndexes *units)
{
    for (int i = 0; i < units->count; i++)
        if (units->items[i] == unit)
            return;
    if (units->count < most)
        *arena_push(arena, units) = unit;
}

static void add_party(Arena *arena, const CampaignIndex *x, Str party, int most, UnitIndexes *units)
{
    int unit = map_get(&x->units, party);
    if (unit >= 0)
        add(arena, unit, most, units);
    else if (map_get(&x->bodies, party) >= 0)
        for (int u = 0; u < x->def->units.count && units->count < most; u++)
            if (unit_is_party(&x->def->units.items[u], party))
                add(arena, u, most, units);
}

void task_units(Arena *arena, const CampaignIndex *x, int task, int most, UnitIndexes *units)
{
    for (int at = task; at >= 0; at = x->places[at].parent)
        for (int i = 0; i < x->places[at].nparties && units->count < most; i++) {
            const TaskParty *party = &x->places[at].parties[i];
            if (str_eq(party->role, S("lead")) ||
                (at == task && str_eq(party->role, S("responsible"))))
                add_party(arena, x, x->party_codes[party->party], most, units);
        }
}

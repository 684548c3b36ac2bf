#include "app/campaign_index.h"

#include "base/out.h"

enum { NAMES_BYTES_MAX = 1 << 20 };

/* of[item] = its group; -1 = in none. */
static Groups group_by(Arena *arena, const int *of, int nitems, int ngroups)
{
    Groups g = {.first = arena_new(arena, int, ngroups + 1),
                .items = arena_new(arena, int, nitems)};
    for (int i = 0; i < nitems; i++)
        if (of[i] >= 0)
            g.first[of[i] + 1]++;
    for (int k = 0; k < ngroups; k++)
        g.first[k + 1] += g.first[k];
    int *next = arena_new(arena, int, ngroups + 1);
    for (int i = 0; i < nitems; i++)
        if (of[i] >= 0)
            g.items[g.first[of[i]] + next[of[i]]++] = i;
    return g;
}

/* The first row of a code holds, as in a walk from the front. */
static void put(Arena *arena, Map *map, Str code, int index)
{
    if (map_get(map, code) < 0)
        map_put(arena, map, code, index);
}

static void put_codes(Arena *arena, CampaignIndex *x)
{
    const CampaignDef *def = x->def;
    for (int i = 0; i < def->units.count; i++)
        put(arena, &x->units, def->units.items[i].code, i);
    for (int i = 0; i < def->bodies.count; i++)
        put(arena, &x->bodies, def->bodies.items[i].code, i);
    for (int i = 0; i < def->indicators.count; i++)
        put(arena, &x->indicators, def->indicators.items[i].code, i);
    for (int i = 0; i < def->periods.count; i++)
        put(arena, &x->periods, def->periods.items[i].code, i);
    for (int i = 0; i < def->tasks.count; i++)
        put(arena, &x->tasks, def->tasks.items[i].no, i);
    for (int i = 0; i < def->targets.count; i++)
        put(arena, &x->targets, def->targets.items[i].code, i);
}

static void group_tasks(Arena *arena, CampaignIndex *x)
{
    const CampaignDef *def = x->def;
    int n = def->tasks.count;
    int *parent = arena_new(arena, int, n), *root = arena_new(arena, int, n);
    x->places = arena_new(arena, TaskPlace, n);
    for (int i = 0; i < n; i++) {
        Str above = def->tasks.items[i].parent;
        parent[i] = above.len ? map_get(&x->tasks, above) : -1;
        root[i] = parent[i] < 0 ? 0 : -1;
        x->places[i] = (TaskPlace){.parent = parent[i], .theme = -1, .area = -1};
    }
    x->children = group_by(arena, parent, n, n);
    x->roots = group_by(arena, root, n, 1);
}

static void group_targets(Arena *arena, CampaignIndex *x)
{
    const CampaignDef *def = x->def;
    int ntargets = def->targets.count, n = def->allotments.count;
    int *task = arena_new(arena, int, ntargets);
    int *target = arena_new(arena, int, n), *unit = arena_new(arena, int, n);
    for (int i = 0; i < ntargets; i++)
        task[i] = map_get(&x->tasks, def->targets.items[i].task);
    for (int i = 0; i < n; i++) {
        target[i] = map_get(&x->targets, def->allotments.items[i].target);
        unit[i] = map_get(&x->units, def->allotments.items[i].unit);
    }
    int nchanges = def->changes.count;
    int *changed = arena_new(arena, int, nchanges);
    for (int i = 0; i < nchanges; i++)
        changed[i] = map_get(&x->targets, def->changes.items[i].target);
    x->changes_of = group_by(arena, changed, nchanges, ntargets);
    x->targets_of = group_by(arena, task, ntargets, def->tasks.count);
    x->allotments_of = group_by(arena, target, n, ntargets);
    x->allotted_to = group_by(arena, unit, n, def->units.count);
}

static Str own_key(Arena *arena, Str indicator, Str unit)
{
    return arena_fmt(arena, "%.*s %.*s", STR_ARG(indicator), STR_ARG(unit));
}

static void put_own_plan(Arena *arena, CampaignIndex *x, const PlanPoint *p, int period, int *rows)
{
    Str key = own_key(arena, p->indicator, p->unit);
    int row = map_get(&x->own_plans, key);
    if (row < 0) {
        row = (*rows)++;
        map_put(arena, &x->own_plans, key, row);
    }
    x->own_shares[row * x->def->periods.count + period] = p->percent;
}

static void put_plans(Arena *arena, CampaignIndex *x)
{
    const CampaignDef *def = x->def;
    size_t cells = (size_t)def->indicators.count * (size_t)def->periods.count;
    int rows = 0, own = 0;
    for (int i = 0; i < def->plans.count; i++)
        own += def->plans.items[i].unit.len > 0;
    x->plans = arena_new(arena, Str, cells);
    x->own_shares = arena_new(arena, Str, (size_t)own * (size_t)def->periods.count);
    for (int i = def->plans.count - 1; i >= 0; i--) {
        const PlanPoint *p = &def->plans.items[i];
        int indicator = map_get(&x->indicators, p->indicator);
        int period = map_get(&x->periods, p->period);
        if (indicator < 0 || period < 0)
            continue;
        if (p->unit.len)
            put_own_plan(arena, x, p, period, &rows);
        else
            x->plans[indicator * def->periods.count + period] = p->percent;
    }
}

/* A unit that others were merged into keeps its own past; one that only has another name goes on. */
static void find_seats(Arena *arena, CampaignIndex *x)
{
    const CampaignDef *def = x->def;
    int n = def->units.count;
    int *count = arena_new(arena, int, n);
    x->seat_before = arena_new(arena, int, n);
    for (int i = 0; i < n; i++)
        x->seat_before[i] = -1;
    for (int i = 0; i < n; i++) {
        int next = map_get(&x->units, def->units.items[i].successor);
        if (def->units.items[i].successor.len == 0 || next < 0)
            continue;
        const Unit *before = &def->units.items[i], *after = &def->units.items[next];
        bool at_once = before->valid_to != DATE_NONE && after->valid_from == before->valid_to + 1;
        x->seat_before[next] = count[next]++ == 0 && at_once ? i : -1;
    }
}

/* Row of own_shares of the unit or of whose seat it holds; -1: no plan of its own. */
static int own_plan_row(const CampaignIndex *x, int indicator, int unit)
{
    AUTO_ARENA scratch = {0};
    Str code = x->def->indicators.items[indicator].code;
    for (int guard = 0; x->own_plans.count && unit >= 0 && guard <= x->def->units.count; guard++) {
        int row = map_get(&x->own_plans, own_key(&scratch, code, x->def->units.items[unit].code));
        if (row >= 0)
            return row;
        unit = x->seat_before[unit];
    }
    return -1;
}

Str index_plan(const CampaignIndex *x, int indicator, int unit, int period, bool *ret_own)
{
    if (ret_own)
        *ret_own = false;
    if (indicator < 0 || period < 0)
        return S("");
    int row = own_plan_row(x, indicator, unit);
    if (ret_own)
        *ret_own = row >= 0;
    return row >= 0 ? x->own_shares[row * x->def->periods.count + period]
                    : x->plans[indicator * x->def->periods.count + period];
}

bool index_has_plan(const CampaignIndex *x, int indicator, int unit)
{
    bool has = indicator >= 0 && own_plan_row(x, indicator, unit) >= 0;
    for (int p = 0; indicator >= 0 && p < x->def->periods.count && !has; p++)
        has = x->plans[indicator * x->def->periods.count + p].len > 0;
    return has;
}

Str index_party_name(const CampaignIndex *x, Str party)
{
    int unit = map_get(&x->units, party), body = map_get(&x->bodies, party);
    if (unit >= 0)
        return x->def->units.items[unit].name;
    return body >= 0 ? x->def->bodies.items[body].name : party;
}

/* --- who is responsible */

typedef struct Roles {
    Arena *arena;
    CampaignIndex *x;
    Groups of; /* [task] responsibilities */
    bool *done;
} Roles;

static const Str roles[] = {SC("lead_leader"), SC("lead"), SC("responsible"), SC("supporting")};
enum { ROLES = sizeof roles / sizeof roles[0] };

static Str *names_of(TaskPlace *place, int role)
{
    Str *const names[ROLES] = {&place->lead_leader, &place->lead, &place->responsible,
                               &place->supporting};
    return names[role];
}

static void add_own(Roles *r, int task, int role, TaskParty *parties, int *count)
{
    const CampaignDef *def = r->x->def;
    const int *items = group_items(&r->of, task);
    Str *names = names_of(&r->x->places[task], role);
    Out out = out_new(r->arena, NAMES_BYTES_MAX);
    for (int i = 0; i < group_count(&r->of, task); i++) {
        const Responsibility *resp = &def->responsibilities.items[items[i]];
        if (!str_eq(resp->role, roles[role]))
            continue;
        out_s(&out, out.len ? S("、") : S(""));
        out_s(&out, index_party_name(r->x, resp->party));
        parties[(*count)++] = (TaskParty){map_get(&r->x->parties, resp->party), roles[role]};
    }
    *names = out_str(&out);
}

/* A role that the level has nobody for is held by whoever holds it above. */
static void add_from_above(Roles *r, int task, int role, TaskParty *parties, int *count)
{
    TaskPlace *place = &r->x->places[task];
    if (place->parent < 0)
        return;
    TaskPlace *above = &r->x->places[place->parent];
    *names_of(place, role) = *names_of(above, role);
    for (int i = 0; i < above->nparties; i++)
        if (str_eq(above->parties[i].role, roles[role]))
            parties[(*count)++] = above->parties[i];
}

static void take_from_above(TaskPlace *place, const TaskPlace *above)
{
    place->lead_leader = above->lead_leader;
    place->lead = above->lead;
    place->responsible = above->responsible;
    place->supporting = above->supporting;
    place->parties = above->parties;
    place->nparties = above->nparties;
}

static void place_task(Roles *r, int task)
{
    const Task *t = &r->x->def->tasks.items[task];
    TaskPlace *place = &r->x->places[task];
    if (r->done[task])
        return;
    r->done[task] = true;
    if (place->parent >= 0) {
        place_task(r, place->parent);
        const TaskPlace *above = &r->x->places[place->parent];
        place->theme = above->theme;
        place->area = above->area;
        place->restricted = above->restricted;
    }
    if (str_eq(t->level, S("theme")))
        place->theme = task;
    if (str_eq(t->level, S("area")))
        place->area = task;
    place->restricted |= t->restricted;
    if (place->parent >= 0 && group_count(&r->of, task) == 0) {
        take_from_above(place, &r->x->places[place->parent]);
        return;
    }
    int above = place->parent < 0 ? 0 : r->x->places[place->parent].nparties;
    TaskParty *parties = arena_new(r->arena, TaskParty, group_count(&r->of, task) + above);
    int count = 0;
    for (int role = 0; role < ROLES; role++) {
        int before = count;
        add_own(r, task, role, parties, &count);
        if (count == before)
            add_from_above(r, task, role, parties, &count);
    }
    place->parties = parties;
    place->nparties = count;
}

static void place_tasks(Arena *arena, CampaignIndex *x)
{
    const CampaignDef *def = x->def;
    int n = def->responsibilities.count;
    int *task = arena_new(arena, int, n);
    x->party_codes = arena_new(arena, Str, n);
    for (int i = 0; i < n; i++) {
        const Responsibility *r = &def->responsibilities.items[i];
        task[i] = map_get(&x->tasks, r->task);
        if (map_get(&x->parties, r->party) >= 0)
            continue;
        x->party_codes[x->nparties] = r->party;
        map_put(arena, &x->parties, r->party, x->nparties++);
    }
    Roles r = {.arena = arena,
               .x = x,
               .of = group_by(arena, task, n, def->tasks.count),
               .done = arena_new(arena, bool, def->tasks.count)};
    for (int i = 0; i < def->tasks.count; i++)
        place_task(&r, i);
}

static void mark_indicators(Arena *arena, CampaignIndex *x)
{
    const CampaignDef *def = x->def;
    x->restricted_indicators = arena_new(arena, bool, def->indicators.count);
    for (int i = 0; i < def->targets.count; i++) {
        int task = map_get(&x->tasks, def->targets.items[i].task);
        int indicator = map_get(&x->indicators, def->targets.items[i].indicator);
        if (task >= 0 && indicator >= 0 && x->places[task].restricted)
            x->restricted_indicators[indicator] = true;
    }
}

void campaign_index_make(Arena *arena, const CampaignDef *def, CampaignIndex *ret_index)
{
    CampaignIndex x = {.def = def};
    put_codes(arena, &x);
    group_tasks(arena, &x);
    group_targets(arena, &x);
    put_plans(arena, &x);
    find_seats(arena, &x);
    place_tasks(arena, &x);
    mark_indicators(arena, &x);
    *ret_index = x;
}

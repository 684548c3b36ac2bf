/* Units: groups and their sizes, bodies, validity and successors. */
#include "app/campaign/campaign_read.h"
#include "base/limits.h"

#define UNITS (&reader->tables[TABLE_UNITS])
#define FAULT(index, column, code, ...)                                                            \
    table_fault_set(UNITS, (index), (column), reader->faults, (code), ##__VA_ARGS__)

static bool is_municipal(const Unit *unit)
{
    return str_eq(unit->kind, S("municipal"));
}

/* ";" and its full-width form; the list is kept with ";" and without spaces. */
static void check_bodies_of(CampaignReader *reader, int i)
{
    Unit *unit = &reader->def->units.items[i];
    Out kept = out_new(reader->arena, LIMIT_UNIT_BODIES_BYTES);
    Names seen = names_new(reader->arena);
    const Str wide = S("；");
    for (Str rest = unit->bodies; rest.len > 0;) {
        ptrdiff_t narrow_at = str_find(rest, S(";"), 0), wide_at = str_find(rest, wide, 0);
        bool is_wide = wide_at >= 0 && (narrow_at < 0 || wide_at < narrow_at);
        ptrdiff_t at = is_wide ? wide_at : narrow_at;
        Str code = typed_trim(at < 0 ? rest : str_sub(rest, 0, at));
        rest = at < 0 ? S("") : str_sub(rest, at + (is_wide ? wide.len : 1), rest.len);
        if (code.len == 0)
            continue;
        campaign_reference(reader, &reader->bodies, S("bodies.csv"), TABLE_UNITS, i, UNIT_BODIES,
                           code);
        if (!names_add(&seen, code, 0, NULL)) {
            FAULT(i, UNIT_BODIES, ERR_UNIT_BODY_TWICE, {"found", code});
            continue;
        }
        if (kept.len)
            out_c(&kept, ';');
        out_s(&kept, code);
    }
    if (!out_ok(&kept))
        FAULT(i, UNIT_BODIES, ERR_LIMIT, {"name", S("LIMIT_UNIT_BODIES_BYTES")},
              {"limit", arena_fmt(reader->arena, "%d", LIMIT_UNIT_BODIES_BYTES)},
              {"found", arena_fmt(reader->arena, "%td", unit->bodies.len)});
    unit->bodies = out_str(&kept);
}

static void check_unit(CampaignReader *reader, int i)
{
    const Unit *unit = &reader->def->units.items[i];
    check_bodies_of(reader, i);
    if (unit->group.len == 0 && !is_municipal(unit) && unit->kind.len)
        FAULT(i, UNIT_GROUP, ERR_CELL_EMPTY, {"column", table_column_name(UNITS, UNIT_GROUP)});
    campaign_reference(reader, &reader->groups, reader->groups_file, TABLE_UNITS, i, UNIT_GROUP,
                       unit->group);
    if (is_municipal(unit) && unit->ranked)
        FAULT(i, UNIT_RANKED, ERR_UNIT_MUNICIPAL_RANKED, {"found", unit->code});
    if (unit->valid_from != DATE_NONE && unit->valid_to != DATE_NONE &&
        unit->valid_to < unit->valid_from)
        FAULT(i, UNIT_TO, ERR_DATES_REVERSED, {"found", date_str(reader->arena, unit->valid_to)},
              {"from", date_str(reader->arena, unit->valid_from)});
}

/* The successor must hold the seat on the day after, in the same peer group. */
static void check_successor(CampaignReader *reader, int i)
{
    const Unit *unit = &reader->def->units.items[i];
    if (!campaign_reference(reader, &reader->units, S("units.csv"), TABLE_UNITS, i, UNIT_SUCCESSOR,
                            unit->successor))
        return;
    const Unit *next = &reader->def->units.items[names_find(&reader->units, unit->successor)];
    if (!str_eq(next->group, unit->group))
        FAULT(i, UNIT_SUCCESSOR, ERR_UNIT_SUCCESSOR_GROUP, {"found", next->group},
              {"expected", unit->group}, {"unit", next->code});
    if (unit->valid_to == DATE_NONE) {
        FAULT(i, UNIT_TO, ERR_UNIT_NO_END, {"found", unit->code}, {"successor", unit->successor});
        return;
    }
    Date day = unit->valid_to + 1;
    if ((next->valid_from != DATE_NONE && next->valid_from > day) ||
        (next->valid_to != DATE_NONE && next->valid_to < day))
        FAULT(i, UNIT_SUCCESSOR, ERR_UNIT_SUCCESSOR_DATE, {"unit", next->code},
              {"found",
               next->valid_from == DATE_NONE ? S("") : date_str(reader->arena, next->valid_from)},
              {"expected", date_str(reader->arena, day)});
}

static void check_chains(CampaignReader *reader)
{
    const CampaignDef *def = reader->def;
    int *next = arena_new(reader->arena, int, def->units.count + 1);
    for (int i = 0; i < def->units.count; i++)
        next[i] = names_find(&reader->units, def->units.items[i].successor);
    const bool *closes = campaign_cycles(reader->arena, next, def->units.count);
    for (int i = 0; i < def->units.count; i++)
        if (closes[i])
            FAULT(i, UNIT_SUCCESSOR, ERR_CAMPAIGN_CYCLE, {"found", def->units.items[i].code});
}

/* Two units of one name at one time would be the same in every circular. */
static void check_names(CampaignReader *reader)
{
    const CampaignDef *def = reader->def;
    for (int i = 0; i < def->units.count; i++) {
        const Unit *unit = &def->units.items[i];
        int first = names_find(&reader->unit_names, unit->name);
        if (first < 0 || first == i)
            continue;
        const Unit *other = &def->units.items[first];
        bool apart = (other->valid_to != DATE_NONE && unit->valid_from != DATE_NONE &&
                      other->valid_to < unit->valid_from) ||
                     (unit->valid_to != DATE_NONE && other->valid_from != DATE_NONE &&
                      unit->valid_to < other->valid_from);
        if (!apart)
            FAULT(i, UNIT_NAME, ERR_CAMPAIGN_TWICE, {"column", table_column_name(UNITS, UNIT_NAME)},
                  {"found", unit->name},
                  {"first", arena_fmt(reader->arena, "%lld", (long long)UNITS->rows.items[first])});
    }
}

/* Seats of a group on the first day of the campaign's first period (or year). */
static void check_group_sizes(CampaignReader *reader)
{
    const CampaignDef *def = reader->def;
    Date day = def->periods.count && def->periods.items[0].from != DATE_NONE
                   ? def->periods.items[0].from
                   : date_from_ymd(def->year, 1, 1);
    int *seats = arena_new(reader->arena, int, def->groups.count + 1);
    for (int i = 0; i < def->units.count; i++) {
        const Unit *unit = &def->units.items[i];
        int group = names_find(&reader->groups, unit->group);
        if (group >= 0 && !is_municipal(unit) &&
            (unit->valid_from == DATE_NONE || unit->valid_from <= day) &&
            (unit->valid_to == DATE_NONE || unit->valid_to >= day))
            seats[group]++;
    }
    for (int g = 0; g < def->groups.count; g++) {
        const PeerGroup *group = &def->groups.items[g];
        if (seats[g] == 0)
            yaml_fault_set(reader->warnings, reader->groups_file, reader->group_places.items[g],
                           ERR_GROUP_EMPTY, {"group", group->name});
        else if (group->size && group->size != seats[g])
            yaml_fault_set(reader->warnings, reader->groups_file, reader->group_places.items[g],
                           ERR_GROUP_SIZE, {"group", group->name},
                           {"expected", arena_fmt(reader->arena, "%d", group->size)},
                           {"found", arena_fmt(reader->arena, "%d", seats[g])});
    }
}

void campaign_check_units(CampaignReader *reader)
{
    for (int i = 0; i < reader->def->units.count; i++) {
        check_unit(reader, i);
        check_successor(reader, i);
    }
    check_chains(reader);
    check_names(reader);
    check_group_sizes(reader);
}

/* Schemes against the rest of the campaign: groups, periods, indicators, units; one per group and
 * first period. */
#include "app/campaign/campaign_read.h"
#include "app/scheme/scheme_fed.h"

static void unknown(const CampaignReader *reader, Str file, int line, Str column, Str found,
                    const Names *known, Str where)
{
    Str nearest = names_nearest(known, found), shown = typed_shown(reader->arena, found);
    YamlPlace place = {line, 1};
    if (nearest.len)
        yaml_fault_set(reader->faults, file, place, ERR_CAMPAIGN_REFERENCE_NEAR, {"column", column},
                       {"found", shown}, {"where", where}, {"nearest", nearest});
    else
        yaml_fault_set(reader->faults, file, place, ERR_CAMPAIGN_REFERENCE, {"column", column},
                       {"found", shown}, {"where", where});
}

static void check_units(const CampaignReader *reader, const SchemeFile *file, const StrList *units,
                        int line, Str column)
{
    for (int i = 0; i < units->count; i++)
        if (names_find(&reader->units, units->items[i]) < 0)
            unknown(reader, file->file, line, column, units->items[i], &reader->units,
                    S("units.csv"));
}

static void check_scheme(CampaignReader *reader, const SchemeFile *file, Scheme *scheme)
{
    const CampaignDef *def = reader->def;
    Err err = {0};
    if (names_find(&reader->groups, scheme->group) < 0)
        unknown(reader, file->file, 1, S("group"), scheme->group, &reader->groups,
                reader->groups_file);
    if (def->periods.count && names_find(&reader->periods, file->effective) < 0)
        unknown(reader, file->file, 1, S("effective"), file->effective, &reader->periods,
                reader->periods_file);
    for (int i = 0; i < scheme->nnodes; i++) {
        const SchemeNode *node = &scheme->nodes[i];
        check_units(reader, file, &node->applies_to, node->line, S("applies_to"));
        check_units(reader, file, &node->except, node->line, S("except"));
    }
    for (int i = 0; i < scheme->streak.nexempts; i++)
        if (names_find(&reader->units, scheme->streak.exempts[i].unit) < 0)
            unknown(reader, file->file, 1, S("exempt"), scheme->streak.exempts[i].unit,
                    &reader->units, S("units.csv"));
    if (!scheme_fed(scheme, file->file, reader->faults))
        return;
    if (!scheme_bind(scheme, def->indicators.items, def->indicators.count, &err))
        yaml_fault(reader->faults, file->file, (YamlPlace){1, 1}, &err);
}

static void check_twice(CampaignReader *reader)
{
    const CampaignDef *def = reader->def;
    Names seen = names_new(reader->arena);
    for (int i = 0; i < def->schemes.count; i++) {
        const SchemeFile *scheme = &def->schemes.items[i];
        const Str keys[] = {
            arena_fmt(reader->arena, "%.*s %.*s", STR_ARG(scheme->group),
                      STR_ARG(scheme->effective)),
            arena_fmt(reader->arena, "%.*s v%d", STR_ARG(scheme->group), scheme->version)};
        int first;
        for (int k = 0; k < 2; k++)
            if (!names_add(&seen, keys[k], i, &first))
                yaml_fault_set(reader->faults, scheme->file, ((YamlPlace){1, 1}),
                               ERR_SCHEME_FILE_TWICE, {"found", keys[k]},
                               {"first", def->schemes.items[first].file});
    }
}

/* A group of a campaign with ranked periods that no scheme scores. */
static void tell_groups_without(CampaignReader *reader)
{
    const CampaignDef *def = reader->def;
    bool any_ranked = false;
    for (int i = 0; i < def->periods.count; i++)
        any_ranked = any_ranked || def->periods.items[i].ranked;
    for (int g = 0; g < def->groups.count && any_ranked; g++) {
        bool has = false;
        for (int i = 0; i < def->schemes.count; i++)
            has = has || str_eq(def->schemes.items[i].group, def->groups.items[g].code);
        if (!has)
            yaml_fault_set(reader->warnings, reader->groups_file, reader->group_places.items[g],
                           ERR_GROUP_NO_SCHEME, {"found", def->groups.items[g].code});
    }
}

void campaign_check_schemes(CampaignReader *reader)
{
    for (int i = 0; i < reader->schemes.count; i++)
        check_scheme(reader, &reader->def->schemes.items[i], reader->schemes.items[i]);
    check_twice(reader);
    if (!reader->schemes_faulty)
        tell_groups_without(reader);
}

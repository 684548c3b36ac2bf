#include "app/scheme/scheme_version.h"

#include "app/scheme/scheme_load.h"

Str scheme_standing_word(SchemeStanding standing)
{
    static const Str words[] = {SC("trial"), SC("proposed"), SC("approved"), SC("withdrawn")};
    return words[standing];
}

static bool load_text(App *app, Str file, Str text, Scheme *ret_scheme, Err *err)
{
    Faults faults = {.arena = app->arena};
    if (scheme_load_text(app->arena, file, text, ret_scheme, &faults))
        return true;
    *err = faults.items[0];
    return false;
}

/* The newest decision; one on another text than the version's is none. */
static const SchemeDecision *decision_of(const App *app, const SchemeEntry *entry)
{
    for (int i = app->def.decisions.count - 1; i >= 0; i--) {
        const SchemeDecision *d = &app->def.decisions.items[i];
        if (d->version == entry->version && str_eq(d->group, entry->group) &&
            str_eq(d->digest, entry->digest))
            return d;
    }
    return NULL;
}

static void settle(const App *app, SchemeEntry *entry)
{
    entry->decision = decision_of(app, entry);
    if (!entry->decision)
        return;
    bool approved = str_eq(entry->decision->act, S("approve"));
    entry->standing = approved ? SCHEME_APPROVED : SCHEME_WITHDRAWN;
    entry->document = approved ? entry->decision->document : S("");
}

static void add_imported(App *app, const SchemeFile *file, SchemeEntries *entries)
{
    SchemeEntry *entry = arena_push(app->arena, entries);
    *entry = (SchemeEntry){.group = file->group,
                           .version = file->version,
                           .effective = file->effective,
                           .file = file->file,
                           .text = file->text,
                           .digest = app->digest(app->arena, file->text),
                           .standing = SCHEME_TRIAL};
    settle(app, entry);
}

static void add_proposed(App *app, const SchemeVersion *v, SchemeEntries *entries)
{
    SchemeEntry *entry = arena_push(app->arena, entries);
    *entry = (SchemeEntry){.group = v->group,
                           .version = v->version,
                           .effective = v->effective,
                           .file = v->file,
                           .text = v->text,
                           .digest = app->digest(app->arena, v->text),
                           .standing = SCHEME_PROPOSED,
                           .proposed = v};
    settle(app, entry);
}

/* Of the import as trials, whatever their text says: it is not read here. */
static void collect(App *app, Str group, SchemeEntries *entries)
{
    const CampaignDef *def = &app->def;
    for (int i = 0; i < def->schemes.count; i++)
        if (str_eq(def->schemes.items[i].group, group))
            add_imported(app, &def->schemes.items[i], entries);
    for (int i = 0; i < def->versions.count; i++)
        if (str_eq(def->versions.items[i].group, group))
            add_proposed(app, &def->versions.items[i], entries);
}

bool scheme_entries(App *app, Str group, SchemeEntries *ret_entries, Err *err)
{
    collect(app, group, ret_entries);
    for (int i = 0; i < ret_entries->count; i++) {
        SchemeEntry *entry = &ret_entries->items[i];
        Scheme scheme;
        if (entry->standing != SCHEME_TRIAL)
            continue;
        if (!load_text(app, entry->file, entry->text, &scheme, err))
            return false;
        if (scheme_is_trial(&scheme))
            continue;
        entry->standing = SCHEME_APPROVED;
        entry->document = scheme.plan_no;
    }
    return true;
}

const SchemeEntry *scheme_entry_find(const SchemeEntries *entries, int version)
{
    for (int i = 0; i < entries->count; i++)
        if (entries->items[i].version == version)
            return &entries->items[i];
    return NULL;
}

static bool may_hold(const SchemeEntry *entry, bool as_trial)
{
    bool proposal = entry->proposed && entry->standing == SCHEME_PROPOSED;
    return proposal ? as_trial
                    : !as_trial && (!entry->proposed || entry->standing == SCHEME_APPROVED);
}

const SchemeEntry *scheme_entry_holding(const SchemeEntries *entries, Str period)
{
    const SchemeEntry *best = NULL;
    for (int as_trial = 0; as_trial < 2 && !best; as_trial++)
        for (int i = 0; i < entries->count; i++) {
            const SchemeEntry *e = &entries->items[i];
            if (may_hold(e, as_trial) && str_cmp(e->effective, period) <= 0 &&
                (!best || e->version > best->version))
                best = e;
        }
    return best;
}

bool scheme_entry_load(App *app, const SchemeEntry *entry, Scheme *ret_scheme, Err *err)
{
    if (!load_text(app, entry->file, entry->text, ret_scheme, err))
        return false;
    if (entry->proposed || entry->document.len)
        ret_scheme->plan_no = entry->document;
    return scheme_bind(ret_scheme, app->def.indicators.items, app->def.indicators.count, err);
}

bool scheme_for_period(App *app, const CampaignPeriod *period, Str group, Scheme *ret_scheme,
                       Str *ret_digest, Err *err)
{
    SchemeEntries entries = {0};
    collect(app, group, &entries);
    const SchemeEntry *best = scheme_entry_holding(&entries, period->code);
    if (!best)
        return err_set(err, ERR_SCHEME_NONE, {"group", group}, {"period", period->code});
    *ret_digest = best->digest;
    return scheme_entry_load(app, best, ret_scheme, err);
}

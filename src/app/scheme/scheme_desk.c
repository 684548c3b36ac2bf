#include "app/scheme/scheme_desk.h"

#include "app/clean_text.h"
#include "app/scheme/scheme_canon.h"
#include "app/scheme/scheme_fed.h"
#include "app/scheme/scheme_file.h"
#include "app/scheme/scheme_text.h"
#include "base/limits.h"
#include "store/evaluation.h"
#include "store/scheme.h"

#include <string.h>

/* ---- from when ---- */

static Str number(Arena *arena, int n)
{
    return arena_fmt(arena, "%d", n);
}

static bool is_frozen_from(Db *db, App *app, Str group, Str period, bool *ret_frozen,
                           Str *ret_which, Err *err)
{
    RunList runs = {0};
    *ret_frozen = false;
    if (!run_list(db, app->arena, app->def.code, &runs, err))
        return false;
    for (int i = 0; i < runs.count; i++) {
        const RunRow *r = &runs.items[i];
        if (str_eq(r->kind, S("frozen")) && str_eq(r->group, group) &&
            str_cmp(r->period, period) >= 0) {
            *ret_frozen = true;
            *ret_which = r->period;
        }
    }
    return true;
}

const CampaignPeriod *scheme_first_period(App *app, Str group, Err *err)
{
    *err = (Err){0};
    for (int i = 0; i < app->def.periods.count; i++) {
        const CampaignPeriod *p = &app->def.periods.items[i];
        bool frozen;
        Str which;
        if (p->from <= app->today)
            continue;
        if (!is_frozen_from(app->db, app, group, p->code, &frozen, &which, err))
            return NULL;
        if (!frozen)
            return p;
    }
    return NULL;
}

/* Where nothing else holds, a trial may be approved for a period that has begun: it is what the period was measured by. */
static bool check_from(App *app, Db *db, Str group, Str code, const SchemeEntries *entries,
                       Err *err)
{
    const CampaignPeriod *period;
    bool frozen;
    Str which = S("");
    if (!app_period(app, code, &period, err) ||
        !is_frozen_from(db, app, group, code, &frozen, &which, err))
        return false;
    if (frozen)
        return err_set(err, ERR_SCHEME_FROZEN, {"period", which});
    if (period->from > app->today)
        return true;
    const SchemeEntry *held = scheme_entry_holding(entries, code);
    if (!held || (held->proposed && held->standing == SCHEME_PROPOSED))
        return true;
    Err none = {0};
    const CampaignPeriod *first = scheme_first_period(app, group, &none);
    return err_set(err, ERR_SCHEME_BEGUN, {"period", period->name},
                   {"expected", first ? first->name : S("—")});
}

static bool need_group(const App *app, Str group, Err *err)
{
    if (app_group(app, group))
        return true;
    Out known = out_new(app->arena, 1 << 14);
    for (int g = 0; g < app->def.groups.count; g++) {
        out_s(&known, g ? S(" · ") : S(""));
        out_s(&known, app->def.groups.items[g].code);
    }
    return err_set(err, ERR_GROUP_UNKNOWN, {"found", group}, {"expected", out_str(&known)});
}

/* Versions and decisions as they stand on this connection; a server's definition is shared, so into lists of their own. */
static bool know(App *app, Db *db, CampaignDef *def, Err *err)
{
    SchemeVersions versions = {0};
    SchemeDecisions decisions = {0};
    if (!scheme_version_list(db, app->arena, def->code, &versions, err) ||
        !scheme_decision_list(db, app->arena, def->code, &decisions, err))
        return false;
    memset(&def->versions, 0, sizeof def->versions);
    memset(&def->decisions, 0, sizeof def->decisions);
    for (int i = 0; i < versions.count; i++)
        *arena_push(app->arena, &def->versions) = versions.items[i];
    for (int i = 0; i < decisions.count; i++)
        *arena_push(app->arena, &def->decisions) = decisions.items[i];
    return true;
}

/* ---- proposing ---- */

typedef struct Proposing {
    App *app;
    SchemeVersions *versions;
    AppWrite write;
} Proposing;

static bool clean_line(const App *app, Str text, Str *ret_text, Err *err)
{
    static const CleanRule rule = {SC("LIMIT_SCHEME_LINE_CHARACTERS"), LIMIT_SCHEME_LINE_CHARACTERS,
                                   false};
    return clean_text(app->arena, &rule, text, ret_text, err);
}

static void check_units(const App *app, Str file, const StrList *units, int line, Str column,
                        Faults *faults)
{
    for (int i = 0; i < units->count; i++) {
        const Unit *unit = app_unit(app, units->items[i]);
        if (unit && str_eq(unit->code, units->items[i]))
            continue;
        Err err;
        err_set(&err, ERR_CAMPAIGN_REFERENCE, {"column", column}, {"found", units->items[i]},
                {"where", S("units.csv")});
        (void)err_at_file(&err, file);
        (void)err_at_cell(&err, line, 1);
        faults_add(faults, &err);
    }
}

/* Against the campaign: what of it is fed, which units and indicators there are. */
static bool fits(App *app, Str file, Scheme *scheme, Faults *faults, Err *err)
{
    for (int i = 0; i < scheme->nnodes; i++) {
        const SchemeNode *node = &scheme->nodes[i];
        check_units(app, file, &node->applies_to, node->line, S("applies_to"), faults);
        check_units(app, file, &node->except, node->line, S("except"), faults);
    }
    for (int i = 0; i < scheme->streak.nexempts; i++) {
        StrList one = {.items = &scheme->streak.exempts[i].unit, .count = 1};
        check_units(app, file, &one, 1, S("exempt"), faults);
    }
    return scheme_fed(scheme, file, faults) && faults->total == 0 &&
           scheme_bind(scheme, app->def.indicators.items, app->def.indicators.count, err);
}

static bool is_other(const SchemeChanges *changes)
{
    for (int i = 0; i < changes->count; i++) {
        const SchemeChange *c = &changes->items[i];
        bool head = c->node.len == 0 && c->kind == SCHEME_CHANGED;
        if (!head || (!str_eq(c->key, S("version")) && !str_eq(c->key, S("effective")) &&
                      !str_eq(c->key, S("plan_no")) && !str_eq(c->key, S("group"))))
            return true;
    }
    return false;
}

/* Later than all that may still hold, and not what holds already. */
static bool check_order(App *app, const SchemeEntries *entries, const Scheme *scheme, Str effective,
                        Err *err)
{
    for (int i = 0; i < entries->count; i++) {
        const SchemeEntry *e = &entries->items[i];
        if (e->standing != SCHEME_WITHDRAWN && str_cmp(e->effective, effective) > 0)
            return err_set(err, ERR_SCHEME_EARLIER, {"period", effective},
                           {"version", number(app->arena, e->version)}, {"found", e->effective});
    }
    const SchemeEntry *held = scheme_entry_holding(entries, effective);
    Scheme before;
    SchemeChanges changes = {0};
    if (!held)
        return true;
    if (!scheme_entry_load(app, held, &before, err))
        return false;
    scheme_diff(app->arena, &before, scheme, &changes);
    return is_other(&changes) ||
           err_set(err, ERR_SCHEME_SAME, {"version", number(app->arena, held->version)});
}

static int next_version(const SchemeEntries *entries)
{
    int last = 0;
    for (int i = 0; i < entries->count; i++)
        last = entries->items[i].version > last ? entries->items[i].version : last;
    return last + 1;
}

/* The canonical text under that group, version and period, without a paper: the approval names it. */
static bool add_version(Proposing *w, const SchemeProposal *p, const Scheme *scheme, Str group,
                        Str reason, Err *err)
{
    App *app = w->app;
    SchemeEntries entries = {0};
    Scheme own = *scheme;
    Str effective = p->effective.len ? p->effective : month_str(app->arena, scheme->effective);
    if (!need_group(app, group, err) || !scheme_entries(app, group, &entries, err) ||
        !check_from(app, app->db, group, effective, &entries, err) ||
        !month_parse(effective, &own.effective, err))
        return false;
    own.group = group;
    own.version = next_version(&entries);
    own.plan_no = S("");
    if (!check_order(app, &entries, &own, effective, err))
        return false;
    Out out = out_new(app->arena, LIMIT_YAML_BYTES);
    tree_yaml(&out, scheme_canon(app->arena, &own));
    *arena_push(app->arena, w->versions) =
        (SchemeVersion){.group = group,
                        .version = own.version,
                        .effective = effective,
                        .file = p->file,
                        .text = out_str(&out),
                        .digest = app->digest(app->arena, out_str(&out)),
                        .reason = reason,
                        .at = app->now_ms,
                        .by = app->actor.name,
                        .behalf = app->actor.behalf};
    return true;
}

static Str version_detail(App *app, Str group, int version, Str digest, Str more)
{
    return arena_fmt(app->arena, "{\"group\":\"%.*s\",\"version\":%d,\"scheme\":\"%.*s\"%.*s}",
                     STR_ARG(group), version, STR_ARG(digest), STR_ARG(more));
}

/* Of two who propose at once the second is told: what it was held against is not what stands there. */
static bool is_next(App *app, const SchemeVersions *known, const SchemeVersion *v, Err *err)
{
    for (int i = 0; i < known->count; i++)
        if (str_eq(known->items[i].group, v->group) && known->items[i].version >= v->version)
            return err_set(err, ERR_SCHEME_MOVED, {"version", number(app->arena, v->version)});
    return true;
}

static bool save_versions(Db *tx, void *ctx, Err *err)
{
    Proposing *w = ctx;
    App *app = w->app;
    SchemeVersions known = {0};
    if (!scheme_version_list(tx, app->arena, app->def.code, &known, err))
        return false;
    for (int i = 0; i < w->versions->count; i++) {
        SchemeVersion *v = &w->versions->items[i];
        if (!is_next(app, &known, v, err))
            return false;
        v->id = app_id(app);
        Str object = arena_fmt(app->arena, "scheme_version %.*s", STR_ARG(v->id));
        Str detail = version_detail(app, v->group, v->version, v->digest, S(""));
        if (!scheme_version_save(tx, app->def.code, v, err))
            return false;
        if (i == 0) {
            w->write.object = object;
            w->write.detail = detail;
        } else if (!app_audit(app, tx, ACT_SCHEME_PROPOSE, object, detail, err)) {
            return false;
        }
    }
    return true;
}

bool scheme_propose(App *app, const SchemeProposal *p, SchemeVersions *ret_versions, Faults *faults,
                    Err *err)
{
    Proposing w = {.app = app, .versions = ret_versions};
    Scheme scheme;
    Str reason, rest = p->groups;
    *err = (Err){0};
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_SCHEME_PROPOSE, S(""), S("schemes"), err) ||
        !clean_line(app, p->reason, &reason, err))
        return false;
    if (reason.len == 0)
        return err_set(err, ERR_SCHEME_REASON);
    if (!scheme_file_load(app->arena, p->file, p->bytes, &scheme, faults) ||
        !fits(app, p->file, &scheme, faults, err))
        return false;
    if (rest.len == 0)
        rest = scheme.group;
    while (rest.len)
        if (!add_version(&w, p, &scheme, str_trim(str_cut(&rest, ',')), reason, err))
            return false;
    w.write = (AppWrite){
        .action = ACT_SCHEME_PROPOSE, .object = S("schemes"), .fn = save_versions, .ctx = &w};
    if (!app_write(app, &w.write, err))
        return false;
    return know(app, app->db, &app->def, err);
}

/* ---- deciding ---- */

typedef struct Deciding {
    App *app;
    SchemeDecision row;
    Str seen;
    bool approves;
    AppWrite write;
} Deciding;

/* What stands there now, whatever was read before the write began. */
static bool entries_now(Deciding *w, Db *tx, SchemeEntries *entries, const SchemeEntry **ret_entry,
                        Err *err)
{
    App *app = w->app, now = *app;
    if (!know(app, tx, &now.def, err) || !scheme_entries(&now, w->row.group, entries, err))
        return false;
    *ret_entry = scheme_entry_find(entries, w->row.version);
    return *ret_entry ||
           err_set(err, ERR_SCHEME_VERSION, {"found", number(app->arena, w->row.version)},
                   {"group", group_name(app, w->row.group)});
}

static bool refuse_state(const App *app, const SchemeEntry *e, Err *err)
{
    return err_set(err, ERR_SCHEME_STATE, {"version", number(app->arena, e->version)},
                   {"found", scheme_standing_word(e->standing)});
}

static bool check_approval(Deciding *w, Db *tx, const SchemeEntries *entries, const SchemeEntry *e,
                           Err *err)
{
    App *app = w->app;
    if (e->standing != SCHEME_PROPOSED && e->standing != SCHEME_TRIAL)
        return refuse_state(app, e, err);
    if (w->seen.len && !str_eq(w->seen, e->digest))
        return err_set(err, ERR_SCHEME_MOVED, {"version", number(app->arena, e->version)});
    if (!e->proposed)
        return true; /* of the import: it holds already, and nobody here proposed it */
    if (app_is_self(app, e->proposed->by, e->proposed->behalf))
        return err_set(err, ERR_SCHEME_FOUR_EYES, {"version", number(app->arena, e->version)});
    return check_from(app, tx, e->group, e->effective, entries, err);
}

static bool check_withdrawal(const App *app, const SchemeEntry *e, Err *err)
{
    if (!e->proposed || e->standing == SCHEME_WITHDRAWN)
        return refuse_state(app, e, err);
    const CampaignPeriod *period;
    if (e->standing == SCHEME_PROPOSED)
        return true;
    return app_period(app, e->effective, &period, err) &&
           (period->from > app->today ||
            err_set(err, ERR_SCHEME_USED, {"version", number(app->arena, e->version)},
                    {"period", period->name}));
}

static bool save_decision(Db *tx, void *ctx, Err *err)
{
    Deciding *w = ctx;
    App *app = w->app;
    SchemeEntries entries = {0};
    const SchemeEntry *e;
    if (!entries_now(w, tx, &entries, &e, err) ||
        !(w->approves ? check_approval(w, tx, &entries, e, err) : check_withdrawal(app, e, err)))
        return false;
    w->row.digest = e->digest;
    w->row.id = app_id(app);
    w->write.object = arena_fmt(app->arena, "scheme_decision %.*s", STR_ARG(w->row.id));
    w->write.detail =
        version_detail(app, w->row.group, w->row.version, w->row.digest,
                       arena_fmt(app->arena, ",\"act\":\"%.*s\"", STR_ARG(w->row.act)));
    return scheme_decision_save(tx, app->def.code, &w->row, err);
}

static bool decide(Deciding *w, Action action, Err *err)
{
    App *app = w->app;
    w->row.at = app->now_ms;
    w->row.by = app->actor.name;
    w->row.behalf = app->actor.behalf;
    w->write = (AppWrite){.action = action, .object = S("schemes"), .fn = save_decision, .ctx = w};
    return app_write(app, &w->write, err) && know(app, app->db, &app->def, err);
}

bool scheme_approve(App *app, const SchemeApproval *a, Err *err)
{
    Deciding w = {.app = app, .seen = a->seen, .approves = true};
    const struct {
        Str name, value;
        Str *to;
    } fields[] = {{S("authority"), a->authority, &w.row.authority},
                  {S("document"), a->document, &w.row.document},
                  {S("dated"), a->dated, &w.row.dated}};
    Date dated;
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_SCHEME_APPROVE, S(""), S("schemes"), err) ||
        !need_group(app, a->group, err))
        return false;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (!clean_line(app, fields[i].value, fields[i].to, err))
            return false;
        if (fields[i].to->len == 0)
            return err_set(err, ERR_SCHEME_PAPER, {"field", fields[i].name});
    }
    if (!date_parse(w.row.dated, &dated, NULL) || dated > app->today)
        return err_set(err, ERR_SCHEME_DATE, {"found", w.row.dated});
    w.row.group = a->group;
    w.row.version = a->version;
    w.row.act = S("approve");
    return decide(&w, ACT_SCHEME_APPROVE, err);
}

bool scheme_withdraw(App *app, Str group, int version, Str reason, Err *err)
{
    Deciding w = {.app = app, .row = {.group = group, .version = version, .act = S("withdraw")}};
    Action action =
        permit_any(&app->actor, ACT_SCHEME_PROPOSE) ? ACT_SCHEME_PROPOSE : ACT_SCHEME_APPROVE;
    if (!app_need_campaign(app, err) || !app_permit(app, action, S(""), S("schemes"), err) ||
        !need_group(app, group, err) || !clean_line(app, reason, &w.row.reason, err))
        return false;
    if (w.row.reason.len == 0)
        return err_set(err, ERR_SCHEME_REASON);
    return decide(&w, action, err);
}

/* ---- reading ---- */

bool scheme_read(App *app, Str group, SchemeEntries *ret_entries, Err *err)
{
    SchemeEntries all = {0};
    bool inner = permit_any(&app->actor, ACT_SANDBOX_READ);
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_SCHEME_READ, S(""), S("schemes"), err) ||
        !need_group(app, group, err) || !scheme_entries(app, group, &all, err))
        return false;
    for (int i = 0; i < all.count; i++)
        if (inner || all.items[i].standing == SCHEME_APPROVED)
            *arena_push(app->arena, ret_entries) = all.items[i];
    return true;
}

bool scheme_waiting(App *app, SchemeEntries *ret_entries, Err *err)
{
    if (app->def.versions.count == 0) /* nothing was proposed since the import: no text is read */
        return true;
    for (int g = 0; g < app->def.groups.count; g++) {
        SchemeEntries all = {0};
        if (!scheme_entries(app, app->def.groups.items[g].code, &all, err))
            return false;
        for (int i = 0; i < all.count; i++)
            if (all.items[i].standing == SCHEME_PROPOSED &&
                !app_is_self(app, all.items[i].proposed->by, all.items[i].proposed->behalf))
                *arena_push(app->arena, ret_entries) = all.items[i];
    }
    return true;
}

Str scheme_group_chance(App *app, Lang lang, Str group, Str from, const Scheme *scheme)
{
    const CampaignDef *def = &app->def;
    const CampaignPeriod *first = NULL;
    int periods = 0, units = 0;
    for (int i = 0; i < def->periods.count; i++) {
        const CampaignPeriod *p = &def->periods.items[i];
        if (!p->ranked || str_cmp(p->code, from) < 0)
            continue;
        first = first ? first : p;
        periods++;
    }
    for (int i = 0; first && i < def->units.count; i++)
        units += str_eq(def->units.items[i].group, group) && def->units.items[i].ranked &&
                 unit_is_member(def, &def->units.items[i], first);
    return first ? scheme_chance_words(app->arena, lang, scheme, units, month_of_date(first->to),
                                       periods)
                 : S("");
}

void scheme_entry_json(const App *app, const SchemeEntry *e, Json *json)
{
    json_kstr(json, S("group"), e->group);
    json_ki64(json, S("version"), e->version);
    json_kstr(json, S("effective"), e->effective);
    json_kstr(json, S("digest"), e->digest);
    json_kstr(json, S("standing"), scheme_standing_word(e->standing));
    json_kstr(json, S("document"), e->document);
    json_kbool(json, S("imported"), !e->proposed);
    if (e->proposed) {
        json_kstr(json, S("reason"), e->proposed->reason);
        json_kstr(json, S("proposed_at"), instant_minute(app->arena, e->proposed->at));
        json_kstr(json, S("proposed_by"), e->proposed->by);
    }
    if (e->decision) {
        json_kstr(json, S("authority"), e->decision->authority);
        json_kstr(json, S("dated"), e->decision->dated);
        json_kstr(json, S("decided_at"), instant_minute(app->arena, e->decision->at));
        json_kstr(json, S("decided_by"), e->decision->by);
        json_kstr(json, S("withdrawn_because"), e->decision->reason);
    }
}

Str scheme_standing_text(Lang lang, SchemeStanding standing)
{
    static const Msg words[] = {MSG_SCHEME_STANDING_TRIAL, MSG_SCHEME_STANDING_PROPOSED,
                                MSG_SCHEME_STANDING_APPROVED, MSG_SCHEME_STANDING_WITHDRAWN};
    return msg(lang, words[standing]);
}

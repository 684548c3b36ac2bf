#include "store/campaign.h"
#include "store/scheme.h"
#include "store/sql_gen.h"
#include "store/target.h"
#include "store/text.h"

static bool load_phases(Db *db, Arena *arena, CampaignDef *def, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_phase_list, DB_ARGS(V(def->code)), err);
    while (db_next(rows, err)) {
        CampaignPhase *x = arena_push(arena, &def->phases);
        x->name = arena_str(arena, db_text(rows, 0));
        x->from = date_of_text(db_text(rows, 1));
        x->to = date_of_text(db_text(rows, 2));
        x->source = arena_str(arena, db_text(rows, 3));
    }
    return err->code == ERR_NONE;
}

static bool load_groups(Db *db, Arena *arena, CampaignDef *def, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_group_list, DB_ARGS(V(def->code)), err);
    while (db_next(rows, err)) {
        PeerGroup *x = arena_push(arena, &def->groups);
        x->code = arena_str(arena, db_text(rows, 0));
        x->name = arena_str(arena, db_text(rows, 1));
        x->size = (int)db_i64(rows, 2);
        x->source = arena_str(arena, db_text(rows, 3));
    }
    return err->code == ERR_NONE;
}

static bool load_stocktakes(Db *db, Arena *arena, CampaignDef *def, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_stocktake_list, DB_ARGS(V(def->code)), err);
    while (db_next(rows, err)) {
        StocktakeRule *x = arena_push(arena, &def->stocktakes);
        x->chair = arena_str(arena, db_text(rows, 0));
        x->every = arena_str(arena, db_text(rows, 1));
        x->source = arena_str(arena, db_text(rows, 2));
    }
    return err->code == ERR_NONE;
}

static bool load_periods(Db *db, Arena *arena, CampaignDef *def, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_period_list, DB_ARGS(V(def->code)), err);
    while (db_next(rows, err)) {
        CampaignPeriod *x = arena_push(arena, &def->periods);
        x->code = arena_str(arena, db_text(rows, 0));
        x->name = arena_str(arena, db_text(rows, 1));
        x->from = date_of_text(db_text(rows, 2));
        x->to = date_of_text(db_text(rows, 3));
        x->ranked = db_bool(rows, 4);
        x->opens_on = date_of_text(db_text(rows, 5));
        x->due_on = date_of_text(db_text(rows, 6));
        x->confirm_on = date_of_text(db_text(rows, 7));
        x->lock_on = date_of_text(db_text(rows, 8));
        x->trial_run_on = date_of_text(db_text(rows, 9));
        x->appeal_on = date_of_text(db_text(rows, 10));
        x->ruling_on = date_of_text(db_text(rows, 11));
        x->freeze_on = date_of_text(db_text(rows, 12));
        x->issue_on = date_of_text(db_text(rows, 13));
    }
    return err->code == ERR_NONE;
}

static bool load_bodies(Db *db, Arena *arena, CampaignDef *def, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_body_list, DB_ARGS(V(def->code)), err);
    while (db_next(rows, err)) {
        Body *x = arena_push(arena, &def->bodies);
        x->code = arena_str(arena, db_text(rows, 0));
        x->name = arena_str(arena, db_text(rows, 1));
        x->kind = arena_str(arena, db_text(rows, 2));
        x->parent = arena_str(arena, db_text(rows, 3));
        x->source = arena_str(arena, db_text(rows, 4));
    }
    return err->code == ERR_NONE;
}

static bool load_posts(Db *db, Arena *arena, CampaignDef *def, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_post_list, DB_ARGS(V(def->code)), err);
    while (db_next(rows, err)) {
        Post *x = arena_push(arena, &def->posts);
        x->body = arena_str(arena, db_text(rows, 0));
        x->title = arena_str(arena, db_text(rows, 1));
        x->holder = arena_str(arena, db_text(rows, 2));
        x->concurrent = db_bool(rows, 3);
        x->source = arena_str(arena, db_text(rows, 4));
    }
    return err->code == ERR_NONE;
}

static bool load_units(Db *db, Arena *arena, CampaignDef *def, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_unit_list, DB_ARGS(V(def->code)), err);
    while (db_next(rows, err)) {
        Unit *x = arena_push(arena, &def->units);
        x->code = arena_str(arena, db_text(rows, 0));
        x->name = arena_str(arena, db_text(rows, 1));
        x->short_name = arena_str(arena, db_text(rows, 2));
        x->group = arena_str(arena, db_text(rows, 3));
        x->kind = arena_str(arena, db_text(rows, 4));
        x->bodies = arena_str(arena, db_text(rows, 5));
        x->leader = arena_str(arena, db_text(rows, 6));
        x->valid_from = date_of_text(db_text(rows, 7));
        x->valid_to = date_of_text(db_text(rows, 8));
        x->successor = arena_str(arena, db_text(rows, 9));
        x->ranked = db_bool(rows, 10);
        x->restricted = db_bool(rows, 11);
        x->source = arena_str(arena, db_text(rows, 12));
    }
    return err->code == ERR_NONE;
}

static bool load_tasks(Db *db, Arena *arena, CampaignDef *def, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_task_list, DB_ARGS(V(def->code)), err);
    while (db_next(rows, err)) {
        Task *x = arena_push(arena, &def->tasks);
        x->no = arena_str(arena, db_text(rows, 0));
        x->level = arena_str(arena, db_text(rows, 1));
        x->parent = arena_str(arena, db_text(rows, 2));
        x->title = arena_str(arena, db_text(rows, 3));
        x->text = arena_str(arena, db_text(rows, 4));
        x->deadline = date_of_text(db_text(rows, 5));
        x->deadline_text = arena_str(arena, db_text(rows, 6));
        x->restricted = db_bool(rows, 7);
        x->source = arena_str(arena, db_text(rows, 8));
    }
    return err->code == ERR_NONE;
}

static bool load_responsibilities(Db *db, Arena *arena, CampaignDef *def, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_responsibility_list, DB_ARGS(V(def->code)), err);
    while (db_next(rows, err)) {
        Responsibility *x = arena_push(arena, &def->responsibilities);
        x->task = arena_str(arena, db_text(rows, 0));
        x->role = arena_str(arena, db_text(rows, 1));
        x->party = arena_str(arena, db_text(rows, 2));
        x->source = arena_str(arena, db_text(rows, 3));
    }
    return err->code == ERR_NONE;
}

static bool load_indicators(Db *db, Arena *arena, CampaignDef *def, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_indicator_list, DB_ARGS(V(def->code)), err);
    while (db_next(rows, err)) {
        Indicator *x = arena_push(arena, &def->indicators);
        x->code = arena_str(arena, db_text(rows, 0));
        x->name = arena_str(arena, db_text(rows, 1));
        x->unit = arena_str(arena, db_text(rows, 2));
        x->measure = arena_str(arena, db_text(rows, 3));
        x->basis = arena_str(arena, db_text(rows, 4));
        x->direction = arena_str(arena, db_text(rows, 5));
        x->assessor = arena_str(arena, db_text(rows, 6));
        x->reporter = arena_str(arena, db_text(rows, 7));
        x->lag = (int)db_i64(rows, 8);
        x->decimals = (int)db_i64(rows, 9);
        x->source = arena_str(arena, db_text(rows, 10));
    }
    return err->code == ERR_NONE;
}

static bool load_targets(Db *db, Arena *arena, CampaignDef *def, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_target_list, DB_ARGS(V(def->code)), err);
    while (db_next(rows, err)) {
        Target *x = arena_push(arena, &def->targets);
        x->code = arena_str(arena, db_text(rows, 0));
        x->task = arena_str(arena, db_text(rows, 1));
        x->indicator = arena_str(arena, db_text(rows, 2));
        x->what = arena_str(arena, db_text(rows, 3));
        x->value = arena_str(arena, db_text(rows, 4));
        x->unit = arena_str(arena, db_text(rows, 5));
        x->relation = arena_str(arena, db_text(rows, 6));
        x->modality = arena_str(arena, db_text(rows, 7));
        x->scope = arena_str(arena, db_text(rows, 8));
        x->period = arena_str(arena, db_text(rows, 9));
        x->source = arena_str(arena, db_text(rows, 10));
        x->split = arena_str(arena, db_text(rows, 11));
        x->numerator = arena_str(arena, db_text(rows, 12));
        x->denominator = arena_str(arena, db_text(rows, 13));
    }
    return err->code == ERR_NONE;
}

static bool load_allotments(Db *db, Arena *arena, CampaignDef *def, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_allotment_list, DB_ARGS(V(def->code)), err);
    while (db_next(rows, err)) {
        Allotment *x = arena_push(arena, &def->allotments);
        x->target = arena_str(arena, db_text(rows, 0));
        x->unit = arena_str(arena, db_text(rows, 1));
        x->value = arena_str(arena, db_text(rows, 2));
        x->source = arena_str(arena, db_text(rows, 3));
        x->weight = arena_str(arena, db_text(rows, 4));
    }
    return err->code == ERR_NONE;
}

static bool load_plans(Db *db, Arena *arena, CampaignDef *def, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_plan_list, DB_ARGS(V(def->code)), err);
    while (db_next(rows, err)) {
        PlanPoint *x = arena_push(arena, &def->plans);
        x->indicator = arena_str(arena, db_text(rows, 0));
        x->period = arena_str(arena, db_text(rows, 1));
        x->percent = arena_str(arena, db_text(rows, 2));
        x->unit = arena_str(arena, db_text(rows, 3));
    }
    return err->code == ERR_NONE;
}

static bool load_changes(Db *db, Arena *arena, CampaignDef *def, Err *err)
{
    TargetChangeList list = {0};
    if (!target_change_list(db, arena, def->code, &list, err))
        return false;
    for (int i = 0; i < list.count; i++)
        *arena_push(arena, &def->changes) = list.items[i];
    return true;
}

static bool load_forms(Db *db, Arena *arena, CampaignDef *def, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_form_list, DB_ARGS(V(def->code)), err);
    while (db_next(rows, err)) {
        FormRule *x = arena_push(arena, &def->forms);
        Str *const texts[] = {&x->code, &x->name, &x->nature, &x->number, &x->issuer, &x->approval};
        for (int i = 0; i < (int)(sizeof texts / sizeof *texts); i++)
            *texts[i] = arena_str(arena, db_text(rows, i));
        x->valid_from = date_of_text(db_text(rows, 6));
        x->valid_to = date_of_text(db_text(rows, 7));
        x->group = arena_str(arena, db_text(rows, 8));
        x->source = arena_str(arena, db_text(rows, 9));
    }
    return err->code == ERR_NONE;
}

static bool load_lights(Db *db, Arena *arena, CampaignDef *def, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_light_list, DB_ARGS(V(def->code)), err);
    while (db_next(rows, err)) {
        LightRule *x = arena_push(arena, &def->lights);
        x->effective = arena_str(arena, db_text(rows, 0));
        x->yellow_from = arena_str(arena, db_text(rows, 1));
        x->red_above = arena_str(arena, db_text(rows, 2));
        x->source = arena_str(arena, db_text(rows, 3));
    }
    return err->code == ERR_NONE;
}

static bool load_accounts(Db *db, Arena *arena, CampaignDef *def, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_account_list, DB_ARGS(V(def->code)), err);
    while (db_next(rows, err)) {
        Account *x = arena_push(arena, &def->accounts);
        x->name = arena_str(arena, db_text(rows, 0));
        x->role = arena_str(arena, db_text(rows, 1));
        x->unit = arena_str(arena, db_text(rows, 2));
        x->body = arena_str(arena, db_text(rows, 3));
        x->post = arena_str(arena, db_text(rows, 4));
    }
    return err->code == ERR_NONE;
}

static bool load_schemes(Db *db, Arena *arena, CampaignDef *def, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_scheme_list, DB_ARGS(V(def->code)), err);
    while (db_next(rows, err)) {
        SchemeFile *x = arena_push(arena, &def->schemes);
        x->file = arena_str(arena, db_text(rows, 0));
        x->group = arena_str(arena, db_text(rows, 1));
        x->version = (int)db_i64(rows, 2);
        x->effective = arena_str(arena, db_text(rows, 3));
        x->text = arena_str(arena, db_text(rows, 4));
        x->digest = arena_str(arena, db_text(rows, 5));
    }
    return err->code == ERR_NONE;
}

static bool load_versions(Db *db, Arena *arena, CampaignDef *def, Err *err)
{
    SchemeVersions versions = {0};
    SchemeDecisions decisions = {0};
    if (!scheme_version_list(db, arena, def->code, &versions, err) ||
        !scheme_decision_list(db, arena, def->code, &decisions, err))
        return false;
    for (int i = 0; i < versions.count; i++)
        *arena_push(arena, &def->versions) = versions.items[i];
    for (int i = 0; i < decisions.count; i++)
        *arena_push(arena, &def->decisions) = decisions.items[i];
    return true;
}

static bool load_head(Db *db, Arena *arena, CampaignDef *def, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_campaign_load, DB_ARGS(V(def->code)), err);
    if (!db_next(rows, err))
        return err->code == ERR_NONE ? err_set(err, ERR_CAMPAIGN_UNKNOWN, {"found", def->code})
                                     : false;
    def->name = arena_str(arena, db_text(rows, 0));
    def->city = arena_str(arena, db_text(rows, 1));
    def->year = (int)db_i64(rows, 2);
    def->predecessor = arena_str(arena, db_text(rows, 3));
    def->source_document = arena_str(arena, db_text(rows, 4));
    def->sample = db_bool(rows, 5);
    def->issuer = arena_str(arena, db_text(rows, 6));
    def->issuer_number = arena_str(arena, db_text(rows, 7));
    month_rule_of_text(db_text(rows, 8), def);
    return true;
}

bool campaign_load(Db *db, Arena *arena, Str code, CampaignDef *ret_def, Err *err)
{
    CampaignDef def = {.code = arena_str(arena, code)};
    static bool (*const loaders[])(Db *, Arena *, CampaignDef *, Err *) = {
        load_head,       load_phases,   load_groups,     load_stocktakes, load_periods,
        load_bodies,     load_posts,    load_units,      load_tasks,      load_responsibilities,
        load_indicators, load_targets,  load_allotments, load_plans,      load_forms,
        load_lights,     load_accounts, load_schemes,    load_changes,    load_versions};
    *err = (Err){0};
    for (size_t i = 0; i < sizeof loaders / sizeof loaders[0]; i++)
        if (!loaders[i](db, arena, &def, err))
            return false;
    *ret_def = def;
    return true;
}

bool campaign_digest(Db *db, Arena *arena, Str code, Str *ret_digest, Err *err)
{
    *err = (Err){0};
    *ret_digest = S("");
    AUTO_ROWS *rows = db_query(db, SQL_campaign_digest, DB_ARGS(V(code)), err);
    if (db_next(rows, err))
        *ret_digest = arena_str(arena, db_text(rows, 0));
    return err->code == ERR_NONE;
}

bool campaign_codes(Db *db, Arena *arena, CodeList *ret_codes, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_campaign_codes, NULL, 0, err);
    while (db_next(rows, err))
        *arena_push(arena, ret_codes) = arena_str(arena, db_text(rows, 0));
    return err->code == ERR_NONE;
}

bool account_find(Db *db, Arena *arena, Str name, AccountRow *ret_account, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_account_find, DB_ARGS(V(name)), err);
    if (!db_next(rows, err))
        return err->code == ERR_NONE ? err_set(err, ERR_ACCOUNT_UNKNOWN, {"found", name}) : false;
    *ret_account = (AccountRow){
        .name = arena_str(arena, name),
        .campaign = arena_str(arena, db_text(rows, 0)),
        .role = arena_str(arena, db_text(rows, 1)),
        .unit = arena_str(arena, db_text(rows, 2)),
        .body = arena_str(arena, db_text(rows, 3)),
        .post = arena_str(arena, db_text(rows, 4)),
        .active = db_bool(rows, 5),
        .position = (int)db_i64(rows, 6),
        .authorised = db_bool(rows, 7),
        .restricted = db_bool(rows, 8),
        .expires_on = arena_str(arena, db_text(rows, 9)),
    };
    return true;
}

bool account_count(Db *db, int64_t *ret_count, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_account_count, NULL, 0, err);
    if (!rows || !db_next(rows, err))
        return false;
    *ret_count = db_i64(rows, 0);
    return true;
}

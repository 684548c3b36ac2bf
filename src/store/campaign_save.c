#include "store/campaign.h"
#include "store/sql_gen.h"
#include "store/text.h"

static bool save_phases(Db *tx, const CampaignDef *def, Str code, Err *err)
{
    for (int i = 0; i < def->phases.count; i++) {
        const CampaignPhase *x = &def->phases.items[i];
        DateText date[2];
        if (!db_exec(tx, SQL_phase_insert,
                     DB_ARGS(V(code), V(i), V(x->name), V(text_of_date(&date[0], x->from)),
                             V(text_of_date(&date[1], x->to)), V(x->source)),
                     NULL, err))
            return false;
    }
    return true;
}

static bool save_groups(Db *tx, const CampaignDef *def, Str code, Err *err)
{
    for (int i = 0; i < def->groups.count; i++) {
        const PeerGroup *x = &def->groups.items[i];
        if (!db_exec(tx, SQL_group_insert,
                     DB_ARGS(V(code), V(i), V(x->code), V(x->name), V(x->size), V(x->source)), NULL,
                     err))
            return false;
    }
    return true;
}

static bool save_stocktakes(Db *tx, const CampaignDef *def, Str code, Err *err)
{
    for (int i = 0; i < def->stocktakes.count; i++) {
        const StocktakeRule *x = &def->stocktakes.items[i];
        if (!db_exec(tx, SQL_stocktake_insert,
                     DB_ARGS(V(code), V(i), V(x->chair), V(x->every), V(x->source)), NULL, err))
            return false;
    }
    return true;
}

static bool save_periods(Db *tx, const CampaignDef *def, Str code, Err *err)
{
    for (int i = 0; i < def->periods.count; i++) {
        const CampaignPeriod *x = &def->periods.items[i];
        DateText date[11];
        if (!db_exec(tx, SQL_period_insert,
                     DB_ARGS(V(code), V(i), V(x->code), V(x->name),
                             V(text_of_date(&date[0], x->from)), V(text_of_date(&date[1], x->to)),
                             V(x->ranked), V(text_of_date(&date[2], x->opens_on)),
                             V(text_of_date(&date[3], x->due_on)),
                             V(text_of_date(&date[4], x->confirm_on)),
                             V(text_of_date(&date[5], x->lock_on)),
                             V(text_of_date(&date[6], x->trial_run_on)),
                             V(text_of_date(&date[7], x->appeal_on)),
                             V(text_of_date(&date[8], x->ruling_on)),
                             V(text_of_date(&date[9], x->freeze_on)),
                             V(text_of_date(&date[10], x->issue_on))),
                     NULL, err))
            return false;
    }
    return true;
}

static bool save_bodies(Db *tx, const CampaignDef *def, Str code, Err *err)
{
    for (int i = 0; i < def->bodies.count; i++) {
        const Body *x = &def->bodies.items[i];
        if (!db_exec(tx, SQL_body_insert,
                     DB_ARGS(V(code), V(i), V(x->code), V(x->name), V(x->kind), V(x->parent),
                             V(x->source)),
                     NULL, err))
            return false;
    }
    return true;
}

static bool save_posts(Db *tx, const CampaignDef *def, Str code, Err *err)
{
    for (int i = 0; i < def->posts.count; i++) {
        const Post *x = &def->posts.items[i];
        if (!db_exec(tx, SQL_post_insert,
                     DB_ARGS(V(code), V(i), V(x->body), V(x->title), V(x->holder), V(x->concurrent),
                             V(x->source)),
                     NULL, err))
            return false;
    }
    return true;
}

static bool save_units(Db *tx, const CampaignDef *def, Str code, Err *err)
{
    for (int i = 0; i < def->units.count; i++) {
        const Unit *x = &def->units.items[i];
        DateText date[2];
        if (!db_exec(tx, SQL_unit_insert,
                     DB_ARGS(V(code), V(i), V(x->code), V(x->name), V(x->short_name), V(x->group),
                             V(x->kind), V(x->bodies), V(x->leader),
                             V(text_of_date(&date[0], x->valid_from)),
                             V(text_of_date(&date[1], x->valid_to)), V(x->successor), V(x->ranked),
                             V(x->restricted), V(x->source)),
                     NULL, err))
            return false;
    }
    return true;
}

static bool save_tasks(Db *tx, const CampaignDef *def, Str code, Err *err)
{
    for (int i = 0; i < def->tasks.count; i++) {
        const Task *x = &def->tasks.items[i];
        DateText date[1];
        if (!db_exec(tx, SQL_task_insert,
                     DB_ARGS(V(code), V(i), V(x->no), V(x->level), V(x->parent), V(x->title),
                             V(x->text), V(text_of_date(&date[0], x->deadline)),
                             V(x->deadline_text), V(x->restricted), V(x->source)),
                     NULL, err))
            return false;
    }
    return true;
}

static bool save_responsibilities(Db *tx, const CampaignDef *def, Str code, Err *err)
{
    for (int i = 0; i < def->responsibilities.count; i++) {
        const Responsibility *x = &def->responsibilities.items[i];
        if (!db_exec(tx, SQL_responsibility_insert,
                     DB_ARGS(V(code), V(i), V(x->task), V(x->role), V(x->party), V(x->source)),
                     NULL, err))
            return false;
    }
    return true;
}

static bool save_indicators(Db *tx, const CampaignDef *def, Str code, Err *err)
{
    for (int i = 0; i < def->indicators.count; i++) {
        const Indicator *x = &def->indicators.items[i];
        if (!db_exec(tx, SQL_indicator_insert,
                     DB_ARGS(V(code), V(i), V(x->code), V(x->name), V(x->unit), V(x->measure),
                             V(x->basis), V(x->direction), V(x->assessor), V(x->reporter),
                             V(x->lag), V(x->decimals), V(x->source)),
                     NULL, err))
            return false;
    }
    return true;
}

static bool save_targets(Db *tx, const CampaignDef *def, Str code, Err *err)
{
    for (int i = 0; i < def->targets.count; i++) {
        const Target *x = &def->targets.items[i];
        if (!db_exec(tx, SQL_target_insert,
                     DB_ARGS(V(code), V(i), V(x->code), V(x->task), V(x->indicator), V(x->what),
                             V(x->value), V(x->unit), V(x->relation), V(x->modality), V(x->scope),
                             V(x->period), V(x->source), V(x->split), V(x->numerator),
                             V(x->denominator)),
                     NULL, err))
            return false;
    }
    return true;
}

static bool save_allotments(Db *tx, const CampaignDef *def, Str code, Err *err)
{
    for (int i = 0; i < def->allotments.count; i++) {
        const Allotment *x = &def->allotments.items[i];
        if (!db_exec(tx, SQL_allotment_insert,
                     DB_ARGS(V(code), V(i), V(x->target), V(x->unit), V(x->value), V(x->source),
                             V(x->weight)),
                     NULL, err))
            return false;
    }
    return true;
}

static bool save_plans(Db *tx, const CampaignDef *def, Str code, Err *err)
{
    for (int i = 0; i < def->plans.count; i++) {
        const PlanPoint *x = &def->plans.items[i];
        bool saved =
            x->unit.len
                ? db_exec(tx, SQL_unit_plan_insert,
                          DB_ARGS(V(code), V(i), V(x->indicator), V(x->unit), V(x->period),
                                  V(x->percent)),
                          NULL, err)
                : db_exec(tx, SQL_plan_insert,
                          DB_ARGS(V(code), V(i), V(x->indicator), V(x->period), V(x->percent)),
                          NULL, err);
        if (!saved)
            return false;
    }
    return true;
}

static bool save_forms(Db *tx, const CampaignDef *def, Str code, Err *err)
{
    for (int i = 0; i < def->forms.count; i++) {
        const FormRule *x = &def->forms.items[i];
        DateText from, to;
        if (!db_exec(tx, SQL_form_insert,
                     DB_ARGS(V(code), V(i), V(x->code), V(x->name), V(x->nature), V(x->number),
                             V(x->issuer), V(x->approval), V(text_of_date(&from, x->valid_from)),
                             V(text_of_date(&to, x->valid_to)), V(x->group), V(x->source)),
                     NULL, err))
            return false;
    }
    return true;
}

static bool save_lights(Db *tx, const CampaignDef *def, Str code, Err *err)
{
    for (int i = 0; i < def->lights.count; i++) {
        const LightRule *x = &def->lights.items[i];
        if (!db_exec(tx, SQL_light_insert,
                     DB_ARGS(V(code), V(i), V(x->effective), V(x->yellow_from), V(x->red_above),
                             V(x->source)),
                     NULL, err))
            return false;
    }
    return true;
}

/* An account of the installation joins the campaign; one of another campaign is a conflict. */
static bool save_accounts(Db *tx, const CampaignDef *def, Str code, Err *err)
{
    for (int i = 0; i < def->accounts.count; i++) {
        const Account *x = &def->accounts.items[i];
        const AccountRow row = {.name = x->name,
                                .campaign = code,
                                .role = x->role,
                                .unit = x->unit,
                                .body = x->body,
                                .post = x->post,
                                .active = true,
                                .position = i};
        if (!account_save(tx, &row, err))
            return false;
    }
    return true;
}

static bool save_schemes(Db *tx, const CampaignDef *def, Str code, Err *err)
{
    for (int i = 0; i < def->schemes.count; i++) {
        const SchemeFile *x = &def->schemes.items[i];
        if (!db_exec(tx, SQL_scheme_insert,
                     DB_ARGS(V(code), V(x->group), V(x->version), V(x->effective), V(x->file),
                             V(x->text), V(x->digest)),
                     NULL, err))
            return false;
    }
    return true;
}

bool campaign_save(Db *tx, const CampaignDef *def, Str digest, Err *err)
{
    AUTO_ARENA arena = {0};
    Str code = def->code, month = month_rule_text(&arena, def);
    if (!db_exec(tx, SQL_campaign_insert,
                 DB_ARGS(V(code), V(def->name), V(def->city), V(def->year), V(def->predecessor),
                         V(def->source_document), V(def->sample), V(def->issuer),
                         V(def->issuer_number), V(month), V(digest)),
                 NULL, err))
        return false;
    static bool (*const savers[])(Db *, const CampaignDef *, Str, Err *) = {
        save_phases,   save_groups,     save_stocktakes, save_periods,          save_bodies,
        save_posts,    save_units,      save_tasks,      save_responsibilities, save_indicators,
        save_targets,  save_allotments, save_plans,      save_lights,           save_forms,
        save_accounts, save_schemes};
    for (size_t i = 0; i < sizeof savers / sizeof savers[0]; i++)
        if (!savers[i](tx, def, code, err))
            return false;
    return true;
}

bool account_save(Db *tx, const AccountRow *account, Err *err)
{
    int64_t changed = 0;
    if (!db_exec(tx, SQL_account_insert,
                 DB_ARGS(V(account->campaign), V(account->position), V(account->name),
                         V(account->role), V(account->unit), V(account->body), V(account->post),
                         V(account->active)),
                 &changed, err))
        return false;
    return changed == 1 || err_set(err, ERR_ACCOUNT_TAKEN, {"found", account->name});
}

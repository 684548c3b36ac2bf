#include "app/campaign/import_campaign.h"

#include "app/campaign/campaign_book.h"
#include "app/people/accounts.h"
#include "app/workdays.h"
#include "base/json.h"

/* The workdays of the following month; see MonthRule. */
static bool fill_dates(const Calendar *calendar, const MonthRule *rule, CampaignPeriod *p, Err *err)
{
    int year, month, day;
    date_to_ymd(p->to, &year, &month, &day);
    p->opens_on = rule->opens_day && date_is_valid_ymd(year, month, rule->opens_day)
                      ? date_from_ymd(year, month, rule->opens_day)
                      : DATE_NONE;
    const struct {
        int workday;
        Date *date;
    } dates[] = {{rule->due, &p->due_on},       {rule->confirm, &p->confirm_on},
                 {rule->lock, &p->lock_on},     {rule->trial_run, &p->trial_run_on},
                 {rule->appeal, &p->appeal_on}, {rule->ruling, &p->ruling_on},
                 {rule->freeze, &p->freeze_on}, {rule->issue, &p->issue_on}};
    int next_year = month == 12 ? year + 1 : year, next_month = month == 12 ? 1 : month + 1;
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        *dates[i].date = DATE_NONE;
        if (dates[i].workday > 0 && !workday_of_month(calendar, next_year, next_month,
                                                      dates[i].workday, dates[i].date, err))
            return false;
    }
    return true;
}

static bool fill_periods(App *app, CampaignDef *def, Err *err)
{
    Calendar calendar;
    if (!app_calendar(app->db, app->arena, &calendar, err))
        return false;
    for (int i = 0; i < def->periods.count; i++) {
        CampaignPeriod *p = &def->periods.items[i];
        MonthRule rule = def->has_month ? def->month : (MonthRule){0};
        if (!fill_dates(&calendar, &rule, p, err))
            return false;
    }
    return true;
}

/* Whether the campaign of that code says the same: as it was imported, or as it stands by now. */
static bool is_same(App *app, const CampaignDef *def, Str known, Str digest, bool *ret_same,
                    Err *err)
{
    CampaignDef stored = {0};
    *ret_same = str_eq(known, digest);
    if (*ret_same)
        return true;
    if (!campaign_load(app->db, app->arena, def->code, &stored, err))
        return false;
    *ret_same = str_eq(app->digest(app->arena, campaign_canonical(app->arena, &stored)), digest);
    return true;
}

/* Who belongs to a campaign imports no other. */
static bool check_own(App *app, Str code, Err *err)
{
    AccountRow own;
    Str seat = actor_seat(&app->actor);
    if (!account_find(app->db, app->arena, seat, &own, err))
        return false;
    return own.campaign.len == 0 || str_eq(own.campaign, code) ||
           app_refuse(app, ACT_CAMPAIGN_IMPORT, code, S("campaign"), err);
}

/* The three administrators are of the installation: a campaign's files make none of them there. */
static bool leave_administrators(App *app, CampaignDef *def, Faults *warnings, Err *err)
{
    bool three;
    int kept = 0;
    if (!accounts_are_three(app, &three, err))
        return false;
    for (int i = 0; three && i < def->accounts.count; i++) {
        Role role;
        Account *account = &def->accounts.items[i];
        if (!role_parse(account->role, &role) || !role_is_admin(role)) {
            def->accounts.items[kept++] = *account;
            continue;
        }
        Err warning = {0};
        err_set(&warning, ERR_ACCOUNT_LEFT, {"found", account->name});
        faults_add(warnings, &warning);
    }
    if (three)
        def->accounts.count = kept;
    return true;
}

typedef struct SaveCampaign {
    const CampaignDef *def;
    Str digest;
} SaveCampaign;

static bool save_campaign(Db *tx, void *ctx, Err *err)
{
    SaveCampaign *s = ctx;
    return campaign_save(tx, s->def, s->digest, err);
}

static Str detail_of(App *app, const CampaignDef *def, Str digest)
{
    Out out = out_new(app->arena, 4096);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("campaign"), def->code);
    json_kstr(&json, S("digest"), digest);
    json_ki64(&json, S("units"), def->units.count);
    json_ki64(&json, S("tasks"), def->tasks.count);
    json_ki64(&json, S("schemes"), def->schemes.count);
    json_object_end(&json);
    return out_str(&out);
}

bool import_campaign(App *app, const FileSource *source, CampaignDef *ret_def, bool *ret_new,
                     Faults *faults, Faults *warnings, Err *err)
{
    Str known;
    SaveCampaign save = {ret_def, S("")};
    *err = (Err){0};
    if (!app_permit(app, ACT_CAMPAIGN_IMPORT, S(""), S("campaign"), err) ||
        !campaign_files_read(app->arena, source, ret_def, faults, warnings, err) ||
        !check_own(app, ret_def->code, err) ||
        !campaign_digest(app->db, app->arena, ret_def->code, &known, err))
        return false;
    save.digest = app->digest(app->arena, campaign_canonical(app->arena, ret_def));
    *ret_new = known.len == 0;
    if (!*ret_new) {
        bool same;
        return is_same(app, ret_def, known, save.digest, &same, err) &&
               (same || err_set(err, ERR_CAMPAIGN_CHANGED, {"found", ret_def->code}));
    }
    if (!leave_administrators(app, ret_def, warnings, err) || !fill_periods(app, ret_def, err))
        return false;
    for (int i = 0; i < ret_def->schemes.count; i++)
        ret_def->schemes.items[i].digest = app->digest(app->arena, ret_def->schemes.items[i].text);
    app->def.code = ret_def->code; /* its audit chain begins with its import */
    AppWrite write = {.action = ACT_CAMPAIGN_IMPORT,
                      .object = arena_fmt(app->arena, "campaign %.*s", STR_ARG(ret_def->code)),
                      .detail = detail_of(app, ret_def, save.digest),
                      .fn = save_campaign,
                      .ctx = &save};
    return app_write(app, &write, err);
}

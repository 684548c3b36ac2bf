/* Which sheets there are, and which have come. */
#include "app/campaign_index.h"
#include "app/report/confirm_parts.h"
#include "app/report/lock.h"
#include "store/month.h"

static bool confirms_anything(const CampaignDef *def, Str body)
{
    for (int i = 0; i < def->indicators.count; i++)
        if (str_eq(def->indicators.items[i].assessor, body))
            return true;
    return false;
}

/* The bodies that the person may confirm for; "office" stands for the campaign office. */
static void bodies_of(App *app, ConfirmDues *ret_bodies)
{
    const CampaignDef *def = &app->def;
    bool own = permit_scope(app->actor.role, ACT_CONFIRM_SUBMIT) == SCOPE_OWN;
    bool seen_office = false;
    for (int i = 0; i < def->bodies.count; i++) {
        const Body *body = &def->bodies.items[i];
        if (!confirms_anything(def, body->code) || (own && !str_eq(body->code, app->actor.body)))
            continue;
        seen_office = seen_office || str_eq(body->code, S("office"));
        *arena_push(app->arena, ret_bodies) =
            (ConfirmDue){.body = body->code, .body_name = body->name};
    }
    if (!seen_office && !own && confirms_anything(def, S("office")))
        *arena_push(app->arena, ret_bodies) =
            (ConfirmDue){.body = S("office"), .body_name = S("office")};
}

static bool dues_of(App *app, const CampaignPeriod *period, const ConfirmDues *bodies,
                    ConfirmDues *ret_dues, Err *err)
{
    SubmissionList heads = {0};
    DraftList drafts = {0};
    Err closed;
    Str code = app->def.code;
    if (!lock_closed(app, app->db, period->code, &closed, err) ||
        !period_submissions(app->db, app->arena, code, period->code, INT64_MAX, &heads, err) ||
        !draft_list(app->db, app->arena, code, period->code, &drafts, err))
        return false;
    bool frozen = closed.code != ERR_NONE;
    for (int b = 0; b < bodies->count; b++) {
        ConfirmDue *due = arena_push(app->arena, ret_dues);
        *due = bodies->items[b];
        due->period = period;
        due->frozen = frozen;
        for (int i = 0; i < heads.count; i++)
            if (str_eq(heads.items[i].kind, S("confirmation")) &&
                str_eq(heads.items[i].party, due->body)) {
                due->version = heads.items[i].version;
                due->received_on = heads.items[i].received_on;
            }
        Str unit = confirm_draft_unit(app->arena, due->body);
        for (int i = 0; i < drafts.count; i++)
            if (str_eq(drafts.items[i].unit, unit))
                due->drafted = !str_eq(drafts.items[i].state, S("gone"));
    }
    return true;
}

bool confirm_dues(App *app, ConfirmDues *ret_dues, Err *err)
{
    ConfirmDues bodies = {0};
    *ret_dues = (ConfirmDues){0};
    if (!app_need_campaign(app, err))
        return false;
    bodies_of(app, &bodies);
    bool own = permit_scope(app->actor.role, ACT_CONFIRM_SUBMIT) == SCOPE_OWN;
    if (!app_permit(app, ACT_CONFIRM_SUBMIT, own ? app->actor.body : S(""), S("confirm"), err))
        return false;
    for (int i = app->def.periods.count - 1; i >= 0; i--) {
        const CampaignPeriod *p = &app->def.periods.items[i];
        if ((p->opens_on == DATE_NONE ? p->from : p->opens_on) <= app->today &&
            !dues_of(app, p, &bodies, ret_dues, err))
            return false;
    }
    return true;
}

/* Which campaign: to choose where an account belongs to none of several, and to import one. */
#include "app/campaign/import_campaign.h"
#include "app/folder_source.h"
#include "app/people/accounts.h"
#include "base/limits.h"
#include "web/frame.h"
#include "web/pages.h"
#include "web/pieces.h"
#include "web/slips.h"

typedef struct CampaignsView {
    Options campaigns;
    bool may_import, none;
    Str next;
} CampaignsView;
typedef struct CampaignNewView {
    Str error, limits;
    const Faults *faults, *warnings;
    Str done; /* what was imported; empty: the form */
} CampaignNewView;
#include "web/templates/campaign_new.html.h"
#include "web/templates/campaigns.html.h"

bool campaigns_page(Ctx *c, Err *err)
{
    CampaignNames names = {0};
    CampaignsView v = {.may_import = ctx_may(c, ACT_CAMPAIGN_IMPORT), .next = ctx_text(c, "next")};
    if (!campaigns_list(&c->app, &names, err))
        return false;
    if (c->json) {
        Json json = json_begin(c);
        json_array(&json);
        for (int i = 0; i < names.count; i++) {
            json_object(&json);
            json_kstr(&json, S("campaign"), names.items[i].code);
            json_kstr(&json, S("name"), names.items[i].name);
            json_object_end(&json);
        }
        json_array_end(&json);
        return json_end(c, &json, err);
    }
    for (int i = 0; i < names.count; i++)
        *arena_push(c->arena, &v.campaigns) =
            (Option){names.items[i].code, names.items[i].name, i == 0};
    v.none = names.count == 0;
    campaigns_html(page_begin(c, msg(c->lang, MSG_CAMPAIGNS_TITLE), NAV_NONE), c, &v);
    return page_end(c, err);
}

bool campaigns_choose(Ctx *c, Err *err)
{
    CampaignNames names = {0};
    Str code = ctx_text(c, "campaign"), next = ctx_text(c, "next");
    if (!campaigns_list(&c->app, &names, err))
        return false;
    for (int i = 0; i < names.count; i++)
        if (str_eq(names.items[i].code, code)) {
            campaign_cookie_set(c, code);
            return done(c, path_is_ours(next) ? next : S("/"), err);
        }
    return err_set(err, ERR_CAMPAIGN_UNKNOWN, {"found", code});
}

static bool show(Ctx *c, CampaignNewView *v, Err *err)
{
    v->limits = msg_str(c->arena, c->lang, MSG_CAMPAIGN_NEW_LIMITS,
                        {"bytes", arena_fmt(c->arena, "%d", LIMIT_CAMPAIGN_BOOK_BYTES >> 20)});
    campaign_new_html(page_begin(c, msg(c->lang, MSG_CAMPAIGN_NEW_TITLE), NAV_NONE), c, v);
    return page_end(c, err);
}

bool campaign_new_page(Ctx *c, Err *err)
{
    CampaignNewView v = {0};
    return show(c, &v, err);
}

static bool imported(Ctx *c, const CampaignDef *def, bool is_new, CampaignNewView *v, Err *err)
{
    campaign_cookie_set(c, def->code);
    if (c->json) {
        Json json = json_begin(c);
        json_object(&json);
        json_kstr(&json, S("campaign"), def->code);
        json_kbool(&json, S("new"), is_new);
        json_ki64(&json, S("units"), def->units.count);
        json_ki64(&json, S("tasks"), def->tasks.count);
        json_object_end(&json);
        return json_end(c, &json, err);
    }
    v->done = msg_str(c->arena, c->lang, is_new ? MSG_OUT_CAMPAIGN_NEW : MSG_OUT_CAMPAIGN_SAME,
                      {"name", def->name}, {"units", arena_fmt(c->arena, "%d", def->units.count)},
                      {"tasks", arena_fmt(c->arena, "%d", def->tasks.count)},
                      {"targets", arena_fmt(c->arena, "%d", def->targets.count)});
    return show(c, v, err);
}

bool campaign_new_do(Ctx *c, Err *err)
{
    Faults faults = {.arena = c->arena}, warnings = {.arena = c->arena};
    CampaignNewView v = {.faults = &faults, .warnings = &warnings};
    CampaignDef def = {0};
    bool is_new;
    const MultipartPart *file = &c->params.files.items[0];
    FileSource source = bytes_source(c->arena, file->file_name, file->bytes, app_convert());
    if (import_campaign(&c->app, &source, &def, &is_new, &faults, &warnings, err))
        return imported(c, &def, is_new, &v, err);
    if (err->code == ERR_NONE && faults.total && c->json) {
        *err = faults.items[0];
        return false;
    }
    c->response->status = http_status_of(KIND_INVALID);
    if (err->code != ERR_NONE && !mend_here(c, err, &v.error))
        return false;
    return show(c, &v, err);
}

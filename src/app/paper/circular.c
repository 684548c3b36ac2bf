#include "app/paper/circular_data.h"

bool circular_find(App *app, Str period, int version_from, bool *ret_found, CircularRow *ret_row,
                   Err *err)
{
    CircularList list = {0};
    *ret_found = false;
    if (!circular_list(app->db, app->arena, app->def.code, &list, err))
        return false;
    for (int i = 0; i < list.count; i++) {
        const CircularRow *c = &list.items[i];
        bool wanted = version_from > 1 ? c->version >= version_from : c->version == 1;
        if (wanted && str_eq(c->period, period)) { /* in the order of versions: the newest stays */
            *ret_row = *c;
            *ret_found = true;
        }
    }
    return true;
}

Str circular_year(App *app)
{
    int year, month, day;
    date_to_ymd(app->today, &year, &month, &day);
    return arena_fmt(app->arena, "%d", year);
}

/* A coordinating body (leading group, its office, its teams) issues no orders to lower governments;
 * a name that holds such a body's name is refused too. */
bool circular_check_issuer(const CampaignDef *def, Err *err)
{
    if (def->issuer.len == 0 || def->issuer_number.len == 0)
        return err_set(err, ERR_CIRCULAR_NO_ISSUER);
    for (int i = 0; i < def->bodies.count; i++) {
        const Body *b = &def->bodies.items[i];
        bool coordinating = str_eq(b->kind, S("leading_group")) || str_eq(b->kind, S("office")) ||
                            str_eq(b->kind, S("team"));
        if (coordinating && (str_has(def->issuer, b->name) || str_has(b->name, def->issuer)))
            return err_set(err, ERR_CIRCULAR_ISSUER, {"found", def->issuer}, {"body", b->name});
    }
    return true;
}

/* A draft goes without the red mark where its issuer could not issue it. */
static bool draft(App *app, const CampaignPeriod *period, Circular *ret_circular, Err *err)
{
    CircularFacts facts;
    CircularHead head = {.issuer = app->def.issuer, .issued_on = DATE_NONE};
    head.number = paper_say(app, MSG_PAPER_NUMBER_DRAFT, {"mark", app->def.issuer_number},
                            {"year", circular_year(app)});
    if (!circular_facts(app, period, true, &facts, err) ||
        !circular_paper(app, &facts, &head, &ret_circular->figures, &ret_circular->paper,
                        &ret_circular->text, err))
        return false;
    if (!circular_check_issuer(&app->def, NULL))
        ret_circular->paper.issuer = S("");
    return true;
}

/* Paper and figures as they were issued. A circular from before they were kept: the paper is made
 * again from the same frozen results, and circular_docx holds its words against the text. */
static bool read_issued(App *app, const CampaignPeriod *period, Circular *circular, Err *err)
{
    CircularFacts facts;
    circular->text = circular->row.text;
    if (!circular_kept(app, circular, &circular->kept, err))
        return false;
    if (circular->kept)
        return true;
    CircularHead head = {.number = circular->row.number, .issuer = circular->row.issuer};
    Str again;
    return date_parse(circular->row.issued_on, &head.issued_on, err) &&
           circular_facts(app, period, false, &facts, err) &&
           circular_paper(app, &facts, &head, &circular->figures, &circular->paper, &again, err) &&
           figures_check(&circular->figures, circular->text, err);
}

bool circular_read(App *app, Str period_code, Circular *ret_circular, Err *err)
{
    const CampaignPeriod *period;
    Circular c = {0};
    if (!app_need_campaign(app, err) || !app_period(app, period_code, &period, err) ||
        !app_permit(app, ACT_CIRCULAR_READ, S(""), period->code, err) ||
        !circular_find(app, period->code, 1, &c.issued, &c.row, err))
        return false;
    if (c.issued) {
        if (!read_issued(app, period, &c, err))
            return false;
    } else if (!app_permit(app, ACT_RESULT_TRIAL_READ, S(""), period->code, err) ||
               !draft(app, period, &c, err)) {
        return false;
    }
    *ret_circular = c;
    return true;
}

bool circular_issue(App *app, Str period_code, int64_t serial, Circular *ret_circular, Err *err)
{
    const CampaignPeriod *period;
    CircularFacts facts;
    Circular c = {.issued = true};
    if (!app_need_campaign(app, err) || !app_period(app, period_code, &period, err) ||
        !app_permit(app, ACT_CIRCULAR_ISSUE, S(""), period->code, err) ||
        !circular_check_issuer(&app->def, err))
        return false;
    bool found;
    if (!circular_find(app, period->code, 1, &found, &c.row, err))
        return false;
    if (found)
        return err_set(err, ERR_CIRCULAR_ISSUED, {"period", period->code},
                       {"number", c.row.number});
    CircularHead head = {.issuer = app->def.issuer, .issued_on = app->today};
    head.number = paper_say(app, MSG_PAPER_NUMBER, {"mark", app->def.issuer_number},
                            {"year", circular_year(app)},
                            {"serial", arena_fmt(app->arena, "%lld", (long long)serial)});
    if (!circular_facts(app, period, false, &facts, err) ||
        !circular_paper(app, &facts, &head, &c.figures, &c.paper, &c.text, err))
        return false;
    c.kept = true;
    c.row = (CircularRow){.period = period->code,
                          .version = 1,
                          .number = head.number,
                          .issuer = head.issuer,
                          .issued_on = date_str(app->arena, app->today)};
    if (!circular_keep(app, &c, err))
        return false;
    *ret_circular = c;
    return true;
}

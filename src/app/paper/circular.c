#include "app/paper/circular_data.h"
#include "app/paper/circular_desk.h"

Str circular_year(App *app)
{
    int year, month, day;
    date_to_ymd(app->today, &year, &month, &day);
    return arena_fmt(app->arena, "%d", year);
}

/* A coordinating body (leading group, its office, its teams) issues no orders to lower governments;
 * a name that holds such a body's name is refused too. */
bool circular_check_issuer(const CampaignDef *def, Str issuer, Str mark, Err *err)
{
    if (issuer.len == 0 || mark.len == 0)
        return err_set(err, ERR_CIRCULAR_NO_ISSUER);
    for (int i = 0; i < def->bodies.count; i++) {
        const Body *b = &def->bodies.items[i];
        bool coordinating = str_eq(b->kind, S("leading_group")) || str_eq(b->kind, S("office")) ||
                            str_eq(b->kind, S("team"));
        if (!coordinating || !(str_has(issuer, b->name) || str_has(b->name, issuer)))
            continue;
        if (def->issuer.len && !str_eq(def->issuer, issuer) &&
            circular_check_issuer(def, def->issuer, def->issuer_number, NULL))
            return err_set(err, ERR_CIRCULAR_ISSUER_OTHER, {"found", issuer}, {"body", b->name},
                           {"expected", def->issuer});
        return err_set(err, ERR_CIRCULAR_ISSUER, {"found", issuer}, {"body", b->name});
    }
    return true;
}

bool circular_read_issued(App *app, const CampaignPeriod *period, Circular *c, Err *err)
{
    CircularPlan plan = {.kind = CIRCULAR_OF_MONTH, .period = period};
    CircularText text;
    c->issued = true;
    c->text = c->row.text;
    if (!circular_kept(app, c, &c->kept, err))
        return false;
    if (c->kept || c->row.version > 1)
        return true;
    CircularHead head = {.number = c->row.number, .issuer = c->row.issuer};
    if (!date_parse(c->row.issued_on, &head.issued_on, err) ||
        !circular_facts(app, period, &plan.facts, err))
        return false;
    circular_prefill(app, &plan.facts, &text);
    Circular again = {0};
    if (!circular_compose(app, &plan, &head, &text, NULL, &again, err) ||
        !figures_check(&again.figures, c->text, err))
        return false;
    c->paper = again.paper;
    c->figures = again.figures;
    return true;
}

bool circular_read(App *app, Str period, Circular *ret_circular, Err *err)
{
    CircularDesk desk;
    if (!circular_desk_read(app, period, false, &desk, err))
        return false;
    *ret_circular = desk.circular;
    return true;
}

bool circular_notice(App *app, Str period, Circular *ret_circular, Err *err)
{
    CircularDesk desk;
    if (!circular_desk_read(app, period, true, &desk, err))
        return false;
    *ret_circular = desk.circular;
    return true;
}

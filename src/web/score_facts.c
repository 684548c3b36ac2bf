#include "web/score_facts.h"

#include "app/person.h"
#include "app/report/confirmed.h"
#include "app/score/explain_text.h"

void score_facts(Ctx *c, const ExplainNode *n, Facts *facts)
{
    const struct {
        Msg label;
        Str value, unit;
    } values[] = {{MSG_UNIT_VALUE, n->row.value, n->node->unit},
                  {MSG_UNIT_REPORTED, n->row.reported, n->node->unit},
                  {MSG_UNIT_TARGET, n->row.target, n->node->unit},
                  {MSG_UNIT_PLAN, n->row.plan, S("%")}};
    bool differs =
        n->row.reported.len && n->row.value.len && !str_eq(n->row.reported, n->row.value);
    Out formula = out_new(c->arena, 8 * 1024);
    explain_leaf_text(c->arena, c->lang, n, &formula);
    fact_add(c->arena, facts, msg(c->lang, MSG_UNIT_FORMULA), out_str(&formula));
    fact_add(c->arena, facts, msg(c->lang, MSG_UNIT_STATUS),
             node_status_text(c->lang, n->row.status));
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        *arena_push(c->arena, facts) = (Fact){
            .label = msg(c->lang, values[i].label),
            .value = values[i].value,
            .unit = values[i].unit,
            .mark = values[i].label == MSG_UNIT_REPORTED && differs ? msg(c->lang, MSG_UNIT_DIFFERS)
                                                                    : S("")};
    if (n->row.value.len || n->has_submission)
        fact_add(c->arena, facts, msg(c->lang, MSG_UNIT_BASIS),
                 basis_text(c->lang, basis_word(n->node->basis)));
    if (!n->has_submission)
        return;
    Submission named = n->submission;
    named.party = index_party_name(app_index(&c->app), named.party);
    named.entered_by = person_post(&c->app, named.entered_by);
    *arena_push(c->arena, facts) =
        (Fact){.label = msg(c->lang, MSG_UNIT_BEHIND),
               .value = submission_text(c->arena, c->lang, &named),
               .href = link_to(c, "/submissions/{id}", {"id", n->submission.id})};
}

void contest_offers(Ctx *c, const Explanation *ex, AppealOffers *ret_offers)
{
    Err ignored = {0};
    AppealOffers offers = {0};
    *ret_offers = offers;
    if (permit_scope(c->app.actor.role, ACT_APPEAL_FILE) == SCOPE_OWN &&
        appeal_offers(&c->app, ex->period, ex->unit, &offers, &ignored) && offers.may)
        *ret_offers = offers;
}

void contest_fact(Ctx *c, const Explanation *ex, const AppealOffers *offers, Str leaf, Facts *facts)
{
    for (int i = 0; i < offers->items.count; i++)
        if (offers->items.items[i].leaf && str_eq(offers->items.items[i].leaf->code, leaf))
            *arena_push(c->arena, facts) =
                (Fact){.label = msg(c->lang, MSG_APPEAL_TITLE),
                       .value = msg(c->lang, MSG_APPEAL_CONTEST),
                       .href = link_to(c, "/appeal/new", {"period", ex->period->code},
                                       {"item", arena_fmt(c->arena, "leaf-%.*s", STR_ARG(leaf))})};
}

Str contest_events_href(Ctx *c, const Explanation *ex, const AppealOffers *offers)
{
    for (int i = 0; i < offers->items.count; i++)
        if (!offers->items.items[i].leaf)
            return link_to(c, "/appeal/new", {"period", ex->period->code});
    return S("");
}

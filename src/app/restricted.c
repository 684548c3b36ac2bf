#include "app/restricted.h"

#include "app/campaign_index.h"
#include "app/ledger/progress.h"
#include "core/formula.h"

bool restricted_unit(App *app, Str unit)
{
    const CampaignIndex *x = app_index(app);
    int at = map_get(&x->units, unit);
    return at >= 0 && x->def->units.items[at].restricted;
}

bool restricted_task(App *app, Str no)
{
    const CampaignIndex *x = app_index(app);
    int at = map_get(&x->tasks, no);
    return at >= 0 && x->places[at].restricted;
}

bool restricted_indicator(App *app, Str indicator)
{
    const CampaignIndex *x = app_index(app);
    int at = map_get(&x->indicators, indicator);
    return at >= 0 && x->restricted_indicators[at];
}

bool restricted_leaf(App *app, const SchemeNode *leaf)
{
    Formula *formula;
    Err err;
    if (leaf->indicator.len && restricted_indicator(app, leaf->indicator))
        return true;
    for (int i = 0; i < leaf->nvoters; i++)
        if (restricted_indicator(app, leaf->voters[i].indicator))
            return true;
    if (leaf->rule != RULE_FORMULA || !formula_compile(app->arena, leaf->formula, &formula, &err))
        return false;
    for (int i = 0; i < formula_ninputs(formula); i++)
        if (restricted_indicator(app, formula_input(formula, i)))
            return true;
    return false;
}

bool restricted_may(const App *app, Str party)
{
    return permit(&app->actor, ACT_RESTRICTED_READ, party, NULL);
}

/* The party for whom the account may read it: its own where the task is its own, else none. */
static Str own_party(App *app, Str no)
{
    const CampaignIndex *x = app_index(app);
    int task = map_get(&x->tasks, no);
    for (int at = task; at >= 0; at = x->places[at].parent)
        for (int i = 0; i < x->places[at].nparties; i++) {
            const TaskParty *party = &x->places[at].parties[i];
            if (!str_eq(party->role, S("lead_leader")) && progress_is_own(app, x, party->party))
                return app->actor.unit.len ? app->actor.unit : app->actor.body;
        }
    return S("");
}

bool restricted_task_may(App *app, Str no)
{
    return restricted_may(app, own_party(app, no));
}

bool restricted_read(App *app, Str party, Str object, Err *err)
{
    return app_record(app, ACT_RESTRICTED_READ, party, object, S(""), err);
}

bool restricted_task_read(App *app, Str no, Err *err)
{
    return restricted_read(app, own_party(app, no), arena_fmt(app->arena, "task %.*s", STR_ARG(no)),
                           err);
}

bool restricted_object_read(App *app, Str object, Str unit, Err *err)
{
    Str id = object, word = str_cut(&id, ' ');
    if (str_eq(word, S("task")) && restricted_task(app, id))
        return restricted_task_read(app, id, err);
    return unit.len == 0 || !restricted_unit(app, unit) || restricted_read(app, unit, object, err);
}

void restricted_result(App *app, RunUnit *row)
{
    if (!restricted_unit(app, row->unit) || restricted_may(app, row->unit))
        return;
    row->streak = 0;
    row->gain_rank = 0;
}

#include "app/paper/circular_moved.h"

#include "app/campaign_index.h"

/* Whether the paper prints this score or rank, of whatever period it is. */
static bool states(const Figures *figures, const Consequence *c)
{
    for (int i = 0; i < figures->list.count; i++) {
        const Figure *f = &figures->list.items[i];
        if (str_eq(f->kind, c->kind) && str_eq(f->unit, c->unit) && str_eq(f->period, c->period) &&
            f->node.len == 0)
            return true;
    }
    return false;
}

/* A notice that there is nothing to tell for any more has lost its reason. */
static bool read_draft(App *app, const CircularDraft *draft, CircularDesk *ret_desk,
                       CircularMoved *m, Err *err)
{
    *err = (Err){0};
    if (circular_desk_read(app, draft->period, draft->version > 1, ret_desk, err)) {
        m->moved = ret_desk->moved || !ret_desk->is_draft;
        return true;
    }
    if (err->code != ERR_CIRCULAR_UNCHANGED)
        return false;
    *err = (Err){0};
    m->moved = true;
    return true;
}

/* A notice tells of the corrections that were made; whether they still change anything is known only from what holds now. */
static bool is_changed(const ConsequenceList *changes, Str period)
{
    for (int i = 0; i < changes->count; i++) {
        const Consequence *c = &changes->items[i];
        if (str_eq(c->period, period) &&
            (str_eq(c->kind, S("score")) || str_eq(c->kind, S("rank"))))
            return true;
    }
    return false;
}

static bool add_draft(App *app, const CircularDraft *draft, const CampaignPeriod *period,
                      const ConsequenceList *changes, CircularMovedList *list, Err *err)
{
    CircularDesk d = {0};
    CircularMoved m = {.period = period};
    if (!circular_kind_parse(draft->kind, &m.kind) || !circular_may_draft_read(app, draft))
        return true;
    if (!read_draft(app, draft, &d, &m, err))
        return false;
    /* a later paper tells of the changes themselves */
    for (int i = 0; m.kind == CIRCULAR_OF_MONTH && d.is_draft && i < changes->count; i++)
        if (states(&d.circular.figures, &changes->items[i]))
            *arena_push(app->arena, &m.changes) = changes->items[i];
    m.gone = m.kind == CIRCULAR_CORRECTS && !is_changed(changes, draft->period);
    if (m.moved || m.gone || m.changes.count)
        *arena_push(app->arena, list) = m;
    return true;
}

bool circular_drafts_moved(App *app, const CampaignPeriod *from, const ConsequenceList *changes,
                           CircularMovedList *ret_list, Err *err)
{
    CircularDrafts open = {0};
    const CampaignIndex *x = app_index(app);
    int first = (int)(from - app->def.periods.items);
    if (!circular_draft_open(app->db, app->arena, app->def.code, &open, err))
        return false;
    for (int i = 0; i < open.count; i++) {
        int period = map_get(&x->periods, open.items[i].period);
        if (period >= first && !add_draft(app, &open.items[i], &app->def.periods.items[period],
                                          changes, ret_list, err))
            return false;
    }
    return true;
}

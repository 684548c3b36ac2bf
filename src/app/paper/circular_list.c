#include "app/paper/circular_desk.h"

static bool has_run(const RunList *runs, Str period, Str group)
{
    for (int i = 0; i < runs->count; i++)
        if (str_eq(runs->items[i].period, period) && str_eq(runs->items[i].group, group))
            return true;
    return false;
}

/* A draft needs a result of every group. */
static bool can_be_drafted(const App *app, const RunList *runs, const CampaignPeriod *period)
{
    for (int i = 0; i < app->def.groups.count; i++)
        if (!has_run(runs, period->code, app->def.groups.items[i].code))
            return false;
    return period->ranked && app->def.groups.count > 0;
}

static const CircularRow *issued_of(const CircularList *issued, Str period)
{
    const CircularRow *row = NULL;
    for (int i = 0; i < issued->count; i++)
        if (str_eq(issued->items[i].period, period) && issued->items[i].version == 1)
            row = &issued->items[i];
    return row;
}

Str circular_entry_state(const CircularEntry *e)
{
    return e->withdrawn ? S("withdrawn") : e->issued ? S("issued") : S("draft");
}

/* A draft that is kept, for who signs it. */
static bool is_drafted(const App *app, const CircularDrafts *heads, Str period)
{
    for (int i = 0; i < heads->count; i++)
        if (heads->items[i].version == 1 && str_eq(heads->items[i].period, period))
            return circular_may_draft_read(app, &heads->items[i]);
    return false;
}

typedef struct Later {
    CircularList issued;
    CircularIssues issues;
} Later;

static void count_one(void *ctx, Str unit)
{
    (void)unit;
    ++*(int *)ctx;
}

static bool add_later(App *app, const Later *l, CircularEntry *e, Err *err)
{
    for (int i = 0; i < l->issued.count; i++) {
        const CircularRow *c = &l->issued.items[i];
        if (!str_eq(c->period, e->row.period) || c->version == 1)
            continue;
        e->corrected = true;
        for (int k = 0; k < l->issues.count; k++)
            e->withdrawn |= str_eq(l->issues.items[k].circular, c->id) &&
                            str_eq(l->issues.items[k].kind, circular_kind_word(CIRCULAR_WITHDRAWS));
    }
    if (permit_scope(app->actor.role, ACT_CIRCULAR_RECEIVE) != SCOPE_ALL)
        return true;
    for (int i = 0; i < app->def.units.count; i++)
        e->addressed += circular_is_addressed(app, e->period, &app->def.units.items[i]);
    return circular_signed_units(app->db, e->row.id, count_one, &e->received, err);
}

bool circular_entries(App *app, CircularEntries *ret_entries, Err *err)
{
    Later l = {0};
    CircularEntries entries = {0};
    RunList runs = {0};
    CircularDrafts heads = {0};
    bool drafts = permit_scope(app->actor.role, ACT_RESULT_TRIAL_READ) != SCOPE_NONE;
    if (!app_need_campaign(app, err) || !app_permit(app, ACT_CIRCULAR_READ, S(""), S(""), err) ||
        !circular_list(app->db, app->arena, app->def.code, &l.issued, err) ||
        !circular_issue_list(app->db, app->arena, app->def.code, &l.issues, err) ||
        !circular_draft_heads(app->db, app->arena, app->def.code, &heads, err) ||
        (drafts && !run_list(app->db, app->arena, app->def.code, &runs, err)))
        return false;
    for (int i = app->def.periods.count - 1; i >= 0; i--) {
        const CampaignPeriod *period = &app->def.periods.items[i];
        const CircularRow *row = issued_of(&l.issued, period->code);
        if (row) {
            CircularEntry *e = arena_push(app->arena, &entries);
            *e = (CircularEntry){.period = period, .issued = true, .row = *row};
            if (!add_later(app, &l, e, err))
                return false;
        } else if (can_be_drafted(app, &runs, period) || is_drafted(app, &heads, period->code))
            *arena_push(app->arena, &entries) = (CircularEntry){.period = period};
    }
    *ret_entries = entries;
    return true;
}

Sheet circular_trace(const App *app, Lang lang, const Figures *figures)
{
    static const Msg heads[] = {MSG_COL_PLACE,  MSG_COL_FIGURE,    MSG_COL_FIGURE_KIND,
                                MSG_COL_PERIOD, MSG_COL_GROUP,     MSG_COL_UNIT_CODE,
                                MSG_COL_NODE,   MSG_COL_RUN_NUMBER};
    enum { COLUMNS = sizeof heads / sizeof heads[0] };
    Sheet sheet = sheet_new(app->arena, msg(lang, MSG_COL_FIGURE), COLUMNS);
    for (int i = 0; i < COLUMNS; i++)
        sheet.columns[i].title = msg(lang, heads[i]);
    for (int i = 0; i < figures->list.count; i++) {
        const Figure *f = &figures->list.items[i];
        const Str cells[] = {f->place, f->text, f->kind, f->period, f->group, f->unit, f->node};
        for (size_t k = 0; k < sizeof cells / sizeof cells[0]; k++)
            sheet_cell(&sheet, cells[k]);
        if (f->run)
            sheet_i64(&sheet, f->run);
        else
            sheet_cell(&sheet, S(""));
    }
    return sheet;
}

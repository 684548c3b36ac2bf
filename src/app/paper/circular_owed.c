#include "app/paper/circular_owed.h"

#include "app/campaign_index.h"
#include "app/ledger/progress.h"

static bool is_there(const CircularOwedList *list, Str circular)
{
    for (int i = 0; i < list->count; i++)
        if (str_eq(list->items[i].circular, circular))
            return true;
    return false;
}

static bool add_of_unit(App *app, const Unit *unit, CircularOwedList *list, Err *err)
{
    CircularOwedList of = {0};
    if (!circular_owed(app->db, app->arena, app->def.code, unit->code, S(""), &of, err))
        return false;
    for (int i = 0; i < of.count; i++) {
        int period = map_get(&app_index(app)->periods, of.items[i].period);
        if (period >= 0 && circular_is_addressed(app, &app->def.periods.items[period], unit) &&
            !is_there(list, of.items[i].circular))
            *arena_push(app->arena, list) = of.items[i];
    }
    return true;
}

bool circular_owed_own(App *app, CircularOwedList *ret_owed, Err *err)
{
    for (int i = 0; app->actor.unit.len && i < app->def.units.count; i++) {
        const Unit *unit = &app->def.units.items[i];
        if (str_eq(progress_seat(app, unit->code), app->actor.unit) &&
            !add_of_unit(app, unit, ret_owed, err))
            return false;
    }
    return true;
}

/* ---- past their day ---- */

typedef struct Late {
    App *app;
    const CampaignIndex *index;
    const int *seats;    /* [unit] the unit that its seat is today; -1: none */
    bool *signed_for;    /* [unit] of the circular in hand */
    bool *told;          /* [unit] the seat has it in its list */
    CircularMissing *of; /* [unit] */
} Late;

static void note_signed(void *ctx, Str unit)
{
    const Late *l = ctx;
    int at = map_get(&l->index->units, unit);
    if (at >= 0)
        l->signed_for[at] = true;
}

static bool add_late(Late *l, const CircularOwed *owed, CircularLate *late, Err *err)
{
    App *app = l->app;
    int period = map_get(&l->index->periods, owed->period), missing = 0;
    Date due;
    if (period < 0 || !date_parse(owed->receipt_due, &due, NULL))
        return true;
    for (int i = 0; i < app->def.units.count; i++)
        l->signed_for[i] = l->told[i] = false;
    if (!circular_signed_units(app->db, owed->circular, note_signed, l, err))
        return false;
    for (int i = 0; i < app->def.units.count; i++) {
        int seat = l->seats[i];
        if (seat < 0 || l->signed_for[i] || l->told[seat] ||
            !circular_is_addressed(app, &app->def.periods.items[period], &app->def.units.items[i]))
            continue;
        l->told[seat] = true;
        missing++;
        *arena_push(app->arena, &l->of[seat].numbers) = owed->number;
    }
    if (missing == 0)
        return true;
    late->circulars++;
    late->since = late->since == DATE_NONE || due < late->since ? due : late->since;
    return true;
}

static const int *seats_of(App *app, const CampaignIndex *x)
{
    int *seats = arena_new(app->arena, int, app->def.units.count);
    for (int i = 0; i < app->def.units.count; i++)
        seats[i] = map_get(&x->units, progress_seat(app, app->def.units.items[i].code));
    return seats;
}

bool circular_late(App *app, CircularLate *ret_late, Err *err)
{
    int nunits = app->def.units.count;
    CircularLate late = {.since = DATE_NONE};
    CircularOwedList owed = {0};
    Late l = {.app = app, .index = app_index(app)};
    if (!circular_owed(app->db, app->arena, app->def.code, S(""), app_today(app), &owed, err))
        return false;
    if (owed.count) {
        l.seats = seats_of(app, l.index);
        l.signed_for = arena_new(app->arena, bool, nunits);
        l.told = arena_new(app->arena, bool, nunits);
        l.of = arena_new(app->arena, CircularMissing, nunits);
    }
    for (int i = 0; i < owed.count; i++)
        if (!add_late(&l, &owed.items[i], &late, err))
            return false;
    for (int i = 0; owed.count && i < nunits; i++)
        if (l.of[i].numbers.count) {
            l.of[i].unit = &app->def.units.items[i];
            *arena_push(app->arena, &late.units) = l.of[i];
        }
    *ret_late = late;
    return true;
}

/* ---- drafts ---- */

bool circular_turns(App *app, CircularTurns *ret_turns, Err *err)
{
    CircularDrafts open = {0};
    const CampaignIndex *x = app_index(app);
    if (!permit_any(&app->actor, ACT_CIRCULAR_DRAFT) &&
        !permit_any(&app->actor, ACT_CIRCULAR_APPROVE) &&
        !permit_any(&app->actor, ACT_CIRCULAR_COUNTERSIGN))
        return true;
    if (!circular_draft_open(app->db, app->arena, app->def.code, &open, err))
        return false;
    for (int i = 0; i < open.count; i++) {
        const CircularDraft *draft = &open.items[i];
        int period = map_get(&x->periods, draft->period);
        CircularDesk d = {.head = *draft, .version = draft->version, .is_draft = true};
        if (period < 0 || !circular_kind_parse(draft->kind, &d.kind) ||
            !circular_may_draft_read(app, draft))
            continue;
        d.period = &app->def.periods.items[period];
        if (!circular_chain(app, app->db, draft->digest, draft->countersign, &d, err))
            return false;
        circular_rights(app, &d);
        if (d.may_sign || d.may_issue)
            *arena_push(app->arena, ret_turns) =
                (CircularTurn){d.period, d.version, d.kind, d.next};
    }
    return true;
}

/* What was published before: the periods of this campaign and those of the one before it. */
#include "app/result/evaluate.h"

static bool load_periods(App *app, const CampaignDef *def, Str group, Str until,
                         PastPeriod *periods, Err *err)
{
    for (int i = 0; i < def->periods.count; i++) {
        PastPeriod *p = &periods[i];
        bool found;
        if (!run_frozen(app->db, app->arena, def->code, def->periods.items[i].code, group, &found,
                        &p->run, err))
            return false;
        p->held = found && p->run.published_on.len > 0 &&
                  (until.len == 0 || str_cmp(p->run.published_on, until) < 0);
        if (p->held && !run_units(app->db, app->arena, p->run.id, &p->units, err))
            return false;
    }
    return true;
}

/* Only what was published before that day: so a run that was frozen then is computed again from the same. */
static bool load_earlier(App *app, Str group, int64_t at, EarlierYear *year, Err *err)
{
    CodeList codes = {0};
    bool there = false;
    if (app->def.predecessor.len == 0)
        return true;
    if (!campaign_codes(app->db, app->arena, &codes, err))
        return false;
    for (int i = 0; i < codes.count; i++)
        there |= str_eq(codes.items[i], app->def.predecessor);
    if (!there)
        return true;
    if (!campaign_load(app->db, app->arena, app->def.predecessor, &year->def, err))
        return false;
    year->periods = arena_new(app->arena, PastPeriod, year->def.periods.count);
    Str day = date_str(app->arena, instant_to_date(at, 8 * 60));
    return load_periods(app, &year->def, group, day, year->periods, err) &&
           talk_list(app->db, app->arena, year->def.code, &year->talks, err);
}

bool past_load(App *app, Str group, int64_t at, Past *ret_past, Err *err)
{
    Past past = {.at = at, .periods = arena_new(app->arena, PastPeriod, app->def.periods.count)};
    if (!load_earlier(app, group, at, &past.earlier, err) ||
        !load_periods(app, &app->def, group, S(""), past.periods, err) ||
        !talk_list(app->db, app->arena, app->def.code, &past.talks, err))
        return false;
    *ret_past = past;
    return true;
}

static const RunUnit *unit_row(const RunUnitList *units, Str code)
{
    for (int i = 0; i < units->count; i++)
        if (str_eq(units->items[i].unit, code))
            return &units->items[i];
    return NULL;
}

const RunUnit *past_of(const App *app, const Past *past, const Unit *unit, int period_index)
{
    const PastPeriod *p = &past->periods[period_index];
    const Unit *seat = seat_in_period(app, unit, &app->def.periods.items[period_index]);
    return p->held && seat ? unit_row(&p->units, seat->code) : NULL;
}

const RunUnit *past_earlier(const Past *past, Str group, Str unit, int period_index,
                            const Unit **ret_seat)
{
    const EarlierYear *year = &past->earlier;
    const PastPeriod *p = &year->periods[period_index];
    *ret_seat = NULL;
    for (int i = 0; i < year->def.units.count && !*ret_seat; i++) {
        const Unit *u = &year->def.units.items[i];
        if (str_eq(u->code, unit) && str_eq(u->group, group))
            *ret_seat = seat_of(&year->def, u, &year->def.periods.items[period_index]);
    }
    return p->held && *ret_seat ? unit_row(&p->units, (*ret_seat)->code) : NULL;
}

#include "app/score/gain.h"

#include "app/restricted.h"

Gain gain_between(Arena *arena, const RunUnit *before, const RunUnit *now)
{
    Dec then, is, change;
    if (!before || before->rank == 0 || now->rank == 0 ||
        !dec_parse(before->score_shown, &then, NULL) || !dec_parse(now->score_shown, &is, NULL) ||
        !dec_sub(is, then, &change, NULL))
        return (Gain){0};
    return (Gain){true, before->rank - now->rank, dec_str(arena, change)};
}

/* The last published period of the group before that one, or NULL. */
static const PublishedPeriod *period_before(const Results *results, Str group, int period)
{
    const GroupResults *of = results_of(results, group);
    const PublishedPeriod *found = NULL;
    for (int i = 0; of && i < of->periods.count && of->periods.items[i].period < period; i++)
        found = &of->periods.items[i];
    return found;
}

bool gains_read(App *app, Str period, Str group, const RunUnitList *units, Gain **ret_gains,
                Err *err)
{
    Results results;
    Gain *gains = arena_new(app->arena, Gain, units->count);
    if (!results_read(app, &results, err))
        return false;
    const CampaignIndex *x = app_index(app);
    const PublishedPeriod *before = period_before(&results, group, app_period_index(app, period));
    for (int i = 0; before && i < units->count; i++) {
        const RunUnit *now = &units->items[i];
        int at = map_get(&x->units, now->unit);
        if (at >= 0 && (!x->def->units.items[at].restricted || restricted_may(app, now->unit)))
            gains[i] = gain_between(app->arena,
                                    published_of(app, x, before, &x->def->units.items[at]), now);
    }
    *ret_gains = gains;
    return true;
}

Str gain_text(Arena *arena, Str number)
{
    Dec value;
    bool more = dec_parse(number, &value, NULL) && value.coef > 0;
    return more ? arena_fmt(arena, "+%.*s", STR_ARG(number)) : number;
}

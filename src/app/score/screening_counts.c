/* How many findings wait for whom, without showing one: which there are is computed once for all readers of a server. */
#include "app/restricted.h"
#include "app/score/inputs.h"
#include "app/score/screening_answer.h"
#include "app/score/screening_parts.h"
#include "app/snapshot.h"

typedef struct Screened {
    Str period, unit, id; /* unit empty: of an indicator, or of the city */
    bool restricted;      /* for who may read what is restricted of that unit */
} Screened;

typedef struct ScreenedDay {
    Str period;
    Date expires_on;
} ScreenedDay;

typedef struct ScreenedAll {
    LIST_OF(Screened) items;
    LIST_OF(ScreenedDay) days;
} ScreenedAll;

static bool is_restricted(App *app, const ScreeningReport *r, const ScreeningFinding *f,
                          const Unit *unit)
{
    int open = 0;
    for (int i = 0; i < f->ncells; i++)
        open += !restricted_indicator(app, r->indicators[f->cells[i].indicator]);
    return (unit && unit->restricted) || (f->ncells && !open) ||
           (f->indicator >= 0 && restricted_indicator(app, r->indicators[f->indicator]));
}

static bool add_period(App *app, const CampaignPeriod *period, Arena *keep, ScreenedAll *all,
                       Err *err)
{
    ScreeningReport report;
    const Unit **units;
    Faults faults = {.arena = app->arena};
    if (!screening_compute(app, period, S(""), &report, &units, &faults, err))
        return false;
    *arena_push(keep, &all->days) = (ScreenedDay){arena_str(keep, period->code), report.expires_on};
    for (int i = 0; i < report.findings.count; i++) {
        const ScreeningFinding *f = &report.findings.items[i];
        const Unit *unit = f->unit < 0 ? NULL : units[f->unit];
        *arena_push(keep, &all->items) =
            (Screened){.period = arena_str(keep, period->code),
                       .unit = unit ? arena_str(keep, unit->code) : S(""),
                       .id = arena_str(keep, f->id),
                       .restricted = is_restricted(app, &report, f, unit)};
    }
    return true;
}

/* Whether there is anything to screen, and it is not over: both stay so until somebody sends or corrects. */
static bool is_screened(App *app, const CampaignPeriod *period, const ScreeningRules *rules)
{
    SubmissionList heads = {0};
    Date until;
    Err none = {0};
    return screening_expiry(app, period, rules, &until, &none) && app->today <= until &&
           period_submissions(app->db, app->arena, app->def.code, period->code, INT64_MAX, &heads,
                              &none) &&
           heads.count > 0;
}

static bool make(App *app, Arena *keep, void **ret_made, Err *err)
{
    ScreenedAll *all = arena_new(keep, ScreenedAll, 1);
    ScreeningRules rules;
    AUTO_ARENA scratch = {0};
    App own = *app;
    own.arena = &scratch;
    own.index = app_index(app);
    Faults faults = {.arena = &scratch};
    Err none = {0};
    bool ruled =
        screening_rules_find(&scratch, S(""), app->start.data_folder, &rules, &faults, &none);
    for (int i = 0; ruled && i < app->def.periods.count; i++) {
        const CampaignPeriod *period = &app->def.periods.items[i];
        if (is_screened(&own, period, &rules) && !add_period(&own, period, keep, all, &none) &&
            err_kind(none.code) == KIND_IO) {
            *err = none;
            return false;
        }
        none = (Err){0}; /* without a rule or a calendar nothing is asked */
    }
    *ret_made = all;
    return true;
}

static bool is_readers(const App *app, const Screened *s, Str seat)
{
    if (app->actor.role == ROLE_UNIT)
        return str_eq(s->unit, seat);
    return !s->restricted || restricted_may(app, s->unit);
}

bool screening_counts(App *app, const CampaignPeriod *period, ScreeningCounts *ret_counts, Err *err)
{
    static const SnapshotMaker maker = {make, NULL};
    ScreeningCounts counts = {.expires_on = DATE_NONE};
    ScreeningAnswers answers = {0};
    void *made;
    *ret_counts = counts;
    if (!permit_any(&app->actor, ACT_SCREENING_ANSWER))
        return true;
    if (app->snapshot ? !snapshot_part(app->snapshot, SNAPSHOT_SCREENING, &maker, app, &made, err)
                      : !make(app, app->arena, &made, err))
        return false;
    const ScreenedAll *all = made;
    const Unit *own = app->actor.unit.len ? app_unit(app, app->actor.unit) : NULL;
    const Unit *seat = own ? seat_in_period(app, own, period) : NULL;
    for (int i = 0; i < all->days.count; i++)
        if (str_eq(all->days.items[i].period, period->code))
            counts.expires_on = all->days.items[i].expires_on;
    if (counts.expires_on == DATE_NONE || app->today > counts.expires_on)
        return true;
    if (!screening_answers(app->db, app->arena, app->def.code, period->code, S(""), &answers, err))
        return false;
    for (int i = 0; i < all->items.count; i++) {
        const Screened *s = &all->items.items[i];
        if (str_eq(s->period, period->code) && is_readers(app, s, seat ? seat->code : S("")))
            counts.of[screening_state(&answers, s->id)]++;
    }
    *ret_counts = counts;
    return true;
}

/* What is to be done between the trial run and the freeze: opening, the first confirmation, the freeze; a unit's open score. */
#include "app/inbox/inbox_parts.h"
#include "app/result/result.h"
#include "app/score/screening_answer.h"

static InboxItem *add_of(InboxMaker *m, InboxKind kind, const OverviewMonth *month, Date due,
                         bool others, Role whose)
{
    InboxItem *item = inbox_add(m, kind, due);
    item->period = month->period;
    item->order = (int)(month->period - m->overview.index->def->periods.items);
    item->by_others = others;
    item->whose = whose;
    return item;
}

/* Somebody else's work is a worry when it is late. */
static bool is_wanted(const InboxMaker *m, Date on, bool others)
{
    return !others || (on != DATE_NONE && on < m->app->today);
}

bool inbox_result_office(InboxMaker *m, const OverviewMonth *month, bool director, Err *err)
{
    ResultState s;
    Date until = DATE_NONE, opens = month->days[DAY_TRIAL_RUN].day.on,
         freezes = month->days[DAY_FREEZE].day.on;
    if (!result_state(m->app, m->app->db, month->period, &s, err))
        return false;
    if (!s.opening) {
        if (is_wanted(m, opens, director))
            add_of(m, INBOX_OPEN, month, opens, director, ROLE_OFFICE_CLERK)->n = 1;
        return true;
    }
    (void)date_parse(s.opening->until, &until, NULL);
    bool over = until == DATE_NONE || m->app->today > until;
    if (over && !s.confirmation && is_wanted(m, freezes, director))
        add_of(m, INBOX_CONFIRM_RESULT, month, freezes, director, ROLE_OFFICE_CLERK)->n = 1;
    if (is_wanted(m, freezes, !director)) {
        InboxItem *item = add_of(m, INBOX_FREEZE, month, freezes, !director, ROLE_OFFICE_DIRECTOR);
        item->n = over && s.confirmation &&
                  !app_is_self(m->app, s.confirmation->by, s.confirmation->behalf);
    }
    return true;
}

bool inbox_result_unit(InboxMaker *m, const OverviewMonth *month, Date *ret_until, Err *err)
{
    if (!result_window(m->app, m->app->db, month->period->code, ret_until, err))
        return false;
    if (*ret_until == DATE_NONE || *ret_until < m->app->today)
        return true;
    const CampaignIndex *x = m->overview.index;
    int unit = map_get(&x->units, m->app->actor.unit);
    InboxItem *item = add_of(m, INBOX_SCORE, month, *ret_until, false, ROLE_UNIT);
    item->unit = unit >= 0 ? &x->def->units.items[unit] : NULL;
    item->code = date_str(m->app->arena, *ret_until);
    return true;
}

bool inbox_screening(InboxMaker *m, const OverviewMonth *month, Err *err)
{
    ScreeningCounts counts;
    Date due = month->days[DAY_DUE].day.on;
    bool unit = m->app->actor.role == ROLE_UNIT;
    if (due == DATE_NONE || m->app->today <= due) /* while they come in peers still move */
        return true;
    if (!screening_counts(m->app, month->period, &counts, err))
        return false;
    int n = unit ? counts.of[SCREENING_OPEN] + counts.of[SCREENING_ASKED]
                 : counts.of[SCREENING_ANSWERED];
    if (n)
        add_of(m, unit ? INBOX_FINDINGS : INBOX_FINDINGS_CLOSE, month, DATE_NONE, false,
               m->app->actor.role)
            ->n = n;
    return true;
}

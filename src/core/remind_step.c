#include "core/remind_step.h"

/* The newest that has begun holds; of one day the one that weighs more. */
static void take(RemindStep *newest, RemindStep step, Date today)
{
    if (step.on <= today &&
        (step.on > newest->on || (step.on == newest->on && step.kind > newest->kind)))
        *newest = step;
}

/* `workdays` after `from`. A day that has not come needs no calendar: its year may be missing yet. */
static bool begin(const Calendar *calendar, RemindStep *newest, RemindStep step, Date from,
                  int workdays, Date today, Err *err)
{
    if (workdays > 0 && today < from + workdays)
        return true;
    if (!workday_add(calendar, from, workdays, &step.on, err))
        return false;
    take(newest, step, today);
    return true;
}

bool remind_step_at(const Calendar *calendar, const MonthRule *rule, Date due, Date returned_on,
                    Date today, RemindStep *ret_step, Err *err)
{
    RemindStep newest = {.on = DATE_NONE};
    bool returned = returned_on != DATE_NONE;
    Date late_from = returned && returned_on > due ? returned_on : due;
    for (int i = 0; i < rule->nremind; i++)
        if (!begin(calendar, &newest, (RemindStep){REMIND_AHEAD, DATE_NONE, rule->remind[i]}, due,
                   -rule->remind[i], today, err))
            return false;
    if (returned && returned_on < due &&
        !begin(calendar, &newest, (RemindStep){.kind = REMIND_RETURNED}, returned_on, 1, today,
               err))
        return false;
    take(&newest, (RemindStep){REMIND_DUE, due, 0}, today);
    if (!begin(calendar, &newest, (RemindStep){.kind = REMIND_OVERDUE}, late_from, 1, today, err))
        return false;
    if (rule->escalate && !begin(calendar, &newest, (RemindStep){.kind = REMIND_ESCALATED},
                                 late_from, rule->escalate, today, err))
        return false;
    *ret_step = newest;
    return true;
}

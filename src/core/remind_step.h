/* core/remind_step.h - the step of reminding that a report has reached: ahead (T−3, T−1), due, overdue, escalated.
 *
 * Pure: a step begins on a workday and lasts until the next one begins, so it can be told on that day and never again.
 * A report that was sent back on its due day or later is overdue from the workday after that, and is escalated so many workdays
 * after it; sent back earlier, that is a step of its own. A year without a calendar is ERR_CALENDAR_YEAR, never guessed.
 * Callers: app/inbox/inbox*. */
#pragma once
#include "core/campaign.h"
#include "core/workday.h"

typedef enum RemindKind { /* in the order in which they hold where two begin on one day */
                          REMIND_NONE, /* none has begun */
                          REMIND_AHEAD,
                          REMIND_RETURNED,
                          REMIND_DUE,
                          REMIND_OVERDUE,
                          REMIND_ESCALATED
} RemindKind;

typedef struct RemindStep {
    RemindKind kind;
    Date on;  /* the day on which it began; DATE_NONE: none has */
    int days; /* of REMIND_AHEAD: workdays before the due day, as the campaign states them */
} RemindStep;

/* The last step that has begun by `today` of a report that is still owed. returned_on: DATE_NONE = it was not. */
bool remind_step_at(const Calendar *calendar, const MonthRule *rule, Date due, Date returned_on,
                    Date today, RemindStep *ret_step, Err *err);

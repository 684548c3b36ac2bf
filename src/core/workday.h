/* core/workday.h - workdays by a loaded calendar, never guessed.
 *
 * A calendar lists the days that differ from the week: days off and make-up workdays. It knows a
 * year only when that year's table is loaded (its 1 January is listed); any question that touches
 * another year is ERR_CALENDAR_YEAR. The start day is never counted. Callers: app/. */
#pragma once
#include "base/date.h"

typedef struct CalendarDay {
    Date date;
    bool off; /* false: a make-up workday */
} CalendarDay;

typedef struct Calendar {
    CalendarDay *days; /* sorted, no date twice */
    int count;
} Calendar;

/* Sorts a copy; ERR_CALENDAR_TWICE {date}. */
bool calendar_build(Arena *arena, const CalendarDay *days, int count, Calendar *ret_calendar,
                    Err *err);
/* The text of data/calendars/cn-*.tsv: a header, then date, name, kind (休 or 班), source.
 * Errors carry the row and column. */
bool calendar_parse(Arena *arena, Str tsv, Calendar *ret_calendar, Err *err);
bool calendar_has_year(const Calendar *calendar, int year);

bool workday_is(const Calendar *calendar, Date date, bool *ret_is, Err *err);
/* The n-th workday after start (n > 0) or before it (n < 0); n = 0 gives start. */
bool workday_add(const Calendar *calendar, Date start, int n, Date *ret_date, Err *err);
/* The n-th workday of a month, n >= 1; may run into the next month. */
bool workday_of_month(const Calendar *calendar, int year, int month, int n, Date *ret_date,
                      Err *err);
/* date itself when a workday, else the first workday after it (民法典 203). */
bool workday_roll(const Calendar *calendar, Date date, Date *ret_date, Err *err);
/* start + days calendar days, rolled. */
bool workday_add_days(const Calendar *calendar, Date start, int days, Date *ret_date, Err *err);
/* Workdays after `from` up to and with `to`; negative when to < from. */
bool workday_count(const Calendar *calendar, Date from, Date to, int *ret_count, Err *err);

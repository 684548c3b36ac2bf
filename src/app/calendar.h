/* app/calendar.h - the workday calendar (工作日历): loading days, a year of it, terms counted by it.
 *
 * Next year's holidays are announced in November; the office loads them as a table of days, each 休 or 班. A day
 * that is loaded holds in place of a built-in one. A year counts as known when its 1 January is listed; what
 * touches another year is flagged on pages and refused in computations. Callers: app/, cli/, web/. */
#pragma once
#include "app/app.h"
#include "app/workdays.h"
#include "core/deadline.h"
#include "store/calendar.h"

typedef struct CalendarLoad {
    int days;
    LIST_OF(int) years; /* that the file speaks of, in order */
} CalendarLoad;
/* A table with 日期 and 性质 (date, kind), and perhaps 名称 and 来源 (name, source): CSV, a workbook, or the form of
 * data/calendars with tabs. All faults at once, with row and column; a file that knows a new year only in part is
 * refused (ERR_CALENDAR_PART). Audited, one record a year. */
bool calendar_load(App *app, Str file, Str bytes, CalendarLoad *ret_load, Faults *faults, Err *err);

/* When a term ends, by the words an office writes (text/term.h) and the calendar that holds. */
bool deadline_of_text(App *app, int64_t from_ms, Str text, Term *ret_term,
                      DeadlineDay *ret_deadline, Err *err);

typedef struct CalendarSpecial {
    Date date;
    bool off, loaded;
    Str name;
} CalendarSpecial;

typedef struct CalendarYear {
    int year;
    bool known;
    LIST_OF(int) years; /* that are known */
    LIST_OF(CalendarSpecial)
    specials;                /* of this year: days that differ from the week, and holidays in it */
    int workdays[12], total; /* 0 where the year is not known */
    int loaded;              /* of the specials */
    LIST_OF(Str)
    missing; /* years that the campaign's periods and their dates touch, and no table knows */
    int missing_periods; /* how many periods do */
} CalendarYear;
bool calendar_year(App *app, int year, CalendarYear *ret_year, Err *err);

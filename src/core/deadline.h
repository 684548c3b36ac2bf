/* core/deadline.h - when a term ends: workdays, days, months, hours, a day of every month; never mixed.
 *
 * The day it begins is not counted (民法典 201). A term of months ends on the day of the same number, or the
 * last one of a month without it (202). A term of days or months whose last day is no workday ends on the next
 * workday (203), unless it says 不顺延. Hours run through. 每月5日前 includes the 5th. What touches a year whose table
 * is not loaded is ERR_CALENDAR_YEAR, never a guess. Callers: app/, cli/, web/. */
#pragma once
#include "core/workday.h"

typedef enum TermUnit {
    TERM_WORKDAY,   /* 5个工作日内 */
    TERM_DAY,       /* 30日内 */
    TERM_MONTH,     /* 一个月内 */
    TERM_HOUR,      /* 24小时内 */
    TERM_MONTH_DAY, /* 每月5日前: count is the day, 1..31 */
} TermUnit;

enum { TERM_COUNT_MAX = 3660 };

typedef struct Term {
    int count;
    TermUnit unit;
    bool stands; /* 不顺延: the last day stays where it falls */
} Term;

typedef struct DeadlineDay {
    Date last;     /* the last day of the term; it may be used up to 24:00 */
    Date falls_on; /* before it was put off */
    int64_t at_ms; /* the instant after which it is late */
} DeadlineDay;

/* from_ms: when the term begins; its civil day is that of +08:00. ERR_TERM_COUNT, ERR_CALENDAR_YEAR. */
bool deadline_reckon(const Calendar *calendar, int64_t from_ms, const Term *term,
                     DeadlineDay *ret_deadline, Err *err);
/* Midnight of the day at +08:00. */
int64_t instant_of_date(Date date);

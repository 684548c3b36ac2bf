#include "core/deadline.h"

static const int64_t hour_ms = INT64_C(60) * 60 * 1000;

int64_t instant_of_date(Date date)
{
    return (int64_t)date * 24 * hour_ms - (int64_t)OFFSET_MINUTES_CHINA * 60 * 1000;
}

/* The day of that number in the month `months` later, or that month's last one. */
static bool month_later(Date from, int months, int day, Date *ret_date, Err *err)
{
    int year, month, from_day;
    date_to_ymd(from, &year, &month, &from_day);
    int at = year * 12 + month - 1 + months;
    year = at / 12;
    month = at % 12 + 1;
    if (year > 9999)
        return err_set(err, ERR_TERM_COUNT);
    int last = date_days_in_month(year, month);
    *ret_date = date_from_ymd(year, month, day < last ? day : last);
    return true;
}

/* The next day of that number that has not gone by. */
static bool month_day(Date from, int day, Date *ret_date, Err *err)
{
    return month_later(from, 0, day, ret_date, err) &&
           (*ret_date >= from || month_later(from, 1, day, ret_date, err));
}

static bool last_day(const Calendar *calendar, Date from, const Term *term, Date *ret_date,
                     Err *err)
{
    int year, month, day;
    date_to_ymd(from, &year, &month, &day);
    switch (term->unit) {
    case TERM_WORKDAY:
        return workday_add(calendar, from, term->count, ret_date, err);
    case TERM_DAY:
        *ret_date = from + term->count;
        return true;
    case TERM_MONTH:
        return month_later(from, term->count, day, ret_date, err);
    case TERM_MONTH_DAY:
        return month_day(from, term->count, ret_date, err);
    case TERM_HOUR:
        break;
    }
    return err_set(err, ERR_INTERNAL, {"what", S("unit of a term")});
}

bool deadline_reckon(const Calendar *calendar, int64_t from_ms, const Term *term,
                     DeadlineDay *ret_deadline, Err *err)
{
    DeadlineDay d;
    Date from = instant_to_date(from_ms, OFFSET_MINUTES_CHINA);
    if (term->count < 1 || term->count > (term->unit == TERM_MONTH_DAY ? 31 : TERM_COUNT_MAX))
        return err_set(err, ERR_TERM_COUNT);
    if (term->unit == TERM_HOUR) {
        d.at_ms = from_ms + term->count * hour_ms;
        d.last = d.falls_on = instant_to_date(d.at_ms, OFFSET_MINUTES_CHINA);
        *ret_deadline = d;
        return true;
    }
    if (!last_day(calendar, from, term, &d.falls_on, err))
        return false;
    d.last = d.falls_on;
    if (!term->stands && !workday_roll(calendar, d.falls_on, &d.last, err))
        return false;
    d.at_ms = instant_of_date(d.last + 1);
    *ret_deadline = d;
    return true;
}

#include "base/date.h"

/* Days from civil and back by shifting the year to start in March, so that the leap day is last. */
Date date_from_ymd(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int of_era = y - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void date_to_ymd(Date date, int *ret_year, int *ret_month, int *ret_day)
{
    int z = date + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int of_era = z - era * 146097;
    int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * y + y / 4 - y / 100);
    int m = (5 * of_year + 2) / 153;
    *ret_day = of_year - (153 * m + 2) / 5 + 1;
    *ret_month = m < 10 ? m + 3 : m - 9;
    *ret_year = y + era * 400 + (*ret_month <= 2);
}

int date_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool date_is_valid_ymd(int year, int month, int day)
{
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
           day <= date_days_in_month(year, month);
}

/* Reads exactly `count` digits at *at. */
static bool digits(Str s, ptrdiff_t *at, int count, int *ret_value)
{
    int value = 0;
    for (int i = 0; i < count; i++, (*at)++) {
        if (*at >= s.len || s.ptr[*at] < '0' || s.ptr[*at] > '9')
            return false;
        value = value * 10 + (s.ptr[*at] - '0');
    }
    *ret_value = value;
    return true;
}

static bool literal(Str s, ptrdiff_t *at, char c)
{
    return *at < s.len && s.ptr[(*at)++] == c;
}

static bool date_at(Str s, ptrdiff_t *at, Date *ret_date)
{
    int year, month, day;
    if (!digits(s, at, 4, &year) || !literal(s, at, '-') || !digits(s, at, 2, &month) ||
        !literal(s, at, '-') || !digits(s, at, 2, &day) || !date_is_valid_ymd(year, month, day))
        return false;
    *ret_date = date_from_ymd(year, month, day);
    return true;
}

bool date_parse(Str s, Date *ret_date, Err *err)
{
    ptrdiff_t at = 0;
    Date date;
    if (!date_at(s, &at, &date) || at != s.len)
        return err_set(err, ERR_DATE_MALFORMED, {"found", s});
    *ret_date = date;
    return true;
}

void date_out(Out *out, Date date)
{
    int year, month, day;
    date_to_ymd(date, &year, &month, &day);
    out_f(out, "%04d-%02d-%02d", year, month, day);
}

void date_out_cn(Out *out, Date date)
{
    int year, month, day;
    date_to_ymd(date, &year, &month, &day);
    out_f(out, "%d年%d月%d日", year, month, day);
}

Str date_str(Arena *arena, Date date)
{
    Out out = out_new(arena, 32);
    date_out(&out, date);
    return out_str(&out);
}

int date_weekday(Date date)
{
    int w = (date + 3) % 7; /* 1970-01-01 was a Thursday */
    return w < 0 ? w + 7 : w;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

enum { MINUTE_MS = 60 * 1000, DAY_MS = 24 * 60 * MINUTE_MS };

Date instant_to_date(int64_t utc_ms, int offset_minutes)
{
    return (Date)floor_div(utc_ms + (int64_t)offset_minutes * MINUTE_MS, DAY_MS);
}

static bool offset_at(Str s, ptrdiff_t *at, int *ret_minutes)
{
    if (*at < s.len && s.ptr[*at] == 'Z') {
        (*at)++;
        *ret_minutes = 0;
        return true;
    }
    if (*at >= s.len || (s.ptr[*at] != '+' && s.ptr[*at] != '-'))
        return false;
    int sign = s.ptr[(*at)++] == '-' ? -1 : 1;
    int hours, minutes;
    if (!digits(s, at, 2, &hours) || !literal(s, at, ':') || !digits(s, at, 2, &minutes) ||
        hours > 18 || minutes > 59)
        return false;
    *ret_minutes = sign * (hours * 60 + minutes);
    return true;
}

bool instant_parse(Str s, int64_t *ret_utc_ms, Err *err)
{
    ptrdiff_t at = 0;
    Date date;
    int hour, minute, second = 0, offset;
    bool ok = date_at(s, &at, &date) && literal(s, &at, 'T') && digits(s, &at, 2, &hour) &&
              literal(s, &at, ':') && digits(s, &at, 2, &minute);
    if (ok && at < s.len && s.ptr[at] == ':') {
        at++;
        ok = digits(s, &at, 2, &second);
    }
    if (!ok || hour > 23 || minute > 59 || second > 59 || !offset_at(s, &at, &offset) ||
        at != s.len)
        return err_set(err, ERR_DATE_MALFORMED, {"found", s});
    int64_t utc_ms = (int64_t)date * DAY_MS + ((int64_t)hour * 60 + minute - offset) * MINUTE_MS +
                     (int64_t)second * 1000;
    /* Inside the calendar by a day (of UTC), so that it can be written with any offset. */
    if (utc_ms < (int64_t)date_from_ymd(1, 1, 2) * DAY_MS ||
        utc_ms >= (int64_t)date_from_ymd(9999, 12, 31) * DAY_MS)
        return err_set(err, ERR_DATE_MALFORMED, {"found", s});
    *ret_utc_ms = utc_ms;
    return true;
}

void instant_out(Out *out, int64_t utc_ms, int offset_minutes)
{
    int64_t local = utc_ms + (int64_t)offset_minutes * MINUTE_MS;
    Date date = (Date)floor_div(local, DAY_MS);
    int second = (int)((local - (int64_t)date * DAY_MS) / 1000);
    int away = offset_minutes < 0 ? -offset_minutes : offset_minutes;
    date_out(out, date);
    out_f(out, "T%02d:%02d:%02d%c%02d:%02d", second / 3600, second / 60 % 60, second % 60,
          offset_minutes < 0 ? '-' : '+', away / 60, away % 60);
}

Str instant_str(Arena *arena, int64_t utc_ms)
{
    Out out = out_new(arena, 64);
    instant_out(&out, utc_ms, OFFSET_MINUTES_CHINA);
    return out_str(&out);
}

Str instant_minute(Arena *arena, int64_t utc_ms)
{
    Str whole = instant_str(arena, utc_ms);
    return arena_fmt(arena, "%.*s %.*s", STR_ARG(str_sub(whole, 0, 10)),
                     STR_ARG(str_sub(whole, 11, 16)));
}

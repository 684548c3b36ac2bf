#include "core/month.h"

Month month_from_ym(int year, int month)
{
    return year * 12 + (month - 1);
}

int month_year(Month m)
{
    return m / 12;
}

int month_of_year(Month m)
{
    return m % 12 + 1;
}

bool month_parse(Str s, Month *ret_month, Err *err)
{
    int64_t year = 0, month = 0;
    bool form = s.len == 7 && s.ptr[4] == '-' && s.ptr[0] != '-' && s.ptr[0] != '+' &&
                s.ptr[5] != '-' && s.ptr[5] != '+' && str_to_i64(str_sub(s, 0, 4), &year) &&
                str_to_i64(str_sub(s, 5, 7), &month);
    if (!form || year < 1 || month < 1 || month > 12)
        return err_set(err, ERR_PERIOD_MALFORMED, {"found", s});
    *ret_month = month_from_ym((int)year, (int)month);
    return true;
}

void month_out(Out *out, Month m)
{
    out_f(out, "%04d-%02d", month_year(m), month_of_year(m));
}

Str month_str(Arena *arena, Month m)
{
    return arena_fmt(arena, "%04d-%02d", month_year(m), month_of_year(m));
}

Month month_of_date(Date date)
{
    int year, month, day;
    date_to_ymd(date, &year, &month, &day);
    return month_from_ym(year, month);
}

MonthSpan month_span_of_dates(Date from, Date to)
{
    return (MonthSpan){month_of_date(from), month_of_date(to)};
}

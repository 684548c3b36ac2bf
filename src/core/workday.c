#include "core/workday.h"

#include <stdlib.h>

enum { SATURDAY = 5 };

static int by_date(const void *a, const void *b)
{
    const CalendarDay *x = a, *y = b;
    return (x->date > y->date) - (x->date < y->date);
}

bool calendar_build(Arena *arena, const CalendarDay *days, int count, Calendar *ret_calendar,
                    Err *err)
{
    CalendarDay *sorted = arena_new(arena, CalendarDay, count);
    for (int i = 0; i < count; i++)
        sorted[i] = days[i];
    qsort(sorted, (size_t)count, sizeof *sorted, by_date);
    for (int i = 1; i < count; i++)
        if (sorted[i].date == sorted[i - 1].date)
            return err_set(err, ERR_CALENDAR_TWICE, {"found", date_str(arena, sorted[i].date)});
    *ret_calendar = (Calendar){sorted, count};
    return true;
}

static bool cell_error(Str found, Str expected, int64_t row, int64_t col, Err *err)
{
    err_set(err, ERR_CALENDAR_ROW, {"found", found}, {"expected", expected});
    return err_at_cell(err, row, col);
}

static bool parse_row(Str line, int64_t row, CalendarDay *ret_day, Err *err)
{
    Str date = str_cut(&line, '\t');
    str_cut(&line, '\t'); /* the name of the holiday */
    Str kind = str_trim(str_cut(&line, '\t'));
    if (!date_parse(date, &ret_day->date, NULL))
        return cell_error(date, S("2026-01-01"), row, 1, err);
    ret_day->off = str_eq(kind, S("休"));
    if (!ret_day->off && !str_eq(kind, S("班")))
        return cell_error(kind, S("休 · 班"), row, 3, err);
    return true;
}

bool calendar_parse(Arena *arena, Str tsv, Calendar *ret_calendar, Err *err)
{
    struct {
        CalendarDay *items;
        int count;
        size_t cap;
    } days = {0};
    for (int64_t row = 1; tsv.len > 0; row++) {
        Str line = str_cut(&tsv, '\n');
        bool heading = row == 1 && !(line.len > 0 && line.ptr[0] >= '0' && line.ptr[0] <= '9');
        if (heading || str_trim(line).len == 0)
            continue;
        CalendarDay day;
        if (!parse_row(line, row, &day, err))
            return false;
        *arena_push(arena, &days) = day;
    }
    return calendar_build(arena, days.items, days.count, ret_calendar, err);
}

static const CalendarDay *listed_day(const Calendar *calendar, Date date)
{
    int low = 0, high = calendar->count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (calendar->days[middle].date < date)
            low = middle + 1;
        else
            high = middle;
    }
    return low < calendar->count && calendar->days[low].date == date ? &calendar->days[low] : NULL;
}

bool calendar_has_year(const Calendar *calendar, int year)
{
    return date_is_valid_ymd(year, 1, 1) && listed_day(calendar, date_from_ymd(year, 1, 1));
}

bool workday_is(const Calendar *calendar, Date date, bool *ret_is, Err *err)
{
    int year, month, day;
    date_to_ymd(date, &year, &month, &day);
    if (!calendar_has_year(calendar, year)) {
        char digits[5] = {(char)('0' + year / 1000 % 10), (char)('0' + year / 100 % 10),
                          (char)('0' + year / 10 % 10), (char)('0' + year % 10)};
        return err_set(err, ERR_CALENDAR_YEAR, {"found", str_from_z(digits)});
    }
    const CalendarDay *listed = listed_day(calendar, date);
    *ret_is = listed ? !listed->off : date_weekday(date) < SATURDAY;
    return true;
}

bool workday_add(const Calendar *calendar, Date start, int n, Date *ret_date, Err *err)
{
    int step = n < 0 ? -1 : 1;
    Date date = start;
    for (int left = n < 0 ? -n : n; left > 0;) {
        bool is;
        date += step;
        if (!workday_is(calendar, date, &is, err))
            return false;
        left -= is;
    }
    *ret_date = date;
    return true;
}

bool workday_of_month(const Calendar *calendar, int year, int month, int n, Date *ret_date,
                      Err *err)
{
    return workday_add(calendar, date_from_ymd(year, month, 1) - 1, n, ret_date, err);
}

bool workday_roll(const Calendar *calendar, Date date, Date *ret_date, Err *err)
{
    bool is;
    if (!workday_is(calendar, date, &is, err))
        return false;
    *ret_date = date;
    return is || workday_add(calendar, date, 1, ret_date, err);
}

bool workday_add_days(const Calendar *calendar, Date start, int days, Date *ret_date, Err *err)
{
    return workday_roll(calendar, start + days, ret_date, err);
}

bool workday_count(const Calendar *calendar, Date from, Date to, int *ret_count, Err *err)
{
    int count = 0;
    Date first = from < to ? from : to, last = from < to ? to : from;
    for (Date date = first + 1; date <= last; date++) {
        bool is;
        if (!workday_is(calendar, date, &is, err))
            return false;
        count += is;
    }
    *ret_count = from <= to ? count : -count;
    return true;
}

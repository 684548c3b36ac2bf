#include "app/workdays.h"

#include "app/calendar_file.h"
#include "app/embedded.h"
#include "store/calendar.h"

typedef LIST_OF(CalendarDay) Days;

static void put_day(Arena *arena, Days *days, CalendarDay day)
{
    for (int i = 0; i < days->count; i++)
        if (days->items[i].date == day.date) {
            days->items[i] = day;
            return;
        }
    *arena_push(arena, days) = day;
}

bool calendar_merged(Db *db, Arena *arena, Calendar *ret_calendar, int64_t *ret_version, Err *err)
{
    Calendar built_in;
    CalendarDayRows rows = {0};
    Days days = {0};
    if (!calendar_version(db, ret_version, err) ||
        !calendar_parse(arena, embedded_calendar, &built_in, err))
        return false;
    *ret_calendar = built_in;
    if (*ret_version == 0)
        return true;
    if (!calendar_days(db, arena, &rows, err))
        return false;
    for (int i = 0; i < built_in.count; i++)
        *arena_push(arena, &days) = built_in.days[i];
    for (int i = 0; i < rows.count; i++) {
        CalendarDay day = {.off = rows.items[i].off};
        if (!date_parse(rows.items[i].date, &day.date, err))
            return false;
        put_day(arena, &days, day);
    }
    return calendar_build(arena, days.items, days.count, ret_calendar, err);
}

bool app_calendar(Db *db, Arena *arena, Calendar *ret_calendar, Err *err)
{
    int64_t version;
    return calendar_merged(db, arena, ret_calendar, &version, err);
}

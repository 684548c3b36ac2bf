/* app/calendar_file.h - the days of a calendar as a file has them: 日期, 性质 (休 or 班), perhaps 名称 and 来源.
 *
 * CSV, the first sheet of a workbook, or columns by tabs as in data/calendars. All faults with row and column;
 * keeps nothing. Callers: app/calendar. */
#pragma once
#include "core/campaign.h"

typedef struct CalendarFileDay {
    Date date;
    bool off;
    Str name, source;
} CalendarFileDay;
typedef LIST_OF(CalendarFileDay) CalendarFileDays;

/* ERR_TABLE_EMPTY, ERR_LIMIT (LIMIT_CALENDAR_DAYS), or faults. */
bool calendar_file_read(Arena *arena, Str file, Str bytes, CalendarFileDays *ret_days,
                        Faults *faults, Err *err);

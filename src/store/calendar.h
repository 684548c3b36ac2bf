/* store/calendar.h - days of the calendar that the office has loaded; they go over the built-in ones.
 *
 * The days of one year are one record of the audit log ("calendar 2027"). `version` grows with each load, so that
 * what was read can be told from what holds. Callers: app/calendar; writing runs inside db_write. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct CalendarDayRow {
    Str date; /* ISO */
    bool off; /* false: a make-up workday */
    Str name, source;
    int64_t loaded_at;
    Str loaded_by;
} CalendarDayRow;
typedef LIST_OF(CalendarDayRow) CalendarDayRows;

bool calendar_days(Db *db, Arena *arena, CalendarDayRows *ret_rows, Err *err); /* by date */
bool calendar_version(Db *db, int64_t *ret_version, Err *err);                 /* 0: none loaded */
bool calendar_save(Db *tx, const CalendarDayRow *row, int64_t version, Err *err);

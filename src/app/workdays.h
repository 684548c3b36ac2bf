/* app/workdays.h - which days are workdays: the table built in, and over it what the office has loaded.
 *
 * A day that is loaded (app/calendar.h) holds in place of a built-in one. Callers: app/, web/. */
#pragma once
#include "core/workday.h"
#include "db/db.h"

/* The version is that of what was loaded (store/calendar.h). */
bool calendar_merged(Db *db, Arena *arena, Calendar *ret_calendar, int64_t *ret_version, Err *err);
bool app_calendar(Db *db, Arena *arena, Calendar *ret_calendar, Err *err);

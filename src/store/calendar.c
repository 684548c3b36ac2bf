#include "store/calendar.h"

#include "store/sql_gen.h"

bool calendar_days(Db *db, Arena *arena, CalendarDayRows *ret_rows, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_calendar_days, NULL, 0, err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_rows) =
            (CalendarDayRow){.date = arena_str(arena, db_text(rows, 0)),
                             .off = db_bool(rows, 1),
                             .name = arena_str(arena, db_text(rows, 2)),
                             .source = arena_str(arena, db_text(rows, 3)),
                             .loaded_at = db_i64(rows, 4),
                             .loaded_by = arena_str(arena, db_text(rows, 5))};
    return rows && err->code == ERR_NONE;
}

bool calendar_version(Db *db, int64_t *ret_version, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_calendar_version, NULL, 0, err);
    if (!rows || !db_next(rows, err))
        return false;
    *ret_version = db_i64(rows, 0);
    return true;
}

bool calendar_save(Db *tx, const CalendarDayRow *r, int64_t version, Err *err)
{
    return db_exec(tx, SQL_calendar_save,
                   DB_ARGS(V(r->date), V(r->off), V(r->name), V(r->source), V(r->loaded_at),
                           V(r->loaded_by), V(version)),
                   NULL, err);
}

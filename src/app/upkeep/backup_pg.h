/* app/upkeep/backup_pg.h - the tools of PostgreSQL as child processes: a dump of the moment that a transaction sees, and back.
 *
 * The password never stands in an argument: it is in a file of one's own that goes when the tool has ended.
 * ERR_BACKUP_TOOL {found} where the tool is not installed or says no. Callers: app/upkeep/backup_folder, app/upkeep/restore. */
#pragma once
#include "app/upkeep/schedule.h"

/* db: inside db_read. say: who ends it, ERR_JOB_STOPPED; NULL: nobody. */
bool pg_dump_run(Arena *arena, Str url, Db *db, Str path, JobSay *say, Err *err);
/* Into an empty database. */
bool pg_restore_run(Arena *arena, Str url, Str path, Err *err);

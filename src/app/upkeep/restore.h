/* app/upkeep/restore.h - a backup becomes a database again (恢复), and an older database one of this version (升级).
 *
 * Both need nobody's permission, since whoever can do it holds the files; both are on record in the database that
 * they make, and both end with a proof. Neither touches a database that a server has open. Callers: cli/. */
#pragma once
#include "app/upkeep/backup.h"
#include "app/upkeep/verify.h"

typedef struct RestoreOrder {
    Str from;     /* the folder of the backup */
    bool replace; /* an existing database is put aside under another name, never overwritten */
    Str by;       /* for the record */
} RestoreOrder;

typedef struct Restored {
    BackupManifest manifest;
    Str aside; /* where the database that was there is now; empty: there was none */
    int migrations;
    VerifyCounts counts;
} Restored;

/* start: the new database and data folder. ERR_BACKUP_MANIFEST, ERR_RESTORE_THERE {found}, ERR_DB_SERVED,
 * ERR_RESTORE_ENGINE; faults: what the backup lacks, or what the proof found. */
bool restore_run(Arena *arena, const AppStart *start, const RestoreOrder *order, Restored *ret,
                 Faults *faults, Err *err);

typedef struct Upgraded {
    int from, to;
    BackupMade backup; /* id empty: none was made (nothing to do, or PostgreSQL) */
    VerifyCounts counts;
} Upgraded;
/* A backup first (SQLite), then what is missing, then the proof. ERR_DB_SERVED, ERR_DB_NEWER. */
bool upgrade_run(Arena *arena, const AppStart *start, Upgraded *ret, Faults *faults, Err *err);

/* What a server holds while it serves, and who replaces a database must have alone: a lock beside the file of
 * SQLite. ERR_DB_SERVED. *ret_fd is -1 on PostgreSQL. */
bool database_hold(Str db_url, bool alone, int *ret_fd, Err *err);

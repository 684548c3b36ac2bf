/* store/backup.h - the backups that were made, a row each: where it is, what is in it, whether it is still kept.
 *
 * A row stays when its backup is gone. Each is a record of the audit log ("backup ID"). Callers: app/upkeep/backup, app/upkeep/purge;
 * writing runs inside db_write. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct BackupRow {
    Str id;
    int64_t at;
    Str by;
    Str kind;   /* auto · hand · upgrade */
    Str folder; /* empty: of its id, in <data folder>/backups, wherever that is by now */
    Str digest;
    int64_t files, bytes;
    Str heads;       /* JSON */
    Str destroy_for; /* the purge that orders its destruction; empty = none */
    int64_t checked_at;
    Str check_said;
    int64_t gone_at; /* 0: it is kept */
    Str gone_by;
} BackupRow;
typedef LIST_OF(BackupRow) BackupRowList;

bool backup_insert(Db *tx, const BackupRow *row, Err *err);
bool backup_checked(Db *tx, Str id, int64_t at, Str said, Err *err);
bool backup_gone(Db *tx, Str id, int64_t at, Str by, bool *ret_changed, Err *err);
/* Those that are kept, newest first, then those that are gone: however many these are, no kept one is left out. */
bool backup_list(Db *db, Arena *arena, int limit, BackupRowList *ret_rows, Err *err);
bool backup_find(Db *db, Arena *arena, Str id, bool *ret_found, BackupRow *ret_row, Err *err);

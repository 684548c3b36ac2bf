/* app/upkeep/backup_folder.h - a backup as a folder: what stands in it, how it is written whole or not at all, how it is checked.
 *
 *   manifest.json   what it is of, when, by whom, the chains' heads, the SHA-256 of SHA256SUMS
 *   SHA256SUMS      every other file with its SHA-256, in the form that `sha256sum -c` reads
 *   duban.db        the database of SQLite; duban.dump of PostgreSQL (pg_dump -Fc)
 *   files/ab/…      the files of evidence, by second names for the same bytes where the disk allows it
 *   keys/…          only where it was asked for
 * It is written under a name that begins with a dot and gets its own by one rename when all is on the disk.
 * Callers: app/upkeep/backup, app/upkeep/restore. */
#pragma once
#include "app/app.h"
#include "app/upkeep/schedule.h"
#include "store/purge.h"

typedef struct BackupMake {
    Str to;   /* the folder that holds the backups */
    Str kind; /* auto · hand · upgrade */
    bool with_keys;
    JobSay *say; /* NULL: nobody listens */
} BackupMake;

typedef struct BackupMade {
    Str id, folder, digest, heads;
    int64_t files, bytes;
    PurgeIds purges; /* approved before the copy: what they took away is not in it */
} BackupMade;

/* ERR_DATA_FOLDER, ERR_SPACE, ERR_BACKUP_TOOL {found}, ERR_JOB_STOPPED, ERR_DB_*, ERR_FILE_*. */
bool backup_write(App *app, const BackupMake *make, BackupMade *ret_made, Err *err);

typedef struct BackupManifest {
    Str id, made_at, by, engine, database; /* database: the name of its file */
    int64_t schema;
    bool keys;
    Str digest;               /* of the manifest itself */
    LIST_OF(Str) names, sums; /* of SHA256SUMS, side by side */
} BackupManifest;

/* ERR_BACKUP_MANIFEST {found} where the folder is no backup or its list is not the one it was made with. */
bool backup_open(Arena *arena, Str folder, BackupManifest *ret_manifest, Err *err);
/* Every file against its digest, every name against the folder: each difference is a fault. */
bool backup_compare(Str folder, const BackupManifest *manifest, JobSay *say, Faults *faults,
                    Err *err);
/* The copy of the database opened in a place of its own under `scratch` and proved (app/upkeep/verify.h): the drill. SQLite. */
bool backup_drill(App *app, Str folder, Str scratch, Faults *faults, Err *err);

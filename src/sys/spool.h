/* sys/spool.h - a file on its way: written under a temporary name beside its place, put there whole.
 *
 * A temporary is locked as long as its writer lives. Who opens a spool for a place takes away the
 * temporaries of that place whose lock is free: their writers were killed. In a program that has
 * called spool_guard, a signal that ends it takes its open ones away too. space_check says before
 * anything is written whether the disk has room. Callers: app/ for exports, cli/. */
#pragma once
#include "base/err.h"

typedef struct Spool {
    Str path, temporary; /* temporary is empty when none is open */
    int fd;
} Spool;

/* Makes the folders above the file when they are absent. ERR_FILE_SPECIAL where a device or a pipe
 * has the name: it cannot be replaced by a rename. */
bool spool_open(Spool *spool, Arena *arena, Str path, Err *err);
/* fsync, rename, fsync of the folder. */
bool spool_put(Spool *spool, Err *err);
/* Takes the temporary away; may be called after spool_put, and on a zeroed Spool. */
void spool_drop(Spool *spool);
#define AUTO_SPOOL __attribute__((cleanup(spool_drop))) Spool

/* A folder of our own inside another, for a library that makes temporary files where it is told; what
 * is in it goes with it. Left ones of killed programs go when the next one is opened there. */
typedef struct SpoolFolder {
    Str path; /* empty when none is open */
    int fd;
} SpoolFolder;
bool spool_folder_open(SpoolFolder *folder, Arena *arena, Str parent, Err *err);
void spool_folder_drop(SpoolFolder *folder);

/* For a program that one thread ends: SIGINT, SIGTERM, SIGHUP and SIGPIPE end it as before, but leave
 * no temporary. At most SPOOL_GUARDED_MAX of them are open at a time. */
enum { SPOOL_GUARDED_MAX = 4 };
void spool_guard(void);

typedef struct SpaceNeed {
    Str folder; /* need not exist yet */
    int64_t bytes;
} SpaceNeed;
/* Needs on one disk are added up; a tenth and a MiB more than asked must be free. ERR_SPACE with
 * folder, needed and free bytes. */
bool space_check(const SpaceNeed *needs, int count, Err *err);

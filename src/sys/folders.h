/* sys/folders.h - whole folders and files on their way to another place: linked or copied, digested, put in
 * place by one rename, taken away; and a lock that lives as long as its program.
 *
 * Callers: app/upkeep, web/serve. */
#pragma once
#include "base/err.h"

/* A second name for the same bytes where the disk allows it, else a copy; fsynced. A file that is there stays. */
bool file_link(Str from, Str to, Err *err);
/* New bytes of its own, fsynced, for the same eyes; `to` must not be there. */
bool file_copy(Str from, Str to, Err *err);
/* For one's own eyes (0600, 0700). The file must not be there. */
bool file_write_private(Str path, Str bytes, Err *err);
bool folder_make_private(Str path, Err *err);
/* SHA-256 and size, read piece by piece. */
bool file_sha256(Arena *arena, Str path, Str *ret_hex, int64_t *ret_bytes, Err *err);
bool file_sync(Str path, Err *err);
/* The folder's names are on the disk; of a file: its folder's. */
bool folder_sync(Str path, Err *err);
/* One rename, then fsync of the folder that holds the new name. ERR_FILE_EXISTS where a folder has it. */
bool folder_put(Str from, Str to, Err *err);
/* With all that is in it; fine when there is none. */
bool folder_remove(Str path, Err *err);

/* Held until the descriptor is closed. alone: nobody else may hold it at all. *ret_fd is -1 where another does. */
bool lock_hold(Str path, bool alone, int *ret_fd, Err *err);
void lock_drop(int *fd); /* fine when it is -1 */

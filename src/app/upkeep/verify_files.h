/* app/upkeep/verify_files.h - whether the store of files holds what the database says: every file there, with the
 * bytes that its name is the digest of; nothing of what was purged; nothing that nobody knows of.
 *
 * Rows are vouched for by the audit log (store/anchor.h); here it is the bytes. Callers: app/upkeep/verify. */
#pragma once
#include "app/app.h"
#include "store/files.h"

/* files: the rows as of one moment, their attachments beside. found is told of every problem. */
typedef struct FileOfStore {
    StoredFile file;
    Str where; /* "task 1.1 t01, task 1.2": what it is attached to */
} FileOfStore;
typedef LIST_OF(FileOfStore) FilesOfStore;

bool files_of_store(Db *db, Arena *arena, FilesOfStore *ret_files, Err *err);
/* Outside of any transaction: reading all bytes takes its time. */
bool verify_files(App *app, const FilesOfStore *files,
                  void (*found)(void *ctx, Str what, Str object), void *ctx, Err *err);

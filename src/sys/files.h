/* sys/files.h - whole files in, whole files out, and folders.
 *
 * Reading takes a named limit (base/limits.h) and never more memory than that. Writing is atomic:
 * a file of the same folder is written, fsynced and renamed, then the folder is fsynced, so a
 * reader sees the old bytes or the new ones. Errors name the file: ERR_FILE_ABSENT,
 * ERR_FILE_DENIED, ERR_FILE_FOLDER, ERR_FILE_FULL, ERR_FILE_TOO_LARGE, otherwise ERR_FILE_OPEN,
 * _READ or _WRITE with the system's reason. Callers: app/ through what it is handed, cli/. */
#pragma once
#include "base/err.h"

/* The bytes of a file; "-" is standard input. */
bool file_read(Arena *arena, Str path, int64_t limit_bytes, Str *ret_bytes, Err *err);
/* A plain file for reading from its beginning, for who reads it piece by piece; the caller closes
 * *ret_fd. ERR_FILE_SPECIAL for what cannot be read twice. */
bool file_open(Str path, int *ret_fd, Err *err);
/* Makes the folders above the file when they are absent. */
bool file_write(Str path, Str bytes, Err *err);
bool file_exists(Str path);
int64_t file_size(Str path); /* 0 when there is none */
void file_remove(Str path);  /* fine when there is none */
/* The second half of writing a file atomically, for who wrote it elsewhere on the same disk: fd, which
 * is the file called `temporary`, is fsynced and renamed, then the folder is fsynced. */
bool fd_put_in_place(int fd, Str temporary, Str path, Err *err);
/* The folder that a file stands in: "." without a slash. */
Str file_folder(Str path);
/* A file that has no name and no disk, for a secret on its way through a library that wants a path; *ret_path opens it
 * again while *ret_fd is open. */
bool file_in_memory(Arena *arena, int *ret_fd, Str *ret_path, Err *err);
void fd_close(int fd);
/* Bytes free, and in all, on the disk of the folder. */
bool folder_room(Str path, int64_t *ret_free, int64_t *ret_size, Err *err);
/* All of bytes to a descriptor that is open already, such as standard output, called `name` in errors. */
bool fd_write(int fd, Str bytes, Str name, Err *err);

/* What a clerk can mend has a code of its own; the rest is `otherwise` with the system's words for the
 * errno. Returns false. For files of sys/. */
bool file_err(Err *err, ErrCode otherwise, Str path, int number);

/* Of an open file, called `name` in errors. */
bool fd_size(int fd, Str name, int64_t *ret_bytes, Err *err);

typedef struct FolderEntry {
    Str name; /* without the folder */
    bool is_folder;
} FolderEntry;

typedef struct FolderList {
    FolderEntry *items;
    int count;
    size_t cap;
} FolderList;

/* Entries sorted by bytes, without "." and "..". ERR_LIMIT beyond LIMIT_FOLDER_ENTRIES. */
bool folder_list(Arena *arena, Str path, FolderList *ret_list, Err *err);
/* The folder and all above it; fine when it is there already. */
bool folder_make(Str path, Err *err);
/* folder + "/" + name, without a second slash. */
Str path_join(Arena *arena, Str folder, Str name);
/* Of what is there, from the root and without links: it means the same in any working folder. */
bool path_real(Arena *arena, Str path, Str *ret_real, Err *err);

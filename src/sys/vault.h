/* sys/vault.h - files by their content: <folder>/ab/<SHA-256 of the bytes>, written once, never changed.
 *
 * Bytes go to a temporary file of the same disk while their digest is made; vault_put fsyncs it, gives it
 * its name and fsyncs the folder and those above, so that a file is there before anything names it. A temporary that a
 * killed program left goes when the next one is opened. Names are made from digests only: no word of a
 * person ever becomes part of a path. Callers: app/files/files, app/upkeep/purge, app/upkeep/verify. */
#pragma once
#include "sys/crypto.h"
#include "sys/spool.h"

enum { VAULT_DIGEST_LEN = 64 };

typedef struct VaultWrite {
    Arena *arena;
    Str folder;
    Spool spool; /* spool.fd: open for reading, too */
    DigestRun run;
    int64_t bytes;
    Str digest; /* after vault_close */
} VaultWrite;

/* Makes the folder when it is absent. */
bool vault_open(VaultWrite *write, Arena *arena, Str folder, Err *err);
bool vault_take(VaultWrite *write, Str bytes, Err *err);
/* No more bytes come: the digest is known. */
Str vault_close(VaultWrite *write);
/* The file has its name; one of that content that was there already is the same. */
bool vault_put(VaultWrite *write, Err *err);
/* Takes the temporary away; fine after vault_put and on a zeroed VaultWrite. */
void vault_drop(VaultWrite *write);
#define AUTO_VAULT __attribute__((cleanup(vault_drop))) VaultWrite

/* For reading; the caller closes *ret_fd. ERR_FILE_ABSENT. */
bool vault_read(Str folder, Str digest, int *ret_fd, int64_t *ret_bytes, Err *err);
/* Its bytes as they are now; *ret_there is false when there is no such file. */
bool vault_digest(Arena *arena, Str folder, Str digest, bool *ret_there, Str *ret_digest, Err *err);
/* When it was put there (UTC); 0 when it is not. */
int64_t vault_put_at(Str folder, Str digest);
/* The name is gone, and so after an fsync of the folder; fine when there is none. What a disk does with the
 * blocks is its own affair: a flash disk writes elsewhere what is written over. */
bool vault_remove(Str folder, Str digest, Err *err);
/* The same for what nobody names, unless it was put there again after before_ms (UTC): then it stays. */
bool vault_sweep(Str folder, Str digest, int64_t before_ms, bool *ret_gone, Err *err);

typedef struct VaultFiles {
    Str *items; /* digests, or the path below the folder of what has no business there */
    int count;
    size_t cap;
} VaultFiles;
/* In order of names; temporaries are left out. Nothing when there is no folder. */
bool vault_list(Arena *arena, Str folder, VaultFiles *ret_files, Err *err);
bool vault_is_digest(Str name);

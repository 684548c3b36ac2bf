/* app/upkeep/audit_copy.h - the audit log as lines in a file beside the database: for a disk or a mount elsewhere.
 *
 * A thread of its own looks every half second what was committed and appends it; no request waits for it. What is
 * promised: every committed row comes into the file, once, in the order of its chain, within a second while
 * the server runs and the file can be written; after a crash or a full disk it goes on from the last
 * whole line. What is not: a row that was committed in the last moment before the machine died is there after
 * the next start only. Where the database was set back (restored) and the file has rows that are not in it, nothing is
 * appended until the file is put aside; tell says so (ERR_AUDIT_COPY_OTHER). A line is what `duban audit export --format jsonl` writes. Callers: web/serve. */
#pragma once
#include "db/db.h"

typedef struct AuditCopy AuditCopy;
typedef struct AuditCopyOptions {
    Str file;
    DbHub *hub;
    /* Told when writing begins to fail, and (with ERR_NONE) when it goes on; from the copy's thread. */
    void (*tell)(void *ctx, const Err *err);
    void *ctx;
} AuditCopyOptions;

bool audit_copy_start(const AuditCopyOptions *options, AuditCopy **ret_copy, Err *err);
/* Copies what is there and ends; NULL is fine. */
void audit_copy_stop(AuditCopy *copy);

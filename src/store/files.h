/* store/files.h - files by their content and what they are attached to (佐证文件).
 *
 * A stored file is named by the SHA-256 of its bytes, which stand in the vault (sys/vault.h); an
 * attachment says that it belongs to an object ("task 1.2"), whose it is and what the person called it.
 * Neither is ever deleted: an attachment is withdrawn, a file is purged and leaves its digest.
 * Callers: app/ only; writing runs inside db_write. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct StoredFile {
    Str digest;
    int64_t bytes;
    Str type; /* by content: application/pdf … */
    Str scan; /* clean · off */
    int64_t stored_at, purged_at;
} StoredFile;
typedef LIST_OF(StoredFile) StoredFileList;

typedef struct Attachment {
    Str id, campaign, object;
    Str unit; /* whose it is: a unit's or body's code; empty = the office's */
    Str digest, name;
    int64_t added_at;
    Str added_by;
    int64_t withdrawn_at; /* 0: it stands */
    Str withdrawn_by;
    int64_t bytes; /* these of the stored file */
    Str type, scan;
    int64_t purged_at;
} Attachment;
typedef LIST_OF(Attachment) AttachmentList;

/* One of that content that is there already stays as it is. */
bool stored_file_save(Db *tx, const StoredFile *file, Err *err);
bool stored_file_find(Db *db, Arena *arena, Str digest, bool *ret_found, StoredFile *ret_file,
                      Err *err);
bool stored_file_list(Db *db, Arena *arena, StoredFileList *ret_list, Err *err);
bool attachment_save(Db *tx, const Attachment *attachment, Err *err);
/* *ret_done is false when it was withdrawn before. */
bool attachment_withdraw(Db *tx, Str id, int64_t at, Str by, bool *ret_done, Err *err);
bool attachment_find(Db *db, Arena *arena, Str campaign, Str id, bool *ret_found,
                     Attachment *ret_attachment, Err *err);
/* In order of their ids, which is the order in which they came. */
bool attachments_of_object(Db *db, Arena *arena, Str campaign, Str object, AttachmentList *ret_list,
                           Err *err);
/* In all campaigns. */
bool attachments_of_digest(Db *db, Arena *arena, Str digest, AttachmentList *ret_list, Err *err);
/* Calls fn for the newest first, those before the id `after`; empty texts mean any. fn says whether to go on. */
typedef struct AttachmentFilter {
    Str campaign, object, unit, after;
} AttachmentFilter;
bool attachments_each(Db *db, Arena *arena, const AttachmentFilter *filter,
                      bool (*fn)(void *ctx, const Attachment *attachment), void *ctx, Err *err);
/* Bytes of the campaign's files that are not purged; and of those, what the account has added since. */
typedef struct FileUse {
    int64_t count, bytes, account_bytes;
} FileUse;
bool file_use(Db *db, Str campaign, Str account, int64_t since, FileUse *ret_use, Err *err);

/* For a purge: the bytes are said to be gone and the names are emptied. */
bool stored_file_purge(Db *tx, Str digest, int64_t at, Err *err);

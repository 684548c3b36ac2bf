/* app/files/files.h - files of evidence (佐证文件): added to a task or a report, listed, read, withdrawn.
 *
 * Bytes stand in <data folder>/files under their digest (sys/vault.h), rows in stored_file and
 * attachment (store/files.h); bytes are on the disk before the row that names them. A file belongs to
 * who added it: a unit (its unit or body, as app/ledger/progress says who has a part in a task) or the office.
 * A unit reads its own files and those of the office at tasks it has a part in, never those of another
 * unit, not even at a task that both work on. Restricted areas have none.
 * The files of an appeal ("appeal ID") are its unit's, and are added until it has its ruling; those of an answer to a
 * finding ("screening ID") until it is closed; those of a formal talk's commitments ("talk ID") while these are worked
 * on, for who reads talks. Of an answer nobody but the unit and the office is told. What shows a
 * restricted indicator is for who may see that: to others it is not there.
 * The files of a report ("report PERIOD UNIT") are its unit's, whoever adds them; but a workbook in which the office got
 * the figures of several units is the office's.
 * Callers: cli/, web/, app/upkeep/purge, app/upkeep/verify, the scheduler (files_sweep). */
#pragma once
#include "app/app.h"
#include "base/json.h"
#include "store/files.h"

typedef struct FileEntry {
    Str object; /* "task 1.2", "report 2021-06 c01" */
    Str name;   /* as the person calls it */
    Str bytes;  /* whole; a large one is a mapped file */
    bool
        for_office; /* of a report: it holds what other units sent too, and its unit may not read it */
} FileEntry;

/* What file_check refuses, and ERR_FILE_OBJECT, ERR_FILE_RESTRICTED, ERR_FILE_COUNT, ERR_FILE_DAY,
 * ERR_FILE_QUOTA, ERR_FILE_TWICE, ERR_FILE_PURGED, ERR_DATA_FOLDER. */
bool file_add(App *app, const FileEntry *entry, Attachment *ret_attachment, Err *err);
/* Whether the person may add to the object: for showing the form, never instead of file_add. */
bool file_may_add(App *app, Str object);
/* Those of an object that stand and that the person may read, oldest first; what was purged is among
 * them, without a name. */
bool files_of(App *app, Str object, AttachmentList *ret_list, Err *err);

typedef struct FileQuery {
    Str object, unit; /* empty: any */
    Str words;        /* in the name; empty: any */
    Str after;        /* the last id of the page before */
} FileQuery;
typedef struct FilePage {
    AttachmentList
        items;   /* newest first, at most LIMIT_FILE_PAGE_ROWS; withdrawn ones are among them */
    Str next;    /* for FileQuery.after; empty: no more */
    FileUse use; /* of the campaign; zero for who sees only their own */
    int64_t quota_bytes;
} FilePage;
/* What the person may read of it. */
bool file_list(App *app, const FileQuery *query, FilePage *ret_page, Err *err);
/* For reading; the caller closes *ret_fd. ERR_FILE_UNKNOWN, ERR_DENIED, ERR_FILE_PURGED, ERR_FILE_MISSING. */
bool file_fetch(App *app, Str id, Attachment *ret_attachment, int *ret_fd, Err *err);
/* It stays where it is and is shown as withdrawn. ERR_FILE_UNKNOWN, ERR_FILE_WITHDRAWN. */
bool file_withdraw(App *app, Str id, Attachment *ret_attachment, Err *err);

enum {
    FILE_MARK_LEN = 16
}; /* of a digest, by which words name a file: enough among those of one report */
/* "<data folder>/files". ERR_DATA_FOLDER. */
bool files_folder(const App *app, Str *ret_folder, Err *err);
/* Takes away what no row names and is older than a day (a write that failed, a program that was killed),
 * and what was purged. Needs no account. Callers: the scheduler. */
bool files_sweep(App *app, int64_t *ret_gone, Err *err);
/* "task 1.2 c01, task 1.3": what they are attached to. */
Str attachments_where(Arena *arena, const AttachmentList *list);
/* As the JSON of pages and command line shows it. */
void attachment_json(Arena *arena, Json *json, const Attachment *attachment);

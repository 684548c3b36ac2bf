/* store/purge.h - purges (清除): who asked for what, who decided, and how what they name is emptied.
 *
 * A purge's row stays as the tombstone. What it empties: the name of an attachment (store/files.h), the text of a note, the
 * detail of audit rows with its salt, so that nothing is left to guess from. Callers: app/upkeep/purge only;
 * writing runs inside db_write. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"
#include "store/progress.h"

typedef struct Purge {
    Str id, campaign, target; /* "file DIGEST" · "progress ID" · "audit CHAIN SEQ" */
    Str cause;                /* secret · personal */
    Str authority;
    int64_t asked_at;
    Str asked_by, asked_behalf;
    Str state; /* asked · done · refused */
    int64_t decided_at;
    Str decided_by, decided_behalf, decision;
    Str backups; /* JSON: ids of the backups to destroy */
} Purge;
typedef LIST_OF(Purge) PurgeList;

bool purge_save(Db *tx, const Purge *purge, Err *err);
/* state, decided_…, decision and backups of one that is still asked; *ret_done is false when it is not. */
bool purge_settle(Db *tx, const Purge *purge, bool *ret_done, Err *err);
/* Of whatever campaign. */
bool purge_of_id(Db *db, Arena *arena, Str id, bool *ret_found, Purge *ret_purge, Err *err);
bool purge_find(Db *db, Arena *arena, Str campaign, Str id, bool *ret_found, Purge *ret_purge,
                Err *err);
bool purge_list(Db *db, Arena *arena, Str campaign, int max, PurgeList *ret_list, Err *err);
bool purge_is_waiting(Db *db, Str target, bool *ret_waiting, Err *err);

typedef LIST_OF(Str) PurgeIds;
/* All that were ever approved, in all campaigns. */
bool purge_done_ids(Db *db, Arena *arena, PurgeIds *ret_ids, Err *err);

bool purge_note_find(Db *db, Arena *arena, Str campaign, Str id, bool *ret_found,
                     ProgressNote *ret_note, Err *err);
bool purge_note(Db *tx, Str id, Err *err);

typedef struct PurgeAuditRow {
    int64_t seq;
    Str object, detail;
    bool has_detail;
} PurgeAuditRow;
typedef LIST_OF(PurgeAuditRow) PurgeAuditRows;
bool purge_audit_find(Db *db, Arena *arena, Str chain, int64_t seq, bool *ret_found,
                      PurgeAuditRow *ret_row, Err *err);
/* Those that still have a detail, oldest first. */
bool purge_audit_of(Db *db, Arena *arena, Str chain, Str object, PurgeAuditRows *ret_rows,
                    Err *err);
bool purge_audit_empty(Db *tx, Str chain, int64_t seq, Err *err);
/* Nobody else appends to this chain until the write ends. */
bool purge_chain_hold(Db *tx, Str chain, Err *err);

/* Of those that are kept. */
bool purge_backups(Db *db, Arena *arena, PurgeIds *ret_ids, Err *err);
/* JSON: ids of the backups to destroy. */
bool purge_backups_set(Db *tx, Str id, Str backups, Err *err);
bool purge_backup_mark(Db *tx, Str backup, Str purge, Err *err);

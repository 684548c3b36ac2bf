/* app/upkeep/purge.h - the authorised purge (清除): what may not be here goes, and a tombstone says by whose order.
 *
 * One person asks and names who ordered it by which document, another decides; who acts for somebody
 * counts as them. On approval the bytes of a file, the text of a note or the detail of an audit row are
 * gone from rows, from the vault, from the files of the database and from exports; digests in the audit
 * log that could be guessed from go with their salt. The rows stay, vouched for anew, so that
 * `duban verify` holds; backups that still have it are listed for destruction. docs/spill.md is the
 * procedure for people. Callers: cli/, web/. */
#pragma once
#include "app/app.h"
#include "base/json.h"
#include "store/purge.h"

typedef struct PurgeOrder {
    Str target; /* "file DIGEST" · "progress ID" · "audit CHAIN SEQ"; CHAIN of the installation is "-" */
    Str cause;     /* secret · personal */
    Str authority; /* who ordered it, by which document */
} PurgeOrder;

/* What a person sees of a target: no content, only what it is. */
typedef struct PurgeView {
    Purge purge;
    int64_t bytes; /* of a file; -1: not known */
    Str where;     /* "task 1.2 c01, task 1.3": what it is attached to */
    bool may_decide;
} PurgeView;
typedef LIST_OF(PurgeView) PurgeViews;

/* ERR_PURGE_TARGET, ERR_PURGE_NOTHING, ERR_PURGE_TWICE, ERR_PURGE_AUTHORITY, ERR_LIMIT. */
bool purge_ask(App *app, const PurgeOrder *order, Purge *ret_purge, Err *err);
/* Approves or refuses. ERR_PURGE_UNKNOWN, ERR_PURGE_DECIDED, ERR_PURGE_SELF, ERR_PURGE_REASON,
 * ERR_PURGE_TAMPERED: the record is not what the log vouches for, so nothing is vouched for anew.
 * ERR_PURGE_LATER: it is approved, and *ret_purge is; bytes are left that purge_sweep takes away. */
bool purge_decide(App *app, Str id, bool approve, Str reason, Purge *ret_purge, Err *err);
/* Takes away what an approved purge had not yet taken when it was interrupted: bytes in the vault, in exports, in
 * the files of the database. Fine when there is nothing. */
bool purge_finish(App *app, Err *err);
/* The same at night, by the program, where a purge was approved and not finished. Callers: the scheduler. */
bool purge_sweep(App *app, Err *err);
/* The tombstone names one more backup to destroy: it was being made while the purge was approved. For app/upkeep/backup, which
 * has marked its row; nobody is asked for permission. */
bool purge_add_backup(App *app, Str purge, Str backup, Err *err);
/* Newest first, at most LIMIT_PURGE_PAGE_ROWS. */
bool purge_read(App *app, PurgeViews *ret_views, Err *err);
void purge_json(Arena *arena, Json *json, const PurgeView *view);

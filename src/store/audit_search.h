/* store/audit_search.h - looking through the audit log: pages by key, counts, one row, days, refusals.
 *
 * Texts of what is returned live in the arena. Callers: app/upkeep/audit_log. */
#pragma once
#include "core/campaign.h" /* LIST_OF */
#include "store/audit.h"

/* What is looked for; an empty text asks for nothing. */
typedef struct AuditQuery {
    int64_t from, to; /* instants: from ≤ at < to */
    Str account, behalf, action;
    Str object; /* a part of it */
    Str result; /* ok · denied · refused */
    Str chain;  /* "*": all of them; "": the installation's */
    Str origin;
} AuditQuery;

/* The row after which a page goes on; at INT64_MAX: from the newest. */
typedef struct AuditKey {
    int64_t at;
    Str chain;
    int64_t seq;
} AuditKey;

typedef LIST_OF(AuditFull) AuditRows; /* of a page: without salt, digests and hashes */

/* Newest first, at most `max`. */
bool audit_page(Db *db, Arena *arena, const AuditQuery *query, const AuditKey *after, int max,
                AuditRows *ret_rows, Err *err);
/* How many there are, counted up to `max`. */
bool audit_count(Db *db, const AuditQuery *query, int64_t max, int64_t *ret_count, Err *err);
/* ERR_AUDIT_ROW_UNKNOWN {chain, seq}. */
bool audit_one(Db *db, Arena *arena, Str chain, int64_t seq, AuditFull *ret_row, Err *err);
/* Rows of a chain after `seq`, oldest first, with everything. */
bool audit_rows_after(Db *db, Arena *arena, Str chain, int64_t seq, int max, AuditRows *ret_rows,
                      Err *err);

typedef struct AuditDay {
    int64_t day; /* since 1970-01-01, at +08:00 */
    int64_t done, denied;
} AuditDay;
typedef LIST_OF(AuditDay) AuditDays;
bool audit_days(Db *db, Arena *arena, int64_t from, int64_t to, AuditDays *ret_days, Err *err);

typedef struct AuditDenied {
    int64_t at;
    Str account, action, origin, detail;
} AuditDenied;
typedef LIST_OF(AuditDenied) AuditDeniedList;
/* Newest first, at most `max`. */
bool audit_denied(Db *db, Arena *arena, int64_t from, int64_t to, int max,
                  AuditDeniedList *ret_list, Err *err);

typedef struct AuditWithheld {
    Str account;
    int64_t held, last_at;
} AuditWithheld;
typedef LIST_OF(AuditWithheld) AuditWithheldList;
/* Refusals that no row tells of yet. */
bool audit_withheld(Db *db, Arena *arena, AuditWithheldList *ret_list, Err *err);

/* store/audit.h - the audit log (审计日志): one hash chain a campaign, one ("") for the installation.
 *
 * hash = H(previous_hash, chain, seq, at, account, action, object, result, detail_digest, behalf,
 * origin), each field ended by a NUL, and detail_digest = H(salt, detail). Rows written before schema
 * 10 have neither behalf nor origin; where both are empty the hash ends with the detail's digest. The head is read in the transaction
 * that appends, so two writers cannot fork a chain. The digest function is handed in. Callers: app/. */
#pragma once
#include "base/out.h"
#include "db/db.h"

typedef Str (*DigestFn)(Arena *arena, Str bytes); /* lower-case hex */

typedef struct AuditEntry {
    Str chain; /* campaign code or "" */
    int64_t at;
    Str account, action, object, result;
    Str behalf; /* the account acted for; empty = nobody else */
    Str origin; /* an address, "terminal", or the job that acted */
    Str detail; /* JSON */
    Str salt;   /* random, hex */
} AuditEntry;

/* Inside db_write(tx, entry->chain, …). */
bool audit_append(Db *tx, const AuditEntry *entry, DigestFn digest, Err *err);

/* Where a chain ends: seq 0 and no hash when nothing was written yet. The text lives in the arena. */
typedef struct AuditHead {
    int64_t seq;
    Str hash;
} AuditHead;
bool audit_head(Db *db, Arena *arena, Str chain, AuditHead *ret_head, Err *err);

/* The row of the chain that was written of the object at that instant; ERR_AUDIT_ROW_NONE {found}. */
bool audit_row_of(Db *db, Arena *arena, Str chain, Str object, int64_t at, AuditHead *ret_row,
                  Err *err);

typedef struct AuditRow {
    int64_t seq;
    Str action, result, hash; /* views, gone with the next row */
} AuditRow;
/* Calls fn for the rows from `seq` on, at most `max` of them, in order. */
bool audit_since(Db *db, Str chain, int64_t seq, int max,
                 void (*fn)(void *ctx, const AuditRow *row), void *ctx, Err *err);

typedef struct AuditCheck {
    int64_t rows;
    Str head;
} AuditCheck;
/* Recomputes a whole chain: every digest, every link, no gap, and the head; a detail is missing only
 * where a row "audit.purge" names its row ("row 17").
 * ERR_AUDIT_BROKEN (chain, seq) at the first row that is not what was written. */
bool audit_verify(Db *db, Arena *arena, Str chain, DigestFn digest, AuditCheck *ret_check,
                  Err *err);
typedef struct AuditChains {
    Str *items;
    int count;
    size_t cap;
} AuditChains;
bool audit_chains(Db *db, Arena *arena, AuditChains *ret_chains, Err *err);
/* Calls fn for every row of a chain whose detail is still there, in order. */
bool audit_each(Db *db, Str chain, void (*fn)(void *ctx, Str object, Str detail), void *ctx,
                Err *err);

/* One row as it stands, with its links; texts live in the arena. */
typedef struct AuditFull {
    AuditEntry entry;
    int64_t seq;
    bool purged; /* the detail is gone */
    Str detail_digest, previous_hash, hash;
} AuditFull;
/* Whether the row's digests are of what it says and it follows on `previous` (the hash of the row before it). */
bool audit_row_holds(const AuditFull *row, Str previous, DigestFn digest);

/* --- refusals: audit_refusal.c */
enum {
    AUDIT_SAME_MS = 60 * 1000,    /* the same again within that time has no row of its own */
    AUDIT_REFUSALS_A_MINUTE = 20, /* of one account; what is more is counted */
    AUDIT_REFUSALS_UNNAMED_A_MINUTE = 60, /* of all who are not signed in */
};
/* Whether a refusal (entry->result "denied") is to have a row of its own; if not it is counted. If so, *ret_withheld
 * are those that were counted since the last row, and count as told. Inside db_write. */
bool audit_refusal_due(Db *tx, const AuditEntry *entry, bool *ret_due, int64_t *ret_withheld,
                       Err *err);
/* Whether the same account has the same row (action, object, result; detail unless empty) within AUDIT_SAME_MS. */
bool audit_is_again(Db *db, const AuditEntry *entry, bool *ret_again, Err *err);

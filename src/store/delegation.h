/* store/delegation.h - who acts for whom, from when to when (授权代办): appended; only its end is written later.
 *
 * Each row is a record of the chain of the installation ("delegation 5X1…"). Callers: app/people/delegation.c, app/app.c. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct DelegationRow {
    Str id, principal, delegate;
    Str from_on, to_on; /* YYYY-MM-DD, both included */
    Str reason;
    int64_t made_at;
    Str made_by;
    int64_t ended_at; /* 0: nobody has ended it */
    Str ended_by;
    Str principal_post, delegate_post; /* as read; may be empty */
} DelegationRow;
typedef LIST_OF(DelegationRow) DelegationRows;

bool delegation_insert(Db *tx, const DelegationRow *row, Err *err);
/* *ret_found false when there is none of that id. */
bool delegation_find(Db *db, Arena *arena, Str id, bool *ret_found, DelegationRow *ret_row,
                     Err *err);
bool delegation_end(Db *tx, Str id, int64_t at, Str by, Err *err);
/* Of an account, given and taken; of everybody when it is empty. Those that have not run out by that day first, each the
 * newest first. */
bool delegation_list(Db *db, Arena *arena, Str account, Str on_date, int limit,
                     DelegationRows *ret_rows, Err *err);
/* One between the same two, not ended, that has a day in common with it. */
bool delegation_overlaps(Db *db, const DelegationRow *row, bool *ret_found, Err *err);
/* One that holds on that day: *ret_found. */
bool delegation_holds(Db *db, Str principal, Str delegate, Str on_date, bool *ret_found, Err *err);
/* Whom the delegate may act for on that day. */
bool delegation_principals(Db *db, Arena *arena, Str delegate, Str on_date,
                           DelegationRows *ret_rows, Err *err);

/* store/policy.h - the security policy as dated rows: appended, the newest holds.
 *
 * The body is JSON that only app/people/policy.c reads. Each row is a record of the audit chain of the
 * installation ("policy 5X1…"). Callers: app/people/policy.c; writing runs inside db_write. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct PolicyRow {
    Str id, by, body;
    int64_t at;
} PolicyRow;
typedef LIST_OF(PolicyRow) PolicyRows;

bool policy_insert(Db *tx, const PolicyRow *row, Err *err);
/* The newest `limit`, newest first. */
bool policy_rows(Db *db, Arena *arena, int limit, PolicyRows *ret_rows, Err *err);

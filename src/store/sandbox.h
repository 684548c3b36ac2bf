/* store/sandbox.h - trials of another scheme (试算沙箱), each a record that stays as it was written.
 *
 * Callers: app/score/sandbox only; writing runs inside db_write. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct SandboxRow {
    Str id, group;
    Str base_digest, digest; /* of the scheme in force; of the one that was tried */
    Str changes;             /* JSON */
    Str from, to;            /* period codes */
    int periods;
    Str holds_from; /* the first period for which it could hold; empty = none is left */
    int moved, bottom, talks;
    Str result_digest;
    int64_t at;
    Str by, behalf;
    Str text, result; /* the scheme's text, the changes found: not in a list */
} SandboxRow;
typedef LIST_OF(SandboxRow) SandboxRows;

bool sandbox_save(Db *tx, Str campaign, const SandboxRow *row, Err *err);
/* Newest first, those before the id `before` (empty: from the newest), at most `max`. */
bool sandbox_list(Db *db, Arena *arena, Str campaign, Str before, int max, SandboxRows *ret_rows,
                  Err *err);
bool sandbox_find(Db *db, Arena *arena, Str campaign, Str id, bool *ret_found, SandboxRow *ret_row,
                  Err *err);

/* store/checkpoint.h - signed checkpoints of the audit chains as rows. Callers: app/upkeep/checkpoint. */
#pragma once
#include "core/campaign.h" /* LIST_OF */
#include "store/audit.h"

typedef struct CheckpointRow {
    Str id;
    int64_t at;
    Str by; /* account; empty: by the program's own schedule */
    Str body, public_key, signature;
} CheckpointRow;
typedef LIST_OF(CheckpointRow) CheckpointRows;

bool checkpoint_save(Db *tx, const CheckpointRow *row, Err *err);
/* Newest first, those before `before` (empty: from the newest), at most `max`. */
bool checkpoint_list(Db *db, Arena *arena, Str before, int max, CheckpointRows *ret_rows, Err *err);
/* ERR_CHECKPOINT_UNKNOWN. */
bool checkpoint_get(Db *db, Arena *arena, Str id, CheckpointRow *ret_row, Err *err);

typedef struct ChainHead {
    Str chain;
    int64_t seq;
    Str hash;
} ChainHead;
typedef LIST_OF(ChainHead) ChainHeads;
/* The heads of all chains, by their names. */
bool checkpoint_heads(Db *db, Arena *arena, ChainHeads *ret_heads, Err *err);

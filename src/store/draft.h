/* store/draft.h - drafts of monthly reports (暂存): one of a unit and period, changed until it is sent.
 *
 * A draft is no record of a report: nothing is scored from it. Its revision counts what was saved, signed
 * and taken back. Callers: app/ only; writing runs inside db_write. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct DraftRow {
    Str id, period, unit;
    int64_t revision; /* 0: there is none */
    Str state;        /* open · filled · gone */
    Str body;         /* JSON of the form */
    int64_t saved_at;
    Str saved_by;
    int64_t filled_at; /* 0: not signed */
    Str filled_by;
    Str submission; /* that it went into last; empty: none */
} DraftRow;
typedef LIST_OF(DraftRow) DraftList;

/* revision 0 when there is none. */
bool draft_find(Db *db, Arena *arena, Str campaign, Str period, Str unit, DraftRow *ret_draft,
                Err *err);
/* Of a period, without their bodies. */
bool draft_list(Db *db, Arena *arena, Str campaign, Str period, DraftList *ret_list, Err *err);
/* A new one, or over the one of that id. */
bool draft_save(Db *tx, Str campaign, const DraftRow *draft, Err *err);

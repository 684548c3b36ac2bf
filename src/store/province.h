/* store/province.h - the monthly report to the province (报省材料): drafts as revisions, approved reports as versions.
 *
 * Both are appended and never changed; the newest holds. Callers: app/paper/province*, app/upkeep/verify; writing runs inside db_write. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct ProvinceDraft {
    Str id, period;
    int revision; /* 0: there is none */
    Str edits;    /* JSON */
    int64_t at;
    Str by, behalf;
} ProvinceDraft;

typedef struct ProvinceRow {
    Str id, period;
    int version;
    Str number, signer, issued_on;
    int64_t at;
    Str by, behalf;
    int revision;
    Str text, digest, body, figures, trace, facts, changes; /* store/migrations */
} ProvinceRow;
typedef LIST_OF(ProvinceRow) ProvinceRows;

bool province_draft_save(Db *tx, Str campaign, const ProvinceDraft *draft, Err *err);
/* The newest; revision 0 where there is none. */
bool province_draft_load(Db *db, Arena *arena, Str campaign, Str period, ProvinceDraft *ret_draft,
                         Err *err);
bool province_save(Db *tx, Str campaign, const ProvinceRow *row, Err *err);
/* That version; 0: the newest. version 0 of *ret_row: there is none. */
bool province_load(Db *db, Arena *arena, Str campaign, Str period, int version,
                   ProvinceRow *ret_row, Err *err);
/* All of a campaign by period and version, without texts. */
bool province_heads(Db *db, Arena *arena, Str campaign, ProvinceRows *ret_rows, Err *err);
